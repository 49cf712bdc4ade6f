"""A promise's page says who judged how sure it is, in which version (T5)."""

from __future__ import annotations

import html
import sqlite3
from pathlib import Path

import pytest

from syncd.core.derived import VERSION
from tests.datasette.conftest import Site
from tests.store.world import JOHN, RASA, Mail, Office


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """One promise."""
    office = Office(tmp_path / "o")
    office.send(Mail(id="p", sender=RASA, to=(JOHN,), at="2026-11-16T10:00", text="I will call you on 24 November at 15:00."))
    office.once()
    return Site(office.folder / "config.toml")


def judge(site: Site, scorer: str, confidence: float) -> None:
    db = sqlite3.connect(site.config.store.path)
    db.execute("UPDATE promise SET scorer = ?, confidence = ?", (scorer, confidence))
    db.commit()
    db.close()


def page(site: Site, language: str) -> str:
    return html.unescape(site.get(f"/promise/{site.one('SELECT key FROM promise')}", accept_language=language).text)


SAID = [
    ("", 0.0, "en", f"96 % (judged by the rules, version {VERSION})", "the rules"),
    ("", 0.0, "lt", f"96 % (vertino taisyklės, versija {VERSION})", "the rules, in Lithuanian"),
    ("logistic 1a2b3c4d", 0.31, "en", "31 % (judged by the model trained on your answers, version 1a2b3c4d; by the rules alone: 96 %)", "a trained model"),
    ("embedding 1a2b3c4d", 0.31, "lt", "31 % (vertino prasmių modelis, išmokytas iš jūsų atsakymų, versija 1a2b3c4d; vien pagal taisykles: 96 %)", "one that knows meanings"),
    ("llm small <b> 1", 0.5, "ru", "50 % (оценка: правила и языковая модель, версия small <b> 1; только по правилам: 96 %)", "a service, whatever its model is called"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("scorer", "confidence", "language", "said", "reason"), SAID, ids=[row[-1] for row in SAID])
def test_the_page_says_who_judged(site: Site, scorer: str, confidence: float, language: str, said: str, reason: str) -> None:
    """With what the rules alone would say, where another judged."""
    if scorer:
        judge(site, scorer, confidence)
    text = page(site, language)
    assert said in text, reason
    assert "<b>" not in site.get(f"/promise/{site.one('SELECT key FROM promise')}").text
