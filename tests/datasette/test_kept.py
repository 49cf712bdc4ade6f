"""What a report counted is kept while nothing is written, and never reaches a reader who asked for something else."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from datasette_plugins import kept as keeping
from datasette_plugins import reports
from datasette_plugins.audit import Journal, Version
from datasette_plugins.kept import LASTS, SOON, Figures, Kept, NotKept
from syncd.store.audit import Look
from syncd.store.db import connect

from .conftest import Site, copied
from .test_reports import again


class Counted:
    """Connections on which the function `counted(x)` gives x, and says how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, x: object) -> object:
        self.times += 1
        return x

    def connection(self) -> sqlite3.Connection:
        """A new one, for any thread."""
        db = sqlite3.connect(":memory:", check_same_thread=False)
        db.create_function("counted", 1, self)
        return db


def test_the_same_is_read_once_until_something_is_written() -> None:
    """Whoever gets a kept answer may change it: it is theirs."""
    version, counted = [Version(1, 1)], Counted()
    kept, db = Kept(lambda: version[0]), counted.connection()
    first = kept.rows(db, "SELECT counted(:x) AS n", {"x": 3})
    first[0].clear()
    assert kept.rows(db, "SELECT counted(:x) AS n", {"x": 3}) == [{"n": 3}]
    assert counted.times == 1
    version[0] = Version(2, 1)
    kept.rows(db, "SELECT counted(:x) AS n", {"x": 3})
    assert counted.times == 2


@pytest.mark.parametrize(
    ("sql", "values", "reason"),
    [
        ("SELECT counted(:x) AS n", {"x": 3, "only": "b"}, "another reader's own figures"),
        ("SELECT counted(:x) AS n WHERE true", {"x": 3, "only": "a"}, "another statement"),
        ("SELECT counted(:x) AS n", {"x": 3, "only": None}, "figures of everybody"),
    ],
)
def test_another_question_is_never_given_the_answer(sql: str, values: dict[str, object], reason: str) -> None:
    """What a reader may see is said by the statement and its values."""
    counted = Counted()
    kept, db = Kept(lambda: Version(1, 1)), counted.connection()
    kept.rows(db, "SELECT counted(:x) AS n", {"x": 3, "only": "a"})
    kept.rows(db, sql, values)
    assert counted.times == 2, reason


def test_what_cannot_be_told_to_be_unchanged_is_read_anew() -> None:
    """Without a version nothing is kept."""
    counted = Counted()
    kept, db = Kept(lambda: None), counted.connection()
    for _ in range(2):
        kept.rows(db, "SELECT counted(1) AS n", {})
    assert counted.times == 2


