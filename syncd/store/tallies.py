"""How many items of each folder are stored, gone and excluded by which rule, kept beside them by triggers: to count a million takes 60 ms each time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

_MORE: Final = "UPDATE tally SET n = n {sign} 1 WHERE collection_id = {row}.collection_id AND what = {what} AND rule = {rule};"
_THERE: Final = "iif({row}.gone_since IS NULL, 'stored', 'gone')"
# A rule is met for the first time: asked for, as an upsert of the caller's would make OR IGNORE fail.
_NEW_RULE: Final = (
    "INSERT INTO tally SELECT new.collection_id, 'excluded', new.rule, 0 WHERE NOT EXISTS "
    "(SELECT 1 FROM tally WHERE collection_id = new.collection_id AND what = 'excluded' AND rule = new.rule);"
)


def _sighting(sign: str, row: str) -> str:
    return _MORE.format(sign=sign, row=row, what=_THERE.format(row=row), rule="''")


def _excluded(sign: str, row: str) -> str:
    return _MORE.format(sign=sign, row=row, what="'excluded'", rule=f"{row}.rule")


# Statements of the first migration. What waits is not counted: it is little.
TRUTH: Final[tuple[str, ...]] = (
    """CREATE TABLE tally (
        collection_id INTEGER NOT NULL REFERENCES collection(id) ON DELETE CASCADE, what TEXT NOT NULL CHECK (what IN ('stored', 'gone', 'excluded')),
        rule TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (collection_id, what, rule)) STRICT, WITHOUT ROWID""",
    "CREATE TRIGGER tally_collection AFTER INSERT ON collection BEGIN INSERT INTO tally VALUES (new.id, 'stored', '', 0), (new.id, 'gone', '', 0); END",
    f"CREATE TRIGGER tally_seen AFTER INSERT ON sighting BEGIN {_sighting('+', 'new')} END",
    f"CREATE TRIGGER tally_unseen AFTER DELETE ON sighting BEGIN {_sighting('-', 'old')} END",
    "CREATE TRIGGER tally_gone AFTER UPDATE OF gone_since ON sighting WHEN (new.gone_since IS NULL) <> (old.gone_since IS NULL) "
    f"BEGIN {_sighting('-', 'old')} {_sighting('+', 'new')} END",
    f"CREATE TRIGGER tally_excluded AFTER INSERT ON excluded BEGIN {_NEW_RULE} {_excluded('+', 'new')} END",
    f"CREATE TRIGGER tally_let_in AFTER DELETE ON excluded BEGIN {_excluded('-', 'old')} END",
    f"CREATE TRIGGER tally_other_rule AFTER UPDATE OF rule ON excluded WHEN new.rule <> old.rule BEGIN {_excluded('-', 'old')} {_NEW_RULE} {_excluded('+', 'new')} END",
)
_COUNTED: Final = """
    SELECT c.id AS collection_id, w.what, '' AS rule, (SELECT count(*) FROM sighting g WHERE g.collection_id = c.id AND (g.gone_since IS NULL) = (w.what = 'stored')) AS n
    FROM collection c CROSS JOIN (SELECT 'stored' AS what UNION ALL SELECT 'gone') w
    UNION ALL SELECT collection_id, 'excluded', rule, count(*) FROM excluded GROUP BY collection_id, rule"""


def recount(db: sqlite3.Connection) -> None:
    """Count everything anew, inside the caller's transaction."""
    db.execute("DELETE FROM tally")
    db.execute(f"INSERT INTO tally {_COUNTED}")


def wrong(db: sqlite3.Connection) -> Iterator[int]:
    """The folders (row ids) of which a number is not what is there."""
    kept = "SELECT collection_id, what, rule, n FROM tally WHERE n <> 0 OR what <> 'excluded'"
    differ = f"SELECT * FROM (SELECT * FROM counted EXCEPT {kept}) UNION ALL SELECT * FROM ({kept} EXCEPT SELECT * FROM counted)"
    for (id_,) in db.execute(f"WITH counted AS MATERIALIZED ({_COUNTED}) SELECT DISTINCT collection_id FROM ({differ}) ORDER BY 1"):
        yield id_
