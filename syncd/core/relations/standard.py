"""Nobody promises a customer a shorter term than is usual in the department that must act."""

from __future__ import annotations

from collections.abc import Iterator

from syncd.core.relations.model import Case, Promised, Rule, Time
from syncd.core.standard import is_hasty


def hasty(promised: Promised, _: Rule, __: Time) -> Iterator[Case]:
    """The promise, where its term is shorter than the usual one; mended once it is kept, called off or given another term."""
    if is_hasty(promised.kind, promised.due_kind, promised.due_to, promised.usual_to):
        yield Case(case_id=promised.key, address=promised.address, staff=promised.staff, quote=promised.quote, since=promised.at, closed_at=promised.mended_at,
                   why=f"promised by {promised.due_to}, usual is {promised.usual}: {promised.usual_to}")  # fmt: skip
