"""Who is one person by which name: settled for everybody a page's changes are linked with, made anew from all there is to it.

    cards of address books · spellings of a mailbox · signatures · what somebody of ours has decided        core.cards.people, core.ties
    person, identifier        of the whole component, as that says
    party, contact, phones    bound again to whoever they are then

So it does not matter whether a card, a signature or the mail came first, nor in which order anything came, changed and went.
Only what was touched and what is linked with it is read, never the whole table.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from syncd.core.identity import company_domain, mailbox_key
from syncd.store import called, cards, complaints, domains, evidence, people
from syncd.store.decisions import UNDO
from syncd.store.ids import given, rows_in
from syncd.store.interactions import Page, met_by_all
from syncd.store.people import Met
from syncd.store.signatures import DOUBT, SIGNED

if TYPE_CHECKING:
    from syncd.core.cards.people import Someone
    from syncd.core.ties import Known

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Present:
    """A person as the store has them."""

    id: int
    uuid: str
    organisation: int | None
    addresses: frozenset[str]

    def is_still(self, uuid: str, addresses: Iterable[str], organisation: int | None) -> bool:
        """Whether only names and reasons can have changed."""
        return (self.uuid, self.addresses, self.organisation) == (uuid, frozenset(addresses), organisation)


@dataclass(slots=True)
class _Component:
    """Everybody who may be one with another: all their addresses and numbers, the cards, and the decisions about them."""

    values: set[str]
    cards: set[tuple[str, int]] = field(default_factory=set)
    together: set[Pair] = field(default_factory=set)
    apart: set[Pair] = field(default_factory=set)

    @property
    def addresses(self) -> list[str]:
        """Their addresses, sorted."""
        return sorted(v for v in self.values if "@" in v)


def settle(page: Page) -> None:
    """Make everybody anew whom the related addresses and numbers are linked with: who is one, names, companies."""
    touched, page.related = page.related, set()
    if not touched:
        return
    db = page.db
    component = _linked(db, touched)
    present = _present(db, component.values)
    left = domains.names_of(db, (p.organisation for p in present if p.organisation))
    someone = _told_apart(page, component)
    organisations = _organisations(db, someone)
    uuids = _uuids(db, someone)
    by_uuid = {p.uuid: p for p in present}
    still = {
        n for n, one in enumerate(someone)
        if (p := by_uuid.get(uuids[n])) and p.is_still(uuids[n], one.addresses, organisations[n])
    }  # fmt: skip
    kept = {by_uuid[uuids[n]].id for n in still}
    contacts = _Contacts(db, [p.id for p in present if p.id not in kept])
    was = {a for p in present for a in p.addresses}
    db.executemany(
        "UPDATE party SET person_id = NULL WHERE address = ?", [(a,) for p in present if p.id not in kept for a in sorted(p.addresses)]
    )
    db.executemany("DELETE FROM person WHERE id = ?", [(p.id,) for p in present if p.id not in kept])
    for n in sorted(still):
        _rename(db, by_uuid[uuids[n]].id, someone[n])
    new = [n for n in range(len(someone)) if n not in still]
    met = met_by_all(page, {a for n in new for a in someone[n].addresses})
    bound: dict[str, tuple[int, int | None]] = {}
    for n in new:
        bound |= _make(db, uuids[n], someone[n], organisations[n], met)
    contacts.add(bound.keys() - was)
    contacts.restore(bound)
    _tidy(page, component)
    page.unsettled |= evidence.given_to(db, component.addresses)
    page.aggrieved |= complaints.of_addresses(db, (*component.values, *component.addresses))
    page.met |= {*component.addresses, *left, *filter(None, map(_domain, someone))}
    domains.drop(db, left | _domains(component.values) - {_domain(one) for one in someone} - _domains(a for one in someone for a in one.addresses))


# ── what is linked with what ─────────────────────────────────────────────────────────────────────────────────────


def _linked(db: sqlite3.Connection, touched: set[str]) -> _Component:
    """All that cards, mailboxes' names, signatures, decisions, or persons as they are, link with these addresses and numbers."""
    c = _Component(set(touched))
    border = set(touched)
    while border:
        asked = sorted(border)
        more = _on_cards(db, c, asked) | _of_persons(db, asked)
        addresses = [v for v in asked if "@" in v]
        more |= _of_mailboxes(db, addresses) | _of_signatures(db, addresses) | _of_decisions(db, c, addresses)
        border = more - c.values
        c.values |= border
    return c


def _on_cards(db: sqlite3.Connection, c: _Component, asked: Sequence[str]) -> set[str]:
    found = {(o, n) for o, n in rows_in(db, "SELECT origin, ordinal FROM card_identifier WHERE value IN (?*)", asked)} - c.cards
    c.cards |= found
    return {v for o, n in found for (v,) in db.execute("SELECT value FROM card_identifier WHERE origin = ? AND ordinal = ?", (o, n))}


