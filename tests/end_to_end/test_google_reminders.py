"""Reminders in Google calendars through the passes: what people do there is a decision, and nothing that goes wrong undoes or doubles it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from connectors.google import pace
from connectors.google.account import CALENDARS_READ, EVENTS_READ, EVENTS_WRITE
from connectors.google.entries import event_id, uid_of
from connectors.google.reminders import known_of
from syncd.once import Outcome
from syncd.store import pauses
from syncd.takeout import take_out
from tests.connectors.google_reminder_worlds import OWN_SCOPES, QUICK
from tests.end_to_end.test_reminder_answers import MAILS
from tests.fakes.google import Google, google
from tests.store.world import JOHN, NOW, ONA, RASA, Mail, Office, invitation, meeting

pytestmark = pytest.mark.slow
VILNIUS = ZoneInfo("Europe/Vilnius")
AT = dt.datetime(2026, 11, 25, 8, 30, tzinfo=VILNIUS)
PASSES = 50


class Company:
    """The office of the other tests, whose people keep their calendars at Google."""

    def __init__(self, g: Google, folder: Path, where: str = "Promises") -> None:
        self.g, self.where = g, where
        self.office = Office(folder)
        self.calendars = {who: g.account(f"{who}@klimatas.example").calendars for who in self.office.people}
        path = folder / "config.toml"
        text = path.read_text("utf-8")
        for who in self.office.people:
            table = f'connector = "google-calendar"\naccount = "{who}@klimatas.example"\ntoken_file = "{who}.json"\nendpoint = "{g.url}"\nreminder_calendar = "{where}"'
            text = text.replace(f'connector = "vdir"\npath = "calendars/{who}"', table)
            g.token_file(folder / f"{who}.json", f"{who}@klimatas.example", OWN_SCOPES if where != "primary" else (EVENTS_READ, CALENDARS_READ, EVENTS_WRITE))
        path.write_text(text, "utf-8")
        for mail in MAILS:
            self.office.send(mail)

    def once(self, *, minutes: float = 10, fresh: bool = True) -> Outcome:
        """A pass that goes well; `fresh`: in a process that has just begun."""
        outcome = self.any_once(minutes=minutes, fresh=fresh)
        assert [s.error for s in outcome.sources if s.error] == [] and outcome.reminders.errors == []
        return outcome

    def any_once(self, *, minutes: float = 10, fresh: bool = True) -> Outcome:
        """A pass, however it goes."""
        if fresh:
            known_of.cache_clear()
        outcome = self.office.once()
        self.office.now += dt.timedelta(minutes=minutes)
        return outcome

    def title(self, who: str) -> str:
        """Of the calendar that holds their entries."""
        return self.where if self.where in (*self.calendars[who].titles(), "primary") else ""

    def entries(self, who: str) -> list[dict[str, Any]]:
        """The living events of ours in a person's calendar."""
        title = self.title(who)
        return [e for e in self.calendars[who].events(title) if uid_of(e["id"])] if title else []

    def entry(self, words: str, who: str = "rasa") -> dict[str, Any]:
        """The one whose text holds these words."""
        (found,) = [e for e in self.entries(who) if words in e["description"]]
        return found

    def standing(self) -> dict[str, list[dict[str, Any]]]:
        """Everything in everybody's calendars, entity tags and all."""
        return {f"{who} {title}": sorted(c.events(title), key=lambda e: e["id"]) for who, c in self.calendars.items() for title in c.titles()}

    def said(self) -> dict[str, list[dict[str, Any]]]:
        """The same without what a repeated write changes."""
        return {where: [{k: v for k, v in e.items() if k not in ("etag", "updated")} for e in events] for where, events in self.standing().items()}

    def state(self, id_: str) -> tuple[object, object]:
        """Of a promise and of its row in the outbox."""
        (row,) = self.office.rows("SELECT p.state, r.state FROM reminder r JOIN promise p ON p.key = r.promise_key WHERE r.uid = ?", uid_of(id_))
        return row[0], row[1]

    def decisions(self) -> list[str]:
        return [str(kind) for (kind,) in self.office.rows("SELECT kind FROM decision ORDER BY seq")]

    def stands(self, passes: int = 3) -> None:
        """Nothing changes by further passes, forgotten tokens, a rebuild, and a process begun anew."""
        dump, standing = self.office.dump(), self.standing()
        for n in range(passes):
            if n % 3 == 2:
                for calendars in self.calendars.values():
                    calendars.forget_tokens()
            outcome = self.once(fresh=n % 4 == 3)
            assert (outcome.reminders.put, outcome.reminders.removed, outcome.reminders.decided) == (0, 0, 0)
        self.office.rebuild()
        self.once()
        assert self.standing() == standing
        assert self.office.dump() == dump
        assert self.office.findings() == []


