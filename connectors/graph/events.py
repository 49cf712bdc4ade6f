"""What becomes of the events of a calendar that were touched.

Graph tells of a change by ids and little more: what an event is now is asked for, with the properties that Graph has no fields for.
A changed occurrence of a series is an event of its own, read with the series; one that is as the series has it says nothing new.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from connectors.base import Broken, Change, Fetched, Gone, Marks
from connectors.graph.agenda_place import forgotten
from connectors.graph.client import GraphClient
from connectors.graph.listing import extended, is_nothing, listed, plain, query
from connectors.graph.ours import UID, is_own
from connectors.refusals import Refused
from syncd.core.derived import GRAPH_EVENT
from syncd.core.graph.events import SEQUENCE

Event = Mapping[str, Any]

_TOLD: Final = (  # what says what a meeting is; the rest changes without meaning
    "id", "iCalUId", "type", "seriesMasterId", "subject", "body", "start", "end", "originalStartTimeZone", "originalStart", "isAllDay", "isCancelled",
    "isOrganizer", "recurrence", "cancelledOccurrences", "attendees", "organizer", "responseStatus", "sensitivity", "showAs", "categories", "location",
    "onlineMeeting", "onlineMeetingUrl", "lastModifiedDateTime", "createdDateTime",
)  # fmt: skip
_EVENT: Final = query(select=",".join(_TOLD), expand=f"exceptionOccurrences,{extended(SEQUENCE, UID)}")
_OCCURRENCE: Final = query(select=",".join(_TOLD), expand=extended(SEQUENCE, UID))
_OCCURRENCES: Final = query(select="type", expand="exceptionOccurrences")
_CHANGED: Final = "exception"
_MOST_AT_ONCE: Final = 250


class Events:
    """One answer about a calendar. `series`: the changed occurrences that were given, by series, and after `changes` those that are."""

    def __init__(self, client: GraphClient, calendar: str, series: Mapping[str, tuple[str, ...]]) -> None:
        self._client, self._calendar = client, calendar
        self.series = dict(series)

    def changes(self, touched: Sequence[Event], since: float) -> list[Change]:
        """What there is to tell of what was touched after `since`, in seconds since 1970.

        That something is out of the list may mean that it left its window: it is looked for. What is not there may have been a
        day of a series, of which nothing else may be told: the series that changed meanwhile say which days they leave out (F65).
        """
        kinds = {str(one["id"]): "removed" if "@removed" in one else str(one.get("type")) for one in touched}
        alone = [id_ for id_, kind in kinds.items() if kind == _CHANGED]
        answers = self._get([id_ for id_, kind in kinds.items() if kind not in ("occurrence", _CHANGED)], _EVENT)
        if any(kinds[id_] == "removed" and isinstance(answer, Refused) for id_, answer in answers.items()):
            answers |= self._get([id_ for id_ in self._series_changed(since) if id_ not in answers], _EVENT)
        of_series = {id_: _occurrences(answer) for id_, answer in answers.items() if _is_series(answer)}
        wanted = dict.fromkeys((*alone, *(one for found in of_series.values() for one in found)))
        others = self._get([id_ for id_ in wanted if id_ not in answers], _OCCURRENCE)
        told = [change for id_, answer in answers.items() for change in self._event(id_, answer, of_series.get(id_, ()))]
        told += [change for id_, answer in others.items() for change in self._single(id_, answer)]
        self._remember(others)
        return told

    def single(self, ids: Iterable[str]) -> Iterator[Change]:
        """Events by id."""
        for id_, answer in self._get(list(ids), _OCCURRENCE).items():
            yield next(self._single(id_, answer), Gone(id_))

    def occurrences(self, series: Sequence[str]) -> list[str]:
        """The ids of the changed occurrences of series."""
        return [one for answer in self._get(series, _OCCURRENCES).values() for one in _occurrences(answer)]

    def _series_changed(self, since: float) -> list[str]:
        """The ids of the series that changed after `since`; deleting a day of one changes it."""
        after = dt.datetime.fromtimestamp(max(since, 0.0), dt.UTC)
        only: dict[str, str | int] = {"$select": "type", "$filter": f"lastModifiedDateTime ge {after:%Y-%m-%dT%H:%M:%SZ}", "$top": _MOST_AT_ONCE}
        found = listed(self._client, f"calendars/{plain(self._calendar)}/events", only)
        return [str(one["id"]) for one in found if one.get("type") == "seriesMaster"]

    def _get(self, ids: Sequence[str], options: str) -> dict[str, dict[str, Any] | Refused]:
        answers = self._client.batch({id_: f"calendars/{plain(self._calendar)}/events/{plain(id_)}?{options}" for id_ in ids}) if ids else {}
        return {id_: answer for id_, answer in answers.items() if not isinstance(answer, bytes)}

    def _event(self, id_: str, answer: Event | Refused, occurrences: Sequence[str]) -> Iterator[Change]:
        """An event or a series, and which of its occurrences are no longer changed ones."""
        yield from self._single(id_, answer)
        if isinstance(answer, Refused) and not is_nothing(answer):
            return
        lost = [one for one in self.series.pop(id_, ()) if one not in occurrences]
        yield from (Gone(one) for one in lost)
        if isinstance(answer, Refused):
            forgotten(self.series, [id_])
        elif occurrences and not is_own(answer):
            self.series[id_] = tuple(occurrences)

    def _single(self, id_: str, answer: Event | Refused) -> Iterator[Change]:
        if isinstance(answer, Refused):
            yield Gone(id_) if is_nothing(answer) else Broken(id_, str(answer))
        elif not is_own(answer):
            yield _fetched(id_, answer)

    def _remember(self, others: Mapping[str, Event | Refused]) -> None:
        """Of occurrences that came without their series, which series they are of."""
        for id_, answer in others.items():
            series = "" if isinstance(answer, Refused) or is_own(answer) else str(answer.get("seriesMasterId") or "")
            if series and id_ not in self.series.get(series, ()):
                self.series[series] = (*self.series.get(series, ()), id_)


def _is_series(answer: Event | Refused) -> bool:
    return not isinstance(answer, Refused) and answer.get("type") == "seriesMaster"


def _occurrences(series: Event | Refused) -> list[str]:
    """The ids of the occurrences that differ from their series."""
    found = () if isinstance(series, Refused) else series.get("exceptionOccurrences") or ()
    return [str(one["id"]) for one in found if isinstance(one, dict) and isinstance(one.get("id"), str)]


def _fetched(id_: str, event: Event) -> Fetched:
    """As JSON that is equal where the content is equal."""
    told: dict[str, Any] = {name: event[name] for name in _TOLD if event.get(name) is not None}
    if more := [one for one in event.get("singleValueExtendedProperties") or () if str(one.get("id")).lower() == SEQUENCE.lower()]:
        told["singleValueExtendedProperties"] = more
    raw = json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8", "replace")
    hidden, labels = str(event.get("sensitivity") or "normal"), tuple(sorted(str(one) for one in event.get("categories") or ()))
    return Fetched(id_, raw, GRAPH_EVENT, Marks(labels=labels, size=len(raw), sensitivity="" if hidden == "normal" else hidden))
