"""Calendars: meetings, series and their occurrences, and what a person does with them.

As in Exchange, a series is one item of the folder; its exceptions and the occurrences that were taken out are told in it
by ModifiedOccurrences and DeletedOccurrences, and an occurrence can be asked for by its own id or by its number.
"""

from __future__ import annotations

import base64
import datetime as dt
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.ews.calls import Refusal
from tests.fakes.ews.items import Item, extended, extended_key, instant
from tests.fakes.ews.kept import BEGAN, Folder
from tests.fakes.ews.post import mailbox as mailbox_element
from tests.fakes.ews.schema import Element, first, t
from tests.fakes.ews.series import is_moment, moments, recurrence

OUTLOOK = "040000008200E00074C5B7101A82E008"
"""With what every GlobalObjectId begins, [MS-OXOCAL] 2.2.1.27."""
OF_SERIES = ("Recurrence", "FirstOccurrence", "LastOccurrence", "ModifiedOccurrences", "DeletedOccurrences")
_numbers = itertools.count(1)


@dataclass(eq=False)
class Calendar(Folder):
    """A folder of meetings."""

    occurrences: dict[str, Item] = field(default_factory=dict)
    """By their ids, of all series: those that were asked for or changed."""

    def meet(
        self,
        subject: str,
        start: dt.datetime,
        end: dt.datetime | None = None,
        *,
        zone: str = "FLE Standard Time",
        uid: str = "",
        rule: str = "",
        organizer: str = "",
        attendees: Iterable[str] = (),
        resources: Iterable[str] = (),
        body: str = "",
        **fields: Any,
    ) -> str:
        """A meeting of an hour, or to `end`; its id. `zone` is Exchange's name for it, `rule` an RRULE in the zone of `start`.

        Further properties by their names: `IsAllDayEvent=True`, `Location="Kaunas"`, `categories=["Klientai"]`.
        """
        with self.mailbox.world.lock:
            item = self.add("CalendarItem")
            until = end or start + dt.timedelta(hours=1)
            people = {name: [*said] for name, said in (("RequiredAttendees", attendees), ("Resources", resources)) if said}
            self.complete(item, start, until, uid or new_uid())
            for name in ("StartTimeZone", "EndTimeZone"):
                item.fields[name] = zone_element(name, zone)
            item.put(Subject=subject, StartTimeZoneId=zone, EndTimeZoneId=zone, IsMeeting=bool(people))
            owner = organizer or self.mailbox.address
            item.fields["Organizer"] = t("Organizer", mailbox_element(owner))
            if organizer and organizer != self.mailbox.address:
                item.put(MyResponseType="Accept", AppointmentState=3)
            for name, said in people.items():
                item.fields[name] = t(name, *(t("Attendee", mailbox_element(one), t("ResponseType", "Accept")) for one in said))
            if body:
                item.fields["Body"] = t("Body", body, BodyType="HTML" if body.startswith("<") else "Text")
            if rule:
                self._recur(item, rule, start, until)
            item.dress(fields)
            self.mailbox.happened("Created", item)
            return item.id

    def complete(self, item: Item, start: dt.datetime, end: dt.datetime, uid: str) -> None:
        """What Exchange adds to every entry that has not got it."""
        until = end - start
        said = {
            "ItemClass": "IPM.Appointment", "Subject": "", "Sensitivity": "Normal", "Importance": "Normal", "DateTimeReceived": instant(BEGAN),
            "DateTimeSent": instant(BEGAN), "DateTimeCreated": instant(BEGAN), "LastModifiedTime": instant(BEGAN), "Size": 2048,
            "ReminderIsSet": True, "ReminderMinutesBeforeStart": 15, "HasAttachments": False, "UID": uid, "DateTimeStamp": instant(BEGAN),
            "IsAllDayEvent": False, "LegacyFreeBusyStatus": "Busy", "IsMeeting": False, "IsCancelled": False, "IsRecurring": False,
            "MeetingRequestWasSent": False, "IsResponseRequested": True, "CalendarItemType": "Single", "MyResponseType": "Organizer",
            "AppointmentSequenceNumber": 0, "AppointmentState": 0,
        }  # fmt: skip
        item.put(**{name: value for name, value in said.items() if name not in item.fields})
        item.put(Start=instant(start), End=instant(end), Duration=f"PT{int(until.total_seconds() // 60)}M", ReminderDueBy=instant(start))
        if "Organizer" not in item.fields:
            item.fields["Organizer"] = t("Organizer", mailbox_element(self.mailbox.address))
        self._identify(item)

    def _identify(self, item: Item) -> None:
        """PidLidGlobalObjectId and PidLidCleanGlobalObjectId, [MS-OXOCAL] 2.2.1.27 and 2.2.1.28."""
        for number in ("3", "35"):
            made = extended(goid(item.says("UID")), DistinguishedPropertySetId="Meeting", PropertyId=number, PropertyType="Binary")
            uri = first(made, "t:ExtendedFieldURI")
            assert uri is not None
            item.extended[extended_key(uri)] = made

    # What a person does

    def copy(self, item_id: str, *, same_uid: bool = False) -> str:
        """Duplicated in Outlook, which gives the copy a UID of its own; a program may keep the `same_uid`."""
        with self.mailbox.world.lock:
            made = self.items[super().copy(item_id)]
            if not same_uid:
                made.put(UID=new_uid())
                self._identify(made)
            return made.id

    def shift(self, item_id: str, start: dt.datetime, end: dt.datetime | None = None) -> None:
        """Drag a meeting to another time."""
        with self.mailbox.world.lock:
            item = self.items[item_id]
            until = end or start + (moment(item.says("End")) - moment(item.says("Start")))
            item.put(Start=instant(start), End=instant(until))
            self.touch(item, ("Start", "End"))

    def change_occurrence(self, item_id: str, original: dt.datetime, *, start: dt.datetime | None = None, **fields: Any) -> str:
        """One occurrence becomes an exception: at another time, or with other properties; its id."""
        with self.mailbox.world.lock:
            found = self.occurrence(self.items[item_id], original)
            names = found.dress(fields)
            if start:
                until = start + (moment(found.says("End")) - moment(found.says("Start")))
                found.put(Start=instant(start), End=instant(until))
                names += ["Start", "End"]
            self.touch(found, names)
            return found.id

    def cancel_occurrence(self, item_id: str, original: dt.datetime) -> None:
        """One occurrence is taken out of its series."""
        with self.mailbox.world.lock:
            self.take_out(self.occurrence(self.items[item_id], original))

    # Series

    def _recur(self, item: Item, rule: str, start: dt.datetime, end: dt.datetime) -> None:
        item.rule, item.began, item.lasts = rule, start, end - start
        item.fields["Recurrence"] = recurrence(rule, start)
        item.put(CalendarItemType="RecurringMaster")
        self._tell(item)

    def _tell(self, master: Item) -> None:
        """What the item of a series says of its occurrences."""
        there = [at for at in moments(master.rule, master.began) if _utc(at) not in master.deleted]
        for name in OF_SERIES[1:]:
            master.fields.pop(name, None)
        if there:
            master.fields["FirstOccurrence"] = _info("FirstOccurrence", self.occurrence(master, there[0]))
            if "COUNT" in master.rule or "UNTIL" in master.rule:
                master.fields["LastOccurrence"] = _info("LastOccurrence", self.occurrence(master, there[-1]))
        changed = [one for one in master.occurrences.values() if one.says("CalendarItemType") == "Exception"]
        if changed:
            infos = (_info("Occurrence", one) for one in sorted(changed, key=lambda o: o.original))
            master.fields["ModifiedOccurrences"] = t("ModifiedOccurrences", *infos)
        if master.deleted:
            gone = (t("DeletedOccurrence", t("Start", instant(at))) for at in sorted(master.deleted))
            master.fields["DeletedOccurrences"] = t("DeletedOccurrences", *gone)

    def occurrence(self, master: Item, original: dt.datetime) -> Item:
        """The one whose start is this by the pattern."""
        at = _utc(original)
        if at in master.deleted:
            raise Refusal("ErrorCalendarOccurrenceIsDeletedFromRecurrence")
        if at not in master.occurrences:
            if not is_moment(master.rule, master.began, at):
                raise Refusal("ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange")
            made = Item(self.mailbox.new_id(), "CalendarItem", self, master=master, original=at)
            master.occurrences[at] = self.occurrences[made.id] = made
        return self.fresh(master.occurrences[at])

    def fresh(self, found: Item) -> Item:
        """An occurrence that was never changed says what its series says now."""
        master = found.master
        assert master is not None and found.original is not None
        if found.says("CalendarItemType") != "Exception":
            found.fields = {name: value for name, value in master.fields.items() if name not in OF_SERIES}
            found.extended = dict(master.extended)
            start = found.original
            found.put(CalendarItemType="Occurrence", IsRecurring=True, RecurrenceId=instant(start))
            found.put(Start=instant(start), End=instant(start + master.lasts))
        return found

    def numbered(self, master: Item, index: int) -> Item:
        """The occurrence with this number, counted from 1 through all that the pattern gives."""
        there = moments(master.rule, master.began) if master.rule else []
        if not 1 <= index <= len(there):
            raise Refusal("ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange")
        return self.occurrence(master, there[index - 1])

    def between(self, start: dt.datetime, end: dt.datetime) -> list[Item]:
        """What lies in a window, each occurrence for itself, the earliest first."""
        found = []
        for item in list(self.items.values()):
            if not item.rule:
                found.append(item)
                continue
            there = {_utc(at) for at in moments(item.rule, item.began) if at < end} | set(item.occurrences)
            found += [self.occurrence(item, at) for at in there - item.deleted]
        kept = [one for one in found if moment(one.says("Start")) < end and moment(one.says("End")) > start]
        return sorted(kept, key=lambda one: one.says("Start"))

    # What is said of a change

    def touch(self, item: Item, names: Iterable[str] = ()) -> None:
        """A change of an occurrence makes it an exception and is told as a change of its series."""
        if item.master is not None:
            item.put(CalendarItemType="Exception", OriginalStart=instant(_known(item.original)))
            item.version += 1
            item.touched.update(dict.fromkeys(names, item.version))
            self._tell(item.master)
            super().touch(item.master)
            return
        if item.rule and "Start" in names:
            zone = item.began.tzinfo
            item.began = moment(item.says("Start")).astimezone(zone)
            item.lasts = moment(item.says("End")) - moment(item.says("Start"))
            for one in item.occurrences.values():
                self.occurrences.pop(one.id, None)
            item.occurrences.clear()
            item.deleted.clear()
            item.fields["Recurrence"] = recurrence(item.rule, item.began)
            self._tell(item)
        super().touch(item, names)

    def take_out(self, item: Item) -> None:
        """An occurrence is taken out of its series, which stays."""
        if item.master is None:
            super().take_out(item)
            return
        item.master.deleted.add(_known(item.original))
        item.master.occurrences.pop(_known(item.original), None)
        self.occurrences.pop(item.id, None)
        self._tell(item.master)
        super().touch(item.master)


