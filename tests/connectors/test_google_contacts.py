"""Contacts of a Google account: the contract of a Harvester against the fake, and what only Google's contacts do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.base import Broken, Change, Cursor, Fetched, Gone
from connectors.files.listing import Size
from connectors.google.address_book import ContactsHarvester
from connectors.google.client import GoogleClient
from connectors.google.contacts import GoogleContactsOptions, scopes
from connectors.google.pace import ALLOWANCES, Pace
from syncd.core.google.contacts import read_contact
from syncd.errors import Busy, CursorExpired, SourceError
from tests.connectors.contract import HarvesterContract, Store, the_collection
from tests.fakes.google import USUAL, Clock, Google, google
from tests.fakes.google.people import Contacts

RASA = "rasa@klimatas.example"


class ContactsWorld:
    """The address book of one person."""

    def __init__(self, g: Google, folder: Path) -> None:
        self.g, self.folder = g, folder
        self.contacts: Contacts = g.account(RASA).contacts
        self.names: dict[str, str] = {}
        g.token_file(folder / "rasa.json", RASA, USUAL)
        self.clock = Clock()
        self._pace = Pace(ALLOWANCES["people"], now=self.clock, sleep=self.clock.sleep)
        self._open: list[GoogleClient] = []

    def open(self, items: int = 3) -> ContactsHarvester:
        options = GoogleContactsOptions(account=RASA, token_file="rasa.json", endpoint=self.g.url)
        client = GoogleClient(options, self.folder, "people", scopes(options, reminders=False), pace=self._pace)
        self._open.append(client)
        return ContactsHarvester(client, Size(items=items))

    def close(self) -> None:
        while self._open:
            self._open.pop().close()

    def raw(self, name: str) -> bytes:
        shown = {"displayName": f"Ona {name}", "familyName": name, "givenName": "Ona", "metadata": {"primary": True}}
        return json.dumps(
            {"names": [shown], "resourceName": self.names[name]}, ensure_ascii=False, separators=(",", ":"), sort_keys=True
        ).encode()

    def add(self, name: str) -> None:
        named = {"displayName": f"Ona {name}", "familyName": name, "givenName": "Ona", "displayNameLastFirst": f"{name}, Ona"}
        self.names[name] = self.contacts.add(names=[named], photos=[{"url": "https://lh3.googleusercontent.com/x"}])

    def remove(self, name: str) -> None:
        self.contacts.delete(self.names[name])

    def damage(self, name: str) -> bool:
        return False  # an answer is JSON as a whole or is none

    def flag(self, name: str) -> bool:
        self.contacts.touch(self.names[name])
        return False  # a contact that changed is told whole

    def forget(self, cursor: Cursor) -> Cursor:
        self.contacts.forget_tokens()
        return cursor

    def own(self) -> bool:
        return False

    def state(self) -> object:
        assert not [a for a in self.g.log if a.verb != "GET" and a.method != "token"]
        return self.contacts.state()


def _world(folder: Path) -> Iterator[ContactsWorld]:
    with google() as g:
        world = ContactsWorld(g, folder)
        yield world
        world.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[ContactsWorld]:
    yield from _world(tmp_path)


class TestGoogleContacts(HarvesterContract):
    """The contract, in pages of three."""

    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[ContactsWorld]:
        yield from _world(tmp_path)


def fetched(changes: list[Change]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """By resource name the name on the card and the labels."""
    return {c.remote_id: (read_contact(c.raw).cards[0].name, c.marks.labels) for c in changes if isinstance(c, Fetched)}


def test_a_contact_comes_with_what_is_read_and_nothing_else(world: ContactsWorld) -> None:
    """Notes, photos and what Google knows of the person itself are not even asked for; what changes without meaning is left out."""
    name = world.contacts.add(
        names=[{"displayName": "Ona Žukienė"}], biographies=[{"value": "serga"}], photos=[{"url": "x"}], genders=[{"value": "female"}],
        addresses=[{"city": "Kaunas", "type": "home", "streetAddress": "Laisvės al. 1"}],
    )  # fmt: skip
    (change,) = Store().run(world.open())
    assert isinstance(change, Fetched) and change.remote_id == name and change.media_type == "application/x-google-contact"
    assert json.loads(change.raw) == {
        "resourceName": name,
        "names": [{"displayName": "Ona Žukienė", "metadata": {"primary": True}}],
        "addresses": [{"city": "Kaunas", "type": "home", "metadata": {"primary": True}}],
    }
    assert change.marks.size == len(change.raw)
    (asked,) = world.g.asked("people.people.connections.list")
    assert not {"biographies", "photos", "genders", "userDefined"} & set(asked.params["personFields"].split(","))
    assert asked.params["sources"] == ["READ_SOURCE_TYPE_CONTACT"]


def test_labels_are_marks_by_their_names(world: ContactsWorld) -> None:
    """A rule of exclusion names labels as the person calls them; the group of all contacts is no label."""
    private, vip = world.contacts.make_group("Private"), world.contacts.make_group("VIP")
    world.add("a")
    world.contacts.put(world.names["a"], vip, private, "contactGroups/starred")
    store = Store()
    assert fetched(store.run(world.open())) == {world.names["a"]: ("Ona a", ("Private", "VIP", "starred"))}
    world.contacts.put(world.names["a"], vip)
    assert fetched(store.run(world.open())) == {world.names["a"]: ("Ona a", ("VIP",))}


def test_a_renamed_label_is_seen_though_no_contact_changed(world: ContactsWorld) -> None:
    """F26: a label that is called Private from now on excludes all that bear it."""
    group = world.contacts.make_group("Klientai")
    for name in "abcd":
        world.add(name)
        world.contacts.put(world.names[name], group)
    store = Store()
    store.run(world.open())
    world.contacts.rename_group(group, "Private")
    with pytest.raises(CursorExpired, match="Klientai"):
        store.run(world.open())
    again = fetched(store.go_on(world.open()))
    assert {labels for _, labels in again.values()} == {("Private",)} and len(again) == 4
    world.contacts.make_group("Nauja")
    assert store.run(world.open()) == [], "a label nobody bore has nothing to tell"


def test_a_contact_with_another_resource_name_is_not_there_twice(world: ContactsWorld) -> None:
    """A verified address links a contact with a profile: Google gives it another name, and tells the one it had."""
    for name in "ab":
        world.add(name)
    store = Store()
    store.run(world.open())
    now = world.contacts.move(world.names["a"])
    assert [c if isinstance(c, Gone) else c.remote_id for c in store.run(world.open())] == [Gone(world.names["a"]), now]
    assert len(store.items) == 2


def test_the_token_of_the_last_listing_holds_until_the_next_is_through(world: ContactsWorld) -> None:
    """F30: only the last page has a sync token; cut off before it, the changes come again from the one before."""
    for n in range(7):
        world.add(f"c{n}")
    store = Store()
    store.run(world.open())
    assert store.cursor is not None
    token = store.cursor["sync"]
    for n in range(7):
        world.contacts.change(world.names[f"c{n}"], nicknames=[{"value": "X"}])
    store.run(world.open(), pages=2)
    assert store.cursor["sync"] == token and store.cursor["page"]
    assert len(store.run(world.open())) == 1, "it goes on with the page that was not read"
    assert store.cursor["sync"] != token and store.cursor["page"] is None


def test_who_was_deleted_while_a_listing_was_cut_off_is_missed_at_its_end(world: ContactsWorld) -> None:
    """A listing of everything that went on says who is there by asking anew."""
    for n in range(7):
        world.add(f"c{n}")
    store = Store()
    store.run(world.open(), pages=1)
    world.remove("c0")
    store.run(world.open())
    assert len(store.items) == 6
    light = [a for a in world.g.asked("people.people.connections.list") if a.params["personFields"] == "metadata"]
    assert len(light) == 1 and "syncToken" not in light[0].params


def test_an_expired_token_is_said_by_google_in_an_answer_of_its_own(world: ContactsWorld) -> None:
    """Sync tokens end seven days after a listing of everything: 400 with EXPIRED_SYNC_TOKEN, not 410."""
    world.add("a")
    store = Store()
    store.run(world.open())
    world.contacts.forget_tokens()
    with pytest.raises(CursorExpired, match="expired"):
        store.run(world.open())
    assert world.g.log[-1].status == 400


def test_a_request_that_is_wrong_by_itself_is_no_reason_to_list_again(world: ContactsWorld) -> None:
    """Without a token there is no place to forget: a listing of everything that is refused is an error, not a circle."""
    world.g.says("people.people.connections.list", 400, reason="badRequest", times=9)
    with pytest.raises(SourceError) as told:
        Store().run(world.open())
    assert not isinstance(told.value, CursorExpired)


def test_the_first_page_of_everything_has_a_quota_of_its_own(world: ContactsWorld) -> None:
    """F32: 429 for it is nobody's fault; the scheduler waits, and an hour later everything comes."""
    world.add("a")
    world.contacts.full_listings = 0
    with pytest.raises(Busy) as told:
        Store().run(world.open())
    world.contacts.full_listings = 1
    assert told.value.retry_after
    world.clock.sleep(3600)
    assert len(Store().run(world.open())) == 1


