"""Due terms on labelled phrases by other authors, kept beside the project."""

from __future__ import annotations

import datetime as dt
import json
import pathlib
import zoneinfo

import pytest

from syncd.core import due
from syncd.core.model import Due, WorkingCalendar

MADE_AT = "Etc/GMT+2"  # the clock of duckling's corpora: two hours west of the zone the files give
PHRASES = pathlib.Path(__file__).resolve().parents[3] / "shared" / "promises" / "due"
WEEK = WorkingCalendar()


def verdict(gold: dict[str, str], found: Due | None) -> str:
    """right, wrong or missing, as the guide beside the phrases counts them."""
    vague = gold["kind"] == "vague"
    if found is None or found.to is None:
        return "right" if vague else "missing"
    if vague:
        return "right" if gold["from"][:10] <= found.to[:10] <= gold["to"][:10] else "wrong"
    return "right" if found.to[: len(gold["to"])] == gold["to"] else "wrong"


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "right", "wrong", "reason"),
    [
        ("phrases_en", 0.95, 0.02, "business mail"),
        ("phrases_ru", 0.95, 0.02, "business mail"),
        ("phrases_lt", 0.95, 0.02, "business mail"),
        ("duckling_en", 0.86, 0.05, "odd forms; a number of days is there a minute"),
        ("duckling_ru", 0.93, 0.06, "as above; next Wednesday is there the coming one"),
    ],
)
def test_labelled_phrases_come_to_their_windows(name: str, right: float, wrong: float, reason: str) -> None:
    """So many of the phrases are read rightly, and so few wrongly."""
    file = PHRASES / f"{name}.jsonl"
    if not file.exists():
        pytest.skip(f"{file} is not there: labelled phrases are kept beside the project, not in it")
    counts = {"right": 0, "wrong": 0, "missing": 0}
    for line in file.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        zone = zoneinfo.ZoneInfo(MADE_AT if name.startswith("duckling") else case["timezone"])
        said = dt.datetime.fromisoformat(case["said"]).replace(tzinfo=zone)
        counts[verdict(case, due.find_due(case["text"], said, case["lang"], WEEK))] += 1
    total = sum(counts.values())
    assert counts["right"] / total >= right, f"{counts} ({reason})"
    assert counts["wrong"] / total <= wrong, f"{counts} ({reason})"
