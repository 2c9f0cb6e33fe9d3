"""The server's log, read by somebody who looks for people in it."""

import logging
import sys
from smtplib import SMTPRecipientsRefused

import pytest
from django.db import IntegrityError

from laeringslean.organisation.actions import post
from laeringslean.organisation.models import Person
from tests.factories.organisation import make_person


def _logged(fault: Exception) -> str:
    """What stands in the log of a fault that a page ended with, as the settings have it."""
    (handler,) = (h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler)
    try:
        raise fault
    except type(fault):
        record = logging.LogRecord("django.request", logging.ERROR, "", 1, "Server Error", None, sys.exc_info())
        return handler.format(record)


@pytest.mark.django_db(transaction=True)
def test_a_row_that_the_database_refuses_is_not_quoted(tenant):
    # PostgreSQL quotes such rows, but not those of a table whose rows are secured.
    name, address = "Synnøve Hemmelig", "synnove@kommune.example"
    make_person(name, email=address)
    with pytest.raises(IntegrityError) as refused:
        Person.objects.create(name=name, email=address)
    said = _logged(refused.value)
    assert "IntegrityError" in said and "Traceback" in said
    assert "kommune.example" not in said and "Hemmelig" not in said


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_is_refused_does_not_put_the_address_in_the_log(tenant, monkeypatch, caplog):
    address = "synnove@kommune.example"

    def refuse(letter):
        raise SMTPRecipientsRefused({address: (550, b"no such user")})

    monkeypatch.setattr(post.EmailMessage, "send", refuse)
    post.send(to=address, subject="Kode", text="1234 5678")
    post.wait()
    assert "SMTPRecipientsRefused" in caplog.text
    assert address not in caplog.text and "1234" not in caplog.text
