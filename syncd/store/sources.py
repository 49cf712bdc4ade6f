"""Sources and their collections as rows: cursors, states, leases, what is due, and what the views of completeness read."""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from connectors.base import Collection, Marks
from syncd.core import keys
from syncd.errors import Held
from syncd.store.db import Store

LEASE_SECONDS = 120
_DUE = (  # what was set aside of a source and is to be tried again at a moment
    "FROM pending p JOIN collection c ON c.id = p.collection_id WHERE c.source_id = ? AND c.removed_at IS NULL AND p.state = 'retry' AND p.next_try <= ?"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A collection's row: its id, its cursor, and whether it was ever read to the end."""

    id: int
    cursor: Mapping[str, object] | None
    caught_up: bool


def keep_source(store: Store, name: str, connector: str, owner: str) -> int:
    """The row of a source, made or brought in line with the config; one that moved stays as it was."""
    with store.write() as db:
        db.execute(
            "INSERT INTO source (name, connector, owner) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET connector = excluded.connector, "
            "owner = excluded.owner, removed_at = NULL WHERE (connector, owner, removed_at) IS NOT (excluded.connector, excluded.owner, NULL) "
            "AND NOT EXISTS (SELECT 1 FROM move WHERE old = excluded.name)",
            (name, connector, owner),
        )
        return int(db.execute("SELECT id FROM source WHERE name = ?", (name,)).fetchone()[0])


def retire_sources(store: Store, names: Iterable[str], now: str) -> None:
    """Mark sources the config no longer has; what they gave stays."""
    names = list(names)
    with store.write() as db:
        for (id_, name) in db.execute("SELECT id, name FROM source WHERE removed_at IS NULL").fetchall():
            if name not in names:
                db.execute("UPDATE source SET removed_at = ? WHERE id = ?", (now, id_))


def keep_collections(store: Store, source_id: int, collections: Iterable[Collection], now: str) -> dict[str, Kept]:
    """The rows of a source's collections by remote id; those no longer listed are parked with their history."""
    with store.write() as db:
        listed = set()
        for c in collections:
            listed.add(c.id)
            db.execute(
                "INSERT INTO collection (source_id, remote_id, name, role, on_server) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (source_id, remote_id) DO UPDATE SET name = excluded.name, role = excluded.role, removed_at = NULL, "
                "on_server = coalesce(excluded.on_server, on_server) "
                "WHERE (name, role, on_server, removed_at) IS NOT (excluded.name, excluded.role, coalesce(excluded.on_server, on_server), NULL)",
                (source_id, c.id, c.name, c.role, c.count),
            )
        rows = db.execute("SELECT remote_id, id, cursor, caught_up_at, removed_at FROM collection WHERE source_id = ?", (source_id,)).fetchall()
        for remote_id, id_, _, _, removed in rows:
            if remote_id not in listed and removed is None:
                db.execute("UPDATE collection SET removed_at = ? WHERE id = ?", (now, id_))
    return {remote: Kept(id_, json.loads(cursor) if cursor else None, bool(done)) for remote, id_, cursor, done, _ in rows if remote in listed}


def known_collections(store: Store, source_id: int, ids: Iterable[str]) -> dict[str, tuple[Collection, Kept]]:
    """Collections of a source by their remote ids, as they were when they were last listed; those no longer there are left out."""
    found = {}
    for id_ in ids:
        row = store.db.execute(
            "SELECT id, name, role, cursor, caught_up_at FROM collection WHERE source_id = ? AND remote_id = ? AND removed_at IS NULL", (source_id, id_)
        ).fetchone()
        if row:
            key, name, role, cursor, done = row
            found[id_] = Collection(id=id_, name=name, role=role), Kept(key, json.loads(cursor) if cursor else None, bool(done))
    return found


def collection_of(store: Store, source: str, collection: str) -> tuple[Collection, Mapping[str, object] | None] | None:
    """A collection of a source (by name) with its cursor, or None where it is not there."""
    row = store.db.execute("SELECT id FROM source WHERE name = ?", (source,)).fetchone()
    found = known_collections(store, row[0], [collection]).get(collection) if row else None
    return (found[0], found[1].cursor) if found else None


def note_reached(db: sqlite3.Connection, collection_id: int, newest: dt.datetime | None) -> None:
    """How far back a backlog has come, newest first: the newest receipt (aware) in the page being stored; not at all without one."""
    if newest is not None:
        db.execute(
            "UPDATE collection SET reached_at = ? WHERE id = ? AND caught_up_at IS NULL AND coalesce(reached_at, '9999') > ?",
            (keys.instant(newest), collection_id, keys.instant(newest)),
        )


def finish_collection(store: Store, collection_id: int, now: str) -> None:
    """The collection was read to its end."""
    with store.write() as db:
        db.execute(
            "UPDATE collection SET last_success = ?, caught_up_at = coalesce(caught_up_at, ?), state = 'ok' WHERE id = ?", (now, now, collection_id)
        )


def fail_collection(store: Store, collection_id: int, state: str) -> None:
    """The collection could not be read; its source's other collections may be."""
    with store.write() as db:
        db.execute("UPDATE collection SET state = ? WHERE id = ? AND state <> ?", (state, collection_id, state))


def cursor_of(store: Store, collection_id: int) -> Mapping[str, object] | None:
    """The place in a collection as it is kept now."""
    (cursor,) = store.db.execute("SELECT cursor FROM collection WHERE id = ?", (collection_id,)).fetchone()
    return dict(json.loads(cursor)) if cursor else None


def forget_cursor(store: Store, collection_id: int) -> None:
    """The provider no longer knows our place: the next pass lists everything again."""
    with store.write() as db:
        db.execute("UPDATE collection SET cursor = NULL WHERE id = ?", (collection_id,))


def finish_source(store: Store, source_id: int, state: str, error: str | None, now: str) -> None:
    """How the pass over a source ended; a new state is an event."""
    with store.write() as db:
        (before,) = db.execute("SELECT state FROM source WHERE id = ?", (source_id,)).fetchone()
        done = now if error is None else None
        db.execute(
            "UPDATE source SET state = ?, error = ?, last_success = coalesce(?, last_success), failures = CASE WHEN ? IS NULL THEN 0 ELSE failures + 1 END "
            "WHERE id = ?",
            (state, error, done, error, source_id),
        )
        if before != state:
            db.execute(
                "INSERT INTO event (at, kind, source, detail) SELECT ?, 'state', name, ? FROM source WHERE id = ?",
                (now, json.dumps({"from": before, "to": state}), source_id),
            )


def reasons(db: sqlite3.Connection) -> dict[str, str]:
    """Why each source that is not in order is not, by its name: what its last pass ended with."""
    return dict(db.execute("SELECT name, error FROM source WHERE error IS NOT NULL AND state <> 'ok'"))


def due_pending(db: sqlite3.Connection, source_id: int, now: str) -> dict[str, list[str]]:
    """The items of a source that are to be tried again now, by their collection's remote id."""
    found: dict[str, list[str]] = {}
    for collection, remote_id in db.execute(f"SELECT c.remote_id, p.remote_id {_DUE} ORDER BY p.remote_id", (source_id, now)):
        found.setdefault(collection, []).append(remote_id)
    return found


def has_due_pending(store: Store, name: str, now: str) -> bool:
    """Whether something of a source (by name) was set aside and is to be tried again now."""
    row = store.db.execute("SELECT id FROM source WHERE name = ?", (name,)).fetchone()
    return bool(row and store.db.execute(f"SELECT EXISTS (SELECT 1 {_DUE})", (row[0], now)).fetchone()[0])


def marks_of(text: str) -> Marks:
    """Marks from the store's JSON."""
    v = json.loads(text)
    received = v.get("received_at")
    return Marks(
        flags=tuple(v.get("flags", ())), labels=tuple(v.get("labels", ())), size=v.get("size"), sensitivity=v.get("sensitivity", ""),
        received_at=dt.datetime.fromisoformat(received) if received else None, provider_thread=v.get("provider_thread", ""),
    )  # fmt: skip


# ── leases ───────────────────────────────────────────────────────────────────────────────────────────────────────


_passes: Counter[tuple[str, int]] = Counter()  # of this process, by store and source: two may read different folders at once
_passes_lock = threading.Lock()


def holder() -> str:
    """This process, so that another can tell whether it still lives: host, boot, pid and its start."""
    return _holder(os.getpid())


@lru_cache(maxsize=4)
def _holder(pid: int) -> str:
    boot = Path("/proc/sys/kernel/random/boot_id")
    return json.dumps(
        {"host": socket.gethostname(), "boot": boot.read_text().strip() if boot.exists() else "", "pid": pid, "start": _started(pid)}
    )


def _started(pid: int) -> str:
    """When a process started, in clock ticks since boot (proc(5), field 22 of stat), or '' when there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return ""


def alive(text: str) -> bool:
    """Whether the holder of a lease may still live: on this host and boot that can be told, elsewhere it is assumed."""
    it, me = json.loads(text), json.loads(holder())
    if it["host"] != me["host"]:
        return True
    return bool(it["boot"] == me["boot"] and it["start"] and _started(int(it["pid"])) == it["start"])


def take_lease(store: Store, source_id: int, now: dt.datetime) -> str | None:
    """Hold a source for this process; None when it is ours now, else who holds it."""
    pass_ = (str(store.path), source_id)
    with _passes_lock:
        _passes[pass_] += 1
    is_ours = False
    try:
        with store.write() as db:
            held, until = db.execute("SELECT lease_holder, lease_until FROM source WHERE id = ?", (source_id,)).fetchone()
            if held and held != holder() and until > keys.instant(now) and alive(held):
                return str(held)
            db.execute("UPDATE source SET lease_holder = ?, lease_until = ? WHERE id = ?", (holder(), _until(now), source_id))
        is_ours = True
    finally:
        if not is_ours:
            with _passes_lock:
                _passes[pass_] -= 1
    return None


def renew_lease(db: sqlite3.Connection, source_id: int, now: dt.datetime) -> None:
    """Hold on to a source, inside the transaction of what is written for it. Raises Held when it went to another meanwhile:
    a process that was stopped for long must not go on writing beside its successor."""
    if not db.execute("UPDATE source SET lease_until = ? WHERE id = ? AND lease_holder = ?", (_until(now), source_id, holder())).rowcount:
        raise Held("another pass has taken this source over while this one stood still")


def _until(now: dt.datetime) -> str:
    return keys.instant(now + dt.timedelta(seconds=LEASE_SECONDS))


def release_lease(store: Store, source_id: int) -> None:
    """Let go of a source, if it is still ours and no other pass of this process reads it."""
    with store.write() as db:
        with _passes_lock:
            _passes[str(store.path), source_id] -= 1
            if _passes[str(store.path), source_id] > 0:
                return
            del _passes[str(store.path), source_id]
        db.execute("UPDATE source SET lease_holder = NULL, lease_until = NULL WHERE id = ? AND lease_holder = ?", (source_id, holder()))


def take_outbox(store: Store, now: dt.datetime) -> str | None:
    """Hold the writing into calendars for this process, or hold on to it; None when it is ours now, else who holds it."""
    with store.write():
        lease = json.loads(store.meta("outbox_lease") or "null")
        if lease and lease["holder"] != holder() and lease["until"] > keys.instant(now) and alive(lease["holder"]):
            return str(lease["holder"])
        store.set_meta("outbox_lease", json.dumps({"holder": holder(), "until": _until(now)}))
    return None


def release_outbox(store: Store) -> None:
    """Let go of the writing into calendars, if it is still ours."""
    with store.write():
        lease = json.loads(store.meta("outbox_lease") or "null")
        if lease and lease["holder"] == holder():
            store.set_meta("outbox_lease", "null")
