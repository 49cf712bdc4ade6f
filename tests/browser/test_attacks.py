"""What strangers write does not run in a real browser: neither behind the content security policy nor without it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.datasette.hostile import PAYLOADS, fill
from tests.datasette.served import Served, served

from .conftest import Person

pytestmark = pytest.mark.slow

NOW = "2026-11-16T14:00:00+02:00"
TRAP = "for (const name of ['alert', 'confirm', 'prompt', 'print', 'msgbox', 'open']) Object.defineProperty(window, name, {value: () => { document.documentElement.dataset.caught = name; console.error('ran: ' + name) }})"


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Path]]:
    """The company in which every field holds attacks, served."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SYNCD_NOW", NOW)
        file = fill(tmp_path_factory.mktemp("attacked"), PAYLOADS)
    with served(file, now=NOW) as server:
        yield server, file.parent / "history.db"


@pytest.mark.parametrize("without_policy", [False, True])
def test_nothing_of_an_attack_runs(chromium: Any, attacked: tuple[Served, Path], without_policy: bool) -> None:
    """T01, T02, T03: on every kind of page, with what is open or has the focus, and after a moment."""
    server, store = attacked
    person = Person(chromium, server.url, "", bypass_csp=without_policy)
    person.context.add_init_script(TRAP)
    addresses = [*_addresses(store), *(f"/search?q={quote(''.join(PAYLOADS[at : at + 5]))[:180]}" for at in range(0, len(PAYLOADS), 25))]
    for address in addresses:
        person.go(address)
        person.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        person.page.mouse.move(200, 300)
        assert person.page.url.startswith(server.url), address
    person.close()
    assert len(addresses) > 40


def _addresses(store: Path) -> list[str]:
    import sqlite3

    db = sqlite3.connect(store)
    try:
        few = "SELECT '/' || kind || '/' || key FROM interaction WHERE kind = '{}' AND subject LIKE '%zq%' LIMIT 8"
        found = [path for kind in ("message", "meeting") for (path,) in db.execute(few.format(kind))]
        found += [path for (path,) in db.execute("SELECT '/customer/' || uuid FROM person WHERE name LIKE '%zq%' LIMIT 8")]
        found += [path for (path,) in db.execute("SELECT '/promise/' || key FROM promise LIMIT 8")]
    finally:
        db.close()
    kinds = ("/", "/customers", "/companies", "/promises", "/sources", "/calls", "/offers", "/complaints", "/breaches?older=1", "/handoffs", "/reports", "/review/people", "/review/promises", "/saved/q1", "/search?q=please")
    return [*found, *kinds, *(f"/history/{table}?_size=max" for table in ("interaction", "attachment", "person", "collection", "meeting", "order_", "customer_row"))]
