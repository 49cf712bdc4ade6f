"""Where the reading of one collection of a mailbox has come to, as it is kept between passes, and what the history says since.

    history 4711                      all is told up to change 4711
    history 4711, page T, after m     the same, and the listing of everything, newest first, has come to message m on page T

The number of the last change is taken before a listing begins, so that nothing falls between the two. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import msgspec

from connectors.base import Cursor
from syncd.errors import CursorExpired, SourceError

Answer: TypeAlias = Mapping[str, Any]  # JSON as the API gave it

_VERSION = 1
_NAMED_EVERY = 3600.0  # seconds
_MOST = 2**64  # numbers of changes are below it


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A cursor. `page` is the token of the page the listing has come to ("" is the first), None where none is going on; `after` the
    ids told last of that page: where one was deleted since, another still shows the place."""

    v: int
    history: int
    page: str | None = None
    after: tuple[str, ...] = ()
    labels: dict[str, str] = {}  # digests of their names as told
    named: float = 0.0  # when they were looked at last, in seconds since 1970

    def cursor(self) -> Cursor:
        """As JSON; without a listing there is nothing said of one."""
        at: dict[str, object] = {"v": self.v, "history": self.history, "labels": {**self.labels}, "named": self.named}
        return at if self.page is None else {**at, "page": self.page, "after": [*self.after]}

    def told(self, history: int) -> Place:
        """The same with all changes up to this one told."""
        return msgspec.structs.replace(self, history=max(self.history, history))

    def listed(self, page: str | None, after: Iterable[str] = ()) -> Place:
        """The same with the listing come so far; None: it is through."""
        return msgspec.structs.replace(self, page=page, after=tuple(after))

    def looks_at_names(self, now: float) -> bool:
        """Whether it is time to see if labels were renamed: nothing tells of it."""
        return not 0 <= now - self.named < _NAMED_EVERY

    def renamed(self, labels: dict[str, str], now: float) -> Place:
        """The same with the labels as they are called now."""
        return msgspec.structs.replace(self, labels=labels, named=now)

    def rest(self, ids: list[str]) -> list[str]:
        """Of the ids on the page the listing has come to, those not told yet."""
        told = max((n for n, id_ in enumerate(ids, 1) if id_ in self.after), default=0)
        return ids[told:]


def beginning(history: int, labels: dict[str, str], now: float) -> Place:
    """Before a listing of everything."""
    return Place(v=_VERSION, history=history, page="", labels=labels, named=now)


def read_place(cursor: Cursor) -> Place:
    """The place a cursor means. Raises CursorExpired for one that is not ours."""
    try:
        place = msgspec.convert(dict(cursor), Place)
    except msgspec.ValidationError as error:
        raise CursorExpired("the place in this mailbox cannot be read; list everything again") from error
    if place.v != _VERSION or not 0 < place.history < _MOST:
        raise CursorExpired("the place in this mailbox is of another version; list everything again")
    return place


# ── the history ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Touched:
    """What the history says of one message: `at` is the last change; `labels` after it, which Google tells and does not promise."""

    at: int = 0
    is_new: bool = False
    is_deleted: bool = False
    changed: set[str] = field(default_factory=set)
    labels: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive changes folded by message, and the number that holds once they are told."""

    messages: dict[str, Touched]
    history: int


def pieces(answer: Answer, most: int) -> Iterator[Piece]:
    """An answer of history.list in pieces of about `most` messages, cut between two changes only: one change may be of many
    messages, and half of it cannot be told. The last answer holds up to its own number, without any change too."""
    touched: dict[str, Touched] = {}
    last = 0
    for record in answer.get("history", ()):
        if len(touched) >= most:
            yield Piece(touched, last)
            touched = {}
        last = int(record["id"])
        _fold(record, last, touched)
    end = last if "nextPageToken" in answer else int(answer["historyId"])
    if touched or end:
        yield Piece(touched, max(last, end))


def following(answer: Answer, page: str) -> str:
    """The token of the page after this one, "" at the end. Raises SourceError where it would be the same page for ever."""
    token = str(answer.get("nextPageToken", ""))
    if token and token == page:
        raise SourceError("Gmail gives the same page of a list again and again; it is asked again later")
    return token


def _fold(record: Answer, at: int, touched: dict[str, Touched]) -> None:
    """Add one change to what is known of its messages. The order inside it says nothing: what a message is now is asked."""
    for kind in ("messagesAdded", "messagesDeleted", "labelsAdded", "labelsRemoved"):
        for what in record.get(kind, ()):
            message = what["message"]
            found = touched.setdefault(message["id"], Touched())
            found.at = at
            found.changed.update(what.get("labelIds", ()))
            found.is_new |= kind == "messagesAdded"
            found.is_deleted |= kind == "messagesDeleted"
            if "labelIds" in message:
                found.labels = frozenset(message["labelIds"])
