"""GetItem, SyncFolderItems: what is in a folder, and what became of it since."""

from __future__ import annotations

from tests.fakes.ews.answers import one_by_one, response, succeeded
from tests.fakes.ews.calendar import master_of, occurrence_at
from tests.fakes.ews.calls import Call, Refusal
from tests.fakes.ews.folders import folder
from tests.fakes.ews.items import Item, shaped
from tests.fakes.ews.kept import Folder, Tombstone
from tests.fakes.ews.mailbox import mailbox_of
from tests.fakes.ews.schema import SPACES, Element, first, local, m, t, text
from tests.fakes.ews.states import State, read_state, write_state


def get_item(call: Call) -> Element:
    shape, wanted = first(call.request, "m:ItemShape"), first(call.request, "m:ItemIds")
    assert shape is not None and wanted is not None

    def one(asked: Element) -> Element:
        found = item(call, asked)
        told = shaped(found, shape)
        if found.refused and (found.refused != "ErrorMimeContentConversionFailed" or first(told, "t:MimeContent") is not None):
            raise Refusal(found.refused)
        return succeeded("GetItem", m("Items", told))

    return one_by_one("GetItem", wanted, one)


def item(call: Call, asked: Element) -> Item:
    """The item, occurrence or master that a request means."""
    if local(asked) == "OccurrenceItemId":
        master = by_id(call, asked.get("RecurringMasterId", ""))
        return occurrence_at(master, int(asked.get("InstanceIndex", "0")))
    if local(asked) == "RecurringMasterItemId":
        return master_of(by_id(call, asked.get("OccurrenceId", "")))
    return by_id(call, asked.get("Id", ""))


def by_id(call: Call, item_id: str) -> Item:
    guid = mailbox_of(item_id)
    if not guid:
        raise Refusal("ErrorInvalidIdMalformed")
    found = call.world.by_guid(call, guid).find(item_id)
    if found is None:
        raise Refusal("ErrorItemNotFound")
    if found.folder.denied and call.own != found.folder.mailbox.address:
        raise Refusal("ErrorAccessDenied")
    return found


def sync_folder_items(call: Call) -> Element:
    shape, where = first(call.request, "m:ItemShape"), first(call.request, "m:SyncFolderId")
    assert shape is not None and where is not None
    found = folder(call, where[0], missing="ErrorSyncFolderNotFound")
    if text(call.request, "m:SyncScope", "NormalItems") != "NormalItems":
        raise Refusal("ErrorInvalidOperation", "This fake keeps no associated items.")
    state = read_state(text(call.request, "m:SyncState"), found.mailbox, found.id)
    most = int(text(call.request, "m:MaxChangesReturned"))
    changes, state, last = first_pass(found, state, most) if state.first else since(found, state, most)
    ignored = {one.get("Id") for one in call.request.iterfind("m:Ignore/t:ItemId", SPACES)}
    written = write_state(found.mailbox, found.id, state.upto, first=state.first, told=state.told, began=state.began)
    told = m("Changes", *(_change(one, kind, shape) for kind, one in changes if one.id not in ignored))
    return response(
        "SyncFolderItems",
        [succeeded("SyncFolderItems", m("SyncState", written), m("IncludesLastItemInRange", "true" if last else "false"), told)],
    )


Changes = list[tuple[str, Item | Tombstone]]


def first_pass(found: Folder, state: State, most: int) -> tuple[Changes, State, bool]:
    """What was there when it began; what came or changed meanwhile is told afterwards."""
    newest = found.mailbox.world.newest_first
    began = state.began if state.told else found.now
    there = sorted((i for i in found.items.values() if i.created <= began), key=lambda i: i.created, reverse=newest)
    if state.told:
        there = [i for i in there if (i.created < state.told if newest else i.created > state.told)]
    shown = there[:most]
    changes: Changes = [("Create", one) for one in shown]
    if len(there) <= most:
        return changes, State(upto=began, first=False), found.now == began
    return changes, State(upto=0, first=True, told=shown[-1].created, began=began), False


def since(found: Folder, state: State, most: int) -> tuple[Changes, State, bool]:
    """What happened since, in its order; what changed again after a page that told of it is told again."""
    happened: list[tuple[int, str, Item | Tombstone]] = []
    for one in found.items.values():
        if one.created > state.upto:
            happened.append((one.created, "Create", one))
        elif one.changed > state.upto:
            happened.append((one.changed, "Update", one))
        elif one.read > state.upto:
            happened.append((one.read, "ReadFlagChange", one))
    happened += [(gone.at, "Delete", gone) for gone in found.gone if gone.at > state.upto >= gone.created]
    happened.sort(key=lambda h: h[0])
    shown = happened[:most]
    last = len(happened) <= most
    upto = found.now if last else shown[-1][0]
    return [(kind, one) for _, kind, one in shown], State(upto=upto, first=False), last


def _change(one: Item | Tombstone, kind: str, shape: Element) -> Element:
    if isinstance(one, Tombstone):
        return t("Delete", t("ItemId", Id=one.id, ChangeKey="AAAAAA=="))
    if kind == "ReadFlagChange":
        return t(kind, one.id_element(), t("IsRead", one.says("IsRead", "false")))
    return t(kind, shaped(one, shape, listed=True))
