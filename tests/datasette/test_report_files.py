"""A report is one file: what is wrong with one is told by file and line, and the others are served."""

from __future__ import annotations

import hashlib
import json
import logging
import re
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from datasette_plugins import report_files, reports
from datasette_plugins.counting import register
from datasette_plugins.drawing import FILES
from datasette_plugins.report_files import FOLDER, Mistake, read, read_all

from .conftest import Site

GOOD = (FOLDER / "quiet.sql").read_text("utf-8")
WRONG = [
    # what is there, what stands in its place, what is told, reason
    ("-- title lt: Nutilę klientai\n", "", "there is no “-- title lt:”", "a language is missing"),
    ("-- title lt:", "-- title pl:", "the languages are en, lt, ru", "a language nobody reads"),
    ("-- about en: ", "-- abuot en: ", "no line of a header", "a slip"),
    ("-- role: manager", "-- role: boss", "role: “boss”", "no such role"),
    ("-- period: 15 months", "-- period: long", "period: “long”", "no period"),
    ("-- by: month", "-- by: weather", "there is no column weather", "no such column"),
    ("-- counts: month\n", "", "there is no “-- counts:”", "nothing is counted"),
    ("-- picture: bars;", "-- picture: cake;", "picture: one of bars", "no such mark"),
    ("(plain): Open", "(money): Open", "no kind “money”", "no such kind"),
    ("Customers | Klientai | Клиенты", "Customers", "three titles", "a column in one language"),
    ("-- figures\n", "", "there is no statement under “-- figures”", "half a report"),
    ("-- figures\n", "-- counted\nSELECT 1 AS contacts\n\n-- figures\n", "no such column: month", "a quicker way without what is counted"),
    ("-- figures\n", "-- counted\nSELECT '' AS month, 1 AS weather\n\n-- figures\n", "counted: there is no “-- column weather", "a quicker way with a column without a title"),
    ("FROM organisation o", "FROM organization o", "no such table: organization", "a slip in the SQL"),
    ("count(*) AS customers FROM counted", "count(*) AS customers FROM elsewhere", "no such table: elsewhere", "figures of something else"),
    ("uuid AS id", "uuid AS ident", "there is no “-- column ident", "a column without a title"),
]  # fmt: skip


@pytest.mark.parametrize(("there", "instead", "told", "reason"), WRONG, ids=[row[3] for row in WRONG])
def test_a_mistake_names_its_file_and_line(demo: Site, tmp_path: Path, caplog: pytest.LogCaptureFixture, there: str, instead: str, told: str, reason: str) -> None:
    """At the start, in the log and on the list; the page is not there, and no other page is the worse for it."""
    assert there in GOOD, reason
    (tmp_path / "quiet.sql").write_text(GOOD.replace(there, instead, 1), "utf-8")
    (tmp_path / "fine.sql").write_text(GOOD, "utf-8")
    try:
        with caplog.at_level(logging.ERROR, "syncd.web"):
            reports.know(demo.datasette, demo.config.store.path, tmp_path)
        (mistake,) = reports.known(demo.datasette).mistakes
        assert re.match(r"quiet\.sql:\d+: ", mistake) and told in mistake and mistake in caplog.text
        assert demo.get("/report/quiet").status_code == 404 and demo.get("/report/fine").status_code == 200
        listed = demo.get("/reports").text
        assert "quiet.sql:" in listed and "/report/fine" in listed
    finally:
        reports.know(demo.datasette, demo.config.store.path)


def test_the_line_is_that_of_the_mistake(tmp_path: Path) -> None:
    """Counted from one, as editors do."""
    lines = GOOD.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("-- period"))
    lines[at] = "-- period: long"
    (tmp_path / "x.sql").write_text("\n".join(lines), "utf-8")
    with pytest.raises(Mistake, match=rf"^x\.sql:{at + 1}: "):
        read(tmp_path / "x.sql")
    (tmp_path / "x.sql").write_bytes(b"\xff\xfe")
    with pytest.raises(Mistake, match="not UTF-8"):
        read(tmp_path / "x.sql")


@pytest.mark.slow
def test_our_own_reports_have_no_mistake_and_are_told_in_three_languages(demo: Site) -> None:
    """Every file of the package is a page under its title, and its about is one sentence."""
    found, mistakes = read_all()
    assert mistakes == [] == list(reports.known(demo.datasette).mistakes) and len(found) >= 8
    for language in report_files.LANGUAGES:
        page = demo.get("/reports", accept_language=language).text
        for report in found.values():
            assert f'<a href="/report/{report.name}">{report.titles[language]}</a>' in page
            assert report.about[language].endswith(".") and report.about[language].count(". ") == 0
            assert f"<h1>{report.titles[language]}</h1>" in demo.get(f"/report/{report.name}", accept_language=language).text


QUICKER = sorted(name for name, report in read_all()[0].items() if report.counted)
PERIODS = [
    ("2025-11-30T22:00:00Z", "2026-11-23T10:00:00Z", "a year up to now"),
    ("2026-10-22T21:00:00Z", "2026-11-11T15:00:00Z", "from one day within a week to another, the end of summer time between"),
    ("1980-01-01T00:00:00Z", "2026-11-23T10:00:00Z", "from before the first week that is known"),
    ("2026-11-23T10:00:00Z", "2026-11-23T10:00:00Z", "nothing"),
]  # fmt: skip


@pytest.mark.parametrize("name", QUICKER)
@pytest.mark.parametrize(("begin", "end", "reason"), PERIODS, ids=[reason for *_, reason in PERIODS])
def test_what_is_counted_in_a_quicker_way_is_the_same(demo: Site, name: str, begin: str, end: str, reason: str) -> None:
    """Else a figure would open into other rows than it counts."""
    known = reports.known(demo.datasette)
    report = known.reports[name]
    columns = ", ".join(dict.fromkeys((*report.counts, *report.by, "department", "colleague", *(c for column in report.columns.values() for c in column.where))))
    values = {"from": begin, "to": end, "now": end, "today": end[:10], "by_person": 1, "departments": "[1, 2, 3, 4, 5]",
              "weeks": json.dumps(known.clock.weeks(begin, end)), "months": json.dumps(known.clock.months(begin, end))}  # fmt: skip
    db = sqlite3.connect(demo.config.store.path)
    try:
        register(db, known.clock)
        rows, quicker = (Counter(db.execute(report_files.statement(report, f"SELECT {columns} FROM {source}"), values)) for source in ("rows", f"({report.counted})"))
    finally:
        db.close()
    assert rows == quicker and bool(rows) is (begin < end), reason


def test_what_draws_the_pictures_is_what_its_maker_gave_out() -> None:
    """The files are those the list beside them names, with their licences."""
    folder = FILES["d3"].parent
    listed = dict(re.findall(r"\| (\S+\.js) \|.*\| ([0-9a-f]{64}) \|", (folder / "README.md").read_text("utf-8")))
    assert listed == {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.glob("*.js")}
    assert all("permission" in (folder / f"{name}.LICENSE").read_text("utf-8").lower() for name in ("d3", "plot"))
