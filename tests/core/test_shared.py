"""Who speaks from a mailbox that several people answer from: one of them, the dispatcher, or nobody known."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from syncd.core.derived import Setting
from syncd.core.mime import read_message
from syncd.core.model import Company, Department, SharedMailbox, Staff
from syncd.core.shared import dispatcher_of, mailbox_of, signed_by
from syncd.core.understand import understand

RASA, JONAS, TOMAS, IVAN = (f"{name}@us.example" for name in ("rasa", "jonas", "tomas", "ivan"))
INFO, SERVICE, SALES = "info@us.example", "service@us.example", "sales@us.example"
STAFF = (
    Staff(address=RASA, name="Rasa Petraitė", department="sales", aliases=("r.petraite@us.example",), phones=("+370 600 12345", "8 5 212 3456")),
    Staff(address=JONAS, name="Jonas Jonaitis", department="sales", timezone="Asia/Almaty"),
    Staff(address=TOMAS, name="Tomas Girdenis", department="service"),
    Staff(address=IVAN, name="Иван Соколов", department="service"),
    Staff(address="tomas.b@us.example", name="Tomas Bružas", department="stores"),
    Staff(address="ona@us.example", name="Ona Kalnienė", department="sales", left=dt.date(2026, 6, 30)),
)
US = Company(
    domains=frozenset({"us.example"}), timezone="Europe/Vilnius", staff=STAFF,
    departments=(Department(name="service", dispatcher=TOMAS, roles=("servisas",)), Department(name="sales"), Department(name="stores")),
    shared=(SharedMailbox(address=INFO, members=(RASA, JONAS)),),
)  # fmt: skip
EN = "Good afternoon,\n\nI will send you the offer by 20 November.\n\n"
LT = "Laba diena,\n\natsiųsiu pasiūlymą iki lapkričio 20 d.\n\n"
RU = "Добрый день!\n\nОтправлю вам предложение до 20 ноября.\n\n"
QUOTED = "\n\nOn Mon, 16 Nov 2026 at 09:00, Jonas Jonaitis <jonas@us.example> wrote:\n> Regards,\n> Jonas Jonaitis\n"


def promiser(text: str, company: Company = US, *, sender: str = f"UAB Us <{INFO}>", extra: str = "") -> str:
    """Who made the one promise in the text of a mail to a customer."""
    raw = (
        f"Message-ID: <1@us.example>\nFrom: {sender}\nTo: Carl Dee <carl@them.example>\n{extra}Date: Mon, 16 Nov 2026 10:00:00 +0200\nSubject: Offer\n"
        f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}"
    )
    (found,) = understand(read_message(raw.encode()), Setting(company=company)).promises
    return found.promiser


# text under the promise, further header, promiser, why
WHO = [
    (f"{EN}Best regards,\nUs Ltd\n", f"Sender: Rasa <{RASA}>\n", RASA, "the Sender is a colleague"),
    (f"{EN}Best regards,\nUs Ltd\n", "Sender: r.petraite@us.example\n", RASA, "the Sender by another address of hers"),
    (f"{EN}Best regards,\nJonas Jonaitis\n", f"Sender: Rasa <{RASA}>\n", RASA, "the Sender before the signature"),
    (f"{EN}Best regards,\nJonas Jonaitis\n", "Sender: lists@us.example\n", JONAS, "a Sender who is no colleague says nothing"),
    (f"{EN}Best regards,\nJonas Jonaitis\n", f"Sender: {INFO}\n", JONAS, "nor does the mailbox itself as Sender"),
    (f"{EN}Best regards,\nRasa Petraitė\nUs Ltd\n+370 600 00000\n", "", RASA, "a whole name in an English signature"),
    (f"{LT}Pagarbiai\nRasa Petraitė\nvadybininkė\n", "", RASA, "a whole name in a Lithuanian signature"),
    (f"{RU}С уважением,\nИван Соколов\nсервис\n", "", IVAN, "a whole name in a Russian signature; not a member, but ours"),
    (f"{RU}С уважением,\nРаса Петрайте\n", "", RASA, "her name in the other script"),
    (f"{LT}Pagarbiai\nRasa\n", "", RASA, "a first name"),
    (f"{LT}Rasa\n", "", RASA, "a last line that is a name alone"),
    (f"{EN}Thanks,\nPetraitė Rasa\n", "", RASA, "family name first"),
    (f"{EN}--\nUs Ltd, info@us.example, jonas@us.example\n", "", JONAS, "his address; the mailbox's own says nothing"),
    (f"{LT}Pagarbiai\nUAB Us\nTel. 8-600-12345, +370 5 999 9999\n", "", RASA, "her telephone, written as at home"),
    (f"{EN}Best regards,\nUs Ltd\n(+370) 5 212 34 56\n", "", RASA, "another of her numbers, with the country"),
    (f"{EN}Best regards,\nJonas Jonaitis\n+370 600 12345\n", "", INFO, "his name and her number: in doubt"),
    (f"{EN}Best regards,\nUs Ltd\n+370 600 12346\nLT100001234512345\n", "", INFO, "nobody's number, and one of a bank account"),
    (f"{EN}Best regards,\nRasa Petraitė\nIn my absence: {JONAS}\n", "", INFO, "her name and his address: in doubt"),
    (f"{EN}Best regards,\nRasa Petraitė\n{RASA}\nIn my absence: {JONAS}\n", "", RASA, "both addresses and her name: hers"),
    (f"{EN}Best regards,\nRasa Petraitė and Jonas Jonaitis\n", "", INFO, "two colleagues, both members: nobody"),
    (f"{EN}Best regards,\nRasa Petraitė, Tomas Girdenis\n", "", RASA, "two colleagues, one of them a member"),
    (f"{EN}Best regards,\nTomas\n", "", INFO, "two colleagues of that first name, no member: nobody"),
    (f"{EN}Best regards,\nTomas Girdenis\n", "", TOMAS, "his whole name tells him from the other Tomas"),
    (f"{EN}Best regards,\nOna Kalnienė\n", "", INFO, "she had left before it was written"),
    (f"{EN}Best regards,\nUs Ltd\n", "", INFO, "nobody, and no dispatcher: it stays the mailbox's"),
    (f"{EN}Best regards,\nUs Ltd{QUOTED}", "", INFO, "a colleague signed only what is quoted"),
    (f"{EN}Rasa knows the details of it, and the prices.\n\nBest regards,\nUs Ltd\n", "", INFO, "a name in a sentence is no signature"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "extra", "who", "reason"), WHO, ids=[row[-1] for row in WHO])
def test_a_promise_from_a_shared_mailbox_is_one_persons(text: str, extra: str, who: str, reason: str) -> None:
    """The Sender, else the one colleague in the signature, else nobody; never every member."""
    assert promiser(text, extra=extra) == who


# how the mailbox is known → dispatcher, why
DISPATCHERS = [
    (SharedMailbox(address=INFO, members=(RASA, JONAS)), "", "members of a department without a dispatcher"),
    (SharedMailbox(address=INFO, members=(TOMAS, IVAN)), TOMAS, "the members' common department"),
    (SharedMailbox(address=INFO, members=(RASA, IVAN)), "", "members of two departments"),
    (SharedMailbox(address=SERVICE, members=(RASA, JONAS)), TOMAS, "called like the department"),
    (SharedMailbox(address="servisas@us.example", members=(RASA,)), TOMAS, "called by a word for it"),
]


@pytest.mark.parametrize(("mailbox", "dispatcher", "reason"), DISPATCHERS, ids=[row[-1] for row in DISPATCHERS])
def test_an_unsigned_promise_is_the_dispatchers(mailbox: SharedMailbox, dispatcher: str, reason: str) -> None:
    """Of the department the mailbox is called by, or that all its members are in."""
    company = dataclasses.replace(US, shared=(mailbox,))
    assert dispatcher_of(mailbox, company) == dispatcher
    assert promiser(f"{EN}Best regards,\nUs Ltd\n", company, sender=mailbox.address) == (dispatcher or mailbox.address)


def test_a_mailbox_listed_among_the_people_has_its_department() -> None:
    """A [[staff]] of the mailbox's own address says which department it is of, and is nobody who could have signed."""
    listed = Staff(address=INFO, name="Us Info", department="service")
    company = dataclasses.replace(US, staff=(*STAFF, listed))
    assert promiser(f"{EN}Best regards,\nUs Info\n", company) == TOMAS
    assert promiser(f"{LT}Pagarbiai\nRasa\n", company) == RASA


