"""`syncd source move`: a mailbox goes from Exchange to Microsoft 365, its history and its reminders with it."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors.exchange.reminders import known_of
from syncd.errors import SourceError, UsageError
from syncd.moving import Pair, foresee, pairs
from syncd.store import moves, pauses
from syncd.world import World
from tests.conftest import Ran, run_syncd
from tests.connectors.exchange_reminder_worlds import mark_of
from tests.datasette.conftest import Site
from tests.end_to_end.moving import MAILS, NEW, OLD, Company, company
from tests.store.world import RASA

PROOF = bool(os.environ.get("SYNCD_PROOF"))
VILNIUS = ZoneInfo("Europe/Vilnius")
ELSEWHEN = dt.datetime(2026, 11, 26, 8, 30, tzinfo=VILNIUS)
RETIRED = "<html><body>EWS is blocked: EWSEnabled is false for this tenant</body></html>"


@pytest.fixture
def c(tmp_path: Path) -> Iterator[Company]:
    with company(tmp_path) as made:
        yield made


def stands(c: Company) -> None:
    """Nothing changes by further passes, a rebuild, or the command called again."""
    c.once()
    dump, entries = c.office.dump(), c.new.calendars.state()
    outcome = c.once()
    said, kept = c.move()
    assert (outcome.reminders.put, outcome.reminders.removed, outcome.reminders.decided, kept.put, kept.removed, kept.decided) == (0, 0, 0, 0, 0, 0)
    assert said["missing"] is not None
    assert c.office.rebuild() == []
    c.once()
    assert (c.office.dump(), c.new.calendars.state(), c.office.findings()) == (dump, entries, [])


@pytest.mark.slow
@pytest.mark.parametrize("copied", ["", "marked", "unmarked"], ids=["entries made anew", "entries came along", "they came along without their marks"])
def test_everything_goes_along_once(c: Company, copied: str) -> None:
    """F53, F52: the store tells the same history as before, every entry stands in the new calendar once, and the old source is shown no more."""
    before = c.derived()
    c.migrate(entries=bool(copied), marked=copied == "marked")
    c.configure(graph=True)
    said, kept = c.move()
    assert (said["stored"], said["missing"], kept.put, kept.removed) == ({"contact": 1, "meeting": 2, "message": 5}, None, 0 if copied else 4, 4)
    assert c.old_entries() == [] and len(c.new_entries()) == 4
    stands(c)
    assert c.derived() == before and c.decisions() == []
    assert c.office.rows("SELECT name, state FROM sources ORDER BY 1") == [("rasa-365", "ok"), ("rasa-365-calendar", "ok"), ("rasa-365-contacts", "ok")]
    assert c.office.rows("SELECT DISTINCT calendar, seen_calendar, state FROM reminder") == [(NEW[1], NEW[1], "there")]
    assert c.move()[0]["missing"] == 0
    c.configure(exchange=False, graph=True)
    c.once()
    assert c.derived() == before and len(c.new_entries()) == 4


@pytest.mark.slow
@pytest.mark.parametrize("copied", [False, True] if PROOF else [True])
def test_what_people_said_in_the_old_calendar_goes_along(c: Company, copied: bool) -> None:
    """F79, F81: moved, ticked and deleted there after the last pass, and after the mailbox was copied; a copy that nobody touched says nothing."""
    c.migrate(entries=copied)
    c.configure(graph=True)
    c.old.calendar.shift(c.old_entry("Paskambinsiu").id, ELSEWHEN)
    c.old.calendar.change(c.old_entry("offer").id, Subject="✓ done")
    c.old.calendar.bin(c.old_entry("Перезвоню").id)
    _, kept = c.move()
    assert kept.decided == 3 and sorted(c.decisions()) == ["delete", "done", "move"]
    assert sorted(word for text in c.new_entries() for word in ("Paskambinsiu", "Sutartį") if word in text) == ["Paskambinsiu", "Sutartį"]
    assert len(c.new_entries()) == 2 and c.old_entries() == []
    start = c.new.calendars.get(c.new_key("Paskambinsiu"))["start"]
    assert dt.datetime.fromisoformat(start["dateTime"][:19]).replace(tzinfo=VILNIUS if start["timeZone"] != "UTC" else dt.UTC) == ELSEWHEN
    stands(c)
    assert sorted(state for (state,) in c.office.rows("SELECT state FROM reminder")) == ["deleted", "done", "moved", "there"]
    assert len(c.new_entries()) == 2


@pytest.mark.slow
def test_a_copy_without_our_marks_that_was_moved_is_known_by_its_link(c: Company) -> None:
    """F79: what its owner did to it counts; a meeting with guests that quotes the link, and a line that only speaks of it, are left alone."""
    c.migrate(entries=True, marked=False)
    c.configure(graph=True)
    calendars = c.new.calendars
    (key,) = [key for key in calendars.keys() if "Paskambinsiu" in calendars.get(key)["bodyPreview"]]  # noqa: SIM118 - no dict
    calendars.reschedule(key, "2026-11-26T08:30:00", "2026-11-26T08:45:00")
    guest = {"emailAddress": {"address": "ona@baltas.example", "name": ""}, "type": "required"}
    body = {"contentType": "text", "content": calendars.get(key)["bodyPreview"]}
    calendars.add("Aptarimas", "2026-11-24T15:00:00", "2026-11-24T15:15:00", body=body, attendees=[guest])
    c.move()
    assert (len(c.new_entries()), c.decisions(), c.old_entries()) == (4, ["move"], [])
    stands(c)
    assert sorted(title for (title,) in c.office.rows("SELECT title FROM meetings WHERE start_at > '2026-11-16'")) == ["Aptarimas", "Apžiūra"]


@pytest.mark.slow
def test_what_people_said_in_the_new_calendar_counts(c: Company) -> None:
    """Who works in the new mailbox already has answered on the copies there; where both were changed the new one is believed."""
    c.migrate(entries=True)
    c.configure(graph=True)
    calendars = c.new.calendars
    calendars.reschedule(c.new_key("Paskambinsiu"), "2026-11-26T08:30:00", "2026-11-26T08:45:00")
    c.old.calendar.shift(c.old_entry("Paskambinsiu").id, ELSEWHEN + dt.timedelta(hours=3))
    calendars.change(c.new_key("offer"), subject="✓ done")
    calendars.delete(c.new_key("Перезвоню"))
    c.move()
    assert c.office.rows("SELECT due_to FROM promise WHERE quote LIKE 'Paskambinsiu%'") == [("2026-11-26T08:30",)]
    assert sorted(c.decisions()) == ["done", "move", "move"] and c.old_entries() == []
    assert len(c.new_entries()) == 4, "what was not there may never have come along, and is put"
    stands(c)


@pytest.mark.slow
def test_a_mailbox_that_was_emptied_says_nothing(c: Company) -> None:
    """F09: all of our entries gone from the old calendar is no answer of a person; nor is all of its mail."""
    c.migrate()
    c.configure(graph=True)
    for item in c.old_entries():
        c.old.calendar.delete(item.id)
    for folder in (c.old.inbox, c.old.sent, c.old.calendar):
        for key in list(folder.items):
            folder.delete(key)
    before = c.derived()
    _, kept = c.move()
    assert (kept.put, c.decisions(), len(c.new_entries())) == (4, [], 4)
    stands(c)
    assert c.derived() == before


@pytest.mark.slow
@pytest.mark.parametrize("in_config", [True, False], ids=["retired", "out of the config"])
def test_a_mailbox_that_is_shut_is_left(c: Company, in_config: bool) -> None:
    """Where the provider has closed it for good, or the config has it no more, the entries are put all the same, and what stays there is said."""
    c.migrate()
    c.configure(exchange=in_config, graph=True)
    c.x.blocks(RETIRED)
    said, kept = c.move()
    assert (kept.put, kept.errors, len(c.new_entries()), len(c.old_entries())) == (4, [], 4, 4)
    assert said["entries"]["left_there"] == 4
    assert ("Microsoft 365" if in_config else "no such calendar any more") in said["entries"]["why"]
    outcome = c.once()
    assert (outcome.reminders.put, len(c.new_entries())) == (0, 4)


@pytest.mark.slow
def test_one_that_does_not_answer_now_is_waited_for(c: Company) -> None:
    """What was said there would be lost: nothing is begun, unless an admin says that it may be left."""
    c.migrate()
    c.configure(graph=True)
    url, c.x.url = c.x.url, "http://127.0.0.1:1/EWS/Exchange.asmx"
    c.configure(graph=True)
    with pytest.raises(SourceError, match="--leave-old"):
        c.move()
    assert c.office.rows("SELECT 1 FROM move") == [] and len(c.new_entries()) == 0
    said, _ = c.move(leaves_old=True)
    assert (len(c.new_entries()), len(c.old_entries()), said["entries"]["left_there"]) == (4, 4, 4)
    c.x.url = url


@pytest.mark.slow
def test_what_has_not_turned_up_is_named(c: Company) -> None:
    """A message and a coming meeting that the copying left out stay in the history and are told; what comes late is found. Past meetings are not looked for."""
    c.migrate(without=("q1",))
    for key in c.new.calendars.keys():  # noqa: SIM118
        c.new.calendars.delete(key)
    c.configure(graph=True)
    c.move()
    c.once()
    c.once()

    def missing(world: World) -> None:
        found.extend((m.kind, m.what, m.message_id) for m in moves.missing(world.store.db, moves.all_moves(world.store.db)[0], "2026-11-16T12:00:00Z"))

    found: list[tuple[str, str, str | None]] = []
    c.office.with_world(missing)
    assert found == [("message", "Klausimas", "q1@mail.example"), ("meeting", "Apžiūra", None)]
    assert len(c.office.rows("SELECT 1 FROM message")) == 5 and len(c.office.rows("SELECT 1 FROM meeting")) == 2
    site = Site(c.office.folder / "config.toml")
    pages = [site.get("/sources", accept_language=language).text for language in ("en", "lt", "ru")]
    told = ("Not turned up there, kept here: 2.", "Ten neatsirado, čia išsaugota: 2.", "Там не появилось, здесь сохранено: 2.")
    assert [words in page for words, page in zip(told, pages, strict=True)] == [True] * 3 and f'id="{OLD}"' not in pages[0]
    key = c.office.rows("SELECT i.key FROM interaction i JOIN message m ON m.interaction_id = i.id WHERE m.message_id = 'p1@mail.example'")[0][0]
    assert "until its mailbox moved, 16 November" in site.get(f"/message/{key}", accept_language="en").text
    c.new.mail.deliver(MAILS[0].raw())
    c.once()
    c.once()
    assert c.move()[0]["missing"] == 1


@pytest.mark.slow
def test_while_writing_is_paused_the_entries_wait(c: Company) -> None:
    """What people say is read afterwards; nothing is written before."""
    c.migrate()
    c.configure(graph=True)

    def pause(world: World) -> None:
        with world.store.write() as db:
            pauses.pause(db, RASA, None, "admin", world.now)

    def resume(world: World) -> None:
        with world.store.write() as db:
            pauses.resume(db, RASA, "admin", world.now)

    c.office.with_world(pause)
    c.move()
    c.once()
    assert (len(c.new_entries()), len(c.old_entries())) == (0, 4)
    c.old.calendar.shift(c.old_entry("Paskambinsiu").id, ELSEWHEN)
    c.office.with_world(resume)
    c.once()
    assert (len(c.new_entries()), len(c.old_entries()), c.decisions()) == (4, 0, ["pause", "resume", "move"])


KILLS = [
    "move.begun:kill@1", "move.read:kill@1", "move.before_put:kill@1", "move.after_put:kill@1", "move.after_put:kill@2", "move.carried:kill@1",
    "move.before_remove:kill@1", "move.after_remove:kill@1", "move.before_remove:kill@2", "move.cleared:kill@1",
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("copied", [False, True] if PROOF else [False])
def test_killed_at_every_step_it_ends_the_same(c: Company, copied: bool) -> None:
    """F115: the command is killed at each of its steps in turn and called again, with an answer given in both calendars; and answers given in between count."""
    c.migrate(entries=copied)
    c.configure(graph=True)
    c.old.calendar.shift(c.old_entry("Paskambinsiu").id, ELSEWHEN)
    hit = []
    kills = [fault for fault in KILLS if not copied or fault != "move.after_put:kill@2"]  # of copies a single one is put, that of the entry which was moved
    for fault in kills:
        if fault == "move.carried:kill@1":  # of an entry that the new calendar has already
            c.old.calendar.change(c.old_entry("offer").id, Subject="✓ done")
        known_of.cache_clear()
        if c.office.killed(fault, c.move):
            hit.append(fault)
    assert hit == kills
    c.move()
    c.once()
    assert sorted(c.decisions()) == ["done", "move"] and c.old_entries() == []
    stands(c)
    assert sorted(state for (state,) in c.office.rows("SELECT state FROM reminder")) == sorted(["removed" if copied else "done", "moved", "there", "there"])


REFUSED = [
    ("no-such", NEW, 'no source "no-such"', "an unknown source"),
    (OLD, ("no-such",), 'has no source "no-such"', "a new source the config has not"),
    (OLD, (OLD,), "cannot move to itself", "itself"),
    (OLD, ("john-mail",), "a move keeps the owner", "another's"),
    (OLD, (NEW[0],), "write reminders = true", "no calendar for the entries"),
]


@pytest.mark.slow
def test_what_speaks_against_a_move_is_said(c: Company) -> None:
    """Before anything is done; and what a move would do is told without doing it."""
    c.configure(graph=True)
    c.office.options["sources"] += '[[source]]\nname = "john-mail"\nconnector = "maildir"\npath = "mail"\nowner = "petras@klimatas.example"\n'
    c.office.configure(**c.office.options)
    c.migrate(entries=True)
    known_of.cache_clear()

    def tried(world: World) -> None:
        for old, new, words, why in REFUSED:
            with pytest.raises(UsageError, match=words):
                foresee(world, Pair(old, new))
                pytest.fail(why)
        entries = foresee(world, Pair(OLD, NEW))["entries"]
        assert (entries["going"], entries["copies"], entries["old_answers"]) == (4, 4, True)
        assert pairs(world, "exchange", "graph") == ([Pair(OLD, NEW)], [])
        assert pairs(world, "exchange", "gmail") == ([], [(OLD, f"{RASA} has no source of gmail in the config")])
        assert moves.all_moves(world.store.db) == []

    c.office.with_world(tried)


@pytest.mark.slow
def test_the_command_line_says_what_was_done(c: Company) -> None:
    """For everybody of a provider, as JSON and in words; `check` and `status` tell of it, and nothing tries the old server any more."""
    c.migrate()
    c.configure(graph=True)

    def call(*arguments: str) -> Ran:
        return run_syncd(*arguments, cwd=c.office.folder, now="2026-11-16T14:30:00+02:00")

    everybody = ("source", "move", "--from", "exchange", "--to", "graph")
    assert f"{OLD} → {', '.join(NEW)}: 1 contact, 2 meetings, 5 messages stored" in call(*everybody, "--dry-run").out
    assert c.office.rows("SELECT 1 FROM move") == []
    done = call(*everybody, "--json")
    said = json.loads(done.out)
    assert (done.code, said["ok"], said["moves"][0]["put"], said["moves"][0]["entries"]["left_there"], said["unpaired"]) == (0, True, 4, 0, [])
    c.x.blocks(RETIRED)
    assert {s["name"]: s["state"] for s in json.loads(call("once", "--json").out)["sources"]} == {OLD: "moved"} | dict.fromkeys(NEW, "ok")
    checked = call("check")
    assert checked.code == 0 and f"source {OLD} has moved to {', '.join(NEW)}" in checked.err
    assert f"{OLD} moved to {', '.join(NEW)} on 2026-11-16" in call("status").out
    assert json.loads(call("source", "moved", OLD, "--json").out)["moves"][0]["list"] == []


@pytest.mark.slow
def test_it_goes_back_again(c: Company) -> None:
    """A source that others took the place of takes theirs: it is read again from the beginning, and all is as it was."""
    before, standing = c.derived(), {mark_of(item) for item in c.old_entries()}
    c.migrate()
    c.configure(graph=True)
    c.move()
    c.once()
    c.configure(graph=True, keeper="exchange")
    for name in NEW:
        c.move(Pair(name, (OLD,)))
    c.once()
    assert (c.derived(), c.new_entries(), len(c.old_entries()), {mark_of(item) for item in c.old_entries()}) == (before, {}, 4, standing)
    assert c.office.rows("SELECT name, state, stored FROM sources") == [(OLD, "ok", 8)]
    assert c.office.rows("SELECT 1 FROM sighting g JOIN collection c ON c.id = g.collection_id JOIN source s ON s.id = c.source_id WHERE s.name = ? AND gone_since IS NOT NULL", OLD) == []
    assert c.office.findings() == []
