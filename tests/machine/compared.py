"""A company whose history and calendars are compared with what a person would expect (`expected.py`)."""

from __future__ import annotations

import datetime as dt
import zlib
from collections import Counter
from typing import ClassVar

import pytest
from hypothesis.stateful import RuleBasedStateMachine

from tests.machine.company import STAFF, Company, is_quiet
from tests.machine.expected import Entry, Expected
from tests.store.world import Mail

BEGIN = dt.datetime(2026, 11, 16, 8, 0, tzinfo=dt.UTC)  # a Monday


class Compared(RuleBasedStateMachine):
    """What every sequence begins and ends with, and what must hold whenever the program has come to rest."""

    steps: ClassVar[Counter[str]] = Counter()  # of all sequences: which rules ran, and how often each window was hit

    def __init__(self) -> None:
        super().__init__()
        Compared.steps["sequence"] += 1
        self.patch = pytest.MonkeyPatch()
        self.time = BEGIN  # what all clocks show but, perhaps, that of the program's machine
        self.wrong = dt.timedelta(0)
        self.expected = Expected()
        self.company = Company(BEGIN, self.patch)
        self.customers: dict[int, tuple[str, str, str]] = {}  # conversation → whose it is, language, act
        self.texts: dict[str, Mail] = {}
        self.is_settled = True
        self.is_right = True
        self.kills = 0
        self.kept_then: tuple[dict[int, str], dict[str, tuple[bool, bool]]] | None = None  # with the backup

    def teardown(self) -> None:
        """Everything comes to rest; of what is left out no byte stays."""
        try:
            if self.is_right:
                self.settle("last")
                if len(self.texts) % 2:
                    self.look_closely()
        finally:
            left = self.company.close()
            Compared.steps.update({f"at {point}": n for point, n in self.company.reached.items()})
            self.patch.undo()
        if not self.is_right:
            return
        for matter in self.customers:
            if not any(self.expected.is_kept(x) for x in self.expected.letters.values() if x.matter == matter):
                assert f"cust{matter}.example".encode() not in left, f"conversation {matter} is left out, and its customer stands in the store"

    def _look_at_clock(self) -> dt.datetime:
        self.company.now = self.time + self.wrong
        return self.company.now

    def settle(self, when: str) -> None:
        """Passes until one finds nothing to do; then everything is as expected."""
        self.is_right = False
        self._until_quiet(when)
        self.expected.pass_over(self._look_at_clock())
        self.is_settled, self.kills = True, 0
        self._compare(when)
        self.is_right = True

    def _until_quiet(self, when: str) -> None:
        self._look_at_clock()
        for _ in range(5):
            if is_quiet(self.company.once()):
                return
        raise AssertionError(f"{when}: five passes, and each found something to do")

    def _compare(self, when: str) -> None:
        self._compare_mail(when)
        self._compare_promises(when)
        for who in STAFF:
            self._compare_calendar(who, when)

    def _compare_mail(self, when: str) -> None:
        e = self.expected
        there = sorted(str(i).partition("@")[0] for (i,) in self.company.rows("SELECT message_id FROM message"))
        kept = sorted(i for i, letter in e.letters.items() if e.is_kept(letter))
        assert there == kept, f"{when}: the history has the mails {there}, not {kept}"
        left_out = sorted(self.company.rows("SELECT s.name, c.remote_id, x.remote_id FROM excluded x JOIN collection c ON c.id = x.collection_id JOIN source s ON s.id = c.source_id"))
        expected = sorted((c.who, c.folder, c.id) for c in e.copies if c.known == "excluded")
        assert left_out == expected, f"{when}: left out are {left_out}, not {expected}"

    def _compare_promises(self, when: str) -> None:
        e = self.expected
        states = {str(i).partition("@")[0]: str(s) for i, s in self.company.rows("SELECT m.message_id, p.state FROM promise p JOIN message m USING (interaction_id)")}
        states = {i: "open" if s in ("unknown", "probably_kept") else s for i, s in states.items()}
        expected = {i: e.state(p) for i, p in e.promises.items() if p.found}
        assert states == expected, f"{when}: the promises stand as {states}, not as {expected}"
        terms = {str(i).partition("@")[0]: str(at) for i, at in self.company.rows("SELECT m.message_id, p.due_at FROM promise p JOIN message m USING (interaction_id)")}
        expected = {i: f"{p.term.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}" for i, p in e.promises.items() if p.found}
        assert terms == expected, f"{when}: the terms are {terms}, not {expected}"

    def _compare_calendar(self, who: str, when: str) -> None:
        keys = {key: id_ for id_, key in self._keys().items()}
        there = {keys.get(key, f"nothing known: {entry.title}"): entry for key, entry in self.company.entries(who).items()}
        mine = {i: p for i, p in self.expected.promises.items() if p.letter.sender == who}
        for id_, p in mine.items():
            if p.may_differ:
                entry = there.get(id_)
                p.entry = Entry(entry.start, p.entry.title if p.entry else None, p.entry.note if p.entry else "") if entry and entry.start else None
                p.seen, p.may_differ = Entry(p.entry.start, p.entry.title, p.entry.note) if p.entry else None, False
        expected = {i: p.entry for i, p in mine.items() if p.entry is not None}
        assert sorted(there) == sorted(expected), f"{when}: {who} has the entries {sorted(there)}, not {sorted(expected)}"
        for id_, entry in there.items():
            wanted = expected[id_]
            assert entry.start == wanted.start, f"{when}: the entry of {id_} begins {entry.start}, not {wanted.start}"
            assert self.texts[id_].text in entry.note, f"{when}: the entry of {id_} says what was promised"
            if wanted.title is None:  # decided otherwise on the pages since: the words may be either's
                assert entry.title == mine[id_].words or (not entry.title.startswith(("✓", "ne ", "Svarbu")) and "@cust" in entry.title), f"{when}: {entry.title}"
            else:
                assert entry.title == wanted.title, f"{when}: the words of the person stay"

    def look_closely(self) -> None:
        """What is too dear to look at each time."""
        assert self.company.findings() == []
        before = self.company.dump()
        assert is_quiet(self.company.once()) and self.company.dump() == before, "one more pass changes nothing"
        if zlib.crc32(repr(sorted(self.texts)).encode()) % 2:
            assert self.company.rebuild() == []
            assert self.company.dump() == before, difference(before, self.company.dump())

    def _count(self, what: str) -> None:
        Compared.steps[what] += 1

    def _keys(self) -> dict[str, str]:
        """The key of each promise in the store, by the id of its letter."""
        found = self.company.rows("SELECT m.message_id, p.key FROM promise p JOIN message m USING (interaction_id)")
        return {str(i).partition("@")[0]: str(key) for i, key in found}


def difference(before: list[str], after: list[str]) -> str:
    return "\n".join([*(f"- {x}" for x in before if x not in after), *(f"+ {x}" for x in after if x not in before)][:20])
