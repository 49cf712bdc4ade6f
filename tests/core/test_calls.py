"""Calls out of mails, calendar entries and records: what systems and people write, in three languages."""

from __future__ import annotations

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest

from syncd.core import mime
from syncd.core.calls.entries import call_in_entry
from syncd.core.calls.lengths import seconds_in
from syncd.core.calls.moments import moment_in
from syncd.core.calls.records import Recorded, read_call, read_record, record_key
from syncd.core.derived import Setting
from syncd.core.ical import read_calendar
from syncd.core.matters import Call
from syncd.core.model import Company, Party, Staff
from syncd.core.understand import understand
from tests.bench.matters_scores import cases_of, scores_of
from tests.store.world import meeting

PHONE = "+37061234567"
VILNIUS = ZoneInfo("Europe/Vilnius")
RASA = Staff(address="rasa@klimatas.example", name="Rasa Petraitė", phones=("204", "+370 5 212 3456"))
COMPANIES = {
    "LT": Company(domains=frozenset({"klimatas.example"}), staff=(RASA,), timezone="Europe/Vilnius", country="LT"),
    "RU": Company(domains=frozenset({"klimatas.example"}), timezone="Europe/Moscow", country="RU"),
    "GB": Company(domains=frozenset({"klimatas.example"}), timezone="Europe/London", country="GB"),
}


def told(subject: str, text: str, country: str = "LT", *, sender: str = "noreply@telefonas.example", to: str = "Rasa Petraitė <rasa@klimatas.example>", more: str = "") -> Call | None:
    """The call in a mail of 18 November 2026, 18:20 in Vilnius."""
    raw = f"From: {sender}\nTo: {to}\nDate: Wed, 18 Nov 2026 18:20:41 +0200\nMessage-ID: <a@x.example>\n{more}Subject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    return understand(mime.read_message(raw.encode()), Setting(company=COMPANIES[country])).matters.call


def short(call: Call | None) -> tuple[object, ...] | None:
    """What is compared: direction, number, name, clock, seconds, outcome."""
    return call and (call.direction, call.number, call.name, f"{call.at:%d %H:%M}", call.seconds, call.outcome)


# ── what telephone systems send ──────────────────────────────────────────────────────────────────────────────────

SYSTEMS = [
    ("FreePBX Voicemail Notification", "Rasa,\n\nThere is a new voicemail in mailbox 101:\n\n\tFrom:\t\"Ona K\" <861234567>\n\tLength:\t0:17 seconds\n\tDate:\tWednesday, November 18, 2026 at 10:15:03 AM\n\nDial *98.",
     "LT", ("in", PHONE, "Ona K", "18 10:15", 17, "voicemail"), "FreePBX"),
    ("Missed call from Ona Kazlauskienė", "Hi Rasa,\n\nOna Kazlauskienė tried to call you at 10:18 AM.\n\nCall back\n\n+370 612 34567", "LT",
     ("in", PHONE, "Ona Kazlauskienė", "18 10:18", None, "missed"), "Teams: the number under the button"),
    ("You have a new voicemail from John Smith (+442079460123)", "You have received a new voicemail from John Smith (+44 20 7946 0123) at Nov 18, 2026 08:15 AM (GMT).\nDuration: 00:00:41\n\nTranscript:\nplease call us on 020 7946 0999",
     "GB", ("in", "+442079460123", "John Smith", "18 08:15", 41, "voicemail"), "Zoom Phone: a number in the transcript is not the caller's"),
    ("Call summary: call with John Smith", "Your call with John Smith (+44 20 7946 0123) on November 18, 2026 at 10:05 AM lasted 12 minutes 30 seconds.\n\nQuick recap\nJohn asked for prices.", "GB",
     ("in", "+442079460123", "John Smith", "18 10:05", 750, "answered"), "a call summary"),
    ("New voicemail from (650) 555-1212 at 10:18 AM", "Hi Rasa it's John please call back", "GB", ("in", "+16505551212", None, "18 10:18", None, "voicemail"), "Google Voice"),
    ("☎ Missed call from +33 1 23 45 67 89", "You missed a call on your line Sales FR (+33 9 87 65 43 21).\n\nCaller: Jean Dupont\nNumber: +33 1 23 45 67 89\nTime: 18/11/2026, 10:15\nWaiting time: 24s", "GB",
     ("in", "+33123456789", "Jean Dupont", "18 10:15", None, "missed"), "Aircall: waiting is no length"),
    ("New voicemail from 37061234567 (37061234567)", "Caller ID: 37061234567\nCaller Name: 37061234567\n\nCalled To: 37052123456\nCalled On: Wednesday, November 18, 2026 at 08:15:32 UTC", "LT",
     ("in", PHONE, None, "18 10:15", None, "voicemail"), "Kazoo: a number is no name, UTC is converted"),
    ("Новое голосовое сообщение от +7 (912) 345-67-89", "Вам оставили голосовое сообщение.\nАбонент: +7 (912) 345-67-89\nДлительность: 1 мин. 05 сек.\nВремя: 18.11.2026 10:15", "RU",
     ("in", "+79123456789", None, "18 10:15", 65, "voicemail"), "MANGO OFFICE"),
    ("Потерянный звонок: +7 912 345-67-89", "Номер посетителя: 79123456789\nВиртуальный номер: 74951234567\nДата и время: 18.11.2026 10:15:22\nДлительность ожидания: 00:00:31\nСотрудник: не ответил", "RU",
     ("in", "+79123456789", None, "18 10:15", None, "missed"), "UIS"),
    ("Вам звонили", "Абонент +7 912 345 67 89 звонил Вам 18.11.2026 в 10:15 и не дозвонился.", "RU", ("in", "+79123456789", None, "18 10:15", None, "missed"), "an operator's sentence"),
    ("Praleistas skambutis", f"{PHONE} Jums skambino 3 kartus, paskutinis skambutis 11.18, 10:15.", "LT", ("in", PHONE, None, "18 10:15", None, "missed"), "Tele2: month before day"),
    ("Balso žinutė nuo +370 612 34567 (0:23)", "Jums paliko balso žinutę.\nNuo: +370 612 34567\nLaikas: 2026-11-18 10:15\nTrukmė: 23 sek.", "LT", ("in", PHONE, None, "18 10:15", 23, "voicemail"), "Telia"),
    ("Skambučio ataskaita 4471", "Išeinantis skambutis\nPadalinys | Pardavimai\nKliento telefonas: 861234567\nKliento vardas: Ona K.\nSkambučio pradžios laikas: 2026-11-18 10:15\nKiek kalbėta (trukmė): 2:05\nKiek laukta: 0:12", "LT",
     ("out", PHONE, "Ona K.", "18 10:15", 125, "answered"), "a system nobody has heard of: labels by their words"),
    ("Missed call", "From: +370 5 212 3456\nTo: 8 612 34567\nTime: 18/11/2026 10:15", "LT", None, "one of ours rang: it is no counterpart"),
    ("Jūsų sąskaita už skambučius", "Sąskaita Nr. 123\nNumeris: +370 612 34567\nSuma: 12,00 EUR\nLaikotarpis: 2026-10-01 – 2026-10-31", "LT", None, "a telephone company's invoice"),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "text", "country", "call", "why"), SYSTEMS, ids=[s[-1] for s in SYSTEMS])
