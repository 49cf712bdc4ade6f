"""R2: what was offered to a customer and by whom of us is gathered from rows, with what tells a collision from what was meant so."""

from __future__ import annotations

from pathlib import Path

import pytest

from syncd.core.relations.collisions import collisions
from syncd.store.offered import offered_to
from syncd.world import World
from tests.store.world import JONAS, ONA, RASA, Mail, Office

pytestmark = pytest.mark.slow

FIRST = "siūlome šilumos siurblį Daikin už 5400 EUR."
SECOND = "siūlau šilumos siurblį LG už 4990 EUR, nuolaida 5 %."
TURNS: dict[str, tuple[dict[str, object], dict[str, object], bool, str]] = {  # what is otherwise with the first mail and with the second
    "a": ({}, {}, True, "neither knew of the other"),
    "b": ({}, {"cc": (RASA,)}, False, "the first has a copy of the second offer"),
    "c": ({"cc": (JONAS,)}, {}, False, "the second had a copy of the first"),
    "d": ({}, {"refs": ("d1",), "subject": "Re: Šilumos siurblys"}, False, "the same conversation"),
    "e": ({}, {"text": f"Pavaduoju Rasą Petraitę. {SECOND}"}, False, "says for whom it goes on"),
    "f": ({}, {}, False, "the business was handed over"),
    "g": ({}, {"to": ("ieva@g.example",)}, True, "two people of one company are one customer"),
    "h": ({}, {"text": SECOND, "to": ("ieva@other.example",)}, False, "another company"),
}
HANDED = Mail(id="f3", sender=RASA, to=("ona@f.example",), cc=(JONAS,), at="2026-11-03T09:00", subject="Jūsų klausimas", text="Sveiki,\n\nJonas Jonaitis jums paskambins iki penktadienio.\n\nRasa")


def test_a_collision_is_told_by_what_was_stored(tmp_path: Path) -> None:
    office = Office(tmp_path, people=("rasa", "jonas"))
    for name, (first, second, _, _) in TURNS.items():
        to = {"to": (f"ona@{name}.example",), "subject": "Šilumos siurblys"}
        office.send(Mail(**{"id": f"{name}1", "sender": RASA, "at": "2026-11-02T10:00", "text": f"Sveiki,\n\n{FIRST}\n\nRasa", **to, **first}))  # type: ignore[arg-type]
        to["subject"] = "Pasiūlymas"
        office.send(Mail(**{"id": f"{name}2", "sender": JONAS, "at": "2026-11-05T10:00", "text": f"Sveiki,\n\n{SECOND}\n\nJonas", **to, **second}))  # type: ignore[arg-type]
    office.send(HANDED)
    office.once()
    found: dict[str, list[tuple[str, str]]] = {}

    def look(world: World) -> None:
        customers = [c for (c,) in world.store.db.execute("SELECT DISTINCT customer FROM offer")]
        for customer, of in offered_to(world.store.db, customers).items():
            found[customer] = [(c.first.staff, c.second.staff) for c in collisions(of.offers, 14, of.handed)]

    office.with_world(look)
    for name, (_, _, collide, reason) in TURNS.items():
        assert found[f"{name}.example"] == ([(RASA, JONAS)] if collide else []), reason
    assert found["other.example"] == []


@pytest.mark.parametrize(("said", "currency"), [("5400", "USD"), ("5400 EUR", "EUR")])
def test_a_sum_without_a_currency_is_in_the_companys(tmp_path: Path, said: str, currency: str) -> None:
    """[company] currency; a written one goes before."""
    office = Office(tmp_path, people=("rasa",))
    file = office.folder / "config.toml"
    file.write_text(file.read_text("utf-8").replace('country = "LT"', 'country = "LT"\ncurrency = "USD"'), "utf-8")
    office.send(Mail(id="a", sender=RASA, to=(ONA,), at="2026-11-02T10:00", text=f"Sveiki,\n\nšilumos siurblio kaina {said} su montavimu.\n\nRasa"))
    office.once()
    assert office.rows("SELECT amounts ->> '$[0].amount', amounts ->> '$[0].currency' FROM offer") == [(5400, currency)]
