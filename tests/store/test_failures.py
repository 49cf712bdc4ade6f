"""How far a failure reaches: one folder, one source, never another source (DESIGN §5.9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.base import Change, Collection, Cursor, Harvester, Page
from syncd.errors import AuthFailed, ConfigError, Forbidden, SourceError
from tests.store.world import ONA, RASA, Mail, Office


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
