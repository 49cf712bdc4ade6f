"""What goes wrong between an IMAP server and us, one test for each row of the catalogue of faults."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from connectors.base import Broken, Cursor, Fetched, Gone, Page
from connectors.imap import wire
from connectors.imap.account import ImapAccount
from connectors.imap.bodies import Limits
from syncd.errors import AuthFailed, Busy, Forbidden, SourceError
from tests.connectors.contract import NAMES, Store, mail
from tests.connectors.imap_worlds import INBOX, Folders, Mailbox, a_mailbox
from tests.fakes.imap_mailbox import ALL, BARE, GMAIL


@pytest.fixture(params=[ALL, BARE], ids=["qresync", "bare"])
def mails(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """Eight mails on a server that can do all, and on one that can do nothing."""
    for world in a_mailbox(request.param, monkeypatch):
        for name in NAMES:
            world.add(name)
        yield world


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Patience for tests: half a second of silence, one second for an answer."""
    monkeypatch.setattr(wire, "SILENCE_SECONDS", 0.5)
    monkeypatch.setattr(wire, "ANSWER_SECONDS", 1.0)


def raws(store: Store) -> list[bytes]:
    return sorted(store.items.values())


def expected(*names: str) -> list[bytes]:
    return sorted(map(mail, names))


def last(account: ImapAccount, cursor: Cursor | None) -> Page:
    """The last page of a pass."""
    return list(account.pages(INBOX, cursor))[-1]


def test_f01_a_new_uidvalidity_lists_everything_again_under_other_ids(mails: Mailbox) -> None:
    """F01: UIDs are used again for other mails; none is mistaken for another, the old ids are gone, the contents the same."""
    store = Store()
    store.run(mails.open())
    before = dict(store.items)
    mails.server.inbox.mails.reverse()
    mails.server.inbox.renumber()
    store.run(mails.open())
    assert raws(store) == expected(*NAMES)
    assert not before.keys() & store.items.keys()
    assert store.run(mails.open()) == []


def test_f02_a_uidvalidity_that_changes_at_every_look_is_not_followed_for_ever(mails: Mailbox) -> None:
    """F02: at most three complete listings an hour, then an error that says why; the fourth costs no body."""
    store = Store()
    store.run(mails.open())
    mails.server.faults.before = lambda verb, line: mails.server.inbox.renumber() if verb in ("EXAMINE", "LIST") else None
    for _ in range(3):
        store.run(mails.open())
    mails.server.reset()
    for _ in range(3):
        with pytest.raises(SourceError, match="UIDVALIDITY"):
            store.run(mails.open())
    assert mails.server.count("UID FETCH") == 0
    mails.server.faults.before = lambda verb, line: None
    assert len(store.items) == len(NAMES)


@pytest.mark.parametrize("omitted", ["UIDVALIDITY", "STATUS", "UIDVALIDITY STATUS", "UIDVALIDITY UIDNEXT MESSAGES"])
def test_f03_what_the_server_leaves_out_is_unknown_not_changed(mails: Mailbox, omitted: str) -> None:
    """F03: no mail is fetched twice because UIDVALIDITY is missing now, was missing before, or STATUS is refused."""
    names = set(omitted.split())
    for first, second in ((set[str](), names), (names, names), (names, set[str]())):
        store = Store()
        mails.server.faults.omit = frozenset(first)
        store.run(mails.open())
        mails.server.faults.omit = frozenset(second)
        assert store.run(mails.open()) == []
        mails.server.inbox.add(mail("more"))
        assert [c.raw for c in store.run(mails.open()) if isinstance(c, Fetched)] == [mail("more")]
        mails.server.inbox.mails.pop()
        mails.server.inbox.vanished[mails.server.inbox.uidnext - 1] = mails.server.inbox.modseq = mails.server.inbox.modseq + 1


def test_f04_a_gap_of_four_thousand_million_uids_costs_nothing(mails: Mailbox) -> None:
    """F04: what is there is asked for, not what could be."""
    mails.server.inbox.add(mail("far"), uid=4_294_967_290)
    mails.server.inbox.add(mail("farther"), uid=2**40)
    store = Store()
    store.run(mails.open())
    assert raws(store) == expected(*NAMES, "far", "farther")
    assert len(mails.server.commands) < 30
    assert store.run(mails.open()) == []


