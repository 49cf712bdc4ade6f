"""What becomes of a complaint: who answered it, who said sorry, and when the customer said that it is well again.

    open → answered → apologised → settled      by what came after it, in whatever order it was read

Refuses what no person wrote: an auto-reply answers nothing, and a bounce reached nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from syncd.core.model import Class, Direction, Language

Step = Literal["answered", "apologised", "settled"]
COURSE: tuple[Step, ...] = ("answered", "apologised", "settled")  # each says more than the one before
DAYS = 60  # how long after it something is taken to be about a complaint

_WRITTEN: frozenset[Class] = frozenset({"personal", "list", "voicemail"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Something said after a complaint. `at`: as the store writes instants.

    `in_thread`: in the conversation of the complaint. `with_person`: the one who complained takes part in it.
    `of_another`: its conversation holds a complaint of its own. `outcome`: of a call.
    """

    key: str
    kind: Literal["message", "call"]
    at: str
    direction: Direction
    class_: Class
    language: Language
    text: str
    in_thread: bool
    with_person: bool
    of_another: bool
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """A step of a complaint's course: by which interaction it was taken, when, and in which words ('' for a call)."""

    step: Step
    by: str
    at: str
    quote: str


def course(laters: Iterable[Later]) -> tuple[Sign, ...]:
    """The first sign of each step, in the order of the steps."""
    found: dict[Step, Sign] = {}
    for later in sorted(laters, key=lambda x: (x.at, x.key)):
        for sign in _signs(later):
            found.setdefault(sign.step, sign)
    return tuple(found[step] for step in COURSE if step in found)


def state_of(signs: Sequence[Sign]) -> str:
    """The last step that was taken, or "open"."""
    return max((sign.step for sign in signs), key=COURSE.index, default="open")


def _signs(later: Later) -> Iterable[Sign]:
    from syncd.core.settling_words import apology_in, settlement_in  # with its tables: most passes bring nothing after a complaint

    if later.class_ not in _WRITTEN:
        return
    if later.kind == "call":
        if later.with_person and later.outcome == "answered":
            yield Sign("answered", later.key, later.at, "")
        return
    if later.direction == "out" and (later.in_thread or later.with_person):
        yield Sign("answered", later.key, later.at, "")
        if quote := apology_in(later.text, later.language):
            yield Sign("apologised", later.key, later.at, quote)
    elif _may_settle(later) and (quote := settlement_in(later.text, later.language)):
        yield Sign("settled", later.key, later.at, quote)


def _may_settle(later: Later) -> bool:
    """Whether it is said to us, about this complaint rather than another of the same person."""
    to_us = later.direction == "in" or later.class_ == "voicemail"
    return to_us and (later.in_thread or (later.with_person and not later.of_another))
