"""Bringing a list in on the pages: columns, words, preview, the background, and going back."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from laeringslean.config import housekeeping
from laeringslean.foundation import clock, uploads
from laeringslean.foundation.lists.kinds import Overtaken
from laeringslean.foundation.models import Event
from laeringslean.improvement.actions import imports as idea_imports
from laeringslean.improvement.models import Board, Idea
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.actions import list_imports
from laeringslean.organisation.models import ImportState, ListImport, Person, RoleGrant, Unit
from laeringslean.overview.actions import imports
from tests.factories.improvement import make_method
from tests.factories.lists import HEADINGS, csv_text, excel, small_list
from tests.factories.organisation import make_person, make_unit

pytestmark = pytest.mark.django_db
NEW = reverse("overview:import", args=["ideas"])


@pytest.fixture
def unit():
    make_method()
    return make_unit("Hjemmetjenesten Sør", external_id="hjs")


@pytest.fixture
def leader(unit):
    return make_person("Kari Nordmann", unit=unit, role=Role.DEPARTMENT_MANAGER, role_unit=unit)


@pytest.fixture
def client(client_of, leader):
    return client_of(leader)


def upload(client, content, name="ideer.xlsx", kind="ideas"):
    content = content.encode() if isinstance(content, str) else content
    return client.post(reverse("overview:import", args=[kind]), {"file": SimpleUploadedFile(name, content)})


def at(step, listed=None):
    listed = listed or ListImport.objects.latest("id")
    return reverse(f"overview:import-{step}", args=[listed.pk])


def answered(client, page):
    """What the page's form would send as it stands."""
    answer = client.get(page)
    assert answer.status_code == 200, answer
    sent = {}
    for question in answer.context.get("questions") or []:
        sent |= {word["name"]: word["chosen"] for word in question["words"]}
    for setting, value in answer.context.get("settings") or []:
        sent[setting.key] = value
    for column in answer.context.get("columns") or []:
        sent[f"column-{column['number']}"] = column["chosen"]
    return sent


def go_through(client, **words):
    """Columns and words as proposed, beside what is given."""
    assert client.post(at("columns"), answered(client, at("columns"))).headers["Location"] == at("words")
    assert client.post(at("words"), answered(client, at("words")) | words).headers["Location"] == at("preview")
    return client.get(at("preview"))


def import_all(client, tenant):
    assert client.post(at("start")).headers["Location"] == at("detail")
    imports.work_through(tenant.id)
    return ListImport.objects.latest("id")


def test_an_excel_list_is_understood_looked_through_and_imported(
    client, unit, leader, tenant, django_capture_on_commit_callbacks
):
    assert upload(client, excel(small_list())).headers["Location"] == at("columns")
    page = client.get(at("columns")).content.decode()
    assert "Hva plager oss" in page and "Vi leter etter nøkler" in page
    preview = go_through(client)
    report = preview.context["report"]
    assert (report.created, report.errors, Idea.objects.count()) == (4, [], 0)
    assert "Fast krok" in preview.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        listed = import_all(client, tenant)
    assert (listed.state, listed.result["created"]) == (ImportState.DONE, 4)
    assert "4" in client.get(at("detail")).content.decode()
    new, under_way, done, declined = Idea.objects.order_by("external_id")
    assert (new.state, new.raised_on, new.raised_by, new.search_text) == (
        "raised",
        date(2026, 2, 3),
        leader,
        new.words,
    )
    assert (under_way.state, under_way.owner, under_way.due_on) == ("planned", leader, date(2026, 12, 1))
    assert (done.state, done.done_on, done.decided_on, done.state_since) == ("closed", None, None, date(2026, 2, 3))
    assert (declined.state, declined.reason) == ("declined", "For dyrt")
    assert {idea.unit for idea in (new, under_way, done, declined)} == {unit}
    assert uploads.read(listed.kept) is None


def test_each_idea_says_that_it_came_with_a_list_and_the_board_is_told_once(client, unit, tenant):
    make_person(unit=unit)
    upload(client, excel(small_list()))
    go_through(client)
    before = Event.objects.count()
    import_all(client, tenant)
    new = Event.objects.order_by("sequence")[before:]
    kinds = [event.kind for event in new]
    assert kinds.count("improvement.ideas.imported") == 1 and kinds.count("improvement.idea.imported") == 4
    assert [event.details["board_version"] for event in new if "board_version" in event.details] == [
        Board.objects.get(unit=unit).cards_version
    ]
    idea = Idea.objects.get(state="closed")
    page = client.get(reverse("improvement:idea-detail", args=[idea.pk])).content.decode()
    assert "Kom inn med ei liste" in page


def test_the_same_list_again_changes_nothing_with_and_without_ids(client, tenant):
    for rows in (small_list(), [row[1:] for row in small_list()]):
        Idea.objects.all().delete()
        for created in (4, 0):
            upload(client, excel(rows))
            report = go_through(client).context["report"]
            assert (report.created, report.updated, report.unchanged) == (created, 0, 4 - created)
            if created:
                import_all(client, tenant)
    assert Idea.objects.count() == 4


