"""Google Calendar on bad days, and what is special in it: series, calendars of others, our own entries."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.base import Broken, Collection, Fetched, Gone
from connectors.google.ours import OWN_ID_PREFIX
from syncd.errors import AuthFailed, CursorExpired, Forbidden, SourceError
from tests.connectors.contract import Store
from tests.connectors.google_agenda_worlds import MONDAY, RASA, AgendaWorld, entry
from tests.fakes.google import Google, google
from tests.timing import least

JONAS = "jonas@klimatas.example"
WEEK = dt.timedelta(days=7)
LIST, GET, INSTANCES = "calendar.events.list", "calendar.events.get", "calendar.events.instances"
NEVER_BESIDE_A_TOKEN = {"iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty", "timeMin", "timeMax", "updatedMin"}


@pytest.fixture
def g() -> Iterator[Google]:
    with google() as world:
        yield world


@pytest.fixture
def world(g: Google, tmp_path: Path) -> Iterator[AgendaWorld]:
    with AgendaWorld(g, tmp_path) as made:
        yield made


def fill(world: AgendaWorld, names: str) -> None:
    """An event for each letter."""
    for name in names:
        world.add(name)


def primary() -> Collection:
    return Collection(id=RASA, name=RASA, role="calendar")


def told(store: Store) -> dict[str, dict[str, Any]]:
    """What is stored, by id, as JSON."""
    return {id_: json.loads(raw) for id_, raw in store.items.items()}


def titles(store: Store) -> list[str]:
    return sorted(event.get("summary", "") for event in told(store).values())


# ── tokens ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_the_sync_token_comes_from_the_last_page_alone(world: AgendaWorld) -> None:
    """F30: between pages the old token is kept beside the next page's; a pass that ends there goes on there."""
    fill(world, "abcdefgh")
    pages = list(world.open().pages(primary(), None))
    assert [(page.cursor["sync"] is None, page.cursor["page"] is None) for page in pages] == [(True, False), (True, False), (False, True)]
    old = pages[-1].cursor
    for name in "abcdefgh":
        world.calendars.change("primary", world.ids[name], location=f"Vieta {name}")
    first = next(iter(world.open().pages(primary(), old)))
    assert first.cursor["sync"] == old["sync"] and first.cursor["page"]
    rest = list(world.open().pages(primary(), first.cursor))
    assert rest[-1].cursor["sync"] not in (None, old["sync"]) and rest[-1].complete is None
    assert [len(page.changes) for page in (first, *rest)] == [3, 3, 2]


def test_what_changes_between_two_pages_comes_in_the_next_pass(world: AgendaWorld) -> None:
    """F30: the token stands for the moment the listing began, so nothing falls between."""
    fill(world, "abcdef")
    world.g.on(LIST, after=lambda _: world.calendars.change("primary", world.ids["a"], summary="Later"))
    store = Store()
    store.run(world.open())
    assert "Later" not in titles(store)
    assert [json.loads(c.raw)["summary"] for c in store.run(world.open()) if isinstance(c, Fetched)] == ["Later"]


@pytest.mark.slow
def test_no_filter_goes_with_a_sync_token(world: AgendaWorld) -> None:
    """F31: and every listing of a calendar asks with the parameters of the one its token came from."""
    fill(world, "abcd")
    store = Store()
    store.run(world.open(), pages=1)
    store.run(world.open())
    world.calendars.change("primary", world.ids["b"], summary="B")
    store.run(world.open())
    world.calendars.forget_tokens("primary")
    store.go_on(world.open())
    asked = [one.params for one in world.g.asked(LIST)]
    assert sum("syncToken" in params for params in asked) >= 2
    for params in asked:
        assert "syncToken" not in params or not NEVER_BESIDE_A_TOKEN & set(params)
    free = {"syncToken", "pageToken", "maxResults"}
    assert len({json.dumps({k: v for k, v in params.items() if k not in free}, sort_keys=True) for params in asked}) == 1


