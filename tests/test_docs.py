"""The documents for people say what is true: held against the command line, the config, the views and the program's answers."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sqlite3
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import click
import msgspec
import pytest

import syncd.cli
from connectors import registry
from syncd import errors
from syncd.cli import COMMANDS, cli
from syncd.config import load, relations, schema
from syncd.core import model
from syncd.core.exclude import _CLOSED_ROLES
from syncd.core.plan import AsLeft, answers
from syncd.learning import THRESHOLDS
from syncd.store.db import VIEWS, connect
from tests.conftest import Ran, run_syncd
from tests.servers import dovecot, radicale

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
LANGUAGES = ("", ".ru", ".lt")
FOR_ADMINS = ("admins", *sorted(f"admins/{f.stem}" for f in (DOCS / "admins").glob("*.md") if "." not in f.stem))
TRANSLATED = ("staff", "managers", "sql", *FOR_ADMINS)
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
_CODE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def text_of(name: str) -> str:
    """A document by its name without the ending."""
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def blocks(text: str, kind: str) -> list[str]:
    """The fenced blocks of one kind, without the indent of a list they stand in."""
    found = []
    for word, body in _CODE.findall(text):
        if word == kind:
            indent = min((len(line) - len(line.lstrip()) for line in body.splitlines() if line.strip()), default=0)
            found.append("\n".join(line[indent:] for line in body.splitlines()))
    return found


def headings(text: str) -> list[tuple[int, str]]:
    """Depth and words of every heading outside code."""
    return [(len(marks), words) for marks, words in re.findall(r"^(#+) (.+)$", _CODE.sub("", text), re.MULTILINE)]


def table(text: str, word: str) -> list[list[str]]:
    """The cells of every row whose first cell is `word` in code."""
    rows = [re.split(r"(?<!\\)\|", line.strip().strip("|")) for line in text.splitlines() if line.lstrip().startswith("|")]
    return [[cell.strip() for cell in row] for row in rows if row[0].strip() == f"`{word}`"]


def names_in(cell: str) -> list[str]:
    """What stands in code in a cell."""
    return re.findall(r"`([^`]+)`", cell)


# ── commands ─────────────────────────────────────────────────────────────────────────────────────────────────────


def command(name: str) -> click.Command:
    """A command of the program."""
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    return found


def section(name: str) -> str:
    """What docs/commands.md says of one command."""
    found = re.search(rf"^## {name}$(.*?)(?=^## |\Z)", text_of("commands"), re.MULTILINE | re.DOTALL)
    assert found, f"docs/commands.md has no section {name}"
    return found[1]


def test_every_command_is_described_and_no_other() -> None:
    """docs/commands.md has a section for each command, in the order of `syncd --help`, and for nothing that is no command."""
    others = ["Exit codes", "Environment"]
    assert [words for depth, words in headings(text_of("commands")) if depth == 2 and words not in others] == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_described_and_no_other(name: str) -> None:
    """The table of a command names exactly the options it takes; so does the line that shows how it is called."""
    parts = [command(name), *getattr(command(name), "commands", {}).values()]
    takes = {o for part in parts for p in part.params if isinstance(p, click.Option) for o in p.opts + p.secondary_opts}
    rows = re.findall(r"^\| (`-.*?`) \|", section(name).replace(r"\|", "/"), re.MULTILINE)
    told = {part.split()[0] for row in rows for part in names_in(row)}
    assert told == takes
    usage = "\n".join(line for line in section(name).splitlines() if line.startswith(f"    syncd {name}"))
    shown = set(re.findall(r"(?<![\w-])(--?[a-z][a-z-]*)", usage))
    assert shown <= takes
    assert {o for o in takes if o.startswith("--") and o != "--config"} <= shown


def test_options_of_the_program_itself_are_described() -> None:
    """--version and --help belong to `syncd`, not to a command."""
    beginning = text_of("commands").partition("## Exit codes")[0]
    for option in ("`--version`", "`-h`", "`--help`"):
        assert option in beginning


def test_every_exit_code_is_described() -> None:
    """Each code an error of ours or the command line ends with stands in the table, and no other."""
    codes = {c.exit_code for c in vars(errors).values() if isinstance(c, type) and issubclass(c, errors.DaemonError)}
    told = set(map(int, re.findall(r"^\| (\d+) \|", text_of("commands"), re.MULTILINE)))
    assert told == codes | {0, 1} | set(map(int, re.findall(r"\b\d{2,3}\b", str(syncd.cli.__doc__))))


@pytest.mark.parametrize("variable", ["SYNCD_CONFIG", "SYNCD_NOW"])
def test_environment_variables_are_described(variable: str) -> None:
    """What the program reads from its environment is told."""
    assert table(text_of("commands"), variable)


def examples_of_due() -> Iterator[tuple[str, str]]:
    """Every call of `syncd due` that a document shows with its answer."""
    for file in DOCUMENTS:
        for block in blocks(file.read_text(encoding="utf-8"), "console"):
            lines = block.splitlines()
            yield from ((lines[n].removeprefix("$ "), lines[n + 1]) for n in range(0, len(lines), 2))


def test_there_are_examples_of_due_in_three_languages() -> None:
    """So that the test below is known to have something to hold."""
    told = [call for call, _ in examples_of_due()]
    assert len(told) >= 4
    assert all(any(word in call for call in told) for word in ("iki ", "tomorrow", "через"))


@pytest.mark.parametrize(("call", "answer"), list(examples_of_due()), ids=lambda text: text[-40:])
def test_examples_of_due_give_what_is_written(call: str, answer: str, tmp_path: Path) -> None:
    """A call in a document is run as it stands there; what comes out is what stands below it."""
    program, *arguments = shlex.split(call)
    assert program == "syncd"
    ran = run_syncd(*arguments, cwd=tmp_path, now=None)
    assert (ran.code, ran.out.strip()) == (0, answer)


def test_example_of_explain_gives_what_is_written(tmp_path: Path) -> None:
    """The mail in docs/commands.md is explained; the answer is the one shown, key by key."""
    told = section("explain")
    [mail] = blocks(told, "eml")
    [answer] = blocks(told, "json")
    (tmp_path / "mail.eml").write_text(mail + "\n", encoding="utf-8")
    [call] = [line.strip() for line in told.splitlines() if line.startswith("    syncd explain") and line.endswith("mail.eml")]
    ran = run_syncd(*shlex.split(call)[1:], cwd=tmp_path, now=None)
    assert ran.json == json.loads(answer)


@pytest.mark.parametrize("words", [model.Class, model.Direction, model.PromiseKind, model.Firmness, model.Act, model.DueKind], ids=str)
def test_the_words_of_answers_are_told(words: object) -> None:
    """Each word that `explain` or `due` can answer with stands in docs/commands.md."""
    told = section("explain") + section("due")
    for word in get_args(words):
        assert f"`{word}`" in told, word


def test_the_keys_of_a_meeting_are_told(tmp_path: Path) -> None:
    """docs/commands.md names what `explain` says of a meeting, and nothing else."""
    (tmp_path / "m.ics").write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:1@x\r\nDTSTAMP:20261118T080000Z\r\nDTSTART:20261124T080000Z\r\n"
        "SUMMARY:Survey\r\nATTENDEE;CN=Ona:mailto:ona@x.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        encoding="utf-8",
    )
    [meeting] = run_syncd("explain", "m.ics", cwd=tmp_path, now=None).json["meetings"]
    [row] = table(section("explain"), "meetings")
    assert set(names_in(row[1])) == {*meeting, *meeting["attendees"][0]}


def calls(text: str) -> Iterator[list[str]]:
    """Every call of syncd that stands in a document: a line of its own, or code within a line."""
    lines = [re.sub(r"^ *(?:\$ |\*/2 \* \* \* \*  )?(?:sudo -u syncd )?(?:/opt/syncd/bin/)?", "", line) for line in text.splitlines() if re.match(r" {4,}|\$ ", line)]
    lines += [code.removeprefix("sudo -u syncd ") for code in names_in(_CODE.sub("", text)) if "…" not in code]
    for line in lines:
        if line.startswith("syncd "):
            yield shlex.split(re.sub(r"[<>]{1,2} ?\S+| #.*$", "", line))[1:]


def called(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that words call, and what is left for it."""
    found: click.Command = cli
    while isinstance(found, click.Group) and words and not words[0].startswith("-"):
        inner = found.get_command(click.Context(found), words[0])
        assert inner is not None, f"there is no command {words[0]}"
        found, words = inner, words[1:]
    return found, words


