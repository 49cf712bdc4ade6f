"""Calendar entries: every component gives a meeting with its problems named, or is set aside for itself."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from syncd.core.ical import CalendarRead, read_calendar
from syncd.core.model import Meeting

OWNER = "Europe/Vilnius"
DATA = Path(__file__).parents[1] / "data" / "ics"


def read(name: str) -> CalendarRead:
    return read_calendar((DATA / name).read_bytes(), OWNER)


def event(*lines: str, method: str = "") -> CalendarRead:
    """A calendar with one event of these lines."""
    head = ["BEGIN:VCALENDAR", f"METHOD:{method}" if method else "VERSION:2.0", "BEGIN:VEVENT", "UID:u"]
    return read_calendar("\r\n".join((*head, *lines, "END:VEVENT", "END:VCALENDAR", "")).encode(), OWNER)


def only(*lines: str, method: str = "") -> Meeting:
    (meeting,) = event(*lines, method=method).meetings
    return meeting


def codes(meeting: Meeting) -> list[str]:
    return [p.code for p in meeting.problems]


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc,arg-type]


def test_an_invitation_of_google_gives_who_when_where_and_the_link() -> None:
    """Organizer and attendees are canonical, the room is a place and not a person (F74), escapes are undone."""
    calendar = read("google_invite.ics")
    (m,) = calendar.meetings

    assert calendar.method == m.method == "REQUEST"
    assert (m.uid, m.title, m.sequence, m.status) == ("3vq1k7@google.com", "Pasiūlymo aptarimas", 2, "confirmed")
    assert m.start and (m.start.wall, m.start.zone, m.start.at) == ("2026-03-04T08:00:00", "UTC", utc(2026, 3, 4, 8))
    assert m.organizer and (m.organizer.address, m.organizer.name) == ("rasa@tiekejas.example", "Rasa Petrauskienė")
    assert [(p.address, p.name, p.response) for p in m.attendees] == [
        ("rasa@tiekejas.example", "Rasa Petrauskienė", "accepted"),
        ("jonas@pirkejas.example", "", "needs-action"),
    ]
    assert m.location == "Didžioji salė"
    assert m.link == "https://meet.google.com/abc-defg-hij"
    assert m.description == "Aptarsime pasiūlymą, kainas ir terminus.\nIki!"
    assert m.stamp == utc(2026, 3, 1, 10, 11, 12)
    assert not m.problems


def test_a_customized_zone_is_known_by_its_rules() -> None:
    """F61, F68: "Customized Time Zone" becomes the IANA zone that keeps its time, the owner's own if it does."""
    (m,) = read("outlook_customized_zone.ics").meetings

    assert m.start and (m.start.wall, m.start.zone, m.start.at) == ("2026-03-25T10:00:00", OWNER, utc(2026, 3, 25, 8))
    assert [(p.address, p.name, p.response) for p in m.attendees] == [("petras@tiekejas.example", "Petraitis, Petras", "tentative")]
    assert m.location == "Salė 5"
    assert m.private
    assert not m.problems


def test_a_zone_that_exists_nowhere_keeps_the_instant() -> None:
    """F68: offsets no IANA zone has are applied, and the instant is kept in UTC with the problem named."""
    (m,) = read("odd_custom_zone.ics").meetings

    assert m.start and (m.start.wall, m.start.zone, m.start.at) == ("2026-03-04T08:00:00", "UTC", utc(2026, 3, 4, 8))
    assert codes(m) == ["odd-zone"]


def test_a_bad_event_costs_only_itself() -> None:
    """The events before and after it are read, and it is set aside with the reason and its own text."""
    calendar = read("one_bad_of_three.ics")

    assert [m.uid for m in calendar.meetings] == ["first", "third"]
    (broken,) = calendar.broken
    assert "20260231T250000Z" in broken.reason
    assert b"UID:second" in broken.raw and b"UID:third" not in broken.raw
    assert [p.code for p in calendar.problems] == ["not-closed"]


def test_what_is_not_closed_is_closed_by_what_follows() -> None:
    """An event in an event is the next event; the end of the text closes everything."""
    calendar = read("not_closed.ics")

    assert [m.title for m in calendar.meetings] == ["First", "Second"]
    assert [p.code for p in calendar.problems] == ["not-closed"]


