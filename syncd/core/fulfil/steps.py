"""What the one who was asked to do something says about it in a mail of the conversation: "on it", „paimsiu“, «выехал».

Refuses to guess who accepted: only the assignee's own words count, or where a role was asked those of whoever takes it.
"""

from __future__ import annotations

from syncd.core.fulfil.acts import Verdict
from syncd.core.fulfil.lexicon import one
from syncd.core.fulfil.scene import Scene
from syncd.core.fulfil.values import Closes

_STEPS: tuple[tuple[Closes, str], ...] = (("declined", "DECLINED"), ("started", "STARTED"), ("accepted", "ACCEPTED"))
_LOOKED_AT = 4  # sentences: the answer comes first


def step(s: Scene) -> Verdict | None:
    """What the one who was asked says about it."""
    given = s.promise.given
    if given.kind != "handoff" or s.side != "inside" or not s.near:
        return None
    if given.assignee and "@" in given.assignee and s.later.sender != given.assignee:
        return None
    for saying in s.reading.sayings[:_LOOKED_AT]:
        if saying.question or one("CONDITION").search(saying.folded):
            continue
        for closes, table in _STEPS:
            if one(table, words=True).search(saying.folded):
                return Verdict(closes, closes, saying.text)
    return None
