"""How the cells of a report are shown: months in words, hours and minutes, shares, links to the pages of what is counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from datasette_plugins.names import Names
from datasette_plugins.page import Values, linked
from datasette_plugins.report_files import Column, Report
from datasette_plugins.words import Words

NOTHING = "-"  # stands in an address for “no value”, as for people of no department
COUNTED = frozenset({"number", "share", "hours"})  # what opens into rows
NUMBERS = COUNTED | {"plain"}
PAGE = re.compile(r"(?:message|meeting|call|promise|customer|company)/[0-9a-f-]{8,64}")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: what is shown, the plain value, and the page it leads to ('' for none)."""

    column: Column
    text: str
    value: object
    href: str = ""


def shown(report: Report, found: Values, hidden: Iterable[str]) -> list[Column]:
    """The columns a page shows of a row, in the order of the statement."""
    return [c for name in found if (c := report.columns[name]).kind != "key" and name not in hidden]


def cells(columns: list[Column], found: Values, words: Words, names: Names) -> list[Cell]:
    """One row as a page shows it."""
    return [Cell(c, said(c, found[c.name], words, names), found[c.name], _page(c, found)) for c in columns]


def _page(column: Column, found: Values) -> str:
    target = found.get(column.of) if column.kind == "to" else None
    return f"/{target}" if isinstance(target, str) and PAGE.fullmatch(target) else ""


def rows_link(path: str, report: Report, column: Column, found: Values, args: Mapping[str, str | None]) -> str:
    """The address of the rows behind a figure; '' where there is nothing behind it."""
    if column.kind not in COUNTED or not found[column.name]:
        return ""
    figure = {name: NOTHING if found[name] is None else str(found[name]) for name in report.by if name in found}
    return linked(path, {**args, **figure, **column.where})


def said(column: Column, value: object, words: Words, names: Names) -> str:
    """A value in the reader's words."""
    match column.kind, value:
        case "department", None:
            return words("reports.no_department")
        case _, None:
            return "–"
        case "number" | "plain", int() | float():
            return number(value, words.language)
        case "share", int() | float():
            return f"{100 * value:.0f}\N{NO-BREAK SPACE}%" if words.language != "en" else f"{100 * value:.0f}%"
        case "hours", int() | float():
            return hours(value, words)
        case "month", str():
            return words(f"months.{value[5:7]}", year=value[:4])
        case "week" | "day", str():
            return words.short_day(f"{value[:10]}T12:00:00Z")
        case "moment", str():
            return f"{words.short_day(value)}, {words.clock(value)}"
        case "colleague", str():
            return names.said(value)
        case "word", str():
            return words.known(column.of, value)
    return str(value) or words("no_subject")


def number(value: float, language: str) -> str:
    """A number with its thousands apart; one decimal where it is no whole one."""
    text = f"{value:,.1f}" if value % 1 else f"{value:,.0f}"
    whole, _, part = text.partition(".")
    whole = whole.replace(",", "\N{NO-BREAK SPACE}")
    return f"{whole}{'.' if language == 'en' else ','}{part}" if part and part != "0" else whole


def hours(value: float, words: Words) -> str:
    """Working hours as people say them: “45 min”, “3 h 20 min”, “27 h”."""
    minutes = round(value * 60)
    whole, rest = divmod(minutes, 60)
    if not whole:
        return words("reports.minutes", n=rest)
    return words("reports.hours", n=number(whole, words.language)) if whole >= 10 or not rest else words("reports.hours_minutes", n=whole, m=rest)