def test_an_event_without_a_start_is_kept_with_the_problem_named() -> None:
    """F72: an answer may come without a time; who answered what is still known."""
    (m,) = read("no_start.ics").meetings

    assert m.start is None and m.end is None
    assert codes(m) == ["no-start"]
    assert [(p.address, p.response) for p in m.attendees] == [("jonas@pirkejas.example", "declined")]


def test_a_text_broken_over_lines_stays_one_text() -> None:
    """Lines that are no content lines go on with the text before them; other garbage is passed over."""
    (m,) = read("broken_text.ics").meetings

    assert m.description.startswith("First line\nsecond line without a fold")
    assert m.title.startswith("Text broken over lines")
    assert not m.problems


def test_a_link_to_join_is_found_behind_a_safe_link() -> None:
    """Outlook wraps links; the known conference goes before a URL that leads elsewhere."""
    (m,) = read("teams_safelink.ics").meetings

    assert m.link == "https://teams.microsoft.com/l/meetup-join/19%3ameeting"


def test_an_apple_entry_keeps_its_day_and_its_organizer() -> None:
    """F71, F74: a day is a day in the owner's zone, the address is in EMAIL, a list is not a person."""
    (m,) = read("apple_principal.ics").meetings

    assert m.all_day and m.start and m.end
    assert (m.start.wall, m.start.zone, m.start.at, m.end.wall) == ("2026-03-04", "", utc(2026, 3, 3, 22), "2026-03-05")
    assert m.organizer and m.organizer.address == "ona@tiekejas.example"
    assert [p.address for p in m.attendees] == ["jonas@pirkejas.example"]
    assert m.categories == ("Klientai", "Parodos, mugės")
    assert m.private


def test_an_entry_of_the_old_format_is_read() -> None:
    """vCalendar 1.0: quoted-printable over several lines, no UID."""
    (m,) = read("vcalendar_one.vcs").meetings

    assert m.title == "Pasiūlymas"
    assert m.uid.startswith("without-uid-") and codes(m) == ["no-uid"]


TIMES = [  # lines, start, end, problems, reason
    (["DTSTART:20260304T100000", "DTEND:20260304T110000"], "08:00", "09:00", ["floating-time"], "F67 the owner's zone, and said so"),
    (["DTSTART;TZID=FLE Standard Time:20260304T100000", "DURATION:PT1H"], "08:00", "09:00", [], "F61 a Windows name"),
    (["DTSTART;TZID=(UTC+02:00) Vilnius:20260304T100000", "DURATION:PT1H"], "08:00", "09:00", [], "F61 a colon in a bare TZID"),
    (['DTSTART;TZID="W. Europe Standard Time:20260304T090000"', "DURATION:PT1H"], "08:00", "09:00", [], "a quote closed too late"),
    (["DTSTART;TZID=Europe/Kiev:20260304T100000", "DURATION:PT1H"], "08:00", "09:00", [], "F61 a renamed zone"),
    (["DTSTART;TZID=Nowhere/Land:20260304T100000", "DURATION:PT1H"], "08:00", "09:00", ["unknown-zone"], "F61 an unknown zone"),
    (["DTSTART:20260304T080000Z"], "08:00", "08:00", ["no-end"], "F72 no end"),
    (["DTSTART:20260304T080000Z", "DTEND:20260304T070000Z"], "08:00", "08:00", ["end-before-start"], "F72 ends before it starts"),
    (["DTSTART:20260304T080000Z", "DURATION:-PT1H"], "08:00", "08:00", ["end-before-start"], "F72 a negative length"),
    (["DTSTART:20260304T080000Z", "DTEND:20260304T080000Z"], "08:00", "08:00", [], "F72 zero length is allowed"),
    (["DTSTART:20260304T080000Z", "DURATION:an hour"], "08:00", "08:00", ["no-end"], "a length that is none"),
    (["DTSTART:20260304T080000Z", "DTEND;VALUE=DATE:20260305"], "08:00", "00:00", ["mixed-times"], "a time and a day"),
    (["DTSTART:2026-03-04T10:00:00+02:00", "DURATION:PT90M"], "08:00", "09:30", [], "ISO 8601 with dashes and an offset"),
    (["DTSTART;TZID=Europe/Vilnius:20260304T080000Z", "DURATION:PT1H"], "08:00", "09:00", [], "a zone beside UTC: the instant stands"),
    (["DTSTART:20260304T080060Z", "DURATION:PT1M"], "08:00", "08:01", [], "a leap second"),
]


