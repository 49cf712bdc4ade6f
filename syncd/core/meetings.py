"""One meeting out of all its copies: the organiser's calendar, each colleague's, and the invitation mails.

The newest copy by (SEQUENCE, DTSTAMP) says what the meeting is (RFC 5546 §2.1.5); an answer is believed first from the
one who answers. Nothing depends on the order in which the copies came.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from syncd.core.model import Meeting, Occurrence, Party

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_ANSWERS = frozenset({"REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"})


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of a meeting: where it came from, whose it is (an address or ''), and its entries (series and changes)."""

    origin: str
    owner: str
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """The meeting as it stands: the series (or single meeting), its changed occurrences, and who takes part."""

    master: Meeting
    overrides: tuple[Meeting, ...]
    parties: tuple[Party, ...]


def merge(copies: Sequence[Copy]) -> Merged:
    """One meeting of one UID out of its copies (at least one, with at least one entry)."""
    best: dict[str | None, tuple[tuple[bool, int, dt.datetime, str], Meeting]] = {}
    for copy in copies:
        for m in copy.meetings:
            rank = (m.method not in _ANSWERS, m.sequence, m.stamp or _EPOCH, copy.origin)
            if m.recurrence_id not in best or rank > best[m.recurrence_id][0]:
                best[m.recurrence_id] = (rank, m)
    chosen = {rid: m for rid, (_, m) in best.items()}
    if None in chosen:
        master = chosen.pop(None)
    else:  # only changed occurrences are known: the earliest stands for the series
        master = chosen[min(rid for rid in chosen if rid is not None)]
    overrides = tuple(m for rid, m in sorted(chosen.items(), key=lambda x: x[0] or "") if m is not master)
    return Merged(master, overrides, _parties(master, copies))


def _parties(master: Meeting, copies: Sequence[Copy]) -> tuple[Party, ...]:
    """The organiser and everyone invited in the newest copy, each with the answer best known."""
    answers: dict[str, tuple[tuple[bool, dt.datetime, str], str]] = {}
    for copy in copies:
        for m in copy.meetings:
            for p in m.attendees:
                if not p.response or p.response == "needs-action":
                    continue
                rank = (m.method == "REPLY" or p.address == copy.owner, m.stamp or _EPOCH, p.response)
                if p.address not in answers or rank > answers[p.address][0]:
                    answers[p.address] = (rank, p.response)
    invited = tuple(replace(p, response=answers[p.address][1]) if p.address in answers else p for p in master.attendees)
    return ((master.organizer,) if master.organizer else ()) + invited


def window(now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """The window in which repeated meetings are laid out: −12 … +13 months, moving on the 1st of a month."""
    first = now.astimezone(dt.UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    later = first.month - 1 + 13
    return first.replace(year=first.year - 1), first.replace(year=first.year + later // 12, month=later % 12 + 1)


def laid_out(merged: Merged, within: tuple[dt.datetime, dt.datetime], zone: str) -> tuple[Occurrence, ...]:
    """When the meeting takes place: a single meeting always, a series within the window. `zone`: that of floating times."""
    master = merged.master
    if not (master.rrule or master.rdates or merged.overrides):
        if master.start is None:
            return ()
        end = master.end.at if master.end else master.start.at
        return (Occurrence(recurrence_id="", start=master.start.at, end=end, title=master.title, status=master.status),)
    from syncd.core.recurrence import occurrences  # with every zone there is: only where something repeats

    found, _problems = occurrences((master, *merged.overrides), within[0], within[1], zone)
    return found
