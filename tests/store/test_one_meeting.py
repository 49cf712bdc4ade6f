"""The same meeting seen from five sides: in Exchange, in Microsoft 365, at Google, by CalDAV, and in the mails that invited to it.

Two series, of which one occurrence was moved and one called off: one made in Outlook, whose UID is a GlobalObjectId, and one
made at Google, whose UID Exchange wraps into one. Each side tells them in its own way and knows them since another hour.
"""

from __future__ import annotations

import copy
import itertools
import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from connectors.memory import MemoryMailbox, world
from syncd.core.derived import CALENDAR, EWS_EVENT, GOOGLE_EVENT, GRAPH_EVENT, MAIL
from tests.core.exchange.elements import FLE, attendee, el, item, mailbox
from tests.store.world import JONAS, ONA, PETRAS, RASA, Mail, Office, invitation, meeting

pytestmark = pytest.mark.slow

CLASS = "040000008200E00074C5B7101A82E008"
OUTLOOKS = CLASS + "00000000" + "40F4DEBF64F0D001" + "0" * 16 + "10000000" + "00112233445566778899AABBCCDDEEFF"
GOOGLES = "s3r13s@google.com"
_WRAPPED = b"vCal-Uid\x01\x00\x00\x00" + GOOGLES.encode() + b"\x00"
WRAPPED = CLASS + "0" * 40 + len(_WRAPPED).to_bytes(4, "little").hex().upper() + _WRAPPED.hex().upper()
SERIES = ("2026-11-17T08:00:00Z", "2026-11-17T09:00:00Z")  # Tuesdays at ten in Vilnius, six times
MOVED = ("2026-11-24T12:00:00Z", "2026-11-24T13:00:00Z")  # to two
TITLES = {OUTLOOKS: "Aptarimas", GOOGLES: "Savaitės pokalbis"}
Item = tuple[str, str, bytes]  # media type, remote id, bytes


def of_the_day(uid: str) -> str:
    """The name Exchange gives to the occurrence of 24 November."""
    return uid.replace(CLASS + "00000000", CLASS + "07EA0B18")


def exchange(uid: str) -> list[Item]:
    """Rasa's calendar, who organizes it: the series tells of the occurrence that is gone, the moved one is an item of its own."""
    own = uid if uid == OUTLOOKS else WRAPPED

    def told(id_: str, title: str, name: str, times: tuple[str, str], *more: str, sort: str) -> Item:
        parts = (
            el("ItemId", Id=id_), el("Subject", title), el("Sensitivity", "Normal"), el("LastModifiedTime", "2026-11-10T08:00:00Z"), el("UID", name), *more[:1],
            el("Start", times[0]), el("End", times[1]), *more[1:2], el("IsAllDayEvent", "false"), el("LegacyFreeBusyStatus", "Busy"), el("IsMeeting", "true"),
            el("CalendarItemType", sort), el("MyResponseType", "Organizer"), el("Organizer", mailbox(RASA, "Rasa Petraitė")),
            el("RequiredAttendees", attendee(ONA, "Ona Kazlauskienė", "Accept")), el("AppointmentSequenceNumber", "0"), *more[2:], FLE,
        )  # fmt: skip
        return EWS_EVENT, id_, item("CalendarItem", *parts)

    weekly = el("WeeklyRecurrence", el("Interval", "1"), el("DaysOfWeek", "Tuesday"), el("FirstDayOfWeek", "Monday"))
    rule = el("Recurrence", weekly, el("NumberedRecurrence", el("StartDate", "2026-11-17"), el("NumberOfOccurrences", "6")))
    gone = el("DeletedOccurrences", el("DeletedOccurrence", el("Start", "2026-12-01T08:00:00Z")))
    place = "2026-11-24T08:00:00Z"
    return [
        told(f"x-{TITLES[uid]}", TITLES[uid], own, SERIES, "", "", rule, gone, sort="RecurringMaster"),
        told(f"x-{TITLES[uid]}-1", "Vėliau", of_the_day(own), MOVED, el("RecurrenceId", place), el("OriginalStart", place), sort="Exception"),
    ]


