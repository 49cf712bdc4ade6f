"""Telephone calls noted in Outlook's journal, as calls."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from syncd.core.derive import derive
from syncd.core.derived import EWS_CALL, Arrival, DerivedCall, Setting
from syncd.core.exchange.calls import is_phone_call, read_ews_call
from syncd.core.model import Company, Staff
from tests.core.exchange.elements import el, item

LOG, COMMON = "0006200a-0000-0000-c000-000000000046", "00062008-0000-0000-c000-000000000046"
SETTING = Setting(company=Company(domains=frozenset({"klimatas.example"}), country="LT", timezone="Europe/Vilnius", staff=(Staff(address="rasa@klimatas.example"),)))


def told(number: int, kind: str, *values: str, of: str = LOG) -> str:
    """An extended property."""
    inner = el("Values", *(el("Value", v) for v in values)) if kind.endswith("Array") else el("Value", *values)
    return el("ExtendedProperty", el("ExtendedFieldURI", PropertySetId=of, PropertyId=str(number), PropertyType=kind), inner)


def note(subject: str = "Skambutis Onai", *, kind: str = "Phone call", start: str = "2026-11-16T08:00:00Z", minutes: str = "12", names: tuple[str, ...] = ("Ona",), body: str = "") -> bytes:
    """A journal entry."""
    logged = (told(0x8700, "String", kind), told(0x8706, "SystemTime", start), told(0x8707, "Integer", minutes))
    names_ = [told(0x853A, "StringArray", *names, of=COMMON)] if names else []
    return item("Message", el("ItemId", Id="J1"), el("ItemClass", "IPM.Activity"), el("Subject", subject), el("Body", body, BodyType="Text"), *logged, *names_)


def call(raw: bytes) -> DerivedCall:
    found = derive(Arrival(raw=raw, media_type=EWS_CALL, owner="rasa@klimatas.example"), SETTING)
    assert isinstance(found, DerivedCall), found
    return found


def test_a_note_of_a_call_is_a_call() -> None:
    """When it began, how long it lasted, with whom, and whose it was."""
    found = call(note(body="Tel. +370 612 34567, sutarėme dėl kainos"))
    assert (found.call.at, found.call.seconds, found.call.name) == (dt.datetime(2026, 11, 16, 8, tzinfo=dt.UTC), 720, "Ona")
    assert (found.call.direction, found.call.outcome, found.call.number) == ("out", "answered", "+37061234567")
    assert [(p.role, p.address) for p in found.parties] == [("callee", ""), ("caller", "rasa@klimatas.example")]


def test_a_call_stays_itself_when_its_note_is_moved() -> None:
    """F52, F53: the id of an item is another after every move; two calls of one minute are told apart by whom they were with."""
    key = call(note()).key
    assert call(note("Kitas pavadinimas").replace(b'Id="J1"', b'Id="J2"')).key == key
    assert call(note(names=("Petras",))).key != key and call(note(start="2026-11-16T08:01:00Z")).key != key
    assert call(note("A", names=())).key != call(note("B", names=())).key, "of nobody known: by the title"


WORDS = [  # subject, body, direction, outcome, reason
    ("Skambutis Onai", "", "out", "answered", "nothing said"),
    ("Gaunamas skambutis", "", "in", "answered", "it came in"),
    ("Входящий звонок", "", "in", "answered", "in Russian"),
    ("Incoming call", "", "in", "answered", "in English"),
    ("Skambinau Onai", "Neatsiliepė", "out", "missed", "nobody answered"),
    ("Call to John", "left a message on his voicemail", "out", "voicemail", "a machine"),
]


@pytest.mark.parametrize(("subject", "body", "direction", "outcome", "reason"), WORDS, ids=[row[-1] for row in WORDS])
def test_what_the_journal_has_no_field_for_its_words_say(subject: str, body: str, direction: str, outcome: str, reason: str) -> None:
    """Direction and outcome; a note that says nothing is of a call that was made."""
    found = call(note(subject, body=body)).call
    assert (found.direction, found.outcome) == (direction, outcome), reason


@pytest.mark.parametrize(
    ("log_type", "is_one"),
    [("Phone call", True), ("Telefono skambutis", True), ("Телефонный звонок", True), ("E-mail Message", False), ("Meeting", False), ("Microsoft Excel", False), ("", False)],
)
def test_the_type_of_a_journal_entry_says_whether_it_is_a_call(log_type: str, is_one: bool) -> None:
    """Outlook writes it in its own language."""
    assert is_phone_call(log_type) == is_one


@pytest.mark.parametrize(
    ("raw", "reason"),
    [(note(kind="Meeting"), "no telephone call"), (b"", "no XML"), (item("Contact"), "no Message"), (note(start="noon"), "no time"), (note(start=""), "no time")],
)
def test_what_is_no_call_says_why(raw: bytes, reason: str) -> None:
    """It waits with its reason, as the record of an exchange does."""
    found = derive(Arrival(raw=raw, media_type=EWS_CALL, owner="rasa@klimatas.example"), SETTING)
    assert isinstance(found, str) and reason in found


def test_no_damaged_note_raises_anything_but_what_it_says() -> None:
    """Five hundred, by a fixed seed."""
    chance, whole, read = random.Random(8700), note(body="Tel. +370 612 34567"), 0
    for _ in range(500):
        at = chance.randrange(len(whole))
        damaged = whole[:at] + chance.choice((b"", b"<", b"&", b"9", b"\0", b"\xff", "Ž".encode())) + whole[at + chance.randrange(4) :]
        try:
            read += len(read_ews_call(damaged).rows)
        except ValueError:
            continue
        found = derive(Arrival(raw=damaged, media_type=EWS_CALL), SETTING)
        assert isinstance(found, DerivedCall | str)
    assert 50 < read < 500
