"""Finds the closing words of three languages in a text at once: one look at the beginning of each word.

A table has some hundreds of patterns, and most words of a text begin none of them. So each pattern is filed under the
letters it can begin with, read off its own source; only those filed under a word's first letters are tried there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property, reduce
from itertools import chain
from operator import or_

from syncd.core.fulfil.needed import Needs
from syncd.core.fulfil.sources import branches, closing
from syncd.core.languages.en import closing as en
from syncd.core.languages.lt import closing as lt
from syncd.core.languages.ru import closing as ru
from syncd.core.remembered import Remembered

TABLES = (en, lt, ru)
_PLAIN = str.maketrans("ąčęėįšųūžё’‘`\n\r\t\u00a0", "aceeisuuzе'''    ")
_WORD = re.compile(r"[^\W_]+")
_LEAD = 4  # letters of a word by which patterns are looked up
_MOST_KEPT = 10_000  # beginnings of words whose patterns are remembered


Hit = tuple[int, int, str]  # start, end, label


def fold(text: str) -> str:
    """Lower case without Lithuanian diacritics and ё, on one line; as long as `text`."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.translate(_PLAIN)


class Lexicon:
    """Labelled patterns, each searched at the beginnings of words; compiled when a text first has what one needs.

    `lead`: letters of a word by which patterns are looked up; more of them suit many patterns of single words.
    """

    def __init__(self, tables: Iterator[tuple[str, str]], lead: int = _LEAD) -> None:
        self._lead = lead
        self._whole: dict[str, list[tuple[str, str]]] = {}  # by what the first word begins with, all of it where it is short
        self._open: dict[str, list[tuple[str, str]]] = {}  # by so few letters that any words may follow them
        self._known: dict[str, _Lead | None] = {}
        self._needs = Needs()
        self._leads = _Begun(self)
        for label, source in tables:
            for branch in branches(source):
                for begun, ended in sorted(set(_leads(branch, lead))):
                    (self._whole if ended or len(begun) == lead else self._open).setdefault(begun, []).append((label, branch))
                self._needs.bit(branch)

    def find(self, folded: str) -> list[Hit]:
        """Every place where one of the patterns begins, in order."""
        words = set(folded.split())
        begun = {lead.letters: lead for lead in chain.from_iterable(filter(None, map(self._leads.__getitem__, words)))}
        needs = self._needs.find(words) if begun else 0
        hits: list[Hit] = []
        for lead in begun.values():
            if lead.bits & needs and (possible := [(label, pattern.match) for bits, label, pattern in lead.patterns if bits & needs]):
                for start in _places(folded, lead.letters, self._lead):
                    hits += [(start, found.end(), label) for label, match in possible if (found := match(folded, start))]
        hits.sort()
        return hits

    def leads_in(self, written: str) -> tuple[_Lead, ...]:
        """The beginnings of the words between two blanks, of those that can begin a pattern."""
        return tuple(lead for letters in {word[: self._lead] for word in _WORD.findall(written)} if (lead := self._lead_of(letters)))

    def _lead_of(self, letters: str) -> _Lead | None:
        """What a word that begins with these letters can begin; None where that is nothing."""
        if letters not in self._known:
            by_label: dict[str, list[str]] = {}
            for label, branch in (*self._whole.get(letters, ()), *(x for n in range(min(self._lead, len(letters) + 1)) for x in self._open.get(letters[:n], ()))):
                by_label.setdefault(label, []).append(branch)
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            rows = [(reduce(or_, map(self._needs.bit, same)), label, "|".join(same)) for label, same in by_label.items()]
            self._known[letters] = _Lead(letters, rows) if rows else None
        return self._known[letters]


class _Lead:
    """The letters a word begins with, and the patterns it can begin, each with the bits of what it needs; `bits`: of all of them."""

    def __init__(self, letters: str, rows: list[tuple[int, str, str]]) -> None:
        self.letters, self.bits, self._rows = letters, reduce(or_, (bits for bits, _, _ in rows)), rows

    @cached_property
    def patterns(self) -> list[tuple[int, str, re.Pattern[str]]]:
        """Bits, label and pattern, compiled where a text first has what one of them needs."""
        return [(bits, label, re.compile(source)) for bits, label, source in self._rows]


