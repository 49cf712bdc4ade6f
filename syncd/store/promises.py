"""Promises as rows. A promise's key is given once; a later derivation finds its promise again by the words of the quote.

What people decided about a promise (`decision`, by its key) is laid over what was derived, here and nowhere else.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import msgspec

from syncd.core import derived, keys
from syncd.core.derived import DerivedMessage, Told
from syncd.core.identity import company_domain
from syncd.core.model import Promise
from syncd.core.worktime import due_instant, zone_of
from syncd.store import handoffs, scores, standards, states, templates
from syncd.store.domains import companies_at
from syncd.store.ids import rows_in
from syncd.store.interactions import Page

T = TypeVar("T", DerivedMessage, Told)
_SAME_QUOTE = 0.5
_UNKNOWN_AFTER = 10  # working days past due without a sign


@dataclass(frozen=True, slots=True)
class _Key:
    key: str
    given_at: str
    historic: bool
    body: dict[str, object]


def save_promises(page: Page, messages: Mapping[str, DerivedMessage]) -> int:
    """Bring the promises of these messages (by interaction key) in line with what was derived; says how many are new."""
    return save_told(page, messages, lambda told: _places(page, told))


def save_told(page: Page, sayings: Mapping[str, T], places_of: Callable[[Mapping[str, T]], Mapping[str, Place]]) -> int:
    """Bring the promises told in these places (by the key their keys are given under) in line; says how many are new."""
    known: dict[str, list[_Key]] = defaultdict(list)
    for key, owner, given_at, historic, body in rows_in(
        page.db, "SELECT key, interaction_key, given_at, historic, body FROM promise_key WHERE interaction_key IN (?*) ORDER BY key", list(sayings)
    ):
        known[owner].append(_Key(key, given_at, bool(historic), msgspec.json.decode(body)))
    told = {owner: d for owner, d in sayings.items() if d.promises or owner in known}
    places = places_of(told)
    new: list[tuple[object, ...]] = []
    rows: list[tuple[object, ...]] = []
    for owner, d in told.items():
        keys_given, found = _keys_of_one(page, owner, d, known[owner])
        new += keys_given
        rows += _rows(page, places[owner], d, _judged(page, d, found))
    page.db.executemany("INSERT INTO promise_key VALUES (?, ?, ?, ?, ?)", new)
    page.wordings |= templates.wordings(page.db, "key", [row[0] for row in rows])
    page.db.executemany(_WRITE, rows)
    page.wordings |= templates.wordings(page.db, "key", [row[0] for row in rows])
    standards.save(page, [str(row[0]) for row in rows])
    lay_decisions(page.db, [str(row[0]) for row in rows])
    return len(new)


@dataclass(frozen=True, slots=True)
class Place:
    """What stands to all promises told in one place."""

    interaction: int
    trusted: bool
    organisation: int | None


def _places(page: Page, messages: Mapping[str, DerivedMessage]) -> dict[str, Place]:
    """Where the promises of these messages belong; the customer's company is that of the first outside party who belongs to one."""
    domains = {owner: [x for p in page.company.outside(d.parties) if (x := company_domain(p.address))] for owner, d in messages.items()}
    companies = companies_at(page.db, chain.from_iterable(domains.values()))
    return {
        key: Place(id_, bool(sent or authentic), next((companies[x] for x in domains[key] if x in companies), None))
        for key, id_, sent, authentic in rows_in(
            page.db, "SELECT i.key, i.id, m.in_sent, m.authentic FROM interaction i JOIN message m ON m.interaction_id = i.id WHERE i.key IN (?*)", list(messages)
        )
    }


_Standing = tuple[_Key, dict[str, object], bool]  # a promise by its key, what is said of it, and whether it is withdrawn
_Row = tuple[_Key, dict[str, object], bool, str]  # the same, and who says how sure it is


def _keys_of_one(page: Page, owner: str, d: DerivedMessage | Told, known: list[_Key]) -> tuple[list[tuple[object, ...]], list[_Standing]]:
    """The promises of one message: the keys given now, as rows, and all of them as they stand."""
    once = {keys.promise_key(owner, p.sentence, p.ordinal): p for p in reversed(d.promises)}  # a sentence said twice is one
    matched = _match(once, known)
    rows: list[_Standing] = []
    new: list[tuple[object, ...]] = []
    for key, promise, old in matched:
        body = _body(promise, d.due_zone)
        if old is None:
            historic = _days_between(keys.instant(d.at), page.now) > page.since_days
            new.append((key, owner, page.now, int(historic), _dump(body)))
            old = _Key(key, page.now, historic, body)
        elif old.body != body:
            page.db.execute("UPDATE promise_key SET body = ? WHERE key = ?", (_dump(body), old.key))
        rows.append((old, body, False))
    found = {old.key for old, _, _ in rows}
    return new, rows + [(old, old.body, True) for old in known if old.key not in found]


