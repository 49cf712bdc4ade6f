"""R4: somebody known before who comes back is recognised, in whatever order their mail is harvested, and though nobody has joined their addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.world import OLGA, ONA, RASA, Mail, Office

pytestmark = pytest.mark.slow

OLD = Mail(id="r1", sender=OLGA, to=(RASA,), at="2025-03-10T10:00", subject="Спасибо", text="Здравствуйте! Всё работает, спасибо.\n\nОльга")
BACK = Mail(id="r2", sender=OLGA, to=(RASA,), at="2026-11-10T10:00", subject="Снова", text="Здравствуйте! Нужен ещё один насос.\n\nОльга")
HERE = Mail(id="r3", sender=ONA, to=(RASA,), at="2026-02-10T10:00", subject="Ačiū", text="Sveiki, viskas veikia.\n\nOna Kazlauskienė\nmob. +370 612 00615")
THERE = Mail(id="r4", sender='"Ona Kazlauskienė" <ona@juodas.example>', to=(RASA,), at="2026-11-11T10:00", subject="Nauja vieta",
             text="Sveiki, dirbu kitoje įmonėje, reikia pasiūlymo.\n\nOna Kazlauskienė\nmob. +370 612 00615")  # fmt: skip
FOUND = [("2025-03-10T08:00:00Z", "silence", OLGA), ("2026-02-10T08:00:00Z", "company", ONA)]
RETURNED = "SELECT r.before_at, r.why, (SELECT min(value) FROM identifier d WHERE d.person_id = r.known_as AND d.kind = 'address') FROM returned r ORDER BY r.at"


def test_whoever_comes_back_is_recognised_in_any_order(tmp_path: Path) -> None:
    dumps = []
    for n, order in enumerate(((OLD, BACK, HERE, THERE), (THERE, BACK, HERE, OLD))):
        office = Office(tmp_path / str(n), people=("rasa",))
        for mail in order:
            office.send(mail)
            office.once()
        assert office.rows(RETURNED) == FOUND
        assert office.rows("SELECT count(*) FROM met_anew") == [(0,)]
        dumps.append([line for line in office.dump() if line.startswith(("returned|", "interaction|"))])
    office.rebuild()
    assert office.rows(RETURNED) == FOUND
    assert dumps[0] == dumps[1]
