"""`make bench-live`: how soon the running daemon has new mail, and what a thousand accounts cost it while nothing happens.

    latency   mail by LMTP → its row in the store; a promise appended to Sent → its entry in Radicale; a backlog is worked off meanwhile
    accounts  memory, CPU over a quiet minute, and seconds until new mail in some of them is in the store

The daemon is started as systemd starts it and only looked at from outside.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from syncd.core.keys import reminder_uid
from tests.conftest import bytecode_kept
from tests.servers.company import Company, kill, rows, until
from tests.servers.dovecot import PASSWORD, dovecot, missing
from tests.servers.radicale import radicale

PACE = 0.2  # seconds between two mails: Radicale itself takes some 30 to 80 ms of CPU to write an entry
PATIENCE = 150.0  # seconds for the last mail to be seen
LOOK = 0.01  # seconds between two looks
SETTLED = 3.0  # seconds without a command after which the first round counts as over
SAMPLES = 20  # accounts that get a mail
_TICKS = os.sysconf("SC_CLK_TCK")
_IDLE_CONFIG = """
[company]
name = "Klimatas"
domains = ["klimatas.example"]
timezone = "Europe/Vilnius"
[privacy]
notice_given = "2026-01-01"
[run]
health = ""
[[source_for_each]]
name = "{{local}}-mail"
staff = "all"
connector = "imap"
host = "127.0.0.1"
port = {port}
tls = "none"
user = "{{email}}"
password_env = "MAIL_PASSWORD"
owner = "{{email}}"
"""


def told(name: str, seconds: list[float], asked: int) -> None:
    """Print the median and the 99th of a hundred, and how many never came."""
    seconds = sorted(seconds)
    at = [f"{seconds[min(len(seconds) - 1, int(len(seconds) * share))]:.2f}" for share in (0.5, 0.99)] if seconds else ["-", "-"]
    print(f"{name:54} p50 {at[0]} s, p99 {at[1]} s; {len(seconds)} of {asked}")


# ── latency ──────────────────────────────────────────────────────────────────────────────────────────────────────


class Watched:
    """When each mail's row and each entry was first seen, by two threads that look all the time."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.rows: dict[str, float] = {}
        self.entries: dict[str, float] = {}
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._look, args=(look,)) for look in (self._look_at_rows, self._look_at_entries)]
        self._last = 0

    def __enter__(self) -> Watched:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _look(self, look: Callable[[], None]) -> None:
        while not self._over.wait(LOOK):
            look()

    def _look_at_rows(self) -> None:
        for number, id_ in self.company.rows(f"SELECT interaction_id, message_id FROM message WHERE interaction_id > {self._last}"):
            self._last = max(self._last, number)
            self.rows.setdefault(id_, time.monotonic())

    def _look_at_entries(self) -> None:
        for uid in self.company.entry_names() - self.entries.keys():
            self.entries[uid] = time.monotonic()


