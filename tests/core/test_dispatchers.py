"""To whom "Ивану", "Rasai", "the service team" or „meistrui“ goes: one colleague, the dispatcher, or the promiser with a question mark."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from syncd.core.model import Company, Department, Language, Party, SharedMailbox, Staff, WorkingCalendar
from syncd.core.plan import owner_of
from syncd.core.promises import Said, find_promises
from syncd.core.roles import find_people, named_by, names_of, people
from syncd.core.worktime import zone_of
from tests.core.test_plan import promise

RASA, IVAN, TOMAS, ANNA, DENIS = (f"{name}@us.example" for name in ("rasa", "ivan", "tomas", "anna", "denis"))
INFO = "info@us.example"
US = Company(
    domains=frozenset({"us.example"}), timezone="Europe/Vilnius",
    staff=(
        Staff(address=RASA, name="Rasa Petraitė", department="sales"), Staff(address=IVAN, name="Иван Соколов", department="service"),
        Staff(address=TOMAS, name="Tomas Girdenis", department="service"), Staff(address=ANNA, name="Anna Smith", department="sales"),
        Staff(address=DENIS, name="Денис Орлов", department="stores"), Staff(address="ivan.k@us.example", name="Иван Котов", left=dt.date(2026, 1, 1)),
    ),
    departments=(
        Department(name="service", dispatcher=TOMAS, roles=("technician", "meistras", "мастер", "сервис", "servisas")),
        Department(name="stores", dispatcher=DENIS, roles=("sandėlis", "склад", "warehouse")),
        Department(name="accounts", roles=("бухгалтерия",)), Department(name="sales", roles=("project manager",)),
    ),
    shared=(SharedMailbox(address=INFO, members=(RASA, ANNA)),),
)  # fmt: skip

# words → whose, why
WORDS = [
    ("Rasai Rasos Rasą Раса Расе", RASA, "every case of a name, in both scripts"),
    ("Денис Денису Дениса Denisui", DENIS, "a name whose end looks like an ending"),
    ("Соколову Sokolov", IVAN, "a family name"),
    ("Ивану", "", "two colleagues of that name, though one has left: in doubt"),
    ("Ивану|Соколову", IVAN, "the whole name, in the dative"),
    ("service services Service", TOMAS, "a department by its name"),
    ("service|department the|service|department our|service|team service|people", TOMAS, "a department called a house of people"),
    ("technician technicians our|technician", TOMAS, "a role, one or many"),
    ("servisas servisui servise serviso|skyrius serviso|skyriui mūsų|serviso|komanda", TOMAS, "in Lithuanian"),
    ("meistras meistrui meistrą meistrai mūsų|meistras", TOMAS, "a role in Lithuanian"),
    ("сервис сервису сервиса сервисный|отдел сервисному|отделу отдел|сервиса сервисная|служба", TOMAS, "in Russian, the adjective too"),
    ("мастер мастеру мастера наш|мастер нашему|мастеру", TOMAS, "a role in Russian"),
    ("sandėlis sandėliui складу складом warehouse", DENIS, "another department"),
    ("бухгалтерия accounts", "", "a department without a dispatcher"),
    ("manager product|manager", "", "half of a role is another role"),
    ("serviceable сервелат мастерская|плита", "", "words that only begin like one"),
    ("Algirdas", "", "nobody of ours"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "whose", "reason"), WORDS, ids=[row[-1] for row in WORDS])
def test_a_word_in_any_case_form_means_one_person_or_nobody(words: str, whose: str, reason: str) -> None:
    """In any case form, with or without "our" and "department"; two who fit are nobody."""
    for word in words.split(" "):
        assert named_by(word.replace("|", " "), US) == whose, word


def test_one_word_for_two_departments_is_in_doubt() -> None:
    """Uniqueness: a role two departments have goes to neither, unless they have one dispatcher."""
    both = dataclasses.replace(US, departments=(*US.departments, Department(name="repairs", dispatcher=IVAN, roles=("мастер",))))
    assert named_by("мастеру", both) == ""
    assert owner_of(promise("2026-11-24", assignee="мастеру", promiser=RASA), both) == (RASA, "мастеру"), "the promiser's, with the word in doubt"
    one = dataclasses.replace(US, departments=(*US.departments, Department(name="repairs", dispatcher=TOMAS, roles=("мастер",))))
    assert named_by("мастеру", one) == TOMAS


def test_a_colleague_comes_before_a_role() -> None:
    """Somebody called Meister is meant by the name, whatever words a department has."""
    company = dataclasses.replace(US, staff=(*US.staff, Staff(address="m@us.example", name="Karl Technician")))
    assert named_by("technician", company) == "m@us.example"


# assignee → owner, the name in doubt, why
OWNERS = [
    ("service@us.example", TOMAS, "", "an address called like the department: its dispatcher's"),
    (INFO, RASA, INFO, "a shared mailbox of a department without a dispatcher: in doubt"),
    ("Servisui", TOMAS, "", "a department spoken to"),
    ("бухгалтерии", RASA, "бухгалтерии", "a department without a dispatcher: in doubt"),
    ("Ивану", RASA, "Ивану", "two of that name: in doubt"),
    (IVAN, IVAN, "", "a colleague's own address"),
]


@pytest.mark.parametrize(("assignee", "owner", "doubt", "reason"), OWNERS, ids=[row[-1] for row in OWNERS])
def test_what_is_handed_on_stands_in_one_calendar(assignee: str, owner: str, doubt: str, reason: str) -> None:
    """The one named, the dispatcher's, else the promiser's with a question mark; a shared mailbox has no calendar."""
    assert owner_of(promise("2026-11-24", kind="handoff", promiser=RASA, assignee=assignee), US) == (owner, doubt)


def test_a_mailbox_that_is_one_persons_other_address_is_theirs() -> None:
    """An address that is both shared and somebody's alias falls to them where there is no dispatcher."""
    rasa = Staff(address=RASA, name="Rasa Petraitė", department="sales", aliases=(INFO,))
    company = dataclasses.replace(US, staff=(rasa, *US.staff[1:]))
    assert owner_of(promise("2026-11-24", kind="handoff", promiser=ANNA, assignee=INFO), company) == (RASA, "")


