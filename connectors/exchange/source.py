"""The keys of an `exchange` source, and how one is opened. The library is loaded when a mailbox is opened, not before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from connectors.base import MAX_MESSAGE

if TYPE_CHECKING:
    from connectors.exchange.harvest import ExchangeHarvester
    from connectors.exchange.reminders import ExchangeReminders


class ExchangeOptions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keys of an `exchange` source."""

    url: str
    """Where Exchange Web Services are: https://…/EWS/Exchange.asmx."""
    mailbox: str
    """The address of the mailbox that is read: a person's, or a shared one."""
    user: str
    """The name to sign in with: DOMAIN\\name, or name@domain."""
    password_file: str = ""
    """The file that holds the password, readable by its owner only."""
    password_env: str = ""
    """Or the environment variable that holds it."""
    auth: Literal["ntlm", "basic", "kerberos"] = "ntlm"
    """The way to sign in. kerberos takes the ticket of the account whose keytab KRB5_CLIENT_KTNAME names, and needs 'syncd[kerberos]'."""
    impersonate: bool = False
    """Whether to act as the mailbox's owner (ApplicationImpersonation) instead of by a right to the mailbox."""
    version: str = ""
    """What the server speaks ("Exchange2016"); "" asks it once a connection."""
    ca_file: str = ""
    """The certificate authority to believe instead of the system's."""
    journal: bool = False
    """Whether everybody's mail is delivered into this one mailbox; then only its mail is read."""


def open_harvester(options: ExchangeOptions, base: Path, owner: str, max_message: int = MAX_MESSAGE) -> ExchangeHarvester:
    """The mail, calendars, contacts and journal of one mailbox."""
    from connectors.exchange.harvest import ExchangeHarvester
    from connectors.exchange.session import ExchangeSession

    return ExchangeHarvester(ExchangeSession(options, base), max_message=max_message, is_journal=options.journal)


def open_reminders(options: ExchangeOptions, base: Path) -> ExchangeReminders:
    """The calendar of the mailbox, in which its owner's reminders are kept."""
    from connectors.exchange.reminders import ExchangeReminders, known_of
    from connectors.exchange.session import ExchangeSession

    return ExchangeReminders(ExchangeSession(options, base), known=known_of(options.url, options.mailbox.casefold()))
