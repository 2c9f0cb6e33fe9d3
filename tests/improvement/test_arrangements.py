"""A unit arranges its own board: order, names, limits, what it hides, and the templates it may begin with."""

import re

import pytest
from django.urls import reverse

from laeringslean.foundation.models import EditConflict, Event
from laeringslean.improvement.actions import boards, lanes
from laeringslean.improvement.models import Board, Lane, arrangement
from laeringslean.improvement.models.arrangement import NEVER_HIDDEN, Arrangement, OwnSection
from laeringslean.improvement.queries.boards import full_sections, sections_of_unit
from laeringslean.method.actions.versions import SECTIONS
from laeringslean.method.models import BOARD_TEMPLATES
from laeringslean.organisation.access.roles import Role
from tests.factories.boards import put_up
from tests.factories.improvement import make_method
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db
KEYS = [section.key for section in SECTIONS]


@pytest.fixture
def unit(db):
    make_method()
    return make_unit("Hjemmetjenesten Sør")


@pytest.fixture
def leader(unit):
    return make_person("Line Leder", unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit)


def address(unit, name="board-sections"):
    return reverse(f"improvement:{name}", args=[unit.pk])


def arranged(unit, *sections, by=None):
    return boards.arrange_sections(board=boards.ensure(unit.id), sections=sections, by=by and by.id)


def sent(version=0, order=None, **fields):
    """The arrangement form as a browser sends it."""
    return {
        "version": version,
        "order": order or KEYS,
        **{name.replace("_", "-"): text for name, text in fields.items()},
    }


# What is stored


def test_what_is_stored_reads_back_as_it_was():
    sections = (OwnSection("testing", "Vi prøver", "Vi prøver ut", 3), OwnSection("done", is_hidden=True))
    stored = arrangement.written(Arrangement(sections, "care"))
    assert stored == {
        "sections": [
            {"key": "testing", "nb": "Vi prøver", "nn": "Vi prøver ut", "limit": 3},
            {"key": "done", "hidden": True},
        ],
        "template": "care",
    }
    assert arrangement.read(stored) == Arrangement(sections, "care")
    assert arrangement.written(Arrangement()) == {} and arrangement.read("") == Arrangement()


def test_sections_that_the_method_gains_come_last_and_those_it_loses_go():
    own = Arrangement((OwnSection("b"), OwnSection("lost")))
    assert [section.key for section in own.in_order(["a", "b", "c"])] == ["b", "a", "c"]


def test_a_name_given_in_one_language_holds_in_the_other_too():
    assert OwnSection("new", "Innspill").name("nn") == "Innspill"
    assert OwnSection("new", "Innspill", "Innspel").name("nn") == "Innspel"
    assert OwnSection("new", "", "Innspel").name("nb") == "Innspel"
    assert OwnSection("new").name("nb") == ""


@pytest.mark.parametrize("key", NEVER_HIDDEN)
def test_a_section_where_somebody_waits_is_never_hidden(unit, key):
    arranged(unit, OwnSection(key, is_hidden=True))
    assert not any(section.is_hidden for section in sections_of_unit(unit.id))
    # Nor when it was stored so in some other way.
    Board.objects.update(arrangement={"sections": [{"key": key, "hidden": True}]})
    assert not any(section.is_hidden for section in sections_of_unit(unit.id))


# The actions


def test_arranging_tells_the_board_and_leaves_an_event(unit, leader):
    before = boards.ensure(unit.id).cards_version
    arranged(unit, OwnSection("new", "Innspill"), by=leader)
    board = Board.objects.get()
    assert (board.version, board.cards_version) == (2, before + 1)
    event = Event.objects.get(kind="improvement.board.arranged")
    assert (event.unit_id, event.actor_id, event.details["board_version"]) == (unit.id, leader.id, before + 1)
    assert "Innspill" not in str(event.details)


