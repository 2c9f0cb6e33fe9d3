"""People, where they work, and their roles: the actions and the pages."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.urls import reverse

from laeringslean.foundation import clock
from laeringslean.foundation.models import EditConflict, Event
from laeringslean.organisation.access.permissions import Permission
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.actions import passwords, post
from laeringslean.organisation.actions.invitations import invite
from laeringslean.organisation.actions.people import (
    add_membership,
    add_person,
    deactivate,
    end_membership,
    reactivate,
    revise_membership,
    revise_person,
)
from laeringslean.organisation.actions.refusals import Refused
from laeringslean.organisation.actions.roles import end_role, grant_role
from laeringslean.organisation.models import Membership, Person, ResetCode, RoleGrant
from laeringslean.organisation.queries.people import people_found
from tests.factories.organisation import add_to, grant, make_person, make_unit, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(tenant):
    return make_person("Thi", role=Role.ADMINISTRATOR)


def _kinds():
    return list(Event.objects.order_by("sequence").values_list("kind", flat=True))


def test_a_person_is_added_once_per_address_and_external_id():
    add_person(name=" Kari ", email="kari@kommune.example", external_id="1", by=None)
    for again in ({"email": "KARI@kommune.example"}, {"external_id": "1"}):
        with pytest.raises(Refused):
            add_person(name="En annen", by=None, **again)
    assert [person.name for person in Person.objects.all()] == ["Kari"]
    assert _kinds() == ["organisation.person.added"]


def test_a_membership_gives_access_at_once_and_ending_it_takes_it_away():
    unit, person = make_unit(), make_person()
    membership = add_membership(person=person, unit=unit, position_percent=Decimal("62.5"), by=None)
    assert viewer_of(person).can(Permission.BOARD_READ, unit.id)
    end_membership(membership=membership, by=None)
    assert not viewer_of(person).can(Permission.BOARD_READ, unit.id)
    again = add_membership(person=person, unit=unit, by=None)
    assert again.pk == membership.pk
    assert viewer_of(person).can(Permission.BOARD_READ, unit.id)
    assert [kind.split(".")[-1] for kind in _kinds()] == ["added", "ended", "added"]


def test_nobody_belongs_to_a_unit_twice():
    unit = make_unit()
    person = make_person(unit=unit)
    with pytest.raises(Refused):
        add_membership(person=person, unit=unit, by=None)


def test_a_membership_is_revised_under_its_version():
    membership = add_to(make_unit(), make_person())
    revise_membership(membership=Membership.objects.get(), position_percent=50, shift="night", by=None)
    with pytest.raises(EditConflict):
        revise_membership(membership=membership, position_percent=80, by=None, expected_version=1)
    stored = Membership.objects.get()
    assert (stored.position_percent, stored.shift, stored.version) == (50, "night", 2)


def test_a_role_is_given_for_a_period_and_ends():
    unit, person, today = make_unit(), make_person(), clock.today()
    role_grant = grant_role(
        person=person,
        role=Role.EXTERNAL_CONSULTANT,
        unit=unit,
        valid_until=today + timedelta(days=30),
        by=None,
    )
    assert viewer_of(person).can(Permission.IDEA_COMMENT, unit.id)
    with clock.set_clock(clock.now() + timedelta(days=31)):
        assert not viewer_of(person).can(Permission.IDEA_COMMENT, unit.id)
    end_role(grant=role_grant, by=None)
    assert not viewer_of(person).can(Permission.IDEA_COMMENT, unit.id)
    assert grant_role(person=person, role=Role.EXTERNAL_CONSULTANT, unit=unit, by=None).pk == role_grant.pk


@pytest.mark.parametrize(
    ("role", "in_unit"),
    [(Role.EMPLOYEE, True), (Role.LEAN_COORDINATOR, True), (Role.UNIT_MANAGER, False), (Role.POLITICIAN, True)],
)
def test_a_role_is_given_where_it_belongs(role, in_unit):
    with pytest.raises(Refused):
        grant_role(person=make_person(), role=role, unit=make_unit() if in_unit else None, by=None)


def test_a_role_does_not_end_before_it_begins():
    with pytest.raises(Refused):
        grant_role(
            person=make_person(),
            role=Role.FACILITATOR,
            unit=make_unit(),
            valid_until=clock.today() - timedelta(days=1),
            by=None,
        )


# Two persons for one's own rights


def test_nobody_changes_their_own_rights(administrator):
    unit, me = make_unit(), administrator.id
    with pytest.raises(Refused):
        grant_role(person=administrator, role=Role.LEAN_COORDINATOR, by=me)
    with pytest.raises(Refused):
        end_role(grant=RoleGrant.objects.get(), by=me)
    with pytest.raises(Refused):
        add_membership(person=administrator, unit=unit, by=me)
    with pytest.raises(Refused):
        end_membership(membership=add_to(unit, administrator), by=me)
    with pytest.raises(Refused):
        deactivate(person=administrator, by=me)
    assert _kinds() == []


def test_the_last_administrator_stays(administrator):
    with pytest.raises(Refused):
        deactivate(person=administrator, by=None)
    with pytest.raises(Refused):
        end_role(grant=RoleGrant.objects.get(), by=None)
    other = make_person(role=Role.ADMINISTRATOR)
    deactivate(person=administrator, by=other.id)
    assert [person.name for person in Person.objects.active()] == [other.name]
    reactivate(person=Person.objects.get(pk=administrator.pk), by=other.id)
    assert Person.objects.active().count() == 2


# Names


def test_a_new_name_changes_what_every_page_is_kept_under():
    person = make_person("Kari")
    onlooker = make_person()
    before = viewer_of(onlooker).access_stamp
    revise_person(person=person, name="Kari Nordmo", email="", by=None)
    assert viewer_of(onlooker).access_stamp != before


def test_people_are_found_by_all_words_and_nobody_without_words(administrator):
    make_person("Kari Nordmo", external_id="hjs-01")
    make_person("Kari Åsheim", email="kari.asheim@kommune.example")
    viewer = viewer_of(administrator)
    assert [person.name for person in people_found(viewer, "kari")] == ["Kari Nordmo", "Kari Åsheim"]
    assert [person.name for person in people_found(viewer, "åsheim KARI")] == ["Kari Åsheim"]
    assert [person.name for person in people_found(viewer, "hjs-01")] == ["Kari Nordmo"]
    assert people_found(viewer, "  ") == []


# Invitations


def test_an_invitation_registers_and_tells(django_capture_on_commit_callbacks):
    leader, unit = make_person(), make_unit("Hjemmetjenesten")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        person = invite(
            unit=unit, name="Ny", email="ny@kommune.example", address="https://lean.example/kode", by=leader.id
        )
    post.wait()
    assert viewer_of(person).home_unit_ids == (unit.id,)
    assert mail.outbox[0].to == ["ny@kommune.example"]
    assert "https://lean.example/kode" in mail.outbox[0].body
    assert _kinds() == ["organisation.person.invited"]


def test_inviting_somebody_known_makes_them_a_member_under_their_own_name():
    known = make_person("Kari Nordmo", email="kari@kommune.example")
    person = invite(unit=make_unit(), name="Kari N.", email="Kari@kommune.example", address="x", by=None)
    assert (person.id, person.name) == (known.id, "Kari Nordmo")


def test_nobody_invites_themselves():
    leader = make_person(email="leder@kommune.example")
    with pytest.raises(Refused):
        invite(unit=make_unit(), name="Meg", email="leder@kommune.example", address="x", by=leader.id)


# The pages


@pytest.fixture
def leader(world):
    return world.people[Role.UNIT_MANAGER]


def test_a_unit_manager_sees_the_names_of_their_own_units_only(world, leader, client_of):
    add_to(world.below, make_person("Mona Eriksen"))
    client = client_of(leader)
    assert "Mona Eriksen" in client.get(f"/organisation/units/{world.below.pk}/people/").content.decode()
    assert client.get(f"/organisation/units/{world.other.pk}/people/").status_code == 404


def test_a_unit_manager_gives_the_role_of_facilitator_and_no_other(world, leader, client_of):
    client, person = client_of(leader), make_person(unit=world.below)
    address = f"/organisation/people/{person.pk}/roles/new/"
    form = {"unit": str(world.below.pk), "valid_from": clock.today().isoformat()}
    assert client.post(address, {**form, "role": "unit_manager"}).status_code == 422
    assert client.post(address, {**form, "role": "facilitator"}).status_code == 302
    assert viewer_of(person).can(Permission.MEETING_RUN, world.below.id)


def test_a_unit_manager_gives_no_role_in_the_units_of_others(world, leader, client_of):
    client, person = client_of(leader), make_person(unit=world.below)
    form = {"unit": str(world.other.pk), "role": "facilitator", "valid_from": clock.today().isoformat()}
    assert client.post(f"/organisation/people/{person.pk}/roles/new/", form).status_code == 422
    assert not RoleGrant.objects.filter(person=person).exists()


def test_an_hr_manager_gives_the_roles_of_representatives_and_guides(world, client_of):
    client, person = client_of(world.people[Role.HR_MANAGER]), make_person()
    address = f"/organisation/people/{person.pk}/roles/new/"
    form = {"valid_from": clock.today().isoformat()}
    assert client.post(address, {**form, "role": "administrator", "unit": ""}).status_code == 422
    assert client.post(address, {**form, "role": "chief_union_rep", "unit": ""}).status_code == 302
    assert client.post(address, {**form, "role": "lean_guide", "unit": str(world.own.pk)}).status_code == 302
    assert client.post(address, {**form, "role": "lean_guide", "unit": ""}).status_code == 422
    roles = set(RoleGrant.objects.filter(person=person).values_list("role", "unit"))
    assert roles == {("chief_union_rep", None), ("lean_guide", world.own.pk)}


def test_a_role_is_ended_only_by_somebody_who_may_give_it(world, leader, client_of):
    role_grant = grant(make_person(), Role.SAFETY_REP, unit=world.own)
    address = f"/organisation/roles/{role_grant.pk}/end/"
    assert client_of(leader).post(address).status_code == 404
    assert client_of(world.people[Role.HR_MANAGER]).post(address).status_code == 302
    role_grant.refresh_from_db()
    assert role_grant.valid_until < clock.today()


def test_an_administrator_cannot_help_themselves_to_rights(world, client_of):
    me = world.people[Role.ADMINISTRATOR]
    client = client_of(me)
    form = {"valid_from": clock.today().isoformat(), "role": "lean_coordinator", "unit": ""}
    response = client.post(f"/organisation/people/{me.pk}/roles/new/", form)
    assert response.status_code == 422
    assert "dine egne rettigheter" in response.content.decode()
    assert viewer_of(me).roles == {Role.ADMINISTRATOR}


def test_a_department_manager_invites_but_sees_no_list(world, client_of):
    client = client_of(world.people[Role.DEPARTMENT_MANAGER])
    form = {"name": "Ny", "email": "ny@kommune.example", "position_percent": "62,5", "staff_group": "", "shift": ""}
    assert client.post(f"/organisation/units/{world.below.pk}/invitation/", form).status_code == 302
    assert Membership.objects.get(person__email="ny@kommune.example").position_percent == Decimal("62.5")
    assert client.get(f"/organisation/units/{world.below.pk}/people/").status_code == 403


def test_the_profile_shows_what_is_known_about_oneself(world, client_of):
    person = make_person("Mona Eriksen", unit=world.below, position_percent=80, staff_group="Sykepleier", shift="night")
    page = client_of(person).get("/organisation/profile/").content.decode()
    for known in ("Mona Eriksen", "Hjemmetjenesten Sør, 80 %, Sykepleier, natt", "Denne nettleseren"):
        assert known in page


def test_the_language_is_remembered(world, client_of):
    person = make_person(unit=world.own)
    client = client_of(person)
    response = client.post("/organisation/language/", {"language": "nn", "next": "/organisation/profile/"})
    assert response.headers["Location"] == "/organisation/profile/"
    assert "Dette veit Læringslean om deg" in client_of(person).get("/organisation/profile/").content.decode()
    person.refresh_from_db()
    assert person.language == "nn"
    assert client.post("/organisation/language/", {"language": "fr"}).status_code == 302
    assert Person.objects.get(pk=person.pk).language == "nn"


def test_a_device_can_be_signed_out_but_only_ones_own(world, client_of):
    person, other = make_person(unit=world.own), make_person(unit=world.own)
    client, elsewhere, stranger = client_of(person), client_of(person), client_of(other)
    theirs = other.sessions.get()
    assert client.post(f"/organisation/profile/sessions/{theirs.pk}/end/").status_code == 404
    mine = person.sessions.order_by("id").last()
    client.post(f"/organisation/profile/sessions/{mine.pk}/end/")
    assert elsewhere.get("/organisation/profile/").status_code == 302
    assert client.get("/organisation/profile/").status_code == 200
    assert stranger.get("/organisation/profile/").status_code == 200


def test_the_administrators_pages_about_a_person(world, client_of):
    client, person = client_of(world.people[Role.ADMINISTRATOR]), make_person("Kari", unit=world.below)
    detail = f"/organisation/people/{person.pk}/"
    assert "Kari" in client.get("/organisation/people/?q=kari").content.decode()
    client.post(f"{detail}edit/", {"name": "Kari Nordmo", "email": "kari@kommune.example", "version": 1})
    client.post(f"{detail}memberships/new/", {"unit": str(world.other.pk), "position_percent": "20"})
    page = client.get(detail).content.decode()
    for known in ("Kari Nordmo", "kari@kommune.example", "Regnskap, 20 %"):
        assert known in page
    client.post(f"{detail}closure/")
    assert "Denne kontoen er stengt." in client.get(detail).content.decode()
    client.post(f"{detail}reopening/")
    assert Person.objects.get(pk=person.pk).is_active


def test_the_roles_can_be_read_aloud(world, client_of):
    page = client_of(world.people[Role.ADMINISTRATOR]).get("/organisation/roles/").content.decode()
    for word in (
        "Avdelingsleder",
        "Lede tavlemøter",
        "I enheten og de som ligger under",
        "Leser bare det som er gitt ut.",
    ):
        assert word in page


def test_another_address_is_told_to_the_old_one_and_makes_its_code_worthless(django_capture_on_commit_callbacks):
    person = make_person("Kari", email="kari@kommune.example")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        passwords.request_code(email="kari@kommune.example")
        revise_person(person=person, name="Kari N", email="Kari@kommune.example", by=None)
        assert ResetCode.objects.filter(person=person).exists()
        revise_person(person=person, name="Kari N", email="annen@kommune.example", by=None)
    post.wait()
    assert not ResetCode.objects.filter(person=person).exists()
    assert [letter.to for letter in mail.outbox] == [["kari@kommune.example"], ["Kari@kommune.example"]]
    assert "annen@" not in mail.outbox[1].body and "Kari N" in mail.outbox[1].body


def test_everybody_switches_single_keys_on_and_off_for_themselves(client_of):
    kari = make_person("Kari")
    client = client_of(kari)
    assert 'value="on" aria-pressed="true"' in client.get(reverse("organisation:profile")).content.decode()
    response = client.post(reverse("organisation:keys"), {"single_keys": "off", "next": "/units/"})
    assert response.headers["Location"] == "/units/"
    kari.refresh_from_db()
    assert kari.single_keys is False
    assert 'value="off" aria-pressed="true"' in client.get(reverse("organisation:profile")).content.decode()
    client.post(reverse("organisation:keys"), {"single_keys": "on"})
    kari.refresh_from_db()
    assert kari.single_keys is True
