"""An idea on one page."""

import pytest
from django.urls import reverse

from laeringslean.improvement.actions import thinking
from laeringslean.organisation.access.roles import Role
from tests.factories.improvement import make_escalated_to, make_idea
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(db):
    return make_unit("Hjemmetjenesten Sør")


@pytest.fixture
def leader(unit):
    return make_person("Line Leder", unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit)


def page_of(client, idea):
    return client.get(reverse("overview:a3", args=[idea.pk])).content.decode()


def test_what_is_missing_is_pointed_at_with_where_to_write_it(unit, leader, client_of):
    idea = make_idea(unit, proposal="")
    page = page_of(client_of(leader), idea)
    for name in ("idea-whys", "idea-place", "idea-edit", "idea-detail"):
        assert reverse(f"improvement:{name}", args=[idea.pk]) in page
    assert reverse("benefits:idea-panel", args=[idea.pk]) in page


def test_what_is_written_stands_there_and_nothing_is_asked_for_again(unit, leader, client_of):
    idea = make_idea(unit, state="evaluated", expected_effect="Vi slipper å lete", by=leader)
    thinking.place(idea=idea, effort=1, impact=3, by=None)
    thinking.ask_why(idea=idea, answers=["Ingen vet hvor", "Ingen fast plass"], root=2, by=None)
    page = page_of(client_of(leader), idea)
    for words in (
        "Vi leter etter nøkler",
        "Fast krok til nøklene",
        "Vi slipper å lete",
        "Lite arbeid, gir mye",
        "Ingen fast plass <strong>(rotårsak)</strong>",
        "Vi prøver",
        "Ti minutter spart",
        "At det går",
    ):
        assert words in page
    assert page.count("a3-missing") == 1, "only the freed time is missing"


def test_benefits_are_for_those_who_may_read_them(unit, client_of):
    idea = make_idea(unit)
    consultant = make_person("Eva Ekstern", role=Role.EXTERNAL_CONSULTANT, role_unit=unit)
    page = page_of(client_of(consultant), idea)
    assert "a3-background" in page
    assert "a3-benefit" not in page


def test_a_leader_above_sees_the_card_that_was_lifted_and_writes_nothing(client_of):
    area = make_unit("Helse")
    below = make_unit("Sykehjemmet", parent=area)
    director = make_person("Dag Direktør", role=Role.SERVICE_DIRECTOR, role_unit=area)
    idea = make_escalated_to(area, from_unit=below)
    page = page_of(client_of(director), idea)
    assert "a3-background" in page
    assert reverse("improvement:idea-whys", args=[idea.pk]) not in page
    stranger = make_person("Stig Stranger", unit=make_unit("Regnskap"))
    assert client_of(stranger).get(reverse("overview:a3", args=[idea.pk])).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_however_much_is_written(number, unit, leader, client_of, django_assert_max_num_queries):
    idea = make_idea(unit, state="closed")
    for n in range(number):
        thinking.build_on(idea=idea, source=make_idea(unit, proposal=f"Idé {n}"), by=leader.id)
    client = client_of(leader)
    client.get("/")
    with django_assert_max_num_queries(20):
        assert "a3-background" in page_of(client, idea)
