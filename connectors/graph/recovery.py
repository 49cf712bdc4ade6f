"""Our entries in a mailbox that came to Microsoft 365 by a program which took their marks away: known by the link in their text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from connectors.base import Reminder
from connectors.graph import entries
from connectors.graph.client import GraphClient
from connectors.graph.listing import listed, plain
from connectors.refusals import Changed, LostAnswer, NotThere

_AROUND: Final = dt.timedelta(days=14)  # as far as a person may have moved one
_MOST_AT_ONCE: Final = 250


def recover(client: GraphClient, wanted: Sequence[Reminder], headers: Mapping[str, str]) -> None:
    """Mark each of these entries again that lies in the default calendar without a mark. Raises SourceError.

    One that is changed in that moment is left to be looked at again, like one whose answer is lost.
    """
    by_link: dict[str, list[Reminder]] = {}
    for r in map(entries.allowed, wanted):
        if r.url:
            by_link.setdefault(r.url, []).append(r)
    if not by_link:
        return
    starts = [r.start for found in by_link.values() for r in found]
    window = {"startDateTime": _utc(min(starts) - _AROUND), "endDateTime": _utc(max(starts) + _AROUND)}
    options: dict[str, str | int] = {"$select": f"{entries.SELECT},attendees,type", "$expand": entries.EXPAND, "$top": _MOST_AT_ONCE, **window}
    for event in list(listed(client, "calendar/calendarView", options, headers)):
        meant = _meant(event, by_link)
        if meant is None:
            continue
        try:
            client.send("PATCH", f"events/{plain(event['id'])}", entries.marks(meant), {**headers, "if-match": str(event.get("@odata.etag") or "*")})
        except (Changed, NotThere, LostAnswer):
            continue
        by_link[meant.url].remove(meant)


def _meant(event: Mapping[str, Any], by_link: Mapping[str, list[Reminder]]) -> Reminder | None:
    """Which entry an event is that bears no mark; of several with one link that of the same time, else of the same title."""
    if entries.uid_of(event) or event.get("attendees") or event.get("type") != "singleInstance":
        return None
    words = set(entries.text_of(event.get("body") or {}).split())
    found = [r for link, rs in by_link.items() if link in words for r in rs]
    start, title = str((event.get("start") or {}).get("dateTime") or "")[:16], str(event.get("subject") or "").strip()
    for fits in (lambda r: _utc(r.start)[:16] == start, lambda r: r.title.strip() == title, lambda _: True):
        if len(same := [r for r in found if fits(r)]) == 1:
            return same[0]
    return None


def _utc(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
