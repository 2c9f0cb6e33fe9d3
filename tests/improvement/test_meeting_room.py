"""How a unit holds its meetings: its own agenda, the question at the end, the minutes by mail, attendance by week."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.urls import reverse

from laeringslean.foundation import clock
from laeringslean.foundation.models import EditConflict
from laeringslean.improvement.actions import meeting_setup, meetings, minutes_letters
from laeringslean.improvement.actions.meetings import MeetingRefused
from laeringslean.improvement.models import LetterState, MeetingCheck, MeetingSetup, MinutesLetter
from laeringslean.improvement.models.agenda import minutes_of
from laeringslean.improvement.queries.agendas import agenda_of
from laeringslean.improvement.queries.attendance import attendance_of
from laeringslean.improvement.queries.checks import checks_of, may_see_checks
from laeringslean.improvement.queries.meetings import meetings_of, rhythms
from laeringslean.organisation.access.roles import Role
from tests.factories.meetings import a_method, hold_meeting, make_meeting, start_meeting
from tests.factories.organisation import make_person, make_unit, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(db):
    a_method()
    return make_unit("Hjemmetjenesten Sør")


@pytest.fixture
def leader(unit):
    return make_person("Leder", unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit)


# The agenda


def _form(points, **changes):
    data = {"form-TOTAL_FORMS": str(len(points) + 1), "form-INITIAL_FORMS": "0", "version": "1"}
    for number, point in enumerate(points):
        data |= {
            f"form-{number}-key": point.key,
            f"form-{number}-place": str(number + 1),
            f"form-{number}-minutes": str(point.minutes),
            f"form-{number}-name_nb": point.name_nb,
            f"form-{number}-name_nn": point.name_nn,
            f"form-{number}-prompt_nb": point.prompt_nb,
            f"form-{number}-prompt_nn": point.prompt_nn,
        }
        if not point.is_left_out:
            data[f"form-{number}-on_agenda"] = "on"
    data[f"form-{len(points)}-key"] = ""
    return data | changes


def test_a_unit_orders_renames_leaves_out_and_adds_points(unit, leader, client_of):
    client, page = client_of(leader), reverse("improvement:meeting-agenda", args=[unit.pk])
    assert client.get(page).status_code == 200
    data = _form(agenda_of(unit.id))
    data["form-3-place"] = "1"  # ideas first
    del data["form-4-on_agenda"]  # no evaluation
    data |= {"form-1-name_nb": "Tavla vår", "form-1-name_nn": "Tavla vår", "form-1-minutes": "5"}
    data |= {"form-6-on_agenda": "on", "form-6-name_nb": "Brukerne", "form-6-minutes": "2", "form-6-place": "2"}
    assert client.post(page, data).status_code == 302
    meeting = make_meeting(unit)
    assert [(item.key, item.position, item.minutes) for item in meeting.items.order_by("position")] == [
        ("gather", 1, 1),
        ("ideas", 2, 4),
        ("goals", 3, 5),
        ("own-1", 4, 2),
        ("actions", 5, 4),
        ("thanks", 6, 1),
    ]
    named = {item.key: (item.name_nb, item.name_nn, item.name_en) for item in meeting.items.all()}
    assert named["goals"] == ("Tavla vår", "Tavla vår", "")
    assert named["own-1"] == ("Brukerne", "Brukerne", "")
    assert [point.key for point in agenda_of(unit.id) if point.is_left_out] == ["evaluate"]


def test_the_agenda_of_the_method_comes_back(unit, leader, client_of):
    before = agenda_of(unit.id)
    meeting_setup.arrange_agenda(unit=unit, points=before[:2], by=leader.id)
    page = reverse("improvement:meeting-agenda", args=[unit.pk])
    assert client_of(leader).post(page, {"restore": "yes", "version": "2"}).status_code == 302
    assert agenda_of(unit.id) == before


def test_a_long_agenda_is_warned_of_and_kept(unit, leader, client_of):
    data = _form(agenda_of(unit.id)) | {"form-3-minutes": "12"}
    page = client_of(leader).post(reverse("improvement:meeting-agenda", args=[unit.pk]), data, follow=True)
    assert "Til sammen blir det 23 minutter." in page.content.decode()
    assert minutes_of(agenda_of(unit.id)) == 23


def test_a_point_without_name_or_minutes_comes_back(unit, leader, client_of):
    data = _form(agenda_of(unit.id)) | {"form-6-on_agenda": "on", "form-6-minutes": ""}
    answer = client_of(leader).post(reverse("improvement:meeting-agenda", args=[unit.pk]), data)
    assert answer.status_code == 422
    assert "Gi punktet et navn." in answer.content.decode()


def test_two_who_change_the_agenda_are_told(unit, leader, client_of):
    known = agenda_of(unit.id)
    meeting_setup.arrange_agenda(unit=unit, points=known[:3], by=leader.id)
    answer = client_of(leader).post(reverse("improvement:meeting-agenda", args=[unit.pk]), _form(known))
    assert answer.status_code == 409
    assert "Lagret nå:" in answer.content.decode()
    with pytest.raises(EditConflict):
        meeting_setup.arrange_agenda(unit=unit, points=known, by=leader.id, expected_version=1)


def test_an_agenda_keeps_one_point(unit, leader):
    with pytest.raises(MeetingRefused):
        nothing = [point._replace(is_left_out=True) for point in agenda_of(unit.id)]
        meeting_setup.arrange_agenda(unit=unit, points=nothing, by=leader.id)


# How did we do


def _weeks_ago(weeks):
    return clock.today() - timedelta(weeks=weeks)


def _every(unit, every):
    setup, _made = MeetingSetup.objects.get_or_create(unit=unit)
    MeetingSetup.objects.filter(pk=setup.pk).update(check_every=every)


def _start(unit, weeks):
    """The unit's meeting so many weeks ago, started."""
    day = _weeks_ago(weeks)
    with clock.set_clock(datetime(day.year, day.month, day.day, 8, tzinfo=UTC)):
        from laeringslean.improvement.models import BoardMeeting

        meeting = BoardMeeting.objects.filter(unit=unit, planned_on=day).first() or make_meeting(unit, on=day)
        return meetings.start(meeting=meeting, by=None)


