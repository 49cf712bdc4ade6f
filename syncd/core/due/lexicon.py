"""The words of time of one language as a lookup.

A language is a table of meanings (`syncd.core.languages.*.due`); here it becomes a dictionary from the folded first word of a
form to what it means. It knows nothing of calendars.

A table maps "kind value" to forms. Of the kinds, those that need a word:
  weekday, weekday_of   0 (Monday) … 6; weekday_of is the genitive, a term only behind a preposition
  month, month_in       1 … 12; month_in says "in that month" by its case alone
  number, few, ordinal  a count, an uncertain count, a place in order
  unit                  second … year, and the fixed stretches halfhour, quarterhour, threequarters, fortnight, halfyear
  relative, tonight     days from today, negative for the past; next_day and same_day point to a day spoken of
  part                  morning, lunch, afternoon, evening, night; any (the end of the day): no minute
  modifier              this, coming, next, after_next, past
  edge, period_end      start, middle, end, first_half, second_half of something; the end of this week, month, year
  upto, before          deadlines with and without the day named; within, in, during, from, after, at, between as in English
  at                    what it leads: clock, on (a day), both, for
  vague, allowed        the days it allows: about so many, or no more than those
  roman                 a month in Roman numbers, a term only behind a day
  holiday               MM-DD, `easter N`, `orthodox N` (days after), `nth-month-which-weekday`; season: its first month
  event, not, rather    what opens a condition, takes a term back, corrects it; origin: before the date of a document
  paper, warranty, lasting, hours, price   what a number or date beside them belongs to, so that it is no term
  pronoun, other, skip  words that may follow a term, words that hide forms of theirs, words that are passed over
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from syncd.core.due.spelling import right_spellings

# One letter for each kind of token. The grammar writes the names, the machine reads the letters.
LETTERS: Final[dict[str, str]] = {
    "weekday": "w", "weekday_of": "W", "month": "m", "month_in": "L", "number": "n", "few": "v", "ordinal": "o", "unit": "u",
    "working": "b", "relative": "r", "tonight": "J", "next_day": "j", "same_day": "S", "part": "p", "period_end": "Z", "clock": "c",
    "meridiem": "a", "oclock": "k", "modifier": "M", "edge": "E", "weekend": "e", "upto": "U", "before": "B", "within": "I",
    "during": "R", "in": "T", "after": "A", "from": "F", "at": "N", "between": "K", "past_hour": "P", "to_hour": "Q", "half": "h",
    "quarter": "q", "hence": "H", "ago": "G", "of": "g", "latest": "l", "weekof": "9", "and": "&", "vague": "V",
    "holiday": "O", "season": "i", "event": "X", "not": "!", "quarter_name": "z", "determiner": "^", "origin": "@", "pronoun": "f",
    "paper": "#", "warranty": "%", "lasting": "$", "hours": "*", "price": "€", "date": "D", "short": "s", "year": "y",
    "year_mark": "Y", "zone": "0", "comma": ",", "stop": ".", "dash": "-", "slash": "/", "other": "x", "day_mark": "d",
    "rather": "~", "compact": "C", "roman": "1", "allowed": "2",
}  # fmt: skip
_FOLD: Final = str.maketrans("ąčęėįšųūžё’ʼ`", "aceeisuuz" + "е'''")
_NUMERIC: Final = frozenset({"weekday", "weekday_of", "month", "month_in", "ordinal", "relative", "vague", "season", "quarter_name", "few", "roman", "allowed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """How a language tells that something has happened; words are folded. Without endings nothing is told."""

    endings: tuple[str, ...]
    verbs: frozenset[str]  # that the endings do not tell
    opening: tuple[str, ...]  # endings of verbs that may stand first in a clause, without a subject
    kept: tuple[str, ...]  # beginnings of verbs that name a day to come: agreed, booked
    nouns: frozenset[str]  # with such an ending
    subjects: frozenset[str]
    relatives: frozenset[str]
    ahead: frozenset[str]  # words that make a past form a wish: to, чтобы


class Table(Protocol):
    """A language's module of tables."""

    HALF_BEFORE: bool
    MEANINGS: dict[str, str]
    ORDINAL_ENDINGS: str
    CARDINAL_ENDINGS: str
    VERB_ENDINGS: tuple[str, ...]
    MARKED_SHORT: str
    PAST: dict[str, str]


Meaning = tuple[str, object]  # kind, value
Form = tuple[tuple[str, ...], str, object]  # the further words, kind, value
Entry = tuple[Meaning | None, Mapping[str, tuple[Form, ...]]]  # a word alone, and the phrases it begins by their second word


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """A language's words by their folded first word, longest phrases first."""

    language: str
    forms: Mapping[str, Entry]
    endings: frozenset[str]  # of ordinals in digits: 3rd, 25-го
    cardinal_endings: frozenset[str]  # of numbers in digits: 3-х
    past: Past
    verbs: tuple[str, ...]  # endings by which a verb in the future is told from a noun
    half_before: bool  # „pusę trijų" is 2:30, "half ten" 10:30
    triggers: frozenset[str]  # a text without any of these, and without digits, holds no term
    shortened: frozenset[str]  # words whose full stop ends no sentence
    respelt: Mapping[str, str]  # words written wrongly, and how they are written


