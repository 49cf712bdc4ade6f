"""An item that ends whatever reads it: told from those beside it, given up, and never in the way of the others (F24, G21)."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import syncd.core.derive
import syncd.deriving
import syncd.harvest
import syncd.store.pages
from connectors.base import Page
from syncd.core.derived import Arrival, Derived, Excluded, Setting
from tests.store.world import ONA, RASA, Mail, Office

DEADLY = "Nuodingas laiškas"


pytestmark = pytest.mark.slow  # each is several processes that read mail


@pytest.fixture(scope="module", autouse=True)
def warm(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is loaded and compiled here is not loaded and compiled by each process that ends."""
    office = Office(tmp_path_factory.mktemp("warm"), people=("rasa",))
    office.send(Mail(id="w", sender=RASA, to=(ONA,), at="2026-11-17T09:00:00", text="Pasiūlymą atsiųsiu lapkričio 20 d. Перезвоню завтра. I will call you."))
    office.once()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Five mails in one folder, the third of which is deadly."""
    office = Office(tmp_path, people=("rasa",))
    for n in range(5):
        text = DEADLY if n == 2 else f"Pasiūlymą atsiųsiu lapkričio {20 + n} d."
        office.send(Mail(id=f"m{n}", sender=RASA, to=(ONA,), at=f"2026-11-17T1{n}:00:00", subject=f"Reikalas {n}", text=text))
    return office


def lives(office: Office, arm: Callable[[pytest.MonkeyPatch], None]) -> bool:
    """A pass in a process of its own; False where it was ended by SIGKILL."""
    pid = os.fork()
    if pid == 0:
        try:
            with pytest.MonkeyPatch.context() as patch:
                arm(patch)
                office.once()
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return not os.WIFSIGNALED(status)


def deadly_to_read(patch: pytest.MonkeyPatch) -> None:
    """Whoever reads the deadly mail is killed, as by the system for its memory, or by a fault in a library."""
    derive = syncd.core.derive.derive

    def reads(arrival: Arrival, setting: Setting) -> Derived | Excluded | str:
        if DEADLY.encode() in arrival.raw:
            os.kill(os.getpid(), signal.SIGKILL)
        return derive(arrival, setting)

    patch.setattr(syncd.core.derive, "derive", reads)


def deadly_to_store(patch: pytest.MonkeyPatch) -> None:
    """Whoever stores the deadly mail is killed."""
    store_page = syncd.store.pages.store_page

    def stores(store: object, raw: object, page: syncd.harvest.RemotePage, *rest: object, **options: object) -> object:
        if any(DEADLY.encode() in getattr(change, "raw", b"") for change in page.changes):
            os.kill(os.getpid(), signal.SIGKILL)
        return store_page(store, raw, page, *rest, **options)  # type: ignore[arg-type]

    patch.setattr(syncd.store.pages, "store_page", stores)


def killed_while_storing(patch: pytest.MonkeyPatch) -> None:
    """The program is killed with a page that holds mails in its hands."""
    store_page = syncd.store.pages.store_page

    def stores(store: object, raw: object, page: syncd.harvest.RemotePage, *rest: object, **options: object) -> object:
        if page.changes:
            os.kill(os.getpid(), signal.SIGKILL)
        return store_page(store, raw, page, *rest, **options)  # type: ignore[arg-type]

    patch.setattr(syncd.store.pages, "store_page", stores)


CASES = [
    # what is deadly, from how many mails on processes read, how often the program ends, the state then, why
    (deadly_to_read, 400, 1, "poison", "the first time nobody knows; then it is read in a process of its own, which ends in its place"),
    (deadly_to_read, 1, 0, "poison", "processes read from the beginning: the program does not end at all"),
    (deadly_to_store, 400, 4, "retry", "storing is the program's own work: once among others, three times alone; who ended it is not seen, so it is tried after a day"),
]


@pytest.mark.parametrize(("deadly", "parallel_from", "ends", "state", "why"), CASES, ids=["read here", "read in processes", "stored"])
def test_a_deadly_item_is_given_up_and_the_others_are_stored(
    office: Office, monkeypatch: pytest.MonkeyPatch, deadly: Callable[[pytest.MonkeyPatch], None], parallel_from: int, ends: int, state: str, why: str
) -> None:
    """F24, G21: three strikes, then it is pending with the reason, the cursor moves, and it is not read again."""
    monkeypatch.setattr(syncd.deriving, "PARALLEL_FROM", parallel_from)
    ended = 0
    while not lives(office, deadly):
        ended += 1
        assert ended < 9, "it ends for ever"
    assert ended == ends, why
    assert office.rows("SELECT count(*) FROM interaction WHERE kind = 'message'") == [(4,)]
    ((reason, found),) = office.rows("SELECT reason, state FROM pending")
    assert found == state and "3 times" in reason
    assert office.rows("SELECT count(*) FROM flight") == [(0,)]
    assert not office.findings()
    assert lives(office, deadly), "the next pass does not read it"
    office.send(Mail(id="new", sender=RASA, to=(ONA,), at="2026-11-17T15:00:00", text="Paskambinsiu rytoj."))
    assert lives(office, deadly) and office.rows("SELECT count(*) FROM interaction WHERE kind = 'message'") == [(5,)]


def test_a_deadly_item_is_not_read_again_when_everything_is_listed_anew(office: Office) -> None:
    """F24 after a resync: what it did is remembered."""
    while not lives(office, deadly_to_read):
        pass
    office.with_world(lambda world: world.store.db.execute("UPDATE collection SET cursor = NULL"))
    assert lives(office, deadly_to_read)
    assert [state for (state,) in office.rows("SELECT state FROM pending")] == ["poison"]


@pytest.mark.parametrize(("still_deadly", "state"), [(True, ["poison"]), (False, [])], ids=["still deadly", "no more"])
def test_what_was_given_up_is_read_once_more_when_somebody_says_so(office: Office, still_deadly: bool, state: list[str]) -> None:
    """G21: what ended the program is mended, or memory was added; if not, it costs a process and no more."""
    while not lives(office, deadly_to_read):
        pass
    office.with_world(lambda world: world.store.db.execute("UPDATE pending SET state = 'retry', next_try = '2026-11-01T00:00:00Z'"))
    assert lives(office, deadly_to_read if still_deadly else lambda _: None)
    assert [told for (told,) in office.rows("SELECT state FROM pending")] == state
    assert office.rows("SELECT count(*) FROM strike") == [(len(state),)]
    assert office.rows("SELECT count(*) FROM interaction WHERE kind = 'message'") == [(5 - len(state),)]


def test_who_was_only_beside_it_is_read_alone_and_acquitted(office: Office) -> None:
    """A kill is a strike against an item alone in flight only: the others end with none."""
    assert not lives(office, deadly_to_read)
    assert lives(office, deadly_to_read)
    assert [strikes for (strikes,) in office.rows("SELECT strikes FROM strike")] == [3]


def test_who_kills_the_program_at_any_time_makes_no_item_poison(office: Office) -> None:
    """An admin's kill -9 in the middle of a page costs nothing: its items are read one by one the next time."""

    assert not lives(office, killed_while_storing)
    assert office.rows("SELECT count(*) FROM flight") == [(1,)], "it hit its window"
    office.once()
    assert office.rows("SELECT count(*) FROM interaction WHERE kind = 'message'") == [(5,)]
    assert office.rows("SELECT * FROM pending") == office.rows("SELECT * FROM strike") == office.rows("SELECT * FROM flight") == []


