"""How far a folder has been read: a cursor of ours, around a link that Graph gave.

    link ""                    nothing was asked for yet
    link …skiptoken, more      a list of changes goes on there
    link …deltatoken           all was told up to here

An answer whose mails do not go into one page is told in parts: until its last part the link is the one it was asked by, and what
was told of it stands beside it. Graph does not say whether a message is new or was marked otherwise: so some thousand that were told
last are remembered by six bytes each. One that is not among them is read again, which costs a request and changes nothing. Pure.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

import msgspec

from connectors.base import Cursor
from syncd.errors import CursorExpired

_VERSION = 1
_KEY = 6  # bytes
_REMEMBERED = 8192  # messages: 64 kB of a cursor
_RENEWED = 86_400.0  # seconds: a link grows old though nothing changes, for Graph promises no lifetime


class Known:
    """The messages told last, of which more are forgotten the longer ago they were told."""

    def __init__(self, rows: bytes = b"") -> None:
        self._keys = dict.fromkeys(rows[at : at + _KEY] for at in range(0, len(rows), _KEY))

    def __contains__(self, remote_id: object) -> bool:
        return isinstance(remote_id, str) and _key(remote_id) in self._keys

    def with_(self, told: Iterable[str], gone: Iterable[str], *, older: bool) -> Known:
        """The same with what was told and what is gone; `older`: a listing goes back in time, and what it tells is forgotten first."""
        without = {_key(one) for one in gone}
        keys = [key for key in self._keys if key not in without]
        new = [key for one in told if (key := _key(one)) not in self._keys]
        made = Known()
        made._keys = dict.fromkeys(([*reversed(new), *keys] if older else [*keys, *new])[-_REMEMBERED:])
        return made

    def packed(self) -> str:
        """As text."""
        return base64.b64encode(b"".join(self._keys)).decode()


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """`whole`: a listing of everything goes on. `told`: of the answer after `link`. `at`: when the link was given, in seconds since 1970."""

    link: str = ""
    more: bool = True
    whole: bool = True
    told: frozenset[str] = frozenset()
    known: Known = msgspec.field(default_factory=Known)
    at: float = 0.0

    def cursor(self) -> Cursor:
        """As JSON."""
        return {
            "v": _VERSION, "link": self.link, "more": self.more, "whole": self.whole, "told": sorted(self.told), "known": self.known.packed(), "at": self.at,
        }  # fmt: skip

    def having_told(self, digests: Iterable[str], known: Known) -> Place:
        """A part more of the answer was told."""
        return msgspec.structs.replace(self, told=self.told.union(digests), known=known)

    def after(self, link: str, known: Known, now: float, *, is_last: bool) -> Place:
        """The answer is told to its end."""
        return Place(link=link, more=not is_last, whole=self.whole and not is_last, known=known, at=now)

    def is_old(self, now: float) -> bool:
        """Whether a new link is to be kept though nothing changed."""
        return not 0 <= now - self.at < _RENEWED


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    v: int
    link: str
    more: bool
    whole: bool
    told: list[str]
    known: str
    at: float


def read_place(cursor: Cursor) -> Place:
    """The place a cursor means. Raises CursorExpired for one that is not ours."""
    try:
        row = msgspec.convert(dict(cursor), _Written)
        rows = base64.b64decode(row.known, validate=True)
    except (msgspec.ValidationError, binascii.Error, ValueError) as error:
        raise CursorExpired("the place in this folder cannot be read; everything is listed again") from error
    if row.v != _VERSION or len(rows) % _KEY:
        raise CursorExpired("the place in this folder is of another version; everything is listed again")
    return Place(link=row.link, more=row.more, whole=row.whole, told=frozenset(row.told), known=Known(rows), at=row.at)


def digest(entry: Mapping[str, Any]) -> str:
    """A short word for one state of one message."""
    return blake2b(json.dumps(entry, sort_keys=True).encode(), digest_size=_KEY).hexdigest()


def merged(entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last word on each message (F56)."""
    last: dict[str, dict[str, Any]] = {}
    for entry in entries:
        last.pop(entry["id"], None)
        last[entry["id"]] = entry
    return list(last.values())


def _key(remote_id: str) -> bytes:
    return blake2b(remote_id.encode(), digest_size=_KEY).digest()
