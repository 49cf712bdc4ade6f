"""Calls in the store: from an exchange's log, from mails and calendar entries, bound to whom they were with, in any order."""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from connectors import memory
from tests.store.test_cards import BOOK, card
from tests.store.world import JONAS, ONA, RASA, Mail, Office, meeting

pytestmark = pytest.mark.slow

PHONE, OTHER = "+37061234567", "+37069876543"
SOURCES = """
[[source]]
name = "calls"
connector = "calls"
path = "cdr"
format = "asterisk"
"""
Step = Callable[[Office], object]


class Exchange:
    """An office whose exchange keeps a log."""

    def __init__(self, folder: Path, **options: str) -> None:
        (folder / "cdr").mkdir(parents=True)
        self.office = Office(folder, options={"sources": SOURCES + BOOK.format(who="rasa", world=f"{folder}/rasa"), **options})
        text = (folder / "config.toml").read_text("utf-8")
        text = text.replace('language = "lt"\n', 'language = "lt"\naliases = ["204", "+370 5 212 3456"]\n', 1)
        (folder / "config.toml").write_text(text, "utf-8")


def row(src: str, dst: str, start: str, *, seconds: int = 42, uid: str, linked: str = "", channel: str = "PJSIP/204-0000001b", app: str = "Dial") -> str:
    """A line of cdr_csv; no seconds: nobody answered."""
    said = "ANSWERED" if seconds else "NO ANSWER"
    return (
        f'"","{src}","{dst}","from-trunk","""Ona K"" <{src}>","PJSIP/trunk-0000001a","{channel}","{app}","x","{start}","{start if seconds else ""}","{start}",'
        f'{seconds + 5},{seconds},"{said}","DOCUMENTATION","{uid}","","","{linked or uid}",1\n'
    )


def log(*rows: str, name: str = "Master.csv") -> Step:
    """The exchange writes rows."""

    def write(office: Office) -> None:
        path = office.folder / "cdr" / name
        with path.open("a", encoding="utf-8") as file:
            file.writelines(rows)
        os.utime(path, (1_790_000_000 + path.stat().st_size, 1_790_000_000 + path.stat().st_size))

    return write


def book(phone: str, address: str = ONA, name: str = "Ona Kazlauskienė") -> Step:
    """Rasa writes somebody into her address book."""
    raw = card(name, f"EMAIL:{address}", f"TEL:{phone}", name=name)
    return lambda o: memory.world(f"{o.folder}/rasa").mailbox.add("cards", name, raw, "text/vcard")


def voicemail(at: str, number: str = PHONE) -> Mail:
    """A notification of a missed call."""
    return Mail(id="vm" + at, sender="pbx@telefonas.example", to=(RASA,), at=at, subject=f"Praleistas skambutis nuo {number}",
                text=f"Praleistas skambutis\n\nSkambino: {number}\nLaikas: {at[:10]} {at[11:16]}\n")  # fmt: skip


@pytest.fixture
def exchange(tmp_path: Path) -> Office:
    """An office with a log of calls."""
    return Exchange(tmp_path / "office").office


def calls(office: Office) -> list[tuple[object, ...]]:
    """The view, oldest first."""
    return office.rows("SELECT at, direction, person, number, seconds, outcome, staff FROM calls ORDER BY at")


# ── what stands in the history ───────────────────────────────────────────────────────────────────────────────────


def test_a_record_is_a_call_with_who_and_how_long(exchange: Office) -> None:
    """H2: caller, callee, time, length and outcome; the clock is the company's."""
    book(PHONE)(exchange)
    log(row("861234567", "204", "2026-11-16 10:00:00", uid="1763280000.1"), row("204", "861234567", "2026-11-16 11:00:00", seconds=90, uid="1763283600.2", channel="PJSIP/trunk-1a2b3c4d"))(exchange)
    exchange.once()
    assert calls(exchange) == [
        ("2026-11-16T08:00:00Z", "in", "Ona Kazlauskienė", PHONE, 42, "answered", RASA),
        ("2026-11-16T09:00:00Z", "out", "Ona Kazlauskienė", PHONE, 90, "answered", RASA),
    ]
    assert exchange.rows("SELECT kind, person, staff FROM timeline WHERE kind = 'call'") == [("call", "Ona Kazlauskienė", RASA)] * 2


