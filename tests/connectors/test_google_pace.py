"""How fast an account at Google is asked: what a server states is kept to, what it does not state is found out."""

from __future__ import annotations

import datetime as dt
import math
import random
import threading
from collections.abc import Iterator
from email.utils import format_datetime
from pathlib import Path

import pytest

from connectors.google.client import GoogleClient
from connectors.google.gmail import GmailOptions, scopes
from connectors.google.pace import ALLOWANCES, MOST_WAIT, PATIENCE, Allowance, Pace, pace_of
from connectors.http import retry_after
from syncd.errors import Busy
from tests.fakes.google import NEW_PRICES, OLD_PRICES, Asked, Clock, Google, google

RASA = "rasa@klimatas.example"
ONE = Allowance(1.0, 10.0)


def paced(clock: Clock, allowance: Allowance = ALLOWANCES["gmail"]) -> Pace:
    """A pace that goes by the clock of the fake."""
    return Pace(allowance, now=clock, sleep=clock.sleep, date=lambda: dt.datetime.fromtimestamp(clock(), dt.UTC))


@pytest.fixture
def clock() -> Clock:
    """Time that passes when somebody would wait."""
    return Clock()


@pytest.fixture
def world(clock: Clock) -> Iterator[Google]:
    """Google, by that clock."""
    with google(clock=clock) as g:
        yield g


@pytest.fixture
def client(world: Google, clock: Clock, tmp_path: Path) -> Iterator[GoogleClient]:
    """A mailbox of 60 messages that never end their access token."""
    mail = world.account(RASA).mail
    for n in range(60):
        mail.deliver(b"Subject: %d\r\n\r\ntext\r\n" % n)
    world.tokens.lifetime = 10**9
    options = GmailOptions(account=RASA, token_file=str(world.token_file(tmp_path / "rasa.json", RASA)), endpoint=world.url)
    opened = GoogleClient(options, tmp_path, "gmail", scopes(options, reminders=False), pace=paced(clock))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("header", "wait", "reason"),
    [
        ("300", 300.0, "seconds"),
        (" 7 ", 7.0, "with spaces about it"),
        ("0", 0.0, "now"),
        ("Mon, 02 Mar 2026 12:05:00 GMT", 300.0, "a date"),
        ("Mon, 02 Mar 2026 14:05:00 +0200", 300.0, "a date in another zone"),
        ("Mon, 02 Mar 2026 12:05:00 -0000", 300.0, "a date of an unknown zone is UTC"),
        ("Mon, 02 Mar 2026 11:00:00 GMT", 0.0, "a date that has passed"),
        ("1000000000", 3600.0, "absurd: capped"),
        ("9" * 400, 3600.0, "more absurd than a float"),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 3600.0, "an absurd date"),
        ("-5", None, "negative: says nothing"),
        ("1.5", 1.5, "no whole number, and plain what is meant"),
        ("1e9", None, "no number of the RFC"),
        ("٣", None, "digits of another script"),
        ("soon", None, "no time"),
        ("", None, "empty"),
    ],
)
def test_f33_a_stated_wait_is_read_as_rfc_9110_says_and_capped(header: str, wait: float | None, reason: str) -> None:
    """F33: seconds or a date, at most an hour; what says nothing is told apart from "now"."""
    assert retry_after(header, MOST_WAIT, dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)) == wait, reason


def test_what_was_not_spent_may_be_spent_at_once_and_no_more(clock: Clock) -> None:
    """A burst, then as fast as is allowed."""
    pace, began = paced(clock, ONE), clock()
    for _ in range(11):
        pace.take(1)
    assert clock() == began
    for _ in range(5):
        pace.take(1)
    assert 5 <= clock() - began <= 5.1


@pytest.mark.slow
@pytest.mark.parametrize("api", sorted(ALLOWANCES))
def test_no_minute_holds_more_than_is_documented(clock: Clock, api: str) -> None:
    """The quotas are for a minute: whatever was saved up, a minute's requests keep below."""
    documented = {"gmail": 15_000, "calendar": 600, "people": 90}[api]
    pace, spent = paced(clock, ALLOWANCES[api]), list[float]()
    while clock() < Clock().now + 130:
        pace.take(1)
        spent.append(clock())
    worst = max(sum(1 for at in spent[i:] if at < spent[i] + 60) for i in range(0, len(spent), 97))
    assert documented * 0.9 <= worst <= documented


def test_a_wait_for_a_moment_is_waited_and_a_longer_one_is_told(clock: Clock) -> None:
    """Up to five seconds are slept; the scheduler waits for the rest."""
    pace, began = paced(clock), clock()
    pace.heard("4")
    pace.take(1)
    assert clock() >= began + 4
    pace.heard("6")
    with pytest.raises(Busy) as caught:
        pace.take(1)
    assert caught.value.retry_after == pytest.approx(6, abs=0.01)
    assert clock() < began + 6


def test_the_rate_halves_with_refusals_and_creeps_up_again(clock: Clock) -> None:
    """F34: the wait doubles while nothing is answered, and begins anew after an answer; the rate recovers slowly."""
    pace = paced(clock)
    first = ALLOWANCES["gmail"].rate
    waits = []
    for _ in range(6):
        waits.append(pace.slow_down())
        clock.sleep(waits[-1])
    assert [0.5 * 2**n <= wait <= 2**n for n, wait in enumerate(waits)] == [True] * 6
    assert pace.rate == first / 4, "refusals within a moment are one"
    pace.went_well(5)
    assert pace.rate == pytest.approx(first / 4 + 0.05)
    assert pace.slow_down() <= 1.0
    for _ in range(10_000):
        pace.went_well(5)
    assert pace.rate == first


