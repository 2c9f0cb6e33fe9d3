from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "laeringslean.foundation"
    label = "foundation"

    def ready(self) -> None:
        """Connect what the infrastructure needs; no domain flow ever goes through signals."""
        from django.db.backends.signals import connection_created
        from django.db.models.signals import post_migrate

        from laeringslean.foundation.database.connections import prepare_connection
        from laeringslean.foundation.database.protection import protect_tables

        connection_created.connect(prepare_connection)
        post_migrate.connect(protect_tables, dispatch_uid="protect_tables", sender=self)
