"""Importing units and people: what is understood, what is refused and why, and doing it again."""

import time
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from laeringslean.foundation.models import Event
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.actions.import_files import looks_like_national_identity_number
from laeringslean.organisation.actions.imports import import_organisation
from laeringslean.organisation.actions.people import deactivate
from laeringslean.organisation.actions.roles import end_role
from laeringslean.organisation.models import Membership, Person, RoleGrant, Unit
from tests.factories.organisation import make_person, make_unit, viewer_of

pytestmark = pytest.mark.django_db

UNITS = """external_id;name;kind;parent_external_id
helse;Helse og mestring;kommunalområde;
hjt;Hjemmetjenesten;enhet;helse
hjs;Hjemmetjenesten Sør;avdeling;hjt
"""
PEOPLE = """external_id;name;email;unit_external_id;position_percent;role;staff_group;shift
1;Kari Nordmo;kari@kommune.example;hjs;100;avdelingsleder;Sykepleier;dag
2;Ola Bråthen;ola@kommune.example;hjs;62,5;;Helsefagarbeider;turnus
2;Ola Bråthen;ola@kommune.example;hjt;20;tillitsvalgt/verneombud;;natt
3;Berit Fossland;;helse;100;Kommunalsjef;;
4;Henrik Aasen;;;;kommunedirektør;;
"""


def bring_in(units=UNITS, people=PEOPLE, *, encoding="utf-8", **given):
    return import_organisation(units=units.encode(encoding), people=people.encode(encoding), **{"by": None, **given})


def reasons(report):
    return [(error.file, error.line, error.column, error.reason) for error in report.errors]


def test_units_people_memberships_and_roles_come_in():
    report = bring_in()
    assert (report.created, report.updated, report.errors, report.warnings) == (7, 0, [], [])
    units = {unit.external_id: unit for unit in Unit.objects.all()}
    assert (units["hjs"].parent, units["hjs"].kind) == (units["hjt"], "department")
    assert (units["helse"].parent, units["helse"].kind) == (None, "service_area")
    ola = Person.objects.get(external_id="2")
    work = {row.unit.external_id: (row.position_percent, row.staff_group, row.shift) for row in ola.memberships.all()}
    assert work == {
        "hjs": (Decimal("62.50"), "Helsefagarbeider", "rotating"),
        "hjt": (Decimal("20.00"), "", "night"),
    }
    roles = set(RoleGrant.objects.values_list("person__external_id", "role", "unit__external_id"))
    assert roles == {
        ("1", "department_manager", "hjs"),
        ("2", "union_rep", "hjt"),
        ("2", "safety_rep", "hjt"),
        ("3", "service_director", "helse"),
        ("4", "chief_executive", None),
    }
    event = Event.objects.get()
    assert (event.kind, event.details["people_created"]) == ("organisation.organisation.imported", 4)


def test_doing_it_again_changes_nothing():
    bring_in()
    report = bring_in()
    assert (report.created, report.updated) == (0, 0)
    assert Event.objects.count() == 1


def test_a_dry_run_tells_the_same_and_saves_nothing():
    report = bring_in(dry_run=True)
    assert (report.created, report.updated) == (7, 0)
    assert not Unit.objects.exists()
    assert not Event.objects.exists()


def test_what_differs_is_updated_by_external_id():
    bring_in()
    before = Unit.objects.get(external_id="hjs")
    report = bring_in(
        UNITS.replace("Hjemmetjenesten Sør;avdeling;hjt", "Heimetenesta Sør;avdeling;helse"),
        PEOPLE.replace("Kari Nordmo", "Kari Nordmo Berg").replace("62,5", "80"),
    )
    assert (report.units_updated, report.people_updated, report.created) == (1, 2, 0)
    unit = Unit.objects.get(pk=before.pk)
    assert (unit.name, unit.parent.external_id, unit.version) == ("Heimetenesta Sør", "helse", before.version + 1)
    assert Person.objects.get(external_id="1").name == "Kari Nordmo Berg"
    assert Membership.objects.get(person__external_id="2", unit=unit).position_percent == 80


def test_either_file_is_enough():
    assert bring_in(people="").created == 3
    assert bring_in(units="").created == 4
    assert bring_in(units="", people="").created == 0


