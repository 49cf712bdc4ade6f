"""What a test turns to make a fake's day bad, and what it reads afterwards: the same for every fake that keeps a log."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from typing import Any

from tests.fakes.google.calls import Asked
from tests.fakes.google.faults import Answer, Faults, Match, Rule, as_bytes


class Clock:
    """Time that passes when it is told to; `sleep` is for those who would wait."""

    def __init__(self, now: float = 1_780_000_000.0) -> None:
        self.now = now
        self._lock = threading.Lock()

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.now += seconds


class Knobs:
    """A `match` is the id of a method or a function of the request (`Asked`)."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.log: list[Asked] = []
        self.violations: list[str] = []
        self.faults = Faults()

    def refusal(self, status: int, code: str) -> Mapping[str, Any]:
        """The service's own words for a refusal; "" lets it choose a code."""
        raise NotImplementedError

    def throttled(self, status: int, code: str) -> Mapping[str, Any]:
        """The same where it means "slower"."""
        return self.refusal(status, code)

    def says(
        self,
        match: Match,
        status: int,
        headers: Mapping[str, str] | None = None,
        body: bytes | str | Mapping[str, Any] | None = None,
        times: float = 1,
        *,
        code: str = "",
    ) -> None:
        """Answer this, and do nothing; without a body it is the service's error with this code."""
        if body is None:
            body = self.refusal(status, code) if status >= 400 else b""
        data, kind = as_bytes(body)
        answer = Answer(status, data, {"Content-Type": kind, **(headers or {})})
        self.faults.add(Rule(match, times, says=lambda _: answer))

    def throttles(
        self,
        match: Match,
        retry_after: float | str | Callable[[Asked], str] | None = None,
        times: float = 1,
        *,
        status: int = 429,
        code: str = "",
    ) -> None:
        """Too many: with a Retry-After of seconds, of any text, of a function of the request (a date), or with none."""

        def says(asked: Asked) -> Answer:
            said = retry_after(asked) if callable(retry_after) else retry_after
            headers = {"Content-Type": "application/json; charset=UTF-8"} | ({} if said is None else {"Retry-After": str(said)})
            return Answer(status, json.dumps(self.throttled(status, code)).encode(), headers)

        self.faults.add(Rule(match, times, says=says))

    def loses(self, match: Match, times: float = 1) -> None:
        """Carry it out, then close the connection without a word."""
        self.faults.add(Rule(match, times, spoils=lambda asked, answer: Answer(0, silent=True)))

    def cuts(self, match: Match, size: int, times: float = 1) -> None:
        """Promise the whole answer and send this many bytes of it."""

        def cut(asked: Asked, answer: Answer) -> Answer:
            return Answer(answer.status, answer.body, answer.headers, send=size)

        self.faults.add(Rule(match, times, spoils=cut))

    def on(
        self,
        match: Match,
        *,
        before: Callable[[Asked], object] | None = None,
        after: Callable[[Asked], object] | None = None,
        times: float = 1,
    ) -> None:
        """Something happens when it is asked: to change the world in the middle of a listing, or to hold two clients up."""
        if before:
            self.faults.add(Rule(match, times, before=before))
        if after:
            self.faults.add(Rule(match, times, after=after))

    def drops(self, rate: float, seed: int = 0) -> None:
        """This part of the writes, at random, is carried out and never answered; 0 ends it."""
        self.faults.drops(rate, seed)

    def asked(self, match: Match) -> list[Asked]:
        """The requests that match, in the order they came."""
        return [one for one in list(self.log) if (one.method == match if isinstance(match, str) else match(one))]

    def requests_for(self, account: str) -> list[Asked]:
        """What was asked of this account."""
        return [one for one in list(self.log) if one.account == account]
