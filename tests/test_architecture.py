"""What the structure promises (DESIGN §1, §2): a core without a clock, small pieces, named failures, commands that exist.

Import directions are kept by import-linter (`make check` runs it; its contracts stand in pyproject.toml).
"""

from __future__ import annotations

import ast
import functools
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from syncd.cli import COMMANDS, cli

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = ("syncd", "connectors", "datasette_plugins")
LONGEST_FUNCTION = 50  # lines; 40 is what is aimed at
LONGEST_FILE = 450  # lines; 400 is what is aimed at

# path or path:function → why it may be longer
LONGER: dict[str, str] = {}

# the one place where whatever goes wrong in a source's pass is written down and the source paused (path:function → why)
BROAD = {"syncd/passes.py:_pass": "one source's failure, of whatever kind, delays no other"}

# the shell that writes SQL of its own → why
WRITES_SQL = {"syncd/rebuild.py": "empties the derived tables in the transaction that fills them anew"}

UNWANTED_NAMES = ("Manager", "Helper", "Util", "Handler", "Service")

# what a pure function cannot ask for → why
IMPURE = {
    "datetime.now": "now is an argument",
    "datetime.today": "now is an argument",
    "datetime.utcnow": "now is an argument",
    "date.today": "today is an argument",
    "time.time": "now is an argument",
    "time.monotonic": "how long something took is the shell's to know",
    "time.sleep": "waiting is the shell's",
    "os.environ": "settings are arguments",
    "os.getenv": "settings are arguments",
    "Path.read_text": "files are read by the shell",
    "Path.read_bytes": "files are read by the shell",
    "random.random": "the same input gives the same value",
    "uuid.uuid4": "the same input gives the same value",
}
IMPURE_BUILTINS = {"open", "print", "input", "exec", "eval", "__import__"}
IMPURE_MODULES = {"sqlite3", "sqlite_utils", "logging", "socket", "subprocess", "random", "requests", "click", "rich", "threading", "multiprocessing"}


RUNS_DATA = {"pickle", "marshal", "shelve", "dill", "joblib", "yaml", "pty", "commands"}


@functools.cache
def _files() -> dict[str, tuple[str, ast.Module]]:
    """Every product file: path from the root → its text and tree."""
    found = {}
    for package in PRODUCT:
        for file in sorted((ROOT / package).rglob("*.py")):
            text = file.read_text(encoding="utf-8")
            found[file.relative_to(ROOT).as_posix()] = (text, ast.parse(text))
    return found


@functools.cache
def _nodes() -> dict[str, list[ast.AST]]:
    """Every product file: path from the root → all that its tree is made of; gone through once for all checks."""
    return {path: list(ast.walk(tree)) for path, (_, tree) in _files().items()}


