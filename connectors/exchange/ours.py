"""How what is ours is told on Exchange: by named properties of a set of our own, which no other program writes."""

from __future__ import annotations

from typing import Final

PROPERTY_SET: Final = "5a1f0c3e-9b74-4d0e-8a57-3c6d1e2f4b90"
UID_PROPERTY: Final = "syncdUid"  # a string; every entry of ours has it, and a copy that a person made
