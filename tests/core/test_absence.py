"""On which days a colleague is away, read from titles of all-day entries and from automatic replies (P7)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from syncd.core.absence import away_days, days_of, is_away, replied
from syncd.core.ical import read_calendar
from syncd.core.model import Language
from tests.core.test_plan import CALENDAR, COMPANY, RASA, VILNIUS

# title of an all-day entry in Rasa's calendar → away, why
TITLES = [
    ("Vacation", True, "leave"), ("Annual leave", True, "leave"), ("OOO", True, "out of office"), ("Out of office - Rasa", True, "with the own name"),
    ("Day off", True, "a free day"), ("Sick", True, "ill"), ("Off", True, "off"), ("PTO", True, "paid time off"), ("Away", True, "away"),
    ("Atostogos", True, "leave"), ("Rasa atostogose", True, "with the own name"), ("Atostogos 🏖", True, "with a picture"), ("Nedarbingumas", True, "ill"),
    ("Laisvadienis", True, "a free day"), ("Mamadienis", True, "a mother's free day"), ("Sergu", True, "ill"), ("ATOSTOGOS", True, "in capitals"),
    ("Отпуск", True, "leave"), ("В отпуске", True, "on leave"), ("Больничный", True, "ill"), ("Отгул", True, "a free day"), ("Декрет", True, "parental leave"),
    ("Petras: atostogos", False, "a colleague's leave"), ("Петрас – отпуск", False, "a colleague's leave, in Russian"), ("Jonas out of office", False, "a colleague's"),
    ("Jonas ir Rasa – atostogos", True, "both"),
    ("Vacation planning", False, "about leave"), ("Holiday party", False, "a party"), ("Office move", False, "no leave at all"), ("Send-off for Ona", False, "a farewell"),
    ("Kick-off Acme", False, "a beginning"), ("Atostogų grafikas", False, "about leave"), ("График отпусков", False, "about leave"), ("Отпускные", False, "pay"),
    ("Back from leave", False, "the end of leave"), ("Po atostogų", False, "after leave"), ("Paroda Vilniuje", False, "a fair"), ("Командировка", False, "a business trip is work"),
    ("Holiday Inn, room 12", False, "a hotel"), ("Takeaway lunch", False, "a meal"), ("Offer for Acme due", False, "a word that begins like off"),
    ("Отправить КП до отпуска", False, "before leave"), ("Sutvarkyti visus pasiūlymus ir sąskaitas, tada keturios dienos laisvos, pagaliau atostogos", False, "a whole story"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "away", "why"), TITLES, ids=[f"{row[0][:30]}: {row[2]}" for row in TITLES])
def test_a_title_says_that_its_owner_is_away(title: str, away: bool, why: str) -> None:
    """In three languages; in doubt nobody is away."""
    assert is_away(title, RASA, COMPANY) == away


def entry(lines: str) -> str:
    """The days of an entry of the calendar of Rasa."""
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20261101T080000Z\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n".replace("\n", "\r\n")
    return away_days(read_calendar(text.encode(), VILNIUS).meetings, RASA, COMPANY)


ENTRIES = [
    ("SUMMARY:Vacation\nDTSTART;VALUE=DATE:20261119\nDTEND;VALUE=DATE:20261121", "2026-11-19/2026-11-20", "the end is not one of its days"),
    ("SUMMARY:Vacation\nDTSTART;VALUE=DATE:20261119", "2026-11-19/2026-11-19", "a single day"),
    ("SUMMARY:x\nDTSTART;VALUE=DATE:20261119\nX-MICROSOFT-CDO-BUSYSTATUS:OOF", "2026-11-19/2026-11-19", "the calendar's own mark"),
    ("SUMMARY:x\nDTSTART;VALUE=DATE:20261119\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY", "", "busy is there"),
    ("SUMMARY:Away\nDTSTART;TZID=Europe/Vilnius:20261119T100000\nDURATION:PT2H", "", "two hours are no day"),
    ("SUMMARY:Vacation\nDTSTART;TZID=Europe/Vilnius:20261119T130000\nDTEND;TZID=Europe/Vilnius:20261119T180000", "2026-11-19T11:00:00Z/2026-11-19T16:00:00Z", "half a day"),
    ("SUMMARY:Atostogos\nDTSTART;TZID=Europe/Vilnius:20261119T090000\nDURATION:PT4H", "2026-11-19T07:00:00Z/2026-11-19T11:00:00Z", "half a day, in Lithuanian"),
    ("SUMMARY:Отпуск\nDTSTART:20261119T110000Z\nDTEND:20261120T160000Z", "2026-11-19T11:00:00Z/2026-11-20T16:00:00Z", "a day and a half, in Russian"),
    ("SUMMARY:Acme\nDTSTART:20261119T080000Z\nDTEND:20261119T160000Z\nX-MICROSOFT-CDO-BUSYSTATUS:OOF", "", "a visit to a customer is out of the office"),
    ("SUMMARY:Vacation\nDTSTART;VALUE=DATE:20261119\nSTATUS:CANCELLED", "", "called off"),
    ("SUMMARY:Vacation\nDTSTART;VALUE=DATE:20261119\nORGANIZER:mailto:jonas@klimatas.example", "", "a colleague's, in a calendar shared with Rasa"),
    ("SUMMARY:Vacation\nDTSTART;VALUE=DATE:20261119\nORGANIZER:mailto:rasa@klimatas.example", "2026-11-19/2026-11-19", "made by Rasa"),
    ("SUMMARY:Vacation\nDTSTART;VALUE=DATE:20261119\nORGANIZER:mailto:jonas@klimatas.example\nATTENDEE:mailto:rasa@klimatas.example", "2026-11-19/2026-11-19",
     "a colleague put it in for both"),
    ("SUMMARY:Day off\nDTSTART;VALUE=DATE:20261119\nRRULE:FREQ=WEEKLY", "", "a series is laid out only where it is stored"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected", "why"), ENTRIES, ids=[row[-1] for row in ENTRIES])
def test_only_days_are_kept_of_an_entry(lines: str, expected: str, why: str) -> None:
    """From the first to the last day, and no word of it."""
    assert entry(lines) == expected


def test_a_life_long_entry_is_a_year_at_most() -> None:
    """An entry from 2026 to 9999 gives no millions of days."""
    assert len(days_of("2026-11-19/9999-12-31")) == 366
    assert days_of("") == frozenset()


# subject, text, language, sent on 18 November 2026 at 12:00 → last day away, or None; why
REPLIES: list[tuple[str, str, Language, str | None, str]] = [
    ("Automatic reply: Offer", "I am out of office until 24 November.", "en", "2026-11-24", "until a day"),
    ("Automatic reply: Offer", "I am out of the office and will be back on 1 December.", "en", "2026-12-01", "back on a day"),
    ("Automatic reply: Offer", "I am on leave.", "en", "2026-11-18", "no day named: the day it was sent"),
    ("Автоответ", "Буду отсутствовать до 24 ноября.", "ru", "2026-11-24", "in Russian"),
    ("Automatinis atsakymas", "Atostogauju iki lapkričio 24 d.", "lt", "2026-11-24", "in Lithuanian"),
    ("We have received your request", "Your ticket number is 2026-1124.", "en", None, "a receipt says nothing of anybody"),
    ("Out of office", "I am out of office until 24 November 2031.", "en", "2027-01-16", "sixty days at most"),
]


@pytest.mark.parametrize(("subject", "text", "language", "last", "why"), REPLIES, ids=[row[-1] for row in REPLIES])
def test_an_automatic_reply_names_the_days(subject: str, text: str, language: Language, last: str | None, why: str) -> None:
    """From the day it was sent to the last day it names."""
    found = replied(subject, text, dt.datetime(2026, 11, 18, 12, tzinfo=ZoneInfo(VILNIUS)), VILNIUS, language, CALENDAR)
    assert (str(found[0]), str(found[-1])) == ("2026-11-18", last) if last else found == []