def test_whoever_is_not_in_the_file_is_left_alone():
    stranger = make_person("Ikke i fila", unit=make_unit("Heller ikke"))
    bring_in()
    assert Person.objects.get(pk=stranger.pk).memberships.count() == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encodings_and_delimiters_are_recognised(encoding, delimiter):
    people = PEOPLE.replace("62,5", "62.5").replace(";", delimiter)
    report = bring_in(UNITS.replace(";", delimiter), people, encoding=encoding)
    assert reasons(report) == []
    assert Person.objects.filter(name="Ola Bråthen").exists()


@pytest.mark.parametrize(
    ("units_header", "people_header"),
    [
        ("ID;Navn;Type;Overordnet", "Ansattnummer;Navn;E-post;Enhet;Stillingsprosent;Rolle;Yrkesgruppe;Vakt"),
        ("Enhets-ID;Navn;Type;Ligger under", "ansattnr;NAVN;Epost;enhet_id;stilling;rolle;stillingsgruppe;skift"),
        ("id;namn;type;overordna", "tilsettnummer;namn;e-post;eining;prosent;rolle;yrkesgruppe;arbeidstid"),
    ],
)
def test_norwegian_column_names_are_understood(units_header, people_header):
    units = UNITS.split("\n", 1)[1]
    people = PEOPLE.split("\n", 1)[1]
    report = bring_in(f"{units_header}\n{units}", f"{people_header}\n{people}")
    assert (report.created, reasons(report), report.warnings) == (7, [], [])


def test_english_kinds_roles_and_shifts_are_understood():
    units = UNITS.replace("kommunalområde", "service_area").replace("enhet;", "unit;").replace("avdeling", "Department")
    people = PEOPLE.replace("avdelingsleder", "department_manager").replace("turnus", "rotating")
    assert reasons(bring_in(units, people)) == []


# What is refused


UNIT_HEADER = "external_id;name;kind;parent_external_id\n"
PERSON_HEADER = "external_id;name;email;unit_external_id;position_percent;role;staff_group;shift\n"


@pytest.mark.parametrize(
    ("rows", "line", "column", "reason"),
    [
        ("a;A;enhet;finnes-ikke", 2, "parent_external_id", "Det finnes ingen enhet med id-en «finnes-ikke»."),
        ("a;A;enhet;a", 2, "parent_external_id", "Enhetene ligger i ring: «A» ville ligget under seg selv."),
        ("a;A;enhet;\na;B;enhet;", 3, "external_id", "Id-en «a» står også på linje 2."),
        (";A;enhet;", 2, "external_id", "Cellen er tom."),
        ("a;;enhet;", 2, "name", "Cellen er tom."),
        ("a;A;;", 2, "kind", "Cellen er tom."),
        ("a;A;etat;", 2, "kind", "«etat» er ikke en type enhet. Skriv kommunalområde, enhet eller avdeling."),
        ("a;=1+1;enhet;", 2, "name", "Cellen begynner som en formel i et regneark (=, +, - eller @)."),
        ('a;"A\x07";enhet;', 2, "name", "Cellen har tegn som ikke kan vises."),
        (f"a;{'x' * 201};enhet;", 2, "name", "Teksten er lengre enn 200 tegn."),
        ("a;Kari 01019012345;enhet;", 2, "name", "Dette ligner et fødselsnummer, og det skal ikke inn i Læringslean."),
    ],
)
def test_a_bad_row_of_units_is_named_with_its_reason(rows, line, column, reason):
    report = bring_in(UNIT_HEADER + rows, "")
    assert reasons(report) == [("units", line, column, reason)]
    assert not Unit.objects.exists()


