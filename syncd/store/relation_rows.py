"""The rows the rules of the relation look at, gathered for some of their subjects: questions (by interaction key), complaints,
offers and customers (by domain or address), promises. Reads only; what a rule finds in them is `syncd.core.relations`.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from syncd.core import keys
from syncd.core.model import Company, Language
from syncd.core.relations.checks import Rows
from syncd.core.relations.model import Asked, Business, Complained, Customer, Later, OffersTo, Promised
from syncd.core.withdrawn import declines, pays
from syncd.core.worktime import zone_of
from syncd.store.decisions import standing
from syncd.store.ids import rows_in
from syncd.store.offered import offered_to
from syncd.store.offers import customer_of

_LATER_AT_ONCE = (8, 300)  # things after a question that are read, in its conversation and with who asked: few are enough for most
_READ = 600  # characters of a later mail
_SURE = 0.5  # confidence of a promise that counts as open business

Gather = Callable[[sqlite3.Connection, Company, Sequence[str]], Iterator[tuple[str, Any]]]

# What takes place with somebody: no meeting that was called off, or that is a mere date.
_HELD: Final = (
    "NOT (i.kind = 'meeting' AND (EXISTS (SELECT 1 FROM meeting m WHERE m.interaction_id = i.id AND (m.status = 'cancelled' OR m.sort = 'event')) "
    "OR EXISTS (SELECT 1 FROM occurrence o WHERE o.interaction_id = i.id AND o.start_at = {at} AND o.status = 'cancelled')))"
)


def _at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _maybe(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


# ── who of us ────────────────────────────────────────────────────────────────────────────────────────────────────

_OURS: Final = (
    "SELECT p.interaction_id, p.address, s.address FROM party p LEFT JOIN staff s ON s.id = p.staff_id "
    "WHERE p.role IN ('to', 'cc', 'callee') AND p.interaction_id IN (?*) ORDER BY p.interaction_id, p.role = 'cc', p.ordinal"
)


def _reached(db: sqlite3.Connection, company: Company, interactions: Sequence[int]) -> dict[int, str]:
    """Whom of us each of these messages and calls was for: the first it names; of a mailbox of one its reader, of one of several nobody."""
    readers = {m.address: m.members[0] if len(m.members) == 1 else "" for m in company.shared}
    found: dict[int, str] = {}
    for id_, address, staff in rows_in(db, _OURS, interactions):
        who = readers.get(address, staff)
        if who is not None:
            found.setdefault(id_, who)
    return found


# ── questions ────────────────────────────────────────────────────────────────────────────────────────────────────

_QUESTION: Final = (
    "SELECT i.id, i.key, i.at, coalesce(i.thread, ''), q.quote, q.address, d.person_id FROM interaction i JOIN question q ON q.interaction_id = i.id "
    "LEFT JOIN identifier d ON d.kind = 'address' AND d.value = q.address WHERE i.key IN (?*)"
)
_LATER: Final = f"""
SELECT i.kind, x.at, i.direction, i.class, coalesce(k.outcome, ''), i.language,
       CASE WHEN i.kind = 'message' AND i.direction = 'in' THEN (SELECT substr(m.own_text, 1, {_READ}) FROM message m WHERE m.interaction_id = i.id) ELSE '' END
FROM (SELECT * FROM (SELECT interaction_id AS id, at FROM contact WHERE person_id = :person AND at > :at ORDER BY at LIMIT :most)
      UNION SELECT * FROM (SELECT id, at FROM interaction WHERE thread = :thread AND at > :at AND kind = 'message' ORDER BY at LIMIT :most) ORDER BY at LIMIT :most) x
