"""The pictures of the pages, as `make screenshots` takes them."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest

from .conftest import Company
from .screenshots import ROLES, take

pytestmark = pytest.mark.slow


def test_a_page_is_taken_wide_and_narrow_by_day_and_by_night(chromium: Any, company: Company, tmp_path: Path) -> None:
    """Each picture is as wide as the window it is named after."""
    assert take(chromium, company.url, ROLES["manager"].address, "lt", {"reports": "/reports"}, tmp_path, ("light", "dark")) == 4
    widths = {path.name: struct.unpack(">I", path.read_bytes()[16:20])[0] for path in tmp_path.iterdir()}  # PNG, 11.2.2 IHDR
    assert widths == {"reports-1280.png": 1280, "reports-1280-dark.png": 1280, "reports-400.png": 400, "reports-400-dark.png": 400}


def test_every_role_has_pages_that_are_there(company: Company) -> None:
    """Each role's pages are named on the sample company; a manager's are those of every kind."""
    named = {name: list(role.pages(company.folder / "history.db")) for name, role in ROLES.items()}
    assert all(named.values()) and len(named["manager"]) > 40
