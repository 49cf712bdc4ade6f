"""A store of a company with so many interactions, as five years of mail leave it: `python -m tests.bench.web_store FOLDER --interactions 1000000`.

Plain inserts through the real shape, without the indexes, which are made at the end. 85 of 100 are mails in conversations, 10 meetings, 5 calls; a few
customers have very many of them, most have a few. The program's own `verify` finds nothing wrong with what is made.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from syncd.core.derived import VERSION
from syncd.core.names import name_key
from syncd.core.stems import day
from syncd.store import replies, tallies, workplaces
from syncd.store.db import connect
from syncd.store.ids import uuid7
from syncd.store.raw import RawFolder, pack
from syncd.store.search import insert_search
from tests.bench.web_company import DAYS, DEPARTMENTS, DOMAIN, MANAGERS, NOW, STAFF, Item, Person, colleague, instant, key
from tests.bench.web_matters import Matters
from tests.bench.web_words import LANGUAGES, Text, Vocabulary, slug

_AT_ONCE = 20_000  # interactions in one batch of inserts
_ORIGINAL = b"From: somebody\r\n\r\n"  # what all originals are here: the pages never read them
_HASH = hashlib.sha256(_ORIGINAL).digest()
_LENGTHS, _OF_LENGTH = (2, 3, 4, 5, 7, 10), (30, 25, 18, 12, 10, 5)  # mails of a conversation
_MEETING, _CALL = 0.265, 0.133  # of all that begins


class Rows:
    """Rows that wait to be inserted, by table and columns."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._waiting: dict[str, list[tuple[Any, ...]]] = defaultdict(list)

    def add(self, into: str, *values: Any) -> None:
        """One row; `into`: `table column column …`."""
        self._waiting[into].append(values)

    def flush(self) -> None:
        """Insert what waits."""
        for into, waiting in self._waiting.items():
            table, *columns = into.split()
            if table == "search":
                insert_search(self._db, waiting)
            else:
                self._db.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", waiting)
        self._waiting.clear()


