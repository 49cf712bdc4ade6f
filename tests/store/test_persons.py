"""Who is one person: what joins two addresses, what only proposes it, what people decide; and that the order never matters."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from syncd.errors import UsageError
from syncd.store import reviews
from syncd.world import World
from tests.store.world import JONAS, ONA, RASA, Mail, Office

pytestmark = pytest.mark.slow

LT = "Laba diena,\n\nsiunčiu kainas.\n\nPagarbiai\n{name}\n{lines}"


def mail(id_: str, sender: str, text: str = "Laba diena, siunčiu kainas.", *, day: int = 9, to: str = RASA, headers: tuple[str, ...] = ()) -> Mail:
    """A mail from outside to Rasa."""
    return Mail(id=id_, sender=sender, to=(to,), at=f"2026-11-{day:02}T09:00", text=text, headers=headers)


def signed(id_: str, sender: str, name: str, *lines: str, day: int = 9) -> Mail:
    """A mail with a signature."""
    return mail(id_, sender, LT.format(name=name, lines="\n".join(lines)), day=day)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def people(office: Office) -> set[frozenset[str]]:
    """The addresses of each person outside."""
    found: dict[object, set[str]] = {}
    for person, value in office.rows("SELECT person_id, value FROM identifier WHERE kind = 'address'"):
        found.setdefault(person, set()).add(str(value))
    return {frozenset(values) for values in found.values()}


def check_law(office: Office) -> None:
    """A rebuild changes nothing, and nothing is found amiss."""
    before = office.dump()
    office.rebuild()
    after = office.dump()
    assert sorted(set(before) ^ set(after)) == []
    assert office.findings() == []


def decide(office: Office, kind: str, a: str, b: str) -> None:
    """Somebody of ours decides about two addresses by the command."""

    def do(world: World) -> None:
        with world.store.write() as db:
            getattr(reviews, kind)(world.page(db), a, b, RASA)

    office.with_world(do)


def proposals(office: Office) -> set[tuple[object, ...]]:
    return set(office.rows("SELECT kind, a, b, reason FROM reviews"))


MOBILE = "Mob. tel. +370 612 34567"

# mails → whether they make one person, why
JOINED = [
    ((mail("1", "Ona K <ona+kainos@baltas.example>"), mail("2", f"Ona K <{ONA}>")), True, "F107: a tag behind a plus"),
    ((mail("1", "Ona K <ona.k@gmail.com>"), mail("2", "Ona <onak@googlemail.com>")), True, "F107: Gmail's dots and its two domains"),
    ((mail("1", "Ona K <ONA@Baltas.Example>"), mail("2", f"Ona K <{ONA}>")), True, "F107: letter case"),
    ((mail("1", "Ona K <ona@xn--balas-yeb.example>"), mail("2", "Ona K <ona@balŧas.example>")), True, "F107: a domain in punycode and as it is read"),
    ((mail("1", "Ona Kazlauskienė <ona@baltas.lt>"), mail("2", "Kazlauskienė, Ona <ona@pardavimai.baltas.lt>")), True, "subdomains of a company"),
    ((mail("1", "ona.kazlauskiene@baltas.lt"), mail("2", "ona.kazlauskiene@pardavimai.baltas.lt")), True, "the full name stands in the address"),
    ((mail("1", "ona.kazlauskiene@baltas.lt"), mail("2", "ona_kazlauskiene@baltas.lt")), True, "a line for the dot of a full name"),
    ((mail("1", "ona.k@mail.ru"), mail("2", "ona_k@mail.ru")), False, "with free mail a dot may be another's"),
    ((mail("1", "ona@baltas.lt"), mail("2", "ona@pardavimai.baltas.lt")), False, "a first name alone: there may be two of them"),
    ((mail("1", "Ona Kazlauskienė <ona@baltas.lt>"), mail("2", "Ona Petraitė <ona@pardavimai.baltas.lt>")), False, "another family name"),
    ((mail("1", "Ona Kazlauskienė <ona@baltas.lt>"), mail("2", "Ona Kazlauskienė <ona@kitas.lt>")), False, "a name alone, at two companies"),
    ((mail("1", "Ona Kazlauskienė <ona@inbox.lt>"), mail("2", "Ona Kazlauskienė <ona@mail.ru>")), False, "a name alone, with free mail"),
    ((signed("1", f"Ona Kazlauskienė <{ONA}>", "Ona Kazlauskienė", "ona.k@gmail.com"), mail("2", "Kazlauskienė Ona <ona.k@gmail.com>")), True,
     "the other address in her signature, and the same full name"),
    ((signed("1", f"Ona Kazlauskienė <{ONA}>", "Ona Kazlauskienė", "jonas.k@gmail.com"), mail("2", "Jonas Kazlauskas <jonas.k@gmail.com>")), False,
     "her husband's address in her signature"),
    ((signed("1", f"Ona <{ONA}>", "Ona", "ona.k@gmail.com"), signed("2", "Onutė <ona.k@gmail.com>", "Onutė", ONA)), True, "each in the other's signature"),
    ((signed("1", f"Ona <{ONA}>", "Ona", "ona.k@gmail.com"), mail("2", "Onutė <ona.k@gmail.com>")), False, "in one signature, no full name"),
    ((signed("1", f"Ona Kazlauskienė <{ONA}>", "Ona Kazlauskienė", MOBILE), signed("2", "Ona Kazlauskienė <o@kitas.example>", "Ona Kazlauskienė", MOBILE)), True,
     "one name with one mobile telephone"),
    ((signed("1", f"Ona Kazlauskienė <{ONA}>", "Ona Kazlauskienė", "Tel. +370 5 2000000"),
      signed("2", "Ona Kazlauskienė <o@kitas.example>", "Ona Kazlauskienė", "Tel. +370 5 2000000")), False, "the number of a house"),
    ((signed("1", f"Ona Kazlauskienė <{ONA}>", "Ona Kazlauskienė", MOBILE), signed("2", "Petras Petraitis <p@kitas.example>", "Petras Petraitis", MOBILE)), False,
     "one mobile telephone, two names"),
    ((mail("1", "Ona <info+a@baltas.example>"), mail("2", "Jonas <info+b@baltas.example>")), False, "a desk is nobody's"),
    ((mail("1", "Ona K <ona@baltas.example>"), mail("2", "Ona K <onа@baltas.example>")), False, "T34: one letter is Cyrillic"),
]  # fmt: skip


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize(("mails", "is_one", "why"), JOINED, ids=[j[-1] for j in JOINED])
def test_what_joins_two_addresses(office: Office, mails: tuple[Mail, ...], first: int, *, is_one: bool, why: str) -> None:
    """F107, T33, T34: only strong evidence makes two addresses one person, in either order of arrival, as a rebuild does; what
    somebody signs with counts once one of ours has written to them."""
    for one in (mails[first], mails[1 - first]):
        office.send(one)
        office.once()
    signers = [m.sender.rpartition("<")[2].rstrip(">") for m in mails if "Pagarbiai" in m.text]
    assert len(people(office)) == 2 or not signers or why.startswith("each in"), "T33: nobody of ours knows who signs so"
    for n, signer in enumerate(signers):
        office.send(Mail(id=f"answer{n}", sender=RASA, to=(signer,), at="2026-11-14T09:00", text="Ačiū."))
        office.once()
    assert (len(people(office)) == 1) is is_one, why
    assert office.rows("SELECT count(*) FROM timeline WHERE direction = 'in'") == [(2,)]
    check_law(office)


def test_telephones_of_signatures_are_known_with_their_day_and_never_stand_above_a_card(office: Office) -> None:
    """T33: the first day a number was given is its reason, in any order; who signs with somebody else's name gives none."""
    office.send(signed("2", f"Ona Kazlauskienė <{ONA}>", "Ona Kazlauskienė", MOBILE, "UAB „Baltas“", day=12))
    office.once()
    office.send(signed("1", f"Ona Kazlauskienė <{ONA}>", "Ona Kazlauskienė", MOBILE, day=9))
    office.send(signed("3", "Petras <p@kitas.example>", "Direktorius Jonas Jonaitis", "Mob. +370 699 99999"))
    office.send(signed("4", "Vardas Pavardė <v@kitas.example>", "Jonas Jonaitis", "Mob. +370 699 99999"))
    office.once()
    assert office.rows("SELECT value, reason, doubt FROM identifier WHERE kind = 'phone' AND value = '+37061234567'") == [
        ("+37061234567", "signature of 2026-11-09", 0.3)
    ]
    assert office.rows("SELECT count(*) FROM identifier WHERE value = '+37069999999' AND person_id = (SELECT person_id FROM identifier WHERE value = 'v@kitas.example')") == [(0,)]
    assert office.rows("SELECT phone FROM people WHERE address = ?", ONA) == [("+37061234567",)]
    assert office.rows("SELECT organisation FROM signature WHERE organisation <> ''") == [("UAB „Baltas“",)]
    check_law(office)


