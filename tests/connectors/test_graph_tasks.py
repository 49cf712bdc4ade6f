"""Reminders as tasks of Microsoft To Do: the contract of a ReminderCalendar, and what a task is there."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors.graph import entries
from connectors.graph.task_entries import new_task, read_task
from connectors.graph.tasks import NAME, Known
from syncd.errors import Busy, CalendarGone, ChangedByPerson, Forbidden, ReauthNeeded, SourceError
from tests.connectors.contract_reminders import VILNIUS, ReminderCalendarContract, reminder
from tests.connectors.graph_reminder_worlds import DROPS, RASA, settled_though_answers_drop
from tests.connectors.graph_task_worlds import TaskPerson, a_task_person, told


class TestContract(ReminderCalendarContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[TaskPerson]:
        yield from a_task_person(tmp_path, "consent")


@pytest.fixture
def rasa(tmp_path: Path) -> Iterator[TaskPerson]:
    yield from a_task_person(tmp_path)


# ── what a task is ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_task_is_due_on_its_day_and_rings_at_its_hour(rasa: TaskPerson) -> None:
    """The list is made for the first one; the link to its promise is shown as where the task comes from."""
    rasa.open().put(reminder(alarms=(86_400, 900)), None)
    task = rasa.entry(reminder().uid)
    assert [one["wellknownListName"] for one in rasa.lists()] == ["defaultList", "flaggedEmails", "none"]
    assert rasa.todo.keys(rasa.list_of(NAME)) == rasa.todo.keys()
    assert (task["title"], task["body"]["content"], task["status"]) == (reminder().title, reminder().text, "notStarted")
    assert task["dueDateTime"] == {"dateTime": "2026-03-04T00:00:00", "timeZone": "UTC"}
    assert (task["isReminderOn"], task["reminderDateTime"]) == (True, {"dateTime": "2026-03-04T06:45:00", "timeZone": "UTC"})
    (link,) = task["linkedResources"]
    assert (link["applicationName"], link["webUrl"], link["externalId"].partition("?")[0]) == ("syncd", reminder().url, reminder().uid)


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "https://a b.example/"])
def test_what_is_no_address_of_a_page_is_no_link(url: str) -> None:
    """T18: a link is one to our pages, or there is none."""
    assert "webUrl" not in new_task(entries.allowed(reminder(url=url)))["linkedResources"][0]


def march(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 3, day, hour, minute, tzinfo=VILNIUS)


MOVES = [
    # the day of March it is due, when it rings, start, reason
    (4, march(4, 8, 45), march(4, 9), "as it was written: it rings before"),
    (5, march(4, 8, 45), march(5, 9), "another day; the reminder was let be"),
    (4, march(4, 14), march(4, 14), "another hour, as it was set"),
    (4, march(5, 14), march(5, 14), "the reminder was put off to another day"),
    (5, march(5, 14), march(5, 14), "both"),
    (5, None, march(5, 9), "another day, and no reminder"),
    (4, None, march(4, 9), "no reminder: the term stands"),
    (None, march(4, 8, 45), march(4, 9), "no day: the term stands"),
    (None, None, None, "neither: no term is known any more"),
]


@pytest.mark.parametrize(("due", "rings", "start", "reason"), MOVES, ids=[reason for *_, reason in MOVES])
def test_a_task_that_was_moved_is_at_the_time_the_person_set(due: int | None, rings: dt.datetime | None, start: dt.datetime | None, reason: str) -> None:
    """F61, F79: whatever the zone of the program it was moved in, whose midnight Graph tells as an instant."""
    for zone in ("Europe/Vilnius", "UTC", "America/New_York", "Asia/Vladivostok"):
        task = new_task(reminder(alarms=(900,)))
        if due != 4:
            task["dueDateTime"] = told(dt.datetime(2026, 3, due, tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)) if due else None
        task["reminderDateTime"], task["isReminderOn"] = (told(rings), True) if rings else (task["reminderDateTime"], False)
        seen = read_task({"id": "x", **task}, "list")
        assert seen is not None and seen.start == start, f"{reason}, in {zone}"


def test_what_is_wanted_again_is_ticked_no_more(rasa: TaskPerson) -> None:
    """A promise that is open after all; what a person put beside our words stays."""
    last = rasa.open().put(reminder(), None)
    rasa.change(last.uid, done=True)
    rasa.todo.change(rasa.key_of(last.uid), categories=["Mano"], importance="high")
    now = rasa.open().ask(last.uid)
    assert now is not None and now.done
    assert rasa.open().put(reminder(content_hash="b"), now).done is False
    task = rasa.entry(last.uid)
    assert (task["status"], task["categories"], task["importance"]) == ("notStarted", ["Mano"], "high")


def test_a_text_that_comes_as_html_is_read_as_its_words(rasa: TaskPerson) -> None:
    """To Do keeps text, and a program of the person's may make HTML of it: it is no change where the words are the same."""
    seen = rasa.open().put(reminder(text="a b\n\nc"), None)
    rasa.todo.change(rasa.key_of(seen.uid), body={"contentType": "html", "content": "<html><body><div>a&nbsp;b</div><div><br></div><div>c</div></body></html>"})
    assert rasa.open().put(reminder(text="a b\n\nc"), None).handle == seen.handle


