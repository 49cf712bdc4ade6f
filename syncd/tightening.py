"""Rules of exclusion that became stricter, applied to what is stored: afterwards it is as if they had always been there.

    new names → what they may concern → the rules, asked of the kept originals → taken out, or only who and when left

No provider is asked, so what a mailbox has lost since does not stay for that. Of the rules in force the store knows keyed hashes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import itertools
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from connectors.base import Fetched, Marks
from syncd.core.derived import Arrival, Derived, DerivedCalendar, DerivedCall, DerivedMessage, Excluded, Setting
from syncd.core.exclude import UNKNOWN, Names, Privacy
from syncd.core.keys import instant
from syncd.store import calls, people, suspects
from syncd.store.items import Stored, Surroundings, store_key
from syncd.store.suspects import Place, Suspect
from syncd.store.waiting import wake
from syncd.world import World

_WIDTH: Final = {"known": 0, "outside": 1, "all": 2}
_KINDS: Final = ("people", "domains", "folders", "labels")
_AT_ONCE: Final = 200  # items a transaction: fewer hold others up less and cost twice as much in all
_META: Final = "rules_in_force"

Verdicts = dict[Place, str]


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed in the rules since they were last applied."""

    privacy: Privacy  # the new rules only; scope "all" where the scope became no narrower
    is_narrower: bool
    is_looser: bool  # some are metadata-only no longer


def apply_rules(world: World) -> Stored:
    """Apply what is new in the rules to all that is stored; let in again what was metadata-only and is no longer. Safe to repeat."""
    store, counts = world.store, Stored()
    in_force = _in_force(world.setting.privacy, store_key(store))
    said = store.meta(_META)
    if said == in_force:
        return counts
    if said is not None:
        changed = _changed(world.setting.privacy, json.loads(said), store_key(store))
        setting = replace(world.setting, privacy=changed.privacy)
        for places in _pieces(_met(world, setting, _suspected(world, changed))):
            counts.add(_take_out(world, setting, places))
        if changed.is_looser:
            with store.write() as db:
                wake(db, suspects.kept_in_part(db), "the rules changed", instant(world.now))
    with store.write():
        store.set_meta(_META, in_force)
    return counts


def _in_force(privacy: Privacy, key: bytes) -> str:
    return json.dumps({"scope": privacy.scope, "names": sorted(_digests(privacy, key))})


def _digests(privacy: Privacy, key: bytes) -> dict[str, tuple[str, str, str]]:
    """Keyed hashes of the names in the rules, with the list and kind each stands in."""
    return {
        hmac.digest(key, f"{list_} {kind} {name}".encode(), "sha256").hex(): (list_, kind, name)
        for list_, names in (("exclude", privacy.exclude), ("metadata_only", privacy.metadata_only))
        for kind in _KINDS for name in getattr(names, kind)
    }  # fmt: skip


def _changed(privacy: Privacy, before: dict[str, object], key: bytes) -> Changed:
    known = before["names"]
    assert isinstance(known, list)
    now = _digests(privacy, key)
    new = [entry for digest, entry in now.items() if digest not in known]
    exclude, metadata_only = (
        Names(**{kind: frozenset(name for in_list, of_kind, name in new if (in_list, of_kind) == (list_, kind)) for kind in _KINDS}) for list_ in ("exclude", "metadata_only")
    )
    is_narrower = _WIDTH[privacy.scope] < _WIDTH[str(before["scope"])]
    rules = privacy if is_narrower else Privacy(scope="all", exclude=exclude, metadata_only=metadata_only)
    return Changed(rules, is_narrower, is_looser=not now.keys() >= set(known))


def _suspected(world: World, changed: Changed) -> set[Place]:
    places: set[Place] = suspects.of_scope(world.store.db) if changed.is_narrower else set()
    for names in filter(None, (changed.privacy.exclude, changed.privacy.metadata_only)):
        places |= suspects.of_names(world.store.db, world.raw, names)
    return places


def _met(world: World, setting: Setting, places: set[Place]) -> Verdicts:
    """Where that lies of which more is kept than may be, with its key."""
    met: Verdicts = {}
    doubtful: dict[Place, tuple[str, Excluded]] = {}
    for s in suspects.at(world.store.db, world.raw, sorted(places)):
        d = _derived(s, setting)
        if _differs(s, d):
            met[s.place] = s.key
        elif doubt := _doubt(d):
            doubtful[s.place] = s.key, doubt
    return met | _strangers(world, doubtful)


