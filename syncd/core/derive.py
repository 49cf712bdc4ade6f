"""From one original to everything it says by itself: the stage that runs per item, in any process, in any order.

`derive` reads the header first and asks the rules of exclusion; only what may be stored has its body read. It looks at
no other item: who is who, threads and closing by evidence are the second stage (between items).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import msgspec

from syncd.core import keys, mime, phones
from syncd.core.absence import away_days
from syncd.core.addresses import IN_TEXT, canonical
from syncd.core.calls.arrived import derive_call
from syncd.core.cards.read import normalised, read_cards
from syncd.core.classify import message_class
from syncd.core.derived import (
    CALENDARS,
    CALLS,
    CARDS,
    EWS_CONTACT,
    EWS_EVENT,
    GOOGLE_CONTACT,
    GOOGLE_EVENT,
    GRAPH_CONTACT,
    GRAPH_EVENT,
    JOURNAL,
    MAIL,
    MEETINGS,
    TABLE_ROW,
    Arrival,
    Derived,
    DerivedCalendar,
    DerivedCards,
    DerivedMessage,
    DerivedRow,
    Excluded,
    Setting,
    header_block,
    who_and_when,
)
from syncd.core.exchange.contacts import read_ews_contact
from syncd.core.exchange.events import read_ews_event
from syncd.core.exclude import INTERNAL, MARKED, UNKNOWN, Item, Rule, exclude
from syncd.core.facts.cards import facts_of
from syncd.core.google.contacts import read_contact
from syncd.core.google.events import read_event
from syncd.core.graph.contacts import read_graph_contact
from syncd.core.graph.events import read_graph_event
from syncd.core.ical import CalendarRead, read_calendar
from syncd.core.identity import company_domain
from syncd.core.matters import Fact, Matters
from syncd.core.meetings import Copy
from syncd.core.mime.journal import mail_in
from syncd.core.minutes import told_in
from syncd.core.model import Card, Company, Header, Meeting, Message, Party, Promise
from syncd.core.tables import read_row
from syncd.core.threads import base_subject
from syncd.core.understand import Understood, true_sender, understand

METADATA_ONLY = Rule("metadata-only")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_CARD_READERS = {GOOGLE_CONTACT: read_contact, EWS_CONTACT: read_ews_contact, GRAPH_CONTACT: read_graph_contact}
_OF_CALLS = re.compile(r"\btel:|\b(?:call|ring|phone)\b|\bskambut|\bskambin|созвон|звонок|позвон|\w@\w+\.\w", re.IGNORECASE)


def derive(arrival: Arrival, setting: Setting) -> Derived | Excluded | str:
    """Everything one original says, or the rule by which it is not stored, or why it has to wait."""
    if arrival.media_type == MAIL:
        return _derive_message(arrival, setting)
    if arrival.media_type in CALENDARS or arrival.media_type == MEETINGS:
        return _derive_calendar(arrival, setting)
    if arrival.media_type in CARDS:
        return _derive_cards(arrival, setting)
    if arrival.media_type == JOURNAL:
        return _derive_journalled(arrival, setting)
    if arrival.media_type in CALLS:
        return derive_call(arrival, setting)
    if arrival.media_type == TABLE_ROW:
        return _derive_row(arrival, setting)
    return f"nothing here reads {arrival.media_type} yet"


# ── messages ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _derive_message(arrival: Arrival, setting: Setting) -> DerivedMessage | Excluded:
    header = mime.read_header(arrival.raw)
    item = Item(
        parties=header.parties, folder=arrival.folder, folder_role=arrival.folder_role, labels=arrival.labels + keywords(header),
        sensitivity=arrival.sensitivity or header.first("sensitivity"),
        class_=message_class(header) if setting.privacy.scope != "all" else "personal",  # in scope all no rule asks for it
    )  # fmt: skip
    if rule := exclude(item, setting.privacy, setting.company):
        return Excluded(rule=rule, key=keys.header_key(header) if rule in MARKED else "")
    metadata_only = arrival.metadata_only or setting.privacy.metadata_only.meets(item) is not None
    message = _read(arrival.raw, header, setting, metadata_only=metadata_only)
    if invited := _invited(message):
        if kind := setting.privacy.exclude.meets(invited):
            return Excluded(rule=Rule(f"exclude:{kind}"))
        if setting.privacy.metadata_only.meets(invited):
            metadata_only, message = True, _read(arrival.raw, header, setting, metadata_only=True)
    understood = understand(message, setting)
    derived = _assemble(arrival, message, understood, setting, metadata_only=metadata_only)
    if setting.privacy.scope == "all":  # no rule asks for the words
        return derived
    full = Item(
        parties=item.parties, folder=item.folder, folder_role=item.folder_role, labels=item.labels, sensitivity=item.sensitivity,
        class_=understood.class_, promises=understood.promises, about_customer=understood.matters.call is not None,
    )  # fmt: skip
    rule = exclude(full, setting.privacy, setting.company)
    if rule is None:
        return derived
    doubt = _trace(rule, derived, header, setting.company)
    if not doubt.trace_of:
        return doubt
    return _with_doubt(derived, doubt)


def _read(raw: bytes, header: Header, setting: Setting, *, metadata_only: bool) -> Message:
    """The message as far as it may be read: of a very large one the header, of a metadata-only one who and when."""
    if metadata_only:
        return mime.read_message(who_and_when(raw))
    return mime.read_message(header_block(raw) if len(raw) > setting.max_message else raw, header)


def _invited(message: Message) -> Item | None:
    """Who takes part in the meetings a mail invites to, as the rules look at it; None where it invites to none."""
    meetings = [m for part in message.calendars for m in read_calendar(part, "UTC").meetings]
    if not meetings:
        return None
    return Item(
        parties=tuple(p for m in meetings for p in _taking_part(m)), folder="", folder_role="", labels=tuple(c for m in meetings for c in m.categories),
        sensitivity="",
    )  # fmt: skip


def _derive_journalled(arrival: Arrival, setting: Setting) -> DerivedMessage | Excluded:
    """A mail from a collection of everybody's: as it is, or the one that a report of our own server carries."""
    inner = None if _came_from_outside(mime.read_header(arrival.raw), setting) else mail_in(arrival.raw)
    derived = _derive_message(replace(arrival, media_type=MAIL, raw=inner or arrival.raw), setting)
    return derived if isinstance(derived, Excluded) else replace(derived, hash=hashlib.sha256(arrival.raw).digest())


