"""The largest memory a process ever had, by the kernel's count of that process alone.

Not getrusage: a child started by vfork begins there with its parent's peak (getrusage(2), ru_maxrss over exec),
so that a small child of a large test process seems large.
"""

from __future__ import annotations

from pathlib import Path


def peak_mb(pid: int | str = "self") -> float:
    """The peak resident memory of a living process since its start or the last `forget_peak`, in MB.

    Source: proc_pid_status(5), VmHWM.
    """
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) / 1024


def forget_peak() -> None:
    """Let the peak of this process begin anew at what it holds now. Source: proc_pid_clear_refs(5), value 5."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
