"""Cards of address books as rows, and what follows from all of them together: who is one person, by which name.

    card, card_identifier     what each address book says now; a card that is gone from its book has no row
    person, identifier …      for what a card touched: everybody its addresses and numbers are linked with, made anew

So it does not matter whether a card or the mail came first, nor in which order cards came, changed and went.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from syncd.core import keys
from syncd.core.derived import CARD
from syncd.core.identity import company_domain, is_somebody
from syncd.core.model import Card, Company
from syncd.store import evidence, people
from syncd.store.db import Store
from syncd.store.forgetting import drop_originals
from syncd.store.ids import rows_in
from syncd.store.interactions import Page, met_by_all
from syncd.store.people import IN_HEADER, Met

if TYPE_CHECKING:
    from syncd.core.cards.people import Entry, Someone

_Card = msgspec.json.Decoder(Card)


def card_key(origin: str) -> str:
    """The key under which an address book object is sighted: each is by itself, whoever else has the same card."""
    return keys.digest("card", origin)


def entry_of(card: Card, company: Company) -> Entry:
    """What a card says of somebody outside. The telephones on a colleague's card are a colleague's."""
    from syncd.core.cards.people import Entry  # with all that compares names: a pass with nothing new does not load it

    ours = any(company.is_ours(a) for a in card.addresses)
    return Entry(
        addresses=tuple(a for a in card.addresses if "@" in a and not company.is_ours(a) and is_somebody(a)),
        phones=() if ours else tuple(t.number for t in card.telephones), name=card.name, organisation=card.organisation,
    )  # fmt: skip


# ── the rows of one object ───────────────────────────────────────────────────────────────────────────────────────


def save_cards(page: Page, origin: str, owner: str, cards: Sequence[Card]) -> set[str]:
    """Keep what one address book object says, in place of what it said before; the addresses and numbers concerned."""
    touched = drop_cards(page.db, origin)
    for n, card in enumerate(cards):
        entry = entry_of(card, page.company)
        values = sorted({*entry.addresses, *entry.phones})
        page.db.execute(
            "INSERT INTO card VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (origin, n, owner, card.name, card.organisation, card.title, card.birthday, msgspec.json.encode(card).decode()),
        )
        page.db.executemany("INSERT INTO card_identifier VALUES (?, ?, ?)", [(value, origin, n) for value in values])
        touched.update(values)
    return touched


def is_saved(db: sqlite3.Connection, origin: str) -> bool:
    """Whether the object's cards are there."""
    return db.execute("SELECT 1 FROM card WHERE origin = ? LIMIT 1", (origin,)).fetchone() is not None


def drop_cards(db: sqlite3.Connection, origin: str) -> set[str]:
    """Take out the rows of one object; the addresses and numbers concerned."""
    touched = {v for (v,) in db.execute("SELECT value FROM card_identifier WHERE origin = ?", (origin,))}
    db.execute("DELETE FROM card WHERE origin = ?", (origin,))
    return touched


def drop_gone(page: Page, collection_id: int, source: str) -> None:
    """What followed from the cards that are gone from this address book as of now goes with them."""
    gone = page.db.execute(
        "SELECT remote_id FROM sighting WHERE collection_id = ? AND media_type = ? AND gone_since = ?", (collection_id, CARD, page.now)
    ).fetchall()
    touched: set[str] = set()
    for (remote_id,) in gone:
        touched |= drop_cards(page.db, f"{source}/{remote_id}")
    settle_cards(page, touched)


def forget_cards(page: Page, store: Store, origin: str) -> None:
    """Take out an object that may not be stored any more: its rows, its original, the keys of those nobody else knows."""
    from syncd.core.cards.people import marks_of

    entries = [entry_of(_Card.decode(body), page.company) for (body,) in page.db.execute("SELECT body FROM card WHERE origin = ?", (origin,))]
    touched = drop_cards(page.db, origin)
    drop_originals(page, store, "origin", origin)
    settle_cards(page, touched)
    known = {v for (v,) in rows_in(page.db, "SELECT value FROM identifier WHERE kind = 'address' AND value IN (?*)", sorted(touched))}
    marks = {mark for entry in entries for mark in marks_of(entry)}
    page.db.executemany(
        "DELETE FROM person_key WHERE address = ? AND id NOT IN (SELECT uuid FROM person)", [(v,) for v in sorted((touched - known) | marks)]
    )
    page.db.execute("DELETE FROM organisation_key WHERE id NOT IN (SELECT uuid FROM organisation)")


