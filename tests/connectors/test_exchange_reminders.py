"""Reminders at an Exchange Server: the contract of a ReminderCalendar, what an entry is there, and where it is found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from connectors import registry
from connectors.exchange import session, writing
from connectors.exchange.reminders import ExchangeReminders, Known
from syncd.errors import SourceError
from tests.connectors.contract_reminders import VILNIUS, ReminderCalendarContract, reminder
from tests.connectors.exchange_reminder_worlds import Person, a_person
from tests.connectors.exchange_worlds import Reader
from tests.fakes.ews import Item
from tests.fakes.ews.calendar import Calendar
from tests.fakes.ews.schema import t


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked again is asked at once."""
    monkeypatch.setattr(session, "_AGAIN", (0.01, 0.01))


class TestReminders(ReminderCalendarContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Person]:
        yield from a_person(tmp_path)


class TestImpersonating(ReminderCalendarContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Person]:
        yield from a_person(tmp_path, impersonate=True, auth="ntlm")


@pytest.fixture
def rasa(tmp_path: Path) -> Iterator[Person]:
    yield from a_person(tmp_path)


def zone(item: Item, name: str) -> str:
    found = item.given(name)
    return "" if found is None else found.get("Id", "")


# ── what an entry is ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_entry_blocks_no_time_shows_nobody_and_tells_nobody(rasa: Person) -> None:
    """Private, free, of the category "Promise", without guests; every write says SendToNone."""
    last = rasa.open().put(reminder(), None)
    entry = rasa.entry(last.uid)
    assert (entry.says("Sensitivity"), entry.says("LegacyFreeBusyStatus"), entry.says("IsMeeting"), entry.categories()) == ("Private", "Free", "false", ["Promise"])
    assert (entry.says("UID"), entry.says("Start"), zone(entry, "StartTimeZone")) == (last.uid, "2026-03-04T07:00:00Z", "FLE Standard Time")
    rasa.open().remove(rasa.open().put(reminder(title="Skambinti", content_hash="b"), last))
    said = [one.request for one in rasa.exchange.log if one.writes and one.request is not None]
    assert [[value for name, value in one.attrib.items() if name.startswith("SendMeeting")] for one in said] == [["SendToNone"]] * 3


@pytest.mark.slow
def test_an_entry_is_no_meeting_for_whoever_reads_the_calendar(rasa: Person) -> None:
    """F83: neither the entry nor a copy a person made of it is harvested; the person's own meeting is."""
    rasa.copy(rasa.open().put(reminder(), None).uid)
    told = Reader(rasa).go_on()
    assert len(rasa.entries()) == 2 and [change.remote_id for change in told["calendar"]] == [
        id_ for id_, item in rasa.calendar.items.items() if item.says("Subject") == "Susitikimas"
    ]


@pytest.mark.parametrize(
    ("seconds", "minutes", "reason"),
    [
        ((900,), "15", "as it is"),
        ((900, 86_400), "15", "Exchange has one: that nearest to the start"),
        ((900, 0), "0", "also when it begins"),
        ((90,), "2", "whole minutes, rather early"),
        ((90 * 86_400,), "40320", "four weeks at most"),
        ((), None, "none"),
    ],
)
def test_the_alarm_is_what_exchange_has(rasa: Person, seconds: tuple[int, ...], minutes: str | None, reason: str) -> None:
    """Seconds before the start become minutes, also over an entry that has another alarm."""
    last = rasa.open().put(reminder(alarms=(3600,)), None)
    uid = rasa.open().put(reminder(alarms=seconds, content_hash="b"), last).uid
    entry = rasa.entry(uid)
    assert (entry.says("ReminderMinutesBeforeStart") if entry.says("ReminderIsSet") == "true" else None) == minutes, reason


@pytest.mark.parametrize("words", ["„Paskambinsiu rytoj“ – 2026-03-02", "a < b & c <b>&amp;</b>", "first\n\nthird – with  spaces", "no\uffffcharacter\ufffe", ""])
def test_words_are_kept_as_they_are_and_read_back(rasa: Person, words: str) -> None:
    """T18: what a mail brought is words; what XML cannot say is left out, and the entry is recognised."""
    seen = rasa.open().put(reminder(text=words, title=words or "x"), None)
    assert seen.note == words.replace("\uffff", "").replace("\ufffe", "")
    assert rasa.open().put(reminder(text=words, title=words or "x"), None) == seen


LINK = "https://syncd.example/p/1"


@pytest.mark.parametrize(
    ("body", "note", "reason"),
    [
        (f"Žodžiai\r\n\r\n{LINK}", "Žodžiai", "as we write it"),
        (f"Žodžiai\r\n\r\n{LINK} <{LINK}> \r\n", "Žodžiai", "as Outlook makes text of a link"),
        (f"Žodžiai\r\n\r\n{LINK}<{LINK}/>", "Žodžiai", "or the web page"),
        (f"Žodžiai\r\n\r\n{LINK}\r\nSerga", "Žodžiai\nSerga", "a person wrote below it"),
        (f"Žodžiai {LINK}0", f"Žodžiai {LINK}0", "another link is another"),
        (f"{LINK}", "", "nothing else"),
    ],
)
def test_the_link_is_the_last_line_and_no_word_of_a_person(rasa: Person, body: str, note: str, reason: str) -> None:
    """Exchange has no field for it that a person would see."""
    uid = rasa.open().put(reminder(), None).uid
    entry = rasa.entry(uid)
    assert entry.says("Body").endswith(f"\r\n\r\n{LINK}")
    rasa.calendar.change(entry.id, Body=None)
    entry.fields["Body"] = t("Body", body, BodyType="Text")
    (seen,) = rasa.open().look()
    assert seen.note == note, reason


