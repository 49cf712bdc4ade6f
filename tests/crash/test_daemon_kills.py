"""The real daemon, killed again and again while mail arrives and entries are written; then an old copy of its store put back.

Mail comes into Dovecot by LMTP and APPEND, the entries lie in Radicale. A share of the kills waits for a new entry to
appear in Radicale's storage and falls at once: between the write into the calendar and the commit that remembers it. The
others fall at random moments. Where each fell is read from the store afterwards and counted, not hoped for.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import random
import re
import shutil
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from connectors.dav.client import Account
from syncd.core.keys import reminder_uid
from tests.connectors.dav_worlds import Person, close_all
from tests.servers.company import Company, holder_pid, kill, until
from tests.servers.dovecot import dovecot, missing
from tests.servers.radicale import PASSWORD, radicale

LIVES = 10 if os.environ.get("SYNCD_PROOF") else 1  # each another company's
KILLS = 100  # in each
WAITS = ("entry", "ready", "entry", "ready", "entry", "")  # what a kill waits for, in turn; the first few wait for worker processes
WITH_WORKERS = 4  # processes: the daemon, what starts its workers and watches them, at least one worker
LEAST_BETWEEN = 20  # kills between the calendar's write and our commit
WAIT = 15.0  # seconds; nothing by then: the kill falls as it is
MORE = 40  # further kills at most, until so many fell between
LONGEST = 0.8  # seconds to a kill at a random moment, from the start of the process or from when it is ready
BETWEEN = "between calendar write and commit"
WORKING = "beside worker processes"
AT_LEAST = {BETWEEN: LEAST_BETWEEN, WORKING: 2, "starting": 3, "in a pass": 5, "keeping reminders": 5}
QUIET_WITHIN = 120.0  # seconds

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]


@dataclass
class Answers:
    """What people did to their entries at another program: uid → the line that must stay, None where it was deleted."""

    people: dict[str, Person]
    left: dict[str, tuple[str, str | None]] = field(default_factory=dict)  # uid → whose, line

    def move(self, company: Company, who: str, uid: str) -> None:
        """Drag it to another day."""
        day = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=60 + len(self.left))
        line = f"DTSTART;TZID=Europe/Vilnius:{day:%Y%m%d}T083000"
        end = f"DTEND;TZID=Europe/Vilnius:{day:%Y%m%d}T084500"
        self._write(company, who, uid, line, ((r"DTSTART[^\r\n]*", line), (r"DTEND[^\r\n]*", end)))

    def tick(self, company: Company, who: str, uid: str) -> None:
        """Put the mark of what is done before its title."""
        (title,) = re.findall(r"^SUMMARY:([^\r\n]*)", company.entries(who)[uid], re.MULTILINE)
        self._write(company, who, uid, f"SUMMARY:✓ {title}", ((r"SUMMARY[^\r\n]*", f"SUMMARY:✓ {title}"),))

    def delete(self, company: Company, who: str, uid: str) -> None:
        """Take it out."""
        self.people[who].delete(self._path(company, who, uid))
        self.left[uid] = (who, None)

    def _write(self, company: Company, who: str, uid: str, line: str, changes: tuple[tuple[str, str], ...]) -> None:
        head, begin, body = company.entries(who)[uid].partition("BEGIN:VEVENT")
        for pattern, new in changes:
            body = re.sub(f"^{pattern}", lambda _, n=new: n, body, count=1, flags=re.MULTILINE)
        self.people[who].write(self._path(company, who, uid), (head + begin + body).encode())
        self.left[uid] = (who, line)

    def _path(self, company: Company, who: str, uid: str) -> str:
        return f"/u{company.people.index(who)}/syncd-promises/{uid}.ics"


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    if why := missing():
        pytest.skip(why)
    calendars, office = tmp_path / "radicale", tmp_path / "office"
    calendars.mkdir()
    office.mkdir()
    with dovecot() as server, radicale(calendars) as url:
        if not server.lmtp_port:
            pytest.skip("dovecot-lmtpd is not installed: the daemon was NOT killed while mail arrives")
        there = Company(office, server, calendars, url)
        yield there
        there.close()
        close_all()


@pytest.mark.parametrize("life", range(LIVES))
def test_kills_and_an_old_copy_lose_and_double_nothing(company: Company, life: int, capsys: pytest.CaptureFixture[str]) -> None:
    """F110, F116, F117, G1, G2, G5: every mail once, every promise one entry, every answer kept; so too from a copy of the middle."""
    moments = random.Random(20261122 + life)
    accounts = (Account(url=company.url, user=f"u{n}", password=PASSWORD) for n in range(len(company.people)))
    answers = Answers(dict(zip(company.people, map(Person, accounts), strict=True)))
    copy = company.folder / "copy"
    hits: Counter[str] = Counter()
    company.backlog("olga", 900)
    began = time.monotonic()
    for number in range(1, KILLS + MORE + 1):
        if number > KILLS and hits[BETWEEN] >= LEAST_BETWEEN:
            break
        copy_now = number == KILLS // 2
        waits = "workers" if number <= 4 else "ready" if copy_now else "entry" if number > KILLS else WAITS[number % len(WAITS)]
        hits.update(_one_kill(company, moments, waits, copy if copy_now else None))
        if copy_now:
            known = _answer(company, answers, without=set(), delete=True)
        elif number == KILLS * 4 // 5:
            _answer(company, answers, without=known, delete=False)
    with capsys.disabled():
        print(f"\n{len(company.promised)} kills in {time.monotonic() - began:.0f} s: {dict(sorted(hits.items()))}; {len(company.delivered)} mails in")
    assert {name: hits[name] for name, least in AT_LEAST.items() if hits[name] < least} == {}
    _settle(company)
    _all_is_well(company, answers)
    _put_back(company.folder, copy)
    _settle(company)
    _all_is_well(company, answers)


def _one_kill(company: Company, moments: random.Random, waits: str, copy: Path | None) -> set[str]:
    """Start the daemon, let mail arrive, kill it at once when what it `waits` for is there; the windows in which the kill fell."""
    with company.log.open("ab") as log:
        starts = company.starts()
        process = company.start(log, started=not waits)  # so that loading is interrupted too
    began, before = time.monotonic(), company.entry_names()
    for _ in range(moments.randint(1, 3)):
        company.deliver(moments.choice(company.people))
    company.promise(moments.choice(company.people))
    match waits:
        case "entry":
            until(lambda: company.entry_names() > before, WAIT, every=0.0005)
        case "workers":
            until(lambda: _group_size(process.pid) >= WITH_WORKERS, WAIT, every=0.01)
        case "ready":
            until(lambda: company.starts() > starts, WAIT, every=0.01)
            time.sleep(moments.uniform(0.0, LONGEST))
        case _:
            time.sleep(max(0.0, began + moments.uniform(0.0, LONGEST) - time.monotonic()))
    if copy:
        _copy_store(company.folder, copy)
    workers = waits != "entry" and _group_size(process.pid) >= WITH_WORKERS
    assert process.poll() is None, f"the daemon ended by itself: {company.log.read_text('utf-8')[-3000:]}"
    kill(process)
    assert process.returncode == -signal.SIGKILL
    return _windows(company, process.pid, company.entry_names() - before) | ({WORKING} if workers else set())


def _group_size(group: int) -> int:
    """How many living processes a group has."""
    found = 0
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):  # it ended meanwhile
            found += os.getpgid(int(name)) == group and ") Z " not in Path(f"/proc/{name}/stat").read_text()
    return found


def _windows(company: Company, pid: int, written: set[str]) -> set[str]:
    """What the daemon was at when it was killed, by what it left behind; `written`: the entries that came into the calendars."""
    leases = dict(company.rows("SELECT name, value FROM meta WHERE name IN ('daemon_lease', 'outbox_lease')"))
    if holder_pid(leases.get("daemon_lease")) != pid:
        return {"starting"}
    states = dict(company.rows("SELECT uid, state FROM reminder"))
    at = {
        BETWEEN: any(states[uid] == "sending" for uid in written),
        "keeping reminders": holder_pid(leases.get("outbox_lease")) == pid,
        "in a pass": pid in {holder_pid(lease) for (lease,) in company.rows("SELECT lease_holder FROM source")},
    }
    return {name for name, was in at.items() if was} or {"at rest"}


def _answer(company: Company, answers: Answers, *, without: set[str], delete: bool) -> set[str]:
    """Two entries are moved, one ticked, one deleted; none of those in `without`. All that the store knew then."""
    known = {uid: owner.partition("@")[0] for uid, owner in company.rows("SELECT uid, owner FROM reminder WHERE state = 'there' ORDER BY uid")}
    free = sorted(set(known) - without)
    assert len(free) >= 4, "too few entries were written yet"
    for uid in free[:2]:
        answers.move(company, known[uid], uid)
    answers.tick(company, known[free[2]], free[2])
    if delete:
        answers.delete(company, known[free[3]], free[3])
    return set(known)


def _settle(company: Company) -> None:
    """Let the daemon work until nothing is left to do: a start for the mails, another for their entries, and a pass that finds nothing."""
    mails = len(company.delivered) + len(company.promised)
    with company.running():
        assert until(lambda: len(company.rows("SELECT 1 FROM message")) >= mails, QUIET_WITHIN, every=0.2)
    with company.running():
        assert until(company.caught_up, QUIET_WITHIN, every=0.2)
    last = company.run("once", "--json")
    assert [s["error"] for s in last.json["sources"] if s["error"]] == []
    last = company.run("once", "--json").json
    assert (sum(s["stored"] for s in last["sources"]), last["promises_found"], last["reminders_put"]) == (0, 0, 0)


def _all_is_well(company: Company, answers: Answers) -> None:
    """Every mail once, every promise one entry, every answer as it was given, and nothing wrong in the store."""
    stored = Counter(id_ for (id_,) in company.rows("SELECT message_id FROM message"))
    assert stored == Counter([*company.delivered, *company.promised])
    promises = dict(company.rows("SELECT p.key, m.message_id FROM promise p JOIN message m ON m.interaction_id = p.interaction_id"))
    assert Counter(promises.values()) == Counter(company.promised.keys())
    gone = {uid for uid, (_, line) in answers.left.items() if line is None}
    for who in company.people:
        wanted = {reminder_uid(key, "due") for key, id_ in promises.items() if company.promised[id_] == who}
        assert set(company.entries(who)) == wanted - gone, who
    assert len(company.entry_files()) == len(company.promised) - len(gone), "none lies in another calendar"
    for uid, (who, line) in answers.left.items():
        assert line is None or line in company.entries(who)[uid]
    decided = Counter(kind for (kind,) in company.rows("SELECT kind FROM decision"))
    assert decided == Counter({"move": 4, "done": 2, "delete": 1})
    verified = company.run("verify", "--json")
    assert verified.code == 0 and verified.json["findings"] == []


def _copy_store(folder: Path, to: Path) -> None:
    """A copy of the store while it is being written, as a backup makes it: what refers before what is referred to."""
    (to / "raw").mkdir(parents=True)
    for path in (folder / "history.db", *sorted((folder / "raw").glob("*.db"))):
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(to / path.relative_to(folder))) as target:
            source.backup(target)


def _put_back(folder: Path, copy: Path) -> None:
    """The copy in place of the store."""
    for path in folder.glob("history.db*"):
        path.unlink()
    shutil.rmtree(folder / "raw")
    shutil.copytree(copy, folder, dirs_exist_ok=True)
