"""CalDAV and the people at it: where their calendars are found, and what they do to our entries with other programs."""

from __future__ import annotations

import datetime as dt
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from connectors import registry
from connectors.dav.caldav import CaldavOptions
from connectors.dav.discovery import ADDRESS_BOOKS
from connectors.dav.harvest import DavHarvester
from connectors.dav.reminders import CaldavReminders, Known
from syncd.errors import ChangedByPerson, SourceError
from tests.connectors.contract import Store, event
from tests.connectors.contract_reminders import VILNIUS, reminder
from tests.connectors.dav_worlds import Calendar, Person, Server, multistatus, session
from tests.fakes.dav_server import Faulty, Spoken, faulty
from tests.servers.radicale import PASSWORD
from tests.timing import least

TASKS_ONLY = (
    '<C:mkcalendar xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><set><prop><displayname>Darbai</displayname>'
    '<C:supported-calendar-component-set><C:comp name="VTODO"/></C:supported-calendar-component-set></prop></set></C:mkcalendar>'
)


class Home:
    """A person at Radicale with two calendars, reached through a fake that counts."""

    def __init__(self, server: Server, fake: Faulty) -> None:
        self.person, self.home = server.somebody()
        self.fake = fake
        self.work = self.person.make_calendar(f"{self.home}work/", "Darbas")
        self.private = self.person.make_calendar(f"{self.home}home/", "Namai")
        self.account = replace(self.person.account, url=fake.url)

    def harvester(self, path: str = "/", **options: str) -> DavHarvester:
        return DavHarvester(session(replace(self.account, url=self.fake.url + path)), **options)  # type: ignore[arg-type]

    def reminders(self, name: str = "Promises", known: Known | None = None) -> CaldavReminders:
        return CaldavReminders(session(self.account), name, known=known)

    def names(self, path: str = "/", **options: str) -> list[str]:
        """The collections a harvester gives."""
        return sorted(c.name for c in self.harvester(path, **options).collections())


@pytest.fixture
def home(radicale_server: Server) -> Iterator[Home]:
    with faulty(radicale_server.url) as fake:
        yield Home(radicale_server, fake)


# ── where calendars are found ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "names", "reason"),
    [
        ("/", ["Darbas", "Namai"], "the server: by the well-known address and the person's own resource"),
        ("", ["Darbas", "Namai"], "the same without a slash"),
        ("{home}", ["Darbas", "Namai"], "the folder of calendars"),
        ("{home}work/", ["Darbas"], "a single calendar"),
        ("{home}work", ["Darbas"], "the same without a slash"),
    ],
)
def test_calendars_are_found_from_any_address(home: Home, path: str, names: list[str], reason: str) -> None:
    """RFC 6764: whatever the admin pastes into `url`."""
    assert home.names(path.format(home=home.home)) == names, reason


@pytest.mark.parametrize("path", ["/", "/anna/", "/anna/calendars/", "/anna/calendars/calendar/"])
def test_calendars_are_found_where_home_and_principal_differ(xandikos_server: Server, path: str) -> None:
    """At Xandikos the person's resource is /anna/, the calendars are below /anna/calendars/."""
    person, _ = xandikos_server.somebody()
    account = replace(person.account, url=person.account.url + path)
    assert "/anna/calendars/calendar/" in [c.id for c in DavHarvester(session(account)).collections()]


def test_calendars_are_found_without_a_well_known_address(home: Home) -> None:
    """Many servers answer 404 there."""
    home.fake.says("PROPFIND", Spoken(404), path="/.well-known")
    assert home.names() == ["Darbas", "Namai"]


def test_a_folder_of_calendars_without_any_property_is_listed(home: Home) -> None:
    """A server that names no person and no home: what is below the address is taken."""
    home.fake.changes("PROPFIND", lambda body: re.sub(rb"current-user-principal|calendar-home-set", b"other", body))
    assert home.names(home.home) == ["Darbas", "Namai"]
    with pytest.raises(SourceError, match="full address"):
        home.names("/")


