"""Messages as rows. Saved a page at a time: many rows a statement, and a row only where something is new."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from syncd.core import derived, keys
from syncd.core.derived import DerivedMessage, snippet
from syncd.core.identity import company_domain, is_somebody
from syncd.core.model import Company, Party, Problem, WorkingCalendar
from syncd.store import called, files, offers, people, signatures
from syncd.store.ids import rows_in
from syncd.store.scores import Judge
from syncd.store.search import insert_search, named, remove_search, search_row

WHOLE, SENT, OTHERS, LISTS = 0, 1, 2, 3  # how good a copy of a message is, WHOLE naming hidden recipients; the least is kept
_SHINGLE = 5


@dataclass(slots=True)
class Page:
    """One transaction's surroundings, and what it touched so far."""

    db: sqlite3.Connection
    now: str
    company: Company
    calendar: WorkingCalendar
    since_days: int
    staff: dict[str, int]
    touched: set[int] = field(default_factory=set)
    handoff_expires: tuple[int, int] = (5, 0)  # working days, or else seconds
    unsettled: set[int] = field(default_factory=set)  # promises to be weighed anew before the transaction ends
    wordings: set[tuple[str, str]] = field(default_factory=set)  # (promiser, wording) whose promises came, changed or went
    new: dict[str, DerivedMessage] = field(default_factory=dict)
    customers: set[str] = field(default_factory=set)  # whose offers are to be looked at together anew
    aggrieved: set[str] = field(default_factory=set)  # complaints of which it is to be worked out anew where they stand
    meetings: set[str] = field(default_factory=set)  # keys of those written, whose promises are to be read
    judge: Judge | None = None  # the scorer in force where it is not the rules
    met: set[str] = field(default_factory=set)  # addresses of those it concerns, whose companies are to be settled; or domains
    related: set[str] = field(default_factory=set)  # addresses and numbers for whom it is to be settled anew who they are


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message on its way into the store: from which copy, how good that is, and whether it lay in a Sent folder."""

    derived: DerivedMessage
    rank: int
    sent: bool


def same_message(a: str, b: str) -> bool:
    """Whether two copies of one key say the same: one text contains the other, or 5-word shingles agree by 0.8."""
    x, y = sorted((keys.letters(a), keys.letters(b)), key=len)
    if x in y:
        return True
    one, two = _shingles(a), _shingles(b)
    return len(one & two) >= 0.8 * max(1, min(len(one), len(two)))


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return {tuple(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))}


def save_messages(page: Page, incoming: Sequence[Incoming]) -> list[tuple[str, bool]]:
    """Save messages; for each, in order: the key it has now, and whether this copy's original is the one to keep."""
    present = _present(page.db, [i.derived.key for i in incoming])
    answers: list[tuple[str, bool]] = []
    fresh: list[tuple[int, DerivedMessage, bool]] = []
    replaced: set[str] = set()
    next_id = page.db.execute("SELECT coalesce(max(id), 0) + 1 FROM interaction").fetchone()[0]
    for item in incoming:
        d, key = item.derived, item.derived.key
        if key in present and not (present[key].hash == d.hash or same_message(present[key].text, d.own_text)):
            key = keys.digest("variant", key, keys.letters(d.own_text)[:1000])
            present.update(_present(page.db, [key]) if key not in present else {})
        old = present.get(key)
        if old is None:
            fresh.append((next_id, under_key(d, key), item.sent))
            present[key] = _Present(next_id, d.hash, item.rank, d.own_text, item.sent)
            answers.append((key, True))
            next_id += 1
            continue
        better = (item.rank, d.hash) < (old.rank, old.hash)
        if better:
            fresh = [f for f in fresh if f[0] != old.id]
            replaced |= _remove_rows(page, old.id)
            fresh.append((old.id, under_key(d, key), item.sent or old.sent))
            present[key] = _Present(old.id, d.hash, item.rank, d.own_text, item.sent or old.sent)
        elif item.sent and not old.sent:
            present[key] = old._replace_sent()
            fresh = [(i, x, s or i == old.id) for i, x, s in fresh]
            page.db.execute("UPDATE message SET in_sent = 1 WHERE interaction_id = ?", (old.id,))
            page.touched.add(old.id)
        answers.append((key, better))
    _insert(page, fresh)
    remeet(page, replaced)
    return answers


@dataclass(slots=True)
class _Present:
    id: int
    hash: bytes
    rank: int
    text: str
    sent: bool

    def _replace_sent(self) -> _Present:
        return _Present(self.id, self.hash, self.rank, self.text, True)


def _present(db: sqlite3.Connection, wanted: Iterable[str]) -> dict[str, _Present]:
    return {
        key: _Present(id_, hash_, rank, text, bool(sent))
        for key, id_, hash_, rank, text, sent in rows_in(
            db,
            "SELECT i.key, i.id, o.hash, o.rank, m.own_text, m.in_sent FROM interaction i JOIN message m ON m.interaction_id = i.id "
            "JOIN original o ON o.origin = i.key WHERE i.key IN (?*)",
            list(wanted),
        )
    }


