"""When an entry stands in whose calendar, and what a change of it says (DESIGN §8, F69, F71, T19)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from syncd.core import keys
from syncd.core.model import Company, Department, Language, Staff, WorkingCalendar
from syncd.core.plan import AsLeft, Existing, Open, Policy, Wanted, added_words, answers, is_changed, owner_of, plan, shown
from syncd.core.roles import named_by

VILNIUS = "Europe/Vilnius"
RASA, JONAS, PETRAS = "rasa@klimatas.example", "jonas@klimatas.example", "petras@klimatas.example"
HOLIDAY = dt.date(2026, 12, 24)  # a Thursday
CALENDAR = WorkingCalendar(holidays=frozenset({HOLIDAY, dt.date(2026, 12, 25)}))
PEOPLE: dict[str, tuple[str, Language]] = {RASA: (VILNIUS, "lt"), JONAS: (VILNIUS, "en"), PETRAS: (VILNIUS, "ru")}
MONDAY = dt.datetime(2026, 11, 16, 14, 0, tzinfo=ZoneInfo(VILNIUS))
COMPANY = Company(
    domains=frozenset({"klimatas.example"}), timezone=VILNIUS,
    staff=(
        Staff(address=RASA, name="Rasa Petraitė", manager=JONAS),
        Staff(address=JONAS, name="Jonas Jonaitis"),
        Staff(address=PETRAS, name="Petras Petrauskas", aliases=("petras.p@klimatas.example",)),
    ),
    departments=(Department(name="service", dispatcher=JONAS, roles=("technician", "meistras", "мастер")), Department(name="sales", roles=("manager",))),
)  # fmt: skip


def promise(due_to: str, due_from: str | None = None, **changes: object) -> Open:
    """An open, firm, trusted promise of Rasa to Ona, said an hour ago."""
    values: dict[str, object] = {
        "key": "k1", "kind": "promise", "firmness": "firm", "act": "call", "quote": "Paskambinsiu jums.", "promiser": RASA, "assignee": None,
        "whom": "Ona Kazlauskienė", "due_from": due_from or due_to, "due_to": due_to, "due_zone": VILNIUS, "due_kind": "explicit", "confidence": 0.9,
        "trusted": True, "said_at": MONDAY - dt.timedelta(hours=1), "entry_exists": False, "deleted": False, "handed_to": "",
    }  # fmt: skip
    return Open(**{**values, **changes})  # type: ignore[arg-type]


def planned(*promises: Open, now: dt.datetime = MONDAY, policy: Policy | None = None, existing: dict[str, Existing] | None = None,
            company: Company = COMPANY) -> list[Wanted]:  # fmt: skip
    """The plan for these promises."""
    return plan(promises, existing or {}, PEOPLE, company, CALENDAR, policy or Policy(), now)


# due_from, due_to, now → start, alarms in minutes before, why
WHEN = [
    ("2026-11-24T15:00", "2026-11-24T15:00", "2026-11-16T14:00", "2026-11-24T15:00", [15], "a minute: at that minute, an alarm 15 min before"),
    ("2026-11-24", "2026-11-24", "2026-11-16T14:00", "2026-11-24T09:00", [0], "a date: at opening time of that day"),
    ("2026-11-16", "2026-11-20", "2026-11-16T14:00", "2026-11-20T09:00", [0, 1440], "a range: its last day, an alarm at the opening of the day before"),
    ("2026-11-16", "2026-11-23", "2026-11-16T14:00", "2026-11-23T09:00", [0, 4320], "the working day before a Monday is a Friday"),
    ("2026-11-21", "2026-11-21", "2026-11-16T14:00", "2026-11-20T09:00", [0], "a Saturday: the Friday before"),
    ("2026-11-22", "2026-11-22", "2026-11-16T14:00", "2026-11-20T09:00", [0], "a Sunday: the Friday before"),
    ("2026-12-24", "2026-12-24", "2026-12-15T10:00", "2026-12-23T09:00", [0], "a holiday: the working day before"),
    ("2026-12-15", "2026-12-27", "2026-12-15T10:00", "2026-12-23T09:00", [0, 1440], "a Sunday after two holidays: the Wednesday before them"),
    ("2026-11-21T15:00", "2026-11-21T15:00", "2026-11-16T14:00", "2026-11-21T15:00", [15], "a minute of a Saturday stays that minute"),
    ("2026-11-16", "2026-11-16", "2026-11-16T14:00", "2026-11-16T14:15", [0], "today, its moment past: the next quarter of an hour"),
    ("2026-11-16", "2026-11-16", "2026-11-16T14:07", "2026-11-16T14:15", [0], "the next quarter, not the last"),
    ("2026-11-16", "2026-11-16", "2026-11-16T17:59", "2026-11-16T18:00", [0], "a minute before closing it is still worth telling"),
    ("2026-11-16", "2026-11-16", "2026-11-16T18:00", None, [], "closing time is over: none"),
    ("2026-11-13", "2026-11-13", "2026-11-16T14:00", None, [], "past due when found: none"),
    ("2026-11-16T14:00", "2026-11-16T14:00", "2026-11-16T14:00", None, [], "due this very minute: none"),
    ("2026-11-16T14:01", "2026-11-16T14:01", "2026-11-16T14:00", "2026-11-16T14:01", [15], "due in a minute: then"),
    ("2026-03-29T03:30", "2026-03-29T03:30", "2026-03-20T10:00", "2026-03-29T04:30", [15], "an hour the clocks skip: the offset before it"),
    ("2026-10-25T03:30", "2026-10-25T03:30", "2026-10-20T10:00", "2026-10-25T03:30", [15], "an hour that comes twice: the first of them"),
]  # fmt: skip


@pytest.mark.parametrize(("due_from", "due_to", "now", "start", "alarms", "why"), WHEN, ids=[row[-1] for row in WHEN])
def test_an_entry_stands_when_it_helps(due_from: str, due_to: str, now: str, start: str | None, alarms: list[int], why: str) -> None:
    """F69, F71: the moment and the alarms follow from the term, the working days and the clock alone."""
    at = dt.datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(VILNIUS))
    found = planned(promise(due_to, due_from, said_at=at - dt.timedelta(hours=1)), now=at)
    if start is None:
        assert found == []
        return
    (wanted,) = found
    assert wanted.reminder.start.astimezone(dt.UTC) == dt.datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(VILNIUS)).astimezone(dt.UTC)
    assert [a // 60 for a in wanted.reminder.alarms] == alarms
    assert wanted.reminder.end - wanted.reminder.start == dt.timedelta(minutes=15)
    assert wanted.reminder.uid == keys.reminder_uid("k1", "due")


# changes of the promise, of the policy → is there an entry, why
WHETHER = [
    ({}, {}, True, "firm, explicit, sure and trusted"),
    ({"trusted": False}, {}, False, "F89: an untrusted one never"),
    ({"confidence": 0.79}, {}, False, "below min_confidence"),
    ({"confidence": 0.8}, {}, True, "at min_confidence"),
    ({"confidence": 0.6}, {"min_confidence": 0.5}, True, "min_confidence lowered"),
    ({"firmness": "soft"}, {}, False, "soft ones are only listed"),
    ({"firmness": "soft"}, {"firmness": frozenset({"firm", "soft"})}, True, "soft ones, where asked for"),
    ({"due_kind": "vague"}, {}, False, "a vague term is only listed"),
    ({"due_kind": "vague"}, {"terms": frozenset({"explicit", "vague"})}, True, "vague terms, where asked for"),
    ({"kind": "theirs"}, {}, False, "what was promised to us is not ours to keep"),
    ({"kind": "handoff", "assignee": PETRAS}, {}, True, "a hand-off has an entry too"),
    ({"deleted": True}, {}, False, "P3: its entry was deleted"),
    ({"entry_exists": True}, {}, False, "a meeting with the customer stands inside the term"),
    ({"entry_exists": True}, {"skip_if_entry_exists": False}, True, "an entry beside the meeting, where asked for"),
    ({"said_at": MONDAY - dt.timedelta(minutes=9)}, {}, False, "held for ten minutes after the mail's own time"),
    ({"said_at": MONDAY - dt.timedelta(minutes=10)}, {}, True, "held no longer"),
    ({"said_at": MONDAY - dt.timedelta(minutes=1)}, {"hold": 0}, True, "no hold"),
    ({"said_at": MONDAY, "due_from": "2026-11-16T16:00", "due_to": "2026-11-16T16:00"}, {}, True, "not held where the term is within two hours"),
    ({"said_at": MONDAY, "due_from": "2026-11-16T16:01", "due_to": "2026-11-16T16:01"}, {}, False, "held where it is later than that"),
    ({"promiser": "left@klimatas.example"}, {}, False, "nobody we keep a calendar for"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "policy", "there", "why"), WHETHER, ids=[row[-1] for row in WHETHER])
def test_only_what_the_policy_wants_gets_an_entry(changes: dict[str, object], policy: dict[str, object], there: bool, why: str) -> None:
    """What is not put is still listed: nothing of a promise depends on its entry."""
    assert bool(planned(promise(**{"due_to": "2026-11-24", **changes}), policy=Policy(**policy))) == there  # type: ignore[arg-type]


# changes → owner, the name in doubt, why
WHOSE = [
    ({}, RASA, "", "the promiser's"),
    ({"assignee": PETRAS}, PETRAS, "", "an address of ours"),
    ({"assignee": "petras.p@klimatas.example"}, PETRAS, "", "another address of the same person"),
    ({"assignee": "Petras Petrauskas"}, PETRAS, "", "a full name"),
    ({"assignee": "Petras"}, PETRAS, "", "a first name, though Petraitė has its stem"),
    ({"assignee": "Petrai"}, PETRAS, "", "called by it, in Lithuanian"),
    ({"assignee": "Jonui"}, JONAS, "", "in the dative"),
    ({"assignee": "Ярославу"}, RASA, "Ярославу", "letters that are no name of ours: in doubt, the promiser's"),
    ({"assignee": "technician"}, JONAS, "", "a role: the dispatcher of its department"),
    ({"assignee": "meistrui"}, JONAS, "", "a role in another case"),
    ({"assignee": "мастера"}, JONAS, "", "a role in Russian"),
    ({"assignee": "service"}, JONAS, "", "a department by its name"),
    ({"assignee": "manager"}, RASA, "manager", "a role of a department without a dispatcher: in doubt"),
    ({"assignee": "Algirdas"}, RASA, "Algirdas", "nobody of ours: the promiser's, with a question mark"),
    ({"assignee": "x@other.example"}, RASA, "x@other.example", "not ours"),
    ({"handed_to": "petras.p@klimatas.example"}, PETRAS, "", "handed to another address of the same person"),
    ({"assignee": "Petras", "handed_to": JONAS}, JONAS, "", "a decision on the pages wins"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "owner", "doubt", "why"), WHOSE, ids=[row[-1] for row in WHOSE])
def test_an_entry_stands_in_the_right_calendar(changes: dict[str, object], owner: str, doubt: str, why: str) -> None:
    """The assignee's where named uniquely and ours, the dispatcher's for a role, else the promiser's with the name in doubt."""
    p = promise("2026-11-24", **changes)
    assert owner_of(p, COMPANY) == (owner, doubt)
    (wanted,) = planned(p)
    assert wanted.owner == owner
    assert (f"({doubt}?)" in wanted.reminder.title) == bool(doubt)


