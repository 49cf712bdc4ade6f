"""What the fake of Exchange tells of a folder and of the folders, page by page and from one time to the next."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from exchangelib.items import ID_ONLY
from exchangelib.services import SyncFolderItems

from tests.fakes.ews import Exchange, Folder, exchange
from tests.fakes.ews.schema import SPACES
from tests.fakes.ews_asking import RASA, Open, ask, get_item, message, opening, sync


@pytest.fixture
def x() -> Iterator[Exchange]:
    with exchange() as world:
        yield world


@pytest.fixture
def library(x: Exchange) -> Iterator[Open]:
    with opening(x) as open_:
        yield open_


def states(account: Any, folder: Any, state: str | None = None, most: int = 10) -> Iterator[tuple[list[tuple[str, Any]], str, bool]]:
    """A folder's changes page by page, each with its state."""
    while True:
        service = SyncFolderItems(account=account)
        changes = list(
            service.call(
                folder=folder, shape=ID_ONLY, additional_fields=None, sync_state=state, ignore=None, max_changes_returned=most, sync_scope=None
            )
        )
        state = service.sync_state
        yield changes, state, service.includes_last_item_in_range
        if service.includes_last_item_in_range:
            return


@pytest.mark.parametrize("newest_first", [True, False])
def test_a_folder_is_told_page_by_page_and_each_page_has_its_state(x: Exchange, library: Open, newest_first: bool) -> None:
    """What comes, goes or changes while the pages are read is told afterwards, and nothing is left out."""
    x.newest_first = newest_first
    inbox = x.mailbox(RASA).inbox
    ids = [inbox.deliver(message(n)) for n in range(25)]
    account = library()
    pages = states(account, account.inbox)
    changes, first, last = next(pages)
    told = [item.id for _, item in changes]
    assert (told, last) == (ids[:-11:-1] if newest_first else ids[:10], False)
    late = inbox.deliver(message(99))
    inbox.delete(ids[12])
    inbox.mark(told[0], read=True)
    rest = [(kind, item) for changes, _, _ in pages for kind, item in changes]
    assert {item.id for kind, item in rest if kind == "create"} == set(ids) - set(told) - {ids[12]} | {late}
    assert [item.id for kind, item in rest if kind == "delete"] == [ids[12]]
    assert [(item[0].id, item[1]) for kind, item in rest if kind == "read_flag_change"] == [(told[0], True)]
    again = [item.id for changes, _, _ in states(account, account.inbox, first) for kind, item in changes if kind == "create"]
    assert set(again) == {item.id for kind, item in rest if kind == "create"}, "the same state gives the same"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_whoever_follows_the_states_knows_the_folder(x: Exchange, seed: int) -> None:
    """Whatever happens between two pages: in the end a client has what is there, read as it is read, and nothing else."""
    chance = random.Random(seed)
    x.newest_first = seed % 2 == 0
    inbox = x.mailbox(RASA).inbox
    for n in range(20):
        inbox.deliver(message(n))
    mirror: dict[str, tuple[str, str]] = {}
    fields = '<t:FieldURI FieldURI="item:Subject"/><t:FieldURI FieldURI="message:IsRead"/>'
    state, last = "", False
    for step in range(60):
        if step < 40:
            for _ in range(chance.randrange(6)):
                _something_happens(inbox, chance)
        said = ask(x, sync(state=state, most=3, properties=fields))
        for change in said.find("m:Changes")[0]:
            _follow(mirror, change)
        state, last = said.find("m:SyncState")[0].text, said.find("m:IncludesLastItemInRange")[0].text == "true"
        if last and step >= 40:
            break
    assert last
    assert mirror == {one.id: (one.says("Subject"), one.says("IsRead")) for one in inbox.items.values()}


def _something_happens(inbox: Folder, chance: random.Random) -> None:
    there = list(inbox.items)
    what = chance.choice(["come", "come", "come", "change", "mark", "go", "leave"])
    if what == "come" or not there:
        inbox.deliver(message(chance.randrange(1000)))
        return
    one = chance.choice(there)
    match what:
        case "change":
            inbox.change(one, Subject=f"Kitaip {chance.randrange(1000)}")
        case "mark":
            inbox.mark(one, read=chance.random() < 0.5)
        case "go":
            inbox.delete(one)
        case "leave":
            inbox.bin(one)


