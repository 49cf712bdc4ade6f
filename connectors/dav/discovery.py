"""Finds a person's calendars or address books on a WebDAV server, from whatever address the config names.

From the server's root, a principal, a home or one single collection (RFC 6764 section 6, RFC 4791 section 6.2.1, RFC
5397). What was found is kept for the life of the process, with the connection: a pass with nothing new is then one request.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from connectors.base import CollectionRole
from connectors.dav.client import Account, DavClient
from connectors.dav.xml import CALDAV, CARDDAV, DAV, SERVER, Answer, Multistatus, propfind
from syncd.errors import AuthFailed, Busy, SourceError

FOLDER = "syncd-promises"  # the last step of the address of the calendar we make: it stays ours when a person renames it
_PRINCIPAL = DAV + "current-user-principal"
_TYPE, _NAME = DAV + "resourcetype", DAV + "displayname"
_TOKEN, _CTAG = DAV + "sync-token", SERVER + "getctag"
_COMPONENTS = CALDAV + "supported-calendar-component-set"
_PRIVILEGES = DAV + "current-user-privilege-set"
_MAY_WRITE = frozenset(DAV + name for name in ("all", "write", "write-content", "bind"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What differs between CalDAV and CardDAV."""

    home: str  # the property that names the homes
    resource: str  # inside resourcetype
    data: str
    multiget: str
    well_known: str
    media_type: str
    role: CollectionRole
    begin: bytes  # what an item of it must hold


