"""What every connector over HTTP needs to know of an answer."""

from __future__ import annotations

import datetime as dt
import email.utils
import re
from typing import Final

_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")  # the RFC knows whole seconds only; some proxies do not


def retry_after(text: str, most: float, now: dt.datetime | None = None) -> float | None:
    """Seconds to wait, from 0 to `most`, from a number or a date (RFC 9110 section 10.2.3); None where it says neither.

    `now` is what a date is counted from: the time of this machine where it is not given.
    """
    bare = text.strip()
    if _NUMBER.fullmatch(bare):
        return min(float(bare), most)
    try:
        at = email.utils.parsedate_to_datetime(bare)
    except (TypeError, ValueError):
        return None
    if at.tzinfo is None:  # "-0000": the sender does not know its zone
        at = at.replace(tzinfo=dt.UTC)
    return min(max(0.0, (at - (now or dt.datetime.now(dt.UTC))).total_seconds()), most)
