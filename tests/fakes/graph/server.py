"""From the bytes of a request to the bytes of its answer; batches are taken apart and their calls go the same way."""

from __future__ import annotations

import base64
import itertools
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.fakes.google.calls import Asked
from tests.fakes.google.faults import Answer, stated
from tests.fakes.graph.calls import Call, Refusal, error_json, malformed
from tests.fakes.graph.odata import Prefer, Query, Unread, expanded, read_prefer, read_query
from tests.fakes.graph.routes import Found, Route, find, knows
from tests.fakes.graph.schema import unknown, wrong
from tests.fakes.graph.tokens import Access, Malformed, NoToken

if TYPE_CHECKING:
    from tests.fakes.graph import Graph

MOST_PARALLEL = 4
MOST_IN_A_BATCH = 20
_JSON = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
_LOGIN = re.compile(r"/(?P<tenant>[^/]+)/(?:oauth2/v2\.0/(?P<verb>token|devicecode)|v2\.0/\.well-known/(?P<known>openid-configuration))")
_CHALLENGE = 'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"'
_EXPANDS = {
    "message": {"singleValueExtendedProperties", "attachments"},
    "event": {"singleValueExtendedProperties", "exceptionOccurrences", "attachments"},
    "contact": {"singleValueExtendedProperties"},
    "todoTask": {"linkedResources"},
}


