"""Hand-offs: one of ours asks another of ours to act."""

from __future__ import annotations

import re
from dataclasses import replace

from syncd.core.due import find_due
from syncd.core.languages.ru import promises as ru
from syncd.core.model import Act
from syncd.core.promises.called import who_must
from syncd.core.promises.called_ru import is_of_ours, who_must_in_russian
from syncd.core.promises.grammar import Grammar, fold, grammar, verb
from syncd.core.promises.heads import Head, clauses
from syncd.core.promises.merge import act_of
from syncd.core.promises.scene import Finding, Line, Scene
from syncd.core.roles import Found, find_people

_VOCATIVE = re.compile(
    r"^(?:(?:hi|hello|dear|hey|labas|sveiki?|привет|добрый день|коллеги|да|ok)[,!]?\s+)?"
    r"(?:@(?P<at>[^\W\d_]+)\s|(?P<who>[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*)?)\s*[,!:–—-])",
    re.IGNORECASE,
)
_TO_ME = re.compile(r"(?<!\w)(?:me|мне|меня|нам|man|mane|manes|mums|us)(?!\w)")
# "please note", "please find attached": verbs that ask for nothing
_IDLE = (
    "note find advise feel review ignore don't do be have accept join excuse forgive remember refer disregard respond rsvp understand bear "
    "think mention like believe explain help hold imagine come wait stay keep"
)
_IDLE_LT = frozenset({"laikykis", "laikykites", "ilsekis", "sveik", "palauk", "klausyk", "zinok", "ziurek", "sveikink", "atleisk", "suprask", "eik", "ateik", "turek", "tikek"})
_NO_TASK = frozenset(_IDLE.split())
_RESULTS = frozenset({"call", "send", "visit", "deliver", "pay", "invoice", "fix"})
_NO_ORDER = re.compile(ru.NO_ORDER)
_AFTER_NAME = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)?,\s*")
_CALLED = re.compile(r"(?:^|[,;:.!?–—-]\s*|(?<!\w)(?:and|[Ff]or)\s+)@?(?P<who>[A-Z][a-z]+(?: [A-Z][a-z]+)?)$")
_NO_NAME = re.compile(r"(?:Please|Pls|Hi|Hello|Morning|Thanks|Ok|Okay|Yes|No|Can|Could|Would|Also|And|So|Then|Now|If|When|Once|After|Also|Meanwhile|Today|Tomorrow|\w+day)(?!\w)", re.IGNORECASE)
_DELEGATE = re.compile(r"(?:ask|tell|get|have|instruct|remind) (?P<who>[^,;:.!?]{2,40}?) (?:to )?(?:call|ring|phone|go|come|send|visit|fix|check|look|email|reply|answer|contact|do|bring|deliver|order|book|prepare|pay|invoice|collect|install|fit|replace|see)(?!\w)")
_ORDER = re.compile(
    r"(?:(?:, )?when you (?:get|have) (?:a |the )?(?:minute|moment|chance|time|sec|second),? |^(?:[a-z.'-]+(?: [a-z.'-]+)?\s*[,:–—-]\s*)?|[,:;] |"
    r"(?<!\w)(?P<and>and|so|&|then) )"
    r"(?P<verb>[a-z-]+)(?![\w'])"
)
_IF = re.compile(r"(?:^|[.;:] )if (?!(?:it|he|she|they|that|the)[ '])|(?:^|[.;:] )if [^,]*,[^,]*,")
_SOMEBODY = re.compile(r"(?<!\w)(?:i|we|you|he|she|they|who|it)(?!\w)")
_OBJECT = re.compile(r" (?:the|an?|him|her|them|it|onto|on to|hold of|mr|mrs|ms|dr|his|their|our|this|that|those|round|over|back|up|with \w+ (?:for|about)|\d+)(?!\w)")
_MANY = 5  # more than so many recipients: an announcement, not a hand-off
_SEE = re.compile(r" (?:attached|below|above|enclosed|the (?:attached|below|enclosed)|if|you|what|how|my|this)")
_DO_THAT = re.compile(r" (?:it|that|this|the|so)(?!\w)")
_FOR_ME = re.compile(r"(?<!\w)(?:(?:to|for|with) (?:me|us)|yourself|yourselves)(?!\w)")
_AND_RUSSIAN_INFINITIVE = re.compile(r"(?: [^\s;.!?]+){0,7}? и (?:[^\s,;.!?]+ ){0,2}?(?P<verb>[а-я]+(?:ть|ти|чь))(?!\w)")
_AND_INFINITIVE = re.compile(r"[^.;:]{0,60}?(?<!\w)ir(?: \S+){0,4}? (?P<verb>[a-z]{2,}tis?)(?!\w)")
_TELL_ME = ("man ", "mane ", "mums ")  # „… ir man parašyk“: the task is what comes before
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
    if line.language == "lt" and len(heads) > 2:  # „paskambink ir nuramink“: one task
        heads = [h for i, h in enumerate(heads) if not i or s[heads[i - 1].end : h.start].strip() != "ir"]
    asked = clauses(s, heads)
    acts = [act_of(s, h, g, line.cues) for h in asked]
    if heads[0].form == "owed" and acts[-1] == "do":
        acts = ["send"]
    who = [_delegated(scene, line, h, g) or _addressed(scene, line, h) or who_must(scene, line, h, g) or named for h in asked]
    parts: list[tuple[Head, Act, Found | None]]
    if len(asked) > 1 and (who[-1] != who[0] or _two_results(acts)):
        parts = list(zip(asked, acts, who, strict=True))
    else:
        light = line.language == "ru" and acts[-1] == "do" and acts[0] in _RESULTS  # «скинь ей протокол, займись»
        act = acts[0] if acts[0] in ("call", "visit", "meet", "invoice") or light else acts[-1]
        parts = [(replace(heads[0], begin=0, stop=len(s), end=heads[-1].end), act, who[0])]
    return [_handoff(scene, line, *part) for part in parts]


