"""What is installed beside syncd: every release by its hash (T37)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCKED = re.compile(r"^([\w.-]+)==([\w.!+-]+)(?: ; [^\\\n]*[^\\\s])?( \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)?", re.M)


def _asked() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    return [Requirement(r) for r in (*project["dependencies"], *extras["google"], *extras["exchange"], *extras["graph"])]


def _locked() -> dict[str, tuple[str, int]]:
    """Name → the release and how many files of it are known by their hash."""
    text = (ROOT / "contrib" / "requirements.lock").read_text(encoding="utf-8")
    found = {canonicalize_name(name): (release, (hashes or "").count("--hash")) for name, release, hashes in LOCKED.findall(text)}
    assert len(found) == len(re.findall(r"^[^\s#]", text, re.M)), "every line that names a package was understood"
    return found


def test_every_locked_release_is_known_by_its_hash() -> None:
    """T37: a release that was replaced at the index, or a package of a like name, is refused by pip."""
    assert [name for name, (_, hashes) in _locked().items() if not hashes] == []


@pytest.mark.parametrize("asked", _asked(), ids=str)
def test_what_the_project_asks_for_is_locked_at_a_release_it_allows(asked: Requirement) -> None:
    """T37: the lock follows pyproject.toml."""
    release, _ = _locked()[canonicalize_name(asked.name)]
    assert asked.specifier.contains(release), f"{asked} is locked at {release}: make the lock anew, as its first lines say"
