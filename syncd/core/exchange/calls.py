"""A telephone call that somebody wrote down in Outlook's journal ([MS-OXOJRNL]), as the record of a call.

The journal says when it began, how many minutes it lasted and with whom; whether it came in, and from which number, only
the words of its author do. What says nothing of it went out and was answered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from syncd.core import phones
from syncd.core.calls.records import Record
from syncd.core.calls.words import any_of, plain
from syncd.core.exchange.elements import Element, child, children, item_in, text

_TYPE, _START, _MINUTES = 0x8700, 0x8706, 0x8707  # PidLidLogType, PidLidLogStart, PidLidLogDuration, of PSETID_Log
_COMPANIES, _CONTACTS = 0x8539, 0x853A  # PidLidCompanies, PidLidContacts, of PSETID_Common
_IS_CALL: Final = re.compile(r"\b(?:phone|telephone|call)\b|skambut|pokalbis telefonu|звонок|телефон", re.IGNORECASE)
_LONG: Final = 2_000  # characters of a note that are looked at


def is_phone_call(log_type: str) -> bool:
    """Whether a journal entry of this type (PidLidLogType; Outlook writes it in its own language) is of a telephone call."""
    return _IS_CALL.search(plain(log_type[:200])) is not None


def read_ews_call(raw: bytes) -> Record:
    """The record of the call in a journal entry (EWS `Message` of class IPM.Activity). Raises ValueError for what is none."""
    item = item_in(raw, "Message", "Item")
    if isinstance(item, str):
        raise ValueError(item)
    told = _extended(item)
    if not is_phone_call(" ".join(told.get(_TYPE, ()))):
        raise ValueError("The journal entry is of no telephone call.")
    subject, note = text(item, "Subject"), text(item, "Body")[:_LONG]
    said = plain(f"{subject}\n{note}"[:_LONG])
    start, name, minutes = next(iter(told.get(_START, ())), ""), _name(told), "".join(told.get(_MINUTES, ()))
    number = next((match[0] for match in phones.IN_TEXT.finditer(f"{subject}\n{note}")), "")
    came = any_of("INCOMING").search(said) is not None
    outcome = next((word for word in ("voicemail", "missed") if any_of(word.upper()).search(said)), "answered")
    row = {
        # the id of an item is another after every move of it or of its mailbox
        "id": f"journal {start} {number} {name or subject}", "start": start, "seconds": _seconds(minutes), "direction": "in" if came else "out",
        "caller" if came else "callee": number, "name": name, "outcome": outcome,
    }  # fmt: skip
    return Record(layout="columns", rows=(row,))


def _extended(item: Element) -> Mapping[int, tuple[str, ...]]:
    """The extended properties by their number; the two sets they are of share none."""
    found = {}
    for one in children(item, "ExtendedProperty"):
        uri = child(one, "ExtendedFieldURI")
        number = uri.get("PropertyId", "") if uri is not None else ""
        values = [*children(one, "Value"), *children(one, "Values", "Value")]
        if number.isdecimal() and number.isascii() and len(number) < 7:
            found[int(number)] = tuple((v.text or "")[:_LONG].strip() for v in values)
    return found


def _name(told: Mapping[int, tuple[str, ...]]) -> str:
    """With whom: the contact, else the company."""
    return next((name for key in (_CONTACTS, _COMPANIES) for name in told.get(key, ()) if name), "")


def _seconds(minutes: str) -> str:
    return str(int(minutes) * 60) if minutes.isdecimal() and minutes.isascii() and len(minutes) < 5 else ""
