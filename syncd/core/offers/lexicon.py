"""The words of offers in all languages at once: a business mail mixes them, and few mean something else in another."""

from __future__ import annotations

import re
from decimal import Decimal
from types import ModuleType

from syncd.core.languages.en import offers as en
from syncd.core.languages.lt import offers as lt
from syncd.core.languages.ru import offers as ru
from syncd.core.offers.folding import fold as fold

TABLES: tuple[ModuleType, ...] = (en, lt, ru)
def _joined(name: str) -> str:
    return "|".join(getattr(table, name) for table in TABLES)


def words(name: str, before: str = r"(?<!\w)", after: str = "") -> re.Pattern[str]:
    """One table of all languages as a pattern whose matches begin at the beginning of a word."""
    return re.compile(f"{before}(?:{_joined(name)}){after}")


def whole(name: str) -> re.Pattern[str]:
    """The same, its matches ending where a word ends."""
    return words(name, after=r"(?!\w)")


def before(name: str) -> re.Pattern[str]:
    """The same for what stands right before a sum."""
    return words(name, after=r"(?!\w)(?:[ :,(=–—~-]|(?<!\w)(?:yra|is|was|of|about|apie|на|в|до|iki|uz|за|po|по|just|only|net)(?!\w)){0,4}$")


def after(name: str) -> re.Pattern[str]:
    """The same for what stands right behind a sum."""
    return re.compile(rf"[ ,(]{{0,2}}(?:{_joined(name)})(?!\w)")


def _merged(name: str) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for table in TABLES:
        for key, pattern in getattr(table, name).items():
            found.setdefault(str(key), []).append(pattern)
    return {key: "|".join(patterns) for key, patterns in found.items()}


CURRENCIES = {code: re.compile(pattern) for code, pattern in _merged("CURRENCIES").items()}
SCALES = {Decimal(key): re.compile(pattern) for key, pattern in _merged("SCALES").items()}
CURRENCY_WORDS = "|".join(_merged("CURRENCIES").values())
SCALE_WORDS = "|".join(_merged("SCALES").values())
NUMBERS: dict[str, Decimal] = {word: Decimal(str(n)) for table in TABLES for word, n in table.NUMBERS.items()}
HUNDREDS: frozenset[str] = frozenset(word for table in TABLES for word in table.HUNDREDS)
DAYS: tuple[tuple[int, re.Pattern[str]], ...] = tuple((n, re.compile(pattern)) for table in TABLES for n, pattern in table.DAYS)
NOTHING: frozenset[str] = frozenset(fold(" ".join(table.NOTHING for table in TABLES)).split())
DOCUMENTS = {state: re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") for state, pattern in _merged("DOCUMENTS").items()}
COLUMNS = {role: re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") for role, pattern in _merged("COLUMNS").items()}

AT, PRICE, EACH, UNITS = _joined("AT"), _joined("PRICE"), _joined("EACH"), _joined("UNITS")
VAT, VAT_BESIDE = _joined("VAT"), _joined("VAT_BESIDE")
BETWEEN, RANGE_OPENS = _joined("BETWEEN"), _joined("RANGE_OPENS")
OPTIONS = _joined("OPTIONS")
NUMBER_BEFORE, NUMBER_SIGN = _joined("NUMBER_BEFORE"), _joined("NUMBER_SIGN")


NOTHING |= NUMBERS.keys() | HUNDREDS

PAPERS = re.compile(
    rf"(?<!\w)(?:{NUMBER_BEFORE})(?![\w/-])(?:[ :]+(?P<series>[a-z]{{1,5}})(?![\w-]))?[ :]{{0,2}}(?:(?P<sign>{NUMBER_SIGN})[ :]{{0,2}})?(?P<n>(?:[a-zа-я]{{1,5}}[-/]?)?\d[\w/-]{{0,20}}\w|[a-zа-я]{{1,5}}[-/]\d[\w/-]*|\d)(?!\w)(?![.,]\d)(?! ?(?:%|€|eur|руб|р\.|vnt|шт))"
)


def content(text: str) -> list[str]:
    """The words of a folded text that may name a thing."""
    return [w for w in _WORD.findall(text) if w not in NOTHING and (len(w) > 2 or any(c.isdigit() for c in w)) and not w.isdigit()]


_WORD = re.compile(r"[^\W_]+(?:[-/.][^\W_]+)*")
