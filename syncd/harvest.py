"""The whole program in two functions: `harvest` reads every source, `pass_over` reads one.

    pages(cursor) → exclude? derive (in worker processes while there is much to do) → one transaction a page

An error of one source is that source's state; the others run.
"""

from __future__ import annotations

import datetime as dt
import itertools
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from connectors import registry
from connectors.base import Collection, Cursor, Fetched, Harvester, LiveHarvester
from connectors.base import Page as RemotePage
from syncd import certificates
from syncd.backlog import weigh_put_off
from syncd.config import Config, Source
from syncd.core.derived import Arrival
from syncd.core.keeping import limits
from syncd.core.keys import instant
from syncd.deriving import Died, Piece, Stopped, Understood, Workers
from syncd.errors import AuthFailed, Busy, ConfigError, CursorExpired, Held, NotShared, ProviderRetired, ReauthNeeded, SourceError
from syncd.flights import Flights
from syncd.store import moves, sources
from syncd.store.flights import STRIKES
from syncd.store.forgetting import sweep
from syncd.store.items import Stored, Surroundings
from syncd.store.waiting import give_up, wait_for
from syncd.world import World

MOVED = "moved"  # the state of a source that is read no more, because another took its place
_ROLE_ORDER = {"inbox": 0, "sent": 0, "calendar": 1}
_WHOLE_SOURCE = (AuthFailed, ReauthNeeded, ProviderRetired, Busy, Held)  # no other folder would fare better
PATIENCE = 60.0  # seconds to wait for a source that another living pass holds, or whose server asks for it
_MOST_ENDS = 3  # of processes that read, in one collection and pass
_LONGEST_IN_VAIN = 120.0  # seconds of such waits in a row that brought nothing: a quota of a minute, spent at once, comes back within the next

Progress = Callable[[str, int, int | None], None]  # source, items done, items in all if known


@dataclass(slots=True)
class SourceResult:
    """How the pass over one source went; `seconds` of wall time."""

    name: str
    counts: Stored
    seconds: float
    state: str
    error: str | None
    retry_after: float | None = None  # seconds, where the server said so


@dataclass(frozen=True, slots=True)
class Visit:
    """A pass over a part of a source, with a connection kept from pass to pass.

    `open` gives what reads it. `only`: ids of folders, without asking which there are; None: all but those of `others`, which
    is told the folders that were found and says which of them are read elsewhere. `seconds`: so long, then the pass is paused.
    """

    open: Callable[[], Harvester]
    only: tuple[str, ...] | None = None
    others: Callable[[Iterable[Collection]], frozenset[str]] | None = None
    seconds: float | None = None
    keeps: bool = True  # the connection is kept by who visits


def harvest(world: World, names: Iterable[str] | None = None, progress: Progress | None = None) -> list[SourceResult]:
    """Read all sources of the config (or the named ones), and again those whose excluded items were let in meanwhile."""
    wanted = [s for s in world.config.sources if names is None or s.name in set(names)]
    if names is None:
        sources.retire_sources(world.store, [s.name for s in world.config.sources], instant(world.now))
    with Workers(world.setting) as workers:
        results = {s.name: _patiently(world, s, workers, progress) for s in wanted}
        for _ in range(10):  # what one thread lets in may let in another
            again = [s for s in wanted if results[s.name].error is None and sources.has_due_pending(world.store, s.name, instant(world.now))]
            if not again:
                break
            for s in again:
                results[s.name].counts.add(pass_over(world, s, workers, progress).counts)
    return list(results.values())


def _patiently(world: World, source: Source, workers: Workers, progress: Progress | None) -> SourceResult:
    """A pass over one source, gone on with after each short wait its server asks for, as long as that brings something."""
    result = pass_over(world, source, workers, progress)
    in_vain = 0.0
    while (wait := result.retry_after) is not None and wait <= PATIENCE and in_vain < _LONGEST_IN_VAIN:
        time.sleep(wait)
        before, result = result, pass_over(world, source, workers, progress)
        in_vain = 0.0 if result.counts.seen else in_vain + max(wait, 1.0)
        result.seconds += before.seconds + wait
        result.counts.add(before.counts)
    return result


