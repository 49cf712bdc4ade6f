"""A form that is refused before any page sees it (no token, an old one, from elsewhere) is refused in words, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Request

from datasette_plugins.access import App, Receive, Scope, Send
from datasette_plugins.hooks import hook
from datasette_plugins.page import common_values, environment

_TYPE = b"content-type"


@hook
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Around everything that refuses forms: a bare line of text becomes a page of ours, with the same status and headers."""

    def wrap(app: App) -> App:
        async def inner(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http" or scope["method"] != "POST":
                await app(scope, receive, send)
                return
            begun: list[Any] = []

            async def send_in_words(message: Any) -> None:
                if message["type"] == "http.response.start" and message["status"] == 403:
                    begun.append(message)
                    return
                if begun:
                    start = begun.pop()
                    if b"<" not in message.get("body", b""):
                        message = {"type": "http.response.body", "body": _page(datasette, scope).encode()}
                        start = {**start, "headers": [*((n, v) for n, v in start["headers"] if bytes(n).lower() != _TYPE), (_TYPE, b"text/html; charset=utf-8")]}
                    await send(start)
                await send(message)

            await app(scope, receive, send_in_words)

        return inner

    return wrap


def _page(datasette: Datasette, scope: Scope) -> str:
    common = common_values(datasette, Request({**scope, "actor": None}, None))
    words = common["w"]
    html: str = environment(datasette).get_template("syncd/not_done.html").render({**common, "heading": words("act.not_done"), "said": words("act.not_from_here"), "onward": "/"})
    return html
