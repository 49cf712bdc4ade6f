"""What the pages decide, decided on the command line: promises, and words by which somebody asks not to be contacted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Ran, run_syncd
from tests.store.world import JOHN, JONAS, ONA, RASA, Mail, Office

NOW = "2026-11-16T14:00:00+02:00"
MAILS = (
    Mail(id="c1", sender=RASA, to=(ONA,), at="2026-11-16T10:00", text="Ona, paskambinsiu Jums lapkričio 20 d. 10 val."),
    Mail(id="c2", sender=JOHN, to=(RASA,), at="2026-11-10T10:00", subject="Offers", text="Hello,\n\nplease do not call me again.\n\nJohn"),
    Mail(id="c3", sender=ONA, to=(RASA,), at="2026-11-11T10:00", subject="Laiškai", text="Sveiki,\n\nprašau nebesiųsti man pasiūlymų.\n\nOna"),
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Rasa's promise to call, with its entry; two who ask for less contact."""
    office = Office(tmp_path / "o", people=("rasa", "jonas"))
    for mail in MAILS:
        office.send(mail)
    office.once()
    assert len(office.reminders("rasa")) == 1
    return office


def call(office: Office, *arguments: str) -> Ran:
    return run_syncd(*arguments, "-c", "config.toml", cwd=office.folder, now=NOW)


@pytest.mark.slow
def test_a_promise_is_decided_about_by_the_first_letters_of_its_key(office: Office) -> None:
    """Who and from where stands with each word; the calendars follow with the next pass, and taken back all is as before."""
    (one,) = [p for p in json.loads(call(office, "promises", "list", "--json").out) if p["promiser"] == RASA]
    key = one["id"][:10]
    assert key in call(office, "promises", "list").out and one["due_to"] == "2026-11-20T10:00"
    for kind, state, entries in (("dismiss", "dismissed", 0), ("undo", "open", 1), ("done", "kept", 0)):
        assert call(office, "promises", kind, key, "--json").json["state"] == state, kind
        office.once()
        assert len([e for e in office.reminders("rasa").values() if not e.done]) == entries, kind
    assert office.rows("SELECT kind, origin FROM decision ORDER BY seq") == [(kind, "command") for kind in ("dismiss", "undo", "done")]


@pytest.mark.slow
def test_a_promise_is_handed_over_to_a_colleague_who_is_here(office: Office) -> None:
    """Its entry moves into the calendar of whoever has it, and back."""
    (key,) = office.rows("SELECT key FROM promise WHERE promiser = ?", RASA)[0]
    refused = call(office, "promises", "hand-over", str(key), "nobody@klimatas.example")
    assert refused.code == 64 and "no colleague has this address" in refused.err
    assert call(office, "promises", "hand-over", str(key), JONAS).code == 0
    office.once()
    assert {who: len(office.reminders(who)) for who in office.people} == {"rasa": 0, "jonas": 1}
    assert call(office, "promises", "undo", str(key)).code == 0
    office.once()
    assert {who: len(office.reminders(who)) for who in office.people} == {"rasa": 1, "jonas": 0}
    for arguments, said in ((("undo", str(key)), "nothing was decided"), (("done", "zzz"), "syncd promises list")):
        ran = call(office, "promises", *arguments)
        assert (ran.code, said in ran.err) == (64, True), arguments


@pytest.mark.slow
def test_words_that_ask_for_no_contact_are_confirmed_and_dismissed(office: Office) -> None:
    """R3: with the quote as the reason; what is decided is proposed no more, and there is nothing of that key to decide again."""
    shown = call(office, "no-contact", "proposed", "--json")
    keys = {p["subject"]: p["key"] for p in shown.json}
    assert (shown.code, sorted(keys)) == (0, [JOHN, ONA])
    assert "syncd no-contact confirm KEY" in call(office, "no-contact", "proposed").out
    (stands,) = call(office, "no-contact", "confirm", keys[JOHN][:9], "--json").json
    assert (stands["subject"], stands["channel"], stands["reason"]) == (JOHN, "call", "please do not call me again.")
    assert call(office, "no-contact", "dismiss", keys[ONA]).code == 0
    assert office.rows("SELECT subject FROM no_contact") == [(JOHN,)]
    assert office.rows("SELECT kind, origin FROM decision ORDER BY seq") == [("no_contact", "command"), ("dismiss", "command")]
    assert (call(office, "no-contact", "proposed").code, call(office, "no-contact", "dismiss", keys[ONA]).code) == (0, 64)
