"""A complaint is answered in time, and with an apology.

What was said on the telephone is not known: a talk counts as both.
"""

from __future__ import annotations

from collections.abc import Iterator

from syncd.core.relations.model import Case, Complained, Rule, Time


def unanswered(complained: Complained, rule: Rule, time: Time) -> Iterator[Case]:
    """The complaint, where no answer or no apology came before its term was over."""
    over = time.over(complained.at, rule.within, complained.staff) if rule.within else None
    if over is None:
        return
    sorry = (complained.apologised_at, complained.settled_at, complained.answered_at if complained.called else None)
    mended = min((at for at in sorry if at), default=None)
    if mended is None or mended > over:
        is_answered = complained.answered_at is not None and complained.answered_at <= over
        yield Case(
            case_id=complained.key, address=complained.address, staff=complained.staff, quote=complained.quote, since=over, closed_at=mended,
            why="answered without an apology" if is_answered else "a complaint without an answer in time",
        )  # fmt: skip
