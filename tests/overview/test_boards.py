"""The board page: what it shows, to whom, and when it is answered without being rendered."""

import gzip
import re
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from laeringslean.benefits.actions import agreements, benefits, divisors
from laeringslean.foundation import clock
from laeringslean.foundation.keys import uuid4
from laeringslean.improvement.actions import anonymous, boards, comments, ideas, meetings
from laeringslean.improvement.models import Board, Idea, IdeaState
from laeringslean.measures.actions import goals
from laeringslean.method.models import WasteType
from laeringslean.organisation.access.roles import Role
from tests.factories.boards import put_up
from tests.factories.meetings import a_method, make_meeting
from tests.factories.organisation import grant, make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def above(db):
    a_method()
    return make_unit("Helse og mestring")


@pytest.fixture
def unit(above):
    return make_unit("Hjemmetjenesten Sør", parent=above)


@pytest.fixture
def leader(unit):
    return make_person("Line Leder", unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit)


@pytest.fixture
def worker(unit):
    return make_person("Mona Medarbeider", unit=unit)


def address(unit, name="overview:board"):
    return reverse(name, args=[unit.pk])


def html_of(client, unit, name="overview:board"):
    response = client.get(address(unit, name))
    assert response.status_code == 200
    return response.content.decode()


def section(html: str, key: str) -> str:
    """The text of one section, as it reads."""
    match = re.search(rf'<section class="board-section" data-key="{key}".*?</section>', html, re.S)
    assert match, f"no section {key}"
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", match[0])).split())


# What the board shows


def test_sections_come_in_the_order_and_with_the_names_of_the_method(client_of, unit, worker):
    worker.language = "nn"
    worker.save_changes("language")
    html = html_of(client_of(worker), unit)
    names = re.findall(r'<h2 id="section-([a-z]+)" tabindex="-1">([^<]+?) ?<', html)
    assert [key for key, _ in names] == [
        *["vision", "goals", "new", "decided", "testing", "evaluate", "done", "escalated", "recognition"]
    ]
    assert dict(names)["testing"] == "Blir prøvd ut"
    assert 'lang="nn"' in html


@pytest.mark.parametrize(
    ("state", "key"),
    [
        (IdeaState.RAISED, "new"),
        (IdeaState.ACCEPTED, "decided"),
        (IdeaState.PLANNED, "decided"),
        (IdeaState.TESTING, "testing"),
        (IdeaState.MEASURED, "evaluate"),
        (IdeaState.DONE, "done"),
        (IdeaState.ESCALATED, "escalated"),
    ],
)
def test_a_card_stands_in_the_section_of_its_state(client_of, unit, above, leader, state, key):
    make_person(role=Role.UNIT_MANAGER, role_unit=above)
    put_up(unit, state, by=leader, title="Merk krokene")
    html = html_of(client_of(leader), unit)
    assert html.count("Merk krokene") == 1
    assert "Merk krokene" in section(html, key)


def test_a_card_tells_kind_time_thief_age_comments_owner_and_due_date(client_of, unit, worker):
    with clock.set_clock(clock.now() - timedelta(days=3)):
        idea = ideas.raise_idea(
            unit=unit,
            kind="deviation",
            problem="Vi leter",
            proposal="Merk krokene\nog mer",
            waste_type=WasteType.objects.get(key="searching"),
            by=worker.id,
        )
        comments.comment(idea=idea, body="Ja!", by=worker.id)
        ideas.accept(idea=idea, by=None)
        ideas.plan(idea=idea, owner_id=worker.id, due_on=clock.today() + timedelta(days=1), by=None)
    text = section(html_of(client_of(worker), unit), "decided")
    assert "Merk krokene" in text and "og mer" not in text
    for words in ["Avvik", "Leting", "3 dager siden", "1 kommentar", "Mona Medarbeider", "2 dager over fristen"]:
        assert words in text, words


def test_the_author_of_an_idea_is_not_on_the_board(client_of, unit, worker, leader):
    put_up(unit, by=worker, title="Merk krokene")
    for name in ("overview:board", "overview:board-cards"):
        html = html_of(client_of(leader), unit, name)
        assert "Merk krokene" in html
        assert "Mona Medarbeider" not in html and str(worker.id) not in html


