"""What Exchange makes of a message's headers: the properties it shows beside the MIME."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from tests.fakes.ews.items import instant
from tests.fakes.ews.schema import Element, t, written

_SENSITIVITIES = {"personal": "Personal", "private": "Private", "company-confidential": "Confidential"}
_IMPORTANCES = {"high": "High", "low": "Low"}


def message_fields(raw: bytes, received: dt.datetime) -> dict[str, Element]:
    """By the names of their elements; only what can be read, as a damaged header is no reason to refuse a message."""
    read = email.message_from_bytes(raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if b"\r\n\r\n" in raw else raw, policy=email.policy.compat32)
    made = [
        t("ItemClass", "IPM.Note"),
        t("Subject", _words(read, "Subject")),
        t("Sensitivity", _SENSITIVITIES.get(_words(read, "Sensitivity").lower(), "Normal")),
        t("DateTimeReceived", instant(received)),
        t("Size", str(len(raw))),
        t("Importance", _IMPORTANCES.get(_words(read, "Importance").lower(), "Normal")),
        t("DateTimeSent", instant(_sent(read, received))),
        t("DateTimeCreated", instant(received)),
        t("LastModifiedTime", instant(received)),
        t("IsDraft", "false"),
        t("HasAttachments", written("multipart/mixed" in _words(read, "Content-Type"))),
    ]
    for name, header in (("InReplyTo", "In-Reply-To"), ("InternetMessageId", "Message-ID"), ("References", "References")):
        if said := _words(read, header):
            made.append(t(name, said))
    for name, header in (("From", "From"), ("Sender", "Sender")):
        if people := _people(read, header):
            made.append(t(name, people[0]))
    for name, header in (("ToRecipients", "To"), ("CcRecipients", "Cc")):
        if people := _people(read, header):
            made.append(t(name, *people))
    headers = [t("InternetMessageHeader", _xml(str(value)), HeaderName=name) for name, value in read.items() if name.isascii()]
    if headers:
        made.append(t("InternetMessageHeaders", *headers))
    return {one.tag.rpartition("}")[2]: one for one in made}


def mailbox(address: str, name: str = "", routing: str = "SMTP") -> Element:
    """One person as Exchange names them; an `EX` address is none of the internet's."""
    return t("Mailbox", t("Name", name or address), t("EmailAddress", address), t("RoutingType", routing))


def _people(read: Message, header: str) -> list[Element]:
    said = [str(value) for value in read.get_all(header, [])]
    return [mailbox(_xml(address), _decoded(name)) for name, address in getaddresses(said) if address]


def _words(read: Message, header: str) -> str:
    return _decoded(" ".join(str(read.get(header, "")).split()))


def _decoded(said: str) -> str:
    try:
        return _xml(str(make_header(decode_header(said))))
    except (LookupError, ValueError):
        return _xml(said)


def _xml(said: str) -> str:
    """Without what XML cannot carry."""
    kept = said.encode("utf-8", "replace").decode()
    return "".join(c for c in kept if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))


def _sent(read: Message, otherwise: dt.datetime) -> dt.datetime:
    try:
        said = parsedate_to_datetime(str(read.get("Date", "")))
    except (TypeError, ValueError):
        return otherwise
    return said if said.tzinfo else said.replace(tzinfo=dt.UTC)
