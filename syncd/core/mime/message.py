"""A message from its raw bytes: never an exception, always with its problems named.

fast-mail-parser gives the tree of parts; what it cannot decode is read once more by the standard library. Both are kept
from what would cost them seconds or their stack: limits are checked on the raw bytes first.
"""

from __future__ import annotations

import email
import email.message
import email.policy
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fast_mail_parser import DecodeError, ParseError, parse_email_tree

from syncd.core import charsets
from syncd.core.mime.body import MAX_PARTS, Body, joined, read_body
from syncd.core.mime.header import MAX_HEADER, begin, read_header, split
from syncd.core.model import Header, Message, Problem
from syncd.core.words import base64_bytes, decode_words, parameters, quoted_bytes

MAX_MESSAGE: Final = 64 * 1024 * 1024  # bytes; of more the beginning is read
_BEGINNING: Final = 8 * 1024 * 1024
_MAX_COPIED: Final = 100 * 1024 * 1024  # bytes: the parser copies a message inside a message, at each level
_MAY_BE_DEAR: Final = 32_000  # bytes: a smaller message has no room for as many others as that takes
_MAX_WORDS: Final = 4_000  # encoded words: the parser needs quadratic time for those of one field
_MAX_NESTING: Final = 100
_MAX_LINES: Final = 200_000
_MAX_FALLBACK: Final = 20 * 1024 * 1024


def read_message(raw: bytes, header: Header | None = None) -> Message:
    """The message in `raw` (RFC 5322, with or without MIME); `header` is its header where that was read before."""
    header = header or read_header(raw)
    body, problems = _body(raw, header)
    text, text_from = joined(body)
    return Message(
        header=header,
        text=text,
        text_from=text_from,
        attachments=tuple(body.attachments),
        calendars=tuple(body.calendars),
        nested=tuple(body.nested),
        problems=(*header.problems, *problems, *body.problems.values()),
    )


def read_files(raw: bytes, wanted: Iterable[str]) -> dict[str, bytes]:
    """The bytes of the files that came with a message, by their sha256 (`Attachment.sha256`); those it does not have are left out."""
    header = None if _MANY_PARTS.search(raw, 0, split(raw)[1]) else read_header(raw)
    body, _ = _body(raw, header, frozenset(wanted))
    return body.contents


def _body(raw: bytes, header: Header | None, wanted: frozenset[str] = frozenset()) -> tuple[Body, list[Problem]]:
    """What stands below the header; None in place of a header where that says that there are many parts."""
    bounded, problems = _bounded(raw)
    if bounded is raw and header is not None and (plain := _plain(raw, header)):
        return read_body(plain, wanted), problems
    try:
        root = parse_email_tree(bounded, mode="lazy")
        if root.content_type.startswith("multipart/") and not root.children:
            problems.append(Problem(code="parts_missing", text="The message says it has parts and has none; it was read as text."))
            return read_body(_as_text(bounded), wanted), problems
        body = read_body(root, wanted)
        damage = body.problems.get("transfer_damaged")
    except DecodeError:  # of a message inside a message: it is decoded with the tree
        body, damage = Body(), Problem(code="transfer_damaged", text="A message inside the message is damaged.")
    except (ParseError, ValueError) as error:
        body, damage = Body(), Problem(code="structure_damaged", text=f"The parts are damaged: {str(error)[:120]}")
    if damage is None:
        return body, problems
    if "depth_capped" not in body.problems and _may_read_again(bounded):
        body = read_body(_reread(email.message_from_bytes(bounded, policy=email.policy.compat32)), wanted)
    body.problems.setdefault(damage.code, damage)
    return body, problems


