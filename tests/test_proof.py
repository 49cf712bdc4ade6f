"""The long runs go on where they were stopped."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.proof import Notes, kept_folder, long_files

FILES = {
    "tests/test_long.py": "import os, pytest\n\n@pytest.mark.parametrize('n', range(3 if os.environ.get('SYNCD_PROOF') else 1))\ndef test_piece(n, request):\n"
                          "    root = request.config.rootpath\n    assert n != 1 or (root / 'mended').exists()\n    if n == 1 and (root / 'kills').exists():\n"
                          "        (root / 'kills').unlink()\n        import signal, time\n"
                          "        while not (root / '.proof/passed').exists():\n            time.sleep(0.01)\n        os.kill(int((root / 'asked').read_text()), signal.SIGKILL)\n        time.sleep(60)\n",
    "tests/test_short.py": "def test_short():\n    assert False, 'not asked for'\n",
    "pytest.ini": "[pytest]\n",
    ".gitignore": ".proof\n__pycache__\nmended\nkills\nasked\n.pytest_cache\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with one long test of three pieces, the second of which fails until a file is there, and a short one."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    _git(tmp_path, "init", "--quiet")
    _commit(tmp_path)
    return tmp_path


def _git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-c", "user.name=Rasa", "-c", "user.email=rasa@klimatas.example", *words], cwd=folder, check=True, capture_output=True)


def _commit(folder: Path) -> None:
    _git(folder, "add", ".")
    _git(folder, "commit", "--quiet", "--allow-empty", "--message", "A step")


def proved(project: Path, *words: str) -> tuple[int, str]:
    """How `make proof` ended there, and what it said."""
    run = "import os, sys; sys.path.insert(0, sys.argv.pop(1)); open('asked', 'w').write(str(os.getpid())); import pytest; sys.exit(pytest.main())"
    command = [sys.executable, "-c", run, str(Path(__file__).parents[1]), "-q", "-p", "tests.proof", "-p", "no:cacheprovider", "--import-mode=importlib", *words]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow
def test_what_passed_is_not_done_again_and_what_failed_is(project: Path) -> None:
    """A failed piece stops nothing."""
    code, said = proved(project)
    assert code == pytest.ExitCode.TESTS_FAILED and "3 pieces to do, 0 have passed" in said and "2 pieces passed, 1 not" in said, said
    assert "test_piece[1] at " in (told := (project / ".proof/failed").read_text("utf-8")) and "assert (1 != 1 or False)" in told, "as soon as it has, not at the end"
    (project / "mended").touch()
    code, said = proved(project, "-n", "2", "--dist", "worksteal")
    assert code == 0 and "1 pieces to do, 2 have passed" in said and "1 of 1: tests/test_long.py::test_piece[1] 0:" in said and "3 pieces passed, 0 not" in said, said
    code, said = proved(project)
    assert code == 0 and "3 pieces passed, 0 not, 0 were not reached" in said, said


CHANGES = [
    # file, its text, whether what passed counts still, reason
    ("README.md", "Words", True, "a document"),
    ("docs/admins.md", "Words", True, "a document in a folder"),
    ("program.py", "CONSTANT = 1", False, "the program"),
    ("tests/other.py", "CONSTANT = 1", False, "what a test may import"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "text", "counts", "reason"), CHANGES, ids=[row[-1] for row in CHANGES])
def test_what_was_changed_is_to_be_shown_again(project: Path, name: str, text: str, counts: bool, reason: str) -> None:
    """New, and once it is committed; that results are stale is said."""
    (project / "mended").touch()
    assert proved(project)[0] == 0
    (project / name).parent.mkdir(exist_ok=True)
    (project / name).write_text(text, "utf-8")
    stale = "3 pieces to do, 0 have passed"
    for _ in ("new", "committed"):
        said = proved(project, "--collect-only")[1]
        assert (stale not in said) is counts and ("3 only before a change" not in said) is counts, (reason, said)
        _commit(project)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [(), ("-n", "1", "--dist", "worksteal")], ids=["alone", "with a worker"])
def test_a_run_that_is_killed_goes_on_where_it_was(project: Path, workers: tuple[str, ...]) -> None:
    """SIGKILL in the middle of a piece: what passed before it stays so, and at the end the sum is said."""
    (project / "mended").touch()
    (project / "kills").touch()
    code, said = proved(project, *workers)
    assert code == -signal.SIGKILL and "1 of 3" in said, said
    code, said = proved(project, *workers)
    assert code == 0 and "2 pieces to do, 1 have passed" in said and "3 pieces passed, 0 not, 0 were not reached" in said, said


def test_a_piece_is_expected_to_take_what_it_or_its_like_took(tmp_path: Path) -> None:
    """Times of another commit are as good; of a function never seen before the mean of all."""
    before = Notes(tmp_path / ".proof/passed", "a commit")
    before.add("tests/test_a.py::test_x[1]", 10.0)
    before.add("tests/test_a.py::test_x[2]", 20.0)
    before.add("tests/test_b.py::test_y", 60.0)
    now = Notes(tmp_path / ".proof/passed", "another")
    assert now.passed == {}
    assert [now.expected([test]) for test in ("tests/test_a.py::test_x[1]", "tests/test_a.py::test_x[3]", "tests/test_c.py::test_z")] == [10.0, 15.0, 30.0]


def test_what_tests_keep_for_each_other_goes_with_its_state(tmp_path: Path) -> None:
    """A result of one state of the tree is none of another's."""
    (tmp_path / ".proof/kept/before").mkdir(parents=True)
    (tmp_path / ".proof/kept/now").mkdir()
    folder = kept_folder(Notes(tmp_path / ".proof/passed", "now"))
    assert (folder, [one.name for one in folder.parent.iterdir()]) == (tmp_path / ".proof/kept/now", ["now"])


def test_files_that_ask_for_the_length_are_found(tmp_path: Path) -> None:
    """By the variable in their own text, or in that of a module they import; not by that of another test."""
    texts = {
        "a/long.py": "PROOF = os.environ.get('SYNCD_PROOF')", "a/test_own.py": "PROOF = os.environ.get('SYNCD_PROOF')", "a/test_by_name.py": "from .long import PROOF",
        "a/test_by_module.py": "from tests.a import long, short", "a/test_other.py": "from .test_own import thing", "a/test_word.py": "how_long = 1",
    }  # fmt: skip
    (tmp_path / "a").mkdir()
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert {path.name for path in long_files(tmp_path)} == {"test_own.py", "test_by_name.py", "test_by_module.py"}
