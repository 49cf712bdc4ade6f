"""Reports: what is counted, as a picture and a table, and the rows behind each figure; the same as CSV and JSON.

A report is one file in reports/ (see `report_files`). Figures are made of the rows by one statement, so they always add
up. People are told apart only as far as the company allows: `reports.by_person`, else departments of five or more.
"""

from __future__ import annotations

import asyncio
import csv
import datetime as dt
import io
import json
import logging
import sqlite3
import time
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar
from weakref import WeakKeyDictionary, WeakValueDictionary
from zoneinfo import ZoneInfo

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins import audit, drawing
from datasette_plugins.audit import Looked
from datasette_plugins.counting import Counting, counting, register
from datasette_plugins.hooks import hook
from datasette_plugins.kept import Figures, Kept, NotKept
from datasette_plugins.names import Names, names
from datasette_plugins.page import DATABASE, Asked, Values, asked_of, found, linked, rows, settings, show
from datasette_plugins.report_cells import NOTHING, NUMBERS, Cell, cells, rows_link, said, shown
from datasette_plugins.report_files import (
    FOLDER,
    Column,
    Mistake,
    Picture,
    Report,
    check,
    figures_statement,
    number_statement,
    read_all,
    statement,
)
from datasette_plugins.rights import COLLEAGUES, MANAGERS, SMALLEST, Grouping, departments, grouping

log = logging.getLogger("syncd.web")

PAGE, MOST_FIGURES, MOST_ROWS = 50, 1000, 50_000
KEPT, KEPT_SECONDS = 500, 600
_OF_THE_MOMENT = frozenset({"now", "to", "weeks", "months"})  # values that move with the clock; the days asked for stand beside them
AT_ONCE = 2  # reports that are counted at the same time: half of the threads, so that other pages need not wait behind them
ROLES = {"manager": MANAGERS, "staff": COLLEAGUES}


@dataclass(frozen=True)
class Turns:
    """Who waits for what: the reports that are being counted, by what was asked those that ask, and those counted again with nobody waiting."""

    counted: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    beside: dict[Hashable, asyncio.Task[None]] = field(default_factory=dict)
    asked: WeakValueDictionary[tuple[object, ...], asyncio.Lock] = field(default_factory=WeakValueDictionary)


@dataclass(frozen=True)
class Known:
    """The reports that can be shown, by name, what is wrong with the others, the company's clock, what was counted, whose turn it is, and numbers of days gone by with the moment they are counted anew."""

    reports: Mapping[str, Report]
    mistakes: tuple[str, ...]
    clock: Counting
    kept: Kept
    turns: Turns = field(default_factory=Turns)
    before: dict[tuple[object, ...], tuple[float, object]] = field(default_factory=dict)
    sparse: set[tuple[object, ...]] = field(default_factory=set)  # asked so, the end of a period held less than a page of rows: all are read at once


_Told = TypeVar("_Told")
_KNOWN: WeakKeyDictionary[Datasette, Known] = WeakKeyDictionary()


def know(datasette: Datasette, store: Path, folder: Path = FOLDER) -> None:
    """Read the reports once for all pages; one that is wrong is left out, and the log says file and line."""
    read, mistakes = read_all(folder)
    clock = counting(settings(datasette))
    db = sqlite3.connect(f"{store.resolve().as_uri()}?mode=ro", uri=True)
    try:
        register(db, clock)
        for name, report in list(read.items()):
            try:
                check(db, report)
            except Mistake as mistake:
                mistakes.append(str(mistake))
                del read[name]
    finally:
        db.close()
    for mistake in mistakes:
        log.error("a report is left out: %s", mistake)
    _KNOWN[datasette] = Known(read, tuple(mistakes), clock, Kept(audit.journal(str(store.resolve())).version))


def known(datasette: Datasette) -> Known:
    """The reports, as they were read at the start."""
    return _KNOWN[datasette]


# ── what is asked ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days on the company's clock, both included."""

    first: dt.date
    last: dt.date
    zone: ZoneInfo

    @classmethod
    def of(cls, asked: Asked, months: int) -> Period:
        """As the address says; else this month and the ones before it, so many in all."""
        today = asked.words.today
        year, month = divmod(today.year * 12 + today.month - months, 12)
        return cls(_date(asked.arg("from")) or dt.date(year, month + 1, 1), _date(asked.arg("to")) or today, asked.words.zone)

    @property
    def before(self) -> Period:
        """As many days directly before."""
        days = max(0, (self.last - self.first).days + 1)
        return replace(self, first=self.first - dt.timedelta(days=days), last=self.first - dt.timedelta(days=1))

    def instants(self, now: str) -> dict[str, str]:
        """From its first midnight to its last, and not beyond now."""
        begin, end = (f"{dt.datetime.combine(day, dt.time(), self.zone).astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}" for day in (self.first, self.last + dt.timedelta(days=1)))
        return {"from": begin, "to": min(end, now)}


