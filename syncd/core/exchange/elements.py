"""The XML of one item of Exchange, taken apart. No entity is resolved, no document type accepted, nothing fetched.

All elements of an item are of one namespace, that of types.xsd.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from lxml import etree

Element: TypeAlias = "etree._Element"
T: Final = "{http://schemas.microsoft.com/exchange/services/2006/types}"
MAX_BYTES: Final = 10_000_000  # of an item
MOST: Final = 200  # values of one field
_LONG: Final = 100_000  # characters of a text


def item_in(raw: bytes, *kinds: str) -> Element | str:
    """The item of one of these kinds, or what is wrong with it. Never raises."""
    if len(raw) > MAX_BYTES:
        return "It is too long for an item."
    from lxml import etree  # a whole parser of XML: a company without Exchange needs none

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return f"It is no XML: {str(error)[:200]}."
    if root.getroottree().docinfo.internalDTD is not None:
        return "It brings a document type along."
    return root if root.tag in {T + kind for kind in kinds} else f"There is no {kinds[0]} in it."


def child(element: Element, *names: str) -> Element | None:
    """What is reached by these names, one below the other; None where there is nothing."""
    found: Element | None = element
    for name in names:
        found = next(found.iterchildren(T + name), None) if found is not None else None
    return found


def children(element: Element, *names: str, most: int = MOST) -> list[Element]:
    """What is reached by these names, the last of them again and again, at most so often."""
    within = child(element, *names[:-1])
    return list(islice(within.iterchildren(T + names[-1]), most)) if within is not None else []


def text(element: Element, *names: str) -> str:
    """The words reached by these names, stripped; '' where there are none."""
    found = child(element, *names)
    return (found.text or "")[:_LONG].strip() if found is not None else ""


def says(element: Element, *names: str) -> bool | None:
    """A yes or no (xs:boolean); None where it is not said."""
    word = text(element, *names).lower()
    return True if word in ("true", "1") else False if word in ("false", "0") else None
