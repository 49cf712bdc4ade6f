"""Microsoft's published schema of Exchange Web Services, as the judge of what is asked and answered.

The two files are Microsoft's and lie outside the project, in ../shared; nothing of this fake works without them, and
`schema` says so. The order in which a kind of item has its properties is read from them too: Exchange keeps to it.
"""

from __future__ import annotations

import threading
from functools import cache
from typing import Any

import pytest
from lxml import etree

from tests.conftest import SHARED

S = "http://schemas.xmlsoap.org/soap/envelope/"
M = "http://schemas.microsoft.com/exchange/services/2006/messages"
T = "http://schemas.microsoft.com/exchange/services/2006/types"
E = "http://schemas.microsoft.com/exchange/services/2006/errors"
SPACES = {"s": S, "m": M, "t": T}
FOLDER = SHARED / "testbed" / "ews-xsd"

Element = etree._Element

TYPES = {
    "Message": "MessageType",
    "CalendarItem": "CalendarItemType",
    "Contact": "ContactItemType",
    "DistributionList": "DistributionListType",
    "MeetingRequest": "MeetingRequestMessageType",
    "MeetingResponse": "MeetingResponseMessageType",
    "MeetingCancellation": "MeetingCancellationMessageType",
    "Task": "TaskType",
    "PostItem": "PostItemType",
    "Folder": "FolderType",
    "CalendarFolder": "CalendarFolderType",
    "ContactsFolder": "ContactsFolderType",
    "SearchFolder": "SearchFolderType",
    "TasksFolder": "TasksFolderType",
}
"""What an element of an answer is, in the schema's words."""

_XS = "{http://www.w3.org/2001/XMLSchema}"
_judging = threading.Lock()


@cache
def schema() -> etree.XMLSchema:
    """Both files; where they are absent the test is left out, and says so."""
    if not FOLDER.is_dir():
        pytest.skip(f"{FOLDER} is absent: Exchange was NOT tried")
    return etree.XMLSchema(etree.parse(str(FOLDER / "messages.xsd")))


def fault_in(element: Element) -> str:
    """What the schema says against it, "" where nothing."""
    with _judging:  # its log of errors is one for all threads
        if schema().validate(element):
            return ""
        return "; ".join(str(error.message) for error in list(schema().error_log)[:3])


@cache
def order(kind: str) -> tuple[str, ...]:
    """The properties that a kind of item or folder has, in the schema's order."""
    return tuple(name for name, _ in _named_types(TYPES[kind]))


@cache
def kind_of(kind: str, name: str) -> str:
    """The simple type of a property: "boolean", "dateTime"; "" where it is another."""
    return {found: said.removeprefix("xs:") for found, said in _named_types(TYPES[kind]) if said.startswith("xs:")}.get(name, "")


@cache
def _types() -> dict[str, Any]:
    root = etree.parse(str(FOLDER / "types.xsd")).getroot()
    return {found.get("name", ""): found for found in root.findall(f"{_XS}complexType")}


def _named_types(name: str) -> list[tuple[str, str]]:
    """(property, its type) of a type and of those it extends, which come first."""
    found = _types()[name]
    extension = found.find(f"{_XS}complexContent/{_XS}extension")
    base = _named_types(extension.get("base").removeprefix("t:")) if extension is not None else []
    sequence = (found if extension is None else extension).find(f"{_XS}sequence")
    return base + ([] if sequence is None else [(str(e.get("name")), str(e.get("type"))) for e in sequence.findall(f"{_XS}element")])


def m(name: str, *inside: Element | str | None, **attributes: str) -> Element:
    """An element of the messages' namespace."""
    return _made(f"{{{M}}}{name}", inside, attributes)


def t(name: str, *inside: Element | str | None, **attributes: str) -> Element:
    """An element of the types' namespace."""
    return _made(f"{{{T}}}{name}", inside, attributes)


def _made(tag: str, inside: tuple[Element | str | None, ...], attributes: dict[str, str]) -> Element:
    made = etree.Element(tag, attributes, nsmap=SPACES)
    for one in inside:
        if isinstance(one, str):
            made.text = one
        elif one is not None:
            made.append(one)
    return made


def local(element: Element) -> str:
    """The name without its namespace."""
    return etree.QName(element).localname


def first(element: Element, path: str) -> Element | None:
    """What the path finds first, by the prefixes of `SPACES`."""
    found = element.find(path, SPACES)
    return found if found is not None else None


def text(element: Element, path: str, otherwise: str = "") -> str:
    """The words in what the path finds."""
    found = element.find(path, SPACES)
    return otherwise if found is None or found.text is None else found.text


def written(value: bool) -> str:
    """As Exchange writes it; a client may send 1 and 0."""
    return "true" if value else "false"
