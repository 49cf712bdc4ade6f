"""The law: whatever the order of arrival, the derived tables are those of a rebuild from scratch (DESIGN §1).

The same copies of the same mails and meetings are laid into mailboxes and calendars in any order, with passes on
different days in between. Only terms and days are chosen so that nothing is decided by the day itself: a key given
more than since_days after a promise was said makes it historic for good, which is truth and no derived thing.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.world import JOHN, JONAS, MAILS, NOW, OLGA, ONA, PETRAS, RASA, VISIT, WEEKLY, Mail, Office, invitation, meeting

pytestmark = pytest.mark.slow

PROOF = bool(os.environ.get("SYNCD_PROOF"))
Step = Callable[[Office], object]

MORE_MAILS = (
    Mail(id="h1", sender="Ona K. <ona@baltas.example>", to=(RASA,), at="2026-11-10T08:00", text="Dar klausimas.", subject="Dar klausimas"),
    Mail(id="h2", sender=RASA, to=("Onutė <ona@baltas.example>", "info@baltas.example"), at="2026-11-14T08:00", text="Gerai.", refs=("h1",)),
    Mail(id="h3", sender="Ольга <olga@sever.example>", to=(PETRAS,), cc=(JONAS,), at="2026-11-15T08:00", text="Спасибо!", refs=("c1", "c2")),
    Mail(id="h4", sender="evil@other.example", to=(RASA,), at="2026-11-15T09:00", text="Hello, about that.", refs=("b1", "b2"), subject="Re: Broken unit"),
    Mail(id="h5", sender=PETRAS, to=(JONAS,), at="2026-11-15T10:00", text="Jonai, atvyksiu 9 val.", refs=("b1", "b4"), subject="Re: Broken unit"),
    Mail(id="h6", sender=PETRAS, to=(RASA,), at="2026-11-15T10:00", text="Rasa, kaip sekasi?", refs=("d9",), subject="Re: Pietūs"),
    Mail(id="h7", sender=RASA, to=(RASA,), at="2026-11-15T11:00", text="", subject="Paskambinti Onai lapkričio 27 d. 10 val."),
    Mail(id="h8", sender=RASA, to=(JONAS,), at="2026-11-15T11:30", text="Jonai, prašau paskambink Onai lapkričio 27 d.", refs=("a1", "a2"), subject="Re: Kondicionierius"),
    Mail(id="h10", sender=ONA, to=(RASA,), at="2026-11-10T18:00", text="Ačiū už šiandienos susitikimą, buvo naudinga.", subject="Ačiū"),
    Mail(id="h11", sender=RASA, to=(ONA,), cc=(JONAS,), at="2026-11-14T18:00", text="Ačiū už vizitą!", subject="Re: Ačiū"),
    Mail(id="h12", sender=ONA, to=(RASA,), at="2026-11-12T08:00", text="Ar matėte mano laišką?", subject="Re: Dar klausimas"),
    Mail(id="h13", sender=RASA, to=(ONA,), at="2026-11-13T08:00", text="Mačiau.", subject="RE: [kvitas] re: Dar klausimas"),
    Mail(id="h14", sender="evil@other.example", to=(RASA,), at="2026-11-13T09:00", text="About that.", subject="Re: Dar klausimas"),
    Mail(id="h15", sender=RASA, to=(ONA,), at="2026-11-14T08:00", text="Dar vienas dalykas.", subject="Re: Dar klausimas", refs=("h13",)),
    Mail(id="h9", sender=JONAS, to=(RASA,), at="2026-11-15T12:00", text="Gerai, paskambinsiu.", refs=("a1", "a2", "h8"), subject="Re: Kondicionierius"),
)


def _put(who: str, box: str, raw: bytes, name: str, office: Office) -> None:
    office.put_mail(who, box, raw, name)


def _mail_steps() -> list[Step]:
    """One step for each copy of each mail in each mailbox."""
    steps: list[Step] = []
    for mail in (*MAILS, *MORE_MAILS):
        for address in dict.fromkeys((mail.sender, *mail.to, *mail.cc)):
            who, _, domain = address.partition("@")
            if domain == "klimatas.example":
                box, received = ("Sent", "") if address == mail.sender else ("", f"Received: from x by mx.klimatas.example for <{address}>\n")
                steps.append(functools.partial(_put, who, box, mail.raw(received=received), mail.id))
    return steps


def _meeting_steps() -> list[Step]:
    """Copies of two meetings: the organiser's, an attendee's, and the mails that invited, answered and cancelled."""
    everybody = (RASA, JONAS, JOHN)
    request = meeting(VISIT, "20261120T100000", "Visit", people=everybody, organizer=JOHN, method="REQUEST")
    update = meeting(VISIT, "20261120T110000", "Visit at 11", people=everybody, organizer=JOHN, method="REQUEST", sequence=1, stamp="20261112T080000Z")
    reply = meeting(VISIT, "20261120T110000", "Visit at 11", people=(JONAS,), organizer=JOHN, method="REPLY", sequence=1, stamp="20261113T080000Z",
                    answers=[(JONAS, "ACCEPTED")])  # fmt: skip
    weekly = meeting(WEEKLY, "20261103T140000", "Savaitinis", people=(RASA, ONA), extra="RRULE:FREQ=WEEKLY;COUNT=60")
    moved = meeting(WEEKLY, "20261118T140000", "Savaitinis", people=(RASA, ONA, "nauja@baltas.example"), sequence=2, stamp="20261114T080000Z",
                    extra="RECURRENCE-ID;TZID=Europe/Vilnius:20261117T140000")  # fmt: skip
    off = meeting("off-1@sever.example", "20261119T090000", "Осмотр", people=(PETRAS, OLGA), organizer=OLGA)
    cancel = meeting("off-1@sever.example", "20261119T090000", "Осмотр", people=(PETRAS, OLGA), organizer=OLGA, method="CANCEL", status="CANCELLED",
                     sequence=1, stamp="20261113T080000Z")  # fmt: skip

    counter = meeting(VISIT, "20261121T110000", "Visit at 11", people=(JONAS,), organizer=JOHN, method="COUNTER", sequence=1, stamp="20261113T090000Z")
    forged = meeting(VISIT, "20261125T030000", "Pay here", people=(RASA,), organizer="evil@other.example", method="REQUEST", sequence=9, stamp="20261115T090000Z")
    held = meeting("held-1", "20261112T100000", "Aptarimas", people=(RASA, JONAS, ONA), stamp="20261112T120000Z",
                   extra="DESCRIPTION:Dalyvavo: Rasa Petraitė\\, ona@baltas.example\\nNedalyvavo: jonas@klimatas.example")  # fmt: skip

    def by_mail(who: str, id_: str, sender: str, to: str, entry: bytes, method: str) -> Step:
        letter = Mail(id=id_, sender=sender, to=(to,), at="2026-11-13T10:00", subject="Visit", text="Calendar")
        return lambda o: o.put_mail(who, "Sent" if sender.startswith(who) else "", invitation(letter, entry, method), id_)

    return [
        lambda o: o.put_entry("rasa", "visit", request),
        lambda o: o.put_entry("jonas", "visit", update),
        by_mail("rasa", "v1", JOHN, RASA, request, "REQUEST"),
        by_mail("jonas", "v2", JOHN, JONAS, update, "REQUEST"),
        by_mail("jonas", "v3", JONAS, JOHN, reply, "REPLY"),
        by_mail("jonas", "v5", JONAS, JOHN, counter, "COUNTER"),
        by_mail("rasa", "v6", "evil@other.example", RASA, forged, "REQUEST"),
        lambda o: o.put_entry("rasa", "held", held),
        lambda o: o.put_entry("rasa", "weekly", weekly),
        lambda o: o.put_entry("jonas", "weekly-17", moved),
        lambda o: o.put_entry("petras", "off", off),
        by_mail("petras", "v4", OLGA, PETRAS, cancel, "CANCEL"),
        lambda o: o.put_entry("rasa", "own", meeting("own-1", "20261127T110000", "Call John Smith")),
    ]


STEPS = _mail_steps() + _meeting_steps()


def _arrive(folder: Path, steps: list[Step], cuts: list[int], *, hours: int = 20) -> Office:
    """Let the steps happen, with a pass after each cut, so many hours apart; at the end one pass on the last day."""
    folder.mkdir()
    office = Office(folder)
    for n, step in enumerate(steps):
        step(office)
        if n in cuts:
            office.now = NOW + dt.timedelta(hours=hours * cuts.index(n))
            office.once()
    office.now = NOW + dt.timedelta(days=4)
    office.once()
    return office


def _difference(one: list[str], other: list[str]) -> str:
    return "\n".join(sorted([f"- {line}" for line in set(one) - set(other)] + [f"+ {line}" for line in set(other) - set(one)], key=lambda s: s[2:]))


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The dump when everything was there before the first pass."""
    return _arrive(tmp_path_factory.mktemp("law") / "at-once", STEPS, []).dump()


