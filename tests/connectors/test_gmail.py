"""The Gmail connector keeps the contract, and knows Gmail's ways: labels for folders, and marks for the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.base import Broken, Fetched, Gone, LiveHarvester, Marked, Page
from connectors.google.mailbox import ALL, SENT
from syncd.errors import AuthFailed
from tests.connectors.contract import HarvesterContract, mail
from tests.connectors.google_worlds import NOON, Mailbox, Reader, a_mailbox


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Mailbox]:
    yield from a_mailbox(tmp_path)


class TestGmail(HarvesterContract):
    @pytest.fixture
    def world(self, box: Mailbox) -> Mailbox:
        return box


class TestTerseGmail(HarvesterContract):
    """The same where the history names the messages and says nothing of their labels, which is all that is promised."""

    @pytest.fixture
    def world(self, box: Mailbox) -> Mailbox:
        box.mail.is_terse = True
        return box


# ── what belongs where (F27) ─────────────────────────────────────────────────────────────────────────────────────────

PLACES = [
    # labels, where it is read, why
    (("INBOX", "UNREAD"), "ALL", "a letter that came"),
    (("IMPORTANT",), "ALL", "archived"),
    (("CATEGORY_PROMOTIONS", "INBOX"), "ALL", "what Gmail takes for an advertisement is judged by us"),
    (("SENT",), "SENT", "what its owner wrote"),
    (("SENT", "INBOX", "UNREAD"), "SENT", "written to oneself: once, as sent"),
    (("SPAM", "UNREAD"), "", "spam"),
    (("TRASH",), "", "thrown away"),
    (("SENT", "TRASH"), "", "sent, and thrown away"),
    (("DRAFT",), "", "not said to anybody yet"),
    (("CHAT",), "", "a chat is no mail"),
]


@pytest.mark.parametrize(("labels", "place", "why"), PLACES)
@pytest.mark.parametrize("when", ["before", "between", "single"])
def test_a_message_is_read_where_its_labels_say(box: Mailbox, labels: tuple[str, ...], place: str, why: str, when: str) -> None:
    """F27: by the first listing, by the history, and asked for alone."""
    reader = Reader(box)
    if when == "between":
        reader.go_on()
    id_ = box.mail.deliver(mail("a"), *labels)
    if when == "single":
        found = {c.id: list(box.harvester().fetch(c, [id_])) for c in (SENT, ALL)}
        assert {name: [type(c) for c in changes] for name, changes in found.items()} == {
            n: [Fetched if n == place else Gone] for n in ("SENT", "ALL")
        }, why
        return
    told = reader.go_on()
    assert {name for name, changes in told.items() if changes} == ({place} if place else set()), why


MOVES = [
    # labels before, what happens, what is told of it in All Mail, why
    (("INBOX",), "trash", Gone, "thrown away"),
    (("INBOX",), "spam", Gone, "reported"),
    (("INBOX",), "delete", Gone, "deleted for good"),
    (("TRASH",), "untrash", Fetched, "taken back: it was never given, or given long ago"),
    (("SPAM",), "not_spam", Fetched, "it was no spam"),
    (("TRASH",), "delete", Gone, "emptied: what is not known here does no harm"),
]


@pytest.mark.parametrize(("labels", "verb", "change", "why"), MOVES)
def test_what_moves_between_the_closed_places_and_the_open_ones_is_told(
    box: Mailbox, labels: tuple[str, ...], verb: str, change: type, why: str
) -> None:
    """F27: Spam and Trash are left and entered."""
    id_ = box.mail.deliver(mail("a"), *labels)
    reader = Reader(box)
    reader.go_on()
    getattr(box.mail, verb)(id_)
    told = reader.go_on()
    assert [type(c) for c in told["ALL"]] == [change], why
    assert not any(isinstance(c, Fetched) for c in told["SENT"])


def test_a_draft_is_read_when_it_is_sent_and_not_before(box: Mailbox) -> None:
    """F27: each saving of a draft is a new message and the end of the old one; sent, it has an id of its own."""
    reader = Reader(box)
    reader.go_on()
    for text in ("a", "ab", "abc"):
        draft = box.mail.deliver(mail(text), "DRAFT")
        assert not [c for changes in reader.go_on().values() for c in changes if isinstance(c, Fetched | Marked | Broken)]
        box.mail.delete(draft)
    sent = box.mail.deliver(mail("abc"), "SENT")
    (fetched,) = [c for changes in reader.go_on().values() for c in changes if isinstance(c, Fetched)]
    assert fetched.remote_id == sent and reader.there(SENT) == {sent} and not reader.there()


def test_the_two_collections_are_what_configs_and_pages_refer_to(box: Mailbox) -> None:
    """All Mail is where new mail arrives; what was sent is trusted for promises."""
    assert [(c.id, c.name, c.role) for c in box.harvester().collections()] == [("SENT", "Sent", "sent"), ("ALL", "All Mail", "inbox")]


# ── marks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_marks_are_in_the_words_of_mail(box: Mailbox) -> None:
    """Labels by the names a person gave them, nested ones as they stand; what Gmail sets by itself are flags or nothing."""
    private, kitchen = box.mail.make_label("Clients/Private"), box.mail.make_label("Virtuvė")
    id_ = box.mail.deliver(
        mail("a"), "INBOX", "STARRED", "IMPORTANT", "CATEGORY_PERSONAL", private, kitchen, at=NOON + 789, thread="19cab3d0c0000000"
    )
    (fetched,) = Reader(box).go_on()["ALL"]
    assert isinstance(fetched, Fetched) and fetched.remote_id == id_ and fetched.raw == mail("a")
    marks = fetched.marks
    assert marks.labels == ("Clients/Private", "Virtuvė")
    assert marks.flags == ("IMPORTANT", "INBOX", "\\Flagged", "\\Seen")
    assert marks.received_at == dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
    assert (marks.size, marks.provider_thread) == (len(mail("a")), "19cab3d0c0000000")


def test_a_label_made_or_renamed_later_has_its_present_name(box: Mailbox) -> None:
    """A connection is kept for months: names are asked for again in each pass that meets one."""
    label = box.mail.make_label("Klientai")
    id_ = box.mail.deliver(mail("a"), "INBOX", label)
    reader, harvester = Reader(box), box.harvester()
    reader.go_on(harvester)
    box.mail.rename_label(label, "Asmeniška")
    box.mail.label(id_, box.mail.make_label("Nauja"))
    (marked,) = reader.go_on(harvester)["ALL"]
    assert isinstance(marked, Marked) and marked.marks.labels == ("Asmeniška", "Nauja")


def test_labels_are_asked_for_once_a_pass_and_only_where_a_message_has_one(box: Mailbox) -> None:
    """A pass over mail without labels of the person's own asks for none."""
    for n in range(6):
        box.mail.deliver(mail(f"m{n}"))
    reader = Reader(box)
    reader.go_on()
    box.asked()
    for id_ in box.mail.ids():
        box.mail.label(id_, "STARRED")
    reader.go_on()
    assert "labels.list" not in box.asked()
    label = box.mail.make_label("Klientai")
    for id_ in box.mail.ids():
        box.mail.label(id_, label)
    reader.go_on()
    assert box.asked().count("labels.list") == 1


