"""Mail of Microsoft 365 on bad days: links that are forgotten, replays, moves, letters too large, marks that come late."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from connectors.base import Change, Collection, Fetched, Marked
from connectors.graph.mailbox import GraphMailHarvester
from syncd.errors import Busy, CursorExpired, SourceError
from tests.connectors.contract import Store, mail
from tests.connectors.graph_worlds import RASA, Mailbox, Reader, a_person

INBOX = Collection(id="inbox", name="Inbox", role="inbox")


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Mailbox]:
    yield from a_person(tmp_path, Mailbox)


def deliver(box: Mailbox, count: int) -> list[str]:
    return [box.mail.deliver(mail(f"m{n:02}")) for n in range(count)]


def kinds(changes: list[Change]) -> list[tuple[str, str]]:
    return [(type(c).__name__, c.remote_id) for c in changes]


# ── folders ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_folders_have_their_roles_and_paths(box: Mailbox) -> None:
    """By what Graph knows them as, else by their names; hidden ones and what is not sent yet are left out."""
    sent = box.mail.make_folder("Išsiųsta")
    below = box.mail.make_folder("2024", sent)
    project = box.mail.make_folder("Projektai", "inbox")
    thrown = box.mail.make_folder("Sena", "deleteditems")
    told = {c.id: (c.name, c.role) for c in box.harvester().collections()}
    assert told == {
        "inbox": ("Inbox", "inbox"), "sentitems": ("Sent Items", "sent"), "drafts": ("Drafts", "drafts"), "deleteditems": ("Deleted Items", "trash"),
        "junkemail": ("Junk Email", "spam"), "archive": ("Archive", "archive"), sent: ("Išsiųsta", "sent"), below: ("Išsiųsta/2024", "sent"),
        project: ("Inbox/Projektai", "other"), thrown: ("Deleted Items/Sena", "trash"),
    }  # fmt: skip


def test_a_folder_that_is_renamed_or_put_elsewhere_stays_itself(box: Mailbox) -> None:
    """Nothing is read again."""
    folder = box.mail.make_folder("Projektai")
    box.mail.deliver(mail("a"), folder)
    reader = Reader(box.harvester)
    reader.go_on()
    box.mail.rename_folder(folder, "Darbai")
    box.mail.move_folder(folder, "inbox")
    assert reader.go_on() == {}
    assert {c.id: c.name for c in box.harvester().collections()}[folder] == "Inbox/Darbai"


def test_a_folder_that_is_gone_says_so_and_the_others_are_read(box: Mailbox) -> None:
    """What was read of it stays: that a folder is not there is not that each of its mails was deleted."""
    folder = box.mail.make_folder("Projektai")
    box.mail.deliver(mail("a"), folder)
    collection = Collection(id=folder, name="Projektai", role="other")
    store = Store()
    for page in box.harvester().pages(collection, None):
        store.take(page)
    box.mail.remove_folder(folder)
    with pytest.raises(SourceError, match="what was read of it stays"):
        list(box.harvester().pages(collection, store.cursor))
    assert folder not in {c.id for c in box.harvester().collections()}


def test_a_known_folder_with_another_id_is_listed_again(box: Mailbox) -> None:
    """F53: a mailbox that was restored or moved has another id for every folder; Inbox is Inbox."""
    deliver(box, 2)
    store = Store()
    store.run(box.open())
    box.graph.says("messages.delta", 404, code="ErrorItemNotFound")
    with pytest.raises(CursorExpired):
        store.run(box.open())


# ── what is told twice, moved, or gone ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("removed_first", [False, True], ids=["twice", "removed and back"])
def test_what_is_told_again_doubles_nothing(box: Mailbox, removed_first: bool) -> None:
    """F56."""
    ids = deliver(box, 4)
    store = Store()
    store.run(box.open())
    before = dict(store.items)
    box.mail.replay(ids[1], removed_first=removed_first)
    assert kinds(store.run(box.open())) == [("Marked", ids[1])]
    assert store.items == before


def test_a_moved_mail_is_the_same_mail_elsewhere(box: Mailbox) -> None:
    """F52: its id stays, and every request asks for ids that do."""
    ids = deliver(box, 3)
    reader = Reader(box.harvester)
    reader.go_on()
    box.mail.move(ids[1], "archive")
    told = reader.go_on()
    assert {folder: kinds(changes) for folder, changes in told.items()} == {"inbox": [("Gone", ids[1])], "archive": [("Fetched", ids[1])]}
    assert all('IdType="ImmutableId"' in asked.headers.get("prefer", "") for asked in box.graph.log if "." in asked.method)


def test_a_mail_put_back_from_an_archive_comes_as_one_that_is_new(box: Mailbox) -> None:
    """F53: even an immutable id changes then; that both are one message its Message-ID says."""
    ids = deliver(box, 2)
    store = Store()
    store.run(box.open())
    again = box.mail.reimport(ids[0])
    assert sorted(kinds(store.run(box.open()))) == sorted([("Gone", ids[0]), ("Fetched", again)])
    assert sorted(store.items.values()) == [mail("m00"), mail("m01")]


def test_a_mail_that_is_listed_and_not_found_is_none(box: Mailbox) -> None:
    """It went between two requests."""
    ids = deliver(box, 3)
    box.mail.vanish(ids[1])
    store = Store()
    store.run(box.open())
    assert sorted(store.items) == sorted([ids[0], ids[2]])


def test_drafts_are_left_out(box: Mailbox) -> None:
    """Nothing is said in them yet; sent, one is a mail."""
    draft = box.mail.deliver(mail("d"), "drafts")
    reader = Reader(box.harvester)
    assert reader.go_on() == {}
    box.mail.move(draft, "sentitems")
    assert kinds(reader.go_on()["sentitems"]) == [("Fetched", draft)]


# ── links ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize("code", ["SyncStateNotFound", "resyncRequired", "SyncStateInvalid"])
def test_a_forgotten_link_is_listed_anew_and_says_what_is_gone(box: Mailbox, code: str) -> None:
    """F55: 410 in each of Graph's words; `complete` tells what went meanwhile."""
    ids = deliver(box, 7)
    store = Store()
    store.run(box.open())
    box.mail.purge(ids[3])
    box.mail.deltas.forget(code)
    with pytest.raises(CursorExpired):
        store.run(box.open())
    store.cursor = None
    store.run(box.open(), pages=1)
    store.run(box.open())
    assert set(store.items) == {*ids} - {ids[3]}


