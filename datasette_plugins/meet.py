"""Whom to meet next and why: by owner, what weighs most first. Staff see their own customers, managers everybody's."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins.hooks import hook
from datasette_plugins.names import names
from datasette_plugins.page import Asked, Values, show
from datasette_plugins.rights import COLLEAGUES
from datasette_plugins.team import asked_for, managers
from datasette_plugins.words import Words
from syncd.core.relations.rhythm import Reason, Suggestion, suggestions
from syncd.store.histories import owners, stirring

PAGE = 30


def meet(db: sqlite3.Connection, asked: Asked) -> Values:
    """The list of one colleague, or for a manager who asks for none: who has whom, with the link to the list of each."""
    colleague = asked.arg("colleague") if asked.reader.sees_all else asked.reader.address
    if not colleague:
        return _everybody(db, asked)
    found = suggestions(stirring(db, colleague, asked.words.today), asked.words.today)
    begin = int(asked.arg("after")) if asked.arg("after").isdecimal() else 0
    shown = [_said(s, asked.words) for s in found[begin : begin + PAGE]]
    more = asked.link(after=str(begin + PAGE)) if len(found) > begin + PAGE else ""
    return {"suggestions": shown, "colleague": colleague, "who": names(db, [colleague]).said(colleague), "next": more, "first": asked.link(after=None) if begin else ""}


def _everybody(db: sqlite3.Connection, asked: Asked) -> Values:
    team = asked_for(db, asked)
    among = set(json.loads(team)) if team else None
    counted = [(who, *figures) for who, figures in owners(db, asked.words.today).items() if among is None or who in among]
    known = names(db, [who for who, *_ in counted])
    listed = sorted(((known.said(who), asked.link(colleague=who, people=None), *figures) for who, *figures in counted), key=lambda line: str(line[0]).casefold())
    return {"owners": listed, "colleague": "", "managers": managers(db)}


def _said(s: Suggestion, words: Words) -> Values:
    """A suggestion in the reader's words."""
    h = s.history
    return {
        "page": h.page, "name": h.name, "when": _day(s.when, words) if s.when > words.today else "", "manner": s.manner, "no_contact": h.no_contact,
        "reasons": [_reason(r, s, words) for r in s.reasons], "next": _day(h.next_on, words) if h.next_on else "", "last": _day(h.rhythm.last_on, words) if h.rhythm else "",
    }  # fmt: skip


def _reason(r: Reason, s: Suggestion, words: Words) -> Values:
    """A reason: its text, the words of a customer or ours that it is about, and the page where they stand."""
    day = _day(r.on, words) if r.on else ""
    text = quote = href = ""
    match r.kind:
        case "complaint":
            text, quote, href = words("meet.complaint", day=day), r.what, f"/message/{r.ref}"
        case "promise":
            said = _day(words.today - dt.timedelta(days=r.n), words)
            text, quote, href = words("meet.promise", day=day) if r.on else words("meet.promise_open", day=said), r.what, f"/promise/{r.ref}"
        case "quiet":
            gap = s.history.rhythm.usual_gap if s.history.rhythm else 0
            text = words("meet.quiet_since", day=day, gap=words.count("meet.days", round(gap or 0)))
        case "service":
            text = words("meet.service_late" if r.on and r.on < words.today else "meet.service", what=r.what, day=day)
        case "warranty":
            text = words("meet.warranty", what=r.what, day=day)
        case "birthday":
            text, href = words("meet.birthday", what=r.what, day=day), f"/customer/{r.ref}"
        case "informal":
            text = words("meet.informal_since", day=day) if r.on else words("meet.informal_never")
        case "anniversary":
            text = f"{words.count('meet.anniversary', r.n)}: {day}"
    return {"kind": r.kind, "text": text, "quote": quote, "href": href}


def _day(day: dt.date, words: Words) -> str:
    return words.short_day(f"{day.isoformat()}T12:00:00Z")


async def meet_page(datasette: Datasette, request: Request) -> Response:
    """`/meet`."""
    return await show(datasette, request, "syncd/meet.html", meet, to=COLLEAGUES)


@hook
def register_routes() -> list[tuple[str, object]]:
    """Whom to meet next."""
    return [(r"^/meet$", meet_page)]