def test_f05_a_uidnext_that_is_missing_or_falls_makes_no_loop_and_no_gap(mails: Mailbox) -> None:
    """F05: a folder set back to an older state is listed again; UIDs given out a second time are not passed over."""
    store = Store()
    store.run(mails.open())
    inbox = mails.server.inbox
    for name in NAMES[-3:]:
        mails.remove(name)
    inbox.uidnext -= 3  # restored from yesterday's copy, under the same UIDVALIDITY
    mails.add("after")
    store.run(mails.open())
    assert raws(store) == expected(*NAMES[:-3], "after")
    mails.server.reset()
    assert store.run(mails.open()) == []
    assert mails.server.count("UID FETCH") == 0


def test_f06_a_mail_expunged_between_search_and_fetch_is_no_error(mails: Mailbox) -> None:
    """F06: it is passed over in silence."""
    mails.server.faults.hidden_on_fetch = {3, 8}
    store = Store()
    changes = store.run(mails.open())
    assert not [c for c in changes if isinstance(c, Broken)]
    assert raws(store) == expected(*(n for i, n in enumerate(NAMES, 1) if i not in (3, 8)))
    store.run(mails.open())
    assert store.run(mails.open()) == []


def test_f07_a_mail_moved_during_a_pass_is_gone_here_and_new_there(mails: Mailbox) -> None:
    """F07: whichever folder is read first, in the end each mail is where it is, once."""
    archive = mails.server.folder("Archyvas")
    known = Folders()
    known.run(mails.open())

    def move(verb: str, line: str) -> None:
        if verb == "EXAMINE" and "Archyvas" in line and mails.server.inbox.mails:
            archive.add(mails.server.inbox.mails[0].raw)
            mails.server.inbox.expunge(mails.server.inbox.mails[0].uid)

    mails.server.inbox.add(mail("trigger"))
    archive.add(mail("other"))
    mails.server.faults.before = move
    known.run(mails.open())
    mails.server.faults.before = lambda verb, line: None
    known.run(mails.open())
    assert raws(known.stores["INBOX"]) == expected(*NAMES[1:], "trigger")
    assert raws(known.stores["Archyvas"]) == expected(NAMES[0], "other")


def test_f08_a_folder_that_is_gone_since_it_was_listed_gives_nothing_and_stops_nobody(mails: Mailbox) -> None:
    """F08: renamed between LIST and EXAMINE, or listed without being there."""
    mails.server.folder("Senas").add(mail("old"))
    mails.server.folder("Vaiduoklis", "\\NonExistent")
    mails.server.folder("Tėvas".encode("ascii", "ignore").decode(), "\\Noselect \\HasChildren")
    account = mails.open()
    listed = {c.id: c for c in account.collections()}
    assert set(listed) == {"INBOX", "Senas"}
    del mails.server.folders["Senas"]
    assert list(account.pages(listed["Senas"], None)) == []
    assert list(account.fetch(listed["Senas"], ["1000.1"])) == [Gone("1000.1")]
    assert len(list(account.pages(listed["INBOX"], None))) == 3


def test_f09_an_empty_list_of_folders_is_an_error_and_an_empty_folder_a_listing(mails: Mailbox) -> None:
    """F09: no folder at all cannot be; a folder that is suddenly empty is told as a listing, which the store doubts."""
    store = Store()
    account = mails.open()
    store.run(account)
    folders, mails.server.folders = mails.server.folders, {}
    with pytest.raises(SourceError, match="INBOX"):
        list(account.collections())
    mails.server.folders = folders
    mails.server.inbox.mails.clear()
    page = last(mails.open(), store.cursor)
    assert page.changes == ()
    assert page.complete == frozenset()


def test_f09_vanishing_of_most_mails_is_told_as_a_listing(monkeypatch: pytest.MonkeyPatch) -> None:
    """F09: also where the server names them one by one."""
    for mails in a_mailbox(ALL, monkeypatch):
        for n in range(50):
            mails.add(f"m{n}")
        store = Store()
        store.run(mails.open())
        for n in range(40):
            mails.remove(f"m{n}")
        page = last(mails.open(), store.cursor)
        assert page.changes == ()
        assert page.complete is not None
        assert len(page.complete) == 10


