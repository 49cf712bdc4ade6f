"""What reading a file gives, and the limits that all readers keep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

VERSION: Final = "1"  # of the readers; raise it when the same bytes would give another text
MAX_TEXT: Final = 200_000  # characters kept of a file
MOST_FILES: Final = 50  # of one message are looked into
MAX_FILE: Final = 30_000_000  # bytes; a larger one is not looked into

FileProblem = Literal[
    "encrypted",  # it asks for a password
    "scanned",  # pages without text: pictures of paper
    "damaged",  # it is not what its beginning says
    "too_large",  # more bytes, members or packed content than is looked into
    "too_slow",  # it took longer than a file may (said by who runs the reader)
    "missing",  # its message has lost it (said by who runs the reader)
    "unreadable",  # the reader broke off, or ran out of memory (said by who runs the reader)
    "no_document",  # a picture, an archive, a program, an old binary format: nothing that is read here
]
PROBLEMS: Final[tuple[str, ...]] = get_args(FileProblem)


@dataclass(frozen=True, slots=True)
class FileText:
    """The words of a file, at most `MAX_TEXT` characters, lines ending with \\n; '' with the problem that there are none."""

    text: str
    problem: FileProblem | None = None


class Unreadable(Exception):
    """A file that gives no text, for a reason that has a name."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(problem)
        self.problem: FileProblem = problem


def gathered(pieces: Iterable[str]) -> str:
    """The pieces in a row, as many as are kept."""
    taken: list[str] = []
    room = MAX_TEXT
    for piece in pieces:
        taken.append(piece[:room])
        room -= len(piece)
        if room <= 0:
            break
    return "".join(taken)
