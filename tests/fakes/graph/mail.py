"""A mailbox's messages and folders as Graph shows them.

`messages_…` and `mailFolders_…` are the methods of the API; the verbs above them are what the person and other programs
do. Outside the API a message has its immutable id; the ordinary one changes when it is moved to another folder.
"""

from __future__ import annotations

import base64
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.fakes.graph.calls import Call, Refusal, malformed
from tests.fakes.graph.deltas import Deltas, Tell
from tests.fakes.graph.messages import SENSITIVITIES, Message, base64_of, entity_of, extended_of, kind_of
from tests.fakes.graph.odata import filtered_by, only, read_filter
from tests.fakes.graph.paging import listed

ROOT = "msgfolderroot"
WELL_KNOWN = {
    "inbox": "Inbox", "drafts": "Drafts", "sentitems": "Sent Items", "deleteditems": "Deleted Items", "junkemail": "Junk Email",
    "outbox": "Outbox", "archive": "Archive", "conversationhistory": "Conversation History",
}  # fmt: skip
_BEGINNING = datetime(2026, 3, 2, 7, tzinfo=UTC)
_FIELDS = ("receivedDateTime", "sentDateTime", "lastModifiedDateTime", "createdDateTime", "isRead", "isDraft", "subject", "internetMessageId",
           "conversationId", "importance", "hasAttachments", "from/emailAddress/address")  # fmt: skip


@dataclass
class Folder:
    """One folder; its id never changes."""

    id: str
    name: str
    parent: str
    known_as: str = ""
    is_hidden: bool = False
    messages: dict[str, Message] = field(default_factory=dict)


