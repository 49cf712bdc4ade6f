"""What is read from the interactions of a large store: promises in all states, offers, complaints, facts, files, and what people decided."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from syncd.core.derived import RULES, VERSION
from syncd.core.keys import reminder_uid
from syncd.core.organisations import company_key
from syncd.core.tables import number_key
from syncd.store.decisions import content_of, link
from syncd.store.ids import uuid7
from tests.bench.web_company import MANAGERS, NOW, STAFF, Item, colleague, instant, key

if TYPE_CHECKING:
    from tests.bench.web_store import Builder

_OLD = {"kept": 27, "probably_kept": 30, "unknown": 22, "dismissed": 5, "withdrawn": 5, "replaced": 3, "cancelled": 3, "historic": 3, "open": 1.5, "broken": 0.5}
_RECENT = {"open": 70, "kept": 15, "probably_kept": 10, "dismissed": 3, "withdrawn": 2}
_RECENT_DAYS = 21
_BY_EVIDENCE = ("kept", "probably_kept", "replaced", "cancelled", "broken")
_ACTS = ("send", "call", "fix", "visit", "invoice", "answer", "deliver", "do")
_PRODUCTS = ("kondicionierius salei", "split unit 5 kW", "кондиционер в зал", "metinė priežiūra", "filter set", "замена фильтров", "montavimas", "chiller", "насос", "ventiliacija")
_FACTS = (("birthday", "03-14"), ("city", "Kaunas"), ("job", "directorė"), ("hobby", "žvejyba"), ("family", "сын"))
_DECIDED = {"kept": "done", "cancelled": "cancel", "broken": "break"}


class Matters:
    """Adds rows to those of a builder."""

    def __init__(self, builder: Builder) -> None:
        self._b = builder
        self._rng = builder.rng
        self._decided: list[tuple[str, str, str]] = []  # at, kind, subject
        self._promise, self._last_promise = 0, ""
        self._files: set[str] = set()

    def read(self, item: Item) -> None:
        """What one mail told."""
        chance = self._rng.random
        if chance() < (0.22 if item.direction == "out" else 0.07):
            self._promised(item)
        if chance() < (0.06 if item.direction == "out" else 0.01):
            self._offer(item)
        if item.direction == "out":
            return
        if chance() < 0.01:
            self._complaint(item)
        if chance() < 0.05:
            self._fact(item)
        if chance() < 0.08:
            self._signed(item)

    def files(self, item: Item) -> str:
        """The name of a file of a mail: of every third the picture that a signature carries."""
        picture = item.id % 3 == 0
        hash_ = (key("picture", item.person.company) if picture else key("file", item.id // 7)) * 2
        name = "image001.png" if picture else f"KP-{item.id}.pdf"
        self._b.rows.add("attachment interaction_id ordinal name media_type size hash", item.id, 0, name, "image/png" if picture else "application/pdf", 40_000, hash_)
        if not picture and hash_ not in self._files:
            self._files.add(hash_)
            self._b.rows.add("file_text hash text language version", hash_, f"{name} {instant(item.at)[:10]}", "", "1")
        return name

    def _promised(self, item: Item) -> None:
        rng, said = self._rng, instant(item.at)
        self._promise += 1
        id_, key_ = self._promise, key("promise", item.key)
        kind = "theirs" if item.direction == "in" else "handoff" if rng.random() < 0.07 else "promise"
        age = (NOW.timestamp() - item.at) / 86400
        states = _RECENT if age < _RECENT_DAYS else _OLD
        state = rng.choices(list(states), list(states.values()))[0]
        state = "kept" if state == "replaced" and not self._last_promise else state
        promiser, beneficiary = (item.person.address, colleague(item.colleague)) if kind == "theirs" else (colleague(item.colleague), item.person.address)
        assignee = colleague(rng.randint(MANAGERS + 1, STAFF - 1)) if kind == "handoff" else None
        due = dt.datetime.fromtimestamp(item.at, dt.UTC).date() + dt.timedelta(days=rng.choice((1, 2, 5, 7, 14, 30, 45))) if rng.random() < 0.7 or state == "unknown" else None
        due_at = f"{due}T15:00:00Z" if due else None
        quote = rng.choice(self._b.words[item.person.language].subjects).text
        self._b.rows.add("promise id key interaction_id quote kind firmness act state promiser assignee beneficiary organisation_id due_from due_to due_zone due_at due_kind due_text "
                         "confidence trusted said_at why replaced_by derived_by scorer", id_, key_, item.id, quote, kind, "firm", rng.choice(_ACTS), state, promiser, assignee, beneficiary, item.person.company,
                         due and str(due), due and str(due), due and "Europe/Vilnius", due_at, "explicit" if due else None, None, 0.87, 1, said, "I or we will, a term",
                         self._last_promise if state == "replaced" else None, VERSION, RULES)  # fmt: skip
        self._b.rows.add("promise_key key interaction_key given_at historic body", key_, item.key, said, state == "historic", '{"confidence": 0.87}')
        self._last_promise = key_
        if state in _DECIDED and rng.random() < 0.2:
            self._decided.append((instant(item.answered_at), _DECIDED[state], key_))
        elif state in _BY_EVIDENCE:
            self._b.rows.add("evidence promise_id interaction_id closes reason quote at", id_, item.answer, state, "done", quote[:30], instant(item.answered_at))
        elif state == "dismissed":
            self._decided.append((instant(item.answered_at), "dismiss", key_))
        if kind == "handoff":
            stands = rng.choice(("asked", "accepted", "started", "expired") if state == "open" else ("finished", "finished", "declined", "accepted"))
            self._b.rows.add("handoff promise_id from_staff to_staff state since", id_, promiser, assignee, stands, said)
        if due and kind != "theirs" and state in ("open", "kept", "probably_kept") and id_ % 3 == 0:
            self._reminder(key_, assignee or promiser, quote, str(due), "there" if state == "open" else "removed")

    def _reminder(self, key_: str, owner: str, title: str, due: str, state: str) -> None:
        uid = reminder_uid(key_, "due")
        self._b.rows.add("reminder uid purpose subject promise_key owner calendar state title text start_at end_at zone all_day alarms url content_hash handle", uid, "due", key_, key_, owner,
                         f"{owner.split('@')[0]}-calendar", state, title, title, f"{due}T07:00:00Z", f"{due}T07:15:00Z", "Europe/Vilnius", 0, "[0]", "", key_, f"{uid}.ics")  # fmt: skip

    def _offer(self, item: Item) -> None:
        rng = self._rng
        said = "offered" if rng.random() < 0.6 else rng.choice(("ordered", "invoiced", "paid"))
        state = rng.choice(("offered", "offered", "ordered", "paid", "rejected")) if said == "offered" else said
        self._b.rows.add("offer key interaction_id address quote product amounts discount valid_until said numbers why derived_by customer state", key("offer", item.key), item.id, item.person.address,
                         rng.choice(self._b.words[item.person.language].subjects).text, rng.choice(_PRODUCTS), json.dumps([{"amount": float(rng.randint(5, 900) * 10), "currency": "EUR"}]), "",
                         instant(item.at + 30 * 86400)[:10] if said == "offered" else None, said, f'["KL-{item.id}"]' if said != "offered" else "[]", "a price of ours", VERSION, item.person.customer, state)  # fmt: skip

    def _complaint(self, item: Item) -> None:
        recent = NOW.timestamp() - item.at < 30 * 86400
        state = self._rng.choices(("open", "answered", "apologised", "settled", "dismissed"), (40, 30, 20, 10, 0) if recent else (2, 8, 8, 74, 8))[0]
        key_, at = key("complaint", item.key), instant(item.answered_at)
        self._b.rows.add("complaint key interaction_id address quote state why derived_by", key_, item.id, item.person.address, self._rng.choice(self._b.words[item.person.language].subjects).text, state, "fault, ours", VERSION)
        steps = ("answered", "apologised", "settled")
        for step in steps[: steps.index(state) + 1 if state in steps else 0]:
            self._b.rows.add("complaint_sign complaint_key step interaction_id at quote", key_, step, item.answer, at, "atsiprašome" if step == "apologised" else "")

    def _fact(self, item: Item) -> None:
        kind, value = self._rng.choice(_FACTS)
        self._b.rows.add("fact key interaction_id address named quote kind value negated why derived_by", key("fact", item.key), item.id, item.person.address, "", value, kind, value, 0, "their own words", VERSION)

    def _signed(self, item: Item) -> None:
        who = item.person
        self._b.rows.add("signature address interaction_id at name post organisation phones site city", who.address, item.id, instant(item.at), who.name, "", who.customer, who.phone, "", "")
        if who.company and item.id % 3 == 0:
            self._b.rows.add("signed_name domain interaction_id key written", who.customer, item.id, company_key(who.customer), who.customer)

    def beside(self, interactions: int) -> None:
        """What does not come from mail: decisions, wishes, what is left out, tables of the accounting program, who looked at whom."""
        self._decisions()
        people, rng = self._b.people, self._rng
        for p in people[:: max(1, len(people) // 300)]:
            self._b.rows.add("no_contact subject channel reason since by", p.address, "call", "asked by mail", "2026-03-02", colleague(1))
        for n in range(interactions // 16):
            self._b.rows.add("excluded collection_id remote_id rule", (1 + n % 40) * 10, f"x{n}.klimatas", ("scope:internal", "class:bulk", "label:Private")[n % 3])
        for n in range(interactions // 8000):
            self._b.rows.add("pending collection_id remote_id reason state attempts since", (1 + n % 40) * 10, f"p{n}.klimatas", "too large", ("retry", "poison", "gone")[n % 3], 3, "2026-11-20T08:00:00Z")
        for a, b in zip(people[:: max(2, len(people) // 200)], people[1 :: max(2, len(people) // 200)], strict=False):
            self._b.rows.add("review kind a b reason quote", "person", a.address, b.address, "forms of one name", f"{a.name} / {b.name}")
        for n, p in enumerate(q for q in people if q.company and q.id % 7 == 0):
            self._customer(n, p.name, p.customer, p.address)
        self._looks(interactions // 10, [p.address for p in rng.choices(people, k=500)])

    def _customer(self, n: int, name: str, domain: str, address: str) -> None:
        code, rows = f"K-{n}", self._b.rows
        rows.add("customer_row origin code name vat emails domain name_key vat_key", f"customers/./{code}", code, domain, f"LT{n:09}", address, domain, company_key(domain), f"LT{n:09}")
        for m in range(4):
            number, day = f"KL-{n}{m}", f"202{1 + m}-0{1 + n % 9}-1{m}"
            joined = (company_key(code), number_key(code))
            rows.add("invoice origin number date due customer amount currency paid_on name_key customer_key number_key", f"invoices/./{number}", number, day, day, code, 100.0 * m, "EUR", day if n % 9 else None, *joined, number_key(number))
            rows.add("order_ origin number date customer product amount currency state name_key customer_key number_key", f"orders/./{number}", number, day, code, _PRODUCTS[m], 100.0 * m, "EUR", "done", *joined, number_key(number))
        rows.add("asset origin serial product customer installed_on service_on name_key customer_key", f"units/./S{n}", f"S{n}", _PRODUCTS[n % 9], code, "2024-05-01", "2026-12-01", company_key(code), number_key(code))

    def _decisions(self) -> None:
        chain = ""
        for at, kind, subject in sorted(self._decided):
            said, salt = (uuid7(), at, colleague(1), "web", kind), subject.encode()
            content = content_of(salt, subject, "null")
            chain = link(chain, (*said, content))
            self._b.rows.add("decision id at by origin kind subject value salt content chain", *said, subject, "null", salt, content, chain)

    def _looks(self, count: int, addresses: list[str]) -> None:
        chain, began, subjects = "", 1_750_000_000, self._ids(addresses)
        for n in range(count):
            row = (instant(began + n * 300), colleague(1 + n % 39), "customer", subjects[n % len(subjects)])
            chain = link(chain, row)
            self._b.rows.add("audit at actor what subject chain", *row, chain)

    def _ids(self, addresses: list[str]) -> list[str]:
        return [self._b.uuids[a] for a in addresses]
