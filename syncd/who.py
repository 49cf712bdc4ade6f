"""Who somebody is, on one screen: everything a colleague needs in the minute before they answer.

Asked for by address, telephone or name; answered from the store alone, which is opened for reading.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from syncd.config import Config
from syncd.core import keys
from syncd.core.addresses import canonical
from syncd.core.identity import company_domain
from syncd.core.no_contact import is_in_force
from syncd.core.worktime import zone_of
from syncd.store import names
from syncd.store import who as store
from syncd.store.db import Store, connect

FORMER_AFTER = 365  # days without a contact
_LATELY = dt.timedelta(days=90)  # for which somebody who came back is told to have
_NUMBER = re.compile(r"[\s()+./0-9\u2010-\u2013-]{5,}")
_MOST, _LOOKED_AT = 20, 200  # of several that fit: shown, and looked at for when they were last in touch


@dataclass(frozen=True, slots=True)
class _Meant:
    """Whom a text means: persons and companies by row id, what was looked through, and a remark."""

    persons: Sequence[int] = ()
    companies: Sequence[int] = ()
    searched: str = ""
    remark: str = ""


def who(config: Config, asked: str, now: dt.datetime) -> dict[str, Any]:
    """What is known of whom `asked` means: {asked, found: person, company, several or nobody, …}; the keys are in docs/commands.md."""
    with closing(connect(config.store.path, read_only=True)) as opened:
        meant = _meant(opened, config, asked.strip())
        if len(meant.persons) + len(meant.companies) > 1:
            several = store.short(opened.db, meant.persons[:_LOOKED_AT], meant.companies[:_MOST])[:_MOST]
            return {"asked": asked, "found": "several", "several": several, "more": len(meant.persons) + len(meant.companies) - len(several)}
        if meant.persons:
            return {"asked": asked, "found": "person", **_of_person(opened, config, meant.persons[0], now)}
        if meant.companies:
            return {"asked": asked, "found": "company", "remark": meant.remark, **_of_company(opened, config, meant.companies[0], now)}
        return {"asked": asked, "found": "nobody", "searched": meant.searched, "nearest": _nearest(opened, asked)}


def _meant(opened: Store, config: Config, asked: str) -> _Meant:
    db = opened.db
    if "@" in asked:
        return _by_address(opened, asked)
    if _NUMBER.fullmatch(asked) and sum(c.isdigit() for c in asked) >= 5:
        return _Meant(persons=store.at_number(db, _spellings(asked, config.country)), searched="the telephones of all people")
    if domain := store.domain_typed(asked):
        at = store.company_of(db, domain)  # by no likeness: what looks like a customer's domain may be made to
        return _Meant(companies=[] if at is None else [at], searched="the domains of all companies")
    return _by_name(opened, asked)


def _by_name(opened: Store, asked: str) -> _Meant:
    from syncd.core import sought  # with all that compares names: not for who gives an address
    from syncd.core.organisations import company_key, legal_name

    key = company_key(asked)
    if key and legal_name(asked).form:
        alike = store.companies_with(opened.db, names.with_key(key))
        if same := [id_ for id_, name, _ in alike if company_key(name) == key]:
            return _Meant(companies=same)
    bare = legal_name(asked).name
    persons = sought.found(asked, store.names_with(opened.db, names.beginning(*sought.beginnings(asked))))
    companies = store.companies_with(opened.db, names.beginning(*sought.beginnings(bare))) if bare else []
    fitting = sought.found(bare, [(id_, f"{legal_name(name).name} {domains}") for id_, name, domains in companies])
    people, firms = store.counts(opened.db)
    return _Meant(persons, fitting, f"the names of {people} people and {firms} companies")


def _by_address(opened: Store, asked: str) -> _Meant:
    address = canonical(asked) or asked.lower()
    persons = store.at_address(opened.db, address)
    domain = company_domain(address)
    at = store.company_of(opened.db, domain) if domain and not persons else None
    if at is not None:
        return _Meant(companies=[at], remark=f"{address} is not known, but its company is")
    return _Meant(persons=persons, searched="the addresses and companies of all people")


def _spellings(asked: str, country: str) -> list[str]:
    """How a telephone may be kept: in full, or as an address book has it."""
    from syncd.core.phones import normalised  # its plans of numbers only where one was typed

    digits = "".join(c for c in asked if c.isdigit())
    return [s for s in dict.fromkeys((normalised(asked, country), normalised(asked), digits, f"+{digits}")) if s]


def _nearest(opened: Store, asked: str) -> list[str]:
    from syncd.core import sought

    if "@" in asked or "." in asked:
        local, _, domain = asked.rpartition("@")
        asked = f"{local} {domain.partition('.')[0]}".replace(".", " ")
    match = names.holding(sought.pieces(asked))
    near = [name for _, name in store.names_with(opened.db, match)] + [name for _, name, _ in store.companies_with(opened.db, match)]
    return sought.nearest(asked, list(dict.fromkeys(near)))


# ── one person, one company ──────────────────────────────────────────────────────────────────────────────────────


def _of_person(opened: Store, config: Config, id_: int, now: dt.datetime) -> dict[str, Any]:
    db, instant = opened.db, keys.instant(now)
    p = store.person(db, id_)
    at = p["organisation_id"]
    own = store.keys_of(db, at) if at is not None else []
    first, last = store.span(db, "person_id", id_, instant)
    known = store.facts(db, p["addresses"])
    return {
        "no_contact": _wishes(opened, [*p["addresses"], *p["phones"]], own, config, now),
        "person": {"id": p["uuid"], "name": p["name"], "post": p["post"], "addresses": p["addresses"], "phones": p["phones"], "language": p["language"],
                   "utc_offset": p["utc_offset"]},
        "organisation": _company(opened, config, at, now) if at is not None else None,
        "employments": _employments(opened, id_, now),
        "returned": store.returned(db, id_, keys.instant(now - _LATELY), instant),
        "first_at": first, "last_at": last, "contacts": store.contacts(db, "person_id", id_, instant),
        "promises": _promises(store.promises(db, p["addresses"], None), opened, config, instant), "complaints": store.complaints(db, p["addresses"]),
        "offers": store.offers(db, p["addresses"]), "facts": [f for f in known if f["kind"] in config.privacy.facts],
        "missed_calls": store.missed_calls(db, p["phones"]),
    }  # fmt: skip


def _of_company(opened: Store, config: Config, id_: int, now: dt.datetime) -> dict[str, Any]:
    db, instant = opened.db, keys.instant(now)
    first, last = store.span(db, "organisation_id", id_, instant)
    addresses = store.addresses_of_company(db, id_)
    return {
        "no_contact": _wishes(opened, [], store.keys_of(db, id_), config, now),
        "organisation": {**_company(opened, config, id_, now), "people": store.company(db, id_)["people"]},
        "first_at": first, "last_at": last, "contacts": store.contacts(db, "organisation_id", id_, instant),
        "promises": _promises(store.promises(db, [], id_), opened, config, instant), "complaints": store.complaints(db, addresses),
        "offers": store.offers(db, addresses),
    }  # fmt: skip


def _company(opened: Store, config: Config, id_: int, now: dt.datetime) -> dict[str, Any]:
    """A company's names and domains, who looks after it now, and whether it is a customer still."""
    c = store.company(opened.db, id_)
    _, last = store.span(opened.db, "organisation_id", id_, keys.instant(now))
    decided = store.left_because(opened.db, store.keys_of(opened.db, id_))
    former = None
    if decided:
        former = {"since": decided[0], "reason": decided[1]}
    elif last and now - dt.datetime.fromisoformat(last) > dt.timedelta(days=FORMER_AFTER):
        former = {"since": last, "reason": "no contact since"}
    owner = _now_of(c["owner"], config)
    return {"id": c["uuid"], "name": c["name"], "domains": c["domains"], "owner": owner or None,
            "owner_name": store.staff_names(opened.db).get(owner, owner) or None, "former": former}  # fmt: skip


