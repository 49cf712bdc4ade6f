"""Lists of Graph's that come in pages, and addresses with ids in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

from connectors.graph.client import GraphClient
from connectors.refusals import NotThere, Refused
from syncd.errors import SourceError

NEXT: Final = "@odata.nextLink"
DELTA: Final = "@odata.deltaLink"


def listed(client: GraphClient, where: str, params: Mapping[str, str | int], headers: Mapping[str, str] | None = None) -> Iterator[dict[str, Any]]:
    """All entries of a list, page by page as they are taken. Raises as `GraphClient.get` does."""
    answer = client.get(where, params, headers)
    while True:
        yield from entries(answer)
        following = answer.get(NEXT)
        if not following:
            return
        before, answer = following, client.get(following, None, headers)
        if answer.get(NEXT) == before:
            raise SourceError(f"{client.mailbox}: Microsoft gives the same page of a list again and again; it is asked again later")


def entries(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a page of a list holds. Raises SourceError where it is none."""
    value = answer.get("value")
    if not isinstance(value, list):
        raise SourceError("Microsoft answered with something that is no list; it is asked again later")
    return [one for one in value if isinstance(one, dict) and isinstance(one.get("id"), str)]


def onwards(answer: Mapping[str, Any], before: str) -> tuple[str, bool]:
    """Where a delta query goes on, and whether this was its last page. Raises SourceError where that is nowhere."""
    following, last = answer.get(NEXT), answer.get(DELTA)
    link = following or last
    if not isinstance(link, str) or (following and link == before):
        raise SourceError("Microsoft does not say where a list of changes goes on; it is asked again later")
    return link, not following


def query(**options: str) -> str:
    """Options of a request as they stand in an address: select, expand, top."""
    return urlencode({f"${name}": value for name, value in options.items()}, quote_via=quote, safe="$,'()")


def extended(*names: str) -> str:
    """What is said in $expand to be given extended properties."""
    wanted = " or ".join(f"id eq '{name}'" for name in names)
    return f"singleValueExtendedProperties($filter={wanted})"


def values(entity: Mapping[str, Any]) -> dict[str, str]:
    """The extended properties that came with an entity, by their names in lower case: Graph may write them in another."""
    found = entity.get("singleValueExtendedProperties")
    return {str(one.get("id")).lower(): str(one.get("value")) for one in found if isinstance(one, dict)} if isinstance(found, list) else {}


def plain(id_: str) -> str:
    """An id as a step of an address."""
    return quote(id_, safe="=")


def is_nothing(error: Refused) -> bool:
    """Whether a refusal says that there is nothing of that id, or that it is no id at all."""
    return isinstance(error, NotThere) or error.reason.lower() in ("errorinvalididmalformed", "errorinvalidid", "errorinvalidmailboxitemid")
