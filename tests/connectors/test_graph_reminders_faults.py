"""Reminders in Microsoft 365 on bad days: answers that get lost, transaction ids that are used up, a calendar that may not be written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from connectors.base import Reminder, Seen
from connectors.graph.entries import transaction_id
from connectors.graph.reminders import GraphReminders
from syncd.errors import Busy, ChangedByPerson, Forbidden, ReauthNeeded, SourceError
from tests.connectors.contract_reminders import VILNIUS, reminder
from tests.connectors.graph_reminder_worlds import DROPS, RASA, Person, a_person, settled_though_answers_drop
from tests.fakes.google.faults import Answer, Rule

DUPLICATE = "ErrorDuplicateTransactionId"


@pytest.fixture
def rasa(tmp_path: Path) -> Iterator[Person]:
    yield from a_person(tmp_path)


def never_arrives(person: Person, method: str, times: int = 1) -> None:
    """The connection breaks before the server has the request."""
    person.graph.faults.add(Rule(method, times, says=lambda _: Answer(0, silent=True)))


def changed(r: Reminder) -> Reminder:
    return reminder(content_hash="b", title="Skambinti") if r == reminder() else r


def acts(last: Seen) -> dict[str, Callable[[GraphReminders], object]]:
    """What writes, by the method it ends in."""
    return {
        "create": lambda calendar: calendar.put(reminder(2), None),
        "update": lambda calendar: calendar.put(changed(reminder()), last),
        "delete": lambda calendar: calendar.remove(last),
    }


LEFT = {"create": 2, "update": 1, "delete": 0}


# ── answers that get lost (F36, F49) ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("method", ["create", "update", "delete"])
def test_a_lost_answer_is_no_second_write(rasa: Person, method: str) -> None:
    """F49: carried out, the connection dropped: looked at again, and found to be done."""
    last = rasa.open().put(reminder(), None)
    rasa.graph.loses(f"events.{method}")
    acts(last)[method](rasa.open())
    assert len(rasa.entries()) == LEFT[method] and len(rasa.graph.asked(f"events.{method}")) == (2 if method == "create" else 1)


def test_a_lost_answer_of_a_removal_takes_no_copy_along(rasa: Person) -> None:
    """F49, F82: what is looked at again is the entry, and not what a person copied of it."""
    last = rasa.open().put(reminder(), None)
    rasa.copy(last.uid)
    rasa.graph.loses("events.delete")
    rasa.open().remove(last)
    assert len(rasa.entries()) == 1 and len(rasa.graph.asked("events.delete")) == 1


@pytest.mark.parametrize("method", ["create", "update", "delete"])
def test_an_answer_lost_for_good_is_settled_in_the_next_pass(rasa: Person, method: str) -> None:
    """F36: also the reading again fails; what was carried out is found when the server answers."""
    last = rasa.open().put(reminder(), None)

    def fails(_: object) -> None:
        for reading in ("events.get", "events.list"):
            rasa.graph.says(reading, 503, times=50)

    rasa.graph.loses(f"events.{method}")
    rasa.graph.on(f"events.{method}", after=fails)
    with pytest.raises(SourceError):
        acts(last)[method](rasa.open())
    rasa.graph.faults.clear()
    acts(last)[method](rasa.open())
    assert len(rasa.entries()) == LEFT[method]


@pytest.mark.parametrize("method", ["create", "update", "delete"])
def test_a_request_that_never_arrived_is_an_error_or_done_again(rasa: Person, method: str) -> None:
    """A write is repeated only after looking, and never taken for done."""
    last = rasa.open().put(reminder(), None)
    never_arrives(rasa, f"events.{method}")
    if method == "create":
        with pytest.raises(SourceError):
            rasa.open().put(reminder(2), None)
    acts(last)[method](rasa.open())
    assert len(rasa.entries()) == LEFT[method]


def test_what_fails_and_fails_is_left_to_the_next_pass(rasa: Person) -> None:
    """Not tried for ever in one pass."""
    last = rasa.open().put(reminder(), None)
    rasa.asked()
    for method in LEFT:
        never_arrives(rasa, f"events.{method}", times=50)
        with pytest.raises(SourceError):
            acts(last)[method](rasa.open())
    asked = rasa.asked()
    assert [asked.count(f"events.{method}") for method in LEFT] == [1, 3, 3]


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "count"), DROPS)
def test_no_entry_is_doubled_or_lost_when_answers_are_dropped(rasa: Person, seed: int, count: int) -> None:
    """F36, F49: what raised is done again in the next pass, as the outbox does; every entry is there once, as it was wanted last."""
    assert settled_though_answers_drop(rasa, seed, count) == {"Skambinti": count - (count + 2) // 3}


# ── one entry, whoever makes it ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("refuses", [False, True], ids=["given again", "409"])
def test_two_programs_that_write_at_once_make_one_entry(rasa: Person, refuses: bool) -> None:
    """The second finds nothing, and writes: Graph gives it the first one's, or refuses what was used already."""
    rasa.calendars.refuses_repeats = refuses
    rasa.graph.on("events.create", before=lambda _: rasa.open().put(reminder(), None))
    seen = rasa.open().put(reminder(), None)
    assert [one["transactionId"] for one in rasa.entries()] == [transaction_id(seen.uid)]
    assert list(rasa.open().look()) == [seen]


