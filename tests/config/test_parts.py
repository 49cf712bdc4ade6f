"""Durations, hosts, countries and lines; and that nothing anybody writes ends in a traceback or takes long."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncd.config import Config
from syncd.config.decode import Problems, decode
from syncd.config.lines import Lines
from syncd.config.loading import resolved
from syncd.config.schema import File
from syncd.config.words import COUNTRIES, is_loopback
from syncd.durations import Duration, parse_duration, parse_size
from tests.config.kinds import KINDS, ROOT, uncommented


@pytest.mark.parametrize(
    ("written", "means", "reason"),
    [
        (0, Duration(0), "nothing"),
        ("0", Duration(0), "nothing, in quotes"),
        ("30 s", Duration(30, "s"), "seconds"),
        ("10min", Duration(10, "min"), "without the space"),
        ("1 day", Duration(1, "days"), "one"),
        ("5 working days", Duration(5, "working days"), "by the company's calendar"),
        (5, None, "a number without its unit"),
        ("5", None, "a number without its unit, in quotes"),
        ("-5 min", None, "the past"),
        ("1.5 h", None, "a fraction"),
        ("2 weeks", None, "a unit that is not known"),
        ("99999999999999999 s", None, "longer than anybody means"),
        ("", None, "nothing written"),
    ],
)
def test_durations(written: int | str, means: Duration | None, reason: str) -> None:
    """0 or `<n> s|min|h|days|working days`, and nothing else."""
    assert parse_duration(written) == means, reason
    if means is not None:
        assert parse_duration(str(means)) == means


def test_sizes() -> None:
    """A number of bytes and its unit; MB is a million."""
    assert [parse_size(text) for text in ("50 MB", "1KiB", "50", "MB", "-1 B")] == [50_000_000, 1024, None, None, None]


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("localhost.evil.example", False),
    ],
)
def test_loopback(host: str, local: bool) -> None:
    """T13: only what no other machine can reach counts as this machine."""
    assert is_loopback(host) is local


def test_the_countries_are_those_of_the_library() -> None:
    """The list kept to save an import is the library's own."""
    import holidays

    assert {code for code in holidays.list_supported_countries() if len(code) == 2} == COUNTRIES


PLACED = """\
# [company]
[company] # "
name = "[staff]"

[privacy]
exclude = { people = ["labels = 1"],
  # labels = 2
  labels = [
]}
note = '''
scope = 1'''
scope = 2
[[staff]]
name = 1
[[staff]]
"na me" = 2
[staff.own]
x = 1
[reports]
by.person = 1"""


@pytest.mark.parametrize(
    ("where", "line", "reason"),
    [
        (("company",), 2, "a table, not the comment like it"),
        (("company", "name"), 3, "a key"),
        (("company", "missing"), 2, "a key that is not there: its table"),
        (("privacy", "exclude", "people"), 6, "inside an inline table"),
        (("privacy", "exclude", "nothing"), 6, "not there, inside an inline table"),
        (("privacy", "scope"), 12, "after a text over several lines with something like a key in it"),
        (("staff", 0, "name"), 14, "in the first of two tables"),
        (("staff", 1), 15, "the second of two tables"),
        (("staff", 1, "na me"), 16, "a quoted key"),
        (("staff", 1, "own", "x"), 18, "a table inside the second of two"),
        (("reports", "by", "person"), 20, "a dotted key at the end, without a newline"),
        (("nowhere",), 1, "nothing of the kind"),
    ],
)
def test_lines_are_found(where: tuple[str | int, ...], line: int, reason: str) -> None:
    """The line of a key, or of the nearest table around it."""
    assert Lines(PLACED).of(where) == line, reason


VALUES = st.recursive(
    st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates() | st.datetimes() | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
WHOLE = tomllib.loads(uncommented())
PLACES = [(table, "") for table in WHOLE] + [(table, key) for table, keys in WHOLE.items() for key in (keys if isinstance(keys, dict) else keys[0])]


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(place=st.sampled_from(PLACES), value=VALUES)
def test_any_value_in_any_place_is_taken_or_refused(place: tuple[str, str], value: object) -> None:
    """Nothing but a ConfigError, whatever type stands where: the check of a config never ends in a traceback."""
    table, key = place
    whole = copy.deepcopy(WHOLE)
    if key:
        (whole[table] if isinstance(whole[table], dict) else whole[table][0])[key] = value
    else:
        whole[table] = value
    problems = Problems("config.toml", "")
    file = decode(File, whole, (), problems)
    resolved(file or File(), ROOT / "config.toml", KINDS, problems)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet="[]{}\"'#=.\n\\ ab1,", max_size=60))
def test_lines_of_any_text_are_found_without_error(text: str) -> None:
    """The places are looked for in texts nobody foresaw."""
    assert Lines(text).of(("a", 0, "b")) >= 1


@pytest.mark.slow
def test_a_company_of_a_thousand_is_read_in_a_moment(read: Callable[[str], Config]) -> None:
    """Time grows with the people, not with their square: a thousand with two sources each take less than a second."""
    people = "".join(f'[[staff]]\nemail = "p{n}@klimatas.example"\nmanager = "p{n - 1}@klimatas.example"\n' for n in range(1, 1000))
    each = '[[source_for_each]]\nname = "{local}-NAME"\nconnector = "vdir"\npath = "NAME/{local}"\n'
    started = os.times().user
    config = read('[company]\ndomains = ["klimatas.example"]\n' + people + each.replace("NAME", "a") + each.replace("NAME", "b"))
    assert len(config.sources) == 1998
    assert os.times().user - started < 1.0


def test_a_large_config_is_read_in_a_moment() -> None:
    """T26: reading takes time in proportion to the text."""
    text = 'a = "' + "\\\\" * 20_000 + '"\n' + "b = [" * 50 + "\n" * 2000
    started = os.times().user
    Lines(text)
    assert os.times().user - started < 0.2


@pytest.mark.slow
def test_the_config_is_imported_quickly() -> None:
    """`syncd --help` may not pay for what only some commands need."""
    code = "import sys, syncd.config; print(sorted({'holidays', 'dateparser', 'datasette', 'connectors', 'msgspec'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