def documents_with_calls() -> list[Path]:
    """All but docs/commands.md, whose usage lines have brackets and are held against the commands above."""
    return [file for file in DOCUMENTS if file.name != "commands.md"]


@pytest.mark.parametrize("file", documents_with_calls(), ids=lambda f: f.name)
def test_every_command_and_option_in_a_document_exists(file: Path) -> None:
    """What a reader copies is understood by the program: the command, its options, and their values."""
    for words in calls(file.read_text(encoding="utf-8")):
        found, rest = called(words)
        try:
            found.make_parser(click.Context(found)).parse_args(list(rest))
        except click.UsageError as problem:
            pytest.fail(f"{file.name}: syncd {' '.join(words)}: {problem.format_message()}")


def test_documents_have_calls_that_can_be_held_against_the_program() -> None:
    """So that the test above is known to have something to hold."""
    told = [words for name in FOR_ADMINS for words in calls(text_of(name))]
    assert len(told) > 60
    assert ["reminders", "remove", "--all"] in told and ["promises", "confirm", "KEY"] in told and ["check", "--rules"] in told


# ── views and queries ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A store as the first pass makes it."""
    store = connect(tmp_path_factory.mktemp("docs") / "history.db", create=True)
    yield store.db
    store.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_view_is_described_with_all_its_columns(language: str, empty_store: sqlite3.Connection) -> None:
    """docs/sql.md lists each view once, its columns in their order."""
    text = text_of(f"sql{language}")
    for view in sorted(f.stem for f in VIEWS.glob("*.sql")):
        rows = [row for row in table(text, view) if len(row) == 3]
        assert len(rows) == 1, view
        columns = [c[0] for c in empty_store.execute(f"SELECT * FROM {view}").description]
        assert names_in(rows[0][2]) == columns, view


