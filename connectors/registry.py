"""Which word of the config means which connector, and who reads what a connector gives. Nothing is imported before it is asked for.

A new connector is one line here. Its module exposes an options type (a msgspec.Struct), `open_harvester(options, base,
owner, max_message)` and, where it can keep reminders, `open_reminders(options, base)`; one that a person signs in to
has `scopes(options, reminders=)`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import msgspec

from connectors.base import MAX_MESSAGE, Harvester, ReminderCalendar
from connectors.rights import Rights
from syncd.errors import ConfigError

# word of the config → module, its options type
CONNECTORS: dict[str, tuple[str, str]] = {
    "memory": ("connectors.memory", "MemoryOptions"),
    "maildir": ("connectors.files.maildir", "MaildirOptions"),
    "mbox": ("connectors.files.mbox", "MboxOptions"),
    "eml": ("connectors.files.eml", "EmlOptions"),
    "vdir": ("connectors.files.vdir", "VdirOptions"),
    "imap": ("connectors.imap", "ImapOptions"),
    "caldav": ("connectors.dav.caldav", "CaldavOptions"),
    "carddav": ("connectors.dav.carddav", "CarddavOptions"),
    "gmail": ("connectors.google.gmail", "GmailOptions"),
    "google-calendar": ("connectors.google.calendars", "GoogleCalendarOptions"),
    "google-contacts": ("connectors.google.contacts", "GoogleContactsOptions"),
    "exchange": ("connectors.exchange.source", "ExchangeOptions"),
    "graph": ("connectors.graph.mail", "GraphMailOptions"),
    "graph-calendar": ("connectors.graph.calendars", "GraphCalendarOptions"),
    "graph-contacts": ("connectors.graph.contacts", "GraphContactsOptions"),
    "tables": ("connectors.tables", "TablesOptions"),
    "calls": ("connectors.calls", "CallsOptions"),
}

# word of the config → module that looks at what its keys may do (connectors/rights.py)
RIGHTS: dict[str, str] = {
    "gmail": "connectors.google.rights",
    "google-calendar": "connectors.google.rights",
    "google-contacts": "connectors.google.rights",
    "exchange": "connectors.exchange.rights",
    "graph": "connectors.graph.rights",
    "graph-calendar": "connectors.graph.rights",
    "graph-contacts": "connectors.graph.rights",
}

# media type → module, its pure reader of raw bytes
READERS: dict[str, tuple[str, str]] = {
    "message/rfc822": ("syncd.core.mime", "read_message"),
    "message/x-journal": ("syncd.core.mime.journal", "mail_in"),
    "text/calendar": ("syncd.core.ical", "read_calendar"),
    "text/vcard": ("syncd.core.cards.read", "read_cards"),
    "application/x-google-event": ("syncd.core.google.events", "read_event"),
    "application/x-google-contact": ("syncd.core.google.contacts", "read_contact"),
    "application/x-ews-event": ("syncd.core.exchange.events", "read_ews_event"),
    "application/x-ews-contact": ("syncd.core.exchange.contacts", "read_ews_contact"),
    "application/x-ews-call": ("syncd.core.exchange.calls", "read_ews_call"),
    "application/x-graph-event": ("syncd.core.graph.events", "read_graph_event"),
    "application/x-graph-contact": ("syncd.core.graph.contacts", "read_graph_contact"),
    "application/x-syncd-table-row": ("syncd.core.tables", "read_row"),
    "application/x-syncd-call": ("syncd.core.calls.records", "read_record"),
}


def options_type(name: str) -> type[msgspec.Struct]:
    """The type that holds the keys of a connector. Raises ConfigError for an unknown word."""
    return cast(type[msgspec.Struct], getattr(_module(name), CONNECTORS[name][1]))


def is_of(name: str, provider: str) -> bool:
    """Whether two words of the config mean connectors of one provider: "gmail" and "google-calendar" do."""
    return name in CONNECTORS and CONNECTORS[name][0].split(".")[:2] == CONNECTORS[provider][0].split(".")[:2]


def open_harvester(name: str, options: msgspec.Struct, *, base: Path, owner: str, max_message: int = MAX_MESSAGE) -> Harvester:
    """The harvester of one source. `base` is the folder of the config file, `owner` an address, `max_message` in bytes."""
    return cast(Harvester, _module(name).open_harvester(options, base, owner, max_message))


def keeps_reminders(name: str) -> bool:
    """Whether the connector can keep reminders at all."""
    return hasattr(_module(name), "open_reminders")


def open_reminders(name: str, options: msgspec.Struct, *, base: Path) -> ReminderCalendar:
    """The calendar of one source for our reminders. Raises ConfigError where the connector keeps none."""
    if not keeps_reminders(name):
        raise ConfigError([f"connector {name} cannot keep reminders; use one of {', '.join(filter(keeps_reminders, CONNECTORS))}"])
    return cast(ReminderCalendar, _module(name).open_reminders(options, base))


def scopes(name: str, options: msgspec.Struct, *, reminders: bool) -> tuple[str, ...]:
    """What a person's consent has to allow for one source; empty where the connector asks nobody."""
    module = _module(name)
    return tuple(module.scopes(options, reminders=reminders)) if hasattr(module, "scopes") else ()


def rights(name: str, options: msgspec.Struct, *, base: Path) -> Rights | None:
    """What the key of one source may do; None where the connector's keys open one mailbox and no more. Raises ConfigError."""
    return cast(Rights, importlib.import_module(RIGHTS[name]).rights(name, options, base)) if name in RIGHTS else None


def reader(media_type: str) -> Callable[..., Any] | None:
    """The pure reader of a media type, or None where nothing reads it."""
    if media_type not in READERS:
        return None
    module, function = READERS[media_type]
    return cast(Callable[..., Any], getattr(importlib.import_module(module), function))


def _module(name: str) -> Any:
    if name not in CONNECTORS:
        raise ConfigError([f'there is no connector "{name}"; there are {", ".join(CONNECTORS)}'])
    return importlib.import_module(CONNECTORS[name][0])
