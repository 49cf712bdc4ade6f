"""What ends a promise without its being kept: called off, moved to another term, complained about; and what takes a keeping back."""

from __future__ import annotations

import datetime as dt

from syncd.core.fulfil.acts import Verdict
from syncd.core.fulfil.lexicon import acts, days_named, fold, meet, one, shared
from syncd.core.fulfil.reading import Saying
from syncd.core.fulfil.scene import Scene, Weighed, about_one_thing, names, same_sort
from syncd.core.fulfil.values import Given

_APPOINTED = frozenset({"call", "visit", "meet"})  # acts whose moment is gone when nobody came


def cancelled(s: Scene) -> Verdict | None:
    """Called off by the one it was given to; or by the giver, who names it."""
    if s.side == "" or not (s.direct or s.near) or s.reading.marks.isdisjoint(("cancelled", "needless")):
        return None
    for saying in s.reading.sayings:
        if saying.question or one("CONDITION").search(saying.folded) or _another_day(s, saying):
            continue
        act_named = bool(acts(s.promise.given.act).search(saying.folded))
        if "cancelled" in saying.signs and _called_off(s, saying, act_named=act_named):
            return Verdict("cancelled", "called_off" if s.side == "receiver" else "withdrawn", saying.text)
        if (
            s.side == "receiver"
            and s.direct
            and "needless" in saying.signs
            and s.near
            and (act_named or _named_whole(s, saying) or (s.names(saying) and meet(saying.words, s.promise.about.verbs)))
            and (s.alone or (s.names(saying) and bool(s.promise.about.things)) or _named_whole(s, saying))
            and "limited" not in saying.signs
            and not s.other(saying)
        ):
            return Verdict("cancelled", "called_off", saying.text)
    return None


def _another_day(s: Scene, saying: Saying) -> bool:
    """Whether a sentence names days of the week and not the one the promise is for."""
    due = s.promise.given.due_to
    named = days_named(saying.folded)
    return bool(named) and due is not None and dt.date.fromisoformat(due[:10]).weekday() not in named


def _called_off(s: Scene, saying: Saying, *, act_named: bool) -> bool:
    """Whether words that call something off mean this promise."""
    if s.other(saying) or ("limited" in saying.signs and not s.names(saying)):
        return False
    if s.side == "asker":
        return s.near and (s.names(saying) or s.only)
    if s.side != "receiver":
        return s.side == "giver" and s.direct and act_named and (s.near or s.names(saying)) and s.alone
    if not s.direct:
        return False
    if s.names(saying) and (s.near or s.promise.about.things):
        return s.alone or bool(s.promise.about.things) or _named_whole(s, saying)
    if _names_another_act(s, saying, act_named=act_named) or (not act_named and s.calls_off_another(saying)):
        return False
    return s.near and (s.only or (act_named and s.alone))


def _named_whole(s: Scene, saying: Saying) -> bool:
    """Whether the telling words of the promise, all but one of many, stand in the sentence: it is meant whatever else was promised."""
    words = s.promise.about.words
    return len(words) > 1 and shared(words, saying.words) >= max(2, len(words) - 1)


def _names_another_act(s: Scene, saying: Saying, *, act_named: bool) -> bool:
    named = [a for a in ("call", "visit", "meet", "deliver", "fix") if acts(a).search(saying.folded)]
    return bool(named) and not act_named


def broken(s: Scene) -> Verdict | None:
    """The one it was given to complains that it was not kept, after its term."""
    given = s.promise.given
    if s.side != "receiver" or not s.direct or not s.near or given.due_at is None or s.reading.marks.isdisjoint(("vowed", "broke", "nobody")):
        return None
    if s.later.at < given.due_at and not (given.due_to and s.day >= given.due_to[:10]):
        return None
    sayings = s.reading.sayings
    for place, saying in enumerate(sayings):
        if "broke" in saying.signs and s.only:
            return Verdict("broken", "complaint", saying.text)
        if "nobody" in saying.signs and given.act in _APPOINTED and acts(given.act).search(saying.folded):
            return Verdict("broken", "complaint", saying.text)
        if "vowed" not in saying.signs:
            continue
        here = (saying, *sayings[place + 1 : place + 2])
        if any("failed" in x.signs for x in here) and (s.only or any(s.names(x) or acts(given.act).search(x.folded) for x in here)) and not all(s.other(x) for x in here):
            return Verdict("broken", "complaint", saying.text)
    return None