@pytest.fixture
def g(monkeypatch: pytest.MonkeyPatch) -> Iterator[Google]:
    monkeypatch.setitem(pace.ALLOWANCES, "calendar", QUICK)
    with google() as world:
        yield world
        for account in world.accounts.values():
            assert account.calendars.notified == []


@pytest.fixture
def company(g: Google, tmp_path: Path) -> Company:
    """Four promises stand in the calendars: two of Rasa's, two of Petras."""
    return _begun(Company(g, tmp_path))


def _begun(made: Company) -> Company:
    made.once()
    assert {who: len(made.entries(who)) for who in made.office.people} == {"rasa": 2, "jonas": 0, "petras": 2}
    return made


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────────

Do = Callable[[Any, str, dict[str, Any]], object]  # the person's calendars, the title of the calendar, the entry


def _retitle(words: str) -> Do:
    return lambda c, title, e: c.change(title, e["id"], summary=f"{words} {e['summary']}")


ANSWERS: list[tuple[str, str, Do, str, str, list[str], str]] = [
    ("rasa", "24 d. 15:00", lambda c, title, e: c.move(title, e["id"], AT), "open", "moved", ["move"], "moved: the new term stands"),
    ("rasa", "24 d. 15:00", _retitle("✓"), "kept", "done", ["done"], "ticked in the title"),
    ("rasa", "24 d. 15:00", _retitle("ne"), "dismissed", "there", ["dismiss"], "no, in Lithuanian"),
    ("petras", "25 ноября", _retitle("Нет!"), "dismissed", "there", ["dismiss"], "no, in Russian"),
    ("petras", "24 November", _retitle("ok"), "open", "there", ["accept"], "a hand-off accepted"),
    ("rasa", "24 d. 15:00", lambda c, title, e: c.delete(title, e["id"]), "open", "deleted", ["delete"], "deleted"),
    ("rasa", "26 November", lambda c, title, e: c.change(title, e["id"], start={"date": "2026-11-27", "dateTime": None}, end={"date": "2026-11-28", "dateTime": None}),
     "open", "moved", ["move"], "dragged onto a whole day"),
    ("rasa", "26 November", lambda c, title, e: c.change(title, e["id"], description=f"<p>{e['description']}</p><p>She wants the <b>big</b> one.<br></p>".replace("\n", "<br>")),
     "open", "there", ["note"], "words added, and made HTML of"),
    ("rasa", "26 November", lambda c, title, e: c.change(title, e["id"], description=e["description"].replace("\n", "<br>")),
     "open", "there", [], "made HTML of, and nothing said"),
    ("rasa", "26 November", lambda c, title, e: c.change(title, e["id"], colorId="11", reminders={"useDefault": True, "overrides": None}),
     "open", "there", [], "another colour, and other alarms"),
    ("rasa", "26 November", lambda c, title, e: c.change(title, e["id"], end={"dateTime": (dt.datetime.fromisoformat(e["end"]["dateTime"]) + dt.timedelta(hours=1)).isoformat()}),
     "open", "there", [], "made longer"),
    ("rasa", "24 d. 15:00", lambda c, title, e: (c.add("Namai"), c.move_to(title, e["id"], "Namai")), "open", "there", [], "given to another calendar of hers"),
    ("rasa", "24 d. 15:00", lambda c, title, e: c.copy(title, e["id"]), "open", "there", [], "copied: the copy is hers (F82)"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "words", "act", "promise", "outbox", "decided", "why"), ANSWERS, ids=[row[-1] for row in ANSWERS])
