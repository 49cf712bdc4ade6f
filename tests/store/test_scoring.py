"""Other scorers than the rules over a real store: what they change, what they leave, and that a rebuild says the same."""

from __future__ import annotations

import os
import random
import shutil
import stat
from pathlib import Path

import pytest

from syncd import learning, scoring
from syncd.config import load
from syncd.core.derived import RULES
from syncd.scorers import model_file
from syncd.store.decisions import Decision, decide
from syncd.store.promises import lay_decisions
from syncd.world import World
from tests.store.world import JOHN, JONAS, MAILS, OLGA, ONA, PETRAS, RASA, Mail, Office

pytestmark = pytest.mark.slow

CARDS = ("I will send you a greeting card for the {place} by {day} November.", "We will prepare a cake for the {place} by {day} November.")
SENDING = ("I will send you the {thing} for the {place} by {day} November.", "We will prepare the {thing} for the {place} by {day} November.")
THINGS = ("offer", "invoice", "drawings", "contract", "report", "manual", "quote", "filters")
COLOURS = ("red", "blue", "green", "white", "black", "yellow", "grey", "brown", "pink", "violet", "golden", "silver")
PLACES = ("kitchen", "hall", "attic", "cellar", "garage", "library", "workshop", "canteen", "studio", "pavilion", "gallery", "greenhouse")


def letters(count: int, seed: int = 3) -> list[Mail]:
    """So many mails with a promise each, no two alike; two in five are a kindness that these people dismiss."""
    dice = random.Random(seed)
    found = []
    for n in range(count):
        place = f"{COLOURS[n % 12]} {PLACES[n // 12 % 12]}"
        text = dice.choice(CARDS if dice.random() < 0.4 else SENDING).format(thing=dice.choice(THINGS), place=place, day=dice.randint(18, 29))
        found.append(Mail(id=f"t{n}", sender=dice.choice((RASA, JONAS, PETRAS)), to=(dice.choice((ONA, JOHN, OLGA)),), at=f"2026-11-{dice.randint(10, 15)}T{n % 9 + 8:02}:{n % 60:02}",
                          text=f"Hello,\n\nthank you. {text} Have a good day.\n", subject=f"Matter {n}"))  # fmt: skip
    return found


def is_kindness(quote: str) -> bool:
    return "greeting card" in quote or "cake" in quote


def everybody_decides(world: World, limit: int = 1000) -> None:
    """People confirm what is a promise to them and dismiss the rest; an entry deleted says nothing."""
    with world.store.write() as db:
        found = db.execute("SELECT key, quote, promiser FROM promise ORDER BY said_at, key LIMIT ?", (limit,)).fetchall()
        for n, (key, quote, promiser) in enumerate(found):
            at = f"2026-11-16T{8 + n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}Z"
            decide(db, Decision(at, promiser, "calendar", "dismiss" if is_kindness(quote) else "done", key))
        lay_decisions(db, [key for key, _, _ in found])


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company whose people have decided about 130 promises; copied for each test."""
    office = Office(tmp_path_factory.mktemp("taught"))
    office.configure(scope="outside", sources='[scorer]\nkind = "logistic"\n')
    for mail in letters(130):
        office.send(mail)
    office.once()
    office.with_world(everybody_decides)
    return office.folder


@pytest.fixture(scope="module")
def trained(taught: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same company after `syncd promises train`."""
    office = own(taught, tmp_path_factory.mktemp("trained") / "o")
    office.with_world(learning.learn)
    return office.folder


def own(folder: Path, to: Path) -> Office:
    """A copy of a company, for one test."""
    shutil.copytree(folder, to)
    office = Office(to)
    office.configure(sources='[scorer]\nkind = "logistic"\n')
    return office


@pytest.fixture
def office(taught: Path, tmp_path: Path) -> Office:
    """The company before anything was trained."""
    return own(taught, tmp_path / "o")


@pytest.fixture
def learned(trained: Path, tmp_path: Path) -> Office:
    """The company with its trained scorer in force."""
    return own(trained, tmp_path / "o")


