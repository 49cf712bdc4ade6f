"""What is known of the customers of one colleague, as the core asks for it to say whom to meet next (core/relations/rhythm.py).

Each reading is bound to this colleague's customers, so that it costs the same however large the store is. A customer is a
company they look after, or a person without a company with whom they are in touch most.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from syncd.core.no_contact import ANY, is_in_force
from syncd.core.organisations import company_key
from syncd.core.relations.rhythm import AHEAD, LOST_AFTER, Channel, Dated, History, Rhythm, coming, may_stir, next_yearly
from syncd.core.tables import number_key

Customer = tuple[int, int]  # company, person: row ids, the other one 0

_FIGURES = "r.first_on, r.last_on, r.days, r.usual_gap, r.quiet_from, r.next_on, r.met_on, r.met_since_informal, r.informal_on, r.informal_gap"
COMPANIES: Final = f"SELECT o.id, 0, o.uuid, o.name, {_FIGURES} FROM organisation o LEFT JOIN rhythm r ON r.company = o.id AND r.person = 0 WHERE o.owner = :owner AND o.owner <> ''"
PERSONS: Final = f"""
    SELECT 0, n.id, n.uuid, n.name, {_FIGURES} FROM rhythm r CROSS JOIN person n ON n.id = r.person
    WHERE r.owner = :owner AND r.owner <> '' AND r.company = 0 AND n.organisation_id IS NULL"""
# Complaints nobody has settled, with whose they are; the order of the joins is that of the indexes.
COMPLAINTS: Final = """
    SELECT n.organisation_id, n.id, c.quote, c.interaction_id FROM complaint c INDEXED BY complaint_open
    CROSS JOIN identifier d ON d.kind IN ('address', 'phone') AND d.value = c.address CROSS JOIN person n ON n.id = d.person_id
    WHERE c.state IN ('open', 'answered', 'apologised')"""
# What of ours was promised and is due soon, or was left lying without a term.
_PROMISES = """
    SELECT p.organisation_id, {person}, p.quote, p.due_to, p.said_at, p.key FROM {source}
    WHERE p.state = 'open' AND p.kind <> 'theirs' AND p.confidence >= 0.5 AND p.said_at >= :oldest
      AND (p.due_to < :soon OR (p.due_to IS NULL AND p.said_at <= :lying)) AND {whose}"""
TO_COMPANIES: Final = _PROMISES.format(
    person="NULL", source="json_each(:companies) w CROSS JOIN promise p INDEXED BY promise_organisation ON p.organisation_id = w.value AND p.state = 'open'", whose="1"
)
TO_PERSONS: Final = _PROMISES.format(
    person="d.person_id", source="json_each(:people) w CROSS JOIN identifier d ON d.person_id = w.value AND d.kind = 'address' CROSS JOIN promise p INDEXED BY promise_beneficiary ON p.beneficiary = d.value AND p.state = 'open'", whose="1"
)
# Birthdays between two days of the year, with whose they are.
BIRTHDAYS: Final = """
    SELECT n.organisation_id, n.id, n.name, n.uuid, f.address, f.value FROM fact f INDEXED BY fact_birthday
    CROSS JOIN identifier d ON d.kind IN ('address', 'phone') AND d.value = f.address CROSS JOIN person n ON n.id = d.person_id
    WHERE f.kind = 'birthday' AND NOT f.negated AND substr(f.value, -5) BETWEEN ? AND ?"""
# The last word about the birthday of whom an address is of; a card is older than any message.
BIRTHDAY: Final = """
    SELECT f.value FROM fact f LEFT JOIN interaction i ON i.id = f.interaction_id WHERE f.address = ? AND f.kind = 'birthday' AND NOT f.negated ORDER BY i.at DESC, f.key LIMIT 1"""
# The customers' own rows in the accounting program's tables, and their units.
KNOWN_AS: Final = "SELECT organisation_id, name FROM domain WHERE organisation_id IN (SELECT value FROM json_each(?))"
ROWS_BY_DOMAIN: Final = "SELECT domain, '', code, vat_key, name_key, '' FROM customer_row WHERE domain <> '' AND domain IN (SELECT value FROM json_each(?))"
ROWS_BY_NAME: Final = "SELECT '', name_key, code, vat_key, name_key, coalesce(emails, '') FROM customer_row WHERE name_key <> '' AND domain = '' AND name_key IN (SELECT value FROM json_each(?))"
ANY_BY_NAME: Final = "SELECT 1 FROM customer_row WHERE name_key <> '' AND domain = '' LIMIT 1"
UNITS: Final = """
    SELECT customer_key, name_key, coalesce(product, serial), service_on, warranty_until, serial FROM asset WHERE (service_on IS NOT NULL OR warranty_until IS NOT NULL)
    AND ((customer_key <> '' AND customer_key IN (SELECT value FROM json_each(:numbers))) OR (name_key <> '' AND name_key IN (SELECT value FROM json_each(:names))))"""
ADDRESSES: Final = "SELECT person_id, value FROM identifier WHERE kind = 'address' AND person_id IN (SELECT value FROM json_each(?))"
WISHES: Final = """
    SELECT d.organisation_id, NULL, w.channel, w.until FROM no_contact w CROSS JOIN domain d ON d.name = w.subject
    UNION ALL SELECT NULL, i.person_id, w.channel, w.until FROM no_contact w CROSS JOIN identifier i ON i.kind IN ('address', 'phone') AND i.value = w.subject"""


def histories(db: sqlite3.Connection, owner: str, today: dt.date) -> list[History]:
    """The histories of the customers a colleague looks after (their address), as of a day; in no order."""
    found, told = _read(db, owner, today)
    return [_history(customer, owner, row, told) for customer, row in found.items()]


def stirring(db: sqlite3.Connection, owner: str, today: dt.date) -> list[History]:
    """Those of them in which there may be a reason to meet: of most customers there is none, and that is seen without making a history of them."""
    found, told = _read(db, owner, today)
    day, soon, spoken_of = today.isoformat(), coming(today), told.spoken_of
    return [_history(c, owner, row, told) for c, row in found.items() if c in spoken_of or (row[3] and may_stir(row[2], row[6], row[9] or 0, day, soon))]


def _read(db: sqlite3.Connection, owner: str, today: dt.date) -> tuple[dict[Customer, tuple[Any, ...]], _Told]:
    """The customers of a colleague with their rows, and what is told of them."""
    found = {(row[0], row[1]): row[2:] for row in db.execute(f"{COMPANIES} UNION ALL {PERSONS}", {"owner": owner})}
    return found, _Told(db, {customer: row[1] for customer, row in found.items()}, today)


def _history(customer: Customer, owner: str, row: Sequence[Any], told: _Told) -> History:
    uuid, name, first, last, days, gap, quiet, next_on, met, since, informal, informal_gap = row
    rhythm = Rhythm(_day(first), _day(last), days, gap, _day(quiet) if quiet else None) if last else None
    return History(
        page=f"{'company' if customer[0] else 'customer'}/{uuid}", name=name, owner=owner, rhythm=rhythm, next_on=_day(next_on) if next_on else None, met_on=_day(met) if met else None,
        met_since_informal=since or 0, informal_on=_day(informal) if informal else None, informal_gap=informal_gap, birthdays=_in_order(told.birthdays, customer), promises=_in_order(told.promises, customer),
        services=_in_order(told.services, customer), warranties=_in_order(told.warranties, customer), complaints=_in_order(told.complaints, customer), no_contact=told.wishes.get(customer, ""),
    )  # fmt: skip


def _in_order(told: Mapping[Customer, list[Dated]], customer: Customer) -> tuple[Dated, ...]:
    return tuple(sorted(told[customer], key=lambda d: (d.on or dt.date.max, d.what, d.ref))) if customer in told else ()


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text[:10])


class _Told:
    """What the store tells of some customers beside the rhythm: what is a reason to meet, and what speaks against it."""

    def __init__(self, db: sqlite3.Connection, names: Mapping[Customer, str], today: dt.date) -> None:
        self.db, self.names, self.today = db, names, today
        self.ids = {"companies": json.dumps([c for c, _ in names if c]), "people": json.dumps([p for _, p in names if p])}
        self.left_alone: set[int] = set()  # people who wish no contact, of whatever company
        self.wishes = self._wishes()
        self.complaints, self.promises, self.birthdays = self._complaints(), self._promises(), self._birthdays()
        self.services, self.warranties = self._units()

    @property
    def spoken_of(self) -> set[Customer]:
        """The customers of whom something is told that may be a reason."""
        return set().union(self.complaints, self.promises, self.birthdays, self.services, self.warranties)

    def _whose(self, company: int | None, person: int | None) -> Customer | None:
        """The customer a row is of, of the ones asked for; a person in a company is that company's."""
        customer = (company, 0) if company else (0, person or 0)
        return customer if customer in self.names else None

    def _wishes(self) -> dict[Customer, Channel]:
        today = self.today.isoformat()
        found: dict[Customer, Channel] = {}
        for company, person, channel, until in self.db.execute(WISHES):
            if not is_in_force(until, today):
                continue
            self.left_alone |= {person} - {None}
            if customer := self._whose(company, person):
                found[customer] = channel if found.get(customer, channel) == channel else ANY
        return found

    def _complaints(self) -> dict[Customer, list[Dated]]:
        told: dict[Customer, list[Dated]] = defaultdict(list)
        for company, person, quote, interaction in self.db.execute(COMPLAINTS):
            if customer := self._whose(company, person):
                at, key = self.db.execute("SELECT at, key FROM interaction WHERE id = ?", (interaction,)).fetchone()
                if (dated := Dated(quote, _day(at), key)) not in told[customer]:
                    told[customer].append(dated)
        return told

    def _promises(self) -> dict[Customer, list[Dated]]:
        told: dict[Customer, list[Dated]] = defaultdict(list)
        ago = {name: (self.today + dt.timedelta(days=days)).isoformat() for name, days in (("oldest", -366), ("soon", 8), ("lying", -13))}
        for sql in (TO_COMPANIES, TO_PERSONS):
            for company, person, quote, due, said, key in self.db.execute(sql, {**ago, **self.ids}):
                if customer := self._whose(company, person):
                    told[customer].append(Dated(quote, _day(due) if due else None, key, _day(said)))
        return told

    def _birthdays(self) -> dict[Customer, list[Dated]]:
        told: dict[Customer, list[Dated]] = defaultdict(list)
        first, last = f"{self.today:%m-%d}", f"{self.today + dt.timedelta(days=AHEAD):%m-%d}"
        seen = set(self.left_alone)
        for span in ((first, last),) if first <= last else ((first, "12-31"), ("01-01", last)):
            for company, person, name, uuid, address, value in self.db.execute(BIRTHDAYS, span):
                customer = self._whose(company, person)
                if customer is None or person in seen or (day := _next_birthday(value, self.today)) is None:
                    continue
                (latest,) = self.db.execute(BIRTHDAY, (address,)).fetchone()
                if latest[-5:] == value[-5:]:
                    seen.add(person)
                    told[customer].append(Dated(name, day, uuid))
        return told

    def _units(self) -> tuple[dict[Customer, list[Dated]], dict[Customer, list[Dated]]]:
        services: dict[Customer, list[Dated]] = defaultdict(list)
        warranties: dict[Customer, list[Dated]] = defaultdict(list)
        by_number, by_name = self._known_as()
        keys = {"numbers": json.dumps(sorted(by_number)), "names": json.dumps(sorted(by_name))}
        for number, name, product, service_on, warranty_until, serial in self.db.execute(UNITS, keys):
            customer = by_number.get(number) or by_name.get(name)
            if customer and service_on:
                services[customer].append(Dated(product, _day(service_on), serial))
            if customer and warranty_until:
                warranties[customer].append(Dated(product, _day(warranty_until), serial))
        return services, warranties

    def _known_as(self) -> tuple[dict[str, Customer], dict[str, Customer]]:
        """By numbers (code, VAT number) and by names, as both are compared, whose rows of the tables are whose."""
        domains: dict[str, Customer] = {}
        names: dict[str, Customer] = {}
        for company, name in self.db.execute(KNOWN_AS, (self.ids["companies"],)):
            (names if name.startswith("name:") else domains)[name.removeprefix("name:")] = (company, 0)
        people = self.names.items() if self.db.execute(ANY_BY_NAME).fetchone() else ()
        private = {key: customer for customer, name in people if customer[1] and (key := company_key(name))}
        found = [(domains[row[0]], row) for row in self.db.execute(ROWS_BY_DOMAIN, (json.dumps(sorted(domains)),))]
        by_name = {**names, **private}
        named = [(by_name[row[1]], row) for row in self.db.execute(ROWS_BY_NAME, (json.dumps(sorted(by_name)),))]
        addresses = self._addresses(customer[1] for customer, _ in named if customer[1])
        numbers: dict[str, Customer] = {}
        for customer, (_, name_key, code, vat_key, own_name, emails) in (*found, *named):
            if name_key in private and name_key not in names and not addresses[customer[1]].intersection(emails.lower().split()):
                continue  # a namesake
            numbers.update({key: customer for key in (number_key(code), vat_key) if key})
            if customer[0]:
                names.setdefault(own_name, customer)
        return numbers, {name: customer for name, customer in names.items() if name}

    def _addresses(self, people: Iterable[int]) -> Mapping[int, set[str]]:
        """The addresses of these persons (row ids)."""
        found: dict[int, set[str]] = defaultdict(set)
        for person, value in self.db.execute(ADDRESSES, (json.dumps(list(people)),)):
            found[person].add(value)
        return found


