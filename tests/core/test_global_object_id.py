"""The names of meetings: one UID, whatever the program has laid around it."""

from __future__ import annotations

import base64
import datetime as dt

import pytest

from syncd.core.global_object_id import instance_day, meeting_uid
from syncd.core.ical import read_calendar

CLASS = "040000008200E00074C5B7101A82E008"
OWN = CLASS + "00000000" + "40F4DEBF64F0D001" + "0000000000000000" + "10000000" + "00112233445566778899AABBCCDDEEFF"
OF_A_DAY = OWN.replace(CLASS + "00000000", CLASS + "07EA0B18")  # 24 November 2026
DATA = b"vCal-Uid\x01\x00\x00\x00weekly-1@google.com\x00"
FOREIGN = CLASS + "00000000" + "0" * 32 + len(DATA).to_bytes(4, "little").hex() + DATA.hex()


@pytest.mark.parametrize(
    ("text", "uid", "reason"),
    [
        ("weekly-1@google.com", "weekly-1@google.com", "another program's"),
        ("", "", "none"),
        (OWN, OWN, "Exchange's own, of the whole series"),
        (OWN.lower(), OWN, "in small letters"),
        (OF_A_DAY, OWN, "of one occurrence: without its day"),
        (FOREIGN, "weekly-1@google.com", "another program's, wrapped"),
        (FOREIGN.replace(CLASS + "00000000", CLASS + "07EA0B18"), "weekly-1@google.com", "wrapped, of one occurrence"),
        (base64.b64encode(bytes.fromhex(FOREIGN)).decode(), "weekly-1@google.com", "in base64, as a property holds it"),
        (CLASS, CLASS, "the beginning alone names nothing"),
        (OWN + "0", OWN + "0", "half a byte too many: another program's"),
        (OWN[:-2] + "ZZ", OWN[:-2] + "ZZ", "no hexadecimal digits"),
        (CLASS + "00000000" + "0" * 32 + "0C000000" + DATA[:12].hex(), CLASS + "00000000" + "0" * 32 + "0C000000" + DATA[:12].hex().upper(), "a wrapper around nothing"),
        (CLASS + "0" * 8 + "0" * 32 + "FFFFFFFF" + DATA.hex(), "weekly-1@google.com", "a size that is too long"),
    ],
)  # fmt: skip
def test_a_uid_is_the_same_however_it_is_wrapped(text: str, uid: str, reason: str) -> None:
    """F52, F77: the hexadecimal GlobalObjectId of [MS-OXOCAL] 2.2.1.27 and [MS-OXCICAL] 2.1.3.1.1.20.26."""
    assert meeting_uid(text) == uid, reason
    assert meeting_uid(meeting_uid(text)) == uid, "once is enough"


@pytest.mark.parametrize(
    ("text", "day"),
    [(OF_A_DAY, dt.date(2026, 11, 24)), (OWN, None), ("x@y.example", None), (OWN.replace(CLASS + "00000000", CLASS + "07EA0D40"), None)],
)
def test_the_day_of_an_occurrence_is_told(text: str, day: dt.date | None) -> None:
    """A day that no calendar has is none."""
    assert instance_day(text) == day


def test_an_invitation_to_one_occurrence_belongs_to_its_series() -> None:
    """F63: the series under one name, the occurrence under the same with its day: one meeting, its place in the series' zone."""

    def event(uid: str, *lines: str) -> str:
        return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", "DTSTART;TZID=FLE Standard Time:20261124T100000", "SUMMARY:A", *lines, "END:VEVENT", ""])

    text = f"BEGIN:VCALENDAR\r\n{event(OWN, 'RRULE:FREQ=WEEKLY')}{event(OF_A_DAY, 'RECURRENCE-ID:20261124T080000Z')}END:VCALENDAR\r\n"
    series, moved = read_calendar(text.encode(), "Europe/Vilnius").meetings
    assert (series.uid, moved.uid) == (OWN, OWN) and moved.recurrence_id == "2026-11-24T10:00:00"
