"""Where a pass over one folder has come to, as it is kept between passes.

UIDs only grow (RFC 9051 section 2.3.1.1), so what is done is what lies up to `base`, and from `low` to `high` while a
backlog is worked off from its newest mail down:

    1 ……… base │ still to come │ low ……… high │ newer than the last pass
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from connectors.base import Cursor
from connectors.imap.answers import State
from syncd.errors import CursorExpired, SourceError

RESTARTS = 3  # complete listings an hour because the server renumbered its mails
_HOUR = 3600.0
_VERSION = 1
_FLAGS = re.compile(r"(?:[0-9a-f]+:[0-9a-f]{6}(?: |$))*")


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A cursor. All of it is numbers, so that it stays short."""

    v: int = _VERSION
    ids: int = 0  # what ids of this folder begin with: UIDVALIDITY when it was first seen, 0 where unknown
    validity: int = 0
    base: int = 0
    low: int = 0
    high: int = 0
    modseq: int = 0  # changes after this one have not been told
    count: int = 0  # mails in the folder when the last pass ended
    whole: bool = True  # a listing of everything is going on: its end says what is there
    flags: str = ""  # where the server keeps no modification sequence: digests of all flags (flags.py)
    compared: float = 0.0  # when they were, in seconds since 1970
    restarts: tuple[float, ...] = ()  # when such listings began, in seconds since 1970, this hour

    def cursor(self) -> Cursor:
        """As JSON; what is as by default is left out."""
        written = {name: getattr(self, name) for name in self.__struct_fields__}
        return {n: list(v) if isinstance(v, tuple) else v for n, v in written.items() if n == "v" or v != _DEFAULTS[n]}

    @property
    def is_started(self) -> bool:
        """Whether mails of this folder were given."""
        return bool(self.base or self.high)

    def is_done(self, uid: int) -> bool:
        """Whether the mail of this UID was given."""
        return uid <= self.base or self.low <= uid <= self.high

    def id_of(self, uid: int) -> str:
        """The remote id of a mail."""
        return f"{self.ids}.{uid}"

    def is_unchanged(self, state: State, now: float) -> bool:
        """Whether a folder in this state has nothing to tell. Where the server leaves something out, it may have."""
        return (
            not self.whole and not self.high and self.validity == state.validity and state.uidnext == self.base + 1
            and state.exists == self.count and state.modseq == self.modseq and not self.compares_flags(state, now)
        )  # fmt: skip

    def is_behind(self, state: State) -> bool:
        """Whether the server names a number that has moved on since. What it leaves out has not."""
        told = ((state.uidnext, self.base + 1), (state.validity, self.validity), (state.modseq, self.modseq))
        return (state.exists is not None and state.exists != self.count) or any(now and now != then for now, then in told)

    def compares_flags(self, state: State, now: float) -> bool:
        """Whether all flags have to be looked at: once an hour where the server does not count their changes."""
        return not state.modseq and not 0 <= now - self.compared < _HOUR

    def opened(self, state: State, now: float) -> Place:
        """The same place in the folder as it is now; a fresh one where the server renumbered its mails.

        An UIDVALIDITY that is missing now, or was, is no change. Raises SourceError at the fourth new numbering in an
        hour: everything would be fetched again and again.
        """
        renumbered = bool(self.validity and state.validity and self.validity != state.validity)
        set_back = bool(state.uidnext and state.uidnext <= max(self.base, self.high))
        if not renumbered and not set_back:
            validity = state.validity or self.validity
            return replace_place(self, ids=self.ids or (validity if not self.base and not self.high else 0), validity=validity)
        recent = tuple(at for at in self.restarts if now - _HOUR < at <= now)
        if len(recent) >= RESTARTS:
            raise SourceError(
                f"the server renumbered the mails of this folder {len(recent)} times within an hour (UIDVALIDITY, UIDNEXT); "
                "it is left alone for an hour. Several servers behind one name, or a mailbox that is rebuilt, do that"
            )
        return Place(ids=state.validity, validity=state.validity, restarts=(*recent, now))


def replace_place(place: Place, **changes: object) -> Place:
    """The place with some fields changed."""
    return msgspec.structs.replace(place, **changes)


_DEFAULTS = {name: getattr(Place(), name) for name in Place.__struct_fields__}


def read_place(cursor: Cursor | None) -> Place:
    """The place a cursor means. Raises CursorExpired for one that is not ours."""
    if cursor is None:
        return Place()
    try:
        place = msgspec.convert(dict(cursor), Place)
    except msgspec.ValidationError as error:
        raise CursorExpired("the place in this folder cannot be read; list everything again") from error
    numbers = (place.base, place.low, place.high, place.modseq, place.count)
    if "v" not in cursor or place.v != _VERSION or min(numbers) < 0 or not _FLAGS.fullmatch(place.flags):
        raise CursorExpired("the place in this folder is of another version; list everything again")
    return place


def uid_of(remote_id: str, ids: int) -> int:
    """The UID in a remote id of this numbering, 0 for any other."""
    first, _, last = remote_id.partition(".")
    if not (first.isdecimal() and last.isdecimal() and len(first) < 20 and len(last) < 20):
        return 0
    return int(last) if 0 in (ids, int(first)) or int(first) == ids else 0


class Progress:
    """Which of the mails asked for are settled. The place moves over the settled ones at the front of the order only:
    what a broken connection put aside is not passed over.

    `newer` (ascending) extend the place's `high`; then `older` (descending) extend its `low` downwards.
    """

    def __init__(self, place: Place, newer: list[int], older: list[int]) -> None:
        self.place, self.newer, self.older = place, newer, older
        self._settled: set[int] = set()
        self._newer_at = self._older_at = 0

    def settle(self, uids: Iterable[int]) -> Place:
        """These are given or gone; the place after that."""
        self._settled.update(uids)
        place = self.place
        start_newer, start_older = self._newer_at, self._older_at
        self._newer_at = self._passed(self.newer, self._newer_at)
        if self._newer_at > start_newer:
            place = replace_place(place, high=self.newer[self._newer_at - 1], low=place.low or self.newer[0])
        if self._newer_at == len(self.newer):
            self._older_at = self._passed(self.older, self._older_at)
            if self._older_at > start_older:
                place = replace_place(place, low=self.older[self._older_at - 1], high=place.high or self.older[0])
        self.place = place
        return place

    def _passed(self, order: list[int], at: int) -> int:
        while at < len(order) and order[at] in self._settled:
            self._settled.discard(order[at])
            at += 1
        return at
