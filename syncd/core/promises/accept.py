"""A short yes to what was asked: its act and its term come from the request it answers."""

from __future__ import annotations

import re

from syncd.core.due import find_due
from syncd.core.promises.grammar import fold, grammar
from syncd.core.promises.heads import Head
from syncd.core.promises.merge import act_of
from syncd.core.promises.requests import request_verb
from syncd.core.promises.scene import Finding, Line, Scene
from syncd.core.sentences import split

_MORE = re.compile(r"(?<!\w)(?:i|we)(?:'ll| will| shall)(?!\w)")  # a promise of its own behind the yes
_LONGEST = 90  # characters of an answer that only agrees
_QUOTED = 4000  # characters of the quoted text that are read


def acceptance(scene: Scene, line: Line, s: str) -> Finding | None:
    """The promise a "will do" makes, or None where the sentence is no such answer."""
    if len(s) > _LONGEST or s.endswith("?"):
        return None
    g = grammar(line.language)
    match = g.one["ACCEPTANCES"].match(s)
    if match is None:
        return None
    if any(reason == "a slogan" and pattern.search(s) for reason, _, _, pattern in g.refusals):
        return None
    if g.language == "en" and _MORE.search(s, match.end("yes")):
        return None
    start, end = match.start("yes"), match.end("yes")
    head = Head("accept", start, start, end, match.group("yes"), "do", begin=0, stop=len(s))
    due = find_due(line.sentence.text, scene.said.at, line.language, line.calendar, earlier=line.earlier)
    for sentence in split(scene.said.quoted[:_QUOTED], line.language):
        asked = fold(sentence.text, g.language)
        if not g.one["ASKED"].search(asked):
            continue
        wanted = request_verb(asked, g)
        if wanted is None:
            continue
        due = due or find_due(sentence.text, scene.said.at, line.language, line.calendar)
        return Finding(head, act_of(asked, wanted, g, g.cues.find(asked)), "", due, reason="a yes to the request quoted below")
    return Finding(head, "do", "", due, reason="a yes")
