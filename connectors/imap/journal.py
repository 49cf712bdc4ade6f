"""A mailbox that holds everybody's mail: copies of all that comes and goes (Postfix always_bcc), or Exchange's journal reports.

What is in it lay in nobody's Sent folder, whatever its own folders are called, and a report is opened by who reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from connectors.base import Change, Collection, Cursor, Fetched, Page
from connectors.imap.account import ImapAccount
from syncd.core.derived import JOURNAL

_CLOSED = ("drafts", "trash", "spam")


class ImapJournal(ImapAccount):
    """A Harvester of everybody's mail in one IMAP account."""

    def collections(self) -> Iterable[Collection]:
        """Every folder, as a journal; drafts, trash and spam stay what they are, and are left out by whoever leaves them out."""
        return tuple(c if c.role in _CLOSED else replace(c, role="journal") for c in super().collections())

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        """As of any account, each mail marked as one that may be a report."""
        for page in super().pages(collection, cursor):
            yield replace(page, changes=tuple(map(_journalled, page.changes)))

    def fetch(self, collection: Collection, remote_ids: Iterable[str]) -> Iterator[Change]:
        """Single mails by id."""
        return map(_journalled, super().fetch(collection, remote_ids))


def _journalled(change: Change) -> Change:
    return replace(change, media_type=JOURNAL) if isinstance(change, Fetched) else change
