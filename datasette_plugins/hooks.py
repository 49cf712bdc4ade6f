"""Datasette's marks for plugin functions, with types: the mark does not change the function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from datasette import hookimpl

F = TypeVar("F", bound=Callable[..., Any])


def hook(function: F) -> F:
    """This function answers the hook of its name."""
    hookimpl(function)
    return function


def first_hook(function: F) -> F:
    """This function answers the hook of its name before others do."""
    hookimpl(function, tryfirst=True)
    return function
