"""Who must not be contacted, as rows: made from decisions alone, so that it stands whoever an address turns out to be.

A row names an address, a domain or a telephone. Whose that is follows from `identifier` and `domain` when it is asked
(view `no_contacts`), so merging persons or companies touches no row here.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from syncd.core.no_contact import Word, wishes_of
from syncd.store.decisions import Decision, decide
from syncd.store.ids import rows_in
from syncd.store.interactions import Page


def forbid(page: Page, subject: str, channel: str, reason: str, until: str | None, by: str, origin: str = "command", since: str | None = None) -> None:
    """Decide that a subject (address, domain, telephone) is not to be contacted; `until` a day, None for good; `since` an instant, None for now."""
    _decide(page, "no_contact", subject, {"channel": channel, "reason": reason, "until": until} | ({"since": since} if since else {}), by, origin)


def allow(page: Page, subject: str, channel: str, by: str, origin: str = "command") -> None:
    """Decide that a subject may be contacted again, by this channel or any."""
    _decide(page, "contact_again", subject, {"channel": channel}, by, origin)


def _decide(page: Page, kind: str, subject: str, value: dict[str, str | None], by: str, origin: str) -> None:
    decide(page.db, Decision(page.now, by, origin, kind, subject, value))
    lay(page.db, [subject])


def lay(db: sqlite3.Connection, subjects: Iterable[str]) -> None:
    """Bring the rows of these subjects in line with what was decided."""
    words: dict[str, list[Word]] = {subject: [] for subject in subjects}
    for subject, kind, at, by, value in rows_in(
        db, "SELECT subject, kind, at, by, value FROM decision WHERE kind IN ('no_contact', 'contact_again') AND subject IN (?*) ORDER BY seq", sorted(words)
    ):
        words[subject].append(Word(kind, at, by, json.loads(value) or {}))
    for subject, said in words.items():
        db.execute("DELETE FROM no_contact WHERE subject = ?", (subject,))
        db.executemany(
            "INSERT INTO no_contact VALUES (?, ?, ?, ?, ?, ?)",
            [(w.subject, w.channel, w.reason, w.since, w.until, w.by) for w in wishes_of(subject, said)],
        )


def lay_everything(db: sqlite3.Connection) -> None:
    """Make all rows from what was decided."""
    lay(db, [s for (s,) in db.execute("SELECT DISTINCT subject FROM decision WHERE kind IN ('no_contact', 'contact_again') AND subject NOT LIKE 'forgotten:%'")])


def listed(db: sqlite3.Connection) -> list[tuple[str, str | None, str | None, str, str, str, str | None, str]]:
    """All rows with whom they concern: subject, person, organisation, channel, reason, since, until, by."""
    return db.execute(
        "SELECT subject, person, organisation, channel, reason, since, until, by FROM ("
        "SELECT c.*, n.name AS person, o.name AS organisation FROM no_contact c "
        "LEFT JOIN identifier d ON d.kind IN ('address', 'phone') AND d.value = c.subject LEFT JOIN person n ON n.id = d.person_id "
        "LEFT JOIN domain m ON m.name = c.subject LEFT JOIN organisation o ON o.id = coalesce(m.organisation_id, n.organisation_id)) "
        "ORDER BY coalesce(person, organisation, subject), subject, channel"
    ).fetchall()


__all__ = ["allow", "forbid", "lay", "lay_everything", "listed"]
