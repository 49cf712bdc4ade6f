"""Pauses in writing to calendars: decided by the command line, for everybody or one person, until a day or until ended.

A pause is a decision: it outlives restarts, rebuilds and upgrades. Looking into calendars goes on while it lasts.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3

from syncd.core import keys
from syncd.store.decisions import Decision, decide

EVERYBODY = "*"  # the subject of a pause for the whole company; a person's is the address


def pause(db: sqlite3.Connection, subject: str, until: dt.date | None, by: str, now: dt.datetime) -> None:
    """Write nothing to the calendars of `subject` before the day `until` (None: before the pause is ended)."""
    decide(db, Decision(keys.instant(now), by, "command", "pause", subject, until.isoformat() if until else None))


def resume(db: sqlite3.Connection, subject: str, by: str, now: dt.datetime) -> None:
    """End the pause of `subject`."""
    decide(db, Decision(keys.instant(now), by, "command", "resume", subject))


def active(db: sqlite3.Connection, today: dt.date) -> dict[str, str]:
    """Who is paused on this day of the company → the day writing goes on, '' where a person has to end it."""
    latest = {
        subject: (kind, json.loads(value) or "")
        for subject, kind, value in db.execute("SELECT subject, kind, value FROM decision WHERE kind IN ('pause', 'resume') ORDER BY seq")
    }
    return {subject: until for subject, (kind, until) in sorted(latest.items()) if kind == "pause" and (not until or until > today.isoformat())}