@pytest.mark.parametrize("seed", [pytest.param(n, marks=pytest.mark.slow if n > 3 else ()) for n in range(300 if PROOF else 24)])
def test_any_order_of_arrival_ends_in_the_same_tables(tmp_path: Path, at_once: list[str], seed: int) -> None:
    """Mails and meetings shuffled over up to five days end as if all had been there at once, and as a rebuild makes them."""
    dice = random.Random(seed)
    steps = dice.sample(STEPS, len(STEPS))
    office = _arrive(tmp_path / "shuffled", steps, sorted(dice.sample(range(len(steps)), dice.randint(1, 5))))
    assert _difference(at_once, office.dump()) == ""
    office.rebuild()
    assert _difference(at_once, office.dump()) == ""
    assert office.findings() == []


def test_the_oldest_mail_last_ends_in_the_same_tables(tmp_path: Path, at_once: list[str]) -> None:
    """One pass after every single arrival, newest first: the worst order there is."""
    office = _arrive(tmp_path / "backwards", STEPS[::-1], list(range(0, len(STEPS), 1 if PROOF else 4)), hours=2)
    assert _difference(at_once, office.dump()) == ""


def _copies() -> list[Step]:
    """The same mail as sent, as received by two, and through a list that adds a footer."""
    mail = Mail(id="z1", sender=RASA, to=(JONAS, "all@klimatas.example"), cc=(ONA,), at="2026-11-13T10:00", subject="Planas",
                text="Sveiki,\n\npasiūlymą Onai atsiųsiu iki lapkričio 26 d. Visi kiti darbai eina pagal planą, kaip buvo sutarta.\n\nRasa")  # fmt: skip
    authentic = "Authentication-Results: mx.klimatas.example; dmarc=pass header.from=klimatas.example\n"
    listed = mail.raw().replace(b"Subject:", b"List-Id: <all.klimatas.example>\nSubject:").replace(b"To: ", b"To: Visi <visi@klimatas.example>, ", 1)
    return [
        lambda o: o.put_mail("rasa", "Sent", mail.raw(), "z1"),
        lambda o: o.put_mail("jonas", "", mail.raw(received=authentic), "z1"),
        lambda o: o.put_mail("petras", "", mail.raw(received="Received: from y\n"), "z1"),
        lambda o: o.put_mail("petras", "Archive", listed + b"\n--\nVisi mailing list\n", "z1-list"),
    ]


