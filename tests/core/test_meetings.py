"""One meeting out of all its copies, whatever their order (F62-F66, F73, F77)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools

import pytest

from syncd.core.ical import read_calendar
from syncd.core.meetings import Copy, kind_of, laid_out, merge, window
from syncd.core.model import Company, Meeting, Party

HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0")


def entry(start: str = "20261120T100000", *, title: str = "Visit", sequence: int = 0, stamp: str = "20261110T080000Z", method: str = "",
          status: str = "CONFIRMED", lines: tuple[str, ...] = (), answers: dict[str, str] | None = None) -> tuple[Meeting, ...]:  # fmt: skip
    """The meetings of a calendar object as it is read from its text."""
    people = answers if answers is not None else {"rasa@klimatas.example": "NEEDS-ACTION", "john@acme.example": "NEEDS-ACTION"}
    text = "\r\n".join([
        *HEAD, *([f"METHOD:{method}"] if method else []), "BEGIN:VEVENT", "UID:u1", f"DTSTAMP:{stamp}", f"SEQUENCE:{sequence}",
        f"DTSTART;TZID=Europe/Vilnius:{start}", "DURATION:PT1H", f"SUMMARY:{title}", f"STATUS:{status}", "ORGANIZER:mailto:john@acme.example",
        *(f"ATTENDEE;PARTSTAT={a}:mailto:{p}" for p, a in people.items()), *lines, "END:VEVENT", "END:VCALENDAR", "",
    ])  # fmt: skip
    return read_calendar(text.encode(), "Europe/Vilnius").meetings


def _all_orders(*copies: Copy) -> list[Copy]:
    """The copies, after checking that every order of them merges to the same."""
    merged = [merge(order) for order in itertools.permutations(copies)]
    assert all(m == merged[0] for m in merged)
    return list(copies)


# copies (origin, owner, entries) → title, start, status, why
NEWEST = [
    ([("a", "", entry(title="Old")), ("b", "", entry(title="New", sequence=1))], "New", "10:00", "the higher SEQUENCE wins"),
    ([("a", "", entry(title="Old")), ("b", "", entry(title="New", stamp="20261111T080000Z"))], "New", "10:00", "F66: among equals the later DTSTAMP"),
    ([("a", "", entry(title="Old", sequence=2)), ("b", "", entry("20261120T120000", title="New", sequence=1, stamp="20261115T080000Z"))], "Old", "10:00",
     "F66: a lower SEQUENCE loses though stamped later"),
    ([("a", "", entry(title="Same")), ("b", "", entry(title="Same"))], "Same", "10:00", "F77: the same copy twice"),
    ([("a", "", entry(title="Visit")), ("b", "", entry("20261120T150000", title="Reply", sequence=5, method="REPLY"))], "Visit", "10:00",
     "a reply says who comes, not when it is"),
    ([("b", "", entry("20261120T150000", title="Reply", sequence=5, method="REPLY"))], "Reply", "15:00", "a reply alone is better than nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("copies", "title", "start", "why"), NEWEST, ids=[row[-1] for row in NEWEST])
def test_the_newest_copy_says_what_the_meeting_is(copies: list[tuple[str, str, tuple[Meeting, ...]]], title: str, start: str, why: str) -> None:
    """RFC 5546 §2.1.5: by SEQUENCE, then DTSTAMP, then the copy's origin, so that the order of arrival says nothing."""
    master = merge(_all_orders(*(Copy(*c) for c in copies))).master
    assert master.title == title and master.start is not None
    assert master.start.wall[11:16] == start


def test_a_cancelled_meeting_is_cancelled_whichever_came_first() -> None:
    """F62, F65: cancelled in the mail, confirmed in a calendar that has not heard of it yet."""
    copies = _all_orders(Copy("calendar", "", entry()), Copy("mail", "", entry(method="CANCEL", status="CANCELLED", sequence=1, stamp="20261112T080000Z")))
    assert merge(copies).master.status == "cancelled"


