"""Pictures of every page for a person to look at: python -m tests.browser.screenshots FOLDER [PAGE …]

Wide and narrow, by day and (some) by night, in three languages: FOLDER/en/start-1280.png, FOLDER/lt/start-400-dark.png …
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.datasette.served import served

from .conftest import CHROMIUM, Person, make_company
from .pages import pages

MANAGER = "jonas@klimatas.example"
DARK = ("start", "customer", "promises", "message", "report-answers", "table")
TALLEST = 4000  # pixels: what is below looks like what is above


def main() -> None:
    """Make the sample company, serve it, and take the pictures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("pages", nargs="*", help="names of pages; all without")
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        file = make_company(Path(scratch) / "company")
        there = pages(file.with_name("history.db"))
        chosen = {name: there[name] for name in told.pages or there}
        with served(file) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for language in ("en", "lt", "ru"):
                folder = told.folder / language
                folder.mkdir(parents=True, exist_ok=True)
                for width in (1280, 400):
                    for scheme in ("light", "dark"):
                        person = Person(browser, server.url, MANAGER, locale=language, width=width, scheme=scheme)
                        for name, path in chosen.items() if scheme == "light" else [(n, p) for n, p in chosen.items() if n in DARK]:
                            person.go(path)
                            person.page.wait_for_load_state("networkidle")
                            height = min(TALLEST, person.page.evaluate("document.documentElement.scrollHeight"))
                            target = folder / f"{name}-{width}{'' if scheme == 'light' else '-dark'}.png"
                            person.page.screenshot(path=target, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
                        person.close()
            browser.close()
    print(f"The pictures are in {told.folder}")


if __name__ == "__main__":
    main()
