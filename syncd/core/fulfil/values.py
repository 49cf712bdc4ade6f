"""What goes into judging a promise by what came after it, and what comes out. Frozen values.

Instants are texts as the store writes them (`YYYY-MM-DDTHH:MM:SSZ`): they compare as they stand. Terms are wall texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Closes = Literal["kept", "probably_kept", "replaced", "cancelled", "broken", "accepted", "declined", "started"]  # the last three: steps of a hand-off


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A promise as it was given. `outside`: the addresses and company domains of those it was given to (of theirs: who gave it).

    `said_on` is the day it was said on its giver's clock, `thread` the label of its conversation or ''.
    """

    key: str
    interaction: int
    thread: str
    kind: str  # promise, handoff, theirs
    act: str
    firmness: str
    quote: str
    said_at: str
    said_on: str
    zone: str
    due_from: str | None
    due_to: str | None
    due_at: str | None
    due_kind: str | None
    due_text: str | None
    language: str
    promiser: str
    assignee: str | None
    outside: frozenset[str]
    confidence: float = 1.0
    inside: bool = False  # it was said among ourselves


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Something that happened: a message, one time of a meeting, or a call. `at`: when it was written, or was over.

    `outside`: the addresses and company domains of its outside parties. `said`: the promises that were given in it.
    """

    interaction: int
    key: str
    kind: Literal["message", "meeting", "call"]
    at: str
    thread: str
    direction: str
    class_: str
    language: str
    sender: str
    outside: frozenset[str]
    subject: str
    text: str = ""
    attachments: tuple[tuple[str, str, int], ...] = ()  # name, media type, bytes
    said: tuple[Given, ...] = ()
    status: str = ""  # of a meeting: confirmed, tentative, cancelled
    accepted: bool = False  # of a meeting: by somebody outside
    seconds: int | None = None  # of a call
    outcome: str = ""  # of a call: answered, missed, voicemail, planned


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one interaction says about a promise: what it makes of it, by which rule, in which words, and from when on.

    `reason` is a word of the catalogue; `quote` the sentence or file name; `by` the key of the promise that takes its place.
    """

    interaction: int
    closes: Closes
    reason: str
    quote: str
    at: str
    by: str | None = None
