"""The contract of a ReminderCalendar as tests: the second half of contract.py, bound in the same way.

class TestReminders(ReminderCalendarContract):
    @pytest.fixture
    def world(self, tmp_path): return Person(tmp_path)
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import pytest

from connectors.base import UID_PREFIX, Reminder, ReminderCalendar, Seen
from syncd.errors import ChangedByPerson, SourceError, SyncdError

EVIL = ("x\r\nATTENDEE:mailto:a@b.example", "a\nEND:VEVENT\nBEGIN:VEVENT", "a;b,c\\n\\,d", "tab\there\x00\x07\x1b[31m", "ą" * 300)
VILNIUS = ZoneInfo("Europe/Vilnius")


def reminder(n: int = 1, **changes: Any) -> Reminder:
    """A reminder as the planner makes it."""
    start = dt.datetime(2026, 3, 3 + n, 9, tzinfo=VILNIUS)
    whole = Reminder(
        uid=f"{UID_PREFIX}0a1b2c{n}", key=f"promise-key-{n}", title="Paskambinti Onai Kazlauskienei",
        text="„Paskambinsiu rytoj“ – 2026-03-02", start=start, end=start + dt.timedelta(minutes=15), all_day=False, alarms=(900, 0),
        url=f"https://syncd.example/p/{n}", content_hash=f"hash-{n}",
    )  # fmt: skip
    return replace(whole, **changes)


def puts_changes_and_removes(opened: Callable[[], ReminderCalendar], seed: int, count: int) -> bool:
    """Make so many entries, change each and remove every third, where a verb may raise; whether all was done within 20 passes.

    What raised is done again in the next pass, before which half of what was known of it is forgotten: killed before it was stored.
    """
    chance, waiting = random.Random(seed), [(what, n) for what in ("put", "change", "remove") for n in range(count)]
    left: dict[str, Seen | None] = {}
    passes = 0
    while waiting and (passes := passes + 1) < 20:
        reminders, undone = opened(), []
        seen = {one.uid: one for one in reminders.look()}
        for what, n in waiting:
            start = dt.datetime(2026, 3, 4, 9, tzinfo=VILNIUS) + dt.timedelta(hours=n)
            r = reminder(uid=f"{UID_PREFIX}{seed}n{n}", start=start, end=start + dt.timedelta(minutes=15))
            last = left.get(r.uid) or seen.get(r.uid)
            try:
                if what == "put":
                    left[r.uid] = reminders.put(r, None)
                elif what == "change" and last:
                    left[r.uid] = reminders.put(replace(r, content_hash="b", title="Skambinti"), last)
                elif what == "remove" and last and n % 3 == 0:
                    reminders.remove(last)
                    left[r.uid] = None
            except SourceError:
                undone.append((what, n))
                if chance.random() < 0.5:
                    left.pop(r.uid, None)
        waiting = undone
    return not waiting


class CalendarWorld(Protocol):
    """A person's calendar and the person."""

    def open(self) -> ReminderCalendar:
        """A connector as after a restart."""
        ...

    def change(self, uid: str, *, title: str = "", start: dt.datetime | None = None, note: str = "", done: bool | None = None) -> None:
        """The person changes an entry."""
        ...

    def delete(self, uid: str) -> None:
        """The person deletes an entry."""
        ...

    def copy(self, uid: str) -> None:
        """The person copies an entry."""
        ...

    def close(self) -> None:
        """The calendar can no longer be reached."""
        ...

    def forbid(self) -> bool:
        """From now on it may be read and not written; False where that cannot be brought about."""
        ...

    def state(self) -> object:
        """Everything the provider holds, to be compared."""
        ...

    def text(self, uid: str) -> str:
        """The entry as the provider holds it, '' where nothing can be told of it."""
        ...


