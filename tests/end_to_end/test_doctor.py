"""`syncd doctor`: what works today and should not be so, told with what to do; nothing is written anywhere."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from connectors.google.account import CALENDARS_READ, EVENTS_READ, GMAIL_READ
from connectors.graph.access import Consent, save_consent
from syncd.doctor import CHECKS
from tests.conftest import Ran
from tests.fakes.ews import Exchange, exchange
from tests.fakes.google import Google, google
from tests.fakes.graph import Graph, graph
from tests.servers.certificates import certificate

Call = Callable[..., Ran]
RASA, JONAS, BOSS = "rasa@klimatas.example", "jonas@klimatas.example", "boss@klimatas.example"
COMPANY = f"""
[company]
domains = ["klimatas.example"]
timezone = "Europe/Vilnius"
[[staff]]
email = "{RASA}"
aliases = ["rasa.petraite@klimatas.example"]
[[staff]]
email = "{JONAS}"
"""
EXCHANGE = """
[[source]]
name = "rasa-exchange"
connector = "exchange"
url = "{url}"
mailbox = "rasa@klimatas.example"
user = 'KLIMATAS\\syncd'
password_file = "secret"
version = "Exchange2016"
owner = "rasa@klimatas.example"
"""
GRAPH = """
[[source]]
name = "rasa-mail"
connector = "graph"
mailbox = "rasa@klimatas.example"
tenant = "{tenant}"
client_id = "{client}"
endpoint = "{url}"
owner = "rasa@klimatas.example"
"""
GOOGLE = """
[[source]]
name = "rasa-mail"
connector = "gmail"
account = "rasa@klimatas.example"
endpoint = "{url}"
owner = "rasa@klimatas.example"
"""
BY_SECRET = 'client_secret_file = "secret"\nclient_secret_until = "2027-11-18"\n'
BY_KEY = 'service_account_file = "secret"\n'


def write(folder: Path, *sources: str) -> None:
    """The company with these sources, in files that nobody else may read."""
    (folder / "config.toml").write_text(COMPANY + "".join(sources), encoding="utf-8")
    (folder / "config.toml").chmod(0o600)


def secret(folder: Path, text: str) -> None:
    (folder / "secret").write_text(text)
    (folder / "secret").chmod(0o600)


def looked(call: Call, folder: Path, *more: str) -> list[dict[str, str]]:
    """The findings; exit code and JSON say the same."""
    ran = call("doctor", "-c", "config.toml", "--json", *more, cwd=folder)
    assert set(ran.json) == {"ok", "findings"}
    assert ran.json["ok"] is not bool(ran.json["findings"]) and ran.code == (1 if ran.json["findings"] else 0), ran.err
    assert all(set(one) == {"code", "where", "text", "remedy"} and all(one.values()) for one in ran.json["findings"])
    return ran.json["findings"]  # type: ignore[no-any-return]


def codes(findings: list[dict[str, str]]) -> list[str]:
    return [one["code"] for one in findings]


# ── the three providers whose keys may open more than one mailbox ────────────────────────────────────────────────────


class OnExchange:
    """An Exchange Server; `jonas` is whether the service account may impersonate him."""

    narrow, nobody = ("limit-impersonation.ps1", "New-ManagementScope", "-CustomRecipientWriteScope"), JONAS

    def __init__(self, world: Exchange, folder: Path) -> None:
        self.world = world
        world.mailbox(RASA)
        secret(folder, world.password)
        write(folder, EXCHANGE.format(url=world.url), "impersonate = true\n")

    def lets(self, address: str, *, may: bool) -> None:
        self.world.mailbox(address, open=may)

    def wrote(self) -> list[str]:
        return [one.method for one in self.world.log if one.user and one.method != "GetFolder"]


class AtMicrosoft:
    """Microsoft 365 by an application."""

    narrow = ("limit-application.ps1", "New-ManagementScope", "-CustomResourceScope", "App registrations")

    def __init__(self, world: Graph, folder: Path) -> None:
        self.world = world
        world.tokens.roles = {"Mail.Read"}
        world.mailbox(RASA)
        world.secret_file(folder / "secret")
        write(folder, GRAPH.format(url=world.url, tenant=world.tenant, client=world.client_id), BY_SECRET)

    def lets(self, address: str, *, may: bool) -> None:
        self.world.mailbox(address).is_denied = not may

    def wrote(self) -> list[str]:
        return [one.path for one in self.world.log if one.verb != "GET" and one.method != "token"]


class AtGoogle:
    """Google Workspace by a service account for the domain."""

    narrow = ("token_file", "Domain-wide delegation")

    def __init__(self, world: Google, folder: Path) -> None:
        self.world = world
        world.account(RASA)
        world.delegated[RASA] = {GMAIL_READ}
        world.service_account_file(folder / "secret")
        write(folder, GOOGLE.format(url=world.url), BY_KEY)

    def lets(self, address: str, *, may: bool) -> None:
        self.world.account(address)
        self.world.delegated[address] = {GMAIL_READ} if may else set()

    def wrote(self) -> list[str]:
        return [one.path for one in self.world.log if one.method != "token"]


@pytest.fixture(params=["exchange", "graph", "google"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """A provider with the mailbox that the config lists."""
    kind, server = {"exchange": (OnExchange, exchange), "graph": (AtMicrosoft, graph), "google": (AtGoogle, google)}[request.param]
    with server() as world:
        yield kind(world, tmp_path)  # type: ignore[operator]


@pytest.mark.slow
def test_a_key_that_opens_the_listed_mailboxes_only_is_no_finding(place: Any, tmp_path: Path, syncd_here: Call) -> None:
    """A colleague of the config without a source is tried, and may not be opened."""
    place.lets(JONAS, may=False)
    ran = syncd_here("doctor", "-c", "config.toml", cwd=tmp_path)
    assert (ran.code, ran.out) == (0, f"{tmp_path / 'config.toml'}: nothing found by {len(CHECKS)} checks.\n"), ran.err
    assert looked(syncd_here, tmp_path) == []


def test_a_mailbox_that_opens_unlisted_is_a_finding_with_what_narrows_the_right(place: Any, tmp_path: Path, syncd_here: Call) -> None:
    """T41: of whoever is named by --try, else of the staff; a mailbox that does not open is not told of."""
    place.lets(JONAS, may=True)
    [found] = looked(syncd_here, tmp_path)
    assert (found["code"], found["where"], JONAS in found["text"]) == ("unlisted-mailbox-opens", f"source {'rasa-exchange' if isinstance(place, OnExchange) else 'rasa-mail'}", True)
    assert all(word in found["remedy"] for word in place.narrow)
    place.lets(BOSS, may=False)
    assert looked(syncd_here, tmp_path, "--try", BOSS) == []
    assert codes(looked(syncd_here, tmp_path, "--try", BOSS, "--try", JONAS.upper())) == ["unlisted-mailbox-opens"]


@pytest.mark.parametrize(("closed", "codes_", "reason"), [(True, [], "rights to those two"), (False, ["unlisted-mailbox-opens"], "a right to every mailbox")])
def test_an_account_with_rights_to_several_mailboxes_is_tried_too(tmp_path: Path, syncd_here: Call, closed: bool, codes_: list[str], reason: str) -> None:
    """Full access is as wide as impersonation; an account that opens one mailbox is that person's."""
    with exchange() as x:
        for address in (RASA, JONAS):
            x.mailbox(address)
        x.mailbox(BOSS, open=not closed)
        secret(tmp_path, x.password)
        source = EXCHANGE.format(url=x.url)
        write(tmp_path, source)
        assert looked(syncd_here, tmp_path) == []
        write(tmp_path, source, source.replace("rasa", "jonas"))
        found = looked(syncd_here, tmp_path, "--try", BOSS)
        assert codes(found) == codes_, reason
        assert all("Remove-MailboxPermission" in one["remedy"] for one in found)


