"""What a department's own standard comes to for a promise, and whether less was promised.

The standard is that of the department that must act: the assignee's, else the promiser's. Work that is one department's alone
(to mend, to deliver, to invoice) is that department's, whoever promises it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from syncd.core.model import Act, Company, Department, WorkingCalendar
from syncd.core.owners import department_of, meant_by
from syncd.core.worktime import zone_of
from syncd.durations import parse_duration

# a colleague of any department calls, writes, visits or finds out by themselves; these are handed on
_HANDED_ON: frozenset[Act] = frozenset({"fix", "deliver", "invoice", "pay"})


@dataclass(frozen=True, slots=True)
class Usual:
    """A department's standard for an act, as the config writes it, and the wall text (a day or a minute) it comes to."""

    department: str
    term: str
    to: str


def usual_term(act: Act, promiser: str, assignee: str | None, said: dt.datetime, zone: str, company: Company,
               calendar: WorkingCalendar) -> Usual | None:  # fmt: skip
    """What was usual for this act when it was promised, on the clocks of `zone`; None without a standard."""
    department = _acting(act, promiser, assignee, company)
    term = parse_duration(department.standard[act]) if department else None
    if department is None or term is None or not term.amount:
        return None
    at = said.astimezone(zone_of(zone))
    if term.working_days:
        to = calendar.shift(at.date(), term.working_days).isoformat()
    elif term.unit == "days":
        to = (at.date() + dt.timedelta(days=term.amount)).isoformat()
    else:
        to = (said + dt.timedelta(seconds=term.seconds)).astimezone(zone_of(zone)).strftime("%Y-%m-%dT%H:%M")
    return Usual(department.name, str(term), to)


def _acting(act: Act, promiser: str, assignee: str | None, company: Company) -> Department | None:
    """The department whose standard for this act counts."""
    with_standard = [d for d in company.departments if act in d.standard]
    if not with_standard:
        return None
    named = department_of(meant_by(assignee, company), company) if assignee else None
    if named:
        return named if named in with_standard else None
    own = department_of(promiser, company)
    if own in with_standard:
        return own
    return with_standard[0] if act in _HANDED_ON and len(with_standard) == 1 else None


def is_hasty(kind: str, due_kind: str | None, due_to: str | None, usual_to: str | None) -> bool:
    """Whether a promise (its kind and its term) is one of less than is usual: a vague term promises nothing so exactly."""
    return kind == "promise" and due_kind == "explicit" and is_shorter(due_to, usual_to)


def is_shorter(due_to: str | None, usual_to: str | None) -> bool:
    """Whether a term ends before the usual one; of two days, or a day and a minute, the days count."""
    if not due_to or not usual_to:
        return False
    length = min(len(due_to), len(usual_to), 16)
    return due_to[:length] < usual_to[:length]
