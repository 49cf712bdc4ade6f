"""The example tells the truth: every key, each with its default and its sentence, and nothing the code does not know."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from connectors import registry
from syncd.config import load
from syncd.config.schema import File, ForEach, Source
from tests.config.kinds import EXAMPLE, KINDS, Folder, uncommented


def keys_of(kind: type[msgspec.Struct]) -> dict[str, object]:
    """The keys of a table with their defaults as TOML would give them; ... where there is none."""
    keys: dict[str, object] = {}
    for field in msgspec.structs.fields(kind):
        default = field.default_factory() if callable(field.default_factory) else field.default
        keys[field.encode_name] = ... if field.required else msgspec.json.decode(msgspec.json.encode(default))
    return keys


def tables() -> Iterator[tuple[str, type[msgspec.Struct]]]:
    """The tables of the config, and the keys of one table of each list."""
    for field in msgspec.structs.fields(File):
        kind: Any = field.type
        while not isinstance(kind, type) or not issubclass(kind, msgspec.Struct):
            kind = next(iter(kind.__args__)) if hasattr(kind, "__args__") else Source
        yield field.encode_name, kind


def of_the_example(text: str, name: str) -> dict[str, object]:
    """A table of the example; of a list the first, which shows every key."""
    table = tomllib.loads(text).get(name, {})
    return table[0] if isinstance(table, list) else table  # type: ignore[no-any-return]


def test_the_example_loads() -> None:
    """The example is a config as it stands."""
    assert load(EXAMPLE, kinds=KINDS).warnings == ()


def test_the_example_with_every_default_loads(tmp_path: Path) -> None:
    """Every key in the example is known to its connector, and no default is refused when it is written down."""
    path = tmp_path / "config.toml"
    path.write_text(uncommented(), encoding="utf-8")
    assert load(path).warnings == ()


@pytest.mark.parametrize(("name", "kind"), list(tables()))
def test_the_example_shows_every_key_with_its_default(name: str, kind: type[msgspec.Struct]) -> None:
    """A key of the code is in the example, in use or commented with its default; a key of the example is in the code."""
    known = keys_of(kind)
    if name == "source_for_each":
        known = {**known, **keys_of(ForEach), "owner": "{email}"}
    used = of_the_example(EXAMPLE.read_text(encoding="utf-8"), name)
    shown = of_the_example(uncommented(), name)
    if name in ("source", "source_for_each"):
        shown = {key: value for key, value in shown.items() if key not in keys_of(Folder)}  # those are the connector's own
    if name != "source_for_each":
        assert shown.keys() == known.keys()
    for key in shown.keys() - used.keys():
        assert known[key] in (shown[key], ...), f"[{name}] {key}"


def test_each_key_of_the_example_has_its_sentence() -> None:
    """A line of prose stands before the first mention of each key."""
    lines, told = EXAMPLE.read_text(encoding="utf-8").splitlines(), set()
    table = ""
    for before, line in itertools.pairwise(lines):
        if header := re.match(r"#?\[+(\w+)", line):
            table = header[1].replace("source_for_each", "source")
        elif (key := re.match(r"#?([a-z_]+) = ", line)) and (table, key[1]) not in told:
            told.add((table, key[1]))
            assert before.startswith("# "), f"[{table}] {key[1]}"


@pytest.mark.parametrize("connector", [name for name in registry.CONNECTORS if name != "memory"])
def test_the_example_has_a_table_for_each_connector(connector: str) -> None:
    """A connector without its table in the example is not finished; the table has every key with its default."""
    source = next(source for source in tomllib.loads(uncommented())["source"] if source["connector"] == connector)
    own = keys_of(registry.options_type(connector))
    assert source.keys() - keys_of(Source).keys() == own.keys()
    assert all(default in (source[key], ...) for key, default in own.items())


def test_the_example_loads_with_the_connectors_there_are(tmp_path: Path) -> None:
    """Without `kinds` the registry says which connectors there are."""
    assert {source.connector for source in load(EXAMPLE).sources} == {"maildir", "vdir"}
