"""One item of a mailbox: its properties as Exchange has them, and what of them a request is given.

A property is kept as the element that tells it, by the element's name; extended properties by their key. What is asked
for is given in the order of the schema.
"""

from __future__ import annotations

import base64
import copy
import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from tests.fakes.ews.schema import Element, first, local, order, t, text, written

if TYPE_CHECKING:
    from tests.fakes.ews.kept import Folder

Kept = Element | str | Callable[[], Element | None]
"""A property as it is kept: its element, its words, or how its element is made when somebody asks."""

ExtendedKey = tuple[tuple[str, str], ...]

SETS = {
    "Meeting": "6ed8da90-450b-101b-98da-00aa003f1305",
    "Appointment": "00062002-0000-0000-c000-000000000046",
    "Common": "00062008-0000-0000-c000-000000000046",
    "PublicStrings": "00020329-0000-0000-c000-000000000046",
    "Address": "00062004-0000-0000-c000-000000000046",
    "InternetHeaders": "00020386-0000-0000-c000-000000000046",
    "CalendarAssistant": "11000e07-b51b-40d6-af21-caa85edab1d0",
    "UnifiedMessaging": "4442858e-a9e3-4e80-b900-317a210cc15b",
    "Task": "00062003-0000-0000-c000-000000000046",
    "Sharing": "00062040-0000-0000-c000-000000000046",
}
"""The property sets that have a name, [MS-OXPROPS] 1.3.2."""

LOG = "0006200a-0000-0000-c000-000000000046"
"""The property set of journal entries."""

ALWAYS = ("ItemId",)
NOT_BY_DEFAULT = frozenset({"MimeContent", "UniqueBody", "NormalizedBody", "TextBody", "StoreEntryId"})
NEVER_IN_A_LIST = frozenset(
    {
        "MimeContent", "Body", "UniqueBody", "TextBody", "Attachments", "InternetMessageHeaders", "ResponseObjects", "Recurrence",
        "FirstOccurrence", "LastOccurrence", "ModifiedOccurrences", "DeletedOccurrences", "RequiredAttendees", "OptionalAttendees",
        "Resources", "ToRecipients", "CcRecipients", "BccRecipients", "ReplyTo", "ConflictingMeetings", "AdjacentMeetings", "MeetingTimeZone",
    }
)  # fmt: skip
"""What FindItem and SyncFolderItems do not give; GetItem does."""

DEFAULT = ("ItemId", "Subject", "Sensitivity", "Size", "DateTimeSent", "DateTimeCreated", "HasAttachments", "From", "IsRead", "Start", "End")


_COLLECTIONS = {
    "contacts:EmailAddress": "EmailAddresses",
    "contacts:ImAddress": "ImAddresses",
    "contacts:PhoneNumber": "PhoneNumbers",
    "contacts:PhysicalAddress": "PhysicalAddresses",
    "item:InternetMessageHeader": "InternetMessageHeaders",
}
"""The collections of which an IndexedFieldURI means one entry."""


