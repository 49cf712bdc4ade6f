"""HTML as its reader sees it, with quotations marked as in plain mail (F102; quotation blocks of the mail programs)."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from syncd.core.html import to_text

DATA = Path(__file__).parent.parent / "data" / "mime"
CASES = [
    ("html_table", "cells are separated by tabs, a price stays on its line"),
    ("html_hidden", "what nobody sees is not read"),
    ("html_gmail_reply", "the attribution and the blockquote are quoted"),
    ("html_gmail_answers_inside", "answers between quoted lines are the author's own"),
    ("html_gmail_forward", "a forward keeps its heading, which says what follows"),
    ("html_gmail_indent", "an indented paragraph is no quotation"),
    ("html_outlook_reply", "what is under the border line with a sender is quoted, to the end"),
    ("html_outlook_border", "a border line without a sender is decoration"),
    ("html_owa_reply", "divRplyFwdMsg begins the quotation"),
    ("html_yahoo_reply", "yahoo_quoted is a quotation"),
    ("html_thunderbird_reply", "moz-cite-prefix and its blockquote"),
    ("html_nested_quotes", "a quotation in a quotation has two signs"),
]


@pytest.mark.parametrize(("name", "reason"), CASES, ids=[row[0] for row in CASES])
def test_a_page_reads_as_its_reader_sees_it(name: str, reason: str) -> None:
    """Words, line ends, cells and quotations of the programs people write with."""
    source, _, expected = (DATA / f"{name}.txt").read_text("utf-8").partition("\n=====\n")
    assert to_text(source) == expected.rstrip("\n"), reason


def test_any_text_is_rendered() -> None:
    """Rendering is total: no arrangement of tags raises, and our own signs never come out."""
    chance = random.Random(102)
    pieces = [
        "<div>",
        "</div>",
        "<blockquote>",
        "</blockquote",
        "<table><tr><td>",
        "<",
        ">",
        "&",
        "&#0;",
        "&#xd800;",
        "\0",
        "\ue100",
        "ą",
        "<p",
        "<!--",
    ]
    pieces += ["<div class=gmail_quote>", "<div id=divRplyFwdMsg>From: x", "<style>", "</table>", "]]>", "<svg>", "\udc80"]
    for _ in range(300):
        text = to_text("".join(chance.choice(pieces) for _ in range(chance.randint(0, 40))))
        assert not any(sign in text for sign in "\0\ue100\ue101\ue102")


HOSTILE = [
    ("<div>" * 20_000 + "x", "nested divisions"),
    ("<blockquote>" * 5_000 + "x", "nested quotations"),
    ("<blockquote></blockquote>" * 5_000, "empty quotations"),
    ("<!--[if mso]>" * 5_000, "conditions never closed"),
    ("<a b='" * 10_000, "attributes never closed"),
    ("<table><tr><td>" * 3_000, "nested tables"),
]


@pytest.mark.parametrize(("source", "reason"), HOSTILE, ids=[row[1] for row in HOSTILE])
def test_a_hostile_page_is_rendered_in_a_second(source: str, reason: str) -> None:
    """T26: deep nesting costs neither the stack nor the minute."""
    begin = time.thread_time()
    to_text(source)
    assert time.thread_time() - begin < 1.0, reason
