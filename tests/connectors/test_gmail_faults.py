"""Gmail on bad days: a history that is forgotten, messages that vanish, letters too large, labels that come late."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.base import Broken, Change, Fetched, Gone, Marked
from connectors.google.mailbox import ALL
from connectors.google.pace import ALLOWANCES, Pace
from syncd.errors import Busy, CursorExpired, SourceError
from tests.connectors.contract import Store, mail
from tests.connectors.google_worlds import Mailbox, Reader, a_mailbox
from tests.fakes.google import Asked, Refusal


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Mailbox]:
    yield from a_mailbox(tmp_path)


def fetched(changes: list[Change]) -> list[str]:
    """The ids given with their content."""
    return [c.remote_id for c in changes if isinstance(c, Fetched)]


# ── the history ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_happens_during_the_first_listing_is_told_after_it(box: Mailbox) -> None:
    """F23: the number of the last change is taken before the listing begins."""
    ids = [box.mail.deliver(mail(f"m{n}")) for n in range(6)]
    late: list[str] = []

    def meanwhile(asked: Asked) -> None:
        late.append(box.mail.deliver(mail("late")))
        box.mail.delete(ids[5])  # told already
        box.mail.trash(ids[0])  # listed, and not told yet
        box.mail.label(ids[4], "STARRED")

    reader = Reader(box)
    box.google.on(lambda a: a.method == "gmail.users.messages.list" and "pageToken" in a.query, before=meanwhile)
    reader.go_on()
    told = reader.go_on()["ALL"]
    assert reader.there() == {*ids[1:5], *late}
    assert [c.marks.flags for c in told if isinstance(c, Marked) and c.remote_id == ids[4]] == [("INBOX", "\\Flagged")]


@pytest.mark.slow
def test_an_expired_history_is_said_and_the_listing_ends_with_what_is_there(box: Mailbox) -> None:
    """F23: 404 is no empty answer; from nothing everything comes once, and `complete` says what went meanwhile."""
    ids = [box.mail.deliver(mail(f"m{n}")) for n in range(7)]
    reader = Reader(box)
    reader.go_on()
    box.mail.delete(ids[3])
    box.mail.forget_history()
    with pytest.raises(CursorExpired):
        reader.go_on()
    for store in reader.stores.values():
        store.cursor = None
    told = reader.go_on()
    assert sorted(fetched(told["ALL"])) == sorted(i for i in ids if i != ids[3])
    assert reader.there() == {*ids} - {ids[3]}


@pytest.mark.slow
def test_a_listing_that_was_cut_off_ends_with_everything_that_is_there(box: Mailbox) -> None:
    """Page.complete: what one run did not see itself, it asks for; gone messages go although the listing had passed them."""
    ids = [box.mail.deliver(mail(f"m{n:02}")) for n in range(9)]
    store = Store()
    store.run(box.open(), pages=2)
    box.mail.delete(ids[8])
    box.mail.forget_history()
    pages = list(box.open().pages(ALL, None))
    assert pages[-1].complete == {*ids[:8]}

    store.cursor = None
    store.run(box.open(), pages=1)
    store.run(box.open())
    assert set(store.items) == {*ids[:8]} and sum(c.remote_id == ids[0] for c in store.changes) == 1


@pytest.mark.slow
@pytest.mark.parametrize("terse", [False, True])
def test_a_history_is_told_page_by_page_and_a_cut_loses_nothing(box: Mailbox, terse: bool) -> None:
    """F25: after each page the cursor stands at the last change that was told, wherever the pass ends."""
    box.mail.is_terse = terse
    ids = [box.mail.deliver(mail(f"m{n:02}")) for n in range(5)]
    reader = Reader(box)
    reader.go_on()
    new = [box.mail.deliver(mail(f"new{n:02}")) for n in range(17)]
    for id_ in ids[:2]:
        box.mail.label(id_, "STARRED")
    box.mail.delete(ids[2])
    box.mail.delete(new[3])
    box.mail.trash(new[16])
    store = reader.stores["ALL"]
    store.changes.clear()
    places = []
    for _ in range(100):
        page = next(iter(box.harvester().pages(ALL, store.cursor)), None)
        if page is None:
            break
        store.take(page)
        places.append(page.cursor["history"])
    assert len(places) > 3 and places == sorted(places) and places[-1] == box.mail.now
    assert set(store.items) == {*ids, *new} - {ids[2], new[3], new[16]}
    assert len(fetched(store.changes)) == len(set(fetched(store.changes))) == 15
    assert sorted(c.remote_id for c in store.changes if isinstance(c, Marked)) == sorted(ids[:2])


def test_a_label_put_on_new_mail_comes_with_it(box: Mailbox) -> None:
    """F26: several changes of one message are one, also where a filter labels it as it comes."""
    label = box.mail.make_label("Klientai")
    reader = Reader(box)
    reader.go_on()
    box.asked()
    id_ = box.mail.deliver(mail("a"))
    box.mail.label(id_, label, "STARRED")
    box.mail.unlabel(id_, "UNREAD")
    (change,) = reader.go_on()["ALL"]
    assert isinstance(change, Fetched) and change.marks.labels == ("Klientai",) and "\\Seen" in change.marks.flags
    assert box.asked().count("messages.get") == 2


def test_a_change_on_a_later_page_of_the_history_is_not_told_twice(box: Mailbox) -> None:
    """F26: what was fetched a moment ago is as it is now, whatever the next page says of it."""
    reader = Reader(box)
    reader.go_on()
    ids = [box.mail.deliver(mail(f"m{n}")) for n in range(6)]
    for id_ in ids:
        box.mail.label(id_, "STARRED")
    told = reader.go_on()["ALL"]
    assert sorted(c.remote_id for c in told) == sorted(ids) and all(isinstance(c, Fetched) for c in told)


def test_a_label_change_during_a_listing_is_never_lost(box: Mailbox) -> None:
    """P3: between two slices of the first listing, of a message told already and of one that was not."""
    ids = [box.mail.deliver(mail(f"m{n}")) for n in range(9)]
    store = Store()
    store.run(box.open(), pages=1)
    label = box.mail.make_label("Private")
    box.mail.label(ids[8], label)
    box.mail.label(ids[0], label)
    store.run(box.open())
    last = {c.remote_id: c.marks.labels for c in store.changes if isinstance(c, Fetched | Marked)}
    assert {id_ for id_, labels in last.items() if labels == ("Private",)} == {ids[8], ids[0]}


def test_mail_that_no_search_finds_yet_is_neither_missed_nor_taken_for_gone(box: Mailbox) -> None:
    """F23: Gmail's search is a moment behind: for what came just before the listing, and for what came before its end."""
    for n in range(7):
        box.mail.deliver(mail(f"m{n}"), *(("SENT",) if n == 3 else ()))
    before = box.mail.deliver(mail("before"))
    box.mail.index(before, is_found=False)
    harvester = box.open()
    store = Store()
    store.run(harvester, pages=1)
    assert before in store.items
    between = box.mail.deliver(mail("between"))
    box.mail.index(between, is_found=False)
    box.mail.index(before)
    store.run(harvester)
    assert set(store.items) == {*box.mail.ids()} - {*box.mail.ids(having="SENT")}
    assert len(fetched(store.changes)) == len(set(fetched(store.changes))) == 8


