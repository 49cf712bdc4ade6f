"""The real program on a provider, killed again and again while mail arrives and entries are written.

The fake of the provider carries out one write in ten and never answers it. Most kills fall at a request that was chosen: a
write that was just carried out, one that is about to be, or a page of a harvest that was just given; the others at any
moment. Where each fell is read from the fake's log and the store afterwards and counted, not hoped for. In the end the same
days are lived through by a program nobody disturbs, and both stores say the same.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from syncd.core.keys import reminder_uid
from tests.conftest import run_syncd
from tests.crash.cloud import PEOPLE, Cloud
from tests.crash.cloud_scene import Act, Fate, Firm, meeting_uid, message_id, moved_to, words
from tests.fakes.google.faults import Answer, Rule
from tests.servers.company import rows

PROOF = bool(os.environ.get("SYNCD_PROOF"))
KILLS = 100 if PROOF else 20
BACKLOG = {"mail": 20, "news": 5, "promise": 6, "meeting": 10, "contact": 12} if PROOF else {"mail": 8, "news": 2, "promise": 4, "meeting": 5, "contact": 5}
BAD_DAY = 6 if PROOF else 3  # each so many passes, in the first half of them: later what was missed would not be found that way
MORE = KILLS // 2  # further kills at most, until so many fell where they should
LOST = 0.1  # of the writes, whose answer is lost
AIMS = ("write", "page", "write", "page", "moment", "begun")  # what a kill aims at, in turn
BURSTS = ("mail", "meeting")
LONGEST = 0.6  # seconds to a kill at a random moment
WAIT = 20.0  # seconds; what was aimed at did not come by then: the kill falls as it is
BETWEEN, BEGUN, MADE, PAGE = "between calendar write and commit", "before the calendar write", "as the calendar was made", "in a page"
AT_LEAST = {BETWEEN: KILLS // 5, PAGE: KILLS // 5, BEGUN: KILLS // 20}
QUIET_WITHIN = 12  # passes
CONTACTS_ALONE = 900  # contacts who are in no mail have numbers from here
MEETINGS = ("meeting", "hidden meeting", "series", "called off")
BECOMES = {  # what the store knows of an item in the end, by what followed ("": always); otherwise it is stored
    "mail": {"spam": "gone", "thrown away": "gone", "hidden": "exclude:labels"},
    "promise": {"promise hidden": "exclude:labels"},
    "news": {"": "class:bulk"},
    "among us": {"": "scope:internal"},
    "hidden mail": {"": "exclude:labels"},
    "meeting": {"meeting deleted": "gone"},
    "hidden meeting": {"": "sensitivity"},
}
DECIDED = {"entry moved": "move", "entry ticked": "done", "entry refused": "dismiss"}


def survives_kills(cloud: Cloud, calm: Cloud, folder: Path, seed: int = 1) -> str:
    """Live through some days with kills, and through the same without; what was hit, for people to read."""
    firm, fate = Firm(cloud, folder / "killed"), Fate(seed)
    for kind, count in BACKLOG.items():
        for act in fate.backlog(kind, count) if kind != "contact" else _contacts(count):
            firm.happen(act)
    cloud.world.drops(LOST, seed)
    began, hits = time.monotonic(), Counter[str]()
    at_least = {**AT_LEAST, **({MADE: 1} if cloud.makes_calendars else {})}
    _kills(firm, fate, random.Random(seed), hits, at_least)
    lasted = time.monotonic() - began
    _settle(firm, fate)
    applied = [one for one in cloud.world.log if cloud.is_write(one) and cloud.is_done(one)]
    lost = sum(not one.status for one in applied)
    told = f"{hits['kills']} kills in {lasted:.0f} s: {dict(sorted(hits.items()))}; {lost} of {len(applied)} answers of writes lost; {len(firm.done)} acts, {len(cloud.world.log)} requests"
    assert {name: hits[name] for name, least in at_least.items() if hits[name] < least} == {}, told
    assert lost >= KILLS // 20, told
    _check_harvest(firm)
    _check_entries(firm)
    cloud.check(firm)
    undisturbed = Firm(calm, folder / "undisturbed")
    undisturbed.relive(firm.done)
    for undisturbed.office.now in (firm.office.now, firm.office.now):
        undisturbed.once()
    assert _said(firm) == _said(undisturbed)
    return told


def _contacts(count: int) -> list[Act]:
    return [Act("contact", list(PEOPLE)[n % 2], CONTACTS_ALONE + n) for n in range(count)]


# ── kills ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Aim:
    """At the `number`th request of a kind, `after` so many seconds since it was carried out; of one that was begun, before it is."""

    what: str
    number: int = 1
    after: float = 0.0


class Killer:
    """Ends one process after another by SIGKILL, from within the fake: while the request it was aimed at is carried out."""

    def __init__(self, firm: Firm) -> None:
        self.firm, self.reached = firm, threading.Event()
        self._pid, self._aim, self._left, self._started = 0, Aim("moment"), 0, threading.Event()
        firm.world.faults.add(Rule(firm.cloud.is_write, float("inf"), says=self._instead))
        firm.world.on(lambda _: True, after=self._after, times=float("inf"))

    @contextlib.contextmanager
    def aimed(self, aim: Aim) -> Iterator[None]:
        """Aim at the process that is started in the block, and at none after it."""
        self._aim, self._left = aim, aim.number
        self.reached.clear()
        self._started.clear()
        yield
        self._left = 0

    def started(self, pid: int) -> None:
        """This is the process."""
        self._pid = pid
        self._started.set()

    def _instead(self, asked: Any) -> Answer | None:
        if self._aim.what != "begun" or not self._is_reached():
            return None
        self._kill()
        return Answer(0, silent=True)

    def _after(self, asked: Any) -> None:
        if self._left and asked.applied and self._is_meant(asked) and self._is_reached() and self._aim.what == "write" and not self._aim.after:
            self._kill()

    def _is_meant(self, asked: Any) -> bool:
        match self._aim.what:
            case "write":
                return self.firm.cloud.is_write(asked)
            case "page" if asked.account:
                with self.firm.world.lock:
                    self.firm.note_entries()
                    return self.firm.cloud.news(asked, self.firm.known_with_entries(asked.account))
        return False

    def _is_reached(self) -> bool:
        if self._left:
            self._left -= 1
            if not self._left:
                self.reached.set()
                return True
        return False

    def _kill(self) -> None:
        self._started.wait(WAIT)
        os.kill(self._pid, signal.SIGKILL)


def _kills(firm: Firm, fate: Fate, moments: random.Random, hits: Counter[str], at_least: dict[str, int]) -> None:
    """Kill one pass after another, until enough of them fell where they should."""
    killer = Killer(firm)
    for number in range(KILLS + MORE):
        if hits["kills"] >= KILLS and all(hits[name] >= least for name, least in at_least.items()):
            break
        if number % BAD_DAY == BAD_DAY - 1 and number < KILLS // 2:
            who = list(PEOPLE)[number // BAD_DAY // 4 % len(PEOPLE)]
            hits[firm.cloud.bad_day(who, number // BAD_DAY)] += 1
        aim = Aim("write") if number < 2 else _aim(moments, AIMS[number % len(AIMS)])  # the very first one may make a calendar
        asked = len(firm.world.log)
        burst = BURSTS[number // 2 % len(BURSTS)] if aim.what == "page" else ""
        if not _one_pass(firm, fate.next(firm, burst), killer, aim, moments):
            hits["nothing to kill"] += 1
            continue
        hits["kills"] += 1
        hits.update(_windows(firm, firm.world.log[asked:]))


def _aim(moments: random.Random, what: str) -> Aim:
    match what:
        case "write":
            return Aim(what, moments.randint(1, 3), 0.0 if moments.random() < 0.7 else moments.uniform(0.001, 0.02))
        case "page":
            return Aim(what, moments.randint(1, 5), moments.uniform(0.0, 0.01))
        case "moment":
            return Aim(what, after=moments.uniform(0.0, LONGEST))
    return Aim(what)


def _one_pass(firm: Firm, acts: list[Act], killer: Killer, aim: Aim, moments: random.Random) -> bool:
    """Start the program, let things happen before and meanwhile, and kill it; False where it came to its end first."""
    half = moments.randint(0, len(acts))
    for act in acts[:half]:
        firm.happen(act)
    with killer.aimed(aim):
        process = firm.start()
        killer.started(process.pid)
        began = time.monotonic()
        for act in acts[half:]:
            firm.happen(act)
        while aim.what != "moment" and not killer.reached.wait(0.005) and process.poll() is None and time.monotonic() < began + WAIT:
            pass
        time.sleep(max(0.0, aim.after - (time.monotonic() - began if aim.what == "moment" else 0.0)))
        with contextlib.suppress(ProcessLookupError):  # the fake killed it just now
            process.kill()
        code = process.wait(WAIT)
    assert code in (0, -signal.SIGKILL), firm.log.read_text("utf-8")[-3000:]
    return code != 0


# ── where a kill fell ────────────────────────────────────────────────────────────────────────────────────────────────


def _windows(firm: Firm, log: list[Any]) -> set[str]:
    """What the program was at when it was killed, by what it had asked for in this pass, and what it had stored."""
    firm.note_entries()
    outbox = {uid: (state, handle) for uid, state, handle in rows(firm.store, "SELECT uid, state, handle FROM reminder")}
    writes = [(one, outbox.get(firm.uid(one), ("", None))) for one in log if firm.cloud.is_write(one)]
    last, there = writes[-1] if writes else (None, ("", None))
    known = {address: firm.known_with_entries(address) for address in PEOPLE.values()}
    at = {
        BETWEEN: any(firm.cloud.is_done(one) and _is_unsettled(*known) for one, known in writes),
        BEGUN: last is not None and not last.applied and not last.status and _is_unsettled(*there),
        MADE: firm.cloud.makes_calendars and bool(writes) and not any(firm.uid(one) for one, _ in writes),
        PAGE: any(one.status == 200 and one.applied and firm.cloud.news(one, known[one.account]) for one in log if one.account in known),
    }
    return {name for name, was in at.items() if was} or {"elsewhere"}


def _is_unsettled(state: str, handle: str | None) -> bool:
    return state == "sending" or (state in ("removed", "collected") and handle is not None)


# ── in the end ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _settle(firm: Firm, fate: Fate) -> None:
    """Let the program work until all that was to happen has happened, and nothing is left to do."""
    for _ in range(QUIET_WITHIN):
        firm.once()
        for act in fate.due(firm, all_=True):
            firm.happen(act)
        if fate.is_over:
            break
    assert fate.is_over, "what was to follow needs something that never came into the store, or into a calendar"
    firm.world.drops(0)
    for _ in range(2):
        firm.once()
    folder, now = firm.office.folder, firm.office.now.isoformat()
    last = run_syncd("once", "--json", "-c", "config.toml", cwd=folder, now=now).json
    assert [s["error"] for s in last["sources"] if s["error"]] == []
    assert (sum(s["stored"] for s in last["sources"]), last["promises_found"], last["reminders_put"]) == (0, 0, 0)
    verified = run_syncd("verify", "--json", "-c", "config.toml", cwd=folder, now=now)
    assert verified.code == 0 and verified.json["findings"] == []


def _check_harvest(firm: Firm) -> None:
    """What the provider holds is in the store once, or left out by a rule; what is gone there is still known here; and nothing waits."""
    happened = {(act.kind, act.number) for act in firm.done}
    items: dict[str, dict[str, str]] = {who: {} for who in PEOPLE}
    mails, meetings = Counter[str](), Counter[str]()
    for act in firm.done:
        if (act.kind, act.number) not in firm.place:
            continue
        becomes = [state for then, state in BECOMES.get(act.kind, {}).items() if not then or (then, act.number) in happened]
        items[act.who][firm.place[act.kind, act.number]] = state = next(iter(becomes), "stored")
        if state in ("stored", "gone") and act.kind != "contact" and act.kind not in MEETINGS:
            mails[message_id(act)] += 1
        elif state in ("stored", "gone") and act.kind in ("meeting", "series"):
            meetings[meeting_uid(act)] += 1
    assert {who: firm.known(who) for who in items} == items
    assert Counter(id_ for (id_,) in rows(firm.store, "SELECT message_id FROM message")) == mails
    assert Counter(uid for (uid,) in rows(firm.store, "SELECT uid FROM meeting")) == meetings
    assert rows(firm.store, "SELECT count(*) FROM card") == [(sum(kind == "contact" for kind, _ in firm.place),)]


def _check_entries(firm: Firm) -> None:
    """Every promise has one entry, in its owner's calendar, as the person left it; one that was deleted or made private has none."""
    happened = {act.number: act.kind for act in firm.done if act.kind.startswith("entry ") or act.kind == "promise hidden"}
    renamed = {act.number: {"contact": "Pirkėjas", "contact renamed": "Ponas"}[act.kind] for act in firm.done if act.kind.startswith("contact")}
    keys = dict(rows(firm.store, "SELECT m.message_id, p.key FROM promise p JOIN message m ON m.interaction_id = p.interaction_id"))
    states = dict(rows(firm.store, "SELECT uid, state FROM reminder"))
    expected, decided, deleted = {}, Counter[tuple[str, str]](), set()
    for act in (act for act in firm.done if act.kind == "promise" and happened.get(act.number) != "promise hidden"):
        then, key = happened.get(act.number, ""), keys.pop(message_id(act))
        uid = reminder_uid(key, "due")
        assert states[uid] == {"entry moved": "moved", "entry ticked": "done", "entry deleted": "deleted"}.get(then, "there"), then
        if then == "entry deleted":
            deleted.add(("delete", key))
            continue
        expected[uid] = act
        decided.update([(DECIDED[then], key)] if then else [])
    assert keys == {}
    living = [(who, entry) for who in PEOPLE for entry in firm.cloud.entries(who)]
    there, should = Counter(entry.uid for _, entry in living), Counter(expected.keys())
    assert (there - should, should - there) == ({}, {}), "entries too many, or too few"
    for who, entry in living:
        act = expected[entry.uid]
        then = happened.get(act.number, "")
        assert who == act.who and words(act.number) in entry.text
        assert (entry.start == moved_to(act.number)) == (then == "entry moved")
        assert entry.title.startswith({"entry ticked": "✓ ", "entry refused": "ne "}.get(then, ("Call", "Paskambinti")))
        assert renamed.get(act.number, "buyer@") in entry.title
    found = Counter(rows(firm.store, "SELECT kind, subject FROM decision"))
    assert all(found.pop(one, 1) == 1 for one in deleted), "one whose writing was not known yet is deleted without a decision"
    assert found == decided


def _said(firm: Firm) -> list[str]:
    """The store as text, with names in place of ids of the provider, without what differs from one provider to another, and
    what is known of an entry that was deleted: nothing, where it went before the program had noted that it was there."""
    firm.note_entries()
    names = {id_: f"{kind} {number}" for (kind, number), id_ in firm.place.items()} | firm.uids
    ids = re.compile("|".join([*map(re.escape, sorted(names, key=len, reverse=True)), firm.cloud.own_ids]))
    lines = []
    for line in firm.office.dump():
        if line.startswith("reminder|") and "|deleted|" in line:
            line = line.rsplit("|", 3)[0]
        if not line.startswith("decision|delete|"):
            line = ids.sub(lambda found: names.get(found[0], "of theirs"), line)
            line = re.sub(r"[0-9a-f]{32}\|(application/x-\w+-contact)", r"\1", line)  # the key of a contact is made of its id
            lines.append(re.sub(r"(application/x-(?:google|ews|graph)-\w+)\|[0-9A-F]{64}", r"\1", line))  # with it its id and the time of its last change
    return sorted(lines)
