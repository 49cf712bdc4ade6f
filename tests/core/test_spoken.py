"""What people note in a line for themselves after they said it aloud (P8)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from syncd.core.derived import Setting
from syncd.core.mime import read_message
from syncd.core.model import Company, Due, SharedMailbox, Staff, WorkingCalendar
from syncd.core.promises.spoken import Note, is_done, spoken
from syncd.core.understand import understand

RASA, JONAS = "rasa@klimatas.example", "jonas@klimatas.example"
COMPANY = Company(
    domains=frozenset({"klimatas.example"}), timezone="Europe/Vilnius",
    staff=(Staff(address=RASA, name="Rasa Petraitė", aliases=("r.petraite@klimatas.example",)), Staff(address=JONAS, name="Jonas Jonaitis")),
    shared=(SharedMailbox(address="info@klimatas.example"),),
)  # fmt: skip
AT = dt.datetime(2026, 11, 16, 14, 0, tzinfo=ZoneInfo("Europe/Vilnius"))  # a Monday

NOTED = [
    # line → act, last moment of the term, whom; why
    ("Ona call 15:00", [("call", "2026-11-16T15:00", "Ona")], "en: a name, a call, an hour"),
    ("Call Ona tomorrow at 3pm", [("call", "2026-11-17T15:00", "Ona")], "en: a verb first"),
    ("Ona – call back", [("call", None, "Ona")], "en: without a term"),
    ("call back +370 612 34567 tomorrow", [("call", "2026-11-17", "+370 612 34567")], "en: a telephone"),
    ("Reply to ona@baltas.example by Friday", [("answer", "2026-11-20", "ona@baltas.example")], "en: an address"),
    ("Send Ona the quote by Friday", [("send", "2026-11-20", "Ona")], "en: a document"),
    ("Promised Ona to send the quote by Friday", [("send", "2026-11-20", "Ona")], "en: promised"),
    ("TODO: visit Acme Ltd on Thursday", [("visit", "2026-11-19", "Acme Ltd")], "en: a firm, and a word for task before it"),
    ("Call Ona and send the contract by Friday", [("call", "2026-11-20", "Ona"), ("send", "2026-11-20", "Ona")], "en: two things"),
    ("- Send Quote To Ona Friday", [("send", "2026-11-20", "Ona")], "en: every word begun with a capital"),
    ("Paskambinti Onai rytoj 10 val.", [("call", "2026-11-17T10:00", "Onai")], "lt: an infinitive"),
    ("Onai paskambinti rytoj", [("call", "2026-11-17", "Onai")], "lt: the name first"),
    ("Paskambinsiu Onai Kazlauskienei rytoj", [("call", "2026-11-17", "Onai Kazlauskienei")], "lt: I will"),
    ("Skambutis Onai 15:00", [("call", "2026-11-16T15:00", "Onai")], "lt: a noun"),
    ("Išsiųsti pasiūlymą UAB Saulė", [("send", None, "UAB Saulė")], "lt: a firm"),
    ("Pazadejau Onai issiusti pasiulyma iki penktadienio", [("send", "2026-11-20", "Onai")], "lt: promised, typed without its letters"),
    ("Позвонить Ивану в пятницу – прислать КП", [("call", "2026-11-20", "Ивану"), ("send", "2026-11-20", "Ивану")], "ru: two things, one term"),
    ("Позвонить Петрову", [("call", None, "Петрову")], "ru: an infinitive"),
    ("Звонок Ивану 15:00", [("call", "2026-11-16T15:00", "Ивану")], "ru: a noun"),
    ("Не забыть позвонить Ольге Ивановой завтра в 11", [("call", "2026-11-17T11:00", "Ольге Ивановой")], "ru: not to forget"),
    ("Обещал Ивану выслать счёт до пятницы", [("send", "2026-11-20", "Ивану")], "ru: promised"),
    ("Выставить счёт ООО «Ромашка» до 25.11", [("invoice", "2026-11-25", "ООО «Ромашка»")], "ru: a firm in its marks"),
    ("Перезвонить +7 912 345-67-89 в 15:00", [("call", "2026-11-16T15:00", "+7 912 345-67-89")], "ru: a telephone and an hour"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "wanted", "why"), NOTED, ids=[row[-1] for row in NOTED])
def test_a_line_says_what_was_promised_to_whom(line: str, wanted: list[tuple[str, str | None, str]], why: str) -> None:
    """P8: one line is enough, in any of the three languages."""
    found = spoken(Note(text=line, writer=RASA, at=AT), COMPANY, WorkingCalendar())
    assert [(p.act, p.due.to if p.due else None, p.named or p.beneficiary) for p in found] == wanted
    assert all(p.kind == "promise" and p.promiser == RASA and p.quote in line and p.firmness == "firm" for p in found)


NOTHING = [
    # line, why it is no promise to a customer
    ("Meeting with Ona", "a meeting"),
    ("Call with Ona", "a conversation planned"),
    ("Skambutis su Ona 15:00", "lt: a conversation planned"),
    ("Звонок с Иваном", "ru: a conversation planned"),
    ("Lunch", "nobody's business"),
    ("Dentist", "nobody's business"),
    ("Gimtadienis: Ona", "lt: a birthday"),
    ("День рождения Ивана", "ru: a birthday"),
    ("Call mum 18:00", "the family"),
    ("Paskambinti mamai", "lt: the family"),
    ("Позвонить маме", "ru: the family"),
    ("Weekly call", "no name before it"),
    ("Zoom call 15:00", "the name of a program"),
    ("Buy milk", "nobody to whom"),
    ("Send report by Friday", "nobody to whom"),
    ("Išsiųsti ataskaitą iki penktadienio", "lt: nobody to whom"),
    ("Call Jonas at 15:00", "a colleague"),
    ("Paskambinti Jonui rytoj", "lt: a colleague, in another case"),
    ("Called Ona", "past"),
    ("Paskambinau Onai", "lt: past"),
    ("Позвонил Ивану", "ru: past"),
    ("Call Ona?", "a question"),
    ("Ona called, wants the big one", "news"),
    ("She wants the big one.", "news"),
    ("", "empty"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "why"), NOTHING, ids=[row[-1] for row in NOTHING])
def test_what_promises_nobody_outside_anything_is_none(line: str, why: str) -> None:
    """P8, P9: few and right."""
    assert spoken(Note(text=line, writer=RASA, at=AT), COMPANY, WorkingCalendar()) == ()


def test_where_the_customer_is_known_nobody_need_be_named() -> None:
    """In the text of an entry about Ona „išsiųsti pasiūlymą“ is for Ona; without her it is for nobody."""
    note = Note(text="Kalbėjom.\nIšsiųsti pasiūlymą iki penktadienio", writer=RASA, at=AT, customer="ona@baltas.example")
    (found,) = spoken(note, COMPANY, WorkingCalendar())
    assert (found.beneficiary, found.named, found.due and found.due.to) == ("ona@baltas.example", "", "2026-11-20")


def test_the_place_of_a_note_may_give_its_term() -> None:
    """An entry's own start stands above the words, and of two things for both."""
    due = Due(from_="2026-11-19T10:00", to="2026-11-19T10:00", text="", kind="explicit")
    found = spoken(Note(text="Call Ona and send the offer", writer=RASA, at=AT, due=due), COMPANY, WorkingCalendar())
    assert [p.due for p in found] == [due, due]


