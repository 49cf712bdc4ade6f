"""Chromium from the system on the sample company as `syncd serve` serves it: one browser, one server and one store for all tests.

What the browser complains of fails a test: an error in the console, what the content security policy stopped, a request to another host.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.datasette.conftest import TODAY, harvested, sample
from tests.datasette.served import Served, served

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install -e '.[test]'): NO page was tried in a browser")

CHROMIUM = "/usr/bin/chromium"
AXE = Path(__file__).parents[2] / ".venv/peers/axe/node_modules/axe-core/axe.min.js"


@dataclass(slots=True)
class Company:
    """The sample company as it is served to whom a proxy names."""

    server: Served
    folder: Path
    complaints: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it is served."""
        return self.server.url

    def one(self, sql: str) -> Any:
        """The first value of the first row of a query."""
        import sqlite3

        db = sqlite3.connect((self.folder / "history.db").as_uri() + "?mode=ro", uri=True)
        try:
            return db.execute(sql).fetchone()[0]
        finally:
            db.close()


def make_company(folder: Path, harvest: Path | None = None) -> Path:
    """The sample company harvested on a fixed day; served to whom the header X-Remote-User names, Sergej being its administrator. Its config.

    `harvest`: the folder of one that was harvested; it is copied.
    """
    from syncd.demo import write_company

    if harvest:
        shutil.copytree(harvest, folder)
    else:
        write_company(folder, TODAY)
    file = folder / "config.toml"
    text = file.read_text("utf-8")
    text, changed = re.subn(r'(email = "sergej@klimatas\.example"\n)', r'\1role = "admin"\n', text)
    assert changed == 1 and "[web]" not in text
    file.write_text(text + '\n[web]\nauth = "proxy"\nproxy_header = "X-Remote-User"\n', "utf-8")
    harvested(file)
    return file


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """The company, served."""
    file = make_company(tmp_path_factory.mktemp("browser") / "company", sample(tmp_path_factory))
    with served(file) as server:
        yield Company(server, file.parent)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    """The browser; where there is none that is said. It ends with the tests of this folder: while it is there, its event loop runs in this thread."""
    if not os.access(CHROMIUM, os.X_OK):
        pytest.skip("chromium is missing (apt-get install chromium): NO page was tried in a browser")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Person:
    """Somebody at a browser of their own: `page` is its window, `complaints` what the browser found wrong."""

    def __init__(self, chromium: Any, url: str, address: str, *, locale: str = "en", width: int = 1280, scheme: str = "light", **more: Any) -> None:
        headers = {"X-Remote-User": address} if address else {}
        self.context = chromium.new_context(viewport={"width": width, "height": 900}, locale=locale, color_scheme=scheme, extra_http_headers=headers, reduced_motion="reduce", **more)
        self.url, self.complaints = url, []
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("console", lambda m: self.complaints.append(f"{m.type}: {m.text} at {self.page.url}") if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{error} at {self.page.url}"))
        self.page.on("request", lambda r: self.complaints.append(f"asked for {r.url}") if urlsplit(r.url).netloc not in (urlsplit(url).netloc, "") and not r.url.startswith(("data:", "blob:")) else None)

    def go(self, path: str) -> Any:
        """Open an address."""
        return self.page.goto(self.url + path)

    def close(self) -> None:
        """Close the window; nothing was complained of."""
        self.context.close()
        assert self.complaints == []

    @property
    def overflows(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.fixture
def person(chromium: Any, company: Company) -> Iterator[Any]:
    """`person(address, …)`: somebody at a browser; at the end of the test all windows are closed, and nobody's browser has complained."""
    there: list[Person] = []

    def come(address: str, **how: Any) -> Person:
        there.append(Person(chromium, company.url, address, **how))
        return there[-1]

    yield come
    for one in there:
        one.close()


@pytest.fixture
def axe() -> str:
    """The text of axe-core; where it is missing that is said."""
    if not AXE.is_file():
        pytest.skip(f"axe-core is missing (make peers, with npm): whether everybody can use the pages was NOT tried ({shutil.which('npm') or 'no npm'})")
    return AXE.read_text("utf-8")
