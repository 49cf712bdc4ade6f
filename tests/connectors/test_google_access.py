"""Signing in at Google: a consent that is kept and renewed, a service account, and what each refusal means."""

from __future__ import annotations

import datetime as dt
import json
import os
import stat
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from google.oauth2 import service_account
from google.oauth2.credentials import Credentials

from connectors.base import Fetched
from connectors.google import access
from connectors.google.account import GMAIL_READ, GoogleAccount
from connectors.google.client import GoogleClient
from connectors.google.gmail import GmailOptions
from connectors.google.mailbox import GmailHarvester
from syncd import faults
from syncd.errors import AuthFailed, Busy, ConfigError, ReauthNeeded, SourceError, SyncdError
from tests.fakes.google import Google, google

RASA, JONAS = "rasa@klimatas.example", "jonas@klimatas.example"


@pytest.fixture
def world() -> Iterator[Google]:
    """Google, with two people."""
    with google() as g:
        g.account(RASA)
        g.account(JONAS)
        yield g
    faults.arm("")


@pytest.fixture
def clients() -> Iterator[list[GoogleClient]]:
    """Connections that are closed in the end."""
    opened: list[GoogleClient] = []
    yield opened
    for client in opened:
        client.close()


class Office:
    """A folder of sign-ins, and clients that use them."""

    def __init__(self, world: Google, folder: Path, opened: list[GoogleClient]) -> None:
        self.world, self.folder, self.opened = world, folder, opened
        self.token = folder / "rasa.json"

    def client(self, account: str = RASA, **keys: str) -> GoogleClient:
        keys = keys or {"token_file": "rasa.json"}
        client = GoogleClient(GmailOptions(account=account, endpoint=self.world.url, **keys), self.folder, "gmail", (GMAIL_READ,))
        self.opened.append(client)
        return client

    def history(self, client: GoogleClient | None = None) -> str:
        """The smallest question."""
        client = client or self.client()
        return str(client.call(client.service.users().getProfile(userId=client.account))["historyId"])

    def tokens_asked(self) -> int:
        return len(self.world.asked("token"))

    def kept(self) -> dict[str, object]:
        return dict(json.loads(self.token.read_text()))

    def restart(self) -> None:
        """What a new process would know: the files."""
        access._consents.clear()
        access._services.clear()


@pytest.fixture
def office(world: Google, tmp_path: Path, clients: list[GoogleClient]) -> Office:
    """With Rasa's consent, whose access token is over."""
    office = Office(world, tmp_path, clients)
    world.token_file(office.token, RASA, fresh=False)
    return office


# Renewing


def test_a_token_that_is_over_is_renewed_once_and_kept(office: Office) -> None:
    """One request, and the file is as private as before; nothing but the access token is new in it."""
    before = office.kept()
    office.history()
    office.history()
    after = office.kept()
    assert office.tokens_asked() == 1
    assert stat.S_IMODE(office.token.stat().st_mode) == 0o600
    assert after["token"] != before["token"]
    assert {key: after[key] for key in before if key not in ("token", "expiry")} == {key: before[key] for key in before if key not in ("token", "expiry")}
    assert [file.name for file in office.folder.iterdir() if not file.name.startswith(".")] == ["rasa.json"]


def test_a_token_that_an_api_refuses_is_renewed_and_the_call_made(office: Office) -> None:
    """401 for a token that should be good: the call goes through with another."""
    office.history()
    office.world.expire(RASA)
    client = office.client()
    assert office.history(client)
    messages = client.service.users().messages()
    office.world.expire(RASA)
    assert list(client.call_all({n: messages.get(userId=RASA, id=str(n)) for n in range(3)}))
    assert office.tokens_asked() == 3


