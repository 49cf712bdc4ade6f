"""Reading a secret that the config names: a file only its owner can read, an environment variable, a systemd credential.

The secret is given to the caller and to nobody else: no error and no log holds it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from syncd.errors import ConfigError

_FROM_SYSTEMD = 0o037  # bits no file of systemd's has: where the service's user reads by an ACL, its mask shows as the group's right


def secret(keys: object, key: str) -> str | None:
    """The secret named by `<key>_file` or `<key>_env` of a source's options or settings, without its trailing newline.

    None where neither is given. Raises ConfigError, saying what to do, where it cannot be read or others could read it.
    """
    file, variable = (keys.get(name) if isinstance(keys, Mapping) else getattr(keys, name, None) for name in (f"{key}_file", f"{key}_env"))
    if isinstance(variable, str) and variable:
        value = os.environ.get(variable)
        if not value:
            raise ConfigError([f"{key}_env: the environment variable {variable} is not set"])
        return value
    return _from_file(Path(file), f"{key}_file") if isinstance(file, str) and file else None


def _from_file(path: Path, key: str) -> str:
    if "$CREDENTIALS_DIRECTORY" in path.parts:
        raise ConfigError([f"{key}: $CREDENTIALS_DIRECTORY is not set: start with systemd and LoadCredential={path.name}:FILE"])
    try:
        with path.open(encoding="utf-8") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise ConfigError([f"{key}: {path} cannot be read: {why}"]) from None
    if mode & (_FROM_SYSTEMD if _is_credential(path) else 0o077):
        raise ConfigError([f"{key}: others can read {path}: chmod 600 {path}"])
    if not text.strip():
        raise ConfigError([f"{key}: {path} is empty"])
    return text.removesuffix("\n").removesuffix("\r")


def _is_credential(path: Path) -> bool:
    """Whether systemd laid the file out for this service (LoadCredential): nobody else can reach into that folder."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    return bool(folder) and path.is_relative_to(folder or "")
