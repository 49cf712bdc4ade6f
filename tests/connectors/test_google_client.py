"""Calls to Google's APIs: what is asked again, what never is, and what each refusal means."""

from __future__ import annotations

import datetime as dt
import json
import math
import ssl
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from connectors import transport
from connectors.google.account import CALENDARS_READ, EVENTS_WRITE, GMAIL_READ, GoogleAccount
from connectors.google.batch import read, written
from connectors.google.client import BATCH, GoogleClient
from connectors.google.http import Outgoing, Transport
from connectors.google.pace import Allowance, Pace
from connectors.google.refusals import Asking, Changed, Failed, LostAnswer, NoLonger, NotThere, Refused, Taken, TooLarge, Wrong, refusal
from connectors.google.service import PLACES, batch_uri
from connectors.tls import trust
from syncd.errors import Busy, ConfigError, Forbidden, ReauthNeeded, SourceError, SyncdError
from tests.fakes.google import Clock, Google, google
from tests.servers.certificates import certificate
from tests.timing import least

RASA = "rasa@klimatas.example"
PROFILE, GET, INSERT = "gmail.users.getProfile", "gmail.users.messages.get", "calendar.events.insert"
FAST = Allowance(1e9, 1e9)
UNTIL = dt.datetime(2091, 3, 5, 7, 8, 9, tzinfo=dt.UTC)
SCOPES = (GMAIL_READ, CALENDARS_READ, EVENTS_WRITE)


@pytest.fixture
def clock() -> Clock:
    """Time that passes when somebody would wait."""
    return Clock()


@pytest.fixture
def world(clock: Clock) -> Iterator[Google]:
    """Google, by that clock."""
    with google(clock=clock) as g:
        g.tokens.lifetime = 10**9
        yield g


class Reader:
    """Rasa's connections to her mail and her calendar, already known to be hers."""

    def __init__(self, world: Google, clock: Clock, folder: Path) -> None:
        options = GoogleAccount(account=RASA, token_file=str(world.token_file(folder / "rasa.json", RASA, SCOPES)), endpoint=world.url)
        date = lambda: dt.datetime.fromtimestamp(clock(), dt.UTC)  # noqa: E731
        self.mail, self.calendar = (GoogleClient(options, folder, api, SCOPES, pace=Pace(FAST, now=clock, sleep=clock.sleep, date=date)) for api in ("gmail", "calendar"))
        self.mail.check_account()
        self.calendar.check_account()
        self.messages = self.mail.service.users().messages()
        self.ids = [world.account(RASA).mail.deliver(b"Subject: %d\r\n\r\ntext\r\n" % n) for n in range(25)]
        world.log.clear()

    def profile(self) -> dict[str, Any]:
        return self.mail.call(self.mail.service.users().getProfile(userId=RASA))

    def insert(self) -> dict[str, Any]:
        body = {"id": "abcdef0123", "summary": "x", "start": {"date": "2026-03-02"}, "end": {"date": "2026-03-03"}}
        return self.calendar.call(self.calendar.service.events().insert(calendarId="primary", body=body))

    def all(self, *more: str) -> dict[str, Any]:
        asked = {id_: self.messages.get(userId=RASA, id=id_, format="minimal") for id_ in [*self.ids, *more]}
        return dict(self.mail.call_all(asked, 5))


@pytest.fixture
def reader(world: Google, clock: Clock, tmp_path: Path) -> Iterator[Reader]:
    """Rasa."""
    opened = Reader(world, clock, tmp_path)
    yield opened
    opened.mail.close()
    opened.calendar.close()


# Refusals


@pytest.mark.parametrize(
    ("status", "reason", "kind", "told"),
    [
        (400, "invalid", Wrong, "invalid"),
        (404, "notFound", NotThere, "notFound"),
        (409, "duplicate", Taken, "duplicate"),
        (410, "fullSyncRequired", NoLonger, "fullSyncRequired"),
        (412, "conditionNotMet", Changed, "conditionNotMet"),
        (413, "uploadTooLarge", Refused, "uploadTooLarge"),
    ],
)
def test_a_refusal_one_can_go_on_from_has_a_class_and_googles_word(world: Google, reader: Reader, status: int, reason: str, kind: type[Refused], told: str) -> None:
    """At once, without another try; alone and in a batch."""
    world.says(PROFILE, status, reason=reason)
    with pytest.raises(kind, match=told) as caught:
        reader.profile()
    assert (type(caught.value), caught.value.status, caught.value.reason) == (kind, status, reason)
    assert len(world.log) == 1
    world.says(lambda asked: asked.path.endswith(reader.ids[3]), status, reason=reason)
    answers = reader.all()
    assert [id_ for id_, answer in answers.items() if isinstance(answer, Refused)] == [reader.ids[3]]
    assert isinstance(answers[reader.ids[3]], kind)


