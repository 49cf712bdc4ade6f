"""Which messages belong to one conversation, from the ids they mention (RFC 5322 §3.6.4).

Two messages are linked when one mentions the other or both mention a third, and they share an outside person or an
outside company: otherwise anyone who forges References could write himself into another customer's history (T32).
Internal messages join what they mention but never bridge two customers. The label is the smallest root id's number in
the group (told apart where strangers claim one root), so it does not depend on the order in which the messages came.

An answer that mentions no id at all (old programs, some telephones) belongs, as the last resort and marked so, to the last
message of the month before it with the same subject and an outside person or company in common, which its writer was a party to.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from syncd.core.keys import instant

_REMEMBERED = dt.timedelta(days=30)  # so long after it a message is still answered by its subject
_LONGEST = 1_000  # characters of a subject that are read
_LEAST = 4  # letters and digits of a subject that tells conversations apart
_ANSWER = re.compile(r"(?:re|aw|sv|vs|ats|atsakymas|отв|ответ|на|ha)(?: ?[\[(]\d+[\])])? ?: *", re.IGNORECASE)
_FORWARD = re.compile(r"(?:fw|fwd|пер|wg|tr|persiųsta|pers)(?: ?[\[(]\d+[\])])? ?: *", re.IGNORECASE)
_TAG = re.compile(r"\[[^\]]{1,40}\] *")


@dataclass(frozen=True, slots=True)
class Linked:
    """One message: the numbers of the ids it mentions (its own included), its root's, and its outside parties."""

    id: int
    root: int
    refs: frozenset[int]
    outside: frozenset[str]  # addresses and company domains
    topic: Topic | None = None  # where it has a subject that others can answer


@dataclass(frozen=True, slots=True)
class Topic:
    """What an answer without ids is told by: the subject (as a number), when, by whom, between whom."""

    subject: int
    at: str
    sender: str
    parties: frozenset[str]
    is_stray: bool  # an answer by its subject that mentions no id


def base_subject(subject: str) -> tuple[str, bool]:
    """A subject without "Re:", "Fwd:" and [tags] (RFC 5256 §2.1), '' where it tells nothing apart, and whether it answers."""
    rest, answers, forwards = " ".join(subject[:_LONGEST].split()), False, False
    while True:
        for pattern in (_ANSWER, _FORWARD, _TAG):
            if (found := pattern.match(rest)) and found.end() < len(rest):
                rest = rest[found.end() :]
                answers |= pattern is _ANSWER and not forwards
                forwards |= pattern is _FORWARD
                break
        else:
            break
    base = "".join(filter(str.isalnum, rest.casefold()))
    return (base, answers) if len(base) >= _LEAST else ("", False)


def answered(messages: Iterable[Linked]) -> dict[int, int]:
    """Of stray answers → the message each belongs to by its subject."""
    by_subject: dict[int, list[Linked]] = defaultdict(list)
    for m in messages:
        if m.topic:
            by_subject[m.topic.subject].append(m)
    found: dict[int, int] = {}
    for sharers in by_subject.values():
        for m in sharers:
            if m.topic and m.topic.is_stray and (last := last_before(m, sharers)):
                found[m.id] = max(last, key=lambda o: o.root).id
    return found


def last_before(stray: Linked, sharers: Iterable[Linked]) -> list[Linked]:
    """Of the messages on its subject the last one that a stray answer can belong to; several where they are of the same second."""
    before = [(o.topic.at, o) for o in sharers if o.topic and _may_answer(stray, o)]
    last = max((at for at, _ in before), default="")
    return [o for at, o in before if at == last]


def remembered(at: str) -> tuple[str, str]:
    """The instants between which a message of this instant answers others by their subject, or is answered so."""
    moment = dt.datetime.fromisoformat(at)
    return instant(moment - _REMEMBERED), instant(moment + _REMEMBERED)


def _may_answer(stray: Linked, other: Linked) -> bool:
    one, before = stray.topic, other.topic
    if one is None or before is None or before.at >= one.at or one.sender not in before.parties or stray.outside.isdisjoint(other.outside):
        return False
    return dt.datetime.fromisoformat(one.at) - dt.datetime.fromisoformat(before.at) <= _REMEMBERED


def group(messages: Iterable[Linked], by_subject: Mapping[int, int] | None = None) -> dict[int, int]:
    """Message id → label of its thread, for messages that (directly or by others) share ids. `by_subject`: see `answered`."""
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
    for stray, before in (by_subject or {}).items():
        boss[top(stray)] = top(before)
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
