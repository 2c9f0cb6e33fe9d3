from laeringslean.foundation.database.connections import sort_key
from laeringslean.foundation.database.sorting import NorwegianOrder
from laeringslean.foundation.models import Tenant

NAMES = ["Asker", "bergen", "Zoo", "Ærlig", "Østre", "Aarnes", "Ås", "Åse"]


def test_sort_key_puts_norwegian_letters_last():
    names = list(reversed(NAMES))
    names.sort(key=sort_key)
    assert names == NAMES


def test_norwegian_order_is_the_same_in_the_database(db):
    Tenant.objects.all().delete()
    for name in reversed(NAMES):
        Tenant.objects.create(name=name)
    assert list(Tenant.objects.order_by(NorwegianOrder("name")).values_list("name", flat=True)) == NAMES
