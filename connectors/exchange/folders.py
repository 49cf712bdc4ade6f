"""The folders of one mailbox: what each holds and what it is for.

A folder that every mailbox has goes by the name Exchange knows it by, so that it stays itself when it is restored or moved
to another server, where every id is another (F47); a person's own goes by its id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from connectors.base import Collection, CollectionRole
from connectors.exchange.operations import Element, Extended, all_folders, child, known_folders, number, text
from connectors.exchange.session import ExchangeSession
from connectors.roles import role_of_name

_ROLES: Final[Mapping[str, CollectionRole]] = {
    "inbox": "inbox", "sentitems": "sent", "drafts": "drafts", "deleteditems": "trash", "junkemail": "spam",
    "calendar": "calendar", "contacts": "contacts", "journal": "calls",
}  # fmt: skip
_SKIPPED: Final = ("outbox", "syncissues", "conversationhistory", "recipientcache", "quickcontacts")  # with what lies below them
_OF_CLASS: Final[Mapping[str, CollectionRole]] = {"IPF.Appointment": "calendar", "IPF.Contact": "contacts", "IPF.Journal": "calls"}
_MAIL: Final = ("", "IPF.Note", "IPF.Imap")
_HIDDEN: Final = Extended(property_tag="0x10f4", kind="Boolean")  # PidTagAttributeHidden
_FIELDS: Final = ("folder:DisplayName", "folder:FolderClass", "folder:ParentFolderId", "folder:TotalCount", _HIDDEN)


@dataclass(frozen=True, slots=True)
class _Listed:
    id: str
    parent: str
    name: str
    role: CollectionRole | None  # None: it holds nothing that is read
    count: int
    hidden: bool


class Folders:
    """Lists them; the ids of those that every mailbox has are asked for once, and again when one has become another."""

    def __init__(self, session: ExchangeSession) -> None:
        self._session = session
        self._known: dict[str, str] = {}  # name by id

    def collections(self) -> list[Collection]:
        """What is read of the mailbox. Raises SourceError where it cannot be listed completely."""
        account = self._session.account
        listed = {one.id: one for one in map(_listed, self._session.read(lambda: list(all_folders(account, _FIELDS))))}
        if not self._known or not self._known.keys() <= listed.keys():
            names = self._session.read(known_folders, account, (*_ROLES, *_SKIPPED))
            self._known = {id_: name for name, id_ in names.items()}
        return [collection for one in listed.values() if (collection := self._collection(one, listed))]

    def _collection(self, one: _Listed, listed: Mapping[str, _Listed]) -> Collection | None:
        above = list(_above(one, listed))
        names = [self._known.get(folder.id, "") for folder in above]
        if one.role is None or any(folder.hidden for folder in above) or any(name in _SKIPPED for name in names):
            return None
        path = "/".join(folder.name for folder in reversed(above))
        count = one.count if one.role == "other" else None  # a series counts once there, and more than calls is in a journal
        return Collection(id=names[0] or one.id, name=path, role=_role(one.role, above, names), count=count)


def _role(role: CollectionRole, above: Iterable[_Listed], names: Iterable[str]) -> CollectionRole:
    """Of mail by what the innermost folder around it is known for, or its name tells; Inbox above says nothing of what is below."""
    for depth, (folder, name) in enumerate(zip(above, names, strict=True)):
        told = _ROLES.get(name) or role_of_name(folder.name)
        if told in ("trash", "spam", "drafts") or (told and role == "other" and not (depth and told in ("inbox", "calendar", "contacts", "calls"))):
            return told
    return role


def _above(one: _Listed, listed: Mapping[str, _Listed]) -> Iterable[_Listed]:
    """The folder and those around it, the innermost first."""
    met: set[str] = set()
    found: _Listed | None = one
    while found is not None and found.id not in met:
        yield found
        met.add(found.id)
        found = listed.get(found.parent)


def _listed(element: Element) -> _Listed:
    id_, parent = child(element, "FolderId"), child(element, "ParentFolderId")
    class_, hidden = text(element, "FolderClass"), child(element, "ExtendedProperty")
    role = _OF_CLASS.get(class_) or ("other" if class_ in _MAIL or class_.startswith("IPF.Note.") else None)
    return _Listed(
        id=id_.get("Id", "") if id_ is not None else "", parent=parent.get("Id", "") if parent is not None else "", name=text(element, "DisplayName"),
        role=role, count=number(text(element, "TotalCount")), hidden=hidden is not None and text(hidden, "Value") == "true",
    )  # fmt: skip
