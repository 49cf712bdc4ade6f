"""What a calendar entry says that was promised: a note in its title, and the minutes in its text.

    title   of an entry its owner shares with nobody: "Ona call 15:00" is a promise, and its own term and reminder
    text    of a meeting that was written in after it began: read like mail of its organiser's

Refuses what is only planned: invitations, agendas, series, what was called off.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from syncd.core.derived import Told
from syncd.core.languages import language_of
from syncd.core.meetings import Copy, Merged, merge
from syncd.core.model import Company, Due, Meeting, Party, Promise, Staff, WorkingCalendar
from syncd.core.promises import Said, find_promises
from syncd.core.promises.spoken import Note, is_done, spoken
from syncd.core.worktime import zone_of


def told_in(copies: Sequence[Copy], company: Company, calendar: WorkingCalendar) -> Told | None:
    """The promises in a meeting out of all its copies; None where nobody of ours can have written them.

    Only copies in our calendars count: what an invitation mail says anybody can have written.
    """
    ours = [c for c in copies if c.owner]
    if not ours:
        return None
    writer = _writer(merge(ours), ours, company)
    if writer is None:
        return None
    own = [c for c in ours if c.owner in _addresses(writer)]
    merged = merge(own or ours)
    m = merged.master
    if m.start is None or m.rrule or m.rdates or merged.overrides or m.recurrence_id or m.private or m.status == "cancelled":
        return None
    zone = writer.timezone or company.timezone
    others = tuple(p for p in merged.parties if p.address not in _addresses(writer))
    noted = () if others or not own else tuple(_noted(m, writer.address, zone, company, calendar))
    at, minutes = _minutes(m, writer, others, zone, company, calendar)
    if noted and not minutes:
        at = min(m.stamp or m.start.at, m.start.at)
    return Told(
        at=at, due_zone=zone, language=language_of(m.description or m.title), own_text="\n".join((m.title, m.description)), parties=others,
        promises=noted + minutes, trusted=bool(own),
    )  # fmt: skip


def _writer(merged: Merged, copies: Iterable[Copy], company: Company) -> Staff | None:
    """Who keeps the entry: its organiser, else the one whose calendar it lies in; nobody where that is a stranger, or several."""
    if organizer := merged.master.organizer:
        return _member(organizer.address, company) if company.is_ours(organizer.address) else None
    owners = {_member(c.owner, company).address for c in copies}
    return _member(owners.pop(), company) if len(owners) == 1 else None


def _member(address: str, company: Company) -> Staff:
    return next((s for s in company.staff if address in _addresses(s)), Staff(address=address))


def _addresses(member: Staff) -> tuple[str, ...]:
    return (member.address, *member.aliases)


def _noted(m: Meeting, writer: str, zone: str, company: Company, calendar: WorkingCalendar) -> Iterator[Promise]:
    """The promise an own entry's title is, due when the entry is."""
    assert m.start is not None
    day = m.start.at.astimezone(zone_of(zone))
    if m.all_day:
        day = dt.datetime.combine(dt.date.fromisoformat(m.start.wall[:10]), dt.time(), zone_of(zone))
    found = spoken(Note(text=" ".join(m.title.split()), writer=writer, at=day, planned=False, reason="an own calendar entry", noted="entry"), company, calendar)
    for promise in found:
        yield replace(promise, due=_term(m, zone, promise.due), confidence=0.9, noted="done" if is_done(m.title) else promise.noted)


def _term(m: Meeting, zone: str, said: Due | None) -> Due:
    """The entry's own time; of one that lies on a whole day the hour its title names."""
    assert m.start is not None
    if not m.all_day:
        wall = m.start.at.astimezone(zone_of(zone)).strftime("%Y-%m-%dT%H:%M")
        return Due(from_=wall, to=wall, text="", kind="explicit")
    first = m.start.wall[:10]
    if said is not None and said.to and len(said.to) > 10 and said.to[:10] == first:
        return said
    last = dt.date.fromisoformat(m.end.wall[:10]) - dt.timedelta(days=1) if m.end else dt.date.fromisoformat(first)
    return Due(from_=first, to=max(first, last.isoformat()), text="", kind="explicit")


def _minutes(m: Meeting, writer: Staff, others: Sequence[Party], zone: str, company: Company, calendar: WorkingCalendar) -> tuple[dt.datetime, tuple[Promise, ...]]:
    """When the meeting was over, and the promises written into it since it began; before that its text is an agenda."""
    assert m.start is not None
    over = max(m.end.at if m.end and not m.all_day else m.start.at, m.start.at)
    if not m.description.strip() or m.stamp is None or m.stamp < m.start.at:
        return over, ()
    said = Said(
        own=m.description, quoted="", subject=m.title, sender=Party(role="from", address=writer.address, name=writer.name),
        recipients=tuple(Party(role="to", address=p.address, name=p.name) for p in others), at=over.astimezone(zone_of(zone)),
        language=language_of(m.description), note=True,
    )  # fmt: skip
    return over, find_promises(said, company, calendar)
