"""The config: what is refused and in which words, what is resolved, and that the example tells the truth."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import registry
from syncd.config import Config, Kinds, find_config, load, secret
from syncd.config.decode import Problems, decode
from syncd.config.lines import Lines
from syncd.config.loading import resolved
from syncd.config.schema import File, ForEach, Source
from syncd.config.words import COUNTRIES, is_loopback
from syncd.durations import Duration, parse_duration, parse_size
from syncd.errors import ConfigError

ROOT = Path(__file__).parent.parent
BROKEN = Path(__file__).parent / "data" / "config"
EXAMPLE = ROOT / "config.example.toml"


class Folder(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The keys of a stand-in for the connectors that read files."""

    path: str
    role: Literal["inbox", "sent"] | Literal[""] = ""


class Server(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The keys of a stand-in for the connectors that sign in somewhere."""

    host: str = ""
    url: str = ""
    port: int = 993
    tls: Literal["implicit", "starttls", "none"] = "implicit"
    user: str = ""
    password_file: str = ""
    password_env: str = ""
    ca_file: str = ""
    folders: tuple[str, ...] = ()
    as_: Literal["event", "task"] = msgspec.field(default="event", name="as")


TYPES: dict[str, type[msgspec.Struct]] = {"maildir": Folder, "mbox": Folder, "eml": Folder, "vdir": Folder, "server": Server}
KINDS = Kinds(tuple(TYPES), TYPES.__getitem__, lambda name: name in ("vdir", "server"))

GOOD = """
[company]
domains = ["klimatas.example"]
addresses = ["klimatas.uab@gmail.com"]
timezone = "Europe/Vilnius"
country = "LT"
holidays = ["2026-12-24", 2026-12-31]
working_hours = { fri = "09:00-16:00" }
[store]
max_message = "5 MiB"
[reminders]
hold = "2 min"
[privacy]
keep = { call = "730 days" }
exclude = { people = ["Mama@Gmail.com", "+370 600 00000"], domains = ["Bank.example"] }
[[staff]]
email = "Rasa@Klimatas.example"
aliases = ["rasa.petraite@klimatas.example"]
timezone = "Europe/Riga"
reminders = "on"
department = "sales"
[[staff]]
email = "jonas@klimatas.example"
left = 2026-06-30
[[department]]
name = "sales"
dispatcher = "rasa.petraite@klimatas.example"
standard = { call = "1 working day", fix = "2 days" }
[[source]]
name = "rasa-mail"
connector = "maildir"
path = "mail/rasa"
owner = "rasa.petraite@klimatas.example"
every = "2 min"
[[source]]
name = "info"
connector = "server"
host = "mail.klimatas.example"
password_file = "secrets/info"
as = "task"
members = ["RASA@klimatas.example"]
"""


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Config]:
    """Loads a text as a config that lies in tmp_path."""

    def reading(text: str) -> Config:
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8")
        return load(path, kinds=KINDS)

    return reading


def problems_of(path: Path) -> tuple[str, ...]:
    """The problems of a config, without the folder it lies in."""
    with pytest.raises(ConfigError) as caught:
        load(path, kinds=KINDS)
    return tuple(text.replace(f"{path}:", "") for text in caught.value.problems)


# ── what is refused ──────────────────────────────────────────────────────────────────────────────────────────────


def expected_of(path: Path) -> list[str]:
    """The lines `#! <line>: …` at the end of a broken config: what must be said of it, in order."""
    return [line[3:] for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#! ")]


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*.toml")), ids=lambda path: path.stem)
def test_each_broken_config_is_refused_with_its_line_and_reason(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every problem is told, none else, each with the line of its key and the likely spelling (T13, T16 among them)."""
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    assert expected_of(path), "the file says at its end what is wrong with it"
    assert list(problems_of(path)) == expected_of(path)


def test_a_config_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    """The text of an error tells what to look at."""
    assert "cannot be read: No such file" in problems_of(tmp_path / "none.toml")[0]


def test_bytes_that_are_not_text_are_refused(tmp_path: Path) -> None:
    """A file in another encoding is not guessed at."""
    path = tmp_path / "config.toml"
    path.write_bytes('[company]\nname = "Klimatas ąčę"\n'.encode("cp1257"))
    assert "not UTF-8" in problems_of(path)[0]


def test_a_byte_order_mark_is_no_problem(tmp_path: Path) -> None:
    """Editors on Windows put one there."""
    path = tmp_path / "config.toml"
    path.write_text("\ufeff" + GOOD, encoding="utf-8")
    assert load(path, kinds=KINDS).country == "LT"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('password = "CANARY"', "a secret in its plain key"),
        ('Password = "CANARY"', "in capitals"),
        ('token = "CANARY"', "a token"),
        ('pasword = "CANARY"', "a misspelt key"),
        ('url = "https://rasa:CANARY@mail.klimatas.example/"', "inside an address"),
        ('url = "http://mail.klimatas.example/?key=CANARY"', "in the query of an address that is refused"),
        ('password_env = "CANARY-1!"', "pasted where a name belongs"),
        ('password_file = ["CANARY"]', "of the wrong type"),
        ('host = "a"\ntls = "CANARY', "in a line that is not TOML"),
    ],
)
def test_t16_no_problem_repeats_a_secret(read: Callable[[str], Config], line: str, reason: str) -> None:
    """T16: what may be a secret does not get into texts that are printed and logged."""
    with pytest.raises(ConfigError) as caught:
        read(f'{GOOD}\n[[source]]\nname = "x"\nconnector = "server"\n{line}\n')
    assert "CANARY" not in str(caught.value), reason


