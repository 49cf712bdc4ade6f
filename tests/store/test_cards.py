"""What follows from address books: who is one person, by which name, in which company; and that the order never matters.

The law of test_law.py with cards beside the mails: any order of arrival, cards that change and go, two address books.
The books are held in memory, each with the change log of a real server.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import os
import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from connectors import memory
from syncd.store import reviews
from syncd.world import World
from tests.store.world import JOHN, JONAS, MAILS, NOW, OLGA, ONA, PETRAS, RASA, Mail, Office

pytestmark = pytest.mark.slow

PROOF = bool(os.environ.get("SYNCD_PROOF"))
BOOK = """
[[source]]
name = "{who}-book"
connector = "memory"
world = "{world}"
owner = "{who}@klimatas.example"
"""
ONA_HOME, PHONE = "ona.k@gmail.com", "+37061234567"
Step = Callable[["Books"], object]


def card(uid: str, *lines: str, name: str = "") -> bytes:
    """A vCard 3.0 with these lines."""
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", f"UID:{uid}", *([f"FN:{name}"] if name else []), *lines, "END:VCARD", ""]).encode()


class Books:
    """An office with an address book each of Rasa's and of Jonas'."""

    def __init__(self, folder: Path, **options: str) -> None:
        folder.mkdir(exist_ok=True)
        self.worlds = {who: f"{folder}/{who}" for who in ("rasa", "jonas")}
        sources = "".join(BOOK.format(who=who, world=world) for who, world in self.worlds.items())
        self.office = Office(folder, options={"sources": sources, **options})

    def put(self, uid: str, raw: bytes, who: str = "rasa") -> None:
        """A card is written into somebody's address book."""
        memory.world(self.worlds[who]).mailbox.add("cards", uid, raw, "text/vcard")

    def take_out(self, uid: str, who: str = "rasa") -> None:
        """Somebody deletes a card."""
        memory.world(self.worlds[who]).mailbox.expunge("cards", uid)

    def once(self) -> None:
        """A pass, and no source in trouble."""
        assert [s.error for s in self.office.once().sources if s.error] == []

    def people(self) -> list[tuple[object, ...]]:
        """The view, without ids."""
        return sorted(self.office.rows("SELECT name, organisation, address, phone FROM people"), key=repr)

    def check_law(self) -> None:
        """A rebuild changes nothing, and nothing is found amiss."""
        before = self.office.dump()
        self.office.rebuild()
        assert _difference(before, self.office.dump()) == ""
        assert self.office.findings() == []


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    made = Books(tmp_path / "office")
    yield made
    for world in made.worlds.values():
        memory._worlds.pop(world, None)


def _difference(one: list[str], other: list[str]) -> str:
    return "\n".join(sorted([f"- {line}" for line in set(one) - set(other)] + [f"+ {line}" for line in set(other) - set(one)], key=lambda s: s[2:]))


def _identifiers(books: Books) -> set[tuple[object, ...]]:
    return set(books.office.rows("SELECT n.name, d.kind, d.value, d.reason, d.doubt FROM identifier d JOIN person n ON n.id = d.person_id"))


# ── one card ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_somebody_known_by_a_card_alone_is_shown_with_telephone_and_company(books: Books) -> None:
    """No contact yet: first and last stay empty; the company is the domain's, called as the card says, or the card's where the domain says none."""
    books.put("1", card("1", "EMAIL:vilma@nauja.example", "TEL;TYPE=CELL:8 612 34567", "ORG:Kita", name="Vilma Naujokė"))
    books.put("2", card("2", "EMAIL:egle@gmail.com", "ORG:UAB Eglė;Pardavimai", name="Eglė Eglaitė"))
    books.put("3", card("3", f"TEL:{PHONE}", "ORG:UAB Ąžuolas", name="Tomas Ąžuolas"))
    books.once()
    assert books.office.rows("SELECT name, organisation, address, phone, first_at, last_at FROM people ORDER BY name") == [
        ("Eglė Eglaitė", "UAB Eglė", "egle@gmail.com", None, None, None),
        ("Tomas Ąžuolas", "UAB Ąžuolas", None, PHONE, None, None),
        ("Vilma Naujokė", "Kita", "vilma@nauja.example", PHONE, None, None),
    ]
    books.check_law()


