"""Whom the cards of all address books stand for, with what else ties addresses together: a function of these alone, whatever their order.

    one card with two addresses is one person                   the addresses are joined
    an address on cards with clearly different names            joins nothing: nobody can tell whose it is
    the address of a desk (info@) beside a person's own          joins nothing: others sit there too
    two cards with the same telephone and the same name          are one person
    a card with a name, a telephone and no address of use        is a person known by telephone

    what somebody of ours has decided                            stands above all of it

Refuses to take two cards for one person by their names alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from syncd.core.identity import is_desk
from syncd.core.keys import digest
from syncd.core.roles import plain
from syncd.core.ties import DECIDED, Tie

BOOK: Final = "address book"
DIFFERENT: Final = "address book: on cards with different names"
DESK: Final = "address book: the address of a desk"
SEVERAL: Final = "address book: the number of several people"
_SURE, _LESS, _UNSURE = 0.1, 0.2, 0.5  # doubt: what a card names first, what comes after, what may be another's
_MOST_NAMES: Final = 20  # on one address: more of them are never one person's
_WORD: Final = re.compile(r"[^\W\d_]+")
_TITLES: Final = frozenset("mr mrs ms miss dr prof jr sr ii iii ing inz gerb pan pani p".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one card says of somebody outside: addresses and numbers in its own order."""

    addresses: tuple[str, ...]
    phones: tuple[str, ...]
    name: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Identifier:
    """An address or a telephone of somebody, why it is theirs, and the doubt (0 none … 1 all)."""

    kind: str  # address, phone
    value: str
    reason: str
    doubt: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """One person of the address books. `marks` stay the same while a card changes its addresses (no personal data)."""

    identifiers: tuple[Identifier, ...]
    name: str = ""
    organisation: str = ""
    marks: tuple[str, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """Their addresses, sorted."""
        return tuple(sorted(i.value for i in self.identifiers if i.kind == "address"))


class _Joined:
    """Which nodes (addresses, and marks of a name with a number) are one: union-find. What is `apart` never becomes one."""

    def __init__(self, apart: Iterable[tuple[str, str]] = ()) -> None:
        self.parent: dict[str, str] = {}
        self.apart = tuple(apart)

    def top(self, node: str) -> str:
        """The node that stands for all that are one with this one."""
        while (parent := self.parent.setdefault(node, node)) != node:
            self.parent[node] = self.parent[parent]  # the way is halved each time it is gone
            node = parent
        return node

    def join(self, nodes: Sequence[str]) -> None:
        """Make them one, in so far as they may be."""
        first = nodes[0]
        for node in nodes:
            ends = {self.top(node), self.top(first)}
            if len(ends) > 1 and not any({self.top(a), self.top(b)} == ends for a, b in self.apart):
                self.parent[self.top(node)] = self.top(first)


@dataclass(slots=True)
class _Gathered:
    """What all cards together say of one person."""

    addresses: dict[str, float]
    phones: dict[str, float]
    marks: set[str]
    names: Counter[str]
    organisations: Counter[str]
    tied: dict[str, tuple[float, str]] = field(default_factory=dict)

    def add(self, entry: Entry, group: Sequence[str]) -> None:
        """Take in a card that names this person by these nodes."""
        for n, address in enumerate(a for a in entry.addresses if a in group):
            self.addresses[address] = min(self.addresses.get(address, 1.0), _LESS if n else _SURE)
        for n, phone in enumerate(entry.phones):
            self.phones[phone] = min(self.phones.get(phone, 1.0), _LESS if n else _SURE)
        self.marks.update(node for node in group if "@" not in node)
        self.names.update([entry.name] if entry.name else [])
        self.organisations.update([entry.organisation] if entry.organisation else [])


Pairs = Iterable[tuple[str, str]]


def tell_apart(entries: Sequence[Entry], ties: Iterable[Tie] = (), together: Pairs = (), apart: Pairs = ()) -> list[Someone]:
    """The people of these cards and ties. Every address on them is somebody's; of telephones those of a card that names somebody.

    `together`, `apart`: the pairs of addresses that somebody of ours has joined and parted.
    """
    contested = _contested(entries)
    named = [(entry, group) for entry in entries for group in _named(entry, contested)]
    joined, why = _Joined(sorted(apart)), _joining(ties, together)
    for pair in sorted(together):
        joined.join(pair)
    for _, group in named:
        joined.join(group)
    for tie in sorted(ties):
        if not contested & {tie.a, tie.b}:
            joined.join((tie.a, tie.b))
    people: dict[str, _Gathered] = {}
    for entry, group in named:
        for top in dict.fromkeys(map(joined.top, group)):
            part = [node for node in group if joined.top(node) == top]
            people.setdefault(top, _Gathered({}, {}, set(), Counter(), Counter())).add(entry, part)
    for address in sorted(why):
        one = people.setdefault(joined.top(address), _Gathered({}, {}, set(), Counter(), Counter()))
        one.tied.setdefault(address, why[address])
    callers = Counter(phone for one in people.values() for phone in one.phones)
    found = [_someone(one, callers) for one in people.values()]
    left = {a for entry in entries for a in entry.addresses} - {a for one in found for a in one.addresses}
    return found + [Someone(identifiers=(Identifier("address", a, DIFFERENT if a in contested else DESK, _UNSURE),)) for a in sorted(left)]


def _joining(ties: Iterable[Tie], together: Pairs) -> dict[str, tuple[float, str]]:
    """Why each address is beside others: the surest of its ties."""
    why: dict[str, tuple[float, str]] = {address: (0.0, DECIDED) for pair in together for address in pair}
    for tie in sorted(ties):
        for address in (tie.a, tie.b):
            why.setdefault(address, (tie.doubt, tie.reason))
    return why


def _named(entry: Entry, contested: frozenset[str]) -> list[list[str]]:
    """The people a card names, each as the nodes that are one by it."""
    marks = marks_of(entry)
    usable = [a for a in entry.addresses if a not in contested]
    if own := [a for a in usable if not is_desk(a)]:
        return [own + marks]
    if usable:
        return [[desk] for desk in usable]
    return [marks] if marks else []


def marks_of(entry: Entry) -> list[str]:
    """A mark for each telephone with this name: equal on two cards, they are one person's."""
    key = " ".join(sorted(_words(entry.name)))
    return [digest("card", phone, key) for phone in entry.phones] if key else []


def _someone(one: _Gathered, callers: Mapping[str, int]) -> Someone:
    return Someone(
        identifiers=tuple(
            [Identifier("address", a, BOOK, doubt) for a, doubt in sorted(one.addresses.items())]
            + [Identifier("address", a, why, doubt) for a, (doubt, why) in sorted(one.tied.items()) if a not in one.addresses]
            + [Identifier("phone", p, SEVERAL, _UNSURE) if callers[p] > 1 else Identifier("phone", p, BOOK, d) for p, d in sorted(one.phones.items())]
        ),
        name=_best(one.names), organisation=_best(one.organisations), marks=tuple(sorted(one.marks)),
    )  # fmt: skip


def _best(said: Counter[str]) -> str:
    """What most cards say; of equals the one with given and family name, then the shortest, so that no remark wins."""
    return min(said, key=lambda text: (-said[text], len(text.split()) < 2, len(text), text), default="")


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _contested(entries: Iterable[Entry]) -> frozenset[str]:
    """The addresses that cards with clearly different names claim. A desk's is claimed by cards that have nothing else."""
    names: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        own = [a for a in entry.addresses if not is_desk(a)]
        for address in own or entry.addresses:
            names[address].update([entry.name] if entry.name else [])
    return frozenset(a for a, said in names.items() if len(said) > _MOST_NAMES or any(not may_be_one(x, y) for x, y in combinations(said, 2)))


def may_be_one(one: str, other: str) -> bool:
    """Whether two names can be one person's: every word of the shorter stands in the longer, an initial for a word too."""
    few, many = sorted((_words(one), _words(other)), key=len)
    for word in few:
        meant = next((w for w in many if w == word), None) or next((w for w in many if _initial(w, word)), None)
        if meant is None:
            return False
        many.remove(meant)
    return True


def _initial(one: str, other: str) -> bool:
    return one.startswith(other) if len(other) == 1 else len(one) == 1 and other.startswith(one)


def _words(name: str) -> list[str]:
    """The words of a name in plain Latin letters, without titles."""
    return [w for w in map(plain, _WORD.findall(name)) if w and w not in _TITLES]