def test_an_old_token_of_a_listing_begins_it_anew(box: Mailbox) -> None:
    """F23: a place in a listing Gmail no longer knows is an expired cursor, never the end of the list."""
    for n in range(9):
        box.mail.deliver(mail(f"m{n}"))
    store = Store()
    store.run(box.open(), pages=2)
    assert store.cursor is not None and store.cursor["page"]
    box.google.says("gmail.users.messages.list", 400, body=Refusal(400, "invalidArgument", "Invalid pageToken").json())
    with pytest.raises(CursorExpired):
        store.run(box.open())


@pytest.mark.parametrize("method", ["messages", "history"])
def test_a_list_that_goes_round_in_a_circle_is_left(box: Mailbox, method: str) -> None:
    """Some servers give the token they were asked with: that is an error of theirs, not a list without end."""
    for n in range(9):
        box.mail.deliver(mail(f"m{n}"))
    reader = Reader(box)
    if method == "history":
        reader.go_on()
    box.mail.deliver(mail("new"))
    circle = {"history": {"historyId": str(box.mail.now), "nextPageToken": "7"}, "messages": {"messages": [], "nextPageToken": "7"}}[method]
    box.google.says(f"gmail.users.{method}.list", 200, body=circle, times=9)
    with pytest.raises(SourceError, match="again and again"):
        reader.go_on()


