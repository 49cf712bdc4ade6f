"""How far a calendar has been read: a cursor of ours, around a link that Graph gave. Pure.

A list of changes is of a window of time, which stands in its link and cannot be moved. A month later a new one is begun, whose
first round tells all again that lies in it: what the old window had and the new one has not is not gone. A series takes its changed
occurrences along when it goes, which Graph does not tell: they stand here too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from connectors.base import Cursor
from syncd.errors import CursorExpired

_VERSION: Final = 1
_BACK, _AHEAD = dt.timedelta(days=1095), dt.timedelta(days=700)  # Graph allows 1,825 days in all
_GOOD_FOR: Final = 30 * 86_400.0  # seconds that a window stands
_RENEWED: Final = 86_400.0  # seconds: a link grows old though nothing changes, for Graph promises no lifetime


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`link` "": the list of a window is to begin; `more`: it goes on. `whole`: a listing of everything goes on. `begun`, `at`: when the
    window was, and the link was given, in seconds since 1970. `series`: the ids of the changed occurrences given, by series."""

    v: int = _VERSION
    link: str = ""
    more: bool = True
    whole: bool = True
    begun: float = 0.0
    at: float = 0.0
    series: dict[str, tuple[str, ...]] = {}

    def cursor(self) -> Cursor:
        """As JSON."""
        series: dict[str, object] = {id_: [*occurrences] for id_, occurrences in self.series.items()}
        return {"v": self.v, "link": self.link, "more": self.more, "whole": self.whole, "begun": self.begun, "at": self.at, "series": series}

    def window(self) -> dict[str, str | int]:
        """The window as Graph is asked for it."""
        begun = dt.datetime.fromtimestamp(self.begun, dt.UTC)
        ends = (("startDateTime", begun - _BACK), ("endDateTime", begun + _AHEAD))
        return {name: at.isoformat(timespec="seconds").replace("+00:00", "Z") for name, at in ends}

    def after(self, link: str, series: Mapping[str, tuple[str, ...]], now: float, *, is_last: bool) -> Place:
        """An answer was told."""
        return msgspec.structs.replace(self, link=link, more=not is_last, whole=self.whole and not is_last, at=now, series=dict(series))

    def is_over(self, now: float) -> bool:
        """Whether it is time for a new window."""
        return not self.more and not 0 <= now - self.begun < _GOOD_FOR

    def anew(self, now: float) -> Place:
        """Before the list of a new window."""
        return Place(whole=False, begun=now, at=now, series=self.series)

    def is_old(self, now: float) -> bool:
        """Whether a new link is to be kept though nothing changed."""
        return not 0 <= now - self.at < _RENEWED


def beginning(now: float) -> Place:
    """Before a listing of everything."""
    return Place(begun=now, at=now)


def read_place(cursor: Cursor) -> Place:
    """The place a cursor means. Raises CursorExpired for one that is not ours."""
    try:
        place = msgspec.convert(dict(cursor), Place)
    except msgspec.ValidationError as error:
        raise CursorExpired("the place in this calendar cannot be read; everything is listed again") from error
    if place.v != _VERSION or not place.link:
        raise CursorExpired("the place in this calendar is of another version; everything is listed again")
    return place


def forgotten(series: dict[str, tuple[str, ...]], gone: Iterable[str]) -> None:
    """Take occurrences that are gone out of what is remembered."""
    lost = frozenset(gone)
    for id_, occurrences in list(series.items()):
        if lost.intersection(occurrences):
            series[id_] = tuple(one for one in occurrences if one not in lost)
