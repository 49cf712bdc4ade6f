"""Calendars: series and their occurrences, found, changed and taken out."""

from __future__ import annotations

from tests.fakes.ews.calls import Refusal
from tests.fakes.ews.items import Item


def occurrence_at(master: Item, index: int) -> Item:
    """The occurrence with this number, counted from 1 through all that the pattern gives."""
    raise Refusal("ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange", f"{master.id} {index}")


def master_of(occurrence: Item) -> Item:
    """The series an occurrence belongs to."""
    if occurrence.master is None:
        raise Refusal("ErrorCalendarCannotUseIdForRecurringMasterId")
    return occurrence.master
