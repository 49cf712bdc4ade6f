"""Names as they are sorted and looked for: whoever writes a name, the index says the same, in any order and after any end."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from syncd.core import sought
from syncd.core.folding import folded, in_words
from syncd.core.organisations import company_key
from syncd.store import names, who
from tests.store.world import RASA, Mail, Office

# as written → as names are compared, why
FOLDED = [
    ("Ona Žukauskienė", "ona zukauskiene", "Lithuanian marks"),
    ("ŽUKAUSKIENĖ", "zukauskiene", "capitals"),
    ("Алёна Серёгина", "алена серегина", "ё is written е as often"),
    ("Сергей Йонайтис", "сергей йонайтис", "й is a letter of its own"),
    ("Straße", "strasse", "one letter for two"),
    ("O'Brien-Smith", "o'brien-smith", "nothing but marks is taken off"),
    ("", "", "no name"),
]


IN_WORDS = [
    ("UAB „Baltas  vėjas“", "uab baltas vejas", "without quotes"),
    ("O'Brien-Smith (sales)", "o'brien-smith sales", "what stands within a name stays"),
    ("ona@x.example +37061234567", "ona@x.example +37061234567", "addresses and numbers stay whole"),
    ("a\0b\tc", "a b c", "signs that are none"),
]


@pytest.mark.parametrize(("written", "expected", "why"), IN_WORDS, ids=[row[-1] for row in IN_WORDS])
def test_a_name_is_looked_for_by_its_words(written: str, expected: str, why: str) -> None:
    """Quotes, brackets and what cannot be typed part words; nobody types them as they are written."""
    assert in_words(written) == expected


@pytest.mark.parametrize(("written", "expected", "why"), FOLDED, ids=[row[-1] for row in FOLDED])
def test_a_name_is_compared_without_marks(written: str, expected: str, why: str) -> None:
    """Two ways to write one name, with the marks of its letters and without, are sorted and found alike."""
    assert folded(written) == expected


def found(office: Office, kind: str, text: str) -> set[str]:
    """The names of those in whose texts these letters stand."""
    return {str(name) for (name,) in office.rows(f"SELECT name FROM {kind} WHERE id IN (SELECT rowid FROM {kind}_search WHERE {kind}_search MATCH ?)", f'"{text}"')}


def check_index(office: Office) -> None:
    """The index holds exactly the words that stand in the rows, and nothing waits to be written."""
    db = sqlite3.connect(office.folder / "history.db")
    for kind in names.KINDS:
        db.execute(f"INSERT INTO {kind}_search ({kind}_search, rank) VALUES ('integrity-check', 1)")  # raises where they differ
    assert list(names.wrong(db)) == [] and db.execute("SELECT count(*) FROM renamed").fetchone() == (0,)
    db.close()


def mail(id_: str, sender: str, day: int, text: str = "Laba diena.") -> Mail:
    return Mail(id=id_, sender=sender, to=(RASA,), at=f"2026-11-{day:02}T09:00", text=text)


def arrive(office: Office, *mails: Mail) -> None:
    for one in mails:
        office.send(one)


SIGNED = "Laba diena,\n\nsiunčiu kainas.\n\nPagarbiai\nJonas Kazlauskas\nUAB „Baltas vėjas“\nTel. +370 612 34567"
MAILS = (
    mail("n1", "ona@baltas.example", 3), mail("n2", "Ona Ž. <ona@baltas.example>", 4), mail("n3", "Ona Žukauskienė <ona@baltas.example>", 5),
    mail("n4", "Сергей Кузнецов <kuznecov@sever.example>", 5), mail("n5", "Jonas Kazlauskas <jonas.k@baltas.example>", 6, SIGNED),
    mail("n6", "Jonas Kazlauskas <jonas.k@baltas.example>", 7, SIGNED), mail("n7", "Kazlauskas, Jonas <jk@kitas.example>", 8),
)  # fmt: skip


@pytest.mark.slow
def test_everybody_is_found_by_what_they_are_called_and_known_by(tmp_path: Path) -> None:
    """By any letters of a name without its marks, in plain Latin letters, by address and telephone; a company by name and domain."""
    office = Office(tmp_path)
    arrive(office, *MAILS)
    office.once()
    assert found(office, "person", "zukausk") == {"Ona Žukauskienė"} and found(office, "person", "kuznecov") == {"Сергей Кузнецов"}
    assert found(office, "person", " ка") == set() and found(office, "person", " ку") == {"Сергей Кузнецов"}
    assert found(office, "person", "37061234567") == {"Jonas Kazlauskas"} and found(office, "person", "jk@kitas") == {"Kazlauskas, Jonas"}
    assert found(office, "organisation", "baltas ve") == found(office, "organisation", "baltas.example") == {"UAB „Baltas vėjas“"}
    check_index(office)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_in_whatever_order_the_names_came_the_index_is_the_same(tmp_path: Path, seed: int) -> None:
    """The law for names: mails in any order, in several passes, give the index of a rebuild, and what is gone is found no more."""
    dice = random.Random(seed)
    office = Office(tmp_path)
    for n, one in enumerate(dice.sample(MAILS, len(MAILS))):
        arrive(office, one)
        if dice.random() < 0.5 or n == len(MAILS) - 1:
            office.once()
    check_index(office)
    before = office.dump()
    office.rebuild()
    check_index(office)
    assert office.dump() == before


@pytest.mark.slow
def test_who_is_gone_is_found_by_nothing(tmp_path: Path) -> None:
    """A row of a person taken out goes out of the index in the same act, and a name that changed is found by the new one alone."""
    office = Office(tmp_path)
    arrive(office, *MAILS[3:])
    office.once()
    world = office.open()
    with world.store.write() as db:
        db.execute("DELETE FROM person WHERE name = 'Сергей Кузнецов'")
        db.execute("UPDATE person SET name = 'Petras Petraitis', mail_name = '' WHERE name = 'Kazlauskas, Jonas'")
    world.close()
    assert found(office, "person", "kuznecov") == found(office, "person", "kazlauskas, j") == set()
    assert found(office, "person", "petraitis") == {"Petras Petraitis"}
    check_index(office)


@pytest.mark.slow
def test_what_is_forgotten_leaves_no_letters_in_the_file(tmp_path: Path) -> None:
    """P8: after somebody is forgotten their name stands nowhere in the index, not even marked as deleted."""
    office = Office(tmp_path)
    arrive(office, mail("n8", "龍虎豹 Kuznecov <x@sever.example>", 5), *MAILS[:3])
    office.once()

    def stands() -> bool:
        blocks = b"".join(bytes(block) for (block,) in office.rows("SELECT block FROM person_search_data"))  # type: ignore[call-overload]
        return "龍虎豹".encode() in blocks  # terms are kept without what they share with the one before: with these, nothing

    assert stands()
    world = office.open()
    with world.store.write() as db:
        db.execute("DELETE FROM person WHERE name LIKE '龍虎豹%'")
        names.forget(db)
    world.close()
    assert not stands()
    check_index(office)


# what is typed into `syncd who`, why
TYPED = [
    ("ona", "a first name"), ("zukausk", "the beginning of a family name"), ("kazlauskas jonas", "in another order"), ("Жукаускене", "in the other script"),
    ("Kuznetsov Sergey", "another spelling"), ("Onai Žukauskienei", "another case form"), ("o z", "words of one letter"), ("jo k", "short words"),
    ("UAB Baltas vejas", "a company"), ("baltas.example", "its domain"), ("jonas jonas", "no word serves twice"), ("Filipov", "a letter written twice"), ("Straße", "a letter for two"),
    ("„Baltas vėjas“, UAB", "with its form"), ("xyz", "nobody"), ("...", "no word"), ("", "nothing"),
]  # fmt: skip


@pytest.mark.slow
def test_by_the_index_the_same_are_found_as_among_all_names(tmp_path: Path) -> None:
    """Whoever `syncd who` would find among all names it finds among those the index gives; the nearest are the same too."""
    office = Office(tmp_path)
    arrive(office, *MAILS, mail("n9", "Pavel Filippov <filippov@sever.example>", 9), mail("n10", "Jonas Jonas Straße <jj@kitas.example>", 9))
    office.once()
    db = sqlite3.connect(office.folder / "history.db")
    everybody, companies = who.names_with(db, None), who.companies_with(db, None)
    assert len(companies) == 3 and len(everybody) == 6
    hits = 0
    for typed, why in TYPED:
        by_index = sought.found(typed, who.names_with(db, names.beginning(*sought.beginnings(typed))))
        assert by_index == sought.found(typed, everybody), why
        hits += len(by_index)
        firms = [(id_, f"{name} {domains}") for id_, name, domains in companies]
        asked = [(id_, f"{name} {domains}") for id_, name, domains in who.companies_with(db, names.beginning(*sought.beginnings(typed)))]
        assert sought.found(typed, asked) == sought.found(typed, firms), why
        near = who.names_with(db, names.holding(sought.pieces(typed)))
        assert sought.nearest(typed, [n for _, n in near]) == sought.nearest(typed, [n for _, n in everybody]), why
        key = company_key(typed)
        same = [id_ for id_, name, _ in who.companies_with(db, names.with_key(key)) if key and company_key(name) == key]
        assert same == [id_ for id_, name, _ in companies if key and company_key(name) == key], why
    assert hits > 8
    plan = [detail for *_, detail in db.execute("EXPLAIN QUERY PLAN SELECT n.id, n.name FROM person n WHERE n.id IN (SELECT rowid FROM person_search WHERE person_search MATCH 'x') ORDER BY n.id")]
    assert "SEARCH n USING INTEGER PRIMARY KEY (rowid=?)" in plan
    db.close()
