"""What a mail file's name and folder tell beside its bytes: Maildir flags, Dovecot's keywords, folder names.

Flags are told in the words of IMAP (RFC 9051 section 2.3.2), so that a mail has the same marks whichever way it is read.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from functools import lru_cache
from pathlib import Path

_FLAGS = {"D": "\\Draft", "F": "\\Flagged", "P": "$Forwarded", "R": "\\Answered", "S": "\\Seen", "T": "\\Deleted"}
_LETTERS = "DFPRSTabcdefghijklmnopqrstuvwxyz"
_BITS = {letter: 1 << place for place, letter in enumerate(_LETTERS)}


def split_name(name: str) -> tuple[str, str]:
    """The unique part of a Maildir file name and its flags: "1700.M1.host:2,RS" gives ("1700.M1.host", "RS").

    https://cr.yp.to/proto/maildir.html; ";2," and "!2," are written where a file system has no colons.
    """
    unique, info, flags = name.rpartition("2,")
    if info and unique and unique[-1] in ":;!":
        return unique[:-1], flags
    unique, info, flags = name.partition(":")
    return unique, ""


def flag_bits(flags: str) -> bytes:
    """The flags as four bytes, whatever their order."""
    bits = 0
    for letter in flags:
        bits |= _BITS.get(letter, 0)
    return bits.to_bytes(4, "big")


@lru_cache(maxsize=256)
def flag_words(flags: str) -> tuple[str, ...]:
    """The flags as IMAP words, in a fixed order."""
    return tuple(word for letter, word in _FLAGS.items() if letter in flags)


def keywords(folder: Path) -> dict[str, str]:
    """Dovecot's names for the flags a–z of one Maildir (`dovecot-keywords`: lines "0 Private"); {} without the file.

    https://doc.dovecot.org/2.3/admin_manual/mailbox_formats/maildir/
    """
    try:
        text = (folder / "dovecot-keywords").read_text("utf-8", "replace")
    except OSError:
        return {}
    pairs = (line.split(" ", 1) for line in text.splitlines() if re.match(r"\d{1,2} \S", line))
    return {chr(ord("a") + int(number)): decode_utf7(word.strip()) for number, word in pairs if int(number) < 26}


def decode_utf7(name: str) -> str:
    """A folder name in IMAP's modified UTF-7 (RFC 3501 section 5.1.3) as text; as it is where it is not that."""
    if "&" not in name or not name.isascii():
        return name

    def word(found: re.Match[str]) -> str:
        coded = found[1].replace(",", "/")
        if not coded:
            return "&"
        return base64.b64decode(coded + "=" * (-len(coded) % 4), validate=True).decode("utf-16-be")

    try:
        return re.sub(r"&([A-Za-z0-9+,]*)-", word, name)
    except (binascii.Error, UnicodeDecodeError):
        return name


_MOZILLA = {0x1: "\\Seen", 0x2: "\\Answered", 0x4: "\\Flagged", 0x1000: "$Forwarded"}
_MOZILLA_EXPUNGED = 0x8
_STATUS = {"R": "\\Seen", "A": "\\Answered", "F": "\\Flagged", "T": "\\Draft", "D": "\\Deleted"}
_OF_PROGRAMS = re.compile(
    rb"^(Status|X-Status|X-Keywords|X-Mozilla-Status2?|X-Mozilla-Keys|X-UID|X-IMAP|X-IMAPbase|Content-Length|Lines|X-Gmail-Labels)"
    rb":([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)\r?\n",
    re.MULTILINE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MboxMarks:
    """What mail programs wrote into the header of a message in an mbox. `identity` is the message without it."""

    flags: tuple[str, ...]
    labels: tuple[str, ...]
    expunged: bool  # deleted by the person, the file not yet compacted
    identity: bytes


def mbox_marks(raw: bytes) -> MboxMarks:
    """Status and X-Status (mutt, Dovecot), X-Mozilla-Status (Thunderbird), X-Keywords, X-Gmail-Labels (Takeout)."""
    end = min((at for at in (raw.find(b"\n\n"), raw.find(b"\n\r\n")) if at >= 0), default=len(raw) - 1) + 1
    header = raw[:end]
    found = {name.lower().decode(): value.strip().decode("utf-8", "replace") for name, value in _OF_PROGRAMS.findall(header)}
    if not found:
        return MboxMarks((), (), False, raw)
    letters = found.get("status", "") + found.get("x-status", "")
    flags = [word for letter, word in _STATUS.items() if letter in letters]
    try:
        bits = int(found.get("x-mozilla-status", "0"), 16)
    except ValueError:
        bits = 0
    flags += [word for bit, word in _MOZILLA.items() if bits & bit and word not in flags]
    labels = [*found.get("x-keywords", "").split(), *found.get("x-mozilla-keys", "").split()]
    labels += _gmail_labels(found.get("x-gmail-labels", ""))
    identity = _OF_PROGRAMS.sub(b"", header) + raw[end:]
    return MboxMarks(tuple(flags), tuple(labels), bool(bits & _MOZILLA_EXPUNGED), identity)


def _gmail_labels(text: str) -> list[str]:
    """Labels of Google Takeout, separated by commas, encoded words in them."""
    if "=?" in text:
        try:
            text = str(make_header(decode_header(text)))
        except (LookupError, UnicodeDecodeError, HeaderParseError, ValueError):
            return []
    return [label for label in (part.strip() for part in " ".join(text.split()).split(",")) if label]
