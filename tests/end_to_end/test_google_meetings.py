"""From Google calendars to meetings in the history: one meeting for all its copies, whatever the order, and nothing of what is private."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.google.ours import OWN_ID_PREFIX, UID_PROPERTY
from tests.connectors.google_agenda_worlds import VILNIUS, entry
from tests.end_to_end.google_company import Workspace
from tests.fakes.google import Asked, Google, google
from tests.store.world import JOHN, ONA, RASA

pytestmark = pytest.mark.slow

AT = dt.datetime(2026, 11, 18, 10, tzinfo=VILNIUS)
WEEK = dt.timedelta(days=7)
WEEKLY = ["RRULE:FREQ=WEEKLY;COUNT=4"]
CUSTOMER = [{"email": RASA, "responseStatus": "accepted"}, {"email": ONA, "displayName": "Ona Kazlauskienė", "responseStatus": "accepted"}]
LIST = "calendar.events.list"
BOOKS = {"source", "collection"}  # how the reading goes, not what was read
MEETINGS = "SELECT title, status, start_at FROM meetings ORDER BY title"
OCCURRENCES = "SELECT o.start_at, o.status, o.title FROM occurrence o ORDER BY o.start_at"


@pytest.fixture
def g() -> Iterator[Google]:
    with google() as world:
        yield world


@pytest.fixture
def company(g: Google, tmp_path: Path) -> Workspace:
    return Workspace(g, tmp_path / "company")


def customer(name: str, at: dt.datetime = AT, **more: Any) -> dict[str, Any]:
    """A meeting of Rasa's with a customer."""
    return entry(name, at, **{"attendees": CUSTOMER, "organizer": {"email": RASA, "displayName": "Rasa Petraitė"}, **more})


# ── the same again ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_full_resync_rewrites_nothing(company: Workspace) -> None:
    """F29, G20: 410 clears no history: after a complete listing every row is as it was."""
    rasa = company.calendars("rasa")
    for n in range(25):
        rasa.put("primary", customer(f"m{n:02}", AT + n * dt.timedelta(hours=2)))
    series = rasa.put("primary", customer("s", recurrence=WEEKLY))
    rasa.cancel_occurrence("primary", series, AT + WEEK)
    rasa.change_occurrence("primary", series, AT + 2 * WEEK, summary="Perkelta")
    company.once()
    before = company.office.tables()
    assert len(before["meeting"]) == 26
    rasa.forget_tokens()
    outcome = company.once()
    assert any("syncToken" not in asked.params for asked in company.g.asked(LIST)[-2:])
    assert sum(s.counts.stored for s in outcome.sources) == sum(s.counts.gone for s in outcome.sources) == 0
    after = company.office.tables()
    assert {name for name in before if before[name] != after[name]} <= BOOKS
    company.once()
    assert {name for name, rows in company.office.tables().items() if rows != after[name]} <= BOOKS


def test_a_pass_killed_between_two_pages_loses_nothing(company: Workspace) -> None:
    """F30: the place after each page is stored with it; the next pass goes on there, and nothing comes twice."""
    rasa = company.calendars("rasa")
    rasa.page = 5
    for n in range(18):
        rasa.put("primary", customer(f"m{n:02}", AT + n * dt.timedelta(hours=2)))
    assert company.office.killed("store.sightings:kill@2", company.office.once), "a kill in the second page"
    company.once()
    assert company.office.rows("SELECT count(*) FROM meetings") == [(18,)]
    assert company.office.findings() == []


# ── one meeting ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["A first", "Z last"])
def test_a_meeting_moved_to_another_calendar_is_one_meeting(company: Workspace, name: str) -> None:
    """F62: cancelled in the one and there in the other, whichever is read first."""
    rasa = company.calendars("rasa")
    rasa.add(name)
    id_ = rasa.put("primary", customer("m"))
    company.once()
    rasa.move_to("primary", id_, name)
    company.once()
    assert company.office.rows(MEETINGS) == [("Susitikimas m", "confirmed", "2026-11-18T08:00:00Z")]
    assert company.office.rows("SELECT c.name, s.gone_since IS NULL FROM sighting s JOIN collection c ON c.id = s.collection_id ORDER BY 2") == [(RASA, 0), (name, 1)]
    before = company.office.dump()
    company.office.rebuild()
    assert company.office.dump() == before


