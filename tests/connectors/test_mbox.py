"""The mbox connector keeps the contract, and what one growing file asks for."""

from __future__ import annotations

import datetime as dt
import mailbox
import os
import re
import time
from pathlib import Path

import pytest

from connectors.base import Broken, Cursor, Fetched
from connectors.files import mbox, mbox_lines
from connectors.files.eml import reason_against
from connectors.files.marks import mbox_marks
from connectors.files.mbox_lines import messages, time_of
from syncd.errors import CursorExpired, SourceError
from tests.connectors.contract import HarvesterContract, Store, mail, the_collection
from tests.connectors.worlds import SMALL, foreign, rest, tree

FROM = b"From ona@laikrodis.example Mon Mar  2 09:00:00 2026\n"


def entry(raw: bytes) -> bytes:
    """A message as it lies in an mbox."""
    return FROM + raw + b"\n"


class Box:
    """One mbox file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.raw = mail
        self.names: list[str] = []
        path.touch()

    def open(self) -> mbox.MboxHarvester:
        return mbox.MboxHarvester(self.path, size=SMALL)

    def add(self, name: str) -> None:
        self.names.append(name)
        with self.path.open("ab") as file:
            file.write(entry(mail(name)))
        rest(self.path)

    def remove(self, name: str) -> None:
        self.names.remove(name)
        self.write(b"".join(entry(mail(n)) for n in self.names))

    def write(self, raw: bytes) -> None:
        self.path.write_bytes(raw)
        rest(self.path)

    def damage(self, name: str) -> bool:
        return False

    def flag(self, name: str) -> bool:
        return False

    def forget(self, cursor: Cursor) -> Cursor:
        return foreign(cursor)

    def own(self) -> bool:
        return False

    def state(self) -> object:
        return tree(self.path.parent)


class TestMbox(HarvesterContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Box:
        return Box(tmp_path / "Inbox")


@pytest.fixture
def box(tmp_path: Path) -> Box:
    """An mbox with three messages."""
    box = Box(tmp_path / "Inbox")
    for name in ("a", "b", "c"):
        box.add(name)
    return box


def test_a_grown_mbox_goes_on_where_it_was(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what was appended is read."""
    store = Store()
    store.run(box.open())
    size = box.path.stat().st_size
    starts = []
    real = mbox.messages
    monkeypatch.setattr(mbox, "messages", lambda file, start: starts.append(start) or real(file, start))
    box.add("d")
    assert [c.raw for c in store.run(box.open()) if isinstance(c, Fetched)] == [mail("d")]
    assert starts == [size]


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["a", "c"], "shrunk: a message was expunged"),
        (["c", "a", "b"], "the same size in another order"),
        (["x", "a", "b", "c"], "grown, but at its beginning"),
        ([], "emptied"),
    ],
)
def test_a_rewritten_mbox_expires_the_cursor_and_doubles_nothing(box: Box, names: list[str], reason: str) -> None:
    """Rule 4, and ids that stand through it."""
    store = Store()
    store.run(box.open())
    before = dict(store.items)
    box.write(b"".join(entry(mail(n)) for n in names))
    with pytest.raises(CursorExpired):
        store.run(box.open())
    store.go_on(box.open())
    assert sorted(store.items.values()) == sorted(mail(n) for n in names), reason
    assert {i for i, raw in store.items.items() if raw in before.values()} <= set(before)


def test_a_status_line_does_not_make_another_message(box: Box) -> None:
    """mutt, Dovecot and Thunderbird note in the file what was read; the id stands, the marks are new."""
    store = Store()
    store.run(box.open())
    ids = set(store.items)
    box.write(b"".join(entry(b"Status: RO\nX-Status: A\nX-Mozilla-Status: 0005\n" + mail(n)) for n in "abc"))
    changes = store.go_on(box.open())
    assert {c.remote_id for c in changes} == ids
    assert {c.marks.flags for c in changes if isinstance(c, Fetched)} == {("\\Seen", "\\Answered", "\\Flagged")}


def test_equal_messages_are_told_apart(box: Box) -> None:
    """The same bytes twice are two items with numbers, also across passes."""
    store = Store()
    store.run(box.open())
    box.add("a")
    (change,) = store.run(box.open())
    assert change.remote_id.endswith(".1")
    again = Store()
    again.run(box.open())
    assert again.items == store.items


def test_a_message_being_written_waits_for_the_next_pass(box: Box) -> None:
    """What was changed this moment may go on; the messages before it come."""
    with box.path.open("ab") as file:
        file.write(FROM + b"Subject: half\n\nThe sec")
    now = time.time()
    os.utime(box.path, (now, now))
    store = Store()
    assert len(store.run(box.open())) == 3
    assert store.run(box.open()) == []
    with box.path.open("ab") as file:
        file.write(b"ond half\n\n")
    rest(box.path)
    assert [c.raw for c in store.run(box.open()) if isinstance(c, Fetched)] == [b"Subject: half\n\nThe second half\n"]
    assert store.run(box.open()) == []


