"""The city a sentence names, in the nominative: by a table of the usual ones, else by the rules of its language."""

from __future__ import annotations

import re

from syncd.core.facts.rules import Lore

_NAME = re.compile(
    r"[A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][\w'’]*(?:[- ](?:[A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][\w'’]*|upon|on|in|le|the|am|de|na|на)(?=[-\s,.;!?)]|$))*", re.UNICODE
)
_SHORTEST = 3


def city(written: str, folded: str, lore: Lore) -> str:
    """The city with whose name these words begin, or ''. `folded`: the same words folded."""
    for words in range(min(3, len(folded.split())), 0, -1):
        first = " ".join(folded.split()[:words]).rstrip(".,;!?)")
        if first in lore.cities:
            return lore.cities[first]
    found = _NAME.match(written)
    if found is None:
        return ""
    name = found[0].strip(" -.'’")
    name = re.sub(r"(?:\s+(?:upon|on|in|le|the|am|de|na|на))+$", "", name)
    low = folded[: len(name)]
    if len(name) < _SHORTEST or low.split()[0] in lore.no_city or (name.isupper() and len(name) < 5):
        return ""
    return _nominative(name, low, lore)


def _nominative(name: str, low: str, lore: Lore) -> str:
    """„Ukmergėje" → Ukmergė, «Твери» → Тверь, as far as the ending tells."""
    for end, wholes in lore.case_ends:
        if low.endswith(end) and len(low) > len(end) + 1:
            whole = wholes[0]
            return name[: len(name) - len(end)] + ("" if whole == "-" else whole)
    return name
