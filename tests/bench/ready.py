"""`python -m tests.bench.ready FOLDER`: seconds until a daemon over a store says it is ready, as systemd is told (sd_notify(3)), and its memory then.

FOLDER is what `tests.bench.growth --folder` has left: a store of 1 GB is one of about 110,000 of its mails, the originals included.
"""

from __future__ import annotations

import argparse
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.bench.mailbox import COMPANY
from tests.bench.processes import cpu_of, family, pss
from tests.conftest import bytecode_kept

BAR = 2.0  # seconds
_RUNS = 5
_PATIENCE = 300.0  # seconds
_SOURCE = '[run]\nhealth = ""\n[[source]]\nname = "mail"\nconnector = "mbox"\npath = "{path}"\nowner = "jeff.skilling@enron.com"\n'


def ready(folder: Path) -> tuple[float, float, float]:
    """Wall and CPU seconds from its start until it is ready, and MB of all its processes then."""
    config = folder / "daemon.toml"
    config.write_text(COMPANY + _SOURCE.format(path=folder / "mail"))
    address = folder / "notify"
    address.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told, (folder / "daemon.log").open("wb") as log:
        told.bind(str(address))
        told.settimeout(1.0)
        began = time.monotonic()
        process = subprocess.Popen([sys.executable, "-m", "syncd", "run", "-c", str(config)], stdout=log, stderr=log, env=bytecode_kept({"NOTIFY_SOCKET": str(address)}))
        try:
            _wait(told, process)
            wall = time.monotonic() - began
            members = list(family(process.pid))
            return wall, sum(cpu_of(p) for p in members), sum(pss(p) for p in members)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(_PATIENCE)


def _wait(told: socket.socket, process: subprocess.Popen[bytes]) -> None:
    """Until it is ready. Raises SystemExit where it has ended, or takes too long."""
    end = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < end:
        with suppress(TimeoutError):
            if told.recv(1000) == b"READY=1":
                return
    raise SystemExit(f"the daemon is not ready; its exit code is {process.poll()}")


def main() -> None:
    """Start it some times, print the least."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folder", type=Path)
    folder = ask.parse_args().folder.absolute()
    size = sum(f.stat().st_size for f in (folder / "history.db", *(folder / "raw").glob("*.db")))
    wall, cpu, memory = min(ready(folder) for _ in range(_RUNS))
    print(f"a daemon over a store of {size / 1e9:.2f} GB is ready after {wall:.2f} s, {cpu:.2f} s CPU, {memory:.0f} MB; bar {BAR:.0f} s: {'kept' if wall <= BAR else 'MISSED'}")


if __name__ == "__main__":
    main()
