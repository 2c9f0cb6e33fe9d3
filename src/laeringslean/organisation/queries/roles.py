"""What every role may do, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from laeringslean.organisation.access.names import PERMISSION_NAMES, ROLE_NAMES
from laeringslean.organisation.access.roles import ROLES, Scope

_SCOPE_NAMES = {
    Scope.BOARD: _("in the unit itself"),
    Scope.OWN: _("in the unit and those below it"),
    Scope.ALL: _("in the whole municipality"),
}


@dataclass(frozen=True)
class RoleInWords:
    """A role's name, and its rights grouped by where they hold."""

    name: str
    rights: list[tuple[str, list[str]]]


def role_table() -> list[RoleInWords]:
    """Every role as people may read it, in the language of the page."""
    table = []
    for role, rights in ROLES.items():
        groups = [
            (
                str(_SCOPE_NAMES[scope]),
                [str(PERMISSION_NAMES[right]) for right, where in rights.items() if where is scope],
            )
            for scope in Scope
        ]
        table.append(RoleInWords(str(ROLE_NAMES[role]), [(where, names) for where, names in groups if names]))
    return table
