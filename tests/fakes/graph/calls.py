"""The words of the fake: a call that was let through, and a refusal of it.

A service is a class (`Mail`, `Calendars`, `Contacts`, `ToDo`), made once for a mailbox with the `Mailbox` as its only
argument. A method of the API is a method of the class, `messages.get` being `messages_get(self, call)`. It is called
under the one lock of the world, when the request was found good; it returns the answer's JSON, bytes for a MIME body,
None for an empty one, or raises `Refusal`.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.fakes.graph.odata import Prefer, Query


@dataclass(frozen=True)
class Call:
    """A request that keeps to the tables."""

    mailbox: Any
    """Whose it is: the `Mailbox`."""
    method: str
    path: Mapping[str, str]
    """What stands in the address, by name: folder, message, event …"""
    query: Query
    prefer: Prefer
    body: dict[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    """With lower-case names: if-match …"""
    address: str = ""
    """The address itself, without the query: what the links of the answer are made of."""


class Refusal(Exception):
    """Answered as Graph answers: `Refusal(404, "ErrorItemNotFound")`. `is_fault`: no client of ours should ever earn it."""

    def __init__(
        self, status: int, code: str, message: str = "", *, headers: Mapping[str, str] | None = None, is_fault: bool = False
    ) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.code = code
        self.message = message or WORDS.get(code, code)
        self.headers = dict(headers or {})
        self.is_fault = is_fault


def malformed(text: str, code: str = "BadRequest") -> Refusal:
    """What no client should send: refused, and kept among the violations."""
    return Refusal(400, code, text, is_fault=True)


def error_json(refusal: Refusal, at: float) -> dict[str, Any]:
    """The body of the answer (learn.microsoft.com/graph/errors)."""
    inner = {
        "date": datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        "request-id": str(uuid.uuid4()),
        "client-request-id": str(uuid.uuid4()),
    }
    return {"error": {"code": refusal.code, "message": refusal.message, "innerError": inner}}


CODES = {
    400: "BadRequest", 401: "InvalidAuthenticationToken", 403: "ErrorAccessDenied", 404: "ErrorItemNotFound", 405: "Request_BadRequest",
    409: "ErrorIrresolvableConflict", 410: "SyncStateNotFound", 412: "ErrorIrresolvableConflict", 413: "RequestEntityTooLarge",
    429: "ApplicationThrottled", 500: "ErrorInternalServerError", 502: "BadGateway", 503: "ErrorServerBusy", 504: "ErrorTimeoutExpired",
    507: "ErrorQuotaExceeded",
}  # fmt: skip
"""What a status is called where a test does not say."""

WORDS = {
    "ApplicationThrottled": "Application is over its MailboxConcurrency limit.",
    "ErrorAccessDenied": "Access is denied. Check credentials and try again.",
    "ErrorInternalServerError": "An internal server error occurred. The operation failed.",
    "ErrorInvalidIdMalformed": "Id is malformed.",
    "ErrorInvalidUser": "The requested user is invalid.",
    "ErrorIrresolvableConflict": "The send or update operation could not be performed because the change key passed in the request "
    "does not match the current change key for the item.",
    "ErrorItemNotFound": "The specified object was not found in the store.",
    "ErrorServerBusy": "The server is too busy to process the request.",
    "ErrorTimeoutExpired": "The request timed out.",
    "InvalidAuthenticationToken": "Lifetime validation failed, the token is expired.",
    "MailboxNotEnabledForRESTAPI": "The mailbox is either inactive, soft-deleted, or is hosted on-premise.",
    "ResyncRequired": "The sync state is no longer valid: a full synchronization is required.",
    "SyncStateNotFound": "The sync state generation is not found; a full synchronization is required.",
}
