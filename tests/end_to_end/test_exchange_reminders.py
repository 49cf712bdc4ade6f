"""Reminders in Exchange calendars through the passes: what people do there is a decision, and is neither undone nor doubled."""

from __future__ import annotations

import datetime as dt
import gc
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors.exchange.reminders import known_of
from syncd.once import Outcome
from syncd.store import pauses
from syncd.takeout import Cleared, take_out
from tests.connectors.exchange_reminder_worlds import mark_of
from tests.end_to_end.test_reminder_answers import MAILS
from tests.fakes.ews import Exchange, Item, exchange
from tests.fakes.ews.calendar import Calendar
from tests.store.world import NOW, RASA, Office

pytestmark = pytest.mark.slow
AT = dt.datetime(2026, 11, 25, 8, 30, tzinfo=ZoneInfo("Europe/Vilnius"))
SOURCE = (
    'connector = "exchange"\nurl = "{url}"\nmailbox = "{who}@klimatas.example"\nuser = \'{user}\'\npassword_file = "password"\n'
    'auth = "basic"\nimpersonate = true\nversion = "Exchange2016"'
)
Do = Callable[[Calendar, Item], object]


class Company:
    """The office of the other tests, whose people keep their calendars at an Exchange Server."""

    def __init__(self, x: Exchange, folder: Path) -> None:
        self.x = x
        self.office = Office(folder)
        self.calendars = {who: x.mailbox(f"{who}@klimatas.example").calendar for who in self.office.people}
        path = folder / "config.toml"
        text = path.read_text("utf-8")
        for who in self.office.people:
            text = text.replace(f'connector = "vdir"\npath = "calendars/{who}"', SOURCE.format(url=x.url, who=who, user=x.user))
        path.write_text(text, "utf-8")
        (folder / "password").write_text(x.password)
        (folder / "password").chmod(0o600)
        for mail in MAILS:
            self.office.send(mail)

    def once(self, *, fresh: bool = True) -> Outcome:
        """A pass that goes well; `fresh`: in a process that has just begun."""
        if fresh:
            known_of.cache_clear()
        outcome = self.office.once()
        self.office.now += dt.timedelta(minutes=10)
        assert [s.error for s in outcome.sources if s.error] == [] and outcome.reminders.errors == []
        return outcome

    def entries(self, who: str) -> list[Item]:
        """What bears our mark in a person's calendar."""
        return [item for item in self.calendars[who].items.values() if mark_of(item)]

    def entry(self, words: str, who: str = "rasa") -> Item:
        """The one whose text holds these words."""
        (found,) = [item for item in self.entries(who) if words in item.says("Body")]
        return found

    def standing(self) -> dict[str, list[tuple[str, str]]]:
        """Everything in everybody's calendars, by id and change key."""
        return {who: sorted((item.id, item.key) for item in calendar.items.values()) for who, calendar in self.calendars.items()}

    def state(self, uid: str) -> tuple[object, object]:
        """Of a promise and of its row in the outbox."""
        (row,) = self.office.rows("SELECT p.state, r.state FROM reminder r JOIN promise p ON p.key = r.promise_key WHERE r.uid = ?", uid)
        return row[0], row[1]

    def decisions(self) -> list[str]:
        return [str(kind) for (kind,) in self.office.rows("SELECT kind FROM decision ORDER BY seq")]

    def stands(self, passes: int = 3) -> None:
        """Nothing changes by further passes, sync states that are forgotten, a rebuild, and a process begun anew."""
        dump, standing = self.office.dump(), self.standing()
        for n in range(passes):
            if n % 3 == 2:
                for who in self.office.people:
                    self.x.mailbox(f"{who}@klimatas.example").forget_sync_states()
            outcome = self.once(fresh=n % 2 == 1)
            assert (outcome.reminders.put, outcome.reminders.removed, outcome.reminders.decided) == (0, 0, 0)
        self.office.rebuild()
        self.once()
        assert self.standing() == standing
        assert self.office.dump() == dump
        assert self.office.findings() == []


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """Four promises stand in the calendars: two of Rasa's, two of Petras."""
    with exchange() as x:
        made = Company(x, tmp_path)
        made.once()
        assert {who: len(made.entries(who)) for who in made.office.people} == {"rasa": 2, "jonas": 0, "petras": 2}
        yield made


ANSWERS: list[tuple[str, str, Do, str, str, list[str], str]] = [
    ("rasa", "24 d. 15:00", lambda c, e: c.shift(e.id, AT), "open", "moved", ["move"], "moved: the new term stands"),
    ("rasa", "24 d. 15:00", lambda c, e: c.change(e.id, Subject="✓ " + e.says("Subject")), "kept", "done", ["done"], "ticked in the title"),
    ("rasa", "24 d. 15:00", lambda c, e: c.change(e.id, categories=["Promise", "Atlikta"]), "kept", "done", ["done"], "ticked by a category"),
    ("petras", "25 ноября", lambda c, e: c.change(e.id, Subject="Нет! " + e.says("Subject")), "dismissed", "there", ["dismiss"], "no, in Russian"),
    ("rasa", "24 d. 15:00", lambda c, e: c.bin(e.id), "open", "deleted", ["delete"], "deleted"),
    ("rasa", "26 November", lambda c, e: c.change(e.id, categories=["Promise", "Klientai"], Location="Kaunas"), "open", "there", [], "another colour, and a place"),
    ("rasa", "24 d. 15:00", lambda c, e: c.move(e.id, c.mailbox.make("Namai", folder_class="IPF.Appointment")), "open", "there", [], "given to another calendar"),
    ("rasa", "24 d. 15:00", lambda c, e: c.copy(e.id), "open", "there", [], "copied: the copy is hers"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "words", "act", "promise", "outbox", "decided", "why"), ANSWERS, ids=[row[-1] for row in ANSWERS])
