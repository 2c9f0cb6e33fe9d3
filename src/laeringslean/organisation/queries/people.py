"""People: where they work, their roles, where they are signed in."""

from uuid import UUID

from django.db.models import Q, QuerySet

from laeringslean.foundation import clock
from laeringslean.foundation.database.connections import sort_key
from laeringslean.organisation.access.viewer import Viewer
from laeringslean.organisation.models import Membership, Person, RoleGrant, Session, Unit
from laeringslean.organisation.queries.units import in_force

# A search for people shows no more than this; nobody browses the whole list.
MOST_FOUND = 50


def named(of_people: "QuerySet[Membership] | QuerySet[RoleGrant]") -> list[tuple[UUID, str]]:
    """(id, name) of each active person that memberships or roles are about, once and by name. One query.

    Joined, never asked for as `id IN (…)`: just after a large import PostgreSQL knows nothing of the new rows yet,
    and may then look through all of them again for each person.
    """
    found = of_people.filter(person__is_active=True).values_list("person_id", "person__name")
    return sorted(set(found), key=lambda person: (sort_key(person[1]), person[0]))


def memberships_of(person: Person) -> list[Membership]:
    """Where somebody works today, the largest position first."""
    return list(
        Membership.objects.filter(in_force(), person=person).select_related("unit").order_by("-position_percent", "id")
    )


def roles_of(person: Person) -> list[RoleGrant]:
    """The roles that somebody has today or will have."""
    return _current(RoleGrant.objects.filter(person=person))


def sessions_of(person: Person) -> list[Session]:
    """Where somebody is signed in, the newest first."""
    return list(Session.objects.filter(person=person).order_by("-started_on", "-id"))


def members_of(unit: Unit) -> list[Membership]:
    """Who works in the unit itself today, by name."""
    members = Membership.objects.filter(in_force(), unit=unit, person__is_active=True).select_related("person")
    return sorted(members, key=lambda membership: sort_key(membership.person.name))


def roles_in(unit: Unit | None) -> list[RoleGrant]:
    """The roles held in the unit itself (None: in the whole municipality) today or later."""
    return _current(RoleGrant.objects.filter(unit=unit, person__is_active=True))


def _current(grants: "QuerySet[RoleGrant]") -> list[RoleGrant]:
    not_ended = Q(valid_until=None) | Q(valid_until__gte=clock.today())
    found = grants.filter(not_ended).select_related("person", "unit")
    return sorted(found, key=lambda grant: (grant.name, sort_key(grant.person.name)))


def grantable_ids(viewer: Viewer, grants: list[RoleGrant]) -> set[UUID]:
    """Which of the roles the viewer may take back: those within their reach, and never their own."""
    found = RoleGrant.objects.grantable_by(viewer).filter(pk__in=[grant.pk for grant in grants])
    return set(found.exclude(person_id=viewer.person_id).values_list("pk", flat=True))


def people_found(viewer: Viewer, search: str) -> list[Person]:
    """Those whose name, e-mail or external id has the words; nobody when nothing is asked for."""
    words = search.strip().lower().split()
    if not words:
        return []
    rows = Person.objects.visible_to(viewer).values_list("id", "name", "email", "external_id")
    hits = [row[0] for row in rows if all(word in " ".join(filter(None, row[1:])).lower() for word in words)]
    found = Person.objects.filter(pk__in=hits[:MOST_FOUND])
    return sorted(found, key=lambda person: sort_key(person.name))
