"""The Maildir connector keeps the contract, and what Maildir itself asks for."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from connectors.base import Broken, Cursor, Fetched, Gone, Marked
from connectors.files import listing, maildir
from connectors.files.marks import decode_utf7, flag_words, split_name
from syncd.errors import SourceError
from tests.connectors.contract import NAMES, HarvesterContract, Store, mail, the_collection
from tests.connectors.worlds import SMALL, foreign, rest, tree
from tests.timing import least


class Mails:
    """One Maildir and the programs that deliver to it and read it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.raw = mail
        for part in ("cur", "new", "tmp"):
            (root / part).mkdir(parents=True)

    def open(self) -> maildir.MaildirHarvester:
        return maildir.MaildirHarvester(self.root, size=SMALL)

    def add(self, name: str) -> None:
        path = self.root / "new" / f"{name}.host"
        path.write_bytes(mail(name))
        rest(path)

    def path(self, name: str) -> Path:
        (path,) = [p for part in ("cur", "new") for p in (self.root / part).glob(f"{name}.host*")]
        return path

    def remove(self, name: str) -> None:
        self.path(name).unlink()

    def damage(self, name: str) -> bool:
        path = self.path(name)
        path.unlink()
        path.symlink_to("/nonexistent")
        return True

    def flag(self, name: str) -> bool:
        self.path(name).rename(self.root / "cur" / f"{name}.host:2,S")
        return True

    def forget(self, cursor: Cursor) -> Cursor:
        return foreign(cursor)

    def own(self) -> bool:
        return False

    def state(self) -> object:
        return tree(self.root)

    def settle(self) -> None:
        for part in ("cur", "new"):
            rest(self.root / part)


