"""A person's consent: what is asked, which answer is taken, and what each refusal tells the person to do."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from connectors.google.account import CONTACTS_READ, GMAIL_READ, IDENTITY
from connectors.google.consent import GOOGLE, Consent, client_kept, read_client, revoke, signed_in
from connectors.google.token_file import TOKEN_URI
from syncd.errors import ConfigError, ReauthNeeded, SourceError, Unavailable
from tests.fakes.google import Google, google

RASA = "rasa@klimatas.example"


@pytest.fixture
def g() -> Iterator[Google]:
    with google() as world:
        world.account(RASA)
        yield world


@pytest.fixture
def asking(g: Google, tmp_path: Path) -> Iterator[Callable[..., Consent]]:
    """`asking(*scopes)`: a question to Rasa; it is closed at the end."""
    open_ones: list[Consent] = []

    def ask(*scopes: str) -> Consent:
        open_ones.append(Consent(read_client(g.client_file(tmp_path / "client.json")), scopes or (GMAIL_READ,), RASA))
        return open_ones[-1]

    yield ask
    for one in open_ones:
        one.close()


def test_the_question_asks_for_a_lasting_consent_to_these_scopes_by_this_account(asking: Callable[..., Consent]) -> None:
    """RFC 8252 and 7636: an answer to this machine's own address, bound to a secret that never leaves it."""
    consent = asking(GMAIL_READ, CONTACTS_READ)
    asked = {key: values[0] for key, values in parse_qs(urlsplit(consent.url).query).items()}
    assert asked["scope"].split() == [GMAIL_READ, CONTACTS_READ]
    assert (asked["access_type"], asked["prompt"], asked["login_hint"], asked["response_type"]) == ("offline", "consent", RASA, "code")
    assert asked["redirect_uri"] == f"http://127.0.0.1:{consent.port}/"
    assert asked["code_challenge_method"] == "S256" and len(asked["code_challenge"]) == 43 and len(asked["state"]) >= 32
    assert "include_granted_scopes" not in asked  # else it would hold what was granted for something else


def test_a_consent_gives_a_token_that_lasts(g: Google, asking: Callable[..., Consent]) -> None:
    """The browser is shown that the window can be closed; the code is redeemed with the verifier."""
    consent = asking(GMAIL_READ)
    page = g.consent(consent.url, RASA)
    granted = consent.take(consent.answer(10))
    assert "Šį langą galima užverti" in page and "Это окно можно закрыть" in page
    assert granted.refresh_token and granted.token and granted.scopes == [GMAIL_READ]
    assert g.tokens.grants[granted.refresh_token].account == RASA


def test_who_signed_in_is_read_from_the_token_server_own_words(g: Google, asking: Callable[..., Consent]) -> None:
    """F43: where neither mail nor calendar tells; without an id token it is nobody."""
    consent = asking(CONTACTS_READ, *IDENTITY)
    g.consent(consent.url, "jonas@klimatas.example")
    assert signed_in(consent.take(consent.answer(10))) == "jonas@klimatas.example"
    consent = asking(CONTACTS_READ)
    g.consent(consent.url, RASA)
    assert signed_in(consent.take(consent.answer(10))) == ""


def test_a_consent_can_be_given_back(g: Google, asking: Callable[..., Consent]) -> None:
    """What is not kept opens nothing; a server that fails says where a person does it."""
    consent = asking()
    g.consent(consent.url, RASA)
    granted = consent.take(consent.answer(10))
    revoke(granted)
    assert g.tokens.grants[granted.refresh_token].revoked
    g.says("revoke", 503)
    with pytest.raises(SourceError, match=r"myaccount\.google\.com"):
        revoke(granted)


STRANGERS = [
    # what comes to the port, reason
    ("/", "a browser looks what is there"),
    ("/favicon.ico", "it fetches the picture of the page"),
    ("/?code=4/stolen&state=guessed", "another page sends a code of its own (a login that is not the person's)"),
    ("/?code=4/stolen", "without the secret word"),
    ("/elsewhere?code=4/x&state={state}", "not the address that was asked for"),
]


@pytest.mark.parametrize(("path", "reason"), STRANGERS, ids=[reason for _, reason in STRANGERS])
def test_only_an_answer_to_this_question_is_taken(g: Google, asking: Callable[..., Consent], path: str, reason: str) -> None:
    """Anything else is sent away, and the person's own answer still counts."""
    consent = asking()
    state = parse_qs(urlsplit(consent.url).query)["state"][0]
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"http://127.0.0.1:{consent.port}{path.format(state=state)}", timeout=10)
    with pytest.raises(ReauthNeeded, match="nobody answered"):
        consent.answer(0)
    g.consent(consent.url, RASA)
    assert consent.take(consent.answer(10)).refresh_token, reason


def test_an_idle_connection_of_the_browser_keeps_nobody_waiting(g: Google, asking: Callable[..., Consent]) -> None:
    """Chromium opens one ahead of time and says nothing on it."""
    consent = asking()
    with socket.create_connection(("127.0.0.1", consent.port)):
        g.consent(consent.url, RASA)
        assert consent.take(consent.answer(10)).token