def latency(folder: Path, mails: int, backlog: int) -> None:
    """Print how soon mail is stored and how soon a promise has its entry."""
    calendars, office = folder / "radicale", folder / "office"
    calendars.mkdir()
    office.mkdir()
    with dovecot() as server, radicale(calendars) as url:
        if not server.lmtp_port:
            print("dovecot-lmtpd is not installed: latency was not measured")
            return
        company = Company(office, server, calendars, url, every="1 min")
        with company.running():
            assert until(lambda: len(company.rows("SELECT 1 FROM source WHERE last_success IS NOT NULL")) == 2 * len(company.people), 60)
        company.backlog("olga", backlog)
        with company.running(), Watched(company) as watched:
            began = time.monotonic()
            sent = _send(company, mails)
            until(lambda: len(watched.rows.keys() & sent.keys()) == mails and len(watched.entries) >= mails // 2, PATIENCE)
        old = [at - began for id_, at in watched.rows.items() if id_.startswith("old")]
        keys = dict(company.rows("SELECT m.message_id, p.key FROM promise p JOIN message m ON m.interaction_id = p.interaction_id"))
        told("LMTP to Inbox → row", [watched.rows[i] - at for i, at in sent.items() if i in watched.rows and i.startswith("in")], mails - mails // 2)
        uids = {i: reminder_uid(key, "due") for i, key in keys.items()}
        told("APPEND to Sent → row", [watched.rows[i] - at for i, at in sent.items() if i in watched.rows and i.startswith("out")], mails // 2)
        told("APPEND to Sent → entry in Radicale", [watched.entries[uids[i]] - at for i, at in sent.items() if uids.get(i) in watched.entries], mails // 2)
        print(f"{'backlog worked off meanwhile':54} {len(old)} of {backlog}, the last after {max(old, default=0.0):.0f} s of {mails * PACE:.0f} s of sending")
        company.close()


def _send(company: Company, mails: int) -> dict[str, float]:
    """Half of the mails to the Inbox, half with a promise into Sent; when each was sent."""
    sent = {}
    for number in range(mails):
        began = time.monotonic()
        who = company.people[number // 2 % (len(company.people) - 1)]  # not the one with the backlog
        sent[company.promise(who) if number % 2 else company.deliver(who)] = began
        time.sleep(PACE)
    return sent


# ── many accounts ────────────────────────────────────────────────────────────────────────────────────────────────


class Server:
    """The process of idle_server.py."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.port = int(self._answer())

    def deliver(self, name: str) -> None:
        """A mail into an account's INBOX."""
        self._say(f"deliver {name}")

    def counts(self) -> tuple[int, int, int]:
        """Connections, how many of them idle, and commands so far."""
        self._say("?")
        connections, idle, commands = map(int, self._answer().split())
        return connections, idle, commands

    def is_quiet(self, seconds: float) -> bool:
        """Whether no command comes for so long."""
        before = self.counts()[2]
        time.sleep(seconds)
        return self.counts()[2] == before

    def _say(self, order: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(order + "\n")
        self._process.stdin.flush()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@contextmanager
def idle_server() -> Iterator[Server]:
    """The server while the block runs."""
    with subprocess.Popen([sys.executable, "-m", "tests.bench.idle_server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Server(process)
        assert process.stdin is not None
        process.stdin.close()


def group(pid: int) -> list[int]:
    """The processes of a group."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        with suppress(OSError):
            if os.getpgid(int(name)) == pid:
                found.append(int(name))
    return found


def memory(pid: int) -> float:
    """MB of a group, what processes share counted once. Source: proc(5), smaps_rollup, Pss."""
    lines = [line for one in group(pid) for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines() if line.startswith("Pss:")]
    return sum(int(line.split()[1]) for line in lines) / 1024


def cpu(pid: int) -> float:
    """CPU seconds of a group so far."""
    fields = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in group(pid)]
    return sum(int(f[11]) + int(f[12]) + int(f[13]) + int(f[14]) for f in fields) / _TICKS


def accounts(folder: Path, number: int, quiet: float) -> None:
    """Print what so many accounts cost while nothing happens, and how soon mail in some of them is stored."""
    folder.mkdir()
    names = [f"person{n}@klimatas.example" for n in range(number)]
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with idle_server() as server:
        config = folder / "config.toml"
        config.write_text(_IDLE_CONFIG.format(port=server.port) + "".join(f'[[staff]]\nemail = "{name}"\nname = "Person {n}"\n' for n, name in enumerate(names)))
        view = partial(rows, folder / "history.db")
        began = time.monotonic()
        with (folder / "daemon.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "syncd", "run", "-c", str(config)], stderr=log, start_new_session=True,
                env=bytecode_kept(os.environ) | {"MAIL_PASSWORD": PASSWORD},
            )  # fmt: skip
        try:
            read = until(lambda: len(view("SELECT 1 FROM source WHERE last_success IS NOT NULL")) == number, 600, every=0.5)
            print(f"{f'{number} accounts, each read once':54} {time.monotonic() - began:.1f} s{'' if read else ' and not all'}, {cpu(process.pid):.1f} s CPU")
            until(lambda: server.is_quiet(SETTLED), 120)
            before, at = cpu(process.pid), server.counts()
            time.sleep(quiet)
            spent, then = cpu(process.pid) - before, server.counts()
            print(f"{f'{quiet:.0f} s in which nothing happens':54} {100 * spent / quiet:.1f} % of a core, {memory(process.pid):.0f} MB; "
                  f"{then[0]} connections, {then[1]} of them idle; {then[2] - at[2]} commands")  # fmt: skip
            _new_mail(server, view, names)
        finally:
            kill(process)


def _new_mail(server: Server, view: Callable[[str], list[tuple[str]]], names: list[str]) -> None:
    chosen = random.Random(1).sample(names, min(SAMPLES, len(names)))
    sent, seen = {}, dict[str, float]()

    def all_seen() -> bool:
        for (id_,) in view("SELECT message_id FROM message"):
            seen.setdefault(id_.partition(".")[2], time.monotonic())
        return len(seen) == len(sent)

    for name in chosen:
        sent[name] = time.monotonic()
        server.deliver(name)
        until(all_seen, 1.0, every=LOOK)
    until(all_seen, PATIENCE, every=LOOK)
    told(f"new mail in {len(chosen)} of them → row", [seen[name] - sent[name] for name in chosen if name in seen], len(chosen))


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--mails", type=int, default=200)
    words.add_argument("--backlog", type=int, default=5000)
    words.add_argument("--accounts", type=int, default=1000)
    words.add_argument("--quiet", type=float, default=60.0, help="seconds in which nothing happens")
    given = words.parse_args()
    print(f"1-minute load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        if why := missing():
            print(why)
        elif given.mails:
            latency(Path(folder), given.mails, given.backlog)
        if given.accounts:
            accounts(Path(folder) / "accounts", given.accounts, given.quiet)


if __name__ == "__main__":
    main()
