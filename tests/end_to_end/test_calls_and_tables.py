"""A call log and an accounting table as an admin sets them up: `check` names what is wrong with their columns, `once` counts every row."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

Call = Callable[..., Ran]

COMPANY = """
[company]
domains = ["klimatas.example"]
timezone = "Europe/Vilnius"
[privacy]
exclude = {{ people = ["+370 699 99999"] }}
[[staff]]
email = "rasa@klimatas.example"
aliases = ["204"]
[[source]]
name = "calls"
connector = "calls"
path = "{calls}"
{calls_as}
[[source]]
name = "orders"
connector = "tables"
kind = "orders"
path = "{orders}"
{orders_as}
"""
CALLS_AS = 'columns = { start = "Data", caller = "Skambino", callee = "Kam", seconds = "Trukmė" }'
FILES = {
    "calls.csv": "Data;Skambino;Kam;Trukmė\n2026-11-16 10:00:00;861234567;204;42\n2026-11-16 11:00:00;869999999;204;42\nkada;x;y;z\n",
    "orders.csv": "Numeris;Data;Klientas;Suma\nU-1;2026-11-02;K1;12\n;2026-11-02;K1;12\n",
    "empty.csv": "",
}


def company(folder: Path, calls: str = "calls.csv", calls_as: str = CALLS_AS, orders: str = "orders.csv", orders_as: str = "") -> None:
    """A company whose exchange and accounting program export to files, an hour ago."""
    for name, text in FILES.items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        os.utime(path, (1_790_000_000, 1_790_000_000))
    (folder / "folder").mkdir()
    (folder / "config.toml").write_text(COMPANY.format(calls=calls, calls_as=calls_as, orders=orders, orders_as=orders_as), encoding="utf-8")


@pytest.mark.slow
def test_every_row_is_stored_excluded_or_pending(tmp_path: Path, syncd_here: Call) -> None:
    """P1: the counts of `once --json` add up for each source."""
    company(tmp_path)
    assert syncd_here("check", "-c", "config.toml", cwd=tmp_path).code == 0
    passed = syncd_here("once", "-c", "config.toml", "--json", cwd=tmp_path)
    counts = {s["name"]: (s["seen"], s["stored"], s["excluded"], s["pending"]) for s in passed.json["sources"]}
    assert counts == {"calls": (3, 1, 1, 1), "orders": (2, 1, 0, 1)}


@pytest.mark.parametrize(
    ("options", "says", "reason"),
    [
        ({"calls_as": 'columns = { start = "Date", caller = "Skambino" }'}, "calls.csv has no column Date;", "a title that is not there, and only that"),
        ({"calls_as": "columns = { start = 9, caller = 2 }"}, "no row of calls.csv can be read", "a number beyond the last column"),
        ({"calls_as": "columns = { start = 0, caller = 2 }"}, "counted from 1", "a number counted from nought"),
        ({"calls_as": 'format = "asterisk"'}, "not 16 as cdr_csv writes", "another exchange than it is"),
        ({"calls_as": 'format = "asterix"'}, "asterisk", "a slip of the pen"),
        ({"calls": "none.csv"}, "none.csv is not there", "a share that is not mounted"),
        ({"orders_as": 'columns = { amount = "Sumaa" }'}, "no column Sumaa", "a title that is not there"),
        ({"orders_as": "columns = { number = 12 }"}, "no column 12", "a number beyond the last column"),
        ({"orders": "empty.csv"}, "empty.csv is empty", "an export that failed takes nothing away"),
        ({"orders": "folder"}, "not a file", "a folder where a file belongs"),
    ],
)
def test_check_names_what_is_wrong_with_a_table(tmp_path: Path, syncd_here: Call, options: dict[str, str], says: str, reason: str) -> None:
    """It ends with 78 and says which file, which column."""
    company(tmp_path, **options)
    checked = syncd_here("check", "-c", "config.toml", cwd=tmp_path)
    assert checked.code == 78, reason
    assert says in checked.out + checked.err


@pytest.mark.slow
@pytest.mark.parametrize("calls", ["empty.csv", "folder"])
def test_a_log_without_a_call_yet_is_no_problem(tmp_path: Path, syncd_here: Call, calls: str) -> None:
    """An exchange begins a new file with the first call of the day."""
    company(tmp_path, calls=calls)
    assert syncd_here("check", "-c", "config.toml", cwd=tmp_path).code == 0
    passed = syncd_here("once", "-c", "config.toml", "--json", cwd=tmp_path)
    assert [(s["seen"], s["error"]) for s in passed.json["sources"] if s["name"] == "calls"] == [(0, None)]
