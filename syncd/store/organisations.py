"""Companies as rows: which domains are one company's, by which name, and who of ours looks after it.

    signed_name                 what signatures call a company, gone with the message
    domain, organisation        for what a page touched, the companies made anew from all of that and from decisions

Everything here follows from all that is stored and not from the order in which it came.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from syncd.core.identity import company_domain
from syncd.core.organisations import (
    CompanyCard,
    Said,
    Saying,
    groups,
    imitates,
    is_same_brand,
    is_same_company_name,
    joined_by,
    shown_company_name,
)
from syncd.store import employment, evidence, owners, regrouping, rhythm, who
from syncd.store.decisions import UNDO, Decision, decide
from syncd.store.domains import NAMED
from syncd.store.ids import rows_in
from syncd.store.interactions import Page

_DECIDED = "kind IN ('merge', 'unmerge', 'distinct', 'undo')"  # as the index on decision(value) has it


def settle(page: Page) -> None:
    """Bring the companies in line of all whom this page met, and those of the domains it decided about."""
    if not (page.met or page.touched):
        return
    db = page.db
    domains = {company_domain(v) if "@" in v else v for v in page.met} - {""}
    domains |= {d for (d,) in rows_in(db, "SELECT DISTINCT d.name FROM contact c JOIN domain d USING (organisation_id) WHERE c.interaction_id IN (?*)",
                                      sorted(page.touched))}  # fmt: skip
    employment.settle(page, {v for v in page.met if "@" in v})
    _regroup(page, domains)
    ids = {o for (o,) in rows_in(db, "SELECT organisation_id FROM domain WHERE name IN (?*)", sorted(domains))}
    describe(db, ids)
    _propose(db, {d for (d,) in rows_in(db, "SELECT name FROM domain WHERE organisation_id IN (?*)", sorted(ids))} | domains)
    page.met.clear()


def settle_everything(page: Page) -> None:
    """Bring all companies in line."""
    page.met |= {d for (d,) in page.db.execute("SELECT name FROM domain")}
    page.met |= {a for (a,) in page.db.execute("SELECT value FROM identifier WHERE kind = 'address'")}
    settle(page)


def decide_about(page: Page, d: Decision) -> None:
    """Take in a decision about companies, its subject a domain: merge, unmerge, distinct, undo (value: the other domain), owner, former …"""
    decide(page.db, d)
    page.met |= {v for v in (d.subject, d.value) if isinstance(v, str)}
    settle(page)
    rhythm.settle(page)
    evidence.settle(page, page.unsettled)


def describe(db: sqlite3.Connection, ids: Collection[int]) -> None:
    """Write the names, domains and owners of these companies (by row id)."""
    names: dict[int, list[str]] = {id_: [] for id_ in sorted(ids)}
    for id_, name in rows_in(db, "SELECT organisation_id, name FROM domain WHERE organisation_id IN (?*) ORDER BY name", sorted(ids)):
        names[id_].append(name)
    said = _sayings(db, [name for some in names.values() for name in some])
    chosen = owners.chosen(db, [name for some in names.values() for name in some])
    rows = []
    for id_, some in names.items():
        domains = [d for d in some if not d.startswith(NAMED)]
        bare = min(domains, key=lambda d: (len(d), d), default=some[0].removeprefix(NAMED))
        name = shown_company_name(s for d in some for s in said.get(d, ())) or bare
        new = (name, " ".join(domains), owners.owner_of(db, id_, [chosen[d] for d in some if d in chosen]))
        rows.append((*new, id_, *new))
    db.executemany("UPDATE organisation SET name = ?, domains = ?, owner = ? WHERE id = ? AND (name, domains, owner) IS NOT (?, ?, ?)", rows)


def _sayings(db: sqlite3.Connection, names: Sequence[str]) -> dict[str, list[Saying]]:
    """How signatures, cards and the accounting program's table call the companies of these domains."""
    found: dict[str, list[Saying]] = {}
    for domain, written, n in rows_in(db, "SELECT domain, written, count(*) FROM signed_name WHERE domain IN (?*) GROUP BY domain, written", names):
        found.setdefault(domain, []).append(Saying(written, n))
    for domain, written, n in rows_in(
        db, "SELECT d.domain, c.organisation, count(*) FROM card_domain d JOIN card c USING (origin, ordinal) WHERE c.organisation <> '' "
            "AND d.domain IN (?*) GROUP BY d.domain, c.organisation", names
    ):  # fmt: skip
        found.setdefault(domain, []).append(Saying(written, 2 * n))
    for domain, written in rows_in(db, "SELECT domain, name FROM customer_row WHERE domain <> '' AND name <> '' AND domain IN (?*)", names):
        found.setdefault(domain, []).append(Saying(written, 2))
    return found


