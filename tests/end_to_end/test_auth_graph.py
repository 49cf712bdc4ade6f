"""`syncd auth graph` as an administrator meets it: a person signs in by a code or does not, an application may or may not."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from connectors.graph import calendars, contacts, mail
from connectors.graph.account import CALENDARS_READ, CALENDARS_WRITE, CONTACTS_READ, MAIL_READ, TASKS_WRITE, GraphAccount
from tests.conftest import Ran, bytecode_kept
from tests.fakes.graph import Graph, graph

RASA, JONAS = "rasa@klimatas.example", "jonas@klimatas.example"
COMPANY = f"""
[company]
domains = ["klimatas.example"]
timezone = "Europe/Vilnius"
[[staff]]
email = "{RASA}"
name = "Rasa Petraitė"
"""
SOURCE = """
[[source]]
name = "{name}"
connector = "{connector}"
mailbox = "rasa@klimatas.example"
tenant = "{tenant}"
client_id = "{client}"
{way}
endpoint = "{url}"
owner = "rasa@klimatas.example"
"""
NAMES = {"graph": "rasa-mail", "graph-calendar": "rasa-calendar", "graph-contacts": "rasa-contacts"}


@pytest.fixture
def g() -> Iterator[Graph]:
    """Microsoft 365 with two people; it does not mind being asked often."""
    with graph() as world:
        world.tokens.interval = 0
        world.mailbox(RASA)
        world.mailbox(JONAS)
        yield world


def write_config(folder: Path, g: Graph, *connectors: str, way: str = 'token_file = "tokens/rasa.json"') -> Path:
    """The company with these sources of Rasa's."""
    tables = [SOURCE.format(name=NAMES[c], connector=c, tenant=g.tenant, client=g.client_id, url=g.url, way=way) for c in connectors]
    (folder / "config.toml").write_text(COMPANY + "".join(tables), encoding="utf-8")
    return folder / "tokens" / "rasa.json"


def sits(g: Graph, account: str = RASA, *, refuses: bool = False) -> None:
    """Who is at a browser somewhere, and enters whatever code is shown."""

    def enters() -> None:
        end = time.monotonic() + 60
        while not g.tokens.devices and time.monotonic() < end:
            time.sleep(0.01)
        for device in list(g.tokens.devices.values()):
            g.sign_in(device.user_code, account, refuses=refuses)

    threading.Thread(target=enters, daemon=True).start()


SCOPES = [
    # options, whether reminders are kept there, what asks, what is asked for, reason
    (mail.GraphMailOptions, False, mail.scopes, {MAIL_READ}, "mail is read only"),
    (contacts.GraphContactsOptions, False, contacts.scopes, {CONTACTS_READ}, "contacts are read only"),
    (calendars.GraphCalendarOptions, False, calendars.scopes, {CALENDARS_READ}, "no right to write where nothing is written"),
    (calendars.GraphCalendarOptions, True, calendars.scopes, {CALENDARS_WRITE}, "reminders are events of the person's own calendar"),
    (partial(calendars.GraphCalendarOptions, as_="task"), True, calendars.scopes, {CALENDARS_READ, TASKS_WRITE}, "or tasks: then no calendar is written"),
    (partial(calendars.GraphCalendarOptions, as_="task"), False, calendars.scopes, {CALENDARS_READ}, "no right to tasks where nothing is written"),
]


@pytest.mark.parametrize(("kind", "reminders", "asks", "scopes", "reason"), SCOPES, ids=[reason for *_, reason in SCOPES])
def test_consent_is_asked_for_what_a_source_needs_and_no_more(
    kind: Callable[..., GraphAccount], reminders: bool, asks: Callable[..., tuple[str, ...]], scopes: set[str], reason: str
) -> None:
    """Least privilege, by what the config says."""
    assert set(asks(kind(mailbox=RASA, tenant="t", client_id="c"), reminders=reminders)) == scopes, reason


@pytest.mark.slow
def test_one_sign_in_is_for_all_sources_of_the_mailbox(g: Graph, tmp_path: Path, syncd_here: Callable[..., Ran]) -> None:
    """It is kept for its owner alone, and nothing secret is told; the code and the address are shown."""
    token_file = write_config(tmp_path, g, *NAMES)
    sits(g)
    ran = syncd_here("auth", "graph", "rasa-mail", "-c", "config.toml", "--json", cwd=tmp_path)
    assert (ran.code, ran.json["problems"], ran.json["sources"]) == (0, [], list(NAMES.values()))
    assert set(ran.json["scopes"]) == {MAIL_READ, CALENDARS_READ, CONTACTS_READ}
    assert "https://microsoft.com/devicelogin" in ran.err
    assert re.search(r"^  [0-9A-F]{8}Q$", ran.err, re.MULTILINE)
    [asked] = g.asked("devicecode")
    assert {MAIL_READ, CALENDARS_READ, CONTACTS_READ, "offline_access"} <= set(asked.json["scope"].split())
    kept = json.loads(token_file.read_text())
    assert (kept["account"], stat.S_IMODE(token_file.stat().st_mode)) == (RASA, 0o600)
    for secret in (kept["refresh_token"], kept["token"]):
        assert secret not in ran.out + ran.err


@pytest.mark.slow
def test_writing_is_asked_for_where_reminders_are_kept(g: Graph, tmp_path: Path, syncd_here: Callable[..., Ran]) -> None:
    """And only there; with that consent the calendar for them is found to be one that can be written."""
    write_config(tmp_path, g, "graph-calendar")
    with (tmp_path / "config.toml").open("a") as config:
        config.write('reminders = true\n[reminders]\nmode = "on"\n')
    sits(g)
    ran = syncd_here("auth", "graph", "rasa-calendar", "-c", "config.toml", "--json", cwd=tmp_path)
    assert (ran.code, ran.json["problems"], ran.json["scopes"]) == (0, [], [CALENDARS_WRITE])