def test_two_colleagues_of_one_name_are_in_doubt() -> None:
    """Refuses to guess between two people of one first name."""
    company = dataclasses.replace(COMPANY, staff=(*COMPANY.staff, Staff(address="petras2@klimatas.example", name="Petras Kalnius")))
    assert named_by("Petras", company) == ""
    assert named_by("Petras Kalnius", company) == "petras2@klimatas.example"
    assert owner_of(promise("2026-11-24", assignee="Petrui"), company) == (RASA, "Petrui")


@pytest.mark.parametrize(
    ("deputy", "manager", "owner", "why"),
    [
        (PETRAS, JONAS, PETRAS, "the deputy before the manager"),
        ("", JONAS, JONAS, "the manager where there is no deputy"),
        ("", "", RASA, "nobody: it stays theirs"),
        ("gone@klimatas.example", JONAS, JONAS, "the deputy has left too: theirs in turn"),
        (RASA, JONAS, RASA, "a ring of deputies ends"),
    ],
)
def test_who_has_left_is_stood_in_for(deputy: str, manager: str, owner: str, why: str) -> None:
    """F108: the entries of somebody who has left go to the deputy, else the manager."""
    company = Company(
        domains=COMPANY.domains,
        staff=(
            Staff(address=RASA, left=dt.date(2026, 6, 30), deputy=deputy, manager=manager), Staff(address=JONAS), Staff(address=PETRAS),
            Staff(address="gone@klimatas.example", left=dt.date(2026, 6, 30), manager=JONAS),
        ),
    )  # fmt: skip
    assert owner_of(promise("2026-11-24"), company)[0] == owner


