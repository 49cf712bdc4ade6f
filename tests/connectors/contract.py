"""The contract of connectors/base.py as tests. A connector binds them with a small world of its own:

    class TestMaildir(HarvesterContract):
        @pytest.fixture
        def world(self, tmp_path): return MaildirWorld(tmp_path)

The world is the provider and the people at it; the tests below only ever read through the connector. Pages have to be
small (three items) so that passes have several.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, Protocol

import pytest

from connectors.base import (
    Broken,
    Change,
    Collection,
    Cursor,
    Fetched,
    Gone,
    Harvester,
    Marked,
    Page,
)  # fmt: skip
from syncd.errors import CursorExpired

MAIL = (
    "From: ona@laikrodis.example\r\nTo: rasa@klimatas.example\r\nMessage-ID: <{0}@laikrodis.example>\r\n"
    "Date: Mon, 2 Mar 2026 09:00:00 +0200\r\nSubject: Laiškas {0}\r\n\r\nLabas, {0}\r\n"
)
EVENT = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:{0}\r\nDTSTAMP:20260302T070000Z\r\n"
    "DTSTART:20260302T090000Z\r\nSUMMARY:Susitikimas {0}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def mail(name: str) -> bytes:
    """A small mail that bears the name."""
    return MAIL.format(name).encode()


def event(name: str) -> bytes:
    """A calendar file with one meeting whose uid is the name."""
    return EVENT.format(name).encode()


class World(Protocol):
    """A provider with one collection that a test fills."""

    def open(self) -> Harvester:
        """A connector as after a restart: nothing kept but what the provider has."""
        ...

    def raw(self, name: str) -> bytes:
        """The bytes of an item of that name."""
        ...

    def add(self, name: str) -> None:
        """An item arrives."""
        ...

    def remove(self, name: str) -> None:
        """Somebody deletes it."""
        ...

    def damage(self, name: str) -> bool:
        """Make an item unreadable that has not been read. False: cannot happen at this provider."""
        ...

    def flag(self, name: str) -> bool:
        """Change marks but not content. False: there are none at this provider."""
        ...

    def forget(self, cursor: Cursor) -> Cursor:
        """Make the provider forget the cursor; the cursor to use then."""
        ...

    def own(self) -> bool:
        """Put in an entry as we write it. False: nothing of ours can be here."""
        ...

    def state(self) -> object:
        """All there is at the provider, to compare before and after."""
        ...


class Store:
    """What a store would know after the pages it was given: the rules of `complete` included."""

    def __init__(self) -> None:
        self.items: dict[str, bytes] = {}
        self.broken: dict[str, str] = {}
        self.cursor: Cursor | None = None
        self.changes: list[Change] = []

    def take(self, page: Page) -> None:
        """Store a page with its cursor."""
        for change in page.changes:
            self.changes.append(change)
            match change:
                case Fetched(remote_id, raw):
                    self.items[remote_id] = raw
                case Gone(remote_id):
                    self.items.pop(remote_id, None)
                case Broken(remote_id, reason):
                    self.broken[remote_id] = reason
                case Marked(remote_id):
                    assert remote_id in self.items or remote_id in self.broken, "marks of an item that was never given"
        if page.complete is not None:
            self.items = {i: raw for i, raw in self.items.items() if i in page.complete}
        self.cursor = page.cursor

    def run(self, harvester: Harvester, pages: int = 1000) -> list[Change]:
        """Take so many pages of a pass, then close it; the changes of these pages."""
        before = len(self.changes)
        passing = harvester.pages(the_collection(harvester), self.cursor)
        for number, page in enumerate(passing, 1):
            self.take(page)
            if number == pages:
                break
        close = getattr(passing, "close", None)
        if close:
            close()
        return self.changes[before:]

    def go_on(self, harvester: Harvester, pages: int = 1000) -> list[Change]:
        """A pass; a listing of everything where the connector asks for one."""
        try:
            return self.run(harvester, pages)
        except CursorExpired:
            self.cursor = None
            return self.run(harvester, pages)


def the_collection(harvester: Harvester) -> Collection:
    """The one collection of the world."""
    collections = list(harvester.collections())
    assert len(collections) == 1
    return collections[0]


NAMES = tuple(f"item{n:02}" for n in range(8))


class HarvesterContract:
    """What every Harvester owes (the numbers are those of connectors/base.py)."""

    @pytest.fixture
    def world(self) -> World:
        raise NotImplementedError("bind a world of the connector")

    @pytest.fixture
    def full(self, world: World) -> World:
        """The world with eight items in it."""
        for name in NAMES:
            world.add(name)
        return world

    def test_from_nothing_everything_comes_once(self, full: World) -> None:
        """Rule 2: pages from None give everything there is, once."""
        store = Store()
        changes = store.run(full.open())
        assert sorted(c.raw for c in changes if isinstance(c, Fetched)) == sorted(full.raw(n) for n in NAMES)
        assert len({c.remote_id for c in changes}) == len(NAMES)

    def test_a_listing_of_everything_ends_with_the_ids_that_are_there(self, full: World) -> None:
        """Page: `complete`, where given, is exactly what is there, and comes on the last page only."""
        harvester = full.open()
        pages = list(harvester.pages(the_collection(harvester), None))
        assert len(pages) > 1, "make the pages of the world small"
        assert all(page.complete is None for page in pages[:-1])
        given = {c.remote_id for page in pages for c in page.changes}
        assert pages[-1].complete in (None, frozenset(given))

    def test_a_pass_cut_off_after_any_page_goes_on_with_the_next(self, full: World) -> None:
        """Rules 1 and 7: a cursor covers exactly the pages so far; closing early is harmless."""
        store = Store()
        rounds = 0
        while store.run(full.open(), pages=1):
            rounds += 1
        assert rounds > 1
        assert len([c for c in store.changes if isinstance(c, Fetched)]) == len(NAMES), "an item came twice or never"
        assert sorted(store.items.values()) == sorted(full.raw(n) for n in NAMES)

    def test_what_arrives_and_goes_while_a_pass_is_cut_off_is_not_lost(self, full: World) -> None:
        """Rule 1: also when the world moves between two pages."""
        store = Store()
        store.run(full.open(), pages=1)
        full.add("late")
        full.remove(NAMES[0])
        full.remove(NAMES[-1])
        for _ in range(3):
            store.go_on(full.open())
        assert sorted(store.items.values()) == sorted(full.raw(n) for n in (*NAMES[1:-1], "late"))

    def test_the_same_cursor_gives_the_same_items(self, full: World) -> None:
        """Rule 3."""
        harvester = full.open()
        pages = list(harvester.pages(the_collection(harvester), None))
        for start in (None, pages[0].cursor):
            once, again = ([c for page in h.pages(the_collection(h), start) for c in page.changes] for h in (full.open(), full.open()))
            assert once == again

    def test_an_unchanged_collection_gives_no_change(self, full: World) -> None:
        """Rule 7."""
        store = Store()
        store.run(full.open())
        for _ in range(3):
            assert store.run(full.open()) == []

    def test_only_what_is_new_comes_in_the_next_pass(self, full: World) -> None:
        """Rule 1."""
        store = Store()
        store.run(full.open())
        full.add("new")
        changes = store.run(full.open())
        assert [c.raw for c in changes if isinstance(c, Fetched)] == [full.raw("new")]
        assert len(changes) == 1

    def test_what_is_deleted_is_told(self, full: World) -> None:
        """Page: by Gone or by `complete`, within two passes."""
        store = Store()
        store.run(full.open())
        full.remove(NAMES[3])
        for _ in range(2):
            store.go_on(full.open())
        assert sorted(store.items.values()) == sorted(full.raw(n) for n in NAMES if n != NAMES[3])

    def test_new_marks_do_not_fetch_the_content_again(self, full: World) -> None:
        """Change: Marked, not Fetched."""
        store = Store()
        store.run(full.open())
        if not full.flag(NAMES[2]):
            pytest.skip("this provider has no marks that change")
        changes = store.run(full.open())
        assert [type(c) for c in changes] == [Marked]

    def test_an_expired_cursor_is_said_and_then_nothing_doubles(self, full: World) -> None:
        """Rule 4: CursorExpired, never a silent gap; a listing from None gives the same ids."""
        store = Store()
        store.run(full.open())
        assert store.cursor is not None
        before = dict(store.items)
        store.cursor = full.forget(store.cursor)
        with pytest.raises(CursorExpired):
            store.run(full.open())
        store.cursor = None
        store.run(full.open())
        assert store.items == before

    @pytest.mark.parametrize("cursor", [{}, {"v": 99}, {"known": "%%%", "at": -1, "place": "x"}], ids=["empty", "newer", "damaged"])
    def test_a_cursor_it_never_gave_is_expired(self, full: World, cursor: Cursor) -> None:
        """Rule 4: whatever an old or newer version left behind."""
        harvester = full.open()
        with pytest.raises(CursorExpired):
            list(harvester.pages(the_collection(harvester), cursor))

    def test_an_unreadable_item_is_broken_and_those_beside_it_come(self, full: World) -> None:
        """Rule 5."""
        if not full.damage(NAMES[4]):
            pytest.skip("nothing can be unreadable at this provider")
        store = Store()
        changes = store.run(full.open())
        assert sorted(store.items.values()) == sorted(full.raw(n) for n in NAMES if n != NAMES[4])
        (broken,) = [c for c in changes if isinstance(c, Broken)]
        assert broken.reason
        assert store.run(full.open()) == [], "it is told once, not in every pass"
        (again,) = full.open().fetch(the_collection(full.open()), [broken.remote_id])
        assert isinstance(again, Broken)

    def test_datetimes_are_aware(self, full: World) -> None:
        """Rule 6."""
        store = Store()
        for change in store.run(full.open()):
            if isinstance(change, Fetched | Marked) and change.marks.received_at:
                assert change.marks.received_at.tzinfo is not None

    def test_cursors_are_json(self, full: World) -> None:
        """Cursor: only what survives a store."""
        harvester = full.open()
        for page in harvester.pages(the_collection(harvester), None):
            assert _is_json(page.cursor)

    def test_closing_early_is_harmless(self, full: World) -> None:
        """Rule 7: even before the first page."""
        harvester = full.open()
        passing = harvester.pages(the_collection(harvester), None)
        next(passing)
        if isinstance(passing, Iterator) and hasattr(passing, "close"):
            passing.close()
        assert list(harvester.collections())

    def test_our_own_entries_are_not_given(self, full: World) -> None:
        """Rule 8 (F83): nothing of ours comes back as a meeting."""
        if not full.own():
            pytest.skip("nothing of ours can be here")
        store = Store()
        store.run(full.open())
        assert sorted(store.items.values()) == sorted(full.raw(n) for n in NAMES)
        assert not [c for c in store.changes if isinstance(c, Broken)]

    def test_reading_changes_nothing(self, full: World) -> None:
        """Rule 9: not a flag, not a byte."""
        before = full.state()
        store = Store()
        store.run(full.open())
        store.run(full.open())
        list(full.open().fetch(the_collection(full.open()), list(store.items)))
        assert full.state() == before

    def test_single_items_come_by_their_ids(self, full: World) -> None:
        """fetch: Fetched, Broken or Gone for each asked id."""
        store = Store()
        store.run(full.open())
        asked = sorted(store.items)[:3]
        harvester = full.open()
        changes = list(harvester.fetch(the_collection(harvester), [*asked, "no-such-id"]))
        assert {c.remote_id: c.raw for c in changes if isinstance(c, Fetched)} == {i: store.items[i] for i in asked}
        assert [c for c in changes if not isinstance(c, Fetched)] == [Gone("no-such-id")]

    @pytest.mark.parametrize("seed", [pytest.param(n, marks=pytest.mark.slow if n else ()) for n in range(12)])
    def test_whatever_happens_in_between_the_store_ends_up_right(self, world: World, seed: int) -> None:
        """Rules 1 to 4 together: mail comes, goes and is flagged while passes are cut off; nothing is lost or doubled."""
        chance = random.Random(seed)
        store = Store()
        there: list[str] = []
        for step in range(40):
            match chance.randrange(6):
                case 0 | 1:
                    there.append(f"s{step:02}")
                    world.add(there[-1])
                case 2 if len(there) > 1:
                    world.remove(there.pop(chance.randrange(len(there))))
                case 3 if there:
                    world.flag(chance.choice(there))
                case 4:
                    store.go_on(world.open(), pages=1)
                case _:
                    store.go_on(world.open())
        for _ in range(2):
            store.go_on(world.open())
        assert sorted(store.items.values()) == sorted(world.raw(name) for name in there)


def _is_json(value: Any) -> bool:
    match value:
        case None | bool() | int() | float() | str():
            return True
        case dict():
            return all(isinstance(k, str) and _is_json(v) for k, v in value.items())
        case list():
            return all(map(_is_json, value))
    return False
