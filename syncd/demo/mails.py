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
from syncd.demo.words import TONGUES, Tongue

_POLICY = default.clone(linesep="\n")
_PROGRAM = {
    "outlook": ("X-Mailer", "Microsoft Outlook 16.0"),
    "thunderbird": ("User-Agent", "Mozilla Thunderbird"),
    "apple": ("X-Mailer", "Apple Mail (2.3774.600.62)"),
}
_BARE = str.maketrans("ąčęėįšųūžĄČĘĖĮŠŲŪŽ", "aceeisuuzACEEISUUZ")  # as people type on a foreign keyboard


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A mail while it is being made: what is written in the sample, and what it answers or passes on."""

    section: Section
    parent: Letter | None
    writer: Writer
    tongue: Tongue
    at: dt.datetime
    days: DemoDays

    def words(self, text: str) -> str:
        return self.days.words(text, tongue=self.tongue, said=self.at.date())

    def quotes(self) -> bool:
        return self.section.fields.get("quote") != "no"

    def passes_on(self) -> bool:
        return "forward" in self.section.fields


def letters(sample: Sample, days: DemoDays, invitations: Mapping[str, str]) -> list[Letter]:
    """All mails of the sample, in the order they were sent. `invitations` are iCalendar texts by the entry's id."""
    done: dict[str, Letter] = {}
    before: Section | None = None
    for section in sample.mails:
        follows = before is not None and before.file == section.file and "subject" not in section.fields
        parent = section.fields.get("re") or section.fields.get("forward") or (before.key if before and follows else "")
        writer = sample.people[section.fields["from"]]
        tongue = TONGUES[section.fields.get("lang", writer.tongue)]
        at = days.at(section.fields["at"])
        draft = _Draft(section=section, parent=done[parent] if parent else None, writer=writer, tongue=tongue, at=at, days=days)
        if draft.parent is not None and at <= draft.parent.at:
            raise ValueError(f"{section.file}, {section.key}: sent before the mail it answers")
        content = _content(section, done, invitations)
        done[section.key] = _letter(draft, sample.people, content)
        before = section
    return sorted(done.values(), key=lambda letter: (letter.at, letter.section.key))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """What a mail holds beside its words."""

    invitation: str
    bounced: Letter | None
    files: tuple[str, ...]


def _content(section: Section, done: Mapping[str, Letter], invitations: Mapping[str, str]) -> _Content:
    invitation, bounced = section.fields.get("invite"), section.fields.get("bounce")
    return _Content(
        invitation=invitations[invitation] if invitation else "",
        bounced=done[bounced] if bounced else None,
        files=section.names("attach"),
    )


def _letter(draft: _Draft, people: Mapping[str, Writer], content: _Content) -> Letter:
    own = draft.words(draft.section.text)
    if draft.section.fields.get("plain") == "yes":
        own = own.translate(_BARE)
    own += _signature(draft)
    text, page = own + _below(draft), _paragraphs(own) + _html_below(draft)
    message_id, subject = _message_id(draft), draft.words(_subject(draft))
    parent = draft.parent
    references = (*parent.references, parent.message_id) if parent is not None and not draft.passes_on() else ()
    message = _headers(draft, people)
    message["Subject"] = subject
    message["Message-ID"] = message_id
    if references:
        message["In-Reply-To"] = references[-1]
        message["References"] = " ".join(references)
    for name, value in draft.section.extra:
        message[name] = draft.words(value)
    message.set_content(text + "\n", charset=draft.section.fields.get("charset", "utf-8"))
    if draft.section.fields.get("html") == "yes":
        message.add_alternative(f"<html><body>\n{page}\n</body></html>\n", subtype="html")
    _add(message, content)
    _set_boundaries(message, draft.section.key)
    readers = tuple(people[name] for name in draft.section.names("to") + draft.section.names("cc"))
    return Letter(
        section=draft.section, at=draft.at, writer=draft.writer, readers=readers, subject=subject, message_id=message_id,
        references=references, text=text, html=page, raw=message.as_bytes(),
    )  # fmt: skip


def _subject(draft: _Draft) -> str:
    own = draft.section.fields.get("subject")
    if own is not None or draft.parent is None:
        return own or ""
    marks = ("RE: ", "FW: ") if draft.writer.client == "outlook" else ("Re: ", "Fwd: ")
    root = draft.parent.subject
    for mark in ("RE: ", "Re: ", "FW: ", "Fwd: "):
        root = root.removeprefix(mark)
    return marks[draft.passes_on()] + root


def _signature(draft: _Draft) -> str:
    form = draft.section.fields.get("sign", "")
    signatures = draft.writer.signature
    signature = "" if form == "no" else signatures.get(form or draft.tongue) or signatures.get(form or "", "")
    if not signature:
        return ""
    mark = "\n\n-- \n" if draft.writer.client == "thunderbird" and form != "phone" else "\n\n"
    return mark + signature.strip("\n")


def _below(draft: _Draft) -> str:
    if draft.parent is None or not draft.quotes():
        return ""
    set_below = forwarded if draft.passes_on() else quoted
    return "\n\n" + set_below(_earlier(draft.parent), client=draft.writer.client, tongue=draft.writer.tongue)


def _html_below(draft: _Draft) -> str:
    """The earlier mail as programs set it in HTML: Outlook's rule and block, or a quote inside a marked division."""
    if draft.parent is None or not draft.quotes():
        return ""
    above = _paragraphs(line_above(_earlier(draft.parent), client=draft.writer.client, tongue=draft.writer.tongue))
    if draft.writer.client == "outlook":
        return f'<hr>\n<div id="divRplyFwdMsg">{above}</div>\n{draft.parent.html}'
    quote = f'<blockquote class="gmail_quote">{draft.parent.html}</blockquote>'
    return f'<div class="gmail_quote">\n<div class="gmail_attr">{above}</div>\n{quote}\n</div>'


def _earlier(parent: Letter) -> Earlier:
    return Earlier(writer=parent.writer, to=parent.readers, at=parent.at, subject=parent.subject, text=parent.text)


def _message_id(draft: _Draft) -> str:
    section, address = draft.section, draft.writer.address
    mark = hashlib.sha256(f"{section.file} {section.key} {draft.at.isoformat()}".encode()).hexdigest()
    if address.endswith("@gmail.com"):
        return f"<CA+{mark[:28]}@mail.gmail.com>"
    return f"<{draft.at:%Y%m%d%H%M}.{mark[:12]}@{address.rpartition('@')[2]}>"


def _headers(draft: _Draft, people: Mapping[str, Writer]) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(draft.writer)
    message["To"] = [_address(people[name]) for name in draft.section.names("to")]
    if copies := draft.section.names("cc"):
        message["Cc"] = [_address(people[name]) for name in copies]
    message["Date"] = format_datetime(draft.at)
    if draft.writer.client in _PROGRAM:
        name, program = _PROGRAM[draft.writer.client]
        message[name] = program
    return message


def _address(writer: Writer) -> Address:
    return Address(display_name=writer.name, addr_spec=writer.address)


def _add(message: EmailMessage, content: _Content) -> None:
    if content.invitation:
        method = "CANCEL" if "METHOD:CANCEL" in content.invitation else "REQUEST"
        message.add_alternative(content.invitation, subtype="calendar", params={"method": method})
    if content.bounced is not None:
        _report(message, content.bounced)
    for name in content.files:
        main, _, sub = (mimetypes.guess_type(name)[0] or "application/octet-stream").partition("/")
        message.add_attachment(_file(name), maintype=main, subtype=sub, filename=name)


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
