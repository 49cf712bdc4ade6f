"""syncd who, no-contact and organisations, as people call them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors import memory
from tests.conftest import Ran, run_syncd
from tests.store.test_cards import BOOK, card
from tests.store.world import JOHN, JONAS, ONA, PETRAS, RASA, Mail, Office

NOW = "2026-11-16T12:00:00+00:00"
SIGNED = "Sveiki, ar galite atsiųsti kainą?\n\nPagarbiai\nOna Kazlauskienė\nvadybininkė\nUAB „Baltas“\ntel. +370 612 34567"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Ona, who came from another company; John and two of one family; a customer of long ago."""
    folder = tmp_path_factory.mktemp("who") / "office"
    folder.mkdir()
    world = f"{folder}/rasa"
    made = Office(folder, options={"sources": BOOK.format(who="rasa", world=world)})
    for mail in (
        Mail(id="w1", sender="ona@senas.example", to=(RASA,), at="2025-03-10T10:00", text="Laba diena, turiu klausimą."),
        Mail(id="w2", sender=ONA, to=(RASA,), at="2026-11-10T10:00", text=SIGNED, subject="Kaina"),
        Mail(id="w3", sender=ONA, to=(RASA,), at="2026-11-11T10:00", text=SIGNED, subject="Re: Kaina"),
        Mail(id="w4", sender=RASA, to=(ONA,), at="2026-11-12T10:00", text="Ona, pasiūlymą atsiųsiu iki lapkričio 20 d.", subject="Re: Kaina"),
        Mail(id="w5", sender=JOHN, to=(JONAS,), at="2026-11-12T11:00", text="Hello, could you call me?"),
        Mail(id="w6", sender="Vytautas Gudelis <v@gudeliai.example>", to=(PETRAS,), at="2024-05-10T10:00", text="Ar atvyksite?"),
        Mail(id="w7", sender="Nijolė Gudelienė <n@gudeliai.example>", to=(PETRAS,), at="2024-05-11T10:00", text="Ar atvyksite?"),
        Mail(id="w9", sender="Vilma Beržė <vilma.b@gmail.com>", to=(RASA,), at="2026-11-11T12:00", text=SIGNED.replace("Ona Kazlauskienė", "Vilma Beržė").replace("Baltas", "Beržas").replace("612 34567", "612 34599")),
        Mail(id="w8", sender="Сергей Кузнецов <sk@sever.example>", to=(PETRAS,), at="2026-11-11T10:00", text="Добрый день, когда приедете?"),
    ):
        made.send(mail)
    memory.world(world).mailbox.add("cards", "1", card("1", f"EMAIL:{ONA}", "EMAIL:ona@senas.example", name="Ona Kazlauskienė"), "text/vcard")
    assert [s.error for s in made.once().sources if s.error] == []
    yield made
    memory._worlds.pop(world, None)


def _who(office: Office, *asked: str) -> Ran:
    return run_syncd("who", "-c", "config.toml", *asked, cwd=office.folder, now=NOW)


@pytest.mark.slow
def test_somebody_is_told_on_one_screen(office: Office) -> None:
    """R4: name, post, company with its owner, former company, since when, the promise and the last contacts, in at most 24 lines."""
    ran = _who(office, ONA)
    lines = ran.out.splitlines()
    assert (ran.code, len(lines) <= 24, lines[0]) == (0, True, "Ona Kazlauskienė, vadybininkė, UAB „Baltas“")
    for said in (
        "addresses  ona@baltas.example, ona@senas.example", "telephone  +37061234567", "UAB „Baltas“ (baltas.example)", "Rasa Petraitė <rasa@klimatas.example>",
        "formerly   at senas.example until 2025-03", "since 2025-03-10, last 2026-11-12", "CAME BACK  2026-11-10 from another company; before that 2025-03-10 with Rasa Petraitė",
        "by 2026-11-20  Rasa Petraitė:", "mail     from them  Rasa Petraitė  Kaina",
    ):  # fmt: skip
        assert said in ran.out, said


