"""What kind of sum a number of a sentence is: asked for the product, or something else that business mail is full of.

    asked      a price, a total, an instalment, a fee          old        what it cost before, or in the catalogue
    vat        the tax alone                                   discount   what is taken off
    other      a rival's price, a budget, a limit, a debt      ''         no money at all
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from syncd.core.offers.lexicon import AT, EACH, PAPERS, PRICE, VAT, VAT_BESIDE, after, before, whole, words
from syncd.core.offers.scene import Scene
from syncd.core.offers.sums import Sum

Kind = Literal["asked", "old", "vat", "discount", "other", ""]

_OLD_BEFORE, _OLD_AFTER = before("OLD_BEFORE"), after("OLD_AFTER")
_OLD = whole("OLD")
_OFF_BEFORE, _OFF_AFTER = before("DISCOUNT_BEFORE"), after("DISCOUNT_AFTER")
_NOT_BEFORE, _NOT_AFTER = before("NOT_ASKED_BEFORE"), after("NOT_ASKED_AFTER")
_OTHERS, _PRIVATE = words("OTHERS"), whole("PRIVATE")
_VAT_BEFORE = re.compile(
    rf"(?:(?<!\w)(?P<beside>{VAT_BESIDE}) |(?P<plus>\+) ?)?(?<!\w)(?:{VAT})[ (,:–-]*(?:\d+(?:[.,]\d+)? ?(?:%|proc\.?))?[ ),:–-]*(?:sudaro |is |сумма |suma )?$"
)
_VAT_AFTER = re.compile(rf" ?(?:{VAT})(?!\w)")
_VAT_WITH = re.compile(rf" ?[(,]? ?(?:\+|(?:{VAT_BESIDE})) ?(?:{VAT})(?!\w)")
_ENDS = re.compile(rf" ?(?:$|[.,;:!?)(/=+]|[–—-] |(?:{EACH})(?!\w))")
_PRICED = re.compile(rf"(?<!\w)(?:{PRICE})(?:[ :=–—-]|(?:{AT})(?!\w)){{0,5}}$")
_AT = re.compile(rf"(?<!\w)(?:{AT}) (?:the |a |tik |apie |около |только |just |only )?$|[–—~=] ?$|: $|= ?$")
_EACH_ONE = re.compile(r" ?(?:each|ea|apiece|a (?!m)|per|/|uz (?:vnt|viena)|за (?:шт|штуку))")
_PART_OF_NUMBER = re.compile(r"-\d|\d-$|[@&_]")  # of a telephone number, a code
_FROM = re.compile(r"(?<!\w)(?:nuo|от|over|from|above|virs|свыше|po) $")
_FREE = re.compile(r"[^.;]{0,40}?(?<!\w)(?:nemokam|dovan|free|бесплатн|в подарок)")
_NEXT_SUM = re.compile(r"\d")
_FOR_SO_MUCH = re.compile(r"(?<!\w)(?:uz|po|за|по) $")
_OR = re.compile(r"(?:(?<!\w)(?:arba|or|либо|или|o|а)|,) $")
_BORDER = re.compile(r"[,;(]\s|[.!?:]\s|\s[–—-]\s|\s(?:but|bet|но|а|o|while|nors)\s")
_YEAR = (1990, 2050)
_PLAINLY = 100  # „už 5 200 paliekam“: whatever word follows
_CODE = 1_000_000  # digits alone, without a blank: the code of a company, an account
_LEAST = 10  # a bare number below it is more often a count than a price


def kinds_of(s: str, sums: Sequence[Sum], scene: Scene, *, ordering: bool = False) -> list[tuple[Sum, Kind]]:
    """The kind of each number of a folded sentence, in order; thousands that were left unsaid are put in.

    `ordering`: the sentence orders, pays or refuses, so that a bare number is likely its price.
    """
    scene = replace(scene, trade=True) if ordering else scene
    found: list[tuple[Sum, Kind]] = []
    end = 0
    papers = [m.span("n") for m in PAPERS.finditer(s)]
    for i, x in enumerate(sums):
        if not x.currency and any(a <= x.start < b for a, b in papers):
            found.append((x, ""))
            continue
        full = _in_full(x, scene, found[-1][0] if found and found[-1][1] else None)
        kind: Kind = "" if not _is_money(s, sums, i, scene, [k for _, k in found]) else _kind(s, sums, i, end)
        found.append((full if kind else x, kind))
        if kind:
            end = x.end
    return _without_vat(s, found)


def _in_full(x: Sum, scene: Scene, last: Sum | None) -> Sum:
    """«за 14» in answer to 14 000 means thousands, and so does «зал 140 тыс., диджей 35»."""
    if last is not None and last.scaled and not last.currency and not x.currency and not x.scaled and x.amount == int(x.amount) and x.amount < 1000:
        return replace(x, amount=x.amount * 1000, scaled=True)
    thousands = x.amount * 1000
    if not x.currency and not x.scaled and x.amount not in scene.answered and thousands in scene.answered:
        return replace(x, amount=thousands, scaled=True)
    return x


def _is_money(s: str, sums: Sequence[Sum], i: int, scene: Scene, before_it: list[Kind]) -> bool:
    x = sums[i]
    if x.currency:
        return True
    if x.counts or not x.amount or (x.amount >= _CODE and " " not in s[x.start : x.end] and not x.scaled):
        return False
    if _VAT_WITH.match(s, x.end):
        return True
    if _PART_OF_NUMBER.search(s[max(0, x.start - 2) : x.start]) or _PART_OF_NUMBER.match(s, x.end):
        return bool(i and sums[i - 1].ranged and before_it[i - 1]) or x.ranged
    if i and sums[i - 1].ranged and before_it[i - 1]:
        return True
    if x.scaled and x.amount in scene.answered:
        return True
    if x.scaled:
        led = bool(_AT.search(s, 0, x.start)) or bool(_PRICED.search(s, 0, x.start))
        return led or (bool(_ENDS.match(s, x.end)) and (bool(before_it) or scene.offered or scene.ours or scene.trade))
    if x.amount in scene.answered or x.amount * 1000 in scene.answered:
        return x.amount >= _LEAST
    if x.amount == int(x.amount) and _YEAR[0] <= x.amount <= _YEAR[1] and "," not in s[x.start : x.end] and " " not in s[x.start : x.end]:
        return False
    if not _ENDS.match(s, x.end) and not (x.amount >= _PLAINLY and _FOR_SO_MUCH.search(s, 0, x.start)):
        return False
    return _is_bare_price(s, x, any(before_it) or any(y.currency for y in sums), scene)


def _is_bare_price(s: str, x: Sum, beside_money: bool, scene: Scene) -> bool:
    """Whether digits alone are a price, by the words before them."""
    known = beside_money or scene.offered or scene.trade
    if _PRICED.search(s, 0, x.start):
        return x.amount >= 2
    if _AT.search(s, 0, x.start):
        return known and (x.amount >= _LEAST or x.amount != int(x.amount) or bool(_EACH_ONE.match(s, x.end)))
    if beside_money and _OR.search(s, 0, x.start):
        return x.amount >= _LEAST
    return (beside_money or (scene.ours and scene.offered)) and x.amount >= _LEAST and s[x.start - 2 : x.start - 1].isalpha() and bool(re.match(r" ?(?:$|[.,;!)])", s[x.end :]))


def _kind(s: str, sums: Sequence[Sum], i: int, end: int) -> Kind:
    x = sums[i]
    near = s[max(end, x.start - 60) : x.start]
    follows = s[x.end : x.end + 40]
    vat = _VAT_BEFORE.search(near)
    if vat is not None and not vat["beside"]:
        return "vat"
    if _OLD_BEFORE.search(near) or _stands(_OLD_AFTER, follows) or _OLD.search(s, max(end, clause_at(s, x.start)[0]), x.start):
        return "old"
    if _OFF_BEFORE.search(near) or _stands(_OFF_AFTER, follows):
        return "discount"
    ranged = bool(i and sums[i - 1].ranged)
    if (not ranged and _NOT_BEFORE.search(near)) or _stands(_NOT_AFTER, follows):
        return "other"
    if _FROM.search(near) and _FREE.match(follows):
        return "other"
    clause = clause_at(s, x.start)
    if _OTHERS.search(s, *clause):
        return "other"
    return "asked"


def _stands(pattern: re.Pattern[str], follows: str) -> bool:
    """Whether these words follow a sum and speak of it, not of the next one: "£49, list price £70"."""
    m = pattern.match(follows)
    return m is not None and not _NEXT_SUM.search(follows, m.end(), m.end() + 12)


def clause_at(s: str, place: int) -> tuple[int, int]:
    """The clause of a folded sentence around a place: it ends at commas, dashes and words of contrast."""
    start, stop = 0, len(s)
    for m in _BORDER.finditer(s):
        if m.end() <= place:
            start = m.end()
        elif m.start() > place:
            stop = m.start()
            break
    return start, stop


def _without_vat(s: str, found: list[tuple[Sum, Kind]]) -> list[tuple[Sum, Kind]]:
    """The tax alone is a small part of another sum of the sentence; «в т.ч. НДС 7 700», "£128 VAT"."""
    money = [x.amount for x, kind in found if kind]
    checked: list[tuple[Sum, Kind]] = []
    for x, kind in found:
        near = _VAT_BEFORE.search(s[max(0, x.start - 60) : x.start])
        small = any(Decimal("0.03") * m <= x.amount <= Decimal("0.3") * m for m in money)
        if kind == "asked" and small and (near or (_VAT_AFTER.match(s, x.end) and not _VAT_WITH.match(s, x.end))):
            kind = "vat"
        elif kind == "vat" and not small and len(money) > 1:
            kind = "asked"
        checked.append((x, kind))
    return checked


def is_private(s: str) -> bool:
    """Whether a sentence speaks of money that nobody asks for a product: pay, profit, budgets, prices of shares."""
    return _PRIVATE.search(s) is not None