@pytest.mark.slow
@pytest.mark.usefixtures("quick")
def test_f10_a_connection_that_is_silently_dead_ends_within_the_patience(mails: Mailbox) -> None:
    """F10: nothing comes and nothing ends: an error in time. A connection kept from before is replaced without a word."""
    account = mails.open()
    list(account.collections())
    mails.server.drop_all()
    assert list(account.collections())
    mails.server.faults.mute = frozenset({"EXAMINE"})
    began = time.monotonic()
    with pytest.raises(SourceError, match="nothing for"):
        list(account.pages(INBOX, None))
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("at", [0, 1, 57, 120, 176], ids=lambda k: f"byte-{k}")
def test_f11_a_connection_cut_within_a_mail_stores_no_half_of_it(mails: Mailbox, at: int) -> None:
    """F11: the mails before it count, the one that was cut comes whole on a new connection, nothing comes twice."""
    mails.server.faults.cut = {5: at}
    mails.server.faults.cut_times = 1
    store = Store()
    changes = store.run(mails.open())
    assert sorted(c.raw for c in changes if isinstance(c, Fetched)) == expected(*NAMES)
    assert len(changes) == len(NAMES)


def test_f11_a_mail_that_always_breaks_the_connection_is_set_aside(mails: Mailbox) -> None:
    """F11, R4: it is Broken, the others come, and the folder is done."""
    mails.server.faults.cut = {5: 20}
    store = Store()
    changes = store.run(mails.open())
    assert [c.remote_id for c in changes if isinstance(c, Broken)] == ["1000.5"]
    assert raws(store) == expected(*(n for n in NAMES if n != NAMES[4]))
    assert store.run(mails.open()) == []


def test_f11_a_server_that_goes_down_is_an_error_and_the_next_pass_goes_on(mails: Mailbox) -> None:
    """F11: BYE instead of an answer, and again at the next sign-in."""
    store = Store()
    store.run(mails.open(), pages=1)
    mails.server.faults.refuse = {"EXAMINE": "* BYE [UNAVAILABLE] going down", "LOGIN": "* BYE going down"}
    with pytest.raises(SourceError, match="going down"):
        store.run(mails.open())
    mails.server.faults.refuse = {}
    store.run(mails.open())
    assert raws(store) == expected(*NAMES)
    assert len(store.changes) == len(NAMES)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("lie", [-1, -60, -177, 1, 3, 60, 1000, 10**9, 10**18])
def test_f12_a_length_that_lies_spoils_that_mail_alone(mails: Mailbox, lie: int) -> None:
    """F12: no hang, no half mail, no mail with another's bytes; the liar is set aside."""
    mails.server.faults.length_lie = {4: lie}
    began = time.monotonic()
    store = Store()
    changes = store.run(mails.open())
    assert time.monotonic() - began < 20
    assert [c.remote_id for c in changes if isinstance(c, Broken)] == ["1000.4"]
    assert raws(store) == expected(*(n for n in NAMES if n != NAMES[3]))


@pytest.mark.slow
@pytest.mark.usefixtures("quick")
def test_f13_a_server_that_sends_a_byte_now_and_then_is_left(mails: Mailbox) -> None:
    """F13: every answer has its time, however alive the connection looks."""
    mails.server.faults.drip = 0.02
    began = time.monotonic()
    with pytest.raises(SourceError, match="slowly"):
        list(mails.open().pages(INBOX, None))
    assert time.monotonic() - began < 20


def test_f14_what_nobody_asked_for_is_tolerated(mails: Mailbox) -> None:
    """F14: EXISTS that shrinks, flags of other mails, answers without FLAGS, lines of no known kind."""
    mails.server.faults.omit = frozenset({"FLAGS"})
    mails.server.faults.chatter = ("* 3 EXISTS", "* 2 FETCH (FLAGS (\\Seen))", "* 1 FETCH (UID 1 FLAGS (\\Seen))", "* 9 RECENT", "* OK still here", "* X-WHAT (")
    store = Store()
    store.run(mails.open())
    assert raws(store) == expected(*NAMES)


def test_f14_commands_may_be_ended_in_another_order_than_they_were_sent(mails: Mailbox) -> None:
    """F14: RFC 9051 section 5.5; the data of one may come before the end of another. No mail is missed or mistaken."""
    for n in range(30):
        mails.add(f"m{n}")
    mails.server.faults.shuffled = True
    store = Store()
    changes = store.run(mails.open())
    assert not [c for c in changes if isinstance(c, Broken)]
    assert len(changes) == 38
    assert raws(store) == expected(*NAMES, *(f"m{n}" for n in range(30)))
    assert store.run(mails.open()) == []


