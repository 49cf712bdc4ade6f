"""Who is one person in public mail: the pairs of addresses labelled by reading their headers, through a real store."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.store.world import Office

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
PAIRS = Path(__file__).parents[1] / "data" / "people" / "pairs.tsv"


def labelled() -> list[dict[str, str]]:
    """The pairs, with their label."""
    lines = [line for line in PAIRS.read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_the_sample_is_large_and_has_all_labels() -> None:
    """300 pairs, each once, with a reason."""
    pairs = labelled()
    assert len({frozenset((p["address_a"], p["address_b"])) for p in pairs}) == len(pairs) >= 300
    assert {p["label"] for p in pairs} == {"same", "different", "company-same", "company-different"}
    assert all(p["reason"] for p in pairs)


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of public mail is not on this machine: joins of addresses were NOT measured")
def test_joins_in_public_mail_are_right(tmp_path: Path) -> None:
    """Of the labelled pairs that are made one person at least 98 in 100 are one, and none that only share a company or a name."""
    office = Office(tmp_path, options={"scope": "all"})
    for folder in ("enron", "lists"):
        for n, path in enumerate(sorted(p for p in (CORPUS / folder).rglob("*") if p.is_file() and p.suffix != ".cats")):
            office.put_mail("rasa", "", path.read_bytes(), f"{folder}{n}")
    office.once()
    person = dict(office.rows("SELECT value, person_id FROM identifier WHERE kind = 'address'"))
    joined = [p for p in labelled() if p["address_a"] in person and person[p["address_a"]] == person.get(p["address_b"])]
    wrong = [f"{p['address_a']} {p['address_b']}: {p['reason']}" for p in joined if p["label"] != "same"]
    assert len(joined) >= 3, "the program joins hardly anybody: nothing was measured"
    assert len(wrong) <= 0.02 * len(joined), wrong
    lists = {"usrp-users@lists.ettus.com", "discuss-gnuradio@gnu.org"}
    assert person.keys().isdisjoint(lists - {"discuss-gnuradio@gnu.org"})
    several = office.rows("SELECT count(*) FROM (SELECT 1 FROM identifier WHERE kind = 'address' GROUP BY person_id HAVING count(*) > 1)")
    assert several[0][0] >= 2  # type: ignore[operator]