@pytest.mark.parametrize("newest", [True, False], ids=["after each", "all at once"])
def test_whatever_the_order_of_the_calendars_the_history_is_the_same(g: Google, tmp_path: Path, newest: bool) -> None:
    """F63, F77, and the law of arrival: a changed occurrence in one calendar, its series in another, one called off in a third."""
    series = {"id": "series0", **customer("s", recurrence=WEEKLY)}
    zone = {"timeZone": "Europe/Vilnius"}
    place = {"originalStartTime": {"dateTime": (AT + WEEK).isoformat(), **zone}, "recurringEventId": "series0"}
    moved = {"id": "series0_20261125T080000Z", **customer("s", AT + WEEK + dt.timedelta(hours=3), summary="Vėliau", sequence=1), **place}
    worlds: list[list[str]] = []
    for number, order in enumerate((("rasa", "jonas", "petras"), ("petras", "jonas", "rasa"))):
        with google() as own:
            company = Workspace(own, tmp_path / str(number), order)
            if newest:
                company.once()
            company.calendars("jonas").put("primary", moved)
            if newest:
                company.once()
            company.calendars("rasa").put("primary", series)
            if newest:
                company.once()
            company.calendars("petras").put("primary", series)
            company.calendars("petras").cancel_occurrence("primary", "series0", AT + 2 * WEEK)
            company.once()
            assert company.office.rows("SELECT count(*) FROM meetings") == [(1,)]
            times = [(start[:13], title) for start, status, title in company.office.rows(OCCURRENCES) if status != "cancelled"]  # type: ignore[index]
            assert times == [("2026-11-18T08", "Susitikimas s"), ("2026-11-25T11", "Vėliau"), ("2026-12-09T08", "Susitikimas s")]
            worlds.append(sorted(line for line in company.office.dump() if not line.startswith(("source|", "collection|"))))
            before = company.office.dump()
            company.office.rebuild()
            assert company.office.dump() == before
    assert worlds[0] == worlds[1]


def test_a_meeting_in_six_calendars_is_one_meeting(g: Google, tmp_path: Path) -> None:
    """F77: six colleagues, one customer: one meeting, six sightings, everybody once, with the answer each gave."""
    people = [f"k{n}" for n in range(6)]
    staff = "".join(f'[[staff]]\nemail = "{who}@klimatas.example"\nname = "Kolega {who}"\n' for who in people)
    company = Workspace(g, tmp_path / "company", people, staff=staff)
    guests = [{"email": f"{who}@klimatas.example", "responseStatus": "needsAction"} for who in people] + [CUSTOMER[1]]
    for who in people:
        own = [{**guest, "responseStatus": "accepted"} if guest["email"].startswith(who) else guest for guest in guests]
        company.calendars(who).put("primary", customer("m", attendees=own, organizer={"email": "k0@klimatas.example"}, id=f"copyof{who}"))
    company.once()
    assert company.office.rows(MEETINGS) == [("Susitikimas m", "confirmed", "2026-11-18T08:00:00Z")]
    assert company.office.rows("SELECT count(*), count(DISTINCT key) FROM sighting") == [(6, 1)]
    attending = company.office.rows("SELECT address, response FROM party WHERE role = 'attendee' ORDER BY address")
    assert attending == [*((f"{who}@klimatas.example", "accepted") for who in people), (ONA, "accepted")]


