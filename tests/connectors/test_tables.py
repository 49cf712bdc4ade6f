"""The tables connector keeps the contract, and reads tables as accounting programs write them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from connectors import tables
from connectors.base import Broken, Cursor, Fetched
from syncd.core.tables import raw_row, read_row
from syncd.errors import ConfigError, SourceError
from tests.connectors.contract import HarvesterContract, Store, the_collection
from tests.connectors.worlds import SMALL, foreign, rest, tree

HEADING = "Numeris;Data;Klientas;Suma\r\n"


class Export:
    """A file of orders that a program writes anew with each change."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        self.rows: dict[str, str] = {}
        self._write()

    def _write(self) -> None:
        (self.root / "orders.csv").write_bytes((HEADING + "".join(self.rows.values())).encode("utf-8-sig"))
        rest(self.root / "orders.csv")

    def open(self) -> tables.TablesHarvester:
        return tables.TablesHarvester(self.root / "orders.csv", tables.TablesOptions(path="orders.csv", kind="orders"), size=SMALL)

    def raw(self, name: str) -> bytes:
        return raw_row("orders", {"number": name, "date": "2026-11-02", "customer": "Baltas", "amount": "12,50"}, "dmy")

    def add(self, name: str) -> None:
        self.rows[name] = f"{name};2026-11-02;Baltas;12,50\r\n"
        self._write()

    def remove(self, name: str) -> None:
        del self.rows[name]
        self._write()

    def damage(self, name: str) -> bool:
        self.rows[name] = ";2026-11-02;Baltas;12,50\r\n"
        self._write()
        return True

    def flag(self, name: str) -> bool:
        return False

    def forget(self, cursor: Cursor) -> Cursor:
        return foreign(cursor)

    def own(self) -> bool:
        return False

    def state(self) -> object:
        return tree(self.root)