def judged(office: Office) -> dict[str, tuple[float, str]]:
    return {str(quote): (float(str(confidence)), str(by)) for quote, confidence, by in office.rows("SELECT quote, confidence, scorer FROM promise")}


def test_the_rules_judge_until_something_is_trained(office: Office) -> None:
    """Every promise says so, with the version of the rules (T5)."""
    assert {by for _, by in judged(office).values()} == {RULES}


def test_a_trained_scorer_that_is_better_judges_what_is_there_and_what_comes(office: Office) -> None:
    """From then on a kindness gets no entry; the mails and their words are untouched, and a rebuild ends the same."""
    before = office.rows("SELECT key, quote, act, due_to, why FROM promise ORDER BY key")
    office.with_world(learning.learn)
    assert office.rows("SELECT key, quote, act, due_to, why FROM promise ORDER BY key") == before
    [(name,)] = office.rows("SELECT value FROM meta WHERE name = 'scorer'")
    assert {by for _, by in judged(office).values()} == {name} and str(name).startswith("logistic ")
    office.send(Mail(id="n1", sender=RASA, to=(ONA,), at="2026-11-16T09:00", text="I will send you a greeting card for the castle by 25 November.", subject="New"))
    office.send(Mail(id="n2", sender=RASA, to=(ONA,), at="2026-11-16T09:30", text="I will send you the drawings by 26 November.", subject="New"))
    office.once()
    now = judged(office)
    assert now["I will send you a greeting card for the castle by 25 November."][0] < 0.5
    assert now["I will send you the drawings by 26 November."][0] > 0.8
    reminded = "SELECT count(*) FROM reminder r JOIN promise p ON p.key = r.promise_key WHERE p.quote LIKE ?"
    assert (office.rows(reminded, "%castle%"), office.rows(reminded, "%drawings by 26 November%")) == ([(0,)], [(1,)])
    dump = office.dump()
    office.rebuild()
    assert office.dump() == dump
    assert office.findings() == []


def test_evidence_is_weighed_with_what_the_rules_said(office: Office) -> None:
    """A scorer changes no state: what closed a promise closes it whoever judges."""
    states = office.rows("SELECT key, state FROM promise ORDER BY key")
    office.with_world(learning.learn)
    office.once()
    assert office.rows("SELECT key, state FROM promise ORDER BY key") == states


def test_the_law_holds_whenever_the_model_came(learned: Office, tmp_path: Path) -> None:
    """Mails that came before the model, after it, or all at once are judged the same."""
    for mail in MAILS:
        learned.send(mail)
    learned.once()
    late = learned.dump()
    with_model = Office(tmp_path / "other")
    with_model.configure(sources='[scorer]\nkind = "logistic"\n')
    (with_model.folder / "history.scorer.json").write_bytes((learned.folder / "history.scorer.json").read_bytes())
    for mail in (*MAILS, *letters(130)):
        with_model.send(mail)
    with_model.once()
    lines = [line for line in with_model.dump() if line.startswith("interaction|")]
    assert lines == [line for line in late if line.startswith("interaction|")]
    assert judged(with_model) == judged(learned)


def test_going_back_to_the_rules_is_as_if_there_had_been_nothing_else(office: Office) -> None:
    """And nothing else of the store changes."""
    dump = office.dump()
    office.with_world(learning.learn)
    assert office.dump() != dump
    office.configure(sources="")
    office.take_in_config()
    assert office.dump() == dump


BROKEN = [
    (None, "nothing is trained yet", "taken away"),
    (b"", "damaged", "empty"),
    (b'{"format": 1', "damaged", "cut off"),
    (b"\xff\x00", "damaged", "no text"),
    (b'{"format":0,"features":"words 1","version":"x","is_better":true,"decisions":1,"until":"","trained_at":"","floor":0.5,"weights":{}}', "another version", "older"),
    (b'{"format":1,"features":"words 1","version":"x","is_better":true,"decisions":1,"until":"","trained_at":"","floor":0.5,"weights":{"1":0.5}}', "not those that were trained", "a weight was changed"),
    (b"[" * 100_000, "damaged", "nested"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "told", "reason"), BROKEN, ids=[row[-1] for row in BROKEN])
