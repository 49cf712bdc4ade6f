"""The contract of a connector, in prose and in types. `connectors/memory.py` is its smallest truth: read that next.

A connector reads one mailbox, calendar, address book or call log (a `Harvester`), and may keep our reminders in one
person's calendar (a `ReminderCalendar`). It turns a provider's ways into four kinds of change and one cursor, and it
knows nothing of the store, of promises, or of other connectors.

What a Harvester owes:
 1. A cursor covers exactly the pages so far: after page n is stored with its cursor, starting from that cursor gives
    what came after page n, nothing twice, nothing left out.
 2. Pages from `None` give everything there is, once.
 3. The same cursor twice gives the same items.
 4. A cursor the provider no longer knows raises `CursorExpired`; there is never a silent gap.
 5. An unreadable item is `Broken`, never an exception; the items beside it come.
 6. Datetimes are aware. Provider exceptions never leave the module untranslated (`syncd.errors`).
 7. Closing the iterator early is harmless. An unchanged collection costs next to nothing and gives no page, or pages
    without changes.
 8. Our own entries (uid prefix `syncd-`, or the mark the connector puts on what it writes) are never given as changes.
 9. It has no verb that writes. Nothing at the provider changes because we read it.

What a ReminderCalendar owes: every verb is safe to repeat; `put` never overwrites what a person changed since `last`
(`ChangedByPerson`), entries have no attendees, are free, and private; `look` is a complete pass or a `SourceError`. An entry
that is there and cannot be read may be left out by `look`; whatever else is asked about it is an `ItemError`: nobody deleted it.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias, runtime_checkable

from syncd.core.model import Reminder as Reminder

UID_PREFIX = "syncd-"
MAX_MESSAGE = 50_000_000  # bytes: of larger mails only headers and text are read, where the config says nothing else

CollectionRole = Literal["inbox", "sent", "drafts", "trash", "spam", "archive", "calendar", "contacts", "calls", "tables", "journal", "other"]

# JSON the connector alone understands: only dict, list, str, int, float, bool, None inside.
Cursor: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A folder or a calendar. `id` is stable and unique in its source; `count` is what the server says it holds."""

    id: str
    name: str
    role: CollectionRole
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What the provider knows of an item and its raw bytes lack. Kept in the store: a rebuild needs it."""

    flags: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    received_at: dt.datetime | None = None
    size: int | None = None  # bytes
    sensitivity: str = ""  # '', personal, private, confidential
    provider_thread: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An item that is new, or whose content changed."""

    remote_id: str
    raw: bytes
    media_type: str  # message/rfc822, text/calendar, text/vcard …
    marks: Marks = field(default_factory=Marks)


@dataclass(frozen=True, slots=True)
class Marked:
    """The content is as before; the marks are new."""

    remote_id: str
    marks: Marks


@dataclass(frozen=True, slots=True)
class Gone:
    """The item is no longer in this collection."""

    remote_id: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The item is there but could not be read; `raw` is what there is of it, if anything."""

    remote_id: str
    reason: str
    raw: bytes | None = None


Change: TypeAlias = Fetched | Marked | Gone | Broken


@dataclass(frozen=True, slots=True)
class Page:
    """Changes, and the cursor that is true once they are stored.

    `total` is how many items this pass will give in all (for a progress bar), where the connector knows.
    `complete` is set on the last page of a listing of everything: the ids that are there. What was known and is not
    among them is gone; the store, not the connector, decides whether to believe it (a short listing is not believed).
    `counts` is False where it also names what is not read: entries of ours, or days outside a window.
    """

    changes: tuple[Change, ...]
    cursor: Cursor
    total: int | None = None
    complete: frozenset[str] | None = None
    counts: bool = True


class Harvester(Protocol):
    """Reads one mailbox, calendar, address book or call log."""

    def collections(self) -> Iterable[Collection]:
        """The folders or calendars of the source. Raises SourceError when it cannot be listed completely."""
        ...

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        """What changed since `cursor` (None: everything), page by page, newest first where the provider allows."""
        ...

    def fetch(self, collection: Collection, remote_ids: Iterable[str]) -> Iterator[Change]:
        """Single items by id, for those set aside or excluded before: Fetched, Broken or Gone for each asked id."""
        ...


class Listening(Protocol):
    """A connection on which the provider says that something changed. A hint: what changed, only a pass tells.

    No call waits. `deadline` is when `hear` is to be called although nothing came, in seconds of `awake`.
    """

    deadline: float

    def fileno(self) -> int:
        """The socket, for select()."""
        ...

    def hear(self, now: float) -> bool:
        """Whether something changed since it began. Raises SourceError when the connection is dead."""
        ...


@runtime_checkable
class LiveHarvester(Harvester, Protocol):
    """A Harvester whose connection is kept from pass to pass, and that can be told of changes meanwhile."""

    def listen(self, collection: Collection, cursor: Cursor | None) -> Listening | None:
        """Be told of changes after `cursor`; any other call ends it. None where the provider cannot."""
        ...

    def pause(self) -> None:
        """The pages being given end with what is already on its way; their cursors hold."""
        ...

    def close(self) -> None:
        """Let go of the connection; the next call makes another."""
        ...


def awake() -> float:
    """Seconds on a clock that goes on while the machine sleeps and that nobody can set."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@runtime_checkable
class OverTls(Protocol):
    """What a harvester may tell beside its contract, where its server shows a certificate."""

    @property
    def certificate_until(self) -> dt.datetime | None:
        """When the certificate ends that the server showed last; None before the first connection, and without TLS."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An entry of ours as it is in the calendar now. `handle` and `etag` are the provider's; `key` and `content_hash`
    are what we wrote into it. `done` is the provider's own completed mark or a done category, not the title."""

    uid: str
    handle: str
    etag: str
    key: str
    start: dt.datetime | None
    title: str
    note: str
    done: bool
    content_hash: str


@runtime_checkable
class Connected(Protocol):
    """What keeps a connection for as long as it is used."""

    def close(self) -> None:
        """Let go of it."""
        ...


@runtime_checkable
class Recovering(Protocol):
    """A calendar of reminders to which a mailbox may be moved by programs that take our marks off its entries."""

    def recover(self, wanted: Sequence[Reminder]) -> None:
        """Give its marks back to each of these entries that lies there without any, known by the link in its text; its words and time stay."""
        ...


@runtime_checkable
class ReminderCalendar(Protocol):
    """Keeps reminders in one person's calendar. Every verb is safe to repeat."""

    def put(self, r: Reminder, last: Seen | None) -> Seen:
        """Write the entry. `last` None: create only, adopting an equal one; else update only if unchanged since.

        Raises ChangedByPerson when the entry is not as `last` says, or was there and `last` is None but it differs.
        """
        ...

    def remove(self, last: Seen) -> None:
        """Take one entry out, by its handle; gone already is fine. Raises ChangedByPerson when it is not as `last` says."""
        ...

    def look(self) -> Iterable[Seen]:
        """All entries of ours, by our own mark: a complete pass, or SourceError."""
        ...

    def ask(self, uid: str) -> Seen | None:
        """One entry, read directly. None: the calendar answers and the entry is gone.

        CalendarGone: the calendar is. ItemError: the entry is there and cannot be read. Else SourceError.
        """
        ...

    def writable(self) -> bool | None:
        """Whether a new entry could be put, found out without leaving anything behind. None: the provider does not tell.

        Raises SourceError where the calendar cannot be reached.
        """
        ...
