"""Reminders in a calendar of Microsoft 365: the contract of a ReminderCalendar, and what an entry is there."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import connectors.exchange.ours as on_exchange
from connectors.base import UID_PREFIX
from connectors.graph.entries import new_entry, read_entry
from connectors.graph.ours import PROPERTY_SET, UID, is_own, property_id
from syncd.errors import SourceError
from tests.connectors.contract_reminders import VILNIUS, ReminderCalendarContract, reminder
from tests.connectors.graph_reminder_worlds import RASA, Person, a_person


class TestByAnApplication(ReminderCalendarContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Person]:
        yield from a_person(tmp_path)


class TestByConsent(ReminderCalendarContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Person]:
        yield from a_person(tmp_path, "consent")


@pytest.fixture
def rasa(tmp_path: Path) -> Iterator[Person]:
    yield from a_person(tmp_path)


# ── what an entry is ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_entry_blocks_no_time_shows_nobody_and_asks_nobody(rasa: Person) -> None:
    """Private, free, without guests, no meeting online; of our category, and known as ours to whoever reads the calendar (F83)."""
    entry = rasa.entry(rasa.open().put(reminder(), None).uid)
    assert (entry["sensitivity"], entry["showAs"], entry["attendees"]) == ("private", "free", [])
    assert (entry["isOnlineMeeting"], entry["responseRequested"], entry["categories"]) == (False, False, ["Promise"])
    assert (entry["isReminderOn"], entry["reminderMinutesBeforeStart"]) == (True, 0)
    assert entry["originalStartTimeZone"] == "Europe/Vilnius"
    assert is_own(entry) and is_own({"iCalUId": f"{UID_PREFIX}0a1b2c1"})
    assert not is_own({}) and not is_own({**entry, "singleValueExtendedProperties": None})


def test_the_marks_are_those_that_entries_have_on_exchange() -> None:
    """A mailbox that was moved to Microsoft 365 takes its properties along: its entries stay ours."""
    assert (PROPERTY_SET, UID.rpartition(" ")[2]) == (on_exchange.PROPERTY_SET, on_exchange.UID_PROPERTY)


@pytest.mark.parametrize(
    ("seconds", "is_on", "minutes", "reason"),
    [
        ((900, 0), True, 0, "Graph has one: that nearest to the start"),
        ((900,), True, 15, "as it is"),
        ((90,), True, 2, "whole minutes, rather early"),
        ((), False, None, "none"),
        ((90 * 86_400,), True, 40_320, "four weeks at most"),
    ],
)
def test_alarms_are_what_graph_takes(seconds: tuple[int, ...], is_on: bool, minutes: int | None, reason: str) -> None:
    """Seconds before the start become the minutes of one alarm."""
    entry = new_entry(reminder(alarms=seconds))
    assert (entry["isReminderOn"], entry.get("reminderMinutesBeforeStart")) == (is_on, minutes), reason


@pytest.mark.parametrize("url", ["", "ftp://syncd.example/p", "javascript:alert(1)", "https://a b.example/"])
def test_what_is_no_address_of_a_page_is_no_link(rasa: Person, url: str) -> None:
    """T18: a link is one to our pages, or there is none."""
    seen = rasa.open().put(reminder(url=url), None)
    assert (seen.note, rasa.entry(seen.uid)["bodyPreview"]) == (reminder().text, reminder().text)


def test_the_link_is_shown_below_the_text_and_is_none_of_its_words(rasa: Person) -> None:
    """Also where a program showed it as a link: what is seen is the text, and what a person added."""
    seen = rasa.open().put(reminder(), None)
    assert rasa.entry(seen.uid)["bodyPreview"] == f"{reminder().text}\n\n{reminder().url}" and seen.note == reminder().text
    link = f"{reminder().url}<{reminder().url}>"
    rasa.calendars.change(rasa.key_of(seen.uid), body={"contentType": "text", "content": f"{reminder().text}  \r\n\r\n{link}\r\n\r\nJi atostogauja\r\n"})
    now = rasa.open().ask(seen.uid)
    assert now is not None and now.note == f"{reminder().text}\n\nJi atostogauja"


@pytest.mark.parametrize(
    ("made", "reads", "reason"),
    [
        ("<html><head><style>p {a: b}</style></head><body>a<br>b</body></html>", "a\nb", "as Outlook writes"),
        ("<p>a</p><p><b>b</b>&nbsp;&amp;</p>", "a\nb\xa0&", "paragraphs"),
        ("<!-- x --><div>a</div>", "a", "what is not shown is not read"),
    ],
)
def test_a_text_that_comes_as_html_is_read_as_its_words(made: str, reads: str, reason: str) -> None:
    """We ask for text; a server that does not heed it is understood."""
    properties = [{"id": UID.replace("syncdUid", "SYNCDUID"), "value": "syncd-1"}]
    seen = read_entry({"id": "x", "@odata.etag": "1", "body": {"contentType": "html", "content": made}, "singleValueExtendedProperties": properties})
    assert seen is not None and (seen.note, seen.start, seen.title) == (reads, None, ""), reason


def test_a_text_that_exchange_spaced_in_its_own_way_is_as_written(rasa: Person) -> None:
    """F35: an entry that was made and not stored is adopted also where Exchange put other line ends and spaces into it."""
    seen = rasa.open().put(reminder(text="a b\n\nc"), None)
    rasa.calendars.change(rasa.key_of(seen.uid), body={"contentType": "text", "content": f"a\xa0b\r\nc \r\n\r\n{reminder().url}\r\n"})
    assert rasa.open().put(reminder(text="a b\n\nc"), None).handle == seen.handle


def test_a_change_of_ours_leaves_what_it_does_not_say(rasa: Person) -> None:
    """An entry keeps the categories and the place a person gave it; from a day to an hour and back nothing is left over."""
    last = rasa.open().put(reminder(), None)
    rasa.calendars.change(rasa.key_of(last.uid), categories=["Mano"], location={"displayName": "Kaunas"})
    now = rasa.open().ask(last.uid)
    assert now is not None
    day = dt.datetime(2026, 3, 6, tzinfo=VILNIUS)
    whole_day = rasa.open().put(reminder(all_day=True, start=day, end=day + dt.timedelta(days=1), content_hash="b", url=""), now)
    assert (whole_day.start, rasa.entry(last.uid)["isAllDay"]) == (day, True)
    again = rasa.open().put(reminder(content_hash="c"), whole_day)
    entry = rasa.entry(last.uid)
    assert again.start == reminder().start and not entry["isAllDay"]
    assert (entry["categories"], entry["location"]["displayName"]) == (["Promise", "Mano"], "Kaunas")


def test_what_is_wanted_again_is_ticked_no_more(rasa: Person) -> None:
    """A promise that is open after all: the category that said "done" goes, the others stay."""
    last = rasa.open().put(reminder(), None)
    rasa.change(last.uid, done=True)
    now = rasa.open().ask(last.uid)
    assert now is not None and now.done
    assert rasa.open().put(reminder(content_hash="b"), now).done is False
    assert rasa.entry(last.uid)["categories"] == ["Promise"]


def test_a_zone_that_graph_does_not_know_is_told_as_utc(rasa: Person) -> None:
    """The instant, and the day, are the same."""
    for n, all_day in ((1, False), (2, True)):
        rasa.graph.says("events.create", 400, code="TimeZoneNotSupportedException")
        start = dt.datetime(2026, 3, 5, 0 if all_day else 9, tzinfo=VILNIUS)
        seen = rasa.open().put(reminder(n, start=start, end=start + dt.timedelta(days=1), all_day=all_day), None)
        assert seen.start == start and rasa.entry(seen.uid)["originalStartTimeZone"] == "UTC"


def test_a_uid_that_is_none_of_ours_is_not_written(rasa: Person) -> None:
    """Nor anything that would be more than a value in a query."""
    for uid in ("meeting-1", "syncd-", "syncd-1' or true"):
        with pytest.raises(ValueError, match="no uid of ours"):
            rasa.open().put(reminder(uid=uid), None)


# ── what is ours, and where it is ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_other_entries_are_left_alone(rasa: Person) -> None:
    """Of all that is in the calendar, only what bears our mark is told, in one request however much else there is."""
    for n in range(30):
        rasa.calendars.add(f"Susitikimas {n}", "2026-03-04T10:00:00", "2026-03-04T11:00:00")
    seen = [rasa.open().put(reminder(n), None) for n in range(12)]
    rasa.asked()
    assert sorted(one.uid for one in rasa.open().look()) == sorted(one.uid for one in seen)
    assert rasa.asked() == ["events.list"]


def test_an_entry_in_another_calendar_of_the_person_is_found_and_kept(rasa: Person) -> None:
    """F62: moving it there is not deleting it; it is written where it is, and removed from there."""
    last = rasa.open().put(reminder(), None)
    rasa.calendars.move(rasa.key_of(last.uid), rasa.calendars.make_calendar("Asmeninis"))
    assert list(rasa.open().look()) == []
    there = rasa.open().ask(last.uid)
    assert there is not None and replace(there, etag=last.etag) == last
    changed = rasa.open().put(reminder(content_hash="b", title="Skambinti"), last)
    assert (changed.handle, changed.title, rasa.entries()) == (last.handle, "Skambinti", [])
    rasa.open().remove(changed)
    assert rasa.open().ask(last.uid) is None


def test_an_entry_whose_id_is_another_is_found_by_its_uid(rasa: Person) -> None:
    """F53: a mailbox that was moved between directories has other ids for everything."""
    last = rasa.open().put(reminder(), None)
    old = replace(last, handle="AAMkAGI1gone", etag='W/"gone"')
    changed = rasa.open().put(reminder(content_hash="b"), old)
    assert (changed.handle, changed.content_hash) == (last.handle, "b")
    rasa.open().remove(replace(changed, handle=""))
    assert rasa.entries() == []


@pytest.mark.parametrize("path", ["../../users/other@x.example/events/1", "a/b", "a?b=c#d"])
def test_a_handle_leads_nowhere_else(rasa: Person, path: str) -> None:
    """What stands in the store is an id and no address."""
    last = replace(rasa.open().put(reminder(), None), handle=path)
    rasa.asked()
    with contextlib.suppress(SourceError):
        rasa.open().remove(last)
    assert {one.account for one in rasa.graph.log if "." in one.method} <= {RASA}
    rasa.graph.violations.clear()  # what was refused as no id at all


def test_a_handle_of_another_entry_is_refused(rasa: Person) -> None:
    """Nothing but the entry itself is ever written over or removed."""
    other = rasa.open().put(reminder(2), None)
    meeting = rasa.calendars.add("Susitikimas", "2026-03-04T10:00:00", "2026-03-04T11:00:00")
    for handle in (other.handle, meeting):
        last = replace(rasa.open().put(reminder(), None), handle=handle)
        for act in (lambda last=last: rasa.open().remove(last), lambda last=last: rasa.open().put(reminder(content_hash="b"), last)):
            with pytest.raises(SourceError, match="no entry"):
                act()
    assert len(rasa.entries()) == 3


def test_of_an_entry_and_its_copies_the_one_made_first_is_ours(rasa: Person) -> None:
    """F82: a copy is not told, asked for, changed or removed. Cut and pasted, the entry is the pasted one: it has another id."""
    last = rasa.open().put(reminder(), None)
    for _ in range(2):
        rasa.copy(last.uid)
    assert list(rasa.open().look()) == [last] == [rasa.open().ask(last.uid)]
    changed = rasa.open().put(reminder(content_hash="b", title="Skambinti"), last)
    assert sorted(one["subject"] for one in rasa.entries()) == sorted(["Skambinti", reminder().title, reminder().title])
    rasa.delete(changed.uid)
    (pasted,) = rasa.open().look()
    assert pasted.handle != changed.handle


def test_what_may_be_written_is_told_as_far_as_it_is_known(tmp_path: Path) -> None:
    """By consent, what was consented to; of an application Graph tells nothing; of a calendar that is only read, no."""
    told = []
    for way in ("program", "consent"):
        for person in a_person(tmp_path, way):  # type: ignore[arg-type]
            told.append(person.open().writable())
            book = {"value": [], "id": "x", "canEdit": False}
            person.graph.says("calendars.get", 200, body=book)
            told.append(person.open().writable())
            person.forbid()
            told.append(person.open().writable())
    assert told == [None, False, None, True, False, False]


def test_what_is_seen_is_the_contract_of_seen(rasa: Person) -> None:
    """A damaged entry is told with what there is of it, never refused."""
    last = rasa.open().put(reminder(), None)
    rasa.calendars.change(rasa.key_of(last.uid), subject="", body=None, categories=[])
    rasa.calendars.extend(rasa.key_of(last.uid), property_id("syncdZone"), "Nowhere/Land")
    (seen,) = rasa.open().look()
    assert (seen.uid, seen.title, seen.note, seen.key) == (last.uid, "", "", last.key)
    assert seen.start == last.start
