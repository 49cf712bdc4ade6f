"""How old what a page shows is: said at its head when nothing, or not everything it is made of, was read of late."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from datasette_plugins.words import Words
from syncd.freshness import newest, oldest

READS = "SELECT last_success FROM source WHERE removed_at IS NULL"
# Who has a customer: its owner, and the colleagues of its newest contacts; each with their sources.
READS_OF_OWNERS = """
    SELECT s.owner, s.last_success FROM source s WHERE s.removed_at IS NULL AND s.owner IN (
        SELECT address FROM staff WHERE address = :owner OR id IN (
            SELECT staff_id FROM (SELECT staff_id FROM contact WHERE {column} = :id AND at <= :now ORDER BY at DESC LIMIT 200)))"""


def data_as_of(db: sqlite3.Connection, words: Words) -> str:
    """“Data as of …” when no source at all was read of late, else ''."""
    read = newest((read for (read,) in db.execute(READS)), words.now)
    if read is None:
        return ""
    return words("as_of", when=words.lately(read)) if read else words("as_of.never")


def data_of_customer_as_of(db: sqlite3.Connection, words: Words, customer: Mapping[str, object], names: Mapping[str, str]) -> str:
    """The same when a mailbox or calendar of somebody who has this customer lags.

    `customer`: its `column` in the table of contacts, `id`, `owner` and `now`. `names`: what colleagues are called.
    """
    found = db.execute(READS_OF_OWNERS.format(column=customer["column"]), customer).fetchall()
    read = oldest((read for _, read in found), words.now)
    if read is None:
        return ""
    who = ", ".join(sorted({names.get(owner, owner) for owner, at in found if (at or "") == read}))
    return words("as_of.whose", when=words.lately(read), who=who) if read else words("as_of.never_whose", who=who)
