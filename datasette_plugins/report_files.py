"""A report is one file: reports/<name>.sql. This module reads it, and says by file and line what is wrong with one.

    -- title en: Answers to customers          also lt, ru
    -- about en: How long customers wait …     one sentence; also lt, ru
    -- role: manager                           who may open it: manager, or staff (managers too; others of what is theirs: by `colleague`)
    -- period: 3 months                        how far back it looks unless a reader asks otherwise
    -- by: month, department                   what a figure is of; its rows are found by these columns
    -- counts: month, department, waited       the columns of the rows that figures and number are made of
    -- picture: bars; x month; y kept late; colour department
    -- number (hours): median(waited)          one figure over all rows, compared with the period before; optional
    -- number en: Half of the answers …        also lt, ru
    -- column month (month): Month | Mėnuo | Месяц
    -- rows
    SELECT …                                   one row for each thing that is counted, with `at` (an instant) and `id`
    -- counted
    SELECT …                                   optional: the same rows in a quicker way, with what is counted and what narrows the rows
    -- figures
    SELECT … FROM counted GROUP BY …           from `counted`, the named columns of the rows: so rows always add up to their figure

The statements may use :from and :to (instants; from ≤ at < to), :now, :today, the table `team` (staff_id, address, department,
colleague: the last two as far as they may be told apart), the tables `weeks` (week, begins, ends) and `months` (month, begins, ends) of
the days that are asked for, and the functions of `counting`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "reports"
LANGUAGES = ("en", "lt", "ru")
ROLES = ("manager", "staff")
MARKS = ("bars", "lines", "ranks")  # upright bars over time, lines over time, lying bars by name
# How a cell is shown. `to C`: as a link to the page that column C names; `word P`: a word of the catalogue; `plain`: a number without rows; `key`: in CSV and JSON only.
KINDS = frozenset({"text", "plain", "number", "share", "hours", "month", "week", "day", "moment", "department", "colleague", "word", "to", "key"})
# Who belongs where, as far as figures may tell people apart: :departments are the row ids, as JSON, of those that are shown by themselves.
TEAM = """
    team AS MATERIALIZED (
        SELECT s.id AS staff_id, s.address, CASE WHEN :by_person THEN s.address END AS colleague, d.name AS department
        FROM staff s LEFT JOIN department d ON d.id = s.department_id AND d.id IN (SELECT value FROM json_each(:departments)))"""
# The parts of the days that are asked for: in the order of time, where a function of each row's instant would be asked for every row.
PARTS = ", ".join(
    f"{part}s AS MATERIALIZED (SELECT json_extract(value, '$[0]') AS {part}, json_extract(value, '$[1]') AS begins, json_extract(value, '$[2]') AS ends FROM json_each(:{part}s))"
    for part in ("week", "month")
)
NAMED_VALUES = ("from", "to", "now", "today", "by_person", "departments")

_HEADER = re.compile(r"--\s*(?P<key>title|about|role|period|by|counts|picture|number|column)\b(?:[ \t]+(?P<name>\w+))?[ \t]*(?:\((?P<kind>[^)]*)\))?[ \t]*:[ \t]*(?P<value>.*\S)[ \t]*$")
_PERIOD = re.compile(r"(\d{1,2}) months?$")
_NAME = re.compile(r"[a-z][a-z0-9_]*$")


class Mistake(Exception):
    """What is wrong with a report, told as `file:line: what`."""

    def __init__(self, file: str, line: int, what: str) -> None:
        super().__init__(f"{file}:{line}: {what}")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the rows or figures: how its cells are shown, and what narrows the rows to a figure in it."""

    name: str
    kind: str
    of: str
    where: Mapping[str, str]
    titles: Mapping[str, str]
    line: int


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn: the kind of mark, what lies along x, what is measured (one or more columns), what is told apart by colour."""

    mark: str
    x: str
    y: tuple[str, ...]
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report as its file tells it."""

    name: str
    titles: Mapping[str, str]
    about: Mapping[str, str]
    role: str
    months: int
    by: tuple[str, ...]
    counts: tuple[str, ...]
    picture: Picture | None
    number: str
    number_kind: str
    number_titles: Mapping[str, str]
    columns: Mapping[str, Column]
    rows: str
    counted: str
    figures: str
    lines: Mapping[str, int] = field(default_factory=dict)


