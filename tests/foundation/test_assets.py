import re
from pathlib import Path

import pytest
from django.templatetags.static import static
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_browsers_keep_a_static_file_for_a_year_under_an_address_with_its_fingerprint():
    address = static("foundation/app.css")
    assert "?v=" in address
    answer = Client().get(address)
    assert answer.status_code == 200
    assert "max-age=31536000" in answer["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["app.css", "app.js", "pages/board.js"])
@pytest.mark.parametrize(("accepts", "sent"), [("gzip, br", "br"), ("gzip", "gzip"), ("", None)])
def test_a_browser_gets_scripts_and_styles_as_small_as_it_takes_them(name, accepts, sent):
    address = static(f"foundation/{name}")
    whole = len(b"".join(Client().get(address).streaming_content))
    answer = Client().get(address, headers={"accept-encoding": accepts})
    assert answer.get("Content-Encoding") == sent
    assert answer["Vary"] == "Accept-Encoding"
    size = len(b"".join(answer.streaming_content))
    assert size < whole * 0.6 if sent else size == whole


def test_the_styles_of_every_class_of_the_base_that_is_used_are_brought_along():
    source = ROOT / "src/laeringslean"
    files = {path.stem for path in (ROOT / "node_modules/@digdir/designsystemet-css/dist/src").glob("*.css")}
    brought = set(re.findall(r"designsystemet-css/([\w-]+)\.css", (source / "frontend/app.css").read_text("utf-8")))
    pages = [*source.rglob("*.html"), *source.rglob("*.py"), *(source / "frontend").rglob("*.js")]
    used = {name for page in pages for name in re.findall(r"\bds-([a-z-]+)", page.read_text("utf-8"))}
    assert {"button", "field", "table"} <= used & brought
    assert (used & files) - brought == set()
