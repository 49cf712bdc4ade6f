"""The scripts that draw the pictures of reports, from this machine and packed: together 165 kB, asked for after the page is there."""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

from datasette.utils.asgi import NotFound, Request, Response

from datasette_plugins.hooks import hook

_STATIC = Path(__file__).parent / "static"
FILES = {"d3": _STATIC / "vendor" / "d3.min.js", "plot": _STATIC / "vendor" / "plot.min.js", "picture": _STATIC / "picture.js"}


@lru_cache
def _packed(name: str) -> bytes:
    return gzip.compress(FILES[name].read_bytes(), 9, mtime=0)


async def script(request: Request) -> Response:
    """`/drawing/<name>.js`."""
    name = request.url_vars["name"]
    if name not in FILES:
        raise NotFound(request.path)
    packed = "gzip" in request.headers.get("accept-encoding", "")
    body = _packed(name) if packed else FILES[name].read_bytes()
    headers = {"vary": "accept-encoding", **({"content-encoding": "gzip"} if packed else {})}
    return Response(body, headers=headers, content_type="text/javascript; charset=utf-8")


@hook
def register_routes() -> list[tuple[str, object]]:
    """One address a script."""
    return [(r"^/drawing/(?P<name>\w+)\.js$", script)]
