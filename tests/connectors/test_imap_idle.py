"""IDLE: what the server pushes is a hint, a dead connection is found by its silence, commands go on afterwards."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from connectors.base import Listening, awake
from connectors.imap.bodies import Limits
from connectors.imap.idle import ANSWER_SECONDS, RENEW_SECONDS
from syncd.errors import SourceError
from tests.connectors.contract import Store, mail
from tests.connectors.imap_worlds import INBOX, Mailbox, a_mailbox
from tests.fakes.imap_mailbox import ALL, BARE, EXCHANGE, GMAIL
from tests.fakes.imap_server import readable


@pytest.fixture
def mails(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A mailbox on a server with the capabilities of the parameter, by default all."""
    yield from a_mailbox(getattr(request, "param", ALL), monkeypatch)


def heard(listening: Listening, now: float = 0.0, seconds: float = 10.0) -> bool:
    """Whether a change is told of, read as the loop does: when select() says so. Fails when nothing comes in time."""
    end = time.monotonic() + seconds
    while not listening.hear(now or awake()):
        left = end - time.monotonic()
        if left <= 0 or not readable(listening, left):
            return False
    return True


def settled(listening: Listening, mails: Mailbox) -> None:
    """Until the server waits in IDLE and its "+" has been read."""
    end = time.monotonic() + 10
    while listening.deadline - awake() < ANSWER_SECONDS + 1:
        assert time.monotonic() < end
        readable(listening, 1)
        assert not listening.hear(awake())


@pytest.mark.parametrize("mails", [ALL, GMAIL, EXCHANGE], indirect=True, ids=["qresync", "gmail", "exchange"])
def test_new_mail_is_told_of_and_the_pass_after_it_is_on_the_same_connection(mails: Mailbox) -> None:
    """EXISTS is the hint; DONE, the pass and the next IDLE need no second connection (F18)."""
    mails.add("one")
    account, known = mails.open(), Store()
    known.run(account)
    for name in ("two", "three"):
        listening = account.listen(INBOX, known.cursor)
        assert listening
        settled(listening, mails)
        mails.add(name)
        assert heard(listening)
        known.run(account)
    assert len(known.items) == 3
    assert mails.server.connections == 1
    assert not mails.server.forbidden


def test_a_server_without_idle_is_not_asked_for_it(mails: Mailbox) -> None:
    """None: such folders are polled."""
    mails.server.capabilities = BARE
    assert mails.open().listen(INBOX, None) is None


def test_mail_that_came_between_the_pass_and_idle_is_a_change_at_once(mails: Mailbox) -> None:
    """EXAMINE tells of it, IDLE no more."""
    account, known = mails.open(), Store()
    known.run(account)
    mails.add("between")
    listening = account.listen(INBOX, known.cursor)
    assert listening and listening.hear(awake())


def test_a_push_in_the_same_segment_as_the_plus_is_not_missed(mails: Mailbox) -> None:
    """select() does not tell of bytes that were read already, or that lie in TLS."""
    account, known = mails.open(), Store()
    mails.add("one")
    known.run(account)
    mails.server.faults.with_idling = ("* 2 EXISTS",)
    listening = account.listen(INBOX, known.cursor)
    assert listening and heard(listening)


CHATTER = [
    ("* OK Still here", False, "a server that keeps the connection alive"), ("* 1 EXISTS", False, "the number it had"), ("* 0 RECENT", False, "what no reader needs"),
    ("* 2 EXISTS", True, "a mail more"), ("* 1 EXPUNGE", True, "a mail less"), ("* VANISHED 1", True, "the same under QRESYNC"),
    ("* 1 FETCH (FLAGS (\\Seen))", True, "flags"), ("* 1 FETCH (X {3}", True, "a response with a literal"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "told", "reason"), CHATTER)
