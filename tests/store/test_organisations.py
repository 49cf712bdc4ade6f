"""Companies in the store: names, domains, owners, employments, what people decided; and that the order never matters."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from connectors import memory
from syncd.store import no_contact, organisations
from syncd.store.decisions import Decision
from syncd.world import World
from tests.store.test_cards import BOOK, card
from tests.store.world import JONAS, NOW, PETRAS, RASA, Mail, Office

pytestmark = pytest.mark.slow

Step = Callable[[Office], object]
SIGNED = "Sveiki, ar galite atsiųsti kainą?\n\nPagarbiai\nOna Kazlauskienė\nvadybininkė\n{}\ntel. +370 612 34567"
BALTAS, WHITES = "UAB „Baltas“", "Baltas, UAB"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    folder = tmp_path / "office"
    folder.mkdir()
    world = f"{folder}/rasa"
    yield Office(folder, options={"sources": BOOK.format(who="rasa", world=world)})
    memory._worlds.pop(world, None)


def _from(id_: str, sender: str, at: str, text: str = "Sveiki, ar galite atsiųsti kainą?", to: str = RASA) -> Step:
    return lambda o: o.send(Mail(id=id_, sender=sender, to=(to,), at=at, text=text))


def _to(id_: str, sender: str, to: str, at: str) -> Step:
    return lambda o: o.send(Mail(id=id_, sender=sender, to=(to,), at=at, text="Gera diena, ačiū už laišką."))


def _book(uid: str, *lines: str, name: str = "") -> Step:
    return lambda o: memory.world(f"{o.folder}/rasa").mailbox.add("cards", uid, card(uid, *lines, name=name), "text/vcard")


def _said(kind: str, subject: str, value: object) -> Step:
    def decide(o: Office) -> None:
        def act(world: World) -> None:
            with world.store.write() as db:
                organisations.decide_about(world.page(db), Decision("2026-11-16T12:00:00Z", "rasa", "command", kind, subject, value))

        o.with_world(act)

    return decide


def _companies(o: Office) -> list[tuple[object, ...]]:
    return sorted(o.rows("SELECT name, domains, owner FROM organisations"))


def _settled(o: Office, *steps: Step) -> None:
    for step in steps:
        step(o)
    assert [s.error for s in o.once().sources if s.error] == []


def _check_law(o: Office) -> None:
    before = o.dump()
    o.rebuild()
    assert sorted(set(before) ^ set(o.dump())) == []
    assert o.findings() == []


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_company_is_called_as_its_people_sign(office: Office) -> None:
    """One signed mail is not enough; two are, in whatever spelling; the domain stands until then."""
    _settled(office, _from("s1", "ona@baltas.example", "2026-11-10T10:00", SIGNED.format(BALTAS)))
    assert [c[0] for c in _companies(office)] == ["baltas.example"]
    _settled(office, _from("s2", "vilius@baltas.example", "2026-11-11T10:00", SIGNED.format(WHITES)), _from("s3", "ona@baltas.example", "2026-11-12T10:00", SIGNED.format(BALTAS)))
    assert _companies(office) == [(BALTAS, "baltas.example", RASA)]
    _check_law(office)


def test_one_card_names_a_company(office: Office) -> None:
    """And when the card is gone, the domain is all there is again."""
    _settled(office, _from("s1", "ona@baltas.example", "2026-11-10T10:00"), _book("1", "EMAIL:ona@baltas.example", f"ORG:{WHITES.replace(',', chr(92) + ',')}", name="Ona"))
    assert [c[:2] for c in _companies(office)] == [(WHITES, "baltas.example")]
    memory.world(f"{office.folder}/rasa").mailbox.expunge("cards", "1")
    office.once()
    assert [c[:2] for c in _companies(office)] == [("baltas.example", "baltas.example")]
    _check_law(office)


def test_the_accounting_program_names_a_company(tmp_path: Path) -> None:
    """H6: by the domain of the customer's e-mail; when the row is gone, the domain is all there is again."""
    office = Office(tmp_path, options={"sources": '[[source]]\nname = "customers"\nconnector = "tables"\npath = "customers.csv"\nkind = "customers"\n'})
    table = "Kodas;Pavadinimas;PVM kodas;El. paštas;Vadybininkas\nK1;UAB „Baltas“;LT100001234;buhalterija@baltas.example;Rasa\n"
    (tmp_path / "customers.csv").write_text(table + "K2;MB Niekas;;info@niekas.example;\n", "utf-8")
    _settled(office, _from("s1", "ona@baltas.example", "2026-11-10T10:00"))
    assert [c[:2] for c in _companies(office)] == [("UAB „Baltas“", "baltas.example")]
    _check_law(office)
    (tmp_path / "customers.csv").write_text(table.replace("UAB „Baltas“", "AB „Baltas“"), "utf-8")
    office.now += dt.timedelta(hours=1)
    _settled(office)
    assert [c[:2] for c in _companies(office)] == [("AB „Baltas“", "baltas.example")]
    _check_law(office)


