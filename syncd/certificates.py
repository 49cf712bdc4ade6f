"""Certificates of servers, and certificates and secrets of applications, that end soon: said while there is time to renew them.

When one ends, syncd stops reading there rather than trust an unknown server, and everybody at that server is without
their reminders at once. Sources at one server are told of in one sentence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from connectors.base import Harvester, OverTls
from syncd.core.keys import instant
from syncd.store.certificates import certificates, keep_certificate, note_warning
from syncd.store.db import Store

NOTICES = (3, 14, 30)  # days before the end
_ENDED = 0
_NAMED = 3  # sources of one server that are named, the rest is counted


@dataclass(frozen=True, slots=True)
class Ending:
    """A certificate that ends soon. `notice`: the least of NOTICES that is reached, 0 once it has ended."""

    until: dt.datetime
    sources: tuple[str, ...]
    notice: int

    def sentence(self, now: dt.datetime) -> str:
        """What is to be done, and how much time there is."""
        named = ", ".join(self.sources[:_NAMED]) + (f" and {len(self.sources) - _NAMED} more" if len(self.sources) > _NAMED else "")
        day, left = f"{self.until:%Y-%m-%d %H:%M} UTC", (self.until - now).days
        if self.notice == _ENDED:
            return f"{named}: the certificate of the server, or the certificate or secret of the application, ended on {day}; nothing is read there before it is renewed"
        days = "less than a day" if left < 1 else "1 day" if left == 1 else f"{left} days"
        return f"{named}: the certificate of the server, or the certificate or secret of the application, ends on {day}, in {days}; renew it in time"


def endings(known: Iterable[tuple[str, dt.datetime]], now: dt.datetime) -> list[Ending]:
    """Of sources with the ends of their certificates, those that end within the longest notice, the nearest first."""
    ends: dict[dt.datetime, list[str]] = {}
    for source, until in known:
        ends.setdefault(until, []).append(source)
    found = []
    for until, sources in sorted(ends.items()):
        notice = _ENDED if until <= now else next((days for days in NOTICES if until - now <= dt.timedelta(days=days)), None)
        if notice is not None:
            found.append(Ending(until, tuple(sources), notice))
    return found


def shown(harvester: Harvester) -> dt.datetime | None:
    """Until when the certificate holds that a harvester's server showed; None where there is none."""
    return harvester.certificate_until if isinstance(harvester, OverTls) else None


def keep(store: Store, source_id: int, harvester: Harvester) -> None:
    """Remember the certificate of a source's server, after it was connected to."""
    until = shown(harvester)
    keep_certificate(store, source_id, instant(until) if until else None)


def ending(store: Store, now: dt.datetime) -> list[str]:
    """A sentence for each certificate in the store that ends soon."""
    return [one.sentence(now) for one in _known_endings(store, now)]


def newly_ending(store: Store, now: dt.datetime) -> list[str]:
    """The same for those that came to a notice since this was asked last; each is kept as an event."""
    said = []
    for one in _known_endings(store, now):
        noted = [note_warning(store, source, instant(one.until), one.notice, instant(now)) for source in one.sources]
        if any(noted):
            said.append(one.sentence(now))
    return said


def _known_endings(store: Store, now: dt.datetime) -> list[Ending]:
    return endings([(source, dt.datetime.fromisoformat(until)) for source, until in certificates(store)], now)
