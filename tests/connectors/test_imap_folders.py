"""Which folders an IMAP account has, what they are for, and what their names are (RFC 3501 section 5.1.3, RFC 6154)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from imapclient.imap_utf7 import encode

from connectors.base import Fetched
from connectors.imap.answers import read_list, read_status
from syncd.errors import SourceError
from tests.connectors.contract import mail
from tests.connectors.imap_worlds import Folders, Mailbox, a_mailbox
from tests.fakes.imap_mailbox import ALL, BARE, GMAIL


@pytest.fixture(params=[ALL, BARE], ids=["all", "bare"])
def mails(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """An account with INBOX only, so far."""
    yield from a_mailbox(request.param, monkeypatch)


@pytest.mark.parametrize(
    "name",
    [
        "Отправленные", "Išsiųsta/2024 m. pavasaris", "Tom & Jerry", "&", "a&-b", "(skliaustai) [x]", 'kabutės "čia"', "atgal\\pasvirasis",
        "su\u00a0tarpu", "日本語", "😀 smailai", "ąčęėįšųūž", "%procentas* žvaigždė", "  tarpai  ", "a/b/c/d", "&BB4EQg",
    ],
)  # fmt: skip
def test_f20_a_folder_of_any_name_is_read(mails: Mailbox, name: str) -> None:
    """F20: modified UTF-7, quotes, parentheses, slashes: the folder that is listed is the one that is opened."""
    mails.server.folder(encode(name).decode()).add(mail("there"))
    account = mails.open()
    found = {c.id: c for c in account.collections()}
    assert set(found) == {"INBOX", name}
    assert [c.raw for page in account.pages(found[name], None) for c in page.changes if isinstance(c, Fetched)] == [mail("there")]
    again = mails.open()  # which has listed nothing
    assert [c.raw for c in again.fetch(found[name], ["1000.1"]) if isinstance(c, Fetched)] == [mail("there")]


@pytest.mark.parametrize("raw", ["Ðabalonas&", "&###-", "&AOk", "rašyta UTF-8"])
def test_f20_a_name_that_is_no_utf7_keeps_the_servers_spelling(mails: Mailbox, raw: str) -> None:
    """F20: servers that never heard of it; the folder is read all the same."""
    mails.server.folder(raw).add(mail("there"))
    account = mails.open()
    (collection,) = [c for c in account.collections() if c.id != "INBOX"]
    assert len(list(account.pages(collection, None))) == 1
    assert [type(c) for c in mails.open().fetch(collection, ["1000.1"])] == [Fetched]


@pytest.mark.parametrize(
    ("name", "attributes", "role", "why"),
    [
        ("Siusti", "\\HasNoChildren \\Sent", "sent", "the server says it"),
        ("Old", "\\sent", "sent", "Cyrus writes it in small letters"),
        ("X", "\\Junk", "spam", "RFC 6154"),
        ("Y", "\\Drafts", "drafts", "RFC 6154"),
        ("Z", "\\Trash", "trash", "RFC 6154"),
        ("W", "\\Archive", "archive", "RFC 6154"),
        ("[Gmail]/Visi", "\\All", "archive", "Gmail"),
        ("Išsiųsta", "", "sent", "by its name"),
        ("Отправленные", "", "sent", "by its name"),
        ("INBOX/Sent", "", "sent", "Courier keeps all below INBOX"),
        ("INBOX/Klientai", "", "other", "INBOX above it says nothing"),
        ("Sent/2024", "", "sent", "what is below sent mail is sent mail"),
        ("Not sent", "", "other", "only whole names count"),
    ],
)
def test_what_a_folder_is_for(mails: Mailbox, name: str, attributes: str, role: str, why: str) -> None:
    """SPECIAL-USE first, else the name; the innermost first."""
    mails.server.folder(encode(name).decode(), attributes)
    found = {c.id: c.role for c in mails.open().collections()}
    assert found == {"INBOX": "inbox", name: role}, why


def test_what_is_below_a_folder_with_a_use_has_that_use(mails: Mailbox) -> None:
    """Whatever language the folders' names are in."""
    mails.server.folder("Gone out", "\\Sent")
    mails.server.folder("Gone out/2024")
    assert {c.id: c.role for c in mails.open().collections()} == {"INBOX": "inbox", "Gone out": "sent", "Gone out/2024": "sent"}


