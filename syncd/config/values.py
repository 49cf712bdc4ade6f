"""The config as the program uses it: people, calendars, paths and durations resolved, every key with its value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from syncd.core.model import Company, Hours, WorkingCalendar
from syncd.durations import Duration
from syncd.errors import ConfigError

if TYPE_CHECKING:
    import msgspec  # 15 ms that only who decodes has to pay

    from syncd.core.relations.model import Rule

Mode = Literal["off", "shadow", "on"]
StaffRole = Literal["staff", "manager", "admin"]

# The years whose public holidays are known: back to the oldest promise that still matters, on to the farthest term.
# A constant, because a config must mean the same whenever it is read; the package knows these for every country.
HOLIDAY_YEARS = range(2001, 2036)


@dataclass(frozen=True, slots=True)
class Kinds:
    """The connectors there are: their words, the type of their own keys, and whether they can keep reminders."""

    names: tuple[str, ...]
    options_type: Callable[[str], type[msgspec.Struct]]
    keeps_reminders: Callable[[str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What the config says of one of our people, the company's values filled in where the person has none."""

    address: str
    name: str
    department: str
    manager: str
    deputy: str
    role: StaffRole
    reminders: Mode
    timezone: str
    language: str
    left: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One mailbox, calendar, address book or call log to read.

    `options` are the connector's own keys that are in the config, paths made absolute; `settings` is the same as the
    connector's own type, with its defaults: what `connectors.registry.open_harvester` takes. `owner` is the canonical
    address of the person it belongs to, or '' where it is shared by `members` or belongs to nobody. `every`: seconds.
    """

    name: str
    connector: str
    owner: str = ""
    members: tuple[str, ...] = ()
    reminders: bool = False
    every: int = 60
    options: Mapping[str, object] = field(default_factory=dict)
    settings: msgspec.Struct | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """Where the store lies; larger messages (bytes) are kept as headers and text; whether the words of files are read."""

    path: Path
    max_message: int
    attachment_text: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """What a rule takes: people are canonical addresses or telephone numbers, domains lower case, labels as written."""

    people: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """What is read and kept. `keep` maps message, call and meeting to days; what is not in it is kept for ever."""

    scope: Literal["outside", "known", "all"]
    exclude: Matching
    metadata_only: Matching
    notice_given: dt.date | None
    facts: frozenset[str]
    keep: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """When promises become entries in calendars. `hold`: seconds. `mode` is the company's; people may have their own."""

    calendar: str
    mode: Mode
    since_days: int
    firmness: frozenset[str]
    terms: frozenset[str]
    min_confidence: float
    hold: int
    per_day: int
    skip_if_entry_exists: bool
    escalate: bool
    after_calls: bool
    briefs: Literal["off", "warnings", "all"]
    suggest_meetings: bool
    handoff_expires: Duration


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """Where the pages are served and how people sign in; `url` is what links in reminders begin with."""

    host: str
    port: int
    url: str
    auth: Literal["none", "passwords", "proxy"]
    users_file: Path | None
    proxy_header: str
    proxy_secret_file: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The daemon: where it answers about its health (None: nowhere), and what it calls while all is well."""

    health: tuple[str, int] | None
    heartbeat_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorer:
    """What judges how sure a found promise is. `url`, `model` and `key_file` are for llm."""

    kind: Literal["rules", "logistic", "embedding", "llm"]
    url: str
    model: str
    key_file: Path | None


@dataclass(frozen=True, kw_only=True)
class Config:
    """The whole config. `folder` is where its file lies; `warnings` are doubts that `check` reports and runs pass over."""

    file: Path
    company: Company
    country: str
    authserv: tuple[str, ...]
    hours: tuple[Hours | None, ...]
    free_days: frozenset[dt.date]
    short_days: Mapping[dt.date, Hours]
    people: tuple[Person, ...]
    store: Store
    privacy: Privacy
    reminders: Reminders
    sources: tuple[Source, ...]
    web: Web
    reports_by_person: bool
    run: Run
    scorer: Scorer
    relations_file: Path | None
    rules: tuple[Rule, ...] = ()  # of the relation, those in force
    warnings: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        """The folder of the config file, from which its paths are meant."""
        return self.file.parent

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working days, public holidays of the country in HOLIDAY_YEARS included. The first call costs about 0.1 s."""
        return WorkingCalendar(hours=self.hours, holidays=self.free_days | public_holidays(self.country), short_days=self.short_days)

    def know_holidays(self, days: frozenset[dt.date]) -> None:
        """Use public holidays that were found before, in place of importing the package that knows them."""
        self.__dict__["calendar"] = WorkingCalendar(hours=self.hours, holidays=self.free_days | days, short_days=self.short_days)

    @cached_property
    def _people(self) -> dict[str, Person]:
        known = {person.address: person for person in self.people}
        for staff in self.company.staff:
            known.update(dict.fromkeys(staff.aliases, known[staff.address]))
        return known

    def person(self, address: str) -> Person:
        """The person behind a canonical address or alias; the company's values where the config does not list them."""
        return self._people.get(address) or Person(
            address=address, name="", department="", manager="", deputy="", role="staff", reminders=self.reminders.mode,
            timezone=self.company.timezone, language=self.company.language, left=None,
        )  # fmt: skip

    @property
    def zones(self) -> tuple[str, ...]:
        """The time zones people of ours live in."""
        return tuple(sorted({self.company.timezone, *(person.timezone for person in self.people)} - {""}))

    def source(self, name: str) -> Source | None:
        """The source of that name."""
        return next((source for source in self.sources if source.name == name), None)

    @cached_property
    def _calendars(self) -> dict[str, Source]:
        return {source.owner: source for source in self.sources if source.reminders}

    def reminder_source(self, owner: str) -> Source | None:
        """The source whose calendar keeps this person's reminders."""
        return self._calendars.get(owner)


def public_holidays(country: str, years: range = HOLIDAY_YEARS) -> frozenset[dt.date]:
    """The public holidays of a country (ISO 3166-1 code; '' has none), by the package `holidays`."""
    if not country:
        return frozenset()
    import holidays  # 90 ms: only where working days are counted

    try:
        return frozenset(holidays.country_holidays(country, years=years))
    except NotImplementedError:
        raise ConfigError([f"the installed package holidays does not know {country}: upgrade it"]) from None
