"""The address book of a Google account, read only: each contact as it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from connectors.base import MAX_MESSAGE
from connectors.google.account import CONTACTS_READ, GoogleAccount

if TYPE_CHECKING:
    from connectors.google.address_book import ContactsHarvester


class GoogleContactsOptions(GoogleAccount, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `google-contacts` source."""


def scopes(options: GoogleContactsOptions, *, reminders: bool) -> tuple[str, ...]:
    """What consent has to allow."""
    return (CONTACTS_READ,)


def open_harvester(options: GoogleContactsOptions, base: Path, owner: str, max_message: int = MAX_MESSAGE) -> ContactsHarvester:
    """The address book of one account."""
    from connectors.google.address_book import ContactsHarvester
    from connectors.google.client import GoogleClient

    return ContactsHarvester(GoogleClient(options, base, "people", scopes(options, reminders=False)))
