"""Reminders at an Exchange Server on bad days: answers that get lost, change keys that are old, what a person deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from connectors.base import Seen
from connectors.exchange import session
from connectors.exchange.reminders import ExchangeReminders, Known
from syncd.errors import Busy, ChangedByPerson, Forbidden, ItemError, SourceError
from tests.connectors.contract_reminders import VILNIUS, puts_changes_and_removes, reminder
from tests.connectors.exchange_reminder_worlds import Person, a_person
from tests.fakes.ews import Answer, Asked, Refusal, exchange
from tests.fakes.google.faults import Rule

CHANGED = reminder(content_hash="b", title="Skambinti")
Act = Callable[[ExchangeReminders, Seen], object]
ACTS: dict[str, Act] = {
    "create": lambda calendar, last: calendar.put(reminder(2), None),
    "update": lambda calendar, last: calendar.put(CHANGED, last),
    "delete": lambda calendar, last: calendar.remove(last),
}
WRITES = {"create": "CreateItem", "update": "UpdateItem", "delete": "DeleteItem"}
LEFT = {"create": 2, "update": 1, "delete": 0}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked again is asked at once."""
    monkeypatch.setattr(session, "_AGAIN", (0.01, 0.01))


@pytest.fixture
def rasa(tmp_path: Path) -> Iterator[Person]:
    yield from a_person(tmp_path)


def never_arrives(person: Person, method: str, times: int = 1) -> None:
    """The connection breaks before the server has the request."""
    person.exchange.faults.add(Rule(method, times, says=lambda _: Answer(0, silent=True)))


# ── answers that get lost (F49) ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_an_item_that_was_stored_before_the_connection_closed_is_one_entry(rasa: Person) -> None:
    """F49: the create is sent once, nothing in the library sends it again, and what it made is found and taken."""
    rasa.open().put(reminder(2), None)
    rasa.exchange.loses("CreateItem")
    rasa.asked()
    seen = rasa.open().put(reminder(), None)
    assert rasa.asked().count("CreateItem") == 1 and len(rasa.entries()) == 2
    assert rasa.open().ask(seen.uid) == seen


@pytest.mark.parametrize("what", WRITES)
@pytest.mark.parametrize("answer", ["none", "504", "ErrorTimeoutExpired"])
def test_a_write_that_was_carried_out_and_not_answered_is_not_done_twice(rasa: Person, what: str, answer: str) -> None:
    """F48, F49: read again, and found to be done; also where the server says that it ran out of time over it."""
    last = rasa.open().put(reminder(), None)
    answers: dict[str, Callable[[Asked], Answer]] = {
        "none": lambda asked: Answer(0, silent=True),
        "504": lambda asked: Answer(504, b"<html>Gateway Timeout</html>", {"Content-Type": "text/html"}),
        "ErrorTimeoutExpired": lambda asked: rasa.exchange.server.front.fault(asked, Refusal(answer)),
    }
    rasa.exchange.faults.add(Rule(WRITES[what], 1, spoils=lambda asked, _: answers[answer](asked)))
    rasa.asked()
    ACTS[what](rasa.open(), last)
    assert rasa.asked().count(WRITES[what]) == 1 and len(rasa.entries()) == LEFT[what]


@pytest.mark.slow
@pytest.mark.parametrize("what", WRITES)
def test_an_answer_lost_for_good_is_settled_in_the_next_pass(rasa: Person, what: str) -> None:
    """F49: also the reading again fails; what was carried out is found when the server answers."""
    last = rasa.open().put(reminder(), None)
    rasa.exchange.loses(WRITES[what])
    rasa.exchange.on(WRITES[what], after=lambda _: never_arrives(rasa, "GetItem", 20) or never_arrives(rasa, "FindItem", 20))
    with pytest.raises(SourceError):
        ACTS[what](rasa.open(), last)
    rasa.exchange.faults.rules.clear()
    ACTS[what](rasa.open(), last)
    assert len(rasa.entries()) == LEFT[what]


@pytest.mark.parametrize("what", WRITES)
def test_a_request_that_never_arrived_is_an_error_or_done_again(rasa: Person, what: str) -> None:
    """A write is repeated only after looking, and never taken for done."""
    last = rasa.open().put(reminder(), None)
    never_arrives(rasa, WRITES[what])
    if what == "create":
        with pytest.raises(SourceError):
            ACTS[what](rasa.open(), last)
    ACTS[what](rasa.open(), last)
    assert len(rasa.entries()) == LEFT[what]


