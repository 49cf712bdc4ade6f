"""What keeps a promise of each act: the document sent, the call made, the visit paid, the answer given.

Every rule looks at one later message and gives what it makes of the promise, by which reason and in which words. What is
not certain is `probably_kept`; where the words are about something else there is nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from syncd.core.fulfil.lexicon import fold, measures, meet, one, shared, value_told
from syncd.core.fulfil.reading import Saying, happened, number_first, told_by
from syncd.core.fulfil.scene import STEM, Scene
from syncd.core.fulfil.values import Closes


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a message makes of a promise."""

    closes: Closes
    reason: str
    quote: str


# act → the signs that tell of its being done
_TOLD: dict[str, tuple[str, ...]] = {
    "fix": ("done",), "do": ("done",), "visit": ("visited",), "deliver": ("sent",), "pay": ("paid",), "check": ("checked",),
    "answer": ("checked",), "call": ("called",), "meet": ("met",), "send": ("sent",), "invoice": ("sent",),
}  # fmt: skip
_UNNAMED = frozenset({"call", "meet", "visit"})  # acts whose word alone says what was done
_ENOUGH = 4  # words of an answer
_WORK = frozenset({"do", "fix"})  # acts of which a part may be done
_FIRST = 4  # sentences of an answer that can hold it


def kept(s: Scene) -> Verdict | None:
    """Whether the message keeps the promise."""
    if s.side in ("", "asker"):
        return None
    if s.side == "receiver":
        return _confirmed(s)
    if not (s.direct or s.near):
        return None
    found = _sent(s) or _told(s) or _answered(s)
    if found and found.closes == "kept" and ((s.side == "inside" and s.promise.given.outside and s.promise.given.kind != "handoff") or (s.side == "giver" and not s.direct)):
        return _doubted(found)
    return found


# ── documents ────────────────────────────────────────────────────────────────────────────────────────────────────


def _sent(s: Scene) -> Verdict | None:
    """The promised document went out: attached, or by a link."""
    about, given = s.promise.about, s.promise.given
    if s.side != "giver" or not (given.act in ("send", "invoice") or about.things) or given.act in ("call", "visit", "meet", "pay"):
        return None
    if s.reading.has("partial"):
        return None
    if s.files:
        found = _attached(s)
        return _doubted(found) if found and _for_review(s) else found
    return (_linked(s) if s.reading.link else None) or _written(s)


def _for_review(s: Scene) -> bool:
    """Whether what is attached is a draft or remarks, and not the signed document that was promised."""
    return s.promise.signed and not any(one("SIGNED", words=True).search(fold(x)) for x in (*s.files, *(y.text for y in s.reading.sayings if "attached" in y.signs)))


def _doubted(found: Verdict) -> Verdict:
    return Verdict("probably_kept" if found.closes == "kept" else found.closes, found.reason, found.quote)


def _linked(s: Scene) -> Verdict | None:
    """Where the promised document lies: a link with a word for it."""
    told = [x for x in s.reading.sayings if x.signs & {"attached", "sent"}]
    open_ = s.near and not s.reading.has("delayed", "pending", "missing")
    wanted = s.promise.about.words
    linked = [x for x in s.reading.sayings if open_ and x.link and not x.question and not x.ahead and len(x.before_link) <= shared(wanted, x.before_link)]
    for saying in (*told, *linked):
        if s.names(saying):
            return Verdict("kept", "linked", saying.text)
    if told and s.near and s.alone and not any(s.other(x) for x in told):
        return Verdict("probably_kept", "linked", told[0].text)
    return None


def _written(s: Scene) -> Verdict | None:
    """What is told rather than sent, a price or a number, stands in the mail itself."""
    wanted = s.promise.values
    if not wanted or not s.near or s.reading.has("delayed", "pending", "missing"):
        return None
    for saying in s.reading.sayings:
        if saying.question or saying.ahead or not s.names(saying):
            continue
        if "access" in saying.things and "attached" in saying.signs:
            return Verdict("probably_kept", "told", saying.text)
        if any((found[1] or found[2])[:STEM] in wanted for found in value_told().finditer(saying.folded)):
            return Verdict("kept" if s.alone or s.promise.about.words <= saying.words else "probably_kept", "told", saying.text)
    return None


