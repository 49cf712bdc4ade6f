"""The connections of the pages to the store: the one that was used last is used again, and gives texts as its reader needs them."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable

import pytest

from datasette_plugins.limits import working

from .conftest import Site
from .test_reports import again

Read = Callable[[sqlite3.Connection], object]


def asked(site: Site, *reads: Read, together: bool = False) -> list[object]:
    """What readings give, one after the other or all at once."""
    database = site.datasette.get_database("history")

    async def ask() -> list[object]:
        return list(await asyncio.gather(*map(database.execute_fn, reads))) if together else [await database.execute_fn(read) for read in reads]

    return asyncio.run(ask())


def test_the_connection_that_was_used_last_is_used_again(demo: Site) -> None:
    """It has what was read in memory, whichever thread reads; also after a reading that failed."""
    site = again(demo)
    both = threading.Barrier(2)

    def meet(db: sqlite3.Connection) -> int:
        both.wait(20)
        return id(db)

    def fail(db: sqlite3.Connection) -> object:
        return db.execute("SELECT no FROM nowhere")

    first, second = asked(site, meet, meet, together=True)
    assert first != second
    with pytest.raises(sqlite3.OperationalError):
        asked(site, fail)
    found = asked(site, *[id] * 6)
    assert len(set(found)) == 1 and found[0] in (first, second)


def test_a_readers_query_shows_what_is_no_text_and_a_page_reads_plain_ones(demo: Site) -> None:
    """Bytes that are no UTF-8 come from a query alone; the store holds none, and our pages need no function to be called for each text."""

    def read(db: sqlite3.Connection) -> str:
        with working(db, 1000):
            assert db.text_factory is str
        return str(db.execute("SELECT CAST(x'61ff' AS TEXT)").fetchone()[0])

    assert asked(again(demo), read) == ["a\N{REPLACEMENT CHARACTER}"]
