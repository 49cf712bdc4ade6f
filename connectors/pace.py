"""How fast one account may be asked: what a quota allows, and when the server said that it wants to be asked again.

What a provider allows differs between customers, is not told by its API, and changes. So we begin at what is documented for
all, halve the rate whenever the server refuses for it, and creep up again while it does not.
"""

from __future__ import annotations

import datetime as dt
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from connectors.http import retry_after
from syncd.errors import Busy

PATIENCE = 5.0  # seconds that are waited here; the scheduler waits longer ones
MOST_WAIT = 3600.0  # seconds a server may keep us waiting
SLOWEST = 0.02  # of the rate we began with
_HALVED = 15.0  # seconds: quotas are for a minute, and a second refusal for the same requests says nothing new
_ROUNDING = 0.001  # seconds more, so that no rounding makes us early


@dataclass(frozen=True, slots=True)
class Allowance:
    """Units a second, and how many may be spent at once when none were for a while."""

    rate: float
    burst: float


class Pace:
    """One account's way to be asked for one API of `whose`. May be used from several threads."""

    def __init__(
        self,
        allowance: Allowance,
        *,
        whose: str = "Google",
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        date: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._allowed, self._whose, self._now, self.sleep, self._date = allowance, whose, now, sleep, date
        self._lock = threading.Lock()
        self.rate = allowance.rate
        self._spent_until = now() - allowance.burst / allowance.rate  # when all that was spent will have been earned
        self._not_before = now()  # what a server stated
        self._in_a_row = 0  # refusals since the last answer
        self._may_halve = now()

    def take(self, units: float) -> None:
        """Wait until `units` may be spent, and spend them. Raises Busy where that is further off than PATIENCE."""
        while wait := self._reserve(units):
            if wait > PATIENCE:
                raise Busy(f"{self._whose} is asked again in {wait:.0f} s", retry_after=wait)
            self.sleep(wait + _ROUNDING)

    def went_well(self, units: float) -> None:
        """An answer came: a little faster from now on, up to where we began."""
        with self._lock:
            self._in_a_row = 0
            self.rate = min(self._allowed.rate, self.rate + units * 0.01)

    def heard(self, header: str) -> None:
        """A refusal came with this Retry-After: no request leaves before. "" and what is no time says nothing."""
        stated = retry_after(header, MOST_WAIT, self._date()) if header else None
        with self._lock:
            self._not_before = max(self._not_before, self._now() + stated + _ROUNDING if stated else 0.0)

    def ahead(self) -> float:
        """Seconds until the time that was stated; 0 where none is."""
        with self._lock:
            return max(0.0, self._not_before - self._now())

    def slow_down(self, least: float = 0.0) -> float:
        """The server refused for asking too fast: seconds until the next request may leave, at least `least` where no time was stated.

        Who is refused again and again without a stated time waits twice as long each time, and goes on at half the rate.
        """
        with self._lock:
            self._in_a_row += 1
            now = self._now()
            if self._not_before <= now:
                if now >= self._may_halve:
                    self.rate, self._may_halve = max(self.rate / 2, self._allowed.rate * SLOWEST), now + _HALVED
                back_off = random.uniform(0.5, 1.0) * 2.0 ** (min(self._in_a_row, 13) - 1)
                self._not_before = now + min(max(least, back_off), MOST_WAIT)
            return self._not_before - now

    def _reserve(self, units: float) -> float:
        """Seconds until `units` may be spent; 0 where they were spent now."""
        with self._lock:
            now = self._now()
            earliest = max(self._not_before, self._spent_until)
            if earliest > now:
                return earliest - now
            self._spent_until = max(self._spent_until, now - self._allowed.burst / self._allowed.rate) + units / self.rate
            return 0.0