def test_eight_who_ask_the_same_at_once_are_told_by_one_reading() -> None:
    """One reads, the others wait for it."""
    counted = Counted()
    kept, asking = Kept(lambda: Version(1, 1)), threading.Barrier(8)

    def ask(_: int) -> object:
        db = counted.connection()
        asking.wait(20)
        return kept.rows(db, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT counted(max(i)) AS n FROM n", {})

    with ThreadPoolExecutor(8) as clients:
        assert list(clients.map(ask, range(8))) == [[{"n": 20000}]] * 8
    assert counted.times == 1


def test_a_reading_that_failed_is_not_kept() -> None:
    """The next one reads for itself."""
    kept, counted = Kept(lambda: Version(1, 1)), Counted()
    with pytest.raises(sqlite3.OperationalError):
        kept.rows(sqlite3.connect(":memory:"), "SELECT counted(1) AS n", {})
    assert kept.rows(counted.connection(), "SELECT counted(1) AS n", {}) == [{"n": 1}]


def test_who_may_not_read_is_told_only_what_is_kept() -> None:
    """So nobody has to wait for a turn for what is there."""
    kept, db = Kept(lambda: Version(1, 1)), Counted().connection()
    with pytest.raises(NotKept):
        kept.rows(db, "SELECT counted(1) AS n", {}, may_read=False)
    kept.rows(db, "SELECT counted(1) AS n", {})
    assert kept.rows(db, "SELECT counted(1) AS n", {}, may_read=False) == [{"n": 1}]


@pytest.fixture
def takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is counted counts as what takes long."""
    monkeypatch.setattr(keeping, "QUICK", 0.0)


LATER = [
    # what the store is at, the minute, seconds later → whether it is counted again at once, and beside; why
    (Version(1, 1), "10:00", 9 * SOON, False, False, "nothing was written in this minute"),
    (Version(1, 1), "10:01", SOON - 1, False, False, "the clock went on, for less than a minute"),
    (Version(2, 1), "10:00", SOON - 1, False, False, "mail came, less than a minute ago"),
    (Version(2, 1), "10:02", SOON, False, True, "what is a minute old is shown and counted again"),
    (Version(2, 1), "10:10", LASTS, True, False, "too old to be shown"),
    (Version(2, 2), "10:00", 1, True, False, "somebody decided something: they see it at once"),
    (None, "10:00", 1, True, False, "it cannot be told what was written"),
]


@pytest.mark.usefixtures("takes_long")
@pytest.mark.parametrize(("version", "minute", "seconds", "again", "beside", "reason"), LATER)
def test_figures_that_take_long_are_shown_some_minutes_old(version: Version | None, minute: str, seconds: float, again: bool, beside: bool, reason: str) -> None:
    """They say of when they are."""
    now: tuple[Version | None, float] = (Version(1, 1), 100.0)
    counted = Counted()
    kept, db = Kept(lambda: now[0], lambda: now[1]), counted.connection()
    kept.figures(db, "SELECT counted(:now) AS n", {"now": "10:00"}, "same")
    now = version, 100.0 + seconds
    told = kept.figures(db, "SELECT counted(:now) AS n", {"now": minute}, "same")
    of = minute if again else "10:00"
    assert (told, counted.times) == (Figures([{"n": of}], of, beside), 1 + again), reason


@pytest.mark.parametrize(("version", "minute", "times"), [(Version(1, 1), "10:00", 1), (Version(2, 1), "10:00", 2), (Version(1, 1), "10:01", 2)])
def test_figures_that_are_counted_quickly_are_of_now(version: Version, minute: str, times: int) -> None:
    """In a store of a usual size nobody ever sees older ones."""
    now, counted = Version(1, 1), Counted()
    kept, db = Kept(lambda: now), counted.connection()
    kept.figures(db, "SELECT counted(1) AS n", {"now": "10:00"}, "same")
    now = version
    told = kept.figures(db, "SELECT counted(1) AS n", {"now": minute}, "same")
    assert (told.at, counted.times) == (minute, times)


@pytest.mark.usefixtures("takes_long")
def test_figures_are_counted_anew_for_whoever_wants_those_of_now() -> None:
    """And the older ones are kept from nobody who asks for other days."""
    now, counted = Version(1, 1), Counted()
    kept, db = Kept(lambda: now), counted.connection()
    kept.figures(db, "SELECT counted(1) AS n", {"now": "10:00"}, "same")
    now = Version(2, 1)
    with pytest.raises(NotKept):
        kept.figures(db, "SELECT counted(1) AS n", {"now": "10:00"}, "same", may_read=False, anew=True)
    with pytest.raises(NotKept):
        kept.figures(db, "SELECT counted(1) AS n", {"now": "10:00"}, "other days", may_read=False)
    kept.figures(db, "SELECT counted(1) AS n", {"now": "10:00"}, "same", anew=True)
    assert counted.times == 2


@pytest.mark.slow
@pytest.mark.usefixtures("takes_long")
def test_a_page_says_of_when_its_figures_are_and_counts_them_again(demo: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came by a pass is in them when the page is opened again; what a person decided at once; rows and files are always of now."""
    site = again(copied(demo, tmp_path / "company"))
    monkeypatch.setattr(keeping, "SOON", 0.0)
    page = "/report/complaints?from=2026-01-01&to=2026-11-23"

    def shown(html: str) -> tuple[int, bool]:
        return sum(int(n) for n in re.findall(r'data-label="Complaints" class="number" data-value="(\d+)"', html)), "Counted at 12:00." in html

    def write(sql: str) -> None:
        store = connect(site.config.store.path)
        with store.write() as db:
            db.execute(sql)
        store.close()

    async def look() -> list[tuple[int, bool]]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=site.datasette.app()), base_url="http://localhost") as client:
            told = [shown((await client.get(page, headers={"accept-language": "en"})).text)]
            write("UPDATE complaint SET state = 'dismissed' WHERE key = (SELECT min(key) FROM complaint WHERE state <> 'dismissed')")
            monkeypatch.setenv("SYNCD_NOW", "2026-11-23T12:07:00+02:00")
            told.append(shown((await client.get(page, headers={"accept-language": "en"})).text))
            await asyncio.gather(*reports.known(site.datasette).turns.beside.values())
            told.append(shown((await client.get(page, headers={"accept-language": "en"})).text))
            write("UPDATE complaint SET state = 'dismissed' WHERE key = (SELECT min(key) FROM complaint WHERE state <> 'dismissed')")
            write("INSERT INTO tombstone VALUES ('address', x'00', '2026-11-23T10:00:00Z')")
            return [*told, shown((await client.get(page, headers={"accept-language": "en"})).text)]

    (before, _), *later = asyncio.run(look())
    assert before > 1
    assert later == [(before, True), (before - 1, False), (before - 2, False)]