# ── messages that are not there, or not whole ────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_a_message_that_is_listed_and_not_found_is_skipped(box: Mailbox) -> None:
    """F28: by the listing, by the history, and asked for alone; those beside it come."""
    ids = [box.mail.deliver(mail(f"m{n}")) for n in range(5)]
    box.mail.vanish(ids[2])
    reader = Reader(box)
    told = reader.go_on()["ALL"]
    assert [c for c in told if not isinstance(c, Fetched)] == [Gone(ids[2])]
    lost = box.mail.deliver(mail("lost"))
    box.mail.vanish(lost)
    there = box.mail.deliver(mail("there"))
    assert sorted(reader.go_on()["ALL"], key=repr)[-1:] == [Gone(lost)] and reader.there() == {*ids, there} - {ids[2]}
    assert list(box.harvester().fetch(ALL, [lost])) == [Gone(lost)]


def test_a_message_deleted_between_the_look_at_it_and_the_fetching_is_gone(box: Mailbox) -> None:
    """F28: the history names it, it is there, and a moment later it is not."""
    reader = Reader(box)
    reader.go_on()
    id_ = box.mail.deliver(mail("a"))
    box.google.on(lambda a: a.method == "gmail.users.messages.get" and "format=raw" in a.query, before=lambda _: box.mail.delete(id_))
    assert reader.go_on()["ALL"] == [Gone(id_)]


def test_a_message_that_comes_empty_is_broken_until_it_comes_whole(box: Mailbox) -> None:
    """Rule 5: it is told with the reason, and can be asked for again."""
    id_ = box.mail.deliver(mail("a"))
    box.mail.damage(id_)
    (broken,) = Reader(box).go_on()["ALL"]
    assert isinstance(broken, Broken) and broken.reason == "the message is empty"
    box.mail.damage(id_, mail("a"))
    (whole,) = box.harvester().fetch(ALL, [id_])
    assert isinstance(whole, Fetched) and whole.raw == mail("a")