def _functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function, with the path of its file."""
    return ((path, node) for path, nodes in _nodes().items() for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _core() -> dict[str, list[ast.AST]]:
    return {path: nodes for path, nodes in _nodes().items() if path.startswith("syncd/core/")}


def test_there_is_something_to_look_at() -> None:
    """The checks below look at the whole product, and at a core that is there."""
    assert len(_files()) > 80
    assert len(_core()) > 40


def test_the_core_asks_for_no_clock_file_or_setting() -> None:
    """Functions of syncd/core take now, zone and policy as arguments; none reads a clock, a file, the environment, or chance."""
    found, last_words = [], {what.split(".")[-1] for what in IMPURE}
    for path, nodes in _core().items():
        for node in nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in IMPURE_BUILTINS:
                found.append(f"{path}:{node.lineno} {node.func.id}()")
            if isinstance(node, ast.Attribute) and node.attr in last_words:
                words = ast.unparse(node)
                found += [f"{path}:{node.lineno} {words}: {why}" for what, why in IMPURE.items() if words.endswith(what)]
                found += [f"{path}:{node.lineno} {words}: files are read by the shell" for w in (".read_text", ".read_bytes") if words.endswith(w)]
    assert found == []


def test_the_core_imports_nothing_that_acts() -> None:
    """No database, log, network, process, thread or terminal in syncd/core, wherever the import stands."""
    found = []
    for path, nodes in _core().items():
        for node in nodes:
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            found += [f"{path}:{node.lineno} {n}" for n in names if n.split(".")[0] in IMPURE_MODULES]
    assert found == []


def test_functions_and_files_are_short() -> None:
    """A function has at most 50 lines, a file 450; what is longer is argued in LONGER."""
    long = {p for p, (text, _) in _files().items() if len(text.splitlines()) > LONGEST_FILE}
    for path, function in _functions():
        if function.end_lineno is not None and function.end_lineno - function.lineno + 1 > LONGEST_FUNCTION:
            long.add(f"{path}:{function.name}")
    assert long == set(LONGER), "longer than argued for, or argued for and no longer long"


def test_failures_are_caught_by_name() -> None:
    """No bare except and no `except Exception` but where BROAD argues it; `except BaseException` only to undo and pass it on."""
    broad = {node for nodes in _nodes().values() for node in nodes if isinstance(node, ast.ExceptHandler) and _broad(node) and not _passes_on(node)}
    suspects = {path for path, nodes in _nodes().items() if not broad.isdisjoint(nodes)}
    found = {f"{path}:{function.name}" for path, function in _functions() if path in suspects and not broad.isdisjoint(ast.walk(function))}
    assert found <= set(BROAD)


def _broad(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(c, ast.Name) and c.id in ("Exception", "BaseException") for c in caught)


def _passes_on(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def test_no_data_is_run_as_a_program() -> None:
    """T35, T38: nothing is unpickled or evaluated, no shell is started, and no YAML is read, wherever the data comes from."""
    found = set()
    for path, nodes in _nodes().items():
        for node in nodes:
            named = {alias.name for alias in node.names} if isinstance(node, ast.Import) else {node.module} if isinstance(node, ast.ImportFrom) else set()
            found |= {f"{path}: import {name}" for name in named if name and name.split(".")[0] in RUNS_DATA}
            if isinstance(node, ast.Call):
                called = _dotted(node.func)
                shell = any(k.arg == "shell" and not (isinstance(k.value, ast.Constant) and k.value.value is False) for k in node.keywords)
                if shell or called in ("eval", "exec", "os.system", "os.popen", "compile", "__import__"):
                    found.add(f"{path}: {called}")
    assert found == set()


def _dotted(called: ast.expr) -> str:
    """`name` or `module.name`; "" for what is longer."""
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        return f"{called.value.id}.{called.attr}"
    return called.id if isinstance(called, ast.Name) else ""


def test_modules_say_what_they_are_for() -> None:
    """Every module with code opens with what it is for."""
    assert [p for p, (text, tree) in _files().items() if text.strip() and not ast.get_docstring(tree)] == []


def test_names_are_those_of_the_field() -> None:
    """No class is named for a role in a program (Manager, Helper, Util, Handler, Service)."""
    named = [f"{p}: {n.name}" for p, nodes in _nodes().items() for n in nodes if isinstance(n, ast.ClassDef)]
    assert [n for n in named if n.endswith(UNWANTED_NAMES)] == []


def test_nothing_is_left_to_do_in_the_text() -> None:
    """No TODO, FIXME or XXX stands in the product: what is known to be missing is not in it."""
    mark = re.compile(r"\b(?:TODO|FIXME|XXX)\b(?!['\"])")  # in quotes it is a component of iCalendar
    assert [f"{p}: {m[0]}" for p, (text, _) in _files().items() for m in mark.finditer(text)] == []


def test_sql_stands_in_the_store_and_in_the_pages_only() -> None:
    """Only syncd/store writes SQL that changes anything; the shell at most reads."""
    changing = ("INSERT INTO", "UPDATE ", "DELETE FROM", "CREATE TABLE", "DROP ")
    found = []
    for path, nodes in _nodes().items():
        if path.startswith("syncd/store/") or path in WRITES_SQL:
            continue
        for node in nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(changing):
                found.append(f"{path}:{node.lineno} {node.value[:40]}")
    assert found == []


FIRST_COMMANDS = ("demo", "check", "once", "serve", "status", "explain", "due", "rebuild", "verify")


@pytest.mark.parametrize("name", FIRST_COMMANDS)
def test_every_command_of_the_design_exists_and_tells_what_it_does(name: str) -> None:
    """A command has a docstring as its help, and every option of it a sentence, but those whose name says all."""
    command = cli.get_command(click.Context(cli), name)
    assert command is not None and command.help
    silent = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
    assert silent == []


def test_every_command_is_in_the_overview_with_a_sentence() -> None:
    """The overview and the modules agree: what is named can be called."""
    for name, (_, sentence) in COMMANDS.items():
        assert cli.get_command(click.Context(cli), name) is not None
        assert sentence.endswith(".")


def test_the_three_packages_are_shipped_and_linted() -> None:
    """pyproject.toml packs what the imports need, and import-linter looks at all of it, outside packages included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert tuple(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == PRODUCT
    linter = project["tool"]["importlinter"]
    assert (tuple(linter["root_packages"]), linter["include_external_packages"]) == (PRODUCT, True)


@pytest.mark.slow
def test_imports_go_one_way() -> None:
    """The contracts of import-linter hold: core ← store ← shell, connectors apart."""
    done = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stdout
