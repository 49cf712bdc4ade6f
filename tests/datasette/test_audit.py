"""Each look at a person is written down before it is shown, and nothing of what was looked at. (P13)"""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from datasette_plugins import audit
from syncd.store.audit import Look, broken_links, note
from syncd.store.db import connect
from syncd.store.raw import RawFolder
from syncd.store.verify import verify

from .conftest import Site
from .test_pages import ONA
from .test_rights import MANAGER, STAFF, example, site  # noqa: F401

PROMISE = "SELECT key FROM promise WHERE promiser = 'dalia@klimatas.example' ORDER BY key LIMIT 1"
MESSAGE = "SELECT i.key FROM interaction i JOIN party y ON y.interaction_id = i.id WHERE y.address = 'dalia@klimatas.example' AND i.kind = 'message' AND i.direction <> 'internal' ORDER BY i.key LIMIT 1"


def rows(site: Site) -> list[tuple[str, str, str]]:  # noqa: F811
    """Who, what, whom: in order."""
    return site.rows("SELECT actor, what, subject FROM audit ORDER BY seq")


def looked(site: Site, path: str, actor: str) -> list[tuple[str, str, str]]:  # noqa: F811
    """What a page adds."""
    before = len(rows(site))
    assert site.get(path, x_remote_user=actor).status_code == 200, path
    return rows(site)[before:]


@pytest.mark.slow
def test_a_look_says_who_at_what_and_whom(site: Site) -> None:  # noqa: F811
    """By the person's own id, and by keys; a search and a table without their words."""
    ona, message, promise = site.one(ONA), site.one(MESSAGE), site.one(PROMISE)
    with_whom = [u for (u,) in site.rows("SELECT DISTINCT n.uuid FROM contact c JOIN person n ON n.id = c.person_id JOIN interaction i ON i.id = c.interaction_id "
                                         "WHERE i.key = ? ORDER BY n.uuid", message)]  # fmt: skip
    assert looked(site, f"/customer/{ona}", MANAGER) == [(MANAGER, "customer", ona)]
    assert looked(site, f"/message/{message}", STAFF) == [(STAFF, f"message {message}", u) for u in with_whom]
    assert {(actor, what) for actor, what, _ in looked(site, f"/promise/{promise}", STAFF)} == {(STAFF, f"promise {promise}")}
    assert looked(site, "/search?q=secretword", STAFF) == [(STAFF, "search", "")]
    assert looked(site, "/history/person.json?name__contains=secretword", MANAGER) == [(MANAGER, "table person", "")]
    assert looked(site, "/history.json?sql=select+'secretword'", MANAGER) == [(MANAGER, "sql", "")]
    assert not [row for row in rows(site) if "secretword" in "".join(row)]


@pytest.mark.slow
def test_a_card_is_a_look_and_a_refusal_is_none(site: Site) -> None:  # noqa: F811
    """What was not shown was not seen."""
    cards = [u for (u,) in site.rows("SELECT uuid FROM person") if "short card" in site.get(f"/customer/{u}", x_remote_user=STAFF, accept_language="en").text]
    assert looked(site, f"/customer/{cards[0]}", STAFF) == [(STAFF, "card", cards[0])]
    before = len(rows(site))
    for path in ("/history/person", "/sources", f"/customer/{cards[0]}/looks"):
        assert site.get(path, x_remote_user=STAFF).status_code == 403
    assert len(rows(site)) == before


@pytest.mark.slow
def test_every_page_of_a_customer_or_an_item_leaves_a_look(site: Site) -> None:  # noqa: F811
    """Whoever adds a page that shows one says so in `looked`."""
    names = {"person": site.one(ONA), "message": site.one(MESSAGE)}
    company = site.one("SELECT o.uuid FROM person n JOIN organisation o ON o.id = n.organisation_id WHERE n.name LIKE ?", "Ona Kaz%")
    meeting, promise = site.one("SELECT key FROM interaction WHERE kind = 'meeting' LIMIT 1"), site.one(PROMISE)
    silent, shown = [], 0
    for pattern, _ in site.datasette._routes():
        if not re.search(r"\(\?P<(id|key)>", pattern.pattern) or pattern.pattern.endswith("/looks$"):
            continue
        path = example(pattern.pattern).format(**names)
        for one in {path, path.replace(names["person"], company), path.replace(names["message"], meeting), path.replace(names["message"], promise)}:
            before = len(rows(site))
            answer = site.get(one, x_remote_user=MANAGER)
            shown += answer.status_code == 200
            if answer.status_code == 200 and "text/html" in answer.headers["content-type"] and len(rows(site)) == before:
                silent.append(one)
    assert shown >= 5 and not silent