def _regroup(page: Page, domains: set[str]) -> None:
    """Make the domains that are linked with these the companies they are."""
    db = page.db
    linked, pairs = _linked(db, domains)
    if len(linked) < 2:
        return
    known = dict(rows_in(db, "SELECT name, organisation_id FROM domain WHERE name IN (?*)", sorted(linked)))
    parts = [p for part in groups(linked, pairs, _said(db, linked)) if (p := part.intersection(known))]
    present: dict[int, set[str]] = {}
    for domain, id_ in known.items():
        present.setdefault(id_, set()).add(domain)
    if {frozenset(p) for p in present.values()} != set(parts):
        regrouping.regroup(page, known, parts)


def _linked(db: sqlite3.Connection, domains: set[str]) -> tuple[set[str], set[tuple[str, str]]]:
    """All domains that are linked with these by company, card or decision; and the pairs that cards join."""
    linked, border = set(domains), set(domains)
    pairs: set[tuple[str, str]] = set()
    while border:
        asked = sorted(border)
        more = {d for (d,) in rows_in(db, "SELECT o.name FROM domain d JOIN domain o USING (organisation_id) WHERE d.name IN (?*)", asked)}
        more |= {d for s in _decided(db, asked) for d in (s.a, s.b)}
        for card in _cards_of(db, asked):
            pairs.update(found := joined_by(card))
            more |= {d for pair in found for d in pair}
        border = more - linked
        linked |= border
    return linked, pairs


def _cards_of(db: sqlite3.Connection, domains: Sequence[str]) -> list[CompanyCard]:
    """The cards with addresses in these domains and in others too."""
    found: dict[tuple[str, int], tuple[str, str, list[str]]] = {}
    for origin, ordinal, organisation, name, domain in rows_in(
        db, "SELECT c.origin, c.ordinal, c.organisation, c.name, o.domain FROM card_domain d JOIN card_domain o USING (origin, ordinal) "
        "JOIN card c USING (origin, ordinal) WHERE o.domain NOT LIKE 'name:%' AND d.domain IN (?*) GROUP BY c.origin, c.ordinal, o.domain", domains
    ):  # fmt: skip
        found.setdefault((origin, ordinal), (organisation, name, []))[2].append(domain)
    return [CompanyCard(organisation, name, tuple(sorted(set(of)))) for organisation, name, of in found.values() if len(set(of)) > 1]


def _said(db: sqlite3.Connection, linked: set[str]) -> list[Said]:
    return [s for s in _decided(db, sorted(linked)) if s.a in linked and s.b in linked]


def _decided(db: sqlite3.Connection, domains: Sequence[str]) -> list[Said]:
    """What was decided about these domains, in order; nothing of a pair whose last decision was taken back."""
    if db.execute(f"SELECT 1 FROM decision WHERE {_DECIDED} AND subject NOT LIKE '%@%' LIMIT 1").fetchone() is None:
        return []
    found = {seq: (kind, a, b) for seq, kind, a, b in rows_in(
        db, f"SELECT seq, kind, subject, value ->> '$' FROM decision WHERE {_DECIDED} AND subject IN (?*)", domains)}  # fmt: skip
    found |= {seq: (kind, a, b) for seq, kind, a, b in rows_in(
        db, f"SELECT seq, kind, subject, value ->> '$' FROM decision WHERE {_DECIDED} AND value IN (?*)", [json.dumps(d, ensure_ascii=False) for d in domains])}  # fmt: skip
    last = {frozenset((a, b)): kind for _, (kind, a, b) in sorted(found.items())}
    return [Said(a, b, kind == "merge") for _, (kind, a, b) in sorted(found.items()) if last[frozenset((a, b))] != UNDO]


