"""Reading the method in force."""

from laeringslean.method.models import MethodVersion


def method_in_force() -> MethodVersion:
    """The newest published version. Raises MethodVersion.DoesNotExist before the first is published."""
    version = MethodVersion.objects.filter(published_on__isnull=False).order_by("-number").first()
    if version is None:
        raise MethodVersion.DoesNotExist
    return version
