"""The steps of a benefit: identified, revised, realised, lost."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from laeringslean.benefits.actions import agreements, benefits, divisors
from laeringslean.benefits.actions.refusals import BenefitRefused
from laeringslean.benefits.models import Basis, Benefit, BenefitAgreement, BenefitState
from laeringslean.foundation import clock
from laeringslean.foundation.models import EditConflict, Event
from laeringslean.improvement.models import Board
from laeringslean.organisation.access.roles import Role
from tests.factories.benefits import make_agreement, make_benefit, make_divisor, make_realised
from tests.factories.improvement import advance, make_idea
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db


def kinds() -> list[str]:
    return list(Event.objects.filter(kind__startswith="benefits.").order_by("sequence").values_list("kind", flat=True))


def figures(**changes):
    return {"minutes": Decimal(10), "persons": 2, "times_per_week": Decimal(5), "active_weeks": 40, **changes}


def test_identify_keeps_the_divisor_of_the_day(place):
    make_divisor("37.5")
    benefit = make_benefit(place.idea, hours="17.5")
    divisors.set_divisor(hours=Decimal("35.5"), valid_from=clock.today(), by=None)
    benefit.refresh_from_db()
    assert (benefit.divisor_hours, benefit.hours_per_week) == (Decimal("37.5"), Decimal("17.5"))


def test_identify_takes_the_staff_groups_own_divisor(place):
    make_divisor("37.5")
    make_divisor("35.5", staff_group="turnus")
    assert make_benefit(place.idea, staff_group="turnus").divisor_hours == Decimal("35.5")


def test_the_yearly_basis_is_kept_and_multiplies_by_active_weeks(place):
    make_divisor("1700", basis=Basis.YEARLY)
    benefit = make_benefit(place.idea, hours="10", active_weeks=34)
    benefit.refresh_from_db()
    assert (benefit.basis, benefit.fte) == ("yearly", Decimal("0.2"))


def test_identify_needs_a_divisor(place):
    make_divisor(valid_from=date(2999, 1, 1))
    with pytest.raises(BenefitRefused):
        make_benefit(place.idea)
    assert not Benefit.objects.exists()


def test_facts_that_cannot_be_are_no_benefit(place):
    make_divisor()
    with pytest.raises(ValueError):
        benefits.identify(idea=place.idea, by=None, **figures(minutes=Decimal(0)))
    assert not Benefit.objects.exists()


def test_an_idea_has_one_benefit(place):
    make_benefit(place.idea)
    with pytest.raises(BenefitRefused):
        make_benefit(place.idea, hours="7")
    assert Benefit.objects.get().hours_per_week == 5


@pytest.mark.parametrize("state", ["declined", "dropped"])
def test_an_idea_that_is_given_up_frees_no_time(place, state):
    with pytest.raises(BenefitRefused):
        make_benefit(make_idea(place.unit, by=place.staff, state=state))


def test_the_leader_who_writes_it_down_owns_it(place):
    benefit = make_benefit(place.idea, by=place.leader)
    assert (benefit.owner_id, benefit.identified_by_id) == (place.leader.pk, place.leader.pk)


def test_a_benefit_written_down_by_nobody_is_owned_by_the_units_nearest_leader(place):
    below = make_unit("Sone Vest", parent=place.unit)
    make_person(role=Role.UNIT_MANAGER, role_unit=make_unit("Et annet sted"))
    assert make_benefit(make_idea(below)).owner_id == place.leader.pk


def test_each_step_tells_the_board_and_leaves_one_event(place):
    idea = make_idea(place.unit, by=place.staff, state="done")
    before = Board.objects.get(unit=place.unit).cards_version
    make_realised(make_benefit(idea), place.leader, place.staff)
    assert kinds()[1:] == [
        "benefits.benefit.identified",
        "benefits.agreement.written",
        "benefits.agreement.signed",
        "benefits.agreement.signed",
        "benefits.benefit.realised",
    ]
    assert Board.objects.get(unit=place.unit).cards_version == before + 5
    last = Event.objects.order_by("sequence").last()
    assert (last.unit_id, last.subject_id, last.actor_id) == (place.unit.pk, idea.pk, place.leader.pk)
    assert last.details["board_version"] == before + 5


# Revised


def test_figures_are_corrected_and_the_event_keeps_what_they_were(place):
    make_divisor("37.5")
    benefit = make_benefit(place.idea, hours="5")
    make_divisor("35.5", valid_from=date(2021, 1, 1))
    benefits.revise(benefit=benefit, by=place.leader.pk, **figures())
    stored = Benefit.objects.get()
    assert (stored.hours_per_week, stored.active_weeks) == (Decimal(100) / 60, 40)
    assert stored.divisor_hours == Decimal("37.5")
    assert Decimal(Event.objects.order_by("sequence").last().details["hours_per_week_before"]) == 5


def test_two_editors_do_not_overwrite_each_others_figures(place):
    first = make_benefit(place.idea)
    second = Benefit.objects.get()
    benefits.revise(benefit=first, by=None, **figures())
    with pytest.raises(EditConflict):
        benefits.revise(benefit=second, by=None, **figures(persons=9))
    assert Benefit.objects.get().persons == 2


def test_nobody_changes_figures_that_somebody_has_signed_for(place):
    benefit = make_benefit(place.idea)
    agreements.sign_as_staff(agreement=make_agreement(benefit, place.leader, place.staff), by=place.staff.pk)
    with pytest.raises(BenefitRefused):
        benefits.revise(benefit=benefit, by=None, **figures())
    assert Benefit.objects.get().hours_per_week == 5


def test_a_signature_under_figures_that_were_changed_comes_too_late(place):
    benefit = make_benefit(place.idea)
    read = make_agreement(benefit, place.leader, place.staff)
    benefits.revise(benefit=Benefit.objects.get(), by=None, **figures())
    with pytest.raises(EditConflict):
        agreements.sign_as_leader(
            agreement=BenefitAgreement.objects.get(), by=place.leader.pk, expected_version=read.version
        )
    assert BenefitAgreement.objects.get().has_a_signature is False


@pytest.mark.parametrize("state", ["agreed", "realised", "lost"])
def test_figures_stand_once_they_are_agreed(place, state):
    benefit = make_benefit(place.idea)
    if state == "lost":
        benefits.lose(benefit=benefit, reason="Nei", by=None)
    elif state == "agreed":
        make_agreement(benefit, place.leader, place.staff, signed=True)
    else:
        make_realised(benefit, place.leader, place.staff)
    with pytest.raises(BenefitRefused):
        benefits.revise(benefit=Benefit.objects.get(), by=None, **figures())


# Realised


def test_nothing_is_realised_without_a_signed_agreement(place):
    benefit = make_benefit(place.idea)
    make_agreement(benefit, place.leader, place.staff)
    with pytest.raises(BenefitRefused):
        benefits.realise(benefit=benefit, evidence="Sett på turnus", by=place.leader.pk)


def test_nothing_is_realised_without_evidence(place):
    idea = make_idea(place.unit, by=place.staff, state="done")
    make_agreement(make_benefit(idea), place.leader, place.staff, signed=True)
    with pytest.raises(BenefitRefused):
        benefits.realise(benefit=Benefit.objects.get(), evidence=" ", by=place.leader.pk)
    assert Benefit.objects.get().state == BenefitState.AGREED


@pytest.mark.parametrize(
    ("state", "realised"),
    [
        ("raised", False),
        ("planned", False),
        ("testing", False),
        ("measured", False),
        ("evaluated", True),
        ("done", True),
    ],
)
def test_an_idea_that_nobody_has_evaluated_or_done_frees_no_time_in_fact(place, state, realised):
    idea = make_idea(place.unit, by=place.staff, state=state)
    make_agreement(make_benefit(idea), place.leader, place.staff, signed=True)
    try:
        benefits.realise(benefit=Benefit.objects.get(), evidence="Sett", by=None)
    except BenefitRefused:
        assert not realised
    assert (Benefit.objects.get().state == BenefitState.REALISED) is realised


def test_what_is_realised_tells_when_by_whom_and_how_we_know(place):
    make_realised(make_benefit(place.idea), place.leader, place.staff)
    stored = Benefit.objects.get()
    assert (stored.state, stored.realised_on, stored.realised_by) == ("realised", clock.today(), place.leader)
    assert stored.evidence == "To besøk mer hver dag"


def test_an_idea_that_was_dropped_realises_nothing(place):
    idea = make_idea(place.unit, by=place.staff, state="evaluated", decision="drop")
    make_agreement(make_benefit(idea), place.leader, place.staff, signed=True)
    advance(idea, "dropped")
    with pytest.raises(BenefitRefused):
        benefits.realise(benefit=Benefit.objects.get(), evidence="Sett", by=None)


def test_an_idea_becomes_the_standard_without_an_agreement_and_its_benefit_stays_identified(place):
    idea = make_idea(place.unit, by=place.staff, state="evaluated")
    make_benefit(idea)
    advance(idea, "standardised")
    assert (idea.state, Benefit.objects.get().state) == ("standardised", "identified")


# Lost


def test_a_benefit_is_written_off_with_a_reason(place):
    benefit = make_benefit(place.idea)
    with pytest.raises(BenefitRefused):
        benefits.lose(benefit=benefit, reason=" ", by=place.leader.pk)
    benefits.lose(benefit=benefit, reason="Bilen ble solgt", by=place.leader.pk)
    stored = Benefit.objects.get()
    assert (stored.state, stored.lost_on, stored.lost_by) == ("lost", clock.today(), place.leader)
    with pytest.raises(BenefitRefused):
        benefits.lose(benefit=stored, reason="En gang til", by=place.leader.pk)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "realised", "agreed_on": date(2026, 1, 1)},
        {"state": "agreed"},
        {"state": "lost"},
        {"minutes": 0},
        {"active_weeks": 54},
        {"divisor_hours": 0},
    ],
)
def test_the_database_itself_refuses_what_cannot_be(place, wrong):
    make_benefit(place.idea)
    with pytest.raises(IntegrityError), transaction.atomic():
        Benefit.objects.update(**wrong)