def _propose(db: sqlite3.Connection, domains: set[str]) -> None:
    """Keep which companies may be one by a likeness, for people to say: one name in signatures, one brand under two suffixes."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    asked = sorted(domains)
    here = dict(rows_in(db, "SELECT name, organisation_id FROM domain WHERE name IN (?*)", asked))
    for a, b, a_of, b_of in rows_in(
        db, "SELECT d.name, o.name, d.organisation_id, o.organisation_id FROM domain d JOIN domain o USING (brand) WHERE d.brand <> '' AND d.name <> o.name "
        "AND d.name IN (?*)", sorted(here)
    ):  # fmt: skip
        if a_of != b_of and is_same_brand(a, b):
            found[min(a, b), max(a, b)] = ("one word under two suffixes", "")
    for a, b, written in _same_name(db, here):
        if not imitates(a, b):
            found[min(a, b), max(a, b)] = ("one name in both signatures", written)
    for s in _decided(db, asked):
        found.pop((min(s.a, s.b), max(s.a, s.b)), None)
    db.executemany("DELETE FROM review WHERE kind = 'organisation' AND (a = ? OR b = ?)", [(d, d) for d in asked])
    db.executemany("INSERT INTO review VALUES ('organisation', ?, ?, ?, ?)", [(a, b, reason, quote) for (a, b), (reason, quote) in sorted(found.items())])


def _same_name(db: sqlite3.Connection, here: Mapping[str, int]) -> Iterable[tuple[str, str, str]]:
    """Pairs of one of these domains and another company's, of which the same name was signed at least twice each; and the name."""
    keys = sorted({k for (k,) in rows_in(db, "SELECT DISTINCT key FROM signed_name WHERE domain IN (?*)", sorted(here))})
    said: dict[str, dict[str, tuple[int, str]]] = {}
    for key, domain, id_, written in rows_in(
        db, "SELECT s.key, s.domain, d.organisation_id, min(s.written) FROM signed_name s JOIN domain d ON d.name = s.domain WHERE s.key IN (?*) "
        "GROUP BY s.key, s.domain HAVING count(*) > 1", keys
    ):  # fmt: skip
        said.setdefault(key, {})[domain] = (id_, written)
    for by_domain in said.values():
        for (a, (a_of, written)), (b, (b_of, other)) in combinations(sorted(by_domain.items()), 2):
            if a_of != b_of and (a in here or b in here) and is_same_company_name(written, other):
                yield a, b, written


def listed(db: sqlite3.Connection, domains: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """The companies (of these domains, None: all) by name: id, name, domains, owner, and why one is a customer no more (None: it is one)."""
    known = db.execute("SELECT id, name FROM organisation").fetchall() if domains is None else (
        rows_in(db, "SELECT DISTINCT o.id, o.name FROM domain d JOIN organisation o ON o.id = d.organisation_id WHERE d.name IN (?*)", sorted(domains)))  # fmt: skip
    found = []
    for id_, _ in sorted(known, key=lambda row: (row[1].casefold(), row[0])):
        c = who.company(db, id_)
        left = who.left_because(db, who.keys_of(db, id_))
        found.append({"id": c["uuid"], "name": c["name"], "domains": c["domains"], "owner": c["owner"] or None, "former": left[1] if left else None})
    return found


def proposed(db: sqlite3.Connection) -> list[dict[str, str]]:
    """Which companies may be one: a, b (domains), reason, quote."""
    rows = db.execute("SELECT a, b, reason, quote FROM review WHERE kind = 'organisation' ORDER BY a, b")
    return [dict(zip(("a", "b", "reason", "quote"), row, strict=True)) for row in rows]