@pytest.mark.parametrize(
    ("asked", "first", "reason"),
    [
        ("ona@senas.example", "Ona Kazlauskienė", "another address of the same person"),
        ("ONA@Baltas.Example", "Ona Kazlauskienė", "capitals"),
        ("+370 612 34567", "Ona Kazlauskienė", "a telephone, parted"),
        ("8 612 34567", "Ona Kazlauskienė", "a telephone as dialled at home"),
        ("kazlauskiene ona", "Ona Kazlauskienė", "a name in another order without diacritics"),
        ("Sergej Kuznecov", "Сергей Кузнецов", "a name in the other script"),
        ("baltas.example", "UAB „Baltas“ (baltas.example)", "a company by its domain"),
        ("Baltas, UAB", "UAB „Baltas“ (baltas.example)", "a company by its name, written otherwise"),
        ("gudeliai.example", "gudeliai.example", "a company of which there is only the domain"),
        ("nauja@baltas.example", "nauja@baltas.example is not known", "a new address of a known company"),
    ],
)
def test_somebody_is_found_by_what_is_at_hand(office: Office, asked: str, first: str, reason: str) -> None:
    """By address, telephone or name in any spelling."""
    ran = _who(office, asked)
    assert (ran.code, ran.out.splitlines()[0].split(", ")[0]) == (0, first), reason


def test_the_company_of_a_private_address_is_what_its_mail_says(office: Office) -> None:
    """Known by a signature alone, and shown as such."""
    assert "company    UAB „Beržas“ (as their mail is signed)" in _who(office, "vilma.b@gmail.com").out


def test_several_are_listed(office: Office) -> None:
    """Nobody is chosen; it is no failure."""
    ran = _who(office, "gudel")
    assert ran.code == 0
    assert "Vytautas Gudelis" in ran.out and "Nijolė Gudelienė" in ran.out


@pytest.mark.parametrize(
    ("asked", "near", "reason"),
    [
        ("Ona Kazlaukiene", "Ona Kazlauskienė", "a slip of the hand: the nearest is told"),
        ("ba1tas.example", "", "T34: a domain that looks like a customer's is not the customer"),
        ("bаltas.example", "", "T34: nor is one with a Cyrillic letter"),
        ("+37069999999", "", "a number nobody has"),
        ("Xyzzy", "", "nothing like it"),
    ],
)
def test_nobody_is_told_with_what_was_looked_through(office: Office, asked: str, near: str, reason: str) -> None:
    """Exit code 1."""
    ran = _who(office, asked)
    assert (ran.code, ran.out.startswith(f"Nobody is found for “{asked}”: looked through ")) == (1, True), reason
    assert near in ran.out


@pytest.mark.slow
def test_a_company_long_silent_is_a_former_customer(office: Office) -> None:
    """More than a year without a contact; why is told where somebody said so."""
    assert "former customer, no contact since 2024-05-11" in _who(office, "gudeliai.example").out
    said = run_syncd("organisations", "former", "-c", "config.toml", "--reason", "per brangu", "gudeliai.example", cwd=office.folder, now=NOW)
    assert said.code == 0
    assert "former customer, 2026-11-16: per brangu" in _who(office, "n@gudeliai.example").out
    run_syncd("organisations", "former", "-c", "config.toml", "--again", "gudeliai.example", cwd=office.folder, now=NOW)
    assert "per brangu" not in _who(office, "n@gudeliai.example").out


