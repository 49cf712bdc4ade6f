"""Refusals by the hundred while an Exchange Server is read and written: each is heeded as long as it says, and nothing is lost or doubled."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from connectors.base import Broken, Collection, Fetched, Seen
from connectors.exchange import session
from connectors.exchange.reminders import ExchangeReminders, Known
from syncd.errors import Busy, SourceError
from tests.connectors.contract import Store, mail
from tests.connectors.contract_reminders import reminder
from tests.connectors.exchange_reminder_worlds import Person
from tests.fakes.ews import Answer, Asked, Clock, Exchange, Refusal, exchange
from tests.fakes.google.faults import Rule

INBOX = Collection(id="inbox", name="Inbox", role="inbox")
WHOLE = 1000 if os.environ.get("SYNCD_PROOF") else 100  # refusals
LEAST = {"harvest": WHOLE // 2, "reminders": WHOLE // 3}  # of them, at least
T = TypeVar("T")


class Moods:
    """An Exchange Server that refuses every other request, each time in one of five ways, until it has done so often enough."""

    WAYS = ("ErrorServerBusy", "ErrorServerBusy inside", "503", "ErrorTimeoutExpired", "ErrorExceededConnectionCount")

    def __init__(self, world: Exchange, seed: int) -> None:
        self.world, self.chance = world, random.Random(seed)
        self.stated: float | None = None  # seconds, by the last refusal
        self.said: Counter[str] = Counter()
        self.left = 0
        world.faults.add(Rule(lambda asked: self.left > 0 and bool(asked.method) and self.chance.random() < 0.5, float("inf"), says=self.refuse))

    def refuse(self, asked: Asked) -> Answer:
        """Do nothing, and say why."""
        way = self.chance.choice(self.WAYS)
        self.said[way] += 1
        self.left -= 1
        milliseconds = self.chance.randint(1, 90_000)
        self.stated = None
        match way:
            case "503":
                self.stated = float(milliseconds // 1000 + 1)
                asked.until = asked.at + self.stated
                return Answer(503, b"busy", {"Retry-After": f"{self.stated:.0f}", "Content-Type": "text/plain"})
            case "ErrorServerBusy" | "ErrorServerBusy inside":
                self.stated = milliseconds / 1000
                return self.world.server.front.fault(asked, Refusal("ErrorServerBusy", back_off=milliseconds, fault=way == "ErrorServerBusy"))
            case code:
                return self.world.server.front.fault(asked, Refusal(code))


class Patient:
    """Somebody who comes again when they may, and once before that."""

    def __init__(self, moods: Moods, clock: Clock) -> None:
        self.moods, self.clock = moods, clock

    def until_done(self, act: Callable[[], T]) -> T:
        while True:
            try:
                return act()
            except Busy as busy:
                assert busy.retry_after == self.moods.stated, "told as it was stated, to the millisecond"
                if busy.retry_after is None:
                    continue
                self.clock.sleep(busy.retry_after * 0.999)
                asked = len(self.moods.world.log)
                with pytest.raises(Busy) as still:
                    act()
                assert len(self.moods.world.log) == asked and still.value.retry_after
                self.clock.sleep(still.value.retry_after * 1.000001)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The server's and ours."""
    made = Clock()
    monkeypatch.setattr(session, "awake", made)
    monkeypatch.setattr(session, "_all_waits", {})
    return made


@pytest.mark.slow
def test_refusals_by_the_hundred_are_each_heeded_and_nothing_is_lost_or_doubled(tmp_path: Path, clock: Clock) -> None:
    """F45, F48, G19: by harvest and reminders; no request before the stated time, and each mail and entry is there once."""
    with exchange(clock=clock, validate="requests") as world:
        person = Person(world, tmp_path)
        moods = Moods(world, 7)
        patient = Patient(moods, clock)
        harvest(person, moods, patient)
        read = sum(moods.said.values())
        keep(person, moods, patient)
        person.end()
        person.close()
        assert sum(moods.said.values()) >= WHOLE and min(moods.said[way] for way in Moods.WAYS) > WHOLE // 10
        assert read >= LEAST["harvest"] and sum(moods.said.values()) - read >= LEAST["reminders"]
        assert world.too_early() == []


def harvest(person: Person, moods: Moods, patient: Patient) -> None:
    """Mail that comes in batches is read until so many requests were refused."""
    store, raws = Store(), dict[str, bytes]()
    harvester = person.harvester(items=4)
    moods.left = WHOLE - WHOLE // 3

    def passing() -> None:
        for page in harvester.pages(INBOX, store.cursor):
            store.take(page)

    while moods.left:
        for _ in range(6):
            raw = mail(f"m{len(raws):03}")
            raws[person.box.inbox.deliver(raw)] = raw
        patient.until_done(passing)
    patient.until_done(passing)
    for id_ in store.broken.keys() - store.items.keys():  # what the server failed at alone is asked for again by the store
        (change,) = patient.until_done(lambda id_=id_: list(harvester.fetch(INBOX, [id_])))  # type: ignore[misc]
        assert not isinstance(change, Broken)
        store.items[id_] = change.raw if isinstance(change, Fetched) else b""
    fetched = Counter(change.remote_id for change in store.changes if isinstance(change, Fetched | Broken))
    assert store.items == raws and set(fetched.values()) == {1}


def keep(person: Person, moods: Moods, patient: Patient) -> None:
    """Entries are made, changed and every third taken out, pass by pass as the outbox does, until so many requests were refused."""
    known, count = Known(), 0
    moods.left = WHOLE // 3
    left: dict[str, Seen | None] = {}
    while moods.left:
        count += 1
        calendar = person.reminders(known)
        r = reminder(uid=f"syncd-n{count}")
        patient.until_done(lambda calendar=calendar: list(calendar.look()))  # type: ignore[misc]
        seen = again(patient, calendar, lambda c, r=r: c.put(r, None))  # type: ignore[misc]
        changed = reminder(uid=r.uid, content_hash="b", title="Skambinti")
        left[r.uid] = again(patient, calendar, lambda c, s=seen, r=changed: c.put(r, s))  # type: ignore[misc]
        if count % 3 == 0:
            again(patient, calendar, lambda c, s=left[r.uid]: c.remove(s))  # type: ignore[misc]
            left[r.uid] = None
        calendar.close()
    there = {uid for uid, seen in left.items() if seen}
    entries = [item.says("UID") for item in person.entries()]
    assert sorted(entries) == sorted(there) and len(there) > 1
    assert {one.uid: one for one in person.reminders(known).look()} == {uid: seen for uid, seen in left.items() if seen}


def again(patient: Patient, calendar: ExchangeReminders, act: Callable[[ExchangeReminders], T]) -> T:
    """What was left to the next pass is done in it."""
    while True:
        try:
            return patient.until_done(lambda: act(calendar))
        except Busy:
            raise
        except SourceError as problem:
            assert "looked at again" in str(problem) or "asked again" in str(problem)
