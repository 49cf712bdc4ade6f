"""What days in any order brought to light, each as the shortest days that show it (P3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from tests.machine.life import Life

pytestmark = pytest.mark.slow


def _promised(life: Life, *, cc: bool = False) -> None:
    life.first_promise(who="jonas", language="en", days=20, hour=9, cc=cc)
    life.settle("at first")


def _moved_then_marked(life: Life) -> None:
    _promised(life)
    life.move(which=0, folder="Klientai")
    life.settle("moved")
    life.mark_private(which=0, how="label")


def _moved_and_marked(life: Life) -> None:
    _promised(life)
    life.move(which=0, folder="Klientai")
    life.mark_private(which=0, how="sensitivity")


def _moved_back_and_marked(life: Life) -> None:
    _promised(life)
    life.move(which=0, folder="Klientai")
    life.settle("moved")
    life.move(which=0, folder="Sent")
    life.mark_private(which=0, how="label")


def _renumbered_then_marked(life: Life) -> None:
    _promised(life)
    life.renumber(who="jonas")
    life.settle("renumbered")
    life.mark_private(which=0, how="label")


def _both_marked_one_moved(life: Life) -> None:
    _promised(life, cc=True)
    life.move(which=0, folder="Klientai")
    life.settle("moved")
    life.mark_private(which=0, how="label")
    life.settle("one is marked")
    life.mark_private(which=0, how="label")


def _marked_as_another_takes_the_mark_back(life: Life) -> None:
    life.first_promise(who="rasa", language="lt", days=1, hour=9, cc=True)
    life.mark_private(which=1, how="label")
    life.settle("the copy is marked")
    life.mark_private(which=0, how="label")
    life.unmark(which=1)


def _sent_copy_marked(life: Life) -> None:
    _promised(life, cc=True)
    life.mark_private(which=0, how="label")
    life.rebuild()


def _moved_when_unknown(life: Life) -> None:
    _promised(life)
    life.time_passes(dt.timedelta(days=60))
    life.settle("long past")
    life.touch_entry(which=0, how="move", days=5, hour=10)
    life.rebuild()


def _clock_back(life: Life) -> None:
    _promised(life)
    life.set_clock(wrong=-20)
    life.rebuild()


def _clock_ahead(life: Life) -> None:
    _promised(life)
    life.time_passes(dt.timedelta(days=20))
    life.set_clock(wrong=20)
    life.settle("ahead")
    life.set_clock(wrong=0)
    life.rebuild()


def _old_backup(life: Life) -> None:
    life.back_up()
    _promised(life)
    life.time_passes(dt.timedelta(days=15))
    life.settle("later")
    life.restore()


def _dismissed_while_shown_only(life: Life) -> None:
    _promised(life)
    life.change_config(change="mode", which=0)
    life.settle("shadow")
    life.decide(which=0, what="dismiss")
    life.settle("dismissed")
    life.change_config(change="mode", which=0)


def _ticked_moved_and_dismissed(life: Life) -> None:
    life.first_promise(who="rasa", language="lt", days=1, hour=9, cc=False, then="read")
    for how in ("tick", "move"):
        life.touch_entry(which=0, how=how, days=1, hour=9)
        life.settle(how)
    life.decide(which=0, what="dismiss")


def _begun_while_shown_only(life: Life) -> None:
    life.promise(who="jonas", language="en", days=1, hour=None, cc=False, ago=0)
    life.settle("at first")
    life.time_passes(dt.timedelta(days=1))
    life.settle("its day")
    for when in ("shadow", "on"):
        life.change_config(change="mode", which=0)
        life.settle(when)


def _deleted_by_a_wrong_clock(life: Life) -> None:
    life.first_promise(who="jonas", language="en", days=3, hour=9, cc=False)
    life.settle("at first")
    life.set_clock(wrong=20)
    life.touch_entry(which=0, how="delete", days=1, hour=9)
    life.settle("deleted")
    life.set_clock(wrong=0)


def _refused_as_the_program_was_killed(life: Life) -> None:
    _promised(life)
    life.promise(who="jonas", language="lt", days=40, hour=16, cc=False, ago=0)
    life.touch_entry(which=0, how="no", days=1, hour=9)
    life.kill(point="raw.after_commit", further=0, who="rasa", language="ru", days=1, hour=9, news=False)
    if life._standing():
        life.touch_entry(which=0, how="retitle", days=1, hour=9)


def _binned_before_an_old_backup(life: Life) -> None:
    life.back_up()
    _promised(life)
    life.move(which=0, folder="Trash")
    life.put_back()


def _changed_and_binned_before_an_old_backup(life: Life) -> None:
    life.back_up()
    _promised(life)
    life.touch_entry(which=0, how="retitle", days=1, hour=9)
    life.settle("renamed")
    life.move(which=0, folder="Trash")
    life.put_back()


def _deleted_and_binned_before_an_old_backup(life: Life) -> None:
    life.back_up()
    _promised(life)
    life.touch_entry(which=0, how="delete", days=1, hour=9)
    life.settle("deleted")
    life.move(which=0, folder="Trash")
    life.put_back()


DAYS: list[tuple[Callable[[Life], None], str]] = [
    (_moved_then_marked, "a mark takes out a mail that was moved before: where it lay then does not keep it"),
    (_moved_and_marked, "moved and marked between two looks"),
    (_moved_back_and_marked, "the folder it was moved to is read before the one it lay in"),
    (_renumbered_then_marked, "nor does the number it had before the provider numbered all anew"),
    (_both_marked_one_moved, "both who have it marked it, one of them after moving it"),
    (_marked_as_another_takes_the_mark_back, "as the first mailbox is read nobody has it: the entry goes, and what the second has vouches for nobody"),
    (_sent_copy_marked, "the copy that vouched for its writer is left out: as in a rebuild, nothing vouches for it"),
    (_moved_when_unknown, "a promise nobody knew the end of has a new term: it is open"),
    (_clock_back, "a day of contact lies ahead of a clock that was set back"),
    (_clock_ahead, "a term was over by a clock that was wrong"),
    (_old_backup, "a promise found anew weeks later, from an old backup on, keeps the entry it has"),
    (_dismissed_while_shown_only, "an entry of what was dismissed while entries were only shown goes once they are written again"),
    (_ticked_moved_and_dismissed, "an entry that was ticked stays as it is, also where it was moved afterwards"),
    (_begun_while_shown_only, "an entry whose moment came while entries were only shown stays where it is"),
    (_binned_before_an_old_backup, "an entry that was taken over and whose mail may not be kept goes with all its words"),
    (_changed_and_binned_before_an_old_backup, "whoever changed it"),
    (_deleted_and_binned_before_an_old_backup, "and whoever took it out"),
    (_refused_as_the_program_was_killed, "an answer is taken in by the pass that reads the calendar, not by one that was killed before"),
    (_deleted_by_a_wrong_clock, "an entry that was deleted while the clock ran weeks ahead does not come again"),
]


@pytest.mark.parametrize(("days", "why"), DAYS, ids=[row[0].__name__.strip("_") for row in DAYS])
def test_what_was_found_once_is_not_found_again(days: Callable[[Life], None], why: str) -> None:
    life = Life()
    try:
        days(life)
    finally:
        life.teardown()