def taken_back(s: Scene) -> bool:
    """Whether the other side says that what was sent or done is not there, or the giver that it was the wrong one: an earlier sign falls."""
    if s.side == "giver" and s.near and s.reading.has("mistaken"):
        return True
    if s.side != "receiver" or not s.direct or s.reading.marks.isdisjoint(("missing", "failed")):
        return False
    missing = [x for x in s.reading.sayings if "missing" in x.signs or "failed" in x.signs]
    return any(s.names(x) or (s.near and not s.other(x)) for x in missing)


def misses(s: Scene) -> bool:
    """Whether the other side says of the promised thing by its name that it has not come."""
    return "missing" in s.reading.marks and any("missing" in x.signs and s.names(x) for x in s.reading.sayings)


def replaced(s: Scene) -> tuple[Given, Verdict] | None:
    """The promise that takes its place: the same thing promised anew, with a term of its own."""
    old = s.promise.given
    if old.act == "do" and old.due_to is None:
        return None  # without a day there is nothing to move
    if old.act in _APPOINTED and old.due_at is not None and old.due_at < s.later.at and not one("MISSED", words=True).search(s.reading.folded):
        return None
    for new in s.later.said:
        if new.kind == old.kind and _moves(s, new):
            return new, Verdict("replaced", "moved", new.quote)
        if new.kind == old.kind and _fits(s, Weighed(new)) and _term_fits(old, new):
            moved = s.reading.has("delayed")
            by_name = bool((s.promise.about.things - {"document"}) & Weighed(new).about.things)
            still_open = old.due_at is None or s.later.at <= old.due_at
            if (moved or still_open or by_name) and (new.firmness == "firm" or old.firmness != "firm" or moved):
                return new, Verdict("replaced", "moved" if new.due_to != old.due_to else "renewed", new.quote)
    return None


def _moves(s: Scene, new: Given) -> bool:
    """Whether a new promise says of itself that it moves another one, and this is the only one whose term was still to come."""
    old, at = s.promise.given, s.later.at
    if not s.near or new.due_to is None or old.due_at is None or old.due_at < at or not one("MOVES", words=True).search(fold(new.quote)):
        return False
    return not any(o.given.due_at is None or o.given.due_at >= at for o in s.others if o.given.kind == old.kind and o.given.firmness == "firm")


def _another(s: Scene) -> bool:
    """Whether another appointment of the same sort is still to come."""
    old, at = s.promise.given, s.later.at
    return any(o.given.act == old.act and o.given.kind == old.kind and (o.given.due_at is None or o.given.due_at >= at) for o in s.others)


def _fits(s: Scene, new: Weighed) -> bool:
    """Whether a new promise is about the same thing to the same people."""
    old = s.promise
    if old.given.act == new.given.act and old.given.act in _APPOINTED and s.near and s.reading.has("delayed") and not _another(s):
        return True
    if not (s.near or s.direct) or not about_one_thing(old.about, new.about):
        return False
    named = names(old.about, new.about.things, new.about.words)
    if old.given.act != new.given.act and not (same_sort(old.given.act, new.given.act) and named):
        return False
    if named and not (new.given.act == "do" and not meet(old.about.verbs, new.about.verbs) and not (s.reading.has("delayed") and old.given.due_to)):
        return s.near or (old.given.act in ("send", "invoice", "deliver") and bool(old.about.things & new.about.things) and s.reading.has("delayed"))
    if named:
        return False
    same_giver = old.given.promiser == new.given.promiser or s.reading.has("delayed")
    return s.near and s.alone and same_giver


def _term_fits(old: Given, new: Given) -> bool:
    """Whether the new one has a term that can stand for the old: none is replaced by a vaguer one."""
    if new.due_to is None:
        return False
    return old.due_to is None or old.due_kind != "explicit" or new.due_kind == "explicit"
