"""Who may read and change the files of syncd: the config, the secrets it names, the store with everybody's mail.

What stands in the way of others counts too: a file in a folder that only its owner may enter is nobody else's, whatever its own mode.
"""

from __future__ import annotations

import os
import pwd
import stat
from collections.abc import Iterator
from pathlib import Path

from syncd.config.sources import CREDENTIALS
from syncd.doctor.case import Case, Finding, sources_named

_READ, _WRITE = 0o044, 0o022


def secrets(case: Case) -> Iterator[Finding]:
    """Files of passwords, tokens and keys: read and changed by whom syncd runs as, and nobody else."""
    owner = _runs_as(case)
    for path, where in _secret_files(case).items():
        state = _state(path)
        if state is None:
            continue
        if bits := state.st_mode & 0o077:
            text = f"{where}: others may {_may(bits)} {path}"
            yield Finding(code="secret-exposed", where=str(path), text=text, remedy=f"chmod 600 {path}")
        if state.st_uid != owner:
            text = f"{where}: {path} is {_name(state.st_uid)}'s, and syncd runs as {_name(owner)}"
            yield Finding(code="secret-owner", where=str(path), text=text, remedy=f"chown {_name(owner)} {path}")


def config_file(case: Case) -> Iterator[Finding]:
    """The config says who is read, where secrets lie, and what is left out."""
    path = case.config.file
    reach = _reach(path)
    if reach & _WRITE:
        text = f"others may change {path}, and with it whose mail is read and where it goes"
        yield Finding(code="config-writable", where=str(path), text=text, remedy=f"chmod go-w {path}, and the folders above it")
    elif reach & 0o004:
        text = f"everybody on this machine may read {path}: who is read, and where the secrets lie"
        yield Finding(code="config-readable", where=str(path), text=text, remedy=f"chmod o-r {path}; chgrp {_group(case)} {path}")


def store(case: Case) -> Iterator[Finding]:
    """history.db and raw/ hold everybody's mail; who can write there decides what the pages show."""
    path, folder = case.config.store.path, case.config.store.path.parent / "raw"
    there = [one for one in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm"), folder, *sorted(folder.glob("*"))) if _state(one)]
    if changed := [one for one in there if _reach(one) & _WRITE]:
        yield Finding(code="store-writable", where=str(path), text=f"others may change {_some(changed)}", remedy=f"chmod -R go-w {path} {folder}")
    if read := [one for one in there if _reach(one) & 0o004]:
        yield Finding(code="store-readable", where=str(path), text=f"everybody on this machine may read {_some(read)}", remedy=f"chmod -R o-rwx {path} {folder}")
    owner = _runs_as(case)
    if strange := [one for one in there if (state := _state(one)) and state.st_uid != owner]:
        text = f"{_some(strange)} {'are' if len(strange) > 1 else 'is'} not {_name(owner)}'s, whose {path.name} is: the daemon cannot write there"
        yield Finding(code="store-owner", where=str(path), text=text, remedy=f"chown -R {_name(owner)} {path} {folder}")


def _secret_files(case: Case) -> dict[Path, str]:
    """The files that the config names as secret, with who names them; what systemd lays out is its own."""
    found: dict[Path, list[str]] = {}
    for source in case.config.sources:
        for key, value in source.options.items():
            if key.endswith("_file") and key != "ca_file" and isinstance(value, str) and value:
                found.setdefault(Path(value), []).append(source.name)
    named = {path: sources_named(names) for path, names in found.items()}
    for path, where in ((case.config.scorer.key_file, "[scorer] key_file"), (case.config.web.users_file, "[web] users_file"),
                        (case.config.web.proxy_secret_file, "[web] proxy_secret_file")):  # fmt: skip
        if path:
            named[path] = where
    given = os.environ.get("CREDENTIALS_DIRECTORY")
    return {path: where for path, where in named.items() if CREDENTIALS not in path.parts and not (given and path.is_relative_to(given))}


def _runs_as(case: Case) -> int:
    """Whose the store is; before there is one, whose its folder is."""
    path = case.config.store.path
    state = _state(path) or _state(path.parent)
    return state.st_uid if state else os.geteuid()


def _reach(path: Path) -> int:
    """What the group and others may do with it, or with a folder above it that another could be put into; in /tmp everybody writes their own only."""
    state = _state(path)
    if state is None:
        return 0
    bits = state.st_mode & (_READ | _WRITE)
    for folder in path.absolute().parents:
        above = _state(folder)
        if above is None:
            return 0
        bits |= 0 if above.st_mode & stat.S_ISVTX else above.st_mode & _WRITE
        bits &= (0o060 if above.st_mode & stat.S_IXGRP else 0) | (0o006 if above.st_mode & stat.S_IXOTH else 0)
    return bits


def _state(path: Path) -> os.stat_result | None:
    """None where there is none, or where it cannot be seen: then it cannot be used either, which `syncd check` tells."""
    try:
        return path.stat()
    except OSError:
        return None


def _may(bits: int) -> str:
    return "read and change" if bits & _WRITE and bits & _READ else "change" if bits & _WRITE else "read"


def _some(paths: list[Path]) -> str:
    return f"{paths[0]}" + (f" and {len(paths) - 1} more" if len(paths) > 1 else "")


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _group(case: Case) -> str:
    return _name(_runs_as(case))
