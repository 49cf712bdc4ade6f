"""The pages for managers: Datasette on the store, read-only, with our plugins in this process alone.

It refuses to listen beyond this machine without authentication (exit 78), and it never writes the store: what a plugin
writes goes through `syncd.store.db.connect`.
"""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import gc
import json
import os
import secrets
import socket
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from datasette.app import Datasette
from datasette.database import Database, QueryInterrupted, Results
from datasette.plugins import pm

import datasette_plugins
from datasette_plugins import (
    access,
    actions,
    breaches,
    brief,
    calls,
    cells,
    collisions,
    complaints,
    counting,
    customer,
    drawing,
    exports,
    handoffs,
    invitations,
    items,
    limits,
    looks,
    meet,
    offers,
    page,
    promises,
    refusals,
    report_list,
    reports,
    returned,
    reviews,
    saved,
    search,
    segment_form,
    segments,
    sessions,
    signin,
    sources,
    start,
    tables,
    unwanted,
)
from syncd.config import Config
from syncd.config.secrets import secret
from syncd.config.words import is_loopback
from syncd.core import keys
from syncd.core.worktime import zone_of
from syncd.errors import ConfigError, Unavailable
from syncd.store.db import connect

PLUGINS = (access, actions, breaches, brief, calls, cells, collisions, complaints, counting, customer, drawing, exports, handoffs, invitations, items, looks, meet, offers, promises, refusals, report_list, reports, returned, reviews, saved, search, segment_form, segments, signin, sources, start, unwanted)
SETTINGS: dict[str, Any] = {
    "suggest_facets": False,  # the whole cost of a table page: 537 ms of 544 at a million rows (measured)
    "allow_facet": True,
    "allow_download": False,
    "allow_csv_stream": False,
    "allow_signed_tokens": False,
    "default_allow_sql": True,  # managers may have SQL: what they may not see is not in the store
    "default_page_size": 50,
    "max_returned_rows": 1000,
    "max_csv_mb": 20,
    "sql_time_limit_ms": limits.MS,
    "facet_time_limit_ms": 200,
    "num_sql_threads": 4,
    "default_cache_ttl": 0,
    "truncate_cells_html": 300,
    "template_debug": False,
}
# Datasette's own answers to errors: ours replace them, because these print every local value (of mails, too) to the log;
# and its own cookie of an actor: who is signed in is said by `sessions` alone
_REPLACED = ("datasette.handle_exception", "datasette.forbidden", "datasette.actor_auth_cookie")
SHORTEST_SECRET = 32  # characters of what cookies are signed with
_CACHE = 8_000  # kB of the store that a connection keeps: with 2,000 a board was read anew 2,300 pages at a time
_STATEMENTS = 256  # that a connection keeps prepared: the pages have some two hundred
_COUNT_LIMIT_MS = 20  # a table that takes longer to count is shown without its count
_FOLDER = Path(datasette_plugins.__file__).parent
_Told = TypeVar("_Told")


