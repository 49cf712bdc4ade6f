"""`make bench-relations`: the rules of the relation on a store of a million interactions, in CPU seconds of this process.

All rules over everything, as after a changed relations.toml; then what a page of ten new mails makes to be weighed again, of usual
customers and of the biggest. The store is made first where it is not there yet, and a copy of it is worked on.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import tempfile
import time
from pathlib import Path

from syncd.config import load
from syncd.core.keys import instant
from syncd.store import relations
from syncd.world import World, open_world
from tests.bench.web import config
from tests.bench.web_company import NOW, key
from tests.bench.web_store import build

ALL_BAR, PAGE_BAR = 60.0, 0.020  # seconds of CPU
_PAGES, _MAILS = 20, 10
_EVERY = 6  # mail of a customer's asks something: of those that people write to a firm about as many do


def ask(db: sqlite3.Connection) -> int:
    """Have every sixth mail of a customer ask something, where the store has no questions; how many do."""
    if not db.execute("SELECT 1 FROM question LIMIT 1").fetchone():
        db.execute(
            "INSERT INTO question SELECT i.id, 'Kada galėtumėte atvykti?', 'a question', '5', p.address FROM interaction i JOIN party p ON p.interaction_id = i.id AND p.role = 'from' "
            "WHERE i.kind = 'message' AND i.direction = 'in' AND i.class = 'personal' AND i.id % ? = 0", (_EVERY,)
        )  # fmt: skip
    return int(db.execute("SELECT count(*) FROM question").fetchone()[0])


def weigh(world: World) -> float:
    """Weigh what is to be weighed; CPU seconds."""
    began = time.process_time()
    while not relations.is_settled(world.store.db, instant(world.now)):
        with world.store.write() as db:
            relations.weigh_piece(world.page(db), world.config.rules)
    return time.process_time() - began


def page_of_mail(db: sqlite3.Connection, number: int, *, big: bool) -> None:
    """Ten mails that come in now, half of them questions, half our answers to conversations that were open."""
    order = "ORDER BY (SELECT count(*) FROM contact c WHERE c.person_id = n.id) DESC" if big else "ORDER BY n.id * 7919 % 60013"
    people = db.execute(f"SELECT n.id, n.organisation_id, d.value FROM person n JOIN identifier d ON d.person_id = n.id AND d.kind = 'address' {order} LIMIT ? OFFSET ?",
                        (_MAILS, 0 if big else number * _MAILS)).fetchall()  # fmt: skip
    at = instant(NOW)
    next_id = db.execute("SELECT max(id) + 1 FROM interaction").fetchone()[0]
    for n, (person, company, address) in enumerate(people):
        id_, direction = next_id + n, "in" if n % 2 else "out"
        thread = (db.execute("SELECT i.thread FROM contact c JOIN interaction i ON i.id = c.interaction_id WHERE c.person_id = ? AND i.thread IS NOT NULL ORDER BY c.at DESC LIMIT 1", (person,)).fetchone() or [None])[0]
        db.execute("INSERT INTO interaction (id, key, kind, at, direction, subject, class, language, derived_by) VALUES (?, ?, 'message', ?, ?, 'Klausimas', 'personal', 'lt', '5')",
                   (id_, key("new", big, number, n), at, direction))  # fmt: skip
        db.execute("UPDATE interaction SET thread = ? WHERE id = ?", (thread, id_))
        db.execute("INSERT INTO message (interaction_id, own_text) VALUES (?, 'Kada?')", (id_,))
        db.execute("INSERT INTO contact VALUES (?, ?, ?, ?, 5)", (person, at, id_, company))
        db.execute("INSERT INTO party (interaction_id, ordinal, role, address, name, staff_id) VALUES (?, 0, 'to', 'colleague5@klimatas.example', '', 5)", (id_,))
        if direction == "in":
            db.execute("INSERT INTO question VALUES (?, 'Kada?', 'a question', '5', ?)", (id_, address))


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--store", type=Path, default=Path(tempfile.gettempdir()) / "syncd-bench-web")
    options.add_argument("--interactions", type=int, default=1_000_000)
    options.add_argument("--in-place", action="store_true", help="work on the store itself, not on a copy")
    given = options.parse_args()
    build(given.store, given.interactions)
    folder = given.store
    if not given.in_place:
        folder = Path(tempfile.mkdtemp(dir=given.store.parent))
        shutil.copy(given.store / "history.db", folder)
    try:
        _measure(folder)
    finally:
        if not given.in_place:
            shutil.rmtree(folder)


def _measure(folder: Path) -> None:
    world = open_world(load(config(folder)), create=False, now=NOW)
    with world.store.write() as db:
        print(f"{db.execute('SELECT count(*) FROM interaction').fetchone()[0]} interactions, {ask(db)} questions")
        relations.weigh_everything(db, [r.name for r in world.config.rules])
    spent = weigh(world)
    print(f"all rules over everything: {spent:.1f} s of CPU (bar {ALL_BAR:.0f})")
    for rule, state, count in world.store.db.execute("SELECT rule, state, count(*) FROM breach GROUP BY 1, 2"):
        print(f"  {rule} {state}: {count}")
    for name, big in (("usual customers", False), ("the biggest customers", True)):
        costs = []
        for number in range(_PAGES):
            with world.store.write() as db:
                page_of_mail(db, number, big=big)
            costs.append(weigh(world))
        costs.sort()
        print(f"a page of {_MAILS} new mails, {name}: median {costs[len(costs) // 2] * 1000:.1f} ms, worst {costs[-1] * 1000:.1f} ms of CPU (bar {PAGE_BAR * 1000:.0f})")
    world.close()


if __name__ == "__main__":
    main()
