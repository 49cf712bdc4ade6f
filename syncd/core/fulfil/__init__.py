"""The life of a promise after it was given: what in the later interactions keeps, moves, calls off or breaks it.

    evidence = weigh(promise, what came after it in order, the other promises given to the same people)
    state    = outcome(evidence)

Pure, and a function of these rows alone: whatever came first into the store, the answer is the same. A promise closed
wrongly is a promise lost, so what is not certain is `probably_kept`: shown with its mail, its reminder kept. Auto-replies,
bounces and newsletters close nothing; a bounce and a "nothing has come" take an earlier sign back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from syncd.core.fulfil.acts import Verdict, kept, to_be_thanked
from syncd.core.fulfil.calls import by_call, by_meeting
from syncd.core.fulfil.reading import Reading
from syncd.core.fulfil.scene import Scene, Weighed, concern, scene, side_of, speaks
from syncd.core.fulfil.steps import accepted_by, step
from syncd.core.fulfil.undoing import broken, cancelled, misses, replaced, taken_back
from syncd.core.fulfil.values import Closes, Evidence, Given, Later
from syncd.core.model import CERTAIN

__all__ = ["Closes", "Evidence", "Given", "Later", "Reading", "Weighed", "accepted_by", "outcome", "weigh"]

Reader = Callable[[Later], Reading]
_NOTHING = Reading("", "")
_QUALIFYING = frozenset({"limited", "delayed", "partial", "pending"})  # signs that say nothing without another one
_SENT = ("attached", "file", "linked")
_SPEAKING = frozenset({"personal", "list"})


def weigh(promise: Weighed, laters: Iterable[Later], others: Sequence[Weighed], reader: Reader) -> list[Evidence]:
    """All that the later interactions say of a promise and that still stands, in order.

    `others`: the promises given to the same people; `reader` gives the words of a message as read.
    """
    found: list[Evidence] = []
    given = promise.given
    demanded = False  # the other side asked where it stays
    waiting: Later | None = None  # what probably keeps it: the next word of the other side tells
    for later in sorted(laters, key=lambda x: (x.at, x.key)):
        if later.at <= given.said_at or later.interaction == given.interaction:
            continue
        if later.kind == "message" and later.class_ not in _SPEAKING:
            if _bounced(found, given, later):
                waiting = None
            continue
        if not concern(given, later):
            continue
        reading = reader(later) if later.kind == "message" else _NOTHING
        if waiting is not None and later.kind == "message" and later.thread == waiting.thread and side_of(given, later) == "receiver":
            found += _thanked(given, later, reading)
            waiting = None
        if _says_nothing(promise, later, reading):
            continue
        here = scene(promise, later, reading, (o for o in others if o.given.said_at < later.at))
        if later.kind == "message" and taken_back(here):
            found, waiting = [e for e in found if e.closes not in ("kept", "probably_kept") or e.reason == "confirmed"], None
        verdict, by = _verdict(here)
        if verdict is not None and verdict.closes in ("replaced", "cancelled") and any(e.closes == "kept" for e in found):
            continue  # what is kept is kept: this is about something new
        if verdict is None and later.kind == "message":
            verdict = step(here)
        if verdict is not None and demanded and verdict.closes == "probably_kept" and verdict.reason in _SENT and here.side == "giver":
            verdict = Verdict("kept", verdict.reason, verdict.quote)
        demanded = demanded or (here.side == "receiver" and here.near and misses(here))
        if verdict is not None and not (verdict.closes == "probably_kept" and any(e.closes == "probably_kept" for e in found)):
            found.append(Evidence(interaction=later.interaction, closes=verdict.closes, reason=verdict.reason, quote=verdict.quote[:500], at=later.at, by=by))
            if verdict.closes in ("replaced", "cancelled"):
                break
            waiting = later if to_be_thanked(verdict, here) else waiting
    return found


def _verdict(s: Scene) -> tuple[Verdict | None, str | None]:
    """What one interaction makes of the promise, and the key of the one that takes its place."""
    if s.later.kind == "call":
        return by_call(s), None
    if s.later.kind == "meeting":
        return by_meeting(s), None
    if (found := broken(s)) or (found := cancelled(s)):
        return found, None
    keeping = kept(s)
    if keeping is not None and keeping.closes == "kept":
        return keeping, None
    if renewed := replaced(s):
        return renewed[1], renewed[0].key
    return keeping, None


def _says_nothing(promise: Weighed, later: Later, reading: Reading) -> bool:
    """Whether a message can be passed over: no sign in it, nothing attached or promised, and no answer is waited for."""
    if later.kind != "message" or later.attachments or later.said or promise.given.act in ("answer", "check") or promise.given.kind == "handoff":
        return False
    if promise.values or (promise.given.act in ("send", "invoice") and reading.link):
        return False
    return reading.marks <= _QUALIFYING and not reading.speaks_of((), promise.about.verbs)


def _thanked(given: Given, later: Later, reading: Reading) -> list[Evidence]:
    """The word of thanks that makes sure what probably kept the promise, if the message is one."""
    if not reading.thanks or not speaks(given, later):
        return []
    return [Evidence(interaction=later.interaction, closes="kept", reason="confirmed", quote=reading.thanks[:500], at=later.at)]


def _bounced(found: list[Evidence], given: Given, later: Later) -> bool:
    """Whether a bounce in the conversation takes back what the last of our mails before it kept."""
    if later.class_ == "bounce" and given.thread and later.thread == given.thread and found and found[-1].reason in (*_SENT, "told", "answered"):
        found.pop()
        return True
    return False


def outcome(evidence: Sequence[Evidence]) -> Evidence | None:
    """The evidence that tells how the promise stands: the last that is certain, else the last that is probable."""
    certain = [e for e in evidence if e.closes in CERTAIN]
    counting = certain or [e for e in evidence if e.closes == "probably_kept"]
    return counting[-1] if counting else None
