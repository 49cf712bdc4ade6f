"""What is asked of Exchange to keep entries of ours: find them by our property, make, change and delete them.

Every write says SendToNone: nobody is ever told of an entry. A change is made on the condition that the change key is the
newest (NeverOverwrite); Exchange knows no condition for deleting.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from exchangelib.errors import ErrorAccessDenied, ErrorFolderNotFound, ErrorItemNotFound, ErrorRecoverableItemsAccessDenied

from connectors.exchange.operations import (
    Denied,
    Element,
    Extended,
    FindItem,
    Operation,
    change_key,
    child,
    goes_on_at,
    item_id,
    m,
    name_folder,
    shaped,
    t,
    text,
    the_only,
)

_LISTED: Final = 1000  # what Exchange gives at most in one answer
_NOBODY: Final = "SendToNone"
_SHUT: Final = frozenset({error.__name__ for error in (ErrorAccessDenied, ErrorFolderNotFound, ErrorItemNotFound, ErrorRecoverableItemsAccessDenied)})

Found = tuple[str, str]  # id and change key


class _GetFolder(Operation):
    SERVICE_NAME = "GetFolder"


class _CreateItem(Operation):
    SERVICE_NAME = "CreateItem"


class _UpdateItem(Operation):
    SERVICE_NAME = "UpdateItem"


class _DeleteItem(Operation):
    SERVICE_NAME = "DeleteItem"


def find_marked(account: Any, folder: str, mark: Extended, value: str = "") -> list[Found]:
    """All items of a folder that have this property, or this value of it; those made first are first."""
    found: list[Found] = []
    offset = 0
    while True:
        listed = the_only(FindItem(account=account).ask(_finding(account, [folder], mark, value, offset)))
        found += _found(listed)
        following = goes_on_at(listed)
        if following <= offset:
            return found
        offset = following


def find_in_any(account: Any, folders: Sequence[str], mark: Extended, value: str) -> list[Found]:
    """The same for a value that few items have, in several folders at once; a folder that is not there, or shut to us, has none."""
    found: list[Found] = []
    for answer in FindItem(account=account).ask(_finding(account, folders, mark, value, 0)) if folders else ():
        if not isinstance(answer, Denied):
            found += _found(answer)
        elif answer.code not in _SHUT:
            raise answer.error
    return found


def create_item(account: Any, folder: str, item: Element) -> str:
    """Put a new item into a folder of calendar entries; its id."""
    request = m("CreateItem", MessageDisposition="SaveOnly", SendMeetingInvitations=_NOBODY)
    name_folder(m("SavedItemFolderId", within=request), account, folder)
    m("Items", within=request).append(item)
    return item_id(the_only(_CreateItem(account=account).ask(request)))


def update_item(account: Any, at: Found, updates: Sequence[Element]) -> None:
    """Change properties of an item that still has this change key."""
    request = m(
        "UpdateItem", MessageDisposition="SaveOnly", ConflictResolution="NeverOverwrite", SendMeetingInvitationsOrCancellations=_NOBODY
    )
    change = t("ItemChange", within=m("ItemChanges", within=request))
    t("ItemId", within=change, Id=at[0], ChangeKey=at[1])
    t("Updates", within=change).extend(updates)
    the_only(_UpdateItem(account=account).ask(request))


def delete_item(account: Any, at: Found) -> None:
    """Delete an item for good: nothing of it is left among what the person deleted."""
    request = m("DeleteItem", DeleteType="HardDelete", SendMeetingCancellations=_NOBODY)
    t("ItemId", within=m("ItemIds", within=request), Id=at[0], ChangeKey=at[1])
    the_only(_DeleteItem(account=account).ask(request))


def may_write(account: Any, folder: str) -> bool:
    """Whether our right to a folder allows new items in it, and changing them."""
    request = m("GetFolder")
    shaped(request, "FolderShape", ("folder:EffectiveRights",))
    name_folder(m("FolderIds", within=request), account, folder)
    told = the_only(_GetFolder(account=account).ask(request))
    rights = next((one for one in told.iter() if child(one, "CreateContents") is not None), None)
    return rights is not None and text(rights, "CreateContents") == text(rights, "Modify") == "true"


def _finding(account: Any, folders: Sequence[str], mark: Extended, value: str, offset: int) -> Element:
    request = m("FindItem", Traversal="Shallow")
    shaped(request, "ItemShape", ())
    m("IndexedPageItemView", within=request, MaxEntriesReturned=str(_LISTED), Offset=str(offset), BasePoint="Beginning")
    restriction = m("Restriction", within=request)
    wanted = t("IsEqualTo" if value else "Exists", within=restriction)
    t("ExtendedFieldURI", within=wanted, **mark.attributes())
    if value:
        t("Constant", within=t("FieldURIOrConstant", within=wanted), Value=value)
    order = t("FieldOrder", within=m("SortOrder", within=request), Order="Ascending")
    t("FieldURI", within=order, FieldURI="item:DateTimeCreated")
    asked = m("ParentFolderIds", within=request)
    for folder in folders:
        name_folder(asked, account, folder)
    return request


def _found(listed: Element) -> list[Found]:
    holders = [one for one in listed.iter() if str(one.tag).endswith("}Items")]
    return [(item_id(one), change_key(one)) for holder in holders for one in holder]