def test_the_sender_s_clock_is_known_by_their_latest_mail(office: Office) -> None:
    """The offset from UTC of the last mail they wrote, whichever came first."""
    for id_, at, offset in (("2", "2026-07-12T09:00", "+0300"), ("1", "2026-01-09T09:00", "-0500")):
        raw = Mail(id=id_, sender=f"Ona <{ONA}>", to=(RASA,), at=at, text="Laba diena, siunčiu kainas.").raw().replace(b"+0200", offset.encode(), 1)
        office.put_mail("rasa", "", raw, id_)
        office.once()
    assert office.rows("SELECT utc_offset FROM person") == [("+03:00",)]
    check_law(office)


def test_the_newest_telephone_of_signatures_is_shown(office: Office) -> None:
    """Who has another number now is called at that one, whichever mail came first."""
    for id_, number, day in (("2", "+370 699 99999", 12), ("1", "+370 612 34567", 9), ("3", "+370 612 34567", 10)):
        office.send(signed(id_, f"Ona Kazlauskienė <{ONA}>", "Ona Kazlauskienė", f"Mob. tel. {number}", day=day))
        office.once()
    assert office.rows("SELECT phone FROM people WHERE address = ?", ONA) == [("+37069999999",)]
    check_law(office)


def test_a_machine_with_a_new_name_in_each_mail_costs_little(office: Office) -> None:
    """More names than one address can have join nothing, and are not compared each with each."""
    for n in range(30):
        office.send(mail(f"r{n}", f"Vardas{n} Pavardė{n} <pranesimai@sistema.lt>"))
    office.once()
    assert office.rows("SELECT reason FROM identifier WHERE kind = 'address'") == [("several people write from it",)]
    check_law(office)


