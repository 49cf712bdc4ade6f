"""The names an outside address was seen with, and which addresses may be somebody's whom we know by another.

Rows grow with each page and are read again where something was taken out. Nothing is decided here: it says for whom it has to
be decided anew (persons.settle).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from syncd.core.identity import mailbox_key
from syncd.store.ids import rows_in

if TYPE_CHECKING:
    from syncd.store.people import Met

DECIDED = "kind IN ('merge', 'unmerge', 'distinct', 'undo')"  # as the index on decision(value) has it


def note(db: sqlite3.Connection, met: Mapping[str, Met]) -> set[str]:
    """Keep the names these addresses were met with; those among them that may turn out to be, or not to be, one with another."""
    known: dict[str, dict[str, int]] = {}
    for address, name, speaks in rows_in(
        db, "SELECT address, name, speaks FROM called WHERE address IN (?*)", [a for a, m in met.items() if m.names]
    ):
        known.setdefault(address, {})[name] = speaks
    new = [(a, name, speaks) for a, m in met.items() for name, speaks in m.names.items() if known.get(a, {}).get(name, -1) < speaks]
    db.executemany("INSERT INTO called VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET speaks = 1", new)
    changed = {a for a, m in met.items() if m.is_new}
    db.executemany("INSERT OR IGNORE INTO mailbox VALUES (?, ?)", [(key, a) for a in sorted(changed) if (key := mailbox_key(a)) != a])
    found = decided(db, changed)
    for address, name, speaks in new:
        known.setdefault(address, {})[name] = speaks
        changed.add(address)
    return found | partnered(db, changed) | {a for a, _, speaks in new if speaks and _are_several([n for n, s in known[a].items() if s])}


def _are_several(names: list[str]) -> bool:
    if len(names) < 2:
        return False
    from syncd.core.ties import are_several  # with all that compares names: most addresses have one

    return are_several(names)


def partnered(db: sqlite3.Connection, addresses: Iterable[str]) -> set[str]:
    """Those of the addresses that another address shares a mailbox's name or a signature with."""
    asked = sorted(addresses)
    by_key: dict[str, set[str]] = {}
    for address in asked:
        by_key.setdefault(mailbox_key(address), set()).add(address)
    groups = {key: set(here) for key, here in by_key.items()}
    for key, address in rows_in(db, "SELECT key, address FROM mailbox WHERE key IN (?*)", sorted(by_key)):
        groups[key].add(address)
    for (address,) in rows_in(db, "SELECT value FROM identifier WHERE kind = 'address' AND value IN (?*)", sorted(by_key)):
        groups[address].add(address)
    found = {a for key, here in by_key.items() if len(groups[key]) > 1 for a in here}
    found |= {a for (a,) in rows_in(db, "SELECT DISTINCT value FROM signature_mark WHERE value IN (?*)", asked)}
    return found | {a for (a,) in rows_in(db, "SELECT DISTINCT address FROM signature_mark WHERE address IN (?*)", asked)}


def answered(db: sqlite3.Connection, addresses: Iterable[str]) -> set[str]:
    """Those of the addresses to whom what they sign with counts for more, now that one of ours has written to them."""
    return {a for (a,) in rows_in(db, "SELECT DISTINCT address FROM signature_mark WHERE address IN (?*)", sorted(set(addresses)))}


def decided(db: sqlite3.Connection, addresses: Iterable[str]) -> set[str]:
    """Those of the addresses about whom somebody of ours has decided whether they are one with another."""
    if db.execute(f"SELECT 1 FROM decision WHERE {DECIDED} LIMIT 1").fetchone() is None:
        return set()
    asked = sorted(addresses)
    found = {a for (a,) in rows_in(db, f"SELECT subject FROM decision WHERE {DECIDED} AND subject IN (?*)", asked)}
    return found | {
        a for (a,) in rows_in(db, f"SELECT value ->> '$' FROM decision WHERE {DECIDED} AND value IN (?*)", [f'"{a}"' for a in asked])
    }


def renew(db: sqlite3.Connection, met: Mapping[str, Met], addresses: Iterable[str]) -> set[str]:
    """Bring the names of these addresses in line with all interactions there are (`met`) and what they sign with; those it changes."""
    asked = sorted(addresses)
    before: dict[str, set[tuple[str, int]]] = {a: set() for a in asked}
    for address, name, speaks in rows_in(db, "SELECT address, name, speaks FROM called WHERE address IN (?*)", asked):
        before[address].add((name, speaks))
    after = {a: dict(met[a].names) if a in met else {} for a in asked}
    for address, name in rows_in(db, "SELECT DISTINCT address, name FROM signature WHERE name <> '' AND address IN (?*)", asked):
        after[address].setdefault(name, 0)
    changed = {a for a in asked if before[a] != set(after[a].items())}
    db.executemany("DELETE FROM called WHERE address = ?", [(a,) for a in sorted(changed)])
    db.executemany(
        "INSERT INTO called VALUES (?, ?, ?)", [(a, name, speaks) for a in sorted(changed) for name, speaks in sorted(after[a].items())]
    )
    return changed
