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
