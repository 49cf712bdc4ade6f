"""When there was contact with each customer, as rows: the days, and how often that usually is.

    contact_day     a customer's days of personal contact, planned ones too; list mail, missed calls and called-off meetings are none
    rhythm          what follows from them up to the day of the pass (core/relations/rhythm.py)

Triggers collect in `contact_changed` the days whose contacts changed; `settle` makes anew what follows from these days alone, and
once a day the rhythm of customers whose day has come, or lies ahead again where the clock was set back. So a page of mail costs what it
touched, and order never matters.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Final

from syncd.core.relations.manner import is_informal
from syncd.core.relations.rhythm import GAPS, rhythm, usual_gap
from syncd.store.interactions import Page

# The days that changed, by whose they are: of a company by its index of contacts, of a person by theirs.
_CONTACTS: Final = {
    "company": "FROM contact_changed h CROSS JOIN contact c ON c.organisation_id = h.company AND c.at >= h.day AND c.at < h.day || 'U' WHERE h.company <> 0",
    "person": "FROM contact_changed h CROSS JOIN contact c ON c.person_id = h.person AND c.at >= h.day AND c.at < h.day || 'U' AND c.organisation_id IS NULL WHERE h.person <> 0",
}
_COUNTS: Final = """
    SELECT h.company, h.person, h.day, max(i.kind = 'meeting'), 0 FROM ({contacts}) h JOIN interaction i ON i.id = h.interaction_id
    LEFT JOIN meeting m ON m.interaction_id = i.id LEFT JOIN call k ON k.interaction_id = i.id
    WHERE i.class = 'personal' AND coalesce(k.outcome, '') <> 'missed' AND coalesce(m.sort, '') <> 'event' AND coalesce(m.status, '') <> 'cancelled'
      AND NOT EXISTS (SELECT 1 FROM occurrence o WHERE o.interaction_id = i.id AND o.start_at = h.at AND o.status = 'cancelled')
    GROUP BY h.company, h.person, h.day"""
_TITLES: Final = """
    SELECT h.company, h.person, h.day, coalesce((SELECT o.title FROM occurrence o WHERE o.interaction_id = m.interaction_id AND o.start_at = h.at), m.title)
    FROM ({contacts}) h JOIN meeting m ON m.interaction_id = h.interaction_id WHERE m.status <> 'cancelled'"""
# Who of ours was in touch most with a person without a company, in the 180 days before the last contact.
_OWNER: Final = """
    SELECT s.address FROM contact c JOIN staff s ON s.id = c.staff_id WHERE c.person_id = ?1 AND c.organisation_id IS NULL AND c.at >= date(?2, '-180 days') AND c.at < ?2 || 'U'
    GROUP BY s.id ORDER BY count(DISTINCT c.interaction_id) DESC, max(c.at) DESC, s.address LIMIT 1"""

_RECKONED_ON: Final = "rhythm_day"  # meta: up to which day the rhythms are


def settle(page: Page) -> None:
    """Make anew the days that changed, and the rhythm of whose days they are."""
    db, today = page.db, page.now[:10]
    whose = set(db.execute("SELECT DISTINCT company, person FROM contact_changed"))
    if whose:
        _lay_days(db)
        db.execute("DELETE FROM contact_changed")
    whose |= _come_about(db, today)
    for company, person in whose:
        _reckon(db, company, person, today)


def _come_about(db: sqlite3.Connection, today: str) -> set[tuple[int, int]]:
    """The customers with a day of contact that was still to come when this was asked on another day and is not now, or the other way round."""
    row = db.execute("SELECT value FROM meta WHERE name = ?", (_RECKONED_ON,)).fetchone()
    if row and row[0] == today:
        return set()
    db.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (_RECKONED_ON, today))
    between = sorted((row[0], today)) if row else ("", today)
    return set(db.execute("SELECT DISTINCT company, person FROM contact_day WHERE day > ? AND day <= ?", between))


def _lay_days(db: sqlite3.Connection) -> None:
    db.execute("DELETE FROM contact_day WHERE (company, person, day) IN (SELECT company, person, day FROM contact_changed)")
    for contacts in _CONTACTS.values():
        chosen = f"SELECT h.company, h.person, h.day, c.at, c.interaction_id {contacts}"
        db.execute(f"INSERT INTO contact_day {_COUNTS.format(contacts=chosen)}")
        informal = {(c, p, day) for c, p, day, title in db.execute(_TITLES.format(contacts=chosen)) if is_informal(title)}
        db.executemany("UPDATE contact_day SET informal = 1 WHERE company = ? AND person = ? AND day = ? AND met = 1", sorted(informal))


def _reckon(db: sqlite3.Connection, company: int, person: int, today: str) -> None:
    """Write the rhythm of one customer as it is on a day; of one without any days there is none."""
    found = db.execute("SELECT day, met, informal FROM contact_day WHERE company = ? AND person = ? ORDER BY day", (company, person)).fetchall()
    before = db.execute("SELECT * FROM rhythm WHERE company = ? AND person = ?", (company, person)).fetchone()
    now = (company, person, *_figures(db, person, found, today)) if found else None
    if now == before:
        return
    db.execute("DELETE FROM rhythm WHERE company = ? AND person = ?", (company, person))
    if now:
        db.execute("INSERT INTO rhythm VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", now)


def _figures(db: sqlite3.Connection, person: int, found: list[tuple[str, int, int]], today: str) -> tuple[object, ...]:
    """The columns of `rhythm` from the owner on; `found` are days with met and informal, in their order."""
    past = [d for d in found if d[0] <= today]
    to_come = next((day for day, met, _ in found[len(past) :] if met), None)
    met = [day for day, m, _ in past if m]
    informal = [day for day, _, i in past if i]
    r = rhythm([dt.date.fromisoformat(day) for day, _, _ in past[-GAPS - 1 :]], first_on=dt.date.fromisoformat(past[0][0]) if past else None, count=len(past))
    owner = db.execute(_OWNER, (person, past[-1][0] if past else found[0][0])).fetchone() if person else None
    return (
        owner[0] if owner else "", *((r.first_on.isoformat(), r.last_on.isoformat(), r.days, r.usual_gap, r.quiet_from.isoformat() if r.quiet_from else None) if r else (None, None, 0, None, None)),
        to_come, met[-1] if met else None, sum(day > informal[-1] for day in met) if informal else len(met),
        informal[-1] if informal else None, usual_gap([dt.date.fromisoformat(day) for day in informal[-GAPS - 1 :]]),
    )  # fmt: skip