def test_the_mail_of_a_telephone_system_tells_its_call(subject: str, text: str, country: str, call: tuple[object, ...] | None, why: str) -> None:
    """H2: headers, labelled lines, headlines; in the system's own language."""
    assert short(told(subject, text, country)) == call, why


def test_the_headers_of_asterisk_come_before_its_words() -> None:
    """The subject and the text are the admin's own; the headers say it exactly."""
    more = "X-Asterisk-VM-Caller-ID-Num: 861234567\nX-Asterisk-VM-Caller-ID-Name: Ona K\nX-Asterisk-VM-Duration: 17\nX-Asterisk-VM-Orig-time: 1795075200\nX-Asterisk-VM-Extension: 204\n"
    call = told("Nauja!", "Skambino kažkas kitas: 8 698 76543", more=more)
    assert short(call) == ("in", PHONE, "Ona K", "19 10:00", 17, "voicemail")
    assert call and (call.line, call.why) == ("204", "header of a telephone system")


def test_what_one_program_writes_into_the_header_is_no_number() -> None:
    """A real mail has X-CallingTelephoneNumber: IPM.Note."""
    assert told("Kaina", "Labas, kiek kainuoja?", sender="ona@baltas.example", more="X-CallingTelephoneNumber: IPM.Note\n") is None


# ── what people write ────────────────────────────────────────────────────────────────────────────────────────────

