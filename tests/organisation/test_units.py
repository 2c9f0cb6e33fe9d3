"""The tree of units: changing it, and the list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from laeringslean.foundation.models import EditConflict, Event, Tenant
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.actions.refusals import Refused
from laeringslean.organisation.actions.units import add_unit, close_unit, move_unit, revise_unit
from laeringslean.organisation.models import Unit, UnitKind
from laeringslean.organisation.queries import leaders_of, unit_above_with_leader
from laeringslean.organisation.queries.unit_list import unit_rows
from laeringslean.organisation.queries.units import unit_choices
from tests.factories.organisation import grant, make_person, make_unit, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(tenant):
    return make_person("Thi", role=Role.ADMINISTRATOR)


def _version():
    return Tenant.objects.values_list("organisation_version", flat=True).get()


def test_a_unit_is_added_with_one_event_and_a_new_version_of_the_organisation(administrator):
    before = _version()
    area = add_unit(name=" Helse ", kind=UnitKind.SERVICE_AREA, by=administrator.id)
    unit = add_unit(name="Hjemmetjenesten", parent=area, external_id="hjt", by=administrator.id)
    assert (area.name, unit.parent, unit.external_id) == ("Helse", area, "hjt")
    assert _version() == before + 2
    kinds = list(Event.objects.values_list("kind", "subject_id", "actor_id"))
    assert kinds == [("organisation.unit.added", each.id, administrator.id) for each in (area, unit)]


def test_an_external_id_is_given_once(administrator):
    make_unit(external_id="hjt")
    with pytest.raises(Refused):
        add_unit(name="To", external_id="hjt", by=None)


def test_two_who_change_a_unit_do_not_overwrite_each_other(administrator):
    unit = make_unit("Gammelt")
    revise_unit(unit=Unit.objects.get(), name="Nytt", kind=unit.kind, by=None, expected_version=1)
    with pytest.raises(EditConflict) as conflict:
        revise_unit(unit=unit, name="Annet", kind=unit.kind, by=None, expected_version=1)
    assert conflict.value.current.name == "Nytt"
    assert Unit.objects.get().name == "Nytt"


def test_a_unit_moves_with_all_below_it_but_never_under_itself():
    top, other = make_unit(), make_unit()
    middle = make_unit(parent=top)
    bottom = make_unit(parent=middle)
    move_unit(unit=middle, parent=other, by=None)
    assert Unit.objects.get(pk=middle.pk).parent == other
    for parent in (middle, bottom):
        with pytest.raises(Refused):
            move_unit(unit=middle, parent=parent, by=None)
    move_unit(unit=middle, parent=None, by=None)
    assert Unit.objects.get(pk=middle.pk).parent is None


def test_moving_a_unit_changes_at_once_who_may_see_it():
    here, there = make_unit(), make_unit()
    unit = make_unit(parent=here)
    leader = make_person(role=Role.UNIT_MANAGER, role_unit=there)
    assert unit not in Unit.objects.visible_to(viewer_of(leader))
    move_unit(unit=unit, parent=there, by=None)
    assert unit in Unit.objects.visible_to(viewer_of(leader))


def test_a_unit_closes_only_when_nobody_and_nothing_depends_on_it():
    unit = make_unit()
    below = make_unit(parent=unit)
    with pytest.raises(Refused):
        close_unit(unit=unit, by=None)
    person = make_person(unit=below)
    with pytest.raises(Refused):
        close_unit(unit=below, by=None)
    person.memberships.all().delete()
    close_unit(unit=below, by=None)
    close_unit(unit=unit, by=None)
    assert not Unit.objects.active().exists()
    with pytest.raises(Refused):
        add_unit(name="Under en nedlagt", parent=unit, by=None)


# Leaders


def test_the_chief_executive_leads_the_top_of_the_tree_when_nobody_else_does():
    top = make_unit("Helse")
    unit = make_unit(parent=top)
    make_person("Henrik", role=Role.CHIEF_EXECUTIVE)
    assert [name for _, name in leaders_of(top)] == ["Henrik"]
    assert leaders_of(unit) == []
    make_person("Berit", role=Role.SERVICE_DIRECTOR, role_unit=top)
    assert [name for _, name in leaders_of(top)] == ["Berit"]


def test_an_idea_is_lifted_to_the_nearest_leader_who_may_answer():
    top = make_unit("Helse")
    middle = make_unit("Hjemmetjenesten", parent=top)
    bottom = make_unit("Sør", parent=middle)
    lowest = make_unit("Gruppe 1", parent=bottom)
    assert unit_above_with_leader(lowest) is None
    make_person(role=Role.SERVICE_DIRECTOR, role_unit=top)
    make_person(role=Role.DEPARTMENT_MANAGER, role_unit=bottom)
    assert unit_above_with_leader(lowest) == top
    make_person(role=Role.UNIT_MANAGER, role_unit=middle)
    assert unit_above_with_leader(lowest) == middle
    assert unit_above_with_leader(top) is None


# The list


def test_the_list_is_a_tree_in_norwegian_order(administrator):
    area = make_unit("Oppvekst")
    for name in ("Åsen skole", "Elvebakken skole", "Ødegård skole"):
        make_unit(name, parent=area)
    make_unit("Helse")
    rows = unit_rows(viewer_of(administrator))
    assert [(row.name, row.level, row.opens, row.closes) for row in rows] == [
        ("Helse", 1, False, 0),
        ("Oppvekst", 1, True, 0),
        ("Elvebakken skole", 2, False, 0),
        ("Ødegård skole", 2, False, 0),
        ("Åsen skole", 2, False, 1),
    ]


def test_somebody_who_sees_a_part_sees_it_as_a_tree_of_its_own():
    own = make_unit("Hjemmetjenesten", parent=make_unit("Helse"))
    make_unit("Sør", parent=own)
    make_unit("Regnskap")
    viewer = viewer_of(make_person(unit=own))
    assert [(row.name, row.level) for row in unit_rows(viewer)] == [("Hjemmetjenesten", 1), ("Sør", 2)]


def test_the_list_can_be_searched(administrator):
    own = make_unit("Hjemmetjenesten", parent=make_unit("Helse"))
    make_unit("Sør", parent=own)
    rows = unit_rows(viewer_of(administrator), " SØR ")
    assert [(row.name, row.path) for row in rows] == [("Sør", ("Helse", "Hjemmetjenesten"))]


def test_small_groups_are_hidden_from_those_who_do_not_know_the_names():
    large, small = make_unit("Stor"), make_unit("Liten")
    for number in range(9):
        make_person(unit=small if number < 3 else large)
    hr_manager = viewer_of(make_person(role=Role.HR_MANAGER))
    administrator = viewer_of(make_person(role=Role.ADMINISTRATOR))
    employee = viewer_of(make_person(unit=make_unit("Annen")))
    assert {row.name: (row.people, row.is_hidden) for row in unit_rows(hr_manager)}["Liten"] == (None, True)
    assert {row.name: row.people for row in unit_rows(administrator)} == {"Annen": 1, "Liten": 3, "Stor": 6}
    assert [(row.people, row.is_hidden) for row in unit_rows(employee)] == [(None, False)]


def test_the_number_of_queries_does_not_depend_on_the_number_of_units(administrator, client_of):
    client = client_of(administrator)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get("/organisation/units/").status_code == 200
        return len(captured)

    make_unit()
    queries()
    few = queries()
    areas = [make_unit() for _ in range(5)]
    Unit.objects.bulk_create([Unit(name=f"Avdeling {n}", parent=areas[n % 5]) for n in range(700)])
    for area in areas:
        grant(make_person(unit=area), Role.UNIT_MANAGER, unit=area)
    queries()
    assert queries() == few


def test_units_to_choose_from_leave_out_what_would_make_a_circle():
    top = make_unit("Topp")
    middle = make_unit("Midt", parent=top)
    make_unit("Bunn", parent=middle)
    make_unit("Annen")
    assert [name.strip() for _, name in unit_choices(but_below=middle.id)] == ["Annen", "Topp"]
    assert [name for _, name in unit_choices()] == ["Annen", "Topp", "\u2003Midt", "\u2003\u2003Bunn"]


# The pages


def test_adding_changing_and_moving_a_unit_on_the_pages(administrator, client_of):
    client, area = client_of(administrator), make_unit("Helse")
    key = "0190b5a0-0000-7000-8000-000000000001"
    form = {"name": "Hjemmetjenesten", "kind": "unit", "parent": str(area.pk), "request_key": key}
    for _ in range(2):
        assert client.post("/organisation/units/new/", form).status_code == 302
    unit = Unit.objects.get(name="Hjemmetjenesten")
    assert unit.parent == area
    client.post(f"/organisation/units/{unit.pk}/edit/", {"name": "Heimetenesta", "kind": "department", "version": 1})
    client.post(f"/organisation/units/{unit.pk}/place/", {"parent": "", "version": 2})
    unit.refresh_from_db()
    assert (unit.name, unit.kind, unit.parent, unit.version) == ("Heimetenesta", "department", None, 3)


def test_a_conflict_shows_both_and_saving_again_is_a_choice(administrator, client_of):
    client, unit = client_of(administrator), make_unit("Gammelt")
    revise_unit(unit=Unit.objects.get(), name="Nytt", kind="unit", by=None)
    address = f"/organisation/units/{unit.pk}/edit/"
    response = client.post(address, {"name": "Annet", "kind": "unit", "version": 1})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Nytt" in page
    assert 'value="Annet"' in page
    assert client.post(address, {"name": "Annet", "kind": "unit", "version": 2}).status_code == 302
    assert Unit.objects.get().name == "Annet"


def test_the_list_offers_what_one_may_do(world, client_of):
    def page_of(role):
        return client_of(world.people[role]).get("/organisation/units/").content.decode()

    people = f"/organisation/units/{world.below.pk}/people/"
    assert f"/organisation/units/{world.below.pk}/invitation/" in page_of(Role.DEPARTMENT_MANAGER)
    offered = {
        role: (people in page_of(role), "/organisation/roles/" in page_of(role), "/units/new/" in page_of(role))
        for role in (Role.EMPLOYEE, Role.UNIT_MANAGER, Role.HR_MANAGER, Role.ADMINISTRATOR)
    }
    assert offered == {
        Role.EMPLOYEE: (False, False, False),
        Role.UNIT_MANAGER: (True, False, False),
        Role.HR_MANAGER: (False, True, False),
        Role.ADMINISTRATOR: (True, True, True),
    }