# ── what follows from them ───────────────────────────────────────────────────────────────────────────────────────


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


def settle_cards(page: Page, touched: set[str]) -> None:
    """Make everybody anew whom these addresses and numbers are linked with by cards: who is one, names, companies."""
    if not touched:
        return
    from syncd.core.cards.people import Identifier, Someone, tell_apart

    db = page.db
    values, entries = _linked(page, touched)
    present = _present(db, values)
    someone = tell_apart(entries)
    loose = {v for v in values if "@" in v} - {a for one in someone for a in one.addresses}
    someone += [Someone(identifiers=(Identifier("address", a, IN_HEADER, 0),)) for a in sorted(met_by_all(page, loose))]
    organisations = _organisations(db, someone)
    uuids = _uuids(db, someone)
    by_uuid = {p.uuid: p for p in present}
    still = {
        n for n, one in enumerate(someone)
        if (p := by_uuid.get(uuids[n])) and p.is_still(uuids[n], one.addresses, organisations[n])
    }  # fmt: skip
    kept = {by_uuid[uuids[n]].id for n in still}
    contacts = _Contacts(db, [p.id for p in present if p.id not in kept])
    db.executemany("UPDATE party SET person_id = NULL WHERE address = ?", [(a,) for p in present if p.id not in kept for a in sorted(p.addresses)])
    db.executemany("DELETE FROM person WHERE id = ?", [(p.id,) for p in present if p.id not in kept])
    for n in sorted(still):
        _rename(db, by_uuid[uuids[n]].id, someone[n])
    new = [n for n in range(len(someone)) if n not in still]
    met = met_by_all(page, {a for n in new for a in someone[n].addresses})
    bound: dict[str, tuple[int, int | None]] = {}
    for n in new:
        bound |= _make(db, uuids[n], someone[n], organisations[n], met)
    contacts.restore(bound)
    page.unsettled |= evidence.given_to(db, (v for v in values if "@" in v))
    left = {p.organisation for p in present if p.organisation} | _at_domains(db, values)
    people.drop_organisations(db, left - set(organisations))


def _linked(page: Page, touched: set[str]) -> tuple[set[str], list[Entry]]:
    """All addresses and numbers that cards, or persons as they are, link with these; and the cards that hold any of them."""
    db = page.db
    values, border = set(touched), set(touched)
    cards: set[tuple[str, int]] = set()
    while border:
        asked = sorted(border)
        found = {(o, n) for o, n in rows_in(db, "SELECT origin, ordinal FROM card_identifier WHERE value IN (?*)", asked)} - cards
        cards |= found
        more = {v for o, n in found for (v,) in db.execute("SELECT value FROM card_identifier WHERE origin = ? AND ordinal = ?", (o, n))}
        for kind in ("address", "phone"):
            owners = {p for (p,) in rows_in(db, "SELECT person_id FROM identifier WHERE kind = ? AND value IN (?*)", asked, kind)}
            more |= {v for (v,) in rows_in(db, "SELECT value FROM identifier WHERE person_id IN (?*)", sorted(owners))}
        border = more - values
        values |= border
    bodies = [db.execute("SELECT body FROM card WHERE origin = ? AND ordinal = ?", card).fetchone()[0] for card in sorted(cards)]
    return values, [entry_of(_Card.decode(body), page.company) for body in bodies]


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
    domains = [next((d for i in sorted(one.identifiers, key=lambda i: (i.doubt, i.value)) if i.kind == "address" and (d := company_domain(i.value))), "")
               for one in someone]  # fmt: skip
    domains = [d or _written_domain(one.organisation) for d, one in zip(domains, someone, strict=True)]
    ids = people.organisations_of(db, {company_domain(a) for one in someone for a in one.addresses}.union(domains) - {""})
    return [ids[d] if d else _by_name(db, one.organisation) if one.organisation else None for d, one in zip(domains, someone, strict=True)]


def _at_domains(db: sqlite3.Connection, values: Iterable[str]) -> set[int]:
    """The companies in which these addresses lie."""
    domains = {company_domain(v) for v in values if "@" in v} - {""}
    return {id_ for (id_,) in rows_in(db, "SELECT id FROM organisation WHERE name IN (?*)", sorted(domains))}


def _written_domain(organisation: str) -> str:
    """A company written as its domain."""
    return company_domain(f"@{organisation.lower()}") if "." in organisation.strip(".") and " " not in organisation else ""


