"""Xandikos: CalDAV and CardDAV over git, without sign-in; one user, "anna"."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.servers.process import free_port, running


@contextlib.contextmanager
def xandikos(folder: Path) -> Iterator[str]:
    """The address of a running server."""
    port = free_port()
    command = [
        sys.executable, "-m", "xandikos", "serve", "--directory", str(folder / "data"), "--listen-address", "127.0.0.1", "--port", str(port),
        "--current-user-principal", "/anna/", "--autocreate", "--defaults",
    ]  # fmt: skip
    with running(command, port, folder / "log"):
        yield f"http://127.0.0.1:{port}"
