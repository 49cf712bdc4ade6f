"""The words of time of one language as a lookup, and the reading of a text into tagged tokens.

A language is a table of meanings (`syncd.core.languages.*.due`); here it becomes a dictionary from the folded first word of a
form to what it means. A text becomes a `Reading`: tokens with meanings, and a string with one letter a token, over which the
grammar is written. It knows nothing of calendars: what a term comes to is decided in `grammar` and `terms`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

# One letter for each kind of token. The grammar writes the names, the machine reads the letters.
LETTERS: Final[dict[str, str]] = {
    "weekday": "w", "weekday_of": "W", "month": "m", "month_in": "L", "number": "n", "few": "v", "ordinal": "o", "unit": "u",
    "working": "b", "relative": "r", "tonight": "J", "next_day": "j", "same_day": "S", "part": "p", "period_end": "Z", "clock": "c",
    "meridiem": "a", "oclock": "k", "modifier": "M", "edge": "E", "weekend": "e", "upto": "U", "before": "B", "within": "I",
    "during": "R", "in": "T", "after": "A", "from": "F", "at": "N", "between": "K", "past_hour": "P", "to_hour": "Q", "half": "h",
    "quarter": "q", "hence": "H", "ago": "G", "of": "g", "latest": "l", "weekof": "9", "and": "&", "vague": "V",
    "holiday": "O", "season": "i", "event": "X", "not": "!", "quarter_name": "z", "determiner": "^", "origin": "@", "pronoun": "f",
    "paper": "#", "warranty": "%", "lasting": "$", "hours": "*", "price": "€", "date": "D", "short": "s", "year": "y",
    "year_mark": "Y", "zone": "0", "comma": ",", "stop": ".", "dash": "-", "slash": "/", "other": "x", "day_mark": "d", "rather": "~", "compact": "C",
}  # fmt: skip
IGNORED: Final = frozenset({"skip", "calendar"})
_FOLD: Final = str.maketrans("ąčęėįšųūžё’ʼ`", "aceeisuuz" + "е'''")
_NUMERIC: Final = frozenset({"weekday", "weekday_of", "month", "month_in", "ordinal", "relative", "vague", "season", "quarter_name", "few"})

_TOKEN: Final = re.compile(
    r"""(?P<iso>(?<![\w/.,-])(?:19|20)\d\d(?P<i>[-./\ ])\d\d?(?P=i)\d\d?(?![\w]|[-./]\d))
    |(?P<dmy>(?<![\w/.,-])\d\d?(?P<s>[./-])\d\d?(?P=s)(?:20\d\d|\d\d)(?!\w|[-./]\d))
    |(?P<phone>\+\d[\d ()-]{5,18}\d|(?<!\w)\d{3,4}[ -]\d{2,3}[ -]?\d{2,5}(?!\w)|(?<!\w)8[ -]?\(?\d{3}\)?[ -]?\d{5}(?!\w))
    |(?P<clock>(?<![\w:.,])(?:[01]?\d|2[0-4])(?::|[hч])[0-5]\d(?::\d\d)?(?![\d:]))
    |(?P<short>(?<![\w/.,-])(?:\d\d?(?:[./]|\ /\ )\d\d?|0\d-[0-3]\d|1[0-2]-0\d)(?!\d|[./-]\d))
    |(?P<number>(?<![\w.,])\d+(?:,\d+)?(?![.,]\d))
    |(?P<word>(?<![^\W\d_])(?:d\.\ ?d(?:\.|(?!\w))|q[1-4](?!\w)|w/c|(?:[^\W\d_]\.){2,}|[^\W\d_]++(?:['’ʼ][^\W\d_]++)?(?:['’ʼ](?=\s))?(?![\d_])))
    |(?P<mark>[^\w\s]|\n)""",
    re.VERBOSE | re.IGNORECASE,
)
_MARKS: Final = {",": "comma", "(": "comma", ")": "comma", ";": "comma", ":": "comma", ".": "stop", "!": "stop", "?": "stop",
                 "\n": "stop", "-": "dash", "–": "dash", "—": "dash", "/": "slash", "€": "price", "$": "price", "£": "price",
                 "₽": "price", "%": "price"}  # fmt: skip
_BEFORE_IDENTIFIER: Final = frozenset("№#€$£+=*")


class Table(Protocol):
    """A language's module of tables."""

    HALF_BEFORE: bool
    MEANINGS: dict[str, str]
    ORDINAL_ENDINGS: str
    VERB_ENDINGS: tuple[str, ...]
    MARKED_SHORT: str


Meaning = tuple[str, object]  # kind, value
Form = tuple[tuple[str, ...], str, object]  # the further words, kind, value


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """A language's words by their folded first word, longest phrases first."""

    language: str
    forms: Mapping[str, tuple[Form, ...]]
    endings: frozenset[str]  # of ordinals in digits: 3rd, 25-го
    verbs: tuple[str, ...]  # endings by which a verb in the future is told from a noun
    half_before: bool  # „pusę trijų" is 2:30, "half ten" 10:30
    triggers: frozenset[str]  # a text without any of these, and without digits, holds no term
    shortened: frozenset[str]  # words whose full stop ends no sentence


