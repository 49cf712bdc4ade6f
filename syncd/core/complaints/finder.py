"""Reads an outside person's own words sentence by sentence and gives those that name a wrong of our firm.

A sentence is weighed: by the signs that stand in it, and by what stands around it (it was announced, the writer is displeased,
asks to put it right). Refuses what our own people say, and every mail that no person wrote.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType

from syncd.core.fulfil.lexicon import Hit, Lexicon, fold
from syncd.core.languages.en import complaints as en
from syncd.core.languages.lt import complaints as lt
from syncd.core.languages.ru import complaints as ru
from syncd.core.matters import Complaint
from syncd.core.model import Class, Company, Language
from syncd.core.promises.latin import respell
from syncd.core.promises.said import Said
from syncd.core.sentences import Sentence, sentences

LONGEST = 4_000  # characters of own words that are read
_WRITTEN: frozenset[Class] = frozenset({"personal", "list", "voicemail"})
_TABLES: dict[str, ModuleType] = {"en": en, "lt": lt, "ru": ru}

ENOUGH = 3
WEIGHTS = {  # of a sign, counted once a sentence
    "reproach": 6, "wrong": 3, "fault": 2, "weak": 1, "undone": 1, "again": 1, "ours": 1, "contrast": 1, "deal": 2, "agreed": 1, "harm": 1, "annoyed": 1,
    "settled": -4, "self": -4, "others": -3, "doubt": -2, "owed": -4,
}  # fmt: skip
_QUESTION, _DISPLEASURE, _LISTED, _SETTLED, _ENDED, _ABSOLVED, _ELSEWHERE, _ORDERED = -3, 1, 2, -2, -4, -6, -4, -6
_OPENING = ("reproach", "wrong", "fault", "deal", "annoyed", "announced")  # without one of these a text is no complaint
_DOOR = frozenset({"wrong", "reproach"})  # laid at somebody's
_CORE = frozenset({"reproach", "wrong", "fault"})
_FRAMED = (_CORE - {"reproach"}) | {"weak", "harm"}
_OF_US = frozenset({"you", "ours", "agreed", "deal"})
_TO_US = frozenset({"you", "deal", "reproach"})
_TELLING_FAULT = _OF_US | {"mine", "again", "harm"}
_WEIGHED = _CORE | {"weak", "deal", "contrast", "agreed"}
_AGAINST = frozenset({"contrast", "undone", "again"})
_DISPLEASED = frozenset({"annoyed", "announced", "ask"})
_NO_ITEM = frozenset({"settled", "self", "others", "doubt", "owed", "ask"})
_BLAMED = _OF_US - {"ours"} | {"reproach", "harm", "undone", "contrast"}  # what a request for new work does not say of a thing that is out of order
_ELSE = frozenset({"others", "party"})
_PAST = frozenset({"settled", "self"})
_NAMING = frozenset({"wrong", "fault", "weak", "undone", "again", "deal", "agreed", "harm"})  # what the wrong itself is told in
_TELLING = _NAMING | {"ours", "contrast"}
_MOST_ASKED = 6  # outside people a complaint goes to beside us: more are a circle of friends, or a campaign
_LONG = 3_000  # characters: a longer text is a complaint only where it says so
_LONGEST_SENTENCE = 700  # characters: longer than any sentence a person writes; a table, a log
_RUN_ON = 25  # words without a stop: what was said on the telephone
_GAP = 6  # words of a transcript without a sign between those of one matter
_STOP = re.compile(r"[,;.!?]\s")
_ITEM = re.compile(r"(?:^|\n)[ \t]*(?:[-–—*•·]|\(?[\da-zа-я]{1,2}[.)])[ \t]+$", re.IGNORECASE)
_SHORT = 25  # characters: a shorter clause tells nothing by itself
_BRIEF = 1_000  # characters: most letters of complaint are no longer
_LENGTHY = 700  # characters: a letter that names one wrong among much else complains of it only where it is plain
_LONE, _LONE_AND_CALM = 5, 7  # what it has to weigh there, and where nothing else tells of displeasure
_LETTERS = 8  # of a word by which its signs are looked up


@cache
def _openings(language: str, *, brief: bool = True) -> Lexicon:
    """What a complaint cannot be without; in a brief text also what is one only beside other signs."""
    wanted = (*_OPENING, "weak") if brief else _OPENING
    return Lexicon(((label, source) for label, source in _TABLES[language].SIGNS.items() if label in wanted), _LETTERS)


@cache
def _laid(language: str) -> Lexicon:
    """What lays a wrong at somebody's door: without one of these no mail of a list is a complaint."""
    return Lexicon(((label, source) for label, source in _TABLES[language].SIGNS.items() if label in _DOOR), _LETTERS)


