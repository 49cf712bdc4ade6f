"""The mail folders of one mailbox: which are read, what each is for.

A folder that every mailbox has goes by the name Graph knows it by, so that it stays itself where the mailbox was restored or
moved to another tenant, where every id is another (F53); a person's own goes by its id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from connectors.base import Collection, CollectionRole
from connectors.graph.client import GraphClient
from connectors.graph.listing import listed
from connectors.refusals import NotThere, Refused, Wrong
from connectors.roles import role_of_name

Folder = Mapping[str, Any]

_ROLES: Final[Mapping[str, CollectionRole]] = {
    "inbox": "inbox", "sentitems": "sent", "drafts": "drafts", "deleteditems": "trash", "junkemail": "spam", "archive": "archive",
}  # fmt: skip
_SKIPPED: Final = ("outbox", "conversationhistory", "syncissues", "scheduled")  # with what lies below them
_FIELDS: Final = "displayName,parentFolderId,totalItemCount,isHidden"
_SEARCH: Final = "#microsoft.graph.mailSearchFolder"  # its mail lies in other folders


class Folders:
    """Lists them; the ids of those that every mailbox has are asked for once, and again when one has become another."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client
        self._names: dict[str, str] = {}  # well-known name by id

    def collections(self) -> list[Collection]:
        """What is read of the mailbox. Raises SourceError where it cannot be listed completely."""
        found = listed(self._client, "mailFolders/delta", {"$select": _FIELDS})  # without a token: all of them, however deep, in one list
        folders = {str(one["id"]): one for one in found if "@removed" not in one}
        if not self._names or not self._names.keys() <= folders.keys():
            self._ask_names()
        return [collection for one in folders.values() if (collection := self._collection(one, folders))]

    def id_of(self, collection: str) -> str:
        """The id of the folder that a collection is."""
        if collection not in (*_ROLES, *_SKIPPED):
            return collection
        if not self._names:
            self._ask_names()
        return next((id_ for id_, name in self._names.items() if name == collection), collection)

    def _ask_names(self) -> None:
        answers = self._client.batch({name: f"mailFolders/{name}?$select=id" for name in (*_ROLES, *_SKIPPED)})
        self._names = {}
        for name, answer in answers.items():
            if isinstance(answer, dict):
                self._names[str(answer["id"])] = name
            elif isinstance(answer, Refused) and not isinstance(answer, NotThere | Wrong):  # this mailbox has none of that name
                raise answer

    def _collection(self, folder: Folder, folders: Mapping[str, Folder]) -> Collection | None:
        above = list(_above(folder, folders))
        names = [self._names.get(str(one["id"]), "") for one in above]
        if any(one.get("isHidden") or one.get("@odata.type") == _SEARCH for one in above) or any(name in _SKIPPED for name in names):
            return None
        titles = [str(one.get("displayName") or "") for one in above]
        role = _role(titles, names)
        return Collection(id=names[0] or str(folder["id"]), name="/".join(reversed(titles)), role=role, count=folder.get("totalItemCount"))


def is_known(collection: str) -> bool:
    """Whether it is a folder that every mailbox has."""
    return collection in _ROLES


def _role(titles: list[str], names: list[str]) -> CollectionRole:
    """By what the innermost folder around it is known for, or its name tells; Inbox above says nothing of what is below."""
    for depth, (title, name) in enumerate(zip(titles, names, strict=True)):
        told = _ROLES.get(name) or role_of_name(title)
        if told and not (depth and told == "inbox"):
            return told
    return "other"


def _above(folder: Folder, folders: Mapping[str, Folder]) -> Iterator[Folder]:
    """The folder and those around it, the innermost first."""
    met: set[str] = set()
    found: Folder | None = folder
    while found is not None and found["id"] not in met:
        yield found
        met.add(str(found["id"]))
        found = folders.get(str(found.get("parentFolderId")))
