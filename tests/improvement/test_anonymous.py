"""Anonymous ideas, tried as an adversary would who has the database, its log and the files."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from laeringslean.foundation import clock, events
from laeringslean.foundation.keys import uuid4
from laeringslean.foundation.models import Event, RequestKey
from laeringslean.improvement.actions import anonymous, photos
from laeringslean.improvement.models import AnonymousSubmission, Board, Idea
from tests.factories.improvement import make_method, make_submission, picture
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db
ROUTE = reverse("improvement:anonymous-idea")
NEW = reverse("improvement:idea-new")


@pytest.fixture
def unit():
    make_method()
    return make_unit("Nattevakta")


@pytest.fixture
def nurse(unit):
    return make_person("Synnøve Hemmelig", unit=unit)


def _filled(unit, **values):
    keys = {"client_key": uuid4(), "anonymous_key": uuid4()}
    text = {"problem": "Vi blir aldri hørt", "kind": "deviation"}
    return {**text, "unit": unit.pk, "author": "anonymous", **keys, **values}


def _all_rows() -> dict[str, list[tuple]]:
    """Every row of every table, as the database has it."""
    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


def test_one_row_is_written_and_nothing_else_changes(client_of, nurse, unit):
    client = client_of(nurse)
    client.get(NEW)
    before = _all_rows()
    response = client.post(ROUTE, _filled(unit))
    after = _all_rows()
    assert response.headers["Location"] == reverse("improvement:anonymous-receipt")
    changed = [table for table in after if after[table] != before[table]]
    assert changed == ["improvement_anonymoussubmission"]
    assert len(after[changed[0]]) == 1
    submission = AnonymousSubmission.objects.get()
    assert (submission.id.version, submission.client_key.version) == (4, 4)
    assert nurse.id.hex not in after[changed[0]][0].replace("-", "")


def test_the_row_has_no_column_that_could_hold_a_person_or_a_time():
    columns = {field.name: field.get_internal_type() for field in AnonymousSubmission._meta.concrete_fields}
    assert "DateTimeField" not in columns.values()
    related = {field.related_model for field in AnonymousSubmission._meta.concrete_fields if field.related_model}
    assert apps.get_model("organisation.Person") not in related
    assert columns["submitted_on"] == "DateField"


@pytest.mark.parametrize("route", [ROUTE, NEW])
def test_marked_anonymous_it_is_anonymous_on_either_address(client_of, nurse, unit, route):
    client_of(nurse).post(route, _filled(unit))
    assert (AnonymousSubmission.objects.count(), Idea.objects.count()) == (1, 0)
    assert (Event.objects.filter(actor_id=nurse.id).count(), RequestKey.objects.count()) == (0, 0)


def test_on_its_own_address_it_is_anonymous_whatever_the_form_says(client_of, nurse, unit):
    client_of(nurse).post(ROUTE, _filled(unit, author="named"))
    assert (AnonymousSubmission.objects.count(), Idea.objects.count()) == (1, 0)


def test_sent_twice_it_waits_once_and_is_published_once(client_of, nurse, unit):
    client, filled = client_of(nurse), _filled(unit)
    client.post(ROUTE, filled)
    client.post(ROUTE, filled)
    assert AnonymousSubmission.objects.count() == 1
    anonymous.publish_waiting()
    client.post(ROUTE, filled)
    assert (AnonymousSubmission.objects.count(), Idea.objects.count()) == (0, 1)


def test_a_named_and_an_anonymous_idea_from_one_page_share_no_key(client_of, nurse, unit):
    client, filled = client_of(nurse), _filled(unit)
    client.post(ROUTE, filled)
    client.post(NEW, {**filled, "author": "named"})
    assert Idea.objects.get().client_key != AnonymousSubmission.objects.get().client_key


def test_publishing_makes_ideas_without_author_time_or_trace(unit):
    submissions = [make_submission(unit, problem=f"Sak {n}") for n in range(3)]
    before = Event.objects.count()
    assert anonymous.publish_waiting() == 3
    assert AnonymousSubmission.objects.count() == 0
    ideas = list(Idea.objects.all())
    assert sorted(idea.problem for idea in ideas) == ["Sak 0", "Sak 1", "Sak 2"]
    assert {idea.id for idea in ideas}.isdisjoint({submission.id for submission in submissions})
    for idea in ideas:
        assert (idea.id.version, idea.is_anonymous, idea.raised_by_id) == (4, True, None)
        assert (idea.raised_on, idea.search_text) == (clock.today(), idea.words)
    told = Event.objects.order_by("sequence")[before:]
    assert [(event.kind, event.actor_id, event.happened_at) for event in told] == [
        ("improvement.idea.raised", None, None)
    ] * 3
    assert told[2].details["board_version"] == Board.objects.get(unit=unit).cards_version
    assert anonymous.publish_waiting() == 0


def test_publishing_mixes_the_order(unit, monkeypatch):
    shuffled = []
    monkeypatch.setattr(
        anonymous.SystemRandom, "shuffle", lambda self, rows: (shuffled.append(len(rows)), rows.reverse())
    )
    for n in range(3):
        make_submission(unit, problem=f"Sak {n}")
    anonymous.publish_waiting()
    assert shuffled == [3]


def test_an_anonymous_event_can_have_no_actor(nurse):
    with pytest.raises(ValueError, match="actor"):
        events.record("improvement.idea.raised", subject_id=uuid4(), actor_id=nurse.id, anonymous=True)


def test_the_page_says_when_it_will_show(client_of, nurse):
    with clock.set_clock(datetime(2026, 3, 2, 9, 40, tzinfo=UTC)):
        assert "11:00" in client_of(nurse).get(reverse("improvement:anonymous-receipt")).content.decode()
    with clock.set_clock(datetime(2026, 3, 2, 22, 59, tzinfo=UTC)):
        assert anonymous.next_publication().strftime("%d. %H:%M") == "03. 00:00"


def test_a_picture_gets_a_new_name_and_says_no_time(unit, django_capture_on_commit_callbacks):
    sent = photos.receive(picture())
    make_submission(unit, photo=sent)
    assert photos.path_of(sent).stat().st_mtime % 86400 == 0
    with django_capture_on_commit_callbacks(execute=True):
        anonymous.publish_waiting()
    shown = Idea.objects.get().photo
    assert shown != sent
    assert photos.path_of(shown).exists() and not photos.path_of(sent).exists()


def test_a_picture_that_was_lost_does_not_hold_the_others_back(unit):
    sent = photos.receive(picture())
    make_submission(unit, photo=sent)
    photos.remove(sent)
    assert anonymous.publish_waiting() == 1
    assert Idea.objects.get().photo == ""


def test_nothing_is_logged(client_of, nurse, unit, caplog, capfd):
    caplog.set_level(0)
    client_of(nurse).post(ROUTE, _filled(unit))
    anonymous.publish_waiting()
    said = caplog.text + "".join(capfd.readouterr())
    assert "anonymous" not in said and "aldri hørt" not in said and nurse.id.hex not in said.replace("-", "")


def _bytes_on_disk() -> bytes:
    database = Path(connection.settings_dict["NAME"])
    return b"".join(path.read_bytes() for path in sorted(database.parent.glob(f"{database.name}*")))


def _ways_to_write(person) -> list[bytes]:
    return [person.id.hex.encode(), str(person.id).encode(), person.id.bytes, person.name.encode()]


@pytest.mark.only_sqlite
@pytest.mark.django_db(transaction=True)
def test_the_bytes_on_disk_name_the_author_no_more_often_than_before(client_of, tenant):
    make_method()
    unit = make_unit("Nattevakta")
    nurse = make_person("Synnøve Hemmelig", unit=unit)
    client = client_of(nurse)
    client.get(NEW)
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = _bytes_on_disk()
    assert nurse.name.encode() in before
    client.post(ROUTE, _filled(unit, problem="Dette er min varslersak"))
    waiting = _bytes_on_disk()
    anonymous.publish_waiting()
    published = _bytes_on_disk()
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    at_rest = _bytes_on_disk()
    assert b"min varslersak" in waiting and b"min varslersak" in published and b"min varslersak" in at_rest
    for written in _ways_to_write(nurse):
        assert [content.count(written) for content in (waiting, published, at_rest)] == [before.count(written)] * 3


@pytest.mark.only_sqlite
@pytest.mark.django_db(transaction=True)
def test_the_search_of_the_bytes_would_find_an_author(client_of, tenant):
    """The test above can fail: an idea sent with a name does leave it on disk."""
    make_method()
    unit = make_unit("Nattevakta")
    nurse = make_person("Synnøve Hemmelig", unit=unit)
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = _bytes_on_disk()
    client_of(nurse).post(NEW, _filled(unit, author="named"))
    after = _bytes_on_disk()
    assert any(after.count(written) > before.count(written) for written in _ways_to_write(nurse))
