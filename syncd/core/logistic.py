"""A logistic scorer that learns from what people decided, in plain Python: some thousand decisions are trained in seconds.

    logit p = logit (the rules' confidence) + Σ weight · feature

It begins as the rules themselves, and moves away from them only as far as decisions ask for: every weight is held back
to zero (L2). What it knows of words are the hashes of them, so the weights give no mail away.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from syncd.core import keys
from syncd.core.scorer import Candidate

BUCKETS = 1 << 13
PULL = 0.3  # how strongly weights are held back to zero
_ROUNDS, _STEP = 40, 0.4  # of the training; more rounds change the third digit
_RARE = 20  # one decision in so many may lie below the floor
_TEXT_WEIGHT = 2.0  # the words of a sentence count as much as two of the rules' reasons
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_STEM = 5  # letters: what the forms of a Lithuanian or Russian word have in common

Features = Mapping[int, float]
Describe = Callable[[Candidate], Features]  # what a model looks at in a candidate
Example = tuple[Features, float, bool]  # features, the rules' confidence, whether people say it is a promise


def logit(p: float) -> float:
    """The log odds; certainty is cut at 2 and 98 %, for a rule may be wrong."""
    p = min(max(p, 0.02), 0.98)
    return math.log(p / (1.0 - p))


def sigmoid(x: float) -> float:
    """The probability of these log odds."""
    return 1.0 / (1.0 + math.exp(-x)) if x >= 0 else math.exp(x) / (1.0 + math.exp(x))


def bucket(name: str) -> int:
    """The place of a feature."""
    return zlib.crc32(name.encode("utf-8", "replace")) % BUCKETS


def rule_features(c: Candidate) -> dict[int, float]:
    """What the rules say of a candidate: form and reasons, act, firmness, kind of term, language."""
    names = [f"why {reason}" for reason in c.reasons]
    names += [f"{what} {value}" for what, value in (("act", c.act), ("firmness", c.firmness), ("kind", c.kind), ("due", c.due_kind), ("language", c.language))]
    names += [f"form {c.reasons[0]} {c.act}", f"form {c.reasons[0]} {c.due_kind}", "always"]
    return {bucket(name): 1.0 for name in names}


def word_features(c: Candidate) -> dict[int, float]:
    """The same, and the words of the sentence: words, their beginnings, pairs of them, pieces of four letters."""
    found = rule_features(c)
    words = ["0" if w.isdigit() else w for w in _WORDS.findall(c.sentence.casefold())]
    stems = [w[:_STEM] for w in words]
    names = {f"w {w}" for w in words} | {f"s {s}" for s in stems} | {f"p {a} {b}" for a, b in pairwise(("^", *stems, "$"))}
    names |= {f"c {w[i : i + 4]}" for w in (f"<{w}>" for w in words) for i in range(max(len(w) - 3, 0))}
    names |= {f"q {w}" for w in _WORDS.findall(c.quote.casefold())}
    size = _TEXT_WEIGHT / math.sqrt(len(names)) if names else 0.0
    for name in sorted(names):
        at = bucket(name)
        found[at] = found.get(at, 0.0) + size
    return found


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by the place of their feature. `features` names what it looks at (words, or an embedding and its version).

    `floor`: the rules' confidence below which people decided about next to nothing.
    """

    features: str
    weights: Mapping[int, float] = field(repr=False)
    floor: float = 0.0

    @property
    def version(self) -> str:
        """A digest of all that it says."""
        return keys.digest("scorer", self.features, repr(self.floor), *(f"{at} {weight!r}" for at, weight in sorted(self.weights.items())))[:8]

    def probability(self, features: Features, rules: float) -> float:
        """How likely it is a promise; where people decided about nothing alike, it is at most as likely as the rules say."""
        weights = self.weights
        p = sigmoid(logit(rules) + sum(weights.get(at, 0.0) * value for at, value in features.items()))
        return min(p, rules) if rules < self.floor else p


def train(examples: Sequence[Example], features: str = "words") -> Model:
    """The weights that say best what people decided; the same for the same examples in the same order.

    AdaGrad over the examples in a fixed scattered order; the pull to zero of a weight is shared out among the examples
    that have its feature, so that each weight feels it once a round.
    """
    weights: dict[int, float] = {}
    power: dict[int, float] = {}
    shares: dict[int, int] = {}
    for described, _, _ in examples:
        for at in described:
            shares[at] = shares.get(at, 0) + 1
    order = _scattered(len(examples))
    for _ in range(_ROUNDS):
        for n in order:
            described, rules, is_promise = examples[n]
            z = logit(rules)
            for at, value in described.items():
                z += weights.get(at, 0.0) * value
            error = sigmoid(z) - is_promise
            for at, value in described.items():
                weight = weights.get(at, 0.0)
                slope = error * value + PULL * weight / shares[at]
                power[at] = power.get(at, 1e-4) + slope * slope
                weights[at] = weight - _STEP * slope / math.sqrt(power[at])
    seen = sorted(rules for _, rules, _ in examples)
    return Model(features, {at: round(w, 4) for at, w in sorted(weights.items()) if abs(w) >= 0.001}, seen[len(seen) // _RARE] if seen else 0.0)


def _scattered(count: int) -> list[int]:
    """All numbers below `count`, neighbours far apart: decisions of one day are alike, and must not come in a row."""
    step = max(1, round(count * 0.618))
    while math.gcd(step, count) > 1:
        step += 1
    return [n * step % count for n in range(count)] if count else []


@dataclass(frozen=True, slots=True)
class LogisticScorer:
    """A trained model as a scorer. `name` says what kind it is (logistic, embedding)."""

    model: Model
    describe: Describe = word_features
    name: str = "logistic"

    @property
    def version(self) -> str:
        """The model's own."""
        return self.model.version

    def score(self, candidate: Candidate) -> float:
        """How likely it is a promise, by what people decided about others."""
        return self.model.probability(self.describe(candidate), candidate.confidence)