class Mail:
    """The messages of one mailbox."""

    def __init__(self, mailbox: Any) -> None:
        self._mailbox = mailbox
        self._world = mailbox.world
        self._count = itertools.count(1)
        self._messages: dict[str, Message] = {}
        self._folders: dict[str, Folder] = {}
        self.deltas = Deltas(self._world)
        self.most_filtered = 5000
        """So many messages a delta with a filter tells at the most, without a word about the others (concepts/delta-query-messages)."""
        self.is_terse = False
        """Of a message that was read, and else did not change, a delta says nothing but that (microsoft-graph-docs, 7776)."""
        self._root = self._add_folder("Top of Information Store", "", ROOT)
        for known_as, name in WELL_KNOWN.items():
            self._add_folder(name, self._root.id, known_as)
        self._add_folder("Conversation Action Settings", self._root.id, is_hidden=True)

    # ── what happens in the mailbox ──

    def deliver(
        self, raw: bytes, folder: str = "inbox", *, at: datetime | None = None, is_read: bool = False, sensitivity: str = "normal"
    ) -> str:
        """A message comes in; its immutable id. `folder` is a well-known name or an id."""
        assert sensitivity in SENSITIVITIES
        with self._world.lock:
            number = next(self._count)
            when = at or _BEGINNING + timedelta(minutes=number)
            key = f"AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A{base64_of(f'{self._mailbox.address}/{number}')}AA="
            found = Message(key, number, self.folder_id(folder), raw, when, when, is_read=is_read, sensitivity=sensitivity)
            self._messages[key] = found
            self._folders[found.folder].messages[key] = found
            self.deltas.touch(found.folder, key)
            found.whole_at = self.deltas.now
            return key

    def send(self, raw: bytes, *, at: datetime | None = None) -> str:
        """The person sends one: it lies in Sent Items."""
        return self.deliver(raw, "sentitems", at=at, is_read=True)

    def read(self, key: str, *, is_read: bool = True) -> None:
        self._change(key, is_read=is_read)

    def categorise(self, key: str, *names: str) -> None:
        self._change(key, categories=list(names))

    def flag(self, key: str, status: str = "flagged") -> None:
        self._change(key, flagged=status)

    def mark_sensitive(self, key: str, sensitivity: str) -> None:
        self._change(key, sensitivity=sensitivity)

    def touch(self, key: str) -> None:
        """A change of which nothing is to be seen."""
        self._change(key)

    def move(self, key: str, folder: str) -> None:
        """To another folder: the ordinary id is another then, the immutable one is not."""
        with self._world.lock:
            found = self._messages[key]
            self._folders[found.folder].messages.pop(key)
            self.deltas.drop(found.folder, key)
            found.folder = self.folder_id(folder)
            self._folders[found.folder].messages[key] = found
            self._change(key)

    def delete(self, key: str) -> None:
        """Into Deleted Items."""
        self.move(key, "deleteditems")

    def purge(self, key: str) -> None:
        """For good."""
        with self._world.lock:
            found = self._messages.pop(key)
            self._folders[found.folder].messages.pop(key)
            self.deltas.drop(found.folder, key)

    def reimport(self, key: str) -> str:
        """Out of the mailbox and back, by a PST or an archive: the same message has another immutable id (F53)."""
        with self._world.lock:
            found = self._messages[key]
            self.purge(key)
            return self.deliver(found.raw, found.folder, at=found.at, is_read=found.is_read, sensitivity=found.sensitivity)

    def vanish(self, key: str) -> None:
        """It is listed, and not found when it is asked for."""
        self._messages[key].is_lost = True

    def damage(self, key: str, code: str = "ErrorMimeContentConversionFailed") -> None:
        """Its bytes cannot be had."""
        self._messages[key].refused = code

    def repair(self, key: str) -> None:
        """They can be had again."""
        self._messages[key].refused = ""

    def replay(self, key: str, *, removed_first: bool = False) -> None:
        """The next page of the folder's delta tells it again (F56)."""
        self.deltas.replay(self._messages[key].folder, key, removed_first=removed_first)

    def make_folder(self, name: str, parent: str = ROOT, *, is_hidden: bool = False) -> str:
        """Its id."""
        with self._world.lock:
            return self._add_folder(name, self.folder_id(parent), is_hidden=is_hidden).id

    def rename_folder(self, folder: str, name: str) -> None:
        with self._world.lock:
            self._folders[self.folder_id(folder)].name = name
            self.deltas.touch("mailFolders", self.folder_id(folder))

    def move_folder(self, folder: str, parent: str) -> None:
        with self._world.lock:
            self._folders[self.folder_id(folder)].parent = self.folder_id(parent)
            self.deltas.touch("mailFolders", self.folder_id(folder))

    def remove_folder(self, folder: str) -> None:
        """With all that is in it."""
        with self._world.lock:
            found = self._folders[self.folder_id(folder)]
            for child in [one.id for one in self._folders.values() if one.parent == found.id]:
                self.remove_folder(child)
            for key in list(found.messages):
                self.purge(key)
            del self._folders[found.id]
            self.deltas.drop("mailFolders", found.id)

    def folder_id(self, name: str) -> str:
        """By its well-known name, or its id."""
        if name in self._folders:
            return name
        return next(one.id for one in self._folders.values() if one.known_as == name.lower())

    def keys(self, folder: str = "") -> list[str]:
        """The immutable ids there are, oldest first."""
        return [one.key for one in self._messages.values() if not folder or one.folder == self.folder_id(folder)]

    def state(self) -> object:
        """All there is, to compare before and after."""
        with self._world.lock:
            return {m.key: (m.folder, m.raw, m.is_read, tuple(m.categories), m.version) for m in self._messages.values()}

    def id_of(self, key: str) -> str:
        """The ordinary id, as it is now."""
        found = self._messages[key]
        return f"AAMkAGI1{base64_of(f'{self._mailbox.address}/{found.number}/{found.folder}')}AA="

    def _change(self, key: str, **changes: Any) -> None:
        with self._world.lock:
            found = self._messages[key]
            for name, value in changes.items():
                setattr(found, name, value)
            found.version += 1
            found.changed = datetime.fromtimestamp(self._world.clock(), UTC)
            self.deltas.touch(found.folder, key)
            if set(changes) != {"is_read"}:
                found.whole_at = self.deltas.now

    def _add_folder(self, name: str, parent: str, known_as: str = "", *, is_hidden: bool = False) -> Folder:
        made = Folder(f"AQMkADIw{base64_of(f'{self._mailbox.address}/f{next(self._count)}')}AAA=", name, parent, known_as, is_hidden)
        self._folders[made.id] = made
        if known_as != ROOT and not is_hidden:
            self.deltas.touch("mailFolders", made.id)
        return made

    # ── the API: folders ──

    def mailFolders_list(self, call: Call) -> dict[str, Any]:
        return self._children(call, self._root)

    def mailFolders_children(self, call: Call) -> dict[str, Any]:
        return self._children(call, self._folder(call))

    def mailFolders_get(self, call: Call) -> dict[str, Any]:
        return only(self._folder_json(self._folder(call)), call.query.select)

    def mailFolders_delta(self, call: Call) -> dict[str, Any]:
        def tell(options: Mapping[str, str]) -> Tell:
            return lambda key: [only(self._folder_json(self._folders[key]), _list(options["select"]))]

        return self.deltas.page(
            call, "mailFolders", tell, options={"select": ",".join(call.query.select)}, size=call.prefer.pagesize or 100
        )

    def _children(self, call: Call, parent: Folder) -> dict[str, Any]:
        hidden = call.query.others.get("includehiddenfolders", "false")
        if hidden not in ("true", "false"):
            raise malformed(f"Invalid value '{hidden}' for includeHiddenFolders.")
        found = [one for one in self._folders.values() if one.parent == parent.id and (hidden == "true" or not one.is_hidden)]
        return listed(call, self._world, [self._folder_json(one) for one in sorted(found, key=lambda one: one.name)], ("displayName",))

    def _folder(self, call: Call) -> Folder:
        try:
            return self._folders[self.folder_id(call.path["folder"])]
        except StopIteration:
            raise Refusal(404, "ErrorItemNotFound") from None

    def _folder_json(self, one: Folder) -> dict[str, Any]:
        return {
            "id": one.id,
            "displayName": one.name,
            "parentFolderId": one.parent or self._root.id,
            "childFolderCount": sum(other.parent == one.id and not other.is_hidden for other in self._folders.values()),
            "unreadItemCount": sum(not message.is_read for message in one.messages.values()),
            "totalItemCount": len(one.messages),
            "isHidden": one.is_hidden,
        }

    # ── the API: messages ──

    def messages_list(self, call: Call) -> dict[str, Any]:
        if call.query.filter and call.query.orderby:
            named, ordered = filtered_by(call.query.filter), [one.split()[0] for one in call.query.orderby.split(",")]
            if named[: len(ordered)] != ordered:
                raise Refusal(400, "InefficientFilter", "The restriction or sort order is too complex for this operation.", is_fault=True)
        within = self._folder(call).messages if "folder" in call.path else self._messages
        found = sorted(within.values(), key=lambda one: (one.at, one.number), reverse=True)
        return listed(call, self._world, (self._json(one, call) for one in found), _FIELDS, extended=self._extended_of(call))

    def messages_get(self, call: Call) -> dict[str, Any]:
        return only(self._json(self._message(call), call), call.query.select)

    def messages_value(self, call: Call) -> bytes:
        found = self._message(call)
        if found.refused:
            raise Refusal(500, found.refused, "MIME content conversion failed.")
        return found.raw

    def messages_delta(self, call: Call) -> dict[str, Any]:
        folder, query = self._folder(call), call.query
        if query.orderby and query.orderby != "receivedDateTime desc":
            raise malformed(f"The sort order '{query.orderby}' is not supported with change tracking.")
        if query.filter and set(filtered_by(query.filter)) != {"receivedDateTime"}:
            raise malformed(f"The filter '{query.filter}' is not supported with change tracking.")
        options = {
            "select": ",".join(query.select),
            "filter": query.filter,
            "expand": "|".join(query.extended),
        }
        return self.deltas.page(
            call, folder.id, lambda said: self._telling(call, folder, said), options=options, named=lambda key: self._named(key, folder, call),
            size=min(call.prefer.pagesize or query.top or 10, 1000), most=self.most_filtered,
        )  # fmt: skip

    def messages_tracked(self, call: Call) -> dict[str, Any]:
        """The delta of all messages, which there is not."""
        raise malformed("Change tracking is not supported against 'microsoft.graph.message'.", "ErrorInvalidRequest")

    def _telling(self, call: Call, folder: Folder, options: Mapping[str, str]) -> Tell:
        test: Callable[[Mapping[str, Any], Mapping[str, str]], bool] | None = None
        if options["filter"]:
            test = read_filter(options["filter"], ("receivedDateTime",))

        def tell(key: str) -> list[dict[str, Any]]:
            found = folder.messages.get(key)
            if found is None:
                return []
            entity = self._json(found, call, tuple(one for one in options["expand"].split("|") if one))
            if test is not None and not test(entity, {}):
                return []
            if self.is_terse and found.whole_at <= int(options["since"]):
                entity = {name: entity[name] for name in ("id", "isRead", "parentFolderId")}
                return [{"@odata.type": kind_of(found), **entity}]
            return [{"@odata.type": kind_of(found), **only(entity, _list(options["select"]))}]

        return tell

    def _named(self, key: str, folder: Folder, call: Call) -> str:
        if call.prefer.immutable:
            return key
        number = (
            base64.urlsafe_b64decode(key.removeprefix("AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A").removesuffix("AA="))
            .decode()
            .rpartition("/")[2]
        )
        return f"AAMkAGI1{base64_of(f'{self._mailbox.address}/{number}/{folder.id}')}AA="

    def _message(self, call: Call) -> Message:
        """By the id of the kind that the request says it uses."""
        asked = call.path["message"]
        if call.prefer.immutable:
            found = self._messages.get(asked)
        else:
            found = next((one for one in self._messages.values() if self.id_of(one.key) == asked), None)
        if found is None or found.is_lost or ("folder" in call.path and found.folder != self._folder(call).id):
            raise Refusal(404, "ErrorItemNotFound")
        return found

    def _extended_of(self, call: Call) -> Callable[[Mapping[str, Any]], Mapping[str, str]]:
        return lambda entity: next(
            extended_of(one)
            for one in self._messages.values()
            if entity["id"] in (one.key, self.id_of(one.key) if not call.prefer.immutable else "")
        )

    def _json(self, one: Message, call: Call, expand: tuple[str, ...] | None = None) -> dict[str, Any]:
        if one.told[0] != one.version:
            one.told = (one.version, entity_of(one))
        entity = {
            "@odata.etag": f'W/"{one.told[1]["changeKey"]}"',
            "id": one.key if call.prefer.immutable else self.id_of(one.key),
            "parentFolderId": one.folder,
            **one.told[1],
            "isDraft": one.folder == self.folder_id("drafts"),
        }
        wanted = call.query.extended if expand is None else expand
        if had := [{"id": name, "value": value} for name, value in extended_of(one).items() if name in wanted]:
            entity["singleValueExtendedProperties"] = had
        return entity


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()
