"""What stands in a query and in the Prefer header, taken apart; what Graph would not understand is refused.

Only the filters that Outlook's collections are known to answer are understood here; any other is refused, lest a test
pass by a filter that found everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

IMMUTABLE = 'IdType="ImmutableId"'
_OPTIONS = frozenset({"$select", "$filter", "$orderby", "$expand", "$top", "$skip", "$count", "$search", "$skiptoken", "$deltatoken"})
_EXTENDED = re.compile(r"singleValueExtendedProperties\s*\(\s*\$filter\s*=\s*(.+)\)", re.I)
_PROPERTY_ID = re.compile(
    r"(?:String|Integer|Boolean|SystemTime|Double|Long|Short|Float|Currency|CLSID|Binary|StringArray)"
    r" (?:\{[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\} (?:Name .+|Id 0x[0-9A-Fa-f]+)|0x[0-9A-Fa-f]+)"
)
_CLAUSE = re.compile(r"([A-Za-z][\w/]*)\s+(eq|ne|gt|ge|lt|le)\s+('(?:[^']|'')*'|[\w:.+-]+)")
_FUNCTION = re.compile(r"(startswith|contains)\(\s*([A-Za-z][\w/]*)\s*,\s*'((?:[^']|'')*)'\s*\)")
_HAS_PROPERTY = re.compile(
    r"singleValueExtendedProperties/any\(\s*(\w+)\s*:\s*\1/id eq '((?:[^']|'')+)' and \1/value (?:(ne) null|eq '((?:[^']|'')*)')\s*\)", re.I
)
_CATEGORY = re.compile(r"categories/any\(\s*(\w+)\s*:\s*\1 eq '((?:[^']|'')+)'\s*\)")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
}

Test = Callable[[Mapping[str, Any], Mapping[str, str]], bool]
"""Of an entity and its extended properties."""


class Unread(Exception):
    """Not understood; the text is what Graph, or this fake, says of it."""


@dataclass(frozen=True)
class Query:
    """The options of a request; `others` are those without a dollar, in lower case."""

    select: tuple[str, ...] = ()
    filter: str = ""
    orderby: str = ""
    expand: str = ""
    top: int | None = None
    skip: int = 0
    count: bool = False
    skiptoken: str | None = None
    deltatoken: str | None = None
    others: Mapping[str, str] = field(default_factory=dict)
    given: frozenset[str] = frozenset()

    @property
    def extended(self) -> tuple[str, ...]:
        """Ids of the extended properties that are to come along."""
        return tuple(_extended(self.expand)) if self.expand else ()


@dataclass(frozen=True)
class Prefer:
    """What the client would rather have."""

    immutable: bool = False
    pagesize: int | None = None
    zone: str = ""
    body: str = ""
    given: tuple[str, ...] = ()


def read_query(text: str, allowed: Iterable[str]) -> Query:
    """The options, each of them among the allowed; Unread where one is not, or is said twice."""
    said: dict[str, str] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        if name.lower() in said:
            raise Unread(f"Query option '{name}' was specified more than once, but it must be specified at most once.")
        said[name.lower()] = value
    for name in said:
        if name.startswith("$") and name not in _OPTIONS:
            raise Unread(f"The query parameter '{name}' is not supported.")
        if name not in {one.lower() for one in allowed}:
            raise Unread(f"The query parameter '{name}' is not supported with this request.")
    count = said.get("$count", "false")
    if count not in ("true", "false"):
        raise Unread(f"Invalid value '{count}' for $count query option found.")
    return Query(
        select=tuple(one.strip() for one in said["$select"].split(",")) if said.get("$select") else (),
        filter=said.get("$filter", ""),
        orderby=said.get("$orderby", ""),
        expand=said.get("$expand", ""),
        top=_number(said["$top"], "$top", 1, 1000) if "$top" in said else None,
        skip=_number(said["$skip"], "$skip", 0, 10**9) if "$skip" in said else 0,
        count=count == "true",
        skiptoken=said.get("$skiptoken"),
        deltatoken=said.get("$deltatoken"),
        others={name: value for name, value in said.items() if not name.startswith("$")},
        given=frozenset(said),
    )


def read_prefer(text: str) -> Prefer:
    """The preferences, each of them one that Outlook knows."""
    found: dict[str, Any] = {}
    given = tuple(one.strip() for one in text.split(",") if one.strip())
    for one in given:
        name, _, value = one.partition("=")
        value = value.strip().strip('"')
        match name.strip().lower():
            case "idtype" if value == "ImmutableId":
                found["immutable"] = True
            case "odata.maxpagesize" if value.isdecimal() and int(value) > 0:
                found["pagesize"] = int(value)
            case "outlook.timezone" if value:
                found["zone"] = value
            case "outlook.body-content-type" if value in ("text", "html"):
                found["body"] = value
            case "outlook.allow-unsafe-html" if not value:
                pass
            case _:
                raise Unread(f"no service of Outlook's knows the preference {one!r}")
    return Prefer(**found, given=given)


def read_filter(text: str, fields: Iterable[str]) -> Test:
    """A test made of clauses joined by "and"; of the fields only those that may be filtered by."""
    known = set(fields)
    clauses = [_clause(part.strip(), known) for part in _split(text)]
    return lambda entity, extended: all(clause(entity, extended) for clause in clauses)


def filtered_by(text: str) -> list[str]:
    """The fields that a filter names, in its order."""
    found = []
    for part in _split(text):
        if one := _CLAUSE.fullmatch(part.strip()):
            found.append(one[1])
        elif one := _FUNCTION.fullmatch(part.strip()):
            found.append(one[2])
    return found


def sort_by(entities: Iterable[dict[str, Any]], orderby: str, fields: Iterable[str]) -> list[dict[str, Any]]:
    """In the order asked for; the last key first, for a sort keeps what was equal."""
    found = list(entities)
    for part in reversed(orderby.split(",")):
        name, _, way = part.strip().partition(" ")
        if name not in set(fields) or way not in ("", "asc", "desc"):
            raise Unread(f"Could not order by '{part.strip()}'.")
        found.sort(key=lambda entity, path=name: at(entity, path) or "", reverse=way == "desc")  # type: ignore[misc]
    return found


def at(entity: Mapping[str, Any], path: str) -> Any:
    """A value by its path: start/dateTime."""
    value: Any = entity
    for step in path.split("/"):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def is_property_id(text: str) -> bool:
    """Whether an extended property may be called so: "String {guid} Name x", "Integer 0x36"."""
    return bool(_PROPERTY_ID.fullmatch(text))


def expanded(text: str) -> list[str]:
    """The names of what is to be expanded."""
    return [one.strip().partition("(")[0] for one in _split_commas(text)] if text else []


def _extended(expand: str) -> Iterator[str]:
    for one in _split_commas(expand):
        if found := _EXTENDED.fullmatch(one.strip()):
            for part in re.split(r"\s+or\s+", found[1].strip()):
                named = re.fullmatch(r"id eq '((?:[^']|'')+)'", part.strip())
                if not named or not is_property_id(named[1]):
                    raise Unread(f"Invalid filter of the extended properties: {part}")
                yield named[1]
        elif one.strip().lower().startswith("singlevalueextendedproperties"):
            raise Unread("The extended properties to return have to be named by a filter.")


def _clause(text: str, known: set[str]) -> Test:
    if found := _HAS_PROPERTY.fullmatch(text):
        name, any_value, value = found[2].replace("''", "'"), found[3], (found[4] or "").replace("''", "'")
        if not is_property_id(name):
            raise Unread(f"'{name}' is no id of an extended property")
        return lambda entity, extended: name in extended and (bool(any_value) or extended[name] == value)
    if found := _CATEGORY.fullmatch(text):
        category = found[2].replace("''", "'")
        return lambda entity, extended: category in entity.get("categories", ())
    if found := _FUNCTION.fullmatch(text):
        verb, path, part = found[1], _known(found[2], known), found[3].replace("''", "'").lower()
        if verb == "startswith":
            return lambda entity, extended: str(at(entity, path) or "").lower().startswith(part)
        return lambda entity, extended: part in str(at(entity, path) or "").lower()
    if found := _CLAUSE.fullmatch(text):
        path, compare, value = _known(found[1], known), _COMPARE[found[2]], _literal(found[3])
        return lambda entity, extended: (it := at(entity, path)) is not None and compare(_alike(it, value), value)
    raise Unread(f"Invalid filter clause: {text}")


def _known(path: str, known: set[str]) -> str:
    if path not in known:
        raise Unread(f"Could not filter by '{path}'.")
    return path


def _literal(text: str) -> Any:
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    return {"true": True, "false": False}.get(text, text)


def _alike(it: Any, value: Any) -> Any:
    """Times are compared as text, of which the shorter one says less."""
    return (
        it[: len(value)].rstrip("Z") + "Z"
        if isinstance(it, str) and isinstance(value, str) and value.endswith("Z") and "T" in value
        else it
    )


def _split(text: str) -> list[str]:
    """The clauses between "and", not those inside parentheses or quotes."""
    return _outside(text, re.compile(r"\s+and\s+"))


def _split_commas(text: str) -> list[str]:
    return _outside(text, re.compile(r","))


def _outside(text: str, between: re.Pattern[str]) -> list[str]:
    parts, depth, quoted, begun, place = [], 0, False, 0, 0
    while place < len(text):
        sign = text[place]
        if sign == "'":
            quoted = not quoted
        elif not quoted and sign in "()":
            depth += 1 if sign == "(" else -1
        elif not quoted and not depth and (found := between.match(text, place)):
            parts.append(text[begun:place])
            begun = place = found.end()
            continue
        place += 1
    if depth or quoted:
        raise Unread(f"Unbalanced: {text}")
    return [*parts, text[begun:]]


def _number(text: str, name: str, low: int, high: int) -> int:
    if not re.fullmatch(r"\d{1,10}", text) or not low <= int(text) <= high:
        raise Unread(f"Invalid value '{text}' for {name} query option found. It must be within {low} and {high}.")
    return int(text)


def only(entity: Mapping[str, Any], select: Sequence[str]) -> dict[str, Any]:
    """The selected properties; the id, the annotations and what was expanded come along in any case."""
    if not select:
        return dict(entity)
    kept = {*select, "id", "singleValueExtendedProperties", "exceptionOccurrences"}
    return {name: value for name, value in entity.items() if name in kept or name.startswith("@")}
