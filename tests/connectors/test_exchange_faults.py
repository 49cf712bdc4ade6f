"""Exchange on bad days: a server that wants to be left in peace, places it forgot, items it cannot give, doors that close."""

from __future__ import annotations

import gc
import json
import os
import re
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from connectors.base import Broken, Collection, Fetched, Gone
from connectors.exchange.operations import known_folders
from connectors.exchange.refusals import Asking, judged, refusal
from connectors.exchange.session import ExchangeSession
from connectors.refusals import LostAnswer
from syncd.errors import AuthFailed, Busy, ConfigError, CursorExpired, Forbidden, ProviderRetired, SourceError
from tests.connectors.contract import Store, mail
from tests.connectors.exchange_worlds import Mailbox, Reader, a_mailbox
from tests.fakes.ews import Asked, exchange
from tests.servers.certificates import certificate

INBOX = Collection(id="inbox", name="Inbox", role="inbox")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Mailbox]:
    yield from a_mailbox(tmp_path)


def full(box: Mailbox, count: int = 8) -> list[str]:
    """Messages in the inbox; their ids."""
    return [box.box.inbox.deliver(mail(f"m{n:02}")) for n in range(count)]


# ── to wait, and to ask for less ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize("fault", [True, False], ids=["of the request", "of one item"])
def test_the_time_a_server_wants_to_be_left_in_peace_is_kept_to_the_millisecond(box: Mailbox, fault: bool) -> None:
    """F45, G19: it is told as it was stated; until then no session of that user asks anything, and then it goes on."""
    full(box)
    box.exchange.refuses("GetItem", "ErrorServerBusy", back_off=277, fault=fault)
    store = Store()
    with pytest.raises(Busy) as busy:
        store.run(box.open())
    refused_at = time.time()
    assert busy.value.retry_after == 0.277
    asked = len(box.exchange.log)
    with pytest.raises(Busy) as still:
        list(box.open().collections())
    assert still.value.retry_after is not None and 0 < still.value.retry_after <= 0.277 and len(box.exchange.log) == asked
    while len(store.items) < 8 and time.time() < refused_at + 30:
        try:
            store.run(box.open())
        except Busy:
            time.sleep(0.005)
    assert len(store.items) == 8 and box.exchange.too_early() == []


def test_a_server_that_states_no_time_is_told_so(box: Mailbox) -> None:
    """F45: the library's own ten seconds are not taken for the server's."""
    box.exchange.busy("FindFolder", back_off=None)
    with pytest.raises(Busy) as busy:
        list(box.open().collections())
    assert busy.value.retry_after is None


@pytest.mark.slow
@pytest.mark.parametrize("code", ["ErrorTimeoutExpired", "ErrorTooManyObjectsOpened", "ErrorInternalServerTransientError"])
def test_a_batch_that_is_too_much_is_halved(box: Mailbox, code: str) -> None:
    """F48: at once, without waiting, and everything comes once."""
    full(box)
    box.exchange.refuses(lambda a: a.method == "GetItem" and a.size > 3, code, times=float("inf"))
    reader = Reader(box)
    told = reader.go_on(box.harvester(items=100))["inbox"]
    assert len([c for c in told if isinstance(c, Fetched)]) == len(reader.stores["inbox"].items) == 8


@pytest.mark.slow
def test_one_item_the_server_fails_at_is_broken_and_the_others_come(box: Mailbox) -> None:
    """F48, F51: it is found by halving; the mailbox itself answers meanwhile."""
    ids = full(box)
    box.exchange.refuses(lambda a: a.method == "GetItem" and ids[5] in a.body.decode(), "ErrorTimeoutExpired", times=float("inf"))
    told = Reader(box).go_on(box.harvester(items=100))["inbox"]
    assert [c.remote_id for c in told if isinstance(c, Broken)] == [ids[5]]
    assert len([c for c in told if isinstance(c, Fetched)]) == 7


def test_a_server_that_fails_at_everything_is_no_reason_to_set_items_aside(box: Mailbox) -> None:
    """F48: after three in a row the source backs off, and nothing was told."""
    full(box)
    box.exchange.refuses("GetItem", "ErrorTimeoutExpired", times=float("inf"))
    store = Store()
    with pytest.raises(Busy):
        store.run(box.open())
    assert store.changes == []


# ── places that are forgotten, folders and ids that change ───────────────────────────────────────────────────────────