class Builder:
    """Fills one empty store."""

    def __init__(self, db: sqlite3.Connection, interactions: int) -> None:
        self._db, self._n = db, interactions
        self.rng = random.Random(5)
        self.rows = Rows(db)
        self.words = {language: Vocabulary(language, self.rng, max(200, min(8000, interactions // 50))) for language in LANGUAGES}
        self.people: list[Person] = []
        self.uuids: dict[str, str] = {}  # by address
        self.companies = 0
        self._next = 0
        self._matters = Matters(self)

    def fill(self) -> None:
        """Everything."""
        self._staff()
        self._customers()
        for n, (number, who, began) in enumerate(sorted(self._conversations(), key=lambda c: (c[0], c[2]))):
            self._conversation(number, who, began, n)
            if self._next % _AT_ONCE < 9:
                self.rows.flush()
        self.rows.flush()
        self._matters.beside(self._n)
        self.rows.flush()
        self._db.execute("DELETE FROM renumbered")
        self._db.execute(f"UPDATE source SET last_success = '{NOW:%Y-%m-%dT%H:%M:%SZ}'")
        self._db.execute("UPDATE collection SET last_success = (SELECT last_success FROM source LIMIT 1), caught_up_at = (SELECT last_success FROM source LIMIT 1), "
                         "on_server = (SELECT count(*) FROM sighting g WHERE g.collection_id = collection.id)")  # fmt: skip

    def _staff(self) -> None:
        for n, name in enumerate(DEPARTMENTS, 1):
            self.rows.add("department id name standard", n, name, "{}")
        for n in range(1, STAFF + 1):
            role = "manager" if n <= MANAGERS else "admin" if n == STAFF else "staff"
            boss = "" if n == 1 else colleague(1) if n <= MANAGERS else colleague(2 + n % 2)
            self.rows.add("staff id address name department_id manager role zone language", n, colleague(n), self.words["lt"].person(), 1 + n % len(DEPARTMENTS), boss, role, "Europe/Vilnius", "lt")
            self.rows.add("source id name connector owner", n, f"colleague{n}-mail", "maildir", colleague(n))
            for folder, (name, role) in enumerate((("INBOX", "inbox"), ("Sent", "sent"), ("Calendar", "calendar"), ("Archive", "other"))):
                self.rows.add("collection id source_id remote_id name role", n * 10 + folder, n, name, name, role)
        self.rows.add("source id name connector owner", STAFF + 1, "info-mail", "maildir", "")
        self.rows.add("collection id source_id remote_id name role", 5, STAFF + 1, "INBOX", "INBOX", "inbox")

    def _customers(self) -> None:
        """60 persons and 12 companies for 1,000 interactions; every sixth person has none."""
        self.companies = max(8, self._n * 12 // 1000)
        domains = {}
        for n in range(1, self.companies + 1):
            language = self.rng.choice(LANGUAGES)
            name = self.words[language].company()
            domains[n] = f"{slug(name.split('„')[-1].split('«')[-1].strip('“»')).replace('.', '-')}-{n}.example"
            uuid = uuid7()
            self.rows.add("organisation id uuid name domains owner", n, uuid, name, domains[n], colleague(self.rng.randint(MANAGERS + 1, STAFF - 1)))
            self.rows.add("domain name organisation_id brand", domains[n], n, domains[n].removesuffix(".example"))
            self.rows.add("organisation_key domain id", domains[n], uuid)
        for n in range(1, max(40, self._n * 60 // 1000) + 1):
            language = self.rng.choice(LANGUAGES)
            company = None if n % 6 == 0 else n if n <= self.companies else self.rng.randint(1, self.companies)
            company = self.rng.randint(1, 5) if n <= self._n // 5000 else company  # the big ones have more people
            name = self.words[language].person()
            domain = domains[company] if company else "gmail.com"
            self._person(Person(n, name, f"{slug(name)}.{n}@{domain}", f"+3706{n:07}", language, company, domain if company else f"{slug(name)}.{n}@gmail.com"))
        self.rows.flush()

    def _person(self, p: Person) -> None:
        uuid = uuid7()
        self.people.append(p)
        self.uuids[p.address] = uuid
        self.rows.add("person id uuid name organisation_id language mail_name name_key", p.id, uuid, p.name, p.company, p.language, p.name, name_key(p.name))
        self.rows.add("person_key address id", p.address, uuid)
        self.rows.add("identifier kind value person_id reason doubt", "address", p.address, p.id, "the address in a header", 0.0)
        self.rows.add("called address name speaks", p.address, p.name, 1)
        if p.id % 2:
            self.rows.add("identifier kind value person_id reason doubt", "phone", p.phone, p.id, "the signature", 0.1)

    def _conversations(self) -> Iterator[tuple[int, Person, int]]:
        """Who of ours, with whom, beginning when; so many that the interactions come out right."""
        rank = {person: n for n, person in enumerate(self.rng.sample(range(len(self.people)), len(self.people)))}
        by_company: dict[int | None, list[Person]] = defaultdict(list)
        for p in self.people:
            by_company[p.company].append(p)
        weights = [self._weight(p, rank[n], by_company[p.company]) for n, p in enumerate(self.people)]
        alone = _MEETING + _CALL
        average = alone + (1 - alone) * sum(a * b for a, b in zip(_LENGTHS, _OF_LENGTH, strict=True)) / sum(_OF_LENGTH)
        last = int(NOW.timestamp())
        for who in self.rng.choices(self.people, cum_weights=list(accumulate(weights)), k=round(self._n / average)):
            begun = last - int(self.rng.random() ** 1.15 * DAYS * 86400)
            of_company = MANAGERS + 1 + (who.company or who.id) * 7 % (STAFF - MANAGERS - 1)
            yield of_company if self.rng.random() < 0.8 else self.rng.randint(1, STAFF - 1), who, begun // 86400 * 86400 + self.rng.randint(6, 15) * 3600 + self.rng.randint(0, 3599)

    def _weight(self, p: Person, rank: int, of_company: list[Person]) -> float:
        """Of 100 parts of everything the five biggest companies have ten, and a hundred more another ten; in each somebody speaks for it."""
        share = (1.5 * len(of_company) if of_company[0] is p else 1) / (2.5 * len(of_company) - 1)
        if p.company is not None and p.company <= 5:
            return 2.0 * share
        if p.company is not None and p.company <= 5 + self.companies // 120:
            return 10.0 / (self.companies / 120) * share
        return 80.0 / len(self.people) * (3 if rank % 20 == 0 else 0.9)

    def _conversation(self, number: int, who: Person, began: int, n: int) -> None:
        what = self.rng.random()
        if what < _MEETING + _CALL:
            if what < _MEETING:
                self._meeting(number, who, began, n)
            else:
                self._call(number, who, began, n)
            return
        vocabulary, thread = self.words[who.language], key("thread", n)[:16]
        subject = self.rng.choice(vocabulary.subjects)
        length, at, ours = self.rng.choices(_LENGTHS, _OF_LENGTH)[0], began, self.rng.random() < 0.4
        ref = 0
        for place in range(length):
            if at >= NOW.timestamp():
                break
            self._next += 1
            after = at + self.rng.choice((1200, 3600, 9000, 90_000, 200_000))
            is_last = place == length - 1 or after >= NOW.timestamp()
            item = Item(self._next, key("message", self._next), at, "out" if ours else "in", who, number, self._next + (not is_last), at if is_last else after)
            ref = self._message(item, thread, subject, place, ref)
            ours, at = not ours if self.rng.random() < 0.85 else ours, after

    def _message(self, item: Item, thread: str, subject: Text, place: int, before: int) -> int:
        rng, who, vocabulary = self.rng, item.person, self.words[item.person.language]
        pieces = rng.choices(vocabulary.paragraphs, k=rng.choice((1, 2, 2, 3)))
        text = f"{' '.join(p.text for p in pieces)} Nr. K{item.id}"
        class_ = "personal" if item.direction == "out" or rng.random() < 0.95 else rng.choice(("bulk", "list", "auto"))
        at, ref = instant(item.at), int.from_bytes(hashlib.sha256(item.key.encode()).digest()[:8], "big") >> 1
        self.rows.add("interaction id key kind at direction subject class language thread snippet derived_by", item.id, item.key, "message", at, item.direction, ("Re: " if place else "") + subject.text, class_, who.language, thread, text[:120], VERSION)
        self.rows.add("message interaction_id message_id own_text quoted_text in_sent authentic topic utc_offset", item.id, f"{item.key}@{DOMAIN}", text, pieces[0].text if place else "", item.direction == "out", 1, ref >> 1, "+02:00")
        self.rows.add("link ref interaction_id own", ref, item.id, 1)
        if before:
            self.rows.add("link ref interaction_id own", before, item.id, 0)
        self._parties(item, ("from", "to") if item.direction == "in" else ("to", "from"))
        self._seen(item, item.colleague * 10 + (item.direction == "out"), "message/rfc822", at)
        files = self._matters.files(item) if rng.random() < 0.15 else ""
        self.rows.add("search id subject text names", item.id, subject.stems, f"{' '.join(p.stems for p in pieces)} nr k{item.id}", f"{who.name} {who.address} {colleague(item.colleague)} {files} {day(at)}".lower())
        if class_ == "personal":
            self._matters.read(item)
        return ref

    def _parties(self, item: Item, roles: tuple[str, str]) -> None:
        """The person and the colleague, the one who speaks first; every fifth has a second colleague."""
        who, into = item.person, "party interaction_id ordinal role address name raw person_id staff_id"
        is_call = roles[0] in ("caller", "callee")
        theirs = (roles[0], "" if is_call else who.address, "" if is_call else who.name, who.phone if is_call else None, None if is_call else who.id, None)
        ours = (roles[1], colleague(item.colleague), "", None, None, item.colleague)
        for n, party in enumerate((theirs, ours) if item.direction == "in" else (ours, theirs)):
            self.rows.add(into, item.id, n, *party)
        if item.id % 5 == 0:
            other = 1 + item.id * 13 % (STAFF - 1)
            self.rows.add(into, item.id, 2, "cc", colleague(other), "", None, None, other)
        self._contact(item, item.at)

    def _contact(self, item: Item, at: int) -> None:
        self.rows.add("contact person_id at interaction_id organisation_id staff_id", item.person.id, instant(at), item.id, item.person.company, item.colleague)

    def _seen(self, item: Item, collection: int, media_type: str, at: str) -> None:
        self.rows.add("original origin key media_type hash month rank owner received_at", item.key, item.key, media_type, _HASH, f"{NOW:%Y-%m}", 5, colleague(item.colleague), at)
        for folder in (collection, 5)[: 1 + (item.id % 12 == 0)]:
            self.rows.add("sighting collection_id remote_id key media_type hash marks first_seen", folder, f"{item.id}.klimatas", item.key, media_type, _HASH, f'{{"flags":["\\\\Seen"],"received_at":"{at}","size":2400}}', at)

    def _meeting(self, number: int, who: Person, at: int, n: int) -> None:
        """Every twentieth is a weekly series; some are still to come."""
        self._next += 1
        at = at + 60 * 86400 if n % 25 == 0 else at
        item = Item(self._next, key("meeting", self._next), at, "out" if n % 2 else "in", who, number, self._next, at)
        subject, start, end = self.rng.choice(self.words[who.language].subjects), instant(at), instant(at + 3600)
        times = range(at, at + 30 * 7 * 86400, 7 * 86400) if n % 20 == 0 else (at,)
        self.rows.add("interaction id key kind at direction subject class language snippet derived_by", item.id, item.key, "meeting", start, item.direction, subject.text, "personal", who.language, "", VERSION)
        self.rows.add("meeting interaction_id uid sequence title description start_wall start_zone start_at end_wall end_zone end_at all_day rrule status location link sort",
                      item.id, f"{item.key}@{DOMAIN}", 0, subject.text, "", start[:19], "UTC", start, end[:19], "UTC", end, 0, "FREQ=WEEKLY;COUNT=30" if len(times) > 1 else "", "confirmed", "", "", "customer")  # fmt: skip
        self.rows.add("meeting_copy interaction_id origin owner body", item.id, f"colleague{number}-mail/{item.id}.ics", colleague(number), "[]")
        for time_ in times:
            self.rows.add("occurrence interaction_id recurrence_id start_at end_at title status", item.id, "" if len(times) == 1 else instant(time_), instant(time_), instant(time_ + 3600), subject.text, "confirmed")
        self._parties(item, ("organizer", "attendee") if item.direction == "in" else ("attendee", "organizer"))
        for time_ in times[1:]:
            self._contact(item, time_)
        self._seen(item, number * 10 + 2, "text/calendar", start)
        self.rows.add("search id subject text names", item.id, subject.stems, "", f"{who.name} {who.address} {day(start)}".lower())

    def _call(self, number: int, who: Person, at: int, n: int) -> None:
        self._next += 1
        item = Item(self._next, key("call", self._next), at, "in" if n % 3 else "out", who, number, self._next, at)
        start, name = instant(at), f"{who.phone} {who.name}"
        outcome = "planned" if n % 40 == 0 else self.rng.choices(("answered", "missed", "voicemail"), (75, 20, 5))[0]
        self.rows.add("interaction id key kind at direction subject class language snippet derived_by", item.id, item.key, "call", start, item.direction, name, "personal", "", "", VERSION)
        self.rows.add("call interaction_id at direction number name seconds outcome line why", item.id, start, item.direction, who.phone, who.name, n % 900 if outcome == "answered" else None, outcome, str(number), "a row of a call log")
        self._parties(item, ("caller", "callee") if item.direction == "in" else ("callee", "caller"))
        self._seen(item, number * 10 + 3, "application/vnd.syncd.call", start)
        self.rows.add("search id subject text names", item.id, "", "", f"{colleague(number)} {name} {day(start)}".lower())


def build(folder: Path, interactions: int) -> Path:
    """Make folder/history.db with its originals, unless it is there; its path. What is there under its name is whole."""
    path = folder / "history.db"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / "history.draft"
    draft.unlink(missing_ok=True)
    store = connect(draft, create=True, cache_mb=512)
    db = store.db
    db.execute("PRAGMA journal_mode=MEMORY")
    db.execute("PRAGMA synchronous=OFF")
    db.execute("PRAGMA foreign_keys=OFF")
    later = [sql for (sql,) in db.execute("SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL").fetchall()]
    for type_, name in db.execute("SELECT type, name FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL").fetchall():
        db.execute(f"DROP {type_} {name}")
    db.execute("BEGIN")
    Builder(db, interactions).fill()
    db.execute("COMMIT")
    for sql in later:
        db.execute(sql)
    with store.write():  # which ends with the names of all of these
        db.execute("INSERT INTO renamed SELECT 'person', id FROM person UNION ALL SELECT 'organisation', id FROM organisation")
        tallies.recount(db)
        db.execute(f"INSERT INTO workplace {workplaces.TOLD}")
        db.execute(f"INSERT INTO reply {replies.TOLD}")
    db.execute("PRAGMA journal_mode=WAL")
    store.close()
    with_originals = RawFolder(folder / "raw")
    import zstandard

    with_originals.save(f"{NOW:%Y-%m}", [pack(_HASH, _ORIGINAL, zstandard.ZstdCompressor())])
    with_originals.close()
    os.replace(draft, path)
    return path


def main() -> None:
    """Make one and say how long it took."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--interactions", type=int, default=1_000_000)
    options = ask.parse_args()
    began = time.monotonic()
    path = build(options.folder, options.interactions)
    db = sqlite3.connect(path)
    counts = {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("interaction", "person", "organisation", "promise", "offer", "complaint", "fact", "handoff", "contact")}
    print(f"{path}: {path.stat().st_size / 1e6:.0f} MB in {time.monotonic() - began:.0f} s; {json.dumps(counts)}")


if __name__ == "__main__":
    main()
