"""Signing in at an IMAP server: TLS that never gives way, passwords and tokens that are never shown."""

from __future__ import annotations

import io
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.imap import ImapOptions, connect
from connectors.imap.account import ImapAccount
from syncd.errors import AuthFailed, SourceError
from tests.connectors.contract import Store, mail
from tests.connectors.imap_worlds import Mailbox, a_mailbox
from tests.fakes.imap_mailbox import ALL, BARE, GMAIL
from tests.fakes.imap_server import ImapServer
from tests.servers.certificates import certificate

CANARY = "kanarėlė-\\\"7Xq"
ALLOWED = ("CAPABILITY", "LOGIN", "AUTHENTICATE", "ENABLE", "LIST", "STATUS", "EXAMINE", "UNSELECT", "NAMESPACE", "LOGOUT", "NOOP", "STARTTLS")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1."""
    return certificate(tmp_path_factory.mktemp("good"))


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """The right password."""
    monkeypatch.setenv("IMAP_PASSWORD", "secret")


def account(server: ImapServer, **keys: object) -> ImapAccount:
    usual: dict[str, object] = {"host": "127.0.0.1", "port": server.port, "user": "anna", "password_env": "IMAP_PASSWORD"}
    return connect(ImapOptions(**{**usual, **keys}))  # type: ignore[arg-type]


@pytest.fixture
def serve() -> Iterator[list[ImapServer]]:
    """Servers that are stopped in the end."""
    servers: list[ImapServer] = []
    yield servers
    for server in servers:
        server.stop()


@pytest.mark.slow
@pytest.mark.usefixtures("secret")
@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_f19_a_server_whose_authority_is_named_is_believed(serve: list[ImapServer], good: tuple[Path, Path], tls: str) -> None:
    """F19: both ways into TLS, with ca_file."""
    server = ImapServer(ALL | {"STARTTLS"}, good, implicit=tls == "implicit")
    serve.append(server)
    server.inbox.add(mail("safe"))
    opened = account(server, tls=tls, ca_file=str(good[0]))
    (inbox,) = opened.collections()
    assert len(list(opened.pages(inbox, None))) == 1
    opened.close()


@pytest.mark.slow
@pytest.mark.usefixtures("secret")
@pytest.mark.parametrize("tls", ["implicit", "starttls"])
@pytest.mark.parametrize(
    ("names", "expired", "known", "said"),
    [
        ("DNS:localhost,IP:127.0.0.1", False, False, "self-signed"),
        ("DNS:localhost,IP:127.0.0.1", True, True, "expired"),
        ("DNS:mail.other.example", False, True, "mismatch|not valid for"),
    ],
    ids=["unknown authority", "expired", "another name"],
)
def test_f19_a_certificate_that_does_not_hold_is_refused_by_name(
    serve: list[ImapServer], tmp_path: Path, tls: str, names: str, expired: bool, known: bool, said: str
) -> None:
    """F19: the text says what is wrong with it and what to do; nobody signs in."""
    files = certificate(tmp_path / "tls", names, expired=expired)
    server = ImapServer(ALL | {"STARTTLS"}, files, implicit=tls == "implicit")
    serve.append(server)
    with pytest.raises(SourceError, match=said) as raised:
        list(account(server, tls=tls, ca_file=str(files[0]) if known else "").collections())
    assert "ca_file" in str(raised.value)
    assert server.count("LOGIN") == 0


@pytest.mark.usefixtures("secret")
def test_f19_a_server_without_starttls_gets_no_password(serve: list[ImapServer]) -> None:
    """F19: somebody on the way may have struck it out; there is no falling back."""
    server = ImapServer(ALL)
    serve.append(server)
    with pytest.raises(SourceError, match="STARTTLS"):
        list(account(server, tls="starttls").collections())
    server.capabilities = ALL | {"STARTTLS"}
    server.faults.refuse = {"STARTTLS": "NO not today"}
    with pytest.raises(SourceError, match="TLS"):
        list(account(server, tls="starttls").collections())
    assert server.count("LOGIN") == 0


@pytest.mark.slow
@pytest.mark.usefixtures("secret")
def test_f19_a_greeting_that_needs_no_sign_in_is_no_way_around_tls(serve: list[ImapServer], good: tuple[Path, Path]) -> None:
    """F19: PREAUTH, after which STARTTLS is not allowed any more (RFC 9051 section 7.1.4)."""
    server = ImapServer(ALL | {"STARTTLS"}, good)
    serve.append(server)
    server.faults.greeting = "* PREAUTH welcome"
    with pytest.raises(SourceError):
        list(account(server, tls="starttls", ca_file=str(good[0])).collections())
    assert [line for line in server.commands if not line.startswith(("CAPABILITY", "STARTTLS"))] == []


@pytest.mark.usefixtures("secret")
def test_f19_plain_text_put_before_tls_is_refused(serve: list[ImapServer], good: tuple[Path, Path]) -> None:
    """F19: an answer injected behind the OK to STARTTLS is not taken for one inside TLS (CVE-2011-0411)."""
    server = ImapServer(ALL | {"STARTTLS"}, good)
    serve.append(server)
    server.faults.inject = b"* CAPABILITY IMAP4rev1 X-INJECTED\r\n"
    with pytest.raises(SourceError, match="not safe"):
        list(account(server, tls="starttls", ca_file=str(good[0])).collections())
    assert server.count("LOGIN") == 0


@pytest.mark.usefixtures("secret")
def test_f19_plain_text_goes_to_this_machine_only(serve: list[ImapServer]) -> None:
    """F19: whatever the config loader let through."""
    server = ImapServer(ALL)
    serve.append(server)
    with pytest.raises(SourceError, match="readable"):
        list(account(server, tls="none", host="mail.klimatas.example").collections())


@pytest.mark.usefixtures("secret")
def test_a_port_that_speaks_no_tls_is_named(serve: list[ImapServer]) -> None:
    """The text names the two keys that may be wrong."""
    server = ImapServer(ALL)
    serve.append(server)
    with pytest.raises(SourceError, match=r"`port` or `tls`"):
        list(account(server, tls="implicit").collections())
    server.stop()
    with pytest.raises(SourceError, match="host, port"):
        list(account(server, tls="none").collections())


@pytest.mark.parametrize(("capabilities", "mechanism"), [(ALL, "XOAUTH2"), (GMAIL, "OAUTHBEARER")])
@pytest.mark.parametrize("text", ["token\n", '{"access_token": "token", "expires_in": 3599}'], ids=["bare", "json"])
def test_a_token_signs_in(serve: list[ImapServer], tmp_path: Path, capabilities: frozenset[str], mechanism: str, text: str) -> None:
    """Whichever of the two mechanisms the server has; the file holds the token, or the answer it came in."""
    server = ImapServer(capabilities)
    serve.append(server)
    path = tmp_path / "token"
    path.write_text(text)
    path.chmod(0o600)
    opened = account(server, tls="none", password_env="", token_file=str(path))
    assert [c.id for c in opened.collections()] == ["INBOX"]
    assert f"AUTHENTICATE {mechanism}" in server.commands
    opened.close()


def test_a_server_that_forbids_login_is_given_the_password_in_the_other_way(serve: list[ImapServer], monkeypatch: pytest.MonkeyPatch) -> None:
    """LOGINDISABLED with AUTH=PLAIN (RFC 9051 section 6.2.3)."""
    monkeypatch.setenv("IMAP_PASSWORD", "secret")
    server = ImapServer(BARE | {"LOGINDISABLED", "AUTH=PLAIN"})
    serve.append(server)
    opened = account(server, tls="none")
    assert list(opened.collections())
    assert server.count("LOGIN") == 0
    opened.close()


@pytest.mark.parametrize("host", ["mail..example", ".", "x" * 300, "mail.invalid"])
@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_name_that_is_no_servers_is_an_error_of_this_source(host: str, tls: str) -> None:
    """Nothing of socket or ssl comes through."""
    with pytest.raises(SourceError, match="host"):
        list(connect(ImapOptions(host=host, user="anna", password_env="IMAP_PASSWORD", tls=tls)).collections())  # type: ignore[arg-type]


@pytest.mark.parametrize("capabilities", [ALL, BARE], ids=["plain", "login"])
@pytest.mark.parametrize("password", ['kabutės "ir" \\ ąčę', "two\r\nlines", "пароль", " tarpai "])
def test_a_password_of_any_letters_arrives_as_it_is(
    serve: list[ImapServer], monkeypatch: pytest.MonkeyPatch, capabilities: frozenset[str], password: str
) -> None:
    """A line end in it is no second command."""
    monkeypatch.setenv("IMAP_PASSWORD", password)
    server = ImapServer(capabilities)
    server.password = password
    serve.append(server)
    opened = account(server, tls="none")
    assert list(opened.collections())
    assert server.forbidden == []
    opened.close()


@pytest.mark.parametrize("way", ["login", "literal", "plain", "token"])
def test_t16_no_secret_is_in_any_text(serve: list[ImapServer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """T16: the server quotes what it was sent; neither the error nor its trace does."""
    server = ImapServer({"plain": ALL, "token": ALL}.get(way, BARE))
    serve.append(server)
    keys: dict[str, object] = {}
    if way == "token":
        path = tmp_path / "token"
        path.write_text(CANARY)
        path.chmod(0o600)
        keys = {"password_env": "", "token_file": str(path)}
    else:
        monkeypatch.setenv("IMAP_PASSWORD", CANARY.encode("ascii", "ignore").decode() if way == "login" else CANARY)
    with pytest.raises(AuthFailed) as raised:
        list(account(server, tls="none", **keys).collections())
    text = io.StringIO()
    traceback.print_exception(raised.value, file=text)
    for shown in (str(raised.value), repr(raised.value), text.getvalue()):
        assert "7Xq" not in shown
        assert "kanar" not in shown


def test_a_secret_that_cannot_be_read_concerns_this_account_only(serve: list[ImapServer], tmp_path: Path) -> None:
    """R5: no error of the whole program; the text says what to do."""
    server = ImapServer(ALL)
    serve.append(server)
    path = tmp_path / "password"
    path.write_text("secret")
    path.chmod(0o644)
    with pytest.raises(AuthFailed, match="chmod 600"):
        list(account(server, tls="none", password_env="", password_file=str(path)).collections())
    with pytest.raises(AuthFailed, match="password_file"):
        list(account(server, tls="none", password_env="").collections())


@pytest.mark.parametrize("capabilities", [ALL, GMAIL, BARE], ids=["qresync", "gmail", "bare"])
def test_only_commands_that_read_are_ever_sent(capabilities: frozenset[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule 9: EXAMINE, never SELECT; BODY.PEEK, never BODY; nothing else."""
    mails: Mailbox
    for mails in a_mailbox(capabilities, monkeypatch):
        for n in range(7):
            mails.add(f"m{n}")
        store = Store()
        store.run(mails.open(), pages=1)
        store.run(mails.open())
        mails.flag("m1")
        mails.remove("m2")
        store.run(mails.open())
        opened = mails.open()
        list(opened.fetch(next(iter(opened.collections())), list(store.items)))
        opened.close()
        assert mails.server.forbidden == []
        for line in mails.server.commands:
            assert line.startswith((*ALLOWED, "UID SEARCH", "UID FETCH")), line
            assert "BODY[" not in line, line
