"""What the store tells of a colleague's customers, as reasons to meet them: whose it is, and what is left out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from syncd.core.relations.rhythm import History, suggestions
from syncd.store.db import connect
from syncd.store.histories import histories, owners, stirring
from tests.store.world import ONA, PETRAS, RASA, Mail, Office

TODAY = dt.date(2026, 11, 16)
HOME, NAMESAKE = "zita.zite@gmail.com", "zita.other@gmail.com"
TABLE = '[[source]]\nname = "{kind}"\nconnector = "tables"\npath = "{kind}.csv"\nkind = "{kind}"\n'
BIRTHDAY = "Labas,\n\n{day} man sukanka 40, tad susitikim po to.\n\nOna"


def told(office: Office, owner: str = RASA) -> dict[str, History]:
    store = connect(office.folder / "history.db")
    try:
        return {h.name: h for h in histories(store.db, owner, TODAY)}
    finally:
        store.close()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Ona's company is Rasa's, Zita at home is Petras's and has units in the tables."""
    office = Office(tmp_path_factory.mktemp("histories"), options={"sources": TABLE.format(kind="customers") + TABLE.format(kind="assets")})
    (office.folder / "customers.csv").write_text(f"Kodas,Pavadinimas,El. paštas\nK1,Baltas,{ONA}\nK2,Zita Zitė,{HOME}\nK3,Zita Zitė,{NAMESAKE}\n", "utf-8")
    (office.folder / "assets.csv").write_text(
        "Serijos Nr.,Prekė,Klientas,Kitas aptarnavimas,Garantija iki\nS1,split unit,K1,2026-12-01,\nS2,heat pump,K2,,2026-12-05\nS3,boiler,K3,2026-12-02,\n", "utf-8")  # fmt: skip
    for n, text in enumerate((BIRTHDAY.format(day="lapkričio 20 d."), "Neveikia! Esu labai nepatenkinta, kondicionierius po jūsų remonto vėl neveikia.")):
        office.send(Mail(id=f"a{n}", sender=ONA, to=(RASA,), at=f"2026-11-1{n}T09:00", subject="Dėl darbų", text=text))
    office.send(Mail(id="b", sender=RASA, to=(ONA,), at="2026-11-13T09:00", subject="Sąmata", text="Laba diena,\n\nsąmatą atsiųsiu lapkričio 18 d.\n\nRasa"))
    office.send(Mail(id="z", sender=f"Zita Zitė <{HOME}>", to=(PETRAS,), at="2026-11-12T09:00", subject="Labas", text="Laba diena, ačiū už vizitą."))
    office.once()
    return office


@pytest.mark.slow
def test_what_is_known_of_a_company_stands_in_its_history(office: Office) -> None:
    """A complaint, a promise, a birthday, a unit to be serviced: each with its day and what leads to it."""
    (h,) = told(office).values()
    assert h.owner == RASA and h.page.startswith("company/") and h.rhythm is not None and h.rhythm.last_on == dt.date(2026, 11, 13)
    assert [(b.what, b.on) for b in h.birthdays] == [("Ona Kazlauskienė", dt.date(2026, 11, 20))]
    assert [p.on for p in h.promises] == [dt.date(2026, 11, 18)] and [c.on for c in h.complaints] == [dt.date(2026, 11, 11)]
    assert [(s.what, s.on, s.ref) for s in h.services] == [("split unit", dt.date(2026, 12, 1), "S1")] and h.warranties == ()


@pytest.mark.slow
def test_a_person_without_a_company_is_a_customer_of_their_own(office: Office) -> None:
    """Whose owner is who of ours is in touch; a namesake's units are not theirs."""
    (h,) = told(office, PETRAS).values()
    assert h.page.startswith("customer/") and [(s.what, s.on) for s in h.warranties] == [("heat pump", dt.date(2026, 12, 5))] and h.services == ()
    store = connect(office.folder / "history.db")
    try:
        assert owners(store.db, TODAY) == {RASA: (1, 0, 0), PETRAS: (1, 0, 0)}
    finally:
        store.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "second", "expected", "reason"),
    [
        ("lapkričio 20 d.", "lapkričio 25 d.", ["2026-11-25"], "the later word counts"),
        ("lapkričio 20 d.", "birželio 25 d.", [], "which lies far ahead"),
        ("lapkričio 20 d.", "lapkričio 20 d.", ["2026-11-20"], "told twice, one birthday"),
    ],
)
def test_the_last_word_about_a_birthday_counts(tmp_path: Path, first: str, second: str, expected: list[str], reason: str) -> None:
    office = Office(tmp_path)
    for n, day in enumerate((first, second)):
        office.send(Mail(id=f"a{n}", sender=ONA, to=(RASA,), at=f"2026-11-1{n}T09:00", subject="Dėl darbų", text=BIRTHDAY.format(day=day)))
    office.once()
    assert [b.on.isoformat() for h in told(office).values() for b in h.birthdays if b.on] == expected, reason


@pytest.mark.slow
def test_who_wishes_no_contact_is_not_congratulated(tmp_path: Path) -> None:
    """Nor is their company left alone for it: the wish is one person's."""
    office = Office(tmp_path)
    office.send(Mail(id="a", sender=ONA, to=(RASA,), at="2026-11-10T09:00", subject="Dėl darbų", text=BIRTHDAY.format(day="lapkričio 20 d.")))
    office.once()
    store = connect(office.folder / "history.db")
    try:
        with store.write() as db:
            db.execute("INSERT INTO no_contact VALUES (?, 'any', 'asked', '2026-11-12T00:00:00Z', NULL, 'x')", (ONA,))
    finally:
        store.close()
    (h,) = told(office).values()
    assert h.birthdays == () and h.no_contact == ""


@pytest.mark.parametrize("owner", [RASA, PETRAS, "nobody@klimatas.example"])
@pytest.mark.parametrize("later", [0, 20, 60, 200, 365, 372], ids="{} days later".format)
def test_whoever_is_passed_over_is_not_suggested(office: Office, owner: str, later: int) -> None:
    """The quick list and the whole one suggest the same people for the same reasons."""
    today = TODAY + dt.timedelta(days=later)
    store = connect(office.folder / "history.db")
    try:
        assert suggestions(stirring(store.db, owner, today), today) == suggestions(histories(store.db, owner, today), today)
    finally:
        store.close()
