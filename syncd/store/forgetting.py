"""Taking out again what was stored and may not be: marked private, or by a label excluded, after it was harvested.

Of an interaction nothing stays: no row, no word in the index, no name nobody else has, no text of its reminder, and (once
the transaction is through, so that a kill in between loses nothing that is referred to) no original.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from syncd import faults
from syncd.store import cards, complaints, evidence, files, names, offers, persons, templates
from syncd.store.db import BUSY_SECONDS, Store
from syncd.store.ids import rows_in
from syncd.store.interactions import Page, remeet, threaded_with
from syncd.store.meetings import save_merged
from syncd.store.raw import RawFolder
from syncd.store.search import remove_search

_TO_SWEEP = "to_sweep"  # meta: months of raw/ that hold originals nobody refers to any more
_READERS_END = 5.0  # seconds: longer than a page is read
_LOG_LEFT = "log_left"  # meta: '1' where a reader kept what was taken out in the log of writes
_WORDS_LEFT = "words_left"  # meta: '1' where the index of words holds some that are marked as deleted, '2' while they are taken out
_LEFT = ("1", "2")
_PAGES_MERGED = 2_000  # of the index of words in one transaction: a tenth of a second


def forget(page: Page, store: Store, keys: Iterable[str]) -> None:
    """Take out these interactions, inside the caller's transaction; `sweep` then takes out their originals."""
    db = page.db
    addresses: set[str] = set()
    sent: set[str] = set()  # hashes of files
    for key in sorted(_with_invited(page, keys)):
        row = db.execute("SELECT id FROM interaction WHERE key = ?", (key,)).fetchone()
        if row is None:
            continue
        (id_,) = row
        addresses |= {a for (a,) in db.execute("SELECT address FROM party WHERE interaction_id = ? AND address <> ''", (id_,))}
        page.touched |= threaded_with(db, id_)
        page.customers |= offers.touched(db, [id_])
        page.touched.discard(id_)
        page.unsettled |= evidence.affected(db, [id_])
        page.aggrieved |= complaints.concerned(db, [id_])
        page.wordings |= templates.wordings(db, "interaction_id", [id_])
        remove_search(db, id_)
        sent |= {h for (h,) in db.execute("SELECT hash FROM attachment WHERE interaction_id = ?", (id_,))}
        _forget_reminders(db, "SELECT key FROM promise WHERE interaction_id = ?", id_)
        _drop_originals_of(page, store, id_, key)
        db.execute("DELETE FROM promise_key WHERE interaction_key = ? OR key IN (SELECT key FROM promise WHERE interaction_id = ?)", (key, id_))
        db.execute("DELETE FROM interaction WHERE id = ?", (id_,))
    files.drop_unused(db, sent)
    store.set_meta(_WORDS_LEFT, "1")
    if addresses:
        remeet(page, addresses)
        page.related |= addresses
        persons.settle(page)
        gone = addresses - {a for (a,) in rows_in(db, "SELECT value FROM identifier WHERE kind = 'address' AND value IN (?*)", sorted(addresses))}
        db.executemany("DELETE FROM person_key WHERE address = ?", [(a,) for a in sorted(gone)])
        db.execute("DELETE FROM organisation_key WHERE domain NOT IN (SELECT name FROM domain)")
        db.execute("DELETE FROM segment_member WHERE page LIKE 'customer/%' AND substr(page, 10) NOT IN (SELECT uuid FROM person)")
        names.forget(db)


def _with_invited(page: Page, keys: Iterable[str]) -> set[str]:
    """These, and the meetings that only invitations among them told of; those that others tell of, too, lose these copies."""
    wanted = set(keys)
    told = {k for (k,) in rows_in(
        page.db, "SELECT i.key FROM meeting_copy c JOIN interaction i ON i.id = c.interaction_id WHERE c.origin IN (?*)", sorted(wanted))}  # fmt: skip
    page.db.executemany("DELETE FROM meeting_copy WHERE origin = ?", [(key,) for key in sorted(wanted)])
    left = {k for (k,) in rows_in(
        page.db, "SELECT i.key FROM meeting_copy c JOIN interaction i ON i.id = c.interaction_id WHERE i.key IN (?*)", sorted(told - wanted))}  # fmt: skip
    save_merged(page, left)
    return wanted | (told - left)


def forget_cards(page: Page, store: Store, origin: str) -> None:
    """Take out an object that may not be stored any more: its rows, its original, the keys of those nobody else knows."""
    from syncd.core.cards.people import marks_of

    entries = cards.entries_at(page.db, origin, page.company)
    touched = cards.drop_cards(page.db, origin)
    drop_original(page, store, origin)
    page.related |= touched
    persons.settle(page)
    known = {v for (v,) in rows_in(page.db, "SELECT value FROM identifier WHERE kind = 'address' AND value IN (?*)", sorted(touched))}
    marks = {mark for entry in entries for mark in marks_of(entry)}
    page.db.executemany(
        "DELETE FROM person_key WHERE address = ? AND id NOT IN (SELECT uuid FROM person)", [(v,) for v in sorted((touched - known) | marks)]
    )
    page.db.execute("DELETE FROM organisation_key WHERE domain NOT IN (SELECT name FROM domain)")
    names.forget(page.db)


