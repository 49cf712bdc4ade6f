"""A mailbox's To Do as Graph shows it: lists of tasks. Unlike mail, an item of To Do cannot be written on a condition.

A day comes back as the instant of its midnight in the zone it was set in (issue 29 of RogerSelwyn/MS365-ToDo); a filter of
several conditions is answered wrongly (2967 of msgraph-sdk-dotnet), and more than one linked resource is refused (12699 of
microsoft-graph-docs).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tests.fakes.graph.calls import Call, Refusal, malformed
from tests.fakes.graph.deltas import Tell
from tests.fakes.graph.items import Folder, Item, Items
from tests.fakes.graph.odata import filtered_by, only
from tests.fakes.graph.paging import listed, zulu
from tests.fakes.graph.times import instant, said_in

_FIELDS = ("title", "status", "importance", "lastModifiedDateTime", "createdDateTime", "isReminderOn", "dueDateTime/dateTime")
_TIMES = ("dueDateTime", "reminderDateTime", "startDateTime", "completedDateTime")


class ToDo(Items):
    """The tasks of one mailbox."""

    sign = "t"

    def __init__(self, mailbox: Any) -> None:
        super().__init__(mailbox)
        self.default = self._make_folder("Tasks", known_as="defaultList").id
        self._make_folder("Flagged Emails", known_as="flaggedEmails")

    def add(self, title: str, folder: str = "", **fields: Any) -> str:
        """The person writes a task down; its immutable id."""
        return self._add({"title": title, **fields}, folder or self.default).key

    def copy(self, key: str) -> str:
        """The person makes a second one of it, with all it says."""
        with self._world.lock:
            return self._add(self.get(key), self._items[key].folder).key

    def lists(self) -> list[Folder]:
        """The lists there are."""
        return list(self._folders.values())

    def complete(self, key: str) -> None:
        """The person ticks it."""
        self.change(key, status="completed", completedDateTime=said_in(datetime.fromtimestamp(self._world.clock(), UTC), "UTC"))

    # ── the API: lists ──

    def lists_list(self, call: Call) -> dict[str, Any]:
        return listed(call, self._world, [self._list_json(one) for one in self._folders.values()], ("displayName",))

    def lists_get(self, call: Call) -> dict[str, Any]:
        return only(self._list_json(self._list(call)), call.query.select)

    def lists_create(self, call: Call) -> dict[str, Any]:
        if not call.body.get("displayName"):
            raise malformed("A list has a displayName.", "invalidRequest")
        return self._list_json(self._make_folder(call.body["displayName"]))

    def _list(self, call: Call) -> Folder:
        """By its id, or by "tasks" for the default one."""
        return self._folder(self.default if call.path["list"] == "tasks" else call.path["list"])

    def _list_json(self, one: Folder) -> dict[str, Any]:
        return {
            "@odata.etag": f'W/"L{one.id[-12:]}"',
            "id": one.id,
            "displayName": one.name,
            "isOwner": True,
            "isShared": False,
            "wellknownListName": one.known_as or "none",
        }

    # ── the API: tasks ──

    def tasks_list(self, call: Call) -> dict[str, Any]:
        folder = self._list(call)
        if len(filtered_by(call.query.filter)) > 1:
            raise malformed("To Do heeds one condition of a filter, and not which one you think.", "invalidRequest")
        return listed(call, self._world, [self._json(one, call) for one in self._items.values() if one.folder == folder.id], _FIELDS)

    def tasks_get(self, call: Call) -> dict[str, Any]:
        return only(self._json(self._task(call), call), call.query.select)

    def tasks_create(self, call: Call) -> dict[str, Any]:
        self._check(call.body)
        if not call.body.get("title"):
            raise malformed("A task has a title.", "invalidRequest")
        return self._json(self._add(call.body, self._list(call).id), call)

    def tasks_update(self, call: Call) -> dict[str, Any]:
        self._unconditional(call)
        found, said = self._task(call), dict(call.body)
        self._check(said)
        if "linkedResources" in said:
            raise malformed("Linked resources are written one by one.", "invalidRequest")
        if said.get("status") == "completed" and "completedDateTime" not in said:
            said["completedDateTime"] = said_in(datetime.fromtimestamp(self._world.clock(), UTC), "UTC")
        elif said.get("status", "completed") != "completed":
            said["completedDateTime"] = None
        self._change(found, said)
        return self._json(found, call)

    def tasks_delete(self, call: Call) -> None:
        self._unconditional(call)
        self.delete(self._task(call).key)

    def tasks_delta(self, call: Call) -> dict[str, Any]:
        folder = self._list(call)

        def tell(options: Mapping[str, str]) -> Tell:
            select = tuple(options["select"].split(",")) if options["select"] else ()
            return lambda key: [{"@odata.type": "#microsoft.graph.todoTask", **only(self._json(self._items[key], call), select)}]

        return self.deltas.page(
            call, folder.id, tell, options={"select": ",".join(call.query.select)}, named=lambda key: self._named(key, immutable=call.prefer.immutable),
            size=call.prefer.pagesize or call.query.top or 20,
        )  # fmt: skip

    def links_list(self, call: Call) -> dict[str, Any]:
        return listed(call, self._world, self._links(self._task(call)), ())

    def links_update(self, call: Call) -> dict[str, Any]:
        self._unconditional(call)
        found = self._task(call)
        links = self._links(found)
        here = next((one for one in links if one["id"] == call.path["link"]), None)
        if here is None:
            raise Refusal(404, "ErrorItemNotFound")
        here.update(call.body)
        self._change(found, {"linkedResources": [{name: value for name, value in one.items() if name != "id"} for one in links]})
        return {name: value for name, value in here.items() if value is not None}

    def _links(self, task: Item) -> list[dict[str, Any]]:
        return [{"id": f"r{task.number}", **one} for one in task.fields.get("linkedResources") or ()]

    def _unconditional(self, call: Call) -> None:
        """Nobody says what To Do makes of If-Match: what is written so is not safe."""
        if "if-match" in call.headers:
            raise malformed("To Do does not say that it heeds If-Match.")

    def _task(self, call: Call) -> Item:
        found = self._found(call.path["task"], immutable=call.prefer.immutable)
        if found.folder != self._list(call).id:
            raise Refusal(404, "ErrorItemNotFound")
        return found

    def _check(self, said: Mapping[str, Any]) -> None:
        if len(said.get("linkedResources") or ()) > 1:
            raise malformed("Only one item in linkedResources is allowed.", "invalidRequest")
        for name in _TIMES:
            if said.get(name):
                if {"dateTime", "timeZone"} - set(said[name]):
                    raise malformed(f"At least one property failed validation: {name}.", "ErrorPropertyValidationFailure")
                instant(said[name])

    def _json(self, one: Item, call: Call) -> dict[str, Any]:
        said = {name: value for name, value in one.fields.items() if value is not None}
        for name in _TIMES:  # To Do keeps the day, and the hour of a reminder alone
            if name in said:
                at = instant(said[name]) if name == "reminderDateTime" else _midnight(said[name])
                said[name] = said_in(at, call.prefer.zone)
        said.pop("linkedResources", None)
        if "linkedResources" in call.query.expand:
            said["linkedResources"] = self._links(one)
        return self._stamps(one) | {
            "id": self._id(one, immutable=call.prefer.immutable),
            "title": "",
            "importance": "normal",
            "isReminderOn": "reminderDateTime" in said,
            "status": "notStarted",
            "categories": [],
            "hasAttachments": False,
            "body": {"content": "", "contentType": "text"},
            "bodyLastModifiedDateTime": zulu(one.changed),
            **said,
        }


def _midnight(said: Mapping[str, str]) -> datetime:
    """The beginning of a day in the zone it is written in."""
    return instant({**said, "dateTime": said["dateTime"][:10] + "T00:00:00"})
