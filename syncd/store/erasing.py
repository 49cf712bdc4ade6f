"""What the store holds of one person: where it lies, and how it is taken out of truth that is not an original.

`origins` names every original that may speak of them; whether one does, its words decide (core/forgotten.py).
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from syncd.core.derived import CALENDARS
from syncd.core.forgotten import Forgotten, trace
from syncd.store import no_contact
from syncd.store.ids import rows_in

_OF_TWO = frozenset({"merge", "unmerge", "distinct", "undo"})  # decisions whose value is the other of two addresses


@dataclass(frozen=True, slots=True)
class Whom:
    """One person: by which addresses and telephones they are known, and under which names."""

    uuid: str
    name: str
    names: tuple[str, ...]
    addresses: tuple[str, ...]
    phones: tuple[str, ...]
    shared_phones: tuple[str, ...] = ()  # others are known by these too: they stay

    @property
    def values(self) -> tuple[str, ...]:
        """The addresses and telephones that are theirs alone."""
        return self.addresses + self.phones

    def marks(self) -> re.Pattern[str]:
        """What names them in free text: addresses, telephones, and names of at least two words."""
        spelled = [v for v in (*self.values, *self.names) if "@" in v or v.startswith("+") or len(v.split()) > 1]
        return re.compile("|".join(sorted(map(re.escape, spelled), key=len, reverse=True)) or r"(?!)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an original lies at its provider, and what was kept of that."""

    collection_id: int
    remote_id: str
    media_type: str
    hash: bytes
    marks: str
    first_seen: str
    gone_since: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """An original as it is kept."""

    origin: str
    key: str
    media_type: str
    hash: bytes
    month: str
    owner: str
    received_at: str | None
    metadata_only: bool


# ── who, and where ───────────────────────────────────────────────────────────────────────────────────────────────


def person(db: sqlite3.Connection, uuid: str) -> Whom | None:
    """Everything somebody is known by; None where there is no such person."""
    row = db.execute("SELECT id, name, mail_name, card_name FROM person WHERE uuid = ?", (uuid,)).fetchone()
    if row is None:
        return None
    known = db.execute("SELECT kind, value FROM identifier WHERE person_id = ? ORDER BY kind, value", (row[0],)).fetchall()
    addresses = tuple(v for kind, v in known if kind == "address")
    numbers = [v for kind, v in known if kind == "phone"]
    others = {v for (v,) in rows_in(db, "SELECT value FROM identifier WHERE kind = 'phone' AND person_id <> ? AND value IN (?*)", numbers, row[0])}
    names = {*row[1:], *(n for (n,) in rows_in(db, "SELECT name FROM called WHERE address IN (?*)", addresses))}
    return Whom(uuid, row[1], tuple(sorted(names - {"", *addresses})), addresses, tuple(n for n in numbers if n not in others), tuple(sorted(others)))


def persons_of(db: sqlite3.Connection, values: Sequence[str]) -> list[Whom]:
    """The persons who are known by these addresses and telephones alone."""
    uuids = {u for (u,) in rows_in(db, "SELECT n.uuid FROM identifier d JOIN person n ON n.id = d.person_id WHERE d.value IN (?*)", values)}
    found = [one for one in (person(db, uuid) for uuid in sorted(uuids)) if one]
    return [one for one in found if set(one.addresses or one.phones) <= set(values)]


def known_again(db: sqlite3.Connection, forgotten: Forgotten) -> tuple[str, ...]:
    """The addresses and telephones in this store of those who were forgotten, as after a backup was put back."""
    there = db.execute(
        "SELECT value FROM identifier UNION SELECT value FROM card_identifier UNION SELECT number FROM call WHERE number <> '' "
        "UNION SELECT address FROM party WHERE address <> '' AND staff_id IS NULL"
    )
    return tuple(sorted(v for (v,) in there if forgotten.has(v)))


def origins(db: sqlite3.Connection, values: Sequence[str]) -> list[str]:
    """The originals that may speak of them, those that others share with them first; the rest of their conversations among them."""
    theirs = {i for (i,) in rows_in(db, "SELECT interaction_id FROM party WHERE address IN (?*)", values)}
    theirs |= {i for (i,) in rows_in(db, "SELECT interaction_id FROM call WHERE number IN (?*)", values)}
    near = set(_named(db, values)) | {
        i for (i,) in rows_in(db, "SELECT b.interaction_id FROM link a JOIN link b ON b.ref = a.ref WHERE a.interaction_id IN (?*)", sorted(theirs))
    }
    found = _of_interactions(db, sorted(near - theirs)) + _on_cards(db, values) + _in_tables(db, values) + _of_interactions(db, sorted(theirs))
    return list(dict.fromkeys(found))


