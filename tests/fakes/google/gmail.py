"""Gmail as the API shows it: one store of messages, whose folders are labels, and a history of what changed.

`users_…` are the methods of the API; the verbs above them are what the person, their other programs and Google do. As
at Google, a renamed label leaves no trace in the history, and a message that is sent has another id than its draft had.
"""

from __future__ import annotations

import base64
import email
import email.policy
import itertools
import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.google.calls import Call, Refusal

SYSTEM = ("INBOX", "SENT", "DRAFT", "SPAM", "TRASH", "CHAT", "UNREAD", "STARRED", "IMPORTANT", "CATEGORY_PERSONAL", "CATEGORY_PROMOTIONS")
KINDS = {"messageAdded": "messagesAdded", "messageDeleted": "messagesDeleted", "labelAdded": "labelsAdded", "labelRemoved": "labelsRemoved"}
_BEGINNING = 1_772_434_800_000  # milliseconds since 1970: the morning of 2 March 2026
_MINUTE = 60_000
_MOST = 500  # results of one answer, whatever is asked for
_WORDS = {"in:sent": "SENT", "in:chats": "CHAT", "in:drafts": "DRAFT", "in:inbox": "INBOX"}
_UNITS = {"": 1, "K": 1024, "M": 1024 * 1024}


@dataclass
class Message:
    """One message; `size` as Gmail estimates it."""

    id: str
    thread: str
    at: int
    raw: bytes
    labels: set[str]
    size: int
    history: int = 0
    is_lost: bool = False
    """Listed, and not found when asked for."""
    is_indexed: bool = True
    """Found by a search; it takes Gmail a moment after it came."""
    given: bytes | None = None
    """What is given in place of its bytes, where it is damaged."""


@dataclass
class Record:
    """One change: its number, what it was, of which message, and the labels it was about."""

    id: int
    kind: str
    message: str
    thread: str
    labels: tuple[str, ...]
    changed: tuple[str, ...] = ()


@dataclass
class _Search:
    """The few words of a search that are understood here."""

    without: set[str] = field(default_factory=set)
    having: set[str] = field(default_factory=set)
    larger: int = -1

    def meets(self, message: Message) -> bool:
        return not (message.labels & self.without) and self.having <= message.labels and message.size > self.larger