def test_f41_threads_renew_it_once(office: Office) -> None:
    """F41: twelve at once, one request for a token."""
    clients = [office.client() for _ in range(12)]
    threads = [threading.Thread(target=office.history, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert office.tokens_asked() == 1
    assert len(office.world.asked("gmail.users.getProfile")) == 24


CHILD = """
import sys
from pathlib import Path
from connectors.google.client import GoogleClient
from connectors.google.gmail import GmailOptions
from connectors.google.mailbox import GmailHarvester
client = GoogleClient(GmailOptions(account={account!r}, endpoint={url!r}, token_file="rasa.json"), Path({folder!r}), "gmail", ())
client.service
print("ready", flush=True)
sys.stdin.readline()
client.check_account()
"""


def child(office: Office, fault: str = "") -> subprocess.Popen[str]:
    """Another process with the same file, which asks when it is told to."""
    code = CHILD.format(account=RASA, url=office.world.url, folder=str(office.folder))
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "SYNCD_FAULT": fault})
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.slow
def test_f41_processes_renew_it_once(office: Office) -> None:
    """F41: three processes at once, one request for a token."""
    office.world.on("token", before=lambda _: time.sleep(0.2))  # the others find the lock taken
    children = [child(office) for _ in range(3)]
    for process in children:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    assert [process.communicate(timeout=60) and process.returncode for process in children] == [0, 0, 0]
    assert office.tokens_asked() == 1


@pytest.mark.slow
@pytest.mark.parametrize("point", ["token.before_write", "token.before_rename", "token.after_write"])
def test_f41_a_kill_while_it_is_renewed_loses_nothing(office: Office, point: str) -> None:
    """F41: the answer was there, and the file holds the old consent or the new one, whole; the next process goes on."""
    process = child(office, f"{point}:kill@1")
    process.communicate("\n", timeout=60)
    assert process.returncode == -9
    assert office.tokens_asked() == 1
    assert office.kept()["refresh_token"]
    assert office.history()
    assert office.tokens_asked() == (1 if point == "token.after_write" else 2)


def test_a_folder_that_cannot_be_written_keeps_tokens_in_memory(office: Office) -> None:
    """As with a systemd credential: the file stays, the token is used and not asked for again."""
    before = office.token.read_bytes()
    faults.arm("token.before_rename:raise@1")
    office.history()
    office.history()
    assert office.token.read_bytes() == before
    assert office.tokens_asked() == 1


def test_a_lock_that_is_a_link_is_not_followed(office: Office) -> None:
    """Where root signs in for the daemon, what lies in the daemon's folder must not lead root to another file."""
    elsewhere = office.folder / "elsewhere"
    office.token.with_name(".rasa.json.lock").symlink_to(elsewhere)
    assert office.history()
    assert not elsewhere.exists()


def test_a_new_refresh_token_that_cannot_be_kept_is_told(office: Office) -> None:
    """The old one may be dead: somebody must hear of it before the access token ends."""
    office.world.tokens.rotates = True
    faults.arm("token.before_rename:raise@1")
    with pytest.raises(SourceError, match=r"new refresh token.*rasa\.json cannot be written.*syncd auth google"):
        office.history()


def test_a_refresh_token_that_changes_with_each_use_is_kept(office: Office) -> None:
    """Then renewing goes on with the newest."""
    office.world.tokens.rotates = True
    office.history()
    first = office.kept()["refresh_token"]
    office.world.expire(RASA)
    office.restart()
    office.history()
    assert office.kept()["refresh_token"] not in (first, None)


def test_a_consent_given_meanwhile_is_used_at_once(office: Office) -> None:
    """`syncd auth google` wrote the file anew: no restart is needed."""
    client = office.client()
    office.history(client)
    office.world.revoke(RASA)
    office.world.token_file(office.token, RASA)
    assert office.history(client)
    assert office.tokens_asked() == 1


@pytest.mark.parametrize("lifetime", [10**12, -5, 0, 30, "soon", None, True, [3600]], ids=str)
def test_an_absurd_lifetime_of_a_token_harms_nothing(office: Office, lifetime: object) -> None:
    """It is used until it is refused."""
    token = office.world.tokens.access(RASA, (GMAIL_READ,))
    office.world.says("token", 200, body={"access_token": token, "token_type": "Bearer", "expires_in": lifetime})
    office.history()
    office.history()
    assert office.tokens_asked() == 1


