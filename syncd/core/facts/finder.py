"""Reads a person's own words sentence by sentence and gives the facts in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from syncd.core.facts import days, places, whom
from syncd.core.facts.rules import Lore, Rule, lore
from syncd.core.matters import Fact
from syncd.core.model import Company, Language
from syncd.core.promises.grammar import fold
from syncd.core.promises.latin import is_latin_russian, respell
from syncd.core.promises.said import Said
from syncd.core.sentences import Sentence, sentences

LONGEST = 4_000  # characters of own words that are read: people tell of themselves in letters, not in documents
_LONGEST_SENTENCE = 600  # longer than a person writes: a table, a log
_LONGEST_VALUE = 60
_BRIEF = 50  # characters
_CLAUSE = re.compile(r"[,;:–—!?]\s|\s-\s|[()]|\.\s|[;]$")
_JOINED = re.compile(
    r"\s(?:so|as|because|since|and (?=i |we |i'm |my |he |she )|и что|и (?=я |мы |он |она )|что|tad|tai|todel|nes|ir (?=as |mes |jis |ji )|kad)\s"
)
_FORM = re.compile(r"(?:^[ \t*•–-]*[^\W\d][^\n:?.!]{1,40}:[ \t]+\S[^\n]*\n){3,}", re.MULTILINE)
_QUOTED = re.compile(r"[\"„“«][^\"„“”«»\n]{12,}[\"“”»]")
_NEGATED = re.compile(r"(?:\bnot|n't|\bnever|\bне|\bni|\bне очень)\s+$")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


def find_facts(said: Said, company: Company) -> tuple[Fact, ...]:
    """The facts about an outside person in somebody's own words, in order of their places."""
    text = said.own[:LONGEST]
    if text.isascii() and (said.language == "ru" or (said.language == "" and is_latin_russian(text))):
        return _respelled(said, text, company)
    return _read(said, text, said.language, company)


def _respelled(said: Said, text: str, company: Company) -> tuple[Fact, ...]:
    """Russian in Latin letters: read in Cyrillic, quoted as it was typed."""
    cyrillic, place = respell(text)
    found = _read(said, cyrillic, "ru", company)
    return tuple(
        replace(f, quote=text[place[f.start] : place[f.start + len(f.quote)]], start=place[f.start], why=f"{f.why}, Latin letters")
        for f in found
    )


def _read(said: Said, text: str, language: Language, company: Company) -> tuple[Fact, ...]:
    table = lore(language)
    folded = fold(text, table.language)
    scene = whom.Scene(said, company, table)
    found: list[Fact] = []
    topic = scene.topic(text)
    barren: set[int] = set()

    def is_worth(start: int, end: int) -> bool:
        worth = any(_open(table, scene, table.gates.find(folded[start:end])))
        if not worth:
            barren.add(start)
        return worth

    for sentence in sentences(text, language, is_worth):
        if sentence.start in barren or len(sentence.text) > _LONGEST_SENTENCE:
            topic.hear(sentence.text)
            continue
        found += _in_sentence(sentence, folded[sentence.start : sentence.end], scene, topic)
    printed = [m.span() for pattern in (_QUOTED, _FORM) for m in pattern.finditer(text)] if found else []
    if found and (begins := table.printed.search(folded)):
        printed.append((begins.start(), len(text)))
    return _sorted_out([f for f in found if not any(start <= f.start < end for start, end in printed)])


def _in_sentence(sentence: Sentence, low: str, scene: whom.Scene, topic: whom.Topic) -> list[Fact]:
    """The facts in one sentence; none where it touches a special category, is asked or only imagined."""
    topic.hear(sentence.text)
    table = scene.table
    told: list[Fact] = []
    for rules in _open(table, scene, table.gates.find(low)):
        for rule in rules:
            told += _by(rule, sentence, low, scene.said, table, topic)
    if not told or table.special.search(low):
        return []
    imagined = [m.start() + sentence.start for m in table.unreal.finditer(low)]
    told = [f for f in told if not any(at < f.start + len(f.quote) for at in imagined)]
    if len(sentence.text) <= _BRIEF and len({f.start for f in told}) == 1:  # a brief sentence that tells one thing is quoted to its end
        told = [replace(f, quote=sentence.text[f.start - sentence.start :]) for f in told]
    return told


def _open(table: Lore, scene: whom.Scene, cues: int) -> Iterator[tuple[Rule, ...]]:
    """The rules that these cues make worth trying, by person."""
    for person in scene.persons:
        if rules := table.rules[person][cues & table.rules[person].asked]:
            yield rules


def _by(rule: Rule, sentence: Sentence, low: str, said: Said, table: Lore, topic: whom.Topic) -> list[Fact]:
    """The facts one rule finds in a sentence."""
    facts = []
    for match in rule.pattern.finditer(low):
        if (rule.person != 2 and table.not_mine.search(low, 0, match.start() + 1)) or (
            not rule.negated and _NEGATED.search(low, max(0, match.start() - 12), match.start())
        ):
            continue
        group = _group(match)
        if rule.person == 1 and table.language == "ru" and whom.names_somebody(sentence.text[: match.start(group or 0)], table):
            continue  # a Russian past tense does not tell who
        who = topic.meant(rule.person, sentence.text[: match.start(group) if group else match.end()])
        start, end = _clause(low, match.start(), match.end() if rule.kind != "birthday" or not group else match.start(group))
        value = _value(rule, match, group, _Piece(sentence.text, low, start, end), said, table) if who is not None else ""
        if who is None or not value:
            continue
        start, end = _place(rule, match, group, value, low, table)
        if low[end - 1 : end + 1].count("?") or (low.endswith("?") and table.asks.match(low, start)):
            continue  # asked, not told
        facts.append(Fact(
            quote=sentence.text[start:end], start=sentence.start + start, kind=rule.kind, value=value, about=who.address, named=who.name,
            negated=rule.negated, why=("their own words", "our words to them", "our words about them")[rule.person - 1],
        ))  # fmt: skip
    return facts


