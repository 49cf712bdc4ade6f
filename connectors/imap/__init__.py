"""Mail on an IMAP server: every folder, what changes in it, and nothing is changed by reading it.

Read account.py first; it is the connector. Below it, from the outside in: folders.py (which there are), passing.py (one
pass over one folder), place.py (how far it has come), bodies.py (whole mails in batches), session.py (commands), answers.py (what servers say),
refusals.py (what their refusals mean), wire.py (bytes and deadlines).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from connectors.base import MAX_MESSAGE
from connectors.imap.options import ImapOptions as ImapOptions

if TYPE_CHECKING:
    from connectors.imap.account import ImapAccount


def connect(options: ImapOptions, max_message: int = MAX_MESSAGE) -> ImapAccount:
    """An account whose connection is opened when first needed and kept until `close`: for who makes many passes."""
    from connectors.imap.account import ImapAccount  # with IMAPClient and ssl: only where mail is read
    from connectors.imap.bodies import Limits
    from connectors.imap.journal import ImapJournal

    return (ImapJournal if options.journal else ImapAccount)(options, Limits(message=max_message))


def open_harvester(options: ImapOptions, base: Path, owner: str, max_message: int = MAX_MESSAGE) -> ImapAccount:
    """The mail of one account."""
    return connect(options, max_message)
