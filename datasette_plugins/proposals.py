"""Who may be one, page by page: the same proposals as the view `reviews`, found along indexes, so that a page costs the same among 64,000.

Each kind of proposal is gone through in an order of its own; the cursor of a page is the kind and the place in its order.
A page that has looked at enough without finding its fill ends there, and says so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

PAGE: Final = 10
ENOUGH: Final = 6000  # candidates looked at for one page
AT_ONCE: Final = 30_000  # names gone through before a page may end

# Names that two to five persons share; of more it says nothing.
NAMES = """
    SELECT name_key FROM person INDEXED BY person_name_key WHERE name_key <> '' AND name_key > ? AND name_key <= ?
    GROUP BY name_key HAVING count(*) BETWEEN 2 AND 5 ORDER BY name_key"""
STRETCH = f"SELECT name_key FROM person INDEXED BY person_name_key WHERE name_key <> '' AND name_key > ? ORDER BY name_key LIMIT 1 OFFSET {AT_ONCE}"
NAMESAKES = "SELECT id, name FROM person INDEXED BY person_name_key WHERE name_key = ? AND name_key <> '' ORDER BY id"
# Addresses that stand in the signature of another person.
SIGNED = """
    SELECT s.value, s.address, d.person_id, e.person_id FROM signature_mark s INDEXED BY signature_mark_mail
    CROSS JOIN identifier d ON d.kind = 'address' AND d.value = s.address CROSS JOIN identifier e ON e.kind = 'address' AND e.value = s.value
    WHERE instr(s.value, '@') > 0 AND (s.value, s.address) > (?, ?) AND d.person_id <> e.person_id
    GROUP BY s.value, s.address ORDER BY s.value, s.address"""
# Mails that ask for answers to somebody, the newest first.
ANSWERS = """
    SELECT i.key, i.id, r.person_id, (SELECT f.person_id FROM party f WHERE f.interaction_id = i.id AND f.role = 'from' AND f.person_id <> r.person_id LIMIT 1), i.subject
    FROM party r INDEXED BY party_answers CROSS JOIN interaction i ON i.id = r.interaction_id AND i.class = 'personal'
    WHERE r.role = 'reply_to' AND r.person_id IS NOT NULL AND r.interaction_id < ? ORDER BY r.interaction_id DESC"""
PLACE_OF = "SELECT id FROM interaction WHERE key = ?"
# Telephones of two or three persons.
PHONES = "SELECT value FROM identifier WHERE kind = 'phone' AND value > ? GROUP BY value HAVING count(*) BETWEEN 2 AND 3 ORDER BY value"
OF_PHONE = "SELECT person_id FROM identifier WHERE kind = 'phone' AND value = ? ORDER BY person_id"
# Addresses that several people write from, and nobody has said that it is known.
SEVERAL = """
    SELECT d.value, (SELECT group_concat(name, ' / ') FROM (SELECT name FROM called WHERE address = d.value AND speaks ORDER BY name LIMIT 6))
    FROM identifier d INDEXED BY identifier_several WHERE d.reason = 'several people write from it' AND d.kind = 'address' AND d.value > ? ORDER BY d.value"""
IS_KNOWN = "SELECT kind FROM decision WHERE subject = ?1 AND kind IN ('distinct', 'undo') AND value = json_quote(?1) ORDER BY seq DESC LIMIT 1"
# Companies; what was decided about them is taken out where they are proposed.
COMPANIES = "SELECT a, b, reason, quote FROM review WHERE kind = 'organisation' AND (a, b) > (?, ?) ORDER BY a, b"
# The addresses two persons are decided by, unless one is a desk's or somebody has decided.
STILL_OPEN = """
    SELECT (SELECT min(value) FROM identifier INDEXED BY identifier_person WHERE person_id = :p AND kind = 'address') AS a,
           (SELECT min(value) FROM identifier INDEXED BY identifier_person WHERE person_id = :q AND kind = 'address') AS b
    WHERE a IS NOT NULL AND b IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM identifier d WHERE d.person_id IN (:p, :q) AND d.reason IN ('the address of a desk', 'several people write from it'))
    AND NOT EXISTS (SELECT 1 FROM identifier d JOIN decision x ON x.subject = d.value AND x.kind IN ('merge', 'unmerge', 'distinct')
                    JOIN identifier e ON json_quote(e.value) = x.value WHERE d.person_id IN (:p, :q) AND e.person_id IN (:p, :q) AND d.person_id <> e.person_id
                    AND NOT EXISTS (SELECT 1 FROM decision u WHERE u.subject = x.subject AND u.kind = 'undo' AND u.value = x.value AND u.seq > x.seq))"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two that may be one. `a`, `b`: addresses, or domains of companies; of one address both are the same. `p`, `q`: row ids of the persons, 0 for none."""

    kind: str
    a: str
    b: str
    reason: str
    quote: str
    p: int = 0
    q: int = 0


