"""Encoded words and parameters of a header field: RFC 2047 and RFC 2231, as mail really has them.

Refuses to fail and to be slow: every pattern reads its input once, and what cannot be decoded stays as it is written.
"""

from __future__ import annotations

import binascii
import re
from typing import Final
from urllib.parse import unquote_to_bytes

from syncd.core import charsets

# An encoded word; blanks inside the text are against RFC 2047 section 2 and common. A "?" within is let through a few times.
_WORD: Final = re.compile(r"=\?([^?\s=]{1,60})\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*){0,3})\?=")
_Q_ESCAPE: Final = re.compile(rb"=([0-9A-Fa-f]{2})")
_NOT_BASE64: Final = bytes(sorted(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")))


def decode_words(value: str) -> str:
    """The value with its encoded words decoded; the blanks between two of them are dropped (RFC 2047 section 6.2).

    Neighbours of one charset are joined before they are decoded: many programs cut a letter of two bytes in half.
    """
    if "=?" not in value:
        return value
    out: list[str] = []
    pending, charset, end = b"", "", 0
    for word in _WORD.finditer(value):
        between = value[end : word.start()]
        label = word[1].partition("*")[0].lower()
        adjacent = bool(charset) and not between.strip()
        if not adjacent or label != charset:
            out.append(charsets.decode(pending, charset).text)
            pending, charset = b"", label
        if not adjacent:
            out.append(between)
        pending += _word_bytes(word[2], word[3])
        end = word.end()
    out.append(charsets.decode(pending, charset).text)
    out.append(value[end:])
    return "".join(out)


def _word_bytes(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if encoding in "bB":
        return base64_bytes(data)
    return quoted_bytes(data.replace(b"_", b" "))


def quoted_bytes(data: bytes) -> bytes:
    """Quoted-printable escapes decoded; a broken escape stays as it is written."""
    return _Q_ESCAPE.sub(lambda m: bytes.fromhex(m[1].decode("ascii")), data)


def base64_bytes(data: bytes) -> bytes:
    """As much of base64 as can be decoded: foreign characters are skipped, a missing end is made up."""
    clean = data.translate(None, _NOT_BASE64)
    clean = clean[: len(clean) - (len(clean) % 4 == 1)]
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


# ── parameters ───────────────────────────────────────────────────────────────────────────────────────────────────

_PARAMETER: Final = re.compile(r';\s*([^\s=;"]{1,60}?)(\*\d{1,3})?(\*)?\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))', re.DOTALL)
_MAX_PARAMETERS: Final = 200


def parameters(value: str) -> dict[str, str]:
    """The parameters of a Content-Type or Content-Disposition by lower-case name, RFC 2231 pieces put together."""
    if ";" not in value:
        return {}
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for count, match in enumerate(_PARAMETER.finditer(value)):
        if count >= _MAX_PARAMETERS:
            break
        name = match[1].lower()
        text = re.sub(r"\\(.)", r"\1", match[4]) if match[4] is not None and "\\" in match[4] else (match[4] or match[5] or "").strip()
        if match[2] or match[3]:
            pieces.setdefault(name, {}).setdefault(int((match[2] or "*0")[1:]), (text, bool(match[3])))
        else:
            plain.setdefault(name, text)
    return plain | {name: _joined(parts) for name, parts in pieces.items()}


def _joined(parts: dict[int, tuple[str, bool]]) -> str:
    """The value of a parameter given in numbered pieces: charset'language'text in the first (RFC 2231 section 4)."""
    charset, data = "", b""
    for number in sorted(parts):
        text, extended = parts[number]
        if extended and not data and text.count("'") >= 2 and not charset:
            charset, _, text = text.split("'", 2)
        written = text.encode("utf-8", "replace")
        data += unquote_to_bytes(written) if extended else written
    return charsets.decode(data, charset).text
