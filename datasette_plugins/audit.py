"""Every look at a person is written down before it is shown: who, at what, at whom, when. A look that cannot be written is refused.

One thread writes, so that pages neither write themselves nor wait for one another: what came in the meantime goes into
one transaction. Lists are not written down one by one: a search, a table and a query of SQL each are, without their words.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import sqlite3
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from syncd.errors import SyncdError
from syncd.store import audit, decisions
from syncd.store.audit import Look
from syncd.store.db import Store, connect

log = logging.getLogger("syncd.web")

_PATIENCE = 10.0  # seconds a page waits for its look to be written, while the daemon works off a backlog
_AT_ONCE = 500  # looks in one transaction
_SOON = 0.05  # seconds that may be waited for a look that is being written


@dataclass(frozen=True, slots=True)
class Looked:
    """What a reading shows (customer, card, brief, `message <key>` …) and whom, by their ids: its value `looked`."""

    what: str
    subjects: tuple[str, ...] = ("",)

    def by(self, actor: str, at: str) -> list[Look]:
        """The rows of this look."""
        return [Look(at, actor or "local", self.what, subject) for subject in self.subjects]


class NotWritten(Exception):
    """A look could not be written down: the page is not shown."""


class Version(NamedTuple):
    """Of what a store holds beside looks. `written`: another whenever anything was written; `decided`: whenever a person decided something, or somebody was forgotten."""

    written: object
    decided: object


class Journal:
    """The one writer of looks of a store. Its thread ends with the program."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: queue.SimpleQueue[tuple[Sequence[Look], Future[None]]] = queue.SimpleQueue()
        self._begin = threading.Lock()
        self._thread: threading.Thread | None = None
        self._opened = 0
        self._store: Store | None = None
        self._using = threading.Lock()  # the store

    def write(self, looks: Sequence[Look]) -> Future[None]:
        """Have looks written; the future is done once they are safe, or has what went wrong."""
        done: Future[None] = Future()
        self._waiting.put((looks, done))
        with self._begin:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="audit", daemon=True)
                self._thread.start()
        return done

    def version(self) -> Version | None:
        """What the store is at; None while a look is being written, or where the store cannot be written.

        SQLite counts on a connection what others commit, and not what it commits itself. Source: sqlite.org/pragma.html#pragma_data_version.
        """
        if not self._using.acquire(timeout=_SOON):
            return None
        try:
            db = self._there().db
            decided = decisions.so_far(db)
            (written,) = db.execute("PRAGMA data_version").fetchone()
        except (SyncdError, sqlite3.Error, OSError) as problem:
            log.error("it cannot be told whether something was written, so nothing is kept: %s", problem)
            self._close()
            return None
        else:
            return Version((self._opened, written), decided)
        finally:
            self._using.release()

    def _there(self) -> Store:
        """The store, opened where it is not. Raises SyncdError and sqlite3.Error."""
        if self._store is None:
            self._store = connect(self._path, cache_mb=2)
            self._opened += 1
        return self._store

    def _close(self) -> None:
        if self._store is not None:
            self._store.close()
        self._store = None

    def _run(self) -> None:
        while True:
            batch = [self._waiting.get()]
            while len(batch) < _AT_ONCE and not self._waiting.empty():
                batch.append(self._waiting.get())
            batch = [(looks, done) for looks, done in batch if done.set_running_or_notify_cancel()]  # a page that waits no more was not shown
            try:
                with self._using, self._there().write() as db:
                    audit.note(db, [look for looks, _ in batch for look in looks])
            except (SyncdError, sqlite3.Error, OSError) as problem:
                log.error("looks cannot be written down, so nothing is shown: %s", problem)
                with self._using:
                    self._close()
                for _, done in batch:
                    done.set_exception(NotWritten())
            else:
                for _, done in batch:
                    done.set_result(None)


@cache
def journal(path: str) -> Journal:
    """The writer of a store."""
    return Journal(Path(path))


async def written(path: str, looks: Sequence[Look]) -> None:
    """Wait until looks are safe. Raises NotWritten."""
    try:
        await asyncio.wait_for(asyncio.wrap_future(journal(path).write(looks)), _PATIENCE)
    except TimeoutError:
        raise NotWritten from None


# ── at whom ──────────────────────────────────────────────────────────────────────────────────────────────────────

# The outside people of an interaction, by their ids.
WITH = "SELECT DISTINCT n.uuid FROM contact c JOIN person n ON n.id = c.person_id WHERE c.interaction_id = ? ORDER BY n.uuid"


def at_item(db: sqlite3.Connection, what: str, key: str, interaction: int) -> Looked:
    """That a message, meeting, call or promise (its key) is looked at, and with it the outside people of the interaction (its row id)."""
    return Looked(f"{what} {key}", tuple(uuid for (uuid,) in db.execute(WITH, (interaction,))) or ("",))
