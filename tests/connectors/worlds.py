"""What the worlds of file connectors share: a folder in which a test plays the other programs."""

from __future__ import annotations

import hashlib
import itertools
import os
from pathlib import Path

from connectors.base import Cursor
from connectors.files.listing import Size

SMALL = Size(items=3)
LONG_AGO = 1_700_000_000
_clock = itertools.count(LONG_AGO)


def rest(path: Path) -> Path:
    """Give a file or folder a time in the past, each call a later one: nobody is writing it now."""
    when = next(_clock)
    os.utime(path, (when, when))
    return path


def tree(root: Path) -> dict[str, tuple[str, int, int]]:
    """Every file below a folder: its hash, mode and time of change."""
    files = [path for path in sorted(root.rglob("*")) if path.is_file()]
    return {str(p.relative_to(root)): (hashlib.sha256(p.read_bytes()).hexdigest(), p.stat().st_mode, p.stat().st_mtime_ns) for p in files}


def foreign(cursor: Cursor) -> Cursor:
    """A cursor as an older version left it."""
    return {"version": 0, **{f"old {key}": value for key, value in cursor.items()}}
