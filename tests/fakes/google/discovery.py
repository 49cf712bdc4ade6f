"""The discovery documents that google-api-python-client ships, as a judge of requests and answers.

They say which methods there are and under which address, which parameters a method takes and of which kind, the shape
of every body, and the scopes any one of which opens a method. What they do not say (an own id must be base32hex, a
syncToken excludes timeMin) is for the services.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

DOCUMENTS = {"gmail": "gmail.v1.json", "calendar": "calendar.v3.json", "people": "people.v1.json"}
BATCHES = {"/batch/gmail/v1": "gmail", "/batch/calendar/v3": "calendar", "/batch": "people", "/batch/people/v1": "people"}


class Problems(list[str]):
    """What is wrong; `notes` is what is only pointless: a field that Google sets itself, sent along."""

    def __init__(self) -> None:
        super().__init__()
        self.notes: list[str] = []


Check = Callable[[Any, str, Problems], None]

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*={0,2}")
_MASK = re.compile(r"[A-Za-z][\w.]*(,[A-Za-z][\w.]*)*")
_RANGES = {"int32": (-(2**31), 2**31 - 1), "uint32": (0, 2**32 - 1), "int64": (-(2**63), 2**63 - 1), "uint64": (0, 2**64 - 1)}


@dataclass(frozen=True, slots=True)
class Method:
    """One method of one API."""

    id: str
    verb: str
    address: re.Pattern[str]
    parameters: Mapping[str, Mapping[str, Any]]
    scopes: frozenset[str]
    check_body: Check | None
    check_answer: Check | None
    answer: str
    """Name of the answer's schema; "" where the answer is empty."""

    @property
    def api(self) -> str:
        return self.id.partition(".")[0]

    @property
    def handler(self) -> str:
        """What the method is called in the class of its service."""
        return self.id.partition(".")[2].replace(".", "_")


@dataclass(slots=True)
class Document:
    """One API."""

    api: str
    raw: Mapping[str, Any]
    schemas: Mapping[str, Mapping[str, Any]]
    methods: list[Method] = field(default_factory=list)
    common: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    scopes: frozenset[str] = frozenset()


