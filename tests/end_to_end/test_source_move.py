"""`syncd source move`: a mailbox goes from Exchange to Microsoft 365, its history and its reminders with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.moving import Company, company


@pytest.fixture
def c(tmp_path: Path) -> Iterator[Company]:
    with company(tmp_path) as made:
        yield made


@pytest.mark.parametrize("copied", [False, True])
def test_everything_goes_along_once(c: Company, copied: bool) -> None:
    before = c.derived()
    c.migrate(entries=copied)
    c.configure(graph=True)
    said, kept = c.move()
    print(said, kept)
    assert len(c.new_entries()) == 4 and c.old_entries() == []
    for _ in range(3):
        outcome = c.once()
        print([(s.name, s.state, s.counts) for s in outcome.sources], outcome.reminders)
    assert len(c.new_entries()) == 4
    print(c.office.rows("SELECT * FROM sources"))
    print(c.office.rows("SELECT * FROM move"))
    import difflib
    print("\n".join(difflib.unified_diff(before, c.derived(), n=0)))
    assert c.derived() == before
    assert c.office.findings() == []
