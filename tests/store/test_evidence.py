"""Closing by evidence, as rows: in any order of arrival, under people's decisions, as time passes, and in the calendars."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from connectors import memory
from tests.store.conversations import STAFF, cases, steps
from tests.store.world import JOHN, JONAS, RASA, Mail, Office, meeting

pytestmark = pytest.mark.slow

CHANGING = ("09-", "04-", "12-", "16-", "06-", "19-", "20-")  # cases in which several things happen to one promise
LAST = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
PROMISE = Mail(id="p", sender=RASA, to=(JOHN,), at="2026-11-16T10:00", subject="Offer", text="I will send you the offer on 24 November.")
SENT = Mail(id="s", sender=RASA, to=(JOHN,), at="2026-11-17T10:00", subject="Re: Offer", refs=("p",), text="Hello John,\n\nthe offer has been emailed to your office.")
MOVED = Mail(id="m", sender=RASA, to=(JOHN,), at="2026-11-17T10:00", subject="Re: Offer", refs=("p",), text="Sorry for the delay, I will send you the offer on 26 November.")
CALLED_OFF = Mail(id="c", sender=JOHN, to=(RASA,), at="2026-11-17T10:00", subject="Re: Offer", refs=("p",), text="We no longer need the offer, thank you.")
MISSING = Mail(id="x", sender=JOHN, to=(RASA,), at="2026-11-17T12:00", subject="Re: Offer", refs=("p", "s"), text="Nothing has arrived, I have not received the offer.")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """One promise with an entry in Rasa's calendar."""
    office = Office(tmp_path)
    office.send(PROMISE)
    office.once()
    assert states(office) == ["open"] and len(office.entry_files("rasa")) == 1
    office.now = dt.datetime(2026, 11, 18, 12, 0, tzinfo=dt.UTC)
    return office


def states(office: Office) -> list[object]:
    """The states of the promises in the order they were said."""
    return [state for (state,) in office.rows("SELECT state FROM promise ORDER BY said_at")]


def derived(office: Office) -> list[str]:
    """What was derived about promises."""
    return [line for line in office.dump() if line.startswith(("promise|", "evidence|", "handoff|"))]


@pytest.mark.parametrize("seed", [pytest.param(n, marks=pytest.mark.slow if n > 1 else ()) for n in range(8)])
def test_the_order_of_arrival_does_not_matter(tmp_path: Path, seed: int) -> None:
    """§11: the mails of conversations in any order, with passes in between, end in the evidence of a rebuild."""
    order = random.Random(seed)
    picked = [c for c in cases() if c.name.partition("/")[2].startswith(CHANGING)]
    order.shuffle(picked)
    todo = [step for case in picked[:8] for step in steps(case)]
    order.shuffle(todo)
    cuts = set(order.sample(range(len(todo)), 3))
    office = Office(tmp_path, people=tuple(STAFF), now=LAST)
    for n, step in enumerate(todo):
        step(office)
        if n in cuts:
            office.once()
    office.once()
    before = derived(office)
    assert sum(line.startswith("evidence|") for line in before) >= 2
    office.rebuild()
    assert derived(office) == before
    assert office.findings() == []


# mail → states, whether an entry stands (for the term in its text), why
CLOSING = [
    (SENT, ["kept"], [], "kept: the entry goes"),
    (CALLED_OFF, ["cancelled"], [], "called off: the entry goes"),
    (MOVED, ["replaced", "open"], ["20261126"], "replaced: the old entry goes, the new promise's comes"),
    (Mail(id="q", sender=RASA, to=(JOHN,), at="2026-11-17T10:00", refs=("p",), subject="Re: Offer", text="Ready: https://klimatas.example/o/1, sent now."),
     ["probably_kept"], ["20261124"], "probably kept: the entry stays"),
    (Mail(id="q", sender=JOHN, to=(RASA,), at="2026-11-17T10:00", refs=("p",), subject="Re: Offer", text="Where is the offer?"), ["open"], ["20261124"], "asked for"),
    (Mail(id="q", sender=JOHN, to=(RASA,), at="2026-11-17T10:00", refs=("p",), subject="Re: Offer", text="We received the offer.",
          headers=("Auto-Submitted: auto-replied",)), ["open"], ["20261124"], "F105: an auto-reply"),
]  # fmt: skip


