"""The calls connector keeps the contract, and reads what exchanges write: rotated, cut, quoted, in old character sets."""

from __future__ import annotations

import gzip
import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from connectors import calls
from connectors.base import Broken, Cursor, Fetched
from syncd.core.calls.records import read_record
from syncd.errors import ConfigError, CursorExpired, SourceError
from tests.connectors.contract import HarvesterContract, Store, the_collection
from tests.connectors.worlds import SMALL, foreign, rest, tree

TITLES = "id;start;caller;callee;seconds"
COLUMNS: dict[str, str | int] = {name: name for name in TITLES.split(";")}
ASTERISK = calls.CallsOptions(path=".", format="asterisk")


def row(name: str) -> str:
    """A call of that name."""
    return f"{name};2026-03-02 09:00:00;+37061234567;204;42"


class Log:
    """A folder with one table of calls, a row for each item."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        self.file = root / "calls.csv"
        self.rows: dict[str, str] = {}
        (root / ".hidden").write_text("not ours")
        self._write()

    def open(self) -> calls.CallsHarvester:
        return calls.CallsHarvester(self.root, calls.CallsOptions(path=".", columns=COLUMNS), SMALL)

    def raw(self, name: str) -> bytes:
        values = dict(zip(TITLES.split(";"), row(name).split(";"), strict=True))
        return json.dumps({"layout": "columns", "rows": [dict(sorted(values.items()))], "zone": ""}, separators=(",", ":")).encode()

    def add(self, name: str) -> None:
        self.rows[name] = row(name)
        self._write()

    def remove(self, name: str) -> None:
        del self.rows[name]
        self._write()

    def damage(self, name: str) -> bool:
        self.rows[name] = f"{name};one day;;;"
        self._write()
        return True

    def flag(self, name: str) -> bool:
        return False

    def forget(self, cursor: Cursor) -> Cursor:
        return foreign(cursor)

    def own(self) -> bool:
        return False

    def state(self) -> object:
        return tree(self.root)

    def _write(self) -> None:
        self.file.write_text("\n".join([TITLES, *self.rows.values(), ""]), "utf-8")
        rest(self.file)


class TestCalls(HarvesterContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Log:
        return Log(tmp_path / "log")


# ── Asterisk ─────────────────────────────────────────────────────────────────────────────────────────────────────


def cdr(uid: str, *, src: str = "37061234567", dst: str = "204", start: str = "2026-03-02 09:00:00", linked: str = "", more: str = "") -> str:
    """A line of cdr_csv; `linked` needs the optional columns."""
    line = (
        f'"","{src}","{dst}","from-trunk","""Ona, K"" <{src}>","PJSIP/trunk-0000001a","PJSIP/204-0000001b","Dial","PJSIP/204,30","{start}","{start}",'
        f'"2026-03-02 09:01:00",60,42,"ANSWERED","DOCUMENTATION"'
    )
    return line + (f',"{uid}","","","{linked}",1' if linked else f',"{uid}",""' if uid else "") + more


def append(path: Path, *lines: str, end: str = "\n") -> Path:
    """More lines, written a while ago."""
    with path.open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + end)
    return rest(path)


def rows_of(changes: list[Any]) -> list[list[str]]:
    """The callees of the rows of each call."""
    return [[r["dst"] for r in read_record(c.raw).rows] for c in changes if isinstance(c, Fetched)]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A folder for an exchange's log."""
    (tmp_path / "cdr").mkdir()
    return tmp_path / "cdr"


def opened(folder: Path) -> calls.CallsHarvester:
    """The log of an Asterisk."""
    return calls.CallsHarvester(folder, ASTERISK)


@pytest.mark.parametrize("uid", ["", "1772442000.17", "pbx1-1772442000.17"])
def test_the_optional_columns_of_asterisk_may_be_there_or_not(log: Path, uid: str) -> None:
    """cdr.conf: loguniqueid, loguserfield, newcdrcolumns; commas and quotation marks in a name."""
    append(log / "Master.csv", cdr(uid))
    store = Store()
    (change,) = store.run(opened(log))
    assert isinstance(change, Fetched)
    (found,) = read_record(change.raw).rows
    assert (found["src"], found["clid"], found.get("uniqueid", "")) == ("37061234567", '"Ona, K" <37061234567>', uid)


