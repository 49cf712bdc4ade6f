"""Reads a person's own words sentence by sentence and gives the promises in them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from syncd.core.due import find_due
from syncd.core.model import Company, Due, Language, Promise, WorkingCalendar
from syncd.core.promises import accept, notes, requests
from syncd.core.promises.compose import compose
from syncd.core.promises.grammar import fold, grammar
from syncd.core.promises.heads import Head, find_heads
from syncd.core.promises.latin import is_latin_russian, respell
from syncd.core.promises.merge import merge
from syncd.core.promises.said import Said
from syncd.core.promises.scene import Finding, Line, Scene, set_scene
from syncd.core.sentences import Sentence, sentences

LONGEST = 8_000  # characters of own words that are read, about 1,300 words: what is longer is a document or a log, and dear
_SELLS = 3  # words of advertising in a text that make it one
_LONGEST_SENTENCE = 1200  # longer than any sentence a person writes: a table, a log
_PIECE = re.compile(r"[,;:–—]\s|\s(?:but|но|bet|o|а)\s")
_CLOCK = re.compile(r"\D{0,9}\d{1,2}(?:[:.]\d\d)?\s?(?:val\.?|час\w*|ч\.?|pm|am|p\.m\.?|a\.m\.?)?")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_TOO_SHORT = 40  # characters, „ok sutvarkysiu“, in which one word as many languages have it decides
_LITHUANIAN_PLAIN = re.compile(r"(?<!\w)[a-z]{4,}+(?:(?<=siu)|(?<=sim)|(?<=sime))(?!\w)")  # „padarysim“: too short a mail to tell by
_LITHUANIAN_SURE = re.compile(r"(?<!\w)[a-z]{7,}+(?:(?<=siu)|(?<=sime))(?!\w)")
_LITHUANIAN = re.compile(r"[ąčęėįšųūž]", re.IGNORECASE)


class View:
    """The whole text folded for one language, and the cues of that language in its stretches."""

    __slots__ = ("_paragraph", "_worth", "folded", "grammar", "text")

    def __init__(self, text: str, language: Language, *, inside: bool = False) -> None:
        self.text, self.grammar = text, grammar(language)
        self._worth = self.grammar.worth | self.grammar.orders if inside else self.grammar.worth
        self.folded = fold(text, self.grammar.language)
        self._paragraph = (0, 0, 0)  # the last stretch in no other, and its cues: what stands in it has no others

    @property
    def is_advertising(self) -> bool:
        """Whether a stranger's text sells: its promises are made to everybody."""
        return sum(word in self.folded for word in self.grammar.adverts) >= _SELLS

    def cues(self, start: int, end: int) -> int:
        """The cues in that stretch of the text."""
        first, last, around = self._paragraph
        if start == first and end == last:
            return around
        folded = self.folded[start:end]
        if first <= start and end <= last:
            return self.grammar.cues.find(folded, around)
        folded = folded.rstrip()  # a stretch that is one sentence is then looked through once
        self._paragraph = start, start + len(folded), self.grammar.cues.find(folded)
        return self._paragraph[2]

    def is_worth(self, start: int, end: int) -> bool:
        """Whether anything that can make a promise stands in that stretch of the text."""
        return self.opens(self.cues(start, end), start, end)

    def opens(self, cues: int, start: int, end: int) -> bool:
        """Whether these cues of that stretch of the text can make a promise, or its beginning does."""
        if cues & self._worth or self.grammar.together[cues & self.grammar.together.asked]:
            return True
        return notes.STARTS.match(self.text, start, end) is not None


def find_promises(said: Said, company: Company, calendar: WorkingCalendar) -> tuple[Promise, ...]:
    """The promises, hand-offs and promises to us in a person's own words, in order of their places.

    Confidence: 0.8 and more is good enough for a reminder, from 0.5 worth showing.
    """
    scene = set_scene(said, company)
    if not scene.kind:
        return ()
    text = said.own[:LONGEST]
    plain = _LITHUANIAN_PLAIN if not said.language else _LITHUANIAN_SURE if said.language == "en" and len(text) < _TOO_SHORT else None
    if plain is not None and plain.search(text.lower()):
        scene = replace(scene, said=replace(said, language="lt"))
    if text.isascii() and (said.language == "ru" or (said.language != "en" and is_latin_russian(text))):
        return _respelled(scene, text, calendar)
    return _read(scene, text, calendar)


