"""What every page shares: who asks, in which language and at what time; one trip to the store; one template.

A page is a pure reading: `read(db, asked) -> values for its template`, run in one of Datasette's threads on a read-only
connection, with Datasette's time limit. Texts of mails reach the templates as text only; nothing here marks any as safe.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlencode
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Forbidden, NotFound, Request, Response
from jinja2 import Environment

from datasette_plugins import audit, limits, rights
from datasette_plugins.assets import asset
from datasette_plugins.freshness import data_as_of
from datasette_plugins.notes import note
from datasette_plugins.rights import MANAGERS, Reader
from datasette_plugins.templating import Templates
from datasette_plugins.words import LANGUAGES, Words, preferred
from syncd.clock import clock
from syncd.core.standard import is_hasty

DATABASE = "history"
Values = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One request: its words, its arguments, the parts of its path, and who asks."""

    words: Words
    path: str
    args: Mapping[str, str]
    route: Mapping[str, str]
    reader: Reader
    done: str = ""  # the decision that led back here, by its id

    def arg(self, name: str) -> str:
        """An argument of the address, or '' (at most 200 characters of it: a person typed it)."""
        return self.args.get(name, "").strip()[:200]

    @cached_property
    def now(self) -> str:
        """Now as the store writes instants."""
        return f"{self.words.now:%Y-%m-%dT%H:%M:%SZ}"

    def link(self, **changed: str | None) -> str:
        """This page with other arguments; None takes one out."""
        return linked(self.path, {**self.args, **changed})


def linked(path: str, args: Mapping[str, str | None]) -> str:
    """An address with those of its arguments that say something."""
    query = urlencode([(name, value) for name, value in args.items() if value])
    return f"{path}?{query}" if query else path


_TOLD: WeakKeyDictionary[Datasette, Mapping[str, Any]] = WeakKeyDictionary()


def know(datasette: Datasette, told: Mapping[str, Any]) -> None:
    """Keep what the pages are told of the config. Not in Datasette's metadata: it copies all of that whenever it asks who may see a table."""
    _TOLD[datasette] = told


def settings(datasette: Datasette) -> Mapping[str, Any]:
    """What `syncd serve` told the pages of the config: company, timezone, language, auth …"""
    return _TOLD[datasette]


def words_for(datasette: Datasette, request: Request) -> Words:
    """The reader's language: the one just chosen, the one chosen before, the browser's, the company's."""
    told = settings(datasette)
    choices = (request.args.get("lang"), request.cookies.get("lang"), preferred(request.headers.get("accept-language", "")), told.get("language"))
    language = next((c for c in choices if c in LANGUAGES), "en")
    return Words(language, clock(), ZoneInfo(told.get("timezone", "UTC")))


def asked_of(datasette: Datasette, request: Request) -> Asked:
    """The request as the pages read it."""
    args = {name: values[0] for name, values in ((key, request.args.getlist(key)) for key in request.args)}
    args.pop("lang", None)
    done = args.pop("done", "")
    words = words_for(datasette, request)
    told = settings(datasette)
    return Asked(words, request.path, args, dict(request.url_vars or {}), rights.reader(told, request.actor, today(told)), done)


def today(told: Mapping[str, Any]) -> str:
    """The company's day."""
    return clock().astimezone(ZoneInfo(told.get("timezone", "UTC"))).date().isoformat()


async def show(datasette: Datasette, request: Request, template: str, read: Callable[[sqlite3.Connection, Asked], Values | None], *, to: frozenset[str] = MANAGERS) -> Response:
    """Answer a page to readers of the roles in `to`: None from `read` is a page that does not exist.

    A reading may choose another template by a value `template`, and refuse its reader (`rights.require`).
    """
    values = await found(datasette, request, template, read, to=to)
    html = environment(datasette).get_template(values.pop("template", template)).render({**values, **common_values(datasette, request)})
    return Response.html(html)


async def found(datasette: Datasette, request: Request, name: str, read: Callable[[sqlite3.Connection, Asked], Values | None], *, to: frozenset[str] = MANAGERS) -> Values:
    """What `read` finds for a reader of the roles in `to`, within the time limit; `asked` beside it.

    A value `looked` says whom it shows, and is written down first. Raises Forbidden, NotFound, QueryInterrupted, NotWritten.
    """
    asked = asked_of(datasette, request)
    if asked.reader.role not in to:
        raise Forbidden(name)
    limit = datasette.setting("sql_time_limit_ms")

    def in_thread(db: sqlite3.Connection) -> Values | None:
        with limits.working(db, limit):
            try:
                values = read(db, asked)
                return {"as_of": data_as_of(db, asked.words), "note": note(db, asked.reader, asked.words, asked.done), **values} if values is not None else None
            except sqlite3.OperationalError as error:
                if error.args == ("interrupted",):
                    raise QueryInterrupted(error, name, {}) from error
                raise

    values = await datasette.get_database(DATABASE).execute_fn(in_thread)
    if values is None:
        raise NotFound(asked.path)
    if looked := values.pop("looked", None):
        await audit.written(datasette.get_database(DATABASE).path, looked.by(asked.reader.address, asked.now))
    return {**values, "asked": asked}


@lru_cache(maxsize=8)
def environment(datasette: Datasette) -> Environment:
    """Datasette's templates as our pages use them."""
    return Templates.of(datasette.jinja_env)


def common_values(datasette: Datasette, request: Request) -> Values:
    """What every template may say. `w`: the reader's words; `languages`: the links to this page in the others."""
    asked = asked_of(datasette, request)
    return {
        "w": asked.words, "company": settings(datasette).get("company", "syncd"), "here": asked.path, "typed": asked.arg("q"), "urls": datasette.urls, "asset": asset, "is_hasty": is_hasty, "reader": asked.reader,
        "signs_out": settings(datasette).get("auth") == "passwords", "token": request.scope.get("csrftoken") or str, "back": asked.link(),
        "languages": [(code, name, linked(asked.path, {**asked.args, "lang": code})) for code, name in LANGUAGES.items()],
    }  # fmt: skip


def rows(db: sqlite3.Connection, sql: str, values: Mapping[str, object] | tuple[object, ...] = ()) -> list[Values]:
    """The rows of a query as dictionaries by column."""
    cursor = db.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def row(db: sqlite3.Connection, sql: str, values: Mapping[str, object] | tuple[object, ...] = ()) -> Values | None:
    """The first row of a query, or None."""
    found = rows(db, sql, values)
    return found[0] if found else None


def places(values: object) -> str:
    """As many question marks as there are values, for an IN list."""
    return ", ".join("?" * len(values))  # type: ignore[arg-type]
