"""The record of a call as a telephone exchange keeps it: rows of its table, out of which comes one `Call`.

A call that was queued or passed on has several rows, its legs (Asterisk: one `linkedid`). Two layouts are read:

    asterisk   the columns of cdr_csv: src, dst, clid, start, answer, end, billsec, disposition, lastapp, channels …
    columns    what the config calls them: start, caller, callee, seconds, direction, outcome, name, line, id

Clocks without a zone are those of `zone` in the record, else the company's. It refuses a row without a time.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import msgspec

from syncd.core import keys, phones
from syncd.core.calls.lengths import seconds_in
from syncd.core.calls.moments import moment_in
from syncd.core.calls.words import NOBODY, any_of, plain
from syncd.core.matters import Call, CallOutcome
from syncd.core.model import Company, Direction, Staff
from syncd.core.worktime import zone_of

Row = Mapping[str, str]
_MISSED, _VOICEMAIL, _ANSWERED, _OUTGOING, _INCOMING = (any_of(n) for n in ("MISSED", "VOICEMAIL", "ANSWERED", "OUTGOING", "INCOMING"))
_FAILED: Final = re.compile(r"\b(?:no[ _-]?answer|busy|fail\w*|cancel\w*|congestion|rejected|declined|nera|uzimta|занят\w*|ошибк\w*|отклон\w*|не ?успеш\w*|neivyk\w*|nepavyk\w*|atmest\w*|0|no|ne|нет)\b")
_CLID: Final = re.compile(r'"?(?P<name>[^"<]*)"?\s*<(?P<number>[^>]*)>')
_CHANNEL: Final = re.compile(r"(?:PJSIP|SIP|IAX2|Local|SCCP|DAHDI|Agent)/(?P<line>[\w.+-]+?)(?:-[0-9a-f]{6,10}|@.*|;.*)?(?:;\d)?", re.IGNORECASE)
_EPOCH: Final = re.compile(r"\d{9,11}(?:\.\d+)?|\d{13}")
_ANCIENT: Final = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)
_FAR: Final = dt.datetime(2200, 1, 1, tzinfo=dt.UTC)
_LONGEST: Final = 60  # characters of a time or a length
_SHOWN: Final = 200  # characters of a line, a name, of what an exchange calls a call


class Record(msgspec.Struct, kw_only=True, frozen=True):
    """One call as the connector gives it: its rows as they stand in the file, in order."""

    layout: Literal["asterisk", "columns"]
    rows: tuple[dict[str, str], ...]
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One row, read. `answered_by`: the extension that took it, '' where only a machine did; times are aware."""

    caller: str
    callee: str
    name: str
    start: dt.datetime
    talk: tuple[dt.datetime, dt.datetime] | None
    outcome: CallOutcome
    lines: tuple[str, ...]
    told: Direction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A call, and the colleague who had it (address, or '')."""

    call: Call
    staff: str


def read_record(raw: bytes) -> Record:
    """The record out of its JSON. Raises ValueError for what is none."""
    return msgspec.json.decode(raw, type=Record)


def record_key(record: Record) -> str:
    """The key of the call: H(the exchange's id of it, else caller, callee and the minute it began)."""
    return keys.digest("call", *group_of(record.layout, record.rows[0]))


def group_of(layout: str, row: Row) -> tuple[str, ...]:
    """What the rows of one call have in common."""
    known = row.get("linkedid") or row.get("uniqueid") or row.get("id") or ""
    if known:
        return ("id", known)
    caller, callee = row.get("src" if layout == "asterisk" else "caller", ""), row.get("dst" if layout == "asterisk" else "callee", "")
    return ("row", _digits(caller), _digits(callee), row.get("start", "")[:16])


def starts(row: Row) -> bool:
    """Whether a row says when its call began."""
    return _moment(row.get("start", ""), dt.UTC) is not None


def read_call(record: Record, company: Company) -> Recorded | str:
    """The call a record tells of, or why it tells of none."""
    zone = zone_of(record.zone or company.timezone)
    region = phones.region_of(company.country, company.language)
    read = _asterisk if record.layout == "asterisk" else _columns
    found = [read(row, zone) for row in record.rows]
    legs = sorted((leg for leg in found if isinstance(leg, Leg)), key=lambda leg: leg.start)
    if not legs:
        return next((x for x in found if isinstance(x, str)), "it has no rows")
    ours = _Ours(company, region)
    first = legs[0]
    direction: Direction = first.told or ours.direction(first)
    number = ours.outside(*([x for leg in legs for x in (leg.callee, leg.caller)] if direction == "out" else [x for leg in legs for x in (leg.caller, leg.callee)]))
    answered = [leg for leg in legs if leg.outcome == "answered"]
    best = (answered or [leg for leg in legs if leg.outcome == "voicemail"] or legs)[0]
    name = next((leg.name for leg in legs if leg.name and plain(leg.name) not in NOBODY and not _digits(leg.name) and (direction == "in" or record.layout == "columns")), None)
    lines = [x for leg in (best, *legs) for x in (*leg.lines, leg.callee if direction == "in" else leg.caller) if x and ours.is_line(x)]
    seconds = _talked([leg.talk for leg in (answered or [best]) if leg.talk]) if best.outcome in ("answered", "voicemail") else None
    call = Call(
        direction=direction, number=number, name=name[:_SHOWN] if name else None, at=first.start, seconds=seconds, outcome=best.outcome, line=next(iter(lines), "")[:_SHOWN],
        source_id=next((v for row in record.rows if (v := row.get("linkedid") or row.get("uniqueid") or row.get("id"))), "")[:_SHOWN], why="record of a telephone exchange",
    )  # fmt: skip
    return Recorded(call=call, staff=next((s.address for x in lines if (s := ours.staff_of(x))), ""))


def _talked(stretches: Sequence[tuple[dt.datetime, dt.datetime]]) -> int:
    """Seconds of all stretches, those that overlap (a call being passed on) once."""
    total, end = 0.0, _ANCIENT
    for begin, stop in sorted(stretches):
        total += max(0.0, (stop - max(begin, end)).total_seconds())
        end = max(end, stop)
    return int(total)


@dataclass(frozen=True, slots=True)
class _Ours:
    """Which numbers are ours: extensions, and the telephones of colleagues."""

    company: Company
    region: str

    def is_line(self, written: str) -> bool:
        """An extension, or a number a colleague has."""
        return len(_digits(written)) < 7 or self.staff_of(written) is not None

    def staff_of(self, written: str) -> Staff | None:
        number = phones.normalised(written, self.region)
        for s in self.company.staff:
            if any(written.strip() == p.strip() or (number and number == phones.normalised(p, self.region)) for p in s.phones):
                return s
        return None

    def outside(self, *written: str) -> str:
        """The first number that is not ours."""
        return next((n for w in written if not self.is_line(w) and (n := phones.normalised(w, self.region))), "")

    def direction(self, leg: Leg) -> Direction:
        if not self.is_line(leg.caller) or not _digits(leg.caller):
            return "in"
        return "internal" if self.is_line(leg.callee) else "out"


# ── Asterisk ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _asterisk(row: Row, zone: dt.tzinfo) -> Leg | str:
    """A row of cdr_csv. An answer by a queue, a menu or the voicemail is none by a person: then there is no second channel."""
    start = _moment(row.get("start", ""), zone)
    if start is None:
        return f"no time can be read in {row.get('start', '')!r}"
    clid = _CLID.fullmatch(row.get("clid", "")[:_SHOWN].strip())
    src = row.get("src", "") or (clid["number"] if clid else "")
    billsec = seconds_in(row.get("billsec", "")[:_LONGEST], labelled=True) or 0
    answered = row.get("disposition", "").upper() == "ANSWERED" and billsec > 0
    voicemail = answered and row.get("lastapp", "").lower() in ("voicemail", "minivmrecord", "record")
    outcome: CallOutcome = "voicemail" if voicemail else "answered" if answered and row.get("dstchannel") else "missed"
    began = _moment(row.get("answer", ""), zone) or start
    lines = tuple(m["line"] for c in (row.get("dstchannel", ""), row.get("channel", "")) if (m := _CHANNEL.fullmatch(c)) and m["line"].isdigit())
    return Leg(
        caller=src, callee=row.get("dst", ""), name=clid["name"].strip() if clid else "", start=start, talk=(began, began + dt.timedelta(seconds=billsec)) if billsec else None,
        outcome=outcome, lines=lines,
    )  # fmt: skip


# ── any other table ──────────────────────────────────────────────────────────────────────────────────────────────


def _columns(row: Row, zone: dt.tzinfo) -> Leg | str:
    start = _moment(row.get("start", ""), zone)
    if start is None:
        return f"no time can be read in {row.get('start', '')!r}"
    written = row.get("seconds", "")
    seconds = _clock(written) or 0
    outcome = _outcome(row.get("outcome", ""), seconds)
    low = plain(row.get("direction", ""))
    told: Direction | None = "out" if re.match(r"out|исх|isein", low) or _OUTGOING.search(low) else "in" if re.match(r"in(?!tern)|вх|iein|gaun|miss|проп|prale", low) else None
    if re.match(r"intern|внутр|vidin", low):
        told = "internal"
    return Leg(
        caller=row.get("caller", ""), callee=row.get("callee", ""), name=" ".join(row.get("name", "").split()), start=start,
        talk=(start, start + dt.timedelta(seconds=seconds)) if seconds else None, outcome="missed" if not row.get("outcome") and re.match(r"miss|проп|prale", low) else outcome,
        lines=(row["line"],) if row.get("line") else (), told=told,
    )  # fmt: skip


def _clock(written: str) -> int | None:
    """A length: seconds, mm:ss or hh:mm:ss, or in words."""
    exact = re.fullmatch(r"\s*(\d{1,5})[.,]\d+\s*", written[:_LONGEST])
    return int(exact[1]) if exact else seconds_in(written[:_LONGEST].replace(",", "."), labelled=True)


def _outcome(written: str, seconds: int) -> CallOutcome:
    low = plain(written)
    if low and _VOICEMAIL.search(low):
        return "voicemail"
    if low and (_MISSED.search(low) or _FAILED.search(low)):
        return "missed"
    return "answered" if seconds > 0 or (low and _ANSWERED.search(low)) else "missed"


# ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _moment(written: str, zone: dt.tzinfo) -> dt.datetime | None:
    """ISO, dd.mm.yyyy HH:MM[:SS], or seconds (milliseconds) since 1970; None for what is none, or in no year of telephones."""
    found = _written(written.strip()[:_LONGEST], zone)
    return found if found is not None and _ANCIENT <= found <= _FAR else None


def _written(text: str, zone: dt.tzinfo) -> dt.datetime | None:
    if _EPOCH.fullmatch(text):
        return dt.datetime.fromtimestamp(float(text) / (1000 if len(text) == 13 else 1), dt.UTC).replace(microsecond=0)
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return _of_words(text, zone)
    return found.replace(microsecond=0) if found.tzinfo else found.replace(tzinfo=zone, microsecond=0)


def _of_words(text: str, zone: dt.tzinfo) -> dt.datetime | None:
    """Day first, as everywhere but in America; a month above 12 tells otherwise."""
    m = re.fullmatch(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})[ T,]+(\d{1,2}):(\d\d)(?::(\d\d))?(?:[.,]\d+)?", text)
    if m is None:
        near = re.search(r"20\d\d", text)
        return moment_in(text, dt.datetime(int(near[0]), 7, 1, tzinfo=zone)) if near else None
    a, b, c = int(m[1]), int(m[2]), int(m[3])
    year, month, day = (a, b, c) if a > 31 else (c % 100 + 2000 if c < 100 else c, b, a)
    if month > 12:
        month, day = day, month
    try:
        return dt.datetime(year, month, day, int(m[4]), int(m[5]), int(m[6] or 0), tzinfo=zone)
    except ValueError:
        return None


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
