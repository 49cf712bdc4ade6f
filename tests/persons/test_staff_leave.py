"""A colleague leaves: history kept, access ended, promises handed over (P15)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from syncd.store.symptoms import symptoms
from syncd.world import World
from tests.persons.test_forget import run
from tests.store.world import JONAS, ONA, PETRAS, RASA, Mail, Office

pytestmark = pytest.mark.slow


def company(tmp_path: Path) -> Office:
    """Rasa has promised something to Ona, and has an entry about it."""
    office = Office(tmp_path)
    office.send(Mail(id="a2", sender=RASA, to=(ONA,), at="2026-11-12T10:00", text="Pasiūlymą atsiųsiu iki lapkričio 27 d."))
    office.send(Mail(id="b2", sender=PETRAS, to=(ONA,), at="2026-11-12T11:00", text="Перезвоню вам 25 ноября в 11:00."))
    office.once()
    return office


def _ails(office: Office, address: str) -> bool:
    """Whether `doctor` would say that somebody who has left owes something still."""
    found: list[str] = []

    def ask(world: World) -> None:
        world.store.db.execute("UPDATE staff SET left_on = '2026-11-01' WHERE address = ?", (address,))
        found.extend(s.code for s in symptoms(world.store.db, world.now, world.today) if s.where == address)

    office.with_world(ask)
    return "leaver-has-promises" in found


def test_what_a_leaver_owes_goes_to_who_stands_in_and_the_history_stays(tmp_path: Path) -> None:
    """P15: as decisions, so that it stands after a rebuild; the entry moves to the other calendar; it may be repeated."""
    office = company(tmp_path)
    assert (len(office.reminders("rasa")), len(office.reminders("jonas"))) == (1, 0)
    before = office.rows("SELECT key FROM interaction ORDER BY key")
    assert _ails(office, RASA)
    dry = json.loads(run(office, "staff", "leave", RASA, "--dry-run", "--json").output)
    assert (dry["to"], len(dry["promises"]), dry["done"]) == (JONAS, 1, False)
    assert office.rows("SELECT count(*) FROM decision") == [(0,)]
    done = run(office, "staff", "leave", RASA, "--yes")
    assert done.exit_code == 0, done.output
    assert 'left = "2026-11-16"' in done.output and '"rasa-mail"' in done.output
    assert office.rows("SELECT kind, value FROM decision") == [("hand_over", f'"{JONAS}"')]
    assert (len(office.reminders("rasa")), len(office.reminders("jonas")), len(office.reminders("petras"))) == (0, 1, 1)
    assert office.rows("SELECT key FROM interaction ORDER BY key") == before
    assert not _ails(office, RASA)
    again = json.loads(run(office, "staff", "leave", RASA, "--yes", "--json").output)
    assert again["promises"] == [] and office.rows("SELECT count(*) FROM decision") == [(1,)]
    assert office.findings() == []


def test_somebody_who_is_here_must_take_over(tmp_path: Path) -> None:
    """P15: nothing is handed to nobody, to oneself, to a stranger, or to another who has left."""
    office = company(tmp_path)
    for to, words in ((ONA, "no colleague"), (RASA, "no deputy")):
        assert words in str(run(office, "staff", "leave", RASA, "--to", to).exception)
    assert "no deputy" in str(run(office, "staff", "leave", JONAS).exception)
    assert office.rows("SELECT count(*) FROM decision") == [(0,)]