def test_a_company_without_a_domain_is_one_in_all_spellings(office: Office) -> None:
    """Two cards with a telephone only, the company written differently on each."""
    _settled(office, _book("1", "TEL:+37061234567", "ORG:UAB „Šiaurės vėjas“", name="Tomas Ąžuolas"), _book("2", "TEL:+37061234568", "ORG:Siaures vejas\\, UAB", name="Vilma Beržė"))
    assert len(_companies(office)) == 1
    assert {o for (o,) in office.rows("SELECT organisation FROM people")} == {_companies(office)[0][0]}
    _check_law(office)


# ── which domains are one company's ──────────────────────────────────────────────────────────────────────────────


def test_a_companys_own_card_joins_its_domains(office: Office) -> None:
    """Whichever came first; everything of both stands under one, and comes apart again when the card goes."""
    steps = [
        _from("s1", "ona@baltas.example", "2026-11-10T10:00"), _from("s2", "vilius@whites.example", "2026-11-11T10:00"),
        _book("1", "EMAIL:info@baltas.example", "EMAIL:office@whites.example", "ORG:UAB Baltas", name="UAB Baltas"),
    ]  # fmt: skip
    _settled(office, *steps)
    assert _companies(office) == [("UAB Baltas", "baltas.example whites.example", RASA)]
    assert office.rows("SELECT DISTINCT organisation FROM timeline WHERE person IS NOT NULL") == [("UAB Baltas",)]
    _check_law(office)
    memory.world(f"{office.folder}/rasa").mailbox.expunge("cards", "1")
    office.once()
    assert [c[:2] for c in _companies(office)] == [("baltas.example", "baltas.example"), ("whites.example", "whites.example")]
    assert sorted(office.rows("SELECT person, organisation FROM timeline WHERE person IS NOT NULL")) == [
        ("Ona Kazlauskienė", "baltas.example"), ("vilius@whites.example", "whites.example")]  # fmt: skip
    _check_law(office)


def test_two_employers_on_one_card_stay_two_companies(office: Office) -> None:
    """A person's card with the addresses of two jobs says nothing of the companies."""
    _settled(office, _book("1", "EMAIL:ona@baltas.example", "EMAIL:ona@juodas.example", "ORG:UAB Baltas", name="Ona Kazlauskienė"))
    assert [c[1] for c in _companies(office)] == ["baltas.example", "juodas.example"]
    _check_law(office)


def test_a_likeness_is_only_proposed(office: Office) -> None:
    """T34: one name in signatures, one brand under two suffixes: for people to say. An imitation is not even proposed."""
    for n in range(2):
        for who in ("ona@baltas.example", "ona@whites.example", "ona@ba1tas.example"):
            _from(f"s{n}{who}", who, f"2026-11-1{n}T10:00", SIGNED.format(BALTAS))(office)
    _settled(office, _from("b1", "x@saule.lt", "2026-11-10T10:00"), _from("b2", "x@saule.com", "2026-11-10T10:00"))
    assert len(_companies(office)) == 5
    assert sorted(office.rows("SELECT a, b FROM review WHERE kind = 'organisation'")) == [
        ("ba1tas.example", "whites.example"), ("baltas.example", "whites.example"), ("saule.com", "saule.lt")]  # fmt: skip
    _check_law(office)


def test_what_people_decided_of_companies_stands(office: Office) -> None:
    """A merge joins, its undoing parts, both through a rebuild and whatever comes; a decided pair is proposed no more."""
    _settled(office, _from("s1", "ona@saule.lt", "2026-11-10T10:00"), _from("s2", "jonas@saule.com", "2026-11-11T10:00"))
    _said("merge", "saule.lt", "saule.com")(office)
    assert [c[1] for c in _companies(office)] == ["saule.com saule.lt"]
    assert office.rows("SELECT count(*) FROM review WHERE kind = 'organisation'") == [(0,)]
    ids = office.rows("SELECT id FROM organisations")
    _check_law(office)
    assert office.rows("SELECT id FROM organisations") == ids
    _settled(office, _from("s3", "vilma@saule.lt", "2026-11-12T10:00"))
    _said("unmerge", "saule.com", "saule.lt")(office)
    assert [c[1] for c in _companies(office)] == ["saule.com", "saule.lt"]
    assert sorted(office.rows("SELECT organisation, count(*) FROM people GROUP BY 1")) == [("saule.com", 1), ("saule.lt", 2)]
    _check_law(office)


