"""The XML of WebDAV (RFC 4918): bodies of requests, and answers read with nothing in them trusted.

No entity is resolved, no document type is accepted, nothing is fetched, and an answer that is not a whole multistatus is
refused: an empty, cut off or foreign answer must never read as "there is nothing".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape

from lxml import etree

DAV = "{DAV:}"
CALDAV = "{urn:ietf:params:xml:ns:caldav}"
CARDDAV = "{urn:ietf:params:xml:ns:carddav}"
SERVER = "{http://calendarserver.org/ns/}"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_SPACES = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:A="urn:ietf:params:xml:ns:carddav" xmlns:S="http://calendarserver.org/ns/"'
_PREFIXES = {DAV: "", CALDAV: "C:", CARDDAV: "A:", SERVER: "S:"}


class UnreadableAnswer(ValueError):
    """The body is no whole answer of WebDAV."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says of one resource. `status` is of the resource as a whole; `props` are those it has, `refused`
    the statuses of those it would not give."""

    href: str
    status: int
    props: Mapping[str, etree._Element] = field(default_factory=dict)
    refused: Mapping[str, int] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The text of a property, '' where there is none."""
        found = self.props.get(name)
        return (found.text or "").strip() if found is not None else ""

    def hrefs(self, name: str) -> tuple[str, ...]:
        """The addresses inside a property."""
        found = self.props.get(name)
        return tuple(text for e in found.iter(DAV + "href") if (text := (e.text or "").strip())) if found is not None else ()

    def holds(self, name: str, inner: str) -> bool:
        """Whether a property has an element of that name inside."""
        found = self.props.get(name)
        return found is not None and found.find(inner) is not None


@dataclass(frozen=True, slots=True)
class Multistatus:
    """The answers to one request, and the sync-token that came with them."""

    answers: tuple[Answer, ...]
    token: str


def propfind(names: Iterable[str]) -> bytes:
    """Ask for properties (RFC 4918 section 9.1)."""
    return f"{_HEAD}<propfind {_SPACES}>{_prop(names)}</propfind>".encode()


def sync_collection(token: str, names: Iterable[str]) -> bytes:
    """Ask what changed since a token; '' is everything (RFC 6578 section 3.2)."""
    return (
        f"{_HEAD}<sync-collection {_SPACES}><sync-token>{escape(token)}</sync-token><sync-level>1</sync-level>"
        f"{_prop(names)}</sync-collection>"
    ).encode()


def multiget(report: str, names: Iterable[str], hrefs: Iterable[str]) -> bytes:
    """Ask for resources by address (RFC 4791 section 7.9, RFC 6352 section 8.7)."""
    tag = _tag(report)
    return f"{_HEAD}<{tag} {_SPACES}>{_prop(names)}{''.join([f'<href>{escape(h)}</href>' for h in hrefs])}</{tag}>".encode()


def by_uid(component: str, uid: str, names: Iterable[str]) -> bytes:
    """Ask for the entries of one kind that bear a uid (RFC 4791 section 7.8.6)."""
    return (
        f'{_HEAD}<C:calendar-query {_SPACES}>{_prop(names)}<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="{component}">'
        f'<C:prop-filter name="UID"><C:text-match collation="i;octet">{escape(uid)}</C:text-match></C:prop-filter>'
        "</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"
    ).encode()


def mkcalendar(name: str, components: Iterable[str]) -> bytes:
    """Make a calendar (RFC 4791 section 5.3.1)."""
    kinds = "".join(f'<C:comp name="{component}"/>' for component in components)
    return (
        f"{_HEAD}<C:mkcalendar {_SPACES}><set><prop><displayname>{escape(name)}</displayname>"
        f"<C:supported-calendar-component-set>{kinds}</C:supported-calendar-component-set></prop></set></C:mkcalendar>"
    ).encode()


def read_multistatus(body: bytes) -> Multistatus:
    """The answers in a 207. Raises UnreadableAnswer for anything but a whole multistatus."""
    root = _parse(body)
    if root.tag != DAV + "multistatus":
        raise UnreadableAnswer(f"a multistatus was asked for, <{etree.QName(root).localname}> came")
    return Multistatus(tuple([_answer(e) for e in root.iterchildren(DAV + "response")]), (root.findtext(DAV + "sync-token") or "").strip())


def conditions(body: bytes) -> frozenset[str]:
    """The names of what was not fulfilled, in the body of a refusal (RFC 4918 section 16); empty where it says nothing."""
    if b"error" not in body:
        return frozenset()
    try:
        root = _parse(body)
    except UnreadableAnswer:
        return frozenset()
    return frozenset(etree.QName(e).localname for e in root.iterchildren(etree.Element)) if root.tag == DAV + "error" else frozenset()


def _parse(body: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableAnswer(str(error) or "it is empty") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableAnswer("it declares a document type, which WebDAV has none of")
    return root


def _answer(response: etree._Element) -> Answer:
    href = (response.findtext(DAV + "href") or "").strip()
    status = _status(response.findtext(DAV + "status"))
    props: dict[str, etree._Element] = {}
    refused: dict[str, int] = {}
    for propstat in response.iterchildren(DAV + "propstat"):
        part = _status(propstat.findtext(DAV + "status"))
        for prop in propstat.iterchildren(DAV + "prop"):
            for element in prop.iterchildren(etree.Element):
                if part == 200:
                    props[element.tag] = element
                else:
                    refused[element.tag] = part
    return Answer(href, status or 200, props, refused)


def _status(line: str | None) -> int:
    """The number in "HTTP/1.1 404 Not Found"; 0 where there is none."""
    words = (line or "").split()
    return int(words[1]) if len(words) > 1 and words[1].isascii() and words[1].isdigit() else 0


def _prop(names: Iterable[str]) -> str:
    return "<prop>" + "".join(f"<{_tag(name)}/>" for name in names) + "</prop>"


def _tag(name: str) -> str:
    """A name in Clark notation as it is written here."""
    space, _, local = name.rpartition("}")
    return _PREFIXES[space + "}"] + local