def test_rooms_and_shared_calendars_are_nobody(office: Office) -> None:
    """F74: what Google calls a resource or a group's calendar stands among the recipients, and is no person."""
    office.send(Mail(id="g1", sender=RASA, to=(ONA, "c_188@resource.calendar.google.com", "abc@group.calendar.google.com"), at="2026-11-09T09:00", text="Labas."))
    office.once()
    assert people(office) == {frozenset((ONA,))}


# ── what is only proposed ────────────────────────────────────────────────────────────────────────────────────────


def test_weak_evidence_is_proposed_and_nothing_more(office: Office) -> None:
    """The same name elsewhere, in two scripts, a family's forms, an answer elsewhere, an address in a signature, a shared number."""
    for one in (
        mail("1", f"Ona Kazlauskienė <{ONA}>"),
        mail("2", "Kazlauskienė Ona <o@kitas.example>"),
        mail("3", "Сергей Иванов <s@sever.example>"),
        mail("4", "Sergej Ivanov <s@trecias.example>"),
        mail("5", "Rasa Rasaitė <rr@vienas.example>", headers=("Reply-To: kita@du.example",)),
        signed("6", "Vida Vidaitė <vv@vienas.example>", "Vida Vidaitė", "padejeja@du.example"),
        mail("7", "Milda <padejeja@du.example>"),
        signed("8", "Tomas Tomaitis <tt@vienas.example>", "Tomas Tomaitis", MOBILE),
        signed("9", "Linas Linaitis <ll@vienas.example>", "Linas Linaitis", MOBILE),
    ):
        office.send(one)
    office.once()
    assert {(frozenset(p[1:3]), p[3]) for p in proposals(office)} == {
        (frozenset(("o@kitas.example", ONA)), "forms of one name"),
        (frozenset(("s@sever.example", "s@trecias.example")), "the same full name in two scripts"),
        (frozenset(("kita@du.example", "rr@vienas.example")), "answers to mail of one go to the other"),
        (frozenset(("vv@vienas.example", "padejeja@du.example")), "an address in the signature of the other"),
        (frozenset(("tt@vienas.example", "ll@vienas.example")), "one telephone number"),
    }
    assert all(len(one) == 1 for one in people(office))
    check_law(office)


