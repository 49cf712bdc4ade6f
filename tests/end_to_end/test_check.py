"""What `check`, `once` and `status` tell an admin before something fails: calendars that cannot be written, certificates that end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from connectors import memory
from tests.conftest import Ran, run_syncd
from tests.fakes.imap_mailbox import ALL
from tests.fakes.imap_server import ImapServer
from tests.servers.certificates import certificate

Call = Callable[..., Ran]
UNTIL = dt.datetime(2091, 3, 5, 7, 8, 9, tzinfo=dt.UTC)  # far off: whoever signs in looks at the real clock

COMPANY = """
[company]
domains = ["klimatas.example"]
timezone = "Europe/Vilnius"
[reminders]
mode = "on"
[[staff]]
email = "rasa@klimatas.example"
[[source]]
name = "rasa-mail"
connector = "eml"
path = "mail"
owner = "rasa@klimatas.example"
"""
CALENDAR = """
[[source]]
name = "rasa-calendar"
connector = "memory"
world = "{world}"
owner = "rasa@klimatas.example"
reminders = true
"""


def company(folder: Path, more: str = "") -> Path:
    """A company with one empty mailbox in files, and what else the test gives it."""
    (folder / "mail").mkdir()
    (folder / "config.toml").write_text(COMPANY + more, encoding="utf-8")
    return folder


# ── calendars ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_mail_without_a_calendar_for_reminders_is_a_problem_of_check_and_a_warning_of_once(tmp_path: Path) -> None:
    """Mode on: `check` says what to write and ends with 78; `once` warns and goes on."""
    company(tmp_path)
    checked = run_syncd("check", "-c", "config.toml", "--json", cwd=tmp_path)
    assert (checked.code, checked.json["ok"]) == (78, False)
    (problem,) = checked.json["problems"]
    assert "rasa@klimatas.example" in problem and "reminders = true" in problem
    passed = run_syncd("once", "-c", "config.toml", "--json", cwd=tmp_path)
    assert (passed.code, passed.json["sources"][0]["error"]) == (0, None)
    assert f"warning: {problem}" in passed.err


@pytest.mark.slow
@pytest.mark.parametrize(
    ("told", "code", "check_says", "once_says", "reason"),
    [
        (True, 0, "no problem", "", "it can be written"),
        (False, 78, "rasa-calendar: no reminder can be written there", "warning: source rasa-calendar: no reminder can be written", "it can only be read"),
        (None, 0, "warning: source rasa-calendar: whether", "", "the server does not tell: that is no problem"),
    ],
)
def test_whether_reminders_can_be_written_is_tried(
    tmp_path: Path, syncd_here: Call, told: bool | None, code: int, check_says: str, once_says: str, reason: str
) -> None:
    """A calendar that refuses entries is found out by `check`, with 78, and told by `once`, which goes on; nothing is put there."""
    calendar = memory.world(str(tmp_path)).calendar
    calendar.open_to_us = told
    company(tmp_path, CALENDAR.format(world=tmp_path))
    checked = syncd_here("check", "-c", "config.toml", cwd=tmp_path)
    assert checked.code == code, reason
    assert check_says in checked.out + checked.err
    passed = syncd_here("once", "-c", "config.toml", cwd=tmp_path)
    assert passed.code == 0
    assert once_says in passed.err and (once_says or not passed.err)
    assert calendar.entries == {}


def test_a_calendar_that_nothing_is_to_be_written_to_may_be_read_only(tmp_path: Path, syncd_here: Call) -> None:
    """In mode shadow nothing is put anywhere: there is nothing to say."""
    memory.world(str(tmp_path)).calendar.open_to_us = False
    company(tmp_path, CALENDAR.format(world=tmp_path))
    (tmp_path / "config.toml").write_text((tmp_path / "config.toml").read_text("utf-8").replace('mode = "on"', 'mode = "shadow"'), "utf-8")
    ran = syncd_here("check", "-c", "config.toml", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.slow
def test_a_folder_of_entries_is_tried_without_leaving_anything(tmp_path: Path) -> None:
    """A vdir that is there and writable is in order, and as empty as before."""
    (tmp_path / "calendar").mkdir()
    company(tmp_path, CALENDAR.format(world="").replace('connector = "memory"\nworld = ""', 'connector = "vdir"\npath = "calendar"'))
    ran = run_syncd("check", "-c", "config.toml", cwd=tmp_path)
    assert (ran.code, ran.err, list((tmp_path / "calendar").iterdir())) == (0, "", [])


# ── certificates ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(params=["implicit", "starttls"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[ImapServer, str]]:
    """An IMAP server whose certificate ends at UNTIL, and the keys of a source there."""
    files = certificate(tmp_path / "tls", until=UNTIL)
    server = ImapServer(ALL | {"STARTTLS"}, files, implicit=request.param == "implicit")
    keys = f'connector = "imap"\nhost = "127.0.0.1"\nport = {server.port}\nuser = "anna"\npassword_file = "password"\ntls = "{request.param}"\nca_file = "tls/cert.pem"'
    yield server, keys
    server.stop()


@pytest.mark.slow
def test_a_certificate_that_ends_soon_is_told_by_check_and_status(tmp_path: Path, syncd_here: Call, server: tuple[ImapServer, str]) -> None:
    """F19: with the day and the days that are left; nothing is wrong yet, so both end with 0, and their JSON is as ever."""
    (tmp_path / "password").write_text("secret")
    (tmp_path / "password").chmod(0o600)
    company(tmp_path)
    text = COMPANY.replace('connector = "eml"\npath = "mail"', server[1]).replace('mode = "on"', 'mode = "shadow"')
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    now = f"{UNTIL - dt.timedelta(days=10, hours=1):%Y-%m-%dT%H:%M:%SZ}"
    said = "warning: rasa-mail: the certificate of the server, or the certificate or secret of the application, ends on 2091-03-05 07:08 UTC, in 10 days; renew it in time\n"
    checked = syncd_here("check", "-c", "config.toml", "--json", cwd=tmp_path, now=now)
    assert (checked.code, checked.json, checked.err) == (0, {"ok": True, "problems": [], "rules": None}, said)
    assert syncd_here("once", "-c", "config.toml", cwd=tmp_path, now=now).code == 0
    looked = syncd_here("status", "-c", "config.toml", "--json", cwd=tmp_path, now=now)
    assert (looked.code, list(looked.json), looked.err) == (0, ["sources", "collections", "outbox", "ok"], said)


# ── how old it is ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize(
    ("now", "said", "reason"),
    [
        ("2026-11-18T09:29:00+02:00", "", "fourteen minutes are fresh"),
        ("2026-11-18T09:31:00+02:00", "data as of 09:15", "the time on the company's clock"),
        ("2026-11-19T09:15:00+02:00", "data as of 2026-11-18 09:15", "with the date where it is not today's"),
    ],
)
def test_status_says_how_old_the_data_is(tmp_path: Path, syncd_here: Call, now: str, said: str, reason: str) -> None:
    """When no source was read in the last fifteen minutes."""
    company(tmp_path)
    assert syncd_here("once", "-c", "config.toml", cwd=tmp_path).code == 0
    ran = syncd_here("status", "-c", "config.toml", cwd=tmp_path, now=now)
    assert ran.code == 0
    assert [line for line in ran.out.splitlines() if line.startswith("data as of")] == ([said] if said else []), reason
