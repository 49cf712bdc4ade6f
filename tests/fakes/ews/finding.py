"""FindItem: by a restriction, in an order, page by page, or all that lies in a window of a calendar."""

from __future__ import annotations

from collections.abc import Sequence

from tests.fakes.ews.answers import one_by_one, page, succeeded
from tests.fakes.ews.calendar import Calendar, moment
from tests.fakes.ews.calls import Call, Refusal
from tests.fakes.ews.folders import folder
from tests.fakes.ews.items import NEVER_IN_A_LIST, Item, paths, shaped
from tests.fakes.ews.schema import Element, first, local, m, t

NOT_SEARCHED = (NEVER_IN_A_LIST - {"Body"}) | {"UID", "RecurrenceId", "StartTimeZone", "EndTimeZone", "IsResponseRequested", "ReminderDueBy", "Culture"}
"""By what Exchange does not search."""


def find_item(call: Call) -> Element:
    shape, wanted = first(call.request, "m:ItemShape"), first(call.request, "m:ParentFolderIds")
    assert shape is not None and wanted is not None
    if call.request.get("Traversal") != "Shallow":
        raise Refusal("ErrorInvalidOperation", "This fake finds only what is in the folder itself.")
    _no_unlisted(shape)
    restriction, view = first(call.request, "m:Restriction"), first(call.request, "m:CalendarView")

    def one(asked: Element) -> Element:
        where = folder(call, asked)
        if view is not None:
            return succeeded("FindItem", _window(where, view, shape, restriction))
        there = [item for item in where.items.values() if restriction is None or meets(item, restriction[0])]
        there.sort(key=lambda item: item.created, reverse=True)
        _sort(there, first(call.request, "m:SortOrder"))
        shown, attributes = page(there, first(call.request, "m:IndexedPageItemView"))
        return succeeded("FindItem", m("RootFolder", t("Items", *(shaped(i, shape, listed=True) for i in shown)), **attributes))

    return one_by_one("FindItem", wanted, one)


def _no_unlisted(shape: Element) -> None:
    for path in paths(shape):
        name = path.get("FieldURI", "").partition(":")[2]
        if name in ("Body", "MimeContent", "Attachments", "UniqueBody", "TextBody"):
            raise Refusal("ErrorInvalidPropertyRequest", f"Property {path.get('FieldURI')} is not valid for this operation.")


def _window(where: object, view: Element, shape: Element, restriction: Element | None) -> Element:
    if not isinstance(where, Calendar):
        raise Refusal("ErrorCalendarFolderIsInvalidForCalendarView")
    if restriction is not None:
        raise Refusal("ErrorInvalidOperation", "A calendar view has no restriction.")
    start, end = moment(view.get("StartDate", "")), moment(view.get("EndDate", ""))
    if (end - start).days > 2 * 366:
        raise Refusal("ErrorCalendarViewRangeTooBig")
    there = where.between(start, end)
    most = int(view.get("MaxEntriesReturned", "1000"))
    last = len(there) <= most
    told = t("Items", *(shaped(item, shape, listed=True) for item in there[:most]))
    return m("RootFolder", told, TotalItemsInView=str(len(there)), IncludesLastItemInRange="true" if last else "false")


def meets(item: Item, asked: Element) -> bool:
    """Whether the item is one that the restriction means."""
    name = local(asked)
    match name:
        case "And":
            return all(meets(item, one) for one in asked)
        case "Or":
            return any(meets(item, one) for one in asked)
        case "Not":
            return not meets(item, asked[0])
        case "Exists":
            return bool(_values(item, asked[0]))
        case "Contains":
            return any(_contains(value, asked) for value in _values(item, asked[0]))
        case "Excludes":
            raise Refusal("ErrorInvalidRestriction", "This fake knows no bit masks.")
        case _:
            return _compared(name, _values(item, asked[0]), _operand(item, asked))


def _values(item: Item, path: Element) -> list[str]:
    if path.get("FieldURI", "").partition(":")[2] in NOT_SEARCHED:
        raise Refusal("ErrorUnsupportedPathForQuery", f"The property {path.get('FieldURI')} can not be used in a restriction.")
    found = item.property(path)
    if found is None:
        return []
    if local(path) == "ExtendedFieldURI":
        return [one.text or "" for one in found.iter() if local(one) == "Value"]
    return ["".join(one.itertext()) for one in found] if len(found) else [found.text or ""]


def _operand(item: Item, asked: Element) -> list[str]:
    said = first(asked, "t:FieldURIOrConstant")
    assert said is not None
    constant = first(said, "t:Constant")
    return [constant.get("Value", "")] if constant is not None else _values(item, said[0])


def _compared(name: str, values: Sequence[str], others: Sequence[str]) -> bool:
    if name == "IsNotEqualTo":
        return not _compared("IsEqualTo", values, others)
    for value in values:
        for other in others:
            left, right = _comparable(value, other)
            order = (left > right) - (left < right)
            wanted = {
                "IsEqualTo": order == 0,
                "IsGreaterThan": order > 0,
                "IsGreaterThanOrEqualTo": order >= 0,
                "IsLessThan": order < 0,
                "IsLessThanOrEqualTo": order <= 0,
            }
            if wanted[name]:
                return True
    return False


def _comparable(value: str, other: str) -> tuple[float, float] | tuple[str, str]:
    """Numbers and moments as such; truth as true and false, whichever way it was written."""
    truths = {"1": "true", "0": "false"}
    if value in ("true", "false"):
        return value, truths.get(other, other)
    try:
        return float(value), float(other)
    except ValueError:
        pass
    try:
        return moment(value).timestamp(), moment(other).timestamp()
    except ValueError:
        return value, other


def _contains(value: str, asked: Element) -> bool:
    constant = first(asked, "t:Constant")
    wanted = "" if constant is None else constant.get("Value", "")
    if asked.get("ContainmentComparison", "Exact") != "Exact":
        value, wanted = value.casefold(), wanted.casefold()
    match asked.get("ContainmentMode", "FullString"):
        case "FullString":
            return value == wanted
        case "Prefixed" | "PrefixOnWords":
            return value.startswith(wanted)
        case _:
            return wanted in value


def _sort(there: list[Item], asked: Element | None) -> None:
    for one in reversed([*(asked if asked is not None else ())]):
        path = one[0]

        def key(item: Item, path: Element = path) -> str:
            return next(iter(_values(item, path)), "")

        there.sort(key=key, reverse=one.get("Order") == "Descending")