def test_a_busy_day_has_no_more_entries_than_allowed() -> None:
    """T19: of nine wanted on a day four stand alone and the fifth says “5 more”, naming each."""
    many = [promise("2026-11-24", key=f"k{n}", quote=f"Quote {n}") for n in range(9)]
    found = planned(*many)
    shown_ones = [w for w in found if not w.collected]
    assert [w.purpose for w in shown_ones].count("due") == 4 and [w.purpose for w in shown_ones].count("more") == 1
    (more,) = (w for w in found if w.purpose == "more")
    assert more.reminder.title == "Dar 5 pažadai"
    assert more.reminder.text.count("\n") == 4
    assert len([w for w in found if w.collected]) == 5
    assert more.reminder.start.isoformat()[:16] == "2026-11-24T09:00"


@pytest.mark.slow
def test_a_flood_of_promises_is_one_entry_a_day_more() -> None:
    """T19: a thousand promises of one mail put five entries on a day, whatever they say."""
    found = planned(*(promise("2026-11-24", key=f"k{n}") for n in range(1000)))
    assert len([w for w in found if not w.collected]) == 5


def test_entries_that_stand_stay_alone_when_the_day_fills() -> None:
    """What is in the calendar already is not collected because something earlier came."""
    old = [promise("2026-11-24T15:00", key=f"old{n}") for n in range(4)]
    existing = {keys.reminder_uid(p.key, "due"): Existing("there", RASA, MONDAY) for p in old}
    new = [promise("2026-11-24T08:00", key=f"new{n}") for n in range(3)]
    found = planned(*old, *new, existing=existing)
    assert {w.promise_key for w in found if w.purpose == "due" and not w.collected} == {p.key for p in old}