@pytest.mark.slow
def test_a_renamed_label_is_seen_within_the_hour(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """P3: the history does not tell, and the new name may be one by which mail is left out. Only its messages are told."""
    kept, renamed, fresh = (box.mail.make_label(name) for name in ("Klientai", "Kita", "Tuščia"))
    ids = [box.mail.deliver(mail(f"m{n}"), "INBOX", renamed if n % 2 else kept) for n in range(9)]
    sent = box.mail.deliver(mail("sent"), "SENT", renamed)
    reader, harvester = Reader(box), box.harvester()
    reader.go_on(harvester)
    box.mail.rename_label(renamed, "Asmeniška")
    box.mail.rename_label(fresh, "Visai tuščia")
    assert reader.go_on(harvester) == {"SENT": [], "ALL": []}
    monkeypatch.setattr("connectors.google.mail_place._NAMED_EVERY", 0.0)
    told = reader.go_on(harvester)
    assert [(c.remote_id, c.marks.labels) for c in told["SENT"] if isinstance(c, Marked)] == [(sent, ("Asmeniška",))]
    marked = {c.remote_id: c.marks.labels for c in told["ALL"] if isinstance(c, Marked)}
    assert marked == dict.fromkeys(ids[1::2], ("Asmeniška",)) and len(told["ALL"]) == len(marked)
    assert reader.go_on(harvester) == {"SENT": [], "ALL": []}, "once"


# ── cost ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_unchanged_mailbox_costs_one_request(box: Mailbox) -> None:
    """Rule 7: both collections are told by one answer."""
    for n in range(5):
        box.mail.deliver(mail(f"m{n}"))
    reader, harvester = Reader(box), box.harvester()
    for _ in range(2):
        reader.go_on(harvester)
    box.asked()
    for _ in range(3):
        assert reader.go_on(harvester) == {"SENT": [], "ALL": []}
        assert box.asked() == ["history.list"]
    assert list(harvester.pages(ALL, reader.stores["ALL"].cursor)) == [], "and it is asked anew where only one is read"
    assert box.asked() == ["history.list"]


def test_a_new_letter_costs_a_request_for_what_it_is_and_one_for_its_content(box: Mailbox) -> None:
    """Nothing is fetched for the collection it does not belong to."""
    reader, harvester = Reader(box), box.harvester()
    reader.go_on(harvester)
    box.asked()
    box.mail.deliver(mail("a"))
    reader.go_on(harvester)
    assert box.asked() == ["history.list", "messages.get", "messages.get"]


def test_a_first_harvest_fetches_each_message_once(box: Mailbox) -> None:
    """Beside the bodies there are a listing, a search for large messages, the number of the last change and the labels' names."""
    for n in range(12):
        box.mail.deliver(mail(f"m{n:02}"), *(("SENT",) if n % 3 == 0 else ()))
    Reader(box).go_on(box.harvester(items=100, listed=500))
    asked = box.asked()
    assert asked.count("messages.get") == 12 + 4, "and of the newest ones not found in All Mail where they belong"
    assert asked.count("messages.list") == 5 and len(asked) <= 16 + 5 + 5


# ── the live connection ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_a_paused_listing_goes_on_after_what_is_new(box: Mailbox) -> None:
    """A long first harvest is cut into slices: new mail comes between them, and each old message once."""
    ids = [box.mail.deliver(mail(f"m{n:02}")) for n in range(11)]
    harvester = box.harvester(listed=500)
    assert isinstance(harvester, LiveHarvester) and harvester.listen(ALL, None) is None
    reader = Reader(box)
    store = reader.stores["ALL"]
    new: list[str] = []
    while store.cursor is None or "page" in store.cursor:
        pages: list[Page] = []
        for page in harvester.pages(ALL, store.cursor):
            harvester.pause()
            store.take(page)
            pages.append(page)
        assert len(pages) == 1, "it ends with the page on its way"
        assert set(new[-1:]) <= {c.remote_id for c in store.changes[-len(pages[0].changes) :]} or len(new) == 3, "new mail before old"
        if len(new) < 3:
            new.append(box.mail.deliver(mail(f"new{len(new)}")))
    fetched = [c.remote_id for c in store.changes if isinstance(c, Fetched)]
    assert len(fetched) == len(set(fetched)) == 14 and set(ids) < set(fetched)


def test_another_account_that_signed_in_is_refused(box: Mailbox, tmp_path: Path) -> None:
    """F43: nothing of somebody else's mailbox is read."""
    box.google.token_file(tmp_path / "token.json", "jonas@klimatas.example")
    box.mail.deliver(mail("a"))
    with pytest.raises(AuthFailed):
        Reader(box).go_on()
    assert not [m for m in box.asked() if m.startswith("messages")]
