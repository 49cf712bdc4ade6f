"""`syncd doctor`: what is wrong, or will be, though everything may work today; each finding with what to do. It writes nothing, anywhere.

A check is a function of a `Case` that gives findings, and a line in `CHECKS`. What a source cannot do today is for
`syncd check`; here is what nobody notices until it hurts: a key that opens too much, a file that others read, an end that comes near.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from syncd.doctor import ends, files, history, machine, rights
from syncd.doctor.case import Case, Finding
from syncd.errors import StoreError
from syncd.store.db import DAMAGED

__all__ = ["CHECKS", "Case", "Finding", "examine"]

CHECKS: Sequence[Callable[[Case], Iterable[Finding]]] = (
    rights.sign_in,
    rights.unlisted_mailboxes,
    rights.more_than_needed,
    ends.near,
    ends.unknown,
    files.secrets,
    files.config_file,
    files.store,
    history.readable,
    history.symptomatic,
    history.contradictions,
    machine.room,
    machine.disk,
    machine.backups,
    machine.copies,
    machine.read_twice,
)


def examine(case: Case) -> list[Finding]:
    """What all checks find, in their order."""
    try:
        return [finding for check in CHECKS for finding in _found(check, case)]
    finally:
        case.close()


def _found(check: Callable[[Case], Iterable[Finding]], case: Case) -> list[Finding]:
    """What one check finds; where SQLite stumbles over the store, that is the finding."""
    try:
        return list(check(case))
    except (*DAMAGED, StoreError) as problem:
        path = str(case.config.store.path)
        return [Finding(code="store-damaged", where=path, text=f"SQLite: {problem}", remedy="syncd restore, from the newest backup")]