@cache
def _others(language: str, *, brief: bool = True) -> Lexicon:
    """All other signs."""
    taken = (*_OPENING, "weak") if brief else _OPENING
    return Lexicon(((label, source) for label, source in _TABLES[language].SIGNS.items() if label not in taken), _LETTERS)


@dataclass(slots=True)
class _Line:
    """A sentence with the signs in it."""

    sentence: Sentence
    hits: list[Hit]
    labels: set[str] = field(default_factory=set)
    weight: int = 0


def find_complaints(said: Said, company: Company, class_: Class) -> tuple[Complaint, ...]:
    """The complaints in a person's own words, in order of their places."""
    if not _may_complain(said, company, class_):
        return ()
    text = said.own[: _BRIEF if class_ == "list" else LONGEST]
    if said.language == "ru" and text.isascii():
        cyrillic, place = respell(text)
        return tuple(_typed(c, text, place) for c in _read(cyrillic, said.subject, "ru", class_))
    return tuple(_read(text, said.subject, said.language or "en", class_))


def _typed(found: Complaint, text: str, place: Sequence[int]) -> Complaint:
    """A complaint read in Cyrillic, in the letters that were typed."""
    start, end = place[found.start], place[found.start + len(found.quote)]
    return Complaint(quote=text[start:end], start=start, why=found.why)


def _read(text: str, subject: str, language: Language, class_: Class) -> Iterator[Complaint]:
    folded = fold(text)
    brief = len(text) <= _BRIEF
    if class_ == "list" and not _laid(language).find(folded):
        return
    opening = _openings(language, brief=brief).find(folded)
    if not opening:
        return
    hits = sorted(opening + _others(language, brief=brief).find(folded))
    lines = list(_lines(text, language, hits, spoken=class_ == "voicemail"))
    _weigh(lines, text, subject, language)
    found = [line for line in lines if line.weight >= ENOUGH and (class_ != "list" or _is_to_us(line.labels))]
    if len(found) == 1 and len(text) > _LENGTHY and class_ != "voicemail":
        displeased = any(hit[2] in _DISPLEASED or hit[2] == "formal" for line in lines for hit in line.hits)
        found = [line for line in found if line.weight >= (_LONE if displeased else _LONE_AND_CALM)]
    for line in found:
        yield _complaint(line, text, language)


def _may_complain(said: Said, company: Company, class_: Class) -> bool:
    """Whether somebody outside speaks to us. Of a voicemail the sender is our own telephone system."""
    if class_ == "voicemail":
        return True
    if class_ not in _WRITTEN or company.is_ours(said.sender.address):
        return False
    return len(company.outside(said.recipients)) <= _MOST_ASKED


def _is_to_us(labels: set[str]) -> bool:
    """On a list of many a fault is a question to everybody; only a wrong that is laid at somebody's door is a complaint."""
    return not labels.isdisjoint(_DOOR) and "you" in labels


def _lines(text: str, language: Language, hits: list[Hit], *, spoken: bool) -> Iterator[_Line]:
    for sentence in sentences(text, language):
        if sentence.end - sentence.start > _LONGEST_SENTENCE and not spoken:
            continue
        inside = hits[bisect_left(hits, (sentence.start,)) : bisect_left(hits, (sentence.end,))]
        if spoken and sentence.text.count(" ") > _RUN_ON and not _STOP.search(sentence.text):
            yield from _stretches(text, sentence, inside)
        else:
            yield _Line(sentence, inside)


def _stretches(text: str, sentence: Sentence, hits: Sequence[Hit]) -> Iterator[_Line]:
    """The stretches of a transcript without stops in which signs stand close together."""
    telling = [hit for hit in hits if hit[2] in _TELLING]
    begin = 0
    for n in range(len(telling)):
        end = max(hit[1] for hit in telling[begin : n + 1])
        if n + 1 < len(telling) and text[end : telling[n + 1][0]].count(" ") <= _GAP:
            continue
        start = telling[begin][0]
        yield _Line(Sentence(start, end, text[start:end]), telling[begin : n + 1])
        begin = n + 1