def test_an_address_with_nothing_below_it_is_said(home: Home) -> None:
    """The text says what to write."""
    for path in (f"{home.home}nothing/", "/somebody/else/"):
        with pytest.raises(SourceError, match="`url`"):
            home.names(path)


@pytest.mark.parametrize("wanted", ["Namai", "home", "{home}home/", "{origin}{home}home", "{home}home"])
def test_one_calendar_can_be_chosen(home: Home, wanted: str) -> None:
    """`calendar`: by name or address."""
    assert home.names(wanted=wanted.format(home=home.home, origin=home.fake.url)) == ["Namai"]


def test_a_calendar_that_is_not_there_is_said_with_those_there_are(home: Home) -> None:
    """A mistyped name never reads as an empty account."""
    with pytest.raises(SourceError, match='"Darbas", "Namai"'):
        home.names(wanted="Namia")


@pytest.mark.slow
def test_task_lists_and_the_calendar_of_reminders_are_not_read(home: Home) -> None:
    """Only calendars that take meetings; ours is left out by name, and by address when a person renamed it (F83)."""
    home.person.say("MKCALENDAR", f"{home.home}tasks/", TASKS_ONLY, Content_Type="application/xml")
    home.reminders().put(reminder(), None)
    assert home.names(hidden="Promises") == ["Darbas", "Namai"]
    rename(home.person, f"{home.home}syncd-promises/", "Pažadai")
    assert home.names(hidden="Promises") == ["Darbas", "Namai"]
    home.person.make_calendar(f"{home.home}mine/", "Promises")
    assert home.names(hidden="Promises") == ["Darbas", "Namai"]


def test_tasks_and_notes_in_a_calendar_are_left_out(home: Home) -> None:
    """Only meetings are given; `complete` does not name the rest."""
    home.person.write(f"{home.work}a.ics", event("a"))
    task = event("t").replace(b"VEVENT", b"VTODO").replace(b"DTSTART", b"DUE")
    home.person.write(f"{home.work}t.ics", task)
    harvester = home.harvester(home.work)
    (calendar,) = harvester.collections()
    (page,) = harvester.pages(calendar, None)
    assert [c.remote_id for c in page.changes] == ["a.ics"] and page.complete == {"a.ics"}


def rename(person: Person, path: str, name: str) -> None:
    """A person renames a calendar."""
    body = f'<propertyupdate xmlns="DAV:"><set><prop><displayname>{name}</displayname></prop></set></propertyupdate>'
    person.say("PROPPATCH", path, body, Content_Type="application/xml")


@pytest.mark.slow
def test_it_opens_from_the_config(home: Home, tmp_path: Path) -> None:
    """The registry's way: the password from its file, the same connection for both, entries where the config says."""
    secret = tmp_path / "password"
    secret.write_text(PASSWORD + "\n")
    secret.chmod(0o600)
    options = CaldavOptions(url=home.fake.url, user=home.account.user, password_file=str(secret), reminder_calendar="Namai")
    calendar = registry.open_reminders("caldav", options, base=tmp_path)
    assert calendar.put(reminder(), None).handle.startswith(home.private)
    harvester = registry.open_harvester("caldav", options, base=tmp_path, owner="rasa@klimatas.example")
    assert [c.name for c in harvester.collections()] == ["Darbas"]


# ── how little a pass asks ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_a_pass_with_nothing_new_is_one_request(home: Home) -> None:
    """§10: one request for all calendars together, at most 5 ms of CPU with the connection kept."""
    for number in range(30):
        home.person.write(f"{home.work}e{number}.ics", event(f"e{number}"))
    harvester = home.harvester()
    cursors: dict[str, object] = {}

    def run() -> int:
        changes = 0
        for calendar in harvester.collections():
            for page in harvester.pages(calendar, cursors.get(calendar.id)):  # type: ignore[arg-type]
                cursors[calendar.id] = page.cursor
                changes += len(page.changes)
        return changes

    assert run() == 30
    spent = []
    for _ in range(15):
        home.fake.asked.clear()
        began = time.thread_time()
        assert run() == 0
        spent.append(time.thread_time() - began)
        assert [method for method, _ in home.fake.asked] == ["PROPFIND"]
    assert statistics.median(spent) <= 0.005


