"""Names as they are sorted and looked for: folded beside the row, their words in an index of every three letters.

    person, organisation                    folded: the order of the lists
    person_words, organisation_words        names: folded words · spellings: in plain Latin letters · known: addresses and telephones;
                                            domains, and the name as companies' names are compared
    person_search, organisation_search      where any three letters stand in them (FTS5, trigram)

Triggers keep in `renamed` who was made, called or known otherwise, whoever wrote it; the last act of a transaction is to
settle them. So the index never differs from the rows, and what did not change costs nothing.
Each text begins with a blank: a blank and two letters are the beginning of a word.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from syncd.core.folding import folded, in_words
from syncd.store.names_shape import KINDS

_PERSON = "SELECT name, mail_name, card_name FROM person WHERE id = ?"
_KNOWN = "SELECT value FROM identifier WHERE person_id = ? ORDER BY kind, value"
_COMPANY = "SELECT name, domains FROM organisation WHERE id = ?"
Words = tuple[str, str, str]
_FORGOTTEN = ("", 0)  # in `renamed`: something was forgotten


def settle(db: sqlite3.Connection) -> None:
    """Write the names anew of all whose names, addresses, telephones or domains changed in this transaction."""
    changed = db.execute("SELECT kind, id FROM renamed ORDER BY kind, id").fetchall()
    if not changed:
        return
    for kind, id_ in changed:
        if kind in KINDS and (words := words_of(db, kind, id_)) is not None:
            name, texts = words
            db.execute(f"UPDATE {kind} SET folded = ? WHERE id = ? AND folded <> ?", (name, id_, name))
            db.execute(
                f"INSERT INTO {kind}_words VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET names = excluded.names, spellings = excluded.spellings, "
                "known = excluded.known WHERE (names, spellings, known) <> (excluded.names, excluded.spellings, excluded.known)",
                (id_, *texts),
            )
    db.execute("DELETE FROM renamed")
    if _FORGOTTEN in changed:
        for kind in KINDS:
            db.execute(f"INSERT INTO {kind}_search ({kind}_search) VALUES ('optimize')")


def words_of(db: sqlite3.Connection, kind: str, id_: int) -> tuple[str, Words] | None:
    """The folded name of a person or an organisation, and the texts by which it is found; None where there is none (any more)."""
    from syncd.core.organisations import company_key  # with all that compares names: a pass with nothing new needs none of it
    from syncd.core.sought import spelt

    row = db.execute(_PERSON if kind == "person" else _COMPANY, (id_,)).fetchone()
    if row is None:
        return None
    if kind == "person":
        spellings = [spelt(name) for name in row if name]
        known = " ".join(value for (value,) in db.execute(_KNOWN, (id_,)))
    else:
        spellings, known = [spelt(" ".join(row))], f"{row[1]} {company_key(row[0])}"
    return folded(row[0]), (f" {in_words(row[0])}", "\n".join(f" {s}" for s in dict.fromkeys(spellings)), f" {in_words(known)}")


# ── how the index is asked ───────────────────────────────────────────────────────────────────────────────────────


def beginning(*alternatives: Sequence[str]) -> str | None:
    """The query for names in which words begin so, all of those of one of the alternatives; None where one has none of two letters."""
    asked = [" AND ".join(f'spellings : " {word}"' for word in words if len(word) > 1) for words in alternatives]
    return " OR ".join(f"({words})" for words in asked) if all(asked) else None


def holding(pieces: Iterable[str]) -> str | None:
    """The query for names that hold any of these letters; None where one is too short for the index."""
    found = sorted(pieces)
    return " OR ".join(f'spellings : "{piece}"' for piece in found) if found and all(len(piece) > 2 for piece in found) else None


def with_all_of(groups: Iterable[tuple[str, ...]]) -> str | None:
    """The query for names that hold all letters of one of these groups; None where a group has none that the index knows."""
    asked = [" AND ".join(f'spellings : "{part if len(part) > 2 else " " + part}"' for part in group if len(part) > 1) for group in sorted(groups)]
    return " OR ".join(f"({parts})" for parts in asked) if all(asked) else None


def with_key(key: str) -> str | None:
    """The query for companies whose names are compared by this key, and others with more words."""
    return f'known : " {in_words(key)}"' if len(in_words(key)) > 1 else None


# ── what is wrong, forgotten, begun anew ─────────────────────────────────────────────────────────────────────────


def wrong(db: sqlite3.Connection) -> Iterator[tuple[str, int, str]]:
    """Whose stored name is not what follows from the rows, or is in no index: kind, row id, name."""
    for kind in KINDS:
        stored = db.execute(
            f"SELECT n.id, n.name, n.folded, w.names, w.spellings, w.known, d.id IS NOT NULL FROM {kind} n LEFT JOIN {kind}_words w ON w.id = n.id "
            f"LEFT JOIN {kind}_search_docsize d ON d.id = n.id"
        )
        for id_, shown, name, *texts, is_indexed in stored:
            if not is_indexed or words_of(db, kind, id_) != (name, tuple(texts)):
                yield kind, id_, shown


def empty(db: sqlite3.Connection) -> None:
    """Begin with an empty index; the rows are gone already."""
    for kind in KINDS:
        db.execute(f"INSERT INTO {kind}_search ({kind}_search) VALUES ('delete-all')")


def forget(db: sqlite3.Connection) -> None:
    """Leave nothing in the index of what this transaction takes out: it marks words as deleted, and drops them when it is put together anew.

    That takes half a second at 60,000 people, and is done once, at the end.
    """
    db.execute("INSERT OR IGNORE INTO renamed VALUES (?, ?)", _FORGOTTEN)
