"""The addresses of Graph v1.0 that are played here: what each is called, which options it takes, which permission opens it.

From the pages of learn.microsoft.com/graph/api; what a page does not list is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

_LIST = frozenset({"$select", "$filter", "$orderby", "$expand", "$top", "$skip", "$count"})
_GET = frozenset({"$select", "$expand"})
_TOKENS = frozenset({"$skiptoken", "$deltatoken"})
_FOLDERS = _LIST | {"includeHiddenFolders"}
_WINDOW = frozenset({"startDateTime", "endDateTime"})
_NONE = frozenset[str]()


@dataclass(frozen=True)
class Route:
    """One method. `service` is the part of a `Mailbox` that carries it out."""

    id: str
    verb: str
    address: re.Pattern[str]
    service: str
    entity: str
    options: frozenset[str]
    delegated: frozenset[str]
    """Permissions any one of which opens it to a person's token."""
    roles: frozenset[str]
    """And to a program's own."""
    of_mailbox: bool = True

    @property
    def handler(self) -> str:
        """What the method is called in the class of its service."""
        return self.id.replace(".", "_")


@dataclass(frozen=True)
class Found:
    """A route, whose address it is ("me", an address, an id, "" where it is nobody's), and what stands in it."""

    route: Route
    user: str
    path: Mapping[str, str] = field(default_factory=dict)


def _either(*names: str) -> frozenset[str]:
    return frozenset(names)


_MAIL = (_either("Mail.Read", "Mail.ReadWrite"), _either("Mail.Read", "Mail.ReadWrite"))
_SEEN = (_either("Calendars.Read", "Calendars.ReadWrite"), _either("Calendars.Read", "Calendars.ReadWrite"))
_KEPT = (_either("Calendars.ReadWrite"), _either("Calendars.ReadWrite"))
_PEOPLE = (_either("Contacts.Read", "Contacts.ReadWrite"), _either("Contacts.Read", "Contacts.ReadWrite"))
_DUE = (_either("Tasks.Read", "Tasks.ReadWrite"), _either("Tasks.Read.All", "Tasks.ReadWrite.All"))
_DONE = (_either("Tasks.ReadWrite"), _either("Tasks.ReadWrite.All"))
_WHO = (_either("User.Read", "User.ReadBasic.All", "User.Read.All"), _either("User.ReadBasic.All", "User.Read.All"))
_NOBODY = (_either("Subscriptions.None"), _either("Subscriptions.None"))

