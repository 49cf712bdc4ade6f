"""The name of a meeting, whichever program wrote it down: the UID of iCalendar, or Exchange's GlobalObjectId that holds it.

Exchange writes the GlobalObjectId of [MS-OXOCAL] 2.2.1.27 as hexadecimal digits where others write a UID. Of one occurrence
it bears that day's date; around a UID that another program gave it lays itself like a wrapper ("vCal-Uid", [MS-OXCICAL]
2.1.3.1.1.20.26). Unwrapped and without the day it is the same in every mailbox and on every way.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from typing import Final

_CLASS: Final = bytes.fromhex("040000008200E00074C5B7101A82E008")
_HEX: Final = re.compile(r"(?:[0-9A-Fa-f]{2}){41,2000}")  # 82 digits at least
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]{54,4000}={0,2}")
_BEGINS: Final = ("040000008200", base64.b64encode(_CLASS[:6]).decode())
_DAY: Final = slice(16, 20)  # of the instance: year high and low, month, day
_SIZE: Final = slice(36, 40)
_HEAD: Final = 40  # bytes before the data
_FOREIGN: Final = b"vCal-Uid\x01\x00\x00\x00"


def meeting_uid(text: str) -> str:
    """The iCalendar UID that a UID or GlobalObjectId (hexadecimal or base64) stands for: the text itself where it is neither."""
    raw = _decoded(text)
    if raw is None:
        return text
    size = int.from_bytes(raw[_SIZE], "little")
    data = raw[_HEAD : _HEAD + size]
    if data.startswith(_FOREIGN):
        foreign = data.removeprefix(_FOREIGN).rstrip(b"\0").decode("utf-8", "replace").strip()
        if foreign:
            return foreign
    return (raw[: _DAY.start] + bytes(4) + raw[_DAY.stop :]).hex().upper()


def instance_day(text: str) -> dt.date | None:
    """The day of the one occurrence it names; None where it names the meeting as a whole."""
    raw = _decoded(text)
    if raw is None or not any(raw[_DAY]):
        return None
    high, low, month, day = raw[_DAY]
    try:
        return dt.date(high * 256 + low, month, day)
    except ValueError:
        return None


def _decoded(text: str) -> bytes | None:
    if not text.startswith(_BEGINS):
        return None
    text = text.strip()
    if _HEX.fullmatch(text):
        raw = bytes.fromhex(text)
    elif _BASE64.fullmatch(text):
        try:
            raw = base64.b64decode(text, validate=True)
        except binascii.Error:
            return None
    else:
        return None
    return raw if raw.startswith(_CLASS) and len(raw) > _HEAD else None
