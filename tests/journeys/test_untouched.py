"""An idea that nobody touches: announced on the board, set aside, and revived with one tap."""

import os
import subprocess
import sys

from tests.journeys.accessibility import sideways, violations
from tests.journeys.product import DESKTOP, PHONE, Visitor, running_demo

TITLE = "Heng opp en lapp med hvem som har bilene i kveld"
# What happened before somebody opens a browser, told by the product's own actions and a set clock.
AS_OF_OLD = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "laeringslean.config.settings"
django.setup()
from datetime import timedelta
from django.utils import timezone
from laeringslean.foundation import clock
from laeringslean.foundation.models import Tenant
from laeringslean.foundation.tenancy.scope import tenant_scope
from laeringslean.improvement.actions import boards, ideas, untouched
from laeringslean.improvement.models import Board
from laeringslean.organisation.models import Person, Unit

def days_ago(number):
    return clock.set_clock(timezone.now() - timedelta(days=number))

with tenant_scope(Tenant.objects.get().id):
"""
RAISE = """
    mona, unit = Person.objects.get(external_id="hjs-03"), Unit.objects.get(external_id="hjs")
    with days_ago(60):
        boards.set_aside_after(board=boards.ensure(unit.id), days=60, by=None)
        ideas.raise_idea(
            unit=unit, kind="suggestion", problem="Vi vet ikke hvem som har bilene", proposal=%r, by=mona.id
        )
    with days_ago(15):
        untouched.each_night()
"""
NIGHT = """
    untouched.each_night()
"""


def happened(data, what):
    """Let it have happened in a municipality whose server is stopped."""
    told = subprocess.run(
        [sys.executable, "-c", AS_OF_OLD + what],
        env={**os.environ, "LAERINGSLEAN_DATA": str(data)},
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr


def test_an_idea_is_announced_set_aside_and_revived(tmp_path, chromium, axe):
    data = tmp_path / "data"
    with running_demo(data):
        pass
    happened(data, RAISE % TITLE)
    with running_demo(data) as address:
        _is_announced(Visitor(chromium, address, viewport=PHONE), axe)
    happened(data, NIGHT)
    with running_demo(data) as address:
        _is_revived(chromium, address, axe)


def _is_announced(mona, axe):
    mona.enter_as("hjs-03")
    mona.page.goto("/news/")
    mona.page.get_by_text("så det blir snart lagt til side").first.wait_for()
    assert violations(mona.page, axe) + sideways(mona.page) == []
    mona.page.goto("/")
    mona.page.locator('main a[href$="/board/"]').first.click()
    card = mona.page.locator(".card", has_text=TITLE)
    card.scroll_into_view_if_needed()
    card.get_by_text("Urørt: legges til side").wait_for()
    card.locator("a").first.click()
    assert mona.page.get_by_role("button", name="La det stå").is_visible()
    assert violations(mona.page, axe) + sideways(mona.page) == []
    mona.close()


def _is_revived(chromium, address, axe):
    leader = Visitor(chromium, address, viewport=DESKTOP)
    leader.enter_as("hjs-01")
    leader.page.locator('main a[href$="/board/"]').first.click()
    card = leader.page.locator(".card", has_text=TITLE)
    leader.page.wait_for_selector("#board")
    assert card.count() == 0
    mona = Visitor(chromium, address, viewport=PHONE)
    mona.enter_as("hjs-03")
    mona.page.goto("/news/")
    assert violations(mona.page, axe) == []
    item = mona.page.locator("li", has_text=TITLE).filter(has_text="Det er lagt til side")
    item.get_by_role("button", name="Ta det opp igjen").click()
    # Whoever has the board open sees it come back.
    card.wait_for()
    assert "Urørt" not in card.text_content()
    assert mona.console_errors == leader.console_errors == []
    mona.close()
    leader.close()