def test_a_merge_decided_before_the_domain_was_known_counts(office: Office) -> None:
    """The decision names domains, not rows."""
    office.once()
    _said("merge", "saule.lt", "saule.com")(office)
    _settled(office, _from("s1", "ona@saule.lt", "2026-11-10T10:00"), _from("s2", "jonas@saule.com", "2026-11-11T10:00"))
    assert [c[1] for c in _companies(office)] == ["saule.com saule.lt"]
    _check_law(office)


# ── who looks after it ───────────────────────────────────────────────────────────────────────────────────────────


def test_the_owner_is_who_wrote_most_before_the_last_contact(office: Office) -> None:
    """Within 180 days of it, not of today; old letters do not count, and a manager's word goes before."""
    old = [_to(f"o{n}", PETRAS, "ona@baltas.example", f"2025-01-1{n}T10:00") for n in range(5)]
    new = [_to(f"n{n}", JONAS, "ona@baltas.example", f"2026-11-0{n + 1}T10:00") for n in range(3)]
    _settled(office, *old, *new, *[_from(f"f{n}", "ona@baltas.example", f"2026-11-1{n}T10:00", to=RASA) for n in range(4)])
    assert _companies(office) == [("baltas.example", "baltas.example", JONAS)]
    _check_law(office)
    _said("owner", "baltas.example", PETRAS)(office)
    assert _companies(office)[0][2] == PETRAS
    _check_law(office)
    _said("owner", "baltas.example", None)(office)
    assert _companies(office)[0][2] == JONAS


def test_who_was_written_to_looks_after_a_company_nobody_answered(office: Office) -> None:
    """Every customer has an owner."""
    _settled(office, _from("f1", "ona@baltas.example", "2026-11-10T10:00", to=JONAS))
    assert _companies(office)[0][2] == JONAS


def test_somebody_who_has_left_owns_nothing_while_another_can(office: Office) -> None:
    """F108: the config says who is left."""
    _settled(office, *[_to(f"p{n}", PETRAS, "ona@baltas.example", f"2026-11-0{n + 1}T10:00") for n in range(4)], _to("j1", JONAS, "ona@baltas.example", "2026-11-09T10:00"))
    assert _companies(office)[0][2] == PETRAS
    options = dict(office.options)
    office.configure(**options)
    text = (office.folder / "config.toml").read_text("utf-8")
    (office.folder / "config.toml").write_text(text.replace('name = "Petras Petrauskas"\n', 'name = "Petras Petrauskas"\nleft = 2026-11-10\n'), "utf-8")
    office.once()
    assert _companies(office)[0][2] == JONAS
    _check_law(office)


# ── where somebody works and worked ──────────────────────────────────────────────────────────────────────────────


def test_somebody_who_changed_companies_is_not_a_stranger(office: Office) -> None:
    """R4: known by the old company's address, writing from the new one: the company is the new one, the old one is on record."""
    _settled(
        office, _from("e1", "ona@baltas.example", "2025-03-10T10:00"), _from("e2", "ona@juodas.example", "2026-11-10T10:00"),
        _from("e3", "ona.k@gmail.com", "2026-11-11T10:00"),
        _book("1", "EMAIL:ona@baltas.example", "EMAIL:ona@juodas.example", "EMAIL:ona.k@gmail.com", name="Ona Kazlauskienė"),
    )  # fmt: skip
    assert office.rows("SELECT name, organisation FROM people") == [("Ona Kazlauskienė", "juodas.example")]
    assert sorted(office.rows("SELECT organisation, substr(since, 1, 7), substr(last, 1, 7) FROM employments")) == [
        ("baltas.example", "2025-03", "2025-03"), ("juodas.example", "2026-11", "2026-11")]  # fmt: skip
    _check_law(office)
    _settled(office, _from("e4", "ona@baltas.example", "2026-11-14T10:00"))
    assert office.rows("SELECT organisation FROM people") == [("baltas.example",)]
    _check_law(office)


def test_a_signature_tells_the_company_of_a_private_address(office: Office) -> None:
    """Known by that alone, it is shown as an employment and makes no company."""
    _settled(office, _from("g1", "ona.k@gmail.com", "2026-11-10T10:00", SIGNED.format(BALTAS)))
    assert office.rows("SELECT organisation, reason FROM employments") == [(BALTAS, "signature")]
    assert _companies(office) == []


