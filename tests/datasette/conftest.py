"""The pages on the sample company, served in the process, without a browser, on a fixed day."""

from __future__ import annotations

import asyncio
import datetime as dt
import fcntl
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import httpx
import pytest
from datasette.app import Datasette

from syncd.config import load
from syncd.demo import write_company
from syncd.once import once
from syncd.serve import build
from syncd.world import open_world

TODAY = dt.date(2026, 11, 23)
NOW = "2026-11-23T12:00:00+02:00"


class Site:
    """Pages of one store: `site.get(path)` answers as a browser would get it, without following redirects."""

    def __init__(self, config_file: Path) -> None:
        self.config = load(config_file)
        self.open(build(self.config))

    def open(self, datasette: Datasette) -> None:
        """Serve by this instance: one application for all calls, where Datasette's own client makes one a call."""
        self.datasette = datasette
        asyncio.run(datasette.invoke_startup())
        self._app = httpx.ASGITransport(app=datasette.app())

    def get(self, path: str, **headers: str) -> Any:
        """The answer to a GET."""
        return asyncio.run(self._get(path, {name.replace("_", "-"): value for name, value in headers.items()}))

    async def _get(self, path: str, headers: dict[str, str]) -> httpx.Response:
        async with httpx.AsyncClient(transport=self._app, base_url="http://localhost", verify=False) as client:
            return await client.get(path, headers=headers)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of the store."""
        db = sqlite3.connect(self.config.store.path)
        try:
            return db.execute(sql, values).fetchall()
        finally:
            db.close()

    def one(self, sql: str, *values: object) -> Any:
        """The first value of the first row."""
        return self.rows(sql, *values)[0][0]


def copied(site: Site, folder: Path) -> Site:
    """The same company in a folder of its own, to be changed.

    The store is copied by SQLite: to close a plain file of it would drop this process's locks on it, and the next program that is done
    with the store would take its log away from under our connections. Source: sqlite.org/howtocorrupt.html §2.2.
    """
    shutil.copytree(site.config.folder, folder, ignore=shutil.ignore_patterns("history.db*"))
    kept, copy = sqlite3.connect(site.config.store.path), sqlite3.connect(folder / "history.db")
    try:
        kept.backup(copy)
    finally:
        kept.close()
        copy.close()
    return Site(folder / "config.toml")


def filled(config_file: Path) -> Site:
    """The site of a config after one pass."""
    harvested(config_file)
    return Site(config_file)


@pytest.fixture(autouse=True)
def the_day(no_settings_of_ours: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the pages stands still."""
    monkeypatch.setenv("SYNCD_NOW", NOW)


def harvested(config_file: Path) -> None:
    """Make one pass."""
    world = open_world(load(config_file), create=True, now=dt.datetime.fromisoformat(NOW).astimezone(dt.UTC))
    try:
        once(world)
    finally:
        world.close()


def sample(factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample company after one pass, made once for all workers of a run: to be copied, and opened by nobody."""
    alone = factory.getbasetemp()
    folder = (alone.parent if "PYTEST_XDIST_WORKER" in os.environ else alone) / "sample-company"
    with folder.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not folder.exists():
            part = folder.with_suffix(".part")
            write_company(part, TODAY)
            harvested(part / "config.toml")
            part.rename(folder)
    return folder


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The sample company, harvested once."""
    folder = tmp_path_factory.mktemp("site") / "company"
    shutil.copytree(sample(tmp_path_factory), folder)
    return Site(folder / "config.toml")