def test_rows_that_say_the_same_are_one_idea(client):
    rows = [row[1:] for row in small_list()]
    upload(client, excel([*rows, rows[1]]))
    report = go_through(client).context["report"]
    assert (report.created, report.twins) == (4, [(6, 2)])


def test_bad_rows_are_shown_a_page_at_a_time_and_can_be_taken_along(client, leader):
    bad = [[n, f"Sak {n}", "", "Ny", "", "", "03/02/2026", "Ukjent Navn", ""] for n in range(60)]
    upload(client, excel([HEADINGS, *bad]))
    preview = go_through(client)
    assert len(preview.context["report"].errors) == 120
    page = preview.content.decode()
    assert "to ulike dager" in page and "Ukjent Navn" in page and "Importer lista" not in page
    assert len(client.get(at("preview"), {"page": 3}).context["page"].object_list) == 20
    taken = client.get(at("errors")).content.decode("utf-8-sig").splitlines()
    assert len(taken) == 121
    assert taken[1].startswith("2;Registrert av;") or taken[1].startswith("2;Dato;")
    assert taken[1].count("Sak 0") == 1


def test_unknown_names_can_be_left_out_and_missing_reasons_given(client, leader):
    rows = [HEADINGS, [1, "Sak", "", "Avvist", "Ukjent Navn", "", "", "Noen Andre", ""]]
    upload(client, excel(rows))
    assert len(go_through(client).context["report"].errors) == 3
    preview = go_through(client, people="skip", reason="Avvist før lista ble flyttet")
    assert preview.context["report"].created == 1


def test_a_word_that_means_nothing_here_must_be_given_a_meaning(client, leader):
    upload(client, excel([HEADINGS, [1, "Sak", "", "Grønn", "", "", "", "", ""]]))
    sent = answered(client, at("columns"))
    client.post(at("columns"), sent)
    words = answered(client, at("words"))
    assert words["word-state-0"] == ""
    client.post(at("words"), words)
    assert [error.column for error in client.get(at("preview")).context["report"].errors] == ["Status"]
    client.post(at("words"), words | {"word-state-0": "discussed"})
    assert client.get(at("preview")).context["report"].created == 1


def test_the_headings_and_the_sheet_can_be_corrected(client, leader):
    hidden = [["Hva plager oss"], *[["Hemmelig"]] * 9]
    shown = [["Forbedringsliste 2026"], [], ["Saken", "Når"], ["Lyset er borte", "3.2.2026"]]
    upload(client, excel(hidden, shown, hidden=0))
    listed = ListImport.objects.get()
    assert listed.mapping["sheet"] == 1
    client.post(at("columns"), {"sheet": 1, "header": 1})
    page = client.get(at("columns"))
    assert [column["heading"] for column in page.context["columns"]] == ["Saken", "Når"]
    faulty = client.post(at("columns"), {"column-1": "raised_on"})
    assert faulty.status_code == 422
    assert client.post(at("columns"), {"column-0": "problem", "column-1": "problem"}).status_code == 422
    client.post(at("columns"), {"column-0": "problem", "column-1": "raised_on"})
    assert client.post(at("words"), answered(client, at("words"))).status_code == 302
    assert client.get(at("preview")).context["examples"].rows[0][0] == "Lyset er borte"


def test_rows_go_to_the_units_they_name_of_those_one_may_import_into(client, unit, tenant):
    make_unit("Regnskap", external_id="regn")
    upload(client, csv_text([["Problem", "Avdeling"], ["Lys", "sør"], ["Penger", "Regnskap"]]), "a.csv")
    client.post(at("columns"), answered(client, at("columns")))
    words = answered(client, at("words"))
    assert words["word-unit-0"] == str(unit.pk)
    client.post(at("words"), words)
    assert [(error.line, error.column) for error in client.get(at("preview")).context["report"].errors] == [
        (3, "Avdeling")
    ]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rubbish", b"\xd0\xcf\x11\xe0gammel", b"\x00\x01\x02"])
def test_a_file_that_cannot_be_used_says_why_and_is_not_kept(client, content):
    answer = client.post(NEW, {"file": SimpleUploadedFile("x.xlsx", content)} if content else {})
    assert answer.status_code == 422
    assert "Fila kan ikke brukes" in answer.content.decode()
    assert not ListImport.objects.exists()


def test_an_import_is_stopped_before_it_is_written(client, tenant):
    upload(client, excel(small_list()))
    go_through(client)
    client.post(at("start"))
    listed = list_imports.claim()
    page = client.get(at("detail")).content.decode()
    assert "Stopp importen" in page and 'hx-trigger="every 1s"' in page
    client.post(at("cancellation"))
    imports._work_on(tenant.id, listed)
    listed.refresh_from_db()
    assert (listed.state, Idea.objects.count()) == (ImportState.CANCELLED, 0)
    client.post(at("reopening"))
    assert client.get(at("preview")).context["report"].created == 4