@pytest.mark.parametrize(("lines", "start", "end", "problems", "reason"), TIMES, ids=[t[-1] for t in TIMES])
def test_times_are_read_as_they_are_meant(lines: list[str], start: str, end: str, problems: list[str], reason: str) -> None:
    """Every time has an instant; what had to be assumed is named."""
    m = only(*lines)

    assert m.start and m.end
    assert (f"{m.start.at:%H:%M}", f"{m.end.at:%H:%M}") == (start, end), reason
    assert codes(m) == problems, reason


def test_midnight_to_midnight_is_a_day_where_outlook_says_so() -> None:
    """F71: X-MICROSOFT-CDO-ALLDAYEVENT makes days of times; without it they stay times."""
    lines = ["DTSTART;TZID=FLE Standard Time:20260304T000000", "DTEND;TZID=FLE Standard Time:20260306T000000"]
    plain, marked = only(*lines), only(*lines, "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE")

    assert not plain.all_day and marked.all_day
    assert marked.start and marked.end and (marked.start.wall, marked.end.wall) == ("2026-03-04", "2026-03-06")


ADDRESSES = [  # value, address, reason
    ("MAILTO:Jonas@Pirkejas.example", "jonas@pirkejas.example", "in lower case, without mailto:"),
    ("mailto: <jonas@pirkejas.example>", "jonas@pirkejas.example", "in angle brackets"),
    ("mailto:'jonas@pirkejas.example'", "jonas@pirkejas.example", "Outlook quotes it"),
    ("mailto:jonas%40pirkejas.example", "jonas@pirkejas.example", "percent-encoded"),
    ("mailto:o'neil@pirkejas.example", "o'neil@pirkejas.example", "an apostrophe is part of the name"),
    ("invalid:nomail", "", "nobody"),
    ("urn:uuid:e39c", "", "no mail address"),
]


@pytest.mark.parametrize(("value", "address", "reason"), ADDRESSES, ids=[a[-1] for a in ADDRESSES])
def test_an_attendee_has_one_spelling(value: str, address: str, reason: str) -> None:
    """The address of a calendar is the address of a mail; without one the name stands alone."""
    (person,) = only("DTSTART:20260304T080000Z", "DTEND:20260304T090000Z", f"ATTENDEE;CN=Jonas:{value}").attendees

    assert (person.address, person.name) == (address, "Jonas"), reason


SEQUENCES = [  # text, number, problems, reason
    ("3", 3, [], "a number"),
    ("", 0, [], "F66 missing"),
    ("1387231331", 1387231331, [], "F66 seconds of a clock, still a number"),
    ("99999999999999999999999", 2**31 - 1, ["bad-sequence"], "F101 beyond 63 bits"),
    ("9" * 4900, 2**31 - 1, ["bad-sequence"], "F101 too long for int()"),
    ("-4", 0, ["bad-sequence"], "F66 negative"),
    ("newest", 0, ["bad-sequence"], "F66 no number"),
]


@pytest.mark.parametrize(("text", "number", "problems", "reason"), SEQUENCES, ids=[s[-1] for s in SEQUENCES])
def test_a_sequence_is_a_small_number(text: str, number: int, problems: list[str], reason: str) -> None:
    """What is no number counts as 0, what is too large is clamped."""
    m = only("DTSTART:20260304T080000Z", "DTEND:20260304T090000Z", f"SEQUENCE:{text}")

    assert (m.sequence, codes(m)) == (number, problems), reason


STATES = [  # lines, method, status, private, reason
    ([], "", "confirmed", False, "nothing said"),
    (["STATUS:TENTATIVE"], "REQUEST", "tentative", False, "tentative"),
    (["STATUS:CONFIRMED"], "CANCEL", "cancelled", False, "the method cancels it"),
    (["STATUS:CANCELLED"], "", "cancelled", False, "the status cancels it"),
    (["CLASS:PRIVATE"], "", "confirmed", True, "private"),
    (["CLASS:X-SECRET"], "", "confirmed", True, "an unknown class counts as private"),
    (["CLASS:PUBLIC"], "", "confirmed", False, "public"),
]


@pytest.mark.parametrize(("lines", "method", "status", "private", "reason"), STATES, ids=[s[-1] for s in STATES])
def test_status_and_privacy(lines: list[str], method: str, status: str, private: bool, reason: str) -> None:
    """Cancelled by status or by method; private by CLASS, in doubt private."""
    m = only("DTSTART:20260304T080000Z", "DTEND:20260304T090000Z", *lines, method=method)

    assert (m.status, m.private) == (status, private), reason