@pytest.mark.parametrize(
    ("tries", "reason"),
    [([], "of the staff nobody has a mailbox there but who is listed"), (["nobody@klimatas.example", "rasa.petraite@klimatas.example"], "there is none of that name, or it is hers")],
)
def test_a_right_that_could_not_be_tried_is_not_taken_for_none(place: Any, tmp_path: Path, syncd_here: Call, tries: list[str], reason: str) -> None:
    """It is a finding, with how to try it: silence would be read as safety."""
    [found] = looked(syncd_here, tmp_path, *(word for one in tries for word in ("--try", one)))
    assert (found["code"], "--try" in found["remedy"]) == ("unlisted-mailbox-untried", True), reason


@pytest.mark.slow
def test_the_doctor_writes_nothing(place: Any, tmp_path: Path, syncd_here: Call) -> None:
    """Neither at the provider nor here: no file is made, changed or touched, the store included."""
    place.lets(JONAS, may=True)
    place.world.log.clear()
    assert syncd_here("once", "-c", "config.toml", cwd=tmp_path).code == 0
    place.world.log.clear()
    before = files(tmp_path)
    looked(syncd_here, tmp_path)
    assert (files(tmp_path), place.wrote()) == (before, [])
    assert len(place.world.log) < 20


def files(folder: Path) -> dict[str, tuple[object, ...]]:
    """What lies there, with what would tell that it was touched."""
    states = {path: path.stat() for path in folder.rglob("*")}
    return {str(path): (state.st_mode, state.st_mtime_ns, path.read_bytes() if path.is_file() else sorted(os.listdir(path))) for path, state in states.items()}


