"""Rebuild and upgrade: keys, decisions and entries stay; calendars are not contacted; large changes wait (DESIGN §5.12)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from connectors import registry
from syncd.core.model import Promise
from syncd.core.promises import Said
from tests.store.world import JOHN, JONAS, ONA, RASA, Mail, Office, settle

pytestmark = pytest.mark.slow

Change = Callable[[Promise], Promise | None]


def upgrade(patch: pytest.MonkeyPatch, change: Change, version: str = "other") -> None:
    """Another version of the program: it derives each promise changed, or (None) finds it no more."""
    from syncd.core import understand

    find = understand.find_promises

    def found(said: Said, *rest: object) -> tuple[Promise, ...]:
        return tuple(new for p in find(said, *rest) if (new := change(p)) is not None)  # type: ignore[arg-type]

    patch.setattr("syncd.core.understand.find_promises", found)
    patch.setattr("syncd.core.derived.VERSION", version)


def shorter(p: Promise) -> Promise:
    """The same promise, its quote and sentence without the last word: another key, were it given now."""
    words = p.quote.rstrip(".").rpartition(" ")[0]
    return dataclasses.replace(p, quote=words, sentence=words)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office read once, its reminders in the calendars, one promise dismissed and one term moved."""
    office = Office(tmp_path)
    settle(office)
    office.once()
    office.decide("dismiss", "call you on 24")
    office.edit(office.entry_of("rasa", "lapkričio 27"), (r"^DTSTART[^\r\n]*", "DTSTART;TZID=Europe/Vilnius:20261126T083000"))
    office.once()
    return office


