"""How a unit holds its meetings, and what a phone that runs one can say beside what the meeting's own page can."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from laeringslean.foundation.fields import FreeText
from laeringslean.foundation.national_numbers import refuse_national_numbers
from laeringslean.improvement.actions.meeting_setup import LONGEST_RHYTHM
from laeringslean.improvement.models import MeetingSetup
from laeringslean.improvement.models.agenda import MOST_MINUTES, OWN, Point, new_key
from laeringslean.improvement.queries.meetings import possible_facilitators
from laeringslean.organisation.models import Unit


class VersionForm(forms.Form):
    """A form that knows which version of the row its reader saw."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class PointForm(forms.Form):
    """One point of the agenda. The key is hidden; that of a point to be added is empty."""

    key = forms.SlugField(required=False, max_length=40, widget=forms.HiddenInput)
    place = forms.IntegerField(label=_("Place"), min_value=1, max_value=99, required=False)
    minutes = forms.IntegerField(label=_("How many minutes"), min_value=1, max_value=MOST_MINUTES, required=False)
    name_nb = forms.CharField(
        label=_("Name in bokmål"), max_length=120, required=False, validators=[refuse_national_numbers]
    )
    name_nn = forms.CharField(
        label=_("Name in nynorsk"), max_length=120, required=False, validators=[refuse_national_numbers]
    )
    prompt_nb = FreeText(label=_("What to ask, in bokmål"), max_length=300, rows=2, required=False)
    prompt_nn = FreeText(label=_("What to ask, in nynorsk"), max_length=300, rows=2, required=False)
    on_agenda = forms.BooleanField(label=_("On the agenda"), required=False)

    def clean(self) -> dict[str, Any]:
        """A point on the agenda needs a name and its minutes."""
        cleaned = super().clean() or {}
        if cleaned.get("on_agenda"):
            if not cleaned.get("minutes") and "minutes" not in self.errors:
                self.add_error("minutes", _("How many minutes may it take?"))
            if not cleaned.get("name_nb") and not cleaned.get("name_nn") and "name_nb" not in self.errors:
                self.add_error("name_nb", _("Give the point a name."))
        return cleaned


PointForms = forms.formset_factory(PointForm, extra=0, max_num=20, absolute_max=20)


def initial_of(points: list[Point]) -> list[dict[str, Any]]:
    """What the forms of the points show, and an empty one for a point to be added."""
    shown = [
        {**point._asdict(), "place": place, "on_agenda": not point.is_left_out}
        for place, point in enumerate(points, start=1)
    ]
    return [*shown, {"place": len(points) + 1, "minutes": 2, "on_agenda": False}]


def points_of(forms_of_points: Any, known: list[Point]) -> list[Point]:
    """The agenda that was sent, in its new order. Points of the unit's own that were left out are dropped."""
    by_key = {point.key: point for point in known}
    placed: list[tuple[int, Point]] = []
    for number, facts in enumerate(forms_of_points.cleaned_data):
        known_point = by_key.get(facts.get("key", ""))
        if known_point is None and not (facts.get("on_agenda") and (facts.get("name_nb") or facts.get("name_nn"))):
            continue
        point = _point(facts, known_point, [*known, *(placed_point for _place, placed_point in placed)])
        if point.is_left_out and point.key.startswith(OWN):
            continue
        placed.append((100 * (facts.get("place") or 99) + number, point))
    return [point for _place, point in sorted(placed, key=lambda pair: pair[0])]


def _point(facts: dict[str, Any], known: Point | None, taken: list[Point]) -> Point:
    bokmal, nynorsk = facts.get("name_nb", ""), facts.get("name_nn", "")
    said = {
        "name_nb": bokmal or nynorsk or (known.name_nb if known else ""),
        "name_nn": nynorsk or bokmal or (known.name_nn if known else ""),
        "prompt_nb": facts.get("prompt_nb", ""),
        "prompt_nn": facts.get("prompt_nn", ""),
        "minutes": facts.get("minutes") or (known.minutes if known else 1),
        "is_left_out": not facts.get("on_agenda"),
    }
    if known is None:
        return Point(key=new_key(taken), **said)
    # The English texts are the method's; they no longer fit what the unit has renamed.
    if (said["name_nb"], said["name_nn"]) != (known.name_nb, known.name_nn):
        said["name_en"] = ""
    if (said["prompt_nb"], said["prompt_nn"]) != (known.prompt_nb, known.prompt_nn):
        said["prompt_en"] = ""
    return known._replace(**said)


class MeetingSetupForm(VersionForm):
    """When the group is asked how it did, and which mailbox gets the minutes."""

    check_every = forms.TypedChoiceField(
        label=_("Ask «How did we do?»"),
        coerce=int,
        choices=[
            (1, _("after each meeting")),
            (2, _("after every second")),
            (4, _("after every fourth")),
            (0, _("never")),
        ],
        widget=forms.RadioSelect,
    )
    minutes_address = forms.EmailField(
        label=_("Mailbox of the unit"),
        help_text=_("For instance the ward's own. The minutes hold names of those who took something on."),
        required=False,
    )
    minutes_language = forms.ChoiceField(
        label=_("Language of the minutes to the mailbox"),
        choices=[(code, name) for code, name in settings.LANGUAGES if code != "en"],
        required=False,
    )

    def __init__(self, *args: Any, setup: MeetingSetup, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "check_every": setup.check_every,
            "minutes_address": setup.minutes_address,
            "minutes_language": setup.minutes_language or settings.LANGUAGE_CODE,
            "version": setup.version,
        }
        super().__init__(*args, **kwargs)
        known = [value for value, _label in self.fields["check_every"].choices]
        if setup.check_every not in known and setup.check_every <= LONGEST_RHYTHM:
            self.fields["check_every"].choices = [
                *self.fields["check_every"].choices,
                (setup.check_every, str(setup.check_every)),
            ]


class HandsForm(forms.Form):
    """How many hands went up for each answer."""

    good = forms.IntegerField(label=_("Yes"), min_value=0, max_value=500, required=False)
    fair = forms.IntegerField(label=_("Partly"), min_value=0, max_value=500, required=False)
    poor = forms.IntegerField(label=_("No"), min_value=0, max_value=500, required=False)

    def counts(self) -> dict[str, int]:
        """The counts; an empty field is nobody."""
        return {name: self.cleaned_data.get(name) or 0 for name in ("good", "fair", "poor")}


class HandOverForm(forms.Form):
    """Who leads from now on."""

    facilitator = forms.TypedChoiceField(label=_("Who leads from now on"), coerce=UUID)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = possible_facilitators(unit)
        self.fields["facilitator"].choices = [("", "–"), *((str(key), name) for key, name in people)]


class WallLinkForm(forms.Form):
    """Where the screen hangs."""

    name = forms.CharField(
        label=_("Where the screen hangs"), max_length=80, validators=[refuse_national_numbers], strip=True
    )


class CodeForm(forms.Form):
    """The code that a screen shows."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