WRONG = [
    # who is at the browser, whether they refuse, what an administrator has to consent to, what is told, reason
    (JONAS, False, set(), f"{JONAS} has signed in", "a colleague entered the code (F43)"),
    (RASA, True, set(), "refused in the browser", "no was pressed"),
    (RASA, False, {CONTACTS_READ}, "administrator", "the person may not consent alone"),
]


@pytest.mark.parametrize(("account", "refuses", "admin", "told", "reason"), WRONG, ids=[reason for *_, reason in WRONG])
def test_what_is_not_what_was_asked_is_not_kept(
    g: Graph, tmp_path: Path, syncd_here: Callable[..., Ran], account: str, refuses: bool, admin: set[str], told: str, reason: str
) -> None:
    """F43: it fails closed, with 69; what was kept before stays."""
    token_file = write_config(tmp_path, g, "graph", "graph-contacts")
    g.tokens.needs_admin = admin
    for before in (None, b'{"account": "rasa@klimatas.example"}'):
        if before:
            token_file.write_bytes(before)
        sits(g, account, refuses=refuses)
        ran = syncd_here("auth", "graph", "rasa-mail", "-c", "config.toml", cwd=tmp_path)
        assert (ran.code, told in ran.err, ran.out) == (69, True, ""), reason
        assert (token_file.read_bytes() if token_file.exists() else None) == before
        g.tokens.devices.clear()


def test_a_consent_that_works_and_opens_nothing_is_told(g: Graph, tmp_path: Path, syncd_here: Callable[..., Ran]) -> None:
    """It is kept: the person did what they could; who is asked next stands in the text."""
    token_file = write_config(tmp_path, g, "graph")
    g.mailbox(RASA).is_disabled = True
    sits(g)
    ran = syncd_here("auth", "graph", "rasa-mail", "-c", "config.toml", cwd=tmp_path)
    assert (ran.code, "no licence" in ran.err, token_file.exists()) == (69, True, True)


@pytest.mark.slow
@pytest.mark.parametrize("way", ["client_secret_file", "certificate_file"])
def test_an_application_is_tried(g: Graph, tmp_path: Path, syncd_here: Callable[..., Ran], way: str) -> None:
    """Nobody is asked; where it may not, what an administrator does is told (F60)."""
    getattr(g, way.replace("client_", ""))(tmp_path / "key")
    write_config(tmp_path, g, "graph", "graph-calendar", way=f'{way} = "key"')
    ran = syncd_here("auth", "graph", "rasa-calendar", "-c", "config.toml", cwd=tmp_path)
    assert (ran.code, ran.out) == (0, f"application {g.client_id} for {RASA}: works; it needs {CALENDARS_READ} for this mailbox\n")
    g.mailbox(RASA).is_denied = True
    ran = syncd_here("auth", "graph", "rasa-calendar", "-c", "config.toml", cwd=tmp_path)
    assert (ran.code, "does not work" in ran.out, "RBAC for Applications" in ran.err) == (69, True, True)
    assert not g.asked("devicecode")


@pytest.mark.parametrize(
    ("way", "other", "told", "reason"),
    [
        ("", "", "write one of", "no way in"),
        ('token_file = "a"\nclient_secret_file = "b"', "", "write one of", "two ways in"),
        ('token_file = "a"', f'mailbox = "{JONAS}"', "one file holds one consent", "two mailboxes in one file"),
    ],
)
def test_a_config_that_cannot_be_is_told(g: Graph, tmp_path: Path, syncd_here: Callable[..., Ran], way: str, other: str, told: str, reason: str) -> None:
    """With 78, and nobody is asked."""
    write_config(tmp_path, g, "graph", "graph-calendar", way=way)
    if other:
        text = (tmp_path / "config.toml").read_text()
        head, _, last = text.rpartition(f'mailbox = "{RASA}"')
        (tmp_path / "config.toml").write_text(head + other + last)
    ran = syncd_here("auth", "graph", "rasa-mail", "-c", "config.toml", cwd=tmp_path)
    assert (ran.code, told in ran.err) == (78, True), reason
    assert not g.log


def test_another_source_is_refused(g: Graph, tmp_path: Path, syncd_here: Callable[..., Ran]) -> None:
    """With 64; those there are, are told."""
    write_config(tmp_path, g, "graph")
    ran = syncd_here("auth", "graph", "ona-mail", "-c", "config.toml", cwd=tmp_path)
    assert (ran.code, "those there are: rasa-mail" in ran.err) == (64, True)


def test_without_the_library_it_says_what_to_install(g: Graph, tmp_path: Path, syncd_here: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    """Not everybody is with Microsoft 365: its name is told."""
    write_config(tmp_path, g, "graph")
    monkeypatch.setitem(sys.modules, "msal", None)
    ran = syncd_here("auth", "graph", "rasa-mail", "-c", "config.toml", cwd=tmp_path)
    assert ran.code == 78 and "pip install 'syncd[graph]'" in ran.err


@pytest.mark.slow
def test_options_cost_nothing(tmp_path: Path) -> None:
    """msal and what it needs take half a second; a config that is only read does not."""
    code = "import sys, connectors.graph.mail, connectors.graph.calendars, connectors.graph.contacts; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=bytecode_kept(os.environ))
    assert {"msal", "requests", "cryptography", "httpx2"} & set(done.stdout.split()) == set()