def test_an_answer_is_understood_and_stands(company: Company, who: str, words: str, act: Do, promise: str, outbox: str, decided: list[str], why: str) -> None:
    """F79, F80, F82: each change of an entry means what it says, is taken in by the next pass, once, and is never undone."""
    entry = company.entry(words, who)
    act(company.calendars[who], company.title(who), entry)
    outcome = company.once(fresh=False)
    assert (company.state(entry["id"]), company.decisions()) == ((promise, outbox), decided), why
    assert (outcome.reminders.put, outcome.reminders.removed) == (0, 0)
    company.stands()


@pytest.mark.parametrize("where", ["Promises", "primary"])
def test_answers_are_not_undone_in_fifty_passes(g: Google, tmp_path: Path, where: str) -> None:
    """F79, F80, F83: moved, ticked, refused and deleted; tokens are forgotten between the passes; the number of rows stays what it is."""
    company = _begun(Company(g, tmp_path, where))
    hour = {"start": {"dateTime": AT.isoformat()}, "end": {"dateTime": (AT + dt.timedelta(hours=1)).isoformat()}}
    company.calendars["rasa"].put("primary", {"summary": "Susitikimas", **hour})
    answered = (("rasa", "24 d. 15:00", 0), ("rasa", "26 November", 1), ("petras", "25 ноября", 3), ("petras", "24 November", 5))
    for who, words, row in answered:
        ANSWERS[row][2](company.calendars[who], where, company.entry(words, who))
    company.once()
    assert sorted(company.decisions()) == ["decline", "dismiss", "done", "move"]
    counted = "SELECT (SELECT count(*) FROM interaction), (SELECT count(*) FROM sighting), (SELECT count(*) FROM promise), (SELECT count(*) FROM reminder)"
    counts, standing, dump = company.office.rows(counted), company.standing(), company.office.dump()
    company.office.now = NOW + dt.timedelta(hours=1)
    for n in range(PASSES):
        if n % 5 == 0:
            company.calendars["rasa"].forget_tokens()
        company.once(fresh=n % 2 == 0)
    assert (company.office.rows(counted), company.standing(), company.office.dump()) == (counts, standing, dump)
    company.stands()


# ── a store put back from a copy ─────────────────────────────────────────────────────────────────────────────────────


def _copied(office: Office, folder: Path) -> Path:
    shutil.copytree(office.folder, folder, ignore=shutil.ignore_patterns("mail", "calendars", "config.toml"))
    return folder


def _put_back(office: Office, copy: Path | None) -> None:
    for path in office.folder.glob("history.db*"):
        path.unlink()
    shutil.rmtree(office.folder / "raw", ignore_errors=True)
    if copy:
        shutil.copytree(copy, office.folder, dirs_exist_ok=True)


@pytest.mark.parametrize("row", [0, 1, 2, 5], ids=["moved", "ticked", "dismissed", "deleted"])
def test_answers_outlive_a_store_put_back_from_a_copy(company: Company, tmp_path_factory: pytest.TempPathFactory, row: int) -> None:
    """F81: the copy knows the entry; what was done to it since is read again, nothing comes back."""
    copy = _copied(company.office, tmp_path_factory.mktemp("backup") / "copy")
    entry = company.entry("24 d. 15:00")
    ANSWERS[row][2](company.calendars["rasa"], "Promises", entry)
    company.once()
    states, standing = company.office.rows("SELECT uid, state FROM reminder ORDER BY uid"), company.standing()
    _put_back(company.office, copy)
    company.once()
    assert company.standing() == standing
    assert company.office.rows("SELECT uid, state FROM reminder ORDER BY uid") == states
    company.stands()


@pytest.mark.parametrize("row", [0, 1, 2], ids=["moved", "ticked", "dismissed"])
def test_entries_outlive_a_store_begun_anew(company: Company, row: int) -> None:
    """F81: it finds our entries in the calendars and takes them over, with what was done to them."""
    ANSWERS[row][2](company.calendars["rasa"], "Promises", company.entry("24 d. 15:00"))
    company.once()
    states, said = company.office.rows("SELECT key, state, due_to FROM promise ORDER BY key"), company.said()
    _put_back(company.office, None)
    company.once()
    assert company.said() == said
    assert company.office.rows("SELECT key, state, due_to FROM promise ORDER BY key") == states
    company.stands()


