"""The hand-written conversations of tests/data/threads, one file a case, read and laid into the mailboxes of one company.

    # why the case is there
    = state | words of the promise's quote | why                    what becomes of each promise
    > 16 10:00 rasa > ona@baltas.example + Offer.pdf | Subject      a mail of November 2026; a subject begins a new conversation
    the text                                                        `! header` after the recipients: one more header, or `bounce`
    > meeting 18 10:00 rasa, ona@baltas.example accepted | Title    an entry of one hour in the first one's calendar
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from tests.store.world import Office, meeting

FOLDER = Path(__file__).parents[1] / "data" / "threads"
STAFF = {"laura": "Laura Hill", "mark": "Mark Stone", "simon": "Simon Reed", "rasa": "Rasa Petraitė", "tadas": "Tadas Kairys",
         "jonas": "Jonas Jonaitis", "oleg": "Олег Белов", "semen": "Семён Орлов"}  # fmt: skip
DOMAIN = "klimatas.example"
_HEAD = re.compile(r"^> (?P<meeting>meeting )?(?P<day>\d+) (?P<clock>\d\d:\d\d) (?P<rest>.*)$")


@dataclass(frozen=True, slots=True)
class Case:
    """One conversation: its name, what should become of its promises (state, words), and its items as written."""

    name: str
    why: str
    expected: tuple[tuple[str, str], ...]
    items: tuple[tuple[str, str], ...]  # head line, text


def cases() -> list[Case]:
    """Every conversation, by its name."""
    return [_case(path) for path in sorted(FOLDER.glob("*/*.txt"))]


def _case(path: Path) -> Case:
    lines = path.read_text(encoding="utf-8").splitlines()
    expected: list[tuple[str, str]] = []
    items: list[tuple[str, list[str]]] = []
    for line in lines[1:]:
        if line.startswith("= "):
            state, words, *_ = line[2:].split(" | ")
            expected.append((state, words))
        elif line.startswith("> "):
            items.append((line, []))
        else:
            items[-1][1].append(line)
    return Case(f"{path.parent.name}/{path.stem}", lines[0][2:], tuple(expected), tuple((head, "\n".join(text).strip()) for head, text in items))


Step = Callable[[Office], object]


def lay_in(office: Office, case: Case) -> None:
    """Put the mails and meetings of a conversation into the mailboxes and calendars of our people."""
    for step in steps(case):
        step(office)


def steps(case: Case) -> list[Step]:
    """The same, one step for each mailbox or calendar."""
    found: list[Step] = []
    refs: list[str] = []
    subject = ""
    for n, (head, text) in enumerate(case.items):
        line = _HEAD.match(head)
        assert line, head
        rest, _, title = line["rest"].partition(" | ")
        name = f"{case.name.replace('/', '-')}-{n}"
        if line["meeting"]:
            found.append(_meeting(name, f"202611{line['day']}T{line['clock'].replace(':', '')}00", rest, title))
            continue
        if title:
            subject, refs = title, []
        mail = _mail(name, line["day"], line["clock"], rest, subject, refs, text)
        refs.append(name)
        found += _deliveries(name, mail)
    return found


def _meeting(name: str, start: str, rest: str, title: str) -> Step:
    people = [p.strip() for p in rest.split(",")]
    answers = [(p.split()[0], p.split()[1].upper()) for p in people if " " in p]
    addresses = [_address(p.split()[0]) for p in people]
    entry = meeting(f"{name}@x", start, title, people=addresses, organizer=addresses[0], answers=answers)
    return lambda office: office.put_entry(people[0], name, entry)


def _address(word: str) -> str:
    return word if "@" in word else f"{word}@{DOMAIN}"


def _mail(name: str, day: str, clock: str, rest: str, subject: str, refs: list[str], text: str) -> EmailMessage:
    rest, _, header = rest.partition(" ! ")
    rest, _, attached = rest.partition(" + ")
    sender, _, recipients = rest.partition(" > ")
    mail = EmailMessage()
    mail["Message-ID"] = f"<{name}@mail.example>"
    mail["From"] = f'"{STAFF[sender]}" <{_address(sender)}>' if sender in STAFF else sender
    mail["To"] = ", ".join(_address(r.strip()) for r in recipients.split(","))
    mail["Date"] = f"{day} Nov 2026 {clock}:00 +0200"
    mail["Subject"] = f"Re: {subject}" if refs else subject
    if refs:
        mail["In-Reply-To"] = f"<{refs[-1]}@mail.example>"
        mail["References"] = " ".join(f"<{r}@mail.example>" for r in refs)
    if header == "bounce":
        mail["Auto-Submitted"] = "auto-replied"
        mail["Return-Path"] = "<>"
    elif header:
        key, _, value = header.partition(": ")
        mail[key] = value
    mail.set_content(text)
    if attached:
        mail.add_attachment(b"%PDF-1.4 " + name.encode(), maintype="application", subtype="octet-stream", filename=attached)
    return mail


def _deliveries(name: str, mail: EmailMessage) -> list[Step]:
    raw = mail.as_bytes()
    found: list[Step] = []
    for address in dict.fromkeys(re.findall(r"[\w.-]+@[\w.-]+", f"{mail['From']} {mail['To']}")):
        who, _, domain = address.partition("@")
        if domain == DOMAIN:
            box = "Sent" if address in str(mail["From"]) else ""
            found.append(lambda office, who=who, box=box: office.put_mail(who, box, raw, name))  # type: ignore[misc]
    return found
