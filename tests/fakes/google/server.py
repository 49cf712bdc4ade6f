"""HTTP: one request in, one answer out; batches are taken apart and their calls go the same way."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tests.fakes.google.calls import Asked, Call, Refusal
from tests.fakes.google.discovery import BATCHES, Method, Problems, discovery, only
from tests.fakes.google.faults import Answer, stated
from tests.fakes.google.tokens import Malformed, NoToken
from tests.fakes.wire import phrase

if TYPE_CHECKING:
    from tests.fakes.google import Google

BATCH_LIMITS = {"gmail": 100, "calendar": 1000, "people": 1000}
OTHER_ADDRESSES = {
    ("GET", "/o/oauth2/auth"): "consent",
    ("GET", "/o/oauth2/v2/auth"): "consent",
    ("POST", "/o/oauth2/consent"): "consented",
    ("POST", "/token"): "token",
    ("POST", "/revoke"): "revoke",
}
_REALM = 'Bearer realm="https://accounts.google.com/"'
_BOUNDARY = re.compile(r'boundary="?([^";]+)"?')


class Front:
    """From the bytes of a request to the bytes of its answer."""

    def __init__(self, google: Google) -> None:
        self.google = google
        self.batches = itertools.count(1)

    def packs(self, headers: Mapping[str, str]) -> bool:
        """For a client that says so in both headers."""
        return self.google.gzips and "gzip" in headers.get("accept-encoding", "") and "gzip" in headers.get("user-agent", "")

    def fell_over(self, text: str) -> None:
        self.google.violations.append(text)

    def answer(
        self, verb: str, target: str, headers: dict[str, str], body: bytes, *, batch: int = 0, api: str = ""
    ) -> tuple[Asked, Answer]:
        """Written down, spoilt where a rule says so."""
        google = self.google
        verb, path, query, body = _overridden(verb, target, headers, body)
        access = google.tokens.bearer(headers.get("authorization", ""))
        asked = Asked(
            at=google.clock(),
            method="",
            verb=verb,
            path=path,
            query=query,
            headers=headers,
            body=body,
            account=access.account if access else "",
            batch=batch,
        )
        found = discovery().find(verb, path)
        asked.method = found[0].id if found else OTHER_ADDRESSES.get((verb, path), "batch" if verb == "POST" and path in BATCHES else "")
        asked.json = _json(body)
        google.log.append(asked)
        answer = google.faults.instead(asked)
        if answer is None:
            answer = self._served(asked, found, api)
        answer = google.faults.spoilt(asked, answer)
        asked.status = 0 if answer.silent else answer.status
        asked.until = stated(asked, answer.headers.get("Retry-After"))
        asked.known = len(google.log)
        return asked, answer

    def _served(self, asked: Asked, found: tuple[Method, dict[str, str]] | None, api: str) -> Answer:
        try:
            if asked.batch and (not found or found[0].api != api):
                return self._violated(asked, f"{asked.verb} {asked.path} does not belong into a batch for {api}")
            if found:
                return self._called(asked, *found)
            if asked.method:
                return getattr(self, f"_{asked.method}")(asked)  # type: ignore[no-any-return]
            return self._violated(asked, f"no method at {asked.verb} {asked.path}", 405 if discovery().knows(asked.path) else 404)
        except Refusal as refusal:
            return _refused(refusal)
        except Malformed as error:
            return self._violated(asked, str(error))
        except NoToken as error:
            return _json_answer(error.status, error.body)

    # One call of an API

    def _called(self, asked: Asked, method: Method, address: Mapping[str, str]) -> Answer:
        google = self.google
        access = google.tokens.bearer(asked.headers.get("authorization", ""))
        if access is None:
            missing = "authorization" not in asked.headers
            raise Refusal(
                401,
                "required" if missing else "authError",
                "Request is missing required authentication credential." if missing else "Request had invalid authentication credentials.",
                headers={"WWW-Authenticate": _REALM + ("" if missing else ', error="invalid_token"')},
                word="UNAUTHENTICATED",
            )
        if (refusal := google.quota_left(asked)) is not None:
            raise refusal
        if not access.scopes & method.scopes:
            raise _insufficient(method)
        params, standard, problems = discovery().parameters(method, address, asked.query)
        problems += self._wrong(asked, method, standard)
        if problems:
            return self._violated(asked, "; ".join(problems))
        asked.params = params
        if method.api == "gmail" and params["userId"] not in ("me", access.account):
            raise Refusal(403, "forbidden", f"Delegation denied for {access.account}", word="PERMISSION_DENIED")
        call = Call(google.account(access.account), method.id, params, asked.json, asked.headers, access.scopes)
        with google.lock:
            said = google.service(call.account, method)(call)
            asked.applied = True
            return self._checked(asked, method, said, standard.get("fields", ""))

    def _wrong(self, asked: Asked, method: Method, standard: Mapping[str, str]) -> Problems:
        problems = Problems()
        if leaked := {"access_token", "oauth_token", "key"} & set(standard):
            problems.append(f"{', '.join(leaked)} in an address, where every proxy writes it down")
        if standard.get("alt", "json") != "json":
            problems.append("alt is not json")
        if method.check_body is None:
            if asked.body:
                problems.append(f"{method.id} takes no body")
        elif asked.json is None and asked.body:
            problems.append("the body is not JSON")
        elif asked.body and not asked.headers.get("content-type", "").startswith("application/json"):
            problems.append(f"the body is sent as {asked.headers.get('content-type')!r}")
        elif asked.json is not None or method.verb in ("POST", "PUT", "PATCH"):
            method.check_body(asked.json if asked.json is not None else {}, "body", problems)
            self.google.notes += [f"{method.id}: {note}" for note in problems.notes]
        return problems

    def _checked(self, asked: Asked, method: Method, said: Any, fields: str) -> Answer:
        if method.check_answer is None:
            return Answer(204) if said is None else self._violated(asked, f"{method.id} answers nothing, not {said!r:.80}", 500)
        if self.google.checks_answers():
            problems = Problems()
            method.check_answer(said, method.answer, problems)
            if problems:
                return self._violated(asked, f"the fake's own answer: {'; '.join(problems)}", 500)
        return _json_answer(200, only(fields, said) if fields else said)

    def _violated(self, asked: Asked, text: str, status: int = 400) -> Answer:
        self.google.violations.append(f"{asked.method or 'nothing'}: {text}")
        words = {400: ("badRequest", "INVALID_ARGUMENT"), 404: ("notFound", "NOT_FOUND"), 405: ("httpMethodNotAllowed", "UNIMPLEMENTED")}
        reason, word = words.get(status, ("backendError", "INTERNAL"))
        return _refused(Refusal(status, reason, text, word=word))

    # Batches

    def _batch(self, asked: Asked) -> Answer:
        api = BATCHES[asked.path]
        found = _BOUNDARY.search(asked.headers.get("content-type", ""))
        if not asked.headers.get("content-type", "").startswith("multipart/mixed") or found is None:
            return self._violated(asked, "a batch is multipart/mixed with a boundary")
        parts = asked.body.split(b"--" + found[1].encode())
        if len(parts) < 3 or not parts[-1].startswith(b"--"):
            return self._violated(asked, "the batch has no end")
        if len(parts) - 2 > BATCH_LIMITS[api]:
            return self._violated(asked, f"The batch request contains {len(parts) - 2} calls, the limit is {BATCH_LIMITS[api]}.")
        number, boundary, out = next(self.batches), f"batch_{len(self.google.log)}", []
        for part in parts[1:-1]:
            head, _, inner = _blank(part)
            outer = _headers(head)
            if outer.get("content-type") != "application/http":
                return self._violated(asked, f"a part of type {outer.get('content-type')!r}")
            answer = self._inner(asked, inner, number, api)
            if answer.silent:
                return answer
            out.append(_part(boundary, outer.get("content-id", ""), answer))
        asked.applied = True
        return Answer(200, b"".join(out) + f"--{boundary}--\r\n".encode(), {"Content-Type": f"multipart/mixed; boundary={boundary}"})

    def _inner(self, asked: Asked, inner: bytes, number: int, api: str) -> Answer:
        first, _, rest = inner.lstrip().partition(b"\n")
        words = first.decode("latin-1").split()
        head, _, body = _blank(b"\n" + rest)
        if len(words) != 3 or not words[1].startswith("/"):
            return self._violated(asked, f"a call begins with {first!r}, not with a verb, a path and HTTP/1.1")
        outer = {key: value for key, value in asked.headers.items() if not key.startswith("content-")}
        headers = outer | _headers(head)
        body = body[: int(headers["content-length"])] if headers.get("content-length", "").isdigit() else body.strip()
        return self.answer(words[0], words[1], headers, body, batch=number, api=api)[1]

    # Signing in

    def _consent(self, asked: Asked) -> Answer:
        with self.google.lock:
            return Answer(200, self.google.tokens.ask(asked.query).encode(), {"Content-Type": "text/html; charset=UTF-8"})

    def _consented(self, asked: Asked) -> Answer:
        with self.google.lock:
            return Answer(302, b"", {"Location": self.google.tokens.answer(parse_qs(asked.body.decode()))})

    def _token(self, asked: Asked) -> Answer:
        if not asked.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            raise Malformed("a token is asked by a form")
        asked.json = {key: values[0] for key, values in parse_qs(asked.body.decode(), keep_blank_values=True).items()}
        grant = self.google.tokens.grants.get(asked.json.get("refresh_token", ""))
        asked.account = grant.account if grant else ""
        with self.google.lock:
            said = self.google.tokens.exchange(asked.body.decode())
        asked.applied = True
        asked.account = self.google.tokens.accesses[said["access_token"]].account
        return _json_answer(200, said)

    def _revoke(self, asked: Asked) -> Answer:
        form = parse_qs(asked.query) | parse_qs(asked.body.decode())
        with self.google.lock:
            self.google.tokens.end(form.get("token", [""])[0])
        return _json_answer(200, {})


def _overridden(verb: str, target: str, headers: Mapping[str, str], body: bytes) -> tuple[str, str, str, bytes]:
    """A GET with a long query may come as a POST that says so."""
    parts = urlsplit(target)
    if verb == "POST" and headers.get("x-http-method-override") == "GET":
        return "GET", parts.path, body.decode(), b""
    return verb, parts.path, parts.query, body


def _json(body: bytes) -> Any:
    if body[:1] not in (b"{", b"["):
        return None
    try:
        return json.loads(body)
    except ValueError:
        return None


def _insufficient(method: Method) -> Refusal:
    detail = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        "domain": "googleapis.com",
        "metadata": {"service": f"{method.api}.googleapis.com", "method": method.id},
    }
    return Refusal(
        403,
        "insufficientPermissions",
        "Request had insufficient authentication scopes.",
        headers={"WWW-Authenticate": f'{_REALM}, error="insufficient_scope", scope="{" ".join(sorted(method.scopes))}"'},
        word="PERMISSION_DENIED",
        details=[detail],
    )


def _refused(refusal: Refusal) -> Answer:
    if refusal.status == 304:
        return Answer(304)
    answer = _json_answer(refusal.status, refusal.json())
    return Answer(answer.status, answer.body, {**answer.headers, **refusal.headers})


def _json_answer(status: int, said: Any) -> Answer:
    return Answer(status, json.dumps(said, ensure_ascii=False).encode(), {"Content-Type": "application/json; charset=UTF-8"})


def _blank(data: bytes) -> tuple[bytes, bytes, bytes]:
    """Head and body, at the first empty line of either kind."""
    crlf, lf = data.find(b"\r\n\r\n"), data.find(b"\n\n")
    return data.partition(b"\r\n\r\n" if crlf >= 0 and (lf < 0 or crlf < lf) else b"\n\n")


def _headers(head: bytes) -> dict[str, str]:
    pairs = (line.partition(":") for line in head.decode("latin-1").splitlines() if ":" in line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _part(boundary: str, content_id: str, answer: Answer) -> bytes:
    named = f"Content-ID: <response-{content_id.strip('<>')}>\r\n" if content_id else ""
    inner = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items())
    body = answer.body if answer.send is None else answer.body[: answer.send]
    status = f"HTTP/1.1 {answer.status} {phrase(answer.status)}\r\n{inner}Content-Length: {len(answer.body)}\r\n\r\n"
    return f"--{boundary}\r\nContent-Type: application/http\r\n{named}\r\n{status}".encode() + body + b"\r\n"