def test_an_occurrence_called_off_is_off_and_the_series_stays(company: Workspace) -> None:
    """F65: also one that was moved before."""
    rasa = company.calendars("rasa")
    series = rasa.put("primary", customer("s", recurrence=WEEKLY))
    rasa.change_occurrence("primary", series, AT + WEEK, summary="Perkelta")
    company.once()
    rasa.cancel_occurrence("primary", series, AT + WEEK)
    rasa.cancel_occurrence("primary", series, AT + 2 * WEEK)
    company.once()
    standing = [start for start, status, _ in company.office.rows(OCCURRENCES) if status != "cancelled"]
    assert standing == ["2026-11-18T08:00:00Z", "2026-12-09T08:00:00Z"]
    assert company.office.rows("SELECT count(*) FROM excluded") == [(0,)], "what is called off is met by the rules its series is met by"
    assert company.office.findings() == []


def test_a_meeting_that_is_cancelled_leaves_its_promise_standing(company: Workspace) -> None:
    """F78: what was promised in it holds until somebody says otherwise; that it is gone from the calendar can be seen."""
    rasa = company.calendars("rasa")
    past = dt.datetime(2026, 11, 16, 9, tzinfo=VILNIUS)
    id_ = rasa.put("primary", customer("m", past, description="Minutes\n\nI will send you the quote by 24 November 2026."))
    rasa.calendar().events[id_][0].raw["updated"] = "2026-11-16T08:00:00.000Z"  # written in after it began
    company.once()
    promised = company.office.rows("SELECT quote, state FROM promises")
    assert [state for _, state in promised] == ["open"]
    rasa.delete("primary", id_)
    company.once()
    assert company.office.rows("SELECT quote, state FROM promises") == promised
    assert company.office.rows("SELECT count(*) FROM sighting WHERE gone_since IS NOT NULL") == [(1,)]


def test_our_own_entries_never_become_meetings(company: Workspace, tmp_path: Path) -> None:
    """F83: in the person's own calendar, as copies, as occurrences: nothing of them is stored, however often it is read."""
    rasa = company.calendars("rasa")
    rasa.put("primary", customer("real"))
    own = {"extendedProperties": {"private": {UID_PROPERTY: "syncd-0a1b"}}}
    ours = rasa.put("primary", customer("ours", **own) | {"id": f"{OWN_ID_PREFIX}c4g", "iCalUID": f"{OWN_ID_PREFIX}c4g@google.com"})
    rasa.copy("primary", ours)
    company.once()
    before = company.office.tables()
    assert len(before["meeting"]) == len(before["sighting"]) == 1 and before["excluded"] == []
    for n in range(4):
        rasa.change("primary", ours, summary=f"Call Ona {n}")
        outcome = company.once()
        assert sum(s.counts.seen for s in outcome.sources) == 0
    assert {name for name, rows in company.office.tables().items() if rows != before[name]} <= BOOKS


# ── a calendar that goes ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_calendar_that_goes_in_the_middle_of_a_pass_stops_no_other(company: Workspace) -> None:
    """F44: its error is its own, the other calendars and people are read, what was stored stays; it is not listed again."""
    rasa = company.calendars("rasa")
    shared = rasa.add("Aptarnavimas", role="reader", owner="jonas@klimatas.example")
    for n in range(3):
        rasa.put(shared, customer(f"s{n}", AT + n * WEEK))
    company.once()
    rasa.put("primary", customer("mine"))
    company.calendars("jonas").put("primary", customer("his", organizer={"email": "jonas@klimatas.example"}))

    def goes(asked: Asked) -> bool:
        return asked.method == LIST and shared.partition("@")[0] in asked.path

    company.g.on(goes, before=lambda _: rasa.remove(shared))
    outcome = {s.name: s for s in company.any_once().sources}
    assert outcome["rasa-calendar"].error and outcome["rasa-calendar"].state in ("backing off", "forbidden")
    assert outcome["jonas-calendar"].error is None
    assert company.office.rows("SELECT count(*) FROM meetings") == [(5,)]
    company.once()
    assert company.office.rows("SELECT count(*) FROM meetings") == [(5,)]
    assert company.office.rows("SELECT count(*) FROM sighting WHERE gone_since IS NOT NULL") == [(0,)]


