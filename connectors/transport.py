"""HTTP to a provider's API: one request sent once, to the provider's own hosts and no other.

A repetition is for those who know whether it may be repeated. No redirect is followed, and nothing goes to another host
than the provider's, or the one configured; http:// is for this machine only.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

import httpx2

from connectors.refusals import LostAnswer, TooLarge
from connectors.tls import trust, valid_until
from syncd.config.words import is_loopback
from syncd.errors import ConfigError, SourceError

MOST_BYTES = 72 * 1024 * 1024  # of one answer, unpacked: a mail of 50 MB in base64
MOST_SECONDS = 300.0  # for one answer, however slowly it drips
_TIMEOUT = httpx2.Timeout(60.0, connect=15.0)
_LIMITS = httpx2.Limits(max_connections=4, keepalive_expiry=150.0)  # longer than the minute between passes


def checked(address: str, key: str) -> SplitResult:
    """The parts of an address a request may go to. Raises ConfigError, naming the key or file it stands in, for any other."""
    parts = urlsplit(address)
    if parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))):
        return parts
    raise ConfigError([f"{key}: {address!r} cannot be used: write https://… (http:// only to this machine)"])


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request as it is sent, without who sends it."""

    method: str
    uri: str
    headers: Mapping[str, str]
    body: bytes = b""


class Answer(NamedTuple):
    """An answer, whatever its status; names of headers in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport:
    """The connection of one account; several threads may send at once."""

    def __init__(self, endpoint: str, whose: str, is_host: Callable[[str], bool]) -> None:
        """`whose`: the provider, for the texts; `is_host` tells whether a host (and port) is the provider's, where no `endpoint` is named."""
        self._base = checked(endpoint, "endpoint") if endpoint else None
        self._whose, self._is_host = whose, is_host
        self.certificate_until: dt.datetime | None = None  # of the connection used last
        self._looked_at: object = None
        self._http = _client(not self._base or self._base.scheme == "https")

    def send(self, what: Outgoing, bearer: str) -> Answer:
        """One request with an access token: its answer. Raises SourceError where nobody was reached, LostAnswer where it may have arrived."""
        parts = urlsplit(what.uri)
        if not self._allowed(parts):
            raise SourceError(f"nothing is sent to {parts.hostname}: it is not {self._whose}; where that is a gateway of yours, write it as `endpoint`")
        headers = {**what.headers, "authorization": f"Bearer {bearer}"}
        with _told(what.uri), self._http.stream(what.method, what.uri, content=what.body or None, headers=headers) as answer:
            connection = answer.extensions["network_stream"].get_extra_info("ssl_object")
            if connection is not self._looked_at:
                self._looked_at, self.certificate_until = connection, valid_until(connection)
            return _whole(answer)

    def close(self) -> None:
        """Let the connection go."""
        self._http.close()

    def _allowed(self, parts: SplitResult) -> bool:
        if self._base:
            return (parts.scheme, parts.netloc) == (self._base.scheme, self._base.netloc)
        return parts.scheme == "https" and self._is_host(parts.netloc)


def fetch(method: str, url: str, body: bytes, headers: Mapping[str, str], key: str = "token_uri") -> Answer:
    """One request for tokens, or for where they are given, by a connection of its own. Raises as `Transport.send` does; `key` is where the address stands."""
    secure = checked(url, key).scheme == "https"
    with _client(secure) as http, _told(url), http.stream(method, url, content=body or None, headers=dict(headers)) as answer:
        return _whole(answer)


def read_object(data: bytes) -> dict[str, Any] | None:
    """The JSON object of an answer; None where it is none."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _client(secure: bool) -> httpx2.Client:
    return httpx2.Client(
        verify=trust("" if secure else None), timeout=_TIMEOUT, limits=_LIMITS, follow_redirects=False, trust_env=secure,
        headers={"Accept-Encoding": "gzip", "User-Agent": "syncd (gzip)"},  # Google packs only for who says so in both
    )  # fmt: skip


def _whole(answer: httpx2.Response) -> Answer:
    """The answer with its body, no larger than allowed and within the time allowed."""
    parts: list[bytes] = []
    room, end = MOST_BYTES, time.monotonic() + MOST_SECONDS
    for part in answer.iter_bytes():
        room -= len(part)
        if room < 0:
            raise TooLarge(f"an answer of {answer.url.host} is larger than {MOST_BYTES} bytes")
        if time.monotonic() > end:
            raise LostAnswer(f"{answer.url.host} takes longer than {MOST_SECONDS:.0f} s to answer")
        parts.append(part)
    return Answer(answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, b"".join(parts))


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Errors of the connection, in our words: the library's may quote an answer, and an answer what was sent."""
    host = urlsplit(url).netloc
    try:
        yield
    except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
        remedy = "add its authority to those this machine trusts" if "CERTIFICATE_VERIFY_FAILED" in str(error) else "is this machine connected?"
        raise SourceError(f"{host} cannot be reached: {error or type(error).__name__}; {remedy}") from error
    except (httpx2.RequestError, httpx2.InvalidURL, httpx2.StreamError) as error:
        raise LostAnswer(f"{host} did not answer to the end ({type(error).__name__}); it is asked again") from None
