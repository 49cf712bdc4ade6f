"""Rules of exclusion that change: stricter ones are applied to what is stored, looser ones fetch again (DESIGN §7 [privacy], P3, P4)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import zstandard

from syncd.store.raw import ZSTD
from tests.store.world import JOHN, JONAS, ONA, PETRAS, RASA, Mail, Office, invitation, meeting

pytestmark = pytest.mark.slow

FOLDER, PERSON, LABEL = "zqfolder7391", "zqperson7391", "zqlabel7391"  # words that stand nowhere else
DOCTOR = "doctor@clinic.example"


def names(**lists: list[str]) -> str:
    """A list of names for the config."""
    return "{ " + ", ".join(f"{kind} = {value!r}".replace("'", '"') for kind, value in lists.items()) + " }"


def fill(office: Office) -> Office:
    """A customer's mails, a meeting and an invitation; a doctor's; each with a word that stands nowhere else, one with a promise."""
    office.send(Mail(id="r1", sender=ONA, to=(RASA,), at="2026-11-13T10:00", text="Sveiki"))
    office.put_mail("rasa", "Klientai", Mail(id="r2", sender=ONA, to=(RASA,), at="2026-11-13T11:00", subject=FOLDER, text=f"{FOLDER} A").raw(), "r2")
    office.send(Mail(id="r3", sender=RASA, to=(DOCTOR,), at="2026-11-13T12:00", subject=PERSON, text=f"{PERSON}: paskambinsiu jums lapkričio 24 d. 15:00."))
    office.send(Mail(id="r4", sender=JOHN, to=(JONAS,), cc=(DOCTOR,), at="2026-11-13T13:00", subject=LABEL, text=f"{LABEL} C", headers=("X-Keywords: Sveikata",)))
    entry = meeting("m1@x", "20261120T100000", LABEL, people=(RASA, DOCTOR), extra=f"LOCATION:{LABEL}\nDESCRIPTION:{LABEL}\nCATEGORIES:Sveikata")
    office.put_entry("rasa", "m1", entry)
    office.put_entry("jonas", "m1", entry)
    letter = Mail(id="r5", sender=DOCTOR, to=(PETRAS,), at="2026-11-13T14:00", subject=PERSON, text=PERSON)
    office.put_mail("petras", "", invitation(letter, meeting("m2@x", "20261121T100000", PERSON, people=(PETRAS,), organizer=DOCTOR, method="REQUEST"), "REQUEST"), "r5")
    office.send(Mail(id="r6", sender=JONAS, to=(PETRAS,), at="2026-11-13T15:00", text="Pietūs?", headers=("Precedence: bulk",)))
    office.send(Mail(id="r7", sender=RASA, to=(JONAS,), at="2026-11-13T15:00", refs=("r1",), text="Ką manai?"))
    office.send(Mail(id="r8", sender=RASA, to=(JONAS,), at="2026-11-13T15:00", text="Pietūs?"))
    office.send(Mail(id="r9", sender="stranger@far.example", to=(RASA,), at="2026-11-13T16:00", text="Hello"))
    office.put_entry("rasa", "m3", meeting("m3@x", "20261122T100000", "Far", people=(RASA,), organizer="stranger@far.example"))
    return office


def found_in(office: Office) -> set[str]:
    """Which of the words stand in any file of the store, packed originals too, or in an entry of ours."""
    files = [*office.folder.glob("history.db*"), *office.folder.glob("raw/*"), *(f for who in office.people for f in office.entry_files(who))]
    data = b"".join(path.read_bytes().lower() for path in files) + b"".join(originals(office))
    return {word for word in (FOLDER, PERSON, LABEL) if word.encode() in data}


def originals(office: Office) -> list[bytes]:
    """Every original that is kept, referred to or not."""
    found = []
    for path in (office.folder / "raw").glob("*.db"):
        with closing(sqlite3.connect(path.as_uri() + "?mode=ro", uri=True)) as db:
            found += [zstandard.ZstdDecompressor().decompress(packed, max_output_size=size) if codec == ZSTD else packed for codec, size, packed in db.execute("SELECT codec, size, bytes FROM blob")]
    return found


ALL = {FOLDER, PERSON, LABEL}
LISTS = names(people=[DOCTOR], folders=["klientai"], labels=["sveikata"])
# rules one after another: scope and lines of [privacy]; the words that are kept; why
STEPS: list[tuple[dict[str, str], set[str], str]] = [
    ({}, ALL, "no rule of our own"),
    ({"privacy": f"exclude = {LISTS}"}, set(), "a person, a folder, a label: taken out"),
    ({"privacy": f"metadata_only = {LISTS}"}, set(), "from nothing to who and when"),
    ({}, ALL, "from who and when to all of it"),
    ({"privacy": f"metadata_only = {LISTS}"}, set(), "from all of it to who and when"),
    ({"privacy": f"metadata_only = {names(people=[DOCTOR])}\nexclude = {names(domains=['clinic.example'])}"}, {FOLDER}, "from who and when to nothing, by a domain; a folder and a label let in again"),
    ({"scope": "all"}, ALL, "everything"),
    ({"scope": "outside"}, ALL, "from all to outside"),
    ({"scope": "known"}, {PERSON, LABEL}, "from outside to known"),
]  # fmt: skip


def test_changed_rules_hold_for_the_past(tmp_path: Path) -> None:
    """P3, P4: after one pass the store is what it would be had the rules always been so: rows, index, log, originals, calendars."""
    office = fill(Office(tmp_path / "office"))
    before: list[str] = []
    for n, (rules, words, why) in enumerate(STEPS):
        office.configure(**rules)
        office.once()
        fresh = fill(Office(tmp_path / f"fresh{n}", options=rules))
        fresh.once()
        assert comparable(office) == comparable(fresh), why
        assert comparable(office) != before, why
        assert found_in(office) == found_in(fresh) == words, why
        assert office.findings() == [], why
        assert [len(office.entry_files(who)) for who in office.people] == [len(fresh.entry_files(who)) for who in office.people], why
        before = comparable(office)
        if "metadata" in rules.get("privacy", ""):
            office.rebuild()
            assert comparable(office) == before, why


def comparable(office: Office) -> list[str]:
    """The dump without the outbox: an entry that was taken out of a calendar is remembered as removed."""
    return [line for line in office.dump() if not line.startswith("reminder|")]


def test_what_the_mailbox_has_lost_since_is_left_out_all_the_same(tmp_path: Path) -> None:
    """P3: a stricter rule asks no provider; of what is gone there nothing stays, nor is it listed as excluded."""
    office = Office(tmp_path)
    gone = office.put_mail("rasa", "Sent", Mail(id="g1", sender=RASA, to=(DOCTOR,), at="2026-11-13T12:00", text=PERSON).raw(), "g1")
    office.put_mail("rasa", "Sent", Mail(id="g2", sender=RASA, to=(DOCTOR,), at="2026-11-13T13:00", text="x").raw(), "g2")
    office.once()
    gone.unlink()
    office.once()
    assert office.rows("SELECT count(*) FROM sighting WHERE gone_since IS NOT NULL") == [(1,)]
    office.configure(privacy=f"exclude = {names(people=[DOCTOR])}")
    office.once()
    assert office.rows("SELECT (SELECT count(*) FROM interaction), (SELECT count(*) FROM sighting), (SELECT count(*) FROM excluded)") == [(0, 0, 1)]
    assert found_in(office) == set()


def test_a_kill_while_rules_are_applied_leaves_nothing_half_done(tmp_path: Path) -> None:
    """P3: killed before or after a transaction of it, the next pass goes on."""
    office = Office(tmp_path)
    office.put_mail("rasa", "Sent", Mail(id="k1", sender=RASA, to=(DOCTOR,), at="2026-11-13T12:00", text=PERSON).raw(), "k1")
    office.once()
    office.configure(privacy=f"exclude = {names(people=[DOCTOR])}")
    for nth in (2, 3, 4):
        assert office.killed(f"store.before_commit:kill@{nth}", office.once)
    office.once()
    assert office.rows("SELECT rule FROM excluded") == [("exclude:people",)]
    assert found_in(office) == set() and office.findings() == []


def test_a_label_put_on_later_leaves_who_and_when(tmp_path: Path) -> None:
    """P3: of mail that is labelled metadata-only after it was stored its words go; with the label taken off they come back."""
    office = Office(tmp_path, options={"privacy": f"metadata_only = {names(labels=['Sveikata'])}"})
    (office.folder / "mail/rasa/.Sent/dovecot-keywords").write_text("0 Sveikata\n")
    path = office.put_mail("rasa", "Sent", Mail(id="l1", sender=RASA, to=(ONA,), at="2026-11-13T12:00", subject=LABEL, text=f"{LABEL}. Paskambinsiu jums lapkričio 24 d. 15:00.").raw(), "l1")
    office.once()
    whole = comparable(office)
    assert len(office.entry_files("rasa")) == 1
    labelled = path.rename(path.with_name(path.name + "a"))
    office.once()
    assert office.rows("SELECT subject, visibility FROM interaction") == [("", "metadata")]
    assert found_in(office) == set() and office.entry_files("rasa") == []
    labelled.rename(path)
    office.once()
    assert comparable(office) == whole
    assert found_in(office) == {LABEL}


def test_a_mail_marked_private_takes_the_meeting_it_invited_to_with_it(tmp_path: Path) -> None:
    """P3: the meeting stays only where a calendar or another mail tells of it, too."""
    office = Office(tmp_path)
    (office.folder / "mail/rasa/dovecot-keywords").write_text("0 Private\n")
    letter = Mail(id="i1", sender=JOHN, to=(RASA,), at="2026-11-14T10:00", subject=LABEL, text=LABEL)
    path = office.put_mail("rasa", "", invitation(letter, meeting("m@x", "20261120T100000", LABEL, people=(RASA,), organizer=JOHN, method="REQUEST"), "REQUEST"), "i1")
    office.once()
    assert office.rows("SELECT kind FROM interaction ORDER BY kind") == [("meeting",), ("message",)]
    path.rename(path.with_name(path.name + "a"))
    office.once()
    assert office.rows("SELECT kind FROM interaction") == []
    assert found_in(office) == set() and office.findings() == []


def test_a_meeting_of_somebody_known_comes_in_with_them(tmp_path: Path) -> None:
    """P1: scope known keeps a stranger's invitation out until one of ours writes to them."""
    office = Office(tmp_path, options={"scope": "known"})
    office.put_entry("rasa", "m", meeting("m@x", "20261120T100000", "Visit", people=(RASA,), organizer=JOHN))
    office.once()
    assert office.rows("SELECT rule, trace IS NOT NULL FROM excluded") == [("scope:unknown", 1)]
    office.send(Mail(id="k1", sender=PETRAS, to=(JOHN,), at="2026-11-14T10:00", text="Hello John."))
    office.once()
    assert office.rows("SELECT kind FROM interaction ORDER BY kind") == [("meeting",), ("message",)]
    assert office.rows("SELECT count(*) FROM excluded") == [(0,)]


