"""Weighs the promises that were put off while a backlog came in (`store.evidence.put_off`)."""

from __future__ import annotations

from syncd.store import evidence
from syncd.world import World


def weigh_put_off(world: World) -> None:
    """Weigh all that wait, in small transactions."""
    while evidence.has_put_off(world.store.db):
        with world.store.write() as db:
            evidence.settle_put_off(world.page(db))
