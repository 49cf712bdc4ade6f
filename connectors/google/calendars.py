"""Calendars at Google: read as meetings, and one of them used to keep our reminders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from connectors.base import MAX_MESSAGE
from connectors.google.account import CALENDARS_OWN, CALENDARS_READ, EVENTS_READ, EVENTS_WRITE, GoogleAccount

if TYPE_CHECKING:
    from connectors.google.agenda import CalendarHarvester
    from connectors.google.reminders import GoogleReminders


class GoogleCalendarOptions(GoogleAccount, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `google-calendar` source."""

    calendar: str = ""
    """The one calendar to read, by name or id; "" for all that the account shows."""
    reminder_calendar: str = "Promises"
    """The calendar our entries are kept in, made on demand and not read as meetings; "primary" for the account's own."""


def scopes(options: GoogleCalendarOptions, *, reminders: bool) -> tuple[str, ...]:
    """What consent has to allow; writing into the person's own calendar only where reminders go there."""
    read = (EVENTS_READ, CALENDARS_READ)
    if not reminders:
        return read
    return (*read, EVENTS_WRITE if options.reminder_calendar == "primary" else CALENDARS_OWN)


def open_harvester(options: GoogleCalendarOptions, base: Path, owner: str, max_message: int = MAX_MESSAGE) -> CalendarHarvester:
    """The calendars of one account."""
    from connectors.google.agenda import CalendarHarvester
    from connectors.google.client import GoogleClient

    client = GoogleClient(options, base, "calendar", scopes(options, reminders=False))
    return CalendarHarvester(client, wanted=options.calendar, hidden=options.reminder_calendar)


def open_reminders(options: GoogleCalendarOptions, base: Path) -> GoogleReminders:
    """The calendar in which one person's reminders are kept."""
    from connectors.google.client import GoogleClient
    from connectors.google.reminders import GoogleReminders, known_of

    client = GoogleClient(options, base, "calendar", scopes(options, reminders=True))
    return GoogleReminders(client, options.reminder_calendar, known=known_of(options.endpoint, client.account, options.reminder_calendar))
