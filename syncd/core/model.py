"""The words of the program: what was read, what was understood, and who the company's people are.

Everything here is a frozen value. Nothing here reads a clock, a file or a database. Datetimes are aware; wall texts
(`Due`, `MeetingTime`) are local times as `YYYY-MM-DD[THH:MM]` beside an IANA zone, because a promise for 15:00 stays
15:00 when a government moves the clocks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

# ── what a message is ────────────────────────────────────────────────────────────────────────────────────────────

Class = Literal["personal", "bulk", "list", "auto", "bounce", "voicemail"]
Direction = Literal["in", "out", "internal"]
Language = Literal["en", "ru", "lt", ""]
CERTAIN = frozenset({"kept", "replaced", "cancelled", "broken"})  # how a promise ends beyond doubt
Role = Literal["from", "sender", "reply_to", "to", "cc", "bcc", "organizer", "attendee", "caller", "callee"]
ZoneKind = Literal["own", "quoted", "forwarded", "signature", "disclaimer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something about the input that was not as it should be. `code` is a short stable word, `text` a sentence."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody in a role. `address` is canonical (lower case, IDNA domain decoded) or '' where there is none."""

    role: Role
    address: str
    name: str = ""
    raw: str = ""
    response: str = ""  # meetings: accepted, declined, tentative, needs-action


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with a message. `size` in bytes, `sha256` of the decoded content."""

    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header block alone, decoded; enough to decide about a message before its body is read.

    `fields` maps the lower-case name to the decoded values in order. `date` is aware, or None where no believable
    time was found (Date, then the newest Received); `date_from` says which gave it.
    """

    fields: Mapping[str, tuple[str, ...]]
    subject: str
    parties: tuple[Party, ...]
    message_id: str | None  # without <>
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    date: dt.datetime | None
    date_from: Literal["date", "received", ""]
    problems: tuple[Problem, ...] = ()

    def first(self, name: str) -> str:
        """The first value of a field by its lower-case name, or ''."""
        values = self.fields.get(name)
        return values[0] if values else ""

    def of(self, *roles: str) -> tuple[Party, ...]:
        """The parties in these roles, in order."""
        return tuple(p for p in self.parties if p.role in roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as read: never an exception, always with its problems named.

    `text` is plain text with \\n line ends: the plain part, or the HTML part rendered (quote blocks as "> " lines).
    `calendars` are the text/calendar parts, `nested` the subjects of attached messages.
    """

    header: Header
    text: str
    text_from: Literal["plain", "html", ""]
    attachments: tuple[Attachment, ...] = ()
    calendars: tuple[bytes, ...] = ()
    nested: tuple[Header, ...] = ()
    problems: tuple[Problem, ...] = ()  # those of the header included


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A stretch text[start:end] of one kind. The zones of a text follow one another and cover it whole."""

    kind: ZoneKind
    start: int
    end: int


# ── what a meeting is ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingTime:
    """A start or an end: wall text `YYYY-MM-DD[THH:MM:SS]`, its zone, and the instant it means.

    `zone` is an IANA name, or '' for a floating time or a date; `at` is the instant in UTC (floating and all-day times
    are read in the owner's zone).
    """

    wall: str
    zone: str
    at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One VEVENT: a single meeting, a series, or one changed occurrence of a series (`recurrence_id` not None)."""

    uid: str
    recurrence_id: str | None  # wall text of the occurrence it replaces
    sequence: int
    stamp: dt.datetime | None  # DTSTAMP or LAST-MODIFIED: the later answer wins among equal sequences
    method: str  # REQUEST, REPLY, CANCEL … or '' outside of invitations
    title: str
    description: str
    start: MeetingTime | None
    end: MeetingTime | None
    all_day: bool
    rrule: str  # '' when it does not repeat
    rdates: tuple[str, ...]
    exdates: tuple[str, ...]
    range_this_and_future: bool
    status: Literal["confirmed", "tentative", "cancelled"]
    organizer: Party | None
    attendees: tuple[Party, ...]
    location: str
    link: str  # a conference link found in CONFERENCE, X-GOOGLE-CONFERENCE, URL, LOCATION or DESCRIPTION
    private: bool  # CLASS:PRIVATE or CONFIDENTIAL
    categories: tuple[str, ...] = ()
    away: bool = False  # the calendar's own mark: its owner is out of office
    problems: tuple[Problem, ...] = ()
    metadata_only: bool = False  # who and when is all that is kept of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One time a meeting takes place; `recurrence_id` names the place in the series ('' for a single meeting)."""

    recurrence_id: str
    start: dt.datetime
    end: dt.datetime
    title: str
    status: str


# ── what an address book says ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Telephone:
    """A telephone as it is written, and its digits: with + where it was written internationally, else as dialled at home."""

    written: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Somebody in an address book (a vCard). `addresses` are canonical; of these and the telephones the preferred come first.

    `birthday` is YYYY-MM-DD, --MM-DD or ''; `city` is where they live, else where they work. `family`: kin and wedding day, as in
    "spouse: Jonas", "anniversary: 2010-06-05". Its note and its picture are never read.
    """

    uid: str
    name: str
    nicknames: tuple[str, ...] = ()
    organisation: str = ""
    title: str = ""
    addresses: tuple[str, ...] = ()
    telephones: tuple[Telephone, ...] = ()
    urls: tuple[str, ...] = ()
    birthday: str = ""
    city: str = ""
    family: tuple[str, ...] = ()
    profession: str = ""
    assistant: str = ""  # the name
    categories: tuple[str, ...] = ()
    private: bool = False  # CLASS:PRIVATE or CONFIDENTIAL
    problems: tuple[Problem, ...] = ()


# ── what a promise is (words: the annotation guide's) ────────────────────────────────────────────────────────────

PromiseKind = Literal["promise", "handoff", "theirs"]
Firmness = Literal["firm", "soft", "conditional"]
Act = Literal["call", "send", "answer", "visit", "deliver", "pay", "invoice", "fix", "meet", "check", "do"]
DueKind = Literal["explicit", "vague", "event"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A term: wall texts `YYYY-MM-DD[THH:MM]` (None for an event), the words it was read from, and their place.

    `start`:`end` are offsets of `text` in the text that was searched.
    """

    from_: str | None
    to: str | None
    text: str
    kind: DueKind
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A promise, a hand-off, or something promised to us. `quote` is an exact substring of the own text.

    `sentence` is the whole sentence; with `ordinal` (0, 1 … among the promises of that sentence) it makes the key.
    `promiser`, `beneficiary`: addresses; `assignee`: address, name or role. `why` names the rules, in words. `noted`: where it
    stands as a note of its giver's own: a mail to oneself, a calendar entry (done: ticked off), or words added to an entry of ours.
    """

    quote: str
    sentence: str
    ordinal: int
    start: int  # offset of the quote in the own text
    kind: PromiseKind
    firmness: Firmness
    promiser: str
    assignee: str | None
    beneficiary: str | None
    act: Act
    due: Due | None
    confidence: float
    why: str
    named: str = ""  # the customer as the words name them, where they give no address
    noted: Literal["", "oneself", "entry", "done", "note"] = ""


# ── what we write into a calendar ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """An entry as it should be in a person's calendar.

    `start` and `end` are aware, in the owner's zone; `alarms` are seconds before the start. `key` is what the entry
    carries so that a restored store can adopt it. `content_hash` changes exactly when the entry should be rewritten.
    """

    uid: str
    key: str
    title: str
    text: str
    start: dt.datetime
    end: dt.datetime
    all_day: bool
    alarms: tuple[int, ...]
    url: str
    content_hash: str


# ── who the company is ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """One of our people. `left` is the day they left, or None; empty zone and language mean the company's."""

    address: str
    aliases: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()  # as written
    name: str = ""
    department: str = ""
    manager: str = ""
    deputy: str = ""
    timezone: str = ""
    language: str = ""
    left: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A department: the words people use for it and its people (`roles`), and its own standard terms by act."""

    name: str
    dispatcher: str = ""
    roles: tuple[str, ...] = ()
    standard: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedMailbox:
    """An address of ours that is nobody's own, and the colleagues (addresses) who read and answer what comes to it."""

    address: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Our side: whoever writes from these domains and addresses is one of us, everyone else is outside."""

    name: str = ""
    domains: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    staff: tuple[Staff, ...] = ()
    departments: tuple[Department, ...] = ()
    shared: tuple[SharedMailbox, ...] = ()
    timezone: str = "UTC"
    language: Language = ""
    country: str = ""  # ISO 3166-1: telephone numbers without a country code are read as its; "" as the language's
    currency: str = ""  # ISO 4217, meant where an amount has none; "" the language's

    def is_ours(self, address: str) -> bool:
        """Whether a canonical address is one of ours: listed, or in one of our domains or below one."""
        if not address:
            return False
        if address in self.addresses:
            return True
        domain = address.rpartition("@")[2]
        while domain:
            if domain in self.domains:
                return True
            domain = domain.partition(".")[2]
        return False

    def outside(self, parties: Iterable[Party]) -> tuple[Party, ...]:
        """The parties with an address that is not ours."""
        return tuple(p for p in parties if p.address and not self.is_ours(p.address))


# ── working time ─────────────────────────────────────────────────────────────────────────────────────────────────

Hours = tuple[dt.time, dt.time]  # opening and closing


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """The working days of a company: opening hours by weekday (Monday first; None: closed), public holidays, and days with hours of their own."""

    hours: tuple[Hours | None, ...] = ((dt.time(9), dt.time(18)),) * 5 + (None, None)
    holidays: frozenset[dt.date] = frozenset()
    short_days: Mapping[dt.date, Hours] = field(default_factory=dict, hash=False)

    def is_working(self, day: dt.date) -> bool:
        """Whether people work on that day."""
        return day in self.short_days or (self.hours[day.weekday()] is not None and day not in self.holidays)

    def hours_of(self, day: dt.date) -> Hours:
        """Opening and closing time of that day, or of an ordinary working day when it is a free one."""
        return self.short_days.get(day) or self.hours[day.weekday()] or next((h for h in self.hours if h), (dt.time(9), dt.time(18)))

    def shift(self, day: dt.date, working_days: int) -> dt.date:
        """The day that lies so many working days after (or, negative, before) `day`."""
        step = dt.timedelta(days=1 if working_days >= 0 else -1)
        left = abs(working_days)
        while left:
            day += step
            left -= self.is_working(day)
        return day
