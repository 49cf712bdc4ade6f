"""The one place where the world is plugged in: config, store, clock. Tests build another."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import sqlite3
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from syncd.clock import clock
from syncd.config import Config, Matching, load
from syncd.config.values import HOLIDAY_YEARS
from syncd.core import derived
from syncd.core.derived import Setting
from syncd.core.exclude import Names, Privacy
from syncd.core.keys import instant
from syncd.core.worktime import zone_of
from syncd.store import people
from syncd.store.db import Store, connect
from syncd.store.interactions import Page
from syncd.store.raw import RawFolder
from syncd.store.scores import Judge


@dataclass(slots=True)
class World:
    """What a pass works with."""

    config: Config
    store: Store
    raw: RawFolder
    setting: Setting
    now: dt.datetime
    judge: Judge | None = None  # the scorer in force where it is not the rules

    def page(self, db: sqlite3.Connection) -> Page:
        """What writing derived rows needs, inside an open transaction."""
        expires = self.config.reminders.handoff_expires
        return Page(
            db=db, now=instant(self.now), company=self.config.company, calendar=self.setting.calendar,
            since_days=self.config.reminders.since_days, staff=people.staff_ids(db, self.config.company),
            handoff_expires=(expires.working_days, expires.seconds), judge=self.judge,
        )  # fmt: skip

    @property
    def today(self) -> dt.date:
        """The day it is where the company is."""
        return self.now.astimezone(zone_of(self.config.company.timezone)).date()

    def has_left(self, address: str) -> bool:
        """Whether the last day of this colleague is over."""
        last_day = self.config.person(address).left
        return last_day is not None and last_day < self.today

    def close(self) -> None:
        """Let go of the files."""
        self.raw.close()
        self.store.close()


def setting_of(config: Config) -> Setting:
    """What the config says to a derivation."""
    return Setting(
        company=config.company, calendar=config.calendar, authserv=config.authserv, max_message=config.store.max_message, facts=config.privacy.facts,
        privacy=Privacy(
            scope=config.privacy.scope, exclude=_names(config.privacy.exclude), metadata_only=_names(config.privacy.metadata_only),
            absences=config.reminders.escalate or bool(config.rules),
        ),
    )  # fmt: skip


def _names(m: Matching) -> Names:
    return Names(
        people=frozenset(p.casefold() for p in m.people), domains=m.domains,
        folders=frozenset(f.casefold() for f in m.folders), labels=frozenset(x.casefold() for x in m.labels),
    )  # fmt: skip


def open_world(config: Config, *, create: bool = True, now: dt.datetime | None = None, cache_mb: int = 32) -> World:
    """Open the store of a config, with the colleagues' rows brought in line."""
    store = connect(config.store.path, create=create, cache_mb=cache_mb)
    with store.write() as db:
        people.save_company(db, config.company, {p.address: p.role for p in config.people})
        _remember_holidays(store, config)
    return World(config, store, RawFolder(store.raw_folder), setting_of(config), now or clock(), _judge(config))


def world_beside(config: Config) -> World:
    """The world for one write beside the daemon, which alone brings the colleagues' rows in line with the config."""
    return World(config, connect(config.store.path, cache_mb=4), RawFolder(config.store.path.parent / "raw"), setting_of(config), clock(), _judge(config))


def _judge(config: Config) -> Judge | None:
    """What judges promises besides the rules; where they judge, nothing of it is loaded."""
    if config.scorer.kind == "rules":
        return None
    from syncd.scoring import judge_of

    return judge_of(config)


def _remember_holidays(store: Store, config: Config) -> None:
    """Take the country's holidays from the store: importing the package that knows them costs as much as an unchanged pass."""
    if not config.country:
        return
    key = f"{config.country} {HOLIDAY_YEARS} {_version_of_holidays()}"
    try:
        kept = json.loads(store.meta("holidays") or "{}")
    except ValueError:  # the file was damaged there; what it held can be made anew
        kept = {}
    if kept.get("of") == key:
        config.know_holidays(frozenset(dt.date.fromisoformat(d) for d in kept["days"]))
    else:
        store.set_meta("holidays", json.dumps({"of": key, "days": sorted(d.isoformat() for d in config.calendar.holidays - config.free_days)}))


@cache  # of what is installed: asking costs a tenth of an unchanged pass
def _version_of_holidays() -> str:
    return version("holidays")


def fingerprint(part: object) -> str:
    """A text that changes when a part of the setting does: the rules of exclusion, or all a derivation depends on."""
    return hashlib.sha256(f"{derived.VERSION}{_plain(part)}".encode()).hexdigest()


def _plain(value: object) -> object:
    """A value as nested lists in a fixed order: a frozenset's own order differs from process to process."""
    if isinstance(value, frozenset):
        return sorted(str(v) for v in value)
    if dataclasses.is_dataclass(value):
        return [(f.name, _plain(getattr(value, f.name))) for f in dataclasses.fields(value)]
    if isinstance(value, dict):
        return sorted((str(k), _plain(v)) for k, v in value.items())
    return [_plain(v) for v in value] if isinstance(value, tuple) else str(value)


__all__ = ["World", "clock", "fingerprint", "load", "open_world", "setting_of", "world_beside"]
