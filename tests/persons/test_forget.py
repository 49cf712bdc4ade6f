"""Somebody is forgotten: nothing of them is left, and nothing of them comes back (P8, G38, I7)."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from syncd import erasure
from syncd.cli import cli
from syncd.store import erasing, forgetting
from syncd.world import World
from tests.store.world import JOHN, JONAS, OLGA, RASA, Mail, Office, meeting, settle

pytestmark = pytest.mark.slow

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


def resync(office: Office) -> None:
    """Every mailbox and calendar is read from its beginning, as when a server gave new ids."""
    with_cursors_gone = lambda world: world.store.db.execute("UPDATE collection SET cursor = NULL")  # noqa: E731
    office.with_world(with_cursors_gone)
    office.once()


def small(office: Office) -> None:
    """Vera wrote, was written to, and shares a mail with Olga."""
    office.send(Mail(id="v1", sender=VERA, to=(RASA,), at="2026-11-10T09:00", text=f"Sveiki, {CANARY}."))
    office.send(Mail(id="v3", sender=RASA, to=(VERA,), at="2026-11-10T10:00", text=f"Atsiųsiu {CANARY} pasiūlymą iki lapkričio 27 d."))
    office.send(Mail(id="v4", sender=RASA, to=(OLGA, VERA), at="2026-11-10T11:00", text=f"I will send you the contract of {CANARY} by 30 November."))
    office.once()


def test_a_file_with_their_address_in_others_mail_goes_with_the_words(tmp_path: Path) -> None:
    """P8: a contract that a colleague sent to another customer; who and when of that mail stays."""
    office = Office(tmp_path, people=("rasa",))
    office.send(Mail(id="v1", sender=VERA, to=(RASA,), at="2026-11-10T09:00", text="Sveiki."))
    head, _, body = Mail(id="file", sender=RASA, to=(OLGA,), at="2026-11-11T09:00", text="Здравствуйте, Ольга, договор приложен.").raw().partition(b"\n\n")
    head = head.replace(b"Content-Type: text/plain; charset=utf-8", b'Content-Type: multipart/mixed; boundary="b"')
    part = b'--b\nContent-Type: text/plain; charset=utf-8\n\n%s\n--b\nContent-Type: text/plain; name="a.txt"\nContent-Disposition: attachment; filename="a.txt"\n\n%s\n--b--\n'
    office.put_mail("rasa", "Sent", head + b"\n\n" + part % (body, f"Vera, {VERA}".encode()), "file")
    office.once()
    assert office.rows("SELECT count(*) FROM file_text WHERE instr(text, ?)", VERA) == [(1,)]
    forget(office)
    assert leaks(office) == []
    assert office.rows("SELECT visibility FROM interaction") == [("metadata",)]


# an address they write from later → why it is theirs
SPELLINGS = [
    (VERA, "the same"),
    (VERA.upper(), "in capitals"),
    (VERA.replace("@", "+shop@"), "with a tag behind a plus"),
]


@pytest.mark.parametrize(("address", "why"), SPELLINGS, ids=[why for _, why in SPELLINGS])
def test_they_stay_out_when_everything_is_read_again(tmp_path: Path, address: str, why: str) -> None:
    """P8, I7: a resync leaves of them the rule `forgotten`, and of what others share who and when."""
    office = Office(tmp_path, people=("rasa",))
    small(office)
    forget(office)
    office.put_mail("rasa", "", Mail(id="late", sender=address, to=(RASA,), at="2026-11-15T09:00", text=f"Vėl aš, {CANARY}.").raw(), "late")
    office.put_mail("rasa", "Archive", Mail(id="v4", sender=RASA, to=(OLGA, VERA), at="2026-11-10T11:00", text=f"I will send you the contract of {CANARY} by 30 November.").raw(), "c4")
    resync(office)
    assert leaks(office) == []
    assert {r for (r,) in office.rows("SELECT rule FROM excluded")} == {"forgotten"}
    assert office.rows("SELECT count(*) FROM interaction") == [(1,)]
    assert office.rows("SELECT count(*) FROM person WHERE name LIKE '%vera%'") == [(0,)]
    office.rebuild()
    assert leaks(office) == [] and office.findings() == []


@pytest.mark.parametrize("point", ["forget.buried", "forget.piece", "store.before_commit", "store.after_commit", "forget.taken_out", "forget.words", "raw.before_commit"])
def test_a_killed_run_goes_on_with_the_next_pass(tmp_path: Path, point: str) -> None:
    """P8: killed anywhere, nothing half-forgotten stays."""
    office = Office(tmp_path, people=("rasa",))
    small(office)
    for number in (1, 2, 4):
        if not office.killed(f"{point}:kill@{number}", lambda: forget(office)):
            break
        office.once()
        if office.rows("SELECT count(*) FROM tombstone") == [(0,)]:
            continue  # it had not begun
        assert leaks(office) == [], f"{point}@{number}"
        assert office.findings() == []
        return
    assert leaks(office) == []


def test_words_that_others_take_out_meanwhile_go_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """P8: the index is put together piece by piece, and between two pieces another program may take something out of it."""
    office = Office(tmp_path, people=("rasa",))
    small(office)
    office.send(Mail(id="o1", sender=OLGA, to=(RASA,), at="2026-11-12T09:00", text="Здравствуйте, это секрет8254."))
    office.once()
    in_index = "SELECT count(*) FROM search_data WHERE instr(block, CAST(? AS BLOB))"
    assert all(office.rows(in_index, word) != [(0,)] for word in ("7391", "8254"))
    reached: list[str] = []

    def another_program(point: str) -> None:
        reached.append(point)
        if reached.count("forget.words") == 1 == len([p for p in reached if p == point]):
            office.with_world(take_out)

    def take_out(world: World) -> None:
        with world.store.write() as db:
            (key,) = db.execute("SELECT i.key FROM interaction i JOIN message m ON m.interaction_id = i.id WHERE m.message_id = 'o1@mail.example'").fetchone()
            forgetting.forget(world.page(db), world.store, [key])

    monkeypatch.setattr(forgetting.faults, "hit", another_program)
    forget(office)
    assert reached.count("forget.words") >= 2
    assert [office.rows(in_index, word) for word in ("7391", "8254")] == [[(0,)], [(0,)]]


def run(office: Office, *arguments: str) -> Result:
    """A command, in this process, on the office's clock."""
    return CliRunner().invoke(cli, [*arguments, "-c", str(office.folder / "config.toml")], env={"SYNCD_NOW": office.now.isoformat()})