def test_many_mailboxes_are_listed_anew_one_after_the_other(box: Mailbox) -> None:
    """F55: a second one waits for its turn, and says for how long."""
    ona = Mailbox(box.graph, box.clock, box.folder, "ona@klimatas.example")
    ona.turns = box.turns
    stores = (Store(), Store())
    for person, store in zip((box, ona), stores, strict=True):
        deliver(person, 2)
        store.run(person.open())
        person.mail.deltas.forget()
    with pytest.raises(CursorExpired):
        stores[0].run(box.open())
    with pytest.raises(Busy, match="go first") as told:
        stores[1].run(ona.open())
    assert told.value.retry_after is not None
    box.clock.sleep(told.value.retry_after)
    with pytest.raises(CursorExpired):
        stores[1].run(ona.open())
    ona.close()


def test_a_link_is_kept_only_with_what_it_brought(box: Mailbox) -> None:
    """F57: with a page that did not come to be stored, the same link is asked again."""
    ids = deliver(box, 3)
    store = Store()
    store.run(box.open())
    box.mail.deliver(mail("new"))
    next(iter(box.open().pages(INBOX, store.cursor)))  # and the machine loses its current
    assert [c.raw for c in store.run(box.open()) if isinstance(c, Fetched)] == [mail("new")]
    assert len(store.items) == len(ids) + 1


def test_an_answer_larger_than_a_page_is_told_in_parts_that_each_can_be_the_last(box: Mailbox) -> None:
    """F57: the link moves on with the last of them."""
    ids = deliver(box, 5)

    def harvester() -> GraphMailHarvester:
        return box.harvester(items=100, nbytes=2 * len(mail("m00")))

    store = Store()
    for _ in range(4):
        for page in harvester().pages(INBOX, store.cursor):
            assert sum(isinstance(c, Fetched) for c in page.changes) <= 2
            store.take(page)
            break
    assert sorted(store.items) == sorted(ids)
    assert len([c for c in store.changes if isinstance(c, Fetched)]) == 5, "none of them twice"


def test_a_quiet_folder_gets_a_new_link_once_a_day(box: Mailbox) -> None:
    """F55: a link grows old though nothing changes; a page without changes keeps the new one."""
    deliver(box, 2)
    store = Store()
    store.run(box.open())
    assert list(box.open().pages(INBOX, store.cursor)) == []
    box.clock.sleep(2 * 86_400)
    (page,) = box.open().pages(INBOX, store.cursor)
    assert page.changes == () and page.cursor != store.cursor


def test_empty_pages_are_gone_through(box: Mailbox) -> None:
    """Graph gives some with nothing but a link."""
    ids = deliver(box, 4)
    box.graph.empty_pages = 2
    box.graph.on("messages.delta", before=lambda asked: box.clock.sleep(1), times=10)  # a link says when it was given
    box.graph.on("mailFolders.delta", before=lambda asked: box.clock.sleep(1), times=10)
    store = Store()
    store.run(box.open())
    assert sorted(store.items) == sorted(ids)


def test_no_link_leads_to_another_host(box: Mailbox) -> None:
    """A token goes to Microsoft only."""
    deliver(box, 5)
    box.graph.leads_to("https://graph.microsoft.example")
    with pytest.raises(SourceError, match="not asked"):
        Store().run(box.open())


# ── marks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_marks_are_what_the_person_did_with_a_mail(box: Mailbox) -> None:
    """Read, flagged, categories, sensitivity, the conversation and the size, at once and when they change; without the content again."""
    at = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    key = box.mail.deliver(mail("a"), at=at, sensitivity="personal")
    store = Store()
    (told,) = store.run(box.open())
    assert isinstance(told, Fetched)
    assert (told.marks.flags, told.marks.labels, told.marks.sensitivity, told.marks.received_at, told.marks.size) == ((), (), "personal", at, len(mail("a")))
    assert told.marks.provider_thread
    box.mail.categorise(key, "Šeima", "Klientai")
    box.mail.mark_sensitive(key, "private")
    box.mail.read(key)
    (told,) = store.run(box.open())
    assert isinstance(told, Marked)
    assert (told.marks.flags, told.marks.labels, told.marks.sensitivity) == (("\\Seen",), ("Klientai", "Šeima"), "private")


