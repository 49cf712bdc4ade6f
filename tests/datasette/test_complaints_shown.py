"""Complaints stand on the start page while nobody has answered, and on the page of who made them as long as it is kept."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.datasette.conftest import Site
from tests.store.test_complaints import ANSWER, COMPLAINT, COURSE
from tests.store.world import Mail, Office

WRONG = "The heating has been broken since Monday and nobody came."


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mails", "language", "on_start", "says", "reason"),
    [
        ((COMPLAINT,), "en", True, "not answered", "nobody answered"),
        ((COMPLAINT,), "lt", True, "neatsakyta", "in Lithuanian"),
        ((COMPLAINT,), "ru", True, "без ответа", "in Russian"),
        ((COMPLAINT, ANSWER), "en", False, "answered", "somebody did"),
        (COURSE, "en", False, "Thank you, it works again now.", "settled, in the customer's own words"),
    ],
)
def test_a_complaint_is_shown_where_it_waits(tmp_path: Path, mails: Sequence[Mail], language: str, on_start: bool, says: str, reason: str) -> None:
    office = Office(tmp_path / "o")
    for mail in mails:
        office.send(mail)
    office.once()
    site = Site(office.folder / "config.toml")
    start = html.unescape(site.get("/", accept_language=language).text)
    assert (f"{WRONG}</a></blockquote>" in start) is on_start, reason
    person = site.one("SELECT uuid FROM person WHERE name = 'John Smith'")
    page = html.unescape(site.get(f"/customer/{person}", accept_language=language).text)
    assert f"{WRONG}</a></blockquote>" in page, reason
    assert says in page, reason
