"""The real program on Google, killed again and again while mail arrives and entries are written.

Mail, calendars, contacts and the reminders of two people are at the fake of Google, which carries out one write in ten
and never answers it. Most kills fall at a request that was chosen: a write that was just carried out, one that is about
to be, or a page of a harvest that was just given; the others at any moment. Where each fell is read from the fake's log
and the store afterwards and counted, not hoped for. In the end the same days are lived through by a program nobody
disturbs, and both stores say the same.
"""

from __future__ import annotations

import contextlib
import datetime as dt
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

import pytest

from connectors.google.entries import uid_of
from syncd.core.keys import reminder_uid
from tests.conftest import run_syncd
from tests.crash.google_scene import PEOPLE, UID, Act, Fate, Firm, loaded, meeting_uid, message_id, moved_to, private, words
from tests.fakes.google import Asked, google
from tests.fakes.google.faults import Answer, Rule
from tests.servers.company import rows

WORLDS = 10 if os.environ.get("SYNCD_PROOF") else 1  # each lived through anew, with kills at other moments
KILLS = 100
MORE = KILLS // 2  # further kills at most, until so many fell where they should
LOST = 0.1  # of the writes, whose answer is lost
AIMS = ("write", "page", "write", "page", "moment", "begun")  # what a kill aims at, in turn
BURSTS = ("mail", "meeting")
LONGEST = 0.6  # seconds to a kill at a random moment
WAIT = 20.0  # seconds; what was aimed at did not come by then: the kill falls as it is
BETWEEN, BEGUN, MADE, PAGE = "between calendar write and commit", "before the calendar write", "as the calendar was made", "in a page"
AT_LEAST = {BETWEEN: KILLS // 5, PAGE: KILLS // 5, BEGUN: KILLS // 20, MADE: 1}
WRITES = {"calendar.events.insert", "calendar.events.patch", "calendar.events.delete", "calendar.calendars.insert"}
QUIET_WITHIN = 12  # passes
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

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


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
        firm.g.faults.add(Rule(lambda asked: asked.method in WRITES, float("inf"), says=self._instead))
        firm.g.on(lambda _: True, after=self._after, times=float("inf"))

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

    def _instead(self, asked: Asked) -> Answer | None:
        if self._aim.what != "begun" or not self._is_reached():
            return None
        self._kill()
        return Answer(0, silent=True)

    def _after(self, asked: Asked) -> None:
        if self._left and asked.applied and self._is_meant(asked) and self._is_reached() and self._aim.what == "write" and not self._aim.after:
            self._kill()

    def _is_meant(self, asked: Asked) -> bool:
        match self._aim.what:
            case "write":
                return asked.method in WRITES
            case "page":
                return _brings_news(self.firm, asked)
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


@pytest.mark.parametrize("seed", range(WORLDS))
def test_kills_lose_and_double_nothing_at_google(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """F25, F30, F36, F110, G1: every message, meeting and contact once, every promise one entry, every answer kept, nobody told."""
    with google() as g, google() as calm, loaded(g.url, calm.url):
        firm, fate = Firm(g, tmp_path / "killed"), Fate(seed)
        for kind, count in (("mail", 20), ("news", 5), ("promise", 6), ("meeting", 10)):
            for act in fate.backlog(kind, count):
                firm.happen(act)
        for number in range(900, 912):  # contacts who are in no mail
            firm.happen(Act("contact", list(PEOPLE)[number % 2], number))
        g.drops(LOST, seed)
        began, hits = time.monotonic(), Counter[str]()
        _kills(firm, fate, random.Random(seed), hits)
        lasted = time.monotonic() - began
        _settle(firm, fate)
        with capsys.disabled():
            applied = [one for one in g.log if one.applied and one.method in WRITES]
            lost = sum(not one.status for one in applied)
            print(f"\n{hits['kills']} kills in {lasted:.0f} s: {dict(sorted(hits.items()))}; {lost} of {len(applied)} answers of writes lost; {len(firm.done)} acts, {len(g.log)} requests")
        assert {name: hits[name] for name, least in AT_LEAST.items() if hits[name] < least} == {}
        assert lost >= KILLS // 20
        _check_harvest(firm)
        _check_entries(firm)
        _check_writes(firm)
        undisturbed = Firm(calm, tmp_path / "undisturbed")
        undisturbed.relive(firm.done)
        for undisturbed.office.now in (firm.office.now, firm.office.now):
            undisturbed.once()
        assert _said(firm) == _said(undisturbed)


def _kills(firm: Firm, fate: Fate, moments: random.Random, hits: Counter[str]) -> None:
    """Kill one pass after another, until enough of them fell where they should."""
    killer = Killer(firm)
    for number in range(KILLS + MORE):
        short = [name for name, least in AT_LEAST.items() if hits[name] < least]
        if hits["kills"] >= KILLS and not short:
            break
        if number % 6 == 5 and number < KILLS // 2:  # later what was missed would not be found that way
            hits[fate.bad_day(firm, number // 6)] += 1
        aim = Aim("write") if number < 2 else _aim(moments, AIMS[number % len(AIMS)])  # the very first one makes a calendar
        asked = len(firm.g.log)
        burst = BURSTS[number // 2 % len(BURSTS)] if aim.what == "page" else ""
        if not _one_pass(firm, fate.next(firm, burst), killer, aim, moments):
            hits["nothing to kill"] += 1
            continue
        hits["kills"] += 1
        hits.update(_windows(firm, firm.g.log[asked:]))


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


def _windows(firm: Firm, log: list[Asked]) -> set[str]:
    """What the program was at when it was killed, by what it had asked for in this pass, and what it had stored."""
    outbox = {uid: (state, handle) for uid, state, handle in rows(firm.store, "SELECT uid, state, handle FROM reminder")}
    writes = [one for one in log if one.method in WRITES]
    at = {
        BETWEEN: any(one.applied and _is_unsettled(*outbox.get(_uid(one), ("", None))) for one in writes),
        BEGUN: bool(writes) and not writes[-1].applied and not writes[-1].status and _is_unsettled(*outbox.get(_uid(writes[-1]), ("", None))),
        MADE: bool(writes) and all(one.method == "calendar.calendars.insert" for one in writes),
        PAGE: any(one.status == 200 and _brings_news(firm, one) for one in log),
    }
    return {name for name, was in at.items() if was} or {"elsewhere"}


def _is_unsettled(state: str, handle: str | None) -> bool:
    return state == "sending" or (state in ("removed", "collected") and handle is not None)


def _brings_news(firm: Firm, asked: Asked) -> bool:
    """Whether a request of a harvest is for what the store does not have."""
    who = asked.account.partition("@")[0]
    with firm.g.lock:
        match asked.method:
            case "gmail.users.messages.get":
                return "format=raw" in asked.query and asked.params["id"] not in firm.known(f"{who}-mail")
            case "calendar.events.list":
                events = {e["id"] for e in firm.account(who).calendars.events()}
                return asked.params["calendarId"] == asked.account and not events <= firm.known(f"{who}-calendar").keys()
            case "people.people.connections.list":
                return not set(firm.account(who).contacts.names()) <= firm.known(f"{who}-contacts").keys()
    return False


def _uid(asked: Asked) -> str:
    """The uid of the entry that a request writes; '' of one that makes a calendar."""
    return uid_of(asked.path.rpartition("/")[2] if asked.verb != "POST" else str(asked.json.get("id") or ""))


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
    firm.g.drops(0)
    for _ in range(2):
        firm.once()
    folder, now = firm.office.folder, firm.office.now.isoformat()
    last = run_syncd("once", "--json", "-c", "config.toml", cwd=folder, now=now).json
    assert [s["error"] for s in last["sources"] if s["error"]] == []
    assert (sum(s["stored"] for s in last["sources"]), last["promises_found"], last["reminders_put"]) == (0, 0, 0)
    verified = run_syncd("verify", "--json", "-c", "config.toml", cwd=folder, now=now)
    assert verified.code == 0 and verified.json["findings"] == []


def _check_harvest(firm: Firm) -> None:
    """What Google holds is in the store once, or left out by a rule; what is gone there is still known here; and nothing waits."""
    happened = {(act.kind, act.number) for act in firm.done}
    items: dict[str, dict[str, str]] = {f"{who}-{what}": {} for who in PEOPLE for what in ("mail", "calendar", "contacts")}
    mails, meetings = Counter[str](), Counter[str]()
    for act in firm.done:
        if (act.kind, act.number) not in firm.place:
            continue
        what = "contacts" if act.kind == "contact" else "calendar" if act.kind in MEETINGS else "mail"
        becomes = [state for then, state in BECOMES.get(act.kind, {}).items() if not then or (then, act.number) in happened]
        items[f"{act.who}-{what}"][firm.place[act.kind, act.number]] = state = next(iter(becomes), "stored")
        if state in ("stored", "gone") and what == "mail":
            mails[message_id(act)] += 1
        elif state in ("stored", "gone") and act.kind in ("meeting", "series"):
            meetings[meeting_uid(act)] += 1
    assert {source: firm.known(source) for source in items} == items
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
    living = [(who, event) for who in PEOPLE for event in _ours(firm, who)]
    assert Counter(private(event)[UID] for _, event in living) == Counter(expected.keys())
    for who, event in living:
        act = expected[private(event)[UID]]
        then = happened.get(act.number, "")
        assert who == act.who and words(act.number) in event["description"]
        assert (dt.datetime.fromisoformat(event["start"]["dateTime"]) == moved_to(act.number)) == (then == "entry moved")
        assert event["summary"].startswith({"entry ticked": "✓ ", "entry refused": "ne "}.get(then, ("Call", "Paskambinti")))
        assert renamed.get(act.number, "buyer@") in event["summary"]
    assert [firm.account(who).calendars.titles().count("Promises") for who in PEOPLE] == [1, 1]
    found = Counter(rows(firm.store, "SELECT kind, subject FROM decision"))
    assert all(found.pop(one, 1) == 1 for one in deleted), "one whose writing was not known yet is deleted without a decision"
    assert found == decided


def _check_writes(firm: Firm) -> None:
    """Nothing but reminders was written, into the calendars made for them; nobody was told; what a person deleted was left alone."""
    own = {firm.account(who).address: firm.account(who).calendars.calendar("Promises").id for who in PEOPLE}
    for number, one in enumerate(firm.g.log):
        if one.verb == "GET" or one.method in ("token", "batch"):
            continue
        assert one.method in WRITES, f"{one.verb} {one.path}"
        if one.method == "calendar.calendars.insert":
            assert one.json["summary"] == "Promises"
            continue
        if one.status == 0 and not one.applied:
            continue  # of a process that was killed before
        assert one.params["sendUpdates"] == "none" and one.params["calendarId"] == own[one.account] and _uid(one), one
        assert "attendees" not in (one.json or {})
        id_ = one.params.get("eventId") or one.json["id"]
        assert not (one.applied and number >= firm.deleted.get(id_, len(firm.g.log))), f"{one.method} after {id_} was deleted by a person"
    assert [firm.account(who).calendars.notified for who in PEOPLE] == [[], []]


def _ours(firm: Firm, who: str) -> list[dict[str, Any]]:
    """The living entries of ours in all of a person's calendars."""
    calendars = firm.account(who).calendars
    return [event for title in calendars.titles() for event in calendars.events(title) if UID in private(event)]


def _said(firm: Firm) -> list[str]:
    """The store as text, without what differs from one Google to another, and what is known of an entry that was deleted:
    nothing, where it went before the program had noted that it was there."""
    lines = []
    for line in firm.office.dump():
        if line.startswith("reminder|") and "|deleted|" in line:
            line = line.rsplit("|", 3)[0]
        if not line.startswith("decision|delete|"):
            line = re.sub(r"c_[0-9a-f]{26}@group\.calendar\.google\.com", "Promises", line)
            lines.append(re.sub(r"(application/x-google-event)\|[0-9A-F]{64}", r"\1", line))  # with it the time of its last change
    return lines