def test_a_forgotten_token_clears_nothing(world: AgendaWorld) -> None:
    """F29: 410 means that everything is listed again; what is stored stays, what went meanwhile is found missing."""
    fill(world, "abcdefg")
    store = Store()
    store.run(world.open())
    before = dict(store.items)
    world.remove("c")
    world.calendars.forget_tokens()
    with pytest.raises(CursorExpired):
        store.run(world.open())
    assert store.items == before
    store.cursor = None
    changes = store.run(world.open())
    assert not any(isinstance(change, Gone) for change in changes)
    assert {id_: before[id_] for id_ in store.items} == store.items and set(before) - set(store.items) == {world.ids["c"]}


@pytest.mark.parametrize(
    ("status", "reason", "why"),
    [
        (410, "fullSyncRequired", "as the guide says"),
        (410, "updatedMinTooLongAgo", "as is seen now and then"),
        (410, "gone", "410 alone tells enough"),
        (400, "invalid", "a token from elsewhere"),
        (400, "badRequest", "a token for other parameters"),
    ],
)
@pytest.mark.parametrize("page", [False, True], ids=["sync token", "page token"])
def test_a_refused_token_is_an_expired_place(world: AgendaWorld, status: int, reason: str, why: str, page: bool) -> None:
    """F29, F30: also between two pages, whose tokens live for hours only."""
    fill(world, "abcd")
    store = Store()
    store.run(world.open(), pages=1 if page else 99)
    world.g.says(LIST, status, reason=reason)
    with pytest.raises(CursorExpired):
        store.run(world.open())
    store.cursor = None
    store.run(world.open())
    assert len(store.items) == 4, why


def test_a_listing_that_was_cut_off_ends_with_the_ids_of_one_that_was_not(world: AgendaWorld) -> None:
    """Page: `complete` is what a listing in one go gives, occurrences called off and our own entries included in the judgement."""
    fill(world, "abcde")
    series = world.calendars.put("primary", entry("s", recurrence=["RRULE:FREQ=WEEKLY;COUNT=9"]))
    world.calendars.cancel_occurrence("primary", series, MONDAY + WEEK)
    lost = world.calendars.put("primary", entry("l", recurrence=["RRULE:FREQ=WEEKLY;COUNT=9"]))
    world.calendars.cancel_occurrence("primary", lost, MONDAY + WEEK)
    world.calendars.delete("primary", lost)
    world.own()
    world.remove("b")
    whole = list(world.open().pages(primary(), None))[-1].complete
    store = Store()
    store.run(world.open(), pages=1)
    rest = list(world.open().pages(primary(), store.cursor))
    assert whole is not None and rest[-1].complete == whole
    assert len(whole) == 4 + 2, "four single ones, the series, and its occurrence that was called off"
    assert [one.query.count("summary") for one in world.g.asked(LIST)][-1] == 0, "the ids come by a light listing"


def test_a_pass_without_news_is_one_request(world: AgendaWorld) -> None:
    """Rule 7: and it costs at most 5 ms of CPU in the thread that reads."""
    fill(world, "abcd")
    one, store = world.open(), Store()
    store.run(one)
    asked = len(world.g.log)
    assert list(one.pages(primary(), store.cursor)) == []
    assert [one.method for one in world.g.log[asked:]] == [LIST]
    assert least(lambda: list(one.pages(primary(), store.cursor)), 0.005, tries=10) <= 0.005


def test_a_paused_pass_goes_on_where_it_stopped(world: AgendaWorld) -> None:
    """LiveHarvester: a long first listing gives way to other accounts, and loses nothing."""
    fill(world, "abcdefgh")
    one, store = world.open(), Store()
    for page in one.pages(primary(), None):
        store.take(page)
        one.pause()
    assert len(store.items) == 3
    store.run(one)
    assert len(store.items) == 8


# ── answers that are no answers (F35), and refusals ──────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (200, "<!DOCTYPE html><html>Sign in to the hotel</html>", "a captive portal"),
        (200, "", "nothing at all"),
        (200, '{"kind": "calendar#events", "items": [', "cut off, though its length agrees"),
        (200, "[]", "another document"),
        (200, {"kind": "calendar#events", "items": []}, "neither a next page nor a token"),
        (500, None, "broken"),
    ],
)
def test_an_answer_that_is_none_is_never_no_events(world: AgendaWorld, status: int, body: Any, why: str) -> None:
    """F35: nothing is gone, the place stays, the next pass goes on."""
    fill(world, "abc")
    store = Store()
    store.run(world.open())
    before, place = dict(store.items), store.cursor
    world.add("d")
    world.g.says(LIST, status, body=body, times=50)
    with pytest.raises(SourceError) as caught:
        store.run(world.open())
    assert not isinstance(caught.value, CursorExpired), why
    assert (store.items, store.cursor) == (before, place)
    world.g.faults.rules.clear()
    assert len(store.run(world.open())) == 1


