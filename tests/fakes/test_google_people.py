"""The fake's contacts refuse what the People API refuses: each row is a call that must not go through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.google.client import GoogleClient
from connectors.google.contacts import GoogleContactsOptions, scopes
from connectors.google.refusals import NotThere, Wrong
from tests.fakes.google import Google, google

RASA = "rasa@klimatas.example"
LIST: dict[str, Any] = {"resourceName": "people/me", "personFields": "names", "pageSize": 2, "requestSyncToken": True}


@pytest.fixture
def g() -> Iterator[Google]:
    with google() as world:
        for n in range(3):
            world.account(RASA).contacts.add(names=[{"displayName": f"Ona {n}"}])
        yield world


@pytest.fixture
def client(g: Google, tmp_path: Path) -> Iterator[GoogleClient]:
    g.token_file(tmp_path / "rasa.json", RASA)
    options = GoogleContactsOptions(account=RASA, token_file="rasa.json", endpoint=g.url)
    opened = GoogleClient(options, tmp_path, "people", scopes(options, reminders=False))
    yield opened
    opened.close()


def listed(client: GoogleClient, **changed: Any) -> dict[str, Any]:
    """A page of contacts; a parameter of None is left out."""
    asked = {key: value for key, value in {**LIST, **changed}.items() if value is not None}
    return client.call(client.service.people().connections().list(**asked))


def tokens(client: GoogleClient) -> tuple[str, str]:
    """The page token of the first page of everything, and the sync token of the second."""
    page = listed(client)["nextPageToken"]
    return page, listed(client, pageToken=page)["nextSyncToken"]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"resourceName": "people/c1"}, "somebody else's contacts"),
    ({"personFields": "names,notes"}, "a field that there is not"),
    ({"pageSize": 1001}, "more than a thousand at once"),
    ({"sortOrder": "LAST_MODIFIED_DESCENDING"}, "an order beside a sync token"),
    ({"syncToken": "made up"}, "a token it never gave"),
    ({"syncToken": "{sync}", "personFields": "names,metadata"}, "a sync token with other fields"),
    ({"syncToken": "{sync}", "pageSize": 3}, "a sync token with another size"),
    ({"syncToken": "{sync}", "requestSyncToken": None}, "a sync token without asking for the next"),
    ({"pageToken": "{page}", "personFields": "nicknames"}, "a page token with other fields"),
    ({"pageToken": "{page}", "syncToken": "{sync}"}, "the page of another listing"),
]


@pytest.mark.parametrize(("changed", "reason"), REFUSED, ids=[row[-1] for row in REFUSED])
def test_a_listing_keeps_to_what_google_allows(client: GoogleClient, changed: dict[str, Any], reason: str) -> None:
    """400; tokens hold for the parameters they were given for."""
    page, sync = tokens(client)
    with pytest.raises(Wrong):
        listed(client, **{key: value.format(page=page, sync=sync) if isinstance(value, str) else value for key, value in changed.items()})


def test_only_the_last_page_has_a_sync_token_and_it_tells_what_is_gone(g: Google, client: GoogleClient) -> None:
    """F30: and a deleted contact is told with its name alone; deletions are not in a listing of everything."""
    contacts = g.account(RASA).contacts
    first = listed(client)
    assert "nextSyncToken" not in first and first["totalItems"] == 3
    _, sync = tokens(client)
    contacts.delete(contacts.names()[0])
    (gone,) = listed(client, syncToken=sync)["connections"]
    assert gone["metadata"]["deleted"] is True and "names" not in gone
    assert listed(client)["totalItems"] == 2


@pytest.mark.parametrize(
    ("names", "reason"), [([f"people/c{n}" for n in range(201)], "too many"), (["c1"], "no name of a person"), ([], "none")]
)
def test_single_contacts_are_asked_for_by_name(client: GoogleClient, names: list[str], reason: str) -> None:
    """At most two hundred; of one that is not there its name and 404 come."""
    people = client.service.people()
    with pytest.raises(Wrong):
        client.call(people.getBatchGet(resourceNames=names, personFields="names"))
    (answer,) = client.call(people.getBatchGet(resourceNames=["people/c1"], personFields="names"))["responses"]
    assert answer["httpStatusCode"] == 404 and answer["requestedResourceName"] == "people/c1" and "person" not in answer


def test_an_unknown_token_and_an_expired_one_are_told_apart(g: Google, client: GoogleClient) -> None:
    """Both are 400; the expired one says so in its details."""
    _, sync = tokens(client)
    g.account(RASA).contacts.forget_tokens()
    with pytest.raises(Wrong) as expired:
        listed(client, syncToken=sync)
    with pytest.raises(Wrong) as unknown:
        listed(client, syncToken="x")
    assert "expired" in str(expired.value) and "invalid" in str(unknown.value)
    assert not isinstance(expired.value, NotThere)
