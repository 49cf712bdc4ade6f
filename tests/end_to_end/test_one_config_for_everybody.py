"""One config for sixty people: a master user opens their mailboxes, a service user their calendars, and each has their own.

Dovecot and Radicale are real. One person's mailbox does not exist, one has left; both are nobody else's trouble.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import Ran, run_syncd
from tests.servers import radicale
from tests.servers.dovecot import MASTER, MASTER_PASSWORD, OWNER, Dovecot, dovecot, missing

PEOPLE = 62  # u0 … u61
WITHOUT_MAILBOX, HAS_LEFT = 60, 61
NOW = "2026-11-16T14:00:00+02:00"
_CONFIG = """
[company]
name = "Klimatas"
domains = ["klimatas.example"]
timezone = "Europe/Vilnius"
[privacy]
notice_given = "2026-11-01"
[reminders]
mode = "on"
hold = 0
"""
_STAFF = '[[staff]]\nemail = "u{n}@klimatas.example"\nname = "Vardas{n} Pavardenis{n}"\ndepartment = "{department}"\n{more}\n'
_DEPARTMENTS = '[[department]]\nname = "sales"\n[[department]]\nname = "service"\n'
_EACH = """
[[source_for_each]]
name = "{{local}}-mail"
connector = "imap"
host = "127.0.0.1"
port = {port}
tls = "none"
user = "{{email}}*{master}"
password_file = "master.password"
staff = "all"
[[source_for_each]]
name = "{{local}}-calendar"
connector = "caldav"
url = "{url}/{{local}}/"
user = "{service}"
password_file = "calendars.password"
reminders = true
staff = "all"
"""
_MAIL = """\
Message-ID: <{id}>
From: {sender}
To: {to}
Date: Mon, 16 Nov 2026 09:{minute:02}:00 +0200
Subject: Unit {n}
Content-Type: text/plain; charset=utf-8

{text}
"""
_VISIT = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:visit{n}@klimatas.example\r\nDTSTAMP:20261110T080000Z\r\n"
    "DTSTART:20261118T080000Z\r\nDTEND:20261118T090000Z\r\nSUMMARY:Visit\r\nATTENDEE:mailto:buyer{n}@partner{n}.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@dataclass(frozen=True, slots=True)
class Rollout:
    """The company's folder, its servers' storage, and what each command said on the way."""

    folder: Path
    storage: Path
    mail: Dovecot
    checked: Ran
    passed: Ran
    status: Ran

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Rows of the store."""
        db = sqlite3.connect((self.folder / "history.db").as_uri() + "?mode=ro", uri=True)
        try:
            return db.execute(query).fetchall()
        finally:
            db.close()

    def entries(self, n: int) -> list[str]:
        """What we wrote into a person's calendar, long lines joined."""
        found = sorted((self.storage / f"u{n}" / "syncd-promises").glob("syncd-*.ics"))
        return [re.sub(r"\r\n ", "", path.read_bytes().decode()) for path in found]

    def syncd(self, *arguments: str) -> Ran:
        """A command on this config."""
        return run_syncd(*arguments, "-c", str(self.folder / "config.toml"), cwd=self.folder, now=NOW)


def _fill_mailbox(mail: Dovecot, n: int) -> None:
    theirs, ours = f"buyer{n}@partner{n}.example", f"u{n}@klimatas.example"
    root = mail.folder / "mail" / ours
    asks = _MAIL.format(id=f"in{n}@partner{n}.example", sender=theirs, to=ours, minute=1, n=n, text=f"What would unit {n} cost?")
    answers = _MAIL.format(id=f"out{n}@klimatas.example", sender=ours, to=theirs, minute=2, n=n, text=f"I will call you about unit {n} on 20 November at 15:00.")
    for folder, text in ((root, asks), (root / ".Sent", answers)):
        for part in ("cur", "new", "tmp"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        (folder / "cur" / f"1700000000.M{n}.test:2,S").write_text(text)
    mail.own(ours)


def _fill_calendar(storage: Path, n: int) -> None:
    work = storage / f"u{n}" / "work"
    work.mkdir(parents=True)
    (work / ".Radicale.props").write_text('{"tag": "VCALENDAR", "D:displayname": "Work"}')
    (work / "visit.ics").write_bytes(_VISIT.format(n=n).encode())


def _configure(folder: Path, mail: Dovecot, url: str) -> None:
    people = "".join(
        _STAFF.format(n=n, department=("sales", "service")[n % 2], more="left = 2026-06-30" if n == HAS_LEFT else "") for n in range(PEOPLE)
    )
    each = _EACH.format(port=mail.port, master=MASTER, url=url, service=radicale.SERVICE)
    (folder / "config.toml").write_text(_CONFIG + _DEPARTMENTS + people + each, "utf-8")
    for name, password in (("master", MASTER_PASSWORD), ("calendars", radicale.PASSWORD)):
        (folder / f"{name}.password").write_text(password + "\n")
        (folder / f"{name}.password").chmod(0o600)


@pytest.fixture(scope="module")
def rollout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rollout]:
    """Everybody's mail and calendars at the servers, checked, read once, and asked about."""
    if why := missing():
        pytest.skip(why)
    folder, server = tmp_path_factory.mktemp("company"), tmp_path_factory.mktemp("radicale")
    storage = server / "data" / "collection-root"
    with dovecot() as mail, radicale.radicale(server) as url:
        for n in range(PEOPLE):
            _fill_mailbox(mail, n)
            _fill_calendar(storage, n)
        mail.forget(f"u{WITHOUT_MAILBOX}@klimatas.example")
        _configure(folder, mail, url)
        said = [run_syncd(*words, "-c", str(folder / "config.toml"), cwd=folder, now=NOW) for words in (("check",), ("once", "--json"), ("status", "--json"))]
        yield Rollout(folder, storage, mail, *said)


