"""Finds where in a sentence something is promised, and cuts the sentence into one clause for each promise."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from syncd.core.languages.lt import promises as lt
from syncd.core.languages.ru import promises as ru
from syncd.core.model import Act
from syncd.core.promises.grammar import Grammar, verb

_BOUNDARY = re.compile(r"[,;:–—]\s|\s-\s|(?<!\w)(?:and|but|then|so|while|or|и|а|но|затем|потом|также|ir|o|bet|tai|tada|taip pat|tuomet)(?!\w)")
_CLAUSE_START = re.compile(r"[,;:.!?(–—]\s|(?<!\w)(?:and|but|so|then|which|that|и|а|но|ir|o|bet|kad|что)\s")
_DASH = re.compile(r"[—–]|:(?!\d)|\s-\s")
_STOP = re.compile(r"[,.;?!]")
_NEAR_DASH = 75
_LONGEST_BARE = 80
_LONGEST_THING = 140
_NEAR_VERB = 30
_SHORT_SUBJECT = 3  # words: "Kev", "our Kev", "the two lads"
_BE = re.compile(r"(?:be|have been) (?:\w+ly |all |being )?(\w+(?:ed|ing|en|t|id|de|ne|ld)|ready|available) ?")
_APPOSITION = re.compile(r"([a-z][^,;:.!?]{2,50}), [^,;:.!?]{2,40},$")  # "our adjuster, Mr Quirke, will …"
_WHAT_HAPPENS = re.compile(r"^what(?:'ll| will| is going to|'s going to) happen(?: \w+){0,2} is (?:that )?")
_BE_ON = re.compile(r"be (?:on to|onto|back to|back in touch|in touch|in contact|with|round|over) ")
_FIRST_NAMED = re.compile(r"(?!(?:i|we|you|it|this|that|there|they|he|she|if|when|once|as|please)(?!\w))(?:(?:our|the|my|dr|mr|mrs|ms|miss) )?[a-z'-]+(?: [a-z'-]+){0,2}?(?= (?:has|is|was|would like|wants|had|knows|will) )")
_PLANNER = re.compile(r"(?<![\w'])(?P<who>i|we|he|she|(?:our|my) [a-z]+(?: [a-z]+)?|[a-z]+)(?: both| all| then)?$")
_ELLIPSIS = re.compile(r"[,;] (?:(?:o|а|и|ir|and|but) )?(?P<verb>[^,;:–—]{2,50}?) ?[–—] ?")
_ACTING = frozenset({"займется", "займутся", "возьмется", "возьмутся"})
_UNLISTED = re.compile(ru.UNLISTED)
_UNLISTED_THIRD = re.compile(ru.UNLISTED_THIRD)
_PRESENT_UNLISTED = re.compile(ru.PRESENT_UNLISTED)
_PRESENT_THIRD = re.compile(r"[а-я]{2,}(?:[аяуе]ет|[аяуе]ют|[а-я]ит|[а-я]ят)(?:ся)?")
_WE = re.compile(r"(?<!\w)(?:я|мы) (?:[^\s,]+ ){0,3}(?<! в )(?<! на )(?<! по )(?<! к )(?<! у )(?<! до )(?<! с )$")
_UNLISTED_LT = re.compile(lt.UNLISTED)
_NOT_A_VERB = re.compile(ru.NOT_A_VERB)
_PIECE = re.compile(r"[,;:.!?(–—]\s")
_FOLLOW = frozenset({"planned", "first", "soft", "third", "performative", "letme", "coordinated", "can", "present", "you"})


@dataclass(frozen=True, slots=True)
class Head:
    """The words that promise: s[start:end] ends with the verb, which stands at `verb_at`.

    `form` is the table's word for it, `act` None where the verb is unknown; `begin`:`stop` is the clause it rules.
    """

    form: str
    start: int
    verb_at: int
    end: int
    word: str
    act: Act | None
    subject: str = ""
    begin: int = 0
    stop: int = 0


def find_heads(s: str, g: Grammar, cues: int) -> list[Head]:
    """The heads of a folded sentence, in order, each with its clause. `cues`: those that stand in it."""
    heads: list[Head] = []
    for form, pattern in g.heads[cues & g.heads.asked]:
        if (heads and form in ("planned", "bare") and any(h.form != "bare" for h in heads)) or (form == "bare" and len(s) > _LONGEST_THING):
            continue
        for match in pattern.finditer(s):
            if form == "booked" and heads and not _apart(s, match.end(), heads):
                continue
            head = _head(s, form, match, g)
            if head and heads and head.word == "my word":
                continue
            if head and not _subordinate(s, head, g) and not any(h.start < head.end and head.verb_at < h.end for h in heads):
                heads.append(head)
    if g.coordinated is not None and heads:
        heads += _coordinated(s, heads, g.coordinated, g)
    heads.sort(key=lambda h: h.verb_at)
    if g.language == "lt" and len(heads) > 1:
        heads = [h for h in heads if not _is_noun(s, h, heads)]
    if heads or cues & g.noun_cues:
        heads += _without_verb(s, heads, g)
        heads.sort(key=lambda h: h.verb_at)
    return clauses(s, heads) if heads else heads


def _is_noun(s: str, head: Head, heads: list[Head]) -> bool:
    """Whether a Lithuanian third person of the present is a noun that looks like one („įmoka“, „išrašo“): its clause has another verb."""
    if head.form != "present" or head.word[-1] not in "ao" or head.word.endswith("ma"):
        return False
    between = (s[min(head.end, h.end) : max(head.verb_at, h.verb_at)] for h in heads if h is not head)
    return any(not _BOUNDARY.search(gap) for gap in between)


def _apart(s: str, end: int, heads: list[Head]) -> bool:
    """Whether a booking is a clause of its own before all that is promised: "you're in for Tuesday, and we'll have a car for you"."""
    first = min(h.start for h in heads)
    return end < first and re.search(r"[,;] ", s[end:first]) is not None


def _head(s: str, form: str, match: re.Match[str], g: Grammar) -> Head | None:
    word, at = match.group("verb"), match.start("verb")
    if word in g.never and form not in ("booked", "result", "verbless"):
        return None
    known = verb(g, word)
    if g.language == "ru" and form in ("first", "third") and "буд" not in s[match.start() : at]:
        form = _russian_form(s, form, word, at, known, g)
        if not form:
            return None
        if form == "third" and known is not None and word.endswith("ся") and known[0] in ("do", "fix", "pay", "send") and word not in _ACTING:
            return None  # the rate will change: nobody acts
    elif g.language == "ru" and form == "third" and (known is None or known[1] != "infinitive" or not _is_named(s, g)):
        return None  # "the price will grow": nobody acts
    elif g.language == "lt" and form == "third" and known is None and _UNLISTED_LT.fullmatch(word):
        return Head(form, match.start(), at, match.end(), word, None)
    elif (g.language == "lt" and form == "third" and (known is None or known[1] != "third")) or (g.language == "en" and form == "progressive" and known is None):
        return None
    if form == "planned" and word.endswith("s") and word not in g.base_of:
        return None
    if word in ("be", "have"):
        known = _participle(s, at, g) or known
    act = known[0] if known else None
    head = Head(form, match.start("from") if "from" in match.re.groupindex else match.start(), at, match.end(), word, act)
    if g.language != "en":
        return head
    first = _FIRST_NAMED.match(s) if form == "third" and s.endswith(" and", 0, head.start) else None
    if first and first.end() < head.start:
        head = replace(head, start=first.end())
    head = replace(head, subject=_subject(s, head, g))
    if form == "present" and word.endswith("ing") and known is None:
        return None
    if form == "can" and known is None:
        return None  # "whichever ones I can from the backup"
    if form == "third" and known is None and not g.one["COMES"].match(s, at) and not g.one["AGENT"].search(head.subject) and not (head.subject not in ("it", "you") and len(head.subject.split()) <= _SHORT_SUBJECT and g.one["YOU"].search(s, at, at + _NEAR_VERB)):
        return None
    return head


def _russian_form(s: str, form: str, word: str, at: int, known: tuple[Act, str] | None, g: Grammar) -> str:
    """What a Russian verb form says: first, third, present (a plan, where a term is said) or '' for nothing."""
    person = known[1] if known is not None else ""
    if person == form:
        return form
    if form == "first":
        if known is None and _unlisted(word):
            return form
        planned = person == "present" or (known is None and _WE.search(s[max(at - 40, 0) : at]) and _PRESENT_UNLISTED.fullmatch(word) and not _NOT_A_VERB.search(word))
        return "present" if planned else ""
    if known is not None and person != "present":
        return ""
    future = known is None and _UNLISTED_THIRD.fullmatch(word) is not None
    if not (future or person or _PRESENT_THIRD.fullmatch(word)) or not _is_named(s, g):
        return ""
    return form if future else "present" if person or _has_name(s, g) else ""


def _is_named(s: str, g: Grammar) -> bool:
    """Whether the sentence speaks of somebody, by name or by calling."""
    return _has_name(s, g) or g.one["AGENT"].search(s) is not None or g.one["ROLES"].search(s) is not None


def _has_name(s: str, g: Grammar) -> bool:
    return not g.names.isdisjoint(s.replace(",", " ").split())


@lru_cache(maxsize=20_000)
def _unlisted(word: str) -> bool:
    """Whether a Russian word outside the tables can only be a perfective "we will"."""
    return _UNLISTED.fullmatch(word) is not None and _NOT_A_VERB.search(word) is None


def _participle(s: str, at: int, g: Grammar) -> tuple[Act, str] | None:
    """The verb behind be: "will be refunded", "will be sending"."""
    match = _BE.match(s, at)
    return verb(g, match.group(1)) if match else None


def _subordinate(s: str, head: Head, g: Grammar) -> bool:
    """Whether the head stands in an if- or when-clause: "when the part comes, I will …" has one head, not two."""
    pieces = list(_PIECE.finditer(s, 0, head.start))
    return g.one["SUBORDINATE"].search(s[pieces[-1].end() if pieces else 0 : head.start]) is not None


def _subject(s: str, head: Head, g: Grammar) -> str:
    """Who is said to act, in English the text before the verb: first, you, person, it, or the noun phrase itself."""
    if head.form not in ("third", "should", "present", "planned"):
        return ""
    if head.form == "planned":
        whole = _PLANNER.search(s[: head.verb_at].rstrip())
        who = whole.group("who") if whole else ""
        return "person" if who in ("he", "she") else "" if who in ("i", "we") else who
    before = s[: head.start].rstrip()
    if before.endswith(","):
        before = _APPOSITION.sub(r"\1", before)
    if "happen" in before:
        before = _WHAT_HAPPENS.sub("", before)
    for name, pattern in g.subjects:
        if pattern.search(before):
            return name
    starts = [m.end() for m in _CLAUSE_START.finditer(before)]
    return before[starts[-1] if starts else 0 :].strip()


def _coordinated(s: str, heads: list[Head], pattern: re.Pattern[str], g: Grammar) -> list[Head]:
    """"… and send you …": a second verb on the same will."""
    more: list[Head] = []
    for match in pattern.finditer(s):
        before = [h for h in heads + more if h.end <= match.start()]
        known = verb(g, match.group("verb"))
        if known is None and _BE_ON.match(s, match.start("verb")):
            known = ("answer", "")  # "… and be on to you"
        elif match.group("verb") not in g.bases:
            continue
        if not before or known is None or any(h.start <= match.end() and match.start() < h.end for h in heads):
            continue
        last = max(before, key=lambda h: h.end)
        if last.form in _FOLLOW and not re.search(r"(?<!\w)(?:you|to|that|which|who)$", s[: match.start()]):
            more.append(replace(last, form="third" if last.form == "third" else "coordinated", start=match.start(), verb_at=match.start("verb"), end=match.end(), word=match.group("verb"), act=known[0]))
    return more


def _without_verb(s: str, heads: list[Head], g: Grammar) -> list[Head]:
    """"Delivery – Tuesday": a thing and a term."""
    found = []
    for dash in _DASH.finditer(s) if any(mark in s for mark in "-:—–") else ():
        start = max((m.end() for m in _STOP.finditer(s, 0, dash.start())), default=0)
        match = g.one["NOUN"].search(s, max(start, dash.start() - _NEAR_DASH), dash.start())
        if match and not any(h.start < dash.end() + 25 and match.start() < h.end for h in heads):
            found.append((match, "verbless"))
    for match in _ELLIPSIS.finditer(s, heads[0].end) if heads and not found and ("–" in s or "—" in s) else ():
        if not any(h.start < match.end() and match.start() < h.end for h in heads):
            act = next((a for a, p in g.nouns if p.search(match.group("verb"))), heads[-1].act)
            return [replace(heads[-1], form="verbless", start=match.start("verb"), verb_at=match.start("verb"), end=match.end("verb"), act=act)]
    if not found and not heads and len(s) < _LONGEST_BARE:
        bare = g.one["BARE"].match(s)
        if bare:
            found.append((bare, "bare"))
    return [
        Head(form, m.start("verb"), m.start("verb"), m.end("verb"), m.group("verb"), next((a for a, p in g.nouns if p.fullmatch(m.group("verb"))), "do"))
        for m, form in found
    ]


def clauses(s: str, heads: list[Head]) -> list[Head]:
    """Each head with the stretch of the sentence it rules: they are cut at the last boundary before the next head."""
    cut = [0]
    for one, two in itertools.pairwise(heads):
        gap = [m for m in _BOUNDARY.finditer(s, one.end, max(two.start, one.end) + 5) if m.start() <= two.start]
        cut.append(gap[-1].start() if gap else two.start)
    cut.append(len(s))
    return [replace(h, begin=cut[i], stop=cut[i + 1]) for i, h in enumerate(heads)]