@dataclass(slots=True)
class Token:
    """A stretch text[start:end] with its meaning; `word` is folded."""

    kind: str
    value: object
    start: int
    end: int
    word: str


@dataclass(slots=True)
class Reading:
    """A text read: its tokens without the ignored ones, and their letters."""

    source: str
    lexicon: Lexicon
    tokens: list[Token]
    letters: str


def fold(word: str) -> str:
    """A word in lower case without the marks people leave out: Lithuanian diacritics, the dots of ё, curly apostrophes."""
    word = word.lower()
    return word if word.isascii() else word.translate(_FOLD)


def _value(kind: str, text: str) -> object:
    if kind == "number":
        return float(text) if "." in text else int(text)
    return int(text) if kind in _NUMERIC else text


def _entries(meanings: Mapping[str, str]) -> Iterator[tuple[tuple[str, ...], str, object]]:
    for meaning, forms in meanings.items():
        kind, _, rest = meaning.partition(" ")
        for form in forms.split():
            yield tuple(fold(form).split("_")), kind, _value(kind, rest) if rest else ""


_TRIGGERING: Final = frozenset({
    "weekday", "weekday_of", "month", "month_in", "ordinal", "unit", "relative", "tonight", "next_day", "same_day", "part", "period_end",
    "clock", "oclock", "weekend", "vague", "holiday", "season", "event", "quarter_name", "half", "after", "quarter",
})  # fmt: skip


def compile_table(language: str, table: Table, respell: Mapping[str, str] | None = None) -> Lexicon:
    """The lexicon of a language's table. `respell` rewrites the letters of every form (Russian in Latin letters)."""
    forms: dict[str, list[Form]] = {}
    triggers: set[str] = set()
    for words, kind, value in _entries(table.MEANINGS):
        if respell is not None:
            words = tuple(latin(w, respell) for w in words)
        if kind in _TRIGGERING or (kind == "number" and words[0] not in {"a", "an", "one"}):
            triggers.add(words[0])
        forms.setdefault(words[0], []).append((words[1:], kind, value))
    for found in forms.values():
        found.sort(key=lambda form: -len(form[0]))
    return Lexicon(
        language=language,
        forms={word: tuple(found) for word, found in forms.items()},
        endings=frozenset(fold(e) for e in table.ORDINAL_ENDINGS.split()),
        verbs=tuple(fold(e) if respell is None else latin(fold(e), respell) for e in table.VERB_ENDINGS),
        half_before=table.HALF_BEFORE,
        triggers=frozenset(triggers),
        shortened=frozenset(fold(w) for w in table.MARKED_SHORT.split()),
    )


def latin(word: str, respell: Mapping[str, str]) -> str:
    """A Cyrillic word in one normal Latin spelling (see `normal_latin`)."""
    return normal_latin("".join(respell.get(c, c) for c in word))


def normal_latin(word: str) -> str:
    """One spelling for the many of Russian in Latin letters: pjatnicu, pyatnitsu, piatnicu are one word."""
    for many, one in (("shch", "sch"), ("sch", "sh"), ("ts", "c"), ("kh", "h"), ("j", "y"), ("iya", "ya"), ("ia", "ya"), ("iu", "yu"),
                      ("ye", "e"), ("yo", "e"), ("'", ""), ("yy", "y"), ("iy", "y"), ("ii", "y")):  # fmt: skip
        word = word.replace(many, one)
    return word.replace("yi", "i").replace("y", "i")


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


def read(text: str, lexicon: Lexicon, respelled: bool = False) -> Reading:
    """The text as tagged tokens of that language."""
    raw = list(_raw(text, respelled))
    tokens: list[Token] = []
    i = 0
    while i < len(raw):
        token, used = _tag(raw, i, lexicon)
        i += used
        if token.kind in IGNORED:
            continue
        if token.kind == "stop" and token.word == "." and tokens and _is_shortened(tokens[-1], lexicon):
            continue
        _append(tokens, token)
    return Reading(text, lexicon, tokens, "".join(LETTERS[t.kind] for t in tokens))


def _raw(text: str, respelled: bool) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        if kind in ("i", "s"):  # the named separators inside of a date
            kind = "iso" if match["iso"] else "dmy"
        word = fold(match[0])
        if kind == "word":
            word = word.replace(" ", "")  # „d. d." is one abbreviation
        if kind == "word" and respelled:
            word = normal_latin(word)
        yield Token(kind, None, match.start(), match.end(), word)


def _is_shortened(token: Token, lexicon: Lexicon) -> bool:
    return token.word in lexicon.shortened or token.kind in ("date", "short") or (token.kind == "month" and len(token.word) < 5)


