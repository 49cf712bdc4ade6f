"""The pages of customers with very much contact: what they read follows indexes, and filters by words ask of the newest first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from datasette_plugins import customer, fulltext, timeline
from syncd.core import stems
from syncd.store import who
from syncd.store.db import connect

from .conftest import Site
from .test_timeline import walk


@pytest.fixture
def store(demo: Site) -> Iterator[sqlite3.Connection]:
    """The store of the sample company."""
    db = sqlite3.connect(f"{demo.config.store.path.as_uri()}?mode=ro", uri=True)
    yield db
    db.close()


WAYS = [
    # how many hits are few, how many places are looked at first and at most, how near they lie together, reason
    (10**6, (9, 9), 10**6, "few hits: all of them"),
    (0, (1000, 1000), 10**6, "many: the newest places, which are all there are"),
    (0, (4, 13), 10**6, "many: the newest places, then more, then all hits"),
    (0, (1, 10**6), 10**6, "many: the newest places, and each time as many as may hold the rest"),
    (0, (2, 3), 0, "many, and the places far apart: all hits"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("few", "looked_at", "dear", "reason"), WAYS)
@pytest.mark.parametrize("typed", ["laba diena", "sutartis", "kondicion"])
def test_a_filter_by_words_finds_the_same_in_every_way(
    demo: Site, store: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, typed: str, few: int, looked_at: tuple[int, int], dear: int, reason: str
) -> None:
    """Everything that holds the words, each once, newest first, over all pages; also where the page is larger than what is looked at."""
    monkeypatch.setattr(fulltext, "_FEW", few)
    monkeypatch.setattr(fulltext, "_DEAR", dear)
    monkeypatch.setattr(timeline, "_FIRST", looked_at[0])
    monkeypatch.setattr(timeline, "_MOST", looked_at[1])
    id_, uuid = store.execute("SELECT id, uuid FROM person WHERE name = 'Ona Kazlauskienė'").fetchone()
    query = fulltext.meant(store, stems.query(typed))
    hits = {key for (key,) in store.execute("SELECT key FROM interaction WHERE id IN (SELECT rowid FROM search WHERE search MATCH ?)", (query,))}
    for page in (3, 30):
        monkeypatch.setattr(timeline, "PAGE", page)
        everything = walk(demo, f"/customer/{uuid}")
        assert walk(demo, f"/customer/{uuid}?q={typed.replace(' ', '+')}") == [(at, key) for at, key in everything if key in hits], reason
    assert hits and id_


@pytest.mark.slow
def test_open_promises_are_chosen_along_their_indexes(store: sqlite3.Connection) -> None:
    """Those of a customer by whom they are to or by, never by going through all that are open; what stands beside them is read of the chosen ones."""
    for sql, indexes in ((customer.OPEN_OF_PERSON.format("?"), ("promise_beneficiary", "promise_promiser")), (customer.OPEN_OF_COMPANY, ("promise_organisation",))):
        plan = [row[3] for row in store.execute(f"EXPLAIN QUERY PLAN {sql}", ("a",) * sql.count("?"))]
        assert all(any(index in step for step in plan) for index in indexes), plan
        assert not [step for step in plan if step.startswith("SCAN ") and "subquery" not in step], plan


def test_open_promises_are_those_of_a_plain_reading(store: sqlite3.Connection) -> None:
    """In the order of their terms, those without one last."""
    order = "ORDER BY due_at IS NULL, due_at, key LIMIT 25"
    addresses = [a for (a,) in store.execute("SELECT beneficiary FROM promise WHERE state = 'open' UNION SELECT promiser FROM promise WHERE state = 'open'") if a]
    found = [row[0] for row in store.execute(customer.OPEN_OF_PERSON.format(", ".join("?" * len(addresses))), addresses * 2)]
    assert found == [id_ for (id_,) in store.execute(f"SELECT id FROM promise WHERE state = 'open' {order}")] and found
    for (company,) in store.execute("SELECT DISTINCT organisation_id FROM promise WHERE organisation_id IS NOT NULL").fetchall():
        expected = [id_ for (id_,) in store.execute(f"SELECT id FROM promise WHERE state = 'open' AND organisation_id = ? {order}", (company,))]
        assert [row[0] for row in store.execute(customer.OPEN_OF_COMPANY, (company,))] == expected


def test_where_people_worked_is_the_first_and_last_contact_there(tmp_path: Path) -> None:
    """Of one who went away and came back, too; contact without a company is none of a company."""
    at = ["2023-02-01T08:00:00Z", "2024-03-01T08:00:00Z", "2024-09-01T08:00:00Z", "2025-05-01T08:00:00Z", "2026-01-01T08:00:00Z"]
    opened = connect(tmp_path / "history.db", create=True)
    with opened.write() as db:
        db.executemany("INSERT INTO organisation (id, uuid, name, domains) VALUES (?, ?, ?, ?)", [(1, "a", "Baltgruz", "baltgruz.example"), (2, "b", "Viltech", "viltech.example")])
        db.execute("INSERT INTO person (id, uuid, name, organisation_id) VALUES (7, 'c', 'Ona', 1)")
        for n, company in enumerate((1, 2, None, 2, 1)):
            db.execute("INSERT INTO interaction (id, key, kind, at, direction, subject, class, language, derived_by) VALUES (?, ?, 'message', ?, 'in', '', 'personal', '', '')", (n + 1, f"{n}", at[n]))
            db.execute("INSERT INTO contact (person_id, at, interaction_id, organisation_id) VALUES (7, ?, ?, ?)", (at[n], n + 1, company))
        assert who.employments(db, 7) == [{"organisation": "Baltgruz", "since": at[0], "last": at[4]}, {"organisation": "Viltech", "since": at[1], "last": at[3]}]
    opened.close()
