"""From an address book at the fake of Google to whom the pages know, as `syncd once` does it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.google_company import Workspace
from tests.fakes.google import Google, google
from tests.store.world import ONA

NAMES = "SELECT name FROM people ORDER BY name"


@pytest.fixture
def g() -> Iterator[Google]:
    with google() as world:
        yield world


def person(name: str, address: str = "", phone: str = "", **more: Any) -> dict[str, Any]:
    """A contact of the People API."""
    fields: dict[str, Any] = {"names": [{"displayName": name}], **more}
    if address:
        fields["emailAddresses"] = [{"value": address}]
    if phone:
        fields["phoneNumbers"] = [{"value": phone}]
    return fields


def check_law(company: Workspace) -> None:
    """A rebuild changes nothing, another pass neither, and nothing is found amiss."""
    before = company.office.dump()
    company.office.rebuild()
    assert company.office.dump() == before
    company.once()
    assert company.office.dump() == before
    assert company.office.findings() == []


@pytest.mark.slow
def test_contacts_name_people_and_what_is_private_is_not_kept(g: Google, tmp_path: Path) -> None:
    """A contact names whom a mail is from and makes their telephone known; a label, later put on it or later renamed, takes it out."""
    company = Workspace(g, tmp_path / "company", people=("rasa",), connectors=("google-contacts",))
    contacts = company.account("rasa").contacts
    vip = contacts.make_group("VIP")
    ona = contacts.add(**person("Ona Kazlauskienė", ONA, "+370 612 34567", organizations=[{"name": "UAB Baltas", "title": "Direktorė"}]))
    tomas = contacts.add(**person("Tomas Ąžuolas", phone="8 612 34568", relations=[{"person": "Rūta", "type": "spouse"}]))
    contacts.put(tomas, vip)
    company.once()
    assert company.office.rows(NAMES) == [("Ona Kazlauskienė",), ("Tomas Ąžuolas",)]
    check_law(company)

    contacts.rename_group(vip, "Private")
    company.once()
    assert company.office.rows(NAMES) == [("Ona Kazlauskienė",)]
    assert company.office.rows("SELECT rule FROM excluded") == [("exclude:labels",)]
    check_law(company)

    contacts.put(tomas)
    contacts.put(ona, vip)
    company.once()
    assert company.office.rows(NAMES) == [("Tomas Ąžuolas",)]
    contacts.delete(tomas)
    company.once()
    assert company.office.rows(NAMES) == []
    check_law(company)
