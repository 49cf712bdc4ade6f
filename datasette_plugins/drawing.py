"""The scripts that draw the pictures of reports, from this machine and packed: together 165 kB, asked for after the page is there.

Each has the mark of its content in its name, so that a browser asks for it once and for a new one at once.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from datasette.utils.asgi import NotFound, Request, Response

from datasette_plugins.access import KEPT
from datasette_plugins.hooks import hook

_STATIC = Path(__file__).parent / "static"
FILES = {"d3": _STATIC / "vendor" / "d3.min.js", "plot": _STATIC / "vendor" / "plot.min.js", "picture": _STATIC / "picture.js"}


@lru_cache
def _packed(name: str) -> bytes:
    return gzip.compress(FILES[name].read_bytes(), 9, mtime=0)


@lru_cache
def names() -> dict[str, str]:
    """The names of the scripts, as pages ask for them, in the order in which they need each other."""
    return {f"{name}_{hashlib.sha256(file.read_bytes()).hexdigest()[:12]}": name for name, file in FILES.items()}


async def script(request: Request) -> Response:
    """`/drawing/<name>_<mark>.js`."""
    name = names().get(request.url_vars["name"])
    if name is None:
        raise NotFound(request.path)
    packed = "gzip" in request.headers.get("accept-encoding", "")
    body = _packed(name) if packed else FILES[name].read_bytes()
    headers = {"vary": "accept-encoding", KEPT[0].decode(): KEPT[1].decode(), **({"content-encoding": "gzip"} if packed else {})}
    return Response(body, headers=headers, content_type="text/javascript; charset=utf-8")


@hook
def register_routes() -> list[tuple[str, object]]:
    """One address a script."""
    return [(r"^/drawing/(?P<name>\w+)\.js$", script)]
