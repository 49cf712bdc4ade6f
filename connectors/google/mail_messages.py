"""Messages by their ids: as they are now, and whole, in batches of bounded size.

How large a message is tells no listing, and neither does the history. Asking for each one's size would double what a first
harvest costs; so a listing asks once which are larger than a quarter of a megabyte (Gmail's search knows), and only those
are asked for their size before they are fetched.
"""

from __future__ import annotations

import binascii
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from connectors.base import Broken, Change, Fetched, Gone, Marks
from connectors.files.listing import Size
from connectors.google.client import GoogleClient
from connectors.google.mail_labels import Labels
from connectors.google.mail_place import Answer, following
from connectors.google.refusals import LostAnswer, NotThere, Refused

LARGE = "256K"  # in the words of Gmail's search
_SMALL = 40_000  # bytes that one of the others is counted with: about what they have
_GET, _LIST, _HISTORY, _PROFILE = 5, 5, 2, 1  # quota units
_NEWEST = 20  # messages that may have come while the index of searches was behind
_IN_VAIN = 3  # messages in a row that cannot be had: then it is not for them
_KINDS = ["messageAdded", "messageDeleted", "labelAdded", "labelRemoved"]
_FLAGS = {"STARRED": "\\Flagged", "INBOX": "INBOX", "IMPORTANT": "IMPORTANT"}  # IMAP's words where it has one
_STANDARD_BASE64 = bytes.maketrans(b"-_", b"+/")
_OF_THE_BODY = frozenset({"content-type", "content-transfer-encoding", "mime-version", "content-disposition"})


@dataclass(frozen=True, slots=True)
class Got:
    """A message that was asked for: what there is to tell of it, and its labels, by which it belongs to a collection."""

    change: Change
    labels: frozenset[str] = frozenset()
    history: int = 0  # the last change of it that this tells
    is_there: bool = True


