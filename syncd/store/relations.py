"""What the rules of the relation found, as rows: waiting until their moment comes, open, and closed once they are mended.

    triggers   note in `unweighed` what changed, whoever changed it
    settle     turns that into the subjects it concerns, weighs these anew in small transactions, and lets time do what it does

A case follows from stored rows alone, so it does not matter what came first; `since` and `mended_at` may lie ahead, and then the row
waits for the clock without anything being looked at again. What was mended in time is no row.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, cast, get_args

from syncd.core import keys
from syncd.core.absence import days_of, parts_of
from syncd.core.identity import company_domain
from syncd.core.model import Company
from syncd.core.owners import department_of
from syncd.core.relations.checks import CHECKS, Rows
from syncd.core.relations.clock import Terms
from syncd.core.relations.model import Case, Rule
from syncd.store import absences
from syncd.store.ids import marks, rows_in
from syncd.store.interactions import Page
from syncd.store.offers import customer_of

if TYPE_CHECKING:
    from syncd.store.relation_rows import Heard

PIECE: Final = 500  # subjects weighed in one transaction
_MANY: Final = 20_000  # changes: of more, or of more than half of all there is, everything is weighed
_LONGEST: Final = 120  # days from a question to the end of its term, at most
_BY_TIME: Final = {  # the state that time gives, and to what
    "open": "FROM breach WHERE state = 'waiting' AND since <= ?",
    "closed": "FROM breach INDEXED BY breach_ahead WHERE state = 'open' AND mended_at IS NOT NULL AND mended_at <= ?",
}
_CLOCK_CHANGE: Final = 7_200  # seconds by which a day may be shorter, and more
_HEARD_OF: Final = "contacts"  # customers with whom there was only contact, each with the first moment of it: `AT|CUSTOMER`
_SUBJECTS: Final = (*cast("tuple[Rows, ...]", get_args(Rows)), _HEARD_OF)


def settle(page: Page, rules: Sequence[Rule]) -> None:
    """Weigh everything that changed, and let time do what it does, inside the caller's transaction."""
    while weigh_piece(page, rules):
        pass


def weigh_piece(page: Page, rules: Sequence[Rule]) -> bool:
    """Weigh some of what changed, inside the caller's transaction; whether there is more."""
    db = page.db
    if not _subjects(db):
        if db.execute("SELECT 1 FROM unweighed LIMIT 1").fetchone() is None:
            age(db, page.now)
            return False
        _expand(page)
    wanted = _subjects(db)
    for kind in get_args(Rows):
        _weigh(page, rules, kind, [value for k, value in wanted if k == kind])
    heard: dict[str, list[str]] = defaultdict(list)
    for first, _, customer in (value.partition("|") for kind, value in wanted if kind == _HEARD_OF):
        heard[first].append(customer)
    for first, those in heard.items():
        _weigh(page, rules, "customers", those, first)
    db.executemany("DELETE FROM unweighed WHERE kind = ? AND value = ?", wanted)
    return True


def weigh_everything(db: sqlite3.Connection, rules: Collection[str]) -> None:
    """Have every subject of the store weighed anew; breaches of rules (by name) that are not in force go."""
    db.execute("DELETE FROM unweighed")
    from syncd.store.relation_rows import EVERYTHING

    for kind, query in EVERYTHING.items():
        db.execute(f"INSERT OR IGNORE INTO unweighed SELECT ?, * FROM ({query})", (kind,))
    db.execute(f"DELETE FROM breach WHERE rule NOT IN ({marks(len(rules))}) OR of NOT IN (SELECT value FROM unweighed)", tuple(rules))


def age(db: sqlite3.Connection, now: str) -> None:
    """What time does by itself: what waited becomes a breach, and is closed once it is mended."""
    for state, whose in _BY_TIME.items():
        if db.execute(f"SELECT 1 {whose} LIMIT 1", (now,)).fetchone():
            db.execute(f"UPDATE breach SET state = ? WHERE id IN (SELECT id {whose})", (state, now))


def is_settled(db: sqlite3.Connection, now: str) -> bool:
    """Whether nothing is to be weighed, and time has nothing to do."""
    return not any(db.execute(f"SELECT 1 {some} LIMIT 1", values).fetchone() for some, values in (("FROM unweighed", ()), *((whose, (now,)) for whose in _BY_TIME.values())))


def _subjects(db: sqlite3.Connection) -> list[tuple[str, str]]:
    return db.execute(f"SELECT kind, value FROM unweighed WHERE kind IN ({marks(len(_SUBJECTS))}) LIMIT {PIECE}", _SUBJECTS).fetchall()