def _follow(mirror: dict[str, tuple[str, str]], change: Any) -> None:
    found = change.find(".//t:ItemId", SPACES).get("Id")
    kind = change.tag.rpartition("}")[2]
    if kind == "Delete":
        mirror.pop(found, None)
    elif kind == "ReadFlagChange":
        mirror[found] = (mirror[found][0], change.find("t:IsRead", SPACES).text)
    else:
        assert kind == "Create" or found in mirror, "a change of what was never told"
        mirror[found] = (change.find(".//t:Subject", SPACES).text, change.find(".//t:IsRead", SPACES).text)


REFUSED_STATES = [
    ("AAAA", "no state at all"),
    ("inbox of another mailbox", "of somebody else"),
    ("another folder", "of another folder"),
    ("forgotten", "too old"),
]


@pytest.mark.parametrize(("kept", "why"), REFUSED_STATES)
def test_a_state_is_good_for_one_folder_and_one_time(x: Exchange, kept: str, why: str) -> None:
    """F46: ErrorInvalidSyncStateData, in an answer that has an empty state, as the library expects it."""
    x.mailbox("jonas@klimatas.example")
    state = {
        "AAAA": lambda: "AAAA",
        "inbox of another mailbox": lambda: ask(x, sync(), impersonate="jonas@klimatas.example").find("m:SyncState")[0].text,
        "another folder": lambda: ask(x, sync("sentitems")).find("m:SyncState")[0].text,
        "forgotten": lambda: ask(x, sync()).find("m:SyncState")[0].text,
    }
    rasa = x.mailbox(RASA)
    said = state[kept]()
    if kept == "forgotten":
        rasa.forget_sync_states()
    answer = ask(x, sync(state=said))
    assert (answer.status, answer.codes) == (200, ["ErrorInvalidSyncStateData"]), why
    assert [one.text for one in answer.find("m:SyncState")] == [None]


def test_a_folder_under_another_id_is_not_found_by_its_old_one(x: Exchange) -> None:
    """F47: and by its distinguished name it is."""
    rasa = x.mailbox(RASA)
    by_name, old = sync(), rasa.inbox.id
    by_id = by_name.replace('<t:DistinguishedFolderId Id="inbox"/>', f'<t:FolderId Id="{old}"/>')
    assert ask(x, by_id).codes == ["NoError"]
    rasa.renew(rasa.inbox)
    assert ask(x, by_id).codes == ["ErrorSyncFolderNotFound"]
    assert ask(x, by_name).codes == ["NoError"]


def test_an_item_that_is_moved_has_another_id(x: Exchange) -> None:
    """F52: here it is deleted, there it is new, and the old id is not found."""
    rasa = x.mailbox(RASA)
    archive = rasa.make("Archyvas")
    old = rasa.inbox.deliver(message(1))
    state = ask(x, sync()).find("m:SyncState")[0].text
    new = rasa.inbox.move(old, archive)
    assert [one.get("Id") for one in ask(x, sync(state=state)).find("t:Delete/t:ItemId")] == [old]
    assert (old == new, ask(x, get_item(old, new)).codes) == (False, ["ErrorItemNotFound", "NoError"])


def test_a_whole_folder_can_have_other_ids(x: Exchange) -> None:
    """F53: the mailbox was moved to another database; everything is told as gone and as new."""
    inbox = x.mailbox(RASA).inbox
    ids = {inbox.deliver(message(n)) for n in range(3)}
    state = ask(x, sync()).find("m:SyncState")[0].text
    inbox.reassign()
    said = ask(x, sync(state=state))
    assert {one.get("Id") for one in said.find("t:Delete/t:ItemId")} == ids
    assert len(said.find("t:Create")) == 3


def test_folders_that_come_and_go_are_told_by_the_hierarchy(x: Exchange, library: Open) -> None:
    rasa = x.mailbox(RASA)
    account = library()
    list(account.root.sync_hierarchy())
    made, gone = rasa.make("Nauja"), rasa["notes"]
    rasa.rename(rasa["journal"], "Žurnalas")
    rasa.remove(gone)
    told = [(kind, getattr(folder, "id", folder)) for kind, folder in account.root.sync_hierarchy()]
    assert sorted(told) == sorted([("create", made.id), ("update", rasa.journal.id), ("delete", gone.id)])
