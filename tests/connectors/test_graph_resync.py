"""Where Microsoft forgets many places at once, mailboxes are listed anew one after the other."""

from __future__ import annotations

import itertools

from connectors.graph.resync import APART, Turns
from connectors.refusals import NoLonger
from syncd.errors import Busy, CursorExpired
from tests.fakes.graph import Clock

GONE = NoLonger("GET mailFolders/inbox/messages/delta: refused with 410 SyncStateNotFound", 410, "SyncStateNotFound")


def test_one_mailbox_goes_at_once() -> None:
    """All its folders too, and again an hour later."""
    clock = Clock()
    turns = Turns(now=clock)
    for _ in range(3):
        told = turns.forgotten("rasa@klimatas.example", GONE)
        assert isinstance(told, CursorExpired)
        assert "SyncStateNotFound" in str(told)
        clock.sleep(1800)


def test_a_hundred_mailboxes_go_one_after_the_other() -> None:
    """F55: each keeps its turn, however often it asks before, and no two turns are close."""
    clock = Clock()
    turns, began, went = Turns(now=clock), clock(), dict[str, float]()
    due = dict.fromkeys((f"{n}@klimatas.example" for n in range(100)), began)
    while due:
        mailbox = min(due, key=lambda one: due[one])
        clock.now = due[mailbox]
        told = turns.forgotten(mailbox, GONE)
        if isinstance(told, Busy):
            assert told.retry_after
            assert due[mailbox] == began, "it is asked to wait once"
            due[mailbox] = clock() + told.retry_after + 0.001
        else:
            went[mailbox] = clock()
            del due[mailbox]
    times = sorted(went.values())
    gaps = [after - before for before, after in itertools.pairwise(times)]
    assert min(gaps) > APART / 2 - 0.01
    assert times[-1] - began < 100 * APART * 1.5


def test_a_turn_that_was_not_taken_is_given_again() -> None:
    """Hours later it says nothing any more."""
    clock = Clock()
    turns = Turns(now=clock)
    turns.forgotten("rasa@klimatas.example", GONE)
    assert isinstance(turns.forgotten("jonas@klimatas.example", GONE), Busy)
    clock.sleep(3 * 3600)
    assert isinstance(turns.forgotten("jonas@klimatas.example", GONE), CursorExpired)
