"""CalDAV items and listings as servers give them: in parts, without tokens, spelt in every way, one of them spoilt."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.base import Broken, Cursor, Fetched, Gone
from connectors.dav.client import Account, DavClient
from connectors.dav.discovery import CALENDARS, Session
from connectors.dav.harvest import DavHarvester
from connectors.dav.xml import UnreadableAnswer, conditions, read_multistatus
from syncd.errors import SourceError
from tests.connectors.contract import HarvesterContract, Store, event, the_collection
from tests.connectors.dav_worlds import XML, DavWorld, Person, Server, Setting, listed, multistatus, session
from tests.connectors.worlds import foreign
from tests.fakes.dav_server import Faulty, Spoken, faulty
from tests.timing import least

WHOLE = multistatus(listed("/a/b.ics"), listed("/a/c.ics"), token="t1")


def spoil(change: tuple[int, bytes]) -> bytes:
    """A whole answer with other bytes in one place."""
    at, other = change
    return WHOLE[:at] + other + WHOLE[at + len(other) :]


# ── a server that cannot tell changes by token, and one unreadable item ──────────────────────────────────────────────


class Tagged(DavWorld):
    """Radicale with its sync-tokens taken away: changes are found by ctag and entity tags."""

    def __init__(self, person: Person, path: str, fake: Faulty) -> None:
        super().__init__(person, path)
        self.fake = fake
        fake.says("REPORT", Spoken(405), body=b"sync-collection", times=10**9)
        fake.changes("PROPFIND", lambda body: body.replace(b"sync-token", b"other-token"))

    def open(self) -> DavHarvester:
        harvester = DavHarvester(session(replace(self.person.account, url=self.fake.url + self.path)))
        harvester._size = replace(harvester._size, items=3)
        return harvester

    def damage(self, name: str) -> bool:
        whole = re.compile(rf"<href>({re.escape(self.path)}{name}\.ics)</href><propstat>.*?</propstat>".encode(), re.DOTALL)
        self.fake.changes("REPORT", lambda body: whole.sub(rb"<href>\1</href><status>HTTP/1.1 500 x</status>", body))
        return True

    def forget(self, cursor: Cursor) -> Cursor:
        return foreign(cursor)


@pytest.mark.slow
class TestWithoutTokens(HarvesterContract):
    """The contract where the server knows no sync-collection."""

    @pytest.fixture
    def world(self, radicale_server: Server) -> Iterator[Tagged]:
        with faulty(radicale_server.url) as fake:
            person, home = radicale_server.somebody()
            yield Tagged(person, person.make_calendar(f"{home}work/", "Darbas"), fake)


@pytest.mark.slow
def test_without_tokens_an_unmoved_ctag_is_one_request(setting: Setting) -> None:
    """ctag first: nothing is listed while it stands still."""
    world = Tagged(setting.person, setting.path, setting.fake)
    harvester, store = world.open(), Store()
    store.run(harvester)
    setting.fake.asked.clear()
    assert store.run(harvester) == []
    assert [method for method, _ in setting.fake.asked] == ["PROPFIND"]


# ── items ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_one_item_no_xml_can_hold_costs_no_other(setting: Setting) -> None:
    """A control character in one entry makes the whole answer unreadable: it is found by halves and fetched alone."""
    name = f"{setting.path}b.ics".encode()
    setting.fake.changes("REPORT", lambda body: body.replace(b"Susitikimas b", b"Susitikimas \x0b"), body=name)
    store = Store()
    store.run(setting.harvester())
    assert sorted(re.search(rb"UID:(\w)", raw)[1] for raw in store.items.values()) == [b"a", b"b", b"c"]  # type: ignore[index]


def test_one_item_the_server_fails_at_costs_no_other(setting: Setting) -> None:
    """Servers answer 500 for a whole report because of one damaged file: that one is set aside, the others come."""
    name = f"{setting.path}b.ics"
    setting.fake.says("REPORT", Spoken(500), body=name.encode(), times=10**9)
    setting.fake.says("GET", Spoken(500), path=name)
    store = Store()
    store.run(setting.harvester())
    assert sorted(store.items) == ["a.ics", "c.ics"] and list(store.broken) == ["b.ics"]


@pytest.mark.slow
def test_a_server_that_fails_at_everything_is_not_asked_for_each(setting: Setting) -> None:
    """Nothing is set aside for a fault of the server as a whole, and it is not hammered."""
    for number in range(30):
        setting.person.write(f"{setting.path}e{number}.ics", event(f"e{number}"))
    setting.fake.says("REPORT", Spoken(500), body=b"multiget", times=10**9)
    setting.fake.says("GET", Spoken(500), times=10**9)
    store = Store()
    with pytest.raises(SourceError, match="500"):
        store.run(setting.harvester())
    assert not store.broken and len(setting.fake.asked) < 30


@pytest.mark.slow
def test_an_answer_too_large_is_asked_for_in_parts(setting: Setting) -> None:
    """T25: what is read has a limit; one item above it is set aside, the others come."""
    big = event("big").replace(b"SUMMARY:", b"DESCRIPTION:" + b"x" * 40_000 + b"\r\nSUMMARY:")
    setting.person.write(f"{setting.path}big.ics", big)
    client = DavClient(replace(setting.account, url=setting.fake.url + setting.path), most_bytes=20_000)
    store = Store()
    changes = store.run(DavHarvester(Session(client, CALENDARS)))
    assert len(store.items) == 3
    (broken,) = [c for c in changes if isinstance(c, Broken)]
    assert broken.remote_id == "big.ics" and "larger" in broken.reason


def test_an_item_left_out_of_the_answer_is_asked_for_alone(setting: Setting) -> None:
    """Some servers drop from a multiget what they cannot give there."""
    setting.fake.changes("REPORT", lambda body: re.sub(rb"<response><href>[^<]*b\.ics</href>.*?</response>", b"", body, flags=re.DOTALL), body=b"multiget")
    store = Store()
    store.run(setting.harvester())
    assert sorted(store.items) == ["a.ics", "b.ics", "c.ics"]


def test_an_item_that_vanishes_while_we_read_is_left_out(setting: Setting) -> None:
    """Listed, then deleted: no item, no gap; `complete` does not name it."""
    vanishing = rf"<href>({re.escape(setting.path)}b\.ics)</href><propstat>.*?</propstat>".encode()
    setting.fake.changes("REPORT", lambda body: re.sub(vanishing, rb"<href>\1</href><status>HTTP/1.1 404 x</status>", body, flags=re.DOTALL), body=b"multiget")
    harvester = setting.harvester()
    (page,) = harvester.pages(the_collection(harvester), None)
    assert {c.remote_id for c in page.changes} == {"a.ics", "c.ics"} == page.complete


def test_a_listing_given_in_parts_is_put_together(setting: Setting) -> None:
    """RFC 6578 section 3.6: 507 for the collection itself means that there is more."""
    more = f"<response><href>{setting.path}</href><status>HTTP/1.1 507 Insufficient Storage</status></response>"
    setting.fake.says("REPORT", Spoken(207, XML, multistatus(listed(f"{setting.path}a.ics"), more, token="t1")), body=b"<sync-token></sync-token>")
    rest = multistatus(listed(f"{setting.path}b.ics"), listed(f"{setting.path}c.ics"), token="t2")
    setting.fake.says("REPORT", Spoken(207, XML, rest), body=b"<sync-token>t1</sync-token>")
    harvester = setting.harvester()
    (page,) = harvester.pages(the_collection(harvester), None)
    assert {c.remote_id for c in page.changes} == {"a.ics", "b.ics", "c.ics"} == page.complete
    assert page.cursor["sync"] == "t2"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("{origin}{path}", "whole addresses"),
        ("http://{host}{path}", "a whole address without the port, as behind a proxy"),
        ("{encoded}", "letters encoded that need not be"),
    ],
)
def test_addresses_are_understood_however_a_server_spells_them(setting: Setting, written: str, reason: str) -> None:
    """RFC 4918 section 8.3: absolute or not, encoded or not, it is the same item, with the same id."""

    def spell(body: bytes) -> bytes:
        def respelt(found: re.Match[bytes]) -> bytes:
            path = found[1].decode()
            encoded = "".join(f"%{ord(c):02x}" if c in "abcw." else c for c in path)
            return f"<href>{written.format(origin=setting.fake.url, host='127.0.0.1', path=path, encoded=encoded)}</href>".encode()

        return re.sub(rb"<href>(/[^<]*)</href>", respelt, body)

    for method in ("PROPFIND", "REPORT"):
        setting.fake.changes(method, spell)
    store = Store()
    store.run(setting.harvester())
    assert sorted(store.items) == ["a.ics", "b.ics", "c.ics"], reason


def test_names_of_items_may_hold_anything(setting: Setting) -> None:
    """Spaces, percent signs and other letters in an address."""
    for name in ("su%20tarpu", "100%25", "%C4%85%C5%BEuolas", "a%2Bb", "x@y.lt"):
        setting.person.write(f"{setting.path}{name}.ics", event(name.replace("%", "-")))
    store = Store()
    store.run(setting.harvester())
    assert len(store.items) == 8
    harvester = setting.harvester()
    assert all(isinstance(c, Fetched) for c in harvester.fetch(the_collection(harvester), list(store.items)))
    setting.person.delete(f"{setting.path}su%20tarpu.ics")
    assert [type(c) for c in store.run(setting.harvester())] == [Gone]


# ── the XML itself ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@given(st.binary(max_size=300) | st.integers(0, 400).map(lambda n: WHOLE[:n]) | st.tuples(st.integers(0, 300), st.binary(max_size=9)).map(spoil))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_whole_answer_or_none(body: bytes) -> None:
    """F35: whatever comes, it is understood completely or refused; nothing else is raised."""
    try:
        status = read_multistatus(body)
    except UnreadableAnswer:
        return
    assert b"multistatus" in body and all(answer.status >= 0 for answer in status.answers)
    conditions(body)


@pytest.mark.slow
@given(st.text(max_size=60) | st.text("/.%2eEfF:@[]?#\\ ", max_size=30))
@settings(max_examples=500, deadline=None)
def test_any_address_is_a_path_of_this_server_or_refused(href: str) -> None:
    """T24: a path that leads nowhere up, spelt one way, or SourceError."""
    client = DavClient(Account(url="http://127.0.0.1:1/"))
    try:
        path = client.path_of(href, "/u1/work/")
    except SourceError:
        return
    assert path.startswith("/") and not {"..", "."} & set(path.split("/")) and path.isascii()
    assert client.path_of(path) == path or path.startswith("//")


def _tried(read: Callable[..., object], what: object) -> None:
    with contextlib.suppress(SourceError, UnreadableAnswer):
        read(what)


def test_hostile_answers_take_no_time() -> None:
    """T26: 50 kB of anything within 50 ms."""
    client = DavClient(Account(url="http://127.0.0.1:1/"))
    for body in (b"<a>" * 16_000, b"<multistatus xmlns='DAV:'>" + b"<response>" * 5_000, b"&" * 50_000, b"<!--" * 12_000, b"<a b='" + b"x" * 50_000):
        with pytest.raises(UnreadableAnswer):
            read_multistatus(body)
        assert least(partial(_tried, read_multistatus, body), 0.05) <= 0.05, body[:20]
    for href in ("/" * 50_000, "/a" * 25_000 + "%", "/%2e" * 12_000, "/.." * 16_000, "a:" * 25_000, "/" + "%C4%85" * 8_000):
        assert least(partial(_tried, client.path_of, href), 0.05) <= 0.05, href[:20]
