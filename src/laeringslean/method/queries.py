"""Reading the method in force."""

from django.db.models import QuerySet, Subquery

from laeringslean.method.models import MethodVersion, WasteType


def method_in_force() -> MethodVersion:
    """The newest published version. Raises MethodVersion.DoesNotExist before the first is published."""
    version = MethodVersion.objects.filter(published_on__isnull=False).order_by("-number").first()
    if version is None:
        raise MethodVersion.DoesNotExist
    return version


def waste_types_in_force() -> QuerySet[WasteType]:
    """The waste types of the method in force, in order; none before the first version is published."""
    newest = MethodVersion.objects.filter(published_on__isnull=False).order_by("-number").values("pk")[:1]
    return WasteType.objects.filter(method_version=Subquery(newest)).order_by("position")