# address, shared, why
MAILBOXES = [
    (INFO, True, "the config names it"),
    (SERVICE, True, "called like a department, and nobody's own"),
    (SALES, True, "a department without a dispatcher"),
    ("office@us.example", False, "nothing says that it is shared"),
    (RASA, False, "a person's own"),
    ("service@them.example", False, "not ours"),
    ("", False, "no address at all"),
]


@pytest.mark.parametrize(("address", "shared", "reason"), MAILBOXES, ids=[row[-1] for row in MAILBOXES])
def test_a_shared_mailbox_is_known(address: str, shared: bool, reason: str) -> None:
    """By the config, or by being called like a department."""
    assert (mailbox_of(address, US) is not None) == shared
    mine = dataclasses.replace(US, staff=(*STAFF, Staff(address="boss@us.example", aliases=(SERVICE,))))
    assert mailbox_of(SERVICE, mine) is None, "somebody's other address is theirs"


def test_a_persons_own_mail_is_theirs_whatever_stands_in_it() -> None:
    """Only a shared mailbox is looked through for who wrote; another's name in a person's signature changes nothing."""
    assert promiser(f"{EN}Best regards,\nJonas Jonaitis\n", sender=RASA) == RASA
    assert promiser(f"{EN}Best regards,\nJonas Jonaitis\n", sender="office@us.example") == "office@us.example"


def test_tomorrow_is_the_writers() -> None:
    """The clock of a term is that of who wrote, not the company's."""
    raw = f"From: {INFO}\nTo: carl@them.example\nDate: Mon, 16 Nov 2026 21:00:00 +0200\n\nI will call you tomorrow at 15:00.\n\nRegards,\nJonas Jonaitis\n"
    understood = understand(read_message(raw.encode()), Setting(company=US))
    assert understood.due_zone == "Asia/Almaty"
    assert understood.promises[0].due and understood.promises[0].due.to == "2026-11-18T15:00", "there it is Tuesday already"
    assert understood.promises[0].why.endswith("the signature in a shared mailbox")


def test_an_empty_signature_names_nobody() -> None:
    """Nothing is nobody, members or not."""
    assert signed_by("", STAFF, (RASA,)) is None
