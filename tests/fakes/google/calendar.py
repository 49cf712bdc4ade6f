"""Google Calendar as the fake answers for it.

Strict where Google is: an own id is base32hex and never taken twice, not even after a deletion; a wrong entity tag is 412;
a sync token goes with no filter and only with the parameters of the listing it came from, stands for the beginning of that
listing, and is given on the last page alone.
"""

from __future__ import annotations

import base64
import copy
import datetime as dt
import json
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from tests.fakes.google.calendars_kept import ROLES, Calendar, Held, Person
from tests.fakes.google.calls import Call, Refusal
from tests.fakes.google.events import check, merged, occurrences, shown_instant, start_of

_SCOPE = "https://www.googleapis.com/auth/"
_FILTERS = ("iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty", "timeMax", "timeMin", "updatedMin")
_UNTOKENED = (
    "iCalUID",
    "orderBy",
    "privateExtendedProperty",
    "q",
    "sharedExtendedProperty",
    "updatedMin",
)  # a listing with these gives no sync token
_FREE = frozenset({"calendarId", "maxResults", "pageToken", "syncToken"})  # may differ from one page and one listing to the next
_SEES_CALENDARS = frozenset(
    _SCOPE + name for name in ("calendar", "calendar.readonly", "calendar.calendars", "calendar.calendars.readonly")
)
_WRITES_ALL = frozenset(
    _SCOPE + name for name in ("calendar", "calendar.events", "calendar.events.owned")
)  # calendar.app.created: only what the program made
_READ_ONLY = frozenset({"kind", "etag", "id", "htmlLink", "created", "updated", "creator", "iCalUID", "hangoutLink", "locked", "eventType"})