def test_an_anonymous_idea_says_so_and_nothing_of_who_or_when(client_of, unit, worker, leader):
    anonymous.submit(unit=unit, kind="suggestion", problem="Vi venter på nøkler", client_key=uuid4())
    anonymous.publish_waiting()
    idea = Idea.objects.get()
    html = html_of(client_of(leader), unit)
    assert "Anonym" in section(html, "new")
    assert "Mona" not in html
    # The key in the links is random: one made from the clock would tell the minute.
    assert idea.id.version == 4 and str(idea.id) in html


def test_text_from_people_is_only_ever_text(client_of, unit, leader):
    nasty = "<script>alert(1)</script> & \"'"
    unit.name = nasty
    unit.save_changes("name")
    idea = put_up(unit, IdeaState.PLANNED, by=leader, title=nasty)
    leader.name = nasty
    leader.save_changes("name")
    meetings.recognise(unit=unit, text=nasty, by=leader.id)
    boards.arrange(board=boards.ensure(unit.id), vision=nasty, values=nasty, by=leader.id)
    html = html_of(client_of(leader), unit)
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;&#39;") >= 5
    assert str(idea.id) in html


def test_goals_stand_with_value_target_and_verdict(client_of, unit, worker):
    goal = goals.define(unit=unit, kind="quality", name="Besøk før kl. 9", target=Decimal(90), by=None)
    goals.enter_value(goal=goal, value=Decimal(80), by=worker.id)
    text = section(html_of(client_of(worker), unit), "goals")
    assert "Besøk før kl. 9" in text and "80" in text and "90" in text and "ikke nådd ennå" in text


def test_an_empty_board_teaches_and_is_not_made_by_being_looked_at(client_of, unit, worker):
    html = html_of(client_of(worker), unit)
    assert html.count('class="board-empty"') == 9
    assert not Board.objects.exists()


# Who sees what


def test_a_board_is_for_those_who_may_read_it(client_of, unit, leader):
    elsewhere = make_person(unit=make_unit())
    director = make_person(role=Role.SERVICE_DIRECTOR, role_unit=unit)
    codes = [client_of(person).get(address(unit)).status_code for person in (leader, elsewhere, director)]
    assert codes == [200, 404, 403]
    assert client_of(leader).get(reverse("overview:board", args=[uuid4()])).status_code == 404


def test_ideas_lifted_here_are_shown_to_whoever_answers_and_to_nobody_else(client_of, unit, above, leader):
    manager = make_person("Enhetsleder", unit=above, role=Role.UNIT_MANAGER, role_unit=above)
    colleague = make_person("Kollega", unit=above)
    put_up(unit, IdeaState.ESCALATED, by=leader, title="Kjøp elbil")
    assert "Kjøp elbil" in section(html_of(client_of(manager), above), "escalated")
    assert "Svar innen" in section(html_of(client_of(manager), above), "escalated")
    assert "Kjøp elbil" not in html_of(client_of(colleague), above)
    # On the board it came from it stands for everybody there.
    assert "Helse og mestring" in section(html_of(client_of(leader), unit), "escalated")


def freed_time(unit, leader, worker):
    divisors.set_divisor(hours=Decimal("37.5"), valid_from=clock.today(), by=None)
    idea = put_up(unit, IdeaState.DONE, by=leader, title="Merk krokene")
    benefit = benefits.identify(idea=idea, minutes=Decimal(30), persons=5, times_per_week=Decimal(5), by=leader.id)
    agreement = agreements.agree(
        benefit=benefit,
        use_of_time="Mer tid hos brukerne",
        use_kind="quality",
        takes_effect_on=clock.today(),
        follow_up_on=clock.today(),
        leader_id=leader.id,
        staff_representative_id=worker.id,
        by=leader.id,
    )
    agreements.sign_as_leader(agreement=agreement, by=leader.id)
    agreements.sign_as_staff(agreement=agreement, by=worker.id)
    second = put_up(unit, IdeaState.TESTING, by=leader)
    benefits.identify(idea=second, minutes=Decimal(60), persons=1, times_per_week=Decimal(2), by=leader.id)


