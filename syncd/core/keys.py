"""Keys: given once, stored, never computed anew by a rebuild (the store keeps them).

H is sha256 over the parts, each with its length before it so that no two lists of parts read the same; 32 hex digits.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re

from syncd.core.model import Header, Message

_WORDS = re.compile(r"[^\W_]+")


def digest(*parts: str) -> str:
    """H(parts): 32 hex digits."""
    h = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "replace")
        h.update(b"%d:" % len(data))
        h.update(data)
    return h.hexdigest()[:32]


def letters(text: str) -> str:
    """The letters and digits of a text, case-folded: what is equal when only punctuation and white space differ."""
    return "".join(_WORDS.findall(text)).casefold()


def message_key(message: Message, raw: bytes) -> str:
    """H(Message-ID, From, Date in UTC seconds); where a part is missing, of From, Date, subject and 1,000 letters of text."""
    header = message.header
    if key := header_key(header):
        return key
    sender, date = _sender_and_date(header)
    text = letters(message.text)[:1000]
    if not (sender or date or text or header.subject):
        return digest("message-bytes", hashlib.sha256(raw).hexdigest())
    return digest("message-text", sender, date, header.subject, text)


def header_key(header: Header) -> str:
    """The key of a message whose header alone tells it, else ''."""
    sender, date = _sender_and_date(header)
    return digest("message", header.message_id, sender, date) if header.message_id and sender and date else ""


def _sender_and_date(header: Header) -> tuple[str, str]:
    sender = next((p.address for p in header.parties if p.role == "from"), "")
    return sender, str(int(header.date.timestamp())) if header.date and header.date_from == "date" else ""


def meeting_key(uid: str) -> str:
    """H(iCal UID)."""
    return digest("meeting", uid)


def promise_key(interaction_key: str, sentence: str, ordinal: int) -> str:
    """H(interaction key, letters and digits of the whole sentence, ordinal among the promises of that sentence)."""
    return digest("promise", interaction_key, letters(sentence), str(ordinal))


def reminder_uid(subject: str, purpose: str) -> str:
    """`syncd-` and base32hex of H(subject, purpose), lower case: the same whoever keeps it and wherever it lies."""
    raw = hashlib.sha256(f"{len(subject)}:{subject}{purpose}".encode()).digest()[:20]
    return "syncd-" + base64.b32hexencode(raw).decode().lower()


# how the uid of a meeting begins that is an entry of ours: as written, and as Google tells it, the id of its event before its own name
_OF_ENTRIES = ("syncd-", base64.b32hexencode(b"syncd-").decode().lower()[:9])


def is_entry(uid: str) -> bool:
    """Whether a meeting of this uid is an entry of ours, such as one that somebody was invited to: it is never read back."""
    return uid.startswith(_OF_ENTRIES)


def link_number(message_id: str) -> int:
    """A Message-ID as a number for the table `link` (63 bits of sha256)."""
    return int.from_bytes(hashlib.sha256(message_id.encode("utf-8", "replace")).digest()[:8], "big") >> 1


def overlap(a: str, b: str) -> float:
    """How many of the words of the shorter text stand in the other, 0 … 1 (quotes of one promise across versions)."""
    x, y = sorted((_WORDS.findall(a.casefold()), _WORDS.findall(b.casefold())), key=len)
    rest = list(y)
    same = 0
    for word in x:
        if word in rest:
            rest.remove(word)
            same += 1
    return same / len(x) if x else 0.0


def instant(at: dt.datetime) -> str:
    """An aware datetime as the store writes instants: `YYYY-MM-DDTHH:MM:SSZ`."""
    return at.astimezone(dt.UTC).isoformat()[:19] + "Z"


def shifted(moment: str, days: int) -> str:
    """An instant as the store writes it, so many days later (or, negative, earlier)."""
    return instant(dt.datetime.fromisoformat(moment) + dt.timedelta(days=days))
