"""Reads a person's own words sentence by sentence and gives the promises in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from syncd.core.due import find_due
from syncd.core.model import Company, Due, Language, Promise, WorkingCalendar
from syncd.core.promises import accept, notes, requests
from syncd.core.promises.compose import compose
from syncd.core.promises.grammar import Grammar, Patterns, fold, grammar
from syncd.core.promises.heads import Head, find_heads
from syncd.core.promises.merge import merge
from syncd.core.promises.said import Said
from syncd.core.promises.scene import Finding, Line, Scene, set_scene
from syncd.core.sentences import Sentence, split

LONGEST = 100_000  # characters of own words that are read
_LONGEST_SENTENCE = 1200  # longer than any sentence a person writes: a table, a log
_PIECE = re.compile(r"[,;:–—]\s")
_CLOCK = re.compile(r"\D{0,6}\d{1,2}(?:[:.]\d\d)?\s?(?:val\.?|час\w*|ч\.?|pm|am|p\.m\.?|a\.m\.?)?")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LITHUANIAN = re.compile(r"[ąčęėįšųūž]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class View:
    """The whole text folded for one language, and the patterns that can be in it at all."""

    grammar: Grammar
    folded: str
    heads: Patterns


def _view(text: str, language: Language) -> View:
    g = grammar(language)
    folded = fold(text, g.language)
    return View(g, folded, tuple(row for row in g.heads if any(word in folded for word in row[1])))


def find_promises(said: Said, company: Company, calendar: WorkingCalendar) -> tuple[Promise, ...]:
    """The promises, hand-offs and promises to us in a person's own words, in order of their places.

    Confidence: 0.8 and more is good enough for a reminder, from 0.5 worth showing.
    """
    text = said.own[:LONGEST]
    scene = set_scene(said, company)
    if not scene.kind:
        return ()
    views = {said.language: _view(text, said.language)}
    found: list[Promise] = []
    seen: list[Sentence] = []
    for sentence in split(text, said.language):
        if len(sentence.text) <= _LONGEST_SENTENCE:
            language = _language(sentence.text, said.language)
            view = views.get(language) or views.setdefault(language, _view(text, language))
            line = Line(sentence, language, view.folded[sentence.start : sentence.end], tuple(seen[-3:]), calendar)
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
    promises = []
    for ordinal, finding in enumerate(findings):
        earlier = (promises or before)[-1:]
        promise = compose(scene, line, replace(finding, ordinal=ordinal), earlier[0] if earlier else None)
        if promise is not None:
            promises.append(promise)
    return promises


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
    heads = find_heads(s, g, view.heads)
    return merge(s, g, heads, lambda h: _due(scene, line, h)) if heads else []


def _due(scene: Scene, line: Line, head: Head) -> Due | None:
    """The term of a clause: the words from the verb's own part on come before what was said earlier."""
    text, said = line.sentence.text, scene.said
    whole = find_due(text[head.begin : head.stop], said.at, line.language, line.calendar)
    pieces = list(_PIECE.finditer(text, head.begin, head.start))
    if whole is None or not pieces:
        return whole
    own = find_due(text[pieces[-1].end() : head.stop], said.at, line.language, line.calendar)
    return own if own is not None and own.kind == "explicit" and not _CLOCK.fullmatch(own.text) else whole
