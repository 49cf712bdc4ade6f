"""`verify` finds what does not hold, names it with the remedy, and finds nothing in a sound store (T39, I1-I10)."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from syncd.cli import cli
from syncd.errors import StoreError
from tests.crash.scenes import MORE
from tests.store.world import ONA, RASA, Mail, Office, settle

pytestmark = pytest.mark.slow

# what is broken by hand → the invariant's number, words of the finding, why
DEFECTS = [
    ("INSERT INTO pending SELECT collection_id, remote_id, 'x', 'retry', 1, NULL, 'x' FROM sighting LIMIT 1", 1, "stored and set aside", "stored and waiting"),
    ("INSERT INTO excluded SELECT collection_id, remote_id, 'x', NULL, NULL FROM sighting LIMIT 1", 1, "stored and excluded", "stored and excluded"),
    ("DELETE FROM interaction WHERE id = (SELECT min(id) FROM interaction)", 2, "no interaction", "an interaction taken out by hand"),
    ("DELETE FROM original WHERE origin = (SELECT key FROM interaction WHERE kind = 'message' LIMIT 1)", 2, "no original", "an original taken out"),
    ("UPDATE reminder SET promise_key = 'nothing' WHERE state = 'there' AND uid = (SELECT min(uid) FROM reminder)", 3, "", "an entry without its promise"),
    ("UPDATE promise SET state = 'open' WHERE state = 'dismissed'", 4, "open again", "a dismissal undone"),
    ("UPDATE reminder SET state = 'wanted' WHERE state = 'deleted'", 4, "wanted again", "a deletion undone"),
    ("UPDATE meeting SET uid = 'syncd-x' WHERE interaction_id = (SELECT min(interaction_id) FROM meeting)", 5, "entry of ours", "our entry as a meeting"),
    ("UPDATE promise SET state = 'kept' WHERE state = 'open'", 11, "says by what", "a promise closed by hand"),
    ("UPDATE promise SET state = 'replaced', replaced_by = 'nothing' WHERE state = 'open'", 11, "does not have", "replaced by a promise that is not there"),
    ("UPDATE person SET folded = 'x' WHERE id = (SELECT min(id) FROM person)", 2, "sorted or looked for", "a folded name that is not the person's"),
    ("UPDATE organisation_words SET known = ' x' WHERE id = (SELECT min(id) FROM organisation)", 2, "sorted or looked for", "a company found by another's domain"),
    ("DELETE FROM person_words WHERE id = (SELECT min(id) FROM person)", 2, "sorted or looked for", "somebody no name finds"),
    ("UPDATE tally SET n = n + 1 WHERE what = 'stored'", 1, "how many items", "a folder that is said to hold one more"),
    ("DELETE FROM workplace WHERE person_id = (SELECT min(person_id) FROM workplace)", 2, "in touch from", "a person whose company is not kept"),
    ("DELETE FROM reply WHERE interaction_id = (SELECT min(interaction_id) FROM reply)", 2, "replied to", "a mail of which it is not kept when it was replied to"),
    ("UPDATE decision SET kind = 'done' WHERE seq = 1", 4, "chain", "T39: a decision changed by hand"),
    ("DELETE FROM decision WHERE seq = 1", 4, "chain", "T39: a decision taken out by hand"),
    ("UPDATE decision SET at = '2020-01-01T00:00:00Z' WHERE seq = 2", 4, "chain", "T39: a decision dated back"),
]  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A store with everything in it: entries, a dismissal, a deletion."""
    office = Office(tmp_path)
    settle(office, MORE)
    office.once()
    office.decide("dismiss", "22 November")
    office.entry_of("rasa", "lapkričio 18").unlink()
    office.once()
    office.decide("dismiss", "20 ноября")
    return office


def test_a_sound_store_has_no_findings(office: Office) -> None:
    """Nothing is named where nothing is wrong, with exit code 0."""
    result = CliRunner().invoke(cli, ["verify", "-c", str(office.folder / "config.toml"), "--json"])
    assert (result.exit_code, json.loads(result.stdout)) == (0, {"ok": True, "findings": []})


def test_damaged_copies_of_a_mail_are_told_apart_as_their_keys_are(tmp_path: Path) -> None:
    """By the sender that is written first, and by a date only where it can be believed."""
    office = Office(tmp_path)
    raw = Mail(id="a", sender=ONA, to=(RASA,), at="2026-11-09T09:00", text="Sveiki").raw()
    office.put_mail("rasa", "", raw, "whole")
    office.put_mail("rasa", "", b"From: a@b@c, (((((\n" + raw, "odd")
    office.put_mail("rasa", "", raw.replace(b"Date:", b"Date: \nX-Date:"), "no date")
    office.once()
    assert office.rows("SELECT count(*) FROM message WHERE message_id = 'a@mail.example'") == [(3,)]
    assert office.findings() == []


@pytest.mark.parametrize(("harm", "invariant", "words", "why"), DEFECTS, ids=[row[-1] for row in DEFECTS])
def test_a_defect_is_found_and_named(office: Office, harm: str, invariant: int, words: str, why: str) -> None:
    """Each defect gives a finding with its invariant's number, what it is about, and exit code 65."""
    db = sqlite3.connect(office.folder / "history.db")
    assert db.execute(harm).rowcount > 0
    db.commit()
    db.close()
    result = CliRunner().invoke(cli, ["verify", "-c", str(office.folder / "config.toml"), "--json"])
    found = json.loads(result.stdout)
    assert result.exit_code == 65 and not found["ok"]
    assert any(f["invariant"] == invariant and words in f["text"] and f["id"] for f in found["findings"]), found


def test_an_original_that_is_missing_is_found(office: Office) -> None:
    """An original referred to and not there: its interaction could not be derived again."""
    (month,) = (office.folder / "raw").glob("*.db")
    db = sqlite3.connect(month)
    db.execute("DELETE FROM blob WHERE hash = (SELECT min(hash) FROM blob)")
    db.commit()
    db.close()
    assert any("original is missing" in f for f in office.findings())


def test_a_rebuild_without_an_original_keeps_the_others(office: Office) -> None:
    """What cannot be derived again is named by verify; the rest is derived, its keys and decisions stay."""
    before = set(office.dump())
    test_an_original_that_is_missing_is_found(office)
    office.rebuild()
    lost = before - set(office.dump())
    assert lost and all(line.split("|")[0] not in ("decision", "sighting") for line in lost)


def test_a_byte_turned_in_the_file_is_never_a_traceback(office: Office) -> None:
    """F115: wherever a byte is turned, verify answers or refuses with exit 65 and the remedy; most of the file is empty, so half of the places hold something."""
    path = office.folder / "history.db"
    whole, noticed = path.read_bytes(), 0
    used = [place for place, byte in enumerate(whole) if byte]
    for place in {*range(0, len(whole), len(whole) // 30), *used[:: len(used) // 30]}:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            noticed += bool(office.findings())
        except StoreError as refused:
            assert "put back a backup" in str(refused)
            noticed += 1
    assert noticed > 10