def statement(report: Report, asked: str, where: str = "") -> str:
    """A statement over a report's `rows`, narrowed by a condition, or over what is `counted` of them (read once, however often it is asked)."""
    narrowing = f" WHERE {where}" if where else ""
    narrowed = f"SELECT * FROM everything{narrowing}"
    counted = f"SELECT {', '.join(report.counts)} FROM {f'({report.counted}){narrowing}' if report.counted else 'rows'}"
    return f"WITH {TEAM}, {PARTS}, everything AS NOT MATERIALIZED ({report.rows}), rows AS NOT MATERIALIZED ({narrowed}), counted AS MATERIALIZED ({counted}) {asked}"


def figures_statement(report: Report, where: str = "") -> str:
    """The figures, and with each the one number over all rows as `number_`."""
    return statement(report, f"SELECT f.*, (SELECT {report.number or 'NULL'} FROM counted) AS number_ FROM ({report.figures}) f", where)


def number_statement(report: Report, where: str = "") -> str:
    """The one number over all rows."""
    return statement(report, f"SELECT {report.number} FROM rows", where)  # what it does not name need not be read


def read_all(folder: Path = FOLDER) -> tuple[dict[str, Report], list[str]]:
    """The reports of a folder by name, and the mistakes in those that cannot be read."""
    found: dict[str, Report] = {}
    mistakes: list[str] = []
    for file in sorted(folder.glob("*.sql")):
        try:
            found[file.stem] = read(file)
        except Mistake as mistake:
            mistakes.append(str(mistake))
    return found, mistakes


def read(file: Path) -> Report:
    """The report in a file. Raises Mistake."""
    try:
        return _Reading(file.name, file.read_text("utf-8")).report(file.stem)
    except UnicodeDecodeError:
        raise Mistake(file.name, 1, "this is not UTF-8") from None