@pytest.mark.parametrize("bare", [False, True], ids=["whole tombstone", "id and status only"])
def test_what_was_deleted_does_not_come_back_by_a_store_that_never_put_it(company: Company, bare: bool) -> None:
    """F38, F81: begun anew, the store wants the entry; Google still knows that it was there, and a person's word holds."""
    entry = company.entry("24 d. 15:00")
    company.calendars["rasa"].delete("Promises", entry["id"])
    company.once()
    company.calendars["rasa"].bare_tombstones = bare
    _put_back(company.office, None)
    said = company.said()
    for _ in range(5):
        company.any_once()
        assert company.said() == said
    assert company.state(entry["id"]) == ("open", "deleted")
    company.stands()


# ── ours, removed and wanted again ───────────────────────────────────────────────────────────────────────────────────


def resumed(world: Any) -> None:
    """`syncd pause --off --staff RASA`."""
    with world.store.write() as db:
        pauses.resume(db, RASA, "admin", world.now)


def test_entries_taken_out_and_wanted_again_are_there_again(company: Company) -> None:
    """What `syncd reminders remove` took out, `syncd pause --off` puts again, once each: those ids were not deleted by a person."""
    before = {e["id"] for e in company.entries("rasa")}
    company.office.with_world(lambda w: take_out(w, RASA, "admin"))
    assert company.entries("rasa") == []
    company.any_once()
    assert company.entries("rasa") == []

    company.office.with_world(resumed)
    company.once()
    assert {e["id"] for e in company.entries("rasa")} == before
    company.stands()


def test_a_calendar_that_is_gone_for_good_can_be_begun_anew(company: Company) -> None:
    """F44: after `syncd reminders remove` and `syncd pause --off` a new calendar holds every entry once; nothing counts as deleted."""
    before = {e["id"] for e in company.entries("rasa")}
    company.calendars["rasa"].remove("Promises")
    assert any(f"syncd reminders remove --staff {RASA}" in e for e in company.any_once(fresh=True).reminders.errors)
    company.office.with_world(lambda w: take_out(w, RASA, "admin"))
    company.office.with_world(resumed)
    company.once()
    assert {e["id"] for e in company.entries("rasa")} == before
    assert "delete" not in company.decisions()
    company.stands()


def test_a_promise_handed_to_and_fro_moves_one_entry(company: Company) -> None:
    """Given to a colleague and back: one entry in one calendar, each time."""
    (uid,) = [uid_of(company.entry("26 November")["id"])]
    for whom, here, there in (("petras", "petras", "rasa"), ("rasa", "rasa", "petras"), ("petras", "petras", "rasa")):
        company.office.decide("hand_over", "26 November", f"{whom}@klimatas.example")
        company.once()
        assert uid in [uid_of(e["id"]) for e in company.entries(here)], whom
        assert uid not in [uid_of(e["id"]) for e in company.entries(there)], whom
    company.stands()


# ── read back ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_invitation_to_one_of_our_entries_is_no_meeting(company: Company) -> None:
    """F84: a person asks a customer to it; what Google mails, and what stands in the calendars of guests elsewhere, is never read back."""
    entry = company.entry("24 d. 15:00")
    invited = meeting(entry["iCalUID"], "20261124T150000", entry["summary"], people=(ONA, RASA))
    mail = Mail(id="inv", sender=ONA, to=(RASA,), at="2026-11-16T12:00", text="Taip, ateisiu.", subject="Accepted")
    company.office.put_mail("rasa", "", invitation(mail, invited, "REPLY"), "inv")
    company.office.put_mail("rasa", "", invitation(dataclasses.replace(mail, id="oth"), invited.replace(entry["iCalUID"].encode(), b"other"), "REQUEST"), "oth")
    company.once()
    assert company.office.rows("SELECT uid FROM meetings") == [("other",)], "and another's is read"
    assert company.entry("24 d. 15:00") == entry
    company.stands()


# ── doubles and drops ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_double_is_found_and_the_newer_is_taken_out(company: Company) -> None:
    """F37: Google took an id twice; the next pass leaves the one that was first."""
    entry = company.entry("24 d. 15:00")
    rasa = company.calendars["rasa"]
    rasa._add(rasa.calendar("Promises"), {k: v for k, v in entry.items() if k not in ("etag", "created", "updated")})
    assert len(company.entries("rasa")) == 3
    company.once(fresh=False)
    left = company.entries("rasa")
    assert len(left) == 2 and entry in left and company.decisions() == []
    company.stands()