def test_a_meeting_of_metadata_only_people_keeps_its_time_and_guests(tmp_path: Path) -> None:
    """P2: the days of the series and who takes part stay; its title, place, link and text stand nowhere."""
    office = Office(tmp_path, options={"privacy": f"metadata_only = {names(people=[DOCTOR])}"})
    entry = meeting("m@x", "20261120T100000", PERSON, people=(RASA, DOCTOR), extra=f"LOCATION:{PERSON}\nDESCRIPTION:{PERSON}\nRRULE:FREQ=WEEKLY;COUNT=3")
    office.put_entry("rasa", "m", entry)
    office.once()
    assert office.rows("SELECT subject, visibility, snippet FROM interaction") == [("", "metadata", "")]
    assert office.rows("SELECT title, location, description, rrule FROM meeting") == [("", "", "", "FREQ=WEEKLY;COUNT=3")]
    assert office.rows("SELECT count(*) FROM occurrence") == [(3,)]
    assert office.rows("SELECT address FROM party WHERE role = 'attendee' ORDER BY address") == [(DOCTOR,), (RASA,)]
    assert found_in(office) == set()


def test_a_reader_keeps_the_log_no_longer_than_it_reads(tmp_path: Path) -> None:
    """P3: while a page is being read the log of writes cannot be emptied; the next pass does it."""
    office = Office(tmp_path)
    office.put_mail("rasa", "Sent", Mail(id="w1", sender=RASA, to=(DOCTOR,), at="2026-11-13T12:00", text=PERSON).raw(), "w1")
    office.once()
    with closing(sqlite3.connect((office.folder / "history.db").as_uri() + "?mode=ro", uri=True)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM interaction").fetchone() == (1,)
        office.configure(privacy=f"exclude = {names(people=[DOCTOR])}")
        office.once()
        assert PERSON in found_in(office), "the reader still sees it"
    office.once()
    assert found_in(office) == set()
