"""Mail, calendars and contacts of two people in Microsoft 365, as `syncd once` reads them, and reminders in their calendars or tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest

from connectors.graph import agenda
from connectors.graph.ours import UID
from connectors.graph.resync import Turns
from connectors.graph.tasks import NAME
from syncd.once import Outcome
from tests.fakes.graph import Graph, Mailbox, graph
from tests.store.world import JONAS, NOW, ONA, RASA, Mail, Office

pytestmark = pytest.mark.slow
VILNIUS = ZoneInfo("Europe/Vilnius")
SOURCE = """
[[source]]
name = "{who}-{word}"
connector = "{connector}"
mailbox = "{who}@klimatas.example"
tenant = "{tenant}"
client_id = "{client_id}"
client_secret_file = "secret"
endpoint = "{url}"
owner = "{who}@klimatas.example"
{more}
"""
BOOKS = {"source", "collection"}
WEEKLY = {
    "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["wednesday"], "firstDayOfWeek": "monday"},
    "range": {"type": "numbered", "startDate": "2026-11-18", "numberOfOccurrences": 3, "recurrenceTimeZone": "FLE Standard Time"},
}


class Company:
    """Two people with a mailbox each, and the passes over them, ten minutes apart, by an application's secret."""

    def __init__(self, g: Graph, folder: Path, kept_as: str) -> None:
        self.g, self.kept_as = g, kept_as
        folder.mkdir()
        g.secret_file(folder / "secret")
        more = {"graph-calendar": f'reminders = true\nas = "{kept_as}"'}
        tables = [
            SOURCE.format(who=who, word=word, connector=connector, tenant=g.tenant, client_id=g.client_id, url=g.url, more=more.get(connector, ""))
            for who in ("rasa", "jonas")
            for word, connector in (("mail", "graph"), ("calendar", "graph-calendar"), ("contacts", "graph-contacts"))
        ]
        self.office = Office(folder, people=(), options={"sources": "".join(tables)})
        self.office.now = NOW
        if kept_as == "task":
            g.tokens.roles = {*g.tokens.roles, "Tasks.ReadWrite.All"} - {"Calendars.ReadWrite"} | {"Calendars.Read"}

    def box(self, who: str) -> Mailbox:
        return self.g.mailbox(f"{who}@klimatas.example")

    def promise(self, who: str, number: int) -> None:
        """Somebody promises a customer a call, in mail that was sent."""
        sender, text = f"{who}@klimatas.example", f"I will call you on {20 + number} November 2026 at 15:00."
        self.box(who).mail.send(Mail(id=f"p{who}{number}", sender=sender, to=(ONA,), at="2026-11-16T10:00", text=text, subject=f"Nr {number}").raw())

    def meet(self, who: str, subject: str = "Patikra", **more: Any) -> str:
        guests = [{"emailAddress": {"name": "Ona", "address": ONA}, "type": "required", "status": {"response": "accepted", "time": "2026-11-12T08:00:00Z"}}]
        return str(self.box(who).calendars.add(subject, "2026-11-18T10:00:00", "2026-11-18T11:00:00", attendees=guests, **more))

    def entries(self, who: str) -> dict[str, dict[str, Any]]:
        """Our entries in somebody's calendar or list, by their ids."""
        box = self.box(who)
        if self.kept_as == "task":
            return {key: box.todo.get(key) for key in box.todo.keys()}  # noqa: SIM118
        events = {key: box.calendars.get(key) for key in box.calendars.keys()}  # noqa: SIM118
        return {key: event for key, event in events.items() if any(one["id"] == UID for one in event["singleValueExtendedProperties"])}

    def once(self) -> Outcome:
        """A pass that goes well."""
        outcome = self.office.once()
        self.office.now += dt.timedelta(minutes=10)
        assert [s.error for s in outcome.sources if s.error] == [] and outcome.reminders.errors == []
        return outcome


@pytest.fixture
def g(monkeypatch: pytest.MonkeyPatch) -> Iterator[Graph]:
    monkeypatch.setitem(agenda.GraphAgendaHarvester.__init__.__kwdefaults__, "turns", Turns())  # those of the process know of other tests
    with graph() as world:
        yield world


@pytest.fixture
def company(g: Graph, tmp_path: Path, request: pytest.FixtureRequest) -> Company:
    made = Company(g, tmp_path / "company", getattr(request, "param", "event"))
    rasa = made.box("rasa")
    rasa.mail.deliver(Mail(id="q1", sender=ONA, to=(RASA,), at="2026-11-16T09:00", text="Kiek kainuotų kondicionierius?").raw())
    made.promise("rasa", 1)
    made.promise("jonas", 2)
    rasa.contacts.add(
        displayName="Ona Kazlauskienė", givenName="Ona", surname="Kazlauskienė", emailAddresses=[{"name": "Ona", "address": ONA}],
        mobilePhone="+370 612 34567", companyName="Baltas",
    )  # fmt: skip
    return made


