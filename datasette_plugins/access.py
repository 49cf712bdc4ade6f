"""Who gets in, what every answer carries, and what a query may not read.

Without authentication only this machine is served (`syncd serve` refuses anything else) and everybody on it is a
manager. Behind a proxy the person is whom the proxy names; who is neither manager nor admin in the config is refused:
deny by default. Errors are told in the reader's language and logged without the values of a mail.
"""

from __future__ import annotations

import logging
import re
import sqlite3
import traceback
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import datasette.filters
from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.plugins import pm
from datasette.utils.asgi import Base400, Request, Response
from datasette.views.base import DatasetteError

from datasette_plugins import audit, limits, rights, sessions
from datasette_plugins.assets import never_changes
from datasette_plugins.audit import Looked, NotWritten
from datasette_plugins.freshness import data_as_of
from datasette_plugins.hooks import first_hook, hook
from datasette_plugins.names import folded
from datasette_plugins.page import DATABASE, common_values, environment, linked, settings, today, words_for
from datasette_plugins.rights import Reader
from datasette_plugins.words import LANGUAGES
from syncd.clock import clock

log = logging.getLogger("syncd.web")

HEADERS = (
    (b"content-security-policy", b"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; "
                                 b"frame-ancestors 'none'; base-uri 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)  # fmt: skip
KEPT = (b"cache-control", b"private, max-age=31536000, immutable")  # of what an answer says that it holds nothing of anybody's and never changes
_OURS = frozenset(name for name, _ in HEADERS)
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_CLOSED = frozenset({"meta"})  # holds the key of the traces of what was excluded: with it they could be told apart
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_FOR_ALL = ("/assets/", "/-/static/")  # how the sign-in looks
_TABLE = re.compile(r"\w{1,60}")
_YEAR = 365 * 24 * 3600

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


# ── who ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@hook
def actor_from_request(datasette: Datasette, request: Request) -> dict[str, str] | None:
    """Whom the proxy names, or who is signed in. What they may see follows from the config, at each request."""
    request.scope.get("reached", set()).add("page")
    told = settings(datasette)
    match told.get("auth"):
        case "proxy":
            address = sessions.named_by_proxy(told, request)
        case "passwords":
            address = sessions.signed_in(datasette, told, request)
        case _:
            return None
    return {"id": address} if address else None


@hook
def permission_allowed(datasette: Datasette, actor: dict[str, str] | None, action: str) -> bool | None:
    """Datasette's own pages (tables, rows, SQL, exports) are the managers'; nobody gets its inner ones."""
    if action in ("permissions-debug", "debug-menu", "view-database-download"):
        return False
    told = settings(datasette)
    if told.get("auth", "none") == "none":
        return None
    return rights.reader(told, actor, today(told)).sees_all


# ── what a query may do ──────────────────────────────────────────────────────────────────────────────────────────


@hook
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """Names compared without diacritics; no reading of the store's own key, no attaching of other files, no endless values."""
    conn.create_function("folded", 1, folded, deterministic=True)
    if database == "history":
        conn.set_authorizer(_authorise)
        limits.prepare(conn)


def _authorise(action: int, first: str | None, second: str | None, database: str | None, trigger: str | None) -> int:
    if action == sqlite3.SQLITE_READ and first in _CLOSED:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_FUNCTION and second in limits.DENIED:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_PRAGMA and first == "database_list" and limits.is_readers():
        return sqlite3.SQLITE_IGNORE  # it tells where the store lies
    return sqlite3.SQLITE_DENY if action in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH) else sqlite3.SQLITE_OK


# ── what every answer carries ────────────────────────────────────────────────────────────────────────────────────


class Gate:
    """Who gets as far as a page at all, so that no page of Datasette or of another plugin is open because nobody thought of it."""

    def __init__(self, datasette: Datasette) -> None:
        routes = [found for found in pm.hook.register_routes.get_hookimpls() if found.plugin.__name__.startswith("datasette_plugins.")]
        self._ours = [re.compile(pattern) for found in routes for pattern, _ in found.function(*[datasette][: len(found.argnames)])]

    def lets(self, reader: Reader, path: str) -> bool:
        """Managers everywhere but to Datasette's inner pages; others with a role to our own, which then ask for their roles; nobody else beyond the sign-in."""
        if path.startswith(_FOR_ALL) or path in ("/-/login", "/favicon.ico") or (reader.sees_all and not path.startswith("/-/")):
            return True
        return bool(reader.role) and any(pattern.match(path) for pattern in self._ours)


@first_hook
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """The outermost layer: strange hosts are refused, a chosen language is kept, safe headers go on every answer."""
    gate = Gate(datasette)

    def wrap(app: App) -> App:
        async def inner(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            told = settings(datasette)  # nothing is told yet where Datasette wraps itself as it is made
            hosts = _LOOPBACK | {urlsplit(told.get("url", "")).hostname or "localhost"}
            # what a proxy signed somebody in by is nothing to us, and with it asgi-csrf would ask for no token
            scope = {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"authorization"]}
            cookie = _chosen_language(scope)

            async def send_safely(message: Any) -> None:
                if message["type"] == "http.response.start":
                    kept = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in _OURS]
                    for_good = KEPT in message.get("headers", ()) or (message["status"] == 200 and never_changes(_path(scope), scope.get("query_string", b"")))
                    headers = [*HEADERS[:-1], KEPT] if for_good else HEADERS
                    message = {**message, "headers": [*kept, *headers, *cookie]}
                await send(message)

            if told.get("auth", "none") == "none" and _host(scope) not in hosts:  # a page elsewhere that points its name at us
                await _refuse(send_safely, 421, "This address is not served here.")
            elif scope["method"] not in _READING and not _is_from_here(scope):
                await (await _error(datasette, Request(scope, receive), 403, kind="form")).asgi_send(send_safely)
            elif not gate.lets(rights.reader(told, actor := actor_from_request(datasette, Request(scope, receive)), today(told)), _path(scope)):
                request = Request({**scope, "actor": actor}, receive)
                await (await forbidden(datasette, request, "")()).asgi_send(send_safely)
            elif looked := _table(scope):
                await app(scope, receive, _noted(datasette, scope, looked, send_safely))
            elif scope["method"] not in _READING:
                await _app_in_words(datasette, app, scope, receive, send_safely)
            else:
                await app(scope, receive, send_safely)

        return inner

    return wrap


