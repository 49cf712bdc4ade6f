"""Somebody is forgotten: nothing of them is left, and nothing of them comes back (P8, G38, I7)."""

from __future__ import annotations

from pathlib import Path

from syncd import erasure
from syncd.store import erasing
from syncd.world import World
from tests.store.world import JOHN, JONAS, OLGA, RASA, Mail, Office, meeting, settle

CANARY = "kanarele7391"
VERA = f"vera.{CANARY}@private.example"


def forget(office: Office, address: str = VERA) -> None:
    """Forget the person of an address."""

    def do(world: World) -> None:
        (uuid,) = world.store.db.execute("SELECT n.uuid FROM person n JOIN identifier d ON d.person_id = n.id WHERE d.value = ?", (address,)).fetchone()
        whom = erasing.person(world.store.db, uuid)
        assert whom
        erasure.forget_person(world, whom, by="admin", reason="she asked for it")

    office.with_world(do)


def leaks(office: Office) -> list[str]:
    """The files of the store in which the canary stands, in any case; originals and cards unpacked."""
    found = [p.name for p in [*office.folder.glob("history.db*"), *office.folder.glob("raw/*")] if CANARY.encode() in p.read_bytes().lower()]

    def unpack(world: World) -> None:
        for month in world.raw.months():
            for hash_ in world.raw.hashes(month):
                if CANARY.encode() in (world.raw.load(month, hash_) or b"").lower():
                    found.append(f"an original of {month}")

    office.with_world(unpack)
    return found


def life(office: Office) -> None:
    """The company's life, and in the middle of it Vera: with the canary in every field somebody can fill."""
    name = f"Vera {CANARY.title()}"
    NAMED = f'"{name}" <{VERA}>'
    settle(office)
    office.put_mail("rasa", "", Mail(id=f"v1-{CANARY}", sender=VERA, to=(RASA,), at="2026-11-10T09:00", subject=f"Apie {CANARY}",
                                     text=f"Sveiki, {CANARY}.\n\n{name}\n+370 612 34567").raw(), "v1")  # fmt: skip
    office.put_mail("rasa", "", Mail(id=f"v2-{CANARY}", sender=VERA, to=(RASA,), at="2026-11-10T09:30", subject=f"{CANARY} 2", text=f"Skundas: {CANARY} neveikia!").raw()
                    .replace(f"From: {VERA}".encode(), f"From: {NAMED}".encode()), "v2")  # fmt: skip
    office.send(Mail(id="v3", sender=RASA, to=(VERA,), at="2026-11-10T10:00", subject=f"Re: {CANARY}", text=f"Vera, atsiųsiu {CANARY} pasiūlymą iki lapkričio 27 d."))
    office.send(Mail(id="v4", sender=RASA, to=(OLGA, VERA), at="2026-11-10T11:00", subject="Sutartis", text=f"I will send you the contract of {CANARY} by 30 November."))
    office.send(Mail(id="v5", sender=JONAS, to=(RASA,), at="2026-11-10T12:00", subject="Fwd", text=f"Paskambink jai: {VERA}, {CANARY}", refs=("a1",)))
    office.put_entry("rasa", "vera", meeting("vera@x", "20261120T150000", f"Pietūs {CANARY}", people=(RASA, VERA)))
    office.put_entry("jonas", "both", meeting("both@x", "20261121T150000", f"Trise {CANARY}", people=(JONAS, JOHN, VERA)))


def test_nothing_of_somebody_forgotten_is_left_in_any_file(tmp_path: Path) -> None:
    """P8, G38: no byte of them in history.db, its log, raw/ or a calendar entry of ours; the history of others stays."""
    office = Office(tmp_path)
    life(office)
    office.once()
    assert leaks(office) and any(CANARY in text.lower() for text in office.calendars().values())
    others = office.rows("SELECT key FROM interaction WHERE key NOT IN (SELECT i.key FROM interaction i JOIN party p ON p.interaction_id = i.id WHERE p.address = ?)", VERA)
    forget(office)
    assert leaks(office) == []
    assert set(others) <= set(office.rows("SELECT key FROM interaction"))
    assert office.findings() == []
    office.once()
    assert not any(CANARY in text.lower() for name, text in office.calendars().items() if "promises" in name)
    assert leaks(office) == []
    assert office.rows("SELECT visibility, subject FROM interaction i JOIN message m ON m.interaction_id = i.id WHERE m.message_id = 'v4@mail.example'") == [("metadata", "")]
    before = office.dump()
    office.rebuild()
    assert office.dump() == before
