"""What the rules of exclusion would take: `syncd check --rules`, asked before they are in force.

Of what a rule meets only is told where it lies and when it came: no sender, no subject, no text.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from connectors.base import Fetched
from syncd.clock import clock
from syncd.config import Config, Source
from syncd.core.derive import METADATA_ONLY, derive
from syncd.core.derived import Arrival, DerivedCalendar, DerivedCall, DerivedMessage, Excluded, Setting
from syncd.core.exclude import UNKNOWN, Item, Names, Rule
from syncd.core.worktime import zone_of
from syncd.errors import SyncdError
from syncd.harvest import close, open_harvester
from syncd.world import setting_of

_DAYS: Final = 30
_EXAMPLES: Final = 3

Entry = tuple[str, str]  # rule (exclude:people), name as the config has it; '' where the rule has no names


@dataclass(slots=True)
class _Taken:
    """What one source holds of the last days, and what each rule takes of it."""

    count: int = 0
    items: Counter[Entry] = field(default_factory=Counter)
    examples: dict[Entry, list[str]] = field(default_factory=dict)

    def add(self, entry: Entry, where: str) -> None:
        self.items[entry] += 1
        examples = self.examples.setdefault(entry, [])
        if len(examples) < _EXAMPLES:
            examples.append(where)


@dataclass(frozen=True, slots=True)
class RulesTried:
    """What the rules take, source by source; the names in them that met nothing, and the sources that did not answer.

    rows        {source, rule, name, items, of, examples}; `name` is the person, domain, folder or label of the config, '' of a rule without
    unmet       {rule, name}: perhaps misspelt, perhaps only rare
    unanswered  names of sources: what they hold is not counted
    """

    rows: list[dict[str, Any]]
    unmet: list[dict[str, str]]
    unanswered: list[str]


def rules_of_the_last_days(config: Config) -> RulesTried:
    """What each rule would take of the items received in the last 30 days, or at a time their provider does not tell. Reads everything once."""
    setting, since = _watched(setting_of(config)), clock() - dt.timedelta(days=_DAYS)
    rows: list[dict[str, Any]] = []
    unanswered: list[str] = []
    for source in config.sources:
        taken = _Taken()
        try:
            for arrival in _arrivals(config, source, since):
                taken.count += 1
                for entry in _met_by(arrival, setting):
                    taken.add(entry, _where(arrival, config))
        except SyncdError:
            unanswered.append(source.name)
            continue
        rows += [
            {"source": source.name, "rule": rule, "name": name, "items": n, "of": taken.count, "examples": taken.examples[rule, name]}
            for (rule, name), n in sorted(taken.items.items())
        ]
    met = {(row["rule"], row["name"]) for row in rows}
    return RulesTried(rows, [{"rule": rule, "name": name} for rule, name in _entries(setting) if (rule, name) not in met], unanswered)


def _entries(setting: Setting) -> Iterator[Entry]:
    """Every name in the rules."""
    for list_, names in _lists(setting):
        for kind in ("people", "domains", "folders", "labels"):
            yield from ((f"{list_}:{kind}", name) for name in sorted(getattr(names, kind)))


def _watched(setting: Setting) -> Setting:
    privacy = setting.privacy
    return replace(setting, privacy=replace(privacy, exclude=_Watched(privacy.exclude), metadata_only=_Watched(privacy.metadata_only)))


def _lists(setting: Setting) -> tuple[tuple[str, Names], ...]:
    return ("exclude", setting.privacy.exclude), (METADATA_ONLY, setting.privacy.metadata_only)


class _Watched(Names):
    """Names that keep in mind what they were asked about."""

    def __init__(self, names: Names) -> None:
        super().__init__(people=names.people, domains=names.domains, folders=names.folders, labels=names.labels)
        object.__setattr__(self, "asked", [])

    def meets(self, item: Item) -> str | None:
        asked: list[Item] = object.__getattribute__(self, "asked")
        asked.append(item)
        return super().meets(item)

    def met(self) -> set[Entry]:
        """Kinds and names that anything met since it was last asked."""
        asked: list[Item] = object.__getattribute__(self, "asked")
        found = {entry for item in asked for entry in Names(people=self.people, domains=self.domains, folders=self.folders, labels=self.labels).met_by(item)}
        asked.clear()
        return found


def _met_by(arrival: Arrival, setting: Setting) -> list[Entry]:
    """The rules that an item meets: each name of a list by which it is left out, or else the one rule; or by which only who and when is kept."""
    exclude, bare = setting.privacy.exclude, setting.privacy.metadata_only
    assert isinstance(exclude, _Watched) and isinstance(bare, _Watched)
    rule = _rule(arrival, setting)
    left_out, in_part = exclude.met(), bare.met()
    if rule is None or rule == METADATA_ONLY:
        return sorted((f"{METADATA_ONLY}:{kind}", name) for kind, name in in_part)
    if rule.startswith("exclude:"):
        return sorted((f"exclude:{kind}", name) for kind, name in left_out)
    return [(rule, "")]


def _rule(arrival: Arrival, setting: Setting) -> Rule | None:
    """The rule by which an item is left out, as far as it can be told without its thread and without knowing people."""
    what = derive(arrival, setting)
    if isinstance(what, Excluded):
        return what.rule
    if isinstance(what, DerivedCall):
        return UNKNOWN if what.unknown else None
    return what.doubtful.rule if isinstance(what, (DerivedMessage, DerivedCalendar)) and what.doubtful else None


def _where(arrival: Arrival, config: Config) -> str:
    """Where an item lies and when it came, by the company's clock."""
    at = arrival.received_at
    return f"{arrival.folder} {at.astimezone(zone_of(config.company.timezone)):%Y-%m-%d %H:%M}" if at else arrival.folder


def _arrivals(config: Config, source: Source, since: dt.datetime) -> Iterator[Arrival]:
    """Everything of a source that was received since then, or at a time it does not tell."""
    harvester = open_harvester(config, source)
    try:
        for collection in harvester.collections():
            for page in harvester.pages(collection, None):
                for c in page.changes:
                    if isinstance(c, Fetched) and not (c.marks.received_at and c.marks.received_at < since):
                        yield Arrival(
                            raw=c.raw, media_type=c.media_type, folder=collection.name, folder_role=collection.role, labels=c.marks.labels,
                            sensitivity=c.marks.sensitivity, received_at=c.marks.received_at, owner=source.owner,
                        )  # fmt: skip
    finally:
        close(harvester)
