"""A rule that comes later costs what it takes out, not that times all that is stored."""

from __future__ import annotations

import pytest

from syncd.store import items
from syncd.store.forgetting import forget
from tests.store.world import JOHN, ONA, RASA, Mail, Office

pytestmark = pytest.mark.slow


def test_what_a_rule_takes_out_is_forgotten_together(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whom a mail concerned is looked for in all that is stored; for the mails of one folder that happens once, and what others sent stays."""
    office = Office(tmp_path_factory.mktemp("office"), people=("rasa",))
    for n in range(6):
        office.send(Mail(id=f"o{n}", sender=ONA, to=(RASA,), at=f"2026-11-1{n}T09:00", text="Laba diena, kada atvyksite?"))
    office.send(Mail(id="j", sender=JOHN, to=(RASA,), at="2026-11-12T09:00", text="When will you come?"))
    office.once()
    together: list[int] = []
    monkeypatch.setattr(items, "forget", lambda page, store, keys: (together.append(len(keys)), forget(page, store, keys))[1])
    office.configure(privacy='exclude = { domains = ["baltas.example"] }')
    office.once()
    assert together == [6]
    assert office.rows("SELECT DISTINCT address FROM party WHERE address NOT LIKE '%klimatas.example'") == [(JOHN,)]
    assert office.findings() == []