def _by_name(db: sqlite3.Connection, name: str) -> int:
    row = db.execute("SELECT id FROM organisation WHERE name = ? AND domains = ''", (name,)).fetchone()
    if row is None:
        uuid = people.given(db, "organisation_key", "domain", [f"name:{name}"])[f"name:{name}"]
        row = db.execute("INSERT INTO organisation (uuid, name, domains) VALUES (?, ?, '') RETURNING id", (uuid, name)).fetchone()
    return int(row[0])


def _uuids(db: sqlite3.Connection, someone: Sequence[Someone]) -> list[str]:
    """The id of each: the oldest one given to any of their addresses, or to what they were before they had one."""
    wanted = [a for one in someone for a in one.addresses or one.marks]
    given = people.given(db, "person_key", "address", sorted(set(wanted)))
    given |= dict(rows_in(db, "SELECT address, id FROM person_key WHERE address IN (?*)", sorted({m for one in someone for m in one.marks})))
    return [min(given[k] for k in (*one.addresses, *one.marks) if k in given) for one in someone]


def _rename(db: sqlite3.Connection, id_: int, one: Someone) -> None:
    """Bring the name and the identifiers of a person in line with the cards."""
    wanted = sorted((i.kind, i.value, i.reason, float(i.doubt)) for i in one.identifiers)
    if wanted != sorted(db.execute("SELECT kind, value, reason, doubt FROM identifier WHERE person_id = ?", (id_,))):
        db.execute("DELETE FROM identifier WHERE person_id = ?", (id_,))
        db.executemany("INSERT INTO identifier VALUES (?, ?, ?, ?, ?)", [(kind, v, id_, reason, doubt) for kind, v, reason, doubt in wanted])
    mail_name, rank = db.execute("SELECT mail_name, name_rank FROM person WHERE id = ?", (id_,)).fetchone()
    name = people.shown_name(mail_name, rank, one.name) or min(i.value for i in one.identifiers)
    db.execute("UPDATE person SET name = ?, card_name = ? WHERE id = ? AND (name, card_name) IS NOT (?, ?)", (name, one.name, id_, name, one.name))


def _make(db: sqlite3.Connection, uuid: str, one: Someone, organisation: int | None, met: Mapping[str, Met]) -> dict[str, tuple[int, int | None]]:
    """Make a person of what cards and mail say; address → (person id, organisation id)."""
    m = Met(min(one.addresses, default=""), "", "")
    for address in one.addresses:
        if address in met:
            m.add(met[address])
    (id_,) = db.execute(
        "INSERT INTO person (uuid, name, organisation_id, language, name_rank, language_at, mail_name) VALUES (?, '', ?, ?, ?, ?, ?) RETURNING id",
        (uuid, organisation, m.language, m.name_rank, m.language_at, m.name),
    ).fetchone()
    _rename(db, id_, one)
    db.executemany("UPDATE party SET person_id = ? WHERE address = ?", [(id_, a) for a in one.addresses])
    own = people.organisations_of(db, {company_domain(a) for a in one.addresses} - {""})
    return {a: (id_, own.get(company_domain(a), organisation)) for a in one.addresses}


class _Contacts:
    """When persons who are about to be made anew were in touch, to be written again under whoever they are then."""

    def __init__(self, db: sqlite3.Connection, persons: Sequence[int]) -> None:
        self.db = db
        self.moments = sorted(set(rows_in(db, "SELECT interaction_id, at, coalesce(staff_id, 0) FROM contact WHERE person_id IN (?*)", sorted(persons))))

    def restore(self, bound: Mapping[str, tuple[int, int | None]]) -> None:
        """Write them. Of a person's several addresses in one interaction the first that lies in a company counts."""
        parties: dict[int, dict[int, int | None]] = {}
        ids = sorted({id_ for id_, _, _ in self.moments})
        for id_, address in rows_in(self.db, "SELECT interaction_id, address FROM party WHERE interaction_id IN (?*) ORDER BY interaction_id, ordinal", ids):
            if address in bound:
                person, organisation = bound[address]
                there = parties.setdefault(id_, {})
                there[person] = there.get(person) or organisation
        self.db.executemany(
            "INSERT INTO contact VALUES (?, ?, ?, ?, nullif(?, 0))",
            [(person, at, id_, organisation, staff) for id_, at, staff in self.moments for person, organisation in parties.get(id_, {}).items()],
        )