def test_the_legs_of_a_call_are_one_item_told_anew_when_one_more_was_written(log: Path) -> None:
    """linkedid: a call that waited in a queue and was passed on."""
    append(log / "Master.csv", cdr("1772442000.1", dst="600", linked="1772442000.1"), cdr("1772442000.9", dst="7", linked="1772442000.9"))
    store = Store()
    assert rows_of(store.run(opened(log))) == [["600"], ["7"]]
    append(log / "Master.csv", cdr("1772442000.2", dst="204", linked="1772442000.1"), cdr("1772442000.3", dst="205", linked="1772442000.1"))
    assert sorted(rows_of(store.run(opened(log)))[0]) == ["204", "205", "600"]
    assert len(store.items) == 2


def test_a_line_is_left_while_it_is_being_written(log: Path) -> None:
    """Half of a row would be another call, or none."""
    path = append(log / "Master.csv", cdr("1772442000.1"), cdr("1772442000.2")[:60], end="")
    os.utime(path, (time.time(), time.time()))
    store = Store()
    assert len(store.run(opened(log))) == 1
    append(path, cdr("1772442000.2")[60:])
    assert len(store.run(opened(log))) == 1
    assert not store.broken


def test_a_table_without_an_end_of_its_last_line_is_read_whole_after_a_while(log: Path) -> None:
    """As programs export it; what is added behind it later is not lost."""
    path = append(log / "Master.csv", cdr("1772442000.1"), cdr("1772442000.2"), end="")
    store = Store()
    assert len(store.run(opened(log))) == 2
    append(path, "", cdr("1772442000.3"))
    assert len(store.run(opened(log))) == 1


@pytest.mark.parametrize("packed", [False, True], ids=["renamed", "compressed"])
def test_a_rotated_file_is_the_one_it_was(log: Path, packed: bool) -> None:
    """logrotate: Master.csv becomes Master.csv.1 (.gz), and a new one begins; nothing comes twice."""
    path = append(log / "Master.csv", cdr("1772442000.1"))
    store = Store()
    store.run(opened(log))
    append(path, cdr("1772442000.2"))
    if packed:
        rest(_packed(path))
    else:
        path.rename(log / "Master.csv.1")
    append(path, cdr("1772442000.3"))
    assert [isinstance(c, Fetched) for c in store.run(opened(log))] == [True, True]
    assert len(store.items) == 3


def _packed(path: Path) -> Path:
    packed = path.with_name("Master.csv.1.gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()
    return packed


@pytest.mark.parametrize("what", ["cut", "rewritten", "gone"])
def test_a_file_that_lost_what_was_read_is_listed_again(log: Path, what: str) -> None:
    """Never a silent gap."""
    path = append(log / "Master.csv", cdr("1772442000.1"), cdr("1772442000.2"))
    store = Store()
    store.run(opened(log))
    path.unlink() if what == "gone" else path.write_text("" if what == "cut" else cdr("1772442000.9") + "\n" + cdr("1772442000.8") + "\n")
    append(log / "other.csv", cdr("1772442000.5"))
    with pytest.raises(CursorExpired):
        store.run(opened(log))
    store.cursor = None
    store.run(opened(log))
    assert len(store.items) == (3 if what == "rewritten" else 1)


def test_a_row_that_is_none_is_broken_and_those_beside_it_come(log: Path) -> None:
    """Too few columns, no time."""
    append(log / "Master.csv", "half a line", cdr("1772442000.1"), cdr("1772442000.2", start="never"))
    store = Store()
    changes = store.run(opened(log))
    assert [c.reason for c in changes if isinstance(c, Broken)] == ["it has 1 columns, not 16 as cdr_csv writes", "no time can be read in 'never'"]
    assert len(store.items) == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (cdr("1772442000.3", src="x" * 140_000), "a cell longer than a reader of tables takes"),
        ('"",x"y\nz"', "a line break in a cell that is not quoted"),
    ],
)
def test_a_row_no_reader_of_tables_takes_never_stops_the_source(log: Path, row: str, reason: str) -> None:
    """One broken item, told of; every other call comes."""
    append(log / "Master.csv", cdr("1772442000.1"), row, cdr("1772442000.2"))
    store = Store()
    changes = store.run(opened(log))
    assert len([c for c in changes if isinstance(c, Broken)]) == 1, reason
    assert len(store.items) == 2