def test_of_two_programs_that_want_different_things_one_is_refused(rasa: Person) -> None:
    """The first stays: the second looks at it again."""
    rasa.graph.on("events.create", before=lambda _: rasa.open().put(reminder(title="Susitikti"), None))
    with pytest.raises(ChangedByPerson):
        rasa.open().put(reminder(), None)
    assert [one["subject"] for one in rasa.entries()] == ["Susitikti"]


@pytest.mark.parametrize("status", [409, 400])
def test_a_transaction_that_was_used_by_what_is_gone_is_no_hindrance(rasa: Person, status: int) -> None:
    """Removed by us and wanted again, while Graph still knows its transactionId: it is made under another, once."""
    last = rasa.open().put(reminder(), None)
    rasa.open().remove(last)
    rasa.graph.says(lambda asked: asked.method == "events.create" and asked.json["transactionId"] == transaction_id(last.uid), status, code=DUPLICATE, times=9)
    again = rasa.open().put(reminder(), None)
    assert list(rasa.open().look()) == [again] == [rasa.open().put(reminder(), None)]
    assert [one["transactionId"] for one in rasa.entries()] == [transaction_id(last.uid, 2)]


def test_a_tenant_that_refuses_every_transaction_is_told(rasa: Person) -> None:
    """Two are tried, then it is an error of the calendar; nothing is taken for written."""
    rasa.graph.says("events.create", 409, code=DUPLICATE, times=9)
    with pytest.raises(SourceError, match=DUPLICATE):
        rasa.open().put(reminder(), None)
    assert rasa.asked().count("events.create") == 2 and rasa.entries() == []


def test_another_refusal_is_told_as_it_is(rasa: Person) -> None:
    """Not tried again in other ways."""
    rasa.graph.says("events.create", 400, code="ErrorInvalidRequest")
    with pytest.raises(SourceError, match="ErrorInvalidRequest"):
        rasa.open().put(reminder(), None)
    assert rasa.asked().count("events.create") == 1


def test_what_is_gone_before_it_is_read_back_is_looked_for_again(rasa: Person) -> None:
    """Deleted in the moment after it was written: no entry that nobody has is reported as there."""
    rasa.graph.on("events.create", after=lambda _: rasa.delete(reminder().uid))
    with pytest.raises(SourceError):
        rasa.open().put(reminder(), None)
    assert rasa.entries() == []


# ── what a person did (F79, F80) ─────────────────────────────────────────────────────────────────────────────────────


def test_a_change_between_looking_and_writing_is_not_overwritten(rasa: Person) -> None:
    """F79: the entity tag decides, not what was seen; also for removing."""
    last = rasa.open().put(reminder(), None)
    at = dt.datetime(2026, 3, 9, 15, tzinfo=VILNIUS)
    rasa.graph.on("events.update", before=lambda _: rasa.change(last.uid, start=at))
    with pytest.raises(ChangedByPerson):
        rasa.open().put(changed(reminder()), last)
    now = rasa.open().ask(last.uid)
    assert now is not None and now.start == at
    rasa.graph.on("events.delete", before=lambda _: rasa.change(last.uid, title="Ne: paskambinti"))
    with pytest.raises(ChangedByPerson):
        rasa.open().remove(now)
    (left,) = rasa.open().look()
    assert (left.start, left.title) == (at, "Ne: paskambinti")


def test_every_write_is_on_a_condition(rasa: Person) -> None:
    """F79: If-Match with an entity tag on each change and removal, none of them weak against anything (*)."""
    last = rasa.open().put(reminder(), None)
    rasa.open().remove(rasa.open().put(changed(reminder()), last))
    conditions = [one.headers.get("if-match", "") for one in rasa.graph.log if one.verb in ("PATCH", "DELETE")]
    assert len(conditions) == 2 and all(one.startswith('W/"') for one in conditions)


def test_a_change_of_which_nothing_is_to_be_seen_is_no_answer(rasa: Person) -> None:
    """F56: a new entity tag alone, as Exchange gives one by itself: what the entry says is compared."""
    last = rasa.open().put(reminder(), None)
    rasa.calendars.touch(rasa.key_of(last.uid))
    rasa.graph.on("events.update", before=lambda _: rasa.calendars.touch(rasa.key_of(last.uid)))
    now = rasa.open().put(changed(reminder()), last)
    assert now.title == "Skambinti"
    rasa.calendars.touch(rasa.key_of(last.uid))
    rasa.graph.on("events.delete", before=lambda _: rasa.calendars.touch(rasa.key_of(last.uid)))
    rasa.open().remove(now)
    assert rasa.entries() == []


@pytest.mark.parametrize("method", ["update", "delete"])
def test_what_is_deleted_while_we_write_stays_deleted(rasa: Person, method: str) -> None:
    """F80: removing it is fine then, changing it is refused; it does not come back."""
    last = rasa.open().put(reminder(), None)
    rasa.graph.on(f"events.{method}", before=lambda _: rasa.delete(last.uid))
    if method == "delete":
        rasa.open().remove(last)
    else:
        with pytest.raises(ChangedByPerson):
            rasa.open().put(changed(reminder()), last)
    assert rasa.entries() == []


