"""What escalation is told of the world: who is away on which days, who may read whose words. Nothing is asked while nothing is overdue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from syncd.core import overdue
from syncd.core.model import Company, Language
from syncd.core.owners import manager_of
from syncd.core.plan import Existing, Open, Policy, Wanted, owner_of
from syncd.store import absences
from syncd.world import World

People = Mapping[str, tuple[str, Language]]


def entries(world: World, promises: Sequence[Open], existing: Mapping[str, Existing], people: People, company: Company, policy: Policy) -> list[Wanted]:
    """The second reminders and the managers' entries that should be there now."""
    if not policy.escalate:
        return []
    calendar = world.config.calendar
    late = [p for p in promises if overdue.is_candidate(p, world.now, calendar)]
    if not late:
        return []
    owners = {owner_of(p, company)[0] for p in late}
    concerned = sorted(owners | {m for o in owners if (m := manager_of(o, company))})
    circumstances = overdue.Circumstances(
        existing=existing, people=people, company=company, calendar=calendar, policy=policy, absent={a: absences.days_away(world.store.db, a) for a in concerned},
        readers=frozenset(p.address for p in world.config.people if p.role in ("manager", "admin")),
    )  # fmt: skip
    return overdue.entries(late, circumstances, world.now)
