"""When each source is due, and which daemon has the store: kept in the store, so that both survive a restart."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable

from syncd.core.keys import instant
from syncd.store.db import Store
from syncd.store.sources import LEASE_SECONDS, alive, holder

_DAEMON = "daemon_lease"
_RENEW_AFTER = 20  # seconds
_LONGEST_WAIT = dt.timedelta(days=2)  # a server may ask for a day (Retry-After)
NOT_BY_ITSELF = "9999"  # due when a person has done something


def due_sources(store: Store, names: Iterable[str], now: dt.datetime) -> set[str]:
    """The sources that are to be read now; one never read is due at once, one waiting for a person is not.

    A time further away than any wait was kept by a clock that was wrong: it is due too.
    """
    known = dict(store.db.execute("SELECT name, next_due FROM source"))
    soon, never = instant(now), instant(now + _LONGEST_WAIT)
    return {name for name in names if (due := known.get(name)) is None or due <= soon or never < due < NOT_BY_ITSELF}


def next_due(store: Store, name: str, now: dt.datetime, wait: Callable[[int], float | None]) -> int:
    """Keep when a source is due again: `wait` says the seconds by its failures in a row, None for not by itself; the failures."""
    with store.write() as db:
        (failures,) = db.execute("SELECT failures FROM source WHERE name = ?", (name,)).fetchone() or (0,)
        seconds = wait(failures)
        due = NOT_BY_ITSELF if seconds is None else instant(now + dt.timedelta(seconds=seconds))
        db.execute("UPDATE source SET next_due = ? WHERE name = ?", (due, name))
    return int(failures)


def wake_all(store: Store) -> None:
    """Every source is due now: the config was changed, and perhaps what kept one waiting."""
    with store.write() as db:
        db.execute("UPDATE source SET next_due = NULL WHERE next_due IS NOT NULL")


def wake(store: Store, names: Iterable[str]) -> None:
    """These sources are due now: a person did what they waited for. What failed before no longer counts, so that a pass
    that began before and is refused yet does not put them to sleep again."""
    with store.write() as db:
        db.executemany("UPDATE source SET next_due = NULL, failures = 0 WHERE name = ?", [(name,) for name in names])


def wake_listened(store: Store) -> None:
    """Every source that was well is due now: nobody listens to it any more, so it must not wait for its turn."""
    with store.write() as db:
        db.execute("UPDATE source SET next_due = NULL WHERE failures = 0 AND next_due < ?", (NOT_BY_ITSELF,))


def states(store: Store) -> dict[str, int]:
    """How many sources are in each state."""
    return dict(store.db.execute("SELECT state, count(*) FROM source WHERE removed_at IS NULL GROUP BY state"))


def take_daemon(store: Store, now: dt.datetime) -> str | None:
    """Hold the store for this daemon, or go on holding it; None when it is ours, else who holds it."""
    text = store.meta(_DAEMON)
    held = json.loads(text) if text else None
    if held and held["holder"] == holder() and held["until"] > instant(now + dt.timedelta(seconds=LEASE_SECONDS - _RENEW_AFTER)):
        return None
    with store.write():
        text = store.meta(_DAEMON)
        held = json.loads(text) if text else None
        if held and held["holder"] != holder() and held["until"] > instant(now) and alive(held["holder"]):
            return str(held["holder"])
        store.set_meta(_DAEMON, json.dumps({"holder": holder(), "until": instant(now + dt.timedelta(seconds=LEASE_SECONDS))}))
    return None


def leave_daemon(store: Store) -> None:
    """Let another daemon have the store."""
    with store.write() as db:
        db.execute("DELETE FROM meta WHERE name = ?", (_DAEMON,))
