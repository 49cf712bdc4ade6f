"""From mails to a CalDAV server and back, as `syncd once` does it: what people do to an entry there stands.

The sample company's people keep their calendars at a real Radicale; Rasa gets events, Tomas tasks.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.dav import caldav, discovery
from connectors.dav.client import Account
from syncd.config import load
from syncd.demo import write_company
from syncd.once import Outcome, once
from syncd.world import open_world
from tests.connectors.dav_worlds import Person
from tests.servers.radicale import PASSWORD, radicale

TODAY = dt.datetime(2026, 11, 21, 8, 0, tzinfo=dt.UTC)
CALENDARS = {"rasa": ("u1", "event"), "tomas": ("u2", "task")}
FURTHER = 5  # passes after which nothing may be undone


class Company:
    """The sample company with mail in folders and calendars at a server."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder / "company"
        write_company(self.folder, TODAY.date())
        self.people = {name: Person(Account(url=url, user=user, password=PASSWORD)) for name, (user, _) in CALENDARS.items()}
        for name in CALENDARS:
            self._move_calendar(name)
        (self.folder / "password").write_text(PASSWORD + "\n")
        (self.folder / "password").chmod(0o600)
        self._configure(url)
        self.now = TODAY

    def _move_calendar(self, name: str) -> None:
        path = self.people[name].make_calendar(f"/{CALENDARS[name][0]}/work/", "Darbas")
        for file in (self.folder / "calendars" / name / "work").glob("*.ics"):
            self.people[name].write(f"{path}{file.name}", file.read_bytes())

    def _configure(self, url: str) -> None:
        path = self.folder / "config.toml"
        text = path.read_text("utf-8")
        for name, (user, sort) in CALENDARS.items():
            table = f'connector = "caldav"\nurl = "{url}/"\nuser = "{user}"\npassword_file = "password"\nas = "{sort}"'
            text = text.replace(f'connector = "vdir"\npath = "calendars/{name}"', table)
        assert text.count('"caldav"') == len(CALENDARS)
        path.write_text(text, "utf-8")

    def once(self) -> Outcome:
        """A pass, ten minutes after the one before, in a process of its own: nothing is kept but the store."""
        discovery.session.cache_clear()
        caldav._known.cache_clear()
        self.now += dt.timedelta(minutes=10)
        outcome = once(open_world(load(self.folder / "config.toml"), now=self.now))
        assert [s.error for s in outcome.sources if s.error] == [] and outcome.reminders.errors == []
        return outcome

    def entries(self, name: str) -> dict[str, str]:
        """Every entry of ours by its address, as anybody's program sees it, long lines joined."""
        person, home = self.people[name], f"/{CALENDARS[name][0]}/"
        return {path: re.sub(r"\r\n ", "", person.read(path).decode()) for path in person.tags(f"{home}syncd-promises/")}

    def all_entries(self) -> dict[str, dict[str, str]]:
        """Everybody's."""
        return {name: self.entries(name) for name in CALENDARS}


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    (tmp_path / "server").mkdir()
    with radicale(tmp_path / "server") as url:
        yield Company(tmp_path, url)


@pytest.mark.slow
def test_what_people_do_at_the_server_is_respected_and_never_undone(company: Company) -> None:
    """F79, F80, F83: moved, ticked, deleted, completed, put elsewhere; then five further passes change nothing."""
    first = company.once()
    calendars = {s.name: s.counts for s in first.sources if s.name in ("rasa-calendar", "tomas-calendar")}
    assert all(counts.stored > 5 for counts in calendars.values()), "their meetings are read"
    rasa, tomas = company.entries("rasa"), company.entries("tomas")
    assert len(rasa) >= 5 and len(tomas) >= 3
    assert all("BEGIN:VEVENT" in text and "BEGIN:VALARM" in text and "CLASS:PRIVATE" in text for text in rasa.values())
    assert all("BEGIN:VTODO" in text and "DUE;TZID=Europe/Vilnius:" in text for text in tomas.values())
    assert not any("ATTENDEE" in text or "ORGANIZER" in text for text in (*rasa.values(), *tomas.values()))

    moved, ticked, deleted, elsewhere, *_ = sorted(rasa)
    completed = min(tomas)
    hers, his = company.people["rasa"], company.people["tomas"]
    head, begin, body = rasa[moved].partition("BEGIN:VEVENT")
    body = re.sub(r"DTSTART[;:][^\r]*", "DTSTART;TZID=Europe/Vilnius:20261127T161500", body, count=1)
    body = re.sub(r"DTEND[;:][^\r]*", "DTEND;TZID=Europe/Vilnius:20261127T163000", body, count=1)
    hers.write(moved, (head + begin + body).encode())
    hers.write(ticked, rasa[ticked].replace("SUMMARY:", "SUMMARY:✓ ", 1).encode())
    hers.delete(deleted)
    hers.write("/u1/work/elsewhere.ics", rasa[elsewhere].encode())
    hers.delete(elsewhere)
    his.write(completed, tomas[completed].replace("CLASS:PRIVATE", "STATUS:COMPLETED\r\nCLASS:PRIVATE", 1).encode())
    as_left = company.all_entries()

    after = company.once()
    assert (after.reminders.decided, after.reminders.put, after.reminders.removed) == (4, 0, 0), "moved, ticked, deleted, completed"
    for _ in range(FURTHER):
        outcome = company.once()
        assert (outcome.reminders.decided, outcome.reminders.put, outcome.reminders.removed) == (0, 0, 0)
        assert sum(s.counts.seen for s in outcome.sources) == 0, "nothing of ours is read back as a meeting"
    assert company.all_entries() == as_left
    assert "DTSTART;TZID=Europe/Vilnius:20261127T161500" in as_left["rasa"][moved]