def _came_from_outside(header: Header, setting: Setting) -> bool:
    """Whether our own receiving server has judged it, and not found it to be ours: no report it could carry is believed."""
    sender = true_sender(header)
    ours = sender is not None and setting.company.is_ours(sender.address) and authentic(header, setting.authserv)
    return not ours and any(True for _ in _found_by(setting.authserv, header))


def _with_doubt(derived: DerivedMessage, doubt: Excluded) -> DerivedMessage:
    values = {name: getattr(derived, name) for name in DerivedMessage.__slots__}
    return DerivedMessage(**{**values, "doubtful": doubt})


def _trace(rule: Rule, derived: DerivedMessage, header: Header, company: Company) -> Excluded:
    if rule == "scope:internal":
        return Excluded(rule=rule, trace_of=f"thread:{derived.root}")
    if rule == "scope:unknown":
        outside = company.outside(header.of("from")) or company.outside(header.parties)
        return Excluded(rule=rule, trace_of=f"person:{outside[0].address}" if outside else "")
    return Excluded(rule=rule)


def keywords(header: Header) -> tuple[str, ...]:
    """Labels that mail carries in its header: Keywords, X-Keywords, X-Gmail-Labels (comma-separated)."""
    values = [v for name in ("keywords", "x-keywords", "x-gmail-labels", "x-label") for v in header.fields.get(name, ())]
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def _kept(matters: Matters, setting: Setting) -> Matters | None:
    """What is kept of what a message says: of facts about people the wanted kinds; None where that is nothing."""
    if matters == Matters():
        return None
    facts = _wanted(matters.facts, setting)
    return matters if facts == matters.facts else replace(matters, facts=facts)


def _wanted(facts: tuple[Fact, ...], setting: Setting) -> tuple[Fact, ...]:
    """The facts of the kinds that are kept."""
    return facts if setting.facts is None else tuple(f for f in facts if f.kind in setting.facts)


def _by_true_sender(header: Header) -> tuple[Party, ...]:
    """The parties, with who really wrote in place of a list that has put itself there."""
    sender, shown = true_sender(header), next(iter(header.of("from")), None)
    if sender is None or shown is None or sender.address == shown.address:
        return header.parties
    return tuple(sender if p is shown else p for p in header.parties)