class History(Database):  # type: ignore[misc]  # Datasette is published without types
    """The store, opened mode=ro; every query keeps the limits, and counting a big table is given up early, so that no page waits for it."""

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self._resting: list[sqlite3.Connection] = []  # the one that was used last at the end

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """As Datasette's, with room for what pages read again and again, and for their statements."""
        conn = sqlite3.connect(f"file:{self.path}{'' if write else '?mode=ro'}", uri=True, check_same_thread=False, cached_statements=_STATEMENTS)
        self._all_file_connections.append(conn)
        conn.execute(f"PRAGMA cache_size = -{_CACHE}")
        return conn

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], _Told]) -> _Told:
        """As Datasette's, on the connection that was used last: it has most of what is read in memory, where Datasette goes round with the threads."""

        def in_thread() -> _Told:
            try:
                conn = self._resting.pop()  # of several threads one gets it
            except IndexError:
                conn = self.connect()
                self.ds._prepare_connection(conn, self.name)
            try:
                return fn(conn)
            finally:
                self._resting.append(conn)

        return await asyncio.get_running_loop().run_in_executor(self.ds.executor, in_thread)

    async def execute(self, sql: str, params: Any = None, truncate: bool = False, custom_time_limit: int | None = None, page_size: int | None = None, log_sql_errors: bool = True) -> Any:
        """As Datasette's: its arguments, its answer and its errors, but nothing of a query in the log."""
        ms = min(custom_time_limit or self.ds.sql_time_limit_ms, self.ds.sql_time_limit_ms)
        if sql.lstrip()[:16].lower().startswith("select count(*)"):
            ms = min(ms, _COUNT_LIMIT_MS)
        most = self.ds.max_returned_rows + (self.ds.max_returned_rows == (page_size or self.ds.page_size))

        def in_thread(conn: sqlite3.Connection) -> Results:
            try:
                rows, columns = limits.answered(conn, sql, params if params is not None else {}, ms=ms, most=most + 1 if truncate else None)
            except sqlite3.OperationalError as error:
                if error.args == ("interrupted",):
                    raise QueryInterrupted(error, sql, params) from error
                raise
            return Results(rows[:most], len(rows) > most, columns) if truncate else Results(rows, False, columns)

        return await self.execute_fn(in_thread)


def build(config: Config) -> Datasette:
    """Datasette on the store of a config. Raises StoreError where there is no usable store."""
    connect(config.store.path).close()  # brings its shape and views up to date
    for module in PLUGINS:
        if not pm.is_registered(module):
            pm.register(module)
    for name in _REPLACED:
        if pm.has_plugin(name):
            pm.unregister(name=name)
    datasette = Datasette(
        settings=SETTINGS, metadata=tables.metadata(config.company.name or "syncd"),
        template_dir=str(_FOLDER / "templates"), static_mounts=[("assets", str(_FOLDER / "static"))], secret=_secret(config),
    )  # fmt: skip
    datasette.remove_database("_memory")  # it is there where no file is given at once
    datasette.add_database(History(datasette, path=str(config.store.path.resolve()), is_mutable=True), name="history")
    page.know(datasette, _told(config))
    reports.know(datasette, config.store.path)
    actions.know(datasette, config)
    return datasette


def _secret(config: Config) -> str:
    """What cookies and forms are signed with: kept beside the store, so that people stay signed in over a restart. Raises ConfigError.

    A systemd credential `web-secret` goes before the file.
    """
    if config.web.auth == "none":
        return secrets.token_hex(32)  # nobody is signed in
    credential = Path(os.environ.get("CREDENTIALS_DIRECTORY", "/nowhere")) / "web-secret"
    path = credential if credential.exists() else config.store.path.with_name("web.secret")
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32) + "\n")
    found = secret({"web_secret_file": str(path)}, "web_secret") or ""
    if len(found) < SHORTEST_SECRET:
        raise ConfigError([f"{path} is too short to sign with: remove it, and a new one is made"])
    return found


def _told(config: Config) -> dict[str, Any]:
    """What the plugins are told of the config: plain values, nothing secret."""
    return {
        "company": config.company.name or "syncd", "timezone": config.company.timezone, "language": config.company.language or "en", "url": config.web.url,
        "auth": config.web.auth, "proxy_header": config.web.proxy_header, "users_file": str(config.web.users_file or ""),
        "proxy_secret_file": str(config.web.proxy_secret_file or ""), "by_person": config.reports_by_person, "doubt": _doubt(config), "working": counting.told_of(config.calendar), "people": _people(config),
    }  # fmt: skip


def _doubt(config: Config) -> dict[str, Any]:
    """From when on a promise is sure enough for a reminder: what is less is for people to judge."""
    r = config.reminders
    return {"least": r.min_confidence, "firmness": json.dumps(sorted(r.firmness)), "terms": json.dumps(sorted(r.terms))}


