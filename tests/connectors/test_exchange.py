"""The Exchange connector keeps the contract, in each sort of folder, and knows Exchange's ways."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.base import Broken, Change, Collection, Fetched, Gone, LiveHarvester, Marked, OverTls
from connectors.exchange.ours import PROPERTY_SET, UID_PROPERTY
from syncd.core.exchange.events import read_ews_event
from tests.connectors.contract import HarvesterContract, Store, mail
from tests.connectors.exchange_worlds import BEGIN, Agenda, Cards, Journal, Mailbox, Reader, a_mailbox
from tests.fakes.ews import extended
from tests.fakes.ews.schema import t

INBOX = Collection(id="inbox", name="Inbox", role="inbox")
CALENDAR = Collection(id="calendar", name="Calendar", role="calendar")


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Mailbox]:
    yield from a_mailbox(tmp_path)


class TestMail(HarvesterContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Mailbox]:
        yield from a_mailbox(tmp_path)


@pytest.mark.slow
class TestOldestFirst(HarvesterContract):
    """Microsoft promises no order of a first listing."""

    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Mailbox]:
        for box in a_mailbox(tmp_path):
            box.exchange.newest_first = False
            yield box


@pytest.mark.slow
class TestCalendar(HarvesterContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Mailbox]:
        yield from a_mailbox(tmp_path, Agenda)


@pytest.mark.slow
class TestContacts(HarvesterContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Mailbox]:
        yield from a_mailbox(tmp_path, Cards)


@pytest.mark.slow
class TestJournal(HarvesterContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Mailbox]:
        yield from a_mailbox(tmp_path, Journal)


# ── folders ──────────────────────────────────────────────────────────────────────────────────────────────────────────

FOLDERS = [
    # title, its class, below which folder, what it is read as ("" not at all), why
    ("Klientai", "IPF.Note", "inbox", "other", "a person's own folder below the inbox is no inbox"),
    ("2025", "IPF.Note", "sentitems", "sent", "what is kept below Sent was sent"),
    ("Išsiųsta", "IPF.Note", "msgfolderroot", "sent", "of an older program, told by its name"),
    ("Archyvas", "", "msgfolderroot", "archive", "a folder without a class holds mail"),
    ("Old", "IPF.Note", "deleteditems", "trash", "thrown away with its folder"),
    ("Old meetings", "IPF.Appointment", "deleteditems", "trash", "a calendar thrown away is none"),
    ("Montavimas", "IPF.Appointment", "calendar", "calendar", "a second calendar"),
    ("Suppliers", "IPF.Contact", "contacts", "contacts", "a second address book"),
    ("Recipient Cache", "IPF.Contact.RecipientCache", "msgfolderroot", "", "made by Outlook for itself"),
    ("To do", "IPF.Task", "tasks", "", "tasks are not read"),
    ("Being sent", "IPF.Note", "outbox", "", "what is on its way is not sent yet"),
]


@pytest.mark.parametrize(("title", "class_", "parent", "role", "why"), FOLDERS)
def test_what_a_folder_is_for(box: Mailbox, title: str, class_: str, parent: str, role: str, why: str) -> None:
    """Told by the folders every mailbox has, else by class and name."""
    folder = box.box.make(title, under=box.box.named(parent), folder_class=class_)
    found = {c.id: c for c in box.harvester().collections()}
    assert (found[folder.id].role if folder.id in found else "") == role, why
    if role and parent != "msgfolderroot":
        assert found[folder.id].name == f"{box.box.named(parent).title}/{title}"


def test_the_folders_every_mailbox_has_go_by_their_names(box: Mailbox) -> None:
    """Configs and pages refer to them; how many mails each holds is told."""
    box.add("a")
    found = [(c.id, c.role, c.count) for c in box.harvester().collections()]
    assert found == [
        ("inbox", "inbox", 1), ("sentitems", "sent", 0), ("drafts", "drafts", 0), ("deleteditems", "trash", 0), ("junkemail", "spam", 0),
        ("calendar", "calendar", None), ("contacts", "contacts", None), ("journal", "calls", None),
    ]  # fmt: skip


def test_a_mailbox_of_everybodys_mail_is_a_journal(box: Mailbox) -> None:
    """What lay in it was in nobody's Sent; its calendars are nobody's."""
    box.add("a")
    harvester = box.harvester(journal=True)
    assert {c.id: c.role for c in harvester.collections()} == {
        "inbox": "journal", "sentitems": "journal", "drafts": "drafts", "deleteditems": "trash", "junkemail": "spam",
    }  # fmt: skip
    (change,) = [c for page in harvester.pages(INBOX, None) for c in page.changes]
    assert isinstance(change, Fetched) and change.media_type == "message/x-journal"


# ── mail ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_marks_are_in_the_words_of_mail(box: Mailbox) -> None:
    """P3: categories as labels and sensitivity, by which mail is left out; Exchange's own size and time."""
    id_ = box.box.inbox.deliver(mail("a"), read=True, at=BEGIN, Sensitivity="Private", categories=["Klientai", "Asmeniška"])
    box.box.inbox.item(id_).fields["Flag"] = t("Flag", t("FlagStatus", "Flagged"))
    (change,) = Reader(box).go_on()["inbox"]
    assert isinstance(change, Fetched) and change.raw == mail("a") and change.media_type == "message/rfc822"
    marks = change.marks
    assert (marks.labels, marks.sensitivity, marks.flags) == (("Asmeniška", "Klientai"), "private", ("\\Flagged", "\\Seen"))
    assert (marks.received_at, marks.size) == (BEGIN, len(mail("a")))