def _named(db: sqlite3.Connection, values: Sequence[str]) -> list[int]:
    """The interactions in whose words an address of theirs stands: one look through all words of the store. Telephones are written in too many ways."""
    addresses = [v for v in values if "@" in v]
    if not addresses:
        return []

    def holds(*columns: str) -> str:
        return " OR ".join(f"instr(lower({column}), ?{n})" for column in columns for n, _ in enumerate(addresses, 1))

    found = db.execute(f"SELECT m.interaction_id FROM message m JOIN interaction i ON i.id = m.interaction_id WHERE {holds('m.own_text', 'm.quoted_text', 'i.subject')}", addresses)
    told = db.execute(f"SELECT interaction_id FROM meeting WHERE {holds('description', 'title', 'location')}", addresses)
    sent = db.execute(f"SELECT a.interaction_id FROM file_text f JOIN attachment a ON a.hash = f.hash WHERE {holds('f.text')}", addresses)
    return [i for (i,) in (*found, *told, *sent)]


def texts_of_files(db: sqlite3.Connection, key: str) -> list[str]:
    """The words of the files that came with a message, as far as they were read."""
    return [t for (t,) in db.execute(
        "SELECT f.text FROM interaction i JOIN attachment a ON a.interaction_id = i.id JOIN file_text f ON f.hash = a.hash WHERE i.key = ? AND f.text <> ''", (key,))]  # fmt: skip


def _of_interactions(db: sqlite3.Connection, ids: Sequence[int]) -> list[str]:
    own = [o for (o,) in rows_in(db, "SELECT o.origin FROM interaction i JOIN original o ON o.origin = i.key WHERE i.id IN (?*)", ids)]
    told = [o for (o,) in rows_in(db, "SELECT o.origin FROM meeting_copy c JOIN original o ON o.origin = c.origin WHERE c.interaction_id IN (?*)", ids)]
    return own + told


def _on_cards(db: sqlite3.Connection, values: Sequence[str]) -> list[str]:
    return [o for (o,) in rows_in(db, "SELECT DISTINCT origin FROM card_identifier WHERE value IN (?*)", values)]


def _in_tables(db: sqlite3.Connection, values: Sequence[str]) -> list[str]:
    return [o for v in values for (o,) in db.execute(
        "SELECT origin FROM customer_row WHERE instr(lower(coalesce(emails, '')), ?1) OR instr(replace(coalesce(phones, ''), ' ', ''), ?1)", (v,))]  # fmt: skip


def kept(db: sqlite3.Connection, origin: str) -> Kept | None:
    """The original of this origin; None where it went with another meanwhile."""
    row = db.execute("SELECT origin, key, media_type, hash, month, owner, received_at, metadata_only FROM original WHERE origin = ?", (origin,)).fetchone()
    return Kept(*row) if row else None


def places(db: sqlite3.Connection, original: Kept) -> list[Place]:
    """Where this original lies at the providers; of a calendar object only itself, whoever else has the meeting."""
    found = db.execute(
        "SELECT g.collection_id, g.remote_id, g.media_type, g.hash, g.marks, g.first_seen, g.gone_since, s.name || '/' || c.remote_id || '/' || g.remote_id "
        "FROM sighting g JOIN collection c ON c.id = g.collection_id JOIN source s ON s.id = c.source_id WHERE g.key = ?", (original.key,)
    )  # fmt: skip
    return [Place(*row[:7]) for row in found if row[2] not in CALENDARS or row[7] == original.origin]


def collection(db: sqlite3.Connection, id_: int) -> tuple[str, str, str]:
    """Role, origin (source/collection) and owner of a collection."""
    row = db.execute("SELECT c.role, s.name || '/' || c.remote_id, s.owner FROM collection c JOIN source s ON s.id = c.source_id WHERE c.id = ?", (id_,)).fetchone()
    return str(row[0]), str(row[1]), str(row[2])


def seen_as_before(db: sqlite3.Connection, place: Place) -> None:
    """Let the sighting of a place say again since when it is known, and since when it is gone."""
    db.execute(
        "UPDATE sighting SET first_seen = ?, gone_since = ? WHERE collection_id = ? AND remote_id = ?", (place.first_seen, place.gone_since, place.collection_id, place.remote_id)
    )


def not_there(db: sqlite3.Connection, gone: Iterable[Place]) -> None:
    """Nothing is left out of what is gone from its provider."""
    db.executemany("DELETE FROM excluded WHERE collection_id = ? AND remote_id = ?", [(p.collection_id, p.remote_id) for p in gone])


def strays(db: sqlite3.Connection, values: Sequence[str]) -> list[str]:
    """The interactions that speak of them still, and have no original."""
    found = rows_in(db, "SELECT i.key FROM party p JOIN interaction i ON i.id = p.interaction_id WHERE p.address IN (?*)", values)
    called = rows_in(db, "SELECT i.key FROM call c JOIN interaction i ON i.id = c.interaction_id WHERE c.number IN (?*)", values)
    return sorted({k for (k,) in (*found, *called)})


