"""When a meeting takes place: the occurrences of a series within a window (RFC 5545 section 3.8.5).

`rules` turns a rule into wall times, `series` lays changes, exceptions and zones over them. Neither expands anything
finer than days, nor anything outside the window asked for: a calendar entry is written by a stranger and must not be
able to keep us busy.
"""

from syncd.core.recurrence.series import occurrences

__all__ = ["occurrences"]
