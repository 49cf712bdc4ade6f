"""Two verbs in a sentence: two promises, or one that serves the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import cast

from syncd.core.model import Act, Due
from syncd.core.promises.acts_ru import act_by_object
from syncd.core.promises.grammar import Grammar
from syncd.core.promises.heads import Head
from syncd.core.promises.polarity import refusal
from syncd.core.promises.scene import Finding

_GOING: frozenset[Act] = frozenset({"visit", "call", "meet"})
_HANDING: frozenset[Act] = frozenset({"send", "answer", "deliver", "call"})
_BROUGHT_BACK = (("fix", "deliver"),)  # «починим и вернём»
_DONE_FIRST: frozenset[Act] = frozenset({"fix", "deliver", "send", "pay", "invoice"})
_GETTING = frozenset({"get", "have", "receive", "получите", "gausite", "turesite", "gausit", "turesit", "gausi", "turesi", "rasite", "rasit", "rasi"})
_OWN = frozenset({"first", "soft", "performative", "letme", "coordinated", "can", "progressive"})
_WHERE = frozenset({"phatic", "one's own whereabouts"})
_AND = re.compile(r"(?:(?:^|[ ,])(?:and|then|&|и|ir)(?: \S+){0,6}|,(?: (?:then|also|затем|потом|tada|сразу))*) *$")
_COMMA = re.compile(r", (?:\S+ ){0,2}$")
_BE_DOING = re.compile(r"be (?:\w+ly )?([a-z]+ing)(?!\w)")
# "have the part fitted by Friday": what is done to it says the act, not "have"
_GOT_DONE = re.compile(
    r"(?:have|get) (?!you )(?:\S+ ){1,5}?(?P<what>[a-z]+(?:ed|nt|lt|de|ne|id))(?=$|[.,;!]| (?:by|on|in|to|today|tomorrow|this|next|within|before|for|and(?! (?:over|across|out|off|back)(?!\w))|at|first|off|out|up|over|with|asap|as)(?!\w))"
)
_REST = re.compile(r"(?<!\w)(?:rest|remainder|other half|balance|others?)(?!\w)")  # "half now, the rest will follow": more of the same
_TOLD = re.compile(r"(?:get|have|ask|tell|instruct|arrange for) (?!back|over|in |it |this |that )(?:\S+ ){1,4}?to (?P<what>[a-z]+)(?!\w)")
_ADJACENT = re.compile(r"^[\s,]*(?:and|then|&|да и|и|ir|и сразу|ir iskart|, then|and then)?[\s,]*$")


def _plain_english(after: str, g: Grammar) -> str:
    """The predicate with its verb first: "be giving you a ring" is "give you a ring"."""
    doing = _BE_DOING.match(after)
    return g.base_of[doing.group(1)] + after[doing.end() :] if doing and doing.group(1) in g.base_of else after


def act_of(s: str, head: Head, g: Grammar, cues: int) -> Act:
    """What the clause is about: its phrases before its verb alone. `cues`: those that stand in the sentence."""
    clause, after = s[head.begin : head.stop], s[head.verb_at : head.stop]
    if head.word in g.base_of:
        after = g.base_of[head.word] + after[len(head.word) :]  # phrases begin with the first form: "sends" is "send"
    english, own = g.language == "en", head.act
    if english and head.form == "third" and s.startswith((" has ", " is ", " was ", " had ", " knows ", " wants "), head.start):
        clause = s[head.begin : head.start] + s[s.rfind(" ", 0, head.verb_at - 1) : head.stop]  # "Kev has the part and can be with you"
    if english:
        if head.form == "bare":
            thing = next((act for act, noun in g.nouns if noun.search(s, head.start, head.end)), None)
            if thing is not None:
                return thing
        if head.form in ("bare", "verbless") and own not in (None, "do", "send"):
            return own
        after = after.replace("having", "have", 1) if head.word == "having" else after
        after = _plain_english(after, g)
        done = _GOT_DONE.match(after)
        if done and done.group("what") in g.verbs and done.group("what") != "sorted":
            return g.verbs[done.group("what")]
        told = _TOLD.match(after)
        if told and told.group("what") in g.bases:
            after, own = after[told.start("what") :], g.verbs[told.group("what")]  # "get accounts to pay you": the act is theirs
    told_by = act_by_object(clause, head.word) if g.language == "ru" else None
    if told_by is not None:
        return told_by
    for named, pattern in g.phrases[cues & g.phrases.asked]:
        if english and pattern.pattern[0] == "^":  # a match is tried once, a search at every letter
            if pattern.match(after):
                return cast("Act", named)
        elif pattern.search(after) or pattern.search(clause):
            return cast("Act", named)
    if head.form == "booked":
        places = ("visit", "deliver") if english else ("visit",)
        return next((act for act, noun in g.nouns if act in places and noun.search(clause)), "do")
    if head.form == "you" and head.word in _GETTING:
        return "send"
    if head.form == "performative" and head.act is None:  # "we guarantee delivery by Friday"
        return next((act for act, noun in g.nouns if noun.match(clause, head.verb_at - head.begin)), "do")
    if own is None and g.language == "ru" and head.form in ("need", "owed"):  # «на тебе ответ Седовой»
        return next((act for act, noun in g.nouns if noun.match(s, head.verb_at)), "do")
    return own or "do"


def merge(s: str, g: Grammar, cues: int, heads: list[Head], due_of: Callable[[Head], Due | None]) -> list[Finding]:
    """The findings of a sentence: refused heads are dropped, serving ones joined, a common term given to all."""
    kept: list[Finding] = []
    refused, whereabouts = False, None
    for head in heads:
        reason = refusal(s, head, g, cues)
        refused = bool(reason) or (refused and head.form == "coordinated")
        if refused:
            whereabouts = head if reason in _WHERE and g.language == "lt" else None
            continue
        finding = Finding(head, act_of(s, head, g, cues), "", due_of(head), words=s[head.end : head.stop].strip())
        if whereabouts is not None and finding.due is None and head.form == "first":
            finding = replace(finding, due=due_of(whereabouts))  # „pirmadienį būsiu mieste ir užsuksiu“
        whereabouts = None
        if kept and head.word in ("follow", "follows") and _REST.search(s, head.begin, head.verb_at):
            finding = replace(finding, act=kept[-1].act)
        if kept and kept[-1].head.stop == head.begin:
            joined = _joined(s, g, kept[-1], finding)
            if joined is not None:
                kept[-1] = joined
                continue
        kept.append(finding)
    return _share_terms(s, kept, g)


def _joined(s: str, g: Grammar, one: Finding, two: Finding) -> Finding | None:
    gap = s[one.head.end : two.head.verb_at]
    if g.language == "en" and one.due is not None and one.due.kind == "event" and two.due is not None and two.due.kind == "explicit" and two.head.form != "coordinated":
        return None  # "I'll hold it until you're happy, and I'll get it done tomorrow"
    again = g.one["SAME_DAY"].search(s, two.head.begin, two.head.stop)
    asked = one.act == "check" and two.act in ("answer", "call") and g.language == "en"  # "run it past the boss and tell you"
    if (one.due is not None and two.due is not None and two.due.kind != "event") or (again and (one.due is not None or g.language == "lt")) or not _same_actor(one.head, two.head):
        return None
    link = s[two.head.start : two.head.verb_at] if two.head.form == "coordinated" else s[one.head.end : two.head.start]
    enumerated = one.head.form in ("third", "verbless", "result") and two.head.form == "third" and one.act == "visit" and two.act in ("fix", "check", "do", "visit") and two.due is None
    if not _AND.search(link.rstrip() + " ") and len(gap) > 4 and not (enumerated and _COMMA.search(link)):
        return None
    after = s[two.head.end : two.head.stop].strip()
    if g.language == "lt" and two.act == "call" and one.act in _DONE_FIRST:
        return None  # „sureguliuosiu, paskambinsiu“: the call is a result of its own
    looking = two.head.word == "see" and two.act == "check"
    serves = looking or (one.act in ("check", "do") and (two.act in ("answer", "send") or two.head.word == "be" or (two.act == "deliver" and g.language == "ru"))) or (one.act in ("check", "do") and two.act == "call" and g.language in ("lt", "ru")) or bool(g.one["PRONOUNS"].match(after))
    serves = serves or asked or (g.language == "ru" and (one.act, two.act) in _BROUGHT_BACK)
    if (one.act == two.act and len(after.split()) <= 2) or (one.act in _GOING and two.act in ("fix", "check", "do", "visit", "answer", "meet")):
        act = one.act
    elif g.language == "ru" and (one.act, two.act) == ("do", "check") and _ADJACENT.match(gap):
        act = one.act  # «поставлю и проверю»
    elif g.language == "lt" and (one.act, two.act) == ("fix", "do") and gap.endswith(" ir ") and after.startswith("i "):
        act = one.act  # „ištaisysiu šiandien ir įdiegsiu į testinę aplinką“
    elif _ADJACENT.match(gap) or serves:
        act = two.act if (two.act in _HANDING and (one.act, two.act) not in _BROUGHT_BACK) or one.act in ("check", "do") else one.act
    else:
        return None
    form = two.head.form if one.head.form == "progressive" else one.head.form  # "I'm looking into it and will revert"
    head = replace(one.head, form=form, stop=two.head.stop, end=two.head.end)
    return replace(one, head=head, act=act, due=one.due if one.due and one.due.kind == "explicit" else two.due or one.due)


def _same_actor(one: Head, two: Head) -> bool:
    return two.form == "coordinated" or (one.form in _OWN) == (two.form in _OWN)


def _new_subject(s: str, one: Head, two: Head) -> bool:
    """Whether the later of two English verbs has a subject and a clause of its own: ", and we'll save you a seat"."""
    later = max(one, two, key=lambda h: h.verb_at)
    return later.form != "coordinated" and s[: later.start].rstrip().endswith((", and", ", but"))


def _share_terms(s: str, findings: list[Finding], g: Grammar) -> list[Finding]:
    """One term said once holds for the verbs beside it: "we fix it within the hour and write to you here"."""
    shared: list[Finding] = []
    for i, finding in enumerate(findings):
        if finding.due is None:
            near = [f for f in (findings[i - 1] if i else None, findings[i + 1] if i + 1 < len(findings) else None) if f and f.due and (g.language != "en" or not _new_subject(s, finding.head, f.head))]
            for other in near:
                between = s[min(finding.head.end, other.head.end) : max(finding.head.verb_at, other.head.verb_at)]
                if other.due is not None and other.due.kind == "explicit" and re.search(r"(?<!\w)(?:and|и|ir)(?!\w)", between) and not re.search(r"[:–—]", between):
                    finding = replace(finding, due=other.due)
                    break
        shared.append(finding)
    return shared
