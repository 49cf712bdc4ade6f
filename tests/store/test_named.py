"""Whom a note means is found by the index of names as by going through everybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from syncd.store import spoken
from syncd.store.db import Store, connect

PEOPLE = ["Ona Kazlauskienė", "Ona Petrauskienė", "Иван Петров", "John Smith", "Fritz Katzmann", "Filipp Kuznetsov", "Анна-Мария О’Нил", "Kim Li", "24Seven Hans", "Matt Scott"]
COMPANIES = [("UAB Saulė", "saule.example"), ("Geras Vėjas", "geras-vejas.example"), ("e-shop.example", "e-shop.example"), ("Acme Lifts Ltd", "acme.example"), ("ŽŪB", "zub.example")]
ASKED = [
    # what a note says, whom it means; why
    ("Kazlauskienei", 1, "one word, in another case"),
    ("Ivan Petrov", 3, "the other script"),
    ("Fritz", 5, "tz, which the index spells c, at the end of the stem"),
    ("Fritzui Katzmannui", 5, "the same in another case"),
    ("Filippui", 6, "two p, which the index spells as one"),
    ("Scottui", 10, "a stem that ends in t, which the next letter would change"),
    ("О’Нил", 7, "an apostrophe, at which the index parts words"),
    ("Анна-Мария", 7, "a hyphen"),
    ("Li", 8, "two letters, which only begin a word"),
    ("Hansui", 9, "after a word that begins with digits"),
    ("Sevenui", 9, "letters after digits"),
    ("Eshop", "Nobody Here", "a domain with a hyphen, asked for without: a company with one person"),
    ("Gerasvėjas", None, "a company of nobody"),
    ("Onai", None, "two of that name"),
    ("+370 612 34567", 2, "a telephone"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """People and companies, each person with no address; the second has a telephone, and one belongs to the shop."""
    store = connect(tmp_path_factory.mktemp("named") / "history.db", create=True)
    with store.write() as db:
        db.executemany("INSERT INTO organisation (id, uuid, name, domains) VALUES (?1, ?1, ?2, ?3)", [(n, *c) for n, c in enumerate(COMPANIES, 1)])
        db.executemany("INSERT INTO person (id, uuid, name) VALUES (?1, ?1, ?2)", list(enumerate(PEOPLE, 1)))
        db.execute("INSERT INTO person (id, uuid, name, organisation_id) VALUES (11, '11', 'Nobody Here', 3)")
        db.execute("INSERT INTO identifier (kind, value, person_id, reason) VALUES ('phone', '+37061234567', 2, 'a card')")
    yield store
    store.close()


@pytest.mark.parametrize(("asked", "person", "why"), ASKED, ids=[row[-1] for row in ASKED])
def test_the_index_finds_whom_going_through_everybody_finds(store: Store, asked: str, person: int | str | None, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """P8, and a pass with one new mail costs the same among fifty thousand people as among ten."""
    wanted = 11 if person == "Nobody Here" else person
    by_index = spoken._customers(store.db, [asked]).meant(asked, lambda fits: fits)
    monkeypatch.setattr(spoken, "_FEW", -1)
    by_all = spoken._customers(store.db, [asked]).meant(asked, lambda fits: fits)
    assert (by_index, by_index.person) == (by_all, wanted)