def new_uid() -> str:
    """As Outlook makes them: a GlobalObjectId in hexadecimal digits."""
    data = next(_numbers).to_bytes(16, "big").hex().upper()
    return f"{OUTLOOK}00000000B0A1C2D3E4F5D801000000000000000010000000{data}"


def goid(uid: str) -> str:
    """The GlobalObjectId of a UID, in base64: the UID itself where it is one, else with the UID inside."""
    if uid.upper().startswith(OUTLOOK):
        return base64.b64encode(bytes.fromhex(uid)).decode()
    data = b"vCal-Uid\x01\x00\x00\x00" + uid.encode() + b"\x00"
    head = bytes.fromhex(OUTLOOK) + b"\0" * 4 + b"\0" * 8 + b"\0" * 8 + len(data).to_bytes(4, "little")
    return base64.b64encode(head + data).decode()


def zone_element(name: str, zone: str) -> Element:
    """A zone as GetItem tells it: its id, its name, and a standard period."""
    periods = t("Periods", t("Period", Bias="-PT2H", Name="Standard", Id=f"trule:Microsoft/Registry/{zone}/1-Standard"))
    return t(name, periods, Id=zone, Name=f"(UTC+02:00) {zone}")


def moment(said: str) -> dt.datetime:
    """An instant as Exchange writes it."""
    return dt.datetime.fromisoformat(said)


def _info(name: str, one: Item) -> Element:
    return t(name, one.id_element(), t("Start", one.says("Start")), t("End", one.says("End")), t("OriginalStart", instant(_known(one.original))))


def _utc(at: dt.datetime) -> dt.datetime:
    return at.astimezone(dt.UTC)


def _known(at: dt.datetime | None) -> dt.datetime:
    assert at is not None
    return at


def occurrence_at(master: Item, index: int) -> Item:
    """The occurrence of a series with this number."""
    assert isinstance(master.folder, Calendar)
    return master.folder.numbered(master, index)


def master_of(occurrence: Item) -> Item:
    """The series an occurrence belongs to."""
    if occurrence.master is None:
        raise Refusal("ErrorCalendarCannotUseIdForRecurringMasterId")
    return occurrence.master
