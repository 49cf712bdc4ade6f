"""What was set aside, tried again now: by a pass over the folders it lies in, beside the daemon, as each source is held by lease."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from syncd.core.keys import instant
from syncd.deriving import Workers
from syncd.errors import UsageError
from syncd.harvest import Visit, open_harvester, pass_over
from syncd.store import waiting
from syncd.store.waiting import Aside
from syncd.world import World

_NAMED = 5  # items that are named where none of a name is found


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of an item. `outcome`: stored, excluded, gone; retry or poison, where it is set aside still; or the state of its source, which could not be read."""

    source: str
    collection: str
    item: str
    was: str
    outcome: str
    reason: str


def retry(world: World, names: Iterable[str] = (), items: Collection[str] = ()) -> list[Tried]:
    """Try again what is set aside, of these sources and items where any are named; an item is named by its id, or as `folder/id`.

    Raises UsageError for an item that is not set aside.
    """
    wanted = _chosen(waiting.aside(world.store.db), frozenset(names), items)
    with world.store.write() as db:
        waiting.try_now(db, wanted, instant(world.now))
    troubles: dict[str, tuple[str, str]] = {}
    with Workers(world.setting) as workers:
        for name in dict.fromkeys(a.source for a in wanted):
            source = world.config.source(name)
            if source is None:
                troubles[name] = ("removed", "the config has no such source any more")
                continue
            folders = tuple(dict.fromkeys(a.collection for a in wanted if a.source == name))
            result = pass_over(world, source, workers, visit=Visit(lambda s=source: open_harvester(world.config, s), only=folders, keeps=False))  # type: ignore[misc]
            if result.error is not None:
                troubles[name] = (result.state, result.error)
    return [_tried(world, a, troubles.get(a.source)) for a in wanted]


def _chosen(there: list[Aside], names: frozenset[str], items: Collection[str]) -> list[Aside]:
    of_sources = [a for a in there if not names or a.source in names]
    if unknown := [item for item in items if not any(item in (a.remote_id, f"{a.collection}/{a.remote_id}") for a in of_sources)]:
        some = ", ".join(f"{a.collection}/{a.remote_id}" for a in of_sources[:_NAMED]) or "nothing"
        raise UsageError(f"{unknown[0]}: no such item is set aside; set aside are {some}{' …' if len(of_sources) > _NAMED else ''}")
    return [a for a in of_sources if not items or a.remote_id in items or f"{a.collection}/{a.remote_id}" in items]


def _tried(world: World, a: Aside, trouble: tuple[str, str] | None) -> Tried:
    outcome, reason = waiting.became(world.store.db, a)
    if trouble and outcome == "retry":
        outcome, reason = trouble
    return Tried(a.source, a.collection, a.remote_id, a.state, outcome, reason)