def _now_of(owner: str, config: Config) -> str:
    """The colleague who stands in for an owner who has left; else the owner."""
    if not owner or config.person(owner).left is None:
        return owner
    from syncd.core.owners import standing_in  # with all that compares names

    return standing_in(owner, config.company)


def _employments(opened: Store, id_: int, now: dt.datetime) -> list[dict[str, Any]]:
    """Where the person was met, the latest first; a company is a former one when another was begun after the last contact there."""
    found = store.employments(opened.db, id_)
    begun = max((e["since"] for e in found), default="")
    instant = keys.instant(now)
    return [{**e, "last": min(e["last"], instant), "former": n > 0 and e["last"] < begun} for n, e in enumerate(found)]


def _wishes(opened: Store, personal: Sequence[str], companies: Sequence[str], config: Config, now: dt.datetime) -> list[dict[str, Any]]:
    today = now.astimezone(zone_of(config.company.timezone)).date().isoformat()
    found = store.wishes(opened.db, [*personal, *companies])
    return [{**w, "whole_company": w["subject"] in companies} for w in found if is_in_force(w["until"], today)]


def _promises(rows: Sequence[dict[str, Any]], opened: Store, config: Config, now: str) -> list[dict[str, Any]]:
    names = store.staff_names(opened.db)
    return [
        {"id": r["id"], "kind": r["kind"], "quote": r["quote"], "due_to": r["due_to"], "promiser": r["promiser"], "promiser_name": names.get(r["promiser"], r["promiser"]),
         "said_at": r["said_at"], "overdue": bool(r["due_at"] and r["due_at"] < now)}
        for r in rows
    ]  # fmt: skip
