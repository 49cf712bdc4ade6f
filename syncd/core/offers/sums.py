"""Sums of money as people write them: 1 200,50 €; £1,250; 12–15k; 45 тыс. руб.; 9 tūkst. 800 Eur; „pusantro tūkstančio“.

A number without a currency is read too, and marked: what stands around it decides whether it is a price (`asked`).
Refuses percentages, dates, clocks, and the numbers of things.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from syncd.core.offers.lexicon import (
    BETWEEN,
    CURRENCIES,
    CURRENCY_WORDS,
    HUNDREDS,
    NUMBERS,
    RANGE_OPENS,
    SCALE_WORDS,
    SCALES,
    UNITS,
)

SIGNS = {"€": "EUR", "£": "GBP", "$": "USD", "₽": "RUB"}
_CODES = "eur|usd|gbp|rub|rur|chf|pln|sek|nok|dkk|czk|uah|kzt|byn|cad|aud|jpy|cny"
_CODE_OF = {"rur": "RUB", "us$": "USD"}
_NUMBER = r"(?:\d{1,3}(?:[ .,']\d{3})+(?![\d])(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d{1,4})?(?!\d))"
_TOKEN = re.compile(
    rf"(?<![\w.,/#№])(?<!\d:)(?<![^\W\d]-)(?:(?P<pre>[€£$₽]|us\$|(?:{_CODES})(?= ?\d)) ?)?(?P<n>{_NUMBER})(?:-?(?:ми|ти|х)(?= (?:тыс|руб)))?(?![.,/:]\d)(?:[,.][-–—]{{1,2}}(?=\W|$))?"
    rf"(?(pre)(?P<mega>m(?!\w))?)(?: ?(?P<scale>{SCALE_WORDS}))?(?:(?<=\D) (?P<rest>\d{{3}})(?!\d)(?P<rests> тыс\w*\.?| tukst\w*\.?)?)?(?: ?(?P<cur>[€£$₽](?!\d)|(?:{_CODES})(?!\w)|{CURRENCY_WORDS}))?"
)
_A_WORD = "|".join(sorted((*NUMBERS, *HUNDREDS), key=len, reverse=True))
_IN_WORDS = re.compile(
    rf"(?<!\w)(?P<words>(?:{_A_WORD})(?:[ -](?:and |ir |и )?(?:a half|{_A_WORD}))*(?: с половиной| su puse)?|a (?=hundred|thousand|grand)) ?(?P<scale>(?<!\w)(?:{SCALE_WORDS}))?"
    rf"(?: (?P<rest>\d{{3}})(?!\d))?(?:(?<=\w) (?P<more>(?:{_A_WORD})(?: (?:{_A_WORD}))*)(?!\w))?(?: (?P<cur>{CURRENCY_WORDS}))?(?!\w)"
)
_SCALE_FIRST = re.compile(rf"(?<!\w)(?:тысяч|тыщ|тысячи) (?:за |в |по )?(?P<words>(?:{_A_WORD})(?: (?:{_A_WORD}))?|\d{{1,3}}(?![.,]?\d))(?!\w)(?: (?P<cur>{CURRENCY_WORDS})(?!\w))?")  # «тысяч двадцать»: about twenty thousand
_ALONE = re.compile(r"(?<!\w)(?:тысяч[ау]|tukstant(?:is|i)|a grand)(?: (?P<more>(?:" + _A_WORD + r")(?: (?:" + _A_WORD + r"))*))?(?: (?P<cur>" + CURRENCY_WORDS + r"))?(?!\w)(?! \w+ )")
_DIGIT = re.compile(r"\d")
_SPELLED = re.compile(r"тыс|тыщ|млн|мил|ляма|руб|евро|долл|tukst|eur|mln|milij|hundred|thousand|grand|pound|quid|million|dollar|buck|lit|k")
_UNIT = re.compile(rf"[ -]?(?:{UNITS})(?!\w)|%|[-–]?(?:ti|th|й|я|х)(?!\w)|[a-zа-я]")
_TO = re.compile(rf" ?(?:[-–—]|\.\.\.?|…) ?| (?:{BETWEEN}) ")
_MOST = Decimal(10**12)  # of any currency: more is the number of something
_JUST_AND = re.compile(r" (?:and|ir|и|or|или) ")
_OPENS = re.compile(rf"(?<!\w)(?:{RANGE_OPENS}) $")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """text[start:end] is a number. `currency` '' and `scaled` False: nothing but digits. `counts`: it is followed by a unit, so it counts things."""

    start: int
    end: int
    amount: Decimal
    currency: str = ""
    scaled: bool = False
    counts: bool = False
    ranged: bool = False  # the other end of the range comes next


def find_sums(s: str) -> list[Sum]:
    """The numbers of a folded text in order, those of ranges completed by one another."""
    found = [_digits(m, s) for m in _TOKEN.finditer(s)] if _DIGIT.search(s) else []
    taken = [(f.start, f.end) for f in found]
    for pattern in (_IN_WORDS, _SCALE_FIRST, _ALONE) if _SPELLED.search(s) else ():
        for m in pattern.finditer(s):
            spelled = _spelled(m, s)
            if spelled is not None and not any(a < spelled.end and spelled.start < b and not spelled.start < a < b <= spelled.end for a, b in taken):
                found = [f for f in found if not (spelled.start <= f.start < spelled.end)]
                found.append(spelled)
                taken.append((spelled.start, spelled.end))
    return _ranges(sorted((f for f in found if f.amount < _MOST), key=lambda f: f.start), s)


def value_of(written: str) -> Decimal:
    """The value of digits: the last separator is a decimal one unless three digits follow it."""
    plain = written.replace(" ", "").replace("'", "")
    last = max(plain.rfind("."), plain.rfind(","))
    if last < 0:
        return Decimal(plain)
    whole, fraction = plain[:last], plain[last + 1 :]
    is_decimal = len(fraction) != 3 or whole in ("", "0") or (plain[last] not in whole and ("," in whole or "." in whole))
    if plain.count(plain[last]) > 1:
        is_decimal = False
    digits = whole.replace(".", "").replace(",", "")
    return Decimal(f"{digits}.{fraction}") if is_decimal else Decimal(digits + fraction)


def currency_of(written: str) -> str:
    """The ISO code of a sign, a code or a word; '' of nothing."""
    written = written.strip()
    if not written:
        return ""
    if written in SIGNS:
        return SIGNS[written]
    if written in _CODE_OF or re.fullmatch(_CODES, written):
        return _CODE_OF.get(written, written.upper())
    return next((code for code, pattern in CURRENCIES.items() if pattern.fullmatch(written) or pattern.match(written)), "")


def _scale_at(m: re.Match[str], s: str) -> Decimal:
    if m.groupdict().get("mega"):
        return Decimal(1_000_000)
    if not m.groupdict().get("scale"):
        return Decimal(1)
    return next((times for times, pattern in SCALES.items() if pattern.match(s, m.start("scale"))), Decimal(1))


def _digits(m: re.Match[str], s: str) -> Sum:
    times = _scale_at(m, s)
    amount = value_of(m["n"]) * times
    if m["cur"] == "p" and not m["pre"]:  # pence, written without a blank
        amount = amount / 100 if s[m.start("cur") - 1].isdigit() else amount
    if m["rest"]:
        amount += Decimal(m["rest"]) * (1000 if m["rests"] else 1)
    currency = currency_of(m["pre"] or m["cur"] or "")
    if m["cur"] in ("p", "e") and not m["pre"] and (not s[m.start("cur") - 1].isdigit() or s.startswith(".m", m.end())):
        currency = ""
    counts = not currency and _UNIT.match(s, m.end()) is not None
    return Sum(start=m.start(), end=m.end(), amount=amount, currency=currency, scaled=times > 1, counts=counts)


def _spelled(m: re.Match[str], s: str) -> Sum | None:
    """A number in words with its scale or currency; one with neither is no sum."""
    groups = m.groupdict()
    scale, currency = groups.get("scale") or "", groups.get("cur") or ""
    if m.re is _IN_WORDS and not scale and not currency:
        return None
    times = _scale_at(m, s) if m.re is _IN_WORDS else Decimal(1000)
    amount = in_words(groups["words"]) if groups.get("words") else Decimal(1)
    total = amount * times + Decimal(groups.get("rest") or 0) + (in_words(groups["more"]) if groups.get("more") else 0)
    counts = not currency and _UNIT.match(s, m.end()) is not None
    return Sum(start=m.start(), end=m.end(), amount=total, currency=currency_of(currency), scaled=times > 1, counts=counts)


def in_words(written: str) -> Decimal:
    """The value of number words that follow one another: „du šimtai penkiasdešimt“, "two and a half"."""
    total = part = Decimal(0)
    for word in re.split(r"[ -]", written.replace("a half", "half").strip()):
        if word.isdigit():
            part = Decimal(word)
        elif word in ("половиной", "puse", "half"):
            part += Decimal("0.5")
        elif word in HUNDREDS:
            part = (part or Decimal(1)) * 100
        elif word in NUMBERS:
            if NUMBERS[word] >= 10 and part and part < 10:
                total, part = total + part, Decimal(0)
            part += NUMBERS[word]
    return (total + part) or Decimal(1)


def _ranges(found: list[Sum], s: str) -> list[Sum]:
    """A range names its currency and its thousands once, at its end or at its beginning."""
    for i in range(len(found) - 1):
        a, b = found[i], found[i + 1]
        between = s[a.end : b.start]
        if not _TO.fullmatch(between) or a.counts or b.amount < a.amount / 1000:
            continue
        if _JUST_AND.fullmatch(between) and not _OPENS.search(s, 0, a.start):
            continue
        if not (a.currency or b.currency or a.scaled or b.scaled) or (a.currency and b.currency and a.currency != b.currency):
            continue
        if a.scaled and not b.scaled and not b.currency and s[a.start].isalpha() and s[a.end - 1].isdigit():  # «тысяч 20–25»
            b = replace(b, amount=b.amount * 1000, scaled=True)
        if b.scaled and not a.scaled and a.amount * 1000 <= b.amount:
            a = replace(a, amount=a.amount * 1000, scaled=True)
        currency = a.currency or b.currency
        found[i] = replace(a, currency=currency, ranged=True)
        found[i + 1] = replace(b, currency=currency)
    return found