# Consent that is over


@pytest.mark.slow
def test_f39_g18_a_consent_that_was_withdrawn_is_told_with_the_command_and_not_asked_for_again(office: Office) -> None:
    """F39, G18: on the first call; a hundred calls, other sources and other processes ask no token more; a new consent ends it."""
    client = office.client()
    office.history(client)
    office.world.revoke(RASA)
    for _ in range(100):
        with pytest.raises(ReauthNeeded, match="syncd auth google") as caught:
            office.history(client)
    for cause in ("withdrawn", "password", "6 months", "testing", "7 days"):
        assert cause in str(caught.value)
    with pytest.raises(ReauthNeeded):
        office.history(office.client())
    office.restart()
    with pytest.raises(ReauthNeeded):
        office.history()
    assert office.tokens_asked() == 2  # one that was answered, one that was refused
    office.world.token_file(office.token, RASA)
    assert office.history(client)


@pytest.mark.slow
def test_g18_a_refusal_is_tested_again_at_most_three_times_an_hour(office: Office) -> None:
    """G18: by a daemon that goes on asking each minute for two hours."""
    office.world.revoke(RASA)
    began = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
    with time_machine.travel(began, tick=False) as traveller:
        for minute in range(120):
            traveller.move_to(began + dt.timedelta(minutes=minute))
            with pytest.raises(ReauthNeeded):
                office.history()
    assert office.tokens_asked() == 4


def test_a_refusal_in_a_folder_that_cannot_be_written_is_remembered_too(office: Office) -> None:
    """In this process at least."""
    office.world.revoke(RASA)
    for _ in range(3):
        faults.arm("token.before_rename:raise@1")
        with pytest.raises(ReauthNeeded):
            office.history()
    assert office.tokens_asked() == 1


@pytest.mark.parametrize(
    ("status", "said", "kind", "told", "reason"),
    [
        (400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}, ReauthNeeded, "withdrawn", "F39"),
        (400, {"error": "invalid_grant", "error_subtype": "invalid_rapt", "error_description": "reauth related error"}, ReauthNeeded, "session control", "a policy of the domain"),
        (401, {"error": "invalid_client", "error_description": "Unauthorized"}, AuthFailed, "--client", "the secret of the client was changed"),
        (401, {"error": "deleted_client"}, AuthFailed, "Clients", "the client was deleted"),
        (400, {"error": "admin_policy_enforced"}, AuthFailed, "App access control", "an admin blocks the app"),
        (403, {"error": "org_internal"}, AuthFailed, "App access control", "an app of another domain"),
        (400, {"error": "ya29.SECRET words", "error_description": "x"}, ReauthNeeded, "refused", "an error that is no word is not quoted"),
    ],
)
def test_f39_each_refusal_says_what_to_do(office: Office, status: int, said: dict[str, str], kind: type[SourceError], told: str, reason: str) -> None:
    """F39: who has to do what, and where."""
    office.world.says("token", status, body=said)
    with pytest.raises(kind, match=told) as caught:
        office.history()
    assert type(caught.value) is kind, reason
    assert "SECRET" not in str(caught.value)


# The token endpoint on a bad day


