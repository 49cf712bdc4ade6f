"""An item of Exchange as what is told of it: a mail as its MIME, all else as its XML, without what changes without meaning."""

from __future__ import annotations

import binascii
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Final

from lxml import etree

from connectors.base import Broken, Change, Fetched, Gone, Marks
from connectors.entry import bears_our_link
from connectors.exchange.operations import Denied, Element, Extended, Field, child, item_id, local, text, texts
from connectors.exchange.ours import PROPERTY_SET, UID_PROPERTY
from connectors.exchange.refusals import NOT_THERE
from syncd.core.derived import EWS_CALL, EWS_CONTACT, EWS_EVENT, MAIL
from syncd.core.exchange.calls import is_phone_call
from syncd.core.global_object_id import meeting_uid
from syncd.core.keys import is_entry

_LOG, _COMMON = "0006200a-0000-0000-c000-000000000046", "00062008-0000-0000-c000-000000000046"  # PSETID_Log, PSETID_Common: [MS-OXPROPS] 1.3.2
_OURS: Final = Extended(property_set=PROPERTY_SET, name=UID_PROPERTY, kind="String")
_LOG_TYPE: Final = Extended(property_set=_LOG, number=0x8700, kind="String")
_NOT_SAID: Final = ("normal", "")
_GUESTS: Final = ("RequiredAttendees", "OptionalAttendees", "Resources")
_BREAK: Final = re.compile(r"</?(?:br|p|div|li|tr)\b[^<>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a folder holds: the elements that are read, and what is asked of each."""

    elements: tuple[str, ...]
    media_type: str
    fields: tuple[Field, ...]


def _of(space: str, names: str) -> tuple[str, ...]:
    return tuple(f"{space}:{name}" for name in names.split())


MARKS: Final[tuple[Field, ...]] = (
    *_of("item", "Sensitivity Categories DateTimeReceived Size IsDraft Flag ConversationId"), "message:IsRead",
)  # fmt: skip
LISTED: Final[tuple[Field, ...]] = ("item:ItemClass",)
_MAILS: Final = Kind(("Message", "MeetingMessage", "MeetingRequest", "MeetingResponse", "MeetingCancellation", "PostItem"), MAIL, MARKS)
_MEETINGS: Final = Kind(
    ("CalendarItem",), EWS_EVENT,
    (
        *_of("item", "Subject Sensitivity Body Categories LastModifiedTime"),
        *_of("calendar", "UID RecurrenceId DateTimeStamp Start End OriginalStart IsAllDayEvent LegacyFreeBusyStatus Location IsMeeting IsCancelled"),
        *_of("calendar", "CalendarItemType MyResponseType Organizer RequiredAttendees OptionalAttendees Resources AppointmentSequenceNumber"),
        *_of("calendar", "Recurrence ModifiedOccurrences DeletedOccurrences StartTimeZone JoinOnlineMeetingUrl"),
        _OURS,
    ),
)  # fmt: skip
_CONTACTS: Final = Kind(
    ("Contact",), EWS_CONTACT,
    (
        *_of("item", "Sensitivity Categories"),
        *_of("contacts", "FileAs DisplayName GivenName MiddleName Surname Nickname CompleteName CompanyName Companies JobTitle Profession AssistantName"),
        *_of("contacts", "EmailAddresses PhoneNumbers PhysicalAddresses BusinessHomePage Birthday WeddingAnniversary SpouseName Children"),
    ),
)  # fmt: skip
_CALLS: Final = Kind(
    ("Message", "Item"), EWS_CALL,
    (
        *_of("item", "ItemClass Subject Sensitivity Body Categories"), _LOG_TYPE,
        *(Extended(property_set=_LOG, number=number, kind=kind) for number, kind in ((0x8706, "SystemTime"), (0x8707, "Integer"))),
        *(Extended(property_set=_COMMON, number=number, kind="StringArray") for number in (0x8539, 0x853A)),
    ),
)  # fmt: skip
_KINDS: Final[Mapping[str, Kind]] = {"calendar": _MEETINGS, "contacts": _CONTACTS, "calls": _CALLS}


def kind_of(role: str) -> Kind:
    """What a folder of this role holds."""
    return _KINDS.get(role, _MAILS)


def is_mail(kind: Kind) -> bool:
    """Whether it is read as MIME."""
    return kind is _MAILS


def marks_of(item: Element, size: int | None = None) -> Marks:
    """What Exchange knows of an item; `size` in bytes where it is not the item's own."""
    flagged = child(item, "Flag")
    flags = {
        "\\Seen": text(item, "IsRead") == "true",
        "\\Flagged": flagged is not None and text(flagged, "FlagStatus") == "Flagged",
        "\\Draft": text(item, "IsDraft") == "true",
    }
    thread, sensitivity, said = child(item, "ConversationId"), text(item, "Sensitivity").lower(), text(item, "Size")
    return Marks(
        flags=tuple(sorted(word for word, is_so in flags.items() if is_so)), labels=tuple(sorted(texts(item, "Categories", "String"))),
        received_at=_instant(text(item, "DateTimeReceived")), size=int(said) if size is None and said.isdecimal() else size,
        sensitivity="" if sensitivity in _NOT_SAID else sensitivity, provider_thread=thread.get("Id", "") if thread is not None else "",
    )  # fmt: skip


def mail(remote_id: str, answer: Element | Denied, marks: Marks, media_type: str = MAIL) -> Change:
    """A mail that was asked for with its MIME content."""
    if isinstance(answer, Denied):
        return denied(remote_id, answer)
    try:
        raw = binascii.a2b_base64(text(answer, "MimeContent"))
    except ValueError as error:
        return Broken(remote_id, f"the message cannot be read: {error}")
    return Fetched(remote_id, raw, media_type, marks) if raw else Broken(remote_id, "the message is empty")


def headers(remote_id: str, answer: Element | Denied, marks: Marks, media_type: str = MAIL) -> Change:
    """A mail too large to be read: its headers, without those that would announce a body."""
    if isinstance(answer, Denied):
        return denied(remote_id, answer)
    found = child(answer, "InternetMessageHeaders")
    told = [(one.get("HeaderName", ""), " ".join((one.text or "").split())) for one in found] if found is not None else []
    lines = [f"{name}: {value}" for name, value in told if not name.lower().startswith("content-") and name.lower() != "mime-version"]
    raw = "\r\n".join([*lines, "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"]) + "\r\n\r\n"
    return Fetched(remote_id, raw.encode("utf-8", "replace"), media_type, marks) if told else Broken(remote_id, "the message is too large, and has no headers")


def entry(remote_id: str, item: Element, kind: Kind) -> Fetched | None:
    """An entry, card or call as its XML; None where it is ours, or nothing that is read."""
    if local(item) not in kind.elements or _is_own(item) or (kind is _CALLS and not _is_call(item)):
        return None
    raw = _raw(item)
    sensitivity = text(item, "Sensitivity").lower()
    labels = tuple(sorted(texts(item, "Categories", "String")))
    return Fetched(remote_id, raw, kind.media_type, Marks(labels=labels, size=len(raw), sensitivity="" if sensitivity in _NOT_SAID else sensitivity))


def denied(remote_id: str, answer: Denied) -> Gone | Broken:
    """What is told of an item that was refused."""
    return Gone(remote_id) if answer.code in NOT_THERE else Broken(remote_id, str(answer))


def exceptions_of(item: Element) -> Mapping[str, str]:
    """The occurrences of a series that differ from it: their ids, by the start each would have had."""
    found = child(item, "ModifiedOccurrences")
    return {text(one, "OriginalStart"): item_id(one) for one in found} if found is not None else {}


def _is_own(item: Element) -> bool:
    """Whether it is an entry of ours or a copy of one: by the property, by the UID, however it is written, or where a move of the mailbox
    or another program took both away, by the link in its text. What has guests is a meeting, whatever stands in it."""
    if is_entry(meeting_uid(text(item, "UID")).lower()):
        return True
    if any(uri.get("PropertyName", "").lower() == UID_PROPERTY.lower() and uri.get("PropertySetId", "").strip("{}").lower() == PROPERTY_SET for uri in _named(item)):
        return True
    return all(child(item, name) is None for name in _GUESTS) and bears_our_link(_words(item))


def _words(item: Element) -> str:
    """Its text, a line for each line."""
    body = child(item, "Body")
    words = body.text or "" if body is not None else ""
    if body is not None and body.get("BodyType") == "HTML":
        words = unescape(_TAG.sub("", _BREAK.sub("\n", words)))
    return words.replace("\r", "\n")


def _is_call(item: Element) -> bool:
    said = [texts(found, "Value") for found in _extended(item) for uri in found if uri.get("PropertyId") == str(_LOG_TYPE.number)]
    return any(is_phone_call(value) for values in said for value in values)


def _named(item: Element) -> Sequence[Element]:
    return [uri for found in _extended(item) for uri in found if local(uri) == "ExtendedFieldURI"]


def _extended(item: Element) -> Sequence[Element]:
    return [one for one in item if local(one) == "ExtendedProperty"]


def _raw(item: Element) -> bytes:
    """As XML that is equal where the content is equal: a change key is another after every reading."""
    for one in item.iter():
        one.attrib.pop("ChangeKey", "")
    etree.cleanup_namespaces(item)
    return etree.tostring(item, method="c14n2")


def _instant(said: str) -> dt.datetime | None:
    try:
        at = dt.datetime.fromisoformat(said.replace("Z", "+00:00"))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)
