"""Content lines of vCards (RFC 6350 section 3.2, RFC 2426, vCard 2.1), as they come and not as they should.

Lines are joined before they are decoded, because a fold may cut a letter in two. Only what somebody is known by is
decoded; pictures, sounds and keys are passed over unread. What is no content line is passed over.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from syncd.core.charsets import decode

MAX_BYTES: Final = 10_000_000  # of one object; what comes after is not read
_MAX_LINE: Final = 20_000  # bytes of one value that is read
_MAX_LINES: Final = 1_000  # of one card
_NAMED: Final = ("windows-125", "cp125", "iso-8859-", "koi8-", "utf-8")  # labels a card's own program has written
_WANTED: Final = frozenset(
    "BEGIN END AGENT FN N NICKNAME ORG TITLE EMAIL TEL URL BDAY ADR CATEGORIES CLASS UID KIND X-ADDRESSBOOKSERVER-KIND RELATED ANNIVERSARY X-ANNIVERSARY X-SPOUSE ROLE X-ASSISTANT X-MS-ASSISTANT".split()
)
_HEAD: Final = re.compile(rb'(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]{1,60})\s*((?:;(?:"[^"]*"|[^":])*)?):')
_HEAD_OPEN: Final = re.compile(rb"(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]{1,60})\s*((?:;[^:]*)?):")  # a quotation mark that is never closed
_PARAMETER: Final = re.compile(r';\s*([A-Za-z0-9-]+)\s*(?:=\s*((?:"[^"]*"|[^;])*))?')
_QUOTED_PRINTABLE: Final = re.compile(rb"[^:]*QUOTED-PRINTABLE", re.IGNORECASE)


class Property(NamedTuple):
    """One content line: name and parameter names in upper case, the values of a parameter too; the value still escaped."""

    name: str
    parameters: dict[str, tuple[str, ...]]
    value: str

    def has(self, *types: str) -> bool:
        """Whether it is of one of these types (`TYPE=HOME,PREF`, or vCard 2.1's bare `;HOME;PREF`)."""
        return any(t in self.parameters.get("TYPE", ()) for t in types)


@dataclass(slots=True)
class Component:
    """The wanted content lines of one card, in order, and whether it was closed."""

    properties: list[Property] = field(default_factory=list)
    closed: bool = False


class _Line(NamedTuple):
    """A content line whose value is not decoded yet."""

    name: str
    parameters: dict[str, tuple[str, ...]]
    value: bytes


def read_components(raw: bytes) -> list[Component]:
    """The cards of an object in order, without those that lie in another (AGENT of vCard 2.1). Linear in its length."""
    found: list[tuple[Component, list[_Line]]] = []
    inner, after_agent, open_ = 0, False, False
    for line in _content_lines(raw[:MAX_BYTES]):
        is_card = line.value.strip().upper() == b"VCARD"
        if line.name == "BEGIN" and is_card:
            if open_ and after_agent:
                inner += 1
            else:  # one that was not closed ends where the next begins
                found.append((Component(), []))
                open_, inner = True, 0
        elif line.name == "END" and is_card and open_:
            if inner:
                inner -= 1
            else:
                found[-1][0].closed, open_ = True, False
        elif open_ and not inner and line.name != "AGENT" and len(found[-1][1]) < _MAX_LINES:
            found[-1][1].append(line)
        after_agent = line.name == "AGENT"
    for component, lines in found:
        component.properties = list(_decoded(lines))
    return [component for component, _ in found]


def _content_lines(raw: bytes) -> Iterator[_Line]:
    """The wanted lines, joined where they were folded (RFC 6350 section 3.2) or broken by quoted-printable."""
    parts: list[bytes] = []
    quoted = broken = False  # broken: the value goes on in the next line, with no space before it
    for line in _plain_lines(raw):
        if broken and line[:4].upper() != b"END:":
            parts.append(line)
        elif line[:1] in (b" ", b"\t") and parts:
            parts.append(line[1:])
        else:
            yield from _taken(parts)
            parts = [line] if line.strip() else []
            quoted = _QUOTED_PRINTABLE.match(line) is not None
        broken = quoted and line.endswith(b"=")
    yield from _taken(parts)


def _plain_lines(raw: bytes) -> list[bytes]:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raw = raw.decode("utf-16", "replace").encode()
    elif raw[:40].count(0) > 10:  # UTF-16 without its mark
        raw = raw.decode("utf-16-be" if raw[:1] == b"\0" else "utf-16-le", "replace").encode()
    raw = raw.removeprefix(b"\xef\xbb\xbf").replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n")
    return (raw if b"\n" in raw else raw.replace(b"\r", b"\n")).replace(b"\0", b"").split(b"\n")


def _taken(parts: list[bytes]) -> Iterator[_Line]:
    """The line made of these parts, when it is one and wanted; the others are not even joined."""
    match = (_HEAD.match(parts[0]) or _HEAD_OPEN.match(parts[0])) if parts else None
    if match is None and len(parts) > 1:
        match = _HEAD.match(b"".join(parts[:20])[:2000])  # folded before its colon
    if match is None:
        return
    name = match[1].decode().upper()
    if name not in _WANTED:
        return
    quoted = b"QUOTED-PRINTABLE" in match[2].upper()
    whole = (b"\n" if quoted else b"").join(parts)
    if quoted:
        match = _HEAD.match(whole) or _HEAD_OPEN.match(whole) or match
    yield _Line(name, _parameters(match[2].decode("utf-8", "replace")), whole[match.end() :][:_MAX_LINE])


def _parameters(head: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for match in _PARAMETER.finditer(head[:2000]):
        name, given = match[1].upper(), match[2]
        if given is None:  # vCard 2.1: a bare value
            name, given = ("ENCODING" if name in ("QUOTED-PRINTABLE", "BASE64") else "TYPE"), name
        found[name] = found.get(name, ()) + tuple(v.strip().upper() for v in given.replace('"', "").split(","))
    return found


def _decoded(lines: Iterable[_Line]) -> Iterator[Property]:
    """The lines with their values as text. What names no code page is read in the one that suits all of it together."""
    lines = list(lines)
    bare = b"\n".join(line.value for line in lines if not line.parameters.keys() & {"CHARSET", "ENCODING"})
    common = decode(bare).charset if bare else "utf-8"
    for line in lines:
        encoding = line.parameters.get("ENCODING", ("",))[-1]
        label = line.parameters.get("CHARSET", ("",))[-1]
        value = line.value
        if encoding in ("QUOTED-PRINTABLE", "Q"):
            value = quopri.decodestring(value)
        elif encoding in ("BASE64", "B"):
            try:
                value = binascii.a2b_base64(value)
            except binascii.Error:
                continue  # no text that could be a name
        text = _labelled(value, label) if label or encoding else value.decode(common, "replace")
        yield Property(line.name, line.parameters, text)


def _labelled(value: bytes, label: str) -> str:
    """The text of one value. A name is too short to guess by: a label that can be believed is believed."""
    if label.lower().startswith(_NAMED):
        for codec in ("utf-8", "cp1252" if label == "ISO-8859-1" else label):
            try:
                return value.decode(codec)
            except (LookupError, UnicodeDecodeError):
                continue
    return decode(value, label).text