@pytest.mark.slow
def test_a_listing_begun_before_ends_with_everything_that_is_there(box: Mailbox) -> None:
    """F46: what one pass did not see itself it asks for, so that what went meanwhile goes."""
    ids = full(box)
    store = Store()
    store.run(box.open())
    box.box.inbox.delete(ids[2])
    box.box.forget_sync_states()
    with pytest.raises(CursorExpired):
        store.run(box.open())
    store.cursor = None
    store.run(box.open(), pages=1)
    store.run(box.open())
    assert set(store.items) == {*ids} - {ids[2]}


@pytest.mark.slow
def test_a_folder_that_was_restored_under_another_id_is_the_same(box: Mailbox) -> None:
    """F47: the inbox is found by the name every mailbox has it by; its items are not doubled."""
    full(box)
    reader, harvester = Reader(box), box.harvester()
    reader.go_on(harvester)
    box.box.renew(box.box.inbox)
    late = box.box.inbox.deliver(mail("late"))
    for _ in range(2):
        try:
            reader.go_on(harvester)
        except CursorExpired:
            reader.stores["inbox"].cursor = None
    assert late in reader.stores["inbox"].items and len(reader.stores["inbox"].items) == 9


def test_a_folder_that_is_no_longer_there_is_told_and_the_others_go_on(box: Mailbox) -> None:
    """F08, F47: what was read of it stays; it is listed no more."""
    folder = box.box.make("Klientai")
    folder.deliver(mail("a"))
    reader, harvester = Reader(box), box.harvester()
    reader.go_on(harvester)
    (collection,) = [c for c in harvester.collections() if c.name == "Klientai"]
    box.box.remove(folder)
    with pytest.raises(SourceError, match="no longer there"):
        list(harvester.pages(collection, reader.stores[collection.id].cursor))
    assert folder.id not in [c.id for c in harvester.collections()]


@pytest.mark.slow
def test_a_mail_that_was_moved_goes_from_one_folder_and_comes_into_the_other(box: Mailbox) -> None:
    """F52: under another id, with the same bytes, by which it is the same mail."""
    ids = full(box, 3)
    archive = box.box.make("Archyvas")
    reader = Reader(box)
    reader.go_on()
    new = box.box.inbox.move(ids[1], archive)
    told = reader.go_on()
    assert told["inbox"] == [Gone(ids[1])]
    (change,) = told[archive.id]
    assert isinstance(change, Fetched) and (change.remote_id, change.raw) == (new, mail("m01"))


# ── items that cannot be given, answers that do not come ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("code", ["ErrorItemCorrupt", "ErrorMimeContentConversionFailed", "ErrorMessageSizeExceeded", "ErrorAccessDenied"])
def test_one_item_in_a_batch_that_is_refused_is_set_aside(box: Mailbox, code: str) -> None:
    """F51: with Exchange's word for why; asked for alone it is so too."""
    ids = full(box)
    box.box.inbox.item(ids[4]).refused = code
    told = Reader(box).go_on(box.harvester(items=100))["inbox"]
    (broken,) = [c for c in told if isinstance(c, Broken)]
    assert broken.remote_id == ids[4] and code in broken.reason and len(told) == 8
    (again,) = box.harvester().fetch(INBOX, [ids[4]])
    assert isinstance(again, Broken)


@pytest.mark.parametrize("method", ["FindFolder", "SyncFolderItems", "GetItem"])
@pytest.mark.parametrize("how", ["lost", "cut"])
def test_an_answer_that_does_not_come_is_asked_for_again(box: Mailbox, method: str, how: str) -> None:
    """F11: reading may be repeated."""
    full(box)
    if how == "lost":
        box.exchange.loses(method)
    else:
        box.exchange.cuts(method, 300)
    store = Store()
    store.run(box.open())
    assert len(store.items) == 8 and len(store.changes) == 8


@pytest.mark.slow
def test_a_server_that_is_gone_is_told(box: Mailbox) -> None:
    """The source backs off, and no error of a library leaves the connector."""
    box.exchange.loses(lambda _: True, times=float("inf"))
    with pytest.raises(LostAnswer):
        list(box.open().collections())


ANSWERS = [
    # status, words, error, what it says, why
    (403, b"<html>EWS access is blocked for this tenant</html>", ProviderRetired, "graph", "Microsoft 365 behind a gateway of the company"),
    (403, b"<html><body>Forbidden</body></html>", Forbidden, "EwsEnabled", "a server of one's own that does not offer EWS to this mailbox"),
    (404, b"<html>Not found</html>", SourceError, "url", "another address"),
    (302, b"moved", SourceError, "points elsewhere", "a sign-in page: the password is not sent there"),
    (200, b"<html>Sign in to the hotel</html>", LostAnswer, "failed", "something in between answered"),
    (502, b"<html>Bad gateway</html>", LostAnswer, "failed", "the load balancer"),
    (503, b"busy", Busy, "wait", "being restarted"),
    (500, b"<html>Server Error in '/EWS' Application.</html>", LostAnswer, "failed", "ASP.NET's own words"),
]


