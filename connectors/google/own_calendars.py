"""Which of an account's calendars is the one of our entries, and how it is made.

A calendar that this program made says so in its description, for which account and under which name of the config: so it
is known again when the person gives it another title, and another person's, shared with this one, is not taken for it.
One whose description was rewritten is known by its title, if this program may write there (with the scope
calendar.app.created it may only in calendars it made).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from connectors.google.refusals import LostAnswer, NotThere
from syncd.core import texts
from syncd.core.addresses import canonical
from syncd.errors import Forbidden, ReauthNeeded, SourceError

if TYPE_CHECKING:
    from connectors.google.client import GoogleClient

PRIMARY: Final = "primary"
_WRITERS: Final = frozenset({"owner", "writer"})  # a writer without access to what is private would not see our entries
_FIELDS: Final = "id,summary,description,accessRole,primary,deleted,dataOwner"

Entry = Mapping[str, Any]


class OwnCalendars:
    """The calendar of the config's `name` at one account; "primary" is the account's own."""

    def __init__(self, client: GoogleClient, name: str) -> None:
        self._client = client
        self.name = name
        self._mark = f"[syncd {client.account}: {name}]"
        self._was_lost = False

    @property
    def is_primary(self) -> bool:
        """Whether our entries are among the person's own events."""
        return self.name == PRIMARY

    def find(self) -> tuple[str, ...]:
        """The ids of the calendars of our entries: none where it is still to be made, two where it was made twice by accident."""
        if self.is_primary:
            return (PRIMARY,)
        listed = [one for one in self._listed() if not one.get("primary")]
        found = [one["id"] for one in listed if self._mark in str(one.get("description") or "")]
        found = found or [one["id"] for one in listed if self._is_called_so(one) and self._is_open(one["id"])]
        return tuple(sorted(found, key=lambda calendar: (self._is_empty(calendar), calendar)) if len(found) > 1 else found)

    def make(self, zone: dt.tzinfo | None) -> tuple[str, ...]:
        """Make the calendar that was not found just now, in the zone of its first entry."""
        if self._was_lost:
            raise SourceError(
                f'{self._client.account}: whether the calendar "{self.name}" was made is not known; it is looked for in the next pass'
            )
        body = {"summary": self.name, "description": f"{texts.about_calendar()}\n{self._mark}", "timeZone": getattr(zone, "key", None)}
        try:
            made = self._client.call(self._client.service.calendars().insert(body={key: value for key, value in body.items() if value}))
        except LostAnswer:
            self._was_lost = True
            found = self.find()
            if not found:
                raise
            return found
        return (str(made["id"]),)

    def is_there(self, calendar: str) -> bool:
        """Whether the account still has a calendar."""
        try:
            self._entry(calendar)
        except NotThere:
            return False
        return True

    def may_write(self, calendar: str) -> bool:
        """Whether the account's role in a calendar allows writing."""
        return self._entry(calendar).get("accessRole") in _WRITERS

    def readable(self) -> list[str]:
        """The ids of all calendars whose events this account may read."""
        return [str(one["id"]) for one in self._listed() if one.get("accessRole") in _WRITERS | {"reader"}]

    def _entry(self, calendar: str) -> Entry:
        return self._client.call(self._client.service.calendarList().get(calendarId=calendar, fields=_FIELDS))

    def _listed(self) -> Iterator[Entry]:
        """The calendars of the account's list, hidden ones too."""
        page: str | None = None
        while True:
            request = self._client.service.calendarList().list(
                showHidden=True, maxResults=250, pageToken=page, fields=f"nextPageToken,items({_FIELDS})"
            )
            answer = self._client.call(request)
            yield from (one for one in answer.get("items", ()) if not one.get("deleted"))
            page = answer.get("nextPageToken")
            if not page:
                return

    def _is_called_so(self, entry: Entry) -> bool:
        """Whether a calendar of the person has our name or id."""
        theirs = canonical(str(entry.get("dataOwner") or self._client.account)) == self._client.account
        return theirs and entry.get("accessRole") == "owner" and self.name in (entry["id"], entry.get("summary"))

    def _is_open(self, calendar: str) -> bool:
        """Whether the program may see to a calendar itself, beyond reading its events."""
        try:
            self._client.call(self._client.service.calendars().get(calendarId=calendar, fields="id"))
        except (NotThere, Forbidden, ReauthNeeded):  # the consent is for our own calendars; one that was withdrawn fails at the next call
            return False
        return True

    def _is_empty(self, calendar: str) -> bool:
        return not self._client.call(
            self._client.service.events().list(calendarId=calendar, maxResults=1, showDeleted=True, fields="items(id)")
        ).get("items")
