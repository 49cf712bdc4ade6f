"""`python -m tests.bench.imap`: a first harvest from Dovecot beside mbsync and offlineimap, then passes with little to do.

Beside the whole harvest stands the connector alone (every page taken and dropped), and what the workers cost that derive.
Dovecot runs on the same cores; its own CPU is told beside each figure.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import selectors
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from connectors.imap import ImapOptions, connect
from connectors.imap.account import ImapAccount
from syncd.config import load
from syncd.once import once
from syncd.world import open_world
from tests.bench.imap_peers import Peer, peers
from tests.bench.mailbox import OURS, variants
from tests.bench.processes import run
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
FEW = 10  # mails that come later
PASSES = 20
_TICKS = os.sysconf("SC_CLK_TCK")


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


def add_few(server: Dovecot, turn: int) -> None:
    """A few more mails arrive in INBOX, never the same."""
    root = server.maildir(USER)
    for number, raw in enumerate(variants(FEW, seed=1000 + turn)):
        changed = raw.replace(b"@", b".few%d@" % turn, 1) if number % 2 else b"X-Turn: %d\n" % turn + raw
        (root / "new" / f"{1_800_000_000 + turn * FEW + number}.M{number}.few").write_bytes(changed)
    server.own(USER)


def server_cpu(server: Dovecot) -> float:
    """CPU seconds of Dovecot so far: its living processes and those that ended."""
    master = int((server.folder / "run" / "master.pid").read_text())
    found: dict[int, tuple[int, list[int]]] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()
            found[int(name)] = int(fields[1]), [int(f) for f in fields[11:15]]
    ticks, family = sum(found[master][1]), {master}
    while more := {pid for pid, (parent, _) in found.items() if parent in family} - family:
        ticks += sum(sum(found[pid][1]) for pid in more)
        family |= more
    return ticks / _TICKS


def cost(step: Callable[[], object]) -> tuple[float, float]:
    """CPU of this process and wall seconds of a step."""
    cpu, wall = time.process_time(), time.monotonic()
    step()
    return time.process_time() - cpu, time.monotonic() - wall


def everything(account: ImapAccount, cursors: dict[str, object]) -> int:
    """A pass over all folders; the cursors are kept; the number of changes."""
    changes = 0
    for collection in account.collections():
        for page in account.pages(collection, cursors.get(collection.id)):  # type: ignore[arg-type]
            cursors[collection.id] = page.cursor
            changes += len(page.changes)
    return changes


class Turns:
    """A way through to a server that counts round trips: each turn of the client, the first of a connection and those after the server spoke."""

    def __init__(self, port: int) -> None:
        self.count = 0
        self._to = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            threading.Thread(target=self._carry, args=(self._listening.accept()[0],), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with near, socket.create_connection(("127.0.0.1", self._to)) as far, selectors.DefaultSelector() as ready:
            ready.register(near, selectors.EVENT_READ, far)
            ready.register(far, selectors.EVENT_READ, near)
            spoke: object = far
            while True:
                for key, _ in ready.select():
                    data = key.fileobj.recv(262_144)  # type: ignore[union-attr]
                    if not data:
                        return
                    if key.fileobj is near and spoke is far:
                        self.count += 1
                    spoke = key.fileobj
                    key.data.sendall(data)


def unchanged(options: ImapOptions, cursors: dict[str, object], port: int) -> None:
    """Print what a pass with nothing new costs on an open connection, and its round trips."""
    account = connect(options)
    everything(account, cursors)
    passes = [cost(partial(everything, account, cursors)) for _ in range(PASSES)]
    account.close()
    cpu, wall = min(p[0] for p in passes), min(p[1] for p in passes)
    turns = Turns(port)
    counted = connect(_through(options, turns.port))
    everything(counted, cursors)
    before = turns.count
    everything(counted, cursors)
    print(f"{f'nothing new, {FOLDERS} folders, connection open':46} {cpu * 1000:6.1f} ms CPU {wall * 1000:6.1f} ms wall  {turns.count - before} round trips")
    counted.close()


def _through(options: ImapOptions, port: int) -> ImapOptions:
    return ImapOptions(host=options.host, port=port, tls="none", user=options.user, password_env=options.password_env)


def few_more(server: Dovecot, config: Path) -> None:
    """Print what passes cost in a process that goes on: with nothing new, and with a few new mails."""
    os.environ.pop("SYNCD_NOW", None)
    world = open_world(load(config))
    once(world)
    quiet = min(cost(partial(once, world)) for _ in range(5))
    print(f"{'a pass in a running process, nothing new':46} {quiet[0] * 1000:6.1f} ms CPU {quiet[1] * 1000:6.1f} ms wall")
    some = []
    for turn in range(5):
        add_few(server, turn)
        before = world.store.db.execute("SELECT count(*) FROM sighting").fetchone()[0]
        some.append(cost(partial(once, world)))
        assert world.store.db.execute("SELECT count(*) FROM sighting").fetchone()[0] == before + FEW
    print(f"{f'the same, {FEW} new mails':46} {min(some)[0] * 1000:6.1f} ms CPU {min(some)[1] * 1000:6.1f} ms wall")
    world.close()


def measure(server: Dovecot, folder: Path, mails: int, *, with_peers: bool) -> None:
    """Print everything."""
    options = ImapOptions(host="127.0.0.1", port=server.port, tls="none", user=USER, password_env="IMAP_PASSWORD")
    warm = connect(options)
    list(warm.collections())  # Dovecot builds its index at the first look
    warm.close()
    cursors: dict[str, object] = {}
    for name in ("connector alone, first time", "connector alone, again"):
        cursors.clear()
        account, before = connect(options), server_cpu(server)
        cpu, wall = cost(partial(everything, account, cursors))
        account.close()
        print(f"{name:46} {cpu:6.2f} s CPU {wall:6.2f} s wall  Dovecot {server_cpu(server) - before:.2f} s CPU")
    unchanged(options, cursors, server.port)
    values = {"ours": OURS, "port": server.port, "user": USER, "folder": server.maildir(USER)}
    for name, source in _SOURCES.items():
        config = folder / name / "config.toml"
        config.parent.mkdir()
        config.write_text((_CONFIG + source).format(**values))
        for step in ("first harvest", "nothing new"):
            before = server_cpu(server)
            told = run(sys.executable, "-m", "syncd", "once", "-c", str(config))
            print(f"{f'syncd once, {name}, {step}':46} {told}  Dovecot {server_cpu(server) - before:.2f} s CPU")
            if told.workers:
                print(f"    ms CPU a mail: workers that derive {told.workers / mails * 1000:.2f}, reading, handing over and storing {(told.cpu - told.workers) / mails * 1000:.2f}")
    chosen = list(peers(folder, server.port, USER, PASSWORD)) if with_peers else []
    for peer in chosen:
        _compare(server, peer)
    few_more(server, folder / "IMAP" / "config.toml")
    for peer in chosen:
        if isinstance(peer, Peer):
            print(f"{f'{peer.name}, {5 * FEW} new mails':46} {run(*peer.command)}")


def _compare(server: Dovecot, peer: Peer | str) -> None:
    if isinstance(peer, str):
        print(peer)
        return
    for step in ("first copy", "nothing new"):
        before = server_cpu(server)
        told = run(*peer.command)
        print(f"{f'{peer.name}, {step}':46} {told}  Dovecot {server_cpu(server) - before:.2f} s CPU")


def main() -> None:
    """Fill, measure, print."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--mails", type=int, default=20_000)
    words.add_argument("--skip-peers", action="store_true")
    given = words.parse_args()
    if why := missing():
        print(why)
        return
    os.environ["IMAP_PASSWORD"] = PASSWORD
    with dovecot() as server, tempfile.TemporaryDirectory() as folder:
        size = fill(server, given.mails)
        print(f"{given.mails} mails at Dovecot, {size / 1e6:.0f} MB, {FOLDERS} folders; 1-minute load {os.getloadavg()[0]:.1f}")
        measure(server, Path(folder), given.mails, with_peers=not given.skip_peers)


if __name__ == "__main__":
    main()