def test_f15_no_envelope_is_asked_for(mails: Mailbox) -> None:
    """F15: who wrote to whom is read from the mail itself, not from what a server makes of it."""
    Store().run(mails.open())
    assert not [line for line in mails.server.commands if "ENVELOPE" in line or "BODYSTRUCTURE" in line]


def test_f16_a_refused_password_is_tried_once(mails: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """F16: no second try within a pass: it would lock the person out."""
    monkeypatch.setenv("IMAP_PASSWORD", "wrong")
    with pytest.raises(AuthFailed, match="anna"):
        list(mails.open().collections())
    assert mails.server.count("LOGIN") == 1


@pytest.mark.parametrize(
    ("verb", "answer", "error", "wait", "why"),
    [
        ("LOGIN", "NO [UNAVAILABLE] backend is down", Busy, 60, "passes by itself (RFC 5530)"),
        ("LOGIN", "NO [INUSE] locked", Busy, 60, "somebody else has it"),
        ("LOGIN", "NO [ALERT] Too many simultaneous connections. (Failure)", Busy, 300, "Gmail says it in words"),
        ("LOGIN", "NO [LIMIT] enough", Busy, 300, "RFC 9051"),
        ("LOGIN", "NO LOGIN failed.", AuthFailed, None, "Exchange gives no code"),
        ("LOGIN", "NO [EXPIRED] change it", AuthFailed, None, "a person has to"),
        ("LOGIN", "NO [PRIVACYREQUIRED] encrypt", SourceError, None, "a wrong `tls`"),
        ("EXAMINE", "NO [OVERQUOTA] full", Busy, 3600, "does not pass soon"),
        ("EXAMINE", "NO [SERVERBUG] internal error", Busy, 300, "may pass"),
        ("EXAMINE", "NO [THROTTLED] slow down", Busy, 300, "Yahoo, Outlook"),
        ("EXAMINE", "NO [NOPERM] not yours", Forbidden, None, "a person has to"),
        ("EXAMINE", "NO Permission denied", Forbidden, None, "without a code"),
        ("EXAMINE", "BAD what", SourceError, None, "unknown"),
        ("UID FETCH", "NO [UNAVAILABLE] storage is away", Busy, 60, "no mail is broken because of it"),
    ],
)
def test_f17_a_refusal_means_what_its_code_says(
    mails: Mailbox, verb: str, answer: str, error: type[SourceError], wait: float | None, why: str
) -> None:
    """F17: what passes by itself is waited for, the rest is for a person."""
    mails.server.faults.refuse = {verb: answer}
    with pytest.raises(SourceError) as raised:
        Store().run(mails.open())
    assert type(raised.value) is error, why
    assert getattr(raised.value, "retry_after", None) == wait


def test_f18_one_connection_is_enough_and_a_refused_one_is_busy(mails: Mailbox) -> None:
    """F18: providers allow few connections a person, who has programs of their own."""
    account = mails.open()
    store = Store()
    for _ in range(3):
        store.run(account)
    assert mails.server.connections == 1
    mails.server.faults.most_connections = 1
    with pytest.raises(Busy):
        list(mails.open().collections())


def test_f21_mail_put_in_with_an_old_date_is_harvested(mails: Mailbox) -> None:
    """F21: the cursor is a UID, not a date; when it was received is as the server says."""
    store = Store()
    store.run(mails.open())
    mails.server.inbox.add(mail("import"), date='" 3-Feb-2016 08:00:00 +0000"')
    (change,) = store.run(mails.open())
    assert isinstance(change, Fetched)
    assert change.marks.received_at is not None
    assert change.marks.received_at.year == 2016


@pytest.mark.parametrize("after", [1, 2, 3, 7, 12])
def test_f22_a_first_harvest_cut_off_anywhere_repeats_no_batch(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """F22: whatever the pass had come to, the next goes on there, and mail that came meanwhile is first."""
    for mails in a_mailbox(GMAIL, monkeypatch):
        for n in range(60):
            mails.add(f"m{n:02}")
        store = Store()
        store.run(mails.open(Limits(items=5)), pages=after)
        mails.add("meanwhile")
        changes = store.run(mails.open(Limits(items=5)))
        assert isinstance(changes[0], Fetched) or after == 12
        if after < 12:
            assert changes[0].remote_id.endswith(".61")
        store.run(mails.open())
        assert raws(store) == expected(*(f"m{n:02}" for n in range(60)), "meanwhile")
        assert len([c for c in store.changes if isinstance(c, Fetched)]) == 61
