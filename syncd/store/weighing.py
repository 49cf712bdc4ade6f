"""Reads promises and what came after them, and writes what that makes of them: `weigh` for store/evidence.py."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from syncd.core import keys
from syncd.core.fulfil import Evidence, Given, Later, Reading, Weighed, accepted_by, weigh
from syncd.core.identity import company_domain
from syncd.core.model import CERTAIN, WorkingCalendar
from syncd.core.owners import colleague_called
from syncd.core.shared import mailbox_of
from syncd.core.worktime import due_instant, zone_of
from syncd.store.evidence import LONGEST
from syncd.store.ids import rows_in

if TYPE_CHECKING:
    from syncd.store.interactions import Page

_DAYS, _AFTER_DUE = 60, 14  # how long after it was said, and after its term, something can close a promise
_DOCUMENTS = frozenset({"send", "invoice", "deliver"})  # what is kept by something sent to anybody of the same company
_IN_THREAD = frozenset({"answer", "check"})  # what is kept in the conversation or not at all
_OTHERS = 200  # promises of one conversation that are looked at beside one


@dataclass(frozen=True)
class _Row:
    """A promise with the person and company it was given to (of theirs: who gave it); its words are read when asked for."""

    id: int
    key: str
    interaction: int
    thread: str
    said_at: str
    until: str  # the last moment that can close it
    person: int | None
    company: int | None
    addresses: frozenset[str]
    language: str
    body: dict[str, Any]
    calendar: WorkingCalendar
    inside: bool
    assignee: str | None  # None where those who read a mailbox of several were asked

    @property
    def may_accept(self) -> bool:
        """Whether it may be no more than a yes to what a colleague asked."""
        return self.inside and bool(self.thread) and self.body["kind"] == "promise"

    @cached_property
    def weighed(self) -> Weighed:
        """The promise as it is weighed."""
        b = self.body
        zone = b["due_zone"] or ""
        given = Given(
            key=self.key, interaction=self.interaction, thread=self.thread, kind=b["kind"], act=b["act"], firmness=b["firmness"], quote=b["quote"],
            said_at=self.said_at, said_on=dt.datetime.fromisoformat(self.said_at).astimezone(zone_of(zone)).date().isoformat(), zone=zone,
            due_from=b["due_from"] or b["due_to"], due_to=b["due_to"], due_kind=b["due_kind"], due_text=b["due_text"], promiser=b["promiser"], language=self.language,
            due_at=keys.instant(due_instant(b["due_to"], zone, self.calendar)) if b["due_to"] else None, assignee=self.assignee,
            outside=_with_domains(self.addresses), confidence=b["confidence"], inside=self.inside,
        )  # fmt: skip
        return Weighed(given)


@dataclass(slots=True)
class Weighing:
    """The reading of promises and of what came after them, each interaction once."""

    page: Page
    laters: dict[int, list[Later]] = field(default_factory=dict)
    readings: dict[int, Reading] = field(default_factory=dict)

    def of(self, ids: Sequence[int], certain: set[int]) -> list[int]:
        """Weigh these promises and write their evidence; which of them were weighed."""
        rows = self._promises("p.id IN (?*)", ids)
        candidates = self._candidates(rows)
        touched = self.page.touched
        ids = [i for i in ids if i in certain or not touched.isdisjoint(candidates.get(i, ()))]
        weighed = set(ids)
        rows = [r for r in rows if r.id in weighed]
        candidates = {i: found for i, found in candidates.items() if i in weighed}
        self._load({i for found in candidates.values() for i in found})
        laters = {r.id: [x for i in candidates[r.id] for x in self.laters.get(i, ()) if r.said_at < x.at <= r.until] for r in rows if r.id in candidates}
        others = self._others([r for r in rows if laters.get(r.id) or r.may_accept])
        found: dict[int, list[Evidence]] = {i: [] for i in ids}
        for r in rows:
            if r.may_accept and (handoff := accepted_by(r.weighed, others.get(r.thread, []))):
                found[r.id] = [Evidence(interaction=r.interaction, closes="replaced", reason="accepts", quote=r.body["quote"], at=r.said_at, by=handoff.key)]
            elif laters.get(r.id):
                found[r.id] = weigh(r.weighed, laters[r.id], others.get(r.thread, []), self._read)
        _write(self.page.db, found)
        return list(ids)

    def _read(self, later: Later) -> Reading:
        reading = self.readings.get(later.interaction)
        if reading is None:
            reading = self.readings[later.interaction] = Reading(later.text, later.language)
        return reading

    def _promises(self, where: str, values: Sequence[Any]) -> list[_Row]:
        """Promises that stand, by a condition with `IN (?*)`."""
        found = list(rows_in(self.page.db, _PROMISE.format(where=where), values))
        addresses = sorted({r[3] for r in found if r[3]})
        people = dict(rows_in(self.page.db, "SELECT value, person_id FROM identifier WHERE kind = 'address' AND value IN (?*)", addresses))
        several: dict[int, set[str]] = defaultdict(set)
        for person, value in rows_in(self.page.db, "SELECT person_id, value FROM identifier WHERE kind = 'address' AND person_id IN (?*)", sorted(set(people.values()))):
            several[person].add(value)
        rows = []
        for id_, key, interaction, address, company, thread, said_at, language, direction, body in found:
            whose = {address} | several[people[address]] if address in people else {address} if address else set()
            outside = frozenset(a for a in whose if not self.page.company.is_ours(a))
            decoded = msgspec.json.decode(body)
            assignee = decoded["assignee"]
            if assignee:
                assignee = None if mailbox_of(assignee, self.page.company) else colleague_called(assignee, self.page.company.staff)
            rows.append(_Row(id_, key, interaction, thread or "", said_at, _until(said_at, decoded["due_to"]), people.get(address), company,
                             outside, language, decoded, self.page.calendar, direction == "internal", assignee))  # fmt: skip
        return rows

    def _candidates(self, rows: Sequence[_Row]) -> dict[int, set[int]]:
        """Per promise the interactions that can say something about it; those without any are left out."""
        db = self.page.db
        db.execute("CREATE TEMP TABLE IF NOT EXISTS weighed (id INTEGER, thread TEXT, person INTEGER, company INTEGER, said_at TEXT, until TEXT)")
        db.execute("DELETE FROM weighed")
        db.executemany("INSERT INTO weighed VALUES (?, ?, ?, ?, ?, ?)", [
            (r.id, r.thread or None, None if r.body["act"] in _IN_THREAD else r.person, r.company if r.body["act"] in _DOCUMENTS else None, r.said_at, r.until) for r in rows
        ])  # fmt: skip
        found: dict[int, set[int]] = defaultdict(set)
        for query in _CANDIDATES:
            for promise, interaction in db.execute(query):
                found[promise].add(interaction)
        return found

    def _others(self, rows: Sequence[_Row]) -> dict[str, list[Weighed]]:
        """The promises of these conversations, by the conversation."""
        by_thread: dict[str, list[Weighed]] = defaultdict(list)
        for r in sorted(self._promises("i.thread IN (?*)", sorted({r.thread for r in rows if r.thread})), key=lambda r: (r.said_at, r.key)):
            if len(by_thread[r.thread]) < _OTHERS:
                by_thread[r.thread].append(r.weighed)
        return by_thread

    def _load(self, ids: set[int]) -> None:
        """Read these interactions with all that is asked of them."""
        some = sorted(ids - self.laters.keys())
        db = self.page.db
        attached: dict[int, list[tuple[str, str, int]]] = defaultdict(list)
        for i, name, kind, size in rows_in(db, "SELECT interaction_id, name, media_type, size FROM attachment WHERE interaction_id IN (?*) ORDER BY interaction_id, ordinal", some):
            attached[i].append((name, kind, size))
        parties: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
        for i, role, address, response in rows_in(db, "SELECT interaction_id, role, address, response FROM party WHERE interaction_id IN (?*) ORDER BY interaction_id, ordinal", some):
            parties[i].append((role, address, response))
        heard: dict[int, set[str]] = defaultdict(set)  # the addresses of those who were in a call by telephone
        for i, address in rows_in(db, "SELECT c.interaction_id, d.value FROM call c JOIN contact k ON k.interaction_id = c.interaction_id "
                                  "JOIN identifier d ON d.person_id = k.person_id AND d.kind = 'address' WHERE c.interaction_id IN (?*)", some):
            heard[i].add(address)
        said: dict[int, list[Given]] = defaultdict(list)
        for r in self._promises("p.interaction_id IN (?*)", some):
            said[r.interaction].append(r.weighed.given)
        for row in rows_in(db, _LATER, some):
            self.laters[row[0]] = self._later(row, parties[row[0]], tuple(attached[row[0]]), tuple(sorted(said[row[0]], key=lambda g: g.key)), heard[row[0]])

    def _later(self, row: tuple[Any, ...], parties: list[tuple[str, str, str]], attached: tuple[tuple[str, str, int], ...], said: tuple[Given, ...],
               heard: set[str]) -> list[Later]:  # fmt: skip
        id_, key, kind, at, thread, direction, class_, language, subject, text, status, seconds, outcome, *call = row
        company = self.page.company
        outside = {a for _, a, _ in parties if a and not company.is_ours(a)} | (heard if kind == "call" else set())
        sender = next((a for role, a, _ in parties if role in ("from", "sender", "organizer", "caller") and a), "")
        accepted = any(response == "accepted" for _, a, response in parties if a in outside)
        one = Later(
            interaction=id_, key=key, kind=kind, at=at, thread=thread or "", direction=direction, class_=class_, language=language, sender=sender,
            outside=_with_domains(outside), subject=subject, text=text or "", attachments=attached, said=said, status=status or "",
            accepted=accepted, seconds=seconds, outcome=outcome or "",
        )  # fmt: skip
        values = {name: getattr(one, name) for name in Later.__slots__}
        if kind == "message" and outcome in ("answered", "missed", "voicemail"):  # a mail that tells of a call: the call is one thing, the mail another
            whom = _with_domains(heard | (outside if class_ == "personal" else set()))
            told = Later(**{**values, "kind": "call", "at": call[0], "direction": call[1], "outside": whom, "sender": "", "said": (), "attachments": ()})
            return [told] if class_ == "voicemail" else [one, told]
        if kind != "meeting":
            return [one]
        return [
            Later(**{**values, "at": end, "status": state}) for end, state in
            self.page.db.execute("SELECT end_at, status FROM occurrence WHERE interaction_id = ? ORDER BY end_at LIMIT 400", (id_,))
        ]  # fmt: skip


_PROMISE = (
    "SELECT p.id, p.key, p.interaction_id, CASE p.kind WHEN 'theirs' THEN p.promiser ELSE p.beneficiary END, p.organisation_id, i.thread, p.said_at, i.language, i.direction, k.body "
    "FROM promise p JOIN interaction i ON i.id = p.interaction_id JOIN promise_key k ON k.key = p.key WHERE p.state <> 'withdrawn' AND {where}"
)
_LATER = (
    "SELECT i.id, i.key, i.kind, i.at, i.thread, i.direction, i.class, i.language, i.subject, m.own_text, e.status, c.seconds, c.outcome, c.at, c.direction FROM interaction i "
    "LEFT JOIN message m ON m.interaction_id = i.id LEFT JOIN meeting e ON e.interaction_id = i.id LEFT JOIN call c ON c.interaction_id = i.id "
    "WHERE i.id IN (?*)"
)


_CANDIDATES = (
    "SELECT w.id, i.id FROM weighed w CROSS JOIN interaction i ON i.thread = w.thread AND i.at > w.said_at AND i.at <= w.until WHERE w.thread IS NOT NULL",
    "SELECT w.id, c.interaction_id FROM weighed w CROSS JOIN contact c ON c.person_id = w.person AND c.at > w.said_at AND c.at <= w.until",
    "SELECT w.id, c.interaction_id FROM weighed w CROSS JOIN contact c ON c.organisation_id = w.company AND c.at > w.said_at AND c.at <= w.until "
    "WHERE w.company IS NOT NULL",
)


def _with_domains(addresses: frozenset[str] | set[str]) -> frozenset[str]:
    return frozenset(addresses | ({company_domain(a) for a in addresses} - {""}))


def _until(said_at: str, due_to: str | None) -> str:
    """The last moment at which something can close a promise."""
    said = dt.datetime.fromisoformat(said_at)
    end = said + dt.timedelta(days=_DAYS)
    if due_to:
        end = max(end, dt.datetime.fromisoformat(due_to[:10]).replace(tzinfo=dt.UTC) + dt.timedelta(days=_AFTER_DUE + 1))
    return keys.instant(min(end, said + dt.timedelta(days=LONGEST)))


def _write(db: sqlite3.Connection, found: dict[int, list[Evidence]]) -> None:
    """Bring the rows of evidence in line; one that says so already is not written. Of one interaction the certain word counts, else the first."""
    there: dict[tuple[int, int], tuple[Any, ...]] = {}
    for promise, interaction, *rest in rows_in(db, "SELECT promise_id, interaction_id, closes, reason, quote, at, by FROM evidence WHERE promise_id IN (?*)", sorted(found)):
        there[promise, interaction] = tuple(rest)
    wanted: dict[tuple[int, int], tuple[Any, ...]] = {}
    for promise, evidence in found.items():
        for e in evidence:
            place = (promise, e.interaction)
            if place not in wanted or e.closes in CERTAIN:
                wanted[place] = (e.closes, e.reason, e.quote, e.at, e.by)
    db.executemany("DELETE FROM evidence WHERE promise_id = ? AND interaction_id = ?", [k for k in there if there[k] != wanted.get(k)])
    db.executemany("INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?)", [(*k, *v) for k, v in wanted.items() if there.get(k) != v])
