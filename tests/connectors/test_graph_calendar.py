"""Calendars of Microsoft 365: the contract of a Harvester, against the fake of Graph, and Graph's own ways."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from connectors.base import Collection, Fetched, Gone
from connectors.graph.ours import UID
from syncd.core.graph.events import SEQUENCE, read_graph_event
from syncd.core.model import Meeting
from syncd.errors import NotShared, SourceError
from tests.connectors.contract import HarvesterContract, Store
from tests.connectors.graph_worlds import Agenda, Reader, a_person


class TestGraphCalendar(HarvesterContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Agenda]:
        yield from a_person(tmp_path, Agenda)


def read(store: Store, owner_zone: str = "Europe/Vilnius") -> list[Meeting]:
    """The meetings in what a store would have."""
    return [meeting for raw in store.items.values() for meeting in read_graph_event(raw, owner_zone).meetings]


def a_week(agenda: Agenda, **more: Any) -> str:
    """A meeting on four Mondays."""
    weekly = {"type": "weekly", "interval": 1, "daysOfWeek": ["monday"], "firstDayOfWeek": "monday"}
    limits = {"type": "numbered", "startDate": "2026-06-01", "numberOfOccurrences": 4, "recurrenceTimeZone": "FLE Standard Time"}
    return agenda.calendars.add("Planavimas", "2026-06-01T10:00:00", "2026-06-01T11:00:00", recurrence={"pattern": weekly, "range": limits}, **more)


@pytest.fixture
def agenda(tmp_path: Path) -> Iterator[Agenda]:
    yield from a_person(tmp_path, Agenda)


def test_a_series_is_one_entry_and_each_changed_day_another(agenda: Agenda) -> None:
    """A day that was deleted is one the series says it leaves out (F65)."""
    key = a_week(agenda)
    agenda.calendars.reschedule(key, "2026-06-09T15:00:00", "2026-06-09T16:00:00", on="2026-06-08")
    agenda.calendars.delete(key, on="2026-06-15")
    store = Store()
    store.run(agenda.open())
    series, changed = sorted(store.items.values(), key=lambda raw: b'"exception"' in raw)
    assert b'"seriesMaster"' in series and b"2026-06-15" in series and b'"exception"' in changed
    assert len(store.items) == 2


def test_a_day_that_is_changed_later_comes_with_its_series_and_goes_with_it(agenda: Agenda) -> None:
    """F65: Graph tells that the series went, and not of its days."""
    key = a_week(agenda)
    store = Store()
    store.run(agenda.open())
    assert len(store.items) == 1
    agenda.calendars.reschedule(key, "2026-06-09T15:00:00", "2026-06-09T16:00:00", on="2026-06-08")
    store.run(agenda.open())
    assert len(store.items) == 2
    agenda.calendars.delete(key, on="2026-06-08")
    store.run(agenda.open())
    assert list(store.items) == [key]
    agenda.calendars.reschedule(key, "2026-06-09T15:00:00", "2026-06-09T16:00:00", on="2026-06-22")
    store.run(agenda.open())
    agenda.calendars.delete(key)
    store.run(agenda.open())
    assert store.items == {}


@pytest.mark.parametrize("changed", [False, True], ids=["as the series has it", "changed before"])
def test_a_day_that_is_told_as_removed_and_of_its_series_nothing_is_left_out(agenda: Agenda, changed: bool) -> None:
    """F65: the series is read again and says so; it goes on, and another series stays as it was."""
    key, other = a_week(agenda), a_week(agenda)
    store = Store()
    if changed:
        agenda.calendars.reschedule(key, "2026-06-16T15:00:00", "2026-06-16T16:00:00", on="2026-06-15")
    store.run(agenda.open())
    agenda.clock.sleep(40 * 86_400)
    store.run(agenda.open())
    agenda.calendars.tells_days = True
    agenda.clock.sleep(600)
    agenda.calendars.delete(key, on="2026-06-15")
    agenda.asked()
    store.run(agenda.open())
    assert set(store.items) == {key, other}
    assert b"2026-06-15" in store.items[key] and b"2026-06-15" not in store.items[other]
    assert agenda.asked().count("events.get") == 2, "the day, and its series alone"
    assert b'"numberOfOccurrences":4' in store.items[key]


def test_a_meeting_that_is_called_off_stays_and_says_so(agenda: Agenda) -> None:
    """F78: what was promised in it stands."""
    key = agenda.calendars.add("Susitikimas", "2026-06-02T10:00:00", "2026-06-02T11:00:00")
    store = Store()
    store.run(agenda.open())
    agenda.calendars.cancel(key)
    store.run(agenda.open())
    (meeting,) = read(store)
    assert meeting.status == "cancelled"


def test_a_meeting_in_another_calendar_is_gone_here_and_told_there(agenda: Agenda) -> None:
    """F62: by the same id."""
    other = agenda.calendars.make_calendar("Serviso grafikas")
    key = agenda.calendars.add("Susitikimas", "2026-06-02T10:00:00", "2026-06-02T11:00:00")
    reader = Reader(agenda.harvester)
    reader.go_on()
    agenda.calendars.move(key, other)
    told = reader.go_on()
    assert [type(c) for c in told[agenda.calendars.default]] == [Gone]
    assert [type(c) for c in told[other]] == [Fetched]


def test_a_meeting_put_off_beyond_the_window_is_not_gone(agenda: Agenda) -> None:
    """Graph says of it what it says of one that was deleted: so it is looked for."""
    key = agenda.calendars.add("Patikra", "2026-06-02T10:00:00", "2026-06-02T11:00:00")
    store = Store()
    store.run(agenda.open())
    agenda.calendars.reschedule(key, "2030-06-02T10:00:00", "2030-06-02T11:00:00")
    (told,) = store.run(agenda.open())
    assert isinstance(told, Fetched) and b"2030-06-02" in told.raw


def test_each_month_the_window_is_begun_anew_and_nothing_that_leaves_it_is_gone(agenda: Agenda) -> None:
    """Years later too; what was changed in the old window until then is told, and what comes into the new one."""
    calendars = agenda.calendars
    old = calendars.add("Sena", "2023-06-20T10:00:00", "2023-06-20T11:00:00")
    gone = calendars.add("Atšaukta", "2026-06-02T10:00:00", "2026-06-02T11:00:00")
    ahead = calendars.add("Tolima", "2028-05-10T10:00:00", "2028-05-10T11:00:00")
    store = Store()
    store.run(agenda.open())
    assert set(store.items) == {old, gone}
    agenda.clock.sleep(31 * 86_400)
    calendars.delete(gone)
    assert Gone(gone) in store.run(agenda.open())
    assert set(store.items) == {old, ahead}
    assert store.run(agenda.open()) == [], "it is begun once"
    calendars.deltas.forget()
    store.go_on(agenda.open())
    assert set(store.items) == {old, ahead}, "a listing of everything knows what lies outside the window"


def test_what_is_told_again_doubles_nothing(agenda: Agenda) -> None:
    """F56."""
    key = agenda.calendars.add("Susitikimas", "2026-06-02T10:00:00", "2026-06-02T11:00:00")
    store = Store()
    store.run(agenda.open())
    before = dict(store.items)
    for removed_first in (False, True):
        agenda.calendars.replay(key, removed_first=removed_first)
        store.run(agenda.open())
        assert store.items == before


def test_what_graph_has_no_field_for_is_asked_for(agenda: Agenda) -> None:
    """F66: without its sequence a copy would count as the first version of the meeting."""
    key = agenda.calendars.add("Susitikimas", "2026-06-02T10:00:00", "2026-06-02T11:00:00", sensitivity="private", categories=["Klientai"])
    agenda.calendars.extend(key, SEQUENCE, "3")
    store = Store()
    (told,) = store.run(agenda.open())
    assert isinstance(told, Fetched) and (told.marks.sensitivity, told.marks.labels) == ("private", ("Klientai",))
    assert [meeting.sequence for meeting in read(store)] == [3]


def test_a_copy_of_our_entry_is_not_read_and_neither_are_days_of_it(agenda: Agenda) -> None:
    """F82, F83."""
    key = a_week(agenda)
    agenda.calendars.extend(key, UID, "syncd-0a1b")
    agenda.calendars.reschedule(key, "2026-06-09T15:00:00", "2026-06-09T16:00:00", on="2026-06-08")
    agenda.calendars.copy(key)
    store = Store()
    assert [c for c in store.run(agenda.open()) if not isinstance(c, Gone)] == []


def test_calendars_of_others_are_read_where_they_may_be_and_holidays_are_not(agenda: Agenda) -> None:
    """A calendar that others share with the person and not with the program keeps nobody from reading the person's own."""
    calendars = agenda.calendars
    shared, closed, holidays = (calendars.make_calendar(name) for name in ("Ona", "Vadovas", "Šventės"))

    def calendar(id_: str, name: str, owner: str, *, edits: bool) -> dict[str, Any]:
        return {"id": id_, "name": name, "canEdit": edits, "owner": {"name": "", "address": owner}}

    told = [
        calendar(calendars.default, "Calendar", "Rasa@klimatas.example", edits=True), calendar(shared, "Ona", "ona@klimatas.example", edits=False),
        calendar(closed, "Vadovas", "jonas@klimatas.example", edits=True), calendar(holidays, "Šventės", "rasa@klimatas.example", edits=False),
    ]  # fmt: skip
    agenda.graph.says("calendars.list", 200, body={"value": told}, times=2)
    agenda.graph.says(lambda asked: asked.method == "events.list" and closed in unquote(asked.path), 403, code="ErrorAccessDenied", times=9)
    harvester = agenda.harvester()
    assert [c.name for c in harvester.collections()] == ["Calendar", "Ona"]
    agenda.asked()
    assert len(list(harvester.collections())) == 2 and agenda.asked() == ["calendars.list"]