def test_a_stated_wait_leaves_the_rate_as_it_is(clock: Clock) -> None:
    """The server says when; there is nothing to guess."""
    pace = paced(clock)
    pace.heard("2")
    assert pace.slow_down() == pytest.approx(2.0, abs=0.01)
    assert pace.rate == ALLOWANCES["gmail"].rate


def test_a_shorter_wait_does_not_end_a_longer_one(clock: Clock) -> None:
    """Two answers, two times: the later one holds."""
    pace = paced(clock)
    pace.heard("60")
    pace.heard("1")
    assert pace.ahead() == pytest.approx(60, abs=0.01)


def test_all_who_ask_for_an_account_share_its_pace() -> None:
    """Also after the connection is closed; other accounts and APIs go on (F33)."""
    mine = pace_of("http://127.0.0.1:1", RASA, "gmail")
    mine.heard("30")
    assert pace_of("http://127.0.0.1:1", RASA, "gmail").ahead() > 29
    assert pace_of("http://127.0.0.1:1", RASA, "calendar").ahead() == 0
    assert pace_of("http://127.0.0.1:1", "jonas@klimatas.example", "gmail").ahead() == 0


def test_threads_together_spend_what_one_may(clock: Clock) -> None:
    """Four threads in a hurry are as fast as one."""
    pace, began = paced(clock, Allowance(100.0, 10.0)), clock()
    threads = [threading.Thread(target=lambda: [pace.take(1) for _ in range(250)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert clock() - began >= (1000 - 11) / 100


@pytest.mark.slow
def test_f32_g19_no_request_leaves_before_the_time_stated_in_a_thousand_refusals(world: Google, client: GoogleClient, clock: Clock) -> None:
    """F32, F33, G19: 429 and 403 of all kinds, seconds, dates, absurd, none; alone and inside batches."""
    dice, refused = random.Random(19), [0]

    def unlucky(asked: Asked) -> bool:
        return asked.method.startswith("gmail.users.messages") and refused[0] < 1000 and dice.random() < 0.08

    def stated(asked: Asked) -> str | None:
        refused[0] += 1
        seconds = dice.choice([1, 2, 4, 30, 300])
        date = dt.datetime.fromtimestamp(int(asked.at) + seconds + 1, dt.UTC)
        return dice.choice([str(seconds), format_datetime(date, usegmt=True), "1000000000", "-5", "", None])

    for status, reason in [(429, "rateLimitExceeded"), (403, "userRateLimitExceeded"), (403, "rateLimitExceeded"), (403, "quotaExceeded"), (429, "RESOURCE_EXHAUSTED")]:
        world.throttles(unlucky, stated, math.inf, status=status, reason=reason)
    messages = client.service.users().messages()
    ids: list[str] = []
    waited = 0
    while refused[0] < 1000:
        try:
            ids = ids or [one["id"] for one in client.call(messages.list(userId=RASA, maxResults=12))["messages"]]
            answers = dict(client.call_all({id_: messages.get(userId=RASA, id=id_, format="minimal") for id_ in ids}, 5))
            assert all(isinstance(answer, dict) for answer in answers.values())
        except Busy as busy:
            assert busy.retry_after is not None
            assert busy.retry_after <= MOST_WAIT + 1
            waited += 1
            clock.sleep(busy.retry_after)
    assert world.too_early() == []
    assert waited > 50
    assert sum(1 for one in world.log if one.status in (403, 429) and one.batch) > 300, "inside batches too"


@pytest.mark.slow
@pytest.mark.parametrize(("quota", "prices", "least"), [(3_000, OLD_PRICES, 6), (6_000, NEW_PRICES, 3)], ids=["a small quota", "the prices since May 2026"])
def test_f32_whichever_quota_a_project_has_it_is_used_and_little_is_refused(
    world: Google, client: GoogleClient, clock: Clock, quota: int, prices: dict[str, int], least: float
) -> None:
    """F32: nobody tells us the quota: found within minutes, from then on most of it is used, and few requests are refused."""
    world.quota(quota, clock, prices=prices)
    messages = client.service.users().messages()
    ids = [one["id"] for one in client.call(messages.list(userId=RASA, maxResults=50), 5)["messages"]]
    got, began = 0, clock()
    while clock() < began + 420:
        try:
            got += sum(isinstance(answer, dict) for _, answer in client.call_all({id_: messages.get(userId=RASA, id=id_, format="minimal") for id_ in ids}, 5))
        except Busy as busy:
            clock.sleep(busy.retry_after or 1)
    assert got / (clock() - began) >= least
    refusals = sum(1 for one in world.log if one.status == 403)
    assert refusals <= got / 5


@pytest.mark.parametrize("wait", [PATIENCE - 1, 300.0])
def test_f33_other_accounts_go_on_while_one_waits(world: Google, client: GoogleClient, clock: Clock, tmp_path: Path, wait: float) -> None:
    """F33: what one account is told concerns no other."""
    world.throttles("gmail.users.labels.list", wait)
    jonas = GmailOptions(account="jonas@klimatas.example", token_file=str(world.token_file(tmp_path / "j.json", "jonas@klimatas.example")), endpoint=world.url)
    other = GoogleClient(jonas, tmp_path, "gmail", (), pace=paced(clock))
    began = clock()
    if wait > PATIENCE:
        with pytest.raises(Busy):
            client.call(client.service.users().labels().list(userId=RASA))
    else:
        client.call(client.service.users().labels().list(userId=RASA))
        assert clock() >= began + wait
        began = clock()
    other.call(other.service.users().labels().list(userId="jonas@klimatas.example"))
    assert clock() == began
    other.close()
