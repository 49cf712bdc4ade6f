"""Reads an outside person's own words sentence by sentence and gives those that wait for an answer of ours.

A question mark alone makes no question: figures of speech, courtesies, words in quotation marks and what is asked of somebody else
ask nothing of us. A request needs none ("please send the invoice"), nor does who writes without marks. Refuses what our own people
say, and every mail that no person wrote to us.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from types import ModuleType

from syncd.core.fulfil.lexicon import fold
from syncd.core.languages.en import questions as en
from syncd.core.languages.lt import questions as lt
from syncd.core.languages.ru import questions as ru
from syncd.core.matters import Question
from syncd.core.model import Class, Company, Party
from syncd.core.promises.cues import Cues
from syncd.core.promises.latin import respell
from syncd.core.promises.said import Said
from syncd.core.sentences import Sentence, sentences

LONGEST = 4_000  # characters of own words that are read
_MOST_ASKED = 6  # outside people it goes to beside us: more are a circle, or a campaign
_MOST_WORDS = 90  # of a sentence: a longer one is no sentence a person writes
_TABLES: dict[str, ModuleType] = {"en": en, "lt": lt, "ru": ru}
_QUOTED = re.compile(r"[\"'“”„«»][^\"“”„«»]{3,}\?[\"'“”«»]+$")
_CALLED = re.compile(r"(?:[^\W\d_]+ ){0,2}?([^\W\d_]{3,})(?: [^\W\d_]{3,})?[,:]\s")
_WORD = re.compile(r"[^\W\d_]{3,}")
_LETTERS = 4  # of a name that stay in all its cases


def find_questions(said: Said, company: Company, class_: Class) -> tuple[Question, ...]:
    """The questions and requests to us in a person's own words, in order of their places."""
    if class_ != "personal" or company.is_ours(said.sender.address) or not _is_to_us(said, company):
        return ()
    text = said.own[:LONGEST]
    language = said.language or "en"
    place: Sequence[int] | None = None
    if language == "ru" and text.isascii():
        text, place = respell(text)
    folded = fold(text)
    if "?" not in text and not _cues(language).find(folded):
        return ()
    found = tuple(_read(text, folded, language, said, company))
    return tuple(_typed(q, said.own, place) for q in found) if place is not None else found


def _is_to_us(said: Said, company: Company) -> bool:
    """Whether we are asked, and not only shown what others are asked."""
    asked = [p for p in said.recipients if p.role == "to"] or said.recipients
    outside = company.outside(said.recipients)
    return len(outside) <= _MOST_ASKED and any(company.is_ours(p.address) for p in asked)


def _typed(found: Question, own: str, place: Sequence[int]) -> Question:
    """A question read in Cyrillic, in the letters that were typed."""
    start, end = place[found.start], place[found.start + len(found.quote)]
    return Question(quote=own[start:end], start=start, why=found.why)


def _read(text: str, folded: str, language: str, said: Said, company: Company) -> Iterator[Question]:
    cues = _cues(language)
    for_another = _names_of_others(said, company)

    def is_worth(start: int, end: int) -> bool:
        return "?" in text[start:end] or bool(cues.find(folded[start:end])) or bool(for_another)

    another = False
    lines = list(sentences(text, language, is_worth))  # type: ignore[arg-type]  # a language of the tables
    for n, line in enumerate(lines):
        told = folded[line.start : line.end]
        if for_another and (called := _CALLED.match(told)):
            another = called[1][:_LETTERS] in for_another
        if another or told.count(" ") > _MOST_WORDS:
            continue
        why = _why(line, told, language)
        if why and not _answers_itself(folded, lines, n, language):
            yield Question(quote=line.text, start=line.start, why=why)


def _why(line: Sentence, told: str, language: str) -> str:
    """Why a sentence asks something of us, '' where it does not."""
    request = _pattern("REQUESTS", language).search(told)
    if told.rstrip(" )\"'”»").endswith("?") or (told.endswith((")", ":)")) and "?" in told[-8:]):
        if _QUOTED.search(told) or _pattern("FIGURES", language).search(told) or (_short(told) and _pattern("COURTESIES", language).search(told)):
            return ""
        return "a question"
    if request is None or _pattern("OFFHAND", language).search(told):
        careless = not line.text.endswith((".", "!", "…", ":", ";", ","))
        return "a question without its mark" if careless and _pattern("ASKING", language).match(told) and not _pattern("OFFHAND", language).search(told) else ""
    return f"a request: {request[0].strip()}"


def _short(told: str) -> bool:
    return told.count(" ") < 9


def _answers_itself(folded: str, lines: Sequence[Sentence], n: int, language: str) -> bool:
    """Whether the next sentence is the writer's own answer: "Why do I write? Because …"."""
    if n + 1 == len(lines) or not lines[n].text.endswith("?"):
        return False
    return _pattern("BECAUSE", language).match(folded, lines[n + 1].start) is not None


def _names_of_others(said: Said, company: Company) -> frozenset[str]:
    """How the names begin of those outside who are written to beside us, and of none of ours."""
    others = [p for p in company.outside(said.recipients) if p.address != said.sender.address]
    ours = [p for p in said.recipients if company.is_ours(p.address)]
    return _begun(others) - _begun(ours) if others else frozenset()


def _begun(parties: Sequence[Party]) -> frozenset[str]:
    return frozenset(word[:_LETTERS] for p in parties for word in _WORD.findall(fold(p.name or p.address.partition("@")[0])))


@cache
def _cues(language: str) -> Cues:
    return Cues(_TABLES[language].CUES)


@cache
def _pattern(name: str, language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{getattr(_TABLES[language], name)})")