def test_one_card_with_two_addresses_is_one_person(books: Books) -> None:
    """Mail from either is the same person's, before the card came and after; each address keeps its reason and its doubt."""
    books.office.send(Mail(id="p1", sender=f"Onutė <{ONA_HOME}>", to=(RASA,), at="2026-11-12T09:00", text="Sveiki, čia iš namų."))
    books.office.send(MAILS[0])
    books.once()
    assert len(books.people()) == 2
    books.put("1", card("1", f"EMAIL;TYPE=PREF:{ONA}", f"EMAIL;TYPE=HOME:{ONA_HOME}", f"TEL:{PHONE}", name="Ona Kazlauskienė"))
    books.once()
    books.office.send(Mail(id="p2", sender=ONA_HOME, to=(JONAS,), cc=(ONA,), at="2026-11-14T09:00", text="Ir jums."))
    books.once()
    assert books.people() == [("Ona Kazlauskienė", "baltas.example", ONA, PHONE)]
    assert _identifiers(books) == {
        ("Ona Kazlauskienė", "address", ONA, "address book", 0.1),
        ("Ona Kazlauskienė", "address", ONA_HOME, "address book", 0.2),
        ("Ona Kazlauskienė", "phone", PHONE, "address book", 0.1),
    }
    assert books.office.rows("SELECT count(*), count(DISTINCT person) FROM timeline") == [(3, 1)]
    assert books.office.rows("SELECT o.name, count(*) FROM contact c LEFT JOIN organisation o ON o.id = c.organisation_id GROUP BY 1") == [
        ("baltas.example", 3)
    ], "mail from home counts for the company too"
    books.check_law()


@pytest.mark.parametrize("first", ["card", "mail"])
def test_a_joined_person_takes_the_best_of_all_addresses(books: Books, first: str) -> None:
    """Of two addresses in one mail the name of the sender, and the company that stands first; the same in either order."""
    mail = Mail(id="j1", sender="Aldona Aldonė <aa@pirma.example>", to=("Kita <zz@antra.example>", RASA), at="2026-11-12T09:00", text="Laba diena, ačiū.")
    steps = [lambda: books.office.send(mail), lambda: books.put("1", card("1", "EMAIL:zz@antra.example", "EMAIL:aa@pirma.example", name="Aldona"))]
    for step in steps if first == "mail" else steps[::-1]:
        step()
        books.once()
    assert books.office.rows("SELECT name, organisation, address, language FROM people") == [("Aldona Aldonė", "antra.example", "zz@antra.example", "lt")]
    assert books.office.rows("SELECT o.name FROM contact c JOIN organisation o ON o.id = c.organisation_id") == [("pirma.example",)]
    books.check_law()


# names in mail (sender or recipient), name on the card → name shown, why
NAMES = [
    ("", "", "Ona Kazlauskienė", "Ona Kazlauskienė", "mail gave none"),
    ("Onutė", "", "Ona Kazlauskienė", "Ona Kazlauskienė", "mail gave a first name only"),
    ("", "ona k.", "Ona Kazlauskienė", "Ona Kazlauskienė", "only our own spelling of a recipient"),
    ("Ona Kazlauskienė", "", "Ona Klientė", "Ona Kazlauskienė", "she signs with her full name herself"),
    ("Onutė", "", "Ona", "Onutė", "the card knows no more"),
    ("", "Ona Kazlauskienė", "Ona", "Ona Kazlauskienė", "a recipient's full name is more than a first name"),
    ("", "Ona", "Onutė", "Onutė", "the address book's word against a recipient's"),
    ("Onutė", "", "", "Onutė", "a card without a name"),
]