class _Begun(Remembered[tuple[_Lead, ...]]):
    """What stands between two blanks → the beginnings of its words that can begin a pattern; learned as words come."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self.lexicon = lexicon

    def work_out(self, word: str) -> tuple[_Lead, ...]:
        """The beginnings in what stands between two blanks."""
        return self.lexicon.leads_in(word)


def _places(folded: str, lead: str, letters: int) -> Iterator[int]:
    """Where a word begins with these letters; one of fewer than are looked up ends with them."""
    short = len(lead) < letters
    at = folded.find(lead)
    while at >= 0:
        end = at + len(lead)
        if (at == 0 or not folded[at - 1].isalnum()) and not (short and end < len(folded) and folded[end].isalnum()):
            yield at
        at = folded.find(lead, at + 1)


def _leads(branch: str, letters: int) -> Iterator[tuple[str, bool]]:
    """The letters the first word of a pattern can begin with, at most so many, and whether the word ends with them."""
    lead = ""
    while len(lead) < letters:
        rest = branch[len(lead) :]
        if rest.startswith(("(?:", "(?!", "(?=", "(?<")):
            end = closing(rest)
            after = rest[end:]
            if rest[2] != ":":
                yield from _leads(lead + after, letters)
                return
            optional = after[:1] in ("?", "*")
            after = after[1:] if optional else after
            for inner in branches(rest[3 : end - 1]):
                yield from _leads(lead + inner + after, letters)
            if optional:
                yield from _leads(lead + after, letters)
            return
        if rest.startswith("\\b") and not lead:
            branch = rest[2:]
            continue
        if not rest[:1].isalnum():
            if rest[1:2] == "?":
                yield from _leads(lead + rest[2:], letters)
            yield lead, rest[:1] in ("", " ", "'", ",", "-", ".") or rest.startswith("\\b")
            return
        if rest[1:2] in ("?", "*"):
            yield from _leads(lead + rest[2:], letters)
            branch = lead + rest[0] + rest[2:]
        lead += rest[0]
    yield lead, False


@cache
def lexicon() -> Lexicon:
    """Signs by their names, kinds of document as `thing:name`."""

    def tables() -> Iterator[tuple[str, str]]:
        for table in TABLES:
            yield from table.SIGNS.items()
            yield from ((f"thing:{name}", source) for name, source in table.THINGS.items())

    return Lexicon(tables())


_BY_LANGUAGE = {"en": (en,), "lt": (lt,), "ru": (ru,)}


@cache
def one(name: str, *, words: bool = False, language: str = "") -> re.Pattern[str]:
    """A single pattern by the name of its table, of one language or of all together; `words`: at the beginning of a word."""
    joined = "|".join(f"(?:{getattr(table, name)})" for table in _BY_LANGUAGE.get(language, TABLES))
    return re.compile(rf"(?<!\w)(?:{joined})" if words else joined)


@cache
def value_told() -> re.Pattern[str]:
    """A thing that is told rather than sent, with its value beside it: "the price is 40", „kodas LT1234“."""
    things = "|".join(table.TOLD for table in TABLES)
    return re.compile(rf"(?<!\w)({things})(?:(?: [^.?!:;\d]{{1,40}})?(?::| is| are| yra| bus| =| [-–—]))? ?(?:[a-z]{{1,4}} ?)?[€$£]?\d|(?<!\w)({things}): ?\S")


@cache
def measures() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """What is asked for in numbers, and how the answer looks, in all languages at once."""
    pairs = [(name, "|".join(t.MEASURES[name][0] for t in TABLES), "|".join(t.MEASURES[name][1] for t in TABLES)) for name in en.MEASURES]
    return tuple((re.compile(rf"(?<!\w)(?:{ask})"), re.compile(rf"\d[\d., ]*(?:[-–] ?\d+ ?)?(?:{tell})" + (r"|[€$£] ?\d" if name == "price" else ""))) for name, ask, tell in pairs)


@cache
def _weekdays() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?<!\w)(?:{'|'.join(table.WEEKDAYS[n] for table in TABLES)})") for n in range(7))


def days_named(folded: str) -> frozenset[int]:
    """The days of the week a text names, Monday is 0."""
    return frozenset(n for n, day in enumerate(_weekdays()) if day.search(folded))


@cache
def acts(act: str) -> re.Pattern[str]:
    """How the act itself is named where somebody calls it off."""
    if act not in en.ACTS:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<!\w)(?:{en.ACTS[act]})|{lt.ACTS[act]}|{ru.ACTS[act]}")  # those two have prefixes


def begin(word: str) -> str:
    """What a word has in common with its other forms: its first letters."""
    if len(word) == 4 and word[0] >= "а":
        return word[:3]  # цена, цену
    return word[:5] if len(word) > 5 else word[:4]


def shared(a: frozenset[str], b: frozenset[str]) -> int:
    """How many words two sets of beginnings share: a short one is shared with the longer forms of it too."""
    both = a & b
    left, right = a - both, b - both
    return len(both) + len({k for k in left if len(k) == 4} & {k[:4] for k in right} | {k for k in right if len(k) == 4} & {k[:4] for k in left})


def meet(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two sets of beginnings share a word."""
    return not a.isdisjoint(b) or shared(a, b) > 0


@cache
def generic() -> frozenset[str]:
    """The beginnings of words that say nothing about what was promised."""
    return frozenset(begin(w) for table in TABLES for w in table.GENERIC.split())
