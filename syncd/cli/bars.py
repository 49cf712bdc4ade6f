"""Progress on a terminal: a bar for each source or file, nothing where no person looks."""

from __future__ import annotations

import sys
from typing import Any


class Bars:
    """A bar for each name, counted in items, or in bytes where `of_bytes`. `what` is done, before the name."""

    def __init__(self, what: str = "", *, quiet: bool, of_bytes: bool = False) -> None:
        self.what, self.of_bytes, self.shown = what, of_bytes, not quiet and sys.stderr.isatty()
        self.bars: Any = None
        self.tasks: dict[str, Any] = {}

    def __enter__(self) -> Bars:
        return self

    def __exit__(self, *_: object) -> None:
        if self.bars is not None:
            self.bars.stop()

    def __call__(self, name: str, done: int, total: int | None) -> None:
        """So much of it is done; the first call begins the bars."""
        if not self.shown:
            return
        if self.bars is None:
            self._begin()
        if name not in self.tasks:
            self.tasks[name] = self.bars.add_task(f"{self.what} {name}".strip(), total=total)
        self.bars.update(self.tasks[name], completed=done, total=total)

    def _begin(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        counted = DownloadColumn() if self.of_bytes else MofNCompleteColumn()
        self.bars = Progress(TextColumn("{task.description}"), BarColumn(), counted, TimeRemainingColumn(), console=Console(stderr=True), transient=True)
        self.bars.start()
