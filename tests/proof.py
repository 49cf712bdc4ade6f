"""The long runs in pieces that are done once: `pytest -p tests.proof`, as `make proof` calls it.

A piece is one test of a file whose length depends on SYNCD_PROOF. What has passed is noted with its seconds and the state of the program and the tests
in .proof/passed, one JSON line each, as soon as it has: a run that was interrupted goes on where it stopped. What failed is told in .proof/failed as soon as
it has, and tried again. Where the program or a test was changed meanwhile, nothing that passed before counts; where only documents were, everything does.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import pytest

NAME = "SYNCD_PROOF"
KEPT = "SYNCD_PROOF_KEPT"
SAID = ("docs", "contrib", "CHANGELOG.md", "LICENSE", "README.md")  # files and folders that change nothing of what a long run shows


def long_files(folder: Path) -> set[Path]:
    """Files of tests in `folder` that ask how long they may take, themselves or by a module beside them that they import."""
    texts = {path: path.read_text("utf-8") for path in folder.rglob("*.py") if path.name not in ("conftest.py", "proof.py", "test_proof.py")}
    asking = {path for path, text in texts.items() if NAME in text}
    beside = "|".join(path.stem for path in asking if not path.name.startswith("test_"))
    imported = re.compile(rf"^from \S*\b({beside}) import|^from \S+ import .*\b({beside})\b", re.MULTILINE)
    return {path for path, text in texts.items() if path.name.startswith("test_") and (path in asking or (beside and imported.search(text)))}


def state_of(tree: Path) -> str:
    """A digest of all files but those that only say something, as they are now."""

    def git(*words: str) -> bytes:
        return subprocess.run(["git", *words], cwd=tree, check=True, capture_output=True).stdout

    rest = ["--", ".", *(f":(exclude){path}" for path in SAID)]
    parts = [line for line in git("ls-tree", "HEAD").splitlines() if line.partition(b"\t")[2].decode() not in SAID]
    parts.append(git("diff", "HEAD", *rest))
    for name in git("ls-files", "--others", "--exclude-standard", "-z", *rest).decode().split("\0"):
        parts += [name.encode(), (tree / name).read_bytes()] if (tree / name).is_file() else []
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


class Notes:
    """What has passed in this state of the tree, and how long everything took when it was last tried."""

    def __init__(self, file: Path, state: str) -> None:
        self.file, self.state = file, state
        self.passed: dict[str, float] = {}
        self.took: dict[str, float] = {}
        self.stale: set[str] = set()  # passed before something was changed, and not since
        for line in file.read_text("utf-8").splitlines() if file.exists() else ():
            note = json.loads(line)
            self.took[note["test"]] = note["seconds"]
            if note["state"] == state:
                self.passed[note["test"]] = note["seconds"]
            else:
                self.stale.add(note["test"])
        self.stale -= self.passed.keys()

    def add(self, test: str, seconds: float) -> None:
        """Note a test that has passed."""
        self.passed[test] = self.took[test] = seconds
        self.file.parent.mkdir(exist_ok=True)
        with self.file.open("a", encoding="utf-8") as out:
            out.write(json.dumps({"state": self.state, "test": test, "seconds": round(seconds, 1)}) + "\n")

    def tell(self, test: str, text: str) -> None:
        """Keep how a test failed."""
        self.file.parent.mkdir(exist_ok=True)
        with self.file.with_name("failed").open("a", encoding="utf-8") as out:
            out.write(f"{test} at {self.state}\n{text}\n\n")

    def expected(self, tests: Iterable[str]) -> float:
        """Seconds that `tests` will take: each what it took before, or else what others of its function did, or of any."""
        functions: dict[str, list[float]] = defaultdict(list)
        for test, seconds in self.took.items():
            functions[test.partition("[")[0]].append(seconds)
        of_any = list(self.took.values())
        return sum(self.took.get(test) or _mean(functions.get(test.partition("[")[0]) or of_any) for test in tests)


class LeavesOut:
    """In every process that collects tests: only what is long, and has not passed, is left."""

    def __init__(self, files: Collection[Path], passed: Collection[str]) -> None:
        self.files, self.passed = files, set(passed)

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Leave out other files."""
        return True if collection_path.suffix == ".py" and collection_path.name.startswith("test_") and collection_path not in self.files else None

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Leave out what has passed."""
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid in self.passed])
        items[:] = [item for item in items if item.nodeid not in self.passed]


class Tells:
    """In the process that is asked: notes what passes, and tells how far it is."""

    def __init__(self, config: pytest.Config, notes: Notes) -> None:
        self.config, self.notes = config, notes
        self.asked = 0
        self.left: set[str] = set()
        self.spent: dict[str, float] = defaultdict(float)
        self.unpassed: set[str] = set()  # failed or skipped: to be tried again

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """All workers leave out the same, also one that takes the place of one that died."""
        node.workerinput["proof_passed"] = sorted(self.before)

    def pytest_sessionstart(self) -> None:
        """What had passed before."""
        self.before = set(self.notes.passed)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """What is to be done, if no workers share it."""
        if session.items:
            self._begin([item.nodeid for item in session.items])

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        """What is to be done, if workers do."""
        if not self.asked:
            self._begin(ids)

    def _begin(self, tests: list[str]) -> None:
        self.asked, self.left = len(tests), set(tests)
        stale = f", {len(self.notes.stale)} only before a change of the program or the tests" if self.notes.stale else ""
        self._say(f"{len(self.left)} pieces to do, {len(self.before)} have passed at {self.notes.state}{stale}{self._time_left()}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Set up, called or tidied up: a piece is done with the last, and passed if all three did."""
        test = report.nodeid
        self.spent[test] += report.duration
        if not report.passed:
            self.unpassed.add(test)
        if report.failed:
            self.notes.tell(test, report.longreprtext)
        if report.when == "teardown":
            self.left.discard(test)
            if test not in self.unpassed:
                self.notes.add(test, self.spent[test])
            self._say(f"{self.asked - len(self.left)} of {self.asked}: {test} {_clock(self.spent[test])}{self._time_left()}")

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        """A line a piece, and no dots between them."""
        return ("passed", "", "") if report.passed and report.when == "call" else None

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """That nothing is left to do is no error."""
        if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and self.before:
            session.exitstatus = pytest.ExitCode.OK

    def pytest_terminal_summary(self) -> None:
        """What each file took, and how much has passed."""
        files: dict[str, list[float]] = defaultdict(list)
        for test, seconds in self.notes.passed.items():
            files[test.partition("::")[0]].append(seconds)
        for file, took in sorted(files.items(), key=lambda row: -sum(row[1])):
            self._say(f"{_clock(sum(took)):>8}  {len(took):5} passed  {file}")
        self._say(f"at {self.notes.state}: {len(self.notes.passed)} pieces passed, {len(self.unpassed)} not, {len(self.left)} were not reached")

    def _time_left(self) -> str:
        seconds = self.notes.expected(self.left) / (self.config.getoption("numprocesses", None) or 1)
        return f"; about {_clock(seconds)} left" if seconds else ""

    def _say(self, line: str) -> None:
        self.config.get_terminal_writer().line(line)


def kept_folder(notes: Notes) -> Path:
    """Where tests keep what several of them need, as long as nothing is changed."""
    folder = notes.file.with_name("kept")
    for old in folder.iterdir() if folder.exists() else ():
        if old.name != notes.state:
            shutil.rmtree(old)
    return folder / notes.state


def _mean(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def pytest_configure(config: pytest.Config) -> None:
    """Take part in the run, as the process that is asked or as one of its workers."""
    given = getattr(config, "workerinput", None)
    if given is None:
        notes = Notes(config.rootpath / ".proof" / "passed", state_of(config.rootpath))
        config.pluginmanager.register(Tells(config, notes))
        passed: Collection[str] = notes.passed
        os.environ[KEPT] = str(kept_folder(notes))
    else:
        passed = given["proof_passed"]
    os.environ[NAME] = "1"
    config.pluginmanager.register(LeavesOut(long_files(config.rootpath / "tests"), passed))
