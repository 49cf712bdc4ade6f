"""One meeting out of all its copies: the organiser's calendar, each colleague's, and the invitation mails.

The newest copy by (SEQUENCE, DTSTAMP) says what the meeting is (RFC 5546 §2.1.5); an answer is believed first from the
one who answers; another time that a guest proposes (COUNTER) changes nothing and is kept beside it. An invitation under a
known UID from somebody who is not its organiser is kept as a copy and believed in nothing. Nothing depends on the order in
which the copies came.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from syncd.core.identity import company_domain
from syncd.core.languages.en import meetings as en
from syncd.core.languages.lt import meetings as lt
from syncd.core.languages.ru import meetings as ru
from syncd.core.model import Company, Meeting, Occurrence, Party, Problem

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_ANSWERS = frozenset({"REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"})


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of a meeting: where it came from, whose it is (an address or ''), and its entries (series and changes)."""

    origin: str
    owner: str
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Another time that a guest proposed (RFC 5546 §3.2.7): by whom, and the entry as they would have it."""

    by: str
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class Merged:
    """The meeting as it stands: the series (or single meeting), its changed occurrences, who takes part, other times proposed."""

    master: Meeting
    overrides: tuple[Meeting, ...]
    parties: tuple[Party, ...]
    proposals: tuple[Proposal, ...] = ()


def merge(copies: Sequence[Copy]) -> Merged:
    """One meeting of one UID out of its copies (at least one, with at least one entry)."""
    believed, strangers = _believed(copies)
    merged = _merged(believed)
    if not strangers:
        return merged
    text = f"an invitation names {', '.join(strangers)} as its organiser; it was kept and changes nothing"
    problems = (*merged.master.problems, Problem(code="other-organiser", text=text))
    return replace(merged, master=replace(merged.master, problems=problems))


def _believed(copies: Sequence[Copy]) -> tuple[Sequence[Copy], list[str]]:
    """The copies that agree on the organiser, and the organisers of those that do not.

    Whose calendar it lies in says who organises it; where only mails tell of it, the one sent first. (RFC 5546 §6.1: an
    organiser can be forged.)
    """
    organisers = {m.organizer.address for c in copies for m in c.meetings if m.organizer and m.organizer.address}
    if len(organisers) < 2:
        return copies, []
    kept = {_organiser(c) for c in copies if c.owner} - {""}
    if not kept:
        first = min((c for c in copies if _organiser(c)), key=lambda c: (min(m.stamp or _EPOCH for m in c.meetings), c.origin))
        kept = {_organiser(first)}
    believed = [c for c in copies if c.owner or _organiser(c) in kept or not _organiser(c)]
    return believed, sorted(organisers - {_organiser(c) for c in believed})


def _organiser(copy: Copy) -> str:
    return next((m.organizer.address for m in copy.meetings if m.organizer), "")


def _merged(copies: Sequence[Copy]) -> Merged:
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
    return Merged(master, overrides, _parties(master, copies), _proposals(copies, (master, *overrides)))


def _proposals(copies: Sequence[Copy], standing: Sequence[Meeting]) -> tuple[Proposal, ...]:
    """The last other time each guest proposed, while the meeting has not been changed since (a higher SEQUENCE answers it)."""
    found: dict[tuple[str, str | None], tuple[tuple[dt.datetime, str], Proposal]] = {}
    sequence = {m.recurrence_id: m.sequence for m in standing}
    for copy in copies:
        for m in copy.meetings:
            by = next((p.address for p in m.attendees if p.address), "")
            if m.method != "COUNTER" or not by or m.start is None or m.sequence < sequence.get(m.recurrence_id, 0):
                continue
            rank = (m.stamp or _EPOCH, copy.origin)
            if (by, m.recurrence_id) not in found or rank > found[by, m.recurrence_id][0]:
                found[by, m.recurrence_id] = (rank, Proposal(by, m))
    return tuple(proposal for _, (_, proposal) in sorted(found.items(), key=lambda x: (x[0][0], x[0][1] or "")))


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


# ── what sort of meeting it is ───────────────────────────────────────────────────────────────────────────────────

MeetingKind = Literal["customer", "internal", "event", "private"]
_COMPANIES, _GUESTS = 5, 20  # so many companies or people outside are an event's, not a meeting's
_BARE = str.maketrans("ąčęėįšųūž", "aceeisuuz")


def kind_of(merged: Merged, company: Company) -> MeetingKind:
    """With a customer, among ourselves, a public event, or a private matter of who keeps the calendar."""
    m = merged.master
    title = m.title.lower().translate(_BARE)
    outside = {p.address for p in company.outside(merged.parties)}
    if m.private or (not outside and len({p.address for p in merged.parties}) < 2 and _private().search(title)):
        return "private"
    if _event().search(title) or len(outside) >= _GUESTS or len({company_domain(a) for a in outside} - {""}) >= _COMPANIES:
        return "event"
    return "customer" if outside or not merged.parties else "internal"


@lru_cache(maxsize=1)
def _private() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(p.translate(_BARE) for t in (en, lt, ru) for p in t.PRIVATE) + ")")


@lru_cache(maxsize=1)
def _event() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(p.translate(_BARE) for t in (en, lt, ru) for p in t.EVENT) + ")")
