"""Reminders at Google on bad days: answers that get lost, ids taken, entries a person deleted, a calendar that is gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from connectors.base import Reminder
from connectors.google.entries import event_id
from connectors.google.reminders import GoogleReminders, Known
from syncd.errors import Busy, ChangedByPerson, Forbidden, ReauthNeeded, SourceError
from tests.connectors.contract_reminders import VILNIUS, puts_changes_and_removes, reminder
from tests.connectors.google_reminder_worlds import Person, a_person
from tests.fakes.google.faults import Answer, Rule

WHERE = ["Promises", "primary"]


@pytest.fixture
def rasa(tmp_path: Path) -> Iterator[Person]:
    yield from a_person(tmp_path)


@pytest.fixture(params=WHERE)
def either(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Person]:
    yield from a_person(tmp_path, request.param)


def never_arrives(person: Person, method: str, times: int = 1) -> None:
    """The connection breaks before the server has the request."""
    person.google.faults.add(Rule(method, times, says=lambda _: Answer(0, silent=True)))


def changed(r: Reminder) -> Reminder:
    return reminder(content_hash="b", title="Skambinti") if r == reminder() else r


# ── answers that get lost (F36) ──────────────────────────────────────────────────────────────────────────────────────


def test_a_lost_answer_makes_no_second_entry(either: Person) -> None:
    """F36: carried out, the connection dropped: read again by its id, adopted, one entry."""
    either.open().put(reminder(2), None)
    either.google.loses("calendar.events.insert")
    seen = either.open().put(reminder(), None)
    assert either.open().ask(reminder().uid) == seen and len(either.entries()) == 2
    either.google.loses("calendar.events.patch")
    assert either.open().put(changed(reminder()), seen).content_hash == "b"
    assert len(either.entries()) == 2


@pytest.mark.parametrize("method", ["insert", "patch", "delete"])
def test_an_answer_lost_for_good_is_settled_in_the_next_pass(rasa: Person, method: str) -> None:
    """F36: also the reading again fails; what was carried out is found when the server answers."""
    last = rasa.open().put(reminder(), None)
    acts: dict[str, Callable[[GoogleReminders], object]] = {
        "insert": lambda calendar: calendar.put(reminder(2), None),
        "patch": lambda calendar: calendar.put(changed(reminder()), last),
        "delete": lambda calendar: calendar.remove(last),
    }
    rasa.google.loses(f"calendar.events.{method}")
    rasa.google.says("calendar.events.get", 503, times=20)
    with pytest.raises(SourceError):
        acts[method](rasa.open())
    rasa.google.faults.clear()
    acts[method](rasa.open())
    assert len(rasa.entries()) == {"insert": 2, "patch": 1, "delete": 0}[method]


@pytest.mark.parametrize("method", ["insert", "patch", "delete"])
def test_a_request_that_never_arrived_is_an_error_or_done_again(rasa: Person, method: str) -> None:
    """A write is repeated only after looking, and never taken for done."""
    last = rasa.open().put(reminder(), None)
    never_arrives(rasa, f"calendar.events.{method}")
    if method == "insert":
        with pytest.raises(SourceError):
            rasa.open().put(reminder(2), None)
        rasa.open().put(reminder(2), None)
    elif method == "patch":
        assert rasa.open().put(changed(reminder()), last).content_hash == "b"
    else:
        rasa.open().remove(last)
    assert len(rasa.entries()) == {"insert": 2, "patch": 1, "delete": 0}[method]


def test_what_fails_and_fails_is_left_to_the_next_pass(rasa: Person) -> None:
    """Not tried for ever in one pass."""
    last = rasa.open().put(reminder(), None)
    rasa.asked()
    never_arrives(rasa, "calendar.events.patch", times=50)
    for act in (lambda: rasa.open().put(changed(reminder()), last), lambda: rasa.open().remove(last)):
        with pytest.raises(SourceError):
            act()
    assert rasa.asked().count("events.patch") <= 6


def test_a_calendar_made_with_a_lost_answer_is_made_once(rasa: Person) -> None:
    """F36 for calendars.insert: it is looked for before another is made."""
    rasa.google.loses("calendar.calendars.insert")
    rasa.open().put(reminder(), None)
    rasa.open().put(reminder(2), None)
    assert rasa.calendars.titles().count("Promises") == 1 and len(rasa.entries()) == 2


def test_a_calendar_that_may_have_been_made_is_not_made_again_at_once(rasa: Person) -> None:
    """F36: the list does not show it yet; it is looked for again in the next pass, once."""
    rasa.google.loses("calendar.calendars.insert")
    reminders = rasa.open()
    hidden: list[object] = []

    def hide(_: object) -> None:
        found = [c for c in rasa.calendars._calendars.values() if c.summary == "Promises"]
        hidden.extend(found)
        for one in found:
            one.gone = True

    rasa.google.on("calendar.calendars.insert", after=hide)
    for n in range(3):
        with pytest.raises(SourceError):
            reminders.put(reminder(n), None)
    assert len(rasa.google.asked("calendar.calendars.insert")) == 1
    for one in hidden:
        one.gone = False  # type: ignore[attr-defined]
    rasa.open().put(reminder(), None)
    assert rasa.calendars.titles().count("Promises") == 1


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "count"), [(1, 30), *(pytest.param(seed, 300, marks=pytest.mark.slow) for seed in (2, 3))])
def test_no_entry_is_doubled_or_lost_when_answers_are_dropped(rasa: Person, seed: int, count: int) -> None:
    """F36: one of ten writes is carried out and not answered; what raised is done again in the next pass, as the outbox does.

    Each entry is made and changed, and every third removed.
    """
    known = Known()
    rasa.google.drops(0.1, seed)
    done = puts_changes_and_removes(lambda: rasa.open(known), seed, count)
    rasa.google.drops(0)
    there = rasa.entries()
    assert done and len(there) == len({one["id"] for one in there}) == count - count // 3
    assert {one["summary"] for one in there} == {"Skambinti"}
    assert len(list(rasa.open().look())) == len(there)
    assert sum(not one.status and one.applied for one in rasa.google.log) > count // 10, "answers were dropped"


# ── ids (F37, F38, F82) ──────────────────────────────────────────────────────────────────────────────────────────────


def test_two_events_of_one_id_are_both_told_and_the_newer_can_go(either: Person) -> None:
    """F37: Google may not notice that an id is taken; the one made first is told first, and a sweep leaves it."""
    first = either.open().put(reminder(), None)
    either.calendars.accepts_twice = 1
    either.open().put(reminder(), None)
    known = Known()
    for _ in range(2):
        older, newer = either.open(known).look()
        assert (older.uid, newer.uid, older == first) == (first.uid, first.uid, True)
    either.open(known).remove(newer)
    assert list(either.open(known).look()) == [first] == list(either.open(known).look())
    assert either.open().ask(first.uid) == first


@pytest.mark.slow
@pytest.mark.parametrize("bare", [False, True], ids=["whole tombstone", "id and status only"])
def test_what_a_person_deleted_is_not_brought_back(either: Person, bare: bool) -> None:
    """F38, F80, F81: 409 on what is left of it means that it was there: also for a store put back that never knew of it."""
    last = either.open().put(reminder(), None)
    either.delete(last.uid)
    either.calendars.bare_tombstones = bare
    for again in (reminder(), reminder(content_hash="b", title="Skambinti")):
        with pytest.raises(ChangedByPerson):
            either.open().put(again, None)
        with pytest.raises(ChangedByPerson):
            either.open().put(again, last)
    assert either.entries() == [] and either.open().ask(last.uid) is None
    either.calendars.forget_tokens()
    assert list(either.open().look()) == []


@pytest.mark.slow
def test_what_we_removed_ourselves_can_be_put_again(either: Person) -> None:
    """Writing was paused and goes on, or a hand-off came back: the same uid, the same id, one event as new."""
    last = either.open().put(reminder(), None)
    either.open().remove(last)
    assert either.open().ask(last.uid) is None and list(either.open().look()) == []
    again = either.open().put(reminder(content_hash="b", title="Skambinti"), None)
    assert (again.title, len(either.entries())) == ("Skambinti", 1)
    either.delete(again.uid)
    with pytest.raises(ChangedByPerson):
        either.open().put(reminder(), None)
    assert either.entries() == [], "and what a person deletes then stays deleted"


def test_what_we_removed_and_of_which_no_more_is_told_stays_away(rasa: Person) -> None:
    """Google promises no more of a deleted event than its id: in doubt a person deleted it."""
    last = rasa.open().put(reminder(), None)
    rasa.open().remove(last)
    rasa.calendars.bare_tombstones = True
    with pytest.raises(ChangedByPerson):
        rasa.open().put(reminder(), None)


def test_what_google_does_not_let_us_bring_back_stays_away(rasa: Person) -> None:
    """403 for an event in the bin, which others have met: no calendar that failed, and no entry that is asked for again and again."""
    last = rasa.open().put(reminder(), None)
    rasa.open().remove(last)
    rasa.google.says("calendar.events.patch", 403, reason="forbidden")
    with pytest.raises(ChangedByPerson):
        rasa.open().put(reminder(), None)
    rasa.calendars.set_role("Promises", "reader")
    with pytest.raises(Forbidden):
        rasa.open().put(reminder(), None)


@pytest.mark.slow
def test_a_lost_answer_to_bringing_back_is_looked_at(rasa: Person) -> None:
    """F36: carried out or not, one entry."""
    last = rasa.open().put(reminder(), None)
    rasa.open().remove(last)
    rasa.google.loses("calendar.events.patch")
    assert rasa.open().put(reminder(), None).title == last.title
    rasa.open().remove(next(iter(rasa.open().look())))
    never_arrives(rasa, "calendar.events.patch")
    with pytest.raises(SourceError):
        rasa.open().put(reminder(), None)
    rasa.open().put(reminder(), None)
    assert len(rasa.entries()) == 1


def test_stopped_between_saying_so_and_deleting(rasa: Person) -> None:
    """Killed there, the entry is still there: it can be removed as it was known, and, wanted after all, a person can delete it for good."""
    last = rasa.open().put(reminder(), None)
    never_arrives(rasa, "calendar.events.delete")
    rasa.google.says("calendar.events.get", 503, times=20)
    with pytest.raises(SourceError):
        rasa.open().remove(last)
    rasa.google.faults.clear()
    assert [one.title for one in rasa.open().look()] == [last.title]
    wanted_again = rasa.open().put(reminder(), None)
    rasa.delete(wanted_again.uid)
    with pytest.raises(ChangedByPerson):
        rasa.open().put(reminder(), None)


def test_a_copy_that_appears_between_two_passes_is_not_ours(rasa: Person) -> None:
    """F82: it has all our properties, and another id."""
    known = Known()
    seen = rasa.open(known).put(reminder(), None)
    list(rasa.open(known).look())
    rasa.copy(seen.uid)
    assert list(rasa.open(known).look()) == [seen]
    rasa.delete(seen.uid)
    assert list(rasa.open(known).look()) == [] and rasa.open(known).ask(seen.uid) is None
    assert len(rasa.entries()) == 1


# ── what a person did (F79) ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_change_between_looking_and_writing_is_not_overwritten(either: Person) -> None:
    """F79: the entity tag decides, not what was seen; also for bringing back and for removing."""
    last = either.open().put(reminder(), None)
    at = dt.datetime(2026, 3, 9, 15, tzinfo=VILNIUS)
    either.google.on("calendar.events.patch", before=lambda _: either.change(last.uid, start=at))
    with pytest.raises(ChangedByPerson):
        either.open().put(changed(reminder()), last)
    either.google.on("calendar.events.delete", before=lambda _: either.change(last.uid, title="Ne: paskambinti"))
    now = either.open().ask(last.uid)
    assert now is not None and now.start == at
    with pytest.raises(ChangedByPerson):
        either.open().remove(now)
    (left,) = either.open().look()
    assert (left.start, left.title) == (at, "Ne: paskambinti")


@pytest.mark.parametrize("when", ["before the mark", "before the deletion"])
def test_what_is_deleted_while_we_remove_it_is_gone(rasa: Person, when: str) -> None:
    """Removing what a person just deleted is fine."""
    last = rasa.open().put(reminder(), None)
    method = "calendar.events.patch" if when == "before the mark" else "calendar.events.delete"
    rasa.google.on(method, before=lambda _: rasa.delete(last.uid))
    rasa.open().remove(last)
    assert rasa.entries() == []


def test_an_entry_with_another_colour_is_written_as_before(either: Person) -> None:
    """A new entity tag alone is no answer of a person: what the entry says is compared."""
    last = either.open().put(reminder(), None)
    either.calendars.change(either.name, event_id(last.uid), colorId="7")
    assert either.open().put(changed(reminder()), last).title == "Skambinti"
    now = either.open().ask(last.uid)
    assert now is not None
    either.calendars.change(either.name, event_id(last.uid), colorId="8")
    either.open().remove(now)
    assert either.entries() == []


# ── tokens and pages ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("says", ["410", "400", "forgotten"])
def test_a_forgotten_sync_token_lists_everything_again(rasa: Person, says: str) -> None:
    """F29, F80: a complete pass, nothing invented: what was deleted meanwhile is not told as there."""
    known = Known()
    seen = [rasa.open(known).put(reminder(n), None) for n in range(4)]
    assert len(list(rasa.open(known).look())) == 4
    rasa.delete(seen[1].uid)
    rasa.change(seen[2].uid, title="✓ Paskambinti")
    if says == "forgotten":
        rasa.calendars.forget_tokens()
    else:
        rasa.google.says(lambda asked: "syncToken=" in asked.query, int(says), reason="fullSyncRequired" if says == "410" else "invalid")
    told = {one.uid: one.title for one in rasa.open(known).look()}
    assert [one.status for one in rasa.google.asked("calendar.events.list")][-2:] == [400 if says == "400" else 410, 200]
    assert told == {seen[0].uid: reminder().title, seen[2].uid: "✓ Paskambinti", seen[3].uid: reminder().title}


@pytest.mark.slow
def test_a_listing_that_breaks_off_is_no_listing(rasa: Person) -> None:
    """F30: `look` is a complete pass or SourceError, and the next one leaves nothing out."""
    known = Known()
    rasa.calendars.page = 3
    seen = [rasa.open(known).put(reminder(n), None) for n in range(8)]
    for failing in (1, 2):
        rasa.google.says(lambda asked: "pageToken=" in asked.query, 503, times=20)
        with pytest.raises(SourceError):
            list(rasa.open(known).look())
        rasa.google.faults.clear()
        assert sorted(one.uid for one in rasa.open(known).look()) == sorted(one.uid for one in seen)
        for one in seen[:4]:
            rasa.change(one.uid, title=f"{failing} Paskambinti")
    assert sum(one.title.startswith("2") for one in rasa.open(known).look()) == 4


@pytest.mark.parametrize("body", ["<!DOCTYPE html><p>Sign in to the hotel</p>", "", '{"kind": "calendar#events", "items": ['])
def test_an_answer_that_is_none_is_never_no_entries(rasa: Person, body: str) -> None:
    """F35: nothing reads as "deleted"."""
    seen = rasa.open().put(reminder(), None)
    for method in ("calendar.events.list", "calendar.events.get", "calendar.calendarList.list"):
        rasa.google.says(method, 200, body=body.encode(), times=20)
    for act in (lambda: list(rasa.open().look()), lambda: rasa.open().ask(seen.uid)):
        with pytest.raises(SourceError) as caught:
            act()
        assert caught.value.state == "backing off"


# ── a calendar that is gone, and one that may not be written ─────────────────────────────────────────────────────────


@pytest.mark.slow
def test_of_a_calendar_that_is_gone_nothing_is_decided(rasa: Person) -> None:
    """F44: deleted, or no longer shown: looking and asking say so, in the pass it happens in and in those after it."""
    known = Known()
    seen = [rasa.open(known).put(reminder(n), None) for n in range(3)]
    list(rasa.open(known).look())
    rasa.calendars.remove("Promises")
    with pytest.raises(SourceError, match="there no more"):
        list(rasa.open(known).look())
    for fresh in (known, Known()):
        assert list(rasa.open(fresh).look()) == []
        for one in seen:
            with pytest.raises(SourceError, match="nothing is decided"):
                rasa.open(fresh).ask(one.uid)
    assert rasa.calendars.titles() == [rasa.address], "and it is not made again by looking"


def test_a_calendar_that_goes_while_it_is_asked_is_no_deletion(rasa: Person) -> None:
    """F44: 404 for an entry counts only where the calendar still answers."""
    known = Known()
    last = rasa.open(known).put(reminder(), None)
    rasa.google.on("calendar.events.get", before=lambda _: rasa.calendars.remove("Promises"))
    with pytest.raises(SourceError, match="there no more"):
        rasa.open(known).ask(last.uid)


@pytest.mark.slow
def test_a_put_into_a_calendar_that_is_gone_is_said(rasa: Person) -> None:
    """F44: and the next new entry makes another calendar."""
    known = Known()
    last = rasa.open(known).put(reminder(), None)
    rasa.calendars.remove("Promises")
    with pytest.raises(SourceError):
        rasa.open(known).put(reminder(2), None)
    with pytest.raises(SourceError):
        rasa.open(Known()).put(changed(reminder()), last)
    rasa.open(known).put(reminder(2), None)
    assert rasa.calendars.titles().count("Promises") == 1


def test_a_calendar_that_may_only_be_read_waits(either: Person) -> None:
    """F85: Forbidden, with what to do; entries there are still read."""
    last = either.open().put(reminder(), None)
    either.forbid()
    for act in (lambda: either.open().put(reminder(2), None), lambda: either.open().put(changed(reminder()), last), lambda: either.open().remove(last)):
        with pytest.raises(Forbidden, match="share"):
            act()
    assert either.open().writable() is False
    either.calendars.set_role(either.name, "owner")
    assert list(either.open().look()) == [last]


def test_a_consent_that_allows_too_little_is_told_with_its_remedy(rasa: Person) -> None:
    """F85: a box was not ticked: the state is `reauth needed`, not a calendar that failed."""
    rasa.token = rasa.google.token_file(rasa.folder / "few.json", rasa.address, ["https://www.googleapis.com/auth/calendar.calendarlist.readonly"])
    with pytest.raises(ReauthNeeded, match="syncd auth google"):
        rasa.open().put(reminder(), None)


def test_a_server_that_asks_us_to_wait_is_heeded(rasa: Person) -> None:
    """F33: Busy with the time it said; nothing is written twice."""
    rasa.open().put(reminder(), None)
    rasa.google.throttles("calendar.events.insert", 300)
    with pytest.raises(Busy) as caught:
        rasa.open().put(reminder(2), None)
    assert caught.value.retry_after is not None and 300 <= caught.value.retry_after < 301
    assert len(rasa.entries()) == 1
