"""The borders of other people's words: '>' marks, "… wrote:", repeated header blocks, forward marks.

Decides by lines alone. Marks show how far a quote goes; without them it goes to the end of the text, as every program
that quotes without marks puts the older message below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from syncd.core.clean.tables import FIELD, FORWARD_ENDS, FORWARDED, LOOKED_AT, ORIGINAL, SENTENCE_ENDS, WROTE
from syncd.core.model import ZoneKind

Border = tuple[ZoneKind, int, int]  # kind, lines of the heading above this line, lines of it below

_MARKS = "-_=*—–~"
_OPENS_MARK = frozenset((*_MARKS, " ", "\t"))
_HEADER_LINE = re.compile(r"[*_ \t|]{0,4}([^\W\d_][^\W_]*(?:[ -][^\W\d_]{1,12}){0,2}) ?[*_]{0,2}:")
_FIELD_WORD = re.compile(r"(?:^|\s)([^\W\d_]{2,12}): ")
_DATE = re.compile(r"\b\d{4}\b|\d[.:]\d\d|\b\d{1,2}[./-]\d{1,2}\b")
_MOMENT = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4},? .{0,6}?\d{1,2}:\d\d")
_ADDRESS_END = re.compile(r"<[^<>\s]{1,120}@[^<>\s]{1,120}>[^<>]{0,40}:$")
_QUOTE_MARKS = re.compile(r"(?:> ?){1,200}")
_INITIALS = re.compile(r"[A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][^\W_]{0,3}>+(?: |$)")


def mark_others(lines: Sequence[str], kinds: list[ZoneKind]) -> None:
    """Mark what is quoted and what is forwarded."""
    at, count = 0, len(lines)
    while at < count:
        raw = lines[at]
        if raw[:1] == ">":
            kinds[at] = "quoted"
        elif ":" in raw or ">" in raw or raw[:1] in _OPENS_MARK:
            line = raw[:LOOKED_AT].strip()
            if line[:1] == ">":
                kinds[at] = "quoted"
            elif line and (line[0] in _MARKS or ":" in line or ">" in line[:8]):
                at = _mark_border(lines, kinds, at, line)
                continue
        at += 1


def _mark_border(lines: Sequence[str], kinds: list[ZoneKind], at: int, line: str) -> int:
    """Mark what a line that may be a border opens, and return the line to go on with."""
    if ">" in line[:5] and _INITIALS.match(line):
        kinds[at] = "quoted"
        return at + 1
    border = _mark_line(line) or _header_block(lines, at, line) or _intro(lines, at, line)
    if border is None:
        return at + 1
    kind, back, ahead = border
    start, body = at - back, at + 1 + ahead
    if kind == "quoted" and back + ahead and not any(k == "own" and lines[i].strip() for i, k in enumerate(kinds[:start])):
        kind = "forwarded" if _is_header(lines[start]) else kind
    first = next((i for i in range(body, min(body + 4, len(lines))) if lines[i].strip()), len(lines))
    if first < len(lines) and _is_marked(lines[first].lstrip()):
        end = first  # the marks say how far it goes: answers may stand between and below them
    else:
        end = _forward_end(lines, body)
    for i in range(start, end):
        kinds[i] = kind
    return end


def _is_marked(line: str) -> bool:
    return line[:1] == ">" or (">" in line[:8] and _INITIALS.match(line) is not None)


def _mark_line(line: str) -> Border | None:
    """A line that announces a message: "----- Original Message -----", „Persiųstas laiškas“."""
    if line[0] not in _MARKS and line[-1] != ":":
        return None
    bare = line.strip(_MARKS + " :").lower()
    if not bare or len(line) - len(bare) < 1 or len(bare) > 160:
        return None
    dashed = line[0] in _MARKS and line[1] in _MARKS  # one dash is a bullet
    if bare.startswith(FORWARDED) and (dashed or (line[-1] == ":" and len(bare) < 50)):
        return ("forwarded", 0, 0)
    if bare.startswith(ORIGINAL) and (dashed or line[-1] == ":"):
        return ("quoted", 0, 0)
    return None


def _is_header(line: str) -> str:
    """The field a header line names, or ''."""
    hit = _HEADER_LINE.match(line[:LOOKED_AT]) if ":" in line else None
    return FIELD.get(hit[1].lower(), "") if hit else ""


def _header_block(lines: Sequence[str], at: int, line: str) -> Border | None:
    """A repeated header: From, then Subject and one more field; Lotus Notes puts the name and moment above "To:"."""
    field = _is_header(line)
    if field == "from":
        back = 0
    elif field == "to" and not (at and _is_header(lines[at - 1])):
        back = _moment_above(lines, at)
    else:
        return None
    if field == "to" and not back and (not at or lines[at - 1].strip()):
        return None
    fields, last, recipients = _fields_below(lines, at, field)
    if "subject" not in fields or not ({"date", "to"} & fields):
        return None
    if field == "to" and not back and recipients < 2:
        return None
    rule = at - back - 1
    while rule >= 0 and rule > at - back - 3 and not lines[rule].strip():
        rule -= 1
    if rule >= 0 and len(lines[rule]) > 9 and not lines[rule].strip().strip(_MARKS):
        back = at - rule  # the line drawn above the block belongs to it
    return ("quoted", back, last - at)


def _fields_below(lines: Sequence[str], at: int, first: str) -> tuple[set[str], int, int]:
    """The header fields from this line on, the line of the last one, and how many of them name recipients."""
    fields, last, plain, recipients = {first}, at, 0, int(first == "to")
    for i in range(at + 1, min(at + 120, len(lines))):
        field = _is_header(lines[i])
        recipients += field == "to"
        if field == first == "from" or recipients > 4 or (not field and "subject" in fields and not lines[i].strip()):
            break
        if field:
            fields.add(field)
            last = i
        # address lists run over many lines; anything else soon means it was no header
        plain = 0 if field or "@" in lines[i] else plain + 1
        if plain > 3:
            break
    one_line = _FIELD_WORD.findall(lines[at][:LOOKED_AT])  # a whole header on one line
    fields.update(filter(None, (FIELD.get(word.lower(), "") for word in one_line)))
    return fields, last, recipients


def _moment_above(lines: Sequence[str], at: int) -> int:
    """How many lines above "To:" the heading of Lotus Notes starts ("Ona Kaz on 10/12/2000 06:23 PM"); 0: it has none."""
    for back in range(1, min(6, at + 1)):
        line = lines[at - back][:LOOKED_AT].strip()
        if line and (hit := _MOMENT.search(line)):
            above = lines[at - back - 1][:LOOKED_AT].strip() if at > back else ""
            return back + 1 if hit.start() < 3 and above and len(above) < 60 else back
        if len(line) > 90:
            return 0
    return 0


def _intro(lines: Sequence[str], at: int, line: str) -> Border | None:
    """The line above a quote: "On Tue, 3 Mar 2026 at 10:12, Ona <o@x.lt> wrote:", also broken over four lines."""
    if len(line) < 5 or (line[-1] != ":" and line[-2:] != ":*") or len(lines[at]) > LOOKED_AT:
        return None
    marked = next((_is_marked(lines[i].lstrip()) for i in range(at + 1, min(at + 4, len(lines))) if lines[i].strip()), False)
    joined, found = line.rstrip("*"), -1
    for back in range(4):
        if back:
            above = lines[at - back][:LOOKED_AT].strip() if at >= back else ""
            if not above or above[0] == ">" or above[-1] == ":" or above[-1] in SENTENCE_ENDS:
                break
            joined = f"{above} {joined}"
        if len(joined) > LOOKED_AT:
            break
        if _DATE.search(joined) is not None and _is_intro(joined, marked):
            return ("quoted", back, 0)
        if found < 0 and _is_intro(joined, marked):
            found = back  # "Ona wrote:" may have a beginning with the day further up
    return ("quoted", found, 0) if found >= 0 else None


def _is_intro(line: str, marked: bool) -> bool:
    verb = line.rstrip(" :").lower().endswith(WROTE)
    address = "@" in line
    dated = _DATE.search(line) is not None
    if marked:
        return (verb or address or dated) and line.count(". ") < 4
    return dated and (verb or (address and _ADDRESS_END.search(line) is not None))


def _forward_end(lines: Sequence[str], start: int) -> int:
    """The line after "end of forwarded message", or the end of the text."""
    for i in range(start, len(lines)):
        line = lines[i]
        if line[:2] in ("--", "==", "**", "—") and line[:LOOKED_AT].strip("-=*— ").lower().startswith(FORWARD_ENDS):
            return i + 1
    return len(lines)


def split_by_depth(lines: Sequence[str], blocks: list[tuple[int, list[str]]]) -> None:
    """Append the lines of a quoted zone to `blocks` as (depth, words), without marks, introductions and header lines."""
    depth = -1
    for at, raw in enumerate(lines):
        line, level = raw.lstrip(), 0
        if ">" in line[:8] and (hit := _INITIALS.match(line)):
            line, level = line[hit.end() :], 1
        if line[:1] == ">" and (hit := _QUOTE_MARKS.match(line)):
            line, level = line[hit.end() :], level + hit[0].count(">")
        looked = line[:LOOKED_AT].strip()
        if (
            looked
            and (":" in looked or looked[0] in "-_")
            and (_is_header(looked) or _mark_line(looked) or _intro(lines, at, looked) or not looked.strip("-_="))
        ):
            depth = -1  # a new message begins
            continue
        if level != depth:
            blocks.append((level, []))
            depth = level
        blocks[-1][1].append(line)
