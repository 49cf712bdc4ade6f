"""Certificates that end soon are told of while there is time, each notice once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from syncd.certificates import endings, newly_ending
from syncd.store.certificates import keep_certificate
from syncd.store.db import Store, connect
from syncd.store.sources import keep_source

NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = connect(tmp_path / "history.db", create=True)
    yield store
    store.close()


@pytest.mark.parametrize(
    ("left", "said", "reason"),
    [
        (dt.timedelta(days=31), "", "there is time enough"),
        (dt.timedelta(days=30), "in 30 days", "a month before"),
        (dt.timedelta(days=14, hours=5), "in 14 days", "whole days are counted"),
        (dt.timedelta(days=1), "in 1 day;", "one day is one day"),
        (dt.timedelta(hours=5), "in less than a day", "the last hours"),
        (dt.timedelta(0), "ended on 2026-11-22 08:00 UTC", "it ends at that second"),
        (dt.timedelta(days=-400), "ended on 2025-10-18", "long ago"),
    ],
)
def test_how_much_time_is_left_is_said(left: dt.timedelta, said: str, reason: str) -> None:
    """From thirty days on, with the day; once it has ended, that nothing is read."""
    found = [one.sentence(NOW) for one in endings([("rasa-mail", NOW + left)], NOW)]
    assert [said in text and "rasa-mail" in text for text in found] == ([True] if said else []), reason


def test_sources_at_one_server_are_one_sentence() -> None:
    """A company with fifty mailboxes at one server has one certificate to renew; the nearest end comes first."""
    known = [(f"mail-{n}", NOW + dt.timedelta(days=10)) for n in range(5)] + [("calendar", NOW + dt.timedelta(days=2))]
    first, second = [one.sentence(NOW) for one in endings(known, NOW)]
    assert first.startswith("calendar: ")
    assert second.startswith("mail-0, mail-1, mail-2 and 2 more: ")


def test_each_notice_is_given_once(store: Store) -> None:
    """F19: at 30, 14 and 3 days and at the end, however often it is asked, and again for the certificate after it."""
    mail, calendar = (keep_source(store, name, "imap", "") for name in ("mail", "calendar"))
    until = NOW + dt.timedelta(days=40)
    for source in (mail, calendar):
        keep_certificate(store, source, f"{until:%Y-%m-%dT%H:%M:%SZ}")
    given = []
    for hours in range(0, 24 * 45, 6):
        now = NOW + dt.timedelta(hours=hours)
        given += [(hours // 24, text) for text in newly_ending(store, now)]
    assert [day for day, _ in given] == [10, 26, 37, 40]
    assert all("calendar, mail: " in text for _, text in given)
    events = store.db.execute("SELECT source, count(*) FROM event WHERE kind = 'certificate' GROUP BY source").fetchall()
    assert events == [("calendar", 4), ("mail", 4)]
    keep_certificate(store, mail, f"{until + dt.timedelta(days=20):%Y-%m-%dT%H:%M:%SZ}")
    (text,) = newly_ending(store, until + dt.timedelta(days=1))
    assert text.startswith("mail: ")


def test_what_is_known_already_is_not_written_again(store: Store) -> None:
    """A pass at which the certificate is as it was changes no row; a source that went over to plain text has none."""
    source = keep_source(store, "mail", "imap", "")
    keep_certificate(store, source, "2026-12-01T00:00:00Z")
    before = store.db.total_changes
    keep_certificate(store, source, "2026-12-01T00:00:00Z")
    assert store.db.total_changes == before
    keep_certificate(store, source, None)
    assert newly_ending(store, NOW) == []
