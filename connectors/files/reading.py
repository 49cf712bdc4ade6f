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


def read_content(path: str | Path) -> Content | None:
    """The content of an ordinary file, None where there is none (any more). Raises ItemError with the reason else."""
    try:
        # O_NONBLOCK: a pipe put among the mails must not stop the pass
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(path, "it is a symbolic link" if os.path.islink(path) else error.strerror) from error
    try:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode):
            raise _unreadable(path, "it is not a file")
        if state.st_size > MOST_BYTES:
            raise _unreadable(path, f"{state.st_size} bytes are too many")
        raw = os.read(handle, state.st_size + 1)
        while len(raw) <= MOST_BYTES and (more := os.read(handle, 1 << 20)):
            raw += more
        return Content(raw, state)
    except OSError as error:
        raise _unreadable(path, error.strerror) from error
    finally:
        os.close(handle)


def _unreadable(path: str | Path, reason: str | None) -> ItemError:
    return ItemError(f"{id_of(os.path.basename(path))} cannot be read: {reason or 'unknown reason'}")


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


def path_of(root: Path, path_id: str) -> Path:
    """The folder or file below `root` that `id_of` gave this id to."""
    path = root
    for part in path_id.split("/"):
        if "\\x" in part and path.is_dir() and not (path / part).exists():
            part = next((name for name in os.listdir(path) if id_of(name) == part), part)
        path = path / part
    return path
