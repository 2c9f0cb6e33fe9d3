"""News: what others did with the ideas that somebody raised or has taken on, read from the events.

Nothing is stored per person but how far they have read. An anonymous idea has nobody to tell, and no news names who
did something.
"""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from laeringslean.attention.models import ReadMark
from laeringslean.foundation.models import Event
from laeringslean.improvement.models import Idea, IdeaState
from laeringslean.organisation.access.viewer import Viewer

# How many pieces of news are kept in sight, and the highest number that the menu counts to.
NEWS_SHOWN = 60
# How many events are looked through for them; one's own doings are among these.
EVENTS_READ = 300

PLANNED = "improvement.idea.planned"
SIGNED = "benefits.agreement.signed"
LEFT_UNTOUCHED = "improvement.idea.left-untouched"
SET_ASIDE = "improvement.idea.set-aside"

# What each event means to whoever raised the idea or has taken it on. Events that are not here are no news.
WORDS: dict[str, str | Promise] = {
    "improvement.idea.discussed": _("It was taken up at the board."),
    "improvement.idea.accepted": _("The answer is yes: it was accepted."),
    "improvement.idea.parked": _("It was parked for now. The reason stands with the idea."),
    LEFT_UNTOUCHED: _("Nobody has touched it for long, so it will soon be set aside."),
    SET_ASIDE: _("It was set aside, since nobody had touched it for long."),
    "improvement.idea.returned": _("Its day has come: it was taken up again."),
    "improvement.idea.revived": _("It was taken up again."),
    "improvement.idea.escalated": _("It was lifted to the leader above, who will answer."),
    "improvement.idea.escalation-answered": _("The leader above has replied, and it is back at your board."),
    "improvement.idea.declined": _("The answer is no this time. The reason stands with the idea."),
    PLANNED: _("It was planned, with somebody who does it and a date."),
    "improvement.idea.trial-started": _("A trial has started."),
    "improvement.idea.measured": _("The result of the trial was written down."),
    "improvement.idea.evaluated": _("It was evaluated. Read what was learned."),
    "improvement.idea.adjusted": _("It was adjusted and is being tried again."),
    "improvement.idea.standardised": _("It has become the new standard."),
    "improvement.idea.dropped": _("It was dropped after the evaluation. What was learned stays."),
    "improvement.idea.done": _("It is done."),
    "improvement.idea.closed": _("It is finished and closed."),
    "improvement.idea.relocated": _("It was moved to another board."),
    "improvement.idea.edited": _("The text was rewritten."),
    "improvement.idea.built-upon": _("Another team builds on it. Good work spreads."),
    "improvement.idea.commented": _("Somebody has written a comment."),
    "benefits.benefit.identified": _("The time it frees was written down."),
    "benefits.benefit.revised": _("The figures of the freed time were corrected."),
    "benefits.benefit.realised": _("The freed time is used as agreed: the benefit is realised."),
    "benefits.benefit.lost": _("The benefit was written off. The reason stands with the idea."),
    "benefits.agreement.written": _("It is proposed what the freed time shall be used for."),
    "benefits.agreement.changed": _("The benefit agreement was changed and must be signed anew."),
    SIGNED: _("Leader and staff have signed what the freed time shall be used for."),
}
# What is read of an idea to tell about it.
_READ = ("id", "problem", "proposal", "raised_by_id", "owner_id", "tenant_id", "state", "aside_on", "version")

PLANNED_FOR_YOU = _("It was planned, and you are the one who does it.")


@dataclass(frozen=True)
class NewsItem:
    """One thing that happened to one idea, in words."""

    sequence: int
    idea_id: UUID
    title: str
    text: str
    happened_on: date
    is_unread: bool
    # How many more of the viewer's ideas the same happened to at the same time.
    others: int = 0
    # What one tap can do about it just now: "keep" an idea that will be set aside, "revive" one that was; else "".
    offer: str = ""
    version: int = 0


def news_of(viewer: Viewer) -> list[NewsItem]:
    """The viewer's latest news, the newest first, read or not. Three queries."""
    return _news(viewer, _read_up_to(viewer))


def unread_count(viewer: Viewer) -> int:
    """How many pieces of news the viewer has not read, at most NEWS_SHOWN. Three queries."""
    return sum(item.is_unread for item in _news(viewer, _read_up_to(viewer), unread_only=True))


def _read_up_to(viewer: Viewer) -> int:
    return ReadMark.objects.filter(person_id=viewer.person_id).values_list("up_to", flat=True).first() or 0


def _news(viewer: Viewer, read_up_to: int, *, unread_only: bool = False) -> list[NewsItem]:
    mine = Idea.objects.filter(Q(raised_by_id=viewer.person_id) | Q(owner_id=viewer.person_id))
    ideas = {idea.id: idea for idea in mine.only(*_READ)}
    if not ideas:
        return []
    events = Event.objects.filter(subject_id__in=mine.values("id"), kind__in=WORDS).order_by("-sequence")
    if unread_only:
        events = events.filter(sequence__gt=read_up_to)
    # Whoever takes an idea on hears of it from the day it was planned, not of its whole life before.
    told_all: set[UUID] = set()
    news: list[NewsItem] = []
    # Changes of many ideas at once are one piece of news, however many of them are the viewer's.
    together: dict[str, int] = {}
    for event in events[:EVENTS_READ]:
        idea = ideas[event.subject_id]
        if idea.id in told_all:
            continue
        for_viewer = event.kind == PLANNED and event.details.get("owner") == str(viewer.person_id)
        if for_viewer and idea.raised_by_id != viewer.person_id:
            told_all.add(idea.id)
        if event.actor_id == viewer.person_id or _is_half_signed(event):
            continue
        batch = event.details.get("together", "")
        if batch in together:
            place = together[batch]
            news[place] = replace(news[place], others=news[place].others + 1)
            continue
        if batch:
            together[batch] = len(news)
        news.append(_item(event, idea, for_viewer, read_up_to))
    return news[:NEWS_SHOWN]


def _is_half_signed(event: Event) -> bool:
    """An agreement that waits for its second signature is news on the day it comes."""
    return event.kind == SIGNED and not event.details.get("both_signed")


def _item(event: Event, idea: Idea, for_viewer: bool, read_up_to: int) -> NewsItem:
    return NewsItem(
        sequence=event.sequence,
        idea_id=idea.id,
        title=idea.title,
        text=str(PLANNED_FOR_YOU if for_viewer else WORDS[event.kind]),
        happened_on=event.happened_on,
        is_unread=event.sequence > read_up_to,
        offer=_offer(event, idea),
        version=idea.version,
    )


def _offer(event: Event, idea: Idea) -> str:
    if event.kind == LEFT_UNTOUCHED and idea.aside_on is not None:
        return "keep"
    return "revive" if event.kind == SET_ASIDE and idea.state == IdeaState.SET_ASIDE else ""