@pytest.mark.parametrize("name", [f"{name}{language}" for name in ("sql", "admins/pilot") for language in LANGUAGES])
def test_every_query_in_a_document_runs(name: str, empty_store: sqlite3.Connection) -> None:
    """A query a reader copies is understood by the store."""
    queries = blocks(text_of(name), "sql")
    assert queries
    for query in queries:
        empty_store.execute(query).fetchall()


# ── the config ───────────────────────────────────────────────────────────────────────────────────────────────────


def fields_of(struct: object) -> set[str]:
    """The keys of a table, and of the tables in it."""
    inner = [field.type for field in msgspec.structs.fields(struct) if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct)]  # type: ignore[arg-type]
    return {field.encode_name for field in msgspec.structs.fields(struct)}.union(*map(fields_of, inner))  # type: ignore[arg-type]


def known_keys() -> set[str]:
    """Every key that stands anywhere in a config or in relations.toml."""
    tables = [schema.File, schema.Staff, schema.Department, schema.Source, schema.ForEach, relations.Entry, *map(registry.options_type, registry.CONNECTORS)]
    return set().union(*map(fields_of, tables))


def written_keys(text: str) -> set[str]:
    """The keys that a document sets: in code within a line, and in blocks of TOML, an assignment a line."""
    inline = {found[1] for code in names_in(_CODE.sub("", text)) if (found := re.match(r"([a-z_]+) = ", code))}
    return inline.union(*(re.findall(r"^([a-z_]+) = ", block, re.MULTILINE) for block in blocks(text, "toml")))


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda f: f.name)
def test_every_key_of_the_config_that_is_written_exists(file: Path) -> None:
    """What a document says to write into the config is a key of some table, and each table it names is one."""
    text = file.read_text(encoding="utf-8")
    assert written_keys(text) <= known_keys() | NOT_OURS, file.name
    tables = {name for code in names_in(_CODE.sub("", text)) for name in re.findall(r"^\[\[?([a-z_]+)\]\]?$", code)}
    assert tables <= {field.name for field in msgspec.structs.fields(schema.File)} | NOT_OURS, file.name


def test_documents_write_keys_that_can_be_held_against_the_config() -> None:
    """So that the test above is known to have something to hold."""
    assert {"mode", "reminders", "min_confidence"} - written_keys(text_of("admins/pilot")) == {"min_confidence"}
    assert len(set().union(*(written_keys(text_of(name)) for name in FOR_ADMINS))) > 30