class _Reading:
    """One file on its way to a report."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.texts: dict[str, dict[str, str]] = {"title": {}, "about": {}, "number": {}}
        self.plain: dict[str, tuple[str, int]] = {}
        self.number_kind = "number"
        self.columns: dict[str, Column] = {}
        self.sections: dict[str, tuple[int, str]] = {}
        self._split(text)

    def fail(self, line: int, what: str) -> Mistake:
        return Mistake(self.file, line, what)

    def _split(self, text: str) -> None:
        begun, lines = "", text.splitlines()
        for n, line in enumerate(lines, 1):
            if line.strip() in ("-- rows", "-- counted", "-- figures"):
                begun = line.strip()[3:]
                self.sections[begun] = (n + 1, "")
            elif begun:
                at, sql = self.sections[begun]
                self.sections[begun] = (at, f"{sql}{line}\n")
            elif line.strip():
                self._header(n, line)
        for name in ("rows", "figures"):
            if not self.sections.get(name, (0, ""))[1].strip(" \n;"):
                raise self.fail(len(lines) or 1, f"there is no statement under “-- {name}”")

    def _header(self, n: int, line: str) -> None:
        match = _HEADER.match(line)
        if match is None:
            raise self.fail(n, f"no line of a header: {line.strip()[:60]}")
        key, name, kind, value = match["key"], match["name"], match["kind"], match["value"]
        if key == "column":
            self._column(n, name or "", kind or "text", value)
        elif key in self.texts and name:
            if name not in LANGUAGES:
                raise self.fail(n, f"{key} {name}: the languages are {', '.join(LANGUAGES)}")
            self.texts[key][name] = value
        elif name or key in ("title", "about"):
            raise self.fail(n, f"{key} names a language: “-- {key} en: …”")
        else:
            self.plain[key] = (value, n)
            if key == "number":
                self.number_kind = kind or "number"

    def _column(self, n: int, name: str, kind: str, value: str) -> None:
        said, _, condition = kind.partition(" where ")
        word, _, of = said.strip().partition(" ")
        titles = [part.strip() for part in value.split("|")]
        if not _NAME.match(name):
            raise self.fail(n, "column without a name")
        if word not in KINDS or bool(of) is not (word in ("to", "word")):
            raise self.fail(n, f"column {name}: no kind “{said}”")
        if len(titles) != len(LANGUAGES) or not all(titles):
            raise self.fail(n, f"column {name}: three titles, parted by |")
        where = dict(part.strip().split("=", 1) for part in condition.split(",") if "=" in part)
        self.columns[name] = Column(name, word, of.strip(), where, dict(zip(LANGUAGES, titles, strict=True)), n)

    def report(self, name: str) -> Report:
        first = self.sections["rows"][0]
        for key in ("title", "about", *(["number"] if "number" in self.plain else [])):
            if missing := [language for language in LANGUAGES if language not in self.texts[key]]:
                raise self.fail(1, f"there is no “-- {key} {missing[0]}:”")
        period, at = self.plain.get("period", ("3 months", first))
        months = _PERIOD.match(period)
        if months is None:
            raise self.fail(at, f"period: “{period}” (write 3 months)")
        role, at = self.plain.get("role", ("manager", first))
        if role not in ROLES:
            raise self.fail(at, f"role: “{role}” (one of {', '.join(ROLES)})")
        return Report(
            name, self.texts["title"], self.texts["about"], role, int(months[1]), self._columns("by"), self._columns("counts"), self._picture(), self.plain.get("number", ("", 0))[0],
            self.number_kind, self.texts["number"], self.columns, *(self.sections.get(part, (0, ""))[1].strip(" \n;") for part in ("rows", "counted", "figures")),
            {part: self.sections[part][0] for part in self.sections} | {key: line for key, (_, line) in self.plain.items()},
        )  # fmt: skip

    def _columns(self, key: str) -> tuple[str, ...]:
        if key not in self.plain:
            raise self.fail(1, f"there is no “-- {key}:” in the header")
        value, at = self.plain[key]
        return tuple(self._named(part, at) for part in value.replace(",", " ").split())

    def _named(self, column: str, at: int) -> str:
        if column not in self.columns:
            raise self.fail(at, f"there is no column {column}")
        return column

    def _picture(self) -> Picture | None:
        if "picture" not in self.plain:
            return None
        value, at = self.plain["picture"]
        mark, *parts = (part.split() for part in value.split(";"))
        given = {part[0]: tuple(self._named(column, at) for column in part[1:]) for part in parts if part}
        if mark[:1] != mark or mark[0] not in MARKS or len(given.get("x", ())) != 1 or not given.get("y"):
            raise self.fail(at, f"picture: one of {', '.join(MARKS)}, then “x COLUMN”, “y COLUMN …” and, where wanted, “colour COLUMN”, parted by ;")
        return Picture(mark[0], given["x"][0], given["y"], *given.get("colour", ())[:1])


def check(db: sqlite3.Connection, report: Report) -> None:
    """Try a report's statements on a store without reading any rows. Raises Mistake."""
    values = {**dict.fromkeys(NAMED_VALUES, ""), "departments": "[]", "weeks": "[]", "months": "[]"}
    columns: dict[str, list[str]] = {}
    for part, asked in (("rows", "SELECT * FROM rows"), *([("counted", report.counted)] if report.counted else []), ("counts", "SELECT * FROM counted"), ("figures", report.figures), ("number", f"SELECT {report.number or 'NULL'} FROM counted")):
        at = report.lines.get(part, 1)
        try:
            columns[part] = [c[0] for c in db.execute(statement(report, f"SELECT * FROM ({asked}) LIMIT 0"), values).description]
        except sqlite3.Error as error:
            raise Mistake(f"{report.name}.sql", at, str(error)) from error
    rows, figures = columns["rows"], columns["figures"]
    for part in ("rows", "counted", "figures"):
        if unknown := [name for name in columns.get(part, ()) if name not in report.columns]:
            raise Mistake(f"{report.name}.sql", report.lines[part], f"{part}: there is no “-- column {unknown[0]} …” in the header")
    shown = {*report.by, *(report.picture.y if report.picture else ()), *([report.picture.x] if report.picture else [])}
    wanted = [(name, rows, "rows") for name in ("at", "id", *report.by)] + [(name, figures, "figures") for name in sorted(shown)]
    wanted += [(c.of, rows, "rows") for c in report.columns.values() if c.kind == "to" and c.name in rows]
    wanted += [(name, rows, "rows") for c in report.columns.values() for name in c.where]
    wanted += [("colleague", rows, "rows")] if report.role == "staff" else []  # they see their own figures
    narrow = [name for name in ("department", "colleague") if name in rows] + [name for c in report.columns.values() for name in c.where]
    wanted += [(name, columns["counted"], "counted") for name in (*report.counts, *report.by, *narrow)] if report.counted else []
    for name, there, part in wanted:
        if name not in there:
            raise Mistake(f"{report.name}.sql", report.lines[part], f"{part}: there is no column {name}")
