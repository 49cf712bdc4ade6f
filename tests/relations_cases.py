"""Labelled cases of what happens between a company and its customers, and how well the program finds them.

    python -m tests.relations_cases KIND [odd|even|all]      KIND: answer, complaint, second-offer, quiet, standard, no-contact, return

tests/data/relations/README.md says what a case is. All cases of a kind live in one company and one store, so that each has to be
found among the others: the company reads its mail up to the moment at which a case is judged, judges it, and reads on. Of odd
cases every miss is told with its reason; of even ones nothing but the counts, whoever runs them.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from email.header import Header
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.store.world import Office

FOLDER = Path(__file__).parent / "data" / "relations"
KINDS = ("answer", "complaint", "second-offer", "quiet", "standard", "no-contact", "return")
VILNIUS = ZoneInfo("Europe/Vilnius")
TOLERANCE = dt.timedelta(minutes=10)

# who works there: name, department, language, extension, who stands in
STAFF = {
    "jonas": ("Jonas Jonaitis", "sales", "lt", "201", ""),
    "rasa": ("Rasa Petraitė", "sales", "lt", "202", ""),
    "olga": ("Ольга Белова", "sales", "ru", "203", ""),
    "marius": ("Marius Kairys", "sales", "lt", "204", "rasa"),
    "petras": ("Petras Petrauskas", "service", "lt", "205", ""),
    "igor": ("Игорь Соколов", "service", "ru", "206", ""),
    "dalia": ("Dalia Norkutė", "accounts", "lt", "207", ""),
    "emma": ("Emma Reed", "accounts", "en", "208", ""),
}
_COMPANY = """
[company]
name = "Klimatas"
domains = ["klimatas.example"]
timezone = "Europe/Vilnius"
country = "LT"
[privacy]
notice_given = "2024-01-01"
[reminders]
mode = "off"
since_days = 9999
[[department]]
name = "sales"
standard = { deliver = "15 working days" }
[[department]]
name = "service"
dispatcher = "petras@klimatas.example"
roles = ["meistras", "technikas", "technician", "engineer", "мастер"]
standard = { fix = "10 working days", visit = "5 working days" }
[[department]]
name = "accounts"
standard = { invoice = "3 working days", pay = "5 working days" }
[[source]]
name = "calls"
connector = "calls"
path = "calls.csv"
columns = { start = "start", caller = "caller", callee = "callee", seconds = "seconds", outcome = "outcome" }
"""
_COLLEAGUE = """
[[staff]]
email = "{who}@klimatas.example"
name = "{name}"
department = "{department}"
language = "{language}"
aliases = ["{line}"]
deputy = "{deputy}"
[[source]]
name = "{who}-mail"
connector = "maildir"
path = "mail/{who}"
owner = "{who}@klimatas.example"
[[source]]
name = "{who}-calendar"
connector = "vdir"
path = "calendars/{who}"
owner = "{who}@klimatas.example"
"""


@dataclass(frozen=True)
class Labelled:
    """One case: what was written, said and done in it, and what should be found. `name` is its file's."""

    kind: str
    name: str
    said: dict[str, Any]

    @property
    def number(self) -> int:
        return int(self.name[:3])

    @property
    def language(self) -> str:
        return str(self.said["language"])

    @property
    def now(self) -> dt.datetime:
        """The moment at which it is judged."""
        return wall(self.said["now"])

    @cached_property
    def expected(self) -> list[dict[str, Any]]:
        """What should be found, people by their addresses."""
        people = {"person", "staff", "customer"}
        return [{k: [self.address(v) for v in _listed(who)] if k in people else who for k, who in one.items()} for one in self.said["expected"]]

    def full(self, short: str) -> str:
        """The name and address of somebody of `people`, of a colleague, or as it stands."""
        if short in STAFF:
            return f"{STAFF[short][0]} <{short}@klimatas.example>"
        return str(self.said.get("people", {}).get(short, short))

    def address(self, short: str) -> str:
        """The address, or telephone, alone."""
        full = self.full(short)
        return full[full.index("<") + 1 : -1] if full.endswith(">") else full

    def message_id(self, item: str) -> str:
        """The Message-ID of a mail of this case."""
        return f"{self.kind}.{self.number}.{item}@mail.example"

    def outsiders(self) -> set[str]:
        """The addresses that are not ours, and their domains where these are not a provider's."""
        found = {self.address(key) for key in self.said.get("people", {})} - {""}
        return found | {domain for a in found if (domain := a.partition("@")[2]) and not domain.startswith(("gmail.", "mail.ru", "yandex.", "inbox.", "one.lt"))}


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the program says of a case. `item` is the mail it is about, or an address; `""` and None are nothing said."""

    case: Labelled
    item: str
    person: frozenset[str] = frozenset()
    staff: str = ""
    since: dt.datetime | None = None
    closed: dt.datetime | None = None
    word: str = ""
    """The channel of a wish, or why somebody counts as returned."""
    quote: str = ""


@dataclass
class Score:
    """Counts, and what was wrong in words."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    def add(self, other: Score) -> None:
        self.right, self.wrong, self.missed = self.right + other.right, self.wrong + other.wrong, self.missed + other.missed

    def __str__(self) -> str:
        return f"precision {self.precision:.2f} recall {self.recall:.2f} (right {self.right}, wrong {self.wrong}, missed {self.missed})"