def _weigh(lines: Sequence[_Line], text: str, subject: str, language: Language) -> None:
    """Give each line its weight, from its own signs and from what is said around it."""
    folded = fold(subject)
    opening = {label for lexicon in (_openings(language), _others(language)) for _, _, label in lexicon.find(folded)}
    announced, formal = bool(opening & {"annoyed", "announced"}), "formal" in opening
    displeased = announced or formal or any(hit[2] in _DISPLEASED for line in lines for hit in line.hits)
    said = {hit[2] for line in lines for hit in line.hits}
    whole = _ABSOLVED if _is_absolved(lines) else _ENDED if _is_ended(lines) else 0 if displeased or said.isdisjoint(_PAST) else _SETTLED
    ordered = not displeased and "order" in said
    for line in lines:
        labels = line.labels = _labels(line.hits)
        if labels & _WEIGHED:
            labels |= _speakers(line.sentence.text, language)
        announced = announced or "announced" in labels
        is_item = announced and _ITEM.search(text, max(0, line.sentence.start - 12), line.sentence.start) is not None
        line.weight = _own(line, language) + whole + (displeased and bool(labels & _OF_US)) * _DISPLEASURE + is_item * _LISTED
        if ordered and labels.isdisjoint(_BLAMED):
            line.weight += _ORDERED
        if line.sentence.text.endswith("?") and "reproach" not in labels:
            line.weight += _QUESTION
        if is_item and formal and labels.isdisjoint(_NO_ITEM) and len(line.sentence.text) > _SHORT:
            line.weight = max(line.weight, ENOUGH)
        elif not _names_a_wrong(labels, announced=announced, displeased=displeased):
            line.weight = 0
        if len(text) > _LONG and not formal:
            line.weight = 0
        formal = formal or "formal" in labels


def _own(line: _Line, language: Language) -> int:
    """What a sentence weighs by its own signs, and by whom it tells the wrong of: who is named after it suffered from it."""
    wrong = _first(line, _CORE)
    suffered = wrong < _first(line, ("others",)) and (_first(line, ("ours",)) < wrong or any(at < wrong for at in _speaks_to_us(line, language)))
    counted = line.labels - {"others"} if suffered else line.labels
    return sum(WEIGHTS.get(label, 0) for label in counted) + (_ELSEWHERE if _is_elsewhere(line, language) else 0)


def _first(line: _Line, labels: Container[str]) -> int:
    """Where the first of these signs begins; behind the sentence where there is none."""
    return min((start for start, _, label in line.hits if label in labels), default=line.sentence.end)


def _is_elsewhere(line: _Line, language: Language) -> bool:
    """Whether a sentence begins with somebody else, and tells the wrong of them before it speaks to us, if it does."""
    wrong = _first(line, _CORE | {"undone"})
    if _first(line, _ELSE) > wrong or wrong == line.sentence.end or not line.labels.isdisjoint(("deal", "reproach")):
        return False
    others = [(start, end) for start, end, label in line.hits if label in _ELSE]
    return all(at > wrong or any(a <= at < b for a, b in others) for at in _speaks_to_us(line, language))


def _speaks_to_us(line: _Line, language: Language) -> Iterator[int]:
    """Where a sentence speaks to us."""
    return (line.sentence.start + m.start() for m in _persons(language)[0][1].finditer(fold(line.sentence.text)))


def _is_ended(lines: Sequence[_Line]) -> bool:
    """Whether a text ends well: what is settled comes right after all that went wrong, and nothing is asked to be put right."""
    told = [(start, n, label) for n, line in enumerate(lines) for start, _, label in line.hits if label == "settled" or label in _CORE]
    if not told or max(told)[2] != "settled" or any(label in ("ask", "formal") for line in lines for _, _, label in line.hits):
        return False
    return all(n >= max(told)[1] - 1 for _, n, label in told if label in _CORE)


def _is_absolved(lines: Sequence[_Line]) -> bool:
    """Whether a text says that it is not our fault, and afterwards holds nothing else against us."""
    said = max((hit[1] for line in lines for hit in line.hits if hit[2] == "absolved"), default=None)
    if said is None:
        return False
    after = [{label for start, _, label in line.hits if start > said} for line in lines]
    return not any("contrast" in labels and labels & (_CORE | {"undone"}) for labels in after) and not any(labels & _DISPLEASED for labels in after)


