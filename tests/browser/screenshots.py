"""Pictures of every page for a person to look at: python -m tests.browser.screenshots FOLDER [PAGE …]

The sample company is made and served for each role; each page is taken at 1280 and 400 pixels:
FOLDER/en/manager/start-1280.png, FOLDER/lt/staff/card-400-dark.png … Of a long page the top is taken.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.datasette.served import served

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    sys.exit("playwright is missing: pip install -e '.[test]'")

from .conftest import CHROMIUM, Person, make_company
from .pages import ADMIN_PAGES, pages, rarer, staff_pages

LOCALES, WIDTHS, SCHEMES = {"en": "en-GB", "lt": "lt-LT", "ru": "ru-RU"}, (1280, 400), ("light", "dark")
_REFUSED = re.compile(r"status of 4\d\d")  # some of the pages are pictures of a refusal
TALLEST = 4000  # pixels: what is below looks like what is above


@dataclass(frozen=True)
class Role:
    """Whose pages: who looks (nobody signs in first), and which pages there are on a store."""

    address: str
    pages: Callable[[Path], Mapping[str, str]]


ROLES = {
    "manager": Role("jonas@klimatas.example", lambda store: pages(store) | rarer(store)),
    "staff": Role("ieva@klimatas.example", staff_pages),
    "admin": Role("sergej@klimatas.example", lambda _: ADMIN_PAGES),
    "nobody": Role("", lambda _: {"sign-in": "/-/login"}),
}


def main() -> None:
    """Take the pictures, and say what was written."""
    told = _told()
    if not os.access(CHROMIUM, os.X_OK):
        sys.exit(f"{CHROMIUM} is missing: apt-get install chromium")
    written = 0
    with company(told.company) as file, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name in told.role or ROLES:
            with served(_signing_in(file) if name == "nobody" else file) as server:
                chosen = {page: path for page, path in ROLES[name].pages(file.with_name("history.db")).items() if page in told.pages or not told.pages}
                for language in told.language or LOCALES:
                    written += take(browser, server.url, ROLES[name].address, language, chosen, told.folder / language / name, SCHEMES if told.dark else SCHEMES[:1])
        browser.close()
    print(f"{written} pictures are in {told.folder}/")


def _told() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="python -m tests.browser.screenshots", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path, help="is made if it is not there")
    asked.add_argument("pages", nargs="*", help="short names as in the names of the pictures; all without")
    asked.add_argument("--language", action="append", choices=list(LOCALES), help="this language only; may be repeated")
    asked.add_argument("--role", action="append", choices=list(ROLES), help="the pages of this role only; may be repeated")
    asked.add_argument("--dark", action="store_true", help="each page by night, too")
    asked.add_argument("--company", type=Path, metavar="DIR", help="a company that is there, its config.toml with auth = proxy; else the sample is made anew")
    return asked.parse_args()


@contextmanager
def company(folder: Path | None) -> Iterator[Path]:
    """The config of the company the pictures are of."""
    if folder is not None:
        yield folder / "config.toml"
        return
    with tempfile.TemporaryDirectory() as scratch:
        yield make_company(Path(scratch) / "company")


def _signing_in(file: Path) -> Path:
    """A config of the same company where people sign in by password; nobody has one."""
    users = file.with_name("users")
    users.touch(mode=0o600)
    users.write_text("# nobody yet\n", "utf-8")
    other = file.with_name("signing-in.toml")
    other.write_text(file.read_text("utf-8").replace('auth = "proxy"', f'auth = "passwords"\nusers_file = "{users}"').replace("proxy_header", "#proxy_header"), "utf-8")
    return other


def take(browser: Any, url: str, address: str, language: str, chosen: Mapping[str, str], folder: Path, schemes: tuple[str, ...]) -> int:
    """Each page once in each width and scheme; the number of pictures."""
    if not chosen:
        return 0
    folder.mkdir(parents=True, exist_ok=True)
    person = Person(browser, url, address, locale=LOCALES[language], width=WIDTHS[0])
    for name, path in chosen.items():
        person.go(path)
        for width in WIDTHS:
            person.page.set_viewport_size({"width": width, "height": 900})
            for scheme in schemes:
                person.page.emulate_media(color_scheme=scheme)
                height = min(TALLEST, person.page.evaluate("document.documentElement.scrollHeight"))
                target = folder / f"{name}-{width}{'' if scheme == 'light' else '-dark'}.png"
                person.page.screenshot(path=target, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
            if person.overflows:
                print(f"{language} {name} is {person.overflows} pixels wider than {width}")
        person.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    person.context.close()
    for complaint in person.complaints:
        if not _REFUSED.search(complaint):
            print(complaint)
    return len(chosen) * len(WIDTHS) * len(schemes)


if __name__ == "__main__":
    main()