QUICK_ORDERS = {(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)}


@pytest.mark.parametrize(
    "order", [pytest.param(o, marks=() if o in QUICK_ORDERS else pytest.mark.slow) for o in itertools.permutations(range(4))], ids=str
)
def test_the_best_copy_of_a_mail_is_kept_whichever_came_first(tmp_path: Path, order: tuple[int, ...]) -> None:
    """F88: sent, received twice and through a list it is one interaction and one promise, its text that of the copy sent."""
    steps = _copies()
    office = Office(tmp_path, options={"scope": "all"})
    for n in order:
        steps[n](office)
        office.once()
    assert office.rows("SELECT count(*) FROM interaction") == [(1,)]
    assert office.rows("SELECT class, (SELECT in_sent FROM message), (SELECT count(*) FROM sighting) FROM interaction") == [("personal", 1, 4)]
    assert office.rows("SELECT state, trusted FROM promise") == [("open", 1)]
    before = office.dump()
    office.rebuild()
    assert _difference(before, office.dump()) == ""


def test_two_mails_of_one_id_are_both_kept(tmp_path: Path) -> None:
    """F86, T31: a forged Message-ID with other words is a second, flagged interaction, through a rebuild too."""
    office = Office(tmp_path)
    true = Mail(id="x1", sender=JOHN, to=(RASA,), at="2026-11-13T10:00", text="Please send us your offer for the two units in the hall today.")
    forged = Mail(id="x1", sender=JOHN, to=(JONAS,), at="2026-11-13T10:00", text="Our bank account has changed, pay the money to another one.")
    office.put_mail("rasa", "", true.raw(), "x1")
    office.put_mail("jonas", "", forged.raw(), "x1")
    office.once()
    assert office.rows("SELECT count(*), sum(problems LIKE '%same-id-other-text%') FROM interaction") == [(2, 1)]
    before = office.dump()
    office.rebuild()
    assert _difference(before, office.dump()) == ""


