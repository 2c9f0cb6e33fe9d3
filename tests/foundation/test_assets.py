import pytest
from django.templatetags.static import static
from django.test import Client


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