def test_two_who_arrange_at_once_do_not_undo_each_other(unit):
    first, second = boards.ensure(unit.id), boards.ensure(unit.id)
    boards.arrange_sections(board=first, sections=[OwnSection("new", "Innspill")], by=None)
    with pytest.raises(EditConflict):
        boards.arrange_sections(board=second, sections=[OwnSection("new", "Annet")], by=None)
    assert sections_of_unit(unit.id)[0].name == "Innspill"


@pytest.mark.parametrize("template", BOARD_TEMPLATES.values(), ids=BOARD_TEMPLATES)
def test_a_template_has_all_sections_names_in_both_languages_and_no_hidden_work(template):
    assert sorted(part.key for part in template.sections) == sorted(KEYS)
    assert all(bool(part.name_nb) == bool(part.name_nn) for part in template.sections)
    assert not any(part.is_hidden for part in template.sections if part.key in NEVER_HIDDEN)
    texts = [template.name, template.meant_for, template.vision, template.values, *template.lanes]
    assert all(text.nb and text.nn and text.en for text in texts)


def test_a_template_arranges_and_adds_its_lanes_in_the_language_of_who_chooses(unit):
    boards.arrange(board=boards.ensure(unit.id), vision="Trygt hjem", values="Ro", by=None)
    boards.begin_with(board=boards.ensure(unit.id), template=BOARD_TEMPLATES["care"], language="nn", by=None)
    board = Board.objects.get()
    assert (board.vision, board.values) == ("Trygt hjem", "Ro")
    assert {section.key: section.limit for section in sections_of_unit(unit.id)}["testing"] == 3
    assert [lane.name for lane in Lane.objects.in_use(unit.id)] == ["Dag", "Kveld", "Natt"]
    assert Event.objects.filter(kind="improvement.board.arranged").last().details["template"] == "care"


def test_a_template_leaves_the_lanes_that_are_there(unit):
    lanes.add(unit=unit, name="Sone Nord", by=None)
    boards.begin_with(board=boards.ensure(unit.id), template=BOARD_TEMPLATES["care"], language="nb", by=None)
    assert [lane.name for lane in Lane.objects.in_use(unit.id)] == ["Sone Nord"]


def test_a_section_is_full_when_one_more_is_too_many(unit, leader):
    arranged(unit, OwnSection("testing", limit=2))
    put_up(unit, "testing", by=leader)
    assert full_sections(unit.id) == {}
    put_up(unit, "testing", by=leader)
    assert full_sections(unit.id) == {"testing": ("Prøves ut", 2, 2)}


# The pages


def names_in_order(html):
    return re.findall(r'name="order" value="([a-z]+)"', html)


def test_a_section_is_moved_with_a_button_and_saved_with_another(client_of, unit, leader):
    client = client_of(leader)
    assert names_in_order(client.get(address(unit)).content.decode()) == KEYS
    stepped = client.post(address(unit), {**sent(new_nb="Innspill"), "step": "up:new"})
    html = stepped.content.decode()
    order = names_in_order(html)
    assert stepped.status_code == 200 and order[:3] == ["vision", "new", "goals"]
    assert "Nytt er nå nummer 2. Husk å lagre." in html and 'value="Innspill"' in html
    assert re.search(r'value="up:new"[^>]* autofocus', html), "who moves it on need not look for the button"
    assert not Board.objects.exists()
    saved = client.post(address(unit), sent(order=order, new_nb="Innspill", testing_limit="3", done_hidden="on"))
    assert saved.status_code == 302
    assert [section.key for section in sections_of_unit(unit.id)][:3] == ["vision", "new", "goals"]
    own = {section.key: section for section in sections_of_unit(unit.id)}
    assert (own["new"].name, own["testing"].limit, own["done"].is_hidden) == ("Innspill", 3, True)


def test_the_ends_of_the_row_are_the_end(client_of, unit, leader):
    client = client_of(leader)
    for step in ("up:vision", "down:recognition", "up:nothing", "sideways:new"):
        html = client.post(address(unit), {**sent(), "step": step}).content.decode()
        assert names_in_order(html) == KEYS, step