def test_a_locked_mbox_keeps_its_last_message_for_later(box: Box) -> None:
    """A dot lock says that a delivery is going on."""
    lock = box.path.with_name("Inbox.lock")
    lock.touch()
    store = Store()
    assert len(store.run(box.open())) == 2
    lock.unlink()
    assert len(store.run(box.open())) == 1
    assert sorted(store.items.values()) == [mail("a"), mail("b"), mail("c")]


def test_a_file_that_grows_while_it_is_read_gives_only_what_is_whole(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last message found may be cut by the end we saw."""
    real = mbox._rests

    def rests(*args: object) -> bool:
        with box.path.open("ab") as file:
            file.write(b"a line that came meanwhile\n")
        rest(box.path)
        monkeypatch.setattr(mbox, "_rests", real)
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(mbox, "_rests", rests)
    store = Store()
    assert len(store.run(box.open())) == 2
    (change,) = store.run(box.open())
    assert isinstance(change, Fetched) and change.raw.endswith(b"a line that came meanwhile\n")


@pytest.mark.parametrize(
    ("body", "count", "reason"),
    [
        (b"Hello\n\nFrom here on it is ours.\nBye\n", 1, "a sentence, not followed by a field"),
        (b"Hello\n\nFrom 2020 to 2024 prices rose.\nNote: yes\n", 2, "an unquoted line that looks like one in all: a writer must quote it"),
        (b"Hello\nFrom ona@x.example Mon Mar  2 09:00:00 2026\nSubject: no\n", 1, "no empty line before"),
        (b"Hello\n\n>From here on\n", 1, "quoted"),
        (b"Hello\n\nFrom ona@x.example Mon Mar  2 09:00:00 2026\n\nno header at all\n", 2, "a full date is enough"),
        (b"Hello\n\nFrom - Mon Mar  2 09:00:00 2026\nSubject: b\n\n", 2, "Thunderbird"),
        (b"Hello\n\nFrom 1799@xxx Mon Mar 02 09:00:00 +0000 2026\nX-GM-THRID: 1\n", 2, "Google Takeout"),
        (b"Hello\r\n\r\nFrom ona@x.example Mon Mar  2 09:00:00 2026\r\nSubject: b\r\n\r\n", 2, "CRLF ends"),
        (b"Hello\n\nFrom \nSubject: b\n", 2, "old Thunderbird"),
    ],
)
def test_where_a_message_ends(tmp_path: Path, body: bytes, count: int, reason: str) -> None:
    """RFC 4155 with the habits of writers."""
    path = tmp_path / "box"
    path.write_bytes(FROM + b"Subject: a\n\n" + body)
    with path.open("rb") as file:
        found = list(messages(file, 0))
    assert len(found) == count, reason
    assert found[-1].end == path.stat().st_size


def test_a_message_too_long_to_be_held_is_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of junk cannot eat the memory, and the message after it comes."""
    monkeypatch.setattr(mbox_lines, "MOST_BYTES", 3_000_000)
    box = Box(tmp_path / "Inbox")
    box.write(entry(mail("a")) + entry(b"Subject: long\n\n" + b"x" * 9_000_000 + b"\n") + entry(mail("b")))
    first, broken, last = Store().run(box.open())
    assert isinstance(broken, Broken) and "longer than" in broken.reason
    assert isinstance(first, Fetched) and isinstance(last, Fetched) and last.raw == mail("b")
    with box.path.open("rb") as file:
        assert [s.end for s in messages(file, 0)][-1] == box.path.stat().st_size


def test_quoted_from_lines_are_unquoted(box: Box) -> None:
    """mboxrd: one ">" less."""
    box.write(entry(b"Subject: q\n\n>From me\n>>From you\n> From them\n"))
    (change,) = Store().run(box.open())
    assert isinstance(change, Fetched) and change.raw == b"Subject: q\n\nFrom me\n>From you\n> From them\n"


@pytest.mark.parametrize(
    ("line", "at"),
    [
        (b"From a@b Mon Mar  2 09:00:00 2026", dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)),
        (b"From 1@xxx Mon Mar 02 09:00:00 +0200 2026", dt.datetime(2026, 3, 2, 7, tzinfo=dt.UTC)),
        (b"From a@b Mon Mar 2 09:00 2026 -0530", dt.datetime(2026, 3, 2, 14, 30, tzinfo=dt.UTC)),
        (b"From a@b Mon Feb 31 09:00:00 2026", None),
        (b"From -", None),
        (b"From a@b Mon Mar  2 09:00:00 +9999 2026", None),
    ],
)
def test_the_time_of_delivery_is_aware(line: bytes, at: dt.datetime | None) -> None:
    """Rule 6: UTC where the line tells no offset; None where it tells no time."""
    assert time_of(line) == at


