"""The rules of the relation: those that ship with the program, as relations.toml changes them and adds to them.

It is read like the config: every problem at once, with its line and the likely spelling. Where the file is not there, the shipped
rules hold.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from syncd.config import words
from syncd.config.decode import Problems, decode
from syncd.config.lines import Where
from syncd.core.model import Company
from syncd.core.relations.checks import CHECKS
from syncd.core.relations.model import Rule, Within

_WITHIN = re.compile(r"([0-9]{1,4}) ?(working hours?|working min|working days?|h|min|days?)")
_UNITS = {"working hour": "working hours", "working day": "working days", "day": "days"}
_SECONDS = {"working hours": 3600, "working min": 60, "h": 3600, "min": 60, "days": 86_400}
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def _somebody(value: str) -> str:
    return words.an_address(value) if "@" in value else words.a_domain(value)


Somebody = Annotated[str, _somebody]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """[rule.NAME]"""

    check: str = ""
    within: str = ""
    departments: tuple[str, ...] = ()
    except_: tuple[Somebody, ...] = msgspec.field(default=(), name="except")
    only: tuple[Somebody, ...] = ()
    seen_by: Literal["staff", "managers"] = "staff"
    on: bool = True


class File(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file."""

    rule: dict[str, Entry] = {}


def shipped() -> tuple[Rule, ...]:
    """The rules as they are where the company says nothing about them."""
    return tuple(Rule(name=name, check=name, within=_within(check.within)) for name, check in CHECKS.items())


def read_rules(path: Path | None, *, must_exist: bool, company: Company) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    """The rules in force by the file at `path`, and what is wrong with it."""
    if path is None:
        return shipped(), ()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        if not must_exist:
            return shipped(), ()
        return (), (f"{path}: there is no such file; take [relations] file out of the config, and the shipped rules hold",)
    except UnicodeDecodeError:
        return (), (f"{path}: is not UTF-8 text; save it as UTF-8",)
    except OSError as error:
        return (), (f"{path}: cannot be read: {error.strerror}",)
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return (), (f"{path}: not TOML: {error}",)
    problems = Problems(str(path), text)
    file = decode(File, table, (), problems) or File()
    return tuple(_rules(file.rule, company, problems)), problems.found


def _rules(entries: Mapping[str, Entry], company: Company, problems: Problems) -> Iterable[Rule]:
    """Those that ship, each as the file has it, then the company's own."""
    for name in (*CHECKS, *(n for n in entries if n not in CHECKS)):
        entry = entries.get(name, Entry())
        rule = _rule(name, entry, company, problems)
        if rule is not None and entry.on:
            yield rule


def _rule(name: str, entry: Entry, company: Company, problems: Problems) -> Rule | None:
    where: Where = ("rule", name)
    if not _NAME.fullmatch(name):
        problems.add(where, "the name of a rule is of small letters, digits and hyphens")
    check = entry.check or name
    if check not in CHECKS:
        if entry.check:
            problems.add((*where, "check"), words.unknown(check, CHECKS))
        else:
            problems.add(where, f'there is no rule "{name}"{words.likely(name, CHECKS)}; one of your own says what it makes sure of: check = "answer"')
        return None
    if name in CHECKS and check != name:
        problems.add((*where, "check"), f'"{name}" is a rule itself: give your own another name')
    departments = {d.name for d in company.departments}
    for department in entry.departments:
        if department not in departments:
            problems.add((*where, "departments"), words.unknown(department, sorted(departments)) if departments else "the config has no [[department]]")
    if wrong := _wrong_within(entry.within, check):
        problems.add((*where, "within"), wrong)
        return None
    return Rule(
        name=name, check=check, within=_within(entry.within or CHECKS[check].within), departments=frozenset(entry.departments),
        without=frozenset(map(words.canonical, entry.except_)), only=frozenset(map(words.canonical, entry.only)), seen_by=entry.seen_by,
    )  # fmt: skip


def _wrong_within(written: str, check: str) -> str:
    units = CHECKS[check].units
    if not written:
        return ""
    if not units:
        return "this rule has no threshold: the usual terms stand in the config under [[department]]"
    found = _WITHIN.fullmatch(written)
    unit = _UNITS.get(found[2], found[2]) if found else ""
    if found is None or unit not in units or not int(found[1]):
        return f'"{written}" is no threshold of this rule (write "{CHECKS[check].within}"; {", ".join(units)} are known)'
    return ""


def _within(written: str) -> Within | None:
    found = _WITHIN.fullmatch(written)
    if found is None:
        return None
    count, unit = int(found[1]), _UNITS.get(found[2], found[2])
    if unit == "working days":
        return Within(working_days=count)
    return Within(seconds=count * _SECONDS[unit], working=unit.startswith("working"))


def told(within: Within | None) -> str:
    """A threshold as the file has it; '' for none."""
    if within is None:
        return ""
    if within.working_days:
        return f"{within.working_days} working day{'s' if within.working_days > 1 else ''}"
    prefix = "working " if within.working else ""
    if within.seconds % 86_400 == 0 and not prefix:
        return f"{within.seconds // 86_400} day{'s' if within.seconds > 86_400 else ''}"
    if within.seconds % 3600 == 0:
        return f"{within.seconds // 3600} {'working hour' + ('s' if within.seconds > 3600 else '') if prefix else 'h'}"
    return f"{within.seconds // 60} {prefix}min"
