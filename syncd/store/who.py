"""What the store knows of one person or company, in few look-ups: each along an index, none over a whole history."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from syncd.core.identity import company_domain
from syncd.store.ids import marks, rows_in

Row = dict[str, Any]
_LAST: Final = 5
_PERSON: Final = (
    "SELECT n.id, n.uuid, n.name, n.language, n.utc_offset, n.organisation_id FROM person n WHERE n.id IN (?*) ORDER BY n.name, n.uuid"
)


def _rows(db: sqlite3.Connection, sql: str, values: Sequence[object] = ()) -> list[Row]:
    cursor = db.execute(sql, tuple(values))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


# ── who is meant ─────────────────────────────────────────────────────────────────────────────────────────────────


def at_address(db: sqlite3.Connection, address: str) -> list[int]:
    """The person of an address."""
    return [p for (p,) in db.execute("SELECT person_id FROM identifier WHERE kind = 'address' AND value = ?", (address,))]


def at_number(db: sqlite3.Connection, numbers: Sequence[str]) -> list[int]:
    """The persons of a telephone, in any of these spellings."""
    return sorted({p for (p,) in rows_in(db, "SELECT person_id FROM identifier WHERE kind = 'phone' AND value IN (?*)", numbers)})


def company_of(db: sqlite3.Connection, domain: str) -> int | None:
    """The company of a domain."""
    row = db.execute("SELECT organisation_id FROM domain WHERE name = ?", (domain,)).fetchone()
    return row[0] if row else None


def names_with(db: sqlite3.Connection, match: str | None) -> list[tuple[int, str]]:
    """The names persons are known by, each with the person's row id: of those who meet the query of the index, None: of all."""
    found: list[tuple[int, str]] = []
    for name, others in (("name", ""), ("mail_name", "name"), ("card_name", "name, mail_name")):
        is_other = f" AND n.{name} NOT IN ('', {others})" if others else ""
        found += _with(db, "person", f"n.id, n.{name}", match, is_other)
    return found


def persons_with(db: sqlite3.Connection, match: str | None) -> list[tuple[int, str, int | None]]:
    """The persons that meet the query of the index, None: all: row id, name, company."""
    return _with(db, "person", "n.id, n.name, n.organisation_id", match)


def companies_with(db: sqlite3.Connection, match: str | None) -> list[tuple[int, str, str]]:
    """The companies that meet the query of the index, None: all: row id, name, domains."""
    return _with(db, "organisation", "n.id, n.name, n.domains", match)


def _with(db: sqlite3.Connection, kind: str, columns: str, match: str | None, also: str = "") -> list[Any]:
    meeting = f"n.id IN (SELECT rowid FROM {kind}_search WHERE {kind}_search MATCH ?)" if match is not None else "true"
    return db.execute(f"SELECT {columns} FROM {kind} n WHERE {meeting}{also} ORDER BY n.id", () if match is None else (match,)).fetchall()


def counts(db: sqlite3.Connection) -> tuple[int, int]:
    """How many persons and companies there are."""
    ((people,), (companies,)) = db.execute("SELECT count(*) FROM person UNION ALL SELECT count(*) FROM organisation")
    return people, companies


def short(db: sqlite3.Connection, persons: Sequence[int], companies: Sequence[int]) -> list[Row]:
    """These persons and companies, each in a line: name, organisation, address, last contact."""
    found = [
        {**dict(zip(("name", "organisation", "address", "last"), row, strict=True)), "kind": "person"}
        for row in rows_in(
            db, "SELECT n.name, o.name, (SELECT min(value) FROM identifier d INDEXED BY identifier_person WHERE d.person_id = n.id AND d.kind = 'address'), "
            "(SELECT max(at) FROM contact c WHERE c.person_id = n.id) FROM person n LEFT JOIN organisation o ON o.id = n.organisation_id WHERE n.id IN (?*)", persons
        )
    ]  # fmt: skip
    found.sort(key=lambda r: (r["last"] or "", r["name"]), reverse=True)
    return [
        {"name": name, "organisation": name, "address": domains, "last": None, "kind": "company"}
        for name, domains in rows_in(db, "SELECT name, domains FROM organisation WHERE id IN (?*) ORDER BY name", companies)
    ] + found


# ── what is known ────────────────────────────────────────────────────────────────────────────────────────────────