@pytest.mark.parametrize("first", ["card", "mail"])
def test_a_card_names_whom_mail_does_not(books: Books, first: str) -> None:
    """The better name stands, whichever came first; when the card goes, mail's own is back."""

    def mails() -> None:
        for n, (sender, recipient, *_) in enumerate(NAMES):
            address = f"n{n}@kita.example"
            if recipient:
                mail = Mail(id=f"n{n}", sender=RASA, to=(f"{recipient} <{address}>",), at="2026-11-12T10:00", text="Sveiki.")
            else:
                mail = Mail(id=f"n{n}", sender=f"{sender} <{address}>".strip(), to=(RASA,), at="2026-11-12T09:00", text="Sveiki.")
            books.office.send(mail)

    def cards() -> None:
        for n, (_, _, on_card, *_) in enumerate(NAMES):
            books.put(f"{n}", card(f"{n}", f"EMAIL:n{n}@kita.example", name=on_card))

    for step in (mails, cards) if first == "mail" else (cards, mails):
        step()
        books.once()
    names = "SELECT address, name FROM people ORDER BY address"
    assert [(a, n, NAMES[int(str(a)[1])][-1]) for a, n in books.office.rows(names)] == [
        (f"n{n}@kita.example", shown, why) for n, (*_, shown, why) in enumerate(NAMES)
    ]
    books.check_law()
    for n in range(len(NAMES)):
        books.take_out(f"{n}")
    books.once()
    assert books.office.rows(names) == [(f"n{n}@kita.example", sender or recipient or f"n{n}@kita.example") for n, (sender, recipient, *_) in enumerate(NAMES)]
    books.check_law()


def test_what_somebody_decides_stands_above_cards(books: Books) -> None:
    """Two addresses of one card are two people once somebody says so, through changes of the card and a rebuild; and one again."""

    def decide(kind: str) -> None:
        def do(world: World) -> None:
            with world.store.write() as db:
                getattr(reviews, kind)(world.page(db), ONA, ONA_HOME, RASA)

        books.office.with_world(do)

    books.office.send(MAILS[0])
    books.put("1", card("1", f"EMAIL:{ONA}", f"EMAIL:{ONA_HOME}", f"TEL:{PHONE}", name="Ona Kazlauskienė"))
    books.once()
    decide("unmerge")
    assert len(books.people()) == 2
    books.check_law()
    books.put("1", card("1", f"EMAIL:{ONA}", f"EMAIL:{ONA_HOME}", "EMAIL:trecia@kita.example", name="Ona Kazlauskienė"))
    books.once()
    assert len(books.people()) == 2
    books.check_law()
    decide("merge")
    assert len(books.people()) == 1
    books.check_law()


# ── what is never merged ─────────────────────────────────────────────────────────────────────────────────────────


def test_an_address_that_may_be_anothers_joins_nobody(books: Books) -> None:
    """A desk's address and one on cards of different people stay by themselves, and the reason says so."""
    books.put("1", card("1", f"EMAIL:{ONA}", "EMAIL:info@baltas.example", "EMAIL:biuras1@baltas.example", name="Ona Kazlauskienė"))
    books.put("2", card("2", "EMAIL:vytas@baltas.example", "EMAIL:biuras1@baltas.example", "TEL:+37052000000", name="Vytas Vytautas"))
    books.put("3", card("3", "TEL:+37052000000", name="Ona Kazlauskienė"), who="jonas")
    books.once()
    assert _identifiers(books) == {
        ("Ona Kazlauskienė", "address", ONA, "address book", 0.1),
        ("Vytas Vytautas", "address", "vytas@baltas.example", "address book", 0.1),
        ("info@baltas.example", "address", "info@baltas.example", "address book: the address of a desk", 0.5),
        ("biuras1@baltas.example", "address", "biuras1@baltas.example", "address book: on cards with different names", 0.5),
        ("Vytas Vytautas", "phone", "+37052000000", "address book: the number of several people", 0.5),
        ("Ona Kazlauskienė", "phone", "+37052000000", "address book: the number of several people", 0.5),
    }
    books.check_law()
    books.take_out("2")
    books.once()
    ona = {(value, doubt) for name, _, value, _, doubt in _identifiers(books) if name == "Ona Kazlauskienė"}
    assert ona == {(ONA, 0.1), ("biuras1@baltas.example", 0.2), ("+37052000000", 0.1)}, "nobody else claims them any more"
    books.check_law()


