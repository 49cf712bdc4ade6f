"""The config: one TOML file, read strictly; every problem is told at once, with its line and the likely spelling.

`load` reads the file and nothing else: whether paths exist, passwords are right and servers answer is for `syncd check`.
No secret is ever in the file, and no problem repeats a value that could be one.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from syncd.config import resolve
from syncd.config.decode import Problems, decode
from syncd.config.lines import Lines
from syncd.config.schema import File
from syncd.config.secrets import secret
from syncd.config.sources import Kinds, find_sources
from syncd.config.values import Config, Matching, Person, Privacy, Reminders, Run, Scorer, Source, Store, Web
from syncd.config.words import split_bind
from syncd.errors import ConfigError

__all__ = [
    "Config", "Kinds", "Matching", "Person", "Privacy", "Reminders", "Run", "Scorer", "Source", "Store", "Web",
    "find_config", "load", "secret",
]  # fmt: skip

SYSTEM_CONFIG = Path("/etc/syncd/config.toml")


def find_config(given: str | None) -> Path:
    """The config file: the given one, else $SYNCD_CONFIG, else ./config.toml, else /etc/syncd/config.toml."""
    named = given or os.environ.get("SYNCD_CONFIG")
    if named:
        return Path(named)
    for path in (Path("config.toml"), SYSTEM_CONFIG):
        if path.is_file():
            return path
    ways = "name one with -c FILE or in $SYNCD_CONFIG; to look around: syncd demo"
    raise ConfigError([f"there is no config, neither ./config.toml nor {SYSTEM_CONFIG}: {ways}"])


def load(path: Path, *, kinds: Kinds | None = None) -> Config:
    """The config in `path`. Raises ConfigError with all its problems, one `file:line: key: what is wrong` each.

    `kinds`: the connectors there are and their own keys (default: those of `connectors.registry`).
    """
    text = _read(path)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([_syntax(path, text, error)]) from None
    except RecursionError:
        raise ConfigError([f"{path}: lists or tables are nested too deeply"]) from None
    problems = Problems(str(path), Lines(text))
    file = decode(File, table, (), problems)
    config = _resolved(file or File(), path, _shipped() if kinds is None else kinds, problems)
    if problems.found:
        raise ConfigError(problems.found)
    return config


def _resolved(file: File, path: Path, kinds: Kinds, problems: Problems) -> Config:
    folder = path.absolute().parent
    people = resolve.People(file, problems)
    company = resolve.company(file, people, problems)
    persons = resolve.persons(file, company)
    left = frozenset(person.address for person in persons if person.left)
    sources = resolve.owned(find_sources(file, kinds, folder, problems), people, left, problems)
    for where, text in resolve.doubts(file, persons, sources):
        problems.doubt(where, text)
    return Config(
        file=path.absolute(),
        company=company,
        country=file.company.country,
        currency=file.company.currency,
        authserv=tuple(name.lower() for name in file.company.authserv),
        hours=resolve.hours(file.company.working_hours, problems),
        free_days=resolve.days(file.company.holidays),
        people=persons,
        store=resolve.store(file.store, folder),
        privacy=resolve.privacy(file.privacy),
        reminders=resolve.reminders(file.reminders, problems),
        sources=sources,
        web=resolve.web(file.web, folder, problems),
        reports_by_person=file.reports.by_person,
        run=Run(health=split_bind(file.run.health), heartbeat_url=file.run.heartbeat_url),
        scorer=resolve.scorer(file.scorer, folder, problems),
        relations_file=resolve.relations_file(file.relations, folder),
        warnings=problems.doubts,
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError([f"{path}: is not UTF-8 text; save it as UTF-8"]) from None
    except OSError as error:
        raise ConfigError([f"{path}: cannot be read: {error.strerror}"]) from None


def _syntax(path: Path, text: str, error: tomllib.TOMLDecodeError) -> str:
    """The parser's complaint with its line first. The line itself is not shown: it may hold a secret."""
    what, _, place = str(error).partition(" (at ")
    line = place.removeprefix("line ").partition(",")[0]
    number = line if line.isdigit() else text.count("\n") + 1
    return f"{path}:{number}: not TOML: {what[:1].lower()}{what[1:]}"


def _shipped() -> Kinds:
    from connectors import registry  # only where a config is loaded, and there only the connectors it names

    return Kinds(tuple(registry.CONNECTORS), registry.options_type, registry.keeps_reminders)
