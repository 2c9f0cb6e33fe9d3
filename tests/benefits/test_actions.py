from datetime import timedelta
from decimal import Decimal

import pytest

from laeringslean.benefits.actions import agreements, benefits, divisors
from laeringslean.benefits.actions.refusals import BenefitRefused
from laeringslean.benefits.models import Benefit, BenefitAgreement, BenefitState, UseKind
from laeringslean.benefits.queries.ledger import freed_time_of, totals_for_units
from laeringslean.foundation import clock
from laeringslean.foundation.models import EditConflict, Event
from laeringslean.improvement.actions import ideas
from laeringslean.improvement.models import Board
from tests.factories.benefits import make_agreement, make_benefit, make_divisor

pytestmark = pytest.mark.django_db


def kinds() -> list[str]:
    return list(Event.objects.filter(kind__startswith="benefits.").order_by("sequence").values_list("kind", flat=True))


def test_identify_keeps_the_divisor_of_the_day(place):
    make_divisor("37.5")
    benefit = make_benefit(place.idea, hours="17.5")
    divisors.set_divisor(hours=Decimal("35.5"), valid_from=clock.today(), by=None)
    benefit.refresh_from_db()
    assert (benefit.divisor_hours, benefit.hours_per_week) == (Decimal("37.5"), Decimal("17.5"))


def test_identify_takes_the_staff_groups_own_divisor(place):
    make_divisor("37.5")
    make_divisor("35.5", staff_group="turnus")
    benefit = benefits.identify(
        idea=place.idea, minutes=Decimal(60), persons=1, times_per_week=Decimal(1), staff_group="turnus", by=None
    )
    assert benefit.divisor_hours == Decimal("35.5")


def test_identify_needs_a_divisor(place):
    with pytest.raises(BenefitRefused):
        benefits.identify(idea=place.idea, minutes=Decimal(1), persons=1, times_per_week=Decimal(1), by=None)
    assert not Benefit.objects.exists()


def test_an_idea_has_one_benefit(place):
    make_benefit(place.idea)
    with pytest.raises(BenefitRefused):
        make_benefit(place.idea)


def test_each_step_tells_the_board_and_leaves_one_event(place):
    before = Board.objects.get(unit=place.unit).cards_version
    benefit = make_benefit(place.idea)
    make_agreement(benefit, place.leader, place.staff, signed=True)
    benefits.realise(benefit=Benefit.objects.get(), evidence="To besøk mer hver dag", by=place.leader.pk)
    assert kinds()[1:] == [
        "benefits.benefit.identified",
        "benefits.agreement.written",
        "benefits.agreement.signed",
        "benefits.agreement.signed",
        "benefits.benefit.realised",
    ]
    assert Board.objects.get(unit=place.unit).cards_version == before + 5


def test_both_signatures_make_it_agreed_and_the_leader_its_owner(place):
    benefit = make_benefit(place.idea)
    agreement = make_agreement(benefit, place.leader, place.staff)
    agreements.sign_as_staff(agreement=agreement, by=place.staff.pk)
    assert Benefit.objects.get().state == BenefitState.IDENTIFIED
    agreements.sign_as_leader(agreement=agreement, by=place.leader.pk)
    stored = Benefit.objects.get()
    assert (stored.state, stored.owner, stored.agreed_on) == (BenefitState.AGREED, place.leader, clock.today())


def test_nobody_signs_for_another(place):
    agreement = make_agreement(make_benefit(place.idea), place.leader, place.staff)
    for sign, wrong in [
        (agreements.sign_as_leader, place.staff),
        (agreements.sign_as_staff, place.leader),
        (agreements.sign_as_staff, place.other),
    ]:
        with pytest.raises(BenefitRefused):
            sign(agreement=agreement, by=wrong.pk)


def test_leader_and_representative_are_two_people(place):
    with pytest.raises(BenefitRefused):
        make_agreement(make_benefit(place.idea), place.leader, place.leader)


def test_changing_the_words_clears_the_signatures(place):
    benefit = make_benefit(place.idea)
    agreement = make_agreement(benefit, place.leader, place.staff)
    agreement = agreements.sign_as_leader(agreement=agreement, by=place.leader.pk)
    make_agreement(benefit, place.leader, place.other)
    stored = BenefitAgreement.objects.get()
    assert (stored.leader_signed_on, stored.staff_representative) == (None, place.other)


