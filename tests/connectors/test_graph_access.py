"""Signing in to Microsoft 365: a person's consent in a file, or an application by its secret or certificate."""

from __future__ import annotations

import datetime as dt
import json
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import time_machine

from connectors.graph import access, entra
from connectors.graph.access import Consent, certificate, consent_of, open_access, save_consent
from connectors.graph.account import CALENDARS_READ, MAIL_READ, GraphAccount
from connectors.graph.client import GraphClient
from syncd.errors import AuthFailed, Busy, ConfigError, Forbidden, ReauthNeeded, SourceError
from tests.fakes.graph import Graph, graph

RASA, JONAS = "rasa@klimatas.example", "jonas@klimatas.example"
NOW = dt.datetime.now(dt.UTC)


@pytest.fixture
def world() -> Iterator[Graph]:
    """Microsoft 365 with two people."""
    with graph() as g:
        g.mailbox(RASA)
        g.mailbox(JONAS)
        yield g


def options(world: Graph, mailbox: str = RASA, **more: str) -> GraphAccount:
    """What the config says of a mailbox."""
    return GraphAccount(mailbox=mailbox, tenant=world.tenant, client_id=world.client_id, endpoint=world.url, **more)


def consented(world: Graph, folder: Path, **changed: Any) -> GraphAccount:
    """Rasa's consent to reading her mail, in a file; the access token in it has ended."""
    kept = Consent(account=RASA, tenant=world.tenant, client_id=world.client_id, refresh_token=world.tokens.grant(RASA, [MAIL_READ, "openid", "offline_access"]), scopes=[MAIL_READ])
    save_consent(folder / "rasa.json", msgspec.structs.replace(kept, **changed))
    return options(world, token_file="rasa.json")


def by_secret(world: Graph, folder: Path) -> GraphAccount:
    """The application's secret."""
    world.secret_file(folder / "secret")
    return options(world, client_secret_file="secret")


def asked(world: Graph) -> int:
    """How often a token was asked for."""
    return len(world.asked("token"))


# A person's consent


def test_a_consent_is_renewed_kept_and_used_until_it_ends(world: Graph, tmp_path: Path) -> None:
    """Once for all sources and both connections of a process; the file is its owner's only."""
    told = consented(world, tmp_path)
    one, other = open_access(told, tmp_path), open_access(told, tmp_path)
    token = one.token()
    assert one.consent
    assert token == other.token() == one.token()
    assert asked(world) == 1
    kept = json.loads((tmp_path / "rasa.json").read_text())
    assert kept["token"] == token
    assert stat.S_IMODE((tmp_path / "rasa.json").stat().st_mode) == 0o600
    assert one.granted() == (MAIL_READ,)
    assert set(one.secrets()) == {token, kept["refresh_token"]}


def test_a_new_refresh_token_takes_the_place_of_the_old(world: Graph, tmp_path: Path) -> None:
    """F41: Microsoft gives one each time, and may end the one before."""
    world.tokens.ends_old = True
    told = consented(world, tmp_path)
    way = open_access(told, tmp_path)
    first = way.token()
    second = way.token(refused=first)
    assert first != second
    assert way.token(refused=second) not in (first, second)
    assert asked(world) == 3


