"""Moving ideas in the browser: which moves are offered to whom, and each move's own page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from laeringslean.foundation import clock
from laeringslean.improvement.actions import ideas
from laeringslean.improvement.models import MOVES_OF_IDEAS, Idea, Trial
from laeringslean.improvement.queries.ideas import last_decision, moves_for, path_of
from laeringslean.organisation.access.roles import Role
from tests.factories.improvement import make_escalated_to, make_idea, make_method
from tests.factories.organisation import make_person, make_unit, viewer_of

pytestmark = pytest.mark.django_db
UNTIL = clock.today() + timedelta(days=7)
SAID = {
    "parking": {"reason": "Etter ferien", "until": UNTIL},
    "escalation": {"reason": "Krever penger"},
    "escalation-reply": {"reply": "Ja"},
    "decline": {"reason": "Personvern"},
    "trial": {"plan": "Prøv", "look_at": "Minutter", "starts_on": clock.today(), "ends_on": UNTIL},
    "adjustment": {"plan": "Prøv", "look_at": "", "starts_on": clock.today(), "ends_on": UNTIL},
    "result": {"result": "Ti minutter"},
    "evaluation": {"worked": "no", "learned": "Mye", "decision": "drop"},
}
# (where the idea stands, the move, where it comes to, what the evaluation decided)
WALKS = [
    ("raised", "discussion", "discussed", "keep"),
    ("parked", "revival", "discussed", "keep"),
    ("discussed", "acceptance", "accepted", "keep"),
    ("raised", "parking", "parked", "keep"),
    ("discussed", "escalation", "escalated", "keep"),
    ("raised", "decline", "declined", "keep"),
    ("accepted", "plan", "planned", "keep"),
    ("planned", "trial", "testing", "keep"),
    ("testing", "result", "measured", "keep"),
    ("measured", "evaluation", "evaluated", "keep"),
    ("evaluated", "standard", "standardised", "keep"),
    ("evaluated", "adjustment", "testing", "adjust"),
    ("evaluated", "drop", "dropped", "drop"),
    ("accepted", "done", "done", "keep"),
    ("standardised", "closure", "closed", "keep"),
]


@pytest.fixture
def unit():
    make_method()
    area = make_unit("Området")
    make_person(role=Role.UNIT_MANAGER, role_unit=area)
    return make_unit("Hjemmetjenesten", parent=area)


@pytest.fixture
def leader(unit):
    return make_person("Lars", role=Role.DEPARTMENT_MANAGER, role_unit=unit)


def _url(idea, key):
    return reverse(f"improvement:idea-{key}", args=[idea.pk])


def _said(key, idea):
    if key == "plan":
        return {"owner": make_person(unit=idea.unit).pk, "due_on": UNTIL}
    return SAID.get(key, {})


@pytest.mark.parametrize(("state", "key", "target", "decision"), WALKS)
def test_every_move_has_a_page_and_is_made_there(client_of, leader, unit, state, key, target, decision):
    idea = make_idea(unit, state=state, decision=decision)
    client = client_of(leader)
    assert client.get(_url(idea, key)).status_code == 200
    response = client.post(_url(idea, key), {**_said(key, idea), "version": idea.version})
    assert (response.status_code, response.headers["Location"]) == (302, _url(idea, "detail"))
    assert Idea.objects.get(pk=idea.pk).state == target


@pytest.mark.parametrize("key", [move.key for move in MOVES_OF_IDEAS.values() if move.asks])
def test_a_move_that_asks_for_something_is_not_made_without_it(client_of, leader, unit, key):
    state = next(
        state for state, move, _target, decision in [*WALKS, ("escalated", "escalation-reply", "", "")] if move == key
    )
    idea = make_idea(unit, state=state, decision="adjust")
    who = leader if key != "escalation-reply" else make_person(role=Role.UNIT_MANAGER, role_unit=unit.parent)
    assert client_of(who).post(_url(idea, key), {"version": idea.version}).status_code == 422
    assert Idea.objects.get(pk=idea.pk).state == state


def test_where_a_move_leads_back_to(client_of, leader, unit):
    idea = make_idea(unit)
    board = reverse("overview:board", args=[unit.pk])
    assert client_of(leader).post(_url(idea, "acceptance"), {"next": board}).headers["Location"] == board
    other = make_idea(unit)
    response = client_of(leader).post(_url(other, "acceptance"), {"next": "https://evil.example/"})
    assert response.headers["Location"] == _url(other, "detail")


def test_an_impossible_move_is_explained_and_what_was_typed_is_kept(client_of, leader, unit):
    idea = make_idea(unit, state="closed")
    response = client_of(leader).post(_url(idea, "decline"), {"reason": "Min lange grunn"})
    assert response.status_code == 409
    assert "Min lange grunn" in response.content.decode()


def test_a_move_from_a_stale_page_shows_where_it_is_now_and_can_be_sent_again(client_of, leader, unit):
    idea = make_idea(unit)
    ideas.discuss(idea=Idea.objects.get(pk=idea.pk), by=None)
    client = client_of(leader)
    response = client.post(_url(idea, "decline"), {"reason": "Min grunn", "version": idea.version})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Min grunn" in page and f'name="version" value="{idea.version + 1}"' in page
    assert Idea.objects.get().state == "discussed"
    assert client.post(_url(idea, "decline"), {"reason": "Min grunn", "version": idea.version + 1}).status_code == 302


def test_days_that_have_passed_are_refused(client_of, leader, unit):
    yesterday = clock.today() - timedelta(days=1)
    client = client_of(leader)
    idea = make_idea(unit, state="accepted")
    owner = make_person(unit=unit)
    assert client.post(_url(idea, "plan"), {"owner": owner.pk, "due_on": yesterday}).status_code == 422
    idea = make_idea(unit)
    assert client.post(_url(idea, "parking"), {"reason": "Vent", "until": yesterday}).status_code == 422


def test_identity_numbers_are_refused_in_reasons_too(client_of, leader, unit):
    idea = make_idea(unit)
    assert client_of(leader).post(_url(idea, "decline"), {"reason": "Gjelder 131169 00216"}).status_code == 422


# Who is offered what


def _offered(person, idea):
    return [move.key for move in moves_for(viewer_of(person), idea, last_decision(idea))]


def test_moves_offered_depend_on_state_and_role(unit, leader):
    employee = make_person(unit=unit)
    facilitator = make_person(role=Role.FACILITATOR, role_unit=unit)
    guide = make_person(role=Role.LEAN_GUIDE, role_unit=unit)
    new, planned = make_idea(unit), make_idea(unit, state="planned")
    assert _offered(leader, new) == ["acceptance", "parking", "escalation", "decline", "discussion"]
    assert _offered(facilitator, new) == ["discussion"]
    assert _offered(employee, new) == _offered(guide, new) == []
    assert _offered(leader, planned) == ["plan", "trial", "done"]
    assert _offered(facilitator, planned) == _offered(employee, planned) == ["trial", "done"]
    assert _offered(guide, planned) == []


def test_only_whoever_it_was_lifted_to_may_reply(client_of, unit, leader):
    idea = make_escalated_to(unit.parent, from_unit=unit)
    above = make_person(role=Role.UNIT_MANAGER, role_unit=unit.parent)
    assert (_offered(leader, idea), _offered(above, idea)) == ([], ["escalation-reply"])
    assert client_of(leader).post(_url(idea, "escalation-reply"), {"reply": "Ja"}).status_code == 403
    assert client_of(above).post(_url(idea, "escalation-reply"), {"reply": "Ja"}).status_code == 302


def test_the_page_of_an_idea_shows_the_moves_as_buttons(client_of, unit, leader):
    idea = make_idea(unit)
    page = client_of(leader).get(_url(idea, "detail")).content.decode()
    assert f'action="{_url(idea, "acceptance")}"' in page
    assert f'href="{_url(idea, "parking")}"' in page
    assert _url(idea, "plan") not in page


# Moving a card from the board


def test_move_offers_what_is_possible_and_leads_to_it(client_of, unit, leader):
    idea = make_idea(unit)
    board = reverse("overview:board", args=[unit.pk])
    client = client_of(leader)
    page = client.get(_url(idea, "move"), {"next": board, "version": idea.version}).content.decode()
    assert 'value="parking"' in page and 'value="plan"' not in page
    query = {"next": board, "version": idea.version}
    response = client.post(_url(idea, "move"), {"move": "parking", **query})
    assert response.status_code == 302
    assert response.headers["Location"].startswith(_url(idea, "parking") + "?next=")
    response = client.post(_url(idea, "move"), {"move": "acceptance", **query})
    assert response.headers["Location"] == board
    assert Idea.objects.get().state == "accepted"


def test_move_refuses_what_one_may_not_do(client_of, unit):
    idea = make_idea(unit)
    response = client_of(make_person(unit=unit)).post(_url(idea, "move"), {"move": "acceptance"})
    assert response.status_code == 403
    assert Idea.objects.get().state == "raised"


# Where it is on its way


def _way(idea):
    return [
        (str(step.label), step.is_past, step.is_current)
        for step in path_of(idea, list(Trial.objects.filter(idea=idea)))
    ]


def test_the_path_shows_pukk_and_the_short_way_of_a_small_idea(unit, settings):
    from django.utils import translation

    with translation.override("en"):
        testing = _way(make_idea(unit, state="testing"))
        assert [label for label, _past, _now in testing] == [
            "Raised",
            "Decided",
            "Plan",
            "Do",
            "Check",
            "Act",
            "Finished",
        ]
        assert [now for _label, _past, now in testing].index(True) == 3
        assert [past for _label, past, _now in testing] == [True] * 3 + [False] * 4
        small = _way(make_idea(unit, state="closed"))
        assert [label for label, _past, _now in small] == ["Raised", "Decided", "Done", "Closed"]


def test_national_identity_numbers_are_refused_in_what_a_trial_looks_at(client_of, unit, leader):
    idea = make_idea(unit, state="planned")
    said = {**SAID["trial"], "look_at": "Gjelder 13116900216", "version": idea.version}
    response = client_of(leader).post(reverse("improvement:idea-trial", args=[idea.pk]), said)
    assert (response.status_code, Trial.objects.count()) == (422, 0)
