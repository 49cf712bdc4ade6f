"""Which messages belong to one conversation, from the ids they mention (RFC 5322 §3.6.4).

Two messages are linked when one mentions the other or both mention a third, and they share an outside person or an
outside company: otherwise anyone who forges References could write himself into another customer's history (T32).
Internal messages join what they mention but never bridge two customers. The label is the smallest root id's number in
the group, so it does not depend on the order in which the messages came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Linked:
    """One message: the numbers of the ids it mentions (its own included), its root's, and its outside parties."""

    id: int
    root: int
    refs: frozenset[int]
    outside: frozenset[str]  # addresses and company domains


def group(messages: Iterable[Linked]) -> dict[int, int]:
    """Message id → label of its thread, for messages that (directly or by others) share ids."""
    everyone = list(messages)
    boss = {m.id: m.id for m in everyone}

    def top(i: int) -> int:
        while boss[i] != i:
            boss[i] = boss[boss[i]]
            i = boss[i]
        return i

    by_ref: dict[int, list[Linked]] = defaultdict(list)
    for m in everyone:
        for ref in m.refs:
            by_ref[ref].append(m)
    for sharers in by_ref.values():
        seen: dict[str, int] = {}
        inside = None
        for m in sharers:
            if not m.outside:
                inside = m.id if inside is None else inside
                boss[top(m.id)] = top(inside)
            for token in m.outside:
                boss[top(m.id)] = top(seen.setdefault(token, m.id))
    label: dict[int, int] = {}
    for m in everyone:
        t = top(m.id)
        label[t] = min(label.get(t, m.root), m.root)
    return _attach_internal(everyone, by_ref, {m.id: top(m.id) for m in everyone}, label)


def _attach_internal(everyone: list[Linked], by_ref: dict[int, list[Linked]], tops: dict[int, int], label: dict[int, int]) -> dict[int, int]:
    """Give each internal group the label of the outside group it mentions (the smallest, where it mentions several)."""
    joins: dict[int, int] = {}
    for m in everyone:
        if m.outside:
            continue
        for ref in m.refs:
            for other in by_ref[ref]:
                if other.outside:
                    mine, theirs = tops[m.id], label[tops[other.id]]
                    joins[mine] = min(joins.get(mine, theirs), theirs)
    return {m.id: joins.get(tops[m.id], label[tops[m.id]]) if not m.outside else label[tops[m.id]] for m in everyone}
