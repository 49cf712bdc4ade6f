"""Hand-offs: one of ours asks another of ours to act."""

from __future__ import annotations

import re
from dataclasses import replace

from syncd.core.due import find_due
from syncd.core.model import Act
from syncd.core.promises.grammar import Grammar, grammar, verb
from syncd.core.promises.heads import Head, clauses
from syncd.core.promises.merge import act_of
from syncd.core.promises.scene import Finding, Line, Scene
from syncd.core.roles import Found, find_people

_VOCATIVE = re.compile(
    r"^(?:(?:hi|hello|dear|hey|labas|sveiki?|привет|добрый день|коллеги|да|ok)[,!]?\s+)?"
    r"(?:@(?P<at>[^\W\d_]+)\s|(?P<who>[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*)?)\s*[,!:–—-])",
    re.IGNORECASE,
)
_TO_ME = re.compile(r"(?<!\w)(?:me|мне|меня|нам|man|mane|mums|us)(?!\w)")
# "please note", "please find attached": verbs that ask for nothing
_IDLE = (
    "note find advise let feel review ignore don't do be have accept join excuse forgive remember refer disregard respond rsvp understand bear "
    "think mention like believe explain help hold imagine come wait stay keep"
)
_NO_TASK = frozenset(_IDLE.split())
_RESULTS = frozenset({"call", "send", "visit", "deliver", "pay", "invoice", "fix"})
_AFTER_NAME = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)?,\s*")
_MANY = 5  # more than so many recipients: an announcement, not a hand-off
_SEE = re.compile(r" (?:attached|below|above|enclosed|the (?:attached|below|enclosed)|if|you|what|how|my|this)")
_DO_THAT = re.compile(r" (?:it|that|this|the|so)(?!\w)")
_FOR_ME = re.compile(r"(?<!\w)(?:(?:to|for|with) (?:me|us)|yourself|yourselves)(?!\w)")
_NEGATED = re.compile(r"(?<!\w)(?:не|ne|don't|do not|please not)\s*$")


def requests(scene: Scene, line: Line, s: str) -> list[Finding]:
    """What a colleague is asked to do in this sentence; empty where nothing is, or only for the writer's own sake."""
    g = grammar(line.language)
    heads = _heads(s, g, line.cues)
    if not heads or courtesy(s, g):
        return []
    named = _asked_person(scene, line)
    if not scene.inside and (named is None or not named.ours):
        return []
    if _FOR_ME.search(s, heads[0].end):
        return []
    if named is None and (len(scene.said.recipients) > _MANY or (heads[0].form == "order" and len(scene.said.recipients) > 2)):
        return []
    asked = clauses(s, heads)
    acts = [act_of(s, h, g, line.cues) for h in asked]
    if heads[0].form == "owed" and acts[-1] == "do":
        acts = ["send"]
    who = [_addressed(scene, line, h) or named for h in asked]
    parts: list[tuple[Head, Act, Found | None]]
    if len(asked) > 1 and (who[-1] != who[0] or _two_results(acts)):
        parts = list(zip(asked, acts, who, strict=True))
    else:
        act = acts[0] if acts[0] in ("call", "visit", "meet") else acts[-1]
        parts = [(replace(heads[0], begin=0, stop=len(s), end=heads[-1].end), act, named)]
    return [_handoff(scene, line, *part) for part in parts]


def _two_results(acts: list[Act]) -> bool:
    """Whether two things are asked for that do not serve one another: "send the drawings and ring her"."""
    return len(acts) == 2 and acts[0] != acts[1] and acts[0] in _RESULTS and acts[1] in _RESULTS


def _addressed(scene: Scene, line: Line, head: Head) -> Found | None:
    """Another colleague spoken to inside the sentence: "Tom, send it, and Rasa, ring them"."""
    before = line.sentence.text[head.begin : head.start].rstrip()
    found = find_people(before, scene.names) if before.endswith((",", ":")) else ()
    return found[-1] if found and found[-1].ours and found[-1].end >= len(before) - 1 else None


