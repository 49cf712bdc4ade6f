"""Contacts and calls of Exchange and Microsoft 365 in the store: kept, taken out, and derived anew like all others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connectors.base import Marks
from connectors.memory import MemoryMailbox, world
from syncd.core.derived import EWS_CALL, EWS_CONTACT, GRAPH_CONTACT
from tests.core.exchange.elements import item
from tests.core.exchange.test_ews_calls import note
from tests.core.exchange.test_ews_contacts import CONTACT
from tests.core.graph.test_graph_contacts import PERSON
from tests.store.world import RASA, Office

pytestmark = pytest.mark.slow

ONA = item("Contact", *CONTACT).replace(b">Private<", b">Normal<")
SAME = json.dumps({**PERSON, "singleValueExtendedProperties": PERSON["singleValueExtendedProperties"][:1]}).encode()


class Company:
    """An office with one mailbox at Microsoft."""

    def __init__(self, folder: Path) -> None:
        sources = f'[[source]]\nname = "rasa"\nconnector = "memory"\nworld = "{folder}"\nowner = "{RASA}"\n'
        self.office = Office(folder, people=(), options={"sources": sources, "mode": "off", "privacy": 'facts = ["birthday", "job", "city", "family", "other"]'})
        self.mailbox: MemoryMailbox = world(str(folder)).mailbox

    def facts(self) -> list[str]:
        return [str(value) for (value,) in self.office.rows("SELECT DISTINCT value FROM fact ORDER BY value")]

    def stands_as_derived_anew(self) -> None:
        before = self.office.dump()
        self.office.rebuild()
        assert self.office.dump() == before
        assert self.office.findings() == []


@pytest.mark.parametrize(("media_type", "raw"), [(EWS_CONTACT, ONA), (GRAPH_CONTACT, SAME)])
def test_a_contact_is_known_and_forgotten_with_its_card(tmp_path: Path, media_type: str, raw: bytes) -> None:
    """Who she is and what her card tells; when the card goes, that goes too, also when all is derived anew."""
    company = Company(tmp_path)
    company.mailbox.add("Contacts", "c1", raw, media_type)
    company.office.once()
    assert company.facts() == ["1980-03-21", "Direktorė, UAB „Baltas“", "Trakai", "anniversary: 2010-06-05", "assistant: Rūta", "child: Ieva", "child: Tomas", "inžinierė", "spouse: Jonas"]
    assert ("ona@baltas.example",) in company.office.rows("SELECT value FROM identifier")
    company.stands_as_derived_anew()
    company.mailbox.expunge("Contacts", "c1")
    company.office.once()
    assert company.facts() == [] and company.office.rows("SELECT 1 FROM card") == []
    company.stands_as_derived_anew()


def test_a_contact_marked_private_later_is_taken_out(tmp_path: Path) -> None:
    """Private is private from the moment it is said; nothing of the card is left."""
    company = Company(tmp_path)
    company.mailbox.add("Contacts", "c1", ONA, EWS_CONTACT)
    company.office.once()
    company.mailbox.add("Contacts", "c1", item("Contact", *CONTACT), EWS_CONTACT, Marks(sensitivity="private"))
    company.office.once()
    assert company.facts() == [] and company.office.rows("SELECT 1 FROM card") == [] and company.office.rows("SELECT 1 FROM original") == []
    company.stands_as_derived_anew()


def test_a_call_of_the_journal_is_one_call_wherever_its_note_lies(tmp_path: Path) -> None:
    """F52: moved to another folder, it is there under another id; the call is the one it was."""
    company = Company(tmp_path)
    company.mailbox.add("Journal", "j1", note(body="Tel. +370 612 34567"), EWS_CALL)
    company.office.once()
    calls = company.office.rows("SELECT at, direction, number, seconds, outcome FROM call")
    assert calls == [("2026-11-16T08:00:00Z", "out", "+37061234567", 720, "answered")]
    company.stands_as_derived_anew()
    company.mailbox.expunge("Journal", "j1")
    company.mailbox.add("Calls", "j2", note(body="Tel. +370 612 34567").replace(b'Id="J1"', b'Id="J2"'), EWS_CALL)
    company.office.once()
    assert company.office.rows("SELECT at, direction, number, seconds, outcome FROM call") == calls
    company.stands_as_derived_anew()