@pytest.mark.parametrize(("title", "done"), [("✓ Call Ona", True), ("Atlikta: paskambinti Onai", True), ("сделано Позвонить", True), ("Call Ona", False)])
def test_a_line_may_be_ticked_off(title: str, done: bool) -> None:
    """A ticked line says the same as before it was ticked."""
    assert is_done(title) == done


MAIL = "From: Rasa Petraitė <{sender}>\nTo: {to}\nSubject: {subject}\nMessage-ID: <n@x>\nDate: Mon, 16 Nov 2026 14:00:00 +0200\nContent-Type: text/plain; charset=utf-8\n\n{body}\n"
SELF = [
    # sender, to, subject, body → quotes with their customer; why
    (RASA, RASA, "Ona call 15:00", "", [("Ona call 15:00", "Ona")], "the subject alone"),
    (RASA, RASA, "Ona call 15:00", "Ona call 15:00", [("Ona call 15:00", "Ona")], "said twice is one"),
    (RASA, RASA, "", "Paskambinti Onai rytoj 10 val.\nPirkti kavos\nIšsiųsti pasiūlymą UAB Saulė", [("Paskambinti Onai rytoj 10 val", "Onai"), ("Išsiųsti pasiūlymą UAB Saulė", "UAB Saulė")], "lines"),
    (RASA, "r.petraite@klimatas.example", "Call Ona", "", [("Call Ona", "Ona")], "another address of hers"),
    (RASA, RASA, "Notes", "As agreed with Ona, I will send her the quote by Friday.", [("As agreed with Ona, I will send her the quote by Friday.", "Ona")], "a whole sentence"),
    (RASA, RASA, "Fwd: Question", "Atsakyti iki penktadienio\n\n-----Original Message-----\nFrom: Ona <ona@baltas.example>\nSent: Monday\nTo: Rasa\nSubject: Question\n\nHow much?",
     [("Atsakyti iki penktadienio", "ona@baltas.example")], "forwarded to oneself: whoever wrote it"),
    (RASA, JONAS, "Ona call 15:00", "", [], "to a colleague it is no note"),
    ("info@klimatas.example", "info@klimatas.example", "Ona call 15:00", "", [], "a mailbox of several people is nobody's own"),
    ("evil@other.example", "evil@other.example", "Ona call 15:00", "", [], "a stranger's note"),
]  # fmt: skip


@pytest.mark.parametrize(("sender", "to", "subject", "body", "wanted", "why"), SELF, ids=[row[-1] for row in SELF])
def test_a_mail_to_oneself_is_a_note(sender: str, to: str, subject: str, body: str, wanted: list[tuple[str, str]], why: str) -> None:
    """P8: a mail to oneself, its subject too."""
    understood = understand(read_message(MAIL.format(sender=sender, to=to, subject=subject, body=body).encode()), Setting(company=COMPANY))
    assert [(p.quote, p.named or p.beneficiary) for p in understood.promises] == wanted