def _of_persons(db: sqlite3.Connection, asked: Sequence[str]) -> set[str]:
    """What the persons are known by who are known by these. A telephone of a signature links nobody: it may be a company's."""
    found: set[str] = set()
    for kind in ("address", "phone"):
        mine = f"reason NOT LIKE '{SIGNED}%'"
        owners = {p for (p,) in rows_in(db, f"SELECT person_id FROM identifier WHERE kind = ? AND {mine} AND value IN (?*)", asked, kind)}
        found |= {v for (v,) in rows_in(db, f"SELECT value FROM identifier WHERE {mine} AND person_id IN (?*)", sorted(owners))}
    return found


def _of_mailboxes(db: sqlite3.Connection, addresses: Sequence[str]) -> set[str]:
    keys = sorted({mailbox_key(a) for a in addresses})
    found = {a for (a,) in rows_in(db, "SELECT address FROM mailbox WHERE key IN (?*)", keys)}
    return found | {a for (a,) in rows_in(db, "SELECT value FROM identifier WHERE kind = 'address' AND value IN (?*)", keys)}


def _of_signatures(db: sqlite3.Connection, addresses: Sequence[str]) -> set[str]:
    """The addresses in their signatures, those in whose signatures they stand, and those that share a name with a telephone."""
    marks = {v for (v,) in rows_in(db, "SELECT DISTINCT value FROM signature_mark WHERE address IN (?*)", addresses)}
    found = {v for v in marks if "@" in v}
    return found | {
        a for (a,) in rows_in(db, "SELECT DISTINCT address FROM signature_mark WHERE value IN (?*)", sorted(marks.union(addresses)))
    }


def _of_decisions(db: sqlite3.Connection, c: _Component, addresses: Sequence[str]) -> set[str]:
    """The addresses that somebody of ours has joined with these, or parted from them; the last decision about two counts."""
    mine = set(addresses)
    if not called.decided(db, mine):
        return set()
    rows = set(rows_in(db, f"SELECT seq, kind, subject, value FROM decision WHERE {called.DECIDED} AND subject IN (?*)", sorted(mine)))
    rows |= set(
        rows_in(
            db,
            f"SELECT seq, kind, subject, value FROM decision WHERE {called.DECIDED} AND value IN (?*)",
            [json.dumps(a, ensure_ascii=False) for a in sorted(mine)],
        )
    )
    last = {tuple(sorted((a, str(json.loads(b))))): kind for _, kind, a, b in sorted(rows)}
    found: set[str] = set()
    for (a, b), kind in last.items():
        if kind == UNDO:
            continue
        (c.together if kind == "merge" else c.apart).add((a, b))
        if kind == "merge":
            found |= {a, b}
    return found


def _told_apart(page: Page, c: _Component) -> list[Someone]:
    """The people of a component, with the telephones they sign with."""
    from syncd.core.cards.people import Identifier, Someone, tell_apart
    from syncd.core.ties import SEVERAL, ties

    entries = cards.entries_of(page.db, c.cards, page.company)
    booked = {a for entry in entries for a in entry.addresses}
    met = set(met_by_all(page, c.addresses))
    known = [k for k in _known(page.db, c.addresses) if k.address in met | booked]
    found = tell_apart(entries, ties(known), c.together, c.apart)
    several = {k.address for k in known if k.is_contested}
    made = [_only(one, met | booked) for one in found]
    there = {a for one in made for a in one.addresses}
    made += [Someone(identifiers=(Identifier("address", a, people.reason_of(a), 0),)) for a in sorted(met - there)]
    made = [_alone(one, several, SEVERAL) for one in made if one.identifiers]
    return _with_telephones(page.db, made)


def _known(db: sqlite3.Connection, addresses: Sequence[str]) -> list[Known]:
    from syncd.core.ties import Known

    names: dict[str, dict[str, int]] = {a: {} for a in addresses}
    for address, name, speaks in rows_in(db, "SELECT address, name, speaks FROM called WHERE address IN (?*)", addresses):
        names[address][name] = speaks
    marks: dict[str, set[str]] = {a: set() for a in addresses}
    for address, value in rows_in(db, "SELECT DISTINCT address, value FROM signature_mark WHERE address IN (?*)", addresses):
        marks[address].add(value)
    answered = {
        a for a in addresses if marks[a] and db.execute(
            "SELECT 1 FROM party p JOIN interaction i ON i.id = p.interaction_id WHERE p.address = ? AND p.role IN ('to', 'cc') AND i.direction = 'out' LIMIT 1", (a,)
        ).fetchone()
    }  # fmt: skip
    return [
        Known(address=a, names=frozenset(n), speaks=frozenset(x for x, speaks in n.items() if speaks), marks=frozenset(marks[a]), is_answered=a in answered)
        for a, n in names.items()
    ]