def test_done_tells_freed_hours_their_use_and_the_sums_side_by_side(client_of, unit, leader, worker):
    freed_time(unit, leader, worker)
    text = section(html_of(client_of(worker), unit), "done")
    assert "12,5 timer i uka" in text and "Mer tid hos brukerne" in text
    assert re.search(r"Identifisert 14,5 timer i uka Avtalt 12,5 timer i uka Realisert 0,0 timer i uka", text), text


def test_whoever_may_not_read_benefits_gets_none_in_the_page(client_of, unit, leader, worker):
    freed_time(unit, leader, worker)
    html_of(client_of(worker), unit)
    html = html_of(client_of(make_person(role=Role.EXTERNAL_CONSULTANT, role_unit=unit)), unit)
    assert "Merk krokene" in html
    assert "12,5" not in html and "Mer tid" not in html


def test_moving_raising_and_arranging_are_offered_to_those_who_may(client_of, unit, leader, worker):
    put_up(unit, by=leader)
    rep = make_person(role=Role.UNION_REP, role_unit=unit)
    offered = []
    for person in (leader, worker, rep):
        container = re.search(r'<div id="board"[^>]*>', html_of(client_of(person), unit))
        assert container
        offered.append(sorted(re.findall(r"data-can-(\w+)", container[0])))
    assert offered == [["arrange", "move", "raise"], ["raise"], []]


def test_the_shared_list_holds_no_form_token(client_of, unit, leader):
    put_up(unit, by=leader)
    html = html_of(client_of(leader), unit, "overview:board-cards")
    assert "csrf" not in html.lower() and "Flytt til" in html


# When it is rendered, and when not


def queries_of(ask):
    with CaptureQueriesContext(connection) as captured:
        response = ask()
    # On PostgreSQL each request also tells the database which municipality it is for, and takes that back.
    setting_up = ("SAVEPOINT", "set_config", "current_setting")
    asked = [query["sql"] for query in captured if not any(word in query["sql"] for word in setting_up)]
    return response, asked


def test_the_board_takes_the_same_queries_for_one_card_and_for_three(client_of, unit, leader):
    client = client_of(leader)
    put_up(unit, by=leader)
    client.get(address(unit))
    numbers = []
    for more in (1, 2):
        for _ in range(more):
            put_up(unit, IdeaState.PLANNED, by=leader)
            put_up(unit, IdeaState.TESTING, by=leader)
        _, changed = queries_of(lambda: client.get(address(unit)))
        _, kept = queries_of(lambda: client.get(address(unit)))
        numbers.append((len(changed), len(kept)))
    # Always: the session and the board. After a change: cards, freed time, thanks.
    assert numbers == [(5, 2)] * 2


def test_the_first_look_of_all_takes_few_queries(client_of, unit, leader):
    put_up(unit, by=leader)
    _, queries = queries_of(lambda: client_of(leader).get(address(unit)))
    assert len(queries) <= 18


def test_an_unchanged_board_is_not_modified_in_two_queries(client_of, unit, leader):
    client = client_of(leader)
    put_up(unit, by=leader)
    etag = client.get(address(unit)).headers["ETag"]
    response, queries = queries_of(lambda: client.get(address(unit), headers={"if-none-match": etag}))
    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["ETag"] == etag
    assert len(queries) == 2


def etag_of(client, unit):
    return client.get(address(unit)).headers["ETag"]