def person(db: sqlite3.Connection, id_: int) -> Row:
    """A person with addresses, telephones and post."""
    (found,) = _rows(db, _PERSON.replace("?*", "?"), (id_,))
    known = _rows(db, "SELECT kind, value, reason, doubt FROM identifier WHERE person_id = ? ORDER BY doubt, value", (id_,))
    addresses = [r["value"] for r in known if r["kind"] == "address"]
    found["addresses"], found["phones"] = addresses, [r["value"] for r in known if r["kind"] == "phone"]
    posts = [
        (at, post)
        for a in addresses
        for at, post in db.execute("SELECT at, post FROM signature WHERE address = ? AND post <> '' ORDER BY at DESC LIMIT 1", (a,))
    ]
    titles = rows_in(db, "SELECT c.title FROM card_identifier x JOIN card c USING (origin, ordinal) WHERE c.title <> '' AND x.value IN (?*)", addresses)
    found["post"] = max(posts)[1] if posts else min((t for (t,) in titles), default="")
    return found


def company(db: sqlite3.Connection, id_: int) -> Row:
    """A company with its domains and its people."""
    (found,) = _rows(db, "SELECT id, uuid, name, domains, owner FROM organisation WHERE id = ?", (id_,))
    found["domains"] = found["domains"].split()
    found["people"] = [n for (n,) in db.execute("SELECT name FROM person WHERE organisation_id = ? ORDER BY name LIMIT 12", (id_,))]
    return found


def keys_of(db: sqlite3.Connection, company_row: int) -> list[str]:
    """What decisions about a company may name: its domains, and its name where it has none."""
    return [d for (d,) in db.execute("SELECT name FROM domain WHERE organisation_id = ? ORDER BY name", (company_row,))]


def addresses_of_company(db: sqlite3.Connection, id_: int) -> list[str]:
    """The addresses of its people."""
    return [
        a for (a,) in db.execute("SELECT d.value FROM person n JOIN identifier d INDEXED BY identifier_person ON d.person_id = n.id AND d.kind = 'address' WHERE n.organisation_id = ?", (id_,))
    ]


_AT_COMPANY: Final = "SELECT {0}(at) FROM contact WHERE person_id = ?1 AND organisation_id = k.organisation_id"  # by the index from either end


def employments(db: sqlite3.Connection, id_: int) -> list[Row]:
    """The companies of a person with the first and last contact there, the latest first."""
    return _rows(
        db, "SELECT organisation, min(since) AS since, max(last) AS last FROM (SELECT o.name AS organisation, c.since, c.last FROM "
        f"(SELECT organisation_id, ({_AT_COMPANY.format('min')}) AS since, ({_AT_COMPANY.format('max')}) AS last FROM (SELECT organisation_id FROM workplace WHERE person_id = ?1) k) c JOIN organisation o ON o.id = c.organisation_id UNION ALL "
        "SELECT s.organisation, s.at, s.at FROM identifier d INDEXED BY identifier_person JOIN signature s ON s.address = d.value AND s.organisation <> '' WHERE d.kind = 'address' "
        "AND d.person_id = ?1 AND NOT EXISTS (SELECT 1 FROM contact k WHERE k.interaction_id = s.interaction_id AND k.organisation_id IS NOT NULL)) "
        "GROUP BY organisation ORDER BY 3 DESC, 1", (id_,)
    )  # fmt: skip


def contacts(db: sqlite3.Connection, column: str, id_: int, now: str) -> list[Row]:
    """The last contacts up to now: at, kind, direction, colleague, subject, interaction_id."""
    return _rows(
        db, "SELECT c.at, i.kind, i.direction, s.name AS staff, i.subject, i.key AS interaction_id, min(n.name) AS person FROM contact c "
        "JOIN interaction i ON i.id = c.interaction_id JOIN person n ON n.id = c.person_id LEFT JOIN staff s ON s.id = c.staff_id "
        f"WHERE c.{column} = ? AND c.at <= ? GROUP BY c.at, c.interaction_id ORDER BY c.at DESC LIMIT {_LAST}", (id_, now)
    )  # fmt: skip


def span(db: sqlite3.Connection, column: str, id_: int, now: str) -> tuple[str | None, str | None]:
    """The first and the last contact up to now."""
    first = db.execute(f"SELECT min(at) FROM contact WHERE {column} = ?", (id_,)).fetchone()[0]
    return first, db.execute(f"SELECT max(at) FROM contact WHERE {column} = ? AND at <= ?", (id_, now)).fetchone()[0]


def returned(db: sqlite3.Connection, id_: int, since: str, now: str) -> Row | None:
    """The last time a person came back between these instants: at, before_at, why, by (the colleague of the contact before) and known_as (who they were then)."""
    found = _rows(
        db, "SELECT r.at, r.before_at, r.why, (SELECT s.name FROM contact c JOIN staff s ON s.id = c.staff_id WHERE c.person_id = r.known_as AND c.at = r.before_at LIMIT 1) AS by, "
        "CASE WHEN r.known_as <> r.person_id THEN (SELECT n.name FROM person n WHERE n.id = r.known_as) END AS known_as "
        "FROM returned r WHERE r.person_id = ? AND r.at >= ? AND r.at <= ? ORDER BY r.at DESC LIMIT 1", (id_, since, now)
    )  # fmt: skip
    return found[0] if found else None


