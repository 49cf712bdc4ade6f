"""Whole mails by their UIDs, in batches, the next batch always on its way before the last is handed over.

    sizes of the next thousand → batches of some hundred mails or some megabytes → FETCH, two of them ahead

A mail that is announced and not delivered is asked for once more by itself: gone since (no error), or `Broken`. When
the connection breaks, the complete mails of the batch count, and the one that was cut off is asked for by itself on a
new connection: should it break that one too, it is set aside, and the rest go on.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from connectors.base import Broken, Fetched
from connectors.imap.answers import Fetch, Response, marks_of, number, read_fetch, set_of, uid_begun
from connectors.imap.refusals import refusal
from connectors.imap.session import Answer, Session
from connectors.imap.wire import ConnectionLost, TooSlow
from syncd.errors import Busy

_WINDOW = 1000  # mails whose sizes are asked for at once
_AHEAD = 2  # batches on their way
_LOSSES = 5  # connections one pass over a folder may lose
_PART = 1_000_000  # bytes of the text of an oversized mail; its attachments come after
_BODY = b"(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])"
_PARTLY = b"(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER] BODY.PEEK[TEXT]<0.%d>)"
_RFC822 = "message/rfc822"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is fetched at once: `items` and `nbytes` a page; of mails over `message` bytes only header and text."""

    items: int = 200
    nbytes: int = 8_000_000
    message: int = 50_000_000


@dataclass(slots=True)
class Batch:
    """Mails asked for together. `alone`: what is left of it is broken, not asked for again."""

    uids: list[int]
    partly: bool = False
    alone: bool = False


@dataclass(slots=True)
class Settled:
    """What became of some mails: changes to tell, and all UIDs that need not be asked for again."""

    changes: list[Fetched | Broken] = field(default_factory=list)
    uids: list[int] = field(default_factory=list)

    def add(self, uid: int, change: Fetched | Broken | None) -> None:
        """One more; None: it is gone."""
        self.uids.append(uid)
        if change:
            self.changes.append(change)