pytestmark = pytest.mark.slow


def test_check_names_the_one_mailbox_that_cannot_be_opened(rollout: Rollout) -> None:
    """One person's trouble is told once, by the name of the source, and nobody else's."""
    assert rollout.checked.code != 0
    told = rollout.checked.out + rollout.checked.err
    assert set(re.findall(r"u\d+-(?:mail|calendar)", told)) == {f"u{WITHOUT_MAILBOX}-mail"}
    assert MASTER_PASSWORD not in told


def test_everybody_else_is_read_all_the_same(rollout: Rollout) -> None:
    """Two sources for each who is there, none for who has left; one of them has failed."""
    sources = {s["name"]: s for s in rollout.passed.json["sources"]}
    assert set(sources) == {f"u{n}-{what}" for n in range(PEOPLE) if n != HAS_LEFT for what in ("mail", "calendar")}
    states = {name: s["state"] for name, s in sources.items()}
    assert {name for name, state in states.items() if state != "ok"} == {f"u{WITHOUT_MAILBOX}-mail"}
    assert states[f"u{WITHOUT_MAILBOX}-mail"] == "auth failed"
    assert rollout.passed.code == 0 and rollout.passed.json["reminders_put"] == PEOPLE - 2


def test_each_persons_mail_and_calendar_are_their_own(rollout: Rollout) -> None:
    """In no mailbox was anything read that lies in another's."""
    found = rollout.rows(
        "SELECT DISTINCT s.name, s.owner, p.address FROM sighting g JOIN collection c ON c.id = g.collection_id JOIN source s ON s.id = c.source_id "
        "JOIN interaction i ON i.key = g.key JOIN party p ON p.interaction_id = i.id WHERE p.address LIKE 'buyer%'"
    )
    there = [n for n in range(PEOPLE) if n != HAS_LEFT]
    expected = [(f"u{n}-mail", f"u{n}@klimatas.example", f"buyer{n}@partner{n}.example") for n in there if n != WITHOUT_MAILBOX]
    expected += [(f"u{n}-calendar", f"u{n}@klimatas.example", f"buyer{n}@partner{n}.example") for n in there]
    assert sorted(found) == sorted(expected)


def test_each_reminder_stands_in_its_owners_calendar(rollout: Rollout) -> None:
    """One each, about their own customer; none for who has no mailbox or has left."""
    for n in range(PEOPLE):
        entries = rollout.entries(n)
        assert len(entries) == (0 if n in (WITHOUT_MAILBOX, HAS_LEFT) else 1), n
        assert all(f"buyer{n}@partner{n}.example" in text and f"unit {n} " in text for text in entries), n


def test_status_tells_whose_mailbox_it_is(rollout: Rollout) -> None:
    """It ends with 1 for the one source, and names its owner."""
    assert rollout.status.code == 1
    bad = [s for s in rollout.status.json["sources"] if s["state"] != "ok"]
    assert [(s["name"], s["owner"], s["state"]) for s in bad] == [(f"u{WITHOUT_MAILBOX}-mail", f"u{WITHOUT_MAILBOX}@klimatas.example", "auth failed")]


def test_a_second_pass_changes_nothing(rollout: Rollout) -> None:
    """Nothing new at sixty people: nothing read, nothing written."""
    again = rollout.syncd("once", "--json").json
    assert (sum(s["seen"] for s in again["sources"]), again["reminders_put"]) == (0, 0)


def test_the_servers_are_as_they_were(rollout: Rollout) -> None:
    """A master user could write: nothing in anybody's mailbox was changed, nobody's mail was marked as read."""
    for n in range(PEOPLE):
        root = rollout.mail.folder / "mail" / f"u{n}@klimatas.example"
        assert [p.name for p in root.rglob("1700000000.*")] == [f"1700000000.M{n}.test:2,S"] * 2
        assert root.owner() == OWNER
        assert (rollout.storage / f"u{n}" / "work" / "visit.ics").exists()
