"""Segments: customers chosen by SQL, under a name; who they are, how many there were month by month, who came and went since.

For managers. A statement runs read-only within the limits of all SQL. The first look in a month is kept (store/segments.py);
the daemon has one made in a process of its own (`look`), for it has the mailboxes and runs nobody's SQL.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins import limits, segment_files
from datasette_plugins.audit import Looked
from datasette_plugins.hooks import hook
from datasette_plugins.names import names
from datasette_plugins.page import DATABASE, Asked, Values, common_values, environment, found, rows
from datasette_plugins.reports import as_csv
from datasette_plugins.saved import asks_for, told
from datasette_plugins.segment_files import Segment
from syncd.clock import clock
from syncd.core.invitation import has_children
from syncd.errors import AlreadyRunning
from syncd.store import queries
from syncd.store import segments as kept
from syncd.store.db import connect
from syncd.store.segments import Kept

PAGE, MOST, FEW = 50, 20_000, 12
_PATIENCE = 3.0  # seconds for all statements a look at the list runs; the rest wait for the next look
CUSTOMER = re.compile(r"(?:company|customer)/[0-9a-f-]{36}")
# Who these companies and people are (by uuid), who of ours looks after them, and when there was contact last.
COMPANIES = """
    SELECT 'company/' || o.uuid AS page, o.name, NULL AS company, NULL AS company_page, o.owner, coalesce(r.last_on, '') AS last_on
    FROM organisation o LEFT JOIN rhythm r ON r.company = o.id AND r.person = 0 WHERE o.uuid IN (SELECT value FROM json_each(:ids))"""
PEOPLE = """
    SELECT 'customer/' || n.uuid AS page, n.name, o.name AS company, 'company/' || o.uuid AS company_page, coalesce(o.owner, r.owner, '') AS owner,
           coalesce((SELECT substr(max(c.at), 1, 10) FROM contact c WHERE c.person_id = n.id AND c.at <= :now), '') AS last_on
    FROM person n LEFT JOIN organisation o ON o.id = n.organisation_id LEFT JOIN rhythm r ON r.person = n.id AND r.company = 0
    WHERE n.uuid IN (SELECT value FROM json_each(:ids))"""


# ── who is in a segment ──────────────────────────────────────────────────────────────────────────────────────────


def members(db: sqlite3.Connection, segment: Segment, told: Mapping[str, str]) -> list[str]:
    """The customers a segment gives now, in its order, each once; `told`: the day and the moment (`saved.told`). Raises sqlite3.Error for SQL that does not run, or not in time."""
    answer, _ = limits.answered(db, segment.sql, {**dict.fromkeys(asks_for(segment.sql), ""), **told}, ms=limits.MS, most=MOST)
    pages = (next((value for value in line if isinstance(value, str) and CUSTOMER.fullmatch(value)), "") for line in answer)
    return list(dict.fromkeys(page for page in pages if page))


def described(db: sqlite3.Connection, pages: Sequence[str], now: str) -> list[Values]:
    """These customers as rows, in the same order; one that is no more is left out."""
    known: dict[str, Values] = {}
    for kind, sql in (("company/", COMPANIES), ("customer/", PEOPLE)):
        ids = [page.removeprefix(kind) for page in pages if page.startswith(kind)]
        for start in range(0, len(ids), 500):
            known.update({r["page"]: r for r in rows(db, sql, {"ids": json.dumps(ids[start : start + 500]), "now": now})})
    return [known[page] for page in pages if page in known]


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────


def all_segments(db: sqlite3.Connection, asked: Asked) -> Values:
    """Every segment with its size at the latest look; those nobody looked at this month are run now, as far as time allows."""
    there = segment_files.everything(db)
    sizes = kept.latest(db)
    due, wrong = _first_looks(db, there.values(), sizes, told(asked), _PATIENCE)
    language = asked.words.language
    listed = [{"name": s.name, "title": s.title(language), "about": s.about.get(language, ""), "size": len(due[s.name]) if s.name in due else sizes[s.name].size if s.name in sizes else None,
               "at": asked.now if s.name in due else sizes[s.name].at if s.name in sizes else "", "own": bool(s.by), "wrong": s.name in wrong} for s in there.values()]  # fmt: skip
    return {"segments": sorted(listed, key=lambda s: str(s["title"]).casefold()), "due": due}


def _first_looks(db: sqlite3.Connection, segments: Iterable[Segment], sizes: Mapping[str, Kept], told: Mapping[str, str], seconds: float) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Who is in each segment of which nothing is kept of this month, and why others could not be run; begun within so many seconds."""
    due: dict[str, list[str]] = {}
    wrong: dict[str, str] = {}
    until = time.monotonic() + seconds
    for segment in segments:
        if (segment.name in sizes and sizes[segment.name].month >= told["today"][:7]) or time.monotonic() > until:
            continue
        try:
            due[segment.name] = members(db, segment, told)
        except sqlite3.Error as error:
            wrong[segment.name] = str(error)
    return due, wrong


