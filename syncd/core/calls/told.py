"""What a person writes of a call: „skambino Petras apie dvyliktą, kalbėjom keturias minutes“, "I'll call you at 15:00".

A report names when it was, how long it took, or the number; a plan names the hour, or it is no more than a promise to
call. It refuses requests ("call me"), conditions, questions, and what a name could be called.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from syncd.core import phones
from syncd.core.calls.lengths import seconds_in
from syncd.core.calls.notice import our_numbers
from syncd.core.calls.words import NOBODY, NUMBERS, SPANS, TABLES, any_of, plain
from syncd.core.due import find_dues
from syncd.core.matters import Call, CallOutcome
from syncd.core.model import Company, Direction, Language, WorkingCalendar
from syncd.core.promises.said import Said
from syncd.core.sentences import Sentence, sentences

_GATE: Final = tuple(dict.fromkeys(piece for t in TABLES for piece in t.GATE))
_DIGIT: Final = re.compile(r"\d")
_NUMBERS: Final = (*(word for word in NUMBERS if len(word) > 2), *SPANS, "noon", "dvylik", "midday", "двенадцат", "одиннадцат", "полдень", "vienuolik", "vidurdien")
_CAPITALISED: Final = re.compile(r"(?<![\w@.])[A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][\w’'-]+\.?(?:\s(?:[A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][\w’'-]*\.?|[A-ZА-ЯЁ]\.)){0,2}")
_CLOCK: Final = re.compile(r"(?<![\d.:])([01]?\d|2[0-3])[:.]([0-5]\d)(?![\d.:])")
_QUOTED: Final = re.compile(r"[«„“\"]([^»“”\"]*)[»“”\"]")
_YOU: Final = re.compile(r"(?<!\w)(?:you|jums|tau|вам|тебе)(?!\w)")
_DATIVE: Final = re.compile(r".*(?:у|ю|е|ому|ей|ой)$")
_LONGEST: Final = 4000  # characters of a letter


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence that tells of a call: whether of one to come, and whether its writer is the one who calls."""

    sentence: Sentence
    planned: bool
    by_writer: bool
    verb: re.Match[str]
    to_you: bool = False  # somebody of the writer's calls whom the letter is to


def told_call(said: Said, company: Company, calendar: WorkingCalendar) -> Call | None:
    """The call somebody reports, else the one they announce, or None."""
    own = said.own[:_LONGEST]
    low = plain(own)
    pieces = [piece for piece in _GATE if piece in low]
    if not pieces or not (_DIGIT.search(own) or any(word in low for word in _NUMBERS)) or not _may_tell(low, pieces, said.language):
        return None
    cut = tuple(sentences(own, said.language, lambda start, end: any(piece in low[max(0, start - 1) : end] for piece in pieces)))
    found = [t for s in cut if any(piece in low[max(0, s.start - 1) : s.end] for piece in pieces) and (t := _telling(s, own, said.language))]
    if company.outside(said.recipients) or not company.is_ours(said.sender.address):
        found = [replace(t, by_writer=True, to_you=True) if not t.by_writer and _YOU.search(plain(t.sentence.text)) else t for t in found]
    for told in sorted(found, key=lambda t: (t.planned, t.sentence.start)):
        call = _planned(told, own, said, company, calendar) if told.planned else _reported(told, own, cut, said, company, calendar)
        if call:
            return call
    return None


def _may_tell(low: str, pieces: Sequence[str], language: Language) -> bool:
    """Whether a verb of calling somebody stands near one of these pieces: cutting into sentences costs more than this."""
    verbs = [any_of(name, language) for name in ("WE", "THEY", "PLAN", "THEY_PLAN")]
    for m in re.finditer("|".join(map(re.escape, pieces)), low):
        start = max(low.rfind(mark, max(0, m.start() - 80), m.start()) for mark in ("\n", ". ", "! ", "? ", ", "))
        near = low[(start + 1 if start >= 0 else max(0, m.start() - 80)) : m.end() + 40].lstrip(" -–—*•.,!?")
        if any(verb.search(near) for verb in verbs):
            return True
    return False


