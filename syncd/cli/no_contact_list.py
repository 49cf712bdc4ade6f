"""A list of who is not to be contacted, as a CSV file: read as a whole, with all that is wrong in it told at once."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from syncd.core.no_contact import ANY, CHANNELS
from syncd.errors import UsageError

COLUMNS: Final = ("who", "channel", "reason", "since", "until")
_MOST_TOLD: Final = 50  # problems


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the list: `since` an instant or None, `until` a day or None."""

    subject: str
    channel: str
    reason: str
    since: str | None
    until: str | None


def read_list(file: str, subject_of: Callable[[str], str], timezone: str) -> list[Listed]:
    """The rows of a list; of several about one and the same channel the last counts. Raises UsageError with every problem.

    `subject_of` makes an address, domain or telephone what the store calls it, or raises UsageError.
    """
    problems: list[str] = []
    found: dict[tuple[str, str], Listed] = {}
    with open(file, newline="", encoding="utf-8-sig", errors="replace") as f:
        head = f.readline()
        f.seek(0)
        reader = csv.DictReader(f, delimiter=";" if head.count(";") > head.count(",") else "\t" if "\t" in head else ",")
        names = {str(name).strip().lower(): name for name in reader.fieldnames or ()}
        if "who" not in names:
            raise UsageError(f"{file}: there is no column `who`; it may have {', '.join(COLUMNS)}")
        problems += [f"line 1: no column is called {name or 'so'}; there are {', '.join(COLUMNS)}" for name in names if name not in COLUMNS]
        for row in reader:
            values: dict[str, str] = {name: str(row.get(names[name]) or "").strip() for name in COLUMNS if name in names}
            if any(values.values()):
                _read(values, reader.line_num, subject_of, ZoneInfo(timezone), found, problems)
    if problems:
        more = [f"… and {len(problems) - _MOST_TOLD} more"] if len(problems) > _MOST_TOLD else []
        raise UsageError("\n".join([f"{file}: nothing was taken in.", *problems[:_MOST_TOLD], *more]))
    return list(found.values())


def _read(values: Mapping[str, str], line: int, subject_of: Callable[[str], str], zone: ZoneInfo, found: dict[tuple[str, str], Listed], problems: list[str]) -> None:
    """One row of the list into `found`, or what is wrong with it into `problems`."""
    wrong: list[str] = []
    subject = ""
    try:
        subject = subject_of(values["who"])
    except UsageError as problem:
        wrong.append(str(problem))
    channel = values.get("channel", "").lower() or ANY
    if channel not in (ANY, *CHANNELS):
        wrong.append(f"channel {channel}: it is one of {', '.join((ANY, *CHANNELS))}")
    days: dict[str, dt.date | None] = {}
    for name in ("since", "until"):
        try:
            days[name] = dt.date.fromisoformat(values[name]) if values.get(name) else None
        except ValueError:
            wrong.append(f"{name} {values[name]}: not a day as YYYY-MM-DD")
    since, until = days.get("since"), days.get("until")
    if since and until and until <= since:
        wrong.append(f"until {until} is not after since {since}")
    problems += [f"line {line}: {w}" for w in wrong]
    if not wrong:
        began = dt.datetime.combine(since, dt.time(), zone).astimezone(dt.UTC) if since else None
        found[subject, channel] = Listed(subject, channel, values.get("reason", ""), f"{began:%Y-%m-%dT%H:%M:%SZ}" if began else None, until.isoformat() if until else None)