def _judged(page: Page, d: DerivedMessage | Told, found: list[_Standing]) -> list[_Row]:
    """The promises of a message, each with who says how sure it is: the rules, where no other scorer is in force or it says nothing."""
    asked = [scores.Found(key.key, d.own_text, d.language, body) for key, body, withdrawn in found if page.judge and not withdrawn and not body.get("noted")]
    said = dict(zip((f.key for f in asked), page.judge(page.db, asked) if page.judge and asked else (), strict=True))
    rows: list[_Row] = []
    for key, body, withdrawn in found:
        judged = said.get(key.key)
        rows.append((key, {**body, "confidence": judged.confidence}, withdrawn, judged.scorer) if judged else (key, body, withdrawn, derived.RULES))
    return rows


def _match(promises: Mapping[str, Promise], known: list[_Key]) -> list[tuple[str, Promise, _Key | None]]:
    """Each promise (by the key it would be given) with the key it has: the same sentence, else the quote with most words in common."""
    free = {k.key: k for k in known}
    answer = {key: free.pop(key) for key in promises if key in free}
    rest = [(keys.overlap(p.quote, str(k.body["quote"])), key, k.key) for key, p in promises.items() if key not in answer for k in free.values()]
    for share, key, old in sorted(rest, key=lambda r: (-r[0], r[1], r[2])):
        if share >= _SAME_QUOTE and key not in answer and old in free:
            answer[key] = free.pop(old)
    return [(key, p, answer.get(key)) for key, p in promises.items()]


def _body(p: Promise, zone: str) -> dict[str, object]:
    return {
        "quote": p.quote, "kind": p.kind, "firmness": p.firmness, "act": p.act, "promiser": p.promiser, "assignee": p.assignee,
        "beneficiary": p.beneficiary, "due_from": p.due.from_ if p.due else None, "due_to": p.due.to if p.due else None, "due_zone": zone,
        "due_kind": p.due.kind if p.due else None, "due_text": p.due.text if p.due else None, "confidence": round(p.confidence, 3),
        "ordinal": p.ordinal, "why": p.why, "wording": None if p.noted else templates.wording(p.kind, p.sentence), **({"named": p.named, "noted": p.noted} if p.noted else {}),
    }  # fmt: skip


def _dump(body: dict[str, object]) -> str:
    return msgspec.json.encode(body, order="sorted").decode()


def _days_between(earlier: str, later: str) -> float:
    return (dt.datetime.fromisoformat(later) - dt.datetime.fromisoformat(earlier)) / dt.timedelta(days=1)


_COLUMNS = (
    "quote", "kind", "firmness", "act", "promiser", "assignee", "beneficiary", "due_from", "due_to", "due_zone", "due_kind", "due_text",
    "confidence", "ordinal", "why",
)  # fmt: skip


_ALL = ("key", "interaction_id", "state", "organisation_id", "due_at", "trusted", "said_at", "derived_by", "scorer", "wording", "named", "noted", *_COLUMNS)
_WRITE = (  # a row that says so already is not written
    f"INSERT INTO promise ({', '.join(_ALL)}) VALUES ({', '.join('?' * len(_ALL))}) ON CONFLICT (key) DO UPDATE SET "
    f"{', '.join(f'{n} = excluded.{n}' for n in _ALL[1:])} "
    f"WHERE ({', '.join(_ALL[1:])}) IS NOT ({', '.join('excluded.' + n for n in _ALL[1:])})"
)


