"""The pages as `syncd serve` serves them: a process of its own, on a port that the system chose."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import bytecode_kept
from tests.peak import peak_mb

from .conftest import NOW


@dataclass(frozen=True, slots=True)
class Served:
    """A process that serves a store at `url`."""

    url: str
    pid: int

    def forget_peak(self) -> None:
        """Let its peak of memory begin anew. Source: proc_pid_clear_refs(5), value 5."""
        Path(f"/proc/{self.pid}/clear_refs").write_text("5", encoding="ascii")

    @property
    def peak_mb(self) -> float:
        """Its peak of resident memory since, in MB."""
        return peak_mb(self.pid)

    @property
    def cpu_seconds(self) -> float:
        """What it has worked. Source: proc_pid_stat(5), utime and stime."""
        fields = Path(f"/proc/{self.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(config_file: Path, *, now: str = NOW, env: Mapping[str, str] | None = None) -> Iterator[Served]:
    """Serve the store of a config until the block ends."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SYNCD_")}
    environ = bytecode_kept(kept) | {"SYNCD_NOW": now, **(env or {})}
    errors = config_file.with_name("served.log")
    with errors.open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "syncd", "serve", "-c", str(config_file), "--port", "0"], stdout=subprocess.PIPE, stderr=log, env=environ)
    try:
        assert process.stdout is not None
        said = process.stdout.readline().decode()
        found = re.search(r"http://\S+", said)
        assert found, f"{said}{errors.read_text('utf-8')}"
        yield Served(found.group().rstrip("/"), process.pid)
    finally:
        process.terminate()
        process.communicate(timeout=30)
