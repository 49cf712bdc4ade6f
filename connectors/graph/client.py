"""One mailbox's connection to Microsoft Graph: each call put through sign-in, pace and patience, refusals in our words.

A call that only reads is asked again a few times where its answer did not come or is none of Graph's. A call that writes
never is: it raises LostAnswer, and whoever wrote looks at what became of it.

Addresses are relative to the mailbox ("messages/AAMk…/$value", "calendarView/delta"), or links that Graph gave
(@odata.nextLink, @odata.deltaLink): there is no way to name another mailbox, and no link leads to another host.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, unquote, urlencode, urlsplit

from connectors.graph.access import open_access, require_libraries
from connectors.graph.account import GraphAccount
from connectors.graph.pace import AT_ONCE, Lane, lane_of
from connectors.graph.refusals import Asking, refusal
from connectors.patience import Patience
from connectors.refusals import Failed, LostAnswer, Refused, Throttled, TooLarge
from connectors.transport import Answer, Outgoing, Transport, read_object
from syncd.core.addresses import canonical
from syncd.errors import AuthFailed, ConfigError, ReauthNeeded, SourceError

GRAPH = "https://graph.microsoft.com"
VERSION = "/v1.0"
BATCH = 20  # calls in one request: Graph's limit
_IMMUTABLE = 'IdType="ImmutableId"'  # ids that a move between folders does not change (F52)
_ADDRESS = re.compile(r"[^@/\\?#%\s]+@[^@/\\?#%\s]+")
_OTHER_USER = re.compile(r"/users(?:/|\(')([^/')]+@[^/')]+)", re.IGNORECASE)
K = TypeVar("K")
T = TypeVar("T")


class GraphClient:
    """One mailbox. Several threads may ask at once; at most 3 requests are under way for a mailbox in this process."""

    def __init__(self, options: GraphAccount, base: Path, scopes: tuple[str, ...] = (), *, lane: Lane | None = None) -> None:
        """`scopes`: what has to be allowed for what will be asked, for the texts of refusals. Raises ConfigError."""
        require_libraries()
        if not _ADDRESS.fullmatch(options.mailbox):
            raise ConfigError([f"mailbox: {options.mailbox!r} is no address a person signs in with"])
        self.mailbox = canonical(options.mailbox)
        self._endpoint, self._scopes = (options.endpoint or GRAPH).rstrip("/"), scopes
        self._access = open_access(options, base)
        self._root = "/me" if self._access.consent else f"/users/{quote(options.mailbox, safe='@')}"
        self._transport = Transport(options.endpoint, "Microsoft Graph", lambda host: host == urlsplit(GRAPH).netloc)
        self._lane = lane or lane_of(self._endpoint, self.mailbox)
        self._at_once = BATCH

    @property
    def certificate_until(self) -> dt.datetime | None:
        """When the first of two certificates ends, the server's and the application's own; None where none is known yet."""
        return min(filter(None, (self._transport.certificate_until, self._access.certificate_until)), default=None)

    def may(self, scope: str) -> bool | None:
        """Whether the person's consent allows it, as far as it was read; None where an application acts by itself: what it may is not told."""
        granted = self._access.granted()
        return scope in granted if self._access.consent and granted else None

    def close(self) -> None:
        """Let the connection go."""
        self._transport.close()

    def get(self, where: str, params: Mapping[str, str | int] | None = None, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The JSON object at an address. `headers`: more than IdType in Prefer is added to it.

        Raises a Refused (NotThere, NoLonger …), Busy, Forbidden, AuthFailed, ReauthNeeded, or another SourceError.
        """
        asking, sent = self._asking("GET", where), self._outgoing("GET", where, params, headers)
        return self._through(lambda token: _read(asking, self._sent(sent, token)), reads=True)

    def raw(self, where: str, headers: Mapping[str, str] | None = None) -> bytes:
        """The bytes at an address that ends in $value. Raises as `get` does."""
        asking, sent = self._asking("GET", where), self._outgoing("GET", where, None, headers)
        return self._through(lambda token: _bytes(asking, self._sent(sent, token)), reads=True)

    def raw_all(self, asked: Mapping[K, str]) -> Iterator[tuple[K, bytes | Refused]]:
        """Many `raw`, three under way at once: in the order of `asked`, a refusal as its answer.

        What goes on failing while others do not is given as refused. Raises as `raw` does for what is not one call's own.
        """
        left, waiting = iter(asked.items()), deque[tuple[K, Future[bytes]]]()
        answered = False
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="graph") as threads:
            try:
                while True:
                    while len(waiting) < AT_ONCE * 2 and (more := next(left, None)):
                        waiting.append((more[0], threads.submit(self.raw, more[1])))
                    if not waiting:
                        return
                    key, future = waiting.popleft()
                    answer = _outcome(future, answered)
                    answered = answered or isinstance(answer, bytes)
                    yield key, answer
            finally:
                for _, future in waiting:
                    future.cancel()

    def send(self, method: str, where: str, body: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Write: POST, PATCH or DELETE; the answer's JSON object, {} where it has none.

        Raises as `get` does, and LostAnswer where it may have been carried out: it is not asked again here.
        """
        asking = self._asking(method, where)
        sent = self._outgoing(method, where, None, headers, json.dumps(body).encode() if body is not None else b"")
        return self._through(lambda token: _read(asking, self._sent(sent, token)), reads=False)

    def batch(self, asked: Mapping[K, str], headers: Mapping[str, str] | None = None) -> dict[K, dict[str, Any] | bytes | Refused]:
        """Many GET, up to 20 in one request: the answer of each, a refusal as its answer (F58: what was put off is asked again).

        Raises as `get` does where all fail, or are refused for a reason that is not one call's own.
        """
        answers: dict[K, dict[str, Any] | bytes | Refused] = {}
        patience = Patience(self._lane.pace)
        while missing := [key for key in asked if key not in answers][: self._at_once]:
            told = self._batch({key: asked[key] for key in missing}, headers)
            lasting = {key: answer for key, answer in told.items() if isinstance(answer, dict | bytes | Refused)}
            answers |= lasting
            if len(lasting) == len(missing):
                self._at_once = min(BATCH, self._at_once * 2)
                patience = Patience(self._lane.pace)
            elif told:
                answers |= self._endure(told, patience, some=bool(answers))
        return {key: answers[key] for key in asked}

    def _endure(self, told: Mapping[K, dict[str, Any] | bytes | SourceError], patience: Patience, *, some: bool) -> dict[K, Refused]:
        """Have what was put off or failed wait; what failed too often is refused, where `some` were answered."""
        failed = {key: answer for key, answer in told.items() if isinstance(answer, LostAnswer)}
        if put_off := next((answer for answer in told.values() if isinstance(answer, Throttled)), None):
            self._at_once = max(AT_ONCE, len(told) // 2)
            patience.wait(put_off)
        elif some and patience.exhausted:
            return {key: Refused(str(answer), 500) for key, answer in failed.items()}
        else:
            patience.endure(next(iter(failed.values())))
        return {}

    def _batch(self, asked: Mapping[K, str], headers: Mapping[str, str] | None) -> dict[K, dict[str, Any] | bytes | SourceError]:
        """One request for all of them: what each was answered, nothing where fewer should be tried. Raises what concerns them all."""
        asking = self._asking("POST", f"$batch of {len(asked)}")
        inner = {name: value for name, value in _headers(headers).items() if name != "content-type"}
        start = len(self._endpoint + VERSION)
        calls = [{"id": str(number), "method": "GET", "url": self._address(where)[start:], "headers": inner} for number, where in enumerate(asked.values())]
        body = json.dumps({"requests": calls}).encode()
        sent = Outgoing("POST", f"{self._endpoint}{VERSION}/$batch", _headers(None) | {"content-type": "application/json"}, body)

        def outcomes(token: str) -> dict[K, dict[str, Any] | bytes | SourceError]:
            parts = {str(part.get("id")): part for part in _read(asking, self._sent(sent, token)).get("responses", ()) if isinstance(part, dict)}
            return {key: self._part(self._asking("GET", asked[key]), parts.get(str(number))) for number, key in enumerate(asked)}

        try:
            return self._through(outcomes, reads=True, calls=len(asked))
        except TooLarge as error:
            self._at_once = max(1, len(asked) // 2)
            return dict.fromkeys(asked, error) if len(asked) == 1 else {}
        except Refused as error:  # of the batch, not of a call in it
            raise SourceError(str(error)) from error

    def _part(self, asking: Asking, part: Mapping[str, Any] | None) -> dict[str, Any] | bytes | SourceError:
        """What one call in a batch was answered. Raises what concerns them all."""
        if part is None:
            return LostAnswer(f"{asking}: there is no answer to it; it is asked again")
        status, body = int(part.get("status") or 0), part.get("body")
        headers = {str(name).lower(): str(value) for name, value in (part.get("headers") or {}).items()}
        try:
            if not 200 <= status < 300:
                self._lane.pace.heard(headers.get("retry-after", ""))
                raise refusal(asking, status, headers, json.dumps(body).encode())
            return base64.b64decode(body, validate=True) if isinstance(body, str) else dict(body or {})
        except ValueError:
            return LostAnswer(f"{asking}: what was answered is none of Graph's; it is asked again")
        except (Refused, Throttled, LostAnswer) as error:
            return error

    def _through(self, send: Callable[[str], T], *, reads: bool, calls: int = 1) -> T:
        """Send when it is time, signed in, and again where that is right."""

        def sign_in(refused: str, claims: str) -> str:
            self._lane.pace.take(calls)
            return self._access.token(refused, claims)

        def sent(token: str) -> T:
            with self._lane.slots:
                return send(token)

        answer = Patience(self._lane.pace).until_answered(sent, sign_in, self._signed_out, reads=reads)
        self._lane.pace.went_well(calls)
        return answer

    def _sent(self, what: Outgoing, token: str) -> Answer:
        """The answer; the time it states, if it does, is kept to (G19)."""
        answer = self._transport.send(what, token)
        if answer.status >= 300:
            self._lane.pace.heard(answer.headers.get("retry-after", ""))
        return answer

    def _outgoing(self, method: str, where: str, params: Mapping[str, str | int] | None, headers: Mapping[str, str] | None, body: bytes = b"") -> Outgoing:
        address = self._address(where)
        if params:
            address += ("&" if "?" in address else "?") + urlencode({name: str(value) for name, value in params.items()}, quote_via=quote, safe="$,'():/")
        more = {"content-type": "application/json"} if body else {}
        return Outgoing(method, address, _headers(headers) | more, body)

    def _address(self, where: str) -> str:
        """An address in full. Raises SourceError for a link to another host, or into another mailbox."""
        if not where.startswith(("https://", "http://")):
            if ".." in unquote(where.partition("?")[0]).split("/"):
                raise SourceError(f"{self.mailbox}: an id leads out of the mailbox, which is not asked")
            return f"{self._endpoint}{VERSION}{self._root}/{where.lstrip('/')}"
        found, ours = urlsplit(where), urlsplit(self._endpoint)
        if (found.scheme, found.netloc) != (ours.scheme, ours.netloc) or not found.path.startswith(f"{ours.path}{VERSION}/"):
            raise SourceError(f"{self.mailbox}: a link leads to {found.netloc}, which is not asked: it is not {ours.netloc}{ours.path}{VERSION}")
        other = _OTHER_USER.match(unquote(found.path.removeprefix(f"{ours.path}{VERSION}")))
        if ".." in found.path.split("/") or (other and canonical(other[1]) != self.mailbox):
            raise SourceError(f"{self.mailbox}: a link leads into another mailbox, which is not asked")
        return where

    def _asking(self, method: str, where: str) -> Asking:
        what = f"{method} {_plain(urlsplit(where).path)}"
        return Asking(self.mailbox, what, self._scopes, self._access.granted(), self._access.secrets(), self._access.consent)

    def _signed_out(self) -> SourceError:
        """A fresh access token was refused as the one before."""
        if self._access.consent:
            return ReauthNeeded(f"Microsoft refuses {self.mailbox}, with a new access token too; run `syncd auth graph` for this source")
        return AuthFailed(f"Microsoft refuses the application for {self.mailbox}, with a new access token too; was it deleted, or its consent taken back?")


def _headers(more: Mapping[str, str] | None) -> dict[str, str]:
    """What goes with every call, and what this one adds."""
    given = {name.lower(): value for name, value in (more or {}).items()}
    prefer = ", ".join(filter(None, (_IMMUTABLE, given.pop("prefer", ""))))
    return {"accept": "application/json", **given, "prefer": prefer}


def _checked(asking: Asking, answer: Answer) -> Answer:
    """The answer where it is a success. Raises what a refusal means."""
    if 200 <= answer.status < 300:
        return answer
    raise refusal(asking, answer.status, answer.headers, answer.body)


def _read(asking: Asking, answer: Answer) -> dict[str, Any]:
    """The JSON object of an answer, {} of an empty one. Raises Failed where it is no answer of Graph's (F35)."""
    if _checked(asking, answer).status in (202, 204) and not answer.body:
        return {}
    said = read_object(answer.body)
    if said is None:
        raise _strange(asking, answer)
    return said


def _bytes(asking: Asking, answer: Answer) -> bytes:
    """The bytes of an answer. A web page is none of Graph's: mail comes as text/plain."""
    if _checked(asking, answer).headers.get("content-type", "").lower().startswith("text/html"):
        raise _strange(asking, answer)
    return answer.body


def _strange(asking: Asking, answer: Answer) -> Failed:
    return Failed(f"{asking}: what was answered is none of Graph's; it is asked again. Does something between here and Microsoft ask for a sign-in?", answer.status)


def _outcome(future: Future[bytes], answered: bool) -> bytes | Refused:
    """What one of many came to. Raises what concerns them all."""
    try:
        return future.result()
    except Refused as error:
        return error
    except LostAnswer as error:
        if not answered:
            raise
        return Refused(str(error), error.status if isinstance(error, Failed) else 500)


def _plain(path: str) -> str:
    """An address without its ids, which fill lines and say nothing: "messages/…/$value"."""
    return "/".join("…" if len(part) > 40 else re.sub(r"\('[^']{12,}'\)", "('…')", part) for part in unquote(path).strip("/").split("/"))