def test_the_legs_of_a_call_are_one_call(exchange: Office) -> None:
    """A queue rang two colleagues, the second answered, and passed it on: one call, its talk counted once."""
    log(
        row("861234567", "600", "2026-11-16 10:00:00", seconds=0, uid="1763280000.1", linked="1763280000.1", channel="PJSIP/205-0000001b", app="Queue"),
        row("861234567", "600", "2026-11-16 10:00:20", seconds=40, uid="1763280000.2", linked="1763280000.1", app="Queue"),
    )(exchange)
    exchange.once()
    log(row("861234567", "206", "2026-11-16 10:00:50", seconds=60, uid="1763280000.3", linked="1763280000.1", channel="PJSIP/206-0000001c"))(exchange)
    exchange.once()
    assert calls(exchange) == [("2026-11-16T08:00:00Z", "in", None, PHONE, 90, "answered", RASA)]


def test_calls_among_our_own_extensions_stay_out(exchange: Office) -> None:
    """scope:internal."""
    log(row("205", "204", "2026-11-16 10:00:00", uid="1763280000.1"))(exchange)
    exchange.once()
    assert exchange.rows("SELECT count(*) FROM interaction WHERE kind = 'call'") == [(0,)]
    assert exchange.rows("SELECT rule FROM excluded") == [("scope:internal",)]


@pytest.mark.parametrize("of", [PHONE, "8 612 34567"])
def test_an_excluded_number_leaves_nothing(tmp_path: Path, of: str) -> None:
    """T2: people are excluded by telephone too, however it is written."""
    office = Exchange(tmp_path / "office", privacy=f'exclude = {{ people = ["{of}"] }}').office
    log(row("861234567", "204", "2026-11-16 10:00:00", uid="1763280000.1"))(office)
    office.once()
    assert office.rows("SELECT count(*) FROM interaction") == [(0,)]
    assert not any(PHONE.encode() in p.read_bytes() for p in office.folder.glob("history.db*"))


def test_in_scope_known_a_stranger_waits_until_somebody_has_the_number(tmp_path: Path) -> None:
    """scope:unknown: a card lets the call in."""
    office = Exchange(tmp_path / "office", scope="known").office
    log(row("861234567", "204", "2026-11-16 10:00:00", uid="1763280000.1"))(office)
    office.once()
    assert office.rows("SELECT rule FROM excluded WHERE rule = 'scope:unknown'") == [("scope:unknown",)]
    book(PHONE)(office)
    office.once()
    office.once()
    assert [c[2] for c in calls(office)] == ["Ona Kazlauskienė"]


def test_a_number_of_several_people_is_nobodys(exchange: Office) -> None:
    """T33: a switchboard on many cards says nothing of who called."""
    book(PHONE)(exchange)
    book(PHONE, "jonas@baltas.example", "Jonas Baltas")(exchange)
    log(row("861234567", "204", "2026-11-16 10:00:00", uid="1763280000.1"))(exchange)
    exchange.once()
    assert calls(exchange)[0][2] is None


def test_a_call_told_by_the_exchange_and_by_a_mail_is_one(exchange: Office) -> None:
    """same_as: one number, one direction, beginnings within two minutes."""
    exchange.send(voicemail("2026-11-16T10:01"))
    log(row("861234567", "204", "2026-11-16 10:00:00", seconds=0, uid="1763280000.1"))(exchange)
    log(row("861234567", "204", "2026-11-16 10:00:50", seconds=0, uid="1763280000.2"))(exchange)
    exchange.once()
    assert [c[0] for c in calls(exchange)] == ["2026-11-16T08:00:00Z", "2026-11-16T08:00:50Z"], "who rings again at once has called twice"
    assert exchange.rows("SELECT count(*) FROM call") == [(3,)]