def test_an_answer_is_believed_first_from_who_gives_it() -> None:
    """The attendee's own calendar knows better than the organiser's copy of an earlier day."""
    copies = _all_orders(
        Copy("organiser", "john@acme.example", entry(answers={"rasa@klimatas.example": "TENTATIVE"}, stamp="20261115T080000Z")),
        Copy("own", "rasa@klimatas.example", entry(answers={"rasa@klimatas.example": "ACCEPTED"}, stamp="20261112T080000Z")),
    )
    assert {p.address: p.response for p in merge(copies).parties if p.role == "attendee"} == {"rasa@klimatas.example": "accepted"}


def test_the_later_answer_of_one_person_counts() -> None:
    """Accepted on Monday and declined on Tuesday is declined."""
    copies = _all_orders(
        Copy("m1", "", entry(method="REPLY", answers={"rasa@klimatas.example": "ACCEPTED"}, stamp="20261112T080000Z")),
        Copy("m2", "", entry(method="REPLY", answers={"rasa@klimatas.example": "DECLINED"}, stamp="20261113T080000Z")),
        Copy("c", "", entry()),
    )
    assert next(p.response for p in merge(copies).parties if p.address == "rasa@klimatas.example") == "declined"


CHANGED = entry("20261118T140000", title="Weekly, later", sequence=1, lines=("RECURRENCE-ID;TZID=Europe/Vilnius:20261117T140000",))
WEEKLY = entry("20261103T140000", title="Weekly", lines=("RRULE:FREQ=WEEKLY;COUNT=4",))


def test_a_changed_occurrence_may_come_before_its_series() -> None:
    """F63: both orders converge; the series is the master, the change one of its occurrences."""
    merged = merge(_all_orders(Copy("change", "", CHANGED), Copy("series", "", WEEKLY)))
    assert merged.master.title == "Weekly" and [o.title for o in merged.overrides] == ["Weekly, later"]
    times = laid_out(merged, window(dt.datetime(2026, 11, 16, tzinfo=dt.UTC)), "Europe/Vilnius")
    assert [t.start.isoformat()[:16] for t in sorted(times, key=lambda t: t.start)] == [
        "2026-11-03T12:00", "2026-11-10T12:00", "2026-11-18T12:00", "2026-11-24T12:00"
    ]  # fmt: skip


def test_a_changed_occurrence_alone_stands_for_its_series() -> None:
    """Invited to one occurrence only, there is that one."""
    merged = merge([Copy("change", "", CHANGED)])
    assert merged.master.title == "Weekly, later" and merged.overrides == ()


def test_a_cancelled_occurrence_leaves_the_series() -> None:
    """F65: one is off, the others stay."""
    off = entry("20261110T140000", status="CANCELLED", sequence=1, lines=("RECURRENCE-ID;TZID=Europe/Vilnius:20261110T140000",))
    merged = merge(_all_orders(Copy("series", "", WEEKLY), Copy("off", "", off)))
    times = laid_out(merged, window(dt.datetime(2026, 11, 16, tzinfo=dt.UTC)), "Europe/Vilnius")
    assert sorted(t.start.day for t in times if t.status != "cancelled") == [3, 17, 24]


def test_a_single_meeting_is_laid_out_however_long_ago() -> None:
    """The window is for series only; a single meeting is always there, one without a start never."""
    (single,) = entry("20160105T100000")
    within = window(dt.datetime(2026, 11, 16, tzinfo=dt.UTC))
    assert len(laid_out(merge([Copy("a", "", (single,))]), within, "Europe/Vilnius")) == 1
    assert laid_out(merge([Copy("a", "", (dataclasses.replace(single, start=None, end=None),))]), within, "Europe/Vilnius") == ()


@pytest.mark.parametrize(
    ("now", "first", "last", "why"),
    [
        ("2026-11-16T12:00", "2025-11-01", "2027-12-01", "twelve months back, thirteen ahead"),
        ("2026-11-30T23:59", "2025-11-01", "2027-12-01", "the same all month"),
        ("2026-12-01T00:00", "2025-12-01", "2028-01-01", "it moves on the 1st"),
        ("2028-02-29T12:00", "2027-02-01", "2029-03-01", "a leap day"),
    ],
)
def test_the_window_moves_on_the_first_of_a_month(now: str, first: str, last: str, why: str) -> None:
    """So that a pass on an unchanged world writes nothing (invariant 10) on any other day."""
    begin, end = window(dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC))
    assert (begin.date().isoformat(), end.date().isoformat()) == (first, last)


