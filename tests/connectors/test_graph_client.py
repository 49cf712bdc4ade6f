"""Calls to Microsoft Graph: what is asked again, what never is, and what each refusal means."""

from __future__ import annotations

import base64
import datetime as dt
import email.utils
import json
import random
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors import transport
from connectors.graph.account import CALENDARS_WRITE, MAIL_READ, GraphAccount
from connectors.graph.client import GraphClient
from connectors.graph.pace import ALLOWANCE, AT_ONCE, Lane
from connectors.graph.refusals import Asking, claims_of, refusal
from connectors.pace import Allowance, Pace
from connectors.refusals import Changed, Failed, LostAnswer, NoLonger, NotThere, Refused, Taken, Throttled, TooLarge, Wrong
from syncd.errors import AuthFailed, Busy, ConfigError, Forbidden, ReauthNeeded, SourceError
from tests.fakes.graph import Asked, Clock, Graph, graph

RASA = "rasa@klimatas.example"
FOLDER, VALUE = "mailFolders.get", "messages.value"
FAST = Allowance(1e9, 1e9)


@pytest.fixture
def clock() -> Clock:
    """Time that passes when somebody would wait."""
    return Clock()


@pytest.fixture
def world(clock: Clock) -> Iterator[Graph]:
    """Microsoft 365, by that clock."""
    with graph(clock=clock) as g:
        g.tokens.lifetime = 86_400
        g.mailbox(RASA)
        yield g


def lane(clock: Clock) -> Lane:
    """A mailbox's lane by that clock."""
    return Lane(Pace(FAST, now=clock, sleep=clock.sleep, date=lambda: dt.datetime.fromtimestamp(clock(), dt.UTC), whose="Microsoft Graph"))


@pytest.fixture
def client(world: Graph, clock: Clock, tmp_path: Path) -> Iterator[GraphClient]:
    """The application's connection to Rasa's mailbox, signed in."""
    told = GraphAccount(mailbox=RASA, tenant=world.tenant, client_id=world.client_id, endpoint=world.url, client_secret_file=str(world.secret_file(tmp_path / "secret")))
    opened = GraphClient(told, tmp_path, (MAIL_READ,), lane=lane(clock))
    opened.get("mailFolders/inbox")
    world.log.clear()
    yield opened
    opened.close()


def deliver(world: Graph, count: int) -> list[bytes]:
    """So many mails in Rasa's inbox."""
    mails = [b"From: ona@baldai.example\r\nSubject: %d\r\nMessage-ID: <%d@baldai.example>\r\n\r\nFiltrai\r\n" % (n, n) for n in range(count)]
    for mail in mails:
        world.mailbox(RASA).mail.deliver(mail)
    return mails


def ids(client: GraphClient) -> list[str]:
    """Of the messages in the inbox, as a delta query lists them."""
    page = client.get("mailFolders/inbox/messages/delta", {"$select": "subject"}, {"Prefer": "odata.maxpagesize=100"})
    return [str(one["id"]) for one in sorted(page["value"], key=lambda one: int(one["subject"]))]


# Refusals


@pytest.mark.parametrize(
    ("status", "code", "kind", "means", "reason"),
    [
        (400, "ErrorInvalidIdMalformed", Wrong, 400, "the call itself"),
        (404, "ErrorItemNotFound", NotThere, 404, "not there"),
        (409, "ErrorItemExists", Taken, 409, "there is one"),
        (409, "ErrorIrresolvableConflict", Changed, 412, "a change key that is old, whichever status it comes by"),
        (412, "ErrorIrresolvableConflict", Changed, 412, "a change key that is old"),
        (410, "SyncStateNotFound", NoLonger, 410, "F55"),
        (410, "resyncRequired", NoLonger, 410, "F55"),
        (400, "SyncStateInvalid", NoLonger, 410, "F55: whichever status it comes by"),
        (404, "syncStateNotFound", NoLonger, 410, "F55: whichever status it comes by"),
        (413, "RequestEntityTooLarge", Refused, 413, "too large"),
        (507, "ErrorQuotaExceeded", Refused, 507, "a full mailbox is not asked again"),
    ],
)
def test_a_refusal_one_can_go_on_from_has_a_class_and_graphs_word(
    world: Graph, client: GraphClient, status: int, code: str, kind: type[Refused], means: int, reason: str
) -> None:
    """At once, without another try; alone and in a batch."""
    world.says(FOLDER, status, code=code, times=2)
    with pytest.raises(kind) as caught:
        client.get("mailFolders/inbox")
    assert (type(caught.value), caught.value.status, caught.value.reason) == (kind, means, code), reason
    assert len(world.log) == 1
    told = client.batch({"inbox": "mailFolders/inbox", "drafts": "mailFolders/drafts"})
    assert isinstance(told["inbox"], kind), reason
    assert isinstance(told["drafts"], dict)


