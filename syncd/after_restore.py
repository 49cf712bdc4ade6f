"""The calendars of a store that was put back from a backup: they know what the store has forgotten.

    until every mailbox and calendar of an owner was read, that owner gets no entry
    an entry that the copy knows and that is gone is not written again; who took it out, a person or we, is not known, so
        nobody's answer is made of it
    an entry that is wanted for what was said before the store was lost, and stands in no calendar, is held back: it may have
        been written and deleted since the copy was made
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from syncd.calendars import Kept
from syncd.core.plan import Wanted
from syncd.store import moves, restoring
from syncd.store.reminders import Row
from syncd.store.restoring import Restored
from syncd.world import World

REMEDY = "`syncd rebuild --apply` has them written all the same"


def all_read(world: World, it: Restored) -> bool:
    """Whether all mailboxes and calendars of the config were read since the store was put back."""
    moved = moves.moved(world.store.db)
    return restoring.all_read(world.store.db, [s.name for s in world.config.sources if s.name not in moved], it.at)


def hold(world: World, it: Restored, wanted: Iterable[Wanted], outbox: Mapping[str, Row], owners: Collection[str], *, settled: bool, kept: Kept) -> frozenset[str]:
    """The entries that are not to be written, for it is not known whether they were. Inside the caller's transaction.

    `owners`: who gets entries written. `settled`: all mailboxes and calendars were read, so that from now on what is new is new.
    """
    unknown = {w.reminder.uid: w.promise_key for w in wanted if not w.collected and w.owner in owners and not _is_known(outbox.get(w.reminder.uid))}
    if not it.alive:
        held: set[str] = set()  # nothing was forgotten
    elif not it.is_open:
        held = unknown.keys() & it.held
    else:  # rows, too, that wait for a mailbox to be read
        unknown |= {uid: row.promise_key for uid, row in outbox.items() if row.state in ("wanted", "sending") and row.last is None}
        said_since = restoring.said_since(world.store.db, it.alive)
        held = {uid for uid, promise in unknown.items() if promise not in said_since}
    over = world.now - dt.datetime.fromisoformat(it.at) > dt.timedelta(days=max(world.config.reminders.since_days, 1))
    is_open = it.is_open and not settled and not over  # later nothing that old is new any more (since_days)
    if it.is_open and not is_open and held:
        kept.errors.append(f"{len(held)} entries are held back: the store was put back from a backup, and whether they were answered since is not known; {REMEDY}")
    restoring.keep_restored(world.store, replace(it, is_open=is_open, held=frozenset(held)) if is_open or held else None)
    return frozenset(held)


def _is_known(row: Row | None) -> bool:
    """Whether the entry was seen in a calendar."""
    return row is not None and row.last is not None