def test_a_calendar_that_is_shared_no_longer_is_an_error_of_its_own(world: AgendaWorld) -> None:
    """F44: deleted or no longer shared in the middle of a pass: that calendar has its error, the other is read."""
    other = world.calendars.add("Servisas", role="reader", owner=JONAS)
    for n in range(5):
        world.calendars.put(other, entry(f"o{n}"))
    fill(world, "ab")
    one = world.open()
    mine, shared = sorted(one.collections(), key=lambda c: c.name != RASA)
    passing = one.pages(shared, None)
    next(passing)
    world.calendars.remove(other)
    with pytest.raises(SourceError, match="Servisas was deleted, or is shared") as caught:
        next(passing)
    assert not isinstance(caught.value, CursorExpired) and caught.value.state in ("backing off", "forbidden")
    assert sum(len(page.changes) for page in one.pages(mine, None)) == 2
    assert [c.id for c in one.collections()] == [RASA]


def test_a_deleted_calendar_is_no_expired_place(world: AgendaWorld) -> None:
    """F44: 410 with the word "deleted" means the calendar, not the token; the place is kept for when it is back."""
    fill(world, "a")
    store = Store()
    store.run(world.open())
    world.g.says(LIST, 410, reason="deleted")
    with pytest.raises(SourceError) as caught:
        store.run(world.open())
    assert not isinstance(caught.value, CursorExpired)


def test_a_forbidden_calendar_says_so(world: AgendaWorld) -> None:
    """F32, F44: a permission that is missing is no reason to wait."""
    world.g.says(LIST, 403, reason="forbidden")
    with pytest.raises(Forbidden):
        list(world.open().pages(primary(), None))


@pytest.mark.slow
def test_another_account_that_signed_in_is_not_read(world: AgendaWorld) -> None:
    """F43: the calendars of who consented are not those of the account in the config: nothing of them is read."""
    g, folder = world.g, world.folder
    g.account(JONAS).calendars.put("primary", entry("secret"))
    said = json.loads(g.token_file(folder / "jonas.json", JONAS).read_text())
    (folder / "rasa.json").touch(mode=0o600)
    (folder / "rasa.json").write_text(json.dumps(said | {"account": RASA}))
    with pytest.raises(AuthFailed, match=RASA):
        list(world.open().collections())
    assert not g.asked(LIST)


# ── which calendars ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_calendars_of_an_account(world: AgendaWorld) -> None:
    """The person's own and those shared with them; not holidays, birthdays, what may not be read, and where our entries are."""
    calendars = world.calendars
    calendars.add("Montavimai")
    calendars.add("Jono", role="reader", owner=JONAS)
    calendars.add("Užimtumas", role="freeBusyReader", owner=JONAS)
    calendars.add("Promises")
    calendars.add("Promises", role="reader", owner=JONAS)
    for title, owner in (("Pažadai", RASA), ("Jono pažadai", JONAS)):  # made by this program, and given another title since
        calendars.calendar(calendars.add(title, role="owner" if owner == RASA else "reader", owner=owner)).description = f"Text.\n[syncd {owner}: Promises]"
    for id_ in ("lt.lithuanian#holiday@group.v.calendar.google.com", "addressbook#contacts@group.v.calendar.google.com"):
        made = calendars.calendar(calendars.add(f"Google's {id_}", role="reader"))
        calendars._calendars[id_] = calendars._calendars.pop(made.id)
        made.id = id_
    gone = calendars.add("Sena")
    calendars.remove(gone)
    found = list(world.open().collections())
    assert sorted(c.name for c in found) == ["Jono", "Montavimai", "Promises", RASA]
    assert {c.role for c in found} == {"calendar"} and len({c.id for c in found}) == 4