def test_an_entry_that_was_written_is_not_moved_by_the_clock() -> None:
    """Its moment past, or its term, an entry keeps the start it was given."""
    p = promise("2026-11-16", said_at=MONDAY - dt.timedelta(days=3))
    start = dt.datetime(2026, 11, 16, 9, 0, tzinfo=ZoneInfo(VILNIUS))
    existing = {keys.reminder_uid("k1", "due"): Existing("there", RASA, start)}
    for days in (0, 1, 30):
        (wanted,) = planned(p, now=MONDAY + dt.timedelta(days=days), existing=existing)
        assert wanted.reminder.start == start


def test_what_mail_brought_is_text_only() -> None:
    """T18, T22: no link, no control character, no second line from a mail reaches an entry."""
    (wanted,) = planned(promise("2026-11-24", whom="Ona\nBEGIN:VALARM https://evil.example/x", quote="See https://evil.example\x07 now\r\nATTENDEE:x"))
    assert "evil" not in wanted.reminder.title + wanted.reminder.text
    assert "\n" not in wanted.reminder.title and "\x07" not in wanted.reminder.text and "\r" not in wanted.reminder.text
    assert shown("x" * 700, 600).endswith("…") and len(shown("x" * 700, 600)) == 600


def test_the_entry_says_act_and_customer_in_its_owner_s_language() -> None:
    """Title: the act and the customer, nothing else, each in the language of whose calendar it is."""
    titles = {o: planned(promise("2026-11-24", handed_to=o))[0].reminder.title for o in PEOPLE}
    assert titles == {RASA: "Paskambinti: Ona Kazlauskienė", JONAS: "Call Ona Kazlauskienė", PETRAS: "Позвонить: Ona Kazlauskienė"}