Found = Iterator[tuple[str, Proposal | None, int]]  # a place in the order ('' within a group), what is proposed there, and how many were looked at for it


def _by_name(db: sqlite3.Connection, after: str) -> Found:
    while True:
        stretch = db.execute(STRETCH, (after,)).fetchone()
        last = stretch[0] if stretch else "\U0010ffff"
        for (key,) in db.execute(NAMES, (after, last)):
            namesakes = db.execute(NAMESAKES, (key,)).fetchall()
            yield from _group(key, [_pair(db, p, q, _likeness(one, other), f"{one} / {other}") for (p, one), (q, other) in combinations(namesakes, 2)])
        if stretch is None:
            return
        yield last, None, ENOUGH
        after = last


def _group(place: str, found: list[Proposal | None]) -> Found:
    """What is proposed at one place; none of it may be left to the next page."""
    for n, proposal in enumerate(found):
        yield (place if n == len(found) - 1 else ""), proposal, 1


def _likeness(one: str, other: str) -> str:
    if one.lower() == other.lower():
        return "the same full name"
    cyrillic = [any("А" <= c <= "я" for c in name) for name in (one, other)]
    return "the same full name in two scripts" if cyrillic[0] != cyrillic[1] else "forms of one name"


def _by_signature(db: sqlite3.Connection, after: str) -> Found:
    value, _, address = after.partition(" ")
    for in_it, whose, p, q in db.execute(SIGNED, (value, address)):
        yield f"{in_it} {whose}", _pair(db, p, q, "an address in the signature of the other", in_it), 1


def _by_answers(db: sqlite3.Connection, after: str) -> Found:
    start = db.execute(PLACE_OF, (after,)).fetchone() if after else None
    for key, _, p, q, subject in db.execute(ANSWERS, (start[0] if start else 1 << 62,)):
        yield key, _pair(db, p, q, "answers to mail of one go to the other", subject or "") if q is not None else None, 1


def _by_phone(db: sqlite3.Connection, after: str) -> Found:
    for (number,) in db.execute(PHONES, (after,)):
        yield from _group(number, [_pair(db, p, q, "one telephone number", number) for (p,), (q,) in combinations(db.execute(OF_PHONE, (number,)).fetchall(), 2)])


def _by_address(db: sqlite3.Connection, after: str) -> Found:
    for address, called in db.execute(SEVERAL, (after,)):
        said = db.execute(IS_KNOWN, (address,)).fetchone()
        known = said is not None and said[0] == "distinct"
        yield address, None if known else Proposal("address", address, address, "several people write from it", called or ""), 1


def _of_companies(db: sqlite3.Connection, after: str) -> Found:
    a, _, b = after.partition(" ")
    for one, other, reason, quote in db.execute(COMPANIES, (a, b)):
        yield f"{one} {other}", Proposal("organisation", one, other, reason, quote), 1


def _pair(db: sqlite3.Connection, p: int, q: int, reason: str, quote: str) -> Proposal | None:
    p, q = min(p, q), max(p, q)
    found = db.execute(STILL_OPEN, {"p": p, "q": q}).fetchone()
    return Proposal("person", found[0], found[1], reason, quote, p, q) if found else None


_KINDS: Final[tuple[tuple[str, Callable[[sqlite3.Connection, str], Found]], ...]] = (
    ("name", _by_name), ("signature", _by_signature), ("answers", _by_answers), ("phone", _by_phone), ("address", _by_address), ("company", _of_companies),
)  # fmt: skip


def page(db: sqlite3.Connection, cursor: str, size: int = PAGE) -> tuple[list[Proposal], str]:
    """The next proposals from after `cursor` ('' for the first), and the cursor of what follows, '' where nothing does."""
    begun, _, place = cursor.partition("~")
    names = [name for name, _ in _KINDS]
    first = names.index(begun) if begun in names else 0
    found: list[Proposal] = []
    shown: set[tuple[str, str]] = set()
    looked, here = 0, f"{names[first]}~{place}"
    for name, kind in _KINDS[first:]:
        start = place if name == begun else ""
        for at, proposal, cost in kind(db, start):
            if proposal is not None and (proposal.a, proposal.b) not in shown:
                found.append(proposal)
                shown.add((proposal.a, proposal.b))
            looked += cost
            if at:
                here = f"{name}~{at}"
                if len(found) >= size or looked >= ENOUGH:
                    return found, here
    return found, ""
