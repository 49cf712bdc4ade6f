"""One IMAP account over one connection, which may be kept open from pass to pass.

    a folder whose state is as the cursor says   → nothing, and nothing was asked but its STATUS
    else EXAMINE                                 → flags that changed, mails that vanished, new mail, the backlog

It reads only. It keeps at most one connection; what it knows of the account beside that can be thrown away at any time.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from connectors.base import Change, Collection, Cursor, Gone, Page, awake
from connectors.imap.answers import State
from connectors.imap.bodies import Bodies, Limits
from connectors.imap.folders import Folder, ask_state, list_folders, raw_name, wanted_folders
from connectors.imap.idle import Idle
from connectors.imap.options import ImapOptions
from connectors.imap.passing import FolderPass, examine
from connectors.imap.place import read_place, uid_of
from connectors.imap.refusals import FolderAbsent
from connectors.imap.session import Session, open_session
from connectors.imap.wire import ConnectionLost
from syncd.errors import SourceError

_NONE, _NEAR_ITS_END = dt.timedelta(0), dt.timedelta(days=31)
_DAY = 86_400.0  # seconds

_T = TypeVar("_T")


class ImapAccount:
    """A Harvester of one IMAP account."""

    def __init__(self, options: ImapOptions, limits: Limits | None = None) -> None:
        self._options = options
        self._limits = limits or Limits()
        self._session: Session | None = None
        self._folders: dict[str, Folder] = {}
        self._fresh: set[str] = set()  # folders whose listed state nobody has looked at yet
        self._is_pausing = False
        self._idle: Idle | None = None
        self.certificate_until: dt.datetime | None = None  # of the connection opened last
        self._opened = 0.0  # seconds of `awake`

    def close(self) -> None:
        """Close the connection; the next call opens another."""
        if self._session:
            self._session.close()
        self._session = self._idle = None

    # ── the contract ──

    def collections(self) -> Iterable[Collection]:
        """Every folder that can be opened and the config does not leave out."""
        self._look_at_the_certificate_again()
        folders = wanted_folders(self._kept_open(list_folders), self._options.folders, self._options.exclude_folders)
        self._folders = {f.id: f for f in folders}
        self._fresh = set(self._folders)
        return tuple(f.collection() for f in folders)

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        """Changed flags, what vanished, then new mail, newest first. A folder that is gone gives nothing."""
        place = read_place(cursor)
        self._is_pausing = False
        raw = self._raw(collection)
        state = self._kept_open(lambda session: self._state(session, collection.id, raw))
        if state and place.is_unchanged(state, time.time()):
            return
        try:
            yield from FolderPass(
                self._connected(), raw, before=place, limits=self._limits, reopen=self._reconnected, is_pausing=lambda: self._is_pausing
            ).pages()
        except FolderAbsent:
            return
        except ConnectionLost as lost:
            self._drop()
            raise SourceError(f"{self._options.host}: {lost}") from None

    def fetch(self, collection: Collection, remote_ids: Iterable[str]) -> Iterator[Change]:
        """Single mails by id."""
        asked, given = list(remote_ids), set[str]()
        raw = self._raw(collection)
        try:
            state, _ = self._kept_open(lambda session: examine(session, raw))
            uids = {uid: i for i in asked if (uid := uid_of(i, state.validity))}
            bodies = Bodies(self._connected(), sorted(uids), limits=self._limits, id_of=uids.__getitem__, reopen=lambda: self._reopened(raw))
            try:
                for settled in bodies:
                    given.update(change.remote_id for change in settled.changes)
                    yield from settled.changes
            finally:
                bodies.close()
        except FolderAbsent:
            pass
        except ConnectionLost as lost:
            self._drop()
            raise SourceError(f"{self._options.host}: {lost}") from None
        yield from (Gone(i) for i in asked if i not in given)

    def pause(self) -> None:
        """The pages that are being given end with what is on its way; the next pass goes on there."""
        self._is_pausing = True

    def listen(self, collection: Collection, cursor: Cursor | None) -> Idle | None:
        """Be told when something changes in a folder; None where the server has no IDLE. It ends with the next call of any other kind.

        Mail that came since the pass which ended at `cursor` is a change already.
        """
        place = read_place(cursor)
        raw = self._raw(collection)
        if "IDLE" not in self._kept_open(lambda session: session.capabilities):
            return None
        try:
            state, _ = self._kept_open(lambda session: examine(session, raw))
            session = self._connected()
            session.wait()
            self._idle = Idle(session, changed=place.is_behind(state), now=awake())
        except FolderAbsent:
            return None
        except ConnectionLost as lost:
            self._drop()
            raise SourceError(f"{self._options.host}: {lost}") from None
        return self._idle

    # ── the connection ──

    def _connected(self) -> Session:
        if self._idle:
            idle, self._idle = self._idle, None
            try:
                idle.end()
            except ConnectionLost:
                self._drop()
        if self._session is None:
            self._session = open_session(self._options)
            self.certificate_until, self._opened = self._session.certificate_until, awake()
        return self._session

    def _look_at_the_certificate_again(self) -> None:
        """A connection kept for weeks knows nothing of a certificate that was renewed since: near its end it is made anew, once a day."""
        left = self.certificate_until - dt.datetime.now(dt.UTC) if self.certificate_until else dt.timedelta.max
        if _NONE < left < _NEAR_ITS_END and awake() - self._opened > _DAY:  # once it has ended, what is open still serves
            self.close()

    def _drop(self) -> None:
        if self._session:
            self._session.drop()
        self._session = self._idle = None

    def _kept_open(self, step: Callable[[Session], _T]) -> _T:
        """A first step of a pass. A connection kept from an earlier pass may have died meanwhile: one new one is tried."""
        for last in (self._session is None, True):
            try:
                return step(self._connected())
            except ConnectionLost as lost:
                self._drop()
                if last:
                    raise SourceError(f"{self._options.host}: {lost}") from None
        raise AssertionError

    def _reconnected(self) -> Session:
        self._drop()
        return self._connected()

    def _reopened(self, raw: bytes) -> Session:
        session = self._reconnected()
        examine(session, raw)
        return session

    def _raw(self, collection: Collection) -> bytes:
        """The server's spelling of a folder's name. One that needs spelling and was not listed yet is looked for."""
        if collection.id not in self._folders and ("&" in collection.id or not collection.id.isascii()):
            self._folders = {f.id: f for f in self._kept_open(list_folders)}
        folder = self._folders.get(collection.id)
        return folder.raw if folder else raw_name(collection.id)

    def _state(self, session: Session, folder_id: str, raw: bytes) -> State | None:
        """The state of a folder as it was listed a moment ago, else asked for."""
        folder = self._folders.get(folder_id)
        if folder and folder.state and folder_id in self._fresh:
            self._fresh.discard(folder_id)
            return folder.state
        return ask_state(session, raw)
