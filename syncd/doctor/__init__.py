"""`syncd doctor`: what is wrong, or will be, though everything may work today; each finding with what to do. It writes nothing, anywhere.

A check is a function of a `Case` that gives findings, and a line in `CHECKS`. What a source cannot do today is for
`syncd check`; here is what nobody notices until it hurts: a key that opens too much, a file that others read, an end that comes near.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from syncd.doctor import ends, files, rights
from syncd.doctor.case import Case, Finding

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
)


def examine(case: Case) -> list[Finding]:
    """What all checks find, in their order."""
    return [finding for check in CHECKS for finding in check(case)]
