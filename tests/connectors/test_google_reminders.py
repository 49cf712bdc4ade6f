"""Reminders in a Google calendar: the contract of a ReminderCalendar, what an entry is there, and which calendar it is in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from connectors.base import Seen
from connectors.google.entries import event_id, read_entry, uid_of, write_entry
from connectors.google.ours import OWN_ID_PREFIX, is_own
from connectors.google.reminders import Known
from syncd.errors import AuthFailed, SourceError
from tests.connectors.contract_reminders import VILNIUS, ReminderCalendarContract, reminder
from tests.connectors.google_reminder_worlds import OWN_SCOPES, Person, a_person

OTHER = "jonas@klimatas.example"


class TestOwnCalendar(ReminderCalendarContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Person]:
        yield from a_person(tmp_path)


class TestPrimaryCalendar(ReminderCalendarContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Person]:
        yield from a_person(tmp_path, "primary")


@pytest.fixture
def rasa(tmp_path: Path) -> Iterator[Person]:
    yield from a_person(tmp_path)


# ── what an entry is ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_id_of_an_entry_is_its_uid_in_googles_letters() -> None:
    """The same uid is the same id, whoever makes it; every id of ours begins alike; what has another id is none (F82)."""
    uid = "syncd-0a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p"
    assert uid_of(event_id(uid)) == uid and event_id(uid).startswith(OWN_ID_PREFIX)
    assert set(event_id(uid)) <= set("0123456789abcdefghijklmnopqrstuv") and 5 <= len(event_id(uid)) <= 1024
    for other in ("", "abc", event_id(uid) + "_20260305T070000Z", event_id(uid) + "0", event_id(uid)[:-1], "0" * 26):
        assert uid_of(other) == "", other
    with pytest.raises(ValueError, match="no uid of ours"):
        event_id("meeting-1")


def test_an_entry_blocks_no_time_shows_nobody_and_asks_nobody(rasa: Person) -> None:
    """Private, free, without guests, with its own alarms, and no meeting for whoever reads the calendar (F83)."""
    entry = rasa.entry(rasa.open().put(reminder(), None).uid)
    assert (entry["visibility"], entry["transparency"], "attendees" in entry) == ("private", "transparent", False)
    assert entry["reminders"] == {"useDefault": False, "overrides": [{"method": "popup", "minutes": 0}, {"method": "popup", "minutes": 15}]}
    assert entry["source"] == {"title": reminder().title, "url": reminder().url}
    assert entry["start"]["timeZone"] == "Europe/Vilnius"
    assert is_own(entry)
    assert {one.params["sendUpdates"] for one in rasa.google.log if one.verb not in ("GET",) and "events" in one.method} == {"none"}


@pytest.mark.parametrize(
    ("seconds", "minutes", "reason"),
    [
        ((900, 0), [0, 15], "as they are"),
        ((90,), [2], "whole minutes, rather early"),
        ((), [], "none"),
        ((60, 60, 59), [1], "two of one minute are one"),
        ((0, 60, 120, 180, 240, 300, 360), [0, 1, 2, 3, 4], "Google takes five: those nearest to the start"),
        ((90 * 86_400,), [40_320], "and four weeks at most"),
    ],
)
def test_alarms_are_what_google_takes(seconds: tuple[int, ...], minutes: list[int], reason: str) -> None:
    """Seconds before the start become minutes."""
    overrides = write_entry(reminder(alarms=seconds))["reminders"]["overrides"]
    assert [one["minutes"] for one in overrides] == minutes, reason


@pytest.mark.parametrize("url", ["", "ftp://syncd.example/p", "javascript:alert(1)", "https://a b.example/"])
def test_what_is_no_address_of_a_page_is_no_source(url: str) -> None:
    """T18: a link is one to our pages, or there is none."""
    assert "source" not in write_entry(reminder(url=url))


TEXTS = (
    "„Paskambinsiu rytoj“ – 2026-03-02",
    "a < b, b > c & d; <3",
    'see <a href="https://evil.example">here</a> and <img src=x>',
    "R&D, &amp; stays, &lt;b&gt; and &#60; too; a&b=c&copy=d",
    "first\n\nthird – with  spaces\u00a0kept",
    "</p><!-- hidden --><br>",
)


@pytest.mark.parametrize("text", TEXTS)
def test_words_are_shown_as_they_are_and_read_back(rasa: Person, text: str) -> None:
    """T18: Google shows HTML; what a mail brought is words in it, and what comes back is what was written."""
    seen = rasa.open().put(reminder(text=text), None)
    assert seen.note == text
    assert not any(f"<{letter}" in rasa.entry(seen.uid)["description"] for letter in "abip/!")
    assert rasa.open().put(reminder(text=text), None) == seen, "and is recognised"


@pytest.mark.parametrize(
    ("made", "reads", "reason"),
    [
        ("a<br>b<br/>c", "a\nb\nc", "as the web page writes lines"),
        ("<p>a</p><p><b>b</b></p>", "a\nb", "as telephones do"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb", "a list"),
        ('<span style="x">a</span>&nbsp;b &amp; c', "a b & c", "with names for letters"),
        ('<a href="https://x.example/?a=1&amp;b=2">https://x.example/?a=1&amp;b=2</a>', "https://x.example/?a=1&b=2", "a link made of an address"),
        ("a\r\nb  \n", "a\nb", "plain"),
    ],
)
def test_what_another_program_made_of_a_text_is_read_as_its_words(made: str, reads: str, reason: str) -> None:
    """A note a person wrote is told without the HTML around it."""
    seen = read_entry({"id": event_id("syncd-1"), "etag": '"1"', "description": made}, "primary")
    assert seen is not None and seen.note == reads, reason


def test_a_change_of_ours_leaves_what_it_does_not_say(rasa: Person) -> None:
    """An entry keeps the colour a person gave it; from a day to an hour and back nothing is left over."""
    last = rasa.open().put(reminder(), None)
    rasa.calendars.change("Promises", event_id(last.uid), colorId="5")
    now = rasa.open().ask(last.uid)
    assert now is not None
    day = dt.datetime(2026, 3, 6, tzinfo=VILNIUS)
    whole_day = rasa.open().put(reminder(all_day=True, start=day, end=day + dt.timedelta(days=1), content_hash="b", url=""), now)
    assert (whole_day.start, rasa.entry(last.uid)["start"]) == (day, {"date": "2026-03-06"})
    assert "source" not in rasa.entry(last.uid)
    again = rasa.open().put(reminder(content_hash="c"), whole_day)
    assert again.start == reminder().start and "date" not in rasa.entry(last.uid)["start"]
    assert rasa.entry(last.uid)["colorId"] == "5"


# ── which calendar ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_calendar_is_made_when_the_first_entry_is_written(rasa: Person) -> None:
    """It says in words what it is, in three languages, is in the zone of its owner, and is made once."""
    assert rasa.calendars.titles() == [rasa.address]
    known = Known()
    for n in range(3):
        rasa.open(known).put(reminder(n), None)
    made = rasa.calendars.calendar("Promises")
    assert rasa.calendars.titles() == [rasa.address, "Promises"] and made.time_zone == "Europe/Vilnius"
    assert all(word in made.description for word in ("what you have promised", "ką esate pažadėję", "что вы обещали"))


def test_a_calendar_with_another_title_stays_ours(rasa: Person) -> None:
    """What a person calls it is theirs to say, here as in their own list."""
    seen = rasa.open().put(reminder(), None)
    rasa.calendars.calendar("Promises").summary = "Pažadai"
    assert list(rasa.open().look()) == [seen]
    rasa.open().put(reminder(2), None)
    assert rasa.calendars.titles() == [rasa.address, "Pažadai"]


def test_a_calendar_whose_description_is_rewritten_stays_ours(rasa: Person) -> None:
    """Then its title tells."""
    seen = rasa.open().put(reminder(), None)
    rasa.calendars.calendar("Promises").description = "mano"
    assert list(rasa.open().look()) == [seen]


@pytest.mark.parametrize(
    ("role", "owner", "reason"),
    [
        ("writer", OTHER, "a colleague shares theirs, with the same mark and title"),
        ("owner", OTHER, "and lets others see to it"),
        ("owner", "", "the person made one by hand: with our scope nothing can be written there"),
    ],
)
def test_another_calendar_of_that_name_is_left_alone(rasa: Person, role: str, owner: str, reason: str) -> None:
    """Nothing of ours is written into a calendar that is not ours."""
    theirs = rasa.calendars.calendar(rasa.calendars.add("Promises", role=role, owner=owner))
    theirs.description = f"[syncd {owner}: Promises]" if owner else ""
    seen = rasa.open().put(reminder(), None)
    assert not theirs.events, reason
    assert list(rasa.open().look()) == [seen]


@pytest.mark.parametrize(("owner", "used", "reason"), [("", True, "the person's own"), (OTHER, False, "a colleague's, who shares it with all rights")])
def test_a_calendar_made_by_hand_is_used_where_it_may_be(rasa: Person, owner: str, used: bool, reason: str) -> None:
    """An admin who lets the service account see to all calendars may point to one."""
    rasa.token = rasa.google.token_file(rasa.folder / "all.json", rasa.address, [*OWN_SCOPES, "https://www.googleapis.com/auth/calendar"])
    by_hand = rasa.calendars.add("Promises", owner=owner)
    seen = rasa.open().put(reminder(), None)
    assert seen.handle.startswith(by_hand) == used, reason
    assert rasa.calendars.titles().count("Promises") == (1 if used else 2)


def test_of_two_made_by_accident_both_are_read_and_the_older_is_written(rasa: Person) -> None:
    """Entries are found in either; new ones go where the first are."""
    first = rasa.open().put(reminder(), None)
    older = rasa.calendars.calendar("Promises")
    rasa.calendars.calendar(rasa.calendars.add("Promises", id_="a" + older.id)).description = older.description
    assert [one.handle for one in rasa.open().look()] == [first.handle]
    second = rasa.open().put(reminder(2), None)
    assert second.handle.startswith(older.id) and sorted(one.uid for one in rasa.open().look()) == sorted((first.uid, second.uid))


@pytest.mark.slow
def test_a_pass_with_nothing_new_is_one_request(rasa: Person) -> None:
    """Beside the question whose account it is, once a connection; and what changed is all that is told."""
    known = Known()
    reminders = rasa.open(known)
    seen = [reminders.put(reminder(n), None) for n in range(20)]
    assert sorted(reminders.look(), key=lambda s: s.handle) == sorted(seen, key=lambda s: s.handle)
    rasa.asked()
    assert len(list(reminders.look())) == 20
    assert rasa.asked() == ["events.list"]
    rasa.change(seen[3].uid, title="✓ Paskambinti")
    assert [one.title for one in reminders.look() if one not in seen] == ["✓ Paskambinti"]
    rasa.delete(seen[4].uid)
    assert seen[4].uid not in [one.uid for one in reminders.look()]
    assert list(rasa.open(known).look()) == list(reminders.look()), "and the next pass goes on from there"


def test_in_the_primary_calendar_only_ours_are_told(tmp_path: Path) -> None:
    """F31: by a filter the first time, in a process that looks again by what changed, never by both; the person's own events are not told."""
    for person in a_person(tmp_path, "primary"):
        times = {"start": {"dateTime": "2026-03-05T09:00:00+02:00"}, "end": {"dateTime": "2026-03-05T10:00:00+02:00"}}
        for n in range(5):
            person.calendars.put("primary", {"summary": f"Susitikimas {n}", **times})
        seen, known = person.open().put(reminder(), None), Known()
        person.copy(seen.uid)
        assert [list(person.open(known).look()) for _ in range(4)] == [[seen]] * 4
        asked = [one.params for one in person.google.asked("calendar.events.list")]
        assert [("privateExtendedProperty" in one, "syncToken" in one) for one in asked] == [(True, False), (False, False), (False, True), (False, True)]
        person.delete(seen.uid)
        person.calendars.put("primary", {"summary": "Pietūs", **times})
        assert list(person.open(known).look()) == []


