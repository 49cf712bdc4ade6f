"""What is known about persons in the store: which kinds are kept, what wins, what was struck out, and that order never matters."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors import memory
from syncd.store import facts
from tests.store.test_cards import Books, card
from tests.store.world import JONAS, ONA, PETRAS, RASA, Mail, Office

pytestmark = pytest.mark.slow

ALL = 'facts = ["birthday", "family", "city", "hobby", "interest", "style", "job", "other"]'
BIRTHDAY = Mail(id="f1", sender=ONA, to=(RASA,), at="2026-11-10T10:00", text="Labas,\n\nlapkričio 20 d. man sukanka 40, tad susitikim po to.\n\nOna")
CITY = Mail(id="f2", sender=ONA, to=(RASA,), at="2026-11-11T10:00", text="Labas,\n\naš gyvenu Kaune, tad atvažiuosiu vakare po darbo, jei tik spėsiu į paskutinį traukinį.\n\nOna")
MOVED = Mail(id="f3", sender=ONA, to=(RASA,), at="2026-11-13T10:00", text="Labas,\n\npersikrausčiau į Klaipėdą, naujas adresas bus vėliau.\n\nOna")
HOBBY = Mail(id="f4", sender=ONA, to=(RASA,), at="2026-11-12T10:00", text="Labas,\n\nlaisvalaikiu žvejoju Nemune, kartais ir žiemą.\n\nOna")
CONGRATULATION = Mail(id="f5", sender=RASA, to=(ONA,), at="2026-11-14T10:00", text="Ona,\n\nsveikiname Jus su gimtadieniu!\n\nRasa", subject="Sveikinimas")
NOTE = Mail(id="f6", sender=RASA, to=(JONAS,), at="2026-11-14T11:00", subject="Klientė Ona Kazlauskienė",
            text="Jonai,\n\nkalbėjau su klientu dėl sutarties. Ona Kazlauskienė gyvena Trakuose ir žvejoja.\n\nRasa")  # fmt: skip
MAILS = (BIRTHDAY, CITY, MOVED, HOBBY)


def _harvested(folder: Path, *mails: Mail, kinds: str = ALL, **options: str) -> Office:
    office = Office(folder, options={"privacy": kinds, **options})
    for mail in mails:
        _put(office, mail)
    office.once()
    return office


def _put(office: Office, mail: Mail) -> None:
    ours = mail.sender.endswith("@klimatas.example")
    office.put_mail(mail.sender.partition("@")[0] if ours else "rasa", "Sent" if ours else "", mail.raw(), mail.id)


def _told(office: Office) -> list[tuple[object, ...]]:
    return sorted(office.rows("SELECT kind, value, person, state FROM facts"), key=repr)


def _strike(office: Office, key: str) -> bool:
    world = office.open()
    try:
        with world.store.write() as db:
            return facts.strike(db, key, RASA, "2026-11-16T12:00:00Z")
    finally:
        world.close()


def test_facts_are_kept_with_quote_person_and_moment(tmp_path: Path) -> None:
    """The view is a contract: quote, kind, value, person, interaction_id, at (DESIGN section 4)."""
    office = _harvested(tmp_path, CITY)
    [row] = office.rows("SELECT quote, kind, value, person, at, interaction_id IN (SELECT key FROM interaction), source FROM facts")
    assert row == ("aš gyvenu Kaune", "city", "Kaunas", "Ona Kazlauskienė", "2026-11-11T08:00:00Z", 1, "message")


def test_only_the_kinds_the_config_names_are_kept(tmp_path: Path) -> None:
    """[privacy] facts: birthday, city and job where nothing is said; a kind that is not named leaves no row (P12)."""
    office = _harvested(tmp_path, *MAILS, kinds="")
    assert {kind for kind, *_ in _told(office)} == {"birthday", "city"}


def test_a_changed_choice_of_kinds_holds_for_the_past_too(tmp_path: Path) -> None:
    """Narrowed: the rows go at the next pass. Widened: they come, from the originals."""
    office = _harvested(tmp_path, *MAILS)
    assert {kind for kind, *_ in _told(office)} == {"birthday", "city", "hobby"}
    office.configure(privacy='facts = ["birthday"]')
    office.once()
    assert {kind for kind, *_ in _told(office)} == {"birthday"}
    office.configure(privacy=ALL)
    office.once()
    assert {kind for kind, *_ in _told(office)} == {"birthday", "city", "hobby"}


def test_the_latest_city_is_current_and_the_one_before_stays_as_history(tmp_path: Path) -> None:
    """Only one can be true: both stand with their dates."""
    office = _harvested(tmp_path, MOVED, CITY)
    assert office.rows("SELECT value, state, at FROM facts ORDER BY at") == [
        ("Kaunas", "former", "2026-11-11T08:00:00Z"), ("Klaipėda", "current", "2026-11-13T08:00:00Z"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("at", "states", "why"),
    [
        ("2026-11-20T10:00", {"current"}, "the day is the same, one says the year too"),
        ("2026-11-14T10:00", {"current", "contradicted"}, "two days of birth cannot both be true; both are shown"),
    ],
)
def test_two_birthdays_agree_or_contradict_each_other(tmp_path: Path, at: str, states: set[str], why: str) -> None:
    """A birthday with its year and one without are the same where month and day are."""
    congratulation = Mail(id="f5", sender=RASA, to=(ONA,), at=at, text=CONGRATULATION.text, subject="Sveikinimas")
    office = _harvested(tmp_path, BIRTHDAY, congratulation)
    assert {state for *_, state in _told(office)} == states, why
    assert len(_told(office)) == 2


def test_a_congratulation_of_ours_tells_the_birthday_of_its_recipient(tmp_path: Path) -> None:
    """What one of ours writes to a customer is about the customer."""
    assert _told(_harvested(tmp_path, CONGRATULATION)) == [("birthday", "11-14", "Ona Kazlauskienė", "current")]


def test_an_internal_note_is_about_the_customer_it_names(tmp_path: Path) -> None:
    """The name is bound to the one customer called so, whichever came first; before that the name stands."""
    office = _harvested(tmp_path, NOTE, scope="all")
    assert _told(office) == [("city", "Trakai", "Ona Kazlauskienė", "current"), ("hobby", "žvejyba", "Ona Kazlauskienė", "current")]
    assert office.rows("SELECT DISTINCT address FROM facts") == [("",)]
    _put(office, CITY)
    office.once()
    assert office.rows("SELECT DISTINCT address FROM facts") == [(ONA,)]
    before = office.dump()
    office.rebuild()
    assert office.dump() == before


def test_metadata_only_mail_tells_nothing(tmp_path: Path) -> None:
    """Of such a mail only who and when is kept (P12)."""
    office = _harvested(tmp_path, CITY, kinds=f'{ALL}\nmetadata_only = {{ people = ["{ONA}"] }}')
    assert office.rows("SELECT count(*) FROM interaction") == [(1,)]
    assert _told(office) == []


def test_a_fact_that_was_struck_out_stays_out(tmp_path: Path) -> None:
    """However often the same is said again, through a rebuild, and in whichever order mail comes; the decision holds no word of it."""
    office = _harvested(tmp_path, CITY)
    [(key,)] = office.rows("SELECT id FROM facts")
    assert [_strike(office, key), _strike(office, key)] == [True, False], "the second time there is none"
    assert _told(office) == []
    _put(office, Mail(id="f9", sender=ONA, to=(PETRAS,), at="2026-11-15T10:00", text="Petrai,\n\naš gyvenu visai šalia, Kaune, todėl patogu.\n\nOna"))
    _put(office, MOVED)
    office.once()
    assert [row[:2] for row in _told(office)] == [("city", "Klaipėda")]
    before = office.dump()
    office.rebuild()
    assert office.dump() == before
    assert "Kaun" not in json.dumps(office.rows("SELECT subject, value FROM decision"))
    assert office.findings() == []


def test_any_order_of_arrival_gives_the_same_facts(tmp_path: Path) -> None:
    """The law, for facts: one pass after each mail, in every order, ends as all at once and as a rebuild."""
    whole = _harvested(tmp_path / "whole", *MAILS, CONGRATULATION).dump()
    for n, order in enumerate(itertools.islice(itertools.permutations((*MAILS, CONGRATULATION)), 0, None, 41)):
        office = _harvested(tmp_path / str(n), order[0])
        for mail in order[1:]:
            _put(office, mail)
            office.once()
        assert office.dump() == whole
        office.rebuild()
        assert office.dump() == whole


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    made = Books(tmp_path / "office", privacy=ALL)
    yield made
    for world in made.worlds.values():
        memory._worlds.pop(world, None)


def test_cards_tell_birthday_post_and_city_and_take_them_along_when_they_go(books: Books) -> None:
    """A card is the source: its facts go with it, and come again with it; a colleague's card tells nothing."""
    books.put("1", card("1", f"EMAIL:{ONA}", "BDAY:1980-05-03", "TITLE:Direktorė", "ORG:Baltas", "ADR;TYPE=HOME:;;Gatvė 1;Kaunas;;44001;Lietuva", name="Ona Kazlauskienė"))
    books.put("2", card("2", f"EMAIL:{JONAS}", "BDAY:1990-01-01", name="Jonas Jonaitis"))
    books.once()
    told = [("birthday", "1980-05-03", "Ona Kazlauskienė", "card"), ("city", "Kaunas", "Ona Kazlauskienė", "card"), ("job", "Direktorė, Baltas", "Ona Kazlauskienė", "card")]
    query = "SELECT kind, value, person, source FROM facts ORDER BY kind"
    assert books.office.rows(query) == told
    books.check_law()
    books.take_out("1")
    books.once()
    assert books.office.rows(query) == []
    books.check_law()
    books.put("1", card("1", "TEL:+37061234567", "BDAY:--05-03", name="Ona Kazlauskienė"))
    books.once()
    assert books.office.rows(query) == [("birthday", "05-03", "Ona Kazlauskienė", "card")]
    books.check_law()


def test_what_is_known_is_found_by_address_and_by_name(tmp_path: Path) -> None:
    """`known` gives the facts of one person, or all."""
    office = _harvested(tmp_path, CITY, BIRTHDAY)
    world = office.open()
    try:
        assert [(f.kind, f.value) for f in facts.known(world.store.db, ONA)] == [("birthday", "1986-11-20"), ("city", "Kaunas")]
        assert len(facts.known(world.store.db, "kazlausk")) == 2
        assert facts.known(world.store.db, "john") == []
    finally:
        world.close()