# ── what is ours, and where it is ────────────────────────────────────────────────────────────────────────────────────


def test_other_tasks_are_left_alone(rasa: TaskPerson) -> None:
    """Also in our own list; one request a page of it, however many other lists there are, once the list is known."""
    known = Known()
    seen = [rasa.open(known).put(reminder(n), None) for n in range(3)]
    rasa.todo.add("Nupirkti pieno", rasa.list_of(NAME), linkedResources=[{"applicationName": "Paštas", "externalId": "syncd-0a1b2c1"}])
    rasa.todo.add("Paskambinti", linkedResources=[{"applicationName": "syncd", "externalId": "0a1b2c1"}])
    rasa.asked()
    assert sorted(one.uid for one in rasa.open(known).look()) == sorted(one.uid for one in seen)
    assert rasa.asked() == ["tasks.list"]


@pytest.mark.slow
def test_a_list_is_read_to_its_end(rasa: TaskPerson, monkeypatch: pytest.MonkeyPatch) -> None:
    """F30: ticked ones too; a listing that breaks off is none."""
    monkeypatch.setattr("connectors.graph.tasks._MOST_AT_ONCE", 3)
    seen = [rasa.open().put(reminder(n), None) for n in range(7)]
    rasa.change(seen[0].uid, done=True)
    assert sorted(one.uid for one in rasa.open().look()) == sorted(one.uid for one in seen)
    rasa.graph.says(lambda asked: asked.method == "tasks.list" and "skip=" in asked.query, 503, times=20)
    with pytest.raises(SourceError):
        list(rasa.open().look())


def test_a_list_that_was_renamed_is_still_ours(rasa: TaskPerson) -> None:
    """By what is in it, also after a restart; a second one is not made."""
    last = rasa.open().put(reminder(), None)
    rasa.todo.rename_folder(rasa.list_of(NAME), "Pažadai")
    rasa.todo.make_folder("Namai")
    assert list(rasa.open().look()) == [last] == [rasa.open().ask(last.uid)]
    rasa.open().put(reminder(2), None)
    assert len(rasa.todo.keys(rasa.list_of("Pažadai"))) == 2


def test_the_lists_of_who_has_no_reminders_are_read_once(rasa: TaskPerson) -> None:
    """G18: to find one that was renamed; a person's own tasks are not read in every pass."""
    known = Known()
    rasa.todo.add("Nupirkti pieno", rasa.todo.make_folder("Namai"))
    for _ in range(3):
        assert list(rasa.open(known).look()) == []
    assert rasa.asked() == ["lists.list", "tasks.list", "lists.list", "lists.list"]


