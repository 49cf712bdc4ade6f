"""What people outside may write into a mail to hurt its readers: offers, complaints, facts, calls, signatures, names.

Nothing is raised, what is found can be kept, quotes stand where they say, and time goes with the length of the text.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncd.core import names, phones
from syncd.core.attendance import present_in, thanks_for_meeting
from syncd.core.calls.mail import notified_call
from syncd.core.calls.records import Record, read_call
from syncd.core.calls.told import told_call
from syncd.core.complaints import find_complaints
from syncd.core.facts import find_facts
from syncd.core.facts.rules import lore
from syncd.core.matters import Call, Complaint, Fact, Offer
from syncd.core.model import Class, Company, Header, Language, Message, Party, Staff, WorkingCalendar, Zone
from syncd.core.offers import find_offers
from syncd.core.organisations import company_key
from syncd.core.promises.said import Said
from syncd.core.signatures import read_signature
from syncd.core.standing import alike
from syncd.core.tables import amount_of
from syncd.core.threads import base_subject
from tests.timing import least

CALENDAR = WorkingCalendar()
US = Company(
    name="Us",
    domains=frozenset({"us.example"}),
    staff=(Staff(address="tom@us.example", name="Tom Baker", phones=("+37061111111",), timezone="Europe/Vilnius"),),
    timezone="Europe/Vilnius",
)
TOM = Party(role="from", address="tom@us.example", name="Tom Baker")
ANN = Party(role="from", address="ann@them.example", name="Ann Smith")
AT = dt.datetime(2026, 11, 18, 10, 15, tzinfo=dt.timezone(dt.timedelta(hours=2)))
LANGUAGES: tuple[Language, ...] = ("en", "ru", "lt", "")
MOST = 2**63
Found = tuple[Offer, ...] | tuple[Complaint, ...] | tuple[Fact, ...] | Call | None


def said(own: str, language: Language, *, ours: bool, quoted: str = "", subject: str = "Re: offer no 5") -> Said:
    sender, reader = (TOM, ANN) if ours else (ANN, TOM)
    to = (Party(role="to", address=reader.address, name=reader.name),)
    return Said(own=own, quoted=quoted, subject=subject, sender=sender, recipients=to, at=AT, language=language)


def message(text: str, subject: str = "Missed call from Ann (+370 612 34567)", fields: dict[str, tuple[str, ...]] | None = None) -> Message:
    header = Header(
        fields=fields or {}, subject=subject, parties=(ANN, Party(role="to", address="tom@us.example", name="Tom")), message_id="a@b", in_reply_to=(),
        references=(), date=AT, date_from="date",
    )  # fmt: skip
    return Message(header=header, text=text, text_from="plain")


def notified(text: str, class_: Class = "auto", **more: str) -> Call | None:
    return notified_call(message(text, **more), class_, US, "en")  # type: ignore[arg-type]


def recorded(cells: dict[str, str], layout: str = "columns") -> Call | None:
    read = read_call(Record(layout=layout, rows=(cells,)), US)  # type: ignore[arg-type]
    return None if isinstance(read, str) else read.call


def readings(text: str) -> Iterator[tuple[str, Callable[[], Found]]]:
    """All readers of words, in every language, ours and theirs."""
    for language in LANGUAGES:
        for ours in (True, False):
            words = said(text, language, ours=ours)
            yield f"offers {language} {ours}", lambda w=words: find_offers(w, US, CALENDAR)  # type: ignore[misc]
            yield f"facts {language} {ours}", lambda w=words: find_facts(w, US)  # type: ignore[misc]
            yield f"told {language} {ours}", lambda w=words: told_call(w, US, CALENDAR)  # type: ignore[misc]
        words = said(text, language, ours=False)
        yield f"complaints {language}", lambda w=words: find_complaints(w, US, "personal")  # type: ignore[misc]
        yield f"voicemail {language}", lambda w=words: find_complaints(w, US, "voicemail")  # type: ignore[misc]
    yield "offers, answering", lambda: find_offers(said("Yes, we order 5 of it please. " + text[:300], "en", ours=False, quoted=text), US, CALENDAR)
    yield "offers, subject", lambda: find_offers(said("We offer it for 5 EUR.", "en", ours=True, subject=text), US, CALENDAR)
    yield "facts, subject", lambda: find_facts(said("Happy birthday! The customer likes fishing.", "en", ours=True, subject=text), US)
    yield "notice", lambda: notified(text)
    yield "notice, voicemail", lambda: notified(text, "voicemail")
    yield "notice, subject", lambda: notified("Caller: Ann\nTime: 15:00\nDuration: 5", subject="Missed call " + text)
    yield "notice, labels", lambda: notified(f"Caller: {text}\nTime: {text}\nDuration: {text}")


def others(text: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """The readers of lines, names and numbers."""
    yield "signature", lambda: read_signature("Ann Smith\n" + text, (Zone(kind="signature", start=0, end=len(text) + 10),), ANN, "LT")
    yield "thanks", lambda: thanks_for_meeting("Thank you. " + text)
    yield "present", lambda: present_in("Present: " + text, (ANN, TOM))
    yield "subject", lambda: base_subject(text)
    yield "company", lambda: company_key(text)
    yield "phone", lambda: phones.normalised(text, "LT")
    yield "products", lambda: alike(text, text + " x")
    yield "names", lambda: names.same_name(text, text + " Smith")
    yield "record", lambda: recorded(dict.fromkeys(("start", "caller", "callee", "seconds", "direction", "outcome", "name", "line", "id"), text))
    exchange = ("start", "answer", "src", "dst", "clid", "billsec", "disposition", "channel", "dstchannel", "uniqueid")
    yield "record of Asterisk", lambda: recorded(dict.fromkeys(exchange, text), "asterisk")
    yield "caller id", lambda: recorded({"start": "2026-11-18 10:15:00", "clid": text, "dst": "12"}, "asterisk")


def assert_can_be_kept(found: Found, own: str = "") -> None:
    """Quotes exact where `own` is given, sums and lengths finite, moments in UTC: what the store will ask for."""
    for x in found if isinstance(found, tuple) else ():
        assert not own or own[x.start : x.start + len(x.quote)] == x.quote != ""
        if isinstance(x, Offer):
            assert all(0 <= float(a.amount) < MOST and json.dumps(float(a.amount)) for a in x.amounts)
            assert len(x.product) <= 300
            assert x.valid_until is None or re.fullmatch(r"\d{4}-\d\d-\d\d", x.valid_until)
        if isinstance(x, Fact) and x.kind == "birthday":
            assert re.fullmatch(r"(?:\d{4}-)?\d\d-\d\d", x.value)
    if isinstance(found, Call):
        assert found.seconds is None or 0 <= found.seconds <= 24 * 3600
        assert found.at.astimezone(dt.UTC).isoformat() and len(found.line) <= 200 and len(found.source_id) <= 200 and len(found.name or "") <= 200


# ── the tables ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ru", "lt"])
def test_every_pattern_of_facts_can_be_compiled(language: Language) -> None:
    """They are compiled for the first sentence that asks for them: one that cannot be would fail on somebody's mail."""
    assert all(rule.pattern for rules in lore(language).rules for rule in rules.all)


