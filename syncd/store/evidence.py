"""What later interactions make of promises, as rows: for what a page touched, the promises it can concern are weighed anew.

A promise and a later interaction concern each other when they are of one conversation, or the one it was given to takes
part in it, or (where a document was promised) somebody of the same company does. Asked from either side the answer is the
same, so it does not matter which of the two came first. Terms are those that were said, not those people moved them to.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from syncd.core import keys
from syncd.store import handoffs, states
from syncd.store.ids import rows_in

if TYPE_CHECKING:
    from syncd.store.interactions import Page

LONGEST = 400  # days: nothing closes a promise said longer ago than this
_PIECE = 500  # promises weighed together


def affected(db: sqlite3.Connection, interactions: Iterable[int]) -> set[int]:
    """The promises that these interactions can concern, or did (by row id)."""
    return joined(db, interactions) | met(db, interactions)


def joined(db: sqlite3.Connection, interactions: Iterable[int]) -> set[int]:
    """The promises said in these interactions or in their conversations, and those they are evidence for."""
    ids = sorted(set(interactions))
    found = {p for (p,) in rows_in(db, "SELECT id FROM promise WHERE interaction_id IN (?*)", ids)}
    found |= {p for (p,) in rows_in(db, "SELECT DISTINCT promise_id FROM evidence WHERE interaction_id IN (?*)", ids)}
    labels = {t for (t,) in rows_in(db, "SELECT DISTINCT thread FROM interaction WHERE thread IS NOT NULL AND id IN (?*)", ids)}
    return found | of_threads(db, labels)


def met(db: sqlite3.Connection, interactions: Iterable[int]) -> set[int]:
    """The promises given to somebody who takes part in these interactions, or to their company, in the time before in which one can say something of them."""
    ids = sorted(set(interactions))
    people: dict[int, list[str]] = {}
    companies: dict[int, list[str]] = {}
    for person, company, first, last in rows_in(
        db, "SELECT person_id, organisation_id, min(at), max(at) FROM contact WHERE interaction_id IN (?*) GROUP BY person_id, organisation_id", ids
    ):
        for spans, who in ((people, person), (companies, company)):
            if who is not None:
                span = spans.setdefault(who, [first, last])
                spans[who] = [min(span[0], first), max(span[1], last)]
    found: set[int] = set()
    for spans, statements in ((people, (_GIVEN, _TAKEN)), (companies, (_GIVEN_TO_COMPANY,))):
        asked = json.dumps([[who, keys.shifted(first, -LONGEST), last] for who, (first, last) in sorted(spans.items())])
        found |= {p for sql in statements for (p,) in db.execute(sql, (asked,))}
    return found


_SPAN = "json_each(?) w CROSS JOIN"  # [who, since, until] each
_WITHIN = "p.said_at BETWEEN w.value ->> 1 AND w.value ->> 2"
_BY_ADDRESS = f"SELECT p.id FROM {_SPAN} identifier d ON d.person_id = w.value ->> 0 AND d.kind = 'address' CROSS JOIN promise p ON {{column}} = d.value WHERE {{kind}} AND {_WITHIN}"
_GIVEN = _BY_ADDRESS.format(column="p.beneficiary", kind="p.kind <> 'theirs'")
_TAKEN = _BY_ADDRESS.format(column="p.promiser", kind="p.kind = 'theirs'")
_GIVEN_TO_COMPANY = f"SELECT p.id FROM {_SPAN} promise p ON p.organisation_id = w.value ->> 0 WHERE {_WITHIN}"


def of_threads(db: sqlite3.Connection, labels: Iterable[str | None]) -> set[int]:
    """The promises said in these conversations."""
    return {p for (p,) in rows_in(
        db, "SELECT p.id FROM interaction i CROSS JOIN promise p ON p.interaction_id = i.id WHERE i.thread IN (?*)", sorted({x for x in labels if x}))}  # fmt: skip


def given_to(db: sqlite3.Connection, addresses: Iterable[str]) -> set[int]:
    """The promises given to these addresses, or by them."""
    return {p for column in ("beneficiary", "promiser") for (p,) in rows_in(db, f"SELECT id FROM promise WHERE {column} IN (?*)", sorted(set(addresses)))}


def settle(page: Page, promises: Iterable[int], perhaps: Iterable[int] = ()) -> None:
    """Weigh these promises (by row id) anew, write what was found, and lay their states.

    Those in `perhaps` only where one of the interactions that can say something about them is one the page touched.
    """
    certain = set(promises)
    ids = sorted(certain.union(perhaps))
    if not ids:
        return
    from syncd.store.weighing import Weighing  # with all that reads what closes a promise: a pass with nothing new needs none of it

    for start in range(0, len(ids), _PIECE):
        some = ids[start : start + _PIECE]
        _lay(page, Weighing(page).of(some, certain))


def _lay(page: Page, ids: Sequence[int]) -> None:
    """Lay the states of these promises as the evidence stands, and what colleagues owe by those among them that were handed over."""
    for start in range(0, len(ids), _PIECE):
        some = ids[start : start + _PIECE]
        states.lay(page.db, some, page.now)
        asked = [k for (k,) in rows_in(page.db, "SELECT key FROM promise WHERE kind = 'handoff' AND id IN (?*)", some)]
        handoffs.save(page.db, asked, page.now)
        handoffs.lay_terms(page, asked)


def put_off(page: Page, promises: Iterable[int], perhaps: Iterable[int]) -> None:
    """Have these promises weighed by `settle_put_off`; until then they stand as far as they were weighed.

    While a backlog comes in nearly each page says something of the same promises, and each would be weighed with each page.
    """
    certain = set(promises)
    page.db.executemany("INSERT OR IGNORE INTO put_off VALUES (?)", [(p,) for p in sorted(certain.union(perhaps))])
    _lay(page, sorted(certain))


def has_put_off(db: sqlite3.Connection) -> bool:
    """Whether promises wait to be weighed."""
    return db.execute("SELECT 1 FROM put_off LIMIT 1").fetchone() is not None


def settle_put_off(page: Page) -> None:
    """Weigh some of the promises that wait for it, inside the caller's transaction."""
    some = [p for (p,) in page.db.execute("SELECT promise_id FROM put_off LIMIT ?", (_PIECE,))]
    settle(page, some)
    page.db.executemany("DELETE FROM put_off WHERE promise_id = ?", [(p,) for p in some])


def settle_everything(page: Page) -> None:
    """Weigh every promise of the store."""
    settle(page, [p for (p,) in page.db.execute("SELECT id FROM promise")])
