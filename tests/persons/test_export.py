"""Everything stored about somebody as files (P7, G38)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from syncd.core.export_texts import page
from syncd.core.redaction import Redaction
from tests.persons.test_forget import run
from tests.store.world import JOHN, OLGA, ONA, RASA, Mail, Office, meeting


def lines(folder: Path, kind: str) -> list[dict[str, Any]]:
    """The rows of a file."""
    return [json.loads(line) for line in (folder / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()]


def company(tmp_path: Path) -> Office:
    """Ona wrote, was promised something, met Rasa and John, and has a fellow recipient."""
    office = Office(tmp_path, people=("rasa",))
    office.send(Mail(id="a1", sender=ONA, to=(RASA,), at="2026-11-10T09:00", text="Sveiki, kiek kainuotų kondicionierius?"))
    office.send(Mail(id="a2", sender=RASA, to=(ONA,), cc=(OLGA,), at="2026-11-10T10:00",
                     text=f"Pasiūlymą atsiųsiu iki lapkričio 27 d.\n\nKlauskite Ольга Иванова, {OLGA}."))  # fmt: skip
    office.send(Mail(id="b1", sender=JOHN, to=(RASA,), at="2026-11-10T11:00", text="Not about her."))
    office.put_entry("rasa", "three", meeting("three@x", "20261120T150000", "Pietūs", people=(RASA, ONA, JOHN)))
    office.once()
    return office


@pytest.mark.slow
def test_an_export_holds_all_rows_and_originals_and_names_nobody_else(tmp_path: Path) -> None:
    """P7, G38: counts equal the store's, others are numbers in rows, headers and texts, and the files are the owner's alone."""
    office, folder = company(tmp_path), tmp_path / "out"
    assert run(office, "no-contact", "add", ONA, "--reason", "asked").exit_code == 0
    done = run(office, "export", ONA, str(folder), "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert told["counts"]["interactions"] == len(lines(folder, "interactions")) == 3
    assert (told["originals"], told["rewritten"]) == (3, 2)
    assert [p["quote"] for p in lines(folder, "promises")] == ["Pasiūlymą atsiųsiu iki lapkričio 27 d."]
    assert {d["kind"] for d in lines(folder, "decisions")} == {"no_contact"} and len(lines(folder, "no_contact")) == 1
    assert [look["what"] for look in lines(folder, "looks")] == ["export"]
    everything = b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())
    for other in (OLGA, "Ольга", JOHN, "John Smith"):
        assert other.encode() not in everything, other
    assert ONA.encode() in everything and RASA.encode() in everything and b"Not about her" not in everything
    assert {p.stat().st_mode & 0o777 for p in folder.rglob("*") if p.is_file()} == {0o600} and folder.stat().st_mode & 0o777 == 0o700
    assert "holds something already" in str(run(office, "export", ONA, str(folder)).exception)


@pytest.mark.slow
def test_whoever_is_not_exactly_one_person_is_asked_for_again(tmp_path: Path) -> None:
    """P7: nobody's rows are given to a namesake; the ones who fit are listed."""
    office = company(tmp_path)
    office.send(Mail(id="z1", sender="ona@kitur.example", to=(RASA,), at="2026-11-11T09:00", text="Sveiki", headers=()))
    office.put_mail("rasa", "", Mail(id="z2", sender=ONA, to=(RASA,), at="2026-11-11T10:00", text="Labas").raw().replace(ONA.encode(), b"ona@dar.example"), "z2")
    office.once()
    said = run(office, "export", "Ona Kazlauskienė", str(tmp_path / "x"))
    assert said.exit_code != 0 and ONA in str(said.exception) and "ona@dar.example" in str(said.exception)
    assert not (tmp_path / "x").exists()


REPLACED = [
    ("Rašykite john@acme.example", "Rašykite person-1@redacted.invalid", "an address of somebody who took part"),
    ("Rašykite nobody@else.example", "Rašykite person-2@redacted.invalid", "an address nobody knows"),
    ("JOHN SMITH skambino", "[person 1] skambino", "a name in capitals"),
    ("Ona Kazlauskienė, ona@baltas.example", "Ona Kazlauskienė, ona@baltas.example", "who is meant stays"),
    ("John skambino", "John skambino", "a first name alone is no name to be sure of"),
]


@pytest.mark.parametrize(("words", "shown", "why"), REPLACED, ids=[why for *_, why in REPLACED])
def test_others_become_numbers(words: str, shown: str, why: str) -> None:
    """P7: what is known of the others is replaced, by the same number everywhere."""
    redaction = Redaction([(JOHN, "John Smith")], lambda a: a == ONA, ("Ona Kazlauskienė",))
    assert redaction.text(words) == shown


def test_the_page_beside_an_export_speaks_three_languages_and_escapes_names() -> None:
    """P7: a name is text, whatever is in it."""
    text = page("<b>Ona</b>", "2026-11-16", "A & B", {"interactions": 3}, 3, 1, 1)
    assert "<b>" not in text and "A &amp; B" in text
    assert [f'lang="{language}"' in text for language in ("en", "lt", "ru")] == [True] * 3
