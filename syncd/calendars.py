"""The calendars a pass writes reminders into, opened once, and what the pass did to them."""

from __future__ import annotations

from dataclasses import dataclass, field

from connectors import registry
from connectors.base import ReminderCalendar
from syncd.errors import SourceError
from syncd.world import World


@dataclass(slots=True)
class Kept:
    """What one pass over the calendars did; `errors` are sentences for people."""

    put: int = 0
    removed: int = 0
    decided: int = 0
    errors: list[str] = field(default_factory=list)


class Calendars:
    """The calendars that keep reminders, opened once a pass; one that failed is left alone for the rest of it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.sources = {s.name: s for s in world.config.sources if s.reminders}
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
            except SourceError as problem:
                self.failed[name] = str(problem)
                return None
        return self._open[name]
