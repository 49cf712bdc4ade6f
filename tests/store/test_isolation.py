"""A second reader never sees half a page: everything of it with its cursor, or nothing (DESIGN §9)."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

import pytest

from connectors.files.listing import Size
from tests.crash.scenes import MORE
from tests.store.world import ONA, RASA, Mail, Office, settle

# each must be empty at any moment a reader looks
HALVES = {
    "a sighting without its interaction": "SELECT g.key FROM sighting g LEFT JOIN interaction i ON i.key = g.key WHERE i.id IS NULL",
    "an interaction nobody saw": "SELECT i.key FROM interaction i WHERE i.kind = 'message' AND NOT EXISTS (SELECT 1 FROM sighting g WHERE g.key = i.key)",
    "a message without its parts": "SELECT i.key FROM interaction i WHERE i.kind = 'message' AND (NOT EXISTS (SELECT 1 FROM message m WHERE "
    "m.interaction_id = i.id) OR NOT EXISTS (SELECT 1 FROM party p WHERE p.interaction_id = i.id))",
    "a message without its thread": "SELECT i.key FROM interaction i WHERE i.kind = 'message' AND i.thread IS NULL",
    "a meeting without its times": "SELECT i.key FROM interaction i WHERE i.kind = 'meeting' AND NOT EXISTS (SELECT 1 FROM occurrence o WHERE "
    "o.interaction_id = i.id)",
    "a message without its original": "SELECT i.key FROM interaction i WHERE i.kind = 'message' AND NOT EXISTS (SELECT 1 FROM original o WHERE o.key = i.key)",
    "a promise without its key": "SELECT p.key FROM promise p LEFT JOIN promise_key k ON k.key = p.key WHERE k.key IS NULL",
    "a key without its promise": "SELECT k.key FROM promise_key k LEFT JOIN promise p ON p.key = k.key WHERE p.id IS NULL",
    "an interaction that cannot be searched": "SELECT i.key FROM interaction i LEFT JOIN search_docsize s ON s.id = i.id WHERE s.id IS NULL",
    "a stored item that is also excluded": "SELECT g.remote_id FROM sighting g JOIN excluded x USING (collection_id, remote_id)",
    "a cursor over a folder nothing of which was stored": "SELECT c.id FROM collection c WHERE c.cursor IS NOT NULL AND c.on_server > 0 AND NOT EXISTS "
    "(SELECT 1 FROM sighting g WHERE g.collection_id = c.id) AND NOT EXISTS (SELECT 1 FROM excluded x WHERE x.collection_id = c.id) "
    "AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.collection_id = c.id)",
    "an entry sent for a promise that is not there": "SELECT r.uid FROM reminder r LEFT JOIN promise p ON p.key = r.promise_key WHERE p.id IS NULL "
    "AND r.promise_key IS NOT NULL",
}


def _watch(path: Path, alive: int) -> tuple[set[str], set[int], int]:
    """Look at the store as long as the process lives: what halves were seen, how many interactions, how many looks."""
    halves: set[str] = set()
    sizes: set[int] = set()
    looks = 0
    db = None
    while os.waitpid(alive, os.WNOHANG)[0] == 0:
        if db is None and path.exists():
            db = sqlite3.connect(path.as_uri() + "?mode=ro", uri=True, isolation_level=None)
        try:
            if db is not None and db.execute("SELECT 1 FROM sqlite_master WHERE name = 'search'").fetchone():
                db.execute("BEGIN")
                sizes.add(db.execute("SELECT count(*) FROM interaction").fetchone()[0])
                halves |= {name for name, query in HALVES.items() if db.execute(query + " LIMIT 1").fetchone()}
                db.execute("COMMIT")
                looks += 1
        except sqlite3.OperationalError as error:  # the file is being made: no store yet
            assert "no such table" in str(error) or "unable to open" in str(error) or "locked" in str(error), error
            if db is not None and db.in_transaction:
                db.execute("ROLLBACK")
        time.sleep(0)
    if db is not None:
        db.close()
    return halves, sizes, looks


def _in_a_process(office: Office, do: str) -> int:
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            getattr(office, do)()
            code = 0
        finally:
            os._exit(code)
    return pid


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with some hundred mails, read in pages of three."""
    monkeypatch.setattr("connectors.files.maildir.Size", lambda: Size(items=3))
    office = Office(tmp_path)
    settle(office, MORE)
    for n in range(100):
        office.send(Mail(id=f"p{n}", sender=RASA, to=(ONA,), at="2026-11-13T10:00", text=f"I will send you the offer K{n} by 27 November.", refs=(f"p{n % 7}",)))
    return office


@pytest.mark.slow
def test_a_reader_never_sees_half_a_page(office: Office) -> None:
    """While a first harvest goes on page by page, every look finds each item whole or not at all."""
    halves, sizes, looks = _watch(office.folder / "history.db", _in_a_process(office, "once"))
    assert halves == set()
    assert looks > 20 and len(sizes) > 5, "too few looks between the pages to prove anything"


@pytest.mark.slow
def test_a_reader_sees_the_old_tables_or_the_new_while_they_are_rebuilt(office: Office) -> None:
    """During a rebuild the number of interactions never changes for a reader, and nothing is half there."""
    office.once()
    halves, sizes, looks = _watch(office.folder / "history.db", _in_a_process(office, "rebuild"))
    assert halves == set()
    assert len(sizes) == 1 and looks > 5
