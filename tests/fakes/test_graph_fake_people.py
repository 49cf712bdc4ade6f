"""The fake Microsoft Graph keeps contacts and tasks, and tells of their changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.fakes.graph import Clock, Graph, graph
from tests.fakes.graph_asking import IMMUTABLE, RASA, Client, forgive, ids

DUE = {"dateTime": "2026-03-05T15:00:00", "timeZone": "Europe/Vilnius"}


@pytest.fixture
def g() -> Iterator[Graph]:
    with graph(clock=Clock()) as world:
        world.mailbox(RASA)
        yield world


@pytest.fixture
def client(g: Graph) -> Client:
    return Client(g)


# Contacts


def test_changes_of_contacts_are_told_folder_by_folder(g: Graph, client: Client) -> None:
    contacts = g.mailbox(RASA).contacts
    folder = contacts.make_folder("Clients")
    ona = contacts.add(displayName="Ona", emailAddresses=[{"address": "ona@example.com", "name": "Ona"}], birthday="1980-05-01T00:00:00Z")
    jonas = contacts.add(folder, displayName="Jonas", businessPhones=["+370 5 2101010"])
    assert ids(client.get("contactFolders")["value"]) == [folder]
    first, link = client.round("contacts/delta")
    assert (ids(first), first[0]["birthday"], first[0]["businessPhones"]) == ([ona], "1980-05-01T00:00:00Z", [])
    assert ids(client.round(f"contactFolders/{folder}/contacts/delta")[0]) == [jonas]
    contacts.change(ona, spouseName="Petras")
    contacts.move(jonas, contacts.default)
    contacts.delete(ona)
    found, _ = client.round(link)
    assert [(one["id"], "@removed" in one) for one in found] == [(jonas, False), (ona, True)]


def test_an_ordinary_id_of_a_contact_changes_when_it_is_moved(g: Graph, client: Client) -> None:
    """F52."""
    contacts = g.mailbox(RASA).contacts
    key = contacts.add(displayName="Ona")
    plain = client.get("contacts", {})["value"][0]["id"]
    assert client.get(f"contacts/{plain}", {})["displayName"] == "Ona"
    contacts.move(key, contacts.make_folder("Clients"))
    assert client.ask("GET", f"contacts/{plain}").status_code == 404
    assert client.get(f"contacts/{key}")["displayName"] == "Ona"


# Tasks


def test_a_task_is_written_found_ticked_and_deleted(g: Graph, client: Client) -> None:
    made = client.ask("POST", "todo/lists", {"displayName": "Promises"}).json()
    body = {
        "title": "Call Ona",
        "dueDateTime": DUE,
        "reminderDateTime": DUE,
        "linkedResources": [{"applicationName": "syncd", "externalId": "p-1"}],
    }
    task = client.ask("POST", f"todo/lists/{made['id']}/tasks", body, headers=IMMUTABLE).json()
    assert (task["status"], task["isReminderOn"], task["reminderDateTime"]["dateTime"]) == (
        "notStarted",
        True,
        "2026-03-05T13:00:00.0000000",
    )
    found = client.get(f"todo/lists/{made['id']}/tasks?$expand=linkedResources")["value"]
    assert [one["linkedResources"][0]["externalId"] for one in found] == ["p-1"]
    g.mailbox(RASA).todo.complete(task["id"])
    path = f"todo/lists/{made['id']}/tasks/{task['id']}"
    assert client.get(path)["status"] == "completed"
    assert client.ask("PATCH", path, {"status": "notStarted"}, headers=IMMUTABLE).json()["status"] == "notStarted"
    _, link = client.round(f"todo/lists/{made['id']}/tasks/delta")
    assert client.ask("DELETE", path, headers=IMMUTABLE).status_code == 204
    assert client.ask("DELETE", path, headers=IMMUTABLE).status_code == 404
    assert ["@removed" in one for one in client.round(link)[0]] == [True]


def test_the_lists_of_a_mailbox_have_well_known_ones(client: Client) -> None:
    assert [one["wellknownListName"] for one in client.get("todo/lists")["value"]] == ["defaultList", "flaggedEmails"]
    assert client.get("todo/lists/tasks")["wellknownListName"] == "defaultList"


@pytest.mark.parametrize(
    ("body", "said", "reason"),
    [
        ({}, "title", "a task is called something"),
        ({"title": "x", "status": "done"}, "status", "no such word"),
        ({"title": "x", "subject": "y"}, "subject", "no such property"),
        ({"title": "x", "dueDateTime": {"dateTime": "2026-03-05T15:00:00"}}, "dueDateTime", "in which zone"),
        ({"title": "x", "singleValueExtendedProperties": []}, "singleValueExtendedProperties", "To Do has none"),
    ],
)
def test_a_task_that_to_do_would_not_take_is_refused(g: Graph, client: Client, body: dict[str, Any], said: str, reason: str) -> None:
    assert client.ask("POST", "todo/lists/tasks/tasks", body).status_code == 400, reason
    assert said in forgive(g)[0], reason


LINKED = {"applicationName": "syncd", "displayName": "syncd", "externalId": "p-1"}


def test_what_to_do_does_not_promise_is_refused(g: Graph, client: Client) -> None:
    """No condition, no search for a mark, one condition in a filter, one linked resource; a day comes back as its midnight."""
    task = client.ask("POST", "todo/lists/tasks/tasks", {"title": "x", "dueDateTime": DUE, "linkedResources": [LINKED]}, headers=IMMUTABLE).json()
    assert task["dueDateTime"]["dateTime"] == "2026-03-04T22:00:00.0000000"
    path = f"todo/lists/tasks/tasks/{task['id']}"
    asked = [
        client.ask("PATCH", path, {"title": "y"}, headers={**IMMUTABLE, "If-Match": task["@odata.etag"]}),
        client.ask("DELETE", path, headers={**IMMUTABLE, "If-Match": task["@odata.etag"]}),
        client.ask("GET", "todo/lists/tasks/tasks?$filter=linkedResources/any(l:l/externalId eq 'p-1')"),
        client.ask("GET", "todo/lists/tasks/tasks?$filter=status eq 'completed' and title eq 'x'"),
        client.ask("GET", "todo/lists/tasks/tasks?$expand=extensions"),
        client.ask("POST", "todo/lists/tasks/tasks", {"title": "x", "linkedResources": [LINKED, LINKED]}),
        client.ask("PATCH", path, {"linkedResources": [LINKED]}, headers=IMMUTABLE),
    ]
    assert [answer.status_code for answer in asked] == [400] * 7 and len(forgive(g)) == 7
    (link,) = client.get(f"{path}/linkedResources")["value"]
    assert client.ask("PATCH", f"{path}/linkedResources/{link['id']}", {"externalId": "p-2"}, headers=IMMUTABLE).status_code == 200
    assert client.get(f"{path}?$expand=linkedResources")["linkedResources"][0]["externalId"] == "p-2"
    assert client.ask("PATCH", f"{path}/linkedResources/none", {"externalId": "p-3"}, headers=IMMUTABLE).status_code == 404
