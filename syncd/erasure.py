"""Somebody is forgotten: all that is theirs goes, and they stay out through resync, rebuild and the putting back of a backup.

    bury         tombstones (keyed hashes) first: from here on nothing of them comes in; truth that is no original loses its words
    take out     every original that speaks of them, some in each transaction; what others share with them is kept without words
    sweep        originals nobody refers to, the index of words, and the logs of all files

Killed anywhere, the next pass goes on (`go_on`), for tombstones tell who it was as long as anything of them is there.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from connectors.base import Fetched, Marks
from connectors.base import Page as RemotePage
from syncd import faults
from syncd.core.derive import derive
from syncd.core.derived import CARDS, TABLE_ROW, Arrival, Derived, DerivedMessage, Excluded
from syncd.core.exclude import Privacy, Rule
from syncd.core.forgotten import FORGOTTEN, Forgotten, Reach, reach, trace, without_them
from syncd.core.keys import instant
from syncd.store import audit, erasing, relations, tables, tombstones
from syncd.store.erasing import Kept, Place, Whom
from syncd.store.forgetting import drop_original, forget, forget_cards, sweep
from syncd.store.items import Surroundings, store_key
from syncd.store.pages import settle, store_page
from syncd.world import World

_PIECE = 100  # originals in one transaction
_A_MOMENT = 2.0  # seconds of every pass and check
_SECONDS_EACH = 0.02  # of an original, on one slow core
_SECONDS_A_MILLION = 60.0  # of the index of words, put together anew


@dataclass(frozen=True, slots=True)
class Plan:
    """What forgetting somebody takes away: originals by what they are (lost: rows whose original is), what is kept of others' mail, how long it takes in seconds."""

    whole: Counter[str]
    shared: int
    matters: dict[str, int]
    seconds: float


@dataclass(slots=True)
class _Reached:
    """Originals of one piece, and where they lie."""

    whole: list[Kept] = field(default_factory=list)
    shared: list[tuple[DerivedMessage, Kept, list[Place]]] = field(default_factory=list)


def plan(world: World, whom: Whom) -> Plan:
    """What would go; nothing is written."""
    db = world.store.db
    values = _spelled(world, whom)
    forgotten = _theirs(world, values)
    whole: Counter[str] = Counter()
    shared, keys = 0, []
    names = erasing.origins(db, values)
    for original in filter(None, (erasing.kept(db, name) for name in names)):
        found, _ = _reached(world, original, forgotten)
        if found is not Reach.NOWHERE:
            keys.append(original.key)
        whole[original.media_type] += found is Reach.WHOLE
        shared += found is Reach.SHARED
    lost = sorted(set(erasing.strays(db, values)) - set(keys))
    whole["lost"] += len(lost)
    keys += lost
    (size,) = db.execute("SELECT count(*) FROM interaction").fetchone()
    seconds = _A_MOMENT + len(names) * _SECONDS_EACH + size / 1e6 * _SECONDS_A_MILLION
    return Plan(+whole, shared, erasing.matters_of(db, keys), seconds)


def forget_person(world: World, whom: Whom, *, by: str, reason: str) -> None:
    """Take out all that is theirs. It may be called again with the same person, and beside the daemon."""
    store, now = world.store, instant(world.now)
    with store.write() as db:
        key = store_key(store)
        tombstones.bury(db, key, whom.values, now)
        blanked = erasing.blank(db, key, whom)
        store.set_meta(tombstones.UNDER_WAY, "1")
        audit.note(db, [audit.Look(now, by, "forget", whom.uuid)])
        erasing.note(db, now, {"by": by, "reason": reason, **blanked})
    faults.hit("forget.buried")
    _take_out(world, _spelled(world, whom))


def lift(world: World, value: str, *, by: str, reason: str) -> bool:
    """Let somebody in again who was forgotten, by an address or telephone; whether they were kept out."""
    store = world.store
    with store.write() as db:
        if not tombstones.lift(db, store_key(store), [value]):
            return False
        erasing.note(db, instant(world.now), {"by": by, "reason": reason, "lifted": True})
    return True


def go_on(world: World) -> None:
    """End what a killed `forget` began."""
    if world.store.meta(tombstones.UNDER_WAY) == "1":
        reapply(world)


def reapply(world: World) -> int:
    """Forget again who was forgotten, as after a backup was put back; how many interactions went."""
    store = world.store
    (before,) = store.db.execute("SELECT count(*) FROM interaction").fetchone()
    forgotten = tombstones.of(store.db, store_key(store), world.setting.company)
    values = erasing.known_again(store.db, forgotten) if forgotten else ()
    with store.write() as db:
        store.set_meta(tombstones.UNDER_WAY, "1")
        for whom in erasing.persons_of(db, values):
            erasing.blank(db, store_key(store), whom)
    _take_out(world, values)
    return int(before - store.db.execute("SELECT count(*) FROM interaction").fetchone()[0])


def _take_out(world: World, values: Sequence[str]) -> None:
    store = world.store
    forgotten = _theirs(world, values)
    names = erasing.origins(store.db, values)
    for start in range(0, len(names), _PIECE):
        with store.write() as db:
            _take_out_piece(world, [o for o in (erasing.kept(db, name) for name in names[start : start + _PIECE]) if o], forgotten)
        faults.hit("forget.piece")
    with store.write() as db:
        page = world.page(db)
        forget(page, store, erasing.strays(db, values))
        settle(page)
    while not relations.is_settled(store.db, instant(world.now)):  # cases quote what was promised
        with store.write() as db:
            relations.weigh_piece(world.page(db), world.config.rules)
    faults.hit("forget.taken_out")
    with store.write():
        store.set_meta(tombstones.UNDER_WAY, "0")
    sweep(store, world.raw)


