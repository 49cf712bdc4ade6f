"""The style sheets and the mark: the address of each carries the mark of its content, so that a browser asks for it once and for a new one at once."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

_STATIC = Path(__file__).parent / "static"
_KINDS = (".css", ".svg")


@lru_cache
def _marks() -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest()[:12] for file in _STATIC.iterdir() if file.suffix in _KINDS}


def asset(name: str) -> str:
    """The address of one as pages ask for it, below the root."""
    return f"assets/{name}?v={_marks()[name]}"


def never_changes(path: str, query: bytes) -> bool:
    """Whether what lies at an address will always be what it is now: it is asked for by the mark that it has."""
    mark = _marks().get(path.removeprefix("/assets/")) if path.startswith("/assets/") else None
    return mark is not None and query == f"v={mark}".encode()