def _close(meeting, weeks, counts=None):
    day = _weeks_ago(weeks)
    with clock.set_clock(datetime(day.year, day.month, day.day, 9, tzinfo=UTC)):
        if counts:
            check = MeetingCheck.objects.get(meeting=meeting)
            good, fair, poor = counts
            meeting_setup.count_hands(check=check, good=good, fair=fair, poor=poor, by=None)
        meetings.close(meeting=meeting, by=None)


def test_every_fourth_meeting_asks_and_the_questions_take_turns(unit):
    asked = []
    for weeks in range(9, 0, -1):
        meeting = _start(unit, weeks)
        asked.append(MeetingCheck.objects.filter(meeting=meeting).values_list("question", flat=True).first())
        _close(meeting, weeks)
    assert asked == [None, None, None, "time", None, None, None, "voices", None]


@pytest.mark.parametrize(("every", "asked"), [(1, 3), (2, 1), (0, 0)])
def test_the_unit_chooses_how_often_it_is_asked(unit, every, asked):
    _every(unit, every)
    for weeks in (3, 2, 1):
        _close(_start(unit, weeks), weeks)
    assert MeetingCheck.objects.count() == asked


def test_hands_are_counted_on_the_last_point_and_never_after(unit, leader, client_of):
    _every(unit, 1)
    meeting = start_meeting(unit, by=leader)
    page = reverse("overview:meeting", args=[meeting.pk])
    client = client_of(leader)
    assert "Holdt vi tiden?" not in client.get(page).content.decode()
    meetings.go_to(meeting=meeting, position=6, by=None)
    assert "Holdt vi tiden?" in client.get(page).content.decode()
    hands = reverse("improvement:meeting-hands", args=[meeting.pk])
    client.post(hands, {"good": "5", "fair": "2", "poor": ""})
    check = MeetingCheck.objects.get()
    assert (check.good, check.fair, check.poor) == (5, 2, 0)
    meetings.close(meeting=meeting, by=None)
    with pytest.raises(MeetingRefused):
        meeting_setup.count_hands(check=check, good=9, fair=0, poor=0, by=None)


def test_fewer_than_five_answers_are_not_shown(unit):
    _every(unit, 1)
    _close(_start(unit, 2), 2, counts=(3, 1, 0))
    _close(_start(unit, 1), 1, counts=(3, 1, 1))
    assert [(check.good, check.fair, check.poor) for check in checks_of(unit.id)] == [(3, 1, 1)]


