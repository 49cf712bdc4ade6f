"""Who writes in a colleague's name puts nothing into a calendar: only what we sent ourselves does, or what our own server vouches for. (F89, T20)"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.world import JONAS, ONA, RASA, Mail, Office

pytestmark = pytest.mark.slow

SENDERS = [
    # From as it is written, reason
    ("Jonas Jonaitis <jonas@klimatas.example>", "a colleague's name and address"),
    ("rasa@klimatas.example", "the reader's own address"),
    ('"jonas@klimatas.example" <evil@other.example>', "the address as a name"),
    ("Jonas Jonaitis <jonas@klimatas.example.evil.example>", "our domain before another"),
    ("Jonas Jonaitis <jonas@klimatаs.example>", "a Cyrillic letter in the domain"),
    ("jonas@klimatas.example (Jonas) <evil@other.example>", "a comment"),
    ("evil@other.example, jonas@klimatas.example", "two authors"),
    ("JONAS@KLIMATAS.EXAMPLE", "in capitals"),
    ("petras@klimatas.example", "a colleague who has no entries yet"),
    ("nobody@klimatas.example", "an address of ours that nobody has"),
]
HEADERS = [
    # headers, reason
    ((), "nobody vouches"),
    (("Authentication-Results: mail.klimatas.example; dmarc=fail header.from=klimatas.example",), "our server says no"),
    (("Authentication-Results: mail.evil.example; dmarc=pass header.from=klimatas.example",), "another server says yes"),
    (("Authentication-Results: mail.klimatas.example.evil.example; dmarc=pass header.from=klimatas.example",), "one whose name begins like ours"),
    (("Authentication-Results: mail.klimatas.example; spf=pass smtp.mailfrom=other.example; dkim=pass header.d=other.example; dmarc=none",), "the postman is real, the sender is not"),
]
TEXT = "Your colleague promised a refund. I will call you on 24 November at 15:00, and I will send you the contract by 20 November."


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office whose mail server vouches for what it delivers as mail.klimatas.example."""
    office = Office(tmp_path)
    file = office.folder / "config.toml"
    file.write_text(file.read_text("utf-8").replace('country = "LT"', 'country = "LT"\nauthserv = ["mail.klimatas.example"]'), "utf-8")
    return office


def as_written(number: int, sender: str, headers: tuple[str, ...]) -> bytes:
    mail = Mail(id=f"s{number}", sender=JONAS, to=(ONA, RASA), at="2026-11-13T08:30", subject=f"Re: {number}", text=f"{TEXT} No. {number}.", headers=headers).raw().decode()
    head, _, rest = mail.partition("\nFrom: ")
    return f"{head}\nFrom: {sender}\n{rest.partition(chr(10))[2]}".encode()


def test_fifty_ways_to_write_in_our_name_put_no_entry(office: Office) -> None:
    """They are stored and what they say is listed; nothing of it is trusted with an entry."""
    number = 0
    for sender, _ in SENDERS:
        for headers, _ in HEADERS:
            number += 1
            office.put_mail("rasa", "", as_written(number, sender, headers), f"s{number}")
    office.once()
    assert number == 50
    assert office.rows("SELECT count(*) FROM message") == [(50,)]
    assert office.rows("SELECT count(*) FROM promise") > [(20,)], "what they say is listed"
    assert office.rows("SELECT p.quote FROM promise p WHERE p.trusted") == []
    assert office.rows("SELECT uid FROM reminder") == []


@pytest.mark.parametrize(("box", "headers", "reason"), [
    ("Sent", (), "it lies where we send from"),
    ("", ("Authentication-Results: mail.klimatas.example; dmarc=pass header.from=klimatas.example",), "our own server vouches for it"),
])  # fmt: skip
def test_what_is_really_ours_puts_its_entry(office: Office, box: str, headers: tuple[str, ...], reason: str) -> None:
    """The same words, so the test above cannot pass for another reason."""
    office.put_mail("rasa" if not box else "jonas", box, as_written(1, "Jonas Jonaitis <jonas@klimatas.example>", headers), "s1")
    office.once()
    assert office.rows("SELECT count(*) FROM reminder WHERE state = 'there' AND owner = ?", JONAS) == [(2,)], reason