# ── what is private ──────────────────────────────────────────────────────────────────────────────────────────────────

CANARY = "kanarėlė-7391"
PRIVATE: list[tuple[dict[str, Any], str]] = [
    ({"visibility": "private"}, "private"),
    ({"visibility": "confidential"}, "confidential"),
    ({"visibility": "private", "recurrence": WEEKLY}, "a private series, with an occurrence called off and one moved"),
]


def leaks(company: Workspace) -> list[str]:
    """Every file of the store in which the canary's letters stand."""
    folder = company.office.folder
    files = [*folder.glob("history.db*"), *folder.glob("raw/*")]
    return [path.name for path in files if any(word in path.read_bytes().lower() for word in (b"canary7391", b"kanar", b"7391"))]


def spread(rasa: Any, id_: str, fields: dict[str, Any]) -> None:
    """Of a series, one occurrence is called off and another changed."""
    if "recurrence" in fields:
        rasa.cancel_occurrence("primary", id_, AT + WEEK)
        rasa.change_occurrence("primary", id_, AT + 2 * WEEK, location=CANARY)


def secret(**more: Any) -> dict[str, Any]:
    return customer("canary7391", summary=CANARY, description=f"Apie {CANARY}", location=CANARY, **more)


@pytest.mark.parametrize(("fields", "why"), PRIVATE, ids=[why for _, why in PRIVATE])
def test_what_is_private_leaves_nothing(company: Workspace, fields: dict[str, Any], why: str) -> None:
    """P2: one row in `excluded` for each item, and nothing else, in any file."""
    rasa = company.calendars("rasa")
    spread(rasa, rasa.put("primary", secret(**fields)), fields)
    company.once()
    rules = company.office.rows("SELECT DISTINCT rule FROM excluded")
    assert rules == [("sensitivity",)] and company.office.rows("SELECT (SELECT count(*) FROM interaction), (SELECT count(*) FROM sighting)") == [(0, 0)]
    assert leaks(company) == [], why


@pytest.mark.parametrize(("fields", "why"), PRIVATE, ids=[why for _, why in PRIVATE])
def test_what_becomes_private_is_taken_out_within_one_pass(company: Workspace, fields: dict[str, Any], why: str) -> None:
    """P3: with its original, its search text, its promise and its reminder's row."""
    rasa = company.calendars("rasa")
    public = {key: value for key, value in fields.items() if key != "visibility"}
    id_ = rasa.put("primary", secret(**public))
    spread(rasa, id_, fields)
    company.once()
    assert leaks(company)
    rasa.change("primary", id_, visibility=fields["visibility"])
    if "recurrence" in fields:  # Google changes what differs from the series by itself with it
        (moved,) = [e["id"] for e in rasa.events("primary") if e.get("recurringEventId") == id_]
        rasa.change("primary", moved, visibility=fields["visibility"])
    company.once()
    assert company.office.rows("SELECT (SELECT count(*) FROM interaction), (SELECT count(*) FROM sighting)") == [(0, 0)]
    assert leaks(company) == [], why
    rasa.change("primary", id_, visibility="default")
    company.once()
    assert company.office.rows("SELECT count(*) FROM meetings") == [(1,)], "and it comes back when it is private no longer"
    assert company.office.findings() == []


def test_what_is_public_beside_it_is_stored(company: Workspace) -> None:
    """P2: default and public visibility, and the public one of two of one name."""
    rasa = company.calendars("rasa")
    for name, visibility in (("a", None), ("b", "default"), ("c", "public"), ("d", "private")):
        rasa.put("primary", customer(name, visibility=visibility, attendees=[*CUSTOMER, {"email": JOHN}]))
    company.once()
    assert [title for title, _, _ in company.office.rows(MEETINGS)] == ["Susitikimas a", "Susitikimas b", "Susitikimas c"]
    assert json.dumps(company.office.rows("SELECT rule, count(*) FROM excluded GROUP BY rule")) == '[["sensitivity", 1]]'