@pytest.mark.slow
def test_a_list_that_was_deleted_decides_nothing(rasa: TaskPerson) -> None:
    """Looking and asking say that the list is gone, before a restart and after it; written anew it is made again."""
    known = Known()
    last = rasa.open(known).put(reminder(), None)
    rasa.todo.remove_folder(rasa.list_of(NAME))
    with pytest.raises(CalendarGone):
        list(rasa.open(known).look())
    assert list(rasa.open(known).look()) == []
    for reminders in (rasa.open(), rasa.open(known)):
        with pytest.raises(CalendarGone):
            reminders.ask(last.uid)
    rasa.open(known).remove(last)
    again = rasa.open(known).put(reminder(), None)
    assert list(rasa.open(known).look()) == [again]


@pytest.mark.slow
def test_a_task_in_another_list_of_the_person_is_found_and_kept(rasa: TaskPerson) -> None:
    """F52, F62: moved there it is not deleted, and may have another id; it is written where it is, and removed from there."""
    last = rasa.open().put(reminder(), None)
    rasa.open().put(reminder(2), None)
    rasa.todo.move(rasa.key_of(last.uid), rasa.todo.make_folder("Asmeniniai"))
    assert [one.uid for one in rasa.open().look()] == [reminder(2).uid]
    there = rasa.open().ask(last.uid)
    assert there is not None and replace(there, etag="", handle="") == replace(last, etag="", handle="")
    changed = rasa.open().put(reminder(content_hash="b", title="Skambinti"), last)
    assert changed.title == "Skambinti" and changed.handle == there.handle
    rasa.open().remove(changed)
    assert rasa.open().ask(last.uid) is None


@pytest.mark.parametrize("path", ["../../users/other@x.example", "a/b", "../x", "a?b=c#d/e"])
def test_a_handle_leads_nowhere_else(rasa: TaskPerson, path: str) -> None:
    """What stands in the store are ids and no address."""
    last = replace(rasa.open().put(reminder(), None), handle=path)
    rasa.asked()
    with contextlib.suppress(SourceError):
        rasa.open().remove(last)
    assert {one.account for one in rasa.graph.log if "." in one.method} <= {RASA}
    rasa.graph.violations.clear()  # what was refused as no id at all


def test_a_handle_of_another_task_is_refused(rasa: TaskPerson) -> None:
    """Nothing but the entry itself is ever written over or removed."""
    other = rasa.open().put(reminder(2), None)
    milk = f"{rasa.list_of(NAME)}/{rasa.todo.add('Nupirkti pieno', rasa.list_of(NAME))}"
    for handle in (other.handle, milk):
        last = replace(rasa.open().put(reminder(), None), handle=handle)
        for act in (lambda last=last: rasa.open().remove(last), lambda last=last: rasa.open().put(reminder(content_hash="b"), last)):
            with pytest.raises(SourceError, match="no entry"):
                act()
    assert len(rasa.entries()) == 3


def test_what_may_be_written_is_told_as_far_as_it_is_known(tmp_path: Path) -> None:
    """By consent, what was consented to; of an application Graph tells nothing, and a refusal says what it needs."""
    for person in a_task_person(tmp_path):
        assert person.open().writable() is None
        person.forbid()
        with pytest.raises(Forbidden, match=r"Tasks\.ReadWrite\.All"):
            person.open().put(reminder(), None)
    for person in a_task_person(tmp_path, "consent"):
        person.forbid()
        with pytest.raises(ReauthNeeded, match=r"Tasks\.ReadWrite; run `syncd auth graph`"):
            person.open().put(reminder(), None)


