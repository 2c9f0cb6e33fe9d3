"""Why a step of a benefit cannot be taken."""

from django.utils.translation import gettext as _

from laeringslean.benefits.queries.ledger import goes_ahead, is_in_use
from laeringslean.improvement.models import Idea


class BenefitRefused(Exception):
    """The step cannot be taken as things stand. The message says why, in the user's language."""


def refuse_when_given_up(idea: Idea) -> None:
    """Raise BenefitRefused when the idea was declined or dropped."""
    if not goes_ahead(idea):
        raise BenefitRefused(_("This idea is not going ahead, so it frees no time."))


def refuse_before_use(idea: Idea) -> None:
    """Raise BenefitRefused while nobody has done or evaluated what the idea suggests."""
    if not is_in_use(idea):
        raise BenefitRefused(
            _("This idea is not evaluated yet. First see whether it works, then whether the time is used as agreed.")
        )