@pytest.mark.parametrize(
    ("status", "reason", "kind", "told", "fault"),
    [
        (403, "rateLimitExceeded", Busy, "slower", "F32"),
        (403, "userRateLimitExceeded", Busy, "slower", "F32"),
        (403, "quotaExceeded", Busy, "slower", "F32"),
        (403, "dailyLimitExceeded", Busy, "slower", "F32"),
        (429, "rateLimitExceeded", Busy, "slower", "F33"),
        (403, "forbidden", Forbidden, "share it", "F32: no rate"),
        (403, "domainPolicy", Forbidden, "admin of the domain", "switched off by the domain"),
        (403, "insufficientPermissions", ReauthNeeded, f"syncd auth google.*{GMAIL_READ}", "a box was not ticked"),
        (403, "accessNotConfigured", Forbidden, "gmail API is not enabled.*Library", "the Cloud project lacks the API"),
        (400, "failedPrecondition", Wrong, "failedPrecondition", "of the call"),
    ],
)
def test_f32_what_403_means_depends_on_the_reason(world: Google, reader: Reader, status: int, reason: str, kind: type[SourceError], told: str, fault: str) -> None:
    """F32: only for the rate is it waited; for the rest a person is told what to do."""
    world.says(PROFILE, status, reason=reason, times=math.inf)
    with pytest.raises(kind, match=told):
        reader.profile()
    assert (len(world.log) > 1) == (kind is Busy and reason != "dailyLimitExceeded"), fault


