"""Due terms: which day or minute the words "by Friday", «через два дня», „rytoj 15 val." come to.

Each language gives a table of words (`syncd.core.languages.*.due`); one grammar reads them all. Terms are local wall times
seen from the sender's clock. It refuses to guess: prices, order numbers, warranties, lengths of work, office hours, dates of
documents and anything past give no term, and two readings that contradict one another give none either.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from types import ModuleType

from syncd.core.due.days import Said
from syncd.core.due.lexicon import Lexicon, Reading, compile_table, fold, normal_latin, read
from syncd.core.due.terms import Term, apart, due_of, events, terms
from syncd.core.languages.en import due as english
from syncd.core.languages.lt import due as lithuanian
from syncd.core.languages.ru import due as russian
from syncd.core.model import Due, Language, WorkingCalendar

__all__ = ["find_due", "find_dues"]

LONGEST = 4000  # a promise is a sentence; a longer text is read so far and no further
_DIGIT = re.compile(r"\d")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


def find_dues(text: str, said: dt.datetime, language: Language, calendar: WorkingCalendar) -> tuple[Due, ...]:
    """Every due term of the text, in order.

    `said` is aware, in the sender's zone; `language` '' decides by script and words. Offsets are of `text`.
    """
    found = _read(text, said, language, calendar)
    return () if found is None else tuple(due for _, due in _dues(*found))


def find_due(text: str, said: dt.datetime, language: Language, calendar: WorkingCalendar) -> Due | None:
    """The one term a sentence promises: explicit before vague before event, the last word where it corrects itself."""
    found = _read(text, said, language, calendar)
    return None if found is None else _choose(*found)


Found = tuple[str, Reading, Said]


def _read(text: str, said: dt.datetime, language: Language, calendar: WorkingCalendar) -> Found | None:
    text = text[:LONGEST]
    words = text.lower().replace("-", " ").split()
    if _triggers(language).isdisjoint(words) and not _DIGIT.search(text):
        return None
    lexicon, respelled = _lexicon_for(text, language)
    offset = said.utcoffset() or dt.timedelta()
    seen = Said(
        at=said.replace(tzinfo=None, second=0, microsecond=0), zone=said.tzinfo, calendar=calendar,
        month_first=lexicon.language == "en" and offset <= dt.timedelta(hours=-3),
    )  # fmt: skip
    return text, read(text, lexicon, respelled), seen


def _dues(text: str, reading: Reading, said: Said) -> list[tuple[Term | None, Due]]:
    taken = terms(reading, said)
    found: list[tuple[Term | None, Due]] = []
    same: dt.date | None = None
    for term in taken:
        due = due_of(term, text, reading, said, same)
        if due is not None:
            found.append((term, due))
            same = dt.date.fromisoformat(due.to[:10]) if due.to else same
    for first, last in events(reading, text, taken):
        start, end = reading.tokens[first].start, reading.tokens[last - 1].end
        found = [(t, d) for t, d in found if not start <= d.start < end]
        found.append((None, Due(from_=None, to=None, text=text[start:end], kind="event", start=start, end=end)))
    return sorted(found, key=lambda pair: pair[1].start)


def _choose(text: str, reading: Reading, said: Said) -> Due | None:
    found = _dues(text, reading, said)
    affirmed = [(term, due) for term, due in found if term is None or not term.negated]
    dated = [(term, due) for term, due in affirmed if term is not None and due.kind == "explicit"]
    dated = _corrected(dated, reading)
    event = next((due for _, due in affirmed if due.kind == "event"), None)
    if event is not None:  # "within three days after payment" counts from the payment
        dated = [(term, due) for term, due in dated if not term.counted]
    if dated:
        return _together(dated, text, reading, said)
    return next((due for _, due in affirmed if due.kind == "vague"), None) if event is None else event


Dated = list[tuple[Term, Due]]


def _corrected(dated: Dated, reading: Reading) -> Dated:
    """What stands before "sorry, I mean" is taken back."""
    said_last = max((i for i, token in enumerate(reading.tokens) if token.kind == "rather"), default=-1)
    later = [(term, due) for term, due in dated if term.first > said_last]
    return later or dated


def _together(dated: Dated, text: str, reading: Reading, said: Said) -> Due:
    """The first term; a day and a clock that stand apart make one: "tomorrow I will call you at 15:00"."""
    term, due = dated[0]
    days = [t for t, _ in dated if t.atom.kind in ("days", "same") and t.clock is None and not t.atom.upto]
    clocks = [t for t, _ in dated if t.atom.kind == "clock"]
    if len(days) == 1 and len(clocks) == 1 and len(dated) == 2:
        joined = due_of(apart(days[0], clocks[0]), text, reading, said, None)
        return joined if joined is not None else due
    return due


# ── languages ────────────────────────────────────────────────────────────────────────────────────────────────────

_LATIN_LETTERS = dict(zip("абвгдезийклмнопрстуфхцчшщъыьэюя", "a b v g d e z i j k l m n o p r s t u f h c ch sh sch  y  e yu ya".split(" "), strict=False))
_TABLES: dict[str, ModuleType] = {"en": english, "lt": lithuanian, "ru": russian}


@cache
def _lexicon(language: str) -> Lexicon:
    if language == "ru_latin":
        return compile_table("ru", russian, _LATIN_LETTERS)  # type: ignore[arg-type]
    return compile_table(language, _TABLES[language])  # type: ignore[arg-type]


@cache
def _triggers(language: str) -> frozenset[str]:
    """The words one of which a text with a term must hold, as `str.split` gives them: with a mark behind, or folded."""
    tables = [_TABLES[language]] if language in _TABLES else list(_TABLES.values())
    words: set[str] = set()
    for name, table in _TABLES.items():
        if table in tables:
            words |= _lexicon(name).triggers | _spelled(table, _lexicon(name).triggers)
    if russian in tables:
        words |= _lexicon("ru_latin").triggers
    return frozenset(before + word + after for word in words for before in ("", "(", "„", "«", '"') for after in ("", *".,;:!?)")
                     if not (before and after))  # fmt: skip


def _spelled(table: ModuleType, triggers: frozenset[str]) -> set[str]:
    """The triggers as the table spells them, with their diacritics."""
    forms = (form.partition("_")[0].lower() for line in table.MEANINGS.values() for form in line.split())
    return {form for form in forms if fold(form) in triggers}


def _lexicon_for(text: str, language: str) -> tuple[Lexicon, bool]:
    """The lexicon to read the text with, and whether its words are Russian in Latin letters."""
    if language in ("en", "lt"):
        return _lexicon(language), False
    if _CYRILLIC.search(text):
        return _lexicon("ru"), False
    if language == "ru":
        return _lexicon("ru_latin"), True
    words = [fold(w) for w in re.findall(r"[^\W\d_]+", text)]
    scores = {name: sum(w in _lexicon(name).forms for w in words) for name in ("en", "lt")}
    scores["ru_latin"] = sum(normal_latin(w) in _lexicon("ru_latin").forms for w in words)
    best = max(scores, key=lambda name: scores[name])
    return _lexicon(best), best == "ru_latin"
