"""Zones as calendars name them."""

# ruff: noqa: DTZ001 - wall times are naive on purpose

from __future__ import annotations

import datetime as dt

import pytest

from syncd.core.ical import read_calendar
from syncd.core.timezones import iana_name, zone_info
from syncd.core.timezones.custom import CustomZone, Observance

NAMES = [  # TZID, IANA name, reason
    ("Europe/Vilnius", "Europe/Vilnius", "as it should be"),
    ("europe/vilnius", "Europe/Vilnius", "another case"),
    ('"Europe/Vilnius"', "Europe/Vilnius", "quoted twice"),
    ("Europe/Kiev", "Europe/Kyiv", "renamed"),
    ("FLE Standard Time", "Europe/Kyiv", "Windows: the zone of Vilnius, Helsinki and Kyiv"),
    ("Russian Standard Time", "Europe/Moscow", "Windows"),
    ("(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius", "Europe/Helsinki", "Outlook's words, the first city"),
    ("(UTC+02:00) Helsinki\\, Kyiv\\, Riga", "Europe/Helsinki", "escaped as in a text"),
    ("(GMT+02.00) Vilnius", "Europe/Vilnius", "Lotus writes a dot"),
    ("(UTC+01:00) Helsinki", "Etc/GMT-1", "a city that contradicts its offset: the offset stands"),
    ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York", "Outlook's American zones"),
    ("(GMT-08.00) Pacific Time (US & Canada)/Tijuana", "America/Los_Angeles", "Lotus"),
    ("(UTC+05:30) Nothing we know", "", "half hours have no name"),
    ("(UTC) Coordinated Universal Time", "UTC", "Outlook"),
    ("/freeassociation.sourceforge.net/Tzfile/Europe/Vilnius", "Europe/Vilnius", "libical"),
    ("/mozilla.org/20050126_1/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires", "three parts"),
    ("/softwarestudio.org/Olson_20011030_5/America/New_York", "America/New_York", "Evolution"),
    ("America-Chicago", "America/Chicago", "a dash for the slash"),
    ("Europe_Berlin", "Europe/Berlin", "an underscore for the slash"),
    ("America/Los Angeles", "America/Los_Angeles", "a space for the underscore"),
    ("GMT+0200", "Etc/GMT-2", "an offset: the sign of the name is the other way round"),
    ("UTC-07:00", "Etc/GMT+7", "an offset"),
    ("GMT", "UTC", "one name for one zone"),
    ("Etc/GMT-2", "Etc/GMT-2", "a name, not an offset"),
    ("Customized Time Zone", "", "says nothing"),
    ("tzone://Microsoft/Custom", "", "says nothing"),
    ("../../etc/passwd", "", "no path leaves the table"),
    ("Europe", "", "a folder is no zone"),
    ("", "", "empty"),
    ("x" * 100_000, "", "long"),
]


@pytest.mark.parametrize(("tzid", "name", "reason"), NAMES, ids=[n[-1] for n in NAMES])
def test_the_name_behind_a_tzid(tzid: str, name: str, reason: str) -> None:
    """F61, F68: known by name, by city with its offset, by offset; else unknown."""
    assert iana_name(tzid) == name, reason


def test_a_zone_is_always_found() -> None:
    """The name, else the other, else UTC: nothing is raised for a zone that is none."""
    assert [zone_info(n, o).key for n, o in (("Europe/Riga", "UTC"), ("nowhere", "Europe/Riga"), ("", "nowhere"))] == [
        "Europe/Riga",
        "Europe/Riga",
        "UTC",
    ]


def custom(*parts: tuple[str, int, int, str]) -> CustomZone:
    return CustomZone(tuple(Observance(dt.datetime.fromisoformat(o), b * 60, a * 60, rule) for o, b, a, rule in parts))


EU = custom(
    ("1601-01-01T04:00", 180, 120, "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"),
    ("1601-01-01T03:00", 120, 180, "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"),
)
US = custom(
    ("2007-11-04T02:00", -240, -300, "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"),
    ("2007-03-11T02:00", -300, -240, "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"),
)
MOSCOW = custom(("1970-01-01T00:00", 180, 180, ""))
MATCHES = [  # zone, owner, name, reason
    (EU, "Europe/Vilnius", "Europe/Vilnius", "the owner's own zone keeps this time"),
    (EU, "Europe/Moscow", "Europe/Vilnius", "not the owner's: the first that keeps it"),
    (US, "Europe/Vilnius", "America/New_York", "American rules"),
    (MOSCOW, "Europe/Moscow", "Europe/Moscow", "no summer time"),
    (custom(("1970-01-01T00:00", 0, 0, "")), "Europe/London", "UTC", "London's summer is not kept"),
    (custom(("1970-01-01T00:00", 137, 137, "")), "Europe/London", "", "no zone has such minutes"),
    (custom(("1970-01-01T00:00", 120, 120, "FREQ=SECONDLY")), "Europe/Vilnius", "Etc/GMT-2", "a rule that is none is passed over"),
]


@pytest.mark.parametrize(("zone", "owner", "name", "reason"), MATCHES, ids=[m[-1] for m in MATCHES])
def test_a_zone_of_a_calendar_is_matched_by_what_its_clocks_show(zone: CustomZone, owner: str, name: str, reason: str) -> None:
    """F68: by the rules around the time in question, never by the name."""
    assert zone.iana(2026, owner) == name, reason


def test_an_odd_zone_still_has_offsets() -> None:
    """The offset at a wall time follows the last change before it."""
    assert [EU.offset(dt.datetime(2026, m, 15)) for m in (1, 7)] == [dt.timedelta(hours=2), dt.timedelta(hours=3)]


@pytest.mark.parametrize("until", ["99991231T235959Z", "00010101T000000Z", "99991231T000000Z"])
@pytest.mark.parametrize("offset", ["+0200", "-0800"])
def test_a_zone_whose_rules_end_at_the_last_second_there_is(until: str, offset: str) -> None:
    """A change of the clocks "without end" is written so by some programs."""
    zone = f"BEGIN:VTIMEZONE\nTZID:z\nBEGIN:STANDARD\nDTSTART:19701025T040000\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL={until}\nTZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\nEND:STANDARD\nEND:VTIMEZONE\n"
    (meeting,) = read_calendar(f"BEGIN:VCALENDAR\n{zone}BEGIN:VEVENT\nUID:u\nDTSTART;TZID=z:20260304T100000\nEND:VEVENT\nEND:VCALENDAR\n".encode(), "Europe/Vilnius").meetings
    assert meeting.start is not None and meeting.start.at.hour == (8 if offset == "+0200" else 18)
