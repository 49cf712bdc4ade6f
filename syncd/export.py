"""All that is stored about one person as files: rows as JSON lines, originals, and a page that says what is what.

Other outside people are numbers in it (core/redaction.py). Files are the owner's alone; how many rows each has is
compared with the store.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from syncd.core import export_texts, mime
from syncd.core.derived import JOURNAL, MAIL
from syncd.core.keys import instant
from syncd.core.mime.journal import mail_in
from syncd.core.redaction import Redaction
from syncd.errors import StoreError, UsageError
from syncd.store import audit, erasing, exporting
from syncd.store.erasing import Kept, Whom
from syncd.world import World

_SUFFIX = {MAIL: "eml", JOURNAL: "eml", "text/calendar": "ics", "text/vcard": "vcf"}
_ADDRESSES = ("address", "promiser", "assignee", "beneficiary", "subject")


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: rows by kind, originals, and how many of these had others in them."""

    counts: dict[str, int]
    originals: int
    rewritten: int
    lost: int


def export(world: World, whom: Whom, folder: Path, *, by: str) -> Exported:
    """Write everything about somebody into an empty or new folder. Raises StoreError where a count differs from the store's."""
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} holds something already; give an empty folder, or a new one")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    with world.store.write() as db:
        audit.note(db, [audit.Look(instant(world.now), by, "export", whom.uuid)])
    db = world.store.db
    db.execute("BEGIN")  # one state of the store for all files
    try:
        return _write(world, whom, folder)
    finally:
        db.rollback()


def _write(world: World, whom: Whom, folder: Path) -> Exported:
    db, values = world.store.db, json.dumps((*whom.values, *whom.shared_phones))
    mine = set(whom.addresses)
    redaction = Redaction(exporting.others(db, values), lambda a: a in mine or world.config.company.is_ours(a), (whom.name, *whom.names))
    counts: dict[str, int] = {}
    for kind in exporting.KINDS:
        rows = [_redacted(row, redaction) for row in exporting.rows(db, kind, whom, values)]
        _file(folder / f"{kind}.jsonl", "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode())
        counts[kind] = len(rows)
        if (there := exporting.count(db, kind, whom, values)) != len(rows):
            raise StoreError(f"{kind}: {len(rows)} rows were written, the store has {there}; call it again, and `syncd verify` if it stays so")
    originals = [o for o in (erasing.kept(db, name) for name in exporting.originals(db, values)) if o]
    (folder / "originals").mkdir(mode=0o700)
    rewritten = lost = 0
    for number, original in enumerate(originals, 1):
        raw = world.raw.load(original.month, original.hash)
        if raw is None:
            lost += 1
            continue
        shown = _original(raw, original, redaction)
        rewritten += shown != raw
        _file(folder / "originals" / f"{number:05}.{_SUFFIX.get(original.media_type, 'json' if raw[:1] in b'{[' else 'xml')}", shown)
    done = Exported(counts, len(originals), rewritten, lost)
    _file(folder / "README.html", export_texts.page(whom.name, f"{world.now:%Y-%m-%d}", world.config.company.name, counts, len(originals), rewritten, lost).encode())
    return done


def _redacted(row: exporting.Row, redaction: Redaction) -> exporting.Row:
    """A row without the others; a party's name goes by its address."""
    said = {k: redaction.text(v) if isinstance(v, str) else v for k, v in row.items()}
    if row.get("role"):
        said["name"] = redaction.name(row["name"], row["address"])
    return said


def _original(raw: bytes, original: Kept, redaction: Redaction) -> bytes:
    """An original as it is where nobody else stands in it; else without them: a mail written anew, anything else with their words replaced."""
    if original.media_type in (MAIL, JOURNAL):
        return _mail((mail_in(raw) if original.media_type == JOURNAL else None) or raw, redaction)
    text = raw.decode("utf-8", "surrogateescape")
    unfolded = text.replace("\r\n ", "").replace("\r\n\t", "") if original.media_type.startswith("text/") else text
    shown = redaction.text(unfolded)
    return raw if shown == unfolded else shown.encode("utf-8", "surrogateescape")


def _mail(raw: bytes, redaction: Redaction) -> bytes:
    message = mime.read_message(raw)
    header = message.header
    parties = [(p.role, redaction.name(p.name, p.address), redaction.address(p.address), p) for p in header.parties if p.address]
    text, subject = redaction.text(message.text), redaction.text(header.subject)
    if text == message.text and subject == header.subject and all(name == p.name and address == p.address for _, name, address, p in parties):
        return raw
    anew = EmailMessage(policy=SMTP.clone(utf8=True))
    for role, field in (("from", "From"), ("to", "To"), ("cc", "Cc"), ("bcc", "Bcc"), ("reply_to", "Reply-To")):
        if mine := [f'"{name}" <{address}>' if name else address for r, name, address, _ in parties if r == role]:
            anew[field] = ", ".join(mine)
    anew["Subject"] = " ".join(subject.split())
    if header.date:
        anew["Date"] = header.date
    anew["X-Left-Out"] = "; ".join(["other people", *(f"file {n}" for n, _ in enumerate(message.attachments, 1))])
    anew.set_content(text, cte="8bit")
    return anew.as_bytes()


def _file(path: Path, data: bytes) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as f:
        f.write(data)
