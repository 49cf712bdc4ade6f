"""What the one who was asked to do something says about it in a mail of the conversation: "on it", „paimsiu“, «выехал».

Refuses to guess who accepted: only the assignee's own words count, or where a role was asked those of whoever takes it.
What they promise in accepting is no second promise: it is the hand-off's own, with its term where they give one.
"""

from __future__ import annotations

from collections.abc import Iterable

from syncd.core.fulfil.acts import Verdict
from syncd.core.fulfil.lexicon import one
from syncd.core.fulfil.scene import Scene, Weighed, about_one_thing, same_sort
from syncd.core.fulfil.values import Closes, Given

_STEPS: tuple[tuple[Closes, str], ...] = (("declined", "DECLINED"), ("started", "STARTED"), ("accepted", "ACCEPTED"))
_SHORT = 4  # words of a promise that only says yes
_LOOKED_AT = 4  # sentences: the answer comes first


def step(s: Scene) -> Verdict | None:
    """What the one who was asked says about it."""
    given = s.promise.given
    if given.kind != "handoff" or s.side != "inside" or not s.near:
        return None
    if given.assignee and "@" in given.assignee and s.later.sender != given.assignee:
        return None
    for said in s.later.said:
        if accepts(Weighed(said), s.promise):
            return Verdict("accepted", "accepted", said.quote)
    for saying in s.reading.sayings[:_LOOKED_AT]:
        if saying.question or one("CONDITION").search(saying.folded) or any(x.inside and x.quote in saying.text for x in s.later.said):
            continue  # what is promised here is something else
        for closes, table in _STEPS:
            if one(table, words=True).search(saying.folded):
                return Verdict(closes, closes, saying.text)
    return None


def accepted_by(promise: Weighed, others: Iterable[Weighed]) -> Given | None:
    """The hand-off that a promise among ourselves only accepts, among the others of its conversation; the last one asked."""
    fitting = [o.given for o in others if accepts(promise, o)]
    return max(fitting, key=lambda g: (g.act == promise.given.act, g.said_at, g.key), default=None)


def accepts(promise: Weighed, handoff: Weighed) -> bool:
    """Whether what a colleague promises among ourselves is what they were asked for before, in the same conversation."""
    p, h = promise.given, handoff.given
    if (p.kind, h.kind) != ("promise", "handoff") or not p.inside or not h.thread or p.thread != h.thread or p.said_at <= h.said_at:
        return False
    if (p.promiser != h.assignee) if h.assignee and "@" in h.assignee else p.promiser == h.promiser:
        return False
    bare = p.act == "do" and not promise.about.things and len(p.quote.split()) <= _SHORT  # "will do", «беру», without what was asked below it
    return bare or p.act == h.act or (same_sort(p.act, h.act) and about_one_thing(promise.about, handoff.about))
