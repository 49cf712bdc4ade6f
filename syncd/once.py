"""One pass over everything: take in a changed config, harvest, keep the calendars, read the files that came; say what was done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from syncd.core.keys import instant
from syncd.core.meetings import window
from syncd.core.worktime import clocks_of
from syncd.filetexts import NoSandbox, read_files
from syncd.harvest import Progress, SourceResult, harvest
from syncd.remind import Kept, keep_reminders
from syncd.store import calls, evidence, organisations, persons, relations, rhythm, tombstones
from syncd.store.forgetting import sweep
from syncd.store.meetings import lay_out_anew
from syncd.store.waiting import wake
from syncd.tightening import apply_rules
from syncd.world import World, fingerprint


@dataclass(slots=True)
class Outcome:
    """What a pass did; `json` is the contract of `syncd once --json`."""

    sources: list[SourceResult]
    reminders: Kept
    files_error: str | None = None  # why the files that came are read another time

    @property
    def reached(self) -> bool:
        """Whether at least one source could be read."""
        return not self.sources or any(s.error is None for s in self.sources)

    @property
    def held(self) -> bool:
        """Whether other living passes held every source."""
        return bool(self.sources) and all(s.state == "held" for s in self.sources)

    def json(self) -> dict[str, Any]:
        """The pass as JSON."""
        return {
            "sources": [
                {"name": s.name, "seen": s.counts.seen, "stored": s.counts.stored, "excluded": s.counts.excluded, "pending": s.counts.pending,
                 "gone": s.counts.gone, "seconds": round(s.seconds, 3), "state": s.state, "error": s.error}
                for s in self.sources
            ],
            "promises_found": sum(s.counts.promises for s in self.sources),
            "reminders_put": self.reminders.put,
        }  # fmt: skip


def once(world: World, names: Iterable[str] | None = None, progress: Progress | None = None) -> Outcome:
    """Read every source (or the named ones), then bring the calendars in line; at last the words of files are read."""
    take_in_config(world)
    results = harvest(world, names, progress)
    if world.judge:
        from syncd.scoring import ask

        ask(world)
    outcome = Outcome(results, keep_reminders(world))
    try:
        read_files(world)
    except NoSandbox as problem:  # all else is done
        outcome.files_error = str(problem)
    keep_rules(world)
    if world.config.privacy.keep:
        from syncd.retention import daily  # with all readers of mail

        daily(world)
    return outcome


def keep_rules(world: World) -> None:
    """Weigh by the rules of the relation what changed, in small transactions."""
    while not relations.is_settled(world.store.db, instant(world.now)):
        with world.store.write() as db:
            relations.weigh_piece(world.page(db), world.config.rules)


def take_in_config(world: World) -> None:
    """What a changed config means for what is stored: changed people derive anew, stricter rules take out, looser ones fetch again.

    A version of the program that derives otherwise is such a change too, and so are other rules of the zones people live in: what was promised
    by the clock there is due at another instant.
    """
    store = world.store
    clocks = tuple(clocks_of(zone) for zone in world.config.zones)
    derivation = fingerprint((world.setting.company, world.setting.calendar, world.setting.authserv, world.setting.facts, clocks))
    rules = fingerprint((world.setting.privacy, world.setting.company))
    if store.meta(tombstones.UNDER_WAY) == "1":
        from syncd.erasure import go_on  # with all readers of mail

        go_on(world)
    before = store.meta("derivation")
    if before is not None and before != derivation:
        from syncd.rebuild import rebuild  # with all that is derived

        rebuild(world)
    apply_rules(world)
    with store.write() as db:
        if store.meta("rules") not in (None, rules):
            wake(db, db.execute("SELECT collection_id, remote_id FROM excluded").fetchall(), "the rules changed", instant(world.now))
        month = instant(window(world.now)[0])
        if store.meta("window") not in (None, month):
            page = world.page(db)
            lay_out_anew(page)
            persons.settle(page)
            organisations.settle(page)
            calls.settle(page)
            rhythm.settle(page)
            evidence.settle(page, evidence.affected(db, page.touched))
        store.set_meta("window", month)
        store.set_meta("derivation", derivation)
        store.set_meta("rules", rules)
        relation = fingerprint(world.config.rules)
        if store.meta("relations") != relation:
            relations.weigh_everything(db, [r.name for r in world.config.rules])
        store.set_meta("relations", relation)
    if world.judge or store.meta("scorer"):
        from syncd.scoring import activate

        activate(world)
    sweep(store, world.raw)
