"""One person's consent at a provider, kept in a token file and renewed once for all sources that share it.

A provider is asked for an access token when there is none or the one there is about to end, and when an API refuses it. What
is refused is remembered in the file, so that a consent that was withdrawn costs three requests an hour at most (G18).
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from connectors.token_file import alone, instant, signature, write_kept
from syncd import faults
from syncd.errors import Busy, SourceError

MARGIN = dt.timedelta(minutes=2)  # a token that ends sooner is not used any more
REMEMBERED = dt.timedelta(minutes=30)  # for so long a refusal is believed without asking again


class Consent(msgspec.Struct, kw_only=True):
    """What every token file holds, and whose it is."""

    account: str
    client_id: str
    refresh_token: str
    token: str = ""
    """The access token last given."""
    expiry: str = ""
    """When that ends, ISO 8601 in UTC."""
    scopes: list[str] = []
    refused_at: str = ""
    """When the provider last refused to renew it, and its word for why: it is not asked again soon."""
    refused_for: str = ""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(account={self.account!r})"


C = TypeVar("C", bound=Consent)
S = TypeVar("S")


class NotRenewed(Exception):
    """The provider refused to renew a consent; the text is its word for why."""


class Wait:
    """Until when a provider gives no token, for it said so."""

    def __init__(self, provider: str) -> None:
        self._provider, self._not_before = provider, 0.0  # by time.monotonic

    @contextmanager
    def heeded(self) -> Iterator[None]:
        """While a token is asked for. Raises Busy where it is too early; what is told now is remembered."""
        if (wait := self._not_before - time.monotonic()) > 0:
            raise Busy(f"{self._provider} gives no token now; it is asked again in {wait:.0f} s", retry_after=wait)
        try:
            yield
        except Busy as busy:
            self._not_before = time.monotonic() + (busy.retry_after or 0.0)
            raise


class KeptConsent(ABC, Generic[C, S]):
    """What this process knows of one token file. S: what a source that shares it says of whose it is."""

    def __init__(self, path: Path, provider: str) -> None:
        self.path = path
        self._lock, self._wait = threading.Lock(), Wait(provider)
        self._signature: tuple[int, ...] = ()
        self.kept: C | None = None

    def token(self, source: S, refused: str, claims: str = "") -> str:
        """An access token that is good for now, another one than `refused`. Raises what `check` and `renewed` do, and Busy."""
        with self._lock:
            if good := _good(self._read(source), refused):
                return good
            with alone(self.path):
                kept = self._read(source)  # another process may have renewed it meanwhile
                return _good(kept, refused) or self._renew(source, kept, claims)

    @abstractmethod
    def read(self) -> C:
        """What the file holds."""

    @abstractmethod
    def check(self, source: S, kept: C) -> None:
        """Raise AuthFailed or ReauthNeeded where the consent is not that of the source (F43)."""

    @abstractmethod
    def renewed(self, source: S, kept: C, claims: str) -> C:
        """The consent with an access token that was given just now. Raises NotRenewed, Busy, or another SourceError."""

    @abstractmethod
    def refusal(self, account: str, word: str) -> SourceError:
        """What it means that a consent is not renewed, by the provider's word for it."""

    def unwritten(self, error: OSError) -> SourceError | None:
        """What to raise where a new refresh token cannot be kept in the file; None where the old one goes on to be good."""
        return None

    def _read(self, source: S) -> C:
        """The consent as it is in the file, or in memory where the file is older."""
        seen = signature(self.path)
        if self.kept is None or seen != self._signature:
            self.kept, self._signature = self.read(), seen
        self.check(source, self.kept)
        return self.kept

    def _renew(self, source: S, kept: C, claims: str) -> str:
        """Ask for a new access token, and keep it before it is used (F41)."""
        if abs(now() - instant(kept.refused_at)) < REMEMBERED:
            raise self.refusal(kept.account, kept.refused_for)
        try:
            with self._wait.heeded():
                new = self.renewed(source, kept, claims)
        except NotRenewed as error:
            word = str(error)
            self._keep(msgspec.structs.replace(kept, token="", expiry="", refused_at=now().isoformat(timespec="seconds"), refused_for=word), must=False)
            raise self.refusal(kept.account, word) from None  # a library's text may quote the answer
        faults.hit("token.before_write")
        self._keep(new, must=new.refresh_token != kept.refresh_token)
        faults.hit("token.after_write")
        return new.token

    def _keep(self, consent: C, *, must: bool) -> None:
        """Keep it in the file, or, where that cannot be written and nothing is lost by it, in memory."""
        try:
            write_kept(self.path, consent)
        except OSError as error:
            if must and (problem := self.unwritten(error)):
                raise problem from None
        self.kept, self._signature = consent, signature(self.path)


def now() -> dt.datetime:
    """The time by which tokens end."""
    return dt.datetime.now(dt.UTC)


def _good(kept: Consent, refused: str) -> str:
    """The access token where it can be used now, else ''."""
    return kept.token if kept.token != refused and instant(kept.expiry) - now() > MARGIN else ""