ONA, JONAS = "Ona Kazlauskienė <ona@baltas.example>", "Jonas <jonas@klimatas.example>"
OURS = "Rasa Petraitė <rasa@klimatas.example>"
PEOPLE = [
    (OURS, JONAS, "Šiandien apie dvyliktą skambino Valdas Norgėla, 8 612 34567. Kalbėjom keturias minutes.", "LT", ("in", PHONE, "Valdas Norgėla", "18 12:00", 240, "answered"), "a report"),
    (OURS, JONAS, "Skambinau Petrui Šimkui pusę dešimtos, neatsiliepė, palikau žinutę.", "LT", ("out", "", "Petrui Šimkui", "18 09:30", None, "voicemail"), "we left a message"),
    (OURS, JONAS, "Вчера в 15:10 звонили из «Вектора», Ольга Сом, 8 900 111 22 33. Минут 12 поговорили.", "RU", ("in", "+79001112233", "Ольга Сом", "17 15:10", 720, "answered"), "minutes before their number"),
    (OURS, JONAS, "Набрал Иванову в 12:15, проговорили 3 минуты.", "RU", ("out", "", "Иванову", "18 12:15", 180, "answered"), "the dative says who called"),
    (OURS, JONAS, "Privet, Petr zvonil v 11:30, govorili 5 minut, nomer 8 900 111 22 33.", "RU", ("in", "+79001112233", "Petr", "18 11:30", 300, "answered"), "transliterated"),
    (OURS, JONAS, "I rang Tom Bell on 07700 900123 yesterday at 4pm - no answer.", "GB", ("out", "+447700900123", "Tom Bell", "17 16:00", None, "missed"), "nobody answered"),
    (ONA, OURS, "I tried to call you at 9:40 this morning but nobody answered.", "GB", ("in", "", "Ona Kazlauskienė", "18 09:40", None, "missed"), "a customer tried"),
    (OURS, ONA, "Sveiki,\n\npaskambinsiu Jums rytoj 15 val.\n\nRasa", "LT", ("out", "", "Ona Kazlauskienė", "19 15:00", None, "planned"), "a plan is a promise too"),
    (OURS, ONA, "Meistras Jums paskambins rytoj 15:00.", "LT", ("out", "", "Ona Kazlauskienė", "19 15:00", None, "planned"), "a colleague will"),
    (ONA, OURS, "I'll ring you on Friday at 10:30.", "GB", ("in", "", "Ona Kazlauskienė", "20 10:30", None, "planned"), "theirs"),
    (OURS, OURS, "Rytoj:\n- 10.30 skambinu aš, Rimantas Alksnys, tel. 8 612 34567\n- pasiimti pavyzdžius", "LT", ("out", PHONE, "Rimantas Alksnys", "19 10:30", None, "planned"), "the day is the heading's"),
    (ONA, OURS, "Prašau paskambinkite man 8 612 34567 iki 15:00.", "LT", None, "a request"),
    (OURS, ONA, "If it rains, I'll call you at 15:00.", "GB", None, "a condition"),
    (OURS, ONA, "I will call you soon.", "GB", None, "no hour: no more than a promise"),
    (OURS, ONA, "We use a tool called Jira since 10:00. I called it off.", "GB", None, "what is called so"),
]  # fmt: skip


@pytest.mark.parametrize(("sender", "to", "text", "country", "call", "why"), PEOPLE, ids=[p[-1] for p in PEOPLE])
def test_people_report_and_plan_calls(sender: str, to: str, text: str, country: str, call: tuple[object, ...] | None, why: str) -> None:
    """H2, P8: in a letter to a colleague, a customer, oneself."""
    assert short(told("Dėl kainos", text, country, sender=sender, to=to)) == call, why


@pytest.mark.slow
def test_labelled_mails_are_read_as_somebody_else_labelled_them() -> None:
    """Sixty mails by an author who saw none of the program; half of them nobody who works on the rules has read."""
    scores = scores_of("calls", cases_of("calls"))
    assert scores.keys() == {"all", "en", "lt", "ru"}
    assert {(language, name) for language in scores for name, s in scores[language].items() if s.precision < 0.9} == set()
    assert {(language, name) for language in scores for name, s in scores[language].items() if s.recall < 0.8} == set()


# ── moments and lengths ──────────────────────────────────────────────────────────────────────────────────────────

MOMENTS = [
    "Tuesday, November 18, 2026 at 10:15:12 AM", "2026-11-18 10:15:03", "11/18/2026 10:15 AM", "18/11/26 10:15", "2026 m. lapkričio 18 d. 10:15", "18 ноября 2026 г. в 10:15",
    "2026-11-18T08:15:00Z", "10:15 18.11.2026", "11.18, 10:15", "Wed Nov 18 10:15:33 2026", "2026-11-18 11:15 (МСК)", "2026-11-18 11:15 (UTC+3)", "10.15 val.", "at 10:15 AM",
]  # fmt: skip


@pytest.mark.parametrize("written", MOMENTS)
def test_moments_are_read_as_systems_write_them(written: str) -> None:
    """Which of two numbers is the month is told by the mail's own date."""
    near = dt.datetime(2026, 11, 18, 10, 20, tzinfo=VILNIUS)
    assert moment_in(written, near) == near.replace(minute=15)


@pytest.mark.parametrize(("written", "seconds"), [
    ("0:42", 42), ("00:01:12", 72), ("42", 42), ("42 seconds", 42), ("2 min. 5 s", 125), ("28m 40s", 1720), ("1h 2m", 3720), ("около четырёх минут", 240), ("минут десять", 600),
    ("keturias minutes", 240), ("pusvalandį", 1800), ("about a quarter of an hour", 900), ("четыре с половиной минуты", 270), ("no time", None),
])  # fmt: skip
def test_lengths_are_read_in_figures_and_words(written: str, seconds: int | None) -> None:
    """GUIDE: about four minutes is 240."""
    assert seconds_in(written, labelled=True) == seconds