def test_a_first_line_without_measure_is_no_heading_and_is_said(log: Path) -> None:
    """It is the text of a message, not an error of the program."""
    append(log / "a.csv", "x" * 140_000, "2026-03-02;x")
    with pytest.raises(SourceError, match="no column"):
        Store().run(calls.CallsHarvester(log, calls.CallsOptions(path=".", columns={"start": "Data", "caller": "Kas"})))


# ── any other table ──────────────────────────────────────────────────────────────────────────────────────────────

LT: dict[str, str | int] = {"start": "Data", "caller": "Skambino", "callee": "Kam", "seconds": "Trukmė", "name": "Vardas"}
RU: dict[str, str | int] = {"start": "Время", "caller": "Откуда", "callee": "Куда", "seconds": "Длительность", "outcome": "Статус"}


@pytest.mark.parametrize(
    ("columns", "text", "encoding", "found"),
    [
        (LT, "Data;Skambino;Kam;Trukmė;Vardas\n02.03.2026 09:00;861234567;204;0:42;Živilė Šležienė\n", "cp1257", {"name": "Živilė Šležienė", "seconds": "0:42"}),
        (RU, "Время,Откуда,Куда,Длительность,Статус\n02.03.2026 09:00:00,79123456789,101,42,Отвеченный\n", "cp1251", {"outcome": "Отвеченный"}),
        (LT, "\ufeffData\tSkambino\tKam\tTrukmė\tVardas\n2026-03-02T09:00:00+02:00\t861234567\t204\t42\tOna\n", "utf-8", {"name": "Ona"}),
        ({"start": 1, "caller": 3}, "2026-03-02 09:00,x,861234567\n", "utf-8", {"caller": "861234567"}),
    ],
    ids=["semicolons, cp1257", "commas, cp1251", "tabs, a byte order mark", "no titles"],
)
def test_tables_of_other_systems_are_read_by_their_titles(log: Path, columns: dict[str, str | int], text: str, encoding: str, found: dict[str, str]) -> None:
    """The delimiter and the character set are found out."""
    rest_of = log / "skambuciai.csv"
    rest_of.write_bytes(text.encode(encoding))
    rest(rest_of)
    store = Store()
    (change,) = store.run(calls.CallsHarvester(log, calls.CallsOptions(path=".", columns=columns)))
    assert isinstance(change, Fetched)
    (values,) = read_record(change.raw).rows
    assert found.items() <= values.items()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (calls.CallsOptions(path="."), 'format = "asterisk"'),
        (calls.CallsOptions(path=".", columns={"start": "Data"}), "columns"),
        (calls.CallsOptions(path=".", columns={"begin": "Data", "start": "a", "caller": "b"}), "there is no begin"),
    ],
    ids=["nothing", "nobody", "unknown"],
)
def test_columns_that_are_not_told_are_an_error_of_the_config(options: calls.CallsOptions, says: str, tmp_path: Path) -> None:
    """The text says what to write."""
    with pytest.raises(ConfigError, match=says):
        calls.open_harvester(options, tmp_path, "")


def test_a_table_without_the_columns_is_said(log: Path) -> None:
    """Another export than the one described."""
    append(log / "a.csv", "Date;From", "2026-03-02;x")
    with pytest.raises(SourceError, match="no column"):
        Store().run(calls.CallsHarvester(log, calls.CallsOptions(path=".", columns=LT)))


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    """An unmounted share is no empty log."""
    with pytest.raises(SourceError, match="not there"):
        the_collection(opened(tmp_path / "none"))
