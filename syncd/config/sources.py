"""The sources of the config: one for each [[source]], and one a person for each [[source_for_each]].

The keys a connector has are the connector's own (`Kinds`); here are the rules that hold for all: paths from the folder
of the config, no secret in the file, no readable password over a network.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from syncd.config import schema, words
from syncd.config.decode import Problems, decode, fields_of, secret_key, unknown_key
from syncd.config.lines import Where
from syncd.config.values import Kinds, Source
from syncd.durations import parse_duration

# Named in the documentation; which of them are in this version is for the registry to say.
_PLANNED = """
    maildir mbox eml vdir imap caldav carddav gmail google-calendar google-contacts exchange graph graph-calendar
    graph-contacts calls tables"""
PLANNED = frozenset(_PLANNED.split())
MAIL = frozenset("maildir mbox eml imap gmail exchange graph".split())  # what is said there may be promised there
CREDENTIALS = "$CREDENTIALS_DIRECTORY"

_CALENDAR = "reminder_calendar"
_COMMON = tuple(fields_of(schema.Source))
_SOMEBODY = schema.Staff(email="somebody@company.example")
_WHOSE = ("user", "mailbox", "account", "subject", "path", "url", "password_file", "token_file")  # keys that may say whose it is
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Found:
    """A source as decoded, with the place it is written at."""

    where: Where
    source: Source


def find_sources(file: schema.File, kinds: Kinds, folder: Path, problems: Problems) -> tuple[Found, ...]:
    """Every source the file describes; what is wrong with one goes to `problems`, and that one is left out."""
    found: list[Found] = []
    for place, table in enumerate(file.source):
        found.extend(_source(_with_calendar(file, table or {}, kinds), ("source", place), kinds, folder, problems))
    for place, table in enumerate(file.source_for_each):
        found.extend(_sources_for_each(file, _with_calendar(file, table or {}, kinds), place, kinds=kinds, folder=folder, problems=problems))
    _no_name_twice(found, problems)
    return tuple(found)


def _with_calendar(file: schema.File, table: Mapping[str, object], kinds: Kinds) -> Mapping[str, object]:
    """A source's table, with the calendar of [reminders] where the connector makes one and the table names none."""
    connector, calendar = table.get("connector"), file.reminders.calendar
    if not calendar.strip() or _CALENDAR in table or not isinstance(connector, str) or connector not in kinds.names:
        return table
    own = {field.name: field.default for field in msgspec.structs.fields(kinds.options_type(connector))}
    return {**table, _CALENDAR: calendar} if own.get(_CALENDAR, calendar) != calendar else table


def resolve(path: str, folder: Path) -> str:
    """A path of the config made absolute: from the config's folder, the home folder (~), or systemd's credentials."""
    if path.startswith(CREDENTIALS):
        given = os.environ.get("CREDENTIALS_DIRECTORY")
        return given + path[len(CREDENTIALS) :] if given else path
    return os.path.normpath(folder / os.path.expanduser(path))


def _sources_for_each(
    file: schema.File, table: Mapping[str, object], place: int, *, kinds: Kinds, folder: Path, problems: Problems
) -> list[Found]:
    where: Where = ("source_for_each", place)
    for key, value in table.items():
        for name in _PLACEHOLDER.findall(str(value)):
            if name not in ("email", "local"):
                problems.add((*where, key), f"{{{name}}} stands for nothing; there are {{email}} and {{local}}")
    people = tuple(_meant(file, table, where, problems))
    found = [one for person in people or (_SOMEBODY,) for one in _source(_filled(table, person), where, kinds, folder, problems)]
    _no_account_twice(found, table, where, problems)
    return found if people else []  # with nobody in it, the table is still checked


def _no_account_twice(found: list[Found], table: Mapping[str, object], where: Where, problems: Problems) -> None:
    """Every person's source must read something of its own: else one mailbox would be everybody's."""
    settings = [one.source.options for one in found]
    if any(one in settings[:place] for place, one in enumerate(settings)) and not problems.at(where):
        keys = ", ".join(key for key in table if key in _WHOSE) or "the keys of the connector"
        problems.add(where, f"would read the same for several people: put {{email}} or {{local}} into {keys}")


def _source(table: Mapping[str, object], where: Where, kinds: Kinds, folder: Path, problems: Problems) -> Iterator[Found]:
    own = {key: value for key, value in table.items() if key not in _COMMON}
    common = decode(schema.Source, {key: value for key, value in table.items() if key in _COMMON}, where, problems)
    connector = table.get("connector")
    resolved = {key: _resolved(key, value, folder) for key, value in own.items()}
    settings = None
    if isinstance(connector, str) and connector not in kinds.names:
        problems.add((*where, "connector"), _no_connector(connector, kinds))
        _no_secrets(own, where, problems)
    elif isinstance(connector, str):
        settings = _own_keys(kinds.options_type(connector), own, resolved, where, problems)
        if table.get("reminders") is True and not kinds.keeps_reminders(connector):
            able = ", ".join(filter(kinds.keeps_reminders, kinds.names))
            problems.add((*where, "reminders"), f'"{connector}" cannot keep reminders; one of {able} can')
    if common is not None:
        source = Source(
            name=common.name, connector=common.connector, owner=words.canonical(common.owner),
            members=tuple(map(words.canonical, common.members)), reminders=common.reminders,
            every=_seconds(common.every), options=resolved, settings=settings,
        )  # fmt: skip
        yield Found(where, source)


