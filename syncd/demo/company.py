"""Writes the sample company to a folder: mailboxes, calendars and a config, dated around the day it is made.

The same day gives the same bytes, names and times of files. It writes into a new or empty folder only: mails of another
day must not mix with these.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from syncd.demo.days import DemoDays, demo_days
from syncd.demo.mails import Letter, letters
from syncd.demo.meetings import Entry, entries, invitations
from syncd.demo.templates import Writer, held, read_sample
from syncd.demo.wire import wire_bytes
from syncd.errors import UsageError

_MBOX = frozenset({"mindaugas"})  # the archive of the colleague who left
_EML = frozenset({"info"})  # what the web form and the telephone exchange send to everybody's address


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyWritten:
    """What was written: mails and calendar entries once each, their copies in mailboxes and calendars, and promises in them."""

    mails: int
    mail_copies: int
    entries: int
    entry_copies: int
    promises: int


def write_company(folder: Path, today: dt.date) -> CompanyWritten:
    """Write the sample company as it is on `today` into `folder`: mail/, calendars/, tables/, config.toml."""
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty: name another folder, or empty it first")
    sample, days = read_sample(), demo_days(today)
    meetings = entries(sample, days)
    mails = letters(sample, days, invitations(meetings))
    mail_copies = sum(_deliver(folder / "mail", number, letter) for number, letter in enumerate(mails))
    entry_copies = sum(_enter(folder / "calendars", entry) for entry in meetings)
    for writer in sample.people.values():
        if writer.ours and writer.key not in _MBOX | _EML:
            _complete(folder, writer)
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    for name, table in sorted(sample.tables.items()):
        _write(folder / "tables" / name, days.words(table, tongue="lt", said=days.today).encode(), days.at("-1wd 18:00"))
    _write(folder / "config.toml", _config(sample.config, days), days.at("-1wd 08:00"))
    return CompanyWritten(
        mails=len(mails),
        mail_copies=mail_copies,
        entries=len(meetings),
        entry_copies=entry_copies,
        promises=sum(len(held(letter.section)) for letter in mails),
    )


def _config(text: str, days: DemoDays) -> bytes:
    return days.words(text, tongue="en", said=days.today).encode()


def _deliver(mail: Path, number: int, letter: Letter) -> int:
    """Put the mail into its writer's Sent and into the mailbox of each of our people it went to; the number of copies."""
    copies = 0
    sent = wire_bytes(letter)
    if letter.writer.ours:
        _file_mail(mail, letter.writer, "Sent", (number, letter, sent))
        copies += 1
    received = _arrival(letter) + sent
    for reader in {reader.key: reader for reader in letter.readers}.values():
        if reader.ours and reader.key != letter.writer.key:
            _file_mail(mail, reader, letter.section.fields.get("folder", ""), (number, letter, received))
            copies += 1
    if not copies:
        raise ValueError(f"{letter.section.file}, {letter.section.key}: nobody of ours wrote or got it")
    return copies


def _arrival(letter: Letter) -> bytes:
    """The lines our server puts above a mail that came in."""
    host = letter.writer.address.rpartition("@")[2]
    lines = [
        f"Return-Path: <{letter.writer.address}>",
        f"Received: from mx.{host} by mx.klimatas.example with ESMTPS; {letter.at:%d %b %Y %H:%M:%S %z}",
    ]
    if not letter.writer.ours:
        lines.append(f"Authentication-Results: mx.klimatas.example; dmarc=pass header.from={host}")
    return "".join(line + "\n" for line in lines).encode("ascii")


_Copy = tuple[int, Letter, bytes]


def _file_mail(mail: Path, owner: Writer, folder: str, copy: _Copy) -> None:
    if owner.key in _MBOX:
        _file_mbox(mail / owner.key / ("Sent.mbox" if folder == "Sent" else "Inbox.mbox"), copy)
    elif owner.key in _EML:
        _file_eml(mail / owner.key, copy)
    else:
        _file_maildir(mail / owner.key / f".{folder}" if folder else mail / owner.key, copy)


def _file_maildir(folder: Path, copy: _Copy) -> None:
    number, letter, raw = copy
    for name in ("cur", "new", "tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    name = f"{int(letter.at.timestamp())}.{number:04d}.klimatas"
    unread = letter.section.fields.get("unread") == "yes" and folder.name != ".Sent"
    _write(folder / "new" / name if unread else folder / "cur" / f"{name}:2,S", raw, letter.at)


def _file_mbox(path: Path, copy: _Copy) -> None:
    _, letter, raw = copy
    path.parent.mkdir(parents=True, exist_ok=True)
    marked = b"\n".join(b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in raw.split(b"\n"))
    first = f"From {letter.writer.address} {letter.at.astimezone(dt.UTC):%a %b %e %H:%M:%S %Y}\n".encode("ascii")
    earlier = path.read_bytes() if path.exists() else b""
    _write(path, earlier + first + marked.rstrip(b"\n") + b"\n\n", letter.at)


def _file_eml(folder: Path, copy: _Copy) -> None:
    _, letter, raw = copy
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / f"{letter.at:%Y-%m-%d} {letter.section.key}.eml", raw.replace(b"\n", b"\r\n"), letter.at)


def _enter(calendars: Path, entry: Entry) -> int:
    for owner in entry.calendars:
        folder = calendars / owner.key / "work"
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / f"{entry.uid.partition('@')[0]}.ics", entry.text.encode(), entry.made)
    return len(entry.calendars)


def _complete(folder: Path, writer: Writer) -> None:
    """Give everybody the folders a mailbox and a calendar have, with or without anything in them."""
    wanted: Iterable[Path] = (
        *(folder / "mail" / writer.key / box / name for box in ("", ".Sent", ".Klientai") for name in ("cur", "new", "tmp")),
        folder / "calendars" / writer.key / "work",
    )
    for path in wanted:
        path.mkdir(parents=True, exist_ok=True)


def _write(path: Path, content: bytes, at: dt.datetime) -> None:
    path.write_bytes(content)
    os.utime(path, (at.timestamp(), at.timestamp()))
