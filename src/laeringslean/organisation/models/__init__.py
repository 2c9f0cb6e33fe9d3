from laeringslean.organisation.models.list_import import UNDER_WAY, ImportKind, ImportState, ListImport
from laeringslean.organisation.models.person import Person, RoleGrant, Session
from laeringslean.organisation.models.sign_in import ResetCode, SignInCounter
from laeringslean.organisation.models.unit import Membership, Shift, Unit, UnitKind

__all__ = [
    "UNDER_WAY",
    "ImportKind",
    "ImportState",
    "ListImport",
    "Membership",
    "Person",
    "ResetCode",
    "RoleGrant",
    "Session",
    "Shift",
    "SignInCounter",
    "Unit",
    "UnitKind",
]