@pytest.mark.parametrize("by", ["call", "mail", "rang-again", "rang-again-unheard", "too-short", "earlier"])
def test_a_missed_call_shows_what_came_back(exchange: Office, by: str) -> None:
    """missed_calls: the first later answered call, whoever rang, or mail of ours, to the same number or person."""
    book(PHONE)(exchange)
    exchange.send(voicemail("2026-11-16T10:00"))
    if by == "mail":
        exchange.send(Mail(id="back", sender=RASA, to=(ONA,), at="2026-11-16T11:00", text="Sveiki, skambinote?"))
    elif by.startswith("rang-again"):
        log(row("861234567", "204", "2026-11-16 11:00:00", seconds=0 if by.endswith("unheard") else 30, uid="1763283600.2"))(exchange)
    else:
        start = "2026-11-16 09:00:00" if by == "earlier" else "2026-11-16 11:00:00"
        log(row("204", "861234567", start, seconds=0 if by == "too-short" else 30, uid="1763283600.2", channel="PJSIP/trunk-1a2b3c4d"))(exchange)
    exchange.once()
    (number, person, staff, at) = exchange.rows("SELECT number, person, staff, returned_at FROM missed_calls ORDER BY at")[0]
    assert (number, person, staff) == (PHONE, "Ona Kazlauskienė", RASA)
    assert at == ("2026-11-16T09:00:00Z" if by in ("call", "mail", "rang-again") else None)


def test_a_promised_call_is_kept_by_an_answered_one(exchange: Office) -> None:
    """P4: "I will call you" and the record of the call; the evidence is the call."""
    book(PHONE)(exchange)
    exchange.send(Mail(id="p1", sender=RASA, to=(ONA,), at="2026-11-13T10:00", text="Sveiki, Ona,\n\npirmadienį Jums paskambinsiu.\n\nRasa"))
    exchange.once()
    assert exchange.rows("SELECT act, state FROM promise") == [("call", "open")]
    log(row("204", "861234567", "2026-11-16 11:00:00", seconds=90, uid="1763283600.2", channel="PJSIP/trunk-1a2b3c4d"))(exchange)
    exchange.once()
    assert exchange.rows("SELECT p.state, e.reason, i.kind FROM promise p JOIN evidence e ON e.promise_id = p.id JOIN interaction i ON i.id = e.interaction_id") == [("kept", "call", "call")]


def test_a_promised_call_that_nobody_answered_stays_open(exchange: Office) -> None:
    """P4: ringing is no call."""
    book(PHONE)(exchange)
    exchange.send(Mail(id="p1", sender=RASA, to=(ONA,), at="2026-11-13T10:00", text="Sveiki, Ona,\n\npirmadienį Jums paskambinsiu.\n\nRasa"))
    log(row("204", "861234567", "2026-11-16 11:00:00", seconds=0, uid="1763283600.2", channel="PJSIP/trunk-1a2b3c4d"))(exchange)
    exchange.once()
    assert exchange.rows("SELECT state FROM promise") == [("open",)]


def test_a_calendar_entry_about_a_call_is_a_planned_call(exchange: Office) -> None:
    """H2: with the number in it; it counts beside the meeting, and goes with it."""
    path = exchange.put_entry("rasa", "c1", meeting("c1", "20261117T150000", "Skambutis Onai", people=(RASA, ONA), extra="LOCATION:+370 612 34567"))
    exchange.once()
    assert calls(exchange) == [("2026-11-17T13:00:00Z", "out", "Ona Kazlauskienė", PHONE, None, "planned", RASA)]
    path.write_bytes(meeting("c1", "20261117T150000", "Susitikimas", people=(RASA, ONA), sequence=1))
    os.utime(path, (1_790_000_500, 1_790_000_500))
    exchange.once()
    assert calls(exchange) == []


