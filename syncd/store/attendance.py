"""Who was at a meeting, as rows: by the meeting's own minutes, and by mails that thank for it afterwards.

A mail that thanks is about the last meeting its writer and a reader were both invited to, of those that ended within the
days before it. Asked from the mail or from the meeting the answer is the same, so it does not matter which came first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from syncd.core import keys
from syncd.core.attendance import THANKED_WITHIN, present_in, thanks_for_meeting
from syncd.core.derived import DerivedMessage
from syncd.core.model import Party
from syncd.store.ids import rows_in
from syncd.store.interactions import Page
from syncd.store.meetings import copies_of

MINUTES, THANKS = "minutes", "thanks"


def settle(page: Page, messages: Mapping[str, DerivedMessage], meetings: Iterable[str]) -> None:
    """Bring attendance in line for these new messages and these meetings (by interaction key)."""
    db = page.db
    thanking = [key for key, d in messages.items() if d.class_ == "personal" and thanks_for_meeting(d.own_text)]
    told = set(dict(rows_in(db, "SELECT id, key FROM interaction WHERE key IN (?*)", thanking)))
    written = dict(rows_in(db, "SELECT key, id FROM interaction WHERE kind = 'meeting' AND key IN (?*)", sorted(meetings)))
    for key, id_ in sorted(written.items()):
        told |= {t for (t,) in db.execute("SELECT told_by FROM attendance WHERE interaction_id = ? AND told_by <> ?", (id_, id_))}
        _minutes(page, key, id_)
    told |= _thanked_after(page, list(written.values()))
    for message in sorted(told):
        _thanks(page, message)


def _minutes(page: Page, key: str, id_: int) -> None:
    """What the minutes of a meeting say: a line about who was there counts only where it was written after the beginning."""
    db = page.db
    db.execute("DELETE FROM attendance WHERE interaction_id = ? AND told_by = ?", (id_, id_))
    row = db.execute("SELECT start_at, rrule FROM meeting WHERE interaction_id = ?", (id_,)).fetchone()
    if row is None or not row[0] or row[1]:
        return
    parties = _parties(page, id_)
    said: dict[str, bool] = {}
    for copy in copies_of(db, key):
        for m in copy.meetings:
            if copy.owner and m.description and m.stamp and keys.instant(m.stamp) >= row[0]:
                said |= present_in(_text(m.description), parties)
    db.executemany("INSERT OR REPLACE INTO attendance VALUES (?, ?, ?, ?, ?, ?)", [(id_, row[0], a, id_, int(there), MINUTES) for a, there in sorted(said.items())])


def _text(description: str) -> str:
    if "<" not in description:
        return description
    from syncd.core.html import to_text  # only where some program wrote HTML into an entry

    return to_text(description)


def _parties(page: Page, id_: int) -> list[Party]:
    return [
        Party(role="attendee", address=address, name=name or _staff_name(page, address))
        for address, name in page.db.execute("SELECT address, name FROM party WHERE interaction_id = ? ORDER BY ordinal", (id_,))
    ]


def _staff_name(page: Page, address: str) -> str:
    return next((s.name for s in page.company.staff if address == s.address or address in s.aliases), "")


def _thanked_after(page: Page, meetings: list[int]) -> set[int]:
    """The mails that may thank for one of these meetings."""
    found: set[int] = set()
    for id_, last in rows_in(page.db, "SELECT interaction_id, max(end_at) FROM occurrence WHERE interaction_id IN (?*) GROUP BY interaction_id", meetings):
        (first,) = page.db.execute("SELECT min(end_at) FROM occurrence WHERE interaction_id = ?", (id_,)).fetchone()
        found |= {
            message for message, text in page.db.execute(
                "SELECT DISTINCT i.id, m.own_text FROM contact g CROSS JOIN contact c ON c.person_id = g.person_id AND c.at BETWEEN ? AND ? "
                "JOIN interaction i ON i.id = c.interaction_id AND i.class = 'personal' JOIN message m ON m.interaction_id = i.id WHERE g.interaction_id = ?",
                (first, keys.shifted(last, THANKED_WITHIN), id_))
            if thanks_for_meeting(text)
        }  # fmt: skip
    return found


def _thanks(page: Page, message: int) -> None:
    """Write for which meeting a mail thanks: its writer was there, and those of its readers who were invited."""
    db = page.db
    db.execute("DELETE FROM attendance WHERE told_by = ? AND reason = ?", (message, THANKS))
    row = db.execute("SELECT at FROM interaction WHERE id = ?", (message,)).fetchone()
    roles: dict[str, str] = {}
    for role, address in db.execute("SELECT role, address FROM party WHERE interaction_id = ? ORDER BY ordinal DESC", (message,)):
        roles[address] = role
    writer = next((a for a, role in roles.items() if role == "from"), "")
    best: tuple[str, str, int] | None = None
    for id_, start, end in db.execute(
        "SELECT DISTINCT o.interaction_id, o.start_at, o.end_at FROM contact c JOIN contact g ON g.person_id = c.person_id AND g.at BETWEEN ? AND ? "
        "JOIN occurrence o ON o.interaction_id = g.interaction_id AND o.start_at = g.at WHERE c.interaction_id = ? AND o.status <> 'cancelled' "
        "AND o.end_at BETWEEN ? AND ?", (keys.shifted(row[0], -THANKED_WITHIN - 1), row[0], message, keys.shifted(row[0], -THANKED_WITHIN), row[0])
    ):  # fmt: skip
        invited = {a for (a,) in db.execute("SELECT address FROM party WHERE interaction_id = ?", (id_,))}
        if writer in invited and any(a in invited and a != writer for a in roles):
            best = max(best or (end, start, id_), (end, start, id_), key=lambda b: (b[0], b[1], _key(page, b[2])))
    if best is None:
        return
    _, start, id_ = best
    invited = {a for (a,) in db.execute("SELECT address FROM party WHERE interaction_id = ?", (id_,))}
    there = [a for a, role in roles.items() if a in invited and role in ("from", "to")]
    db.executemany("INSERT INTO attendance VALUES (?, ?, ?, ?, 1, ?)", [(id_, start, a, message, THANKS) for a in sorted(there)])


def _key(page: Page, id_: int) -> str:
    return str(page.db.execute("SELECT key FROM interaction WHERE id = ?", (id_,)).fetchone()[0])
