"""Strict decoding of TOML tables into Structs that goes on after a problem, so that all are told at once.

`msgspec.convert` stops at the first problem; here each value is converted by itself. Beside its type a value may carry
checks: `Annotated[str, check]` with `check(value) -> what is wrong, or ''`. Nothing here raises on a bad value.
"""

from __future__ import annotations

import datetime as dt
import re
import types
from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property
from typing import Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin

import msgspec

from syncd.config.lines import Lines, Where
from syncd.config.words import a_date, likely, unknown

S = TypeVar("S", bound=msgspec.Struct)

_BAD: Any = object()  # what a value becomes that was not understood and has been complained of
_NAMES = {
    str: "text in quotes", int: "a whole number", float: "a number", bool: "true or false", dict: "a table { … }",
    list: "a list [ … ]", tuple: "a list [ … ]", dt.date: "a date", dt.datetime: "a date with a time", dt.time: "a time",
}  # fmt: skip
_LIMIT = re.compile(r"Expected `\w+` (<=|>=) (\S+)")
_LIMITS = {"<=": "at most", ">=": "at least"}
_SECRETS = "password passwd pass passphrase secret client_secret token access_token refresh_token key api_key private_key credentials"
_SECRET_KEYS = frozenset(_SECRETS.split())


class Problems:
    """What is wrong with one config file, and what is doubtful, each with its line."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._text = text
        self._found: list[tuple[int, str]] = []
        self._places: list[Where] = []
        self._doubts: list[tuple[int, str]] = []

    def add(self, where: Where, text: str) -> None:
        """Something that must be mended before the program can run."""
        self._found.append(self._entry(where, text))
        self._places.append(where)

    def doubt(self, where: Where, text: str) -> None:
        """Something that should be looked at, though the program can run."""
        self._doubts.append(self._entry(where, text))

    def at(self, *where: Where) -> bool:
        """Whether something at or below one of these places has to be mended; then what follows from it is not told."""
        return any(place[: len(one)] == one for place in self._places for one in where)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self._text)  # most configs are in order and never need it

    def _entry(self, where: Where, text: str) -> tuple[int, str]:
        line = self._lines.of(where)
        key = ".".join(part for part in where if isinstance(part, str))
        return line, f"{self._file}:{line}: {_shown(key)}{': ' if key else ''}{_shown(text)}"

    @property
    def found(self) -> tuple[str, ...]:
        """The problems in the order of the lines, each once."""
        return tuple(dict.fromkeys(text for _, text in sorted(self._found)))

    @property
    def doubts(self) -> tuple[str, ...]:
        """The warnings in the order of the lines, each once."""
        return tuple(dict.fromkeys(text for _, text in sorted(self._doubts)))


def _shown(text: str) -> str:
    """A text as it may be printed and logged: on one line, not too long (T17)."""
    text = text if len(text) <= 400 else text[:400] + "…"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


@cache  # msgspec reads the annotations anew each time, which is dear for a table a person
def fields_of(kind: type[msgspec.Struct]) -> Mapping[str, msgspec.structs.FieldInfo]:
    """The keys of a table by their names in the file."""
    return {field.encode_name: field for field in msgspec.structs.fields(kind)}


def decode(kind: type[S], table: Mapping[str, object], where: Where, problems: Problems) -> S | None:
    """A table as `kind`, with defaults for what is missing or wrong; None when a key without a default is missing or wrong."""
    fields = fields_of(kind)
    for key in table:
        if key not in fields:
            problems.add((*where, key), unknown_key(key, fields))
    values: dict[str, Any] = {}
    complete = True
    for key, field in fields.items():
        value: Any = _BAD
        if key in table:
            value = _value(field.type, table[key], (*where, key), problems)
        elif field.required:
            problems.add(where, f'"{key}" is missing')
        if value is not _BAD:
            values[field.name] = value
        complete = complete and not (field.required and value is _BAD)
    return kind(**values) if complete else None


def unknown_key(key: str, known: Iterable[str]) -> str:
    """What to say of a key that is not known; of a secret, how to give it instead. The value is never repeated."""
    known = tuple(known)
    return secret_key(key, known) or f'unknown key "{key}"{likely(key, known)}'


def secret_key(key: str, known: Iterable[str]) -> str:
    """How to give instead what a key of this name would hold, if that is a secret; otherwise ''."""
    if key.lower() not in _SECRET_KEYS:
        return ""
    ways = " or ".join(k for k in known if k.endswith(("_file", "_env")) and k != "ca_file")
    if not ways:
        return "a secret does not belong in this file, and nothing here needs one: take it out"
    return (
        f"a secret does not belong in this file: put it into a file only its owner can read, and give {ways} "
        '(with systemd: "$CREDENTIALS_DIRECTORY/name")'
    )


def _value(kind: Any, value: object, where: Where, problems: Problems) -> Any:
    """One value as its type says, or _BAD with the problem added."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        rest = [arg for arg in args if arg is not type(None)]  # TOML has no null
        if len(rest) == 1:
            return _value(rest[0], value, where, problems)
        if all(get_origin(arg) is Literal for arg in rest):
            return _word(tuple(word for arg in rest for word in get_args(arg)), value, where, problems)
    if origin is Annotated:
        return _checked(kind, value, where, problems)
    if origin is Literal:
        return _word(args, value, where, problems)
    if origin is tuple:
        return _list(args[0], value, where, problems)
    if origin is dict:
        return _dict(args, value, where, problems)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        if not isinstance(value, dict):
            return _wrong(dict, value, where, problems)
        decoded = decode(kind, value, where, problems)
        return _BAD if decoded is None else decoded
    return _plain(kind, value, where, problems)


