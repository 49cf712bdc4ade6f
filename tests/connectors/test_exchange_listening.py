"""A folder of Exchange that is listened to: what changes is known at once, and what breaks is said."""

from __future__ import annotations

import select
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.base import Collection, Listening, awake
from connectors.exchange.harvest import ExchangeHarvester
from connectors.exchange.listening import SILENT
from syncd.errors import SourceError
from tests.connectors.contract import Store, mail
from tests.connectors.exchange_worlds import Mailbox, a_mailbox
from tests.fakes.ews import exchange
from tests.servers.certificates import certificate

INBOX = Collection(id="inbox", name="Inbox", role="inbox")


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Mailbox]:
    yield from a_mailbox(tmp_path)


def heard(listening: Listening, seconds: float = 10.0) -> bool:
    """Whether a change is told within that time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        select.select([listening], [], [], max(0.0, min(0.5, end - time.monotonic())))
        if listening.hear(awake()):
            return True
    return False


def listening_to(box: Mailbox, store: Store, harvester: ExchangeHarvester) -> Listening:
    """After a pass."""
    for page in harvester.pages(INBOX, store.cursor):
        store.take(page)
    listening = harvester.listen(INBOX, store.cursor)
    assert listening is not None
    return listening


@pytest.mark.parametrize("auth", ["basic", "ntlm"])
@pytest.mark.parametrize("what", ["deliver", "mark", "delete", "move"])
def test_a_change_is_told_at_once(box: Mailbox, what: str, auth: str) -> None:
    """Whatever the change is; nothing else is."""
    box.add("a")
    store, harvester = Store(), box.harvester(auth=auth)
    listening = listening_to(box, store, harvester)
    assert not listening.hear(awake()) and not heard(listening, 0.1)
    id_ = box.ids["a"]
    match what:
        case "deliver":
            box.add("b")
        case "mark":
            box.box.inbox.mark(id_, read=True)
        case "delete":
            box.box.inbox.delete(id_)
        case _:
            box.box.inbox.move(id_, box.box.sent)
    assert heard(listening) and listening.hear(awake()), "and it stays so until it is listened to anew"


def test_a_change_is_told_over_tls(tmp_path: Path) -> None:
    """Where what came may wait inside the connection, unseen by select()."""
    paths = certificate(tmp_path)
    with exchange(certificate=paths) as world:
        box = Mailbox(world, tmp_path)
        listening = listening_to(box, Store(), box.harvester(ca_file=str(paths[0])))
        assert not listening.hear(awake())
        box.add("a")
        assert heard(listening)
        box.close()


def test_what_changes_in_another_folder_is_not_told(box: Mailbox) -> None:
    """Each lane listens to its own."""
    listening = listening_to(box, Store(), box.harvester())
    box.box.sent.deliver(mail("a"))
    assert not heard(listening, 0.3)


def test_what_came_between_the_pass_and_the_listening_is_told(box: Mailbox) -> None:
    """The subscription tells only what is after it."""
    store, harvester = Store(), box.harvester()
    for page in harvester.pages(INBOX, None):
        store.take(page)
    box.add("a")
    listening = harvester.listen(INBOX, store.cursor)
    assert listening is not None and listening.hear(awake())


def test_one_subscription_serves_many_passes(box: Mailbox) -> None:
    """It is an answer that stays open; passes go on another connection beside it."""
    store, harvester = Store(), box.harvester()
    for n in range(3):
        listening = listening_to(box, store, harvester)
        assert not listening.hear(awake())
        box.add(f"m{n}")
        assert heard(listening)
    listening_to(box, store, harvester)
    assert len(store.items) == 3
    asked = box.asked()
    assert asked.count("Subscribe") == asked.count("GetStreamingEvents") == 1


def test_silence_means_that_the_connection_is_dead(box: Mailbox) -> None:
    """F10: that a socket is open says nothing."""
    harvester = box.harvester()
    listening = listening_to(box, Store(), harvester)
    listening.hear(awake())
    assert 0 < listening.deadline - awake() <= SILENT
    with pytest.raises(SourceError, match="silent"):
        listening.hear(awake() + SILENT + 1)
    again = harvester.listen(INBOX, None)
    assert again is not None and again is not listening and not again.hear(awake())


def test_an_end_of_the_answer_is_a_hint_and_it_is_begun_anew(box: Mailbox) -> None:
    """After half an hour Exchange closes it: a pass follows, and another subscription."""
    box.exchange.minute = 0.01
    store, harvester = Store(), box.harvester()
    listening = listening_to(box, store, harvester)
    assert heard(listening)
    box.exchange.minute = 60.0
    again = listening_to(box, store, harvester)
    assert again is not listening and not again.hear(awake())


@pytest.mark.parametrize("code", ["ErrorExceededSubscriptionCount", "ErrorSubscriptionAccessDenied"])
def test_a_folder_of_which_exchange_does_not_tell_is_polled(box: Mailbox, code: str) -> None:
    """A hint only: polling stays the truth."""
    box.exchange.refuses("Subscribe", code)
    assert box.harvester().listen(INBOX, None) is None
