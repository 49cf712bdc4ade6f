"""Makes mails out of the written threads: dates, subjects, threading, signatures, quoted answers.

Everything is a function of the sample and the day: Message-IDs are made, never drawn, so that two runs give the same
mails. It knows neither bytes (wire.py) nor mailboxes (company.py).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html
from collections.abc import Mapping
from dataclasses import dataclass

from syncd.demo.days import DemoDays
from syncd.demo.quotes import Earlier, forwarded, line_above, quoted
from syncd.demo.templates import Sample, Section, Writer
from syncd.demo.words import TONGUES, Tongue

_BARE = str.maketrans("ąčęėįšųūžĄČĘĖĮŠŲŪŽ", "aceeisuuzACEEISUUZ")  # as people type on a foreign keyboard


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail as its writer sent it: `text` and `html` hold signature and quotes, `invitation` is an iCalendar text or ''."""

    section: Section
    at: dt.datetime
    writer: Writer
    to: tuple[Writer, ...]
    copies: tuple[Writer, ...]
    subject: str
    message_id: str
    references: tuple[str, ...]
    extra: tuple[tuple[str, str], ...]
    text: str
    html: str
    invitation: str
    bounced: Letter | None

    @property
    def readers(self) -> tuple[Writer, ...]:
        """All it went to."""
        return self.to + self.copies


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
        done[section.key] = _letter(
            draft,
            sample.people,
            invitation=invitations[section.fields["invite"]] if "invite" in section.fields else "",
            bounced=done[section.fields["bounce"]] if "bounce" in section.fields else None,
        )
        before = section
    return sorted(done.values(), key=lambda letter: (letter.at, letter.section.key))


def _letter(draft: _Draft, people: Mapping[str, Writer], *, invitation: str, bounced: Letter | None) -> Letter:
    section, parent = draft.section, draft.parent
    own = draft.words(section.text)
    if section.fields.get("plain") == "yes":
        own = own.translate(_BARE)
    own += _signature(draft)
    return Letter(
        section=section,
        at=draft.at,
        writer=draft.writer,
        to=tuple(people[name] for name in section.names("to")),
        copies=tuple(people[name] for name in section.names("cc")),
        subject=draft.words(_subject(draft)),
        message_id=_message_id(draft),
        references=(*parent.references, parent.message_id) if parent is not None and not draft.passes_on() else (),
        extra=tuple((name, draft.words(value)) for name, value in section.extra),
        text=own + _below(draft),
        html=paragraphs(own) + _html_below(draft),
        invitation=invitation,
        bounced=bounced,
    )


def _subject(draft: _Draft) -> str:
    own = draft.section.fields.get("subject")
    if own is not None or draft.parent is None:
        return own or ""
    marks = ("RE: ", "FW: ") if draft.writer.client.startswith("outlook") else ("Re: ", "Fwd: ")
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
    above = paragraphs(line_above(_earlier(draft.parent), client=draft.writer.client, tongue=draft.writer.tongue))
    if draft.writer.client.startswith("outlook"):
        return f'<hr>\n<div id="divRplyFwdMsg">{above}</div>\n{draft.parent.html}'
    quote = f'<blockquote class="gmail_quote">{draft.parent.html}</blockquote>'
    return f'<div class="gmail_quote">\n<div class="gmail_attr">{above}</div>\n{quote}\n</div>'


def _earlier(parent: Letter) -> Earlier:
    return Earlier(writer=parent.writer, to=parent.to, at=parent.at, subject=parent.subject, text=parent.text)


def _message_id(draft: _Draft) -> str:
    section, address = draft.section, draft.writer.address
    mark = hashlib.sha256(f"{section.file} {section.key} {draft.at.isoformat()}".encode()).hexdigest()
    if address.endswith("@gmail.com"):
        return f"<CA+{mark[:28]}@mail.gmail.com>"
    return f"<{draft.at:%Y%m%d%H%M}.{mark[:12]}@{address.rpartition('@')[2]}>"


def paragraphs(text: str) -> str:
    """The text as paragraphs of HTML."""
    parts = (html.escape(part, quote=False).replace("\n", "<br>\n") for part in text.split("\n\n"))
    return "\n".join(f"<p>{part}</p>" for part in parts)
