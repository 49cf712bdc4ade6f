"""What looks like a term and is none: a date that belongs to a document, how long a work takes, when the office is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncd.core.due.past import happened, is_future
from syncd.core.due.reading import Reading, Token

if TYPE_CHECKING:
    from syncd.core.due.terms import Term


_STREETS: Final = frozenset({"street", "road", "avenue", "lane", "square", "gatve", "gatves", "gatveje", "g", "g."})
_LABOUR: Final = frozenset({"labour", "labor", "работы", "работ", "простоя", "prastovos"})
_PAYING: Final = frozenset({"payment", "payable", "apmokejimas", "apmokejimo", "оплата", "оплаты", "оплатой"})
_SENT: Final = ("atsius", "issius", "persius", "пришл", "вышл", "отправ", "перешл")
_COUNTS: Final = frozenset({"pcs", "pieces", "units", "items", "шт", "штук", "штуки", "коробки", "vnt", "vienetu", "dezes", "deziu"})  # folded
_REGULAR: Final = frozenset({"run", "release", "batch", "edition", "round"})  # what comes again and again, at a date of its own


def refused(term: Term, reading: Reading) -> bool:
    """Whether a term found is to be left out. A missing term is better than a wrong one."""
    tokens = reading.tokens
    if term.day is not None and term.day.kind == "past":
        return True
    if term.lead == "after" and term.clock is None and term.day is not None and term.day.kind == "days" and not term.day.counted:
        return True  # after Friday: no day is named
    if term.clock is not None and term.day is None and tokens[term.first].word == "по":
        return True  # «по три часа»: each
    if term.weak and term.clock is not None and term.last - term.first == 1 and tokens[term.first].kind == "number":
        return True  # a lone number
    if term.weak and reading.words > sum(t.kind in ("other", "pronoun") for t in tokens[term.first : term.last]):
        return True
    if term.day is not None and term.day.low != term.day.high and _abbreviated_week(tokens[term.first : term.last]):
        return True
    if term.day is not None and term.day.kind == "vague" and _denied(tokens[term.last : term.last + 1], reading):
        return True
    bare = not term.lead and not term.clock_lead  # "I'll pay half on Monday" is read in full
    if _half_read(tokens[max(0, term.first - 1) : term.first] if bare else [], tokens[term.last - 1], tokens[term.last : term.last + 2]):
        return True
    if term.last < len(tokens) and tokens[term.last].value == "every":
        return True  # the 15th of each month
    before = tokens[max(0, term.first - 4) : term.first]
    if term.counted and before and before[-1].kind == "price" and before[-1].word not in _COUNTS:
        return True  # three euros a day, twice a week
    if term.day is None and not term.clock_lead and not term.part and any(t.kind == "price" for t in before[-2:]):
        return True  # the scale is 1:50
    if before and before[-1].kind == "price" and tokens[term.first].kind in ("short", "number") and not term.lead:
        return True  # version 3.10
    if term.clock is not None and before and before[-1].kind == "price" and tokens[term.first].value == "on":
        return True  # «2 человека на 3 часа»
    if tokens[term.first].word == "за" and term.day is not None and term.day.weekday is not None:
        return True  # «журнал за четверг»
    after = tokens[term.last : term.last + 4]
    sent = bool(after) and after[0].word.startswith(_SENT)
    if term.lead == "from" and sent and before and before[-1].kind in ("other", "paper") and not before[-1].word.startswith(_SENT):
        return True  # „kainas nuo lapkričio atsiųsiu": of the prices
    wide = before if term.day is not None else tokens[max(0, term.first - 6) : term.first]
    return (
        _of_document(term, reading, before, after) or _of_length(term, before, after) or _of_terms(term, reading, before, after)
        or _of_hours(term, wide, after) or _of_thing(term, reading, after) or happened(term, reading)
    )  # fmt: skip


_LEFT_OVER: Final = frozenset({"half", "quarter", "past_hour", "ordinal", "weekof"})
_LONG_UNITS: Final = frozenset({"week", "fortnight", "month", "quarter"})


def _half_read(before: list[Token], last: Token, after: list[Token]) -> bool:
    """Whether words of time stand beside a term that no rule could put together with it: what was read is but a part of it."""
    for token in (*before, *after[:1]):
        if token.kind in _LEFT_OVER or (token.kind == "unit" and token.value in _LONG_UNITS and last.kind != "month"):
            return True
    kinds = [t.kind for t in after]
    return kinds[:1] in (["hence"], ["weekend"]) or (kinds[:1] == ["modifier"] and kinds[1:] in (["unit"], ["weekday"], ["month"]))


def _denied(after: list[Token], reading: Reading) -> bool:
    """„Iškart nepasakysiu", «сразу не скажу»."""
    return any(t.kind == "not" or (reading.lexicon.language == "lt" and t.kind == "pronoun" and t.word.startswith("ne")) for t in after)


