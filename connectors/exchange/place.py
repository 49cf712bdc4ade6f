"""How far a folder has been read: a cursor, as this connector understands it.

Exchange gives a sync state with every answer, some hundred bytes to some kilobytes of its own. An answer whose mails do not
go into one page is told in parts: until its last part the state is the old one, and what was told of it stands beside it.
A series of meetings takes its exceptions along when it goes, which Exchange does not tell: they stand here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b

import msgspec

from connectors.base import Cursor
from syncd.errors import CursorExpired


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`whole`: a listing of everything goes on. `told`: of the answer after `state`. `series`: the exceptions given, by series."""

    state: str = ""
    whole: bool = True
    told: frozenset[str] = frozenset()
    series: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def cursor(self) -> Cursor:
        """As JSON."""
        series = {id_: list(starts) for id_, starts in self.series.items()}
        return {"state": self.state, "whole": self.whole, "told": sorted(self.told), "series": series}

    def having_told(self, digests: Iterable[str]) -> Place:
        """A part more of the answer was told."""
        return replace(self, told=self.told.union(digests))

    def after(self, state: str, *, is_last: bool) -> Place:
        """The answer is told to its end."""
        return replace(self, state=state, told=frozenset(), whole=self.whole and not is_last)


class _Written(msgspec.Struct):
    state: str
    whole: bool
    told: list[str]
    series: dict[str, list[str]]


def read_place(cursor: Cursor) -> Place:
    """The place a cursor means. Raises CursorExpired for one that is not ours."""
    try:
        row = msgspec.convert(dict(cursor), _Written)
    except msgspec.ValidationError as error:
        raise CursorExpired("the place in this folder cannot be read; everything is listed again") from error
    return Place(state=row.state, whole=row.whole, told=frozenset(row.told), series={id_: tuple(starts) for id_, starts in row.series.items()})


def digest(*words: str) -> str:
    """A short word for one state of one item."""
    return blake2b("\0".join(words).encode(), digest_size=6).hexdigest()
