"""Importing a list of ideas: every bad row named, all or nothing, safe to do again."""

from datetime import date

import pytest

from laeringslean.foundation import clock
from laeringslean.foundation.models import Event
from laeringslean.improvement.actions import ideas
from laeringslean.improvement.actions.imports import import_ideas
from laeringslean.improvement.models import Board, Idea
from laeringslean.organisation.models import Unit
from tests.factories.improvement import make_method
from tests.factories.lists import excel
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db
HEADER = (
    "external_id;unit_external_id;kind;problem;proposal;expected_effect;waste_type;"
    "raised_by_external_id;raised_on;state;reason\n"
)
GOOD = HEADER + (
    "f-1;hjs;forslag;Rapporten er lang;Fem minutter ved tavla;Tidligere ut;Møter;p-1;2025-03-01;ja;\n"
    "f-2;hjs;Avvik;Nøkkelen er borte;;;leiting;;01.04.2025;på vent;Venter på krok\n"
    "f-3;hjs;ønske;Lys i gangen;;;;;;;\n"
)


@pytest.fixture
def unit():
    make_method()
    return make_unit("Hjemmetjenesten", external_id="hjs")


@pytest.fixture
def nurse(unit):
    return make_person(unit=unit, external_id="p-1")


def _import(text: str, **how):
    return import_ideas(file=text.encode(), by=None, **how)


def test_good_rows_become_ideas(unit, nurse):
    report = _import(GOOD)
    assert report.as_json() == {"created": 3, "updated": 0, "errors": []}
    first, second, third = Idea.objects.order_by("external_id")
    assert (first.kind, first.problem, first.proposal) == ("suggestion", "Rapporten er lang", "Fem minutter ved tavla")
    assert (first.waste_type.key, first.raised_by, first.raised_on) == ("meetings", nurse, date(2025, 3, 1))
    assert (first.state, first.decided_on) == ("accepted", None)
    assert (second.kind, second.waste_type.key, second.raised_on) == ("deviation", "searching", date(2025, 4, 1))
    assert (second.state, second.reason) == ("parked", "Venter på krok")
    assert (third.kind, third.state, third.raised_on, third.raised_by) == ("wish", "raised", clock.today(), None)
    assert third.search_text == third.words


def test_an_import_leaves_one_event_for_each_board(unit, nurse):
    other = make_unit(external_id="nfl")
    report = _import(GOOD + "f-4;nfl;forslag;Tolk;;;;;;;\n")
    assert report.created == 4
    events = {event.unit_id: event.details for event in Event.objects.filter(kind="improvement.ideas.imported")}
    assert {unit_id: facts["ideas"] for unit_id, facts in events.items()} == {unit.id: 3, other.id: 1}
    assert events[unit.id]["board_version"] == Board.objects.get(unit=unit).cards_version


def test_a_row_that_names_nobody_is_nobodys_idea_also_where_somebody_has_no_external_id(unit):
    make_person("Administrator")
    assert _import(f"{HEADER}f-1;hjs;forslag;P;;;;;;;\n").created == 1
    assert Idea.objects.get().raised_by is None


def test_a_row_that_moves_an_idea_tells_the_board_that_it_left(unit):
    other = make_unit(external_id="nfl")
    _import(f"{HEADER}f-1;hjs;forslag;P;;;;;;;\n")
    before = Board.objects.get(unit=unit).cards_version
    assert _import(f"{HEADER}f-1;nfl;forslag;P;;;;;;;\n").updated == 1
    left = Event.objects.filter(kind="improvement.ideas.imported", unit_id=unit.id).order_by("-sequence")[0]
    assert Board.objects.get(unit=unit).cards_version == left.details["board_version"] > before
    assert Idea.objects.get().unit == other


def test_the_same_file_again_changes_nothing_and_a_changed_one_updates(unit, nurse):
    _import(GOOD)
    events = Event.objects.count()
    assert _import(GOOD).as_json() == {"created": 0, "updated": 0, "errors": []}
    assert Event.objects.count() == events
    assert _import(GOOD.replace("Lys i gangen", "Lyset er borte")).as_json()["updated"] == 1
    changed = Idea.objects.get(external_id="f-3")
    assert (changed.problem, changed.search_text, changed.version) == ("Lyset er borte", changed.words, 2)
    assert Idea.objects.count() == 3


def test_what_somebody_has_rewritten_here_is_left_and_told(unit, nurse):
    _import(GOOD)
    idea = Idea.objects.get(external_id="f-1")
    ideas.edit(idea=idea, kind="suggestion", problem="Rapporten tar en halv time", by=nurse.id)
    report = _import(GOOD.replace("Lys i gangen", "Lys i gangen og trappa"))
    assert (report.created, report.updated, report.kept) == (0, 1, [2])
    idea.refresh_from_db()
    assert idea.problem == "Rapporten tar en halv time"
    assert Idea.objects.get(external_id="f-3").problem == "Lys i gangen og trappa"


def test_an_idea_that_has_moved_on_stays_where_it_is(unit, nurse):
    _import(GOOD)
    ideas.discuss(idea=Idea.objects.get(external_id="f-3"), by=nurse.id)
    assert _import(GOOD.replace("Lys i gangen", "Lyset")).updated == 1
    assert Idea.objects.get(external_id="f-3").state == "discussed"


def test_columns_that_are_left_out_are_left_alone(unit, nurse):
    _import(GOOD)
    assert _import("external_id,unit_external_id,problem\nf-1,hjs,Ny tekst\n").updated == 1
    idea = Idea.objects.get(external_id="f-1")
    assert (idea.problem, idea.proposal, idea.raised_by) == ("Ny tekst", "Fem minutter ved tavla", nurse)
    assert idea.raised_on == date(2025, 3, 1)