def _names_a_wrong(labels: set[str], *, announced: bool, displeased: bool) -> bool:
    """Whether the signs of a sentence can be a wrong of ours, however much they weigh."""
    if labels & {"wrong", "reproach"}:
        return True
    if "fault" in labels:
        return displeased or bool(labels & _TELLING_FAULT) or labels >= {"contrast", "undone"}
    if labels >= {"undone", "again"} and labels & {"you", "ours"} and "self" not in labels:
        return True
    if "weak" in labels and displeased and labels & _OF_US:
        return True
    if (
        "contrast" in labels
        and labels & {"you", "ours"}
        and (labels >= {"undone", "again"} or (displeased and labels & {"undone", "again"}))
    ):
        return True
    return ("deal" in labels or (announced and "agreed" in labels)) and bool(labels & _AGAINST)


def _labels(hits: Sequence[Hit]) -> set[str]:
    """The signs of a sentence: what announces a complaint or asks for something names no wrong, and what is past is none."""
    frames = [(start, end) for start, end, label in hits if label in ("announced", "ask")]
    kept = [
        (start, end, label) for start, end, label in hits if label not in _FRAMED or not any(a <= start and end <= b for a, b in frames)
    ]
    core = [(start, end) for start, end, label in kept if label in _CORE]
    labels = {label for start, end, label in kept if label not in ("undone", "weak") or not any(a < end and start < b for a, b in core)}
    if "settled" in labels and "contrast" in labels:
        after = max(start for start, _, label in kept if label == "settled")
        if any(start > after for start, _ in core):
            labels.discard("settled")
    return labels


def _speakers(sentence: str, language: Language) -> set[str]:
    """Whether a sentence speaks to us ("you"), and of its writer ("mine")."""
    folded = fold(sentence)
    return {name for name, pattern in _persons(language) if pattern.search(folded)}


@cache
def _persons(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = _TABLES[language]
    return (("you", re.compile(table.YOU)), ("mine", re.compile(table.MINE)))


def _complaint(line: _Line, text: str, language: Language) -> Complaint:
    """What a sentence complains of: its clauses from the first to the last that say something of it."""
    start, end = _wrong(line, text, language)
    return Complaint(quote=text[start:end].rstrip(" ,;:–—-"), start=start, why=", ".join(sorted(line.labels)))


def _wrong(line: _Line, text: str, language: Language) -> tuple[int, int]:
    """The stretch of a sentence that names a wrong."""
    clauses = _clauses(line, language)
    telling = [(start, end, {label for a, b, label in line.hits if a < end and start < b}) for start, end in clauses]
    kept = [n for n, (_, _, labels) in enumerate(telling) if labels & _NAMING]
    if not kept or len(clauses) == 1 or clauses[kept[-1]][1] - clauses[kept[0]][0] < _SHORT:
        return line.sentence.start, line.sentence.end
    last = kept[-1] + 1
    while (
        last < len(telling)
        and telling[last][2].isdisjoint(_NO_ITEM)
        and _goes_on(language).match(text[telling[last][0] : telling[last][1]].lower())
    ):
        last += 1
    first = kept[0]
    while first and _follows(language).match(text[slice(*clauses[first])].lower()) and telling[first - 1][2].isdisjoint(_NO_ITEM):
        first -= 1
    return telling[first][0], telling[last - 1][1]


def _clauses(line: _Line, language: Language) -> list[tuple[int, int]]:
    """Where the clauses of a sentence begin and end; a conjunction goes with what it begins only where it contrasts."""
    start = at = line.sentence.start
    found: list[tuple[int, int]] = []
    words = line.sentence.text.lower()
    for cut in _cuts(language).finditer(words):
        if words.count("(", 0, cut.start()) > words.count(")", 0, cut.start()):
            continue  # inside brackets
        found.append((at, start + cut.start()))
        at = start + cut.end()
    found.append((at, line.sentence.end))
    return [(a, b) for a, b in found if b > a]


@cache
def _goes_on(language: str) -> re.Pattern[str]:
    """The beginning of a clause that sets something against the one before, or goes on about it."""
    return re.compile(f"{_TABLES[language].TURNS}|{_TABLES[language].FOLLOWS}")


@cache
def _follows(language: str) -> re.Pattern[str]:
    return re.compile(_TABLES[language].FOLLOWS)


@cache
def _cuts(language: str) -> re.Pattern[str]:
    """Where a clause of a sentence ends and the next begins."""
    return re.compile(rf"[;:]\s+|\s[–—-]\s+|,\s+(?:(?:{_TABLES[language].JOINS})\s+)?")
