"""Mail from info@ in a shared mailbox: one interaction, and an entry in the one calendar it belongs in, or in none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.world import JOHN, JONAS, ONA, PETRAS, RASA, Mail, Office

pytestmark = pytest.mark.slow

INFO = "info@klimatas.example"
SERVICE = "service@klimatas.example"
_SHARED = """
[[source]]
name = "{box}-mail"
connector = "maildir"
path = "mail/{box}"
members = [{members}]
"""
PEOPLE = ("rasa", "jonas", "petras")
PROMISE = "Laba diena,\n\natsiųsiu pasiūlymą iki lapkričio 20 d.\n\n"
HANDED = "Labas,\n\nPrašau paskambinti klientei Ona Kazlauskienė (ona@baltas.example) iki lapkričio 20 d.\n\nRasa"


def office_with(folder: Path, *boxes: tuple[str, tuple[str, ...]]) -> Office:
    """The company with shared mailboxes: the part before the @, and the members of each."""
    sources = "".join(_SHARED.format(box=box, members=", ".join(f'"{m}"' for m in members)) for box, members in boxes)
    office = Office(folder, options={"sources": sources})
    for box, _ in boxes:
        office.put_mail(box, "", Mail(id=f"hello-{box}", sender=ONA, to=(f"{box}@klimatas.example",), at="2026-11-12T09:00", text="Ar dirbate?").raw())
    return office


# text under the promise, header lines, whose calendar, why
OWNERS = [
    ("Pagarbiai\nRasa Petraitė\nUAB Klimatas", (), "rasa", "her signature"),
    ("С уважением,\nПетрас Петраускас", (), "petras", "his, in Russian letters; no member, but ours"),
    ("Best regards,\nJonas Jonaitis", (f"Sender: {RASA}",), "rasa", "the Sender before the signature"),
    ("Pagarbiai\nRasa Petraitė, Jonas Jonaitis", (), "", "two members: nobody's, listed only"),
    ("Pagarbiai\nUAB Klimatas", (), "", "nobody named, members of two departments: listed only"),
]


@pytest.mark.parametrize(("signature", "headers", "whose", "reason"), OWNERS, ids=[row[-1] for row in OWNERS])
def test_the_entry_stands_in_one_calendar_or_in_none(tmp_path: Path, signature: str, headers: tuple[str, ...], whose: str, reason: str) -> None:
    """Never in every member's; a promise that is nobody's is listed with the mailbox as its promiser."""
    office = office_with(tmp_path, ("info", (RASA, JONAS)))
    office.put_mail("info", "Sent", Mail(id="p1", sender=INFO, to=(ONA,), at="2026-11-16T10:00", text=PROMISE + signature, headers=headers).raw())
    outcome = office.once()
    assert [s.error for s in outcome.sources if s.error] == []
    assert {who: len(office.reminders(who)) for who in PEOPLE} == {who: int(who == whose) for who in PEOPLE}, reason
    ((promiser, trusted, state),) = office.rows("SELECT promiser, trusted, state FROM promise")
    assert (promiser, trusted, state) == (f"{whose}@klimatas.example" if whose else INFO, 1, "open")
    office.rebuild()
    assert office.rows("SELECT promiser FROM promise") == [(promiser,)], "and so after a rebuild"
    assert office.once().reminders.put == 0


def test_an_unsigned_promise_of_a_department_is_its_dispatchers(tmp_path: Path) -> None:
    """The members' common department, or the one the mailbox is called by."""
    office = office_with(tmp_path, ("info", (JONAS, PETRAS)), ("service", (RASA,)))
    office.put_mail("info", "Sent", Mail(id="p1", sender=INFO, to=(ONA,), at="2026-11-16T10:00", text=PROMISE + "UAB Klimatas").raw())
    office.put_mail("service", "Sent", Mail(id="p2", sender=SERVICE, to=(JOHN,), at="2026-11-16T10:01", text="I will call you on 24 November.\n\nKlimatas").raw())
    office.once()
    assert {who: len(office.reminders(who)) for who in PEOPLE} == {"rasa": 0, "jonas": 2, "petras": 0}


