"""How often something may be tried: counters that know neither the account nor the address they count."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from laeringslean.foundation import clock
from laeringslean.foundation.database.gate import write_transaction
from laeringslean.organisation.models import SignInCounter


class TooOften(Exception):
    """Somebody has tried too often; the message says how long to wait."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        super().__init__(
            ngettext(
                "Too many attempts. Wait %(minutes)s minute and try again.",
                "Too many attempts. Wait %(minutes)s minutes and try again.",
                minutes,
            )
            % {"minutes": minutes}
        )


@dataclass(frozen=True)
class Limit:
    """At most `most` tries of one kind within a period, which begins with the first."""

    kind: str
    most: int
    period: timedelta


SIGN_IN_PER_ACCOUNT = Limit("sign-in account", 10, timedelta(minutes=15))
# A whole town hall may share one address.
SIGN_IN_PER_ADDRESS = Limit("sign-in address", 100, timedelta(minutes=15))
RESET_PER_ACCOUNT = Limit("reset account", 3, timedelta(hours=1))
RESET_PER_ADDRESS = Limit("reset address", 30, timedelta(hours=1))
CODE_PER_ADDRESS = Limit("code address", 50, timedelta(minutes=15))

Subjects = list[tuple[Limit, str]]


def count(subjects: Subjects) -> None:
    """Count one try for each (limit, account or address); empty ones are not counted.

    Raises TooOften when any limit is passed. The count is stored either way, so do not call it inside an action
    that the exception would undo.
    """
    waits = []
    with write_transaction():
        now = clock.now()
        SignInCounter.objects.filter(ends_at__lte=now).delete()
        for limit, subject in subjects:
            counter = _raise_counter(limit, subject) if subject else None
            if counter is not None and counter.count > limit.most:
                waits.append(counter.ends_at - now)
    if waits:
        raise TooOften(max(1, -(-int(max(waits).total_seconds()) // 60)))


def refuse_exhausted(subjects: Subjects) -> None:
    """Raise TooOften when a limit is already used up, without counting: before work that costs."""
    now = clock.now()
    for limit, subject in subjects:
        counter = SignInCounter.objects.filter(key_hash=_key(limit, subject), ends_at__gt=now).first()
        if counter is not None and counter.count >= limit.most:
            raise TooOften(max(1, -(-int((counter.ends_at - now).total_seconds()) // 60)))


def forgive(limit: Limit, subject: str) -> None:
    """Begin anew, after it went well."""
    SignInCounter.objects.filter(key_hash=_key(limit, subject)).delete()


def take_back(limit: Limit, subject: str) -> None:
    """Uncount one try that went well: only failures shall use up what many share."""
    SignInCounter.objects.filter(key_hash=_key(limit, subject), count__gt=0).update(count=F("count") - 1)


def _raise_counter(limit: Limit, subject: str) -> SignInCounter:
    counters = SignInCounter.objects.filter(key_hash=_key(limit, subject))
    if not counters.update(count=F("count") + 1):
        try:
            with transaction.atomic():
                return SignInCounter.objects.create(
                    key_hash=_key(limit, subject), count=1, ends_at=clock.now() + limit.period
                )
        except IntegrityError:  # somebody else was first
            counters.update(count=F("count") + 1)
    return counters.get()


def _key(limit: Limit, subject: str) -> str:
    return salted_hmac(f"laeringslean.throttle.{limit.kind}", subject.strip().lower(), algorithm="sha256").hexdigest()
