"""live.js in a real browser: parts renew themselves, and nobody who types is disturbed."""

from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from laeringslean.config.server import bind
from laeringslean.foundation import events
from laeringslean.foundation.database.gate import write_transaction
from tests.config.follow_urls import Part
from tests.config.serving import server_in_thread
from tests.factories.organisation import make_person, make_unit, open_session

pytestmark = pytest.mark.django_db(transaction=True)

CARDS = """<ul><li id="a"><a href="/a/">A</a></li><li id="b"><a href="/b/">B</a></li></ul>
<details id="more"><summary>Mer</summary><p>…</p></details>"""
FORM = '<form id="quick"><textarea name="text"></textarea></form><p id="news">{}</p>'


@pytest.fixture
def unit():
    return make_unit("Hjemmetjenesten Sør")


@pytest.fixture
def following(chromium, settings, unit):
    """Opens the page in a browser in which somebody is signed in; returns its Playwright page."""
    settings.ROOT_URLCONF = "tests.config.follow_urls"
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    Part.etag, Part.version, Part.answers = "", "", []
    contexts = []
    token = open_session(make_person(unit=unit))

    def open_page(address, html):
        Part.html = html
        context = chromium.new_context(base_url=address)
        contexts.append(context)
        context.add_cookies([{"name": "session", "value": token, "url": address}])
        opened = context.new_page()
        with opened.expect_request(lambda request: "/live/" in request.url):
            opened.goto(f"/follow/{unit.id}/")
        return opened

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def server(following):
    with server_in_thread() as address:
        yield address


def happen(unit, **details):
    with write_transaction():
        events.record("improvement.idea.accepted", subject_id=uuid4(), actor_id=None, unit_id=unit.id, **details)


def test_part_renews_itself_and_keeps_focus_and_what_was_opened(server, following, unit):
    page = following(server, CARDS)
    page.locator("#b a").focus()
    page.locator("#more summary").click()
    page.locator("#b a").focus()
    Part.html = CARDS.replace('<li id="a"><a href="/a/">A</a></li>', "").replace("</ul>", '<li id="c">C</li></ul>')
    happen(unit)
    page.locator("#c").wait_for(timeout=5000)
    assert page.locator("#a").count() == 0
    assert page.evaluate("document.activeElement.pathname") == "/b/"
    assert page.evaluate("document.getElementById('more').open")


def test_what_somebody_types_stays_while_the_rest_renews(server, following, unit):
    page = following(server, FORM.format("old"))
    page.locator("textarea").press_sequentially("Vi leter")
    Part.html = FORM.format("new")
    happen(unit)
    page.get_by_text("new", exact=True).wait_for(timeout=5000)
    page.keyboard.type(" etter nøkler")
    assert page.locator("textarea").input_value() == "Vi leter etter nøkler"


def test_form_that_is_gone_stays_until_its_writer_has_finished(server, following, unit):
    page = following(server, FORM.format("old"))
    page.locator("textarea").press_sequentially("Vi leter")
    Part.html = '<p id="news">new</p><button>Et annet sted</button>'
    with page.expect_response("**/part/"):
        happen(unit)
    page.wait_for_timeout(300)
    assert page.locator("textarea").input_value() == "Vi leter"
    page.locator("textarea").fill("")
    page.locator("textarea").blur()
    page.get_by_text("new", exact=True).wait_for(timeout=5000)
    assert page.locator("textarea").count() == 0


def test_unchanged_part_is_answered_by_304_and_an_old_version_not_asked_for(server, following, unit):
    Part.etag, Part.version = '"1"', "5"
    page = following(server, CARDS)
    happen(unit)
    happen(unit, board_version=5)
    with page.expect_response("**/part/") as first:
        happen(unit, board_version=6)
    assert first.value.status == 200
    page.wait_for_function("document.getElementById('part').dataset.version === '6'")
    with page.expect_response("**/part/") as second:
        happen(unit, board_version=7)
    assert second.value.status == 304
    page.wait_for_function("document.getElementById('part').dataset.version === '7'")
    assert Part.answers == [200, 304]


def test_lost_connection_is_said_and_what_was_missed_is_shown(following, unit):
    with server_in_thread() as address:
        page = following(address, CARDS)
        happen(unit)
        page.wait_for_timeout(200)
    page.get_by_text("Ikke tilkoblet").wait_for(timeout=8000)
    Part.html = CARDS.replace("</ul>", '<li id="c">C</li></ul>')
    happen(unit)
    with server_in_thread(bind("127.0.0.1", urlsplit(address).port)):
        page.locator("#c").wait_for(timeout=15_000)
        assert page.locator("#status").text_content() == "Tilkoblet igjen"
        page.get_by_text("Tilkoblet igjen").wait_for(state="detached", timeout=8000)


def test_hidden_page_holds_no_stream_and_catches_up_when_shown(server, following, unit):
    page = following(server, CARDS)
    page.clock.install()
    hide = (
        "value => { Object.defineProperty(document, 'hidden', {value, configurable: true});"
        " document.dispatchEvent(new Event('visibilitychange')); }"
    )
    page.evaluate(hide, True)
    page.clock.run_for(6000)
    Part.html = CARDS.replace("</ul>", '<li id="c">C</li></ul>')
    happen(unit)
    page.wait_for_timeout(300)
    assert page.locator("#c").count() == 0
    with page.expect_request(lambda request: "/live/" in request.url and "since=" in request.url):
        page.evaluate(hide, False)
    page.locator("#c").wait_for(timeout=5000)
