"""Whose clock a term is on: a customer in Vilnius, a colleague in Moscow, "at 15:00" (F109)."""

from __future__ import annotations

import datetime as dt

import pytest

from syncd.core.derived import Setting
from syncd.core.mime import read_message
from syncd.core.model import Company, Staff, WorkingCalendar
from syncd.core.understand import understand
from syncd.core.worktime import due_instant

MOSCOW, RASA = "ivan@us.example", "rasa@us.example"
US = Company(
    name="Us", domains=("us.example",), timezone="Europe/Vilnius",
    staff=(Staff(address=RASA, name="Rasa"), Staff(address=MOSCOW, name="Ivan", timezone="Europe/Moscow")),
)  # fmt: skip

# who writes, Date of the mail, what they write → the clock it is on, the wall there, the instant, why
CASES = [
    (RASA, "+0200", "I will call you tomorrow at 15:00.", "Europe/Vilnius", "2026-11-18T15:00", "13:00", "no zone of their own: the company's"),
    (MOSCOW, "+0300", "I will call you tomorrow at 15:00.", "Europe/Moscow", "2026-11-18T15:00", "12:00", "a colleague's own zone"),
    (MOSCOW, "+0200", "I will call you tomorrow at 15:00.", "Europe/Moscow", "2026-11-18T15:00", "12:00", "the mail server's offset says nothing of the writer"),
    (MOSCOW, "+0000", "Перезвоню вам завтра в 15:00.", "Europe/Moscow", "2026-11-18T15:00", "12:00", "in Russian, sent by a web mail that writes UTC"),
    (MOSCOW, "+0300", "I will call you tomorrow at 15:00 Vilnius time.", "Europe/Moscow", "2026-11-18T16:00", "13:00", "the customer's clock by name"),
    (MOSCOW, "+0300", "Paskambinsiu jums rytoj 15:00 Lietuvos laiku.", "Europe/Moscow", "2026-11-18T16:00", "13:00", "the same in Lithuanian"),
    (MOSCOW, "+0300", "Перезвоню вам завтра в 15:00 по вильнюсскому времени.", "Europe/Moscow", "2026-11-18T16:00", "13:00", "the same in Russian"),
    (RASA, "+0200", "I will call you tomorrow at 15:00 Moscow time.", "Europe/Vilnius", "2026-11-18T14:00", "12:00", "the other way"),
    (RASA, "+0200", "Paskambinsiu jums rytoj 15 val. Maskvos laiku.", "Europe/Vilnius", "2026-11-18T14:00", "12:00", "behind an abbreviation and a capital letter"),
    (RASA, "+0200", "Перезвоню вам завтра в 15:00 по московскому времени.", "Europe/Vilnius", "2026-11-18T14:00", "12:00", "the same in Russian"),
    (RASA, "+0200", "I will call you tomorrow at 15:00 CET.", "Europe/Vilnius", "2026-11-18T16:00", "14:00", "a zone by its letters"),
]  # fmt: skip


@pytest.mark.parametrize(("sender", "offset", "text", "zone", "wall", "instant", "reason"), CASES, ids=[row[-1] for row in CASES])
def test_a_term_is_on_the_clock_of_who_promises(sender: str, offset: str, text: str, zone: str, wall: str, instant: str, reason: str) -> None:
    """F109: by the writer's own zone, else the company's, unless the words name another; the instant follows from that."""
    said = dt.datetime(2026, 11, 17, 8, 0, tzinfo=dt.UTC).astimezone(dt.timezone(dt.timedelta(hours=int(offset[:3]))))
    raw = (
        f"From: {sender}\r\nTo: ona@baltas.example\r\nDate: {said:%a, %d %b %Y %H:%M:%S} {offset}\r\nSubject: Call\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    )
    understood = understand(read_message(raw.encode()), Setting(company=US))
    (promise,) = understood.promises
    assert promise.due is not None and (understood.due_zone, promise.due.to) == (zone, wall)
    assert due_instant(wall, zone, WorkingCalendar()).astimezone(dt.UTC).strftime("%H:%M") == instant
    assert promise.quote == text
