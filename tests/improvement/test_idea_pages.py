"""Ideas in the browser: raising, reading, finding, rewriting, commenting."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from laeringslean.foundation import clock
from laeringslean.foundation.keys import uuid4
from laeringslean.foundation.models import Event
from laeringslean.improvement.actions import comments, ideas
from laeringslean.improvement.models import Comment, Idea
from laeringslean.method.models import WasteType
from laeringslean.organisation.access.roles import Role
from tests.factories.improvement import advance, make_escalated_to, make_idea, make_method, make_submission
from tests.factories.organisation import add_to, make_person, make_unit

pytestmark = pytest.mark.django_db
NEW = reverse("improvement:idea-new")
NATIONAL_NUMBER = "13116900216"


@pytest.fixture
def unit():
    make_method()
    return make_unit("Hjemmetjenesten")


@pytest.fixture
def nurse(unit):
    return make_person("Kari Nordmann", unit=unit)


@pytest.fixture
def leader(unit):
    return make_person("Lars Leder", role=Role.DEPARTMENT_MANAGER, role_unit=unit)


def _page(idea, name="idea-detail"):
    return reverse(f"improvement:{name}", args=[idea.pk])


def _filled(unit, **values):
    keys = {"client_key": uuid4(), "anonymous_key": uuid4()}
    return {"problem": "Vi leter", "kind": "suggestion", "unit": unit.pk, "author": "named", **keys, **values}


# Raising


def test_new_idea_opens_in_the_first_field_with_suggestion_and_home_unit_chosen(client_of, nurse, unit):
    page = client_of(nurse).get(NEW).content.decode()
    assert re.search(r"<textarea[^>]*name=\"problem\"[^>]*autofocus", page)
    assert re.search(r"value=\"suggestion\"[^>]*checked", page)
    assert f'type="hidden" name="unit" value="{unit.pk}"' in page
    assert re.search(r"value=\"named\"[^>]*checked", page)
    assert unit.name in page[page.index('class="audience named"') :]


def test_somebody_in_several_units_chooses_and_the_wanted_one_is_chosen_already(client_of, nurse, unit):
    second = make_unit("Kjøkkenet")
    add_to(second, nurse, position_percent=20)
    page = client_of(nurse).get(NEW).content.decode()
    assert f'<option value="{unit.pk}" selected>' in page
    page = client_of(nurse).get(f"{NEW}?unit={second.pk}").content.decode()
    assert f'<option value="{second.pk}" selected>' in page


def test_sending_only_the_problem_is_enough(client_of, nurse, unit):
    response = client_of(nurse).post(NEW, _filled(unit, problem="Lyset i gangen er borte"))
    idea = Idea.objects.get()
    assert response.status_code == 302
    assert response.headers["Location"] == _page(idea, "idea-receipt")
    assert (idea.problem, idea.kind, idea.unit, idea.raised_by) == (
        "Lyset i gangen er borte",
        "suggestion",
        unit,
        nurse,
    )


def test_sending_everything(client_of, nurse, unit):
    waste = WasteType.objects.get(key="searching")
    filled = _filled(unit, proposal="Krok", expected_effect="Ro", kind="wish", waste_type=waste.pk)
    client_of(nurse).post(NEW, filled)
    idea = Idea.objects.get()
    assert (idea.proposal, idea.expected_effect, idea.kind, idea.waste_type) == ("Krok", "Ro", "wish", waste)


def test_sending_twice_makes_one_idea_and_shows_the_same_receipt(client_of, nurse, unit):
    client, filled = client_of(nurse), _filled(unit)
    first, second = client.post(NEW, filled), client.post(NEW, filled)
    assert first.headers["Location"] == second.headers["Location"]
    assert Idea.objects.count() == 1


def test_an_empty_problem_is_asked_for_and_what_was_typed_is_kept(client_of, nurse, unit):
    response = client_of(nurse).post(NEW, _filled(unit, problem=" ", proposal="Min gode idé"))
    assert response.status_code == 422
    assert "Min gode idé" in response.content.decode()
    assert Idea.objects.count() == 0


@pytest.mark.parametrize("field", ["problem", "proposal", "expected_effect"])
@pytest.mark.parametrize("author", ["named", "anonymous"])
def test_national_identity_numbers_are_refused_in_every_answer(client_of, nurse, unit, field, author):
    filled = _filled(unit, author=author, **{field: f"Bruker {NATIONAL_NUMBER} fikk ikke hjelp"})
    response = client_of(nurse).post(NEW, filled)
    assert response.status_code == 422
    assert NATIONAL_NUMBER in response.content.decode()
    assert Idea.objects.count() == 0


def test_an_idea_for_a_unit_that_is_not_mine_is_refused(client_of, nurse, unit):
    response = client_of(nurse).post(NEW, _filled(make_unit("Andre")))
    assert response.status_code == 422
    assert Idea.objects.count() == 0


def test_the_receipt_says_what_happens_next_and_offers_one_more(client_of, nurse, unit):
    idea = make_idea(unit, by=nurse, proposal="Fast krok")
    page = client_of(nurse).get(_page(idea, "idea-receipt")).content.decode()
    assert "Fast krok" in page
    assert f"{NEW}?unit={unit.pk}" in page
    assert 'data-draft-sent="idea-new"' in page


def test_who_has_more_to_say_begins_the_next_one_at_once(client_of, unit, nurse):
    client = client_of(nurse)
    response = client.post(NEW, {**_filled(unit), "another": "1"})
    assert response.headers["Location"] == f"{NEW}?unit={unit.pk}"
    page = client.get(response.headers["Location"]).content.decode()
    # What was kept on this device has arrived, so that the form is empty.
    assert "Her er det plass til det neste." in page and 'data-draft-sent="idea-new"' in page
    assert 'data-draft-sent="idea-new"' not in client.get(NEW).content.decode()
    assert Idea.objects.count() == 1


# Reading


def test_detail_shows_the_answers_who_where_and_what_has_happened(client_of, nurse, leader, unit):
    idea = make_idea(unit, by=nurse, problem="Vi leter <b>", proposal="Krok", expected_effect="Ro")
    ideas.accept(idea=idea, by=leader.id)
    page = client_of(leader).get(_page(idea)).content.decode()
    for text in ("Vi leter &lt;b&gt;", "Krok", "Ro", "Kari Nordmann", "Lars Leder"):
        assert text in page
    assert len(re.findall(r'aria-current="step"', page)) == 1
    assert reverse("benefits:idea-panel", args=[idea.pk]) in page


def test_detail_of_an_anonymous_idea_names_nobody(client_of, nurse, unit):
    from laeringslean.improvement.actions import anonymous

    make_submission(unit, problem="Noe er galt")
    anonymous.publish_waiting()
    page = client_of(nurse).get(_page(Idea.objects.get())).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert "Kari Nordmann" not in main
    assert not re.search(r"\d\d:\d\d", main)


def test_detail_shows_trials_evaluations_and_the_reply_from_above(client_of, leader, unit):
    idea = make_idea(unit, state="evaluated")
    assert "Ti minutter spart" in (page := client_of(leader).get(_page(idea)).content.decode())
    assert "At det går" in page
    waiting = make_escalated_to(make_unit("Ledelsen"), from_unit=unit)
    ideas.answer_escalation(idea=waiting, reply="Ja, det betaler vi", by=leader.id)
    assert "Ja, det betaler vi" in client_of(leader).get(_page(waiting)).content.decode()


def test_whoever_it_was_lifted_to_sees_that_one_card_until_it_is_answered(client_of, unit):
    area = make_unit("Området")
    director = make_person(role=Role.SERVICE_DIRECTOR, role_unit=area)
    make_idea(unit)
    idea = make_escalated_to(area, from_unit=unit)
    client = client_of(director)
    response = client.get(_page(idea))
    assert response.status_code == 200
    assert reverse("overview:board", args=[unit.pk]) not in response.content.decode()
    response = client.post(_page(idea, "idea-escalation-reply"), {"reply": "Ja"})
    assert response.headers["Location"] == reverse("overview:home")
    assert client.get(_page(idea)).status_code == 404
    assert client.get(_page(Idea.objects.exclude(pk=idea.pk).get())).status_code == 404


def _questions(client, page) -> int:
    """How many questions a page asks of the database, apart from telling PostgreSQL the municipality."""
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len([query for query in asked if "_config(" not in query["sql"] and "current_setting(" not in query["sql"]])


def test_detail_asks_no_more_of_the_database_with_more_comments(client_of, nurse, unit):
    idea, client, asked = make_idea(unit, by=nurse), client_of(nurse), []
    for number in (1, 2):
        for n in range(number):
            comments.comment(idea=idea, body=f"Bra {n}", by=make_person(unit=unit).id)
        asked.append(_questions(client, _page(idea)))
    assert asked == [11, 11]


# Finding


LIST = reverse("improvement:idea-list")


def _found(client, **query):
    page = client.get(LIST, query).content.decode()
    return re.findall(r'<a class="ds-link" href="/improvement/ideas/[^"]+/">([^<]+)</a>', page)


def test_search_finds_all_words_whatever_their_case_also_æøå(client_of, nurse, unit):
    make_idea(unit, problem="ÆRLIG talt: Blåbærsyltetøyet er borte", proposal="Å kjøpe mer")
    make_idea(unit, problem="Bilen", proposal="Ny bil 100%")
    client = client_of(nurse)
    assert _found(client, q="blåBÆR ærlig") == ["Å kjøpe mer"]
    assert _found(client, q="Å KJØPE") == ["Å kjøpe mer"]
    assert _found(client, q="blåbær bil") == []
    assert _found(client, q="100%") == ["Ny bil 100%"]
    assert _found(client, q="%") == ["Ny bil 100%"]
    assert _found(client, q="_") == []


def test_the_list_is_narrowed_by_unit_state_kind_and_mine(client_of, nurse, unit):
    below = make_unit("Avdelingen", parent=unit)
    make_idea(unit, by=nurse, proposal="Mitt", kind="wish")
    make_idea(unit, proposal="Ferdig", state="closed")
    make_idea(below, proposal="Under")
    make_idea(make_unit(), proposal="Fremmed")
    client = client_of(nurse)
    assert sorted(_found(client)) == ["Ferdig", "Mitt", "Under"]
    assert _found(client, unit=below.pk) == ["Under"]
    assert sorted(_found(client, state="open")) == ["Mitt", "Under"]
    assert _found(client, state="closed") == ["Ferdig"]
    assert _found(client, kind="wish") == ["Mitt"]
    assert _found(client, mine="on") == ["Mitt"]


def test_the_list_is_paged_and_keeps_what_was_searched_for(client_of, nurse, unit):
    for n in range(27):
        make_idea(unit, proposal=f"Krok {n}")
    client = client_of(nurse)
    assert len(_found(client, q="krok")) == 25
    assert len(_found(client, q="krok", page=2)) == 2
    assert "?q=krok&amp;page=2" in client.get(LIST, {"q": "krok"}).content.decode()


def test_the_list_asks_no_more_of_the_database_with_more_ideas(client_of, nurse, unit):
    client, asked = client_of(nurse), []
    for number in (1, 3):
        while len(_found(client)) < number:
            make_idea(make_unit(parent=unit), proposal="Krok")
        asked.append(_questions(client, LIST))
    assert asked == [4, 4]


def test_an_empty_list_teaches_the_next_step(client_of, nurse, unit):
    assert reverse("improvement:idea-new") in client_of(nurse).get(LIST).content.decode()
    assert LIST in client_of(nurse).get(LIST, {"q": "finnes ikke"}).content.decode()


# Rewriting


def _rewritten(idea, **values):
    return {"problem": "Ny", "kind": "wish", "version": idea.version, **values}


def test_the_proposer_rewrites_until_it_is_answered_and_a_moderator_always(client_of, nurse, leader, unit):
    idea = make_idea(unit, by=nurse)
    assert client_of(nurse).post(_page(idea, "idea-edit"), _rewritten(idea)).status_code == 302
    idea.refresh_from_db()
    assert (idea.problem, idea.kind) == ("Ny", "wish")
    advance(idea, "accepted")
    assert client_of(nurse).get(_page(idea, "idea-edit")).status_code == 403
    assert client_of(leader).post(_page(idea, "idea-edit"), _rewritten(idea, problem="Ryddet")).status_code == 302
    assert client_of(make_person(unit=unit)).get(_page(idea, "idea-edit")).status_code == 403


def test_two_who_rewrite_at_once_see_both_texts(client_of, nurse, unit):
    idea = make_idea(unit, by=nurse, problem="Først")
    ideas.edit(idea=Idea.objects.get(pk=idea.pk), kind="wish", problem="Den andres tekst", by=nurse.id)
    client = client_of(nurse)
    response = client.post(_page(idea, "idea-edit"), _rewritten(idea, problem="Min tekst"))
    page = response.content.decode()
    assert response.status_code == 409
    assert "Min tekst" in page and "Den andres tekst" in page
    assert Idea.objects.get().problem == "Den andres tekst"
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    again = client.post(_page(idea, "idea-edit"), _rewritten(idea, problem="Min tekst", version=version[1]))
    assert again.status_code == 302
    assert Idea.objects.get().problem == "Min tekst"


# Commenting


def test_a_comment_is_written_once_and_shown_with_its_name(client_of, nurse, unit):
    idea = make_idea(unit)
    client, filled = client_of(nurse), {"body": "Bra <i>", "client_key": uuid4()}
    for _ in range(2):
        assert client.post(_page(idea, "idea-comments"), filled).status_code == 302
    assert Comment.objects.get().author == nurse
    assert Event.objects.filter(kind="improvement.idea.commented", subject_id=idea.id).count() == 1
    page = client.get(_page(idea)).content.decode()
    assert "Bra &lt;i&gt;" in page and "Kari Nordmann" in page


def test_an_empty_or_identifying_comment_is_refused(client_of, nurse, unit):
    idea = make_idea(unit)
    for body in (" ", f"Gjelder {NATIONAL_NUMBER}"):
        assert client_of(nurse).post(_page(idea, "idea-comments"), {"body": body}).status_code == 422
    assert Comment.objects.count() == 0


def test_a_comment_is_taken_away_by_its_author_or_a_moderator(client_of, nurse, leader, unit):
    idea = make_idea(unit)
    for who, status, left in [(make_person(unit=unit), 403, 1), (nurse, 302, 0), (leader, 302, 0)]:
        comment = comments.comment(idea=idea, body="Bra", by=nurse.id)
        removal = reverse("improvement:comment-removal", args=[comment.pk])
        assert client_of(who).post(removal).status_code == status
        assert Comment.objects.filter(pk=comment.pk).count() == left


def test_pages_of_an_idea_elsewhere_do_not_exist(client_of, unit):
    idea = make_idea(unit, proposal="Hemmelig")
    stranger = client_of(make_person(unit=make_unit()))
    for name in ("idea-detail", "idea-receipt", "idea-edit", "idea-photo", "idea-move", "idea-acceptance"):
        assert stranger.get(_page(idea, name)).status_code == 404
    assert idea.raised_on == clock.today()


def test_a_no_and_a_not_now_stand_first_with_their_reason_and_nothing_lies_ahead_of_a_no(client_of, nurse, unit):
    declined, parked = make_idea(unit, problem="Bytt leverandør"), make_idea(unit, problem="Kjøp sykler")
    ideas.decline(idea=declined, reason="Avtalen gjelder til 2028", by=None)
    ideas.park(idea=parked, reason="Budsjettet er brukt", by=None)
    page = client_of(nurse).get(_page(declined)).content.decode()
    assert page.index("Svaret er nei") < page.index("Avtalen gjelder til 2028") < page.index("Problemet</h2>")
    assert "Planlegg</li>" not in page
    page = client_of(nurse).get(_page(parked)).content.decode()
    assert page.index("Forslaget venter") < page.index("Budsjettet er brukt") < page.index("Problemet</h2>")
    assert "Planlegg</li>" in page
