"""A manager's own queries and segments: saved by name beside the reports, run read-only with the limits of all SQL, never by staff."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

from datasette.app import Datasette
from datasette.utils import InvalidSql, validate_sql_select
from datasette.utils.asgi import Forbidden, NotFound, Request, Response

from datasette_plugins import limits
from datasette_plugins.audit import Looked
from datasette_plugins.hooks import hook
from datasette_plugins.names import names
from datasette_plugins.page import DATABASE, Asked, Values, asked_of, common_values, environment, found, linked, show
from datasette_plugins.report_cells import PAGE
from datasette_plugins.reports import as_csv
from datasette_plugins.rights import MANAGERS
from datasette_plugins.words import LANGUAGES, Words
from syncd.clock import clock
from syncd.errors import AlreadyRunning
from syncd.store import queries
from syncd.store.db import Store, connect
from syncd.store.queries import Query

SHOWN, MOST = 200, 20_000  # rows on the page, and in a file
_LITERALS = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)
_VALUE = re.compile(r":([A-Za-z_]\w*)")
_TOLD = ("today", "now")


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


def asks_for(sql: str) -> list[str]:
    """The values a query asks its reader for, such as :city, in their order; :today and :now it is told."""
    return [name for name in dict.fromkeys(_VALUE.findall(_LITERALS.sub(" ", sql))) if name not in _TOLD]


def told(asked: Asked) -> dict[str, str]:
    """What every query is told: the company's day, and the moment."""
    return {"today": asked.words.today.isoformat(), "now": asked.now}


def mistake(db: sqlite3.Connection, sql: str) -> str:
    """Why a query cannot be run, '' where it can."""
    try:
        validate_sql_select(sql)
        db.execute(f"EXPLAIN {sql}", dict.fromkeys([*asks_for(sql), *_TOLD], ""))
    except (InvalidSql, sqlite3.Error, sqlite3.Warning) as error:
        return str(error) or type(error).__name__
    return ""


def _run(db: sqlite3.Connection, query: Query, asked: Asked, most: int) -> tuple[list[str], list[tuple[object, ...]]]:
    values = {**told(asked), **{name: asked.arg(name) for name in asks_for(query.sql)}}
    listed, columns = limits.answered(db, query.sql, values, ms=limits.MS, most=most + 1)
    return [column[0] for column in columns], listed


def saved_page(db: sqlite3.Connection, asked: Asked) -> Values | None:
    """One query with its first rows, or with what is wrong with it."""
    query = queries.named(db, asked.route["name"])
    if query is None:
        return None
    wrong, columns, listed = "", [], []
    try:
        columns, listed = _run(db, query, asked, SHOWN)
    except sqlite3.Error as error:
        if error.args == ("interrupted",):
            raise
        wrong = str(error)
    table = [[(_link(value), _text(value)) for value in line] for line in listed[:SHOWN]]
    given = {name: asked.arg(name) for name in asks_for(query.sql)}
    return {
        "query": query, "title": query.title(asked.words.language), "by": names(db, [query.by]).said(query.by), "wrong": wrong, "columns": columns, "table": table,
        "cut": SHOWN if len(listed) > SHOWN else 0, "given": given, "as_data": {kind: linked(f"{asked.path}.{kind}", dict(given)) for kind in ("csv", "json")},
        "just_saved": asked.arg("saved") == "1", "looked": Looked(f"saved {query.name}"),
    }  # fmt: skip


def _link(value: object) -> str:
    return f"/{value}" if isinstance(value, str) and PAGE.fullmatch(value) else ""


def _text(value: object) -> str:
    return "" if value is None else f"({len(value)} bytes)" if isinstance(value, bytes) else str(value)


async def one_page(datasette: Datasette, request: Request) -> Response:
    """`/saved/<name>`."""
    token = request.scope["csrftoken"]()

    def read(db: sqlite3.Connection, asked: Asked) -> Values | None:
        values = saved_page(db, asked)
        return values and {**values, "csrftoken": token}

    return await show(datasette, request, "syncd/saved.html", read)


async def data(datasette: Datasette, request: Request) -> Response:
    """`/saved/<name>.csv` and `.json`."""

    def read(db: sqlite3.Connection, asked: Asked) -> Values | None:
        query = queries.named(db, asked.route["name"])
        if query is None:
            return None
        try:
            columns, listed = _run(db, query, asked, MOST)
        except sqlite3.Error as error:
            if error.args == ("interrupted",):
                raise
            return {"wrong": str(error)}
        return {"wrong": asked.words("reports.too_many") if len(listed) > MOST else "", "columns": columns, "listed": [[_plain(v) for v in line] for line in listed], "looked": Looked(f"saved {query.name}")}

    values = await found(datasette, request, "saved", read)
    if values["wrong"]:
        return Response.text(values["wrong"], status=400)
    if request.url_vars["format"] == "json":
        return Response.json({"query": request.url_vars["name"], "columns": values["columns"], "rows": values["listed"]})
    return as_csv(values["columns"], values["listed"], request.url_vars["name"])