class Discovery:
    """All three, and which method an address belongs to."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self.documents = documents
        self._by_verb: dict[str, list[Method]] = {}
        for document in documents.values():
            for method in document.methods:
                self._by_verb.setdefault(method.verb, []).append(method)
        for methods in self._by_verb.values():
            methods.sort(key=lambda m: m.address.pattern.count("(?P<"))  # the literal one before the one that takes anything

    def find(self, verb: str, path: str) -> tuple[Method, dict[str, str]] | None:
        """The method and what stands in the address."""
        for method in self._by_verb.get(verb, ()):
            if found := method.address.fullmatch(path):
                return method, {_plain(key): unquote(value) for key, value in found.groupdict().items()}
        return None

    def knows(self, path: str) -> bool:
        """Whether another verb would have been right."""
        return any(method.address.fullmatch(path) for methods in self._by_verb.values() for method in methods)

    @property
    def scopes(self) -> frozenset[str]:
        """Every scope that a consent to these APIs may hold."""
        return frozenset().union(*(document.scopes for document in self.documents.values()))

    def parameters(self, method: Method, address: Mapping[str, str], query: str) -> tuple[dict[str, Any], dict[str, str], Problems]:
        """Its own parameters by their types, those that every method has, and what is wrong with them."""
        problems = Problems()
        common = self.documents[method.api].common
        given: dict[str, list[str]] = {key: [value] for key, value in address.items()}
        for key, value in parse_qsl(query, keep_blank_values=True):
            if key in address:
                problems.append(f"{key} stands in the address and again in the query")
            given.setdefault(key, []).append(value)
        values: dict[str, Any] = {}
        standard: dict[str, str] = {}
        for key, said in given.items():
            schema = method.parameters.get(key)
            if schema is None and key in common:
                standard[key] = said[-1]
                parameter(common[key], said[-1], key, problems)
            elif schema is None:
                problems.append(f"{key} is no parameter of {method.id}")
            elif schema.get("repeated"):
                values[key] = [parameter(schema, one, key, problems) for one in said]
            else:
                if len(said) > 1:
                    problems.append(f"{key} is given {len(said)} times")
                values[key] = parameter(schema, said[-1], key, problems)
        for key, schema in method.parameters.items():
            if key not in values and schema.get("required"):
                problems.append(f"{key} is missing")
            elif key not in values and "default" in schema:
                values[key] = parameter(schema, schema["default"], key, problems)
        return values, standard, problems


def parameter(schema: Mapping[str, Any], text: str, name: str, problems: Problems) -> Any:
    """One value of the query or the address by its type."""
    kind, form = schema["type"], schema.get("format", "")
    if kind == "boolean":
        if text not in ("true", "false"):
            problems.append(f"{name} is {text!r}, not true or false")
        return text == "true"
    if kind == "integer":
        if not re.fullmatch(r"-?\d{1,20}", text):
            problems.append(f"{name} is {text!r}, not a whole number")
            return 0
        low, high = _RANGES[form or "int32"]
        low, high = max(low, int(schema.get("minimum", low))), min(high, int(schema.get("maximum", high)))
        if not low <= int(text) <= high:
            problems.append(f"{name} is {text}, not within {low} and {high}")
        return int(text)
    _string(schema, text, name, problems)
    if "pattern" in schema and not re.search(schema["pattern"], text):
        problems.append(f"{name} is {text!r}, not like {schema['pattern']}")
    return text


def _string(schema: Mapping[str, Any], text: str, name: str, problems: Problems) -> None:
    form = schema.get("format", "")
    if "enum" in schema and text not in schema["enum"]:
        problems.append(f"{name} is {text!r}, none of {', '.join(schema['enum'])}")
    if form in _RANGES:
        low, high = _RANGES[form]
        if not re.fullmatch(r"-?\d{1,20}", text) or not low <= int(text) <= high:
            problems.append(f"{name} is {text[:40]!r}, not an {form}")
    elif (
        like := {"date-time": _INSTANT, "google-datetime": _INSTANT, "date": _DATE, "byte": _BASE64URL, "google-fieldmask": _MASK}.get(form)
    ) and (not like.fullmatch(text)):
        problems.append(f"{name} is {text[:40]!r}, not a {form}")


def checker(schemas: Mapping[str, Mapping[str, Any]], schema: Mapping[str, Any], *, asked: bool, method: str) -> Check:
    """A function that finds what is wrong with a value; `asked`: of a request, where null stands for "not set"."""
    made: dict[str, Check] = {}

    def make(schema: Mapping[str, Any]) -> Check:
        if (name := schema.get("$ref")) is not None:
            return lambda value, where, problems: named(name)(value, where, problems)
        kind = schema.get("type", "any")
        if kind == "object":
            return as_object(schema)
        if kind == "array":
            item = make(schema["items"])
            return lambda value, where, problems: _array(item, value, where, problems)
        if kind == "string":
            return lambda value, where, problems: (
                _string(schema, value, where, problems)
                if isinstance(value, str)
                else problems.append(f"{where} is {value!r}, not a string")
            )
        if kind == "any":
            return lambda value, where, problems: None
        return lambda value, where, problems: _number(schema, value, where, problems)

    def named(name: str) -> Check:
        if name not in made:
            made[name] = make(schemas[name])
        return made[name]

    def as_object(schema: Mapping[str, Any]) -> Check:
        fields = {key: make(inner) for key, inner in schema.get("properties", {}).items()}
        required = [
            key
            for key, inner in schema.get("properties", {}).items()
            if asked and method in inner.get("annotations", {}).get("required", ())
        ]
        set_there = {key for key, inner in schema.get("properties", {}).items() if asked and is_read_only(inner)}
        other = make(schema["additionalProperties"]) if "additionalProperties" in schema else None

        def check(value: Any, where: str, problems: Problems) -> None:
            if not isinstance(value, dict):
                problems.append(f"{where} is {value!r}, not an object")
                return
            for key, inner in value.items():
                one = fields.get(key, other)
                if one is None:
                    problems.append(f"{where}.{key} is no such field")
                elif inner is not None or not asked:
                    one(inner, f"{where}.{key}", problems)
                if key in set_there:
                    problems.notes.append(f"{where}.{key} is set by Google itself")
            problems.extend(f"{where}.{key} is missing" for key in required if value.get(key) is None)

        return check

    return make(schema)


def is_read_only(schema: Mapping[str, Any]) -> bool:
    """Whether a client may say it and nobody listens; Calendar's document says so in words only."""
    return bool(schema.get("readOnly")) or schema.get("description", "").rstrip().endswith("Read-only.")