def test_a_list_of_calendars_in_several_pages(world: AgendaWorld) -> None:
    """All of them, however few Google gives at a time."""
    for n in range(7):
        world.calendars.add(f"Nr {n}")
    world.calendars.page = 3
    assert len(list(world.open().collections())) == 8


@pytest.mark.parametrize("wanted", ["Montavimai", "id", "primary"])
def test_one_calendar_by_name_or_id(world: AgendaWorld, wanted: str) -> None:
    """`calendar`: that one alone; where there is none of that name, the text names those there are."""
    made = world.calendars.add("Montavimai")
    expected = RASA if wanted == "primary" else made
    assert [c.id for c in world.open(calendar=made if wanted == "id" else wanted).collections()] == [expected]
    with pytest.raises(SourceError, match="Montavimai"):
        list(world.open(calendar="Montavimas").collections())


# ── what is read ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("visibility", "sensitivity"),
    [(None, ""), ("default", ""), ("public", ""), ("private", "private"), ("confidential", "confidential")],
)
def test_what_is_private_is_marked_so(world: AgendaWorld, visibility: str | None, sensitivity: str) -> None:
    """P2: the mark is enough to exclude it; a change of it alone comes like any other."""
    id_ = world.calendars.put("primary", entry("a", visibility=visibility))
    store = Store()
    (change,) = store.run(world.open())
    assert isinstance(change, Fetched) and change.marks.sensitivity == sensitivity
    world.calendars.change("primary", id_, visibility="private" if not sensitivity else "public")
    (later,) = store.run(world.open())
    assert isinstance(later, Fetched) and later.marks.sensitivity == ("" if sensitivity else "private")


def test_a_private_event_in_anothers_calendar_is_private(world: AgendaWorld) -> None:
    """P2: a reader is told the time only; that is no meeting of ours either."""
    other = world.calendars.add("Jono", role="reader", owner=JONAS)
    world.calendars.put(other, entry("a", visibility="private"))
    one = world.open()
    shared = next(c for c in one.collections() if c.id == other)
    ((change,),) = [page.changes for page in one.pages(shared, None)]
    assert isinstance(change, Fetched) and change.marks.sensitivity == "private" and b"Susitikimas" not in change.raw


@pytest.mark.parametrize(
    ("type_", "mine", "theirs"),
    [("default", 1, 1), ("fromGmail", 1, 1), ("outOfOffice", 1, 0), ("workingLocation", 0, 0), ("focusTime", 0, 0), ("birthday", 0, 0)],
)
def test_what_is_no_meeting_is_not_given(world: AgendaWorld, type_: str, mine: int, theirs: int) -> None:
    """Where somebody works and when they concentrate is nobody's business; that another is away is not told of the reader."""
    other = world.calendars.add("Jono", role="reader", owner=JONAS)
    for calendar in ("primary", other):
        world.calendars.put(calendar, entry("a", eventType=type_))
    one = world.open()
    counts = {c.id: sum(len(page.changes) for page in one.pages(c, None)) for c in one.collections()}
    assert counts == {RASA: mine, other: theirs}


def test_content_that_is_equal_has_equal_bytes(world: AgendaWorld) -> None:
    """What changes without meaning (etag, colour, alarms, other programs' properties) is left out, the people's places too."""
    private = {"private": {"zoomMeeting": "1"}}
    fill(world, "a")
    store = Store()
    store.run(world.open())
    before = dict(store.items)
    event = world.calendars.calendar("primary").events[world.ids["a"]][0]
    event.raw |= {"etag": '"9"', "colorId": "4", "reminders": {"useDefault": False}, "extendedProperties": private, "guestsCanModify": True}
    world.calendars.forget_tokens("primary")
    store.go_on(world.open())
    assert store.items == before
    assert not any(word in before[world.ids["a"]] for word in (b"etag", b"htmlLink", b"self", b"kind", b"reminders", b"extended"))