def test_the_trend_is_for_the_unit_itself(unit, leader, client_of):
    _every(unit, 1)
    _close(_start(unit, 1), 1, counts=(31, 1, 1))
    above = make_unit("Helse")
    unit.parent = above
    unit.save_changes("parent")
    people = {
        "member": (make_person(unit=unit), True),
        "leader": (leader, True),
        "facilitator": (make_person(role=Role.FACILITATOR, role_unit=unit), True),
        "leader above": (make_person(role=Role.UNIT_MANAGER, role_unit=above), False),
        "coordinator": (make_person(role=Role.LEAN_COORDINATOR), False),
        "union": (make_person(role=Role.UNION_REP, role_unit=unit), False),
        "guide": (make_person(role=Role.LEAN_GUIDE, role_unit=unit), False),
        "director": (make_person(role=Role.SERVICE_DIRECTOR, role_unit=above), False),
    }
    seen = {name: may_see_checks(viewer_of(person), unit.id) for name, (person, _expected) in people.items()}
    assert seen == {name: expected for name, (_person, expected) in people.items()}
    page = reverse("improvement:meeting-list", args=[unit.pk])
    assert "31" in client_of(leader).get(page).content.decode()
    assert ">31<" not in client_of(people["coordinator"][0]).get(page).content.decode()


# Minutes by mail


