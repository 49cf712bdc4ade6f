"""Every connector is whole: a module, options with their meaning, a test, a table in the example of the config."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from connectors import registry
from connectors.base import ReminderCalendar
from syncd.errors import ConfigError

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "config.example.toml"


@pytest.mark.parametrize("name", registry.CONNECTORS)
def test_a_connector_has_options_that_refuse_unknown_keys(name: str) -> None:
    """A mistyped key is an error, and every key has its sentence."""
    options = registry.options_type(name)
    assert options.__struct_config__.forbid_unknown_fields
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"path": "x", "no-such-key": 1}, options)
    assert options.__doc__


@pytest.mark.parametrize("name", registry.CONNECTORS)
def test_a_connector_has_a_test_that_binds_the_contract(name: str) -> None:
    """One short test a connector (§2)."""
    path = Path(__file__).with_name(f"test_{name.replace('-', '_')}.py")
    assert path.is_file(), f"write {path.name}: it binds the contract suite to the connector {name}"
    assert "HarvesterContract" in path.read_text("utf-8")


@pytest.mark.parametrize("name", [name for name in registry.CONNECTORS if name != "memory"])
def test_a_connector_has_a_table_in_the_example(name: str) -> None:
    """Who sets it up finds every key (memory lives inside one process: no config can fill it)."""
    if not EXAMPLE.is_file():
        pytest.skip("config.example.toml is absent: the connectors' tables were NOT checked")
    text = EXAMPLE.read_text("utf-8")
    assert f'connector = "{name}"' in text, f"add a [[source]] table of the connector {name}"
    table = text.split(f'connector = "{name}"', 1)[1].split("[[", 1)[0]
    missing = [f.encode_name for f in msgspec.structs.fields(registry.options_type(name)) if f"{f.encode_name} =" not in table]
    assert not missing, f"the table of {name} does not show {missing}"


@pytest.mark.parametrize(("name", "keeps"), [("memory", True), ("vdir", True), ("maildir", False), ("mbox", False), ("eml", False)])
def test_who_keeps_reminders_says_so(name: str, keeps: bool, tmp_path: Path) -> None:
    """reminders = true on a mailbox is an error that names what can."""
    assert registry.keeps_reminders(name) is keeps
    options = msgspec.convert({} if name == "memory" else {"path": "."}, registry.options_type(name))
    if keeps:
        assert isinstance(registry.open_reminders(name, options, base=tmp_path), ReminderCalendar)
    else:
        with pytest.raises(ConfigError, match="vdir"):
            registry.open_reminders(name, options, base=tmp_path)
    assert registry.open_harvester(name, options, base=tmp_path, owner="rasa@klimatas.example")


def test_an_unknown_connector_is_a_config_error() -> None:
    """The text names those there are."""
    with pytest.raises(ConfigError, match="maildir"):
        registry.options_type("pop3")


@pytest.mark.slow
def test_nothing_is_imported_before_it_is_asked_for() -> None:
    """`syncd --help` within a quarter of a second: no calendar library for who reads mail only."""
    code = (
        "import sys; from connectors import registry; registry.options_type('maildir'); "
        "print('icalendar' in sys.modules, 'connectors.files.vdir' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.split() == ["False", "False"]


@pytest.mark.parametrize("media_type", registry.READERS)
def test_every_media_type_has_a_reader(media_type: str) -> None:
    """rebuild reads originals without any provider."""
    assert callable(registry.reader(media_type))
    assert registry.reader("application/x-unknown") is None
