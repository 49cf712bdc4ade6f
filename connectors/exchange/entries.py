"""What becomes of the entries of a calendar, of cards and of journal notes.

An occurrence of a series that differs from it is an entry of its own, told with the series and known by its id and the start it
would have had. Exchange tells only that the series changed, and says nothing of them when it goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from connectors.base import Change, Gone
from connectors.exchange.items import Kind, denied, entry, exceptions_of
from connectors.exchange.operations import Answer, Denied, Element, item_id, local
from connectors.exchange.reading import Reading


class Entries:
    """One answer about a folder. `series`: the exceptions that were given, by series, and after `changes` those that are."""

    def __init__(self, reading: Reading, kind: Kind, series: Mapping[str, tuple[str, ...]]) -> None:
        self._reading, self._kind = reading, kind
        self.series: dict[str, tuple[str, ...]] = dict(series)
        self._others: dict[str, Answer] = {}  # exceptions of the series of this answer, by their ids

    def changes(self, changes: Sequence[Element]) -> list[Change]:
        """What there is to tell of changes in their order."""
        asked = [item_id(c) for c in changes if local(c) in ("Create", "Update") and local(c[0]) in self._kind.elements]
        answers = dict(zip(asked, self._reading.get(asked, self._kind.fields), strict=True))
        others = [other for answer in answers.values() if not isinstance(answer, Denied) for other in exceptions_of(answer).values()]
        self._others = dict(zip(others, self._reading.get(others, self._kind.fields), strict=True))
        told: list[Change] = []
        for change in changes:
            id_ = item_id(change)
            if local(change) == "Delete":
                told += self._gone(id_)
            elif id_ in answers:
                told += self._entry(id_, answers[id_])
        return told

    def single(self, ids: Sequence[str]) -> Iterator[Change]:
        """Entries by id, exceptions of a series by theirs."""
        plain = [id_.partition("#")[0] for id_ in ids]
        answers = dict(zip(plain, self._reading.get(plain, self._kind.fields), strict=True))
        for id_, start in ((id_, id_.partition("#")[2]) for id_ in ids):
            answer: Answer | None = answers[id_.partition("#")[0]]
            if start and answer is not None and not isinstance(answer, Denied):
                other = exceptions_of(answer).get(start)
                answer = self._reading.get([other], self._kind.fields)[0] if other else None
            if answer is None:
                yield Gone(id_)
            elif isinstance(answer, Denied):
                yield denied(id_, answer)
            else:
                yield entry(id_, answer, self._kind) or Gone(id_)

    def _entry(self, id_: str, answer: Answer) -> Iterator[Change]:
        if isinstance(answer, Denied):
            yield denied(id_, answer)
            return
        exceptions = exceptions_of(answer)
        told = entry(id_, answer, self._kind)
        if told is None:
            return
        yield told
        yield from (Gone(f"{id_}#{start}") for start in self.series.get(id_, ()) if start not in exceptions)
        self.series.pop(id_, None)
        if not exceptions:
            return
        self.series[id_] = tuple(exceptions)
        for start, other in ((start, self._others[other_id]) for start, other_id in exceptions.items()):
            if isinstance(other, Denied):
                yield denied(f"{id_}#{start}", other)
            elif one := entry(f"{id_}#{start}", other, self._kind):
                yield one

    def _gone(self, id_: str) -> Iterator[Change]:
        yield Gone(id_)
        yield from (Gone(f"{id_}#{start}") for start in self.series.pop(id_, ()))
