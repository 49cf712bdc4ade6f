"""The words by which an interaction is found: its subject, its own words and those of its files, all stemmed; names, addresses, and its day.

The index holds no text (the words stand in `message`, `meeting` and `file_text` already), so it must be told exactly the
words it is to forget: they are gathered from the store the same way each time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from functools import lru_cache

from syncd.core.model import Party
from syncd.core.stems import day, stems

FileWords = tuple[str, str]  # the text of a file and its language


def named(parties: Iterable[Party], files: Iterable[str], call: Iterable[str | None] = ()) -> str:
    """The names by which an interaction is found: of people, addresses, files, and the number and name of a call it tells of."""
    return " ".join(dict.fromkeys([w for p in parties for w in (p.name, p.address) if w] + [f for f in files if f] + [w for w in call if w]))


def search_row(at: str, subject: str, text: str, names: str, language: str, files: Iterable[FileWords] = ()) -> tuple[str, str, str]:
    """The words of one interaction as the search index keeps them; `at`: its time, of which the day is one of them."""
    words = [_stems_of_mail(text, language), *(_stems(t, its) for t, its in files)]
    return _stems_of_mail(subject, language), " ".join(words), f"{names.lower()} {day(at)}"


def _stems(text: str, language: str) -> str:
    return stems(text, language if language in ("en", "ru", "lt") else "")  # type: ignore[arg-type]


_stems_of_mail = lru_cache(maxsize=64)(_stems)  # those whose files were read are taken out and put in again, some twenty at a time


def insert_search(db: sqlite3.Connection, found: Sequence[tuple[object, ...]]) -> None:
    """Let interactions be found: rows of an id and what `search_row` gave."""
    db.executemany("INSERT INTO search (rowid, subject, text, names) VALUES (?, ?, ?, ?)", found)


def add_search(db: sqlite3.Connection, id_: int) -> None:
    """Let an interaction be found by the words it has in the store now."""
    if words := _words(db, id_):
        insert_search(db, [(id_, *words)])


def remove_search(db: sqlite3.Connection, id_: int) -> None:
    """Take one interaction out of the search index; to be done before any of its words change."""
    if words := _words(db, id_):
        db.execute("INSERT INTO search (search, rowid, subject, text, names) VALUES ('delete', ?, ?, ?, ?)", (id_, *words))


def _words(db: sqlite3.Connection, id_: int) -> tuple[str, str, str] | None:
    row = db.execute(
        "SELECT i.at, i.subject, coalesce(m.own_text, g.description), i.language, c.number, c.name FROM interaction i LEFT JOIN message m ON m.interaction_id = i.id "
        "LEFT JOIN meeting g ON g.interaction_id = i.id LEFT JOIN call c ON c.interaction_id = i.id "
        "WHERE i.id = ? AND (m.interaction_id IS NOT NULL OR g.interaction_id IS NOT NULL OR i.kind = 'call')",
        (id_,),
    ).fetchone()
    if row is None:
        return None
    parties = [Party(role="to", address=a, name=n) for a, n in db.execute("SELECT address, name FROM party WHERE interaction_id = ? ORDER BY ordinal", (id_,))]
    files = db.execute(
        "SELECT a.name, a.hash, f.text, f.language FROM attachment a LEFT JOIN file_text f ON f.hash = a.hash AND f.text <> '' "
        "WHERE a.interaction_id = ? ORDER BY a.ordinal", (id_,),
    ).fetchall()  # fmt: skip
    texts = {hash_: (text, language) for _, hash_, text, language in files if text}
    return search_row(row[0], row[1], row[2] or "", named(parties, (f[0] for f in files), row[4:6]), row[3], texts.values())