def test_a_pass_that_ends_by_itself_leaves_no_suspects(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error that is told is no death."""

    def fails(*_: object, **__: object) -> None:
        raise OSError("no room left")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="no room"):
        patch.setattr(syncd.store.pages, "store_page", fails)
        office.once()
    assert office.rows("SELECT * FROM flight") == office.rows("SELECT * FROM strike") == []


def test_a_daemon_that_ends_while_a_suspect_is_read_alone_gives_it_no_strike(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was told to stop did not end over what it was reading."""
    assert not lives(office, killed_while_storing)

    def stops(*_: object) -> None:
        raise syncd.deriving.Stopped

    with monkeypatch.context() as patch:
        patch.setattr(syncd.deriving.Workers, "alone", stops)
        office.once()
    assert office.rows("SELECT * FROM flight") == []
    assert {strikes for (strikes,) in office.rows("SELECT strikes FROM strike")} == {0}


def test_a_folder_is_not_read_anew_before_the_reading_that_died_is_left(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail server is asked ahead: what is on its way must be taken off the connection before anything else is asked."""
    monkeypatch.setattr(syncd.deriving, "PARALLEL_FROM", 1)
    opened = syncd.harvest.open_harvester
    begun: list[str] = []

    def opens(*arguments: object) -> object:
        harvester = opened(*arguments)  # type: ignore[arg-type]
        given = harvester.pages

        def pages(*where: object) -> Iterator[object]:
            assert not begun, "two readings at once"
            begun.append("one")
            try:
                for page in given(*where):  # type: ignore[arg-type]
                    yield page
                    yield from [Page((), page.cursor)] * 5  # so that it is not through when the first is found to be deadly
            finally:
                begun.clear()

        harvester.pages = pages  # type: ignore[method-assign,assignment]
        return harvester

    def arm(patch: pytest.MonkeyPatch) -> None:
        deadly_to_read(patch)
        patch.setattr(syncd.harvest, "open_harvester", opens)

    assert lives(office, arm)
    assert office.rows("SELECT count(*) FROM interaction WHERE kind = 'message'") == [(4,)]


def test_processes_that_read_do_not_outlive_a_program_that_was_killed(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What they wait for comes no more: they would hold their memory, and what they inherited, for ever."""
    monkeypatch.setattr(syncd.deriving, "PARALLEL_FROM", 1)
    told = tmp_path / "pids"

    def arm(patch: pytest.MonkeyPatch) -> None:
        derive = syncd.core.derive.derive

        def reads(arrival: Arrival, setting: Setting) -> Derived | Excluded | str:
            with told.open("a") as file:
                file.write(f"{os.getpid()}\n")
            return derive(arrival, setting)

        patch.setattr(syncd.core.derive, "derive", reads)
        killed_while_storing(patch)

    assert not lives(office, arm)
    pids = {int(line) for line in told.read_text().split()}
    assert pids
    end = time.monotonic() + 20
    while left := [pid for pid in pids if Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]]:
        assert time.monotonic() < end, f"{left} go on"
        time.sleep(0.1)
