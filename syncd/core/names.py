"""Names of persons: their words, and whether two of them can be one person's.

    certain     Иванов Иван Иванович = Ivan Ivanov = "Ivanov, Ivan"      two full words agree and nothing speaks against it
    possible    J. Smith, Jeff for Jeffrey, Kazlauskaitė who married     an initial, a short form, another form of the word
    no          Kazlauskas and his wife Kazlauskienė; Ivanov written     somebody else, or letters that only look the same
                with one Latin letter among the Cyrillic ones

Refuses to say who somebody is: that two people have one name is no proof of anything, and is left to who asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final, Literal, NamedTuple

from syncd.core.languages.en import names as en
from syncd.core.languages.lt import names as lt
from syncd.core.languages.ru import names as ru
from syncd.core.roles import NAME_WORD, plain, stem

Verdict = Literal["certain", "possible", "no"]


class Likeness(NamedTuple):
    """Whether two names can be one person's, and why."""

    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its parts. `words` are the full ones in order, with a family name written first ("Smith, John") behind;
    `fathers`: the patronymic; `mixed`: a word of it has letters of two alphabets."""

    words: tuple[str, ...]
    initials: tuple[str, ...] = ()
    fathers: str = ""
    mixed: bool = False

    @property
    def is_full(self) -> bool:
        """Whether it has a first and a family name, neither of them an initial."""
        return len(self.words) > 1 and not self.mixed


_LONG: Final = 200  # characters of a name: what comes after says more about the company
_CUT: Final = re.compile(r"\s+(?:via|per|через|by way of)\s.*|\s*[|/<@\[({•].*|\s[-–—]\s.*|\.{2,}.*", re.IGNORECASE | re.DOTALL)
_COMPANY: Final = re.compile(r"\b(?:UAB|AB|MB|VšĮ|IĮ|ООО|ОАО|ЗАО|ПАО|АО|ИП|SIA|OÜ|Ltd|LLC|Inc|GmbH|PLC|LLP|Corp|Limited|Team|Support)\b")
_TITLES: Final = frozenset(plain(word) for table in (en, ru, lt) for word in table.TITLES.split())
_FATHERS: Final = re.compile(r"(?:ovic|evic|ovna|evna|icna|inicna|ilic|kuzmic|fomic)$")  # of plain words: -ович, -овна, -ична
_CYRILLIC: Final = re.compile(r"[Ѐ-ӿ]")
_LATIN: Final = re.compile(r"[A-Za-zÀ-ɏ]")
_GREEK: Final = re.compile(r"[Ͱ-Ͽ]")
_TWICE: Final = re.compile(r"(.)\1+")
_HUSH: Final = re.compile(r"t[sz]|^ie(?=[vglr])|ck|ph|ii(?=a$)|sc(?=[eiu])|der$")
_HUSHED: Final = {"ts": "c", "tz": "c", "ie": "e", "ck": "k", "ph": "f", "ii": "i", "sc": "s", "der": "dr"}
_WOMANS: Final = re.compile(r"(?:(?:i?u|a)?viene|iene|aite|ite|i?ute)$")  # Kazlauskienė, Kazlauskaitė, Butkytė, Paulauskutė
_MANS: Final = re.compile(r"(?:i?us|as|is|ovas|inas)$")
_FAMILY: Final = re.compile(r"(?:(?:i?u|a)?viene|iene|aite|ite|i?ute|i?us|as|is|aia|a|e)$")
_LEAST_ROOT: Final = 3


@lru_cache(maxsize=8192)
def parsed(name: str) -> Name:
    """The parts of a name as it is shown. A company's, an address or no words at all give no words."""
    text = _CUT.sub("", name[:_LONG]).strip(" \"'`,;.")
    if not text or _COMPANY.search(name[:_LONG]):
        return Name(())
    before, comma, after = text.partition(",")
    words = NAME_WORD.findall(f"{after} {before}" if comma else text)
    full, initials, fathers = [], [], ""
    for word in words:
        low = plain(word)
        if low in _TITLES:
            continue
        if len(word) == 1:
            initials.append(low[:1])
        elif not fathers and len(words) > 2 and _FATHERS.search(low):
            fathers = sound(word)
        elif low:
            full.append(sound(word))
    return Name(tuple(full), tuple(initials), fathers, any(map(_is_mixed, words)))


def _is_mixed(word: str) -> bool:
    return sum(bool(script.search(word)) for script in (_CYRILLIC, _LATIN, _GREEK)) > 1


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """What all ways to write a word of a name have in common: dmitri of Дмитрий, Dmitry and Dmitrij, kuznecov of Kuznetsov."""
    return _TWICE.sub(r"\1", _HUSH.sub(lambda m: _HUSHED[m[0]], plain(word)))


def family(word: str) -> str:
    """The root all members of a family share: kazlausk of Kazlauskas, Kazlauskienė, Kazlauskaitė; ivanov of Ivanov, Ivanova, Ivanovas."""
    root = _FAMILY.sub("", word, count=1)
    return root if len(root) >= _LEAST_ROOT else word


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """What the names share that may be one person's: the roots of a full name's words in no order; '' where it is none."""
    one = parsed(name)
    return " ".join(sorted(map(family, one.words))) if one.is_full else ""


