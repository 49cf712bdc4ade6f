"""HTTP to Google: how the calls its client library makes are sent, and what its sign-in asks for tokens by.

Every request is sent once: a repetition is for those who know whether it may be repeated. No redirect is followed, and
nothing goes to another host than Google's, or the one configured; http:// is for this machine only.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

import httpx2

from connectors.google.pace import MOST_WAIT
from connectors.google.refusals import LostAnswer, TooLarge
from connectors.http import retry_after
from connectors.tls import trust, valid_until
from syncd.config.words import is_loopback
from syncd.errors import Busy, ConfigError, SourceError

MOST_BYTES = 72 * 1024 * 1024  # of one answer, unpacked: a mail of 50 MB in base64
MOST_SECONDS = 300.0  # for one answer, however slowly it drips
_SLOWER = frozenset({"rate_limit_exceeded", "slow_down"})
_AGAIN = frozenset({"internal_failure", "server_error", "temporarily_unavailable"})
_LONGEST_URI = 2048  # characters; the library's own limit
_SHORTEST, _LONGEST = 300, 86_400  # seconds that a token may say it lives; Google's live 3600
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


def outgoing(request: Any) -> Outgoing:
    """A call of Google's library (googleapiclient.http.HttpRequest) as it is sent; one with a long address as POST, which Google takes for a GET."""
    headers = {name: value for name, value in request.headers.items() if name.lower() != "content-length"}
    if request.method == "GET" and len(request.uri) > _LONGEST_URI:
        uri, _, query = request.uri.partition("?")
        return Outgoing("POST", uri, {**headers, "x-http-method-override": "GET", "content-type": "application/x-www-form-urlencoded"}, query.encode())
    body = request.body or b""
    return Outgoing(request.method, request.uri, headers, body.encode() if isinstance(body, str) else body)


class Transport:
    """The connection of one account: `bearer` is sent along, and to the allowed hosts only."""

    def __init__(self, endpoint: str = "") -> None:
        self._base = checked(endpoint, "endpoint") if endpoint else None
        self.bearer = ""
        self.certificate_until: dt.datetime | None = None  # of the connection used last
        self._looked_at: object = None
        self._http = _client(not self._base or self._base.scheme == "https")

    def send(self, what: Outgoing) -> Answer:
        """One request: its answer. Raises SourceError where nobody was reached, LostAnswer where it may have arrived."""
        parts = urlsplit(what.uri)
        if not self._allowed(parts):
            raise SourceError(f"nothing is sent to {parts.hostname}: it is not Google's; where that is a gateway of yours, write it as `endpoint`")
        headers = {**what.headers, "authorization": f"Bearer {self.bearer}"}
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
        return parts.scheme == "https" and (parts.netloc == "googleapis.com" or parts.netloc.endswith(".googleapis.com"))


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """One POST to an address that gives or takes tokens, by a connection of its own. Raises as `Transport.send` does."""
    secure = checked(url, "token_uri").scheme == "https"
    with _client(secure) as http, _told(url), http.stream("POST", url, content=body, headers=dict(headers)) as answer:
        return _whole(answer)


@dataclass(frozen=True, slots=True)
class TokenAnswer:
    """An answer as google-auth reads it."""

    status: int
    headers: Mapping[str, str]
    data: bytes = field(repr=False)


def token_request(url: str, method: str, body: bytes | None = None, headers: Mapping[str, str] | None = None, **_: Any) -> TokenAnswer:
    """What google-auth is given to ask for a token by. It gets to see a token or a plain refusal, and nothing else (F40).

    What it would sleep and ask again for, and what it would take for a refusal though Google did not refuse, is raised as
    Busy or SourceError here.
    """
    try:
        answer = post(url, body or b"", headers or {})
    except LostAnswer as error:  # of a token, not of the call it is for: that has not been sent
        raise SourceError(str(error)) from error
    status, said, wait = answer.status, read_object(answer.body) or {}, answer.headers.get("retry-after", "")
    word = str(said.get("error"))
    if status == 429 or word in _SLOWER:
        raise Busy("Google gives no tokens that fast; it is asked again later", retry_after=retry_after(wait, MOST_WAIT))
    if status in (408, 503) or status >= 500 or word in _AGAIN:
        raise Busy(f"Google gives no token now ({status}); it is asked again later", retry_after=retry_after(wait, MOST_WAIT))
    if (status == 200 and not isinstance(said.get("access_token"), str)) or not said:
        hint = "Does something between here and there ask for a sign-in?"
        raise SourceError(f"{urlsplit(url).netloc} gave an answer that is none of Google's ({status}); it is asked again. {hint}")
    if not _SHORTEST <= _number(said.get("expires_in")) <= _LONGEST:
        said.pop("expires_in", None)  # it is used until it is refused
    return TokenAnswer(status, {}, json.dumps(said).encode())


def read_object(data: bytes) -> dict[str, Any] | None:
    """The JSON object of an answer; None where it is none."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _number(value: object) -> float:
    try:
        return float(value) if isinstance(value, int | float | str) else 0.0
    except ValueError:
        return 0.0


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