def _two_results(acts: list[Act]) -> bool:
    """Whether two things are asked for that do not serve one another: "send the drawings and ring her"."""
    return len(acts) == 2 and acts[0] != acts[1] and acts not in (["visit", "fix"], ["invoice", "send"]) and acts[0] in _RESULTS and acts[1] in _RESULTS


def _addressed(scene: Scene, line: Line, head: Head) -> Found | None:
    """Another colleague spoken to inside the sentence: "Tom, send it, and Rasa, ring them", "… since Thursday, Luke please send it"."""
    match = _CALLED.search(line.sentence.text[: head.start].rstrip(" ,:–—-"))
    if match is None:
        return None
    found = find_people(match.group("who"), scene.names)
    if found:
        return found[-1] if found[-1].ours and found[-1].address != scene.said.sender.address else None
    return _stranger(scene, line, match.group("who"))


def _stranger(scene: Scene, line: Line, name: str) -> Found | None:
    """A name nobody of the mail has, in a mail to a whole house: one of those who read it."""
    to = _recipient(scene)
    house = next((p for p in scene.said.recipients if p.address == to), None)
    if not scene.inside or line.language != "en" or house is None or " " in house.name or _NO_NAME.match(name):
        return None
    own = house.address.partition("@")[0]
    if house.name and not own.startswith(house.name.lower()[:4]):
        return None
    return Found(0, len(name), name, "", True)


def _delegated(scene: Scene, line: Line, head: Head, g: Grammar) -> Found | None:
    """Somebody the reader is to set to it: "please ask the technician to call her"."""
    if line.language == "ru":
        return who_must_in_russian(scene, line, head, g)
    if line.language != "en":
        return None
    match = _DELEGATE.match(line.sentence.text, head.verb_at)
    if match is None:
        return None
    who = match.group("who")
    found = find_people(who, scene.names)
    if found and found[0].ours:
        return found[0]
    role = g.one["ROLES"].search(who.lower())
    return Found(0, len(who), who[role.start() : role.end()], "", True) if role and role.group(0) not in ("someone", "somebody") else None


