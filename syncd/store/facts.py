"""What is known about persons, as rows: from messages, made and gone with them, and from cards of address books.

Whom a fact is about is kept as an address (of a card without one: its telephone); who that is follows from `identifier` when
it is asked. A note that only names somebody gets the address when just one can be meant. What a person struck out is a
decision, and stays out however often it is said again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from syncd.core import keys
from syncd.core.derived import VERSION
from syncd.core.matters import Fact
from syncd.core.model import Card
from syncd.store.cards import card_key, entry_of
from syncd.store.decisions import Decision, decide
from syncd.store.ids import rows_in
from syncd.store.interactions import Page

STRIKE = "strike"


@dataclass(frozen=True, slots=True)
class Known:
    """A fact as it stands in the store. `at`: when it was said. `state`: whether something later says otherwise."""

    key: str
    person: str
    kind: str
    value: str
    negated: bool
    quote: str
    at: str
    source: str  # message, card
    state: str  # current, former, contradicted


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def save_facts(page: Page, interaction: str, id_: int, customer: str, facts: Sequence[Fact]) -> None:
    """Keep what a message (key, row id) tells; `customer`: whom it is about where it does not say."""
    rows = []
    for f in facts:
        address = f.about or ("" if f.named else customer)
        if address or f.named:  # of whom nothing is known is of no use to anybody
            rows.append((fact_key(interaction, f), id_, None, None, address, f.named, f.quote, f.kind, f.value, int(f.negated), f.why, VERSION))
    _insert(page.db, rows)


def save_card_facts(page: Page, origin: str, cards: Sequence[Card], facts: Sequence[Sequence[Fact]]) -> None:
    """Keep what the cards of one object tell of people outside; `facts`: of each card."""
    rows = []
    for n, (card, told) in enumerate(zip(cards, facts, strict=False)):
        entry = entry_of(card, page.company)
        address = next(iter((*entry.addresses, *entry.phones)), "")
        if address:
            rows += [(fact_key(f"{card_key(origin)}/{n}", f), None, origin, n, address, "", f.quote, f.kind, f.value, 0, f.why, VERSION) for f in told]
    _insert(page.db, rows)


def _insert(db: sqlite3.Connection, rows: Sequence[tuple[object, ...]]) -> None:
    if not rows:
        return
    struck = _struck(db, rows)
    db.executemany(
        "INSERT OR IGNORE INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [r for r in rows if r[0] not in struck and said_again(str(r[4]), str(r[7]), str(r[8])) not in struck],
    )


def _struck(db: sqlite3.Connection, rows: Iterable[tuple[object, ...]]) -> set[str]:
    asked = sorted({s for r in rows for s in (str(r[0]), said_again(str(r[4]), str(r[7]), str(r[8])))})
    return {s for (s,) in rows_in(db, "SELECT subject FROM decision WHERE kind = 'strike' AND subject IN (?*)", asked)}


def fact_key(place: str, fact: Fact) -> str:
    """H(key of the interaction or card, kind, letters and digits of the quote)."""
    return keys.digest("fact", place, fact.kind, keys.letters(fact.quote))


def said_again(address: str, kind: str, value: str) -> str:
    """What stays the same when a person's fact is told again in other words: a digest, so that a decision holds nothing of it."""
    return keys.digest("fact-said", address, kind, keys.letters(value.partition(" (")[0]))


# ── whom a note names ────────────────────────────────────────────────────────────────────────────────────────────


def names(db: sqlite3.Connection) -> list[str]:
    """The names by which notes speak of somebody without an address."""
    return [name for (name,) in db.execute("SELECT DISTINCT named FROM fact WHERE named <> '' ORDER BY named")]


def bind(db: sqlite3.Connection, meant: Callable[[str], str]) -> None:
    """Give these facts the address of the one who can be meant by the name, or take it away where nobody can any more."""
    for name in names(db):
        address = meant(name)
        db.execute("UPDATE fact SET address = ? WHERE named = ? AND address <> ?", (address, name, address))


# ── what people strike out ───────────────────────────────────────────────────────────────────────────────────────


def strike(db: sqlite3.Connection, key: str, by: str, now: str, origin: str = "command") -> bool:
    """Strike a fact out for good, and each other one that says the same of that person; False where there is none of that key.

    Inside the caller's transaction.
    """
    row = db.execute("SELECT address, kind, value FROM fact WHERE key = ?", (key,)).fetchone()
    if row is None:
        return False
    address, kind, value = row
    theirs = _addresses_of_same(db, address)
    for subject in (key, *(said_again(a, kind, value) for a in theirs)):
        decide(db, Decision(now, by, origin, STRIKE, subject))
    gone = [(key,)]
    for other, said_of, again in rows_in(db, "SELECT key, address, value FROM fact WHERE kind = ? AND address IN (?*)", theirs, kind):
        if said_again(said_of, kind, again) == said_again(said_of, kind, value):
            gone.append((other,))
    db.executemany("DELETE FROM fact WHERE key = ?", gone)
    return True


def _addresses_of_same(db: sqlite3.Connection, address: str) -> list[str]:
    """All addresses and numbers of the person whose this is."""
    if not address:
        return []
    same = db.execute("SELECT value FROM identifier WHERE person_id IN (SELECT person_id FROM identifier WHERE value = ?)", (address,))
    return sorted({address, *(value for (value,) in same)})


# ── what is known ────────────────────────────────────────────────────────────────────────────────────────────────


def matching(db: sqlite3.Connection, start: str) -> list[str]:
    """The keys that begin so."""
    return [key for (key,) in db.execute("SELECT key FROM fact WHERE key >= ? AND key < ? ORDER BY key LIMIT 2", (start, start + "g"))] if start else []


def known(db: sqlite3.Connection, person: str = "") -> list[Known]:
    """The facts about a person (an address, a number, or a part of the name), or all; the newest of a kind first."""
    like = f"%{person.casefold()}%"
    return [
        Known(key, who or "", kind, value, bool(negated), quote, at or "", source, state)
        for key, who, kind, value, negated, quote, at, source, state, address in db.execute(
            "SELECT id, person, kind, value, negated, quote, at, source, state, address FROM facts ORDER BY person, kind, at DESC, id"
        )
        if not person or person.casefold() == address or (who and like.strip("%") in who.casefold())
    ]