def newcomer(folder: Path) -> str:
    """The config a newcomer copies, with its paths in this folder, and the mailbox and the calendar it names."""
    config = blocks(text_of("admins"), "toml")[0]
    for path in ("/var/mail/rasa", "/var/calendars/rasa", "/var/lib/syncd/history.db"):
        assert path in config
        config = config.replace(path, path.lstrip("/"))
    for part in ("var/mail/rasa/cur", "var/mail/rasa/new", "var/mail/rasa/tmp", "var/calendars/rasa"):
        (folder / part).mkdir(parents=True)
    (folder / "config.toml").write_text(config, encoding="utf-8")
    return config


@pytest.mark.slow
def test_the_first_config_works(tmp_path: Path) -> None:
    """The config a newcomer copies is taken, and makes its first pass in mode shadow."""
    config = newcomer(tmp_path)
    for arguments in (("check", "--rules"), ("once",), ("status",), ("verify",)):
        ran = run_syncd(*arguments, "-c", "config.toml", cwd=tmp_path)
        assert ran.code == 0, (arguments, ran.out, ran.err)
    assert tomllib.loads(config)["company"]["country"] == "LT"
    assert msgspec.convert(tomllib.loads(config), schema.File).reminders.mode == "shadow"


MEANT = {"PERSON": "ona@baltasypsena.example", "ADDRESS": "rasa@klimatas.example", "TEXT": "asked", "DIR": "out", "/var/lib/syncd/backups": "backups"}
ELSEWHERE = {"serve", "auth", "source"}  # they wait for somebody, for a provider or for two of them, and have tests of their own


def whole_calls() -> list[list[str]]:
    """The calls that administrators are told in full, each once, in the order of the documents; where only a command is named, it is none."""
    told = {tuple(words): None for name in FOR_ADMINS for words in calls(text_of(name)) if words[0] not in ELSEWHERE and "-c" not in words}
    return [list(words) for words in told if is_whole(list(words))]


def is_whole(words: list[str]) -> bool:
    """Whether nothing that the command must be told is missing."""
    found, rest = called(words)
    try:
        found.make_context(found.name, list(rest))
    except (click.MissingParameter, click.exceptions.NoArgsIsHelpError):
        return False
    except click.BadParameter:  # such as a folder that is not there yet
        return True
    return not isinstance(found, click.Group)


@pytest.mark.slow
def test_what_administrators_are_told_to_call_can_be_called(tmp_path: Path, syncd_here: Callable[..., Ran]) -> None:
    """Each call in docs/admins*, as it stands there, with somebody for PERSON and the like: it ends well; with 1 where something is found, or no fact."""
    newcomer(tmp_path)
    with (tmp_path / "config.toml").open("a", encoding="utf-8") as config:
        config.write('\n[[staff]]\nemail = "jonas@klimatas.example"\n')
    [mail] = blocks(section("explain"), "eml")
    for part in ("cur", "new", "tmp"):
        (tmp_path / "var/mail/rasa/.Sent" / part).mkdir(parents=True)
    (tmp_path / "var/mail/rasa/.Sent/cur/1.m:2,S").write_text(mail + "\n", encoding="utf-8")
    for arguments in (["once"], ["backup", "backups"]):
        assert syncd_here(*arguments, cwd=tmp_path).code == 0
    [promise] = syncd_here("promises", "list", "--json", cwd=tmp_path).json
    asked = whole_calls()
    assert len(asked) > 25
    for words in sorted(asked, key=lambda words: (words[0] in ("restore", "forget"), "--dry-run" not in words)):  # last what takes away
        words = [MEANT.get(word, promise["id"] if word == "KEY" else word) for word in words]
        ran = syncd_here(*words, *(["--to", "jonas@klimatas.example"] if words[0] == "staff" else []), cwd=tmp_path)
        assert ran.code == 0 or (ran.code == 1 and words[0] in ("doctor", "status", "facts")), (words, ran.out, ran.err)


def test_the_sources_on_servers_are_taken(tmp_path: Path) -> None:
    """The second config, in the place of the files' sources, has no problem; no server is asked."""
    first, second = (blocks(text_of(name), "toml")[0] for name in ("admins", "admins/servers"))
    (tmp_path / "config.toml").write_text(first.partition("[[source]]")[0] + second, encoding="utf-8")
    config = load(tmp_path / "config.toml")
    assert [(s.connector, s.reminders) for s in config.sources] == [("imap", False), ("caldav", True), ("carddav", False)]
    assert config.warnings == ()


