"""What a colleague writes for themselves: a mail to nobody else, its subject too, and words added to an entry of ours."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from syncd.core.addresses import IN_TEXT
from syncd.core.languages import language_of
from syncd.core.model import Company, Header, Party, Promise, WorkingCalendar
from syncd.core.promises.finder import find_promises
from syncd.core.promises.said import Said
from syncd.core.promises.spoken import Note, named_in, spoken
from syncd.core.shared import mailbox_of

_WORDS = re.compile(r"[^\W_]+")


def is_to_oneself(sender: Party, header: Header, company: Company) -> bool:
    """Whether one of our people wrote to their own address and to no other. A mailbox of several people is nobody's own."""
    if not company.is_ours(sender.address) or mailbox_of(sender.address, company):
        return False
    own = next(({s.address, *s.aliases} for s in company.staff if sender.address in (s.address, *s.aliases)), {sender.address})
    readers = {p.address for p in header.of("to", "cc", "bcc")}
    return bool(readers) and readers <= own


def note_to_oneself(said: Said, text: str, company: Company, calendar: WorkingCalendar) -> tuple[Promise, ...]:
    """What the writer noted, line by line, and what they wrote in whole sentences.

    `text` is all that stands in the mail: of one forwarded to oneself the customer is who wrote it.
    """
    customer = next((a.lower() for a in IN_TEXT.findall(text) if not company.is_ours(a.lower())), None)
    found: list[Promise] = []
    for words in (said.subject, said.own):
        for promise in spoken(Note(text=words, writer=said.sender.address, at=said.at, customer=customer), company, calendar):
            if not any(_say_the_same(promise, p) for p in found):
                found.append(promise)
    for promise in find_promises(replace(said, note=True), company, calendar) if said.own else ():
        if promise.kind == "promise" and not any(p.sentence in promise.sentence or promise.sentence in p.sentence for p in found):
            named = "" if promise.beneficiary else named_in(promise.quote, said.language, promise.due)
            found.append(replace(promise, noted="oneself", named="" if "@" in named else named, beneficiary=named if "@" in named else promise.beneficiary))
    return tuple(found)


def _say_the_same(one: Promise, other: Promise) -> bool:
    """Whether a line says again what the subject says, as mail programs on telephones repeat it."""
    return [w.lower() for w in _WORDS.findall(one.quote)] == [w.lower() for w in _WORDS.findall(other.quote)]


def added_words(words: str, writer: str, customer: str | None, at: dt.datetime, company: Company, calendar: WorkingCalendar, *, known: bool) -> tuple[Promise, ...]:
    """The promises in what somebody wrote into an entry of ours: for its customer, where the words name nobody else.

    `at` is aware, in the writer's zone. `known`: it has a customer, though perhaps without an address.
    """
    found = list(spoken(Note(text=words, writer=writer, at=at, customer=customer, about=known, reason="words added to an entry", noted="note"), company, calendar))
    sender = Party(role="from", address=writer)
    to = (Party(role="to", address=customer),) if customer and not company.is_ours(customer) else ()
    said = Said(own=words, quoted="", subject="", sender=sender, recipients=to, at=at, language=language_of(words), note=True)
    for promise in find_promises(said, company, calendar):
        if promise.kind == "promise" and not any(p.sentence in promise.sentence or promise.sentence in p.sentence for p in found):
            found.append(replace(promise, noted="note", why=f"{promise.why}, words added to an entry"))
    return tuple(found)