@pytest.mark.parametrize(("status", "words", "error", "said", "why"), ANSWERS)
def test_what_is_no_soap_is_told_in_our_words(box: Mailbox, status: int, words: bytes, error: type[Exception], said: str, why: str) -> None:
    """F54: each with what to do."""
    box.exchange.says("FindFolder", status, {"Location": "/owa/auth/logon.aspx"} if status == 302 else None, words, times=float("inf"))
    with pytest.raises(error, match=said):
        list(box.open().collections())


def test_retry_after_is_kept(box: Mailbox) -> None:
    """G19: of a load balancer as well."""
    box.exchange.says("FindFolder", 503, {"Retry-After": "7"}, b"busy")
    with pytest.raises(Busy) as busy:
        list(box.open().collections())
    assert busy.value.retry_after == 7


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("host", ["outlook.office365.com", "OUTLOOK.office.com"])
def test_microsoft_365_is_named_as_retired(status: int, host: str) -> None:
    """F54: whatever it refuses with; the text names the connector that reads it."""
    error = judged(Asking(host, "rasa@klimatas.example", "rasa", "basic", False), status, {}, b"")
    assert isinstance(error, ProviderRetired) and "graph" in str(error) and error.state == "provider retired"


def test_a_blocked_service_is_asked_once_a_pass(box: Mailbox) -> None:
    """F54: no storm of requests."""
    box.exchange.blocks("<html>Exchange Web Services are disabled for your organization</html>")
    with pytest.raises(ProviderRetired):
        list(box.open().collections())
    assert len(box.exchange.log) == 1


# ── doors ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_a_folder_that_closes_is_parked_and_the_others_go_on(box: Mailbox) -> None:
    """F60: the right to it was taken away between two passes."""
    full(box)
    reader, harvester = Reader(box), box.harvester()
    reader.go_on(harvester)
    box.box.inbox.denied = True
    with pytest.raises(Forbidden, match="Add-MailboxPermission"):
        list(harvester.pages(INBOX, reader.stores["inbox"].cursor))
    assert list(harvester.pages(Collection(id="sentitems", name="Sent", role="sent"), None))


@pytest.mark.parametrize("impersonate", [False, True])
def test_a_mailbox_that_is_not_listed_does_not_open(box: Mailbox, impersonate: bool) -> None:
    """F60: neither by delegation nor by impersonation; the text names the role an admin gives."""
    box.exchange.mailbox("jonas@klimatas.example", open=False)
    harvester = box.harvester(mailbox="jonas@klimatas.example", impersonate=impersonate)
    with pytest.raises(Forbidden, match="ApplicationImpersonation" if impersonate else "FullAccess"):
        list(harvester.collections())


def test_a_mailbox_that_does_not_exist_is_said(box: Mailbox) -> None:
    """A mistyped address."""
    with pytest.raises(Forbidden, match="correct `mailbox`"):
        list(box.harvester(mailbox="nobody@klimatas.example").collections())


@pytest.mark.parametrize(("auth", "hint"), [("ntlm", "Extended Protection"), ("basic", "correct `user`")])
def test_a_wrong_password_is_told_and_not_repeated(box: Mailbox, auth: str, hint: str) -> None:
    """F16: one attempt a pass, so that nobody is locked out; the text names what else it may be, and not the password."""
    box.secret.write_text("slapukas-77")
    with pytest.raises(AuthFailed, match=hint) as failed:
        list(box.harvester(auth=auth).collections())
    assert len(box.exchange.log) <= 3 and "slapukas-77" not in str(failed.value)