def test_an_address_that_several_people_write_from_is_marked_and_joins_nothing(office: Office) -> None:
    """F108: a desk or a successor stays one row, marked and proposed; what the company's subdomain would join is not joined."""
    for one in (
        mail("1", "Ona Kazlauskienė <biuras1@baltas.lt>", day=9),
        mail("2", "Petras Petraitis <biuras1@baltas.lt>", day=12),
        mail("3", "Ona Kazlauskienė <biuras1@pardavimai.baltas.lt>", day=13),
    ):
        office.send(one)
        office.once()
    assert office.rows("SELECT reason, doubt FROM identifier WHERE value = 'biuras1@baltas.lt'") == [("several people write from it", 0.5)]
    assert len(people(office)) == 2
    assert ("address", "biuras1@baltas.lt", "biuras1@baltas.lt", "several people write from it") in proposals(office)
    check_law(office)
    decide(office, "distinct", "biuras1@baltas.lt", "biuras1@baltas.lt")
    assert proposals(office) == set()


def test_lists_are_nobody_and_who_writes_through_them_is(tmp_path: Path) -> None:
    """F106: whether the list's own copy comes first or a colleague's sent one, its address is no person, with no contact."""
    headers = ("List-Id: <usrp.lists.example>", "List-Post: <mailto:usrp@lists.example>", "Reply-To: Ona Kazlauskienė <ona@baltas.example>")
    through = Mail(id="l1", sender="Ona Kazlauskienė via usrp <usrp@lists.example>", to=("usrp@lists.example",), at="2026-11-09T09:00", text="Labas.", headers=headers)
    sent = Mail(id="l2", sender=RASA, to=("usrp@lists.example", ONA), at="2026-11-10T09:00", text="Labas ir jums.")
    for n, order in enumerate(((0, 1), (1, 0))):
        office = Office(tmp_path / str(n), options={"scope": "all"})
        for one in order:
            if one:
                office.send(sent)
            else:
                office.put_mail("rasa", "", through.raw(), "l1")
            office.once()
        assert people(office) == {frozenset((ONA,))}
        assert office.rows("SELECT count(*) FROM contact") == [(2,)]
        check_law(office)


# ── what people decide ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_decision_stands_through_rebuild_and_can_be_undone(office: Office) -> None:
    """Joined by somebody of ours two addresses are one person with both histories; parted again they are two, proposed no more."""
    office.send(mail("1", f"Ona Kazlauskienė <{ONA}>"))
    office.send(mail("2", "Ona Kazlauskienė <o@kitas.example>", day=10))
    office.once()
    ids = dict(office.rows("SELECT address, id FROM people"))
    decide(office, "merge", "o@kitas.example", ONA)
    assert people(office) == {frozenset((ONA, "o@kitas.example"))}
    assert office.rows("SELECT DISTINCT reason FROM identifier WHERE kind = 'address'") == [("joined by somebody of ours",)]
    assert office.rows("SELECT count(*) FROM contact WHERE person_id = (SELECT person_id FROM identifier WHERE value = ?)", ONA) == [(2,)]
    assert proposals(office) == set()
    check_law(office)
    office.send(mail("3", "Ona Kazlauskienė <o@kitas.example>", day=11))
    office.once()
    assert people(office) == {frozenset((ONA, "o@kitas.example"))}
    decide(office, "unmerge", ONA, "o@kitas.example")
    assert people(office) == {frozenset((ONA,)), frozenset(("o@kitas.example",))}
    assert dict(office.rows("SELECT address, id FROM people")) == ids
    assert proposals(office) == set()
    check_law(office)


