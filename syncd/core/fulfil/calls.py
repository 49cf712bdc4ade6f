"""What the telephone and the calendar say of a promise: a call that was answered, a meeting that is over.

A meeting in a calendar, accepted and past, is not yet a meeting held: it makes a promise probably kept, no more.
"""

from __future__ import annotations

from syncd.core.fulfil.acts import Verdict
from syncd.core.fulfil.scene import Scene

_TALK = 15  # seconds: a shorter call reached nobody
_CALENDAR_ACTS = frozenset({"meet", "visit", "call", "fix", "check"})


def by_call(s: Scene) -> Verdict | None:
    """A call between the same people: ours to them keeps a promised call; theirs to us probably does."""
    later, given = s.later, s.promise.given
    if not s.direct or given.act not in ("call", "answer") or later.outcome != "answered" or (later.seconds or 0) < _TALK:
        return None
    if not s.in_time and s.day != given.said_on:
        return None
    giver = "in" if given.kind == "theirs" else "out"
    sure = given.act == "call" and later.direction == giver and s.alone and (s.in_time or given.due_from is None)
    return Verdict("kept" if sure else "probably_kept", "call", "")


def by_meeting(s: Scene) -> Verdict | None:
    """A meeting with the same people inside the promised window that is over and was not called off."""
    later, given = s.later, s.promise.given
    if not s.direct or given.act not in _CALENDAR_ACTS or later.status == "cancelled" or not s.in_time:
        return None
    if given.due_to is not None and s.day > given.due_to[:10]:
        return None
    if given.act not in ("meet", "visit", "call") and not later.accepted:
        return None
    return Verdict("probably_kept", "meeting", later.subject)