def matters_of(db: sqlite3.Connection, keys: Sequence[str]) -> dict[str, int]:
    """How much was found in these interactions: promises (of them open), offers, complaints, facts."""
    ids = [i for (i,) in rows_in(db, "SELECT id FROM interaction WHERE key IN (?*)", sorted(set(keys)))]

    def count(table: str, also: str = "") -> int:
        return sum(n for (n,) in rows_in(db, f"SELECT count(*) FROM {table} WHERE interaction_id IN (?*){also}", ids))

    return {"promises": count("promise"), "open_promises": count("promise", " AND state = 'open'"), "offers": count("offer"),
            "complaints": count("complaint"), "facts": count("fact")}  # fmt: skip


def note(db: sqlite3.Connection, at: str, detail: dict[str, object]) -> None:
    """Keep that somebody was forgotten, not who."""
    db.execute("INSERT INTO event (at, kind, detail) VALUES (?, 'forgot', ?)", (at, json.dumps(detail, ensure_ascii=False)))


# ── truth that is no original ────────────────────────────────────────────────────────────────────────────────────


def blank(db: sqlite3.Connection, key: bytes, whom: Whom) -> dict[str, int]:
    """Take what names them out of decisions, reminders and events; how many of each."""
    marks = whom.marks()
    return {"decisions": _blank_decisions(db, key, whom, marks), "reminders": _blank_reminders(db, marks), "events": _blank_events(db, marks)}


def _blank_decisions(db: sqlite3.Connection, key: bytes, whom: Whom, marks: re.Pattern[str]) -> int:
    """About them: a keyed hash in place of whom, and no value. About others: their marks taken out of the value. The chain holds (decisions.py)."""
    theirs = set(whom.values)
    blanked = []
    for seq, kind, subject, value in db.execute("SELECT seq, kind, subject, value FROM decision").fetchall():
        if subject in theirs or marks.search(subject) or (kind in _OF_TWO and marks.search(value)):
            blanked.append((f"forgotten:{trace(key, subject)[1].hex()}", "null", seq))
        elif marks.search(value):
            blanked.append((subject, json.dumps(_without(json.loads(value), marks), ensure_ascii=False, sort_keys=True), seq))
    db.executemany("UPDATE decision SET subject = ?, value = ?, salt = NULL WHERE seq = ?", blanked)
    no_contact.lay(db, theirs)
    return len(blanked)


def _without(value: object, marks: re.Pattern[str]) -> object:
    if isinstance(value, str):
        return marks.sub("…", value)
    if isinstance(value, list):
        return [_without(v, marks) for v in value]
    if isinstance(value, dict):
        return {k: _without(v, marks) for k, v in value.items()}
    return value


def _blank_reminders(db: sqlite3.Connection, marks: re.Pattern[str]) -> int:
    """Entries that name them: out of the calendars, or, where they gather several promises, written anew by the next plan."""
    rows = db.execute("SELECT uid, purpose, title, text, coalesce(seen_title, ''), coalesce(seen_note, '') FROM reminder").fetchall()
    hit = [(uid, purpose) for uid, purpose, *texts in rows if any(map(marks.search, texts))]
    for uid, purpose in hit:
        db.execute("UPDATE reminder SET title = '', text = '', seen_title = '', seen_note = '' WHERE uid = ?", (uid,))
        if purpose == "more":
            db.execute("UPDATE reminder SET content_hash = '' WHERE uid = ?", (uid,))
        else:
            db.execute("DELETE FROM reminder WHERE uid = ? AND handle IS NULL AND state NOT IN ('sending', 'deleted')", (uid,))
            db.execute("UPDATE reminder SET state = CASE state WHEN 'deleted' THEN state ELSE 'removed' END, hold = NULL, next_try = NULL WHERE uid = ?", (uid,))
        db.execute("DELETE FROM left_entry WHERE uid = ?", (uid,))
    return len(hit)


def _blank_events(db: sqlite3.Connection, marks: re.Pattern[str]) -> int:
    hit = [(id_,) for id_, detail in db.execute("SELECT id, detail FROM event").fetchall() if marks.search(detail)]
    db.executemany("UPDATE event SET detail = '{}' WHERE id = ?", hit)
    return len(hit)


def blank_matters(db: sqlite3.Connection, key: str) -> None:
    """Take the words out of what was decided about promises, complaints, offers and facts of one interaction, and about their entries."""
    about = (
        "SELECT p.key FROM promise p JOIN interaction i ON i.id = p.interaction_id WHERE i.key = ?1 UNION "
        "SELECT r.uid FROM reminder r JOIN promise p ON p.key = r.promise_key JOIN interaction i ON i.id = p.interaction_id WHERE i.key = ?1"
    )
    for table in ("complaint", "offer", "fact", "no_contact_said"):
        about += f" UNION SELECT m.key FROM {table} m JOIN interaction i ON i.id = m.interaction_id WHERE i.key = ?1"
    db.execute(f"UPDATE decision SET value = 'null', salt = NULL WHERE value <> 'null' AND subject IN ({about})", (key,))