@pytest.mark.slow
def test_without_authentication_the_looker_is_this_machine(demo: Site) -> None:
    """Nobody has a name there."""
    before = len(rows(demo))
    assert demo.get(f"/customer/{demo.one(ONA)}").status_code == 200
    assert rows(demo)[before:] == [("local", "customer", demo.one(ONA))]


@pytest.fixture
def locked(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:  # noqa: F811
    """Somebody writes into the store and does not end."""
    monkeypatch.setattr(audit, "_PATIENCE", 0.2)
    db = sqlite3.connect(site.config.store.path, isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    yield
    db.execute("ROLLBACK")
    db.close()


@pytest.mark.slow
def test_what_cannot_be_written_down_is_not_shown(site: Site, locked: None) -> None:  # noqa: F811
    """In words, on pages and tables alike; lists that show nobody's history go on."""
    page = site.get(f"/customer/{site.one(ONA)}", x_remote_user=MANAGER, accept_language="en")
    assert page.status_code == 503 and "written down" in page.text and "Kazlausk" not in page.text
    table = site.get("/history/person.json", x_remote_user=MANAGER)
    assert table.status_code == 503 and "Kazlausk" not in table.text
    assert site.get("/promises", x_remote_user=MANAGER).status_code == 200


@pytest.mark.slow
def test_many_at_once_are_one_chain(site: Site) -> None:  # noqa: F811
    """Each has its row, and verify finds nothing."""
    ona = site.one(ONA)
    site.get(f"/customer/{ona}", x_remote_user=MANAGER)  # behind it no look that came too late is still to be written
    before = len(rows(site))

    async def all_at_once() -> list[int]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=site.datasette.app()), base_url="http://localhost", headers={"x-remote-user": MANAGER}) as client:
            return [answer.status_code for answer in await asyncio.gather(*(client.get(f"/customer/{ona}") for _ in range(20)))]

    assert asyncio.run(all_at_once()) == [200] * 20
    assert rows(site)[before:] == [(MANAGER, "customer", ona)] * 20
    store = connect(site.config.store.path)
    try:
        assert not list(broken_links(store.db))
    finally:
        store.close()


TAMPERED = [
    ("UPDATE audit SET actor = 'somebody' WHERE seq = 2", 2, "a row was changed"),
    ("DELETE FROM audit WHERE seq = 2", 3, "a row was taken out"),
]


@pytest.mark.parametrize(("change", "found", "reason"), TAMPERED)
def test_verify_finds_a_changed_row(tmp_path: Path, change: str, found: int, reason: str) -> None:
    """T39."""
    store = connect(tmp_path / "history.db", create=True)
    with store.write() as db:
        note(db, [Look("2026-11-23T10:00:00Z", "rasa@klimatas.example", "customer", str(n)) for n in range(4)])
    assert not list(broken_links(store.db))
    with store.write() as db:
        db.execute(change)
    assert [f.id for f in verify(store, RawFolder(store.raw_folder)) if f.id.startswith("audit/")] == [f"audit/{found}"], reason
    store.close()


@pytest.mark.slow
def test_managers_see_who_looked(site: Site) -> None:  # noqa: F811
    """The page of a person, the mails with them, and all of it for the company; newest first."""
    ona, message = site.one(ONA), site.one("SELECT i.key FROM contact c JOIN person n ON n.id = c.person_id JOIN interaction i ON i.id = c.interaction_id WHERE n.name = 'Ona Kazlauskienė' AND i.kind = 'message' LIMIT 1")
    company = site.one("SELECT o.uuid FROM person n JOIN organisation o ON o.id = n.organisation_id WHERE n.uuid = ?", ona)
    looked(site, f"/customer/{ona}", STAFF)
    looked(site, f"/message/{message}", MANAGER)
    for path in (f"/customer/{ona}/looks", f"/company/{company}/looks"):
        text = site.get(path, x_remote_user=MANAGER, accept_language="en").text
        assert text.index(f"/message/{message}") < text.index("the whole page") or "the short card" in text
        assert "Jonas" in text and "Dalia" in text