@pytest.mark.parametrize(
    ("rows", "line", "column", "reason"),
    [
        ("1;A;;finnes-ikke;100;;;", 2, "unit_external_id", "Det finnes ingen enhet med id-en «finnes-ikke»."),
        ("1;A;;hjs;100;;;\n1;A;;hjs;50;;;", 3, "external_id", "«1» står i denne enheten på linje 2 også."),
        ("1;A;;hjs;50;;;\n1;B;;hjt;50;;;", 3, "name", "Linje 2 har noe annet her for «1»."),
        ("1;A;;hjs;120;;;", 2, "position_percent", "«120» er ikke en stilling fra 0 til 100 prosent."),
        ("1;A;;hjs;-5;;;", 2, "position_percent", "«-5» er ikke en stilling fra 0 til 100 prosent."),
        ("1;A;;hjs;halv;;;", 2, "position_percent", "«halv» er ikke en stilling fra 0 til 100 prosent."),
        ("1;A;;hjs;33,333;;;", 2, "position_percent", "«33,333» er ikke en stilling fra 0 til 100 prosent."),
        ("1;A;;hjs;NaN;;;", 2, "position_percent", "«NaN» er ikke en stilling fra 0 til 100 prosent."),
        ("1;A;kari(at)kommune.no;hjs;100;;;", 2, "email", "«kari(at)kommune.no» er ikke en e-postadresse."),
        ("1;A;a@b.no;hjs;;;;\n2;B;A@b.no;hjs;;;;", 3, "email", "«1» har også denne e-postadressen i fila."),
        ("1;A;opptatt@b.no;hjs;;;;", 2, "email", "Noen andre har denne e-postadressen."),
        ("1;A;;hjs;100;sjef;;", 2, "role", "«sjef» er ikke en rolle."),
        ("1;A;;;;enhetsleder;;", 2, "role", "Enhetsleder gjelder i en enhet: skriv id-en til enheten også."),
        ("1;A;;hjs;100;;;morgen", 2, "shift", "«morgen» er ikke en vakt. Skriv dag, kveld, natt eller turnus."),
        (
            "01019012345;A;;hjs;100;;;",
            2,
            "external_id",
            "Dette ligner et fødselsnummer, og det skal ikke inn i Læringslean.",
        ),
        ("1;@SUM(A1);;hjs;100;;;", 2, "name", "Cellen begynner som en formel i et regneark (=, +, - eller @)."),
        (f"1;A;;hjs;100;;{'x' * 101};", 2, "staff_group", "Teksten er lengre enn 100 tegn."),
    ],
)
def test_a_bad_row_of_people_is_named_with_its_reason(rows, line, column, reason):
    make_person("Opptatt", email="opptatt@b.no", external_id="opptatt")
    report = bring_in(UNITS, PERSON_HEADER + rows)
    assert reasons(report) == [("people", line, column, reason)]
    assert not Unit.objects.exists(), "the units were right, but it is all or nothing"


def test_a_circle_over_several_units_names_all_in_it():
    report = bring_in(UNIT_HEADER + "a;A;enhet;c\nb;B;enhet;a\nc;C;enhet;b\nd;D;enhet;a\n", "")
    assert [error.line for error in report.errors] == [2, 3, 4]


def test_a_circle_through_a_unit_that_is_not_in_the_file_is_seen():
    bring_in(people="")
    report = bring_in(UNIT_HEADER + "helse;Helse og mestring;kommunalområde;hjs\n", "")
    assert [(error.line, error.column) for error in report.errors] == [(2, "parent_external_id")]


def test_the_reason_is_in_the_readers_language():
    with override("nn"):
        report = bring_in(UNIT_HEADER + ";A;enhet;", "")
    assert reasons(report) == [("units", 2, "external_id", "Cella er tom.")]


def test_every_error_is_told_not_only_the_first():
    report = bring_in(UNIT_HEADER + ";A;enhet;\nb;;etat;x\n", PERSON_HEADER + "1;;;x;200;y;;z\n")
    assert [(error.file, error.line) for error in report.errors] == [("units", 2), *[("units", 3)] * 3] + [
        ("people", 2)
    ] * 5


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"external_id;name\n", 1),
        (b"\xff\xfea", 1),
        (b'external_id;name;kind\na;"aldri lukket;enhet\n', 2),
        (b"external_id;name;kind\na;A;enhet;for;mange\n", 2),
        (b"external_id;name;kind\na;A\x00;enhet\n", 2),
        (b"external_id;name;navn;kind\na;A;A;enhet\n", 1),
    ],
)
def test_a_file_that_cannot_be_read_is_said_to_be_so(content, line):
    report = import_organisation(units=content, people=b"", by=None)
    assert [(error.file, error.line) for error in report.errors] == [("units", line)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01019012345", True),
        ("010190 12345", True),
        ("Kari, 41019012345", True),
        ("01419012345", True),
        ("99999999999", False),
        ("1234567890", False),
        ("123456789012", False),
        ("22 33 44 55", False),
    ],
)
def test_national_identity_numbers_are_recognised(text, expected):
    assert looks_like_national_identity_number(text) is expected


