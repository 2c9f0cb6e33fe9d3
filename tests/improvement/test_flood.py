"""A flood of anonymous ideas is stopped without knowing anything about whoever sends it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from laeringslean.foundation import clock
from laeringslean.foundation.keys import uuid4
from laeringslean.improvement.actions import anonymous, flood, photos
from laeringslean.improvement.models import AnonymousSubmission
from tests.factories.improvement import make_method, picture
from tests.factories.organisation import add_to, make_person, make_unit

pytestmark = pytest.mark.django_db
ROUTE = reverse("improvement:anonymous-idea")
NOON = datetime(2026, 3, 2, 11, 20, tzinfo=UTC)


@pytest.fixture
def unit(monkeypatch):
    monkeypatch.setattr(flood, "MOST_IN_AN_HOUR", 3)
    make_method()
    return make_unit("Nattevakta")


def _submit(unit, **given):
    return anonymous.submit(unit=unit, kind="wish", problem="Mer ro", **{"client_key": uuid4(), **given})


def test_a_board_takes_so_many_an_hour_and_every_board_for_itself(unit):
    with clock.set_clock(NOON):
        assert [_submit(unit) for _ in range(3)] == [True] * 3
        with pytest.raises(flood.TooMany, match="13:00"):
            _submit(unit)
        assert _submit(make_unit()) is True
    with clock.set_clock(NOON + timedelta(minutes=45)):
        assert _submit(unit) is True
    assert AnonymousSubmission.objects.filter(unit=unit).count() == 4


def test_the_same_idea_sent_again_counts_once_and_is_not_refused(unit):
    key = uuid4()
    assert [_submit(unit, client_key=key) for _ in range(5)] == [True, False, False, False, False]
    assert [_submit(unit) for _ in range(2)] == [True] * 2
    assert _submit(unit, client_key=key) is False


def test_what_is_remembered_is_numbers_of_boards(unit):
    with clock.set_clock(NOON):
        _submit(unit)
        assert vars(flood.waiting)["_counts"][unit.id] == 1
        assert set(vars(flood.waiting)) == {"_lock", "_until", "_counts"}
        assert vars(flood.waiting)["_until"] == NOON.replace(hour=12, minute=0)
    with clock.set_clock(NOON + timedelta(hours=1)):
        _submit(make_unit())
    assert unit.id not in vars(flood.waiting)["_counts"]


def test_whoever_comes_too_late_keeps_the_words_and_leaves_no_picture(client_of, unit):
    flooding, earnest = make_person(unit=unit), make_person(unit=unit)
    add_to(make_unit(), earnest)
    for _ in range(3):
        assert client_of(flooding).post(ROUTE, _filled(unit)).status_code == 302
    before = sorted(photos._folder().glob("*")) if photos._folder().exists() else []
    sent = _filled(unit, problem="Jeg mente det", photo=_upload())
    response = client_of(earnest).post(ROUTE, sent)
    page = response.content.decode()
    assert response.status_code == 429
    assert "Jeg mente det" in page and response.context["form"].non_field_errors()
    assert AnonymousSubmission.objects.filter(problem="Jeg mente det").count() == 0
    assert sorted(photos._folder().glob("*")) == before


def _filled(unit, **values):
    keys = {"client_key": uuid4(), "anonymous_key": uuid4()}
    return {"problem": "Støy", "kind": "wish", "unit": unit.pk, "author": "anonymous", **keys, **values}


def _upload():
    return SimpleUploadedFile("x.jpg", picture(), "image/jpeg")
