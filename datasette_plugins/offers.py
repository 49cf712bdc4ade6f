"""Offers: of a customer and all of them, the latest first, how far each has come, which contradicts an earlier one, and how a price changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from decimal import Decimal

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins import picture
from datasette_plugins.finding import FOUND_IDS, found_by
from datasette_plugins.hooks import hook
from datasette_plugins.names import colleagues, folded, names
from datasette_plugins.page import Asked, Values, places, row, rows, show
from datasette_plugins.paging import page_of
from datasette_plugins.periods import bounds
from datasette_plugins.rights import COLLEAGUES, seen_items, sees_item
from datasette_plugins.team import TOOK_PART, asked_for, managers
from datasette_plugins.words import Words
from syncd.core.standing import alike
from syncd.core.texts import amount

_MOST, PAGE, _STEPS = 8, 40, 200
_MANY = 5_000  # offers from which on they are read along the index of time, as all mail is; before, there may be few in much mail
STATES = ("offered", "ordered", "invoiced", "paid", "rejected", "expired")
_COLUMNS = """
    f.key, f.product, f.amounts, f.why, f.derived_by, f.discount, f.valid_until, f.quote, f.differs, f.address, f.customer, f.said, f.interaction_id, i.key AS interaction, i.kind, i.at, i.direction, i.language,
    x.key AS before, x.kind AS before_kind, x.at AS before_at, CASE WHEN f.state = 'offered' AND f.valid_until < :today THEN 'expired' ELSE f.state END AS state"""
_BEFORE = "LEFT JOIN offer e ON e.key = f.contradicts LEFT JOIN interaction x ON x.id = e.interaction_id"
# A line of an offer with its mail, and the mail of the earlier one it contradicts.
_OFFER = f"SELECT {_COLUMNS} FROM offer f JOIN interaction i ON i.id = f.interaction_id {_BEFORE}"
_ORDER = " ORDER BY i.at DESC, f.key"
# All of them, the latest first: along the index of time, or from the offers where there are few or few are asked for.
ALONG_TIME = "interaction i CROSS JOIN offer f ON f.interaction_id = i.id"
FROM_OFFERS = "offer f CROSS JOIN interaction i ON i.id = f.interaction_id"
_NEWEST = " ORDER BY i.at DESC, i.id DESC, f.key DESC"
CHOSEN = f"SELECT f.key FROM {{head}} WHERE i.at <= :now{{filters}}{_NEWEST} LIMIT :limit"
PAGED = f"{_OFFER} WHERE f.key IN ({CHOSEN}){_NEWEST}"
HOW_MANY = "SELECT count(*) FROM (SELECT 1 FROM offer f WHERE true{filters} LIMIT :many)"
_BEYOND = " AND i.at <= :after_at AND (i.at, i.id, f.key) < (:after_at, :after_id, :after_key)"
MORE_THAN = "SELECT 1 FROM offer WHERE customer = ? LIMIT 1 OFFSET ?"
# What was offered to these customers, and when each mail of ours among them was sent: for the steps of a price.
HISTORY = "SELECT key, customer, product, amounts, interaction_id FROM offer WHERE customer IN ({}) AND said = 'offered'"
SENT_AT = "SELECT id, at FROM interaction WHERE id IN (SELECT value FROM json_each(?)) AND direction = 'out'"
_SAID_BY = "EXISTS (SELECT 1 FROM party y JOIN staff s ON s.id = y.staff_id WHERE y.interaction_id = i.id AND s.address = :colleague)"
# The offers of what, or to whom, was typed, and where there are too many to be held at once, the same for each offer.
ABOUT = f"""
    WITH product AS MATERIALIZED (SELECT DISTINCT product AS name FROM offer),
         named AS MATERIALIZED (SELECT name FROM product WHERE name LIKE :loose AND folded(name) LIKE :like)
    SELECT f.key FROM named CROSS JOIN offer f ON f.product = named.name
    UNION SELECT f.key FROM ({FOUND_IDS}) n CROSS JOIN identifier d ON d.person_id = n.id AND d.kind = 'address' CROSS JOIN offer f ON f.address = d.value
    LIMIT :many"""
_IS_ABOUT = f"""(f.product LIKE :loose AND folded(f.product) LIKE :like
    OR f.address IN (SELECT value FROM identifier WHERE kind = 'address' AND person_id IN ({FOUND_IDS})))"""
_IS_OF_THESE = "f.key IN (SELECT value FROM json_each(:about))"


def of_person(db: sqlite3.Connection, addresses: Iterable[str], words: Words) -> list[Values]:
    """The latest offers to and orders by whoever has these addresses."""
    return _read(db, "address", addresses, words)


def of_company(db: sqlite3.Connection, domains: str, words: Words) -> list[Values]:
    """The latest of a company, by its domains (separated by spaces)."""
    return _read(db, "customer", domains.split(), words)


def of_item(db: sqlite3.Connection, interaction: int, words: Words) -> list[Values]:
    """Those that stand in one message, meeting or call (its row id)."""
    return _read(db, "interaction_id", [interaction], words)


def _read(db: sqlite3.Connection, column: str, values: Iterable[str | int], words: Words) -> list[Values]:
    asked = list(values)
    if not asked:
        return []
    latest = f"SELECT f.key FROM offer f JOIN interaction i ON i.id = f.interaction_id WHERE f.{column} IN (SELECT value FROM json_each(:asked)){_ORDER} LIMIT {_MOST}"
    found = rows(db, f"{_OFFER} WHERE f.key IN ({latest}){_ORDER}", {"asked": json.dumps(asked), "today": words.today.isoformat()})
    return priced(db, found, words)


def priced(db: sqlite3.Connection, found: list[Values], words: Words) -> list[Values]:
    """These offers with their prices in words, and with the steps of the price where the same was offered to the customer at another."""
    told = _history(db, found)
    shown: set[str] = set()
    for offer in found:
        offer["price"] = " / ".join(said_price(Decimal(str(a["amount"])), a["currency"], words) for a in json.loads(offer["amounts"]))
        offer["steps"] = None
        if offer["key"] in told and offer["key"] not in shown:
            offer["steps"] = _steps(told[offer["key"]], words)
            shown |= {h["key"] for h in told[offer["key"]]}
    return found


def _history(db: sqlite3.Connection, found: list[Values]) -> dict[str, list[Values]]:
    """By the keys of these offers of ours: what like it was ever offered to the customer, the earliest first."""
    ours = [o for o in found if o["said"] == "offered" and o["direction"] == "out"]
    customers = sorted({o["customer"] for o in ours})
    if len(customers) > 1:  # a list: whoever has very many offers shows the steps on their own page
        customers = [c for c in customers if db.execute(MORE_THAN, (c, _STEPS)).fetchone() is None]
    offered = rows(db, HISTORY.format(places(customers)), tuple(customers)) if customers else []
    products: dict[str, set[str]] = {c: {h["product"] for h in offered if h["customer"] == c} for c in customers}
    like = {}
    for o in ours:
        same = {p for p in products.get(o["customer"], ()) if alike(p, o["product"])}
        like[o["key"]] = [h for h in offered if h["customer"] == o["customer"] and h["product"] in same]
    ids = sorted({h["interaction_id"] for same in like.values() for h in same})
    at = dict(db.execute(SENT_AT, (json.dumps(ids),)).fetchall())
    for h in offered:
        h["at"] = at.get(h["interaction_id"])
    return {key: sorted((h for h in same if h["at"]), key=lambda h: (h["at"], h["key"]))[-_STEPS:] for key, same in like.items()}


def _steps(same: list[Values], words: Words) -> Values | None:
    """The prices of one thing for one customer, one after the other; None where it was always the same."""
    told = [(h["at"], Decimal(str(a[0]["amount"])), a[0]["currency"]) for h in same if len(a := json.loads(h["amounts"])) == 1]
    told = [t for t in told if t[2] == told[-1][2]]
    changed = [t for n, t in enumerate(told) if not n or t[1] != told[n - 1][1]][-12:]
    if len(changed) < 2:
        return None
    return {"prices": [(at, said_price(price, currency, words)) for at, price, currency in changed], "drawn": picture.steps([price for _, price, _ in changed])}


def said_price(price: Decimal, currency: str, words: Words) -> str:
    """A sum with its currency."""
    return f"{amount(price, words.language)} {currency}"


def offers(db: sqlite3.Connection, asked: Asked) -> Values:
    """Offers, orders, invoices, payments and refusals, the latest first, with filters."""
    own, placed, values = _conditions(db, asked)
    conditions = own + placed
    values |= {"today": asked.words.today.isoformat(), "now": asked.now, "many": _MANY}
    few = _IS_OF_THESE in own or db.execute(HOW_MANY.format(filters="".join(f" AND {c}" for c in own)), values).fetchone()[0] < _MANY
    head = FROM_OFFERS if few else ALONG_TIME

    def read(after: Values | None, limit: int) -> list[Values]:
        begins = {"after_at": after["at"], "after_id": after["interaction_id"], "after_key": after["key"]} if after else {}
        filters = "".join(f" AND {c}" for c in conditions) + (_BEYOND if after else "")
        return rows(db, PAGED.format(head=head, filters=filters), {**values, **begins, "limit": limit})

    begin = row(db, "SELECT f.key, f.interaction_id, i.at FROM offer f JOIN interaction i ON i.id = f.interaction_id WHERE f.key = ?", (asked.arg("after"),)) if asked.arg("after") else None
    found, last = page_of(lambda after, limit: read(after or begin, limit), lambda o: sees_item(db, asked.reader, o["interaction_id"]), PAGE, ahead=lambda some: seen_items(db, asked.reader, [o["interaction_id"] for o in some]))
    return {
        "offers": priced(db, found, asked.words), "names": names(db, (o["address"] for o in found)), "colleagues": colleagues(db), "managers": managers(db), "states": STATES,
        "next": asked.link(after=last["key"]) if last else "", "first": asked.link(after=None) if asked.arg("after") else "", "filtered": bool(conditions),
    }  # fmt: skip


def _conditions(db: sqlite3.Connection, asked: Asked) -> tuple[list[str], list[str], dict[str, object]]:
    """The filters of the address as SQL: those of an offer alone, and those of the mail it stands in."""
    own: list[str] = []
    values: dict[str, object] = {}
    if (state := asked.arg("state")) in STATES:
        expired = "f.state = 'offered' AND f.valid_until < :today"
        own.append(f"({expired})" if state == "expired" else f"f.state = :state AND NOT ({expired})" if state == "offered" else "f.state = :state")
        values["state"] = state
    if asked.arg("differs"):
        own.append("f.differs <> ''")
    if text := folded(asked.arg("q")):
        values |= found_by(text)
        keys = [key for (key,) in db.execute(ABOUT, {**values, "many": _MANY})]
        own.append(_IS_OF_THESE if len(keys) < _MANY else _IS_ABOUT)
        values["about"] = json.dumps(keys) if len(keys) < _MANY else ""
    placed, days = bounds(asked, "i.at")
    if colleague := asked.arg("colleague"):
        placed.append(_SAID_BY)
        values["colleague"] = colleague
    if team := asked_for(db, asked) if asked.reader.sees_all else "":
        placed.append(TOOK_PART)
        values["team"] = team
    return own, placed, values | days


async def offers_page(datasette: Datasette, request: Request) -> Response:
    """`/offers`."""
    return await show(datasette, request, "syncd/offers.html", offers, to=COLLEAGUES)


@hook
def register_routes() -> list[tuple[str, object]]:
    """All offers."""
    return [(r"^/offers$", offers_page)]