def test_a_signature_counts_only_for_the_words_that_were_read(place):
    benefit = make_benefit(place.idea)
    read = make_agreement(benefit, place.leader, place.staff)
    make_agreement(benefit, place.leader, place.staff)
    with pytest.raises(EditConflict):
        agreements.sign_as_staff(
            agreement=BenefitAgreement.objects.get(), by=place.staff.pk, expected_version=read.version
        )
    assert BenefitAgreement.objects.get().staff_signed_on is None


def test_two_leaders_do_not_overwrite_each_others_agreement(place):
    benefit = make_benefit(place.idea)
    make_agreement(benefit, place.leader, place.staff)
    words = {
        "use_of_time": "Noe annet",
        "use_kind": UseKind.CAPACITY,
        "takes_effect_on": clock.today(),
        "follow_up_on": clock.today(),
        "leader_id": place.leader.pk,
        "staff_representative_id": place.staff.pk,
    }
    agreements.agree(benefit=benefit, by=place.leader.pk, expected_version=1, **words)
    with pytest.raises(EditConflict):
        agreements.agree(benefit=benefit, by=place.leader.pk, expected_version=1, **words)


def test_follow_up_is_not_before_the_start(place):
    with pytest.raises(BenefitRefused):
        agreements.agree(
            benefit=make_benefit(place.idea),
            use_of_time="Mer tid",
            use_kind=UseKind.QUALITY,
            takes_effect_on=clock.today(),
            follow_up_on=clock.today() - timedelta(days=1),
            leader_id=place.leader.pk,
            staff_representative_id=place.staff.pk,
            by=place.leader.pk,
        )


def test_nothing_is_realised_without_a_signed_agreement_and_evidence(place):
    benefit = make_benefit(place.idea)
    with pytest.raises(BenefitRefused):
        benefits.realise(benefit=benefit, evidence="Sett på turnus", by=place.leader.pk)
    make_agreement(benefit, place.leader, place.staff, signed=True)
    with pytest.raises(BenefitRefused):
        benefits.realise(benefit=Benefit.objects.get(), evidence="  ", by=place.leader.pk)


def test_figures_that_are_signed_for_stand(place):
    benefit = make_benefit(place.idea)
    agreement = make_agreement(benefit, place.leader, place.staff)
    facts = {"minutes": Decimal(10), "persons": 2, "times_per_week": Decimal(5), "active_weeks": 52}
    assert benefits.revise(benefit=benefit, by=place.leader.pk, **facts).hours_per_week == Decimal(100) / 60
    agreements.sign_as_staff(agreement=agreement, by=place.staff.pk)
    with pytest.raises(BenefitRefused):
        benefits.revise(benefit=Benefit.objects.get(), by=place.leader.pk, **facts)


def test_a_dropped_idea_no_longer_counts_nor_does_a_lost_benefit(place):
    make_benefit(place.idea, hours="5")
    kept = ideas.raise_idea(unit=place.unit, kind="suggestion", problem="Noe annet", by=place.staff.pk)
    benefit = make_benefit(kept, hours="2")
    assert totals_for_units([place.unit.pk]).identified.hours_per_week == 7
    ideas.decline(idea=place.idea, reason="Løses på en annen måte", by=place.leader.pk)
    assert totals_for_units([place.unit.pk]).identified.hours_per_week == 2
    benefits.lose(benefit=benefit, reason="Turnusen ble endret", by=place.leader.pk)
    assert totals_for_units([place.unit.pk]).identified.hours_per_week == 0
    assert freed_time_of(place.unit.pk) == {}


def test_an_idea_dropped_after_a_trial_and_closed_does_not_count(place):
    idea, leader = place.idea, place.leader.pk
    make_benefit(idea)
    ideas.accept(idea=idea, by=leader)
    ideas.plan(idea=idea, owner_id=place.staff.pk, due_on=clock.today(), by=leader)
    ideas.start_trial(idea=idea, plan="Prøv", look_at="", ends_on=clock.today(), by=leader)
    ideas.record_result(idea=idea, result="Ingen endring", by=leader)
    ideas.evaluate(idea=idea, worked="no", learned="Feil årsak", decision="drop", by=leader)
    ideas.drop(idea=idea, by=leader)
    ideas.close(idea=idea, by=leader)
    assert totals_for_units([place.unit.pk]).identified.hours_per_week == 0