@pytest.mark.parametrize("words", ["37061234567", "ona"])
def test_a_call_is_found_by_number_and_name(exchange: Office, words: str) -> None:
    """H3: from a telephone number."""
    log(row("861234567", "204", "2026-11-16 10:00:00", uid="1763280000.1"))(exchange)
    exchange.send(voicemail("2026-11-15T10:01"))
    exchange.once()
    found = exchange.rows("SELECT i.kind FROM search s JOIN interaction i ON i.id = s.rowid WHERE search MATCH ? ORDER BY i.at", f'names : "{words}"')
    assert found == ([("message",), ("call",)] if words.isdigit() else [("call",)])


def test_a_record_marked_private_by_a_new_rule_goes_with_all_that_followed(exchange: Office) -> None:
    """What is excluded later is taken out, and the index with it."""
    log(row("861234567", "204", "2026-11-16 10:00:00", uid="1763280000.1"))(exchange)
    exchange.once()
    before = exchange.dump()
    assert any(PHONE in line for line in before)
    exchange.rebuild()
    assert exchange.dump() == before


# ── the law ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _steps() -> list[Step]:
    """A few days of telephoning: records, their notifications, cards that come and change, a promise, a plan."""
    promise = Mail(id="p1", sender=RASA, to=(ONA,), at="2026-11-13T10:00", text="Sveiki, Ona,\n\npirmadienį Jums paskambinsiu.\n\nRasa")
    told = Mail(id="t1", sender=JONAS, to=(RASA,), at="2026-11-14T13:00", text="Šiandien apie dvyliktą skambino Ona Kazlauskienė, 8 612 34567. Kalbėjom keturias minutes. Paskambinsi jai pirmadienį?")
    return [
        log(row("861234567", "204", "2026-11-12 10:00:00", seconds=0, uid="1762934400.1"), name="a.csv"),
        log(row("861234567", "600", "2026-11-13 10:00:00", seconds=0, uid="1763020800.1", linked="1763020800.1", channel="PJSIP/205-0000001b")
            + row("861234567", "600", "2026-11-13 10:00:20", seconds=40, uid="1763020800.2", linked="1763020800.1"), name="b.csv"),
        log(row("204", "861234567", "2026-11-16 11:00:00", seconds=90, uid="1763283600.2", channel="PJSIP/trunk-1a2b3c4d"), name="c.csv"),
        log(row("869876543", "204", "2026-11-16 11:10:00", seconds=9, uid="1763283600.3"), name="d.csv"),
        lambda o: o.send(voicemail("2026-11-12T10:01")),
        lambda o: o.send(voicemail("2026-11-15T09:00", OTHER)),
        lambda o: o.send(promise),
        lambda o: o.send(told),
        lambda o: o.put_entry("rasa", "c1", meeting("c1", "20261117T150000", "Skambutis Onai", people=(RASA, ONA), extra="LOCATION:+370 612 34567")),
        book(PHONE),
        book(OTHER, "jonas@baltas.example", "Jonas Baltas"),
    ]  # fmt: skip


def _arrive(folder: Path, steps: list[Step], cuts: list[int]) -> Office:
    office = Exchange(folder, mode="off").office
    for n, step in enumerate(steps):
        step(office)
        if n in cuts:
            office.once()
    office.once()
    return office


@pytest.mark.parametrize("seed", [pytest.param(n, marks=pytest.mark.slow if n > 2 else ()) for n in range(16)])
def test_any_order_of_arrival_ends_in_the_same_calls(tmp_path: Path, seed: int) -> None:
    """The law: records, mails, entries and cards in any order, and a rebuild, end in the same tables."""
    steps = _steps()
    at_once = _arrive(tmp_path / "at-once", steps, []).dump()
    dice = random.Random(seed)
    shuffled = dice.sample(steps, len(steps))
    office = _arrive(tmp_path / "shuffled", shuffled, sorted(dice.sample(range(len(steps)), dice.randint(2, 6))))
    assert sorted(set(at_once) ^ set(office.dump())) == []
    office.rebuild()
    assert sorted(set(at_once) ^ set(office.dump())) == []
    assert office.findings() == []


