"""Private drafts: kept, rewritten, raised once, and never anybody else's."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from laeringslean.config.housekeeping import prune
from laeringslean.foundation import clock
from laeringslean.foundation.keys import uuid4
from laeringslean.foundation.models import Event
from laeringslean.improvement.actions import drafts
from laeringslean.improvement.actions.drafts import MOST_DRAFTS, DraftRefused
from laeringslean.improvement.models import Idea, IdeaDraft
from laeringslean.organisation.access.roles import Role
from tests.factories.improvement import make_method
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db

SECRET = "Halvferdig tanke om vaktskiftet"


@pytest.fixture
def unit(db):
    make_method()
    return make_unit("Hjemmetjenesten Sør")


@pytest.fixture
def writer(unit):
    return make_person("Sara Skriver", unit=unit)


def keep(writer, unit=None, **facts):
    given = {"kind": "wish", "problem": SECRET, "client_key": uuid4(), **facts}
    return drafts.keep(unit=unit, by=writer.id, **given)


def test_whoever_chose_a_picture_is_told_that_a_draft_keeps_none(unit, writer, client_of):
    sent = {"problem": SECRET, "kind": "suggestion", "author": "named", "unit": str(unit.pk)}
    sent["client_key"] = str(uuid4())
    sent["photo"] = SimpleUploadedFile("vakt.jpg", b"any picture", content_type="image/jpeg")
    page = client_of(writer).post(reverse("improvement:draft-new"), sent, follow=True).content.decode()
    assert "Bildet blir ikke med i utkastet." in page
    assert IdeaDraft.objects.get().problem == SECRET


def test_the_form_of_a_new_idea_keeps_a_draft_once(unit, writer, client_of):
    client = client_of(writer)
    sent = {
        "proposal": SECRET,
        "problem": "",
        "kind": "suggestion",
        "author": "named",
        "unit": str(unit.pk),
        "client_key": str(uuid4()),
    }
    url = reverse("improvement:draft-new")
    assert client.post(url, sent).headers["Location"] == reverse("improvement:draft-list")
    client.post(url, sent)
    assert IdeaDraft.objects.get().title == SECRET
    page = client.get(reverse("improvement:draft-list")).content.decode()
    assert SECRET in page
    assert "data-draft-sent" in page
    assert not Idea.objects.exists()


def test_what_is_marked_anonymous_is_not_kept(unit, writer, client_of):
    sent = {"problem": SECRET, "kind": "wish", "author": "anonymous", "client_key": str(uuid4())}
    answer = client_of(writer).post(reverse("improvement:draft-new"), sent)
    assert answer.status_code == 422
    assert SECRET in answer.content.decode()
    assert not IdeaDraft.objects.exists()
    assert not Event.objects.filter(kind__startswith="improvement.draft").exists()


def test_an_empty_draft_is_refused(writer):
    with pytest.raises(DraftRefused):
        keep(writer, problem="  ")


def test_there_is_room_for_so_many(writer):
    for _ in range(MOST_DRAFTS):
        keep(writer)
    with pytest.raises(DraftRefused):
        keep(writer)


def test_nobody_else_reaches_a_draft_by_any_page(unit, writer, client_of):
    draft = keep(writer, unit)
    others = [
        make_person("Åse Administrator", unit=unit, role=Role.ADMINISTRATOR),
        make_person("Line Leder", unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit),
        make_person("Kari Koordinator", unit=unit, role=Role.LEAN_COORDINATOR),
    ]
    for other in others:
        client = client_of(other)
        assert client.get(reverse("improvement:draft-edit", args=[draft.pk])).status_code == 404
        for page in ("draft-edit", "draft-raising", "draft-removal"):
            assert client.post(reverse(f"improvement:{page}", args=[draft.pk])).status_code == 404
        lists = [
            reverse("improvement:draft-list"),
            reverse("improvement:idea-list") + "?q=vaktskiftet",
            reverse("improvement:idea-export"),
            reverse("overview:board", args=[unit.pk]),
            reverse("overview:home"),
        ]
        for address in lists:
            answer = client.get(address, follow=True)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert SECRET not in body.decode("utf-8", "ignore")
    assert IdeaDraft.objects.count() == 1


def test_the_events_of_a_draft_hold_nothing_of_it(unit, writer):
    draft = keep(writer, unit)
    drafts.revise(draft=draft, unit=unit, kind="wish", problem=f"{SECRET}!", by=writer.id)
    drafts.remove(draft=draft, by=writer.id)
    told = Event.objects.filter(kind__startswith="improvement.draft.").order_by("sequence")
    assert [(event.kind.rpartition(".")[2], event.unit_id, event.details) for event in told] == [
        ("kept", None, {}),
        ("revised", None, {}),
        ("removed", None, {}),
    ]


def test_a_draft_that_is_raised_is_one_idea_and_gone(unit, writer, client_of):
    draft = keep(writer, unit)
    client = client_of(writer)
    url, key = reverse("improvement:draft-raising", args=[draft.pk]), {"request_key": str(uuid4())}
    first, second = client.post(url, key), client.post(url, key)
    idea = Idea.objects.get()
    receipt = reverse("improvement:idea-receipt", args=[idea.pk])
    assert (first.headers["Location"], second.headers["Location"]) == (receipt, receipt)
    assert (idea.problem, idea.raised_by_id, idea.unit_id) == (SECRET, writer.id, unit.id)
    assert not IdeaDraft.objects.exists()
    # A draft read before it was raised, raised again, is the same idea.
    assert drafts.put_on_board(draft=draft, by=writer.id) == idea


def test_a_draft_without_board_or_problem_is_sent_back(unit, writer, client_of):
    client = client_of(writer)
    for draft in (keep(writer), keep(writer, unit, problem="", proposal=SECRET)):
        answer = client.post(reverse("improvement:draft-raising", args=[draft.pk]))
        assert answer.headers["Location"] == reverse("improvement:draft-edit", args=[draft.pk])
    assert IdeaDraft.objects.count() == 2
    assert not Idea.objects.exists()


def test_a_draft_is_rewritten_and_raised_from_one_form(unit, writer, client_of):
    draft = keep(writer)
    url = reverse("improvement:draft-edit", args=[draft.pk])
    sent = {"problem": "Nå vet jeg det", "kind": "suggestion", "unit": str(unit.pk), "version": "1"}
    assert client_of(writer).post(url, sent).headers["Location"] == reverse("improvement:draft-list")
    assert client_of(writer).post(url, sent).status_code == 409
    assert client_of(writer).post(url, {**sent, "version": "2", "raise": "1"}).status_code == 302
    assert Idea.objects.get().problem == "Nå vet jeg det"


def test_one_cannot_raise_where_one_may_not(writer, client_of):
    elsewhere = make_unit("Regnskap")
    draft = keep(writer, elsewhere)
    assert client_of(writer).post(reverse("improvement:draft-raising", args=[draft.pk])).status_code == 403
    assert not Idea.objects.exists()


def test_untouched_drafts_are_warned_of_and_go_after_a_year(unit, writer, client_of):
    keep(writer, unit)
    moment = datetime.combine(clock.today(), datetime.min.time(), UTC)
    client = client_of(writer)
    assert "warning" not in client.get(reverse("improvement:draft-list")).content.decode().split("<main")[1]
    IdeaDraft.objects.update(touched_on=clock.today() - timedelta(days=340))
    assert "slettes" in client.get(reverse("improvement:draft-list")).content.decode()
    with clock.set_clock(moment + timedelta(days=25, hours=12)):
        prune()
    assert IdeaDraft.objects.count() == 1
    with clock.set_clock(moment + timedelta(days=26, hours=12)):
        prune()
    assert not IdeaDraft.objects.exists()


def test_the_drafts_of_somebody_who_works_here_no_more_go(unit, writer):
    keep(writer, unit)
    stays = keep(make_person(unit=unit), unit)
    type(writer).objects.filter(pk=writer.pk).update(is_active=False)
    prune()
    assert list(IdeaDraft.objects.all()) == [stays]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_however_many_there_are(number, unit, writer, client_of, django_assert_max_num_queries):
    for _ in range(number):
        keep(writer, unit)
    client = client_of(writer)
    client.get("/")
    with django_assert_max_num_queries(6):
        assert client.get(reverse("improvement:draft-list")).status_code == 200