def test_what_fails_and_fails_is_left_to_the_next_pass(rasa: Person) -> None:
    """Not tried for ever in one pass."""
    last = rasa.open().put(reminder(), None)
    for what in ("update", "delete"):
        never_arrives(rasa, WRITES[what], 50)
        rasa.asked()
        with pytest.raises(SourceError):
            ACTS[what](rasa.open(), last)
        assert rasa.asked().count(WRITES[what]) == 3


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "count"), [(1, 8), (2, 40), (3, 40)])
def test_no_entry_is_doubled_or_lost_when_answers_are_dropped(rasa: Person, seed: int, count: int) -> None:
    """F49: one of ten writes is carried out and not answered; what raised is done again in the next pass, as the outbox does.

    Each entry is made and changed, and every third removed.
    """
    known = Known()
    rasa.exchange.drops(0.1, seed)
    done = puts_changes_and_removes(lambda: rasa.open(known), seed, count)
    rasa.exchange.drops(0)
    there = rasa.entries()
    assert done and len(there) == len({item.says("UID") for item in there}) == count - (count + 2) // 3
    assert {item.says("Subject") for item in there} == {"Skambinti"}
    assert len(list(rasa.open().look())) == len(there)


# ── what a person did (F50, F79) ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_a_change_between_reading_and_writing_is_not_overwritten(rasa: Person) -> None:
    """F50, F79: the change key decides, not what was read."""
    last = rasa.open().put(reminder(), None)
    at = dt.datetime(2026, 3, 9, 15, tzinfo=VILNIUS)
    rasa.exchange.on("UpdateItem", before=lambda _: rasa.change(last.uid, start=at))
    with pytest.raises(ChangedByPerson):
        rasa.open().put(CHANGED, last)
    (left,) = rasa.open().look()
    assert (left.start, left.title, rasa.exchange.asked("UpdateItem")[-1].code) == (at, last.title, "ErrorIrresolvableConflict")


@pytest.mark.slow
def test_an_entry_with_another_colour_is_written_as_before(rasa: Person) -> None:
    """F50: an old change key alone is no answer of a person: read again, and only our own fields are written."""
    last = rasa.open().put(reminder(), None)
    rasa.exchange.on("UpdateItem", before=lambda _: rasa.calendar.change(rasa.entry(last.uid).id, categories=["Promise", "Klientai"]))
    assert rasa.open().put(CHANGED, last).title == "Skambinti"
    assert rasa.entry(last.uid).categories() == ["Promise", "Klientai"]
    now = rasa.open().ask(last.uid)
    assert now is not None
    rasa.calendar.change(rasa.entry(last.uid).id, Location="Kaunas")
    rasa.open().remove(now)
    assert rasa.entries() == []


@pytest.mark.parametrize("what", ["update", "delete"])
def test_what_is_deleted_while_we_write_stays_deleted(rasa: Person, what: str) -> None:
    """A change is refused, and removing what a person just deleted is fine; what lies in Deleted Items is left there."""
    last = rasa.open().put(reminder(), None)
    rasa.exchange.on(WRITES[what], before=lambda _: rasa.delete(last.uid))
    if what == "update":
        with pytest.raises(ChangedByPerson):
            rasa.open().put(CHANGED, last)
    else:
        rasa.open().remove(last)
    assert rasa.entries() == [] and [item.says("UID") for item in rasa.box.deleted.items.values()] == [last.uid]


# ── what a person deleted (F80, F81, F82) ────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize("where", ["deleteditems", "recoverableitemsdeletions"])
def test_what_a_person_deleted_is_not_made_again(rasa: Person, where: str) -> None:
    """F80, F81: also for a store put back that never knew of it, and where it was deleted past Deleted Items."""
    last = rasa.open().put(reminder(), None)
    rasa.calendar.move(rasa.entry(last.uid).id, rasa.box.named(where))
    before = rasa.state()
    for r in (reminder(), CHANGED):
        for known in (None, last):
            with pytest.raises(ChangedByPerson):
                rasa.open().put(r, known)
    assert rasa.open().ask(last.uid) is None and list(rasa.open().look()) == []
    rasa.open().remove(last)
    assert rasa.state() == before, "and nothing of what was deleted is touched"


def test_what_a_person_takes_back_is_there_again(rasa: Person) -> None:
    """Out of Deleted Items into the calendar, under another id."""
    last = rasa.open().put(reminder(), None)
    gone = rasa.calendar.bin(rasa.entry(last.uid).id)
    rasa.box.deleted.move(gone, rasa.calendar)
    assert rasa.open().put(CHANGED, last).title == "Skambinti" and len(rasa.entries()) == 1