def test_the_law_is_about_something(tmp_path: Path) -> None:
    """The steps lead to calls of a person, one told twice, a promise kept by a call."""
    office = _arrive(tmp_path / "office", _steps(), [])
    assert office.rows("SELECT count(*), count(same_as), count(DISTINCT outcome) FROM call") == [(8, 1, 3)]
    assert office.rows("SELECT DISTINCT person FROM calls ORDER BY person") == [("Jonas Baltas",), ("Ona Kazlauskienė",)]
    assert office.rows("SELECT state FROM promise WHERE promiser = ?", RASA) == [("kept",)]


def test_a_card_that_changes_moves_the_calls(exchange: Office) -> None:
    """A number that is another's now: the calls are theirs, the promise is open again."""
    for step in (book(PHONE), *itertools.islice(_steps(), 3)):
        step(exchange)
    exchange.once()
    assert {c[2] for c in calls(exchange)} == {"Ona Kazlauskienė"}
    memory.world(f"{exchange.folder}/rasa").mailbox.expunge("cards", "Ona Kazlauskienė")
    book(PHONE, "jonas@baltas.example", "Jonas Baltas")(exchange)
    exchange.once()
    exchange.once()
    assert {c[2] for c in calls(exchange)} == {"Jonas Baltas"}
    before = exchange.dump()
    exchange.rebuild()
    assert exchange.dump() == before


def test_a_card_written_as_people_write_numbers_finds_the_call(exchange: Office) -> None:
    """8 612 34567 on a card and 37061234567 in the log are one number, by the plan of the company's country."""
    book("8 612 34567")(exchange)
    log(row("37061234567", "204", "2026-11-16 10:00:00", uid="1763280000.1"))(exchange)
    exchange.once()
    assert [c[2] for c in calls(exchange)] == ["Ona Kazlauskienė"]


def test_an_answered_call_is_asked_about(tmp_path: Path) -> None:
    """[reminders] after_calls: the entry names whom it was with."""
    office = Exchange(tmp_path / "office", reminders="after_calls = true").office
    book(PHONE)(office)
    log(row("861234567", "204", "2026-11-16 13:40:00", seconds=180, uid="1763293200.1"))(office)
    office.once()
    (seen,) = office.reminders("rasa").values()
    assert "Ona Kazlauskienė" in seen.title


def test_a_merge_of_two_persons_carries_their_calls(exchange: Office) -> None:
    """A number two people had is one person's when somebody says they are one, and nobody's again when they are parted."""
    from syncd.store import reviews
    from syncd.world import World

    book(PHONE)(exchange)
    book(PHONE, "ona.k@gmail.example", "Onutė")(exchange)
    log(row("861234567", "204", "2026-11-16 10:00:00", uid="1763280000.1"))(exchange)
    exchange.once()
    assert calls(exchange)[0][2] is None

    def decide(kind: str) -> None:
        def do(world: World) -> None:
            with world.store.write() as db:
                getattr(reviews, kind)(world.page(db), ONA, "ona.k@gmail.example", RASA, "cli")

        exchange.with_world(do)

    decide("merge")
    assert calls(exchange)[0][2] is not None
    before = exchange.dump()
    exchange.rebuild()
    assert exchange.dump() == before
    decide("unmerge")
    assert calls(exchange)[0][2] is None


def test_a_series_laid_out_anew_keeps_its_planned_call(exchange: Office) -> None:
    """On the 1st of a month repeated meetings are written again; whom the call is with stands."""
    book(PHONE)(exchange)
    exchange.put_entry("rasa", "w", meeting("w", "20261117T150000", "Skambutis", people=(RASA,), extra="RRULE:FREQ=WEEKLY\nLOCATION:+370 612 34567"))
    exchange.once()
    assert [c[2] for c in calls(exchange)] == ["Ona Kazlauskienė"]
    exchange.now = exchange.now.replace(month=12, day=2)
    exchange.once()
    assert [c[2] for c in calls(exchange)] == ["Ona Kazlauskienė"]
    before = exchange.dump()
    exchange.rebuild()
    assert exchange.dump() == before