# ── listing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def many_pages(person: Person, monkeypatch: pytest.MonkeyPatch, count: int) -> list[Seen]:
    monkeypatch.setattr("connectors.graph.reminders._MOST_AT_ONCE", 3)
    return [person.open().put(reminder(n), None) for n in range(count)]


@pytest.mark.slow
def test_a_listing_that_breaks_off_is_no_listing(rasa: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """F30: `look` is a complete pass or SourceError, and the next one leaves nothing out."""
    seen = many_pages(rasa, monkeypatch, 8)
    rasa.graph.says(lambda asked: "skip=" in asked.query, 503, times=20)
    with pytest.raises(SourceError):
        list(rasa.open().look())
    rasa.graph.faults.clear()
    assert sorted(one.uid for one in rasa.open().look()) == sorted(one.uid for one in seen)


@pytest.mark.slow
def test_an_entry_told_twice_is_one(rasa: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """F56: pages shift while something is added; the same event on two of them is no copy."""
    seen = many_pages(rasa, monkeypatch, 7)
    first = rasa.graph.asked("events.list")[-1]
    assert first.status == 200
    rasa.asked()
    list(rasa.open().look())
    body = {"value": [], "@odata.nextLink": f"{rasa.graph.url}{first.path}?{rasa.graph.asked('events.list')[0].query}"}
    rasa.graph.says("events.list", 200, body=body)
    assert sorted(one.uid for one in rasa.open().look()) == sorted(one.uid for one in seen)


def test_a_link_to_another_host_is_not_followed(rasa: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is what was listed until there taken for all there is."""
    many_pages(rasa, monkeypatch, 5)
    rasa.graph.leads_to("http://127.0.0.1:1", "$skip")
    with pytest.raises(SourceError, match="leads to"):
        list(rasa.open().look())


@pytest.mark.parametrize("body", ["<!DOCTYPE html><p>Sign in to the hotel</p>", "", '{"value": [', '{"value": 7}', "{}"])
def test_an_answer_that_is_none_is_never_no_entries(rasa: Person, body: str) -> None:
    """F35: nothing reads as "deleted"."""
    seen = rasa.open().put(reminder(), None)
    for method in ("events.list", "events.get", "calendars.list"):
        rasa.graph.says(method, 200, body=body.encode(), times=50)
    for act in (lambda: list(rasa.open().look()), lambda: rasa.open().ask(seen.uid)):
        with pytest.raises(SourceError) as caught:
            act()
        assert caught.value.state == "backing off"


# ── who may, and when ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_calendar_that_may_only_be_read_waits(rasa: Person) -> None:
    """F85: Forbidden, with what an administrator has to give; entries there are still read."""
    last = rasa.open().put(reminder(), None)
    rasa.forbid()
    for act in acts(last).values():
        with pytest.raises(Forbidden, match=r"Calendars\.ReadWrite"):
            act(rasa.open())
    assert list(rasa.open().look()) == [last]
    rasa.allows("Calendars.ReadWrite")
    assert rasa.open().put(changed(reminder()), last).title == "Skambinti"


def test_a_consent_that_allows_too_little_is_told_with_its_remedy(tmp_path: Path) -> None:
    """F85: the state is `reauth needed`, not a calendar that failed."""
    for person in a_person(tmp_path, "consent"):
        person.forbid()
        with pytest.raises(ReauthNeeded, match="syncd auth graph"):
            person.open().put(reminder(), None)


@pytest.mark.parametrize(("verb", "code"), [("is_disabled", "no mailbox in Exchange Online"), ("is_denied", "may not")])
def test_a_mailbox_that_is_no_more_is_no_deletion(rasa: Person, verb: str, code: str) -> None:
    """F44, F60: looking and asking say so."""
    seen = rasa.open().put(reminder(), None)
    setattr(rasa.graph.mailbox(RASA), verb, True)
    for act in (lambda: list(rasa.open().look()), lambda: rasa.open().ask(seen.uid), lambda: rasa.open().writable()):
        with pytest.raises(Forbidden, match=code):
            act()


def test_a_server_that_asks_us_to_wait_is_heeded(rasa: Person) -> None:
    """F33: Busy with the time it said; nothing is written twice."""
    rasa.open().put(reminder(), None)
    rasa.graph.throttles("events.create", 300)
    with pytest.raises(Busy) as caught:
        rasa.open().put(reminder(2), None)
    assert caught.value.retry_after is not None and 299 <= caught.value.retry_after < 301
    assert len(rasa.entries()) == 1 and not rasa.graph.too_early()


def test_ids_are_those_that_a_move_does_not_change(rasa: Person) -> None:
    """F52: every call says so."""
    last = rasa.open().put(reminder(), None)
    rasa.open().remove(last)
    list(rasa.open().look())
    assert {'IdType="ImmutableId"' in one.headers.get("prefer", "") for one in rasa.graph.log if "." in one.method} == {True}