@dataclass(eq=False)
class Item:
    """One thing in a folder."""

    id: str
    kind: str
    folder: Folder
    fields: dict[str, Kept] = field(default_factory=dict)
    extended: dict[ExtendedKey, Element] = field(default_factory=dict)
    mime: bytes = b""
    version: int = 1
    """Of its change key."""
    created: int = 0
    """Number of the folder's change by which it came."""
    changed: int = 0
    read: int = 0
    """Number of the change by which it was last marked as read or unread."""
    touched: dict[str, int] = field(default_factory=dict)
    """In which version a property was last set."""
    refused: str = ""
    """What is said when it is asked for, where it is damaged."""
    master: Item | None = None
    original: dt.datetime | None = None
    """Of an occurrence: the start it would have by the pattern."""
    rule: str = ""
    """Of a series: the RRULE it recurs by."""
    began: dt.datetime = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    """Of a series: its first start, in the zone in which it recurs."""
    lasts: dt.timedelta = dt.timedelta()
    occurrences: dict[dt.datetime, Item] = field(default_factory=dict)
    """Of a series: those that were looked at or changed, by their original start."""
    deleted: set[dt.datetime] = field(default_factory=set)

    @property
    def key(self) -> str:
        """Its change key."""
        return base64.b64encode(f"EQAAABYAAAB{self.version:012d}".encode()).decode()

    def version_of(self, key: str) -> int:
        """The version that a change key is of, 0 where it is none of ours."""
        try:
            return int(base64.b64decode(key)[-12:])
        except ValueError:
            return 0

    def id_element(self, name: str = "ItemId") -> Element:
        return t(name, Id=self.id, ChangeKey=self.key)

    def set(self, element: Element) -> None:
        """Give it a property."""
        if local(element) == "ExtendedProperty":
            uri = first(element, "t:ExtendedFieldURI")
            assert uri is not None
            self.extended[extended_key(uri)] = copy.deepcopy(element)
        else:
            self.fields[local(element)] = copy.deepcopy(element)

    def put(self, **words: str | bool | int | None) -> None:
        """Give it simple properties; None takes one away."""
        for name, value in words.items():
            if value is None:
                self.fields.pop(name, None)
            else:
                self.fields[name] = written(value) if isinstance(value, bool) else str(value)

    def dress(self, said: Mapping[str, Any]) -> list[str]:
        """Give it properties by their names, `categories` as a list; their names."""
        told = dict(said)
        categories = told.pop("categories", None)
        if categories is not None:
            self.fields["Categories"] = t("Categories", *(t("String", one) for one in categories))
        self.put(**told)
        return [*told, *(["Categories"] if categories is not None else [])]

    def says(self, name: str, otherwise: str = "") -> str:
        """The words of a simple property."""
        found = self.fields.get(name)
        if isinstance(found, str):
            return found
        element = self.given(name) if found is not None else None
        return otherwise if element is None or element.text is None else element.text

    def categories(self) -> list[str]:
        found = self.given("Categories")
        return [] if found is None else [one.text or "" for one in found]

    def property(self, path: Element) -> Element | None:
        """What a path of a request means here; None where the item has nothing of it."""
        name = local(path)
        if name == "ExtendedFieldURI":
            return self.extended.get(extended_key(path))
        if name == "IndexedFieldURI":
            collection, part, index = indexed(path)
            entries = self.given(collection)
            entry = next((one for one in entries if _index(one) == index), None) if entries is not None else None
            return first(entry, f"t:{part}") if part and entry is not None else entry
        return self.given(path.get("FieldURI", "").partition(":")[2])

    def given(self, name: str) -> Element | None:
        """A property, kept or made when it is asked for."""
        match name:
            case "ItemId":
                return self.id_element()
            case "ParentFolderId":
                return t(name, Id=self.folder.id, ChangeKey=self.folder.key)
            case "MimeContent":
                return t(name, base64.b64encode(self.mime).decode(), CharacterSet="UTF-8") if self.mime else None
            case _:
                found = self.fields.get(name)
                if isinstance(found, str):
                    return t(name, found)
                return found() if callable(found) else found


