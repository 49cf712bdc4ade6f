"""`syncd check --rules`: what each rule would take of the last 30 days, told without a word of it, and rules that meet nothing (P4)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from syncd.cli import cli
from tests.store.world import JONAS, ONA, RASA, Mail, Office, meeting

SECRET = "zqsecret7391"
DAY = "2026-10-05T12:00:00+03:00"  # two weeks after the files were written
PRIVACY = """
exclude = { people = ["doctor@clinic.example", "nobody@clinic.example"], domains = ["clinic.example", "clinik.example"], folders = ["Gydytojas"], labels = ["Asmeniška", "Privat"] }
metadata_only = { people = ["lawyer@court.example"], labels = ["HR"] }
"""


def check(office: Office) -> tuple[dict[str, Any], str]:
    """The command's JSON, and what it says in words."""
    outputs = [
        CliRunner().invoke(cli, ["check", "--rules", *more, "-c", str(office.folder / "config.toml")], env={"SYNCD_NOW": DAY}).stdout
        for more in (("--json",), ())
    ]
    return json.loads(outputs[0]), outputs[1]


def test_each_name_of_a_rule_is_counted_by_source_with_examples(tmp_path: Path) -> None:
    """P4: a preview that shows a misspelt name before it is in force, and names nobody whom a rule met."""
    office = Office(tmp_path, options={"privacy": PRIVACY})
    for n in range(4):
        office.put_mail("rasa", "", Mail(id=f"d{n}-{SECRET}", sender="doctor@clinic.example", to=(RASA,), at="2026-11-13T10:00", subject=SECRET, text=SECRET).raw(), f"d{n}")
    office.put_mail("rasa", "Gydytojas.Rezultatai", Mail(id="f1", sender=ONA, to=(RASA,), at="2026-11-13T10:00", subject=SECRET, text=SECRET).raw(), "f1")
    office.put_mail("jonas", "", Mail(id="l1", sender="lawyer@court.example", to=(JONAS,), at="2026-11-13T10:00", subject=SECRET, text=SECRET).raw(), "l1")
    office.put_mail("jonas", "", Mail(id="s1", sender=ONA, to=(JONAS,), at="2026-11-13T10:00", subject=SECRET, text=SECRET, headers=("Sensitivity: private",)).raw(), "s1")
    office.put_entry("rasa", "m", meeting("m@x", "20261120T100000", SECRET, people=(RASA, ONA), extra="CATEGORIES:asmeniška"))
    said, words = check(office)
    rows = {(r["source"], r["rule"], r["name"]): (r["items"], r["of"], len(r["examples"])) for r in said["rules"]}
    assert rows == {
        ("rasa-mail", "exclude:people", "doctor@clinic.example"): (4, 5, 3),
        ("rasa-mail", "exclude:domains", "clinic.example"): (4, 5, 3),
        ("rasa-mail", "exclude:folders", "gydytojas"): (1, 5, 1),
        ("rasa-calendar", "exclude:labels", "asmeniška"): (1, 1, 1),
        ("jonas-mail", "sensitivity", ""): (1, 2, 1),
        ("jonas-mail", "metadata-only:people", "lawyer@court.example"): (1, 2, 1),
    }
    assert {(u["rule"], u["name"]) for u in said["unmet"]} == {
        ("exclude:people", "nobody@clinic.example"), ("exclude:domains", "clinik.example"), ("exclude:labels", "privat"), ("metadata-only:labels", "hr"),
    }  # fmt: skip
    assert said["unanswered"] == []
    assert "exclude:domains clinik.example: met nothing" in words and "rasa-mail: exclude:people doctor@clinic.example: 4 of 5 (" in words
    assert SECRET not in words + json.dumps(said) and not (office.folder / "history.db").exists()
