"""Content lines and components of a calendar text (RFC 5545 section 3.1), as they come and not as they should.

Lines are unfolded before they are decoded, because a fold may cut a letter in two. What is no content line continues
the text before it, or is passed over; what is not closed is closed at the end.
"""

from __future__ import annotations

import quopri
import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from syncd.core.charsets import decode

_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,100}\s*[;:]")
_PARAMETERS: Final = re.compile(r'(?:"[^"]*"|\([^():;]*:[^():;]*\)|[^":])*')
_PARAMETER: Final = re.compile(r';\s*([A-Za-z0-9_-]+)\s*(?:=\s*((?:"[^"]*"|[^;])*))?')
_ESCAPE: Final = re.compile(r"\\(.)", re.S)
_CARET: Final = re.compile(r"\^([n^'])")
_TEXTS: Final = frozenset({"DESCRIPTION", "SUMMARY", "LOCATION", "COMMENT"})


class Property(NamedTuple):
    """One content line. Parameter names are in upper case; the value is still escaped."""

    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as text, its escapes undone (section 3.3.11)."""
        return unescape(self.value)


@dataclass(slots=True)
class Component:
    """A component, its own properties in order, and the components in it. `lines` are its own as they were, unfolded."""

    name: str
    parent: Component | None = None
    properties: list[Property] = field(default_factory=list)
    children: list[Component] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    closed: bool = False

    def first(self, name: str) -> Property | None:
        """The first property of that name that has a value."""
        return next((p for p in self.properties if p.name == name and p.value), None)

    def value(self, name: str) -> str:
        """Its value, stripped and unescaped, or ''."""
        found = self.first(name)
        return found.text.strip() if found else ""

    def all(self, *names: str) -> list[Property]:
        """The properties of these names, in order."""
        return [p for p in self.properties if p.name in names]

    @property
    def raw(self) -> bytes:
        """The component as text again, without the components in it."""
        return "\r\n".join((f"BEGIN:{self.name}", *self.lines, f"END:{self.name}", "")).encode("utf-8", "replace")


def unescape(value: str) -> str:
    """Undoes backslash escapes; `\\n` and `\\N` are line ends."""
    if "\\" not in value:
        return value
    return _ESCAPE.sub(lambda m: "\n" if m[1] in "nN" else m[1], value)


def read_components(raw: bytes) -> list[Component]:
    """All components of a calendar text in the order of their beginnings, whatever they lie in. Linear in its length."""
    root = Component(name="")
    here, found = root, list[Component]()
    for line in _content_lines(raw):
        head = line[:6].upper()
        if head.startswith("BEGIN:"):
            name = line[6:].strip().upper()[:60]
            while here.name == "VEVENT" and name == "VEVENT" and here.parent:
                here = here.parent  # an event in an event: the first was not closed
            here = Component(name=name, parent=here)
            if here.parent:
                here.parent.children.append(here)
            found.append(here)
        elif head.startswith("END:"):
            here = _close(here, line[4:].strip().upper()[:60])
        elif here is not root:
            here.lines.append(line)
            _take(here, line)
    return found


def _close(here: Component, name: str) -> Component:
    """The component that goes on after `END:name`; an END of nothing that is open changes nothing."""
    outer: Component | None = here
    for _ in range(8):  # nobody closes more than a few levels at once
        if outer is None or outer.name == name:
            break
        outer = outer.parent
    if outer is None or outer.name != name or outer.parent is None:
        return here
    outer.closed = True
    return outer.parent


def _content_lines(raw: bytes) -> list[str]:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raw = raw.decode("utf-16", "replace").encode()
    raw = raw.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    if b"\n " in raw or b"\n\t" in raw:
        raw = raw.replace(b"\n ", b"").replace(b"\n\t", b"")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = decode(raw).text
    lines = [line for line in text.replace("\x00", "").split("\n") if line and not line.isspace()]
    return _join_quoted_printable(lines) if "QUOTED-PRINTABLE" in text.upper() else lines


def _join_quoted_printable(lines: list[str]) -> list[str]:
    """vCalendar 1.0 breaks an encoded value after `=` and goes on in the next line without a space."""
    joined: list[list[str]] = []
    open_value = False
    for line in lines:
        if open_value:
            joined[-1].append(line.lstrip())
        else:
            joined.append([line])
            open_value = "QUOTED-PRINTABLE" in line.partition(":")[0].upper()
        if open_value:
            open_value = line.endswith("=")
            if open_value:
                joined[-1][-1] = joined[-1][-1][:-1]
    return ["".join(parts) for parts in joined]


def _take(here: Component, line: str) -> None:
    if not _NAME.match(line):
        last = here.properties[-1] if here.properties else None
        if last and last.name in _TEXTS:  # a text that was not folded but broken
            here.properties[-1] = last._replace(value=f"{last.value}\\n{line.strip()}" if len(last.value) < 100_000 else last.value)
        return
    head, _, value = line.partition(":")
    if ";" not in head:
        here.properties.append(Property(head.strip().upper(), {}, value.rstrip("\r")))
        return
    if '"' in head or "(" in head:
        match = _PARAMETERS.match(line)
        end = match.end() if match else len(head)
        if line[end : end + 1] == ":":  # else a quote is open: the first colon has to do
            head, value = line[:end], line[end + 1 :]
    name, _, rest = head.partition(";")
    parameters = {m[1].upper(): _parameter_text(m[2] or "") for m in _PARAMETER.finditer(";" + rest)}
    value = value.rstrip("\r")
    if parameters.get("ENCODING", "").upper() in ("QUOTED-PRINTABLE", "Q") or "QUOTED-PRINTABLE" in parameters:
        value = decode(quopri.decodestring(value.encode()), parameters.get("CHARSET", "")).text
        value = value.replace("\r\n", "\n").replace("\n", "\\n")
    here.properties.append(Property(name.strip().upper(), parameters, value))


def _parameter_text(text: str) -> str:
    text = text.strip()
    if text.startswith('"'):
        text = text.replace('"', "")
    if "^" in text:  # RFC 6868
        text = _CARET.sub(lambda m: {"n": "\n", "^": "^", "'": '"'}[m[1]], text)
    return text