@pytest.mark.parametrize(("mail", "wanted", "entries", "why"), CLOSING, ids=[row[-1] for row in CLOSING])
def test_the_calendar_follows_what_became_of_the_promise(office: Office, mail: Mail, wanted: list[str], entries: list[str], why: str) -> None:
    """What is closed has no entry any more; what is only probably kept has."""
    office.send(mail)
    office.once()
    assert states(office) == wanted
    texts = [p.read_text(encoding="utf-8").replace("\r\n ", "") for p in office.entry_files("rasa")]
    assert len(texts) == len(entries) and all(any(e in t for t in texts) for e in entries)
    before = office.dump()
    office.rebuild()
    assert office.dump() == before


def test_the_view_names_the_mail_that_closed_it(office: Office) -> None:
    """`promises.evidence_message_id` is the mail behind the present state."""
    office.send(SENT)
    office.once()
    assert office.rows("SELECT state, evidence_message_id FROM promises") == [("kept", "s@mail.example")]


def test_what_did_not_arrive_was_not_kept(office: Office) -> None:
    """A customer's "nothing has arrived" takes our word back; the entry comes back with it."""
    office.send(SENT)
    office.once()
    office.send(MISSING)
    office.once()
    assert states(office) == ["open"] and len(office.entry_files("rasa")) == 1


# decisions, mails after them → state, why
DECIDED = [
    ([SENT], ["reopen"], [], "open", "opened again: the evidence up to then counts no more"),
    ([], ["reopen"], [SENT], "open", "what was said before the reopening counts no more, whenever it is found"),
    ([SENT], ["reopen"], [Mail(id="r", sender=JOHN, to=(RASA,), at="2026-11-18T10:00", refs=("p", "s"), subject="Re: Offer", text="Thank you, I received the offer.")],
     "kept", "said after the reopening"),
    ([], ["dismiss"], [SENT], "dismissed", "not a promise, whatever is sent"),
    ([], ["break"], [SENT], "broken", "a person's word stands over the mail"),
    ([CALLED_OFF], ["done"], [], "kept", "ticked"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "decisions", "after", "state", "why"), DECIDED, ids=[row[-1] for row in DECIDED])
def test_a_person_has_the_last_word(office: Office, before: list[Mail], decisions: list[str], after: list[Mail], state: str, why: str) -> None:
    """Invariant 4: decisions stand over evidence, through passes and a rebuild."""
    for mail in before:
        office.send(mail)
    office.once()
    for kind in decisions:
        decide_at(office, kind, "2026-11-17T15:00:00Z")
    for mail in after:
        office.send(mail)
    office.now = dt.datetime(2026, 11, 18, 16, 0, tzinfo=dt.UTC)
    office.once()
    assert states(office) == [state]
    office.rebuild()
    assert states(office) == [state] and office.findings() == []


def decide_at(office: Office, kind: str, at: str) -> None:
    """Somebody decides about the first promise at a moment."""
    from syncd.store import promises
    from syncd.store.decisions import Decision, decide

    def do(world: object) -> None:
        with world.store.write() as db:  # type: ignore[attr-defined]
            (key,) = db.execute("SELECT key FROM promise ORDER BY said_at LIMIT 1").fetchone()
            decide(db, Decision(at, RASA, "web", kind, key))
            promises.lay_decisions(db, [key])

    office.with_world(do)


