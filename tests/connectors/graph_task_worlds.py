"""What the tests of reminders as tasks of Microsoft To Do share: a person with lists at the fake, and the world of the contract suite."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from connectors.graph.calendars import GraphCalendarOptions
from connectors.graph.client import GraphClient
from connectors.graph.tasks import NAME, Known, TaskReminders
from tests.connectors.graph_reminder_worlds import RASA, Person, Way, a_person, lane_of_test


class TaskPerson(Person):
    """Somebody who keeps their reminders in Microsoft To Do."""

    @property
    def todo(self) -> Any:
        return self.graph.mailbox(RASA).todo

    def allows(self, *granted: str) -> None:
        """A program is let in to all tasks of the directory, or to none."""
        super().allows(*(f"{one}.All" if self.way == "program" and one.startswith("Tasks") else one for one in granted))

    def open(self, known: Known | None = None) -> TaskReminders:  # type: ignore[override]
        reminders = TaskReminders(GraphClient(self._options(str(self.path)), self.folder, ("Tasks.ReadWrite",), lane=lane_of_test(self.clock)), known=known)
        self._opened.append(reminders)
        return reminders

    def key_of(self, uid: str) -> str:
        """The id of the task, the one made first."""
        return str(next(key for key in self.todo.keys() if uid in (mark_in(self.todo.get(key)) or "").partition("?")))  # noqa: SIM118

    def entry(self, uid: str) -> dict[str, Any]:
        """The task as it was written."""
        return dict(self.todo.get(self.key_of(uid)))

    def entries(self) -> list[dict[str, Any]]:
        """All tasks of all lists."""
        return [self.todo.get(key) for key in self.todo.keys()]  # noqa: SIM118

    def titles(self) -> list[str]:
        return [one["title"] for one in self.entries()]

    def lists(self) -> list[dict[str, Any]]:
        """The lists there are, by what they are known as."""
        return [{"displayName": one.name, "wellknownListName": one.known_as or "none"} for one in self.todo.lists()]

    def list_of(self, name: str = NAME) -> str:
        """The id of a list by its name."""
        return str(next(one.id for one in self.todo.lists() if one.name == name))

    # the world of the contract

    def change(self, uid: str, *, title: str = "", start: dt.datetime | None = None, note: str = "", done: bool | None = None) -> None:
        key = self.key_of(uid)
        if title:
            self.todo.change(key, title=title)
        if start:
            self.todo.change(key, dueDateTime=told(start.replace(hour=0, minute=0)), reminderDateTime=told(start), isReminderOn=True)
        if note:
            before = self.todo.get(key)["body"]["content"]
            self.todo.change(key, body={"contentType": "text", "content": f"{before}\r\n\r\n{note}"})
        if done:
            self.todo.complete(key)

    def delete(self, uid: str) -> None:
        self.todo.delete(self.key_of(uid))

    def copy(self, uid: str) -> None:
        self.clock.sleep(60)
        self.todo.copy(self.key_of(uid))

    def forbid(self) -> bool:
        self.allows("Tasks.Read")
        return True

    def state(self) -> object:
        return self.todo.state(), [(one.id, one.name) for one in self.todo.lists()]

    def _options(self, path: str) -> GraphCalendarOptions:
        way = {self.key: path} if path else {}
        return GraphCalendarOptions(mailbox=RASA, tenant=self.graph.tenant, client_id=self.graph.client_id, endpoint=self.url, as_="task", **way)


def told(at: dt.datetime) -> dict[str, str]:
    """A time as the person's own program writes it, in their zone."""
    return {"dateTime": f"{at:%Y-%m-%dT%H:%M:%S}", "timeZone": getattr(at.tzinfo, "key", "UTC")}


def mark_in(task: dict[str, Any]) -> str | None:
    """What the linked resource of a task says."""
    links = task.get("linkedResources") or [{}]
    return links[0].get("externalId")


def a_task_person(folder: Path, way: Way = "program") -> Iterator[TaskPerson]:
    """Somebody for one test."""
    yield from a_person(folder, way, TaskPerson)  # type: ignore[misc]