class Mail:
    """The mailbox of one account."""

    def __init__(self, account: Any) -> None:
        self._account = account
        self._messages: dict[str, Message] = {}
        self._names: dict[str, str] = {}
        self._records: list[Record] = []
        self._now = 4000
        self._oldest = 0
        self._count = itertools.count(1)
        self.is_terse = False
        """Messages in the history have an id and nothing else, which is all that Google promises."""

    # ── what happens in the mailbox ──

    def deliver(self, raw: bytes, *labels: str, at: int | None = None, thread: str = "", size: int | None = None) -> str:
        """A message comes in, or is put there by its owner; its id. `at` is in milliseconds since 1970."""
        with self._account.lock:
            number = next(self._count)
            id_ = f"{0x19CAB3D0C0000000 + number * 0x10001:016x}"
            when = _BEGINNING + number * _MINUTE if at is None else at
            found = Message(id_, thread or id_, when, raw, set(labels or ("INBOX", "UNREAD")), len(raw) if size is None else size)
            self._messages[id_] = found
            self._note("messageAdded", found)
            return id_

    def label(self, id_: str, *labels: str) -> None:
        """Put labels on a message."""
        with self._account.lock:
            self._relabel(id_, add=set(labels))

    def unlabel(self, id_: str, *labels: str) -> None:
        """Take labels off."""
        with self._account.lock:
            self._relabel(id_, remove=set(labels))

    def trash(self, id_: str) -> None:
        """Throw it away; it can be taken back."""
        with self._account.lock:
            self._relabel(id_, add={"TRASH"}, remove={"INBOX"})

    def untrash(self, id_: str) -> None:
        """Take it back."""
        self.unlabel(id_, "TRASH")

    def spam(self, id_: str) -> None:
        """Report it as spam."""
        with self._account.lock:
            self._relabel(id_, add={"SPAM"}, remove={"INBOX"})

    def not_spam(self, id_: str) -> None:
        """It was none."""
        with self._account.lock:
            self._relabel(id_, add={"INBOX"}, remove={"SPAM"})

    def delete(self, id_: str) -> None:
        """Delete it for good."""
        with self._account.lock:
            self._note("messageDeleted", self._messages.pop(id_))

    def make_label(self, name: str) -> str:
        """A label of the person's own, "Clients/Private" lying below "Clients"; its id."""
        with self._account.lock:
            id_ = f"Label_{len(self._names) + 1}"
            self._names[id_] = name
            return id_

    def rename_label(self, id_: str, name: str) -> None:
        """Call a label otherwise. The history does not tell."""
        with self._account.lock:
            self._names[id_] = name

    def forget_history(self) -> None:
        """Google keeps the history for about a week, at times for hours only."""
        with self._account.lock:
            self._now += 7
            self._oldest = self._now
            self._records.clear()

    def vanish(self, id_: str) -> None:
        """It is listed, and not found when it is asked for."""
        with self._account.lock:
            self._messages[id_].is_lost = True

    def index(self, id_: str, *, is_found: bool = True) -> None:
        """Whether searches find it: at first they do not."""
        with self._account.lock:
            self._messages[id_].is_indexed = is_found

    def damage(self, id_: str, given: bytes = b"") -> None:
        """What is given as its bytes is not what it was: nothing, or what is no base64."""
        with self._account.lock:
            self._messages[id_].given = given

    def state(self) -> object:
        """All there is, to compare before and after."""
        with self._account.lock:
            found = {m.id: (m.at, m.raw, frozenset(m.labels)) for m in self._messages.values()}
            return found, dict(self._names), self._now

    def ids(self, *, having: str = "") -> list[str]:
        """The messages there are, newest first."""
        with self._account.lock:
            return [m.id for m in self._newest_first() if not having or having in m.labels]

    def labels_of(self, id_: str) -> set[str]:
        """The ids of the labels on a message."""
        with self._account.lock:
            return set(self._messages[id_].labels)

    @property
    def now(self) -> int:
        """The number of the last change."""
        return self._now

    def _relabel(self, id_: str, add: AbstractSet[str] = frozenset(), remove: AbstractSet[str] = frozenset()) -> None:
        found = self._messages[id_]
        if added := add - found.labels:
            found.labels |= added
            self._note("labelAdded", found, added)
        if removed := remove & found.labels:
            found.labels -= removed
            self._note("labelRemoved", found, removed)

    def _note(self, kind: str, message: Message, changed: AbstractSet[str] = frozenset()) -> None:
        self._now += 7  # numbers grow, and are not next to each other
        message.history = self._now
        self._records.append(Record(self._now, kind, message.id, message.thread, tuple(sorted(message.labels)), tuple(sorted(changed))))

    def _newest_first(self) -> list[Message]:
        return sorted(self._messages.values(), key=lambda m: (m.at, m.id), reverse=True)

    # ── the API ──

    def users_getProfile(self, call: Call) -> dict[str, Any]:
        self._check_user(call)
        return {
            "emailAddress": self._account.address, "historyId": str(self._now),
            "messagesTotal": len(self._messages), "threadsTotal": len({m.thread for m in self._messages.values()}),
        }  # fmt: skip

    def users_labels_list(self, call: Call) -> dict[str, Any]:
        self._check_user(call)
        own = [{"id": id_, "name": name, "type": "user", "messageListVisibility": "show"} for id_, name in self._names.items()]
        return {"labels": [{"id": name, "name": name, "type": "system"} for name in SYSTEM] + own}

    def users_messages_list(self, call: Call) -> dict[str, Any]:
        self._check_user(call)
        search = _read_search(call.params.get("q", ""))
        asked = set(call.params.get("labelIds") or ())
        if unknown := asked - set(SYSTEM) - set(self._names):
            raise Refusal(400, "invalidArgument", f"Invalid label: {min(unknown)}", word="INVALID_ARGUMENT")
        hidden = set() if call.params.get("includeSpamTrash") else {"SPAM", "TRASH"} - asked
        found = [m for m in self._newest_first() if asked <= m.labels and not m.labels & hidden and search.meets(m)]
        if call.params.get("q"):
            found = [m for m in found if m.is_indexed]
        if token := call.params.get("pageToken"):
            place = _read_token(token)
            found = [m for m in found if (m.at, m.id) < place]
        most = _number_of(call)
        answer: dict[str, Any] = {"resultSizeEstimate": min(len(found), 201)}  # Google guesses no better
        if found:
            answer["messages"] = [{"id": m.id, "threadId": m.thread} for m in found[:most]]
        if len(found) > most:
            answer["nextPageToken"] = _write_token(found[most - 1])
        return answer

    def users_messages_get(self, call: Call) -> dict[str, Any]:
        self._check_user(call)
        found = self._messages.get(call.params["id"])
        if found is None or found.is_lost:
            raise Refusal(404, "notFound", "Requested entity was not found.", word="NOT_FOUND")
        form = call.params.get("format", "full")
        if form not in ("minimal", "raw", "metadata"):
            raise Refusal(400, "invalidArgument", f"This fake does not give messages as {form}.", word="INVALID_ARGUMENT")
        answer: dict[str, Any] = {
            "id": found.id, "threadId": found.thread, "snippet": "", "historyId": str(found.history), "internalDate": str(found.at), "sizeEstimate": found.size,
        }  # fmt: skip
        if found.labels:
            answer["labelIds"] = sorted(found.labels)
        if form == "raw":
            answer["raw"] = base64.urlsafe_b64encode(found.raw if found.given is None else found.given).decode()
        if form == "metadata":
            read = email.message_from_bytes(found.raw, policy=email.policy.compat32)
            told = [(name, value.encode("ascii", "surrogateescape").decode("utf-8", "replace")) for name, value in read.raw_items()]
            headers = [{"name": name, "value": " ".join(value.split())} for name, value in told]
            answer["payload"] = {"mimeType": read.get_content_type(), "headers": headers}
        return answer

    def users_history_list(self, call: Call) -> dict[str, Any]:
        self._check_user(call)
        if "startHistoryId" not in call.params:
            raise Refusal(400, "invalidArgument", "Missing startHistoryId.", word="INVALID_ARGUMENT")
        start = int(call.params["startHistoryId"])
        if not self._oldest <= start <= self._now:
            raise Refusal(404, "notFound", "Requested entity was not found.", word="NOT_FOUND")
        kinds = set(call.params.get("historyTypes") or KINDS)
        label = call.params.get("labelId")
        found = [r for r in self._records if r.id > start and r.kind in kinds and (not label or label in r.labels + r.changed)]
        if token := call.params.get("pageToken"):
            if not token.isdecimal():
                raise Refusal(400, "invalidArgument", "Invalid pageToken.", word="INVALID_ARGUMENT")
            found = [r for r in found if r.id > int(token)]
        most = _number_of(call)
        answer: dict[str, Any] = {"historyId": str(self._now)}
        if found:
            answer["history"] = [self._record(r) for r in found[:most]]
        if len(found) > most:
            answer["nextPageToken"] = str(found[most - 1].id)
        return answer

    def _record(self, record: Record) -> dict[str, Any]:
        message: dict[str, Any] = {"id": record.message, "threadId": record.thread}
        told = message if self.is_terse else {**message, "labelIds": list(record.labels)}
        what: dict[str, Any] = {"message": told}
        if record.changed:
            what["labelIds"] = list(record.changed)
        return {"id": str(record.id), "messages": [message], KINDS[record.kind]: [what]}

    def _check_user(self, call: Call) -> None:
        if call.params["userId"] not in ("me", self._account.address):
            raise Refusal(403, "forbidden", f"Delegation denied for {self._account.address}", word="PERMISSION_DENIED")


def _number_of(call: Call) -> int:
    return max(1, min(int(call.params.get("maxResults", 100)), _MOST))


def _read_search(q: str) -> _Search:
    """The words understood here; any other is refused, lest a test pass by a search that found everything."""
    search = _Search()
    for word in q.split():
        if found := re.fullmatch(r"larger:(\d+)([KM]?)", word):
            search.larger = int(found[1]) * _UNITS[found[2]]
        elif word in _WORDS:
            search.having.add(_WORDS[word])
        elif word[:1] == "-" and word[1:] in _WORDS:
            search.without.add(_WORDS[word[1:]])
        else:
            raise Refusal(400, "invalidArgument", f"This fake does not understand {word!r}.", word="INVALID_ARGUMENT")
    return search


def _write_token(message: Message) -> str:
    return f"{message.at:016d}{int(message.id, 16):020d}"


def _read_token(token: str) -> tuple[int, str]:
    """A place in the listing: what is older comes next, whatever arrived or went meanwhile."""
    if not re.fullmatch(r"\d{36}", token):
        raise Refusal(400, "invalidArgument", "Invalid pageToken", word="INVALID_ARGUMENT")
    return int(token[:16]), f"{int(token[16:]):016x}"
