from django.db import models

from laeringslean.foundation.models import Link, TenantRow
from laeringslean.organisation.models.person import Person


class ResetCode(TenantRow):
    """A code was sent by e-mail to somebody who wants a new password. Only its keyed hash is kept; one at a time."""

    person = Link(Person, on_delete=models.CASCADE)
    code_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField()

    class Meta(TenantRow.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "person"], name="reset_code_person_once")]


class SignInCounter(TenantRow):
    """How often something was tried lately: with one account, or from one network address.

    `key_hash` is a keyed hash of the kind and the e-mail or address, so that neither stands here. Rows are deleted
    when their time is out.
    """

    key_hash = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField()

    class Meta(TenantRow.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "key_hash"], name="sign_in_counter_once")]
        indexes = [models.Index(fields=["tenant", "ends_at"], name="sign_in_counter_ends_at")]