def _attached(s: Scene) -> Verdict | None:
    """Documents are attached: is one of them the promised one?"""
    if s.strange_files:
        return None
    told = [x for x in s.reading.sayings if x.signs & {"attached", "sent", "promised"}]
    named = [x for x in s.reading.sayings if s.names(x) and not x.question]
    sure = next((x for x in told if s.names(x)), None)
    if sure is not None:
        return Verdict("kept", "attached", sure.text)
    if any(s.other(x) for x in told):
        return None
    if s.named_file:
        forwarded = s.later.subject.lower().startswith(("fw:", "fwd:")) and not told
        return Verdict("probably_kept" if forwarded else "kept", "file", s.named_file)
    put_off = s.reading.has("delayed") and (bool(s.later.said) or not any("attached" in x.signs for x in told))
    if not (s.near and s.alone) or put_off:
        return Verdict("probably_kept", "attached", named[0].text) if named and told and s.direct else None
    unnamed = not s.promise.about.things
    if told and any("promised" in x.signs for x in told):
        return Verdict("kept", "attached", told[0].text)
    if told or unnamed:
        return Verdict("probably_kept", "attached", told[0].text if told else s.files[0])
    return None


def to_be_thanked(verdict: Verdict, s: Scene) -> bool:
    """Whether a word of thanks for this message would make sure what it probably keeps: nothing else can be thanked for."""
    if verdict.closes != "probably_kept" or s.side != "giver":
        return False
    if verdict.reason == "answered":
        first = s.reading.sayings[:_FIRST]
        return s.only and any(number_first(x.folded) or one("ANSWERS", words=True).match(x.folded) or _measured(x, s.later.subject) for x in first)
    if verdict.reason == "attached" and not s.named_file and any(told_by(f) for f in s.files):
        return False  # by its name it is something else
    return s.alone and verdict.reason in ("attached", "file", "linked", "told") and s.promise.given.act in ("send", "invoice")


# ── what is told ─────────────────────────────────────────────────────────────────────────────────────────────────


def _told(s: Scene) -> Verdict | None:
    """Our side tells that it is done."""
    act = s.promise.given.act
    if not s.reading.speaks_of((*_TOLD[act], "sent", "checked"), s.promise.about.verbs) or (act in ("call", "meet", "do") and s.reading.has("unreached")):
        return None
    best: Verdict | None = None
    for saying in s.reading.sayings:
        if s.passes_over(saying):
            continue
        signed = bool(saying.signs.intersection(_TOLD[act])) or (act == "do" and "sent" in saying.signs and bool(s.promise.about.things))
        signed = signed or (act == "call" and "checked" in saying.signs and meet(saying.words, s.promise.called))  # a third one was to be called: "spoke to the bank"
        verb = happened(saying, s.promise.about)
        if not (signed or verb):
            continue
        found = _weigh(s, saying, "told")
        if found and ((not signed and act in _UNNAMED) or (act in _WORK and _turns(s, saying))):
            found = _doubted(found)
        if found and (best is None or found.closes == "kept"):
            best = found
    return best


def _weigh(s: Scene, saying: Saying, reason: str) -> Verdict | None:
    """How sure a sentence that tells of the act is about this promise."""
    act = s.promise.given.act
    if act in _UNNAMED:
        if not s.in_time:
            return None
        sure = s.alone or s.names(saying)
        return Verdict("kept" if sure and (s.near or s.direct) else "probably_kept", reason, saying.text)
    if s.names(saying):
        late_enough = s.day > s.promise.given.said_on or s.in_time or not s.promise.about.modified
        return Verdict("kept" if late_enough else "probably_kept", reason, saying.text)
    if not s.near or act in ("send", "invoice", "deliver"):
        return None
    bare = not saying.things and not s.promise.about.things
    names_nothing = bare and len(saying.words) <= 1  # "done.", and nothing else it could be about
    return Verdict("kept" if s.only and names_nothing and act in ("do", "fix", "pay") else "probably_kept", reason, saying.text)


