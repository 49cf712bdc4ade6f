"""A customer's question is answered in time: by mail, by telephone or in a meeting, or the customer needs it no more."""

from __future__ import annotations

from collections.abc import Iterator

from syncd.core.relations.model import Asked, Case, Later, Rule, Time


def unanswered(asked: Asked, rule: Rule, time: Time) -> Iterator[Case]:
    """The question, where no answer came before its term was over."""
    over = time.over(asked.at, rule.within, asked.staff) if rule.within else None
    if over is None:
        return
    mended = next((later.at for later in asked.laters if _answers(later) or _is_withdrawn(later)), None)
    if mended is None or mended > over:
        yield Case(case_id=asked.key, address=asked.address, staff=asked.staff, quote=asked.quote, since=over, closed_at=mended, why="a question without an answer in time")


def _answers(later: Later) -> bool:
    """Whether we spoke with them: no machine of ours, and no call that nobody took."""
    if later.kind == "message":
        return later.direction == "out" and later.class_ in ("personal", "list")
    return later.kind == "meeting" or later.outcome == "answered"


def _is_withdrawn(later: Later) -> bool:
    if not (later.kind == "message" and later.of_asker and later.class_ == "personal"):
        return False
    from syncd.core.withdrawn import withdraws  # with its tables: only where something was asked and said again

    return withdraws(later.text, later.language)
