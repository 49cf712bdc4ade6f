"""Reads the contacts of one Google account. It has no verb that writes.

The place in them is Google's sync token, which only the last page of a listing gives and which holds for the parameters it
was given for. The labels of a contact are marks; a label that is called otherwise changes no contact, so their names are
kept beside the token, and everything is listed anew where one has changed. Notes are never asked for.
https://developers.google.com/people/v1/contacts
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from connectors.base import Broken, Change, Collection, Cursor, Fetched, Gone, Marks, Page
from connectors.files.listing import Size
from connectors.google.refusals import NotThere, Wrong
from connectors.polled import Polled
from syncd.core.derived import GOOGLE_CONTACT
from syncd.errors import CursorExpired, SourceError

if TYPE_CHECKING:
    from connectors.google.client import GoogleClient

Person = Mapping[str, Any]

_ALL: Final = "people/me/connections"
_TOLD: Final = {  # what is read of a person; the rest changes without meaning
    "names": "displayName,unstructuredName,familyName,givenName,middleName", "nicknames": "value", "emailAddresses": "value,type",
    "phoneNumbers": "value,canonicalForm,type", "birthdays": "date,text", "relations": "person,type", "events": "date,type",
    "organizations": "name,title,current,endDate", "addresses": "city,type", "urls": "value,type",
}  # fmt: skip
_MASK: Final = ",".join((*_TOLD, "memberships", "metadata"))
_PERSON: Final = ",".join(
    ("resourceName", "metadata(deleted,previousResourceNames)", "memberships/contactGroupMembership/contactGroupResourceName",
     *(f"{name}({inner},metadata/primary)" for name, inner in _TOLD.items()))
)  # fmt: skip
_SOURCE: Final = ["READ_SOURCE_TYPE_CONTACT"]  # what the account's owner wrote, not what the person shows of themselves
_EVERYBODY: Final = "contactGroups/myContacts"
_MOST_AT_ONCE: Final = 1000  # contacts in one answer, by Google's documentation
_MOST_BY_NAME: Final = 200
_NOT_FOUND: Final = 5  # google.rpc.Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A cursor: the token of the last complete listing (None: there was none), of the next page of the present one, and
    what the labels were called."""

    sync: str | None = None
    page: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)

    def cursor(self) -> Cursor:
        """As JSON."""
        return {"sync": self.sync, "page": self.page, "labels": dict(self.labels)}


class _Calls(NamedTuple):
    """The parts of the API in the library's words."""

    people: Any
    connections: Any
    groups: Any


def _calls(service: Any) -> _Calls:
    people = service.people()
    return _Calls(people, people.connections(), service.contactGroups())


def _read_place(cursor: Cursor | None) -> Place:
    if cursor is None:
        return Place()
    sync, page, labels = cursor.get("sync"), cursor.get("page"), cursor.get("labels")
    tokens = [token for token in (sync, page) if token is not None]
    if not tokens or not all(isinstance(token, str) for token in tokens) or not isinstance(labels, dict):
        raise CursorExpired("the place in these contacts cannot be read; list everything again")
    return Place(sync=cursor["sync"], page=cursor["page"], labels=labels)  # type: ignore[arg-type]  # as asked above