def test_f32_reasons_are_read_from_details_too() -> None:
    """F32: the People API names them in google.rpc.ErrorInfo, and says PERMISSION_DENIED or RESOURCE_EXHAUSTED itself."""
    asking = Asking(RASA, "people", "people.people.get", ("scope-a",))
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "RATE_LIMIT_EXCEEDED", "domain": "googleapis.com"}]
    limited = {"error": {"code": 403, "message": "m", "status": "PERMISSION_DENIED", "details": details}}
    assert isinstance(refusal(asking, 403, {}, json.dumps(limited).encode()), Busy)
    expired = {"error": {"code": 400, "status": "FAILED_PRECONDITION", "errors": [{"reason": "failedPrecondition"}], "details": [{"reason": "EXPIRED_SYNC_TOKEN"}]}}
    told = refusal(asking, 400, {}, json.dumps(expired).encode())
    assert isinstance(told, Wrong)
    assert told.reason == "EXPIRED_SYNC_TOKEN"
    off = {"error": {"code": 403, "status": "PERMISSION_DENIED", "details": [{"reason": "SERVICE_DISABLED"}]}}
    assert "people API is not enabled" in str(refusal(asking, 403, {}, json.dumps(off).encode()))
    service = Asking(RASA, "people", scopes=("scope-a",), consent=False)
    few = {"error": {"code": 403, "details": [{"reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]}}
    assert "Domain-wide delegation" in str(refusal(service, 403, {}, json.dumps(few).encode()))
    none = {"error": {"code": 400, "message": "Mail service not enabled", "errors": [{"reason": "failedPrecondition"}]}}
    assert isinstance(refusal(asking, 400, {}, json.dumps(none).encode()), Forbidden)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"error": "x"}', b'{"error": {"errors": 5}}', b'{"error": {"errors": [7], "details": {"a": 1}}}', b'{"error": {"message": ["x"]}}', b"\xff\xfe", b"[" * 100_000])
def test_a_refusal_that_is_not_googles_is_told_by_its_status(body: bytes) -> None:
    """A proxy refuses too; nothing of its page is quoted."""
    for status, kind in [(400, Wrong), (403, Forbidden), (404, NotThere), (429, Busy), (500, Failed), (503, Failed), (302, Failed)]:
        told = refusal(Asking(RASA, "gmail"), status, {}, body)
        assert isinstance(told, kind)
        assert "html" not in str(told)


def test_a_scope_that_lacks_is_told_by_the_real_refusal(world: Google, reader: Reader, tmp_path: Path) -> None:
    """As the fake answers who may not: the scopes this source needs, and the command."""
    world.token_file(tmp_path / "rasa.json", RASA, (GMAIL_READ, CALENDARS_READ))
    with pytest.raises(ReauthNeeded, match="syncd auth google"):
        reader.insert()


def test_a_token_refused_twice_is_a_matter_for_a_person(world: Google, reader: Reader) -> None:
    """One new token, one more call, and no third."""
    world.says(PROFILE, 401, reason="authError", times=math.inf)
    with pytest.raises(ReauthNeeded, match="syncd auth google"):
        reader.profile()
    assert [one.method for one in world.log] == [PROFILE, "token", PROFILE]


# A bad day


BAD = [
    (500, {}, {"error": {"code": 500}}, "its own fault"),
    (502, {}, "<html>Bad Gateway</html>", "a proxy's"),
    (503, {}, "", "empty"),
    (504, {}, "", "a proxy's"),
    (200, {}, "<html>Welcome to our hotel</html>", "F35: a captive portal"),
    (200, {}, "", "F35: empty"),
    (200, {}, '{"emailAddress": "rasa@kl', "F35: cut off, and said to be whole"),
    (200, {}, "[]", "F35: no object"),
    (200, {}, b'{"a": "\xff"}', "F35: not UTF-8"),
    (200, {}, "null", "F35: nothing"),
    (302, {"Location": "http://login.hotel.example/"}, "", "F35: a captive portal"),
]


@pytest.mark.parametrize(("status", "headers", "body", "reason"), BAD)
def test_f34_f35_what_is_no_answer_is_asked_again_and_never_believed(world: Google, reader: Reader, status: int, headers: dict[str, str], body: Any, reason: str) -> None:
    """F34, F35: thrice with growing breaks, then the source backs off; an answer is never taken from it."""
    world.says(PROFILE, status, headers, body, times=3)
    assert reader.profile()["emailAddress"] == RASA
    assert len(world.log) == 4, reason
    world.says(PROFILE, status, headers, body, times=4)
    with pytest.raises(SourceError) as caught:
        reader.profile()
    assert type(caught.value) is Failed
    assert len(world.log) == 8
    assert reader.profile()


@pytest.mark.parametrize(("status", "headers", "body", "reason"), BAD)
def test_f36_a_write_is_never_asked_again_unseen(world: Google, reader: Reader, status: int, headers: dict[str, str], body: Any, reason: str) -> None:
    """F35, F36: whether it was carried out is not known, and whoever wrote has to look."""
    world.says(INSERT, status, headers, body, times=math.inf)
    with pytest.raises(LostAnswer):
        reader.insert()
    assert len(world.log) == 1, reason


def test_f36_a_write_whose_answer_is_lost_or_cut_was_made_once(world: Google, reader: Reader) -> None:
    """F36: it was carried out; the second time its id is taken."""
    world.loses(INSERT)
    with pytest.raises(LostAnswer):
        reader.insert()
    world.cuts(INSERT, 20)
    with pytest.raises(LostAnswer):
        reader.insert()
    with pytest.raises(Taken):
        reader.insert()
    assert [one.applied for one in world.log] == [True, False, False]


def test_f35_a_read_whose_answer_is_lost_or_cut_is_asked_again(world: Google, reader: Reader) -> None:
    """F35: the connection closes before or within an answer."""
    world.loses(PROFILE)
    world.cuts(PROFILE, 20)
    assert reader.profile()["emailAddress"] == RASA
    assert len(world.log) == 3


def test_f32_a_write_refused_for_the_rate_is_made_when_it_may(world: Google, reader: Reader, clock: Clock) -> None:
    """F32, F33: it was not carried out, so it is asked again, at the time that was stated."""
    began = clock()
    world.throttles(INSERT, 3)
    assert reader.insert()["id"] == "abcdef0123"
    assert clock() >= began + 3
    assert world.too_early() == []


@pytest.mark.slow
def test_f34_after_half_an_hour_of_failures_the_first_question_is_answered(world: Google, reader: Reader, clock: Clock) -> None:
    """F34: nothing of the storm is left in the pace: the first pass after it reads, and a later failure waits as little as the first."""
    world.says(lambda asked: asked.method == PROFILE, 503, times=math.inf)
    while clock() < Clock().now + 1800:
        began = clock()
        with pytest.raises(SourceError):
            reader.profile()
        assert clock() - began < 4
        clock.sleep(60)
    assert len(world.log) <= 4 * 31
    world.faults.clear()
    began = clock()
    assert reader.profile()
    assert clock() == began


def test_f33_a_server_that_fails_and_states_a_time_is_left_alone(world: Google, reader: Reader) -> None:
    """F33: 503 with Retry-After: Busy, with the time, and nothing before it."""
    world.says(PROFILE, 503, {"Retry-After": "120"})
    with pytest.raises(Busy) as caught:
        reader.profile()
    assert caught.value.retry_after == pytest.approx(120, abs=0.1)
    with pytest.raises(Busy):
        reader.profile()
    assert len(world.log) == 1


def test_nobody_there_is_told_at_once(tmp_path: Path) -> None:
    """No try is made again: the scheduler does that."""
    with google() as g:
        token = g.token_file(tmp_path / "rasa.json", RASA)
    client = GoogleClient(GoogleAccount(account=RASA, token_file=str(token), endpoint="http://127.0.0.1:9"), tmp_path, "gmail", ())
    with pytest.raises(SourceError, match="cannot be reached") as caught:
        client.call(client.service.users().getProfile(userId="me"))
    assert type(caught.value) is SourceError
    client.close()


# Many at once


def test_many_calls_go_in_few_requests_and_come_in_their_order(world: Google, reader: Reader) -> None:
    """Ten, then more; each refusal stands in its place."""
    answers = reader.all("123abc", "456def")
    assert list(answers) == [*reader.ids, "123abc", "456def"]
    assert all(answers[id_]["id"] == id_ for id_ in reader.ids)
    assert isinstance(answers["123abc"], NotThere)
    assert [len([one for one in world.log if one.batch == n]) for n in sorted({one.batch for one in world.log if one.batch})] == [10, 17]
    assert len(world.asked("batch")) == 2
    assert max(sum(1 for one in world.log if one.batch == n) for n in {one.batch for one in world.log if one.batch}) <= BATCH


@pytest.mark.slow
def test_batches_go_to_the_endpoint(world: Google, reader: Reader) -> None:
    """Where the library's own would go to Google itself."""
    reader.all()
    assert {one.path for one in world.asked("batch")} == {"/batch/gmail/v1"}
    assert batch_uri("gmail", "") == "https://gmail.googleapis.com/batch"
    assert batch_uri("people", "https://gateway.example/") == "https://gateway.example/batch"


def test_calls_that_write_do_not_go_together(world: Google, reader: Reader) -> None:
    """Parts of a batch are asked again: a write among them would be made twice."""
    with pytest.raises(ValueError, match=r"calendar\.events\.delete writes"):
        list(reader.calendar.call_all({1: reader.calendar.service.events().delete(calendarId="primary", eventId="abcdef0123")}))
    assert world.log == []


def test_f32_what_is_throttled_in_a_batch_is_asked_again_and_the_rest_is_not(world: Google, reader: Reader, clock: Clock) -> None:
    """F32, F33: each message is got once; the stated time is kept to; smaller batches follow."""
    world.throttles(lambda asked: asked.method == GET and asked.path.endswith(tuple(reader.ids[4:8])), 2, times=4)
    answers = reader.all()
    assert [answers[id_]["id"] for id_ in reader.ids] == reader.ids
    assert world.too_early() == []
    got = [one.path.rpartition("/")[2] for one in world.asked(GET) if one.status == 200]
    assert sorted(got) == sorted(reader.ids)


def test_f32_too_many_at_once_are_asked_in_smaller_batches(world: Google, reader: Reader) -> None:
    """F32: "Too many concurrent requests for user": the next batch is half as large, and it grows again."""
    sizes = lambda: [sum(1 for one in world.log if one.batch == n) for n in sorted({one.batch for one in world.log if one.batch})]  # noqa: E731
    world.throttles(GET, None, times=10)
    reader.all()
    assert sizes()[:3] == [10, 5, 10]


def test_f32_batches_in_which_all_is_refused_come_ever_more_seldom(world: Google, reader: Reader, clock: Clock) -> None:
    """F32: the batch itself is answered with 200 and is no success."""
    world.throttles(GET, None, math.inf)
    began = clock()
    for _ in range(8):
        with pytest.raises(Busy) as caught:
            reader.all()
        clock.sleep(caught.value.retry_after or 0)
    assert clock() - began > 300
    assert len(world.asked("batch")) < 13


def test_f34_one_call_that_always_fails_is_its_own_trouble(world: Google, reader: Reader) -> None:
    """F24, F34: it is asked four times in all and given as refused, the others come; where all fail, the source backs off."""
    world.says(lambda asked: asked.path.endswith(reader.ids[3]), 500, times=math.inf)
    answers = reader.all()
    assert isinstance(answers[reader.ids[3]], Refused)
    assert answers[reader.ids[3]].status == 500
    assert sum(isinstance(answer, dict) for answer in answers.values()) == 24
    assert len([one for one in world.log if one.path.endswith(reader.ids[3])]) == 4
    world.says(GET, 500, times=math.inf)
    with pytest.raises(Failed):
        reader.all()


@pytest.mark.parametrize(
    ("inner", "told", "reason"),
    [
        ((403, "forbidden"), Forbidden, "all of them may not"),
        ((403, "insufficientPermissions"), ReauthNeeded, "the consent is too small"),
    ],
)
def test_what_concerns_all_calls_is_raised(world: Google, reader: Reader, inner: tuple[int, str], told: type[SourceError], reason: str) -> None:
    """Not given as one call's own."""
    world.says(GET, inner[0], reason=inner[1])
    with pytest.raises(told):
        reader.all()


def test_a_token_that_ends_within_a_batch_is_renewed(world: Google, reader: Reader) -> None:
    """401 inside: all of the batch is asked again with a new one."""
    world.says(GET, 401, reason="authError")
    assert all(isinstance(answer, dict) for answer in reader.all().values())
    assert len(world.asked("token")) == 1


@pytest.mark.parametrize("size", [0, 1, 40, 700, 2500, 4000])
def test_f35_a_batch_that_is_cut_anywhere_gives_each_answer_once_and_whole(world: Google, reader: Reader, size: int) -> None:
    """F35: whatever came is not believed where the connection was cut; all come in the end."""
    world.gzips = False
    world.cuts("batch", size)
    answers = reader.all()
    assert [answers[id_]["id"] for id_ in reader.ids] == reader.ids


def test_f35_an_answer_in_a_batch_that_is_none_is_asked_again(world: Google, reader: Reader) -> None:
    """F35: half an object, a page, nothing."""
    for body in ('{"id": "1', "<html>", ""):
        world.says(lambda asked: asked.path.endswith(reader.ids[2]), 200, body=body)
    answers = reader.all()
    assert answers[reader.ids[2]]["id"] == reader.ids[2]


@pytest.mark.slow
def test_a_batch_whose_answer_is_too_large_is_asked_in_parts(world: Google, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """And a single one that is too large is given as refused."""
    monkeypatch.setattr(transport, "MOST_BYTES", 3000)
    answers = reader.all()
    assert all(isinstance(answer, dict) for answer in answers.values())
    monkeypatch.setattr(transport, "MOST_BYTES", 100)
    answers = reader.all()
    assert all(isinstance(answer, TooLarge) for answer in answers.values())


def test_a_batch_is_read_as_google_and_others_write_it() -> None:
    """CRLF and LF, a quoted boundary or a bare one, parts in any order, an empty answer, and what is cut off left out."""
    whole = (
        b"preamble\r\n--b_1\r\nContent-Type: application/http\r\nContent-ID: <response-1>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: application/json\r\nRetry-After: 5\r\n\r\n"
        b'{"a": "--b"}\r\n--b_1\nContent-ID: response-0\nContent-Type: application/http\n\nHTTP/2 404 Not Found\nX: y\n\n{}\n'
        b"--b_1\r\nContent-Type: application/http\r\nContent-ID: <response-2>\r\n\r\nHTTP/1.1 204 No Content\r\nX: y\r\n\r\n\r\n--b_1--"
    )
    answers = read('multipart/mixed; boundary="b_1"', whole)
    assert {number: (answer.status, answer.body) for number, answer in answers.items()} == {1: (200, b'{"a": "--b"}'), 0: (404, b"{}"), 2: (204, b"")}
    assert answers[1].headers["retry-after"] == "5"
    assert sorted(read("Multipart/mixed; boundary=b_1; x=y", whole.removesuffix(b"--"))) == [0, 1, 2]
    assert sorted(read("multipart/mixed; boundary=b_1", whole.removesuffix(b"_1--"))) == [0, 1]
    assert read("text/html", whole) == {}
    assert read("multipart/mixed", whole) == {}


def test_a_batch_is_written_without_what_the_whole_says(world: Google, reader: Reader) -> None:
    """Each call with its method, address, headers and body; the token stands once, outside."""
    call = Outgoing("POST", f"{world.url}/calendar/v3/calendars/a%40b/events?alt=json", {"accept": "application/json", "user-agent": "x", "content-type": "application/json"}, b'{"a":1}')
    body = written("https://x.example/batch", [call]).body.decode()
    assert "Content-ID: <0>\r\n\r\nPOST /calendar/v3/calendars/a%40b/events?alt=json HTTP/1.1\r\naccept: application/json\r\ncontent-type: application/json\r\ncontent-length: 7\r\n\r\n" in body
    assert '{"a":1}\r\n--' in body
    assert "uthorization" not in body


# Where requests go


def test_places_are_those_of_the_discovery_documents() -> None:
    """What the library ships says where an API is."""
    from googleapiclient.discovery_cache import get_static_doc

    for api, place in PLACES.items():
        document = json.loads(get_static_doc(api, place.version))
        assert place.google + place.path == document["rootUrl"] + document["servicePath"], api
        assert place.google + place.batch == document["rootUrl"] + document["batchPath"], api


@pytest.mark.parametrize(
    ("endpoint", "address", "allowed"),
    [
        ("", "https://gmail.googleapis.com/gmail/v1/x", True),
        ("", "https://www.googleapis.com/calendar/v3/x", True),
        ("", "https://gmail.googleapis.com.evil.example/x", False),
        ("", "https://evilgoogleapis.com/x", False),
        ("", "https://gmail.googleapis.com@evil.example/x", False),
        ("", "http://gmail.googleapis.com/x", False),
        ("https://gateway.example", "https://gateway.example/gmail/v1/x", True),
        ("https://gateway.example", "https://gmail.googleapis.com/gmail/v1/x", False),
        ("https://gateway.example", "https://gateway.example:444/x", False),
        ("https://gateway.example", "http://gateway.example/x", False),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8081/x", False),
    ],
)
def test_nothing_goes_to_another_host(endpoint: str, address: str, allowed: bool) -> None:
    """Neither the token nor a question, whatever an address in an answer says."""
    transport = Transport(endpoint)
    assert transport._allowed(urlsplit(address)) is allowed
    if not allowed:
        with pytest.raises(SourceError, match="nothing is sent"):
            transport.send(Outgoing("GET", address, {}), "ya29.CANARY")
    transport.close()


@pytest.mark.parametrize("endpoint", ["http://gateway.example", "ftp://127.0.0.1", "gateway.example", "https://"])
def test_an_endpoint_that_cannot_be_used_is_told(endpoint: str) -> None:
    """http:// is for this machine only."""
    with pytest.raises(ConfigError, match="endpoint"):
        Transport(endpoint)


def test_a_long_question_is_posted(world: Google, reader: Reader) -> None:
    """Google takes a GET with a long address as a POST that says so."""
    labels = [f"Label_{n}" for n in range(300)]
    with pytest.raises(Refused):
        reader.mail.call(reader.messages.list(userId=RASA, labelIds=labels))
    asked = world.log[-1]
    assert asked.verb == "GET"
    assert asked.headers["x-http-method-override"] == "GET"
    assert asked.query.count("Label_") == 300


def test_answers_are_packed(world: Google, reader: Reader) -> None:
    """Google packs for who says gzip in two headers."""
    reader.all()
    assert all("gzip" in one.headers["accept-encoding"] and "gzip" in one.headers["user-agent"] for one in world.asked("batch"))


def test_a_private_gateway_may_have_a_path_of_its_own(world: Google, tmp_path: Path) -> None:
    """`endpoint` with or without a slash at the end."""
    token = world.token_file(tmp_path / "rasa.json", RASA)
    client = GoogleClient(GoogleAccount(account=RASA, token_file=str(token), endpoint=world.url + "/"), tmp_path, "gmail", ())
    assert client.call(client.service.users().getProfile(userId="me"))
    assert client.certificate_until is None
    client.close()


@pytest.fixture
def over_tls(world: Google, tmp_path: Path) -> Iterator[Path]:
    """The same server with a certificate that nobody knows yet: the file it lies in."""
    certificate_file, key = certificate(tmp_path / "tls", until=UNTIL)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate_file, key)
    world.server.socket = context.wrap_socket(world.server.socket, server_side=True)
    trust.cache_clear()
    yield certificate_file
    trust.cache_clear()


@pytest.mark.slow
@pytest.mark.parametrize("known", [True, False])
def test_f19_only_a_certificate_that_holds_is_believed(world: Google, over_tls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: bool) -> None:
    """F19: nothing is sent to whom this machine does not trust; of whom it does, it is told until when the certificate holds."""
    token = world.token_file(tmp_path / "rasa.json", RASA)
    if known:
        monkeypatch.setenv("SSL_CERT_FILE", str(over_tls))
    options = GoogleAccount(account=RASA, token_file=str(token), endpoint=world.url.replace("http:", "https:"))
    client = GoogleClient(options, tmp_path, "gmail", ())
    if known:
        client.check_account()
        assert client.certificate_until == UNTIL
    else:
        with pytest.raises(SourceError, match="add its authority to those this machine trusts"):
            client.check_account()
        assert world.log == []
    client.close()


# Secrets


@pytest.mark.slow
def test_g29_two_hundred_ways_to_fail_tell_no_secret(world: Google, reader: Reader, tmp_path: Path) -> None:
    """G29: Google throws the token back in each place of an answer; no text, no trace and no repr has it."""
    kept = json.loads((tmp_path / "rasa.json").read_text())
    canaries = [kept[key] for key in ("token", "refresh_token", "client_secret")]
    throw = " ".join(canaries)
    bodies: list[Any] = [
        throw,
        {"error": {"code": 400, "message": throw, "errors": [{"domain": throw, "reason": canaries[0], "message": throw}]}},
        {"error": {"code": 400, "message": f"Bearer {canaries[0]}\n\x00{canaries[1]}", "status": canaries[2], "details": [{"reason": canaries[1]}]}},
        {"error": throw, "error_description": throw},
        {"error": {"errors": [{"reason": "insufficientPermissions"}], "message": throw}},
        {"error": {"errors": [{"reason": "failedPrecondition"}], "message": "not enabled: " + throw}},
    ]
    statuses = (200, 201, 301, 302, 304, 400, 401, 402, 403, 404, 405, 408, 409, 410, 412, 413, 416, 422, 428, 429, 431, 451, 500, 501, 502, 503, 504, 511)
    ways = 0
    for status in statuses:
        for body in bodies:
            world.faults.clear()
            world.says(lambda asked: asked.method in (PROFILE, GET), status, {"WWW-Authenticate": throw, "X": throw}, body, times=math.inf)
            ask = reader.profile if ways % 2 else lambda: next(iter(reader.mail.call_all({1: reader.messages.get(userId=RASA, id="1")})))
            try:
                told = str(ask())  # a refusal in a batch is given, not raised
                assert not any(canary in told for canary in canaries) or status < 300, (status, body)
            except SyncdError as error:
                told = "".join(traceback.format_exception(error)) + repr(error)
                assert not any(canary in told for canary in canaries), (status, body)
            ways += 1
    assert ways + 60 >= 200, "with those of the token endpoint"
    assert canaries[0] not in repr(reader.mail._asking("x"))


@pytest.mark.slow
def test_building_the_services_costs_memory_once() -> None:
    """Sixty mailboxes in one daemon share them."""
    from connectors.google.service import service

    assert service("gmail", "http://127.0.0.1:1/") is service("gmail", "http://127.0.0.1:1")
    assert least(lambda: [service("gmail", "http://127.0.0.1:1") for _ in range(60)], 0.1) < 0.1


def test_the_parts_of_a_service_are_made_once() -> None:
    """Each call starts from the top, and making a part of it anew takes the library milliseconds."""
    from connectors.google.service import service

    gmail = service("gmail", "http://127.0.0.1:1")
    assert gmail.users().messages() is gmail.users().messages()
    first, second = (gmail.users().messages().get(userId="me", id=id_) for id_ in "ab")
    assert [call.uri.rpartition("/")[2] for call in (first, second)] == ["a?alt=json", "b?alt=json"]
