"""Plain text as its writer saw it: format=flowed put together again (RFC 3676)."""

from __future__ import annotations

import re
from typing import Final

_QUOTE: Final = re.compile(r">*")


def unflow(text: str, *, delsp: bool) -> str:
    """Lines ending in a blank joined with the next of the same quote depth; `delsp` drops that blank (section 4.1).

    Quoted lines come out with "> " for each level; a space-stuffed line loses its stuffing (section 4.4).
    """
    out: list[str] = []
    flowing, depth = False, 0
    for line in text.split("\n"):
        marks = _QUOTE.match(line)
        level = marks.end() if marks else 0
        rest = line[level:]
        rest = rest[1:] if rest[:1] == " " else rest
        if flowing and level == depth and rest != "-- ":
            out[-1] += rest
        else:
            out.append("> " * level + rest if level else rest)
        flowing = out[-1].endswith(" ") and rest != "-- " and bool(rest.strip() or flowing)
        if flowing and delsp:
            out[-1] = out[-1][:-1]
        depth = level
    return "\n".join(out)
