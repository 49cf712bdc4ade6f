"""Mail, calendars and contacts of two people at Google, as `syncd once` reads them, and reminders in their calendars."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from connectors.google.account import EVENTS_WRITE
from connectors.google.ours import OWN_ID_PREFIX
from syncd.cli import cli
from tests.connectors.google_agenda_worlds import VILNIUS, entry
from tests.end_to_end.google_company import Workspace
from tests.fakes.google import USUAL, Asked, Google, google
from tests.store.world import JONAS, ONA, RASA, Mail

AT = dt.datetime(2026, 11, 18, 10, tzinfo=VILNIUS)
SERVICES = ("gmail", "google-calendar", "google-contacts")
BOOKS = {"source", "collection"}
ENTRIES = "SELECT uid, state FROM reminder ORDER BY uid"


@pytest.fixture
def g() -> Iterator[Google]:
    with google() as world:
        yield world


@pytest.fixture
def company(g: Google, tmp_path: Path) -> Workspace:
    made = Workspace(g, tmp_path / "company", connectors=SERVICES, more="reminders = true")
    deliver(made, "rasa", Mail(id="q1", sender=ONA, to=(RASA,), at="2026-11-16T09:00", text="Kiek kainuotų kondicionierius?"))
    promise(made, "rasa", 1)
    promise(made, "jonas", 2)
    made.calendars("rasa").put("primary", meeting("m1"))
    made.account("rasa").contacts.add(
        names=[{"displayName": "Ona Kazlauskienė", "givenName": "Ona", "familyName": "Kazlauskienė"}], emailAddresses=[{"value": ONA}],
        phoneNumbers=[{"value": "+370 612 34567"}], organizations=[{"name": "Baltas"}],
    )  # fmt: skip
    return made


def deliver(company: Workspace, who: str, mail: Mail, *labels: str) -> None:
    """A mail into somebody's mailbox at Gmail."""
    at = int(dt.datetime.fromisoformat(mail.at + "+02:00").timestamp() * 1000)
    company.account(who).mail.deliver(mail.raw(), *(labels or ("INBOX",)), at=at)


def promise(company: Workspace, who: str, number: int) -> None:
    """Somebody promises a customer a call, in mail that was sent."""
    sender = RASA if who == "rasa" else JONAS
    text = f"I will call you on {20 + number} November 2026 at 15:00."
    deliver(company, who, Mail(id=f"p{who}{number}", sender=sender, to=(ONA,), at="2026-11-16T10:00", text=text, subject=f"Nr {number}"), "SENT")


def meeting(name: str, at: dt.datetime = AT, **more: Any) -> dict[str, Any]:
    guests = [{"email": RASA, "responseStatus": "accepted"}, {"email": ONA, "responseStatus": "accepted"}]
    return entry(name, at, attendees=guests, organizer={"email": RASA}, **more)


def put_at(company: Workspace, who: str) -> list[dict[str, Any]]:
    """Our entries in somebody's calendar."""
    calendars = company.calendars(who)
    return list(calendars.events("Promises")) if "Promises" in calendars.titles() else []


def syncd(company: Workspace, *arguments: str) -> str:
    """What a command prints."""
    office = company.office
    done = CliRunner().invoke(cli, [*arguments, "-c", str(office.folder / "config.toml")], env={"SYNCD_NOW": office.now.isoformat()})
    return done.output


@pytest.mark.slow
def test_two_people_at_google(company: Workspace) -> None:
    """Everything of theirs is in the views, what they promised in their calendars, and the next pass stores and writes nothing."""
    office = company.office
    company.once()
    assert office.rows("SELECT name, organisation, address, phone FROM people") == [("Ona Kazlauskienė", "Baltas", ONA, "+37061234567")]
    assert office.rows("SELECT kind, direction FROM timeline ORDER BY kind, direction") == [
        ("meeting", "out"), ("message", "in"), ("message", "out"), ("message", "out"),
    ]  # fmt: skip
    assert office.rows("SELECT promiser, state, trusted FROM promises ORDER BY promiser") == [(JONAS, "open", 1), (RASA, "open", 1)]
    rasa, jonas = put_at(company, "rasa"), put_at(company, "jonas")
    assert [len(rasa), len(jonas)] == [1, 1] and "Ona Kazlauskienė" in rasa[0]["summary"]
    assert all("attendees" not in one and one["visibility"] == "private" for one in (*rasa, *jonas))
    assert company.calendars("rasa").notified == company.calendars("jonas").notified == []
    before, asked = office.tables(), len(company.g.log)
    outcome = company.once()
    assert sum(s.counts.seen for s in outcome.sources) == 0 and (outcome.reminders.put, outcome.reminders.removed) == (0, 0)
    assert {name for name, rows in office.tables().items() if rows != before[name]} <= BOOKS
    assert not [one for one in company.g.log[asked:] if one.verb not in ("GET", "HEAD") and one.method not in ("token", "batch")]
    assert office.findings() == []
    dumped = office.dump()
    office.rebuild()
    assert office.dump() == dumped


