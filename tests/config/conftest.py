"""A config read from a text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from syncd.config import Config, load
from tests.config.kinds import KINDS


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Config]:
    """Loads a text as a config that lies in tmp_path."""

    def reading(text: str) -> Config:
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8")
        return load(path, kinds=KINDS)

    return reading
