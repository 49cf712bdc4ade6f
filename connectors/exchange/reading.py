"""Items by their ids, many at a time: less at once where it is too much for the server, and alone what it fails at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from connectors.exchange.operations import Answer, Denied, Field, get_items, heeding, known_folders
from connectors.exchange.refusals import TOO_MUCH, TooMuch
from connectors.exchange.session import ExchangeSession
from connectors.refusals import LostAnswer

_AT_ONCE: Final = 100  # items in one request
_IN_VAIN: Final = 3  # items in a row that cannot be had: then it is not for them


class Reading:
    """GetItem for one mailbox."""

    def __init__(self, session: ExchangeSession) -> None:
        self._session = session
        self._failed = 0

    def get(self, ids: Sequence[str], fields: Sequence[Field], *, mime: bool = False) -> list[Answer]:
        """The items in the order of their ids, or why one is not given. Raises SourceError where it is none of them."""
        return [answer for start in range(0, len(ids), _AT_ONCE) for answer in self._get(ids[start : start + _AT_ONCE], fields, mime)]

    def _get(self, ids: Sequence[str], fields: Sequence[Field], mime: bool) -> list[Answer]:
        try:
            answers = self._session.read(lambda: heeding(get_items(self._session.account, ids, fields, mime=mime), TOO_MUCH))
        except (TooMuch, LostAnswer) as error:
            if len(ids) == 1:
                return [self._given_up(error)]
            half = len(ids) // 2
            return [*self._get(ids[:half], fields, mime), *self._get(ids[half:], fields, mime)]
        self._failed = 0
        return answers

    def _given_up(self, error: TooMuch | LostAnswer) -> Denied:
        """One item alone that the server fails at while it answers other questions."""
        self._failed += 1
        if self._failed == _IN_VAIN:
            self._failed = 0
            raise error
        self._session.read(known_folders, self._session.account, ["inbox"])  # raises where Exchange answers nothing at all
        return Denied("the server fails at it", error)
