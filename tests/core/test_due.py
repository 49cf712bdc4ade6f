"""Due terms: phrases of business mail in three languages, with the window each comes to."""

from __future__ import annotations

import datetime as dt
import pathlib
import zoneinfo
from collections.abc import Iterator

import pytest

from syncd.core import due
from syncd.core.model import Due, Language, WorkingCalendar

PHRASES = pathlib.Path(__file__).parent.parent / "data" / "due"
VILNIUS = zoneinfo.ZoneInfo("Europe/Vilnius")
WEEK = WorkingCalendar()


def rows(language: str) -> Iterator[tuple[str, dt.datetime, str, str]]:
    """The rows of a phrase table: text, when it was said, what it comes to, and why."""
    said = dt.datetime(2026, 11, 18, 10, 30, tzinfo=VILNIUS)
    for line in (PHRASES / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            said = dt.datetime.fromisoformat(line[1:].strip()).replace(tzinfo=VILNIUS)
        elif line and not line.startswith("#"):
            text, window, reason = (cell.strip() for cell in line.split(" | "))
            yield text, said, window.replace(f"now..{said:%m-%d}", f"{said:%m-%d}") if window.endswith(f"{said:%m-%d}") else window, reason


def as_window(found: Due | None, said: dt.datetime) -> str:
    """A due term in the short form of the tables."""
    if found is None:
        return "none"
    if found.kind == "event":
        return "event"
    assert found.from_ and found.to
    now = (said.strftime("%Y-%m-%d"), said.strftime("%Y-%m-%dT%H:%M"))
    low = "now" if found.from_ in now else found.from_
    window = found.to if found.from_ == found.to else f"{low}..{found.to}"
    return ("~" if found.kind == "vague" else "") + window.replace("2026-", "")


def check(language: Language, text: str, said: dt.datetime, window: str, reason: str) -> None:
    found = due.find_due(text, said, language, WEEK)
    assert as_window(found, said) == window, f"{reason}: {found}"


@pytest.mark.parametrize(("text", "said", "window", "reason"), list(rows("en")))
def test_an_english_phrase_comes_to_its_window(text: str, said: dt.datetime, window: str, reason: str) -> None:
    """English terms come to the window the guide gives them."""
    check("en", text, said, window, reason)


@pytest.mark.parametrize(("text", "said", "window", "reason"), list(rows("ru")))
def test_a_russian_phrase_comes_to_its_window(text: str, said: dt.datetime, window: str, reason: str) -> None:
    """Russian terms come to the window the guide gives them."""
    check("ru", text, said, window, reason)


@pytest.mark.parametrize(("text", "said", "window", "reason"), list(rows("lt")))
def test_a_lithuanian_phrase_comes_to_its_window(text: str, said: dt.datetime, window: str, reason: str) -> None:
    """Lithuanian terms come to the window the guide gives them."""
    check("lt", text, said, window, reason)
