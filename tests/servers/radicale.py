"""Radicale: CalDAV and CardDAV with sign-in; every test may be another user (u0 … u499, password "secret").

The user "syncd", with the same password, may read and write what is anybody's.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.servers.process import free_port, running

PASSWORD = "secret"
_CONFIG = """
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
htpasswd_cache = True
delay = 0
[storage]
filesystem_folder = {folder}/data
[rights]
type = from_file
file = {folder}/rights
[logging]
level = warning
"""
_RIGHTS = """
[everybody sees the root]
user: .+
collection:
permissions: R
[one's own]
user: .+
collection: {user}(/.*)?
permissions: RrWw
[the service]
user: syncd
collection: .*
permissions: RrWw
"""
SERVICE = "syncd"
_START = "import os, runpy; os.fsync = lambda _: None; runpy.run_module('radicale', run_name='__main__')"  # there is no power cut here


@contextlib.contextmanager
def radicale(folder: Path) -> Iterator[str]:
    """The address of a running server."""
    port = free_port()
    (folder / "users").write_text("".join(f"u{n}:{PASSWORD}\n" for n in range(500)) + f"{SERVICE}:{PASSWORD}\n")
    (folder / "rights").write_text(_RIGHTS)
    (folder / "config").write_text(_CONFIG.format(port=port, folder=folder))
    with running([sys.executable, "-c", _START, "--config", str(folder / "config")], port, folder / "log"):
        yield f"http://127.0.0.1:{port}"