def _host(scope: Scope) -> str:
    value = next((v.decode("latin-1") for name, v in scope["headers"] if name == b"host"), "localhost")
    return (urlsplit(f"//{value}").hostname or "") if value.count("@") == 0 else ""


def _chosen_language(scope: Scope) -> list[tuple[bytes, bytes]]:
    for part in scope.get("query_string", b"").split(b"&"):
        name, _, value = part.partition(b"=")
        if name == b"lang" and value.decode("latin-1") in LANGUAGES:
            return [(b"set-cookie", b"lang=" + value + f"; Path=/; Max-Age={_YEAR}; SameSite=Lax; HttpOnly".encode())]
    return []


async def _refuse(send: Send, status: int, said: str) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain; charset=utf-8")]})
    await send({"type": "http.response.body", "body": f"{said}\n".encode()})


def _is_from_here(scope: Scope) -> bool:
    """Whether a form may have been sent by a page of ours; asgi-csrf then asks for its token.

    By itself it would not where there is no cookie, and a form elsewhere sends none of ours (SameSite). The origin is
    no help: with our Referrer-Policy browsers call it null.
    """
    headers = dict(scope["headers"])
    return headers.get(b"sec-fetch-site", b"none") in (b"same-origin", b"none") and b"ds_csrftoken=" in headers.get(b"cookie", b"")


async def _app_in_words(datasette: Datasette, app: App, scope: Scope, receive: Receive, send: Send) -> None:
    """Let a form through; where asgi-csrf refuses it before any page of ours was asked, say so in the reader's words."""
    reached: set[str] = set()
    refused = False

    async def inner(message: Any) -> None:
        nonlocal refused
        if message["type"] == "http.response.start" and message["status"] == 403 and not reached:
            refused = True
            await (await _error(datasette, Request(scope, receive), 403, kind="form")).asgi_send(send)
        if not refused:
            await send(message)

    await app({**scope, "reached": reached}, receive, inner)


def _path(scope: Scope) -> str:
    """The path as Datasette routes by it: as it was sent, before any decoding."""
    raw = scope.get("raw_path")
    return raw.decode("latin-1").partition("?")[0] if raw else str(scope["path"])