def test_gmails_views_of_all_mail_are_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Starred and Important show what All Mail has; labels are folders, and a mail in several has several sightings."""
    for mails in a_mailbox(GMAIL, monkeypatch):
        mails.server.folder("[Gmail]", "\\Noselect \\HasChildren")
        mails.server.folder("[Gmail]/All Mail", "\\All").add(mail("m1"))
        mails.server.folder("[Gmail]/Starred", "\\Flagged").add(mail("m1"))
        mails.server.folder("[Gmail]/Important", "\\Important").add(mail("m1"))
        mails.server.folder("[Gmail]/Sent Mail", "\\Sent")
        mails.server.folder("Klientai").add(mail("m1"))
        mails.server.inbox.add(mail("m1"))
        known = Folders()
        known.run(mails.open())
        assert set(known.stores) == {"INBOX", "[Gmail]/All Mail", "[Gmail]/Sent Mail", "Klientai"}
        assert [len(known.stores[f].items) for f in ("INBOX", "[Gmail]/All Mail", "Klientai")] == [1, 1, 1]


def test_a_view_without_all_mail_is_read(mails: Mailbox) -> None:
    """Where All Mail is hidden from IMAP, what is starred may be nowhere else."""
    mails.server.folder("[Gmail]/Starred", "\\Flagged")
    assert {c.id for c in mails.open().collections()} == {"INBOX", "[Gmail]/Starred"}


@pytest.mark.parametrize(
    ("only", "without", "kept"),
    [
        ((), (), {"INBOX", "Klientai", "Klientai/UAB", "Asmeniška"}),
        (("inbox", "klientai"), (), {"INBOX", "Klientai", "Klientai/UAB"}),
        (("Klientai/UAB",), (), {"Klientai/UAB"}),
        ((), ("asmeniška", "Klientai/"), {"INBOX"}),
        (("Klientai", "Nėra tokio"), ("Klientai/UAB",), {"Klientai"}),
    ],
)
def test_folders_and_exclude_folders_mean_those_below_too(mails: Mailbox, only: tuple[str, ...], without: tuple[str, ...], kept: set[str]) -> None:
    """By the name people see; case does not count."""
    for name in ("Klientai", "Klientai/UAB", "Asmeniška"):
        mails.server.folder(encode(name).decode())
    assert {c.id for c in mails.open(folders=only, exclude_folders=without).collections()} == kept


def test_other_peoples_folders_are_read_only_where_they_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a colleague shared is theirs, and in their own source or nobody's (RFC 2342)."""
    for mails in a_mailbox(ALL | {"NAMESPACE"}, monkeypatch):
        for name in ("Kiti/jonas", "Bendri/info", "Klientai"):
            mails.server.folder(name)
        assert {c.id for c in mails.open().collections()} == {"INBOX", "Klientai"}
        assert {c.id for c in mails.open(folders=("Bendri/info",)).collections()} == {"Bendri/info"}


def test_folders_that_name_nothing_are_an_error(mails: Mailbox) -> None:
    """A mistyped key would read nothing for ever; the text shows what there is."""
    with pytest.raises(SourceError, match="INBOX"):
        list(mails.open(folders=("Inobx",)).collections())


@pytest.mark.parametrize(
    ("response", "raw", "why"),
    [
        ([b'* LIST (\\HasNoChildren) "/" Foo\r\n'], b"Foo", "an atom"),
        ([b'* LIST () "." "INBOX.A \\"b\\""\r\n'], b'INBOX.A "b"', "quotes inside"),
        ([b'* LIST () "/" {7}\r\n', b"a(b) %x", b"\r\n"], b"a(b) %x", "a literal"),
        ([b"* LIST () NIL INBOX\r\n"], b"INBOX", "no levels"),
        ([b'* LIST () "\\\\" a\\\\b\r\n'], b"a\\\\b", "a backslash parts the levels"),
        ([b'* LIST () "/" My Folder\r\n'], b"My Folder", "bare, with a space: some servers do"),
        ([b'* LIST () "/" "A" ("CHILDINFO" ("SUBSCRIBED"))\r\n'], b"A", "extended data (RFC 5258)"),
        ([b'* LIST () "/" A (CHILDINFO ("SUBSCRIBED"))\r\n'], b"A", "the same, bare"),
    ],
)
def test_a_line_of_list_is_read_however_it_is_written(response: list[bytes], raw: bytes, why: str) -> None:
    """Atoms, strings, literals (RFC 9051 section 7.3.1)."""
    listed = read_list(response)
    assert listed is not None
    assert listed.raw == raw, why


@pytest.mark.parametrize(
    ("response", "raw"),
    [
        ([b'* STATUS "a (b)" (MESSAGES 3 UIDNEXT 9)\r\n'], b"a (b)"),
        ([b"* STATUS a (MESSAGES 3 UIDNEXT 9)\r\n"], b"a"),
        ([b"* STATUS {5}\r\n", b'a"b\\c', b" (MESSAGES 3 UIDNEXT 9)\r\n"], b'a"b\\c'),
    ],
)
def test_a_state_is_read_however_the_name_is_written(response: list[bytes], raw: bytes) -> None:
    """Atoms, strings, literals."""
    found = read_status(response)
    assert found is not None
    assert found[0] == raw
    assert (found[1].exists, found[1].uidnext, found[1].validity) == (3, 9, 0)
