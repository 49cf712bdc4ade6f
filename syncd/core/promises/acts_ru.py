"""What a light Russian verb does, from the class of its object and of the place it goes to: «отдам курьеру», «отдам деньги».

Refuses verbs whose act stands fast: those are in the tables of verbs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import cast

from syncd.core.languages.ru import promise_objects as ru
from syncd.core.languages.ru.promise_names import NAMES
from syncd.core.model import Act

_READER = frozenset({"вас", "вам", "тебя", "тебе"})
_WORD = re.compile(r"[а-я]+|[,;]")


def act_by_object(clause: str, word: str) -> Act | None:
    """The act of the verb `word` in its folded clause, None where its class or the object tells nothing."""
    kind = _class(word)
    if not kind:
        return None
    named = _named(clause, word)
    for wanted, act in ru.RULES[kind]:
        if not wanted or any(named.issuperset(one.split("+")) for one in wanted.split()):
            return cast("Act", act) if act else None
    return None


def _starts(table: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Beginning of a word → the classes it belongs to."""
    found: dict[str, set[str]] = {}
    for name, words in table.items():
        for word in words.split():
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


_VERBS, _OBJECTS, _PLACES = _starts(ru.VERBS), _starts(ru.OBJECTS), _starts(ru.PLACES)


@lru_cache(maxsize=20_000)
def _class(word: str) -> str:
    """The class of a verb; of a reflexive one none, for it has no object."""
    return "" if word.endswith(("ся", "сь")) else next(iter(_longest(_VERBS, word)), "")


@lru_cache(maxsize=20_000)
def _object(word: str) -> frozenset[str]:
    return _longest(_OBJECTS, word)


@lru_cache(maxsize=20_000)
def _place(word: str) -> frozenset[str]:
    return _longest(_PLACES, word)


def _longest(starts: Mapping[str, frozenset[str]], word: str) -> frozenset[str]:
    return next((starts[word[:n]] for n in range(len(word), 1, -1) if word[:n] in starts), frozenset())


def _named(clause: str, verb: str) -> set[str]:
    """The classes of the objects and places in a clause; a noun behind a preposition is no object, but may be a place."""
    named: set[str] = set()
    governs, by = False, ""
    for word in _WORD.findall(clause):
        if word in ru.PREPOSITIONS:
            governs, by = True, word
            continue
        if word == "чтобы":
            named.add("so-that")
        if word == verb or word in ",;":
            governs = False
            continue
        named |= _place(word)
        if not governs and word in NAMES:
            named.add("people")
        if not governs or (by == "с" and "lesson" in _object(word)):
            named |= _object(word)
        elif by in ("к", "ко") and "paper" in _object(word):
            named.add("to-paper")
        elif by in ("в", "во") and "paper" in _object(word):
            named.add("in-paper")
        if by in ("у", "к") and word in _READER:
            named.add("at-reader")
        elif not governs and word in _READER:
            named.add("to-reader")
        if governs and not word.endswith(ru.ADJECTIVES):
            governs = False
    return named
