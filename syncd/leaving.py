"""A colleague leaves: their history stays, what they owe goes to somebody who is here, and the config is told what it has to say."""

from __future__ import annotations

from dataclasses import dataclass

from syncd.config import Config
from syncd.core.owners import standing_in
from syncd.errors import UsageError
from syncd.remind import keep_reminders
from syncd.store import deciding, leaving
from syncd.world import World


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who leaves, who takes over, what goes to them (key and quote), and what the config must say still."""

    address: str
    to: str
    promises: tuple[tuple[str, str], ...]
    companies: int
    config: tuple[str, ...]


def prepared(world: World, asked: str, to: str) -> Leaving:
    """What would be done. Raises UsageError where somebody is nobody's colleague, or nobody can take over."""
    config = world.config
    address = _colleague(config, asked)
    successor = _colleague(config, to) if to else standing_in(config.person(address).deputy or config.person(address).manager, config.company)
    if not successor or successor == address:
        raise UsageError(f"{address} has no deputy and no manager in the config: say with --to who takes over")
    if config.person(successor).left is not None:
        raise UsageError(f"{successor} leaves, too, or has left; give somebody else with --to")
    return Leaving(address, successor, tuple(leaving.open_with(world.store.db, address)), leaving.companies_of(world.store.db, address),
                   tuple(_to_be_written(config, address, world)))  # fmt: skip


def leave(world: World, it: Leaving, *, by: str) -> int:
    """Hand everything over, as decisions, and bring the calendars in line; how many entries went out of them. Safe to repeat."""
    with world.store.write() as db:
        page = world.page(db)
        for key, _ in it.promises:
            deciding.about_promise(page, key, "hand_over", it.to, by, "command")
    return keep_reminders(world).removed


def _colleague(config: Config, asked: str) -> str:
    address = config.person(asked.strip().casefold()).address
    if address not in {p.address for p in config.people}:
        raise UsageError(f"{asked}: the config knows no colleague of this address; it has {', '.join(sorted(p.address for p in config.people))}")
    return address


def _to_be_written(config: Config, address: str, world: World) -> list[str]:
    """What the config has to say for their access to end, in the order in which to write it."""
    lines = []
    if config.person(address).left is None:
        lines.append(f'in the [[staff]] table of {address}: left = "{world.today}"  (their pages end, their calendar is cleared of ours, nothing new is theirs)')
    lines += [f'take out the [[source]] table "{s.name}"' + (", once its calendar is cleared" if s.reminders else "") + "  (what was read stays)"
              for s in config.sources if s.owner == address]  # fmt: skip
    lines += [f'[[department]] "{d.name}": another dispatcher' for d in config.company.departments if d.dispatcher == address]
    lines += [f"[[staff]] {p.address}: another manager or deputy" for p in config.people if address in (p.manager, p.deputy) and p.left is None]
    return lines + [f"members of {box.address}: take {address} out" for box in config.company.shared if address in box.members]
