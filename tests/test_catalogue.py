"""Which rows of the catalogue of faults, attacks and privacy rules have a test.

The catalogue lies beside the project (../shared/FAULTS.md: F01–F121 faults, T01–T41 attacks, P1–P18 privacy). A test carries
the id of its row in its name, its docstring, its module's docstring, or in a reason of the table that drives it.
tests/data/catalogue.txt lists the ids that are covered: the list grows with the tests and never shrinks unseen.
To write it anew: python -m tests.test_catalogue
"""

from __future__ import annotations

import ast
import functools
import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests.conftest import SHARED

pytestmark = pytest.mark.slow  # reads every module of tests

TESTS = Path(__file__).resolve().parent
COVERED = TESTS / "data" / "catalogue.txt"
FAULTS = SHARED / "FAULTS.md"
ROW = re.compile(r"^\| ([FTP]\d{1,3}) \| *(.*?) *\|", re.M)
ID = re.compile(r"(?<![\w./-])([FTP]\d{1,3})(?![\w./-]*\w)")
NAMED = re.compile(r"(?:^|_)([ftp]\d{1,3})(?=_|$)")


@functools.cache
def covered() -> dict[str, list[str]]:
    """id → the tests that carry it, as path::name, in every module of tests but this one."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(TESTS.rglob("*.py")):
        if file == Path(__file__).resolve() or "data" in file.parts:
            continue
        path = file.relative_to(TESTS).as_posix()
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for id_ in ID.findall(ast.get_docstring(tree) or ""):
            found[id_].append(path)
        for node in tree.body:
            if isinstance(node, ast.Expr):
                continue
            for id_ in _ids(node):
                found[id_].append(f"{path}::{getattr(node, 'name', 'a table')}")
    return found


def _ids(node: ast.AST) -> set[str]:
    """The ids in the docstrings, names and table rows below a statement of a module."""
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.FunctionDef | ast.ClassDef):
            found |= {i.upper() for i in NAMED.findall(part.name)} | set(ID.findall(ast.get_docstring(part) or ""))
        elif isinstance(part, ast.Constant) and isinstance(part.value, str) and isinstance(node, ast.Assign | ast.AnnAssign):
            found |= set(ID.findall(part.value)) if " " in part.value else set()  # a reason, not a word that looks like an id
    return found


def catalogue() -> dict[str, str]:
    """id → what the row is about, in the order of the catalogue."""
    return dict(ROW.findall(FAULTS.read_text(encoding="utf-8")))


@pytest.fixture
def rows() -> dict[str, str]:
    """The catalogue; its absence is said loudly."""
    if not FAULTS.is_file():
        pytest.skip("../shared/FAULTS.md is absent: which faults have a test was NOT compared with the catalogue")
    return catalogue()


def test_what_was_covered_stays_covered() -> None:
    """No id of tests/data/catalogue.txt has lost its test; needs no catalogue beside the project."""
    lost = [i for i in COVERED.read_text(encoding="utf-8").split() if i not in covered()]
    assert lost == [], "these rows had a test that is gone or no longer names them"


def test_the_list_holds_what_is_covered_now(rows: dict[str, str]) -> None:
    """An id with a test stands in tests/data/catalogue.txt, so that losing it is seen (python -m tests.test_catalogue writes it)."""
    kept = set(COVERED.read_text(encoding="utf-8").split())
    assert sorted(kept - set(rows)) == [], "no such row"
    new = [i for i in rows if i in covered() and i not in kept]
    if new:
        print(f"covered and not yet listed: {' '.join(new)}")


def test_the_rest_is_told(rows: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """How many rows of each kind have a test, and which have none, is printed where anybody can see it."""
    found = covered()
    with capsys.disabled():
        for kind, what in (("F", "faults"), ("T", "attacks"), ("P", "privacy rules")):
            ids = [i for i in rows if i[0] == kind]
            without = [i for i in ids if i not in found]
            print(f"\n{len(ids) - len(without)} of {len(ids)} {what} have a test; without: {' '.join(without) or 'none'}", end="")
    assert {i[0] for i in rows} == {"F", "T", "P"}


if __name__ == "__main__":
    ids_now = [i for i in catalogue() if i in covered()]
    COVERED.write_text("\n".join(ids_now) + "\n", encoding="utf-8")
    print(f"{len(ids_now)} of {len(catalogue())} rows have a test")