def wall(at: dt.datetime | str) -> dt.datetime:
    """The instant of a wall time in Vilnius."""
    return (at if isinstance(at, dt.datetime) else dt.datetime.fromisoformat(at)).replace(tzinfo=VILNIUS)


def cases(kind: str, which: str = "all") -> list[Labelled]:
    """The cases of a kind: odd, even or all."""
    found = [Labelled(kind, path.stem, tomllib.loads(path.read_text(encoding="utf-8"))) for path in sorted((FOLDER / kind).glob("*.toml"))]
    return [c for c in found if which == "all" or (c.number % 2 == 1) == (which == "odd")]


# ── the company, and what comes to it ────────────────────────────────────────────────────────────────────────────


class Company(Office):
    """Eight people in three departments, their mailboxes and calendars, and one telephone exchange."""

    def configure(self, **options: str) -> None:
        """Write the config."""
        text = _COMPANY
        for who, (name, department, language, line, deputy) in STAFF.items():
            standing_in = f"{deputy}@klimatas.example" if deputy else ""
            text += _COLLEAGUE.format(who=who, name=name, department=department, language=language, line=line, deputy=standing_in)
        (self.folder / "config.toml").write_text(text, encoding="utf-8")
        (self.folder / "calls.csv").write_text("start,caller,callee,seconds,outcome\n", encoding="utf-8")

    def live(self, case: Labelled) -> None:
        """All that happens in a case."""
        for item in case.said.get("mail", ()):
            self._deliver(case, item)
        for n, item in enumerate(case.said.get("meeting", ())):
            self._meet(case, item, f"{case.kind}-{case.number}-{n}")
        for n, item in enumerate(case.said.get("away", ())):
            self._go(item, f"{case.kind}-{case.number}-away-{n}")
        with (self.folder / "calls.csv").open("a", encoding="utf-8") as log:
            for item in case.said.get("call", ()):
                ends = [STAFF[end][3] if (end := item[side]) in STAFF else case.address(end) for side in ("from", "to")]
                log.write(f"{item['at']:%Y-%m-%d %H:%M:%S},{','.join(ends)},{item.get('seconds', 0)},{item.get('outcome', 'answered')}\n")

    def _deliver(self, case: Labelled, item: dict[str, Any]) -> None:
        """A mail into the writer's Sent, and into the inbox of each of ours it went to."""
        raw = _raw(case, item)
        name = f"{case.kind}.{case.number}.{item['id']}"
        for short in dict.fromkeys((item["from"], *item["to"], *item.get("cc", ()))):
            if short in STAFF:
                mine = short == item["from"]
                self.put_mail(short, "Sent" if mine else "", raw if mine else b"Received: from x by mx.klimatas.example\n" + raw, name)

    def _meet(self, case: Labelled, item: dict[str, Any], uid: str) -> None:
        """An entry of an hour, or of `minutes`, in the calendar of whoever holds it."""
        ends = item["at"] + dt.timedelta(minutes=item.get("minutes", 60))
        holder, _, _ = item["who"].partition("@")
        lines = [f"DTSTART;TZID=Europe/Vilnius:{item['at']:%Y%m%dT%H%M%S}", f"DTEND;TZID=Europe/Vilnius:{ends:%Y%m%dT%H%M%S}",
                 f"SUMMARY:{item['title']}", f"STATUS:{item.get('status', 'CONFIRMED')}", f"ORGANIZER;CN={STAFF[holder][0]}:mailto:{holder}@klimatas.example"]  # fmt: skip
        for guest in (holder, *item.get("with", ())):
            name, _, address = case.full(guest).rstrip(">").rpartition(" <")
            lines.append(f"ATTENDEE;CN={name or address};PARTSTAT=ACCEPTED:mailto:{address}")
        if item.get("note"):
            lines.append("DESCRIPTION:" + item["note"].replace("\n", "\\n").replace(",", "\\,"))
        self.put_entry(holder, uid, _entry(uid, lines))

    def _go(self, item: dict[str, Any], uid: str) -> None:
        """An all-day entry from the first to the last day of an absence."""
        after = item["last"] + dt.timedelta(days=1)
        lines = [f"DTSTART;VALUE=DATE:{item['first']:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}", f"SUMMARY:{item['title']}"]
        self.put_entry(item["who"], uid, _entry(uid, lines))