@pytest.mark.parametrize("changes", [{"url": "javascript:alert(1)"}, {"url": ""}, {"url": "https://a b.example/"}, {"text": f"Žr. {LINK}."}])
def test_what_is_no_address_of_a_page_or_stands_there_already_is_not_added(rasa: Person, changes: dict[str, str]) -> None:
    """T18: a link is one to our pages, once."""
    r = reminder(**changes)
    seen = rasa.open().put(r, None)
    assert rasa.entry(seen.uid).says("Body") == r.text and rasa.open().put(r, None) == seen


@pytest.mark.parametrize(("category", "done"), [("Done", True), ("Atlikta", True), ("сделано", True), ("Klientai", False), ("Promise", False)])
def test_a_category_of_a_person_says_done(rasa: Person, category: str, done: bool) -> None:
    """Ticked in Outlook's way, in three languages."""
    uid = rasa.open().put(reminder(), None).uid
    rasa.calendar.change(rasa.entry(uid).id, categories=[category])
    assert [one.done for one in rasa.open().look()] == [done]


@pytest.mark.slow
def test_a_change_of_ours_leaves_what_it_does_not_say(rasa: Person) -> None:
    """A person's categories and place stay; from an hour to a day and back nothing is left over."""
    last = rasa.open().put(reminder(), None)
    rasa.calendar.change(rasa.entry(last.uid).id, categories=["Promise", "Klientai", "Atlikta"], Location="Kaunas")
    now = rasa.open().ask(last.uid)
    assert now is not None and now.done
    day = dt.datetime(2026, 3, 6, tzinfo=VILNIUS)
    whole_day = rasa.open().put(reminder(all_day=True, start=day, end=day + dt.timedelta(days=1), content_hash="b", url=""), now)
    entry = rasa.entry(last.uid)
    assert (whole_day.start, whole_day.done, entry.says("Start"), entry.says("IsAllDayEvent")) == (day, False, "2026-03-05T22:00:00Z", "true")
    assert LINK not in entry.says("Body") and entry.categories() == ["Promise", "Klientai"]
    again = rasa.open().put(reminder(content_hash="c"), whole_day)
    assert (again.start, rasa.entry(last.uid).says("IsAllDayEvent"), rasa.entry(last.uid).says("Location")) == (reminder().start, "false", "Kaunas")


def test_a_damaged_entry_is_told_with_what_there_is_of_it(rasa: Person) -> None:
    """By its mark and its uid; nothing else need be there."""
    last = rasa.open().put(reminder(), None)
    entry = rasa.entry(last.uid)
    for key in [key for key in entry.extended if "syncdkey" in str(key) or "syncdhash" in str(key) or "syncdzone" in str(key)]:
        del entry.extended[key]
    rasa.calendar.change(entry.id, Subject=None, Body=None)
    (seen,) = rasa.open().look()
    assert (seen.uid, seen.title, seen.note, seen.key, seen.content_hash, seen.start) == (last.uid, "", "", "", "", last.start)


@pytest.mark.parametrize("uid", ["", "meeting-1", "syncd-", "syncd-a b", "syncd-a\nb"])
def test_what_is_no_uid_of_ours_is_not_written(rasa: Person, uid: str) -> None:
    """An entry that we could not know again is never made."""
    with pytest.raises(ValueError, match="no uid of ours"):
        rasa.open().put(reminder(uid=uid), None)
    assert rasa.entries() == []


def test_the_config_opens_it(rasa: Person) -> None:
    """reminders = true on an exchange source."""
    opened = registry.open_reminders("exchange", rasa.options(), base=rasa.base)
    assert isinstance(opened, ExchangeReminders) and opened.writable() is True
    opened.close()


# ── looking ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_a_pass_with_nothing_new_is_one_request(rasa: Person) -> None:
    """And what changed is all that is asked for again."""
    known = Known()
    seen = [rasa.open(known).put(reminder(n), None) for n in range(12)]
    assert sorted(rasa.open(known).look(), key=lambda s: s.uid) == sorted(seen, key=lambda s: s.uid)
    rasa.asked()
    assert len(list(rasa.open(known).look())) == 12 and rasa.asked() == ["FindItem"]
    rasa.change(seen[3].uid, title="✓ Paskambinti")
    rasa.delete(seen[4].uid)
    rasa.asked()
    told = list(rasa.open(known).look())
    assert [one.title for one in told if one not in seen] == ["✓ Paskambinti"] and len(told) == 11
    assert [(one.method, one.size) for one in rasa.exchange.log] == [("FindItem", 1), ("GetItem", 1)]
    assert list(rasa.open().look()) == told, "and a program that was started anew sees the same"


