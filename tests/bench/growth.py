"""`python -m tests.bench.growth --mails N`: how memory, CPU a mail and the store grow within one first harvest.

The mails are written first, 10,000 to an mbox file, then read in one pass by `syncd once`, which is watched from outside: each
look is a line of samples.tsv in the folder. A table at round numbers of mails is printed at the end; `--table` prints it of a run that
is still going on or was broken off. With `--nice 10` the harvest leaves the processors to others: it takes longer, not more CPU.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.bench.mailbox import COMPANY, variants
from tests.bench.processes import cpu_of, family, pss

A_FILE = 10_000  # mails of one mbox
LOOK = 10.0  # seconds between two looks
MARKS = (10_000, 30_000, 100_000, 200_000, 300_000, 500_000, 700_000, 1_000_000)
_SOURCE = '[[source]]\nname = "mail"\nconnector = "mbox"\npath = "{path}"\nowner = "jeff.skilling@enron.com"\n'
_MONTH = 30 * 86_400  # seconds: each file's mails came in another month, as the originals are kept by months
_FIRST = 1_000_000_000  # 2001


class Sample(NamedTuple):
    """One look: mails stored; CPU and wall seconds so far; MB (Pss) of the program, its largest worker and all; bytes of mail read, of the store, of the originals packed."""

    mails: float
    cpu: float
    wall: float
    program: float
    worker: float
    together: float
    mail: float
    history: float
    raw: float


def write_mboxes(folder: Path, count: int) -> None:
    """So many mails, 10,000 to a file."""
    folder.mkdir(parents=True)
    mails = variants(count)
    for number in range(-(-count // A_FILE)):
        came = time.strftime("From bench %a %b %d 12:00:00 %Y\n", time.gmtime(_FIRST + number * _MONTH)).encode()
        path = folder / f"{number:04}.mbox"
        with path.open("wb") as file:
            for mail in itertools.islice(mails, A_FILE):
                file.write(came + mail.replace(b"\nFrom ", b"\n>From ") + b"\n\n")
        os.utime(path, (_FIRST, _FIRST))


def samples(folder: Path, nice: int) -> Iterator[Sample]:
    """Harvest what was written, and look at it until it is done."""
    (folder / "config.toml").write_text(COMPANY + _SOURCE.format(path=folder / "mail"))
    syncd = str(Path(sys.executable).parent / "syncd")
    began = time.monotonic()
    with (folder / "once.log").open("wb") as log:
        process = subprocess.Popen(["nice", "-n", str(nice), syncd, "once", "-c", str(folder / "config.toml")], stdout=log, stderr=log)
    while process.poll() is None:
        with contextlib.suppress(OSError, sqlite3.Error):  # nothing is stored yet, or a process has just ended
            yield _look(folder, process.pid, time.monotonic() - began)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(LOOK)
    if process.returncode:
        raise SystemExit(f"syncd ended with {process.returncode}:\n{(folder / 'once.log').read_text()[-2000:]}")


def _look(folder: Path, pid: int, wall: float) -> Sample:
    members = list(family(pid))
    memory = [pss(p) for p in members]
    cpu = cpu_of(pid, ended=True) + sum(cpu_of(p, ended=True) for p in members[1:])
    db = sqlite3.connect((folder / "history.db").as_uri() + "?mode=ro", uri=True)
    try:
        (mails,) = db.execute("SELECT coalesce(sum(n), 0) FROM tally").fetchone()
        (mail,) = db.execute("SELECT coalesce(sum(json_extract(cursor, '$.at')), 0) FROM collection").fetchone()
        (history,) = db.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
    finally:
        db.close()
    raw = sum(file.stat().st_size for file in (folder / "raw").glob("*.db"))
    return Sample(mails, cpu, wall, memory[0], max(memory[1:], default=0.0), sum(memory), mail, history, raw)


def table(found: list[Sample]) -> None:
    """Print the first look at each round number, and the last: what a mail cost since the one before, and how large all is by then."""
    print("mails      ms CPU a mail since the mark before   MB: program, worker, all (peak so far)   bytes a mail: history.db, of the mail, raw   mails a second")
    before = Sample(*[0.0] * 9)
    for sample in dict.fromkeys(next((s for s in found if s.mails >= mark), found[-1]) for mark in MARKS):
        peak = max(s.together for s in found if s.mails <= sample.mails)
        mails = sample.mails - before.mails
        if mails:
            print(f"{sample.mails:9.0f} {(sample.cpu - before.cpu) / mails * 1000:8.2f} {sample.program:14.0f} {sample.worker:5.0f} {sample.together:5.0f} ({peak:.0f}) "
                  f"{sample.history / sample.mails:14.0f} {sample.history / sample.mail:6.2f} {sample.raw / sample.mails:6.0f} {mails / (sample.wall - before.wall):10.0f}")  # fmt: skip
        before = sample


def main() -> None:
    """Write, harvest, look, print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--mails", type=int, default=100_000)
    ask.add_argument("--folder", type=Path, help="where the mails, the store and samples.tsv are left; by default nothing is")
    ask.add_argument("--nice", type=int, default=0)
    ask.add_argument("--table", action="store_true", help="print the table of the samples in --folder, and do nothing else")
    given = ask.parse_args()
    with tempfile.TemporaryDirectory(prefix="syncd-growth-") as own:
        folder = (given.folder or Path(own)).absolute()
        if not given.table:
            _run(folder, given.mails, given.nice)
        lines = (folder / "samples.tsv").read_text().splitlines()
        table([Sample(*map(float, line.split("\t"))) for line in lines])


def _run(folder: Path, mails: int, nice: int) -> None:
    write_mboxes(folder / "mail", mails)
    with (folder / "samples.tsv").open("w") as file:
        for sample in samples(folder, nice):
            print(*sample, sep="\t", file=file, flush=True)


if __name__ == "__main__":
    main()