PLACES = [  # recurrence id, start, text, reason
    (
        "RECURRENCE-ID;TZID=Europe/Vilnius:20260311T100000",
        "DTSTART;TZID=Europe/Vilnius:20260311T120000",
        "2026-03-11T10:00:00",
        "same zone",
    ),
    ("RECURRENCE-ID:20260311T080000Z", "DTSTART;TZID=Europe/Vilnius:20260311T120000", "2026-03-11T10:00:00", "in UTC, zone of its start"),
    ("RECURRENCE-ID:20260311T080000Z", "DTSTART:20260311T100000Z", "2026-03-11T08:00:00Z", "only UTC is known"),
    ("RECURRENCE-ID;VALUE=DATE:20260311", "DTSTART;VALUE=DATE:20260312", "2026-03-11", "a day"),
    ("RECURRENCE-ID:next week", "DTSTART:20260311T100000Z", "?", "unreadable: a change of no known occurrence"),
]


@pytest.mark.parametrize(("place", "start", "text", "reason"), PLACES, ids=[p[-1] for p in PLACES])
def test_the_place_in_the_series_is_a_wall_text(place: str, start: str, text: str, reason: str) -> None:
    """F63: the exception may come without its master, and still says which occurrence it changes."""
    assert only(start, place).recurrence_id == text, reason


def test_the_place_is_told_in_the_zone_of_the_series() -> None:
    """An exception in UTC beside its master gets the wall time of the master's zone."""
    exception, _master = read("cancelled_instance.ics").meetings[::-1]

    assert exception.recurrence_id == "2026-03-11T10:00:00"


DESCRIPTIONS = [
    ("Kainos<br>ir <b>terminai</b> &amp\\; kita", "Kainos\nir terminai & kita", "HTML, as Google writes it"),
    ("Kainos &amp\\; terminai\\nIki!", "Kainos & terminai\nIki!", "HTML whose line ends are meant"),
    ("Ona <ona@x.example>\\n1 < 2", "Ona <ona@x.example>\n1 < 2", "no HTML"),
    ("Ona <ona@x.example> <i>ir</i>\\nkiti", "Ona <ona@x.example> ir\nkiti", "an address among HTML"),
]


@pytest.mark.parametrize(("written", "read", "reason"), DESCRIPTIONS, ids=[d[-1] for d in DESCRIPTIONS])
def test_a_description_is_text_however_it_is_written(written: str, read: str, reason: str) -> None:
    """RFC 5545 has plain text there; Google and others put HTML, and what joins a conference is found in it."""
    assert only("DTSTART:20260304T080000Z", f"DESCRIPTION:{written}").description == read, reason
    assert only("DTSTART:20260304T080000Z", "DESCRIPTION:<a href=\"https://acme.zoom.us/j/3\">Join</a>").link == "https://acme.zoom.us/j/3"


def test_a_letter_cut_in_two_by_a_fold_is_whole() -> None:
    """Lines are folded by octets: unfolding comes before decoding."""
    head, tail = "SUMMARY:Ž".encode()[:-1], "Ž".encode()[-1:]
    raw = b"BEGIN:VEVENT\r\nUID:u\r\nDTSTART:20260304T080000Z\r\n" + head + b"\r\n " + tail + b"\r\nEND:VEVENT\r\n"

    assert read_calendar(raw, OWNER).meetings[0].title == "Ž"


CHARSETS = [("utf-16", "BOM"), ("cp1257", "Baltic Windows"), ("cp1251", "Cyrillic Windows"), ("utf-8-sig", "BOM of UTF-8")]


@pytest.mark.parametrize(("charset", "reason"), CHARSETS, ids=[c[0] for c in CHARSETS])
def test_a_calendar_in_a_wrong_charset_is_still_read(charset: str, reason: str) -> None:
    """Where UTF-8 does not hold, another code page is tried; the event is read in any case."""
    title = "Встреча с заказчиком по договору поставки" if charset == "cp1251" else "Susitikimas dėl sąskaitų ir užsakymų"
    raw = f"BEGIN:VEVENT\nUID:u\nDTSTART:20260304T080000Z\nSUMMARY:{title}\nEND:VEVENT\n".encode(charset)

    assert read_calendar(raw, OWNER).meetings[0].title == title, reason