def _next_birthday(value: str, today: dt.date) -> dt.date | None:
    """When a birthday (YYYY-MM-DD or MM-DD) comes round; None for what is no day."""
    try:
        return next_yearly(dt.date(2000, int(value[-5:-3]), int(value[-2:])), today)
    except ValueError:
        return None


# Who looks after how many customers, how many of these have gone quiet, and with how many a meeting is planned.
_COUNTED = "count(*), sum(r.quiet_from BETWEEN :oldest AND :today), sum(r.next_on >= :today)"
OWNERS_OF_COMPANIES: Final = f"""
    SELECT o.owner, {_COUNTED} FROM organisation o INDEXED BY organisation_owner LEFT JOIN rhythm r ON r.company = o.id AND r.person = 0 WHERE o.owner <> '' GROUP BY o.owner"""
OWNERS_OF_PERSONS: Final = f"""
    SELECT r.owner, {_COUNTED} FROM rhythm r INDEXED BY rhythm_owner CROSS JOIN person n ON n.id = r.person WHERE r.owner <> '' AND n.organisation_id IS NULL GROUP BY r.owner"""


def owners(db: sqlite3.Connection, today: dt.date) -> dict[str, tuple[int, int, int]]:
    """Who of ours looks after customers (an address): how many, how many of them have gone quiet, with how many a meeting is planned."""
    days = {"today": today.isoformat(), "oldest": (today - dt.timedelta(days=LOST_AFTER)).isoformat()}
    found: dict[str, tuple[int, int, int]] = {}
    for sql in (OWNERS_OF_COMPANIES, OWNERS_OF_PERSONS):
        for owner, customers, quiet, planned in db.execute(sql, days):
            before = found.get(owner, (0, 0, 0))
            found[owner] = (before[0] + customers, before[1] + (quiet or 0), before[2] + (planned or 0))
    return found