@pytest.mark.parametrize(
    ("status", "headers", "body", "wait", "reason"),
    [
        (429, {"Retry-After": "40"}, {"error": "rate_limit_exceeded"}, 40, "too many"),
        (429, {}, "", None, "too many, no time"),
        (403, {}, {"error": "rate_limit_exceeded"}, None, "too many, said otherwise"),
        (500, {}, {"error": "internal_failure"}, None, "its own fault"),
        (503, {"Retry-After": "1000000000"}, "<html>", 3600, "absurd: capped"),
        (502, {}, "<html>Bad Gateway</html>", None, "a proxy's"),
        (504, {}, "", None, "a proxy's, empty"),
        (408, {}, "", None, "too slow"),
        (400, {}, {"error": "temporarily_unavailable"}, None, "RFC 6749 section 4.1.2.1"),
        (400, {}, {"error": "server_error"}, None, "the same"),
        (400, {}, "<html>no JSON</html>", None, "F35: not Google's words"),
        (403, {}, "Blocked by your firewall", None, "F35: not Google's words"),
        (200, {}, "<html>Welcome to our hotel</html>", None, "F35: a captive portal"),
        (302, {"Location": "http://login.hotel.example/"}, "", None, "F35: a captive portal"),
        (200, {}, "", None, "empty"),
        (200, {}, '{"access_token": "ya29', None, "cut off"),
        (200, {}, "[]", None, "no object"),
        (200, {}, {"token_type": "Bearer"}, None, "no token in it"),
        (200, {}, {"access_token": 7}, None, "no text"),
    ],
)
def test_f40_a_token_endpoint_that_fails_is_no_bad_credential(office: Office, status: int, headers: dict[str, str], body: str | dict[str, str], wait: float | None, reason: str) -> None:
    """F35, F40: never a refusal, nothing is slept away or lost, and the next pass goes on."""
    before, began = office.token.read_bytes(), time.monotonic()
    office.world.says("token", status, headers, body)
    with pytest.raises(SourceError) as caught:
        office.history()
    assert not isinstance(caught.value, AuthFailed | ReauthNeeded), reason
    assert getattr(caught.value, "retry_after", None) == wait
    assert time.monotonic() - began < 5
    assert office.tokens_asked() == 1
    assert office.token.read_bytes() == before
    if not wait:
        assert office.history()


def test_f40_an_endpoint_that_asks_to_wait_is_not_asked_before(office: Office) -> None:
    """F33, F40: nobody in this process asks it before the time."""
    office.world.says("token", 429, {"Retry-After": "40"}, {"error": "rate_limit_exceeded"})
    for _ in range(5):
        with pytest.raises(Busy) as caught:
            office.history(office.client())
        assert 35 < (caught.value.retry_after or 0) <= 40
    assert office.tokens_asked() == 1


def test_f40_an_endpoint_that_hangs_up_or_is_not_there_is_no_bad_credential(office: Office) -> None:
    """F40: the connection is at fault; the call that the token was for was not made, so nothing is in doubt."""
    office.world.loses("token")
    with pytest.raises(SourceError, match="did not answer") as caught:
        office.history()
    assert type(caught.value) is SourceError
    kept = office.kept()
    office.token.write_text(json.dumps({**kept, "token_uri": "http://127.0.0.1:9/token"}))
    with pytest.raises(SourceError, match="cannot be reached") as caught:
        office.history()
    assert type(caught.value) is SourceError


@pytest.mark.parametrize("address", ["http://oauth2.googleapis.com/token", "ftp://127.0.0.1/token", "token"])
def test_a_secret_is_sent_by_https_only(office: Office, address: str) -> None:
    """But on this machine."""
    office.token.write_text(json.dumps({**office.kept(), "token_uri": address}))
    with pytest.raises(ConfigError, match="https"):
        office.history()


# Whose it is, and who can read it


def test_f43_the_consent_of_somebody_else_is_refused_before_anything_is_asked(office: Office) -> None:
    """F43: the file says whose it is."""
    with pytest.raises(AuthFailed, match=rf"{RASA}.*{JONAS}"):
        office.history(office.client(JONAS))
    assert office.world.log == []


def test_f43_a_token_of_somebody_else_reads_nothing(office: Office) -> None:
    """F43: whatever the file says, it is asked who answers, and nothing else is when it is another."""
    office.world.token_file(office.token, JONAS)
    office.token.write_text(json.dumps({**office.kept(), "account": RASA}))
    client = office.client()
    for _ in range(2):
        with pytest.raises(AuthFailed, match=rf"{JONAS} has signed in.*{RASA}"):
            client.call(client.service.users().messages().list(userId="me"))
        with pytest.raises(AuthFailed):
            list(client.call_all({1: client.service.users().messages().get(userId="me", id="1")}))
    assert {one.method for one in office.world.log} == {"gmail.users.getProfile"}