CROSS JOIN interaction i ON i.id = x.id LEFT JOIN call k ON k.interaction_id = i.id
WHERE {_HELD.format(at="x.at")} AND i.class NOT IN ('bulk', 'auto', 'bounce') ORDER BY x.at, i.key"""


class _Laters:
    """What came after a question, read as far as it is looked at."""

    def __init__(self, db: sqlite3.Connection, person: int | None, at: str, thread: str) -> None:
        self._db, self._values = db, {"person": person, "at": at, "thread": thread or None}
        self._known: list[Later] = []
        self._read = 0  # how often

    def __iter__(self) -> Iterator[Later]:
        yield from (known := self._known)
        while self._read < len(_LATER_AT_ONCE):
            rows = self._db.execute(_LATER, {**self._values, "most": _LATER_AT_ONCE[self._read]}).fetchall()
            self._read += 1
            self._known = [
                Later(kind=kind, at=_at(then), direction=direction, class_=class_, outcome=outcome, language=language, text=text, of_asker=direction == "in")
                for kind, then, direction, class_, outcome, language, text in rows
            ]
            yield from self._known[len(known) :]
            known = self._known


def questions(db: sqlite3.Connection, company: Company, wanted: Sequence[str]) -> Iterator[tuple[str, Asked]]:
    """The questions of these messages (by key), with what came after each."""
    rows = list(rows_in(db, _QUESTION, wanted))
    reached = _reached(db, company, [r[0] for r in rows])
    for id_, key, at, thread, quote, address, person in rows:
        yield key, Asked(key=key, address=address, staff=reached.get(id_, ""), at=_at(at), quote=quote, laters=_Laters(db, person, at, thread))


# ── complaints ───────────────────────────────────────────────────────────────────────────────────────────────────

_COMPLAINT: Final = "SELECT c.key, i.id, i.at, c.address, c.quote, c.state FROM complaint c JOIN interaction i ON i.id = c.interaction_id WHERE c.state <> 'dismissed' AND c.key IN (?*)"
_SIGNS: Final = "SELECT s.complaint_key, s.step, s.at, i.kind FROM complaint_sign s JOIN interaction i ON i.id = s.interaction_id WHERE s.complaint_key IN (?*)"


def complaints(db: sqlite3.Connection, company: Company, wanted: Sequence[str]) -> Iterator[tuple[str, Complained]]:
    """These complaints (by key) that nobody dismissed, with what was done about each."""
    rows = list(rows_in(db, _COMPLAINT, wanted))
    reached = _reached(db, company, [r[1] for r in rows])
    signs: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for key, step, at, kind in rows_in(db, _SIGNS, wanted):
        signs[key][step] = (at, kind)
    decided = _decided(db, wanted)
    for key, id_, at, address, quote, state in rows:
        said, since = decided.get(key, ("", ""))
        steps = {step: when for step, when in signs[key].items() if said != "reopen" or when[0] > since}
        settled = since if said == "settle" else steps.get("settled", ("", ""))[0]
        yield key, Complained(
            key=key, address=address, staff=reached.get(id_, ""), at=_at(at), quote=quote, answered_at=_maybe(steps.get("answered", ("", ""))[0]),
            called=steps.get("answered", ("", ""))[1] == "call", apologised_at=_maybe(steps.get("apologised", ("", ""))[0]),
            settled_at=_maybe(settled) if settled or state != "settled" else _at(at),
        )  # fmt: skip


def _decided(db: sqlite3.Connection, subjects: Sequence[str]) -> dict[str, tuple[str, str]]:
    """What people decided last about each of these, and when."""
    told = rows_in(db, "SELECT subject, kind, at FROM decision WHERE subject IN (?*) ORDER BY seq", subjects)
    return {subject: (kind, at) for subject, kind, at in standing(told)}


# ── offers ───────────────────────────────────────────────────────────────────────────────────────────────────────

_CLOSED: Final = (
    "SELECT f.customer, f.key, i.at FROM offer f JOIN offer e ON e.key = f.closed_by JOIN interaction i ON i.id = e.interaction_id WHERE f.customer <> '' AND f.customer IN (?*)"
)


def offers(db: sqlite3.Connection, _: Company, wanted: Sequence[str]) -> Iterator[tuple[str, OffersTo]]:
    """What was offered to these customers, and when each line was taken or refused."""
    closed: dict[str, dict[str, dt.datetime]] = defaultdict(dict)
    for customer, key, at in rows_in(db, _CLOSED, wanted):
        closed[customer][key] = _at(at)
    for customer, told in offered_to(db, wanted).items():
        if len(told.offers) > 1:
            yield customer, OffersTo(offers=told.offers, handed=told.handed, closed=closed[customer])


# ── promises against the usual term ──────────────────────────────────────────────────────────────────────────────

_HASTY: Final = f"""
SELECT p.key, coalesce(p.beneficiary, ''), p.promiser, p.said_at, p.quote, p.kind, p.due_kind, p.due_to, u.due_to, u.term,
       (SELECT min(e.at) FROM evidence e WHERE e.promise_id = p.id AND e.closes = p.state)
