"""The trained model as a file beside the store: weights of hashed words, no word of any mail.

Written whole or not at all, for its owner only. What is damaged, of another version or of another kind is not used.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from syncd.core.logistic import Model
from syncd.errors import SyncdError

FORMAT = 1  # of the file and of what a feature means
_MOST_BYTES = 8_000_000


class Unusable(SyncdError):
    """The scorer the config asks for cannot be used; the text says why, `remedy` what to do."""

    def __init__(self, text: str, remedy: str = "`syncd promises train` makes the model anew") -> None:
        super().__init__(text)
        self.remedy = remedy


class Trained(msgspec.Struct, frozen=True, kw_only=True):
    """What the file holds. `until`: when the last decision it learned from was made; `is_better`: whether it may judge."""

    format: int
    features: str
    version: str
    is_better: bool
    decisions: int
    until: str
    trained_at: str
    floor: float
    weights: dict[int, float]

    @property
    def model(self) -> Model:
        """The model of these weights."""
        return Model(self.features, self.weights, self.floor)


def path_of(store: Path) -> Path:
    """`history.scorer.json` beside `history.db`."""
    return store.with_name(f"{store.stem}.scorer.json")


def read(path: Path) -> Trained:
    """The model. Raises Unusable."""
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES)
    except FileNotFoundError:
        raise Unusable("nothing is trained yet", "`syncd promises train` trains it") from None
    except OSError as problem:
        raise Unusable(f"{path.name} cannot be read: {problem.strerror}") from None
    try:
        trained = msgspec.json.decode(raw, type=Trained)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Unusable(f"{path.name} is damaged") from None
    if trained.format != FORMAT:
        raise Unusable(f"{path.name} is of another version of the program")
    if trained.version != trained.model.version:
        raise Unusable(f"{path.name} is damaged: its weights are not those that were trained")
    return trained


def write(path: Path, trained: Trained) -> None:
    """Put the file in place of the one before."""
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(msgspec.json.encode(trained) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
