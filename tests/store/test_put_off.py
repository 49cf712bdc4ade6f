"""Promises of a backlog are weighed when it is in: the same comes of it, and no reminder is put before."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from syncd import deriving, harvest
from tests.store.conversations import STAFF, cases, steps
from tests.store.world import JOHN, RASA, Mail, Office

PROMISE = Mail(id="p", sender=RASA, to=(JOHN,), at="2026-11-16T10:00", subject="Offer", text="I will send you the offer on 24 November.")
SENT = Mail(id="s", sender=RASA, to=(JOHN,), at="2026-11-16T11:00", subject="Re: Offer", refs=("p",), text="Hello John,\n\nthe offer has been emailed to your office.")
LAST = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A promise and the mail that keeps it, not read yet; whatever comes is a backlog."""
    monkeypatch.setattr(deriving, "PARALLEL_FROM", 1)
    office = Office(tmp_path)
    office.send(PROMISE)
    office.send(SENT)
    return office


def states(office: Office) -> list[tuple[object, ...]]:
    """How the promises stand, and how many wait to be weighed."""
    return office.rows("SELECT state, (SELECT count(*) FROM put_off) FROM promise ORDER BY said_at")


@pytest.mark.slow
def test_a_backlog_comes_to_the_same_as_the_same_mails_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """§11: all conversations read as a backlog, and without one."""
    dumps = []
    for name, parallel_from in (("few", 1_000_000), ("many", 1)):
        monkeypatch.setattr(deriving, "PARALLEL_FROM", parallel_from)
        (tmp_path / name).mkdir()
        office = Office(tmp_path / name, people=tuple(STAFF), now=LAST)
        for case in cases()[::4]:
            for step in steps(case):
                step(office)
        office.once()
        assert office.findings() == []
        dumps.append([line for line in office.dump() if line.startswith(("interaction|", "promise|", "evidence|", "handoff|", "breach|", "offer|", "complaint|"))])
    assert dumps[0] == dumps[1]


def test_a_pass_ends_with_everything_weighed(office: Office) -> None:
    """P9: closed by the mail that came with it."""
    office.once()
    assert states(office) == [("kept", 0)] and office.entry_files("rasa") == []


def test_no_reminder_is_put_while_something_waits(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """P3: a daemon puts reminders while another source's backlog comes in."""
    monkeypatch.setattr(harvest, "weigh_put_off", lambda world: None)
    office.once()
    assert states(office) == [("kept", 0)] and office.entry_files("rasa") == []


@pytest.mark.slow
def test_what_a_killed_pass_left_is_weighed_by_the_next(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant 1: what waits stands in the store."""
    with monkeypatch.context() as killed:
        killed.setattr(harvest, "weigh_put_off", lambda world: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            office.once()
    assert states(office) == [("open", 1)]
    office.once()
    assert states(office) == [("kept", 0)] and office.entry_files("rasa") == [] and office.findings() == []