def under_key(d: DerivedMessage, key: str, *, flagged: bool = True) -> DerivedMessage:
    """The same message under another key than its own; flagged as one of two mails that claim to be the same."""
    if key == d.key:
        return d
    problem = Problem(code="same-id-other-text", text="another message has the same Message-ID, sender and date but says something else")
    values = {name: getattr(d, name) for name in DerivedMessage.__slots__}
    return DerivedMessage(**{**values, "key": key, "problems": (*d.problems, problem) if flagged else d.problems})


def _remove_rows(page: Page, id_: int) -> set[str]:
    """Take out a message's rows (its promises stay until they are matched anew); its id may be used again.

    Says whose addresses stood in it; the messages that shared an id with it are to be threaded anew.
    """
    db = page.db
    remove_search(db, id_)
    page.touched |= threaded_with(db, id_)
    page.customers |= offers.touched(db, [id_])
    addresses = {a for (a,) in db.execute("SELECT address FROM party WHERE interaction_id = ?", (id_,))}
    if db.execute("SELECT 1 FROM signature WHERE interaction_id = ? UNION ALL SELECT 1 FROM mailing_list WHERE interaction_id = ?", (id_, id_)).fetchone():
        page.related |= addresses
    for table in ("message", "signature", "signature_mark", "signed_name", "mailing_list", "link", "party", "attachment", "contact", "offer", "complaint", "question", "away", "fact", "no_contact_said", "call"):
        db.execute(f"DELETE FROM {table} WHERE interaction_id = ?", (id_,))
    return addresses


def threaded_with(db: sqlite3.Connection, id_: int) -> set[int]:
    """The messages whose thread can depend on this one: they share an id with it, or its subject."""
    return {i for (i,) in db.execute(
        "SELECT o.interaction_id FROM link l JOIN link o USING (ref) WHERE l.interaction_id = :id UNION "
        "SELECT o.interaction_id FROM message m JOIN message o ON o.topic = m.topic WHERE m.interaction_id = :id", {"id": id_}
    )}  # fmt: skip


def remeet(page: Page, addresses: set[str]) -> None:
    """Bring the persons of these addresses in line with all interactions that still name them."""
    if not addresses:
        return
    addresses = people.with_their_others(page.db, addresses)
    met = met_by_all(page, addresses)
    people.settle(page.db, met, addresses)
    page.met |= addresses
    page.related |= called.renew(page.db, met, addresses)
    page.db.executemany("DELETE FROM mailbox WHERE address = ? AND NOT EXISTS (SELECT 1 FROM identifier WHERE kind = 'address' AND value = address)",
                        [(a,) for a in sorted(addresses)])  # fmt: skip


def met_by_all(page: Page, addresses: Iterable[str]) -> dict[str, people.Met]:
    """What all interactions say of these addresses."""
    met: dict[str, people.Met] = {}
    lists = {a for (a,) in rows_in(page.db, "SELECT DISTINCT address FROM mailing_list WHERE address IN (?*)", sorted(addresses))}
    for role, address, name, at, language, class_, offset in rows_in(
        page.db, "SELECT p.role, p.address, p.name, i.at, i.language, i.class, m.utc_offset FROM party p JOIN interaction i ON i.id = p.interaction_id "
        "LEFT JOIN message m ON m.interaction_id = i.id WHERE p.address IN (?*)", sorted(set(addresses) - lists)
    ):  # fmt: skip
        meet(met, (Party(role=role, address=address, name=name),), at, page.company, language if class_ == "personal" else "", offset or "")
    return met