# ── who is not to be contacted ───────────────────────────────────────────────────────────────────────────────────


def test_a_wish_not_to_be_contacted_follows_the_person(office: Office) -> None:
    """By address it is the person's, by domain the company's; a rebuild and a merge of persons keep it; lifted it is gone."""
    _settled(office, _from("s1", "ona@baltas.example", "2026-11-10T10:00"), _from("s2", "vilius@saule.lt", "2026-11-11T10:00"))

    def forbid(world: World) -> None:
        with world.store.write() as db:
            page = world.page(db)
            no_contact.forbid(page, "ona@baltas.example", "call", "prašė neskambinti", "2027-01-01", "rasa")
            no_contact.forbid(page, "saule.lt", "any", "teismas", None, "rasa")
            no_contact.forbid(page, "niekas@kitur.example", "mail", "", None, "rasa")

    office.with_world(forbid)
    wanted = [
        ("Ona Kazlauskienė", "baltas.example", "call", "prašė neskambinti", "2026-11-16T12:00:00Z", "2027-01-01"),
        ("niekas@kitur.example", None, "mail", "", "2026-11-16T12:00:00Z", None), (None, "saule.lt", "any", "teismas", "2026-11-16T12:00:00Z", None),
    ]  # fmt: skip
    assert office.rows("SELECT * FROM no_contacts ORDER BY person IS NULL, person") == wanted
    _check_law(office)
    assert office.rows("SELECT * FROM no_contacts ORDER BY person IS NULL, person") == wanted

    def allow(world: World) -> None:
        with world.store.write() as db:
            no_contact.allow(world.page(db), "saule.lt", "any", "rasa")

    office.with_world(allow)
    assert office.rows("SELECT count(*) FROM no_contacts") == [(2,)]
    _check_law(office)


# ── the law ──────────────────────────────────────────────────────────────────────────────────────────────────────

STEPS: list[Step] = [
    *[_from(f"l{n}", who, f"2026-11-0{n + 1}T10:00", SIGNED.format(written))
      for n, (who, written) in enumerate((("ona@baltas.example", BALTAS), ("vilius@baltas.example", WHITES), ("rita@whites.example", BALTAS), ("rita@whites.example", WHITES)))],
    _from("m1", "ona@juodas.example", "2026-11-12T10:00"), _from("m2", "ona.k@gmail.com", "2026-11-13T10:00"), _from("m3", "x@saule.lt", "2026-11-10T10:00"),
    _from("m4", "y@saule.com", "2026-11-11T10:00"), _to("m5", JONAS, "x@saule.lt", "2026-11-12T11:00"), _to("m6", PETRAS, "y@saule.com", "2026-11-12T12:00"),
    _to("m7", PETRAS, "y@saule.com", "2026-11-13T12:00"),
    _book("1", "EMAIL:ona@baltas.example", "EMAIL:ona@juodas.example", "EMAIL:ona.k@gmail.com", name="Ona Kazlauskienė"),
    _book("2", "EMAIL:info@baltas.example", "EMAIL:office@whites.example", "ORG:UAB Baltas", name="UAB Baltas"),
    _book("3", "TEL:+37061234568", "ORG:UAB Baltas", name="Tomas Ąžuolas"),
    _said("merge", "saule.lt", "saule.com"), _said("owner", "whites.example", JONAS),
]  # fmt: skip


@pytest.mark.parametrize("seed", [pytest.param(n, marks=pytest.mark.slow if n > 2 else ()) for n in range(16)])
def test_any_order_ends_in_the_same_companies(tmp_path: Path, seed: int) -> None:
    """Mails, cards and decisions in any order, over several passes: the tables are those of a rebuild."""
    dice = random.Random(seed)
    dumps = []
    for n in range(2):
        folder = tmp_path / str(n)
        folder.mkdir()
        office = Office(folder, options={"sources": BOOK.format(who="rasa", world=f"{folder}/rasa")})
        office.once()
        for count, step in enumerate(dice.sample(STEPS, len(STEPS)) if n else STEPS):
            step(office)
            if n and dice.random() < 0.4:
                office.now = NOW + dt.timedelta(hours=count)
                office.once()
        office.now = NOW + dt.timedelta(days=2)
        office.once()
        dumps.append([line for line in office.dump() if not line.startswith("decision")])
        office.rebuild()
        assert sorted(set(dumps[-1]) ^ {line for line in office.dump() if not line.startswith("decision")}) == []
        assert office.findings() == []
        memory._worlds.pop(f"{folder}/rasa", None)
    assert sorted(set(dumps[0]) ^ set(dumps[1])) == []
