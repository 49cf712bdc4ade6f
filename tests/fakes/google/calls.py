"""The words of the fake: a call that was let through, a refusal of it, and what is written down of every request.

A service is a class in `gmail`, `calendar` or `people` (`Mail`, `Calendars`, `Contacts`), made once for an account with the
`Account` as its only argument; a method of the API is a method of the class, `gmail.users.messages.get` being
`users_messages_get(self, call)`. It is called under the one lock of the world, when the request was found good by the
discovery document; it returns the answer's JSON, None for an empty one, or raises `Refusal`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Call:
    """A request that keeps to the discovery document."""

    account: Any
    """Whose token it came with: the `Account`."""
    method: str
    """The id in the discovery document: gmail.users.messages.get."""
    params: Mapping[str, Any]
    """Of the path and the query, by the document's types: int, bool, str, a list where `repeated`; defaults filled in."""
    body: dict[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """With lower-case names: if-match, if-none-match …"""
    scopes: frozenset[str] = frozenset()
    """Of the token; one of those that open the method is among them."""


class Refusal(Exception):
    """Answered as Google answers: `Refusal(410, "fullSyncRequired", "Sync token is no longer valid.")`."""

    def __init__(
        self,
        status: int,
        reason: str,
        message: str = "",
        *,
        domain: str = "global",
        headers: Mapping[str, str] | None = None,
        word: str = "",
        details: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        super().__init__(f"{status} {reason} {message}")
        self.status = status
        self.reason = reason
        self.message = message or reason
        self.domain = domain
        self.headers = dict(headers or {})
        self.word = word  # google.rpc.Code, as Gmail and People name it: NOT_FOUND, FAILED_PRECONDITION
        self.details = list(details)  # as People names a reason: google.rpc.ErrorInfo

    def json(self) -> dict[str, Any]:
        """The body of the answer."""
        error: dict[str, Any] = {
            "code": self.status,
            "message": self.message,
            "errors": [{"domain": self.domain, "reason": self.reason, "message": self.message}],
        }
        if self.word:
            error["status"] = self.word
        if self.details:
            error["details"] = self.details
        return {"error": error}


@dataclass
class Asked:
    """One request as it came, and what became of it; the calls inside a batch have entries of their own."""

    at: float
    """Seconds of the fake's clock."""
    method: str
    """The id in the discovery document, or "token", "consent", "revoke", "batch"; "" where there is no such method."""
    verb: str
    path: str
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    """With lower-case names."""
    body: bytes = b""
    account: str = ""
    """Address the token belongs to, "" while nobody is known."""
    status: int = 0
    """What was answered; 0 while it runs, and for an answer that was lost."""
    params: dict[str, Any] = field(default_factory=dict)
    json: Any = None
    """The body as JSON, where it is; of a token request its form."""
    batch: int = 0
    """Number of the batch it came in; 0 for one that came alone."""
    applied: bool = False
    """Whether the service carried it out."""
    until: float = 0.0
    """Where the answer said when to come again: by the fake's clock."""
    known: int = 0
    """How many requests had come when the answer was given: those were not sent in knowledge of it."""