def pass_over(world: World, source: Source, workers: Workers, progress: Progress | None = None, visit: Visit | None = None) -> SourceResult:
    """One pass over one source: every collection from its cursor to its end, then what was set aside and is due.

    A source that moved to another provider is not read: emptied there, its mails would all seem deleted.
    """
    began = time.monotonic()
    if moves.move_of(world.store.db, source.name):
        return SourceResult(source.name, Stored(), 0.0, MOVED, None)
    source_id = sources.keep_source(world.store, source.name, source.connector, source.owner)
    held = hold_source(world, source_id)
    result = SourceResult(source.name, Stored(), 0.0, "ok", None)
    if held:
        result.state, result.error = "held", f"another pass holds it: {held}"
        return result
    if moves.move_of(world.store.db, source.name):  # meanwhile
        sources.release_lease(world.store, source_id)
        result.state = MOVED
        return result
    try:
        reader = _Reader(world, source, source_id, workers, result, visit or _whole(world, source))
        reader.progress = progress
        try:
            _read(reader)
        finally:
            reader.leave()
        weigh_put_off(world)
    except Stopped:
        result.state = "backlog"
    except ConfigError as problem:  # a secret file that is not there: this source's trouble, the others run
        result.state, result.error = AuthFailed.state, str(problem)
    except SourceError as problem:
        result.state, result.error = problem.state, str(problem)
        result.retry_after = problem.retry_after if isinstance(problem, Busy) else None
    finally:
        sources.finish_source(world.store, source_id, result.state, result.error, instant(world.now))
        sources.release_lease(world.store, source_id)
    result.seconds = time.monotonic() - began
    return result


def hold_source(world: World, source_id: int) -> str | None:
    """Take the source, waiting while another living pass holds it; who holds it still, or None."""
    end = time.monotonic() + PATIENCE
    while held := sources.take_lease(world.store, source_id, dt.datetime.now(dt.UTC)):
        if time.monotonic() > end:
            return held
        time.sleep(0.2)
    return None


def _whole(world: World, source: Source) -> Visit:
    """A pass over everything of a source, with a connection of its own."""
    return Visit(lambda: open_harvester(world.config, source), keeps=False)


def open_harvester(c: Config, source: Source) -> Harvester:
    """What reads a source, as the config says."""
    assert source.settings is not None
    return registry.open_harvester(source.connector, source.settings, base=c.folder, owner=source.owner, max_message=c.store.max_message)


def close(harvester: Harvester) -> None:
    """Let go of its connection, where it keeps one."""
    if isinstance(harvester, LiveHarvester):
        harvester.close()


def _read(reader: _Reader) -> None:
    world, visit, source_id = reader.world, reader.visit, reader.source_id
    if visit.only is not None:
        there = sources.known_collections(world.store, source_id, visit.only)
        ours, kept = [c for c, _ in there.values()], {i: place for i, (_, place) in there.items()}
    else:
        listed = sorted(reader.harvester.collections(), key=lambda c: (_ROLE_ORDER.get(c.role, 2), c.name))
        certificates.keep(world.store, source_id, reader.harvester)
        kept = sources.keep_collections(world.store, source_id, listed, instant(world.now))
        others = visit.others(listed) if visit.others else frozenset()
        ours = [c for c in listed if c.id not in others]
    failed = reader.each(ours, kept)
    _try_again(reader, [c for c in ours if c.id not in failed], kept)
    if amiss := [problem for problem in failed.values() if not isinstance(problem, NotShared)]:
        raise amiss[0]


