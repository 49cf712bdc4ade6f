"""What is asked of Exchange, and the answers as the XML they are: exchangelib sends and judges, and makes no objects of them.

Its objects would cost several times what the rest of a pass does, and what is kept is the original.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, TypeAlias

from exchangelib.errors import MalformedResponseError, ResponseMessageError
from exchangelib.services.common import EWSAccountService
from lxml import etree

Element: TypeAlias = etree._Element

_T: Final = "http://schemas.microsoft.com/exchange/services/2006/types"
_M: Final = "http://schemas.microsoft.com/exchange/services/2006/messages"
_SOAP: Final = "http://schemas.xmlsoap.org/soap/envelope/"
_LISTED: Final = 1000  # what Exchange gives at most in one answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Extended:
    """A property that the schema has no word for: by its name or its number in a set, or by its tag."""

    kind: str
    property_set: str = ""
    name: str = ""
    number: int = 0
    property_tag: str = ""

    def attributes(self) -> dict[str, str]:
        """As ExtendedFieldURI tells it."""
        if self.property_tag:
            return {"PropertyTag": self.property_tag, "PropertyType": self.kind}
        by = {"PropertyName": self.name} if self.name else {"PropertyId": str(self.number)}
        return {"PropertySetId": self.property_set, **by, "PropertyType": self.kind}


@dataclass(frozen=True, slots=True)
class Denied:
    """Why there is no answer for one of the things asked for; `code` is Exchange's."""

    code: str
    error: Exception

    def __str__(self) -> str:
        return f"{self.code}: {' '.join(str(self.error).split())[:200]}"


Field: TypeAlias = str | Extended
Answer: TypeAlias = Element | Denied


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """One answer of SyncFolderItems: its changes in their order, and the state that is true after them."""

    changes: tuple[Element, ...]
    state: str
    is_last: bool


class Operation(EWSAccountService):  # type: ignore[misc] # the library has no types
    """An operation whose answers are given as they are: one for each thing that was asked for, or why there is none."""

    SERVICE_NAME: ClassVar[str]
    ERRORS_TO_CATCH_IN_RESPONSE = (ResponseMessageError,)

    @classmethod
    def _get_soap_parts(cls, response: Any) -> tuple[Element | None, Element]:
        """Header and body: the library reads an answer byte by byte, which costs seconds where there are mails in it."""
        root = _parsed(response.content)
        body = root.find(f"{{{_SOAP}}}Body") if root is not None else None
        if root is None or body is None:
            raise MalformedResponseError("the answer is no SOAP")
        return root.find(f"{{{_SOAP}}}Header"), body

    @classmethod
    def _get_elements_in_container(cls, container: Element) -> list[Element]:
        return [container]

    def ask(self, request: Element) -> list[Answer]:
        """Send it, once."""
        return [_answer(told) for told in self._get_elements(payload=request)]


class _GetFolder(Operation):
    SERVICE_NAME = "GetFolder"


class _FindFolder(Operation):
    SERVICE_NAME = "FindFolder"


class FindItem(Operation):
    """Items of a folder by what they are."""

    SERVICE_NAME = "FindItem"


class _GetItem(Operation):
    SERVICE_NAME = "GetItem"


class _SyncFolderItems(Operation):
    SERVICE_NAME = "SyncFolderItems"


class Streaming(Operation):
    """Subscribe, and GetStreamingEvents whose answer is left open."""

    SERVICE_NAME = "Subscribe"
    prefer_affinity = True  # of several servers, that which gave the subscription

    def open(self, folder: str, minutes: int, send: Callable[[bytes, dict[str, str]], Any]) -> Any:
        """An answer that says what happens in a folder from now on; `send` posts bytes with headers and leaves the answer open."""
        self.account.affinity_cookie = None
        self.account.protocol.forget_server()
        request = m("Subscribe")
        streaming = m("StreamingSubscriptionRequest", within=request)
        name_folder(t("FolderIds", within=streaming), self.account, folder)
        kinds = t("EventTypes", within=streaming)
        for name in ("NewMailEvent", "CreatedEvent", "ModifiedEvent", "DeletedEvent", "MovedEvent", "CopiedEvent"):
            t("EventType", within=kinds).text = name
        subscription = _text(the_only(self.ask(request)), _M, "SubscriptionId")
        events = m("GetStreamingEvents")
        t("SubscriptionId", within=m("SubscriptionIds", within=events)).text = subscription
        m("ConnectionTimeout", within=events).text = str(minutes)
        return send(self.wrap(events, self._version_hint.api_version), self._extra_headers())