@pytest.mark.slow
def test_a_copy_among_what_was_deleted_says_nothing_of_the_entry(rasa: Person) -> None:
    """F82: a copy has our mark and another uid: it is no entry, and deleting it no answer."""
    first = rasa.open().put(reminder(), None)
    rasa.calendar.bin(rasa.calendar.copy(rasa.entry(first.uid).id))
    rasa.open().remove(first)
    assert rasa.open().put(reminder(), None).uid == first.uid and len(rasa.entries()) == 1


def test_what_we_removed_ourselves_can_be_put_again(rasa: Person) -> None:
    """Writing was paused and goes on, or a hand-off came back: the same uid, one entry, and nothing in Deleted Items."""
    rasa.open().remove(rasa.open().put(reminder(), None))
    assert list(rasa.box.deleted.items) == [] and rasa.open().ask(reminder().uid) is None
    again = rasa.open().put(CHANGED, None)
    assert (again.title, len(rasa.entries())) == ("Skambinti", 1)


@pytest.mark.parametrize("code", ["ErrorAccessDenied", "ErrorFolderNotFound", "ErrorRecoverableItemsAccessDenied"])
def test_where_deleted_items_are_shut_to_us_entries_are_still_made(rasa: Person, code: str) -> None:
    """With a right to the calendar alone it cannot be told what was deleted."""
    rasa.exchange.refuses(lambda asked: asked.method == "FindItem" and asked.size == 2, code, fault=False)
    assert rasa.open().put(reminder(), None) == rasa.open().ask(reminder().uid)
    assert [one.code for one in rasa.exchange.asked("FindItem")].count(code) == 1


@pytest.mark.slow
def test_a_copy_that_appears_between_two_passes_is_not_ours(rasa: Person) -> None:
    """F82: it has all our properties, and another uid; deleting the entry leaves no entry."""
    known = Known()
    seen = rasa.open(known).put(reminder(), None)
    list(rasa.open(known).look())
    rasa.copy(seen.uid)
    assert [list(rasa.open(known).look()) for _ in range(3)] == [[seen]] * 3
    rasa.delete(seen.uid)
    assert list(rasa.open(known).look()) == [] and rasa.open(known).ask(seen.uid) is None
    assert len(rasa.entries()) == 1


# ── a server that cannot or will not ─────────────────────────────────────────────────────────────────────────────────

READS: dict[str, Callable[[ExchangeReminders], object]] = {
    "look": lambda calendar: list(calendar.look()),
    "ask": lambda calendar: calendar.ask(reminder().uid),
    "put": lambda calendar: calendar.put(CHANGED, None),
}


@pytest.mark.parametrize("act", READS)
@pytest.mark.parametrize("body", ["<!DOCTYPE html><p>Sign in to the hotel</p>", "", "<?xml version='1.0'?><s:Envelope"])
def test_an_answer_that_is_none_is_never_no_entries(rasa: Person, act: str, body: str) -> None:
    """Nothing reads as "deleted", and nothing is made on it."""
    rasa.open().put(reminder(), None)
    for method in ("FindItem", "GetItem"):
        rasa.exchange.says(method, 200, body=body.encode(), times=20)
    before = rasa.state()
    with pytest.raises(SourceError) as caught:
        READS[act](rasa.open())
    assert caught.value.state == "backing off" and rasa.state() == before


@pytest.mark.parametrize("act", READS)
@pytest.mark.parametrize("code", ["ErrorAccessDenied", "ErrorItemNotFound", "ErrorFolderNotFound", "ErrorTimeoutExpired", "ErrorInternalServerError"])
def test_a_calendar_that_is_refused_is_never_without_entries(rasa: Person, act: str, code: str) -> None:
    """F60: only a calendar that answers can say that an entry is gone."""
    rasa.open().put(reminder(), None)
    rasa.exchange.refuses("FindItem", code, times=20)
    with pytest.raises(SourceError) as caught:
        READS[act](rasa.open())
    assert not isinstance(caught.value, ChangedByPerson) and not rasa.exchange.asked("CreateItem")[1:]


DAMAGES = ["ErrorItemCorrupt", "ErrorContentConversionFailed", "ErrorInternalServerError"]


