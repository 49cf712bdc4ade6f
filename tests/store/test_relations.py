"""Breaches of the rules of the relation as rows: they wait, open, close and stay, whatever the order in which mail comes (R1)."""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
from pathlib import Path

import pytest

from tests.store.world import JONAS, ONA, RASA, Mail, Office, meeting

pytestmark = pytest.mark.slow

ASKED = Mail(id="q1", sender=ONA, to=(RASA,), at="2026-11-13T11:00", subject="Montavimas", text="Sveiki, Rasa, ar montavimas įeina į kainą?\n\nOna")  # a Friday
ANSWER = Mail(id="q2", sender=JONAS, to=(ONA,), at="2026-11-16T16:00", refs=("q1",), subject="Re: Montavimas", text="Sveiki, Ona, taip, įeina.")
FORGOTTEN = Mail(id="q3", sender="oleg@sever.example", to=(JONAS,), at="2026-11-12T10:00", subject="Счёт", text="Добрый день! Пришлите, пожалуйста, счёт за монтаж.")
OFFERED = Mail(id="q4", sender=RASA, to=("inga@saule.example",), at="2026-08-03T10:00", subject="Siurblys", text="Sveiki, Inga, siūlome šilumos siurblį už 4 200 Eur.")
AWAY = meeting("away-1", "20261116T000000", "Atostogos").replace(b"DTSTART;TZID=Europe/Vilnius:20261116T000000", b"DTSTART;VALUE=DATE:20261116").replace(b"DURATION:PT1H", b"DTEND;VALUE=DATE:20261118")
_ROWS = "SELECT rule, staff, substr(quote, 1, 20), since, closed_at FROM breaches ORDER BY rule, since"
_MENDED = ("answer", RASA, "Sveiki, Rasa, ar mon", "2026-11-16T08:00:00Z", "2026-11-16T14:00:00Z")
_OPEN = ("answer", RASA, "Sveiki, Rasa, ar mon", "2026-11-16T08:00:00Z", None)


def _office(folder: Path, *mails: Mail) -> Office:
    office = Office(folder)
    for mail in mails:
        office.send(mail)
    return office


def _pass(office: Office, at: str) -> list[tuple[object, ...]]:
    """What the rules say after a pass at a wall time in Vilnius."""
    office.now = dt.datetime.fromisoformat(f"{at}+02:00").astimezone(dt.UTC)
    office.once()
    return office.rows(_ROWS)


def _rewritten(office: Office, who: str, name: str, raw: bytes) -> None:
    """The entry is another now, in a file of its own as calendars write it."""
    (office.folder / "calendars" / who / "work" / f"{name}.ics").unlink()
    office.put_entry(who, f"{name}-again", raw)


def test_a_case_waits_for_its_moment_opens_closes_and_stays(tmp_path: Path) -> None:
    """The clock alone makes it a breach; the answer closes it, and it stays in the record with its id; another pass changes nothing (invariant 10)."""
    office = _office(tmp_path, ASKED)
    assert _pass(office, "2026-11-13T12:00") == []
    assert office.rows("SELECT state FROM breach") == [("waiting",)]
    assert _pass(office, "2026-11-16T09:59") == []
    assert _pass(office, "2026-11-16T10:00") == [_OPEN]
    ids = office.rows("SELECT id FROM breaches")
    office.send(ANSWER)
    assert _pass(office, "2026-11-16T16:05") == [_MENDED] and office.rows("SELECT id FROM breaches") == ids
    before = office.dump()
    assert _pass(office, "2026-11-16T16:05") == [_MENDED] and office.dump() == before
    assert office.rows("SELECT * FROM unweighed") == []


def test_what_is_answered_in_time_is_no_row(tmp_path: Path) -> None:
    """Not even once the term is over."""
    office = _office(tmp_path, ASKED, Mail(id="q5", sender=RASA, to=(ONA,), at="2026-11-13T15:00", refs=("q1",), subject="Re: Montavimas", text="Taip."))
    assert _pass(office, "2026-11-20T12:00") == [] and office.rows("SELECT * FROM breach WHERE rule = 'answer'") == []


def test_an_answer_that_is_found_late_counts_from_when_it_was_written(tmp_path: Path) -> None:
    """A breach whose answer lay in a mailbox that was read later was none."""
    office = _office(tmp_path, ASKED)
    assert _pass(office, "2026-11-16T12:00") == [_OPEN]
    office.send(Mail(id="q6", sender=JONAS, to=(ONA,), at="2026-11-13T15:00", subject="Kaina", text="Ona, atsakau už Rasą: įeina."))
    assert _pass(office, "2026-11-16T12:30") == []


