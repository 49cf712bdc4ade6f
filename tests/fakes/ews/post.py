"""What Exchange makes of a message's headers: the properties it shows beside the MIME."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from functools import lru_cache

from tests.fakes.ews.items import Kept, instant
from tests.fakes.ews.schema import Element, t, written

_SENSITIVITIES = {"personal": "Personal", "private": "Private", "company-confidential": "Confidential"}
_IMPORTANCES = {"high": "High", "low": "Low"}


def message_fields(raw: bytes, received: dt.datetime) -> dict[str, Kept]:
    """By the names of their elements: words, or how to make the element when it is asked for."""
    return {
        "ItemClass": "IPM.Note",
        "DateTimeReceived": instant(received),
        "Size": str(len(raw)),
        "DateTimeCreated": instant(received),
        "LastModifiedTime": instant(received),
        "IsDraft": "false",
        "Subject": lambda: t("Subject", _words(raw, "Subject")),
        "Sensitivity": lambda: t("Sensitivity", _SENSITIVITIES.get(_words(raw, "Sensitivity").lower(), "Normal")),
        "Importance": lambda: t("Importance", _IMPORTANCES.get(_words(raw, "Importance").lower(), "Normal")),
        "DateTimeSent": lambda: t("DateTimeSent", instant(_sent(raw, received))),
        "HasAttachments": lambda: t("HasAttachments", written("multipart/mixed" in _words(raw, "Content-Type"))),
        "InReplyTo": lambda: _told("InReplyTo", _words(raw, "In-Reply-To")),
        "InternetMessageId": lambda: _told("InternetMessageId", _words(raw, "Message-ID")),
        "References": lambda: _told("References", _words(raw, "References")),
        "From": lambda: _told("From", *_people(raw, "From")[:1]),
        "Sender": lambda: _told("Sender", *_people(raw, "Sender")[:1]),
        "ToRecipients": lambda: _told("ToRecipients", *_people(raw, "To")),
        "CcRecipients": lambda: _told("CcRecipients", *_people(raw, "Cc")),
        "InternetMessageHeaders": lambda: _told("InternetMessageHeaders", *_lines(raw)),
    }


@lru_cache(maxsize=64)
def _headers(raw: bytes) -> Message:
    head = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if b"\r\n\r\n" in raw else raw
    return email.message_from_bytes(head, policy=email.policy.compat32)


def _lines(raw: bytes) -> list[Element]:
    return [t("InternetMessageHeader", _xml(str(value)), HeaderName=name) for name, value in _headers(raw).items() if name.isascii()]


def _told(name: str, *inside: Element | str) -> Element | None:
    """Only what there is: an empty property is none."""
    return t(name, *inside) if any(inside_ is not None and inside_ != "" for inside_ in inside) else None


def mailbox(address: str, name: str = "", routing: str = "SMTP") -> Element:
    """One person as Exchange names them; an `EX` address is none of the internet's."""
    return t("Mailbox", t("Name", name or address), t("EmailAddress", address), t("RoutingType", routing))


def _people(raw: bytes, header: str) -> list[Element]:
    said = [str(value) for value in _headers(raw).get_all(header, [])]
    return [mailbox(_xml(address), _decoded(name)) for name, address in getaddresses(said) if address]


def _words(raw: bytes, header: str) -> str:
    return _decoded(" ".join(str(_headers(raw).get(header, "")).split()))


def _decoded(said: str) -> str:
    try:
        return _xml(str(make_header(decode_header(said))))
    except (LookupError, ValueError):
        return _xml(said)


def _xml(said: str) -> str:
    """Without what XML cannot carry."""
    kept = said.encode("utf-8", "replace").decode()
    return "".join(c for c in kept if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))


def _sent(raw: bytes, otherwise: dt.datetime) -> dt.datetime:
    try:
        said = parsedate_to_datetime(str(_headers(raw).get("Date", "")))
    except (TypeError, ValueError):
        return otherwise
    return said if said.tzinfo else said.replace(tzinfo=dt.UTC)