def test_a_promise_replaced_by_what_was_none_is_open_again(office: Office) -> None:
    """When a person says that the new promise is none, the old one takes its place back."""
    office.send(MOVED)
    office.once()
    assert states(office) == ["replaced", "open"]
    office.decide("dismiss", "26 November")
    office.once()
    assert states(office) == ["open", "dismissed"] and office.rows("SELECT replaced_by FROM promise ORDER BY said_at") == [(None,), (None,)]
    office.rebuild()
    assert states(office) == ["open", "dismissed"]


def test_a_meeting_counts_when_it_is_over(tmp_path: Path) -> None:
    """The entry of a promised meeting makes it probably kept once it has passed, and not before; called off it says nothing."""
    office = Office(tmp_path)
    office.send(Mail(id="p", sender=RASA, to=(JOHN,), at="2026-11-16T10:00", subject="Offer", text="I will call you on 18 November at 15:00."))
    office.put_entry("jonas", "m", meeting("m@x", "20261118T150000", "Call", people=(RASA, JOHN), organizer=JONAS))
    office.once()
    assert states(office) == ["open"]
    office.now = dt.datetime(2026, 11, 19, 12, 0, tzinfo=dt.UTC)
    office.once()
    assert states(office) == ["probably_kept"]
    before = derived(office)
    office.rebuild()
    assert derived(office) == before
    office.put_entry("jonas", "m", meeting("m@x", "20261118T150000", "Called off", people=(RASA, JOHN), organizer=JONAS, status="CANCELLED", sequence=1))
    office.once()
    assert states(office) == ["open"]


def test_a_promise_long_past_is_unknown_only_without_a_sign(office: Office) -> None:
    """Ten working days past its term without a sign: unknown; a sign that comes later still closes it."""
    office.now = dt.datetime(2026, 12, 15, 12, 0, tzinfo=dt.UTC)
    office.once()
    assert states(office) == ["unknown"]
    late = Mail(id="l", sender=JOHN, to=(RASA,), at="2026-12-02T10:00", refs=("p",), subject="Re: Offer", text="Thank you, we received the offer.")
    office.send(late)
    office.once()
    assert states(office) == ["kept"]
    before = derived(office)
    office.rebuild()
    assert derived(office) == before


def test_what_is_forgotten_closes_nothing(office: Office) -> None:
    """A mail that is marked private after it was stored takes its evidence along."""
    office.send(SENT)
    office.once()
    assert states(office) == ["kept"]
    path = next((office.folder / "mail/rasa/.Sent/cur").glob("s.*"))
    (office.folder / "mail/rasa/.Sent/dovecot-keywords").write_text("0 Private\n")
    path.rename(path.with_name(path.name + "a"))
    office.once()
    assert states(office) == ["open"] and office.rows("SELECT count(*) FROM evidence") == [(0,)]


def test_the_other_address_of_the_same_person_counts(tmp_path: Path) -> None:
    """An address book that joins two addresses joins what was said from them, whether the card or the mail came first."""
    home, book = "john.smith@gmail.com", f"{tmp_path}/book"
    sources = f'\n[[source]]\nname = "rasa-book"\nconnector = "memory"\nworld = "{book}"\nowner = "{RASA}"\n'
    office = Office(tmp_path, now=dt.datetime(2026, 11, 18, 12, 0, tzinfo=dt.UTC), options={"sources": sources})
    office.send(PROMISE)
    office.send(Mail(id="t", sender=home, to=(RASA,), at="2026-11-17T10:00", subject="Your mail", text="Thank you, we received the offer."))
    office.once()
    assert states(office) == ["open"]
    lines = ("BEGIN:VCARD", "VERSION:3.0", "UID:j", "FN:John Smith", f"EMAIL:{JOHN}", f"EMAIL:{home}", "END:VCARD", "")
    memory.world(book).mailbox.add("cards", "j", "\r\n".join(lines).encode(), "text/vcard")
    try:
        office.once()
        assert states(office) == ["kept"]
        before = derived(office)
        office.rebuild()
        assert derived(office) == before
    finally:
        memory._worlds.pop(book)