def known_folders(account: Any, names: Sequence[str]) -> dict[str, str]:
    """The ids of the folders that every mailbox has, by their distinguished names; of those that are there."""
    request = m("GetFolder")
    shaped(request, "FolderShape", ())
    wanted = m("FolderIds", within=request)
    for name in names:
        name_folder(wanted, account, name)
    answers = _GetFolder(account=account).ask(request)
    if not any(isinstance(answer, etree._Element) for answer in answers):
        the_only(answers[:1])
    found = ((name, _first(answer, "FolderId")) for name, answer in zip(names, answers, strict=True) if not isinstance(answer, Denied))
    return {name: element.get("Id", "") for name, element in found if element is not None}


def all_folders(account: Any, fields: Sequence[Field]) -> Iterator[Element]:
    """Every folder below the top of what a person sees."""
    offset = 0
    while True:
        request = m("FindFolder", Traversal="Deep")
        shaped(request, "FolderShape", fields)
        m("IndexedPageFolderView", within=request, MaxEntriesReturned=str(_LISTED), Offset=str(offset), BasePoint="Beginning")
        name_folder(m("ParentFolderIds", within=request), account, "msgfolderroot")
        listed = the_only(_FindFolder(account=account).ask(request))
        yield from listed.iterfind(f"{{{_M}}}RootFolder/{{{_T}}}Folders/*")
        following = goes_on_at(listed)
        if following <= offset:
            return
        offset = following


def all_ids(account: Any, folder: str) -> Iterator[str]:
    """The ids of what is in a folder; of a series of meetings the series."""
    offset = 0
    while True:
        request = m("FindItem", Traversal="Shallow")
        shaped(request, "ItemShape", ())
        m("IndexedPageItemView", within=request, MaxEntriesReturned=str(_LISTED), Offset=str(offset), BasePoint="Beginning")
        name_folder(m("ParentFolderIds", within=request), account, folder)
        listed = the_only(FindItem(account=account).ask(request))
        yield from (item.get("Id", "") for item in listed.iterfind(f"{{{_M}}}RootFolder/{{{_T}}}Items/*/{{{_T}}}ItemId"))
        following = goes_on_at(listed)
        if following <= offset:
            return
        offset = following


def sync_items(account: Any, folder: str, state: str, most: int, fields: Sequence[Field]) -> Synced:
    """What became of a folder since that state ('': everything), at most so many changes."""
    request = m("SyncFolderItems")
    shaped(request, "ItemShape", fields)
    name_folder(m("SyncFolderId", within=request), account, folder)
    if state:
        m("SyncState", within=request).text = state
    m("MaxChangesReturned", within=request).text = str(most)
    answer = the_only(_SyncFolderItems(account=account).ask(request))
    changes = tuple(answer.iterfind(f"{{{_M}}}Changes/*"))
    return Synced(changes=changes, state=_text(answer, _M, "SyncState"), is_last=_text(answer, _M, "IncludesLastItemInRange") in ("true", "1"))


def get_items(account: Any, ids: Sequence[str], fields: Sequence[Field], *, shape: str = "IdOnly", mime: bool = False, plain: bool = False) -> list[Answer]:
    """Single items in the order asked for, each as its element, or the refusal of that one. `plain`: their texts without markup."""
    request = m("GetItem")
    shaped(request, "ItemShape", fields, base=shape, mime=mime, plain=plain)
    wanted = m("ItemIds", within=request)
    for id_ in ids:
        t("ItemId", within=wanted, Id=id_)
    answers = _GetItem(account=account).ask(request)
    if len(answers) != len(ids):  # where the server could not do it at all it says so once
        the_only(answers[:1])
        raise ResponseMessageError(f"{len(ids)} items were asked for, and {len(answers)} answered")
    return [_item(answer) for answer in answers]


def item_id(element: Element) -> str:
    """The id of an item, or of what a change is about; '' where there is none."""
    found = _first(element, "ItemId")
    return found.get("Id", "") if found is not None else ""


def change_key(element: Element) -> str:
    """The change key that stands beside the id."""
    found = _first(element, "ItemId")
    return found.get("ChangeKey", "") if found is not None else ""


def child(element: Element, name: str) -> Element | None:
    """A property of an item or a folder."""
    return element.find(f"{{{_T}}}{name}")