def _take_out_piece(world: World, originals: Iterable[Kept], forgotten: Forgotten) -> None:
    db, found = world.store.db, _Reached()
    for original in originals:
        how, derived = _reached(world, original, forgotten)
        if how is Reach.WHOLE:
            found.whole.append(original)
        elif how is Reach.SHARED and isinstance(derived, DerivedMessage):
            found.shared.append((derived, original, erasing.places(db, original)))
    gone = [*found.whole, *(original for _, original, _ in found.shared)]
    for original in gone:
        erasing.blank_matters(db, original.key)
    take_out(world, gone, FORGOTTEN)
    _keep_bare(world, found.shared, forgotten)


def take_out(world: World, originals: Iterable[Kept], rule: Rule) -> None:
    """Take these out, inside the caller's transaction; where they lie they are left out by this rule from now on."""
    gone = list(originals)
    places = [place for original in gone for place in erasing.places(world.store.db, original)]
    _leave_out(world, places, rule)
    _drop(world, gone)
    erasing.not_there(world.store.db, [place for place in places if place.gone_since])


def _leave_out(world: World, places: Iterable[Place], rule: Rule) -> None:
    """Have these left out where they lie, as by a rule that came to hold."""
    for id_, here in _by_collection(places):
        changes = tuple(Fetched(p.remote_id, b"", p.media_type, Marks()) for p in here)
        store_page(world.store, world.raw, RemotePage(changes, {}), {p.remote_id: Excluded(rule=rule) for p in here}, _around(world, id_), move_cursor=False)


def _drop(world: World, originals: Iterable[Kept]) -> None:
    """What lies nowhere any more goes all the same."""
    store, db = world.store, world.store.db
    page = world.page(db)
    for original in originals:
        if erasing.kept(db, original.origin) is None:
            continue
        if original.media_type in CARDS:
            forget_cards(page, store, original.origin)
        elif original.media_type == TABLE_ROW:
            page.met |= tables.drop_rows(db, [original.origin])
            drop_original(page, store, original.origin)
        else:
            forget(page, store, [original.key])
            drop_original(page, store, original.origin)
    settle(page)


def _keep_bare(world: World, shared: Iterable[tuple[DerivedMessage, Kept, list[Place]]], forgotten: Forgotten) -> None:
    """Store again what others have part in: who, without those forgotten, and when."""
    by_place: dict[tuple[int, str], DerivedMessage] = {}
    places: list[Place] = []
    for derived, original, here in shared:
        raw = world.raw.load(original.month, original.hash)
        assert raw is not None, "it was read just now"
        bare = without_them(raw, original.media_type, derived, forgotten, world.setting)
        places += here
        by_place |= {(p.collection_id, p.remote_id): dataclasses.replace(bare, hash=p.hash) for p in here}
    for id_, here in _by_collection(places):
        changes = tuple(Fetched(p.remote_id, by_place[id_, p.remote_id].header or b"", p.media_type, _marks(p.marks)) for p in here)
        understood = {p.remote_id: by_place[id_, p.remote_id] for p in here}
        store_page(world.store, world.raw, RemotePage(changes, {}), understood, _around(world, id_), move_cursor=False)
        for place in here:
            erasing.seen_as_before(world.store.db, place)


def _reached(world: World, original: Kept, forgotten: Forgotten) -> tuple[Reach, Derived | None]:
    """How far they reach into an original, and what it says. One that is marked private meanwhile goes with theirs."""
    raw = world.raw.load(original.month, original.hash)
    if raw is None:
        return Reach.NOWHERE, None  # lost: what is stored of it goes as a stray
    derived = read_again(world, original)
    if derived is None:
        return Reach.WHOLE, None
    how = reach(raw, original.media_type, derived, forgotten)
    if how is Reach.NOWHERE and any(map(forgotten.in_text, erasing.texts_of_files(world.store.db, original.key))):
        how = Reach.SHARED
    return how, derived


def read_again(world: World, original: Kept) -> Derived | None:
    """All that an original says; None where it is lost, or cannot be read any more."""
    raw = world.raw.load(original.month, original.hash)
    if raw is None:
        return None
    received = dt.datetime.fromisoformat(original.received_at) if original.received_at else None
    arrival = Arrival(raw=raw, media_type=original.media_type, owner=original.owner, received_at=received, metadata_only=bool(original.metadata_only))
    derived = derive(arrival, dataclasses.replace(world.setting, privacy=Privacy(scope="all")))
    return None if isinstance(derived, (Excluded, str)) else derived


def _spelled(world: World, whom: Whom) -> tuple[str, ...]:
    """Their addresses and telephones, in every spelling that stands in the store."""
    return tuple(sorted({*whom.values, *erasing.known_again(world.store.db, _theirs(world, whom.values))}))


def _theirs(world: World, values: Iterable[str]) -> Forgotten:
    key = store_key(world.store)
    return Forgotten(key, frozenset(trace(key, value) for value in values), world.setting.company)


def _by_collection(places: Iterable[Place]) -> Iterator[tuple[int, list[Place]]]:
    found: dict[int, list[Place]] = {}
    for place in places:
        found.setdefault(place.collection_id, []).append(place)
    yield from sorted(found.items())


def _around(world: World, collection_id: int) -> Surroundings:
    role, origin, owner = erasing.collection(world.store.db, collection_id)
    return Surroundings(
        company=world.setting.company, calendar=world.setting.calendar, privacy=world.setting.privacy, since_days=world.config.reminders.since_days,
        now=instant(world.now), collection_id=collection_id, collection_role=role, origin=origin, owner=owner, judge=world.judge,
    )  # fmt: skip


def _marks(text: str) -> Marks:
    return msgspec.json.decode(text, type=Marks)