@pytest.mark.slow
def test_what_people_do_and_say_later_comes_in(company: Workspace) -> None:
    """F79, F80, F83: an entry moved, one deleted, tokens forgotten at once: both answers stand through further passes, and new mail is read."""
    promise(company, "rasa", 3)
    company.once()
    moved, deleted = put_at(company, "rasa")
    rasa = company.calendars("rasa")
    later = dt.datetime(2026, 11, 27, 16, 15, tzinfo=VILNIUS)
    rasa.move("Promises", moved["id"], later)
    rasa.delete("Promises", deleted["id"])
    rasa.forget_tokens()
    company.account("rasa").mail.forget_history()
    company.account("rasa").contacts.forget_tokens()
    promise(company, "jonas", 4)
    company.once()
    standing = put_at(company, "rasa")
    assert [dt.datetime.fromisoformat(one["start"]["dateTime"]) for one in standing] == [later]
    assert len(put_at(company, "jonas")) == 2
    states = company.office.rows(ENTRIES)
    assert sorted(str(state) for _, state in states) == ["deleted", "moved", "there", "there"]
    for n in range(10):
        if n % 3 == 0:
            rasa.forget_tokens()
        outcome = company.once()
        assert (outcome.reminders.put, outcome.reminders.removed, outcome.reminders.decided) == (0, 0, 0)
        assert sum(s.counts.stored for s in outcome.sources) == 0
    assert put_at(company, "rasa") == standing and company.office.rows(ENTRIES) == states


@pytest.mark.slow
def test_a_consent_withdrawn_stops_one_person_and_nobody_else(company: Workspace) -> None:
    """F39, G18: "reauth needed" within one pass, at most three calls for a token in an hour, and after a new consent no gap."""
    company.once()
    company.g.revoke(RASA)
    promise(company, "rasa", 5)
    company.calendars("rasa").put("primary", meeting("m2", AT + dt.timedelta(days=1)))
    promise(company, "jonas", 6)
    began = len(company.g.log)
    outcome = {s.name: s for s in company.any_once().sources}
    assert {name: s.state for name, s in outcome.items() if s.error} == {f"rasa-{word}": "reauth needed" for word in ("mail", "calendar", "contacts")}
    assert all("syncd auth google" in str(s.error) for s in outcome.values() if s.error)
    assert outcome["jonas-mail"].counts.stored == 1
    told = {s["name"]: s["state"] for s in json.loads(syncd(company, "status", "--json"))["sources"]}
    assert told["rasa-mail"] == told["rasa-calendar"] == "reauth needed" and told["jonas-mail"] == "ok"
    for _ in range(5):
        company.any_once()

    def of_rasa(asked: Asked) -> bool:
        return asked.method == "token" and asked.account in (RASA, "")

    assert len([one for one in company.g.log[began:] if of_rasa(one)]) <= 3, "in the hour of these passes"
    assert company.office.rows("SELECT count(*) FROM promises WHERE promiser = ?", RASA) == [(1,)]
    company.sign_in("rasa")
    company.once()
    assert company.office.rows("SELECT count(*) FROM promises WHERE promiser = ?", RASA) == [(2,)]
    assert company.office.rows("SELECT count(*) FROM meetings") == [(2,)]
    assert len(put_at(company, "rasa")) == 2
    assert company.office.findings() == []


@pytest.mark.slow
def test_entries_in_the_persons_own_calendar_are_never_read_back(g: Google, tmp_path: Path) -> None:
    """F83: kept among the person's own events, changed and copied there by the person, they never become meetings or promises."""
    company = Workspace(g, tmp_path / "company", ("rasa",), SERVICES, more='reminders = true\nreminder_calendar = "primary"')
    g.token_file(company.office.folder / "rasa.json", RASA, (*USUAL, EVENTS_WRITE))
    rasa = company.calendars("rasa")
    rasa.put("primary", meeting("m1"))
    promise(company, "rasa", 1)
    company.once()
    (ours,) = [one for one in rasa.events() if one["id"].startswith(OWN_ID_PREFIX)]
    changes = (lambda: rasa.copy("primary", ours["id"]), lambda: rasa.change("primary", ours["id"], location="Pas Oną"), rasa.forget_tokens)
    for change in changes:
        change()
        outcome = company.once()
        assert sum(s.counts.stored for s in outcome.sources) == 0
        assert company.office.rows("SELECT (SELECT count(*) FROM meetings), (SELECT count(*) FROM promises), (SELECT count(*) FROM excluded)") == [(1, 1, 0)]