def test_days_of_leave_move_the_term_whenever_they_are_known(tmp_path: Path) -> None:
    """An all-day entry that is found after the breach takes it back; the term is over once she was there long enough (P7)."""
    office = _office(tmp_path, ASKED)
    assert _pass(office, "2026-11-16T12:00") == [_OPEN]
    office.put_entry("rasa", "away", AWAY)
    assert _pass(office, "2026-11-17T12:00") == []
    assert [row[3] for row in _pass(office, "2026-11-18T12:00")] == ["2026-11-18T08:00:00Z"]
    _rewritten(office, "rasa", "away", AWAY.replace(b"Atostogos", b"Paroda").replace(b"SEQUENCE:0", b"SEQUENCE:1"))
    assert _pass(office, "2026-11-18T12:30") == [_OPEN]


@pytest.mark.parametrize("scope", ["outside", "all"])
def test_half_a_day_of_leave_moves_the_term_by_half_a_day(tmp_path: Path, scope: str) -> None:
    """From 13:00 to 18:00, whether the entry is kept or only when it was; two hours are an errand (P7)."""
    office = _office(tmp_path, ASKED)
    office.configure(scope=scope)
    office.put_entry("rasa", "away", meeting("half", "20261113T130000", "Atostogos").replace(b"DURATION:PT1H", b"DURATION:PT5H"))
    office.put_entry("rasa", "errand", meeting("errand", "20261116T100000", "Atostogos").replace(b"DURATION:PT1H", b"DURATION:PT2H"))
    (found,) = _pass(office, "2026-11-17T12:00")
    assert found == (*_OPEN[:3], "2026-11-16T13:00:00Z", None)
    assert bool(office.rows("SELECT 1 FROM away")) is (scope == "all")


def test_a_forgotten_customer_is_found_by_the_clock_and_mended_by_a_word(tmp_path: Path) -> None:
    """Ninety days after the offer nothing new has come, and that is the case."""
    office = _office(tmp_path, OFFERED)
    assert _pass(office, "2026-10-31T12:00") == []
    [row] = _pass(office, "2026-11-03T12:00")
    assert row[:2] == ("quiet", RASA) and row[3:] == ("2026-11-01T08:00:00Z", None)
    office.send(Mail(id="q7", sender=RASA, to=("inga@saule.example",), at="2026-11-04T10:00", subject="Siurblys", text="Inga, ar pavyko apsispręsti?"))
    assert [r[4] for r in _pass(office, "2026-11-04T11:00")] == ["2026-11-04T08:00:00Z"]


@pytest.mark.parametrize(
    ("answer", "is_open", "reason"),
    [
        ("Laba diena, vakar apmokėjome.", False, "told without the number of the invoice"),
        ("Laba diena, apmokėsime kitą savaitę.", True, "only promised"),
        ("Laba diena, apmokėta pusė, kita dalis rudenį.", True, "a part of it"),
    ],
)
def test_an_invoice_that_is_told_to_be_paid_is_open_no_more(tmp_path: Path, answer: str, is_open: bool, reason: str) -> None:
    """In the conversation of the invoice; the silence after it is nobody's fault. Later contact looks only at what is open, and says the same."""
    invoice = Mail(id="s1", sender=RASA, to=("inga@saule.example",), at="2026-06-01T10:00", subject="Sąskaita", text="Sveiki, Inga, siunčiame sąskaitą Nr. 88 – 350 Eur.")
    told = Mail(id="s2", sender="inga@saule.example", to=(RASA,), at="2026-06-03T10:00", refs=("s1",), subject="Re: Sąskaita", text=answer)
    office = _office(tmp_path, invoice, told)
    assert [r[0] for r in _pass(office, "2026-11-03T12:00")] == ["quiet"] * is_open, reason
    office.send(Mail(id="s3", sender=RASA, to=("inga@saule.example",), at="2026-11-04T10:00", subject="Linkėjimai", text="Inga, linkėjimai nuo visų mūsų."))
    assert [r[4] for r in _pass(office, "2026-11-04T11:00")] == ["2026-11-04T08:00:00Z"] * is_open, reason


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_arrival_does_not_matter_nor_does_a_rebuild(tmp_path: Path, seed: int) -> None:
    """Mails in any order over several passes end as if all had been there at once, and as a rebuild makes them (the law)."""
    mails = [ASKED, ANSWER, FORGOTTEN, OFFERED]
    at_once = _office(tmp_path / "at-once", *mails)
    expected = _pass(at_once, "2026-11-19T12:00")
    assert len(expected) == 3
    office = Office(tmp_path / "shuffled")
    office.put_entry("jonas", "visit", meeting("v1", "20261114T100000", "Vizitas", people=(JONAS, ONA), organizer=JONAS))
    for n, mail in enumerate(random.Random(seed).sample(mails, len(mails))):
        office.send(mail)
        _pass(office, f"2026-11-19T{8 + n:02}:00")
    _rewritten(office, "jonas", "visit", meeting("v1", "20261114T100000", "Vizitas", people=(JONAS, ONA), organizer=JONAS, status="CANCELLED", sequence=1))
    assert _pass(office, "2026-11-19T12:00") == expected
    breaches = [line for line in office.dump() if line.startswith(("breach|", "question|", "away|"))]
    assert breaches == [line for line in at_once.dump() if line.startswith(("breach|", "question|", "away|"))]
    office.rebuild()
    assert breaches == [line for line in office.dump() if line.startswith(("breach|", "question|", "away|"))]


