"""The benefit agreement: two people, two clicks, and no signature under words that were not read."""

from datetime import timedelta

import pytest

from laeringslean.benefits.actions import agreements, benefits
from laeringslean.benefits.actions.refusals import BenefitRefused
from laeringslean.benefits.models import Benefit, BenefitAgreement, BenefitState
from laeringslean.benefits.queries import waiting_for_signature
from laeringslean.foundation import clock
from laeringslean.foundation.models import EditConflict, Event
from tests.factories.benefits import make_agreement, make_benefit, make_realised, words_of
from tests.factories.improvement import advance, make_idea
from tests.factories.organisation import make_person, make_unit, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def benefit(place):
    return make_benefit(place.idea)


@pytest.fixture
def agreement(place, benefit):
    return make_agreement(benefit, place.leader, place.staff)


def stored() -> BenefitAgreement:
    return BenefitAgreement.objects.select_related("benefit").get()


def test_the_second_signature_makes_it_agreed_and_the_leader_its_owner(place, agreement):
    agreements.sign_as_staff(agreement=agreement, by=place.staff.pk)
    assert Benefit.objects.get().state == BenefitState.IDENTIFIED
    agreements.sign_as_leader(agreement=agreement, by=place.leader.pk)
    benefit = Benefit.objects.get()
    assert (benefit.state, benefit.owner, benefit.agreed_on) == (BenefitState.AGREED, place.leader, clock.today())
    last = Event.objects.order_by("sequence").last()
    assert (last.kind, last.details["both_signed"]) == ("benefits.agreement.signed", True)


def test_both_may_sign_on_pages_that_were_opened_before_either_signed(place, agreement):
    for_leader, for_staff = stored(), stored()
    agreements.sign_as_leader(agreement=for_leader, by=place.leader.pk, expected_version=agreement.version)
    agreements.sign_as_staff(agreement=for_staff, by=place.staff.pk, expected_version=agreement.version)
    assert Benefit.objects.get().state == BenefitState.AGREED


def test_signing_twice_is_signing_once(place, agreement):
    for _click in range(2):
        agreements.sign_as_leader(agreement=stored(), by=place.leader.pk)
    assert Event.objects.filter(kind="benefits.agreement.signed").count() == 1


def test_nobody_signs_for_another(place, agreement):
    for sign, wrong in [
        (agreements.sign_as_leader, place.staff),
        (agreements.sign_as_leader, place.other),
        (agreements.sign_as_staff, place.leader),
        (agreements.sign_as_staff, place.other),
    ]:
        with pytest.raises(BenefitRefused):
            sign(agreement=agreement, by=wrong.pk)
    assert stored().has_a_signature is False


def test_leader_and_representative_are_two_people(place, benefit):
    with pytest.raises(BenefitRefused):
        make_agreement(benefit, place.leader, place.leader)
    assert not BenefitAgreement.objects.exists()


@pytest.mark.parametrize("changes", [{"use_of_time": " "}, {"follow_up_on": clock.today() - timedelta(days=1)}])
def test_an_agreement_names_a_use_and_a_follow_up_after_the_start(place, benefit, changes):
    with pytest.raises(BenefitRefused):
        make_agreement(benefit, place.leader, place.staff, **changes)
    assert not BenefitAgreement.objects.exists()


def test_changing_the_words_clears_a_signature(place, agreement):
    agreements.sign_as_leader(agreement=agreement, by=place.leader.pk)
    make_agreement(Benefit.objects.get(), place.leader, place.other)
    assert (stored().leader_signed_on, stored().staff_representative) == (None, place.other)


def test_changing_what_both_have_signed_makes_it_identified_again(place, benefit):
    make_agreement(benefit, place.leader, place.staff, signed=True)
    make_agreement(Benefit.objects.get(), place.leader, place.staff, use_of_time="Veiledning")
    assert (stored().has_a_signature, stored().benefit.state, stored().benefit.agreed_on) == (
        False,
        BenefitState.IDENTIFIED,
        None,
    )
    agreements.sign_as_leader(agreement=stored(), by=place.leader.pk)
    agreements.sign_as_staff(agreement=stored(), by=place.staff.pk)
    assert Benefit.objects.get().state == BenefitState.AGREED