def _try_again(reader: _Reader, collections: Iterable[Collection], kept: Mapping[str, sources.Kept]) -> None:
    """What was set aside in these folders and is due."""
    due = sources.due_pending(reader.world.store.db, reader.source_id, instant(reader.world.now))
    for collection in collections:
        if collection.id in due:
            reader.again(collection, kept[collection.id], due[collection.id])


class _Reader:
    """Reads the collections of one source into the store."""

    def __init__(self, world: World, source: Source, source_id: int, workers: Workers, result: SourceResult, visit: Visit) -> None:
        self.world, self.source, self.source_id = world, source, source_id
        self.workers, self.result, self.visit = workers, result, visit
        self.harvester = visit.open()
        self.progress: Progress | None = None
        self.done = 0
        self.ends = time.monotonic() + visit.seconds if visit.seconds is not None else None

    def leave(self) -> None:
        """Close the connection, if nobody keeps it."""
        if not self.visit.keeps:
            close(self.harvester)

    @property
    def is_late(self) -> bool:
        """Whether the time of this visit is over."""
        return self.ends is not None and time.monotonic() > self.ends

    def each(self, listed: Iterable[Collection], kept: Mapping[str, sources.Kept]) -> dict[str, SourceError]:
        """Every collection in turn; one that cannot be read keeps none of the others from it. What failed, by its id."""
        failed: dict[str, SourceError] = {}
        for number, collection in enumerate(listed):
            if number and self.is_late:
                raise Stopped
            try:
                self.collection(collection, kept[collection.id])
            except _WHOLE_SOURCE:
                raise
            except SourceError as problem:
                failed[collection.id] = problem
                sources.fail_collection(self.world.store, kept[collection.id].id, problem.state)
        return failed

    def collection(self, collection: Collection, kept: sources.Kept) -> None:
        """From its cursor to its end; a place the provider forgot means from the beginning."""
        try:
            self._surviving(collection, kept, kept.cursor)
        except CursorExpired:
            sources.forget_cursor(self.world.store, kept.id)
            self._surviving(collection, kept, None)
        sources.finish_collection(self.world.store, kept.id, instant(self.world.now))

    def _surviving(self, collection: Collection, kept: sources.Kept, cursor: Cursor | None) -> None:
        """The pages after a cursor. Where a process ended over one they are gone on with, and what it read is read alone."""
        for _ in range(_MOST_ENDS):
            around = self._around(collection, kept)
            try:
                pages = self.harvester.pages(collection, cursor)
                with Flights(self.world.store, kept.id, lambda page: self._arrivals(collection, around, page)) as flights, _left(pages):  # noqa: B023 - used within this turn
                    self._pages(pages, around, cursor, flights)
                return
            except Died as end:
                died = end
                cursor = sources.cursor_of(self.world.store, kept.id)
        raise SourceError("the processes that read items end again and again: is there memory for them? It is tried again later") from died

    def _pages(self, pages: Iterator[RemotePage], around: Surroundings, cursor: Cursor | None, flights: Flights) -> None:
        is_paused = False
        for page, understood in self.workers.ahead(pages, flights.set_out):
            if page.changes or page.complete is not None or page.cursor != cursor:
                self._store(page, understood, around, flights)
            else:
                flights.landed()
            self.done += len(page.changes)
            if self.progress:
                self.progress(self.source.name, self.done, page.total)
            if self.is_late and not is_paused and isinstance(self.harvester, LiveHarvester):
                self.harvester.pause()
                is_paused = True
        if is_paused:
            raise Stopped

    def again(self, collection: Collection, kept: sources.Kept, remote_ids: list[str]) -> None:
        """Try single items again: those set aside before, and those a thread or a person let in."""
        around = self._around(collection, kept)
        asked = iter(remote_ids)
        while piece := list(itertools.islice(asked, 200)):
            changes = tuple(self.harvester.fetch(collection, piece))
            answered = {c.remote_id for c in changes}
            page = RemotePage(changes, {})
            with Flights(self.world.store, kept.id, lambda page: self._arrivals(collection, around, page)) as flights:
                self._store(page, self.workers.all(flights.set_out(page)), around, flights, move_cursor=False)
            with self.world.store.write() as db:
                for remote_id in piece:
                    if remote_id not in answered:
                        wait_for(db, kept.id, remote_id, "the provider gave no answer for it", instant(self.world.now))

    def _store(self, page: RemotePage, understood: Mapping[str, Understood], around: Surroundings, flights: Flights, *, move_cursor: bool = True) -> None:
        """Store a page, as long as the source is still ours; first each of its items that is read alone."""
        page, apart = flights.parted(page)
        for change in apart:
            if (said := flights.alone(change, self.workers)) is None:
                self._give_up(change, around, for_good=change.remote_id in flights.convicted)
            else:
                self._store_page(RemotePage((change,), {}), {change.remote_id: said}, around, flights, move_cursor=False, acquitted=change)
        self._store_page(page, understood, around, flights, move_cursor=move_cursor)

    def _give_up(self, change: Fetched, around: Surroundings, *, for_good: bool) -> None:
        """Set an item aside over which its reader, or the program itself, ended again and again: the pass goes on without it.

        Where it was the program somebody else may have ended it: then the item is tried again after a day.
        """
        with self.world.store.write() as db:
            give_up(db, around.collection_id, change.remote_id, f"reading it ended the program {STRIKES} times", around.now, for_good=for_good)
        self.result.counts.add(Stored(seen=1, pending=1))

    def _store_page(self, page: RemotePage, understood: Mapping[str, Understood], around: Surroundings, flights: Flights, *, move_cursor: bool, acquitted: Fetched | None = None) -> None:
        from syncd.store.pages import store_page  # with all that is stored: a pass with nothing new needs none of it

        store = self.world.store
        with store.write() as db:
            flights.land(db)
            if acquitted:
                flights.acquit(db, acquitted)
            sources.renew_lease(db, self.source_id, dt.datetime.now(dt.UTC))
            sources.note_reached(db, around.collection_id, max((c.marks.received_at for c in page.changes if isinstance(c, Fetched) and c.marks.received_at), default=None))
            counts = store_page(store, self.world.raw, page, understood, around, move_cursor=move_cursor, is_backlog=self.workers.are_many)
        flights.landed()
        self.result.counts.add(counts)
        sweep(store, self.world.raw)

    def _around(self, collection: Collection, kept: sources.Kept) -> Surroundings:
        return Surroundings(
            company=self.world.config.company, calendar=self.world.setting.calendar, privacy=self.world.setting.privacy, since_days=self.world.config.reminders.since_days,
            now=instant(self.world.now), collection_id=kept.id, collection_role=collection.role,
            origin=f"{self.source.name}/{collection.id}", owner=self.source.owner, judge=self.world.judge, until=limits(self.world.config.privacy.keep, self.world.now),
        )  # fmt: skip

    def _arrivals(self, collection: Collection, around: Surroundings, page: RemotePage) -> Piece:
        return [(c.remote_id, _arrival(c, collection, around)) for c in page.changes if isinstance(c, Fetched)]


@contextmanager
def _left(pages: Iterator[RemotePage]) -> Iterator[None]:
    """Leave the reading of a collection in the end, wherever it stands: a mail server may have been asked ahead, and what is
    on its way is in the way of the next question."""
    try:
        yield
    finally:
        if isinstance(pages, Generator):
            pages.close()


def _arrival(change: Fetched, collection: Collection, around: Surroundings) -> Arrival:
    return Arrival(
        raw=change.raw, media_type=change.media_type, folder=collection.name, folder_role=collection.role, labels=change.marks.labels,
        sensitivity=change.marks.sensitivity, received_at=change.marks.received_at, owner=around.owner,
    )  # fmt: skip
