"""How a mailbox is shared among its connections."""

from __future__ import annotations

import pytest

from connectors.base import Collection
from connectors.imap import ImapOptions, connect
from syncd.config import Source
from syncd.lanes import Lane, Lanes

INBOX, SENT, OLD = (Collection(id=i, name=i, role=r) for i, r in (("INBOX", "inbox"), ("Sent", "sent"), ("Old", "archive")))  # type: ignore[arg-type]


@pytest.fixture
def lanes() -> Lanes:
    """The lanes of a mailbox whose server was met, and that nobody has asked for anything yet."""
    options = ImapOptions(host="127.0.0.1", user="anna")
    source = Source(name="rasa-mail", connector="imap", owner="rasa@klimatas.example", members=(), reminders=False, every=60, settings=options)
    return Lanes(Lane(source, _harvester=connect(options)))


def test_inbox_and_sent_have_a_lane_each(lanes: Lanes) -> None:
    """F18: two connections; the main lane leaves Inbox to the other, and Sent too while it is busy."""
    assert lanes.divide([OLD, SENT, INBOX]) == {"INBOX"}
    assert [lane.hears for lane in lanes.all()] == ["Sent", "INBOX"]
    lanes.has_backlog = True
    assert lanes.divide([OLD, SENT, INBOX]) == {"INBOX", "Sent"}


def test_a_lane_that_is_needed_no_more_is_left_to_whoever_waits_on_it(lanes: Lanes) -> None:
    """A connection is closed only when nobody waits on it: its number would be another connection's soon."""
    lanes.divide([INBOX, SENT])
    second = lanes.inbox
    assert lanes.divide([INBOX]) == frozenset()
    assert (lanes.all(), lanes.dropped) == ([lanes.main], [second])
    assert lanes.main.hears == "INBOX"


def test_without_a_second_connection_one_lane_reads_everything(lanes: Lanes) -> None:
    """F18: and says that there is a folder nobody listens to."""
    lanes.divide([INBOX, SENT])
    lanes.join(60.0)
    assert lanes.divide([INBOX, SENT]) == frozenset()
    assert (lanes.inbox, lanes.has_others) == (None, True)