def test_a_merge_goes_with_the_card_that_made_it(books: Books) -> None:
    """What a card joined is apart again when it goes; somebody known by nothing else goes with it. Ids come back."""
    for mail in (MAILS[0], Mail(id="p1", sender=ONA_HOME, to=(RASA, "Ona <ona@baltas.example>"), at="2026-11-12T09:00", text="Sveiki.")):
        books.office.send(mail)
    books.once()
    before, ids = books.office.dump(), books.office.rows("SELECT address, id FROM people ORDER BY 1")
    books.put("1", card("1", f"EMAIL:{ONA}", f"EMAIL:{ONA_HOME}", "EMAIL:trecia@kita.example", name="Ona K"))
    books.once()
    assert books.office.rows("SELECT id FROM people") == [(min(id_ for _, id_ in ids),)], "the oldest id stays"
    books.put("1", card("1", f"EMAIL:{ONA}", "EMAIL:trecia@kita.example", name="Ona K"))
    books.once()
    assert len(books.people()) == 2
    books.check_law()
    books.take_out("1")
    books.once()
    assert _difference([line for line in before if not line.startswith("sighting")], [line for line in books.office.dump() if not line.startswith("sighting")]) == ""
    assert books.office.rows("SELECT address, id FROM people ORDER BY 1") == ids
    assert books.office.rows("SELECT count(*), sum(gone_since IS NOT NULL) FROM sighting WHERE media_type = 'text/vcard'") == [(1, 1)]
    books.check_law()
    books.put("1", card("1", f"EMAIL:{ONA}", "EMAIL:trecia@kita.example", name="Ona K"))
    books.once()
    assert len(books.people()) == 2, "it came back as it was"
    books.check_law()


def test_the_last_mail_going_leaves_whom_a_card_still_names(books: Books) -> None:
    """Marked private after it was stored, the only mail with somebody is forgotten; the card still names them, without a contact."""
    (books.office.folder / "mail/rasa/dovecot-keywords").write_text("0 Private\n")
    path = books.office.put_mail("rasa", "", Mail(id="k1", sender=f"Onutė <{ONA_HOME}>", to=(RASA,), at="2026-11-12T09:00", text="Slapta.").raw(), "k1")
    books.put("1", card("1", f"EMAIL:{ONA_HOME}", f"EMAIL:{ONA}", name="Ona"))
    books.once()
    path.rename(path.with_name(path.name + "a"))
    books.once()
    assert books.office.rows("SELECT name, address, last_at FROM people") == [("Ona", ONA_HOME, None)]
    books.check_law()


def test_a_mail_that_goes_leaves_the_name_the_other_address_gave(books: Books) -> None:
    """Of a joined person one address is in no mail any more: what mail from the other says stands."""
    (books.office.folder / "mail/rasa/dovecot-keywords").write_text("0 Private\n")
    books.put("1", card("1", f"EMAIL:{ONA_HOME}", f"EMAIL:{ONA}"))
    books.office.send(Mail(id="k0", sender=f"Ona Petrauskienė <{ONA}>", to=(RASA,), at="2026-11-11T09:00", text="Sveiki."))
    later = Mail(id="k1", sender=f"Ona Kazlauskienė <{ONA_HOME}>", to=(RASA,), at="2026-11-12T09:00", text="Slapta.")
    path = books.office.put_mail("rasa", "", later.raw(), "k1")
    books.once()
    assert books.office.rows("SELECT name FROM people") == [("Ona Kazlauskienė",)]
    path.rename(path.with_name(path.name + "a"))
    books.once()
    assert books.office.rows("SELECT name FROM people") == [("Ona Petrauskienė",)]
    books.check_law()


# ── what is not stored ───────────────────────────────────────────────────────────────────────────────────────────

RULES = """exclude = { people = ["slapta@people.example", "+370 5 234-56-78"], domains = ["clinic.example"], labels = ["Asmeniška"] }
metadata_only = { domains = ["lawyer.example"] }"""
LEFT_OUT = [  # lines of a card named Slapta Slaptienė → rule, why
    ("EMAIL:slapta@kita.example\r\nCLASS:PRIVATE", "sensitivity", "private"),
    ("EMAIL:slapta@kita.example\r\nCLASS:CONFIDENTIAL", "sensitivity", "confidential"),
    ("EMAIL:slapta@kita.example\r\nCATEGORIES:VIP,asmeniška", "exclude:labels", "a category as label"),
    ("EMAIL:Slapta@People.example", "exclude:people", "an address, in whatever letters"),
    ("TEL:00370 5 2345678", "exclude:people", "a telephone, however it is written"),
    ("EMAIL:slapta@a.clinic.example", "exclude:domains", "below a domain"),
    ("EMAIL:slapta@lawyer.example", "metadata-only", "a card says nothing of when"),
    (f"EMAIL:{JONAS}\r\nTEL:+37061111111", "scope:internal", "a colleague"),
]