def _answered(s: Scene) -> Verdict | None:
    """The answer itself: our next words in the conversation that are about it and neither put off nor ask."""
    if s.promise.given.act not in ("answer", "check") or not s.near or s.side != "giver" or s.reading.has("delayed", "pending", "unreached"):
        return None
    if s.later.said and any(p.act in ("answer", "check") and p.kind == s.promise.given.kind for p in s.later.said):
        return None
    if (written := _written(s)) is not None:
        return written
    measured = next((x for x in s.reading.sayings if not x.question and _measured(x, s.promise.given.quote)), None)
    if measured is not None and s.alone:
        return Verdict("kept", "answered", measured.text)
    said = [x for x in s.reading.sayings if not x.question and len(x.plain_words) >= _ENOUGH]
    about = next((x for x in said if s.names(x)), None)
    if about is not None:
        return Verdict("kept" if s.alone and s.day >= s.promise.given.said_on else "probably_kept", "answered", about.text)
    return Verdict("probably_kept", "answered", said[0].text) if said else None


def _measured(saying: Saying, asked: str) -> bool:
    """Whether a sentence gives, with its unit, what these words ask for: weeks where they speak of a term, kilograms of a weight."""
    words = fold(asked)
    return any(ask.search(words) and tell.search(saying.folded) for ask, tell in measures())


# ── what the other side says ─────────────────────────────────────────────────────────────────────────────────────

# act → what the one it was promised to says when it was kept
_CONFIRMS: dict[str, tuple[str, ...]] = {
    "send": ("received",), "invoice": ("received",), "deliver": ("received", "done"), "answer": (), "pay": ("received", "paid"), "check": (),
    "fix": ("done",), "do": ("done", "received"), "visit": ("visited",), "call": ("called",), "meet": ("met",),
}  # fmt: skip


def _confirmed(s: Scene) -> Verdict | None:
    """The other side says that it came, or that it was done."""
    given = s.promise.given
    if not (s.direct or (s.near and not given.outside)) or not s.reading.speaks_of(("done", *_CONFIRMS[given.act]), s.promise.about.verbs):
        return None
    if s.reading.has("missing", "failed", "unreached"):
        return None
    best: Verdict | None = None
    for saying in s.reading.sayings:
        if s.passes_over(saying) or saying.signs & {"needless", "cancelled"}:
            continue
        found = _confirms(s, saying)
        if found and _turns(s, saying):
            found = _doubted(found)
        if found and (best is None or found.closes == "kept"):
            best = found
    return best


def _turns(s: Scene, saying: Saying) -> bool:
    """Whether praise turns in the sentence; of goods or people that came only a word that it was not they."""
    if s.promise.given.act in _WORK and one("LATER", words=True).search(saying.folded):
        return True  # "filters cleaned, tank tomorrow"
    contrast = one("CONTRAST", words=True).search(saying.folded)
    if contrast is None or (s.promise.given.act == "visit" and "visited" in saying.signs):
        return False
    return s.promise.given.act != "deliver" or bool(one("WRONG", words=True).search(saying.folded, contrast.end()))


def _confirms(s: Scene, saying: Saying) -> Verdict | None:
    act, about = s.promise.given.act, s.promise.about
    if act in ("send", "deliver") and not about.things and s.names_document(saying):
        return None  # the bill for it came
    if saying.signs.intersection(_CONFIRMS[act]):
        if act in _UNNAMED:
            return _weigh(s, saying, "confirmed")
        if s.names(saying) and (not about.modified or one("MODIFIED", words=True).search(saying.folded)):
            return Verdict("kept", "confirmed", saying.text)
        if s.near and s.only and s.in_time and (s.on_topic(saying) if act == "deliver" else act == "pay" and meet(saying.words, about.verbs)):
            return Verdict("kept", "confirmed", saying.text)
        if act in ("fix", "do") and s.near and "done" in saying.signs and s.in_time:
            return Verdict("kept" if s.only and not s.names_another(saying) else "probably_kept", "confirmed", saying.text)
        return None
    if act == "visit" and s.near and s.in_time and "done" in saying.signs:
        return Verdict("kept" if s.names(saying) else "probably_kept", "confirmed", saying.text)
    if happened(saying, about) and s.names(saying) and s.near and s.in_time:
        return Verdict("kept", "confirmed", saying.text)
    return None
