"""Real and tortured mail of the corpus is read: in time, in memory, and with what it has (G14's neighbours, F90–F103)."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from syncd.core.mime import read_header, read_message

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

pytestmark = pytest.mark.corpus


def files(*folders: str) -> list[bytes]:
    """The raw messages of these folders; the test is skipped where the corpus is absent."""
    if not CORPUS.is_dir():
        pytest.skip(f"THE CORPUS IS ABSENT ({CORPUS}): reading of real mail was NOT tested")
    paths = [path for folder in folders for path in sorted((CORPUS / folder).rglob("*")) if path.is_file()]
    return [path.read_bytes() for path in paths if path.suffix not in (".cats", ".DS_Store") and path.name != ".DS_Store"]


@pytest.mark.slow
def test_every_tortured_mail_is_read_in_a_second_each() -> None:
    """Each file of torture-mail and imip gives a message within a second."""
    for raw in files("torture-mail", "imip"):
        begin = time.thread_time()
        read_message(raw)
        assert time.thread_time() - begin < 1.0


@pytest.mark.slow
def test_all_tortured_mails_are_read_in_300_mb() -> None:
    """A process of its own that reads every file of torture-mail and imip stays under 300 MB."""
    assert files("torture-mail", "imip")
    script = (
        "from tests.core.test_mime_corpus import files, read_message; from tests.peak import peak_mb\n"
        "for raw in files('torture-mail', 'imip'): read_message(raw)\n"
        "print(peak_mb())"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True, timeout=300)
    assert float(ran.stdout) < 300


@pytest.mark.slow
def test_a_tortured_mail_that_has_a_sender_a_date_and_a_text_gives_them() -> None:
    """Of the files with such fields at least 97 of 100 give an address, a date, and some text or file."""
    raws = [raw for raw in files("torture-mail", "imip") if b"\nSubject:" in raw[:20_000] and b"\nFrom:" in raw[:20_000]]
    reads = [read_message(raw) for raw in raws]
    with_sender = [read for read in reads if "@" in read.header.first("from")]
    with_date = [read for read in reads if read.header.first("date")]
    assert sum(bool(read.header.of("from")[0].address) for read in with_sender) >= 0.97 * len(with_sender)
    assert sum(read.header.date is not None for read in with_date) >= 0.97 * len(with_date)
    has_something = [bool(read.text.strip() or read.attachments or read.calendars or read.nested) for read in reads]
    assert sum(has_something) >= 0.95 * len(reads)


@pytest.mark.slow
def test_real_mail_gives_sender_date_and_text_every_time() -> None:
    """Ordinary mail has no excuse: sender and text of every message, a date of 99 of 100."""
    reads = [read_message(raw) for raw in files("enron", "lists")]
    assert all(read.header.of("from")[0].address and read.text.strip() for read in reads)
    assert sum(read.header.date is not None for read in reads) >= 0.99 * len(reads)


@pytest.mark.slow
def test_reading_is_quick_enough_for_a_first_harvest() -> None:
    """Median CPU a mail: 0.3 ms whole, 0.15 ms the header alone (measured on a quiet machine: about half of that)."""
    raws = files("enron", "lists")
    for read, bound in ((read_message, 0.0003), (read_header, 0.00015)):
        times = []
        for raw in raws:
            begin = time.thread_time()
            read(raw)
            times.append(time.thread_time() - begin)
        assert statistics.median(times) < bound
