"""Values as the JSON that other programs read. Loads nothing of what makes the values: a phrase is no reason to load a mail parser."""

from __future__ import annotations

import json
import re
from typing import Any

from syncd.core.model import Due

# what many programs take for the end of a line, and halves of characters (a file name that is no UTF-8 has them)
_NOT_IN_A_LINE = re.compile("[\u0085\u2028\u2029\ud800-\udfff]")


def as_line(value: object) -> bytes:
    """A value as one line of JSON in UTF-8, its line end included."""
    text = json.dumps(value, ensure_ascii=False)
    if not text.isascii():
        text = _NOT_IN_A_LINE.sub(lambda m: f"\\u{ord(m[0]):04x}", text)
    return text.encode() + b"\n"


def due_json(due: Due | None) -> dict[str, Any] | None:
    """A term, or null where there is none."""
    return {"from": due.from_, "to": due.to, "text": due.text, "kind": due.kind} if due else None
