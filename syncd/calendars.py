"""The calendars a pass writes reminders into, opened once, and what the pass did to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from connectors import registry
from connectors.base import Connected, ReminderCalendar, Seen
from syncd.errors import ConfigError, ItemError, SourceError
from syncd.store import moves, pauses, reminders
from syncd.world import World


@dataclass(slots=True)
class Kept:
    """What one pass over the calendars did; `errors` are sentences for people."""

    put: int = 0
    removed: int = 0
    decided: int = 0
    errors: list[str] = field(default_factory=list)


def let_go(calendar: ReminderCalendar) -> None:
    """Close its connection, where it keeps one."""
    if isinstance(calendar, Connected):
        calendar.close()


def ask_for(calendar: ReminderCalendar, uids: Iterable[str]) -> tuple[dict[str, Seen | None], dict[str, str]]:
    """Entries that were not among the others, None for one that is gone; and why some cannot be read: nothing is decided about these."""
    asked: dict[str, Seen | None] = {}
    unread: dict[str, str] = {}
    for uid in uids:
        try:
            asked[uid] = calendar.ask(uid)
        except ItemError as problem:
            unread[uid] = str(problem)
    return asked, unread


class Calendars:
    """The calendars that keep reminders, opened once a pass; one that failed is left alone for the rest of it.

    `paused`: nothing is written there for now. `left`: their owners have left, so what is there is taken out. `old`: the
    config keeps no reminders there any more, but entries of ours are there still; nothing new is put into either. The
    calendars of sources that moved are none of these: `moved_entries` looks after them.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        config, db = world.config, world.store.db
        held = reminders.calendars_in_use(db)
        moved = moves.moved(db)
        here = [s for s in config.sources if s.name not in moved]
        self.old = frozenset(s.name for s in here if s.name in held and not s.reminders and registry.keeps_reminders(s.connector))
        self.sources = {s.name: s for s in here if s.reminders or s.name in self.old}
        self.left = frozenset(name for name, s in self.sources.items() if world.has_left(s.owner))
        paused = pauses.active(db, world.today)
        self.paused = frozenset(name for name, s in self.sources.items() if pauses.EVERYBODY in paused or s.owner in paused)
        self.failed: dict[str, str] = {}
        self._open: dict[str, ReminderCalendar] = {}

    def of(self, name: str) -> ReminderCalendar | None:
        """The calendar of a source, or None where it cannot be had now."""
        if name in self.failed or name not in self.sources:
            return None
        if name not in self._open:
            source = self.sources[name]
            assert source.settings is not None
            try:
                self._open[name] = registry.open_reminders(source.connector, source.settings, base=self.world.config.folder)
            except (SourceError, ConfigError) as problem:  # a secret file that is not there is this calendar's trouble
                self.failed[name] = str(problem)
                return None
        return self._open[name]

    def close(self) -> None:
        """Let go of every connection: an idle one is another's, and a server counts them."""
        for calendar in self._open.values():
            let_go(calendar)
        self._open.clear()

    def owner(self, name: str) -> str:
        """Whose calendar it is, or ''."""
        return self.sources[name].owner if name in self.sources else ""

    def by_owner(self) -> dict[str, str]:
        """Into whose calendar entries are put: owner → name of the source."""
        return {s.owner: name for name, s in self.sources.items() if name not in self.left and name not in self.old}

    def may_write(self, *names: str) -> bool:
        """Whether writing into all of these is allowed now."""
        return self.paused.isdisjoint(names)

    def is_given_up(self, name: str) -> bool:
        """Whether an entry there need not be waited for: the config has no such calendar, or its owner left and it does not answer."""
        return name not in self.sources or (name in self.left and self.of(name) is None)
