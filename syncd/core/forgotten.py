"""Who was forgotten, known by nothing but keyed hashes of their mailboxes and telephones, and how far they reach into what comes.

    they wrote it, or nobody else from outside has part in it        whole: it is not stored
    others have part in it too, or its words name their address      shared: who (without them) and when is kept, and no word

The words of others are not searched for names: a namesake's mail would go with it.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from syncd.core import mime, phones
from syncd.core.addresses import IN_TEXT, canonical
from syncd.core.derive import derive
from syncd.core.derived import (
    JOURNAL,
    MAIL,
    Arrival,
    Derived,
    DerivedCalendar,
    DerivedCall,
    DerivedCards,
    DerivedMessage,
    DerivedRow,
    Setting,
)
from syncd.core.exclude import Privacy, Rule
from syncd.core.mime.journal import mail_in
from syncd.core.model import Company, Header, Meeting, Party

FORGOTTEN: Final = Rule("forgotten")
ADDRESS, PHONE = "address", "phone"
_GMAIL: Final = ("gmail.com", "googlemail.com")
_AUTHORS: Final = frozenset({"from", "sender", "reply_to", "organizer", "caller"})
_KEPT_ROLES: Final = (("from", "From"), ("sender", "Sender"), ("reply_to", "Reply-To"), ("to", "To"), ("cc", "Cc"), ("bcc", "Bcc"))
_KEPT_FIELDS: Final = ("auto-submitted", "precedence")


class Reach(Enum):
    """How far somebody forgotten reaches into an item."""

    NOWHERE = "nowhere"
    SHARED = "shared"
    WHOLE = "whole"


def mailbox(address: str) -> str:
    """The mailbox behind an address: without a tag behind a plus, at Gmail without dots (support.google.com/mail/answer/7436150)."""
    local, _, domain = canonical(address).rpartition("@")
    plain = local.partition("+")[0] or local
    if domain in _GMAIL:
        return f"{plain.replace('.', '')}@gmail.com"
    return f"{plain}@{domain}"


def trace(key: bytes, value: str) -> tuple[str, bytes]:
    """Kind and keyed hash (HMAC-SHA-256 with the store's key) of an address, or of a telephone in international form."""
    kind, plain = (ADDRESS, mailbox(value)) if "@" in value else (PHONE, value)
    return kind, hmac.digest(key, f"{kind}:{plain}".encode("utf-8", "replace"), "sha256")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Everybody who was forgotten, and how our company writes telephones."""

    key: bytes
    traces: frozenset[tuple[str, bytes]]
    company: Company

    def has(self, value: str) -> bool:
        """Whether this address or telephone is one of theirs."""
        return bool(value) and trace(self.key, value) in self.traces

    def any(self, values: Iterable[str]) -> bool:
        """Whether one of these is."""
        return any(map(self.has, values))

    def in_text(self, text: str) -> bool:
        """Whether one of their addresses or telephones stands among these words."""
        if "@" in text and self.any(IN_TEXT.findall(text)):
            return True
        if not any(kind == PHONE for kind, _ in self.traces):
            return False
        region = phones.region_of(self.company.country, self.company.language)
        return self.any(phones.normalised(found, region) for found in phones.IN_TEXT.findall(text))


def reach(raw: bytes, media_type: str, derived: Derived, forgotten: Forgotten) -> Reach:
    """How far they reach into an item, given its original and what it says."""
    match derived:
        case DerivedMessage():
            return _in_message(raw, media_type, derived, forgotten)
        case DerivedCalendar():
            hit = any(_in_meeting(m, forgotten) for m in derived.meetings)
        case DerivedCards():
            hit = any(forgotten.any((*c.addresses, *(t.number for t in c.telephones))) for c in derived.cards)
        case DerivedCall():
            hit = forgotten.has(derived.call.number) or forgotten.any(p.address for p in derived.parties)
        case DerivedRow():
            hit = any(forgotten.in_text(value) for value in derived.row.values.values() if isinstance(value, str))
    return Reach.WHOLE if hit else Reach.NOWHERE


def _in_message(raw: bytes, media_type: str, derived: DerivedMessage, forgotten: Forgotten) -> Reach:
    outside = forgotten.company.outside(derived.parties)
    theirs = [p for p in outside if forgotten.has(p.address)]
    call = derived.matters.call if derived.matters else None
    if any(p.role in _AUTHORS for p in theirs) or (call and forgotten.has(call.number)):
        return Reach.WHOLE
    if theirs:
        return Reach.SHARED if len({p.address for p in outside} - {p.address for p in theirs}) else Reach.WHOLE
    if any(_in_meeting(m, forgotten) for m in derived.meetings) or any(map(forgotten.in_text, _words(_mail(raw, media_type)))):
        return Reach.SHARED
    return Reach.NOWHERE


def _in_meeting(meeting: Meeting, forgotten: Forgotten) -> bool:
    parties = (*((meeting.organizer,) if meeting.organizer else ()), *meeting.attendees)
    return forgotten.any(p.address for p in parties) or forgotten.in_text(f"{meeting.title}\n{meeting.location}\n{meeting.description}")


def _mail(raw: bytes, media_type: str) -> bytes:
    """The mail itself, where a report carries it."""
    return (mail_in(raw) if media_type == JOURNAL else None) or raw


def _words(raw: bytes) -> Iterator[str]:
    """All that stands in a mail: its whole text with what it quotes, its fields, and the heads of mails in it."""
    message = mime.read_message(raw)
    yield message.text
    for header in (message.header, *message.nested):
        yield from _fields(header)


def _fields(header: Header) -> Iterator[str]:
    yield header.subject
    yield from (p.address for p in header.parties)
    for name, values in header.fields.items():
        if name not in ("message-id", "references", "in-reply-to"):
            yield from values


# ── what is kept of a message that others share with them ────────────────────────────────────────────────────────


def without_them(raw: bytes, media_type: str, derived: DerivedMessage, forgotten: Forgotten, setting: Setting) -> DerivedMessage:
    """A message as metadata-only: who took part but for those forgotten, and when. Its `header` is all that is to be kept of it."""
    header = mime.read_header(_mail(raw, media_type))
    kept = _header_of(header, [p for p in header.parties if not forgotten.has(p.address)])
    arrival = Arrival(raw=kept, media_type=MAIL, received_at=derived.at, metadata_only=True)
    bare = derive(arrival, replace(setting, privacy=Privacy(scope="all")))
    assert isinstance(bare, DerivedMessage), "in scope all nothing is left out that is not marked"
    return replace(bare, key=derived.key, hash=derived.hash, doubtful=derived.doubtful)


def _header_of(header: Header, parties: Iterable[Party]) -> bytes:
    """A header of nothing but who and when; the ids of other mails go, which may be theirs."""
    there = list(parties)
    lines = [f"{name}: {', '.join(map(_written, mine))}" for role, name in _KEPT_ROLES if (mine := [p for p in there if p.role == role and p.address])]
    if header.date:
        lines.append(f"Date: {header.date:%a, %d %b %Y %H:%M:%S %z}")
    if header.message_id:
        lines.append(f"Message-ID: <{header.message_id}>")
    lines += [f"{name.title()}: {value}" for name in _KEPT_FIELDS for value in header.fields.get(name, ())[:1]]
    return "\n".join([*lines, "", ""]).encode("utf-8", "replace")


def _written(party: Party) -> str:
    name = party.name.replace("\\", "").replace('"', "").replace("\n", " ")
    return f'"{name}" <{party.address}>' if name else party.address