def test_the_guests_and_the_way_to_a_call_are_kept(world: AgendaWorld) -> None:
    """Issue: conference data and the answers of the guests; that some are left out is kept as well."""
    guests = [{"email": "ona@baltas.example", "displayName": "Ona", "responseStatus": "accepted"}, {"email": "room@x.example", "resource": True}]
    video = {"entryPoints": [{"entryPointType": "video", "uri": "https://zoom.us/j/1", "passcode": "secret"}], "conferenceId": "1"}
    world.calendars.put("primary", entry("a", attendees=guests, attendeesOmitted=True, conferenceData=video, hangoutLink="https://meet.google.com/a-b-c"))
    store = Store()
    store.run(world.open())
    (event,) = told(store).values()
    assert event["attendees"] == guests and event["attendeesOmitted"] is True and event["hangoutLink"]
    assert event["conferenceData"] == {"entryPoints": [{"entryPointType": "video", "uri": "https://zoom.us/j/1"}]}
    assert all(one.params["maxAttendees"] >= 1000 for one in world.g.asked(LIST))


# ── series ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def series(world: AgendaWorld) -> str:
    """A weekly meeting with a customer."""
    guests = [{"email": "ona@baltas.example", "displayName": "Ona", "responseStatus": "accepted"}]
    return str(world.calendars.put("primary", entry("s", attendees=guests, recurrence=["RRULE:FREQ=WEEKLY;COUNT=30"])))


def test_an_occurrence_that_was_called_off_is_completed_out_of_its_series(world: AgendaWorld, series: str) -> None:
    """F65: it comes with its place alone; uid, people and what is private are those of the series, so that rules meet both alike."""
    off = world.calendars.cancel_occurrence("primary", series, MONDAY + WEEK)
    store = Store()
    store.run(world.open())
    event = told(store)[off]
    assert (event["status"], event["recurringEventId"], event["originalStartTime"]["dateTime"]) == ("cancelled", series, (MONDAY + WEEK).isoformat())
    assert event["iCalUID"] == told(store)[series]["iCalUID"] and event["attendees"][0]["email"] == "ona@baltas.example"
    assert "recurrence" not in event and "start" not in event
    assert not world.g.asked(GET), "the series was in the same listing"


@pytest.mark.parametrize("before", [True, False], ids=["called off before the first pass", "afterwards"])
def test_a_series_met_in_another_page_is_asked_for_once(world: AgendaWorld, series: str, before: bool) -> None:
    """F63, F65: whichever comes first, and however many of its occurrences come before it."""
    store = Store()
    if not before:
        store.run(world.open())
    offs = {world.calendars.cancel_occurrence("primary", series, MONDAY + n * WEEK) for n in range(1, 6)}
    if before:
        events = world.calendars.calendar("primary").events
        events[series][0].serial = 9999
        events[series] = events.pop(series)
    store.run(world.open())
    assert set(told(store)) == offs | {series}
    assert {event["iCalUID"] for event in told(store).values()} == {"s@meetings.example"}
    assert len(world.g.asked(GET)) == 1


def test_a_changed_occurrence_is_an_item_of_its_own(world: AgendaWorld, series: str) -> None:
    """F63: as Google tells it, beside its series; called off later, it is so in the store."""
    store = Store()
    store.run(world.open())
    moved = world.calendars.change_occurrence("primary", series, MONDAY + WEEK, summary="Perkelta")
    store.run(world.open())
    assert (told(store)[moved]["summary"], told(store)[series]["summary"]) == ("Perkelta", "Susitikimas s")
    world.calendars.cancel_occurrence("primary", series, MONDAY + WEEK)
    store.run(world.open())
    assert told(store)[moved]["status"] == "cancelled"


def test_with_a_series_that_is_deleted_everything_of_it_is_gone(world: AgendaWorld, series: str) -> None:
    """F65: its occurrences come as called off, and are gone like it; one that was so before is told of by the next complete listing."""
    off = world.calendars.cancel_occurrence("primary", series, MONDAY + WEEK)
    world.calendars.change_occurrence("primary", series, MONDAY + 2 * WEEK, summary="Perkelta")
    store = Store()
    store.run(world.open())
    assert len(store.items) == 3
    world.calendars.delete("primary", series)
    store.run(world.open())
    assert set(store.items) == {off}
    world.calendars.forget_tokens()
    store.go_on(world.open())
    assert store.items == {}
    assert Store().run(world.open()) == [], "who comes later is told nothing of it"