@pytest.mark.parametrize("number", [1, 2, 6])
@pytest.mark.parametrize("how", ["fails", "breaks the connection"])
def test_one_message_gmail_fails_at_keeps_none_of_the_others(box: Mailbox, number: int, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule 5: tried a few times, then set aside with the reason; the place moves on, and it is not asked for in every pass."""
    monkeypatch.setattr("connectors.patience._AGAIN", (0.0, 0.0, 0.0))
    reader = Reader(box)
    reader.go_on()
    ids = [box.mail.deliver(mail(f"m{n}")) for n in range(number)]

    def is_poison(asked: Asked) -> bool:
        return asked.method == "gmail.users.messages.get" and ids[-1] in asked.path and "format=raw" in asked.query

    if how == "fails":
        box.google.says(is_poison, 500, times=1000)
    else:
        box.google.loses(is_poison, times=1000)
    told = reader.go_on()["ALL"]
    assert [c.remote_id for c in told if isinstance(c, Broken)] == ids[-1:]
    assert sorted(fetched(told)) == sorted(ids[:-1])
    assert reader.go_on()["ALL"] == []


def test_where_gmail_fails_at_every_message_none_is_blamed(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """F34: a server in trouble is waited for; then everything comes."""
    monkeypatch.setattr("connectors.patience._AGAIN", (0.0, 0.0, 0.0))
    ids = [box.mail.deliver(mail(f"m{n}")) for n in range(6)]
    reader = Reader(box)
    box.google.says("gmail.users.messages.get", 503, times=100)
    with pytest.raises(SourceError):
        reader.go_on(box.harvester(items=100))
    assert reader.stores["ALL"].changes == []
    box.google.faults.clear()
    reader.go_on()
    assert reader.there() == {*ids}


# ── sizes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("new", [False, True])
def test_of_a_letter_over_the_limit_only_the_headers_are_read(box: Mailbox, new: bool) -> None:
    """`max_message`: by the listing and by the history; its size is told, and nothing of its text is fetched."""
    reader = Reader(box)
    harvester = box.harvester(limit=1_000_000)
    if new:
        reader.go_on(harvester)
    raw = (
        "From: Ona =?utf-8?q?Kazlauskien=C4=97?= <ona@baltas.example>\r\nTo: rasa@klimatas.example\r\nMessage-ID: <big@baltas.example>\r\n"
        "Date: Mon, 2 Mar 2026 09:00:00 +0200\r\nSubject: Brėžiniai\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=b\r\n\r\n"
        "--b\r\n\r\nLabas\r\n--b--\r\n"
    ).encode()
    box.mail.deliver(raw, size=30_000_000)
    box.mail.deliver(mail("small"))
    told = {c.raw: c for c in reader.go_on(harvester)["ALL"] if isinstance(c, Fetched)}
    (big,) = (c for c in told.values() if c.marks.size == 30_000_000)
    assert b"Subject: Br\xc4\x97\xc5\xbeiniai\r\n" in big.raw and b"Message-ID: <big@baltas.example>" in big.raw
    assert big.raw.endswith(b"Content-Type: text/plain; charset=utf-8\r\n\r\n") and b"Labas" not in big.raw and b"boundary" not in big.raw
    assert not [a for a in box.google.asked("gmail.users.messages.get") if "format=raw" in a.query and big.remote_id in a.path]


@pytest.mark.slow
def test_pages_are_cut_so_that_no_more_is_held_than_they_may(box: Mailbox) -> None:
    """Memory: large letters come in pages of their own, by the listing and by the history; nothing is asked for twice."""
    big = [box.mail.deliver(mail(f"big{n}") + b"x" * 300_000) for n in range(4)]
    small = [box.mail.deliver(mail(f"small{n}")) for n in range(4)]
    harvester = box.harvester(items=100, listed=500, nbytes=700_000)
    pages = list(harvester.pages(ALL, None))
    assert max(sum(len(c.raw) for c in p.changes if isinstance(c, Fetched)) for p in pages) < 700_000
    assert sorted(fetched([c for p in pages for c in p.changes])) == sorted(big + small)
    more = [box.mail.deliver(mail(f"more{n}") + b"x" * 300_000) for n in range(4)]
    news = list(harvester.pages(ALL, pages[-1].cursor))
    assert max(sum(len(c.raw) for c in p.changes if isinstance(c, Fetched)) for p in news) < 700_000
    assert fetched([c for p in news for c in p.changes]) == more
    assert [p.cursor for p in news[:-1]] == [pages[-1].cursor] * (len(news) - 1), "a change of many is through when all of it is told"


def test_what_came_before_a_wait_is_kept(box: Mailbox) -> None:
    """F33: what was fetched of a page was paid for: it is told with its place, and only the rest is asked for again."""
    ids = [box.mail.deliver(mail(f"m{n}")) for n in range(8)]
    newest_first = ids[::-1]
    box.google.throttles(lambda a: a.method == "gmail.users.messages.get" and a.path.endswith(newest_first[4]), 300)
    reader = Reader(box)
    with pytest.raises(Busy) as caught:
        reader.go_on()
    assert caught.value.retry_after == pytest.approx(300, abs=2)
    assert fetched(reader.stores["ALL"].changes) == newest_first[:4]
    reader.go_on(box.harvester(pace=Pace(ALLOWANCES["gmail"])))
    assert fetched(reader.stores["ALL"].changes) == newest_first, "each once"
    assert reader.there() == set(ids)


# ── refusals reach as far as they must ───────────────────────────────────────────────────────────────────────────────

REFUSALS = [
    # what is refused, status, headers, the error, why
    ("gmail.users.messages.list", 429, {"Retry-After": "300"}, Busy, "F33: a long wait is the scheduler's"),
    ("gmail.users.history.list", 403, {"Retry-After": "120"}, Busy, "F32: a rate is no missing right"),
    ("gmail.users.messages.list", 200, {}, SourceError, "F35: an answer that is none never means that there is no mail"),
    ("gmail.users.history.list", 200, {}, SourceError, "F35: nor that nothing changed"),
]


@pytest.mark.parametrize(("method", "status", "headers", "error", "why"), REFUSALS)
def test_no_refusal_is_taken_for_an_empty_mailbox(
    box: Mailbox, method: str, status: int, headers: dict[str, str], error: type[Exception], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F32, F33, F35: the pass ends with what it told so far; the next one goes on there."""
    monkeypatch.setattr("connectors.patience._AGAIN", (0.0,))
    box.mail.deliver(mail("a"))
    reader = Reader(box)
    if "history" in method:
        reader.go_on()
        box.mail.deliver(mail("b"))
    if status == 200:
        box.google.says(method, 200, body="<html>Sign in to the hotel's network</html>", times=5)
    else:
        box.google.throttles(method, headers["Retry-After"], status=status)
    with pytest.raises(error):
        reader.go_on()
    assert not any(isinstance(c, Gone) for store in reader.stores.values() for c in store.changes), why
