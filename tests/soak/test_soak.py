"""A company's month while one request in ten goes wrong: nothing lost, nothing doubled, and the program no larger than in its first week (G1, G5).

Mail comes and goes each day, promises are made, people move, tick and delete entries, providers forget where they were read.
The program is one process that makes all passes. The same month is lived through a second time with nothing going wrong and
one pass a day; both stores and all calendars say the same.

`make test`: 3 days, 4 accounts. SYNCD_PROOF=1: 30 days, 20 accounts; -s prints the figures.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import re
import socket
import threading
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from connectors.graph import resync
from connectors.pace import Pace
from syncd import harvest
from tests.crash import google_scene, graph_scene
from tests.crash.sweep import forked_off, in_a_process
from tests.fakes.knobs import Clock
from tests.soak.accounts import Account, Failing, accounts
from tests.store.world import NOW, Mail, Office

PROOF = bool(os.environ.get("SYNCD_PROOF"))
KINDS, DAYS, PASSES = ("iiiiiiiiggggggmmmmmm", 30, 2) if PROOF else ("iigm", 3, 4)  # accounts, days, passes a day
SETTLED = 5  # days after which the program should grow no more
GROWTH = 1.25  # of its memory from then on: SQLite keeps pages of a store that grows
_THEIRS = r"c_[0-9a-f]{26}@group\.calendar\.google\.com|AAkALgA[\w=-]{40,}"  # ids of a calendar and of entries that were made
LAST = 12  # undisturbed passes at most until all is quiet
VILNIUS = ZoneInfo("Europe/Vilnius")
HOWS = ("moved", "ticked", "deleted", "", "")  # what becomes of an entry three days later
_REMINDERS = 'hold = "0"\nskip_if_entry_exists = false\nbriefs = "off"\nper_day = 1000'

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3 * 3600)]


class Life:
    """The company's days at its accounts, and a program that reads them."""

    def __init__(self, folder: Path, failing: Failing | None) -> None:
        folder.mkdir()
        self.folder, self.failing = folder, failing
        self.office = Office(folder, people=())
        self.accounts = accounts(folder, KINDS, failing)
        staff = "".join(f'[[staff]]\nemail = "{one.who}@klimatas.example"\nlanguage = "en"\n' for one in self.accounts)
        self.office.configure(reminders=_REMINDERS, staff=staff, sources="".join(one.source() for one in self.accounts))
        self.mails: dict[tuple[str, int], list[tuple[str, int]]] = {}  # id at the provider, number
        self.away: list[tuple[Account, str, int]] = []  # mails to be thrown away, once they are stored: nobody knows what was never read
        self.promises: dict[tuple[str, int], list[int]] = {}
        self.later: list[tuple[Account, int, str]] = []  # answers to come: whose, to which promise, what
        self.sent = 0
        self.told: list[dict[str, Any]] = []
        self._line, theirs = socket.socketpair()
        self._pid = forked_off(lambda: self._be_the_program(theirs), folder / "log")
        theirs.close()

    def _be_the_program(self, line: socket.socket) -> None:
        self._line.close()  # or its end would never be seen
        program(self.office, line)

    def live(self, passes: int) -> None:
        """All days, with so many passes each; then passes until there is nothing more to do."""
        for day in range(DAYS):
            for account in self.accounts:
                self._day(account, day)
            self._answer()
            for number in range(passes):
                self._pass(NOW + dt.timedelta(days=day, hours=10 * (number + 1) / passes))
        if self.failing:
            self.failing.is_over = True
        for number in range(LAST):
            self._pass(NOW + dt.timedelta(days=DAYS + 2, hours=number))
            self._answer()
            if number > 1 and not (self.told[-1]["errors"] or self.told[-1]["seen"] or self.later or self.away):
                break
        assert not self.later and not self.away, "an entry that was never put, a mail that was never read"
        self._line.close()
        os.waitpid(self._pid, 0)

    def _pass(self, now: dt.datetime) -> None:
        self._line.sendall(f"{now.isoformat()}\n".encode())
        answer = b""
        while not answer.endswith(b"\n"):
            piece = self._line.recv(1 << 16)
            assert piece, (self.folder / "log").read_text()[-3_000:]
            answer += piece
        self.told.append(json.loads(answer))

    def _day(self, account: Account, day: int) -> None:
        """What a person's day brings; the same in every life."""
        chance, at = random.Random(f"{account.who}/{day}"), NOW + dt.timedelta(days=day, hours=-3)
        self.mails[account.who, day] = [self._deliver(account, at, chance) for _ in range(chance.randint(1, 3))]
        self.promises[account.who, day] = [self._promise(account, at, chance) for _ in range(chance.randint(0, 2))]
        if day >= 3:
            self.away += [(account, *mail) for mail in self.mails[account.who, day - 3][:1]]
            self.later += [(account, number, how) for number in self.promises[account.who, day - 3] if (how := HOWS[number % len(HOWS)])]
        if day % 7 == 6:
            account.bad_day(day // 7)

    def _answer(self) -> None:
        """People throw away what was read, and answer what they were to answer by now where the entry is there already."""
        if self.away:
            stored = {id_ for (id_,) in self.office.rows("SELECT message_id FROM message")}
            for account, mail, number in [one for one in self.away if f"in{one[2]}@mail.example" in stored]:
                account.throw_away(mail)
                self.away.remove((account, mail, number))
        due = dt.datetime(2027, 2, 1, 8, 30, tzinfo=VILNIUS)
        self.later = [(account, n, how) for account, n, how in self.later if not account.answer(f"about unit {n} on", how, due + dt.timedelta(days=n % 20))]

    def _deliver(self, account: Account, at: dt.datetime, chance: random.Random) -> tuple[str, int]:
        self.sent += 1
        mail = Mail(id=f"in{self.sent}", sender=f"info@customer{chance.randrange(40)}.example", to=(f"{account.who}@klimatas.example",), at=f"{at:%Y-%m-%dT%H:%M:%S}",
                    subject=f"Question {self.sent}", text=f"Good morning,\n\nwhat would unit {self.sent} cost?")  # fmt: skip
        return account.deliver(mail.raw(), at, is_sent=False), self.sent

    def _promise(self, account: Account, at: dt.datetime, chance: random.Random) -> int:
        self.sent += 1
        due = (at + dt.timedelta(days=chance.randint(40, 60))).replace(hour=chance.randint(9, 16))
        mail = Mail(id=f"out{self.sent}", sender=f"{account.who}@klimatas.example", to=(f"buyer@partner{chance.randrange(40)}.example",), at=f"{at:%Y-%m-%dT%H:%M:%S}",
                    subject=f"Order {self.sent}", text=f"Hello,\n\nI will call you about unit {self.sent} on {due:%-d %B %Y at %-H:00}.")  # fmt: skip
        account.deliver(mail.raw(), at, is_sent=True)
        return self.sent

    def said(self) -> dict[str, Any]:
        """What there is in the end; ids that a provider makes up anew are left out."""
        lines = [re.sub(_THEIRS, "of theirs", line) if line.startswith("reminder|") else line for line in self.office.dump()]
        return {"dump": lines, "findings": self.office.findings(), "entries": {one.who: one.entries() for one in self.accounts}}


# ── the program ──────────────────────────────────────────────────────────────────────────────────────────────────


def program(office: Office, line: socket.socket) -> None:
    """Make a pass for each time that comes over the line, in one process, and tell how it went and how large it is."""
    clock = Clock(0.0)
    Pace.__init__.__kwdefaults__.update(now=clock, sleep=clock.sleep)  # who is asked to wait waits by it
    resync.TURNS._now = clock
    harvest.PATIENCE = 0.0  # for longer waits the next pass comes
    for at in line.makefile():
        office.now = dt.datetime.fromisoformat(at.strip())
        clock.now = office.now.timestamp()
        outcome = office.once()
        told = {
            "errors": [s.error for s in outcome.sources if s.error], "seen": sum(s.counts.seen for s in outcome.sources), "put": outcome.reminders.put,
            "memory": _memory(), "files": len(os.listdir("/proc/self/fd")), "threads": threading.active_count(),
        }  # fmt: skip
        line.sendall(json.dumps(told).encode() + b"\n")


def _memory() -> int:
    """Kilobytes in memory, shared ones whole: its part of what it shares would grow when the process beside it ends (proc(5), status)."""
    return int(re.findall(r"^VmRSS:\s+(\d+)", Path("/proc/self/status").read_text(), re.M)[0])


# ── the test ─────────────────────────────────────────────────────────────────────────────────────────────────────


def month(folder: Path, failing: Failing | None, passes: int) -> dict[str, Any]:
    """A life in a process of its own, which knows no other people."""
    answer = folder.with_suffix(".json")

    def live() -> None:
        google_scene.make_ready()
        graph_scene.make_ready()
        life = Life(folder, failing)
        life.live(passes)
        figures = {"asked": failing.asked, "failed": dict(failing.failed)} if failing else {}
        answer.write_text(json.dumps({**life.said(), "told": life.told, "sent": life.sent, **figures}, ensure_ascii=False))

    in_a_process(live, folder.with_suffix(".log"))
    return dict(json.loads(answer.read_text()))


def test_a_month_in_which_one_request_in_ten_fails_ends_like_one_in_which_none_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """G1, G5: the same store and entries; memory, open files and threads level; every pass ends by itself."""
    beside = forked_off(lambda: month(tmp_path / "calm", None, 1), tmp_path / "log")
    found = month(tmp_path / "failing", Failing(1), PASSES)
    assert os.waitpid(beside, 0)[1] == 0, (tmp_path / "log").read_text()[-3_000:]
    calm = json.loads((tmp_path / "calm.json").read_text())
    told, failed = found["told"], sum(found["failed"].values())
    level = told[min(SETTLED, DAYS - 1) * PASSES :]
    figures = {name: (max(one[name] for one in told[: len(told) - len(level)]), max(one[name] for one in level)) for name in ("memory", "files", "threads")}
    with capsys.disabled():
        print(f"\n{len(KINDS)} accounts, {DAYS} days, {len(told)} passes, {found['sent']} mails; {failed} of {found['asked']} requests failed: {found['failed']}; "
              f"{sum(bool(one['errors']) for one in told)} passes with an error; before and after {SETTLED} days at most: {figures} (kB)")  # fmt: skip
    assert 0.07 < failed / found["asked"] < 0.13
    assert found["findings"] == []
    assert found["entries"] == calm["entries"]
    assert [pair for pair in zip(found["dump"], calm["dump"], strict=False) if pair[0] != pair[1]][:3] == []
    assert len(found["dump"]) == len(calm["dump"])
    assert figures["memory"][1] <= figures["memory"][0] * GROWTH
    assert figures["files"][1] <= figures["files"][0] and figures["threads"][1] <= figures["threads"][0]