def test_a_refusal_in_the_browser_is_told_as_one(g: Google, asking: Callable[..., Consent]) -> None:
    """Nobody is asked for a token then."""
    consent = asking()
    g.consent(consent.url, RASA, refuses=True)
    with pytest.raises(ReauthNeeded, match="refused in the browser"):
        consent.take(consent.answer(10))
    assert g.asked("token") == []


PASTED = [
    # what is pasted, what is told, reason
    ("", "paste the whole last address", "nothing"),
    ("4/0AbCdEf", "paste the whole last address", "the code alone: it cannot be told whose question it answers"),
    ("http://127.0.0.1:1/?state=other&code=4/0AbCdEf", "paste the whole last address", "the address of an earlier try"),
    ("http://127.0.0.1:1/?state={state}", "paste the whole last address", "cut off before the code"),
    ("http://[/?x", "paste the whole last address", "no address at all"),
    ("http://127.0.0.1:1/?state={state}&code=4/0made-up", "too late or was used", "a code Google does not know"),
    ("http://127.0.0.1:1/?state={state}&error=admin_policy_enforced", "API controls", "the domain's administrator forbids it"),
]


@pytest.mark.parametrize(("pasted", "told", "reason"), PASTED, ids=[reason for *_, reason in PASTED])
def test_what_was_pasted_wrongly_is_said(asking: Callable[..., Consent], pasted: str, told: str, reason: str) -> None:
    """Each names what to do next; none repeats a code."""
    consent = asking()
    state = parse_qs(urlsplit(consent.url).query)["state"][0]
    with pytest.raises(ReauthNeeded, match=told) as problem:
        consent.take(pasted.format(state=state))
    assert "4/0" not in str(problem.value), reason


FAILING = [
    # status, body, error, what is told, reason
    (503, "down", SourceError, "not able to answer", "the token server is down (F40)"),
    (429, "{}", SourceError, "not able to answer", "it asks to wait (F40)"),
    (200, "<html>sign in to the hotel</html>", SourceError, "none of Google's", "something between answers in its place (F35)"),
    (302, "", SourceError, "none of Google's", "it sends elsewhere (F35)"),
    (200, '["a"]', SourceError, "none of Google's", "JSON, and no answer to this"),
    (200, '{"access_token": "ya29.x", "expires_in": "soon"}', SourceError, "none of Google's", "the library takes numbers only"),
    (401, '{"error": "invalid_client"}', ReauthNeeded, "Desktop app", "the client was deleted in the console"),
]


@pytest.mark.parametrize(("status", "body", "error", "told", "reason"), FAILING, ids=[reason for *_, reason in FAILING])
def test_a_token_server_that_fails_is_told(
    g: Google, asking: Callable[..., Consent], status: int, body: str, error: type[Exception], told: str, reason: str
) -> None:
    """No traceback, no secret in the text."""
    consent = asking()
    g.consent(consent.url, RASA)
    g.says("token", status, body=body)
    with pytest.raises(error, match=told) as problem:
        consent.take(consent.answer(10))
    assert g.tokens.secret not in str(problem.value), reason


def test_a_port_in_use_is_told(g: Google, tmp_path: Path) -> None:
    """With the option that names another."""
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(Unavailable, match="--port"):
        Consent(read_client(g.client_file(tmp_path / "client.json")), (GMAIL_READ,), RASA, other.getsockname()[1])


CLIENTS = [
    # content, what is told, reason
    ("", "is no OAuth client", "an empty file"),
    ('{"type": "service_account"}', "is no OAuth client", "the key of a service account"),
    ('{"web": {"client_id": "x"}}', "web application", "the wrong type of client"),
    ('{"installed": {"client_id": "x", "auth_uri": "https://a.example", "token_uri": "https://t.example"}}', "lacks client_secret", "a part is missing"),
    ('{"installed": {"client_id": "x", "client_secret": "y", "auth_uri": "https://a.example", "token_uri": "http://t.example"}}', "token_uri", "a secret over http"),
]


@pytest.mark.parametrize(("content", "told", "reason"), CLIENTS, ids=[reason for *_, reason in CLIENTS])
def test_a_file_that_is_no_client_is_told_with_what_to_make(tmp_path: Path, content: str, told: str, reason: str) -> None:
    """The console offers four kinds of file; one is right."""
    (tmp_path / "client.json").write_text(content)
    with pytest.raises(ConfigError, match=told):
        read_client(tmp_path / "client.json")
    with pytest.raises(ConfigError, match="cannot be read"):
        read_client(tmp_path / "nowhere.json")
    assert reason


def test_the_client_is_known_from_the_consent_before(g: Google, tmp_path: Path) -> None:
    """The second time no file is needed; a damaged one, or one for another server, tells nothing."""
    file = g.token_file(tmp_path / "rasa.json", RASA)
    assert client_kept(tmp_path / "none.json") is None
    assert client_kept(file) is None  # it is not Google's: where consent is asked there, the file does not say
    kept = json.loads(file.read_text()) | {"token_uri": TOKEN_URI}
    file.write_text(json.dumps(kept))
    client = client_kept(file)
    assert client is not None
    assert (client["client_id"], client["auth_uri"]) == (g.tokens.client, GOOGLE)
    file.write_text("{")
    assert client_kept(file) is None