def test_another_time_that_a_guest_proposes_is_kept_and_changes_nothing() -> None:
    """RFC 5546 §3.2.7: COUNTER is a wish; the organiser's next SEQUENCE answers it."""
    wish = Copy("m1", "", entry("20261121T150000", method="COUNTER", answers={"rasa@klimatas.example": "TENTATIVE"}, stamp="20261112T080000Z"))
    merged = merge(_all_orders(wish, Copy("c", "", entry())))
    assert merged.master.start is not None and merged.master.start.wall[11:16] == "10:00"
    assert [(p.by, p.meeting.start.wall[8:16]) for p in merged.proposals if p.meeting.start] == [("rasa@klimatas.example", "21T15:00")]
    assert merge([wish, Copy("c", "", entry(sequence=1))]).proposals == ()


def test_an_invitation_of_a_stranger_under_a_known_uid_changes_nothing() -> None:
    """F73: it is kept as a copy, believed in nothing, and named."""
    forged = tuple(dataclasses.replace(m, organizer=Party(role="organizer", address="evil@other.example")) for m in entry(title="Pay here", sequence=9, method="REQUEST"))
    merged = merge(_all_orders(Copy("m2", "", forged), Copy("m1", "", entry(method="REQUEST")), Copy("own", "rasa@klimatas.example", entry())))
    assert merged.master.title == "Visit"
    assert [p.code for p in merged.master.problems] == ["other-organiser"] and "evil@other.example" in merged.master.problems[0].text
    by_mail_alone = merge(_all_orders(Copy("m1", "", entry(method="REQUEST")), Copy("m2", "", tuple(dataclasses.replace(m, stamp=dt.datetime(2026, 11, 12, tzinfo=dt.UTC)) for m in forged))))
    assert by_mail_alone.master.title == "Visit"  # the one sent first


# title, guests, sort, why
SORTS = [
    ("Aptarimas", ("ona@baltas.example",), "customer", "somebody outside"),
    ("Weekly", (), "internal", "only ours"),
    ("Konferencija „Pramonė 2026“", ("info@expo.example",), "event", "lt"),
    ("Выставка «Климат»", (), "event", "ru"),
    ("HVAC trade fair, hall 5", (), "event", "en"),
    ("Conference call with Ona", ("ona@baltas.example",), "customer", "a conference call is a call"),
    ("Webinar", ("a@x.example",), "event", "en"),
    ("Meet everybody", tuple(f"p{n}@firm{n}.example" for n in range(6)), "event", "six companies"),
]


@pytest.mark.parametrize(("title", "guests", "sort", "why"), SORTS, ids=[row[0] for row in SORTS])
def test_meetings_are_sorted_by_who_comes_and_what_they_are_called(title: str, guests: tuple[str, ...], sort: str, why: str) -> None:
    """With a customer, among ourselves, or a public event."""
    company = Company(domains=frozenset({"klimatas.example"}))
    people = dict.fromkeys(("rasa@klimatas.example", "jonas@klimatas.example", *guests), "ACCEPTED")
    (m,) = entry(title=title, answers=people)
    ours = dataclasses.replace(m, organizer=Party(role="organizer", address="rasa@klimatas.example"))
    assert kind_of(merge([Copy("a", "", (ours,))]), company) == sort


@pytest.mark.parametrize("title", ["Dentist", "Odontologas 9:00", "Врач", "Забрать детей"])
def test_an_errand_in_ones_own_calendar_is_private(title: str) -> None:
    """With nobody else in it."""
    (m,) = entry(title=title, answers={})
    assert kind_of(merge([Copy("a", "rasa@klimatas.example", (dataclasses.replace(m, organizer=None),))]), Company()) == "private"