# ── time ─────────────────────────────────────────────────────────────────────────────────────────────────────────

LEAD = "The price we offer is 5 EUR, we order 5 chairs, go ahead; my birthday, broken, you called me at 15:00: "
SLOW = [  # each took seconds or worse once, or is made like one that did
    ("1 ", "bare numbers in one sentence"),
    ("1)(", "numbers without an end"),
    ("+1", "signs of numbers"),
    ("9", "one number of thousands of digits"),
    (" 000", "thousands of thousands"),
    ("chair 5 EUR, ", "products in one sentence"),
    ("iš viso ", "words of price that hold one another"),
    (",", "commas before an extension that is not there"),
    ("\t", "tabs where labels are sought"),
    (" ", "blanks where names are sought"),
    ("tel. ", "labels at the end of a name"),
    ("a", "one word: an address could begin at every letter"),
    ("a@", "addresses without an end"),
    ("Re: ", "answers to answers"),
    ("[", "brackets nobody closes"),
    ("„", "quotation marks nobody closes"),
    ("A: b\n", "labels"),
    ("С днём рождения! ", "congratulations"),
    ("you did not deliver, ", "a complaint without a stop"),
    ("\u202e\u200b\u0301", "letters nobody sees"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("piece", "reason"), SLOW, ids=[reason for _, reason in SLOW])
def test_hostile_words_cost_a_moment(piece: str, reason: str) -> None:
    """T26: 3 kB and 100 kB of anything; asked of the better of two runs, with room for a loaded machine."""
    for text in (LEAD + piece * (2_900 // len(piece)), piece * (100_000 // len(piece))):
        for name, read in (*readings(text), *others(text)):
            assert least(read, 0.1, tries=3) < 0.4, (name, reason)


# ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────

STRANGE = [
    ("We offer a chair for " + "9" * 5000 + " EUR.", "a number of 5,000 digits"),
    ("We offer a chair for 999 999 999 999 999 999 mln EUR.", "more money than there is"),
    ("We offer a chair for 1e9999 EUR, another for NaN EUR, inf EUR, -5 EUR.", "numbers of programs"),
    ("We offer a chair for ١٢٣ EUR and a door for １２３ €, valid until ٣٠.١١.", "digits of other scripts"),
    ("We offer a chair for ²³ EUR, ½ EUR, ① EUR.", "signs that are numbers and no digits"),
    ("We offer a chair for 5 EUR\x00 and a door\ud800 for 6 EUR\udfff.", "NUL and lone surrogates"),
    ("İİİ We offer a chair for 5 EUR. The door is broken, we complain.", "letters whose lower case is longer"),
    ("My birthday is on 99.99.9999, or 0000-00-00, or 31.02.1980.", "days of no calendar"),
    ("I was born on 29.02.2001 and turn ٩٩ today.", "a leap day in no leap year"),
    ("Ann called at 99:99:99, we talked for 99999:99:99, 999999999999 minutes.", "times and lengths of no clock"),
    ("Ann called from +" + "3" * 500 + " at 15:00.", "a telephone number of 500 digits"),
    ("We offer a chair for 5 EUR, valid for 999 months.", "a term of many years"),
    ("", "nothing"),
    ("\n\n \t\u200b", "nothing to see"),
]


@pytest.mark.parametrize(("text", "reason"), STRANGE, ids=[reason for _, reason in STRANGE])
def test_strange_values_can_be_kept_or_are_refused(text: str, reason: str) -> None:
    """F99, F100, F101: nothing is raised, and what is found fits the store."""
    for _, read in readings(text):
        assert_can_be_kept(read())
    for _, read_other in others(text):
        read_other()


HEADERS = ("9" * 5000, "²²²²²²²²²²", "٩٩٩٩٩٩٩٩٩٩", "-1", "99999999999999999999", "0" * 10, "9" * 10, "\ud800", "")


@pytest.mark.parametrize("value", HEADERS)
def test_headers_of_telephone_systems_are_not_believed_blindly(value: str) -> None:
    """F101: a forged length or moment gives a call that can be kept, or none."""
    written = ("x-asterisk-vm-duration", "x-voicemessageduration", "x-asterisk-vm-orig-time", "x-asterisk-vm-message-id", "x-asterisk-vm-extension")
    fields = dict.fromkeys(written, (value,)) | {"x-asterisk-vm-caller-id-num": ("+37061234567",)}
    found = notified_call(message("A voicemail", fields=fields), "voicemail", US, "en")

    assert found is not None
    assert_can_be_kept(found)


CELLS = ("9" * 5000, "9" * 5000 + ".5", "²", "٣", "-1", "1e9", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "99999999999", "99.99.9999 10:00", "0000-00-00")


@pytest.mark.parametrize("value", CELLS)
@pytest.mark.parametrize("column", ["start", "seconds", "answer", "billsec", "line", "id", "uniqueid"])
def test_a_cell_of_a_call_log_can_hold_anything(value: str, column: str) -> None:
    """F101: the call can be kept, or the row says that it is none."""
    table = {"start": "2026-11-18 10:15", "caller": "+37061234567", "callee": "12", "seconds": "65", "outcome": "answered"}
    exchange = {"start": "2026-11-18 10:15:00", "src": "+37061234567", "dst": "12", "billsec": "65", "disposition": "ANSWERED", "dstchannel": "SIP/12-0000abcd"}
    assert_can_be_kept(recorded(table | {column: value}))
    assert_can_be_kept(recorded(exchange | {column: value}, "asterisk"))


@pytest.mark.parametrize("cell", ["9" * 5000, "9" * 5000 + ",00", "²", "1e9", "(" * 9, "1" * 40])
def test_a_sum_in_a_table_that_nobody_owes_is_none(cell: str) -> None:
    """F101: it would be kept as infinity, or as the number of something."""
    assert amount_of(cell) is None


# ── any text ─────────────────────────────────────────────────────────────────────────────────────────────────────

_WORDS = (
    "we offer|order|5 EUR|€|1 200,50|12 %|discount|valid until Friday|chair|broken|you did not deliver|my wife Anna|birthday|12.05.1980|called|+370 612 34567|15:00|"
    "for 4 minutes|siūlome|kėdę|už|užsakome|skambino|gimtadienis|nepristatėte|берём|стул|за|500 руб|звонил|Иван|сломан|день рождения|мая|- |\n|. |, |: |; |? |(|)|„|“|İ|\u200b|²|٣"
).split("|")
TEXTS = st.lists(st.sampled_from(_WORDS) | st.text(max_size=6), max_size=25).map(" ".join)


@pytest.mark.slow
@settings(derandomize=True, max_examples=60, deadline=None, database=None)
@given(TEXTS, st.sampled_from(LANGUAGES), st.booleans())
def test_any_text_is_read_and_quoted_exactly(text: str, language: Language, ours: bool) -> None:
    """Whatever the words are, nothing is raised, a quote stands at its place, and no two entries are one."""
    words = said(text, language, ours=ours)
    for found in (find_offers(words, US, CALENDAR), find_facts(words, US), find_complaints(words, US, "personal")):
        assert_can_be_kept(found, text)
        keys = [(x.quote, getattr(x, "product", ""), getattr(x, "kind", ""), getattr(x, "value", ""), x.start) for x in found]
        assert len(keys) == len(set(keys))
    assert_can_be_kept(told_call(words, US, CALENDAR))
