"""From an address book at a real CardDAV server to whom the pages know, as `syncd once` does it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from connectors.dav import discovery
from connectors.dav.client import Account
from syncd.cli import cli
from tests.connectors.dav_worlds import Person
from tests.servers.radicale import PASSWORD, radicale
from tests.store.world import JOHN, ONA, PETRAS, RASA, Mail, Office

SOURCE = """
[[source]]
name = "{user}-book"
connector = "carddav"
url = "{url}/"
user = "{user}"
password_file = "password"
owner = "{who}@klimatas.example"
"""
BOOKS = {"rasa": "u1", "jonas": "u2"}


class Company:
    """The small company of the store's tests with two address books at a server."""

    def __init__(self, folder: Path, url: str) -> None:
        sources = "".join(SOURCE.format(user=user, url=url, who=who) for who, user in BOOKS.items())
        self.office = Office(folder, options={"scope": "known", "sources": sources})
        (folder / "password").write_text(PASSWORD + "\n")
        (folder / "password").chmod(0o600)
        self.people = {who: Person(Account(url=url, user=user, password=PASSWORD)) for who, user in BOOKS.items()}
        self.books = {who: self.people[who].make_book(f"/{user}/cards/", "Klientai") for who, user in BOOKS.items()}

    def put(self, who: str, name: str, *lines: str) -> None:
        """Somebody's program writes a card."""
        text = "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", f"UID:{name}", *lines, "END:VCARD", ""])
        self.people[who].write(f"{self.books[who]}{name}.vcf", text.encode(), "text/vcard")

    def delete(self, who: str, name: str) -> None:
        """Somebody's program deletes a card."""
        self.people[who].delete(f"{self.books[who]}{name}.vcf")

    def syncd(self, *arguments: str) -> str:
        """A command in a program of its own: nothing is kept but the store."""
        discovery.session.cache_clear()
        done = CliRunner().invoke(cli, [*arguments, "-c", str(self.office.folder / "config.toml")], env={"SYNCD_NOW": self.office.now.isoformat()})
        assert done.exit_code == 0, done.output
        return done.output


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    for folder in ("server", "company"):
        (tmp_path / folder).mkdir()
    with radicale(tmp_path / "server") as url:
        yield Company(tmp_path / "company", url)


PEOPLE = "SELECT name, organisation, address, phone, last_at IS NOT NULL FROM people ORDER BY name"


@pytest.mark.slow
def test_an_address_book_names_people_and_lets_their_mail_in(company: Company) -> None:
    """A stranger's mail waits, named by nothing; a card lets it in and names them; the card goes, and what followed with it."""
    office = company.office
    office.send(Mail(id="k1", sender=f"ona <{ONA}>", to=(RASA,), at="2026-11-12T09:00", text="Sveiki, kiek kainuotų?"))
    office.send(Mail(id="k2", sender=JOHN, to=(PETRAS,), at="2026-11-12T10:00", text="Hello?"))
    company.put("rasa", "tomas", "FN:Tomas Ąžuolas", "N:Ąžuolas;Tomas;;;", "TEL;TYPE=CELL:+370 612 34567", "ORG:UAB Ąžuolas")
    company.syncd("once")
    assert office.rows(PEOPLE) == [("Tomas Ąžuolas", "UAB Ąžuolas", None, "+37061234567", 0)]
    assert office.rows("SELECT rule, count(*) FROM excluded GROUP BY rule") == [("scope:unknown", 2)]

    company.put("jonas", "ona", "FN:Ona Kazlauskienė", "N:Kazlauskienė;Ona;;;", f"EMAIL:{ONA}", "EMAIL;TYPE=HOME:ona@gmail.com", "TEL:00370 5 2345678")
    company.syncd("once")
    assert office.rows(PEOPLE) == [
        ("Ona Kazlauskienė", "baltas.example", ONA, "+37052345678", 1),
        ("Tomas Ąžuolas", "UAB Ąžuolas", None, "+37061234567", 0),
    ]
    assert office.rows("SELECT person, snippet FROM timeline") == [("Ona Kazlauskienė", "Sveiki, kiek kainuotų?")]
    assert office.rows("SELECT rule, count(*) FROM excluded GROUP BY rule") == [("scope:unknown", 1)]
    company.syncd("verify")
    before = office.dump()
    company.syncd("rebuild")
    assert office.dump() == before

    company.put("rasa", "tomas", "FN:Tomas Ąžuolas", "N:Ąžuolas;Tomas;;;", "TEL:+370 612 34568", "CLASS:PRIVATE")
    company.delete("jonas", "ona")
    company.syncd("once")
    assert office.rows(PEOPLE) == [("ona", "baltas.example", ONA, None, 1)], "mail's own name is back, the private card is gone"
    company.syncd("verify")
    before = office.dump()
    company.syncd("once")
    company.syncd("rebuild")
    assert office.dump() == before