def _telling(s: Sentence, own: str, language: Language) -> _Told | None:
    low = plain(s.text)
    if own[s.end - 1 : s.end + 1].strip().endswith("?"):
        return None
    they, we = any_of("THEY", language).search(low), any_of("WE", language).search(low)
    if they and not we and they[0] == "called" and s.text[they.end() :].lstrip(" \"“«")[:1].isupper():
        they = None  # a tool called Jira
    if we and they and they.start() < we.start():
        we = None  # Jane called and we talked
    if we or they:
        dative = they and re.fullmatch(_DATIVE, plain(_after(s.text, they)) or "-")
        return _Told(s, False, bool(we) or bool(dative), we or they)  # type: ignore[arg-type]
    if (condition := any_of("CONDITION", language).search(low)) and condition.start() < 40:
        return None
    they, we = any_of("THEY_PLAN", language).search(low), any_of("PLAN", language).search(low)
    return _Told(s, True, not they, they or we) if they or we else None  # type: ignore[arg-type]


def _after(text: str, verb: re.Match[str]) -> str:
    """The name right behind a Russian verb: «звонил Иванову» is to Ivanov, «звонил Иванов» is from him."""
    m = _CAPITALISED.match(text[verb.end() :].lstrip())
    return m[0].split()[-1] if m and verb[0].startswith(("зв", "по", "пере", "наб")) else ""


# ── one that was ─────────────────────────────────────────────────────────────────────────────────────────────────


def _reported(told: _Told, own: str, cut: Sequence[Sentence], said: Said, company: Company, calendar: WorkingCalendar) -> Call | None:
    s = told.sentence
    here = cut.index(s)
    beside = [x for x in cut[here : here + 3] if "\n\n" not in own[s.end : x.start]]
    words = " ".join(x.text for x in beside)
    low = plain(words)
    number = _number(words, said, company) or _number(own, said, company)
    at = next((m for x in (s, *beside[1:2]) if (m := _past_moment(x.text, told, said, calendar))), None)
    length = next((n for x in beside if (n := _talk(x.text)) is not None), None)
    outcome: CallOutcome = "voicemail" if any_of("LEFT_MESSAGE").search(low) else "missed" if any_of("NOT_REACHED").search(low) and length is None else "answered"
    if not (number or at or length):
        return None
    theirs = not company.is_ours(said.sender.address)
    name = None if told.to_you else _name(s, told, said, company)
    name = name or (said.sender.name or None if theirs and told.by_writer else _addressee(said, company) if told.to_you else None)
    if not (name or number):
        return None
    direction: Direction = "in" if told.by_writer == theirs else "out"
    return Call(
        direction=direction, number=number, name=name, at=at or said.at.replace(second=0, microsecond=0), seconds=None if outcome == "missed" else length,
        outcome=outcome, why="a person's report of a call",
    )  # fmt: skip


def _talk(text: str) -> int | None:
    low = plain(text)
    return seconds_in(text) if any_of("TALKED").search(low) or any_of("THEY").search(low) or any_of("WE").search(low) else None


def _past_moment(text: str, told: _Told, said: Said, calendar: WorkingCalendar) -> dt.datetime | None:
    """The moment of something past: its words are read as if said when that day began, and never come to lie in the future."""
    low = plain(text)
    yesterday = any_of("YESTERDAY").search(low)
    for pattern in (any_of("WE"), any_of("THEY"), any_of("NOT_REACHED"), any_of("YESTERDAY")):
        low = pattern.sub(lambda m: "," * len(m[0]), low)
    kept = "".join(c if low[i] != "," else "," for i, c in enumerate(text))
    day = said.at.replace(hour=0, minute=1, second=0, microsecond=0)
    kept = phones.IN_TEXT.sub(",", kept)
    for due in (d for part in (kept, *kept.split(",")) for d in find_dues(part, day, said.language, calendar)):
        if due.to and "T" in due.to:
            at = dt.datetime.fromisoformat(due.to).replace(tzinfo=said.at.tzinfo) - dt.timedelta(days=1 if yesterday else 0)
            return at if at <= said.at else at - dt.timedelta(days=7) if at.date() > said.at.date() else None
    clock = _CLOCK.search(phones.IN_TEXT.sub(",", text))
    if clock is None:
        return None
    at = day.replace(hour=int(clock[1]), minute=int(clock[2])) - dt.timedelta(days=1 if yesterday else 0)
    return at if at <= said.at else None


# ── one to come ──────────────────────────────────────────────────────────────────────────────────────────────────


def _planned(told: _Told, own: str, said: Said, company: Company, calendar: WorkingCalendar) -> Call | None:
    at = _coming(told, own, said, calendar)
    if at is None or at <= said.at:
        return None
    theirs = not company.is_ours(said.sender.address)
    outside = company.outside(said.recipients)
    name = None if told.to_you else _name(told.sentence, told, said, company)
    if name is None and told.by_writer:
        name = (said.sender.name or None) if theirs else _addressee(said, company)
    number = _number(told.sentence.text, said, company) or _number(own, said, company)
    if not (name or number or outside):
        return None
    direction: Direction = "in" if told.by_writer == theirs else "out"
    return Call(direction=direction, number=number, name=name, at=at, seconds=None, outcome="planned", why="a person's plan of a call")


