"""The gallery shows every component there is, and none that there is not."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.urls import reverse

import laeringslean
from laeringslean.foundation.templatetags.components import register
from laeringslean.overview.views.gallery_examples import TAGS, WORDS, context
from tests.factories.organisation import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tenant")]

STYLES = Path(laeringslean.__file__).parent / "frontend/components.css"
EVERY = [(name, example) for kind in (TAGS, WORDS) for name, examples in kind.items() for example in examples]


def test_every_template_tag_has_examples_and_the_other_way_round():
    assert set(TAGS) == set(register.tags)


def test_every_word_of_the_style_sheet_has_examples_and_the_other_way_round():
    written = set(re.findall(r"^/\* ([a-z-]+): ", STYLES.read_text(encoding="utf-8"), re.MULTILINE))
    assert len(written) > 10
    # A message is an alert of the base library, put there by foundation/messages.html.
    assert set(WORDS) == written | {"message"}


def test_the_examples_of_a_component_use_it():
    written_by_the_base = {"tag": "ds-tag", "message": "ds-alert", "form": "actions"}
    for name, examples in TAGS.items():
        assert all(f"{{% {name} " in example.source for example in examples), name
    for name, examples in WORDS.items():
        assert all(written_by_the_base.get(name, name) in example.source for example in examples), name


@pytest.mark.parametrize(("name", "example"), EVERY, ids=[f"{name}-{number}" for number, (name, _) in enumerate(EVERY)])
def test_an_example_leaves_nothing_raw(name, example):
    html = engines["django"].from_string(example.source).render(context())
    assert "{%" not in html and "{{" not in html


@pytest.mark.parametrize(("look", "scheme"), [("dark", "dark"), ("light", "light"), ("paper", "light"), ("x", "auto")])
def test_the_page_shows_them_all_in_the_colours_asked_for(client_of, look, scheme):
    page = client_of(make_person()).get(reverse("overview:components"), {"look": look}).content.decode()
    assert set(re.findall(r'data-component="([\w-]+)"', page)) == set(TAGS) | set(WORDS)
    assert f'data-color-scheme="{scheme}"' in page
    assert ("foundation/paper" in page) == (look == "paper")


def test_an_error_is_said_at_its_field_and_on_top():
    html = engines["django"].from_string("{% form_errors wrong %}{% field wrong.minutes %}").render(context())
    assert "Fristen må komme etter" in html
    assert 'aria-invalid="true"' in html and 'class="errorlist"' in html


def test_page_links_keep_what_was_searched_for():
    html = engines["django"].from_string('{% page_links middle address="q=a&b=c" %}').render(context())
    assert re.findall(r'rel="(\w+)" href="([^"]+)"', html) == [
        ("prev", "?q=a&amp;b=c&amp;page=1"),
        ("next", "?q=a&amp;b=c&amp;page=3"),
    ]
