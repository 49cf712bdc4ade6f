"""Whom to invite and whom not: who wishes no contact, who has an open complaint, and of whom we know what speaks against it.

What nobody told us is unknown and is said so; it keeps nobody from being invited.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from syncd.core.languages.en import invitation as en
from syncd.core.languages.lt import invitation as lt
from syncd.core.languages.ru import invitation as ru
from syncd.core.no_contact import ANY
from syncd.core.stems import stems

Against = Literal["no_contact", "complaint", "children", "topic", "no_address"]
Known = Literal["yes", "no", "unknown", ""]  # '': not asked
ABOUT_TASTE: Final = frozenset({"hobby", "interest", "style", "other"})
_BARE = str.maketrans("ąčęėįšųūžё", "aceeisuuzе")


@dataclass(frozen=True, slots=True)
class Told:
    """A fact about a person: its kind, its value, whether it was denied."""

    kind: str
    value: str
    negated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """What is known of somebody who may be invited. `wishes`: the channels by which they are not to be contacted, today; `facts`: the latest first."""

    wishes: frozenset[str] = frozenset()
    has_complaint: bool = False
    has_address: bool = True
    facts: Sequence[Told] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What people are invited to. `channel`: mail or call; `family`: it is for families with children; `topic`: a word for what it is about, or ''."""

    channel: Literal["mail", "call"] = "mail"
    family: bool = False
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Why somebody is left out (nothing: invited), and what is known of children and of the topic."""

    against: tuple[Against, ...]
    children: Known = ""
    likes: Known = ""


def invited(guest: Guest, occasion: Occasion) -> Answer:
    """Whether to invite somebody, and why not."""
    children = children_of(guest.facts) if occasion.family else ""
    likes = likes_of(guest.facts, occasion.topic) if occasion.topic.strip() else ""
    told: tuple[tuple[bool, Against], ...] = (
        (bool(guest.wishes & {ANY, occasion.channel}), "no_contact"), (guest.has_complaint, "complaint"), (children == "no", "children"), (likes == "no", "topic"),
        (not guest.has_address, "no_address"),
    )  # fmt: skip
    return Answer(tuple(reason for is_so, reason in told if is_so), children, likes)


def children_of(facts: Sequence[Told]) -> Known:
    """Whether somebody has children, by the latest fact that says so. Having a spouse, or none, says nothing about it."""
    for fact in facts:
        if fact.kind == "family" and has_children(fact.value):
            return "no" if fact.negated else "yes"
    return "unknown"


def has_children(value: str) -> bool:
    """Whether the words of a family fact are about children or grandchildren."""
    return bool(_children().search(value.lower().translate(_BARE)))


@lru_cache(maxsize=1)
def _children() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(p for t in (en, lt, ru) for p in t.CHILDREN) + ")")


def likes_of(facts: Sequence[Told], topic: str) -> Known:
    """Whether somebody likes what an occasion is about, by the latest fact that names it, in any of its forms."""
    asked = _stems(topic)
    for fact in facts:
        if fact.kind in ABOUT_TASTE and asked & _stems(fact.value):
            return "no" if fact.negated else "yes"
    return "unknown"


def _stems(text: str) -> set[str]:
    return {stem for language in ("en", "lt", "ru") for stem in stems(text, language).split() if len(stem) > 2}
