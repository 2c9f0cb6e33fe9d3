import threading
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from laeringslean.foundation.models import RequestKey, Tenant
from laeringslean.foundation.tenancy.scope import current_tenant_id, tenant_scope
from laeringslean.foundation.web.once import once


@once
def make(request):
    """Stands for any view that makes something."""
    if request.POST.get("name") == "":
        return HttpResponse("a name, please", status=422)
    made = Tenant.objects.create(name=request.POST["name"])
    return HttpResponseRedirect(f"/made/{made.pk}/")


def post(name, key=None, path="/make/", **headers):
    data = {"name": name, **({"request_key": str(key)} if key else {})}
    return make(RequestFactory(headers=headers).post(path, data))


@pytest.mark.django_db
def test_same_form_twice_is_done_once_and_answered_alike():
    key = uuid4()
    first, second = post("A", key), post("A", key)
    assert first["Location"] == second["Location"]
    assert Tenant.objects.filter(name="A").count() == 1


@pytest.mark.django_db
def test_other_key_and_no_key_are_done_again():
    for key in (uuid4(), uuid4(), None, None):
        post("A", key)
    assert Tenant.objects.filter(name="A").count() == 4


@pytest.mark.django_db
def test_same_key_on_another_route_is_another_thing():
    key = uuid4()
    post("A", key)
    post("A", key, path="/elsewhere/")
    assert Tenant.objects.filter(name="A").count() == 2


@pytest.mark.django_db
def test_key_may_come_as_a_header():
    key = str(uuid4())
    post("A", idempotency_key=key)
    post("A", idempotency_key=key)
    assert Tenant.objects.filter(name="A").count() == 1


@pytest.mark.django_db
def test_refused_form_may_be_corrected_under_the_same_key():
    key = uuid4()
    assert post("", key).status_code == 422
    assert post("A", key).status_code == 302
    assert Tenant.objects.filter(name="A").count() == 1


@pytest.mark.django_db
def test_nonsense_as_key_is_no_key():
    assert make(RequestFactory().post("/make/", {"name": "A", "request_key": "x"})).status_code == 302
    assert not RequestKey.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_same_form_from_two_sides_at_once_is_done_once():
    key, tenant_id = uuid4(), current_tenant_id()
    answers = []
    barrier = threading.Barrier(4)

    def send():
        barrier.wait(5)
        with tenant_scope(tenant_id):
            answers.append(post("A", key))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len({answer["Location"] for answer in answers}) == 1
    assert len(answers) == 4
    assert Tenant.objects.filter(name="A").count() == 1