def _abbreviated_week(tokens: list[Token]) -> bool:
    """Mon–Fri, пн–пт: every week, not this one."""
    named = [t.value for t in tokens if isinstance(t.value, int) and t.kind == "weekday" and len(t.word) <= 3]
    return len(named) == 2 and (named[1] != named[0] + 1 or not any(t.kind == "slash" for t in tokens))


def _of_document(term: Term, reading: Reading, before: list[Token], after: list[Token]) -> bool:
    """"The invoice of 5 December", «счёт от 5 декабря», "your Friday mail", „gruodžio 5 d. sąskaita"."""
    last = before[-1].kind if before else ""
    follows = after[0].kind if after else ""
    if last == "origin" or (after and after[0].word in _STREETS):
        return True
    if term.lead == "of" and before and before[-1].word in _REGULAR:
        return False  # in our payment run of 8 April
    if term.lead in ("of", "from") and (last == "paper" or (term.lead == "of" and last in ("other", "pronoun"))):
        return True
    if last == "determiner" and not term.lead and follows in ("other", "paper"):
        return True
    first, end = reading.tokens[term.first], reading.tokens[term.last - 1].end
    apart = bool(after) and any(c.isalpha() for c in reading.source[end : after[0].start])  # "tomorrow the offer"
    if apart or (before and before[-1].word == "with" and first.kind == "weekday_of"):
        return False
    return follows == "paper" and (not term.lead or first.value == "for") and not any(t.kind in ("pronoun", "comma") for t in after[1:2])


def _of_length(term: Term, before: list[Token], after: list[Token]) -> bool:
    """How long a thing takes or is warranted is no term."""
    if term.clock is not None or term.lead in ("upto", "at", "before", "from"):
        named = term.day is not None and term.day.kind == "days" and term.day.low == term.day.high and not term.counted
        return not named and any(t.kind == "lasting" for t in before[-1:])  # «уйдёт в среду» leaves, «уйдёт два дня» takes
    return any(t.kind in ("lasting", "warranty") for t in before[-2:]) or any(t.kind == "warranty" for t in after[:2])


def _of_terms(term: Term, reading: Reading, before: list[Token], after: list[Token]) -> bool:
    """Terms of payment and hours of work: "payment within 30 days", "30 days net", «за 4 часа работы»."""
    if not term.counted:
        return False
    if after and after[0].word in _LABOUR | {"net"}:
        return True
    paid = bool(before) and before[-1].word in _PAYING
    return paid and not any(is_future(t, reading) or t.kind == "comma" for t in before[-3:-1])


def _of_hours(term: Term, before: list[Token], after: list[Token]) -> bool:
    """"We work from 9 to 18", "opening hours: 9–17"."""
    if term.clock is None and term.lead != "from":
        return False
    said_apart = len(before) > 1 and before[-1].word == "," and term.clock is not None and term.clock.times[0] == term.clock.times[1]
    if said_apart and before[-2].word in ("open", "opens"):
        return False  # as soon as they open, nine o'clock
    return any(t.kind == "hours" for t in before) or any(t.kind == "hours" for t in after[:1])


_RIDES: Final = frozenset({"traukinio", "traukini", "autobuso", "autobusa", "reiso", "reisa", "skrydzio"})


def _of_thing(term: Term, reading: Reading, after: list[Token]) -> bool:
    """"The 9 o'clock bus", „kito ketvirčio planas": an hour or a stretch of the calendar that names a thing."""
    first, last = reading.tokens[term.first], reading.tokens[term.last - 1]
    if not after or term.lead or term.clock_lead:
        return False
    if term.clock is not None and term.day is None:
        the = reading.lexicon.language == "en" and reading.source[max(0, first.start - 4) : first.start].lower() == "the "
        return (the and after[0].kind in ("other", "price")) or after[0].word in _RIDES
    genitive = reading.lexicon.language == "lt" and last.kind == "unit" and last.word in ("savaites", "menesio", "ketvircio")
    return genitive and not term.counted and term.clock is None and after[0].kind in ("other", "paper")
