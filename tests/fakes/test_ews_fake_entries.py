"""Calendars, contacts, the journal and what may be written at the fake of Exchange, seen by exchangelib."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from exchangelib import DELEGATE, CalendarItem, EWSTimeZone, ExtendedProperty
from exchangelib.errors import (
    ErrorCreateItemAccessDenied,
    ErrorIrresolvableConflict,
    ErrorServerBusy,
    ErrorSubscriptionNotFound,
    ErrorTimeoutExpired,
)
from exchangelib.items import SEND_TO_NONE
from exchangelib.services import GetStreamingEvents
from lxml import etree

from tests.fakes.ews import LOG, Exchange, exchange
from tests.fakes.ews_asking import RASA, Open, ask, get_item, message, opening, sync

VILNIUS = ZoneInfo("Europe/Vilnius")
ZONE = EWSTimeZone("Europe/Vilnius")
SERIES = dt.datetime(2026, 3, 23, 10, tzinfo=VILNIUS)  # a Monday; summer time begins on the Sunday after
WEEK = dt.timedelta(days=7)
LOST = (ErrorTimeoutExpired, ErrorServerBusy)
"""What the library says when a connection ends without an answer."""


class Mark(ExtendedProperty):
    """A property of a test's own."""

    property_set_id = "7c9d2c11-3a07-4c4e-9d43-0f1d6a0b5e21"
    property_name = "mark"
    property_type = "String"


@pytest.fixture
def x() -> Iterator[Exchange]:
    with exchange() as world:
        world.mailbox(RASA)
        yield world


@pytest.fixture
def library(x: Exchange) -> Iterator[Open]:
    with opening(x) as open_:
        yield open_


@pytest.fixture
def marked() -> Iterator[None]:
    """Entries have a `mark`, for this test only."""
    CalendarItem.register("mark", Mark)
    yield
    CalendarItem.deregister("mark")


def entry(account: Any, subject: str = "Paskambinti", **more: Any) -> Any:
    """An entry of a quarter of an hour, not saved yet."""
    start = dt.datetime(2026, 3, 5, 10, tzinfo=ZONE)
    return CalendarItem(account=account, folder=account.calendar, subject=subject, start=start, end=start + dt.timedelta(minutes=15), **more)


def a_series(x: Exchange) -> str:
    """Five Mondays; the second is moved to a Tuesday, the third taken out."""
    calendar = x.mailbox(RASA).calendar
    item_id = calendar.meet("Planavimas", SERIES, rule="FREQ=WEEKLY;COUNT=5", attendees=["jonas@klimatas.example"])
    calendar.change_occurrence(item_id, SERIES + WEEK, start=SERIES + WEEK + dt.timedelta(days=1), Location="Kaunas")
    calendar.cancel_occurrence(item_id, SERIES + 2 * WEEK)
    return item_id


def test_a_series_is_one_item_that_tells_its_exceptions(x: Exchange, library: Open) -> None:
    """F63, F65: and each exception can be asked for by the id that the series tells."""
    item_id = a_series(x)
    account = library()
    (series,) = account.calendar.all()
    assert (series.id, series.type, series.recurrence.boundary.number) == (item_id, "RecurringMaster", 5)
    (moved,) = series.modified_occurrences
    assert moved.original_start == SERIES + WEEK
    assert [one.start for one in series.deleted_occurrences] == [SERIES + 2 * WEEK]
    (exception,) = account.fetch([moved])
    assert (exception.type, exception.location, exception.uid) == ("Exception", "Kaunas", series.uid)
    assert (exception.recurrence_id, exception.start) == (SERIES + WEEK, SERIES + WEEK + dt.timedelta(days=1))


def test_a_window_shows_every_occurrence_by_the_clock_on_the_wall(x: Exchange, library: Open) -> None:
    """Ten o'clock stays ten o'clock when summer time begins."""
    a_series(x)
    view = library().calendar.view(start=dt.datetime(2026, 3, 1, tzinfo=ZONE), end=dt.datetime(2026, 5, 1, tzinfo=ZONE))
    shown = [(one.type, one.start.astimezone(VILNIUS).strftime("%d.%m %H:%M")) for one in view]
    assert shown == [("Occurrence", "23.03 10:00"), ("Exception", "31.03 10:00"), ("Occurrence", "13.04 10:00"), ("Occurrence", "20.04 10:00")]