def test_many_threads_renew_once(world: Graph, tmp_path: Path) -> None:
    """Three slots of a mailbox see the token end at once."""
    way = open_access(consented(world, tmp_path), tmp_path)
    tokens: list[str] = []
    threads = [threading.Thread(target=lambda: tokens.append(way.token())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(tokens)) == 1
    assert asked(world) == 1


@pytest.mark.parametrize("number", [50173, 700082, 70043, 50076, 65001, 50057])
def test_a_consent_that_ended_costs_three_questions_an_hour(world: Graph, tmp_path: Path, number: int) -> None:
    """G18: asked every minute; another process that reads the file does not ask either, and what a new consent brings is used at once."""
    told = consented(world, tmp_path)
    world.tokens.end(RASA, number)
    kinds = set()
    with time_machine.travel(NOW, tick=False) as moment:
        for minute in range(60):
            moment.move_to(NOW + dt.timedelta(minutes=minute))
            access._consents.clear()
            with pytest.raises(SourceError, match=f"AADSTS{number}") as caught:
                open_access(told, tmp_path).token()
            kinds.add(type(caught.value))
    assert 1 <= asked(world) <= 3
    assert kinds <= {ReauthNeeded, AuthFailed}
    consented(world, tmp_path)
    assert open_access(told, tmp_path).token()


@pytest.mark.parametrize(
    ("number", "kind", "told", "reason"),
    [
        (50173, ReauthNeeded, "password was changed", "F39: a new password ends consents"),
        (700082, ReauthNeeded, "90 days", "F39: not used"),
        (50076, ReauthNeeded, "second factor", "asked for in the browser"),
        (65001, ReauthNeeded, "nobody consented", "consent is lacking"),
        (50105, Forbidden, "not assigned", "an administrator assigns"),
        (53003, Forbidden, "conditional access", "an administrator decides"),
        (530003, Forbidden, "managed device", "an administrator decides"),
        (50034, AuthFailed, "no such person", "who left"),
        (90002, AuthFailed, "correct `tenant`", "a wrong directory"),
        (700016, AuthFailed, "correct `client_id`", "a wrong application"),
        (7000215, AuthFailed, "its value, not its id", "the usual mistake"),
        (7000222, AuthFailed, "has run out", "a secret's end"),
        (700027, AuthFailed, "upload it", "a certificate nobody uploaded"),
        (99999999, ReauthNeeded, "syncd auth graph", "one that is new to us"),
    ],
)
def test_each_refusal_says_what_to_do(number: int, kind: type[SourceError], told: str, reason: str) -> None:
    """By Microsoft's number; its sentence names people and is not repeated."""
    error = entra.refused(RASA, str(number), consent=True)
    assert (type(error), RASA in str(error), f"AADSTS{number}" in str(error)) == (kind, True, True), reason
    assert told in str(error), reason


@pytest.mark.parametrize(
    ("said", "code", "reason"),
    [
        ({"error": "invalid_grant", "error_codes": [50173], "error_description": "AADSTS1: x"}, "50173", "the list"),
        ({"error": "invalid_grant", "error_description": "AADSTS700082: The refresh token"}, "700082", "the sentence"),
        ({"error": "invalid_grant", "error_codes": []}, "invalid_grant", "the word of RFC 6749"),
        ({"error": "<b>Sign in</b>"}, "refused", "no word of anybody's"),
        ({}, "refused", "nothing"),
    ],
)
def test_a_refusal_is_known_by_its_number(said: dict[str, Any], code: str, reason: str) -> None:
    """Else by its word."""
    assert entra.code_of(said) == code, reason


def test_who_has_not_signed_in_is_told_how(world: Graph, tmp_path: Path) -> None:
    """Nothing is asked."""
    with pytest.raises(ReauthNeeded, match="syncd auth graph"):
        open_access(options(world, token_file="none.json"), tmp_path).token()
    assert not world.log


def test_another_persons_consent_is_not_used(world: Graph, tmp_path: Path) -> None:
    """F43: whose it is stands in the file, and whoever answers a refresh says it again."""
    consented(world, tmp_path)
    with pytest.raises(AuthFailed, match="holds the consent of rasa@"):
        open_access(options(world, JONAS, token_file="rasa.json"), tmp_path).token()
    assert not world.log
    consented(world, tmp_path, refresh_token=world.tokens.grant(JONAS, [MAIL_READ, "openid", "offline_access"]))
    with pytest.raises(AuthFailed, match=r"jonas@.* has signed in"):
        open_access(options(world, token_file="rasa.json"), tmp_path).token()
    assert "token" not in json.loads((tmp_path / "rasa.json").read_text())


def test_the_consent_for_another_application_is_not_sent_to_this_one(world: Graph, tmp_path: Path) -> None:
    """Whoever registered a new application signs in again."""
    told = consented(world, tmp_path, client_id="0000")
    with pytest.raises(ReauthNeeded, match="another application"):
        open_access(told, tmp_path).token()
    assert not world.log


def test_a_file_that_others_can_read_is_refused(world: Graph, tmp_path: Path) -> None:
    """It is a key to a mailbox."""
    told = consented(world, tmp_path)
    (tmp_path / "rasa.json").chmod(0o644)
    with pytest.raises(ConfigError, match="token_file"):
        open_access(told, tmp_path).token()


@pytest.mark.parametrize(
    ("answer", "without", "told", "reason"),
    [
        ({"id_token_claims": {"preferred_username": JONAS}}, "", "jonas@klimatas.example has signed in", "another person"),
        ({}, "id_token_claims", "nobody has signed in", "nobody says who"),
        ({"scope": "https://graph.microsoft.com/Mail.Read openid"}, "", CALENDARS_READ, "less than was asked"),
        ({}, "refresh_token", "an hour only", "no refresh token"),
    ],
)
def test_a_consent_is_taken_only_if_it_is_what_was_asked(world: Graph, answer: dict[str, Any], without: str, told: str, reason: str) -> None:
    """It fails closed: of the mailbox of the config, with all that is needed, and to last."""
    said = {"access_token": "t", "refresh_token": "r", "expires_in": 3599, "scope": f"{MAIL_READ} https://graph.microsoft.com/{CALENDARS_READ} profile", "id_token_claims": {"preferred_username": "Rasa@Klimatas.Example"}}
    wanted = (MAIL_READ, CALENDARS_READ)
    assert consent_of(options(world), said, wanted).scopes == sorted(wanted)
    changed = {key: value for key, value in (said | answer).items() if key != without}
    with pytest.raises((AuthFailed, ReauthNeeded), match=told):
        consent_of(options(world), changed, wanted)
    assert reason


# An application


def test_an_application_signs_in_once_for_all_its_mailboxes(world: Graph, tmp_path: Path) -> None:
    """Its token is for all it may read; each mailbox is asked by its own name and no other."""
    told = by_secret(world, tmp_path)
    for mailbox in (RASA, JONAS):
        client = GraphClient(msgspec.structs.replace(told, mailbox=mailbox), tmp_path)
        client.get("mailFolders/inbox")
        client.close()
    assert asked(world) == 1
    assert [one.path for one in world.log if one.account in (RASA, JONAS)] == [f"/v1.0/users/{who}/mailFolders/inbox" for who in (RASA, JONAS)]


@pytest.mark.parametrize(
    ("wrong", "told", "reason"),
    [
        ("secret", "AADSTS7000215", "another secret"),
        ("ended", "AADSTS7000222", "its end"),
        ("certificate", "AADSTS700027", "nobody uploaded it"),
        ("tenant", "correct `tenant`", "no such directory"),
        ("client", "AADSTS700016", "no such application"),
    ],
)
def test_an_application_that_is_refused_is_told_why_and_asks_seldom(world: Graph, tmp_path: Path, wrong: str, told: str, reason: str) -> None:
    """G18: thrice an hour at most; no text holds the secret. A new file is tried at once."""
    way = by_secret(world, tmp_path)
    match wrong:
        case "secret":
            (tmp_path / "secret").write_text("hunter22")
        case "ended":
            world.tokens.secret_ends = 0
        case "certificate":
            world.tokens.certificates = {"00" * 32}
            world.certificate_file(tmp_path / "app.pem")
            way = options(world, certificate_file="app.pem")
        case "tenant":
            way = msgspec.structs.replace(way, tenant="nobody.example")
        case "client":
            way = msgspec.structs.replace(way, client_id="0000")
    with time_machine.travel(NOW, tick=False) as moment:
        for minute in range(60):
            moment.move_to(NOW + dt.timedelta(minutes=minute))
            with pytest.raises(AuthFailed, match=told) as caught:
                open_access(way, tmp_path).token()
            assert "hunter22" not in str(caught.value), reason
    assert asked(world) <= 3


def test_a_new_secret_is_used_at_once(world: Graph, tmp_path: Path) -> None:
    """Whoever writes it need not start the program again, nor wait."""
    way = open_access(by_secret(world, tmp_path), tmp_path)
    (tmp_path / "secret").write_text("old")
    with pytest.raises(AuthFailed):
        way.token()
    world.secret_file(tmp_path / "secret")
    assert way.token()


@pytest.mark.slow
def test_a_certificate_signs_in_and_says_when_it_ends(world: Graph, tmp_path: Path) -> None:
    """The thumbprint is computed; the end is warned of as a server's is."""
    world.certificate_file(tmp_path / "app.pem", days=20)
    client = GraphClient(options(world, certificate_file="app.pem"), tmp_path)
    assert client.get("mailFolders/inbox")["displayName"] == "Inbox"
    assert client.certificate_until is not None
    assert 19 <= (client.certificate_until - dt.datetime.now(dt.UTC)).days <= 20
    client.close()


def test_a_secret_ends_on_the_day_the_config_says(world: Graph, tmp_path: Path) -> None:
    """Nothing else tells: it is warned of as a certificate is. A day without a secret is a mistake."""
    told = msgspec.structs.replace(by_secret(world, tmp_path), client_secret_until="2027-03-01")
    client = GraphClient(told, tmp_path)
    assert client.certificate_until == dt.datetime(2027, 3, 1, tzinfo=dt.UTC)
    client.close()
    with pytest.raises(ConfigError, match="client_secret_until"):
        open_access(options(world, token_file="rasa.json", client_secret_until="2027-03-01"), tmp_path)


def test_what_is_no_certificate_with_its_key_is_told(world: Graph, tmp_path: Path) -> None:
    """One of the two alone, another's, one that ran out; no text holds the key."""
    whole = world.certificate_file(tmp_path / "app.pem").read_text()
    key, _, rest = whole.partition("-----BEGIN CERTIFICATE-----")
    for text in ("", key, "-----BEGIN CERTIFICATE-----" + rest, whole.replace("A", "B")):
        with pytest.raises(ConfigError, match="private key without a password and its certificate") as caught:
            certificate(tmp_path / "app.pem", text)
        assert key[60:120] not in str(caught.value)
    with time_machine.travel(NOW + dt.timedelta(days=400), tick=False), pytest.raises(ConfigError, match="ran out on"):
        certificate(tmp_path / "app.pem", whole)


# Both


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "none"),
        ({"token_file": "a", "client_secret_file": "b"}, "two"),
        ({"certificate_file": "a", "client_secret_file": "b"}, "two"),
    ],
)
def test_one_way_in_is_named(world: Graph, tmp_path: Path, given: dict[str, str], reason: str) -> None:
    """Neither none nor two."""
    with pytest.raises(ConfigError, match="write one of"):
        open_access(options(world, **given), tmp_path)
    assert reason


