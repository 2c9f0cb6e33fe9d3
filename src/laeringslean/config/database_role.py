"""The application's role on PostgreSQL: row-level security holds only for a role that is nobody special."""

from urllib.parse import unquote, urlparse

from django.db import connection

from laeringslean.foundation.database.protection import APP_ROLE

_WHO_AM_I = """
    SELECT rolname, rolsuper, rolbypassrls,
           EXISTS (SELECT FROM pg_class
                   WHERE relname = 'foundation_event' AND pg_has_role(current_user, relowner, 'MEMBER'))
    FROM pg_roles WHERE rolname = current_user
"""


def why_unsafe() -> str | None:
    """Why the database role must not serve the application, in one line; None when it may (always on SQLite)."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute(_WHO_AM_I)
        name, is_superuser, bypasses, owns = cursor.fetchone()
    fault = (
        "is a superuser"
        if is_superuser
        else "may bypass row-level security"
        if bypasses
        else "owns the tables"
        if owns
        else None
    )
    if fault is None:
        return None
    return (
        f"the database role {name} {fault}, so the municipalities would not be kept apart; "
        f"set DATABASE_URL to the role {APP_ROLE} and DATABASE_OWNER_URL to the owner"
    )


def set_app_password(app_url: str) -> bool:
    """As the owner: give the app role the password in `app_url`; False when the address is another role's or has none.

    The password is sent hashed, so that it cannot end up in the server's log.
    """
    parts = urlparse(app_url)
    if parts.username != APP_ROLE or not parts.password:
        return False
    connection.ensure_connection()
    hashed = connection.connection.pgconn.encrypt_password(
        unquote(parts.password).encode(), APP_ROLE.encode(), b"scram-sha-256"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE {APP_ROLE} PASSWORD '{hashed.decode()}'")
    return True