def test_t17_a_problem_stays_on_its_line(read: Callable[[str], Config]) -> None:
    """T17: line ends and control characters of a value are escaped, and a long value is cut."""
    with pytest.raises(ConfigError) as caught:
        text = GOOD.replace('"LT"', '"L\\nT\\u001b[31m"').replace('"Europe/Riga"', f'"{"x" * 5000}"')
        read(text.replace('name = "info"', '"na\\nme" = 1'))
    assert len(caught.value.problems) == 4 and len(str(caught.value).splitlines()) == 4
    assert "L\\u000aT\\u001b[31m" in str(caught.value) and len(str(caught.value)) < 2000


def test_quotes_at_the_end_of_a_text_belong_to_it(read: Callable[[str], Config]) -> None:
    """A text over several lines may end in one or two quotes of its own; the lines after it are counted right."""
    text = '[company]\ndomains = ["a.example"]\nname = """\n# [x] " ""\nhe said "no"""""\n[nowhere]\n'
    with pytest.raises(ConfigError, match=r"config.toml:6: nowhere"):
        read(text)


# ── what is resolved ─────────────────────────────────────────────────────────────────────────────────────────────


def test_values_are_resolved(read: Callable[[str], Config], tmp_path: Path) -> None:
    """Paths lie by the config, people are their canonical address, durations are seconds, defaults are filled in."""
    config = read(GOOD)
    mail, info = config.sources
    assert mail.options == {"path": str(tmp_path / "mail/rasa")} and mail.settings == Folder(path=str(tmp_path / "mail/rasa"))
    assert (mail.owner, mail.every, info.every) == ("rasa@klimatas.example", 120, 60)
    assert info.members == ("rasa@klimatas.example",) and info.options["password_file"] == str(tmp_path / "secrets/info")
    assert isinstance(info.settings, Server) and info.settings.as_ == "task"
    assert config.store.path == tmp_path / "history.db" and config.store.max_message == 5 * 1024**2
    assert config.reminders.hold == 120 and config.reminders.handoff_expires == Duration(5, "working days")
    assert config.privacy.exclude.people == {"mama@gmail.com", "+370 600 00000"} and config.privacy.exclude.domains == {"bank.example"}
    assert config.privacy.exclude.labels == frozenset() and config.privacy.keep == {"call": 730}
    assert config.company.departments[0].dispatcher == "rasa@klimatas.example"
    assert config.company.departments[0].standard == {"call": "1 working day", "fix": "2 days"}
    assert config.company.is_ours("klimatas.uab@gmail.com") and not config.company.is_ours("other@gmail.com")


def test_people_have_their_own_values_or_the_companys(read: Callable[[str], Config]) -> None:
    """A [[staff]] overrides; somebody not listed has the company's; who has left gets no reminders."""
    config = read(GOOD)
    rasa, jonas, other = (config.person(f"{name}@klimatas.example") for name in ("rasa.petraite", "jonas", "other"))
    assert (rasa.address, rasa.reminders, rasa.timezone) == ("rasa@klimatas.example", "on", "Europe/Riga")
    assert (jonas.left, jonas.reminders, jonas.timezone) == (dt.date(2026, 6, 30), "off", "Europe/Vilnius")
    assert (other.reminders, other.timezone, other.role) == ("shadow", "Europe/Vilnius", "staff")


