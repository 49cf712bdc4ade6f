"""A page of a list of which a reader may see only a part: read on along the order until the page is full."""

from __future__ import annotations

from collections.abc import Callable

from datasette_plugins.page import Values

_MOST = 1_500  # rows that are looked at for one page; where fewer may be seen, the page is short and says that there is more


def page_of(
    read: Callable[[Values | None, int], list[Values]], sees: Callable[[Values], bool], size: int, ahead: Callable[[list[Values]], object] = len
) -> tuple[list[Values], Values | None]:
    """The next rows that may be seen, and the row the following page begins after; None where there is no such page.

    `read(after, limit)` gives rows in their order, from after a row or from the beginning; `ahead(rows)` is told what will be asked about, so that it can be asked together.
    """
    found: list[Values] = []
    last, looked = None, 0
    while looked < _MOST:
        batch = read(last, size + 1)
        ahead(batch)
        for row in batch:
            if sees(row):
                if len(found) == size:
                    return found, found[-1]
                found.append(row)
        if len(batch) <= size:
            return found, None
        last, looked = batch[-1], looked + len(batch)
    return found, last
