"""Journal reports: the mail a server has put into an envelope of its own, with everybody it was delivered to.

Exchange sends one for each mail to the journal's mailbox: a text of fields (sender, subject, id, recipients) and the mail
itself attached (learn.microsoft.com, "Journal reports"). The fields are known by what stands in them, not by their names,
which change with language and version. Refuses to open what does not tell of the very mail it carries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from fast_mail_parser import DecodeError, ParseError, parse_email_tree

from syncd.core import charsets
from syncd.core.addresses import canonical
from syncd.core.mime.body import Part, header_of
from syncd.core.mime.header import read_header, split
from syncd.core.mime.message import MAX_MESSAGE
from syncd.core.model import Header
from syncd.core.words import parameters

_MAX_TEXT: Final = 1_000_000  # characters of a report: some ten thousand recipients
_MAX_MESSAGES: Final = 20  # inside one another: what holds more is no report
_LONGEST: Final = 2_000  # characters of a line
_ADDRESS: Final = r"<?([^\s<>,;:\"]+@[^\s<>,;:\"]+)>?"
_FIELD: Final = re.compile(rf"\s*[^:\n]{{2,40}}:\s*{_ADDRESS}((?:\s*,\s*[^:,\n]{{2,40}}:\s*{_ADDRESS})*)\s*")  # Recipient: a@b, Expanded: c@d
_LATER: Final = re.compile(rf":\s*{_ADDRESS}")
_FIRST: Final = re.compile(r"\s*[^:\n]{2,40}:\s*(?:\S+@\S+|<>|)\s*")


def mail_in(raw: bytes) -> bytes | None:
    """The mail a journal report carries, who is not in its header in a Bcc field before it; None where `raw` is no report."""
    if len(raw) > MAX_MESSAGE or not 0 < raw.lower().count(b"message/rfc822") <= _MAX_MESSAGES:
        return None
    try:
        parts = list(_leaves(parse_email_tree(raw, mode="lazy"), 0))
        text = next((_text(part) for part in parts if part.content_type.lower() == "text/plain"), "")
        mail = next((part.content for part in parts if part.is_message), None)
    except (DecodeError, ParseError, ValueError):
        return None
    if not mail or not text.strip():
        return None
    header = read_header(mail)
    lines = [line for line in text[:_MAX_TEXT].splitlines() if line.strip()]
    if not _FIRST.fullmatch(lines[0]) or not _tells_of(text, header):
        return None
    return _with_hidden(mail, _hidden(lines, header))


def _leaves(part: Part, depth: int) -> Iterator[Part]:
    """The parts of a report as it comes: its text and the mail, in one multipart/mixed or one more around it."""
    if part.is_message or not part.content_type.lower().startswith("multipart/"):
        yield part
    elif depth < 2:
        for child in part.children:
            yield from _leaves(child, depth + 1)


def _text(part: Part) -> str:
    return charsets.decode(part.content or b"", parameters(header_of(part, "Content-Type")).get("charset", "")).text


def _tells_of(text: str, header: Header) -> bool:
    """Whether the report names the id of the mail, or its sender where it has none."""
    if header.message_id:
        return header.message_id in text
    return any(p.address in text.lower() for p in header.of("from", "sender") if p.address)


def _hidden(lines: Sequence[str], header: Header) -> list[str]:
    """The recipients the mail's own header does not name, nor the list or the address they got it through."""
    named = {p.address for p in header.parties}
    hidden: dict[str, None] = {}
    for line in lines[1:]:
        found = _FIELD.fullmatch(line) if len(line) <= _LONGEST else None
        if found is None or _is_of_the_mail(line, header):
            continue
        address, through = canonical(found[1]), {canonical(a) for a in _LATER.findall(found[2])}
        if address and address not in named and named.isdisjoint(through):
            hidden[address] = None
    return list(hidden)


def _is_of_the_mail(line: str, header: Header) -> bool:
    """Whether the line says the id or the subject of the mail, which may look like an address."""
    value = " ".join(line.partition(":")[2].split())
    return value.strip("<>") == header.message_id or value == header.subject


def _with_hidden(mail: bytes, hidden: Sequence[str]) -> bytes:
    if not hidden:
        return mail
    start, end = split(mail)
    newline = b"\r\n" if b"\r\n" in mail[start:end] else b"\n"
    return mail[:start] + b"Bcc: " + (b"," + newline + b" ").join(a.encode() for a in hidden) + newline + mail[start:]
