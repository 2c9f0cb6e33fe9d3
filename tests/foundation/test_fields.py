"""Numbers as people here write them, in and out."""

from decimal import Decimal

import pytest
from django import forms
from django.utils import translation

from laeringslean.foundation.fields import FreeText, Number
from laeringslean.foundation.numbers import plain


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize(
    ("typed", "number"),
    [("17,5", "17.5"), ("17.5", "17.5"), (" 1 700 ", "1700"), ("1\u00a0700,25", "1700.25"), ("-3", "-3")],
)
def test_a_number_is_read_with_comma_or_point_in_every_language(language, typed, number):
    with translation.override(language):
        assert Number().clean(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["", "mange", "1.700,5", "1,2,3", "NaN", "Infinity"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        Number().clean(typed)


@pytest.mark.parametrize(
    ("stored", "bokmal", "english"),
    [
        ("17.50", "17,5", "17.5"),
        ("37.00", "37", "37"),
        ("1700", "1700", "1700"),
        ("0.00", "0", "0"),
        ("-0.25", "-0,25", "-0.25"),
    ],
)
def test_a_number_is_shown_without_needless_zeros(stored, bokmal, english):
    for language, shown in (("nb", bokmal), ("en", english)):
        with translation.override(language):
            assert plain(Decimal(stored)) == shown


def test_a_stored_number_stands_in_its_field_as_people_write_it_and_a_typed_one_as_it_was_typed():
    class Form(forms.Form):
        hours = Number()

    with translation.override("nb"):
        assert 'value="17,5"' in str(Form(initial={"hours": Decimal("17.50")})["hours"])
        assert 'value="17.50x"' in str(Form({"hours": "17.50x"})["hours"])


def test_free_text_takes_no_national_number():
    assert FreeText().clean("Ring 77 00 00 00") == "Ring 77 00 00 00"
    with pytest.raises(forms.ValidationError):
        FreeText().clean("Bruker 13097248022")