@pytest.mark.parametrize(
    ("status", "code", "kind", "told", "reason"),
    [
        (429, "ApplicationThrottled", Busy, "slower", "F58"),
        (509, "BandwidthExceeded", Busy, "slower", "bandwidth"),
        (500, "ErrorInternalServerError", Failed, "failed at it", "a failure that stays"),
        (503, "ErrorServerBusy", Failed, "failed at it", "a failure that stays"),
        (504, "ErrorTimeoutExpired", Failed, "failed at it", "a failure that stays"),
        (403, "ErrorAccessDenied", Forbidden, "RBAC for Applications", "F60: a mailbox outside the group"),
        (404, "MailboxNotEnabledForRESTAPI", Forbidden, "no licence", "no mailbox in Exchange Online"),
        (404, "ErrorInvalidUser", Forbidden, "correct `mailbox`", "nobody of that name"),
        (401, "InvalidAuthenticationToken", AuthFailed, "with a new access token too", "a token that stays refused"),
    ],
)
def test_a_refusal_says_what_to_do(world: Graph, client: GraphClient, status: int, code: str, kind: type[SourceError], told: str, reason: str) -> None:
    """It names the mailbox, and holds neither the token nor the secret."""
    world.says(FOLDER, status, code=code, times=99)
    with pytest.raises(kind, match=told) as caught:
        client.get("mailFolders/inbox")
    text = str(caught.value)
    assert RASA in text, reason
    assert world.tokens.secret not in text
    assert not any(token in text for token in world.tokens.accesses)


def test_a_sentence_that_quotes_a_token_is_told_without_it() -> None:
    """F39: what is known to be secret, and what looks like it."""
    asking = Asking(RASA, "GET me", secrets=("hunter22",))
    body = json.dumps({"error": {"code": "BadRequest", "message": "bad\r\n hunter22 eyJ0eXAi.abcdef.ghijkl"}}).encode()
    assert str(refusal(asking, 400, {}, body)) == f"GET me for {RASA}: refused with 400 BadRequest (bad … …)"


@pytest.mark.parametrize("body", [b"", b"<html>Sign in</html>", b"[]", b'{"error": 5}', b'{"error": {"code": 5}}', b'{"error": {"code": "<b>"}}', b"\xff"])
def test_a_refusal_that_is_none_of_graphs_is_one_all_the_same(body: bytes) -> None:
    """Whatever the body, the status is heeded."""
    assert isinstance(refusal(Asking(RASA), 404, {}, body), NotThere)
    assert isinstance(refusal(Asking(RASA), 429, {}, body), Throttled)
    assert isinstance(refusal(Asking(RASA), 302, {}, body), Failed)
    assert isinstance(refusal(Asking(RASA), 403, {}, body), Forbidden)


def test_a_consent_that_lacks_something_is_asked_for_again() -> None:
    """F85: what a person did not allow needs the person, what Microsoft does not allow an administrator."""
    denied = json.dumps({"error": {"code": "ErrorAccessDenied", "message": "no"}}).encode()
    asking = Asking(RASA, "POST events", (CALENDARS_WRITE,), granted=("Calendars.Read",))
    error = refusal(asking, 403, {}, denied)
    assert isinstance(error, ReauthNeeded)
    assert CALENDARS_WRITE in str(error)
    assert isinstance(refusal(Asking(RASA, "POST events", (CALENDARS_WRITE,), granted=(CALENDARS_WRITE,)), 403, {}, denied), Forbidden)


# What is asked again


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (500, None, "it failed"),
        (503, None, "it is busy"),
        (302, b"<html>Welcome to our hotel</html>", "a sign-in page sends elsewhere"),
        (200, b"<html>Welcome to our hotel</html>", "F35: a page in its place"),
        (200, b'{"value": [', "half an answer"),
    ],
)
def test_a_reading_call_is_asked_again_a_few_times(world: Graph, client: GraphClient, status: int, body: bytes | None, reason: str) -> None:
    """Three times more, and then it is told."""
    world.says(FOLDER, status, body=body, times=3)
    assert client.get("mailFolders/inbox")["displayName"] == "Inbox", reason
    assert len(world.log) == 4
    world.says(FOLDER, status, body=body, times=4)
    with pytest.raises(Failed):
        client.get("mailFolders/inbox")
    assert len(world.log) == 8