@pytest.mark.slow
def test_a_kept_report_waits_for_no_other(demo: Site) -> None:
    """While reports take all turns, one that is kept is answered, and another one after them."""
    site = again(demo)
    assert site.get("/report/load").status_code == 200

    async def ask() -> tuple[int, bool, int]:
        turns = reports.known(site.datasette).turns
        for _ in range(reports.AT_ONCE):
            await turns.counted.acquire()
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=site.datasette.app()), base_url="http://localhost") as client:
            other = asyncio.create_task(client.get("/report/load?from=2026-01-01"))
            kept = (await client.get("/report/load")).status_code
            waits = not other.done()
            for _ in range(reports.AT_ONCE):
                turns.counted.release()
            return kept, waits, (await other).status_code

    assert asyncio.run(ask()) == (200, True, 200)


def test_a_look_changes_no_version_and_all_else_does(tmp_path: Path) -> None:
    """Every page of a customer writes a look: kept answers outlive them."""
    store = connect(tmp_path / "history.db", create=True)
    journal = Journal(tmp_path / "history.db")
    before = journal.version()
    journal.write([Look("2026-11-23T10:00:00Z", "a@klimatas.example", "customer", "x")]).result(30)
    assert before is not None
    assert journal.version() == before
    with store.write():
        store.set_meta("anything", "else")
    after = journal.version()
    assert after not in (None, before)
    journal.write([Look("2026-11-23T10:00:01Z", "a@klimatas.example", "customer", "y")]).result(30)
    assert journal.version() == after
    store.close()


@pytest.mark.slow
def test_a_report_says_at_once_what_was_decided(demo: Site, tmp_path: Path) -> None:
    """Kept figures do not hide what was written since."""
    site = again(copied(demo, tmp_path / "company"))

    def complaints() -> int:
        return sum(row["complaints"] for row in site.get("/report/complaints.json?from=2026-01-01&to=2026-11-23").json()["rows"])

    before = complaints()
    assert before == complaints() > 0
    store = connect(site.config.store.path)
    with store.write() as db:
        db.execute("UPDATE complaint SET state = 'dismissed' WHERE key = (SELECT min(key) FROM complaint WHERE state <> 'dismissed')")
    store.close()
    assert complaints() == before - 1