@pytest.mark.parametrize(
    ("auth", "offered", "hint", "reason"),
    [
        ("ntlm", "Basic realm=\"mail\"", "no NTLM for EWS; write auth = \"basic\"", "NTLM is switched off"),
        ("ntlm", "Bearer", "no NTLM for EWS \\(Get-WebServicesVirtualDirectory\\)", "both are"),
        ("ntlm", "Negotiate, NTLM", "Extended Protection", "offered and refused"),
        ("ntlm", "", "Extended Protection", "a proxy took the header out"),
        ("basic", "Negotiate, NTLM", "switched off for EWS .*auth = \"ntlm\"", "the password is not doubted"),
        ("basic", "", "may be switched off", "a proxy took the header out"),
    ],
)
def test_a_way_to_sign_in_that_is_not_offered_is_named(auth: str, offered: str, hint: str, reason: str) -> None:
    """By what the server says beside its refusal: nobody looks for a mistyped password then."""
    error = judged(Asking("mail.klimatas.example", "rasa@klimatas.example", "rasa", auth, False), 401, {"WWW-Authenticate": offered}, b"")
    assert isinstance(error, AuthFailed) and re.search(hint, str(error)), reason
    assert ("correct `user`" in str(error)) == (not hint.startswith(("no NTLM", "switched"))), reason


@pytest.mark.parametrize("auth", ["ntlm", "basic"])
@pytest.mark.parametrize("impersonate", [False, True])
def test_both_ways_in_open_the_mailbox(box: Mailbox, auth: str, impersonate: bool) -> None:
    """A right to the mailbox, or the role to act for its owner."""
    full(box, 2)
    told = Reader(box).go_on(box.harvester(auth=auth, impersonate=impersonate, version=""))
    assert len(told["inbox"]) == 2
    assert all((b"ConnectingSID" in asked.body) == impersonate for asked in box.exchange.log if asked.method == "GetItem")


@pytest.mark.slow
def test_the_version_is_asked_once_a_connection(box: Mailbox) -> None:
    """Where the config does not say it."""
    reader, harvester = Reader(box), box.harvester(version="")
    for _ in range(3):
        reader.go_on(harvester)
    assert box.asked().count("ConvertId") == 1
    Reader(box).go_on()
    assert "ConvertId" not in box.asked()


REFUSED = [
    ({"url": "http://mail.klimatas.example/EWS/Exchange.asmx"}, SourceError, "the password would be readable on the way"),
    ({"url": "ftp://127.0.0.1/"}, SourceError, "no such way"),
    ({"password_file": ""}, ConfigError, "no password"),
]


@pytest.mark.parametrize(("keys", "error", "why"), REFUSED)
def test_what_cannot_be_opened_is_said_before_anything_is_sent(box: Mailbox, keys: dict[str, str], error: type[Exception], why: str) -> None:
    """The config's mistakes."""
    with pytest.raises(error):
        box.session(**keys)
    assert box.exchange.log == []


def test_an_unknown_version_is_said(box: Mailbox) -> None:
    with pytest.raises(ConfigError, match="Exchange2016"):
        list(box.harvester(version="2016 CU 23").collections())


@pytest.mark.parametrize(("code", "error"), [("ErrorInvalidSyncStateData", CursorExpired), ("ErrorNonExistentMailbox", Forbidden), ("ErrorFoo", SourceError)])
def test_refusals_are_of_our_words(code: str, error: type[Exception]) -> None:
    """Rule 6: also of codes nobody knows yet; no text holds a secret."""
    asking = Asking("mail.klimatas.example", "rasa@klimatas.example", "rasa", "ntlm", False, "slapukas")
    told = refusal(asking, code, "Authorization: Basic cmFzYTpzbGFwdWthcw== slapukas")
    assert isinstance(told, error) and "slapukas" not in str(told) and "cmFzYT" not in str(told) and "slapukas" not in repr(asking)


# ── the library is kept in its place ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[Path, Path], tuple[Path, Path]]:
    """Two servers' certificates, each its own authority."""
    one, two = (certificate(tmp_path_factory.mktemp(name)) for name in ("one", "two"))
    return one, two