def test_the_command_says_first_what_goes_and_refuses_a_reason_that_names_them(tmp_path: Path) -> None:
    """P8: a dry run writes nothing; the record of why holds no name."""
    office = Office(tmp_path, people=("rasa",))
    small(office)
    before = office.dump()
    told = run(office, "forget", VERA, "--reason", "asked", "--dry-run", "--json")
    assert told.exit_code == 0, told.output
    assert '"shared":1' in told.output.replace(" ", "") and office.dump() == before
    assert run(office, "forget", VERA, "--reason", f"{VERA} asked").exit_code == 64 or "names them" in str(run(office, "forget", VERA, "--reason", f"{VERA} asked").exception)
    assert "one of yours" in str(run(office, "forget", RASA, "--reason", "x").exception)
    done = run(office, "forget", VERA, "--reason", "asked", "--yes")
    assert done.exit_code == 0, done.output
    assert leaks(office) == []


def test_decisions_about_them_lose_their_words_and_the_chain_holds(tmp_path: Path) -> None:
    """P8, I10: a keyed hash stands where the address stood; a row changed by hand is still found."""
    office = Office(tmp_path, people=("rasa",))
    small(office)
    assert run(office, "no-contact", "add", VERA, "--reason", f"{CANARY} said so").exit_code == 0
    office.decide("dismiss", "pasiūlymą", None)
    forget(office)
    before = office.dump()
    office.rebuild()
    assert office.dump() == before
    assert [str(s)[:10] for (s,) in office.rows("SELECT subject FROM decision WHERE kind = 'no_contact'")] == ["forgotten:"]
    assert office.findings() == [] and leaks(office) == []
    office.with_world(lambda world: world.store.db.execute("UPDATE decision SET subject = 'x' WHERE kind = 'dismiss'"))
    assert len(office.findings()) == 1


def test_whoever_comes_back_is_let_in_by_a_command(tmp_path: Path) -> None:
    """P8: a customer who was forgotten and orders again is no stranger for ever; nobody else is let in with them."""
    office = Office(tmp_path, people=("rasa",))
    small(office)
    forget(office)
    assert "nobody was forgotten" in str(run(office, "forget", OLGA, "--lift", "--reason", "x").exception)
    assert run(office, "forget", VERA.upper(), "--lift", "--reason", "she ordered again").exit_code == 0
    office.send(Mail(id="new", sender=VERA, to=(RASA,), at="2026-11-16T09:00", text="Labas, tai vėl aš."))
    office.once()
    assert office.rows("SELECT message_id FROM message WHERE message_id LIKE 'new%'") == [("new@mail.example",)]
    assert office.findings() == []
