"""The fake of Google lets in whom Google lets in: consent, codes, tokens, and accounts that act for others."""

from __future__ import annotations

import hashlib
import json
import threading
import urllib.error
import urllib.parse
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from connectors.google.account import CONTACTS_READ, EVENTS_READ, GMAIL_READ
from tests.fakes.google import Clock, Google, google
from tests.fakes.google_asking import EVENTS, PROFILE, RASA, WELL, Said, ask, form, refresh, token


@pytest.fixture
def g() -> Iterator[Google]:
    """What a test was refused on purpose is forgiven at its end."""
    with google(clock=Clock()) as world:
        yield world
        world.violations.clear()


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


def test_a_consent_withdrawn_ends_every_token(g: Google, tmp_path: Path) -> None:
    """F39."""
    file = g.token_file(tmp_path / "rasa.json", RASA)
    fresh = refresh(g, file).json["access_token"]
    assert ask(g, PROFILE, token=fresh).status == 200
    g.revoke(RASA)
    assert (refresh(g, file).status, refresh(g, file).json["error"]) == (400, "invalid_grant")
    assert ask(g, PROFILE, token=fresh).status == 401


def test_a_refresh_asks_no_more_than_was_allowed(g: Google, tmp_path: Path) -> None:
    file = g.token_file(tmp_path / "rasa.json", RASA, [GMAIL_READ, CONTACTS_READ])
    assert refresh(g, file, scope=GMAIL_READ).json["scope"] == GMAIL_READ
    assert refresh(g, file, scope=EVENTS_READ).json["error"] == "invalid_scope"


def test_refresh_tokens_may_be_good_once(g: Google, tmp_path: Path) -> None:
    """F41: where they rotate, the one that was lost is gone."""
    g.tokens.rotates = True
    file = g.token_file(tmp_path / "rasa.json", RASA)
    second = refresh(g, file).json["refresh_token"]
    assert refresh(g, file).json["error"] == "invalid_grant"
    assert refresh(g, file, refresh_token=second).status == 200


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
