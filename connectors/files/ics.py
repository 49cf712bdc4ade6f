"""Calendar text taken apart and put together again by uid, without understanding it.

It works on lines, so that one damaged entry costs no other; what the entries say is read by syncd.core.ical.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from connectors.entry import is_ours, uids_of

_BOUNDARY = re.compile(rb"^[ \t]*(BEGIN|END):([A-Za-z0-9-]+)[ \t]*\r?$", re.IGNORECASE)
_TZID = re.compile(rb"^TZID[^:\r\n]{0,80}:([^\r\n]*)", re.MULTILINE | re.IGNORECASE)


@dataclass(slots=True)
class _Calendar:
    """One VCALENDAR: its own properties, its time zones and its entries as lines."""

    properties: list[bytes] = field(default_factory=list)
    zones: list[bytes] = field(default_factory=list)
    entries: list[bytes] = field(default_factory=list)

    def text(self, entries: list[bytes]) -> bytes:
        """A calendar with these entries and the time zones they name."""
        body = b"".join(entries)
        zones = [zone for zone in self.zones if (name := _TZID.search(zone)) is None or name[1].strip() in body]
        return b"".join([b"BEGIN:VCALENDAR\r\n", *self.properties, *zones, body, b"END:VCALENDAR\r\n"])


def split_calendar(raw: bytes) -> dict[str, bytes]:
    """One calendar text a uid, with all that bears the uid (a series and its changed occurrences) and its time zones.

    Entries without a uid get a hash of their text. Our own entries are left out (rule 8).
    """
    parts: dict[str, bytes] = {}
    for calendar in _calendars(raw):
        groups: dict[str, list[bytes]] = {}
        for entry in calendar.entries:
            if not is_ours(entry):
                uid = next(iter(uids_of(entry)), "") or blake2b(entry, digest_size=12).hexdigest()
                groups.setdefault(uid, []).append(entry)
        for uid, entries in groups.items():
            parts[uid] = parts.get(uid, b"") + calendar.text(entries)
    return parts


def foreign_part(raw: bytes) -> bytes:
    """The text without our own entries; b"" where nothing is left. Text without any of ours is given back as it is."""
    if not is_ours(raw):
        return raw
    return b"".join(split_calendar(raw).values())


def _calendars(raw: bytes) -> Iterator[_Calendar]:
    """The calendars of a file, those that are cut off included."""
    calendar = _Calendar()
    stack: list[bytes] = []
    entry: list[bytes] = []
    for line in raw.splitlines(keepends=True):
        found = _BOUNDARY.match(line.rstrip(b"\n"))
        word, name = (found[1].upper(), found[2].upper()) if found else (b"", b"")
        if name == b"VCALENDAR":
            stack, entry = [], []
            if calendar.entries:
                yield calendar
            calendar = _Calendar()
            continue
        if word == b"BEGIN":
            stack.append(name)
        if stack:
            entry.append(line if line.endswith(b"\n") else line + b"\r\n")
        else:
            calendar.properties.append(line)
        if word == b"END" and name in stack:
            del stack[stack.index(name) :]
            if not stack:
                (calendar.zones if name == b"VTIMEZONE" else calendar.entries).append(b"".join(entry))
                entry = []
    if calendar.entries:
        yield calendar