# language, said to a customer or a colleague → whose calendar, why
SAID = [
    ("en", "out", "Our technician will call you tomorrow at 15:00.", TOMAS, "a role"),
    ("en", "out", "The service department will call you tomorrow at 15:00.", TOMAS, "a department"),
    ("en", "in", "Service, please call Carl Dee tomorrow.", TOMAS, "a department asked"),
    ("en", "in", "Technician: call Carl Dee tomorrow.", TOMAS, "a role in a line of notes"),
    ("en", "out", "Rasa will call you tomorrow.", RASA, "a colleague"),
    ("lt", "out", "Servisas jums paskambins rytoj 15 val.", TOMAS, "a department"),
    ("lt", "out", "Mūsų serviso skyrius jums paskambins rytoj.", TOMAS, "a department, in full"),
    ("lt", "out", "Rytoj jums paskambins mūsų meistras.", TOMAS, "a role behind the verb"),
    ("lt", "out", "Perdaviau Rasai, ji jums paskambins rytoj.", RASA, "a colleague in the dative, then she"),
    ("lt", "in", "Servisui: paskambinti klientui Carl Dee rytoj.", TOMAS, "a department in a line of notes"),
    ("lt", "in", "Meistrui: paskambinti klientui Carl Dee rytoj.", TOMAS, "a role in a line of notes"),
    ("lt", "in", "Rasai: paskambinti klientui Carl Dee rytoj.", RASA, "a colleague in a line of notes"),
    ("ru", "out", "Наш мастер приедет к вам завтра.", TOMAS, "a role"),
    ("ru", "out", "Сервисный отдел позвонит вам завтра.", TOMAS, "a department"),
    ("ru", "in", "Мастеру: позвонить клиенту завтра в 15:00.", TOMAS, "a role in a line of notes"),
    ("ru", "in", "Сервису: позвонить клиенту завтра.", TOMAS, "a department in a line of notes"),
    ("ru", "in", "Денису: позвонить клиенту завтра.", DENIS, "a colleague in a line of notes"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "way", "text", "owner", "reason"), SAID, ids=[f"{row[0]}: {row[-1]}" for row in SAID])
def test_what_a_sentence_hands_on_gets_there(language: Language, way: str, text: str, owner: str, reason: str) -> None:
    """From the words of a mail to the calendar it belongs in."""
    to = Party(role="to", address="carl@them.example", name="Carl Dee") if way == "out" else Party(role="to", address="jonas@us.example")
    said = Said(
        own=text, quoted="", subject="", sender=Party(role="from", address=ANNA, name="Anna Smith"), recipients=(to,),
        at=dt.datetime(2026, 11, 16, 10, tzinfo=zone_of("Europe/Vilnius")), language=language,
    )  # fmt: skip
    (found,) = find_promises(said, US, WorkingCalendar())
    assert owner_of(promise("2026-11-17", kind=found.kind, promiser=found.promiser, assignee=found.assignee), US) == (owner, "")


def test_a_department_is_spoken_to_and_not_seen_everywhere() -> None:
    """In an ordinary sentence a word like service is a word: "Service works begin" names nobody."""
    assert find_people("Service works will begin tomorrow", names_of(people((), US))) == ()
