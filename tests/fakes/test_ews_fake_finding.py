"""FindItem at the fake of Exchange: what a restriction finds, what is shown at a time, what is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from tests.fakes.ews import Exchange, exchange
from tests.fakes.ews_asking import RASA, ask, message

MONDAY = dt.datetime(2026, 3, 23, 10, tzinfo=ZoneInfo("Europe/Vilnius"))


@pytest.fixture
def x() -> Iterator[Exchange]:
    with exchange() as world:
        world.mailbox(RASA)
        yield world



def find(inside: str = "", *, folder: str = "calendar", properties: str = "") -> str:
    """FindItem in one of the folders that every mailbox has."""
    shape = f"<t:AdditionalProperties>{properties}</t:AdditionalProperties>" if properties else ""
    where = f'<m:ParentFolderIds><t:DistinguishedFolderId Id="{folder}"/></m:ParentFolderIds>'
    base = f"<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>{shape}</m:ItemShape>"
    return f'<m:FindItem Traversal="Shallow">{base}{inside}{where}</m:FindItem>'


def operand(name: str, field: str, value: str) -> str:
    constant = f'<t:FieldURIOrConstant><t:Constant Value="{value}"/></t:FieldURIOrConstant>'
    return f'<t:{name}><t:FieldURI FieldURI="{field}"/>{constant}</t:{name}>'


SUBJECT = '<t:FieldURI FieldURI="item:Subject"/>'
RESTRICTIONS = [
    (operand("IsEqualTo", "item:Subject", "Antras"), "Antras", "the very words"),
    (operand("IsNotEqualTo", "item:Subject", "Antras"), "Pirmas Trečias", "all others"),
    (operand("IsGreaterThanOrEqualTo", "calendar:Start", "2026-03-24T10:00:00+02:00"), "Antras Trečias", "moments, whatever their offset"),
    (operand("IsLessThan", "calendar:Start", "2026-03-24T08:00:00Z"), "Pirmas", "before a moment"),
    (operand("IsEqualTo", "item:Categories", "Klientai"), "Antras", "one of several values"),
    (operand("IsEqualTo", "item:ReminderIsSet", "1"), "Pirmas Antras Trečias", "truth in either spelling"),
    (f"<t:Exists>{SUBJECT.replace('Subject', 'Categories')}</t:Exists>", "Antras", "what has it at all"),
    (f"<t:Not><t:Exists>{SUBJECT.replace('Subject', 'Categories')}</t:Exists></t:Not>", "Pirmas Trečias", "what has not"),
    (
        f'<t:Contains ContainmentMode="Substring" ContainmentComparison="IgnoreCase">{SUBJECT}<t:Constant Value="PIRM"/></t:Contains>',
        "Pirmas",
        "a part of the words",
    ),
    (
        f"<t:And>{operand('IsGreaterThan', 'calendar:Start', '2026-03-23T08:00:00Z')}{operand('IsNotEqualTo', 'item:Subject', 'Antras')}</t:And>",
        "Trečias",
        "both",
    ),
    (f"<t:Or>{operand('IsEqualTo', 'item:Subject', 'Pirmas')}{operand('IsEqualTo', 'item:Subject', 'Antras')}</t:Or>", "Pirmas Antras", "either"),
]


@pytest.mark.parametrize(("restriction", "expected", "why"), RESTRICTIONS)
def test_a_restriction_finds_what_it_says(x: Exchange, restriction: str, expected: str, why: str) -> None:
    calendar = x.mailbox(RASA).calendar
    for n, name in enumerate(["Pirmas", "Antras", "Trečias"]):
        calendar.meet(name, MONDAY + n * dt.timedelta(days=1), **({"categories": ["Promise", "Klientai"]} if name == "Antras" else {}))
    sort = f'<m:SortOrder><t:FieldOrder Order="Ascending">{SUBJECT.replace("item:Subject", "calendar:Start")}</t:FieldOrder></m:SortOrder>'
    said = ask(x, find(f"<m:Restriction>{restriction}</m:Restriction>{sort}", properties=SUBJECT))
    assert [one.text for one in said.find("t:Subject")] == expected.split(), why


def test_a_listing_is_shown_in_parts(x: Exchange) -> None:
    for n in range(5):
        x.mailbox(RASA).inbox.deliver(message(n))
    view = '<m:IndexedPageItemView MaxEntriesReturned="2" Offset="{}" BasePoint="Beginning"/>'
    parts = [ask(x, find(view.format(start), folder="inbox")).find("m:RootFolder")[0] for start in (0, 2, 4)]
    told = [(part.get("IndexedPagingOffset"), part.get("TotalItemsInView"), part.get("IncludesLastItemInRange")) for part in parts]
    assert told == [("2", "5", "false"), ("4", "5", "false"), ("5", "5", "true")]
    assert len({one.get("Id") for part in parts for one in part.iter("{*}ItemId")}) == 5


NOT_FOUND_BY = [
    (find(f"<m:Restriction>{operand('IsEqualTo', 'calendar:UID', 'x')}</m:Restriction>"), "ErrorUnsupportedPathForQuery", "uids are not searched"),
    (find(properties='<t:FieldURI FieldURI="item:Body"/>'), "ErrorInvalidPropertyRequest", "bodies are not listed"),
    (
        find('<m:CalendarView StartDate="2020-01-01T00:00:00Z" EndDate="2026-01-01T00:00:00Z"/>'),
        "ErrorCalendarViewRangeTooBig",
        "two years at most",
    ),
    (
        find('<m:CalendarView StartDate="2026-01-01T00:00:00Z" EndDate="2026-02-01T00:00:00Z"/>', folder="inbox"),
        "ErrorCalendarFolderIsInvalidForCalendarView",
        "no calendar",
    ),
]


@pytest.mark.parametrize(("request_", "code", "why"), NOT_FOUND_BY)
def test_what_exchange_does_not_search_is_refused(x: Exchange, request_: str, code: str, why: str) -> None:
    x.mailbox(RASA).calendar.meet("Susitikimas", MONDAY)
    assert ask(x, request_).codes == [code], why
