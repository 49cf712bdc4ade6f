"""Zones of a letter: own words are the writer's, everything else is somebody else's or nobody's.

Each file of tests/data/clean is one letter; before the bar of every line stands its zone: O own, Q quoted, F forwarded,
S signature, D disclaimer (notice); a blank line may belong to either neighbour.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncd.core.clean import own_words, quoted_words, zones
from tests.timing import least

CASES = Path(__file__).parent.parent / "data" / "clean"
KINDS = {"O": "own", "Q": "quoted", "F": "forwarded", "S": "signature", "D": "disclaimer"}


@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("*.txt")))
def test_each_line_of_a_letter_is_in_its_zone(name: str) -> None:
    """F104: what is quoted, forwarded, signed or printed under a letter is never its writer's own word."""
    marked = (CASES / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    text = "\n".join(line[2:] for line in marked)
    found = zones(text)
    at, wrong = 0, []
    for line in marked:
        kind = next(zone.kind for zone in found if zone.start <= at <= zone.end and (at < zone.end or at == len(text)))
        if line[0] in KINDS and kind != KINDS[line[0]]:
            wrong.append(f"{kind:10} {line}")
        at += len(line) - 1
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
@given(st.text(alphabet="ab >-:_*\n@.AПąI\t0/", max_size=400) | st.text(max_size=200))
def test_zones_cover_any_text_whole_and_in_order(text: str) -> None:
    """Any text gives zones from 0 to its end, each beginning where the one before ends; none for no text."""
    found = zones(text)
    assert "".join(text[zone.start : zone.end] for zone in found) == text
    assert all(zone.start < zone.end for zone in found)
    assert all(a.kind != b.kind for a, b in pairwise(found))


def test_quoted_words_come_without_marks_and_nearest_first() -> None:
    """ "Will do" answers the nearest quote, so that one is read before what it quotes itself."""
    text = (
        "Will do.\n\nOn Tue, 3 Mar 2026 at 10:12, Ona <ona@medis.example> wrote:\n"
        "> > Older words.\n> Could you send the offer?\n> > Oldest.\n"
    )
    assert quoted_words(text, zones(text)).split("\n") == ["Could you send the offer?", "Older words.", "Oldest."]


def test_quoted_words_of_an_outlook_answer_hold_no_header_lines() -> None:
    """The repeated header is a machine's; its day would be taken for a term."""
    heading = "Nuo: Ona <o@x.example>\nIšsiųsta: 2026-03-02 17:51\nKam: Rasa\nTema: Sąmata\n"
    text = f"Padarysiu.\n\n{heading}\nAtsiųskite sąmatą iki penktadienio.\n"
    assert quoted_words(text, zones(text)) == "Atsiųskite sąmatą iki penktadienio."


def test_own_words_of_interleaved_answers_are_joined() -> None:
    """Every own stretch counts, with a line break between them."""
    text = "> Kada?\nRytoj.\n> Kur?\nPas Jus.\n"
    assert own_words(text, zones(text)) == "Rytoj.\nPas Jus."


HOSTILE = {
    "colons under a wrapped line": "a 1/1/2001\na:\n" * 7_000,
    "addresses without end": "a@b <c@d\n" * 11_000,
    "one long line": "a" * 100_000,
    "spaces": " " * 100_000,
    "blank lines": "\n" * 100_000,
    "marks": ">" * 100_000,
    "marks on short lines": ">\n" * 50_000,
    "headers without end": "From: x\n" * 12_500,
    "headers by turns": "From: x\nTo: y\n" * 7_000,
    "recipients without end": "To: a@b\n c@d\n" * 7_500,
    "moments without end": "1/1/2001 10:00\nTo: a\n" * 4_700,
    "colons": "a:\n" * 33_000,
    "colons in one line": "a: " * 33_000,
    "attributions": "On 3 Mar 2026 Ona wrote:\n> x\n" * 3_400,
    "attributions that never end": "On 3 Mar 2026 at 10:12\n" * 4_300,
    "angle brackets": "<" * 50_000 + "@" * 50_000,
    "closings": "Thanks\n" * 14_000,
    "notices": "intended recipient\n" * 5_200,
    "notices in one line": "intended recipient " * 5_200,
    "rules": "__________\n" * 9_000,
    "digits": "+1 " * 33_000,
    "digit lines": "Best regards\n" + "1234 5678 " * 9_000,
    "dashes": "-" * 100_000,
    "forward ends": "-----x\n" * 14_000,
    "initials": "AB> x\n" * 16_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_takes_no_longer_than_its_length_deserves(name: str) -> None:
    """T26: 50 kB meant to make patterns run wild are cut into zones within 50 ms; twice that is allowed to a busy machine."""
    text = HOSTILE[name][:50_000]

    def read() -> None:
        found = zones(text)
        own_words(text, found)
        quoted_words(text, found)

    assert least(read, 0.100) < 0.100