CALENDARS = Kind(
    home=CALDAV + "calendar-home-set", resource=CALDAV + "calendar", data=CALDAV + "calendar-data", multiget=CALDAV + "calendar-multiget",
    well_known="/.well-known/caldav", media_type="text/calendar", role="calendar", begin=b"BEGIN:VEVENT",
)  # fmt: skip
ADDRESS_BOOKS = Kind(
    home=CARDDAV + "addressbook-home-set", resource=CARDDAV + "addressbook", data=CARDDAV + "address-data", multiget=CARDDAV + "addressbook-multiget",
    well_known="/.well-known/carddav", media_type="text/vcard", role="contacts", begin=b"BEGIN:VCARD",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A calendar or address book as the server lists it. `token` and `ctag` are of the moment of listing, '' where the
    server has none; `components` are the kinds of entry it takes (empty: any)."""

    path: str
    name: str
    token: str = ""
    ctag: str = ""
    components: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """Its name, else the last step of its address."""
        return self.name or self.step

    @property
    def step(self) -> str:
        """The last step of its address."""
        return self.path.rstrip("/").rpartition("/")[2]

    def is_called(self, wanted: str) -> bool:
        """Whether the config means this one, by name or by address."""
        return wanted in (self.name, self.step) or self.path.rstrip("/") == _as_path(wanted)

    def keeps(self, reminders: str) -> bool:
        """Whether our reminders are kept in this one: it is called so, or we made it."""
        return self.is_called(reminders) or self.step == FOLDER


class Session:
    """One account: its connection and where its collections of one kind are."""

    def __init__(self, client: DavClient, kind: Kind) -> None:
        self.client = client
        self.kind = kind
        self._homes: tuple[str, ...] = ()
        self._single = ""  # the one collection the config's address names

    def collections(self) -> tuple[Found, ...]:
        """All collections, or the one the address of the config names; one request once it is known where they are."""
        self.homes()
        return (self.collection(self._single),) if self._single else self.in_homes()

    def in_homes(self) -> tuple[Found, ...]:
        """All collections in the person's homes. Raises SourceError unless every home can be listed."""
        try:
            listed = [self._ask(home, self._listed, "1") for home in self.homes()]
        except SourceError as error:
            if not isinstance(error, AuthFailed | Busy):
                self._homes = ()  # the server may have moved them: look again in the next pass
            raise
        found = [one for status, at in listed for answer in status.answers if (one := self._found(answer, at))]
        return tuple({one.path: one for one in found}.values())

    def collection(self, path: str) -> Found:
        """One collection as it is now."""
        status, at = self._ask(path, self._listed)
        found = next((one for answer in status.answers if (one := self._found(answer, at))), None)
        if found is None:
            raise SourceError(f"there is no {self.kind.role} at {self.client.origin}{path}; correct `url`")
        return found

    def may_write(self, path: str) -> bool | None:
        """Whether the signed-in person may put something in there (RFC 3744 section 5.4); None: the server does not tell."""
        status, _ = self._ask(path, (_PRIVILEGES,))
        told = _about(status).props.get(_PRIVILEGES)
        return None if told is None else any(e.tag in _MAY_WRITE for e in told.iter())

    def homes(self) -> tuple[str, ...]:
        """Where the collections are; empty where the server has no homes and the address names a single collection."""
        if not self._homes and not self._single:
            self._discover()
        return self._homes

    @property
    def _listed(self) -> tuple[str, ...]:
        names = (_TYPE, _NAME, _TOKEN, _CTAG)
        return (*names, _COMPONENTS) if self.kind is CALENDARS else names

    def _discover(self) -> None:
        at = self.client.path
        if at == "/":
            self._homes = self._from_root()
            return
        status, came_from = self._ask(at, (_TYPE, self.kind.home, _PRINCIPAL))
        here = _about(status)
        if here.holds(_TYPE, self.kind.resource):
            self._single = came_from
            self._homes = self._paths(here, self.kind.home, came_from) or self._homes_of(self._paths(here, _PRINCIPAL, came_from))
            return
        self._homes = self._paths(here, self.kind.home, came_from)
        if not self._homes:
            listed, below = self._ask(came_from, self._listed, "1")
            is_home = any(self._found(answer, below) for answer in listed.answers)
            self._homes = (below,) if is_home else self._homes_of(self._paths(here, _PRINCIPAL, came_from))
        if not self._homes:
            raise SourceError(f"no {self.kind.role} is found from {self.client.origin}{at}; write the address of one, or of the folder they are in, as `url`")

    def _from_root(self) -> tuple[str, ...]:
        """From the address that is well known, else from the root itself (RFC 6764 section 5)."""
        refused: SourceError | None = None
        for start in (self.kind.well_known, "/"):
            try:
                status, at = self._ask(start, (_PRINCIPAL, self.kind.home))
            except (AuthFailed, Busy):
                raise
            except SourceError as error:
                refused = refused or error
                continue
            here = _about(status)
            homes = self._paths(here, self.kind.home, at) or self._homes_of(self._paths(here, _PRINCIPAL, at))
            if homes:
                return homes
        raise refused or SourceError(f"{self.client.origin} does not say where your {self.kind.role} is; write the full address as `url`")

    def _homes_of(self, principals: Iterable[str]) -> tuple[str, ...]:
        """The homes the person's own resource names."""
        for principal in principals:
            status, at = self._ask(principal, (self.kind.home,))
            return self._paths(_about(status), self.kind.home, at)
        return ()

    def _ask(self, path: str, names: tuple[str, ...], depth: str = "0") -> tuple[Multistatus, str]:
        return self.client.multistatus("PROPFIND", path, propfind(names), depth)

    def _paths(self, answer: Answer, name: str, at: str) -> tuple[str, ...]:
        return tuple(self.client.path_of(href, at) for href in answer.hrefs(name))

    def _found(self, answer: Answer, at: str) -> Found | None:
        """A collection of our kind, or None for whatever else is listed."""
        if not answer.holds(_TYPE, self.kind.resource):
            return None
        named = answer.props.get(_COMPONENTS)
        return Found(
            path=self.client.path_of(answer.href, at).rstrip("/") + "/", name=" ".join(answer.text(_NAME).split()), token=answer.text(_TOKEN), ctag=answer.text(_CTAG),
            components=frozenset(e.get("name", "").upper() for e in named.iter(CALDAV + "comp")) if named is not None else frozenset(),
        )  # fmt: skip


@lru_cache(maxsize=4096)
def session(account: Account, kind: Kind) -> Session:
    """The session of an account, the same one as long as the process lives: its connection stays open between passes."""
    return Session(_client(account), kind)


@lru_cache(maxsize=4096)
def _client(account: Account) -> DavClient:
    return DavClient(account)


def _about(status: Multistatus) -> Answer:
    """What is said of the resource that was asked; nothing where nothing is."""
    return status.answers[0] if status.answers else Answer("", 404)


def _as_path(wanted: str) -> str:
    """The path of an address in the config, without the slash at its end."""
    return "/" + wanted.split("://", 1)[-1].partition("/")[2].rstrip("/") if "://" in wanted else wanted.rstrip("/")