def _group(match: re.Match[str]) -> str:
    """The group that holds the value; '' where the rule names it."""
    return next((g for g in ("v", "w", "x", "c") if match.groupdict().get(g)), "")


def _place(rule: Rule, match: re.Match[str], group: str, value: str, low: str, table: Lore) -> tuple[int, int]:
    """The stretch to quote."""
    begin, end = match.start(), _end_of(match, group, value, low)
    if rule.kind == "birthday":
        end = match.start(group) if group else end
        if day := days.place(low, begin, table):
            begin, end = min(begin, day[0]), max(end, day[1])
    return _clause(low, begin, end)


class _Piece(NamedTuple):
    """A sentence, its folded words, and the clause spoken of: text[start:end]."""

    text: str
    low: str
    start: int
    end: int


def _value(rule: Rule, match: re.Match[str], group: str, piece: _Piece, said: Said, table: Lore) -> str:
    """What is told, in short; '' where the words do not tell it."""
    if rule.kind in ("birthday", "city") and table.firm.search(piece.low, piece.start, piece.end):
        return ""
    if rule.kind == "birthday":
        age = days.age(match.groupdict().get("n") or match.groupdict().get("n2"), table)
        found = days.birthday(piece.text, piece.text[piece.start : piece.end], piece.low, match.start(), said.at, table, age)
        if not found and rule.person == 2 and not table.belated.search(piece.low):
            found = days.on(said.at.date(), age)
        return found
    if rule.kind == "city":
        return places.city(piece.text[match.start("c") : match.end("c")], match["c"], table)
    if rule.value and rule.value != "^":
        return rule.value
    return _words(rule, match, group, piece.text, table) if group else ""


def _words(rule: Rule, match: re.Match[str], group: str, text: str, table: Lore) -> str:
    """The words of a value: without what leads to them, as far as they go."""
    low = match[group]
    lead = table.heads.match(low) if rule.kind not in ("style", "family", "other", "job") else None
    begin = lead.end() if lead else 0
    stop = (table.turns if rule.kind == "style" else table.stops).search(low, begin + 1)
    low = low[begin : stop.start() if stop else None].rstrip(" .,;")
    start = match.start(group) + begin
    written = " ".join(text[start : start + len(low)].split()).strip("\"„“”«»'")
    if rule.value == "^" and not written[:1].isupper():
        return ""
    if rule.kind == "hobby":
        names = [name for pattern, name in table.names if pattern.search(low)]
        if names:
            name = ", ".join(dict.fromkeys(names))
            return f"{name} ({written})" if " " in written else name
    if rule.kind == "family":
        written += _name_after(text, match.end(group))
    return written if len(written) <= 2 * _LONGEST_VALUE else ""


_NAMED = re.compile(r"\s?,?\s(?=[A-ZА-ЯЁĄČĘĖĮŠŲŪŽ])([^\W\d_]{2,})(?!['’]s)")


def _name_after(text: str, at: int) -> str:
    """The name of a relative that follows: my wife Anna."""
    match = _NAMED.match(text, at)
    return f" {match[1]}" if match else ""


def _end_of(match: re.Match[str], group: str, value: str, low: str) -> int:
    """Where the words of a fact end: an open pattern takes more than belongs to it."""
    if not group:
        return match.end()
    told = value.partition(" (")[2].rstrip(")") or value
    at = low.find(told.lower(), match.start(group))
    return at + len(told) if at >= 0 else match.start(group) + 1 if group == "c" else match.end(group)


def _clause(low: str, start: int, end: int) -> tuple[int, int]:
    """The clause in which the words low[start:end] stand."""
    before = [m.end() for pattern in (_CLAUSE, _JOINED) for m in pattern.finditer(low, 0, start + 1) if m.end() <= start]
    after = [m.start() for pattern in (_CLAUSE, _JOINED) if (m := pattern.search(low, min(end, len(low))))]
    first, last = max(before, default=0), min(after, default=len(low))
    while first < start and not low[first].isalnum():
        first += 1
    return first, len(low[:last].rstrip())


_ALWAYS = ("birthday", "city", "job")


def _sorted_out(found: list[Fact]) -> tuple[Fact, ...]:
    """Each thing once: of two readings of the same words the longer value, whatever its kind."""
    kept: list[Fact] = []
    for fact in sorted(found, key=lambda f: (-len(f.value), f.start)):
        theirs = [k for k in kept if (k.about, k.named) == (fact.about, fact.named)]
        same = [k for k in theirs if k.kind == fact.kind]
        if fact.kind == "birthday":
            again = any(k.value.endswith(fact.value) for k in same)
        else:
            again = any(fact.value.lower() in k.value.lower() or k.quote == fact.quote for k in same)
            again = again or (
                fact.kind not in _ALWAYS and any(k.quote == fact.quote and fact.value.lower() in k.value.lower() for k in theirs)
            )
        if not again:
            kept.append(fact)
    return tuple(sorted(kept, key=lambda f: (f.start, f.kind)))
