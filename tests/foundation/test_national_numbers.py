"""National identity numbers in text."""

import pytest
from django.core.exceptions import ValidationError

from laeringslean.foundation.national_numbers import holds_national_number, refuse_national_numbers


def _checked(first_nine: str) -> str:
    """The nine digits with their two check digits, worked out the long way; "" where no such number exists."""
    digits = [int(c) for c in first_nine]
    for weights in ([3, 7, 6, 1, 8, 9, 4, 5, 2], [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]):
        rest = 11 - sum(w * d for w, d in zip(weights, digits, strict=True)) % 11
        if rest == 10:
            return ""
        digits.append(0 if rest == 11 else rest)
    return "".join(map(str, digits))


def _numbers(date: str) -> list[str]:
    return [number for n in range(100, 200) if (number := _checked(f"{date}{n}"))]


@pytest.mark.parametrize("date", ["010190", "291296", "710190", "014190", "018190", "016690"])
def test_numbers_with_right_check_digits_are_found(date):
    found = _numbers(date)
    assert len(found) > 70
    for number in found:
        assert holds_national_number(f"Bruker {number}, født i fjor")
        assert holds_national_number(f"{number[:6]} {number[6:]}")


def test_wrong_check_digits_dates_and_lengths_are_no_such_number():
    right = _numbers("010190")[0]
    wrong = f"{right[:-1]}{(int(right[-1]) + 1) % 10}"
    for text in (
        wrong,
        f"{right}1",
        f"1{right}",
        right[:-1],
        "tlf. 77 02 60 00",
        "",
        _numbers("011390")[0],
        _numbers("320190")[0],
    ):
        assert not holds_national_number(text), text


def test_the_validator_says_no_in_a_friendly_way():
    refuse_national_numbers("Vi venter 12 minutter hver dag")
    with pytest.raises(ValidationError) as refused:
        refuse_national_numbers(f"Gjelder {_numbers('010190')[0]}")
    assert refused.value.code == "national_number"
