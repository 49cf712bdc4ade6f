"""The tables of names as they are sorted and looked for (store/names.py): what they hold, and what notes that a name changed."""

from __future__ import annotations

KINDS = ("person", "organisation")
_WRITTEN = {  # an index that holds no text must be told exactly what it is to forget
    "old": "INSERT INTO {0}_search ({0}_search, rowid, names, spellings, known) VALUES ('delete', old.id, old.names, old.spellings, old.known); ",
    "new": "INSERT INTO {0}_search (rowid, names, spellings, known) VALUES (new.id, new.names, new.spellings, new.known); ",
}


def _note(kind: str, id_: str) -> str:
    """Whose name is to be settled, once: what stands there already is asked for, as an upsert of the caller's would make OR IGNORE fail."""
    return f"INSERT INTO renamed SELECT '{kind}', {id_} WHERE NOT EXISTS (SELECT 1 FROM renamed r WHERE r.kind = '{kind}' AND r.id = {id_});"


DERIVED: tuple[str, ...] = (
    "CREATE TABLE renamed (kind TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID",
    *(f"CREATE TRIGGER {kind}_made AFTER INSERT ON {kind} BEGIN {_note(kind, 'new.id')} END" for kind in KINDS),
    *(f"CREATE TRIGGER {kind}_renamed AFTER UPDATE OF {', '.join(columns)} ON {kind} WHEN {' OR '.join(f'new.{c} <> old.{c}' for c in columns)} "
      f"BEGIN {_note(kind, 'new.id')} END"
      for kind, columns in (("person", ("name", "mail_name", "card_name")), ("organisation", ("name", "domains")))),
    *(f"CREATE TRIGGER identifier_known_{verb.lower()} AFTER {verb} ON identifier BEGIN {_note('person', f'{row}.person_id')} END"
      for verb, row in (("INSERT", "new"), ("DELETE", "old"))),
    *(statement for kind in KINDS for statement in (
        f"""CREATE TABLE {kind}_words (
        id INTEGER PRIMARY KEY REFERENCES {kind}(id) ON DELETE CASCADE, names TEXT NOT NULL, spellings TEXT NOT NULL, known TEXT NOT NULL) STRICT""",
        f"CREATE VIRTUAL TABLE {kind}_search USING fts5(names, spellings, known, content='{kind}_words', content_rowid='id', tokenize='trigram')",
        *(f"CREATE TRIGGER {kind}_words_{verb.lower()} AFTER {verb} ON {kind}_words BEGIN {''.join(_WRITTEN[part].format(kind) for part in parts)}END"
          for verb, parts in (("INSERT", ("new",)), ("DELETE", ("old",)), ("UPDATE", ("old", "new")))))),
)  # fmt: skip
