"""Cards of address books as rows.

    card, card_identifier     what each address book says now; a card that is gone from its book has no row

Whom they stand for is settled in `persons`, together with what else is known.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from syncd.core import keys
from syncd.core.derived import CARDS
from syncd.core.identity import is_somebody
from syncd.core.model import Card, Company
from syncd.store import domains
from syncd.store.ids import marks
from syncd.store.interactions import Page

if TYPE_CHECKING:
    from syncd.core.cards.people import Entry

_Card = msgspec.json.Decoder(Card)


def card_key(origin: str) -> str:
    """The key under which an address book object is sighted: each is by itself, whoever else has the same card."""
    return keys.digest("card", origin)


def entry_of(card: Card, company: Company) -> Entry:
    """What a card says of somebody outside. The telephones on a colleague's card are a colleague's."""
    from syncd.core.cards.people import Entry  # with all that compares names: a pass with nothing new does not load it

    ours = any(company.is_ours(a) for a in card.addresses)
    return Entry(
        addresses=tuple(a for a in card.addresses if "@" in a and not company.is_ours(a) and is_somebody(a)),
        phones=() if ours else tuple(t.number for t in card.telephones), name=card.name, organisation=card.organisation,
    )  # fmt: skip


# ── the rows of one object ───────────────────────────────────────────────────────────────────────────────────────


def save_cards(page: Page, origin: str, owner: str, cards: Sequence[Card]) -> set[str]:
    """Keep what one address book object says, in place of what it said before; the addresses and numbers concerned."""
    touched = drop_cards(page.db, origin)
    for n, card in enumerate(cards):
        entry = entry_of(card, page.company)
        values = sorted({*entry.addresses, *entry.phones})
        page.db.execute(
            "INSERT INTO card VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (origin, n, owner, card.name, card.organisation, card.title, card.birthday, msgspec.json.encode(card).decode()),
        )
        page.db.executemany("INSERT INTO card_identifier VALUES (?, ?, ?)", [(value, origin, n) for value in values])
        domains.note_card(page.db, origin, n, entry.addresses, entry.organisation)
        touched.update(values)
    return touched


def is_saved(db: sqlite3.Connection, origin: str) -> bool:
    """Whether the object's cards are there."""
    return db.execute("SELECT 1 FROM card WHERE origin = ? LIMIT 1", (origin,)).fetchone() is not None


def drop_cards(db: sqlite3.Connection, origin: str) -> set[str]:
    """Take out the rows of one object; the addresses and numbers concerned."""
    touched = {v for (v,) in db.execute("SELECT value FROM card_identifier WHERE origin = ?", (origin,))}
    db.execute("DELETE FROM card WHERE origin = ?", (origin,))
    return touched


def entries_of(db: sqlite3.Connection, cards: Iterable[tuple[str, int]], company: Company) -> list[Entry]:
    """What these cards (origin, ordinal) say."""
    bodies = [db.execute("SELECT body FROM card WHERE origin = ? AND ordinal = ?", card).fetchone()[0] for card in sorted(cards)]
    return [entry_of(_Card.decode(body), company) for body in bodies]


def entries_at(db: sqlite3.Connection, origin: str, company: Company) -> list[Entry]:
    """What the cards of one object say."""
    return [entry_of(_Card.decode(body), company) for (body,) in db.execute("SELECT body FROM card WHERE origin = ?", (origin,))]


def drop_gone(page: Page, collection_id: int, source: str) -> None:
    """What followed from the cards that are gone from this address book as of now goes with them."""
    gone = page.db.execute(
        f"SELECT remote_id FROM sighting WHERE collection_id = ? AND media_type IN ({marks(len(CARDS))}) AND gone_since = ?", (collection_id, *CARDS, page.now)
    ).fetchall()
    for (remote_id,) in gone:
        page.related |= drop_cards(page.db, f"{source}/{remote_id}")
