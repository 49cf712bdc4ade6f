"""What was set aside is tried again when a person asks for it, and what came of each is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from syncd.store import sources, waiting
from tests.conftest import run_syncd
from tests.store.world import JOHN, MAILS, RASA, Mail, Office

pytestmark = pytest.mark.slow

BROKEN = Mail(id="bad", sender=JOHN, to=(RASA,), at="2026-11-14T10:00", text="Hello", subject="Bad")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Two mails given up as poison, one that waits, one forbidden: as if each had failed when it came."""
    office = Office(tmp_path)
    for mail in MAILS[:3]:
        office.send(mail)
    office.send(BROKEN)
    office.once()
    with_keys = "SELECT g.collection_id, g.remote_id, g.key FROM sighting g JOIN message m ON m.message_id LIKE ? JOIN interaction i ON i.id = m.interaction_id AND i.key = g.key"
    states = {"a1": "poison", "a2": "retry", "bad": "forbidden"}

    def set_aside(world: object) -> None:
        with world.store.write() as db:  # type: ignore[attr-defined]
            for id_, state in states.items():
                for collection, remote_id, key in db.execute(with_keys, (f"{id_}@%",)).fetchall():
                    db.execute("DELETE FROM sighting WHERE collection_id = ? AND remote_id = ?", (collection, remote_id))
                    db.execute("DELETE FROM interaction WHERE key = ?", (key,))
                    db.execute("DELETE FROM original WHERE key = ?", (key,))
                    db.execute("INSERT INTO pending VALUES (?, ?, 'it could not be read', ?, 8, '2027-01-01T00:00:00Z', '2026-11-14T10:00:00Z')", (collection, remote_id, state))

    office.with_world(set_aside)
    return office


def _retry(office: Office, *arguments: str) -> list[tuple[str, str, str]]:
    ran = run_syncd("retry", "-c", "config.toml", "--json", *arguments, cwd=office.folder, now="2026-11-16T12:00:00Z")
    assert ran.code == 0, ran.err
    return sorted((t["item"].partition(".")[0], t["was"], t["outcome"]) for t in ran.json["items"])


def test_whatever_waited_is_tried_at_once(office: Office) -> None:
    """Poison, forbidden and what waits for a far moment: all are fetched now, and stored when they can be read."""
    assert _retry(office) == [("a1", "poison", "stored"), ("a2", "retry", "stored"), ("bad", "forbidden", "stored")]
    assert office.rows("SELECT count(*) FROM pending") == [(0,)]
    assert len(office.rows("SELECT 1 FROM message WHERE message_id LIKE 'a%' OR message_id LIKE 'bad%'")) == 4
    assert office.findings() == []
    assert _retry(office) == []


def test_one_item_is_tried_alone(office: Office) -> None:
    """By its id, or with its folder before it; the others wait on. An id that is not set aside is told, with those that are."""
    (item,) = [str(r) for (r,) in office.rows("SELECT remote_id FROM pending WHERE state = 'poison'")]
    assert _retry(office, item) == [("a1", "poison", "stored")]
    assert len(office.rows("SELECT 1 FROM pending")) == 2
    ran = run_syncd("retry", "-c", "config.toml", "nothing", cwd=office.folder)
    assert (ran.code, "set aside are" in ran.err) == (64, True)
    assert run_syncd("retry", "-c", "config.toml", "--source", "nobody", cwd=office.folder).code == 64


def test_what_is_there_no_more_or_is_excluded_is_told(office: Office) -> None:
    """A mail deleted meanwhile is gone; one that a rule leaves out now is excluded by it."""
    for path in (office.folder / "mail/rasa/cur").glob("bad.*"):
        path.unlink()
    office.configure(privacy='exclude = { people = ["ona@baltas.example"] }')
    outcomes = {item: outcome for item, _, outcome in _retry(office)}
    assert outcomes["bad"] in ("gone", "retry") and outcomes["a1"] == outcomes["a2"] == "excluded"


def test_a_source_that_cannot_be_read_leaves_its_items_waiting(office: Office) -> None:
    """The mailbox is not there: exit 69, each item says why, and none is lost."""
    (office.folder / "mail/rasa").rename(office.folder / "mail/away")
    ran = run_syncd("retry", "-c", "config.toml", cwd=office.folder)
    assert ran.code == 69 and "0 settled" in ran.out
    assert len(office.rows("SELECT 1 FROM pending")) == 3


def test_a_source_that_another_pass_holds_is_left_to_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the daemon: what it holds is not read twice at once; who holds it finds the items due. Exit 75."""
    from syncd import harvest, retry

    monkeypatch.setattr(harvest, "PATIENCE", 0.0)
    monkeypatch.setattr(sources, "alive", lambda _: True)
    outcomes: set[str] = set()

    def held(world: object) -> None:
        with world.store.write() as db:  # type: ignore[attr-defined]
            db.execute("UPDATE source SET lease_holder = ?, lease_until = '9999'", (json.dumps({"host": "other", "boot": "", "pid": 1, "start": ""}),))
        outcomes.update(t.outcome for t in retry.retry(world))  # type: ignore[arg-type]
        assert all(a.state == "retry" for a in waiting.aside(world.store.db))  # type: ignore[attr-defined]

    office.with_world(held)
    assert outcomes == {"held"}
