"""Reads the contacts of one Microsoft 365 mailbox, folder by folder. It has no verb that writes.

A folder's delta query says which contacts were touched; what each is now is asked for, with the properties that Graph has no fields for.
Notes are never asked for.
https://learn.microsoft.com/graph/api/contact-delta
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from connectors.base import Broken, Change, Collection, Cursor, Fetched, Gone, Marks, Page
from connectors.files.listing import Size
from connectors.graph.client import GraphClient
from connectors.graph.listing import entries, extended, is_nothing, listed, onwards, plain, query, values
from connectors.graph.mail_messages import SENSITIVITIES
from connectors.graph.mail_place import merged
from connectors.graph.resync import TURNS, Turns
from connectors.polled import Polled
from connectors.refusals import NoLonger, NotThere, Refused, Wrong
from syncd.core.derived import GRAPH_CONTACT
from syncd.core.graph.contacts import SENSITIVITY, WEDDING
from syncd.errors import CursorExpired, SourceError

_DEFAULT: Final = "contacts"  # it is not in the list of folders
_TOLD: Final = (  # what is read of a contact; the rest changes without meaning
    "id", "displayName", "fileAs", "givenName", "middleName", "surname", "nickName", "companyName", "jobTitle", "profession", "assistantName",
    "emailAddresses", "mobilePhone", "businessPhones", "homePhones", "homeAddress", "businessAddress", "otherAddress", "businessHomePage", "birthday",
    "spouseName", "children", "categories",
)  # fmt: skip
_CONTACT: Final = query(select=",".join(_TOLD), expand=extended(SENSITIVITY, WEDDING))
_IDS: Final[Mapping[str, str | int]] = {"$select": "id"}
_ALL_IDS: Final[Mapping[str, str | int]] = {"$select": "id", "$top": 1000}
_FOLDERS: Final[Mapping[str, str | int]] = {"$select": "displayName", "$top": 100}
_RENEWED: Final = 86_400.0  # seconds: a link grows old though nothing changes, for Graph promises no lifetime


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A cursor. `more`: the list goes on at `link`. `whole`: it is one of everything. `at`: when the link was given, in seconds since 1970."""

    link: str
    more: bool
    whole: bool
    at: float

    def cursor(self) -> Cursor:
        """As JSON."""
        return {"link": self.link, "more": self.more, "whole": self.whole, "at": self.at}


def _read_place(cursor: Cursor) -> Place:
    try:
        return msgspec.convert(dict(cursor), Place)
    except msgspec.ValidationError as error:
        raise CursorExpired("the place in these contacts cannot be read; everything is listed again") from error


class GraphContactsHarvester(Polled[GraphClient]):
    """The address book of one mailbox."""

    def __init__(self, client: GraphClient, *, size: Size | None = None, turns: Turns = TURNS, now: Callable[[], float] = time.time) -> None:
        super().__init__(client)
        self._turns, self._now = turns, now
        self._size = size or Size(items=200)

    def collections(self) -> Iterable[Collection]:
        """The folders of contacts, however deep."""
        found = [Collection(id=_DEFAULT, name="Contacts", role="contacts")]
        level = [Collection(id=str(one["id"]), name=_name(one), role="contacts") for one in listed(self._client, "contactFolders", _FOLDERS)]
        while level:
            found += level
            level = [
                Collection(id=str(one["id"]), name=f"{above.name}/{_name(one)}", role="contacts")
                for above in level
                for one in listed(self._client, f"contactFolders/{plain(above.id)}/childFolders", _FOLDERS)
            ]
        return list({one.id: one for one in found}.values())

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        """What changed since `cursor`; of a listing of everything the last page says who is there."""
        self._is_paused = False
        place = Place(link="", more=True, whole=True, at=0.0) if cursor is None else _read_place(cursor)
        went_on, given = cursor is not None, set[str]()
        is_last = False
        while not is_last and not self._is_paused:
            answer = self._delta(collection, place)
            before, told = place, merged(entries(answer))
            link, is_last = onwards(answer, place.link)
            changes = tuple(self._changes(told))
            given.update(change.remote_id for change in changes if not isinstance(change, Gone))
            given.difference_update(change.remote_id for change in changes if isinstance(change, Gone))
            place = Place(link=link, more=not is_last, whole=before.whole and not is_last, at=self._now())
            if before.whole and is_last:
                yield Page(changes, place.cursor(), complete=self._there(collection) if went_on else frozenset(given))
            elif changes or before.more != place.more or not 0 <= place.at - before.at < _RENEWED:
                yield Page(changes, place.cursor())

    def fetch(self, collection: Collection, remote_ids: Iterable[str]) -> Iterator[Change]:
        """Single contacts by id."""
        return self._now_are(list(dict.fromkeys(remote_ids)))

    def _changes(self, touched: Sequence[Mapping[str, Any]]) -> Iterator[Change]:
        yield from (Gone(str(one["id"])) for one in touched if "@removed" in one)
        yield from self._now_are([str(one["id"]) for one in touched if "@removed" not in one])

    def _now_are(self, ids: Sequence[str]) -> Iterator[Change]:
        """What contacts are now: Fetched, Broken or Gone for each."""
        answers = self._client.batch({id_: f"contacts/{plain(id_)}?{_CONTACT}" for id_ in ids}) if ids else {}
        for id_, answer in answers.items():
            if isinstance(answer, Refused):
                yield Gone(id_) if is_nothing(answer) else Broken(id_, str(answer))
            elif isinstance(answer, dict):
                yield _fetched(id_, answer)

    def _delta(self, collection: Collection, place: Place) -> dict[str, Any]:
        """One answer of the delta query. Raises CursorExpired where Graph no longer knows the place, Busy where it is not its turn (F55)."""
        where = place.link or f"{_within(collection)}/delta"
        try:
            return self._client.get(where, None if place.link else _IDS, {"Prefer": f"odata.maxpagesize={self._size.items}"})
        except NoLonger as error:
            raise self._turns.forgotten(self._client.mailbox, error) from error
        except (NotThere, Wrong) as error:
            if place.link and (isinstance(error, Wrong) or collection.id == _DEFAULT):  # that folder is always there: it has another id now
                raise CursorExpired(f"Microsoft no longer knows our place in {collection.name}; everything is listed again") from error
            raise SourceError(f"{collection.name} of {self._client.mailbox} cannot be read any more ({error}); what was read of it stays") from error

    def _there(self, collection: Collection) -> frozenset[str]:
        """The ids of all that is in a folder."""
        return frozenset(str(one["id"]) for one in listed(self._client, _within(collection), _ALL_IDS))


def _within(collection: Collection) -> str:
    return _DEFAULT if collection.id == _DEFAULT else f"contactFolders/{plain(collection.id)}/contacts"


def _name(folder: Mapping[str, Any]) -> str:
    return str(folder.get("displayName") or folder["id"])


def _fetched(id_: str, contact: Mapping[str, Any]) -> Fetched:
    """As JSON that is equal where the content is equal."""
    told: dict[str, Any] = {name: contact[name] for name in _TOLD if contact.get(name)}
    if more := contact.get("singleValueExtendedProperties"):
        told["singleValueExtendedProperties"] = more
    raw = json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8", "replace")
    sensitivity = SENSITIVITIES.get(values(contact).get(SENSITIVITY.lower(), ""), "")
    labels = tuple(sorted(str(one) for one in contact.get("categories") or ()))
    return Fetched(id_, raw, GRAPH_CONTACT, Marks(labels=labels, size=len(raw), sensitivity=sensitivity))
