"""What a signature says of its writer, in three languages, and what it is not believed."""

from __future__ import annotations

import datetime as dt

import pytest

from syncd.core import clean
from syncd.core.derive import derive
from syncd.core.derived import MAIL, Arrival, DerivedMessage, Setting
from syncd.core.exclude import Privacy
from syncd.core.matters import Signature
from syncd.core.model import Company, Party
from syncd.core.signatures import read_signature


def signed(text: str, sender: str, name: str = "", region: str = "LT") -> Signature | None:
    """What the signature of a letter says; the letter is a line and the signature under it."""
    letter = f"Laba diena, siunčiu kainas.\nLaukiu atsakymo šiandien.\n\n{text}"
    return read_signature(letter, clean.zones(letter), Party(role="from", address=sender, name=name), region)


LITHUANIAN = """Pagarbiai
Ona Kazlauskienė
Pardavimų vadybininkė
UAB „Baltas namas“
Savanorių pr. 1, LT-44255 Kaunas
Mob. tel. 8 612 34567
Tel. +370 37 200000
Faks. +370 37 200001
Įm. kodas 304123456
www.baltasnamas.lt | ona@baltas.example"""
RUSSIAN = """С уважением,
Иванов Иван Иванович
Менеджер по продажам
ООО «Северный ветер»
г. Санкт-Петербург
моб.: 8 (921) 123-45-67
тел/факс: +7 812 1234567
ИНН 7812345678
ivanov.home@mail.ru"""
ENGLISH = """Best regards,

John Smith, Sales Director
Acme Ltd.
Phone: (713) 853-5984 | Cell: 713-515-9468
713.646.8381 (fax)
http://www.acme.example/offices
Houston, TX 77251"""


def test_a_lithuanian_signature() -> None:
    """Post, company and both telephones; neither the fax machine nor the code of the company is a telephone."""
    assert signed(LITHUANIAN, "ona@baltas.example", "Ona Kazlauskienė") == Signature(
        address="ona@baltas.example", name="Ona Kazlauskienė", post="Pardavimų vadybininkė", organisation="UAB „Baltas namas“",
        phones=("+37061234567", "+37037200000"), mobiles=("+37061234567",), addresses=(), site="www.baltasnamas.lt", city="Kaunas",
    )  # fmt: skip


def test_a_russian_signature() -> None:
    """The name family name first; a further address; a number shared with a fax machine and a tax number are left out."""
    assert signed(RUSSIAN, "ivan@sever.example", "Иван Иванов", "RU") == Signature(
        address="ivan@sever.example", name="Иванов Иван Иванович", post="Менеджер по продажам", organisation="ООО «Северный ветер»",
        phones=("+79211234567",), mobiles=("+79211234567",), addresses=("ivanov.home@mail.ru",), city="Санкт-Петербург",
    )  # fmt: skip


def test_an_english_signature() -> None:
    """The post behind the name; of two numbers in a line the one called a cell is carried."""
    assert signed(ENGLISH, "john@acme.example", "", "US") == Signature(
        address="john@acme.example", name="John Smith", post="Sales Director", organisation="Acme Ltd", phones=("+17138535984", "+17135159468"),
        mobiles=("+17135159468",), site="http://www.acme.example/offices", city="Houston",
    )  # fmt: skip


# signature, sender, display name, why nothing is known by it
NOTHING = [
    ("Pagarbiai\nOna", "ona@baltas.example", "Ona Kazlauskienė", "a name alone is in the header too"),
    (LITHUANIAN, "petras@kitas.example", "Petras Petraitis", "T33: signed with somebody else's name"),
    (ENGLISH, "michael.gerosimo@lehman.example", "", "the address names another person in full"),
    ("", "ona@baltas.example", "Ona", "no signature"),
]


@pytest.mark.parametrize(("text", "sender", "name", "why"), NOTHING, ids=[n[-1] for n in NOTHING])
def test_a_signature_that_says_nothing_of_the_sender(text: str, sender: str, name: str, why: str) -> None:
    """T33: who signs as another than the header says has no telephone by it."""
    assert signed(text, sender, name) is None, why


def test_at_a_desk_the_company_speaks_and_nobody_else() -> None:
    """info@ has the company's telephone; the name of who sits there today is not its own."""
    found = signed(LITHUANIAN, "info@baltas.example", "Baltas namas")
    assert found is not None
    assert (found.name, found.organisation) == ("", "UAB „Baltas namas“")


MAILS = "From: {sender}\r\nTo: rasa@klimatas.example\r\nDate: Mon, 9 Nov 2026 09:00:00 +0200\r\nSubject: Kainos\r\n{more}\r\nLaba diena, siunčiu kainas.\r\nLaukiu atsakymo.\r\n\r\n{text}\r\n"
COMPANY = Company(name="Klimatas", domains=("klimatas.example",), timezone="Europe/Vilnius", country="LT")


def derived(sender: str, text: str, more: str = "", *, metadata_only: bool = False) -> DerivedMessage:
    """What one mail says."""
    raw = MAILS.format(sender=sender, more=more, text=text.replace("\n", "\r\n")).encode()
    head, _, body = raw.partition(b"\r\n\r\n")
    raw = head + b"\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + body
    setting = Setting(company=COMPANY, privacy=Privacy(scope="all"))
    found = derive(Arrival(raw=raw, media_type=MAIL, received_at=dt.datetime(2026, 11, 9, tzinfo=dt.UTC), metadata_only=metadata_only), setting)
    assert isinstance(found, DerivedMessage)
    return found


def test_only_signatures_of_people_outside_are_kept() -> None:
    """Colleagues stand in the config, robots sign nothing, and of a metadata-only mail no word is read."""
    assert (found := derived("Ona Kazlauskiene <ona@baltas.example>", LITHUANIAN).signature)
    assert found.phones == ("+37061234567", "+37037200000")
    assert derived("Ona Kazlauskiene <ona@klimatas.example>", LITHUANIAN).signature is None
    assert derived("Ona Kazlauskiene <noreply@baltas.example>", LITHUANIAN).signature is None
    assert derived("Ona Kazlauskiene <ona@baltas.example>", LITHUANIAN, metadata_only=True).signature is None


def test_a_list_is_nobody_and_who_wrote_through_it_is_the_sender() -> None:
    """F106: the list's address is told by List-Post, List-Id or the From it has rewritten; the party is the true sender."""
    more = "Reply-To: Ona Kazlauskiene <ona@baltas.example>\r\nList-Post: <mailto:usrp@lists.example>\r\nList-Id: <usrp.lists.example>\r\n"
    found = derived("Ona Kazlauskiene via usrp <usrp@lists.example>", LITHUANIAN, more)
    assert found.lists == ("usrp@lists.example",)
    assert [(p.address, p.name) for p in found.parties if p.role == "from"] == [("ona@baltas.example", "Ona Kazlauskiene")]
    assert found.signature is not None
    assert found.signature.address == "ona@baltas.example"
    assert derived("Ona Kazlauskiene <ona@baltas.example>", LITHUANIAN).lists == ()