def _coming(told: _Told, own: str, said: Said, calendar: WorkingCalendar) -> dt.datetime | None:
    """The moment a call is planned for: its day may stand in the heading of a list."""
    s = told.sentence
    text = phones.IN_TEXT.sub(lambda m: "," * len(m[0]), s.text)
    day: str | None = None
    around = (text[: told.verb.start()], text[told.verb.end() :])
    for due in (d for part in (text, *around) for d in find_dues(part, said.at, said.language, calendar)):
        if due.to and "T" in due.to:
            return dt.datetime.fromisoformat(due.to).replace(tzinfo=said.at.tzinfo)
        day = day or due.to
    clock = _CLOCK.search(text)
    if clock is None:
        return None
    headings = (line for line in own[: s.start].split("\n")[::-1] if line.strip().endswith(":"))
    dated = day or next((d.to for line in headings for d in find_dues(line, said.at, said.language, calendar) if d.to), None)
    date = dt.date.fromisoformat((dated or said.at.date().isoformat())[:10])
    return dt.datetime(date.year, date.month, date.day, int(clock[1]), int(clock[2]), tzinfo=said.at.tzinfo)


# ── who ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _number(text: str, said: Said, company: Company) -> str:
    region = phones.region_of(company.country, said.language)
    ours = our_numbers(company, region)
    found = (phones.normalised(m[0], region) for m in phones.IN_TEXT.finditer(text))
    return next((n for n in found if n and n not in ours), "")


def _name(s: Sentence, told: _Told, said: Said, company: Company) -> str | None:
    """The one named nearest to the verb; whole names before parts of them."""
    names = list(_names(s.text, said, company)) or [(m.start(), m[1]) for m in _QUOTED.finditer(s.text)]
    start, end = told.verb.span()
    return min(names, key=lambda n: (" " not in n[1], max(n[0] - end, start - n[0] - len(n[1]), 0)))[1] if names else None


def _addressee(said: Said, company: Company) -> str | None:
    """The first outside person a letter is to."""
    return next((p.name for p in company.outside(said.recipients) if p.name), None)


def _names(text: str, said: Said, company: Company) -> Iterator[tuple[int, str]]:
    quoted = [(m.start(), m.end()) for m in _QUOTED.finditer(text)]
    for m in _CAPITALISED.finditer(text):
        words = m[0].rstrip(".").split()
        while len(words) > 1 and _is_no_name(words[0]):
            words = words[1:]
        name = " ".join(words)
        if (m.start() == 0 and len(words) == 1 and _is_no_name(words[0])) or any(a < m.start() < b for a, b in quoted):
            continue
        if not _is_ours(words, said, company) and not _is_no_name(words[0]):
            yield m.start(), name


def _is_ours(words: Sequence[str], said: Said, company: Company) -> bool:
    ours = {plain(w) for s in company.staff for w in s.name.split()}
    ours |= {plain(w) for p in (said.sender, *said.recipients) if company.is_ours(p.address) for w in p.name.split()}
    return all(plain(w) in ours for w in words)


def _is_no_name(word: str) -> bool:
    low = re.split(r"['’]", plain(word).strip(".,"), maxsplit=1)[0]
    return (
        low in NOBODY or low in _COMMON
        or any(p.fullmatch(low) for p in (any_of("WE"), any_of("THEY"), any_of("PLAN"), any_of("THEY_PLAN"), any_of("NOT_REACHED")))
    )  # fmt: skip


_COMMON: Final = frozenset(
    "january february march april may june july august september october november december i we you he she they it the a an this that then just today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday no yes re from at on also could please "
    "hi hello dear thanks regards as if my our his her but and so after before around about call called rang phoned spoke ai teams zoom "
    "as mes tu jus jis ji jie siandien vakar rytoj pirmadieni antradieni treciadieni ketvirtadieni penktadieni sestadieni sekmadieni ka kad bet ir tai taip ne laba labas sveiki sveika sveikas del dar is po apie "
    "skambino skambinau paskambinsiu paskambino kalbejau kalbejom "
    "я мы вы он она они сегодня вчера завтра в во на с со из по к у о об понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье да нет это этот то и но а так еще ещё уже "
    "добрый здравствуйте привет вам вас ваш ваша ваше вами тебе ему ей звонил звонила позвоню созвон около".split()
)