NOT_OURS = {"rights", "type"}  # a table of Radicale's config, and a key in it
UNTOLD = {"memory"}  # for tests alone


def test_every_connector_is_named_in_the_overview() -> None:
    """README.md has a row for each connector; what its keys are stands in config.example.toml."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = [code for line in text.splitlines() if line.startswith("| ") for code in names_in(line.split("|")[2])]
    assert sorted(rows) == sorted(registry.CONNECTORS.keys() - UNTOLD)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_config_for_everybody_is_taken(language: str, tmp_path: Path) -> None:
    """The tables an admin copies make a source for each who is there, and know the address of the shared mailbox."""
    people = "".join(f'[[staff]]\nemail = "{who}@klimatas.example"\n' for who in ("rasa", "jonas"))
    each = next(block for block in blocks(text_of(f"admins/servers{language}"), "toml") if "source_for_each" in block)
    (tmp_path / "config.toml").write_text('[company]\ndomains = ["klimatas.example"]\n' + people + each, encoding="utf-8")
    config = load(tmp_path / "config.toml")
    users = {s.name: (s.owner, s.options["user"]) for s in config.sources}
    assert users["rasa-mail"] == ("rasa@klimatas.example", "rasa@klimatas.example*syncd")
    assert users["jonas-calendar"] == ("jonas@klimatas.example", "syncd") and len(users) == 5
    assert [(m.address, len(m.members)) for m in config.company.shared] == [("info@klimatas.example", 2)]
    assert config.warnings == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_into_exchange_is_taken(language: str, tmp_path: Path) -> None:
    """The table an admin copies opens the mailbox of each who is meant and of nobody else."""
    people = "".join(f'[[staff]]\nemail = "{who}@klimatas.example"\ndepartment = "{where}"\n' for who, where in (("rasa", "sales"), ("jonas", "service")))
    [each] = blocks(text_of(f"admins/exchange{language}"), "toml")
    whole = '[company]\ndomains = ["klimatas.example"]\n[[department]]\nname = "sales"\n[[department]]\nname = "service"\n' + people + each
    (tmp_path / "config.toml").write_text(whole, encoding="utf-8")
    config = load(tmp_path / "config.toml")
    assert [(s.options["mailbox"], s.owner) for s in config.sources] == [("rasa@klimatas.example", "rasa@klimatas.example")] and config.warnings == ()
    assert config.sources[0].options["user"] == "KLIMATAS\\syncd"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ways_into_google_are_taken(language: str, tmp_path: Path) -> None:
    """The sources an admin copies have no problem; one consent serves those of one person; who is not listed has none."""
    text = text_of(f"admins/google{language}")
    one, domain = blocks(text, "toml")
    people = "".join(f'[[staff]]\nemail = "{who}@klimatas.example"\n' for who in ("rasa", "jonas", "ona"))
    (tmp_path / "config.toml").write_text('[company]\ndomains = ["klimatas.example"]\n' + people + one, encoding="utf-8")
    config = load(tmp_path / "config.toml")
    assert {s.connector for s in config.sources} == {"gmail", "google-calendar", "google-contacts"} and config.warnings == ()
    assert len({s.options["token_file"] for s in config.sources}) == 1
    (tmp_path / "config.toml").write_text('[company]\ndomains = ["klimatas.example"]\n' + people + domain, encoding="utf-8")
    config = load(tmp_path / "config.toml")
    assert {s.owner for s in config.sources} == {"rasa@klimatas.example", "jonas@klimatas.example"} and config.warnings == ()
    wanted = {scope for s in config.sources if s.settings for scope in registry.scopes(s.connector, s.settings, reminders=s.reminders)}
    [line] = [line.strip() for line in text.splitlines() if line.strip().startswith("https://www.googleapis.com/auth/")]
    assert set(line.split(",")) == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ways_into_microsoft_365_are_taken(language: str, tmp_path: Path) -> None:
    """The sources an admin copies have no problem; one consent serves those of one person; who is not listed has none."""
    people = "".join(f'[[staff]]\nemail = "{who}@klimatas.example"\n' for who in ("rasa", "jonas", "ona"))
    one, group = blocks(text_of(f"admins/microsoft365{language}"), "toml")
    (tmp_path / "config.toml").write_text('[company]\ndomains = ["klimatas.example"]\n' + people + one, encoding="utf-8")
    config = load(tmp_path / "config.toml")
    assert config.warnings == () and len({s.options["token_file"] for s in config.sources}) == 1
    (tmp_path / "config.toml").write_text('[company]\ndomains = ["klimatas.example"]\n' + people + group, encoding="utf-8")
    config = load(tmp_path / "config.toml")
    assert config.warnings == () and {s.owner for s in config.sources} == {"rasa@klimatas.example", "jonas@klimatas.example"}
    assert {s.options["mailbox"] for s in config.sources} == {s.owner for s in config.sources}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rights_at_the_servers_are_those_that_were_tried(language: str) -> None:
    """What an admin copies into Dovecot and Radicale is what the tests' servers run with."""
    master, rights = blocks(text_of(f"admins/servers{language}"), "")
    tried = [line.strip() for line in dovecot._CONFIG.replace("{{", "{").replace("}}", "}").replace("{folder}", "/etc/dovecot").splitlines()]
    at = tried.index("auth_master_user_separator = *")
    assert [line.strip() for line in master.splitlines()] == [tried[at], *tried[at + 6 : at + 12]]
    assert rights.strip() == radicale._RIGHTS.strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_of_exclusion_is_described(language: str) -> None:
    """A rule's name as the pages and `check --rules` show it stands in docs/admins/privacy.md."""
    rules = ["sensitivity", *_CLOSED_ROLES.values(), "class:bulk", "class:list", "scope:internal", "scope:unknown"]
    rules += [f"exclude:{field.name}" for field in msgspec.structs.fields(schema.Matching)]
    for rule in rules:
        assert f"`{rule}`" in text_of(f"admins/privacy{language}"), rule


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pilot_reads_the_figure_that_counts(language: str) -> None:
    """The line of `promises eval` that docs/admins/pilot.md says to read is that of the threshold an entry needs, and is one it writes."""
    assert f"`rules all {schema.Reminders().min_confidence}`" in text_of(f"admins/pilot{language}")
    assert schema.Reminders().min_confidence in THRESHOLDS


