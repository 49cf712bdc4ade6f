"""Opening one file that somebody else writes: never through a link, never a device, never more than memory bears."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from syncd.errors import Forbidden, ItemError, SourceError

MOST_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file and its state when they were read."""

    raw: bytes
    state: os.stat_result


def read_content(path: Path) -> Content | None:
    """The content of an ordinary file, None where there is none (any more). Raises ItemError with the reason else."""
    try:
        # O_NONBLOCK: a pipe put among the mails must not stop the pass
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = "it is a symbolic link" if path.is_symlink() else (error.strerror or str(error))
        raise ItemError(f"{path.name} cannot be read: {reason}") from error
    with os.fdopen(handle, "rb") as file:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode):
            raise ItemError(f"{path.name} cannot be read: it is not a file")
        if state.st_size > MOST_BYTES:
            raise ItemError(f"{path.name} cannot be read: {state.st_size} bytes are too many")
        try:
            return Content(file.read(MOST_BYTES), state)
        except OSError as error:
            raise ItemError(f"{path.name} cannot be read: {error.strerror or error}") from error


def source_error(path: Path, error: OSError) -> SourceError:
    """What to tell of a folder that cannot be listed."""
    if isinstance(error, PermissionError):
        return Forbidden(f"{path} may not be read by this user; grant read access")
    if isinstance(error, FileNotFoundError):
        return SourceError(f"{path} is not there; mount or create it, or correct `path`")
    return SourceError(f"{path} cannot be listed: {error.strerror or error}")


def id_of(name: str) -> str:
    """A file name as an id the store can keep: bytes that are no UTF-8 are written out as \\xNN."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("utf-8", "backslashreplace")
    return name