def _only(one: Someone, there: Collection[str]) -> Someone:
    """Without addresses that were only spoken of: in a decision, or in somebody's signature."""
    return replace(one, identifiers=tuple(i for i in one.identifiers if i.kind != "address" or i.value in there))


def _alone(one: Someone, several: Collection[str], reason: str) -> Someone:
    """Somebody of one address that no card names is known by that alone; an address of several people says so."""
    if len(one.identifiers) != 1 or one.identifiers[0].kind != "address" or one.identifiers[0].reason.startswith("address book"):
        return one
    i = one.identifiers[0]
    i = replace(i, reason=reason, doubt=0.5) if i.value in several else replace(i, reason=people.reason_of(i.value), doubt=0)
    return replace(one, identifiers=(i,))


def _with_telephones(db: sqlite3.Connection, someone: Sequence[Someone]) -> list[Someone]:
    from syncd.core.cards.people import Identifier

    signed: dict[str, dict[str, str]] = {}
    asked = sorted({a for one in someone for a in one.addresses})
    for address, phones, at in rows_in(
        db, "SELECT address, phones, min(at) FROM signature WHERE phones <> '' AND address IN (?*) GROUP BY address, phones", asked
    ):
        for phone in phones.split():
            mine = signed.setdefault(address, {})
            mine[phone] = min(mine.get(phone, at[:10]), at[:10])
    made = []
    for one in someone:
        given: dict[str, str] = {}
        for a in one.addresses:
            for phone, day in signed.get(a, {}).items():
                given[phone] = min(given.get(phone, day), day)
        there = {i.value for i in one.identifiers if i.kind == "phone"}
        more = tuple(Identifier("phone", p, SIGNED + day, DOUBT) for p, day in sorted(given.items()) if p not in there)
        made.append(replace(one, identifiers=one.identifiers + more))
    return made


# ── the rows ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _tidy(page: Page, c: _Component) -> None:
    """Keep no names and spellings of addresses that are nobody's (any more): a list's, or of whom nothing is left."""
    for table in ("called", "mailbox"):
        page.db.executemany(
            f"DELETE FROM {table} WHERE address = ? AND NOT EXISTS (SELECT 1 FROM identifier d WHERE d.kind = 'address' AND d.value = {table}.address)",
            [(a,) for a in c.addresses],
        )
    there = [a for (a,) in rows_in(page.db, "SELECT value FROM identifier WHERE kind = 'address' AND value IN (?*)", c.addresses)]
    page.db.executemany("INSERT OR IGNORE INTO mailbox VALUES (?, ?)", [(key, a) for a in there if (key := mailbox_key(a)) != a])


def _present(db: sqlite3.Connection, values: set[str]) -> list[_Present]:
    ids = {p for kind in ("address", "phone")
           for (p,) in rows_in(db, "SELECT person_id FROM identifier WHERE kind = ? AND value IN (?*)", sorted(values), kind)}  # fmt: skip
    addresses: dict[int, set[str]] = {}
    for person, value in rows_in(db, "SELECT person_id, value FROM identifier WHERE kind = 'address' AND person_id IN (?*)", sorted(ids)):
        addresses.setdefault(person, set()).add(value)
    return [
        _Present(id_, uuid, organisation, frozenset(addresses.get(id_, ())))
        for id_, uuid, organisation in rows_in(db, "SELECT id, uuid, organisation_id FROM person WHERE id IN (?*)", sorted(ids))
    ]


def _organisations(db: sqlite3.Connection, someone: Sequence[Someone]) -> list[int | None]:
    """The company of each: that of the first address that lies in one, else the one the cards name."""
    theirs = [_domain(one) for one in someone]
    ids = domains.organisations_of(db, _domains(a for one in someone for a in one.addresses).union(theirs) - {""})
    return [ids[d] if d else None for d in theirs]


def _domain(one: Someone) -> str:
    """What the company of a person is kept under; '' where nothing tells of one."""
    first = (company_domain(i.value) for i in sorted(one.identifiers, key=lambda i: (i.doubt, i.value)) if i.kind == "address")
    return next(filter(None, first), "") or domains.domain_of(one.organisation)


def _domains(values: Iterable[str]) -> set[str]:
    return {company_domain(v) for v in values if "@" in v} - {""}


