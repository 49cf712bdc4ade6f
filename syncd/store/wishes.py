"""What people outside said of not being contacted, as rows: proposals, until somebody confirms or dismisses them.

A proposal is open until a decision names its key (`dismiss`), or somebody has decided about contacting its address since
(store/no_contact.py). Whose the address is follows from `identifier` when it is asked.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from syncd.core import keys
from syncd.core.derived import VERSION
from syncd.core.matters import Unwanted
from syncd.store import no_contact
from syncd.store.decisions import Decision, decide, last_standing
from syncd.store.interactions import Page

# What nobody has decided about (the view `reviews` says the same). An address that may not be contacted by this channel already needs no proposal.
IS_OPEN = """
    (SELECT x.kind FROM decision x WHERE x.subject = s.key AND x.kind IN ('dismiss', 'undo') ORDER BY x.seq DESC LIMIT 1) IS NOT 'dismiss'
    AND NOT EXISTS (SELECT 1 FROM decision x WHERE x.subject = s.address AND x.kind IN ('no_contact', 'contact_again') AND x.at >= i.at)
    AND NOT EXISTS (SELECT 1 FROM no_contact c WHERE c.subject = s.address AND c.channel IN ('any', s.channel))"""

_PROPOSED = f"""
    SELECT s.key, s.address, s.channel, s.quote, i.key, i.kind, i.at, i.language FROM no_contact_said s CROSS JOIN interaction i ON i.id = s.interaction_id
    WHERE {IS_OPEN} AND (i.at < :at OR (i.at = :at AND s.key > :key)) ORDER BY i.at DESC, s.key LIMIT :limit"""
_PLACE = "SELECT i.at FROM no_contact_said s JOIN interaction i ON i.id = s.interaction_id WHERE s.key = ?"


@dataclass(frozen=True, slots=True)
class Proposed:
    """Words nobody has decided about: who said them (an address, or a telephone), of which channel, and where (key, kind, time and language)."""

    key: str
    address: str
    channel: str
    quote: str
    interaction: str
    kind: str
    at: str
    language: str


def proposed(db: sqlite3.Connection, limit: int, after: str = "") -> list[Proposed]:
    """What is proposed, the latest first, from after a key: few say it, and fewer stay open."""
    place = db.execute(_PLACE, (after,)).fetchone() if after else None
    return [Proposed(*row) for row in db.execute(_PROPOSED, {"at": place[0] if place else "9", "key": after, "limit": limit})]


def save_wishes(db: sqlite3.Connection, interaction: str, id_: int, address: str, found: Sequence[Unwanted]) -> None:
    """Keep the wishes of one message (its key, its row id). `address`: of who wishes, or their telephone number."""
    if address:
        db.executemany(
            "INSERT OR IGNORE INTO no_contact_said VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(keys.digest("unwanted", interaction, keys.letters(u.quote)), id_, address, u.channel, u.quote, u.why, VERSION) for u in found],
        )


def confirm(page: Page, key: str, by: str, origin: str) -> bool:
    """The one who said it is not to be contacted by that channel from now on; whether there is such a proposal."""
    row = page.db.execute("SELECT address, channel, quote FROM no_contact_said WHERE key = ?", (key,)).fetchone()
    if row is None:
        return False
    address, channel, quote = row
    if page.db.execute("SELECT 1 FROM no_contact WHERE subject = ? AND channel IN ('any', ?)", (address, channel)).fetchone() is None:
        no_contact.forbid(page, address, channel, quote, None, by, origin)
    return True


def dismiss(page: Page, key: str, by: str, origin: str) -> bool:
    """It was not meant so, and is not to be proposed again; whether there is such a proposal."""
    if page.db.execute("SELECT 1 FROM no_contact_said WHERE key = ?", (key,)).fetchone() is None:
        return False
    last = last_standing(page.db, key)
    if last is None or last[1] != "dismiss":
        decide(page.db, Decision(page.now, by, origin, "dismiss", key))
    return True
