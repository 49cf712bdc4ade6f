"""Threads in the store: whatever comes in whatever order, labels are those of everything read at once, and a busy subject is read by its months."""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
from collections import Counter
from dataclasses import dataclass

import pytest

from syncd.core.keys import instant
from syncd.core.model import Company
from syncd.store import migrations, threads

US = Company(name="Us", domains=("us.example",))
PEOPLE = ("ona@baltas.example", "petras@baltas.example", "john@acme.example", "rasa@us.example", "jonas@us.example")
FIRST = dt.datetime(2024, 1, 8, 9, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Said:
    """One message. `root`: the id it mentions beside its own, 0 for none; a stray answers by its subject alone."""

    id: int
    at: dt.datetime
    topic: int | None
    is_stray: bool
    root: int
    sender: str
    to: str


@pytest.fixture(scope="module")
def empty() -> sqlite3.Connection:
    """A store of today's shape, to be copied."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    for step in migrations.HISTORY:
        step(db)
    return db


@pytest.fixture
def db(empty: sqlite3.Connection) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    empty.backup(db)
    return db


def put(db: sqlite3.Connection, m: Said) -> None:
    """The rows of a message that threads are made of."""
    db.execute(
        "INSERT INTO interaction (id, key, kind, at, direction, subject, class, language, derived_by) VALUES (?, ?, 'message', ?, 'in', '', 'personal', 'en', 'x')",
        (m.id, str(m.id), instant(m.at)),
    )
    db.execute("INSERT INTO message (interaction_id, own_text, topic, is_stray) VALUES (?, '', ?, ?)", (m.id, m.topic, m.is_stray))
    db.executemany("INSERT INTO link VALUES (?, ?, ?)", [(ref, m.id, ref == m.id) for ref in {m.id, m.root} - {0}])
    for ordinal, (role, address) in enumerate((("from", m.sender), ("to", m.to))):
        db.execute("INSERT INTO party (interaction_id, ordinal, role, address, name) VALUES (?, ?, ?, ?, '')", (m.id, ordinal, role, address))


def labels(db: sqlite3.Connection) -> list[tuple[int, str, str]]:
    """Message, its thread, and by what it was joined."""
    return db.execute("SELECT id, thread, joined_by FROM interaction ORDER BY id").fetchall()


def some(rng: random.Random, n: int, days: int) -> list[Said]:
    """Messages on three subjects, a third of them stray answers, some at the same second, some mentioning one another."""
    made = []
    for id_ in range(1, n + 1):
        sender, to = rng.sample(PEOPLE, 2)
        at = FIRST + dt.timedelta(days=rng.randrange(days), hours=rng.choice((0, 0, 5)))
        is_stray = rng.random() < 0.35
        root = 0 if is_stray or rng.random() < 0.7 else rng.randrange(1, n + 1)
        made.append(Said(id_, at, rng.choice((1, 1, 2, 3, None)), is_stray, root, sender, to))
    return [m if m.topic or not m.is_stray else Said(m.id, m.at, 1, True, 0, m.sender, m.to) for m in made]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(("days", "reason"), [(20, "all within a month"), (400, "a subject that goes on for a year"), (3000, "mostly too far apart")])
def test_messages_in_any_order_have_the_threads_of_all_at_once(db: sqlite3.Connection, seed: int, days: int, reason: str) -> None:
    """Told of each piece as it comes, the labels are those of one look at everything (invariant 11)."""
    rng = random.Random(f"{seed} {days}")
    messages = some(rng, 60, days)
    while messages:
        page = [messages.pop(rng.randrange(len(messages))) for _ in range(min(len(messages), rng.choice((1, 1, 2, 7))))]
        for m in page:
            put(db, m)
        threads.relabel(db, [m.id for m in page], US)
    piece_by_piece = labels(db)
    db.execute("UPDATE interaction SET thread = NULL, joined_by = ''")
    threads.relabel(db, range(1, 61), US)
    assert piece_by_piece == labels(db), reason
    if days < 1000:
        assert Counter(joined for _, _, joined in piece_by_piece)["subject"] >= 3, "some are joined by their subject"


@pytest.mark.slow
def test_a_busy_subject_is_read_by_its_months(db: sqlite3.Connection) -> None:
    """A report that one customer answers by its subject every week for ten years: one more costs a month's messages, not all."""
    for n in range(520):
        at = FIRST + dt.timedelta(weeks=n)
        put(db, Said(2 * n + 1, at, 1, False, 0, "rasa@us.example", "ona@baltas.example"))
        put(db, Said(2 * n + 2, at + dt.timedelta(days=1), 1, True, 0, "ona@baltas.example", "rasa@us.example"))
    threads.relabel(db, range(1, 1041), US)
    assert len({thread for _, thread, _ in labels(db)}) == 520
    put(db, Said(2001, FIRST + dt.timedelta(weeks=519, days=2), 1, True, 0, "ona@baltas.example", "rasa@us.example"))
    asked: list[str] = []
    db.set_trace_callback(asked.append)
    threads.relabel(db, [2001], US)
    db.set_trace_callback(None)
    assert len([sql for sql in asked if "FROM party" in sql]) < 10
    assert max(sql.count(",") for sql in asked if "FROM party" in sql) < 40
    of = {id_: thread for id_, thread, _ in labels(db)}
    assert of[2001] == of[1039]


@pytest.mark.parametrize(("asked", "reason"), [(threads._ANSWERED, "which subjects were answered"), (threads._ON_TOPIC, "who speaks on them")])
def test_what_is_asked_of_a_subject_stands_in_its_index(db: sqlite3.Connection, asked: str, reason: str) -> None:
    """The rows of messages are long, and a weekly report has thousands of its subject; nothing is asked once for each of them."""
    plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {asked.replace('?*', '?, ?')}", (1, 2))]
    assert any("USING COVERING INDEX message_topic" in step for step in plan), reason
    assert not any("CORRELATED" in step for step in plan), reason