@pytest.mark.parametrize("seed", range(3))
def test_answers_lost_on_the_way_double_and_lose_nothing(g: Google, tmp_path: Path, seed: int) -> None:
    """F36: of the writes of sixty promises three in ten are carried out and never answered; in the end each stands once."""
    company = Company(g, tmp_path)
    for n in range(60):
        day, hour = 17 + n // 10, 9 + n % 8
        text = f"I will call you on {day if day <= 30 else day - 30} {'November' if day <= 30 else 'December'} 2026 at {hour}:00."
        company.office.send(Mail(id=f"m{n}", sender=RASA, to=(JOHN if n % 2 else ONA,), at="2026-11-16T11:00", text=text, subject=f"Nr {n}"))
    config = company.office.folder / "config.toml"
    config.write_text(re.sub(r"^hold = ", "per_day = 30\nhold = ", config.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    g.drops(0.3, seed)
    for n in range(12):
        company.any_once(fresh=n % 2 == 0)
    g.drops(0)
    company.once()
    for who in company.office.people:
        uids = [uid_of(e["id"]) for e in company.entries(who)]
        wanted = [str(uid) for (uid,) in company.office.rows("SELECT uid FROM reminder WHERE state = 'there' AND owner = ?", f"{who}@klimatas.example")]
        assert sorted(uids) == sorted(wanted), who
        assert company.calendars[who].titles().count("Promises") == (1 if wanted else 0)
    assert len(company.entries("rasa")) >= 50 and sum(one.applied and not one.status for one in g.log) >= 8
    company.stands()


# ── a calendar that is gone, and one that may not be written ─────────────────────────────────────────────────────────


def test_of_a_calendar_that_is_gone_nothing_is_decided(company: Company) -> None:
    """F44: deleted, or no longer shared: the pass says so, nothing counts as deleted and nothing is written, others go on; back, it goes on."""
    rasa = company.calendars["rasa"]
    before = company.office.rows("SELECT uid, state FROM reminder ORDER BY uid")
    promises = rasa.calendar("Promises")
    rasa.remove("Promises")
    company.office.send(Mail(id="x1", sender=RASA, to=(JOHN,), at="2026-11-16T11:00", text="I will call you on 27 November at 15:00."))
    for n in range(4):
        outcome = company.any_once(fresh=n == 2)
        assert [e for e in outcome.reminders.errors if "Promises" in e] and (outcome.reminders.decided, outcome.reminders.put) == (0, 0)
        assert rasa.titles() == [RASA]
    assert set(before) < set(company.office.rows("SELECT uid, state FROM reminder"))
    promises.gone = False
    company.once()
    assert len(company.entries("rasa")) == 3 and company.decisions() == []
    company.stands()


def test_a_calendar_that_may_not_be_written_waits_and_says_so(company: Company) -> None:
    """F85: what is to be put waits in the outbox with its reason; allowed again, it is put."""
    company.calendars["petras"].set_role("Promises", "reader")
    company.office.send(Mail(id="x1", sender=MAILS[2].sender, to=(JOHN,), at="2026-11-16T11:00", text="I will call you on 27 November at 15:00."))
    outcome = company.any_once()
    assert any("does not allow" in e for e in outcome.reminders.errors) and outcome.reminders.put == 0
    waiting = company.office.rows("SELECT state, error FROM reminder WHERE next_try IS NOT NULL")
    assert len(waiting) == 1 and waiting[0][0] in ("wanted", "sending") and "share it" in str(waiting[0][1])
    company.calendars["petras"].set_role("Promises", "owner")
    company.once()
    assert len(company.entries("petras")) == 3
    company.stands()


def test_ids_are_those_of_the_outbox(company: Company) -> None:
    """The id of each event is told by the uid alone: a copy of the store finds them."""
    uids = [str(uid) for (uid,) in company.office.rows("SELECT uid FROM reminder WHERE state = 'there'")]
    assert sorted(e["id"] for who in company.office.people for e in company.entries(who)) == sorted(map(event_id, uids))
