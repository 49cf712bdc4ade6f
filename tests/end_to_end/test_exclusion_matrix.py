"""Every rule and marker of privacy on everything that is read, in one pass (DESIGN §5.8, P1, P2, P4).

How each connector comes to know of a mark is shown by its own tests (tests/connectors); here it arrives as that connector gives
it. A cell that cannot be is a reason instead. Beside the cells each connector has an item without a mark, which is stored.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import zstandard

from connectors.base import Marks
from connectors.memory import world
from syncd.core.derived import (
    CALENDAR,
    CALL,
    CARD,
    EWS_CALL,
    EWS_CONTACT,
    EWS_EVENT,
    GOOGLE_CONTACT,
    GOOGLE_EVENT,
    GRAPH_CONTACT,
    GRAPH_EVENT,
    JOURNAL,
    MAIL,
    TABLE_ROW,
)
from syncd.store.raw import ZSTD
from tests.core.exchange.elements import FLE, attendee, el, item, mailbox
from tests.core.exchange.test_ews_calls import note
from tests.store.world import JONAS, PETRAS, RASA, Mail, Office, meeting

pytestmark = pytest.mark.slow

WORD = "zqmatrix7391"
KNOWN = "ona@baltas.example"
MARKERS = {  # marker → the rule it is left out by
    "person": "exclude:people", "domain": "exclude:domains", "folder": "exclude:folders", "label": "exclude:labels",
    "private": "sensitivity", "personal": "sensitivity", "confidential": "sensitivity", "colleagues": "scope:internal", "stranger": "scope:unknown",
}  # fmt: skip
PRIVACY = 'exclude = { people = ["doctor@clinic.example", "+37061111111"], domains = ["court.example"], folders = ["Gydytojas"], labels = ["Asmeniška"] }'
WHO = {"person": "doctor@clinic.example", "domain": "clerk@mail.court.example", "colleagues": PETRAS, "stranger": "stranger@far.example"}


@dataclass(frozen=True, slots=True)
class Cell:
    """An item as a connector gives it."""

    raw: bytes
    media_type: str
    marks: Marks = field(default_factory=Marks)


Make = Callable[[str, str, str], Cell | str]  # connector, marker ('' for none), a number of its own → the item, or why there is none


def _mail(connector: str, marker: str, n: str) -> Cell | str:
    """Sensitivity stands in the header (RFC 4021); a label there or with the provider."""
    if connector in ("gmail", "journal") and marker == "folder":
        return "Gmail has labels in place of folders" if connector == "gmail" else "one mailbox with everybody's mail has nobody's folders"
    by_provider = connector in ("exchange", "graph")
    headers: tuple[str, ...] = (f"Sensitivity: {'Company-Confidential' if marker == 'confidential' else marker}",) if MARKERS.get(marker) == "sensitivity" and not by_provider else ()
    told = {"mbox": "X-Gmail-Labels: Inbox, Asmeniška", "eml": "Keywords: asmeniška", "journal": "X-Keywords: Asmeniška"}
    headers += (told[connector],) if marker == "label" and connector in told else ()
    marks = Marks(
        labels=("Klientai/Asmeniška",) if marker == "label" and connector not in told else (), sensitivity=marker if by_provider and MARKERS.get(marker) == "sensitivity" else ""
    )
    sender = WHO.get(marker, KNOWN)
    mail = Mail(id=f"{n}{_words(marker)}", sender=sender, to=(JONAS if marker == "colleagues" else RASA,), at="2026-11-14T10:00", subject=_words(marker), text=_words(marker), headers=headers)
    return Cell(mail.raw(), JOURNAL if connector == "journal" else MAIL, marks)


def _words(marker: str) -> str:
    return WORD if marker else "Sveiki"


def _in_calendar(connector: str, marker: str, n: str) -> Cell | str:
    """CLASS and CATEGORIES of iCalendar, visibility at Google, sensitivity and categories at Microsoft."""
    is_microsoft = connector in ("exchange-calendar", "graph-calendar")
    if marker == "personal" and not is_microsoft:
        return "it knows private and confidential"
    if marker == "label" and connector == "google-calendar":
        return "events have colours and no labels"
    who, uid, words = WHO.get(marker, KNOWN), f"{n}@x.example", _words(marker)
    said = marker if MARKERS.get(marker) == "sensitivity" else ""
    labels = ("Asmeniška",) if marker == "label" else ()
    if connector == "google-calendar":
        event = {"id": n, "iCalUID": uid, "summary": words, "start": {"dateTime": "2026-11-20T10:00:00+02:00"}, "end": {"dateTime": "2026-11-20T11:00:00+02:00"},
                 "organizer": {"email": who}, "attendees": [{"email": RASA}, {"email": who}], **({"visibility": said} if said else {})}  # fmt: skip
        return Cell(json.dumps(event).encode(), GOOGLE_EVENT, Marks(sensitivity=said))
    if connector == "graph-calendar":
        person = {"emailAddress": {"name": "", "address": who}}
        event = {"id": n, "iCalUId": uid, "type": "singleInstance", "subject": words, "start": {"dateTime": "2026-11-20T08:00:00", "timeZone": "UTC"},
                 "end": {"dateTime": "2026-11-20T09:00:00", "timeZone": "UTC"}, "organizer": person, "attendees": [person], "categories": list(labels), "sensitivity": said or "normal"}  # fmt: skip
        return Cell(json.dumps(event).encode(), GRAPH_EVENT, Marks(labels=labels, sensitivity=said))
    if connector == "exchange-calendar":
        parts = [el("UID", uid), el("Subject", words), el("Start", "2026-11-20T08:00:00Z"), el("End", "2026-11-20T09:00:00Z"), el("Organizer", mailbox(who)), el("RequiredAttendees", attendee(RASA))]
        return Cell(item("CalendarItem", *parts, el("Sensitivity", said.title() or "Normal"), FLE), EWS_EVENT, Marks(labels=labels, sensitivity=said))
    extra = f"CLASS:{said.upper()}" if said else "CATEGORIES:Darbas,Asmeniška" if labels else "CLASS:PUBLIC"
    return Cell(meeting(uid, "20261120T100000", words, people=(RASA, who), organizer=who, extra=extra), CALENDAR)


def _in_address_book(connector: str, marker: str, n: str) -> Cell | str:
    """CLASS and CATEGORIES of vCard, groups at Google, sensitivity and categories at Microsoft."""
    is_microsoft = connector in ("exchange-contacts", "graph-contacts")
    if marker == "stranger":
        return "whoever stands in an address book is known"
    if (marker == "personal" and not is_microsoft) or (MARKERS.get(marker) == "sensitivity" and connector == "google-contacts"):
        return "it has no such mark"
    if marker == "folder" and connector == "google-contacts":
        return "there is one address book; labels part it"
    said = marker if MARKERS.get(marker) == "sensitivity" else ""
    labels, who, name = (("Asmeniška",) if marker == "label" else ()), WHO.get(marker, f"{n}@baltas.example"), f"{_words(marker)} {n}"
    if connector == "carddav":
        lines = ["BEGIN:VCARD", "VERSION:3.0", f"UID:{n}", f"FN:{name}", f"EMAIL:{who}", *([f"CLASS:{said.upper()}"] if said else []), *(["CATEGORIES:Asmeniška"] if labels else []), "END:VCARD", ""]
        return Cell("\r\n".join(lines).encode(), CARD)
    if connector == "google-contacts":
        return Cell(json.dumps({"resourceName": f"people/{n}", "names": [{"displayName": name}], "emailAddresses": [{"value": who}]}).encode(), GOOGLE_CONTACT, Marks(labels=labels))
    if connector == "graph-contacts":
        return Cell(json.dumps({"id": n, "displayName": name, "emailAddresses": [{"name": name, "address": who}], "categories": list(labels)}).encode(), GRAPH_CONTACT, Marks(labels=labels, sensitivity=said))
    card = item("Contact", el("ItemId", Id=n), el("DisplayName", name), el("EmailAddresses", el("Entry", who, Key="EmailAddress1")), el("Sensitivity", said.title() or "Normal"))
    return Cell(card, EWS_CONTACT, Marks(labels=labels, sensitivity=said))


def _of_telephones(connector: str, marker: str, n: str) -> Cell | str:
    """A telephone is all that a call knows of people."""
    if marker == "domain":
        return "a telephone has no domain"
    if connector == "calls" and (marker == "label" or MARKERS.get(marker) == "sensitivity"):
        return "the record of an exchange has no such mark"
    if connector == "journal-calls" and marker in ("colleagues", "stranger"):
        return "whom one calls is known, and the note says no extension"
    number = "+37061111111" if marker == "person" else "204" if marker == "colleagues" else f"+370622{n:0>5}"
    if connector == "calls":
        inbound = {"src": number, "dst": "201", "lastapp": "Dial"} if marker in ("stranger", "colleagues") else {"src": "201", "dst": number, "lastapp": "Dial"}
        row = {**inbound, "start": f"2026-11-13 10:00:{int(n) % 60:02}", "billsec": "60", "duration": "66", "disposition": "ANSWERED", "uniqueid": n, "clid": f'"{_words(marker)}" <{inbound["src"]}>', "channel": "PJSIP/201-00000001"}
        return Cell(json.dumps({"layout": "asterisk", "rows": [row]}).encode(), CALL)
    labels = ("Asmeniška",) if marker == "label" else ()
    said = marker if MARKERS.get(marker) == "sensitivity" else ""
    return Cell(note(_words(marker), start=f"2026-11-13T10:{int(n) % 60:02}:00Z", names=(n,), body=f"Tel. {number} {_words(marker)}"), EWS_CALL, Marks(labels=labels, sensitivity=said))


def _of_tables(connector: str, marker: str, n: str) -> Cell | str:
    """A customer of the accounting program."""
    if marker in ("colleagues", "stranger"):
        return "whom the company invoices is a customer"
    if marker == "label" or MARKERS.get(marker) == "sensitivity":
        return "a row has no such mark"
    cells = {"code": n, "name": f"{_words(marker)} {n}", "emails": "" if marker == "person" else WHO.get(marker, f"{n}@rasa.example"), "phones": "8 611 11111" if marker == "person" else ""}
    return Cell(json.dumps({"kind": "customers", "cells": cells, "days": "ymd"}).encode(), TABLE_ROW)


CONNECTORS: dict[str, Make] = {
    **dict.fromkeys(("maildir", "mbox", "eml", "imap", "gmail", "exchange", "graph", "journal"), _mail),
    **dict.fromkeys(("vdir", "caldav", "google-calendar", "exchange-calendar", "graph-calendar"), _in_calendar),
    **dict.fromkeys(("carddav", "google-contacts", "exchange-contacts", "graph-contacts"), _in_address_book),
    **dict.fromkeys(("calls", "journal-calls"), _of_telephones),
    "tables": _of_tables,
}  # fmt: skip


def test_each_marker_on_each_connector_leaves_its_rule_and_nothing_else(tmp_path: Path) -> None:
    """P1, P2, P4: 20 connectors by 9 markers; of what is left out no word stands in any file, packed or plain."""
    sources = f'[[source]]\nname = "all"\nconnector = "memory"\nworld = "{tmp_path}"\nowner = "{RASA}"\n'
    office = Office(tmp_path, people=(), options={"sources": sources, "mode": "off", "scope": "known", "privacy": PRIVACY})
    mailbox = world(str(tmp_path)).mailbox
    mailbox.add("Sent", "known", Mail(id="known", sender=RASA, to=(KNOWN,), at="2026-11-10T10:00", text="Sveiki").raw())
    expected: dict[str, str] = {}
    impossible: dict[tuple[str, str], str] = {}
    for c, (connector, make) in enumerate(CONNECTORS.items()):
        for m, marker in enumerate(("", *MARKERS)):
            cell = make(connector, marker, f"{c * 10 + m + 1}")
            if isinstance(cell, str):
                impossible[connector, marker] = cell
                continue
            id_ = f"{connector} {marker}".strip()
            mailbox.add(f"{connector}/Gydytojas" if marker == "folder" else connector, id_, cell.raw, cell.media_type, cell.marks)
            expected[id_] = MARKERS.get(marker, "")
    office.once()
    left_out = {str(id_): str(rule) for id_, rule in office.rows("SELECT remote_id, rule FROM excluded")}
    stored = {str(id_): "" for (id_,) in office.rows("SELECT remote_id FROM sighting WHERE remote_id <> 'known'")}
    assert left_out | stored == expected
    assert len(expected) + len(impossible) == len(CONNECTORS) * (len(MARKERS) + 1) and len(expected) > 140
    assert office.rows("SELECT reason FROM pending") == []
    assert [word for word in (WORD, "clinic.example", "court.example", "61111111", "far.example") if any(word.encode() in data for data in _kept(office))] == []
    assert office.findings() == []


def _kept(office: Office) -> list[bytes]:
    """Every file of the store, and every original out of its packing."""
    found = [path.read_bytes() for path in [*office.folder.glob("history.db*"), *office.folder.glob("raw/*")]]
    for path in (office.folder / "raw").glob("*.db"):
        with closing(sqlite3.connect(path.as_uri() + "?mode=ro", uri=True)) as db:
            found += [zstandard.ZstdDecompressor().decompress(packed, max_output_size=size) if codec == ZSTD else packed for codec, size, packed in db.execute("SELECT codec, size, bytes FROM blob")]
    return found