def _date(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1971 <= day.year <= 2999 else None


class Question:
    """One report as one reader asks for it: of which days, which department, which figure. Without `counts` only what is kept is told."""

    def __init__(self, db: sqlite3.Connection, known: Known, report: Report, asked: Asked, group: Grouping, counts: bool = True) -> None:
        self.known, self.report, self.asked, self.group, self.counts = known, report, asked, group, counts
        self.period = Period.of(asked, report.months)
        self.departments = departments(db, group)
        self.hidden = () if group.by_person else ("colleague",)
        wheres = (name for c in report.columns.values() for name in c.where)
        narrow = dict.fromkeys((*report.by, *(["department"] if "department" in report.columns else []), *wheres))
        self.chosen = {name: asked.arg(name) for name in narrow if asked.arg(name)}
        conditions = [f"CAST({name} AS TEXT) IS :is_{name}" for name in self.chosen]
        self.where = " AND ".join([*conditions, *(["colleague IS :only"] if group.only else [])])

    def values(self, period: Period | None = None) -> dict[str, object]:
        """What the statements are given."""
        chosen = {f"is_{name}": None if value == NOTHING else value for name, value in self.chosen.items()}
        now, words = f"{self.asked.now[:-3]}00Z", self.asked.words  # the minute: whoever asks in the same one is told the same
        days = (period or self.period).instants(now)
        parts = {"weeks": json.dumps(self.known.clock.weeks(days["from"], days["to"])), "months": json.dumps(self.known.clock.months(days["from"], days["to"]))}
        told = {"by_person": self.group.by_person, "departments": json.dumps(list(self.departments)), "only": self.group.only}
        return {**days, **parts, "now": now, "today": words.today.isoformat(), **told, **chosen}

    def args(self) -> dict[str, str | None]:
        """The part of the address that says what is asked."""
        return {"from": self.asked.arg("from"), "to": self.asked.arg("to"), **self.chosen}

    @cached_property
    def same(self) -> Hashable:
        """What is asked, whenever it is asked."""
        return (self.report.name, self.where, self.period, *((name, value) for name, value in sorted(self.values().items()) if name not in _OF_THE_MOMENT))

    def figures(self, db: sqlite3.Connection, anew: bool = False) -> tuple[Figures, object]:
        """The figures, as plain values, and the one number over all rows; `anew`: those of this moment, whatever they take."""
        sql = f"{figures_statement(self.report, self.where)} LIMIT {MOST_FIGURES}"
        counted = self.known.kept.figures(db, sql, self.values(), self.same, may_read=self.counts, anew=anew)
        numbers = [line.pop("number_") for line in counted.rows]
        return counted, numbers[0] if numbers else None

    def again(self, db: sqlite3.Connection) -> None:
        """Count the figures of this moment, to be shown to whoever asks for them next."""
        self.counts = True
        self.figures(db, anew=True)

    def rows(self, db: sqlite3.Connection, limit: int, after: tuple[str, str] | None = None) -> list[Values]:
        """The rows behind the figures, newest first, from after the row (at, id)."""
        at, id_ = after or ("", "")
        values = {**self.values(), "after_at": at, "after_id": id_, "limit": limit}
        beyond = ["(at, id) < (:after_at, :after_id)"] if after else []
        if limit > MOST_FIGURES:
            if not self.counts:
                raise NotKept
            return rows(db, self._newest_first(beyond), values)  # a file of 50,000 lines is not kept
        asked, sparse = (self.report.name, self.where, self.group.only), self.known.sparse
        if not after and asked not in sparse:
            late = {**values, "since": _late_in(str(values["from"]), str(values["to"]))}
            found = self.known.kept.rows(db, self._newest_first(["at >= :since"]), late, may_read=self.counts)
            if len(found) == limit:
                return found
            if len(sparse) >= KEPT:
                sparse.clear()
            sparse.add(asked)
        return self.known.kept.rows(db, self._newest_first(beyond), values, may_read=self.counts)

    def _newest_first(self, conditions: Sequence[str]) -> str:
        narrowed = f"WHERE {' AND '.join(conditions)} " if conditions else ""
        return statement(self.report, f"SELECT * FROM rows {narrowed}ORDER BY at DESC, id DESC LIMIT :limit", self.where)

    def number_before(self, db: sqlite3.Connection) -> object:
        """The one number over all rows of the period before. Those days are over, so it is counted once in ten minutes."""
        kept = self.known.before
        values = self.values(self.period.before)
        key = (self.report.name, self.where, *(value for name, value in values.items() if name != "now"))
        expires, number = kept.get(key, (0.0, None))
        if expires < time.monotonic():
            if not self.counts:
                raise NotKept
            number = db.execute(number_statement(self.report, self.where), values).fetchone()[0]
            if len(kept) >= KEPT:
                kept.clear()
            kept[key] = (time.monotonic() + KEPT_SECONDS, number)
        return number


# ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────


def _late_in(begin: str, end: str) -> str:
    """The instant when a sixteenth of a period is left: mostly a page of its newest rows stands there, and the others need not be sorted."""
    first, last = dt.datetime.fromisoformat(begin), dt.datetime.fromisoformat(end)
    return f"{last - (last - first) / 16:%Y-%m-%dT%H:%M:%SZ}"


def figures_page(db: sqlite3.Connection, q: Question) -> Values:
    """The figures as a table, what the picture is drawn from, and the one number with that of the period before."""
    words, report = q.asked.words, q.report
    told, number = q.figures(db)
    counted = told.rows
    people = _colleagues(db, report, counted)
    columns = shown(report, counted[0], q.hidden) if counted else []
    path = f"{q.asked.path}/rows"
    table = [[replace(cell, href=rows_link(path, report, cell.column, line, q.args())) for cell in cells(columns, line, words, people)] for line in counted]
    return {
        **_head(q), "columns": columns, "table": table, "picture": _picture(q, table), "headline": _headline(db, q, number) if report.number and counted else None,
        "numbers": NUMBERS, "whole": linked(path, q.args()), "scripts": drawing.names(),
        "counted_at": words.clock(told.at) if told.at != q.values()["now"] else "", "is_due": told.is_due,
    }  # fmt: skip


def rows_page(db: sqlite3.Connection, q: Question) -> Values:
    """The rows behind a figure, newest first, a page at a time."""
    at, _, id_ = q.asked.arg("after").partition("~")
    listed = q.rows(db, PAGE + 1, (at, id_) if id_ else None)
    more, listed = len(listed) > PAGE, listed[:PAGE]
    told = {name for name, column in q.report.columns.items() if name in q.chosen or column.kind in ("month", "week")}  # by the heading, by the day
    columns = shown(q.report, listed[0], {*q.hidden, *told}) if listed else []
    people = _colleagues(db, q.report, listed)
    described = [(q.report.columns[name], said(q.report.columns[name], None if value == NOTHING else value, q.asked.words, _colleagues(db, q.report, [{name: value}])))
              for name, value in q.chosen.items()]  # fmt: skip
    following = q.asked.link(after=f"{listed[-1]['at']}~{listed[-1]['id']}") if more else ""
    return {
        **_head(q), "looked": Looked(f"report {q.report.name}"), "columns": columns, "table": [cells(columns, line, q.asked.words, people) for line in listed], "described": described, "next": following,
        "first": q.asked.link(after=None) if id_ else "", "numbers": NUMBERS, "back": linked(f"/report/{q.report.name}", {k: v for k, v in q.args().items() if k in ("from", "to")}),
    }  # fmt: skip


def _head(q: Question) -> Values:
    """What both pages begin with."""
    names_shown = sorted(q.departments.values()) if "department" in q.report.columns and not q.group.only else []
    return {"report": q.report, "language": q.asked.words.language, "period": q.period, "departments": names_shown, "department": q.chosen.get("department", ""),
            "chosen": list(q.chosen.items()), "by_person": q.group.by_person, "few": SMALLEST,
            "as_data": {kind: linked(f"{q.asked.path}.{kind}", q.args()) for kind in ("csv", "json")}}  # fmt: skip


def _colleagues(db: sqlite3.Connection, report: Report, listed: list[Values]) -> Names:
    people = [name for name, column in report.columns.items() if column.kind == "colleague"]
    return names(db, (line.get(name) for line in listed for name in people)) if people else Names()


def _headline(db: sqlite3.Connection, q: Question, now: object) -> Values:
    """The one number, and what it was in as many days before."""
    column = Column("number", q.report.number_kind, "", {}, q.report.number_titles, 0)
    before = q.number_before(db)
    return {"title": q.report.number_titles[q.asked.words.language], "now": said(column, now, q.asked.words, Names()),
            "before": said(column, before, q.asked.words, Names()) if before is not None else ""}  # fmt: skip


def _picture(q: Question, table: list[list[Cell]]) -> Picture | None:
    """What is drawn, by the columns that are shown; nothing of a single figure."""
    picture = q.report.picture
    if picture is None or not table:
        return None
    there = {cell.column.name for cell in table[0]}
    x = picture.x if picture.x in there else "department"
    picture = replace(picture, x=x, colour=picture.colour if picture.colour in there and picture.colour != x else "")
    return picture if {picture.x, *picture.y} <= there else None


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _asked_for(datasette: Datasette, request: Request) -> tuple[Report | None, frozenset[str]]:
    """The report an address names, None where there is none, and who may see it."""
    report = known(datasette).reports.get(request.url_vars["name"])
    return report, ROLES[report.role] if report else MANAGERS


async def _in_turn(datasette: Datasette, request: Request, answer: Callable[[bool], Awaitable[_Told]]) -> _Told:
    """What `answer` makes of a report: at once where it is kept, else counted in its turn (`answer(True)`), while all who ask the same wait beside the turns."""
    asked, turns = asked_of(datasette, request), known(datasette).turns
    same = (asked.path, *sorted(asked.args.items()), grouping(asked.reader, settings(datasette)))
    async with turns.asked.setdefault(same, asyncio.Lock()):
        with suppress(NotKept):
            return await answer(False)
        async with turns.counted:
            return await answer(True)


async def report_page(datasette: Datasette, request: Request) -> Response:
    """`/report/<name>` and `/report/<name>/rows`."""
    report, to = _asked_for(datasette, request)
    template, page = ("report_rows", rows_page) if request.url_vars.get("rows") else ("report", figures_page)

    due: list[Question] = []

    def read(counts: bool, db: sqlite3.Connection, asked: Asked) -> Values | None:
        if report is None:
            return None
        q = Question(db, known(datasette), report, asked, grouping(asked.reader, settings(datasette)), counts)
        values = page(db, q)
        due.extend([q] if values.pop("is_due", False) else [])
        return values

    answer = await _in_turn(datasette, request, lambda counts: show(datasette, request, f"syncd/{template}.html", partial(read, counts), to=to))
    if due:
        _count_beside(datasette, due[0])
    return answer


def _count_beside(datasette: Datasette, q: Question) -> None:
    """Count again what was shown as it was some minutes ago, in its turn: whoever looks next sees it."""
    turns = q.known.turns

    async def count() -> None:
        async with turns.counted:
            await datasette.get_database(DATABASE).execute_fn(q.again)

    def done(task: asyncio.Task[None]) -> None:
        turns.beside.pop(q.same, None)
        if not task.cancelled() and (problem := task.exception()):
            log.error("a report could not be counted again: %s", problem)

    if q.same not in turns.beside:
        turns.beside[q.same] = asyncio.create_task(count())
        turns.beside[q.same].add_done_callback(done)


async def report_data(datasette: Datasette, request: Request) -> Response:
    """The same as CSV or JSON: plain values under the names of the columns."""
    report, to = _asked_for(datasette, request)
    behind = bool(request.url_vars.get("rows"))

    def read(counts: bool, db: sqlite3.Connection, asked: Asked) -> Values | None:
        if report is None:
            return None
        q = Question(db, known(datasette), report, asked, grouping(asked.reader, settings(datasette)), counts)
        listed = q.rows(db, MOST_ROWS + 1) if behind else q.figures(db, anew=True)[0].rows
        looked = {"looked": Looked(f"report {report.name}")} if behind else {}
        return {"listed": [{name: value for name, value in line.items() if name not in q.hidden} for line in listed], "q": q, **looked}

    values = await _in_turn(datasette, request, lambda counts: found(datasette, request, "report", partial(read, counts), to=to))
    q, listed = values["q"], values["listed"]
    if len(listed) > MOST_ROWS:
        return Response.text(q.asked.words("reports.too_many"), status=400)
    if request.url_vars["format"] == "json":
        period = {"from": q.period.first.isoformat(), "to": q.period.last.isoformat()}
        return Response.json({"report": q.report.name, "title": q.report.titles[q.asked.words.language], "period": period, "chosen": q.chosen, "rows": listed})
    return as_csv(list(listed[0]) if listed else [], [list(line.values()) for line in listed], f"{q.report.name}{'-rows' if behind else ''}")


def as_csv(columns: Sequence[str], listed: Iterable[Sequence[object]], name: str) -> Response:
    """Rows as a file to save. What would be a formula is made harmless on its way out (`exports`)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(listed)
    return Response(out.getvalue(), headers={"content-disposition": f'attachment; filename="{name}.csv"'}, content_type="text/csv; charset=utf-8")


@hook
def register_routes() -> list[tuple[str, object]]:
    """Each report, its rows, and both as data."""
    one = r"^/report/(?P<name>[a-z][a-z0-9_]*)(?P<rows>/rows)?"
    return [(rf"{one}$", report_page), (rf"{one}\.(?P<format>csv|json)$", report_data)]