# ── what a key may do ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("roles", "beyond", "reason"),
    [
        ({"Mail.Read"}, "", "what the source needs"),
        (set(), "", "RBAC for Applications: the token names nothing, and the mailbox opens all the same"),
        ({"Mail.Read", "User.Read"}, "", "who somebody is"),
        ({"Mail.Read", "Mail.ReadWrite", "Mail.Send"}, "Mail.ReadWrite, Mail.Send", "rights to write"),
        ({"Mail.Read", "Calendars.ReadWrite"}, "Calendars.ReadWrite", "no source reads a calendar"),
    ],
)
def test_what_an_application_may_do_beyond_need_is_told(tmp_path: Path, syncd_here: Call, roles: set[str], beyond: str, reason: str) -> None:
    """T15: as Entra writes it into the token of the application."""
    with graph() as world:
        place = AtMicrosoft(world, tmp_path)
        place.lets(JONAS, may=False)
        if roles:
            world.tokens.roles = roles
        found = looked(syncd_here, tmp_path) if roles else without_claims(world, syncd_here, tmp_path)
    assert [one["text"].rpartition(": ")[2] for one in found if one["code"] == "rights-beyond-need"] == ([beyond] if beyond else []), reason
    assert len(found) == bool(beyond)


def without_claims(world: Graph, call: Call, folder: Path) -> list[dict[str, str]]:
    """The findings where the tokens of the application say nothing of themselves."""
    given = world.tokens.access
    opaque = iter(range(1000))

    def access(*arguments: Any) -> str:
        token = given(*arguments)
        world.tokens.accesses[new := f"opaque{next(opaque)}"] = world.tokens.accesses.pop(token)
        return new

    world.tokens.access = access  # type: ignore[method-assign]
    return looked(call, folder)


def test_a_service_account_that_may_write_is_told(tmp_path: Path, syncd_here: Call) -> None:
    """What stands on the domain's list nobody tells: each right that syncd does not need is asked for."""
    with google() as world:
        place = AtGoogle(world, tmp_path)
        place.lets(JONAS, may=False)
        world.delegated[RASA] = {GMAIL_READ, "https://www.googleapis.com/auth/gmail.modify"}
        [found] = looked(syncd_here, tmp_path)
        assert (found["code"], found["text"].endswith("need: https://www.googleapis.com/auth/gmail.modify")) == ("rights-beyond-need", True)
        assert place.wrote() == []


