"""Contacts as the People API shows them: persons with fields, groups of them, and a number for every change.

`people_…` and `contactGroups_…` are the methods of the API; the verbs above them are what the person does at another
program. As at Google a sync token holds for the parameters it was given for and for those alone, only the last page of a
listing has one, and a renamed group changes no person.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.google.calls import Call, Refusal

FIELDS = frozenset(
    "addresses ageRanges biographies birthdays calendarUrls clientData coverPhotos emailAddresses events externalIds genders imClients interests locales "
    "locations memberships metadata miscKeywords names nicknames occupations organizations phoneNumbers photos relations sipAddresses skills urls "
    "userDefined".split()
)
GROUP_FIELDS = frozenset("clientData groupType memberCount metadata name".split())
MY_CONTACTS = "contactGroups/myContacts"
_SYSTEM = {
    MY_CONTACTS: "myContacts",
    "contactGroups/starred": "starred",
    "contactGroups/friends": "friends",
    "contactGroups/family": "family",
}
_MOST = 1000  # of one listing
_MOST_GOT = 200  # by name, in one call
_NOT_FOUND = 5  # google.rpc.Code
_EXPIRED = "Sync token is expired. Clear local cache and retry call without the sync token."


@dataclass
class Contact:
    """One person; `order` is when they were added, `change` the number of the last change."""

    name: str
    order: int
    fields: dict[str, Any]
    change: int = 0
    is_deleted: bool = False
    before: list[str] = field(default_factory=list)
    """Resource names it had."""

    @property
    def etag(self) -> str:
        return f"%EgUBAgM{self.order:04d}{self.change:06d}"


@dataclass(frozen=True)
class _Token:
    """What stands behind an opaque token: the parameters it holds for, since when and up to which change, and the last one given."""

    parameters: str
    since: int | None
    upto: int
    at: int = 0


class Contacts:
    """The address book of one account."""

    def __init__(self, account: Any) -> None:
        self._account = account
        self._people: dict[str, Contact] = {}
        self._groups: dict[str, str] = {}
        self._tokens: dict[str, _Token] = {}
        self._forgotten: set[str] = set()
        self._now = 0
        self._count = itertools.count(1)
        self.full_listings: int | None = None
        """How many listings of everything may still be begun; None: as many as one likes."""

    # ── what the person does ──

    def add(self, **fields: Any) -> str:
        """A new contact with these fields of a `Person`; its resource name."""
        with self._account.lock:
            number = next(self._count)
            name = f"people/c{0x5A3C000000000000 + number * 7919}"
            self._people[name] = Contact(name, number, {"memberships": [_member(MY_CONTACTS)], **deepcopy(fields)})
            self._touch(name)
            return name

    def change(self, name: str, **fields: Any) -> None:
        """Other values; a field of None goes."""
        with self._account.lock:
            contact = self._people[name]
            contact.fields = {k: v for k, v in {**contact.fields, **deepcopy(fields)}.items() if v is not None}
            self._touch(name)

    def touch(self, name: str) -> None:
        """Something changes that nobody asks for, a photo: the contact is told of again."""
        with self._account.lock:
            self._touch(name)

    def delete(self, name: str) -> None:
        """Take it away."""
        with self._account.lock:
            contact = self._people[name]
            contact.is_deleted, contact.fields = True, {}
            self._touch(name)

    def move(self, name: str) -> str:
        """A verified address links the contact with a profile: from now on it has another resource name."""
        with self._account.lock:
            contact = self._people.pop(name)
            contact.before.append(name)
            contact.name = f"{name}9"
            self._people[contact.name] = contact
            self._touch(contact.name)
            return contact.name

    def make_group(self, name: str) -> str:
        """A label; its resource name."""
        with self._account.lock:
            group = f"contactGroups/{0x2A1B + len(self._groups):x}"
            self._groups[group] = name
            return group

    def rename_group(self, group: str, name: str) -> None:
        """Call a label otherwise. No contact changes."""
        with self._account.lock:
            self._groups[group] = name

    def put(self, name: str, *groups: str) -> None:
        """The labels a contact has."""
        self.change(name, memberships=[_member(g) for g in (MY_CONTACTS, *groups)])

    def forget_tokens(self) -> None:
        """Seven days have passed."""
        with self._account.lock:
            self._forgotten.update(self._tokens)

    def names(self) -> list[str]:
        """The contacts there are."""
        with self._account.lock:
            return [c.name for c in self._people.values() if not c.is_deleted]

    def person(self, name: str) -> dict[str, Any]:
        """A contact with all its fields."""
        with self._account.lock:
            return _person(self._people[name], FIELDS, tells_names=False)

    def state(self) -> object:
        """All there is, to compare before and after."""
        with self._account.lock:
            return {c.name: (deepcopy(c.fields), c.change, c.is_deleted) for c in self._people.values()}, dict(self._groups)

    def _touch(self, name: str) -> None:
        self._now += 1
        self._people[name].change = self._now

    # ── the API ──

    def people_connections_list(self, call: Call) -> dict[str, Any]:
        asked = call.params
        if asked["resourceName"] != "people/me":
            raise _wrong("Resource name must be people/me.")
        mask = _mask(asked, "personFields", FIELDS)
        most = _size(asked, 100)
        if asked.get("sortOrder") and (asked.get("requestSyncToken") or asked.get("syncToken")):
            raise _wrong("sortOrder cannot be combined with a sync token.")
        place = self._place(asked)
        found = self._listed(place)
        answer: dict[str, Any] = {}
        if given := [_person(c, mask, tells_names=place.since is not None) for c in found[:most]]:
            answer["connections"] = given
        if place.since is None:
            answer["totalItems"] = answer["totalPeople"] = sum(not c.is_deleted for c in self._people.values())
        if len(found) > most:
            last = found[most - 1]
            at = last.order if place.since is None else last.change
            answer["nextPageToken"] = self._token("page", _Token(place.parameters, place.since, place.upto, at))
        elif asked.get("requestSyncToken"):
            answer["nextSyncToken"] = self._token("sync", _Token(place.parameters, place.upto, place.upto))
        return answer

    def people_getBatchGet(self, call: Call) -> dict[str, Any]:
        mask = _mask(call.params, "personFields", FIELDS)
        names = call.params.get("resourceNames") or []
        if not 1 <= len(names) <= _MOST_GOT:
            raise _wrong(f"resourceNames must be 1 to {_MOST_GOT}.")
        if bad := [n for n in names if not n.startswith("people/") or n.count("/") != 1]:
            raise _wrong(f"Resource name is invalid: {bad[0]}")
        return {"responses": [self._response(name, mask) for name in sorted(set(names))]}  # in an order of its own

    def contactGroups_list(self, call: Call) -> dict[str, Any]:
        mask = _mask(call.params, "groupFields", GROUP_FIELDS, usual="groupType,memberCount,metadata,name")
        if call.params.get("syncToken"):
            raise _wrong("This fake gives no sync tokens for groups.")
        every = [(g, n, "SYSTEM_CONTACT_GROUP") for g, n in _SYSTEM.items()] + [
            (g, n, "USER_CONTACT_GROUP") for g, n in self._groups.items()
        ]
        most, token = _size(call.params, 30), call.params.get("pageToken", "0")
        if not token.isdecimal():
            raise _wrong("Page token is invalid.")
        start = int(token)
        answer: dict[str, Any] = {"contactGroups": [_group(*one, mask) for one in every[start : start + most]], "totalItems": len(every)}
        if start + most < len(every):
            answer["nextPageToken"] = str(start + most)
        return answer

    def _response(self, name: str, mask: frozenset[str]) -> dict[str, Any]:
        contact = self._people.get(name)
        if contact is None or contact.is_deleted:
            status = {"code": _NOT_FOUND, "message": "Requested entity was not found."}
            return {"requestedResourceName": name, "httpStatusCode": 404, "status": status}
        return {"requestedResourceName": name, "httpStatusCode": 200, "person": _person(contact, mask, tells_names=False)}

    def _listed(self, place: _Token) -> list[Contact]:
        """What comes after a place: of a listing of everything the contacts in order, else the changed ones in theirs."""
        if place.since is None:
            return sorted((c for c in self._people.values() if not c.is_deleted and c.order > place.at), key=lambda c: c.order)
        return sorted((c for c in self._people.values() if c.change > max(place.since, place.at)), key=lambda c: c.change)

    def _place(self, asked: Mapping[str, Any]) -> _Token:
        """Where a call stands: at the place of its page token, of its sync token, or at the beginning of everything."""
        parameters = json.dumps({k: v for k, v in asked.items() if k not in ("pageToken", "syncToken")}, sort_keys=True)
        sync, page = asked.get("syncToken"), asked.get("pageToken")
        since = self._known(sync, parameters) if sync else None
        if page:
            place = self._known(page, parameters)
            if (place.since is None) != (since is None) or (since and place.since != since.since):
                raise _wrong("The page token was given for another listing.")
            return place
        if since:
            return _Token(parameters, since.since, self._now)
        if self.full_listings is not None:
            if not self.full_listings:
                raise Refusal(
                    429, "rateLimitExceeded", "Quota exceeded for quota metric 'Full sync'", domain="usageLimits", word="RESOURCE_EXHAUSTED"
                )
            self.full_listings -= 1
        return _Token(parameters, None, self._now)

    def _known(self, token: str, parameters: str) -> _Token:
        if token not in self._tokens:
            raise _wrong("The token is invalid.")
        if token in self._forgotten:
            info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "EXPIRED_SYNC_TOKEN", "domain": "people.googleapis.com"}
            raise Refusal(400, "failedPrecondition", _EXPIRED, word="FAILED_PRECONDITION", details=[info])
        if self._tokens[token].parameters != parameters:
            raise _wrong("Request parameters must match the ones of the call that gave the token.")
        return self._tokens[token]

    def _token(self, kind: str, place: _Token) -> str:
        token = f"{kind}-{len(self._tokens)}=="
        self._tokens[token] = place
        return token


def _member(group: str) -> dict[str, Any]:
    return {"contactGroupMembership": {"contactGroupId": group.partition("/")[2], "contactGroupResourceName": group}}


def _person(contact: Contact, mask: frozenset[str], *, tells_names: bool) -> dict[str, Any]:
    """A contact with the fields of the mask. The source of each of them is told with it, and which one is the first."""
    source = {"type": "CONTACT", "id": f"{contact.order:x}"}
    person: dict[str, Any] = {"resourceName": contact.name, "etag": contact.etag}
    metadata: dict[str, Any] = {
        "sources": [{**source, "etag": f"#{contact.change}", "updateTime": f"2026-03-02T07:00:{contact.change % 60:02}Z"}]
    }
    if contact.is_deleted:
        metadata["deleted"] = True
    if tells_names and contact.before:
        metadata["previousResourceNames"] = list(contact.before)
    if "metadata" in mask or contact.is_deleted:
        person["metadata"] = {**metadata, "objectType": "PERSON"}
    for name in sorted(mask & contact.fields.keys()):
        values = [
            {**deepcopy(value), "metadata": {"source": source, **deepcopy(value.get("metadata", {}))}} for value in contact.fields[name]
        ]
        if values and not any("primary" in value["metadata"] for value in values) and name != "memberships":
            values[0]["metadata"]["primary"] = True
        person[name] = values
    return person


def _group(group: str, name: str, kind: str, mask: frozenset[str]) -> dict[str, Any]:
    shown = {"groupType": {"groupType": kind}, "name": {"name": name, "formattedName": name}, "memberCount": {"memberCount": 1}}
    return {"resourceName": group, "etag": "x", **{k: v for field_ in sorted(mask) for k, v in shown.get(field_, {}).items()}}


def _mask(asked: Mapping[str, Any], name: str, known: frozenset[str], usual: str = "") -> frozenset[str]:
    mask = frozenset(filter(None, (asked.get(name) or usual).split(",")))
    if not mask:
        raise _wrong(f"{name} mask is required. Please specify one or more valid paths.")
    if unknown := mask - known:
        raise _wrong(f'Invalid {name} mask path: "{min(unknown)}".')
    return mask


def _size(asked: Mapping[str, Any], usual: int) -> int:
    size = int(asked.get("pageSize") or usual)
    if not 1 <= size <= _MOST:
        raise _wrong(f"pageSize must be 1 to {_MOST}.")
    return size


def _wrong(text: str) -> Refusal:
    return Refusal(400, "badRequest", text, word="INVALID_ARGUMENT")