def test_only_what_changes_a_folder_is_a_hint(mails: Mailbox, line: str, told: bool, reason: str) -> None:
    """Untagged lines by what they mean."""
    account, known = mails.open(), Store()
    mails.add("one")
    known.run(account)
    mails.server.faults.with_idling = (line,)
    listening = account.listen(INBOX, known.cursor)
    assert listening
    end = time.monotonic() + 10
    while listening.deadline - awake() < ANSWER_SECONDS + 1 and time.monotonic() < end:
        readable(listening, 1)
        listening.hear(awake())
    assert listening.hear(awake()) is told, reason


def test_idle_is_left_and_begun_again_before_nine_minutes_are_over(mails: Mailbox) -> None:
    """F10: the answer to DONE is awaited, and mail that comes afterwards is still told of."""
    account, known = mails.open(), Store()
    known.run(account)
    listening = account.listen(INBOX, known.cursor)
    assert listening
    settled(listening, mails)
    assert listening.deadline - awake() == pytest.approx(RENEW_SECONDS, abs=20)
    later = awake() + RENEW_SECONDS + 1
    assert not listening.hear(later)
    end = time.monotonic() + 10
    while mails.server.count("IDLE") < 2 and time.monotonic() < end:
        readable(listening, 1)
        assert not listening.hear(later)
    mails.add("late")
    assert heard(listening, later)


def test_a_connection_that_answers_no_more_is_dead_though_its_socket_is_open(mails: Mailbox) -> None:
    """F10, G17: DONE without an answer within 30 seconds; the next pass makes a new connection and finds what came meanwhile."""
    account, known = mails.open(), Store()
    known.run(account)
    mails.server.faults.deaf = True
    listening = account.listen(INBOX, known.cursor)
    assert listening
    settled(listening, mails)
    mails.add("unheard")
    assert not listening.hear(awake() + RENEW_SECONDS + 1)
    with pytest.raises(SourceError, match="did not answer"):
        listening.hear(awake() + RENEW_SECONDS + ANSWER_SECONDS + 2)


def test_a_connection_the_server_closed_is_dead_not_silent(mails: Mailbox) -> None:
    """A closed socket is readable for ever and gives nothing; then a new one is made, and nothing was missed."""
    account, known = mails.open(), Store()
    known.run(account)
    listening = account.listen(INBOX, known.cursor)
    assert listening
    settled(listening, mails)
    mails.add("unheard")
    mails.server.drop_all()
    with pytest.raises(SourceError):
        heard(listening)
    known.run(account)
    assert len(known.items) == 1
    assert mails.server.connections == 2


def test_a_refused_idle_is_an_error_of_listening_not_of_the_next_pass(mails: Mailbox) -> None:
    """Some servers offer IDLE and refuse it."""
    account, known = mails.open(), Store()
    known.run(account)
    mails.server.faults.refuse = {"IDLE": "NO [CANNOT] not here"}
    listening = account.listen(INBOX, known.cursor)
    assert listening
    with pytest.raises(SourceError, match="IDLE"):
        heard(listening)
    mails.add("one")
    known.run(account)
    assert len(known.items) == 1


@pytest.mark.parametrize("mails", [ALL, EXCHANGE], indirect=True, ids=["qresync", "exchange"])
def test_a_paused_pass_ends_soon_and_the_next_goes_on_there(mails: Mailbox) -> None:
    """What is on its way still comes; nothing comes twice, nothing is left out, and the folder is not called complete."""
    for n in range(60):
        mails.server.inbox.add(mail(f"m{n}"))
    account = mails.open(Limits(items=5))
    cursor, ids, passes = None, list[str](), 0
    while True:
        paused = False
        for number, page in enumerate(account.pages(INBOX, cursor)):
            ids += [change.remote_id for change in page.changes]
            cursor = page.cursor
            assert page.complete is None or len(ids) == 60
            if number == 1:
                account.pause()
                paused = True
        passes += 1
        if not paused:
            break
    assert len(ids) == len(set(ids)) == 60
    assert passes > 2
