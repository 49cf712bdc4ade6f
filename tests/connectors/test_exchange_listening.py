"""A folder of Exchange that is listened to: what changes is known at once, and what breaks is said."""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from connectors.base import Collection, Listening, awake
from connectors.exchange.harvest import ExchangeHarvester
from connectors.exchange.listening import MOST, SHORT, SILENT, _streams
from connectors.refusals import LostAnswer
from syncd.errors import SourceError
from tests.connectors.contract import Store, mail
from tests.connectors.exchange_worlds import Mailbox, a_mailbox
from tests.fakes.ews import Exchange, exchange
from tests.servers.certificates import certificate

INBOX = Collection(id="inbox", name="Inbox", role="inbox")


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Mailbox]:
    yield from a_mailbox(tmp_path)


def heard(listening: Listening, seconds: float = 10.0, later: float = 0.0) -> bool:
    """Whether a change is told within that time; `later`: so many seconds after it was begun."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        select.select([listening], [], [], max(0.0, min(0.5, end - time.monotonic())))
        if listening.hear(awake() + later):
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


@pytest.mark.slow
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
    assert heard(listening, later=SHORT)
    box.exchange.minute = 60.0
    again = listening_to(box, store, harvester)
    assert again is not listening and not again.hear(awake())


@pytest.mark.parametrize("code", ["ErrorExceededSubscriptionCount", "ErrorSubscriptionAccessDenied"])
def test_a_folder_of_which_exchange_does_not_tell_is_polled(box: Mailbox, code: str) -> None:
    """A hint only: polling stays the truth."""
    box.exchange.refuses("Subscribe", code)
    assert box.harvester().listen(INBOX, None) is None


# ── ends that are none of a server whose time was up ─────────────────────────────────────────────────────────────────

ENDS: list[tuple[str, Callable[[Exchange], object], str]] = [
    ("the connection is cut", lambda x: x.cut_streams(), "a router in between forgot it"),
    ("ErrorSubscriptionNotFound", lambda x: x.lose_subscriptions(), "the server was restarted, or another one was asked"),
    ("ErrorNewEventStreamConnectionOpened", lambda x: x.lose_subscriptions("ErrorNewEventStreamConnectionOpened"), "two daemons with one subscription"),
    ("Closed", lambda x: x.close_streams(), "closed long before its time"),
]


@pytest.mark.parametrize(("end", "why"), [(end, why) for _, end, why in ENDS], ids=[name for name, _, _ in ENDS])
def test_a_subscription_that_is_lost_is_a_dead_connection(box: Mailbox, end: Callable[[Exchange], object], why: str) -> None:
    """F59: not a change, of which there would be one after another; it is begun anew, and what came meanwhile is told by a look."""
    store, harvester = Store(), box.harvester()
    listening = listening_to(box, store, harvester)
    end(box.exchange)
    with pytest.raises(LostAnswer):
        heard(listening)
    box.add("a")
    again = harvester.listen(INBOX, store.cursor)
    assert again is not None and again is not listening and again.hear(awake()), why
    assert box.asked().count("Subscribe") == 2


def test_both_connections_go_to_the_server_that_gave_the_subscription(box: Mailbox) -> None:
    """F59: behind a load balancer another knows nothing of it; each time anew, for the mailbox may have moved."""
    box.exchange.is_farm = True
    store, harvester = Store(), box.harvester()
    for n in range(2):
        listening = listening_to(box, store, harvester)
        box.add(f"m{n}")
        assert heard(listening)
        assert listening is harvester.listen(INBOX, None)
        box.exchange.lose_subscriptions()
        with pytest.raises(LostAnswer):
            heard(listening)
    subscribed = box.exchange.asked("Subscribe")
    assert len(subscribed) == 2 and not any("X-BackEndOverrideCookie" in one.headers.get("cookie", "") for one in subscribed)


BUDGETS = [
    # impersonate, how many of eight mailboxes are listened to, why
    (True, 8, "Exchange charges each to the mailbox one acts for"),
    (False, MOST, "all are charged to the user who signs in"),
]


@pytest.mark.parametrize(("impersonate", "most", "why"), BUDGETS)
def test_no_more_streams_are_open_than_exchange_allows(tmp_path: Path, impersonate: bool, most: int, why: str) -> None:
    """F59: HangingConnectionLimit is three where nobody raised it; the others are polled, and one that ends makes room."""
    with exchange() as world:
        boxes = [Mailbox(world, tmp_path, f"p{n}@klimatas.example") for n in range(8)]
        harvesters = [box.harvester(impersonate=impersonate) for box in boxes]
        listening = [harvester.listen(INBOX, None) for harvester in harvesters]
        assert sum(one is not None for one in listening) == most, why
        assert len(world.asked("Subscribe")) == most
        harvesters[0].close()
        assert harvesters[-1].listen(INBOX, None) is not None
        for box in boxes:
            box.close()
    assert not _streams._open, "and each gives its place back"


def test_a_mailbox_is_listened_to_in_three_folders_at_once(box: Mailbox) -> None:
    """By connections of one daemon that act for its owner."""
    harvesters = [box.harvester(impersonate=True) for _ in range(MOST + 1)]
    assert [harvester.listen(INBOX, None) is not None for harvester in harvesters] == [True] * MOST + [False]


@pytest.mark.parametrize("what", ["refused", "lost"])
def test_what_was_not_opened_takes_no_place(box: Mailbox, what: str) -> None:
    """Of the three."""
    harvester = box.harvester()
    for _ in range(MOST + 1):
        if what == "refused":
            box.exchange.refuses("Subscribe", "ErrorSubscriptionAccessDenied")
            assert harvester.listen(INBOX, None) is None
        else:
            box.exchange.loses("Subscribe")
            with pytest.raises(LostAnswer):
                harvester.listen(INBOX, None)
    assert harvester.listen(INBOX, None) is not None