def test_f43_the_owner_of_the_main_calendar_is_the_account(office: Office) -> None:
    """F43: of calendars too; one question a connection."""
    office.world.token_file(office.token, JONAS)
    office.token.write_text(json.dumps({**office.kept(), "account": RASA}))
    client = GoogleClient(GoogleAccount(account=RASA, token_file="rasa.json", endpoint=office.world.url), office.folder, "calendar", ())
    office.opened.append(client)
    with pytest.raises(AuthFailed, match=rf"{JONAS} has signed in"):
        client.call(client.service.calendarList().list())
    office.world.token_file(office.token, RASA)
    client.call(client.service.calendarList().list())
    client.call(client.service.calendarList().list())
    assert [one.method for one in office.world.log] == ["calendar.calendarList.get"] * 2 + ["calendar.calendarList.list"] * 2


def test_an_address_is_the_same_however_it_is_written(office: Office) -> None:
    """RASA@Klimatas.example is rasa@klimatas.example."""
    assert office.history(office.client("RASA@Klimatas.example"))


@pytest.mark.parametrize(
    ("keys", "told", "reason"),
    [
        ({"token_file": "", "service_account_file": ""}, "either `token_file`", "no way in"),
        ({"token_file": "rasa.json", "service_account_file": "key.json"}, "either `token_file`", "two"),
        ({"token_file": "rasa.json", "subject": JONAS}, "`subject` goes with", "a person speaks for themselves"),
    ],
)
def test_a_source_has_one_way_in(office: Office, keys: dict[str, str], told: str, reason: str) -> None:
    """The config says which."""
    with pytest.raises(ConfigError, match=told):
        office.client(**keys)


@pytest.mark.parametrize("name", ["rasa.json", "key.json"])
def test_a_file_that_others_can_read_is_not_used(office: Office, name: str) -> None:
    """As any file with a secret."""
    key = office.world.service_account_file(office.folder / "key.json")
    (office.token if name == "rasa.json" else key).chmod(0o640)
    with pytest.raises(ConfigError, match=rf"others can read.*{name}.*chmod 600"):
        office.history(office.client(**({"token_file": name} if name == "rasa.json" else {"service_account_file": name})))
    assert office.world.log == []


def test_nobody_has_signed_in_yet(office: Office) -> None:
    """There is no file: the command is named."""
    office.token.unlink()
    with pytest.raises(ReauthNeeded, match=r"rasa\.json.*syncd auth google"):
        office.history()


def test_a_credential_without_systemd_is_no_missing_consent(office: Office) -> None:
    """Started by hand: what lacks is the folder of credentials, and nobody has to sign in for that."""
    with pytest.raises(ConfigError, match=r"LoadCredential=rasa\.json"):
        office.history(office.client(token_file="$CREDENTIALS_DIRECTORY/rasa.json"))
    (office.folder / "file").touch()
    with pytest.raises(ConfigError, match="cannot be read"):
        office.history(office.client(token_file="file/rasa.json"))


@pytest.mark.parametrize("content", ["", "{", "[]", '{"account": "CANARY"}', '{"account": 5, "client_id": "CANARY", "refresh_token": "CANARY"}', "CANARY"])
def test_a_file_that_holds_no_consent_is_told_without_what_it_holds(office: Office, content: str) -> None:
    """Its name, what is wrong, and what to do."""
    office.token.write_text(content)
    with pytest.raises(ConfigError, match=r"rasa\.json") as caught:
        office.history()
    assert "CANARY" not in str(caught.value)


