"""The machine can fail: each of these faults, seeded alone, is found within its sequences (SYNCD_PROOF=1: all of them; else none)."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from connectors import memory
from connectors.base import Collection, Reminder, Seen
from syncd import answers, harvest, remind
from syncd.core import plan
from syncd.errors import CursorExpired
from syncd.store import items, promises, reminders, restoring, sources, states
from syncd.store.items import Items
from tests.machine.life import Life
from tests.machine.test_life import PROOF, SETTINGS

MOST = 200  # sequences in which a fault must be found


def _cursor_early(patch: pytest.MonkeyPatch) -> None:
    store_page = harvest._Reader._store_page

    def early(self: harvest._Reader, page: Any, understood: Any, around: Any, flights: Any, *, move_cursor: bool, acquitted: Any = None) -> None:
        if move_cursor:
            with self.world.store.write() as db:
                db.execute("UPDATE collection SET cursor = ? WHERE id = ?", (json.dumps(page.cursor), around.collection_id))
        store_page(self, page, understood, around, flights, move_cursor=move_cursor, acquitted=acquitted)

    patch.setattr(harvest._Reader, "_store_page", early)


def _cursor_forgotten(patch: pytest.MonkeyPatch) -> None:
    surviving = harvest._Reader._surviving

    def swallowed(self: harvest._Reader, collection: Collection, kept: sources.Kept, cursor: Any) -> None:
        try:
            surviving(self, collection, kept, cursor)
        except CursorExpired:
            return

    patch.setattr(harvest._Reader, "_surviving", swallowed)


def _deletion_lost(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(answers, "_deleted", lambda world, row, kept: reminders.lost(world.store.db, row.uid, "removed"))


def _put_twice(patch: pytest.MonkeyPatch) -> None:
    put = memory.MemoryCalendar.put

    def blind(self: memory.MemoryCalendar, r: Reminder, last: Seen | None) -> Seen:
        if last is not None:
            return put(self, r, last)
        others = self.entries
        self.entries = {}
        seen = put(self, r, None)
        seen = dataclasses.replace(seen, handle=f"{seen.handle}-{seen.etag}")
        self.entries = {**others, seen.handle: seen}
        return seen

    patch.setattr(memory.MemoryCalendar, "put", blind)
    patch.setattr(answers, "one_of_each", lambda calendar, seen, outbox, remove: list({e.uid: e for e in seen}.values()))


def _moves_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(promises, "move_terms", lambda db, keys: None)


def _theirs_overwritten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(remind, "_is_theirs", lambda world, row: False)


def _mark_too_late(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Items, "_take_back", lambda self, remote_id, moved: None)


def _mark_for_ever(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(items, "wake", lambda db, some, reason, now: None)


def _gone_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Items, "_gone", lambda self, remote_id: self._take_back(remote_id, ""))


def _dismissed_again_open(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(states, "DECIDED", {k: v for k, v in states.DECIDED.items() if k != "dismiss"})


def _restored_without_answers(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(restoring, "carry_over", lambda store, old: restoring.Carried(is_same=True, entries=0))


def _hold_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(plan, "_held", lambda *_: False)


def _old_ones_too(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(promises, "_days_between", lambda earlier, later: 0.0)


SEEDED: list[tuple[Callable[[pytest.MonkeyPatch], None], str]] = [
    (_cursor_early, "the cursor is moved before the page is stored"),
    (_cursor_forgotten, "a forgotten cursor is taken for nothing new"),
    (_deletion_lost, "that a person deleted an entry is not kept"),
    (_put_twice, "an entry is written without a look whether it is there"),
    (_moves_ignored, "the term an entry was moved to is not taken over"),
    (_theirs_overwritten, "an entry a person changed is written again"),
    (_mark_too_late, "what is marked private after it was stored stays"),
    (_mark_for_ever, "what is marked no more does not come back"),
    (_gone_is_forgotten, "what is deleted at the provider goes from the history"),
    (_dismissed_again_open, "a dismissal is written down and not laid over the promise"),
    (_restored_without_answers, "a restore takes over nothing of the store before"),
    (_hold_ignored, "an entry does not wait for a correction"),
    (_old_ones_too, "a promise found weeks later gets an entry"),
]


@pytest.mark.slow
@pytest.mark.skipif(not PROOF, reason="half a minute for each fault: make proof")
@pytest.mark.parametrize(("fault", "what"), SEEDED, ids=[row[0].__name__.strip("_") for row in SEEDED])
def test_each_seeded_fault_is_found(fault: Callable[[pytest.MonkeyPatch], None], what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fault(monkeypatch)
    with pytest.raises((Exception, ExceptionGroup)):
        run_state_machine_as_test(seed(1)(type("Life", (Life,), {})), settings=settings(SETTINGS, max_examples=MOST, phases=(Phase.generate,), print_blob=False))