def _people(config: Config) -> dict[str, dict[str, str]]:
    """By each of their addresses who a colleague is to the pages: role, last day, and the shared mailboxes, as JSON."""
    found = {}
    for staff in config.company.staff:
        person = config.person(staff.address)
        known = {person.address, *staff.aliases}
        shared = json.dumps([s.name for s in config.sources if known & set(s.members)])
        told = {"address": person.address, "role": person.role, "left": person.left.isoformat() if person.left else "", "mailboxes": shared, "addresses": json.dumps(sorted(known))}
        found.update(dict.fromkeys(known, told))
    return found


def guard(config: Config, host: str) -> None:
    """Refuse what would let strangers in, and files that cannot be used. Raises ConfigError (exit 78)."""
    if config.web.auth == "none" and not is_loopback(host):
        raise ConfigError([f'[web] bind: "{host}" can be reached from other machines: set auth = "passwords" or "proxy", or listen on 127.0.0.1'])
    if config.web.auth == "passwords":
        sessions.users(str(config.web.users_file))
    if config.web.auth == "proxy" and config.web.proxy_secret_file:
        sessions.proxy_secret(str(config.web.proxy_secret_file))


def listen(host: str, port: int) -> socket.socket:
    """The listening socket. Raises Unavailable where the port is taken or the address is not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # without the protocol asyncio leaves Nagle on: 40 ms a page
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)  # from here on callers wait instead of being refused, though the pages start a moment later
    except (OSError, OverflowError) as error:
        listening.close()
        raise Unavailable(f"cannot listen on {host}:{port}: {getattr(error, 'strerror', None) or error}; give another port with --port N") from error
    return listening


def look_at_segments(config: Config, now: dt.datetime) -> list[dict[str, Any]]:
    """Every segment with its size (`segments.look`); what is not kept of this month is kept. For a process of its own, whose memory is bounded for good by it.

    A segment is a manager's SQL: it runs as it does on the pages, read-only and within their limits. Raises AlreadyRunning.
    """
    limits.bound_memory()
    datasette = build(dataclasses.replace(config, web=dataclasses.replace(config.web, auth="none")))  # nobody is served: no cookie is signed
    told = {"today": f"{now.astimezone(zone_of(config.company.timezone)):%Y-%m-%d}", "now": keys.instant(now)}

    async def look() -> list[dict[str, Any]]:
        await datasette.invoke_startup()
        return await segments.look(datasette, told, config.company.language or "en")

    return asyncio.run(look())


def _tell(address: str) -> None:
    click.echo(f"Serving {address} – stop with Ctrl+C")


def _keep_for_good() -> None:
    """Take what is loaded by now out of the garbage collector's sight: going through all of it took some page 60 to 90 ms every few hundred pages."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 100)  # what comes later is gone through as a whole a tenth as often: it takes 10 ms, and hardly anything that waits for it is left


def _warm_up(datasette: Datasette) -> None:
    """Compile the templates beside the first pages: it took whoever first opened a kind of page 30 to 140 ms, of half a second in all."""
    templates = page.environment(datasette)
    for name in templates.list_templates(filter_func=lambda name: name.startswith("syncd/")):
        templates.get_template(name)
    _keep_for_good()


def serve(config: Config, *, port: int | None = None, ready: Callable[[str], None] = _tell) -> None:
    """Serve until stopped. `ready(address)` is called once the address is ours; by default it is told on standard output."""
    import uvicorn  # only where something is served

    guard(config, config.web.host)
    datasette = build(config)
    app = datasette.app()
    limits.bound_memory()
    listening = listen(config.web.host, config.web.port if port is None else port)
    host, bound = listening.getsockname()[:2]
    ready(f"http://[{host}]:{bound}/" if ":" in host else f"http://{host}:{bound}/")
    threading.Thread(target=_warm_up, args=(datasette,), name="templates", daemon=True).start()
    uvicorn.Server(
        uvicorn.Config(app, lifespan="on", log_level="warning", access_log=False, server_header=False, proxy_headers=False)
    ).run(sockets=[listening])
