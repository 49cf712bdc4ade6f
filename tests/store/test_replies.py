"""When we replied is kept as the conversations say it, whatever is written in whatever order."""

from __future__ import annotations

import random
import sqlite3
from itertools import groupby

import pytest

from syncd.store import migrations, replies

TIMES, THREADS, ITEMS = ("08", "09", "10", "11"), ("a", "b", None), tuple(range(1, 9))
WRITTEN = (
    "INSERT INTO interaction (id, key, kind, at, direction, subject, class, language, derived_by) VALUES (:item, :item, 'message', :at, :direction, '', :class, 'lt', '') "
    "ON CONFLICT (id) DO UPDATE SET at = excluded.at, direction = excluded.direction, class = excluded.class, derived_by = excluded.derived_by"
)
TO = "INSERT OR REPLACE INTO party (interaction_id, ordinal, role, address, name, staff_id) SELECT id, 0, 'to', 'x', '', :staff FROM interaction WHERE id = :item"
CHANGES = (
    WRITTEN, WRITTEN, f"{WRITTEN}|{TO}",  # a better copy of a mail may name others
    "UPDATE interaction SET thread = :thread WHERE id = :item", "UPDATE interaction SET thread = :thread WHERE id = :item",
    "UPDATE interaction SET class = :class WHERE id = :item", "DELETE FROM interaction WHERE id = :item",
)  # fmt: skip
Row = tuple[object, ...]


@pytest.fixture
def db() -> sqlite3.Connection:
    """An empty store with two colleagues."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    for step in migrations.HISTORY:
        step(db)
    db.execute("PRAGMA foreign_keys = ON")
    db.executemany("INSERT INTO staff (id, address, name) VALUES (?1, ?1, '')", [(1,), (2,)])
    return db


def kept(db: sqlite3.Connection) -> list[Row]:
    """Instant, mail, reply, to whom."""
    return db.execute("SELECT * FROM reply ORDER BY 1, 2").fetchall()


def expected(db: sqlite3.Connection) -> list[Row]:
    """The same, read from each conversation from its end to its beginning and back."""
    found = []
    mails = db.execute("SELECT thread, at, id, direction, class, (SELECT staff_id FROM party WHERE interaction_id = id) FROM interaction WHERE thread IS NOT NULL ORDER BY thread, at").fetchall()
    for _, conversation in groupby(mails, lambda m: m[0]):
        before, moments = "", [list(moment) for _, moment in groupby(conversation, lambda m: m[1])]
        for n, moment in enumerate(moments):
            later = [m[1] for after in moments[n + 1 :] for m in after if m[3] == "out"]
            found += [(at, id_, later[0] if later else None, to) for _, at, id_, direction, class_, to in moment if direction == "in" and class_ == "personal" and before != "in"]
            outside = {m[3] for m in moment} - {"internal"}
            before = "in" if outside == {"in"} else "out" if outside else before
    return sorted(found, key=repr)


CONVERSATIONS = [
    # direction and class of mails at 08, 09, 10, 11 → which wait, with when we replied; why
    (("in", "in", "out"), [("08", "10")], "of several in a row the first counts"),
    (("in", "out", "in"), [("08", "09"), ("10", None)], "the last one waits"),
    (("in", "internal", "in", "out"), [("08", "11")], "what colleagues write to each other is no reply"),
    (("out", "in", "out"), [("09", "10")], "we wrote first"),
    (("in list", "in", "out"), [], "a list's mail is followed by another of theirs"),
    (("in", "out auto"), [("08", "09")], "an automatic answer is one"),
    (("out", "out"), [], "nobody waits"),
]  # fmt: skip


@pytest.mark.parametrize(("mails", "waits", "reason"), CONVERSATIONS)
def test_a_mail_waits_from_the_first_of_theirs_to_the_next_of_ours(db: sqlite3.Connection, mails: tuple[str, ...], waits: list[Row], reason: str) -> None:
    """And it is the same when they come in the opposite order, one transaction each."""
    for order in (range(len(mails)), reversed(range(len(mails)))):
        db.execute("DELETE FROM interaction")
        for n in order:
            direction, _, class_ = mails[n].partition(" ")
            db.execute(WRITTEN, {"item": n + 1, "at": TIMES[n], "direction": direction, "class": class_ or "personal"})
            db.execute("UPDATE interaction SET thread = 'a' WHERE id = ?", (n + 1,))
            replies.settle(db)
        assert [(at, replied) for at, _, replied, _ in kept(db)] == waits, reason


@pytest.mark.parametrize("seed", range(6))
def test_it_is_right_after_any_changes(db: sqlite3.Connection, seed: int) -> None:
    """Mails that come, go, are replaced by better copies, move to other conversations: one or several in a transaction."""
    rng, most = random.Random(seed), 0
    for _ in range(200):
        for _ in range(rng.choice((1, 1, 3))):
            values = {"item": rng.choice(ITEMS), "at": rng.choice(TIMES), "thread": rng.choice(THREADS), "direction": rng.choice(("in", "in", "out", "internal")),
                      "class": rng.choice(("personal", "personal", "list")), "staff": rng.choice((1, 2))}  # fmt: skip
            for sql in rng.choice(CHANGES).split("|"):
                db.execute(sql, values)
        replies.settle(db)
        assert sorted(kept(db), key=repr) == expected(db)
        assert list(replies.wrong(db)) == []
        most = max(most, len(kept(db)))
    assert most > 1


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        ("UPDATE reply SET replied_at = '09'", "another reply"),
        ("DELETE FROM reply", "one that is missing"),
        ("INSERT INTO reply VALUES ('08', 2, NULL, NULL)", "one that waits for nothing"),
    ],
)
def test_a_wrong_one_is_found(db: sqlite3.Connection, harm: str, reason: str) -> None:
    """By the mail."""
    db.execute(WRITTEN, {"item": 2, "at": "07", "direction": "in", "class": "personal"})
    db.execute("UPDATE interaction SET thread = 'a'")
    replies.settle(db)
    db.execute(harm)
    assert list(replies.wrong(db)) == [2], reason
