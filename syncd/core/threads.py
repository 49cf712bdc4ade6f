"""Which messages belong to one conversation, from the ids they mention (RFC 5322 §3.6.4).

Two messages are linked when one mentions the other or both mention a third, and they share an outside person or an
outside company: otherwise anyone who forges References could write himself into another customer's history (T32).
Internal messages join what they mention but never bridge two customers. The label is the smallest root id's number in
the group (told apart where strangers claim one root), so it does not depend on the order in which the messages came.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256


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
    tops = {m.id: top(m.id) for m in everyone}
    return _attach_internal(everyone, by_ref, tops, _labels(everyone, tops))


def _labels(everyone: list[Linked], tops: dict[int, int]) -> dict[int, int]:
    """Group → label: its smallest root; where groups of strangers claim one root, each is told by who is in it as well."""
    roots: dict[int, int] = {}
    first: dict[int, str] = {}
    for m in everyone:
        t = tops[m.id]
        roots[t] = min(roots.get(t, m.root), m.root)
        if m.outside:
            first[t] = min(first.get(t, min(m.outside)), *m.outside)
    claimed = Counter(root for t, root in roots.items() if t in first)
    return {
        t: root if claimed[root] < 2 or t not in first else int.from_bytes(sha256(f"{root}:{first[t]}".encode()).digest()[:8], "big") >> 1
        for t, root in roots.items()
    }


def _attach_internal(everyone: list[Linked], by_ref: dict[int, list[Linked]], tops: dict[int, int], label: dict[int, int]) -> dict[int, int]:
    """Give each internal group the label of the outside group it mentions most (of several the smallest)."""
    mentions: dict[int, Counter[int]] = defaultdict(Counter)
    for m in everyone:
        if not m.outside:
            mentions[tops[m.id]].update(label[tops[other.id]] for ref in m.refs for other in by_ref[ref] if other.outside)
    joins = {mine: min(theirs, key=lambda t: (-theirs[t], t)) for mine, theirs in mentions.items() if theirs}
    return {m.id: joins.get(tops[m.id], label[tops[m.id]]) for m in everyone}
