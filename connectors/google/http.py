"""HTTP to Google: how the calls its client library makes are sent, and what its sign-in asks for tokens by (connectors/transport.py)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from connectors import transport
from connectors.http import retry_after
from connectors.pace import MOST_WAIT
from connectors.refusals import LostAnswer
from connectors.transport import Answer, Outgoing, fetch, read_object
from syncd.errors import Busy, SourceError

__all__ = ["Answer", "Outgoing", "TokenAnswer", "Transport", "outgoing", "post", "read_object", "token_request"]

_SLOWER = frozenset({"rate_limit_exceeded", "slow_down"})
_AGAIN = frozenset({"internal_failure", "server_error", "temporarily_unavailable"})
_LONGEST_URI = 2048  # characters; the library's own limit
_SHORTEST, _LONGEST = 300, 86_400  # seconds that a token may say it lives; Google's live 3600


def outgoing(request: Any) -> Outgoing:
    """A call of Google's library (googleapiclient.http.HttpRequest) as it is sent; one with a long address as POST, which Google takes for a GET."""
    headers = {name: value for name, value in request.headers.items() if name.lower() != "content-length"}
    if request.method == "GET" and len(request.uri) > _LONGEST_URI:
        uri, _, query = request.uri.partition("?")
        return Outgoing("POST", uri, {**headers, "x-http-method-override": "GET", "content-type": "application/x-www-form-urlencoded"}, query.encode())
    body = request.body or b""
    return Outgoing(request.method, request.uri, headers, body.encode() if isinstance(body, str) else body)


class Transport(transport.Transport):
    """The connection of one account to Google's hosts."""

    def __init__(self, endpoint: str = "") -> None:
        super().__init__(endpoint, "Google's", lambda host: host == "googleapis.com" or host.endswith(".googleapis.com"))


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """One POST to an address that gives or takes tokens. Raises as `Transport.send` does."""
    return fetch("POST", url, body, headers)


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


def _number(value: object) -> float:
    try:
        return float(value) if isinstance(value, int | float | str) else 0.0
    except ValueError:
        return 0.0