@pytest.mark.slow
def test_the_way_to_back_up_and_to_restore_is_as_told(tmp_path: Path) -> None:
    """What the timer starts and the line of docs/admins/backup.md, run as they stand, bring a lost store back."""
    lines = {re.search(r"^    sudo -u syncd (syncd restore [^#\n]*)", text_of(f"admins/backup{language}"), re.MULTILINE)[1].strip() for language in LANGUAGES}  # type: ignore[index]
    assert len(lines) == 1, "the languages differ in how to restore"
    unit = (ROOT / "contrib" / "systemd" / "syncd-backup.service").read_text("utf-8")
    [folder] = re.findall(r"^Environment=SYNCD_BACKUPS=(.*)$", unit, re.MULTILINE)
    [backs_up] = re.findall(r"^ExecStart=/opt/syncd/bin/(.*)$", unit, re.MULTILINE)
    config = '[company]\ndomains = ["klimatas.example"]\n[store]\npath = "syncd/history.db"\n[[source]]\nname = "m"\nconnector = "maildir"\npath = "mail"\n'
    (tmp_path / "config.toml").write_text(config)
    for part in ("cur", "new", "tmp"):
        (tmp_path / "mail" / part).mkdir(parents=True)
    [mail] = blocks(section("explain"), "eml")
    (tmp_path / "mail" / "cur" / "1.m:2,S").write_text(mail + "\n", encoding="utf-8")

    def call(line: str) -> None:
        line = line.replace("${SYNCD_BACKUPS}", folder).replace("/etc/syncd/", "").replace("/var/lib/", "")
        assert run_syncd(*shlex.split(line)[1:], cwd=tmp_path).code == 0, line

    call("syncd once -c config.toml")
    call(backs_up)
    (tmp_path / "syncd" / "history.db").unlink()
    shutil.rmtree(tmp_path / "syncd" / "raw")
    call(lines.pop())
    ran = run_syncd("verify", "-c", "config.toml", cwd=tmp_path)
    assert (ran.code, ran.out) == (0, "The store is sound.\n")
    assert run_syncd("rebuild", "-c", "config.toml", "--json", cwd=tmp_path).json["interactions"] == 1


