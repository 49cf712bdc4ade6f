"""Mail from a collection of everybody's: plain copies, and the reports Exchange puts mails into."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from syncd.core.derive import derive
from syncd.core.derived import JOURNAL, MAIL, Arrival, DerivedMessage, Setting
from syncd.core.exclude import Names, Privacy
from syncd.core.mime.header import read_header
from syncd.core.mime.journal import mail_in
from syncd.core.model import Company

DATA = Path(__file__).parent.parent / "data" / "journal"
SETTING = Setting(company=Company(domains=frozenset({"klimatas.example"}), timezone="Europe/Vilnius"), authserv=("mail.klimatas.example",))


def report(name: str) -> bytes:
    """A sample as it lies in the journal."""
    return (DATA / f"{name}.eml").read_bytes()


def derived(name: str, setting: Setting = SETTING, *, change: tuple[bytes, bytes] = (b"", b""), media_type: str = JOURNAL) -> DerivedMessage:
    """What a sample says, found in a journal."""
    found = derive(Arrival(raw=report(name).replace(*change) if change[0] else report(name), media_type=media_type), setting)
    assert isinstance(found, DerivedMessage)
    return found


# sample → (role, address) of each party, direction, promises, why
SAMPLES = [
    ("exchange-en", [("from", "rasa@klimatas.example"), ("to", "ona@baltas.example"), ("cc", "service@klimatas.example"), ("bcc", "olga@sever.example"),
                     ("bcc", "archive@acme.example")], "out", 1, "hidden recipients are added; members of a list that is named are not"),
    ("exchange-ru", [("from", "olga@sever.example"), ("to", "rasa@klimatas.example"), ("bcc", "jonas@klimatas.example")], "in", 0,
     "fields in Russian and cp1251; who got it forwarded from a named one, and an address in the subject, are not hidden recipients"),
    ("postfix", [("from", "rasa@klimatas.example"), ("to", "ona@baltas.example"), ("cc", "service@klimatas.example")], "out", 1, "a plain copy is the mail itself"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "parties", "direction", "promises", "reason"), SAMPLES, ids=[row[0] for row in SAMPLES])
def test_a_journalled_mail_is_read_as_the_mail_it_is(name: str, parties: list[tuple[str, str]], direction: str, promises: int, reason: str) -> None:
    """The parties, words and promises are those of the mail, never of the report around it."""
    found = derived(name)
    assert [(p.role, p.address) for p in found.parties] == parties, reason
    assert (found.direction, len(found.promises)) == (direction, promises)
    assert "Microsoft" not in found.own_text and not found.attachments


def test_a_report_and_a_copy_are_one_message() -> None:
    """The key is that of the mail, whichever way it came; what is kept is told apart."""
    one, other = derived("exchange-en"), derived("postfix")
    assert (one.key, one.own_text) == (other.key, other.own_text)
    assert one.hash != other.hash


def test_a_report_elsewhere_is_a_mail_with_a_mail_attached() -> None:
    """Only what lies in a journal is opened: anybody can write such a thing to anybody."""
    found = derived("exchange-en", media_type=MAIL)
    assert found.parties[0].address.startswith("microsoftexchange") and found.promises == ()


def test_a_forged_report_is_not_opened() -> None:
    """A copy of a mail our own server judged comes from outside: its inside is not believed, nor what it says of itself."""
    found = derived("forged-report")
    assert found.message_id == "f1@journal.report.generator" and not found.authentic and found.promises == ()
    passed = derived("forged-report", change=(b"dmarc=fail", b"dmarc=pass"))
    assert passed.message_id == "forged-1@klimatas.example", "where the same server found it to be ours it is opened"


# change of the setting or the sample → trusted, why
TRUST = [
    ("postfix", b"", False, "a copy of all mail proves nothing of who wrote it"),
    ("postfix", b"Authentication-Results: mail.klimatas.example; dmarc=pass header.from=klimatas.example\r\n", True, "our own server found dmarc=pass"),
    ("postfix", b"Authentication-Results: mail.klimatas.example; dmarc=fail\r\n", False, "it found that it failed"),
    ("postfix", b"Authentication-Results: mx.evil.example; dmarc=pass\r\n", False, "another server's word"),
    ("exchange-en", b"", False, "a report proves what was delivered, not who wrote it"),
]


@pytest.mark.parametrize(("name", "line", "trusted", "reason"), TRUST, ids=[row[-1] for row in TRUST])
def test_a_journal_alone_lends_no_trust(name: str, line: bytes, trusted: bool, reason: str) -> None:
    """F89: a promise found only in a journal is trusted by dmarc=pass of our own server and by nothing else."""
    raw = line + report(name)
    found = derive(Arrival(raw=raw, media_type=JOURNAL, folder_role="journal"), SETTING)
    assert isinstance(found, DerivedMessage) and found.authentic == trusted


def test_a_report_that_came_in_is_trusted_by_what_was_found_before() -> None:
    """The mail in a report of our own server carries what our receiving server found of it."""
    line = b"Authentication-Results: mail.klimatas.example; dmarc=pass header.from=klimatas.example\r\n"
    assert derived("exchange-en", change=(b"Message-ID: <offer-1@", line + b"Message-ID: <offer-1@")).authentic


# what is changed in the English sample → whether it is still a report, why
SHAPES = [
    (b"", b"", True, "as it is"),
    (b"Message-Id: <offer-1@klimatas.example>\r\n", b"", False, "it does not name the mail it carries"),
    (b"Sender: rasa@klimatas.example\r\n", b"Laba diena, persiunciu laiska.\r\n", False, "a letter with a mail attached"),
    (b"Sender: rasa@klimatas.example\r\n", b"Sender: <>\r\n", True, "the sender of a bounce is empty"),
    (b"Sender: rasa@klimatas.example\r\n", b"\r\nSender: <rasa@klimatas.example>\r\n", True, "brackets and a blank line"),
    (b"Content-Type: message/rfc822\r\n", b"Content-Type: application/octet-stream\r\n", False, "no mail in it"),
    (b'boundary="_000_report_"\r\n', b'boundary="other"\r\n', False, "damaged"),
    (b"Content-Transfer-Encoding: quoted-printable\r\n", b"Content-Transfer-Encoding: base64\r\n", False, "its text cannot be read"),
]


@pytest.mark.parametrize(("old", "new", "opened", "reason"), SHAPES, ids=[row[-1] for row in SHAPES])
def test_a_report_is_known_by_what_stands_in_it(old: bytes, new: bytes, opened: bool, reason: str) -> None:
    """By fields of which the first is an address, and that name the mail it carries; never by words alone."""
    raw = report("exchange-en")
    assert old in raw
    assert (mail_in(raw.replace(old, new, 1) if old else raw) is not None) == opened


def test_what_is_in_a_report_is_not_changed_but_for_hidden_recipients() -> None:
    """The mail is given byte for byte behind the field that was added."""
    mail = mail_in(report("exchange-en"))
    assert mail is not None
    field, _, rest = mail.partition(b"Message-ID:")
    assert field == b"Bcc: olga@sever.example,\r\n archive@acme.example\r\n"
    assert b"Message-ID:" + rest == report("postfix").split(b"(EET)\r\n", 1)[1]


@pytest.mark.parametrize("raw", [b"", b"message/rfc822", b"Content-Type: multipart/mixed\r\n\r\nmessage/rfc822", b"message/rfc822" * 50, b"\xff\x00" * 999])
def test_anything_else_is_no_report(raw: bytes) -> None:
    """Any bytes at all are answered without an error."""
    assert mail_in(raw) is None


def test_a_line_without_an_end_costs_nothing() -> None:
    """T06: a field of a million characters is passed over."""
    raw = report("exchange-en").replace(b"Recipient: archive@acme.example", b"Recipient: " + b"a@" * 500_000)
    assert b"archive@" not in (mail_in(raw) or b"")


def test_hidden_recipients_are_asked_for_by_the_rules() -> None:
    """A mail with an excluded person among its hidden recipients is not stored."""
    private = dataclasses.replace(SETTING, privacy=Privacy(exclude=Names(people=frozenset({"olga@sever.example"}))))
    found = derive(Arrival(raw=report("exchange-en"), media_type=JOURNAL), private)
    assert getattr(found, "rule", "") == "exclude:people"


def test_of_a_metadata_only_mail_the_inner_header_is_kept() -> None:
    """What is kept in place of the report tells the same again when it is read alone."""
    quiet = dataclasses.replace(SETTING, privacy=Privacy(metadata_only=Names(domains=frozenset({"baltas.example"}))))
    found = derived("exchange-en", quiet)
    assert found.metadata_only and found.header is not None
    again = derive(Arrival(raw=found.header, media_type=JOURNAL, metadata_only=True), quiet)
    assert isinstance(again, DerivedMessage)
    assert (again.key, again.parties, again.at) == (found.key, found.parties, found.at)
    assert read_header(found.header).message_id == "offer-1@klimatas.example"
