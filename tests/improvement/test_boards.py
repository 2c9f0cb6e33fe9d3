"""The board row: made once, and a version that rises with every change to the cards."""

import pytest
from django.urls import reverse

from laeringslean.foundation.models import EditConflict, Event
from laeringslean.improvement.actions import boards
from laeringslean.improvement.models import Board
from laeringslean.method.models import MethodVersion
from laeringslean.organisation.access.roles import Role
from tests.factories.improvement import make_method
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db


def test_ensure_makes_one_board_on_the_method_in_force():
    method, unit = make_method(), make_unit()
    assert boards.ensure(unit.id) == boards.ensure(unit.id)
    assert Board.objects.get().method_version == method


def test_ensure_without_a_method_says_so():
    with pytest.raises(MethodVersion.DoesNotExist):
        boards.ensure(make_unit().id)


def test_touch_raises_the_version_of_that_board_only():
    make_method()
    unit, other = make_unit(), make_unit()
    before = boards.ensure(other.id).cards_version
    first = boards.touch(unit.id)
    assert boards.touch(unit.id) == first + 1
    assert Board.objects.get(unit=unit).cards_version == first + 1
    assert boards.ensure(other.id).cards_version == before


def test_arrange_writes_vision_and_values_and_meets_conflicts():
    make_method()
    unit, leader = make_unit(), make_person()
    board = boards.ensure(unit.id)
    stale = boards.ensure(unit.id)
    boards.arrange(board=board, vision=" Trygt hjem ", values="Ro", by=leader.id)
    stored = Board.objects.get(unit=unit)
    assert (stored.vision, stored.values, stored.version) == ("Trygt hjem", "Ro", 2)
    event = Event.objects.get(kind="improvement.board.arranged")
    assert (event.unit_id, event.details["board_version"]) == (unit.id, stored.cards_version)
    with pytest.raises(EditConflict):
        boards.arrange(board=stale, vision="Annet", values="", by=leader.id)


@pytest.mark.parametrize("field", ["vision", "values"])
def test_national_identity_numbers_do_not_hang_on_the_board(client_of, field):
    unit = make_unit()
    make_method()
    leader = make_person(role=Role.DEPARTMENT_MANAGER, role_unit=unit)
    said = {"vision": "", "values": "", "version": 0, field: "Gjelder 13116900216"}
    response = client_of(leader).post(reverse("improvement:board-arrangement", args=[unit.pk]), said)
    assert (response.status_code, Board.objects.count()) == (422, 0)