class Calendars(Person):
    """`google().account(address).calendars`."""

    # ── calendars ────────────────────────────────────────────────────────────────────────────────────────────────

    def calendars_insert(self, call: Call) -> dict[str, Any]:
        assert call.body is not None
        calendar_id = self.add(call.body["summary"], time_zone=call.body.get("timeZone") or "UTC")
        made = self._calendars[calendar_id]
        made.description, made.made_by_program = call.body.get("description") or "", True
        return self._calendar_resource(made)

    def calendars_get(self, call: Call) -> dict[str, Any]:
        where = self._where(call)
        if not where.made_by_program and not _SEES_CALENDARS & call.scopes:
            raise _not_found()
        return self._calendar_resource(where)

    def calendars_delete(self, call: Call) -> None:
        where = self._where(call, write=True)
        if where.primary:
            raise Refusal(400, "invalid", "Cannot delete primary calendar.")
        self.remove(where.id)

    def calendarList_get(self, call: Call) -> dict[str, Any]:
        return self._entry(self._where(call))

    def calendarList_list(self, call: Call) -> dict[str, Any]:
        asked = {k: v for k, v in call.params.items() if k not in _FREE}
        if "syncToken" in call.params and "minAccessRole" in call.params:
            raise Refusal(400, "invalid", "Sync token cannot be used with minAccessRole.")
        since, position, began = self._place(call, asked, "calendars", self._list_revision, self._list_forgotten)
        least = ROLES.index(call.params.get("minAccessRole", "none"))
        listed = [
            self._entry(c)
            for c in self._calendars.values()
            if c.listed_at > since and ROLES.index(c.role) >= least and (not c.gone or call.params.get("showDeleted") or since >= 0)
        ]
        size = min(call.params.get("maxResults", 100), 250, self.page)
        return self._page("calendar#calendarList", listed[position:], size, position, since, began, asked, "calendars")

    # ── events ───────────────────────────────────────────────────────────────────────────────────────────────────

    def events_list(self, call: Call) -> dict[str, Any]:
        where, params = self._where(call), call.params
        asked = {k: v for k, v in params.items() if k not in _FREE}
        if params.get("orderBy") == "startTime" and not params.get("singleEvents"):
            raise Refusal(400, "badRequest", "The requested ordering is not available for the particular query.")
        if "syncToken" in params:
            if wrong := [name for name in _FILTERS if name in params]:
                raise Refusal(400, "badRequest", f"Sync token cannot be used with {wrong[0]}.")
            if params.get("showDeleted") is False:
                raise Refusal(400, "badRequest", "Sync token cannot be used with showDeleted set to false.")
        since, position, began = self._place(call, asked, where.id, where.revision, where.forgotten)
        found = sorted(
            (h for h in where.all() if h.serial > position and h.revision > since and _fits(h.raw, params, where, since)),
            key=lambda h: h.serial,
        )
        items = [(h.serial, one) for h in found for one in (self._single(where, h.raw, params) if params.get("singleEvents") else [h.raw])]
        if params.get("orderBy") == "startTime":
            items.sort(key=lambda item: start_of(item[1]["start"], where.time_zone))
        size = max(1, min(params.get("maxResults", 250), 2500, self.page))
        page, rest = items[:size], items[size:]
        answer = {"kind": "calendar#events", "etag": f'"p{where.revision}"', "summary": where.summary, "description": where.description,
                  "timeZone": where.time_zone, "accessRole": where.role, "defaultReminders": [{"method": "popup", "minutes": 10}],
                  "items": [self._shown(where, raw, params) for _, raw in page]}  # fmt: skip
        assert not (rest and params.get("singleEvents")), "the fake gives single events on one page only"
        if rest:
            answer["nextPageToken"] = _token(where.id, "page", since, page[-1][0], began, asked)
        elif not any(name in asked for name in _UNTOKENED):
            answer["nextSyncToken"] = _token(where.id, "sync", began, 0, began, asked)
        return answer

    def events_get(self, call: Call) -> dict[str, Any]:
        where = self._where(call)
        return self._shown(where, self._found(where, call).raw, call.params)

    def events_instances(self, call: Call) -> dict[str, Any]:
        where = self._where(call)
        master = self._found(where, call).raw
        items = self._single(where, master, call.params) + [h.raw for h in where.all() if h.raw.get("recurringEventId") == master["id"]]
        items = [one for one in items if call.params.get("showDeleted") or one["status"] != "cancelled"]
        return {"kind": "calendar#events", "etag": f'"p{where.revision}"', "summary": where.summary, "timeZone": where.time_zone,
                "accessRole": where.role, "defaultReminders": [], "items": [self._shown(where, one, call.params) for one in items]}  # fmt: skip

    def events_insert(self, call: Call) -> dict[str, Any]:
        where = self._where(call, write=True)
        assert call.body is not None
        body = check(merged({}, call.body), where.time_zone, new=True)
        event_id = body.get("id") or self._new_id()
        if event_id in where.events:
            if not self.accepts_twice:
                raise Refusal(409, "duplicate", "The requested identifier already exists.")
            self.accepts_twice -= 1
        raw = {k: v for k, v in body.items() if k not in _READ_ONLY} | {"id": event_id}
        held = self._add(where, raw)
        self._notify(held.raw, call)
        return self._shown(where, held.raw)

    def events_patch(self, call: Call) -> dict[str, Any]:
        assert call.body is not None
        where = self._where(call, write=True)
        held = self._found(where, call)
        changes = {k: v for k, v in call.body.items() if k not in _READ_ONLY}
        return self._write(where, held, merged(held.raw, changes), call)

    def events_update(self, call: Call) -> dict[str, Any]:
        assert call.body is not None
        where = self._where(call, write=True)
        held = self._found(where, call)
        kept = {
            k: v for k, v in held.raw.items() if k in _READ_ONLY or k in ("organizer", "sequence", "recurringEventId", "originalStartTime")
        }
        new = {k: v for k, v in merged({}, call.body).items() if k not in _READ_ONLY}
        return self._write(where, held, {"status": "confirmed", **kept, **new}, call)

    def events_delete(self, call: Call) -> None:
        where = self._where(call, write=True)
        held = self._found(where, call)
        if held.raw["status"] == "cancelled":
            raise Refusal(410, "deleted", "Resource has been deleted")
        self._notify(held.raw, call)
        self._delete(where, held)

    def events_move(self, call: Call) -> dict[str, Any]:
        where = self._where(call, write=True)
        target = self._where(call, "destination", write=True)
        return self._shown(target, self._move(where, self._found(where, call), target).raw)

    # ── inside ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _where(self, call: Call, name: str = "calendarId", *, write: bool = False) -> Calendar:
        key = self.address if call.params[name] == "primary" else call.params[name]
        found = self._calendars.get(key)
        if found is None or found.gone or found.role == "none":
            raise _not_found()
        if write and ROLES.index(found.role) < ROLES.index("writerWithoutPrivateAccess"):
            raise Refusal(403, "requiredAccessLevel", "You need to have writer access to this calendar.", domain="calendar")
        if write and not found.made_by_program and not _WRITES_ALL & call.scopes:
            raise Refusal(403, "insufficientPermissions", "Request had insufficient authentication scopes.")
        return found

    def _found(self, where: Calendar, call: Call) -> Held:
        """The event a call names, if its condition holds."""
        if call.params["eventId"] not in where.events:
            raise _not_found()
        etag = call.headers.get("if-match", "*")
        held = self._held(where, call.params["eventId"], etag)
        if etag not in ("*", held.raw["etag"]):
            raise Refusal(412, "conditionNotMet", "Precondition Failed")
        return held

    def _write(self, where: Calendar, held: Held, raw: dict[str, Any], call: Call) -> dict[str, Any]:
        if call.body is not None and (call.body.get("sequence") or 0) < held.raw["sequence"] and "sequence" in call.body:
            raise Refusal(
                400,
                "invalid",
                "Invalid sequence value. The specified sequence number is below the current sequence number of the resource.",
            )
        self._notify({**raw, "attendees": [*(held.raw.get("attendees") or ()), *(raw.get("attendees") or ())]}, call)
        moved = any(raw.get(k) != held.raw.get(k) for k in ("start", "end", "recurrence"))
        held.raw = check(raw, where.time_zone, new=False) | {"sequence": raw.get("sequence", 0) + (1 if moved else 0)}
        self._changed(where, held)
        return self._shown(where, held.raw)

    def _notify(self, raw: Mapping[str, Any], call: Call) -> None:
        if call.params.get("sendUpdates", "") != "none":
            self.notified += [(str(raw["id"]), one.get("email", "")) for one in raw.get("attendees") or ()]

    def _single(self, where: Calendar, raw: Mapping[str, Any], params: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The occurrences of a series that are no exceptions; another event as it is."""
        if "recurrence" not in raw:
            return [dict(raw)]
        own = {h.raw["id"] for h in where.all() if h.raw.get("recurringEventId") == raw["id"]}
        return [one for one in occurrences(raw, where.time_zone, params.get("timeMin"), params.get("timeMax")) if one["id"] not in own]

    def _shown(self, where: Calendar, raw: Mapping[str, Any], params: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """An event as this account is told of it."""
        known = {"kind": "calendar#event", "etag": raw["etag"], "id": raw["id"], "status": raw["status"]}
        if raw["status"] == "cancelled" and "recurringEventId" in raw:
            return known | {k: raw[k] for k in ("recurringEventId", "originalStartTime")}
        if raw["status"] == "cancelled" and self.bare_tombstones:
            return known
        shown = copy.deepcopy(dict(raw)) | known | {"htmlLink": f"https://www.google.com/calendar/event?eid={raw['id']}"}
        if where.role == "freeBusyReader" or (where.role == "reader" and raw.get("visibility") in ("private", "confidential")):
            shown = {k: v for k, v in shown.items() if k in ("kind", "etag", "id", "status", "start", "end", "iCalUID", "created", "updated", "recurrence",
                                                            "recurringEventId", "originalStartTime", "eventType", "transparency")} | {"visibility": "private"}  # fmt: skip
        if params and len(shown.get("attendees", ())) > params.get("maxAttendees", 1_000_000):
            shown |= {"attendees": [one for one in shown["attendees"] if one.get("self")], "attendeesOmitted": True}
        for name in ("start", "end", "originalStartTime"):
            if name in shown:
                shown[name] = shown_instant(shown[name], where.time_zone)
        return shown

    def _entry(self, where: Calendar) -> dict[str, Any]:
        entry = {"kind": "calendar#calendarListEntry", "etag": f'"l{where.listed_at}"', "id": where.id, "summary": where.summary,
                 "description": where.description, "timeZone": where.time_zone, "accessRole": where.role, "selected": True,
                 "defaultReminders": [], "colorId": "14", "backgroundColor": "#9fe1e7", "foregroundColor": "#000000"}  # fmt: skip
        if where.gone:
            return {k: entry[k] for k in ("kind", "etag", "id")} | {"deleted": True}
        return entry | ({"primary": True} if where.primary else {"dataOwner": where.owner})

    def _calendar_resource(self, where: Calendar) -> dict[str, Any]:
        whole = {
            "kind": "calendar#calendar",
            "etag": f'"c{where.revision}"',
            "id": where.id,
            "summary": where.summary,
            "timeZone": where.time_zone,
        }
        return (
            whole
            | ({"description": where.description} if where.description else {})
            | ({} if where.primary else {"dataOwner": where.owner})
        )

    def _place(self, call: Call, asked: Mapping[str, Any], place: str, revision: int, forgotten: int) -> tuple[int, int, int]:
        """Where a listing goes on: changes after which revision, items after which position, and the revision at which it began."""
        text, kind = call.params.get("pageToken"), "page"
        if text is None:
            text, kind = call.params.get("syncToken"), "sync"
        if text is None:
            return -1, 0, revision
        try:
            told = json.loads(base64.urlsafe_b64decode(text))
        except ValueError:
            told = {}
        if told.get("place") != place or told.get("kind") != kind:
            raise Refusal(400, "invalid", f"Invalid {kind} token value.")
        if told["began"] < forgotten:
            raise Refusal(410, "fullSyncRequired", "Sync token is no longer valid, a full sync is required.", domain="calendar")
        if told["asked"] != dict(asked):
            raise Refusal(400, "invalid", f"The parameters are not those the {kind} token was given for.")
        return told["since"], told["position"], told["began"] if kind == "page" else revision

    def _page(
        self, kind: str, items: list[dict[str, Any]], size: int, position: int, since: int, began: int, asked: Mapping[str, Any], place: str
    ) -> dict[str, Any]:
        answer: dict[str, Any] = {"kind": kind, "etag": f'"p{began}"', "items": items[:size]}
        if len(items) > size:
            answer["nextPageToken"] = _token(place, "page", since, position + size, began, asked)
        else:
            answer["nextSyncToken"] = _token(place, "sync", began, 0, began, asked)
        return answer


def _not_found() -> Refusal:
    return Refusal(404, "notFound", "Not Found")


def _token(place: str, kind: str, since: int, position: int, began: int, asked: Mapping[str, Any]) -> str:
    told = {"place": place, "kind": kind, "since": since, "position": position, "began": began, "asked": dict(asked)}
    return base64.urlsafe_b64encode(json.dumps(told, sort_keys=True).encode()).decode()


def _fits(raw: Mapping[str, Any], params: Mapping[str, Any], where: Calendar, since: int) -> bool:
    """Whether an event is in a listing."""
    hidden = raw["status"] == "cancelled" and since < 0 and not params.get("showDeleted")
    if hidden and ("recurringEventId" not in raw or params.get("singleEvents")):
        return False
    private = (raw.get("extendedProperties") or {}).get("private") or {}
    if any(private.get(key) != value for key, _, value in (one.partition("=") for one in params.get("privateExtendedProperty", ()))):
        return False
    if params.get("iCalUID", raw["iCalUID"]) != raw["iCalUID"] or raw["updated"] < _utc(params.get("updatedMin", "")):
        return False
    if params.get("eventTypes") and raw["eventType"] not in params["eventTypes"]:
        return False
    if params.get("q", "").casefold() not in f"{raw.get('summary', '')} {raw.get('description', '')} {raw.get('location', '')}".casefold():
        return False
    if raw["status"] == "cancelled" or "recurrence" in raw:
        return True
    begin, end = start_of(raw["start"], where.time_zone), start_of(raw["end"], where.time_zone)
    after, before = params.get("timeMin"), params.get("timeMax")
    return not ((after and end <= dt.datetime.fromisoformat(after)) or (before and begin >= dt.datetime.fromisoformat(before)))


def _utc(text: str) -> str:
    return dt.datetime.fromisoformat(text).astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%S.000Z") if text else ""
