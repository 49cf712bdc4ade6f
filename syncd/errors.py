"""Every error of syncd, by how far it reaches.

    SyncdError
    ├── ItemError            one message, meeting or call: set it aside with the reason, go on
    ├── SourceError          one mailbox or calendar: back off or pause it, the others run
    │   ├── AuthFailed       the server refuses the credentials: ask a person
    │   ├── ReauthNeeded     consent was withdrawn: a person must sign in again
    │   ├── Forbidden        signed in, but not allowed to read this
    │   │   └── NotShared    it is another person's, who does not share it or no longer does: the source itself is well
    │   ├── ProviderRetired  the provider has switched the service off
    │   ├── Busy             the server asks us to wait (`retry_after` seconds)
    │   ├── CursorExpired    the provider forgot our place: list everything again
    │   ├── ChangedByPerson  an entry of ours was changed since we last saw it
    │   ├── CalendarGone     the account answers, and the calendar of our entries is there no more
    │   └── Held             another living pass holds this source
    └── DaemonError          stop the program; `exit_code` is one of sysexits.h
        ├── UsageError 64 · StoreError 65 · Unavailable 69 · AlreadyRunning 75 · ConfigError 78

The text of an error tells the reader what to do next. `state` of a SourceError is the word shown in the view `sources`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence


class SyncdError(Exception):
    """The root: catch it where a person reads the text, nowhere else."""


class ItemError(SyncdError):
    """One item cannot be read; the rest of the page can."""


class SourceError(SyncdError):
    """One source cannot go on now."""

    state = "backing off"


class AuthFailed(SourceError):
    """The server refuses the credentials."""

    state = "auth failed"


class ReauthNeeded(SourceError):
    """Consent was withdrawn or has run out."""

    state = "reauth needed"


class Forbidden(SourceError):
    """Signed in, but not allowed to read this collection."""

    state = "forbidden"


class NotShared(Forbidden):
    """A collection that belongs to another person may not be read, or no longer: nothing is amiss with the source that lists it."""


class ProviderRetired(SourceError):
    """The provider has closed this interface for good."""

    state = "provider retired"


class Busy(SourceError):
    """The server asks us to wait.

    Attributes:
        retry_after: seconds to wait at least, or None when the server did not say.
    """

    def __init__(self, text: str, retry_after: float | None = None) -> None:
        super().__init__(text)
        self.retry_after = retry_after


class CursorExpired(SourceError):
    """The provider no longer knows our place in the collection; a complete listing is needed."""

    state = "backlog"


class ChangedByPerson(SourceError):
    """An entry of ours is not as we left it: look at it again before writing."""


class CalendarGone(SourceError):
    """The account answers, and the calendar that held our entries is there no more: no answer of a person about any of them."""


class Held(SourceError):
    """Another living pass holds this source."""

    state = "held"


class DaemonError(SyncdError):
    """Nothing can go on; `exit_code` says why to the service manager (sysexits.h)."""

    exit_code = os.EX_SOFTWARE


class UsageError(DaemonError):
    """The command line asks for what cannot be."""

    exit_code = os.EX_USAGE


class StoreError(DaemonError):
    """The store is damaged, newer than this program, or not a store."""

    exit_code = os.EX_DATAERR


class Unavailable(DaemonError):
    """No source could be reached."""

    exit_code = os.EX_UNAVAILABLE


class AlreadyRunning(DaemonError):
    """Another process holds what this one needs."""

    exit_code = os.EX_TEMPFAIL


class ConfigError(DaemonError):
    """The config cannot be used; `problems` holds every reason at once, one line each."""

    exit_code = os.EX_CONFIG

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)
