"""The whole program in two functions: `harvest` reads every source, `pass_over` reads one.

    pages(cursor) → exclude? derive (in worker processes while there is much to do) → one transaction a page

An error of one source is that source's state; the others run.
"""

from __future__ import annotations

import datetime as dt
import itertools
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connectors import registry
from connectors.base import Collection, Cursor, Fetched, Harvester
from connectors.base import Page as RemotePage
from syncd import certificates
from syncd.config import Source
from syncd.core.derived import Arrival, Derived, Excluded, Setting
from syncd.core.keys import instant
from syncd.errors import AuthFailed, Busy, ConfigError, CursorExpired, Held, ProviderRetired, ReauthNeeded, SourceError
from syncd.store import sources
from syncd.store.forgetting import sweep
from syncd.store.pages import Stored, Surroundings, store_page
from syncd.store.waiting import wait_for
from syncd.world import World

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

_ROLE_ORDER = {"inbox": 0, "sent": 0, "calendar": 1}
_PARALLEL_FROM = 400  # items of a backlog: below this, starting workers costs more than it gives
_PROCESSES = 2
_WHOLE_SOURCE = (AuthFailed, ReauthNeeded, ProviderRetired, Busy, Held)  # no other folder would fare better
_PIECE = 50  # originals a worker takes at a time
PATIENCE = 60.0  # seconds to wait for a source that another living pass holds

Progress = Callable[[str, int, int | None], None]  # source, items done, items in all if known
Understood = Derived | Excluded | str  # what was derived, by which rule it is left out, or why it has to wait


@dataclass(slots=True)
class SourceResult:
    """How the pass over one source went; `seconds` of wall time."""

    name: str
    counts: Stored
    seconds: float
    state: str
    error: str | None
    retry_after: float | None = None  # seconds, where the server said so


class Stopped(Exception):
    """The program is to end: the pass stops between two pages, and goes on there the next time."""


def harvest(world: World, names: Iterable[str] | None = None, progress: Progress | None = None) -> list[SourceResult]:
    """Read all sources of the config (or the named ones), and again those whose excluded items were let in meanwhile."""
    wanted = [s for s in world.config.sources if names is None or s.name in set(names)]
    if names is None:
        sources.retire_sources(world.store, [s.name for s in world.config.sources], instant(world.now))
    with Workers(world.setting) as workers:
        results = {s.name: pass_over(world, s, workers, progress) for s in wanted}
        for _ in range(10):  # what one thread lets in may let in another
            again = [s for s in wanted if results[s.name].error is None and _has_due(world, s)]
            if not again:
                break
            for s in again:
                results[s.name].counts.add(pass_over(world, s, workers, progress).counts)
    return list(results.values())


def _has_due(world: World, source: Source) -> bool:
    row = world.store.db.execute("SELECT id FROM source WHERE name = ?", (source.name,)).fetchone()
    return bool(row and sources.due_pending(world.store.db, row[0], instant(world.now)))


def pass_over(world: World, source: Source, workers: Workers, progress: Progress | None = None) -> SourceResult:
    """One pass over one source: every collection from its cursor to its end, then what was set aside and is due."""
    began = time.monotonic()
    source_id = sources.keep_source(world.store, source.name, source.connector, source.owner)
    held = _lease(world, source_id)
    result = SourceResult(source.name, Stored(), 0.0, "ok", None)
    if held:
        result.state, result.error = "held", f"another pass holds it: {held}"
        return result
    try:
        _read(world, source, source_id, workers, result, progress)
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


def _lease(world: World, source_id: int) -> str | None:
    """Take the source, waiting while another living pass holds it; who holds it still, or None."""
    end = time.monotonic() + PATIENCE
    while held := sources.take_lease(world.store, source_id, dt.datetime.now(dt.UTC)):
        if time.monotonic() > end:
            return held
        time.sleep(0.2)
    return None


def _read(world: World, source: Source, source_id: int, workers: Workers, result: SourceResult, progress: Progress | None) -> None:
    assert source.settings is not None
    harvester = registry.open_harvester(source.connector, source.settings, base=world.config.folder, owner=source.owner)
    listed = sorted(harvester.collections(), key=lambda c: (_ROLE_ORDER.get(c.role, 2), c.name))
    certificates.keep(world.store, source_id, harvester)
    kept = sources.keep_collections(world.store, source_id, listed, instant(world.now))
    reader = _Reader(world, source, source_id, harvester, workers, result)
    reader.progress = progress
    failed = reader.each(listed, kept)
    for collection_id, remote_ids in sources.due_pending(world.store.db, source_id, instant(world.now)).items():
        found = next((c for c in listed if c.id == collection_id), None)
        if found and found.id not in failed:
            reader.again(found, kept[found.id], remote_ids)
    if failed:
        raise next(iter(failed.values()))


