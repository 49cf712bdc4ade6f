"""The call a mail tells of: a telephone system's notification, or a person's report or plan of one.

Nearly every mail tells of none, so one look for a word of telephoning comes before all else.
"""

from __future__ import annotations

from syncd.core.calls.notice import NOTICE, Notice, read_notice
from syncd.core.calls.words import plain
from syncd.core.matters import Call
from syncd.core.model import Class, Company, Header, Language, Message
from syncd.core.phones import region_of
from syncd.core.worktime import zone_of

_UM = ("x-asterisk-vm-duration", "x-voicemessageduration", "x-asterisk-vm-message-id", "x-asterisk-vm-orig-time")


def call_in_mail(message: Message, class_: Class, company: Company, language: Language) -> Call | None:
    """The call, or None. Clocks without a zone are the reader's."""
    header = message.header
    if class_ == "bounce" or header.date is None:
        return None
    at = header.date.astimezone(zone_of(reader_zone(header, company)))
    if class_ == "voicemail" or (class_ in ("auto", "bulk") and NOTICE.search(plain(header.subject))):
        return read_notice(Notice(
            header=header, text=message.text, at=at, region=region_of(company.country, language), company=company,
            is_voicemail=any(name in header.fields for name in _UM) or "voice-message" in header.first("message-context").lower(),
        ))  # fmt: skip
    return None


def reader_zone(header: Header, company: Company) -> str:
    """The zone of the first colleague it is addressed to, else the company's."""
    for party in header.of("to", "cc", "bcc"):
        for member in company.staff:
            if party.address in (member.address, *member.aliases):
                return member.timezone or company.timezone
    return company.timezone