def _seconds(written: int | str) -> int:
    duration = parse_duration(written)
    return duration.seconds if duration else 0


def _no_connector(name: str, kinds: Kinds) -> str:
    if name in PLANNED:
        return f'"{name}" is not in this version; there are {", ".join(kinds.names)}'
    hint = words.likely(name, PLANNED.union(kinds.names)) or "; there are " + ", ".join(kinds.names)
    return f'no connector is called "{name}"{hint}'


def _own_keys(
    kind: type[msgspec.Struct], own: Mapping[str, object], resolved: Mapping[str, object], where: Where, problems: Problems
) -> msgspec.Struct | None:
    """The connector's keys: names and types by its Struct, the rest by the rules that hold for all."""
    fields = fields_of(kind)
    known = fields.keys()
    for key in own.keys() - known:
        problems.add((*where, key), unknown_key(key, (*_COMMON, *sorted(known))))
    given = {key: own[key] for key in own.keys() & known if own[key] != fields[key].default}  # a default may be written down
    for key in sorted(given):
        _by_name(key, given, where, problems)
    return decode(kind, {key: value for key, value in resolved.items() if key in known}, where, problems)


def _by_name(key: str, own: Mapping[str, object], where: Where, problems: Problems) -> None:
    """What the name of a key promises, whatever the connector."""
    value, host = own[key], own.get("host")
    check = _check_for(key)
    wrong = check(value) if check and isinstance(value, str) else ""
    if wrong:
        problems.add((*where, key), wrong)
    if key.endswith("_env") and f"{key[:-4]}_file" in own:
        problems.add((*where, key), f"{key} and {key[:-4]}_file are both given: leave one out")
    if key == "tls" and value == "none" and not (isinstance(host, str) and words.is_loopback(host)):
        problems.add((*where, key), '"none" sends the password readable over the network: only where host is this machine')


def _check_for(key: str) -> Callable[[str], str] | None:
    """What a key of any connector must look like, by its name."""
    if key in ("url", "endpoint") or key.endswith("_url"):
        return words.a_url
    if key.endswith("_env"):
        return words.a_variable
    return words.a_path if key == "path" or key.endswith("_file") else None


def _no_secrets(own: Mapping[str, object], where: Where, problems: Problems) -> None:
    for key in own:
        if text := secret_key(key, (f"{key}_file", f"{key}_env")):
            problems.add((*where, key), text)


def _resolved(key: str, value: object, folder: Path) -> object:
    return resolve(value, folder) if isinstance(value, str) and value and (key == "path" or key.endswith("_file")) else value


def _meant(file: schema.File, table: Mapping[str, object], where: Where, problems: Problems) -> Iterator[schema.Staff]:
    """The people a [[source_for_each]] is for. Who has left is meant only where a list names them."""
    people = [person for person in file.staff if person]
    departments = sorted({d.name for d in file.department if d} | {person.department for person in people if person.department})
    choice = decode(schema.ForEach, {key: value for key, value in table.items() if key == "staff"}, where, problems)
    wanted = choice.staff if choice else ()
    if isinstance(wanted, str):
        if wanted not in ("all", *departments):
            hint = words.likely(wanted, ("all", *departments))
            problems.add((*where, "staff"), f'"{wanted}" is neither "all" nor a department{hint}')
        yield from (person for person in people if not person.left and wanted in ("all", person.department))
        return
    by_address = {words.canonical(person.email): person for person in people}
    for one in wanted:
        if words.canonical(one) in by_address:
            yield by_address[words.canonical(one)]
        else:
            problems.add((*where, "staff"), f'"{one}" is not in [[staff]]{words.likely_address(words.canonical(one), by_address)}')


def _filled(table: Mapping[str, object], person: schema.Staff) -> dict[str, object]:
    """The table of one person: {email} and {local} replaced in every text."""
    words_of = {"email": person.email, "local": person.email.rpartition("@")[0]}
    filled = {key: _replaced(value, words_of) for key, value in table.items() if key != "staff"}
    if "members" not in filled:
        filled.setdefault("owner", person.email)
    return filled


def _replaced(value: Any, words_of: Mapping[str, str]) -> object:
    if isinstance(value, str):
        return _PLACEHOLDER.sub(lambda found: words_of.get(found[1], found[0]), value)
    if isinstance(value, list):
        return [_replaced(item, words_of) for item in value]
    if isinstance(value, dict):
        return {key: _replaced(item, words_of) for key, item in value.items()}
    return value


def _no_name_twice(found: list[Found], problems: Problems) -> None:
    first: dict[str, Found] = {}
    for one in found:
        name = one.source.name
        before = first.setdefault(name, one)
        if before is not one and before.where == one.where:
            problems.add((*one.where, "name"), f'"{name}" would be the name of several sources: put {{email}} or {{local}} into it')
        elif before is not one:
            problems.add((*one.where, "name"), f'"{name}" is the name of another source already')