def test_a_signature_counts_only_for_the_words_that_were_read(place, benefit, agreement):
    make_agreement(benefit, place.leader, place.staff, use_of_time="Noe annet")
    with pytest.raises(EditConflict):
        agreements.sign_as_staff(agreement=stored(), by=place.staff.pk, expected_version=agreement.version)
    assert stored().staff_signed_on is None


def test_a_change_by_somebody_who_saw_it_unsigned_does_not_undo_the_second_signature(place, benefit, agreement):
    seen = Benefit.objects.get()
    agreements.sign_as_leader(agreement=stored(), by=place.leader.pk)
    agreements.sign_as_staff(agreement=stored(), by=place.staff.pk)
    with pytest.raises(EditConflict):
        agreements.agree(
            benefit=seen, by=None, expected_version=agreement.version, **words_of(place.leader, place.other)
        )
    assert (stored().is_signed, stored().staff_representative) == (True, place.staff)


def test_two_writers_do_not_overwrite_each_other(place, benefit, agreement):
    words = words_of(place.leader, place.staff, use_of_time="Noe annet")
    agreements.agree(benefit=benefit, by=None, expected_version=agreement.version, **words)
    with pytest.raises(EditConflict):
        agreements.agree(benefit=benefit, by=None, expected_version=agreement.version, **words)


def test_who_saw_no_agreement_does_not_overwrite_the_first(place, benefit, agreement):
    with pytest.raises(EditConflict):
        agreements.agree(benefit=benefit, by=None, expected_version=0, **words_of(place.leader, place.other))
    assert stored().staff_representative == place.staff


def test_what_is_realised_or_lost_is_not_agreed_anew(place, benefit):
    make_realised(benefit, place.leader, place.staff)
    with pytest.raises(BenefitRefused):
        make_agreement(Benefit.objects.get(), place.leader, place.other)
    benefits.lose(benefit=Benefit.objects.get(), reason="Gikk ikke", by=None)
    with pytest.raises(BenefitRefused):
        make_agreement(Benefit.objects.get(), place.leader, place.other)


def test_nobody_signs_for_what_is_written_off(place, benefit, agreement):
    benefits.lose(benefit=Benefit.objects.get(), reason="Gikk ikke", by=None)
    with pytest.raises(BenefitRefused):
        agreements.sign_as_leader(agreement=stored(), by=place.leader.pk)


def test_nobody_agrees_or_signs_when_the_idea_is_dropped(place):
    idea = make_idea(place.unit, by=place.staff, state="evaluated", decision="drop")
    agreement = make_agreement(make_benefit(idea), place.leader, place.staff)
    advance(idea, "dropped")
    with pytest.raises(BenefitRefused):
        agreements.sign_as_leader(agreement=agreement, by=place.leader.pk)
    with pytest.raises(BenefitRefused):
        make_agreement(agreement.benefit, place.leader, place.other)


# Who is asked


def asked(person) -> list[BenefitAgreement]:
    return waiting_for_signature(viewer_of(person))


def test_only_those_named_are_asked_until_they_have_signed(place, agreement):
    assert [asked(person) for person in (place.leader, place.staff, place.other)] == [[agreement], [agreement], []]
    agreements.sign_as_staff(agreement=agreement, by=place.staff.pk)
    assert [asked(person) for person in (place.leader, place.staff)] == [[agreement], []]
    agreements.sign_as_leader(agreement=agreement, by=place.leader.pk)
    assert asked(place.leader) == []


def test_nobody_is_asked_to_sign_what_they_may_not_or_what_no_longer_counts(place, benefit):
    elsewhere = make_person(unit=make_unit("Et annet sted"))
    make_agreement(benefit, place.leader, elsewhere)
    assert asked(elsewhere) == []
    benefits.lose(benefit=Benefit.objects.get(), reason="Gikk ikke", by=None)
    assert asked(place.leader) == []


def test_nobody_is_asked_to_sign_for_an_idea_that_was_dropped(place):
    idea = make_idea(place.unit, by=place.staff, state="evaluated", decision="drop")
    make_agreement(make_benefit(idea), place.leader, place.staff)
    advance(idea, "dropped")
    assert asked(place.leader) == []


def test_who_is_asked_takes_one_query(place, agreement, django_assert_num_queries):
    viewer = viewer_of(place.leader)
    with django_assert_num_queries(1):
        assert [waiting.benefit.idea.title for waiting in waiting_for_signature(viewer)] == [place.idea.title]