@pytest.mark.parametrize("later", [False, True], ids=["from the start", "after it was stored"])
def test_a_card_that_may_not_be_stored_leaves_its_rule_and_nothing_else(tmp_path: Path, later: bool) -> None:
    """P1, P4: no row of it, no original, no key; the same when the card became so after it was stored."""
    books = Books(tmp_path / "a", privacy=RULES)
    if later:
        for n in range(len(LEFT_OUT)):
            line = f"EMAIL:slapta{n}@kita.example" if n % 2 else f"TEL:+3706222222{n}"
            books.put(f"{n}", card(f"{n}", line, "ORG:UAB Slapta", name="Slapta Slaptienė"))
        books.once()
        assert books.office.rows("SELECT count(*) FROM person") == [(len(LEFT_OUT),)]
    for n, (lines, _, _) in enumerate(LEFT_OUT):
        books.put(f"{n}", card(f"{n}", lines, name="Slapta Slaptienė"))
    books.once()
    assert [(rule, LEFT_OUT[int(str(n))][-1]) for n, rule in books.office.rows("SELECT remote_id, rule FROM excluded ORDER BY 1")] == [
        (rule, why) for _, rule, why in LEFT_OUT
    ]
    for table in ("person", "organisation", "card", "original", "person_key", "organisation_key", "sighting"):
        assert books.office.rows(f"SELECT count(*) FROM {table}") == [(0,)], table
    assert books.office.originals() == set()
    assert [p.name for p in books.office.folder.glob("history.db*") if b"slapt" in p.read_bytes().lower()] == []
    books.check_law()


def test_a_colleagues_card_adds_nobody_in_scope_all_either(tmp_path: Path) -> None:
    """It is kept, and says nothing of anybody outside."""
    books = Books(tmp_path / "a", scope="all")
    books.put("1", card("1", f"EMAIL:{JONAS}", "TEL:+37061111111", name="Jonas Jonaitis"))
    books.once()
    assert books.office.rows("SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM card)") == [(0, 1)]
    books.check_law()


