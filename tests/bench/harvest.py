"""`make bench`: the first harvest and the unchanged pass, beside notmuch on the same Maildir in the same run.

Figures are CPU seconds (user and system) of the whole process tree, wall seconds, and the peak memory of its largest
process and of all together. Read the ratios: the machine's speed moves.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench.mailbox import CONFIG, write_maildir


@dataclass(frozen=True)
class Cost:
    """What one command cost: seconds, and MB at its peak over all its processes; `workers`: CPU seconds of its children."""

    cpu: float
    wall: float
    peak: float
    workers: float

    def __str__(self) -> str:
        return f"{self.cpu:7.2f} s CPU {self.wall:7.2f} s wall {self.peak:6.0f} MB"


def run(*command: str, env: dict[str, str] | None = None) -> Cost:
    """Run a command to its end and measure it."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, **(env or {})})
    peak, workers = [0.0], dict[str, float]()
    watcher = threading.Thread(target=_watch, args=(process.pid, peak, workers))
    watcher.start()
    _, err = process.communicate()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit {process.returncode}\n{err.decode()[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, time.monotonic() - began, peak[0], sum(workers.values()))


def _watch(pid: int, peak: list[float], workers: dict[str, float]) -> None:
    """The sum of the proportional memory (Pss) of a process and its children, and each child's CPU, every 50 ms."""
    while Path(f"/proc/{pid}").exists():
        total = 0
        try:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            for p in [str(pid), *children]:
                for line in Path(f"/proc/{p}/smaps_rollup").read_text().splitlines():
                    if line.startswith("Pss:"):
                        total += int(line.split()[1])
            workers.update({child: _cpu(child) for child in children})
        except (OSError, ValueError):
            if not Path(f"/proc/{pid}/stat").exists() or ") Z" in Path(f"/proc/{pid}/stat").read_text():
                return
        peak[0] = max(peak[0], total / 1024)
        time.sleep(0.05)


def _cpu(pid: str) -> float:
    """CPU seconds of a process so far. Source: proc_pid_stat(5), fields 14 and 15."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Make the Maildir, run both, print the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--mails", type=int, default=20_000)
    ask.add_argument("--keep", type=Path, help="make the Maildir and the store here, and leave them")
    ask.add_argument("--skip-peers", action="store_true")
    options = ask.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="syncd-bench-"))
    try:
        bench(folder, options.mails, peers=not options.skip_peers)
    finally:
        if options.keep is None:
            shutil.rmtree(folder)


def bench(folder: Path, mails: int, *, peers: bool) -> None:
    """Measure in `folder`."""
    maildir = folder / "mail"
    size = write_maildir(maildir, mails) if not maildir.exists() else sum(f.stat().st_size for f in (maildir / "cur").iterdir())
    print(f"{mails} mails, {size / 1e6:.0f} MB")
    config = folder / "config.toml"
    config.write_text(CONFIG.format(maildir=maildir))
    for old in (folder / "history.db", folder / "history.db-wal", folder / "history.db-shm"):
        old.unlink(missing_ok=True)
    shutil.rmtree(folder / "raw", ignore_errors=True)
    syncd = [str(Path(sys.executable).parent / "syncd"), "once", "-c", str(config)]
    first = run(*syncd)
    print(f"syncd, first harvest      {first}   {first.cpu / mails * 1000:.2f} ms a mail; history.db {(folder / 'history.db').stat().st_size / size:.2f} of the mail")
    print(f"syncd, nothing changed    {run(*syncd)}")
    if peers and shutil.which("notmuch"):
        print(f"notmuch new, first        {(peer := _notmuch(folder, maildir))}")
        print(f"ratio of CPU, syncd to notmuch: {first.cpu / peer.cpu:.2f}")
    elif peers:
        print("notmuch is not installed: not compared")


def _notmuch(folder: Path, maildir: Path) -> Cost:
    shutil.rmtree(maildir / ".notmuch", ignore_errors=True)
    config = folder / "notmuch-config"
    config.write_text(f"[database]\npath={maildir}\n[user]\nname=x\nprimary_email=x@example.com\n[new]\ntags=unread\n")
    cost = run("notmuch", "new", "--quiet", env={"NOTMUCH_CONFIG": str(config)})
    shutil.rmtree(maildir / ".notmuch", ignore_errors=True)
    return cost


if __name__ == "__main__":
    main()
