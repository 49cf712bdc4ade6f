"""What a department's standard comes to for each promise, as rows: beside a term that is shorter it is shown to the promiser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from syncd.core.standard import usual_term
from syncd.store.ids import rows_in

if TYPE_CHECKING:
    from syncd.store.interactions import Page


def save(page: Page, promise_keys: Sequence[str]) -> None:
    """One row per promise with a term among these whose act has a standard; nothing is written where nothing changed."""
    if not any(d.standard for d in page.company.departments):
        return
    for id_, act, promiser, assignee, said_at, zone, *known in rows_in(
        page.db,
        "SELECT p.id, p.act, p.promiser, p.assignee, p.said_at, p.due_zone, u.department, u.term, u.due_to FROM promise p LEFT JOIN usual_term u "
        "ON u.promise_id = p.id WHERE p.kind = 'promise' AND p.due_to IS NOT NULL AND p.key IN (?*)",
        list(promise_keys),
    ):
        usual = usual_term(act, promiser, assignee, dt.datetime.fromisoformat(said_at), zone, page.company, page.calendar)
        if usual is None:
            page.db.execute("DELETE FROM usual_term WHERE promise_id = ?", (id_,))
        elif known != [usual.department, usual.term, usual.to]:
            page.db.execute("INSERT OR REPLACE INTO usual_term VALUES (?, ?, ?, ?)", (id_, usual.department, usual.term, usual.to))
