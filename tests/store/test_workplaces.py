"""From which companies each person was in touch is kept as their contacts say it, whatever is written in whatever order."""

from __future__ import annotations

import random
import sqlite3

import pytest

from syncd.store import migrations, workplaces

PEOPLE, COMPANIES, ITEMS = (1, 2, 3), (1, 2, None), (1, 2, 3, 4)
CHANGES = (
    "INSERT OR IGNORE INTO contact SELECT :person, '2026', id, :company, NULL FROM interaction WHERE id = :item",
    "INSERT OR IGNORE INTO contact SELECT :person, '2025', id, :company, NULL FROM interaction WHERE id = :item",
    "UPDATE contact SET organisation_id = :company WHERE person_id = :person",
    "UPDATE contact SET organisation_id = :company WHERE interaction_id = :item",
    "UPDATE OR IGNORE contact SET person_id = :person WHERE interaction_id = :item",
    "UPDATE contact SET at = at",
    "DELETE FROM contact WHERE person_id = :person AND interaction_id = :item",
    "DELETE FROM interaction WHERE id = :item",  # and with it its contacts
    "INSERT OR IGNORE INTO interaction (id, key, kind, at, direction, subject, class, language, derived_by) VALUES (:item, :item, 'message', '2026', 'in', '', 'personal', 'lt', '')",
)


@pytest.fixture
def db() -> sqlite3.Connection:
    """A store with three people, two companies and four messages."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    for step in migrations.HISTORY:
        step(db)
    db.execute("PRAGMA foreign_keys = ON")
    db.executemany("INSERT INTO person (id, uuid, name) VALUES (?1, ?1, '')", [(p,) for p in PEOPLE])
    for item in ITEMS:
        db.execute(CHANGES[-1], {"item": item})
    return db


def kept(db: sqlite3.Connection) -> list[tuple[int, ...]]:
    """Person and company."""
    return db.execute("SELECT * FROM workplace ORDER BY 1, 2").fetchall()


def test_a_company_is_left_with_the_last_contact_there(db: sqlite3.Connection) -> None:
    """A second contact changes nothing, nor does one without a company; where none is left nothing stays."""
    for item, company in ((1, 1), (2, 1), (3, 2), (4, None)):
        db.execute(CHANGES[0], {"person": 1, "item": item, "company": company})
    assert kept(db) == [(1, 1), (1, 2)]
    db.execute("UPDATE contact SET organisation_id = 1 WHERE interaction_id IN (3, 4)")
    assert kept(db) == [(1, 1)]
    db.execute("DELETE FROM contact WHERE interaction_id < 4")
    assert kept(db) == [(1, 1)]
    db.execute("DELETE FROM person WHERE id = 1")
    assert kept(db) == []


@pytest.mark.parametrize("seed", range(6))
def test_it_is_right_after_any_changes(db: sqlite3.Connection, seed: int) -> None:
    """Whoever writes contacts, moves them or takes them out, alone or with what they belong to."""
    rng, most = random.Random(seed), 0
    for _ in range(150):
        db.execute(rng.choice(CHANGES), {"person": rng.choice(PEOPLE), "item": rng.choice(ITEMS), "company": rng.choice(COMPANIES)})
        assert list(workplaces.wrong(db)) == []
        most = max(most, len(kept(db)))
    assert most > 2


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        ("DELETE FROM workplace", "a company that is missing"),
        ("INSERT INTO workplace VALUES (2, 2)", "a company nobody was in touch from"),
    ],
)
def test_what_is_wrong_is_found(db: sqlite3.Connection, harm: str, reason: str) -> None:
    """The person is named."""
    db.execute(CHANGES[0], {"person": 2, "item": 1, "company": 1})
    db.execute(harm)
    assert list(workplaces.wrong(db)) == [2], reason
