"""A pass over real mail nobody wrote for a test: part of Skilling's mailbox and of Berkeley's labelled messages.

What is asserted was looked at by eye first; the counts leave room for better reading, not for losing mail.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import run_syncd

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

CONFIG = """
[company]
name = "Enron"
domains = ["enron.com"]
timezone = "America/Chicago"

[privacy]
scope = "all"

[[staff]]
email = "jeff.skilling@enron.com"
name = "Jeff Skilling"

[[source]]
name = "enron"
connector = "eml"
path = "{path}"
owner = "jeff.skilling@enron.com"
"""


@pytest.fixture(scope="module")
def harvested(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The folder of a store after its first pass, and what the pass said."""
    folder = tmp_path_factory.mktemp("enron")
    (folder / "config.toml").write_text(CONFIG.format(path=shared / "corpus" / "enron"), encoding="utf-8")
    ran = run_syncd("once", "-c", "config.toml", "--json", cwd=folder)
    assert ran.code == 0, ran.err
    return folder, ran.json["sources"][0]


Harvested = tuple[Path, dict[str, Any]]


@pytest.fixture
def db(harvested: Harvested) -> Iterator[sqlite3.Connection]:
    """The store, to look at."""
    connection = sqlite3.connect(f"file:{harvested[0] / 'history.db'}?mode=ro", uri=True)
    yield connection
    connection.close()


def _all(db: sqlite3.Connection, query: str) -> list[Any]:
    return db.execute(query).fetchall()


def test_every_file_is_stored_or_excluded_or_waits_with_its_reason(harvested: Harvested, db: sqlite3.Connection) -> None:
    """Seen = stored + excluded + pending; what waits says why, and is no mail: Berkeley's lists of labels."""
    _, counts = harvested
    assert counts["seen"] == counts["stored"] + counts["excluded"] + counts["pending"] > 900
    waiting = _all(db, "SELECT remote_id, reason FROM pending")
    assert all(reason for _, reason in waiting)
    assert [name for name, _ in waiting if not name.endswith((".cats", ".DS_Store"))] == []
    assert {rule for (rule,) in _all(db, "SELECT DISTINCT rule FROM excluded")} == {"folder:trash"}


def test_a_second_pass_sees_nothing_and_changes_nothing(harvested: Harvested) -> None:
    """Nothing new in the folders: seen 0, and the store's text is the same."""
    folder, _ = harvested
    before = run_syncd("verify", "--dump", "-c", "config.toml", cwd=folder).out
    (again,) = run_syncd("once", "-c", "config.toml", "--json", cwd=folder).json["sources"]
    assert [again[k] for k in ("seen", "stored", "excluded", "pending", "gone")] == [0, 0, 0, 0, 0]
    assert run_syncd("verify", "--dump", "-c", "config.toml", cwd=folder).out == before


def test_status_adds_up_and_the_store_is_sound(harvested: Harvested) -> None:
    """On the server = stored + excluded + pending, per folder and in all; verify finds nothing."""
    folder, _ = harvested
    status = run_syncd("status", "-c", "config.toml", "--json", cwd=folder).json
    for row in (*status["sources"], *status["collections"]):
        assert row["on_server"] in (None, row["stored"] + row["excluded"] + row["pending"]), row["name"]
    assert status["ok"]
    assert run_syncd("verify", "-c", "config.toml", "--json", cwd=folder).json == {"ok": True, "findings": []}


def test_the_sent_folder_is_ours_and_the_addresses_say_who_wrote_to_whom(db: sqlite3.Connection) -> None:
    """A mail from enron.com to outside is out, among enron.com internal, from outside in; each class is one of ours."""
    ours = "(address LIKE '%@enron.com' OR address LIKE '%.enron.com')"
    for direction, sender, others in (("out", 1, 1), ("internal", 1, 0)):
        wrong = _all(
            db,
            f"SELECT i.key FROM interaction i WHERE i.direction = '{direction}' AND EXISTS (SELECT 1 FROM party WHERE interaction_id = i.id AND role = 'from') "
            f"AND (NOT EXISTS (SELECT 1 FROM party WHERE interaction_id = i.id AND role = 'from' AND {ours}) OR {others} <> EXISTS "
            f"(SELECT 1 FROM party WHERE interaction_id = i.id AND role IN ('to', 'cc', 'bcc') AND address <> '' AND NOT {ours}))",
        )
        assert wrong == [], (direction, sender)
    stored = _all(db, "SELECT count(*) FROM interaction")[0][0]
    assert 600 < stored <= 740
    assert dict(_all(db, "SELECT direction, count(*) FROM interaction GROUP BY 1"))["out"] > 100


def test_own_words_hold_no_quoted_mail(db: sqlite3.Connection) -> None:
    """No separator of a quoted or forwarded mail, and no line that begins with > , stands in anybody's own words."""
    for mark in ("-----Original Message-----", "Forwarded by", "----- Forwarded", "\n>"):
        assert db.execute("SELECT count(*) FROM message WHERE instr(own_text, ?)", (mark,)).fetchone() == (0,), mark
    stored, wordless = db.execute("SELECT count(*), sum(own_text = '') FROM message").fetchone()
    assert wordless < 0.1 * stored, "only what was sent on without a word has none of its own"


def test_people_are_outside_people_and_have_their_address(db: sqlite3.Connection) -> None:
    """Nobody of ours is a customer; a customer has an address and was met at a time; free mail makes no organisation."""
    people = _all(db, "SELECT name, organisation, address, first_at, last_at FROM people")
    assert len(people) > 500
    assert [p for p in people if not p[2] or p[2].endswith("@enron.com") or p[3] > p[4]] == []
    organisations = {name for (name,) in _all(db, "SELECT name FROM organisations")}
    assert organisations.isdisjoint({"hotmail.com", "aol.com", "yahoo.com", "enron.com"})


def test_promises_are_quoted_word_for_word_by_those_who_made_them(db: sqlite3.Connection) -> None:
    """A quote is of the sender's own words; our promises are ours, theirs theirs; a term is not before it was said."""
    rows = _all(db, "SELECT p.kind, p.quote, m.own_text, p.promiser, p.due_to, p.said_at, p.state FROM promise p JOIN message m USING (interaction_id)")
    assert len(rows) > 100
    for kind, quote, own, promiser, due_to, said_at, state in rows:
        assert quote.strip() and quote in own
        assert (kind == "theirs") != promiser.endswith("@enron.com"), quote
        assert due_to is None or due_to[:4] >= said_at[:4], quote
        assert state == "historic", "what was said twenty years ago is on no board"
