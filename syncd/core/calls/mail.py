"""The call a mail tells of: a telephone system's notification, or a person's report or plan of one.

Nearly every mail tells of none, so one look for a word of telephoning comes before all else.
"""

from __future__ import annotations

import re

from syncd.core.calls.notice import Notice, is_from_system, read_notice
from syncd.core.matters import Call
from syncd.core.model import Class, Company, Header, Language, Message
from syncd.core.phones import region_of
from syncd.core.worktime import zone_of

# a subject that may be a telephone system's
_GATE = re.compile(r"call|voice|phone|pbx|missed|skamb|bals[ao]|praleist|neatsiliep|pokalb|звон|вызов|голос|атс\b|абонент|пропущ|автоответ|разговор|\d[\d ()-]{6}", re.IGNORECASE)
_UM = ("x-asterisk-vm-duration", "x-voicemessageduration", "x-asterisk-vm-message-id", "x-asterisk-vm-orig-time")


def notified_call(message: Message, class_: Class, company: Company, language: Language) -> Call | None:
    """The call a telephone system's mail tells of, or None. Clocks without a zone are the reader's."""
    header = message.header
    if class_ == "bounce" or header.date is None or header.in_reply_to:
        return None
    if class_ != "voicemail" and not _GATE.search(header.subject):
        return None
    notice = Notice(
        header=header, text=message.text, at=header.date.astimezone(zone_of(reader_zone(header, company))), region=region_of(company.country, language),
        company=company, is_voicemail=any(name in header.fields for name in _UM) or "voice-message" in header.first("message-context").lower(),
    )  # fmt: skip
    return read_notice(notice) if class_ == "voicemail" or is_from_system(notice, class_) else None


def reader_zone(header: Header, company: Company) -> str:
    """The zone of the first colleague it is addressed to, else the company's."""
    for party in header.of("to", "cc", "bcc"):
        for member in company.staff:
            if party.address in (member.address, *member.aliases):
                return member.timezone or company.timezone
    return company.timezone
