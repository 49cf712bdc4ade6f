"""`python -m tests.bench.stages`: what each stage of a first harvest costs, in microseconds of CPU a mail, and its floor.

One process does all of it, so that each stage can be told: what a stage calls that is a stage of its own is not counted
with it. A floor is the least a stage could cost, done bare with the same mails in the same run: the file read, the mail parsed, the words told
apart, rows and words written, the mail packed. The first thousand mails are not counted: what is remembered fills up.
"""

from __future__ import annotations

import argparse
import functools
import pickle
import pkgutil
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import zstandard
from fast_mail_parser import DecodeError, ParseError, parse_email_tree

from syncd import deriving
from syncd.config import load
from syncd.once import once
from syncd.store.db import Store
from syncd.world import World, open_world
from tests.bench.mailbox import COMPANY, MAILDIR, variants, write_maildir

_WARM = 1000  # mails
_PIECE = 25  # mails that go to a process at a time
_WORD = re.compile(r"\w+")


class Stage(NamedTuple):
    """What is counted under a name: functions as the modules that call them know them; the floor that belongs to it."""

    name: str
    of: tuple[str, ...]
    floor: str = ""


_UNDERSTAND = "syncd.core.understand:"
_STAGES = (
    Stage("read", ("connectors.files.maildir:MaildirHarvester.pages",), "read"),
    Stage("header", ("syncd.core.mime:read_header",)),
    Stage("parse", ("syncd.core.mime:read_message",), "parse"),
    Stage("zones", tuple(f"syncd.core.clean:{n}" for n in ("zones", "own_words", "quoted_words")), "words told apart"),
    Stage("class", (_UNDERSTAND + "message_class",)),
    Stage("language", (_UNDERSTAND + "language_of",), "words told apart"),
    Stage("promises", (_UNDERSTAND + "find_promises",), "words told apart"),
    Stage("calls", (_UNDERSTAND + "notified_call", _UNDERSTAND + "told_call"), "words told apart"),
    Stage("complaints", (_UNDERSTAND + "find_complaints",), "words told apart"),
    Stage("offers", (_UNDERSTAND + "find_offers",), "words told apart"),
    Stage("facts", (_UNDERSTAND + "find_facts",), "words told apart"),
    Stage("wishes", (_UNDERSTAND + "find_wishes",), "words told apart"),
    Stage("questions", (_UNDERSTAND + "find_questions",), "words told apart"),
    Stage("signatures", (_UNDERSTAND + "read_signature",)),
    Stage("rest of deriving", ("syncd.core.derive:derive",)),
    Stage("pack originals", ("syncd.store.items:Items._originals",), "pack"),
    Stage("stems", ("syncd.store.interactions:search_row",), "words told apart"),
    Stage("index of words, told", ("syncd.store.interactions:insert_search",)),
    Stage("rows of messages", ("syncd.store.pages:save_messages",), "rows written"),
    Stage("rows of promises", ("syncd.store.promises:save_promises",)),
    Stage("rows of matters", ("syncd.store.pages:save_matters",)),
    Stage("persons", ("syncd.store.persons:settle", "syncd.store.organisations:settle", "syncd.store.people:bind")),
    Stage("threads", ("syncd.store.threads:relabel",)),
    Stage("evidence", tuple(f"syncd.store.evidence:{n}" for n in ("settle", "met", "joined", "of_threads"))),
    Stage("offers, complaints, rhythm settled", ("syncd.store.offers:settle", "syncd.store.complaints:settle", "syncd.store.rhythm:settle", "syncd.store.templates:settle")),
    Stage("rest of storing", ("syncd.store.pages:store_page",)),
    Stage("commit, index of words written", (), "words written"),
    Stage("reminders, files", ("syncd.once:keep_reminders", "syncd.once:read_files")),
    Stage("rules of the relation", ("syncd.once:keep_rules",)),
    Stage("what is under way, noted", tuple(f"syncd.harvest:Flights.{n}" for n in ("__enter__", "__exit__", "set_out", "land", "landed", "parted"))),
    Stage("what nobody refers to, swept", ("syncd.harvest:sweep", "syncd.once:sweep")),
    Stage("config taken in", ("syncd.once:take_in_config",)),
    Stage("rest of the pass", ()),
)


class Clock:
    """CPU seconds by stage. What runs is always exactly one stage."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self._running = ["rest of the pass"]
        self._since = time.process_time()

    def _told(self) -> None:
        now = time.process_time()
        self.spent[self._running[-1]] += now - self._since  # type: ignore[assignment] - seconds
        self._since = now

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what is done within as of this stage."""
        self._told()
        self._running.append(name)
        try:
            yield
        finally:
            self._told()
            self._running.pop()

    def stop(self) -> Counter[str]:
        """What was spent up to now; it begins anew."""
        self._told()
        spent, self.spent = self.spent, Counter()
        return spent


def watch(clock: Clock) -> None:
    """Have every stage tell the clock when it runs."""
    for stage in _STAGES:
        for place in stage.of:
            module, _, dotted = place.partition(":")
            *path, name = dotted.split(".")
            owner = pkgutil.resolve_name(f"{module}:{'.'.join(path)}" if path else module)
            setattr(owner, name, _timed(clock, stage.name, getattr(owner, name)))
    write = Store.write

    @contextmanager
    def timed(self: Store) -> Iterator[sqlite3.Connection]:
        inner = write(self)
        yield inner.__enter__()
        with clock.stage("commit, index of words written"):
            inner.__exit__(None, None, None)

    Store.write = timed  # type: ignore[method-assign]