@pytest.mark.slow
def test_more_entries_than_one_answer_holds_are_all_told(rasa: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Page by page, each of them once, and only ours."""
    monkeypatch.setattr(writing, "_LISTED", 3)
    seen = [rasa.open().put(reminder(n), None).uid for n in range(8)]
    rasa.calendar.meet("Pietūs", dt.datetime(2026, 3, 5, 12, tzinfo=dt.UTC))
    assert sorted(one.uid for one in rasa.open().look()) == sorted(seen)


def test_of_two_with_one_uid_both_are_told_and_either_can_go_alone(rasa: Person) -> None:
    """F82: a program that copied the uid too, or two programs at once: a sweep takes one out, never both."""
    first = rasa.open().put(reminder(), None)
    rasa.calendar.copy(rasa.entry(first.uid).id, same_uid=True)
    both = list(rasa.open().look())
    assert [one.uid for one in both] == [first.uid] * 2 and first in both
    (other,) = (one for one in both if one != first)
    for _ in range(2):
        rasa.open().remove(other)
        assert list(rasa.open().look()) == [first], "taking out what is gone already takes out nothing else"


# ── moved, and gone ──────────────────────────────────────────────────────────────────────────────────────────────────


def second_calendar(rasa: Person) -> Calendar:
    made = rasa.box.make("Klientai", folder_class="IPF.Appointment")
    assert isinstance(made, Calendar)
    return made


@pytest.mark.slow
def test_an_entry_in_another_calendar_of_the_person_is_found_and_kept(rasa: Person) -> None:
    """F52, F62: it has another id there; moving it is not deleting it, and it is changed where it is."""
    last = rasa.open().put(reminder(), None)
    second = second_calendar(rasa)
    rasa.calendar.move(rasa.entry(last.uid).id, second)
    assert list(rasa.open().look()) == []
    there = rasa.open().ask(last.uid)
    assert there is not None and there.handle != last.handle and replace(there, handle=last.handle, etag=last.etag) == last
    assert rasa.open().put(reminder(), None) == there, "and no second one is made"
    changed = rasa.open().put(reminder(content_hash="b", title="Skambinti"), last)
    assert changed.handle == there.handle and [item.says("Subject") for item in second.items.values()] == ["Skambinti"]
    rasa.open().remove(changed)
    assert not second.items


def test_an_entry_in_a_calendar_that_cannot_be_read_is_gone(rasa: Person) -> None:
    """One that is shut to us is not asked."""
    last = rasa.open().put(reminder(), None)
    second_calendar(rasa).denied = True
    rasa.delete(last.uid)
    assert rasa.open().ask(last.uid) is None


@pytest.mark.slow
def test_a_mailbox_in_which_every_id_is_another_keeps_its_entries(rasa: Person) -> None:
    """F47, F53: restored, or moved to another database: the uid tells which is which."""
    known = Known()
    last = rasa.open(known).put(reminder(), None)
    list(rasa.open(known).look())
    rasa.calendar.reassign()
    rasa.box.renew(rasa.calendar)
    (there,) = rasa.open(known).look()
    assert there.handle != last.handle and replace(there, handle="", etag="") == replace(last, handle="", etag="")
    assert rasa.open(known).put(reminder(content_hash="b"), last).handle == there.handle
    assert len(rasa.entries()) == 1


@pytest.mark.parametrize("what", ["a meeting", "another entry", "a copy", "nothing"])
def test_a_handle_that_is_none_of_that_entry_is_refused(rasa: Person, what: str) -> None:
    """Nothing but the entry itself is ever written over or removed."""
    last, other = rasa.open().put(reminder(), None), rasa.open().put(reminder(2), None)
    copy = rasa.calendar.copy(rasa.entry(last.uid).id)
    handle = {"a meeting": next(iter(rasa.calendar.items)), "another entry": other.handle, "a copy": copy, "nothing": ""}[what]
    before = rasa.state()
    for act in (lambda: rasa.open().remove(replace(last, handle=handle)), lambda: rasa.open().put(reminder(content_hash="b"), replace(last, handle=handle))):
        with pytest.raises(SourceError, match="is no entry of"):
            act()
    assert rasa.state() == before


def test_an_entry_that_a_person_made_a_series_is_theirs_to_keep(rasa: Person) -> None:
    """It is still one entry, told once."""
    last = rasa.open().put(reminder(), None)
    item = rasa.entry(last.uid)
    rasa.calendar._recur(item, "FREQ=WEEKLY;COUNT=3", reminder().start, reminder().end)
    rasa.calendar.touch(item, ["Recurrence"])
    assert [one.uid for one in rasa.open().look()] == [last.uid]


def test_whether_it_may_be_written_is_told_by_the_right_to_the_folder(rasa: Person) -> None:
    """EffectiveRights, which Exchange works out for whoever asks."""
    assert rasa.open().writable() is True
    rasa.calendar.read_only = True
    assert rasa.open().writable() is False
    rasa.calendar.denied = True
    with pytest.raises(SourceError):
        rasa.open().writable()