def _table(scope: Scope) -> Looked | None:
    """What of the plain tables an address reads: a table, or by SQL; its words and values are not kept."""
    parts = [*_path(scope).split("/"), ""]
    if parts[1].partition(".")[0] != DATABASE:
        return None
    table = _TABLE.match(parts[2]) if len(parts) > 2 else None
    if table:
        return Looked(f"table {table.group()}")
    return Looked("sql") if b"sql=" in scope.get("query_string", b"") else None


def _noted(datasette: Datasette, scope: Scope, looked: Looked, send: Send) -> Send:
    """An answer that begins once the look is written down; what cannot be is refused."""
    refused = False

    async def inner(message: Any) -> None:
        nonlocal refused
        if message["type"] == "http.response.start" and message["status"] == 200:
            request = Request(scope, None)
            actor = actor_from_request(datasette, request) or {}
            try:
                await audit.written(datasette.get_database(DATABASE).path, looked.by(str(actor.get("id", "")), f"{clock():%Y-%m-%dT%H:%M:%SZ}"))
            except NotWritten:
                refused = True
                await _refuse(send, 503, words_for(datasette, request)("error.503_text"))
        if not refused:
            await send(message)

    return inner


# ── what every template may say, and errors ──────────────────────────────────────────────────────────────────────


@hook
def extra_template_vars(datasette: Datasette, request: Request | None) -> Callable[[], Awaitable[dict[str, Any]]]:
    """`w`: the reader's words; `company`; `languages`: the links to this page in the others; `as_of`: how old the data is."""

    async def inner() -> dict[str, Any]:
        if request is None:
            return {}
        words = words_for(datasette, request)
        as_of = await datasette.get_database(DATABASE).execute_fn(lambda db: data_as_of(db, words))
        return {**common_values(datasette, request), "as_of": as_of}

    return inner


@first_hook
def forbidden(datasette: Datasette, request: Request, message: str) -> Callable[[], Awaitable[Response]]:
    """A refusal in words; whoever could sign in and has not is asked to."""

    async def inner() -> Response:
        if settings(datasette).get("auth") == "passwords" and request.actor is None:
            if request.path.endswith((".json", ".csv")):
                return await _error(datasette, request, 401, "")
            wanted = request.full_path if request.method == "GET" else "/"
            return Response("", status=303, headers={"location": linked("/-/login", {"next": wanted})})
        return await _error(datasette, request, 403, "")

    return inner


@first_hook
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Callable[[], Awaitable[Response]]:
    """An error as a page of ours (or as JSON where JSON was asked for); the log gets its kind and place, no values."""

    async def inner() -> Response:
        if isinstance(exception, NotWritten):
            return await _error(datasette, request, 503, "")
        if isinstance(exception, QueryInterrupted):
            return await _error(datasette, request, 400, words_for(datasette, request)("error.slow"))
        if isinstance(exception, DatasetteError):  # 500 is its word for an address that asks for what there is not
            return await _error(datasette, request, 400 if exception.status == 500 else exception.status, str(exception.message or exception.title or ""))
        if isinstance(exception, Base400):
            said = str(exception.args[0]) if exception.args and exception.status == 400 else ""
            return await _error(datasette, request, exception.status, said)
        frames = list(traceback.walk_tb(exception.__traceback__))
        if _is_of_address(exception, {frame.f_code.co_filename for frame, _ in frames}):
            return await _error(datasette, request, 400, "")
        where = f"{frames[-1][0].f_code.co_filename}:{frames[-1][1]}" if frames else ""
        log.error("%s at %s while answering a page", type(exception).__name__, where)
        return await _error(datasette, request, 500, "")

    return inner


def _is_of_address(exception: Exception, files: set[str]) -> bool:
    """Whether Datasette stumbled over an address nobody was led to: a filter it cannot read, a row by fewer values than its key has."""
    return datasette.filters.__file__ in files or (isinstance(exception, sqlite3.ProgrammingError) and "binding" in str(exception))


async def _error(datasette: Datasette, request: Request, status: int, said: str = "", *, kind: str = "") -> Response:
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "error": said or str(status), "status": status}, status=status)
    words = words_for(datasette, request)
    key = kind or {400: "400", 401: "403", 403: "403", 404: "404", 503: "503"}.get(status, "500")
    values = {"heading": words(f"error.{key}"), "said": said or ("" if key == "400" else words(f"error.{key}_text"))}
    html = environment(datasette).get_template("syncd/error.html").render({**values, **common_values(datasette, request)})
    return Response.html(html, status=status)
