"""The header block of a message: cheap enough to read before it is known whether the body will be.

Reads the raw bytes, because only they tell the code page of an unlabelled name (RFC 5322 has none of it, mail has).
Refuses to raise, to read more than `MAX_HEADER` bytes and `MAX_FIELDS` fields, and to trust a date that cannot be.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from syncd.core import addresses, charsets
from syncd.core.charsets import clean
from syncd.core.mime import dates
from syncd.core.model import Header, Party, Problem, Role
from syncd.core.words import decode_words

MAX_HEADER: Final = 256 * 1024  # bytes
MAX_FIELDS: Final = 1_000
_MAX_ID: Final = 998  # characters: a line of RFC 5322
_MAX_REFERENCES: Final = 100

_FIELD_NAME: Final = re.compile(r"[!-9;-~]+")
_CHARSET: Final = re.compile(rb"charset\s*=\s*\"?([\w.:-]{2,40})", re.IGNORECASE)
_ID: Final = re.compile(r"<([^<>]+)>")
_BLANKS: Final = re.compile(r"\s+")

_ROLES: Final[tuple[tuple[str, Role], ...]] = (
    ("from", "from"),
    ("sender", "sender"),
    ("reply-to", "reply_to"),
    ("to", "to"),
    ("cc", "cc"),
    ("bcc", "bcc"),
)


def begin(raw: bytes) -> int:
    """Where the header block begins. A UTF-8 mark, blank lines and an mbox line before it are passed over."""
    start = 3 if raw[:3] == b"\xef\xbb\xbf" else 0
    while raw[start : start + 1] in (b"\n", b"\r") and start < 1_000:
        start += 1
    if raw[start : start + 5] == b"From " or raw[start : start + 6] == b">From ":
        start = raw.find(b"\n", start, start + 2_000) + 1 or start
    return start


def split(raw: bytes) -> tuple[int, int]:
    """Where the header block begins and ends."""
    start = begin(raw)
    limit = start + MAX_HEADER
    end = raw.find(b"\n\n", start, limit)
    with_returns = raw.find(b"\n\r\n", start, limit if end < 0 else end)
    if with_returns >= 0:
        end = with_returns
    if end < 0:
        end = raw.find(b"\r\r", start, limit)
    return start, end if end >= 0 else min(len(raw), limit)


def read_header(raw: bytes) -> Header:
    """The header of a message; `raw` may be the whole message or the block alone."""
    start, end = split(raw)
    problems: list[Problem] = []
    if end - start >= MAX_HEADER:
        problems.append(Problem(code="header_capped", text=f"The header is longer than {MAX_HEADER} bytes; the rest was left."))
    block = _text(raw[start:end], problems)
    written = _fields(block, problems)
    fields = written
    if "=?" in block or "\0" in block or not block.isascii():
        fields = {name: tuple([_shown(value) for value in values]) for name, values in written.items()}
    message_id = _message_id(fields.get("message-id", ()), problems)
    date, date_from, doubts = dates.sent_at(fields.get("date", ()), fields.get("received", ()))
    problems.extend(doubts)
    return Header(
        fields=fields,
        subject=" ".join(fields.get("subject", ("",))[0].split()),
        parties=_parties(written, problems),
        message_id=message_id,
        in_reply_to=_ids(fields.get("in-reply-to", ())),
        references=_ids(fields.get("references", ())),
        date=date,
        date_from=date_from,
        problems=tuple(problems),
    )


def _text(block: bytes, problems: list[Problem]) -> str:
    """The block in Unicode. Raw 8-bit text is judged whole: one name is too little to tell a code page by."""
    if block.isascii():
        return block.decode("ascii")
    try:
        return block.decode("utf-8")
    except UnicodeDecodeError:
        pass
    problems.append(Problem(code="header_8bit", text="The header holds bytes of no named code page; it was guessed."))
    label = _CHARSET.search(block)
    lines = block.split(b"\n")
    odd = [line for line in lines if not line.isascii() and not _is_utf8(line)]
    page = charsets.decode(b"\n".join(odd), label[1].decode("ascii") if label else "").charset
    return "\n".join([line.decode("utf-8" if _is_utf8(line) else page, "replace") for line in lines])


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


# The usual spellings, looked up instead of checked and lowered.
_NAMES: Final = {
    name: name.lower()
    for name in (
        "Received", "Return-Path", "Delivered-To", "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Subject", "Date", "Message-ID",
        "Message-Id", "In-Reply-To", "References", "MIME-Version", "Mime-Version", "Content-Type", "Content-Transfer-Encoding",
        "List-Id", "List-Unsubscribe", "List-Post", "Precedence", "X-Mailer", "User-Agent", "DKIM-Signature", "Authentication-Results",
        "Received-SPF", "Auto-Submitted", "Content-Language", "X-Spam-Status", "Thread-Topic", "Thread-Index",
    )
}  # fmt: skip


_LONG_NAME: Final = 80  # characters: what is longer is no name, and not kept


@lru_cache(maxsize=1024)
def _lowered(name: str) -> str:
    """The name of a field in lower case, or '' where it is none."""
    bare = name.rstrip()
    return bare.lower() if _FIELD_NAME.fullmatch(bare) else ""


def _fields(block: str, problems: list[Problem]) -> dict[str, tuple[str, ...]]:
    """The values by lower-case name, unfolded, their encoded words as written."""
    if "\r" in block:
        block = block.replace("\r\n", "\n").replace("\r", "\n")
    lines = block.replace("\n\t", " ").replace("\n ", " ").split("\n")
    if len(lines) > MAX_FIELDS:
        problems.append(Problem(code="fields_capped", text=f"There are more than {MAX_FIELDS} header fields; the rest was left."))
        del lines[MAX_FIELDS:]
    fields: dict[str, tuple[str, ...]] = {}
    odd = 0
    for line in lines:
        name, colon, value = line.partition(":")
        known = _NAMES.get(name)
        if known is None:
            known = (_lowered(name) if len(name) <= _LONG_NAME else _lowered.__wrapped__(name)) if colon else ""
            if not known:
                odd += bool(line.strip())
                continue
        if known in fields:
            fields[known] += (value.strip(),)
        else:
            fields[known] = (value.strip(),)
    if odd:
        problems.append(Problem(code="header_garbage", text=f"{odd} lines of the header are no fields."))
    return fields


def _shown(value: str) -> str:
    """A value as people read it."""
    if "=?" in value:
        value = decode_words(value)
    return value if value.isascii() and "\0" not in value else clean(value)


def _parties(written: dict[str, tuple[str, ...]], problems: list[Problem]) -> tuple[Party, ...]:
    """Everybody in an address field, in the order of the roles. Lists are read before encoded words bring in commas."""
    parties: list[Party] = []
    for name, role in _ROLES:
        for value in written.get(name, ())[:20]:
            listed = _listed(role, value) if len(value) <= _SHORT else _listed.__wrapped__(role, value)
            parties.extend(listed[: addresses.MAX_ADDRESSES - len(parties)])
    if len(parties) >= addresses.MAX_ADDRESSES:
        text = f"There are {addresses.MAX_ADDRESSES} addresses or more; the rest was left."
        problems.append(Problem(code="addresses_capped", text=text))
    return tuple(parties)


_SHORT: Final = 200  # characters: the few people who come again and again; of long lists none is kept


@lru_cache(maxsize=4096)
def _listed(role: Role, value: str) -> tuple[Party, ...]:
    """The mailboxes of one field."""
    return tuple([_party(role, one) if len(one.raw) <= _SHORT else _party.__wrapped__(role, one) for one in addresses.parse(clean(value))])


@lru_cache(maxsize=4096)
def _party(role: Role, one: addresses.Address) -> Party:
    return Party(role=role, address=one.address, name=clean(one.name), raw=one.raw)


def _message_id(values: tuple[str, ...], problems: list[Problem]) -> str | None:
    """The id without its brackets, or None where there is none fit to know the message by."""
    for value in values[:3]:
        found = _ID.search(value[: 2 * _MAX_ID])
        bare = _BLANKS.sub("", found[1] if found else value.strip("<> "))
        if bare and len(bare) <= _MAX_ID and not value.startswith("<>"):
            return bare
    code = "message_id_unusable" if values else "message_id_missing"
    problems.append(Problem(code=code, text="There is no Message-ID to know the message by."))
    return None


def _ids(values: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of In-Reply-To or References in order, each once; of a very long list the first and the newest."""
    if not values:
        return ()
    text = " ".join(values[:20])
    found = [_BLANKS.sub("", one) if " " in one else one for one in _ID.findall(text)]
    if not found and "<" not in text:
        found = [word for word in text.split() if "@" in word]
    unique = list(dict.fromkeys(one for one in found if one and len(one) <= _MAX_ID))
    if len(unique) > _MAX_REFERENCES:
        del unique[1 : len(unique) - _MAX_REFERENCES + 1]
    return tuple(unique)
