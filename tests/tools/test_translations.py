import gettext
import json
from pathlib import Path

import pytest

from tools import translations

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext

TITLE = gettext_lazy("Board")

def text(count):
    return _("Save"), ngettext("%(count)s idea", "%(count)s ideas", count), pgettext("month", "May")
"""
DJANGO = """
{% trans "Main menu" %}
    <p title="{% translate 'Close' %}">{% card title=_("Waste") %}</p>
  {% blocktranslate count n=ideas|length %}{{ n }} card{% plural %}{{ n }} cards{% endblocktranslate %}
{% blocktrans trimmed with name=person.name %}
  Hello
  {{ name }}
{% endblocktrans %}
"""
JINJA = """
{% for idea in ideas %}
  <li>{{ _("Due %(date)s", date=idea.due) }} {% trans %}Overdue{% endtrans %}</li>
{% endfor %}
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A product of one room, with every kind of source."""
    room = tmp_path / "src/laeringslean/improvement"
    for name, content in {
        "__init__.py": "",
        "views.py": PYTHON,
        "migrations/0001_initial.py": '_("never")',
        "templates/improvement/idea.html": DJANGO,
        "jinja2/improvement/cards.html": JINJA,
    }.items():
        path = room / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return room.parent


ALL = {
    "Board",
    "Save",
    "%(count)s idea",
    "May",
    "Main menu",
    "Close",
    "Waste",
    "%(n)s card",
    "Hello %(name)s",
    "Due %(date)s",
    "Overdue",
}
WORDS = {
    "Board": ["Tavle", "Tavle"],
    "Save": ["Lagre", "Lagre"],
    "%(count)s idea": {
        "plural": "%(count)s ideas",
        "nb": ["%(count)s idé", "%(count)s ideer"],
        "nn": ["Éin idé", "%(count)s idear"],
    },
    "May": {"context": "month", "nb": "mai", "nn": "mai"},
    "Main menu": ["Hovedmeny", "Hovudmeny"],
    "Close": ["Lukk", "Lukk"],
    "Waste": ["Tidstyv", "Tidstjuv"],
    "%(n)s card": {"plural": "%(n)s cards", "nb": ["%(n)s kort", "%(n)s kort"], "nn": ["%(n)s kort", "%(n)s kort"]},
    "Hello %(name)s": ["Hei, %(name)s", "Hei, %(name)s"],
    "Due %(date)s": ["Frist %(date)s", "Frist %(date)s"],
    "Overdue": ["Over fristen", "Over fristen"],
}


def run(package: Path, *arguments: str) -> int:
    return translations.main(list(arguments), package)


def given(package: Path, words: object) -> str:
    path = package / "words.json"
    path.write_text(json.dumps(words), encoding="utf-8")
    return str(path)


def catalogue(package: Path, language: str) -> Path:
    return translations.catalogue_path("improvement", language, package)


def test_extract_finds_the_words_of_every_kind_of_source(package):
    assert run(package, "extract") == 0
    assert set(translations.missing("improvement", package)) == ALL


def test_extract_writes_nothing_that_changes_by_itself(package):
    run(package, "extract", "improvement")
    first = catalogue(package, "nb").read_text()
    assert "views.py" not in first and "Date" not in first and "#:" not in first
    (package / "improvement/views.py").write_text("\n\n\n" + PYTHON)
    run(package, "extract", "improvement")
    assert catalogue(package, "nb").read_text() == first


def test_extract_keeps_translations_and_drops_what_is_no_longer_said(package):
    run(package, "fill", "improvement", given(package, WORDS))
    (package / "improvement/jinja2/improvement/cards.html").write_text('{{ _("Overdue") }}')
    run(package, "extract")
    text = catalogue(package, "nn").read_text()
    assert 'msgstr "Over fristen"' in text
    assert "Due" not in text


def test_extract_leaves_no_catalogue_without_words(package):
    run(package, "extract")
    for path in ("views.py", "templates/improvement/idea.html", "jinja2/improvement/cards.html"):
        (package / "improvement" / path).unlink()
    run(package, "extract")
    assert not catalogue(package, "nb").exists()


def test_extract_names_the_template_that_it_cannot_read(package, capsys):
    (package / "improvement/jinja2/improvement/cards.html").write_text("{% trans %}open")
    assert run(package, "extract") == 1
    assert "improvement/jinja2/improvement/cards.html" in capsys.readouterr().err


def test_fill_and_compile_give_the_product_its_words(package):
    assert run(package, "fill", "improvement", given(package, WORDS)) == 0
    assert run(package, "compile") == 0
    with catalogue(package, "nn").with_suffix(".mo").open("rb") as file:
        nynorsk = gettext.GNUTranslations(file)
    assert nynorsk.gettext("Main menu") == "Hovudmeny"
    assert [nynorsk.ngettext("%(count)s idea", "%(count)s ideas", n) for n in (1, 2)] == ["Éin idé", "%(count)s idear"]
    assert nynorsk.pgettext("month", "May") == "mai"


def test_fill_takes_what_missing_prints(package, capsys):
    run(package, "missing", "improvement")
    printed = json.loads(capsys.readouterr().out)
    assert printed.keys() == ALL
    printed["Save"] = ["Lagre", "Lagre"]
    assert run(package, "fill", "improvement", given(package, printed)) == 0
    assert set(translations.missing("improvement", package)) == ALL - {"Save"}


def test_fill_names_words_that_nobody_says_and_takes_the_others(package, capsys):
    assert run(package, "fill", "improvement", given(package, {"Svae": ["x", "x"], "Save": ["Lagre", "Lagre"]})) == 1
    assert "'Svae'" in capsys.readouterr().err
    assert "Save" not in translations.missing("improvement", package)


def test_check_passes_when_all_is_translated(package, capsys):
    run(package, "fill", "improvement", given(package, WORDS))
    assert run(package, "check") == 0
    assert capsys.readouterr().out == "All texts are translated.\n"


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('msgstr "Tavle"', 'msgstr ""', "improvement nb: missing: 'Board'"),
        ('msgid "Board"', '#, fuzzy\nmsgid "Board"', "improvement nb: fuzzy: 'Board'"),
        ('msgid "Board"', 'msgid "Bord"', "improvement nb: not extracted: 'Board'"),
        ('msgid "Board"', 'msgid "Bord"', "improvement nb: left over: 'Bord'"),
        ("Hei, %(name)s", "Hei, %(navn)s", "'Hello %(name)s' has other placeholders"),
        ("Hei, %(name)s", "Hei", "'Hello %(name)s' has other placeholders"),
        ('"%(count)s ideer"', '"ideer"', "'%(count)s idea' has other placeholders"),
    ],
)
def test_check_fails_on_a_fault(package, capsys, before, after, fault):
    run(package, "fill", "improvement", given(package, WORDS))
    path = catalogue(package, "nb")
    path.write_text(path.read_text().replace(before, after))
    assert run(package, "check") == 1
    assert fault in capsys.readouterr().out


def test_check_fails_when_two_rooms_word_the_same_thing_differently(package, capsys):
    (package / "benefits").mkdir()
    (package / "benefits/__init__.py").write_text('_("Save")')
    run(package, "fill", "improvement", given(package, WORDS))
    run(package, "fill", "benefits", given(package, {"Save": ["Lagre", "Lagra"]}))
    assert run(package, "check") == 1
    assert "improvement nn: 'Save' is worded otherwise in benefits" in capsys.readouterr().out


def test_an_unknown_room_is_named(package, capsys):
    assert run(package, "extract", "improvment") == 1
    assert "no room is called 'improvment'" in capsys.readouterr().err
