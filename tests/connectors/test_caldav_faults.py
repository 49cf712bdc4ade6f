"""CalDAV on bad days: what servers and networks do now and then, in front of a real Radicale."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.base import Broken, Cursor, Fetched, Gone
from connectors.dav.client import Account, DavClient
from connectors.dav.discovery import CALENDARS, Session
from connectors.dav.harvest import DavHarvester
from connectors.dav.reminders import CaldavReminders
from syncd.errors import AuthFailed, Busy, ChangedByPerson, CursorExpired, Forbidden, SourceError
from tests.connectors.contract import HarvesterContract, Store, event, the_collection
from tests.connectors.contract_reminders import reminder
from tests.connectors.dav_worlds import DavWorld, Person, Server, session
from tests.connectors.worlds import foreign
from tests.fakes.dav_server import Faulty, Rule, Spoken, faulty

XML = {"Content-Type": "application/xml"}


def multistatus(*answers: str, token: str = "") -> bytes:
    """A 207 as a server writes it."""
    tail = f"<sync-token>{token}</sync-token>" if token else ""
    return f'<?xml version="1.0"?><multistatus xmlns="DAV:">{"".join(answers)}{tail}</multistatus>'.encode()


def listed(href: str, etag: str = '"1"') -> str:
    """One item of a listing."""
    return f"<response><href>{href}</href><propstat><prop><getetag>{etag}</getetag></prop><status>HTTP/1.1 200 OK</status></propstat></response>"


class Setting:
    """A person at Radicale with a calendar of three meetings, and a connector that reaches it through the fake."""

    def __init__(self, server: Server, fake: Faulty) -> None:
        self.person, self.home = server.somebody()
        self.fake = fake
        self.path = self.person.make_calendar(f"{self.home}work/", "Darbas")
        for name in ("a", "b", "c"):
            self.person.write(f"{self.path}{name}.ics", event(name))
        self.account = replace(self.person.account, url=fake.url)

    def harvester(self) -> DavHarvester:
        return DavHarvester(session(replace(self.account, url=self.fake.url + self.path)))

    def reminders(self) -> CaldavReminders:
        return CaldavReminders(session(self.account), "Promises")

    def entries(self) -> list[str]:
        """The addresses of all entries of ours."""
        return sorted(self.person.tags(f"{self.home}syncd-promises/"))


@pytest.fixture
def setting(radicale_server: Server) -> Iterator[Setting]:
    with faulty(radicale_server.url) as fake:
        yield Setting(radicale_server, fake)


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


def test_without_tokens_an_unmoved_ctag_is_one_request(setting: Setting) -> None:
    """ctag first: nothing is listed while it stands still."""
    world = Tagged(setting.person, setting.path, setting.fake)
    harvester, store = world.open(), Store()
    store.run(harvester)
    setting.fake.asked.clear()
    assert store.run(harvester) == []
    assert [method for method, _ in setting.fake.asked] == ["PROPFIND"]


# ── answers that are no answers (F35) ────────────────────────────────────────────────────────────────────────────────

PAGE = b"<!DOCTYPE html><html><body>Sign in to the hotel</body></html>"


@pytest.mark.parametrize(
    ("spoken", "reason"),
    [
        (Spoken(200, {"Content-Type": "text/html"}, PAGE), "the sign-in page of a hotel"),
        (Spoken(207, XML, PAGE), "the same with a status that promises more"),
        (Spoken(207, XML, b""), "nothing at all"),
        (Spoken(207, XML, b"  \n"), "white space"),
        (Spoken(207, XML, multistatus(listed("/a"))[:-9]), "cut off, though its length agrees"),
        (Spoken(207, XML, multistatus(listed("/a")), 40), "cut off on the way"),
        (Spoken(204), "done, it says"),
        (Spoken(500), "broken"),
        (Spoken(502, {"Content-Type": "text/html"}, PAGE), "a proxy whose server is down"),
        (Spoken(207, XML, b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><multistatus xmlns="DAV:">&a;</multistatus>'), "with entities"),
        (Spoken(207, XML, b'<?xml version="1.0"?><propfind xmlns="DAV:"/>'), "another document"),
    ],
)
@pytest.mark.parametrize("method", ["PROPFIND", "REPORT"])
def test_an_answer_that_is_none_is_never_no_events(setting: Setting, method: str, spoken: Spoken, reason: str) -> None:
    """F35: a 200 with a page, an empty or a cut body is transient: nothing is gone, the pass is repeated."""
    harvester, store = setting.harvester(), Store()
    store.run(harvester)
    setting.person.write(f"{setting.path}d.ics", event("d"))
    setting.fake.says(method, spoken, times=20)
    with pytest.raises(SourceError) as caught:
        store.run(harvester)
    assert caught.value.state == "backing off", reason
    assert len(store.items) == 3
    setting.fake.rules.clear()
    assert len(store.run(harvester)) == 1, "and the next pass goes on"


@pytest.mark.parametrize("method", ["PROPFIND", "REPORT"])
def test_a_connection_that_breaks_is_said(setting: Setting, method: str) -> None:
    """A transport error never leaves the module as it is (rule 6)."""
    setting.fake.loses(method)
    with pytest.raises(SourceError, match="did not answer to the end"):
        Store().run(setting.harvester())


def test_entity_bombs_are_not_opened(setting: Setting) -> None:
    """T25: no entity is resolved, no file is read, nothing grows."""
    bomb = b'<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">' + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"&a;" * 10) for n in range(9))
    for body in (
        bomb + b']><multistatus xmlns="DAV:"><response><href>&a8;</href></response></multistatus>',
        b'<!DOCTYPE b [<!ENTITY x SYSTEM "file:///etc/passwd">]><multistatus xmlns="DAV:"><response><href>&x;</href></response></multistatus>',
    ):
        setting.fake.says("PROPFIND", Spoken(207, XML, body))
        with pytest.raises(SourceError) as caught:
            list(setting.harvester().collections())
        assert "root:" not in str(caught.value)


# ── refusals ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("status", "kind", "says"),
    [
        (401, AuthFailed, "password"),
        (403, Forbidden, "share"),
        (404, SourceError, "url"),
        (410, SourceError, "removed"),
        (423, Busy, "wait"),
        (507, SourceError, "room"),
    ],
)
def test_refusals_say_what_to_do(setting: Setting, status: int, kind: type[SourceError], says: str) -> None:
    """Each reaches as far as it has to, with the remedy, and never shows the password."""
    setting.fake.says("PROPFIND", Spoken(status), times=9)
    with pytest.raises(kind, match=says) as caught:
        list(setting.harvester().collections())
    assert type(caught.value) in (kind, Forbidden) and setting.account.password not in str(caught.value)


def test_a_server_that_wants_digest_gets_it(setting: Setting) -> None:
    """Some servers offer nothing but Digest (RFC 7616); the connection goes over to it once, and a wrong password still says so."""
    challenge = Spoken(401, {"WWW-Authenticate": 'Digest realm="dav", qop="auth", nonce="abc", algorithm=SHA-256'})
    calendar = "<resourcetype><collection/><C:calendar xmlns:C='urn:ietf:params:xml:ns:caldav'/></resourcetype>"
    found = f"<response><href>{setting.path}</href><propstat><prop>{calendar}</prop><status>HTTP/1.1 200 OK</status></propstat></response>"
    setting.fake.says("PROPFIND", challenge, times=2)
    setting.fake.says("PROPFIND", Spoken(207, XML, multistatus(found)), times=2)
    harvester = setting.harvester()
    assert [c.id for c in harvester.collections()] == [setting.path]
    setting.fake.says("PROPFIND", challenge, times=9)
    with pytest.raises(AuthFailed):
        list(harvester.collections())


@pytest.mark.parametrize(
    ("header", "wait", "reason"),
    [
        ("120", 120, "seconds"),
        ("99999999999", 86_400, "seconds for ever: at most a day"),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400, "a date"),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0, "a date long past"),
        ("Wed, 21 Oct 2015 07:28:00 -0000", 0, "a date of an unknown zone"),
        ("soon", None, "nonsense: the caller chooses"),
        ("", None, "nothing said"),
    ],
)
def test_a_server_that_asks_us_to_wait_is_heard(setting: Setting, header: str, wait: float | None, reason: str) -> None:
    """Busy carries the seconds of Retry-After, with 429 and 503 alike."""
    for status in (429, 503):
        setting.fake.says("PROPFIND", Spoken(status, {"Retry-After": header} if header else {}))
        with pytest.raises(Busy) as caught:
            list(setting.harvester().collections())
        assert caught.value.retry_after == wait, reason


@pytest.mark.parametrize(("status", "condition"), [(403, "valid-sync-token"), (412, "valid-sync-token"), (409, "valid-sync-token")])
def test_a_forgotten_token_is_an_expired_cursor(setting: Setting, status: int, condition: str) -> None:
    """Radicale and Cyrus say 403, Xandikos 412 (both also in the contract against the real ones)."""
    harvester, store = setting.harvester(), Store()
    store.run(harvester)
    setting.person.write(f"{setting.path}d.ics", event("d"))
    setting.fake.says("REPORT", Spoken(status, XML, f'<error xmlns="DAV:"><{condition}/></error>'.encode()))
    with pytest.raises(CursorExpired):
        store.run(harvester)
    store.go_on(harvester)
    assert len(store.items) == 4


def test_a_refusal_to_list_is_no_expired_cursor(setting: Setting) -> None:
    """403 without the condition means that the calendar is no longer shared with us."""
    harvester, store = setting.harvester(), Store()
    store.run(harvester)
    setting.person.write(f"{setting.path}d.ics", event("d"))
    setting.fake.says("REPORT", Spoken(403, XML, b'<error xmlns="DAV:"><need-privileges/></error>'))
    with pytest.raises(Forbidden):
        store.run(harvester)


# ── other hosts (T24) ────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_request_goes_to_another_host(setting: Setting) -> None:
    """T24: neither a redirect nor an address in an answer leads anywhere but to the configured server."""
    with faulty() as trap:
        for spoken in (
            Spoken(301, {"Location": f"{trap.url}/dav/"}),
            Spoken(307, {"Location": f"//{trap.url.removeprefix('http://')}/dav/"}),
            Spoken(207, XML, multistatus(f"<response><href>/</href><propstat><prop><current-user-principal><href>{trap.url}/p/</href>"
                                         "</current-user-principal></prop><status>HTTP/1.1 200 OK</status></propstat></response>")),
        ):  # fmt: skip
            setting.fake.rules.clear()
            setting.fake.says("PROPFIND", spoken, times=9)
            with pytest.raises(SourceError, match="nothing is sent there"):
                list(DavHarvester(session(setting.account)).collections())
        setting.fake.rules.clear()
        setting.fake.says("REPORT", Spoken(207, XML, multistatus(listed(f"{trap.url}/x.ics"), token="t")))
        with pytest.raises(SourceError, match="nothing is sent there"):
            Store().run(setting.harvester())
        assert trap.asked == []


def test_redirects_inside_the_server_are_followed(setting: Setting) -> None:
    """RFC 6764 section 5: the well-known address redirects; a circle ends."""
    setting.fake.says("PROPFIND", Spoken(301, {"Location": setting.path}), path=setting.path.rstrip("/"))
    assert [c.id for c in setting.harvester().collections()] == [setting.path]
    setting.fake.says("PROPFIND", Spoken(302, {"Location": "/round/"}), times=99)
    with pytest.raises(SourceError, match="circle"):
        list(setting.harvester().collections())


@pytest.mark.parametrize("url", ["http://dav.klimatas.example/", "ftp://127.0.0.1/", "dav.klimatas.example", "http://169.254.169.254/"])
def test_passwords_are_not_sent_readable(url: str) -> None:
    """http:// is for this machine only, whatever the config let through."""
    with pytest.raises(SourceError, match="https"):
        DavClient(Account(url=url, user="a", password="b"))