def drop_original(page: Page, store: Store, origin: str) -> None:
    """Refer no more to the original of this origin, and remember where it lies."""
    found = page.db.execute("DELETE FROM original WHERE origin = ? RETURNING month", (origin,)).fetchall()
    months = set(json.loads(store.meta(_TO_SWEEP) or "[]")) | {month for (month,) in found}
    store.set_meta(_TO_SWEEP, json.dumps(sorted(months)))


def _drop_originals_of(page: Page, store: Store, interaction: int, key: str) -> None:
    """Those of one interaction: a message's and a call's go by its key, a meeting's by the calendar objects that tell of it alone."""
    origins = [o for (o,) in page.db.execute(
        "SELECT o.origin FROM meeting_copy c JOIN original o ON o.origin = c.origin WHERE c.interaction_id = ? AND o.key = ?", (interaction, key))]  # fmt: skip
    for origin in (key, *origins):
        drop_original(page, store, origin)


def forget_strays(store: Store) -> None:
    """Forget the entries of promises the store knows nothing of, inside the caller's transaction.

    A store put back from a backup takes them over from the one before. Where nobody's mail tells of the promise by the time all were
    read, it went to the bin or was marked since: had the store not been lost, they had gone with it.
    """
    strays = "SELECT r.promise_key FROM reminder r WHERE r.title <> '' AND NOT EXISTS (SELECT 1 FROM promise p WHERE p.key = r.promise_key)"
    if store.db.execute(strays).fetchone():
        _forget_reminders(store.db, strays)
        store.set_meta(_LOG_LEFT, "1")


def _forget_reminders(db: sqlite3.Connection, promises: str, *values: object) -> None:
    """Blank the entries of these promises (a query of their keys) and have them taken out of the calendars, whoever changed them."""
    where = f"promise_key IN ({promises})"
    db.execute(f"DELETE FROM left_entry WHERE uid IN (SELECT uid FROM reminder WHERE {where})", values)
    db.execute(f"DELETE FROM reminder WHERE handle IS NULL AND state NOT IN ('sending', 'deleted') AND {where}", values)
    db.execute(
        f"UPDATE reminder SET state = CASE state WHEN 'deleted' THEN state ELSE 'removed' END, title = '', text = '', seen_title = '', "
        f"seen_note = '', hold = NULL, next_try = NULL WHERE {where}", values
    )  # fmt: skip


def sweep(store: Store, raw: RawFolder) -> None:
    """Delete the originals nobody refers to from the months where something was forgotten, and its words from the index and the logs of both files."""
    months = json.loads(store.meta(_TO_SWEEP) or "[]")
    if not months and store.meta(_WORDS_LEFT) not in _LEFT and store.meta(_LOG_LEFT) != "1":
        return
    is_again = store.meta(_LOG_LEFT) == "1"
    for month in months:
        with store.write() as db:  # no page can be between its originals and its rows while this is held
            raw.sweep(month, {h for (h,) in db.execute("SELECT hash FROM original WHERE month = ?", (month,))})
            store.set_meta(_TO_SWEEP, json.dumps([m for m in json.loads(store.meta(_TO_SWEEP) or "[]") if m != month]))
    _take_words_out(store)
    with store.write():
        store.set_meta(_LOG_LEFT, "0")
    if not _is_log_emptied(store, seconds=0 if is_again else _READERS_END):
        with store.write():
            store.set_meta(_LOG_LEFT, "1")


def _take_words_out(store: Store) -> None:
    """Put the index of words together anew, without those marked as deleted; piece by piece, so that others write in between.

    What others mark meanwhile is seen to as well. Source: SQLite FTS5, the 'merge' command: a negative number begins with all there is,
    positive ones go on, and a call that changes nothing ends it.
    """
    pages = -_PAGES_MERGED
    while store.meta(_WORDS_LEFT) in _LEFT:
        with store.write() as db:
            if pages < 0:
                store.set_meta(_WORDS_LEFT, "2")
            before = db.total_changes
            db.execute("INSERT INTO search (search, rank) VALUES ('merge', ?)", (pages,))
            is_merged = db.total_changes - before < 2
            if is_merged and store.meta(_WORDS_LEFT) == "2":
                store.set_meta(_WORDS_LEFT, "0")
        pages = -_PAGES_MERGED if is_merged else _PAGES_MERGED
        faults.hit("forget.words")


def _is_log_emptied(store: Store, *, seconds: float) -> bool:
    """Empty the log of writes, in which what was taken out still stands; not while somebody reads, who is waited for so long."""
    store.db.execute(f"PRAGMA busy_timeout = {seconds * 1000:.0f}")
    try:
        (is_busy, *_) = store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        store.db.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")
    return not is_busy