@pytest.mark.parametrize(
    ("day", "working", "reason"),
    [
        (dt.date(2026, 11, 20), True, "a Friday"),
        (dt.date(2026, 11, 21), False, "a Saturday"),
        (dt.date(2026, 2, 16), False, "the day of statehood, a public holiday"),
        (dt.date(2012, 12, 25), False, "Christmas of years ago, for mail that is found late"),
        (dt.date(2026, 12, 31), False, "a free day of the company, written as a date"),
        (dt.date(2026, 12, 24), False, "a free day of the company, written as text"),
    ],
)
def test_the_working_calendar_knows_holidays(read: Callable[[str], Config], day: dt.date, working: bool, reason: str) -> None:
    """Working days are the company's week without the country's public holidays and its own free days."""
    assert read(GOOD).calendar.is_working(day) is working, reason


def test_working_hours_not_named_stay_as_they_are(read: Callable[[str], Config]) -> None:
    """Each day has its own default, as every key has."""
    hours = read(GOOD).hours
    assert hours[3:] == ((dt.time(9), dt.time(18)), (dt.time(9), dt.time(16)), None, None)


def test_one_table_makes_a_source_for_each_person(read: Callable[[str], Config], tmp_path: Path) -> None:
    """{email} and {local} are each person's, in any key; who has left is meant only where a list names them."""
    table = '[[source_for_each]]\nname = "{local}-cal"\nconnector = "vdir"\npath = "cal/{email}/{local}"\nreminders = true\n'
    everybody = read(GOOD + table)
    assert [(s.name, s.owner) for s in everybody.sources[2:]] == [("Rasa-cal", "rasa@klimatas.example")]
    assert everybody.sources[2].options == {"path": str(tmp_path / "cal/Rasa@Klimatas.example/Rasa")}
    assert everybody.reminder_source("rasa@klimatas.example") is everybody.sources[2]
    assert [s.name for s in read(GOOD + table + 'staff = "sales"').sources[2:]] == ["Rasa-cal"]
    named = read(GOOD + table.replace("reminders = true\n", "") + 'staff = ["jonas@klimatas.example"]')
    assert [s.name for s in named.sources[2:]] == ["jonas-cal"]


@pytest.mark.parametrize(
    ("change", "warned", "reason"),
    [
        ("", True, "on for one of several people"),
        ('reminders = "on"→reminders = "shadow"', False, "on for nobody"),
        ('[privacy]→[privacy]\nnotice_given = "2026-11-01"', False, "they were told"),
    ],
)
def test_reminders_for_others_without_notice_are_a_warning(read: Callable[[str], Config], change: str, warned: bool, reason: str) -> None:
    """Staff are told before their calendars are written to: `check` insists, runs go on."""
    before, _, after = change.partition("→")
    text = read(GOOD.replace(before, after) if change else GOOD)
    assert any("privacy.notice_given" in warning for warning in text.warnings) is warned, reason


def test_one_who_writes_into_their_own_calendar_needs_no_notice(read: Callable[[str], Config]) -> None:
    """There are no others."""
    mine = '[company]\ndomains = ["a.example"]\n[reminders]\nmode = "on"\n'
    assert read(mine + '[[source]]\nname = "x"\nconnector = "vdir"\npath = "x"\nowner = "me@a.example"\n').warnings == ()


# ── secrets ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_secret_is_read_without_its_newline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a file only its owner can read, a systemd credential, or an environment variable."""
    path = tmp_path / "secret"
    path.write_text("pa ss\n")
    path.chmod(0o600)
    assert secret({"password_file": str(path)}, "password") == "pa ss"
    monkeypatch.setenv("IMAP_PASSWORD", "from env")
    assert secret({"password_env": "IMAP_PASSWORD"}, "password") == "from env"
    assert secret({}, "password") is None