def _entry(uid: str, lines: Iterable[str]) -> bytes:
    whole = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", "BEGIN:VEVENT", f"UID:{uid}@klimatas.example", "DTSTAMP:20250101T080000Z", *lines,
             "END:VEVENT", "END:VCALENDAR", ""]  # fmt: skip
    return "\r\n".join(whole).encode()


def _raw(case: Labelled, item: dict[str, Any]) -> bytes:
    """The bytes of a mail."""

    def person(short: str) -> str:
        name, _, address = case.full(short).rstrip(">").rpartition(" <")
        return f"{Header(name, 'utf-8').encode()} <{address}>" if name else address

    lines = [
        f"Message-ID: <{case.message_id(item['id'])}>",
        f"From: {person(item['from'])}",
        f"To: {', '.join(map(person, item['to']))}",
        f"Date: {wall(item['at']):%a, %d %b %Y %H:%M:%S %z}",
        f"Subject: {Header(item['subject'], 'utf-8', maxlinelen=900).encode()}",
        "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", *item.get("headers", ()),
    ]  # fmt: skip
    if item.get("cc"):
        lines.append(f"Cc: {', '.join(map(person, item['cc']))}")
    if above := _thread(case, item):
        refs = [f"<{case.message_id(one)}>" for one in above]
        lines += [f"In-Reply-To: {refs[-1]}", f"References: {' '.join(refs)}"]
    return ("\n".join(lines) + f"\n\n{item['text']}\n").encode()


def _thread(case: Labelled, item: dict[str, Any]) -> list[str]:
    """The mails this one answers, oldest first."""
    by_id = {one["id"]: one for one in case.said["mail"]}
    found: list[str] = []
    while above := item.get("reply_to"):
        found.insert(0, above)
        item = by_id[above]
    return found


# ── what the program says ────────────────────────────────────────────────────────────────────────────────────────


def found_in(db: sqlite3.Connection, kind: str, batch: Sequence[Labelled], now: dt.datetime) -> list[Found]:
    """All that is found in these cases at this moment, by the views and tables that are a contract."""
    if kind == "no-contact":
        return list(_wishes(db, batch))
    if kind == "return":
        return list(_returns(db, batch, now))
    return list(_breaches(db, kind, batch, now))


def _breaches(db: sqlite3.Connection, rule: str, batch: Sequence[Labelled], now: dt.datetime) -> Iterator[Found]:
    items, addresses = _items(batch), _addresses(db)
    by_key: dict[str, tuple[Labelled, str]] = {}
    for table in ("interaction", "complaint", "offer", "promise"):
        own = "id" if table == "interaction" else "interaction_id"
        for key, message_id in db.execute(f"SELECT t.key, m.message_id FROM {table} t JOIN message m ON m.interaction_id = t.{own}"):
            if message_id in items:
                by_key[key] = items[message_id]
    for case_id, person, staff, quote, since, closed in db.execute("SELECT case_id, person, staff, quote, since, closed_at FROM breaches WHERE rule = ?", (rule,)):
        known = by_key.get(case_id.split("|")[0])
        if rule == "quiet":
            known = next(((c, a) for c in batch for a in sorted(c.outsiders()) if a in _words(case_id)), None)
            known = known or next(((c, a) for c in batch for a in sorted(c.outsiders()) if a in addresses.get(person, ())), None)
        if known and _instant(since) <= now:
            mended = _instant(closed) if closed else None
            yield Found(case=known[0], item=known[1], person=addresses.get(person, frozenset()), staff=staff or "", since=_instant(since),
                        closed=mended, quote=quote or "")  # fmt: skip


def _wishes(db: sqlite3.Connection, batch: Sequence[Labelled]) -> Iterator[Found]:
    items = _items(batch)
    for message_id, channel, quote in db.execute("SELECT m.message_id, n.channel, n.quote FROM no_contact_said n JOIN message m USING (interaction_id)"):
        if known := items.get(message_id):
            yield Found(case=known[0], item=known[1], word=channel, quote=quote)


def _returns(db: sqlite3.Connection, batch: Sequence[Labelled], now: dt.datetime) -> Iterator[Found]:
    items, own = _items(batch), {a for c in batch for a in c.outsiders()}
    for message_id, person, why in db.execute(
        "SELECT m.message_id, (SELECT json_group_array(value) FROM identifier d WHERE d.person_id = r.person_id), r.why FROM returned r "
        "JOIN message m ON m.interaction_id = r.interaction_id WHERE r.at <= ?", (now.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),)
    ):  # fmt: skip
        if known := items.get(message_id):
            yield Found(case=known[0], item=known[1], person=frozenset(json.loads(person)) & own, word=why)