def test_a_changed_detector_keeps_every_key_decision_and_entry(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The quote has half its words in common: it is the same promise, with its key, what was decided, and its entry."""
    keys = office.rows("SELECT key, given_at, historic FROM promise_key ORDER BY key")
    states = office.rows("SELECT key, state, due_to FROM promise ORDER BY key")
    decisions = office.rows("SELECT * FROM decision ORDER BY seq")
    entries = {who: set(office.reminders(who)) for who in office.people}
    upgrade(monkeypatch, shorter)
    office.rebuild()
    assert office.rows("SELECT key, given_at, historic FROM promise_key ORDER BY key") == keys
    assert office.rows("SELECT key, state, due_to FROM promise ORDER BY key") == states
    assert office.rows("SELECT DISTINCT derived_by FROM promise") == [("other",)]
    office.once()
    assert office.rows("SELECT * FROM decision ORDER BY seq") == decisions
    assert {who: set(office.reminders(who)) for who in office.people} == entries
    assert office.findings() == []


def test_a_raised_version_derives_anew_with_the_next_pass(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to ask for it: a pass of another version rebuilds first, once."""
    upgrade(monkeypatch, shorter)
    office.once()
    assert office.rows("SELECT DISTINCT derived_by FROM promise") == [("other",)]
    dump = office.dump()
    office.once()
    assert office.dump() == dump


def test_a_promise_no_longer_found_is_withdrawn_and_found_again_is_the_same(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Withdrawn promises are named and keep their key; what was decided about them holds when they come back."""
    before = office.dump()
    keys = office.rows("SELECT key FROM promise_key ORDER BY key")
    with monkeypatch.context() as patch:
        upgrade(patch, lambda p: None)
        office.rebuild()
        assert office.rows("SELECT DISTINCT state FROM promise") == [("withdrawn",)]
        assert office.rows("SELECT key FROM promise_key ORDER BY key") == keys
        assert office.findings() == []
    office.rebuild()
    assert office.dump() == before


def test_a_promise_split_in_two_keeps_its_key_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where two promises are found in the words of one, the better match keeps the key and the other is new."""
    from syncd.core import understand

    find = understand.find_promises

    def twice(said: Said, *rest: object) -> tuple[Promise, ...]:
        found = find(said, *rest)  # type: ignore[arg-type]
        return (*found, *(dataclasses.replace(p, quote=p.quote.split(" ", 1)[1], ordinal=p.ordinal + 5) for p in found))

    before = {key for (key,) in office.rows("SELECT key FROM promise_key")}
    monkeypatch.setattr("syncd.core.understand.find_promises", twice)
    monkeypatch.setattr("syncd.core.derived.VERSION", "other")
    office.rebuild()
    after = office.rows("SELECT key, state FROM promise")
    assert before <= {key for key, _ in after} and len(after) == 2 * len(before)
    assert all(state != "withdrawn" for _, state in after)


def test_no_calendar_is_contacted_by_a_rebuild(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant 12: neither rebuild nor the rebuild of an upgrade opens a calendar or a mailbox."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a rebuild opened a provider")

    monkeypatch.setattr(registry, "open_reminders", refuse)
    monkeypatch.setattr(registry, "open_harvester", refuse)
    upgrade(monkeypatch, shorter)
    office.rebuild()


def _other_term(p: Promise) -> Promise:
    return dataclasses.replace(p, due=p.due and dataclasses.replace(p.due, from_="2026-12-01", to="2026-12-01"))


def test_changes_of_many_entries_are_held_back_until_they_are_applied(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant 12: above 20 entries or 5 % every pass leaves those entries alone until `rebuild --apply`."""
    calendars = office.calendars()
    upgrade(monkeypatch, _other_term)
    held = office.rebuild()
    assert set(held) >= {uid for who in office.people for uid in office.reminders(who)} - {  # not the one a person moved, nor the dismissed
        uid for (uid,) in office.rows("SELECT uid FROM reminder WHERE hold = 'person' OR state = 'removed'")
    }
    for _ in range(3):
        office.once()
        assert office.calendars() == calendars
    assert set(office.rebuild()) >= set(held), "a second rebuild forgot what the first held back"
    office.once()
    assert office.calendars() == calendars
    apply(office)
    office.once()
    assert office.calendars() != calendars
    touched = {uid for (uid,) in office.rows("SELECT uid FROM reminder WHERE hold = 'person'")}
    for who in office.people:
        for uid, seen in office.reminders(who).items():
            assert seen.start is not None
            assert seen.start.date().isoformat() == ("2026-11-26" if uid in touched else "2026-12-01")


def apply(office: Office) -> None:
    """`syncd rebuild --apply`."""
    from click.testing import CliRunner

    from syncd.cli import cli

    result = CliRunner().invoke(cli, ["rebuild", "-c", str(office.folder / "config.toml"), "--apply", "--json"])
    assert result.exit_code == 0, result.output


def test_a_few_changes_among_many_entries_are_not_held_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One entry of thirty is below 5 %: the next pass writes it."""
    office = Office(tmp_path, options={"reminders": 'hold = "0"\nskip_if_entry_exists = false\nper_day = 50'})
    for n in range(30):
        office.send(Mail(id=f"k{n}", sender=RASA if n % 2 else JONAS, to=(ONA if n % 3 else JOHN,), at="2026-11-13T10:00",
                         text=f"I will send you the offer K{n:03d} by {20 + n % 10} November."))  # fmt: skip
    office.once()
    assert len(office.entry_files("rasa") + office.entry_files("jonas")) == 30
    upgrade(monkeypatch, lambda p: _other_term(p) if "K007" in p.quote else p)
    assert office.rebuild() == []
    office.once()
    moved = [s for who in office.people for s in office.reminders(who).values() if s.start and s.start.month == 12]
    assert len(moved) == 1


def test_a_promise_that_went_takes_its_entry_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry whose promise is withdrawn is taken out by the next pass, unless a person changed it."""
    office = Office(tmp_path)
    settle(office)
    office.once()
    entry = office.entry_of("rasa", "lapkričio 27")
    office.edit(entry, (r"^DTSTART[^\r\n]*", "DTSTART;TZID=Europe/Vilnius:20261126T083000"))
    office.once()
    upgrade(monkeypatch, lambda p: None)
    office.rebuild()
    apply(office)
    office.once()
    assert [p for who in office.people for p in office.entry_files(who)] == [entry]
