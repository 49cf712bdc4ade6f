"""The parts of a message: its text, its files, its calendars, the messages inside it.

Which part is the text is decided as a mail program does: of alternatives the plain one, unless it only says that the
reader's program is too old; parts in a row are read in a row. Refuses to open archives and documents, and to follow
nesting or numbers of parts past the limits.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

from fast_mail_parser import DecodeError

from syncd.core import charsets
from syncd.core.charsets import clean
from syncd.core.html import to_text
from syncd.core.mime.flowed import unflow
from syncd.core.mime.header import read_header
from syncd.core.model import Attachment, Header, Problem
from syncd.core.words import decode_words, parameters

MAX_DEPTH: Final = 50
MAX_PARTS: Final = 1_000
MAX_TEXT: Final = 1_000_000  # bytes of UTF-8, as the store has them: what is longer no page of a table shows
_MAX_NAME: Final = 200

Kind = Literal["plain", "html"]


class Part(Protocol):
    """What is needed of a node, whoever parsed it. `content` is decoded from its transfer encoding; None for a multipart."""

    @property
    def content_type(self) -> str: ...
    @property
    def headers(self) -> dict[str, list[str]]: ...
    @property
    def filename(self) -> str: ...
    @property
    def disposition(self) -> str | None: ...
    @property
    def is_message(self) -> bool: ...
    @property
    def children(self) -> Sequence[Part]: ...
    @property
    def content(self) -> bytes | None: ...


@dataclass(slots=True)
class Body:
    """What was found so far."""

    texts: list[tuple[Kind, str]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    calendars: list[bytes] = field(default_factory=list)
    nested: list[Header] = field(default_factory=list)
    problems: dict[str, Problem] = field(default_factory=dict)
    parts: int = 0
    wanted: frozenset[str] = frozenset()  # sha256 of the files whose bytes are asked for
    contents: dict[str, bytes] = field(default_factory=dict)

    def attach(self, name: str, kind: str, content: bytes) -> None:
        """Note a file that came with the message."""
        media = kind if re.fullmatch(r"[\w.+-]{1,80}/[\w.+-]{1,120}", kind) else "application/octet-stream"
        digest = hashlib.sha256(content).hexdigest()
        self.attachments.append(Attachment(name=name, media_type=media, size=len(content), sha256=digest))
        if digest in self.wanted:
            self.contents[digest] = content

    def note(self, code: str, text: str) -> None:
        """Name a problem, each kind once."""
        self.problems.setdefault(code, Problem(code=code, text=text))


def read_body(root: Part, wanted: frozenset[str] = frozenset()) -> Body:
    """Everything in the tree below `root`; of files only names and sizes, and the bytes of those `wanted` by their sha256."""
    body = Body(wanted=wanted)
    body.texts = _read(root, body, 0)
    return body


def _content(part: Part, body: Body) -> bytes:
    """The bytes of a leaf; empty where its transfer encoding is damaged, which the caller of `read_body` may mend."""
    try:
        return part.content or b""
    except DecodeError:
        body.note("transfer_damaged", "A part's transfer encoding is damaged; what was readable was kept.")
        return b""


def header_of(part: Part, name: str) -> str:
    """The first value of a field of a part; `name` as it is usually written."""
    headers = part.headers
    values = headers.get(name)
    if values is None:
        lower = name.lower()
        values = next((v for k, v in headers.items() if k.lower() == lower), None)
    return values[0] if values else ""


def _read(part: Part, body: Body, depth: int) -> list[tuple[Kind, str]]:
    """The texts of a part in order; files, calendars and messages go to `body`."""
    body.parts += 1
    if body.parts > MAX_PARTS:
        body.note("parts_capped", f"There are more than {MAX_PARTS} parts; the rest was left.")
        return []
    if depth > MAX_DEPTH:
        body.note("depth_capped", f"Parts are nested more than {MAX_DEPTH} deep; the rest was left.")
        return []
    kind = part.content_type.lower()
    if part.is_message:
        body.nested.append(read_header(_content(part, body)))
        return []
    if kind.startswith("multipart/"):
        return _read_multipart(part, kind, body, depth)
    return _read_leaf(part, kind, body)


def _read_multipart(part: Part, kind: str, body: Body, depth: int) -> list[tuple[Kind, str]]:
    if kind == "multipart/encrypted":
        body.note("unreadable", "The message is encrypted.")
    texts: list[tuple[Kind, str]] = []
    for child in part.children:
        texts.extend(_read(child, body, depth + 1))
        if body.parts > MAX_PARTS:
            break
    if kind == "multipart/alternative":
        return _best(texts)
    return texts


_NO_HTML: Final = re.compile(
    r"(?:(?:does not|doesn't|cannot|can't|unable to|not) (?:support|display|show|view|read)[^.]{0,40}html"
    r"|html[^.]{0,60}(?:not supported|capable|enabled|compatible|e-?mail (?:client|reader|program))"
    r"|не поддерживает[^.]{0,40}html|nepalaiko[^.]{0,40}html|view (?:this|the) (?:e-?mail|message) in (?:a|your) browser)",
    re.IGNORECASE,
)


def _best(texts: list[tuple[Kind, str]]) -> list[tuple[Kind, str]]:
    """Of alternatives the plain text, unless it is empty or only tells the reader to get another program."""
    plain = [one for one in texts if one[0] == "plain" and one[1].strip()]
    html = [one for one in texts if one[0] == "html"]
    if not html or not plain:
        return plain or html
    words = "".join(one[1] for one in plain)
    return html if len(words) < 400 and _NO_HTML.search(words) else plain


def _read_leaf(part: Part, kind: str, body: Body) -> list[tuple[Kind, str]]:
    attached = (part.disposition or "").lower() == "attachment"
    if (
        kind in ("text/plain", "text/html", "text/enriched", "text")
        and not attached
        and not (part.filename and kind != "text/html" and body.texts)
    ):
        return [_text(part, kind, body)]
    content = _content(part, body)
    name = _file_name(part)
    if kind in ("text/calendar", "application/ics") or name.lower().endswith(".ics"):
        body.calendars.append(_calendar(part, content))
        if kind == "text/calendar" and not name:
            return []
    if kind in ("application/ms-tnef", "application/vnd.ms-tnef") or name.lower() == "winmail.dat":
        return _open_tnef(content, body)
    if kind in ("text/rfc822-headers", "message/rfc822-headers"):
        body.nested.append(read_header(content))
        return []
    if kind in _SEALED:
        _note_sealed(part, body)
    body.attach(name, kind, content)
    return []


_SEALED: Final = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")


def _note_sealed(part: Part, body: Body) -> None:
    signed = "signed-data" in header_of(part, "Content-Type").lower()
    body.note("unreadable", "The message is sealed in its signature." if signed else "The message is encrypted.")


_CAPPED = f"The text is longer than {MAX_TEXT:,} bytes; the rest was left."


def _text(part: Part, kind: str, body: Body) -> tuple[Kind, str]:
    """The text of a leaf, its lines ending with \\n."""
    content_type = header_of(part, "Content-Type")
    options = parameters(content_type)
    read = charsets.decode(_content(part, body), options.get("charset", ""))
    if not read.as_labelled:
        body.note("charset_repaired", f"A text labelled {options.get('charset', '')[:40]!r} was read as {read.charset}.")
    text = read.text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > 4 * MAX_TEXT:
        text = text[: 4 * MAX_TEXT]
        body.note("text_capped", _CAPPED)
    if kind == "text/html" or (text[:200].lstrip()[:5].lower() in ("<html", "<!doc") and "<" in text):
        return "html", text
    if "flowed" in options.get("format", "").lower():
        text = unflow(text, delsp=options.get("delsp", "").lower() == "yes")
    if "-----BEGIN PGP MESSAGE-----" in text:
        body.note("unreadable", "The message is encrypted.")
    return "plain", text


def joined(body: Body) -> tuple[str, Literal["plain", "html", ""]]:
    """The text of the message, and which kind of part most of it came from."""
    parts = [(kind, to_text(text) if kind == "html" else text) for kind, text in body.texts]
    parts = [(kind, text) for kind, text in parts if text.strip()]
    if not parts:
        return "", ""
    whole = parts[0][1] if len(parts) == 1 else "\n".join(text.rstrip("\n") for _, text in parts)
    if len(whole) > MAX_TEXT // 4 and len(encoded := whole.encode("utf-8", "replace")) > MAX_TEXT:
        whole = encoded[:MAX_TEXT].decode("utf-8", "ignore")
        body.note("text_capped", _CAPPED)
    return clean(whole), max(parts, key=lambda one: len(one[1]))[0]


def _calendar(part: Part, content: bytes) -> bytes:
    """A calendar in UTF-8, whatever its label (RFC 5545 section 3.1.4)."""
    if content.isascii():
        return content
    label = parameters(header_of(part, "Content-Type")).get("charset", "")
    return charsets.decode(content, label).text.encode("utf-8", "replace")


def _open_tnef(content: bytes, body: Body) -> list[tuple[Kind, str]]:
    from syncd.core import tnef  # with its parser: few mails carry one

    opened = tnef.read(content)
    for problem in opened.problems:
        body.problems.setdefault(problem.code, problem)
    for name, data in opened.files[:MAX_PARTS]:
        body.attach(_safe_name(name), "application/octet-stream", data)
    if opened.problems and not opened.files:
        body.attach("winmail.dat", "application/ms-tnef", content)
    if body.texts:
        return []
    texts: list[tuple[Kind, str]] = [("plain", opened.text)] if opened.text.strip() else []
    return texts or ([("html", opened.html)] if opened.html.strip() else [])


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────

_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_SEPARATORS: Final = re.compile(r"[/\\]+")


def _file_name(part: Part) -> str:
    """The name of a part's file, safe to show and to store."""
    name = part.filename
    if not name or "\ufffd" in name:
        options = parameters(header_of(part, "Content-Disposition"))
        name = options.get("filename") or parameters(header_of(part, "Content-Type")).get("name") or name
    if "=?" in name:
        name = decode_words(name)
    if not name.isascii():
        name = _repaired(name)
    return _safe_name(name)


def _repaired(name: str) -> str:
    """A raw 8-bit name which the parser has read as Latin-1, in the code page it is in."""
    try:
        return charsets.decode(name.encode("latin-1"), "iso-8859-1").text
    except UnicodeEncodeError:
        return name


def _safe_name(name: str) -> str:
    """A file name without folders, line breaks, direction marks and hidden characters."""
    bare = _SEPARATORS.split(_UNSAFE.sub("", clean(name)).strip())[-1].strip(" .\t") if name else ""
    if len(bare) <= _MAX_NAME:
        return bare
    stem, dot, ending = bare.rpartition(".")
    return f"{stem[: _MAX_NAME - 12]}.{ending}" if dot and len(ending) < 12 else bare[:_MAX_NAME]
