"""The fake Microsoft Graph keeps calendars as Exchange keeps them, and refuses entries that Exchange refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.fakes.graph import Clock, Graph, graph
from tests.fakes.graph_asking import IMMUTABLE, RASA, Client, forgive, ids

WINDOW = "startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z"
KEY = "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name syncd"
ENTRY = {
    "subject": "Call Ona",
    "start": {"dateTime": "2026-03-05T10:00:00", "timeZone": "Europe/Vilnius"},
    "end": {"dateTime": "2026-03-05T10:15:00", "timeZone": "Europe/Vilnius"},
    "transactionId": "p-1",
    "singleValueExtendedProperties": [{"id": KEY, "value": "p-1"}],
}


@pytest.fixture
def g() -> Iterator[Graph]:
    with graph(clock=Clock()) as world:
        world.mailbox(RASA)
        yield world


@pytest.fixture
def client(g: Graph) -> Client:
    return Client(g)


def weekly(g: Graph, **more: Any) -> str:
    pattern = {"type": "weekly", "interval": 1, "daysOfWeek": ["monday"], "firstDayOfWeek": "monday"}
    times = {"type": "numbered", "startDate": "2026-03-02", "numberOfOccurrences": 4}
    calendars = g.mailbox(RASA).calendars
    return str(
        calendars.add("Planning", "2026-03-02T09:00:00", "2026-03-02T10:00:00", recurrence={"pattern": pattern, "range": times}, **more)
    )


def test_a_view_shows_the_days_of_a_series_and_its_changes(g: Graph, client: Client) -> None:
    key, calendars = weekly(g), g.mailbox(RASA).calendars
    calendars.reschedule(key, "2026-03-10T12:00:00", "2026-03-10T13:00:00", on="2026-03-09")
    calendars.delete(key, on="2026-03-16")
    found = client.get(f"calendarView?{WINDOW}")["value"]
    assert [(one["type"], one["start"]["dateTime"][:16]) for one in found] == [
        ("occurrence", "2026-03-02T07:00"), ("exception", "2026-03-10T10:00"), ("occurrence", "2026-03-23T07:00"),
    ]  # fmt: skip
    assert (found[1]["originalStart"], found[1]["seriesMasterId"]) == ("2026-03-09T07:00:00Z", key)
    master = client.get(f"events/{key}?$select=subject,cancelledOccurrences&$expand=exceptionOccurrences")
    assert master["cancelledOccurrences"] == [f"OID.{key}.2026-03-16"]
    assert ids(master["exceptionOccurrences"]) == [found[1]["id"]]


def test_a_series_keeps_its_hour_when_the_clocks_change(g: Graph, client: Client) -> None:
    weekly(g)
    window = "startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-05-01T00:00:00Z"
    pattern = {"type": "daily", "interval": 1}
    times = {"type": "endDate", "startDate": "2026-03-28", "endDate": "2026-03-30"}
    g.mailbox(RASA).calendars.add("Rounds", "2026-03-28T08:00:00", "2026-03-28T08:30:00", recurrence={"pattern": pattern, "range": times})
    found = client.get(f"calendarView?{window}&$filter=subject eq 'Rounds'")["value"]
    assert [one["start"]["dateTime"][11:16] for one in found] == ["06:00", "05:00", "05:00"]
    local = client.get(f"calendarView?{window}&$filter=subject eq 'Rounds'", {"Prefer": 'outlook.timezone="FLE Standard Time"'})["value"]
    assert {(one["start"]["dateTime"][11:16], one["start"]["timeZone"]) for one in local} == {("08:00", "FLE Standard Time")}


def test_changes_of_a_view_come_with_the_whole_series(g: Graph, client: Client) -> None:
    calendars = g.mailbox(RASA).calendars
    key = weekly(g)
    one = calendars.add("Visit", "2026-03-03T09:00:00", "2026-03-03T10:00:00")
    far = calendars.add("Far", "2027-03-03T09:00:00", "2027-03-03T10:00:00")
    paged = {"Prefer": 'IdType="ImmutableId", odata.maxpagesize=2'}
    first = client.get(f"calendarView/delta?{WINDOW}", paged)
    assert [entity["type"] for entity in first["value"]] == ["seriesMaster", *["occurrence"] * 4], "no page takes a series apart"
    assert set(first["value"][1]) == {"@odata.type", "@odata.etag", "id", "type", "seriesMasterId", "start", "end"}
    assert first["value"][1]["seriesMasterId"] == key
    second = client.get(first["@odata.nextLink"], paged)
    assert [entity["type"] for entity in second["value"]] == ["singleInstance"]
    calendars.change(key, on="2026-03-09", subject="Planning, longer")
    calendars.delete(key, on="2026-03-16")
    calendars.reschedule(one, "2026-05-03T09:00:00", "2026-05-03T10:00:00")
    calendars.change(far, subject="Far away")
    found, _ = client.round(second["@odata.deltaLink"])
    assert [entity.get("type") for entity in found] == ["seriesMaster", "occurrence", "exception", "occurrence", None, None]
    assert [(entity["id"], entity["@removed"]) for entity in found[4:]] == [(one, {"reason": "deleted"}), (far, {"reason": "deleted"})], (
        "what leaves the window, or changes outside it, is told as removed"
    )
    assert found[2]["subject"] == "Planning, longer"


def test_a_removed_series_is_told_once(g: Graph, client: Client) -> None:
    calendars, key = g.mailbox(RASA).calendars, weekly(g)
    calendars.change(key, on="2026-03-09", subject="Longer")
    _, link = client.round(f"calendarView/delta?{WINDOW}")
    calendars.delete(key)
    found, _ = client.round(link)
    assert [(one["id"], "@removed" in one) for one in found] == [(key, True)]


def test_a_forgotten_view_says_where_to_begin(g: Graph, client: Client) -> None:
    """F55."""
    key = weekly(g)
    _, link = client.round(f"calendarView/delta?{WINDOW}")
    g.mailbox(RASA).calendars.deltas.forget("ResyncRequired")
    answer = client.ask("GET", link)
    assert answer.status_code == 410
    assert client.round(answer.headers["Location"])[0][0]["id"] == key


def test_the_same_transaction_gives_the_same_event(g: Graph, client: Client) -> None:
    """F49."""
    g.loses("events.create")
    with pytest.raises(httpx2.TransportError):
        client.ask("POST", "events", ENTRY)
    again = client.ask("POST", "events", ENTRY, headers=IMMUTABLE)
    assert (again.status_code, g.mailbox(RASA).calendars.keys()) == (201, [again.json()["id"]])
    other = client.ask("POST", "events", {**ENTRY, "subject": "Other"})
    assert (other.status_code, other.json()["error"]["code"]) == (409, "ErrorDuplicateTransactionId")


def test_an_extended_property_is_found_by_a_filter_and_shown_when_asked_for(g: Graph, client: Client) -> None:
    made = client.ask("POST", "events", ENTRY, headers=IMMUTABLE).json()
    assert "singleValueExtendedProperties" not in made
    g.mailbox(RASA).calendars.add("Other", "2026-03-03T09:00:00", "2026-03-03T10:00:00")
    clause = f"singleValueExtendedProperties/any(ep: ep/id eq '{KEY}' and ep/value eq 'p-1')"
    found = client.get(f"events?$filter={clause}&$expand=singleValueExtendedProperties($filter=id eq '{KEY}')")["value"]
    assert [(one["id"], one["singleValueExtendedProperties"]) for one in found] == [(made["id"], [{"id": KEY, "value": "p-1"}])]


def test_an_update_needs_the_entity_tag_that_is_true_now(g: Graph, client: Client) -> None:
    """F50."""
    made = client.ask("POST", "events", ENTRY, headers=IMMUTABLE).json()
    g.mailbox(RASA).calendars.change(made["id"], subject="✓ Call Ona")
    stale = {**IMMUTABLE, "If-Match": made["@odata.etag"]}
    assert (
        client.ask("PATCH", f"events/{made['id']}", {"subject": "x"}, headers=stale).json()["error"]["code"] == "ErrorIrresolvableConflict"
    )
    assert client.ask("DELETE", f"events/{made['id']}", headers=stale).status_code == 412
    now = client.get(f"events/{made['id']}")
    assert now["subject"] == "✓ Call Ona"
    fresh = {**IMMUTABLE, "If-Match": now["@odata.etag"]}
    assert client.ask("PATCH", f"events/{made['id']}", {"subject": "x"}, headers=fresh).json()["subject"] == "x"
    assert client.ask("DELETE", f"events/{made['id']}", headers=IMMUTABLE).status_code == 204
    assert client.ask("DELETE", f"events/{made['id']}", headers=IMMUTABLE).status_code == 404


def test_an_event_with_people_sends_them_mail_and_one_without_does_not(g: Graph, client: Client) -> None:
    client.ask("POST", "events", ENTRY)
    assert g.mailbox(RASA).calendars.invited == []
    someone = [{"emailAddress": {"address": "ona@example.com"}, "type": "required"}]
    client.ask("POST", "events", {**ENTRY, "transactionId": "p-2", "attendees": someone})
    assert g.mailbox(RASA).calendars.invited == [("ona@example.com", "invitation")]


@pytest.mark.parametrize(
    ("changes", "said", "reason"),
    [
        ({"colour": "red"}, "colour", "no such property"),
        ({"id": "x"}, "read-only", "the server's own"),
        ({"showAs": "away"}, "showAs", "no such word"),
        ({"reminderMinutesBeforeStart": "15"}, "reminderMinutesBeforeStart", "a number"),
        ({"start": {"dateTime": "2026-03-05T10:00:00", "timeZone": "Mars"}}, "Mars", "no such zone"),
        ({"start": {"dateTime": "5 March", "timeZone": "UTC"}}, "dateTime", "no such time"),
        ({"end": {"dateTime": "2026-03-05T09:00:00", "timeZone": "UTC", "zone": "x"}}, "zone", "no such part"),
        ({"end": {"dateTime": "2026-03-04T09:00:00", "timeZone": "UTC"}}, "before its start", "ends before it begins"),
        ({"isAllDay": True}, "midnight", "all day is from midnight to midnight"),
        ({"singleValueExtendedProperties": [{"id": "syncd", "value": "1"}]}, "extended property", "an id has a kind, a set and a name"),
        ({"recurrence": {"pattern": {"type": "weekly", "interval": 1}, "range": {"type": "noEnd", "startDate": "2026-03-02"}}}, "daysOfWeek", "which days"),
    ],
)  # fmt: skip
def test_an_event_that_exchange_would_not_take_is_refused(
    g: Graph, client: Client, changes: dict[str, Any], said: str, reason: str
) -> None:
    assert client.ask("POST", "events", {**ENTRY, **changes}).status_code == 400, reason
    assert said in forgive(g)[0], reason
    assert g.mailbox(RASA).calendars.keys() == []


def test_the_uid_of_a_day_carries_its_date_and_wraps_what_is_not_outlooks_own(g: Graph, client: Client) -> None:
    own, strange = weekly(g), weekly(g, uid="abc@google.com")
    view = client.get(f"calendarView?{WINDOW}&$top=20")["value"]
    plain = client.get(f"events/{own}")["iCalUId"]
    days = [one["iCalUId"] for one in view if one["seriesMasterId"] == own]
    assert days[0] == plain[:32] + "07EA0302" + plain[40:]
    assert client.get(f"events/{strange}")["iCalUId"] == "abc@google.com"
    assert b"vCal-Uid\x01\x00\x00\x00abc@google.com\x00" in bytes.fromhex(
        next(one["iCalUId"] for one in view if one["seriesMasterId"] == strange)
    )
