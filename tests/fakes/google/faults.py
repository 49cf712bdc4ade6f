"""What goes wrong on purpose, and the quota: rules that a test lays in the way of requests."""

from __future__ import annotations

import json
import random
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

from tests.fakes.google.calls import Asked, Refusal

Match = str | Callable[[Asked], bool]

OLD_PRICES = {
    "gmail.users.getProfile": 1,
    "gmail.users.history.list": 2,
    "gmail.users.labels.get": 1,
    "gmail.users.labels.list": 1,
    "gmail.users.messages.get": 5,
    "gmail.users.messages.list": 5,
    "gmail.users.messages.attachments.get": 5,
    "gmail.users.threads.get": 10,
    "gmail.users.threads.list": 10,
    "gmail.users.watch": 100,
}
"""Quota units of a call, for projects made before May 2026; a method not named costs 1."""

NEW_PRICES = {**OLD_PRICES, "gmail.users.messages.get": 20}
"""Since then, of 6,000 units a minute and user."""

LONGEST_WAIT = 3600.0
"""Nobody is expected to wait longer than this, whatever the answer asked for."""


@dataclass(slots=True)
class Answer:
    """What is sent; `send` bytes of the body before the connection is cut, nothing at all where `silent`."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    send: int | None = None
    silent: bool = False


@dataclass(slots=True)
class Rule:
    """For the next `times` requests that match; `says` may answer instead of the service, `spoils` what it answered."""

    match: Match
    times: float
    says: Callable[[Asked], Answer | None] | None = None
    spoils: Callable[[Asked, Answer], Answer] | None = None
    before: Callable[[Asked], object] | None = None
    after: Callable[[Asked], object] | None = None

    def meets(self, asked: Asked) -> bool:
        return self.match == asked.method if isinstance(self.match, str) else self.match(asked)


class Quota:
    """Units that an account may spend in any sixty seconds."""

    def __init__(self, units: int, prices: Mapping[str, int], refusal: Callable[[], Refusal]) -> None:
        self.units = units
        self.prices = prices
        self.refusal = refusal
        self.spent: dict[str, deque[tuple[float, int]]] = {}
        self.sums: dict[str, int] = {}
        self.lock = threading.Lock()

    def take(self, asked: Asked) -> Refusal | None:
        """None where there was enough left; a refused call costs nothing."""
        price = self.prices.get(asked.method, 1)
        with self.lock:
            spent, total = self.spent.setdefault(asked.account, deque()), self.sums.get(asked.account, 0)
            while spent and spent[0][0] <= asked.at - 60:
                total -= spent.popleft()[1]
            refused = total + price > self.units
            if not refused:
                spent.append((asked.at, price))
                total += price
            self.sums[asked.account] = total
        return self.refusal() if refused else None


class Faults:
    """The rules in the order they were laid; the first that answers does."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.lock = threading.Lock()
        self._drops: tuple[float, random.Random] | None = None

    def add(self, rule: Rule) -> None:
        with self.lock:
            self.rules.append(rule)

    def clear(self) -> None:
        """No more faults; the quota stays."""
        with self.lock:
            self.rules.clear()
            self._drops = None

    def drops(self, rate: float, seed: int) -> None:
        """Of the writes to an API, this part is carried out and never answered; tokens and batches of reading calls are."""
        with self.lock:
            self._drops = (rate, random.Random(seed)) if rate else None

    def instead(self, asked: Asked) -> Answer | None:
        """What a rule says in the service's place."""
        for rule in self._taken(asked, lambda rule: rule.before is not None):
            assert rule.before is not None
            rule.before(asked)
        for rule in self._taken(asked, lambda rule: rule.says is not None, one=True):
            assert rule.says is not None
            return rule.says(asked)
        return None

    def spoilt(self, asked: Asked, answer: Answer) -> Answer:
        """What becomes of the service's answer on its way."""
        for rule in self._taken(asked, lambda rule: rule.after is not None):
            assert rule.after is not None
            rule.after(asked)
        for rule in self._taken(asked, lambda rule: rule.spoils is not None, one=True):
            assert rule.spoils is not None
            answer = rule.spoils(asked, answer)
        with self.lock:
            if self._drops and asked.applied and asked.verb != "GET" and "." in asked.method and self._drops[1].random() < self._drops[0]:
                answer = Answer(0, silent=True)
        return answer

    def _taken(self, asked: Asked, kind: Callable[[Rule], bool], *, one: bool = False) -> list[Rule]:
        taken = []
        with self.lock:
            for rule in list(self.rules):
                if kind(rule) and rule.meets(asked):
                    rule.times -= 1
                    taken.append(rule)
                    if rule.times <= 0:
                        self.rules.remove(rule)
                    if one:
                        break
        return taken


def as_bytes(body: bytes | str | Mapping[str, Any]) -> tuple[bytes, str]:
    """A body and its type."""
    if isinstance(body, bytes):
        return body, "application/octet-stream"
    if isinstance(body, str):
        return body.encode(), "text/html; charset=UTF-8"
    return json.dumps(body).encode(), "application/json; charset=UTF-8"


def stated(asked: Asked, header: str | None) -> float:
    """Until when a Retry-After asks to be left in peace, by the fake's clock; 0.0 where it asks nothing sensible."""
    if header is None:
        return 0.0
    try:
        seconds = float(header)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(header).timestamp() - asked.at
        except ValueError:
            return 0.0
    return asked.at + min(seconds, LONGEST_WAIT) if seconds > 0 else 0.0


def _account_and_api(asked: Asked) -> tuple[str, str]:
    return asked.account, asked.method.partition(".")[0]


def too_early(log: list[Asked], whose: Callable[[Asked], tuple[str, str]] = _account_and_api) -> list[tuple[Asked, Asked]]:
    """Requests that came before the time a refusal of the same account and API had stated: (refusal, request).

    `whose` says for whom a refusal stands. What was on its way when the refusal was given is not counted, nor what stood beside it in the same batch.
    """
    refusals: dict[tuple[str, str], list[tuple[int, Asked]]] = {}
    early = []
    for index, asked in enumerate(log):
        key = whose(asked)
        standing = [(i, one) for i, one in refusals.get(key, ()) if one.until > asked.at]
        refusals[key] = standing
        early += [(one, asked) for _, one in standing if index >= one.known and not (asked.batch and asked.batch == one.batch)]
        if asked.until:
            standing.append((index, asked))
    return early