@pytest.mark.slow
def test_looking_at_reminders_again_is_one_request(home: Home) -> None:
    """What is known of the calendar is kept between passes; only what changed is read."""
    known = Known()
    calendar = home.reminders(known=known)
    first, second, third = (calendar.put(reminder(n), None) for n in (1, 2, 3))
    assert sorted(s.uid for s in calendar.look()) == [s.uid for s in (first, second, third)]
    home.fake.asked.clear()
    assert len(list(calendar.look())) == 3
    assert [method for method, _ in home.fake.asked] == ["REPORT"]
    entry = home.person.read(first.handle)
    home.person.write(first.handle, entry.replace(b"SUMMARY:", b"SUMMARY:ok "))
    home.person.delete(second.handle)
    seen = {s.uid: s for s in home.reminders(known=known).look()}
    assert set(seen) == {first.uid, third.uid} and seen[first.uid].title.startswith("ok ")
    known.token = "http://radicale.org/ns/sync/" + "0" * 64
    assert {s.uid: s for s in home.reminders(known=known).look()} == seen, "a forgotten token: read anew"


@pytest.mark.slow
def test_reminders_are_kept_without_tokens(home: Home) -> None:
    """A server without sync-collection: entity tags tell what to read."""
    home.fake.says("REPORT", Spoken(405), body=b"sync-collection", times=10**9)
    calendar = home.reminders()
    first, second = calendar.put(reminder(1), None), calendar.put(reminder(2), None)
    assert sorted(s.uid for s in calendar.look()) == [first.uid, second.uid]
    home.person.delete(first.handle)
    assert list(calendar.look()) == [second]


# ── what people do to our entries ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_an_entry_moved_to_another_calendar_is_not_taken_as_deleted(home: Home) -> None:
    """ask finds it by its uid in whatever calendar of the person it is now (F80 does not apply)."""
    seen = home.reminders().put(reminder(), None)
    elsewhere = f"{home.private}8F31-moved.ics"
    home.person.write(elsewhere, home.person.read(seen.handle))
    home.person.delete(seen.handle)
    now = home.reminders().ask(seen.uid)
    assert now is not None and now.handle == elsewhere and now.title == seen.title
    with pytest.raises(ChangedByPerson):
        home.reminders().put(reminder(content_hash="b"), seen)
    assert home.reminders().put(reminder(content_hash="b"), now).handle == elsewhere
    home.person.delete(elsewhere)
    assert home.reminders().ask(seen.uid) is None


@pytest.mark.slow
def test_an_entry_under_another_address_is_adopted(home: Home) -> None:
    """A program that rewrites entries under names of its own makes no second one of them."""
    seen = home.reminders().put(reminder(), None)
    raw = home.person.read(seen.handle)
    home.person.delete(seen.handle)
    home.person.write(f"{home.home}syncd-promises/6E1B.ics", raw)
    adopted = home.reminders().put(reminder(), None)
    assert adopted.handle.endswith("/6E1B.ics")
    assert list(home.reminders().look()) == [adopted]


@pytest.mark.slow
def test_a_renamed_calendar_stays_ours(home: Home) -> None:
    """Its address is known; no second one is made."""
    home.reminders().put(reminder(), None)
    rename(home.person, f"{home.home}syncd-promises/", "Pažadai")
    home.reminders().put(reminder(2), None)
    assert len(list(home.reminders().look())) == 2
    assert len(home.names()) == 3


