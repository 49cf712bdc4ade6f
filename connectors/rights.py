"""What one key of the config (a password, a secret, a consent) may do: for those who look after rights. No pass asks any of it.

A connector whose keys can be looked at has a module with `rights(name, options, base)`; the registry knows which.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from syncd.errors import SourceError, SyncdError


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why a key does not let us in: a word for it, a sentence, and what to do."""

    code: str
    text: str
    remedy: str


class Rights(Protocol):
    """One source's key. Nothing is written anywhere, no file of tokens either, and what is read of a mailbox is the id of a folder at most."""

    who: str
    """Whom the provider knows: an account of a service, an application."""
    mailbox: str
    """The address of the one mailbox the source names."""
    identity: tuple[str, ...]
    """The same for sources that sign in as the same."""
    service: str
    """What of a mailbox is opened, where the provider gives rights to it by itself: mail, calendar, contacts."""
    consent: bool
    """Whether a person gave it for their own mailbox, in a file of tokens."""
    several: bool
    """Whether the key could open other mailboxes than this one."""
    narrow: str
    """What to do where it opens one that it should not."""
    drop: str
    """What to do where it may do more than is needed."""

    refused: type[SourceError]
    """What `open` raises where the mailbox may not be opened."""
    nobody: type[SourceError]
    """What it raises where there is no such mailbox, which tells nothing."""

    def open(self, mailbox: str) -> None:
        """Open a mailbox and ask for as little as shows that it opens. Raises SourceError, ConfigError."""

    def beyond(self, needed: frozenset[str]) -> tuple[str, ...]:
        """What it may do beside what is needed, as far as the provider tells, in the words of the sources' scopes. Raises SourceError, ConfigError."""

    def cause(self, error: SyncdError) -> Cause:
        """Why the mailbox that the source names does not open."""


def told(error: SyncdError) -> Cause:
    """The cause that an error tells by itself."""
    return Cause(code="sign-in", text=str(error), remedy="do what it says, then call syncd check")