def test_a_dry_run_tells_the_same_and_saves_nothing(unit, nurse):
    assert _import(GOOD, dry_run=True).as_json() == {"created": 3, "updated": 0, "errors": []}
    assert (Idea.objects.count(), Event.objects.filter(kind="improvement.ideas.imported").count()) == (0, 0)


BAD_ROWS = [
    (";hjs;forslag;P;;;;;;;", "external_id"),
    (f"{'x' * 65};hjs;forslag;P;;;;;;;", "external_id"),
    ("f-1;finnes-ikke;forslag;P;;;;;;;", "unit_external_id"),
    ("f-1;stengt;forslag;P;;;;;;;", "unit_external_id"),
    ("f-1;hjs;klage;P;;;;;;;", "kind"),
    ("f-1;hjs;forslag;;;;;;;;", "problem"),
    (f"f-1;hjs;forslag;{'x' * 2001};;;;;;;", "problem"),
    ("f-1;hjs;forslag;P;Gjelder 13116900216;;;;;;", "proposal"),
    ("f-1;hjs;forslag;P;;;Latskap;;;;", "waste_type"),
    ("f-1;hjs;forslag;P;;;;p-9;;;", "raised_by_external_id"),
    ("f-1;hjs;forslag;P;;;;;31.02.2025;;", "raised_on"),
    ("f-1;hjs;forslag;P;;;;;2999-01-01;;", "raised_on"),
    ("f-1;hjs;forslag;P;;;;;;evaluated;", "state"),
    ("f-1;hjs;forslag;P;;;;;;nei;", "reason"),
]


@pytest.mark.parametrize(
    ("row", "column"), BAD_ROWS, ids=[f"{n}-{column}" for n, (_row, column) in enumerate(BAD_ROWS)]
)
def test_a_bad_row_is_named_by_line_and_column_and_stops_everything(unit, nurse, row, column):
    make_unit(external_id="stengt", is_active=False)
    report = _import(f"{HEADER}f-0;hjs;forslag;Helt i orden;;;;;;;\n\n{row}\n")
    assert [(error.line, error.column) for error in report.errors] == [(4, column)]
    assert report.errors[0].reason
    assert (report.created, Idea.objects.count()) == (0, 0)


def test_all_bad_rows_are_named_at_once(unit):
    report = _import(f"{HEADER}f-1;hjs;klage;;;;;;;;\nf-2;borte;forslag;P;;;;;;;\n")
    assert [(error.line, error.column) for error in report.errors] == [
        (2, "problem"),
        (2, "kind"),
        (3, "unit_external_id"),
    ]


def test_the_same_id_twice_is_refused_with_the_other_line(unit):
    report = _import(f"{HEADER}f-1;hjs;forslag;P;;;;;;;\nf-1;hjs;forslag;P;;;;;;;\n")
    assert [(error.line, error.column) for error in report.errors] == [(3, "external_id")]
    assert "2" in report.errors[0].reason


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("", 1, ""), ("external_id;problem\n", 1, "unit_external_id"), (HEADER.strip() + ";farge\n", 1, "farge")],
)
def test_a_wrong_header_is_named(unit, text, line, column):
    assert [(e.line, e.column) for e in _import(text).errors] == [(line, column)]


def test_only_units_one_may_import_into(unit, nurse):
    other = make_unit(external_id="nfl")
    _import(GOOD)
    mine = Unit.objects.filter(pk=other.pk)
    assert [e.column for e in _import(f"{HEADER}f-9;hjs;forslag;P;;;;;;;\n", units=mine).errors] == ["unit_external_id"]
    report = _import(f"{HEADER}f-1;nfl;forslag;Stjålet;;;;;;;\n", units=mine)
    assert [e.column for e in report.errors] == ["external_id"]
    assert Idea.objects.get(external_id="f-1").unit == unit


def test_five_thousand_rows_take_a_few_statements(unit, django_assert_max_num_queries):
    rows = "".join(f"stor-{n};hjs;forslag;Sak {n};;;;;;;\n" for n in range(5000))
    with django_assert_max_num_queries(200):
        assert _import(HEADER + rows).created == 5000
    assert Idea.objects.filter(unit=unit).count() == 5000


def test_the_command_reads_excel_too_with_days_as_excel_has_them(unit, nurse):
    rows = [["external_id", "unit_external_id", "problem", "raised_on", "state", "done_on"]]
    rows.append([1, "hjs", "Lyset er borte", date(2025, 3, 1), "utført", date(2025, 5, 1)])
    assert import_ideas(file=excel(rows), by=None).as_json() == {"created": 1, "updated": 0, "errors": []}
    idea = Idea.objects.get()
    assert (idea.external_id, idea.raised_on, idea.state, idea.done_on) == (
        "1",
        date(2025, 3, 1),
        "closed",
        date(2025, 5, 1),
    )


def test_work_under_way_is_planned_where_the_row_says_who_and_by_when(unit, nurse):
    header = "external_id;unit_external_id;problem;state;owner_external_id;due_on\n"
    _import(f"{header}1;hjs;A;pågår;p-1;1.12.2026\n2;hjs;B;pågår;;\n")
    assert list(Idea.objects.order_by("external_id").values_list("state", flat=True)) == ["planned", "accepted"]
    assert [e.column for e in _import(f"{header}3;hjs;C;planlagt;p-1;\n").errors] == ["due_on"]


def test_whoever_takes_an_idea_works_in_its_unit(unit, nurse):
    stranger = make_person(external_id="p-9")
    header = "external_id;unit_external_id;problem;state;owner_external_id;due_on\n"
    report = _import(f"{header}1;hjs;A;planlagt;{stranger.external_id};1.12.2026\n")
    assert [e.column for e in report.errors] == ["owner_external_id"]