def _plain(value: object) -> object:
    return _text(value) if isinstance(value, bytes) else value


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────


async def form_page(datasette: Datasette, request: Request) -> Response:
    """`/saved/new` (with `sql` where it comes from elsewhere) and `/saved/<name>/edit`."""
    token, name = request.scope["csrftoken"](), request.url_vars.get("name") or ""

    def read(db: sqlite3.Connection, asked: Asked) -> Values | None:
        query = queries.named(db, name) if name else Query("", request.args.get("sql") or "", is_segment=request.args.get("segment") == "1")
        return query and _form(query, token, old=name)

    return await show(datasette, request, "syncd/saved_form.html", read)


def _form(query: Query, token: str, *, old: str, said: str = "") -> Values:
    return {"query": query, "old": old, "said": said, "csrftoken": token, "in_languages": list(LANGUAGES)}


async def save(datasette: Datasette, request: Request) -> Response:
    """Save what the form holds, or show the form again with what is wrong."""
    by = manager(datasette, request)
    form = await request.post_vars()
    titles = {code: title for code in LANGUAGES if (title := form.get(f"title_{code}", "").strip()[:120])}
    query = Query(form.get("name", "").strip().lower(), form.get("sql", "").strip().rstrip(";"), titles, form.get("segment") == "1")
    old, token = form.get("old", ""), request.scope["csrftoken"]()

    def read(db: sqlite3.Connection, asked: Asked) -> Values:
        return _form(query, token, old=old, said=_said(db, query, old, asked.words))

    values = await found(datasette, request, "saved", read)
    if not values["said"] and await written(datasette, lambda store: queries.save(store.db, query, by, clock())):
        return Response.redirect(f"/saved/{query.name}?saved=1", status=303)
    values["said"] = values["said"] or values["asked"].words("saved.busy")
    html = environment(datasette).get_template("syncd/saved_form.html").render({**values, **common_values(datasette, request)})
    return Response.html(html, status=400)


def _said(db: sqlite3.Connection, query: Query, old: str, words: Words) -> str:
    """What keeps a query from being saved, '' where nothing does."""
    if not queries.NAME.fullmatch(query.name) or query.name == "new":
        return words("saved.bad_name")
    if query.name != old and queries.named(db, query.name):
        return words("saved.taken")
    why = mistake(db, query.sql)
    return words("saved.bad_sql", why=why) if why else ""


async def delete(datasette: Datasette, request: Request) -> Response:
    """Take a query away; the list then offers to put it back."""
    by, name = manager(datasette, request), request.url_vars["name"]
    if not await written(datasette, lambda store: queries.drop(store.db, name, by, clock())):
        return Response.redirect(f"/saved/{name}", status=303)
    return Response.redirect(linked("/reports", {"deleted": name}), status=303)


async def restore(datasette: Datasette, request: Request) -> Response:
    """Put back a query that was taken away."""
    by, name = manager(datasette, request), request.url_vars["name"]
    await written(datasette, lambda store: queries.restore(store.db, name, by, clock()))
    return Response.redirect(f"/saved/{name}", status=303)


def manager(datasette: Datasette, request: Request) -> str:
    """Who saves. Raises Forbidden for everybody but managers, NotFound where a page is asked for instead of a form sent."""
    reader = asked_of(datasette, request).reader
    if reader.role not in MANAGERS:
        raise Forbidden("saved")
    if request.method != "POST":
        raise NotFound(request.path)
    return reader.address or "local"


async def written(datasette: Datasette, act: Callable[[Store], object]) -> bool:
    """Do something to the store in one transaction; False while another program writes it for too long."""

    def in_thread() -> bool:
        store = connect(Path(datasette.get_database(DATABASE).path))
        try:
            with store.write():
                act(store)
        except AlreadyRunning:
            return False
        finally:
            store.close()
        return True

    return await asyncio.to_thread(in_thread)


def listed(db: sqlite3.Connection, asked: Asked) -> Mapping[str, object]:
    """What the list of reports shows of saved queries: all, by title; and the one that was just taken away."""
    there = [(query, query.title(asked.words.language)) for query in queries.everything(db)]
    gone = asked.arg("deleted")
    return {"saved": sorted(there, key=lambda pair: pair[1].casefold()), "deleted": gone if queries.NAME.fullmatch(gone) and queries.named(db, gone) is None else ""}


@hook
def register_routes() -> list[tuple[str, object]]:
    """Pages, data and forms of saved queries."""
    one = rf"^/saved/(?!new$)(?P<name>{queries.NAME.pattern})"
    return [(r"^/saved/new$", form_page), (r"^/saved$", save), (rf"{one}$", one_page), (rf"{one}\.(?P<format>csv|json)$", data), (rf"{one}/edit$", form_page),
            (rf"{one}/delete$", delete), (rf"{one}/restore$", restore)]  # fmt: skip