@pytest.mark.slow
def test_a_removed_calendar_decides_nothing(home: Home) -> None:
    """F80: look gives none, but ask gives no answer about entries of a calendar that is gone."""
    known = Known()
    seen = home.reminders(known=known).put(reminder(), None)
    list(home.reminders(known=known).look())
    home.person.delete(f"{home.home}syncd-promises/")
    with pytest.raises(SourceError):
        list(home.reminders(known=known).look())
    for calendar in (home.reminders(known=known), home.reminders()):
        assert list(calendar.look()) == []
        with pytest.raises(SourceError, match="nothing is decided"):
            calendar.ask(seen.uid)


@pytest.mark.slow
def test_entries_of_the_person_beside_ours_are_left_alone(home: Home) -> None:
    """An existing calendar may hold anything else; look gives ours only."""
    home.person.write(f"{home.work}a.ics", event("a"))
    before = home.person.read(f"{home.work}a.ics")
    calendar = home.reminders("Darbas")
    seen = calendar.put(reminder(), None)
    assert list(calendar.look()) == [seen]
    calendar.remove(seen)
    assert home.person.read(f"{home.work}a.ics") == before


@pytest.mark.slow
@pytest.mark.parametrize("handle", ["/{other}/work/a.ics", "{home}../u1/work/a.ics", "{home}%2e%2e/x.ics", "http://127.0.0.1:1/x.ics", "x.ics", ""])
def test_a_handle_leads_nowhere_else(home: Home, handle: str) -> None:
    """A damaged store cannot make us delete what is not in these calendars."""
    seen = home.reminders().put(reminder(), None)
    home.fake.asked.clear()
    with pytest.raises(SourceError):
        home.reminders().remove(replace(seen, handle=handle.format(home=home.home, other="u499")))
    assert "DELETE" not in [method for method, _ in home.fake.asked]


def test_a_uid_that_is_not_ours_is_never_written(home: Home) -> None:
    """The uid becomes an address: nothing else may."""
    for uid in ("meeting-1", "syncd-../../x", "syncd-a b", ""):
        with pytest.raises(ValueError, match="no uid of ours"):
            home.reminders().put(reminder(uid=uid), None)


def test_a_task_is_due_with_alarms_before(radicale_server: Server) -> None:
    """`as = "task"`: VTODO with DUE, alarms counted from it; nothing of an event's."""
    person, folder = radicale_server.somebody()
    world = Calendar(person, folder, "task")
    text = re.sub(r"\r\n ", "", world.text(world.open().put(reminder(), None).uid))
    assert "BEGIN:VTODO" in text and "DUE;TZID=Europe/Vilnius:20260304T090000" in text
    assert "DTSTART" not in text.partition("BEGIN:VTODO")[2] and "TRANSP" not in text
    assert sorted(re.findall(r"TRIGGER;RELATED=END:(\S+)", text)) == ["-PT15M", "PT0S"]


@pytest.mark.slow
def test_a_task_program_that_adds_a_start_has_not_moved_it(radicale_server: Server) -> None:
    """The term of a task is its due time, whatever else a program writes."""
    person, folder = radicale_server.somebody()
    world = Calendar(person, folder, "task")
    seen = world.open().put(reminder(), None)
    raw = person.read(seen.handle).replace(b"CLASS:PRIVATE", b"DTSTART:20260301T080000Z\r\nCLASS:PRIVATE")
    person.write(seen.handle, raw)
    (now,) = world.open().look()
    assert now.start == dt.datetime(2026, 3, 4, 9, tzinfo=VILNIUS)


@pytest.mark.slow
def test_switching_from_events_to_tasks_leaves_what_is_there(radicale_server: Server) -> None:
    """Entries written before are still ours; the next writing makes a task of one nobody touched."""
    person, folder = radicale_server.somebody()
    last = Calendar(person, folder, "event").open().put(reminder(), None)
    tasks = Calendar(person, folder, "task").open()
    assert list(tasks.look()) == [last]
    assert tasks.put(reminder(content_hash="b"), last).content_hash == "b"


