"""CreateItem, UpdateItem, DeleteItem: what a program may write, and what it must say with it.

Nobody is ever written to: where a request would send an invitation, a cancellation or a message, that is a violation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tests.fakes.ews.answers import one_by_one, succeeded
from tests.fakes.ews.calendar import Calendar, moment, new_uid
from tests.fakes.ews.calls import Call, Refusal
from tests.fakes.ews.folders import folder
from tests.fakes.ews.items import Item, extended_key, instant, property_name
from tests.fakes.ews.kept import Folder
from tests.fakes.ews.reading import item as item_asked
from tests.fakes.ews.schema import Element, first, kind_of, local, m, t, text, written

HOMES = {"CalendarItem": "calendar", "Contact": "contacts", "Task": "tasks", "Message": "drafts"}
NOT_HERE = {
    "CalendarItem": ("CalendarFolder", "ErrorCannotCreateCalendarItemInNonCalendarFolder"),
    "Contact": ("ContactsFolder", "ErrorCannotCreateContactInNonContactFolder"),
    "Task": ("TasksFolder", "ErrorCannotCreateTaskInNonTaskFolder"),
}
NEVER_SET = frozenset(
    {
        "ItemId", "ParentFolderId", "Size", "DateTimeCreated", "DateTimeSent", "IsFromMe", "IsMeeting", "IsCancelled", "IsRecurring", "Organizer",
        "MeetingRequestWasSent", "CalendarItemType", "LastModifiedTime", "LastModifiedName", "HasAttachments", "EffectiveRights", "Duration",
        "AppointmentSequenceNumber", "AppointmentState", "DisplayTo", "DisplayCc", "ResponseObjects", "FirstOccurrence", "LastOccurrence",
        "ModifiedOccurrences", "DeletedOccurrences", "ConversationId", "IsSubmitted", "IsDraft", "IsUnmodified", "DateTimeStamp", "OriginalStart",
        "InstanceKey", "StoreEntryId", "ConflictingMeetingCount", "AdjacentMeetingCount",
    }
)  # fmt: skip
"""What Exchange sets itself; whoever sends it is refused."""


def create_item(call: Call) -> Element:
    where, things = first(call.request, "m:SavedItemFolderId"), first(call.request, "m:Items")
    assert things is not None
    invitations, disposition = call.request.get("SendMeetingInvitations"), call.request.get("MessageDisposition")

    def one(asked: Element) -> Element:
        kind = local(asked)
        if kind == "CalendarItem" and invitations is None:
            raise Refusal("ErrorSendMeetingInvitationsRequired")
        if (kind == "CalendarItem" and invitations != "SendToNone") or (kind == "Message" and disposition != "SaveOnly"):
            call.world.violations.append(f"CreateItem would write to people: {invitations}, {disposition}")
        target = folder(call, where[0]) if where is not None else call.mailbox().named(HOMES.get(kind, "inbox"))
        _writable(call, target, "ErrorCreateItemAccessDenied")
        if kind in NOT_HERE and target.kind != NOT_HERE[kind][0]:
            raise Refusal(NOT_HERE[kind][1])
        made = _made(asked, target)
        return succeeded("CreateItem", m("Items", t(kind, made.id_element())))

    return one_by_one("CreateItem", things, one)


def _made(asked: Element, target: Folder) -> Item:
    kind = local(asked)
    for one in asked:
        _may_be_set(one)
    if kind == "CalendarItem":
        start, end = text(asked, "t:Start"), text(asked, "t:End")
        if not start or not end:
            raise Refusal("ErrorRequiredPropertyMissing", "Start and End are required.")
        if moment(end) < moment(start):
            raise Refusal("ErrorCalendarEndDateIsEarlierThanStartDate")
        if first(asked, "t:Recurrence") is not None:
            raise Refusal("ErrorInvalidOperation", "This fake lets no program make a series.")
    item = target.add(kind)
    for one in asked:
        item.set(_kept(one, kind))
    if isinstance(target, Calendar):
        target.complete(item, moment(text(asked, "t:Start")), moment(text(asked, "t:End")), item.says("UID") or new_uid())
    now = instant(dt.datetime.fromtimestamp(target.mailbox.world.clock(), dt.UTC))
    item.put(DateTimeCreated=now, LastModifiedTime=now)
    target.mailbox.happened("Created", item)
    return item


def update_item(call: Call) -> Element:
    changes = first(call.request, "m:ItemChanges")
    assert changes is not None
    resolution = call.request.get("ConflictResolution", "")
    invitations = call.request.get("SendMeetingInvitationsOrCancellations")

    def one(asked: Element) -> Element:
        found = item_asked(call, asked[0])
        if found.kind == "CalendarItem" and invitations is None:
            raise Refusal("ErrorSendMeetingInvitationsOrCancellationsRequired")
        if (found.kind == "CalendarItem" and invitations != "SendToNone") or call.request.get("MessageDisposition") in ("SendOnly", "SendAndSaveCopy"):
            call.world.violations.append(f"UpdateItem would write to people: {invitations}, {call.request.get('MessageDisposition')}")
        _writable(call, found.folder, "ErrorAccessDenied")
        updates = first(asked, "t:Updates")
        assert updates is not None
        names = [_updated_name(update) for update in updates]
        _no_conflict(found, asked[0].get("ChangeKey", ""), resolution, names)
        _apply(found, updates)
        found.put(LastModifiedTime=instant(dt.datetime.fromtimestamp(call.world.clock(), dt.UTC)))
        found.folder.touch(found, names)
        return succeeded("UpdateItem", m("Items", t(found.kind, found.id_element())), m("ConflictResults", t("Count", "0")))

    return one_by_one("UpdateItem", changes, one)


def _updated_name(update: Element) -> str:
    """By which the property of a change is known; a change has one, and its value is of that property."""
    path = update[0]
    if local(update) == "DeleteItemField":
        return repr(extended_key(path)) if local(path) == "ExtendedFieldURI" else path.get("FieldURI", "").partition(":")[2]
    holder = update[1]
    if len(holder) != 1:
        raise Refusal("ErrorIncorrectUpdatePropertyCount")
    _may_be_set(holder[0])
    if local(holder[0]) == "UID":
        raise Refusal("ErrorInvalidPropertySet", "A UID is given once.")
    name = property_name(holder[0])
    said = repr(extended_key(path)) if local(path) == "ExtendedFieldURI" else path.get("FieldURI", "").partition(":")[2]
    if name != said:
        raise Refusal("ErrorUpdatePropertyMismatch", f"{said} is to be set and {name} is given")
    return name


def _no_conflict(found: Item, key: str, resolution: str, names: Iterable[str]) -> None:
    """NeverOverwrite refuses every stale change key, AutoResolve those after which the same property was changed."""
    if resolution == "AlwaysOverwrite":
        return
    if not key:
        raise Refusal("ErrorChangeKeyRequiredForWriteOperations")
    if key == found.key:
        return
    stale = found.version_of(key)
    if resolution == "NeverOverwrite" or any(found.touched.get(name, 0) > stale for name in names):
        raise Refusal("ErrorIrresolvableConflict")


def _apply(found: Item, updates: Element) -> None:
    for update in updates:
        match local(update):
            case "SetItemField":
                found.set(_kept(update[1][0], found.kind))
            case "DeleteItemField":
                path = update[0]
                if local(path) == "ExtendedFieldURI":
                    found.extended.pop(extended_key(path), None)
                else:
                    found.fields.pop(path.get("FieldURI", "").partition(":")[2], None)
            case other:
                raise Refusal("ErrorInvalidPropertyAppend", f"This fake plays no {other}.")
    if found.kind == "CalendarItem":
        start, end = moment(found.says("Start")), moment(found.says("End"))
        if end < start:
            raise Refusal("ErrorCalendarEndDateIsEarlierThanStartDate")
        found.put(Duration=f"PT{int((end - start).total_seconds() // 60)}M")


def delete_item(call: Call) -> Element:
    wanted = first(call.request, "m:ItemIds")
    assert wanted is not None
    how, cancellations = call.request.get("DeleteType"), call.request.get("SendMeetingCancellations")

    def one(asked: Element) -> Element:
        found = item_asked(call, asked)
        if found.kind == "CalendarItem" and cancellations is None:
            raise Refusal("ErrorSendMeetingCancellationsRequired")
        if found.kind == "CalendarItem" and cancellations != "SendToNone":
            call.world.violations.append(f"DeleteItem would write to people: {cancellations}")
        _writable(call, found.folder, "ErrorDeleteItemsFailed")
        where = found.folder
        if found.master is not None or how == "HardDelete":
            where.take_out(found)
            where.mailbox.happened("Deleted", found)
        else:
            where.move(found.id, where.mailbox.named("deleteditems" if how == "MoveToDeletedItems" else "recoverableitemsdeletions"))
        return succeeded("DeleteItem")

    return one_by_one("DeleteItem", wanted, one)


def _writable(call: Call, where: Folder, code: str) -> None:
    if where.read_only and not (call.own == where.mailbox.address and not call.impersonated):
        raise Refusal(code, "Access is denied. Check credentials and try again.")


def _may_be_set(one: Element) -> None:
    if local(one) in NEVER_SET:
        raise Refusal("ErrorInvalidPropertySet", f"Set action is invalid for property {local(one)}.")


def _kept(one: Element, kind: str) -> Element:
    """As Exchange tells it later: truth as true and false, moments in UTC, lines with both their ends."""
    if local(one) == "Body":
        return t("Body", "\r\n".join((one.text or "").splitlines()), BodyType=one.get("BodyType", "Text"))
    match kind_of(kind, local(one)):
        case "boolean":
            return t(local(one), written((one.text or "") in ("1", "true")))
        case "dateTime":
            at = moment(one.text or "")
            return t(local(one), instant(at if at.tzinfo else at.replace(tzinfo=dt.UTC)))
        case _:
            return one
