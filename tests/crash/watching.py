"""The boundaries a pass comes to, told by the program itself: commits, calendar writes, files, and the verbs of a place."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from syncd import faults, harvest
from syncd.errors import SourceError

FILES = {"os.listdir": "file.listed", "os.scandir": "file.listed", "open": "file.opened"}  # audit events (docs.python.org/3/library/audit_events.html)
Tell = Callable[[str, str], None]
_watching: list[Tell] = []


class Ended(BaseException):
    """The program ends here, where nobody can end its process: its provider would end with it."""


@dataclass(frozen=True, slots=True)
class Point:
    """Where a pass is interrupted: the `number`th time that a connector is at a boundary; of a wire, which request of all.

    `how`: kill, or lost, where the program has to live with it.
    """

    connector: str
    boundary: str
    number: int
    how: str


def at(connector: str, boundary: str) -> None:
    """The program is at this boundary: for places that tell of their own."""
    for tell in _watching:
        tell(connector, boundary)


@contextlib.contextmanager
def watched(hits: Path, keeps: str, folders: Mapping[str, str], point: Point | None, *, is_apart: bool) -> Iterator[None]:
    """Write down every boundary that is come to (connector, tab, boundary); with a point only "reached", and be interrupted there.

    `keeps`: whose the boundaries outside of all sources are; `folders`: folders whose files are told of, with their connectors.
    """
    asking, counts = [keeps], Counter[tuple[str, str]]()

    def tell(connector: str, boundary: str) -> None:
        counts[connector, boundary] += 1
        is_aim = point is not None and (connector, boundary, counts[connector, boundary]) == (point.connector, point.boundary, point.number)
        if is_aim or point is None:
            with hits.open("a") as out:
                out.write("reached\n" if point else f"{connector}\t{boundary}\n")
        if is_aim and point is not None:
            _interrupt(point, is_apart=is_apart)

    def pass_over(world: Any, source: Any, *more: Any, **named: Any) -> Any:
        asking.append(source.connector)
        try:
            return kept[1](world, source, *more, **named)
        finally:
            asking.pop()

    kept = faults.hit, harvest.pass_over
    faults.hit, harvest.pass_over = lambda name: tell(asking[-1], name), pass_over
    _watching.append(tell)
    if folders:
        sys.addaudithook(lambda event, details: _file_event(folders, event, details, tell))  # for as long as this process lives
    try:
        yield
    finally:
        faults.hit, harvest.pass_over = kept
        _watching.clear()


def _interrupt(point: Point, *, is_apart: bool) -> None:
    if point.how == "kill" and is_apart:
        os.kill(os.getpid(), signal.SIGKILL)
    if point.how == "kill":
        raise Ended
    if point.boundary.startswith("file."):
        raise OSError(5, "Input/output error")
    raise SourceError("the connection is lost; try again later")


def _file_event(folders: Mapping[str, str], event: str, details: tuple[Any, ...], tell: Tell) -> None:
    if event not in FILES or not details or not isinstance(details[0], str | bytes | os.PathLike):
        return
    path = os.fsdecode(details[0])
    for folder, connector in folders.items():
        if path == folder or path.startswith(f"{folder}/"):
            tell(connector, FILES[event])
