"""The bytes of a mail as it is sent: headers, parts, delivery reports, invitations. RFC 5322 and MIME, LF line ends.

Boundaries are made from the mail's id, so that the same mail is the same bytes.
"""

from __future__ import annotations

import mimetypes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime

from syncd.demo.mails import Letter
from syncd.demo.templates import Writer

_POLICY = default.clone(linesep="\n")
_PROGRAM = {
    "outlook": ("X-Mailer", "Microsoft Outlook 16.0"),
    "outlook-old": ("X-Mailer", "Microsoft Office Outlook 12.0"),
    "thunderbird": ("User-Agent", "Mozilla Thunderbird"),
    "apple": ("X-Mailer", "Apple Mail (2.3774.600.62)"),
}


def wire_bytes(letter: Letter) -> bytes:
    """The mail as its writer's program sends it."""
    message = _headers(letter)
    message.set_content(letter.text + "\n", charset=letter.section.fields.get("charset", "utf-8"))
    if letter.section.fields.get("html") == "yes":
        message.add_alternative(f"<html><body>\n{letter.html}\n</body></html>\n", subtype="html")
    if letter.invitation:
        method = "CANCEL" if "METHOD:CANCEL" in letter.invitation else "REQUEST"
        message.add_alternative(letter.invitation, subtype="calendar", params={"method": method})
    if letter.bounced is not None:
        _report(message, letter.bounced)
    for name in letter.section.names("attach"):
        main, _, sub = (mimetypes.guess_type(name)[0] or "application/octet-stream").partition("/")
        message.add_attachment(_file(name), maintype=main, subtype=sub, filename=name)
    _set_boundaries(message, letter.section.key)
    return message.as_bytes()


def _headers(letter: Letter) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(letter.writer)
    message["To"] = [_address(reader) for reader in letter.to]
    if letter.copies:
        message["Cc"] = [_address(reader) for reader in letter.copies]
    message["Date"] = format_datetime(letter.at)
    message["Subject"] = letter.subject
    message["Message-ID"] = letter.message_id
    if letter.references:
        message["In-Reply-To"] = letter.references[-1]
        message["References"] = " ".join(letter.references)
    if letter.writer.client in _PROGRAM:
        name, program = _PROGRAM[letter.writer.client]
        message[name] = program
    for name, value in letter.extra:
        message[name] = value
    return message


def _address(writer: Writer) -> Address:
    return Address(display_name=writer.name, addr_spec=writer.address)


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
    headers.set_payload(wire_bytes(bounced).partition(b"\n\n")[0].decode("ascii", "replace") + "\n")
    message.attach(headers)
    message.replace_header("Content-Type", "multipart/report")
    message.set_param("report-type", "delivery-status")


def _file(name: str) -> bytes:
    """A stand-in for an attached document or picture: a page with its name, or the name alone."""
    return _page(name.removesuffix(".pdf").replace("_", " ")) if name.endswith(".pdf") else name.encode()


def _page(words: str) -> bytes:
    """A PDF of one page with these words on it (ISO 32000-1, annex H.2)."""
    shown = words.encode("ascii", "replace").replace(b"\\", b"").replace(b"(", b"").replace(b")", b"")
    drawn = b"BT /F1 18 Tf 72 760 Td (" + shown + b") Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )  # fmt: skip
    text, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(text))
        text += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return text + end % len(text)


def _set_boundaries(message: EmailMessage, key: str) -> None:
    for number, part in enumerate(message.walk()):
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            part.set_boundary(f"=_{key}_{number}")