def test_address_books_are_no_calendars(home: Home) -> None:
    """And the other way round."""
    home.person.make_book(f"{home.home}cards/", "Klientai")
    assert home.names() == ["Darbas", "Namai"]
    assert [c.name for c in DavHarvester(session(home.account, ADDRESS_BOOKS)).collections()] == ["Klientai"]


@pytest.mark.slow
def test_a_config_that_names_an_account_is_read_without_its_libraries() -> None:
    """`syncd status` of a company at a CalDAV server loads no HTTP and no XML."""
    code = (
        "import sys; from connectors import registry; [registry.options_type(n) for n in ('caldav', 'carddav')]; "
        "print(registry.keeps_reminders('caldav'), 'httpx2' in sys.modules, 'lxml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2], check=True)
    assert done.stdout.split() == ["True", "False", "False"]


@pytest.mark.slow
def test_many_pages_of_a_large_calendar(home: Home) -> None:
    """More items than one request asks for."""
    for number in range(60):
        home.person.write(f"{home.work}e{number:02}.ics", event(f"e{number:02}"))
    harvester = home.harvester(home.work)
    harvester._size = replace(harvester._size, items=25)
    store = Store()
    assert len(store.run(harvester)) == 60
    assert [m for m, _ in home.fake.asked].count("REPORT") == 4, "one listing and three pages"


@pytest.mark.slow
def test_a_thousand_meetings_cost_little(home: Home) -> None:
    """§10: 1,000 events read for the first time in at most 0.4 s of CPU, without what it takes to understand them."""
    entries = "".join(event(f"e{n}").decode().partition("PRODID:-//test//EN\r\n")[2].removesuffix("END:VCALENDAR\r\n") for n in range(1000))
    whole = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n{entries}END:VCALENDAR\r\n"
    home.person.say("PUT", f"{home.home}big/", whole, Content_Type="text/calendar")
    harvester = DavHarvester(session(replace(home.person.account, url=home.person.account.url + f"{home.home}big/")))
    store = Store()
    assert least(lambda: Store().run(harvester), 0.4) <= 0.4
    assert len(store.run(harvester)) == 1000


@pytest.mark.parametrize(
    ("privileges", "told", "reason"),
    [
        ("read", False, "shared with us for reading"),
        ("", False, "we may do nothing there"),
        ("read write", True, "write holds what it takes to put something in"),
        ("read bind", True, "new entries may come in (RFC 3744 section 3.9)"),
        ("all", True, "our own"),
        (None, None, "a server without access control tells nothing"),
    ],
)
def test_the_servers_word_on_writing_is_passed_on(home: Home, privileges: str | None, told: bool | None, reason: str) -> None:
    """RFC 3744 section 5.4: asked of the calendar, and of the folder around it while the calendar is not made yet."""
    held = "".join(f"<privilege><{name}/></privilege>" for name in (privileges or "").split())
    found = f"<prop><current-user-privilege-set>{held}</current-user-privilege-set></prop><status>HTTP/1.1 200 OK</status>"
    none = "<prop><current-user-privilege-set/></prop><status>HTTP/1.1 404 Not Found</status>"
    body = f"<response><href>{home.work}</href><propstat>{none if privileges is None else found}</propstat></response>"
    home.fake.says("PROPFIND", Spoken(207, body=multistatus(body)), body=b"current-user-privilege-set", times=9)
    assert home.reminders("Darbas").writable() is told, reason
    assert home.reminders("Promises").writable() is told, reason
    assert home.fake.asked[-1] == ("PROPFIND", home.home)


def test_a_single_calendar_of_another_name_holds_no_reminders(home: Home) -> None:
    """`url` names one calendar, and the server says of no folder in which another could be made."""
    home.fake.changes("PROPFIND", lambda body: re.sub(rb"<(\w+:)?(calendar-home-set|current-user-principal)>.*?</(\w+:)?\2>", b"", body, flags=re.DOTALL))
    reminders = CaldavReminders(session(replace(home.account, url=home.fake.url + home.work)), "Promises")
    assert reminders.writable() is False
