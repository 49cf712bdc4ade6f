"""Makes mails out of the written threads: headers, threading, signatures, quoted answers, and the bytes that are sent.

Everything is a function of the sample and the day: Message-IDs, boundaries and dates are made, never drawn, so that two
runs give the same bytes. It delivers nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime

from syncd.demo.days import DemoDays
from syncd.demo.quotes import Earlier, forwarded, line_above, quoted
from syncd.demo.templates import Sample, Section, Writer
from syncd.demo.words import Tongue

_POLICY = default.clone(linesep="\n")
_PROGRAM = {
    "outlook": ("X-Mailer", "Microsoft Outlook 16.0"),
    "thunderbird": ("User-Agent", "Mozilla Thunderbird"),
    "apple": ("X-Mailer", "Apple Mail (2.3774.600.62)"),
}
_BARE = str.maketrans("ąčęėįšųūžĄČĘĖĮŠŲŪŽ", "aceeisuuzACEEISUUZ")  # as people type on a foreign keyboard
_TONGUES: dict[str, Tongue] = {"lt": "lt", "ru": "ru", "en": "en"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail as it was sent: `text` with signature and quotes, `raw` its bytes with \\n line ends."""

    section: Section
    at: dt.datetime
    writer: Writer
    readers: tuple[Writer, ...]
    subject: str
    message_id: str
    references: tuple[str, ...]
    text: str
    html: str
    raw: bytes


def letters(sample: Sample, days: DemoDays, invitations: Mapping[str, str]) -> list[Letter]:
    """All mails of the sample, in the order they were sent. `invitations` are iCalendar texts by the entry's id."""
    done: dict[str, Letter] = {}
    before: Section | None = None
    for section in sample.mails:
        follows = before is not None and before.file == section.file and "subject" not in section.fields
        parent = section.fields.get("re") or section.fields.get("forward") or (before.key if before and follows else "")
        done[section.key] = _letter(section, done.get(parent), sample.people, days, (done, invitations))
        before = section
    return sorted(done.values(), key=lambda letter: (letter.at, letter.section.key))


_Context = tuple[Mapping[str, Letter], Mapping[str, str]]


def _letter(section: Section, parent: Letter | None, people: Mapping[str, Writer], days: DemoDays, context: _Context) -> Letter:
    at = days.at(section.fields["at"])
    if parent is not None and at <= parent.at:
        raise ValueError(f"{section.file}, {section.key}: sent before the mail it answers")
    writer = people[section.fields["from"]]
    readers = tuple(people[name] for name in section.names("to") + section.names("cc"))
    tongue = _tongue(section, writer)
    subject = days.words(_subject(section, parent, writer), tongue=tongue, said=at.date())
    own = days.words(section.text, tongue=tongue, said=at.date())
    if section.fields.get("plain") == "yes":
        own = own.translate(_BARE)
    own += _signature(section, writer, tongue)
    text = own + _below(section, parent, writer)
    page = _paragraphs(own) + _html_below(section, parent, writer)
    message_id = _message_id(section, writer, at)
    references = (*parent.references, parent.message_id) if parent and "forward" not in section.fields else ()
    message = _headers(section, writer, people, at)
    message["Subject"] = subject
    message["Message-ID"] = message_id
    if references:
        message["In-Reply-To"] = references[-1]
        message["References"] = " ".join(references)
    for name, value in section.extra:
        message[name] = days.words(value, tongue=tongue, said=at.date())
    _fill(message, section, (text, page), context)
    return Letter(
        section=section, at=at, writer=writer, readers=readers, subject=subject, message_id=message_id, references=references,
        text=text, html=page, raw=message.as_bytes(),
    )  # fmt: skip


def _tongue(section: Section, writer: Writer) -> Tongue:
    return _TONGUES[section.fields.get("lang", writer.tongue)]


def _subject(section: Section, parent: Letter | None, writer: Writer) -> str:
    own = section.fields.get("subject")
    if own is not None or parent is None:
        return own or ""
    passed_on = "forward" in section.fields
    if writer.client == "outlook":
        mark = "FW: " if passed_on else "RE: "
    else:
        mark = "Fwd: " if passed_on else "Re: "
    root = parent.subject.removeprefix("RE: ").removeprefix("Re: ").removeprefix("FW: ").removeprefix("Fwd: ")
    return mark + root


def _signature(section: Section, writer: Writer, tongue: Tongue) -> str:
    form = section.fields.get("sign", "")
    if form == "no":
        return ""
    signature = writer.signature.get(form or tongue) or writer.signature.get(form or "", "")
    if not signature:
        return ""
    mark = "\n\n-- \n" if writer.client == "thunderbird" and form != "phone" else "\n\n"
    return mark + signature.strip("\n")