_F, _E, _C = "mailFolders/{folder}", "events/{event}", "calendars/{calendar}"
_TABLE: list[tuple[str, str, tuple[str, ...], str, str, frozenset[str], tuple[frozenset[str], frozenset[str]]]] = [
    ("users.get", "GET", ("",), "directory", "user", _GET, _WHO),
    ("mailFolders.list", "GET", ("mailFolders",), "mail", "mailFolder", _FOLDERS, _MAIL),
    ("mailFolders.delta", "GET", ("mailFolders/delta",), "mail", "mailFolder", _TOKENS | {"$select"}, _MAIL),
    ("mailFolders.get", "GET", (_F,), "mail", "mailFolder", _GET, _MAIL),
    ("mailFolders.children", "GET", (f"{_F}/childFolders",), "mail", "mailFolder", _FOLDERS, _MAIL),
    ("messages.list", "GET", ("messages", f"{_F}/messages"), "mail", "message", _LIST, _MAIL),
    ("messages.tracked", "GET", ("messages/delta",), "mail", "message", _LIST | _TOKENS, _MAIL),
    ("messages.delta", "GET", (f"{_F}/messages/delta",), "mail", "message",
     _TOKENS | {"$select", "$expand", "$top", "$filter", "$orderby"}, _MAIL),
    ("messages.get", "GET", ("messages/{message}", f"{_F}/messages/{{message}}"), "mail", "message", _GET, _MAIL),
    ("messages.value", "GET", ("messages/{message}/$value", f"{_F}/messages/{{message}}/$value"), "mail", "", _NONE, _MAIL),
    ("calendars.list", "GET", ("calendars",), "calendars", "calendar", _LIST, _SEEN),
    ("calendars.create", "POST", ("calendars",), "calendars", "calendar", _NONE, _KEPT),
    ("calendars.get", "GET", ("calendar", _C), "calendars", "calendar", _GET, _SEEN),
    ("events.list", "GET", ("events", "calendar/events", f"{_C}/events"), "calendars", "event", _LIST, _SEEN),
    ("events.create", "POST", ("events", "calendar/events", f"{_C}/events"), "calendars", "event", _NONE, _KEPT),
    ("events.get", "GET", (_E, f"calendar/{_E}", f"{_C}/{_E}"), "calendars", "event", _GET, _SEEN),
    ("events.update", "PATCH", (_E, f"calendar/{_E}", f"{_C}/{_E}"), "calendars", "event", _NONE, _KEPT),
    ("events.delete", "DELETE", (_E, f"calendar/{_E}", f"{_C}/{_E}"), "calendars", "", _NONE, _KEPT),
    ("events.instances", "GET", (f"{_E}/instances", f"{_C}/{_E}/instances"), "calendars", "event", _LIST | _WINDOW, _SEEN),
    ("calendarView.list", "GET", ("calendarView", "calendar/calendarView", f"{_C}/calendarView"), "calendars", "event", _LIST | _WINDOW, _SEEN),
    ("calendarView.delta", "GET", ("calendarView/delta", "calendar/calendarView/delta", f"{_C}/calendarView/delta"), "calendars", "event",
     _TOKENS | _WINDOW, _SEEN),
    ("contactFolders.list", "GET", ("contactFolders",), "contacts", "contactFolder", _LIST, _PEOPLE),
    ("contactFolders.children", "GET", ("contactFolders/{folder}/childFolders",), "contacts", "contactFolder", _LIST, _PEOPLE),
    ("contactFolders.get", "GET", ("contactFolders/{folder}",), "contacts", "contactFolder", _GET, _PEOPLE),
    ("contacts.list", "GET", ("contacts", "contactFolders/{folder}/contacts"), "contacts", "contact", _LIST, _PEOPLE),
    ("contacts.delta", "GET", ("contacts/delta", "contactFolders/{folder}/contacts/delta"), "contacts", "contact", _TOKENS | {"$select"}, _PEOPLE),
    ("contacts.get", "GET", ("contacts/{contact}", "contactFolders/{folder}/contacts/{contact}"), "contacts", "contact", _GET, _PEOPLE),
    ("lists.list", "GET", ("todo/lists",), "todo", "todoTaskList", _LIST, _DUE),
    ("lists.create", "POST", ("todo/lists",), "todo", "todoTaskList", _NONE, _DONE),
    ("lists.get", "GET", ("todo/lists/{list}",), "todo", "todoTaskList", _GET, _DUE),
    ("tasks.list", "GET", ("todo/lists/{list}/tasks",), "todo", "todoTask", _LIST, _DUE),
    ("tasks.create", "POST", ("todo/lists/{list}/tasks",), "todo", "todoTask", _NONE, _DONE),
    ("tasks.delta", "GET", ("todo/lists/{list}/tasks/delta",), "todo", "todoTask", _TOKENS | {"$select", "$top"}, _DUE),
    ("tasks.get", "GET", ("todo/lists/{list}/tasks/{task}",), "todo", "todoTask", _GET, _DUE),
    ("tasks.update", "PATCH", ("todo/lists/{list}/tasks/{task}",), "todo", "todoTask", _NONE, _DONE),
    ("tasks.delete", "DELETE", ("todo/lists/{list}/tasks/{task}",), "todo", "", _NONE, _DONE),
    ("links.list", "GET", ("todo/lists/{list}/tasks/{task}/linkedResources",), "todo", "linkedResource", _LIST, _DUE),
    ("links.update", "PATCH", ("todo/lists/{list}/tasks/{task}/linkedResources/{link}",), "todo", "linkedResource", _NONE, _DONE),
]  # fmt: skip


def _pattern(template: str) -> re.Pattern[str]:
    """`{name}` is one step of a path; delta may be written as the function it is."""
    parts = []
    for literal, name in re.findall(r"([^{]*)(?:\{(\w+)\})?", template):
        parts.append(re.escape(literal))
        if name:
            parts.append(f"(?P<{name}>[^/]+)")
    ending = r"(?:\(\))?" if template.endswith("/delta") else ""
    before = r"/v1\.0/(?:me|users/(?P<user>[^/]+))"
    return re.compile(before + (f"/{''.join(parts)}" if template else "") + ending)


ROUTES = [
    Route(id_, verb, _pattern(template), service, entity, options, *opens)
    for id_, verb, templates, service, entity, options, opens in _TABLE
    for template in templates
]
ROUTES.sort(key=lambda one: one.address.pattern.count("(?P<"))  # the literal one before the one that takes anything
SUBSCRIPTIONS = Route(
    "subscriptions.create", "POST", re.compile(r"/v1\.0/subscriptions"), "directory", "", _NONE, *_NOBODY, of_mailbox=False
)


_KEY = re.compile(r"\('([^'/]+)'\)")


def find(verb: str, path: str) -> Found | None:
    """The route of an address; a key may be written as Graph does in its links, mailFolders('x')."""
    path = _KEY.sub(r"/\1", path)
    if SUBSCRIPTIONS.verb == verb and SUBSCRIPTIONS.address.fullmatch(path):
        return Found(SUBSCRIPTIONS, "")
    for route in ROUTES:
        if route.verb == verb and (matched := route.address.fullmatch(path)):
            said = {name: unquote(value) for name, value in matched.groupdict().items() if value is not None}
            return Found(route, said.pop("user", "me"), said)
    return None


def knows(path: str) -> bool:
    """Whether another verb would have been right."""
    return any(route.address.fullmatch(path) for route in ROUTES)