def test_an_occurrence_is_found_by_its_number_and_its_series_by_the_occurrence(x: Exchange, library: Open) -> None:
    a_series(x)
    (series,) = library().calendar.all()
    occurrence = series.occurrence(index=4)
    occurrence.refresh()
    assert (occurrence.type, occurrence.start) == ("Occurrence", SERIES + 3 * WEEK)
    master = occurrence.recurring_master()
    master.refresh()
    assert master.id == series.id
    gone = f'<m:ItemIds><t:OccurrenceItemId RecurringMasterId="{series.id}" InstanceIndex="3"/></m:ItemIds>'
    request = get_item("x").replace('<m:ItemIds><t:ItemId Id="x"/></m:ItemIds>', gone)
    assert ask(x, request).codes == ["ErrorCalendarOccurrenceIsDeletedFromRecurrence"]


def test_a_change_of_an_occurrence_is_told_as_one_of_its_series(x: Exchange) -> None:
    item_id = a_series(x)
    state = ask(x, sync("calendar")).find("m:SyncState")[0].text
    x.mailbox(RASA).calendar.change_occurrence(item_id, SERIES, Subject="Kitaip")
    said = ask(x, sync("calendar", state))
    assert [one.get("Id") for one in said.find("t:Update/t:CalendarItem/t:ItemId")] == [item_id]
    assert not said.find("t:Create") and not said.find("t:Delete")


RULES = [
    ("FREQ=DAILY;INTERVAL=2", "DailyRecurrence", "NoEndRecurrence"),
    ("FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260601T000000Z", "WeeklyRecurrence", "EndDateRecurrence"),
    ("FREQ=MONTHLY;BYMONTHDAY=23;COUNT=3", "AbsoluteMonthlyRecurrence", "NumberedRecurrence"),
    ("FREQ=MONTHLY;BYDAY=-1MO", "RelativeMonthlyRecurrence", "NoEndRecurrence"),
    ("FREQ=YEARLY", "AbsoluteYearlyRecurrence", "NoEndRecurrence"),
    ("FREQ=YEARLY;BYDAY=4MO;BYMONTH=3", "RelativeYearlyRecurrence", "NoEndRecurrence"),
]


@pytest.mark.parametrize(("rule", "pattern", "until"), RULES)
def test_each_way_to_recur_has_its_words(x: Exchange, rule: str, pattern: str, until: str) -> None:
    item_id = x.mailbox(RASA).calendar.meet("Serija", SERIES, rule=rule)
    said = ask(x, get_item(item_id, properties='<t:FieldURI FieldURI="calendar:Recurrence"/>'))
    assert [etree.QName(one).localname for one in said.find("t:Recurrence")[0]] == [pattern, until]


def test_a_person_is_told_with_all_that_is_known_of_them(x: Exchange, library: Open) -> None:
    x.mailbox(RASA).contacts.card(
        "Ona Petraitienė",
        emails=["ona@uab-zilvinas.example", "/o=Klimatas/cn=Recipients/cn=Ona"],
        phones={"MobilePhone": "+370 600 12345", "BusinessPhone": "+370 5 2123456"},
        addresses={"Business": {"City": "Kaunas", "Street": "Laisvės al. 1"}},
        children=["Jonas", "Eglė"],
        SpouseName="Petras",
        Birthday="1980-05-02T11:59:00Z",
        WeddingAnniversary="2005-07-09T11:59:00Z",
        Profession="inžinierė",
        AssistantName="Rūta",
        Sensitivity="Private",
        categories=["VIP"],
    )
    (person,) = library().contacts.all()
    assert {one.label: one.phone_number for one in person.phone_numbers} == {"MobilePhone": "+370 600 12345", "BusinessPhone": "+370 5 2123456"}
    assert [one.email for one in person.email_addresses] == ["ona@uab-zilvinas.example", "/o=Klimatas/cn=Recipients/cn=Ona"]
    assert (person.children, person.spouse_name, person.birthday) == (["Jonas", "Eglė"], "Petras", dt.date(1980, 5, 2))
    assert (person.physical_addresses[0].city, person.profession, person.assistant_name) == ("Kaunas", "inžinierė", "Rūta")
    assert (person.sensitivity, person.categories) == ("Private", ["VIP"])


