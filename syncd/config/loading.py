"""From the text of a config to the `Config`: reading, decoding, resolving, and every problem at once."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

from syncd.config import resolve
from syncd.config.decode import Problems, decode
from syncd.config.relations import read_rules
from syncd.config.schema import File, Relations
from syncd.config.shared import with_shared
from syncd.config.sources import find_sources
from syncd.config.values import Config, Kinds, Run
from syncd.config.words import split_bind
from syncd.errors import ConfigError


def load_config(path: Path, kinds: Kinds | None) -> Config:
    """See `syncd.config.load`."""
    text = _read(path)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([_syntax(path, text, error)]) from None
    except RecursionError:
        raise ConfigError([f"{path}: lists or tables are nested too deeply"]) from None
    problems = Problems(str(path), text)
    file = decode(File, table, (), problems)
    file = file or File()
    config = resolved(file, path, kinds or shipped(), problems)
    rules, wrong = read_rules(config.relations_file, must_exist=file.relations != Relations(), company=config.company)
    if problems.found or wrong:
        raise ConfigError((*problems.found, *wrong))
    return replace(config, rules=rules)


def resolved(file: File, path: Path, kinds: Kinds, problems: Problems) -> Config:
    """The config that a decoded file means; what is wrong with it goes to `problems`."""
    folder = path.absolute().parent
    people = resolve.People(file, problems)
    company = resolve.company(file, people, problems)
    persons = resolve.persons(file, company)
    found = find_sources(file, kinds, folder, problems)
    sources = resolve.owned(found, people, problems)
    company = with_shared(company, found, sources, problems)
    for where, text in resolve.doubts(file, persons, sources, kinds):
        problems.doubt(where, text)
    return Config(
        file=path.absolute(),
        company=company,
        country=file.company.country,
        authserv=tuple(name.lower() for name in file.company.authserv),
        hours=resolve.hours(file.company.working_hours, problems),
        free_days=resolve.days(file.company.holidays),
        short_days=resolve.short_days(file.company.short_days),
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


def shipped() -> Kinds:
    """The connectors of this version."""
    from connectors import registry  # only where a config is loaded, and there only the connectors it names

    return Kinds(tuple(registry.CONNECTORS), registry.options_type, registry.keeps_reminders)