def lists_of(header: Header) -> tuple[str, ...]:
    """The addresses of the lists it came by (RFC 2369 List-Post, RFC 2919 List-Id, a From the list has rewritten): nobody's own."""
    posts, ids = header.fields.get("list-post", ()), header.fields.get("list-id", ())
    if not (posts or ids):
        return ()
    found = {canonical(a) for post in posts for a in IN_TEXT.findall(post)}
    named = {p.address for p in header.parties}
    found |= {a for i in ids if (a := canonical(i.rpartition("<")[2].rstrip(" >\t").replace(".", "@", 1))) in named}
    sender, shown = true_sender(header), next(iter(header.of("from")), None)
    if sender is not None and shown is not None and sender.address != shown.address:
        found.add(shown.address)
    return tuple(sorted(found - {""}))


def _assemble(arrival: Arrival, message: Message, u: Understood, setting: Setting, *, metadata_only: bool) -> DerivedMessage:
    header = message.header
    ids = [i for i in (*header.references, *header.in_reply_to) if i]
    for nested in message.nested if u.class_ in ("bounce", "auto") else ():
        ids += [nested.message_id] if nested.message_id else []
    own_ref = keys.link_number(header.message_id) if header.message_id else None
    key = keys.message_key(message, arrival.raw)
    mentioned = [keys.link_number(i) for i in ids]
    root = mentioned[0] if mentioned else keys.link_number(key) if own_ref is None else own_ref
    topic, is_stray = _topic(header, u, setting.company)
    meetings = tuple(
        m for part in message.calendars for m in read_calendar(part, setting.company.timezone).meetings if not keys.is_entry(m.uid)
    )
    return DerivedMessage(
        key=key, at=header.date or arrival.received_at or _EPOCH, subject="" if metadata_only else header.subject, direction=u.direction,
        class_=u.class_, language=u.language, message_id=header.message_id, own_text="" if metadata_only else u.own,
        quoted_text="" if metadata_only else u.quoted[:500], parties=_by_true_sender(header),
        attachments=() if metadata_only else tuple((a.name, a.media_type, a.size, a.sha256) for a in message.attachments),
        promises=() if metadata_only else u.promises, due_zone=u.due_zone,
        refs=tuple(sorted({root, *mentioned} if own_ref is None else {root, own_ref, *mentioned})), own_ref=own_ref, root=root,
        authentic=authentic(header, setting.authserv), metadata_only=metadata_only,
        topic=None if metadata_only else topic, is_stray=is_stray and not mentioned and not metadata_only,
        meetings=() if metadata_only else tuple(m for m in meetings if not m.private), problems=message.problems,
        matters=None if metadata_only else _kept(u.matters, setting),
        hash=hashlib.sha256(arrival.raw).digest(), header=who_and_when(arrival.raw) if metadata_only else None,
        signature=None if metadata_only else u.signature, lists=lists_of(header),
    )  # fmt: skip


def _topic(header: Header, u: Understood, company: Company) -> tuple[int | None, bool]:
    """The subject together with the outside party a conversation is with, as a number; and whether the subject is an answer's."""
    if u.class_ != "personal" or not (outside := company.outside(header.of("from", "to"))):
        return None, False
    base, answers = base_subject(header.subject)
    whose = min(company_domain(p.address) or p.address for p in outside)
    return (keys.link_number(f"{base} {whose}"), answers) if base else (None, False)


def authentic(header: Header, authserv: tuple[str, ...]) -> bool:
    """Whether one of our own receiving servers found dmarc=pass (RFC 8601; a foreign server's word counts nothing)."""
    return any(re.search(r"\bdmarc\s*=\s*pass\b", results, re.IGNORECASE) for results in _found_by(authserv, header))


def _found_by(authserv: tuple[str, ...], header: Header) -> Iterator[str]:
    """What our own receiving servers found, one text a field."""
    for value in header.fields.get("authentication-results", ()) if authserv else ():
        server, _, results = value.partition(";")
        if server.split()[:1] and server.split()[0].lower() in authserv:
            yield results


# ── calendar entries ─────────────────────────────────────────────────────────────────────────────────────────────