def test_a_telephone_call_in_the_journal_has_the_properties_of_outlook(x: Exchange) -> None:
    """[MS-OXOJRNL] 2.2: what was done, when it began, how long it took."""
    start = dt.datetime(2026, 3, 2, 10, 15, tzinfo=VILNIUS)
    item_id = x.mailbox(RASA).journal.note("Skambutis Onai", start, 12, contacts=["Ona Petraitienė"], body="Tarėmės")
    wanted = ((0x8700, "String"), (0x8706, "SystemTime"), (0x8707, "Integer"))
    uris = "".join(f'<t:ExtendedFieldURI PropertySetId="{LOG.upper()}" PropertyId="{n}" PropertyType="{kind}"/>' for n, kind in wanted)
    said = ask(x, get_item(item_id, properties=uris + '<t:FieldURI FieldURI="item:ItemClass"/>'))
    assert [one.text for one in said.find("t:ExtendedProperty/t:Value")] == ["Phone call", "2026-03-02T08:15:00Z", "12"]
    assert said.find("t:ItemClass")[0].text == "IPM.Activity"


def test_an_invitation_in_the_inbox_is_of_its_own_kind(x: Exchange) -> None:
    x.mailbox(RASA).inbox.deliver(message(1), kind="MeetingRequest", ItemClass="IPM.Schedule.Meeting.Request")
    said = ask(x, sync(properties='<t:FieldURI FieldURI="item:ItemClass"/>'))
    assert said.find("t:Create/t:MeetingRequest/t:ItemClass")[0].text == "IPM.Schedule.Meeting.Request"


@pytest.mark.parametrize("zone", ["FLE Standard Time", "Customized Time Zone", "Europe/Kiev", "tzone://Microsoft/Utc"])
def test_a_meeting_is_told_in_whatever_zone_it_was_made(x: Exchange, zone: str) -> None:
    """F61: names that Windows knows and names that nobody knows; the moment itself is in UTC."""
    item_id = x.mailbox(RASA).calendar.meet("Susitikimas", SERIES, zone=zone)
    said = ask(x, get_item(item_id, properties='<t:FieldURI FieldURI="calendar:StartTimeZone"/><t:FieldURI FieldURI="calendar:Start"/>'))
    assert (said.find("t:StartTimeZone")[0].get("Id"), said.find("t:Start")[0].text) == (zone, "2026-03-23T08:00:00Z")


# Writing


@pytest.mark.usefixtures("marked")
def test_an_entry_is_made_and_found_by_a_property_of_its_own(x: Exchange, library: Open) -> None:
    x.mailbox(RASA).calendar.meet("Kita", SERIES)
    account = library()
    made = entry(account, mark="a-1", categories=["Promise"], legacy_free_busy_status="Free", reminder_is_set=True).save(
        send_meeting_invitations=SEND_TO_NONE
    )
    (found,) = account.calendar.filter(mark="a-1")
    assert (found.id, found.mark, found.categories, found.reminder_is_set) == (made.id, "a-1", ["Promise"], True)
    assert account.calendar.filter(mark__exists=True).count() == 1
    assert account.calendar.filter(mark="a-2").count() == 0
    assert found.uid.startswith("040000008200E00074C5B7101A82E008")


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("same_uid", [False, True])
def test_a_copy_carries_the_property_and_not_the_id(x: Exchange, library: Open, same_uid: bool) -> None:
    """F82: whether it has a UID of its own depends on what made it."""
    account = library()
    made = entry(account, mark="a-1").save(send_meeting_invitations=SEND_TO_NONE)
    x.mailbox(RASA).calendar.copy(made.id, same_uid=same_uid)
    there = list(account.calendar.filter(mark="a-1"))
    assert sorted(one.id == made.id for one in there) == [False, True]
    assert (len({one.uid for one in there}) == 1) == same_uid