def _bounded(raw: bytes) -> tuple[bytes, list[Problem]]:
    """The bytes to give to the parser: all of them nearly always, fewer where they would cost too much."""
    problems: list[Problem] = []
    if len(raw) > MAX_MESSAGE:
        problems.append(Problem(code="message_capped", text=f"The message has {len(raw)} bytes; only its beginning was read."))
        raw = raw[:_BEGINNING]
    inner = raw.count(b"essage/rfc822") + raw.count(b"essage/global") if len(raw) > _MAY_BE_DEAR else 0
    if inner > 1 and inner * len(raw) > _MAX_COPIED:
        problems.append(Problem(code="message_capped", text=f"The message holds {inner} others; only its beginning was read."))
        raw = raw[: _MAX_COPIED // inner]
    start = begin(raw)
    is_capped = len(raw) >= MAX_HEADER and split(raw)[1] - start >= MAX_HEADER
    if is_capped or (len(raw) > 2 * _MAX_WORDS and raw.count(b"=?") > _MAX_WORDS):
        raw = raw[start : start + MAX_HEADER].replace(b"=?", b"= ?") + raw[start + MAX_HEADER :].replace(b"=?", b"= ?")
    elif start:
        raw = raw[start:]
    return raw, problems


_PLAIN_TEXT: Final = ("text/plain",)  # what a mail is that does not say (RFC 2045 section 5.2)
_AS_IT_STANDS: Final = ("7bit",)
_MANY_PARTS: Final = re.compile(rb"^content-type:[ \t]*multipart/", re.IGNORECASE | re.MULTILINE)
_PLAIN: Final = re.compile(r"text/plain[ \t]*(?:;[ -~]*)?")
_NO_FIELD: Final = re.compile(rb"\n(?:[!-9;-~]+[ \t]*\r?\n|[ \t]+:)")  # a name alone on its line: the parser ends the header there
_ODD: Final = frozenset({"header_8bit", "header_capped", "header_garbage", "fields_capped"})


def _plain(raw: bytes, header: Header) -> _Reread | None:
    """The one part of a mail that is plain text as it stands there, which needs no parser; None for any other."""
    fields = header.fields
    kinds, transfers = fields.get("content-type", _PLAIN_TEXT), fields.get("content-transfer-encoding", _AS_IT_STANDS)
    if len(kinds) > 1 or len(transfers) > 1 or transfers[0].lower() not in ("7bit", "8bit") or "content-disposition" in fields:
        return None
    if not _PLAIN.fullmatch(kinds[0]) or any(p.code in _ODD for p in header.problems):
        return None
    _, end = split(raw)
    if raw.count(b"\r", 0, end) != raw.count(b"\r\n", 0, end + 1) or _NO_FIELD.search(raw, 0, end + 1) or raw.find(b":") > raw.find(b"\n"):
        return None
    gap = 3 if raw[end - 1 : end + 3] == b"\r\n\r\n" else 2 if raw[end : end + 2] == b"\n\n" and raw[end - 1 : end] != b"\r" else 0
    return _one_text(raw[end + gap :], kinds[0]) if gap else None


# ── the second reading ───────────────────────────────────────────────────────────────────────────────────────────


def _may_read_again(raw: bytes) -> bool:
    """Whether the standard library can read it in a fraction of a second and without running out of stack."""
    if len(raw) > _MAX_FALLBACK or raw.count(b"\n") > _MAX_LINES or raw.count(b"\n--") > 2 * MAX_PARTS:
        return False
    return raw.count(b"oundary") + raw.count(b"essage/") <= _MAX_NESTING


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reread:
    """A part read by the standard library, its transfer encoding undone as far as it goes."""

    content_type: str
    headers: dict[str, list[str]]
    filename: str
    disposition: str | None
    is_message: bool
    children: tuple[_Reread, ...]
    content: bytes | None


def _as_text(raw: bytes) -> _Reread:
    """What follows the header, as one text."""
    _, end = split(raw)
    return _one_text(raw[end:].lstrip(b"\r\n"))


def _one_text(content: bytes, kind: str = "text/plain") -> _Reread:
    headers = {"Content-Type": [kind]}
    return _Reread(
        content_type="text/plain", headers=headers, filename="", disposition=None, is_message=False, children=(), content=content
    )


def _reread(part: email.message.Message) -> _Reread:
    headers: dict[str, list[str]] = {}
    for name, value in part.raw_items():
        shown = charsets.decode(str(value).encode("utf-8", "surrogateescape")).text
        headers.setdefault(name.title(), []).append(decode_words(shown))
    disposition = headers.get("Content-Disposition", [""])[0]
    kind = part.get_content_type()
    inside = [one for one in part.get_payload() if isinstance(one, email.message.Message)] if part.is_multipart() else []
    is_message = kind == "message/rfc822"
    del part["Content-Transfer-Encoding"]  # so that the bytes come as they stand: undone they are below, and any charset may be named
    names = parameters(disposition) | {"name": parameters(headers.get("Content-Type", [""])[0]).get("name", "")}
    return _Reread(
        content_type=kind,
        headers=headers,
        filename=names.get("filename") or names["name"],
        disposition=disposition.partition(";")[0].strip() or None,
        is_message=is_message,
        children=() if is_message else tuple(_reread(one) for one in inside),
        content=_header_bytes(inside[0]) if is_message and inside else _content(part.get_payload(decode=True), headers),
    )


def _header_bytes(part: email.message.Message) -> bytes:
    """The header block of a message inside a message: all that is read of it."""
    return b"".join(f"{name}: {value}\n".encode("utf-8", "surrogateescape") for name, value in part.raw_items())


def _content(data: object, headers: dict[str, list[str]]) -> bytes | None:
    if not isinstance(data, bytes):
        return None
    match headers.get("Content-Transfer-Encoding", [""])[0].strip().lower():
        case "base64":
            return base64_bytes(data)
        case "quoted-printable":
            return quoted_bytes(_SOFT_BREAK.sub(b"", data))
        case _:
            return data


_SOFT_BREAK: Final = re.compile(rb"=[ \t]*\r?\n")