# ── moved, and gone ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_entry_in_another_calendar_of_the_person_is_found_and_kept(rasa: Person) -> None:
    """F62: moving it there is not deleting it; and the second time it is asked for where it was."""
    last = rasa.open().put(reminder(), None)
    for n in range(3):
        rasa.calendars.add(f"Kitas {n}")
    rasa.calendars.move_to("Promises", event_id(last.uid), "Kitas 2")
    known = Known()
    assert list(rasa.open(known).look()) == []
    there = rasa.open(known).ask(last.uid)
    assert there is not None and there.handle != last.handle and replace(there, handle=last.handle, etag=last.etag) == last
    rasa.asked()
    assert rasa.open(known).ask(last.uid) == there
    assert rasa.asked().count("events.get") == 2


def test_an_entry_in_a_calendar_that_cannot_be_read_is_gone(rasa: Person) -> None:
    """One that shows free and busy only is not asked."""
    last = rasa.open().put(reminder(), None)
    rasa.calendars.add("Kitas", role="freeBusyReader", owner=OTHER)
    rasa.delete(last.uid)
    assert rasa.open().ask(last.uid) is None


def test_an_entry_of_which_nothing_is_left_is_gone(rasa: Person) -> None:
    """Google forgets what was deleted long ago: 404 from a calendar that answers."""
    last = rasa.open().put(reminder(), None)
    rasa.calendars.purge("Promises", event_id(last.uid))
    assert rasa.open().ask(last.uid) is None
    rasa.open().remove(last)


