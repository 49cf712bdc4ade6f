"""Where a complaint stands follows from what came after it, in whatever order it was harvested, and from what people decided."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from syncd.store.complaints import decide_about, settle
from syncd.store.forgetting import forget
from tests.store.world import JOHN, JONAS, NOW, OLGA, ONA, PETRAS, RASA, Mail, Office

pytestmark = pytest.mark.slow

COLD = "the heating has been broken since Monday and nobody came."
COMPLAINT = Mail(id="k1", sender=JOHN, to=(RASA,), at="2026-11-10T08:00", subject="No heat", text=f"Hello Rasa,\n\n{COLD[0].upper()}{COLD[1:]}\n\nJohn")
RECEIVED = Mail(id="k2", sender=RASA, to=(JOHN,), at="2026-11-10T08:01", refs=("k1",), subject="Re: No heat", text="I am out of the office, I am sorry.",
                headers=("Auto-Submitted: auto-replied",))  # fmt: skip
ANSWER = Mail(id="k3", sender=RASA, to=(JOHN,), at="2026-11-10T10:00", refs=("k1",), subject="Re: No heat", text="Hello John, I will find out what happened.")
SORRY = Mail(id="k4", sender=JONAS, to=(JOHN,), at="2026-11-11T10:00", subject="Your visit", text="Hello John,\n\nI apologise that our technician was ill.\n\nJonas")
THANKS = Mail(id="k5", sender=JOHN, to=(RASA,), at="2026-11-13T09:00", refs=("k1", "k3"), subject="Re: No heat", text="Thank you, it works again now.\n\nJohn")
COURSE = (COMPLAINT, RECEIVED, ANSWER, SORRY, THANKS)
SERVICE = (  # another's life: nobody answered, and somebody wrote to a colleague of hers
    Mail(id="k6", sender=OLGA, to=(PETRAS,), at="2026-11-10T09:00", subject="Мастер", text="Здравствуйте!\n\nМастер так и не приехал, ждём третью неделю.\n\nОльга"),
    Mail(id="k7", sender=PETRAS, to=("ivan@sever.example",), at="2026-11-11T09:00", subject="Счёт", text="Иван, извините за ошибку в счёте."),
    Mail(id="k8", sender=ONA, to=(RASA,), at="2026-11-10T09:30", subject="Sąskaita", text="Sveiki,\n\nsąskaitoje dvigubai nuskaičiavote už montavimą.\n\nOna"),
    Mail(id="k9", sender=RASA, to=(ONA,), at="2026-11-10T11:30", refs=("k8",), subject="Re: Sąskaita", text="Sveiki, Ona, atsiprašome dėl klaidos."),
)


def _office(folder: Path, mails: Sequence[Mail]) -> Office:
    office = Office(folder)
    for mail in mails:
        office.send(mail)
    office.once()
    return office


def _states(office: Office) -> list[tuple[object, ...]]:
    return office.rows("SELECT state FROM complaints ORDER BY at, quote")


@pytest.mark.parametrize(
    ("mails", "state", "reason"),
    [
        (COURSE[:1], "open", "nobody has said anything yet"),
        (COURSE[:2], "open", "what a machine answers is no answer"),
        (COURSE[:3], "answered", "one of ours wrote in the conversation"),
        ((COMPLAINT, SORRY), "apologised", "a colleague wrote to the same person elsewhere"),
        (COURSE[:4], "apologised", "an apology says more than an answer"),
        (COURSE, "settled", "the customer says that it works"),
        ((COMPLAINT, THANKS), "settled", "the customer's word needs no answer of ours"),
        ((COMPLAINT, dataclasses.replace(ANSWER, to=(JONAS,))), "open", "colleagues talked among themselves"),
        ((COMPLAINT, dataclasses.replace(SORRY, to=(ONA,))), "open", "a colleague wrote to somebody else"),
        ((COMPLAINT, dataclasses.replace(SORRY, at="2026-11-09T10:00")), "open", "what was said before it answers nothing"),
        ((COMPLAINT, dataclasses.replace(THANKS, text="It still does not work, and nobody is here.")), "open", "it is not well again"),
        ((COMPLAINT, dataclasses.replace(THANKS, refs=(), subject="Hall")), "settled", "in a conversation of its own, where nothing else is complained of"),
    ],
)
def test_a_complaint_stands_where_the_last_word_about_it_left_it(tmp_path: Path, mails: Sequence[Mail], state: str, reason: str) -> None:
    """Open, answered, apologised, settled: by people's own words, to the one who complained or in the conversation."""
    office = _office(tmp_path, mails)
    assert office.rows("SELECT state FROM complaints WHERE quote LIKE '%since Monday%'") == [(state,)], reason