_PROMISE: Final = "SELECT key AS id, kind, quote, due_to, due_at, promiser, beneficiary, said_at FROM promise WHERE state = 'open' AND "


def promises(db: sqlite3.Connection, addresses: Sequence[str], company_row: int | None) -> list[Row]:
    """Open promises to and by these addresses, or of a company, by their terms."""
    if company_row is not None:
        found = _rows(db, f"{_PROMISE} organisation_id = ?", (company_row,))
    else:
        found = [r for column in ("beneficiary", "promiser") for a in addresses for r in _rows(db, f"{_PROMISE} {column} = ?", (a,))]
    return sorted({r["id"]: r for r in found}.values(), key=lambda r: (r["due_at"] is None, r["due_at"] or "", r["id"]))


def complaints(db: sqlite3.Connection, addresses: Sequence[str]) -> list[Row]:
    """Complaints of these addresses that are not settled, the latest first."""
    return _matters(db, "SELECT i.at, c.quote, c.state, i.key AS interaction_id FROM complaint c JOIN interaction i ON i.id = c.interaction_id "
                        "WHERE c.state <> 'settled' AND c.address IN (?*)", addresses)  # fmt: skip


def offers(db: sqlite3.Connection, addresses: Sequence[str]) -> list[Row]:
    """The last offers to these addresses."""
    return _matters(db, "SELECT i.at, f.product, f.amounts, f.state, f.quote, i.key AS interaction_id FROM offer f "
                        "JOIN interaction i ON i.id = f.interaction_id WHERE f.address IN (?*)", addresses)[:3]  # fmt: skip


def facts(db: sqlite3.Connection, addresses: Sequence[str]) -> list[Row]:
    """What became known of these addresses, the latest first."""
    return _matters(db, "SELECT coalesce(i.at, '') AS at, f.kind, f.value, f.negated, i.key AS interaction_id FROM fact f "
                        "LEFT JOIN interaction i ON i.id = f.interaction_id WHERE f.address IN (?*)", addresses)  # fmt: skip


def missed_calls(db: sqlite3.Connection, numbers: Sequence[str]) -> list[Row]:
    """Calls from these numbers that nobody answered and nobody returned, the latest first."""
    missed = [k for (k,) in rows_in(
        db, "SELECT i.key FROM call c JOIN interaction i ON i.id = c.interaction_id WHERE c.direction = 'in' AND c.outcome IN ('missed', 'voicemail') "
            "AND c.same_as IS NULL AND c.number IN (?*)", numbers)]  # fmt: skip
    return _matters(db, "SELECT at, number, outcome, interaction_id FROM missed_calls WHERE returned_by IS NULL AND interaction_id IN (?*)", missed)


def _matters(db: sqlite3.Connection, sql: str, keys: Sequence[str]) -> list[Row]:
    found = [r for start in range(0, len(keys), 500) for r in _rows(db, sql.replace("?*", marks(len(keys[start : start + 500]))), keys[start : start + 500])]
    return sorted(found, key=lambda r: (r["at"], repr(r)), reverse=True)


def wishes(db: sqlite3.Connection, subjects: Sequence[str]) -> list[Row]:
    """Who of these (addresses, telephones, domains) is not to be contacted."""
    return [
        dict(zip(("subject", "channel", "reason", "since", "until", "by"), row, strict=True))
        for row in rows_in(db, "SELECT subject, channel, reason, since, until, by FROM no_contact WHERE subject IN (?*) ORDER BY channel <> 'any', subject, channel", subjects)
    ]


def left_because(db: sqlite3.Connection, domains: Sequence[str]) -> tuple[str, str] | None:
    """When and why somebody decided that this company is no customer any more; None where nobody did, or it is one again."""
    last = max(rows_in(db, "SELECT seq, kind, at, coalesce(value ->> '$.reason', '') FROM decision WHERE kind IN ('former', 'customer_again') "
                           "AND subject IN (?*)", domains), default=None)  # fmt: skip
    return (last[2], last[3]) if last and last[1] == "former" else None


def staff_names(db: sqlite3.Connection) -> dict[str, str]:
    """Colleagues by their addresses."""
    return {a: n or a for a, n in db.execute("SELECT address, name FROM staff")}


def domain_typed(text: str) -> str:
    """The company domain a typed text is or lies in; '' where it is none."""
    return company_domain(f"@{text.lower()}") if "." in text and " " not in text and "@" not in text else ""