@pytest.mark.parametrize("content", ["{}", "[]", "{", '{"client_email": "CANARY", "token_uri": "https://x.example", "private_key": "CANARY"}'])
def test_a_key_that_is_none_is_told_without_what_it_holds(office: Office, content: str) -> None:
    """Where to get one."""
    key = office.world.service_account_file(office.folder / "key.json")
    key.write_text(content)
    with pytest.raises(ConfigError, match=r"key\.json is no key of a service account.*Keys") as caught:
        office.history(office.client(service_account_file="key.json"))
    assert "CANARY" not in "".join(traceback.format_exception(caught.value))


def test_a_consent_is_saved_for_its_owner_only(tmp_path: Path) -> None:
    """The folder too, where it is made; a refusal from before is gone."""
    path = tmp_path / "tokens" / "rasa.json"
    expiry = dt.datetime(2026, 11, 22, 12)  # noqa: DTZ001 google-auth's instants are naive, in UTC
    credentials = Credentials("a", refresh_token="r", token_uri="https://t.example/", client_id="c", client_secret="s", scopes=["y", "x"], expiry=expiry)  # type: ignore[no-untyped-call]
    access.save_token(path, "Rasa@Klimatas.Example", credentials)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert json.loads(path.read_text()) == {
        "type": "authorized_user", "account": RASA, "client_id": "c", "client_secret": "s", "refresh_token": "r", "token": "a",
        "expiry": "2026-11-22T12:00:00+00:00", "scopes": ["x", "y"], "token_uri": "https://t.example/",
    }  # fmt: skip


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_what_root_saves_is_for_the_owner_of_the_folder(tmp_path: Path) -> None:
    """`sudo syncd auth google`: the daemon has to read it."""
    os.chown(tmp_path, 12_345, 12_345)
    credentials = Credentials("a", refresh_token="r", token_uri="https://t.example/", client_id="c")  # type: ignore[no-untyped-call]
    access.save_token(tmp_path / "rasa.json", RASA, credentials)
    assert {file.stat().st_uid for file in tmp_path.iterdir()} == {12_345}


# A service account


@pytest.mark.slow
def test_f42_a_delegation_that_ends_for_one_account_is_its_trouble_alone(office: Office) -> None:
    """F42: who lacks what, and where an admin adds it; the others are read, and this one again when it was added."""
    office.world.service_account_file(office.folder / "key.json")
    office.world.delegated[RASA] = {GMAIL_READ}
    assert office.history(office.client(RASA, service_account_file="key.json"))
    for _ in range(3):
        with pytest.raises(AuthFailed) as caught:
            office.history(office.client(JONAS, service_account_file="key.json"))
    for told in (JONAS, office.world.tokens.service_id, GMAIL_READ, "Domain-wide delegation"):
        assert told in str(caught.value)
    assert office.history(office.client(RASA, service_account_file="key.json"))
    assert office.tokens_asked() == 2
    office.world.delegated[JONAS] = {GMAIL_READ}
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=31)):
        assert office.history(office.client(JONAS, service_account_file="key.json"))


@pytest.mark.slow
def test_the_key_of_a_domain_is_checked_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Checking it is the dearest step of signing in: however many people it acts for, it is done once, and again where the file holds another."""
    checked: list[str] = []
    real = service_account.Credentials.from_service_account_info
    monkeypatch.setattr(service_account.Credentials, "from_service_account_info", lambda info: checked.append(info["client_id"]) or real(info))
    access._service_account.cache_clear()
    office.world.service_account_file(office.folder / "key.json")
    for who in (RASA, JONAS):
        office.world.delegated[who] = {GMAIL_READ}
        assert office.history(office.client(who, service_account_file="key.json"))
    assert (len(checked), office.tokens_asked()) == (1, 2)
    key = json.loads((office.folder / "key.json").read_text()) | {"client_id": "117"}
    (office.folder / "key.json").write_text(json.dumps(key))
    office.restart()
    assert office.history(office.client(RASA, service_account_file="key.json"))
    assert checked[1:] == ["117"]


def test_a_service_account_acts_for_the_subject_and_no_other(office: Office) -> None:
    """`subject` is whom it acts for; the mailbox that answers has to be theirs or the account's."""
    office.world.service_account_file(office.folder / "key.json")
    office.world.delegated[JONAS] = {GMAIL_READ}
    client = office.client(RASA, service_account_file="key.json", subject=JONAS)
    client.check_account()
    assert {one.account for one in office.world.asked("gmail.users.getProfile")} == {JONAS}