class Bodies:
    """An iterator of `Settled`. `reopen` gives a new session with the folder open, or raises."""

    def __init__(self, session: Session, uids: Iterable[int], *, limits: Limits, id_of: Callable[[int], str], reopen: Callable[[], Session]) -> None:
        self._limits = limits
        self._id_of = id_of
        self._reopen = reopen
        self._left = deque(uids)
        self._sizing: tuple[list[int], bytes] | None = None
        self._planned: deque[Batch] = deque()
        self._asked: deque[tuple[Batch, bytes]] = deque()
        self._wanted: set[int] = set()  # asked for and not taken yet
        self._pool: dict[int, Fetch] = {}  # what came of them, whichever command's answer it stood in
        self._lost = 0
        self.is_pausing: Callable[[], bool] = lambda: False  # then nothing more is asked for; what is on its way still comes
        self._session = self._with(session)

    def first(self, uids: Sequence[int]) -> None:
        """These next, before all that is not on its way yet."""
        for start in range(len(uids), 0, -self._limits.items):
            self._planned.appendleft(Batch(list(uids[max(0, start - self._limits.items) : start])))

    def __iter__(self) -> Iterator[Settled]:
        while True:
            try:
                self._ask_ahead()
                if not self._asked:
                    return
                settled = self._next()
            except ConnectionLost as lost:
                settled = self._recover(lost)
            if settled.uids:
                yield settled

    def close(self) -> None:
        """No more is wanted."""
        self._session.forget()

    @property
    def has_more(self) -> bool:
        """Whether there is something that was not asked for yet."""
        return bool(self._left or self._planned or self._sizing)

    # ── asking ──

    def _ask_ahead(self) -> None:
        while len(self._asked) < _AHEAD and not self.is_pausing():
            if self._left and not self._sizing and len(self._planned) < _AHEAD:
                self._ask_sizes()
            if not self._planned:
                if not self._sizing:
                    return
                self._plan()
                continue
            batch = self._planned.popleft()
            self._wanted.update(batch.uids)
            self._asked.append((batch, b""))  # before it is sent: should that fail, it is not lost
            self._asked[-1] = (batch, self._session.send(b"UID FETCH " + set_of(batch.uids, most=1000) + b" " + self._items(batch)))

    def _items(self, batch: Batch) -> bytes:
        return _PARTLY % min(_PART, self._limits.message) if batch.partly else _BODY

    def _with(self, session: Session) -> Session:
        session.allow(self._limits.message)
        session.taker = self._keep
        return session

    def _ask_sizes(self) -> None:
        uids = [self._left.popleft() for _ in range(min(_WINDOW, len(self._left)))]
        self._wanted.update(uids)
        self._sizing = (uids, b"")
        self._sizing = (uids, self._session.send(b"UID FETCH " + set_of(uids) + b" (UID RFC822.SIZE)"))

    def _plan(self) -> None:
        """Cut the mails into batches. One whose size did not come is asked for nevertheless: it need not be gone."""
        assert self._sizing is not None
        uids, tag = self._sizing
        self._session.answer(tag)
        self._sizing = None
        sizes = {uid: number(self._pool.pop(uid).values.get(b"RFC822.SIZE")) for uid in uids if uid in self._pool}
        batch, room = Batch([]), self._limits.nbytes
        for uid in uids:
            size = sizes.get(uid, 0)
            if size > self._limits.message:
                self._planned.append(Batch([uid], partly=True))
                continue
            if batch.uids and (size > room or len(batch.uids) >= self._limits.items):
                self._planned.append(batch)
                batch, room = Batch([]), self._limits.nbytes
            batch.uids.append(uid)
            room -= size
        if batch.uids:
            self._planned.append(batch)

    # ── taking ──

    def _next(self) -> Settled:
        settled = Settled()
        batch, tag = self._asked[0]
        answer = self._session.answer(tag)
        self._asked.popleft()
        left = self._take(batch, settled)
        if left:
            self._ask_again(batch, left, answer, settled)
        return settled

    def _keep(self, response: Response) -> bool:
        """Keep a FETCH response by its UID; several for one mail are taken together. A damaged one counts for nothing."""
        fetch = read_fetch(response)
        if not fetch or not fetch.whole or fetch.uid not in self._wanted:
            return False
        before = self._pool.get(fetch.uid)
        self._pool[fetch.uid] = Fetch({**before.values, **fetch.values}, True, fetch.uid) if before else fetch
        return True

    def _take(self, batch: Batch, settled: Settled) -> list[int]:
        """Turn what came of a batch into changes; the UIDs of which nothing came."""
        left = []
        self._wanted.difference_update(batch.uids)
        for uid in batch.uids:
            fetch = self._pool.pop(uid, None)
            raw = _raw(fetch) if fetch else None
            if fetch is None or raw is None:
                left.append(uid)
            else:
                settled.add(uid, Fetched(self._id_of(uid), raw, _RFC822, marks_of(fetch)) if raw else Broken(self._id_of(uid), "the mail is empty"))
        return left

    def _ask_again(self, batch: Batch, left: list[int], answer: Answer, settled: Settled) -> None:
        """What was not delivered: gone, or to be tried in smaller pieces, or broken."""
        if answer.status != "OK":
            problem = refusal(answer.text, "to give mails")
            if isinstance(problem, Busy):
                raise problem
        found = self._session.run(b"UID FETCH " + set_of(left) + b" (UID)", "to list mails")
        there = {fetch.uid for fetch in map(read_fetch, found) if fetch}
        for uid in left:
            if uid not in there:
                settled.add(uid, None)
        left = [uid for uid in left if uid in there]
        if batch.alone and len(left) == 1:
            said = f": {answer.text}" if answer.status != "OK" else ""
            settled.add(left[0], Broken(self._id_of(left[0]), f"the server lists this mail and does not give it{said}"))
            return
        half = (len(left) + 1) // 2
        for piece in (left[half:], left[:half]):
            if piece:
                self._planned.appendleft(Batch(piece, partly=batch.partly, alone=len(piece) == 1))

    def _recover(self, lost: ConnectionLost) -> Settled:
        """Take what came, and go on with a new connection. Raises the loss where that happens too often."""
        self._lost += 1
        settled = Settled()
        asked = [batch for batch, _ in self._asked]
        if self._sizing:
            self._left.extendleft(reversed(self._sizing[0]))
        self._sizing = None
        self._asked.clear()
        for batch in reversed(asked[1:]):
            left = self._take(batch, settled)
            if left:
                self._planned.appendleft(Batch(left, partly=batch.partly, alone=batch.alone))
        if asked:
            self._suspect(asked[0], self._take(asked[0], settled), lost, settled)
        self._pool.clear()
        self._wanted.clear()
        if self._lost > _LOSSES or isinstance(lost, TooSlow):
            raise lost
        self._session = self._with(self._reopen())
        return settled

    def _suspect(self, batch: Batch, left: list[int], lost: ConnectionLost, settled: Settled) -> None:
        """The mail that was being sent when the connection broke is asked for by itself; the second time it is broken."""
        if not left:
            return
        if batch.alone:
            settled.add(left[0], Broken(self._id_of(left[0]), f"the server cannot send this mail to its end: {lost}"))
            return
        begun = uid_begun(lost.begun)
        suspect = begun if begun in left else left[0]
        rest = [uid for uid in left if uid != suspect]
        if rest:
            self._planned.appendleft(Batch(rest, partly=batch.partly))
        self._planned.appendleft(Batch([suspect], partly=batch.partly, alone=True))


def _raw(fetch: Fetch) -> bytes | None:
    """The mail's bytes, None where the response has none (flags that came by themselves)."""
    values = fetch.values
    if b"BODY[]" in values:
        return _bytes(values[b"BODY[]"])
    if b"BODY[HEADER]" in values:
        text = next((value for name, value in values.items() if name.startswith(b"BODY[TEXT]")), b"")
        return _bytes(values[b"BODY[HEADER]"]) + _bytes(text)
    return None


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""