class Messages:
    """The messages of one mailbox. `limit`: of those over so many bytes only the headers are read; `listed`: ids in one answer."""

    def __init__(self, client: GoogleClient, labels: Labels, *, limit: int, size: Size, listed: int) -> None:
        self._client, self._labels, self._limit, self._size, self._listed = client, labels, limit, size, listed

    @cached_property
    def _users(self) -> Any:
        return self._client.service.users()

    @cached_property
    def _api(self) -> Any:
        return self._users.messages()

    def last_change(self) -> int:
        """The number of the last change in the mailbox."""
        return int(self._client.call(self._users.getProfile(userId=self._client.user), _PROFILE)["historyId"])

    def history(self, since: int, page: str = "") -> Answer:
        """One page of the changes after number `since`, in their order. Raises NotThere or Wrong where Gmail no longer knows them."""
        more = {"pageToken": page} if page else {}
        request = self._users.history().list(
            userId=self._client.user, startHistoryId=str(since), historyTypes=_KINDS, maxResults=self._listed, **more
        )  # fmt: skip
        return self._client.call(request, _HISTORY)

    def listing(self, page: str = "", **search: Any) -> Answer:
        """One page of ids, newest first. `search`: labelIds, q. Raises Wrong for a token Gmail no longer knows."""
        more = {"pageToken": page} if page else {}
        return self._client.call(self._api.list(userId=self._client.user, maxResults=self._listed, **more, **search), _LIST)

    def newest(self) -> list[str]:
        """The last few messages, wherever they are: without a search, whose index is a moment behind."""
        answer = self._client.call(self._api.list(userId=self._client.user, maxResults=min(_NEWEST, self._listed)), _LIST)
        return [message["id"] for message in answer.get("messages", ())]

    def all_ids(self, **search: Any) -> Iterator[str]:
        """Every id a search finds."""
        page = ""
        while True:
            answer = self.listing(page, **search)
            yield from (message["id"] for message in answer.get("messages", ()))
            page = following(answer, page)
            if not page:
                return

    def now(self, ids: Sequence[str]) -> dict[str, Answer | Refused]:
        """Messages without their content, as they are now: labels, size, the last change."""
        asked = {id_: self._api.get(userId=self._client.user, id=id_, format="minimal") for id_ in ids}
        return dict(self._client.call_all(asked, _GET)) if asked else {}

    def planned(self, ids: Sequence[str], sizes: Mapping[str, int]) -> Iterator[list[str]]:
        """The ids in their order, in parts that may be held at once."""
        part: list[str] = []
        room = self._size.nbytes
        for id_ in ids:
            size = sizes.get(id_, _SMALL)
            size = size if size <= self._limit else _SMALL
            if part and (len(part) >= self._size.items or size > room):
                yield part
                part, room = [], self._size.nbytes
            part.append(id_)
            room -= size
        if part:
            yield part

    def whole(self, ids: Sequence[str], sizes: Mapping[str, int]) -> Iterator[Got]:
        """Messages with their content, in the order of the ids. One that Gmail fails at again and again is broken."""
        given = 0
        try:
            for got in self._given(ids, sizes):
                yield got
                given += 1
            return
        except LostAnswer:
            self.last_change()  # raises where Gmail answers nothing at all: then it is none of these messages
        yield from self._one_by_one(ids[given:], sizes)

    def _one_by_one(self, ids: Sequence[str], sizes: Mapping[str, int]) -> Iterator[Got]:
        """Each alone, to find those that cannot be had. Raises LostAnswer where none of the first few can."""
        broken = 0
        for number, id_ in enumerate(ids, 1):
            try:
                got = next(self._given([id_], sizes))
            except LostAnswer as error:
                broken += 1
                if broken == number == _IN_VAIN:
                    raise
                got = Got(Broken(id_, str(error)))
            yield got

    def _given(self, ids: Iterable[str], sizes: Mapping[str, int]) -> Iterator[Got]:
        forms = {id_: "raw" if sizes.get(id_, 0) <= self._limit else "metadata" for id_ in ids}
        asked = {id_: self._api.get(userId=self._client.user, id=id_, format=form) for id_, form in forms.items()}
        for id_, answer in self._client.call_all(asked, _GET):
            if isinstance(answer, NotThere):
                yield Got(Gone(id_), is_there=False)
            elif isinstance(answer, Refused):
                yield Got(Broken(id_, str(answer)))
            else:
                yield Got(self._change(id_, answer), labels_of(answer), int(answer.get("historyId", 0)))

    def marks(self, message: Answer) -> Marks:
        """What Gmail knows of a message beside its content."""
        ids = labels_of(message)
        flags = [word for id_, word in _FLAGS.items() if id_ in ids] + ([] if "UNREAD" in ids else ["\\Seen"])
        return Marks(
            flags=tuple(sorted(flags)), labels=tuple(sorted(self._labels.named(ids))), received_at=_instant(message.get("internalDate", "")),
            size=message.get("sizeEstimate"), provider_thread=message.get("threadId", ""),
        )  # fmt: skip

    def _change(self, id_: str, message: Answer) -> Change:
        if "payload" in message:
            return Fetched(id_, _header(message["payload"].get("headers", ())), "message/rfc822", self.marks(message))
        try:
            raw = _bytes(message.get("raw", ""))
        except ValueError as error:
            return Broken(id_, f"the message cannot be read: {error}")
        return Fetched(id_, raw, "message/rfc822", self.marks(message)) if raw else Broken(id_, "the message is empty")


def labels_of(message: Answer) -> frozenset[str]:
    """The ids of its labels; left out where there are none."""
    return frozenset(message.get("labelIds", ()))


def _bytes(text: str) -> bytes:
    """base64url (RFC 4648 section 5), with or without its padding. Raises ValueError for anything else."""
    plain = text.encode("ascii").translate(_STANDARD_BASE64)
    return binascii.a2b_base64(plain + b"=" * (-len(plain) % 4), strict_mode=True)


def _instant(milliseconds: str) -> dt.datetime | None:
    """Milliseconds since 1970 as an instant; None where they are none."""
    try:
        return dt.datetime.fromtimestamp(int(milliseconds) / 1000, dt.UTC).replace(microsecond=0)
    except (ValueError, OverflowError, OSError):
        return None


def _header(headers: Iterable[Mapping[str, str]]) -> bytes:
    """The headers of a message whose text was left out; those that would announce parts of it are left out as well."""
    kept = [(h["name"], " ".join(h["value"].split())) for h in headers if h["name"].lower() not in _OF_THE_BODY]
    lines = [f"{name}: {value}" for name, value in kept] + ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "replace")