def _roots(word: str) -> frozenset[str]:
    """The roots a family name can have: Petraitė is Petras' daughter, or the wife of a Petraitis."""
    shorter = re.sub("[ae]$", "", word)
    return frozenset((family(word), re.sub("(?:ait|it|ut)$", "", shorter) if len(shorter) > _LEAST_ROOT + 3 else word, shorter, word))


def _groups() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for n, line in enumerate((*en.SHORT, *ru.SHORT, *lt.SHORT)):
        for word in line.split():
            found.setdefault(sound(word), set()).add(n)
    return {word: frozenset(groups) for word, groups in found.items()}


_SHORT: Final = _groups()


# ── two names ────────────────────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=16_384)
def same_name(one: str, other: str) -> Likeness:
    """Whether two names can be one person's. The answer is the same with the names exchanged."""
    a, b = parsed(one), parsed(other)
    if a.mixed or b.mixed:
        return Likeness("no", "letters of two alphabets in one word")
    if not (a.words and b.words):
        return Likeness("no", "no name")
    mine, theirs = list(a.words), list(b.words)
    exact = _match(mine, theirs, lambda x, y: x == y)
    relative = _is_married_or_kin(mine, theirs)
    weak = [reason for reason, fits in _FORMS for _ in range(_match(mine, theirs, fits))]
    weak += ["an initial"] * (_initials(mine, b.initials) + _initials(theirs, a.initials))
    if mine and theirs:
        return Likeness("no", "a man's and a woman's form of one family name" if relative else "other words")
    if relative and exact == 0:
        return Likeness("no", "a man's and a woman's form of one family name")
    if a.fathers and b.fathers and a.fathers != b.fathers:
        return Likeness("no", "another father's name")
    if _differ(a.initials, b.initials) and not weak:
        return Likeness("no", "another initial")
    if weak:
        return Likeness("possible", weak[0])
    if exact >= 2:
        return Likeness("certain", _how(one, other))
    return Likeness("possible", "one word of the name alone") if exact else Likeness("no", "other words")


def _match(mine: list[str], theirs: list[str], fits: Callable[[str, str], bool]) -> int:
    """Take out of both lists the words that fit each other; how many pairs there were."""
    found = 0
    for word in tuple(mine):
        there = next((w for w in theirs if fits(word, w)), None)
        if there is not None:
            mine.remove(word)
            theirs.remove(there)
            found += 1
    return found


def _initials(words: list[str], initials: Iterable[str]) -> int:
    """Take out the words that stand as an initial in the other name."""
    found = 0
    for initial in initials:
        word = next((w for w in words if w.startswith(initial)), None)
        if word is not None:
            words.remove(word)
            found += 1
    return found


def _differ(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return bool(one and other) and not set(one) & set(other)


def _is_married_or_kin(mine: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether a man's form of a family name stands in one and a woman's in the other."""
    return any(
        not _roots(x).isdisjoint(_roots(y))
        and (
            (_WOMANS.search(x) and not _WOMANS.search(y) and _MANS.search(y))
            or (_WOMANS.search(y) and not _WOMANS.search(x) and _MANS.search(x))
        )
        for x, y in product(mine, theirs)
    )


def _is_called(one: str, other: str) -> bool:
    return bool(_SHORT.get(one, frozenset()) & _SHORT.get(other, frozenset()))


def _is_login(one: str, other: str) -> bool:
    """jskilling and Skilling: the word of an address, one of a name in it."""
    few, many = sorted((one, other), key=len)
    return len(few) > 3 and few in many and len(many) - len(few) <= 12


_FORMS: Final[tuple[tuple[str, Callable[[str, str], bool]], ...]] = (
    ("another form of the family name", lambda x, y: not _roots(x).isdisjoint(_roots(y))),
    ("a short form of the name", _is_called),
    ("another form of the name", lambda x, y: stem(x) == stem(y)),
    ("the name as in an address", _is_login),
)


def _how(one: str, other: str) -> str:
    if one.casefold() == other.casefold():
        return "the same name"
    if bool(_CYRILLIC.search(one)) != bool(_CYRILLIC.search(other)):
        return "the same name in two scripts"
    return "the same name, written otherwise"


@lru_cache(maxsize=16_384)
def are_different(one: str, other: str) -> bool:
    """Whether two names an address was seen with are clearly two people's.

    A first name in common (somebody married, a login) leaves it open; a family name in common does not: a couple shares a mailbox.
    """
    if same_name(one, other).verdict != "no":
        return False
    a, b = parsed(one), parsed(other)
    if a.mixed or b.mixed or not (a.words and b.words):
        return bool(a.words and b.words)
    last = (len(a.words) > 1 and a.words[-1], len(b.words) > 1 and b.words[-1])
    alike = [(x, y) for x, y in product(a.words, b.words) if x == y or any(fits(x, y) for _, fits in _FORMS)]
    return all(pair == last for pair in alike)