class TestTables(HarvesterContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Export:
        return Export(tmp_path / "export")


def _rows(path: Path, kind: str, **options: object) -> dict[str, dict[str, object]]:
    """What a first pass over a file gives, by id."""
    store = Store()
    store.run(tables.open_harvester(msgspec.convert({"path": path.name, "kind": kind, **options}, tables.TablesOptions), path.parent, ""))
    assert not store.broken
    return {i: {f: v for f, v in read_row(raw).values.items() if v is not None} for i, raw in store.items.items()}


@pytest.mark.parametrize(
    ("text", "encoding", "reason"),
    [
        ("Kodas;Pavadinimas;PVM kodas;El. paštas\nK1;UAB „Šiaurės vėjas“;LT100001234;info@vejas.example\n", "utf-8-sig", "Lithuanian titles, semicolons"),
        ("Kodas;Pavadinimas;PVM kodas;El. paštas\nK1;UAB „Šiaurės vėjas“;LT100001234;info@vejas.example\n", "cp1257", "an old Lithuanian program"),
        ("Код,Наименование,ИНН,Эл. почта\nK1,UAB „Šiaurės vėjas“,LT100001234,info@vejas.example\n", "utf-8", "Russian titles, commas"),
        ("Code\tName\tVAT code\tE-mail\nK1\tUAB „Šiaurės vėjas“\tLT100001234\tinfo@vejas.example\n", "utf-16", "tabs, as Excel saves Unicode text"),
        ("Klientų sąrašas 2026-11-01;;;\n;;;\nKodas;Pavadinimas;PVM kodas;El. paštas\nK1;UAB „Šiaurės vėjas“;LT100001234;info@vejas.example\n;;;Iš viso: 1\n", "utf-8",
         "a title above, a total beneath"),
        ('Kodas;Pavadinimas;PVM kodas;El. paštas\nK1;"UAB „Šiaurės vėjas“";LT100001234;info@vejas.example', "utf-8", "quoted, and no end to the last line"),
    ],
)  # fmt: skip
def test_a_table_is_read_as_programs_write_it(tmp_path: Path, text: str, encoding: str, reason: str) -> None:
    """Letters, cells and titles are found out."""
    (tmp_path / "c.csv").write_bytes(text.encode(encoding))
    expected = {"code": "K1", "name": "UAB „Šiaurės vėjas“", "vat": "LT100001234", "emails": "info@vejas.example"}
    assert _rows(tmp_path / "c.csv", "customers") == {"K1": expected}, reason


def test_a_russian_table_in_its_old_code_page(tmp_path: Path) -> None:
    """cp1251 has no label; the words tell. The title of the sums tells their currency."""
    text = "Номер;Дата;Контрагент;Сумма (руб.);Дата оплаты\nСч-15;05.11.2026;ООО «Северный ветер»;12 500,00;\n"
    (tmp_path / "i.csv").write_bytes(text.encode("cp1251"))
    [(number, row)] = _rows(tmp_path / "i.csv", "invoices").items()
    assert (number, row["date"], row["customer"], str(row["amount"]), row["currency"]) == ("Сч-15", "2026-11-05", "ООО «Северный ветер»", "12500.00", "RUB")


def test_columns_can_be_named_or_numbered(tmp_path: Path) -> None:
    """Where a program calls them otherwise; those left out are still known by their usual titles."""
    (tmp_path / "a.csv").write_text("Nr;Kas;Kam;Įrengta\nS-1;Siurblys;Baltas;2026-11-02\n", encoding="utf-8")
    rows = _rows(tmp_path / "a.csv", "assets", columns={"serial": 1, "product": "Kas", "customer": "KAM"})
    assert rows == {"S-1": {"serial": "S-1", "product": "Siurblys", "customer": "Baltas", "installed_on": "2026-11-02"}}


def test_an_order_of_several_lines_has_a_row_for_each(tmp_path: Path) -> None:
    """Its number stands in each."""
    (tmp_path / "o.csv").write_text("No,Product,Amount\n7,Pump,100\n7,Valve,20\n8,Pipe,5\n", encoding="utf-8")
    rows = _rows(tmp_path / "o.csv", "orders", currency="GBP")
    assert {i: (r["product"], r["currency"]) for i, r in rows.items()} == {"7": ("Pump", "GBP"), "7#2": ("Valve", "GBP"), "8": ("Pipe", "GBP")}


def test_a_month_first_table_is_told_by_one_of_its_days(tmp_path: Path) -> None:
    """And all its days are read so."""
    (tmp_path / "i.csv").write_text("Invoice,Date,Due\n1,11/05/2026,11/25/2026\n", encoding="utf-8")
    assert _rows(tmp_path / "i.csv", "invoices") == {"1": {"number": "1", "date": "2026-11-05", "due": "2026-11-25"}}


def test_changed_and_vanished_rows_are_told(tmp_path: Path) -> None:
    """The whole file is written anew; only what differs comes."""
    world = Export(tmp_path / "export")
    for name in ("A", "B", "C"):
        world.add(name)
    store = Store()
    store.run(world.open())
    world.rows["B"] = "B;2026-11-02;Baltas;99\r\n"
    world.remove("C")
    changes = store.run(world.open())
    assert [c.remote_id for c in changes if isinstance(c, Fetched)] == ["B"] and sorted(store.items) == ["A", "B"]


def test_a_row_without_its_number_is_told_as_broken(tmp_path: Path) -> None:
    """The rows beside it come; asked for again it says the same."""
    world = Export(tmp_path / "export")
    world.add("A")
    world.damage("B")
    harvester = world.open()
    changes = [c for page in harvester.pages(the_collection(harvester), None) for c in page.changes]
    [broken] = [c for c in changes if isinstance(c, Broken)]
    assert "number" in broken.reason and list(world.open().fetch(the_collection(harvester), [broken.remote_id])) == [broken]


@pytest.mark.parametrize(
    ("text", "columns", "message", "reason"),
    [
        ("Alfa;Beta\n1;2\n", {}, "columns", "no column that could be the number"),
        ("Numeris;Data\n1;2026-11-02\n", {"customer": "Pirkėjas X"}, "Pirkėjas X", "a column that is named and not there"),
        (None, {}, "is not there", "no file"),
    ],
)
def test_a_table_that_cannot_be_read_says_what_to_do(tmp_path: Path, text: str | None, columns: dict[str, str], message: str, reason: str) -> None:
    """The source fails; nothing is taken for gone."""
    if text is not None:
        (tmp_path / "o.csv").write_text(text, encoding="utf-8")
    harvester = tables.open_harvester(tables.TablesOptions(path="o.csv", kind="orders", columns=dict(columns)), tmp_path, "")
    with pytest.raises(SourceError, match=message):
        list(harvester.pages(the_collection(harvester), None))


def test_a_field_the_table_does_not_have_is_refused(tmp_path: Path) -> None:
    """`check` tells it."""
    with pytest.raises(ConfigError, match="orders have no vat"):
        tables.open_harvester(tables.TablesOptions(path="o.csv", kind="orders", columns={"vat": "PVM"}), tmp_path, "")


@pytest.mark.slow
def test_a_large_table_is_read_in_time(tmp_path: Path) -> None:
    """Thousands of rows in a pass; an unchanged one is not even opened."""
    (tmp_path / "o.csv").write_text("Numeris;Data;Klientas;Suma\n" + "".join(f"N{n};2026-11-02;Klientas {n};12,5\n" for n in range(20_000)), encoding="utf-8")
    rest(tmp_path / "o.csv")
    harvester = tables.open_harvester(tables.TablesOptions(path="o.csv", kind="orders"), tmp_path, "")
    store = Store()
    assert len(store.run(harvester)) == 20_000
    (tmp_path / "o.csv").chmod(0)
    assert store.run(harvester) == []


def test_a_row_that_cannot_be_read_is_broken_and_those_beside_it_come(tmp_path: Path) -> None:
    """A cell without measure is told of by its row, not passed over."""
    path = tmp_path / "orders.csv"
    path.write_text(HEADING + f"A1;2026-11-02;Baltas;12,50\nA2;2026-11-02;{'x' * 140_000};12,50\nA3;2026-11-02;Baltas;12,50\n", "utf-8")
    rest(path)
    store = Store()
    changes = store.run(tables.open_harvester(tables.TablesOptions(path=path.name, kind="orders"), tmp_path, ""))
    assert [c.reason[:6] for c in changes if isinstance(c, Broken)] == ["row 3:"]
    assert sorted(store.items) == ["A1", "A3"]
