"""Who must not be contacted, by which channel: what follows from what people decided, one decision after the other.

    no_contact      mail, call or any, with a reason, for good or until a day; from when it was decided, or from a day before (of a list)
    contact_again   lifts it, wholly or for one channel: of `any` the other one stays
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

ANY: Final = "any"
CHANNELS: Final = ("mail", "call")


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody's wish not to be contacted. `subject`: an address, domain or telephone; `since` an instant, `until` a day or None."""

    subject: str
    channel: str
    reason: str
    since: str
    until: str | None
    by: str


@dataclass(frozen=True, slots=True)
class Word:
    """A decision about contacting a subject."""

    kind: str
    at: str
    by: str
    value: Mapping[str, object]


def wishes_of(subject: str, words: Iterable[Word]) -> list[Wish]:
    """What stands about a subject after these decisions, in the order in which they were made. An end that is past still stands here."""
    standing: dict[str, Wish] = {}
    for word in words:
        channel = str(word.value.get("channel") or ANY)
        if word.kind == "no_contact":
            standing = {} if channel == ANY else {c: w for c, w in standing.items() if c != channel}
            until = word.value.get("until")
            standing[channel] = Wish(subject, channel, str(word.value.get("reason") or ""), str(word.value.get("since") or word.at), str(until) if until else None, word.by)
        elif channel == ANY:
            standing = {}
        else:
            whole = standing.pop(ANY, None)
            standing.pop(channel, None)
            if whole:
                standing |= {c: replace(whole, channel=c) for c in CHANNELS if c != channel and c not in standing}
    return [standing[c] for c in sorted(standing)]


def is_in_force(until: str | None, today: str) -> bool:
    """Whether a wish still stands on this day (both `YYYY-MM-DD`): its end is the first day on which contact is welcome again."""
    return not until or until > today
