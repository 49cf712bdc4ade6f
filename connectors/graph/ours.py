"""How what is ours is told in a Microsoft 365 mailbox: by named properties of the same set as on Exchange.

A mailbox that moves from a server of the company's own to Microsoft 365 takes its properties along, and its entries stay ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from connectors.base import UID_PREFIX
from connectors.entry import bears_our_link
from connectors.graph.listing import values

PROPERTY_SET: Final = "5a1f0c3e-9b74-4d0e-8a57-3c6d1e2f4b90"


def property_id(name: str) -> str:
    """A property of ours as Graph calls it."""
    return f"String {{{PROPERTY_SET}}} Name {name}"


UID: Final = property_id("syncdUid")  # every entry of ours has it, and a copy that a person made


def is_own(event: Mapping[str, Any]) -> bool:
    """Whether an event is one we wrote, or a copy of one: such a one is no meeting. It has to come with the property UID.

    Where the mailbox was moved by a program that took the property away, the link in its text tells; what has guests is a
    meeting, whatever stands in it.
    """
    from connectors.graph.entries import text_of

    if str(event.get("iCalUId") or "").lower().startswith(UID_PREFIX):
        return True
    if values(event).get(UID.lower(), "").startswith(UID_PREFIX):
        return True
    return not event.get("attendees") and bears_our_link(text_of(event.get("body") or {}).replace("\r", "\n"))