# Where a case is looked at: a promise, the words of a question, complaint or offer, else the company or the person.
_PAGE: Final = """coalesce(
    (SELECT 'promise/' || key FROM promise WHERE key = b.case_id), (SELECT kind || '/' || key FROM interaction WHERE key = b.case_id),
    (SELECT i.kind || '/' || i.key FROM complaint c JOIN interaction i ON i.id = c.interaction_id WHERE c.key = b.case_id),
    (SELECT i.kind || '/' || i.key FROM offer f JOIN interaction i ON i.id = f.interaction_id WHERE f.key = substr(b.case_id, 1, 32) AND instr(b.case_id, '|')),
    (SELECT 'company/' || o.uuid FROM domain d JOIN organisation o ON o.id = d.organisation_id WHERE d.name = b.address),
    (SELECT 'customer/' || n.uuid FROM identifier d JOIN person n ON n.id = d.person_id WHERE d.value = b.address LIMIT 1))"""


def open_breaches(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """What is open, the latest first; `page` is the address of the page where its words stand, or of the customer's."""
    cursor = db.execute(f"SELECT rule, case_id, person, organisation, address, staff, quote, since, why, {_PAGE} AS page FROM breaches b WHERE closed_at IS NULL ORDER BY since DESC, id")
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


# ── what a change concerns ───────────────────────────────────────────────────────────────────────────────────────


def _expand(page: Page) -> None:
    """Turn what changed into the subjects it concerns."""
    db = page.db
    if _is_most(db):
        weigh_everything(db, {r for (r,) in db.execute("SELECT DISTINCT rule FROM breach")})
        return
    changed: dict[str, list[Any]] = defaultdict(list)
    for kind, value in db.execute("SELECT kind, value FROM unweighed").fetchall():
        changed[kind].append(value)
    found = _Concerned(page, changed)
    rows = [("questions", k) for k in found.questions] + [("complaints", k) for k in found.complaints]
    rows += [("offers", c) for c in found.offers] + [("customers", c) for c in found.customers]
    rows += [(_HEARD_OF, f"{found.first_met}|{c}") for c in found.heard_of - found.customers]
    db.execute(f"DELETE FROM unweighed WHERE kind NOT IN ({marks(len(_SUBJECTS))})", _SUBJECTS)
    db.executemany("INSERT OR IGNORE INTO unweighed VALUES (?, ?)", rows)


def _is_most(db: sqlite3.Connection) -> bool:
    """Whether so much changed that to weigh everything is quicker than to find out what is concerned."""
    many, came, last = db.execute(
        f"SELECT EXISTS (SELECT 1 FROM unweighed LIMIT 1 OFFSET {_MANY}), (SELECT count(*) FROM unweighed WHERE kind = 'interaction'), (SELECT max(id) FROM interaction)"
    ).fetchone()
    return bool(many or (came >= PIECE and came * 2 > last))


class _Concerned:
    """The subjects that some changes can concern."""

    def __init__(self, page: Page, changed: dict[str, list[Any]]) -> None:
        self._page, self._db, self._changed = page, page.db, changed
        self._ids: list[int] = changed["interaction"]
        self._threads = sorted({*changed["thread"], *(t for (t,) in rows_in(self._db, "SELECT thread FROM interaction WHERE thread IS NOT NULL AND id IN (?*)", self._ids))})
        self._met = list(rows_in(self._db, "SELECT DISTINCT person_id, organisation_id, min(at) FROM contact WHERE interaction_id IN (?*) GROUP BY 1, 2", self._ids))
        self._left = [(int(person), at) for person, _, at in (v.partition("|") for v in changed["person"])]

    @cached_property
    def questions(self) -> set[str]:
        """Those in these messages and their conversations, and of those who took part: what is open still, or was answered later.

        What was answered in time before cannot change by what came after it, unless that went again.
        """
        db = self._db
        by = "SELECT i.key FROM question q JOIN interaction i ON i.id = q.interaction_id WHERE "
        found = {k for (k,) in rows_in(db, by + "q.interaction_id IN (?*)", self._ids)}
        found |= {k for (k,) in rows_in(db, "SELECT i.key FROM interaction i CROSS JOIN question q ON q.interaction_id = i.id WHERE i.thread IN (?*)", self._threads)}
        for person, at in {(p, at) for p, _, at in self._met} | set(self._left):
            found |= {k for (k,) in db.execute(
                "SELECT b.of FROM identifier d CROSS JOIN breach b ON b.address = d.value WHERE d.kind = 'address' AND d.person_id = ? AND (b.mended_at IS NULL OR b.mended_at >= ?)", (person, at))}  # fmt: skip
        for person, at in self._left:
            found |= {k for (k,) in db.execute(
                "SELECT i.key FROM identifier d CROSS JOIN question q ON q.address = d.value JOIN interaction i ON i.id = q.interaction_id "
                "WHERE d.kind = 'address' AND d.person_id = ? AND i.at BETWEEN ? AND ?", (person, keys.shifted(at, -_LONGEST), at))}  # fmt: skip
        return found | {k for k, table in self._waited if table == "question"}

    @cached_property
    def _waited(self) -> list[tuple[str, str]]:
        """Questions and complaints that were waiting for a colleague of whom it changed when they are away."""
        found: list[tuple[str, str]] = []
        for value in self._changed["away"]:
            address, _, spans = value.partition("|")
            days = sorted({*days_of(spans), *(dt.date.fromisoformat(at[:10]) for part in parts_of(spans) for at in part)})
            if not days:
                continue
            member = {s.address for s in self._page.company.staff if address in (s.address, *s.aliases, s.deputy)} | {address}
            whose = sorted({a for s in self._page.company.staff if s.address in member for a in (s.address, *s.aliases)} | member)
            span = keys.shifted(f"{days[0]}T00:00:00Z", -_LONGEST), f"{days[-1] + dt.timedelta(days=2)}T00:00:00Z"
            for table, key in (("question", "i.key"), ("complaint", "r.key")):
                found += [(str(k), table) for (k,) in rows_in(
                    self._db, f"SELECT {key} FROM party p JOIN interaction i ON i.id = p.interaction_id JOIN {table} r ON r.interaction_id = i.id "
                    "WHERE i.at BETWEEN ? AND ? AND p.address IN (?*)", whose, *span)]  # fmt: skip
        return found

    @property
    def complaints(self) -> set[str]:
        """Beside those the triggers named."""
        return {k for k, table in self._waited if table == "complaint"}

    @cached_property
    def offers(self) -> set[str]:
        """The customers to whom something was offered in a conversation that is another now, or whose business was handed over."""
        found = {c for (c,) in rows_in(self._db, "SELECT f.customer FROM interaction i CROSS JOIN offer f ON f.interaction_id = i.id WHERE f.customer <> '' AND i.thread IN (?*)", self._threads)}
        return found | self._promised

    @cached_property
    def _promised(self) -> set[str]:
        """The customers of promises that changed."""
        companies = {o for (o,) in rows_in(self._db, "SELECT organisation_id FROM promise WHERE organisation_id IS NOT NULL AND key IN (?*)", self._changed["promises"])}
        return {customer_of(a) for a in self._told if "@" in a} | self._domains(companies)

    @cached_property
    def _told(self) -> set[str]:
        """The addresses to which promises that changed were given, and those that business is no longer of."""
        found = rows_in(self._db, "SELECT beneficiary FROM promise WHERE beneficiary IS NOT NULL AND key IN (?*)", self._changed["promises"])
        return {a for (a,) in found} | {str(a) for a in self._changed["beneficiary"]}

    @cached_property
    def customers(self) -> set[str]:
        """Those of whom something that is open changed, or went."""
        db = self._db
        told = {a for (a,) in rows_in(db, "SELECT address FROM complaint WHERE key IN (?*)", self._changed["complaints"])} | self._told
        persons = {p for p, _ in self._left}
        persons |= {p for (p,) in rows_in(db, "SELECT person_id FROM identifier WHERE kind = 'address' AND value IN (?*)", sorted(told))}
        found = self._of(persons, {int(c) for c in self._changed["company"]} - {0}) | self._promised | {str(c) for c in self._changed["offers"]} | {customer_of(a) for a in told if "@" in a}
        return (found | self._invoiced()) - {""}

    @cached_property
    def heard_of(self) -> set[str]:
        """The customers who took part in what came."""
        return self._of({p for p, _, _ in self._met}, {o for _, o, _ in self._met if o}) - {""}

    @cached_property
    def first_met(self) -> str:
        """When the first of what came took place."""
        return min((at for *_, at in self._met), default="")

    def _of(self, persons: set[int], companies: set[int]) -> set[str]:
        """The customers these people and companies are."""
        db = self._db
        companies |= {o for (o,) in rows_in(db, "SELECT organisation_id FROM person WHERE organisation_id IS NOT NULL AND id IN (?*)", sorted(persons))}
        told = {a for (a,) in rows_in(db, "SELECT value FROM identifier WHERE kind = 'address' AND person_id IN (?*)", sorted(persons))}
        return self._domains(companies) | {customer_of(a) for a in told if "@" in a}

    def _domains(self, companies: Iterable[int]) -> set[str]:
        return {d for (d,) in rows_in(self._db, "SELECT name FROM domain WHERE name NOT GLOB 'name:*' AND organisation_id IN (?*)", sorted(companies))}

    def _invoiced(self) -> set[str]:
        """The domains that rows of invoices may mean by name, VAT number or code."""
        found: set[str] = set()
        for value in self._changed["invoice"]:
            name_key, vat_key, code = value.split("|", 2)
            found |= {d for (d,) in self._db.execute(
                "SELECT domain FROM customer_row WHERE name_key = ?1 AND ?1 <> '' UNION SELECT domain FROM customer_row WHERE vat_key = ?2 AND ?2 <> '' "
                "UNION SELECT domain FROM customer_row WHERE code = ?3 UNION SELECT domain FROM signed_name WHERE key = ?1 "
                "UNION SELECT n.name FROM domain d JOIN domain n USING (organisation_id) WHERE d.name = 'name:' || ?1", (name_key, vat_key, code))}  # fmt: skip
        return {d for d in found if d and not d.startswith("name:")}


# ── the cases ────────────────────────────────────────────────────────────────────────────────────────────────────


def _weigh(page: Page, rules: Sequence[Rule], kind: Rows, wanted: Sequence[str], heard: str = "") -> None:
    """Bring the breaches of these subjects in line with what the rules find; one that says so already is not written.

    `heard`: when the first of what came took place, of customers with whom there was contact and nothing else.
    """
    db = page.db
    checked = [r for r in rules if CHECKS[r.check].rows == kind]
    if not checked or not wanted:
        return
    from syncd.store.relation_rows import (  # with all that is asked of rows: only where something is to be weighed
        GATHER,
        customers_heard_of,
    )

    absent = _Absent(page)
    terms = Terms(page.company, page.calendar, absent.days, absent.parts)
    subjects = list(customers_heard_of(db, page.company, wanted, _heard(page, checked, heard)) if heard else GATHER[kind](db, page.company, wanted))
    begun = {of: keys.instant(at) for of, subject in subjects if heard and (at := subject.heard)}
    for rule in checked:
        check = CHECKS[rule.check]
        found = {}
        for of, subject in subjects:
            for case in check.find(subject, rule, terms):
                if _is_for(case, rule, page.company):
                    row = _row(case, rule, of, page.now, again=check.again)
                    found[row[0]] = row
        there = {row[0]: tuple(row) for row in rows_in(db, "SELECT * FROM breach WHERE rule = ? AND of IN (?*)", list(wanted), rule.name) if row[7] > begun.get(row[3], "")}
        db.executemany("DELETE FROM breach WHERE id = ?", [(id_,) for id_ in there if there[id_] != found.get(id_)])
        db.executemany(f"INSERT OR REPLACE INTO breach VALUES ({marks(12)})", [row for id_, row in found.items() if there.get(id_) != row])


def _heard(page: Page, rules: Sequence[Rule], first: str) -> Heard:
    """What came since `first`: a contact is recent where by no rule (whose working time is never shorter than as much time) its term can be over."""
    now = dt.datetime.fromisoformat(page.now)
    shortest = min((r.within.seconds + r.within.working_days * 86_400 for r in rules if r.within), default=0)
    from syncd.store.relation_rows import Heard

    return Heard(dt.datetime.fromisoformat(first), now - dt.timedelta(seconds=shortest - _CLOCK_CHANGE), now)


def _row(case: Case, rule: Rule, of: str, now: str, *, again: bool) -> tuple[Any, ...]:
    since, mended = keys.instant(case.since), keys.instant(case.closed_at) if case.closed_at else None
    state = "waiting" if since > now else "closed" if mended is not None and mended <= now else "open"
    id_ = keys.digest("breach", rule.name, case.case_id, *([since] if again else []))
    return id_, rule.name, case.case_id, of, case.address, case.staff, case.quote, since, mended, state, case.why, rule.seen_by


def _is_for(case: Case, rule: Rule, company: Company) -> bool:
    """Whether a rule is for this case: by the colleague's department, and by who the two are."""
    if rule.departments:
        department = department_of(case.staff, company) if case.staff else None
        if department is None or department.name not in rule.departments:
            return False
    outside = {case.address, case.address.rpartition("@")[2], company_domain(case.address) if "@" in case.address else case.address}
    whose = outside | ({case.staff} if case.staff else set())
    return whose.isdisjoint(rule.without) and (not rule.only or not whose.isdisjoint(rule.only))


class _Absent:
    """The days on which colleagues are away, each read once."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._known: dict[str, frozenset[dt.date]] = {}
        self._parts: dict[str, tuple[tuple[str, str], ...]] = {}

    def days(self, address: str) -> frozenset[dt.date]:
        """Those of one colleague."""
        if address not in self._known:
            self._known[address] = absences.days_away(self._page.db, address)
        return self._known[address]

    def parts(self, address: str) -> tuple[tuple[str, str], ...]:
        """The parts of days of one colleague."""
        if address not in self._parts:
            self._parts[address] = absences.parts_away(self._page.db, address)
        return self._parts[address]
