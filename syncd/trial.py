"""Every source tried without anything being written: what keeps one from working today, and what will or may.

A problem keeps something from working; a warning is of what will, or of what cannot be told.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from connectors import registry
from connectors.base import Broken, Collection, Harvester, ReminderCalendar
from syncd import certificates
from syncd.calendars import let_go
from syncd.clock import clock
from syncd.config import Config, Source
from syncd.errors import SyncdError
from syncd.harvest import close, open_harvester
from syncd.store import moves

_FILES = ("calls", "tables")  # roles of what is on this machine, and read by columns the config names


@dataclass(frozen=True, slots=True)
class Tried:
    """What trying the sources showed, a sentence each."""

    problems: list[str]
    warnings: list[str]


def try_sources(config: Config) -> Tried:
    """List the collections of every source, read a page of its tables, look at every calendar for reminders and whether it can be written."""
    tried, ends = Tried([], []), []
    _try_folder(config.store.path, tried)
    moved = moves.moved_in(config.store.path)
    for source in config.sources:
        if source.name in moved:
            tried.warnings.append(f"source {source.name} has moved to {', '.join(moved[source.name])} and is read no more: its table can be taken out of the config")
            continue
        until = _try(config, source, tried)
        ends += [(source.name, until)] if until else []
    _try_scorer(config, tried)
    now = clock()
    tried.warnings.extend(one.sentence(now) for one in certificates.endings(ends, now))
    return tried


def _try_folder(store: Path, tried: Tried) -> None:
    """Whether a pass called as this command was could write its store; who else calls it may be able to."""
    folder = next(p for p in (store.parent, *store.parent.parents) if p.exists())
    if not os.access(folder, os.W_OK | os.X_OK):
        tried.warnings.append(f"{store} lies in a folder you may not write to ({folder}): call syncd as the user it is for, as with sudo -u syncd, or see to the disk")


def try_source(config: Config, source: Source) -> Tried:
    """One source, in the same way."""
    tried = Tried([], [])
    _try(config, source, tried)
    return tried


def _try(config: Config, source: Source, tried: Tried) -> dt.datetime | None:
    """Try one source; until when the certificate holds that its server showed."""
    until = None
    try:
        harvester = open_harvester(config, source)
        try:
            for collection in list(harvester.collections()):
                if collection.role in _FILES:
                    _try_reading(source, harvester, collection, tried)
                elif collection.role == "contacts":  # there is one to an account, named without asking: only its pages show whether we are let in
                    next(iter(harvester.pages(collection, None)), None)
        finally:
            until = certificates.shown(harvester)
            close(harvester)
        if source.reminders:
            with _calendar(config, source) as calendar:
                list(calendar.look())
                _try_writing(config, source, calendar, tried)
    except SyncdError as problem:
        tried.problems.append(f"source {source.name}: {problem}")
    return until


def _try_reading(source: Source, harvester: Harvester, collection: Collection, tried: Tried) -> None:
    """Whether a table on this machine can be read as the config says: a page of it, of which a row at least is one. Raises SourceError."""
    page = next(iter(harvester.pages(collection, None)), None)
    changes = page.changes if page else ()
    broken = [change for change in changes if isinstance(change, Broken)]
    if broken and len(broken) == len(changes):
        tried.problems.append(f"source {source.name}: no row of {collection.name} can be read, the first because {broken[0].reason}; correct `columns` or `format`")


def scorer_warnings(config: Config) -> list[str]:
    """A sentence where another scorer than the rules is asked for and cannot be used."""
    if config.scorer.kind == "rules":
        return []
    from syncd.scoring import warnings

    return warnings(config)


def _try_scorer(config: Config, tried: Tried) -> None:
    """Whether the scorer of the config can judge; one that is a service is asked about a sentence of ours."""
    if config.scorer.kind != "rules":
        from syncd.scoring import problem

        tried.warnings.extend(scorer_warnings(config))
        tried.problems.extend(filter(None, [problem(config)]))


def unwritable_calendars(config: Config) -> list[str]:
    """A sentence for each calendar whose owner is to get reminders and that cannot be written; one out of reach has none here."""
    tried = Tried([], [])
    for source in config.sources:
        if source.reminders:
            try:
                with _calendar(config, source) as calendar:
                    _try_writing(config, source, calendar, tried)
            except SyncdError:
                continue  # that is for the pass over it to say
    return tried.problems


@contextmanager
def _calendar(config: Config, source: Source) -> Iterator[ReminderCalendar]:
    assert source.settings is not None
    calendar = registry.open_reminders(source.connector, source.settings, base=config.folder)
    try:
        yield calendar
    finally:
        let_go(calendar)


def _try_writing(config: Config, source: Source, calendar: ReminderCalendar, tried: Tried) -> None:
    """Where the owner's mode is "on": whether an entry could be put, without putting one."""
    if config.person(source.owner).reminders != "on":
        return
    match calendar.writable():
        case False:
            text = "no reminder can be written there; give syncd write access, or write reminders = true into another source of its owner"
            tried.problems.append(f"source {source.name}: {text}")
        case None:
            tried.warnings.append(f"source {source.name}: whether reminders can be written there, the server does not tell; the first one will show it")