def _uuids(db: sqlite3.Connection, someone: Sequence[Someone]) -> list[str]:
    """The id of each: the oldest one given to any of their addresses, or to what they were before they had one."""
    wanted = [a for one in someone for a in one.addresses or one.marks]
    known = given(db, "person_key", "address", sorted(set(wanted)))
    known |= dict(
        rows_in(db, "SELECT address, id FROM person_key WHERE address IN (?*)", sorted({m for one in someone for m in one.marks}))
    )
    return [min(known[k] for k in (*one.addresses, *one.marks) if k in known) for one in someone]


def _rename(db: sqlite3.Connection, id_: int, one: Someone) -> None:
    """Bring the name and the identifiers of a person in line with the cards."""
    wanted = sorted((i.kind, i.value, i.reason, float(i.doubt)) for i in one.identifiers)
    if wanted != sorted(db.execute("SELECT kind, value, reason, doubt FROM identifier WHERE person_id = ?", (id_,))):
        db.execute("DELETE FROM identifier WHERE person_id = ?", (id_,))
        db.executemany(
            "INSERT INTO identifier VALUES (?, ?, ?, ?, ?)", [(kind, v, id_, reason, doubt) for kind, v, reason, doubt in wanted]
        )
    mail_name, rank = db.execute("SELECT mail_name, name_rank FROM person WHERE id = ?", (id_,)).fetchone()
    name = people.shown_name(mail_name, rank, one.name) or min(i.value for i in one.identifiers)
    row = (name, people.key_of(name), one.name)
    db.execute(
        "UPDATE person SET name = ?, name_key = ?, card_name = ? WHERE id = ? AND (name, name_key, card_name) IS NOT (?, ?, ?)",
        (*row, id_, *row),
    )


def _make(
    db: sqlite3.Connection, uuid: str, one: Someone, organisation: int | None, met: Mapping[str, Met]
) -> dict[str, tuple[int, int | None]]:
    """Make a person of what cards and mail say; address → (person id, organisation id)."""
    m = Met(min(one.addresses, default=""), "", "")
    for address in one.addresses:
        if address in met:
            m.add(met[address])
    (id_,) = db.execute(
        "INSERT INTO person (uuid, name, organisation_id, language, name_rank, language_at, mail_name, utc_offset, offset_at) "
        "VALUES (?, '', ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (uuid, organisation, m.language, m.name_rank, m.language_at, m.name, m.offset, m.offset_at),
    ).fetchone()
    _rename(db, id_, one)
    db.executemany("UPDATE party SET person_id = ? WHERE address = ?", [(id_, a) for a in one.addresses])
    own = domains.organisations_of(db, _domains(one.addresses))
    return {a: (id_, own.get(company_domain(a), organisation)) for a in one.addresses}


class _Contacts:
    """When persons who are about to be made anew were in touch, to be written again under whoever they are then."""

    def __init__(self, db: sqlite3.Connection, persons: Sequence[int]) -> None:
        self.db = db
        self.moments = sorted(
            set(rows_in(db, "SELECT interaction_id, at, coalesce(staff_id, 0) FROM contact WHERE person_id IN (?*)", sorted(persons)))
        )

    def add(self, addresses: Iterable[str]) -> None:
        """The moments of addresses that were nobody's so far: a list's that is none any more."""
        ids = sorted({i for (i,) in rows_in(self.db, "SELECT interaction_id FROM party WHERE address IN (?*)", sorted(addresses))})
        rows = rows_in(
            self.db, "SELECT i.id, coalesce(o.start_at, i.at), coalesce((SELECT p.staff_id FROM party p WHERE p.interaction_id = i.id AND p.staff_id IS NOT NULL "
            "ORDER BY p.ordinal LIMIT 1), 0) FROM interaction i LEFT JOIN occurrence o ON o.interaction_id = i.id WHERE i.id IN (?*)", ids
        )  # fmt: skip
        self.moments = sorted(set(self.moments).union(rows))

    def restore(self, bound: Mapping[str, tuple[int, int | None]]) -> None:
        """Write them. Of a person's several addresses in one interaction the first that lies in a company counts."""
        parties: dict[int, dict[int, int | None]] = {}
        ids = sorted({id_ for id_, _, _ in self.moments})
        for id_, address in rows_in(
            self.db, "SELECT interaction_id, address FROM party WHERE interaction_id IN (?*) ORDER BY interaction_id, ordinal", ids
        ):
            if address in bound:
                person, organisation = bound[address]
                there = parties.setdefault(id_, {})
                there[person] = there.get(person) or organisation
        self.db.executemany(
            "INSERT OR IGNORE INTO contact VALUES (?, ?, ?, ?, nullif(?, 0))",
            [
                (person, at, id_, organisation, staff)
                for id_, at, staff in self.moments
                for person, organisation in parties.get(id_, {}).items()
            ],
        )