def test_marks_that_change_change_nothing_that_is_derived(tmp_path: Path) -> None:
    """Read, answered, moved to another folder: the derived tables stay, the sighting says so."""
    office = Office(tmp_path)
    for mail in MAILS[:3]:
        office.send(mail)
    office.once()
    before = [line for line in office.dump() if not line.startswith("sighting")]
    path = next((office.folder / "mail/rasa/cur").glob("a1*"))
    path.rename(path.with_name(path.name.replace(":2,S", ":2,RS")))
    sent = next((office.folder / "mail/rasa/.Sent/cur").glob("a2*"))
    office.put_mail("rasa", "Klientai", sent.read_bytes(), "a2-moved")
    sent.unlink()
    office.once()
    assert [line for line in office.dump() if not line.startswith("sighting")] == before
    assert office.rows("SELECT marks FROM sighting WHERE remote_id = 'a1.M1.host'")[0][0].count("Answered") == 1  # type: ignore[attr-defined]
    office.rebuild()
    assert [line for line in office.dump() if not line.startswith("sighting")] == before


def test_a_meeting_that_changes_leaves_nothing_of_what_it_was(tmp_path: Path) -> None:
    """A guest who is no longer invited, a new title, another time: the tables are those of a rebuild."""
    office = Office(tmp_path)
    office.put_entry("rasa", "m", meeting("m@x", "20261120T100000", "Senas", people=(RASA, ONA, "kitas@kita.example")))
    office.once()
    office.put_entry("rasa", "m", meeting("m@x", "20261119T100000", "Naujas vardas", people=(RASA, "Ona K <ona@baltas.example>"), sequence=1))
    office.once()
    before = office.dump()
    assert not any("kita.example" in line or "Senas" in line for line in before)
    office.rebuild()
    assert _difference(before, office.dump()) == ""


def test_repeated_meetings_are_laid_out_anew_when_the_window_moves(tmp_path: Path) -> None:
    """On the 1st of a month the window of occurrences moves, whether or not anything else changed."""
    office = Office(tmp_path, now=dt.datetime(2026, 9, 30, 9, tzinfo=dt.UTC))
    office.put_entry("rasa", "weekly", meeting(WEEKLY, "20240903T140000", "Savaitinis", people=(RASA, ONA), extra="RRULE:FREQ=WEEKLY"))
    office.once()
    first = office.rows("SELECT min(start_at), max(start_at) FROM occurrence")
    office.now = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
    office.once()
    assert office.rows("SELECT min(start_at), max(start_at) FROM occurrence") != first
    before = office.dump()
    office.rebuild()
    assert _difference(before, office.dump()) == ""