def test_an_authority_is_trusted_only_when_named(setting: Setting, tmp_path: Path) -> None:
    """ca_file: without it a private certificate is refused, and the text says what to do."""
    key, pem = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", str(key), "-out", str(pem)]
    try:
        subprocess.run([*command, "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"openssl made no certificate ({error}): ca_file was NOT tried")
    with faulty(setting.fake.url, certificate=(pem, key)) as safe:
        account = replace(setting.account, url=safe.url + setting.path)
        with pytest.raises(SourceError, match="ca_file"):
            list(DavHarvester(session(account)).collections())
        assert [c.name for c in DavHarvester(session(replace(account, ca_file=str(pem)))).collections()] == ["Darbas"]
    with pytest.raises(SourceError, match="ca_file"):
        DavClient(replace(account, ca_file=str(key)))


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


# ── writing with lost answers (F36) ──────────────────────────────────────────────────────────────────────────────────


def test_a_lost_answer_makes_no_second_entry(setting: Setting) -> None:
    """F36: carried out, the connection dropped: read again by uid, adopted, one entry."""
    setting.fake.loses("PUT")
    seen = setting.reminders().put(reminder(), None)
    assert setting.reminders().ask(reminder().uid) == seen
    assert len(setting.entries()) == 1
    later = reminder(content_hash="b", title="Skambinti")
    setting.fake.loses("PUT")
    assert setting.reminders().put(later, seen).content_hash == "b"
    assert len(setting.entries()) == 1


def test_an_answer_lost_for_good_is_settled_in_the_next_pass(setting: Setting) -> None:
    """F36: also the reading again fails; the entry is adopted when the server answers."""
    setting.reminders().put(reminder(2), None)
    setting.fake.loses("PUT")
    setting.fake.loses("REPORT", times=5)
    with pytest.raises(SourceError):
        setting.reminders().put(reminder(), None)
    setting.fake.rules.clear()
    assert setting.reminders().put(reminder(), None).content_hash == reminder().content_hash
    assert len(setting.entries()) == 2


def test_a_request_that_never_arrived_is_an_error(setting: Setting) -> None:
    """Dropped before it was carried out: SourceError, and the next pass writes."""
    setting.reminders().put(reminder(2), None)
    setting.fake.rules.append(_silent("PUT"))
    with pytest.raises(SourceError):
        setting.reminders().put(reminder(), None)
    setting.reminders().put(reminder(), None)
    assert len(setting.entries()) == 2


def _silent(method: str) -> Rule:
    return Rule(method, lambda _: None)


def test_a_calendar_made_with_a_lost_answer_is_made_once(setting: Setting) -> None:
    """F36 for MKCALENDAR."""
    setting.fake.loses("MKCALENDAR")
    with pytest.raises(SourceError):
        setting.reminders().put(reminder(), None)
    setting.reminders().put(reminder(), None)
    assert len(setting.entries()) == 1


def test_a_removal_with_a_lost_answer_is_done(setting: Setting) -> None:
    """F36 for DELETE: gone is gone; what is still there is an error."""
    seen = setting.reminders().put(reminder(), None)
    setting.fake.rules.append(_silent("DELETE"))
    with pytest.raises(SourceError):
        setting.reminders().remove(seen)
    setting.fake.loses("DELETE")
    setting.reminders().remove(seen)
    assert setting.entries() == []


def test_without_an_etag_in_the_answer_the_entry_is_read_back(setting: Setting) -> None:
    """RFC 4791 section 5.3.4: no strong tag, so the server may have changed what it keeps."""

    def bare(behind: Callable[[], Spoken]) -> Spoken:
        return replace(behind(), headers={})

    setting.fake.rules.append(Rule("PUT", bare))
    seen = setting.reminders().put(reminder(), None)
    assert seen.etag and setting.reminders().ask(seen.uid) == seen


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [(403, Forbidden, "read only (F85)"), (401, AuthFailed, "password changed"), (507, SourceError, "full"), (503, Busy, "restarting")],
)
def test_a_refused_write_waits_with_its_reason(setting: Setting, status: int, kind: type[SourceError], reason: str) -> None:
    """F85: the outbox keeps it; nothing of it reads as a person's answer."""
    setting.reminders().put(reminder(2), None)
    setting.fake.says("PUT", Spoken(status))
    with pytest.raises(kind) as caught:
        setting.reminders().put(reminder(), None)
    assert not isinstance(caught.value, ChangedByPerson), reason


def test_a_server_that_lets_nobody_make_calendars_is_said(setting: Setting) -> None:
    """Google and iCloud refuse MKCALENDAR in places: the remedy is a calendar made by hand."""
    setting.fake.says("MKCALENDAR", Spoken(403), times=9)
    with pytest.raises(Forbidden, match="by hand"):
        setting.reminders().put(reminder(), None)
    setting.person.make_calendar(f"{setting.home}mine/", "Promises")
    assert setting.reminders().put(reminder(), None).handle.startswith(f"{setting.home}mine/")


def test_a_calendar_that_takes_no_tasks_is_said(setting: Setting) -> None:
    """RFC 4791 section 5.3.2.1: the server names the condition."""
    body = b'<error xmlns="DAV:"><C:supported-calendar-component xmlns:C="urn:ietf:params:xml:ns:caldav"/></error>'
    setting.fake.says("PUT", Spoken(403, XML, body))
    with pytest.raises(SourceError, match="takes no tasks"):
        CaldavReminders(session(setting.account), "Promises", sort="task").put(reminder(), None)
