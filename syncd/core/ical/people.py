"""Who takes part in a meeting: ORGANIZER and ATTENDEE (RFC 5545 sections 3.8.4.1, 3.8.4.3).

Rooms, resources and distribution lists are not persons and are left out; a room still says where the meeting is.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from syncd.core.addresses import canonical
from syncd.core.ical.lines import Component, Property, unescape
from syncd.core.model import Party, Role

MAX_ATTENDEES: Final = 2_000
_NOT_PERSONS: Final = frozenset({"ROOM", "RESOURCE", "GROUP"})
_ROOM_DOMAINS: Final = ("@resource.calendar.google.com",)
# Google writes a calendar's own id, or nobody, where the organizer should be.
_NOBODY: Final = ("@group.calendar.google.com", "unknownorganizer@calendar.google.com", "invalid:nomail")
_RESPONSES: Final = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentative",
    "NEEDS-ACTION": "needs-action",
    "DELEGATED": "declined",
    "CONFIRMED": "accepted",
    "NEEDS ACTION": "needs-action",
}
_ADDRESS: Final = re.compile(r"[^\s@<>\":;,()]{1,64}@[^\s@<>\"':;,()]{1,253}")


def address_in(text: str) -> str:
    """The canonical address in a calendar user address or beside it; '' where there is none."""
    text = unquote(text) if "%40" in text else text
    match = _ADDRESS.search(text) if "@" in text else None
    address = canonical(match[0]) if match else ""
    return "" if address.endswith(_NOBODY) else address


def party(p: Property, role: Role) -> Party | None:
    """The person of an ORGANIZER or ATTENDEE line; None when it names nobody, or no person."""
    value = p.text.strip()
    if p.parameters.get("CUTYPE", "").upper() in _NOT_PERSONS or value.lower().endswith(_ROOM_DOMAINS):
        return None
    address = address_in(value) or address_in(p.parameters.get("EMAIL", ""))
    name = unescape(p.parameters.get("CN", "")).strip("\"' ")
    if not address and not name:
        return None
    if name.lower() in (address, f"mailto:{address}"):
        name = ""
    answer = p.parameters.get("PARTSTAT") or p.parameters.get("STATUS", "")
    response = "" if role == "organizer" else _RESPONSES.get(answer.upper(), "needs-action")
    return Party(role=role, address=address, name=name[:200], raw=value[:500], response=response)


def attendees(component: Component) -> tuple[Party, ...]:
    """The persons invited, each address once (the last line wins: it is the newer answer where a client appends)."""
    found: dict[str, Party] = {}
    for p in component.all("ATTENDEE")[:MAX_ATTENDEES]:
        person = party(p, "attendee")
        if person:
            found[person.address or person.name.lower()] = person
    return tuple(found.values())


def rooms(component: Component) -> str:
    """The names of the rooms invited, for a meeting without a location."""
    names = [
        unescape(p.parameters.get("CN", "")).strip("\"' ")
        for p in component.all("ATTENDEE")[:MAX_ATTENDEES]
        if p.parameters.get("CUTYPE", "").upper() in ("ROOM", "RESOURCE") or p.value.lower().endswith(_ROOM_DOMAINS)
    ]
    return ", ".join(dict.fromkeys(n for n in names if n))
