"""Promises noted down outside of mail, as rows: in calendar entries, and in the words people add to entries of ours.

    save_meetings   what stands in the meetings a page touched
    save_notes      what stands in the words people added to our entries (the decisions `note`)
    find_customers  whom a note (or a fact) means that names somebody without an address, from all customers there are

Whom a note means depends on everybody stored, so it is found when a pass is over, and found anew when anything has come.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from syncd.core.derived import Told
from syncd.core.identity import company_domain
from syncd.core.named import Customer, Customers, beginnings, is_telephone, significant
from syncd.core.worktime import zone_of
from syncd.store import evidence, facts, names, who
from syncd.store.domains import companies_at
from syncd.store.ids import rows_in
from syncd.store.interactions import Page
from syncd.store.meetings import copies_of
from syncd.store.promises import Place, save_told

_FOUND = "customers_found"  # meta: there while whom notes mean is as found
_FEW = 100  # words asked for: of more it is quicker to go through everybody

# ── calendar entries ─────────────────────────────────────────────────────────────────────────────────────────────


def save_meetings(page: Page) -> int:
    """Bring the promises in the meetings this page wrote in line; says how many are new."""
    if not page.meetings:
        return 0
    from syncd.core.minutes import told_in  # with all that reads promises: only where a meeting has changed

    sayings: dict[str, Told] = {}
    for key in sorted(page.meetings):
        told = told_in(copies_of(page.db, key), page.company, page.calendar)
        sayings[key] = told or _NOTHING
    page.meetings.clear()
    return save_told(page, sayings, lambda some: _meeting_places(page, some))


_NOTHING = Told(at=dt.datetime(1970, 1, 1, tzinfo=dt.UTC), due_zone="", language="", own_text="", parties=(), promises=(), trusted=False)


def _meeting_places(page: Page, sayings: Mapping[str, Told]) -> dict[str, Place]:
    domains = {key: [x for p in page.company.outside(d.parties) if (x := company_domain(p.address))] for key, d in sayings.items()}
    companies = companies_at(page.db, (x for some in domains.values() for x in some))
    return {
        key: Place(id_, sayings[key].trusted, next((companies[x] for x in domains[key] if x in companies), None))
        for key, id_ in rows_in(page.db, "SELECT key, id FROM interaction WHERE key IN (?*)", list(sayings))
    }


# ── words added to entries of ours ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _About:
    """What an entry of ours is about: where it comes from, and the customer."""

    interaction: int
    customer: str | None
    known: bool  # there is a customer, though without an address
    organisation: int | None


@dataclass(frozen=True, slots=True)
class _Note:
    """Words somebody added, when, to which entry. `id`: of the decision."""

    id: str
    by: str
    at: str
    subject: str
    words: str


def save_notes(page: Page, subjects: Iterable[str] | None = None) -> int:
    """Bring the promises in the words added to these entries (by promise key or uid; None: to all) in line; says how many are new."""
    by_subject: dict[str, list[_Note]] = {}
    for note in _notes(page.db, subjects):
        by_subject.setdefault(note.subject, []).append(note)
    sayings: dict[str, Told] = {}
    places: dict[str, Place] = {}
    for subject, notes in sorted(by_subject.items()):
        about = _about(page.db, subject)
        for note in _without_beginnings(notes) if about else ():
            assert about is not None
            sayings[f"note:{note.id}"] = _told(page, note, about)
            places[f"note:{note.id}"] = Place(about.interaction, True, about.organisation)
    return save_told(page, sayings, lambda some: {key: places[key] for key in some})


def _notes(db: sqlite3.Connection, subjects: Iterable[str] | None) -> list[_Note]:
    query = "SELECT id, by, at, subject, value FROM decision WHERE kind = 'note'"
    found = db.execute(f"{query} ORDER BY seq") if subjects is None else rows_in(db, f"{query} AND subject IN (?*) ORDER BY seq", sorted(set(subjects)))
    return [_Note(id_, by, at, subject, words) for id_, by, at, subject, value in found if isinstance(words := json.loads(value), str)]


def _without_beginnings(notes: list[_Note]) -> list[_Note]:
    """The notes of one entry without the lines that a later one goes on with: a calendar saves while somebody types."""
    kept = []
    for n, note in enumerate(notes):
        later = [line for other in notes[n + 1 :] for line in other.words.splitlines()]
        lines = [line for line in note.words.splitlines() if not any(x.startswith(line) for x in later)]
        kept.append(replace(note, words="\n".join(lines)))
    return kept


def _told(page: Page, note: _Note, about: _About) -> Told:
    from syncd.core.languages import language_of  # with all that reads promises: only where somebody wrote something
    from syncd.core.promises.oneself import added_words

    member = next((s for s in page.company.staff if s.address == note.by), None)
    zone = (member.timezone if member else "") or page.company.timezone
    at = dt.datetime.fromisoformat(note.at)
    promises = added_words(note.words, note.by, about.customer, at.astimezone(zone_of(zone)), page.company, page.calendar, known=about.known)
    return Told(at=at, due_zone=zone, language=language_of(note.words), own_text=note.words, parties=(), promises=promises, trusted=True)


# what an entry about a call or before a meeting is about: of one time of a series, the key stands before the time
_CALL_OR_MEETING = "SELECT i.id FROM reminder r JOIN interaction i ON i.key = substr(r.subject, 1, instr(r.subject || ' ', ' ') - 1) WHERE r.uid = ? AND r.purpose IN ('call', 'brief')"


def _about(db: sqlite3.Connection, subject: str) -> _About | None:
    """What the entry of this subject is about; None where that is no more, or no one thing."""
    row = db.execute("SELECT interaction_id, beneficiary, named, organisation_id FROM promise WHERE key = ?", (subject,)).fetchone()
    if row:
        return _About(row[0], row[1], bool(row[1] or row[2] or row[3]), row[3])
    row = db.execute(_CALL_OR_MEETING, (subject,)).fetchone()
    if row is None:
        return None
    person = db.execute("SELECT person_id, organisation_id FROM contact WHERE interaction_id = ? ORDER BY person_id LIMIT 1", row).fetchone()
    return _About(row[0], _address(db, person[0]) if person else None, True, person[1] if person else None)


# ── whom a note means ────────────────────────────────────────────────────────────────────────────────────────────


def something_came(db: sqlite3.Connection) -> None:
    """Whom notes mean may be another now."""
    db.execute("DELETE FROM meta WHERE name = ?", (_FOUND,))


def find_customers(page: Page) -> None:
    """Say of each promise that was noted whom it is for, as far as just one can be meant, and weigh anew what has changed."""
    db = page.db
    if db.execute("SELECT 1 FROM meta WHERE name = ?", (_FOUND,)).fetchone():
        return
    noted = db.execute(
        "SELECT p.id, p.key, p.promiser, p.named, p.noted, p.beneficiary, p.organisation_id, k.interaction_key, k.body ->> 'beneficiary' FROM promise p "
        "JOIN promise_key k ON k.key = p.key WHERE p.noted <> '' AND p.state <> 'withdrawn' ORDER BY p.noted = 'note', p.said_at, p.key"
    ).fetchall()
    told_of = facts.names(db)
    if not noted and not told_of:
        return
    names.settle(db)  # they are looked for in the index
    customers = _customers(db, [*(row[3] for row in noted), *told_of])
    facts.bind(db, lambda name: _address(db, meant) or "" if (meant := customers.meant(name, lambda fits: fits).person) is not None else "")
    changed = []
    for id_, _, promiser, named, kind, beneficiary, organisation, place, said in noted:
        whom, company = said, _company_of(db, said) if said else None
        if named:
            meant = customers.meant(named, partial(_known_to, db, promiser))
            whom, company = _address(db, meant.person) if meant.person is not None else None, meant.company
        elif kind == "note":
            whom, company = _inherited(db, place)
        if (whom, company) != (beneficiary, organisation):
            db.execute("UPDATE promise SET beneficiary = ?, organisation_id = ? WHERE id = ?", (whom, company, id_))
            changed.append(id_)
    db.execute("INSERT INTO meta VALUES (?, '1')", (_FOUND,))
    evidence.settle(page, changed)


def _customers(db: sqlite3.Connection, asked: Sequence[str]) -> Customers:
    """Everybody whom one of these names can mean: while they are few, those whose own names hold its letters."""
    groups = beginnings(asked)
    match = names.with_all_of(groups) if len(groups) <= _FEW else None
    numbers = {significant(name) for name in asked if is_telephone(name)}
    phones: dict[int, list[str]] = {}
    for person, value in db.execute("SELECT person_id, value FROM identifier WHERE kind = 'phone'") if numbers else ():
        if significant(value) in numbers:
            phones.setdefault(person, []).append(value)
    by_name = who.persons_with(db, match) if groups else []
    by_number = rows_in(db, "SELECT id, name, organisation_id FROM person WHERE id IN (?*)", sorted(phones.keys() - {id_ for id_, *_ in by_name}))
    called: dict[int, set[str]] = {id_: {name, *domains.split()} for id_, name, domains in who.companies_with(db, match)} if groups else {}
    if match is not None:  # of its domain a hyphen is no letter, but parts words in the index
        called |= {id_: {name, *domains.split()} for id_, name, domains in db.execute("SELECT id, name, domains FROM organisation WHERE domains LIKE '%-%'")}
    for name, company in db.execute(
        "SELECT DISTINCT c.organisation, n.organisation_id FROM card c JOIN card_identifier x ON x.origin = c.origin AND x.ordinal = c.ordinal "
        "JOIN identifier d ON d.value = x.value JOIN person n ON n.id = d.person_id WHERE c.organisation <> '' AND n.organisation_id IS NOT NULL"
    ):
        called.setdefault(company, set()).add(name)
    people = (Customer(id_, name, company, tuple(phones.get(id_, ()))) for id_, name, company in (*by_name, *by_number))
    return Customers(people, called, asked, lambda company: _people_of(db, company))


def _people_of(db: sqlite3.Connection, company: int) -> list[int]:
    """One person of a company, or two where it has several."""
    return [p for (p,) in db.execute("SELECT id FROM person WHERE organisation_id = ? LIMIT 2", (company,))]


def _known_to(db: sqlite3.Connection, writer: str, persons: set[int]) -> set[int]:
    """Which of these people the writer has been in touch with."""
    return {p for (p,) in rows_in(
        db, "SELECT DISTINCT c.person_id FROM party w CROSS JOIN contact c ON c.interaction_id = w.interaction_id WHERE w.address = ? AND c.person_id IN (?*)",
        sorted(persons), writer,
    )}  # fmt: skip


def _address(db: sqlite3.Connection, person: int) -> str | None:
    row = db.execute("SELECT min(value) FROM identifier WHERE kind = 'address' AND person_id = ?", (person,)).fetchone()
    return row[0] if row else None


def _company_of(db: sqlite3.Connection, address: str) -> int | None:
    domain = company_domain(address)
    return companies_at(db, [domain]).get(domain)


def _inherited(db: sqlite3.Connection, place: str) -> tuple[str | None, int | None]:
    """The customer of the entry the words were added to."""
    row = db.execute("SELECT subject FROM decision WHERE id = ?", (place.removeprefix("note:"),)).fetchone()
    about = _about(db, row[0]) if row else None
    return (about.customer, about.organisation) if about else (None, None)


__all__ = ["find_customers", "save_meetings", "save_notes", "something_came"]