def test_what_waits_is_stopped_at_once_and_a_draft_is_thrown_away(client, tenant):
    upload(client, excel(small_list()))
    go_through(client)
    client.post(at("start"))
    client.post(at("cancellation"))
    assert imports.work_through(tenant.id) == 0
    listed = ListImport.objects.get()
    assert listed.state == ImportState.CANCELLED
    assert client.post(at("cancellation")).headers["Location"] == NEW
    assert not ListImport.objects.exists() and uploads.read(listed.kept) is None


def test_what_a_server_was_at_when_it_ended_is_shown_as_interrupted(client):
    upload(client, excel(small_list()))
    go_through(client)
    client.post(at("start"))
    listed = list_imports.claim()
    assert list_imports.interrupt_abandoned() == 0
    assert list_imports.interrupt_abandoned(all_of_them=True) == 1
    assert "Avbrutt" in client.get(at("detail")).content.decode()
    assert not list_imports.end(listed=listed, state=ImportState.DONE, result={})


def test_a_list_is_taken_by_one_worker_only(client):
    upload(client, excel(small_list()))
    go_through(client)
    client.post(at("start"))
    assert list_imports.claim() is not None
    assert list_imports.claim() is None


def test_what_somebody_changes_meanwhile_is_taken_into_account(client, tenant, monkeypatch):
    upload(client, excel(small_list()))
    go_through(client)
    client.post(at("start"))
    saved = idea_imports.PreparedIdeas.save
    attempts = []

    def overtaken_once(self):
        attempts.append(1)
        if len(attempts) == 1:
            raise Overtaken
        saved(self)

    monkeypatch.setattr(idea_imports.PreparedIdeas, "save", overtaken_once)
    imports.work_through(tenant.id)
    assert (ListImport.objects.get().state, Idea.objects.count(), len(attempts)) == (ImportState.DONE, 4, 2)


def test_when_it_fails_nothing_is_left_behind(client, tenant, monkeypatch):
    upload(client, excel(small_list()))
    go_through(client)
    client.post(at("start"))
    monkeypatch.setattr(idea_imports.IdeaImport, "_tell_boards", lambda self, by: 1 / 0)
    imports.work_through(tenant.id)
    assert (ListImport.objects.get().state, Idea.objects.count()) == (ImportState.FAILED, 0)
    assert not Event.objects.filter(kind="improvement.idea.imported").exists()


def test_somebody_who_lost_the_right_meanwhile_imports_nothing(client, leader, tenant):
    upload(client, excel(small_list()))
    go_through(client)
    client.post(at("start"))
    RoleGrant.objects.filter(person=leader).delete()
    Person.objects.filter(pk=leader.pk).update(access_version=99)
    imports.work_through(tenant.id)
    assert (ListImport.objects.get().state, Idea.objects.count()) == (ImportState.CANCELLED, 0)


def test_lists_of_others_are_nobodys_business(client, client_of, unit):
    upload(client, excel(small_list()))
    other = client_of(make_person(role=Role.DEPARTMENT_MANAGER, role_unit=unit))
    assert other.get(at("columns")).status_code == 404
    assert "ideer.xlsx" not in other.get(NEW).content.decode()


def test_old_lists_are_forgotten_at_night(client):
    upload(client, excel(small_list()))
    ListImport.objects.update(made_on=clock.today().replace(year=2020))
    housekeeping.prune()
    assert not ListImport.objects.exists()


def test_units_and_people_come_in_the_same_way(client_of, tenant):
    administrator = client_of(make_person(role=Role.ADMINISTRATOR))
    units = [
        ["Enhetsnr", "Enhetsnavn", "Enhetstype", "Overordnet"],
        ["h", "Helse", "Kommunalområde", ""],
        ["s", "Sør", "Avd.", "h"],
    ]
    upload(administrator, excel(units), kind="units")
    sent = answered(administrator, at("columns"))
    administrator.post(at("columns"), sent)
    words = answered(administrator, at("words"))
    blank = [name for name, chosen in words.items() if not chosen]
    administrator.post(at("words"), words | dict.fromkeys(blank, "department"))
    assert administrator.get(at("preview")).context["report"].created == 2
    assert import_all(administrator, tenant).state == ImportState.DONE
    assert Unit.objects.get(external_id="s").parent.name == "Helse"
    people = [["Ansattnr", "Navn", "E-post", "Avdeling", "Stilling %"], [17, "Ola Bø", "ola@k.example", "s", 0.5]]
    upload(administrator, excel(people), kind="people")
    client = administrator
    client.post(at("columns"), answered(client, at("columns")))
    report = client.get(at("preview")).context["report"]
    assert (report.created, report.errors) == (1, [])
    assert import_all(client, tenant).state == ImportState.DONE
    assert Person.objects.get(external_id="17").email == "ola@k.example"
