"""What a person wrote, as the promise finder sees it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from syncd.core.model import Language, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One person's own words, to whom and when.

    `own`: the new words only (zones already cut). `quoted`: the text they answer to, context for a "will do", never a
    source of promises. `recipients`: to and cc. `at`: aware, in the sender's zone. `note`: the description of a meeting,
    minutes, or a note to oneself.
    """

    own: str
    quoted: str
    subject: str
    sender: Party
    recipients: tuple[Party, ...]
    at: dt.datetime
    language: Language
    note: bool = False