def _derive_calendar(arrival: Arrival, setting: Setting) -> DerivedCalendar | Excluded:
    read = _read_calendar(arrival, setting.company)
    meetings = tuple(m for m in read.meetings if not keys.is_entry(m.uid))
    if read.meetings and not meetings:
        return Excluded(rule=Rule("own-entry"))
    rules = [_calendar_rule(m, meetings, arrival, setting) for m in meetings]
    doubtful = None
    if meetings and rules[0] is not None and all(rules):
        if not all(r and r.startswith("scope:") for r in rules):
            return Excluded(rule=next(r for r in rules if r and not r.startswith("scope:")))
        doubtful = _trace_of_meetings(rules, meetings, arrival, setting)
        if not doubtful.trace_of:
            return doubtful
    kept = tuple(m for m, rule in zip(meetings, rules, strict=True) if rule is None or rule.startswith("scope:"))
    if is_bare := any(m.metadata_only or _is_metadata_only(m, arrival, setting) for m in kept):
        kept = tuple(when_and_who(m) for m in kept)
    is_part = is_bare or len(kept) < len(meetings) or arrival.media_type == MEETINGS
    return DerivedCalendar(
        meetings=kept, broken=tuple(b.reason for b in read.broken), problems=() if is_bare else read.problems,
        hash=hashlib.sha256(arrival.raw).digest(), doubtful=doubtful, kept=msgspec.json.encode(kept) if is_part else None,
    )  # fmt: skip


def _trace_of_meetings(rules: Sequence[Rule | None], meetings: Sequence[Meeting], arrival: Arrival, setting: Setting) -> Excluded:
    """Left out because of who takes part: whose coming to be known lets it in, and on which days its owner is away."""
    strangers = [p.address for m, r in zip(meetings, rules, strict=True) if r == UNKNOWN for p in setting.company.outside(_taking_part(m))]
    away = away_days(meetings, arrival.owner, setting.company) if setting.privacy.absences else ""
    rule = UNKNOWN if strangers else rules[0]
    assert rule is not None
    return Excluded(rule=rule, trace_of=f"person:{strangers[0]}" if strangers else "", away=away)


def when_and_who(m: Meeting) -> Meeting:
    """The meeting without its words: the times, the state of the series, and who takes part."""
    return replace(m, title="", description="", location="", link="", categories=(), problems=(), metadata_only=True)


def _is_metadata_only(m: Meeting, arrival: Arrival, setting: Setting) -> bool:
    return setting.privacy.metadata_only.meets(_item_of(m, arrival)) is not None


def _read_calendar(arrival: Arrival, company: Company) -> CalendarRead:
    """The meetings of one calendar object, by the reader of what it is written in."""
    if arrival.media_type == MEETINGS:
        return CalendarRead(meetings=msgspec.json.decode(arrival.raw, type=tuple[Meeting, ...]), broken=(), method="")
    zone = owner_zone(arrival.owner, company)
    if arrival.media_type == GOOGLE_EVENT:
        return read_event(arrival.raw, zone)
    if arrival.media_type == EWS_EVENT:
        return read_ews_event(arrival.raw, zone, owner=_addresses(arrival.owner, company))
    if arrival.media_type == GRAPH_EVENT:
        return read_graph_event(arrival.raw, zone, owner=_addresses(arrival.owner, company))
    return read_calendar(arrival.raw, zone)


def _addresses(owner: str, company: Company) -> tuple[str, ...]:
    """By which addresses the owner of a calendar may be invited."""
    return next(((s.address, *s.aliases) for s in company.staff if s.address == owner), (owner,) if owner else ())


def _calendar_rule(meeting: Meeting, meetings: tuple[Meeting, ...], arrival: Arrival, setting: Setting) -> Rule | None:
    """The rule by which one meeting of a calendar object is not stored, or None: what is promised in it is asked for last."""
    rule = calendar_rule(meeting, arrival, setting)
    if rule != INTERNAL:
        return rule
    told = told_in([Copy("", arrival.owner, tuple(m for m in meetings if m.uid == meeting.uid))], setting.company, setting.calendar)
    return calendar_rule(meeting, arrival, setting, told.promises) if told else rule


def calendar_rule(meeting: Meeting, arrival: Arrival, setting: Setting, promises: tuple[Promise, ...] = ()) -> Rule | None:
    """The rule by which one meeting is not stored, or None. `promises`: those that stand in it."""
    return exclude(_item_of(meeting, arrival, promises), setting.privacy, setting.company)


def _taking_part(meeting: Meeting) -> tuple[Party, ...]:
    return ((meeting.organizer,) if meeting.organizer else ()) + meeting.attendees