def _checked(kind: Any, value: object, where: Where, problems: Problems) -> Any:
    base, *checks = get_args(kind)
    if a_date in checks and type(value) is dt.date:
        value = value.isoformat()
    limits = [check for check in checks if isinstance(check, msgspec.Meta)]
    decoded = _plain(kind, value, where, problems) if limits else _value(base, value, where, problems)
    for check in checks:
        if decoded is not _BAD and callable(check):
            wrong = cast("Callable[[Any], str]", check)(decoded) if isinstance(decoded, str | int) else ""
            if wrong:
                problems.add(where, wrong)
                return _BAD
    return decoded


def _word(words: tuple[object, ...], value: object, where: Where, problems: Problems) -> Any:
    if not isinstance(value, str):
        return _wrong(str, value, where, problems)
    if value in words:
        return value
    problems.add(where, unknown(value, (word for word in words if isinstance(word, str))))
    return _BAD


def _list(kind: Any, value: object, where: Where, problems: Problems) -> Any:
    tables = type(None) in get_args(kind)
    if not isinstance(value, list):
        if tables and isinstance(value, dict):
            problems.add(where, f"there can be several: write [[{where[-1]}]], not [{where[-1]}]")
            return _BAD
        return _wrong(list, value, where, problems)
    decoded = [_value(kind, item, (*where, place), problems) for place, item in enumerate(value)]
    # What was wrong stays in its place as None, so that the others keep theirs (and so their lines).
    return tuple(None if item is _BAD else item for item in decoded if tables or item is not _BAD)


def _dict(kinds: tuple[Any, ...], value: object, where: Where, problems: Problems) -> Any:
    if not isinstance(value, dict):
        return _wrong(dict, value, where, problems)
    if kinds[1] is object:
        return value
    decoded = {
        _value(kinds[0], key, (*where, key), problems): _value(kinds[1], item, (*where, key), problems) for key, item in value.items()
    }
    return {key: item for key, item in decoded.items() if key is not _BAD and item is not _BAD}


def _plain(kind: Any, value: object, where: Where, problems: Problems) -> Any:
    try:
        return msgspec.convert(value, kind, strict=True)
    except msgspec.ValidationError as wrong:
        text = str(wrong)
    if text.startswith("Expected") and "got" in text:
        return _wrong(kind, value, where, problems)
    limit = _LIMIT.match(text)
    problems.add(where, f"must be {_LIMITS[limit[1]]} {limit[2]}" if limit else "cannot be read")
    return _BAD


def _wrong(kind: Any, value: object, where: Where, problems: Problems) -> Any:
    problems.add(where, f"must be {_expected(kind)}, not {'a fraction' if isinstance(value, float) else _NAMES[type(value)]}")
    return _BAD


def _expected(kind: Any) -> str:
    if get_origin(kind) is Annotated:
        return _expected(get_args(kind)[0])
    if get_origin(kind) in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(_expected(option) for option in get_args(kind) if option is not type(None)))
    return _NAMES.get(get_origin(kind) or kind, "something else")
