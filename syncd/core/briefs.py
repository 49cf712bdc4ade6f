"""Entries beside a meeting with a customer that say what one must know before it: what is amiss, and the customer in six lines.

One for each occurrence, a quarter of an hour before it, in the calendar of the colleague who holds it, of a colleague's meetings
with one customer only the next; by default only where there is something amiss: the customer asked not to be contacted, a complaint
is open, a promise is late, a colleague made an offer lately, or offers contradict each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from syncd.core import brief_texts, keys
from syncd.core.brief_texts import Sheet
from syncd.core.model import Language
from syncd.core.plan import TITLE_LENGTH, Existing, Wanted, reminder, shown
from syncd.core.worktime import zone_of

AHEAD = dt.timedelta(days=7)  # how long before the meeting the entry may stand there
_BEFORE = dt.timedelta(minutes=15)
_REFUSED = frozenset({"deleted", "refused", "done"})
Which = Literal["off", "warnings", "all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A meeting of ours with a customer that is still to come. `key`: of the interaction, or of one time of a series; `page`: its brief's path."""

    key: str
    owner: str
    start: dt.datetime
    customer: str  # what meetings with the same customer have in common
    page: str


def chosen(visits: Iterable[Visit], now: dt.datetime) -> list[Visit]:
    """The next meeting of each colleague with each customer, of those that begin within a week."""
    first: dict[tuple[str, str], Visit] = {}
    for v in sorted(visits, key=lambda v: (v.start, v.key, v.owner)):
        if now < v.start <= now + AHEAD:
            first.setdefault((v.owner, v.customer), v)
    once: dict[str, Visit] = {}
    for v in first.values():
        once.setdefault(v.key, v)
    return list(once.values())


def entries(sheets: Iterable[tuple[Visit, Sheet]], which: Which, existing: Mapping[str, Existing], people: Mapping[str, tuple[str, Language]], url: str) -> list[Wanted]:
    """The entries that should be there. `people`: our addresses with zone and language, of those who get entries; `url`: of the pages."""
    wanted = []
    for visit, sheet in sheets:
        old = existing.get(keys.reminder_uid(visit.key, "brief"))
        if visit.owner in people and (which == "all" or sheet.warns) and not (old and old.state in _REFUSED):
            wanted.append(_entry(visit, sheet, *people[visit.owner], url))
    return wanted


def _entry(visit: Visit, sheet: Sheet, zone: str, language: Language, url: str) -> Wanted:
    start = (visit.start - _BEFORE).astimezone(zone_of(zone))
    title = shown(brief_texts.title(shown(sheet.whom, 100), language, warns=sheet.warns), TITLE_LENGTH)
    text = "\n".join(shown(line, 400) for line in brief_texts.lines(sheet, zone, language))
    link = f"{url.rstrip('/')}{visit.page}" if url else ""
    made = reminder(keys.reminder_uid(visit.key, "brief"), visit.key, title, text, start, (0,), link)
    return Wanted(reminder=made, owner=visit.owner, purpose="brief", promise_key=None, zone=zone)
