"""Damaged mails and calendars through all a harvest does with them: never an exception, in time, and what comes out can be stored. (F90-F103, T26, T27)

`make test` reads 300 of each; SYNCD_PROOF=1 reads 50,000 of each, in chunks of a thousand that stand alone:

    SYNCD_PROOF=1 pytest tests/fuzz -n 2 -k "mails or calendars"
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from connectors import memory
from syncd.config import load
from syncd.core.derive import derive
from syncd.core.derived import CALENDAR, MAIL, Arrival, DerivedCalendar, DerivedMessage, Setting
from syncd.core.ical import read_calendar
from syncd.core.model import Problem
from syncd.core.recurrence import occurrences
from syncd.world import setting_of
from tests.fuzz import mutants
from tests.store.world import ONA, RASA, Mail, Office, invitation, meeting
from tests.timing import again

PROOF = bool(os.environ.get("SYNCD_PROOF"))
CHUNK = 1_000 if PROOF else 300
CHUNKS = 50 if PROOF else 1
SECONDS = 2.0  # of CPU for one item; a mail of an ordinary sort takes a few thousandths
YEARS = (dt.datetime(2025, 1, 1, tzinfo=dt.UTC), dt.datetime(2029, 1, 1, tzinfo=dt.UTC))
SCOPES = ("outside", "all")
STORED = 10  # one in so many goes through a whole harvest
_SOURCE = """
[[source]]
name = "rasa-{kind}"
connector = "memory"
world = "{world}"
owner = "rasa@klimatas.example"
"""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]
chunks = pytest.mark.parametrize("chunk", range(CHUNKS))


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> list[Setting]:
    """What the config of the small company says, with the scopes that read least and most."""
    made = []
    for scope in SCOPES:
        office = Office(tmp_path_factory.mktemp(scope), people=(), options={"scope": scope})
        made.append(setting_of(load(office.folder / "config.toml")))
    return made


def arrival(raw: bytes, kind: str) -> Arrival:
    """As it lay in Rasa's mailbox or calendar."""
    at = dt.datetime(2026, 11, 16, 10, tzinfo=dt.UTC)
    return Arrival(raw=raw, media_type=kind, folder="INBOX", folder_role="calendar" if kind == CALENDAR else "inbox", received_at=at, owner=RASA)


@chunks
def test_damaged_mails_are_read_in_time_into_what_can_be_stored(settings: list[Setting], chunk: int) -> None:
    """F90-F103: each by the rules of one scope."""
    for number in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        raw = mutants.mail(number)
        check(derive, arrival(raw, MAIL), settings[number % 2], f"mail {number}")


@chunks
def test_damaged_calendars_are_read_in_time_into_what_can_be_stored(settings: list[Setting], chunk: int) -> None:
    """T26, T27: as an entry of a calendar, one in ten as an invitation; its meetings are laid out over four years."""
    for number in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        raw = mutants.calendar(number)
        came = arrival(mutants.carried(raw), MAIL) if number % 10 == 0 else arrival(raw, CALENDAR)
        check(derive, came, settings[number % 2], f"calendar {number}")
        check(laid_out, raw, number=f"calendar {number}")


def check(work: Callable[..., Any], *given: Any, number: str = "") -> None:
    """Do it within its time; whatever it gives can be stored. The last of `given` may name the mutant."""
    name = number or given[-1]
    given = given if number else given[:-1]
    began = time.thread_time()
    try:
        found = work(*given)
    except Exception as problem:
        raise AssertionError(f"{name} is not read: {problem!r}") from problem
    assert again(time.thread_time() - began, partial(work, *given), SECONDS) <= SECONDS, f"{name} takes too long"
    for path, what in unstorable(found, ""):
        raise AssertionError(f"{name}: {path} is {what}")


def laid_out(raw: bytes) -> Any:
    """The meetings of a calendar text on their days."""
    read = read_calendar(raw, "Europe/Vilnius")
    found, _ = occurrences(read.meetings, *YEARS, "Europe/Vilnius")
    for one in found:
        assert one.start.utcoffset() == one.end.utcoffset() == dt.timedelta(0) and one.start <= one.end
    return read, found