@pytest.mark.parametrize(("verb", "code"), [("is_disabled", "no mailbox in Exchange Online"), ("is_denied", "may not")])
def test_a_mailbox_that_is_no_more_is_no_deletion(rasa: TaskPerson, verb: str, code: str) -> None:
    """F44, F60: looking and asking say so."""
    seen = rasa.open().put(reminder(), None)
    setattr(rasa.graph.mailbox(RASA), verb, True)
    for act in (lambda: list(rasa.open().look()), lambda: rasa.open().ask(seen.uid), lambda: rasa.open().writable()):
        with pytest.raises(Forbidden, match=code):
            act()


def test_a_task_whose_ids_are_others_is_found_by_its_uid(rasa: TaskPerson) -> None:
    """F52, F53: every call asks for ids that a move does not change, and a mailbox that was moved has other ids for everything."""
    last = rasa.open().put(reminder(), None)
    changed = rasa.open().put(reminder(content_hash="b", title="Skambinti"), replace(last, handle="AQMkold/AAkAold", etag='W/"gone"'))
    assert (changed.handle, changed.title) == (last.handle, "Skambinti")
    rasa.open().remove(replace(changed, handle=""))
    assert rasa.entries() == []
    assert {'IdType="ImmutableId"' in one.headers.get("prefer", "") for one in rasa.graph.log if "." in one.method} == {True}


def test_a_server_that_asks_us_to_wait_is_heeded(rasa: TaskPerson) -> None:
    """F33: Busy with the time it said; nothing is written twice."""
    rasa.open().put(reminder(), None)
    rasa.graph.throttles("tasks.create", 300)
    with pytest.raises(Busy) as caught:
        rasa.open().put(reminder(2), None)
    assert caught.value.retry_after is not None and 299 <= caught.value.retry_after < 301
    assert len(rasa.entries()) == 1 and not rasa.graph.too_early()


@pytest.mark.parametrize("said", ["", "syncd-1", "syncd-1?says=x", "syncd-1?says=a~b~c~d&zone=Nowhere", "syncd-'?says=ab~20260304~-1~h", "syncd-1?says=ab~99999999~1~h"])
def test_a_mark_that_is_none_is_no_entry(said: str) -> None:
    """A damaged one is nobody's: never refused, never written over."""
    assert read_task({"id": "x", "linkedResources": [{"applicationName": "syncd", "externalId": said}]}, "list") is None
    assert read_task({"id": "x", "linkedResources": said}, "list") is None


# ── answers that get lost (F36, F49), and doubles ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("method", ["lists.create", "tasks.create", "links.update", "tasks.update", "tasks.delete"])
def test_a_lost_answer_is_no_second_write(rasa: TaskPerson, method: str) -> None:
    """F49: carried out, the connection dropped: looked at again, and found to be done."""
    rasa.graph.loses(method)
    last = rasa.open().put(reminder(), None)
    now = rasa.open().put(reminder(content_hash="b", title="Skambinti"), last)
    assert rasa.titles() == ["Skambinti"] and len(rasa.lists()) == 3
    rasa.open().remove(now)
    assert rasa.entries() == [] and len(rasa.graph.asked(method)) == 1


