"""Signing in and out by password, where the config says `auth = "passwords"`. After it people go on to the page they wanted."""

from __future__ import annotations

import asyncio
import re
import threading

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from datasette_plugins import rights, sessions
from datasette_plugins.hooks import hook
from datasette_plugins.page import common_values, environment, settings, today, words_for
from syncd import passwords

_OURS = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")  # a path of this site: no other host, no line break, no backslash
_throttle = sessions.Throttle()
_at_once = threading.BoundedSemaphore(2)  # each try works for a part of a second


def own_path(text: str) -> str:
    """Where to go on to: a path of ours, else the start page."""
    return text if len(text) <= 2000 and _OURS.fullmatch(text) else "/"


async def login(datasette: Datasette, request: Request) -> Response:
    """`/-/login`."""
    _require_passwords(datasette)
    if request.method != "POST":
        return _form(datasette, request, own_path(request.args.get("next") or ""), "", 200)
    typed = await request.post_vars()
    address, onward = typed.get("username", "").strip().lower()[:320], own_path(typed.get("next", ""))
    if not _throttle.is_open(address):
        return _form(datasette, request, onward, "login.wait", 429)
    _throttle.wrong(address)
    written = await _right(datasette, address, typed.get("password", ""))
    if written is None:
        return _form(datasette, request, onward, "login.wrong", 401)
    _throttle.right(address)
    answer = Response("", status=303, headers={"location": onward})
    answer.set_cookie(sessions.COOKIE, sessions.begun(datasette, address, written), max_age=sessions.LASTS, httponly=True, secure=_is_https(datasette), samesite="lax")
    return answer


async def _right(datasette: Datasette, address: str, password: str) -> str | None:
    """The hash of the password if it is right, and the person is one of ours still."""
    told = settings(datasette)
    written = sessions.users(told["users_file"]).of(address)

    def compare() -> bool:
        with _at_once:
            return passwords.is_right(password, written)

    right = await asyncio.to_thread(compare)
    return written if right and rights.reader(told, {"id": address}, today(told)).role else None


async def logout(datasette: Datasette, request: Request) -> Response:
    """`/-/logout`: asks, and ends the session."""
    _require_passwords(datasette)
    if request.method != "POST":
        return _page(datasette, request, "syncd/logout.html", {}, 200)
    answer = Response("", status=303, headers={"location": "/-/login"})
    answer.set_cookie(sessions.COOKIE, "", max_age=0, expires=0, httponly=True, secure=_is_https(datasette), samesite="lax")
    return answer


def _require_passwords(datasette: Datasette) -> None:
    if settings(datasette).get("auth") != "passwords":
        raise NotFound("nobody signs in here")


def _is_https(datasette: Datasette) -> bool:
    return str(settings(datasette).get("url", "")).startswith("https://")


def _form(datasette: Datasette, request: Request, onward: str, said: str, status: int) -> Response:
    return _page(datasette, request, "syncd/login.html", {"onward": onward, "said": words_for(datasette, request)(said) if said else ""}, status)


def _page(datasette: Datasette, request: Request, template: str, values: dict[str, object], status: int) -> Response:
    values["csrftoken"] = request.scope["csrftoken"]()
    html = environment(datasette).get_template(template).render({**values, **common_values(datasette, request)})
    return Response.html(html, status=status)


@hook
def register_routes() -> list[tuple[str, object]]:
    """In the places of Datasette's own, which know nothing of passwords."""
    return [(r"^/-/login$", login), (r"^/-/logout$", logout)]
