"""Boilerplate: the same sentence in three or more mails of one sender to different people is a template, no promise."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from syncd.store.templates import wording
from tests.store.world import JOHN, JONAS, OLGA, ONA, RASA, Mail, Office

BOILERPLATE = {
    "en": ("We will process your request and send you an answer.", "we will process your request, and send you an answer!"),
    "lt": ("Peržiūrėsime Jūsų užklausą ir atsiųsime atsakymą.", "PERŽIŪRĖSIME Jūsų užklausą ir atsiųsime atsakymą"),
    "ru": ("Мы рассмотрим ваш запрос и пришлём вам ответ.", "Мы рассмотрим Ваш запрос – и пришлём Вам ответ."),
}


def mails(words: tuple[str, ...] | list[str], readers: tuple[str, ...], sender: str = RASA) -> list[Mail]:
    """One mail for each reader, with these sentences in turn."""
    return [
        Mail(id=f"t{n}", sender=sender, to=(reader,), at=f"2026-11-1{n}T10:00", subject="Klausimas", text=f"{reader}\n\n{text}")
        for n, (reader, text) in enumerate(zip(readers, itertools.cycle(words)), start=1)
    ]


def states(office: Office) -> list[object]:
    return [state for (state,) in office.rows("SELECT state FROM promise ORDER BY said_at, ordinal")]


@pytest.mark.slow
@pytest.mark.parametrize("language", BOILERPLATE)
def test_a_sentence_sent_to_three_people_is_a_template(tmp_path: Path, language: str) -> None:
    """What differs is only how it is written; the first two stood as promises until the third came; a rebuild says the same."""
    office = Office(tmp_path)
    first, second, third = mails(BOILERPLATE[language], (ONA, JOHN, OLGA))
    office.send(first)
    office.send(second)
    office.once()
    assert states(office) and set(states(office)) == {"open"}
    office.send(third)
    office.once()
    assert set(states(office)) == {"withdrawn"}
    before = office.dump()
    office.rebuild()
    assert office.dump() == before and not office.findings()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "readers", "why"),
    [
        ("We will send you the drawings.", (ONA, ONA, ONA), "said three times to one person: a promise kept slowly"),
        ("We will send you the drawings.", (ONA, JOHN), "two readers are no custom yet"),
        ("We will send you the drawings on 24 November.", (ONA, JOHN, OLGA), "an explicit term of its own: meant for its reader"),
        ("Will do, thanks.", (ONA, JOHN, OLGA), "a short answer is said anew each time"),
    ],
)  # fmt: skip
def test_what_is_no_template(tmp_path: Path, text: str, readers: tuple[str, ...], why: str) -> None:
    office = Office(tmp_path)
    for mail in mails([text], readers):
        office.send(mail)
    office.once()
    assert states(office) == ["open"] * len(readers), why


@pytest.mark.slow
def test_different_writers_of_the_same_sentence_have_no_template(tmp_path: Path) -> None:
    office = Office(tmp_path)
    one, two, three = mails(["We will send you the drawings."], (ONA, JOHN, OLGA))
    for mail in (one, two, Mail(id="t3", sender=JONAS, to=three.to, at=three.at, text=three.text)):
        office.send(mail)
    office.once()
    assert states(office) == ["open"] * 3


@pytest.mark.slow
def test_one_that_was_decided_about_keeps_its_decision_when_the_template_is_none_any_more(tmp_path: Path) -> None:
    """The third mail is marked private and goes: two are left, and stand as they stood."""
    office = Office(tmp_path)
    for mail in mails(["We will send you the drawings."], (ONA, JOHN, OLGA)):
        office.send(mail)
    office.once()
    office.decide("dismiss", "send you the drawings")
    assert states(office) == ["withdrawn"] * 3
    (gone,) = office.rows("SELECT message_id FROM message m JOIN promise p USING (interaction_id) WHERE p.said_at LIKE '2026-11-13%'")
    path = next((office.folder / "mail/rasa/.Sent/cur").glob(f"{str(gone[0]).partition('@')[0]}.*"))
    (office.folder / "mail/rasa/.Sent/dovecot-keywords").write_text("0 Private\n")
    path.rename(path.with_name(path.name + "a"))
    office.once()
    assert sorted(map(str, states(office))) == ["dismissed", "open"]
    before = office.dump()
    office.rebuild()
    assert office.dump() == before


@pytest.mark.slow
@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2), (2, 0, 3, 1)])
def test_the_order_of_arrival_does_not_matter(tmp_path: Path, order: tuple[int, ...]) -> None:
    """§1: with a pass after each mail, in whichever order they come."""
    said = [*mails(["We will send you the drawings."], (ONA, JOHN, OLGA)),
            Mail(id="s", sender=RASA, to=(ONA,), at="2026-11-15T10:00", refs=("t1",), text="Hello Ona,\n\nthe drawings have been emailed to you.")]  # fmt: skip
    office = Office(tmp_path)
    for n in order:
        office.send(said[n])
        office.once()
    assert states(office) == ["withdrawn"] * 3 and office.rows("SELECT count(*) FROM evidence") == [(0,)]


@pytest.mark.parametrize(
    ("kind", "sentence", "same", "why"),
    [
        ("promise", "We will call you back.", "we will call you back", "letters and digits, case-folded"),
        ("theirs", "Мы вам перезвоним сегодня.", "мы вам перезвоним: сегодня", "customers have their templates too"),
        ("handoff", "Please call the customer back.", None, "a request among colleagues is none"),
        ("promise", "Gerai, padarysiu.", None, "too short"),
    ],
)  # fmt: skip
def test_the_wording_of_a_sentence(kind: str, sentence: str, same: str | None, why: str) -> None:
    found = wording(kind, sentence)
    assert (found is not None and found == wording(kind, same)) if same else found is None, why