@pytest.mark.parametrize("seed", range(2))
def test_a_word_that_comes_later_weighs_the_silence_as_if_all_were_weighed(tmp_path: Path, seed: int) -> None:
    """Of new contact alone only what is open is looked at, from the contact before it on; a silence that was too long stays, one that is filled goes."""
    days = ["2026-07-20", "2026-08-10", "2026-11-20", "2026-11-25", "2026-12-03"]
    words = [Mail(id=f"w{n}", sender=RASA, to=("inga@saule.example",), at=f"{day}T10:00", subject="Siurblys", text="Inga, linkėjimai nuo visų mūsų.") for n, day in enumerate(days)]
    more = Mail(id="q8", sender=RASA, to=("inga@saule.example",), at="2026-11-22T10:00", subject="Vėdinimas", text="Inga, siūlome rekuperatorių už 1 900 Eur.")
    at_once = _office(tmp_path / "at-once", OFFERED, more, *words)
    expected = _pass(at_once, "2026-12-05T12:00")
    assert [r[3:] for r in expected] == [("2026-11-08T08:00:00Z", "2026-11-20T08:00:00Z")]
    office = _office(tmp_path / "shuffled", OFFERED, more)
    for n, word in enumerate(random.Random(seed).sample(words, len(words))):
        office.send(word)
        _pass(office, f"2026-12-05T{n + 2:02}:00")
    assert _pass(office, "2026-12-05T12:00") == expected
    assert office.rows("SELECT id, staff, quote, since, mended_at, state, why FROM breach") == at_once.rows("SELECT id, staff, quote, since, mended_at, state, why FROM breach")
    _pass(office, "2026-12-29T12:00")
    _pass(at_once, "2026-12-29T12:00")
    assert office.rows(_ROWS) == at_once.rows(_ROWS)


def test_a_changed_file_of_rules_is_followed_at_the_next_pass(tmp_path: Path) -> None:
    """Another threshold, an exception, a rule of one's own, one that is switched off; what it no longer finds is gone."""
    office = _office(tmp_path, ASKED, FORGOTTEN)
    assert [r[0] for r in _pass(office, "2026-11-18T12:00")] == ["answer", "answer"]
    (tmp_path / "relations.toml").write_text('[rule.answer]\nexcept = ["sever.example"]\n[rule.hot]\ncheck = "answer"\nwithin = "2 h"\nonly = ["baltas.example"]\nseen_by = "managers"\n', encoding="utf-8")
    assert [(r[0], r[3]) for r in _pass(office, "2026-11-18T12:00")] == [("answer", "2026-11-16T08:00:00Z"), ("hot", "2026-11-13T11:00:00Z")]
    (tmp_path / "relations.toml").write_text("[rule.answer]\non = false\n", encoding="utf-8")
    assert _pass(office, "2026-11-18T12:00") == []


def test_forgetting_the_question_takes_the_breach_too(tmp_path: Path) -> None:
    """Nothing of a mail that is erased stays in the record of breaches."""
    from syncd.store.forgetting import forget

    office = _office(tmp_path, ASKED)
    assert len(_pass(office, "2026-11-18T12:00")) == 1
    key = office.rows("SELECT key FROM interaction")[0][0]

    def erase(world: object) -> None:
        with world.store.write() as db:  # type: ignore[attr-defined]
            forget(world.page(db), world.store, [str(key)])  # type: ignore[attr-defined]

    office.with_world(erase)
    assert _pass(office, "2026-11-18T12:00") == [] and office.rows("SELECT * FROM breach") == []


def test_the_view_shows_who_it_is_about(tmp_path: Path) -> None:
    """The person and the company behind the address, by what is known of them now."""
    office = _office(tmp_path, ASKED)
    _pass(office, "2026-11-18T12:00")
    assert office.rows("SELECT person, organisation, staff, case_id = (SELECT key FROM interaction) FROM breaches") == [("Ona Kazlauskienė", "baltas.example", RASA, 1)]
    db = sqlite3.connect((tmp_path / "history.db").as_uri() + "?mode=ro", uri=True)
    assert [c[1] for c in db.execute("PRAGMA table_info(breaches)")][:9] == ["id", "rule", "case_id", "person", "organisation", "staff", "quote", "since", "closed_at"]
    db.close()