def _handoff(scene: Scene, line: Line, head: Head, act: Act, named: Found | None) -> Finding:
    assignee = named.address or named.name if named else _recipient(scene)
    text = line.sentence.text
    clause = text[head.begin : head.stop]
    due = find_due(clause, scene.said.at, line.language, line.calendar, earlier=line.earlier)
    if due is None and clause != text:
        due = find_due(text, scene.said.at, line.language, line.calendar, earlier=line.earlier)
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
            if known is None and form in ("imperative", "future question") and not (g.language == "lt" and form == "imperative" and not to_me and word[:2] != "ne" and not word.endswith("kis") and _AFTER_NAME.fullmatch(s, 0, at)):
                continue
            if form == "imperative" and g.language == "ru" and _NO_ORDER.search(word):
                continue
            if form == "imperative" and known is not None and known[1] != "order":
                continue
            if g.language == "en" and ((word in _NO_TASK and not (word == "do" and _DO_THAT.match(s, match.end()))) or (word == "see" and _SEE.match(s, match.end()))) and not to_me:
                continue
            if form == "somebody" and word not in g.imperatives:
                continue
            if word in _IDLE_LT and not to_me:
                continue
            if _NEGATED.search(s[:at]) or any(h.start < match.end() and match.start() < h.end for h in heads):
                continue
            if not to_me and (_TO_ME.search(s[match.end() : match.end() + 12]) or (heads and g.language == "lt" and s.endswith(_TELL_ME, 0, at))):
                continue
            heads.append(Head(form, match.start(), at, match.end(), word, known[0] if known else None))
    if heads and g.coordinated is not None:
        for match in g.coordinated.finditer(s, heads[-1].end):
            if match.group("verb") in g.bases:
                heads.append(Head("polite", match.start(), match.start("verb"), match.end(), match.group("verb"), g.verbs[match.group("verb")]))
    if g.language in ("lt", "ru") and heads and heads[-1].form in ("ask", "need", "polite"):
        also = (_AND_INFINITIVE if g.language == "lt" else _AND_RUSSIAN_INFINITIVE).match(s, heads[-1].end)
        known = verb(g, also.group("verb")) if also else None
        if also and known:
            heads.append(Head("polite", also.start(), also.start("verb"), also.end(), also.group("verb"), known[0]))
    if g.language == "en" and not heads and cues & g.orders:
        heads += _bare_order(s, g, to_me=to_me)
    return sorted(heads, key=lambda h: h.verb_at)


def _bare_order(s: str, g: Grammar, *, to_me: bool) -> list[Head]:
    """"Jonas, book the driver": a verb with nothing before it but a name, or behind a comma and before what it is about."""
    for match in _ORDER.finditer(s):
        word = match.group("verb")
        if word not in g.imperatives or s.startswith(("note", "notes"), match.end() + 1) or (not to_me and _TO_ME.search(s[match.end() : match.end() + 8])):
            continue
        if match.start() and (_IF.search(s, 0, match.start()) or not _OBJECT.match(s, match.end()) or (match.group("and") and _SOMEBODY.search(s, 0, match.start()))):
            continue
        if _NEGATED.search(s[: match.start("verb")]):
            continue
        known = verb(g, word)
        return [Head("order", match.start("verb"), match.start("verb"), match.end(), word, known[0] if known else None)]
    return []


def _asked_person(scene: Scene, line: Line) -> Found | None:
    """Who is spoken to: the name this sentence, or a line before it, begins with."""
    for sentence in (line.sentence, *reversed(line.before)):
        match = _VOCATIVE.match(sentence.text)
        name = (match.group("who") or match.group("at")) if match else ""
        found = find_people(name[:1].upper() + name[1:], scene.addressees) if name else ()
        if match and name and not found and len(scene.ours) == 1 and not scene.inside and grammar(line.language).one["ROLES"].fullmatch(fold(name, line.language)):
            return Found(match.start(), match.end(), name, scene.ours[0].address, True)
        if found and found[0].address != scene.said.sender.address:
            return found[0]
        if sentence is line.sentence and match and name and not found and is_of_ours(scene, line, name):
            return Found(match.start(), match.end(), name, "", True)
    return None


def _recipient(scene: Scene) -> str | None:
    to = [p for p in scene.said.recipients if p.role == "to"] or list(scene.said.recipients)
    return to[0].address if to else None
