"""Who may see what, for every page, table and answer: the one place where it is decided. Deny by default.

manager  everything that is in the store: what nobody may see is not in it
staff    a short card of every customer; the whole of the customers they look after or share; what they took part in
admin    how complete the sources are; no customer, no text
others   nothing

A customer is shared by whoever took part in something with them, is named in a promise or hand-off for them, or is a
member of a mailbox that met them. A page declares who may open it (`show(…, to=…)`); one that declares nothing is for
managers. What is rowed out within a page is asked here, row by row.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from datasette.utils.asgi import Forbidden

MANAGER, STAFF, ADMIN = "manager", "staff", "admin"
MANAGERS = frozenset({MANAGER})
COLLEAGUES = frozenset({MANAGER, STAFF})  # whoever works with customers
HEALTH = frozenset({MANAGER, ADMIN})  # whoever looks after the program
# The places that stand at the head of each page, by role; managers go everywhere.
PLACES = {STAFF: frozenset({"start", "customers", "promises", "matters", "reports", "search"}), ADMIN: frozenset({"sources"})}

OWN_COMPANY = "SELECT 1 FROM organisation WHERE id = ? AND owner = ?"
COMPANY_OF = "SELECT organisation_id FROM person WHERE id = ?"
# Whether a colleague took part in something with a customer: first by the index of contacts alone, then by everybody who was there.
TOOK_PART = """
    SELECT 1 FROM contact c WHERE c.{column} = :id AND (c.staff_id = :staff
        OR EXISTS (SELECT 1 FROM party y WHERE y.interaction_id = c.interaction_id AND y.staff_id = :staff)) LIMIT 1"""
# Whether one of the sources of a colleague (their own, and those they are a member of) met a customer.
MET_BY_SOURCE = """
    SELECT 1 FROM contact c JOIN interaction i ON i.id = c.interaction_id JOIN sighting g ON g.key = i.key
    JOIN collection f ON f.id = g.collection_id JOIN source s ON s.id = f.source_id
    WHERE c.{column} = :id AND s.name IN (SELECT value FROM json_each(:sources)) LIMIT 1"""
# Whether a promise or hand-off for a customer names a colleague.
_MINE = "(p.promiser = :me OR p.assignee = :me OR EXISTS (SELECT 1 FROM handoff h WHERE h.promise_id = p.id AND :me IN (h.to_staff, h.from_staff)))"
NAMED_FOR_COMPANY = f"SELECT 1 FROM promise p WHERE p.organisation_id = :id AND p.said_at >= '' AND {_MINE} LIMIT 1"
NAMED_FOR_PERSON = f"""
    SELECT 1 FROM identifier d JOIN promise p ON p.beneficiary = d.value AND p.said_at >= ''
    WHERE d.person_id = :id AND d.kind = 'address' AND {_MINE} LIMIT 1"""
# In which of some interactions a colleague took part, is named in a promise, or which they have in a source of theirs; and with whom the others were.
WERE_THERE = "SELECT interaction_id FROM party WHERE interaction_id IN (SELECT value FROM json_each(:ids)) AND staff_id = :staff"
NAMED_IN = f"SELECT p.interaction_id FROM promise p WHERE p.interaction_id IN (SELECT value FROM json_each(:ids)) AND {_MINE}"
IN_SOURCE = """
    SELECT i.id FROM interaction i JOIN sighting g ON g.key = i.key JOIN collection f ON f.id = g.collection_id JOIN source s ON s.id = f.source_id
    WHERE i.id IN (SELECT value FROM json_each(:ids)) AND (s.owner = :me OR s.name IN (SELECT value FROM json_each(:sources)))"""
WITH_WHOM = """
    SELECT c.interaction_id, c.person_id, c.organisation_id, n.uuid, o.uuid, w.uuid, o.owner, w.owner FROM contact c JOIN person n ON n.id = c.person_id
    LEFT JOIN organisation o ON o.id = c.organisation_id LEFT JOIN organisation w ON w.id = n.organisation_id
    WHERE c.interaction_id IN (SELECT value FROM json_each(:ids))"""
# Everybody a colleague shares, in one reading each: met together, named for; and everybody a mailbox met.
REACHED = (
    """SELECT DISTINCT c.person_id, c.organisation_id FROM party y JOIN contact c ON c.interaction_id = y.interaction_id
       WHERE y.address IN (SELECT value FROM json_each(:addresses)) AND y.staff_id = :staff""",
    """SELECT d.person_id, p.organisation_id FROM promise p LEFT JOIN identifier d ON d.kind = 'address' AND d.value = p.beneficiary
       WHERE p.promiser = :me OR p.assignee = :me OR p.id IN (SELECT promise_id FROM handoff WHERE :me IN (to_staff, from_staff))""",
)
MET_BY_MAILBOX = (
    """SELECT DISTINCT c.person_id, c.organisation_id FROM source s JOIN collection f ON f.source_id = s.id JOIN sighting g ON g.collection_id = f.id
       JOIN interaction i ON i.key = g.key JOIN contact c ON c.interaction_id = i.id WHERE s.name IN (SELECT value FROM json_each(:sources))""",
)
UUIDS = "SELECT uuid FROM person WHERE id IN (SELECT value FROM json_each(:people)) UNION ALL SELECT uuid FROM organisation WHERE id IN (SELECT value FROM json_each(:companies))"
FOR_WHOM = """
    SELECT d.person_id, p.organisation_id FROM promise p
    LEFT JOIN identifier d ON d.kind = 'address' AND d.value = CASE p.kind WHEN 'theirs' THEN p.promiser ELSE p.beneficiary END WHERE p.id = ?"""
PROMISE_IS_MINE = f"SELECT 1 FROM promise p WHERE p.id = :id AND {_MINE}"


@dataclass(frozen=True)
class Reader:
    """Who asks for a page. `mailboxes`: the names, as JSON, of the shared sources they are a member of."""

    address: str
    role: str
    mailboxes: str = "[]"
    aliases: str = "[]"  # all their addresses, as JSON
    _known: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)  # what this request has asked already

    @property
    def sees_all(self) -> bool:
        """Whether nothing of the store is kept from them."""
        return self.role == MANAGER

    def goes_to(self, place: str) -> bool:
        """Whether a place stands at the head of their pages."""
        return self.sees_all or place in PLACES.get(self.role, ())

    def decides(self, promise: Mapping[str, Any]) -> bool:
        """Whether they may decide about a promise: staff about those they gave, have or handed on, and those made to them."""
        if self.role != STAFF:
            return self.sees_all
        whose = ["promiser", "assignee", "from_staff", "to_staff", *(["beneficiary"] if promise["kind"] == "theirs" else [])]
        return self.address in [promise[name] for name in whose]

    def has_source(self, name: str, owner: str) -> bool:
        """Whether a source is theirs to know about: their own, or shared with them."""
        return self.sees_all or owner == self.address or name in json.loads(self.mailboxes)

    def once(self, key: tuple[object, ...], ask: Any) -> Any:
        """An answer of `ask()`, asked once a request."""
        if key not in self._known:
            self._known[key] = ask()
        return self._known[key]


NOBODY = Reader("", "")
SINGLY = 400  # customers of a page that are asked about one by one, 0.1 ms each
REACH_LASTS = 600.0  # seconds; the reading takes up to a second for whoever took part in 100,000 mails
_reaches: dict[tuple[str, str], tuple[float, frozenset[str]]] = {}  # by the store's file, and an address or mailboxes
_reading = threading.Lock()  # one reads for all that wait for it


def reader(told: Mapping[str, Any], actor: Mapping[str, Any] | None, today: str) -> Reader:
    """The reader behind an actor, by what the config says of them now. Without authentication everybody here is a manager.

    `told`: what `syncd serve` took from the config; `today`: a date, from which on those who left are nobody.
    """
    if told.get("auth", "none") == "none":
        return Reader("", MANAGER)
    person = told["people"].get(str(actor.get("id", "")).lower()) if actor else None
    if person is None or (person["left"] and person["left"] <= today):
        return NOBODY
    return Reader(person["address"], person["role"], person["mailboxes"], person["addresses"])


def sees_customer(db: sqlite3.Connection, reader: Reader, *, person_id: int | None = None, organisation_id: int | None = None) -> bool:
    """Whether a reader may open the whole page of a customer (row ids), and not only the short card."""
    if reader.role != STAFF:
        return reader.sees_all
    if organisation_id is not None and _sees_company(db, reader, organisation_id):
        return True
    return person_id is not None and bool(reader.once(("person", person_id), lambda: _sees_person(db, reader, person_id)))


def _sees_person(db: sqlite3.Connection, reader: Reader, id_: int) -> bool:
    found = db.execute(COMPANY_OF, (id_,)).fetchone()
    if found is None:
        return False
    return (found[0] is not None and _sees_company(db, reader, found[0])) or _shares(db, reader, "person_id", id_, NAMED_FOR_PERSON)


def _sees_company(db: sqlite3.Connection, reader: Reader, id_: int) -> bool:
    def ask() -> bool:
        return db.execute(OWN_COMPANY, (id_, reader.address)).fetchone() is not None or _shares(db, reader, "organisation_id", id_, NAMED_FOR_COMPANY)

    return bool(reader.once(("company", id_), ask))


def _shares(db: sqlite3.Connection, reader: Reader, column: str, id_: int, named: str) -> bool:
    values = _values(db, reader, id_)
    asked = [*([MET_BY_SOURCE.format(column=column)] if reader.mailboxes != "[]" else []), named, TOOK_PART.format(column=column)]  # what takes longest last
    return any(db.execute(sql, values).fetchone() for sql in asked)


def sees_item(db: sqlite3.Connection, reader: Reader, interaction_id: int) -> bool:
    """Whether a reader may open a message, meeting or call (its row id): of a customer they see, or they took part."""
    return interaction_id in seen_items(db, reader, [interaction_id])


def seen_items(db: sqlite3.Connection, reader: Reader, ids: Sequence[int]) -> frozenset[int]:
    """Which of these messages, meetings and calls (row ids) a reader may open; asked together, because one by one it takes ten times as long."""
    if reader.role != STAFF:
        return frozenset(ids) if reader.sees_all else frozenset()
    known: dict[int, bool] = reader.once(("items",), dict)
    if new := [id_ for id_ in ids if id_ not in known]:
        seen = _seen(db, reader, new)
        known.update((id_, id_ in seen) for id_ in new)
    return frozenset(id_ for id_ in ids if known[id_])


def _seen(db: sqlite3.Connection, reader: Reader, ids: Sequence[int]) -> set[int]:
    seen: set[int] = set()
    values = _values(db, reader, 0)
    for sql in (WERE_THERE, NAMED_IN, IN_SOURCE):
        if left := [id_ for id_ in ids if id_ not in seen]:
            seen.update(id_ for (id_,) in db.execute(sql, {**values, "ids": json.dumps(left)}))
    if left := [id_ for id_ in ids if id_ not in seen]:
        seen.update(_of_shared(db, reader, db.execute(WITH_WHOM, {"ids": json.dumps(left)}).fetchall()))
    return seen


def _of_shared(db: sqlite3.Connection, reader: Reader, found: Sequence[Sequence[Any]]) -> set[int]:
    """Which of these (rows of WITH_WHOM) were with a customer of theirs: each customer is asked about where a page has few of them, else all are read at once."""
    asked: set[tuple[int, int | None]] = reader.once(("customers",), set)
    asked.update((person, company) for _, person, company, *_ in found)
    if len(asked) <= SINGLY:
        return {id_ for id_, person, company, *_ in found if sees_customer(db, reader, person_id=person, organisation_id=company)}
    reached = reader.once(("reach",), lambda: _reach(db, reader))
    return {id_ for id_, _, _, *whom in found if reader.address in whom[3:] or any(not some.isdisjoint(whom[:3]) for some in reached)}


def _reach(db: sqlite3.Connection, reader: Reader) -> tuple[frozenset[str], ...]:
    """The people and companies a colleague shares, by their ids; kept for ten minutes, because long lists ask for each of their rows.

    So a long list may follow a new or lost share so much later; their own mail, their promises and their own companies are asked at once.
    """
    (file,) = (path for _, name, path in db.execute("PRAGMA database_list") if name == "main")
    values = {**_values(db, reader, 0), "addresses": reader.aliases if reader.aliases != "[]" else json.dumps([reader.address])}
    mailboxes = () if reader.mailboxes == "[]" else (_kept((file, reader.mailboxes), db, MET_BY_MAILBOX, values),)
    return _kept((file, reader.address), db, REACHED, values), *mailboxes


def _kept(key: tuple[str, str], db: sqlite3.Connection, asked: tuple[str, ...], values: Mapping[str, object]) -> frozenset[str]:
    """What these readings give, of the last ten minutes. It may take a second (of a mailbox with 80,000 mails), longer than a page has: so it is read beside the page."""
    if not key[0]:  # in memory alone
        return _read(db, asked, values)
    if (known := _reaches.get(key)) and time.monotonic() - known[0] < REACH_LASTS:
        return known[1]
    with _reading:
        if (known := _reaches.get(key)) and time.monotonic() - known[0] < REACH_LASTS:
            return known[1]
        beside = sqlite3.connect(f"{Path(key[0]).as_uri()}?mode=ro", uri=True)
        try:
            _reaches[key] = time.monotonic(), _read(beside, asked, values)
        finally:
            beside.close()
        return _reaches[key][1]


def _read(db: sqlite3.Connection, asked: tuple[str, ...], values: Mapping[str, object]) -> frozenset[str]:
    people: set[int] = set()
    companies: set[int] = set()
    for sql in asked:
        for person, company in db.execute(sql, values):
            people.add(person)
            companies.add(company)
    uuids = db.execute(UUIDS, {"people": json.dumps(list(people - {None})), "companies": json.dumps(list(companies - {None}))})
    return frozenset(uuid for (uuid,) in uuids)


def sees_promise(db: sqlite3.Connection, reader: Reader, promise_id: int, interaction_id: int) -> bool:
    """Whether a reader may open a promise (row ids): it is theirs, for a customer they see, or they may open where it was said.

    What colleagues wrote to each other around it stays theirs: it has no customer in it, and is no item of one.
    """
    if reader.role != STAFF:
        return reader.sees_all
    if db.execute(PROMISE_IS_MINE, _values(db, reader, promise_id)).fetchone() or sees_item(db, reader, interaction_id):
        return True
    return any(sees_customer(db, reader, person_id=p, organisation_id=o) for p, o in db.execute(FOR_WHOM, (promise_id,)).fetchall())


def require(allowed: bool) -> None:
    """Refuse a page from within its reading. Raises Forbidden: 403, in words."""
    if not allowed:
        raise Forbidden("not of this reader's customers")


def _values(db: sqlite3.Connection, reader: Reader, id_: int) -> dict[str, object]:
    return {"id": id_, "me": reader.address, "staff": reader.once(("me",), lambda: _row_id(db, reader)), "sources": reader.mailboxes}


def _row_id(db: sqlite3.Connection, reader: Reader) -> int:
    found = db.execute("SELECT id FROM staff WHERE address = ?", (reader.address,)).fetchone()
    return int(found[0]) if found else -1


# ── figures of people ────────────────────────────────────────────────────────────────────────────────────────────

SMALLEST = 5  # people in a department whose figures are shown by themselves
DEPARTMENTS = """
    SELECT d.id, d.name, count(s.id) AS people FROM department d JOIN staff s ON s.department_id = d.id AND s.left_on IS NULL
    GROUP BY d.id ORDER BY people DESC, d.name"""


@dataclass(frozen=True, slots=True)
class Grouping:
    """By what a reader's figures about colleagues are shown. `only`: the one colleague they are about, '' for all."""

    by_person: bool
    only: str = ""


def grouping(reader: Reader, told: Mapping[str, Any]) -> Grouping:
    """Staff see figures of themselves; managers of departments of five or more, of single people only where the config says so."""
    if reader.role == MANAGER:
        return Grouping(by_person=bool(told.get("by_person")))
    return Grouping(by_person=True, only=reader.address or "-")


def departments(db: sqlite3.Connection, group: Grouping) -> dict[int, str]:
    """The departments that are shown by themselves: row id and name. The others are shown together, under ''.

    What is shown together is five people or more, too: else the smallest of the large ones goes with it.
    """
    found = db.execute(DEPARTMENTS).fetchall()
    if group.by_person:
        return {id_: name for id_, name, _ in found}
    shown, together = [], 0
    for id_, name, people in found:
        if people >= SMALLEST:
            shown.append((id_, name))
        else:
            together += people
    if 0 < together < SMALLEST and shown:
        shown.pop()
    return dict(shown)