def shaped(item: Item, shape: Element, *, listed: bool = False) -> Element:
    """The item as an answer tells it: what the shape asks for, and no more."""
    base = text(shape, "t:BaseShape", "IdOnly")
    wanted: set[str] = set(ALWAYS)
    properties: list[ExtendedKey] = []
    entries: dict[str, set[tuple[str, str]]] = {}
    if base == "Default":
        wanted |= set(DEFAULT)
    elif base == "AllProperties":
        wanted |= set(item.fields) | {"ParentFolderId"}
        wanted -= NOT_BY_DEFAULT
    if text(shape, "t:IncludeMimeContent") in ("true", "1"):
        wanted.add("MimeContent")
    for path in paths(shape):
        if local(path) == "ExtendedFieldURI":
            properties.append(extended_key(path))
        elif local(path) == "IndexedFieldURI":
            collection, part, index = indexed(path)
            entries.setdefault(collection, set()).add((index, part))
        else:
            wanted.add(path.get("FieldURI", "").partition(":")[2])
    if listed:
        wanted -= NEVER_IN_A_LIST
    made = t(item.kind)
    for name in order(item.kind):
        if name == "ExtendedProperty":
            made.extend(copy.deepcopy(item.extended[key]) for key in properties if key in item.extended)
        elif (name in wanted or name in entries) and (found := item.given(name)) is not None:
            told = copy.deepcopy(found)
            if name == "Body":
                told = _body(told, text(shape, "t:BodyType", "Best"))
            if name not in wanted:
                _keep_entries(told, entries[name])
            if len(told) or name in wanted:
                made.append(told)
    return made


def indexed(path: Element) -> tuple[str, str, str]:
    """(collection, part of an entry or "", which entry) that an IndexedFieldURI means."""
    said = path.get("FieldURI", "")
    known = next(one for one in _COLLECTIONS if said == one or said.startswith(f"{one}:"))
    return _COLLECTIONS[known], said[len(known) + 1 :], path.get("FieldIndex", "")


def _body(kept: Element, wanted: str) -> Element:
    """The text in the form that is asked for, roughly as Exchange makes the one of the other."""
    said = kept.text or ""
    if wanted == "Text" and kept.get("BodyType") == "HTML":
        return t("Body", unescape(re.sub(r"<[^>]*>", "", re.sub(r"<br\s*/?>|</p>", "\r\n", said))), BodyType="Text")
    if wanted == "HTML" and kept.get("BodyType") == "Text":
        lines = "<br>\r\n".join(escape(line) for line in said.splitlines())
        return t("Body", f'<html><body>\r\n<div class="PlainText">{lines}</div>\r\n</body></html>', BodyType="HTML")
    return kept


def _index(entry: Element) -> str:
    return entry.get("Key", "") or entry.get("HeaderName", "")


def _keep_entries(collection: Element, wanted: set[tuple[str, str]]) -> None:
    for one in list(collection):
        parts = {part for index, part in wanted if index == _index(one)}
        for inner in list(one):
            if local(inner) not in parts and "" not in parts:
                one.remove(inner)
        if not parts:
            collection.remove(one)


def paths(shape: Element) -> Iterable[Element]:
    """What is asked for beside the base shape."""
    found = first(shape, "t:AdditionalProperties")
    return [] if found is None else list(found)


def property_name(element: Element) -> str:
    """By which two changes of the same property are known."""
    if local(element) == "ExtendedProperty":
        uri = first(element, "t:ExtendedFieldURI")
        assert uri is not None
        return repr(extended_key(uri))
    return local(element)


def extended_key(uri: Element) -> ExtendedKey:
    """One key for the several ways in which an extended property can be named."""
    said = dict(uri.attrib)
    named = str(said.pop("DistinguishedPropertySetId", ""))
    key = {str(k): str(v) for k, v in said.items()}
    if named:
        key["PropertySetId"] = SETS[named]
    if "PropertySetId" in key:
        key["PropertySetId"] = key["PropertySetId"].strip("{}").lower()
    if "PropertyTag" in key:
        key["PropertyTag"] = str(int(key["PropertyTag"], 0))
    if "PropertyName" in key:
        key["PropertyName"] = key["PropertyName"].lower()
    return tuple(sorted(key.items()))


def extended(value: str | list[str], **uri: str) -> Element:
    """An extended property: `extended("Phone call", PropertySetId=LOG, PropertyId="34560", PropertyType="String")`."""
    path = t("ExtendedFieldURI", **uri)
    if isinstance(value, str):
        return t("ExtendedProperty", path, t("Value", value))
    return t("ExtendedProperty", path, t("Values", *(t("Value", one) for one in value)))


def instant(at: dt.datetime) -> str:
    """As Exchange writes an instant."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
