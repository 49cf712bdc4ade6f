"""The eml connector keeps the contract, and reads real archives."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.base import Broken, Cursor, Fetched
from connectors.files import eml
from syncd.errors import SourceError
from tests.connectors.contract import HarvesterContract, Store, mail, the_collection
from tests.connectors.worlds import SMALL, foreign, rest, tree

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


class Files:
    """A folder of .eml files."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.raw = mail
        root.mkdir()
        (root / ".hidden").write_text("not ours")

    def open(self) -> eml.EmlHarvester:
        return eml.EmlHarvester(self.root, size=SMALL)

    def add(self, name: str) -> None:
        (self.root / f"{name}.eml").write_bytes(mail(name))
        rest(self.root / f"{name}.eml")

    def remove(self, name: str) -> None:
        (self.root / f"{name}.eml").unlink()

    def damage(self, name: str) -> bool:
        (self.root / f"{name}.eml").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
        return True

    def flag(self, name: str) -> bool:
        return False

    def forget(self, cursor: Cursor) -> Cursor:
        return foreign(cursor)

    def own(self) -> bool:
        return False

    def state(self) -> object:
        return tree(self.root)


class TestEml(HarvesterContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Files:
        return Files(tmp_path / "mails")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "the file is empty"),
        (b"\xd0\xcf\x11\xe0" + bytes(50), "it is an Outlook .msg file; save it as .eml"),
        (b"%PDF-1.7\n", "it is a PDF document"),
        (bytes(200), "it is not text"),
        (b"1,2,3\n", "it does not begin with the header of a message"),
        (b"From: a@b.example\n\n", ""),
        (b"\n\nSubject: late\n\n", ""),
        ("Тема: нет\nFrom: a@b.example\n\n".encode("cp1251"), ""),
        (b"Subject: \0\n\nx", ""),
        (b"From a@b.example Mon Mar  2 09:00:00 2026\nSubject: a\n\nx\n", ""),
        (
            b"From a Mon Mar  2 09:00:00 2026\nTo: a\n\nx\n\nFrom b Mon Mar  2 09:00:00 2026\nTo: b\n\nx\n",
            "it holds several messages; read it with the connector mbox",
        ),
    ],
)
def test_what_is_plainly_no_message_is_told(raw: bytes, reason: str) -> None:
    """Broken with a reason; a damaged message is still a message."""
    assert eml.reason_against(raw) == reason


def test_a_rewritten_file_is_fetched_again(tmp_path: Path) -> None:
    """Files may be edited in place."""
    files = Files(tmp_path / "mails")
    files.add("a")
    store = Store()
    store.run(files.open())
    (files.root / "a.eml").write_bytes(mail("b"))
    (change,) = store.run(files.open())
    assert isinstance(change, Fetched) and change.raw == mail("b")


def test_a_file_instead_of_a_folder_is_said(tmp_path: Path) -> None:
    """The text tells what to do."""
    (tmp_path / "a.eml").write_bytes(mail("a"))
    with pytest.raises(SourceError, match="name the folder"):
        list(eml.EmlHarvester(tmp_path / "a.eml").collections())


def test_folders_are_told_by_name_and_role(tmp_path: Path) -> None:
    """The archives' own names; what lies below a sent folder is sent."""
    for name in ("sent_items", "_sent_mail", "inbox", "Išsiųsta/2024", "all_documents", "Корзина"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "1.").write_bytes(mail("a"))
    found = {c.id: c.role for c in eml.open_harvester(eml.EmlOptions(path="."), tmp_path, "").collections()}
    assert found == {
        "sent_items": "sent", "_sent_mail": "sent", "inbox": "inbox", "Išsiųsta/2024": "sent", "all_documents": "other", "Корзина": "trash",
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.corpus
def test_a_real_archive_is_read_whole() -> None:
    """Enron's maildirs as they are kept: every file is a message or is told as Broken."""
    root = CORPUS / "enron"
    if not root.is_dir():
        pytest.skip("../shared/corpus is absent: real archives were NOT tried")
    harvester = eml.EmlHarvester(root)
    collections = list(harvester.collections())
    roles = {c.id.rpartition("/")[2]: c.role for c in collections}
    assert roles["sent_items"] == roles["_sent_mail"] == roles["sent"] == "sent"
    assert roles["deleted_items"] == "trash" and roles["inbox"] == "inbox"
    given = 0
    for collection in collections:
        store = Store()
        for page in harvester.pages(collection, None):
            store.take(page)
        given += len(store.changes)
        broken = [c for c in store.changes if isinstance(c, Broken)]
        assert all(not (c.raw or b"").startswith(b"Message-ID:") for c in broken)
        assert not any(c.changes for c in harvester.pages(collection, store.cursor))
    assert given == sum(path.is_file() and not path.name.startswith(".") for path in root.rglob("*"))


def test_the_root_takes_its_role_from_its_name(tmp_path: Path) -> None:
    """path = "sent-mail"."""
    files = Files(tmp_path / "sent-mail")
    files.add("a")
    assert the_collection(files.open()).role == "sent"
