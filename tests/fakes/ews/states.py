"""Sync states: what a client was told of a folder, in words that only the server understands.

The first pass goes through what was there when it began, newest first or oldest first; then it tells what changed since.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.fakes.ews.calls import Refusal

if TYPE_CHECKING:
    from tests.fakes.ews.mailbox import Mailbox


@dataclass(frozen=True)
class State:
    """Told up to change `upto`; in the first pass also which of the earlier ones still have to be told."""

    upto: int = 0
    first: bool = True
    told: int = 0
    """In the first pass: the number of the item told last, 0 before the first."""
    began: int = 0
    """In the first pass: the folder's number when it began."""


def write_state(mailbox: Mailbox, of: str, upto: int, *, first: bool = False, told: int = 0, began: int = 0) -> str:
    said = {"box": str(mailbox.guid), "of": of, "epoch": mailbox.epoch, "upto": upto, "first": first, "told": told, "began": began}
    return base64.b64encode(json.dumps(said).encode().ljust(mailbox.world.state_size)).decode()


def read_state(said: str, mailbox: Mailbox, of: str) -> State:
    """Refuses what is of another mailbox, of another folder, forgotten, or no state at all."""
    if not said:
        return State()
    try:
        kept = json.loads(base64.b64decode(said, validate=True))
        ours = kept["box"] == str(mailbox.guid) and kept["of"] == of and kept["epoch"] == mailbox.epoch
    except (ValueError, KeyError, TypeError):
        raise Refusal("ErrorInvalidSyncStateData") from None
    if not ours:
        raise Refusal("ErrorInvalidSyncStateData")
    return State(kept["upto"], kept["first"], kept["told"], kept["began"])