def _rows(page: Page, place: Place, d: DerivedMessage | Told, found: Sequence[_Row]) -> list[tuple[object, ...]]:
    """Rows of `promise`, in the order of _ALL."""
    said_at = keys.instant(d.at)
    rows: list[tuple[object, ...]] = []
    for key, body, withdrawn, scorer in found:
        due_at = None
        if body["due_to"]:
            due_at = keys.instant(due_instant(str(body["due_to"]), str(body["due_zone"]), page.calendar))
        state = "withdrawn" if withdrawn else "historic" if key.historic else "open"
        rows.append((key.key, place.interaction, state, place.organisation, due_at, int(place.trusted), said_at, derived.VERSION, scorer,
                     None if withdrawn else body["wording"], body.get("named", ""), body.get("noted", ""), *(body[c] for c in _COLUMNS)))  # fmt: skip
    return rows


def lay_decisions(db: sqlite3.Connection, promise_keys: Sequence[str]) -> None:
    """Lay what people decided over what was derived: state, term, and how far a hand-off has come."""
    states.lay_decided(db, promise_keys)
    move_terms(db, promise_keys)
    handoffs.save(db, promise_keys)


def is_asked(db: sqlite3.Connection, promise_key: str) -> bool:
    """Whether it is a hand-off nobody has answered yet."""
    return bool(db.execute(
        "SELECT 1 FROM handoff h JOIN promise p ON p.id = h.promise_id WHERE p.key = ? AND h.state = 'asked'", (promise_key,)
    ).fetchone())  # fmt: skip


def retrust(db: sqlite3.Connection, touched: Iterable[int]) -> None:
    """A copy found in a Sent folder makes the promises in it trusted."""
    for (id_,) in rows_in(
        db,
        "SELECT p.id FROM promise p JOIN message m ON m.interaction_id = p.interaction_id WHERE p.trusted = 0 "
        "AND (m.in_sent OR m.authentic) AND p.interaction_id IN (?*)",
        sorted(set(touched)),
    ):
        db.execute("UPDATE promise SET trusted = 1 WHERE id = ?", (id_,))


def distrust(db: sqlite3.Connection, interaction_key: str) -> None:
    """The copy in a Sent folder may not be kept: what only it vouched for is trusted no more."""
    found = db.execute(
        "UPDATE message SET in_sent = 0 WHERE in_sent AND interaction_id = (SELECT id FROM interaction WHERE key = ?1) AND NOT EXISTS "
        "(SELECT 1 FROM sighting g JOIN collection c ON c.id = g.collection_id WHERE g.key = ?1 AND c.role = 'sent') RETURNING interaction_id, authentic", (interaction_key,)
    ).fetchall()  # fmt: skip
    db.executemany("UPDATE promise SET trusted = 0 WHERE interaction_id = ?", [(id_,) for id_, authentic in found if not authentic])


def age(page: Page) -> None:
    """What time does by itself: a meeting that is over counts, and open promises 10 working days past their term without a sign become unknown.

    One whose term was moved, or lies ahead again because the clock was wrong, is open as before.
    """
    states.lay_arrived(page.db, page.now)
    handoffs.begin(page)
    handoffs.expire(page)
    now = dt.datetime.fromisoformat(page.now)
    young = keys.instant(now - dt.timedelta(days=_UNKNOWN_AFTER))
    found = page.db.execute(
        "SELECT id, state, due_at FROM promise WHERE (state = 'open' AND due_at < ?) OR (state = 'unknown' AND due_at >= ?)", (page.now, young)
    ).fetchall()  # fmt: skip
    for id_, state, due_at in found:
        day = dt.datetime.fromisoformat(due_at).date()
        new = "unknown" if page.calendar.shift(day, _UNKNOWN_AFTER) < now.date() else "open"
        if new != state:
            page.db.execute("UPDATE promise SET state = ? WHERE id = ?", (new, id_))


def move_terms(db: sqlite3.Connection, promise_keys: Sequence[str]) -> None:
    """Where a person moved the entry, the new term stands (decision `move`, an instant)."""
    for subject, value in rows_in(db, "SELECT subject, value FROM decision WHERE kind = 'move' AND subject IN (?*) ORDER BY seq", list(promise_keys)):
        moment = dt.datetime.fromisoformat(msgspec.json.decode(value))
        row = db.execute("SELECT due_zone FROM promise WHERE key = ?", (subject,)).fetchone()
        if row:
            wall = moment.astimezone(zone_of(row[0])).strftime("%Y-%m-%dT%H:%M")
            db.execute(
                "UPDATE promise SET due_from = ?, due_to = ?, due_at = ? WHERE key = ? AND due_to IS NOT ?",
                (wall, wall, keys.instant(moment), subject, wall),
            )