def test_a_consent_to_more_than_is_needed_is_told_by_its_file_alone(tmp_path: Path, syncd_here: Call) -> None:
    """No token is renewed for it: that would rewrite the file."""
    with graph() as m, google() as g:
        kept = Consent(account=RASA, tenant=m.tenant, client_id=m.client_id, refresh_token="x", scopes=["Mail.Read", "Mail.Send", "openid"])
        save_consent(tmp_path / "microsoft.json", kept)
        g.token_file(tmp_path / "google.json", RASA, [GMAIL_READ, EVENTS_READ, CALENDARS_READ], fresh=False)
        way = 'token_file = "{}.json"\n'
        write(tmp_path, GRAPH.format(url=m.url, tenant=m.tenant, client=m.client_id), way.format("microsoft"),
              GOOGLE.format(url=g.url).replace("rasa-mail", "rasa-gmail"), way.format("google"))  # fmt: skip
        found = looked(syncd_here, tmp_path)
        assert [(one["code"], one["where"], one["text"].rpartition(": ")[2]) for one in found] == [
            ("rights-beyond-need", "source rasa-mail", "Mail.Send"),
            ("rights-beyond-need", "source rasa-gmail", f"{CALENDARS_READ}, {EVENTS_READ}"),
        ]
        assert (m.log, g.log) == ([], [])
        save_consent(tmp_path / "microsoft.json", msgspec.structs.replace(kept, scopes=["Mail.Read"]))
        assert [one["where"] for one in looked(syncd_here, tmp_path)] == ["source rasa-gmail"]


# ── why a key is refused ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize(
    ("bound", "offered", "password", "code", "told", "reason"),
    [
        (True, "NTLM Basic", "", "", "", "bound to the certificate that is shown"),
        (False, "NTLM Basic", "", "extended-protection", "Extended Protection", "something ends TLS before Exchange: Basic is taken, NTLM is not"),
        (False, "NTLM", "", "sign-in", "Extended Protection", "Basic is not offered: both causes are named"),
        (False, "NTLM Basic", "Wrong1", "sign-in", "correct `user`", "the password is wrong"),
        (False, "Basic", "", "sign-in", 'write auth = "basic"', "NTLM is not offered"),
    ],
)
def test_extended_protection_is_told_from_a_wrong_password(
    tmp_path: Path, syncd_here: Call, bound: bool, offered: str, password: str, code: str, told: str, reason: str
) -> None:
    """NTLM through a proxy fails as with a wrong password; the same password by Basic tells them apart."""
    files_ = certificate(tmp_path / "tls")
    with exchange(certificate=files_) as x:
        x.mailbox(RASA)
        x.extended_protection = True
        x.schemes = offered.split()
        if not bound:
            x.binding = lambda: b"\1" * 16  # type: ignore[method-assign]
        secret(tmp_path, password or x.password)
        write(tmp_path, EXCHANGE.format(url=x.url), f'ca_file = "{files_[0]}"\n')
        found = looked(syncd_here, tmp_path)
        assert codes(found) == ([code] if code else []), reason
        assert all(told in one["text"] and x.password not in str(one) for one in found)


def test_a_secret_that_has_run_out_is_named(tmp_path: Path, syncd_here: Call) -> None:
    """AADSTS7000222, with where a new one is made; what cannot be tried then is not told as well."""
    with graph() as world:
        AtMicrosoft(world, tmp_path)
        world.tokens.secret_ends = 0
        [found] = looked(syncd_here, tmp_path)
    assert (found["code"], found["where"]) == ("sign-in", "source rasa-mail")
    assert "AADSTS7000222" in found["text"] and "has run out" in found["text"] and "Certificates & secrets" in found["text"]


# ── what ends ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("until", "code", "reason"),
    [
        ("2026-12-20", "", "32 days before"),
        ("2026-12-18", "ends-soon", "30 days before"),
        ("2026-11-01", "ends-soon", "it ended"),
        ("", "secret-end-unknown", "nobody wrote it down, and nothing tells"),
    ],
)
def test_the_end_of_a_secret_is_told(tmp_path: Path, syncd_here: Call, until: str, code: str, reason: str) -> None:
    """F19: 30 days before, by the doctor, and as a certificate's end by check, and after a pass by status."""
    with graph() as world:
        place = AtMicrosoft(world, tmp_path)
        place.lets(JONAS, may=False)
        text = (tmp_path / "config.toml").read_text().replace('client_secret_until = "2027-11-18"', f'client_secret_until = "{until}"')
        write(tmp_path, text.removeprefix(COMPANY))
        assert codes(looked(syncd_here, tmp_path)) == ([code] if code else []), reason
        if until != "2026-12-18":
            return
        said = [syncd_here("check", "-c", "config.toml", cwd=tmp_path).err]
        assert syncd_here("once", "-c", "config.toml", cwd=tmp_path).code == 0
        said.append(syncd_here("status", "-c", "config.toml", cwd=tmp_path).err)
        assert all("secret of the application, ends on 2026-12-18" in text for text in said)
        assert codes(looked(syncd_here, tmp_path)) == [code]