def test_without_a_sound_model_the_rules_judge(learned: Office, content: bytes | None, told: str, reason: str) -> None:
    """It is told, and no pass fails."""
    path = learned.folder / "history.scorer.json"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    learned.once()
    assert {by for _, by in judged(learned).values()} == {RULES}
    [text] = scoring.warnings(load(learned.folder / "config.toml"))
    assert told in text and "`syncd promises train`" in text and "the rules judge" in text, reason


def test_a_model_that_is_no_better_is_not_used(learned: Office) -> None:
    """Nor is that a fault to be told."""
    path = learned.folder / "history.scorer.json"
    path.write_bytes(path.read_bytes().replace(b'"is_better":true', b'"is_better":false'))
    learned.once()
    assert {by for _, by in judged(learned).values()} == {RULES}
    assert scoring.warnings(load(learned.folder / "config.toml")) == []


def test_the_model_is_its_owners_alone_and_written_whole(office: Office) -> None:
    """Mode 0600, nothing left beside it, and no word of any mail in it."""
    (office.folder / ".history.scorer.json.new").write_bytes(b"left by a killed run")
    before = os.umask(0)
    try:
        office.with_world(learning.learn)
    finally:
        os.umask(before)
    path = office.folder / "history.scorer.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in office.folder.glob("*scorer*")] == ["history.scorer.json"] and not list(office.folder.glob(".history*"))
    text = path.read_text("utf-8").casefold()
    assert not [word for word in (*THINGS, "greeting", "cake", "kitchen", "klimatas", "ona", "november") if word in text]
    assert model_file.read(path).decisions == 130


def test_what_people_deleted_teaches_nothing(office: Office) -> None:
    """A deletion is never a training negative (DESIGN §8); a reopening takes the word back; the last word counts."""

    def decide_more(world: World) -> None:
        before = {d.found.key: d.is_promise for d in learning.scores.decided(world.store.db)}
        keys = sorted(before)
        with world.store.write() as db:
            for key, kind in ((keys[0], "delete"), (keys[1], "decline"), (keys[2], "reopen"), (keys[3], "note"), (keys[4], "dismiss"), (keys[5], "done")):
                decide(db, Decision("2026-11-16T11:00:00Z", RASA, "calendar", kind, key))
        after = {d.found.key: d.is_promise for d in learning.scores.decided(world.store.db)}
        assert after == {k: v for k, v in before.items() if k != keys[2]} | {keys[4]: False, keys[5]: True}

    office.with_world(decide_more)


def test_too_few_decisions_leave_the_rules(tmp_path: Path) -> None:
    """And write no model."""
    office = Office(tmp_path / "few")
    office.configure(sources='[scorer]\nkind = "logistic"\n')
    for mail in letters(12):
        office.send(mail)
    office.once()
    office.with_world(everybody_decides)

    def learn(world: World) -> None:
        learned = learning.learn(world)
        assert (learned.version, learned.in_force, learned.comparison.is_better) == ("", "", False)

    office.with_world(learn)
    assert not list(office.folder.glob("*.json"))


def test_an_evaluation_shows_the_scorer_on_later_decisions_only(learned: Office) -> None:
    """What it learned from would flatter it."""

    def look(world: World) -> None:
        found = learning.evaluate(world)
        assert (found.decisions, found.in_force[:8]) == (130, "logistic")
        by_rules = {r.threshold: r.figures for r in found.rows if r.scorer == "rules" and r.language == ""}
        assert set(by_rules) == set(learning.THRESHOLDS) and by_rules[0.5].n == 130
        assert {r.figures.n for r in found.rows if r.scorer != "rules"} == {0}

    learned.with_world(look)
