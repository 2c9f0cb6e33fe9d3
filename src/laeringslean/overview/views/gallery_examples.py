"""The examples of the gallery: what a template writes, in every state that a component has.

The words in them are sample text in bokmål, not part of the product, and so not in the catalogues.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LONG = "Ergoterapeutspesialistutdanningskoordineringsansvarlig ved Hjemmetjenesten og omsorgsboligene i Ytre Sør"
VERY_LONG = f"{LONG}, der nattevaktbemanningsplanleggingen og medisinskapnøkkeloppbevaringsrutinen møtes. " * 2

_NORMAL, _LONG_TEXT, _ERROR = _("Normal"), _("Very long text"), _("With errors")
_EMPTY, _NUMBERS, _OFF = _("Empty"), _("Numbers"), _("Switched off")


@dataclass(frozen=True)
class Example:
    """One state of a component, as a template writes it. A narrow one is shown in 15 rem, as on a small phone."""

    state: str | Promise
    source: str
    narrow: bool = False


class SampleForm(forms.Form):
    """A form with a field of each kind."""

    problem = forms.CharField(
        label="Hva er problemet?", help_text="Et par setninger er nok.", widget=forms.Textarea(attrs={"rows": 3})
    )
    minutes = forms.IntegerField(label="Minutter hver gang", min_value=1, required=False)
    due_on = forms.DateField(label="Frist", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    unit = forms.ChoiceField(label="Enhet", choices=[("1", "Hjemmetjenesten Sør"), ("2", LONG)])
    kind = forms.ChoiceField(
        label="Type",
        widget=forms.RadioSelect,
        choices=[("suggestion", "Forslag"), ("deviation", "Avvik"), ("wish", LONG)],
    )
    long = forms.CharField(label=LONG, help_text=VERY_LONG, required=False)
    off = forms.CharField(label="Ansattnummer", disabled=True, required=False, initial="1024")

    def clean(self) -> dict[str, Any]:
        """Never content, so that the gallery can show what an error on the whole form looks like."""
        raise ValidationError("Fristen må komme etter at utprøvingen begynner.")


def context() -> dict[str, Any]:
    """What the examples are rendered with: forms with and without errors, pages of a list, texts that are long."""
    wrong = SampleForm({"wrong-minutes": "mange", "wrong-kind": "strek"}, prefix="wrong")
    wrong.is_valid()
    pages = Paginator(range(60), 20)
    return {
        "form": SampleForm(initial={"kind": "suggestion"}),
        "wrong": wrong,
        "first": pages.page(1),
        "middle": pages.page(2),
        "last": pages.page(3),
        "only": Paginator(range(3), 20).page(1),
        "long": LONG,
        "very_long": VERY_LONG,
    }


_TABLE = (
    '<table class="ds-table"><thead><tr><th scope="col">Enhet</th><th scope="col" class="number">Timer i uka</th></tr>'
    '</thead><tbody><tr><td>%s</td><td class="number">1 234,5</td></tr></tbody></table>'
)

# A template tag of foundation/templatetags/components.py, and its states.
TAGS: dict[str, list[Example]] = {
    "field": [
        Example(_NORMAL, "{% field form.problem %}"),
        Example(_NUMBERS, "{% field form.minutes %}"),
        Example(_("Date"), "{% field form.due_on %}"),
        Example(_("Choose from a list"), "{% field form.unit %}"),
        Example(_("Choose with chips"), "{% field form.kind %}"),
        Example(_("Without the word “optional”"), "{% field form.long optional=False %}", narrow=True),
        Example(_OFF, "{% field form.off %}"),
        Example(_ERROR, "{% field wrong.problem %}"),
        Example(_ERROR, "{% field wrong.minutes %}", narrow=True),
        Example(_ERROR, "{% field wrong.kind %}", narrow=True),
    ],
    "request_key": [Example(_("Not to be seen: a hidden field"), "{% request_key %}")],
    "form_errors": [Example(_ERROR, "{% form_errors wrong %}"), Example(_EMPTY, "{% form_errors form %}")],
    "changed_meanwhile": [
        Example(
            _NORMAL,
            '{% changed_meanwhile %}<dl class="facts"><dt>Frist</dt><dd>1. mai</dd></dl>{% endchanged_meanwhile %}',
        ),
    ],
    "breadcrumb": [
        Example(_NORMAL, '{% breadcrumb "Hjemmetjenesten Sør" to="overview:manual-chapter" pk="leder" %}'),
        Example(_LONG_TEXT, '{% breadcrumb long to="overview:manual-chapter" pk="leder" %}', narrow=True),
    ],
    "empty_state": [
        Example(_NORMAL, '{% empty_state "Ingen forslag ennå. Hva var i veien i dag?" %}'),
        Example(
            _("With the next step"),
            '{% empty_state "Ingen forslag ennå." label="Meld det første forslaget" to="overview:manual" %}',
        ),
        Example(
            _LONG_TEXT,
            '{% empty_state very_long label=long to="overview:manual-chapter" pk="leder" %}',
            narrow=True,
        ),
    ],
    "scrolling": [
        Example(
            _NORMAL, '{% scrolling label="Frigjort tid" %}' + _TABLE % "Hjemmetjenesten Sør" + "{% endscrolling %}"
        ),
        Example(
            _LONG_TEXT,
            '{% scrolling label="Frigjort tid i lange navn" %}' + _TABLE % "{{ long }}" + "{% endscrolling %}",
            narrow=True,
        ),
    ],
    "page_links": [
        Example(_("First page"), '{% page_links first address="state=new" %}'),
        Example(_("In the middle"), "{% page_links middle %}"),
        Example(_("Last page"), "{% page_links last %}", narrow=True),
        Example(_("A single page: nothing"), "{% page_links only %}"),
    ],
}

# A word of frontend/components.css: a class that templates write themselves.
WORDS: dict[str, list[Example]] = {
    "panel": [Example(_NORMAL, '<div class="panel"><p>Én ting på en hvit flate.</p></div>')],
    "empty": [Example(_NORMAL, '<p class="empty">Ingenting venter.</p>')],
    "form": [
        Example(
            _NORMAL,
            '<form class="form" aria-label="Et skjema"><div class="actions"><button class="ds-button" type="button">'
            'Lagre</button><button class="ds-button" type="button" data-variant="secondary">Vis</button>'
            '<a class="ds-button" data-variant="tertiary" href="#form">Avbryt</a></div></form>',
        ),
        Example(
            _OFF,
            '<div class="actions"><button class="ds-button" type="button" aria-disabled="true">Lagre</button></div>',
        ),
        Example(
            _LONG_TEXT,
            '<p class="actions"><button class="ds-button" type="button" data-color="danger">{{ long }}</button></p>',
            narrow=True,
        ),
    ],
    "choices": [
        Example(
            _NORMAL,
            '<fieldset class="choices"><legend>Vakter til stede</legend><label><input type="checkbox" name="shift" '
            'checked> Dag</label><label><input type="checkbox" name="shift"> Kveld</label></fieldset>',
        )
    ],
    "audience": [
        Example(_NORMAL, '<p class="audience">Alle på enheten ser dette, med navnet ditt.</p>'),
        Example(_("Anonymous"), '<p class="audience anonymous">Uten navn. Ingenting om deg lagres.</p>'),
        Example(_LONG_TEXT, '<p class="audience">Ses av {{ very_long }}</p>', narrow=True),
    ],
    "figure": [
        Example(
            _NORMAL,
            '<div class="figures"><div class="figure"><span>Identifisert</span><span class="number">29,5 t/uke</span>'
            '<span class="subtle">0,8 årsverk</span></div><div class="figure agreed"><span>Avtalt</span>'
            '<span class="number">22,5 t/uke</span></div><div class="figure realised"><span>Realisert</span>'
            '<span class="number">8 t/uke</span></div></div>',
        ),
        Example(
            _("Kept back"),
            '<div class="figure"><span>Involvering</span><span class="subtle">For få til å vises</span></div>',
        ),
        Example(
            _LONG_TEXT,
            '<div class="figure"><span>{{ long }}</span><span class="number">1 234 567,5 t/uke</span></div>',
            narrow=True,
        ),
    ],
    "facts": [
        Example(_NORMAL, '<dl class="facts"><dt>Leder</dt><dd>Mona Eriksen</dd><dt>Til stede</dt><dd>19</dd></dl>'),
        Example(_LONG_TEXT, '<dl class="facts"><dt>{{ long }}</dt><dd>{{ very_long }}</dd></dl>', narrow=True),
    ],
    "path": [
        Example(
            _NORMAL,
            '<ol class="path" aria-label="Veien"><li class="past">Meldt</li><li aria-current="step">Prøves ut</li>'
            "<li>Avsluttet</li></ol>",
        ),
        Example(
            _LONG_TEXT,
            '<ol class="path" aria-label="En lang vei"><li class="past">{{ long }}</li>'
            '<li aria-current="step">{{ long }}</li></ol>',
            narrow=True,
        ),
    ],
    "plain-list": [
        Example(_NORMAL, '<ul class="plain-list divided"><li>Smør nøkkelboksene</li><li>Fast makker</li></ul>'),
        Example(
            _LONG_TEXT,
            '<ul class="plain-list divided"><li class="row spread"><span>{{ very_long }}</span>'
            '<span class="ds-tag" data-color="info">{{ long }}</span></li></ul>',
            narrow=True,
        ),
    ],
    "timeline": [
        Example(
            _NORMAL,
            '<ol class="timeline"><li>Gjort – Kari Nordmo <time datetime="2026-11-16">16. november 2026</time></li>'
            '<li>Meldt <time datetime="2026-11-04">4. november 2026</time></li></ol>',
        )
    ],
    "count": [
        Example(_NORMAL, '<p>Nytt <span class="count">6</span></p>'),
        Example(_EMPTY, '<span class="count"></span>'),
    ],
    "written": [
        Example(_NORMAL, '<p class="written">Første linje.\nAndre linje.</p>'),
        Example(_LONG_TEXT, '<p class="written">{{ very_long }}</p>', narrow=True),
    ],
    "conflict": [
        Example(
            _NORMAL,
            '<div class="conflict"><div class="panel"><p>Det du skrev</p></div><div class="panel"><p>Det som er lagret'
            "</p></div></div>",
        )
    ],
    "message": [
        Example(_("It went well"), '<div class="ds-alert" data-color="success">Forslaget er meldt.</div>'),
        Example(_("For your information"), '<div class="ds-alert" data-color="info">Møtet begynner kl. 14.15.</div>'),
        Example(_("Warning"), '<div class="ds-alert" data-color="warning">{{ very_long }}</div>', narrow=True),
        Example(_ERROR, '<div class="ds-alert" data-color="danger">Det ble ikke lagret.</div>'),
    ],
    "tag": [
        Example(
            _NORMAL,
            '<p class="row"><span class="ds-tag" data-color="neutral">Avvik</span><span class="ds-tag" '
            'data-color="info">Prøves ut</span><span class="ds-tag" data-color="success">✓ Gjort</span></p>',
        ),
        Example(_LONG_TEXT, '<span class="ds-tag" data-color="neutral">{{ very_long }}</span>', narrow=True),
    ],
}