def test_an_answer_that_breaks_off_is_asked_for_again(world: Graph, client: GraphClient) -> None:
    """A lost one too; a mail is never half of itself."""
    [mail] = deliver(world, 1)
    [one] = ids(client)
    world.cuts(VALUE, 20)
    world.loses(VALUE)
    assert client.raw(f"messages/{one}/$value") == mail
    assert len(world.asked(VALUE)) == 3


def test_a_web_page_is_no_mail(world: Graph, client: GraphClient) -> None:
    """Though its status says that all is well."""
    deliver(world, 1)
    [one] = ids(client)
    world.says(VALUE, 200, {"Content-Type": "text/html; charset=utf-8"}, b"<html>Sign in</html>", times=9)
    with pytest.raises(Failed, match="none of Graph's"):
        client.raw(f"messages/{one}/$value")


@pytest.mark.parametrize("status", [0, 500, 503, 504])
def test_a_writing_call_is_never_asked_again_unseen(world: Graph, client: GraphClient, status: int) -> None:
    """F49: it may have been carried out; whoever wrote looks."""
    event = {"subject": "x", "start": {"dateTime": "2026-03-02T10:00:00", "timeZone": "UTC"}, "end": {"dateTime": "2026-03-02T10:15:00", "timeZone": "UTC"}}
    wrote = lambda asked: asked.verb == "POST" and asked.path.endswith("/events")  # noqa: E731
    if status:
        world.says(wrote, status)
    else:
        world.loses(wrote)
    with pytest.raises(LostAnswer):
        client.send("POST", "events", event)
    assert len(world.asked(wrote)) == 1


def test_a_refused_token_is_renewed_once(world: Graph, client: GraphClient) -> None:
    """401 says that nothing was done: a writing call goes on as well."""
    world.tokens.expire()
    assert client.get("mailFolders/inbox")["displayName"] == "Inbox"
    assert [asked.method for asked in world.log] == [FOLDER, "discovery", "token", FOLDER]


def test_a_challenge_is_answered_with_the_claims_it_asks_for(world: Graph, client: GraphClient) -> None:
    """Continuous access evaluation: a new token alone would be refused again."""
    claims = '{"access_token": {"nbf": {"essential": true, "value": "1604106651"}}}'
    header = f'Bearer realm="", error="insufficient_claims", claims="{base64.b64encode(claims.encode()).decode()}"'
    world.says(FOLDER, 401, {"WWW-Authenticate": header})
    client.get("mailFolders/inbox")
    [asked] = world.asked("token")
    assert json.loads(asked.json["claims"]) == {"access_token": {"nbf": {"essential": True, "value": "1604106651"}, "xms_cc": {"values": ["cp1"]}}}


@pytest.mark.parametrize("header", ["", "Bearer", 'Bearer claims=""', 'Bearer claims="====="', 'Bearer claims="bm9uZQ=="', 'Bearer claims="/w=="'])
def test_a_challenge_that_cannot_be_read_asks_for_nothing(header: str) -> None:
    """It is a refused token like any other."""
    assert claims_of({"www-authenticate": header}) == ""


# Pace


def test_nothing_is_asked_before_the_stated_time(world: Graph, client: GraphClient, clock: Clock) -> None:
    """F58, G19: short times are waited out, long ones are for the scheduler; other calls of the mailbox keep to them too."""
    world.throttles(FOLDER, 3)
    began = clock()
    client.get("mailFolders/inbox")
    assert 3 <= clock() - began < 3.1
    world.throttles(FOLDER, 240)
    with pytest.raises(Busy) as caught:
        client.get("mailFolders/inbox")
    assert 240 <= (caught.value.retry_after or 0) < 240.1
    with pytest.raises(Busy):
        client.get("mailFolders/drafts")
    clock.sleep(240.1)
    client.get("mailFolders/drafts")
    assert not world.too_early()


@pytest.mark.slow
def test_a_thousand_throttles_are_kept_to(world: Graph, client: GraphClient, clock: Clock) -> None:
    """G19: in seconds or as a date, by 429 or 503, short or long: no request before the time."""
    chance = random.Random(7)

    def stated(asked: Asked) -> str:
        wait = chance.choice((1, 2, 4, 30, 600))
        return str(wait) if chance.random() < 0.7 else email.utils.format_datetime(dt.datetime.fromtimestamp(int(asked.at) + wait, dt.UTC), usegmt=True)

    world.throttles(lambda asked: chance.random() < 0.8, stated, times=1000)
    while len([asked for asked in world.log if asked.status in (429, 503)]) < 1000:
        try:
            client.get("mailFolders/inbox")
        except Busy as busy:
            clock.sleep(busy.retry_after or 0.0)
    assert not world.too_early()