class Front:
    """What the server of the fake asks for each answer."""

    def __init__(self, world: Graph) -> None:
        self.world = world
        self.batches = itertools.count(1)

    def packs(self, headers: Mapping[str, str]) -> bool:
        return self.world.gzips and "gzip" in headers.get("accept-encoding", "")

    def fell_over(self, text: str) -> None:
        self.world.violations.append(text)

    def answer(self, verb: str, target: str, headers: dict[str, str], body: bytes, *, batch: int = 0) -> tuple[Asked, Answer]:
        """Written down, spoilt where a rule says so."""
        world = self.world
        parts = urlsplit(target)
        found, access = find(verb, parts.path), world.tokens.bearer(headers.get("authorization", ""))
        asked = Asked(
            at=world.clock(), method=_called(verb, parts.path, found), verb=verb, path=parts.path, query=parts.query, headers=headers, body=body,
            account=world.address_of(found.user, access) if found else "", json=_json(body), batch=batch,
        )  # fmt: skip
        world.log.append(asked)
        with world.counted(asked if found and found.route.of_mailbox else None):
            answer = world.faults.instead(asked)
            if answer is None:
                answer = self._served(asked, found, access)
            answer = world.faults.spoilt(asked, answer)
        asked.status = 0 if answer.silent else answer.status
        asked.until = stated(asked, answer.headers.get("Retry-After"))
        asked.known = len(world.log)
        return asked, answer

    def _served(self, asked: Asked, found: Found | None, access: Access | None) -> Answer:
        try:
            if found:
                return self._carried_out(asked, found, access)
            if asked.method == "batch":
                return self._batch(asked, access)
            if asked.method:
                return self._signed_in(asked)
            text = f"no method at {asked.verb} {asked.path}"
            raise Refusal(405 if knows(asked.path) else 404, "ResourceNotFound", text, is_fault=True)
        except Refusal as refusal:
            return self._refused(asked, refusal)
        except Unread as unread:
            return self._refused(asked, malformed(str(unread), "RequestBroker--ParseUri"))
        except Malformed as error:
            return self._refused(asked, malformed(str(error), "invalid_request"))
        except NoToken as error:
            return _answer(error.status, error.json(self.world.clock()))

    def _refused(self, asked: Asked, refusal: Refusal) -> Answer:
        if refusal.is_fault:
            self.world.violations.append(f"{asked.method or 'nothing'}: {refusal.message}")
        headers = {"request-id": "7d0c9a3e", "Content-Type": "application/json", **refusal.headers}
        return Answer(refusal.status, json.dumps(error_json(refusal, self.world.clock())).encode(), headers)

    # One call of the API

    def _carried_out(self, asked: Asked, found: Found, access: Access | None) -> Answer:
        world, route = self.world, found.route
        self._admit(asked, found, access)
        mailbox = world.opened(asked, found, access)
        query, prefer = self._read(asked, route)
        body = self._body(asked, route)
        asked.params = dict(found.path)
        call = Call(mailbox, route.id, found.path, query, prefer, body, asked.headers, unquote(asked.path))
        with world.lock:
            said = getattr(mailbox.service(route.service), route.handler)(call)
            asked.applied = True
        return self._told(asked, route, prefer, said)

    def _admit(self, asked: Asked, found: Found, access: Access | None) -> None:
        if access is None:
            missing = "authorization" not in asked.headers
            text = "Access token is empty." if missing else ""
            raise Refusal(401, "InvalidAuthenticationToken", text, headers={"WWW-Authenticate": _CHALLENGE}, is_fault=missing)
        if not access.account and found.route.of_mailbox and found.user == "me":
            raise Refusal(400, "BadRequest", "/me request is only valid with delegated authentication flow.", is_fault=True)
        if asked.method == "subscriptions.create":
            raise Refusal(400, "InvalidRequest", "Subscription validation request failed. The notification endpoint could not be reached.")
        if (refusal := self.world.too_much(asked)) is not None:
            raise refusal
        opens = found.route.delegated if access.account else found.route.roles
        others = access.account not in ("", asked.account)
        if others:
            opens = frozenset(f"{one}.Shared" for one in opens) | (opens if found.route.id == "users.get" else frozenset())
        if not access.scopes & opens:
            raise Refusal(403, "Authorization_RequestDenied" if found.route.service == "directory" else "ErrorAccessDenied")

    def _read(self, asked: Asked, route: Route) -> tuple[Query, Prefer]:
        query, prefer = read_query(asked.query, route.options), read_prefer(asked.headers.get("prefer", ""))
        if "access_token" in asked.query:
            raise malformed("a token in an address, where every proxy writes it down")
        if query.select and (problems := unknown(route.entity, query.select)):
            raise malformed(problems[0], "RequestBroker--ParseUri")
        for name in expanded(query.expand):
            if name not in _EXPANDS.get(route.entity, ()):
                raise malformed(
                    f"Could not find a property named '{name}' on type 'microsoft.graph.{route.entity}'.", "RequestBroker--ParseUri"
                )
        assert query.extended is not None  # an id that is none is refused here already
        return query, prefer

    def _body(self, asked: Asked, route: Route) -> dict[str, Any]:
        if asked.verb not in ("POST", "PATCH"):
            if asked.body:
                raise malformed(f"{route.id} takes no body")
            return {}
        if not asked.headers.get("content-type", "").startswith("application/json"):
            raise malformed(
                f"A supported MIME type could not be found that matches {asked.headers.get('content-type')!r}.", "UnsupportedMediaType"
            )
        if not isinstance(asked.json, dict):
            raise malformed(
                "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format."
            )
        if problems := wrong(route.entity, asked.json, asked=True):
            raise malformed(problems[0], "RequestBodyRead")
        return asked.json

    def _told(self, asked: Asked, route: Route, prefer: Prefer, said: Any) -> Answer:
        headers = {"request-id": "7d0c9a3e"}
        if prefer.given:
            headers["Preference-Applied"] = ", ".join(prefer.given)
        if said is None:
            return Answer(204, b"", headers)
        if isinstance(said, bytes):
            return Answer(200, said, {**headers, "Content-Type": "text/plain"})
        if self.world.checks_answers():
            for one in said.get("value", [said]):
                if problems := wrong(route.entity, one, asked=False):
                    self.world.violations.append(f"the fake's own answer to {route.id}: {problems[0]}")
        said = {"@odata.context": f"{self.world.url}/v1.0/$metadata#{route.entity}", **said}
        return _answer(201 if asked.verb == "POST" else 200, said, headers)

    # Batches

    def _batch(self, asked: Asked, access: Access | None) -> Answer:
        if access is None:
            raise Refusal(401, "InvalidAuthenticationToken", headers={"WWW-Authenticate": _CHALLENGE})
        requests = asked.json.get("requests") if isinstance(asked.json, dict) else None
        if not isinstance(requests, list) or not requests:
            raise malformed("Invalid batch payload format.", "BadRequest")
        if len(requests) > MOST_IN_A_BATCH:
            raise malformed(f"Number of batch request steps exceeds the maximum value of {MOST_IN_A_BATCH}.", "MaximumValueExceeded")
        ids = [one.get("id") for one in requests]
        if len(set(ids)) < len(ids) or not all(isinstance(one, str) and one for one in ids):
            raise malformed("Every step of a batch has an id of its own, which is a text.")
        number, told = next(self.batches), dict[str, Answer]()
        for one in requests:
            answer = self._step(asked, one, number, told)
            if answer.silent:
                return answer
            told[one["id"]] = answer
        asked.applied = True
        return _answer(200, {"responses": [_step_json(id_, told[id_]) for id_ in reversed(ids)]})  # in no order one may rely on

    def _step(self, asked: Asked, one: dict[str, Any], number: int, told: Mapping[str, Answer]) -> Answer:
        if unread := set(one) - {"id", "method", "url", "headers", "body", "dependsOn"}:
            raise malformed(f"A step of a batch knows no {sorted(unread)[0]}.")
        verb, url = one.get("method", ""), str(one.get("url", ""))
        if verb not in ("GET", "POST", "PATCH", "DELETE") or not url.startswith("/"):
            raise malformed(f"A step of a batch asks {verb!r} of {url[:60]!r}, which is no address relative to the version.")
        if any(id_ not in told for id_ in one.get("dependsOn", ())):
            raise malformed("A step may depend only on one before it.")
        if any(told[id_].status >= 400 for id_ in one.get("dependsOn", ())):
            return self._refused(asked, Refusal(424, "FailedDependency", "The request depends on one that failed."))
        headers = {name.lower(): str(value) for name, value in one.get("headers", {}).items()} | {
            "authorization": asked.headers["authorization"]
        }
        body = json.dumps(one["body"]).encode() if "body" in one else b""
        return self.answer(verb, f"/v1.0{url}", headers, body, batch=number)[1]

    # Signing in

    def _signed_in(self, asked: Asked) -> Answer:
        world = self.world
        if asked.method == "instances":
            return _answer(200, world.instances())
        said = _LOGIN.fullmatch(asked.path)
        assert said
        if asked.method == "discovery":
            return _answer(200, world.tokens.discovery(said["tenant"]))
        if not asked.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            raise Malformed("a token is asked by a form")
        form = asked.body.decode()
        asked.json = {key: values[0] for key, values in parse_qs(form, keep_blank_values=True).items()}
        grant = world.tokens.grants.get(asked.json.get("refresh_token", ""))
        asked.account = grant.account if grant else ""
        with world.lock:
            found = getattr(world.tokens, asked.method)(said["tenant"], form)
        asked.applied = True
        if asked.method == "token":
            asked.account = world.tokens.accesses[found["access_token"]].account
        return _answer(200, found)


def _called(verb: str, path: str, found: Found | None) -> str:
    if found:
        return found.route.id
    if (verb, path) == ("POST", "/v1.0/$batch"):
        return "batch"
    if (verb, path) == ("GET", "/common/discovery/instance"):
        return "instances"
    said = _LOGIN.fullmatch(path)
    if said and verb == ("GET" if said["known"] else "POST"):
        return said["verb"] or "discovery"
    return ""


def _json(body: bytes) -> Any:
    if body[:1] not in (b"{", b"["):
        return None
    try:
        return json.loads(body)
    except ValueError:
        return None


def _answer(status: int, said: Any, headers: Mapping[str, str] | None = None) -> Answer:
    return Answer(status, json.dumps(said, ensure_ascii=False).encode(), {"Content-Type": _JSON, **(headers or {})})


def _step_json(id_: str, answer: Answer) -> dict[str, Any]:
    """A body that is no JSON comes as base64, in quotes."""
    step: dict[str, Any] = {"id": id_, "status": answer.status, "headers": dict(answer.headers)}
    if answer.body:
        is_json = answer.headers.get("Content-Type", "").startswith("application/json")
        step["body"] = json.loads(answer.body) if is_json else base64.b64encode(answer.body).decode()
    return step