def test_two_people_at_microsoft(company: Company) -> None:
    """F58: all of theirs is in the views, what they promised in their calendars; the next pass stores and writes nothing, and no mailbox is asked four things at once."""
    office = company.office
    company.meet("rasa", recurrence=WEEKLY)
    company.once()
    assert office.rows("SELECT name, organisation, address, phone FROM people") == [("Ona Kazlauskienė", "Baltas", ONA, "+37061234567")]
    assert office.rows("SELECT kind, direction, count(*) FROM timeline GROUP BY 1, 2 ORDER BY 1, 2") == [("meeting", "out", 3), ("message", "in", 1), ("message", "out", 2)]
    assert office.rows("SELECT promiser, state, trusted FROM promises ORDER BY promiser") == [(JONAS, "open", 1), (RASA, "open", 1)]
    assert [len(company.entries(who)) for who in ("rasa", "jonas")] == [1, 1]
    (entry,) = company.entries("rasa").values()
    assert "Ona Kazlauskienė" in entry["subject"]
    assert office.rows("SELECT DISTINCT on_server FROM collections WHERE role = 'calendar'") == [(None,)], "entries of ours and days far off are no meetings we lack"
    before, asked = office.tables(), len(company.g.log)
    outcome = company.once()
    assert sum(s.counts.seen for s in outcome.sources) == 0 and (outcome.reminders.put, outcome.reminders.removed) == (0, 0)
    assert {name for name, rows in office.tables().items() if rows != before[name]} <= BOOKS
    assert not [one for one in company.g.log[asked:] if one.verb not in ("GET", "HEAD") and one.method not in ("token", "batch")]
    assert all(company.g.most_parallel(address) <= 3 for address in (RASA, JONAS))
    assert company.box("rasa").calendars.invited == [] and office.findings() == []
    dumped = office.dump()
    office.rebuild()
    assert office.dump() == dumped


@pytest.mark.parametrize("company", ["event", "task"], indirect=True)
def test_what_people_do_with_their_entries_stands(company: Company) -> None:
    """F79, F80, F83: one moved, one ticked, one deleted; the answers are taken once, and nothing comes back in further passes."""
    company.promise("rasa", 3)
    company.promise("rasa", 4)
    company.once()
    moved, ticked, deleted = company.entries("rasa")
    box, day, hour = company.box("rasa"), "2026-11-27T00:00:00", "2026-11-27T16:15:00"
    if company.kept_as == "task":
        box.todo.change(moved, dueDateTime={"dateTime": day, "timeZone": "Europe/Vilnius"}, reminderDateTime={"dateTime": hour, "timeZone": "Europe/Vilnius"})
        box.todo.complete(ticked)
        box.todo.delete(deleted)
        box.todo.rename_folder(next(one.id for one in box.todo.lists() if one.name == NAME), "Pažadai klientams")
    else:
        box.calendars.reschedule(moved, hour, "2026-11-27T16:30:00")
        box.calendars.change(ticked, categories=["Promise", "Atlikta"])
        box.calendars.delete(deleted)
        box.calendars.deltas.forget()
    company.once()
    states = company.office.rows("SELECT state, count(*) FROM reminder GROUP BY state ORDER BY state")
    assert states == [("deleted", 1), ("done", 1), ("moved", 1), ("there", 1)]
    assert company.office.rows("SELECT due_to FROM promises WHERE reminder_state = 'moved'") == [("2026-11-27T16:15",)]
    assert company.office.rows("SELECT count(*) FROM promises WHERE state = 'kept'") == [(1,)]
    standing = company.entries("rasa")
    for _ in range(3):
        outcome = company.once()
        assert (outcome.reminders.put, outcome.reminders.removed, outcome.reminders.decided) == (0, 0, 0)
    assert company.entries("rasa") == standing and list(standing) == [moved, ticked]
    assert company.office.rows("SELECT state, count(*) FROM reminder GROUP BY state ORDER BY state") == states


def test_a_day_that_is_taken_out_and_a_calendar_that_is_shut_are_told(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """F60, F65: the series goes on without the day; of two calendars the shared one waits, and its source is well."""
    calendars, office = company.box("rasa").calendars, company.office
    key, shared = company.meet("rasa", recurrence=WEEKLY), calendars.make_calendar("Ona")
    calendars.add("Serviso diena", "2026-11-19T10:00:00", "2026-11-19T11:00:00", calendar=shared)
    own = {"id": calendars.default, "name": "Calendar", "canEdit": True, "owner": {"name": "", "address": RASA}}
    other = {"id": shared, "name": "Ona", "canEdit": False, "owner": {"name": "", "address": "petras@klimatas.example"}}
    company.g.says(lambda asked: asked.method == "calendars.list" and RASA in unquote(asked.path), 200, body={"value": [own, other]}, times=99)
    company.once()
    meetings = "SELECT substr(at, 1, 10) FROM timeline WHERE kind = 'meeting' AND subject = 'Patikra' ORDER BY at"
    assert [at for (at,) in office.rows(meetings)] == ["2026-11-18", "2026-11-25", "2026-12-02"]
    calendars.tells_days = True
    calendars.delete(key, on="2026-11-25")
    monkeypatch.setattr(agenda.GraphAgendaHarvester, "_is_read", lambda self, one: bool(self._shared.setdefault(str(one["id"]), RASA)))  # as in the process that read it
    company.g.says(lambda asked: asked.method == "calendarView.delta" and shared in unquote(asked.path), 403, code="ErrorAccessDenied", times=9)
    company.once()
    assert [at for (at,) in office.rows(meetings)] == ["2026-11-18", "2026-12-02"]
    told = "SELECT name, state FROM collections WHERE source = 'rasa-calendar' ORDER BY name"
    assert office.rows(told) == [("Calendar", "ok"), ("Ona", "forbidden")]
    assert office.rows("SELECT state FROM sources WHERE name = 'rasa-calendar'") == [("ok",)]
