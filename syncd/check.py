"""What the rules of exclusion would take: `syncd check --rules`."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

from connectors.base import Fetched
from syncd.clock import clock
from syncd.config import Config, Source
from syncd.core.derive import derive
from syncd.core.derived import Arrival, DerivedMessage, Excluded
from syncd.errors import SyncdError
from syncd.harvest import close, open_harvester
from syncd.world import setting_of

_DAYS = 30


def rules_of_the_last_days(config: Config) -> list[dict[str, Any]]:
    """Per source and rule: how many of the items received in the last 30 days it would take. Reads everything once.

    A source that does not answer has no rows: trying the sources says why.
    """
    setting, since = setting_of(config), clock() - dt.timedelta(days=_DAYS)
    rows = []
    for source in config.sources:
        taken: Counter[str] = Counter()
        count = 0
        try:
            for arrival in _arrivals(config, source, since):
                count += 1
                what = derive(arrival, setting)
                rule = what if isinstance(what, Excluded) else what.doubtful if isinstance(what, DerivedMessage) else None
                if rule:
                    taken[rule.rule] += 1
        except SyncdError:
            continue
        rows += [{"source": source.name, "rule": rule, "items": n, "of": count} for rule, n in sorted(taken.items())]
    return rows


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
