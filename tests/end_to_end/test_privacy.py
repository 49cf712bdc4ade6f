"""`syncd privacy`: the notice and the record out of a real config, and whom a breach concerns (P5, P6, P14)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from syncd.cli import cli
from tests.store.world import JOHN, JONAS, ONA, RASA, Mail, Office, meeting


def run(office: Office, *arguments: str) -> Result:
    """A command on the office's config."""
    result = CliRunner().invoke(cli, ["privacy", *arguments, "-c", str(office.folder / "config.toml")], env={"SYNCD_NOW": office.now.isoformat()})
    assert result.exit_code == 0, result.output
    return result


def test_the_notice_tells_what_the_config_says(tmp_path: Path) -> None:
    """P5: mailboxes and calendars by their owners, names of labels and folders, of people no more than how many, who sees it."""
    office = Office(tmp_path, options={
        "privacy": 'exclude = { people = ["doctor@clinic.example"], labels = ["Asmeniška"], folders = ["Gydytojas"] }\nkeep = { message = "730 days" }',
        "staff": '[[staff]]\nemail = "ada@klimatas.example"\nname = "Ada Adaitė"\nrole = "admin"\n',
        "sources": '[scorer]\nkind = "llm"\nurl = "https://api.model.example/v1"\nmodel = "m"\n',
    })  # fmt: skip
    text = run(office, "notice", "--lang", "en").stdout
    for said in ("Mailboxes: Rasa Petraitė, Jonas Jonaitis, Petras Petrauskas", "Asmeniška", "Gydytojas", "1 in the list", "730 days", "ada@klimatas.example",
                 "Managers (Jonas Jonaitis)", "api.model.example", "1 January 2026", "into the calendars of: Rasa Petraitė"):  # fmt: skip
        assert said in text, said
    assert "clinic" not in text
    assert "Pašto dėžutės" in run(office, "notice", "--lang", "lt").stdout
    record = json.loads(run(office, "record", "--lang", "ru", "--json").stdout)
    assert record["title"].startswith("Реестр") and any("api.model.example" in line for s in record["sections"] for line in s["lines"])


@pytest.mark.slow
def test_a_breach_concerns_the_people_of_its_time(tmp_path: Path) -> None:
    """P14: who wrote, was written to or met between two days of the company's clock, the last included."""
    office = Office(tmp_path)
    office.send(Mail(id="p1", sender=ONA, to=(RASA,), at="2026-11-10T23:30", text="Sveiki"))
    office.send(Mail(id="p2", sender=JONAS, to=(JOHN,), at="2026-11-12T00:30", text="Hello"))
    office.put_entry("rasa", "m", meeting("m@x", "20261111T100000", "Visit", people=(RASA, ONA)))
    office.once()
    found = json.loads(run(office, "affected", "--from", "2026-11-10", "--to", "2026-11-11", "--json").stdout)
    assert [(p["name"], p["messages"], p["meetings"]) for p in found["people"]] == [("Ona Kazlauskienė", 1, 1)]
    assert found["from"] == "2026-11-09T22:00:00Z" and found["to"] == "2026-11-11T22:00:00Z"
    assert "John Smith" in run(office, "affected", "--from", "2026-11-12", "--to", "2026-11-12").stdout