def test_the_page_says_how_many_cards_hiding_would_take_off_the_board(client_of, unit, leader):
    for _ in range(2):
        put_up(unit, "done", by=leader)
    html = client_of(leader).get(address(unit)).content.decode()
    assert "2 kort står da bare i lista over forslag" in html
    assert html.count("Kan ikke skjules, for noen venter på det som står her.") == len(NEVER_HIDDEN)
    assert not any(f'name="{key}-hidden"' in html for key in NEVER_HIDDEN)


@pytest.mark.parametrize("wrong", [{"testing-limit": "0"}, {"testing-limit": "100"}, {"new-nb": "x" * 61}])
def test_what_does_not_fit_comes_back_with_what_was_written(client_of, unit, leader, wrong):
    response = client_of(leader).post(address(unit), {**sent(new_nn="Innspel"), **wrong})
    assert response.status_code == 422 and 'value="Innspel"' in response.content.decode()
    assert not Board.objects.exists()


def test_who_comes_second_is_shown_both_and_may_save_theirs(client_of, unit, leader):
    client = client_of(leader)
    arranged(unit, OwnSection("new", "Deres navn"))
    late = client.post(address(unit), sent(version=1, new_nb="Mitt navn"))
    html = late.content.decode()
    assert late.status_code == 409
    assert "Noen andre har endret dette i mellomtiden." in html
    assert "Deres navn" in html and 'value="Mitt navn"' in html
    version = re.search(r'name="version" value="(\d+)"', html)
    assert version
    assert client.post(address(unit), sent(version=version[1], new_nb="Mitt navn")).status_code == 302
    assert {section.key: section.name for section in sections_of_unit(unit.id)}["new"] == "Mitt navn"


def test_back_to_the_municipalitys_own_in_one_step(client_of, unit, leader):
    arranged(unit, OwnSection("done", "Fiks ferdig"), OwnSection("new"))
    board = Board.objects.get()
    client = client_of(leader)
    assert "Bruk kommunens oppsett" in client.get(address(unit)).content.decode()
    assert client.post(address(unit), {**sent(version=board.version), "reset": "1"}).status_code == 302
    assert [section.key for section in sections_of_unit(unit.id)] == KEYS
    assert "Bruk kommunens oppsett" not in client.get(address(unit)).content.decode()


def test_a_template_is_chosen_with_one_tap_and_asks_for_the_vision(client_of, unit, leader):
    client = client_of(leader)
    response = client.post(address(unit, "board-template"), {"template": "school", "version": 0}, follow=True)
    html = response.content.decode()
    assert "Tavla er satt opp som «Skole og barnehage»." in html
    assert "Hva skal barna ha med seg når de går hjem fra oss?" in html
    assert arrangement.read(Board.objects.get().arrangement).template == "school"


def test_a_template_does_not_undo_what_somebody_has_just_arranged(client_of, unit, leader):
    arranged(unit, OwnSection("new", "Innspill"))
    response = client_of(leader).post(address(unit, "board-template"), {"template": "care", "version": 1})
    assert response.status_code == 409
    assert {section.key: section.name for section in sections_of_unit(unit.id)}["new"] == "Innspill"


@pytest.mark.parametrize("said", [{"template": "nothing", "version": 1}, {"template": "care", "version": "x"}, {}])
def test_a_template_that_is_none_changes_nothing(client_of, unit, leader, said):
    response = client_of(leader).post(address(unit, "board-template"), said)
    assert response.status_code in (200, 409)
    assert not Board.objects.exclude(arrangement={}).exists()


def test_a_number_of_a_person_does_not_become_a_name(client_of, unit, leader):
    response = client_of(leader).post(address(unit), sent(new_nb="13116900216"))
    assert (response.status_code, Board.objects.count()) == (422, 0)
