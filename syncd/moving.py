"""`syncd source move`: a source gives way to others, mostly at another provider. The store keeps the move as a row.

From then on the old source is read no more, its history stays, and our entries go along into the calendar of the new
one (`moved_entries`). What is begun here each pass carries on, so it may be stopped at any moment and called again.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from connectors import registry
from syncd import faults, moved_entries
from syncd.calendars import Calendars, Kept, let_go
from syncd.config import Source
from syncd.core.keys import instant
from syncd.errors import AlreadyRunning, CalendarGone, ConfigError, ProviderRetired, SourceError, SyncdError, UsageError
from syncd.harvest import hold_source
from syncd.moved_history import report, settle_moves
from syncd.remind import planned
from syncd.store import moves, reminders, sources
from syncd.store.reminders import Row
from syncd.takeout import nobody_writing
from syncd.world import World


@dataclass(frozen=True, slots=True)
class Pair:
    """A source and what takes its place."""

    old: str
    new: tuple[str, ...]


def check(world: World, pair: Pair) -> None:
    """Raise UsageError with everything that speaks against the move."""
    known = moves.owners_of(world.store.db)
    problems = [*_of_old(world, pair, known), *(text for name in pair.new for text in _of_new(world, pair, name, known))]
    if not problems and (going := [row for row in _entries(world, pair.old) if moved_entries.goes_along(world, row)]) and not _keeps_reminders(world, pair):
        problems.append(f"{pair.old} holds {len(going)} entries of ours: write reminders = true into the new source that is to keep them")
    if problems:
        raise UsageError("\n".join(problems))


def _of_old(world: World, pair: Pair, known: dict[str, tuple[str, str]]) -> Iterator[str]:
    if pair.old not in known and world.config.source(pair.old) is None:
        yield f'there is no source "{pair.old}", neither in {world.config.file} nor in the store; the store knows {", ".join(known) or "none"}'
    move = moves.move_of(world.store.db, pair.old)
    if move is not None and move.successors != pair.new:
        yield f"{pair.old} has moved to {', '.join(move.successors)} already, since {move.began_at}"


def _of_new(world: World, pair: Pair, name: str, known: dict[str, tuple[str, str]]) -> Iterator[str]:
    source = world.config.source(name)
    if name == pair.old:
        yield f"{name} cannot move to itself"
    elif source is None:
        yield f'{world.config.file} has no source "{name}"; write its [[source]] table first'
    elif (owner := _owner(world, pair.old, known)) != source.owner:
        yield f"{name} is {source.owner or 'of several people'}, and {pair.old} {owner or 'of several people'}: a move keeps the owner"
    else:
        move = moves.move_of(world.store.db, name)
        if move is not None and pair.old not in move.successors:
            yield f"{name} has itself moved to {', '.join(move.successors)}"


def _owner(world: World, name: str, known: dict[str, tuple[str, str]]) -> str:
    source = world.config.source(name)
    return source.owner if source else known.get(name, ("", ""))[1]


def _keeps_reminders(world: World, pair: Pair) -> bool:
    return any((source := world.config.source(name)) is not None and source.reminders for name in pair.new)


def _entries(world: World, old: str) -> list[Row]:
    return [row for row in reminders.rows(world.store.db).values() if row.last and row.seen_calendar == old]


def pairs(world: World, connector: str, to: str) -> tuple[list[Pair], list[tuple[str, str]]]:
    """Every source of one provider with those of another that its owner has; and of the rest, each with the reason."""
    for word in (connector, to):
        if word not in registry.CONNECTORS:
            raise UsageError(f'there is no connector "{word}"; there are {", ".join(registry.CONNECTORS)}')
    known = moves.owners_of(world.store.db) | {s.name: (s.connector, s.owner) for s in world.config.sources}
    done = {move.old: move.successors for move in moves.all_moves(world.store.db)}
    found, alone = [], []
    for name, (word, owner) in sorted(known.items()):
        if not registry.is_of(word, connector):
            continue
        new = tuple(s.name for s in world.config.sources if s.owner == owner and registry.is_of(s.connector, to))
        if not owner:
            alone.append((name, "it belongs to several people; name what takes its place"))
        elif not new:
            alone.append((name, f"{owner} has no source of {to} in the config"))
        else:
            found.append(Pair(name, done.get(name, new)))
    return found, alone


def foresee(world: World, pair: Pair) -> dict[str, Any]:
    """What a move would do, as JSON. Raises UsageError, SourceError."""
    check(world, pair)
    rows = _entries(world, pair.old)
    going = [row for row in rows if moved_entries.goes_along(world, row)]
    move = moves.move_of(world.store.db, pair.old)
    return {
        "old": pair.old, "new": list(pair.new), "last_read": moves.last_read(world.store.db, pair.old), "moved": move is not None,
        "stored": moves.stored(world.store.db, pair.old), **moves.set_aside(world.store.db, pair.old),
        "entries": {"in_old": len(rows), "going": len(going), "past_or_settled": len(rows) - len(going), **_calendars(world, pair, bool(rows))},
    }  # fmt: skip


def _calendars(world: World, pair: Pair, has_entries: bool) -> dict[str, Any]:
    """Whether both calendars answer, and how many copies of our entries came along."""
    if not has_entries:
        return {"old_answers": None, "copies": 0}
    why = _unreachable(world, pair)
    name = next((n for n in pair.new if (s := world.config.source(n)) and s.reminders), "")
    source = world.config.source(name)
    copies = _count(world, source) if source else 0
    return {"old_answers": why is None, "why": why, "copies": copies}


def _count(world: World, source: Source) -> int:
    """How many entries of ours a calendar holds. Raises SourceError."""
    assert source.settings is not None
    calendar = registry.open_reminders(source.connector, source.settings, base=world.config.folder)
    try:
        return sum(1 for _ in calendar.look())
    finally:
        let_go(calendar)


def _unreachable(world: World, pair: Pair) -> str | None:
    """Why the old calendar cannot be looked at, where waiting does not help; None where it can. Raises SourceError where it may."""
    old = moved_entries.old_calendar(world, pair.old)
    if old is None:
        return "the config has no such calendar any more"
    try:
        for _ in old.look():
            break
    except (ProviderRetired, CalendarGone) as problem:
        return str(problem)
    finally:
        let_go(old)
    return None


def move(world: World, pair: Pair, *, leaves_old: bool = False) -> tuple[dict[str, Any], Kept]:
    """Move one source, or go on with its move; the report and what was done in the calendars.

    `leaves_old`: the old calendar is neither looked at nor written. Raises UsageError where something speaks against it,
    AlreadyRunning where another pass goes on reading or writing, SourceError where the old calendar does not answer now.
    """
    check(world, pair)
    if not leaves_old and moves.move_of(world.store.db, pair.old) is None and _entries(world, pair.old):
        _look_first(world, pair)
    with nobody_writing(world):
        with _nobody_reading(world, pair), world.store.write() as db:
            moves.begin(db, pair.old, pair.new, instant(world.now), leaves_old=leaves_old)
        faults.hit("move.begun")
        kept = Kept()
        with contextlib.closing(Calendars(world)) as calendars:
            moved_entries.carry_over(world, calendars, kept, lambda: {w.reminder.uid: w for w in planned(world)})
    settle_moves(world, again=dt.timedelta(seconds=-1))
    done = moves.move_of(world.store.db, pair.old)
    assert done is not None
    return report(world.store.db, done), kept


def _look_first(world: World, pair: Pair) -> None:
    try:
        _unreachable(world, pair)
    except SourceError as problem:
        text = f"{pair.old} does not answer, and what people did to their entries since the last pass would be lost: {problem}"
        raise SourceError(f"{text}\nTry again later, or give --leave-old to go on without it; its entries then stay where they are") from problem


@contextlib.contextmanager
def _nobody_reading(world: World, pair: Pair) -> Iterator[None]:
    """Hold the old source. Raises AlreadyRunning where another pass goes on reading it for more than a minute."""
    connector, owner = moves.owners_of(world.store.db).get(pair.old) or (world.config.source(pair.old).connector, "")  # type: ignore[union-attr] # checked
    source_id = sources.keep_source(world.store, pair.old, connector, owner)
    if held := hold_source(world, source_id):
        raise AlreadyRunning(f"{pair.old} is being read by another pass, try again when it is done: {held}")
    try:
        yield
    finally:
        sources.release_lease(world.store, source_id)


def move_all(world: World, found: Sequence[Pair], *, leaves_old: bool = False) -> Iterator[tuple[Pair, dict[str, Any] | None, Kept, str | None]]:
    """Move each in turn; one that cannot be moved now keeps none of the others. Pair, report, what was done, or why not."""
    for pair in found:
        try:
            done, kept = move(world, pair, leaves_old=leaves_old)
            yield pair, done, kept, None
        except (SyncdError, ConfigError) as problem:
            yield pair, None, Kept(), str(problem)
