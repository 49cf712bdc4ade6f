"""R3: who contacted somebody who was not to be contacted is seen afterwards, by channel and time; an answer to their own mail is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from syncd.store import no_contact
from syncd.store.in_spite import in_spite
from syncd.world import World
from tests.conftest import run_syncd
from tests.store.world import JOHN, JONAS, OLGA, ONA, RASA, Mail, Office

pytestmark = pytest.mark.slow

MAILS = (
    Mail(id="p1", sender=RASA, to=(JOHN,), at="2026-11-02T10:00", subject="Before", text="Hello John, are you well?\n\nRasa"),
    Mail(id="p2", sender=RASA, to=(JOHN,), at="2026-11-05T10:00", subject="In spite", text="Hello John, we have a new offer.\n\nRasa"),
    Mail(id="p3", sender=JOHN, to=(RASA,), at="2026-11-06T10:00", subject="A question", text="Hello Rasa, what about the filter?\n\nJohn"),
    Mail(id="p4", sender=JONAS, to=(JOHN,), at="2026-11-07T10:00", refs=("p3",), subject="Re: A question", text="Hello John, it is changed.\n\nJonas"),
    Mail(id="p5", sender=RASA, to=("ieva@baltas.example",), at="2026-11-08T10:00", subject="Įmonei", text="Sveiki, Ieva, kaip sekasi?\n\nRasa"),
    Mail(id="p6", sender=RASA, to=(OLGA,), at="2026-11-09T10:00", subject="Письмо", text="Здравствуйте, Ольга!\n\nRasa"),
)


def test_contacts_in_spite_of_a_wish_are_told_by_its_channel_and_days(tmp_path: Path) -> None:
    office = Office(tmp_path, people=("rasa", "jonas"))
    for mail in MAILS:
        office.send(mail)
    office.once()
    found: list[tuple[str, str, str]] = []

    def look(world: World) -> None:
        with world.store.write() as db:
            page = world.page(db)
            no_contact.forbid(page, JOHN, "any", "asked so", None, RASA, since="2026-11-03T00:00:00Z")
            no_contact.forbid(page, "baltas.example", "mail", "", "2026-12-01", RASA, since="2026-11-03T00:00:00Z")
            no_contact.forbid(page, OLGA, "call", "", None, RASA, since="2026-11-03T00:00:00Z")
        found.extend((f.title, f.staff, f.subject) for f in in_spite(world.store.db, "2026-11-16T12:00:00Z"))

    office.with_world(look)
    assert found == [("Įmonei", RASA, "baltas.example"), ("In spite", RASA, JOHN)]


def test_a_list_is_taken_in_whole_or_not_at_all(tmp_path: Path) -> None:
    office = Office(tmp_path, people=("rasa",))
    office.send(MAILS[1])
    office.once()
    config = ("-c", str(tmp_path / "config.toml"))
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("who,channel,since,until\nnobody,mail,,\nona@baltas.example,fax,,\nona@baltas.example,mail,yesterday,\nrasa@klimatas.example,,,\n,,,\n", encoding="utf-8")
    refused = run_syncd("no-contact", "import", *config, str(wrong), cwd=tmp_path, now="2026-11-16T12:00:00Z")
    assert refused.code == 64
    assert [f"line {n}:" in refused.err for n in (2, 3, 4, 5, 6)] == [True, True, True, True, False]
    right = tmp_path / "right.csv"
    right.write_text(f"who;channel;reason;since;until\n{JOHN};mail;asked;2026-11-03;\n{ONA};;;;2027-01-01\n+370 612 00601;call;;;\n", encoding="utf-8-sig")
    told = [json.loads(run_syncd("no-contact", "import", "--json", *config, str(right), cwd=tmp_path, now="2026-11-16T12:00:00Z").out) for _ in range(2)]
    assert told == [{"read": 3, "taken_in": 3}, {"read": 3, "taken_in": 0}]
    assert office.rows("SELECT subject, channel, since, until FROM no_contact WHERE subject LIKE '%@%' ORDER BY 1") == [
        (JOHN, "mail", "2026-11-02T22:00:00Z", None), (ONA, "any", "2026-11-16T12:00:00Z", "2027-01-01"),
    ]  # fmt: skip
    ignored = run_syncd("no-contact", "ignored", "--json", *config, cwd=tmp_path, now="2026-11-16T12:00:00Z")
    assert ignored.code == 0
    assert [(f["staff"], f["subject"]) for f in json.loads(ignored.out)] == [(RASA, JOHN)]