@pytest.mark.slow
def test_do_not_contact_comes_first(office: Office) -> None:
    """R3: of the person and of the whole company, in plain words, until it is lifted or over."""
    def no_contact(*arguments: str, now: str = NOW) -> Ran:
        return run_syncd("no-contact", *arguments, cwd=office.folder, now=now)

    assert no_contact("add", "-c", "config.toml", "--channel", "call", "--reason", "prašė neskambinti", "--until", "2027-01-01", "8 612 34567").code == 0
    assert no_contact("add", "-c", "config.toml", "@Baltas.example").code == 0
    first, second, *_ = _who(office, ONA).out.splitlines()
    assert first.startswith("DO NOT CONTACT by any way (the whole company) (decided by ")
    assert second.startswith("DO NOT CONTACT by telephone until 2027-01-01: prašė neskambinti (decided by ")
    listed = json.loads(no_contact("list", "-c", "config.toml", "--json").out)
    assert [(r["subject"], r["person"], r["organisation"], r["channel"]) for r in listed] == [
        ("+37061234567", "Ona Kazlauskienė", "UAB „Baltas“", "call"), ("baltas.example", None, "UAB „Baltas“", "any")]  # fmt: skip
    assert run_syncd("who", "-c", "config.toml", ONA, cwd=office.folder, now="2027-01-01T12:00:00+02:00").out.count("DO NOT CONTACT") == 1
    assert no_contact("lift", "-c", "config.toml", "--channel", "mail", "baltas.example").out.startswith("baltas.example (UAB „Baltas“): not by call")
    assert no_contact("lift", "-c", "config.toml", "baltas.example").out == "baltas.example may be contacted.\n"
    assert no_contact("lift", "-c", "config.toml", "+37061234567").code == 0
    assert "DO NOT CONTACT" not in _who(office, ONA).out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("no-contact", "add", "-c", "config.toml", "Ona"), 64),
        (("no-contact", "add", "-c", "config.toml", RASA), 64),
        (("no-contact", "lift", "-c", "config.toml", "niekas@kitur.example"), 64),
        (("organisations", "merge", "-c", "config.toml", "baltas.example", "nera.example"), 64),
        (("organisations", "merge", "-c", "config.toml", "baltas.example", "baltas.example"), 64),
        (("organisations", "owner", "-c", "config.toml", "baltas.example", "kitas@klimatas.example"), 64),
        (("organisations", "owner", "-c", "config.toml", "baltas.example"), 64),
        (("who", "-c", "config.toml"), 64),
    ],
    ids=lambda a: " ".join(a[:2]) if isinstance(a, tuple) else str(a),
)
def test_what_cannot_be_is_refused(office: Office, arguments: tuple[str, ...], code: int) -> None:
    """A name is no address, a colleague no customer, an unknown domain no company: exit 64, nothing decided."""
    before = office.rows("SELECT count(*) FROM decision")
    assert run_syncd(*arguments, cwd=office.folder, now=NOW).code == code
    assert office.rows("SELECT count(*) FROM decision") == before


def test_who_answers_programs_too(office: Office) -> None:
    """The keys are those of docs/commands.md."""
    card_ = json.loads(_who(office, "--json", ONA).out)
    assert (card_["found"], card_["person"]["name"], card_["organisation"]["domains"]) == ("person", "Ona Kazlauskienė", ["baltas.example"])
    assert card_["returned"] == {"at": "2026-11-10T08:00:00Z", "before_at": "2025-03-10T08:00:00Z", "why": "company", "by": "Rasa Petraitė", "known_as": None}
    assert [(e["organisation"], e["former"]) for e in card_["employments"]] == [("UAB „Baltas“", False), ("senas.example", True)]
    assert len(card_["promises"]) == 1 and len(card_["contacts"]) == 4
    told = (Path(__file__).parents[2] / "docs/commands.md").read_text("utf-8").partition("\n## who\n")[2].partition("\n## ")[0]
    assert [key for key in card_ if f"`{key}`" not in told] == []


@pytest.mark.slow
def test_people_say_what_is_one_company(office: Office) -> None:
    """Merged, undone, and who looks after it."""
    def organisations(*arguments: str) -> Ran:
        return run_syncd("organisations", arguments[0], "-c", "config.toml", *arguments[1:], cwd=office.folder, now=NOW)

    assert organisations("merge", "baltas.example", "acme.example").out == "UAB „Baltas“ (acme.example baltas.example): rasa@klimatas.example\n"
    assert "acme.example, baltas.example" in _who(office, JOHN).out
    assert organisations("unmerge", "acme.example", "baltas.example").out.count("\n") == 2
    assert organisations("owner", "acme.example", PETRAS).out == "acme.example: petras@klimatas.example\n"
    assert organisations("owner", "--found", "acme.example").out == "acme.example: jonas@klimatas.example\n"
    assert "UAB „Baltas“ (baltas.example): rasa@klimatas.example" in organisations("list").out
    assert office.findings() == []