def test_an_unchanged_address_book_costs_two_small_requests(world: ContactsWorld) -> None:
    """Its changes and its labels, whatever its size."""
    for n in range(20):
        world.add(f"c{n}")
    store = Store()
    store.run(world.open())
    harvester = world.open()
    book = the_collection(harvester)
    before = len(world.g.log)
    assert [page.changes for page in harvester.pages(book, store.cursor)] in ([], [()])
    asked = [a.method for a in world.g.log[before:] if a.method != "token"]
    assert asked == ["people.contactGroups.list", "people.people.connections.list"]


def test_single_contacts_come_two_hundred_at_a_time(world: ContactsWorld) -> None:
    """Google gives at most so many by name; each asked one is answered once, deleted ones as gone."""
    for n in range(205):
        world.add(f"c{n}")
    world.remove("c7")
    harvester = world.open(items=1000)
    names: list[Any] = list(world.names.values())
    changes = list(harvester.fetch(the_collection(harvester), [*names, "people/c1", names[0]]))
    assert [c.remote_id for c in changes] == [*names, "people/c1"]
    assert [c.remote_id for c in changes if isinstance(c, Gone)] == [world.names["c7"], "people/c1"]
    assert len(world.g.asked("people.people.getBatchGet")) == 2


def test_a_contact_that_google_fails_at_is_not_gone(world: ContactsWorld) -> None:
    """One answer for many names: each has a status of its own, and only NOT_FOUND says that there is none."""
    world.add("a")
    name = world.names["a"]
    answer = {"responses": [{"requestedResourceName": name, "status": {"code": 14, "message": "The service is unavailable."}}]}
    world.g.says("people.people.getBatchGet", 200, body=answer)
    harvester = world.open()
    assert list(harvester.fetch(the_collection(harvester), [name])) == [Broken(name, "Google did not give this contact (14)")]