@pytest.mark.slow
def test_each_session_believes_its_own_authority_and_no_other(tmp_path: Path, certificates: tuple[tuple[Path, Path], tuple[Path, Path]]) -> None:
    """F19: two servers with authorities of their own in one process, in turn, and nothing of the process is changed."""
    before = {name: os.environ.get(name) for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE")}
    with exchange(certificate=certificates[0]) as one, exchange(certificate=certificates[1]) as two:
        boxes = [Mailbox(world, tmp_path) for world in (one, two)]
        files = [str(paths[0]) for paths in certificates]
        right = [box.harvester(ca_file=file) for box, file in zip(boxes, files, strict=True)]
        wrong = [box.harvester(ca_file=file) for box, file in zip(boxes, files[::-1], strict=True)]
        system = [box.harvester() for box in boxes]
        for _ in range(2):
            for harvester in right:
                assert len(list(harvester.collections())) == 8
                assert harvester.certificate_until is not None
            for harvester in [*wrong, *system]:
                with pytest.raises(SourceError, match="ca_file"):
                    list(harvester.collections())
        for box in boxes:
            box.close()
    import exchangelib.protocol
    import requests.adapters

    assert exchangelib.protocol.BaseProtocol.HTTP_ADAPTER_CLS is requests.adapters.HTTPAdapter
    assert before == {name: os.environ.get(name) for name in before}


@pytest.mark.slow
def test_ntlm_over_tls_is_bound_to_the_channel(tmp_path: Path, certificates: tuple[tuple[Path, Path], tuple[Path, Path]]) -> None:
    """Windows Extended Protection: the proof names the certificate that was shown, through our own adapter too."""
    with exchange(certificate=certificates[0]) as x:
        x.extended_protection = True
        box = Mailbox(x, tmp_path)
        assert len(list(box.harvester(auth="ntlm", ca_file=str(certificates[0][0])).collections())) == 8
        box.close()


def test_the_library_keeps_nothing_of_a_session(box: Mailbox) -> None:
    """Two mailboxes by one user, or one with two passwords, share no connection, and what is closed is forgotten."""
    from exchangelib.protocol import CachingProtocol

    sessions = [box.session() for _ in range(3)]
    assert len({id(session.account.protocol) for session in sessions}) == 3
    assert not CachingProtocol._protocol_cache


@pytest.mark.slow
def test_five_hundred_mailboxes_leave_nothing_in_a_daemon(box: Mailbox) -> None:
    """G26: opened, read and closed again and again: no connection, no thread and no object of the library is left, and a session is small."""
    from connectors.exchange.session import _Connection

    def kept() -> tuple[int, int]:
        gc.collect()
        return sum(isinstance(one, _Connection) for one in gc.get_objects()), threading.active_count() - len(box.exchange.server.open)

    harvester = box.harvester()
    list(harvester.collections())
    harvester.close()
    assert until(lambda: not box.exchange.server.open)
    before = kept()
    sessions = [box.session() for _ in range(500)]
    tracemalloc.start()
    for session in sessions:
        assert session.account is not None
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 500 * 20_000, "bytes"
    for session in sessions[:20]:
        session.call(known_folders, session.account, ["inbox"])
    assert len(box.exchange.server.open) == 20
    for session in sessions:
        session.close()
    del session, sessions
    assert until(lambda: not box.exchange.server.open) and until(lambda: kept() == before)


def until(holds: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether it comes to hold within that time."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


@pytest.mark.slow
def test_no_cache_of_autodiscover_is_ever_made(box: Mailbox, tmp_path: Path) -> None:
    """A pickle at a predictable place, in a folder anybody may write to, would be code of anybody's."""
    full(box, 2)
    places = {name: tmp_path / name.lower() for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME")}
    for place in places.values():
        place.mkdir()
    code = (
        "import sys, json; from pathlib import Path; from connectors.exchange.source import *\n"
        "options = ExchangeOptions(**json.loads(sys.argv[1]))\n"
        "h = open_harvester(options, Path('.'), '')\n"
        "print(sum(len(p.changes) for c in h.collections() for p in h.pages(c, None))); h.close()\n"
        "r = open_reminders(options, Path('.')); print(len(r.look())); r.close()"
    )
    keys = {"url": box.exchange.url, "mailbox": box.address, "user": box.exchange.user, "password_file": str(box.secret)}
    environment = {**os.environ, **{name: str(place) for name, place in places.items()}, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(keys)], capture_output=True, text=True, cwd=places["HOME"], check=True, env=environment
    )
    assert done.stdout.split() == ["2", "0"]
    assert [path for place in places.values() for path in place.rglob("*")] == []


@pytest.mark.slow
def test_the_library_is_loaded_when_a_mailbox_is_opened_and_not_before() -> None:
    """A company on IMAP never pays for it: more than a second and 70 MB."""
    code = (
        "import sys; from connectors import registry; registry.options_type('exchange'); registry.keeps_reminders('exchange'); "
        "print('exchangelib' in sys.modules, 'requests' in sys.modules, 'lxml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.split() == ["False"] * 3


def test_what_is_asked_names_the_mailbox(box: Mailbox) -> None:
    """Every request names its own mailbox, also where the user signs in to several."""
    seen: list[Asked] = []
    box.exchange.on("GetFolder", before=seen.append)
    session: ExchangeSession = box.session()
    session.call(known_folders, session.account, ["inbox"])
    assert box.address in seen[0].body.decode()
