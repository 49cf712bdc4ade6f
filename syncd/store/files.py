"""The words of files that came with messages, once for each file by the hash of its bytes, whoever sent it how often.

A row waits (version '') from the moment a message with the file is stored until its words are read; the words are found
by searching for the message. They follow from the bytes alone, so a rebuild keeps them; what no message has goes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from syncd.core.files import MOST_FILES, FileText, may_be_read
from syncd.store.ids import rows_in
from syncd.store.search import FileWords, add_search, remove_search

WAITING = ""  # the version of words that were not read yet, or are no longer kept


class Carrier(NamedTuple):
    """A message that has files to be read: where its original lies, and the files' hashes with their labels."""

    month: str
    hash: bytes
    media_type: str
    files: dict[str, str]


def expect(db: sqlite3.Connection, messages: Iterable[Sequence[tuple[str, str, int, str]]]) -> dict[str, FileWords]:
    """Note that the files (name, label, size, hash) of these messages are to be read, if they are not yet; the words of those that are, by hash."""
    brought = [files for files in messages if files]
    if not brought:
        return {}
    hashes = sorted({hash_ for files in brought for *_, hash_ in files})
    known = {h: (t, language) for h, t, language in rows_in(db, "SELECT hash, text, language FROM file_text WHERE hash IN (?*)", hashes)}
    wanted = {hash_ for files in brought for name, media_type, size, hash_ in files[:MOST_FILES] if size and may_be_read(name, media_type)}
    db.executemany("INSERT INTO file_text (hash) VALUES (?)", [(h,) for h in sorted(wanted - known.keys())])
    return {h: words for h, words in known.items() if words[0]}


def has_due(db: sqlite3.Connection, version: str) -> bool:
    """Whether there are files whose words are not of this version."""
    return bool(db.execute("SELECT EXISTS (SELECT 1 FROM file_text WHERE version < ?) OR EXISTS (SELECT 1 FROM file_text WHERE version > ?)", (version, version)).fetchone()[0])


def due(db: sqlite3.Connection, version: str, limit: int) -> list[str]:
    """The hashes of some files whose words are not of this version."""
    query = "SELECT hash FROM file_text WHERE version < :v UNION ALL SELECT hash FROM file_text WHERE version > :v LIMIT :n"
    return [h for (h,) in db.execute(query, {"v": version, "n": limit})]


def carriers(db: sqlite3.Connection, hashes: Iterable[str]) -> list[Carrier]:
    """The messages that have these files, each file with one of them."""
    found: dict[tuple[str, bytes, str], dict[str, str]] = {}
    for hash_, label, month, original, media_type in rows_in(
        db, "SELECT a.hash, a.media_type, o.month, o.hash, o.media_type FROM attachment a JOIN interaction i ON i.id = a.interaction_id "
        "JOIN original o ON o.origin = i.key WHERE a.hash IN (?*) GROUP BY a.hash", sorted(hashes)
    ):  # fmt: skip
        found.setdefault((month, original, media_type), {})[hash_] = label
    return [Carrier(*place, files) for place, files in found.items()]


def save(db: sqlite3.Connection, texts: Mapping[str, FileText], version: str) -> list[int]:
    """Keep the words of these files (by hash), and let the messages that have them be found by them: those (by row id) whose words changed."""
    from syncd.core.languages import language_of  # with its tables: a pass that reads no file does not need them

    old = dict(rows_in(db, "SELECT hash, text FROM file_text WHERE hash IN (?*)", sorted(texts)))
    changed = sorted(h for h, t in old.items() if t != texts[h].text)
    messages = sorted({i for (i,) in rows_in(db, "SELECT interaction_id FROM attachment WHERE hash IN (?*)", changed)})
    for id_ in messages:
        remove_search(db, id_)
    db.executemany(
        "UPDATE file_text SET text = ?, problem = ?, language = ?, version = ? WHERE hash = ?",
        [(t.text, t.problem, language_of(t.text) if t.text else "", version, h) for h, t in texts.items()],
    )
    for id_ in messages:
        add_search(db, id_)
    return messages


def drop_unused(db: sqlite3.Connection, hashes: Iterable[str] | None = None) -> None:
    """Forget the words of files that no message has: of these, or of all."""
    if hashes is None:
        db.execute("DELETE FROM file_text WHERE hash NOT IN (SELECT hash FROM attachment)")
    else:
        db.executemany("DELETE FROM file_text WHERE hash = ? AND hash NOT IN (SELECT hash FROM attachment)", [(h,) for h in sorted(set(hashes))])