# ── calendar entries ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("title", "place", "link", "number"), [
    ("Call with Ona", "", "", ""), ("Skambutis Onai", "+370 612 34567", "", PHONE), ("Созвон с Ольгой", "", "", ""), ("Ona", "tel:+37061234567", "", PHONE), ("Phone: Ona", "8 612 34567", "", PHONE),
    ("Teams meeting", "+370 5 200 0000", "https://teams.microsoft.com/l/x", None), ("Planning", "Room 2", "", None), ("Call for papers", "", "", None), ("Call centre visit", "Kaunas", "", None),
])  # fmt: skip
def test_entries_about_a_call_are_planned_calls(title: str, place: str, link: str, number: str | None) -> None:
    """H2; a number to dial in by is no call."""
    (m,) = read_calendar(meeting("u", "20261120T150000", title, extra=f"LOCATION:{place}\nDESCRIPTION:{link}"), "Europe/Vilnius").meetings
    call = call_in_entry(m, (Party(role="attendee", address="ona@baltas.example", name="Ona"),), COMPANIES["LT"])
    assert (call and (call.direction, call.number, call.name, call.outcome)) == (None if number is None else ("out", number, "Ona", "planned"))


# ── records ──────────────────────────────────────────────────────────────────────────────────────────────────────


def recorded(layout: str, *rows: dict[str, str]) -> Recorded:
    """The call of a record."""
    found = read_call(read_record(json.dumps({"layout": layout, "rows": rows}).encode()), COMPANIES["LT"])
    assert isinstance(found, Recorded)
    return found


COLUMNS = [
    ({"start": "18.11.2026 10:15", "caller": "861234567", "callee": "204", "seconds": "1:05"}, ("in", PHONE, None, "18 10:15", 65, "answered"), "day first, mm:ss"),
    ({"start": "2026-11-18T08:15:00Z", "caller": "204", "callee": "861234567", "seconds": "0"}, ("out", PHONE, None, "18 08:15", None, "missed"), "an instant; nobody answered"),
    ({"start": "1794989700", "caller": "+37061234567", "callee": "204", "outcome": "Voicemail", "seconds": "9"}, ("in", PHONE, None, "18 08:15", 9, "voicemail"), "seconds since 1970"),
    ({"start": "2026-11-18 10:15", "caller": "861234567", "direction": "Исходящий", "outcome": "Отвечен", "seconds": "42", "name": "Ольга"}, ("out", PHONE, "Ольга", "18 10:15", 42, "answered"), "told in words"),
    ({"start": "2026-11-18 10:15", "caller": "861234567", "direction": "Praleistas"}, ("in", PHONE, None, "18 10:15", None, "missed"), "the direction says missed"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "call", "why"), COLUMNS, ids=[c[-1] for c in COLUMNS])
def test_rows_of_any_table_are_read(row: dict[str, str], call: tuple[object, ...], why: str) -> None:
    """Dates in ISO, with dots, as epoch; lengths in seconds or mm:ss; words of direction and outcome in three languages."""
    assert short(recorded("columns", row).call) == call, why


def test_an_answer_by_a_machine_is_none() -> None:
    """A queue or a menu answers a call at once: somebody took it only where there is a second channel."""
    row = {"src": "861234567", "dst": "600", "start": "2026-11-18 10:15:00", "billsec": "30", "disposition": "ANSWERED", "lastapp": "Queue", "dstchannel": ""}
    assert recorded("asterisk", row).call.outcome == "missed"
    assert recorded("asterisk", {**row, "lastapp": "VoiceMail"}).call.outcome == "voicemail"
    taken = recorded("asterisk", {**row, "dstchannel": "PJSIP/204-0000001b"})
    assert (taken.call.outcome, taken.call.seconds, taken.staff) == ("answered", 30, RASA.address)


def test_a_call_has_the_key_of_its_exchange_or_of_who_and_when() -> None:
    """DESIGN §4: H(source system's id, else caller, callee, start minute)."""
    def key(**row: str) -> str:
        return record_key(read_record(json.dumps({"layout": "columns", "rows": [row]}).encode()))

    assert key(id="7", start="2026-11-18 10:15:00", caller="1") == key(id="7", start="2026-11-18 11:00:00", caller="2")
    assert key(start="2026-11-18 10:15:00", caller="8 612", callee="204") == key(start="2026-11-18 10:15:40", caller="8612", callee="204")
    assert key(start="2026-11-18 10:15:00", caller="8612") != key(start="2026-11-18 10:16:00", caller="8612")
