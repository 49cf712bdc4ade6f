"""Entries in calendars that are about no promise: after a call, before a meeting, and whom to meet next. Each only where the config wants it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from syncd.core import aftercalls, keys, meet_again
from syncd.core import briefs as before_meetings
from syncd.core.model import Language
from syncd.core.plan import WRITTEN, Existing, Wanted
from syncd.core.relations.rhythm import suggestions
from syncd.core.worktime import zone_of
from syncd.store import briefs, histories, reminders, who
from syncd.store.reminders import Row
from syncd.world import World

_ASKED_WITHIN = dt.timedelta(days=21)  # longer than any free days between a call and the working day after it
_OFFERED_LATELY = dt.timedelta(days=14)  # where no rule of the relation says within which days a second offer is one too many
_SUGGESTED_FOR = dt.timedelta(days=7)  # a suggestion stays
_SUGGESTED_ON = "suggested_on"  # the day on which it was looked whom to meet

People = Mapping[str, tuple[str, Language]]


def entries(world: World, outbox: Mapping[str, Row], existing: Mapping[str, Existing], owners: People, url: str) -> list[Wanted]:
    """The entries that should be there now. `owners`: our addresses with zone and language, of those who get entries; `url`: of the pages."""
    found = [*_after_calls(world, existing, owners, url), *_briefs(world, existing, owners, url), *_to_meet(world, outbox, owners, url)]
    return [*found, *_begun(world, outbox, {w.reminder.uid for w in found}, owners)]


def _begun(world: World, outbox: Mapping[str, Row], named: Collection[str], owners: People) -> list[Wanted]:
    """Today's entries before meetings that have begun: they stay as they are, for what is written into them is read, and so they take up room of the day."""
    return [
        Wanted(reminder=row.reminder, owner=row.owner, purpose=row.purpose, promise_key=None, zone=row.zone) for row in outbox.values()
        if row.purpose == "brief" and row.owner in owners and row.state in WRITTEN and row.reminder.uid not in named
        and row.reminder.start <= world.now and row.reminder.start.astimezone(zone_of(owners[row.owner][0])).date() == world.now.astimezone(zone_of(owners[row.owner][0])).date()
    ]  # fmt: skip


def looked(world: World) -> None:
    """Note that today's suggestions are in the outbox; inside the caller's transaction."""
    if world.config.reminders.suggest_meetings:
        world.store.set_meta(_SUGGESTED_ON, world.today.isoformat())


def _after_calls(world: World, existing: Mapping[str, Existing], owners: People, url: str) -> list[Wanted]:
    """The entries that ask what was promised in a call."""
    if not world.config.reminders.after_calls:
        return []
    calls = reminders.answered_calls(world.store.db, keys.instant(world.now - _ASKED_WITHIN), aftercalls.LEAST)
    return aftercalls.after_calls(calls, existing, owners, world.config.calendar, url, world.now)


def _briefs(world: World, existing: Mapping[str, Existing], owners: People, url: str) -> list[Wanted]:
    """The entries that say what one must know before a meeting with a customer."""
    which = world.config.reminders.briefs
    found = dict(briefs.visits(world.store.db, owners.keys(), world.now)) if which != "off" else {}
    if not found:
        return []
    names = who.staff_names(world.store.db)
    days = [dt.timedelta(seconds=rule.within.seconds) for rule in world.config.rules if rule.check == "second-offer" and rule.within]
    since = world.now - max(days, default=_OFFERED_LATELY)
    sheets = [(v, briefs.sheet(world.store.db, v, found[v], names, world.now, since)) for v in before_meetings.chosen(found, world.now)]
    return before_meetings.entries(sheets, which, existing, owners, url)


def _to_meet(world: World, outbox: Mapping[str, Row], owners: People, url: str) -> list[Wanted]:
    """The entries that suggest whom to meet: those of the last days as they are, and once a day new ones."""
    if not world.config.reminders.suggest_meetings:
        return []
    told = [row for row in outbox.values() if row.purpose == meet_again.PURPOSE]
    wanted = [Wanted(reminder=row.reminder, owner=row.owner, purpose=row.purpose, promise_key=None, zone=row.zone) for row in told if row.reminder.start > world.now - _SUGGESTED_FOR]
    if world.store.meta(_SUGGESTED_ON) == world.today.isoformat():
        return wanted
    week = meet_again.subject_of("", world.today)
    for owner, (zone, language) in owners.items():
        found = suggestions(histories.stirring(world.store.db, owner, world.today), world.today)
        this_week = sum(row.owner == owner and row.subject.endswith(week) for row in told)
        wanted += [
            meet_again.entry(s, owner, zone, language, world.config.calendar, url, world.now, world.today)
            for s in meet_again.chosen(found, this_week, outbox.keys(), world.today)
        ]
    return wanted