TOUCHES = [
    # what happens, the flags and labels that are told, why
    ("mark", ("\\Seen",), ("Klientai",), "Exchange tells of reading alone; the categories are not forgotten"),
    ("change", (), ("Asmeniška", "Klientai"), "a category more"),
    ("both", ("\\Seen",), ("Asmeniška", "Klientai"), "the last word on it"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("what", "flags", "labels", "why"), TOUCHES)
def test_what_is_done_with_a_mail_is_marks_and_not_content(box: Mailbox, what: str, flags: tuple[str, ...], labels: tuple[str, ...], why: str) -> None:
    """Marked with all its marks; the content is not asked for."""
    id_ = box.box.inbox.deliver(mail("a"), categories=["Klientai"])
    reader = Reader(box)
    reader.go_on()
    if what in ("change", "both"):
        box.box.inbox.change(id_, categories=["Klientai", "Asmeniška"])
    if what in ("mark", "both"):
        box.box.inbox.mark(id_, read=True)
    (change,) = reader.go_on()["inbox"]
    assert isinstance(change, Marked) and (change.marks.flags, change.marks.labels) == (flags, labels), why


@pytest.mark.slow
def test_a_draft_that_is_written_on_is_read_again(box: Mailbox) -> None:
    """It is no mail yet, and its content does change."""
    id_ = box.box.named("drafts").deliver(mail("a"), IsDraft=True)
    reader = Reader(box)
    reader.go_on()
    box.box.named("drafts").item(id_).mime = mail("ab")
    box.box.named("drafts").change(id_, Subject="Laiškas ab")
    (change,) = reader.go_on()["drafts"]
    assert isinstance(change, Fetched) and change.raw == mail("ab")


def test_a_mail_that_came_and_was_read_between_two_passes_comes_once(box: Mailbox) -> None:
    """Whatever Exchange tells of it in one answer."""
    reader = Reader(box)
    reader.go_on()
    id_ = box.box.inbox.deliver(mail("a"))
    box.box.inbox.mark(id_, read=True)
    gone = box.box.inbox.deliver(mail("b"))
    box.box.inbox.delete(gone)
    told = [c for c in reader.go_on()["inbox"] if c.remote_id != gone]
    assert [type(c) for c in told] == [Fetched] and isinstance(told[0], Fetched) and told[0].marks.flags == ("\\Seen",)


def test_of_a_mail_that_is_too_large_the_headers_are_read(box: Mailbox) -> None:
    """max_message: nothing that would announce a body is kept."""
    box.box.inbox.deliver(mail("a"))
    large = box.box.inbox.deliver(mail("b").replace(b"\r\n\r\n", b"\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n") + b"x" * 5000)
    told = {c.remote_id: c for c in Reader(box).go_on(box.harvester(limit=4000))["inbox"]}
    change = told.pop(large)
    assert isinstance(change, Fetched) and change.raw.count(b"\r\n\r\n") == 1 and b"multipart" not in change.raw and b"<b@laikrodis.example>" in change.raw
    assert change.marks.size and change.marks.size > 4000
    (other,) = told.values()
    assert isinstance(other, Fetched) and other.raw == mail("a")
    (again,) = box.harvester(limit=4000).fetch(INBOX, [large])
    assert isinstance(again, Fetched) and again.raw == change.raw


def test_mails_of_one_answer_that_do_not_go_into_a_page_are_told_in_parts(box: Mailbox) -> None:
    """Rules 1 and 3: a cursor inside an answer; what comes and goes meanwhile is neither lost nor doubled."""
    raws = {box.box.inbox.deliver(raw): raw for raw in (mail(f"m{n}") + b"x" * 1000 for n in range(10))}
    store = Store()
    rounds = 0
    while True:
        pages = box.harvester(items=100, nbytes=2800).pages(INBOX, store.cursor)
        page = next(pages, None)
        pages.close()  # type: ignore[attr-defined]
        if page is None:
            break
        store.take(page)
        rounds += 1
        if rounds == 2:
            late = box.box.inbox.deliver(mail("late"))
            raws[late] = mail("late")
            box.box.inbox.delete(next(iter(raws)))
            del raws[next(iter(raws))]
    assert rounds >= 5 and store.items == raws
    assert len([c for c in store.changes if isinstance(c, Fetched)]) == len({c.remote_id for c in store.changes if isinstance(c, Fetched)})


# ── calendars ────────────────────────────────────────────────────────────────────────────────────────────────────────

DAY = dt.timedelta(days=1)


def of(told: list[Change], series: str) -> dict[str, type]:
    """What was told of a series and its exceptions, each by how the start it would have had differs from its first."""
    return {c.remote_id.removeprefix(series): type(c) for c in told}


@pytest.mark.slow
def test_a_series_comes_with_its_exceptions_and_goes_with_them(tmp_path: Path) -> None:
    """F63, F65: each exception is an entry of its own; cancelled occurrences stand in the series; whatever happens is told."""
    for box in a_mailbox(tmp_path, Agenda):
        calendar = box.box.calendar
        series = calendar.meet("Savaitinis", BEGIN, rule="FREQ=DAILY;COUNT=10", uid="s1")
        calendar.change_occurrence(series, BEGIN + DAY, start=BEGIN + DAY + dt.timedelta(hours=2))
        calendar.cancel_occurrence(series, BEGIN + 2 * DAY)
        first = f"#{(BEGIN + DAY):%Y-%m-%dT%H:%M:%SZ}"
        second = f"#{(BEGIN + 3 * DAY):%Y-%m-%dT%H:%M:%SZ}"
        store = Store()
        assert of(store.run(box.open()), series) == {"": Fetched, first: Fetched}
        meetings = [m for raw in store.items.values() for m in read_ews_event(raw, "Europe/Vilnius").meetings]
        assert {m.uid for m in meetings} == {"s1"} and len({m.recurrence_id for m in meetings}) == 2
        assert store.run(box.open()) == []
        calendar.change_occurrence(series, BEGIN + 3 * DAY, Subject="Kitas")
        assert of(store.run(box.open()), series) == {"": Fetched, first: Fetched, second: Fetched}
        (alone,) = box.open().fetch(CALENDAR, [series + second])
        assert isinstance(alone, Fetched) and alone.raw == store.items[series + second]
        calendar.cancel_occurrence(series, BEGIN + DAY)
        assert of(store.run(box.open()), series) == {"": Fetched, first: Gone, second: Fetched}
        assert list(box.open().fetch(CALENDAR, [series + first])) == [Gone(series + first)]
        calendar.delete(series)
        assert of(store.run(box.open()), series) == {"": Gone, second: Gone}
        assert store.items == {}


def test_a_calendar_listed_anew_in_two_passes_keeps_its_exceptions(tmp_path: Path) -> None:
    """Page.complete: the exceptions are there as long as their series."""
    for box in a_mailbox(tmp_path, Agenda):
        for n in range(5):
            series = box.box.calendar.meet(f"S{n}", BEGIN, rule="FREQ=DAILY;COUNT=5")
            box.box.calendar.change_occurrence(series, BEGIN + DAY, Subject="Kitaip")
        store = Store()
        store.run(box.open(), pages=1)
        store.run(box.open())
        assert len(store.items) == 10


def test_the_exceptions_of_a_page_are_asked_for_at_once(tmp_path: Path) -> None:
    """However many series they belong to."""
    for box in a_mailbox(tmp_path, Agenda):
        for n in range(6):
            series = box.box.calendar.meet(f"S{n}", BEGIN, rule="FREQ=DAILY;COUNT=5")
            box.box.calendar.change_occurrence(series, BEGIN + DAY, Subject="Kitaip")
        harvester = box.harvester(items=100)
        (calendar,) = [c for c in harvester.collections() if c.role == "calendar"]
        box.asked()
        assert sum(len(page.changes) for page in harvester.pages(calendar, None)) == 12
        assert box.asked() == ["SyncFolderItems", "GetItem", "GetItem"]


def test_an_entry_that_is_only_looked_at_is_the_same(tmp_path: Path) -> None:
    """Equal content has equal bytes: change keys and what the program itself never asked for stay out."""
    for box in a_mailbox(tmp_path, Agenda):
        series = box.box.calendar.meet("S", BEGIN, rule="FREQ=DAILY;COUNT=5", Sensitivity="Private", categories=["Klientai"])
        box.box.calendar.change_occurrence(series, BEGIN + DAY, Subject="Kitaip")
        store = Store()
        told = store.run(box.open())
        before = dict(store.items)
        box.box.calendar.item(series).version += 1
        again = {c.remote_id: c.raw for c in box.open().fetch(CALENDAR, list(before)) if isinstance(c, Fetched)}
        assert again == before and not any(b"ChangeKey" in raw for raw in before.values())
        assert {(c.marks.sensitivity, c.marks.labels) for c in told if isinstance(c, Fetched)} == {("private", ("Klientai",))}


LINK = f"https://syncd.klimatas.example/promise/{'0a' * 16}"
MARK = extended("syncd-0123456789abcdef", PropertySetId=PROPERTY_SET, PropertyName=UID_PROPERTY, PropertyType="String")
WRAPPED = "040000008200E00074C5B7101A82E008" + "00" * 20 + (12 + len(b"syncd-0a1b2c")).to_bytes(4, "little").hex() + (b"vCal-Uid\x01\x00\x00\x00" + b"syncd-0a1b2c").hex()
OWN: list[tuple[dict[str, Any], bool, str]] = [
    ({}, False, "a meeting like any other"),
    ({"mark": True}, True, "our property alone: a copy that a person made"),
    ({"uid": "syncd-0123456789abcdef"}, True, "the UID alone: a telephone or a move of the mailbox left nothing else"),
    ({"uid": "SYNCD-0123456789ABCDEF"}, True, "in other letters"),
    ({"uid": WRAPPED}, True, "as Exchange wraps the UID of another program"),
    ({"body": f"Paskambinti Onai\r\n\r\n{LINK}"}, True, "neither, but the link to its promise on a line of its own"),
    ({"body": f"<html><body><p>Paskambinti</p><p><a href=\"{LINK}\">{LINK}</a></p></body></html>", "html": True}, True, "the same made HTML"),
    ({"body": f"Paskambinti\r\n\r\n{LINK} <{LINK}>\r\nSerga"}, True, "or text again, and a person wrote below it"),
    ({"body": f"Aptarti {LINK} iki penktadienio"}, False, "somebody quotes the link among words of their own"),
    ({"body": f"<html><body><p>Aptarti <a href=\"{LINK}\">{LINK}</a> iki rytojaus</p></body></html>", "html": True}, False, "the same in HTML"),
    ({"body": LINK, "attendees": ["ona@baldai.example"]}, False, "what has guests is a meeting, whatever stands in it"),
    ({"body": "https://baldai.example/promise/2026"}, False, "a page of somebody else's"),
]


@pytest.mark.parametrize(("made", "is_own", "why"), OWN)
def test_an_entry_of_ours_is_known_by_whatever_is_left_of_its_marks(tmp_path: Path, made: dict[str, Any], is_own: bool, why: str) -> None:
    """F83: it is never harvested as a meeting, neither in a listing nor asked for alone."""
    for box in a_mailbox(tmp_path, Agenda):
        given = dict(made)
        marked, html = given.pop("mark", False), given.pop("html", False)
        id_ = box.box.calendar.meet("Paskambinti Onai", BEGIN, **given)
        if marked:
            box.box.calendar.item(id_).set(MARK)
        if html:
            box.box.calendar.item(id_).fields["Body"] = t("Body", given["body"], BodyType="HTML")
        told = [*Store().run(box.open()), *box.open().fetch(CALENDAR, [id_])]
        assert [type(change) for change in told] == ([Gone] if is_own else [Fetched, Fetched]), why


# ── cost, and the live connection ────────────────────────────────────────────────────────────────────────────────────


def test_an_unchanged_mailbox_costs_one_request_a_folder(box: Mailbox) -> None:
    """Rule 7: and one for the list of folders."""
    for n in range(5):
        box.add(f"m{n}")
    reader, harvester = Reader(box), box.harvester()
    reader.go_on(harvester)
    box.asked()
    for _ in range(2):
        assert reader.go_on(harvester) == {}
        assert box.asked() == ["FindFolder"] + ["SyncFolderItems"] * 8


def test_a_first_harvest_asks_twice_a_page(box: Mailbox) -> None:
    """What there is, and what it says; no request a message."""
    for n in range(40):
        box.add(f"m{n:02}")
    harvester = box.harvester(items=20)
    list(harvester.collections())
    box.asked()
    given = [c for page in harvester.pages(INBOX, None) for c in page.changes]
    assert len(given) == 40 and not any(isinstance(c, Broken) for c in given)
    assert box.asked() == ["SyncFolderItems", "GetItem"] * 2


def test_a_paused_listing_ends_with_the_page_on_its_way(box: Mailbox) -> None:
    """A long first harvest is cut into slices."""
    for n in range(9):
        box.add(f"m{n}")
    harvester = box.harvester()
    assert isinstance(harvester, LiveHarvester) and isinstance(harvester, OverTls)
    store = Store()
    sizes = []
    for _ in range(3):
        for number, page in enumerate(harvester.pages(INBOX, store.cursor), 1):
            harvester.pause()
            store.take(page)
            sizes.append(number)
    assert sizes == [1, 1, 1] and len(store.items) == 9


def test_a_cursor_is_small(box: Mailbox) -> None:
    """It is written with every page: Exchange's state, and little beside it."""
    for n in range(30):
        box.add(f"m{n:02}")
    *_, last = box.harvester(items=10).pages(INBOX, None)
    state = last.cursor["state"]
    assert isinstance(state, str) and base64.b64decode(state) and len(str(last.cursor)) < len(state) + 100
