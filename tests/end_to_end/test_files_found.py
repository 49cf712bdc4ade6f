"""Documents that came with mail are found by their words, in three languages, once however often they were sent."""

from __future__ import annotations

import time
from collections.abc import Iterable
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from syncd import faults, filetexts
from syncd.config import load
from syncd.core import stems
from syncd.core.files import FileText
from syncd.sandbox import Sandbox
from syncd.store import forgetting
from syncd.store.db import connect
from syncd.upkeep import FileTexts
from syncd.world import World
from tests import documents
from tests.store.world import JOHN, OLGA, ONA, RASA, Office

FILES = {
    "pasiulymas.pdf": documents.pdf("Šilumos siurblys Altherma, kaina 5200 EUR", "Garantija penkeri metai"),
    "dogovor.docx": documents.docx("Договор поставки оборудования", "Срок поставки четыре недели"),
    "prices.xlsx": documents.xlsx([("Compressor Copeland", 1250.5), ("Valve Danfoss", 80)]),
}


def mail(id_: str, files: Iterable[str], *, sender: str = ONA, text: str = "Sveiki, siunčiu.", at: str = "Mon, 16 Nov 2026 09:00:00 +0200", header: str = "") -> bytes:
    """A mail to Rasa with some of the files."""
    message = EmailMessage()
    message["Message-ID"], message["From"], message["To"], message["Date"], message["Subject"] = f"<{id_}@mail.example>", sender, RASA, at, "Dokumentai"
    if header:
        name, _, value = header.partition(": ")
        message[name] = value
    message.set_content(text)
    for name in files:
        message.add_attachment(FILES[name], maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes(policy=SMTP)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A company to which three documents were sent."""
    office = Office(tmp_path)
    office.put_mail("rasa", "", mail("f1", ["pasiulymas.pdf"]), "f1")
    office.put_mail("rasa", "", mail("f2", ["dogovor.docx"], sender=OLGA), "f2")
    office.put_mail("rasa", "", mail("f3", ["prices.xlsx"], sender=JOHN), "f3")
    return office


def found(office: Office, words: str) -> list[str]:
    """The ids of the mails found by these words, as the search page asks for them."""
    rows = office.rows(
        "SELECT m.message_id FROM search s JOIN message m ON m.interaction_id = s.rowid WHERE search MATCH ? ORDER BY 1", stems.query(words)
    )
    return [str(i).partition("@")[0] for (i,) in rows]


def problems(office: Office) -> list[object]:
    """What became of the files, in the order of their names."""
    return [p for (p,) in office.rows("SELECT f.problem FROM attachment a JOIN file_text f USING (hash) ORDER BY a.name")]


@pytest.mark.parametrize(
    ("words", "mails", "reason"),
    [
        ("siurblio Altherma", ["f1"], "Lithuanian, in another case"),
        ("penkerių metų garantija", ["f1"], "the second page"),
        ("поставке", ["f2"], "Russian, in another case"),
        ("compressors", ["f3"], "English, in the plural"),
        ("1250", ["f3"], "a price"),
        ("siunčiu", ["f1", "f2", "f3"], "what the mail itself says is found as before"),
        ("pasiulymas", ["f1"], "by the file's name"),
        ("žiemos", [], "no word of it"),
    ],
)
def test_a_document_is_found_by_its_words(tmp_path_factory: pytest.TempPathFactory, words: str, mails: list[str], reason: str) -> None:
    """A Maildir with a PDF, a Word and an Excel file; any form of a word finds them."""
    assert found(_harvested(tmp_path_factory), words) == mails, reason


_kept: dict[str, Office] = {}


def _harvested(factory: pytest.TempPathFactory) -> Office:
    """The company after a pass, made once."""
    if "office" not in _kept:
        office = _kept["office"] = Office(factory.mktemp("found"))
        for id_, name, sender in (("f1", "pasiulymas.pdf", ONA), ("f2", "dogovor.docx", OLGA), ("f3", "prices.xlsx", JOHN)):
            office.put_mail("rasa", "", mail(id_, [name], sender=sender), id_)
        office.once()
    return _kept["office"]


@pytest.mark.slow
def test_a_file_sent_twice_is_read_and_kept_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the hash of its bytes; a mail that brings it again is found by it at once, and so is one that comes after."""
    read: list[int] = []
    inner = Sandbox.read
    monkeypatch.setattr(Sandbox, "read", lambda self, data, kind="": (read.append(len(data)), inner(self, data, kind))[1])
    office.put_mail("rasa", "", mail("f4", ["pasiulymas.pdf", "prices.xlsx"], sender=JOHN), "f4")
    office.once()
    assert found(office, "Altherma") == ["f1", "f4"] and len(read) == 3
    office.put_mail("rasa", "", mail("f5", ["pasiulymas.pdf"], at="Tue, 17 Nov 2026 09:00:00 +0200"), "f5")
    office.once()
    assert found(office, "Altherma") == ["f1", "f4", "f5"] and len(read) == 3


@pytest.mark.slow
def test_a_rebuild_reads_no_file_again_and_finds_the_same(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words follow from the bytes alone: they stay, and the index is made anew with them."""
    office.once()
    before = office.dump()
    monkeypatch.setattr(Sandbox, "read", lambda *_: pytest.fail("a file was read again"))
    office.rebuild()
    assert office.dump() == before and office.findings() == []
    assert found(office, "Altherma") == ["f1"] and found(office, "поставке") == ["f2"]


@pytest.mark.slow
def test_readers_that_read_otherwise_read_everything_anew(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A raised version: with the next pass, and the old words are no longer found."""
    office.once()
    monkeypatch.setattr(filetexts, "VERSION", "other")
    monkeypatch.setattr(Sandbox, "read", lambda *_: FileText("naujas žodis"))
    office.once()
    assert found(office, "Altherma") == [] and found(office, "naujas") == ["f1", "f2", "f3"]
    assert office.rows("SELECT DISTINCT version FROM file_text") == [("other",)]


@pytest.mark.slow
def test_where_no_words_are_wanted_none_are_kept(office: Office) -> None:
    """[store] attachment_text = false: nothing is read, and what was read before goes; switched on again it is read again."""
    off = "[store]\nattachment_text = false\n"
    office.configure(staff=off)
    office.once()
    assert found(office, "Altherma") == [] and found(office, "pasiulymas") == ["f1"]
    office.configure()
    office.once()
    on = office.dump()
    assert found(office, "Altherma") == ["f1"]
    office.configure(staff=off)
    office.once()
    assert found(office, "Altherma") == [] and office.rows("SELECT DISTINCT text FROM file_text") == [("",)]
    office.configure()
    office.once()
    assert office.dump() == on


@pytest.mark.slow
def test_an_excluded_mail_leaves_no_words_of_its_file(office: Office) -> None:
    """Invariant 8: what is excluded before it is stored has no row; what is excluded later loses its words, index included."""
    office.put_mail("rasa", "", mail("f6", ["prices.xlsx"], header="Sensitivity: private"), "f6")
    office.once()
    assert found(office, "Copeland") == ["f3"] and len(office.rows("SELECT 1 FROM file_text")) == 3
    office.put_mail("rasa", "", mail("f7", ["dogovor.docx"], sender=JOHN), "f7")
    office.once()

    def forget_two(world: World) -> None:
        with world.store.write() as db:
            keys = [k for (k,) in db.execute("SELECT i.key FROM interaction i JOIN message m ON m.interaction_id = i.id WHERE m.message_id IN ('f1@mail.example', 'f2@mail.example')")]
            forgetting.forget(world.page(db), world.store, keys)

    office.with_world(forget_two)
    assert found(office, "Altherma") == [] and found(office, "поставке") == ["f7"]
    assert office.rows("SELECT substr(text, 1, 8) FROM file_text ORDER BY 1") == [("Compress",), ("Договор ",)]


@pytest.mark.slow
def test_a_metadata_only_mail_has_no_file(tmp_path: Path) -> None:
    """Nothing of what was said is kept, and a document says more than a mail."""
    office = Office(tmp_path, options={"privacy": 'metadata_only = { people = ["ona@baltas.example"] }'})
    office.put_mail("rasa", "", mail("f1", ["pasiulymas.pdf"]), "f1")
    office.once()
    assert office.rows("SELECT count(*) FROM interaction") == [(1,)] and office.rows("SELECT * FROM file_text") == []


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["store.before_commit:kill@{n}", "store.statement:kill@{n}0"])
@pytest.mark.parametrize("nth", [1, 2, 4, 7])
def test_a_killed_reading_goes_on_where_it_was(office: Office, fault: str, nth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the kill falls, the next pass ends in the tables of one that was never interrupted."""
    monkeypatch.setattr(filetexts, "_AT_ONCE", 1)
    office.configure(staff="[store]\nattachment_text = false\n")
    office.once()
    office.configure()
    office.killed(fault.format(n=nth), lambda: office.with_world(filetexts.read_files))
    assert not faults.ARMED
    office.once()
    assert problems(office) == [None] * 3 and found(office, "Altherma") == ["f1"] and found(office, "поставке") == ["f2"] and found(office, "Danfoss") == ["f3"]
    before = office.dump()
    office.rebuild()
    assert office.dump() == before and office.findings() == []


@pytest.mark.slow
def test_a_file_whose_original_is_lost_is_named_and_not_asked_for_again(office: Office) -> None:
    """`verify` names the loss; the file does not hold up the others."""
    office.configure(staff="[store]\nattachment_text = false\n")
    office.once()
    for path in (office.folder / "raw").glob("*"):
        path.unlink()
    office.configure()
    office.once()
    assert problems(office) == ["missing"] * 3


@pytest.mark.slow
def test_an_unchanged_pass_reads_nothing_and_starts_no_process(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant 10."""
    office.once()
    monkeypatch.setattr("syncd.sandbox._Child", lambda: pytest.fail("a process was started"))
    before = office.tables()
    office.once()
    after = office.tables()
    assert {n: rows for n, rows in after.items() if rows != before[n]}.keys() <= {"source", "collection"}


@pytest.mark.slow
def test_the_daemon_reads_files_beside_its_passes(office: Office) -> None:
    """In a thread of its own, begun by the loop's tick; it ends when nothing waits."""
    office.configure(staff="[store]\nattachment_text = false\n")
    office.once()
    office.configure()
    config, texts = load(office.folder / "config.toml"), FileTexts()
    store = connect(config.store.path)
    try:
        end = time.monotonic() + 20
        while not (found(office, "Altherma") and found(office, "поставке") and found(office, "Danfoss")):
            assert time.monotonic() < end
            texts.tick(store, config)
            time.sleep(0.02)
        assert texts._reading is not None
        texts._reading.join(20)
        last = texts._reading
        texts.tick(store, config)
        assert texts._reading is last
    finally:
        store.close()


@pytest.mark.slow
def test_a_daemon_that_cannot_start_a_process_says_so_and_waits(office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The files wait; nothing is said of them; the loop is not kept busy by it."""
    office.configure(staff="[store]\nattachment_text = false\n")
    office.once()
    office.configure()
    monkeypatch.setattr("syncd.sandbox.sys.executable", "/nowhere/python")
    config, texts = load(office.folder / "config.toml"), FileTexts()
    store = connect(config.store.path)
    try:
        texts.tick(store, config)
        assert texts._reading is not None
        first = texts._reading
        first.join(20)
        texts.tick(store, config)
        assert texts._reading is first and problems(office) == [None] * 3
    finally:
        store.close()
    assert "files not read" in "".join(capsys.readouterr())


OFFER = "Pasiūlymas Nr. 17\nPrekė\tKiekis\tKaina\tSuma\nŠilumos siurblys Altherma\t2\t2600,00\t5200,00 EUR\nFiltras\t1\t80,00\t80,00 EUR\nIš viso: 5280,00 EUR"


def _offered(office: Office) -> list[tuple[object, ...]]:
    return office.rows("SELECT m.message_id, o.product, o.address, o.state, o.file <> '' FROM offer o JOIN message m USING (interaction_id) ORDER BY 1, 2")


@pytest.mark.slow
def test_a_document_we_sent_is_an_offer_by_its_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """H6: its product lines are offers of the message it came with, also where the same document goes out once more; a rebuild makes the same."""
    monkeypatch.setitem(FILES, "offer.docx", documents.docx(*OFFER.split("\n")))
    office = Office(tmp_path)

    def send(id_: str, day: int) -> None:
        raw = mail(id_, ["offer.docx"], sender=RASA, text="Sveiki, Ona.", at=f"Mon, {day} Nov 2026 09:00:00 +0200").replace(b"To: rasa@klimatas.example", b"To: ona@baltas.example")
        office.put_mail("rasa", "Sent", raw, id_)

    send("o1", 16)
    office.once()
    lines = [("o1@mail.example", "Filtras", ONA, "offered", 1), ("o1@mail.example", "Šilumos siurblys Altherma", ONA, "offered", 1)]
    assert _offered(office) == lines
    send("o2", 17)
    office.once()
    assert [row[0] for row in _offered(office)] == ["o1@mail.example"] * 2 + ["o2@mail.example"] * 2
    before = office.dump()
    office.rebuild()
    assert office.dump() == before and office.findings() == []
    office.configure(staff="[store]\nattachment_text = false\n")
    office.once()
    assert _offered(office) == []


@pytest.mark.slow
@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)], ids=str)
def test_files_in_any_order_of_arrival_end_in_the_same_tables(tmp_path: Path, order: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant 11: the same file in several mails, a better copy of one of them, a mail that only names a picture so; a pass after each."""
    monkeypatch.setitem(FILES, "offer.docx", documents.docx(*OFFER.split("\n")))
    monkeypatch.setitem(FILES, "offer.png", FILES["offer.docx"])
    ours = mail("a1", ["offer.docx"], sender=RASA).replace(b"To: rasa@klimatas.example", b"To: ona@baltas.example, jonas@klimatas.example")
    steps = [("rasa", "Sent", ours, "a1"), ("jonas", "", b"Received: from x\r\n" + ours, "a1"), ("rasa", "", mail("a2", ["offer.png"]), "a2"),
             ("rasa", "", mail("a3", ["offer.docx", "pasiulymas.pdf"], sender=OLGA), "a3")]  # fmt: skip

    def arrive(name: str, numbers: tuple[int, ...], *, between: bool) -> Office:
        (tmp_path / name).mkdir()
        office = Office(tmp_path / name)
        for n in numbers:
            office.put_mail(*steps[n][:3], steps[n][3])
            if between:
                office.once()
        office.once()
        return office

    at_once, shuffled = arrive("at-once", (0, 1, 2, 3), between=False), arrive("shuffled", order, between=True)
    assert shuffled.dump() == at_once.dump()
    assert found(shuffled, "Altherma") == found(at_once, "Altherma") == ["a1", "a2", "a3"]
    shuffled.rebuild()
    assert shuffled.dump() == at_once.dump() and shuffled.findings() == []
