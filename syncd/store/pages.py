"""A page of changes as one transaction: sightings, interactions, promises, what must wait, and the cursor.

    a remote item is afterwards in exactly one of   sighting · excluded · pending   and the cursor moves with it,
    so a cursor never covers what is not stored, excluded with its rule, or pending with its reason.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from connectors.base import Broken, Change, Fetched, Gone, Marked
from connectors.base import Page as RemotePage
from syncd import faults
from syncd.core import keys
from syncd.core.derived import (
    JOURNAL,
    MEETINGS,
    Derived,
    DerivedCalendar,
    DerivedCall,
    DerivedCards,
    DerivedMessage,
    DerivedRow,
    Excluded,
    Setting,
)
from syncd.core.exclude import UNKNOWN, Rule
from syncd.core.keeping import over
from syncd.store import (
    absences,
    attendance,
    calls,
    complaints,
    evidence,
    offers,
    organisations,
    parts,
    people,
    persons,
    promises,
    returning,
    rhythm,
    spoken,
    tables,
    templates,
    threads,
    tombstones,
)
from syncd.store.cards import card_key, drop_gone, entry_of, is_saved, save_cards
from syncd.store.db import Store
from syncd.store.facts import save_card_facts
from syncd.store.forgetting import forget
from syncd.store.ids import rows_in
from syncd.store.interactions import LISTS, OTHERS, SENT, WHOLE, Incoming, Page, save_messages
from syncd.store.items import Items, Original, Stored, Surroundings
from syncd.store.matters import save_matters
from syncd.store.meetings import save_copy, save_merged
from syncd.store.raw import RawFolder
from syncd.store.vanished import count_listed, mark_vanished
from syncd.store.waiting import wake

if TYPE_CHECKING:
    from syncd.core.forgotten import Forgotten

Understanding = Mapping[str, Derived | Excluded | str]  # remote id → what was derived, or why it could not be


def store_page(store: Store, raw: RawFolder, page: RemotePage, understood: Understanding, around: Surroundings, *, move_cursor: bool = True, is_backlog: bool = False) -> Stored:
    """Store one page whole, or nothing of it. `understood` has an entry for each Fetched. Of a backlog promises are weighed later (`evidence.put_off`)."""
    with store.write() as db:
        inner = Page(db=db, now=around.now, company=around.company, calendar=around.calendar, since_days=around.since_days,
                     staff=people.staff_ids(db, around.company), judge=around.judge)  # fmt: skip
        result = Stored(seen=len(page.changes))
        writer = _Writer(store, raw, inner, around, result)
        writer.changes(page.changes, understood)
        gone = 0 if page.complete is None else mark_vanished(db, around.collection_id, page.complete, around.now)
        if gone is not None:
            result.gone += gone
            count_listed(db, around.collection_id, around.collection_role, page)
        if result.gone:
            writer.take_out_moved()
            drop_gone(inner, around.collection_id, around.origin)
            inner.met |= tables.drop_gone(db, around.collection_id, around.origin, around.now)
            persons.settle(inner)
        settle(inner, is_backlog=is_backlog)
        if result.stored or result.gone or result.excluded:
            spoken.something_came(db)
        if gone is not None and move_cursor:
            db.execute(
                "UPDATE collection SET cursor = ? WHERE id = ? AND cursor IS NOT ?",
                (cursor := json.dumps(page.cursor, separators=(",", ":")), around.collection_id, cursor),
            )
    return result


Piece = tuple[Surroundings, Sequence[Change], Understanding]


def store_again(store: Store, raw: RawFolder, pieces: Sequence[Piece], gone: Mapping[tuple[int, str], str]) -> Stored:
    """Store what is stored already as the rules of today would have it, in one transaction; no cursor moves.

    `gone`: what its provider has lost since, and when. It stays marked so; of what is excluded nothing stays to be asked for again.
    """
    result = Stored()
    with store.write() as db:
        first = pieces[0][0]
        inner = Page(db=db, now=first.now, company=first.company, calendar=first.calendar, since_days=first.since_days,
                     staff=people.staff_ids(db, first.company), judge=first.judge)  # fmt: skip
        for around, changes, understood in pieces:
            _Writer(store, raw, inner, around, result).changes(changes, understood)
        db.executemany("UPDATE sighting SET gone_since = ? WHERE collection_id = ? AND remote_id = ?", [(at, *place) for place, at in gone.items()])
        db.executemany("DELETE FROM excluded WHERE collection_id = ? AND remote_id = ?", list(gone))
        settle(inner)
        spoken.something_came(db)
    return result


def settle(page: Page, *, is_backlog: bool = False) -> None:
    """Lay anew what follows between items from what a page touched, inside the caller's transaction."""
    organisations.settle(page)
    calls.settle(page)
    rhythm.settle(page)
    returning.settle(page.db)
    templates.settle(page)
    offers.settle(page.db, page.customers)
    (evidence.put_off if is_backlog else evidence.settle)(page, page.unsettled, evidence.met(page.db, page.touched))
    complaints.settle(page, page.aggrieved | complaints.concerned(page.db, page.touched))