def test_each_step_is_kept_with_the_words_that_made_it(tmp_path: Path) -> None:
    """The view says who answered and when, and in which sentences somebody said sorry and that it is settled."""
    office = _office(tmp_path, COURSE)
    assert office.rows(
        "SELECT c.person, a.subject, c.answered_at, s.subject, c.apology, t.subject, c.settlement FROM complaints c JOIN interaction a ON a.key = c.answered_by "
        "JOIN interaction s ON s.key = c.apologised_by JOIN interaction t ON t.key = c.settled_by"
    ) == [("John Smith", "Re: No heat", "2026-11-10T08:00:00Z", "Your visit", "I apologise that our technician was ill.", "Re: No heat", "Thank you, it works again now.")]


@pytest.mark.parametrize("seed", range(5))
def test_any_order_of_arrival_leaves_complaints_where_they_stand(tmp_path: Path, seed: int) -> None:
    """The law: mails read in any order, a pass after each, end as if all had been there at once, and as a rebuild makes them."""
    mails = [*COURSE, *SERVICE]
    (tmp_path / "at-once").mkdir()
    at_once = _office(tmp_path / "at-once", mails).dump()
    random.Random(seed).shuffle(mails)
    if seed == 0:
        mails = sorted(mails, key=lambda m: m.at, reverse=True)
    (tmp_path / "one-by-one").mkdir()
    office = Office(tmp_path / "one-by-one")
    for mail in mails:
        office.send(mail)
        office.once()
    assert office.dump() == at_once
    office.rebuild()
    assert office.dump() == at_once
    assert _states(office) == [("settled",), ("open",), ("apologised",)]


def test_a_mail_taken_out_takes_its_word_with_it(tmp_path: Path) -> None:
    """An answer that may not be stored any more answers nothing."""
    office = _office(tmp_path, (COMPLAINT, SORRY))
    assert _states(office) == [("apologised",)]
    world = office.open()
    with world.store.write() as db:
        page = world.page(db)
        forget(page, world.store, [k for (k,) in db.execute("SELECT key FROM interaction WHERE subject = ?", (SORRY.subject,))])
        settle(page, page.aggrieved)
    world.close()
    assert _states(office) == [("open",)]


def test_what_a_person_decided_about_a_complaint_stands(tmp_path: Path) -> None:
    """Settled by a colleague it stays settled, dismissed it stays dismissed, through rebuild; reopened, only what came since counts."""
    office = _office(tmp_path, (COMPLAINT, ANSWER))
    ((key,),) = office.rows("SELECT id FROM complaints")
    for kind, state in (("settle", "settled"), ("dismiss", "dismissed"), ("reopen", "open")):
        world = office.open()
        with world.store.write() as db:
            assert decide_about(db, str(key), kind, by=RASA, at="2026-11-12T10:00:00Z", origin="web")
            assert not decide_about(db, "no-such-key", kind, by=RASA, at="2026-11-12T10:00:00Z", origin="web")
        world.close()
        assert _states(office) == [(state,)]
        office.rebuild()
        assert _states(office) == [(state,)]
    office.send(dataclasses.replace(SORRY, at="2026-11-13T10:00"))
    office.now = NOW + dt.timedelta(days=1)
    office.once()
    assert _states(office) == [("apologised",)]
