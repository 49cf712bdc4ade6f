"""What every remote item leaves in the store, whatever it is: its sighting, its original, or why it is left out or waits."""

from __future__ import annotations

import hmac
import os
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
import zstandard

from connectors.base import Fetched, Marked, Marks
from syncd.core import keys
from syncd.core.derived import CALENDARS, CARDS, TABLE_ROW, Excluded
from syncd.core.exclude import MARKED, Item, Privacy, Rule, exclude
from syncd.core.keeping import Limits
from syncd.core.model import Company, WorkingCalendar
from syncd.store import parts, promises, tables
from syncd.store.db import Store
from syncd.store.forgetting import drop_original, forget, forget_cards
from syncd.store.ids import rows_in
from syncd.store.interactions import Page
from syncd.store.meetings import save_merged
from syncd.store.raw import RawFolder, pack
from syncd.store.scores import Judge
from syncd.store.waiting import wait_for, wake

# the folders of a mailbox, by one of them and its owner
_HERE = (
    "SELECT c.id FROM collection c JOIN source s ON s.id = c.source_id "
    "WHERE s.id = (SELECT source_id FROM collection WHERE id = ?) OR (s.owner <> '' AND s.owner = ?)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a page's storing needs beside the page: the company, its calendar, the clock, and where it came from."""

    company: Company
    calendar: WorkingCalendar
    privacy: Privacy
    since_days: int
    now: str
    collection_id: int
    collection_role: str
    origin: str  # source/collection, for calendar originals
    owner: str
    judge: Judge | None = None  # the scorer in force where it is not the rules
    until: Limits = field(default_factory=dict)  # what is older than it may be kept is not stored


@dataclass(slots=True)
class Stored:
    """What became of a page's changes."""

    seen: int = 0
    stored: int = 0
    excluded: int = 0
    pending: int = 0
    gone: int = 0
    promises: int = 0
    wake: list[tuple[int, str]] = field(default_factory=list)

    def add(self, other: Stored) -> None:
        """Count another page in."""
        self.seen += other.seen
        self.stored += other.stored
        self.excluded += other.excluded
        self.pending += other.pending
        self.gone += other.gone
        self.promises += other.promises


@dataclass(frozen=True, slots=True)
class Original:
    """An original to keep: under which name, for which interaction, and how good a copy it is."""

    origin: str
    key: str
    change: Fetched
    hash: bytes
    rank: int = 0
    kept: bytes | None = None  # of one of which only a part may be kept: that part
    media_type: str = ""  # of the part, where it is another than the whole's


class Items:
    """The remote items of one page on their way into the open transaction."""

    def __init__(self, store: Store, raw: RawFolder, page: Page, around: Surroundings, result: Stored) -> None:
        self.store, self.raw, self.page, self.around, self.result = store, raw, page, around, result
        self.db = page.db
        self.key = store_key(store)
        self.sightings: list[tuple[object, ...]] = []
        self.booked: set[str] = set()  # outside addresses that stand in an address book now
        self.leaving: set[str] = set()  # keys of what is excluded now, until `_let_leave` forgets it

    def _originals(self, kept: Sequence[Original]) -> None:
        """Keep originals: packed into the month's file first, then referred to. Of some only a part is kept."""
        if not kept:
            return
        month, packer = self.around.now[:7], zstandard.ZstdCompressor(level=1)
        self.raw.save(month, [pack(o.hash, o.change.raw if o.kept is None else o.kept, packer) for o in kept])
        self.db.executemany(
            "INSERT INTO original VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (origin) DO UPDATE SET key = excluded.key, "
            "media_type = excluded.media_type, hash = excluded.hash, month = excluded.month, rank = excluded.rank, owner = excluded.owner, "
            "received_at = excluded.received_at, metadata_only = excluded.metadata_only",
            [
                (o.origin, o.key, o.media_type or o.change.media_type, o.hash, month, o.rank, self.around.owner, _received(o.change.marks),
                 int(o.kept is not None))
                for o in kept
            ],
        )  # fmt: skip

    def _sighted(self, remote_ids: Sequence[str]) -> dict[str, tuple[str, bytes]]:
        return {
            r: (key, h)
            for r, key, h in rows_in(
                self.db, "SELECT remote_id, key, hash FROM sighting WHERE collection_id = ? AND remote_id IN (?*)", remote_ids, self.around.collection_id
            )
        }

    def _sight(self, change: Fetched, key: str, hash_: bytes) -> None:
        self.sightings.append((self.around.collection_id, change.remote_id, key, change.media_type, hash_, marks_text(change.marks), self.around.now))

    def _marked(self, change: Marked) -> None:
        if rule := self._rule_of(change.marks):
            self._exclude(change.remote_id, Excluded(rule=rule))
            return
        where = (self.around.collection_id, change.remote_id)
        if self.db.execute("SELECT 1 FROM excluded WHERE collection_id = ? AND remote_id = ? AND rule IN ('sensitivity', 'exclude:labels')", where).fetchone():
            wake(self.db, [where], "it is no longer marked", self.around.now)
        elif self._turns_by(change):
            wake(self.db, [where], "its labels changed", self.around.now)
        self.db.execute(
            "UPDATE sighting SET marks = ?, gone_since = NULL WHERE collection_id = ? AND remote_id = ? AND (marks <> ? OR gone_since IS NOT NULL)",
            (text := marks_text(change.marks), self.around.collection_id, change.remote_id, text),
        )

    def _turns_by(self, change: Marked) -> bool:
        """Whether its new labels make it metadata-only, or no longer so: then it is asked for again."""
        names = self.around.privacy.metadata_only
        if not names.labels:
            return False
        row = self.db.execute("SELECT marks FROM sighting WHERE collection_id = ? AND remote_id = ?", (self.around.collection_id, change.remote_id)).fetchone()
        return row is not None and parts.meets(names, parts.labels_of(row[0])) != parts.meets(names, change.marks.labels)

    def _rule_of(self, marks: Marks) -> Rule | None:
        """The rule by which new marks alone exclude an item."""
        item = Item(parties=(), folder="", folder_role=self.around.collection_role, labels=marks.labels, sensitivity=marks.sensitivity)
        return exclude(item, self.around.privacy, self.around.company)

    def _gone(self, remote_id: str) -> None:
        where = (self.around.collection_id, remote_id)
        marked = self.db.execute(
            "UPDATE sighting SET gone_since = ? WHERE collection_id = ? AND remote_id = ? AND gone_since IS NULL", (self.around.now, *where)
        ).rowcount
        self.db.execute("DELETE FROM excluded WHERE collection_id = ? AND remote_id = ?", where)
        self.db.execute("UPDATE pending SET state = 'gone' WHERE collection_id = ? AND remote_id = ? AND state <> 'gone'", where)
        self.result.gone += marked

    def _exclude(self, remote_id: str, what: Excluded) -> None:
        left = self._take_back(remote_id, what.key)
        words = what.trace_of or (_left(left) if left and what.rule in MARKED else "")
        trace = self._digest(words) if words else None
        self.db.execute("DELETE FROM pending WHERE collection_id = ? AND remote_id = ?", (self.around.collection_id, remote_id))
        self.db.execute(
            "INSERT INTO excluded AS was VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET rule = excluded.rule, trace = excluded.trace, away = excluded.away "
            "WHERE (was.rule, was.trace, was.away) IS NOT (excluded.rule, excluded.trace, excluded.away)",  # a table of the name that SQLite gives the new row
            (self.around.collection_id, remote_id, what.rule, trace, what.away or None),
        )
        self.result.excluded += 1

    def _digest(self, words: str) -> bytes:
        return hmac.digest(self.key, words.encode(), "sha256")

    def _take_back(self, remote_id: str, moved: str) -> str:
        """What was stored of an item that is excluded now goes, unless another mailbox has a copy that is not. `moved`: its key, if it may have lain elsewhere.

        The key of a message that stays because another folder of this mailbox has it, as far as that was read; else ''.
        """
        where = (self.around.collection_id, remote_id)
        row = self.db.execute("SELECT key, media_type FROM sighting WHERE collection_id = ? AND remote_id = ?", where).fetchone()
        if row is None:
            if moved and self.db.execute("SELECT 1 FROM sighting WHERE key = ? LIMIT 1", (moved,)).fetchone() and not self._another_has(moved):
                self.leaving.add(moved)
            return moved if moved and self._is_here(moved) else ""
        key, media_type = row
        self.db.execute("DELETE FROM sighting WHERE collection_id = ? AND remote_id = ?", where)
        keys_here = [key]
        if media_type == TABLE_ROW:
            self.page.met |= tables.drop_rows(self.db, [f"{self.around.origin}/{remote_id}"])
            drop_original(self.page, self.store, f"{self.around.origin}/{remote_id}")
            return ""
        if media_type in CARDS:
            forget_cards(self.page, self.store, f"{self.around.origin}/{remote_id}")
            return ""
        if media_type in CALENDARS:
            origin = f"{self.around.origin}/{remote_id}"
            keys_here = [k for (k,) in self.db.execute(
                "SELECT i.key FROM meeting_copy c JOIN interaction i ON i.id = c.interaction_id WHERE c.origin = ?", (origin,))]  # fmt: skip
            self.db.execute("DELETE FROM meeting_copy WHERE origin = ?", (origin,))
            drop_original(self.page, self.store, origin)
        elif self._another_has(key):
            return key if self._is_here(key) else ""
        left = [k for (k,) in rows_in(
            self.db, "SELECT DISTINCT i.key FROM meeting_copy c JOIN interaction i ON i.id = c.interaction_id WHERE i.key IN (?*)", keys_here)]  # fmt: skip
        save_merged(self.page, left)
        self.leaving |= set(keys_here) - set(left)
        return ""

    def _let_leave(self) -> None:
        """Forget together what was excluded: whom it concerned is looked for in all that is stored, and once is dear enough."""
        if self.leaving:
            forget(self.page, self.store, self.leaving)
            self.leaving = set()

    def forget_moved(self) -> None:
        """What is gone from this folder as of now is forgotten where it was marked in the folder it was moved to, and that folder was read before this one."""
        keys_gone = self.db.execute("SELECT DISTINCT key FROM sighting WHERE collection_id = ? AND gone_since = ?", (self.around.collection_id, self.around.now))
        digests = {self._digest(_left(key)): key for (key,) in keys_gone}
        marked = rows_in(self.db, f"SELECT trace FROM excluded WHERE collection_id IN ({_HERE}) AND trace IN (?*)", sorted(digests), *self._mailbox)
        left = {digests[trace] for (trace,) in marked}
        if moved := {key for key in left if not self._is_here(key) and not self._another_has(key)}:
            forget(self.page, self.store, moved)

    def _another_has(self, key: str) -> bool:
        """Whether a copy of this message is there still, or was in a colleague's mailbox. Where it lay in this one before it was moved is struck out first."""
        self._strike_former_places(key)
        is_there = self.db.execute("SELECT 1 FROM sighting WHERE key = ? LIMIT 1", (key,)).fetchone() is not None
        if is_there:
            promises.distrust(self.db, key)
        return is_there

    def _strike_former_places(self, key: str) -> None:
        if not self._is_here(key):
            self.db.execute(f"DELETE FROM sighting WHERE key = ? AND collection_id IN ({_HERE})", (key, *self._mailbox))

    @property
    def _mailbox(self) -> tuple[int, str]:
        return self.around.collection_id, self.around.owner

    def _is_here(self, key: str) -> bool:
        """Whether a folder of this mailbox has the message, as far as it was read."""
        where = f"key = ? AND gone_since IS NULL AND collection_id IN ({_HERE})"
        return self.db.execute(f"SELECT 1 FROM sighting WHERE {where}", (key, *self._mailbox)).fetchone() is not None

    def _wait(self, remote_id: str, reason: str) -> None:
        wait_for(self.db, self.around.collection_id, remote_id, reason, self.around.now)
        self.result.pending += 1


def _left(key: str) -> str:
    """The words whose trace says that a message somebody marked was still in another folder of the mailbox."""
    return f"message:{key}"


def _received(marks: Marks) -> str | None:
    return keys.instant(marks.received_at) if marks.received_at else None


def marks_text(marks: Marks) -> str:
    """Marks as compact JSON: only what is there."""
    values: dict[str, object] = {}
    if marks.flags:
        values["flags"] = sorted(marks.flags)
    if marks.labels:
        values["labels"] = sorted(marks.labels)
    if marks.received_at:
        values["received_at"] = keys.instant(marks.received_at)
    if marks.size is not None:
        values["size"] = min(marks.size, 2**62)
    if marks.sensitivity:
        values["sensitivity"] = marks.sensitivity
    if marks.provider_thread:
        values["provider_thread"] = marks.provider_thread
    return msgspec.json.encode(values).decode()


def store_key(store: Store) -> bytes:
    """The secret with which traces of excluded items are hashed; made with the store."""
    value = store.meta("store_key")
    if value is None:
        value = os.urandom(32).hex()
        store.set_meta("store_key", value)
    return bytes.fromhex(value)