CHANGES = {
    "a card": lambda unit, leader: put_up(unit, by=leader),
    "a comment": lambda unit, leader: comments.comment(idea=Idea.objects.get(), body="Ja", by=leader.id),
    "a thank-you": lambda unit, leader: meetings.recognise(unit=unit, text="Takk!", by=leader.id),
    "the vision": lambda unit, leader: boards.arrange(
        board=boards.ensure(unit.id), vision="Alltid i tide", values="", by=leader.id
    ),
    "a goal": lambda unit, leader: goals.define(unit=unit, kind="quality", name="Tid hos bruker", by=None),
    "a meeting": lambda unit, leader: make_meeting(unit, on=clock.today() + timedelta(days=2)),
    "the reader's rights": lambda unit, leader: grant(leader, Role.LEAN_GUIDE, unit=unit),
    "the organisation": lambda unit, leader: make_unit(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_etag_changes_with(client_of, unit, leader, change):
    put_up(unit, by=leader)
    client = client_of(leader)
    client.get(address(unit))
    before = etag_of(client, unit)
    assert etag_of(client, unit) == before
    CHANGES[change](unit, leader)
    assert etag_of(client, unit) != before


def test_the_etag_changes_with_reader_language_day_release_sign_in_and_page(client_of, unit, leader, worker, settings):
    client = client_of(leader)
    client.get(address(unit))
    tags = [etag_of(client, unit), etag_of(client_of(worker), unit)]
    leader.language = "nn"
    leader.save_changes("language")
    tags.append(etag_of(client, unit))
    with clock.set_clock(clock.now() + timedelta(days=1)):
        tags.append(etag_of(client, unit))
    settings.RELEASE = "99.0"
    tags.append(etag_of(client, unit))
    tags.append(etag_of(client_of(leader), unit))
    tags.append(client.get(address(unit, "overview:board-cards")).headers["ETag"])
    assert len(set(tags)) == len(tags)


def test_a_page_with_a_message_is_shown_and_not_kept(client_of, unit, leader):
    client = client_of(leader)
    etag = etag_of(client, unit)
    board = {"vision": "Alltid i tide", "values": "", "version": 0}
    client.post(reverse("improvement:board-arrangement", args=[unit.pk]), board)
    response = client.get(address(unit), headers={"if-none-match": etag})
    assert "Tavla er endret" in response.content.decode() and "ETag" not in response.headers
    assert "Tavla er endret" not in html_of(client, unit)


def test_a_compressed_board_is_the_same_board(client_of, unit, leader):
    put_up(unit, by=leader, title="Blåbærsyltetøy")
    client = client_of(leader)
    packed = client.get(address(unit, "overview:board-cards"), headers={"accept-encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content).decode() == html_of(client, unit, "overview:board-cards")


def test_five_hundred_cards_are_shown_each_once(client_of, unit, leader):
    for _ in range(500):
        put_up(unit, by=leader)
    html = html_of(client_of(leader), unit)
    assert html.count('<li class="card"') == 500
    assert len(html.encode()) < 500 * 1000


# Two editors


def test_a_card_that_somebody_else_has_moved_is_not_moved_again_unknowingly(client_of, unit, leader):
    other = make_person("Frida Fasilitator", unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit)
    idea = put_up(unit, by=leader, title="Merk krokene")
    move = re.search(r'href="([^"]+/move/[^"]+)"', html_of(client_of(leader), unit))
    assert move
    seen = dict(pair.split("=") for pair in unescape(move[1]).split("?")[1].split("&"))
    assert seen == {"next": address(unit), "version": str(idea.version)}
    first, second = client_of(leader), client_of(other)
    target = reverse("improvement:idea-move", args=[idea.pk])
    assert first.post(target, {**seen, "move": "acceptance"}).headers["Location"] == address(unit)
    plan = {**seen, "version": seen["version"], "reason": "Vi har ikke råd."}
    response = second.post(reverse("improvement:idea-decline", args=[idea.pk]), plan)
    assert response.status_code in (403, 409)
    idea.refresh_from_db()
    assert idea.state == IdeaState.ACCEPTED


def test_a_stale_move_comes_back_with_what_was_written_and_where_the_card_stands(client_of, unit, leader):
    idea = put_up(unit, by=leader, title="Merk krokene")
    stale = idea.version
    ideas.discuss(idea=idea, by=leader.id)
    client = client_of(leader)
    target = reverse("improvement:idea-parking", args=[idea.pk])
    response = client.post(target, {"version": stale, "reason": "Etter ferien.", "next": address(unit)})
    text = response.content.decode()
    assert response.status_code == 409
    assert "Etter ferien." in text and "Noen andre har endret dette i mellomtiden." in text
    idea.refresh_from_db()
    assert (idea.state, idea.reason) == (IdeaState.DISCUSSED, "")
    version = re.search(r'name="version" value="(\d+)"', text)
    assert version
    again = client.post(target, {"version": version[1], "reason": "Etter ferien.", "next": address(unit)})
    assert again.headers["Location"] == address(unit)