def test_an_answer_is_understood_and_stands(company: Company, who: str, words: str, act: Do, promise: str, outbox: str, decided: list[str], why: str) -> None:
    """F79, F80, F82, F83: each change of an entry means what it says, is taken in by the next pass, once, and is never undone."""
    entry = company.entry(words, who)
    uid = mark_of(entry)
    act(company.calendars[who], entry)
    outcome = company.once(fresh=False)
    assert (company.state(uid), company.decisions()) == ((promise, outbox), decided), why
    assert (outcome.reminders.put, outcome.reminders.removed) == (0, 0)
    assert company.office.rows("SELECT count(*) FROM meetings") == [(0,)]
    company.stands()


@pytest.mark.parametrize("row", [0, 4], ids=["moved", "deleted"])
def test_answers_outlive_a_store_begun_anew(company: Company, row: int) -> None:
    """F81: entries are found and taken over with what was done to them; what lies in Deleted Items is not made again."""
    entry = company.entry("24 d. 15:00")
    uid = mark_of(entry)
    ANSWERS[row][2](company.calendars["rasa"], entry)
    company.once()
    state, standing = company.state(uid), company.standing()
    for path in company.office.folder.glob("history.db*"):
        path.unlink()
    shutil.rmtree(company.office.folder / "raw", ignore_errors=True)
    for _ in range(3):
        company.once()
    assert (company.state(uid), {w: [i for i, _ in s] for w, s in company.standing().items()}) == (state, {w: [i for i, _ in s] for w, s in standing.items()})
    company.stands()


def test_entries_taken_out_and_wanted_again_are_there_again(company: Company) -> None:
    """What `syncd reminders remove` took out leaves nothing, so `syncd pause --off` puts it again, once each."""
    before = {mark_of(item) for item in company.entries("rasa")}
    company.office.with_world(lambda w: take_out(w, RASA, "admin"))
    assert company.entries("rasa") == []

    def resume(world: object) -> None:
        with world.store.write() as db:  # type: ignore[attr-defined]
            pauses.resume(db, RASA, "admin", NOW)

    company.office.with_world(resume)
    company.once()
    assert {mark_of(item) for item in company.entries("rasa")} == before and len(before) == len(company.entries("rasa"))
    company.stands()


@pytest.mark.parametrize("operation", ["CreateItem", "FindItem", "GetItem"])
def test_lost_answers_end_in_one_entry_each(tmp_path: Path, operation: str) -> None:
    """F49: the first pass loses answers; the passes after it leave each promise one entry."""
    with exchange() as x:
        made = Company(x, tmp_path)
        x.loses(operation, times=3)
        for _ in range(3):
            known_of.cache_clear()
            made.office.once()
            made.office.now += dt.timedelta(minutes=10)
        assert {who: len(made.entries(who)) for who in made.office.people} == {"rasa": 2, "jonas": 0, "petras": 2}
        made.stands()


def test_an_entry_that_exchange_cannot_give_is_named_and_nothing_is_decided_about_it(company: Company) -> None:
    """F51, F80: not in a pass, nor by taking everything out; a person's answers beside it are taken in, and healed it is as before."""
    entry, other = company.entry("24 d. 15:00"), company.entry("26 November")
    uid, calendar = mark_of(entry), company.calendars["rasa"]
    calendar.spoil(entry.id)
    calendar.change(other.id, Subject="✓ " + other.says("Subject"))
    for _ in range(2):
        outcome = company.office.once()
        assert any(uid in error and "cannot give it" in error for error in outcome.reminders.errors)
        company.office.now += dt.timedelta(minutes=10)
    assert (company.state(uid), company.decisions()) == (("open", "there"), ["done"])
    results: list[Cleared] = []
    company.office.with_world(lambda w: results.extend(take_out(w, RASA, "admin")))
    (cleared,) = results
    assert cleared.removed == 1 and cleared.error and uid in cleared.error
    calendar.spoil(entry.id, "")
    company.once()
    assert company.decisions() == ["done", "pause"] and company.office.findings() == []
    company.office.with_world(lambda w: take_out(w, RASA, "admin"))
    assert company.entries("rasa") == []


def test_a_pass_leaves_no_connection_and_no_thread(company: Company) -> None:
    """A daemon makes one every minute for each person; what is not let go of stays until somebody happens to collect it."""
    gc.disable()
    try:
        threads = threading.active_count() - len(company.x.server.open)
        company.once()
        company.office.with_world(lambda w: take_out(w, RASA, "admin"))
        end = time.monotonic() + 10
        while company.x.server.open and time.monotonic() < end:
            time.sleep(0.01)
        assert not company.x.server.open and threading.active_count() <= threads
    finally:
        gc.enable()
