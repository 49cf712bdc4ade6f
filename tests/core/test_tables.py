"""What the cells of an accounting program's tables mean: days and sums as they are written in three countries, and what rows are joined by."""

from __future__ import annotations

from decimal import Decimal

import pytest

from syncd.core.tables import FIELDS, KINDS, amount_of, currency_of, day_of, day_order, number_key, raw_row, read_row


@pytest.mark.parametrize(
    ("cell", "amount", "reason"),
    [
        ("1 234,56", "1234.56", "a space between thousands, a decimal comma"),
        ("1\u00a0234,5", "1234.5", "the space that does not break"),
        ("1.234,56", "1234.56", "points between thousands"),
        ("1,234.56", "1234.56", "English"),
        ("1234.5", "1234.5", "as programs write it"),
        ("1.234.567", "1234567", "two points are no decimal ones"),
        ("1,234", "1234", "three figures behind a comma are thousands"),
        ("0,125", "0.125", "unless nothing stands before it"),
        ("1234.560", "1234.560", "or more than thousands do"),
        ("-12,5", "-12.5", "a credit note"),
        ("(45.00)", "-45.00", "as book-keepers write what is owed"),
        ("€ 1 200", "1200", "a sign before it"),
        ("12 345,00 ₽", "12345.00", "a sign behind it"),
        ("1200 Eur", "1200", "a word behind it"),
        ("iš viso", None, "no sum"),
        ("", None, "nothing"),
    ],
)
def test_sums_are_read_as_they_are_written(cell: str, amount: str | None, reason: str) -> None:
    """H6. A sum read wrongly is worse than none."""
    assert amount_of(cell) == (Decimal(amount) if amount else None), reason


@pytest.mark.parametrize(
    ("cell", "day", "reason"),
    [
        ("2026-11-05", "2026-11-05", "ISO"),
        ("2026.11.05", "2026-11-05", "Lithuanian"),
        ("2026-11-05 10:00:00", "2026-11-05", "with a time"),
        ("2026-11-05 d.", "2026-11-05", "with the Lithuanian sign of a day"),
        ("05.11.2026", "2026-11-05", "Russian"),
        ("05.11.2026 г.", "2026-11-05", "with the Russian sign of a year"),
        ("5/11/26", "2026-11-05", "British, short"),
        ("20261105", "2026-11-05", "without anything between"),
        ("46000", "2025-12-09", "as Excel counts days"),
        ("31.02.2026", None, "no such day"),
        ("vakar", None, "no date"),
    ],
)
def test_days_are_read_as_they_are_written(cell: str, day: str | None, reason: str) -> None:
    """Days come out as YYYY-MM-DD."""
    assert day_of(cell) == day, reason


@pytest.mark.parametrize(
    ("cells", "order", "reason"),
    [
        (["05/11/2026", "25/11/2026"], "dmy", "25 is no month"),
        (["11/05/2026", "11/25/2026"], "mdy", "25 stands second: the table is American"),
        (["05/11/2026"], "dmy", "nothing tells: the day is first, as here"),
        (["25/11/2026", "11/25/2026"], "dmy", "a table that is both is none: the day is first"),
        (["2026-11-05"], "dmy", "ISO says nothing of it"),
    ],
)
def test_a_whole_table_tells_whether_the_month_is_first(cells: list[str], order: str, reason: str) -> None:
    """One cell alone cannot."""
    assert day_order(cells) == order, reason


@pytest.mark.parametrize(("cell", "currency"), [("€", "EUR"), ("Eur", "EUR"), ("руб.", "RUB"), ("GBP", "GBP"), ("zł", "PLN"), ("", None), ("eurų", None)])
def test_currencies_are_told_by_their_codes(cell: str, currency: str | None) -> None:
    """ISO 4217."""
    assert currency_of(cell) == currency


@pytest.mark.parametrize("one", ["SF-2026/017", "sf 2026 017", "SF2026017", "SF 2026.017"])
def test_a_number_is_one_however_it_is_parted(one: str) -> None:
    """People write what the program prints in their own ways."""
    assert number_key(one) == "SF2026017"


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_reads_what_was_kept_of_it(kind: str) -> None:
    """An empty cell, and one with nothing readable in it, is None; what is no field of the kind is left."""
    cells = dict.fromkeys(FIELDS[kind], "") | {FIELDS[kind][0]: " A  1 ", "foreign": "x"}  # type: ignore[index]
    row = read_row(raw_row(kind, cells, "dmy"))  # type: ignore[arg-type]
    assert row.kind == kind and row.values == dict.fromkeys(FIELDS[kind]) | {FIELDS[kind][0]: "A 1"}  # type: ignore[index]


def test_a_customers_addresses_are_parted() -> None:
    """However many stand in one cell."""
    row = read_row(raw_row("customers", {"code": "1", "emails": "Ona@Baltas.example; info@baltas.example, ona@baltas.example"}, "dmy"))
    assert row.values["emails"] == "ona@baltas.example info@baltas.example"