class ReminderCalendarContract:
    """What every ReminderCalendar owes."""

    @pytest.fixture
    def world(self) -> CalendarWorld:
        raise NotImplementedError("bind a world of the connector")

    def test_an_empty_calendar_has_nothing_of_ours(self, world: CalendarWorld) -> None:
        """look before the first put."""
        assert list(world.open().look()) == []

    def test_what_was_put_is_seen(self, world: CalendarWorld) -> None:
        """put gives what look and ask then see."""
        r = reminder()
        seen = world.open().put(r, None)
        assert (seen.uid, seen.key, seen.title, seen.start, seen.done, seen.content_hash) == (
            r.uid,
            r.key,
            r.title,
            r.start,
            False,
            r.content_hash,
        )
        assert r.text in seen.note
        assert list(world.open().look()) == [seen] == [world.open().ask(r.uid)]

    def test_putting_twice_makes_one_entry(self, world: CalendarWorld) -> None:
        """put with last None adopts an equal entry: a kill between writing and storing leaves no double (F35)."""
        first, second = world.open().put(reminder(), None), world.open().put(reminder(), None)
        assert first == second
        assert len(list(world.open().look())) == 1

    def test_an_entry_that_was_there_and_differs_is_not_overwritten(self, world: CalendarWorld) -> None:
        """put with last None: create only."""
        world.open().put(reminder(title="Susitikti"), None)
        with pytest.raises(ChangedByPerson):
            world.open().put(reminder(content_hash="other"), None)

    def test_an_entry_changes_when_nobody_touched_it(self, world: CalendarWorld) -> None:
        """put with last: update, and repeating it after a kill is fine."""
        last = world.open().put(reminder(), None)
        later = reminder(
            start=dt.datetime(2026, 3, 9, 9, tzinfo=VILNIUS), end=dt.datetime(2026, 3, 9, 9, 15, tzinfo=VILNIUS), content_hash="b"
        )
        seen = world.open().put(later, last)
        assert (seen.start, seen.content_hash, seen.handle) == (later.start, "b", last.handle)
        assert world.open().put(later, last) == seen
        assert list(world.open().look()) == [seen]

    @pytest.mark.parametrize(
        ("what", "reason"),
        [
            ({"start": dt.datetime(2026, 3, 6, 15, tzinfo=VILNIUS)}, "moved: the new term stands"),
            ({"title": "✓ Paskambinti Onai"}, "retitled: it may be an answer"),
            ({"note": "Ji atostogauja iki penktadienio"}, "words were added"),
            ({"done": True}, "ticked"),
        ],
    )
    def test_what_a_person_changed_is_never_overwritten(self, world: CalendarWorld, what: dict[str, Any], reason: str) -> None:
        """put and remove raise ChangedByPerson; look tells the change (F79)."""
        if "done" in what and not getattr(world, "has_done", True):
            pytest.skip("this provider has no completed mark; a tick stands in the title")
        last = world.open().put(reminder(), None)
        world.change(last.uid, **what)
        with pytest.raises(ChangedByPerson):
            world.open().put(reminder(content_hash="b", title="Skambinti"), last)
        with pytest.raises(ChangedByPerson):
            world.open().put(reminder(), None)
        with pytest.raises(ChangedByPerson):
            world.open().remove(last)
        (seen,) = world.open().look()
        assert seen.etag != last.etag
        for name, value in what.items():
            got = getattr(seen, name)
            assert value in got if name == "note" else got == value, reason

    def test_after_looking_again_the_entry_can_be_written(self, world: CalendarWorld) -> None:
        """put with the newest Seen is the way on."""
        last = world.open().put(reminder(), None)
        world.change(last.uid, title="Onai")
        now = world.open().ask(last.uid)
        assert now is not None
        assert world.open().put(reminder(content_hash="b"), now).title == reminder().title

    def test_an_entry_the_person_deleted_does_not_come_back(self, world: CalendarWorld) -> None:
        """put with last refuses; ask says None (F80)."""
        last = world.open().put(reminder(), None)
        world.delete(last.uid)
        assert world.open().ask(last.uid) is None
        with pytest.raises(ChangedByPerson):
            world.open().put(reminder(content_hash="b"), last)
        assert list(world.open().look()) == []

    def test_removing_twice_is_fine(self, world: CalendarWorld) -> None:
        """remove: gone already is fine."""
        last = world.open().put(reminder(), None)
        other = world.open().put(reminder(2), None)
        world.open().remove(last)
        world.open().remove(last)
        assert list(world.open().look()) == [other]

    def test_an_entry_whose_words_are_forgotten_is_removed(self, world: CalendarWorld) -> None:
        """remove: of what became private only where it stands and its etag are known any more (P3)."""
        last = world.open().put(reminder(), None)
        world.open().remove(replace(last, title="", note=""))
        assert list(world.open().look()) == []

    def test_a_copy_by_the_person_is_not_ours(self, world: CalendarWorld) -> None:
        """look: by uid; a copy has another (F82)."""
        last = world.open().put(reminder(), None)
        world.copy(last.uid)
        assert list(world.open().look()) == [last]

    def test_a_calendar_that_cannot_be_reached_is_said(self, world: CalendarWorld) -> None:
        """look and ask raise SourceError: silence never reads as "deleted"."""
        last = world.open().put(reminder(), None)
        world.close()
        for act in (lambda: list(world.open().look()), lambda: world.open().ask(last.uid), lambda: world.open().writable()):
            with pytest.raises(SourceError) as caught:
                act()
            assert isinstance(caught.value, SyncdError) and not isinstance(caught.value, ChangedByPerson)

    def test_whether_it_can_be_written_is_told_and_nothing_is_left_behind(self, world: CalendarWorld) -> None:
        """writable: before the first put and after it; asking puts no entry and makes no calendar."""
        before = world.state()
        assert world.open().writable() in (True, None)
        assert world.state() == before
        last = world.open().put(reminder(), None)
        assert world.open().writable() in (True, None)
        assert list(world.open().look()) == [last]

    def test_a_calendar_that_may_only_be_read_is_told(self, world: CalendarWorld) -> None:
        """writable: never True where a put would be refused."""
        world.open().put(reminder(), None)
        if not world.forbid():
            pytest.skip("this world cannot be made one to read only")
        assert not world.open().writable()
        with pytest.raises(SourceError):
            world.open().put(reminder(2), None)

    def test_all_day_entries_keep_their_day(self, world: CalendarWorld) -> None:
        """F71: a day is a day in the owner's zone."""
        start = dt.datetime(2026, 3, 5, 0, 0, tzinfo=VILNIUS)
        seen = world.open().put(reminder(all_day=True, start=start, end=start + dt.timedelta(days=1)), None)
        assert seen.start == start

    @pytest.mark.parametrize(
        ("start", "reason"),
        [
            (dt.datetime(2026, 3, 29, 4, 30, tzinfo=VILNIUS), "just after the hour that never comes"),
            (dt.datetime(2026, 10, 25, 3, 30, fold=1, tzinfo=VILNIUS), "the hour that comes twice, second time"),
            (dt.datetime(2026, 3, 5, 9, tzinfo=dt.UTC), "without a zone of its own"),
            (dt.datetime(2026, 3, 5, 9, tzinfo=dt.timezone(dt.timedelta(hours=2))), "an offset"),
        ],
    )
    def test_the_instant_survives(self, world: CalendarWorld, start: dt.datetime, reason: str) -> None:
        """F69: the entry is at the instant it was made for, whatever the zone does."""
        seen = world.open().put(reminder(start=start, end=start + dt.timedelta(minutes=15)), None)
        assert seen.start is not None and seen.start.astimezone(dt.UTC) == start.astimezone(dt.UTC), reason

    @pytest.mark.parametrize("evil", EVIL, ids=["guest", "second entry", "escapes", "controls", "long"])
    def test_words_from_a_mail_stay_words(self, world: CalendarWorld, evil: str) -> None:
        """T18: one entry, no further properties, no control characters, whatever a title brings."""
        seen = world.open().put(reminder(title=evil, text=evil), None)
        assert list(world.open().look()) == [seen]
        assert not any(c < " " for c in seen.title) and len(seen.title) <= 200
        assert world.open().put(reminder(title=evil, text=evil), None) == seen, "and it is still recognised as the same"
        assert "\nATTENDEE" not in world.text(seen.uid).replace("\r", "\n")

    def test_entries_are_private_free_and_without_guests(self, world: CalendarWorld) -> None:
        """T21: no attendee is ever notified; nobody's time is blocked."""
        text = world.text(world.open().put(reminder(), None).uid)
        if not text:
            pytest.skip("this provider shows nothing of it")
        assert "ATTENDEE" not in text and "ORGANIZER" not in text