def _respelled(scene: Scene, text: str, calendar: WorkingCalendar) -> tuple[Promise, ...]:
    """Read in Cyrillic, quoted in the letters that were typed."""
    cyrillic, place = respell(text)
    found = _read(replace(scene, said=replace(scene.said, own=cyrillic, language="ru")), cyrillic, calendar)
    typed = []
    for promise in found:
        start, end = place[promise.start], place[promise.start + len(promise.quote)]
        around = cyrillic.find(promise.sentence, max(0, promise.start - len(promise.sentence)))
        sentence = text[place[around] : place[around + len(promise.sentence)]] if around >= 0 else text[start:end]
        named = cyrillic.find(promise.assignee.rstrip("ьй")) if promise.assignee else -1  # «voditel»: no soft sign was typed
        assignee = text[place[named] : place[named + len(promise.assignee or "")]] if named >= 0 else promise.assignee
        typed.append(replace(promise, quote=text[start:end], sentence=sentence, start=start, assignee=assignee, why=f"{promise.why}, Latin letters"))
    return tuple(typed)


def _read(scene: Scene, text: str, calendar: WorkingCalendar) -> tuple[Promise, ...]:
    said = scene.said
    views = {said.language: View(text, said.language, inside=scene.inside)}
    if scene.kind == "theirs" and views[said.language].is_advertising:
        return ()
    found: list[Promise] = []
    seen: list[Sentence] = []
    plain = _language("", said.language) if text.isascii() else None
    for sentence in sentences(text, said.language, views[said.language].is_worth):
        if len(sentence.text) <= _LONGEST_SENTENCE:
            language = plain or _language(sentence.text, said.language)
            view = views.get(language) or views.setdefault(language, View(text, language, inside=scene.inside))
            cues = view.cues(sentence.start, sentence.end)
            if view.opens(cues, sentence.start, sentence.end):
                line = Line(sentence, language, view.folded[sentence.start : sentence.end], cues, tuple(seen[-3:]), calendar, _day(found[-1] if found else None))
                found += _in_sentence(scene, line, view, found)
        seen.append(sentence)
    return tuple(found)


def _language(sentence: str, language: Language) -> Language:
    """A sentence may be in another language than its mail: its letters say so."""
    if sentence.isascii():
        return "en" if language == "ru" else language or "en"
    if _CYRILLIC.search(sentence):
        return "ru"
    if _LITHUANIAN.search(sentence):
        return "lt"
    return "en" if language == "ru" else language or "en"


def _in_sentence(scene: Scene, line: Line, view: View, before: list[Promise]) -> list[Promise]:
    findings = _findings(scene, line, view)
    promises: list[Promise] = []
    for ordinal, finding in enumerate(findings):
        earlier = (promises or before)[-1:]
        promise = compose(scene, line, replace(finding, ordinal=ordinal), earlier[0] if earlier else None)
        if promise is not None:
            promises.append(promise)
    return promises


def _day(promise: Promise | None) -> dt.date | None:
    """The day a promise falls due: what "the same day" in a later sentence points to."""
    due = promise.due if promise is not None else None
    return dt.date.fromisoformat(due.to[:10]) if due is not None and due.to else None


def _findings(scene: Scene, line: Line, view: View) -> list[Finding]:
    g, s = view.grammar, line.folded
    accepted = accept.acceptance(scene, line, s)
    if accepted is not None:
        return [accepted]
    noted = notes.note(scene, line, s)
    if noted:
        return [noted]
    if scene.inside or scene.colleagues:
        asked = requests.requests(scene, line, s)
        if asked:
            return asked
    if not line.cues & (g.head_cues | g.noun_cues):
        return []
    heads = find_heads(s, g, line.cues)
    return merge(s, g, line.cues, heads, lambda h: _due(scene, line, h)) if heads else []


def _due(scene: Scene, line: Line, head: Head) -> Due | None:
    """The term of a clause: the words from the verb's own part on come before what was said earlier."""
    text, said = line.sentence.text, scene.said
    if line.language == "en" and head.form == "present":
        own = find_due(text[head.verb_at : head.stop], said.at, line.language, line.calendar, earlier=line.earlier)
        if own is not None and own.kind == "explicit" and not _CLOCK.fullmatch(own.text):
            return own  # "the goods leave on Wednesday and land with you on Friday"
    pieces = list(_PIECE.finditer(text, head.begin, head.start))
    if pieces:
        own = find_due(text[pieces[-1].end() : head.stop], said.at, line.language, line.calendar, earlier=line.earlier)
        if own is not None and own.kind == "explicit" and not _CLOCK.fullmatch(own.text):
            return own
    return find_due(text[head.begin : head.stop], said.at, line.language, line.calendar, earlier=line.earlier)
