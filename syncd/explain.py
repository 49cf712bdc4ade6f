"""`syncd explain`: what would be derived from one file, without a store. The JSON is a contract (see docs/commands.md)."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from typing import Any

from syncd.contract import due_json
from syncd.core import mime
from syncd.core.calls.entries import call_in_entry
from syncd.core.derived import Setting, direction_of
from syncd.core.files import MOST_FILES, FileText, may_be_read
from syncd.core.ical import CalendarRead, read_calendar
from syncd.core.matters import Call, Fact, Offer
from syncd.core.meetings import Copy
from syncd.core.minutes import told_in
from syncd.core.model import Attachment, Company, Meeting, MeetingTime, Party, Promise, WorkingCalendar
from syncd.core.understand import understand
from syncd.core.worktime import zone_of
from syncd.sandbox import NoSandbox, Sandbox

SHOWN_FROM = 0.5  # confidence
TEXT_SHOWN = 2_000  # characters of a file that came with a message
SLOW_FILES = 3  # that took too long; then the others of the message are not begun
LARGEST = 100_000_000  # bytes: more is no mail, and would not fit beside itself in memory


def setting_for(staff: tuple[str, ...], timezone: str, calendar: WorkingCalendar, country: str = "") -> Setting:
    """The setting of a command line: `staff` are addresses, domains or @domains."""
    domains = frozenset(s.lstrip("@").lower() for s in staff if "@" not in s.lstrip("@"))
    addresses = frozenset(s.lower() for s in staff if "@" in s.lstrip("@"))
    return Setting(company=Company(domains=domains, addresses=addresses, timezone=timezone, country=country), calendar=calendar)


def explain(file: str, setting: Setting, *, with_staff: bool, sandbox: Sandbox | None = None) -> dict[str, Any]:
    """What one message or .ics file says; a file that cannot be read gives its problem. What came with it is read in `sandbox`."""
    try:
        with open(file, "rb") as f:
            size = os.fstat(f.fileno()).st_size  # 0 of a pipe; asked for more than there is, `read` makes room for it first
            raw = f.read(min(size or LARGEST, LARGEST) + 1)
    except (OSError, ValueError) as problem:  # ValueError: a name with a NUL in it
        return _empty(file) | {"problems": [{"code": "unreadable", "text": str(getattr(problem, "strerror", None) or problem)}]}
    if len(raw) > LARGEST:
        return _empty(file) | {"problems": [{"code": "too-large", "text": f"It is larger than {LARGEST} bytes."}]}
    head = raw[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if file.lower().endswith((".ics", ".ical", ".ifb", ".vcs")) or head[:15].upper() == b"BEGIN:VCALENDAR":
        return _calendar(file, raw, setting, with_staff=with_staff)
    found = _message(file, raw, setting, with_staff=with_staff)
    with contextlib.ExitStack() as stack:
        _read_attachments(raw, found, setting, sandbox or stack.enter_context(Sandbox()))
    return found


def _empty(file: str) -> dict[str, Any]:
    return {
        "file": file, "class": None, "language": None, "direction": None, "subject": "", "date": None, "parties": [], "own_text": "",
        "promises": [], "offers": [], "complaints": [], "facts": [], "questions": [], "no_contact": [], "call": None, "meetings": [], "attachments": [], "problems": [],
    }  # fmt: skip


def _message(file: str, raw: bytes, setting: Setting, *, with_staff: bool) -> dict[str, Any]:
    message = mime.read_message(raw)
    u = understand(message, setting)
    zone = setting.company.timezone
    header = message.header
    calendars = [read_calendar(part, zone) for part in message.calendars]
    problems = [*({"code": p.code, "text": p.text} for p in message.problems), *(p for read in calendars for p in _problems_of(read))]
    return _empty(file) | {
        "class": u.class_, "language": u.language, "direction": u.direction if with_staff else None, "subject": header.subject,
        "date": _wall(header.date, zone) if header.date else None, "parties": [_party(p) for p in header.parties], "own_text": u.own,
        "promises": [_promise(p) for p in u.promises if p.confidence >= SHOWN_FROM], "offers": [_offer(o) for o in u.matters.offers],
        "questions": [{"quote": q.quote, "why": q.why} for q in u.matters.questions],
        "complaints": [{"quote": c.quote, "why": c.why} for c in u.matters.complaints], "facts": [_fact(f) for f in u.matters.facts],
        "no_contact": [{"quote": n.quote, "channel": n.channel, "why": n.why} for n in u.matters.unwanted],
        "call": _call(u.matters.call, zone) if u.matters.call else None, "meetings": [_meeting(m, zone) for read in calendars for m in read.meetings],
        "attachments": [_attachment(a) for a in message.attachments], "problems": problems,
    }  # fmt: skip


def _attachment(a: Attachment) -> dict[str, Any]:
    return {"name": a.name, "media_type": a.media_type, "size": a.size, "sha256": a.sha256, "text": None, "problem": None, "offers": []}


def _read_attachments(raw: bytes, row: dict[str, Any], setting: Setting, sandbox: Sandbox) -> None:
    """Put in what the files of a message say: the beginning of their words and what they offer, or why they give none."""
    readable = [a for a in row["attachments"][:MOST_FILES] if a["size"] and may_be_read(a["name"], a["media_type"])]
    contents = mime.read_files(raw, (a["sha256"] for a in readable)) if readable else {}
    slow = 0
    for a in readable:
        found = FileText("", "too_slow") if slow == SLOW_FILES else _words(contents.get(a["sha256"]), a["media_type"], sandbox)
        slow = min(SLOW_FILES, slow + (found.problem == "too_slow"))
        a["text"], a["problem"] = found.text[:TEXT_SHOWN] or None, found.problem
        if found.text and row["class"] in ("personal", "list"):
            a["offers"] = [_offer(o) for o in _offered_in_file(found.text, row, setting)]


def _offered_in_file(text: str, row: dict[str, Any], setting: Setting) -> tuple[Offer, ...]:
    from syncd.core.languages import language_of
    from syncd.core.offers import find_offers_in_file
    from syncd.core.offers.finder import USUAL

    language, company = language_of(text), setting.company
    ours = any(p["role"] == "from" and company.is_ours(p["address"]) for p in row["parties"])
    sent = dt.datetime.fromisoformat(row["date"] or "1970-01-01").replace(tzinfo=zone_of(company.timezone))
    return find_offers_in_file(text, language, sent, company.currency or USUAL.get(language, "EUR"), ours, setting.calendar)


def _words(data: bytes | None, media_type: str, sandbox: Sandbox) -> FileText:
    if data is None:
        return FileText("", "missing")
    try:
        return sandbox.read(data, media_type)
    except NoSandbox:
        return FileText("", "unreadable")


def _calendar(file: str, raw: bytes, setting: Setting, *, with_staff: bool) -> dict[str, Any]:
    zone = setting.company.timezone
    read = read_calendar(raw, zone)
    first = read.meetings[0] if read.meetings else None
    parties = (((first.organizer,) if first.organizer else ()) + first.attendees) if first else ()
    return _empty(file) | {
        "class": "personal", "direction": direction_of(parties, setting.company) if with_staff and first else None,
        "subject": first.title if first else "", "date": _time(first.start, zone, all_day=first.all_day) if first else None,
        "parties": [_party(p) for p in parties], "promises": _told(read, setting),
        "call": _call(planned, zone) if (planned := call_in_entry(first, parties, setting.company) if first else None) else None, "meetings": [_meeting(m, zone) for m in read.meetings],
        "problems": _problems_of(read),
    }  # fmt: skip


def _told(read: CalendarRead, setting: Setting) -> list[dict[str, Any]]:
    """The promises in its meetings: in minutes, and in entries of one's own. It lies in the calendar of its organiser's, or of the only one of ours."""
    only = next(iter(setting.company.addresses), "") if len(setting.company.addresses) == 1 else ""
    found: list[dict[str, Any]] = []
    for uid in dict.fromkeys(m.uid for m in read.meetings):
        meetings = tuple(m for m in read.meetings if m.uid == uid)
        organizer = meetings[0].organizer.address if meetings[0].organizer else ""
        owner = organizer if setting.company.is_ours(organizer) else only
        told = told_in([Copy("", owner, meetings)], setting.company, setting.calendar)
        found += [_promise(p) for p in (told.promises if told else ()) if p.confidence >= SHOWN_FROM]
    return found


def _problems_of(read: CalendarRead) -> list[dict[str, str]]:
    """What was wrong with a calendar: as a whole, in a meeting of it, and in what could not be read at all."""
    problems = [{"code": p.code, "text": p.text} for p in read.problems]
    problems += [{"code": p.code, "text": f"{m.uid}: {p.text}"} for m in read.meetings for p in m.problems]
    return problems + [{"code": "broken-component", "text": b.reason} for b in read.broken]


def _party(p: Party) -> dict[str, str]:
    return {"role": p.role, "address": p.address, "name": p.name}


def _promise(p: Promise) -> dict[str, Any]:
    return {
        "quote": p.quote, "kind": p.kind, "firmness": p.firmness, "promiser": p.promiser, "assignee": p.assignee,
        "beneficiary": p.beneficiary, "act": p.act, "due": due_json(p.due), "confidence": round(p.confidence, 3), "why": p.why,
    }  # fmt: skip


def _offer(o: Offer) -> dict[str, Any]:
    return {
        "quote": o.quote, "product": o.product, "amounts": [{"amount": float(a.amount), "currency": a.currency} for a in o.amounts],
        "discount": o.discount or None, "valid_until": o.valid_until, "state": o.state, "numbers": list(o.numbers), "why": o.why,
    }  # fmt: skip


def _fact(f: Fact) -> dict[str, Any]:
    return {"quote": f.quote, "kind": f.kind, "value": f.value, "about": f.about or None, "named": f.named or None, "negated": f.negated, "why": f.why}


def _call(c: Call, zone: str) -> dict[str, Any]:
    return {"direction": c.direction, "number": c.number or None, "name": c.name, "at": _wall(c.at, zone), "seconds": c.seconds, "outcome": c.outcome, "why": c.why}


def _meeting(m: Meeting, zone: str) -> dict[str, Any]:
    return {
        "uid": m.uid, "recurrence_id": m.recurrence_id, "title": m.title, "start": _time(m.start, zone, all_day=m.all_day),
        "end": _time(m.end, zone, all_day=m.all_day), "all_day": m.all_day, "timezone": m.start.zone if m.start else "", "rrule": m.rrule,
        "status": m.status, "organizer": m.organizer.address if m.organizer else None,
        "attendees": [{"address": a.address, "name": a.name, "response": a.response} for a in m.attendees], "location": m.location,
        "link": m.link, "private": m.private,
    }  # fmt: skip


def _time(time: MeetingTime | None, zone: str, *, all_day: bool) -> str | None:
    if time is None:
        return None
    return time.wall[:10] if all_day else _wall(time.at, zone)


def _wall(at: dt.datetime, zone: str) -> str:
    local = at.astimezone(zone_of(zone))
    return local.strftime("%Y-%m-%dT%H:%M:%S" if local.second else "%Y-%m-%dT%H:%M")


