"""One message: what a mailbox keeps of it, and how Graph tells it."""

from __future__ import annotations

import base64
import email
import email.header
import email.policy
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any

from tests.fakes.graph.paging import zulu

SENSITIVITY = "Integer 0x36"  # PidTagSensitivity [MS-OXCMSG] 2.2.1.13
SIZE = "Integer 0x0E08"  # PidTagMessageSize [MS-OXCMSG] 2.2.1.7
_MEETING = re.compile(rb'text/calendar[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*?method="?(\w+)', re.I)
_KINDS = {"REQUEST": "eventMessageRequest", "CANCEL": "eventMessage", "REPLY": "eventMessageResponse"}
SENSITIVITIES = ("normal", "personal", "private", "confidential")


@dataclass
class Message:
    """One message; `key` is its immutable id."""

    key: str
    number: int
    folder: str
    raw: bytes
    at: datetime
    changed: datetime
    version: int = 1
    is_read: bool = False
    categories: list[str] = field(default_factory=list)
    flagged: str = "notFlagged"
    sensitivity: str = "normal"
    extended: dict[str, str] = field(default_factory=dict)
    is_lost: bool = False
    """Listed, and not found when asked for."""
    refused: str = ""
    """The code with which its bytes are refused."""
    whole_at: int = 0
    """Number of the last change that was more than its being read."""
    told: tuple[int, dict[str, Any]] = (0, {})


def extended_of(one: Message) -> dict[str, str]:
    """Its extended properties."""
    return {SENSITIVITY: str(SENSITIVITIES.index(one.sensitivity)), SIZE: str(len(one.raw)), **one.extended}


def kind_of(one: Message) -> str:
    """A message about a meeting is a kind of message of its own."""
    found = _MEETING.search(one.raw) if b"text/calendar" in one.raw else None
    return "#microsoft.graph." + _KINDS.get(found[1].decode().upper() if found else "", "message")


def entity_of(one: Message) -> dict[str, Any]:
    """What the headers of the message say, and what its owner did with it."""
    read = email.message_from_bytes(one.raw, policy=email.policy.compat32)
    text = {
        name: _decoded(read, name)
        for name in ("Subject", "Message-ID", "Date", "From", "Sender", "To", "Cc", "Bcc", "Reply-To", "References")
    }
    body = _body(one.raw)
    thread = text["References"].split()[:1] or [text["Message-ID"]]
    said: dict[str, Any] = {
        "createdDateTime": zulu(one.at),
        "lastModifiedDateTime": zulu(one.changed),
        "changeKey": f"CQAAABYAAA{one.number:06d}{one.version:04d}",
        "categories": one.categories,
        "receivedDateTime": zulu(one.at),
        "sentDateTime": zulu(_sent(text["Date"]) or one.at),
        "hasAttachments": any(part.get_filename() for part in read.walk()),
        "internetMessageId": text["Message-ID"],
        "subject": text["Subject"],
        "bodyPreview": " ".join(body.split())[:255],
        "importance": "normal",
        "conversationId": f"AAQkAGI1{base64_of(thread[0])}",
        "isRead": one.is_read,
        "webLink": f"https://outlook.office365.com/owa/?ItemID={one.number}&exvsurl=1&viewmodel=ReadMessageItem",
        "inferenceClassification": "focused",
        "body": {"contentType": "text", "content": body},
        "toRecipients": _people(text["To"]),
        "ccRecipients": _people(text["Cc"]),
        "bccRecipients": _people(text["Bcc"]),
        "replyTo": _people(text["Reply-To"]),
        "flag": {"flagStatus": one.flagged},
    }
    if people := _people(text["From"]):
        said |= {"from": people[0], "sender": (_people(text["Sender"]) or people)[0]}
    return said


def _decoded(read: email.message.Message, name: str) -> str:
    """A header as Outlook shows it; one that is not ASCII stands there as it is, in UTF-8."""
    value = " ".join(str(read.get(name, "")).split())
    try:
        return str(email.header.make_header(email.header.decode_header(value)))
    except (LookupError, UnicodeError, ValueError):
        return value.encode("ascii", "replace").decode()


def _people(text: str) -> list[dict[str, Any]]:
    return [{"emailAddress": {"name": name or address, "address": address}} for name, address in getaddresses([text]) if address]


def _sent(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _body(raw: bytes) -> str:
    try:
        read = email.message_from_bytes(raw, policy=email.policy.default)
        part = read.get_body(("plain", "html")) if isinstance(read, EmailMessage) else None
        return str(part.get_content()) if part is not None else ""
    except (LookupError, ValueError, KeyError, AttributeError):  # a message that cannot be read is shown empty
        return ""


def base64_of(text: str) -> str:
    """As it may stand in an id."""
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()
