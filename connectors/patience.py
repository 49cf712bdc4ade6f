"""What one call to a provider's API puts up with before its source has to wait."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TypeVar

from connectors.pace import PATIENCE, Pace
from connectors.refusals import LostAnswer, Throttled, Unauthenticated
from syncd.errors import Busy, SourceError

T = TypeVar("T")

_AGAIN = (0.25, 0.5, 1.0)  # seconds, more or less, before a reading call is asked again
_TURNS = 6  # refusals for the rate that one call waits out


class Patience:
    """What one call, or what goes together, puts up with."""

    def __init__(self, pace: Pace) -> None:
        self._pace, self._failures, self._turns = pace, 0, 0

    @property
    def exhausted(self) -> bool:
        """Whether it failed as often as it is asked again."""
        return self._failures >= len(_AGAIN)

    def wait(self, told: Throttled) -> None:
        """Have the next request wait. Raises Busy where that is long, or was asked for too often."""
        self._turns += 1
        wait = self._pace.slow_down(told.least)
        if wait > PATIENCE or self._turns >= _TURNS:
            raise Busy(str(told), retry_after=wait) from told

    def endure(self, error: LostAnswer) -> None:
        """Wait a moment. Raises the error where it is one too many, Busy where a longer wait was stated."""
        if self.exhausted:
            raise error
        if (wait := self._pace.ahead()) > PATIENCE:
            raise Busy(str(error), retry_after=wait) from error
        self._pace.sleep(_AGAIN[self._failures] * random.uniform(0.5, 1.5))
        self._failures += 1

    def until_answered(self, send: Callable[[str], T], sign_in: Callable[[str, str], str], signed_out: Callable[[], SourceError], *, reads: bool) -> T:
        """What `send` gives with an access token, asked again where that is right.

        `sign_in` gives a token when it is time: another than that refused, with the claims it has to hold; a second one refused
        is `signed_out`. `reads`: nothing is done twice by asking again; else a lost answer is raised.
        """
        refused = claims = ""
        while True:
            token = sign_in(refused, claims)
            try:
                return send(token)
            except Unauthenticated as error:
                if refused:
                    raise signed_out() from error
                refused, claims = token, error.claims
            except Throttled as error:
                self.wait(error)
            except LostAnswer as error:
                if not reads:
                    raise
                self.endure(error)