@pytest.mark.slow
@pytest.mark.parametrize("code", DAMAGES)
def test_an_entry_that_exchange_cannot_give_is_set_aside_and_the_others_are_read(rasa: Person, code: str) -> None:
    """F51: it is told as damaged, never as gone; nothing is written over it or beside it, and healed it is as before."""
    known = Known()
    last, other = rasa.open().put(reminder(), None), rasa.open().put(reminder(2), None)
    rasa.calendar.spoil(rasa.entry(last.uid).id, code)
    before = rasa.state()
    acts: list[Callable[[ExchangeReminders], object]] = [
        lambda calendar: calendar.ask(last.uid), lambda calendar: calendar.put(CHANGED, last), lambda calendar: calendar.put(CHANGED, None),
        lambda calendar: calendar.remove(last),
    ]  # fmt: skip
    for _ in range(2):
        assert list(rasa.open(known).look()) == [other]
        for act in acts:
            with pytest.raises(ItemError, match=f"{last.uid} is there and Exchange cannot give it .*{code}"):
                act(rasa.open(known))
    assert rasa.state() == before
    rasa.calendar.spoil(rasa.entry(last.uid).id, "")
    assert sorted(rasa.open(known).look(), key=lambda seen: seen.uid) == [last, other]


@pytest.mark.parametrize("which", ["the copy", "the entry"])
def test_a_damaged_copy_is_not_taken_for_the_entry(rasa: Person, which: str) -> None:
    """F51, F82: where the entry itself can be read nothing is in doubt; else the copy does not stand in for it."""
    last = rasa.open().put(reminder(), None)
    entry, copy = rasa.entry(last.uid).id, rasa.calendar.copy(rasa.entry(last.uid).id)
    rasa.calendar.spoil(copy if which == "the copy" else entry)
    if which == "the copy":
        assert rasa.open().ask(last.uid) == last and rasa.open().put(CHANGED, last).title == "Skambinti"
    else:
        with pytest.raises(ItemError):
            rasa.open().ask(last.uid)


@pytest.mark.slow
def test_a_refusal_that_is_not_for_the_entry_is_no_pass(rasa: Person) -> None:
    """F60: rights that were taken away, not damage."""
    last = rasa.open().put(reminder(), None)
    rasa.calendar.spoil(rasa.entry(last.uid).id, "ErrorAccessDenied")
    for act in ("look", "ask", "put"):
        with pytest.raises(SourceError, match="nothing is decided") as caught:
            READS[act](rasa.open())
        assert not isinstance(caught.value, ChangedByPerson)


def test_an_entry_that_goes_while_it_is_listed_is_not_told(rasa: Person) -> None:
    """Between the listing and the reading of it."""
    last, other = rasa.open().put(reminder(), None), rasa.open().put(reminder(2), None)
    rasa.exchange.on("GetItem", before=lambda _: rasa.delete(last.uid))
    known = Known()
    assert list(rasa.open(known).look()) == [other] == list(rasa.open(known).look())


@pytest.mark.slow
def test_a_calendar_that_may_only_be_read_waits(rasa: Person) -> None:
    """F85: told with what to do; entries there are still read, and nothing is lost when the right comes back."""
    last = rasa.open().put(reminder(), None)
    rasa.forbid()
    for what in WRITES:
        with pytest.raises(SourceError) as caught:
            ACTS[what](rasa.open(), last)
        assert not isinstance(caught.value, ChangedByPerson)
    with pytest.raises(Forbidden, match="Add-MailboxFolderPermission"):
        rasa.open().put(reminder(2), None)
    assert rasa.open().writable() is False and list(rasa.open().look()) == [last]
    rasa.calendar.read_only = False
    rasa.open().put(reminder(2), None)
    assert len(rasa.entries()) == 2


def test_a_server_that_asks_us_to_wait_is_heeded(rasa: Person) -> None:
    """F45: Busy with the time it said; nothing is written twice, or before."""
    rasa.open().put(reminder(), None)
    rasa.exchange.busy("CreateItem", 700)
    with pytest.raises(Busy) as caught:
        rasa.open().put(reminder(2), None)
    assert caught.value.retry_after == 0.7 and len(rasa.entries()) == 1
    with pytest.raises(Busy):
        rasa.open().put(reminder(2), None)
    assert rasa.exchange.too_early() == []


@pytest.mark.slow
def test_two_mailboxes_are_two_calendars(tmp_path: Path) -> None:
    """The same server and the same account of the service; each entry is in the calendar of its own person."""
    with exchange() as world:
        people = [Person(world, tmp_path, address, impersonate=True) for address in ("rasa@klimatas.example", "jonas@klimatas.example")]
        for n, person in enumerate(people):
            person.open().put(reminder(n), None)
        assert [[one.uid for one in person.open().look()] for person in people] == [[reminder(n).uid] for n in range(2)]
        assert people[0].open().ask(reminder(1).uid) is None
        for person in people:
            person.end()
