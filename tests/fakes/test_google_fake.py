"""The fake of Google refuses what Google refuses: a test that passes on a lenient fake says nothing."""

from __future__ import annotations

import gzip
import hashlib
import http.client
import json
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from connectors.google.account import CALENDARS_READ, CONTACTS_READ, EVENTS_READ, EVENTS_WRITE, GMAIL_READ
from tests.fakes.google import NEW_PRICES, Clock, Google, google
from tests.fakes.google.discovery import discovery, only

RASA = "rasa@klimatas.example"
EVERYTHING = (GMAIL_READ, EVENTS_READ, EVENTS_WRITE, CALENDARS_READ, CONTACTS_READ)
PROFILE = "/gmail/v1/users/me/profile"
EVENTS = "/calendar/v3/calendars/primary/events"


@dataclass(frozen=True)
class Said:
    """What came back."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def reason(self) -> str:
        return str(self.json["error"]["errors"][0]["reason"])


class _Still(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def ask(g: Google, path: str, *, token: str = "", verb: str = "GET", body: object = None, headers: dict[str, str] | None = None) -> Said:
    """One request as plain as can be, by no library of Google's."""
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    assert data is None or isinstance(data, bytes)
    said = {"Content-Type": "application/json"} if data is not None else {}
    said |= {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(g.url + path, data, said | (headers or {}), method=verb)
    try:
        with urllib.request.build_opener(_Still).open(request, timeout=10) as answer:
            return Said(answer.status, dict(answer.headers), answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Said(error.code, dict(error.headers), error.read())


def token(g: Google, tmp_path: Path, *scopes: str, account: str = RASA) -> str:
    """An access token of a consent to these scopes."""
    return str(json.loads(g.token_file(tmp_path / "token.json", account, scopes or EVERYTHING).read_text())["token"])


def form(g: Google, **fields: str) -> Said:
    """The token endpoint."""
    data = urllib.parse.urlencode(fields).encode()
    return ask(g, "/token", verb="POST", body=data, headers={"Content-Type": "application/x-www-form-urlencoded"})


@pytest.fixture
def g() -> Iterator[Google]:
    """What a test was refused on purpose is forgiven at its end."""
    with google(clock=Clock()) as world:
        yield world
        world.violations.clear()


WELL = {"start": {"dateTime": "2026-06-01T10:00:00+03:00"}, "end": {"dateTime": "2026-06-01T11:00:00+03:00"}}

MALFORMED = [
    ("GET", "/gmail/v1/users/me/messages?maxResult=5", None, "maxResult", "a parameter that Gmail does not have"),
    ("GET", "/gmail/v1/users/me/messages?maxResults=-1", None, "maxResults", "a count is not negative"),
    ("GET", "/gmail/v1/users/me/messages?maxResults=ten", None, "maxResults", "a count is a number"),
    ("GET", "/gmail/v1/users/me/messages?maxResults=1&maxResults=2", None, "2 times", "one value where one is meant"),
    ("GET", "/gmail/v1/users/me/messages?includeSpamTrash=yes", None, "includeSpamTrash", "a flag is true or false"),
    ("GET", "/gmail/v1/users/me/messages/1?format=eml", None, "format", "a word of a closed list"),
    ("GET", "/v1/people:batchGet?personFields=names&pageSize=5", None, "pageSize", "a parameter of another method"),
    ("GET", "/gmail/v1/users/me/history?startHistoryId=0x12", None, "startHistoryId", "a uint64 in decimal"),
    ("GET", "/gmail/v1/users/me/profile?alt=xml", None, "alt", "only JSON is spoken"),
    ("GET", "/gmail/v1/users/me/profile?access_token=x", None, "access_token", "a token in an address is a leak"),
    ("GET", f"{EVENTS}?timeMin=2026-06-01", None, "timeMin", "an instant has a time and an offset"),
    ("GET", f"{EVENTS}?timeMin=2026-06-01T00:00:00", None, "timeMin", "an instant without an offset is refused"),
    ("GET", f"{EVENTS}?maxAttendees=0", None, "maxAttendees", "below the minimum the document gives"),
    ("POST", EVENTS, {**WELL, "attendes": []}, "attendes", "a misspelt field"),
    ("POST", EVENTS, {**WELL, "summary": 5}, "summary", "a title is a text"),
    ("POST", EVENTS, {"start": WELL["start"]}, "end is missing", "the document says what an insert needs"),
    ("POST", EVENTS, {**WELL, "extendedProperties": {"private": {"n": 1}}}, "private.n", "private properties are texts"),
    ("POST", EVENTS, {**WELL, "end": {"dateTime": "tomorrow"}}, "dateTime", "an instant is an instant, deep in the body too"),
    ("POST", f"{EVENTS}?sendUpdates=no", WELL, "sendUpdates", "a word of a closed list"),
    ("POST", EVENTS, b"{", "not JSON", "half a body"),
    ("GET", PROFILE, {"a": 1}, "takes no body", "a body where none is read"),
    ("GET", "/v1/people/me/connections?personFields=names,%20emails", None, "personFields", "a mask has no blanks"),
    ("GET", "/v1/people/me/connections?sortOrder=NAME", None, "sortOrder", "a word of a closed list"),
]


@pytest.mark.parametrize(("verb", "path", "body", "word", "why"), MALFORMED)
def test_what_the_discovery_document_does_not_know_is_refused(
    g: Google, tmp_path: Path, verb: str, path: str, body: object, word: str, why: str
) -> None:
    """F31: a parameter, a field or a value that Google does not have is answered 400 and remembered."""
    said = ask(g, path, token=token(g, tmp_path), verb=verb, body=body)
    assert (said.status, word in said.json["error"]["message"]) == (400, True), f"{why}: {said.body!r}"
    assert len(g.violations) == 1, why
    assert not g.log[-1].applied


def test_a_test_fails_for_what_was_refused_in_it(tmp_path: Path) -> None:
    """Nobody has to look into the list of violations."""
    with pytest.raises(AssertionError, match="maxResult is no parameter"), google() as g:
        ask(g, "/gmail/v1/users/me/messages?maxResult=5", token=token(g, tmp_path))


@pytest.mark.parametrize(("verb", "path", "status"), [("GET", "/gmail/v2/users/me/profile", 404), ("DELETE", PROFILE, 405)])
def test_an_address_that_no_method_has_is_told(g: Google, tmp_path: Path, verb: str, path: str, status: int) -> None:
    assert ask(g, path, token=token(g, tmp_path), verb=verb).status == status
    assert g.violations


def test_an_answer_that_does_not_fit_the_document_fails_the_test(g: Google, tmp_path: Path) -> None:
    """The fake may be wrong too: a number where Gmail writes a string of digits would hide a fault of ours."""
    g.account(RASA).mail.users_getProfile = lambda call: {"emailAddress": RASA, "historyId": 17, "unread": 3}
    said = ask(g, PROFILE, token=token(g, tmp_path))
    assert said.status == 500
    assert "historyId is 17" in g.violations[0]
    assert "unread is no such field" in g.violations[0]


def test_what_google_sets_itself_is_taken_and_noted(g: Google, tmp_path: Path) -> None:
    """Nobody listens to a creator or a link that a client sends; whoever sends them should know."""
    said = ask(g, EVENTS, token=token(g, tmp_path), verb="POST", body={**WELL, "htmlLink": "https://calendar.example/1"})
    assert (said.status, g.violations) == (200, [])
    assert g.notes == ["calendar.events.insert: body.htmlLink is set by Google itself"]
    assert said.json["htmlLink"] != "https://calendar.example/1"


def test_a_get_with_a_long_address_may_come_as_a_post(g: Google, tmp_path: Path) -> None:
    headers = {"X-HTTP-Method-Override": "GET", "Content-Type": "application/x-www-form-urlencoded"}
    said = ask(g, "/gmail/v1/users/me/messages", token=token(g, tmp_path), verb="POST", body=b"maxResults=3&q=in%3Asent", headers=headers)
    assert said.status == 200
    assert (g.log[-1].method, g.log[-1].params["q"]) == ("gmail.users.messages.list", "in:sent")


@pytest.mark.parametrize(("agent", "zipped"), [("syncd (gzip)", True), ("syncd", False)])
def test_large_answers_are_zipped_for_who_says_so_twice(g: Google, tmp_path: Path, agent: str, zipped: bool) -> None:
    """Google wants the word in both headers."""
    for n in range(40):
        g.account(RASA).mail.deliver(b"Subject: %d\r\n\r\n" % n, "INBOX")
    headers = {"Accept-Encoding": "gzip", "User-Agent": agent}
    said = ask(g, "/gmail/v1/users/me/messages", token=token(g, tmp_path), headers=headers)
    body = gzip.decompress(said.body) if zipped else said.body
    assert (said.headers.get("Content-Encoding"), len(json.loads(body)["messages"])) == ("gzip" if zipped else None, 40)


def test_a_part_of_an_answer_can_be_asked_for(g: Google, tmp_path: Path) -> None:
    assert ask(g, f"{PROFILE}?fields=emailAddress", token=token(g, tmp_path)).json == {"emailAddress": RASA}
    whole = {"items": [{"id": 1, "start": {"date": 2, "zone": 3}}], "next": 4, "etag": 5}
    assert only("items(id,start/date),next", whole) == {"items": [{"id": 1, "start": {"date": 2}}], "next": 4}


TOKENS = [
    ("", 401, "required", "nobody asks"),
    ("ya29.invented", 401, "authError", "nobody gave this one"),
]


@pytest.mark.parametrize(("bearer", "status", "reason", "why"), TOKENS)
def test_without_a_token_of_ours_nothing_is_told(g: Google, bearer: str, status: int, reason: str, why: str) -> None:
    said = ask(g, PROFILE, token=bearer)
    assert (said.status, said.reason) == (status, reason), why
    assert said.headers["WWW-Authenticate"].startswith("Bearer realm=")


def test_an_access_token_lasts_an_hour_of_the_clock(tmp_path: Path) -> None:
    clock = Clock()
    with google(clock=clock) as g:
        bearer = token(g, tmp_path)
        clock.sleep(3599)
        assert ask(g, PROFILE, token=bearer).status == 200
        clock.sleep(1)
        assert ask(g, PROFILE, token=bearer).status == 401


def test_a_token_opens_what_its_scopes_open(g: Google, tmp_path: Path) -> None:
    """A method has scopes any one of which is enough, and no other will do."""
    said = ask(g, EVENTS, token=token(g, tmp_path, EVENTS_READ), verb="POST", body=WELL)
    assert (said.status, said.reason) == (403, "insufficientPermissions")
    assert "insufficient_scope" in said.headers["WWW-Authenticate"]
    assert said.json["error"]["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"
    assert ask(g, PROFILE, token=token(g, tmp_path, GMAIL_READ)).status == 200
    assert not g.violations, "a consent too small is no malformed request"


def test_a_token_opens_the_mailbox_of_its_account_only(g: Google, tmp_path: Path) -> None:
    said = ask(g, "/gmail/v1/users/boss%40klimatas.example/profile", token=token(g, tmp_path))
    assert (said.status, said.reason) == (403, "forbidden")
    assert ask(g, f"/gmail/v1/users/{urllib.parse.quote(RASA)}/profile", token=token(g, tmp_path)).json["emailAddress"] == RASA


class _Loopback(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.seen.append(self.path)  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"You may close this page.")

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def loopback() -> Iterator[HTTPServer]:
    """What waits for the browser to come back."""
    server = HTTPServer(("127.0.0.1", 0), _Loopback)
    server.seen = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


VERIFIER = "v" * 43


def _page(g: Google, loopback: HTTPServer, tmp_path: Path, **other: str) -> str:
    client = json.loads(g.client_file(tmp_path / "client.json").read_text())["installed"]
    asked = {
        "client_id": client["client_id"],
        "redirect_uri": f"http://localhost:{loopback.server_port}/",
        "response_type": "code",
        "scope": f"openid {GMAIL_READ} {CONTACTS_READ}",
        "state": "s1",
        "access_type": "offline",
        "code_challenge": urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    return f"{client['auth_uri']}?{urllib.parse.urlencode(asked | other)}"


def _came_back(loopback: HTTPServer) -> dict[str, str]:
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(loopback.seen[-1]).query))  # type: ignore[attr-defined]


def _redeem(g: Google, loopback: HTTPServer, given: str, /, **other: str) -> Said:
    fields = {
        "grant_type": "authorization_code",
        "code": given,
        "code_verifier": VERIFIER,
        "redirect_uri": f"http://localhost:{loopback.server_port}/",
    }
    return form(g, **(fields | {"client_id": g.tokens.client, "client_secret": g.tokens.secret} | other))


def test_a_person_consents_and_may_untick_a_scope(g: Google, loopback: HTTPServer, tmp_path: Path) -> None:
    page = g.consent(_page(g, loopback, tmp_path), RASA, scopes=["openid", GMAIL_READ])
    back = _came_back(loopback)
    assert (page, back["state"], back["scope"]) == ("You may close this page.", "s1", f"{GMAIL_READ} openid")
    said = _redeem(g, loopback, back["code"]).json
    assert (said["scope"], said["token_type"]) == (f"{GMAIL_READ} openid", "Bearer")
    assert said["id_token"].count(".") == 2
    assert ask(g, PROFILE, token=said["access_token"]).status == 200
    assert ask(g, "/v1/people/me/connections?personFields=names", token=said["access_token"]).status == 403
    again = form(
        g, grant_type="refresh_token", refresh_token=said["refresh_token"], client_id=g.tokens.client, client_secret=g.tokens.secret
    )
    assert ask(g, PROFILE, token=again.json["access_token"]).status == 200


def test_a_person_who_refuses_is_sent_back_with_no_code(g: Google, loopback: HTTPServer, tmp_path: Path) -> None:
    g.consent(_page(g, loopback, tmp_path), RASA, refuses=True)
    assert _came_back(loopback) == {"error": "access_denied", "state": "s1"}


PAGES = [
    ({"client_id": "another"}, "invalid_client", "a program Google never saw"),
    ({"redirect_uri": "http://evil.example/"}, "redirect_uri_mismatch", "an installed program answers on loopback"),
    ({"scope": "https://www.googleapis.com/auth/everything"}, "invalid_scope", "a scope that does not exist"),
    ({"scope": ""}, "invalid_scope", "consent to nothing"),
    ({"response_type": "token"}, "response_type", "tokens in an address are over"),
    ({"approval": "force"}, "approval", "a parameter nobody knows"),
]


@pytest.mark.parametrize(("other", "word", "why"), PAGES)
def test_a_consent_page_asked_wrongly_is_not_shown(
    g: Google, loopback: HTTPServer, tmp_path: Path, other: dict[str, str], word: str, why: str
) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        g.consent(_page(g, loopback, tmp_path, **other), RASA)
    refused.value.close()
    assert refused.value.code == 400, why
    assert word in g.violations[-1], why


REDEEMED = [
    ({"code_verifier": "w" * 43}, 400, "invalid_grant", "a code that somebody else intercepted"),
    ({"redirect_uri": "http://localhost:1/"}, 400, "redirect_uri_mismatch", "not where the code was sent"),
    ({"client_secret": "x"}, 401, "invalid_client", "another program"),
    ({"code": "4/0invented"}, 400, "invalid_grant", "no such code"),
    ({"grant_type": "password"}, 400, "unsupported_grant_type", "Google has no such grant"),
]


@pytest.mark.parametrize(("other", "status", "error", "why"), REDEEMED)
def test_a_code_is_given_to_who_asked_for_it(
    g: Google, loopback: HTTPServer, tmp_path: Path, other: dict[str, str], status: int, error: str, why: str
) -> None:
    g.consent(_page(g, loopback, tmp_path), RASA)
    said = _redeem(g, loopback, _came_back(loopback)["code"], **other)
    assert (said.status, said.json["error"]) == (status, error), why


def test_a_code_is_good_once(g: Google, loopback: HTTPServer, tmp_path: Path) -> None:
    g.consent(_page(g, loopback, tmp_path), RASA)
    code = _came_back(loopback)["code"]
    assert [_redeem(g, loopback, code).status, _redeem(g, loopback, code).status] == [200, 400]


def _refresh(g: Google, file: Path, **other: str) -> Said:
    kept = json.loads(file.read_text())
    fields = {"refresh_token": kept["refresh_token"], "client_id": kept["client_id"], "client_secret": kept["client_secret"]}
    return form(g, **({"grant_type": "refresh_token"} | fields | other))


def test_a_consent_withdrawn_ends_every_token(g: Google, tmp_path: Path) -> None:
    """F39."""
    file = g.token_file(tmp_path / "rasa.json", RASA)
    fresh = _refresh(g, file).json["access_token"]
    assert ask(g, PROFILE, token=fresh).status == 200
    g.revoke(RASA)
    assert (_refresh(g, file).status, _refresh(g, file).json["error"]) == (400, "invalid_grant")
    assert ask(g, PROFILE, token=fresh).status == 401


def test_a_refresh_asks_no_more_than_was_allowed(g: Google, tmp_path: Path) -> None:
    file = g.token_file(tmp_path / "rasa.json", RASA, [GMAIL_READ, CONTACTS_READ])
    assert _refresh(g, file, scope=GMAIL_READ).json["scope"] == GMAIL_READ
    assert _refresh(g, file, scope=EVENTS_READ).json["error"] == "invalid_scope"


def test_refresh_tokens_may_be_good_once(g: Google, tmp_path: Path) -> None:
    """F41: where they rotate, the one that was lost is gone."""
    g.tokens.rotates = True
    file = g.token_file(tmp_path / "rasa.json", RASA)
    second = _refresh(g, file).json["refresh_token"]
    assert _refresh(g, file).json["error"] == "invalid_grant"
    assert _refresh(g, file, refresh_token=second).status == 200


def _assertion(g: Google, tmp_path: Path, **claims: object) -> str:
    from google.auth import crypt, jwt

    info = json.loads(g.service_account_file(tmp_path / "sa.json").read_text())
    now = int(g.clock())
    said = {"iss": info["client_email"], "sub": RASA, "scope": GMAIL_READ, "aud": info["token_uri"], "iat": now, "exp": now + 3600}
    signer = crypt.RSASigner.from_string(info["private_key"], info["private_key_id"])
    return bytes(jwt.encode(signer, said | claims)).decode()


ASSERTED = [
    ({}, 200, "", "as the admin allowed"),
    ({"sub": "petras@klimatas.example"}, 401, "unauthorized_client", "a person the admin did not name"),
    ({"sub": "nobody@klimatas.example"}, 400, "invalid_grant", "no such person"),
    ({"scope": f"{GMAIL_READ} {EVENTS_READ}"}, 401, "unauthorized_client", "one scope of two is missing"),
    ({"scope": ""}, 400, "invalid_scope", "for nothing"),
    ({"aud": "https://elsewhere.example/token"}, 400, "invalid_grant", "meant for another server"),
    ({"iss": "other@syncd.iam.gserviceaccount.com"}, 400, "invalid_grant", "another service account's name"),
    ({"exp": 1_780_000_000 + 7200}, 400, "invalid_grant", "longer than an hour"),
    ({"iat": 1_779_900_000, "exp": 1_779_903_600}, 400, "invalid_grant", "of yesterday"),
]


@pytest.mark.parametrize(("claims", "status", "error", "why"), ASSERTED)
def test_a_service_account_acts_for_whom_the_admin_allowed(
    g: Google, tmp_path: Path, claims: dict[str, object], status: int, error: str, why: str
) -> None:
    """F42: domain-wide delegation, person by person and scope by scope."""
    g.account(RASA)
    g.account("petras@klimatas.example")
    g.delegated[RASA] = {GMAIL_READ}
    said = form(g, grant_type="urn:ietf:params:oauth:grant-type:jwt-bearer", assertion=_assertion(g, tmp_path, **claims))
    assert (said.status, said.json.get("error", "")) == (status, error), f"{why}: {said.body!r}"
    if status == 200:
        assert ask(g, PROFILE, token=said.json["access_token"]).json["emailAddress"] == RASA


def test_a_forged_assertion_is_refused(g: Google, tmp_path: Path) -> None:
    g.delegated[RASA] = {GMAIL_READ}
    g.account(RASA)
    head, claims, signature = _assertion(g, tmp_path).split(".")
    forged = f"{head}.{claims}.{signature[::-1]}"
    assert form(g, grant_type="urn:ietf:params:oauth:grant-type:jwt-bearer", assertion=forged).json["error"] == "invalid_grant"


def _batch(calls: list[str], boundary: str = "b1") -> bytes:
    parts = [
        f"--{boundary}\nContent-Type: application/http\nContent-ID: <b + {n}>\n\nGET {call} HTTP/1.1\nAccept: application/json\n\n\n"
        for n, call in enumerate(calls)
    ]
    return ("".join(parts) + f"--{boundary}--").encode()


def _send_batch(g: Google, bearer: str, calls: list[str], path: str = "/batch/gmail/v1") -> Said:
    return ask(g, path, token=bearer, verb="POST", body=_batch(calls), headers={"Content-Type": 'multipart/mixed; boundary="b1"'})


def test_the_calls_of_a_batch_are_answered_one_by_one(g: Google, tmp_path: Path) -> None:
    """Each is judged, counted and spoilt like a call that came alone."""
    bearer = token(g, tmp_path)
    g.throttles("gmail.users.labels.list", 30)
    said = _send_batch(g, bearer, [PROFILE, "/gmail/v1/users/me/labels", "/gmail/v1/users/me/messages/ffff"])
    parts = said.body.split(b"Content-ID: ")[1:]
    assert [part.split()[0] for part in parts] == [b"<response-b", b"<response-b", b"<response-b"]
    assert [int(part.split(b"HTTP/1.1 ")[1][:3]) for part in parts] == [200, 429, 404]
    assert b"Retry-After: 30" in parts[1]
    batch, *inner = g.log[-4:]
    assert (batch.method, [one.method.rpartition(".")[2] for one in inner]) == ("batch", ["getProfile", "list", "get"])
    assert len({one.batch for one in inner}) == 1
    assert not batch.batch


WRONG_BATCHES = [
    ([PROFILE] * 101, "/batch/gmail/v1", "the limit is 100", "Gmail takes a hundred"),
    ([], "/batch/gmail/v1", "no end", "an empty one"),
]


@pytest.mark.parametrize(("calls", "path", "word", "why"), WRONG_BATCHES)
def test_a_batch_too_long_or_broken_is_refused_whole(g: Google, tmp_path: Path, calls: list[str], path: str, word: str, why: str) -> None:
    said = _send_batch(g, token(g, tmp_path), calls, path)
    assert said.status == 400, why
    assert word in g.violations[0], why


def test_a_batch_holds_calls_of_one_api(g: Google, tmp_path: Path) -> None:
    said = _send_batch(g, token(g, tmp_path), [EVENTS])
    assert b"HTTP/1.1 400" in said.body
    assert "does not belong" in g.violations[0]


def test_an_answer_can_be_lost_after_the_work_was_done(g: Google, tmp_path: Path) -> None:
    """F36: the event is there, and nobody was told."""
    bearer = token(g, tmp_path)
    g.loses("calendar.events.insert")
    with pytest.raises(http.client.RemoteDisconnected):
        ask(g, EVENTS, token=bearer, verb="POST", body={**WELL, "id": "abcde12345"})
    assert (g.log[-1].applied, g.log[-1].status) == (True, 0)
    assert ask(g, f"{EVENTS}/abcde12345", token=bearer).status == 200
    assert ask(g, EVENTS, token=bearer, verb="POST", body={**WELL, "id": "abcde12345"}).status == 409


def test_an_answer_can_be_cut_short(g: Google, tmp_path: Path) -> None:
    """F35."""
    g.cuts("gmail.users.getProfile", 10)
    with pytest.raises(http.client.IncompleteRead) as cut:
        ask(g, PROFILE, token=token(g, tmp_path))
    assert len(cut.value.partial) == 10


def test_an_answer_can_be_anything(g: Google, tmp_path: Path) -> None:
    """F34, F35: a rule answers so many times, and the service hears nothing of it."""
    bearer = token(g, tmp_path)
    g.says("gmail.users.getProfile", 200, body="<html>Sign in to the network</html>")
    g.says(lambda asked: asked.account == RASA and asked.path.endswith("/labels"), 503, times=2)
    assert ask(g, PROFILE, token=bearer).headers["Content-Type"].startswith("text/html")
    assert ask(g, PROFILE, token=bearer).status == 200
    assert [ask(g, "/gmail/v1/users/me/labels", token=bearer).status for _ in range(3)] == [503, 503, 200]
    assert [one.applied for one in g.asked("gmail.users.labels.list")] == [False, False, True]


def test_the_token_endpoint_has_bad_days_too(g: Google, tmp_path: Path) -> None:
    """F40: nothing is said of the credentials."""
    file = g.token_file(tmp_path / "rasa.json", RASA)
    g.says("token", 503, body="Service Unavailable")
    g.throttles("token", 120)
    assert [_refresh(g, file).status for _ in range(3)] == [503, 429, 200]


def test_the_world_can_change_while_it_is_asked(g: Google, tmp_path: Path) -> None:
    bearer = token(g, tmp_path)
    seen: list[str] = []
    g.on(
        "gmail.users.getProfile", before=lambda _: seen.append("before"), after=lambda asked: seen.append(f"after {asked.applied}"), times=1
    )
    ask(g, PROFILE, token=bearer)
    ask(g, PROFILE, token=bearer)
    assert seen == ["before", "after True"]


def test_one_in_ten_writes_is_done_and_never_answered(g: Google, tmp_path: Path) -> None:
    bearer = token(g, tmp_path)
    g.drops(0.1, seed=3)
    lost = 0
    for n in range(100):
        try:
            assert ask(g, EVENTS, token=bearer, verb="POST", body={**WELL, "id": f"event{n:05}"}).status == 200
        except http.client.RemoteDisconnected:
            lost += 1
        assert ask(g, PROFILE, token=bearer).status == 200, "what only reads is always answered"
    assert 3 <= lost <= 20
    g.drops(0)
    assert all(ask(g, f"{EVENTS}/event{n:05}", token=bearer).status == 200 for n in range(100))


def test_a_quota_is_counted_in_units_of_a_minute(tmp_path: Path) -> None:
    """Messages cost more than profiles, an account spends its own, and a minute later there is more."""
    clock = Clock()
    with google(clock=clock) as g:
        mine, theirs = token(g, tmp_path), token(g, tmp_path, account="petras@klimatas.example")
        g.quota(50, prices=NEW_PRICES)
        gone = "/gmail/v1/users/me/messages/ffff"
        assert [ask(g, gone, token=mine).status for _ in range(3)] == [404, 404, 403]
        assert [ask(g, PROFILE, token=mine).status for _ in range(11)] == [200] * 10 + [403]
        assert ask(g, PROFILE, token=mine).reason == "userRateLimitExceeded"
        assert ask(g, PROFILE, token=theirs).status == 200
        clock.sleep(60)
        assert ask(g, PROFILE, token=mine).status == 200


def test_what_came_before_its_stated_time_is_found(tmp_path: Path) -> None:
    """G19: by account and by API, for seconds and for dates, whatever the number."""
    clock = Clock()
    with google(clock=clock) as g:
        mine, theirs = token(g, tmp_path), token(g, tmp_path, account="petras@klimatas.example")
        g.throttles("gmail.users.getProfile", 30)
        g.throttles("gmail.users.getProfile", lambda asked: formatdate(asked.at + 20, usegmt=True))
        g.throttles("gmail.users.getProfile", -5)
        g.throttles("gmail.users.getProfile", 1e9)
        ask(g, PROFILE, token=mine)
        clock.sleep(29)
        ask(g, PROFILE, token=theirs)
        ask(g, "/v1/people/me/connections?personFields=names", token=mine)
        assert not g.too_early()
        ask(g, "/gmail/v1/users/me/labels", token=mine)
        assert [(one.method, two.method) for one, two in g.too_early()] == [("gmail.users.getProfile", "gmail.users.labels.list")]
        assert [one.until - one.at for one in g.asked("gmail.users.getProfile")] == [30, 20]
        ask(g, PROFILE, token="")
        ask(g, PROFILE, token="")
        assert [max(0, one.until - one.at) for one in g.asked("gmail.users.getProfile")] == [30, 20, 0, 3600]


def test_many_clients_are_served_at_once(g: Google, tmp_path: Path) -> None:
    bearer = token(g, tmp_path)

    def some(_: int) -> set[int]:
        return {ask(g, PROFILE, token=bearer).status for _ in range(25)}

    with ThreadPoolExecutor(8) as pool:
        assert set().union(*pool.map(some, range(8))) == {200}
    assert len(g.requests_for(RASA)) == 200


def test_a_held_up_request_does_not_hold_up_the_others(g: Google, tmp_path: Path) -> None:
    bearer = token(g, tmp_path)
    free = threading.Event()
    g.on("gmail.users.getProfile", before=lambda _: free.wait(10))
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(ask, g, PROFILE, token=bearer)
        deadline = time.monotonic() + 10
        while not g.asked("gmail.users.getProfile") and time.monotonic() < deadline:
            pass
        assert ask(g, "/gmail/v1/users/me/labels", token=bearer).status == 200
        assert not held.done()
        free.set()
        assert held.result(10).status == 200


def test_every_method_has_an_address_of_its_own() -> None:
    """No two methods of the three documents answer at one place: what is judged by one is not carried out as another."""
    found = discovery()
    methods = [method for document in found.documents.values() for method in document.methods]
    assert len(methods) > 100
    for method in methods:
        path = re.sub(r"\(\?P<\w+>(.*?)\)", lambda like: re.sub(r"\[\^/:?\]\+", "x1", like[1]), method.address.pattern).replace("\\", "")
        hit = found.find(method.verb, path)
        assert hit is not None, path
        assert hit[0].id == method.id, path