# What is only pointed out


def test_more_than_a_whole_position_is_pointed_out():
    report = bring_in(people=PEOPLE.replace(";62,5;", ";90;"))
    assert [(w.file, w.line, w.column, w.reason) for w in report.warnings] == [
        ("people", 4, "position_percent", "Stillingene til Ola Bråthen blir 110 prosent til sammen.")
    ]
    assert Person.objects.count() == 4


def test_a_column_that_is_not_used_is_pointed_out():
    report = bring_in(UNITS.replace("name;", "name;adresse;").replace(";Helse", ";Helse;x"), "")
    assert [(w.line, w.column) for w in report.warnings] == [(1, "adresse")]


def test_a_closed_account_stays_closed():
    bring_in()
    deactivate(person=Person.objects.get(external_id="1"), by=None)
    report = bring_in()
    assert [warning.reason for warning in report.warnings] == ["Kontoen til «Kari Nordmo» er stengt og forblir stengt."]
    assert not Person.objects.get(external_id="1").is_active


def test_a_role_that_was_ended_by_hand_stays_ended():
    bring_in()
    end_role(grant=RoleGrant.objects.get(role="department_manager"), by=None)
    report = bring_in()
    assert [(w.column, w.reason) for w in report.warnings] == [
        ("role", "Avdelingsleder er avsluttet for hånd og forblir avsluttet.")
    ]
    assert not viewer_of(Person.objects.get(external_id="1")).roles & {Role.DEPARTMENT_MANAGER}


# People who are there already


def test_somebody_registered_by_hand_is_found_by_address():
    kari = make_person("Kari", email="Kari@kommune.example")
    report = bring_in()
    assert (report.people_created, report.people_updated) == (3, 1)
    assert Person.objects.get(pk=kari.pk).external_id == "1"


def test_two_may_swap_addresses():
    people = PERSON_HEADER + "1;A;a@b.no;;;;;\n2;B;b@b.no;;;;;\n"
    bring_in("", people)
    bring_in("", people.replace("a@b.no", "§").replace("b@b.no", "a@b.no").replace("§", "b@b.no"))
    assert dict(Person.objects.values_list("external_id", "email")) == {"1": "b@b.no", "2": "a@b.no"}


def test_a_file_without_addresses_takes_nobodys_address_away():
    bring_in()
    bring_in(people=PEOPLE.replace("kari@kommune.example", ""))
    assert Person.objects.get(external_id="1").email == "kari@kommune.example"


def test_nobody_gives_themselves_rights_by_way_of_a_file():
    me = make_person("Thi", role=Role.ADMINISTRATOR, external_id="1", email="kari@kommune.example")
    report = bring_in(by=me.id)
    assert {error.reason for error in report.errors} == {"Du kan ikke endre dine egne rettigheter. Spør en kollega."}


def test_a_file_makes_no_administrator_but_for_the_command():
    people = PERSON_HEADER + "1;A;;;;administrator;;\n"
    me = make_person(role=Role.ADMINISTRATOR)
    assert [error.column for error in bring_in("", people, by=me.id).errors] == ["role"]
    assert bring_in("", people).errors == []


# How fast


def _large():
    units = ["external_id;name;kind;parent_external_id"]
    units += [f"u{n};Enhet {n};enhet;{f'u{n // 8}' if n else ''}" for n in range(60)]
    people = [PERSON_HEADER.strip()]
    people += [
        f"p{n};Person {n};p{n}@kommune.example;u{n % 60};{50 + n % 50};;Gruppe {n % 7};turnus" for n in range(2000)
    ]
    return "\n".join(units), "\n".join(people)


def test_sixty_units_and_two_thousand_people_come_in_within_seconds():
    units, people = _large()
    start = time.monotonic()
    report = bring_in(units, people)
    assert (report.created, report.errors) == (2060, [])
    assert time.monotonic() - start < 10
    assert bring_in(units, people).created == 0


def test_the_number_of_queries_does_not_grow_with_the_rows():
    units, people = _large()

    def queries(rows):
        with CaptureQueriesContext(connection) as captured:
            bring_in(units, "\n".join(people.split("\n")[:rows]), dry_run=True)
        return len(captured)

    assert queries(20) == queries(2001)
