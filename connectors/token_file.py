"""The file that keeps the consent of one person: read by its owner only, and never half written.

It is rewritten whole (a new file beside it, then a rename) under a lock that every process heeds, so that two of them do
not refresh at once and whoever is killed in between leaves the old one, which the provider still takes.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from syncd import faults
from syncd.config.secrets import secret
from syncd.errors import Busy, ConfigError, ReauthNeeded

T = TypeVar("T", bound=msgspec.Struct)
_LOCK_PATIENCE = 90.0  # seconds; the other one's request ends in less
_LOCK_LOOK = 0.05  # seconds between looks at the lock


def read_kept(path: Path, kind: type[T], command: str) -> T:
    """What is kept there. Raises ReauthNeeded where nothing is yet, ConfigError where it cannot be used or others could read it.

    `command`: how a person signs in, for the texts.
    """
    if _is_missing(path):
        raise ReauthNeeded(f"nobody has signed in yet: there is no {path}; run `{command}` for this source")
    text = secret({"token_file": str(path)}, "token") or ""
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.DecodeError as error:  # says the key and the kind, never a value
        raise ConfigError([f"token_file: {path} holds no consent ({error}); run `{command}` for this source"]) from None


def write_kept(path: Path, kept: msgspec.Struct) -> None:
    """Put it in place of the one before, readable by its owner only. Raises OSError, and leaves the old one, where that cannot be done."""
    new = path.with_name(f".{path.name}.new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, 0o600)
        _leave_to_owner(descriptor, path)
        file.write(msgspec.json.format(msgspec.json.encode({key: value for key, value in msgspec.structs.asdict(kept).items() if value}), indent=1))
        file.flush()
        os.fsync(descriptor)
    faults.hit("token.before_rename")
    os.replace(new, path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """While nobody else renews the consent in this file. Where no lock can be made, nothing can be written either, and each is alone."""
    try:
        descriptor = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError:
        yield
        return
    try:
        _leave_to_owner(descriptor, path)
        _take(descriptor, path)
        yield
    finally:
        os.close(descriptor)


def signature(path: Path) -> tuple[int, ...]:
    """What changes when the file does; () where it is not there."""
    try:
        state = path.stat()
    except OSError:
        return ()
    return (state.st_ino, state.st_mtime_ns, state.st_size)


def instant(text: str) -> dt.datetime:
    """What was written in ISO 8601; the beginning of time where nothing was."""
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        return dt.datetime.min.replace(tzinfo=dt.UTC)
    return at if at.tzinfo else at.replace(tzinfo=dt.UTC)


def _is_missing(path: Path) -> bool:
    """Whether it was never written; what cannot be looked at, and a credential without its folder, is told by who reads it."""
    try:
        path.lstat()
    except FileNotFoundError:
        return "$CREDENTIALS_DIRECTORY" not in path.parts
    except OSError:
        pass
    return False


def _take(descriptor: int, path: Path) -> None:
    end = time.monotonic() + _LOCK_PATIENCE
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise Busy(f"another process has been renewing {path} for {_LOCK_PATIENCE:.0f} s", retry_after=_LOCK_PATIENCE) from None
            time.sleep(_LOCK_LOOK)


def _leave_to_owner(descriptor: int, path: Path) -> None:
    """What root writes (`sudo syncd auth …`) is for whom the file was, or the folder is: the daemon has to read it."""
    if os.geteuid() == 0:
        owner = os.stat(path if path.exists() else path.parent)
        os.fchown(descriptor, owner.st_uid, owner.st_gid)
