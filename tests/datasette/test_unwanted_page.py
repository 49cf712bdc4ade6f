"""The page of who is not to be contacted, with more wishes than one page holds."""

from __future__ import annotations

import re

import pytest

from datasette_plugins import unwanted
from syncd.store.db import connect

from .conftest import Site, copied

NUMBER = "+37060000001"


@pytest.fixture(scope="module")
def site(demo: Site, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The sample company with three pages of wishes, some said on one day; the number of one is two people's."""
    site = copied(demo, tmp_path_factory.mktemp("unwanted") / "company")
    store = connect(site.config.store.path)
    with store.write() as db:
        wishes = [(f"p{n}@x.example", channel, f"2026-01-{1 + n % 28:02}T09:00:00Z") for n in range(70) for channel in ("call", "mail")]
        db.executemany("INSERT INTO no_contact VALUES (?, ?, '', ?, NULL, '')", [*wishes, (NUMBER, "call", "2026-01-14T09:00:00Z")])
        db.execute("INSERT INTO no_contact VALUES ('over@x.example', 'any', '', '2025-01-01T09:00:00Z', '2025-02-01', '')")
        db.execute("INSERT INTO identifier SELECT 'phone', ?, id, 'signature', 0 FROM person ORDER BY id LIMIT 2", (NUMBER,))
    store.close()
    return site


@pytest.mark.slow
def test_every_wish_stands_on_one_page(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Page by page, the latest first; what is proposed stands on the first alone, and a wish is never parted."""
    monkeypatch.setattr(unwanted, "PAGE", 47)
    path, pages = "/no-contact", []
    while path:
        pages.append(site.get(path, accept_language="en").text)
        path = next(iter(re.findall(r'rel="next" href="([^"]+)"', pages[-1])), "").replace("&amp;", "&")
        assert len(pages) < 9
    standing = [page.partition('id="stands"')[2] for page in pages]
    found = [re.findall(r"p\d+@x\.example", page) for page in standing]
    assert sorted(a for page in found for a in page) == sorted(f"p{n}@x.example" for n in range(70) for _ in "cm")
    people = [name for (name,) in site.rows("SELECT name FROM person ORDER BY id LIMIT 2")]
    assert [sum(name in page for page in standing) for name in people] == [1, 1]
    assert [('id="proposed"' in page) for page in pages] == [True, *[False] * (len(pages) - 1)]
    assert "over@x.example" not in "".join(pages)


@pytest.mark.parametrize("after", ["x", "~", "~~~", "9~a", "2026-01-14T09:00:00Z~p13@x.example~nothing"])
def test_an_address_that_was_changed_by_hand_shows_a_page(site: Site, after: str) -> None:
    assert site.get(f"/no-contact?after={after}").status_code == 200