def one_segment(db: sqlite3.Connection, asked: Asked) -> Values | None:
    """A segment with its people, its size month by month, and who came and went since the last month that was kept."""
    segment = segment_files.named(db, asked.route["name"])
    if segment is None:
        return None
    try:
        pages, wrong = members(db, segment, told(asked)), ""
    except sqlite3.Error as error:
        pages, wrong = [], asked.words("error.slow") if error.args == ("interrupted",) else str(error)
    begin = int(asked.arg("after")) if asked.arg("after").isdecimal() else 0
    shown = described(db, pages[begin : begin + PAGE], asked.now)
    month = f"{asked.words.today:%Y-%m}"
    earlier = kept.sizes(db, segment.name)
    before = next((k for k in reversed(earlier) if k.month < month), None) or next((k for k in earlier if k.month == month), None)
    history = [*(k for k in earlier if k.month != month), *([] if wrong else [Kept(month, asked.now, len(pages))])]
    return {
        "segment": segment, "title": segment.title(asked.words.language), "about": segment.about.get(asked.words.language, ""), "wrong": wrong, "size": len(pages), "people": shown,
        "names": names(db, (p["owner"] for p in shown)), "history": history, "drawn": bars([k.size for k in history]), "changed": _changed(db, segment.name, before, pages, asked) if before and not wrong else None,
        "next": asked.link(after=str(begin + PAGE)) if len(pages) > begin + PAGE else "", "first": asked.link(after=None) if begin else "", "cut": MOST if len(pages) == MOST else 0,
        "due": {} if wrong else {segment.name: pages}, "looked": Looked(f"segment {segment.name}"),
    }  # fmt: skip


def _changed(db: sqlite3.Connection, name: str, before: Kept, pages: list[str], asked: Asked) -> Values:
    """Who came and who went since a look that was kept."""
    were, are = kept.members(db, name, before.month), set(pages)
    came, went = [p for p in pages if p not in were], sorted(were - are)
    return {"since": before.at, "came": described(db, came[:FEW], asked.now), "more_came": max(0, len(came) - FEW), "went": described(db, went[:FEW], asked.now), "more_went": max(0, len(went) - FEW),
            "n_came": len(came), "n_went": len(went)}  # fmt: skip


def bars(sizes: Iterable[int]) -> Values | None:
    """Upright bars as one path of an SVG, 24 wide each and up to 40 high; None for fewer than two."""
    heights = list(sizes)[-24:]
    if len(heights) < 2:
        return None
    most = max(heights) or 1
    path = "".join(f"M{24 * n + 4} 40v-{max(1, round(38 * size / most))}h16v{max(1, round(38 * size / most))}z" for n, size in enumerate(heights))
    return {"path": path, "width": 24 * len(heights)}


