"""What goes into a derivation and what comes out: light values, so that a pass with nothing new loads no reader of mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from syncd.core.exclude import Privacy, Rule
from syncd.core.matters import Call, Fact, Matters, Signature
from syncd.core.model import Card, Class, Company, Direction, Language, Meeting, Party, Problem, Promise, WorkingCalendar
from syncd.core.tables import TableRow

VERSION = "6"  # of everything derived; raise it when the same original would give something else
RULES = f"rules {VERSION}"  # who judged a promise where no other scorer is in force
MAIL, CALENDAR, CARD = "message/rfc822", "text/calendar", "text/vcard"
GOOGLE_EVENT, GOOGLE_CONTACT = "application/x-google-event", "application/x-google-contact"  # the provider's own JSON
EWS_EVENT, EWS_CONTACT, EWS_CALL = "application/x-ews-event", "application/x-ews-contact", "application/x-ews-call"  # Exchange's XML of an item
GRAPH_EVENT, GRAPH_CONTACT = "application/x-graph-event", "application/x-graph-contact"
_WHO_AND_WHEN = frozenset(
    b"from sender reply-to received to cc bcc date message-id in-reply-to references resent-from resent-to resent-cc resent-date return-path delivered-to "
    b"x-original-from x-original-sender authentication-results auto-submitted precedence x-precedence x-auto-response-suppress x-failed-recipients "
    b"list-id list-post list-unsubscribe list-owner mailing-list feedback-id message-context user-agent x-mailer mime-version".split()
)
MEETINGS = "application/x-syncd-meetings"  # kept in place of a calendar object of which not everything may be kept
CALENDARS, CARDS = (CALENDAR, GOOGLE_EVENT, EWS_EVENT, GRAPH_EVENT), (CARD, GOOGLE_CONTACT, EWS_CONTACT, GRAPH_CONTACT)  # however they are written
CALL = "application/x-syncd-call"  # the record of a call, as JSON
CALLS = (CALL, EWS_CALL)
TABLE_ROW = "application/x-syncd-table-row"  # a row of a table, as JSON
JOURNAL = "message/x-journal"  # from a collection of everybody's mail: a mail, or a report that carries one


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a derivation may know beside the original itself; the same for every item of a store."""

    company: Company = field(default_factory=Company)
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    privacy: Privacy = field(default_factory=Privacy)
    authserv: tuple[str, ...] = ()
    max_message: int = 50_000_000  # bytes
    facts: frozenset[str] | None = None  # the kinds of facts about people that are kept; None: all


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An original as it came: its bytes and what the provider said of it."""

    raw: bytes
    media_type: str
    folder: str = ""
    folder_role: str = "other"
    labels: tuple[str, ...] = ()
    sensitivity: str = ""
    received_at: dt.datetime | None = None
    owner: str = ""  # whose mailbox or calendar it lay in
    metadata_only: bool = False  # decided before: a rebuild no longer knows the folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """Not stored, by this rule; `trace_of` are the words whose keyed hash lets the item be fetched again."""

    rule: Rule
    trace_of: str = ""
    away: str = ""  # days on which the owner of an internal calendar entry is away (absence.away_days)
    key: str = ""  # of a mail that somebody marked: what was kept of it where it lay before goes


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedMessage:
    """All that one message says by itself. `root` and `refs` are the numbers of the ids it mentions (keys.link_number).

    `doubtful` is set when only the rest of the thread, or knowing the counterpart, can tell whether it may be stored.
    """

    key: str
    at: dt.datetime
    subject: str
    direction: Direction
    class_: Class
    language: Language
    message_id: str | None
    own_text: str
    quoted_text: str
    parties: tuple[Party, ...]
    attachments: tuple[tuple[str, str, int, str], ...]
    promises: tuple[Promise, ...]
    due_zone: str
    refs: tuple[int, ...]
    own_ref: int | None
    root: int
    authentic: bool
    metadata_only: bool
    meetings: tuple[Meeting, ...]
    problems: tuple[Problem, ...]
    hash: bytes
    doubtful: Excluded | None = None
    topic: int | None = None  # its subject and counterpart as a number, where another message can answer it by them
    is_stray: bool = False  # an answer by its subject that mentions no id
    matters: Matters | None = None  # None where it says nothing beside promises
    signature: Signature | None = None  # of somebody outside
    lists: tuple[str, ...] = ()  # addresses of the mailing lists it came by
    header: bytes | None = None  # of a metadata-only mail: what is kept in place of the original


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody of ours wrote down outside of mail: in a calendar entry, or into an entry of ours.

    `trusted`: it stands in their own calendar. `parties`: the others it concerns.
    """

    at: dt.datetime
    due_zone: str
    language: Language
    own_text: str
    parties: tuple[Party, ...]
    promises: tuple[Promise, ...]
    trusted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedCalendar:
    """The meetings of one calendar object, and the parts of it that could not be read."""

    meetings: tuple[Meeting, ...]
    broken: tuple[str, ...]
    problems: tuple[Problem, ...]
    hash: bytes
    doubtful: Excluded | None = None  # set when only knowing the counterpart can tell whether it may be stored
    kept: bytes | None = None  # where not everything in it may be kept: what is, in place of the original (MEETINGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedCards:
    """The cards of one address book object: usually one; none where it stands for a group or names nobody."""

    cards: tuple[Card, ...]
    problems: tuple[Problem, ...]
    hash: bytes
    facts: tuple[tuple[Fact, ...], ...] = ()  # of each card


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedCall:
    """The call of one record of a telephone exchange. `legs`: how many rows it was read from; `unknown`: whose number lets it in.

    The outside party has no address: its number stands in the call, and as `raw` of its party.
    """

    key: str
    call: Call
    parties: tuple[Party, ...]
    legs: int
    hash: bytes
    unknown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedRow:
    """A row of a table of the accounting program."""

    row: TableRow
    hash: bytes


Derived = DerivedMessage | DerivedCalendar | DerivedCards | DerivedCall | DerivedRow


def direction_of(parties: Iterable[Party], company: Company, sender: Party | None = None) -> Direction:
    """out: one of ours wrote to somebody outside; internal: all are ours; in: the rest."""
    everyone = tuple(parties)
    sender = sender or next((p for p in everyone if p.role in ("from", "organizer", "caller") and p.address), None)
    if sender is None or not company.is_ours(sender.address):
        return "in"
    return "out" if company.outside(everyone) else "internal"


def header_block(raw: bytes) -> bytes:
    """The header of a message without its body (RFC 5322 §2.1: up to the first empty line)."""
    ends = [raw.find(b"\r\n\r\n"), raw.find(b"\n\n")]
    end = min((e for e in ends if e >= 0), default=len(raw))
    return raw[:end] + b"\n\n"


def who_and_when(raw: bytes) -> bytes:
    """Of a message the fields of its header that say who, when, in which thread and by what sort of sender: no subject, no word.

    A field goes on over lines that begin with white space (RFC 5322 §2.2.3).
    """
    kept, lines = False, []
    for line in header_block(raw).splitlines():
        if line[:1] not in (b" ", b"\t"):
            kept = line.partition(b":")[0].strip().lower() in _WHO_AND_WHEN
        if kept:
            lines.append(line)
    return b"\n".join(lines) + b"\n\n"


def snippet(text: str, length: int = 160) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text[: length * 2].split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