def test_the_hash_changes_exactly_when_the_entry_does() -> None:
    """Content that differs has another hash, the same content the same, on any day."""
    one = planned(promise("2026-11-24"))[0].reminder
    assert planned(promise("2026-11-24"), now=MONDAY + dt.timedelta(days=1))[0].reminder.content_hash == one.content_hash
    for other in (promise("2026-11-25"), promise("2026-11-24", act="send"), promise("2026-11-24", quote="Kitaip."), promise("2026-11-24", whom="Kitas")):
        assert planned(other)[0].reminder.content_hash != one.content_hash


# ── what a change says ───────────────────────────────────────────────────────────────────────────────────────────

START = dt.datetime(2026, 11, 24, 15, 0, tzinfo=ZoneInfo(VILNIUS))
WAS = AsLeft("Call Ona", START, "“I will call.”\nPromised.")

SAID = [
    ({}, [], "nothing changed"),
    ({"title": "✓ Call Ona"}, ["done"], "a tick"),
    ({"title": "☑ Call Ona"}, ["done"], "another tick"),
    ({"title": "DONE Call Ona"}, ["done"], "done, in capitals"),
    ({"title": "donegal call"}, [], "a word that begins with done"),
    ({"title": "padaryta: Call Ona"}, ["done"], "in Lithuanian"),
    ({"title": "готово Call Ona"}, ["done"], "in Russian"),
    ({"done": True}, ["done"], "the calendar's own completed mark"),
    ({"title": "ne Call Ona"}, ["dismiss"], "no in Lithuanian"),
    ({"title": "No. Call Ona"}, ["dismiss"], "no in English"),
    ({"title": "не Call Ona"}, ["dismiss"], "not in Russian"),
    ({"title": "No"}, ["dismiss"], "no, and nothing else"),
    ({"title": "no – call ona (she has it)"}, ["dismiss"], "no, the title after it, and words behind"),
    ({"title": "No answer yet, Call Ona"}, [], "another title that begins with no"),
    ({"title": "Не забыть: Call Ona"}, [], "“not to forget”: the title is another, the promise stands"),
    ({"title": "Ne vėliau 15 val. Call Ona"}, [], "“no later than”, in Lithuanian"),
    ({"title": "Netrukus: Call Ona"}, [], "soon begins with ne and is no no"),
    ({"title": "Northwest: Call Ona"}, [], "a name that begins with no"),
    ({"title": "ok Call Ona"}, ["accept"], "accepted"),
    ({"title": "imu Call Ona"}, ["accept"], "accepted in Lithuanian"),
    ({"title": "Взяла Call Ona"}, ["accept"], "accepted in Russian"),
    ({"start": START + dt.timedelta(hours=1)}, ["move"], "moved by an hour"),
    ({"start": START.astimezone(dt.UTC)}, [], "the same instant in another zone is no move"),
    ({"start": None}, [], "a start that cannot be read is no move"),
    ({"note": "“I will call.”\nPromised.\nShe was ill."}, ["note"], "a line added"),
    ({"note": "“I will call.”"}, [], "a line taken out says nothing"),
    ({"title": "✓ Call Ona", "start": START + dt.timedelta(days=1)}, ["done", "move"], "two answers at once"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said", "why"), SAID, ids=[row[-1] for row in SAID])
def test_a_change_says_what_it_says(change: dict[str, object], said: list[str], why: str) -> None:
    """F79: answers are read from title, time, note and mark, in three languages, and never from what was there before."""
    values: dict[str, object] = {"title": WAS.title, "start": WAS.start, "note": WAS.note, "done": False, **change}
    found = answers(WAS, values["title"], values["start"], values["note"], done=values["done"])  # type: ignore[arg-type]
    assert [kind for kind, _ in found] == said


def test_a_title_that_was_there_before_is_no_new_answer() -> None:
    """A customer called “No Name Ltd” dismisses nothing, and a tick of yesterday is not counted again."""
    was = AsLeft("No Name Ltd: call", START, "", done=True)
    assert answers(was, "No Name Ltd: call", START, "", done=True) == []
    assert not is_changed(was, " No Name Ltd: call ", START)


def test_words_added_are_told_from_ours_by_lines() -> None:
    """Whatever a program did to the white space of our lines, only the person's are theirs."""
    assert added_words("a\n  b", " b \nc\na\n\nd") == "c\nd"
