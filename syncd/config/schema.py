"""The config as it is written: every table, key, type and default, each value with its check.

What the values mean once the paths, people and durations are resolved is in `values.py`.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from syncd.config import words
from syncd.core.model import Act, DueKind, Firmness, Language

Address = Annotated[str, words.an_address]
Domain = Annotated[str, words.a_domain]
OwnDomain = Annotated[str, words.an_own_domain]
Zone = Annotated[str, words.a_zone]
Country = Annotated[str, words.a_country]
Currency = Annotated[str, words.a_currency]
Opening = Annotated[str, words.opening_hours]
Path = Annotated[str, words.a_path]
Url = Annotated[str, words.a_url]
Span = Annotated[int | str, words.a_duration]
ClockSpan = Annotated[int | str, words.a_clock_duration]
Interval = Annotated[int | str, words.an_interval]
KeepingTime = Annotated[str, words.a_keeping_time]
Day = Annotated[str, words.a_date]  # a date of TOML, without quotes, is taken too

Mode = Literal["off", "shadow", "on"]
FactKind = Literal["birthday", "family", "city", "hobby", "interest", "style", "job", "other"]


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """[company] working_hours."""

    mon: Opening = "09:00-18:00"
    tue: Opening = "09:00-18:00"
    wed: Opening = "09:00-18:00"
    thu: Opening = "09:00-18:00"
    fri: Opening = "09:00-18:00"
    sat: Opening = ""
    sun: Opening = ""


class Company(msgspec.Struct, frozen=True, kw_only=True):
    """[company]"""

    name: str = ""
    domains: tuple[OwnDomain, ...] = ()
    addresses: tuple[Address, ...] = ()
    timezone: Zone = "UTC"
    country: Country = ""
    currency: Currency = "EUR"
    language: Language = ""
    working_hours: Week = Week()
    holidays: tuple[Day, ...] = ()
    short_days: dict[Annotated[str, words.a_written_date], Annotated[str, words.open_hours]] = {}
    authserv: tuple[str, ...] = ()


class Store(msgspec.Struct, frozen=True, kw_only=True):
    """[store]"""

    path: Path = "history.db"
    max_message: Annotated[str, words.a_size] = "50 MB"
    attachment_text: bool = True


class Matching(msgspec.Struct, frozen=True, kw_only=True):
    """[privacy] exclude."""

    people: tuple[Annotated[str, words.a_person], ...] = ()
    domains: tuple[Domain, ...] = ()
    folders: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


class Keeping(msgspec.Struct, frozen=True, kw_only=True):
    """[privacy] keep."""

    message: KeepingTime = ""
    call: KeepingTime = ""
    meeting: KeepingTime = ""


class Privacy(msgspec.Struct, frozen=True, kw_only=True):
    """[privacy]"""

    scope: Literal["outside", "known", "all"] = "outside"
    exclude: Matching = Matching(labels=("Private", "Личное", "Asmeniška"))
    metadata_only: Matching = Matching()
    notice_given: Day = ""
    facts: tuple[FactKind, ...] = ("birthday", "city", "job")
    keep: Keeping = Keeping()


class Reminders(msgspec.Struct, frozen=True, kw_only=True):
    """[reminders]"""

    calendar: str = "Promises"
    mode: Mode = "shadow"
    since_days: Annotated[int, msgspec.Meta(ge=0, le=36500)] = 14
    firmness: tuple[Firmness, ...] = ("firm",)
    terms: tuple[DueKind, ...] = ("explicit",)
    min_confidence: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.8
    hold: ClockSpan = "10 min"
    per_day: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 5
    skip_if_entry_exists: bool = True
    escalate: bool = False
    after_calls: bool = False
    briefs: Literal["off", "warnings", "all"] = "warnings"
    suggest_meetings: bool = False
    handoff_expires: Span = "5 working days"


class Staff(msgspec.Struct, frozen=True, kw_only=True):
    """[[staff]]"""

    email: Address
    name: str = ""
    aliases: tuple[Annotated[str, words.a_person], ...] = ()
    department: str = ""
    manager: str = ""
    deputy: str = ""
    role: Literal["staff", "manager", "admin"] = "staff"
    timezone: Zone = ""
    language: Language = ""
    reminders: Literal["", "off", "shadow", "on"] = ""
    left: Day = ""


class Department(msgspec.Struct, frozen=True, kw_only=True):
    """[[department]]"""

    name: str
    dispatcher: str = ""
    roles: tuple[str, ...] = ()
    standard: dict[Act, Span] = {}


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """[[source]]: the keys that every connector has."""

    name: str
    connector: str
    owner: str = ""
    members: tuple[str, ...] = ()
    reminders: bool = False
    every: Interval = "1 min"


class ForEach(msgspec.Struct, frozen=True, kw_only=True):
    """[[source_for_each]]: what it has beside the keys of a source ("all", a department, or addresses)."""

    staff: str | tuple[str, ...] = "all"


class Web(msgspec.Struct, frozen=True, kw_only=True):
    """[web]"""

    bind: Annotated[str, words.a_bind] = "127.0.0.1:8001"
    url: Url = ""
    auth: Literal["none", "passwords", "proxy"] = "none"
    users_file: str = ""
    proxy_header: str = ""
    proxy_secret_file: str = ""


class Reports(msgspec.Struct, frozen=True, kw_only=True):
    """[reports]"""

    by_person: bool = False


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """[run]"""

    health: Annotated[str, words.a_local_bind] = "127.0.0.1:9188"
    heartbeat_url: Url = ""


class Scorer(msgspec.Struct, frozen=True, kw_only=True):
    """[scorer]"""

    kind: Literal["rules", "logistic", "embedding", "llm"] = "rules"
    url: Url = ""
    model: str = ""
    key_file: str = ""


class Relations(msgspec.Struct, frozen=True, kw_only=True):
    """[relations]"""

    file: str = "relations.toml"


class File(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file. The tables of the sources stay as they are: their keys are the connectors'.

    In the lists of tables None stands for one that was not understood, so that the others keep their place.
    """

    company: Company = Company()
    store: Store = Store()
    privacy: Privacy = Privacy()
    reminders: Reminders = Reminders()
    staff: tuple[Staff | None, ...] = ()
    department: tuple[Department | None, ...] = ()
    source: tuple[dict[str, object] | None, ...] = ()
    source_for_each: tuple[dict[str, object] | None, ...] = ()
    web: Web = Web()
    reports: Reports = Reports()
    run: Run = Run()
    scorer: Scorer = Scorer()
    relations: Relations = Relations()
