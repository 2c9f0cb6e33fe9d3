"""The thread of a server that imports lists: woken when one begins to wait here, looking now and then for others."""

import logging
import threading

from django.db import connection

from laeringslean.foundation.models import Tenant
from laeringslean.foundation.tenancy.scope import tenant_scope
from laeringslean.organisation.actions import list_imports
from laeringslean.overview.actions import imports

_logger = logging.getLogger(__name__)

# Seconds between two looks for lists that another server left behind.
SECONDS_BETWEEN = 15.0


class ImportWorker:
    """Within the block lists that wait are imported. What an earlier server left half done is marked as interrupted."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._awake = threading.Event()

    def __enter__(self) -> "ImportWorker":
        list_imports.on_new_work(self._awake.set)
        threading.Thread(target=self._run, name="imports", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._awake.set()

    def _run(self) -> None:
        # On SQLite nobody else can be at work on anything.
        only_one = connection.vendor == "sqlite"
        while not self._stopping.is_set():
            try:
                for tenant_id in list(Tenant.objects.values_list("id", flat=True)):
                    with tenant_scope(tenant_id):
                        list_imports.interrupt_abandoned(all_of_them=only_one)
                    imports.work_through(tenant_id)
                only_one = False
            except Exception:
                _logger.exception("looking for lists to import failed")
            finally:
                connection.close()
            self._awake.wait(SECONDS_BETWEEN)
            self._awake.clear()