def _handoff(scene: Scene, line: Line, head: Head, act: Act, named: Found | None) -> Finding:
    assignee = named.address or named.name if named else _recipient(scene)
    text = line.sentence.text
    clause = text[head.begin : head.stop]
    due = find_due(clause, scene.said.at, line.language, line.calendar)
    if due is None and clause != text:
        due = find_due(text, scene.said.at, line.language, line.calendar)
    return Finding(head, act, "handoff", due, assignee=assignee, reason="a colleague is asked by name" if named and line.language != "en" and _VOCATIVE.match(text) else "a colleague is asked")


def courtesy(s: str, g: Grammar) -> bool:
    """"Please call if you have questions" asks for nothing."""
    return any(reason == "courtesy" and pattern.search(s) for reason, _, _, pattern in g.refusals)


def request_verb(s: str, g: Grammar) -> Head | None:
    """What a quoted sentence asks for, or None."""
    heads = _heads(s, g, g.cues.find(s), to_me=True)
    return replace(heads[-1], begin=0, stop=len(s)) if heads else None


def _heads(s: str, g: Grammar, cues: int, *, to_me: bool = False) -> list[Head]:
    heads: list[Head] = []
    for form, pattern in g.requests[cues & g.requests.asked]:
        for match in pattern.finditer(s):
            word, at = match.group("verb"), match.start("verb")
            known = verb(g, word)
            if known is None and form == "imperative":
                continue
            if form == "imperative" and g.language == "ru" and not word.endswith(("те", "тесь")) and word not in g.imperatives and not _AFTER_NAME.fullmatch(s, 0, at):
                continue
            if form == "imperative" and known is not None and known[1] != "order":
                continue
            if g.language == "en" and ((word in _NO_TASK and not (word == "do" and _DO_THAT.match(s, match.end()))) or (word == "see" and _SEE.match(s, match.end()))) and not to_me:
                continue
            if _NEGATED.search(s[:at]) or any(h.start < match.end() and match.start() < h.end for h in heads):
                continue
            if not to_me and _TO_ME.search(s[match.end() : match.end() + 12]):
                continue
            heads.append(Head(form, match.start(), at, match.end(), word, known[0] if known else None))
    if heads and g.coordinated is not None:
        for match in g.coordinated.finditer(s, heads[-1].end):
            if match.group("verb") in g.bases:
                heads.append(Head("polite", match.start(), match.start("verb"), match.end(), match.group("verb"), g.verbs[match.group("verb")]))
    if g.language == "en" and not heads:
        heads += _bare_order(s, g, to_me=to_me)
    return sorted(heads, key=lambda h: h.verb_at)


def _bare_order(s: str, g: Grammar, *, to_me: bool) -> list[Head]:
    """"Jonas, book the driver": a verb without anything before it but a name."""
    match = re.match(r"(?:[a-z.'-]+(?: [a-z.'-]+)?\s*[,:–—-]\s*)?(?P<verb>[a-z-]+)(?!\w)", s)
    if match is None or match.group("verb") not in g.imperatives or s.startswith(("note", "notes"), match.end() + 1) or (not to_me and _TO_ME.search(s[match.end() : match.end() + 8])):
        return []
    known = verb(g, match.group("verb"))
    return [Head("order", match.start("verb"), match.start("verb"), match.end(), match.group("verb"), known[0] if known else None)]


def _asked_person(scene: Scene, line: Line) -> Found | None:
    """Who is spoken to: the name this sentence, or a line before it, begins with."""
    for sentence in (line.sentence, *reversed(line.before)):
        match = _VOCATIVE.match(sentence.text)
        name = (match.group("who") or match.group("at")) if match else ""
        found = find_people(name[:1].upper() + name[1:], scene.addressees) if name else ()
        if found and found[0].address != scene.said.sender.address:
            return found[0]
    return None


def _recipient(scene: Scene) -> str | None:
    to = [p for p in scene.said.recipients if p.role == "to"] or list(scene.said.recipients)
    return to[0].address if to else None
