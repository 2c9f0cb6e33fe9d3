from laeringslean.organisation.models.person import Person, RoleGrant, Session
from laeringslean.organisation.models.unit import Membership, Shift, Unit, UnitKind

__all__ = ["Membership", "Person", "RoleGrant", "Session", "Shift", "Unit", "UnitKind"]
