"""Learning from what people decided: `syncd promises train` and `syncd promises eval`.

Everything stays on this machine: the decisions stand in the store, the model in a file beside it. Deleting an entry says
that no reminder is wanted, and is never taken for the word that it was no promise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from syncd.core.comparison import Comparison, Figures, Judged, compare, figures
from syncd.core.keys import instant
from syncd.core.logistic import Example, Features, train, word_features
from syncd.core.scorer import Candidate, RuleScorer, candidate
from syncd.errors import UsageError
from syncd.scorers import embedding, model_file
from syncd.scorers.model_file import FORMAT, Trained, Unusable
from syncd.scoring import WORDS, activate
from syncd.store import scores
from syncd.store.scores import Decided
from syncd.world import World

THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Learned:
    """What a training came to. `version`: of the model in the file, '' where there were too few decisions for one."""

    comparison: Comparison
    threshold: float
    version: str
    file: Path
    in_force: str  # the scorer of the store afterwards, '' for the rules


def learn(world: World) -> Learned:
    """Train on all decisions, compare with the rules, and bring the model into force if it is better and the config asks for it."""
    describe, looks_at = _view(world)
    decided = scores.decided(world.store.db)
    examples = [_example(d, describe) for d in decided]
    threshold = world.config.reminders.min_confidence
    comparison = compare(examples, threshold, looks_at)
    file, version = model_file.path_of(world.config.store.path), ""
    if comparison.rules.n:
        model = train(examples, looks_at)
        version = model.version
        model_file.write(file, Trained(
            format=FORMAT, features=looks_at, version=version, is_better=comparison.is_better, decisions=len(decided), until=decided[-1].at,
            trained_at=instant(world.now), floor=model.floor, weights=dict(model.weights),
        ))  # fmt: skip
    activate(world)
    return Learned(comparison, threshold, version, file, scores.in_force(world.store.db))


def _view(world: World) -> tuple[Callable[[Candidate], Features], str]:
    """What the model is to look at: words, or the meaning of the sentence where the config says so."""
    if world.config.scorer.kind != "embedding":
        return word_features, WORDS
    try:
        return embedding.describe, embedding.features()
    except Unusable as problem:
        raise UsageError(f'[scorer] kind = "embedding": {problem}; {problem.remedy}') from None


def _example(d: Decided, describe: Callable[[Candidate], Features]) -> Example:
    c = _candidate(d)
    return describe(c), c.confidence, d.is_promise


def _candidate(d: Decided) -> Candidate:
    return candidate(d.found.own_text, d.found.language, d.found.body)


@dataclass(frozen=True, slots=True)
class Row:
    """How well a scorer does in one language ('' for all) at one threshold."""

    scorer: str
    language: str
    threshold: float
    figures: Figures


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The rules on all decisions, and the scorer in force on those made since it was trained."""

    decisions: int
    in_force: str
    since: str  # '' where every decision counts
    rows: tuple[Row, ...]


def evaluate(world: World) -> Evaluation:
    """Precision and recall by language and threshold, among the promises people decided about."""
    decided = scores.decided(world.store.db)
    in_force = scores.in_force(world.store.db)
    since = _trained_until(world) if in_force else ""
    rules = RuleScorer()
    rows = _rows(rules.name, ((d, rules.score(_candidate(d))) for d in decided))
    if in_force:
        rows += _rows(in_force, ((d, d.now.confidence) for d in decided if d.at > since and d.now.scorer == in_force))
    return Evaluation(len(decided), in_force, since, tuple(rows))


def _trained_until(world: World) -> str:
    """When the last decision was made that the model in use learned from; '' where it learned from none."""
    if world.config.scorer.kind == "llm":
        return ""
    try:
        return model_file.read(model_file.path_of(world.config.store.path)).until
    except Unusable:
        return ""


def _rows(scorer: str, judged: Iterable[tuple[Decided, float]]) -> list[Row]:
    by_language: dict[str, list[Judged]] = {"": []}
    for d, confidence in judged:
        by_language[""].append((confidence, d.is_promise))
        by_language.setdefault(d.found.language or "?", []).append((confidence, d.is_promise))
    return [Row(scorer, language, t, figures(found, t)) for language, found in sorted(by_language.items()) for t in THRESHOLDS]