class ContactsHarvester(Polled["GoogleClient"]):
    """The address book of one account."""

    def __init__(self, client: GoogleClient, size: Size | None = None) -> None:
        super().__init__(client)
        self._size = size or Size(items=500)

    def collections(self) -> Iterable[Collection]:
        """The one address book there is."""
        self._client.check_account()
        return [Collection(id=_ALL, name="Contacts", role="contacts")]

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        """What changed since `cursor`; of a listing of everything the last page says who is there."""
        place = _read_place(cursor)
        labels = self._labels()
        if renamed := sorted(name for label, name in place.labels.items() if labels.get(label, name) != name):
            raise CursorExpired(f'the label "{renamed[0]}" has another name now; all contacts are listed again')
        went_on, self._is_paused = place.page is not None, False
        given: set[str] = set()
        while not self._is_paused:
            reply = self._page(place)
            people = reply.get("connections", ())
            changes = tuple(change for person in people for change in _changes(person, labels))
            given.update(change.remote_id for change in changes if not isinstance(change, Gone))
            if following := reply.get("nextPageToken"):
                place = Place(sync=place.sync, page=following, labels=labels)
                yield Page(changes, place.cursor(), total=reply.get("totalItems"))
                continue
            token = reply.get("nextSyncToken")
            if not token:
                raise SourceError("Google gave no sync token for the contacts; they are asked for again")
            following_place = Place(sync=token, labels=labels)
            if changes or following_place != place:
                whole = None if place.sync is not None else self._there() if went_on else frozenset(given)
                yield Page(changes, following_place.cursor(), total=reply.get("totalItems"), complete=whole)
            return

    def fetch(self, collection: Collection, remote_ids: Iterable[str]) -> Iterator[Change]:
        """Single contacts by resource name."""
        asked = list(dict.fromkeys(remote_ids))
        labels = self._labels()
        for start in range(0, len(asked), _MOST_BY_NAME):
            batch = asked[start : start + _MOST_BY_NAME]
            found = self._by_name([name for name in batch if name.startswith("people/")])
            for name in batch:
                yield _answered(name, found[name], labels) if name in found else Gone(name)

    @property
    def _calls(self) -> _Calls:
        return _calls(self._client.service)

    def _by_name(self, names: list[str]) -> dict[str, Mapping[str, Any]]:
        """What is answered for each name (PersonResponse)."""
        if not names:
            return {}
        reply = self._client.call(
            self._calls.people.getBatchGet(
                resourceNames=names, personFields=_MASK, sources=_SOURCE, fields=f"responses(requestedResourceName,status(code,message),person({_PERSON}))"
            )
        )
        return {one["requestedResourceName"]: one for one in reply.get("responses", ())}

    def _page(self, place: Place) -> Person:
        """One page of a listing. Raises CursorExpired where Google no longer knows the place (400, EXPIRED_SYNC_TOKEN)."""
        try:
            return self._list(_MASK, _PERSON, self._size.items, requestSyncToken=True, syncToken=place.sync, pageToken=place.page)
        except (Wrong, NotThere) as error:
            if place.sync is None and place.page is None:
                raise
            raise CursorExpired(f"Google no longer knows our place in the contacts ({error}); everything is listed again") from error

    def _list(self, mask: str, fields: str, most: int, **tokens: str | bool | None) -> Person:
        """Always with the same parameters beside the tokens: they hold for those alone."""
        return self._client.call(
            self._calls.connections.list(
                resourceName="people/me", personFields=mask, sources=_SOURCE, pageSize=most,
                fields=f"nextPageToken,nextSyncToken,totalItems,connections({fields})", **tokens,
            )
        )  # fmt: skip

    def _there(self) -> frozenset[str]:
        """Who is there, by name alone."""
        found: set[str] = set()
        token: str | None = None
        while True:
            reply = self._list("metadata", "resourceName", _MOST_AT_ONCE, pageToken=token)
            found.update(person["resourceName"] for person in reply.get("connections", ()))
            token = reply.get("nextPageToken")
            if not token:
                return frozenset(found)

    def _labels(self) -> dict[str, str]:
        """What the labels are called, by resource name; without the one that every contact has."""
        found: dict[str, str] = {}
        token: str | None = None
        while True:
            reply = self._client.call(
                self._calls.groups.list(
                    pageSize=_MOST_AT_ONCE, groupFields="name", pageToken=token, fields="nextPageToken,contactGroups(resourceName,name)"
                )
            )
            found |= {group["resourceName"]: group.get("name", "") for group in reply.get("contactGroups", ())}
            token = reply.get("nextPageToken")
            if not token:
                found.pop(_EVERYBODY, None)
                return found


def _changes(person: Person, labels: Mapping[str, str]) -> Iterator[Change]:
    """What there is to tell of a contact in a listing. One that has another resource name now is gone under the old one."""
    name, metadata = person["resourceName"], person.get("metadata", {})
    for before in metadata.get("previousResourceNames", ()):
        if before != name:
            yield Gone(before)
    yield Gone(name) if metadata.get("deleted") else _fetched(name, person, labels)


def _answered(name: str, answer: Mapping[str, Any], labels: Mapping[str, str]) -> Change:
    """A contact asked for by name. Only what Google says is not there is gone."""
    if "person" in answer:
        return _fetched(name, answer["person"], labels)
    status = answer.get("status") or {}
    if status.get("code") in (None, 0, _NOT_FOUND):
        return Gone(name)
    return Broken(name, f"Google did not give this contact ({status['code']})")


def _fetched(name: str, person: Person, labels: Mapping[str, str]) -> Fetched:
    raw = _raw(person)
    groups = [m.get("contactGroupMembership", {}).get("contactGroupResourceName", "") for m in person.get("memberships", ())]
    return Fetched(name, raw, GOOGLE_CONTACT, Marks(labels=tuple(sorted(labels[g] for g in groups if g in labels)), size=len(raw)))


def _raw(person: Person) -> bytes:
    """As JSON that is equal where the content is equal."""
    told = {name: person[name] for name in ("resourceName", *_TOLD) if name in person}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8", "replace")