FROM promise p JOIN usual_term u ON u.promise_id = p.id WHERE p.state NOT IN ('dismissed', 'withdrawn') AND p.confidence >= {_SURE} AND p.key IN (?*)"""


def promises(db: sqlite3.Connection, _: Company, wanted: Sequence[str]) -> Iterator[tuple[str, Promised]]:
    """These promises (by key), where a term is usual for what was promised."""
    decided = _decided(db, wanted)
    for key, address, staff, at, quote, kind, due_kind, due_to, usual_to, usual, mended in rows_in(db, _HASTY, wanted):
        said = decided.get(key, ("", ""))
        yield key, Promised(key=key, address=address, staff=staff, at=_at(at), quote=quote, kind=kind, due_kind=due_kind, due_to=due_to, usual_to=usual_to, usual=usual,
                            mended_at=_maybe(said[1] if said[0] in ("done", "cancel") else mended))  # fmt: skip


# ── customers and what is open with them ─────────────────────────────────────────────────────────────────────────


def customers(db: sqlite3.Connection, company: Company, wanted: Sequence[str]) -> Iterator[tuple[str, Customer]]:
    """These customers (a company's domain, or an address) with whom anything was ever open."""
    who = {c: w for c in wanted if (w := _whose(db, c))}
    business = _Opened(db, company, who)
    for customer, of in who.items():
        if found := business.of(customer):
            yield customer, Customer(customer=customer, staff=of.owner, business=found, contacts=_Contacts(db, of))


def customers_heard_of(db: sqlite3.Connection, company: Company, wanted: Sequence[str], heard: Heard) -> Iterator[tuple[str, Customer]]:
    """These customers after new contacts with them, from the last contact before on: with what is still open, where that one was not long ago.

    While no silence since then can have been too long, nothing that is over by now can matter any more.
    """
    who = {c: w for c in wanted if (w := _whose(db, c))}
    last = {c: _Contacts(db, w).last(heard.first - dt.timedelta(seconds=1)) for c, w in who.items()}
    recent = {c: w for c, w in who.items() if (at := last[c]) and at > heard.recent}
    standing = _Standing(db, company, recent, heard.now)
    for customer, of in recent.items():
        yield customer, Customer(customer=customer, staff=of.owner, business=standing.of(customer), contacts=_Contacts(db, of), heard=last[customer])
    yield from customers(db, company, [c for c in wanted if c not in recent])


@dataclass(frozen=True, slots=True)
class Heard:
    """What came anew: its first moment, and the moment after which the last contact before it has to lie to count as recent."""

    first: dt.datetime
    recent: dt.datetime
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class _Whose:
    """A customer's company or person (by row id)."""

    column: str
    id: int
    owner: str


# An address is a customer where business names it, not where it is merely another one of somebody's.
_NAMED: Final = (
    "EXISTS (SELECT 1 FROM offer WHERE customer = :a) OR EXISTS (SELECT 1 FROM promise INDEXED BY promise_given_to WHERE beneficiary = :a AND organisation_id IS NULL) "
    "OR EXISTS (SELECT 1 FROM complaint WHERE address = :a)"
)


def _whose(db: sqlite3.Connection, customer: str) -> _Whose | None:
    if "@" in customer:
        if customer_of(customer) != customer:
            return None  # their company is the customer
        row = db.execute(f"SELECT person_id FROM identifier WHERE kind = 'address' AND value = :a AND ({_NAMED})", {"a": customer}).fetchone()
        return _Whose("person_id", row[0], "") if row else None
    row = db.execute("SELECT o.id, o.owner FROM domain d JOIN organisation o ON o.id = d.organisation_id WHERE d.name = ?", (customer,)).fetchone()
    return _Whose("organisation_id", row[0], row[1]) if row else None


_CONTACT: Final = (
    f"SELECT c.at, i.kind FROM contact c JOIN interaction i ON i.id = c.interaction_id WHERE c.{{column}} = ? AND c.at {{after}} ? AND i.class IN ('personal', 'list', 'voicemail') "
    f"AND {_HELD.format(at='c.at')} AND NOT EXISTS (SELECT 1 FROM call k WHERE k.interaction_id = i.id AND k.outcome = 'missed' AND k.direction = 'out') "
    "ORDER BY c.at {order} LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class _Contacts:
    """The contacts of one customer, asked for along the index of time."""

    db: sqlite3.Connection
    of: _Whose

    def last(self, until: dt.datetime) -> dt.datetime | None:
        row = self.db.execute(_CONTACT.format(column=self.of.column, after="<=", order="DESC"), (self.of.id, keys.instant(until))).fetchone()
        return _at(row[0]) if row else None

    def first(self, after: dt.datetime) -> tuple[dt.datetime, str] | None:
        row = self.db.execute(_CONTACT.format(column=self.of.column, after=">", order="ASC"), (self.of.id, keys.instant(after))).fetchone()
        return (_at(row[0]), row[1]) if row else None


_LINES: Final = (
    "SELECT f.customer, i.at, f.state, f.valid_until, f.quote, e.at, i.thread FROM offer f JOIN interaction i ON i.id = f.interaction_id LEFT JOIN offer o ON o.key = f.closed_by "
    "LEFT JOIN interaction e ON e.id = o.interaction_id WHERE f.customer <> '' AND f.customer IN (?*)"
)
_REPLIES: Final = (
    f"SELECT i.at, i.language, substr(m.own_text, 1, {_READ}) FROM interaction i JOIN message m ON m.interaction_id = i.id "
    "WHERE i.thread = ? AND i.at > ? AND i.kind = 'message' AND i.direction = 'in' AND i.class = 'personal' ORDER BY i.at, i.key"
)
_OWED_FROM: Final = "max(p.said_at, coalesce(p.due_at, ''))"  # what is due later may rest until then
_GIVEN: Final = f"""
SELECT p.key, {_OWED_FROM}, p.state, p.quote, p.promiser, (SELECT min(e.at) FROM evidence e WHERE e.promise_id = p.id AND e.closes = p.state)
FROM promise p WHERE p.kind = 'promise' AND p.state NOT IN ('dismissed', 'withdrawn', 'historic') AND p.confidence >= {_SURE} AND """
_OF: Final = {"organisation_id": "p.organisation_id = ?", "person_id": "p.beneficiary IN (SELECT value FROM identifier WHERE kind = 'address' AND person_id = ?)"}
_COMPLAINED: Final = """
SELECT i.at, c.state, c.quote, (SELECT min(s.at) FROM complaint_sign s WHERE s.complaint_key = c.key AND s.step IN ('apologised', 'settled')), c.key
FROM complaint c JOIN interaction i ON i.id = c.interaction_id WHERE c.state <> 'dismissed' AND c.address IN ({addresses})"""
_ADDRESSES: Final = {
    "organisation_id": "SELECT d.value FROM person n JOIN identifier d ON d.person_id = n.id WHERE n.organisation_id = ?",
    "person_id": "SELECT value FROM identifier WHERE person_id = ?",
}
_INVOICED: Final = """
WITH known(name_key, vat_key, code) AS (
    SELECT name_key, vat_key, code FROM customer_row WHERE domain = :domain AND domain <> ''
    UNION SELECT substr(d.name, 6), '', '' FROM domain d WHERE d.organisation_id = :company AND d.name GLOB 'name:*'
    UNION SELECT key, '', '' FROM signed_name WHERE domain = :domain)
SELECT DISTINCT r.origin, r.date, r.number, r.paid_on FROM known k JOIN invoice r ON r.name_key = k.name_key AND r.name_key <> '' WHERE r.date IS NOT NULL
UNION SELECT r.origin, r.date, r.number, r.paid_on FROM known k JOIN invoice r ON r.customer_key = k.vat_key AND r.customer_key <> '' WHERE r.date IS NOT NULL
UNION SELECT r.origin, r.date, r.number, r.paid_on FROM known k JOIN invoice r ON r.name_key = lower(k.code) AND r.customer = k.code AND r.name_key <> '' WHERE r.date IS NOT NULL"""
_OVER: Final = frozenset({"paid", "rejected"})
_ENDS: Final[Mapping[str, Callable[[str, Language], bool]]] = {"offered": declines, "invoiced": pays}
_STANDS: Final = frozenset({"open", "unknown"})


class _Opened:
    """What was ever open with some customers."""

    def __init__(self, db: sqlite3.Connection, company: Company, who: Mapping[str, _Whose]) -> None:
        self._db, self._who, self._zone = db, who, zone_of(company.timezone)
        self._lines: dict[str, list[Business]] = defaultdict(list)
        for customer, at, state, valid_until, quote, closed, thread in self._rows_of_lines(sorted(who)):
            since, until = _at(at), _maybe(closed) or self._told_over(state, thread, at)
            if until is None and state in _OVER:
                continue
            if valid_until and state == "offered":
                until = min(filter(None, (until, self._day(valid_until) + dt.timedelta(days=1))))
            self._lines[customer].append(Business(since=since, until=until, quote=quote))

    def _rows_of_lines(self, customers: Sequence[str]) -> Iterator[Any]:
        return rows_in(self._db, _LINES, customers)

    def _told_over(self, state: str, thread: str | None, after: str) -> dt.datetime | None:
        """When somebody said no in a conversation after an offer, or after an invoice that it is paid."""
        ends = _ENDS.get(state)
        if ends is None or not thread:
            return None
        replies = self._db.execute(_REPLIES, (thread, after))
        return next((_at(at) for at, language, text in replies if ends(text, language)), None)

    def of(self, customer: str) -> list[Business]:
        """Of one customer, in order."""
        who = self._who[customer]
        found = [*self._lines.get(customer, ()), *self._promised(who), *self._complained(who), *(self._invoiced(customer, who) if who.column == "organisation_id" else ())]
        return sorted((b for b in found if b.until is None or b.until > b.since), key=lambda b: (b.since, b.quote))

    def _promised(self, who: _Whose) -> Iterator[Business]:
        rows = self._rows_of_promises(who)
        decided = _decided(self._db, [r[0] for r in rows if r[2] not in _STANDS and r[5] is None])
        for key, at, state, quote, promiser, closed in rows:
            until = None if state in _STANDS else closed or decided.get(key, ("", at))[1]
            yield Business(since=_at(at), until=_maybe(until), quote=quote, staff=promiser)

    def _rows_of_promises(self, who: _Whose) -> list[Any]:
        return self._db.execute(_GIVEN + _OF[who.column], (who.id,)).fetchall()

    def _complained(self, who: _Whose) -> Iterator[Business]:
        rows = self._rows_of_complaints(who)
        decided = _decided(self._db, [r[4] for r in rows])
        for at, state, quote, mended, key in rows:
            said, since = decided.get(key, ("", ""))
            until = since if said == "settle" else mended if said != "reopen" or (mended or "") > since else None
            yield Business(since=_at(at), until=_maybe(until) if until or state not in ("settled",) else _at(at), quote=quote)

    def _rows_of_complaints(self, who: _Whose) -> list[Any]:
        return self._db.execute(_COMPLAINED.format(addresses=_ADDRESSES[who.column]), (who.id,)).fetchall()

    def _invoiced(self, customer: str, who: _Whose) -> Iterator[Business]:
        for _, date, number, paid_on in self._db.execute(_INVOICED, {"domain": customer, "company": who.id}):
            yield Business(since=self._day(date), until=self._day(paid_on) if paid_on else None, quote=number)

    def _day(self, day: str) -> dt.datetime:
        return dt.datetime.combine(dt.date.fromisoformat(day[:10]), dt.time(), self._zone)


# Of what has no end the first counts alone, past invoices that are told to be paid; what was closed, only where the mail or meeting that closed it lies ahead (a wrong date, a planned day).
_LINES_ENDLESS: Final = _LINES + " AND f.closed_by IS NULL AND f.state NOT IN ('paid', 'rejected', 'offered') ORDER BY i.at, f.quote"
_LINES_ENDING: Final = _LINES + " AND CASE WHEN f.closed_by IS NOT NULL THEN e.at > :now ELSE f.state = 'offered' AND (f.valid_until IS NULL OR f.valid_until >= :yesterday) END"
_GIVEN_FIRST: Final = _GIVEN.replace("FROM promise p", "FROM promise p INDEXED BY {index}") + "p.state IN ('open', 'unknown') AND {of} ORDER BY " + _OWED_FROM + ", p.quote LIMIT 1"
_GIVEN_AHEAD: Final = _GIVEN.replace("FROM promise p WHERE", "FROM evidence a CROSS JOIN promise p ON p.id = a.promise_id WHERE a.at > :now AND") + "{of}"
_ALONG: Final = {"organisation_id": "promise_standing", "person_id": "promise_given_to"}
_COMPLAINED_STANDING: Final = _COMPLAINED + " AND (c.state <> 'settled' OR EXISTS (SELECT 1 FROM complaint_sign s WHERE s.complaint_key = c.key AND s.at > :now))"


class _Standing(_Opened):
    """What is open with some customers now, or is to be closed after now."""

    def __init__(self, db: sqlite3.Connection, company: Company, who: Mapping[str, _Whose], now: dt.datetime) -> None:
        self._now = keys.instant(now)
        self._yesterday = keys.shifted(self._now, -2)[:10]
        super().__init__(db, company, who)

    def _rows_of_lines(self, customers: Sequence[str]) -> Iterator[Any]:
        for customer in customers:
            values = {"customer": customer, "now": self._now, "yesterday": self._yesterday}
            for row in self._db.execute(_LINES_ENDLESS.replace("(?*)", "(:customer)"), values):
                yield row
                if self._told_over(row[2], row[6], row[1]) is None:
                    break
            yield from self._db.execute(_LINES_ENDING.replace("(?*)", "(:customer)"), values)

    def _rows_of_promises(self, who: _Whose) -> list[Any]:
        of = _OF[who.column].replace("?", ":who")
        values = {"who": who.id, "now": self._now}
        return [row for query in (_GIVEN_FIRST, _GIVEN_AHEAD) for row in self._db.execute(query.format(of=of, index=_ALONG[who.column]), values)]

    def _rows_of_complaints(self, who: _Whose) -> list[Any]:
        query = _COMPLAINED_STANDING.format(addresses=_ADDRESSES[who.column].replace("?", ":who"))
        return self._db.execute(query, {"who": who.id, "now": self._now}).fetchall()


def of_addresses(db: sqlite3.Connection, addresses: Iterable[str]) -> set[str]:
    """The customers whom these addresses belong to."""
    return {customer_of(a) for a in addresses if "@" in a}


GATHER: Final[Mapping[Rows, Gather]] = {"questions": questions, "complaints": complaints, "offers": offers, "customers": customers, "promises": promises}
EVERYTHING: Final[Mapping[Rows, str]] = {
    "questions": "SELECT i.key FROM question q JOIN interaction i ON i.id = q.interaction_id",
    "complaints": "SELECT key FROM complaint",
    "offers": "SELECT DISTINCT customer FROM offer WHERE customer <> ''",
    "promises": "SELECT p.key FROM usual_term u JOIN promise p ON p.id = u.promise_id",
    "customers": "SELECT name FROM domain WHERE name NOT GLOB 'name:*' UNION SELECT customer FROM offer WHERE customer LIKE '%@%' "
    "UNION SELECT DISTINCT p.beneficiary FROM promise p WHERE p.beneficiary IS NOT NULL AND p.organisation_id IS NULL AND p.beneficiary LIKE '%@%' "
    "UNION SELECT c.address FROM complaint c WHERE c.address LIKE '%@%'",
}
