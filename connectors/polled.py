"""What a harvester owes as one that is asked again and again: the provider tells of changes only to whom it can reach from outside."""

from __future__ import annotations

import datetime as dt
from typing import Generic, Protocol, TypeVar

from connectors.base import Collection, Cursor, Listening


class _Connection(Protocol):
    """What is kept from pass to pass."""

    @property
    def certificate_until(self) -> dt.datetime | None:
        """When a certificate ends that it rests on."""

    def close(self) -> None:
        """Let it go."""


C = TypeVar("C", bound=_Connection)


class Polled(Generic[C]):
    """The part of a LiveHarvester that does not depend on what is read. Whoever gives pages looks at `_is_paused` between two."""

    def __init__(self, client: C) -> None:
        self._client = client
        self._is_paused = False

    @property
    def certificate_until(self) -> dt.datetime | None:
        """When the server's certificate ends, or the one the application signs in with."""
        return self._client.certificate_until

    def listen(self, collection: Collection, cursor: Cursor | None) -> Listening | None:
        """Nothing here listens: a push is only a hint, and asking stays the truth (F59)."""
        return None

    def pause(self) -> None:
        """The pages being given end with the one that is on its way; the next pass goes on there."""
        self._is_paused = True

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()
