"""Messages of one mailbox: what Graph says of them, and whole as they came (RFC 5322), in parts that may be held at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from email.utils import formataddr
from typing import Any, Final

from connectors.base import Broken, Change, Fetched, Gone, Marks
from connectors.files.listing import Size
from connectors.graph.client import GraphClient
from connectors.graph.listing import extended, is_nothing, plain, query, values
from connectors.refusals import LostAnswer, Refused, TooLarge
from syncd.core.derived import MAIL

Message = Mapping[str, Any]

SENSITIVITY: Final = "Integer 0x36"  # PidTagSensitivity [MS-OXCMSG] 2.2.1.13: Graph has no field of its own for it
SIZE: Final = "Integer 0x0E08"  # PidTagMessageSize [MS-OXCMSG] 2.2.1.7, in bytes
SELECT: Final = "parentFolderId,isRead,isDraft,flag,categories,receivedDateTime,conversationId"
EXPAND: Final = extended(SENSITIVITY, SIZE)
_MARKS: Final = query(select=SELECT, expand=EXPAND)
_HEADERS: Final = query(select="internetMessageHeaders,internetMessageId,subject,sentDateTime,from,toRecipients,ccRecipients")
SENSITIVITIES: Final = {"1": "personal", "2": "private", "3": "confidential"}
_UNKNOWN: Final = 100_000  # bytes that a message is counted with that does not say its size
_SMALL: Final = 250_000  # bytes: twenty of them are one answer of 7 MB
_IN_VAIN: Final = 3  # messages in a row that cannot be had: then it is not for them


class Messages:
    """`limit`: of those over so many bytes only the headers are read."""

    def __init__(self, client: GraphClient, *, limit: int, size: Size) -> None:
        self._client, self._limit, self._size = client, limit, size

    def now(self, ids: Sequence[str]) -> dict[str, Message | Refused]:
        """What Graph says of messages now, without their content."""
        answers = self._client.batch({id_: f"messages/{plain(id_)}?{_MARKS}" for id_ in ids}) if ids else {}
        return {id_: answer for id_, answer in answers.items() if not isinstance(answer, bytes)}

    def planned(self, messages: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
        """Messages in their order, in parts that may be held at once; those that are not read count for nothing."""
        part: list[dict[str, Any]] = []
        room = self._size.nbytes
        for message in messages:
            size = 0 if "@removed" in message else size_of(message) or _UNKNOWN
            size = 0 if size > self._limit else size
            if part and (len(part) >= self._size.items or size > room):
                yield part
                part, room = [], self._size.nbytes
            part.append(message)
            room -= size
        yield part

    def whole(self, messages: Iterable[Message]) -> dict[str, Change]:
        """Messages with their content, or their headers where they are too large. One that Graph fails at again and again is broken."""
        asked = {str(one["id"]): one for one in messages}
        large = [id_ for id_, one in asked.items() if (size_of(one) or 0) > self._limit]
        found = {id_: self._change(asked[id_], answer) for id_, answer in self._raw([one for id_, one in asked.items() if id_ not in set(large)])}
        return {**found, **{id_: self._cut(asked[id_]) for id_ in large}}

    def _raw(self, messages: Sequence[Message]) -> Iterator[tuple[str, bytes | Refused]]:
        """The small ones many in one request, the others each by itself, three at a time."""
        small = [str(one["id"]) for one in messages if (size_of(one) or _UNKNOWN) <= _SMALL]
        large = [id_ for one in messages if (id_ := str(one["id"])) not in set(small)]
        for ids, ask in ((small, self._batched), (large, self._client.raw_all)):
            try:
                found = dict(ask({id_: _value(id_) for id_ in ids})) if ids else {}
            except LostAnswer:
                found = dict(self._one_by_one(ids))
            yield from found.items()

    def _batched(self, asked: Mapping[str, str]) -> Iterator[tuple[str, bytes | Refused]]:
        for id_, answer in self._client.batch(asked).items():
            yield id_, answer if isinstance(answer, bytes | Refused) else Refused("what was answered is no message", 500)

    def _one_by_one(self, ids: Sequence[str]) -> Iterator[tuple[str, bytes | Refused]]:
        """Each alone, to find those that cannot be had. Raises LostAnswer where none of the first few can."""
        failed = 0
        for number, id_ in enumerate(ids, 1):
            answer: bytes | Refused
            try:
                answer = self._client.raw(_value(id_))
            except Refused as refused:
                answer = refused
            except LostAnswer as lost:
                self._client.get("mailFolders/inbox", {"$select": "id"})  # raises where Graph answers nothing at all: then it is none of these messages
                failed += 1
                if failed == number == _IN_VAIN:
                    raise
                answer = Refused(str(lost), 500)
            yield id_, answer

    def _change(self, message: Message, answer: bytes | Refused) -> Change:
        id_ = str(message["id"])
        if isinstance(answer, TooLarge):
            return self._cut(message)
        if isinstance(answer, Refused):
            return Gone(id_) if is_nothing(answer) else Broken(id_, str(answer))
        return Fetched(id_, answer, MAIL, marks_of(message)) if answer else Broken(id_, "the message is empty")

    def _cut(self, message: Message) -> Change:
        """The headers of a message."""
        id_ = str(message["id"])
        try:
            told = self._client.get(f"messages/{plain(id_)}?{_HEADERS}")
        except Refused as error:
            return Gone(id_) if is_nothing(error) else Broken(id_, str(error))
        return Fetched(id_, _header(told), MAIL, marks_of(message))


def _value(id_: str) -> str:
    return f"messages/{plain(id_)}/$value"


def size_of(message: Message) -> int | None:
    """In bytes, as Exchange keeps it; None where it does not say."""
    said = values(message).get(SIZE.lower(), "")
    return int(said) if said.isdecimal() else None


def marks_of(message: Message) -> Marks:
    """What Graph knows of a message beside its content."""
    flagged = (message.get("flag") or {}).get("flagStatus") == "flagged"
    flags = [word for word, is_so in (("\\Flagged", flagged), ("\\Seen", message.get("isRead") is True)) if is_so]
    return Marks(
        flags=tuple(flags), labels=tuple(sorted(str(one) for one in message.get("categories") or ())), received_at=_instant(message.get("receivedDateTime")),
        size=size_of(message), sensitivity=SENSITIVITIES.get(values(message).get(SENSITIVITY.lower(), ""), ""), provider_thread=str(message.get("conversationId") or ""),
    )  # fmt: skip


def _instant(said: object) -> dt.datetime | None:
    try:
        at = dt.datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)


def _header(message: Message) -> bytes:
    """The headers of a message whose text is left out, without those that would announce a body. Graph gives none of what the person sent."""
    found = [(str(one.get("name")), str(one.get("value"))) for one in message.get("internetMessageHeaders") or ()] or list(_made(message))
    kept = [(name, " ".join(value.split())) for name, value in found if not name.lower().startswith("content-") and name.lower() != "mime-version"]
    lines = [*(f"{name}: {value}" for name, value in kept if value), "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "replace")


def _made(message: Message) -> Iterator[tuple[str, str]]:
    """Headers as they may be made of what Graph says."""
    yield "From", _people([message.get("from")])
    yield "To", _people(message.get("toRecipients") or ())
    yield "Cc", _people(message.get("ccRecipients") or ())
    yield "Subject", str(message.get("subject") or "")
    yield "Message-ID", str(message.get("internetMessageId") or "")
    if at := _instant(message.get("sentDateTime")):
        yield "Date", at.strftime("%a, %d %b %Y %H:%M:%S +0000")


def _people(said: Iterable[Any]) -> str:
    mailboxes = [one.get("emailAddress") or {} for one in said if isinstance(one, dict)]
    return ", ".join(formataddr((str(one.get("name") or ""), str(one["address"]))) for one in mailboxes if str(one.get("address") or "").isascii() and one.get("address"))
