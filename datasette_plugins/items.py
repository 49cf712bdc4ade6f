"""One message and one meeting: what was said, by whom, where it was seen, and the promises in it.

Mail is shown as text only: never its HTML, never a link out of it, no attachment's content.
"""

from __future__ import annotations

import json
import sqlite3

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins import complaints, facts, offers, reasons
from datasette_plugins.audit import at_item
from datasette_plugins.hooks import hook
from datasette_plugins.names import names
from datasette_plugins.page import Asked, Values, row, rows, show
from datasette_plugins.promises import PROMISE, Days, promise_names, shown_state
from datasette_plugins.rights import COLLEAGUES, Reader, require, sees_item

# One interaction with what its kind adds.
ITEM = """
    SELECT i.id, i.key, i.kind, i.at, i.direction, i.subject, i.class, i.language, i.visibility, i.thread, i.problems, m.own_text, m.quoted_text,
           e.title, e.description, e.start_wall, e.start_zone, e.start_at, e.end_at, e.all_day, e.rrule, e.status, e.location, e.link, e.sort,
           l.number, l.name, l.seconds, l.outcome
    FROM interaction i
    LEFT JOIN message m ON m.interaction_id = i.id
    LEFT JOIN meeting e ON e.interaction_id = i.id
    LEFT JOIN call l ON l.interaction_id = i.id
    WHERE i.key = ?"""
# Who was called or rang, where the number is known.
CALLER = "SELECT n.uuid, n.name FROM contact c JOIN person n ON n.id = c.person_id WHERE c.interaction_id = ? ORDER BY n.name LIMIT 1"
PARTIES = "SELECT role, address, name, response FROM party WHERE interaction_id = ? ORDER BY ordinal"
# With why a document gave no words, where it is one.
ATTACHMENTS = """
    SELECT a.name, a.media_type, a.size, a.hash, nullif(f.problem, 'no_document') AS problem FROM attachment a LEFT JOIN file_text f ON f.hash = a.hash
    WHERE a.interaction_id = ? ORDER BY a.ordinal"""
# Other messages that brought the same file, the newest first: not the pictures of signatures.
SAME_FILE = """
    SELECT i.id, i.key, i.kind, i.at, i.subject FROM attachment a JOIN interaction i ON i.id = a.interaction_id
    WHERE a.hash = ? AND a.interaction_id <> ? AND a.hash IN (SELECT hash FROM file_text) GROUP BY i.id ORDER BY i.at DESC LIMIT 5"""
PROMISES = f"{PROMISE} WHERE p.interaction_id = ? AND p.state <> 'withdrawn' ORDER BY p.ordinal, p.id"
# In which mailboxes and calendars it was seen.
SEEN = """
    SELECT s.name AS source, s.owner, c.name AS folder, c.role, g.first_seen, g.gone_since, s.name IN (SELECT old FROM move) AS moved FROM sighting g
    JOIN collection c ON c.id = g.collection_id JOIN source s ON s.id = c.source_id WHERE g.key = ? ORDER BY s.name, c.name LIMIT 50"""
# The conversation, newest first.
THREAD = "SELECT id, key, kind, at, direction, subject, snippet, joined_by FROM interaction WHERE thread = ? ORDER BY at DESC LIMIT 50"
# The times of a series around now.
OCCURRENCES = """
    SELECT * FROM (SELECT start_at, end_at, title, status FROM occurrence WHERE interaction_id = :id AND start_at >= :now ORDER BY start_at LIMIT 12)
    UNION ALL
    SELECT * FROM (SELECT start_at, end_at, title, status FROM occurrence WHERE interaction_id = :id AND start_at < :now ORDER BY start_at DESC LIMIT 8)
    ORDER BY start_at"""
# Who was there, by whose word; of several words about one person the first.
ATTENDANCE = """
    SELECT a.address, a.was_there, a.reason, CASE WHEN a.reason = 'thanks' THEN t.key END AS told_by FROM attendance a JOIN interaction t ON t.id = a.told_by
    WHERE a.interaction_id = ? ORDER BY a.address, a.at DESC, a.reason DESC"""
PROPOSED = "SELECT address, start_at, end_at FROM proposed_time WHERE interaction_id = ? ORDER BY start_at"
COPIES = "SELECT DISTINCT owner FROM meeting_copy WHERE interaction_id = ? AND owner <> '' ORDER BY owner"
MESSAGE_ROLES = ("from", "sender", "reply_to", "to", "cc", "bcc", "caller", "callee")