def test_a_decision_stands_above_evidence(office: Office) -> None:
    """Parted, two spellings of a mailbox stay two people; a rejected proposal does not come back."""
    office.send(mail("1", "Ona K <ona+kainos@baltas.example>"))
    office.send(mail("2", f"Ona K <{ONA}>"))
    office.once()
    decide(office, "unmerge", "ona+kainos@baltas.example", ONA)
    assert len(people(office)) == 2
    check_law(office)
    office.send(mail("3", f"Ona Kazlauskienė <{ONA}>", day=12))
    office.once()
    assert len(people(office)) == 2
    decide(office, "merge", ONA, "ona+kainos@baltas.example")
    assert len(people(office)) == 1
    check_law(office)


def test_only_addresses_of_people_outside_can_be_decided_about(office: Office) -> None:
    """An address nobody was met under, and one twice, are refused with a sentence."""
    office.send(mail("1", f"Ona K <{ONA}>"))
    office.once()
    for a, b, said in ((ONA, "niekas@niekur.example", "nobody outside"), (ONA, ONA, "the same"), ("x", ONA, "nobody outside"), (JONAS, ONA, "nobody outside")):
        with pytest.raises(UsageError, match=said):
            decide(office, "merge", a, b)


# ── the law ──────────────────────────────────────────────────────────────────────────────────────────────────────

ALL = (
    *(m for mails, _, _ in JOINED[:3] for m in mails),
    signed("s1", "Ona Kazlauskienė <ona@baltas.lt>", "Ona Kazlauskienė", MOBILE, "ona.k@gmail.com", day=9),
    signed("s2", "Kazlauskienė, Ona <ona@pardavimai.baltas.lt>", "Ona Kazlauskienė", MOBILE, day=11),
    signed("s3", "Ona <ona.k@gmail.com>", "Ona Kazlauskienė", "ona@baltas.lt", day=12),
    Mail(id="a1", sender=RASA, to=("ona@baltas.lt",), at="2026-11-13T09:00", text="Ačiū."),
    Mail(id="a2", sender=RASA, to=("ona.k@gmail.com", "ona@pardavimai.baltas.lt"), at="2026-11-14T09:00", text="Ačiū."),
    mail("d1", "Jonas Jonaitis <biuras1@baltas.lt>", day=10),
    mail("d2", "Vida Vidaitė <biuras1@baltas.lt>", day=13),
    mail("d3", "Jonas Jonaitis <biuras1@skyrius.baltas.lt>", day=14),
    mail("t1", "Antanas Antanaitis <antanas@baltas.lt>", day=10),
    mail("t2", "Antanas Antanaitis <antanas@skyrius.baltas.lt>", day=12),
    mail("t3", "Povilas Povilaitis <antanas@skyrius.baltas.lt>", day=14),
)


@pytest.mark.parametrize("seed", [pytest.param(n, marks=pytest.mark.slow if n > 2 else ()) for n in range(12)])
def test_any_order_of_arrival_ends_in_the_same_people(tmp_path: Path, seed: int) -> None:
    """The law of test_law.py for signatures, spellings, desks and names that contradict what was joined before."""
    dice = random.Random(seed)
    mails = [Mail(id=f"m{n}", sender=m.sender, to=m.to, at=m.at, text=m.text, headers=m.headers) for n, m in enumerate(ALL)]

    def arrive(folder: Path, steps: list[Mail], cuts: set[int]) -> Office:
        office = Office(folder)
        for n, one in enumerate(steps):
            office.send(one)
            if n in cuts:
                office.once()
        office.once()
        return office

    expected = arrive(tmp_path / "at once", mails, set()).dump()
    office = arrive(tmp_path / "shuffled", dice.sample(mails, len(mails)), set(dice.sample(range(len(mails)), 6)))
    assert sorted(set(expected) ^ set(office.dump())) == []
    check_law(office)