async def _answer(datasette: Datasette, request: Request, template: str, values: Values) -> Response:
    """Keep the first look of the month, then answer; a store that is being written keeps it at the next look."""
    due = values.pop("due")
    month = f"{values['asked'].words.today:%Y-%m}"
    if due:
        with suppress(AlreadyRunning):  # another program writes: the next look keeps it
            await asyncio.to_thread(_keep, Path(datasette.get_database(DATABASE).path), due, month)
    html = environment(datasette).get_template(template).render({**values, **common_values(datasette, request)})
    return Response.html(html)


def _keep(path: Path, due: dict[str, list[str]], month: str, whole: bool = False) -> None:
    """Keep these looks; `whole`: all segments were looked at. Raises AlreadyRunning where another program writes all the time."""
    store = connect(path)
    try:
        if not whole and all(any(k.month == month for k in kept.sizes(store.db, name)) for name in due):
            return
        with store.write() as db:
            for name, pages in due.items():
                kept.keep(db, name, month, pages, clock())
            if whole:
                store.set_meta(kept.LOOKED, month)
    finally:
        store.close()


async def look(datasette: Datasette, told: Mapping[str, str], language: str) -> list[Values]:
    """Look at all segments and keep what is not kept of this month; each with its size then, and how many came and went since the look before.

    Raises AlreadyRunning where another program writes all the time.
    """

    def read(db: sqlite3.Connection) -> tuple[dict[str, Segment], dict[str, list[str]], dict[str, str]]:
        there = segment_files.everything(db)
        return there, *_first_looks(db, there.values(), kept.latest(db), told, math.inf)

    database = datasette.get_database(DATABASE)
    there, due, wrong = await database.execute_fn(read)
    _keep(Path(database.path), due, told["today"][:7], whole=True)
    return await database.execute_fn(lambda db: [_line(db, segment, language, wrong.get(segment.name, "")) for segment in there.values()])


def _line(db: sqlite3.Connection, segment: Segment, language: str, wrong: str) -> Values:
    """A segment at its latest look, compared with the one before."""
    looks = kept.sizes(db, segment.name)
    values: Values = {"name": segment.name, "title": segment.title(language), "size": looks[-1].size if looks else None, "at": looks[-1].at if looks else None,
                      "came": None, "went": None, "problem": wrong or None}  # fmt: skip
    if len(looks) > 1:
        before, now = (kept.members(db, segment.name, k.month) for k in looks[-2:])
        values |= {"came": len(now - before), "went": len(before - now)}
    return values


async def list_page(datasette: Datasette, request: Request) -> Response:
    """`/segments`."""
    return await _answer(datasette, request, "syncd/segments.html", await found(datasette, request, "segments", all_segments))


async def one_page(datasette: Datasette, request: Request) -> Response:
    """`/segment/<name>`."""
    return await _answer(datasette, request, "syncd/segment.html", await found(datasette, request, "segment", one_segment))


async def data(datasette: Datasette, request: Request) -> Response:
    """`/segment/<name>.csv`: everybody in it."""

    def read(db: sqlite3.Connection, asked: Asked) -> Values | None:
        segment = segment_files.named(db, asked.route["name"])
        if segment is None:
            return None
        try:
            return {"listed": described(db, members(db, segment, told(asked)), asked.now), "wrong": "", "looked": Looked(f"segment {segment.name}")}
        except sqlite3.Error as error:
            return {"listed": [], "wrong": str(error)}

    values = await found(datasette, request, "segment", read)
    if values["wrong"]:
        return Response.text(values["wrong"], status=400)
    columns = ("page", "name", "company", "owner", "last_on")
    return as_csv(columns, [[r[c] for c in columns] for r in values["listed"]], request.url_vars["name"])


@hook
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """What segments may ask about a family."""
    if database == DATABASE:
        conn.create_function("has_children", 1, lambda value: has_children(value) if isinstance(value, str) else None, deterministic=True)


@hook
def register_routes() -> list[tuple[str, object]]:
    """The list, each segment, and its people as data."""
    one = rf"^/segment/(?P<name>{queries.NAME.pattern})"
    return [(r"^/segments$", list_page), (rf"{one}$", one_page), (rf"{one}\.csv$", data)]