def _items(batch: Sequence[Labelled]) -> dict[str, tuple[Labelled, str]]:
    """The mails of these cases by their Message-ID."""
    return {c.message_id(one["id"]): (c, one["id"]) for c in batch for one in c.said.get("mail", ())}


def _addresses(db: sqlite3.Connection) -> dict[str, frozenset[str]]:
    """The addresses of everybody of a name."""
    found: dict[str, set[str]] = {}
    for name, address in db.execute("SELECT n.name, d.value FROM person n JOIN identifier d ON d.person_id = n.id WHERE d.kind = 'address'"):
        found.setdefault(name, set()).add(address)
    return {name: frozenset(of) for name, of in found.items()}


def _words(text: str) -> set[str]:
    return set(re.split(r"[^\w.@+-]+", text))


def _instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


# ── the judgement ────────────────────────────────────────────────────────────────────────────────────────────────


def judge(case: Labelled, found: Sequence[Found]) -> tuple[Score, list[str]]:
    """The counts of one case, and each miss in words. What the case says `may` be found counts neither way."""
    score, told, left = Score(), [], list(found)
    for one in case.expected:
        same = {*_listed(one.get("item") or one.get("customer")), *one.get("same", ())}
        same |= {domain for name in same if (domain := name.partition("@")[2])}
        near = [f for f in left if f.item in same]
        best = min(near, key=lambda f: len(_differences(one, f)), default=None)
        differs = _differences(one, best) if best else ["not found"]
        score.add(Score(right=1) if not differs else Score(missed=1, wrong=1 if best else 0))
        told += [f"  missed {sorted(same)}: {', '.join(differs)}"] if differs else []
        left = [f for f in left if f.item not in same]
    for f in left:
        if f.item not in case.said.get("may", ()):
            score.wrong += 1
            told.append(f"  wrong {f.item} since {f.since and f'{f.since.astimezone(VILNIUS):%d %b %H:%M}'} {f.word} {f.staff}: {f.quote!r}")
    return score, told


def _differences(one: dict[str, Any], found: Found) -> list[str]:
    """In what a find differs from what was expected; what the label leaves out is not judged."""
    told = []
    if "person" in one and found.person and not found.person & set(one["person"]):
        told.append(f"person {sorted(found.person)}, not {one['person']}")
    if "staff" in one and found.staff not in one["staff"]:
        told.append(f"staff {found.staff!r}, not {one['staff']!r}")
    for key, at in (("since", found.since), ("closed", found.closed)):
        if key in one and not _same_moment(one[key], at):
            told.append(f"{key} {at and f'{at.astimezone(VILNIUS):%d %b %H:%M}'}, not {one[key] or 'open'}")
    for key in ("channel", "why"):
        if key in one and found.word not in one[key].split("|"):
            told.append(f"{key} {found.word}, not {one[key]}")
    return told


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [str(value)]


def _same_moment(expected: dt.datetime | str, at: dt.datetime | None) -> bool:
    if not expected or at is None:
        return not expected and at is None
    return abs(wall(expected) - at) <= TOLERANCE


def score(kind: str, which: str, folder: Path, tell: Callable[[str], object] = print) -> dict[str, Score]:
    """The counts of a kind by language and in all; every miss of an odd case is told."""
    office = Company(folder, people=tuple(STAFF))
    found = cases(kind)
    totals: dict[str, Score] = {}
    for now in sorted({c.now for c in found}):
        batch = [c for c in found if c.now == now]
        for case in batch:
            office.live(case)
        office.now = now.astimezone(dt.UTC)
        outcome = office.once()
        assert [s.error for s in outcome.sources if s.error] == []
        db = sqlite3.connect((folder / "history.db").as_uri() + "?mode=ro", uri=True)
        seen = found_in(db, kind, batch, now)
        db.close()
        for case in batch:
            if which != "all" and (case.number % 2 == 1) != (which == "odd"):
                continue
            counts, told = judge(case, [f for f in seen if f.case is case])
            for key in (case.language, "all"):
                totals.setdefault(key, Score()).add(counts)
            if told and case.number % 2:
                tell("\n".join([f"{case.name} ({case.language}): {case.said['reason']}", *told]))
    return totals


def main(kind: str, which: str = "odd") -> None:
    """Score one kind and tell the misses."""
    counts = Counter(c.language for c in cases(kind, which))
    with tempfile.TemporaryDirectory() as folder:
        totals = score(kind, which, Path(folder))
    for language, one in sorted(totals.items(), key=lambda row: row[0] == "all"):
        print(f"{kind} {which} {language} {counts.get(language, counts.total())} cases: {one}")


if __name__ == "__main__":
    main(*sys.argv[1:])
