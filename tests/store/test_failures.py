"""How far a failure reaches: one folder, one source, never another source (DESIGN §5.9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.base import Change, Collection, Cursor, Harvester, Page
from syncd.errors import AuthFailed, Busy, ConfigError, Forbidden, SourceError
from tests.store.world import ONA, RASA, Mail, Office

pytestmark = pytest.mark.slow


class Failing:
    """A harvester that reads as another does, and fails at one folder."""

    def __init__(self, inner: Harvester, role: str, problem: Exception) -> None:
        self.inner, self.role, self.problem = inner, role, problem

    def collections(self) -> Iterable[Collection]:
        return self.inner.collections()

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        if collection.role == self.role:
            raise self.problem
        return self.inner.pages(collection, cursor)

    def fetch(self, collection: Collection, remote_ids: Iterable[str]) -> Iterator[Change]:
        return self.inner.fetch(collection, remote_ids)


REACH = [
    # what the inbox raises, the state shown, whether the Sent folder is read all the same, why
    (Forbidden("no right to read it"), "forbidden", True, "one folder without rights says nothing of the others"),
    (SourceError("the folder answers nonsense"), "backing off", True, "a damaged folder keeps none of the others"),
    (AuthFailed("wrong password"), "auth failed", False, "no other folder would open, and each try may lock the account"),
    (ConfigError(["password_file: cannot be read"]), "auth failed", False, "a secret that is not there is this source's trouble"),
]


@pytest.mark.parametrize(("problem", "state", "read", "why"), REACH)
def test_a_failure_reaches_as_far_as_it_must(
    problem: Exception, state: str, read: bool, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The source shows its state, the other sources are read, and so are its other folders where they can be."""
    office = Office(tmp_path)
    office.send(Mail(id="one", sender=RASA, to=(ONA,), at="2026-11-17T10:00:00", text="Pasiūlymą atsiųsiu penktadienį."))
    opened = registry.open_harvester

    def failing(name: str, options: Any, *, base: Path, owner: str, max_message: int) -> Harvester:
        inner = opened(name, options, base=base, owner=owner, max_message=max_message)
        return Failing(inner, "inbox", problem) if owner.startswith("rasa") and name == "maildir" else inner

    monkeypatch.setattr(registry, "open_harvester", failing)
    outcome = office.once()

    states = {s.name: s.state for s in outcome.sources}
    mine = [n for n in states if n.startswith("rasa") and "mail" in n]
    assert [states[n] for n in mine] == [state], why
    assert {s for n, s in states.items() if n not in mine} == {"ok"}, why
    assert bool(office.rows("SELECT 1 FROM interaction WHERE kind = 'message'")) is read, why
    assert office.findings() == []


class Throttled:
    """A harvester whose server asks for a wait before each of its passes: as many as `waits` names (seconds)."""

    def __init__(self, inner: Harvester, waits: list[float]) -> None:
        self.inner, self.waits = inner, waits

    def collections(self) -> Iterable[Collection]:
        return self.inner.collections()

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        if self.waits:
            raise Busy("wait a little", retry_after=self.waits.pop(0))
        return self.inner.pages(collection, cursor)

    def fetch(self, collection: Collection, remote_ids: Iterable[str]) -> Iterator[Change]:
        return self.inner.fetch(collection, remote_ids)


WAITS = [
    # what the server asks for (seconds), what is waited, the state at the end, why
    ([2.0, 30.0], [2.0, 30.0], "ok", "short waits are waited, and the pass goes on"),
    ([300.0], [], "backing off", "a long one is left to the next run: nobody wants to sit before it"),
    ([6.0] * 9, [6.0] * 9, "ok", "a quota of a minute that was spent at once: it takes most of that minute to come back"),
    ([50.0] * 9, [50.0] * 3, "backing off", "a server that never lets anything through is not asked for ever"),
    ([0.0] * 999, [0.0] * 120, "backing off", "nor one that names no time worth the name"),
]


@pytest.mark.parametrize(("asked", "waited", "state", "why"), WAITS)
def test_a_pass_goes_on_after_a_short_wait(
    asked: list[float], waited: list[float], state: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`once` on a server that counts requests a minute ends with everything read, not with a demand to run it again."""
    office = Office(tmp_path)
    office.send(Mail(id="one", sender=RASA, to=(ONA,), at="2026-11-17T10:00:00", text="Pasiūlymą atsiųsiu penktadienį."))
    opened, left, slept = registry.open_harvester, list(asked), list[float]()

    def throttled(name: str, options: Any, *, base: Path, owner: str, max_message: int) -> Harvester:
        inner = opened(name, options, base=base, owner=owner, max_message=max_message)
        return Throttled(inner, left) if owner.startswith("rasa") and name == "maildir" else inner

    monkeypatch.setattr(registry, "open_harvester", throttled)
    monkeypatch.setattr("syncd.harvest.time.sleep", slept.append)
    outcome = office.once()

    assert slept == waited, why
    assert [s.state for s in outcome.sources if s.name.startswith("rasa") and "mail" in s.name] == [state], why
    assert bool(office.rows("SELECT 1 FROM interaction WHERE kind = 'message'")) is (state == "ok"), why
