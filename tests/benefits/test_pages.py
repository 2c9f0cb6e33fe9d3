from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from laeringslean.benefits.models import Benefit, BenefitAgreement, BenefitState, FteDivisor
from laeringslean.foundation import clock
from laeringslean.improvement.actions import ideas
from laeringslean.organisation.access.roles import Role
from tests.factories.benefits import make_agreement, make_benefit, make_divisor
from tests.factories.organisation import make_person

pytestmark = pytest.mark.django_db


def facts(**changes: str) -> dict[str, str]:
    return {"minutes": "17,5", "persons": "6", "times_per_week": "10", "active_weeks": "52", **changes}


def test_a_leader_writes_down_freed_time_the_norwegian_way(place, client_of):
    make_divisor()
    url = reverse("benefits:benefit-new", args=[place.idea.pk])
    response = client_of(place.leader).post(url, facts())
    assert response.status_code == 302
    assert Benefit.objects.get().hours_per_week == Decimal("17.5")


def test_wrong_numbers_come_back_with_what_was_typed(place, client_of):
    make_divisor()
    url = reverse("benefits:benefit-new", args=[place.idea.pk])
    response = client_of(place.leader).post(url, facts(minutes="mange", persons="0"))
    assert response.status_code == 422
    assert 'value="mange"' in response.text
    assert not Benefit.objects.exists()


def test_the_example_shows_basis_and_divisor(place, client_of):
    make_divisor()
    url = reverse("benefits:example")
    text = client_of(place.leader).get(url, facts(minutes="105", persons="1")).text
    assert "17,5" in text and "37,5" in text and "0,47" in text


def test_the_panel_is_a_fragment_for_htmx_and_a_page_otherwise(place, client_of):
    make_benefit(place.idea)
    url = reverse("benefits:idea-panel", args=[place.idea.pk])
    client = client_of(place.staff)
    assert "<html" in client.get(url).text
    fragment = client.get(url, headers={"HX-Request": "true"})
    assert "<html" not in fragment.text
    assert "HX-Request" in fragment.headers["Vary"]


def test_each_side_signs_with_their_own_click(place, client_of):
    benefit = make_benefit(place.idea)
    url = reverse("benefits:agreement", args=[benefit.pk])
    today = clock.today()
    written = client_of(place.leader).post(
        url,
        {
            "use_of_time": "Mer tid hos bruker",
            "use_kind": "quality",
            "takes_effect_on": today.isoformat(),
            "follow_up_on": (today + timedelta(days=56)).isoformat(),
            "leader": str(place.leader.pk),
            "staff_representative": str(place.staff.pk),
        },
    )
    assert written.status_code == 302
    signature = reverse("benefits:agreement-signature", args=[benefit.pk])
    assert client_of(place.other).post(signature, {"version": 1}).status_code == 403
    client_of(place.leader).post(signature, {"version": 1})
    client_of(place.staff).post(signature, {"version": 2})
    assert Benefit.objects.get().state == BenefitState.AGREED


def test_signing_words_that_have_changed_is_refused(place, client_of):
    benefit = make_benefit(place.idea)
    make_agreement(benefit, place.leader, place.staff)
    make_agreement(benefit, place.leader, place.staff)
    signature = reverse("benefits:agreement-signature", args=[benefit.pk])
    client_of(place.staff).post(signature, {"version": 1})
    assert BenefitAgreement.objects.get().staff_signed_on is None


def test_leadership_reads_the_ledger_without_the_words_of_ideas(place, client_of):
    make_benefit(place.idea)
    director = make_person(role=Role.SERVICE_DIRECTOR, role_unit=place.unit)
    url = reverse("benefits:sums", args=[place.unit.pk])
    seen = client_of(director).get(url)
    assert seen.status_code == 200
    assert place.idea.title not in seen.text
    assert str(place.idea.pk) not in seen.text
    assert place.idea.title in client_of(place.staff).get(url).text


def test_the_sums_take_as_many_queries_for_three_as_for_one(place, client_of, django_assert_num_queries):
    make_benefit(place.idea)
    client, url = client_of(place.leader), reverse("benefits:sums", args=[place.unit.pk])
    client.get(url)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for number in range(2):
        idea = ideas.raise_idea(unit=place.unit, kind="wish", problem=f"Ønske {number}", by=None)
        make_benefit(idea)
    with django_assert_num_queries(len(one)):
        client.get(url)


def test_a_divisor_that_does_not_fit_its_basis_is_questioned(place, client_of):
    coordinator = client_of(make_person(role=Role.LEAN_COORDINATOR))
    url = reverse("benefits:divisor-list")
    form = {"hours": "1700", "basis": "weekly", "valid_from": "2026-01-01", "staff_group": ""}
    assert coordinator.post(url, form).status_code == 422
    assert coordinator.post(url, {**form, "basis": "yearly"}).status_code == 302
    assert FteDivisor.objects.count() == 1
