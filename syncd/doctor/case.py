"""What the checks look at, and what they find."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from connectors import registry
from connectors.rights import Rights
from syncd.config import Config, Source
from syncd.errors import SyncdError
from syncd.store.db import Store, glance
from syncd.store.raw import RawFolder

_NAMED = 3  # sources that are named, the rest is counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something to be put right: `code` is a word for programs, `where` a file or sources, `remedy` the command or setting."""

    code: str
    where: str
    text: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Key:
    """A source whose key can be looked at."""

    source: Source
    rights: Rights


@dataclass(frozen=True, slots=True, eq=False)
class Door:
    """What one key opens: the sources that sign in as the same, to the same of their mailboxes."""

    keys: tuple[Key, ...]

    @property
    def rights(self) -> Rights:
        """Those of the key."""
        return self.keys[0].rights

    @property
    def listed(self) -> frozenset[str]:
        """The mailboxes that the config names."""
        return frozenset(key.rights.mailbox for key in self.keys)

    @property
    def where(self) -> str:
        """The sources, by name."""
        return sources_named(key.source.name for key in self.keys)


@dataclass(kw_only=True)
class Case:
    """A config as it is examined. `tries`: addresses of mailboxes that nobody should open, canonical."""

    config: Config
    now: dt.datetime
    tries: tuple[str, ...] = ()
    broken: dict[str, SyncdError] = field(default_factory=dict)
    """Sources whose key cannot be looked at, with why."""
    unreadable: str = ""
    """Why the store cannot be read."""

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """The sources whose key can be looked at."""
        return tuple(key for source in self.config.sources if (key := self._key(source)))

    @cached_property
    def doors(self) -> tuple[Door, ...]:
        """What the keys open, each once."""
        found: dict[object, list[Key]] = {}
        for key in self.keys:
            found.setdefault((key.rights.identity, key.rights.service), []).append(key)
        return tuple(Door(tuple(keys)) for keys in found.values())

    @cached_property
    def shut(self) -> Mapping[Door, SyncdError]:
        """The doors that do not open for a mailbox of the config either, with why. A consent is not tried: that would renew what its file holds."""
        return {door: error for door in self.doors if not door.rights.consent and (error := _error(door))}

    @cached_property
    def opened(self) -> Store | None:
        """The store for a look, None where there is none or it cannot be read: `unreadable` says why."""
        path = self.config.store.path
        if not path.exists():
            return None
        store = glance(path)
        try:
            store.db.execute("SELECT value FROM meta LIMIT 1").fetchone()
        except sqlite3.DatabaseError as error:
            self.unreadable = str(error)
            store.close()
            return None
        return store

    @cached_property
    def raw(self) -> RawFolder:
        """The originals, for a look."""
        return RawFolder(self.config.store.path.parent / "raw", read_only=True)

    def close(self) -> None:
        """Close what was opened."""
        if self.opened:
            self.opened.close()
        self.raw.close()

    def _key(self, source: Source) -> Key | None:
        assert source.settings is not None
        try:
            known = registry.rights(source.connector, source.settings, base=self.config.folder)
        except SyncdError as error:
            self.broken[source.name] = error
            return None
        return Key(source, known) if known else None


def sources_named(names: Iterable[str]) -> str:
    """Some sources in few words."""
    listed = list(names)
    more = f" and {len(listed) - _NAMED} more" if len(listed) > _NAMED else ""
    return f"source{'s' if len(listed) > 1 else ''} {', '.join(listed[:_NAMED])}{more}"


def _error(door: Door) -> SyncdError | None:
    try:
        door.rights.open(door.rights.mailbox)
    except SyncdError as error:
        return error
    return None
