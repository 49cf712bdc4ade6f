"""Price tables typed into a mail or taken from a file: rows of cells parted by tabs, bars or several blanks.

The heading says which column is the price and which the sum; without one the cells with decimals are prices.
Refuses rows of totals and of tax.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from syncd.core.offers.lexicon import COLUMNS, VAT, content, fold, whole
from syncd.core.offers.sums import Sum, find_sums

_CELLS = re.compile(r"\t+| *\| *| {2,}")
_TOTALS = whole("TOTALS")
_VAT = re.compile(rf"(?:{VAT})(?!\w)|(?:suma )?(?:{VAT})")
_NUMERIC = re.compile(r"(?:[€£$₽]|eur|rub|руб\.?|usd|gbp)? ?[\d .,']*\d(?:,-)? ?(?:[€£$₽]|eur\w*|руб\.?|р\.?|rub|usd|gbp|%|vnt\.?|шт\.?|pcs|ea|kg|кг|m2?|м2?|kompl\.?|val\.?|h|ч|l|л|k-tas|rul\.?|compl)?\.?")
_CENTS = re.compile(r"\d[.,]\d\d(?!\d)")  # "Unit" may head the price of one
_DECIMALS = re.compile(r"\d[.,]\d\d(?!\d)|[€£$₽]|eur|руб|р\.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table: text[start:end], its name cell, and the sums of its price columns."""

    start: int
    end: int
    name: str
    sums: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str
    cells: tuple[tuple[int, str], ...]  # places in the line


def find_rows(text: str) -> list[Row]:
    """The product rows of all tables of a text, in order."""
    rows: list[Row] = []
    heading: list[str] = []
    block: list[_Line] = []
    for line in [*_lines(text), None]:
        roles = _roles(line) if line is not None else []
        if line is not None and not roles and _is_row(line):
            block.append(line)
            continue
        if block and (heading or len(block) > 1):
            rows += [row for entry in block if (row := _row(entry, heading)) is not None]
        if block or roles or line is None or line.text.strip():
            heading = roles
        block = []
    return rows


def find_totals(text: str) -> list[tuple[int, int, tuple[Sum, ...]]]:
    """The lines that say what a document comes to: place, end and sums, tax alone left out."""
    found = []
    for line in _lines(text):
        folded = fold(line.text)
        if _TOTALS.match(folded.strip()) and (sums := [x for x in find_sums(folded) if x.amount and not x.counts]):
            lead = len(line.text) - len(line.text.lstrip())
            found.append((line.start + lead, line.start + len(line.text), tuple(replace(x, start=line.start + x.start, end=line.start + x.end) for x in sums[-1:])))
    return found


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    for line in text.splitlines(keepends=True):
        bare = line.rstrip()
        cells, place = [], 0
        for m in _CELLS.finditer(bare):
            if m.start() > place:
                cells.append((place, bare[place : m.start()]))
            place = m.end()
        if place < len(bare):
            cells.append((place, bare[place:]))
        yield _Line(at, bare, tuple(cells))
        at += len(line)


def _roles(line: _Line) -> list[str]:
    """What the columns of a heading hold; empty where the line is none."""
    if len(line.cells) < 2 or any(c.isdigit() for _, cell in line.cells for c in cell.replace("m2", "").replace("m3", "")[:2]):
        return []
    roles = []
    for _, cell in line.cells:
        plain = fold(cell).strip(" .,:()*")
        found = [role for role in ("total", "price", "vat", "count", "product") if COLUMNS[role].search(plain)]
        roles.append(_best(plain, found))
    return roles if any(r in ("price", "total") for r in roles) else []


def _best(plain: str, roles: list[str]) -> str:
    """"Unit price" is a price, „Suma be PVM“ a sum: what the first word of price says, tax only where it stands alone."""
    if "price" in roles:
        return "total" if "total" in roles and COLUMNS["total"].match(plain) else "price"
    if "total" in roles:
        return "vat" if "vat" in roles and COLUMNS["vat"].match(plain) else "total"
    return roles[0] if roles else ""


def _is_row(line: _Line) -> bool:
    """A name and at least two cells of numbers behind it, or one that is plainly money."""
    if len(line.cells) < 2 or len(line.text) > 300:
        return False
    numeric = [cell for _, cell in line.cells[1:] if _NUMERIC.fullmatch(fold(cell).strip())]
    if not numeric or not any(c.isalpha() for _, cell in line.cells[:2] for c in cell):
        return False
    return len(numeric) >= 2 or bool(_DECIMALS.search(fold(numeric[0])))


def _row(line: _Line, heading: list[str]) -> Row | None:
    start = line.cells[0][0]
    cells = list(line.cells)
    if len(cells) > 2 and cells[0][1].strip(" .)").isdigit():  # the number of the line
        cells = cells[1:]
        heading = heading[1:] if len(heading) == len(cells) + 1 else heading
    name = cells[0][1].strip()
    folded = fold(name)
    if _TOTALS.match(folded) or _VAT.match(folded) or not content(folded):
        return None
    wanted = _priced(cells, heading)
    sums: list[Sum] = []
    for place, cell in wanted:
        found = [x for x in find_sums(fold(cell)) if x.amount]
        sums += [Sum(start=line.start + place + x.start, end=line.start + place + x.end, amount=x.amount, currency=x.currency) for x in found[:1]]
    if not sums:
        return None
    return Row(start=line.start + start, end=line.start + len(line.text), name=name, sums=tuple(sums))


def _priced(cells: list[tuple[int, str]], heading: list[str]) -> list[tuple[int, str]]:
    """The cells that hold prices and sums."""
    if heading and len(heading) == len(cells):
        return [c for c, role in zip(cells, heading, strict=True) if role in ("price", "total") or (role == "count" and _CENTS.search(c[1]))]
    numbers = [c for c in cells[1:] if _NUMERIC.fullmatch(fold(c[1]).strip()) and "%" not in c[1]]
    if heading:
        roles = heading[-len(numbers) :] if len(heading) >= len(numbers) else []
        if roles:
            return [c for c, role in zip(numbers, roles, strict=True) if role in ("price", "total") or (role == "count" and _CENTS.search(c[1]))]
    exact = [c for c in numbers if _DECIMALS.search(fold(c[1]))]
    return (exact or numbers)[-2:]
