"""The notice to staff and the record of processing: word for word in three languages, and true to the settings (P5, P6)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest

from syncd.core.model import Language
from syncd.core.notice import Listed, Practice, en, lt, notice, record, ru

DATA = Path(__file__).parent.parent / "data/notice"
LANGUAGES: tuple[Language, ...] = ("en", "lt", "ru")
PRACTICE = Practice(
    company="Klimatas", contact=("admin@klimatas.example",),
    sources={"mail": ("Rasa Petraitė", ""), "calendar": ("Rasa Petraitė",), "contacts": ("Rasa Petraitė",), "journal": ("",), "calls": ("",), "tables": ("",)},
    scope="outside", exclude=Listed(labels=("Asmeniška",), folders=("Gydytojas",), people=2, domains=1), metadata_only=Listed(labels=("HR",), people=1),
    facts=frozenset({"birthday", "job"}), keep={"message": 730, "call": 31}, managers=("Jonas Jonaitis",), admins=("Ada Adaitė",), by_person=False,
    escalate=True, modes={"on": ("Rasa Petraitė",), "shadow": ("Petras Petrauskas",), "off": ("Ada Adaitė",)}, model_here=False, host="", signs_in=True,
    notice_given=dt.date(2026, 11, 1),
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text_of", [notice, record], ids=["notice", "record"])
def test_the_texts_are_these_word_for_word(text_of: object, language: Language) -> None:
    """P5, P6: what people are told is read by a person before it changes."""
    assert text_of in (notice, record)
    name, made = ("notice", notice) if text_of is notice else ("record", record)
    assert made(PRACTICE, language).markdown() == (DATA / f"{name}.{language}.md").read_text(encoding="utf-8")


TRUE = [
    # setting, what the English notice says then, what it says no more, reason
    ({"scope": "known"}, "to whom somebody of the company has written", "hand over or promise something", "the scope known"),
    ({"scope": "all"}, "mail among colleagues included", "hand over or promise something", "the scope all"),
    ({"facts": frozenset()}, "No personal facts", "birthday", "no facts kept"),
    ({"keep": {}}, "Mail: until the company erases them", "730 days", "kept for ever"),
    ({"by_person": True}, "Reports show figures by person", "no figures", "reports by person"),
    ({"escalate": False}, "Who opened", "three working days", "no escalation"),
    ({"host": "api.model.example"}, "sent to api.model.example", "no text leaves", "a scorer elsewhere"),
    ({"model_here": True}, "A language model on the company's own machine", "by rules written down", "a scorer on this machine"),
    ({"notice_given": None}, "No day is noted yet", "Staff were told", "not told yet"),
    ({"exclude": Listed()}, "marked private", "Asmeniška", "no list of names"),
    ({"metadata_only": Listed()}, "marked private", "Only who and when", "nothing metadata-only"),
    ({"sources": {}}, "Nothing yet", "Mailboxes: ", "nothing read"),
    ({"modes": {}}, "How to stop it", "written as reminders", "no reminders"),
    ({"managers": ()}, "Managers (nobody)", "Jonas", "no manager"),
    ({"signs_in": False}, "ask for no sign-in", "1984", "pages without signing in"),
    ({"contact": ()}, "the administrators of the company", "admin@", "nobody named to ask"),
]


@pytest.mark.parametrize(("changes", "said", "unsaid", "reason"), TRUE, ids=[row[-1] for row in TRUE])
def test_each_setting_changes_what_is_said(changes: dict[str, object], said: str, unsaid: str, reason: str) -> None:
    """P5: the notice is true of the settings it is made from."""
    text = notice(replace(PRACTICE, **changes), "en").markdown()  # type: ignore[arg-type]
    assert said in text and unsaid not in text, reason


@pytest.mark.parametrize("language", ["lt", "ru"])
def test_every_sentence_is_there_in_each_language(language: str) -> None:
    """The same sentences with the same places to fill in, and no letter of another script among them."""
    words = {"lt": lt, "ru": ru}[language].WORDS
    assert words.keys() == en.WORDS.keys()
    for name, text in words.items():
        assert _fields(text) == _fields(en.WORDS[name]), name
        assert text and (language == "ru" or not re.search(r"[а-яё]", text, re.IGNORECASE)), name


def _fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


def test_whose_mail_is_left_out_is_nobodys_business() -> None:
    """P4: of the lists of people and domains only the length is told; labels and folders are named, for staff use them."""
    text = notice(PRACTICE, "en").markdown()
    assert "2 in the list" in text and "Gydytojas" in text