class _Reader:
    """Reads the collections of one source into the store."""

    def __init__(self, world: World, source: Source, source_id: int, harvester: Harvester, workers: Workers, result: SourceResult) -> None:
        self.world, self.source, self.source_id = world, source, source_id
        self.harvester, self.workers, self.result = harvester, workers, result
        self.progress: Progress | None = None
        self.done = 0

    def each(self, listed: Iterable[Collection], kept: Mapping[str, sources.Kept]) -> dict[str, SourceError]:
        """Every collection in turn; one that cannot be read keeps none of the others from it. What failed, by its id."""
        failed: dict[str, SourceError] = {}
        for collection in listed:
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
        around = self._around(collection, kept)
        try:
            self._pages(collection, around, kept.cursor)
        except CursorExpired:
            sources.forget_cursor(self.world.store, kept.id)
            self._pages(collection, around, None)
        sources.finish_collection(self.world.store, kept.id, instant(self.world.now))

    def _pages(self, collection: Collection, around: Surroundings, cursor: Cursor | None) -> None:
        pages = self.harvester.pages(collection, cursor)
        for page, understood in self.workers.ahead(pages, lambda p: self._arrivals(collection, around, p)):
            if page.changes or page.complete is not None or page.cursor != cursor:
                self._store(page, understood, around)
            self.done += len(page.changes)
            if self.progress:
                self.progress(self.source.name, self.done, page.total)

    def again(self, collection: Collection, kept: sources.Kept, remote_ids: list[str]) -> None:
        """Try single items again: those set aside before, and those a thread or a person let in."""
        around = self._around(collection, kept)
        asked = iter(remote_ids)
        while piece := list(itertools.islice(asked, 200)):
            changes = tuple(self.harvester.fetch(collection, piece))
            answered = {c.remote_id for c in changes}
            page = RemotePage(changes, {})
            understood = self.workers.all(self._arrivals(collection, around, page))
            self._store(page, understood, around, move_cursor=False)
            with self.world.store.write() as db:
                for remote_id in piece:
                    if remote_id not in answered:
                        wait_for(db, kept.id, remote_id, "the provider gave no answer for it", instant(self.world.now))

    def _store(self, page: RemotePage, understood: Mapping[str, Understood], around: Surroundings, *, move_cursor: bool = True) -> None:
        """Store a page, as long as the source is still ours."""
        store = self.world.store
        with store.write() as db:
            sources.renew_lease(db, self.source_id, dt.datetime.now(dt.UTC))
            counts = store_page(store, self.world.raw, page, understood, around, move_cursor=move_cursor)
        self.result.counts.add(counts)
        sweep(store, self.world.raw)

    def _around(self, collection: Collection, kept: sources.Kept) -> Surroundings:
        return Surroundings(
            company=self.world.config.company, calendar=self.world.setting.calendar, privacy=self.world.setting.privacy, since_days=self.world.config.reminders.since_days,
            now=instant(self.world.now), collection_id=kept.id, collection_role=collection.role,
            origin=f"{self.source.name}/{collection.id}", owner=self.source.owner,
        )  # fmt: skip

    def _arrivals(self, collection: Collection, around: Surroundings, page: RemotePage) -> list[tuple[str, Arrival]]:
        return [(c.remote_id, _arrival(c, collection, around)) for c in page.changes if isinstance(c, Fetched)]


def _arrival(change: Fetched, collection: Collection, around: Surroundings) -> Arrival:
    return Arrival(
        raw=change.raw, media_type=change.media_type, folder=collection.name, folder_role=collection.role, labels=change.marks.labels,
        sensitivity=change.marks.sensitivity, received_at=change.marks.received_at, owner=around.owner,
    )  # fmt: skip


# ── deriving in parallel ─────────────────────────────────────────────────────────────────────────────────────────

_setting: Setting | None = None


def _start(setting: Setting) -> None:
    global _setting
    _setting = setting
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that stores; it ends its workers


def _derive_piece(piece: list[tuple[str, Arrival]]) -> list[tuple[str, Understood]]:
    from syncd.core.derive import derive  # with all readers of mail: only where there is something to read

    assert _setting is not None
    return [(remote_id, derive(arrival, _setting)) for remote_id, arrival in piece]


class Workers:
    """Derives pages: here while there is little, in worker processes once a backlog shows itself."""

    def __init__(self, setting: Setting, context: str = "fork", stop: Callable[[], bool] | None = None) -> None:
        self.setting = setting
        self.context = context  # "fork" is quick, and safe only while there is one thread
        self.stop = stop
        self.pool: ProcessPoolExecutor | None = None
        self.seen = 0

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        if self.pool:
            self.pool.shutdown(cancel_futures=True)

    def all(self, arrivals: list[tuple[str, Arrival]]) -> dict[str, Understood]:
        """Derive these items here."""
        if not arrivals:
            return {}
        from syncd.core.derive import derive

        return {remote_id: derive(arrival, self.setting) for remote_id, arrival in arrivals}

    def ahead(
        self, pages: Iterator[RemotePage], arrivals: Callable[[RemotePage], list[tuple[str, Arrival]]]
    ) -> Iterator[tuple[RemotePage, dict[str, Understood]]]:
        """Pages in order, each with what was derived from it; while one is being stored the next is being derived."""
        waiting: list[tuple[RemotePage, Callable[[], dict[str, Understood]]]] = []
        for page in pages:
            if self.stop and self.stop():
                raise Stopped
            items = arrivals(page)
            self.seen += len(items)
            waiting.append((page, self._begin(items)))
            if len(waiting) > (2 if self.pool else 0):
                first, result = waiting.pop(0)
                yield first, result()
        for page, result in waiting:
            yield page, result()

    def _begin(self, items: list[tuple[str, Arrival]]) -> Callable[[], dict[str, Understood]]:
        if self.pool is None and self.seen >= _PARALLEL_FROM:
            import multiprocessing  # a pass with little to read starts no process
            from concurrent.futures import ProcessPoolExecutor

            self.pool = ProcessPoolExecutor(
                _PROCESSES, mp_context=multiprocessing.get_context(self.context), initializer=_start, initargs=(self.setting,)
            )
        if self.pool is None:
            return lambda: self.all(items)
        futures = [self.pool.submit(_derive_piece, items[i : i + _PIECE]) for i in range(0, len(items), _PIECE)]
        return lambda: {remote_id: what for future in futures for remote_id, what in future.result()}