def _array(item: Check, value: Any, where: str, problems: Problems) -> None:
    if not isinstance(value, list):
        problems.append(f"{where} is {value!r}, not a list")
        return
    for index, one in enumerate(value):
        item(one, f"{where}[{index}]", problems)


def _number(schema: Mapping[str, Any], value: Any, where: str, problems: Problems) -> None:
    kind = schema["type"]
    if kind == "boolean":
        good = isinstance(value, bool)
    elif kind == "integer":
        low, high = _RANGES[schema.get("format", "int32")]
        good = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
    else:
        good = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not good:
        problems.append(f"{where} is {value!r}, not of type {kind} {schema.get('format', '')}".rstrip())


def only(fields: str, value: Any) -> Any:
    """A part of an answer, as the parameter `fields` names it: "items(id,start/dateTime),nextPageToken"."""
    return _select(_fields(fields), value)


def _fields(text: str) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    stack = [tree]
    here = tree
    for token in re.findall(r"[^,/()]+|[,/()]", text.replace(" ", "")):
        if token == "(":
            stack.append(here)
        elif token == ")":
            stack.pop()
            here = stack[-1]
        elif token == ",":
            here = stack[-1]
        elif token != "/":
            here = here.setdefault(token, {})
    return tree


def _select(tree: Mapping[str, Any], value: Any) -> Any:
    if not tree or "*" in tree:
        return value
    if isinstance(value, list):
        return [_select(tree, one) for one in value]
    if isinstance(value, dict):
        return {key: _select(tree[key], inner) for key, inner in value.items() if key in tree}
    return value


@functools.cache
def discovery() -> Discovery:
    """Read once in a process."""
    found = importlib.util.find_spec("googleapiclient")
    assert found is not None and found.origin is not None, "google-api-python-client is not installed"
    folder = Path(found.origin).parent / "discovery_cache" / "documents"
    return Discovery({api: _document(api, json.loads((folder / name).read_bytes())) for api, name in DOCUMENTS.items()})


def _document(api: str, raw: Mapping[str, Any]) -> Document:
    document = Document(api, raw, raw["schemas"], common=raw["parameters"], scopes=frozenset(raw["auth"]["oauth2"]["scopes"]))

    def walk(resource: Mapping[str, Any]) -> None:
        for one in resource.get("methods", {}).values():
            document.methods.append(_method(document, one))
        for inner in resource.get("resources", {}).values():
            walk(inner)

    walk(raw)
    return document


def _method(document: Document, raw: Mapping[str, Any]) -> Method:
    schemas, method_id = document.schemas, raw["id"]
    body, answer = raw.get("request"), raw.get("response")
    return Method(
        id=method_id,
        verb=raw["httpMethod"],
        address=_address("/" + document.raw["servicePath"] + raw["path"], raw.get("parameters", {})),
        parameters=raw.get("parameters", {}),
        scopes=frozenset(raw.get("scopes", ())),
        check_body=checker(schemas, body, asked=True, method=method_id) if body else None,
        check_answer=checker(schemas, answer, asked=False, method=method_id) if answer else None,
        answer=answer["$ref"] if answer else "",
    )


def _address(template: str, parameters: Mapping[str, Mapping[str, Any]]) -> re.Pattern[str]:
    """`{id}` is one step of a path; `{+resourceName}` is what its pattern says, without the verb that follows a colon."""
    parts = []
    for literal, name in re.findall(r"([^{]*)(?:\{([^}]+)\})?", template):
        parts.append(re.escape(literal))
        if name.startswith("+"):
            like = parameters[name[1:]]["pattern"].strip("^$").replace("[^/]+", "[^/:]+")
            parts.append(f"(?P<{_safe(name[1:])}>{like})")
        elif name:
            parts.append(f"(?P<{_safe(name)}>[^/]+)")
    return re.compile("".join(parts))


def _safe(name: str) -> str:
    return name.replace(".", "__")


def _plain(name: str) -> str:
    return name.replace("__", ".")