def test_the_mailbox_that_is_read_is_the_subjects(office: Office) -> None:
    """`account` may be another address of theirs; Gmail knows its people by one, and refuses the others."""
    office.world.service_account_file(office.folder / "key.json")
    office.world.delegated[JONAS] = {GMAIL_READ}
    office.world.account(JONAS).mail.deliver(b"Subject: x\r\n\r\nx\r\n")
    harvester = GmailHarvester(office.client(RASA, service_account_file="key.json", subject=JONAS), max_message=1000)
    told = [change for collection in harvester.collections() for page in harvester.pages(collection, None) for change in page.changes]
    assert [isinstance(change, Fetched) for change in told] == [True]


@pytest.mark.parametrize(
    ("said", "told", "reason"),
    [
        ({"error": "invalid_grant", "error_description": "Invalid email or User ID"}, "is there such a person", "left, or mistyped"),
        ({"error": "invalid_grant", "error_description": "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."}, "clock", "the clock is wrong"),
        ({"error": "invalid_grant", "error_description": "Invalid JWT Signature."}, "key was deleted", "a deleted key"),
        ({"error": "unauthorized_client"}, "Domain-wide delegation", "F42"),
        ({"error": "access_denied", "error_description": "Requested client not authorized."}, "Domain-wide delegation", "F42"),
        ({"error": "invalid_scope", "error_description": "x"}, "invalid_scope", "told as it is"),
    ],
)
def test_f42_each_refusal_of_a_service_account_says_what_to_do(office: Office, said: dict[str, str], told: str, reason: str) -> None:
    """F42: never the key, always whom it was for."""
    office.world.service_account_file(office.folder / "key.json")
    office.world.says("token", 400, body=said)
    with pytest.raises(AuthFailed, match=told) as caught:
        office.history(office.client(service_account_file="key.json"))
    assert "PRIVATE" not in "".join(traceback.format_exception(caught.value)), reason


def test_f40_a_token_endpoint_that_fails_is_no_bad_service_account(office: Office) -> None:
    """F40: as with a consent."""
    office.world.service_account_file(office.folder / "key.json")
    office.world.delegated[RASA] = {GMAIL_READ}
    client = office.client(service_account_file="key.json")
    for status, body in [(503, ""), (200, "<html>")]:
        office.world.says("token", status, body=body)
        with pytest.raises(SourceError) as caught:
            office.history(client)
        assert not isinstance(caught.value, AuthFailed)
    assert office.history(client)


# Secrets


@pytest.mark.slow
def test_g29_no_text_and_no_trace_holds_a_token(office: Office) -> None:
    """G29: the token endpoint throws back what it was sent, in 60 ways; nothing of it is told."""
    kept = office.kept()
    canaries = [str(kept[key]) for key in ("token", "refresh_token", "client_secret")]
    paths = 0
    for status in (200, 302, 400, 401, 403, 404, 408, 429, 500, 503):
        for body in (" ".join(canaries), {"error": canaries[1]}, {"error": "invalid_grant", "error_description": canaries[1]}, {"error": canaries, "error_description": canaries}, [*canaries], {"error": "invalid_client", "error_description": canaries[2]}):
            office.world.token_file(office.token, RASA, fresh=False)
            office.token.write_text(json.dumps(kept))
            office.restart()
            office.world.says("token", status, body=json.dumps(body) if isinstance(body, list) else body)
            with pytest.raises(SyncdError) as caught:
                office.history()
            told = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
            assert not any(canary in told for canary in canaries), (status, body)
            paths += 1
    assert paths == 60