def item(db: sqlite3.Connection, asked: Asked, kinds: tuple[str, ...]) -> Values | None:
    """An interaction of one of these kinds with everything beside it."""
    found = row(db, ITEM, (asked.route["key"],))
    if found is None or found["kind"] not in kinds:
        return None
    require(sees_item(db, asked.reader, found["id"]))
    parties, promises = rows(db, PARTIES, (found["id"],)), rows(db, PROMISES, (found["id"],))
    seen = [s for s in rows(db, SEEN, (found["key"],)) if asked.reader.has_source(s["source"], s["owner"])]
    who = promise_names(db, promises)
    copies = [c["owner"] for c in rows(db, COPIES, (found["id"],))]
    who.update(names(db, [*(p["address"] for p in parties), *(s["owner"] for s in seen), *copies]))
    return {
        "looked": at_item(db, found["kind"], found["key"], found["id"]), "i": found, "parties": parties, "promises": promises, "seen": seen, "names": who, "copies": copies, "days": Days.of(asked.words), "shown_state": shown_state,
        "reason": reasons.said, "complaints": complaints.of_item(db, found["id"]), "offers": offers.of_item(db, found["id"], asked.words), "facts": facts.of_item(db, found["id"], asked.words),
        "attachments": attachments(db, found["id"], asked.reader), "problems": json.loads(found["problems"] or "[]"),
        "thread": seen_by(db, asked.reader, rows(db, THREAD, (found["thread"],))) if found["thread"] else [],
    }  # fmt: skip


def attachments(db: sqlite3.Connection, interaction: int, reader: Reader) -> list[Values]:
    """The files of a message, each with the other messages that brought it."""
    found = rows(db, ATTACHMENTS, (interaction,))
    return [a | {"again": seen_by(db, reader, rows(db, SAME_FILE, (a["hash"], interaction)))} for a in found[:50]] + found[50:]


def seen_by(db: sqlite3.Connection, reader: Reader, found: list[Values]) -> list[Values]:
    """Of these interactions (by `id`) those that a reader may open."""
    return [f for f in found if sees_item(db, reader, f["id"])]


def message(db: sqlite3.Connection, asked: Asked) -> Values | None:
    """A message or call, its own words cut where a promise begins and ends."""
    values = item(db, asked, ("message", "call"))
    if values is not None:
        values["pieces"] = marked(values["i"]["own_text"] or "", [(p["quote"], p["key"]) for p in values["promises"]])
        values["caller"] = row(db, CALLER, (values["i"]["id"],)) if values["i"]["kind"] == "call" else None
        values["roles"] = [(role, [p for p in values["parties"] if p["role"] == role]) for role in MESSAGE_ROLES]
    return values


def meeting(db: sqlite3.Connection, asked: Asked) -> Values | None:
    """A meeting or series with its times."""
    values = item(db, asked, ("meeting",))
    if values is not None:
        values["occurrences"] = rows(db, OCCURRENCES, {"id": values["i"]["id"], "now": asked.now})
        values["next"] = next((o for o in values["occurrences"] if o["start_at"] >= asked.now and o["status"] != "cancelled"), None)
        values["there"] = {a["address"]: a for a in rows(db, ATTENDANCE, (values["i"]["id"],))}
        values["proposed"] = rows(db, PROPOSED, (values["i"]["id"],))
        values["names"].update(names(db, [p["address"] for p in values["proposed"]]))
        values["pieces"] = marked(values["i"]["description"] or "", [(p["quote"], p["key"]) for p in values["promises"]])
    return values


def marked(text: str, quotes: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A text in pieces, each with the key of the promise it is the words of, or ''. Overlapping quotes: the first wins."""
    spans: list[tuple[int, int, str]] = []
    for quote, key in quotes:
        start = text.find(quote) if quote else -1
        while start >= 0 and any(a < start + len(quote) and start < b for a, b, _ in spans):
            start = text.find(quote, start + 1)
        if start >= 0:
            spans.append((start, start + len(quote), key))
    pieces, end = [], 0
    for start, stop, key in sorted(spans):
        pieces += [(text[end:start], ""), (text[start:stop], key)]
        end = stop
    return [p for p in (*pieces, (text[end:], "")) if p[0]]


async def message_page(datasette: Datasette, request: Request) -> Response:
    """`/message/<key>`."""
    return await show(datasette, request, "syncd/message.html", message, to=COLLEAGUES)


async def meeting_page(datasette: Datasette, request: Request) -> Response:
    """`/meeting/<key>`."""
    return await show(datasette, request, "syncd/meeting.html", meeting, to=COLLEAGUES)


@hook
def register_routes() -> list[tuple[str, object]]:
    """One of each kind."""
    return [(r"^/(?:message|call)/(?P<key>[0-9a-f]{8,64})$", message_page), (r"^/meeting/(?P<key>[0-9a-f]{8,64})$", meeting_page)]