def test_an_entry_that_is_stored_and_not_answered_is_there(x: Exchange, library: Open) -> None:
    """F49: and a second try makes a second one, if nobody looks first."""
    account = library()
    x.loses("CreateItem")
    with pytest.raises(LOST):
        entry(account).save(send_meeting_invitations=SEND_TO_NONE)
    assert [one.subject for one in account.calendar.all()] == ["Paskambinti"]


BODIES = [
    ("Best", "Text", "Skambinti\r\nOnai & Jonui", "as it was given, but for the ends of lines"),
    ("Text", "Text", "Skambinti\r\nOnai & Jonui", "it is text"),
    ("HTML", "HTML", '<div class="PlainText">Skambinti<br>\r\nOnai &amp; Jonui</div>', "made HTML of"),
]


@pytest.mark.parametrize(("asked", "kind", "words", "why"), BODIES)
def test_the_text_of_an_entry_comes_back_in_the_form_asked_for(
    x: Exchange, library: Open, asked: str, kind: str, words: str, why: str
) -> None:
    made = entry(library(), body="Skambinti\nOnai & Jonui").save(send_meeting_invitations=SEND_TO_NONE)
    request = get_item(made.id, properties='<t:FieldURI FieldURI="item:Body"/>')
    (body,) = ask(x, request.replace("IdOnly</t:BaseShape>", f"IdOnly</t:BaseShape><t:BodyType>{asked}</t:BodyType>")).find("t:Body")
    assert (body.get("BodyType"), words in body.text) == (kind, True), why


CONFLICTS = [
    ("NeverOverwrite", "Subject", True, "any change since is a conflict"),
    ("AutoResolve", "Subject", True, "the same property was changed"),
    ("AutoResolve", "Location", False, "another property was changed"),
    ("AlwaysOverwrite", "Subject", False, "whoever comes last is right"),
]


@pytest.mark.parametrize(("resolution", "changed", "refused", "why"), CONFLICTS)
def test_a_change_key_that_is_old_is_a_conflict(x: Exchange, library: Open, resolution: str, changed: str, refused: bool, why: str) -> None:
    """F50."""
    made = entry(library()).save(send_meeting_invitations=SEND_TO_NONE)
    x.mailbox(RASA).calendar.change(made.id, **{changed: "Rasos"})
    made.subject = "Mūsų"

    def save() -> None:
        made.save(update_fields=["subject"], conflict_resolution=resolution, send_meeting_invitations=SEND_TO_NONE)

    if refused:
        with pytest.raises(ErrorIrresolvableConflict):
            save()
    else:
        save()
        assert x.mailbox(RASA).calendar.item(made.id).says("Subject") == "Mūsų", why


def test_who_writes_to_people_fails_the_test(x: Exchange, library: Open) -> None:
    """An invitation, a change and a cancellation would each be sent."""
    made = entry(library(), required_attendees=["ona@uab-zilvinas.example"]).save(send_meeting_invitations="SendToAllAndSaveCopy")
    made.subject = "Kitaip"
    made.save(update_fields=["subject"], send_meeting_invitations="SendToAllAndSaveCopy")
    made.delete(send_meeting_cancellations="SendToAllAndSaveCopy")
    assert [one.partition(" ")[0] for one in x.violations] == ["CreateItem", "UpdateItem", "DeleteItem"]
    x.violations.clear()


REFUSED = [
    ("<t:Size>5</t:Size>", "ErrorInvalidPropertySet", "Exchange counts itself"),
    ("<t:Start>2026-03-05T10:00:00Z</t:Start><t:End>2026-03-05T09:00:00Z</t:End>", "ErrorCalendarEndDateIsEarlierThanStartDate", "it ends before it begins"),
    ("<t:Start>2026-03-05T10:00:00Z</t:Start>", "ErrorRequiredPropertyMissing", "it never ends"),
]


