"""The connections the daemon keeps to a source, and what is read over each: at most two to an IMAP account.

    one lane     everything; between two passes it listens to Sent, or to Inbox where there is no Sent
    two lanes    the second reads and listens to Inbox alone
    a backlog    while the first works one off, the second looks at Inbox and Sent by turns: new mail never waits behind old

A source whose provider tells of no changes has one lane, which is passed over at every turn.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from connectors.base import Collection, Harvester, Listening, LiveHarvester, awake
from syncd.config import Source
from syncd.harvest import Visit, close, open_harvester
from syncd.store import sources
from syncd.world import World

_SLICE = 1.0  # seconds a pass over all folders may take before those come again in which new mail arrives
_LONG_SLICE = 5.0  # of a pass that nothing new waits behind
_LOOK_EVERY = 1.0  # seconds between two looks at Inbox and Sent beside a backlog
_HOT = {"inbox": ("inbox", "journal"), "sent": ("sent",)}  # roles of the folders in which new mail arrives


@dataclass(slots=True)
class Lane:
    """One kept connection. Only the pass that runs on it touches it."""

    source: Source
    only: str = ""  # the one folder it reads; "": all that no other lane reads
    hears: str = ""  # the folder it listens to between two passes
    deaf_until: float = 0.0  # until then (seconds of `awake`) it does not listen: that failed
    early_ends: int = 0  # how often in a row that ended as soon as it had begun
    _harvester: Harvester | None = None

    @property
    def name(self) -> str:
        """What it is called in the log and in the scheduler."""
        return f"{self.source.name}/{self.only}" if self.only else self.source.name

    @property
    def is_main(self) -> bool:
        """Whether it asks which folders there are."""
        return not self.only

    def listen(self, world: World) -> Listening | None:
        """Be told of changes in its folder until the next pass; None where that cannot be. Raises SourceError."""
        if not (self.hears and isinstance(self._harvester, LiveHarvester)):
            return None
        found = sources.collection_of(world.store, self.source.name, self.hears)
        return self._harvester.listen(*found) if found else None

    def close(self) -> None:
        """Let go of the connection; the next pass makes another."""
        harvester, self._harvester = self._harvester, None
        if harvester is not None:
            close(harvester)

    def opened(self, world: World) -> Harvester:
        """What reads its source, over the connection that is kept."""
        if self._harvester is None:
            self._harvester = open_harvester(world.config, self.source)
        return self._harvester

    @property
    def can_listen(self) -> bool:
        """Whether its provider may tell of changes."""
        return isinstance(self._harvester, LiveHarvester)


@dataclass(slots=True)
class Lanes:
    """All lanes of one source."""

    main: Lane
    inbox: Lane | None = None
    has_others: bool = False  # folders that change at any time and that no lane listens to
    has_backlog: bool = False  # the main lane is not through yet
    dropped: list[Lane] = field(default_factory=list)  # lanes there are no more; whoever waits on their connections closes them
    _looked: float = 0.0  # seconds of `awake`: when the other lane began to look beside the backlog last
    _single_until: float = 0.0  # seconds of `awake`; until then the server allows one connection only
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def all(self) -> list[Lane]:
        """One or two."""
        return [self.main, self.inbox] if self.inbox else [self.main]

    def looks(self) -> list[Lane]:
        """The lane that is to look at Inbox and Sent now, because the main lane has no time for it."""
        if not (self.inbox and self.has_backlog) or awake() - self._looked < _LOOK_EVERY:
            return []
        self._looked = awake()
        return [self.inbox]

    def visit(self, lane: Lane, world: World, *, hinted: bool) -> Visit:
        """What the next pass on a lane is; `hinted`: something changed in the folder it listens to, and only that is read."""
        only: tuple[str, ...] | None = None
        if not lane.is_main:
            only = (lane.only, self.main.hears) if self.has_backlog else (lane.only,)
        elif hinted and lane.hears:
            only = (lane.hears,)
        has_waiting = (self.inbox is None) if lane.is_main else self.has_backlog
        return Visit(lambda: lane.opened(world), only, self.divide, seconds=_SLICE if has_waiting else _LONG_SLICE)

    def divide(self, folders: Iterable[Collection]) -> frozenset[str]:
        """Share the folders that were found among the lanes: the ids of those the main lane leaves to the other."""
        if not self.main.can_listen:
            return frozenset()
        folders = sorted(folders, key=lambda f: f.id != "INBOX")
        first = {name: next((f.id for f in folders if f.role in roles), "") for name, roles in _HOT.items()}
        with self._lock:
            both = all(first.values()) and awake() >= self._single_until
            self.main.hears = first["sent"] or first["inbox"]
            self.has_others = all(first.values()) and not both
            if self.inbox and (not both or self.inbox.only != first["inbox"]):
                self._drop()
            if both and self.inbox is None:
                self.inbox = Lane(self.main.source, only=first["inbox"], hears=first["inbox"])
            if not self.inbox:
                return frozenset()
            return frozenset({self.inbox.only, self.main.hears}) if self.has_backlog else frozenset({self.inbox.only})

    def join(self, seconds: float) -> None:
        """There is no second connection: for so long the main lane reads everything."""
        with self._lock:
            self._single_until = awake() + seconds
            self.has_others = True
            self._drop()

    def _drop(self) -> None:
        if self.inbox:
            self.dropped.append(self.inbox)
        self.inbox = None
