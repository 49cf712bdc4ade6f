"""`python -m tests.bench.imap`: a first harvest from Dovecot, and passes with nothing new over an open connection.

Beside the whole harvest stands the connector alone (every page taken and dropped), with the CPU of this process only:
what it costs beside what deriving and storing cost. Dovecot runs on the same cores.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from connectors.imap import ImapOptions, connect
from connectors.imap.account import ImapAccount
from tests.bench.harvest import run
from tests.bench.mailbox import OURS, variants
from tests.servers.dovecot import PASSWORD, Dovecot, dovecot, missing

_CONFIG = """
[company]
name = "Bench"
domains = ["{ours}"]
timezone = "America/Chicago"
country = "US"
[privacy]
scope = "all"
notice_given = "2026-01-01"
[[staff]]
email = "phillip.allen@{ours}"
name = "Phillip Allen"
[[source]]
name = "mail"
owner = "phillip.allen@{ours}"
"""
_SOURCES = {
    "IMAP": 'connector = "imap"\nhost = "127.0.0.1"\nport = {port}\ntls = "none"\nuser = "{user}"\npassword_env = "IMAP_PASSWORD"\n',
    "the same Maildir": 'connector = "maildir"\npath = "{folder}"\n',
}
USER = "bench@klimatas.example"
FOLDERS = 40


def fill(server: Dovecot, mails: int) -> int:
    """That many mails in INBOX, none in the other folders; how many bytes."""
    root = server.maildir(USER)
    size = 0
    for number, raw in enumerate(variants(mails)):
        wire = raw.replace(b"\n", b"\r\n")
        size += len(wire)
        (root / "cur" / f"{1_700_000_000 + number}.M{number}.bench,S={len(raw)}:2,S").write_bytes(raw)
    for number in range(FOLDERS - 1):
        for part in ("cur", "new", "tmp"):
            (root / f".Aplankas{number:02}" / part).mkdir(parents=True)
    server.own(USER)
    return size


def cost(step: Iterator[object]) -> tuple[float, float, int]:
    """CPU of this process and wall seconds of taking everything, and how many there were."""
    cpu, wall = time.process_time(), time.monotonic()
    number = sum(1 for _ in step)
    return time.process_time() - cpu, time.monotonic() - wall, number


def everything(account: ImapAccount, cursors: dict[str, object]) -> Iterator[object]:
    """Every change of a pass over all folders; the cursors are kept."""
    for collection in account.collections():
        for page in account.pages(collection, cursors.get(collection.id)):  # type: ignore[arg-type]
            cursors[collection.id] = page.cursor
            yield from page.changes


def main() -> None:
    """Fill, measure, print."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--mails", type=int, default=20_000)
    mails = words.parse_args().mails
    if why := missing():
        raise SystemExit(why)
    os.environ["IMAP_PASSWORD"] = PASSWORD
    with dovecot() as server, tempfile.TemporaryDirectory() as folder:
        size = fill(server, mails)
        print(f"{mails} mails, {size / 1e6:.0f} MB, {FOLDERS} folders; 1-minute load {os.getloadavg()[0]:.1f}")
        options = ImapOptions(host="127.0.0.1", port=server.port, tls="none", user=USER, password_env="IMAP_PASSWORD")
        warm = connect(options)
        list(warm.collections())  # Dovecot builds its index at the first look
        warm.close()
        for name in ("connector alone, first time", "connector alone, again"):
            cursors: dict[str, object] = {}
            account = connect(options)
            cpu, wall, number = cost(everything(account, cursors))
            print(f"{name:46} {cpu:6.2f} s CPU {wall:6.2f} s wall  {number} changes, {size / wall / 1e6:.0f} MB/s")
        passes = [cost(everything(account, cursors)) for _ in range(20)]
        account.close()
        cpu, wall = min(p[0] for p in passes), min(p[1] for p in passes)
        print(f"{'nothing new, connection open':46} {cpu * 1000:6.1f} ms CPU {wall * 1000:6.1f} ms wall  {cpu * 1000 / FOLDERS:.3f} ms CPU a folder")
        for name, source in _SOURCES.items():
            config = Path(folder) / name / "config.toml"
            config.parent.mkdir()
            values = {"ours": OURS, "port": server.port, "user": USER, "folder": server.maildir(USER)}
            config.write_text((_CONFIG + source).format(**values))
            for step in ("first harvest", "nothing new"):
                print(f"{f'syncd once, {name}, {step}':46}", run(sys.executable, "-m", "syncd", "once", "-c", str(config)))


if __name__ == "__main__":
    main()