# ── who reaches the files ────────────────────────────────────────────────────────────────────────────────────────────

REACHED = [
    # file, its mode, what is found, reason
    ("config.toml", 0o600, "", "everything is its owner's"),
    ("config.toml", 0o640, "", "the group may read the config: it holds no secret"),
    ("config.toml", 0o644, "config-readable", "everybody sees who is read"),
    ("config.toml", 0o620, "config-writable", "the group could read another mailbox"),
    ("secret", 0o640, "secret-exposed", "the group reads the password"),
    ("secret", 0o604, "secret-exposed", "everybody does"),
    ("secret", 0o400, "", "not even the program changes it"),
    ("history.db", 0o604, "store-readable", "everybody's mail for everybody"),
    ("history.db", 0o602, "store-writable", "others decide what the pages show"),
    ("raw/2026-11.db", 0o604, "", "nobody else gets into the folder"),
    (".", 0o777, "config-writable store-writable", "another file could be put in place of it"),
    (".", 0o1777, "", "with the sticky bit not"),
]


@pytest.mark.parametrize(("file", "mode", "found", "reason"), REACHED, ids=[reason for *_, reason in REACHED])
def test_who_reaches_the_files_is_told(tmp_path: Path, syncd_here: Call, monkeypatch: pytest.MonkeyPatch, file: str, mode: int, found: str, reason: str) -> None:
    """T14: modes are judged with all that stands above a file; each finding names the command."""
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o755)
    for name in ("history.db", "raw/2026-11.db"):
        (home / name).parent.mkdir(mode=0o700, exist_ok=True)
        (home / name).touch(mode=0o600)
    write(home, '[[source]]\nname = "mail"\nconnector = "imap"\nhost = "127.0.0.1"\ntls = "none"\nuser = "rasa"\npassword_file = "secret"\n')
    secret(home, "x")
    (home / file).chmod(mode)
    open_above(monkeypatch, tmp_path)
    told = [one for one in looked(syncd_here, home) if one["code"] != "store-unreadable"]
    assert codes(told) == found.split(), reason
    assert all("chmod" in one["remedy"] for one in told)


def open_above(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """As if everybody could enter the folders of the test, which pytest keeps to itself."""
    from syncd.doctor import files as examined

    real = examined._state

    def state(path: Path) -> os.stat_result | None:
        seen = real(path)
        return os.stat_result((seen.st_mode | 0o055, *seen[1:])) if seen and (path == folder or path in folder.parents) else seen

    monkeypatch.setattr(examined, "_state", state)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away: whose they are was NOT tried")
def test_files_of_another_owner_than_the_store_are_told(tmp_path: Path, syncd_here: Call) -> None:
    """`sudo syncd once` leaves what the daemon cannot write."""
    (tmp_path / "raw").mkdir(mode=0o700)
    for name in ("history.db", "raw/2026-11.db"):
        (tmp_path / name).touch(mode=0o600)
        os.chown(tmp_path / name, 65534, 65534)
    secret(tmp_path, "x")
    write(tmp_path, '[[source]]\nname = "mail"\nconnector = "imap"\nhost = "127.0.0.1"\ntls = "none"\nuser = "rasa"\npassword_file = "secret"\n')
    told = {one["code"]: one for one in looked(syncd_here, tmp_path)}
    assert {"secret-owner", "store-owner"} <= told.keys()
    assert str(tmp_path / "raw") in told["store-owner"]["text"] and "chown" in told["store-owner"]["remedy"]
