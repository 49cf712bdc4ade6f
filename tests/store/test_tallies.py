"""The numbers that are kept of each folder are those of what is in it, whatever is written in whatever order."""

from __future__ import annotations

import random
import sqlite3

import pytest

from syncd.store import migrations, tallies

FOLDERS, ITEMS, RULES = (1, 2), tuple("abcdefgh"), ("private", "scope:internal", "folder")
SEEN = (
    "INSERT INTO sighting VALUES (?, ?, 'k', 'message/rfc822', x'00', '{}', 'x', NULL) ON CONFLICT DO UPDATE SET marks = excluded.marks, gone_since = NULL "
    "WHERE marks <> excluded.marks OR gone_since IS NOT NULL"
)
WENT = "UPDATE sighting SET gone_since = '2026' WHERE collection_id = ? AND remote_id = ?"
LEFT_OUT = "INSERT INTO excluded AS x VALUES (?, ?, '{}', NULL, NULL) ON CONFLICT DO UPDATE SET rule = excluded.rule"
CHANGES = (SEEN, SEEN, WENT, "DELETE FROM sighting WHERE collection_id = ? AND remote_id = ?", "DELETE FROM excluded WHERE collection_id = ? AND remote_id = ?",
           *(LEFT_OUT.format(rule) for rule in RULES), f"INSERT OR IGNORE INTO excluded VALUES (?, ?, '{RULES[0]}', NULL, NULL)")  # fmt: skip


@pytest.fixture
def db() -> sqlite3.Connection:
    """A store with two folders of one source."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    for step in migrations.HISTORY:
        step(db)
    db.execute("INSERT INTO source (id, name, connector, owner) VALUES (1, 's', 'maildir', '')")
    db.executemany("INSERT INTO collection (id, source_id, remote_id, name, role) VALUES (?, 1, ?, ?, 'inbox')", [(id_, f"f{id_}", f"f{id_}") for id_ in FOLDERS])
    return db


def kept(db: sqlite3.Connection) -> list[tuple[object, ...]]:
    """The numbers that are not 0."""
    return db.execute("SELECT * FROM tally WHERE n <> 0 ORDER BY 1, 2, 3").fetchall()


def test_a_number_follows_each_change(db: sqlite3.Connection) -> None:
    """Seen again is not seen twice, gone is not stored, and what another rule leaves out is counted there."""
    for sql, item in ((SEEN, "a"), (SEEN, "a"), (SEEN, "b"), (WENT, "b"), (LEFT_OUT.format("private"), "c"), (LEFT_OUT.format("folder"), "c")):
        db.execute(sql, (1, item))
    assert kept(db) == [(1, "excluded", "folder", 1), (1, "gone", "", 1), (1, "stored", "", 1)]


@pytest.mark.parametrize("seed", range(6))
def test_the_numbers_are_right_after_any_changes(db: sqlite3.Connection, seed: int) -> None:
    """And counting anew gives the same."""
    rng = random.Random(seed)
    for _ in range(150):
        db.execute(rng.choice(CHANGES), (rng.choice(FOLDERS), rng.choice(ITEMS)))
        assert list(tallies.wrong(db)) == []
    before = kept(db)
    assert len(before) > 4
    tallies.recount(db)
    assert kept(db) == before


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        ("UPDATE tally SET n = n + 1 WHERE collection_id = 2 AND what = 'stored'", "one too many"),
        ("DELETE FROM tally WHERE collection_id = 2 AND what = 'excluded'", "a rule that is not counted"),
        ("INSERT INTO tally VALUES (2, 'excluded', 'nothing', 3)", "a rule that left nothing out"),
    ],
)
def test_a_wrong_number_is_found_and_counted_anew(db: sqlite3.Connection, harm: str, reason: str) -> None:
    """The folder is named."""
    db.execute(SEEN, (2, "a"))
    db.execute(LEFT_OUT.format("private"), (2, "b"))
    db.execute(harm)
    assert list(tallies.wrong(db)) == [2], reason
    tallies.recount(db)
    assert list(tallies.wrong(db)) == []
