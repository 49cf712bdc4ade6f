"""GetFolder, FindFolder, SyncFolderHierarchy: which folders there are."""

from __future__ import annotations

from collections.abc import Iterable

from tests.fakes.ews.answers import one_by_one, page, response, succeeded
from tests.fakes.ews.calls import Call, Refusal
from tests.fakes.ews.items import extended, extended_key, paths
from tests.fakes.ews.kept import Folder
from tests.fakes.ews.mailbox import mailbox_of
from tests.fakes.ews.schema import Element, first, local, m, order, t, text, written
from tests.fakes.ews.states import read_state, write_state


def get_folder(call: Call) -> Element:
    shape, wanted = first(call.request, "m:FolderShape"), first(call.request, "m:FolderIds")
    assert shape is not None and wanted is not None

    def one(asked: Element) -> Element:
        return succeeded("GetFolder", m("Folders", told(folder(call, asked), shape)))

    return one_by_one("GetFolder", wanted, one)


def find_folder(call: Call) -> Element:
    shape, wanted = first(call.request, "m:FolderShape"), first(call.request, "m:ParentFolderIds")
    assert shape is not None and wanted is not None
    deep = call.request.get("Traversal") == "Deep"
    if call.request.get("Traversal") == "SoftDeleted" or first(call.request, "m:Restriction") is not None:
        raise Refusal("ErrorInvalidOperation", "This fake finds folders neither by a restriction nor among the deleted.")

    def one(asked: Element) -> Element:
        parent = folder(call, asked)
        below = [one for one in parent.mailbox.below(parent, deep=deep) if not one.denied]
        shown, attributes = page(below, first(call.request, "m:IndexedPageFolderView"))
        return succeeded("FindFolder", m("RootFolder", t("Folders", *(told(one, shape) for one in shown)), **attributes))

    return one_by_one("FindFolder", wanted, one)


def sync_folder_hierarchy(call: Call) -> Element:
    shape = first(call.request, "m:FolderShape")
    assert shape is not None
    where = first(call.request, "m:SyncFolderId")
    mailbox = folder(call, where[0]).mailbox if where is not None else call.mailbox()
    state = read_state(text(call.request, "m:SyncState"), mailbox, "hierarchy")
    changes = t("Changes")
    for one in sorted(mailbox.folders.values(), key=lambda f: f.changed):
        if one.parent is not None and one.changed > state.upto:
            changes.append(t("Create" if one.created > state.upto else "Update", told(one, shape)))
    for gone in mailbox.gone_folders:
        if gone.at > state.upto >= gone.created:
            changes.append(t("Delete", t("FolderId", Id=gone.id)))
    inside = [m("SyncState", write_state(mailbox, "hierarchy", mailbox.now)), m("IncludesLastFolderInRange", "true"), m("Changes", *changes)]
    return response("SyncFolderHierarchy", [succeeded("SyncFolderHierarchy", *inside)])


def folder(call: Call, asked: Element, *, missing: str = "ErrorFolderNotFound") -> Folder:
    """The folder that a request means by a distinguished name or an id."""
    if local(asked) == "DistinguishedFolderId":
        mailbox = call.mailbox(text(asked, "t:Mailbox/t:EmailAddress"))
        found = next((one for one in mailbox.folders.values() if one.name == asked.get("Id")), None)
    else:
        guid = mailbox_of(asked.get("Id", ""))
        if not guid:
            raise Refusal("ErrorInvalidIdMalformed")
        found = call.world.by_guid(call, guid).folders.get(asked.get("Id", ""))
    if found is None:
        raise Refusal(missing)
    if found.denied and call.own != found.mailbox.address:
        raise Refusal("ErrorAccessDenied")
    return found


def told(one: Folder, shape: Element) -> Element:
    """The folder as an answer tells it."""
    wanted = {"FolderId"}
    if text(shape, "t:BaseShape") != "IdOnly":
        wanted |= {"DisplayName", "TotalCount", "ChildFolderCount", "UnreadCount"}
    if text(shape, "t:BaseShape") == "AllProperties":
        wanted |= {"ParentFolderId", "FolderClass", "EffectiveRights", "DistinguishedFolderId"}
    keys = []
    for path in paths(shape):
        if local(path) == "ExtendedFieldURI":
            keys.append(path)
        else:
            wanted.add(path.get("FieldURI", "").partition(":")[2])
    made = t(one.kind)
    for name in order(one.kind):
        if name == "ExtendedProperty":
            made.extend(_extended(one, keys))
        elif name in wanted and (said := _property(one, name)) is not None:
            made.append(said)
    return made


def _property(one: Folder, name: str) -> Element | None:
    match name:
        case "FolderId":
            return t(name, Id=one.id, ChangeKey=one.key)
        case "ParentFolderId":
            return t(name, Id=one.parent.id, ChangeKey=one.parent.key) if one.parent else t(name, Id=one.id, ChangeKey=one.key)
        case "FolderClass":
            return t(name, one.folder_class) if one.folder_class else None
        case "DisplayName":
            return t(name, one.title)
        case "TotalCount":
            return t(name, str(len(one.items)))
        case "ChildFolderCount":
            return t(name, str(len(one.mailbox.below(one, deep=False))))
        case "UnreadCount":
            return t(name, str(sum(item.says("IsRead") == "false" for item in one.items.values())))
        case "DistinguishedFolderId":
            return t(name, one.name) if one.name else None
        case "EffectiveRights":
            rights = ("CreateAssociated", "CreateContents", "CreateHierarchy", "Delete", "Modify", "Read", "ViewPrivateItems")
            return t(name, *(t(right, written(right == "Read" or not one.read_only)) for right in rights))
        case _:
            return None


def _extended(one: Folder, wanted: Iterable[Element]) -> list[Element]:
    """PidTagFolderType and PidTagAttributeHidden, [MS-OXPROPS] 2.692 and 2.551; a search folder is of type 2."""
    known = {
        (("PropertyTag", str(0x3601)), ("PropertyType", "Integer")): ("1", {"PropertyTag": "0x3601", "PropertyType": "Integer"}),
        (("PropertyTag", str(0x10F4)), ("PropertyType", "Boolean")): ("false", {"PropertyTag": "0x10f4", "PropertyType": "Boolean"}),
    }
    found = [known[extended_key(path)] for path in wanted if extended_key(path) in known]
    return [extended(value, **uri) for value, uri in found]
