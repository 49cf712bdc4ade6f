"""R3: words by which somebody asks not to be contacted are proposed to a person, whose word stands through rebuild and the order of arrival."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from syncd.store import wishes
from syncd.store.interactions import Page
from syncd.world import World
from tests.store.world import JOHN, OLGA, ONA, RASA, Mail, Office

pytestmark = pytest.mark.slow

JOHNS = Mail(id="n1", sender=JOHN, to=(RASA,), at="2026-11-10T10:00", subject="Offers", text="Hello,\n\nplease do not call me again.\n\nJohn")
ONAS = Mail(id="n2", sender=ONA, to=(RASA,), at="2026-11-11T10:00", subject="Laiškai", text="Sveiki,\n\nprašau nebesiųsti man pasiūlymų.\n\nOna")
OLGAS = Mail(id="n3", sender=OLGA, to=(RASA,), at="2026-11-12T10:00", subject="Звонки", text="Здравствуйте!\n\nНе звоните завтра, меня не будет.\n\nОльга")
OPEN = f"SELECT s.address, s.channel, s.quote FROM no_contact_said s JOIN interaction i ON i.id = s.interaction_id WHERE {wishes.IS_OPEN} ORDER BY 1"


def _decide(office: Office, do: Callable[[Page, str, str, str], bool], address: str) -> None:
    def decide(world: World) -> None:
        with world.store.write() as db:
            (key,) = db.execute("SELECT key FROM no_contact_said WHERE address = ?", (address,)).fetchone()
            assert do(world.page(db), key, RASA, "web")
            assert do(world.page(db), key, RASA, "web"), "twice is once"
            assert not do(world.page(db), "none", RASA, "web")

    office.with_world(decide)


def test_a_wish_is_proposed_until_somebody_confirms_or_dismisses_it(tmp_path: Path) -> None:
    office = Office(tmp_path, people=("rasa",))
    for mail in (JOHNS, ONAS, OLGAS):
        office.send(mail)
    office.once()
    assert office.rows(OPEN) == [(JOHN, "call", "please do not call me again."), (ONA, "mail", "prašau nebesiųsti man pasiūlymų.")]
    assert office.rows("SELECT subject FROM no_contact") == [], "nobody has confirmed anything"
    _decide(office, wishes.confirm, JOHN)
    _decide(office, wishes.dismiss, ONA)
    assert office.rows(OPEN) == []
    assert office.rows("SELECT subject, channel, reason, until FROM no_contact") == [(JOHN, "call", "please do not call me again.", None)]
    assert office.rows("SELECT count(*) FROM decision") == [(2,)]
    before = office.dump()
    office.rebuild()
    assert office.dump() == before
    assert office.rows(OPEN) == []
    office.send(dataclasses.replace(ONAS, id="n4", at="2026-11-16T09:00", text="Jau prašiau: nebesiųskite man laiškų."))
    office.once()
    assert [row[0] for row in office.rows(OPEN)] == [ONA], "said again, it is asked again"


def test_whoever_is_forgotten_leaves_no_wish(tmp_path: Path) -> None:
    from syncd.store.forgetting import forget

    office = Office(tmp_path, people=("rasa",))
    office.send(JOHNS)
    office.once()

    def take_out(world: World) -> None:
        with world.store.write() as db:
            forget(world.page(db), world.store, [k for (k,) in db.execute("SELECT key FROM interaction")])

    office.with_world(take_out)
    assert office.rows("SELECT count(*) FROM no_contact_said") == [(0,)]
