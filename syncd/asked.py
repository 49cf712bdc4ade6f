"""Which one person is meant by an address, a telephone, a name or an id: exactly one, or it is asked again."""

from __future__ import annotations

import re

from syncd.errors import UsageError
from syncd.store import erasing
from syncd.store.erasing import Whom
from syncd.who import who
from syncd.world import World

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def the_person(world: World, asked: str) -> Whom:
    """The one outside person meant. Raises UsageError where there is none, or several: it lists them."""
    asked = asked.strip()
    if world.config.person(asked.casefold()).address in {p.address for p in world.config.people}:
        raise UsageError(f"{asked} is one of yours: `syncd staff leave` is for colleagues")
    uuid = asked if _UUID.fullmatch(asked) else _uuid(world, asked)
    found = erasing.person(world.store.db, uuid)
    if found is None:
        raise UsageError(f"nobody has the id {asked}")
    return found


def _uuid(world: World, asked: str) -> str:
    card = who(world.config, asked, world.now)
    match card["found"]:
        case "person":
            return str(card["person"]["id"])
        case "several":
            lines = [f"  {r['name']}  {r['organisation'] or ''}  {r['address'] or ''}" for r in card["several"] if r["kind"] == "person"]
            raise UsageError("\n".join([f"several fit “{asked}”; ask again by an address:", *lines]))
        case "company":
            raise UsageError(f"“{asked}” is a company; name one person")
    raise UsageError(f"nobody is found for “{asked}”")
