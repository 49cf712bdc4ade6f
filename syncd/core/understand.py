"""What the words of one message say: its class, language and own words, and the promises, offers, complaints, facts and calls in them.

It looks at the message alone; what may be stored of it, and under which key, is `syncd.core.derive`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from syncd.core import clean, phones
from syncd.core.calls.mail import notified_call
from syncd.core.calls.told import told_call
from syncd.core.classify import message_class
from syncd.core.complaints import find_complaints
from syncd.core.derived import Setting, direction_of
from syncd.core.facts import find_facts
from syncd.core.identity import is_somebody
from syncd.core.languages import language_of
from syncd.core.matters import Matters, Signature
from syncd.core.model import Class, Company, Direction, Header, Language, Message, Party, Promise
from syncd.core.offers import find_offers
from syncd.core.promises import Said, find_promises
from syncd.core.promises.oneself import is_to_oneself, note_to_oneself
from syncd.core.questions import find_questions
from syncd.core.shared import mailbox_of, signature_of, writer
from syncd.core.signatures import read_signature
from syncd.core.wishes import find_wishes
from syncd.core.worktime import zone_of

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_NO_PROMISES: frozenset[Class] = frozenset({"bulk", "auto", "bounce", "voicemail"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What the words of a message say: its class, language, own and quoted words, and the promises in them."""

    class_: Class
    language: Language
    direction: Direction
    own: str
    quoted: str
    promises: tuple[Promise, ...]
    due_zone: str
    matters: Matters
    signature: Signature | None = None


def understand(message: Message, setting: Setting) -> Understood:
    """Read the words of a message: class, own words, language, promises."""
    header, company = message.header, setting.company
    class_ = message_class(header, message.text)
    zones = clean.zones(message.text)
    own = clean.own_words(message.text, zones)
    quoted = clean.quoted_words(message.text, zones)
    language = language_of(own or message.text or header.subject)
    if call := notified_call(message, class_, company, language):
        class_ = "voicemail"
    promises: tuple[Promise, ...] = ()
    sender, how = true_sender(header), ""
    if sender is not None and mailbox_of(sender.address, company):
        sender, how = writer(sender, header, signature_of(message.text, zones), company)
    zone = sender_zone(sender, company)
    oneself = sender is not None and is_to_oneself(sender, header, company)
    matters = Matters()
    if (own or oneself) and sender is not None:
        said = Said(
            own=own, quoted=quoted, subject=header.subject, sender=sender, recipients=header.of("to", "cc"),
            at=(header.date or _EPOCH).astimezone(zone_of(zone)), language=language,
        )  # fmt: skip
        if class_ not in _NO_PROMISES:
            found = note_to_oneself(said, message.text, company, setting.calendar) if oneself else find_promises(said, company, setting.calendar)
            promises = tuple(replace(p, why=f"{p.why}, {how}") for p in found) if how else found
        matters = _matters(said, message, class_, setting)
    if call:  # who did not get through has said nothing
        matters = replace(matters, call=call, complaints=() if call.outcome == "missed" else matters.complaints)
    direction = direction_of(header.parties, company, sender)
    signature = None
    if class_ not in _NO_PROMISES and sender is not None and is_somebody(sender.address) and not company.is_ours(sender.address):
        signature = read_signature(message.text, zones, sender, phones.region_of(company.country, language))
    return Understood(class_=class_, language=language, direction=direction, own=own, quoted=quoted, promises=promises, due_zone=zone, matters=matters,
                      signature=signature)  # fmt: skip


def _matters(said: Said, message: Message, class_: Class, setting: Setting) -> Matters:
    """What the words say beside promises. Each finder refuses the classes of mail that are not its own."""
    company, calendar = setting.company, setting.calendar
    letter = class_ in ("personal", "list")
    billed = class_ == "auto" and company.is_ours(said.sender.address)  # an invoice that our accounting program sends
    return Matters(
        call=told_call(said, company, calendar) if class_ == "personal" else None, complaints=find_complaints(said, company, class_),
        offers=find_offers(said, company, calendar) if letter or billed else (), facts=find_facts(said, company) if class_ == "personal" else (),
        unwanted=find_wishes(said, company, class_),
        questions=find_questions(said, company, class_),
    )  # fmt: skip


def true_sender(header: Header) -> Party | None:
    """Who wrote: From, else Sender; where a list has put itself there ("X via List"), X with the address in Reply-To."""
    sender = next(iter(header.of("from", "sender")), None)
    if sender is None or " via " not in sender.name:
        return sender
    answered = [p for p in header.of("reply_to") if p.address and p.address != sender.address]
    if not answered:
        return sender
    return replace(sender, address=answered[-1].address, name=sender.name.partition(" via ")[0].strip(" '\""))


def sender_zone(sender: Party | None, company: Company) -> str:
    """The zone whose clock the sender's "tomorrow at 15:00" means: the colleague's own, else the company's."""
    for member in company.staff:
        if sender is not None and (sender.address == member.address or sender.address in member.aliases):
            return member.timezone or company.timezone
    return company.timezone
