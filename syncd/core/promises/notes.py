"""Notes: "AI: Petr to send the quote", «Иван — выслать», „Rasa: paskambinti"."""

from __future__ import annotations

import re

from syncd.core.due import find_due
from syncd.core.promises.grammar import grammar, verb
from syncd.core.promises.heads import Head
from syncd.core.promises.merge import act_of
from syncd.core.promises.scene import Finding, Line, Scene
from syncd.core.roles import find_people

# how a line of notes begins: a name or a word for task, and a mark behind it
STARTS = re.compile(
    r"\s*(?:[-–—*•]\s+|\d{1,2}[.)]\s+)?(?:(?i:ai|action|action item|todo|to do|to-do|task|next step|задача|поручение|užduotis|uzduotis|veiksmas)"
    r"|[A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][\w.'’-]{0,30}(?: [A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][\w.'’-]{0,30})?(?: ?\([^)]{0,40}\))?)(?:\s?[:–—>-]|\sto\s|\swill\s)"
)


def note(scene: Scene, line: Line, s: str) -> Finding | None:
    """The task a line of notes gives to a named person of ours, or None."""
    g = grammar(line.language)
    text = line.sentence.text
    if STARTS.match(text) is None:
        return None
    match = g.one["NOTE_NAME"].match(text)
    who = ""
    if match is not None:
        who = match.group("who")
        found = find_people(who, scene.names)
        if found and not found[0].ours and scene.kind == "promise":
            return None
        if not found and not scene.said.note and match.start("who") == 0:
            return None
        who = (found[0].address or found[0].name) if found else who
    else:
        match = g.one["NOTE_TASK"].match(text)
    if match is None:
        return None
    at = match.start("verb")
    known = verb(g, s[at : match.end("verb")])
    if known is None:
        return None
    head = Head("note", 0, at, match.end("verb"), s[at : match.end("verb")], known[0], begin=0, stop=len(s))
    due = find_due(text, scene.said.at, line.language, line.calendar)
    sender = scene.said.sender.address
    kind = "handoff" if scene.inside and who and who != sender else ""
    return Finding(head, act_of(s, head, g), kind, due, assignee=who if who and who != sender else None, reason="a line of notes")
