"""One pass over one folder that is open: flags that changed, mails that vanished, new mail, the backlog, and its end.

Mail that arrives while a backlog is worked off comes before the rest of it. Mails are never believed gone because a
number fell: then everything there is gets listed, and the store compares.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from connectors.base import Change, Gone, Marked, Page
from connectors.imap.answers import Ranges, Response, State, marks_of, quoted, read_fetch, read_search, read_state, read_vanished, set_of
from connectors.imap.bodies import Bodies, Limits, Settled
from connectors.imap.flags import changed, digests
from connectors.imap.place import Place, Progress, replace_place
from connectors.imap.session import Session
from syncd.errors import SourceError

_MANY_GONE = 1000  # VANISHED of more than these is not told one by one: a complete listing says it shorter
_DOUBTFUL = 20  # nor is one of more than half the folder and so many mails: the store asks a second time first


@dataclass(frozen=True, slots=True)
class _News:
    """What the server told of mails that were given before; `relist`: it has to be asked what is there."""

    changed: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()
    relist: bool = False


def examine(session: Session, raw: bytes, resync: tuple[int, int] | None = None) -> tuple[State, list[Response]]:
    """Open a folder for reading; with `resync` (UIDVALIDITY, modification sequence) it tells what changed since (RFC 7162)."""
    command = b"EXAMINE " + quoted(raw)
    if resync:
        command += b" (QRESYNC (%d %d))" % resync
    elif "CONDSTORE" in session.capabilities and not session.enabled:
        command += b" (CONDSTORE)"
    responses = session.run(command, f"to open the folder {raw.decode('utf-8', 'replace')}")
    state = read_state(responses)
    session.exists, session.is_open = state.exists or 0, True
    return state, responses


class FolderPass:
    """A pass from a place on. `reopen` gives a new session after the connection was lost; once `is_pausing`, the pass
    ends with what is on its way, at a place from which another goes on."""

    def __init__(
        self, session: Session, raw: bytes, *, before: Place, limits: Limits, reopen: Callable[[], Session], is_pausing: Callable[[], bool]
    ) -> None:
        self._session = session
        self._raw = raw
        self._before = before
        self._limits = limits
        self._connect_again = reopen
        self._is_pausing = is_pausing
        self._is_cut_short = False
        self._place = before
        self._state = State()
        self._digests: dict[str, object] = {}  # of all flags, where they were compared
        self._listed: list[int] = []
        self._lost: set[int] = set()  # listed and gone since
        self._total = 0

    def pages(self) -> Iterator[Page]:
        """Everything there is to tell, and the page that ends it."""
        before = self._before
        asks = before.validity and before.modseq and not before.whole and "QRESYNC" in self._session.enabled
        self._state, responses = examine(self._session, self._raw, (before.validity, before.modseq) if asks else None)
        now = time.time()
        self._place = before.opened(self._state, now)
        if self._place.restarts != before.restarts:
            yield Page((), self._place.cursor())  # that it was renumbered must not be forgotten, whatever follows
        news = _News()
        if self._place.is_started:
            news = self._news(read_vanished(responses) if asks and self._place.ids == before.ids else None, responses)
        news = self._list(news)
        if self._place.compares_flags(self._state, now):
            news = replace(news, changed=tuple(sorted({*news.changed, *self._compared(now)})))
        todo = [uid for uid in self._listed if not self._place.is_done(uid)]
        changes: list[Change] = [Gone(self._place.id_of(uid)) for uid in news.gone]
        changes += self._marked(news.changed)
        self._total = len(changes) + len(todo)
        yield from self._told(changes)
        yield from self._ended(self._fetched(todo))

    # ── what was given before ──

    def _news(self, vanished: Ranges | None, responses: Sequence[Response]) -> _News:
        place, now = self._place, self._state.modseq
        marked: tuple[int, ...] = ()
        if now and place.modseq and now != place.modseq:
            if vanished is None or now < place.modseq:  # set back: then nothing is known of what changed since
                since = place.modseq if now > place.modseq else 1
                command = b"UID FETCH 1:%d (UID FLAGS) (CHANGEDSINCE %d)" % (max(place.base, place.high), since)
                responses = self._session.run(command, "to tell which flags changed")
            marked = tuple(sorted({f.uid for f in map(read_fetch, responses) if f and f.uid and place.is_done(f.uid)}))
        ranges = vanished or ()
        number = sum(last - first + 1 for first, last in ranges)
        if number > _MANY_GONE or (number >= _DOUBTFUL and number * 2 > place.count):
            return _News(marked, (), relist=True)
        gone = {uid for first, last in ranges for uid in range(first, last + 1) if place.is_done(uid)}
        return _News(marked, tuple(sorted(gone)))

    def _list(self, news: _News) -> _News:
        """Find what is there: only what is new, unless a complete listing is due or the numbers do not agree."""
        place = self._place
        if not (place.whole or place.high or news.relist):
            self._listed = self._newer_than(place.base)
            if self._state.exists in (None, place.count - len(news.gone) + len(self._listed)):
                return news
        found = set[int]()
        if self._state.exists != 0:
            found = read_search(self._session.run(b"UID SEARCH ALL", "to list the mails"))
        self._listed = sorted(found)
        self._place = replace_place(place, whole=True)
        return _News(news.changed, (), relist=True)

    def _newer_than(self, uid: int) -> list[int]:
        if self._state.uidnext == uid + 1 or self._state.exists == 0:
            return []
        found = read_search(self._session.run(b"UID SEARCH UID %d:*" % (uid + 1), "to list the new mails"))
        return sorted(new for new in found if new > uid)  # "n:*" always names the last one

    def _compared(self, now: float) -> set[int]:
        """The mails given before whose flags may have changed since this was done last."""
        found = self._session.run(b"UID FETCH 1:* (UID FLAGS)", "to give flags") if self._state.exists != 0 else []
        fetches = [f for f in map(read_fetch, found) if f and f.uid]
        place, flags = self._place, digests(fetches)
        self._digests = {"flags": flags, "compared": now}
        return changed(place.flags, flags, (f.uid for f in fetches if place.is_done(f.uid))) if place.compared else set()

    def _marked(self, uids: Sequence[int]) -> Iterator[Marked]:
        for start in range(0, len(uids), 1000):
            piece = uids[start : start + 1000]
            asked = set(piece)
            found = self._session.run(b"UID FETCH " + set_of(piece) + b" (UID FLAGS INTERNALDATE RFC822.SIZE)", "to give flags")
            seen = {f.uid: f for f in map(read_fetch, found) if f and f.uid in asked and b"FLAGS" in f.values and b"RFC822.SIZE" in f.values}
            yield from (Marked(self._place.id_of(uid), marks_of(f)) for uid, f in sorted(seen.items()))

    def _told(self, changes: list[Change]) -> Iterator[Page]:
        """Pages of these; the place knows of them only after the last."""
        size = self._limits.items
        for start in range(0, max(len(changes) - size, 0), size):
            yield Page(tuple(changes[start : start + size]), self._place.cursor(), total=self._total)
        rest = changes[max(len(changes) - 1, 0) // size * size :]
        gone = sum(isinstance(change, Gone) for change in changes)
        if changes or not self._place.is_started:
            self._place = replace_place(self._place, modseq=self._state.modseq, count=self._place.count - gone)
        self._place = replace_place(self._place, **self._digests)
        if rest:
            yield Page(tuple(rest), self._place.cursor(), total=self._total)

    # ── what was not ──

    def _fetched(self, todo: Sequence[int]) -> Iterator[Page]:
        high = self._place.high
        newer = [uid for uid in todo if high and uid > high]
        older = [uid for uid in reversed(todo) if not high or uid < high]
        progress = Progress(self._place, newer, older)
        bodies = Bodies(self._session, [*newer, *older], limits=self._limits, id_of=self._place.id_of, reopen=self._reopened)
        bodies.is_pausing = self._is_pausing
        try:
            for settled in bodies:
                self._place = progress.settle(settled.uids)
                self._note_lost(settled)
                arrived = self._arrived()
                if arrived:
                    progress.newer += arrived
                    bodies.first(arrived)
                yield Page(tuple(settled.changes), self._place.cursor(), total=self._total)
            self._is_cut_short = bodies.has_more
        finally:
            bodies.close()

    def _note_lost(self, settled: Settled) -> None:
        given = {change.remote_id for change in settled.changes}
        self._lost.update(uid for uid in settled.uids if self._place.id_of(uid) not in given)

    def _arrived(self) -> list[int]:
        """Mails that arrived since the folder was opened or since this was asked last."""
        known = self._state.exists
        if known is None or self._session.exists <= known:
            return []
        self._state = replace(self._state, exists=self._session.exists, uidnext=0)
        last = max(self._listed[-1:] or [0], default=0)
        arrived = self._newer_than(max(last, self._place.base, self._place.high))
        self._listed += arrived
        self._total += len(arrived)
        return arrived

    def _ended(self, pages: Iterator[Page]) -> Iterator[Page]:
        """The pages; the last one says that all is told, and after a complete listing what is there."""
        last = Page((), {}, total=0)
        for number, page in enumerate(pages):
            if number:
                yield last
            last = page
        if self._is_cut_short:
            if last.changes:
                yield last
            return
        place, state = self._place, self._state
        done = replace_place(
            place, base=max([place.base, place.high, state.uidnext - 1, *self._listed[-1:]]), low=0, high=0, modseq=state.modseq,
            count=len(self._listed) if state.exists is None else state.exists, whole=False,
        )  # fmt: skip
        there = frozenset(place.id_of(uid) for uid in self._listed if uid not in self._lost) if place.whole else None
        if last.changes or there is not None or done != self._before:
            yield Page(last.changes, done.cursor(), total=last.total, complete=there)

    def _reopened(self) -> Session:
        """A new connection with the folder open as it was."""
        self._session = self._connect_again()
        state, _ = examine(self._session, self._raw)
        if state.validity and self._state.validity and state.validity != self._state.validity:
            raise SourceError("the server renumbered the mails while they were read; they are listed again in the next pass")
        return self._session