def _tag(raw: list[Token], i: int, lexicon: Lexicon) -> tuple[Token, int]:
    """The token that begins at raw[i], and how many raw ones it took."""
    token = raw[i]
    if token.kind == "word":
        return _word(raw, i, lexicon)
    if token.kind == "number":
        return _number(raw, i, lexicon)
    if token.kind == "clock":
        hour, minute = (int(x) for x in re.split("[:hч]", token.word)[:2])
        return Token("clock", (hour, minute, len(token.word) > 4), token.start, token.end, token.word), 1
    if token.kind == "short":
        a, sep, b = re.split(r"\s*([./-])\s*", token.word)
        return Token("short", (int(a), int(b), sep, len(b)), token.start, token.end, token.word), 1
    if token.kind in ("iso", "dmy"):
        return Token("date", tuple(int(x) for x in re.split(r"[-./ ]", token.word)), token.start, token.end, token.word), 1
    if token.kind == "mark":
        if token.word == "-" and _joins_letters(raw, i):
            return Token("skip", None, token.start, token.end, ""), 1
        kind = _MARKS.get(token.word, "skip")
        return Token(kind, None, token.start, token.end, token.word), 1
    return Token("other", None, token.start, token.end, token.word), 1


def _joins_letters(raw: list[Token], i: int) -> bool:
    if not 0 < i < len(raw) - 1:
        return False
    before, after = raw[i - 1], raw[i + 1]
    return before.kind == after.kind == "word" and before.end == raw[i].start and after.start == raw[i].end


def _words(raw: list[Token], i: int, count: int) -> tuple[tuple[str, ...], int]:
    """The next `count` words from raw[i] on (hyphens inside of words passed over) and the raw tokens they took."""
    words: list[str] = []
    j = i
    while j < len(raw) and len(words) < count:
        if raw[j].kind == "word":
            words.append(raw[j].word)
        elif not (raw[j].word == "-" and _joins_letters(raw, j)):
            break
        j += 1
    return tuple(words), j - i


def _word(raw: list[Token], i: int, lexicon: Lexicon) -> tuple[Token, int]:
    token = raw[i]
    forms = lexicon.forms.get(token.word)
    if forms is None and token.word.endswith("."):
        forms = lexicon.forms.get(token.word.rstrip("."))
    for rest, kind, value in forms or ():
        used = 0
        if rest:
            words, used = _words(raw, i + 1, len(rest))
            if words != rest:
                continue
        if kind == "clock":
            hour, minute = str(value).split(":")
            value = (int(hour), int(minute), True)
        return Token(kind, value, token.start, raw[i + used].end, token.word), used + 1
    kind = "pronoun" if lexicon.verbs and token.word.endswith(lexicon.verbs) else "other"
    return Token(kind, None, token.start, token.end, token.word), 1


def _number(raw: list[Token], i: int, lexicon: Lexicon) -> tuple[Token, int]:
    token = raw[i]
    if i and raw[i - 1].word in _BEFORE_IDENTIFIER and raw[i - 1].word:
        return Token("other", None, token.start, token.end, token.word), 1
    after = raw[i + 1] if i + 1 < len(raw) else None
    if after is not None and after.start == token.end:
        hyphen = after.word == "-" and i + 2 < len(raw) and raw[i + 2].start == after.end
        ending = raw[i + 2] if hyphen else after
        if ending.kind == "word":
            if ending.word in lexicon.endings and len(token.word) <= 2:
                return Token("ordinal", int(token.word), token.start, ending.end, token.word), 3 if hyphen else 2
            if not hyphen and ending.word == "a" and lexicon.language == "en":
                ending.word, ending.kind = "am", "word"
            if ending.word.rstrip(".") not in lexicon.forms:
                return Token("other", None, token.start, ending.end, token.word), 3 if hyphen else 2
    if "," in token.word:
        return Token("number", float(token.word.replace(",", ".")), token.start, token.end, token.word), 1
    value = int(token.word[:9])
    if len(token.word) in (3, 4) and lexicon.language == "en" and value // 100 < 24 and value % 100 in _FULL_MINUTES and not 1990 <= value <= 2099:
        return Token("compact", value, token.start, token.end, token.word), 1
    kind = "year" if len(token.word) == 4 and 1990 <= value <= 2099 else "number" if len(token.word) <= 3 else "other"
    return Token(kind, value, token.start, token.end, token.word), 1


_FULL_MINUTES: Final = range(0, 60, 5)


def _append(tokens: list[Token], token: Token) -> None:
    """Add a token; "twenty" and "third" become one, a number before a price is none."""
    last = tokens[-1] if tokens else None
    if last is not None and last.kind == "number":
        if token.kind == "price":
            last.kind, last.value = "other", None
        elif (
            token.kind in ("number", "ordinal")
            and isinstance(last.value, int) and isinstance(token.value, int)
            and last.value in (20, 30, 40, 50) and 0 < token.value < 10 and not last.word.isdigit()
        ):  # fmt: skip
            last.kind, last.value, last.end = token.kind, last.value + token.value, token.end
            return
    tokens.append(token)
