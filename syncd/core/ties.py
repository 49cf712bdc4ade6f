"""What shows, beside address books, that two addresses are one person's; and what only makes somebody ask.

    joins                                                       only if the names seen with both do not contradict
    a+news@d.lt, a@d.lt; first.last@gmail.com, firstlast@       another spelling of one mailbox
    a.b@enron.com, a_b@enron.com, a.b@ect.enron.com             one mailbox name and full name in one company
    an address in the signature of mail from the other          each in the other's; or with the same full name, once we wrote there
    the same full name and mobile telephone in signatures       once we wrote to both: a stranger can sign with anybody's
    is only proposed: the same full name anywhere, a number with two names, an address to answer to, a family's names

Refuses to join on a name alone, at desks (info@), and where several people write from an address.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from syncd.core.identity import is_desk, mailbox_key
from syncd.core.keys import digest
from syncd.core.names import are_different, parsed, same_name

SPELLING: Final = "another spelling of the mailbox"
COMPANY: Final = "the same name and mailbox in one company"
SIGNED: Final = "given as their own in a signature"
MOBILE: Final = "the same name and mobile telephone in signatures"
DECIDED: Final = "joined by somebody of ours"
SEVERAL: Final = "several people write from it"
_DOUBT: Final = {SPELLING: 0.05, COMPANY: 0.1, SIGNED: 0.15, MOBILE: 0.2}
_MOST_NAMES: Final = 20  # of one address; more of them are a machine's
_MOST: Final = 12  # addresses that one spelling, company mailbox or mark may join: more of them are a machine's


def are_several(names: Iterable[str]) -> bool:
    """Whether these names under which an address wrote are clearly not one person's."""
    said = sorted(set(names))
    return len(said) > _MOST_NAMES or any(are_different(x, y) for x, y in combinations(said, 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What mail says of an address: the names it was seen with, those its own mail came under, the marks of its signatures, and
    whether one of ours has written to it."""

    address: str
    names: frozenset[str] = frozenset()
    speaks: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    is_answered: bool = False
    is_contested: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_contested", are_several(self.speaks))


@dataclass(frozen=True, slots=True, order=True)
class Tie:
    """Two addresses of one person, why, and the doubt (0 none … 1 all)."""

    doubt: float
    a: str
    b: str
    reason: str


def mark_of(phone: str, name: str) -> str:
    """The mark of a full name with a mobile telephone, equal in two signatures; '' where the name is none (no personal data in it)."""
    one = parsed(name)
    return digest("signature", phone, " ".join(sorted(one.words))) if one.is_full else ""


def ties(known: Iterable[Known]) -> list[Tie]:
    """The pairs of these addresses that are one person's, the surest first; the same whatever their order."""
    usable = {k.address: k for k in known if not k.is_contested and not is_desk(k.address)}
    found = []
    for reason, groups in ((SPELLING, _by_key(usable)), (MOBILE, _by_mark(usable)), (SIGNED, _by_address(usable))):
        for group in groups:
            for x, y in combinations(sorted(group), 2):
                if why := _judged(reason, usable[x], usable[y]):
                    found.append(Tie(_DOUBT[why], x, y, why))
    return sorted(set(found))


def _by_key(usable: Mapping[str, Known]) -> list[Sequence[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for address in usable:
        groups[mailbox_key(address)].append(address)
    return [g for g in groups.values() if 1 < len(g) <= _MOST]


def _by_mark(usable: Mapping[str, Known]) -> list[Sequence[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for k in usable.values():
        for mark in k.marks:
            if "@" not in mark:
                groups[mark].append(k.address)
    return [g for g in groups.values() if 1 < len(g) <= _MOST]


def _by_address(usable: Mapping[str, Known]) -> list[Sequence[str]]:
    return [(k.address, mark) for k in usable.values() for mark in k.marks if mark in usable and mark != k.address]


def _judged(reason: str, x: Known, y: Known) -> str:
    """Why the two are one, where nothing their names say is against it; or ''."""
    mine, theirs = (sorted(k.speaks or k.names)[: 2 * _MOST_NAMES] for k in (x, y))
    if any(are_different(a, b) for a in mine for b in theirs):
        return ""
    if reason == SPELLING:
        if _one_mailbox(x.address, y.address):
            return SPELLING
        return COMPANY if _same_full_name(x, y) else ""
    if reason == SIGNED:
        signers = [one for one, other in ((x, y), (y, x)) if other.address in one.marks]
        named = any(one.is_answered for one in signers) and _same_full_name(x, y)
        return SIGNED if len(signers) > 1 or named else ""
    return reason if x.is_answered and y.is_answered else ""


def _one_mailbox(one: str, other: str) -> bool:
    """Whether they are the same mailbox (but for a tag, Gmail's dots), not only the same name in two mailboxes of a company."""
    (mine, domain), (theirs, other_domain) = (address.split("@", 1) for address in (one, other))
    if mailbox_key(one).endswith("@gmail.com"):
        return True
    return domain == other_domain and mine.partition("+")[0] == theirs.partition("+")[0]


def _same_full_name(x: Known, y: Known) -> bool:
    mine, theirs = ({*sorted(k.names)[: 2 * _MOST_NAMES], " ".join(_local(k.address))} for k in (x, y))
    return any(same_name(a, b).verdict == "certain" for a in mine for b in theirs)


def _local(address: str) -> list[str]:
    """The words of the address before the @, where it is made like a name: rasa.petraite."""
    return [w for w in address.partition("@")[0].partition("+")[0].replace("_", ".").replace("-", ".").split(".") if w.isalpha()]
