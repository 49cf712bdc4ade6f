"""Derive everything anew from the originals, in one transaction: readers see the old or the new, never half of it.

Keys, decisions and the outbox stay. No calendar is contacted; what the next pass would change there is returned.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from syncd import remind
from syncd.core.derived import CARDS, TABLE_ROW, Arrival, DerivedCalendar, DerivedCall, DerivedCards, DerivedMessage, DerivedRow, Excluded
from syncd.core.exclude import Privacy
from syncd.store import (
    absences,
    attendance,
    calls,
    complaints,
    evidence,
    files,
    names,
    no_contact,
    offers,
    organisations,
    persons,
    promises,
    relations,
    returning,
    rhythm,
    spoken,
    tables,
    tallies,
    templates,
    threads,
)
from syncd.store.cards import save_cards
from syncd.store.facts import save_card_facts
from syncd.store.ids import marks
from syncd.store.interactions import Incoming, Page, save_messages, under_key
from syncd.store.matters import save_matters
from syncd.store.meetings import save_copy, save_merged
from syncd.store.migrations import DERIVED_TABLES
from syncd.world import World

_BATCH = 500
Progress = Callable[[int, int], None]


def rebuild(world: World, progress: Progress | None = None) -> list[str]:
    """Derive the store anew; the uids of calendar entries whose change is held back until it is applied."""
    before = remind.planned_hashes(world)
    store = world.store
    with store.write() as db:
        db.execute("PRAGMA defer_foreign_keys = ON")
        for table in DERIVED_TABLES:
            db.execute(f"DELETE FROM {table}")
        db.execute("INSERT INTO search (search) VALUES ('delete-all')")
        names.empty(db)
        tallies.recount(db)
        page = world.page(db)
        total = db.execute("SELECT count(*) FROM original").fetchone()[0]
        done = 0
        for batch in _originals(world):
            _derive_batch(world, page, batch)
            done += len(batch)
            if progress:
                progress(done, total)
        offers.settle(db, {c for (c,) in db.execute("SELECT DISTINCT customer FROM offer")})
        attendance.settle(page, {}, page.meetings)
        organisations.settle_everything(page)
        calls.settle(page)
        no_contact.lay_everything(db)
        spoken.save_meetings(page)
        spoken.save_notes(page)
        keys = [k for (k,) in db.execute("SELECT key FROM promise")]
        promises.lay_decisions(db, keys)
        templates.settle(page)
        spoken.something_came(db)
        spoken.find_customers(page)
        evidence.settle_everything(page)
        complaints.settle_everything(page)
        promises.age(page)
        rhythm.settle(page)
        returning.settle(db)
        relations.weigh_everything(db, [r.name for r in world.config.rules])
        relations.settle(page, world.config.rules)
        files.drop_unused(db)
        return remind.hold_back(world, before)


@dataclass(frozen=True, slots=True)
class _Original:
    """An original to derive from again, with what its provider said of it."""

    origin: str
    key: str
    rank: int
    sent: bool
    arrival: Arrival


def _originals(world: World) -> Iterator[list[_Original]]:
    """The originals in batches, oldest first."""
    rows = world.store.db.execute(
        "SELECT o.origin, o.key, o.media_type, o.hash, o.rank, o.owner, o.received_at, o.metadata_only, o.month, EXISTS (SELECT 1 FROM sighting g "
        f"JOIN collection c ON c.id = g.collection_id WHERE g.key = o.key AND c.role = 'sent') FROM original o WHERE o.media_type NOT IN ({marks(len(CARDS) + 1)}) OR EXISTS (SELECT 1 FROM sighting g WHERE g.key = o.key AND g.gone_since IS NULL) "
        "ORDER BY o.month, o.origin",
        (*CARDS, TABLE_ROW),  # what followed from a card goes with it, and from a row of a table; a mail that was deleted was written all the same
    ).fetchall()
    batch: list[_Original] = []
    for origin, key, media_type, hash_, rank, owner, received_at, metadata_only, month, sent in rows:
        raw = world.raw.load(month, hash_)
        if raw is None:
            continue  # `verify` names it; what was derived from it cannot be made again
        arrival = Arrival(raw=raw, media_type=media_type, owner=owner, metadata_only=bool(metadata_only),
                          received_at=dt.datetime.fromisoformat(received_at) if received_at else None)  # fmt: skip
        batch.append(_Original(origin, key, rank, bool(sent), arrival))
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _derive_batch(world: World, page: Page, batch: list[_Original]) -> None:
    from syncd.core.derive import derive  # with all readers of mail: a pass that rebuilds nothing does not load them

    incoming: list[Incoming] = []
    merged: list[str] = []
    logged: list[tuple[DerivedCall, int]] = []
    page.new.clear()
    page.touched.clear()
    everything = dataclasses.replace(world.setting, privacy=Privacy(scope="all"))  # the rules were asked when it was stored
    for o in batch:
        match derive(o.arrival, everything):
            case DerivedMessage() as d:
                incoming.append(Incoming(_under_its_key(page, d, o.key), o.rank, o.sent))
            case DerivedCalendar() as c:
                merged += save_copy(page, o.origin, o.arrival.owner, c.meetings)
            case DerivedCall() as l:
                logged.append((dataclasses.replace(l, key=o.key), o.rank))
            case DerivedCards() as b:
                page.related |= save_cards(page, o.origin, o.arrival.owner, b.cards)
                save_card_facts(page, o.origin, b.cards, b.facts)
            case DerivedRow() as r:
                tables.save_rows(page.db, [(o.origin, r)])
            case Excluded():
                pass  # marked private by its own header since then; the next pass over its source takes it out
    answers = save_messages(page, incoming)
    for item, (key, _) in zip(incoming, answers, strict=True):
        if item.derived.meetings:
            merged += save_copy(page, key, "", item.derived.meetings)
    save_merged(page, merged)
    persons.settle(page)
    calls.save_calls(page, logged)
    absences.note(page, page.new, page.meetings)
    promises.save_promises(page, page.new)
    save_matters(page, page.new)
    threads.relabel(page.db, page.touched, page.company)


def _under_its_key(page: Page, d: DerivedMessage, key: str) -> DerivedMessage:
    """The message under the key it was once given; the second of two that claim to be the same is flagged again."""
    twin = d.key != key and page.db.execute("SELECT 1 FROM original WHERE origin = ?", (d.key,)).fetchone()
    return under_key(d, key, flagged=bool(twin))
