"""How what is ours is told at Google: an entry by its id, which is its uid in Google's letters, or by the uid among its
private properties; a calendar by a mark in its description.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

from connectors.base import UID_PREFIX

UID_PROPERTY = "syncdUid"  # in extendedProperties.private
OWN_ID_PREFIX = base64.b32hexencode(UID_PREFIX.encode()).decode().lower()[:9]  # nine letters of five bits: of 48 bits the last three depend on what follows

_MARKED = re.compile(r"\[syncd [^\[\]]*@[^\[\]]*: [^\[\]]*\]")


def is_own_calendar(calendar: Mapping[str, Any]) -> bool:
    """Whether an entry of a calendar list is a calendar that we made, for this account or another."""
    return _MARKED.search(str(calendar.get("description") or "")) is not None


def is_own(event: Mapping[str, Any]) -> bool:
    """Whether an Event resource is one we wrote, or a person's copy of one: such a one is no meeting."""
    if any(str(event.get(name) or "").startswith(OWN_ID_PREFIX) for name in ("id", "recurringEventId")):
        return True
    if str(event.get("iCalUID") or "").lower().startswith(UID_PREFIX):
        return True
    private = (event.get("extendedProperties") or {}).get("private") or {}
    return str(private.get(UID_PROPERTY) or "").startswith(UID_PREFIX)