def test_f88_the_same_mail_in_several_mailboxes_is_one(tmp_path: Path) -> None:
    """F88: in the shared box's Sent, in a member's own Sent, and as a copy in a colleague's inbox: one promise, one entry."""
    office = office_with(tmp_path, ("info", (RASA, JONAS)))
    mail = Mail(id="p1", sender=INFO, to=(ONA,), cc=(PETRAS,), at="2026-11-16T10:00", text=PROMISE + "Pagarbiai\nRasa Petraitė")
    office.put_mail("info", "Sent", mail.raw())
    office.put_mail("rasa", "Sent", mail.raw())
    office.put_mail("petras", "", mail.raw(received="Received: from x by mx.klimatas.example for <petras@klimatas.example>\n"))
    office.once()
    assert office.rows("SELECT count(*) FROM interaction WHERE kind = 'message' AND direction = 'out'") == [(1,)]
    assert office.rows("SELECT count(*) FROM promise") == [(1,)]
    assert {who: len(office.reminders(who)) for who in PEOPLE} == {"rasa": 1, "jonas": 0, "petras": 0}


def test_a_shared_mailbox_is_no_counterpart(tmp_path: Path) -> None:
    """Ours, not a person: it is in no list of customers, and mail between it and a colleague is internal."""
    office = office_with(tmp_path, ("info", (RASA, JONAS)))
    office.send(Mail(id="i1", sender=RASA, to=(INFO,), at="2026-11-16T10:00", text="Ar einam pietų?"))
    office.put_mail("info", "", Mail(id="i1", sender=RASA, to=(INFO,), at="2026-11-16T10:00", text="Ar einam pietų?").raw())
    office.once()
    assert office.rows("SELECT value FROM identifier") == [(ONA,)]
    assert office.rows("SELECT rule, count(*) FROM excluded GROUP BY 1") == [("scope:internal", 2)]


# to whom it is handed, whose calendar, whether the title doubts, why
HANDED_TO = [
    (SERVICE, "jonas", False, "the department's address: its dispatcher's"),
    (PETRAS, "petras", False, "a colleague's own"),
    (INFO, "rasa", True, "a shared mailbox without a dispatcher: the asker's, in doubt"),
]


@pytest.mark.parametrize(("to", "whose", "doubt", "reason"), HANDED_TO, ids=[row[-1] for row in HANDED_TO])
def test_what_is_handed_to_a_mailbox_has_one_owner(tmp_path: Path, to: str, whose: str, doubt: bool, reason: str) -> None:
    """The dispatcher's calendar, or the asker's with the address and a question mark."""
    office = office_with(tmp_path, ("info", (RASA, JONAS)))
    office.send(Mail(id="h1", sender=RASA, to=(to,), at="2026-11-16T10:00", text=HANDED))
    office.once()
    assert {who: len(office.reminders(who)) for who in PEOPLE} == {who: int(who == whose) for who in PEOPLE}, reason
    (entry,) = office.reminders(whose).values()
    assert (f"({to}?)" in entry.title) == doubt, entry.title


def test_who_has_no_name_yet_is_found_when_the_config_names_them(tmp_path: Path) -> None:
    """A colleague added to [[staff]] gets what they signed: the next pass derives anew."""
    office = office_with(tmp_path, ("info", (RASA, JONAS)))
    office.put_mail("info", "Sent", Mail(id="p1", sender=INFO, to=(ONA,), at="2026-11-16T10:00", text=PROMISE + "Pagarbiai\nIndrė Naujokė").raw())
    office.once()
    assert office.rows("SELECT promiser FROM promise") == [(INFO,)]
    office.configure(**office.options, staff='[[staff]]\nemail = "indre@klimatas.example"\nname = "Indrė Naujokė"\n')
    office.once()
    assert office.rows("SELECT promiser FROM promise") == [("indre@klimatas.example",)]