@pytest.mark.parametrize("tenant", ["", "a/b", "..", "x y", "https://evil.example"])
def test_a_tenant_is_a_name_and_no_address(world: Graph, tmp_path: Path, tenant: str) -> None:
    """It stands in the address that gets the secret."""
    way = msgspec.structs.replace(by_secret(world, tmp_path), tenant=tenant)
    with pytest.raises(ConfigError, match="tenant"):
        open_access(way, tmp_path).token()
    assert not world.log


@pytest.mark.parametrize(
    ("status", "body", "kind", "reason"),
    [
        (429, b"{}", Busy, "too fast"),
        (503, b"", Busy, "down"),
        (500, b"<html>", Busy, "down"),
        (400, b'{"error": "temporarily_unavailable"}', Busy, "down, in the words of RFC 6749"),
        (200, b"<html>Welcome to our hotel</html>", SourceError, "F40: a page in its place"),
        (302, b"", SourceError, "F40: sent elsewhere"),
        (400, b"<html>", SourceError, "F40: a refusal that is nobody's"),
    ],
)
def test_what_is_no_refusal_ends_no_consent(world: Graph, tmp_path: Path, status: int, body: bytes, kind: type[SourceError], reason: str) -> None:
    """F40: it is asked again later, and the consent stays as it was."""
    told = consented(world, tmp_path)
    before = (tmp_path / "rasa.json").read_text()
    world.says("token", status, body=body)
    with pytest.raises(kind) as caught:
        open_access(told, tmp_path).token()
    assert not isinstance(caught.value, AuthFailed | ReauthNeeded), reason
    assert (tmp_path / "rasa.json").read_text() == before
    assert open_access(told, tmp_path).token()


def test_a_stated_time_is_kept_to_by_who_asks_for_tokens(world: Graph, tmp_path: Path) -> None:
    """G19: no question leaves before it."""
    way = open_access(by_secret(world, tmp_path), tmp_path)
    world.throttles("token", 120)
    for _ in range(5):
        with pytest.raises(Busy) as caught:
            way.token()
        assert 119 < (caught.value.retry_after or 0) <= 120
    assert asked(world) == 1


def test_tokens_are_asked_of_microsoft_alone() -> None:
    """Whatever a discovery document says: nothing leaves for another host."""
    for url in ("https://evil.example/token", "http://login.microsoftonline.com/token", "https://login.microsoftonline.com.evil.example/token"):
        with pytest.raises(SourceError, match="nothing is sent"):
            entra.SignInHttp("").post(url, data={"client_secret": "hunter22"})
