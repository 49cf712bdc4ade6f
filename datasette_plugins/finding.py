"""How people and companies are found by what somebody types: by names in any script, addresses and telephone numbers, without the marks on letters.

Every typed word must stand somewhere in the name or what is known of them, in any order; of two letters, or of one, words
must begin so. The index of names is asked for each three letters (`syncd.store.names`), so that no table is read through.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from datasette_plugins.page import Values, rows
from syncd.core.folding import in_words
from syncd.core.sought import spelt

_MOST_WORDS = 12
_FEW = 3_000  # of so many that fit all are sorted; of more the list is gone along in its order until the page is full
_NUMBER = re.compile(r"[0-9+() ./-]+")
_NOTHING = '"-"'  # too short for any three letters
_PLAIN = frozenset("bdfghjklmpqrtvwx0123456789 .-@'&")  # what stands for itself alone; any other letter may be written with a sign, or in capitals that SQLite does not know

# The persons that fit by themselves; the companies that fit; the persons that fit, and those of the companies that fit.
FOUND_PEOPLE = "SELECT rowid AS id FROM person_search WHERE person_search MATCH :match"
FOUND_COMPANIES = "SELECT rowid AS id FROM organisation_search WHERE organisation_search MATCH :match"
_OF_COMPANIES = f"SELECT p.id FROM ({FOUND_COMPANIES}) w CROSS JOIN person p ON p.organisation_id = w.id"
FOUND_IDS = f"{FOUND_PEOPLE} UNION {_OF_COMPANIES}"
_SOME = f"{FOUND_PEOPLE} UNION ALL {_OF_COMPANIES}"  # somebody perhaps twice: the first of very many are there at once
# The same for each row of a list; `begun` is for what is looked for in the names themselves.
_IS_FOUND = {"person": f"(+n.id IN ({FOUND_PEOPLE}) OR n.organisation_id IN ({FOUND_COMPANIES}))", "organisation": f"+n.id IN ({FOUND_COMPANIES})", "begun": f"+n.id IN ({FOUND_PEOPLE})"}
# So many of them at most.
COUNT = "SELECT count(*) FROM (SELECT 1 FROM ({found}) LIMIT :few)"


@dataclass(frozen=True)
class Sought:
    """What was typed, as the index of names is asked for it.

    `begun`: the same, where words of the name itself begin so; `letters`: words of one letter, with which a word of the name must begin.
    """

    match: str = ""
    begun: str = ""
    letters: tuple[str, ...] = ()


def sought(text: str) -> Sought:
    """A typed text as the index is asked for it."""
    digits = "".join(c for c in text if c.isdigit()).removeprefix("00")
    if len(digits) >= 5 and _NUMBER.fullmatch(text):
        return Sought(match=f'known : "{digits}"', begun=f'known : "{digits}"')
    words = in_words(text).split()[:_MOST_WORDS]
    long = [w for w in words if len(w) > 1]
    return Sought(
        match=" AND ".join(f'({{names known}} : "{w if len(w) > 2 else f" {w}"}"{_spelt(w)})' for w in long),
        begun=" AND ".join(f'names : " {w}"' for w in long),
        letters=tuple(dict.fromkeys(w for w in words if len(w) == 1 and w.isalnum())),
    )


def _spelt(word: str) -> str:
    """Another way to write a word, at the beginning of one: Žukauskas is Жукаускас, Kuznecov Kuznetsov."""
    other = spelt(word)
    return f' OR spellings : " {other}"' if len(other) > 1 else ""


def found_by(text: str) -> Values:
    """A typed text for queries with FOUND_IDS, and for a LIKE over what is in no index; `loose` leaves few names to be folded."""
    loose = "".join(c if c in _PLAIN else "_" for c in text)
    return {"match": sought(text).match or _NOTHING, "like": f"%{text}%", "loose": f"%{loose}%"}


def listed(db: sqlite3.Connection, sql: str, what: Sought | None, values: Values, *, begun: bool = False) -> list[Values]:
    """A page of persons or companies in their order; those that fit, where something was typed.

    `sql` reads n, either table, with places for {along} its order and {found}. `begun`: only those of whose names words begin so.
    """
    if what is None:
        return rows(db, sql.format(along="", found=""), values)
    letters = {name: begins + letter + "%" for n, letter in enumerate(what.letters) for name, begins in ((f"first{n}", ""), (f"later{n}", "% "))}
    also = "".join(f" AND (n.folded LIKE :first{n} OR n.folded LIKE :later{n})" for n in range(len(what.letters)))
    if not what.match:
        return rows(db, sql.format(along="", found=also), {**values, **letters}) if letters else []
    kind = "person" if "FROM person" in sql else "organisation"
    found = FOUND_COMPANIES if kind == "organisation" else FOUND_PEOPLE if begun else _SOME
    asked = {**values, **letters, "match": what.begun if begun else what.match, "few": _FEW}
    (count,) = db.execute(COUNT.format(found=found), asked).fetchone()
    if count < _FEW:
        return rows(db, sql.format(along="NOT INDEXED", found=f"{also} AND n.id IN ({found})"), asked)
    is_found = _IS_FOUND["begun" if begun and kind == "person" else kind]
    return rows(db, sql.format(along=f"INDEXED BY {kind}_folded", found=f"{also} AND {is_found}"), asked)


def first(db: sqlite3.Connection, sql: str, what: Sought, limit: int) -> list[Values]:
    """The first that fit: those with words of the name that begin so, then those whose names merely hold what was typed."""
    values = {"after_name": "", "after_id": "", "limit": limit}
    best = listed(db, sql, what, values, begun=True)
    if len(best) == limit:
        return best
    known = {b["id"] for b in best}
    others = listed(db, sql, what, {**values, "limit": limit + len(best)})
    return (best + [o for o in others if o["id"] not in known])[:limit]