def test_a_calendar_of_somebody_else_that_is_shut_later_is_that_calendar_s_own_affair(agenda: Agenda) -> None:
    """F60: told with its name and whose it is, not asked again within the hour, and read on where it was when it is shared again."""
    calendars = agenda.calendars
    shared = calendars.make_calendar("Ona")
    book = {"id": shared, "name": "Ona", "canEdit": False, "owner": {"name": "", "address": "ona@klimatas.example"}}
    agenda.graph.says("calendars.list", 200, body={"value": [book]}, times=9)
    harvester = agenda.harvester()
    (collection,) = harvester.collections()
    (page,) = harvester.pages(collection, None)
    for status, code in ((403, "ErrorAccessDenied"), (404, "ErrorItemNotFound")):
        agenda.graph.says("calendarView.delta", status, code=code)
        agenda.asked()
        for _ in range(3):
            assert list(harvester.collections()) == [collection]
            with pytest.raises(NotShared, match=r"Ona, a calendar of ona@klimatas\.example"):
                list(harvester.pages(collection, page.cursor))
        assert agenda.asked().count("calendarView.delta") == 1
        agenda.clock.sleep(3601)
    key = calendars.add("Susitikimas", "2026-06-02T10:00:00", "2026-06-02T11:00:00", calendar=shared)
    assert [change.remote_id for page in harvester.pages(collection, page.cursor) for change in page.changes] == [key]


def test_a_calendar_that_is_deleted_says_so(agenda: Agenda) -> None:
    """What was read of it stays."""
    other = agenda.calendars.make_calendar("Serviso grafikas")
    collection = Collection(id=other, name="Serviso grafikas", role="calendar")
    (page,) = agenda.harvester().pages(collection, None)
    agenda.calendars.remove_calendar(other)
    with pytest.raises(SourceError, match="what was read of it stays"):
        list(agenda.harvester().pages(collection, page.cursor))