@pytest.mark.parametrize("method", ["links.update", "tasks.update"])
def test_a_change_that_was_half_written_is_no_answer_of_the_person(rasa: TaskPerson, method: str) -> None:
    """Killed between its two writes: what is there is what we left, whichever of the two it is; then it is written to the end."""
    last = rasa.open().put(reminder(), None)
    wanted = reminder(content_hash="b", title="Skambinti", start=dt.datetime(2026, 3, 9, 9, tzinfo=VILNIUS))
    rasa.graph.on(method, after=lambda _: rasa.graph.says("tasks.get", 503, times=50))
    with pytest.raises(SourceError):
        rasa.open().put(wanted, last)
    rasa.graph.faults.clear()
    now = rasa.open().ask(last.uid)
    assert now is not None
    assert (now.title, now.start, now.content_hash) == ((last.title, last.start, last.content_hash) if method == "links.update" else (wanted.title, wanted.start, "b"))
    assert rasa.open().put(wanted, last).title == "Skambinti"


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "count"), DROPS)
def test_no_task_is_doubled_or_lost_when_answers_are_dropped(rasa: TaskPerson, seed: int, count: int) -> None:
    """F36, F49: what raised is done again in the next pass, as the outbox does; every task is there once, as it was wanted last."""
    assert settled_though_answers_drop(rasa, seed, count) == {"Skambinti": count - (count + 2) // 3}


@pytest.mark.slow
def test_what_two_programs_made_at_once_is_told_twice_and_a_copy_is_not(rasa: TaskPerson) -> None:
    """F82: To Do makes a task twice; whoever keeps the outbox removes one, by its handle and no other."""
    rasa.open().put(reminder(2), None)
    rasa.graph.on("tasks.create", before=lambda _: rasa.open().put(reminder(), None))
    mine = rasa.open().put(reminder(), None)
    rasa.copy(mine.uid)
    doubles = [one for one in rasa.open().look() if one.uid == mine.uid]
    assert len(doubles) == 2 and len(rasa.entries()) == 4
    rasa.graph.loses("tasks.delete")
    extra = next(one for one in doubles if one != rasa.open().ask(mine.uid))
    rasa.open().remove(extra)
    assert [one for one in rasa.open().look() if one.uid == mine.uid] == [one for one in doubles if one != extra]
    assert len(rasa.entries()) == 3


# ── what a person did (F79, F80) ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("before", ["links.update", "tasks.get"])
def test_a_change_before_the_last_look_is_not_overwritten(rasa: TaskPerson, before: str) -> None:
    """F79: To Do takes no condition, so it is read once more between the mark and the task; only then is there a gap."""
    last = rasa.open().put(reminder(), None)
    at = dt.datetime(2026, 3, 9, 15, tzinfo=VILNIUS)
    rasa.graph.on(before, before=lambda _: rasa.change(last.uid, start=at))
    with pytest.raises(ChangedByPerson):
        rasa.open().put(reminder(content_hash="b", title="Skambinti"), last)
    assert rasa.titles() == [reminder().title]
    now = rasa.open().ask(last.uid)
    assert now is not None and now.start == at


@pytest.mark.parametrize("method", ["links.update", "tasks.update", "tasks.delete"])
def test_what_is_deleted_while_we_write_stays_deleted(rasa: TaskPerson, method: str) -> None:
    """F80: removing it is fine then, changing it is refused; it does not come back."""
    last = rasa.open().put(reminder(), None)
    rasa.graph.on(method, before=lambda _: rasa.delete(last.uid))
    if method == "tasks.delete":
        rasa.open().remove(last)
    else:
        with pytest.raises(ChangedByPerson):
            rasa.open().put(reminder(content_hash="b", title="Skambinti"), last)
    assert rasa.entries() == []


def test_a_change_of_which_nothing_is_to_be_seen_is_no_answer(rasa: TaskPerson) -> None:
    """F56: a new entity tag alone is none."""
    last = rasa.open().put(reminder(), None)
    rasa.todo.touch(rasa.key_of(last.uid))
    now = rasa.open().put(reminder(content_hash="b", title="Skambinti"), last)
    rasa.todo.touch(rasa.key_of(last.uid))
    rasa.open().remove(now)
    assert rasa.entries() == []


@pytest.mark.parametrize("body", ["<!DOCTYPE html><p>Sign in to the hotel</p>", '{"value": 7}', "{}"])
def test_an_answer_that_is_none_is_never_no_entries(rasa: TaskPerson, body: str) -> None:
    """F35: nothing reads as "deleted"."""
    seen = rasa.open().put(reminder(), None)
    for method in ("lists.list", "tasks.list", "tasks.get"):
        rasa.graph.says(method, 200, body=body.encode(), times=50)
    for act in (lambda: list(rasa.open().look()), lambda: rasa.open().ask(seen.uid)):
        with pytest.raises(SourceError) as caught:
            act()
        assert caught.value.state == "backing off"
