"""Lists that are no delta: filtered, sorted, cut into pages by $top and $skip."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from tests.fakes.graph.calls import Call
from tests.fakes.graph.odata import only, read_filter, sort_by


def listed(
    call: Call,
    world: Any,
    entities: Iterable[dict[str, Any]],
    fields: Sequence[str],
    *,
    extended: Callable[[Mapping[str, Any]], Mapping[str, str]] = lambda entity: {},
) -> dict[str, Any]:
    """One page of a collection; `fields` are those one may filter and sort by."""
    query = call.query
    found = list(entities)
    if query.filter:
        test = read_filter(query.filter, fields)
        found = [one for one in found if test(one, extended(one) if "xtended" in query.filter else {})]
    if query.orderby:
        found = sort_by(found, query.orderby, fields)
    size = query.top or call.prefer.pagesize or 10
    page = found[query.skip : query.skip + size]
    answer: dict[str, Any] = {"value": [only(one, query.select) for one in page]}
    if query.count:
        answer["@odata.count"] = len(found)
    if query.skip + size < len(found):
        said = {
            "$select": ",".join(query.select), "$filter": query.filter, "$orderby": query.orderby, "$expand": query.expand,
            "$top": str(query.top or ""), "$count": "true" if query.count else "", **query.others, "$skip": str(query.skip + size),
        }  # fmt: skip
        options = urlencode({name: value for name, value in said.items() if value}, safe="$", quote_via=quote)
        answer["@odata.nextLink"] = world.link(call.address, "$skip", options)
    return answer


def zulu(when: datetime) -> str:
    """A DateTimeOffset."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