def _insert(page: Page, fresh: Sequence[tuple[int, DerivedMessage, bool]]) -> None:
    db = page.db
    moments = [keys.instant(d.at) for _, d, _ in fresh]
    met = _met(page.company, fresh, moments)
    lists = sorted({a for _, d, _ in fresh for a in d.lists})
    for address in lists:
        met.pop(address, None)
    page.related |= {a for (a,) in rows_in(db, "SELECT value FROM identifier WHERE kind = 'address' AND value IN (?*)", lists)}
    bound = people.bind(db, met)
    page.met.update(bound)
    page.related |= called.note(db, met)
    page.related |= called.answered(db, (p.address for _, d, _ in fresh if d.direction == "out" for p in d.parties if p.role in ("to", "cc") and p.address in met))
    words = files.expect(db, [d.attachments for _, d, _ in fresh])
    interactions, messages, links, parties, attachments, search, contacts = [], [], [], [], [], [], []
    for (id_, d, sent), at in zip(fresh, moments, strict=True):
        page.touched.add(id_)
        page.new[d.key] = d
        interactions.append((id_, d.key, at, d.direction, d.subject, d.class_, d.language, "metadata" if d.metadata_only else "full",
                             snippet(d.own_text), problems_text(d.problems), derived.VERSION))  # fmt: skip
        messages.append((id_, d.message_id, d.own_text, d.quoted_text, int(sent), int(d.authentic), d.topic, int(d.is_stray), offset_of(d)))
        links += [(ref, id_, int(ref == d.own_ref)) for ref in d.refs]
        attachments += [(id_, n, *a) for n, a in enumerate(d.attachments)]
        parties += party_rows(id_, d.parties, bound, page.staff)
        contacts += contact_rows(id_, at, d.parties, bound, page.staff)
        texts = [words[h] for h in dict.fromkeys(a[3] for a in d.attachments) if h in words] if words else ()
        call = d.matters.call if d.matters else None
        names = named(d.parties, (a[0] for a in d.attachments), (call.number, call.name) if call else ())
        search.append((id_, *search_row(at, d.subject, d.own_text, names, d.language, texts)))
    db.executemany(
        "INSERT INTO interaction (id, key, kind, at, direction, subject, class, language, visibility, snippet, problems, derived_by) "
        "VALUES (?, ?, 'message', ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at, direction = excluded.direction, "
        "subject = excluded.subject, class = excluded.class, language = excluded.language, visibility = excluded.visibility, "
        "snippet = excluded.snippet, problems = excluded.problems, derived_by = excluded.derived_by",
        interactions,
    )
    db.executemany("INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", messages)
    db.executemany("INSERT INTO link VALUES (?, ?, ?)", links)
    db.executemany("INSERT INTO party VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", parties)
    db.executemany("INSERT INTO attachment VALUES (?, ?, ?, ?, ?, ?)", attachments)
    insert_search(db, search)
    db.executemany("INSERT INTO contact VALUES (?, ?, ?, ?, ?)", contacts)
    db.executemany("INSERT INTO mailing_list VALUES (?, ?)", [(a, id_) for id_, d, _ in fresh for a in d.lists])
    signatures.save(page, fresh, moments, bound)


def offset_of(d: DerivedMessage) -> str:
    """How far the sender's clock is from UTC, as +HH:MM; '' where the mail does not tell."""
    if d.class_ != "personal" or any(p.code.startswith("date_") for p in d.problems):
        return ""
    text = d.at.strftime("%z")
    return f"{text[:3]}:{text[3:5]}" if text else ""


def problems_text(problems: Sequence[Problem]) -> str | None:
    """Problems as JSON for the column, None where there are none."""
    return json.dumps([{"code": p.code, "text": p.text} for p in problems], ensure_ascii=False) if problems else None


def _met(company: Company, fresh: Sequence[tuple[int, DerivedMessage, bool]], moments: Sequence[str]) -> dict[str, people.Met]:
    met: dict[str, people.Met] = {}
    for (_, d, _), at in zip(fresh, moments, strict=True):
        meet(met, d.parties, at, company, d.language if d.class_ == "personal" else "", offset_of(d))
        if d.signature is not None and d.signature.name and d.signature.address in met:
            met[d.signature.address].names.setdefault(d.signature.name, 0)
    return met


def meet(met: dict[str, people.Met], parties: Iterable[Party], at: str, company: Company, language: str, offset: str = "") -> None:
    """Note the outside people among the parties of one interaction."""
    for p in parties:
        known = met.get(p.address)
        if known is None and ("@" not in p.address or company.is_ours(p.address) or not is_somebody(p.address)):
            continue
        speaks = p.role in ("from", "organizer")
        named = p.name if p.name and p.name.casefold() != p.address else ""
        rank = f"{2 if speaks else 1}{at}" if named else ""
        said = (language, at) if speaks and language else ("", "")
        one = people.Met(p.address, rank, named or p.address, *said, *((offset, at) if speaks and offset else ("", "")), {named: int(speaks)} if named else {})
        if known:
            known.add(one)
        else:
            met[p.address] = one


def party_rows(id_: int, parties: Sequence[Party], bound: dict[str, tuple[int, int | None]], staff: dict[str, int]) -> list[tuple[object, ...]]:
    """Rows of `party`; the raw text is kept only where there is no address to show."""
    return [
        (id_, n, p.role, p.address, p.name, None if p.address else p.raw[:500], p.response, bound.get(p.address, (None,))[0], staff.get(p.address))
        for n, p in enumerate(parties)
    ]


def contact_rows(
    id_: int, at: str, parties: Sequence[Party], bound: dict[str, tuple[int, int | None]], staff: dict[str, int]
) -> list[tuple[object, ...]]:
    """Rows of `contact`: one per outside person, with the first colleague named."""
    ours = next((staff[p.address] for p in parties if p.address in staff), None)
    persons: dict[int, int | None] = {}
    for person, organisation in (bound[p.address] for p in parties if p.address in bound):
        persons[person] = persons.get(person) or organisation  # of several addresses the first that lies in a company
    return [(person, at, id_, organisation, ours) for person, organisation in persons.items()]


def outside_tokens(company: Company, addresses: Iterable[str]) -> frozenset[str]:
    """Outside addresses and their company domains: what two messages of one thread must share."""
    outside = {a for a in addresses if a and not company.is_ours(a)}
    return frozenset(outside | ({company_domain(a) for a in outside} - {""}))