def test_a_series_that_changes_brings_its_occurrences_that_were_called_off(world: AgendaWorld, series: str) -> None:
    """P3: else those of a series that became private would keep its title."""
    off = world.calendars.cancel_occurrence("primary", series, MONDAY + WEEK)
    world.calendars.change_occurrence("primary", series, MONDAY + 2 * WEEK, summary="Perkelta")
    store = Store()
    store.run(world.open())
    world.calendars.change("primary", series, visibility="private", summary="Gydytojas")
    changes = {c.remote_id: c for c in store.run(world.open()) if isinstance(c, Fetched)}
    assert set(changes) == {series, off}
    assert {c.marks.sensitivity for c in changes.values()} == {"private"}
    assert json.loads(changes[off].raw)["visibility"] == "private"
    both = (world.calendars.cancel_occurrence("primary", series, MONDAY + 3 * WEEK), off)
    world.calendars.change("primary", series, location="Kaunas")
    assert sorted(c.remote_id for c in store.run(world.open())) == sorted((series, *both)), "each once"


def test_a_series_deleted_while_it_is_read_is_told_in_the_next_pass(world: AgendaWorld, series: str) -> None:
    """F28: a 404 for what was listed a second ago is no error."""
    store = Store()
    store.run(world.open())
    world.calendars.change("primary", series, summary="Kitas")
    world.g.on(INSTANCES, before=lambda _: world.calendars.delete("primary", series))
    world.g.says(INSTANCES, 404, reason="notFound")
    store.run(world.open())
    store.run(world.open())
    assert store.items == {}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_whatever_becomes_of_series_the_store_ends_up_as_one_that_reads_it_all_now(world: AgendaWorld, seed: int) -> None:
    """F62, F63, F65: series and occurrences are made, changed, called off, deleted and made private while passes are cut off."""
    chance, calendars, store = random.Random(seed), world.calendars, Store()
    made: list[str] = []
    for step in range(60):
        there = [i for i in made if calendars.event("primary", i)["status"] != "cancelled"]
        at = MONDAY + chance.randrange(6) * WEEK
        match chance.randrange(9):
            case 0 | 1:
                repeated = {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=6"]} if chance.random() < 0.6 else {}
                made.append(calendars.put("primary", entry(f"e{step:02}", **repeated)))
            case 2 if there:
                calendars.change("primary", chance.choice(there), summary=f"Nr {step}", visibility=chance.choice(["private", "default"]))
            case 3 | 4 if series := [i for i in there if "recurrence" in calendars.event("primary", i)]:
                calendars.change_occurrence("primary", chance.choice(series), at, summary=f"Nr {step}", status=chance.choice(["confirmed", "cancelled"]))
            case 5 if there:
                calendars.delete("primary", chance.choice(there))
            case 6 if chance.random() < 0.3:
                calendars.forget_tokens("primary")
            case 7:
                store.go_on(world.open(), pages=1)
            case _:
                store.go_on(world.open())
    for _ in range(2):
        store.go_on(world.open())
    fresh = Store()
    fresh.run(world.open())
    more = {id_ for id_ in store.items if id_ not in fresh.items}
    assert {id_: raw for id_, raw in store.items.items() if id_ not in more} == fresh.items
    assert all(told(store)[id_]["status"] == "cancelled" for id_ in more), "called off before its series was deleted: nothing of it is told any more"


# ── single events ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_single_events_by_their_ids(world: AgendaWorld, series: str) -> None:
    """fetch: what is there, what is gone in every way, what Google will not give, and what is not read."""
    fill(world, "abc")
    world.remove("b")
    off = world.calendars.cancel_occurrence("primary", series, MONDAY + WEEK)
    place = world.calendars.put("primary", entry("p", eventType="workingLocation"))
    world.own()
    world.g.says(lambda one: one.method == GET and one.path.endswith(world.ids["c"]), 400, reason="invalid")
    asked = [world.ids["a"], world.ids["b"], off, place, "nosuchid0", f"{OWN_ID_PREFIX}c4g", world.ids["c"]]
    one = world.open()
    changes = {c.remote_id: c for c in one.fetch(primary(), asked)}
    assert [type(changes[i]) for i in asked] == [Fetched, Gone, Fetched, Gone, Gone, Gone, Broken]
    store = Store()
    store.run(world.open())
    assert {i: c.raw for i, c in changes.items() if isinstance(c, Fetched)} == {i: store.items[i] for i in (world.ids["a"], off)}