@pytest.mark.slow
def test_overdue_promises_come_once_more_and_to_the_manager_once(company: Company) -> None:
    """P7: events and tasks at the server; after the last step further passes put and remove nothing."""
    config = company.folder / "config.toml"
    config.write_text(config.read_text("utf-8").replace("[reminders]\n", "[reminders]\nescalate = true\n"), "utf-8")
    company.once()
    store = company.folder / "history.db"
    for day in (26, 27, 30):
        company.now = dt.datetime(2026, 11, day, 9, 30, tzinfo=dt.UTC)
        company.once()
    company.now = dt.datetime(2026, 11, 30, 10, 0, tzinfo=dt.UTC)
    company.once()
    standing = company.all_entries()
    with contextlib.closing(sqlite3.connect(store)) as db:
        rows = db.execute("SELECT uid, purpose, owner FROM reminder WHERE state = 'there'").fetchall()
    for name in CALENDARS:
        uids = [uid for uid, _, owner in rows if owner.startswith(f"{name}@")]
        assert sorted(re.findall(r"syncd-[0-9a-z]+(?=\.ics)", " ".join(standing[name]))) == sorted(uids)
        assert any(purpose == "overdue" for _, purpose, owner in rows if owner.startswith(f"{name}@")), name
    assert {owner for _, purpose, owner in rows if purpose == "manager"} == {"jonas@klimatas.example", "tomas@klimatas.example"}
    for _ in range(FURTHER):
        outcome = company.once()
        assert (outcome.reminders.decided, outcome.reminders.put, outcome.reminders.removed) == (0, 0, 0)
    assert company.all_entries() == standing


@pytest.mark.slow
def test_a_server_that_is_away_loses_nothing(company: Company, tmp_path: Path) -> None:
    """The source says so, the mail is read all the same, and nothing reads as deleted; later the entries are put."""
    config = company.folder / "config.toml"
    right = config.read_text("utf-8")
    config.write_text(re.sub(r'url = "http://127.0.0.1:\d+/"', 'url = "http://127.0.0.1:1/"', right), "utf-8")
    discovery.session.cache_clear()
    outcome = once(open_world(load(config), now=TODAY))
    failed = {s.name: s for s in outcome.sources if s.error}
    assert set(failed) == {"rasa-calendar", "tomas-calendar"} and {s.state for s in failed.values()} == {"backing off"}
    assert sum(s.counts.stored for s in outcome.sources) > 100
    config.write_text(right, "utf-8")
    company.now += dt.timedelta(hours=1)
    company.once()
    put = company.all_entries()
    assert all(put.values())
    config.write_text(re.sub(r'url = "http://127.0.0.1:\d+/"', 'url = "http://127.0.0.1:1/"', right), "utf-8")
    discovery.session.cache_clear()
    caldav._known.cache_clear()
    assert once(open_world(load(config), now=company.now + dt.timedelta(hours=1))).reminders.decided == 0
    config.write_text(right, "utf-8")
    company.now += dt.timedelta(hours=3)
    assert company.once().reminders.decided == 0
    assert {name: set(entries) for name, entries in company.all_entries().items()} == {name: set(entries) for name, entries in put.items()}
