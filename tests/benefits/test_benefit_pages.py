"""The panel of an idea's benefit, its figures, and the steps that end its way."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from laeringslean.benefits.actions import agreements, benefits
from laeringslean.benefits.models import Basis, Benefit, BenefitAgreement
from laeringslean.foundation import clock
from laeringslean.foundation.keys import uuid4
from tests.factories.benefits import make_agreement, make_benefit, make_divisor, make_realised
from tests.factories.improvement import advance, make_idea

pytestmark = pytest.mark.django_db


def facts(**changes: str) -> dict[str, str]:
    return {"minutes": "17,5", "persons": "6", "times_per_week": "10", "active_weeks": "52", **changes}


def address(name: str, row) -> str:
    return reverse(f"benefits:{name}", args=[row.pk])


# Writing it down


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_leader_writes_down_freed_time_the_norwegian_way(place, client_of, language):
    make_divisor()
    client = client_of(place.leader)
    client.cookies["language"] = language
    response = client.post(address("benefit-new", place.idea), facts())
    assert (response.status_code, response.url) == (302, reverse("improvement:idea-detail", args=[place.idea.pk]))
    stored = Benefit.objects.get()
    assert (stored.hours_per_week, stored.identified_by) == (Decimal("17.5"), place.leader)


def test_a_form_that_is_sent_twice_is_done_once(place, client_of):
    make_divisor()
    client, key = client_of(place.leader), str(uuid4())
    answers = [client.post(address("benefit-new", place.idea), facts(request_key=key)) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Benefit.objects.count() == 1


def test_wrong_numbers_come_back_with_what_was_typed(place, client_of):
    make_divisor()
    response = client_of(place.leader).post(
        address("benefit-new", place.idea), facts(minutes="1.700,5", persons="0", times_per_week="NaN")
    )
    assert response.status_code == 422
    assert 'value="1.700,5"' in response.text
    assert sorted(response.context["form"].errors) == ["minutes", "persons", "times_per_week"]
    assert not Benefit.objects.exists()


def test_without_a_divisor_the_leader_is_told_and_nothing_is_lost(place, client_of):
    response = client_of(place.leader).post(address("benefit-new", place.idea), facts())
    assert response.status_code == 409
    assert "årsverk" in response.context["form"].non_field_errors()[0]
    assert 'value="17,5"' in response.text


def test_staff_groups_are_offered_where_they_have_their_own_number(place, client_of):
    make_divisor()
    client, url = client_of(place.leader), address("benefit-new", place.idea)
    assert "staff_group" not in client.get(url).context["form"].fields
    make_divisor("35.5", staff_group="turnus")
    client.post(url, facts(staff_group="turnus"))
    assert Benefit.objects.get().divisor_hours == Decimal("35.5")


# The worked example


@pytest.mark.parametrize(
    ("divisor", "told"),
    [
        ({"hours": "37.5"}, ["17,5 t/uke ÷ 37,5 = 0,47 årsverk", "105 min × 1 person × 10 per uke ÷ 60 = 17,5 t/uke"]),
        ({"hours": "1700", "basis": Basis.YEARLY}, ["17,5 t/uke × 40 uker ÷ 1700 t/år = 0,41 årsverk"]),
    ],
)
def test_the_example_shows_basis_and_divisor(place, client_of, divisor, told):
    make_divisor(**divisor)
    query = facts(minutes="105", persons="1", active_weeks="40")
    text = client_of(place.leader).get(reverse("benefits:example"), query).text
    for words in told:
        assert words in text


def test_the_example_waits_for_all_numbers(place, client_of):
    make_divisor()
    text = client_of(place.leader).get(reverse("benefits:example"), facts(persons="")).text
    assert "årsverk" not in text


def test_the_example_without_a_divisor_shows_the_hours_alone(place, client_of):
    text = client_of(place.leader).get(reverse("benefits:example"), facts()).text
    assert "17,5 t/uke" in text
    assert "÷ 37,5" not in text


# The panel


def test_the_panel_is_a_fragment_for_htmx_and_a_page_otherwise(place, client_of):
    make_benefit(place.idea)
    url = address("idea-panel", place.idea)
    client = client_of(place.staff)
    assert "<html" in client.get(url).text
    fragment = client.get(url, headers={"HX-Request": "true"})
    assert "<html" not in fragment.text
    assert 'id="benefits"' in fragment.text
    assert "HX-Request" in fragment.headers["Vary"]


def test_the_panel_tells_each_step_with_its_day_and_its_people(place, client_of):
    make_realised(make_benefit(place.idea, hours="17.5", by=place.leader), place.leader, place.staff)
    page = client_of(place.other).get(address("idea-panel", place.idea))
    steps = page.context["panel"].steps
    today = clock.today()
    assert [(step.label, step.day, step.people, step.is_current) for step in steps] == [
        ("Identifisert", today, ("Kari Leder",), False),
        ("Avtalt", today, ("Kari Leder", "Ola Ansatt"), False),
        ("Realisert", today, ("Kari Leder",), True),
    ]
    assert "17,5 t/uke ÷ 37,5 = 0,47 årsverk" in page.text
    assert "To besøk mer hver dag" in page.text


def test_only_those_named_are_asked_to_sign(place, client_of):
    benefit = make_benefit(place.idea)
    make_agreement(benefit, place.leader, place.staff)
    signature = address("agreement-signature", benefit)
    asked = [
        person
        for person in (place.leader, place.staff, place.other)
        if signature in client_of(person).get(address("idea-panel", place.idea)).text
    ]
    assert asked == [place.leader, place.staff]
    agreements.sign_as_staff(agreement=BenefitAgreement.objects.get(), by=place.staff.pk)
    assert signature not in client_of(place.staff).get(address("idea-panel", place.idea)).text


def test_only_the_leader_is_offered_steps(place, client_of):
    benefit = make_benefit(place.idea)
    steps = [address(name, benefit) for name in ("agreement", "benefit-edit", "loss")]
    told = {
        person.name: [step for step in steps if step in client_of(person).get(address("idea-panel", place.idea)).text]
        for person in (place.leader, place.staff)
    }
    assert told == {"Kari Leder": steps, "Ola Ansatt": []}


def test_the_last_step_is_offered_when_the_idea_is_evaluated(place, client_of):
    idea = make_idea(place.unit, by=place.staff, state="measured")
    benefit = make_benefit(idea)
    make_agreement(benefit, place.leader, place.staff, signed=True)
    client, url = client_of(place.leader), address("idea-panel", idea)
    assert address("realisation", benefit) not in client.get(url).text
    advance(idea, "evaluated")
    assert address("realisation", benefit) in client.get(url).text


def test_the_panel_of_a_dropped_idea_says_that_its_hours_no_longer_count(place, client_of):
    idea = make_idea(place.unit, by=place.staff, state="evaluated", decision="drop")
    benefit = make_benefit(idea)
    advance(idea, "dropped")
    page = client_of(place.leader).get(address("idea-panel", idea))
    assert "Disse timene teller ikke lenger" in page.text
    assert address("agreement", benefit) not in page.text


def test_the_panel_takes_the_same_queries_at_every_step(place, client_of, django_assert_num_queries):
    idea = make_idea(place.unit, by=place.staff, state="done")
    make_agreement(make_benefit(idea), place.leader, place.staff)
    client, url = client_of(place.staff), address("idea-panel", idea)
    client.get(url)
    with CaptureQueriesContext(connection) as early:
        client.get(url)
    for sign, person in ((agreements.sign_as_leader, place.leader), (agreements.sign_as_staff, place.staff)):
        sign(agreement=BenefitAgreement.objects.select_related("benefit").get(), by=person.pk)
    benefits.realise(benefit=Benefit.objects.get(), evidence="Sett", by=place.leader.pk)
    with django_assert_num_queries(len(early)):
        client.get(url)


# Correcting, realising, writing off


def test_the_figures_stand_in_the_form_as_people_write_them(place, client_of):
    benefit = make_benefit(place.idea, hours="17.5")
    page = client_of(place.leader).get(address("benefit-edit", benefit))
    assert 'value="1050"' in page.text
    benefits.revise(
        benefit=benefit, minutes=Decimal("7.50"), persons=1, times_per_week=Decimal(2), active_weeks=52, by=None
    )
    assert 'value="7,5"' in client_of(place.leader).get(address("benefit-edit", benefit)).text


def test_a_correction_that_comes_second_is_shown_beside_what_is_stored_now(place, client_of):
    benefit = make_benefit(place.idea, hours="5")
    client, url = client_of(place.leader), address("benefit-edit", benefit)
    assert client.post(url, facts(version="1", minutes="20", persons="3", times_per_week="5")).status_code == 302
    late = client.post(url, facts(version="1", minutes="99"))
    assert late.status_code == 409
    assert 'value="99"' in late.text
    assert "20 min × 3 personer × 5 per uke" in late.text
    assert client.post(url, facts(version=late.context["form"]["version"].value(), minutes="99")).status_code == 302
    assert Benefit.objects.get().minutes == 99


def test_what_is_realised_needs_evidence_and_the_page_reminds_of_the_agreed_use(place, client_of):
    benefit = make_benefit(make_idea(place.unit, by=place.staff, state="done"))
    make_agreement(benefit, place.leader, place.staff, signed=True)
    client, url = client_of(place.leader), address("realisation", benefit)
    page = client.get(url)
    assert "Mer tid hos bruker" in page.text
    version = page.context["form"]["version"].value()
    assert client.post(url, {"version": version, "evidence": " "}).status_code == 422
    assert client.post(url, {"version": version, "evidence": "To besøk mer hver dag"}).status_code == 302
    stored = Benefit.objects.get()
    assert (stored.state, stored.evidence, stored.realised_by) == ("realised", "To besøk mer hver dag", place.leader)


def test_without_a_signed_agreement_the_page_says_why_it_is_not_realised(place, client_of):
    benefit = make_benefit(place.idea)
    refused = client_of(place.leader).post(address("realisation", benefit), {"version": 1, "evidence": "Sett"})
    assert refused.status_code == 409
    assert "signert avtale" in refused.context["form"].non_field_errors()[0]
    assert "Sett" in refused.text
    assert Benefit.objects.get().state == "identified"


def test_a_benefit_is_written_off_with_a_reason(place, client_of):
    benefit = make_benefit(place.idea)
    client, url = client_of(place.leader), address("loss", benefit)
    assert client.post(url, {"version": 1, "reason": ""}).status_code == 422
    assert client.post(url, {"version": 1, "reason": "Bilen ble solgt"}).status_code == 302
    assert Benefit.objects.get().lost_reason == "Bilen ble solgt"
    assert "Bilen ble solgt" in client_of(place.staff).get(address("idea-panel", place.idea)).text


@pytest.mark.parametrize("name", ["realisation", "loss"])
def test_no_national_number_is_taken(place, client_of, name):
    benefit = make_benefit(place.idea)
    word = {"realisation": "evidence", "loss": "reason"}[name]
    refused = client_of(place.leader).post(
        address(name, benefit), {"version": 1, word: "Bruker 13097248022 fikk besøk"}
    )
    assert refused.status_code == 422


# The agreement


@pytest.fixture
def words(place):
    today = clock.today()
    return {
        "use_of_time": "Mer tid hos bruker",
        "use_kind": "quality",
        "takes_effect_on": today.isoformat(),
        "follow_up_on": (today + timedelta(days=56)).isoformat(),
        "leader": str(place.leader.pk),
        "staff_representative": str(place.staff.pk),
    }


def test_each_side_signs_with_their_own_click(place, client_of, words):
    benefit = make_benefit(place.idea)
    assert client_of(place.leader).post(address("agreement", benefit), words).status_code == 302
    signature = address("agreement-signature", benefit)
    assert client_of(place.other).post(signature, {"version": 1}).status_code == 403
    client_of(place.leader).post(signature, {"version": 1})
    assert Benefit.objects.get().state == "identified"
    client_of(place.staff).post(signature, {"version": 1})
    assert Benefit.objects.get().state == "agreed"


def test_whoever_is_named_as_leader_without_the_right_cannot_sign(place, client_of):
    benefit = make_benefit(place.idea)
    make_agreement(benefit, place.other, place.staff)
    assert client_of(place.other).post(address("agreement-signature", benefit), {"version": 1}).status_code == 403
    assert (
        address("agreement-signature", benefit)
        not in client_of(place.other).get(address("idea-panel", place.idea)).text
    )


def test_the_page_offers_leaders_on_one_side_and_staff_on_the_other(place, client_of, words):
    benefit = make_benefit(place.idea)
    client, url = client_of(place.leader), address("agreement", benefit)
    form = client.get(url).context["form"]
    assert [name for _key, name in form.fields["leader"].choices] == ["Kari Leder"]
    assert [name for _key, name in form.fields["staff_representative"].choices][1:] == ["Eva Annen", "Ola Ansatt"]
    assert str(form["leader"].value()) == str(place.leader.pk)
    refused = client.post(url, {**words, "staff_representative": str(place.leader.pk)})
    assert refused.status_code == 422
    assert not BenefitAgreement.objects.exists()


def test_who_changes_a_signed_agreement_is_told_before_that_signatures_fall_away(place, client_of, words):
    benefit = make_benefit(place.idea)
    make_agreement(benefit, place.leader, place.staff, signed=True)
    client, url = client_of(place.leader), address("agreement", benefit)
    page = client.get(url)
    assert "faller begge signaturene bort" in page.text
    told = page.context["form"]["knows_of_signatures"].value()
    answer = client.post(url, {**words, "use_of_time": "Veiledning", "version": 2, "knows_of_signatures": told})
    assert answer.status_code == 302
    stored = BenefitAgreement.objects.select_related("benefit").get()
    assert (stored.has_a_signature, stored.benefit.state) == (False, "identified")


def test_a_signature_that_came_while_the_leader_wrote_is_not_cleared_unseen(place, client_of, words):
    benefit = make_benefit(place.idea)
    agreement = make_agreement(benefit, place.leader, place.staff)
    client, url = client_of(place.leader), address("agreement", benefit)
    form = client.get(url).context["form"]
    typed = {**words, "use_of_time": "Veiledning", "version": form["version"].value(), "knows_of_signatures": ""}
    agreements.sign_as_staff(agreement=agreement, by=place.staff.pk)
    warned = client.post(url, typed)
    assert warned.status_code == 409
    assert "Veiledning" in warned.text
    assert BenefitAgreement.objects.get().staff_signed_on == clock.today()
    again = {**typed, "knows_of_signatures": warned.context["form"]["knows_of_signatures"].value()}
    assert client.post(url, again).status_code == 302
    assert BenefitAgreement.objects.get().use_of_time == "Veiledning"


def test_a_change_that_comes_second_is_shown_beside_what_is_stored_now(place, client_of, words):
    benefit = make_benefit(place.idea)
    client, url = client_of(place.leader), address("agreement", benefit)
    assert client.post(url, {**words, "version": ""}).status_code == 302
    late = client.post(url, {**words, "use_of_time": "Noe helt annet", "version": ""})
    assert late.status_code == 409
    assert "Noe helt annet" in late.text
    assert "Mer tid hos bruker" in late.text
    assert late.context["form"]["version"].value() == 1


def test_signing_words_that_have_changed_is_refused(place, client_of):
    benefit = make_benefit(place.idea)
    make_agreement(benefit, place.leader, place.staff)
    make_agreement(benefit, place.leader, place.staff, use_of_time="Noe annet")
    answer = client_of(place.staff).post(address("agreement-signature", benefit), {"version": 1}, follow=True)
    assert "Les den på nytt" in answer.text
    assert BenefitAgreement.objects.get().staff_signed_on is None