def unstorable(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """What of a value a store or JSON would refuse or change: text that is no UTF-8 or has NULs, times of no zone, numbers that are none."""
    match value:
        case str():
            if "\0" in value or not _is_utf8(value):
                yield path, ascii(value[:80])
        case dt.datetime():
            if value.tzinfo is None:
                yield path, f"{value}: no zone"
        case float():
            if not math.isfinite(value):
                yield path, str(value)
        case int() if not isinstance(value, bool):
            if abs(value) >= 2**63:
                yield path, f"{value}: more than a column holds"
        case Problem():
            if not (value.code and value.text):
                yield path, "a problem without a name"
        case dict():
            for key, one in value.items():
                yield from unstorable((key, one), f"{path}.{key}")
        case tuple() | list() | set() | frozenset():
            for one in value:
                yield from unstorable(one, f"{path}[]")
        case _ if dataclasses.is_dataclass(value):
            for field in dataclasses.fields(value):
                yield from unstorable(getattr(value, field.name), f"{path}.{field.name}")


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize(("chunk", "scope"), [(chunk, SCOPES[chunk % 2]) for chunk in range(CHUNKS)] if PROOF else [(0, scope) for scope in SCOPES])
def test_damaged_items_are_harvested_each_once(tmp_path: Path, chunk: int, scope: str) -> None:
    """F90-F103: one in ten of each chunk; stored, left out by a rule or set aside with a reason, and the store is sound and says so again."""
    world = f"{tmp_path}"
    office = Office(tmp_path, people=(), options={"scope": scope, "sources": "".join(_SOURCE.format(kind=kind, world=f"{world}/{kind}") for kind in ("mail", "calendar"))})
    numbers = range(chunk * CHUNK, (chunk + 1) * CHUNK, STORED)
    for number in numbers:
        memory.world(f"{world}/mail").mailbox.add("INBOX", f"m{number}", mutants.mail(number))
        memory.world(f"{world}/calendar").mailbox.add("work", f"c{number}", mutants.calendar(number), CALENDAR)
    outcome = office.once()
    assert [source.error for source in outcome.sources] == [None, None]
    known = office.rows("SELECT remote_id FROM sighting UNION ALL SELECT remote_id FROM excluded UNION ALL SELECT remote_id FROM pending")
    assert sorted(known) == sorted((f"{kind}{number}",) for kind in "mc" for number in numbers)
    assert office.findings() == []
    before = office.dump()
    office.rebuild()
    assert office.dump() == before
    assert [source.counts.stored for source in office.once().sources] == [0, 0]


LETTER = Mail(id="a", sender=ONA, to=(RASA,), at="2026-11-16T08:00", text="Laba diena, žodžiai čia.").raw()
INVITATION = invitation(Mail(id="b", sender=ONA, to=(RASA,), at="2026-11-16T08:00", text="Labas"), meeting("u", "20261120T100000", "Visit"), "REQUEST")
ENTRY = meeting("u", "20261120T100000", "Visit", extra="RRULE:FREQ=DAILY;COUNT=3")
NAMED = [
    # the damaged text, the code of the problem or the beginning of the reason, reason
    (LETTER.replace(b"8bit", b"base64"), "transfer_damaged", "a text that is not in the encoding it names"),
    (LETTER.replace(b"=utf-8\n", b"=koi8-r\n"), "charset_repaired", "a charset the text is not in"),
    (b"Content-Type: multipart/mixed\n" + LETTER, "parts_missing", "parts without a boundary"),
    (INVITATION.replace(b'boundary="b"', b'boundary="c"'), "parts_missing", "a boundary that never comes"),
    (b"Date: Mon, 32 Foo 99999 25:61:61 +9999\n" + LETTER, "date_unbelievable", "a date that never was"),
    (b"x" * 9_000 + b"\n" + LETTER, "header_garbage", "a line in the header that is no field"),
    (b"X-A: y\n" * 3_000 + LETTER, "fields_capped", "too many fields"),
    (b"\n" + LETTER[20:], "message_id_missing", "no header at all"),
    (ENTRY[:-30], "not-closed", "a calendar that breaks off"),
    (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "no-event", "a calendar of nothing"),
    (ENTRY.replace(b":20261120T", b":20261320T"), "Its start is no time", "a month that is none"),
    (ENTRY.replace(b"Europe/Vilnius", b"Mars/Olympus"), "unknown-zone", "a zone nobody knows"),
    (ENTRY.replace(b"DTSTART", b"X-START"), "no-start", "no start"),
    (ENTRY.replace(b"DURATION:PT1H", b"DTEND:00000101"), "no-end", "an end that is no time"),
]


@pytest.mark.parametrize(("raw", "name", "reason"), NAMED, ids=[row[-1] for row in NAMED])
def test_what_is_wrong_is_named(settings: list[Setting], raw: bytes, name: str, reason: str) -> None:
    """F90-F103: what could not be read as it was meant is said, not only survived."""
    found = derive(arrival(raw, MAIL if raw[:1] != b"B" else CALENDAR), settings[1])
    assert isinstance(found, DerivedMessage | DerivedCalendar), reason
    codes = [problem.code for problem in found.problems] + [problem.code for meeting in found.meetings for problem in meeting.problems]
    reasons = list(found.broken) if isinstance(found, DerivedCalendar) else []
    assert any(one.startswith(name) for one in (*codes, *reasons)), (codes, reasons)
