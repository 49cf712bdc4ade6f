"""The fake of Google refuses what Google refuses: a test that passes on a lenient fake says nothing."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate
from pathlib import Path

import pytest

from tests.fakes.google import NEW_PRICES, Clock, Google, google
from tests.fakes.google.discovery import discovery, only
from tests.fakes.google_asking import EVENTS, PROFILE, RASA, WELL, Said, ask, refresh, token


@pytest.fixture
def g() -> Iterator[Google]:
    """What a test was refused on purpose is forgiven at its end."""
    with google(clock=Clock()) as world:
        yield world
        world.violations.clear()


MALFORMED = [
    ("GET", "/gmail/v1/users/me/messages?maxResult=5", None, "maxResult", "a parameter that Gmail does not have"),
    ("GET", "/gmail/v1/users/me/messages?maxResults=-1", None, "maxResults", "a count is not negative"),
    ("GET", "/gmail/v1/users/me/messages?maxResults=ten", None, "maxResults", "a count is a number"),
    ("GET", "/gmail/v1/users/me/messages?maxResults=1&maxResults=2", None, "2 times", "one value where one is meant"),
    ("GET", "/gmail/v1/users/me/messages?includeSpamTrash=yes", None, "includeSpamTrash", "a flag is true or false"),
    ("GET", "/gmail/v1/users/me/messages/1?format=eml", None, "format", "a word of a closed list"),
    ("GET", "/v1/people:batchGet?personFields=names&pageSize=5", None, "pageSize", "a parameter of another method"),
    ("GET", "/gmail/v1/users/me/history?startHistoryId=0x12", None, "startHistoryId", "a uint64 in decimal"),
    ("GET", "/gmail/v1/users/me/profile?alt=xml", None, "alt", "only JSON is spoken"),
    ("GET", "/gmail/v1/users/me/profile?access_token=x", None, "access_token", "a token in an address is a leak"),
    ("GET", f"{EVENTS}?timeMin=2026-06-01", None, "timeMin", "an instant has a time and an offset"),
    ("GET", f"{EVENTS}?timeMin=2026-06-01T00:00:00", None, "timeMin", "an instant without an offset is refused"),
    ("GET", f"{EVENTS}?maxAttendees=0", None, "maxAttendees", "below the minimum the document gives"),
    ("POST", EVENTS, {**WELL, "attendes": []}, "attendes", "a misspelt field"),
    ("POST", EVENTS, {**WELL, "summary": 5}, "summary", "a title is a text"),
    ("POST", EVENTS, {"start": WELL["start"]}, "end is missing", "the document says what an insert needs"),
    ("POST", EVENTS, {**WELL, "extendedProperties": {"private": {"n": 1}}}, "private.n", "private properties are texts"),
    ("POST", EVENTS, {**WELL, "end": {"dateTime": "tomorrow"}}, "dateTime", "an instant is an instant, deep in the body too"),
    ("POST", f"{EVENTS}?sendUpdates=no", WELL, "sendUpdates", "a word of a closed list"),
    ("POST", EVENTS, b"{", "not JSON", "half a body"),
    ("GET", PROFILE, {"a": 1}, "takes no body", "a body where none is read"),
    ("GET", "/v1/people/me/connections?personFields=names,%20emails", None, "personFields", "a mask has no blanks"),
    ("GET", "/v1/people/me/connections?sortOrder=NAME", None, "sortOrder", "a word of a closed list"),
]


@pytest.mark.parametrize(("verb", "path", "body", "word", "why"), MALFORMED)
def test_what_the_discovery_document_does_not_know_is_refused(
    g: Google, tmp_path: Path, verb: str, path: str, body: object, word: str, why: str
) -> None:
    """F31: a parameter, a field or a value that Google does not have is answered 400 and remembered."""
    said = ask(g, path, token=token(g, tmp_path), verb=verb, body=body)
    assert (said.status, word in said.json["error"]["message"]) == (400, True), f"{why}: {said.body!r}"
    assert len(g.violations) == 1, why
    assert not g.log[-1].applied


def test_a_test_fails_for_what_was_refused_in_it(tmp_path: Path) -> None:
    """Nobody has to look into the list of violations."""
    with pytest.raises(AssertionError, match="maxResult is no parameter"), google() as g:
        ask(g, "/gmail/v1/users/me/messages?maxResult=5", token=token(g, tmp_path))


@pytest.mark.parametrize(("verb", "path", "status"), [("GET", "/gmail/v2/users/me/profile", 404), ("DELETE", PROFILE, 405)])
def test_an_address_that_no_method_has_is_told(g: Google, tmp_path: Path, verb: str, path: str, status: int) -> None:
    assert ask(g, path, token=token(g, tmp_path), verb=verb).status == status
    assert g.violations


def test_an_answer_that_does_not_fit_the_document_fails_the_test(g: Google, tmp_path: Path) -> None:
    """The fake may be wrong too: a number where Gmail writes a string of digits would hide a fault of ours."""
    g.account(RASA).mail.users_getProfile = lambda call: {"emailAddress": RASA, "historyId": 17, "unread": 3}
    said = ask(g, PROFILE, token=token(g, tmp_path))
    assert said.status == 500
    assert "historyId is 17" in g.violations[0]
    assert "unread is no such field" in g.violations[0]


def test_what_google_sets_itself_is_taken_and_noted(g: Google, tmp_path: Path) -> None:
    """Nobody listens to a creator or a link that a client sends; whoever sends them should know."""
    said = ask(g, EVENTS, token=token(g, tmp_path), verb="POST", body={**WELL, "htmlLink": "https://calendar.example/1"})
    assert (said.status, g.violations) == (200, [])
    assert g.notes == ["calendar.events.insert: body.htmlLink is set by Google itself"]
    assert said.json["htmlLink"] != "https://calendar.example/1"


def test_a_get_with_a_long_address_may_come_as_a_post(g: Google, tmp_path: Path) -> None:
    headers = {"X-HTTP-Method-Override": "GET", "Content-Type": "application/x-www-form-urlencoded"}
    said = ask(g, "/gmail/v1/users/me/messages", token=token(g, tmp_path), verb="POST", body=b"maxResults=3&q=in%3Asent", headers=headers)
    assert said.status == 200
    assert (g.log[-1].method, g.log[-1].params["q"]) == ("gmail.users.messages.list", "in:sent")


@pytest.mark.parametrize(("agent", "zipped"), [("syncd (gzip)", True), ("syncd", False)])
def test_large_answers_are_zipped_for_who_says_so_twice(g: Google, tmp_path: Path, agent: str, zipped: bool) -> None:
    """Google wants the word in both headers."""
    for n in range(40):
        g.account(RASA).mail.deliver(b"Subject: %d\r\n\r\n" % n, "INBOX")
    headers = {"Accept-Encoding": "gzip", "User-Agent": agent}
    said = ask(g, "/gmail/v1/users/me/messages", token=token(g, tmp_path), headers=headers)
    body = gzip.decompress(said.body) if zipped else said.body
    assert (said.headers.get("Content-Encoding"), len(json.loads(body)["messages"])) == ("gzip" if zipped else None, 40)


def test_a_part_of_an_answer_can_be_asked_for(g: Google, tmp_path: Path) -> None:
    assert ask(g, f"{PROFILE}?fields=emailAddress", token=token(g, tmp_path)).json == {"emailAddress": RASA}
    whole = {"items": [{"id": 1, "start": {"date": 2, "zone": 3}}], "next": 4, "etag": 5}
    assert only("items(id,start/date),next", whole) == {"items": [{"id": 1, "start": {"date": 2}}], "next": 4}


def _batch(calls: list[str], boundary: str = "b1") -> bytes:
    parts = [
        f"--{boundary}\nContent-Type: application/http\nContent-ID: <b + {n}>\n\nGET {call} HTTP/1.1\nAccept: application/json\n\n\n"
        for n, call in enumerate(calls)
    ]
    return ("".join(parts) + f"--{boundary}--").encode()


def _send_batch(g: Google, bearer: str, calls: list[str], path: str = "/batch/gmail/v1") -> Said:
    return ask(g, path, token=bearer, verb="POST", body=_batch(calls), headers={"Content-Type": 'multipart/mixed; boundary="b1"'})


def test_a_request_that_breaks_off_is_none(g: Google, tmp_path: Path) -> None:
    """A client that is killed while it speaks has asked nothing: nothing is carried out, and nothing is wrong."""
    g.account(RASA)
    with socket.create_connection(("127.0.0.1", g.server.server_port), timeout=10) as line:
        head = f"POST {EVENTS} HTTP/1.1\r\nAuthorization: Bearer {token(g, tmp_path)}\r\nContent-Length: 100\r\n\r\n"
        line.sendall(head.encode() + b'{"summary": ')
        line.shutdown(socket.SHUT_WR)
        assert line.recv(1) == b""
    assert g.log == [] and g.violations == []


def test_the_calls_of_a_batch_are_answered_one_by_one(g: Google, tmp_path: Path) -> None:
    """Each is judged, counted and spoilt like a call that came alone."""
    bearer = token(g, tmp_path)
    g.throttles("gmail.users.labels.list", 30)
    said = _send_batch(g, bearer, [PROFILE, "/gmail/v1/users/me/labels", "/gmail/v1/users/me/messages/ffff"])
    parts = said.body.split(b"Content-ID: ")[1:]
    assert [part.split()[0] for part in parts] == [b"<response-b", b"<response-b", b"<response-b"]
    assert [int(part.split(b"HTTP/1.1 ")[1][:3]) for part in parts] == [200, 429, 404]
    assert b"Retry-After: 30" in parts[1]
    batch, *inner = g.log[-4:]
    assert (batch.method, [one.method.rpartition(".")[2] for one in inner]) == ("batch", ["getProfile", "list", "get"])
    assert len({one.batch for one in inner}) == 1
    assert not batch.batch


WRONG_BATCHES = [
    ([PROFILE] * 101, "/batch/gmail/v1", "the limit is 100", "Gmail takes a hundred"),
    ([], "/batch/gmail/v1", "no end", "an empty one"),
]


@pytest.mark.parametrize(("calls", "path", "word", "why"), WRONG_BATCHES)
def test_a_batch_too_long_or_broken_is_refused_whole(g: Google, tmp_path: Path, calls: list[str], path: str, word: str, why: str) -> None:
    said = _send_batch(g, token(g, tmp_path), calls, path)
    assert said.status == 400, why
    assert word in g.violations[0], why


def test_a_batch_holds_calls_of_one_api(g: Google, tmp_path: Path) -> None:
    said = _send_batch(g, token(g, tmp_path), [EVENTS])
    assert b"HTTP/1.1 400" in said.body
    assert "does not belong" in g.violations[0]


def test_an_answer_can_be_lost_after_the_work_was_done(g: Google, tmp_path: Path) -> None:
    """F36: the event is there, and nobody was told."""
    bearer = token(g, tmp_path)
    g.loses("calendar.events.insert")
    with pytest.raises(http.client.RemoteDisconnected):
        ask(g, EVENTS, token=bearer, verb="POST", body={**WELL, "id": "abcde12345"})
    assert (g.log[-1].applied, g.log[-1].status) == (True, 0)
    assert ask(g, f"{EVENTS}/abcde12345", token=bearer).status == 200
    assert ask(g, EVENTS, token=bearer, verb="POST", body={**WELL, "id": "abcde12345"}).status == 409


def test_an_answer_can_be_cut_short(g: Google, tmp_path: Path) -> None:
    """F35."""
    g.cuts("gmail.users.getProfile", 10)
    with pytest.raises(http.client.IncompleteRead) as cut:
        ask(g, PROFILE, token=token(g, tmp_path))
    assert len(cut.value.partial) == 10


def test_an_answer_can_be_anything(g: Google, tmp_path: Path) -> None:
    """F34, F35: a rule answers so many times, and the service hears nothing of it."""
    bearer = token(g, tmp_path)
    g.says("gmail.users.getProfile", 200, body="<html>Sign in to the network</html>")
    g.says(lambda asked: asked.account == RASA and asked.path.endswith("/labels"), 503, times=2)
    assert ask(g, PROFILE, token=bearer).headers["Content-Type"].startswith("text/html")
    assert ask(g, PROFILE, token=bearer).status == 200
    assert [ask(g, "/gmail/v1/users/me/labels", token=bearer).status for _ in range(3)] == [503, 503, 200]
    assert [one.applied for one in g.asked("gmail.users.labels.list")] == [False, False, True]


def test_the_token_endpoint_has_bad_days_too(g: Google, tmp_path: Path) -> None:
    """F40: nothing is said of the credentials."""
    file = g.token_file(tmp_path / "rasa.json", RASA)
    g.says("token", 503, body="Service Unavailable")
    g.throttles("token", 120)
    assert [refresh(g, file).status for _ in range(3)] == [503, 429, 200]


def test_the_world_can_change_while_it_is_asked(g: Google, tmp_path: Path) -> None:
    bearer = token(g, tmp_path)
    seen: list[str] = []
    g.on(
        "gmail.users.getProfile", before=lambda _: seen.append("before"), after=lambda asked: seen.append(f"after {asked.applied}"), times=1
    )
    ask(g, PROFILE, token=bearer)
    ask(g, PROFILE, token=bearer)
    assert seen == ["before", "after True"]


@pytest.mark.slow
def test_one_in_ten_writes_is_done_and_never_answered(g: Google, tmp_path: Path) -> None:
    bearer = token(g, tmp_path)
    g.drops(0.1, seed=3)
    lost = 0
    for n in range(100):
        try:
            assert ask(g, EVENTS, token=bearer, verb="POST", body={**WELL, "id": f"event{n:05}"}).status == 200
        except http.client.RemoteDisconnected:
            lost += 1
        assert ask(g, PROFILE, token=bearer).status == 200, "what only reads is always answered"
        assert _send_batch(g, bearer, [PROFILE]).status == 200, "and so is a batch of it"
    assert 3 <= lost <= 20
    g.drops(0)
    assert all(ask(g, f"{EVENTS}/event{n:05}", token=bearer).status == 200 for n in range(100))


def test_a_quota_is_counted_in_units_of_a_minute(tmp_path: Path) -> None:
    """Messages cost more than profiles, an account spends its own, and a minute later there is more."""
    clock = Clock()
    with google(clock=clock) as g:
        mine, theirs = token(g, tmp_path), token(g, tmp_path, account="petras@klimatas.example")
        g.quota(50, prices=NEW_PRICES)
        gone = "/gmail/v1/users/me/messages/ffff"
        assert [ask(g, gone, token=mine).status for _ in range(3)] == [404, 404, 403]
        assert [ask(g, PROFILE, token=mine).status for _ in range(11)] == [200] * 10 + [403]
        assert ask(g, PROFILE, token=mine).reason == "userRateLimitExceeded"
        assert ask(g, PROFILE, token=theirs).status == 200
        clock.sleep(60)
        assert ask(g, PROFILE, token=mine).status == 200


def test_what_came_before_its_stated_time_is_found(tmp_path: Path) -> None:
    """G19: by account and by API, for seconds and for dates, whatever the number."""
    clock = Clock()
    with google(clock=clock) as g:
        mine, theirs = token(g, tmp_path), token(g, tmp_path, account="petras@klimatas.example")
        g.throttles("gmail.users.getProfile", 30)
        g.throttles("gmail.users.getProfile", lambda asked: formatdate(asked.at + 20, usegmt=True))
        g.throttles("gmail.users.getProfile", -5)
        g.throttles("gmail.users.getProfile", 1e9)
        ask(g, PROFILE, token=mine)
        clock.sleep(29)
        ask(g, PROFILE, token=theirs)
        ask(g, "/v1/people/me/connections?personFields=names", token=mine)
        assert not g.too_early()
        ask(g, "/gmail/v1/users/me/labels", token=mine)
        assert [(one.method, two.method) for one, two in g.too_early()] == [("gmail.users.getProfile", "gmail.users.labels.list")]
        assert [one.until - one.at for one in g.asked("gmail.users.getProfile")] == [30, 20]
        ask(g, PROFILE, token="")
        ask(g, PROFILE, token="")
        assert [max(0, one.until - one.at) for one in g.asked("gmail.users.getProfile")] == [30, 20, 0, 3600]


@pytest.mark.slow
def test_many_clients_are_served_at_once(g: Google, tmp_path: Path) -> None:
    bearer = token(g, tmp_path)

    def some(_: int) -> set[int]:
        return {ask(g, PROFILE, token=bearer).status for _ in range(25)}

    with ThreadPoolExecutor(8) as pool:
        assert set().union(*pool.map(some, range(8))) == {200}
    assert len(g.requests_for(RASA)) == 200


def test_a_held_up_request_does_not_hold_up_the_others(g: Google, tmp_path: Path) -> None:
    bearer = token(g, tmp_path)
    free = threading.Event()
    g.on("gmail.users.getProfile", before=lambda _: free.wait(10))
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(ask, g, PROFILE, token=bearer)
        deadline = time.monotonic() + 10
        while not g.asked("gmail.users.getProfile") and time.monotonic() < deadline:
            pass
        assert ask(g, "/gmail/v1/users/me/labels", token=bearer).status == 200
        assert not held.done()
        free.set()
        assert held.result(10).status == 200


def test_every_method_has_an_address_of_its_own() -> None:
    """No two methods of the three documents answer at one place: what is judged by one is not carried out as another."""
    found = discovery()
    methods = [method for document in found.documents.values() for method in document.methods]
    assert len(methods) > 100
    for method in methods:
        path = re.sub(r"\(\?P<\w+>(.*?)\)", lambda like: re.sub(r"\[\^/:?\]\+", "x1", like[1]), method.address.pattern).replace("\\", "")
        hit = found.find(method.verb, path)
        assert hit is not None, path
        assert hit[0].id == method.id, path