@pytest.mark.parametrize("handle", ["", "primary", "/x", "c_1@group.calendar.google.com/" + event_id("syncd-other")])
def test_a_handle_that_is_none_of_that_entry_is_refused(rasa: Person, handle: str) -> None:
    """Nothing but the entry itself is ever written over or removed."""
    last = replace(rasa.open().put(reminder(), None), handle=handle)
    with pytest.raises(SourceError, match="no entry"):
        rasa.open().remove(last)
    with pytest.raises(SourceError, match="no entry"):
        rasa.open().put(reminder(), last)


def test_another_account_that_signed_in_is_refused(rasa: Person) -> None:
    """F43: nothing is read or written where the token is another person's."""
    rasa.token = rasa.google.token_file(rasa.folder / "other.json", OTHER)
    acts: list[Any] = [lambda: list(rasa.open().look()), lambda: rasa.open().put(reminder(), None)]
    for act in acts:
        with pytest.raises(AuthFailed):
            act()
    assert rasa.google.account(OTHER).calendars.titles() == [OTHER]


def test_whether_it_may_be_written_is_told_by_the_role(rasa: Person) -> None:
    """None before the calendar is made; then what the person's role allows."""
    assert rasa.open().writable() is None
    rasa.open().put(reminder(), None)
    told: dict[str, bool | None] = {}
    for role in ("owner", "writer", "writerWithoutPrivateAccess", "reader"):
        rasa.calendars.set_role("Promises", role)
        told[role] = rasa.open().writable()
    assert told == {"owner": True, "writer": True, "writerWithoutPrivateAccess": False, "reader": False}


def test_what_is_seen_is_the_contract_of_seen(rasa: Person) -> None:
    """A damaged entry is told with what there is of it, never refused."""
    last = rasa.open().put(reminder(), None)
    rasa.calendars.change("Promises", event_id(last.uid), summary=None, description=None, extendedProperties=None)
    (seen,) = rasa.open().look()
    assert isinstance(seen, Seen) and (seen.uid, seen.title, seen.note, seen.key, seen.content_hash) == (last.uid, "", "", "", "")
    assert seen.start == last.start
