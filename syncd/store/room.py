"""Room on the disk: which errors say that there is none, and whether there is some."""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from pathlib import Path

ENOUGH = 4 * 1024 * 1024  # bytes: what a page of mails adds, and the log of the store
_NONE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_LOST = frozenset({sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC})
_PERHAPS = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE})  # a quota, a limit, or the disk itself


def has_room(folder: Path) -> bool:
    """Whether a file of `ENOUGH` bytes finds room there; it has no name, so that a kill leaves nothing.

    A disk that refuses for another reason is not told from one with room: what writes next will meet that.
    """
    try:
        with tempfile.TemporaryFile(dir=folder) as trial:
            os.posix_fallocate(trial.fileno(), 0, ENOUGH)
    except OSError as problem:
        return problem.errno not in _NONE
    return True


def lacks_room(problem: BaseException, folder: Path) -> bool:
    """Whether an error, or its cause, says that a file in this folder could not grow (F112).

    A disk that fails to keep what was written is another matter (`cannot_keep`).
    """
    if isinstance(problem, OSError):
        return problem.errno in _NONE
    if isinstance(problem, sqlite3.Error):
        code = getattr(problem, "sqlite_errorcode", 0)
        return code == sqlite3.SQLITE_FULL or (code in _PERHAPS and not has_room(folder))
    return problem.__cause__ is not None and lacks_room(problem.__cause__, folder)


def cannot_keep(problem: BaseException) -> bool:
    """Whether an error, or its cause, says that the disk failed to keep what was written: nothing written since can be trusted then (F113)."""
    if isinstance(problem, sqlite3.Error):
        return getattr(problem, "sqlite_errorcode", 0) in _LOST
    return problem.__cause__ is not None and cannot_keep(problem.__cause__)