@pytest.fixture
def mail_works(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


def _reader(unit, **facts):
    person = make_person(unit=unit, **facts)
    meeting_setup.subscribe(unit=unit, wanted=True, by=person.id)
    return person


def _held_with(unit, text="Kjøp <kroker> & lim"):
    meeting = start_meeting(unit)
    meetings.record_outcome(meeting=meeting, kind="decision", text=text, by=None)
    meetings.close(meeting=meeting, by=None)
    return meeting


def test_minutes_go_to_those_who_asked_each_in_their_language_and_once(unit, tenant, mail_works):
    _reader(unit, email="nb@example.no", language="nb")
    _reader(unit, email="nn@example.no", language="nn")
    make_person(unit=unit, email="nobody@example.no")
    meeting_setup.set_up(
        unit=unit, check_every=4, minutes_address="avdeling@example.no", minutes_language="nn", by=None
    )
    _held_with(unit)
    minutes_letters.send_due(tenant.id)
    minutes_letters.send_due(tenant.id)
    sent = {letter.to[0]: letter for letter in mail.outbox}
    assert sorted(sent) == ["avdeling@example.no", "nb@example.no", "nn@example.no"]
    assert len(mail.outbox) == 3
    assert "Kjøp <kroker> & lim" in sent["nb@example.no"].body
    assert "Kjøp &lt;kroker&gt; &amp; lim" in sent["nb@example.no"].alternatives[0][0]
    assert "Du slår det av" in sent["nb@example.no"].body
    assert "Denne postkassa får" in sent["avdeling@example.no"].body
    assert sent["nb@example.no"].body != sent["nn@example.no"].body
    assert set(MinutesLetter.objects.values_list("state", flat=True)) == {LetterState.SENT}


def test_nobody_gets_what_they_may_no_longer_read(unit, tenant, mail_works):
    person = _reader(unit, email="borte@example.no")
    gone = _reader(unit, email="slutta@example.no")
    _held_with(unit)
    from laeringslean.organisation.models import Membership, Person

    Membership.objects.filter(person=person).delete()
    Person.objects.filter(pk=person.pk).update(access_version=77)
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    minutes_letters.send_due(tenant.id)
    assert mail.outbox == []
    assert set(MinutesLetter.objects.values_list("state", flat=True)) == {LetterState.GIVEN_UP}


class _Server:
    """A mail server that does what a test says."""

    on_open: Exception | None = None
    on_send: Exception | None = None

    def __init__(self, *args, **kwargs):
        pass

    def open(self):
        if self.on_open:
            raise self.on_open

    def send_messages(self, messages):
        if self.on_send:
            raise self.on_send
        mail.outbox.extend(messages)

    def close(self):
        pass


def test_a_letter_that_was_not_taken_is_tried_again_later_and_given_up_in_the_end(
    unit, tenant, mail_works, monkeypatch
):
    _reader(unit, email="nb@example.no")
    monkeypatch.setattr(minutes_letters, "get_connection", _Server)
    monkeypatch.setattr(_Server, "on_open", ConnectionRefusedError())
    _held_with(unit)
    minutes_letters.send_due(tenant.id)
    letter = MinutesLetter.objects.get()
    assert (letter.state, letter.tries) == (LetterState.WAITING, 1)
    minutes_letters.send_due(tenant.id)
    assert MinutesLetter.objects.get().tries == 1, "not at once"
    for hours in range(1, 60):
        with clock.set_clock(clock.now() + timedelta(hours=4 * hours)):
            minutes_letters.send_due(tenant.id)
    letter.refresh_from_db()
    assert (letter.state, letter.tries) == (LetterState.GIVEN_UP, minutes_letters.MOST_TRIES)


def test_a_letter_goes_when_the_server_is_back(unit, tenant, mail_works, monkeypatch):
    _reader(unit, email="nb@example.no")
    monkeypatch.setattr(minutes_letters, "get_connection", _Server)
    monkeypatch.setattr(_Server, "on_open", ConnectionRefusedError())
    _held_with(unit)
    minutes_letters.send_due(tenant.id)
    monkeypatch.setattr(_Server, "on_open", None)
    with clock.set_clock(clock.now() + timedelta(hours=1)):
        minutes_letters.send_due(tenant.id)
    assert [letter.to for letter in mail.outbox] == [["nb@example.no"]]


def test_a_letter_that_may_have_been_taken_is_never_sent_again(unit, tenant, mail_works, monkeypatch):
    _reader(unit, email="nb@example.no")
    monkeypatch.setattr(minutes_letters, "get_connection", _Server)
    monkeypatch.setattr(_Server, "on_send", SMTPServerDisconnected("gone"))
    _held_with(unit)
    minutes_letters.send_due(tenant.id)
    monkeypatch.setattr(_Server, "on_send", None)
    with clock.set_clock(clock.now() + timedelta(days=2)):
        minutes_letters.send_due(tenant.id)
    assert mail.outbox == []
    assert MinutesLetter.objects.get().state == LetterState.LEAVING


def test_where_no_mail_is_set_up_it_says_so_and_writes_no_letters(unit, leader, client_of, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    meeting_setup.subscribe(unit=unit, wanted=True, by=leader.id)
    _held_with(unit)
    assert not MinutesLetter.objects.exists()
    page = client_of(leader).get(reverse("improvement:meeting-list", args=[unit.pk])).content.decode()
    assert "ikke satt opp e-post" in page


def test_each_decides_for_themselves_about_the_minutes(unit, leader, client_of, mail_works):
    client = client_of(leader)
    page, choice = (reverse(f"improvement:{name}", args=[unit.pk]) for name in ("meeting-list", "minutes-subscription"))
    hold_meeting(unit, _weeks_ago(1))
    assert "Ja, send det til meg" in client.get(page).content.decode()
    client.post(choice, {"wanted": "on"})
    client.post(choice, {"wanted": "on"})
    assert "Ikke nå lenger, takk" in client.get(page).content.decode()
    client.post(choice, {"wanted": "off"})
    assert "Ja, send det til meg" in client.get(page).content.decode()


# Attendance


def test_attendance_shows_26_weeks_with_heads_held_and_missed(unit, leader, client_of):
    for weeks, heads in ((6, 9), (5, 7), (3, None), (2, 12)):
        meeting = _start(unit, weeks)
        if heads:
            meetings.attend(meeting=meeting, head_count=heads, shifts_present=[], by=None)
        _close(meeting, weeks)
    here = meetings_of(unit.id)
    attendance = attendance_of(here, rhythms([unit.id]).get(unit.id))
    recent = [(week.held, week.is_missed, week.heads) for week in attendance.weeks[-7:]]
    assert len(attendance.weeks) == 26
    assert [heads for _held, _missed, heads in recent] == [9, 7, None, None, 12, None, None]
    assert [held for held, _missed, _heads in recent] == [1, 1, 0, 1, 1, 0, 0]
    assert (attendance.most, max(bar.height for bar in attendance.bars)) == (12, 100)
    page = client_of(leader).get(reverse("improvement:meeting-list", args=[unit.pk])).content.decode()
    assert "<svg" in page
    assert page.count('<rect class="heads"') == 3


def test_the_list_of_meetings_takes_as_many_queries_for_three_as_for_one(unit, leader, client_of):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, page = client_of(leader), reverse("improvement:meeting-list", args=[unit.pk])
    counts = []
    for weeks in (5, 4, 3):
        hold_meeting(unit, _weeks_ago(weeks))
        client.get(page)
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        counts.append(len(captured))
    assert counts[0] == counts[-1]


def test_setting_up_conflicts_and_is_refused_as_elsewhere(unit, leader, client_of):
    client, page = client_of(leader), reverse("improvement:meeting-setup", args=[unit.pk])
    facts = {"check_every": "2", "minutes_address": "", "minutes_language": "nb", "version": "1"}
    assert client.post(page, facts).status_code == 302
    assert MeetingSetup.objects.get().check_every == 2
    assert client.post(page, facts).status_code == 409
    assert client.post(page, {**facts, "minutes_address": "ingen adresse"}).status_code == 422
