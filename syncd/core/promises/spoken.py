"""Promises said aloud and noted in a line: "Ona call 15:00", „Išsiųsti pasiūlymą UAB Saulė“, «Позвонить Ивану – прислать КП».

A note to oneself has no sender and no reader who would tell what is meant, so it must say itself what is to be done and for
whom: a verb (or "call") and a name, a company, a telephone or an address. Refuses what concerns nobody outside (the
family, a colleague), what is over, and conversations merely planned ("Call with Ona").
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Literal

from syncd.core.addresses import IN_TEXT
from syncd.core.due import find_due
from syncd.core.languages.en import spoken as en
from syncd.core.languages.lt import spoken as lt
from syncd.core.languages.ru import spoken as ru
from syncd.core.model import Act, Company, Due, Language, Promise, Staff, WorkingCalendar
from syncd.core.promises.grammar import fold
from syncd.core.roles import NAME_WORD, forms

_TABLES: tuple[tuple[Language, ModuleType], ...] = (("lt", lt), ("en", en), ("ru", ru))
_LONGEST, _MOST_LINES = 200, 40  # characters of a line, lines of a note: what is longer is a text, and read as one
_LEAD = re.compile(r"[\s\-–—*•·>\[\]_✓✔☑✅]*(?:(?:re|fw|fwd|ats|fwd?|отв)\s*:\s*)?(?:\d{1,2}[.)]\s+)?", re.IGNORECASE)
_DONE = re.compile(r"\s*(?:[✓✔☑✅]|\[x\]|(?:done|atlikta|padaryta|сделано|готово)\b)[\s:–-]*", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w.,:/])(?:\+|00|\(?[80])[\d ()-]{6,18}\d(?![\w:])")
_COMPANY = re.compile(
    r"(?<!\w)(?:(?:UAB|AB|MB|IĮ|VšĮ|VŠĮ|SIA|OÜ|ООО|ОАО|ЗАО|АО|ИП)\s+[«„“\"]?(?P<a>[^\W\d_][\w.&’'-]*(?:\s+[A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][\w.&’'-]*)*)[»“”\"]?"
    r"|(?P<b>[A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][\w.&’'-]*(?:\s+[A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][\w.&’'-]*)*),?\s+(?:UAB|AB|MB|Ltd|LLC|Inc|GmbH|SIA|OÜ)(?!\w))"
)
_QUOTED = re.compile(r"[«„“\"]([^«»„“”\"]{2,40})[»“”\"]")
_NAMES = re.compile(r"(?<![\w@.])[A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][^\W\d_]+(?:[-’'][^\W\d_]+)*(?:\s+[A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][^\W\d_]+(?:[-’'][^\W\d_]+)*){0,2}")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_AND = "(?:and|then|ir|tada|и|потом|затем)"
_SURE = 0.75  # a verb and somebody named; a term adds to it


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One or more lines a colleague wrote down. `at` is aware, in the writer's zone.

    `due`: the term where the place of the note gives it (an entry's start). `customer`: the address of the one it concerns
    where that is known without being said; then nobody need be named. `planned`: a meeting noted is a promise of one.
    """

    text: str
    writer: str
    at: dt.datetime
    due: Due | None = None
    customer: str | None = None
    about: bool = False  # it is known whom it concerns, though not by an address
    planned: bool = True
    reason: str = "a note to oneself"
    noted: Literal["oneself", "entry", "note"] = "oneself"


@dataclass(frozen=True, slots=True)
class _Piece:
    """One thing to be done: its act and its place in the line."""

    act: Act
    start: int
    end: int
    verb_end: int


@dataclass(frozen=True, slots=True)
class _Grammar:
    language: Language
    lead: re.Pattern[str]
    verb: re.Pattern[str]
    again: re.Pattern[str]
    behind: re.Pattern[str]  # a name, then the verb or the noun
    noun: re.Pattern[str]
    refused: re.Pattern[str]
    condition: re.Pattern[str]
    meeting: re.Pattern[str]
    nobody: frozenset[str]


@cache
def _grammar(language: Language) -> _Grammar:
    table = dict(_TABLES)[language]
    verbs = "|".join(f"(?P<{act}>{words})" for act, words in table.VERBS.items())
    return _Grammar(
        language,
        lead=re.compile(rf"(?:{table.LEADS})(?:\s*[:–—-]\s*|\s+)"),
        verb=re.compile(rf"(?:{verbs})(?!\w)"),
        again=re.compile(rf"(?:\s*[,;+&–—]\s*(?:{_AND}\s+)?|\s+-\s+|\s+{_AND}\s+)(?:{verbs})(?!\w)"),
        behind=re.compile(rf"\s*[:,–—-]?\s*(?:to )?(?:(?:{verbs})|(?P<noun>{table.NOUNS}))(?!\w)"),
        noun=re.compile(rf"(?:{table.NOUNS})(?!\w)"),
        refused=re.compile(rf"(?<!\w)(?:{'|'.join(table.FAMILY.split())}|{table.OVER})(?!\w)"),
        condition=re.compile(rf"(?<!\w){table.CONDITION}(?!\w)"),
        meeting=re.compile(rf"\s+{table.WITH}\s"),
        nobody=frozenset(fold(w, language) for _, t in _TABLES for w in t.NO_NAMES.split()),
    )


def is_done(title: str) -> bool:
    """Whether a line is ticked off."""
    return _DONE.match(title) is not None


def spoken(note: Note, company: Company, calendar: WorkingCalendar) -> tuple[Promise, ...]:
    """The promises noted in these lines, in order. The customer comes as an address where the words give one, else as `named`."""
    found: list[Promise] = []
    at = 0
    for line in note.text.split("\n")[:_MOST_LINES]:
        if 0 < len(line) <= _LONGEST:
            found += _in_line(note, line, at, company, calendar)
        at += len(line) + 1
    return tuple(found)