def test_a_stated_time_of_a_failure_is_kept_to(world: Graph, client: GraphClient, clock: Clock) -> None:
    """503 with Retry-After, and an hour at most."""
    world.throttles(FOLDER, 10**9, status=503)
    with pytest.raises(Busy) as caught:
        client.get("mailFolders/inbox")
    assert 3600 <= (caught.value.retry_after or 0) < 3600.1
    with pytest.raises(Busy):
        client.send("POST", "events", {})
    assert len(world.log) == 1


@pytest.mark.slow
def test_a_mailbox_is_asked_three_times_at_once_at_most(world: Graph, client: GraphClient, tmp_path: Path, clock: Clock) -> None:
    """F58: Graph allows four; whoever asks for the mailbox in this process counts, and one is left to others."""
    mails = deliver(world, 24)
    known = ids(client)
    world.on(VALUE, before=lambda _: time.sleep(0.02), times=99)
    told: list[list[bytes]] = []
    asked = {one: f"messages/{one}/$value" for one in known}
    threads = [threading.Thread(target=lambda: told.append([bytes(mail) for _, mail in client.raw_all(asked) if isinstance(mail, bytes)])) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [mails] * 3
    assert world.most_parallel(RASA) == AT_ONCE


def test_what_graph_documents_is_not_exceeded() -> None:
    """10,000 requests in ten minutes for an application and a mailbox."""
    assert ALLOWANCE.rate * 600 + ALLOWANCE.burst < 10_000


# Many at once


@pytest.mark.slow
def test_many_are_read_in_their_order_and_a_refusal_stands_in_its_place(world: Graph, client: GraphClient) -> None:
    """In a batch and side by side; one that is gone does not keep the others."""
    mails = deliver(world, 45)
    known = ids(client)
    asked = {one: f"messages/{one}/$value" for one in [*known[:20], "AAMkGone", *known[20:]]}
    for answers in (dict(client.raw_all(asked)), client.batch(asked)):
        assert list(answers) == list(asked)
        assert isinstance(answers.pop("AAMkGone"), NotThere)
        assert list(answers.values()) == mails
    assert [len(one.json["requests"]) for one in world.asked("batch")] == [20, 20, 6]


def test_what_was_put_off_in_a_batch_is_asked_again(world: Graph, client: GraphClient) -> None:
    """F58: item by item; what was answered is not asked for again, and the stated time is kept to."""
    deliver(world, 20)
    known = ids(client)
    world.throttles(lambda asked: asked.method == VALUE and asked.path.split("/")[-2] in known[10:], 2, times=10)
    answers = client.batch({one: f"messages/{one}/$value" for one in known})
    assert all(isinstance(answer, bytes) for answer in answers.values())
    assert [len(one.json["requests"]) for one in world.asked("batch")] == [20, 10]
    assert not world.too_early()


@pytest.mark.parametrize("together", [True, False], ids=["in a batch", "side by side"])
def test_one_that_goes_on_failing_is_refused_and_the_others_are_read(world: Graph, client: GraphClient, together: bool) -> None:
    """F51: a poisonous mail does not hold its folder up."""
    mails = deliver(world, 8)
    known = ids(client)
    world.says(lambda asked: asked.method == VALUE and known[5] in asked.path, 500, times=99)
    asked = {one: f"messages/{one}/$value" for one in known}
    answers = client.batch(asked) if together else dict(client.raw_all(asked))
    bad = answers.pop(known[5])
    assert isinstance(bad, Refused)
    assert bad.status == 500
    assert list(answers.values()) == mails[:5] + mails[6:]


def test_where_all_fail_the_failure_is_told(world: Graph, client: GraphClient) -> None:
    """No item is to blame for a server that is down."""
    deliver(world, 3)
    asked = {one: f"messages/{one}/$value" for one in ids(client)}
    world.says(VALUE, 500, times=99)
    with pytest.raises(Failed):
        list(client.raw_all(asked))
    with pytest.raises(LostAnswer):
        client.batch(asked)


# Where nothing goes


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("https://evil.example/v1.0/me/messages/delta?$skiptoken=x", "another host"),
        ("http://127.0.0.1:9/v1.0/me/messages", "another port"),
        ("{url}@evil.example/v1.0/me", "a name before the host"),
        ("{url}/beta/me/messages", "another version"),
        ("{url}/v1.0/users/jonas@klimatas.example/messages", "another mailbox"),
        ("{url}/v1.0/users/jonas%40klimatas.example/messages", "another mailbox, escaped"),
        ("{url}/v1.0/users('jonas@klimatas.example')/messages", "another mailbox, as OData writes it"),
        ("{url}/v1.0/users('rasa@klimatas.example')/../jonas@klimatas.example/messages", "out of it again"),
    ],
)
def test_a_link_is_not_followed_elsewhere(world: Graph, client: GraphClient, link: str, reason: str) -> None:
    """@odata.nextLink and deltaLink are what a server said, and hold what it wants; no request leaves, and so no token."""
    with pytest.raises(SourceError, match="a link leads"):
        client.get(link.format(url=world.url))
    with pytest.raises(SourceError, match="a link leads"):
        client.batch({1: link.format(url=world.url)})
    assert not world.log, reason