def _below(section: Section, parent: Letter | None, writer: Writer) -> str:
    if parent is None or section.fields.get("quote") == "no":
        return ""
    set_below = forwarded if "forward" in section.fields else quoted
    return "\n\n" + set_below(_earlier(parent), client=writer.client, tongue=writer.tongue)


def _html_below(section: Section, parent: Letter | None, writer: Writer) -> str:
    """The earlier mail as programs set it in HTML: Outlook's rule and block, or a quote inside a marked division."""
    if parent is None or section.fields.get("quote") == "no":
        return ""
    above = _paragraphs(line_above(_earlier(parent), client=writer.client, tongue=writer.tongue))
    if writer.client == "outlook":
        return f'<hr>\n<div id="divRplyFwdMsg">{above}</div>\n{parent.html}'
    quote = f'<blockquote class="gmail_quote">{parent.html}</blockquote>'
    return f'<div class="gmail_quote">\n<div class="gmail_attr">{above}</div>\n{quote}\n</div>'


def _earlier(parent: Letter) -> Earlier:
    return Earlier(writer=parent.writer, to=parent.readers, at=parent.at, subject=parent.subject, text=parent.text)


def _message_id(section: Section, writer: Writer, at: dt.datetime) -> str:
    mark = hashlib.sha256(f"{section.file} {section.key} {at.isoformat()}".encode()).hexdigest()
    if writer.address.endswith("@gmail.com"):
        return f"<CA+{mark[:28]}@mail.gmail.com>"
    return f"<{at:%Y%m%d%H%M}.{mark[:12]}@{writer.address.rpartition('@')[2]}>"


def _headers(section: Section, writer: Writer, people: Mapping[str, Writer], at: dt.datetime) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(writer)
    message["To"] = [_address(people[name]) for name in section.names("to")]
    if copies := section.names("cc"):
        message["Cc"] = [_address(people[name]) for name in copies]
    message["Date"] = format_datetime(at)
    if writer.client in _PROGRAM:
        name, program = _PROGRAM[writer.client]
        message[name] = program
    return message


def _address(writer: Writer) -> Address:
    return Address(display_name=writer.name, addr_spec=writer.address)


def _fill(message: EmailMessage, section: Section, texts: tuple[str, str], context: _Context) -> None:
    (text, page), (done, invitations) = texts, context
    message.set_content(text + "\n", charset=section.fields.get("charset", "utf-8"))
    if section.fields.get("html") == "yes":
        message.add_alternative(f"<html><body>\n{page}\n</body></html>\n", subtype="html")
    if invitation := section.fields.get("invite"):
        method = "CANCEL" if "METHOD:CANCEL" in invitations[invitation] else "REQUEST"
        message.add_alternative(invitations[invitation], subtype="calendar", params={"method": method})
    if bounced := section.fields.get("bounce"):
        _report(message, done[bounced])
    for name in section.names("attach"):
        main, _, sub = (mimetypes.guess_type(name)[0] or "application/octet-stream").partition("/")
        message.add_attachment(_file(name), maintype=main, subtype=sub, filename=name)
    _set_boundaries(message, section.key)


def _report(message: EmailMessage, bounced: Letter) -> None:
    """Make the mail a delivery report (RFC 3464): the words, the status of the recipient, the headers of what came back."""
    message.make_mixed()
    server, recipient = EmailMessage(policy=_POLICY), EmailMessage(policy=_POLICY)
    server["Reporting-MTA"] = "dns; mx.klimatas.example"
    recipient["Final-Recipient"] = f"rfc822; {bounced.readers[0].address}"
    recipient["Action"] = "failed"
    recipient["Status"] = "5.2.2"
    status = EmailMessage(policy=_POLICY)
    status["Content-Type"] = "message/delivery-status"
    status.set_payload([server, recipient])
    message.attach(status)
    headers = EmailMessage(policy=_POLICY)
    headers["Content-Type"] = "text/rfc822-headers"
    headers.set_payload(bounced.raw.partition(b"\n\n")[0].decode("ascii", "replace") + "\n")
    message.attach(headers)
    message.replace_header("Content-Type", "multipart/report")
    message.set_param("report-type", "delivery-status")


def _paragraphs(text: str) -> str:
    paragraphs = (html.escape(part, quote=False).replace("\n", "<br>\n") for part in text.split("\n\n"))
    return "\n".join(f"<p>{part}</p>" for part in paragraphs)


def _file(name: str) -> bytes:
    """A small stand-in for an attached document or picture; the history keeps its name, type and size."""
    return f"%PDF-1.4\n% {name}\n%%EOF\n".encode() if name.endswith(".pdf") else name.encode()


def _set_boundaries(message: EmailMessage, key: str) -> None:
    for number, part in enumerate(message.walk()):
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            part.set_boundary(f"=_{key}_{number}")
