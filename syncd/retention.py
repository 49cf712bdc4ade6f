"""What is older than `[privacy] keep` allows goes every night: rows, words of the index, originals. Here and in the daemon's upkeep.

What is promised and not done stays until it is; so does what closed something that stays. At the providers nothing changes;
what lies there still is left out from then on by the rule `keep:<kind>`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

from syncd.config import Config
from syncd.core.exclude import Rule
from syncd.core.keeping import limits, over
from syncd.core.keys import instant
from syncd.erasure import read_again, take_out
from syncd.store import erasing, retention
from syncd.store.db import connect
from syncd.store.erasing import Kept
from syncd.store.forgetting import sweep
from syncd.store.raw import RawFolder
from syncd.world import World, setting_of

_PIECE = 100
_DONE = "kept_on"  # meta: the day on which what was too old went


def too_old(world: World) -> dict[str, list[Kept]]:
    """The originals that are older than they may be kept, by kind; nothing is written."""
    until = limits(world.config.privacy.keep, world.now)
    found: dict[str, list[Kept]] = {}
    for kind, moment in until.items():
        names = retention.old(world.store.db, kind, instant(moment))
        there = [o for o in (erasing.kept(world.store.db, name) for name in names) if o]
        found[kind] = [o for o in there if (what := read_again(world, o)) is not None and over(what, until, world.config.company.timezone) == kind]
    return found


def foreseen(config: Config, now: dt.datetime) -> list[dict[str, object]]:
    """How many originals of each kind would go now, as `check --rules` tells what a rule takes; nothing is written."""
    if not config.privacy.keep or not config.store.path.exists():
        return []
    world = World(config, connect(config.store.path, read_only=True), RawFolder(config.store.path.parent / "raw"), setting_of(config), now)
    try:
        there = retention.counts(world.store.db)
        return [{"source": "the store", "rule": f"keep:{kind}", "items": len(gone), "of": there.get(kind, 0)} for kind, gone in too_old(world).items()]
    finally:
        world.close()


def daily(world: World) -> Counter[str]:
    """`keep_no_longer`, once a day."""
    if not world.config.privacy.keep or world.store.meta(_DONE) == f"{world.today}":
        return Counter()
    gone = keep_no_longer(world)
    with world.store.write():
        world.store.set_meta(_DONE, f"{world.today}")
    return gone


def keep_no_longer(world: World) -> Counter[str]:
    """Take out what is too old; how many originals of each kind went. Stopped half-way, the next night goes on."""
    gone: Counter[str] = Counter()
    for kind, originals in too_old(world).items():
        for start in range(0, len(originals), _PIECE):
            piece = originals[start : start + _PIECE]
            with world.store.write():
                take_out(world, piece, Rule(f"keep:{kind}"))
            gone[kind] += len(piece)
    if gone:
        with world.store.write() as db:
            retention.note(db, instant(world.now), gone)
        sweep(world.store, world.raw)
    return gone