@pytest.mark.parametrize("where", ["messages/../../jonas@klimatas.example/messages/x", "../jonas@klimatas.example/messages", "messages/%2E%2E/..%2Fx"])
def test_an_id_leads_nowhere_else(world: Graph, client: GraphClient, where: str) -> None:
    """It stands in an address as Graph gave it."""
    with pytest.raises(SourceError, match="out of the mailbox"):
        client.get(where)
    assert not world.log


@pytest.mark.parametrize("mailbox", ["", "rasa", "..", "rasa@klimatas.example/../jonas@klimatas.example", "rasa@klimatas.example?x", "a b@klimatas.example"])
def test_a_mailbox_is_an_address(world: Graph, tmp_path: Path, mailbox: str) -> None:
    """It stands in the address of every request of an application."""
    told = GraphAccount(mailbox=mailbox, tenant=world.tenant, client_id=world.client_id, endpoint=world.url, client_secret_file="secret")
    with pytest.raises(ConfigError, match="mailbox"):
        GraphClient(told, tmp_path)


def test_pages_are_followed_within_the_mailbox(world: Graph, client: GraphClient) -> None:
    """As Graph writes its links; ids are immutable ones in every page (F52)."""
    deliver(world, 5)
    page = client.get("mailFolders/inbox/messages/delta", {"$select": "subject"}, {"Prefer": "odata.maxpagesize=2"})
    found = list(page["value"])
    while "@odata.nextLink" in page:
        page = client.get(page["@odata.nextLink"], headers={"Prefer": "odata.maxpagesize=2"})
        found += page["value"]
    assert len(found) == 5
    assert all('IdType="ImmutableId"' in asked.headers["prefer"] for asked in world.log)
    assert client.get(page["@odata.deltaLink"])["value"] == []


def test_a_next_link_to_another_host_is_not_followed(world: Graph, client: GraphClient) -> None:
    """Nor does anything leave for it."""
    deliver(world, 5)
    world.leads_to("https://evil.example")
    page = client.get("mailFolders/inbox/messages/delta", headers={"Prefer": "odata.maxpagesize=2"})
    with pytest.raises(SourceError, match=r"evil\.example"):
        client.get(page["@odata.nextLink"])


def test_an_answer_that_is_too_large_is_refused_by_us(world: Graph, client: GraphClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """One mail of any size cannot fill the memory; the others are read."""
    deliver(world, 3)
    world.mailbox(RASA).mail.deliver(b"Subject: 3\r\n\r\n" + b"x" * 9000)
    known = ids(client)
    monkeypatch.setattr(transport, "MOST_BYTES", 3000)
    answers: dict[str, Any] = dict(client.raw_all({one: f"messages/{one}/$value" for one in known}))
    assert [type(answers[one]) for one in known] == [bytes, bytes, bytes, TooLarge]


def test_a_batch_that_is_too_large_is_asked_in_parts(world: Graph, client: GraphClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Down to the one mail that is; the others are read, and the next batches grow again."""
    mails = deliver(world, 40)
    world.mailbox(RASA).mail.deliver(b"Subject: 40\r\n\r\n" + b"x" * 9000)
    known = ids(client)
    known.insert(3, known.pop())
    world.log.clear()
    monkeypatch.setattr(transport, "MOST_BYTES", 9000)
    answers = client.batch({one: f"messages/{one}/$value" for one in known})
    assert isinstance(answers.pop(known[3]), TooLarge)
    assert list(answers.values()) == mails
    sizes = [len(one.json["requests"]) for one in world.asked("batch")]
    assert 1 in sizes and sizes[-1] > 4


def test_a_batch_that_is_refused_is_no_items_fault(world: Graph, client: GraphClient) -> None:
    """Nothing is told of its calls."""
    world.says("batch", 400, code="BadRequest")
    with pytest.raises(SourceError) as caught:
        client.batch({1: "mailFolders/inbox", 2: "mailFolders/drafts"})
    assert not isinstance(caught.value, Refused)
