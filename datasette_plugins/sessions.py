"""Who is signed in: by a password and a signed cookie, or by the header of a proxy that is believed.

A session ends after two weeks, and at once when the person leaves, loses their line in users_file, or has a new password.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import time
from collections import deque
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from datasette.app import Datasette
from datasette.utils.asgi import Request
from itsdangerous import BadSignature

from syncd import passwords
from syncd.config.secrets import secret
from syncd.config.words import is_loopback
from syncd.errors import ConfigError

log = logging.getLogger("syncd.web")

COOKIE: Final = "syncd-session"
PROXY_SECRET: Final = "x-syncd-proxy-secret"  # the name of a header
LASTS: Final = 14 * 24 * 3600  # seconds
_NAMESPACE: Final = "session"


# ── by password ──────────────────────────────────────────────────────────────────────────────────────────────────


class Passwords:
    """The people of a users_file, read again when it was changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = passwords.read(path)
        self._state = self._look()

    def of(self, address: str) -> str | None:
        """The hash of a person's password, or None."""
        if (state := self._look()) != self._state:
            self._state = state
            try:
                self._known = passwords.read(self._path)
            except ConfigError as problem:
                log.error("nobody is signed in until this is mended: %s", problem)
                self._known = {}
        return self._known.get(address)

    def _look(self) -> tuple[int, int, int]:
        try:
            state = os.stat(self._path)
        except OSError:
            return 0, 0, 0
        return state.st_mtime_ns, state.st_size, state.st_ino


@cache
def users(path: str) -> Passwords:
    """The people of the users_file at a path."""
    return Passwords(Path(path))


def begun(datasette: Datasette, address: str, written: str) -> str:
    """The cookie of a new session."""
    return str(datasette.sign({"a": address, "at": int(time.time()), "p": _mark(written)}, _NAMESPACE))


def signed_in(datasette: Datasette, told: Mapping[str, Any], request: Request) -> str | None:
    """The address of whoever the cookie of a request names, or None."""
    cookie = request.cookies.get(COOKIE)
    if not cookie:
        return None
    try:
        said = datasette.unsign(cookie, _NAMESPACE)
    except BadSignature:
        return None
    written = users(told["users_file"]).of(said["a"])
    if written is None or not hmac.compare_digest(said["p"], _mark(written)) or not 0 <= time.time() - said["at"] + 60 < LASTS:
        return None
    return str(said["a"])


def _mark(written: str) -> str:
    """What changes with the password, and says nothing of it."""
    return hashlib.sha256(written.encode()).hexdigest()[:24]


class Throttle:
    """Who may try a password now: five wrong ones a minute for a person, sixty for everybody together."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, *, each: int = 5, together: int = 60, seconds: float = 60) -> None:
        self._clock, self._each, self._together, self._seconds = clock, each, together, seconds
        self._wrong: dict[str, deque[float]] = {}

    def is_open(self, address: str) -> bool:
        """Whether a password may be tried for this person."""
        now = self._clock()
        for name in [*self._wrong]:
            times = self._wrong[name]
            while times and now - times[0] >= self._seconds:
                times.popleft()
            if not times:
                del self._wrong[name]
        return len(self._wrong.get(address, ())) < self._each and sum(map(len, self._wrong.values())) < self._together

    def wrong(self, address: str) -> None:
        """A try, counted before it is known to be right: many at once must not slip through."""
        self._wrong.setdefault(address, deque()).append(self._clock())

    def right(self, address: str) -> None:
        """It was right: the person begins anew."""
        self._wrong.pop(address, None)


# ── by a proxy ───────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def proxy_secret(path: str) -> str:
    """The secret that was agreed with the proxy. Raises ConfigError."""
    return secret({"proxy_secret_file": path}, "proxy_secret") or ""


def named_by_proxy(told: Mapping[str, Any], request: Request) -> str | None:
    """The address a proxy names, or None: only one name, only from this machine, or with the secret that was agreed."""
    headers = request.scope["headers"]
    name = str(told["proxy_header"]).lower().encode("latin-1")
    said = [value.decode("latin-1").strip().lower() for key, value in headers if key.lower() == name]
    given = [value for key, value in headers if key.lower() == PROXY_SECRET.encode()]
    if told.get("proxy_secret_file"):
        believed = len(given) == 1 and hmac.compare_digest(given[0], proxy_secret(told["proxy_secret_file"]).encode())
    else:
        client = request.scope.get("client")
        believed = client is None or is_loopback(str(client[0]))  # None: a socket of this machine
    return said[0] if believed and len(said) == 1 and said[0] else None