def _item_of(meeting: Meeting, arrival: Arrival, promises: tuple[Promise, ...] = ()) -> Item:
    return Item(
        parties=_taking_part(meeting), folder=arrival.folder, folder_role=arrival.folder_role, labels=arrival.labels + meeting.categories,
        sensitivity="private" if meeting.private else arrival.sensitivity,
        about_customer=bool(_OF_CALLS.search(f"{meeting.title}\n{meeting.location}\n{meeting.description[:2000]}")), promises=promises,
    )  # fmt: skip


def owner_zone(owner: str, company: Company) -> str:
    """The zone of a calendar's owner: floating times are read in it."""
    return next((m.timezone for m in company.staff if m.address == owner and m.timezone), company.timezone)


# ── cards of an address book ─────────────────────────────────────────────────────────────────────────────────────


def _derive_cards(arrival: Arrival, setting: Setting) -> DerivedCards | Excluded | str:
    """The cards of one object. Its original is kept whole, so one card that may not be stored keeps the others out too."""
    read = _CARD_READERS.get(arrival.media_type, read_cards)(arrival.raw)
    if not read.there:
        return "; ".join(p.text for p in read.problems)
    cards = tuple(_numbered(card, setting.company) for card in read.cards)
    for card in cards:
        if rule := card_rule(card, arrival, setting):
            return Excluded(rule=rule)
    told = tuple(_wanted(facts_of(card), setting) for card in cards)
    return DerivedCards(cards=cards, problems=read.problems, hash=hashlib.sha256(arrival.raw).digest(), facts=told if any(told) else ())


def _numbered(card: Card, company: Company) -> Card:
    """The card with its telephones in the international form, where the company's country tells how they are written."""
    found = {number: replace(t, number=number) for t in card.telephones if (number := _number(t.written, company))}
    return replace(card, telephones=tuple(found.values())) if card.telephones else card


def _number(written: str, company: Company) -> str:
    return phones.normalised(written, phones.region_of(company.country, company.language)) or normalised(written)


def card_rule(card: Card, arrival: Arrival, setting: Setting) -> Rule | None:
    """The rule by which a card is not stored, or None. One with nothing but colleagues' addresses is internal."""
    privacy = setting.privacy
    numbers = {_number(p, setting.company): p for p in privacy.exclude.people | privacy.metadata_only.people if "@" not in p}
    named = (*card.addresses, *(numbers[t.number] for t in card.telephones if t.number in numbers))
    item = Item(
        parties=tuple(Party(role="to", address=a) for a in named), folder=arrival.folder, folder_role=arrival.folder_role,
        labels=arrival.labels + card.categories, sensitivity="private" if card.private else arrival.sensitivity, promises=(), known=True,
        about_customer=not card.addresses,
    )  # fmt: skip
    if privacy.metadata_only.meets(item):
        return METADATA_ONLY  # who and when is all that may be kept, and a card says no when
    return exclude(item, privacy, setting.company)


def _listed_numbers(written: str, setting: Setting) -> list[str]:
    """The telephones in a cell that stand in the rules, as they stand there."""
    there = {_number(one, setting.company) for one in re.split(r"[,;/]", written)}
    people = setting.privacy.exclude.people | setting.privacy.metadata_only.people
    return [p for p in sorted(people) if "@" not in p and _number(p, setting.company) in there]


# ── rows of tables ───────────────────────────────────────────────────────────────────────────────────────────────


def _derive_row(arrival: Arrival, setting: Setting) -> DerivedRow | Excluded:
    """A row of a table; a customer whose address or telephone may not be read is left out."""
    row = read_row(arrival.raw)
    named = (*str(row.values.get("emails") or "").split(), *_listed_numbers(str(row.values.get("phones") or ""), setting))
    item = Item(parties=tuple(Party(role="to", address=a) for a in named), folder=arrival.folder, folder_role=arrival.folder_role, labels=arrival.labels,
                sensitivity=arrival.sensitivity, known=True, about_customer=True)  # fmt: skip
    if rule := setting.privacy.exclude.meets(item):
        return Excluded(rule=Rule(f"exclude:{rule}"))
    if setting.privacy.metadata_only.meets(item):
        return Excluded(rule=METADATA_ONLY)  # as with a card: a row tells nothing but what may not be kept
    return DerivedRow(row=row, hash=hashlib.sha256(arrival.raw).digest())