def _derived(s: Suspect, setting: Setting) -> Derived | Excluded | str:
    from syncd.core.derive import derive  # with all readers of mail: only where there is something to read

    marks = _marks_of(s)
    arrival = Arrival(
        raw=s.raw, media_type=s.media_type, folder=s.folder, folder_role=s.role, labels=marks.labels, sensitivity=marks.sensitivity,
        received_at=marks.received_at, owner=s.owner, metadata_only=s.is_part,
    )  # fmt: skip
    return derive(arrival, setting)


def _differs(s: Suspect, d: Derived | Excluded | str) -> bool:
    """Whether what is kept of it is more than may be."""
    match d:
        case Excluded():
            return True
        case DerivedMessage():
            return d.metadata_only and not s.is_part
        case DerivedCalendar():
            return d.kept is not None and d.kept != s.raw
    return False


def _doubt(d: Derived | Excluded | str) -> Excluded | None:
    if isinstance(d, DerivedCall):
        return Excluded(rule=UNKNOWN, trace_of=f"person:{d.unknown}") if d.unknown else None
    return d.doubtful if isinstance(d, (DerivedMessage, DerivedCalendar)) else None


def _strangers(world: World, doubtful: dict[Place, tuple[str, Excluded]]) -> Verdicts:
    """Which are shut out because neither their thread nor their counterpart is known: of a thread one that is certain lets in the others."""
    db = world.store.db
    traces = {key: doubt.trace_of.partition(":") for key, doubt in doubtful.values()}
    asked = {value for kind, _, value in traces.values() if kind == "person"}
    known = people.known_counterparts(db, asked) | {value for value in asked if "@" not in value and calls.is_known(db, value)}
    out = {key for key, (_, _, value) in traces.items() if value not in known}
    roots = {key: int(value) for key, (kind, _, value) in traces.items() if kind == "thread"}
    mentioned = suspects.who_mentions(db, roots.values())
    while let_in := {key for key in out & roots.keys() if mentioned.get(roots[key], set()) - out}:
        out -= let_in
    return {place: key for place, (key, _) in doubtful.items() if key in out}


def _pieces(met: Verdicts) -> Iterator[list[Place]]:
    """So many at once, all copies of one message or meeting together."""
    piece: list[Place] = []
    for _, places in itertools.groupby(sorted(met, key=met.__getitem__), met.__getitem__):
        piece += places
        if len(piece) >= _AT_ONCE:
            yield piece
            piece = []
    if piece:
        yield piece


def _take_out(world: World, setting: Setting, places: list[Place]) -> Stored:
    """One transaction: what is excluded leaves its row, of what is metadata-only who and when stays."""
    found = sorted(suspects.at(world.store.db, world.raw, places), key=lambda s: (s.key, hashlib.sha256(s.raw).digest() != s.sighted_hash))
    by_collection: dict[tuple[int, str, str, str], list[Suspect]] = defaultdict(list)
    for s in found:
        by_collection[s.place[0], s.role, s.origin, s.owner].append(s)
    pieces = []
    for (collection, role, origin, owner), group in by_collection.items():
        around = Surroundings(
            company=world.config.company, calendar=world.setting.calendar, privacy=world.setting.privacy, since_days=world.config.reminders.since_days,
            now=instant(world.now), collection_id=collection, collection_role=role, origin=origin, owner=owner, judge=world.judge,
        )  # fmt: skip
        changes = tuple(Fetched(s.place[1], s.raw, s.sighted_type, _marks_of(s)) for s in group)
        pieces.append((around, changes, {s.place[1]: _verdict(s, _derived(s, setting)) for s in group}))
    from syncd.store.pages import store_again  # with all that is stored: rules seldom change

    return store_again(world.store, world.raw, pieces, {s.place: s.gone_since for s in found if s.gone_since})


def _verdict(s: Suspect, d: Derived | Excluded | str) -> Derived | Excluded | str:
    """What is to become of it; what was derived goes under the hash by which a provider's copy is known again."""
    return d if isinstance(d, str) else _doubt(d) or (d if isinstance(d, Excluded) else replace(d, hash=s.sighted_hash))


def _marks_of(s: Suspect) -> Marks:
    said = s.marks
    at, labels, flags, size = (said.get(name) for name in ("received_at", "labels", "flags", "size"))
    return Marks(
        flags=tuple(flags) if isinstance(flags, list) else (), labels=tuple(labels) if isinstance(labels, list) else (),
        received_at=dt.datetime.fromisoformat(at) if isinstance(at, str) else None, size=size if isinstance(size, int) else None,
        sensitivity=str(said.get("sensitivity", "")), provider_thread=str(said.get("provider_thread", "")),
    )  # fmt: skip