def text(element: Element, name: str) -> str:
    """The words of a simple property; '' where there is none."""
    return _text(element, _T, name)


def texts(element: Element, *names: str) -> list[str]:
    """The words of each entry of a property with several."""
    return [found.text or "" for found in element.iterfind("/".join(f"{{{_T}}}{name}" for name in names))]


def number(said: str) -> int:
    """A count as it is written; 0 where it is none."""
    return int(said) if said.isdecimal() and said.isascii() and len(said) < 12 else 0


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _parsed(content: bytes) -> Element | None:
    """The answer; Exchange writes characters of old mails that XML does not allow: they are left out. None: there is nothing."""
    for recover in (False, True):
        try:
            return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=recover))
        except (etree.XMLSyntaxError, ValueError):
            continue
    return None


def _answer(told: object) -> Answer:
    if isinstance(told, etree._Element):
        return told
    error = told if isinstance(told, ResponseMessageError) else ResponseMessageError("the answer says nothing")
    return Denied(type(error).__name__, error)


def _item(answer: Answer) -> Answer:
    if isinstance(answer, Denied):
        return answer
    found = answer.find(f"{{{_M}}}Items/*")
    return found if found is not None else _answer(None)


def the_only(answers: Sequence[Answer]) -> Element:
    """The one answer there has to be. Raises what was refused."""
    only = answers[0] if len(answers) == 1 else _answer(None)
    if isinstance(only, Denied):
        raise only.error
    return only


def goes_on_at(listed: Element) -> int:
    """Where a listing goes on; 0 where it is through."""
    page = listed.find(f"{{{_M}}}RootFolder")
    if page is None or page.get("IncludesLastItemInRange") in ("true", "1"):
        return 0
    return number(page.get("IndexedPagingOffset", ""))


def shaped(request: Element, name: str, fields: Sequence[Field], *, base: str = "IdOnly", mime: bool = False, plain: bool = False) -> None:
    """Say what is to be told of each folder or item: these properties beside its id."""
    shape = m(name, within=request)
    t("BaseShape", within=shape).text = base
    if mime:
        t("IncludeMimeContent", within=shape).text = "true"
    if plain:
        t("BodyType", within=shape).text = "Text"
    if fields:
        wanted = t("AdditionalProperties", within=shape)
        for field in fields:
            if isinstance(field, str):
                t("FieldURI", within=wanted, FieldURI=field)
            else:
                t("ExtendedFieldURI", within=wanted, **field.attributes())


def name_folder(within: Element, account: Any, folder: str) -> None:
    """A folder by its id, or by the name that every mailbox has it by: then of this mailbox, not of whoever signs in."""
    if folder in KNOWN:
        named = t("DistinguishedFolderId", within=within, Id=folder)
        t("EmailAddress", within=t("Mailbox", within=named)).text = account.primary_smtp_address
    else:
        t("FolderId", within=within, Id=folder)


# the folders that every mailbox may have, by the names [MS-OXWSFOLD] 2.2.5.3 gives them
KNOWN: Final = frozenset(
    "msgfolderroot inbox sentitems drafts outbox deleteditems junkemail calendar contacts journal syncissues conflicts localfailures serverfailures "
    "conversationhistory recipientcache quickcontacts recoverableitemsdeletions".split()
)


def m(name: str, *, within: Element | None = None, **attributes: str) -> Element:
    """An element of the messages' namespace, put at the end of another."""
    return _made(f"{{{_M}}}{name}", within, attributes)


def t(name: str, *, within: Element | None = None, **attributes: str) -> Element:
    """The same of the types' namespace."""
    return _made(f"{{{_T}}}{name}", within, attributes)


def _made(tag: str, within: Element | None, attributes: dict[str, str]) -> Element:
    if within is None:
        return etree.Element(tag, attributes, nsmap={"m": _M, "t": _T})
    return etree.SubElement(within, tag, attributes)


def _first(element: Element, name: str) -> Element | None:
    return next(iter(element.iter(f"{{{_T}}}{name}")), None)


def _text(element: Element, space: str, name: str) -> str:
    found = element.find(f"{{{space}}}{name}")
    return (found.text or "").strip() if found is not None else ""


def heeding(answers: Iterable[Answer], codes: frozenset[str]) -> list[Answer]:
    """The answers; raises the first refusal of these codes: they are of the moment and not of an item."""
    told = list(answers)
    for answer in told:
        if isinstance(answer, Denied) and answer.code in codes:
            raise answer.error
    return told