@pytest.mark.parametrize(
    ("header", "flags", "labels", "expunged"),
    [
        (b"Subject: a\n", (), (), False),
        (b"X-Mozilla-Status: 0001\nX-Mozilla-Keys: $label1 Private   \n", ("\\Seen",), ("$label1", "Private"), False),
        (b"X-Mozilla-Status: 0009\n", ("\\Seen",), (), True),
        (b"X-Mozilla-Status: what\n", (), (), False),
        (b"X-Gmail-Labels: Inbox,Private,\n Klientai\n", (), ("Inbox", "Private", "Klientai"), False),
        (b"X-Gmail-Labels: =?UTF-8?Q?I=C5=A1si=C5=B3sta,Asmeni=C5=A1ka?=\n", (), ("Išsiųsta", "Asmeniška"), False),
        (b"Status: RO\nX-Status: FT\n", ("\\Seen", "\\Flagged", "\\Draft"), (), False),
    ],
)
def test_what_programs_note_in_the_header(header: bytes, flags: tuple[str, ...], labels: tuple[str, ...], expunged: bool) -> None:
    """Marks of mutt, Thunderbird and Takeout; a label in the file can exclude a message (P2)."""
    found = mbox_marks(header + b"From: x\n\nStatus: in the body\n")
    assert (found.flags, found.labels, found.expunged) == (flags, labels, expunged)
    assert found.identity.endswith(b"From: x\n\nStatus: in the body\n")


def test_deleted_and_internal_messages_are_left_out(box: Box) -> None:
    """What Thunderbird has not compacted yet, and a server's own notes, are nobody's mail."""
    notes = b"Subject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA\nX-IMAP: 1 2\n\nx\n"
    box.write(entry(notes) + entry(b"X-Mozilla-Status: 0009\n" + mail("a")) + entry(mail("b")))
    store = Store()
    store.run(box.open())
    assert list(store.items.values()) == [mail("b")]


def test_a_folder_of_mboxes_has_a_collection_each(tmp_path: Path) -> None:
    """Thunderbird: "Inbox", "Inbox.msf", "Inbox.sbd/Klientai"; Takeout: "Sent.mbox"."""
    (tmp_path / "Inbox.sbd").mkdir()
    for name in ("Inbox", "Sent.mbox", "Inbox.sbd/Juodraščiai", "Išsiųsta"):
        (tmp_path / name).write_bytes(entry(mail("a")))
    (tmp_path / "Inbox.msf").write_text("// index")
    (tmp_path / "Trash").touch()
    found = {c.id: (c.name, c.role) for c in mbox.MboxHarvester(tmp_path).collections()}
    assert found == {
        "Inbox": ("Inbox", "inbox"),
        "Inbox.sbd/Juodraščiai": ("Inbox/Juodraščiai", "drafts"),
        "Išsiųsta": ("Išsiųsta", "sent"),
        "Sent.mbox": ("Sent", "sent"),
        "Trash": ("Trash", "trash"),
    }


def test_a_file_that_is_no_mbox_is_said(tmp_path: Path) -> None:
    """A wrong path is a sentence, not an empty mailbox."""
    (tmp_path / "a").write_text("Subject: a mail, not an mbox\n\n")
    with pytest.raises(SourceError, match="does not begin"):
        list(mbox.MboxHarvester(tmp_path / "a").collections())
    with pytest.raises(SourceError, match="not there"):
        list(mbox.MboxHarvester(tmp_path / "b").collections())


def test_a_from_line_without_a_message_is_broken(box: Box) -> None:
    """A writer that died."""
    box.write(entry(mail("a")) + FROM)
    assert [type(c) for c in Store().run(box.open())] == [Fetched, Broken]


def test_the_role_comes_from_the_config_or_the_name(tmp_path: Path) -> None:
    """role = "sent", else sent-mail."""
    box = Box(tmp_path / "sent-mail")
    options = mbox.MboxOptions(path="sent-mail")
    assert the_collection(mbox.open_harvester(options, box.path.parent, "")).role == "sent"
    assert the_collection(mbox.MboxHarvester(box.path, "archive")).role == "archive"


@pytest.mark.slow
@pytest.mark.corpus
def test_an_mbox_written_by_pythons_own_library_is_read_back(tmp_path: Path) -> None:
    """Real mails, quoted by another program: every one comes back, with the same bytes but for line ends and quoting."""
    corpus = Path(__file__).parents[3] / "shared" / "corpus" / "classify"
    if not corpus.is_dir():
        pytest.skip("../shared/corpus is absent: real mails in an mbox were NOT tried")
    path = tmp_path / "box"
    box = mailbox.mbox(path)
    raws = [p.read_bytes() for p in sorted(corpus.rglob("*")) if p.is_file()]
    raws = [raw for raw in raws if reason_against(raw) == "" and b"FOLDER INTERNAL DATA" not in raw]
    for raw in raws:
        box.add(raw)
    box.close()
    rest(path)
    store = Store()
    for page in mbox.MboxHarvester(path).pages(the_collection(mbox.MboxHarvester(path)), None):
        store.take(page)
    given = [c.raw for c in store.changes if isinstance(c, Fetched)]
    assert len(given) == len(raws)
    differ = [a for a, b in zip(raws, given, strict=True) if _plain(a) != _plain(b)]
    assert len(differ) == 0, differ[:1]


def _plain(raw: bytes) -> bytes:
    """Without what the writer of an mbox changes."""
    if raw.startswith(b"From "):
        raw = raw.partition(b"\n")[2]
    return re.sub(rb"(?m)^>*From ", b"From ", raw).replace(b"\r\n", b"\n").strip()
