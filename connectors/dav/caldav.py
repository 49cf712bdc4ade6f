"""Calendars on a CalDAV server (RFC 4791): read as meetings, and one of them used to keep our reminders.

Tasks, journals and what we wrote ourselves are not read. The libraries are loaded when an account is opened: a config
that names one is read without them.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from connectors.base import MAX_MESSAGE
from syncd.config.secrets import secret

if TYPE_CHECKING:
    from connectors.dav.client import Account
    from connectors.dav.harvest import DavHarvester
    from connectors.dav.reminders import CaldavReminders, Known


class CaldavOptions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `caldav` source."""

    url: str
    """The server, or the address of a folder of calendars or of a single one."""
    user: str = ""
    """The name to sign in with."""
    password_file: str = ""
    """The file that holds the password, readable by its owner only."""
    password_env: str = ""
    """Or the environment variable that holds it."""
    ca_file: str = ""
    """The certificates to trust instead of the system's."""
    calendar: str = ""
    """The one calendar to read, by name or address; "" for all."""
    reminder_calendar: str = "Promises"
    """The calendar our entries are kept in, by name or address; made on demand, and not read as meetings."""
    as_: Literal["event", "task"] = msgspec.field(default="event", name="as")
    """What an entry is: an event, or a task with a due time."""


def open_harvester(options: CaldavOptions, base: Path, owner: str, max_message: int = MAX_MESSAGE) -> DavHarvester:
    """The calendars of one account."""
    from connectors.dav.discovery import CALENDARS, session
    from connectors.dav.harvest import DavHarvester

    return DavHarvester(session(_account(options, base), CALENDARS), wanted=options.calendar, hidden=options.reminder_calendar)


def open_reminders(options: CaldavOptions, base: Path) -> CaldavReminders:
    """The calendar in which one person's reminders are kept."""
    from connectors.dav.discovery import CALENDARS, session
    from connectors.dav.reminders import CaldavReminders

    account = _account(options, base)
    known = _known(account, options.reminder_calendar)
    return CaldavReminders(session(account, CALENDARS), options.reminder_calendar, sort=options.as_, known=known)


def _account(options: CaldavOptions, base: Path) -> Account:
    from connectors.dav.client import Account

    ca_file = str(base / options.ca_file) if options.ca_file else ""
    return Account(url=options.url, user=options.user, password=secret(options, "password") or "", ca_file=ca_file)


@lru_cache(maxsize=4096)
def _known(account: Account, calendar: str) -> Known:
    """What is known of a calendar of reminders between passes."""
    from connectors.dav.reminders import Known

    return Known()