def fold(word: str) -> str:
    """A word in lower case without the marks people leave out: Lithuanian diacritics, the dots of ё, curly apostrophes."""
    word = word.lower()
    return word if word.isascii() else word.translate(_FOLD)


def _value(kind: str, text: str) -> object:
    if kind == "clock":
        hour, minute = text.split(":")
        return int(hour), int(minute)
    if kind == "number":
        return float(text) if "." in text else int(text)
    return int(text) if kind in _NUMERIC else text


def _entries(meanings: Mapping[str, str]) -> Iterator[tuple[tuple[str, ...], str, object]]:
    for meaning, forms in meanings.items():
        kind, _, rest = meaning.partition(" ")
        for form in forms.split():
            yield tuple(fold(form).replace("-", "_").split("_")), kind, _value(kind, rest) if rest else ""


_TRIGGERING: Final = frozenset({
    "weekday", "weekday_of", "month", "month_in", "ordinal", "unit", "relative", "tonight", "next_day", "same_day", "part", "period_end",
    "clock", "oclock", "weekend", "vague", "holiday", "season", "event", "quarter_name", "half", "after", "quarter", "allowed",
})  # fmt: skip


def compile_table(language: str, table: Table, respell: Mapping[str, str] | None = None) -> Lexicon:
    """The lexicon of a language's table. `respell` rewrites the letters of every form (Russian in Latin letters)."""
    forms: dict[str, list[Form]] = {}
    triggers: set[tuple[str, ...]] = set()
    phrases: set[tuple[str, ...]] = set()
    entries = [] if respell is not None else [(words, kind) for words, kind, _ in _entries(table.MEANINGS)]
    for words, kind, value in _entries(table.MEANINGS):
        if respell is not None:
            words = tuple(latin(w, respell) for w in words)
        if kind in _TRIGGERING or (kind == "number" and words[0] not in {"a", "an", "one"}):
            (phrases if len(words) > 1 else triggers).add(words)
        forms.setdefault(words[0], []).append((words[1:], kind, value))
    single = {words[0] for words in triggers}
    return Lexicon(
        language=language,
        forms={word: _entry(found) for word, found in forms.items()},
        cardinal_endings=frozenset(fold(e) for e in table.CARDINAL_ENDINGS.split()),
        endings=frozenset(fold(e) for e in table.ORDINAL_ENDINGS.split()),
        verbs=tuple(fold(e) if respell is None else latin(fold(e), respell) for e in table.VERB_ENDINGS),
        past=_past(table.PAST if respell is None else {}),
        half_before=table.HALF_BEFORE,
        triggers=frozenset(single | {max(words, key=len) for words in phrases if single.isdisjoint(words)}),
        shortened=frozenset(fold(w) for w in table.MARKED_SHORT.split()),
        respelt=right_spellings(entries),
    )


def _past(table: Mapping[str, str]) -> Past:
    words = {name: tuple(fold(table.get(name, "")).split()) for name in ("endings", "verbs", "opening", "kept", "nouns", "subjects", "relatives", "ahead")}
    return Past(
        endings=words["endings"], opening=words["opening"], kept=words["kept"], verbs=frozenset(words["verbs"]), nouns=frozenset(words["nouns"]),
        subjects=frozenset(words["subjects"]), relatives=frozenset(words["relatives"]), ahead=frozenset(words["ahead"]),
    )  # fmt: skip


def _entry(forms: list[Form]) -> Entry:
    """What a first word opens. Where a form has two meanings the table's first counts."""
    alone: Meaning | None = None
    longer: dict[str, list[Form]] = {}
    for rest, kind, value in forms:
        if rest:
            longer.setdefault(rest[0], []).append((rest, kind, value))
        elif alone is None:
            alone = kind, value
    return alone, {second: tuple(sorted(found, key=lambda form: -len(form[0]))) for second, found in longer.items()}


def latin(word: str, respell: Mapping[str, str]) -> str:
    """A Cyrillic word in one normal Latin spelling (see `normal_latin`)."""
    return normal_latin("".join(respell.get(c, c) for c in word))


def normal_latin(word: str) -> str:
    """One spelling for the many of Russian in Latin letters: pjatnicu, pyatnitsu, piatnicu are one word."""
    for many, one in (("shch", "sch"), ("zh", "z"), ("sch", "sh"), ("ts", "c"), ("kh", "h"), ("j", "y"), ("iya", "ya"), ("ia", "ya"), ("iu", "yu"),
                      ("ye", "e"), ("yo", "e"), ("'", ""), ("yy", "y"), ("iy", "y"), ("ii", "y")):  # fmt: skip
        word = word.replace(many, one)
    return word.replace("yi", "i").replace("y", "i")
