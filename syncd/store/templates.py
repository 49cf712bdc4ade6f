"""Boilerplate: a sentence that stands in three or more mails of one sender to different people is a template, no promise.

Sentences are equal when their letters and digits are; one with an explicit term of its own was meant for its reader all the
same. Which promises are templates follows from the rows alone, so it does not matter in which order the mails came: the
first two stand as promises until the third arrives.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from syncd.core import keys
from syncd.store import evidence
from syncd.store.ids import rows_in
from syncd.store.interactions import Page

_MANY = 3  # different readers of the same sentence
_SHORT = 4  # words: "will do", «перезвоню», „gerai, padarysiu“ are said anew each time


def wording(kind: str, sentence: str) -> str | None:
    """What equal sentences have in common; None where none can be a template: a short answer, a request among colleagues."""
    if kind == "handoff" or len(sentence.split()) < _SHORT:
        return None
    return keys.digest("wording", keys.letters(sentence))


def wordings(db: sqlite3.Connection, column: str, values: Iterable[object]) -> set[tuple[str, str]]:
    """The (promiser, wording) of the promises of which `column` is one of these values."""
    return set(rows_in(db, f"SELECT DISTINCT promiser, wording FROM promise WHERE wording IS NOT NULL AND {column} IN (?*)", list(values)))


def settle(page: Page) -> None:
    """Withdraw what has become a template, and take back what is none any more, among the wordings the page touched."""
    changed: set[int] = set()
    for promiser, words in sorted(page.wordings):
        group = (promiser, words)
        readers = page.db.execute("SELECT DISTINCT beneficiary FROM promise WHERE promiser = ? AND wording = ? AND beneficiary IS NOT NULL LIMIT ?", (*group, _MANY))
        template = len(readers.fetchall()) == _MANY
        condition = "p.state <> 'withdrawn' AND p.due_kind IS NOT 'explicit'" if template else "p.state = 'withdrawn'"
        found = page.db.execute(f"SELECT p.id, p.interaction_id FROM promise p WHERE p.promiser = ? AND p.wording = ? AND {condition}", group).fetchall()
        page.db.executemany(_WITHDRAW if template else _TAKE_BACK, [(id_,) for id_, _ in found])
        changed |= {interaction for _, interaction in found}
    page.wordings.clear()
    if changed:
        page.unsettled |= evidence.joined(page.db, changed)


_WITHDRAW = "UPDATE promise SET state = 'withdrawn', replaced_by = NULL WHERE id = ?"
_TAKE_BACK = (
    "UPDATE promise SET state = CASE (SELECT historic FROM promise_key k WHERE k.key = promise.key) WHEN 1 THEN 'historic' ELSE 'open' END WHERE id = ?"
)
