"""CalDAV on bad days: what servers and networks do now and then, in front of a real Radicale."""

from __future__ import annotations

import base64
import socket
import subprocess
import threading
import traceback
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.dav.client import Account, DavClient
from connectors.dav.harvest import DavHarvester
from syncd.errors import AuthFailed, Busy, CursorExpired, Forbidden, SourceError
from tests.connectors.contract import Store, event
from tests.connectors.dav_worlds import XML, Setting, listed, multistatus, session
from tests.fakes.dav_server import Spoken, faulty

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


def test_an_answer_that_throws_the_password_back_does_not_tell_it() -> None:
    """G29: what is no HTTP at all is told without quoting it."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                asked = connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\n" + asked[asked.index(b"Authorization") :].replace(b":", b" ") + b"\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        client = DavClient(Account(url=f"http://127.0.0.1:{server.getsockname()[1]}/", user="rasa", password="CANARY"))
        with pytest.raises(SourceError) as caught:
            client.request("PROPFIND", "/")
    told = "".join(traceback.format_exception(caught.value))
    assert "did not answer" in told and "CANARY" not in told and base64.b64encode(b"rasa:CANARY").decode() not in told


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


@pytest.mark.slow
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
