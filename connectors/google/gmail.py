"""Mail in Gmail: all mail and what was sent, read whole; labels as marks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from connectors.base import MAX_MESSAGE
from connectors.google.account import GMAIL_READ, GoogleAccount

if TYPE_CHECKING:
    from connectors.google.mailbox import GmailHarvester


class GmailOptions(GoogleAccount, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `gmail` source."""


def scopes(options: GmailOptions, *, reminders: bool) -> tuple[str, ...]:
    """What consent has to allow."""
    return (GMAIL_READ,)


def open_harvester(options: GmailOptions, base: Path, owner: str, max_message: int = MAX_MESSAGE) -> GmailHarvester:
    """The mail of one account."""
    from connectors.google.client import GoogleClient
    from connectors.google.mailbox import GmailHarvester

    return GmailHarvester(GoogleClient(options, base, "gmail", scopes(options, reminders=False)), max_message=max_message)
