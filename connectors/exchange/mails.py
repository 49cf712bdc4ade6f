"""What becomes of the mails of a folder: whole ones in parts that may be held at once, and marks where nothing else is new.

A message does not change once it is sent or received: that Exchange tells of a change means its marks, but for a draft.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connectors.base import Change, Gone, Marked, Marks
from connectors.exchange.items import MARKS, denied, headers, kind_of, mail, marks_of
from connectors.exchange.operations import Denied, Element, child, item_id, local
from connectors.exchange.reading import Reading
from syncd.core.derived import MAIL

_MAILS = kind_of("inbox").elements
_HEADERS = "item:InternetMessageHeaders"
Part = tuple[list[Change], Sequence[Element]]


class Mails:
    """`limit`: of those over so many bytes only the headers are read; `nbytes`: what a part may hold."""

    def __init__(self, reading: Reading, *, limit: int, nbytes: int, media_type: str = MAIL) -> None:
        self._reading, self._limit, self._nbytes, self._media_type = reading, limit, nbytes, media_type

    def parts(self, changes: Sequence[Element]) -> Iterator[Part]:
        """What there is to tell of changes in their order, and which of them each part is about."""
        part: list[Element] = []
        room = self._nbytes
        for change in changes:
            size = self._cost(change)
            if part and size > room:
                yield self._told(part), part
                part, room = [], self._nbytes
            part.append(change)
            room -= size
        yield self._told(part), part

    def single(self, ids: Sequence[str]) -> Iterator[Change]:
        """Mails by id."""
        answers = self._reading.get(ids, MARKS)
        marks = {id_: marks_of(answer) for id_, answer in zip(ids, answers, strict=True) if not isinstance(answer, Denied)}
        refused = {id_: denied(id_, answer) for id_, answer in zip(ids, answers, strict=True) if isinstance(answer, Denied)}
        for id_ in ids:
            yield refused[id_] if id_ in refused else self._whole({id_: marks[id_]})[id_]

    def _cost(self, change: Element) -> int:
        """Bytes that it takes to tell of it."""
        size = marks_of(change[0]).size or 0 if _is_whole(change) else 0
        return size if size <= self._limit else 0

    def _told(self, changes: Sequence[Element]) -> list[Change]:
        fetched = self._whole({item_id(change): marks_of(change[0]) for change in changes if _is_whole(change)})
        marked = self._marked([item_id(change) for change in changes if local(change) == "ReadFlagChange"])
        told: list[Change] = []
        for change in changes:
            id_ = item_id(change)
            if id_ in fetched or id_ in marked:
                told.append(fetched.get(id_) or marked[id_])
            elif local(change) == "Delete":
                told.append(Gone(id_))
            elif local(change) == "Update" and local(change[0]) in _MAILS:
                told.append(Marked(id_, marks_of(change[0])))
        return told

    def _whole(self, marks: dict[str, Marks]) -> dict[str, Change]:
        """Mails with their content, or only their headers."""
        large = [id_ for id_, told in marks.items() if (told.size or 0) > self._limit]
        small = [id_ for id_ in marks if id_ not in set(large)]
        whole = {id_: mail(id_, answer, marks[id_], self._media_type) for id_, answer in zip(small, self._reading.get(small, (), mime=True), strict=True)}
        cut = {id_: headers(id_, answer, marks[id_], self._media_type) for id_, answer in zip(large, self._reading.get(large, [_HEADERS]), strict=True)}
        return {**whole, **cut}

    def _marked(self, ids: Sequence[str]) -> dict[str, Change]:
        """Mails that were marked as read or unread: with all their marks, of which Exchange tells only that one."""
        answers = zip(ids, self._reading.get(ids, MARKS), strict=True)
        return {id_: denied(id_, answer) if isinstance(answer, Denied) else Marked(id_, marks_of(answer)) for id_, answer in answers}


def _is_whole(change: Element) -> bool:
    """Whether its content is to be read: it is new, or a draft that was written on."""
    if local(change) == "Create":
        return local(change[0]) in _MAILS
    draft = child(change[0], "IsDraft") if local(change) == "Update" and local(change[0]) in _MAILS else None
    return draft is not None and draft.text == "true"