class _Writer(Items):
    """The changes of one page on their way into the open transaction."""

    def changes(self, changes: Sequence[Change], understood: Understanding) -> None:
        """Sort the changes by kind and write each kind together."""
        messages: list[tuple[Fetched, DerivedMessage]] = []
        calendars: list[tuple[Fetched, DerivedCalendar]] = []
        cards: list[tuple[Fetched, DerivedCards]] = []
        logged: list[tuple[Fetched, DerivedCall]] = []
        listed: list[tuple[Fetched, DerivedRow]] = []
        forgotten = tombstones.of(self.db, self.key, self.around.company)
        for change in changes:
            match change:
                case Fetched():
                    what = understood[change.remote_id]
                    what = self._without(forgotten, change, what) if forgotten else what
                    self._sort(change, self._young(change, what) if self.around.until else what, messages, calendars, cards, logged, listed)
                case Marked():
                    self._marked(change)
                case Gone():
                    self._gone(change.remote_id)
                case Broken():
                    self._wait(change.remote_id, change.reason)
        self._let_leave()
        self._messages(messages)
        self._calendars(calendars)
        self._cards(cards)
        persons.settle(self.page)
        self._calls(logged)
        self._rows(listed)
        self._settle()

    def _sort(self, change: Fetched, what: Derived | Excluded | str, messages: list[tuple[Fetched, DerivedMessage]],
              calendars: list[tuple[Fetched, DerivedCalendar]], cards: list[tuple[Fetched, DerivedCards]], logged: list[tuple[Fetched, DerivedCall]],
              listed: list[tuple[Fetched, DerivedRow]]) -> None:  # fmt: skip
        match what:
            case DerivedMessage():
                messages.append((change, what))
            case DerivedCalendar():
                calendars.append((change, what))
            case DerivedCards():
                cards.append((change, what))
            case DerivedCall():
                logged.append((change, what))
            case DerivedRow():
                listed.append((change, what))
            case Excluded():
                self._exclude(change.remote_id, what)
            case str():
                self._wait(change.remote_id, what)

    def _without(self, forgotten: Forgotten, change: Fetched, what: Derived | Excluded | str) -> Derived | Excluded | str:
        """What an item is here where somebody was forgotten: left out, or without them, if they have part in it."""
        from syncd.core.forgotten import FORGOTTEN, Reach, reach, without_them

        if isinstance(what, (Excluded, str)):
            return what
        found = reach(change.raw, change.media_type, what, forgotten)
        if found is Reach.SHARED and isinstance(what, DerivedMessage):
            return without_them(change.raw, change.media_type, what, forgotten, Setting(company=self.around.company, calendar=self.around.calendar))
        return Excluded(rule=FORGOTTEN) if found is Reach.WHOLE else what

    def _young(self, change: Fetched, what: Derived | Excluded | str) -> Derived | Excluded | str:
        """Leave out what is older than it may be kept, unless it is there: then something in it is open still."""
        if isinstance(what, (Excluded, str)) or not (kind := over(what, self.around.until, self.around.company.timezone)):
            return what
        key = what.key if isinstance(what, (DerivedMessage, DerivedCall)) else keys.meeting_key(what.meetings[0].uid) if isinstance(what, DerivedCalendar) else ""
        is_there = self._sighted([change.remote_id]) or self.db.execute("SELECT 1 FROM interaction WHERE key = ?", (key,)).fetchone()
        return what if is_there and key not in self.leaving else Excluded(rule=Rule(f"keep:{kind}"))

    # ── messages ──

    def _messages(self, messages: list[tuple[Fetched, DerivedMessage]]) -> None:
        messages = self._admit(messages)
        known = self._sighted([c.remote_id for c, _ in messages])
        fresh = []
        bare = parts.in_part(self.db, [key for key, _ in known.values()])
        for change, d in messages:
            old = known.get(change.remote_id)
            if old is not None and old[1] == d.hash and not self._turned(change, d, old[0], old[0] in bare):  # a resync, or it came back
                self._sight(change, old[0], d.hash)
            else:
                fresh.append((change, d))
        sent = self.around.collection_role == "sent"
        incoming = [Incoming(d, _rank(c, d, sent=sent), sent) for c, d in fresh]
        answers = save_messages(self.page, incoming)
        self._originals([
            Original(key, key, change, d.hash if d.header is None else hashlib.sha256(d.header).digest(), i.rank, d.header)
            for (change, d), i, (key, keep) in zip(fresh, incoming, answers, strict=True) if keep
        ])  # fmt: skip
        for (change, d), (key, keep) in zip(fresh, answers, strict=True):
            self._sight(change, key, d.hash)
            if d.meetings and keep:
                save_merged(self.page, save_copy(self.page, key, "", d.meetings))
        self.result.stored += len(fresh)
        new = self.page.new
        self.result.promises += promises.save_promises(self.page, new)
        save_matters(self.page, new)

    def _turned(self, change: Fetched, d: DerivedMessage, key: str, is_bare: bool) -> bool:
        """Whether a message that is stored is metadata-only now, or no longer so; then what was kept of it goes."""
        if d.metadata_only == is_bare:
            return False
        if is_bare:
            return True
        if parts.may_be_read(self.db, key, d.parties, self.around.privacy.metadata_only, (self.around.collection_id, change.remote_id)):
            return False
        forget(self.page, self.store, {key})
        return True

    def _admit(self, messages: list[tuple[Fetched, DerivedMessage]]) -> list[tuple[Fetched, DerivedMessage]]:
        """Leave out what only its thread or its counterpart could have let in; a thread in this very page lets in too."""
        doubtful = [d for _, d in messages if d.doubtful]
        if not doubtful:
            return messages
        roots = threads.kept_roots(self.db, [d.root for d in doubtful])
        admitted = {ref for _, d in messages if not d.doubtful for ref in d.refs}
        addresses = {d.doubtful.trace_of.partition(":")[2] for d in doubtful if d.doubtful and d.doubtful.rule == "scope:unknown"}
        known = people.known_counterparts(self.db, addresses)
        known |= {p.address for _, d in messages if d.direction == "out" and not d.doubtful for p in d.parties if p.role in ("to", "cc")}
        taken: set[int] = {n for n, (_, d) in enumerate(messages) if not d.doubtful}
        grew = True
        while grew:
            grew = False
            for n, (_, d) in enumerate(messages):
                if n in taken or d.doubtful is None:
                    continue
                kind, _, value = d.doubtful.trace_of.partition(":")
                if (kind == "thread" and (d.root in roots or d.root in admitted)) or (kind == "person" and value in known):
                    taken.add(n)
                    admitted |= set(d.refs)
                    grew = kind == "thread" or grew
        for n, (change, d) in enumerate(messages):
            if n not in taken and d.doubtful:
                self._exclude(change.remote_id, d.doubtful)
        self._let_leave()
        return [m for n, m in enumerate(messages) if n in taken]

    # ── calendar entries ──

    def _calendars(self, calendars: list[tuple[Fetched, DerivedCalendar]]) -> None:
        calendars = self._of_known(calendars)
        known = self._sighted([c.remote_id for c, _ in calendars])
        touched: list[str] = []
        kept = []
        for change, d in calendars:
            origin = f"{self.around.origin}/{change.remote_id}"
            if not d.meetings:
                self._wait(change.remote_id, "; ".join(d.broken) or "no meeting in it")
                continue
            old = known.get(change.remote_id)
            key = keys.meeting_key(d.meetings[0].uid)
            original = _original_of(origin, key, change, d)
            if old is None or old[1] != d.hash or self._kept_otherwise(original):
                if d.kept is not None and old is not None:
                    parts.make_room(self.page, self.store, origin, d.meetings)
                touched += self._replace_copy(origin, d)
                kept.append(original)
                self.result.stored += 1
            self._sight(change, key, d.hash)
        self._originals(kept)
        save_merged(self.page, touched)

    def _of_known(self, calendars: list[tuple[Fetched, DerivedCalendar]]) -> list[tuple[Fetched, DerivedCalendar]]:
        """Leave out the entries of those whom nobody knows, where only the known may be stored."""
        strangers = {d.doubtful.trace_of.partition(":")[2] for _, d in calendars if d.doubtful}
        if not strangers:
            return calendars
        known = people.known_counterparts(self.db, strangers)
        for change, d in calendars:
            if d.doubtful and d.doubtful.trace_of.partition(":")[2] not in known:
                self._exclude(change.remote_id, d.doubtful)
        self._let_leave()
        return [(c, d) for c, d in calendars if not d.doubtful or d.doubtful.trace_of.partition(":")[2] in known]

    def _kept_otherwise(self, original: Original) -> bool:
        """Whether of the same object another part was kept than may be kept now."""
        return self.db.execute("SELECT 1 FROM original WHERE origin = ? AND hash <> ?", (original.origin, original.hash)).fetchone() is not None

    def _replace_copy(self, origin: str, d: DerivedCalendar) -> list[str]:
        """Keep what the object says now; meetings it no longer speaks of lose this copy, unless it is their last."""
        before = [k for (k,) in self.db.execute(
            "SELECT i.key FROM meeting_copy c JOIN interaction i ON i.id = c.interaction_id WHERE c.origin = ?", (origin,))]  # fmt: skip
        now = save_copy(self.page, origin, self.around.owner, d.meetings)
        lost = []
        for key in sorted(set(before) - set(now)):
            self._keep_last_copy(origin, key)
            self.db.execute(
                "DELETE FROM meeting_copy WHERE origin = ? AND interaction_id = (SELECT id FROM interaction WHERE key = ?) AND 1 < "
                "(SELECT count(*) FROM meeting_copy c JOIN interaction i ON i.id = c.interaction_id WHERE i.key = ?)",
                (origin, key, key),
            )
            lost.append(key)
        return now + lost

    def _keep_last_copy(self, origin: str, key: str) -> None:
        """An object that speaks of another meeting now was the last to speak of this one: what it said then is kept beside it."""
        copies = self.db.execute(
            "SELECT c.origin FROM meeting_copy c JOIN interaction i ON i.id = c.interaction_id WHERE i.key = ? LIMIT 2", (key,)
        ).fetchall()
        if copies != [(origin,)]:
            return
        kept = f"{origin}#{key}"
        self.db.execute("UPDATE original SET origin = ?, key = ? WHERE origin = ?", (kept, key, origin))
        self.db.execute("UPDATE meeting_copy SET origin = ? WHERE origin = ? AND interaction_id = (SELECT id FROM interaction WHERE key = ?)",
                        (kept, origin, key))  # fmt: skip

    # ── cards of an address book ──

    def _cards(self, cards: list[tuple[Fetched, DerivedCards]]) -> None:
        known = self._sighted([c.remote_id for c, _ in cards])
        kept = []
        for change, d in cards:
            origin = f"{self.around.origin}/{change.remote_id}"
            key = card_key(origin)
            if known.get(change.remote_id) != (key, d.hash) or not is_saved(self.db, origin):  # it may have come back unchanged
                self.page.related |= save_cards(self.page, origin, self.around.owner, d.cards)
                save_card_facts(self.page, origin, d.cards, d.facts)
                kept.append(Original(origin, key, change, d.hash))
                self.booked.update(a for card in d.cards for e in (entry_of(card, self.page.company),) for a in (*e.addresses, *e.phones))
                self.result.stored += 1
            self._sight(change, key, d.hash)
        self._originals(kept)

    # ── calls of an exchange ──

    def _calls(self, logged: list[tuple[Fetched, DerivedCall]]) -> None:
        known = self._sighted([c.remote_id for c, _ in logged])
        fresh = []
        for change, d in logged:
            if d.unknown and change.remote_id not in known and not calls.is_known(self.db, d.unknown):
                self._exclude(change.remote_id, Excluded(rule=UNKNOWN, trace_of=f"person:{d.unknown}"))
                continue
            self._sight(change, d.key, d.hash)
            self.booked |= {d.call.number} - {""} if d.call.direction == "out" else set()
            if known.get(change.remote_id) != (d.key, d.hash):
                fresh.append((change, d))
        keep = calls.save_calls(self.page, [(d, -d.legs) for _, d in fresh])
        self._originals([Original(d.key, d.key, change, d.hash, -d.legs) for (change, d), kept in zip(fresh, keep, strict=True) if kept])
        self.result.stored += len(fresh)

    # ── rows of the accounting program's tables ──

    def _rows(self, listed: list[tuple[Fetched, DerivedRow]]) -> None:
        known = self._sighted([c.remote_id for c, _ in listed])
        origins = {c.remote_id: f"{self.around.origin}/{c.remote_id}" for c, _ in listed}
        kept = tables.saved(self.db, list(origins.values()))
        fresh = [(c, d) for c, d in listed if origins[c.remote_id] not in kept or known.get(c.remote_id, ("", b""))[1] != d.hash]
        self.page.met |= tables.save_rows(self.db, [(origins[c.remote_id], d) for c, d in fresh])
        self._originals([Original(origins[c.remote_id], tables.row_key(origins[c.remote_id]), c, d.hash) for c, d in fresh])
        for change, d in listed:
            self._sight(change, tables.row_key(origins[change.remote_id]), d.hash)
        self.result.stored += len(fresh)

    # ── what follows ──

    def _settle(self) -> None:
        """Write the sightings; relabel threads; wake what may come in now."""
        faults.hit("store.sightings")
        self.db.executemany(
            "INSERT INTO sighting VALUES (?, ?, ?, ?, ?, ?, ?, NULL) ON CONFLICT DO UPDATE SET key = excluded.key, hash = excluded.hash, "
            "media_type = excluded.media_type, marks = excluded.marks, gone_since = NULL "
            "WHERE (key, hash, marks) <> (excluded.key, excluded.hash, excluded.marks) OR gone_since IS NOT NULL",
            self.sightings,
        )
        done = [(c, r) for c, r, *_ in self.sightings]
        for table in ("pending", "excluded"):
            if self.db.execute(f"SELECT 1 FROM {table} WHERE collection_id = ? LIMIT 1", (self.around.collection_id,)).fetchone():
                self.db.executemany(f"DELETE FROM {table} WHERE collection_id = ? AND remote_id = ?", done)
        new = list(self.page.new.values())
        attendance.settle(self.page, self.page.new, self.page.meetings)
        absences.note(self.page, self.page.new, self.page.meetings)
        self.result.promises += spoken.save_meetings(self.page)
        self._relabel()
        traces = {f"thread:{ref}" for d in new for ref in d.refs}
        traces |= {f"person:{p.address}" for d in new if d.direction == "out" for p in d.parties if p.role in ("to", "cc")}
        traces |= {f"person:{address}" for address in self.booked}
        if traces and self.db.execute("SELECT 1 FROM excluded WHERE trace IS NOT NULL LIMIT 1").fetchone():
            digests = [self._digest(t) for t in sorted(traces)]
            self.result.wake = list(rows_in(self.db, "SELECT collection_id, remote_id FROM excluded WHERE trace IN (?*)", digests))
            wake(self.db, self.result.wake, "its thread or its counterpart came in", self.around.now)

    def take_out_moved(self) -> None:
        """What was moved out of this folder and marked, where it lies now, before this folder was read."""
        self.forget_moved()
        self._relabel()

    def _relabel(self) -> None:
        """Lay the threads anew that a page touched."""
        if self.page.touched:
            moved = threads.relabel(self.db, self.page.touched, self.page.company)
            promises.retrust(self.db, self.page.touched)
            self.page.customers |= offers.touched(self.db, self.page.touched | moved.keys())
            self.page.unsettled |= evidence.joined(self.db, self.page.touched | moved.keys()) | evidence.of_threads(self.db, moved.values())
            self.page.aggrieved |= complaints.concerned(self.db, self.page.touched | moved.keys(), moved.values())


def _original_of(origin: str, key: str, change: Fetched, d: DerivedCalendar) -> Original:
    if d.kept is None:
        return Original(origin, key, change, d.hash)
    return Original(origin, key, change, hashlib.sha256(d.kept).digest(), kept=d.kept, media_type=MEETINGS)


def _rank(change: Fetched, d: DerivedMessage, *, sent: bool) -> int:
    """How good a copy is, the least being best; one with its invitation is better than any that lost it on the way, and one that may be read than any other."""
    names_hidden = change.media_type == JOURNAL and any(p.role == "bcc" for p in d.parties)
    return (WHOLE if names_hidden else SENT if sent else LISTS if d.class_ == "list" else OTHERS) + (0 if d.meetings else 4) + (8 if d.metadata_only else 0)
