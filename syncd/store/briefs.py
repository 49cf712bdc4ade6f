"""What an entry before a meeting is made of: which of our meetings with customers come next, and what is known of each customer."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection, Iterable

from syncd.core import keys
from syncd.core.brief_texts import Contact, Offer, Said, Sheet
from syncd.core.briefs import AHEAD, Visit
from syncd.core.no_contact import is_in_force
from syncd.store import who
from syncd.store.ids import rows_in
from syncd.store.offers import customer_of

_MOST = 3  # of each kind on a sheet
_COMING = (
    "SELECT o.interaction_id, i.key, o.start_at, m.rrule <> '' OR (SELECT count(*) FROM occurrence x WHERE x.interaction_id = o.interaction_id) > 1, o.recurrence_id "
    "FROM occurrence o JOIN interaction i ON i.id = o.interaction_id JOIN meeting m ON m.interaction_id = i.id "
    "WHERE o.start_at > ? AND o.start_at <= ? AND o.status <> 'cancelled' AND NOT m.all_day"
)
_OFFERS = (
    "SELECT i.at, coalesce((SELECT s.address FROM party y JOIN staff s ON s.id = y.staff_id WHERE y.interaction_id = i.id AND y.role IN ('from', 'sender', 'organizer') "
    "ORDER BY y.role <> 'from' LIMIT 1), '') AS by, f.product, f.amounts, f.discount, f.differs FROM offer f JOIN interaction i ON i.id = f.interaction_id "
    "WHERE f.state = 'offered' AND i.direction = 'out' AND i.at <= ? AND coalesce(f.valid_until, '9') >= ? AND f.customer IN (?*)"
)
_PARTIES = "SELECT p.interaction_id, p.role, p.person_id, s.address, p.response FROM party p LEFT JOIN staff s ON s.id = p.staff_id WHERE p.interaction_id IN (?*) ORDER BY p.interaction_id, p.ordinal"
_PERSONS = "SELECT n.id, n.uuid, o.uuid FROM person n LEFT JOIN organisation o ON o.id = n.organisation_id WHERE n.id IN (?*)"


def visits(db: sqlite3.Connection, owners: Collection[str], now: dt.datetime) -> list[tuple[Visit, int]]:
    """The meetings of these people with customers within the next week, each with the row id of the outside person it is with first."""
    coming = db.execute(_COMING, (keys.instant(now), keys.instant(now + AHEAD))).fetchall()
    parties: dict[int, list[tuple[str, int | None, str | None, str]]] = {}
    for interaction, *party in rows_in(db, _PARTIES, sorted({row[0] for row in coming})):
        parties.setdefault(interaction, []).append(tuple(party))
    found = []
    persons = {p: (uuid, company_uuid) for p, uuid, company_uuid in rows_in(db, _PERSONS, sorted({p for some in parties.values() for _, p, *_ in some if p}))}
    for interaction, key, start, repeats, recurrence in coming:
        some = parties.get(interaction, [])
        outside = next((p for _, p, staff, _ in some if p in persons and staff is None), None)
        if outside is None:
            continue
        uuid, company_uuid = persons[outside]
        ours = [(role != "organizer", n, staff) for n, (role, _, staff, response) in enumerate(some) if staff in owners and response != "declined"]
        visit_key = f"{key} {recurrence or start}" if repeats else key
        found += [(Visit(key=visit_key, owner=staff, start=dt.datetime.fromisoformat(start), customer=company_uuid or uuid, page=f"/brief/meeting/{key}"), outside) for *_, staff in sorted(ours) if staff]
    return found


def sheet(db: sqlite3.Connection, visit: Visit, person: int, names: dict[str, str], now: dt.datetime, offered_since: dt.datetime) -> Sheet:
    """What is known of a customer (a person, by row id, with the company) for who meets them; `names`: colleagues by address."""
    found, at = who.person(db, person), keys.instant(now)
    company = found["organisation_id"]
    whole = who.company(db, company) if company else None
    addresses = who.addresses_of_company(db, company) if company else found["addresses"]
    column, whose = ("organisation_id", company) if company else ("person_id", person)
    promised = who.promises(db, addresses, company)
    subjects = [*found["addresses"], *found["phones"], *(whole["domains"] if whole else ())]
    today = now.date().isoformat()
    last = next(iter(who.contacts(db, column, whose, at)), None)
    offers = _offers(db, {customer_of(a) for a in addresses}, now)
    lately = [o for o in offers if o["by"] and o["by"] != visit.owner and o["at"] >= keys.instant(offered_since)]
    return Sheet(
        whom=found["name"] or (found["addresses"] or [""])[0], company=whole["name"] if whole else "", keeper=names.get(whole["owner"]) or whole["owner"] if whole else "",
        since=_moment(who.span(db, column, whose, at)[0]), no_contact=tuple((w["channel"], w["reason"]) for w in who.wishes(db, subjects) if is_in_force(w["until"], today)),
        complaints=tuple(Said(dt.datetime.fromisoformat(c["at"]), c["quote"]) for c in who.complaints(db, addresses) if c["state"] in ("open", "answered"))[:_MOST],
        ours=tuple(_said(p, at) for p in promised if p["kind"] != "theirs")[:_MOST], theirs=tuple(_said(p, at) for p in promised if p["kind"] == "theirs")[:_MOST],
        colleagues_offers=tuple(_offer(o, names) for o in lately)[:_MOST], offers=tuple(_offer(o, names) for o in offers)[:_MOST],
        facts=tuple((f["kind"], f["value"]) for f in who.facts(db, found["addresses"]) if not f["negated"])[: 2 * _MOST],
        last=Contact(dt.datetime.fromisoformat(last["at"]), last["kind"], last["staff"] or "", last["subject"]) if last else None,
    )  # fmt: skip


def _said(promise: who.Row, now: str) -> Said:
    late = bool(promise["due_at"]) and promise["due_at"] < now and promise["kind"] != "theirs"
    return Said(dt.datetime.fromisoformat(promise["said_at"]), promise["quote"], promise["due_to"] or "", late)


def _offers(db: sqlite3.Connection, customers: Iterable[str], now: dt.datetime) -> list[who.Row]:
    """What was offered to these customers and still stands, the latest first."""
    found = [dict(zip(("at", "by", "product", "amounts", "discount", "differs"), row, strict=True)) for row in rows_in(db, _OFFERS, sorted(customers), keys.instant(now), now.date().isoformat())]
    return sorted(found, key=lambda o: (o["at"], repr(o)), reverse=True)


def _offer(offer: who.Row, names: dict[str, str]) -> Offer:
    return Offer(dt.datetime.fromisoformat(offer["at"]), names.get(offer["by"]) or offer["by"], offer["product"], offer["amounts"], offer["discount"], offer["differs"])


def _moment(at: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(at) if at else None