@pytest.mark.parametrize(
    ("raw", "pending", "stored", "why"),
    [
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Visi\r\nX-ADDRESSBOOKSERVER-KIND:group\r\nEND:VCARD\r\n", 0, 1, "F74: a list of people is no person"),
        (b"BEGIN:VCARD\r\nVERSION:2.1\r\nGEO:37.24,-17.87\r\nEND:VCARD\r\n", 0, 1, "it names nobody"),
        (b"this is no card", 1, 0, "there is none in it"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_what_is_no_card_of_a_person_adds_nobody(books: Books, raw: bytes, pending: int, stored: int, why: str) -> None:
    """It is stored, or set aside with the reason; it is never lost from sight."""
    books.put("1", raw)
    books.once()
    assert books.office.rows("SELECT (SELECT count(*) FROM pending), (SELECT count(*) FROM sighting), (SELECT count(*) FROM person)") == [(pending, stored, 0)]
    books.check_law()


def test_an_address_book_lets_in_whom_it_names(tmp_path: Path) -> None:
    """scope known: a stranger's mail is left out until somebody has their card, in whichever order they come."""
    books = Books(tmp_path / "a", scope="known")
    for n, sender in enumerate((ONA, JOHN)):
        books.office.send(Mail(id=f"s{n}", sender=sender, to=(RASA,), at="2026-11-13T10:00", text="Sveiki?"))
    books.once()
    assert books.office.rows("SELECT rule, count(*) FROM excluded GROUP BY rule") == [("scope:unknown", 2)]
    books.put("1", card("1", f"EMAIL:{ONA}", name="Ona"), who="jonas")
    books.once()
    assert books.office.rows("SELECT message_id FROM message") == [("s0@mail.example",)]
    assert books.office.rows("SELECT rule, count(*) FROM excluded GROUP BY rule") == [("scope:unknown", 1)]
    books.office.send(Mail(id="s2", sender=ONA, to=(PETRAS,), at="2026-11-14T10:00", text="Dar kartą."))
    books.once()
    assert books.office.rows("SELECT count(*) FROM message") == [(2,)]
    books.check_law()


@pytest.mark.parametrize(
    ("harm", "words", "why"),
    [
        ("DELETE FROM original WHERE media_type = 'text/vcard'", "has no original", "an original taken out"),
        ("DELETE FROM card", "no card of one names them", "a card taken out"),
        ("DELETE FROM identifier WHERE value = 'ona@baltas.example'", "is nobody's", "somebody taken out"),
    ],
    ids=lambda v: v if " " in v else "",
)
def test_verify_finds_what_does_not_fit_the_cards(books: Books, harm: str, words: str, why: str) -> None:
    """Each defect gives a finding of invariant 2; a rebuild settles what can be settled."""
    books.put("1", card("1", f"EMAIL:{ONA}", f"TEL:{PHONE}", name="Ona"))
    books.once()
    assert books.office.findings() == []

    def do(world: World) -> None:
        with world.store.write() as db:
            assert db.execute(harm).rowcount > 0

    books.office.with_world(do)
    assert [f for f in books.office.findings() if f.startswith("2 ") and words in f]
    books.office.rebuild()
    assert books.office.findings() == []


# ── the law ──────────────────────────────────────────────────────────────────────────────────────────────────────

LAW_MAILS = (
    *MAILS,
    Mail(id="l1", sender=f"Onutė <{ONA_HOME}>", to=(RASA,), cc=(ONA,), at="2026-11-14T08:00", text="Rašau iš namų.", refs=("a1",)),
    Mail(id="l2", sender=RASA, to=(ONA_HOME, "info@baltas.example"), at="2026-11-14T09:00", text="Gerai.", refs=("l1",)),
    Mail(id="l3", sender="biuras@kita.example", to=(JONAS,), at="2026-11-14T09:30", text="Laba diena."),
    Mail(id="l4", sender="j.smith@smith.example", to=(JONAS,), cc=(JOHN,), at="2026-11-15T09:30", text="Hello, this is John."),
)
CARDS: dict[str, tuple[tuple[str, bytes], ...]] = {  # of each book: (id, the card at last)
    "rasa": (
        ("1", card("1", f"EMAIL:{ONA}", f"EMAIL:{ONA_HOME}", f"TEL:{PHONE}", "ORG:Baltas", name="Ona Kazlauskienė")),
        ("2", card("2", f"EMAIL:{JOHN}", "EMAIL:biuras@kita.example", "EMAIL:info@baltas.example", name="J. Smith")),
        ("3", card("3", f"TEL:{PHONE}", name="Kazlauskienė, Ona")),
        ("4", card("4", "EMAIL:vieniša@kortele.example", "ORG:Kortelė", name="Vieniša Kortelė")),
        ("5", card("5", "EMAIL:laisva@gmail.com", "ORG:UAB Laisva", name="Laisva")),
    ),
    "jonas": (
        ("1", card("1", f"EMAIL:{JOHN}", "EMAIL:j.smith@smith.example", "TEL:+44 20 7946 0000", name="John Smith")),
        ("2", card("2", "EMAIL:biuras@kita.example", f"EMAIL:{OLGA}", "TEL:+44 20 7946 0000", name="Ольга")),
        ("3", card("3", "TEL:+7 495 1234567", name="Иван Петров")),
        ("4", card("4", "EMAIL:laisva@gmail.com", "EMAIL:kita@gmail.com", "ORG:UAB Laisva", name="Laisva Laisvienė")),
    ),
}  # fmt: skip


def _law_steps() -> list[list[Step]]:
    """Chains of steps; those of one chain keep their order: a card is other at first, or comes and goes."""
    chains: list[list[Step]] = []
    for mail in LAW_MAILS:
        for address in dict.fromkeys((mail.sender, *mail.to, *mail.cc)):
            who, _, domain = address.partition("@")
            if domain == "klimatas.example":
                box, received = ("Sent", "") if address == mail.sender else ("", f"Received: from x by mx.klimatas.example for <{address}>\n")
                raw = mail.raw(received=received)
                chains.append([functools.partial(lambda who, box, raw, id_, b: b.office.put_mail(who, box, raw, id_), who, box, raw, mail.id)])
    for who, cards in CARDS.items():
        for n, (uid, raw) in enumerate(cards):
            other = card(uid, f"EMAIL:{OLGA}", f"EMAIL:{JOHN}", f"TEL:{PHONE}", f"ORG:Sena {n}", name=("Kitas Vardas", "Ona Kazlauskienė")[n % 2])
            first = [functools.partial(Books.put, uid=uid, raw=other, who=who)] if n % 2 else []
            gone = [functools.partial(Books.take_out, uid=uid, who=who)] if n % 4 == 1 else []
            chains.append([*first, *gone, functools.partial(Books.put, uid=uid, raw=raw, who=who)])
        stray = card("9", f"EMAIL:{ONA}", f"EMAIL:{JOHN}", "EMAIL:niekas@niekur.example", name="Ona Smith")
        chains.append([functools.partial(Books.put, uid="9", raw=stray, who=who), functools.partial(Books.take_out, uid="9", who=who)])
    return chains


def _in_any_order(chains: Iterable[list[Step]], dice: random.Random) -> list[Step]:
    places = [n for n, chain in enumerate(chains) for _ in chain]
    dice.shuffle(places)
    left = [iter(chain) for chain in chains]
    return [next(left[n]) for n in places]


def _arrive(folder: Path, steps: list[Step], cuts: list[int]) -> Books:
    books = Books(folder)
    for n, step in enumerate(steps):
        step(books)
        if n in cuts:
            books.office.now = NOW + dt.timedelta(hours=20 * cuts.index(n))
            books.once()
    books.office.now = NOW + dt.timedelta(days=4)
    books.once()
    return books


def _derived(books: Books) -> list[str]:
    return [line.replace(str(books.office.folder), "") for line in books.office.dump() if line.partition("|")[0] not in ("sighting", "pending")]


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The dump when everything was there before the first pass, each card as it is at last."""
    chains = _law_steps()
    return _derived(_arrive(tmp_path_factory.mktemp("law") / "at-once", list(itertools.chain(*chains)), []))


def test_cards_before_all_mails_and_after_them(tmp_path: Path, at_once: list[str]) -> None:
    """The two plainest orders: the address books a day before the first mail, and a day after the last."""
    chains = _law_steps()
    mails, cards = ([s for chain in part for s in chain] for part in (chains[: -sum(map(len, CARDS.values())) - 2], chains[-sum(map(len, CARDS.values())) - 2 :]))
    for name, steps, cut in (("cards", cards + mails, len(cards) - 1), ("mails", mails + cards, len(mails) - 1)):
        books = _arrive(tmp_path / name, steps, [cut])
        assert _difference(at_once, _derived(books)) == ""
        books.check_law()


@pytest.mark.parametrize("seed", [pytest.param(n, marks=pytest.mark.slow if n > 2 else ()) for n in range(200 if PROOF else 20)])
def test_any_order_of_mails_and_cards_ends_in_the_same_tables(tmp_path: Path, at_once: list[str], seed: int) -> None:
    """Shuffled over up to eight passes, with cards that change, go and come back, it ends as a rebuild makes it."""
    dice = random.Random(seed)
    steps = _in_any_order(_law_steps(), dice)
    books = _arrive(tmp_path / "shuffled", steps, sorted(dice.sample(range(len(steps)), dice.randint(1, 8))))
    assert _difference(at_once, _derived(books)) == ""
    books.check_law()


def test_another_address_of_somebody_is_no_customer_of_its_own(books: Books) -> None:
    """What is open with her company is quiet once: not again by the private address that a card gives her, nor by a letter from there."""
    for mail in MAILS[:2]:
        books.office.send(mail)
    books.once()
    quiet = books.office.rows("SELECT of FROM breach WHERE rule = 'quiet' ORDER BY of")
    books.put("1", card("1", f"EMAIL:{ONA_HOME}", f"EMAIL:{ONA}", name="Ona Kazlauskienė"))
    books.once()
    books.office.send(LAW_MAILS[len(MAILS)])
    books.once()
    assert books.office.rows("SELECT of FROM breach WHERE rule = 'quiet' ORDER BY of") == quiet == [("baltas.example",)]
    books.check_law()


def test_an_unchanged_address_book_changes_no_row(books: Books) -> None:
    """Neither a pass with nothing new nor a whole listing anew writes anything."""
    for who, cards in CARDS.items():
        for uid, raw in cards:
            books.put(uid, raw, who)
    books.office.send(MAILS[0])
    books.once()
    before = {name: rows for name, rows in books.office.tables().items() if name not in ("source", "collection", "event", "meta")}
    books.once()
    memory.world(books.worlds["rasa"]).mailbox.expire()
    books.once()
    assert {name: rows for name, rows in books.office.tables().items() if name in before} == before
