"""The frame of an answer: one message for each thing that was asked for, a success or a refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from tests.fakes.ews.calls import Refusal
from tests.fakes.ews.schema import E, Element, S, T, etree, m, t

Listed = TypeVar("Listed")

WITH_ITEMS = ("GetItem", "CreateItem", "UpdateItem", "MoveItem")
"""Their messages have a list of items, be it empty."""


def response(operation: str, messages: Iterable[Element]) -> Element:
    return m(f"{operation}Response", m("ResponseMessages", *messages))


def succeeded(operation: str, *inside: Element, name: str = "") -> Element:
    message = m(f"{name or operation}ResponseMessage", m("ResponseCode", "NoError"), *inside)
    message.set("ResponseClass", "Success")
    return message


def refused(operation: str, refusal: Refusal) -> Element:
    """As real servers do, a refused SyncFolderItems still has an empty state."""
    message = m(
        f"{operation}ResponseMessage",
        m("MessageText", refusal.message),
        m("ResponseCode", refusal.code),
        m("DescriptiveLinkKey", "0"),
    )
    message.set("ResponseClass", "Error")
    if refusal.back_off is not None:
        message.append(m("MessageXml", t("Value", str(refusal.back_off), Name="BackOffMilliseconds")))
    if operation in WITH_ITEMS:
        message.append(m("Items"))
    if operation == "SyncFolderItems":
        message.extend([m("SyncState"), m("IncludesLastItemInRange", "true")])
    if operation == "SyncFolderHierarchy":
        message.extend([m("SyncState"), m("IncludesLastFolderInRange", "true")])
    if operation == "GetServerTimeZones":
        message.append(m("TimeZoneDefinitions"))
    return message


def one_by_one(operation: str, asked: Iterable[Element], answer: Callable[[Element], Element]) -> Element:
    """What is refused of one thing is said of it alone; what is said of the whole request ends it."""
    messages = []
    for one in asked:
        try:
            messages.append(answer(one))
        except Refusal as refusal:
            if refusal.fault:
                raise
            messages.append(refused(operation, refusal))
    return response(operation, messages)


def page(found: Sequence[Listed], view: Element | None) -> tuple[Sequence[Listed], dict[str, str]]:
    """What of a listing is shown, and the words about the rest."""
    start = int(view.get("Offset", "0")) if view is not None else 0
    most = int(view.get("MaxEntriesReturned", "1000")) if view is not None else 1000
    if view is not None and view.get("BasePoint") == "End":
        raise Refusal("ErrorInvalidOperation", "This fake begins every listing at its beginning.")
    shown = found[start : start + min(most, 1000)]
    end = start + len(shown)
    last = end >= len(found)
    return shown, {"IndexedPagingOffset": str(end), "TotalItemsInView": str(len(found)), "IncludesLastItemInRange": "true" if last else "false"}


def soap_fault(refusal: Refusal) -> Element:
    """What is said of a whole request, as the body of the envelope."""
    about = t("MessageXml")
    if refusal.back_off is not None:
        about.append(t("Value", str(refusal.back_off), Name="BackOffMilliseconds"))
    fault = etree.Element(f"{{{S}}}Fault")
    code = etree.SubElement(fault, "faultcode", nsmap={"a": T})
    code.text = f"a:{refusal.code}"
    words = etree.SubElement(fault, "faultstring")
    words.set("{http://www.w3.org/XML/1998/namespace}lang", "en-US")
    words.text = refusal.message
    detail = etree.SubElement(fault, "detail")
    etree.SubElement(detail, f"{{{E}}}ResponseCode", nsmap={"e": E}).text = refusal.code
    etree.SubElement(detail, f"{{{E}}}Message", nsmap={"e": E}).text = refusal.message
    if len(about):
        detail.append(about)
    return fault



