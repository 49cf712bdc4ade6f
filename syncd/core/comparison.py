"""Whether a trained scorer is better than the rules, on what people decided themselves.

Each fifth of the decisions is judged by a model trained on those before it, as it would have been in use. It is better
only where the difference shows at the threshold of reminders and is none that chance makes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from syncd.core.logistic import Example, train

FEWEST, FEWEST_OF_A_KIND = 100, 20  # decisions; of confirmations and of dismissals each
MARGIN = 0.02  # of F1
CHANCE = 0.05
_PARTS = 5

Judged = tuple[float, bool]  # what a scorer says, and whether people say it is a promise


@dataclass(frozen=True, slots=True)
class Figures:
    """How well probabilities fit what people decided, at a threshold; what cannot be told is None."""

    n: int
    promises: int
    precision: float | None
    recall: float | None
    f1: float | None
    log_loss: float | None


def figures(judged: Sequence[Judged], threshold: float) -> Figures:
    """Count what is taken for a promise from the threshold on."""
    taken = sum(p >= threshold for p, _ in judged)
    right = sum(p >= threshold and yes for p, yes in judged)
    promises = sum(yes for _, yes in judged)
    loss = sum(-math.log(min(max(p if yes else 1.0 - p, 1e-6), 1.0)) for p, yes in judged)
    return Figures(
        n=len(judged), promises=promises, precision=right / taken if taken else None, recall=right / promises if promises else None,
        f1=2 * right / (taken + promises) if taken + promises else None, log_loss=loss / len(judged) if judged else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rules and the trained scorer on the same decisions. `against`: why the trained one stays off; empty where it is better."""

    confirmed: int
    dismissed: int
    rules: Figures
    trained: Figures
    against: tuple[str, ...]

    @property
    def is_better(self) -> bool:
        """Whether the trained scorer may judge from now on."""
        return not self.against


def compare(examples: Sequence[Example], threshold: float, features: str = "words") -> Comparison:
    """Compare on decisions in the order in which they were made."""
    confirmed = sum(yes for _, _, yes in examples)
    dismissed = len(examples) - confirmed
    missing = _missing(confirmed, dismissed)
    if missing:
        nothing = figures((), threshold)
        return Comparison(confirmed, dismissed, nothing, nothing, missing)
    rules: list[Judged] = []
    trained: list[Judged] = []
    size = len(examples) / _PARTS
    for part in range(1, _PARTS):
        begin, end = round(part * size), round((part + 1) * size)
        model = train(examples[:begin], features)
        for described, confidence, yes in examples[begin:end]:
            rules.append((confidence, yes))
            trained.append((model.probability(described, confidence), yes))
    by_rules, by_training = figures(rules, threshold), figures(trained, threshold)
    return Comparison(confirmed, dismissed, by_rules, by_training, _against(by_rules, by_training, _chance(rules, trained, threshold)))


def _missing(confirmed: int, dismissed: int) -> tuple[str, ...]:
    """What is missing before anything can be told."""
    found = []
    if confirmed + dismissed < FEWEST:
        found.append(f"{FEWEST - confirmed - dismissed} more decisions are needed (at least {FEWEST})")
    for what, count in (("confirmations", confirmed), ("dismissals", dismissed)):
        if count < FEWEST_OF_A_KIND:
            found.append(f"{FEWEST_OF_A_KIND - count} more {what} are needed (at least {FEWEST_OF_A_KIND})")
    return tuple(found)


def _against(rules: Figures, trained: Figures, chance: float) -> tuple[str, ...]:
    found = []
    if (trained.f1 or 0.0) < (rules.f1 or 0.0) + MARGIN:
        found.append(f"its F1 is not {MARGIN} above that of the rules")
    if (trained.log_loss or 0.0) >= (rules.log_loss or 0.0):
        found.append("its probabilities fit no better than those of the rules")
    if chance > CHANCE:
        found.append(f"the difference may be chance (p = {chance:.2f}, at most {CHANCE} is asked for)")
    return tuple(found)


def _chance(rules: Sequence[Judged], trained: Sequence[Judged], threshold: float) -> float:
    """How likely the trained one is right so often by chance where the two disagree (sign test, one-sided)."""
    wins = losses = 0
    for (r, yes), (t, _) in zip(rules, trained, strict=True):
        if (r >= threshold) != (t >= threshold):
            if (t >= threshold) == yes:
                wins += 1
            else:
                losses += 1
    n = wins + losses
    return float(sum(math.comb(n, k) for k in range(wins, n + 1)) / 2**n)