@pytest.mark.parametrize(
    ("options", "mode", "said", "reason"),
    [
        ({"password_file": "SECRET"}, 0o644, "chmod 600", "T16: others can read it"),
        ({"password_file": "SECRET"}, 0o640, "chmod 600", "T16: a group can read it"),
        ({"password_file": "none"}, 0o600, "cannot be read", "it is not there"),
        ({"password_env": "SYNCD_TEST_NOT_SET"}, 0o600, "is not set", "the variable is not there"),
        ({"password_file": "$CREDENTIALS_DIRECTORY/x"}, 0o600, "LoadCredential=x:FILE", "not started by systemd"),
    ],
)
def test_a_secret_that_cannot_be_used_says_why(tmp_path: Path, options: Mapping[str, str], mode: int, said: str, reason: str) -> None:
    """The text tells what to do; the secret is not in it."""
    path = tmp_path / "secret"
    path.write_text("CANARY\n")
    path.chmod(mode)
    with pytest.raises(ConfigError) as caught:
        secret({key: value.replace("SECRET", str(path)) for key, value in options.items()}, "password")
    assert said in str(caught.value) and "CANARY" not in str(caught.value), reason


def test_a_systemd_credential_is_found(read: Callable[[str], Config], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """$CREDENTIALS_DIRECTORY is the one variable that is read in a path."""
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", "/run/credentials/syncd.service")
    config = read(GOOD.replace("secrets/info", "$CREDENTIALS_DIRECTORY/info"))
    assert config.sources[1].options["password_file"] == "/run/credentials/syncd.service/info"


# ── where the config is ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_config_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The given one, else $SYNCD_CONFIG, else ./config.toml, else the system's; else the error says what to do."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SYNCD_CONFIG", raising=False)
    monkeypatch.setattr("syncd.config.SYSTEM_CONFIG", tmp_path / "etc.toml")
    with pytest.raises(ConfigError, match="syncd demo"):
        find_config(None)
    (tmp_path / "etc.toml").touch()
    assert find_config(None) == tmp_path / "etc.toml"
    (tmp_path / "config.toml").touch()
    assert find_config(None) == Path("config.toml")
    monkeypatch.setenv("SYNCD_CONFIG", "/elsewhere.toml")
    assert find_config(None) == Path("/elsewhere.toml")
    assert find_config("given.toml") == Path("given.toml")


# ── the example ──────────────────────────────────────────────────────────────────────────────────────────────────


def uncommented() -> str:
    """The example with every default switched on."""
    return re.sub(r"(?m)^#(?=\[|[a-z_]+ = )", "", EXAMPLE.read_text(encoding="utf-8"))


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


def test_the_example_with_every_default_loads(read: Callable[[str], Config]) -> None:
    """Every key in the example is known, and no default is refused when it is written down."""
    assert read(uncommented()).warnings == ()


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


# ── the parts ────────────────────────────────────────────────────────────────────────────────────────────────────


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


# ── whatever is written ──────────────────────────────────────────────────────────────────────────────────────────

VALUES = st.recursive(
    st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates() | st.datetimes() | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
PLACES = [(table, "") for table in tomllib.loads(uncommented())] + [
    (table, key) for table, keys in tomllib.loads(uncommented()).items() for key in (keys if isinstance(keys, dict) else keys[0])
]


@settings(max_examples=300, deadline=None)
@given(place=st.sampled_from(PLACES), value=VALUES)
def test_any_value_in_any_place_is_taken_or_refused(place: tuple[str, str], value: object) -> None:
    """Nothing but a ConfigError, whatever type stands where: the check of a config never ends in a traceback."""
    table, key = place
    whole = tomllib.loads(uncommented())
    if key:
        (whole[table] if isinstance(whole[table], dict) else whole[table][0])[key] = value
    else:
        whole[table] = value
    problems = Problems("config.toml", "")
    file = decode(File, whole, (), problems)
    resolved(file or File(), ROOT / "config.toml", KINDS, problems)


@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet="[]{}\"'#=.\n\\ ab1,", max_size=60))
def test_lines_of_any_text_are_found_without_error(text: str) -> None:
    """The places are looked for in texts nobody foresaw."""
    assert Lines(text).of(("a", 0, "b")) >= 1


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


def test_the_config_is_imported_quickly() -> None:
    """`syncd --help` may not pay for what only some commands need."""
    code = "import sys, syncd.config; print(sorted({'holidays', 'dateparser', 'datasette', 'connectors', 'msgspec'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