@pytest.mark.parametrize(("inside", "code", "why"), REFUSED)
def test_an_entry_that_cannot_be_is_refused(x: Exchange, inside: str, code: str, why: str) -> None:
    request = f'<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items><t:CalendarItem>{inside}</t:CalendarItem></m:Items></m:CreateItem>'
    assert ask(x, request).codes == [code], why
    assert not x.mailbox(RASA).calendar.items
    assert ask(x, request.replace(' SendMeetingInvitations="SendToNone"', "")).codes == ["ErrorSendMeetingInvitationsRequired"]


def test_who_may_only_read_writes_nothing(x: Exchange, library: Open) -> None:
    """F85: for those who open it by delegation."""
    x.mailbox(RASA).calendar.read_only = True
    with pytest.raises(ErrorCreateItemAccessDenied):
        entry(library(access=DELEGATE)).save(send_meeting_invitations=SEND_TO_NONE)
    assert not x.mailbox(RASA).calendar.items


@pytest.mark.parametrize(("way", "where"), [("move_to_trash", "deleteditems"), ("soft_delete", "recoverableitemsdeletions"), ("delete", "")])
def test_each_way_to_delete_ends_elsewhere(x: Exchange, library: Open, way: str, where: str) -> None:
    """Under another id, or nowhere."""
    rasa = x.mailbox(RASA)
    made = entry(library()).save(send_meeting_invitations=SEND_TO_NONE)
    getattr(made, way)(send_meeting_cancellations=SEND_TO_NONE)
    assert not rasa.calendar.items
    assert [item.says("Subject") for item in rasa.named(where).items.values()] == ["Paskambinti"] if where else rasa.find(made.id) is None


def test_of_a_series_only_the_occurrence_is_deleted(x: Exchange, library: Open) -> None:
    a_series(x)
    (series,) = library().calendar.all()
    occurrence = series.occurrence(index=4)
    occurrence.refresh()
    occurrence.delete(send_meeting_cancellations=SEND_TO_NONE)
    series.refresh()
    assert [one.start for one in series.deleted_occurrences] == [SERIES + 2 * WEEK, SERIES + 3 * WEEK]


def test_writes_are_carried_out_and_not_answered_at_random(x: Exchange, library: Open) -> None:
    """The same of them every time, and no request that only reads."""
    account = library()
    x.drops(0.5, seed=3)
    lost = 0
    for n in range(12):
        try:
            entry(account, f"Nr. {n}").save(send_meeting_invitations=SEND_TO_NONE)
        except LOST:
            lost += 1
    assert (0 < lost < 12, len(x.mailbox(RASA).calendar.items)) == (True, 12)
    x.drops(0)
    assert ask(x, sync("calendar")).codes == ["NoError"]


# Being told


@pytest.mark.slow
def test_what_happens_is_told_while_it_happens(x: Exchange, library: Open) -> None:
    """F59: an open answer brings it; and says at the end that it is closed."""
    rasa = x.mailbox(RASA)
    x.minute = 1.0
    account = library()
    subscription = account.inbox.subscribe_to_streaming()
    arrived: list[tuple[str, str]] = []

    def deliver(_: object) -> None:
        item_id = rasa.inbox.deliver(message(1))
        rasa.inbox.mark(item_id, read=True)
        rasa.sent.deliver(message(2))

    x.on("GetStreamingEvents", after=lambda _: threading.Timer(0.05, deliver, [None]).start())
    for notification in account.inbox.get_streaming_events(subscription, connection_timeout=1):
        arrived += [(type(event).__name__, event.item_id.id) for event in notification.events]
    account.inbox.unsubscribe(subscription)
    there = [*rasa.inbox.items]
    assert arrived == [("NewMailEvent", there[0]), ("CreatedEvent", there[0]), ("ModifiedEvent", there[0])]
    assert not x.subscriptions


def test_a_subscription_that_was_forgotten_is_refused(x: Exchange, library: Open) -> None:
    """F59: also while it is listened to."""
    account = library()
    for forget in (lambda _: x.lose_subscriptions(), lambda _: threading.Timer(0.05, x.lose_subscriptions).start()):
        subscription = account.inbox.subscribe_to_streaming()
        x.on("GetStreamingEvents", before=forget)
        service = GetStreamingEvents(account=account)
        with pytest.raises(ErrorSubscriptionNotFound):
            list(service.call(subscription_ids=[subscription], connection_timeout=1))
