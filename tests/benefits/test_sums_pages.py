"""The ledger of a unit, and the municipality's hours per årsverk."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from laeringslean.benefits.models import FteDivisor
from laeringslean.organisation.access.roles import Role
from tests.factories.benefits import make_agreement, make_benefit, make_divisor, make_realised
from tests.factories.improvement import make_idea
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db


def sums_of(unit) -> str:
    return reverse("benefits:sums", args=[unit.pk])


@pytest.fixture
def below(place):
    return make_unit("Sone Vest", parent=place.unit)


def test_each_figure_opens_its_lines_and_each_line_its_idea(place, below, client_of):
    make_benefit(place.idea, hours="17.5")
    agreed, realised = make_idea(below, proposal="Avtalt sak"), make_idea(below, proposal="Realisert sak")
    make_agreement(make_benefit(agreed, hours="2"), place.leader, place.staff, signed=True)
    make_realised(make_benefit(realised, hours="4"), place.leader, place.staff)
    client = client_of(place.leader)
    told = {}
    for step in ("identified", "agreed", "realised"):
        page = client.get(sums_of(place.unit), {"step": step})
        told[step] = [line.idea_title for line in page.context["page"]]
        for line in page.context["page"]:
            assert reverse("improvement:idea-detail", args=[line.idea_id]) in page.text
        for figure in ("23,5", "6,0", "4,0"):
            assert f"{figure} t/uke" in page.text
    assert told["identified"][0] == place.idea.title
    assert [len(told[step]) for step in told] == [3, 2, 1]
    assert told["realised"] == ["Realisert sak"]


def test_leadership_reads_the_ledger_without_persons_and_raw_ideas(place, client_of):
    idea = make_idea(place.unit, by=place.other, proposal="Fast krok", problem="Vi leter")
    make_realised(make_benefit(idea, by=place.leader), place.leader, place.staff)
    director = make_person("Dina Direktør", role=Role.SERVICE_DIRECTOR, role_unit=place.unit)
    seen = client_of(director).get(sums_of(place.unit))
    assert seen.status_code == 200
    for secret in ("Fast krok", "Vi leter", str(idea.pk), "Kari Leder", "Ola Ansatt", "Eva Annen"):
        assert secret not in seen.text
    for told in ("Hjemmetjenesten Sør", "Mer tid hos bruker", "Realisert", "5,0"):
        assert told in seen.text
    assert "Fast krok" in client_of(place.staff).get(sums_of(place.unit)).text


def test_an_unsigned_agreement_is_not_for_leadership(place, client_of):
    make_agreement(make_benefit(place.idea), place.leader, place.staff)
    director = make_person(role=Role.SERVICE_DIRECTOR, role_unit=place.unit)
    assert "Mer tid hos bruker" not in client_of(director).get(sums_of(place.unit)).text


def test_a_right_in_the_unit_alone_sums_the_unit_alone(place, below, client_of):
    make_benefit(place.idea, hours="5")
    make_benefit(make_idea(below, proposal="Saken under"), hours="40")
    facilitator = make_person(role=Role.FACILITATOR, role_unit=place.unit)
    page = client_of(facilitator).get(sums_of(place.unit))
    assert page.context["totals"].identified.hours_per_week == 5
    assert "Saken under" not in page.text


def test_the_figures_alone_come_as_a_fragment(place, client_of):
    make_benefit(place.idea)
    fragment = client_of(place.staff).get(sums_of(place.unit), headers={"HX-Request": "true"})
    assert "<html" not in fragment.text
    assert "5,0 t/uke" in fragment.text
    assert place.idea.title not in fragment.text
    assert "aria-current" not in fragment.text


def test_a_unit_without_freed_time_reads_how_it_comes_about_instead_of_three_zeros(place, client_of):
    fragment = client_of(place.staff).get(sums_of(place.unit), headers={"HX-Request": "true"}).text
    assert "Når et forslag frigjør tid, fører lederen det opp" in fragment
    assert "0,0" not in fragment


def test_a_share_is_shown_only_when_something_is_identified(place, client_of):
    client = client_of(place.staff)
    assert "%" not in client.get(sums_of(place.unit), headers={"HX-Request": "true"}).text
    make_realised(make_benefit(place.idea), place.leader, place.staff)
    assert "100 % av" in client.get(sums_of(place.unit), headers={"HX-Request": "true"}).text


def test_long_ledgers_are_paged_and_the_sums_are_of_all(place, client_of, monkeypatch):
    monkeypatch.setattr("laeringslean.benefits.views.sums.PAGE_SIZE", 2)
    for _ in range(3):
        make_benefit(make_idea(place.unit), hours="1")
    second = client_of(place.staff).get(sums_of(place.unit), {"page": 2})
    assert len(second.context["page"]) == 1
    assert second.context["totals"].identified.hours_per_week == 3


def test_the_sums_take_as_many_queries_for_three_as_for_one(place, client_of, django_assert_num_queries):
    make_benefit(place.idea)
    client, url = client_of(place.leader), sums_of(place.unit)
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _ in range(2):
        make_realised(make_benefit(make_idea(place.unit)), place.leader, place.staff)
    with django_assert_num_queries(len(one)):
        client.get(url)


# Hours per årsverk


@pytest.fixture
def coordinator(tenant, client_of):
    return client_of(make_person(role=Role.LEAN_COORDINATOR))


def setting(**changes: str) -> dict[str, str]:
    return {"hours": "37,5", "basis": "weekly", "valid_from": "2026-01-01", "staff_group": "", **changes}


def test_the_coordinator_sets_the_number_and_one_for_a_staff_group(coordinator):
    url = reverse("benefits:divisor-list")
    assert coordinator.post(url, setting()).status_code == 302
    assert coordinator.post(url, setting(hours="35,5", staff_group=" turnus ")).status_code == 302
    rows = FteDivisor.objects.order_by("staff_group").values_list("staff_group", "hours", "basis", "valid_from")
    day = date(2026, 1, 1)
    assert [(group, float(hours), basis, valid) for group, hours, basis, valid in rows] == [
        ("", 37.5, "weekly", day),
        ("turnus", 35.5, "weekly", day),
    ]


@pytest.mark.parametrize(
    "wrong",
    [{"hours": "1700"}, {"hours": "37,5", "basis": "yearly"}, {"hours": "0"}, {"hours": ""}, {"valid_from": "i går"}],
)
def test_a_number_that_does_not_fit_is_questioned(coordinator, wrong):
    answer = coordinator.post(reverse("benefits:divisor-list"), setting(**wrong))
    assert answer.status_code == 422
    assert not FteDivisor.objects.exists()


def test_the_list_says_which_numbers_are_in_force_and_which_are_to_come(coordinator):
    make_divisor("38", valid_from=date(2019, 1, 1))
    make_divisor("37.5", valid_from=date(2020, 1, 1))
    make_divisor("36", valid_from=date(2999, 1, 1))
    text = coordinator.get(reverse("benefits:divisor-list")).text
    rows = [row for row in text.split("<tr ") if "</td>" in row]
    told = [("gjelder nå" in row, "kommer" in row) for row in rows]
    assert told == [(False, True), (True, False), (False, False)]
