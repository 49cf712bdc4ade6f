"""Due terms: which day or minute the words "by Friday", «через два дня», „rytoj 15 val." come to.

Each language gives a table of words (`syncd.core.languages.*.due`); one grammar reads them all. Terms are local wall times
seen from the sender's clock. It refuses to guess: prices, order numbers, warranties, lengths of work, office hours, dates of
documents and anything past give no term.
"""

from __future__ import annotations

import datetime as dt

from syncd.core.due.choice import choose, find_all
from syncd.core.due.days import Said
from syncd.core.due.reading import Reading, read
from syncd.core.due.tongues import lexicon_for, may_hold_a_term
from syncd.core.model import Due, Language, WorkingCalendar

__all__ = ["find_due", "find_dues"]

LONGEST = 3000  # a promise is a sentence; a longer text is read so far and no further
_WEST_OF_THE_ATLANTIC = dt.timedelta(hours=-3)  # where 11/12 is the twelfth of November


def find_dues(
    text: str, said: dt.datetime, language: Language, calendar: WorkingCalendar, *, earlier: dt.date | None = None
) -> tuple[Due, ...]:
    """Every due term of the text, in order, with offsets in it.

    `said` is aware, in the sender's zone; `language` '' decides by script and words; `earlier` is the day spoken of before the
    text, which "the same day" points to.
    """
    prepared = _prepared(text, said, language, calendar)
    return () if prepared is None else tuple(found.due for found in find_all(*prepared, earlier))


def find_due(
    text: str, said: dt.datetime, language: Language, calendar: WorkingCalendar, *, earlier: dt.date | None = None
) -> Due | None:
    """The one term a sentence promises: explicit before event before vague, the last word where it corrects itself.

    Arguments as in `find_dues`. A day and a clock that stand apart make one term.
    """
    prepared = _prepared(text, said, language, calendar)
    return None if prepared is None else choose(find_all(*prepared, earlier), *prepared, earlier)


def _prepared(text: str, said: dt.datetime, language: Language, calendar: WorkingCalendar) -> tuple[Reading, Said] | None:
    if not may_hold_a_term(text, language) or not 1900 <= said.year <= 9000:  # a mail's Date may say anything
        return None
    text = text[:LONGEST]
    lexicon, respelled = lexicon_for(text, language)
    seen = Said(
        at=said.replace(tzinfo=None, second=0, microsecond=0), zone=said.tzinfo, calendar=calendar,
        month_first=lexicon.language == "en" and (said.utcoffset() or dt.timedelta()) <= _WEST_OF_THE_ATLANTIC,
    )  # fmt: skip
    return read(text, lexicon, respelled), seen
