"""Calendars of one Microsoft 365 mailbox: read as meetings, and our reminders kept there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from connectors.base import MAX_MESSAGE, ReminderCalendar
from connectors.graph.account import CALENDARS_READ, CALENDARS_WRITE, TASKS_WRITE, GraphAccount

if TYPE_CHECKING:
    from connectors.graph.agenda import GraphAgendaHarvester


class GraphCalendarOptions(GraphAccount, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `graph-calendar` source."""

    as_: Literal["event", "task"] = msgspec.field(default="event", name="as")
    """What our entries are: events of the person's own calendar, or tasks of Microsoft To Do."""


def scopes(options: GraphCalendarOptions, *, reminders: bool) -> tuple[str, ...]:
    """What consent has to allow; writing only where reminders go there."""
    if reminders and options.as_ == "task":
        return CALENDARS_READ, TASKS_WRITE
    return (CALENDARS_WRITE,) if reminders else (CALENDARS_READ,)


def open_harvester(options: GraphCalendarOptions, base: Path, owner: str, max_message: int = MAX_MESSAGE) -> GraphAgendaHarvester:
    """The calendars of one mailbox."""
    from connectors.graph.agenda import GraphAgendaHarvester
    from connectors.graph.client import GraphClient

    return GraphAgendaHarvester(GraphClient(options, base, scopes(options, reminders=False)))


def open_reminders(options: GraphCalendarOptions, base: Path) -> ReminderCalendar:
    """The calendar, or the list of tasks, in which one person's reminders are kept."""
    from connectors.graph.client import GraphClient
    from connectors.graph.reminders import GraphReminders
    from connectors.graph.tasks import TaskReminders, known_of

    if options.as_ == "task":
        client = GraphClient(options, base, (TASKS_WRITE,))
        return TaskReminders(client, known=known_of(options.endpoint, client.mailbox))
    return GraphReminders(GraphClient(options, base, scopes(options, reminders=True)))