# ── answers in the calendar ──────────────────────────────────────────────────────────────────────────────────────

WORDS = {  # what a word before the title means, as the staff are told
    "done": ("✓", "done", "atlikta", "padaryta", "сделано", "готово"),
    "dismiss": ("no", "ne", "нет", "не"),
    "accept": ("ok", "imu", "paimsiu", "беру"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_staff_are_told_are_understood(language: str) -> None:
    """Each word that docs/staff.md gives before a title means what is said there."""
    text = text_of(f"staff{language}")
    for kind, words in WORDS.items():
        for word in words:
            assert f"`{word}`" in text, word
            title = "Call Ona Kazlauskienė"
            assert answers(AsLeft(title, None, ""), f"{word} {title}", None, "", done=False) == [(kind, "")], word


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_for_staff_is_one_page(language: str) -> None:
    """What everybody is handed fits a sheet of A4: no more characters than were seen to fit one at 9.5 points."""
    assert len(text_of(f"staff{language}")) <= 4_500


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_labels_staff_are_told_keep_mail_private(language: str) -> None:
    """The labels named in docs/staff.md are those excluded unless the config says otherwise."""
    for label in schema.Privacy().exclude.labels:
        assert f"`{label}`" in text_of(f"staff{language}"), label


# ── the documents among themselves ───────────────────────────────────────────────────────────────────────────────


def anchor(words: str) -> str:
    """The name under which a heading is linked to."""
    return re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")


def links(file: Path) -> Iterator[str]:
    """The relative links of a document."""
    for target in re.findall(r"\]\(([^)\s]+)\)", _CODE.sub("", file.read_text(encoding="utf-8"))):
        if not re.match(r"[a-z]+:", target):
            yield target


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda f: f.name)
def test_links_lead_somewhere(file: Path) -> None:
    """A link names a file that is there, and a heading that is in it."""
    for target in links(file):
        path, _, fragment = target.partition("#")
        there = file.parent / path if path else file
        assert there.exists(), target
        if fragment:
            assert fragment in {anchor(words) for _, words in headings(there.read_text(encoding="utf-8"))}, target


@pytest.mark.parametrize("name", TRANSLATED)
@pytest.mark.parametrize("language", [".ru", ".lt"])
def test_the_languages_have_the_same_parts(name: str, language: str) -> None:
    """As many headings, rows of tables, points of lists and blocks of code, in the same order of kinds."""
    assert shape(text_of(f"{name}{language}")) == shape(text_of(name))


def shape(text: str) -> list[str]:
    """The kinds of lines that carry the structure, in their order."""
    kinds = []
    for block in re.finditer(r"^(#+) |^(\|)|^(- )|^(\d+\. )|^ *(```\w*)", text, re.MULTILINE):
        kinds.append(next(kind for kind in block.groups() if kind))
    return kinds


@pytest.mark.parametrize("name", TRANSLATED)
def test_the_languages_show_the_same_code(name: str) -> None:
    """Configs, queries and units are one in all languages, comments apart."""
    english, *others = (
        [(kind, re.sub(r" *#.*", "", body)) for kind, body in _CODE.findall(text_of(f"{name}{language}"))] for language in LANGUAGES
    )
    assert all(other == english for other in others)


@pytest.mark.parametrize("name", TRANSLATED)
def test_each_language_leads_to_the_others(name: str) -> None:
    """The first lines of a document link to its other languages."""
    for language in LANGUAGES:
        beginning = text_of(f"{name}{language}")[:400]
        for other in set(LANGUAGES) - {language}:
            assert f"({name.rpartition('/')[2]}{other}.md)" in beginning


def test_the_files_a_newcomer_is_led_to_are_there() -> None:
    """Each file and folder that docs/reading-order.md names stands in the repository."""
    named = [code for code in names_in(text_of("reading-order")) if code.endswith((".py", ".md", "/"))]
    assert len(named) > 40
    folders = ("", "syncd", "syncd/core", "syncd/core/relations", "syncd/store", "syncd/doctor", "datasette_plugins", "connectors/google")
    for name in named:
        assert any((ROOT / folder / name).exists() for folder in folders), name
