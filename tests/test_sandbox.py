"""Hostile files are read in a process of its own: each in about a second, with bounded memory, its problem named, the next one unharmed."""

from __future__ import annotations

import io
import os
import resource
import signal
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from syncd import sandbox
from syncd.core.files import MAX_TEXT, FileText, read_file
from syncd.sandbox import NoSandbox, Sandbox
from tests import documents
from tests.peak import peak_mb

HARMLESS = documents.docx("Sveiki", "Здравствуйте")
LARGEST = 250.0  # MB of the child


@pytest.fixture
def reader() -> Iterator[Sandbox]:
    """A sandbox that has served already."""
    with Sandbox() as one:
        assert one.read(HARMLESS).text == "Sveiki\nЗдравствуйте"
        yield one


def _pid(reader: Sandbox) -> int:
    assert reader._child is not None
    return reader._child._process.pid


def _bomb() -> bytes:
    """One member of 300 MB, in 1 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package, package.open("word/document.xml", "w") as member:
        member.write(b"<d>")
        for _ in range(300):
            member.write(b"<a/>" * 250_000)
    return out.getvalue()


def _nested() -> bytes:
    """Archives in archives, sixteen at each of six levels."""
    inner = documents.packed({"a": b"\0" * 1_000_000})
    for _ in range(6):
        inner = documents.packed({f"{n}.zip": inner for n in range(16)})
    return inner


def _pdf_bomb() -> bytes:
    """A page whose drawing unpacks to 400 MB, twice packed."""
    packed = zlib.compress(zlib.compress(b"1 0 0 1 0 0 cm " * 500_000, 9), 9)
    stream = f"<< /Length {len(packed)} /Filter [/FlateDecode /FlateDecode] >>\nstream\n{packed.decode('latin-1')}\nendstream"
    return documents.written(
        ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>", f"<< /Type /Page /Parent 2 0 R /Contents [{'4 0 R ' * 60}] >>", stream]
    )


def _circle() -> bytes:
    """Pages that are their own parents, and forms that draw themselves."""
    form = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >> /Length 29 >>\nstream\n" + "/X Do /X Do /X Do /X Do /X Do" + "\nendstream"
    return documents.written([
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 9999999 /Kids [2 0 R 3 0 R] /Parent 2 0 R >>",
        "<< /Type /Page /Parent 2 0 R /Resources << /XObject << /X 4 0 R >> >> /Contents 5 0 R >>", form, "<< /Length 5 >>\nstream\n/X Do\nendstream",
    ])  # fmt: skip


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a member of 300 MB": _bomb,
    "archives in archives": _nested,
    "a document in a document, under its own name": lambda: documents.packed({"word/document.xml": _nested()}),
    "a table of a million rows": lambda: _rows(1_000_000),
    "a PDF of 10,000 pages": lambda: documents.pdf(*["page of many"] * 10_000),
    "a PDF that unpacks to gigabytes": _pdf_bomb,
    "a PDF that is its own parent": _circle,
    "entities of entities": lambda: documents.packed({"word/document.xml": '<!DOCTYPE d [<!ENTITY a "' + "x" * 100_000 + '">]><d>' + "&a;" * 100_000 + "</d>"}),
    "a million attributes": lambda: documents.packed({"word/document.xml": "<d " + " ".join(f'a{n}=""' for n in range(1_000_000)) + "/>"}),
    "one token without end": lambda: documents.packed({"word/document.xml": "<" + "a" * 20_000_000}, compression=0),
    "a page of 30 MB": lambda: b"<html>" + b"<div><table><tr><td>" * 1_400_000,
    "half a document": lambda: documents.docx(*["Žodžiai"] * 1000)[:-300],
}


def _rows(count: int) -> bytes:
    sheet = "<worksheet><sheetData>" + "<row><c><v>1</v></c><c><v>22</v></c></row>" * count + "</sheetData></worksheet>"
    return documents.packed({"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": sheet})


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_a_second_at_most_and_the_next_one_is_read(reader: Sandbox, name: str) -> None:
    """F98, T28. It ends in time, in the memory it is given, as a text that is cut or a problem that is named."""
    data = HOSTILE[name]()
    child, began = _pid(reader), time.monotonic()
    found = reader.read(data)
    assert time.monotonic() - began < 8, "one second of a processor, two by the clock, the killing, and others who work, too"
    assert len(found.text) <= MAX_TEXT and (found.text == "" or found.problem is None)
    if reader._child is not None:
        assert _pid(reader) == child and peak_mb(child) < LARGEST
    assert reader.read(HARMLESS).text == "Sveiki\nЗдравствуйте"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "problem"),
    [("a member of 300 MB", "too_large"), ("archives in archives", "no_document"), ("a table of a million rows", None), ("a PDF of 10,000 pages", None)],
)
def test_the_hostile_files_are_what_they_say(name: str, problem: str | None) -> None:
    """A bomb that the reader took for a damaged file would prove nothing; neither would one that only its slowness ends."""
    assert read_file(HOSTILE[name]()).problem == problem


@pytest.mark.slow
def test_one_that_takes_too_long_is_ended_and_named() -> None:
    """The clock runs from the moment the file is handed over, however little of it was taken."""
    with Sandbox(seconds=0.05) as reader:
        reader._child = sandbox._Child()
        os.kill(_pid(reader), signal.SIGSTOP)
        stopped = _pid(reader)
        assert reader.read(b"x" * 5_000_000) == FileText("", "too_slow")
        assert not Path(f"/proc/{stopped}").exists()


@pytest.mark.slow
def test_one_that_breaks_the_reader_is_named_and_the_next_is_read(reader: Sandbox) -> None:
    """A parser that crashes takes nothing but its process with it."""
    os.kill(_pid(reader), signal.SIGKILL)
    assert reader.read(HARMLESS) == FileText("", "unreadable")
    assert reader.read(HARMLESS).problem is None


def test_the_child_has_limits_and_nothing_of_ours_open(reader: Sandbox) -> None:
    """No memory, no file, no process beyond what reading takes; no environment of ours, no file but its pipes."""
    pid = _pid(reader)
    limits = {what: resource.prlimit(pid, what) for what in (resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NPROC)}
    assert limits[resource.RLIMIT_AS] == (sandbox.MEMORY, sandbox.MEMORY)
    assert limits[resource.RLIMIT_FSIZE] == limits[resource.RLIMIT_CORE] == limits[resource.RLIMIT_NPROC] == (0, 0)
    assert 0 < resource.prlimit(pid, resource.RLIMIT_NOFILE)[0] <= 32
    assert 0 < resource.prlimit(pid, resource.RLIMIT_CPU)[0] <= 10
    names = {line.partition(b"=")[0] for line in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0") if line}
    assert names <= {b"PYTHONPATH", b"PYTHONDONTWRITEBYTECODE"}
    kinds = {os.readlink(f"/proc/{pid}/fd/{n}").partition(":")[0] for n in os.listdir(f"/proc/{pid}/fd")}
    assert kinds <= {"pipe", "/dev/null"}


@pytest.mark.slow
def test_one_process_serves_many_files_and_is_replaced_in_time(reader: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting one costs more than most files; and none lives for ever."""
    first = _pid(reader)
    for _ in range(5):
        reader.read(HARMLESS)
    assert _pid(reader) == first
    monkeypatch.setattr(sandbox, "_MOST_FILES", 3)
    reader.read(HARMLESS)
    assert reader.read(HARMLESS).problem is None and _pid(reader) != first


def test_a_sandbox_that_cannot_be_started_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is said of the file then; it is read another time."""
    monkeypatch.setattr(sandbox.sys, "executable", "/nowhere/python")
    with Sandbox() as reader, pytest.raises(NoSandbox):
        reader.read(HARMLESS)
    monkeypatch.setattr(sandbox.sys, "executable", "/bin/true")
    with Sandbox() as reader, pytest.raises(NoSandbox):
        reader.read(HARMLESS)


@pytest.mark.slow
def test_closing_leaves_no_process(reader: Sandbox) -> None:
    """Closing twice is harmless."""
    pid = _pid(reader)
    reader.close()
    reader.close()
    assert not Path(f"/proc/{pid}").exists()
