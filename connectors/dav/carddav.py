"""Address books on a CardDAV server (RFC 6352), read only: each card as it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from connectors.base import MAX_MESSAGE
from syncd.config.secrets import secret

if TYPE_CHECKING:
    from connectors.dav.harvest import DavHarvester


class CarddavOptions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `carddav` source."""

    url: str
    """The server, or the address of a folder of address books or of a single one."""
    user: str = ""
    """The name to sign in with."""
    password_file: str = ""
    """The file that holds the password, readable by its owner only."""
    password_env: str = ""
    """Or the environment variable that holds it."""
    ca_file: str = ""
    """The certificates to trust instead of the system's."""


def open_harvester(options: CarddavOptions, base: Path, owner: str, max_message: int = MAX_MESSAGE) -> DavHarvester:
    """The address books of one account."""
    from connectors.dav.client import Account
    from connectors.dav.discovery import ADDRESS_BOOKS, session
    from connectors.dav.harvest import DavHarvester

    ca_file = str(base / options.ca_file) if options.ca_file else ""
    account = Account(url=options.url, user=options.user, password=secret(options, "password") or "", ca_file=ca_file)
    return DavHarvester(session(account, ADDRESS_BOOKS))