def test_of_a_mail_that_was_read_graph_may_say_no_more_than_that(box: Mailbox) -> None:
    """Then its other marks are asked for: none of them is lost."""
    box.mail.is_terse = True
    key = box.mail.deliver(mail("a"), sensitivity="confidential")
    box.mail.categorise(key, "Klientai")
    store = Store()
    store.run(box.open())
    box.mail.read(key)
    (told,) = store.run(box.open())
    assert isinstance(told, Marked)
    assert (told.marks.flags, told.marks.labels, told.marks.sensitivity) == (("\\Seen",), ("Klientai",), "confidential")


def test_a_mail_told_long_ago_is_read_again_when_it_is_marked(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The place remembers some thousand: one that it does not know may be new, and a new one must never be taken for one that was marked."""
    monkeypatch.setattr("connectors.graph.mail_place._REMEMBERED", 2)
    ids = deliver(box, 4)
    store = Store()
    store.run(box.open())
    for id_ in ids:
        box.mail.flag(id_)
    told = kinds(store.run(box.open()))
    assert sorted(id_ for _, id_ in told) == sorted(ids) and {kind for kind, _ in told} == {"Marked", "Fetched"}
    assert [kind for kind, _ in told].count("Marked") == 2


# ── content ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_of_a_mail_that_is_too_large_the_headers_are_read(box: Mailbox) -> None:
    """From what Graph says of it where it has no headers."""
    large = mail("large") + b"x" * 5000
    key = box.mail.deliver(large)
    harvester = box.harvester(limit=1000)
    (page,) = harvester.pages(INBOX, None)
    (told,) = page.changes
    assert isinstance(told, Fetched) and told.remote_id == key and told.marks.size == len(large)
    assert b"Message-ID: <large@laikrodis.example>" in told.raw and b"Subject: Lai" in told.raw and len(told.raw) < 1000
    assert "messages.value" not in box.asked()


def test_where_every_mail_fails_it_is_none_of_them(box: Mailbox) -> None:
    """Nothing is set aside because Microsoft is out of order."""
    deliver(box, 6)
    box.graph.says("messages.value", 503, times=1000, code="ErrorServerBusy")
    with pytest.raises(SourceError):
        Store().run(box.open())


def test_small_mails_come_many_in_one_request(box: Mailbox) -> None:
    """A first listing of years of mail is asked for by the thousand."""
    deliver(box, 40)
    store = Store()
    for page in box.harvester(items=50).pages(INBOX, None):
        store.take(page)
    assert len(store.items) == 40
    assert len([asked for asked in box.graph.log if asked.method == "messages.value" and not asked.batch]) == 0
    assert len({asked.batch for asked in box.graph.log if asked.method == "messages.value"}) == 2


def test_a_mail_that_cannot_be_had_keeps_none_beside_it(box: Mailbox) -> None:
    """F51, F58: alone, first of several, or in the middle of a batch it is set aside, and the others come."""
    alone = box.mail.deliver(mail("alone"), "archive")
    ids = deliver(box, 25)
    for key in (alone, ids[0], ids[12]):
        box.mail.damage(key)
    reader = Reader(lambda: box.harvester(items=50))
    reader.go_on()
    assert set(reader.stores["archive"].broken) == {alone}
    assert set(reader.stores["inbox"].broken) == {ids[0], ids[12]} and len(reader.stores["inbox"].items) == 23


@pytest.mark.slow
def test_of_large_mails_no_more_than_three_are_asked_for_at_once(box: Mailbox) -> None:
    """F58: a mailbox lets four through."""
    for number in range(40):
        box.mail.deliver(mail(f"m{number:02}") + b"x" * 260_000)
    together = threading.Barrier(3, timeout=20)
    box.graph.on("messages.value", before=lambda asked: together.wait(), times=3)
    store = Store()
    for page in box.harvester(items=50).pages(INBOX, None):
        store.take(page)
    assert len(store.items) == 40
    assert box.graph.most_parallel(RASA) == 3
    assert not [asked for asked in box.graph.log if asked.status == 429]


def test_the_newest_are_asked_for_first_and_an_unchanged_folder_costs_one_request(box: Mailbox) -> None:
    """What was said today is worth most; a pass over a quiet folder is cheap."""
    deliver(box, 3)
    store = Store()
    harvester = box.harvester()
    for page in harvester.pages(INBOX, None):
        store.take(page)
    first = next(asked for asked in box.graph.log if asked.method == "messages.delta")
    assert "$orderby=receivedDateTime desc" in unquote(first.query)
    box.asked()
    assert list(harvester.pages(INBOX, store.cursor)) == []
    assert box.asked() == ["messages.delta"]