def _timed(clock: Clock, name: str, done: Callable[..., Any]) -> Callable[..., Any]:
    """The function, its time told; of one that gives a thing after another the time of each."""

    @functools.wraps(done)
    def wrapped(*arguments: Any, **named: Any) -> Any:
        with clock.stage(name):
            result = done(*arguments, **named)
        return _each(clock, name, result) if name == "read" else result

    return wrapped


def _each(clock: Clock, name: str, of: Iterator[Any]) -> Iterator[Any]:
    while True:
        with clock.stage(name):
            one = next(of, None)
        if one is None:
            return
        yield one


def floors(folder: Path, world: World, files: list[Path]) -> dict[str, float]:
    """CPU seconds of each stage done bare with these mails."""
    raws: list[bytes] = []
    packer = zstandard.ZstdCompressor(level=1)
    rows = world.store.db.execute("SELECT i.id, i.at, i.subject, m.own_text FROM interaction i JOIN message m ON m.interaction_id = i.id ORDER BY i.id DESC LIMIT ?", (len(files),)).fetchall()
    found = {
        "read": _cost(lambda: raws.extend(file.read_bytes() for file in files)),
        "parse": _cost(lambda: [_parsed(raw) for raw in raws]),
        "words told apart": _cost(lambda: [_WORD.findall(text.lower()) for *_, text in rows]),
        "pack": _cost(lambda: [packer.compress(raw) for raw in raws]),
    }
    db = sqlite3.connect(folder / "bare.db", isolation_level=None)
    db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE plain (id INTEGER PRIMARY KEY, at, subject, own_text);"
                     "CREATE VIRTUAL TABLE words USING fts5(subject, text, content='', tokenize='unicode61 remove_diacritics 2')")  # fmt: skip
    found["rows written"] = _cost(lambda: _written(db, "INSERT INTO plain VALUES (?, ?, ?, ?)", rows))
    found["words written"] = _cost(lambda: _written(db, "INSERT INTO words (rowid, subject, text) VALUES (?, ?, ?)", [(r[0], r[2], r[3]) for r in rows]))
    db.close()
    return found


def _written(db: sqlite3.Connection, statement: str, rows: list[Any]) -> None:
    for first in range(0, len(rows), 400):  # a page
        db.execute("BEGIN")
        db.executemany(statement, rows[first : first + 400])
        db.execute("COMMIT")


def _parsed(raw: bytes) -> object:
    try:
        return parse_email_tree(raw, mode="lazy")
    except (DecodeError, ParseError) as problem:  # what the program reads by other means
        return problem


def _cost(step: Callable[[], object]) -> float:
    began = time.process_time()
    step()
    return time.process_time() - began


def handed_over(world: World, files: list[Path]) -> float:
    """CPU seconds of sending these mails to another process, and back what was derived, both ends."""
    from syncd.core.derive import derive
    from syncd.core.derived import Arrival

    arrivals = [(str(n), Arrival(raw=f.read_bytes(), media_type="message/rfc822", folder="INBOX", folder_role="inbox", owner="jeff.skilling@enron.com")) for n, f in enumerate(files)]
    results = [(n, derive(arrival, world.setting)) for n, arrival in arrivals]
    return sum(_cost(functools.partial(_there, sent[i : i + _PIECE])) for sent in (arrivals, results) for i in range(0, len(sent), _PIECE))


def _there(piece: Sequence[object]) -> None:
    pickle.loads(pickle.dumps(piece))


def main() -> None:
    """Harvest some, then the rest with the clock running; print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--mails", type=int, default=3000)
    given = ask.parse_args()
    deriving.PARALLEL_FROM = sys.maxsize  # all in this process
    with tempfile.TemporaryDirectory(prefix="syncd-bench-") as name:
        folder = Path(name)
        mails = list(variants(_WARM + given.mails))
        write_maildir(folder / "mail", mails[:_WARM])
        (folder / "config.toml").write_text(COMPANY + MAILDIR.format(maildir=folder / "mail"))
        world = open_world(load(folder / "config.toml"))
        once(world)
        files = [folder / "mail" / "new" / f"{1_750_000_000 + n}.{n}.later" for n in range(given.mails)]
        for file, mail in zip(files, mails[_WARM:], strict=True):
            file.write_bytes(mail)
        clock = Clock()
        watch(clock)
        clock.stop()
        once(world)
        told(clock.stop(), floors(folder, world, files), given.mails, handed_over(world, files[:500]) / 500)
        world.close()


def told(spent: Counter[str], floor: dict[str, float], mails: int, handing: float) -> None:
    """Print the table."""
    total = sum(spent.values())
    print(f"{mails} mails, {total / mails * 1e6:.0f} µs of CPU a mail in one process\n{'stage':36} µs a mail   share   floor")
    for stage in sorted(_STAGES, key=lambda s: -spent[s.name]):
        least = f"{floor[stage.floor] / mails * 1e6:5.0f} ({stage.floor})" if stage.floor else ""
        print(f"{stage.name:36} {spent[stage.name] / mails * 1e6:9.0f} {spent[stage.name] / total:7.1%}   {least}")
    bare = statistics.fsum(floor.values()) / mails * 1e6
    print(f"{'all floors, each once':36} {bare:9.0f} {bare * mails / 1e6 / total:7.1%}")
    print(f"{'beside this: handing over and back':36} {handing * 1e6:9.0f}           of what another process derives")


if __name__ == "__main__":
    main()