class TestMaildir(HarvesterContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Mails:
        return Mails(tmp_path / "mail")


@pytest.fixture
def mails(tmp_path: Path) -> Mails:
    """A Maildir with eight mails in new/."""
    world = Mails(tmp_path / "mail")
    for name in NAMES:
        world.add(name)
    return world


def test_newest_mail_comes_first(mails: Mails) -> None:
    """A first harvest shows the last days first."""
    changes = Store().run(mails.open())
    assert [c.remote_id for c in changes] == [f"{n}.host" for n in reversed(NAMES)]


def test_moving_from_new_to_cur_is_no_change(mails: Mails) -> None:
    """The id is the unique name; a mail program that has seen a mail moves it to cur without a flag."""
    store = Store()
    store.run(mails.open())
    mails.path("item01").rename(mails.root / "cur" / "item01.host:2,")
    assert store.run(mails.open()) == []


def test_a_flag_is_told_without_the_mail(mails: Mails) -> None:
    """Renaming ":2," to ":2,RS" gives Marked in IMAP's words."""
    store = Store()
    store.run(mails.open())
    mails.path("item01").rename(mails.root / "cur" / "item01.host:2,RS")
    (change,) = store.run(mails.open())
    assert isinstance(change, Marked)
    assert (change.remote_id, change.marks.flags) == ("item01.host", ("\\Answered", "\\Seen"))


def test_the_order_of_flags_does_not_matter() -> None:
    """ ":2,SR" and ":2,RS" are one state."""
    assert split_name("1.M2.host:2,SR") == ("1.M2.host", "SR")
    assert flag_words("SR") == flag_words("RS")
    assert split_name("1.M2.host;2,S") == ("1.M2.host", "S")
    assert split_name("1.M2,S=12,.host") == ("1.M2,S=12,.host", "")


def test_dovecots_keywords_are_labels(mails: Mails) -> None:
    """P2: a mail labelled Private in the mail program can be excluded by its label."""
    (mails.root / "dovecot-keywords").write_text("0 Private\n1 $Forwarded\n")
    mails.path("item01").rename(mails.root / "cur" / "item01.host:2,Sa")
    (change,) = (c for c in Store().run(mails.open()) if c.remote_id == "item01.host")
    assert isinstance(change, Fetched) and change.marks.labels == ("Private",)


def test_tmp_is_not_read(mails: Mails) -> None:
    """What lies in tmp/ is still being delivered."""
    (mails.root / "tmp" / "half").write_bytes(b"From: x")
    assert len(Store().run(mails.open())) == len(NAMES)


def test_an_unchanged_maildir_is_not_even_listed(mails: Mails, monkeypatch: pytest.MonkeyPatch) -> None:
    """§10: nothing new costs two stat calls a folder."""
    mails.settle()
    store = Store()
    store.run(mails.open())
    monkeypatch.setattr(maildir.Maildir, "listing", lambda self: pytest.fail("listed"))
    assert store.run(mails.open()) == []


def test_a_folder_changed_just_now_is_listed_again(mails: Mails, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second delivery within the same tick of the clock leaves the folder's time as it was, and is found all the same."""
    now = time.time()
    store = Store()
    for part in ("cur", "new"):
        os.utime(mails.root / part, (now, now))
    store.run(mails.open())
    mails.add("late")
    os.utime(mails.root / "new", (now, now))
    assert [c.remote_id for c in store.run(mails.open())] == ["late.host"]


def test_a_mail_renamed_while_it_is_read_is_found_under_its_new_name(mails: Mails, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody opens their mail while we harvest it."""
    real = maildir.read_content
    renamed = []

    def read(name: str) -> object:
        path = Path(name)
        if not renamed:
            renamed.append(path)
            path.rename(mails.root / "cur" / f"{path.name}:2,S")
        return real(path)

    monkeypatch.setattr(maildir, "read_content", read)
    store = Store()
    changes = store.run(mails.open())
    assert len(changes) == len(NAMES) and all(isinstance(c, Fetched) for c in changes)
    assert isinstance(changes[0], Fetched) and changes[0].marks.flags == ("\\Seen",)
    assert store.run(mails.open()) == [], "and is not told again"


def test_a_mail_deleted_while_we_read_is_left_out(mails: Mails, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is neither Fetched nor Broken, and not among the ids that are there."""
    real = maildir.read_content

    def read(name: str) -> object:
        path = Path(name)
        if path.name == "item02.host":
            path.unlink(missing_ok=True)
        return real(path)

    monkeypatch.setattr(maildir, "read_content", read)
    harvester = mails.open()
    pages = list(harvester.pages(the_collection(harvester), None))
    assert "item02.host" not in {c.remote_id for p in pages for c in p.changes}
    assert pages[-1].complete is not None and "item02.host" not in pages[-1].complete


def test_a_pipe_among_the_mails_does_not_stop_the_pass(mails: Mails) -> None:
    """T12: whoever can write to the folder cannot hang the program."""
    os.mkfifo(mails.root / "cur" / "pipe.host:2,S")
    (broken,) = (c for c in Store().run(mails.open()) if isinstance(c, Broken))
    assert "not a file" in broken.reason


def test_an_empty_file_is_broken(mails: Mails) -> None:
    """A crashed delivery leaves a name without a mail."""
    (mails.root / "cur" / "empty.host:2,").touch()
    (broken,) = (c for c in Store().run(mails.open()) if isinstance(c, Broken))
    assert broken.reason == "the file is empty"


@pytest.mark.parametrize(
    ("folder", "name", "role", "reason"),
    [
        (".", "INBOX", "inbox", "the Maildir itself"),
        (".Sent", "Sent", "sent", "Maildir++"),
        (".I&AWE-si&AXM-sta", "Išsiųsta", "sent", "Lithuanian in IMAP's UTF-7"),
        (".Išsiųsta", "Išsiųsta", "sent", "Lithuanian in UTF-8"),
        (".&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-", "Отправленные", "sent", "Russian in IMAP's UTF-7"),
        (".Sent.2024", "Sent/2024", "sent", "a year below"),
        (".Klientai", "Klientai", "other", "no known name"),
        (".INBOX.Juodraščiai", "INBOX/Juodraščiai", "drafts", "below INBOX"),
        (".Šlamštas", "Šlamštas", "spam", "Lithuanian spam"),
        (".Корзина", "Корзина", "trash", "Russian trash"),
        ("archive", "archive", "archive", "a Maildir in an ordinary folder"),
        ("2024/Sent Items", "2024/Sent Items", "sent", "deeper"),
        (".Not sent", "Not sent", "other", "only whole names count"),
    ],
)
def test_folders_are_told_by_name_and_role(mails: Mails, folder: str, name: str, role: str, reason: str) -> None:
    """Role by the folder's own name, in every language people use."""
    for part in ("cur", "new"):
        (mails.root / folder / part).mkdir(parents=True, exist_ok=True)
    (found,) = [c for c in mails.open().collections() if c.id == folder]
    assert (found.name, found.role) == (name, role), reason


def test_the_config_may_name_the_role(mails: Mails) -> None:
    """role = "sent" holds for the Maildir and what tells nothing else."""
    (mails.root / ".2024" / "cur").mkdir(parents=True)
    (mails.root / ".2024" / "new").mkdir()
    (mails.root / ".Trash" / "cur").mkdir(parents=True)
    (mails.root / ".Trash" / "new").mkdir()
    options = maildir.MaildirOptions(path="mail", role="sent")
    harvester = maildir.open_harvester(options, mails.root.parent, "rasa@klimatas.example")
    assert {c.id: c.role for c in harvester.collections()} == {".": "sent", ".2024": "sent", ".Trash": "trash"}


@pytest.mark.parametrize(
    ("coded", "plain"), [("a&-b", "a&b"), ("&", "&"), ("&Jjo-", "☺"), ("&AAA", "&AAA"), ("plain", "plain"), ("&2AA-", "&2AA-")]
)
def test_utf7_is_decoded_or_left(coded: str, plain: str) -> None:
    """F20: a name that is no UTF-7 stays as it is."""
    assert decode_utf7(coded) == plain


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    """R3: an unmounted share is not an empty mailbox."""
    with pytest.raises(SourceError, match="not there"):
        list(maildir.MaildirHarvester(tmp_path / "away").collections())
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="no Maildir"):
        list(maildir.MaildirHarvester(tmp_path / "empty").collections())


def test_a_name_that_is_no_utf8_is_kept(mails: Mails) -> None:
    """F100: the id can be stored, and finds its mail."""
    path = os.fsencode(mails.root / "cur") + b"/odd\xff.host:2,S"
    with open(path, "wb") as file:
        file.write(mail("odd"))
    store = Store()
    store.run(mails.open())
    (found,) = [i for i, raw in store.items.items() if raw == mail("odd")]
    assert found == "odd\\xff.host"
    (again,) = mails.open().fetch(the_collection(mails.open()), [found])
    assert isinstance(again, Fetched)


def test_a_folder_whose_name_is_no_utf8_is_read(mails: Mails) -> None:
    """F20, F100: an old program wrote the name in windows-1257."""
    folder = os.fsencode(mails.root) + b"/.I\xf0si\xf8sta"
    for part in (b"/cur", b"/new"):
        os.makedirs(folder + part)
    with open(folder + b"/cur/1.host:2,S", "wb") as file:
        file.write(mail("old"))
    harvester = mails.open()
    (found,) = [c for c in harvester.collections() if c.id != "."]
    assert found.id == ".I\\xf0si\\xf8sta"
    assert [c.remote_id for page in harvester.pages(found, None) for c in page.changes] == ["1.host"]


def test_a_listing_that_lost_more_than_half_is_told_in_full_until_it_can_be_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """§3: the store believes such a listing only when a second one, minutes later, agrees: it gets the second one."""
    mails = Mails(tmp_path / "mail")
    for n in range(30):
        mails.add(f"m{n}")
    harvester = mails.open()
    store = Store()
    store.run(harvester)
    now = [1e10]
    monkeypatch.setattr(listing.time, "time", lambda: now[0])
    for n in range(20):
        mails.remove(f"m{n}")
    told = []
    for minutes in (0, 1, 6, 11, 12):
        now[0] = 1e10 + 60 * minutes
        pages = list(harvester.pages(the_collection(harvester), store.cursor))
        told.append([len(p.complete) for p in pages if p.complete is not None])
        store.cursor = pages[-1].cursor if pages else store.cursor
    assert told == [[10], [10], [10], [10], []]


def test_a_deleted_mail_is_gone_when_asked_for(mails: Mails) -> None:
    """fetch of what was set aside."""
    harvester = mails.open()
    mails.remove("item00")
    assert list(harvester.fetch(the_collection(harvester), ["item00.host"])) == [Gone("item00.host")]


@pytest.mark.slow
def test_fifty_thousand_unchanged_mails_cost_next_to_nothing(tmp_path: Path) -> None:
    """§10: unchanged ≤ 0.05 s of CPU; ten new ones ≤ 0.3 s."""
    mails = Mails(tmp_path / "mail")
    for n in range(50_000):
        (mails.root / "cur" / f"17000{n:05}.M{n}P1.host,S=1234:2,S").write_bytes(b"Subject: x\n\nx\n")
    mails.settle()
    harvester = maildir.MaildirHarvester(mails.root)
    store = Store()
    store.run(harvester)
    assert store.run(harvester) == []
    unchanged = least(lambda: store.run(harvester), 0.05)
    ten_new = 1.0
    for tried in range(3):
        for n in range(10):
            mails.add(f"new{tried}{n}")
        seconds = time.thread_time()
        assert len(store.run(harvester)) == 10
        ten_new = min(ten_new, time.thread_time() - seconds)
    print(f"unchanged {unchanged:.3f} s, ten new {ten_new:.3f} s")
    assert unchanged <= 0.05
    assert ten_new <= 0.3
