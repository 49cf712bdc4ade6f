"""Completeness: per source and folder what the server has, what is stored, and why they differ.

“Complete” is said only where the server's own count is met by what is stored, excluded or pending for good, and nothing
waits to be tried again.
"""

from __future__ import annotations

import sqlite3

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins.hooks import hook
from datasette_plugins.names import names
from datasette_plugins.page import Asked, Values, rows, show
from datasette_plugins.rights import HEALTH
from syncd.freshness import newest
from syncd.store import moves

SOURCES = "SELECT id, name, connector, owner, state, error, last_success, failures FROM source WHERE removed_at IS NULL ORDER BY name"
# Folders with their counts, as triggers keep them (store/tallies.py).
FOLDERS = """
    SELECT c.id, c.source_id, c.name, c.role, c.state, c.on_server, c.caught_up_at, c.last_success,
           coalesce((SELECT t.n FROM tally t WHERE t.collection_id = c.id AND t.what = 'stored'), 0) AS stored,
           coalesce((SELECT t.n FROM tally t WHERE t.collection_id = c.id AND t.what = 'gone'), 0) AS gone
    FROM collection c WHERE c.removed_at IS NULL ORDER BY c.source_id, c.role NOT IN ('inbox', 'sent'), c.role, c.name"""
EXCLUDED = "SELECT collection_id, rule, n FROM tally WHERE what = 'excluded' AND n > 0 ORDER BY n DESC, rule"
PENDING = "SELECT collection_id, state, reason, count(*) AS n, min(since) AS since, max(attempts) AS attempts FROM pending WHERE state <> 'gone' GROUP BY collection_id, state, reason ORDER BY n DESC"


def sources(db: sqlite3.Connection, asked: Asked) -> Values:
    """Every source with its folders, rules and reasons."""
    listed = rows(db, SOURCES)
    by_source: dict[int, list[Values]] = {}
    folders = {f["id"]: f for f in rows(db, FOLDERS)}
    for folder in folders.values():
        folder.update(excluded=0, pending=0, rules=[], reasons=[])
        by_source.setdefault(folder["source_id"], []).append(folder)
    for x in rows(db, EXCLUDED):
        if x["collection_id"] in folders:
            folders[x["collection_id"]]["excluded"] += x["n"]
            folders[x["collection_id"]]["rules"].append(x)
    for p in rows(db, PENDING):
        if p["collection_id"] in folders:
            folders[p["collection_id"]]["pending"] += p["n"]
            folders[p["collection_id"]]["reasons"].append(p)
    for folder in folders.values():
        folder["account"] = _account(folder)
    for source in listed:
        mine = by_source.get(source["id"], [])
        if not asked.reader.sees_all:  # people call folders by their customers
            for number, folder in enumerate(mine, 1):
                folder["name"] = f"#{number}"
        source["folders"] = mine
        source["stored"], source["excluded"], source["pending"] = (sum(f[n] for f in mine) for n in ("stored", "excluded", "pending"))
        counted = [f["on_server"] for f in mine]
        source["on_server"] = sum(counted) if counted and None not in counted else None
        source["gone"] = sum(f["gone"] for f in mine)
        source["lags"] = newest((source["last_success"],), asked.words.now) is not None
        source["fine"] = source["state"] == "ok" and all(f["state"] == "ok" for f in mine)
    return {"sources": listed, "moved": _moved(db), "names": names(db, (s["owner"] for s in listed))}


def _moved(db: sqlite3.Connection) -> list[Values]:
    """The sources that moved, and how much has not turned up where they went; None before that can be told."""
    return [
        {"old": move.old, "new": ", ".join(move.successors), "day": move.began_at, "left": move.left_there,
         "missing": move.missing if move.settled_at else None}
        for move in moves.all_moves(db)
    ]  # fmt: skip


def _account(folder: Values) -> str:
    """Whether a folder is accounted for: by the server's count, or, where it tells none, read to its end with nothing waiting."""
    if folder["pending"] or not folder["caught_up_at"]:
        return "not_whole"
    if folder["on_server"] is None:
        return "read_whole"
    return "whole" if folder["stored"] + folder["excluded"] >= folder["on_server"] else "not_whole"


async def sources_page(datasette: Datasette, request: Request) -> Response:
    """`/sources`."""
    return await show(datasette, request, "syncd/sources.html", sources, to=HEALTH)


@hook
def register_routes() -> list[tuple[str, object]]:
    """The completeness."""
    return [(r"^/sources$", sources_page)]
