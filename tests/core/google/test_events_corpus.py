"""Every meeting of the real calendars at hand, told as Google would tell it, is the same meeting again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from syncd.core.google.events import read_event
from syncd.core.ical import read_calendar
from syncd.core.model import Meeting, MeetingTime, Party

CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "ics"
OWNER = "Europe/Vilnius"
_ELSEWHERE = ZoneInfo("America/New_York")  # times carry the offset of whose calendar it is, whatever their zone


def _meetings() -> Iterator[Meeting]:
    """Those that Google could hold: with a start and an end in a zone, and nothing amiss."""
    if not CORPUS.is_dir():
        pytest.skip(f"the corpus of real calendars is not there: {CORPUS}")
    for path in sorted(p for p in CORPUS.rglob("*") if p.is_file() and p.stat().st_size < 2_000_000):
        for m in read_calendar(path.read_bytes(), OWNER).meetings:
            zoned = m.start and m.end and (m.all_day or m.start.zone)
            placed = m.recurrence_id is None or (m.recurrence_id[-1] not in "?Z" and (len(m.recurrence_id) == 10) == m.all_day)
            if zoned and placed and not m.problems and not any("/" in one for one in m.rdates):
                yield m


def _told(m: Meeting) -> dict[str, Any]:
    assert m.start and m.end
    event: dict[str, Any] = {
        "id": "x", "iCalUID": m.uid, "status": m.status, "summary": m.title, "description": m.description, "location": m.location,
        "sequence": m.sequence, "start": _time(m.start, m), "end": _time(m.end, m), "hangoutLink": m.link,
        "recurrence": [f"RRULE:{rule}" for rule in m.rrule.split("\n") if rule] + _dates("EXDATE", m.exdates, m) + _dates("RDATE", m.rdates, m),
        "attendees": [{**_person(p), "responseStatus": "needsAction" if p.response == "needs-action" else p.response} for p in m.attendees],
    }  # fmt: skip
    if m.stamp:
        event["updated"] = m.stamp.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    if m.organizer:
        event["organizer"] = _person(m.organizer)
    if m.private:
        event["visibility"] = "private"
    if m.recurrence_id:
        place = {"date": m.recurrence_id} if len(m.recurrence_id) == 10 else {"dateTime": m.recurrence_id, "timeZone": m.start.zone}
        event |= {"recurringEventId": "s", "originalStartTime": place}
    return event


def _time(t: MeetingTime, m: Meeting) -> dict[str, str]:
    return {"date": t.wall} if m.all_day else {"dateTime": t.at.astimezone(_ELSEWHERE).isoformat(), "timeZone": t.zone}


def _dates(name: str, dates: Sequence[str], m: Meeting) -> list[str]:
    assert m.start
    how = "VALUE=DATE" if m.all_day else f"TZID={m.start.zone}"
    return [f"{name};{how}:" + ",".join(d.replace("-", "").replace(":", "") for d in dates)] if dates else []


def _person(p: Party) -> dict[str, str]:
    return {"email": p.address, "displayName": p.name}


def _comparable(m: Meeting) -> Meeting:
    """Without what Google has no field for, and what each writes in its own way."""
    people = tuple(replace(p, raw="") for p in m.attendees)
    organizer = replace(m.organizer, raw="") if m.organizer else None
    return replace(m, organizer=organizer, attendees=people, method="", categories=(), away=False, range_this_and_future=False)


@pytest.mark.corpus
@pytest.mark.slow
def test_every_meeting_of_the_corpus_is_the_same_meeting_at_google() -> None:
    """F63, F77: more than two thousand, of many programs; times, zones, rules, dates, places in series, people, answers, links."""
    seen = 0
    for m in _meetings():
        (read,) = read_event(json.dumps(_told(m)).encode(), OWNER).meetings
        assert _comparable(read) == _comparable(m)
        seen += 1
    assert seen > 2000
