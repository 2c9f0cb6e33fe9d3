"""A phone as the remote of a meeting: let in by whoever showed the code, for that meeting alone, until it is closed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from laeringslean.foundation import clock
from laeringslean.foundation.models import Event
from laeringslean.improvement.actions import ideas, remotes
from laeringslean.improvement.actions.meetings import MeetingRefused
from laeringslean.improvement.models import BoardMeeting, IdeaState, MeetingRemote, MeetingState, Outcome, RemoteState
from laeringslean.improvement.queries.remotes import REMOTE_COOKIE
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.models import Person, RoleGrant
from tests.factories.meetings import a_method, make_meeting, start_meeting
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(db):
    a_method()
    return make_unit("Hjemmetjenesten Sør")


@pytest.fixture
def leader(unit):
    return make_person("Leder", unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit)


@pytest.fixture
def meeting(unit, leader):
    return start_meeting(unit, by=leader)


@pytest.fixture
def screen(leader, client_of):
    """The browser of the one who leads."""
    return client_of(leader)


@pytest.fixture
def phone():
    """A phone on which nobody is signed in."""
    return Client()


def _code(screen, meeting):
    page = screen.post(reverse("improvement:meeting-pairing", args=[meeting.pk]))
    assert page.status_code == 200
    return page.context["code"]


def _ask(phone, code):
    return phone.post(reverse("improvement:remote-code", args=[code.replace(" ", "")]))


def _paired(screen, phone, meeting):
    _ask(phone, _code(screen, meeting))
    remote = MeetingRemote.objects.get()
    screen.post(reverse("improvement:remote-answer", args=[remote.pk]), {"answer": "admit"})
    return remote


def _act(phone, meeting, act, **data):
    return phone.post(reverse("improvement:remote-act", args=[meeting.pk]), {"act": act, **data})


def test_a_phone_asks_shows_a_number_and_is_let_in_on_the_screen(screen, phone, meeting, leader):
    code = _code(screen, meeting)
    opened = phone.get(reverse("improvement:remote-code", args=[code.replace(" ", "")]))
    assert "Be om å slippe til" in opened.content.decode()
    assert MeetingRemote.objects.get().state == RemoteState.OFFERED, "looking at it claims nothing"
    assert _ask(phone, code).url == reverse("improvement:remote-phone")
    remote = MeetingRemote.objects.get()
    assert str(remote.number) in phone.get(reverse("improvement:remote-phone")).content.decode()
    assert phone.get(reverse("overview:remote", args=[meeting.pk])).context["over"] is False, "it opens nothing yet"
    waiting = screen.get(reverse("improvement:meeting-pairing", args=[meeting.pk]), {"part": "phones"}).content.decode()
    assert f"Telefonen som viser {remote.number} – slipp den til?" in waiting
    screen.post(reverse("improvement:remote-answer", args=[remote.pk]), {"answer": "admit"})
    assert phone.get(reverse("improvement:remote-phone")).url == reverse("overview:remote", args=[meeting.pk])
    assert "handler for Leder" in phone.get(reverse("overview:remote", args=[meeting.pk])).content.decode()
    told = Event.objects.filter(kind__startswith="improvement.remote.").order_by("sequence")
    assert list(told.values_list("kind", "actor_id")) == [
        ("improvement.remote.offered", leader.id),
        ("improvement.remote.asked", None),
        ("improvement.remote.admitted", leader.id),
    ]


def test_a_code_works_once_and_for_two_minutes(screen, meeting):
    code = _code(screen, meeting)
    assert _ask(Client(), code).status_code == 302
    assert _ask(Client(), code).status_code == 422, "another phone was faster"
    code = _code(screen, meeting)
    with clock.set_clock(clock.now() + timedelta(minutes=2, seconds=1)):
        assert _ask(Client(), code).status_code == 422
    assert MeetingRemote.objects.filter(state=RemoteState.ASKING).count() == 0


def test_a_new_code_makes_the_old_one_and_a_phone_that_still_asks_worthless(screen, phone, meeting, leader):
    old = _code(screen, meeting)
    _ask(phone, old)
    asking = MeetingRemote.objects.get()
    _code(screen, meeting)
    assert _ask(Client(), old).status_code == 422
    with pytest.raises(MeetingRefused):
        remotes.admit(remote=asking, by=leader.id)


def test_codes_cannot_be_tried_out(screen, meeting):
    stranger = Client(REMOTE_ADDR="192.0.2.7")
    address = reverse("improvement:remote-code", args=["AAAA2222"])
    answers = [stranger.get(address).status_code for _ in range(42)]
    assert answers[0] == 422
    assert answers[-1] == 429


def test_the_code_is_kept_as_a_hash_and_the_key_too(screen, phone, meeting):
    code = _code(screen, meeting).replace(" ", "")
    _ask(phone, code)
    remote, key = MeetingRemote.objects.get(), phone.cookies[REMOTE_COOKIE].value
    assert code not in remote.code_hash
    assert remote.key_hash != key
    assert phone.cookies[REMOTE_COOKIE]["httponly"] is True


def test_whoever_may_run_the_meeting_is_the_remote_at_once(screen, meeting, unit, client_of):
    code = _code(screen, meeting)
    colleague = client_of(make_person(unit=unit, role=Role.FACILITATOR, role_unit=unit))
    answer = colleague.get(reverse("improvement:remote-code", args=[code.replace(" ", "")]))
    assert answer.url == reverse("overview:remote", args=[meeting.pk])
    assert colleague.get(answer.url).status_code == 200


def test_only_whoever_showed_the_code_lets_the_phone_in(screen, phone, meeting, unit, client_of):
    _ask(phone, _code(screen, meeting))
    remote = MeetingRemote.objects.get()
    other = client_of(make_person(unit=unit, role=Role.FACILITATOR, role_unit=unit))
    answer = reverse("improvement:remote-answer", args=[remote.pk])
    assert other.post(answer, {"answer": "admit"}).status_code == 404
    assert phone.post(answer, {"answer": "admit"}).status_code == 302
    remote.refresh_from_db()
    assert remote.state == RemoteState.ASKING


def test_the_remote_moves_on_and_every_event_says_for_whom(screen, phone, meeting, leader):
    _paired(screen, phone, meeting)
    _act(phone, meeting, "heads", head_count="7", shifts_present=["day"])
    _act(phone, meeting, "item", position="2")
    _act(phone, meeting, "outcome", kind="decision", text="Fast plass til nøklene")
    meeting.refresh_from_db()
    assert (meeting.head_count, meeting.shifts_present, meeting.current_position) == (7, ["day"], 2)
    assert Outcome.objects.get().item.key == "goals"
    done = Event.objects.filter(kind__in=["improvement.meeting.item-opened", "improvement.outcome.recorded"])
    assert set(done.values_list("actor_id", flat=True)) == {leader.id}


def test_the_remote_decides_about_ideas(screen, phone, meeting, leader, unit):
    accepted, parked, declined, lifted = (
        ideas.raise_idea(unit=unit, kind="suggestion", problem=text, by=leader.id)
        for text in ("Merk krokene", "Ny bil", "Fri om fredagen", "Flere folk")
    )
    _paired(screen, phone, meeting)
    _act(phone, meeting, "item", position="4")
    _act(phone, meeting, "idea", idea=accepted.pk)
    assert "Merk krokene" in phone.get(reverse("overview:remote", args=[meeting.pk])).content.decode()
    _act(phone, meeting, "accept", idea=accepted.pk, version=accepted.version)
    accepted.refresh_from_db()
    due = clock.today() + timedelta(days=7)
    _act(phone, meeting, "plan", idea=accepted.pk, version=accepted.version, owner=leader.pk, due_on=due.isoformat())
    _act(phone, meeting, "park", idea=parked.pk, version=parked.version, reason="Til budsjettet er klart")
    _act(phone, meeting, "decline", idea=declined.pk, version=declined.version, reason="Vi må ha åpent")
    _act(phone, meeting, "lift", idea=lifted.pk, version=lifted.version, reason="Må løses høyere opp")
    for idea in (accepted, parked, declined, lifted):
        idea.refresh_from_db()
    assert (accepted.state, accepted.owner_id, accepted.due_on) == (IdeaState.PLANNED, leader.id, due)
    assert (parked.state, declined.state) == (IdeaState.PARKED, IdeaState.DECLINED)
    assert lifted.state == IdeaState.RAISED, "there is no leader above: the page says so"


def test_what_was_typed_is_not_lost_when_somebody_else_was_faster(screen, phone, meeting, leader, unit):
    idea = ideas.raise_idea(unit=unit, kind="suggestion", problem="Ny bil", by=leader.id)
    _paired(screen, phone, meeting)
    ideas.discuss(idea=idea, by=leader.id)
    answer = _act(phone, meeting, "park", idea=idea.pk, version=1, reason="Til våren")
    assert answer.status_code == 409
    assert "Til våren" in answer.content.decode()
    empty = _act(phone, meeting, "park", idea=idea.pk, version=2, reason="")
    assert empty.status_code == 422


def test_a_remote_decides_no_more_than_whoever_lent_it(unit, meeting, client_of, phone):
    facilitator = make_person(unit=unit, role=Role.FACILITATOR, role_unit=unit)
    _paired(client_of(facilitator), phone, meeting)
    idea = ideas.raise_idea(unit=unit, kind="suggestion", problem="Ny bil", by=facilitator.id)
    assert _act(phone, meeting, "item", position="4").status_code == 302
    assert "Lederen" in phone.get(reverse("overview:remote", args=[meeting.pk])).content.decode()
    assert _act(phone, meeting, "accept", idea=idea.pk, version=1).status_code == 403


def test_the_lead_is_passed_on_and_the_time_begins_anew(screen, phone, meeting, unit, leader):
    heir = make_person("Ada", unit=unit, role=Role.FACILITATOR, role_unit=unit)
    _paired(screen, phone, meeting)
    _act(phone, meeting, "lead", facilitator=heir.pk)
    meeting.refresh_from_db()
    assert meeting.facilitator_id == heir.id
    stranger = make_person(unit=unit)
    assert _act(phone, meeting, "lead", facilitator=stranger.pk).status_code == 422
    meeting.items.filter(position=1).update(seconds_used=50)
    _act(phone, meeting, "timer")
    assert meeting.items.get(position=1).seconds_used == 0


def test_the_key_opens_this_meeting_alone(screen, phone, meeting, unit, leader):
    _paired(screen, phone, meeting)
    elsewhere = start_meeting(make_unit("Regnskap"))
    for address in (
        reverse("overview:remote", args=[elsewhere.pk]),
        reverse("overview:board", args=[unit.pk]),
        reverse("improvement:idea-list"),
        reverse("overview:meeting", args=[meeting.pk]),
    ):
        answer = phone.get(address)
        assert answer.status_code == 302 or answer.context.get("over") is False, address
    assert _act(phone, elsewhere, "item", position="2").status_code == 302
    elsewhere.refresh_from_db()
    assert elsewhere.current_position == 1
    moved = phone.post(reverse("improvement:meeting-item", args=[meeting.pk]), {"position": "3"})
    assert "next=" in moved.url
    meeting.refresh_from_db()
    assert meeting.current_position == 1


def test_the_key_ends_with_the_meeting_and_the_phone_says_so(screen, phone, meeting, leader):
    _paired(screen, phone, meeting)
    assert _act(phone, meeting, "close", next_facilitator=str(leader.pk)).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.state, meeting.next_facilitator_id) == (MeetingState.CLOSED, leader.id)
    part = phone.get(reverse("overview:remote", args=[meeting.pk]), {"part": "remote"})
    assert part.status_code == 200
    assert "Møtet er avsluttet." in part.content.decode()
    assert "next=" in _act(phone, meeting, "item", position="1").url
    following = BoardMeeting.objects.get(state=MeetingState.DRAFT)
    assert phone.get(reverse("overview:remote", args=[following.pk])).context["over"] is False


@pytest.mark.parametrize("how", ["disconnected", "not leader any more", "left the municipality"])
def test_a_phone_is_sent_away_at_once(how, screen, phone, meeting, leader):
    remote = _paired(screen, phone, meeting)
    page = reverse("overview:remote", args=[meeting.pk])
    assert phone.get(page).context["acts_for"] == "Leder"
    if how == "disconnected":
        screen.post(reverse("improvement:remote-answer", args=[remote.pk]), {"answer": "end"})
    elif how == "not leader any more":
        RoleGrant.objects.filter(person=leader).delete()
        Person.objects.filter(pk=leader.pk).update(access_version=99)
    else:
        Person.objects.filter(pk=leader.pk).update(is_active=False)
    assert phone.get(page).context["over"] is False
    _act(phone, meeting, "item", position="2")
    meeting.refresh_from_db()
    assert meeting.current_position == 1


def test_a_phone_can_start_the_meeting_on_its_day_and_not_before(unit, leader, screen, phone):
    today = make_meeting(unit)
    _paired(screen, phone, today)
    _act(phone, today, "start")
    today.refresh_from_db()
    assert (today.state, today.facilitator_id) == (MeetingState.IN_PROGRESS, leader.id)
    later = make_meeting(unit, on=clock.today() + timedelta(days=7))
    answer = screen.post(reverse("improvement:meeting-pairing", args=[later.pk]))
    assert answer.status_code == 409
    assert "på møtedagen" in answer.content.decode()


def test_the_picture_holds_the_address_and_no_inline_style(screen, meeting):
    page = screen.post(reverse("improvement:meeting-pairing", args=[meeting.pk])).content.decode()
    picture = page[page.index("<svg") : page.index("</svg>")]
    assert "style=" not in picture
    assert 'class="qr"' in picture


def test_the_page_of_the_remote_takes_as_many_queries_for_many_ideas_as_for_one(
    screen, phone, meeting, leader, unit, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ideas.raise_idea(unit=unit, kind="suggestion", problem="Nr. 0", by=leader.id)
    _paired(screen, phone, meeting)
    _act(phone, meeting, "item", position="4")
    counts = []
    for number in range(2):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            phone.get(reverse("overview:remote", args=[meeting.pk]), {"part": "remote"})
        counts.append(len(captured))
        for more in range(3):
            ideas.raise_idea(unit=unit, kind="suggestion", problem=f"Nr. {number}{more}", by=leader.id)
    assert counts[0] == counts[1]
    assert counts[0] <= 20