def _in_line(note: Note, line: str, at: int, company: Company, calendar: WorkingCalendar) -> Iterator[Promise]:
    done = _DONE.match(line)
    begin = done.end() if done else 0
    lead = _LEAD.match(line, begin)
    begin = lead.end() if lead else begin
    text = line[begin:].rstrip(" .!;,")
    if not text or text.endswith("?"):
        return
    for language, _ in _TABLES:
        g = _grammar(language)
        pieces = _pieces(text, fold(text, language), g, planned=note.planned)
        if pieces:
            yield from _promises(note, line, text, at + begin, g, pieces, company, calendar)
            return


def _pieces(text: str, folded: str, g: _Grammar, *, planned: bool) -> list[_Piece]:
    """What is to be done, by the verb the line begins with (or a name before it), and the verbs joined to that."""
    if g.refused.search(folded):
        return []
    start = 0
    while lead := g.lead.match(folded, start):
        start = lead.end()
    first = g.verb.match(folded, start)
    end = first.end() if first else 0
    act = first.lastgroup if first else None
    if act is None:
        name = _NAMES.match(text, start) or IN_TEXT.match(text, start) or _PHONE.match(text, start)
        late = g.behind.match(folded, name.end()) if name and not _is_nobody(name.group(0), g) else None
        noun = g.noun.match(folded, start)
        if late:
            end, act = late.end(), late.lastgroup if late.lastgroup != "noun" else "call"
        elif noun:
            end, act = noun.end(), "call"
    if act is None or g.meeting.match(folded, end) or (act == "meet" and not planned):
        return []
    pieces = [_Piece(act, 0, len(text), end)]  # type: ignore[arg-type]
    for more in g.again.finditer(folded, end):
        if more.lastgroup and more.lastgroup != pieces[-1].act:
            last = pieces.pop()
            begin = more.start(more.lastgroup)
            pieces += [_Piece(last.act, last.start, more.start(), last.verb_end), _Piece(more.lastgroup, begin, len(text), more.end())]  # type: ignore[arg-type]
    return pieces


def _promises(note: Note, line: str, text: str, at: int, g: _Grammar, pieces: list[_Piece], company: Company, calendar: WorkingCalendar) -> Iterator[Promise]:
    dues = [find_due(text[p.start : p.end], note.at, g.language, calendar) for p in pieces]
    common = note.due or next((d for d in dues if d is not None), None)
    known = _whom(text, dues, g)
    conditional = g.condition.search(fold(text, g.language)) is not None
    who = None
    for n, (piece, due) in enumerate(zip(pieces, dues, strict=True)):
        own = _whom(text[piece.start : piece.end], [due], g)
        who = own or who or known
        if who is None and note.customer is None and not note.about:
            continue
        if who and _is_ours(who, company):
            continue
        address = who.lower() if who and "@" in who else None if who else note.customer
        when = None if conditional else (note.due or due or common)
        yield Promise(
            quote=text[piece.start : piece.end].rstrip(" ,;–—-+&"), sentence=line.strip(), ordinal=n, start=at + piece.start, kind="promise",
            firmness="conditional" if conditional else "firm", promiser=note.writer, assignee=None, beneficiary=address, act=piece.act, due=when,
            confidence=round(_SURE + (0.15 if when and when.kind == "explicit" else 0.0), 2), why=note.reason, named="" if address or not who else who,
            noted=note.noted,
        )  # fmt: skip


def named_in(text: str, language: Language, due: Due | None) -> str:
    """The customer an own sentence names: an address, a telephone, a company or a name; '' for nobody."""
    return _whom(text, [due], _grammar(language or "en")) or ""


def _whom(text: str, dues: list[Due | None], g: _Grammar) -> str | None:
    """Whom a line names: an address, a telephone, a company, words in quotation marks, else a name."""
    plain = _URL.sub(lambda m: " " * len(m[0]), text)
    if found := IN_TEXT.search(plain):
        return found.group(0)
    for due in dues:
        if due is not None and due.text in plain:
            plain = plain.replace(due.text, " " * len(due.text), 1)
    if found := _PHONE.search(plain):
        return found.group(0).strip()
    if found := _COMPANY.search(plain):
        words = found.group(0).split()
        return " ".join(words[next((n for n, w in enumerate(words) if not _is_nobody(w, g)), 0) :])
    if found := _QUOTED.search(plain):
        return found.group(1)
    for name in _NAMES.finditer(plain):
        words = [w for w in name.group(0).split() if not _is_nobody(w, g)]
        if words:
            return " ".join(words)
    return None


def _is_nobody(name: str, g: _Grammar) -> bool:
    """Whether a capitalised word is no name: the verb the line begins with, a day, a document."""
    return all(_is_no_name(fold(w, g.language), g) for w in name.split())


def _is_no_name(word: str, g: _Grammar) -> bool:
    verb = g.verb.fullmatch(word) or g.noun.fullmatch(word)
    return word in g.nobody or verb is not None or g.lead.match(word + " ") is not None


def _is_ours(who: str, company: Company) -> bool:
    """Whether every word of the name is one colleague's, or the address is ours."""
    if "@" in who:
        return company.is_ours(who.lower())
    words = [forms(w) for w in NAME_WORD.findall(who)]
    return bool(words) and any(all(_is_of(w, s) for w in words) for s in company.staff)


def _is_of(word: frozenset[str], member: Staff) -> bool:
    return any(not word.isdisjoint(forms(w)) for w in NAME_WORD.findall(member.name))