def graph(uid: str) -> list[Item]:
    """Jonas's calendar, where it was put in by hand of Rasa's: the name of an occurrence bears its day."""
    own = uid if uid == OUTLOOKS else WRAPPED

    def told(id_: str, title: str, name: str, times: tuple[str, str], **more: object) -> Item:
        start, end = ({"dateTime": f"{at[:19]}.0000000", "timeZone": "UTC"} for at in times)
        event = {
            "id": id_, "iCalUId": name, "subject": title, "sensitivity": "normal", "showAs": "busy", "isAllDay": False, "isCancelled": False, "isOrganizer": False,
            "lastModifiedDateTime": "2026-11-10T09:00:00.1234567Z", "start": start, "end": end, "originalStartTimeZone": "FLE Standard Time",
            "organizer": {"emailAddress": {"name": "Rasa Petraitė", "address": RASA}}, "responseStatus": {"response": "accepted"},
            "attendees": [{"type": "required", "status": {"response": "none"}, "emailAddress": {"name": "Ona Kazlauskienė", "address": ONA}}], **more,
        }  # fmt: skip
        return GRAPH_EVENT, id_, json.dumps(event).encode()

    rule = {"pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["tuesday"], "firstDayOfWeek": "monday"}, "range": {"type": "numbered", "numberOfOccurrences": 6}}
    return [
        told(f"g-{TITLES[uid]}", TITLES[uid], own, SERIES, type="seriesMaster", recurrence=rule, cancelledOccurrences=["OID.AAMk.2026-12-01"]),
        told(f"g-{TITLES[uid]}-1", "Vėliau", of_the_day(own), MOVED, type="exception", originalStart="2026-11-24T08:00:00Z"),
    ]


def google(uid: str) -> list[Item]:
    """Petras's calendar: the moved and the called off occurrence are events of their own."""

    def told(id_: str, **more: object) -> Item:
        event = {
            "id": id_, "iCalUID": uid, "updated": "2026-11-10T10:00:00.000Z", "organizer": {"email": RASA, "displayName": "Rasa Petraitė"},
            "attendees": [{"email": ONA, "displayName": "Ona Kazlauskienė", "responseStatus": "accepted"}], "status": "confirmed", **more,
        }  # fmt: skip
        return GOOGLE_EVENT, id_, json.dumps(event).encode()

    def times(of: Sequence[str]) -> dict[str, dict[str, str]]:
        return {name: {"dateTime": at, "timeZone": "Europe/Vilnius"} for name, at in zip(("start", "end"), of, strict=True)}

    def place(day: str) -> dict[str, object]:
        return {"recurringEventId": "s", "originalStartTime": {"dateTime": f"{day}T08:00:00Z", "timeZone": "Europe/Vilnius"}}

    return [
        told(f"o-{TITLES[uid]}", summary=TITLES[uid], recurrence=["RRULE:FREQ=WEEKLY;COUNT=6;BYDAY=TU"], **times(SERIES)),
        told(f"o-{TITLES[uid]}-1", summary="Vėliau", **place("2026-11-24"), **times(MOVED)),
        told(f"o-{TITLES[uid]}-2", summary=TITLES[uid], **{**place("2026-12-01"), "status": "cancelled"}),
    ]


def _event(uid: str, what: str, *, method: str = "", stamp: str = "20261110T110000Z") -> bytes:
    place = "RECURRENCE-ID;TZID=Europe/Vilnius:202611{}T100000"
    answers = [(ONA, "ACCEPTED")]
    if what == "series":
        return meeting(uid, "20261117T100000", TITLES[uid], people=(ONA,), method=method, stamp=stamp, answers=answers, extra="RRULE:FREQ=WEEKLY;COUNT=6;BYDAY=TU")
    if what == "moved":
        return meeting(uid, "20261124T140000", "Vėliau", people=(ONA,), method=method, stamp=stamp, answers=answers, extra=place.format("24"))
    return meeting(uid, "20261201T100000", TITLES[uid], people=(ONA,), method=method, stamp=stamp, status="CANCELLED", extra=place.format("31").replace("1131", "1201"))


def caldav(uid: str) -> list[Item]:
    """A second calendar of Rasa's, in one object: the series without the day that is gone, and what is moved."""
    series = _event(uid, "series").replace(b"RRULE", b"EXDATE;TZID=Europe/Vilnius:20261201T100000\r\nRRULE")
    moved = _event(uid, "moved").partition(b"BEGIN:VEVENT")[2]
    return [(CALENDAR, f"d-{TITLES[uid]}", series.replace(b"END:VCALENDAR\r\n", b"") + b"BEGIN:VEVENT" + moved)]


def mails(uid: str) -> list[Item]:
    """What Rasa sent: an invitation, another for the moved occurrence, and one that calls off."""
    found = []
    for n, what in enumerate(("series", "moved", "off")):
        letter = Mail(id=f"{TITLES[uid]}{n}".encode().hex(), sender=RASA, to=(ONA,), at=f"2026-11-10T14:0{n}", subject=TITLES[uid], text="Kvietimas")
        method = "CANCEL" if what == "off" else "REQUEST"
        found.append((MAIL, f"m-{TITLES[uid]}-{n}", invitation(letter, _event(uid, what, method=method, stamp=f"20261110T120{n}00Z"), method)))
    return found


SIDES = {"exchange": (exchange, RASA), "graph": (graph, JONAS), "google": (google, PETRAS), "caldav": (caldav, RASA), "mails": (mails, RASA)}
ORDERS = list(itertools.permutations(SIDES))
_SOURCE = '[[source]]\nname = "{side}"\nconnector = "memory"\nworld = "{world}"\nowner = "{owner}"\n'


class Company:
    """An office whose calendars and mails are told by the five sides."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.name = str(folder)
        sources = "".join(_SOURCE.format(side=side, world=f"{folder}/{side}", owner=owner) for side, (_, owner) in SIDES.items())
        self.office = Office(folder, people=(), options={"sources": sources, "mode": "off"})

    def mailbox(self, side: str) -> MemoryMailbox:
        return world(f"{self.name}/{side}").mailbox

    def learns(self, side: str, *, backwards: bool = False) -> None:
        """A side tells what it knows, and a pass hears it."""
        items = [one for uid in TITLES for one in SIDES[side][0](uid)]
        for media_type, remote_id, raw in reversed(items) if backwards else items:
            self.mailbox(side).add("Sent" if side == "mails" else "Calendar", remote_id, raw, media_type)
        outcome = self.office.once()
        assert all(s.error is None for s in outcome.sources), outcome.sources

    def dump(self, but: Iterable[str] = ()) -> list[str]:
        return [line for line in self.office.dump() if not line.startswith(tuple(but))]


class Orders:
    """One company to which the sides come in one order after the other: what an order begins with as the last one did is not told again."""

    def __init__(self, folder: Path) -> None:
        self.company, self._kept = Company(folder / "orders"), folder / "kept"
        self._told: list[str] = []
        self._mailboxes: list[dict[str, dict[str, object]]] = []

    def learns(self, order: tuple[str, ...]) -> None:
        """The company stands as if each side of the order had just told what it knows, a pass after each."""
        alike = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(self._told, order, strict=False)))
        if self._told:
            self._go_back(alike)
        for number, side in enumerate(order[alike:], alike):
            self._keep(number)
            self.company.learns(side)
            self._told.append(side)

    def _keep(self, number: int) -> None:
        """What the company and its mailboxes hold after so many sides."""
        shutil.rmtree(self._kept / str(number), ignore_errors=True)
        shutil.copytree(self.company.name, self._kept / str(number))
        self._mailboxes[number:] = [{side: copy.deepcopy(vars(self.company.mailbox(side))) for side in SIDES}]

    def _go_back(self, number: int) -> None:
        shutil.rmtree(self.company.name)
        shutil.copytree(self._kept / str(number), self.company.name)
        for side, held in self._mailboxes[number].items():
            vars(self.company.mailbox(side)).update(copy.deepcopy(held))
        del self._told[number:]


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Orders:
    return Orders(tmp_path_factory.mktemp("told"))


@pytest.fixture(scope="module")
def at_last(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The dump when the sides came in the order in which they stand here."""
    company = Company(tmp_path_factory.mktemp("one") / "first")
    for side in SIDES:
        company.learns(side)
    return company.dump()


def test_five_sides_tell_of_one_meeting(tmp_path: Path) -> None:
    """F52, F62, F63, F65, F77: one meeting of each name, one moved and one called off occurrence, and everybody's answer once."""
    company = Company(tmp_path / "c")
    for side in SIDES:
        company.learns(side)
    office = company.office
    assert office.rows("SELECT uid FROM meeting ORDER BY uid") == [(OUTLOOKS,), (GOOGLES,)]
    assert office.rows("SELECT address, role, response FROM party p JOIN meeting m USING (interaction_id) WHERE m.uid = ? ORDER BY role", OUTLOOKS) == [
        (ONA, "attendee", "accepted"), (RASA, "organizer", ""),
    ]  # fmt: skip
    for uid in (OUTLOOKS, GOOGLES):
        times = office.rows("SELECT o.start_at, o.title FROM occurrence o JOIN meeting m USING (interaction_id) WHERE uid = ? AND o.status = 'confirmed' ORDER BY o.start_at", uid)
        assert times == [(f"{at}:00:00Z", title) for at, title in [
            ("2026-11-17T08", TITLES[uid]), ("2026-11-24T12", "Vėliau"), ("2026-12-08T08", TITLES[uid]), ("2026-12-15T08", TITLES[uid]), ("2026-12-22T08", TITLES[uid]),
        ]]  # fmt: skip
    assert office.findings() == []
    before = company.dump()
    office.rebuild()
    assert company.dump() == before


@pytest.mark.parametrize("side", SIDES)
def test_each_side_alone_tells_the_same_times(tmp_path: Path, side: str) -> None:
    """Whichever of them a company has: the same name, people and times, in any order of its own items."""
    dumps = []
    for backwards in (False, True):
        company = Company(tmp_path / f"{backwards}")
        company.learns(side, backwards=backwards)
        dumps.append(company.dump(but=["sighting"]))
        at = company.office.rows("SELECT uid, o.start_at FROM occurrence o JOIN meeting m USING (interaction_id) WHERE o.status = 'confirmed' ORDER BY uid, o.start_at")
        assert [(uid, t[5:13]) for uid, t in at] == [(uid, t) for uid in (OUTLOOKS, GOOGLES) for t in ("11-17T08", "11-24T12", "12-08T08", "12-15T08", "12-22T08")]
    assert dumps[0] == dumps[1]


@pytest.mark.parametrize("order", [pytest.param(order, marks=() if n % 40 == 7 else pytest.mark.slow, id="-".join(order)) for n, order in enumerate(ORDERS)])
def test_whichever_side_comes_first_it_ends_in_the_same_store(orders: Orders, at_last: list[str], order: tuple[str, ...]) -> None:
    """F62, F63, F77: all 120 orders, a pass after each side."""
    orders.learns(order)
    assert orders.company.dump() == at_last
