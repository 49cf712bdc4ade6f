"""What a message's page says of its files: why a document gave no words, and which other messages brought the same file."""

from __future__ import annotations

import datetime as dt
import sqlite3
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from datasette_plugins.items import attachments
from datasette_plugins.rights import Reader
from datasette_plugins.words import LANGUAGES, Words
from syncd.core.files.values import PROBLEMS
from tests import documents
from tests.store.world import ONA, RASA, Office

PRICES, SCAN, LOGO = documents.docx("kainos"), documents.pdf(""), b"\x89PNG\r\n\x1a\n\x00"


def _mail(id_: str, subject: str, *files: tuple[str, str, bytes]) -> bytes:
    mail = EmailMessage()
    mail["Message-ID"], mail["From"], mail["To"], mail["Subject"] = f"<{id_}@mail.example>", ONA, RASA, subject
    mail["Date"] = f"Mon, {9 + len(id_)} Nov 2026 09:00:00 +0200"
    mail.set_content(f"Sveiki, {id_}.")
    for name, kind, data in files:
        mail.add_attachment(data, maintype=kind.partition("/")[0], subtype=kind.partition("/")[2], filename=name)
    return mail.as_bytes()


@pytest.mark.slow
def test_a_file_names_the_other_messages_that_brought_it(tmp_path: Path) -> None:
    """Newest first; not for the picture of every signature; what gave no words says why, and what is no document says nothing."""
    office = Office(tmp_path)
    doc, scan, logo = ("k.docx", "application/octet-stream", PRICES), ("s.pdf", "application/pdf", SCAN), ("l.png", "image/png", LOGO)
    for id_, subject, files in (("a", "Pirmas", (doc, scan, logo)), ("bb", "Antras", (doc, logo)), ("ccc", "Trečias", (doc,))):
        office.put_mail("rasa", "", _mail(id_, subject, *files), id_)
    office.once()
    db = sqlite3.connect(office.folder / "history.db")
    try:
        (first,) = db.execute("SELECT id FROM interaction WHERE subject = 'Pirmas'").fetchone()
        found = attachments(db, first, Reader("", "manager"))
    finally:
        db.close()
    assert [(a["name"], a["problem"], [m["subject"] for m in a["again"]]) for a in found] == [
        ("k.docx", None, ["Trečias", "Antras"]), ("s.pdf", "scanned", []), ("l.png", None, []),
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_of_a_file_has_its_words(language: str) -> None:
    """Whatever a reader says, the page can tell it."""
    words = Words(language, dt.datetime(2026, 11, 16, tzinfo=dt.UTC), ZoneInfo("Europe/Vilnius"))
    for problem in set(PROBLEMS) - {"no_document"}:
        assert words(f"file.{problem}")
