"""CSV that a spreadsheet reads as data only: a cell that begins like a formula gets an apostrophe before it.

What a stranger wrote into a subject must not run in the accountant's spreadsheet. Numbers stay numbers. Exports are
small (at most `max_returned_rows`, no streaming), so an answer is taken whole before it is rewritten.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

from datasette_plugins.access import App, Receive, Scope, Send
from datasette_plugins.hooks import hook

_LIVE = re.compile(r"[\t\r\n]|[\s\u00ad\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]")  # also behind what is not seen; the wide forms are read alike (OWASP, CSV Injection)
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")


def harmless(cell: str) -> str:
    """A cell as a spreadsheet shows it and nothing more."""
    if _NUMBER.fullmatch(cell) or not _LIVE.match(cell):
        return cell
    return "'" + cell


def rewritten(body: bytes) -> bytes:
    """A CSV with every cell harmless."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for line in csv.reader(io.StringIO(body.decode("utf-8"), newline="")):
        writer.writerow([harmless(cell) for cell in line])
    return out.getvalue().encode()


@hook
def asgi_wrapper() -> Callable[[App], App]:
    """Rewrite the answers whose address ends with .csv."""

    def wrap(app: App) -> App:
        async def inner(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http" or not scope["path"].endswith(".csv"):
                await app(scope, receive, send)
                return
            begun: list[Any] = []
            body: list[bytes] = []

            async def gather(message: Any) -> None:
                if message["type"] == "http.response.start":
                    begun.append(message)
                    return
                body.append(message.get("body", b""))
                if not message.get("more_body"):
                    await send(begun[0])
                    whole = b"".join(body)
                    await send({"type": "http.response.body", "body": rewritten(whole) if begun[0]["status"] == 200 else whole})

            await app(scope, receive, gather)

        return inner

    return wrap
